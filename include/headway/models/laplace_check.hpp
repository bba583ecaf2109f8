#pragma once

/// \file
/// How far Laplace's approximation is from the likelihood it stands for.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/types.hpp>
#include <headway/models/laplace.hpp>
#include <headway/numeric/random.hpp>

namespace headway::models {

/// A Laplace value beside what sampling makes of it. Since 0.1.
struct laplace_check {
  std::size_t points{};
  double correction{};       ///< what is to be added to the log likelihood
  double standard_error{};   ///< of the correction
  double effective_share{};  ///< of the points, how many equally good ones the weighted ones are worth: near 1 where the normal law is right, near 0 where the check itself cannot be trusted
};

/// Below this share of worthwhile points a check says nothing.
inline constexpr double least_effective_share = 0.1;
/// A correction larger than this matters where log likelihoods are compared.
inline constexpr double largest_correction = 0.5;

/// The likelihood by importance sampling about the modes, against Laplace's approximation.
/// Definition: effects are drawn from the normal law with mode b^ and variance H^-1, in mirrored pairs with the same seed always; the correction is the log of the mean of joint density over that law, both
/// relative to the mode. Its standard error is the pairs'; effective_share = (sum w)^2 / (points x sum w^2).
/// Missing and edge cases: without effects there is nothing to correct, and with quadrature it is done already: nothing. Where the log likelihood has no value, nothing.
/// Choose it over quadrature where rows have several effects. With many effects the share falls though each is well approximated; that is said, not hidden.
/// \param model after `evaluate` at the parameters asked about, which it is left at \param points an even number, 2 or more
/// \throws error out_of_range for fewer than 2 points
/// Cost: as many passes over the rows. Threads: one object, one caller; the same bits for any number of them. Since 0.1.
/// Reference: Geweke 1989; Shephard & Pitt 1997. Checked by `laplace_check_test` against integration on a grid.
[[nodiscard]] inline std::optional<laplace_check> check_laplace(laplace& model, std::size_t points = 256) {
  check::bounded(static_cast<std::int64_t>((std::min)(points, std::size_t{1'000'001})), 2, 1'000'000, "check_laplace", "points");
  const std::vector<double> modes{model.modes().begin(), model.modes().end()};
  if (modes.empty() || !model.converged() || model.quadrature() != 1) { return std::nullopt; }
  numeric::random_stream random{seed{20261127}};
  std::vector<double> away(modes.size());
  std::vector<double> b(modes.size());
  std::vector<double> log_weight;
  for (std::size_t pair = 0; pair < points / 2; ++pair) {
    double square = 0.0;
    for (double& z : away) {
      z = numeric::draw_normal(random);
      square += z * z;
    }
    model.curvature()->half_solve(away);
    for (const double side : {1.0, -1.0}) {
      for (std::size_t e = 0; e < b.size(); ++e) { b[e] = modes[e] + side * away[e]; }
      const double ratio = model.log_ratio(b) + 0.5 * square;
      log_weight.push_back(std::isfinite(ratio) ? ratio : -1e300);
    }
  }
  const double largest = *std::max_element(log_weight.begin(), log_weight.end());
  double sum = 0.0, squares = 0.0, pair_squares = 0.0;
  for (std::size_t i = 0; i < log_weight.size(); i += 2) {
    const double one = std::exp(log_weight[i] - largest);
    const double other = std::exp(log_weight[i + 1] - largest);
    sum += one + other;
    squares += one * one + other * other;
    pair_squares += (one + other) * (one + other);
  }
  const auto n = static_cast<double>(log_weight.size());
  const double pairs = 0.5 * n;
  const double variance = (std::max)(0.0, pair_squares / (sum * sum) * pairs - 1.0); // of a pair's weight, relative
  return laplace_check{log_weight.size(), largest + std::log(sum / n), std::sqrt(variance / pairs), sum * sum / (n * squares)};
}

/// What a check says, in a sentence; empty where Laplace's approximation does.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `laplace_check_test`.
[[nodiscard]] inline std::string describe(const laplace_check& found) {
  if (found.effective_share < least_effective_share) {
    return "How good the approximation of the log likelihood is cannot be told by sampling here: " + std::to_string(found.points) + " points are worth " +
           std::to_string(static_cast<int>(std::lround(found.effective_share * static_cast<double>(found.points)))) + ".";
  }
  if (std::fabs(found.correction) - 2.0 * found.standard_error > largest_correction) {
    std::string size = std::to_string(std::fabs(found.correction));
    size.resize(size.size() - 4); // two decimals
    return "The log likelihood is about " + size + (found.correction > 0.0 ? " higher" : " lower") + " than the approximation used has it; do not decide by differences as small as that.";
  }
  return {};
}

} // namespace headway::models
