#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/resample/sign_flip.hpp>
#include <headway/resample/weighted_flip.hpp>

BOOST_AUTO_TEST_SUITE(weighted_flip_test)

namespace {

using headway::resample::flip_group;
using headway::resample::weighted_flip_law;

struct tails {
  double lower{};
  double upper{};
  double point{};
};

/// By going through every pattern of who goes up.
tails enumerated(const std::vector<flip_group>& groups, std::int64_t w) {
  std::vector<std::pair<std::int64_t, double>> people;
  for (const flip_group& g : groups) { people.insert(people.end(), g.people, {g.weight, g.up}); }
  tails out;
  for (std::uint32_t pattern = 0; pattern < (1u << people.size()); ++pattern) {
    std::int64_t sum = 0;
    double chance = 1.0;
    for (std::size_t i = 0; i < people.size(); ++i) {
      const bool up = ((pattern >> i) & 1u) != 0;
      sum += up ? people[i].first : 0;
      chance *= up ? people[i].second : 1.0 - people[i].second;
    }
    out.lower += sum <= w ? chance : 0.0;
    out.upper += sum >= w ? chance : 0.0;
    out.point += sum == w ? chance : 0.0;
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_enumeration_for_small_groups) {
  const std::vector<std::vector<flip_group>> cases{
      {},
      {{7, 1}},
      {{3, 4}},
      {{5, 3}, {11, 3}, {17, 2}},
      {{4, 1}, {6, 5}, {10, 2}, {2, 1}},
      {{1, 2, 0.3}, {2, 3, 0.8}, {5, 1, 0.5}},
      {{3, 2, 0.3}, {3, 2, 0.6}, {9, 1, 0.0}, {6, 1, 1.0}, {12, 0, 0.5}},
  };
  for (const auto& groups : cases) {
    const weighted_flip_law law{groups};
    std::int64_t highest = 0;
    for (const flip_group& g : groups) { highest += g.weight * g.people; }
    BOOST_TEST(law.highest() == highest);
    for (std::int64_t w = -2; w <= highest + 2; ++w) {
      const tails expected = enumerated(groups, w);
      BOOST_CHECK_SMALL(law.lower(w) - expected.lower, 1e-13);
      BOOST_CHECK_SMALL(law.upper(w) - expected.upper, 1e-13);
      BOOST_CHECK_SMALL(law.point(w) - expected.point, 1e-13);
    }
  }
}

BOOST_AUTO_TEST_CASE(with_moves_as_weights_it_is_the_law_of_their_sum) {
  const std::uint32_t movers[] = {12, 5, 0, 2};
  const headway::resample::sign_flip_law sums{movers, 0.4};
  std::vector<flip_group> groups;
  for (std::size_t a = 1; a <= 4; ++a) { groups.push_back({static_cast<std::int64_t>(a), movers[a - 1], 1.0 / (1.0 + std::exp(-0.4 * static_cast<double>(a)))}); }
  const weighted_flip_law law{groups};
  for (std::int64_t w = 0; w <= law.highest(); ++w) { BOOST_CHECK_CLOSE_FRACTION(law.upper(w), sums.upper(2 * w - law.highest()), 1e-12); }
}

BOOST_AUTO_TEST_CASE(small_tails_keep_their_digits_and_many_equals_cost_nothing) {
  const std::vector<flip_group> groups{{2, 60}};
  const weighted_flip_law law{groups};
  BOOST_CHECK_CLOSE_FRACTION(law.upper(120), std::pow(2.0, -60), 1e-12);
  BOOST_CHECK_CLOSE_FRACTION(law.upper(119), std::pow(2.0, -60), 1e-12);
  BOOST_CHECK_CLOSE_FRACTION(law.upper(118), 61.0 * std::pow(2.0, -60), 1e-12);
  const std::vector<flip_group> many{{100001, 200'000}, {300002, 3}};
  const weighted_flip_law large{many};
  BOOST_CHECK_CLOSE_FRACTION(large.upper(large.highest() / 2) - 0.5 * large.point(large.highest() / 2), 0.5, 1e-9);
}

BOOST_AUTO_TEST_CASE(what_is_too_large_is_known_before_and_refused) {
  std::vector<flip_group> groups;
  for (std::uint32_t i = 1; i <= 5000; ++i) { groups.push_back({i, 1}); }
  BOOST_TEST(headway::resample::weighted_flip_steps(groups) > 4e9);
  BOOST_CHECK_THROW((weighted_flip_law{groups}), headway::error);
  BOOST_CHECK_THROW((weighted_flip_law{std::vector<flip_group>{{0, 1}}}), headway::error);
  BOOST_CHECK_THROW((weighted_flip_law{std::vector<flip_group>{{1, 1, 1.5}}}), headway::error);
  BOOST_CHECK_THROW((weighted_flip_law{std::vector<flip_group>{{1, 4'000'000'000u}}}), headway::error);
  BOOST_CHECK_THROW((weighted_flip_law{std::vector<flip_group>{{1, 1}, {std::int64_t{1} << 40, 4'000'000'000u}}}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
