#include <headway/numeric/special.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdint>
#include <limits>

namespace tt = boost::test_tools;
namespace hn = headway::numeric;

BOOST_AUTO_TEST_SUITE(special_test)

// Values below were computed with mpmath 1.3 at 30 to 40 digits (betainc, hyp2f1 with bisection, erfinv).

BOOST_AUTO_TEST_CASE(beta_cdf_equals_many_digit_values) {
  const double expected[][4] = {{0.5, 2, 3, 0.6875},
                                {0.1, 0.5, 0.5, 0.20483276469913346},
                                {0.9, 0.5, 0.5, 0.79516723530086657},
                                {0.001, 20, 30, 2.7506876658559931e-47},
                                {0.3, 5.2, 0.8, 0.0012318831899004378},
                                {0.999, 0.2, 4.8, 0.99999999999999976},
                                {0.02, 1, 20, 0.33239202824490551},
                                {0.6, 100, 80, 0.885574044073776},
                                {0.5, 1000, 1010, 0.58826982754372753},
                                {1e-10, 0.01, 100, 0.83646878083229173},
                                {0.25, 0.001, 0.002, 0.66593623007914973}};
  for (const auto& [x, a, b, value] : expected) { BOOST_TEST(hn::beta_cdf(x, a, b) == value, tt::tolerance(1e-12)); }
}

BOOST_AUTO_TEST_CASE(beta_quantile_equals_many_digit_values) {
  const double expected[][4] = {{0.025, 1, 5, 0.0050507633794680568},     {0.975, 6, 15, 0.4910458717079575},
                                {0.025, 0.2, 5.8, 1.1784916713876062e-9}, {0.975, 0.8, 0.2, 0.99999998636968296},
                                {0.5, 3, 3, 0.5},                         {1e-6, 12, 7, 0.150173966448122},
                                {0.999999, 12, 7, 0.9669170031254375},    {0.025, 0.05, 40, 1.3448502178810639e-34},
                                {0.025, 500, 700, 0.38892100163929499},   {0.975, 2e4, 3e4, 0.40429779229739353},
                                {0.1, 0.1, 0.1, 8.8692800119345845e-8}};
  for (const auto& [p, a, b, value] : expected) { BOOST_TEST(hn::beta_quantile(p, a, b) == value, tt::tolerance(1e-12)); }
}

