#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/numeric/special.hpp>
#include <headway/resample/binomial_law.hpp>

BOOST_AUTO_TEST_SUITE(binomial_law_test)

using headway::resample::binomial_law;

BOOST_AUTO_TEST_CASE(fair_coins_are_right_to_the_last_bit) {
  BOOST_TEST((binomial_law(0, 0.5, 0.5) == std::vector<double>{1.0}));
  BOOST_TEST((binomial_law(4, 0.5, 0.5) == std::vector<double>{1.0 / 16, 4.0 / 16, 6.0 / 16, 4.0 / 16, 1.0 / 16}));
  const auto fifty = binomial_law(50, 0.5, 0.5);
  BOOST_TEST(std::accumulate(fifty.begin(), fifty.end(), 0.0) == 1.0);
  BOOST_TEST(fifty[25] == std::ldexp(126410606437752.0, -50));
}

BOOST_AUTO_TEST_CASE(equals_the_distribution_function_for_every_share_and_size) {
  for (const std::uint32_t n : {1u, 7u, 50u, 51u, 400u}) {
    for (const double up : {1e-12, 0.03, 0.5, 0.77, 1.0 - 1e-9}) {
      const auto law = binomial_law(n, up, 1.0 - up);
      double below = 0.0;
      for (std::uint32_t k = 0; k < n; ++k) {
        below += law[k];
        BOOST_CHECK_SMALL(below - headway::numeric::binomial_cdf(k, n, up), 1e-12);
      }
      BOOST_CHECK_CLOSE_FRACTION(below + law[n], 1.0, 1e-12);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_certain_or_impossible_has_one_entry) {
  BOOST_TEST((binomial_law(2, 0.0, 1.0) == std::vector<double>{1.0, 0.0, 0.0}));
  BOOST_TEST((binomial_law(2, 1.0, 0.0) == std::vector<double>{0.0, 0.0, 1.0}));
}

BOOST_AUTO_TEST_SUITE_END()
