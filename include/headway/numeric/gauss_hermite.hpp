#pragma once

/// \file
/// Gauss-Hermite quadrature: where to look at a function to integrate it against the normal law.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>

namespace headway::numeric {

/// Points and weights of a quadrature. Since 0.1.
struct quadrature_rule {
  std::vector<double> point{};      ///< increasing, symmetric about 0
  std::vector<double> log_weight{}; ///< logs of the weights
};

/// The rule that integrates f(x) standard normal density(x) over all x, exactly for polynomials of a degree below twice the number of points.
/// Definition: points are the roots of the Hermite polynomial He_n, weights 1 / (n He~_{n-1}^2) with He~ scaled to length 1; by Newton's method between the roots of the polynomial before.
/// \param points 1 to 50 \throws error out_of_range otherwise
/// Cost: the third power of the points. Threads: safe. Since 0.1. Reference: Abramowitz & Stegun 1964, 25.4.46. Checked by `gauss_hermite_test` against moments.
[[nodiscard]] inline quadrature_rule gauss_hermite(std::size_t points) {
  check::bounded(static_cast<std::int64_t>((std::min)(points, std::size_t{51})), 1, 50, "gauss_hermite", "points");
  std::vector<double> roots{0.0};
  double before = 0.0; // the polynomial of one degree less, at the last place asked for
  const auto polynomial = [&](std::size_t degree, double x) {
    double last = 0.0;
    double value = 1.0;
    for (std::size_t k = 0; k < degree; ++k) { // sqrt(k + 1) p_{k+1} = x p_k - sqrt(k) p_{k-1}
      const double next = (x * value - std::sqrt(static_cast<double>(k)) * last) / std::sqrt(static_cast<double>(k + 1));
      last = value;
      value = next;
    }
    before = last;
    return value;
  };
  for (std::size_t degree = 2; degree <= points; ++degree) {
    std::vector<double> next;
    const double reach = 2.0 * std::sqrt(static_cast<double>(degree)); // beyond the largest root
    for (std::size_t i = 0; i < degree; ++i) {
      double low = i == 0 ? -reach : roots[i - 1];
      double high = i + 1 == degree ? reach : roots[i];
      const bool rises = polynomial(degree, high) > 0.0;
      double x = 0.5 * (low + high);
      for (int step = 0; step < 200; ++step) {
        const double value = polynomial(degree, x);
        ((value > 0.0) == rises ? high : low) = x;
        const double newton = x - value / (std::sqrt(static_cast<double>(degree)) * before);
        const double there = newton > low && newton < high ? newton : 0.5 * (low + high);
        const bool ended = std::fabs(there - x) <= 1e-15 * (1.0 + std::fabs(x));
        x = there;
        if (ended) { break; }
      }
      next.push_back(x);
    }
    for (std::size_t i = 0; i < degree; ++i) { // symmetric to the last bit
      if (2 * i + 1 == degree) {
        next[i] = 0.0;
      } else if (2 * i + 1 > degree) {
        next[i] = -next[degree - 1 - i];
      }
    }
    roots = std::move(next);
  }
  quadrature_rule out;
  for (const double x : roots) {
    (void)polynomial(points, x);
    out.log_weight.push_back(-std::log(static_cast<double>(points) * before * before));
  }
  out.point = std::move(roots);
  return out;
}

} // namespace headway::numeric
