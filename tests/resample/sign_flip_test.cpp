#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/resample/sign_flip.hpp>

BOOST_AUTO_TEST_SUITE(sign_flip_test)

namespace {

/// P(T >= t) by going through every pattern of signs.
double enumerated(const std::vector<int>& moves, double tilt, std::int64_t t) {
  double sum = 0.0;
  for (std::uint32_t pattern = 0; pattern < (1u << moves.size()); ++pattern) {
    std::int64_t total = 0;
    double weight = 1.0;
    for (std::size_t i = 0; i < moves.size(); ++i) {
      const double up = 1.0 / (1.0 + std::exp(-tilt * moves[i]));
      const bool goes_up = ((pattern >> i) & 1u) != 0;
      total += goes_up ? moves[i] : -moves[i];
      weight *= goes_up ? up : 1.0 - up;
    }
    if (total >= t) { sum += weight; }
  }
  return sum;
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_enumeration_for_small_panels) {
  for (const auto& moves : std::vector<std::vector<int>>{{}, {1}, {4, 4}, {1, 1, 1, 2, 2, 3}, {1, 2, 3, 4, 1, 2, 3, 4, 1, 1, 1, 4}}) {
    std::vector<std::uint32_t> movers(4);
    for (const int m : moves) { ++movers[static_cast<std::size_t>(m) - 1]; }
    for (const double tilt : {0.0, 0.7, -2.0}) {
      const headway::resample::sign_flip_law law{movers, tilt};
      for (std::int64_t t = -law.highest() - 1; t <= law.highest() + 1; ++t) {
        BOOST_CHECK_SMALL(law.upper(t) - enumerated(moves, tilt, t), 1e-12); // the 4096 terms of the enumeration round too
        BOOST_CHECK_SMALL(law.upper(t) + law.lower(t - 1) - 1.0, 1e-14);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(small_tails_keep_their_digits) {
  const std::uint32_t movers[] = {0, 60, 0, 0};
  const headway::resample::sign_flip_law law{movers};
  BOOST_CHECK_CLOSE_FRACTION(law.upper(120), std::pow(2.0, -60), 1e-12);
  BOOST_CHECK_CLOSE_FRACTION(law.upper(116), 61.0 * std::pow(2.0, -60), 1e-12);
}

BOOST_AUTO_TEST_CASE(a_thousand_movers_stay_exact_and_finite) {
  const std::uint32_t movers[] = {1000, 0, 0, 0};
  const headway::resample::sign_flip_law law{movers};
  double sum = 0.0;
  for (std::int64_t t = -1000; t <= 1000; ++t) { sum += law.point(t); }
  BOOST_CHECK_CLOSE_FRACTION(sum, 1.0, 1e-12);
  BOOST_CHECK(law.upper(900) > 0.0);
}

BOOST_AUTO_TEST_CASE(refuses_more_sizes_than_a_scale_has) {
  const std::vector<std::uint32_t> movers(16, 1u);
  BOOST_CHECK_THROW((headway::resample::sign_flip_law{movers}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
