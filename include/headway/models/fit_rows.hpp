#pragma once

/// \file
/// Fitting an ordinal model with fixed and random effects to rows: the engine's own face, for people who have columns and no study.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/models/laplace.hpp>
#include <headway/models/laplace_check.hpp>
#include <headway/models/rows.hpp>
#include <headway/numeric/linalg.hpp>
#include <headway/numeric/optimize.hpp>

namespace headway::models {

/// How a fit is done. The defaults are plain maximum likelihood by Laplace's approximation. Since 0.1.
struct fit_options {
  laplace_options model{};
  numeric::minimize_options search{};
  bool standard_errors{true};
  std::size_t part{25'000};                  ///< where there are three times as many rows, the search begins at what about so many of them say, whole places; 0: never
  std::vector<double> start{};               ///< where the search begins, in working parameters; empty: where the data suggest
  double check_below{200.0};                 ///< with less weight than this in all, the approximation is checked by sampling; 0: never
  std::function<bool(std::size_t evaluations, double value)> progress{}; ///< called at every evaluation, of some of the places first where there are many rows; true stops the fit
};

/// A fitted model. Parameters are in their natural form: thresholds set by set, fixed coefficients, log scale coefficients, standard deviations of the blocks.
struct row_fit {
  headway::status status{status::no_data};   ///< ok, not_converged, not_identified (the curvature is singular, or gone for a parameter that ran away), on_boundary (a standard deviation is 0), no_data
  numeric::minimum search{};                 ///< how the search ended, with its working parameters
  double log_likelihood{};                   ///< without priors
  std::size_t parameters{};
  std::vector<double> thresholds{};          ///< sets x (levels - 1)
  std::vector<double> coefficients{};
  std::vector<double> log_scale{};
  std::vector<double> deviations{};          ///< one a block
  std::vector<double> standard_errors{};     ///< in the order thresholds, coefficients, log_scale, log of the deviations; empty where they cannot be had
  std::vector<double> covariance{};          ///< of the same, row by row
  std::vector<double> effects{};             ///< modes of the random effects on their own scale, block by block
  std::vector<double> effect_errors{};       ///< their conditional standard deviations, parameters held
  std::vector<bool> at_zero{};               ///< per block, whether its standard deviation went to 0
  std::size_t quadrature{1};                 ///< points each effect was integrated over with
  std::optional<laplace_check> check{};      ///< of `log_likelihood`, where one was made
  double total_weight{};
};

namespace detail {

/// Curvature of the objective at a point, column by column: central differences of its gradient, made symmetric.
template <class Function> std::optional<std::vector<double>> curvature_at(std::span<const double> at, Function&& evaluate) {
  const std::size_t n = at.size();
  std::vector<double> out(n * n);
  std::vector<double> there(at.begin(), at.end());
  std::vector<double> up(n), down(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double h = 1e-4 * (1.0 + std::fabs(at[i]));
    there[i] = at[i] + h;
    if (!evaluate(std::span<const double>{there}, std::span<double>{up})) { return std::nullopt; }
    there[i] = at[i] - h;
    if (!evaluate(std::span<const double>{there}, std::span<double>{down})) { return std::nullopt; }
    there[i] = at[i];
    for (std::size_t j = 0; j < n; ++j) { out[i * n + j] = (up[j] - down[j]) / (2.0 * h); }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) { out[i * n + j] = out[j * n + i] = 0.5 * (out[i * n + j] + out[j * n + i]); }
  }
  return out;
}

/// Where a search begins: at `laplace::start`, or where there are many rows in many places, at what some of the places say, which is near and cheap.
/// The places are taken all over the data, by their number alone. A standard deviation that is 0 there begins small.
/// \param evaluated called as evaluated(value) after every evaluation
template <class Function> std::vector<double> search_start(const packed_rows& rows, const laplace& model, const fit_options& options, Function&& evaluated) {
  std::vector<double> out = model.start();
  if (options.part == 0 || rows.rows().size() / options.part < 3) { return out; }
  const std::vector<std::uint32_t> place = model.places();
  const std::uint64_t share = rows.rows().size() / options.part;
  constexpr std::uint64_t golden = 0x9E3779B97F4A7C15u; // multiples of it fall evenly, in step with nothing in the data
  const auto taken = [&](std::uint64_t number) { return ((number * golden) >> 32) % share == 0; };
  std::vector<std::uint32_t> keep;
  std::uint32_t places = 0;
  for (std::uint32_t p = 0, last = numeric::sparse_cholesky::no_tree; p < place.size(); ++p) {
    const bool placed = place[p] != numeric::sparse_cholesky::no_tree;
    if (!taken(placed ? place[p] : p)) { continue; }
    keep.push_back(p);
    places += placed && place[p] != last ? 1 : 0;
    last = place[p];
  }
  if (places < 20 || keep.size() > rows.patterns() / 2) { return out; }
  const packed_rows some{rows, keep};
  laplace part{some, options.model};
  const std::vector<double> begin = part.start();
  const std::size_t sizes = part.layout().size();
  std::vector<double> first; // curvature
  const auto evaluate = [&](std::span<const double> at, std::span<double> gradient) {
    const auto value = part.evaluate(at, gradient);
    evaluated(value);
    return value;
  };
  const auto curvature = [&](std::span<const double> at) {
    std::vector<double> found = part.rough_curvature(at);
    if (first.empty()) { first = found; }
    return found;
  };
  const numeric::minimum found = numeric::minimize(begin, curvature, evaluate, {.gradient = 0.03, .iterations = 50, .logs_from = part.layout().first_block()});
  if (found.reason == numeric::termination::no_value || !part.evaluate(found.at)) { return out; }
  const std::vector<double> last = part.rough_curvature(found.at);
  for (std::size_t i = 0; i < part.layout().first_block(); ++i) { // a level nobody there chose, answers that separate: a parameter that runs away
    if (!(last[i * (sizes + 1)] > 1e-3 * first[i * (sizes + 1)])) { return out; }
  }
  out = found.at;
  for (std::size_t i = part.layout().first_block(); i < sizes; ++i) { out[i] = (std::max)(out[i], -2.9); }
  return out;
}

} // namespace detail

/// Fits a model to packed rows.
/// Definition: the minimum of `laplace` by `numeric::minimize`, begun where some of the places say where there are many rows; standard errors from the inverse curvature there, by central differences of the closed gradient, carried to the natural
/// parameters. A standard deviation below 1e-3 counts as 0: its curvature is left out, as if the block were not there.
/// Missing and edge cases: no rows: no_data; a level nobody chose, or terms that separate the answers, end in not_identified; a threshold prior holds the former; nothing is ever infinite.
/// Why numbers can differ: R ordinal stops its inner iterations earlier (1e-4 in the log likelihood).
/// \param rows the data \param options see `fit_options` \return the fit
/// \throws error as `laplace`; invalid_argument for a start of another length; cancelled when `progress` asks to stop
/// Cost: some 8 to 20 evaluations of `laplace`, and 2 a parameter for standard errors. Threads: safe on different results. Since 0.1.
/// Reference: as `laplace`. Checked by `fit_rows_test` against clm, clmm (a15, a16, a17).
[[nodiscard]] inline row_fit fit_rows(const packed_rows& rows, const fit_options& options = {}) {
  row_fit out;
  out.total_weight = rows.total_weight();
  out.quadrature = options.model.quadrature;
  if (rows.rows().empty()) { return out; }
  laplace model{rows, options.model};
  const parameter_layout layout = model.layout();
  out.parameters = layout.size();
  if (!options.start.empty()) { check::same_length(options.start.size(), layout.size(), "fit_rows", "start"); }
  std::size_t evaluations = 0;
  const auto evaluated = [&](const std::optional<double>& value) {
    ++evaluations;
    if (options.progress && options.progress(evaluations, value ? *value : 0.0)) { throw error{error_category::cancelled, "fit_rows", "progress", "the fit was stopped"}; }
  };
  const auto evaluate = [&](std::span<const double> at, std::span<double> gradient) {
    const auto value = model.evaluate(at, gradient);
    evaluated(value);
    return value;
  };
  std::vector<double> guess; // of the curvature where the search began
  const auto curvature = [&](std::span<const double> at) {
    std::vector<double> found = model.rough_curvature(at);
    if (guess.empty()) { guess = found; }
    return found;
  };
  numeric::minimize_options search = options.search;
  search.logs_from = layout.first_block();
  out.search = numeric::minimize(options.start.empty() ? detail::search_start(rows, model, options, evaluated) : options.start, curvature, evaluate, search);
  const std::vector<double>& at = out.search.at;
  if (out.search.reason == numeric::termination::no_value) {
    out.status = status::not_converged;
    return out;
  }
  out.status = out.search.reason == numeric::termination::iterations ? status::not_converged : status::ok;

  const std::size_t sets = rows.threshold_sets();
  const std::size_t each = rows.levels() - 1;
  const std::size_t working = model.thresholds().parameters();
  out.thresholds.resize(sets * each);
  for (std::size_t set = 0; set < sets; ++set) {
    model.thresholds().expand(std::span{at}.subspan(set * working, working), std::span{out.thresholds}.subspan(set * each, each));
  }
  const auto part = [&](std::size_t first, std::size_t count) { return std::vector<double>(at.begin() + static_cast<std::ptrdiff_t>(first), at.begin() + static_cast<std::ptrdiff_t>(first + count)); };
  out.coefficients = part(layout.first_fixed(), layout.fixed);
  out.log_scale = part(layout.first_scale(), layout.scale);
  for (const double log_deviation : part(layout.first_block(), layout.blocks)) {
    out.deviations.push_back(std::exp(log_deviation));
    out.at_zero.push_back(out.deviations.back() < 1e-3);
    if (out.at_zero.back() && out.status == status::ok) { out.status = status::on_boundary; }
  }

  const auto value = model.evaluate(at);
  out.log_likelihood = (value ? -*value : -out.search.value) + model.prior(at);
  std::size_t block = 0;
  for (std::size_t e = 0; e < rows.effects(); ++e) {
    while (e >= rows.block_first()[block + 1]) { ++block; }
    out.effects.push_back(model.modes()[e] * out.deviations[block]);
  }
  if (rows.effects() > 0 && value) { out.effect_errors = model.effect_errors(); }
  if (value && rows.total_weight() < options.check_below) { out.check = check_laplace(model); }
  if (!options.standard_errors) { return out; }

  const auto hessian = detail::curvature_at(at, evaluate);
  if (!hessian) { return out; }
  // parameters that are there to have an error: all but the logs of standard deviations at 0
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < layout.size(); ++i) {
    if (i < layout.first_block() || !out.at_zero[i - layout.first_block()]) { kept.push_back(i); }
  }
  const std::size_t count = kept.size();
  std::vector<double> inner(count * count);
  for (std::size_t j = 0; j < count; ++j) {
    for (std::size_t i = 0; i < count; ++i) { inner[i + j * count] = (*hessian)[kept[i] + kept[j] * layout.size()]; }
  }
  const std::optional<numeric::dense_inverse> root = numeric::invert_positive(inner, count);
  bool flat = false; // where answers separate, a parameter runs away until nothing of what the rows said of it is left
  for (std::size_t i = 0; i < layout.first_block() && !guess.empty(); ++i) { flat = flat || !((*hessian)[i * (layout.size() + 1)] > 1e-5 * guess[i * (layout.size() + 1)]); }
  if (flat || !root || !(root->reciprocal_condition > 1e-12)) {
    if (out.status == status::ok || out.status == status::on_boundary) { out.status = status::not_identified; }
    return out;
  }
  // from working to natural parameters: only thresholds change
  const std::size_t natural = sets * each + layout.size() - layout.first_fixed();
  std::vector<double> change(count * natural, 0.0); // a column a natural parameter
  for (std::size_t row = 0; row < count; ++row) {
    const std::size_t i = kept[row];
    if (i >= layout.first_fixed()) {
      change[row + (sets * each + i - layout.first_fixed()) * count] = 1.0;
      continue;
    }
    const std::size_t set = i / working;
    const std::vector<double> slopes = model.thresholds().slopes(std::span{at}.subspan(set * working, working));
    for (std::size_t k = 0; k < each; ++k) { change[row + (set * each + k) * count] = slopes[k * working + i % working]; }
  }
  // J A^-1 J' = X'X with X = L^-1 J', so that it is symmetric to the last bit
  for (std::size_t k = 0; k < natural; ++k) { numeric::solve_lower(root->lower(), std::span{change}.subspan(k * count, count)); }
  out.covariance.assign(natural * natural, 0.0);
  numeric::dense_workspace{}.add_square({out.covariance.data(), natural, natural, natural}, numeric::const_matrix_view{change.data(), count, natural, count}.transposed(), 1.0);
  for (std::size_t j = 0; j < natural; ++j) {
    for (std::size_t i = 0; i < j; ++i) { out.covariance[i + j * natural] = out.covariance[j + i * natural]; }
    out.standard_errors.push_back(std::sqrt(out.covariance[j * (natural + 1)]));
  }
  return out;
}

} // namespace headway::models
