#pragma once

/// \file
/// What a Laplace fit is told, and how its parameters are laid out.

#include <cstddef>

#include <headway/models/link.hpp>
#include <headway/models/thresholds.hpp>

namespace headway::models {

/// What a Laplace fit is told. Since 0.1.
struct laplace_options {
  link_kind link{link_kind::logit};
  threshold_structure thresholds{threshold_structure::flexible};
  double threshold_prior{0.0};      ///< prior on the shares of the levels at predictor 0: a Dirichlet law with all parameters this; 0: none, 1: uniform
  double deviation_rate{0.0};       ///< rate of an exponential prior on every block's standard deviation, as a density of its logarithm, so that its mode is never 0; 0: none
  double coefficient_deviation{0.0}; ///< standard deviation of a normal prior about 0 on every fixed coefficient, which holds those that separate the answers; 0: flat
  std::size_t quadrature{1};        ///< points at which each effect is integrated over, 1 to 50: 1 is Laplace's approximation; more only where no row has two effects, as with one group
  double newton_tolerance{1e-10};   ///< a Newton step that gains less is the last: what is left after it is about its square
  std::size_t threads{1};
};

/// Parameters in the order in which a fit moves them: thresholds (their working parameters, set by set), fixed coefficients, scale coefficients, log standard
/// deviations of the blocks.
struct parameter_layout {
  std::size_t thresholds{};
  std::size_t fixed{};
  std::size_t scale{};
  std::size_t blocks{};
  /// How many there are.
  [[nodiscard]] std::size_t size() const noexcept { return thresholds + fixed + scale + blocks; }
  /// Where the fixed coefficients begin.
  [[nodiscard]] std::size_t first_fixed() const noexcept { return thresholds; }
  /// Where the scale coefficients begin.
  [[nodiscard]] std::size_t first_scale() const noexcept { return thresholds + fixed; }
  /// Where the logs of the standard deviations begin.
  [[nodiscard]] std::size_t first_block() const noexcept { return thresholds + fixed + scale; }
};

} // namespace headway::models
