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
      if (repeat % 3 == 2) { scores[k] = static_cast<std::int64_t>(next(9)) * 100'003 - 40'000; } // too far apart for rows of sums
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

// Expected values from whole-number arithmetic without rounding (Python's integers and fractions, every product of C(t, a)).
BOOST_AUTO_TEST_CASE(every_tail_keeps_its_digits_however_small) {
  struct expected_tail {
    table_row first;
    table_row second;
    double by_level;
    double by_midrank;
  };
  for (const auto& [first, second, by_level, by_midrank] : {expected_tail{{3, 10, 20, 12, 5}, {8, 15, 17, 8, 2}, 0.01266249844325075, 0.010712709911241472},
                                                            expected_tail{{0, 1, 5, 20, 24}, {10, 20, 15, 4, 1}, 4.7009927263066959e-18, 3.555895094786635e-18},
                                                            expected_tail{{0, 0, 0, 2, 48}, {40, 8, 2, 0, 0}, 9.9116530214183388e-30, 9.9116530214183388e-30}}) {
    std::array<std::int64_t, 5> midranks{};
    std::int64_t below = 0;
    for (std::size_t k = 0; k < 5; ++k) {
      midranks[k] = 2 * below + first[k] + second[k] + 1;
      below += first[k] + second[k];
    }
    BOOST_CHECK_CLOSE_FRACTION(two_group_sum(first, second, std::array<std::int64_t, 5>{1, 2, 3, 4, 5})->upper, by_level, 1e-11);
    BOOST_CHECK_CLOSE_FRACTION(two_group_sum(first, second, midranks)->upper, by_midrank, 1e-11);
    BOOST_CHECK_CLOSE_FRACTION(two_group_sum(second, first, midranks)->lower, by_midrank, 1e-11);
  }
}

BOOST_AUTO_TEST_CASE(no_tail_is_zero_and_beyond_the_range_it_is) {
  const std::array<std::int64_t, 5> scores{1, 2, 3, 4, 5};
  const auto apart = two_group_sum(table_row{0, 0, 0, 0, 3000}, table_row{3000, 0, 0, 0, 0}, scores); // 1 of C(6000, 3000): past the range of a double
  BOOST_TEST(apart->upper == 1e-300);
  const table_row totals{3, 2, 4, 1, 2};
  // the first group of 4 sums to 5 at least and 18 at most
  BOOST_TEST(headway::resample::two_group_tails(totals, 4, scores, 19)->upper == 0.0);
  BOOST_TEST(headway::resample::two_group_tails(totals, 4, scores, 4)->lower == 0.0);
  BOOST_CHECK_CLOSE_FRACTION(headway::resample::two_group_tails(totals, 4, scores, 5)->lower, 2.0 / 495.0, 1e-12); // 1 1 1 2, with two people at 2
  BOOST_CHECK_CLOSE_FRACTION(headway::resample::two_group_tails(totals, 4, scores, 17)->upper, 4.0 / 495.0, 1e-12); // 5 5 4 3, with four people at 3
}

BOOST_AUTO_TEST_CASE(a_value_between_two_sums_has_their_tails) {
  const table_row totals{3, 2, 4, 1, 2};
  const std::array<std::int64_t, 5> tens{10, 20, 30, 40, 50};
  const std::array<std::int64_t, 5> ones{1, 2, 3, 4, 5};
  for (std::int64_t t = 5; t < 18; ++t) {
    const auto at = headway::resample::two_group_tails(totals, 4, tens, 10 * t + 3);
    BOOST_CHECK_CLOSE_FRACTION(at->lower, headway::resample::two_group_tails(totals, 4, ones, t)->lower, 1e-11);
    BOOST_CHECK_CLOSE_FRACTION(1.0 + at->upper, 1.0 + headway::resample::two_group_tails(totals, 4, ones, t + 1)->upper, 1e-12);
    BOOST_TEST(at->point == 0.0);
  }
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
  // coin 1.4-2 stops here with an overflow and exactRankTests 0.8-35 returns 0; the value is from a convolution in 80-bit numbers with NumPy
  const auto apart = two_group_sum(first, table_row{78, 141, 198, 128, 55}, std::array<std::int64_t, 5>{1, 2, 3, 4, 5});
  BOOST_CHECK_CLOSE_FRACTION(2.0 * apart->upper, 0.025417067586769, 1e-12);
}

BOOST_AUTO_TEST_CASE(nothing_to_compare_is_certain) {
  const table_row nobody{};
  const table_row some{1, 2, 0, 0, 0};
  const std::array<std::int64_t, 5> scores{1, 2, 3, 4, 5};
  BOOST_TEST(two_group_sum(nobody, some, scores)->upper == 1.0);
  BOOST_TEST(two_group_sum(table_row{0, 3, 0, 0, 0}, table_row{0, 4, 0, 0, 0}, scores)->lower == 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
