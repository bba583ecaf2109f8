#include <boost/test/unit_test.hpp>

#include <headway/agreement/dispersion.hpp>
#include <headway/agreement/dispersion_split.hpp>

#include "support/study_maker.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using agreement::split_dispersion;

BOOST_AUTO_TEST_SUITE(dispersion_split_test)

// Expected values: fractions from a direct evaluation of the definition in Python's fractions module.
BOOST_AUTO_TEST_CASE(known_splits) {
  const auto three = split_dispersion(std::vector<std::uint32_t>{0, 1, 2, 1, 0, 3, 2, 1, 0, 0, 0, 0, 0, 2, 1}, 5);
  BOOST_TEST((three.status == status::ok));
  BOOST_TEST(three.total == 120.0 / 169.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(three.within == 9.0 / 26.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(three.between == 123.0 / 338.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(three.share.value() == 41.0 / 80.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(three.by_chance.value() == 2.0 / 12.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(three.n == 13u);
  BOOST_TEST(three.groups == 3u);

  const auto ones = split_dispersion(std::vector<std::uint32_t>{1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0}, 3);
  BOOST_TEST(ones.total == 7.0 / 8.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(ones.within == 0.0);
  BOOST_TEST(ones.share.value() == 1.0);
  BOOST_TEST(ones.by_chance.value() == 1.0); // groups of one explain everything, and chance would as well

  BOOST_TEST(split_dispersion(std::vector<std::uint32_t>{4, 1, 2, 5}, 2).share.value() == 9.0 / 35.0, boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(the_parts_add_up_to_the_dispersion_of_all) {
  std::mt19937 draw{11};
  for (int repeat = 0; repeat < 300; ++repeat) {
    const std::size_t levels = 2 + draw() % 15;
    const std::size_t groups = 1 + draw() % 6;
    std::vector<std::uint32_t> counts(groups * levels);
    for (auto& c : counts) { c = draw() % 4 == 0 ? static_cast<std::uint32_t>(draw() % 5) : 0u; }
    std::vector<std::uint32_t> all(levels);
    for (std::size_t i = 0; i < counts.size(); ++i) { all[i % levels] += counts[i]; }
    const auto split = split_dispersion(counts, levels);
    BOOST_TEST(std::abs(split.total - agreement::dispersion_of(all).value) < 1e-14);
    BOOST_TEST(std::abs(split.within + split.between - split.total) < 1e-13);
    std::vector<std::uint32_t> reversed(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) { reversed[i / levels * levels + (levels - 1 - i % levels)] = counts[i]; }
    const auto turned = split_dispersion(reversed, levels);
    BOOST_TEST(std::abs(turned.between - split.between) < 1e-13);
    BOOST_TEST((turned.status == split.status));
    std::rotate(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(levels), counts.end()); // groups in another order
    BOOST_TEST(std::abs(split_dispersion(counts, levels).between - split.between) < 1e-13);
    BOOST_TEST(split.share.has_value() == (split.status == status::ok));
  }
}

/// Over all ways to share people out the share is by_chance on average.
BOOST_AUTO_TEST_CASE(by_chance_is_the_mean_over_all_ways) {
  const std::vector<int> marks{0, 0, 1, 2, 2, 4, 4};
  std::vector<std::size_t> group{0, 0, 1, 1, 1, 2, 2};
  double sum = 0.0;
  double ways = 0.0;
  do {
    std::vector<std::uint32_t> counts(15);
    for (std::size_t i = 0; i < marks.size(); ++i) { ++counts[group[i] * 5 + static_cast<std::size_t>(marks[i])]; }
    const auto split = split_dispersion(counts, 5);
    sum += split.share.value();
    ways += 1.0;
    BOOST_TEST(split.by_chance.value() == 2.0 / 6.0);
  } while (std::next_permutation(group.begin(), group.end()));
  BOOST_TEST(ways == 210.0);
  BOOST_TEST(sum / ways == 2.0 / 6.0, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(what_gives_no_share_says_why) {
  BOOST_TEST((split_dispersion({}, 5).status == status::no_data));
  BOOST_TEST((split_dispersion(std::vector<std::uint32_t>(10), 5).status == status::no_data));
  const auto alone = split_dispersion(std::vector<std::uint32_t>{1, 2, 0, 0, 0, 0}, 3);
  BOOST_TEST((alone.status == status::not_comparable));
  BOOST_TEST(alone.total == 4.0 / 9.0, boost::test_tools::tolerance(1e-14)); // 4 / 2 x (1/3 x 2/3)
  BOOST_TEST(alone.between == 0.0);
  BOOST_TEST(!alone.share.has_value());
  const auto same = split_dispersion(std::vector<std::uint32_t>{0, 2, 0, 0, 5, 0}, 3);
  BOOST_TEST((same.status == status::no_variation));
  BOOST_TEST(same.total == 0.0);
  BOOST_TEST(!same.share.has_value());
  BOOST_CHECK_THROW((void)split_dispersion(std::vector<std::uint32_t>{1, 2, 3}, 1), error);
  BOOST_CHECK_THROW((void)split_dispersion(std::vector<std::uint32_t>(17), 17), error);
  BOOST_CHECK_THROW((void)split_dispersion(std::vector<std::uint32_t>{1, 2, 3}, 2), error);
}

BOOST_AUTO_TEST_CASE(one_row_of_a_table) {
  const table t = to_table(split_dispersion(std::vector<std::uint32_t>{4, 1, 2, 5}, 2));
  BOOST_TEST_REQUIRE(t.rows() == 1u);
  BOOST_TEST(integer(t, "n", 0) == 12);
  BOOST_TEST(integer(t, "groups", 0) == 2);
  BOOST_TEST(t.at("between_share").reals()[0] == 9.0 / 35.0, boost::test_tools::tolerance(1e-14));
  BOOST_TEST(text_at(t, "status", 0) == "ok");
  const table none = to_table(split_dispersion({}, 2));
  BOOST_TEST(!has(none, "dispersion", 0));
  BOOST_TEST(text_at(none, "status", 0) == "no_data");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
