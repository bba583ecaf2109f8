#pragma once

/// \file
/// What rows say about everything in an ordinal model at once, its standard deviations included: joint draws for all that is asked later.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/error.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/models/fit_rows.hpp>
#include <headway/models/laplace.hpp>
#include <headway/models/rows.hpp>
#include <headway/numeric/linalg.hpp>
#include <headway/numeric/optimize.hpp>
#include <headway/numeric/random.hpp>
#include <headway/numeric/sobol.hpp>
#include <headway/numeric/special.hpp>

namespace headway::models {

/// How a posterior is formed. Since 0.1.
struct posterior_options {
  /// Thresholds: a uniform prior on the shares of the levels. Standard deviations: exponential, one in twenty above 1.5 (Simpson et al. 2017). Coefficients: flat.
  laplace_options model{.threshold_prior = 1.0, .deviation_rate = 1.9971548};
  numeric::minimize_options search{};
  std::size_t nodes{256};   ///< places at which the parameters are tried, at least 16
  std::size_t most_nodes{0}; ///< where they are worth fewer than `enough_nodes`, as many are added again and again, up to this; 0: none
  double enough_nodes{100.0};
  bool weigh{true};         ///< whether nodes count by what the rows say of them; otherwise they are drawn from the normal law at the mode and count alike, which needs fewer of them
  std::size_t draws{1000};  ///< joint draws, at least 1
  seed random_seed{1};
  std::function<bool(std::size_t evaluations, double value)> progress{}; ///< called at every evaluation; true stops it
};

/// Joint draws of everything in a model. Since 0.1.
struct posterior {
  headway::status status{status::no_data};  ///< ok, not_converged, not_identified (no mode with a curvature), no_data
  numeric::minimum search{};                ///< how the mode was found, in working parameters
  parameter_layout layout{};
  std::size_t draws{};
  std::size_t thresholds{};                 ///< of a draw: sets x (levels - 1)
  std::size_t effects{};
  std::vector<double> parameter_draws{};    ///< draws x (thresholds, coefficients, log scale coefficients, standard deviations), row by row
  std::vector<double> effect_draws{};       ///< draws x effects, on their own scale, block by block
  double effective_nodes{};                 ///< how many equally good nodes the weighted ones are worth: few means that the law of the parameters is far from the one tried
  /// Values of a draw of the parameters, in natural form.
  [[nodiscard]] std::span<const double> parameters(std::size_t draw) const noexcept {
    const std::size_t each = thresholds + layout.fixed + layout.scale + layout.blocks;
    return std::span{parameter_draws}.subspan(draw * each, each);
  }
  /// Values of a draw of the effects.
  [[nodiscard]] std::span<const double> effect(std::size_t draw) const noexcept { return std::span{effect_draws}.subspan(draw * effects, effects); }
};

/// Joint draws from the posterior of thresholds, coefficients, standard deviations and effects.
/// Definition: the working parameters (first threshold, log gaps, coefficients, log standard deviations) are tried at nodes of Student's law with 5 degrees of freedom at their mode, laid evenly by Sobol's sequence in mirrored pairs, each weighted by
/// what the Laplace value there is against that law; draws go to nodes in proportion to their weights, and in a node the effects are normal with the curvature found there, about their modes moved by the skewness of the rows. So what is not
/// known about standard deviations widens everything, and none is 0.
/// Missing and edge cases: no rows: no_data; a fit without a proper mode: not_identified, and no draws. Effects nobody's rows have follow their prior.
/// Choose it over `fit_rows` for small panels, where a standard deviation taken as known makes intervals too short.
/// \param rows the data \param options see `posterior_options` \return the draws, the same bits for the same rows, options and seed
/// \throws error out_of_range for too few nodes or draws; cancelled when `progress` asks to stop; otherwise as `laplace`
/// Cost: the fit, then at most twice as many evaluations as nodes are tried. Threads: safe on different results. Since 0.1.
/// Reference: Rue, Martino & Chopin 2009; Simpson et al. 2017. Checked by `posterior_test` against integration on a grid, and by ranks of simulated truths.
[[nodiscard]] inline posterior sample_posterior(const packed_rows& rows, const posterior_options& options = {}) {
  check::bounded(static_cast<std::int64_t>(options.nodes), 16, 1'000'000, "sample_posterior", "nodes");
  check::bounded(static_cast<std::int64_t>(options.draws), 1, 100'000'000, "sample_posterior", "draws");
  posterior out;
  if (rows.rows().empty()) { return out; }
  laplace model{rows, options.model};
  out.layout = model.layout();
  const std::size_t n = out.layout.size();
  std::size_t evaluations = 0;
  const auto evaluate = [&](std::span<const double> at, std::span<double> gradient) {
    const auto value = model.evaluate(at, gradient);
    ++evaluations;
    if (options.progress && options.progress(evaluations, value ? *value : 0.0)) { throw error{error_category::cancelled, "sample_posterior", "progress", "the draws were stopped"}; }
    return value;
  };
  out.search = numeric::minimize(model.start(), [&](std::span<const double> at) { return model.rough_curvature(at); }, evaluate, options.search);
  if (out.search.reason == numeric::termination::no_value || out.search.reason == numeric::termination::iterations) {
    out.status = status::not_converged;
    return out;
  }
  const auto hessian = detail::curvature_at(out.search.at, evaluate);
  if (!hessian) {
    out.status = status::not_identified;
    return out;
  }
  const std::optional<numeric::dense_inverse> root = numeric::invert_positive(*hessian, n);
  if (!root || !(root->reciprocal_condition > 1e-13)) {
    out.status = status::not_identified;
    return out;
  }

  const double lowest = out.search.value;
  const auto place = [&](std::vector<double> step) {
    numeric::solve_lower_transposed(root->lower(), step);
    for (std::size_t i = 0; i < n; ++i) { step[i] += out.search.at[i]; }
    return step;
  };
  // how far the law reaches to either side on every axis, by what is lost two standard deviations out: the log of a standard deviation reaches further down than up
  std::vector<std::array<double, 2>> reach(n, {1.0, 1.0});
  for (std::size_t i = 0; i < n && options.weigh; ++i) {
    for (std::size_t side = 0; side < 2; ++side) {
      std::vector<double> axis(n, 0.0);
      axis[i] = side == 0 ? -2.0 : 2.0;
      const auto value = evaluate(place(std::move(axis)), {});
      reach[i][side] = value ? std::clamp(2.0 / std::sqrt(2.0 * (std::max)(*value - lowest, 1e-3)), 0.5, 3.0) : 0.5;
    }
  }
  std::vector<std::vector<double>> node;
  std::vector<double> log_weight;
  /// How many equally good nodes those tried so far are worth; 0 where none has a value.
  const auto worth = [&] {
    const double largest = *std::max_element(log_weight.begin(), log_weight.end());
    double sum = 0.0, squares = 0.0;
    for (const double w : log_weight) {
      const double weight = std::exp(w - largest);
      sum += weight;
      squares += weight * weight;
    }
    return largest > -1e299 ? sum * sum / squares : 0.0;
  };
  std::vector<double> step(n);
  constexpr int tail = 5; // degrees of freedom
  const numeric::sobol_points points{n + 1, options.random_seed};
  for (std::size_t m = 0, until = options.nodes; m < until; ++m) {
    const auto share = [&](std::size_t i) { // in mirrored pairs; standard deviations, which matter most, in the most even dimensions
      const std::size_t first = out.layout.first_block();
      const double u = points.at(static_cast<std::uint32_t>(m / 2), i >= first ? i - first : n - first + 1 + i);
      return m % 2 == 0 ? u : 1.0 - u;
    };
    const double stretch = options.weigh ? std::sqrt(tail / numeric::chi_square_quantile(points.at(static_cast<std::uint32_t>(m / 2), n - out.layout.first_block()), tail)) : 1.0;
    std::vector<double> stretched(n); // a side is taken as often as it is long, so the law tried has one height in the middle
    for (std::size_t i = 0; i < n; ++i) {
      const auto [down, up] = reach[i];
      const double below = down / (down + up);
      const double u = share(i);
      step[i] = stretch * numeric::normal_quantile(u < below ? 0.5 * u / below : 1.0 - 0.5 * (1.0 - u) / (1.0 - below));
      stretched[i] = step[i] * (u < below ? down : up);
    }
    node.push_back(place(std::move(stretched)));
    log_weight.push_back(options.weigh ? -1e300 : 0.0);
    if (!options.weigh) { continue; }
    if (const auto value = evaluate(node[m], {})) {
      log_weight[m] = 0.5 * (tail + static_cast<double>(n)) * std::log1p(std::inner_product(step.begin(), step.end(), step.begin(), 0.0) / tail) - *value;
    }
    if (m + 1 == until && until + options.nodes <= options.most_nodes && worth() < options.enough_nodes) { until += options.nodes; }
  }
  out.effective_nodes = worth();
  if (out.effective_nodes == 0.0) {
    out.status = status::not_identified;
    return out;
  }
  const double largest = *std::max_element(log_weight.begin(), log_weight.end());
  double sum = 0.0;
  for (double& w : log_weight) { sum += w = std::exp(w - largest); }

  out.effects = rows.effects();
  const std::size_t each = rows.levels() - 1;
  const std::size_t sets = rows.threshold_sets();
  const std::size_t working = model.thresholds().parameters();
  out.thresholds = sets * each;
  out.parameter_draws.reserve(options.draws * (out.thresholds + n - out.layout.first_fixed()));
  out.effect_draws.resize(options.draws * out.effects);
  std::vector<double> tau(each);
  std::vector<double> z(out.effects);
  double reached = 0.0;
  numeric::random_stream random{options.random_seed};
  const double offset = numeric::draw_uniform(random); // one for all: each node has its share of draws, give or take one
  std::size_t draw = 0;
  for (std::size_t m = 0; m < node.size(); ++m) {
    reached += log_weight[m] / sum * static_cast<double>(options.draws);
    const std::size_t last = (std::min)(options.draws, static_cast<std::size_t>((std::max)(0.0, std::ceil(reached - offset))));
    if (draw >= last || !evaluate(node[m], {})) { continue; }
    const std::vector<double> shift = model.mean_shifts();
    for (; draw < last; ++draw) {
      for (std::size_t set = 0; set < sets; ++set) {
        model.thresholds().expand(std::span{node[m]}.subspan(set * working, working), tau);
        out.parameter_draws.insert(out.parameter_draws.end(), tau.begin(), tau.end());
      }
      for (std::size_t i = out.layout.first_fixed(); i < n; ++i) { out.parameter_draws.push_back(i < out.layout.first_block() ? node[m][i] : std::exp(node[m][i])); }
      if (out.effects == 0) { continue; }
      for (double& value : z) { value = numeric::draw_normal(random); }
      model.curvature()->half_solve(z);
      for (std::size_t b = 0; b < rows.blocks(); ++b) {
        const double deviation = std::exp(node[m][out.layout.first_block() + b]);
        for (std::size_t e = rows.block_first()[b]; e < rows.block_first()[b + 1]; ++e) { out.effect_draws[draw * out.effects + e] = deviation * (model.modes()[e] + shift[e] + z[e]); }
      }
    }
  }
  out.draws = draw; // as asked for, unless the sum of the weights was rounded down
  out.effect_draws.resize(draw * out.effects);
  out.status = status::ok;
  return out;
}

} // namespace headway::models
