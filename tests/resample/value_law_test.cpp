#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/resample/value_law.hpp>

BOOST_AUTO_TEST_SUITE(value_law_test)

namespace {

using headway::resample::value_law;

/// Heads in ten throws.
value_law ten_coins() {
  std::vector<value_law::entry> entries;
  double ways = 1.0;
  for (int k = 0; k <= 10; ++k) {
    entries.emplace_back(k, ways);
    ways = ways * (10 - k) / (k + 1);
  }
  return value_law{entries};
}

} // namespace

BOOST_AUTO_TEST_CASE(tails_are_sums_from_the_far_end) {
  const value_law law = ten_coins();
  BOOST_CHECK_CLOSE_FRACTION(law.upper(9), 11.0 / 1024.0, 1e-15);
  BOOST_CHECK_CLOSE_FRACTION(law.lower(1), 11.0 / 1024.0, 1e-15);
  BOOST_CHECK_CLOSE_FRACTION(law.point(5), 252.0 / 1024.0, 1e-15);
  BOOST_TEST(law.upper(11) == 0.0);
  BOOST_TEST(law.lower(-1) == 0.0);
  BOOST_TEST(law.upper(-5) == 1.0);
  BOOST_CHECK_CLOSE_FRACTION(law.distance(8, 10), 2.0 * 56.0 / 1024.0, 1e-15);
  BOOST_CHECK_CLOSE_FRACTION(law.distance(2, 10), 2.0 * 56.0 / 1024.0, 1e-15);
  BOOST_TEST(law.distance(5, 10) == 1.0);
  BOOST_CHECK_CLOSE_FRACTION(law.at_highest(), 1.0 / 1024.0, 1e-15);
  BOOST_CHECK_CLOSE_FRACTION(law.at_lowest(), 1.0 / 1024.0, 1e-15);
}

BOOST_AUTO_TEST_CASE(a_centre_between_two_values_and_negative_values) {
  const value_law law{{{-3, 1.0}, {-2, 2.0}, {0, 3.0}, {-2, 1.0}, {4, 1.0}, {7, 0.0}}};
  BOOST_TEST(law.entries().size() == 4u); // equal values joined, a value of no weight left out
  // centre -1/2: 0 is 1/2 away; as far or farther are all
  BOOST_TEST(law.distance(0, -1) == 1.0);
  // -2 is 3/2 away: -3, -2, 4
  BOOST_CHECK_CLOSE_FRACTION(law.distance(-2, -1), 5.0 / 8.0, 1e-15);
  BOOST_CHECK_CLOSE_FRACTION(law.distance(4, -1), 1.0 / 8.0, 1e-15);
}

BOOST_AUTO_TEST_CASE(draws_count_the_observed_assignment) {
  const value_law law{{{1, 3.0}, {2, 6.0}}, 1.0};
  BOOST_CHECK_CLOSE_FRACTION(law.upper(5), 0.1, 1e-15);
  BOOST_CHECK_CLOSE_FRACTION(law.upper(2), 0.7, 1e-15);
  BOOST_TEST(law.lower(2) == 1.0);
}

BOOST_AUTO_TEST_CASE(critical_values_are_the_first_rare_ones) {
  const value_law law = ten_coins();
  BOOST_TEST(*law.critical_high(0.05) == 9);
  BOOST_TEST(*law.critical_high(56.0 / 1024.0) == 8);
  BOOST_TEST(*law.critical_low(0.05) == 1);
  BOOST_TEST(!law.critical_high(0.0005).has_value());
  BOOST_TEST(!law.critical_low(0.0005).has_value());
}

BOOST_AUTO_TEST_CASE(the_tilted_mean_is_that_of_the_biased_coin) {
  // tilting the law of a fair coin by exp(b T) gives a biased one: the share with P(9 or more of 10) = 0.8 solves 10 p^9 (1 - p) + p^10 = 0.8
  const value_law law = ten_coins();
  double low = 0.5;
  double high = 1.0;
  for (int i = 0; i < 100; ++i) {
    const double p = 0.5 * (low + high);
    (10.0 * std::pow(p, 9.0) * (1.0 - p) + std::pow(p, 10.0) < 0.8 ? low : high) = p;
  }
  BOOST_CHECK_CLOSE_FRACTION(law.mean_at_power(9, true, 0.8), 10.0 * low, 1e-10);
  BOOST_CHECK_CLOSE_FRACTION(law.mean_at_power(1, false, 0.8), 10.0 * (1.0 - low), 1e-9);
  BOOST_CHECK_CLOSE_FRACTION(law.mean_at_power(0, true, 0.8), 5.0, 1e-12); // reached anyway
}

BOOST_AUTO_TEST_SUITE_END()
