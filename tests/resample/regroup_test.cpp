#include <boost/test/unit_test.hpp>

#include <headway/resample/regroup.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <vector>

namespace {

using namespace headway;
using headway::resample::regroup;

std::vector<std::vector<std::uint16_t>> all_ways(const std::vector<std::uint16_t>& group, const std::vector<std::uint32_t>& stratum = {}, const resample::regroup_options& options = {}) {
  std::vector<std::vector<std::uint16_t>> out;
  const auto count = regroup(group, stratum, options, [&](std::span<const std::uint16_t> now) { out.emplace_back(now.begin(), now.end()); });
  BOOST_TEST(count.ways == out.size());
  return out;
}

BOOST_AUTO_TEST_SUITE(regroup_test)

BOOST_AUTO_TEST_CASE(counts_multinomial_coefficients) {
  const auto count = [](std::vector<std::uint32_t> sizes) { return resample::count_regroupings(sizes); };
  BOOST_TEST(count({}) == 1u);
  BOOST_TEST(count({5}) == 1u);
  BOOST_TEST(count({0, 3, 0}) == 1u);
  BOOST_TEST(count({4, 9}) == 715u);                      // math.comb(13, 4)
  BOOST_TEST(count({2, 2, 2, 2}) == 2520u);               // 8! / 2!^4
  BOOST_TEST(count({5, 5, 5, 5}) == 11732745024u);        // 20! / 5!^4
  BOOST_TEST(count({30, 30}) == 118264581564861424u);     // math.comb(60, 30)
  BOOST_TEST(count({33, 33}) == 7219428434016265740u);    // math.comb(66, 33)
  BOOST_TEST(count({34, 34}) == UINT64_MAX);              // math.comb(68, 34) = 28453041475240576740
  BOOST_TEST(count({100000, 100000}) == UINT64_MAX);
}

BOOST_AUTO_TEST_CASE(goes_through_every_way_once) {
  const std::vector<std::uint16_t> group{1, 0, 2, 1, 0, 1};
  const auto ways = all_ways(group); // 6! / (2! 3! 1!) = 60
  BOOST_TEST(ways.size() == 60u);
  BOOST_TEST((std::set<std::vector<std::uint16_t>>(ways.begin(), ways.end()).size() == 60u));
  BOOST_TEST((std::find(ways.begin(), ways.end(), group) != ways.end()));
  for (const auto& way : ways) {
    BOOST_TEST(std::count(way.begin(), way.end(), 0) == 2);
    BOOST_TEST(std::count(way.begin(), way.end(), 1) == 3);
  }
}

BOOST_AUTO_TEST_CASE(draws_where_there_are_too_many_ways) {
  const std::vector<std::uint16_t> group{0, 0, 1, 1, 1};
  const auto drawn = all_ways(group, {}, {.most_exact = 9, .draws = 40'000, .random_seed = seed{3}});
  std::map<std::vector<std::uint16_t>, int> seen;
  for (const auto& way : drawn) { ++seen[way]; }
  BOOST_TEST_REQUIRE(seen.size() == 10u);
  for (const auto& [way, times] : seen) { BOOST_TEST(std::abs(times - 4000) < 5 * 60); } // sd = sqrt(40000 x 0.1 x 0.9) = 60
  BOOST_TEST((drawn == all_ways(group, {}, {.most_exact = 9, .draws = 40'000, .random_seed = seed{3}})));
  BOOST_TEST((drawn != all_ways(group, {}, {.most_exact = 9, .draws = 40'000, .random_seed = seed{4}})));
}

BOOST_AUTO_TEST_CASE(people_stay_in_their_stratum) {
  const std::vector<std::uint16_t> group{0, 1, 0, 1, 1, 0};
  const std::vector<std::uint32_t> stratum{7, 2, 7, 7, 2, 2};
  std::set<std::vector<std::uint16_t>> seen;
  for (const auto& way : all_ways(group, stratum, {.draws = 2000})) {
    BOOST_TEST(way[0] + way[2] + way[3] == 1);
    BOOST_TEST(way[1] + way[4] + way[5] == 2);
    seen.insert(way);
  }
  BOOST_TEST(seen.size() == 9u);
}

BOOST_AUTO_TEST_CASE(shares_count_the_groups_as_they_are) {
  BOOST_TEST((resample::regroup_count{true, 10}.share(3)) == 0.3);
  BOOST_TEST((resample::regroup_count{false, 99}.share(4)) == 0.05);
  BOOST_TEST((resample::regroup_count{false, 99}.share(0)) == 0.01);
}

BOOST_AUTO_TEST_CASE(few_people_and_misuse) {
  BOOST_TEST(all_ways({}).size() == 1u);
  BOOST_TEST(all_ways({0, 0, 0}).size() == 1u);
  BOOST_TEST(all_ways({4, 9}).size() == 2u); // groups need not be numbered without gaps
  BOOST_CHECK_THROW(all_ways({0, 1}, {1}), error);
  BOOST_CHECK_THROW(all_ways({0, 1}, {}, {.most_exact = 0}), error);
  BOOST_CHECK_THROW(all_ways({0, 1}, {}, {.draws = 98}), error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