BOOST_AUTO_TEST_CASE(beta_quantile_undoes_beta_cdf_over_all_shapes) {
  for (double log_a = -2.0; log_a <= 6.0; log_a += 0.5) {
    for (double log_b = -2.0; log_b <= 6.0; log_b += 0.5) {
      const double a = std::pow(10.0, log_a);
      const double b = std::pow(10.0, log_b);
      for (const double p : {1e-12, 0.005, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9999}) {
        const double x = hn::beta_quantile(p, a, b);
        BOOST_TEST_REQUIRE((x >= 0.0 && x <= 1.0));
        if (x < 1e-290 || x > 0.999) { continue; } // there x or 1 - x has too few digits to come back
        BOOST_TEST(hn::beta_cdf(x, a, b) == p, tt::tolerance(1e-9));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(beta_is_mirrored_when_shapes_are_exchanged) {
  for (const double x : {0.0, 0.125, 0.25, 0.5, 0.875, 1.0}) {
    BOOST_TEST(hn::beta_cdf(x, 2.5, 7.0) + hn::beta_cdf(1.0 - x, 7.0, 2.5) == 1.0, tt::tolerance(1e-14));
  }
  BOOST_TEST(hn::beta_quantile(0.125, 2.5, 7.0) == 1.0 - hn::beta_quantile(0.875, 7.0, 2.5), tt::tolerance(1e-13));
}

BOOST_AUTO_TEST_CASE(beta_at_and_beyond_the_ends) {
  BOOST_TEST(hn::beta_cdf(-1.0, 2.0, 3.0) == 0.0);
  BOOST_TEST(hn::beta_cdf(0.0, 2.0, 3.0) == 0.0);
  BOOST_TEST(hn::beta_cdf(1.0, 2.0, 3.0) == 1.0);
  BOOST_TEST(hn::beta_cdf(7.0, 2.0, 3.0) == 1.0);
  BOOST_TEST(hn::beta_quantile(0.0, 2.0, 3.0) == 0.0);
  BOOST_TEST(hn::beta_quantile(1.0, 2.0, 3.0) == 1.0);
  BOOST_TEST(hn::beta_quantile(0.025, 1e-5, 3.0) == 0.0); // the quantile is about 10^-160000
}

BOOST_AUTO_TEST_CASE(beta_with_huge_shapes_is_a_narrow_normal) {
  const double a = 4e8;
  const double b = 6e8;
  const double sd = std::sqrt(0.4 * 0.6 / (a + b));
  BOOST_TEST((hn::beta_quantile(0.025, a, b) - 0.4) / sd == -1.959963984540054, tt::tolerance(1e-4));
  BOOST_TEST(hn::beta_cdf(0.4 + sd, a, b) == 0.8413447460685429, tt::tolerance(1e-4));
}

BOOST_AUTO_TEST_CASE(binomial_cdf_equals_the_sum) {
  for (const std::uint64_t n : {1u, 2u, 7u, 20u, 50u}) {
    for (const double share : {0.01, 0.2, 0.5, 0.93}) {
      double term = std::pow(1.0 - share, static_cast<double>(n));
      double sum = 0.0;
      for (std::uint64_t x = 0; x < n; ++x) {
        sum += term;
        BOOST_TEST(hn::binomial_cdf(x, n, share) == sum, tt::tolerance(1e-12));
        term *= static_cast<double>(n - x) / static_cast<double>(x + 1) * share / (1.0 - share);
      }
      BOOST_TEST(hn::binomial_cdf(n, n, share) == 1.0);
    }
  }
  BOOST_TEST(hn::binomial_cdf(3, 5, 0.0) == 1.0);
  BOOST_TEST(hn::binomial_cdf(3, 5, 1.0) == 0.0);
}

BOOST_AUTO_TEST_CASE(normal_equals_many_digit_values) {
  const double expected[][2] = {{0.975, 1.9599639845400539}, {0.025, -1.9599639845400542},   {1e-10, -6.3613409024040562},
                                {0.7, 0.52440051270804066},  {0.99999, 4.2648907939238408}, {1e-300, -37.047096299361199}};
  for (const auto& [p, z] : expected) {
    BOOST_TEST(hn::normal_quantile(p) == z, tt::tolerance(1e-14));
    BOOST_TEST(hn::normal_cdf(z) == p, tt::tolerance(1e-12));
  }
  BOOST_TEST(std::fabs(hn::normal_quantile(0.5)) < 1e-16);
}

BOOST_AUTO_TEST_CASE(misuse_throws_and_names_the_argument) {
  const auto about = [](const char* argument) {
    return [argument](const headway::error& e) { return e.category() == headway::error_category::out_of_range && e.argument() == argument; };
  };
  BOOST_CHECK_EXCEPTION((void)hn::beta_cdf(0.5, 0.0, 1.0), headway::error, about("a"));
  BOOST_CHECK_EXCEPTION((void)hn::beta_cdf(0.5, 1.0, -2.0), headway::error, about("b"));
  BOOST_CHECK_EXCEPTION((void)hn::beta_quantile(1.5, 1.0, 2.0), headway::error, about("p"));
  BOOST_CHECK_EXCEPTION((void)hn::beta_quantile(0.5, (std::numeric_limits<double>::max)(), 2.0), headway::error, about("a"));
  BOOST_CHECK_EXCEPTION((void)hn::normal_quantile(0.0), headway::error, about("p"));
  BOOST_CHECK_EXCEPTION((void)hn::normal_quantile(1.0), headway::error, about("p"));
  BOOST_CHECK_EXCEPTION((void)hn::binomial_cdf(1, 2, -0.1), headway::error, about("share"));
}

BOOST_AUTO_TEST_SUITE_END()
