#include <cmath>
#include <cstddef>

#include <boost/test/unit_test.hpp>

#include <headway/base/error.hpp>
#include <headway/numeric/gauss_hermite.hpp>

BOOST_AUTO_TEST_SUITE(gauss_hermite_test)

namespace {

namespace hn = headway::numeric;

} // namespace

BOOST_AUTO_TEST_CASE(moments_of_the_normal_law) {
  for (std::size_t points = 1; points <= 50; ++points) {
    const hn::quadrature_rule rule = hn::gauss_hermite(points);
    BOOST_TEST_REQUIRE(rule.point.size() == points);
    double moment = 1.0; // of even degree: 1, 1, 3, 15, ..
    for (std::size_t degree = 0; degree < 2 * points && degree <= 20; ++degree) {
      double sum = 0.0;
      for (std::size_t k = 0; k < points; ++k) { sum += std::exp(rule.log_weight[k]) * std::pow(rule.point[k], static_cast<double>(degree)); }
      if (degree % 2 == 0 && degree > 0) { moment *= static_cast<double>(degree - 1); }
      BOOST_TEST_CONTEXT(points << " points, degree " << degree) { BOOST_CHECK_SMALL((sum - (degree % 2 == 0 ? moment : 0.0)) / moment, 2e-13); }
    }
    for (std::size_t k = 0; k < points; ++k) {
      BOOST_TEST(rule.point[k] == -rule.point[points - 1 - k]);
      BOOST_TEST((k == 0 || rule.point[k] > rule.point[k - 1]));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_function_that_is_no_polynomial) { // the mean of cos is e^-1/2
  const hn::quadrature_rule rule = hn::gauss_hermite(30);
  double sum = 0.0;
  for (std::size_t k = 0; k < rule.point.size(); ++k) { sum += std::exp(rule.log_weight[k]) * std::cos(rule.point[k]); }
  BOOST_CHECK_SMALL(sum - std::exp(-0.5), 1e-14);
}

BOOST_AUTO_TEST_CASE(other_numbers_of_points_are_refused) {
  BOOST_CHECK_THROW((void)hn::gauss_hermite(0), headway::error);
  BOOST_CHECK_THROW((void)hn::gauss_hermite(51), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
