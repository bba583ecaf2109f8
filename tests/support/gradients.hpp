#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/laplace.hpp>

namespace headway::test {

/// The gradient against central differences with one extrapolation.
inline void differentiates(const models::model_rows& rows, models::laplace_options options, unsigned seed) {
  options.newton_tolerance = 1e-15; // differences over small steps see every digit
  const models::packed_rows packed{rows};
  models::laplace model{packed, options};
  std::vector<double> at = model.start();
  std::mt19937 random{seed};
  std::uniform_real_distribution<double> between{-0.3, 0.3};
  for (double& p : at) { p += between(random); }
  std::vector<double> gradient(at.size());
  BOOST_TEST_REQUIRE(model.evaluate(at, gradient).has_value());
  double largest = 1.0;
  for (const double g : gradient) { largest = (std::max)(largest, std::fabs(g)); }
  for (std::size_t i = 0; i < at.size(); ++i) {
    const auto moved = [&](double by) {
      std::vector<double> there = at;
      there[i] += by;
      return *model.evaluate(there);
    };
    const double h = 1e-3;
    const double wide = (moved(h) - moved(-h)) / (2.0 * h);
    const double narrow = (moved(0.5 * h) - moved(-0.5 * h)) / h;
    BOOST_TEST_CONTEXT("parameter " << i) { BOOST_CHECK_SMALL(gradient[i] - (4.0 * narrow - wide) / 3.0, 1e-7 * largest); }
  }
}

} // namespace headway::test
