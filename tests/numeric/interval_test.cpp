#include <headway/numeric/interval.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdint>

namespace tt = boost::test_tools;
namespace hn = headway::numeric;
using headway::confidence_level;

namespace {

/// P(X >= x) for a binomial, by adding the terms.
double at_least(std::uint64_t x, std::uint64_t n, double share) {
  double sum = 0.0;
  for (std::uint64_t j = x; j <= n; ++j) {
    double term = std::pow(share, static_cast<double>(j)) * std::pow(1.0 - share, static_cast<double>(n - j));
    for (std::uint64_t i = 0; i < j; ++i) { term *= static_cast<double>(n - i) / static_cast<double>(j - i); }
    sum += term;
  }
  return sum;
}

} // namespace

BOOST_AUTO_TEST_SUITE(interval_test)

BOOST_AUTO_TEST_CASE(clopper_pearson_published_and_closed_form) {
  // R binom.test(4, 20)$conf.int
  const hn::interval four = hn::clopper_pearson(4, 20, confidence_level{0.95});
  BOOST_TEST(four.lower == 0.05733400, tt::tolerance(1e-6));
  BOOST_TEST(four.upper == 0.43661400, tt::tolerance(1e-6));
  // nobody of n: the upper end is 1 - (alpha / 2)^(1 / n)
  const hn::interval none = hn::clopper_pearson(0, 5, confidence_level{0.95});
  BOOST_TEST(none.lower == 0.0);
  BOOST_TEST(none.upper == 1.0 - std::pow(0.025, 0.2), tt::tolerance(1e-13));
}

BOOST_AUTO_TEST_CASE(each_end_solves_its_defining_equation) {
  for (const std::uint64_t n : {1u, 2u, 5u, 13u, 30u}) {
    for (std::uint64_t x = 0; x <= n; ++x) {
      for (const double confidence : {0.5, 0.9, 0.95, 0.99}) {
        const double tail = 0.5 * (1.0 - confidence);
        const hn::interval exact = hn::clopper_pearson(x, n, confidence_level{confidence});
        const hn::interval mid = hn::mid_p(x, n, confidence_level{confidence});
        if (x > 0) {
          BOOST_TEST(at_least(x, n, exact.lower) == tail, tt::tolerance(1e-10));
          BOOST_TEST(0.5 * (at_least(x, n, mid.lower) + at_least(x + 1, n, mid.lower)) == tail, tt::tolerance(1e-10));
        } else {
          BOOST_TEST(exact.lower == 0.0);
          BOOST_TEST(mid.lower == 0.0);
        }
        if (x < n) {
          BOOST_TEST(1.0 - at_least(x + 1, n, exact.upper) == tail, tt::tolerance(1e-10));
          BOOST_TEST(1.0 - 0.5 * (at_least(x, n, mid.upper) + at_least(x + 1, n, mid.upper)) == tail, tt::tolerance(1e-10));
        } else {
          BOOST_TEST(exact.upper == 1.0);
          BOOST_TEST(mid.upper == 1.0);
        }
        BOOST_TEST(mid.width() <= exact.width());
        BOOST_TEST(exact.contains(static_cast<double>(x) / static_cast<double>(n)));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(failures_mirror_successes) {
  const hn::interval yes = hn::clopper_pearson(3, 11, confidence_level{0.9});
  const hn::interval no = hn::clopper_pearson(8, 11, confidence_level{0.9});
  BOOST_TEST(yes.lower == 1.0 - no.upper, tt::tolerance(1e-12));
  BOOST_TEST(yes.upper == 1.0 - no.lower, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(exact_interval_covers_for_every_share_and_n) {
  for (const std::uint64_t n : {5u, 8u, 12u, 20u}) {
    for (double share = 0.005; share < 1.0; share += 0.005) {
      double covered = 0.0;
      for (std::uint64_t x = 0; x <= n; ++x) {
        if (hn::clopper_pearson(x, n, confidence_level{0.95}).contains(share)) { covered += at_least(x, n, share) - at_least(x + 1, n, share); }
      }
      BOOST_TEST(covered >= 0.95 - 1e-9);
    }
  }
}

BOOST_AUTO_TEST_CASE(misuse_throws) {
  BOOST_CHECK_THROW((void)hn::clopper_pearson(0, 0, confidence_level{0.95}), headway::error);
  BOOST_CHECK_THROW((void)hn::clopper_pearson(6, 5, confidence_level{0.95}), headway::error);
  BOOST_CHECK_THROW((void)hn::mid_p(6, 5, confidence_level{0.95}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
