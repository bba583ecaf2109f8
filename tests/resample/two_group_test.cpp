#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/resample/two_group.hpp>

BOOST_AUTO_TEST_SUITE(two_group_test)

namespace {

using headway::resample::exact_tails;
using headway::resample::two_group_sum;
using table_row = std::array<std::uint32_t, 5>;

double choose(std::uint32_t n, std::uint32_t k) {
  double out = 1.0;
  for (std::uint32_t i = 0; i < k; ++i) { out = out * (n - i) / (i + 1.0); }
  return out;
}

/// Every table with the margins of the observed one.
exact_tails enumerated(const table_row& first, const table_row& second, const std::array<std::int64_t, 5>& scores) {
  std::int64_t n1 = 0;
  std::int64_t observed = 0;
  for (std::size_t k = 0; k < 5; ++k) {
    n1 += first[k];
    observed += scores[k] * first[k];
  }
  double lower = 0.0;
  double upper = 0.0;
  double point = 0.0;
  double all = 0.0;
  const auto walk = [&](const auto& self, std::size_t k, std::int64_t people, std::int64_t sum, double weight) -> void {
    if (k == 5) {
      if (people != 0) { return; }
      all += weight;
      if (sum <= observed) { lower += weight; }
      if (sum >= observed) { upper += weight; }
      if (sum == observed) { point += weight; }
      return;
    }
    const std::uint32_t total = first[k] + second[k];
    for (std::uint32_t a = 0; a <= total && a <= people; ++a) { self(self, k + 1, people - a, sum + scores[k] * a, weight * choose(total, a)); }
  };
  walk(walk, 0, n1, 0, 1.0);
  return {lower / all, upper / all, point / all};
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_the_enumeration_of_all_tables) {
  std::uint32_t state = 12345;
  const auto next = [&](std::uint32_t below) {
    state = state * 1664525u + 1013904223u;
    return (state >> 16) % below;
  };
  for (int repeat = 0; repeat < 200; ++repeat) {
    table_row first{};
    table_row second{};
    std::array<std::int64_t, 5> scores{1, 2, 3, 4, 5};
    for (std::size_t k = 0; k < 5; ++k) {
      first[k] = next(5);
      second[k] = next(5);
      if (repeat % 3 == 1) { scores[k] = static_cast<std::int64_t>(next(9)) - 4; }
    }
    const exact_tails expected = enumerated(first, second, scores);
    const auto result = two_group_sum(first, second, scores);
    BOOST_REQUIRE(result.has_value());
    BOOST_CHECK_SMALL(result->upper - expected.upper, 1e-13);
    BOOST_CHECK_SMALL(result->lower - expected.lower, 1e-13);
  }
}

BOOST_AUTO_TEST_CASE(a_far_tail_keeps_its_digits) {
  // all of the first group in the top level: one table of choose(60, 30)
  const table_row first{0, 0, 0, 0, 30};
  const table_row second{30, 0, 0, 0, 0};
  const auto result = two_group_sum(first, second, std::array<std::int64_t, 5>{1, 2, 3, 4, 5});
  BOOST_REQUIRE(result.has_value());
  BOOST_CHECK_CLOSE_FRACTION(result->upper, 1.0 / choose(60, 30), 1e-11);
}

BOOST_AUTO_TEST_CASE(swapping_groups_or_turning_the_scale_swaps_the_tails) {
  const table_row first{3, 5, 9, 4, 1};
  const table_row second{1, 4, 8, 6, 3};
  const std::array<std::int64_t, 5> up{1, 2, 3, 4, 5};
  const std::array<std::int64_t, 5> down{5, 4, 3, 2, 1};
  const auto there = two_group_sum(first, second, up);
  const auto swapped = two_group_sum(second, first, up);
  const auto turned = two_group_sum(first, second, down);
  BOOST_CHECK_CLOSE_FRACTION(there->upper, swapped->lower, 1e-11);
  BOOST_CHECK_CLOSE_FRACTION(there->upper, turned->lower, 1e-11);
}

BOOST_AUTO_TEST_CASE(large_groups_are_right_where_others_overflow) {
  // 600 and more a group: the normal approximation with continuity must be close, and the law must not be 0 or 1
  const table_row first{60, 120, 210, 150, 60};
  const table_row second{72, 132, 198, 138, 60};
  const auto result = two_group_sum(first, second, std::array<std::int64_t, 5>{1, 2, 3, 4, 5});
  BOOST_REQUIRE(result.has_value());
  const auto level = [](std::size_t k) { return static_cast<double>(k) + 1.0; };
  double mean = 0.0;
  double square = 0.0;
  for (std::size_t k = 0; k < 5; ++k) {
    const double share = (first[k] + second[k]) / 1200.0;
    mean += share * level(k);
    square += share * level(k) * level(k);
  }
  double sum = 0.0;
  for (std::size_t k = 0; k < 5; ++k) { sum += first[k] * level(k); }
  const double deviation = std::sqrt(300.0 * (square - mean * mean) * 1200.0 / 1199.0);
  const double z = (sum - 0.5 - 600.0 * mean) / deviation;
  BOOST_CHECK_SMALL(result->upper - 0.5 * std::erfc(z / std::sqrt(2.0)), 2e-4);
}

BOOST_AUTO_TEST_CASE(nothing_to_compare_is_certain) {
  const table_row nobody{};
  const table_row some{1, 2, 0, 0, 0};
  const std::array<std::int64_t, 5> scores{1, 2, 3, 4, 5};
  BOOST_TEST(two_group_sum(nobody, some, scores)->upper == 1.0);
  BOOST_TEST(two_group_sum(table_row{0, 3, 0, 0, 0}, table_row{0, 4, 0, 0, 0}, scores)->lower == 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
