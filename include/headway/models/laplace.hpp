#pragma once

/// \file
/// The marginal likelihood of an ordinal model with random effects by Laplace's approximation or, for one group, adaptive quadrature, with its gradient in closed form.

#include <algorithm>
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
#include <headway/base/concepts.hpp>
#include <headway/models/laplace_options.hpp>
#include <headway/models/link.hpp>
#include <headway/models/row_likelihood.hpp>
#include <headway/models/rows.hpp>
#include <headway/models/thresholds.hpp>
#include <headway/numeric/gauss_hermite.hpp>
#include <headway/numeric/sparse.hpp>

namespace headway::models {

/// The negative log marginal likelihood of packed rows.
/// Definition: effects are u = s b with b independent standard normal, s the block's standard deviation. With f(b) = - sum of weighted log probabilities +
/// b'b / 2, b^ its minimum and H = I + X' W X its curvature there, the value is f(b^) + log |H| / 2. The minimum is unique, since all links are log-concave.
/// Gradient, with h the rows' leverages x'H^-1 x and v = H^-1 X'(h dw) / 2: a sum over rows of what a direct change, a change of curvature and the shift of b^ give
/// (one factorisation, one selected inverse and one solution for any number of parameters).
/// With `quadrature` points z and weights w, and no row with two effects, each effect's part is integrated as s sum of w exp(z z / 2 - f(b^ + s z)), s = H^-1/2; the gradient is exact too: points move with
/// b^ and s.
/// Missing and edge cases: without random effects it is the likelihood itself; a level nobody chose sends thresholds apart without end unless the threshold prior holds them.
/// Cost: per evaluation a few passes over the rows and as many factorisations as Newton's method takes, 3 from a near start. Threads: one object, one caller; rows are split
/// over `threads` in fixed pieces, so results are the same bits for any number of them. Since 0.1.
/// Reference: Tierney & Kadane 1986; Liu & Pierce 1994; Skaug & Fournier 2006. Checked by `laplace_test` against central differences and integration on a grid.
class laplace {
  /// Calls a function with the law of the link.
  template <class Function> auto with_law(Function f) {
    switch (likelihood_.options().link) {
    case link_kind::logit: return f(logit{});
    case link_kind::probit: return f(probit{});
    case link_kind::cloglog: return f(cloglog{});
    case link_kind::adjacent_category: return f(detail::adjacent{});
    case link_kind::loglog: return f(loglog{});
    }
    throw error{error_category::invalid_argument, "laplace", "link", "is not a link"};
  }

public:
  /// \param rows lives as long as this object \throws error as `sparse_cholesky`; out_of_range for `quadrature` beyond 1 to 50, invalid_argument for quadrature where a row has two effects
  laplace(const packed_rows& rows, const laplace_options& options)
      : rows_{rows}, likelihood_{rows, options}, modes_(rows.effects(), 0.0), block_of_(rows.effects()) {
    for (std::size_t b = 0; b < rows.blocks(); ++b) { std::fill(block_of_.begin() + static_cast<std::ptrdiff_t>(rows.block_first()[b]), block_of_.begin() + static_cast<std::ptrdiff_t>(rows.block_first()[b + 1]), static_cast<std::uint32_t>(b)); }
    if (options.quadrature != 1) {
      check::bounded(static_cast<std::int64_t>((std::min)(options.quadrature, std::size_t{51})), 1, 50, "laplace", "quadrature");
      rule_ = numeric::gauss_hermite(options.quadrature);
      for (std::size_t p = 0; p < rows.patterns(); ++p) {
        check::that(rows.entry_start()[p + 1] - rows.entry_start()[p] <= 1, "laplace", "quadrature", "integrates over one effect at a time, and some row has two; leave it at 1, or keep one group");
      }
    }
    if (rows.effects() > 0) { prepare(); }
  }

  /// How the parameters are laid out.
  [[nodiscard]] const parameter_layout& layout() const noexcept { return likelihood_.layout(); }
  /// What the working parameters of the thresholds mean.
  [[nodiscard]] const threshold_map& thresholds() const noexcept { return likelihood_.thresholds(); }
  /// The spherical effects b^ at the parameters of the last call, and how they are numbered (see `packed_rows`).
  [[nodiscard]] std::span<const double> modes() const noexcept { return modes_; }
  /// Newton steps of the last call.
  [[nodiscard]] std::size_t newton_steps() const noexcept { return newton_steps_; }
  /// Whether the last call's steps ended at the minimum.
  [[nodiscard]] bool converged() const noexcept { return converged_; }
  /// The root of H after the last call; nothing without random effects.
  [[nodiscard]] std::optional<numeric::sparse_cholesky>& curvature() noexcept { return root_; }

  /// Points at which each effect is integrated over; 1: Laplace's approximation.
  [[nodiscard]] std::size_t quadrature() const noexcept { return likelihood_.options().quadrature; }

  /// Minus the log of the priors, which the value has in it. \param parameters those of the last call
  [[nodiscard]] double prior(std::span<const double> parameters) const { return priors(parameters, {}); }

  /// Which part of the data every pattern is of, where parts have nothing in common but a few effects: places with people of their own, or people who marked the same places.
  /// \return a number per pattern, or `numeric::sparse_cholesky::no_tree`
  [[nodiscard]] std::vector<std::uint32_t> places() const {
    std::vector<std::uint32_t> out(rows_.patterns(), numeric::sparse_cholesky::no_tree);
    if (!root_) { return out; }
    const std::vector<std::uint32_t> tree = root_->trees();
    for (std::size_t p = 0; p < out.size(); ++p) {
      for (std::size_t e = rows_.entry_start()[p]; e < rows_.entry_start()[p + 1]; ++e) { out[p] = (std::min)(out[p], tree[rows_.entry_effect()[e]]); }
    }
    return out;
  }

  /// Log of the rows' probability and the effects' density together, less that at the mode of the last call, with its parameters. Modes and curvature stay.
  /// \param b as many spherical effects as there are \throws error invalid_argument for another number
  [[nodiscard]] double log_ratio(std::span<const double> b) {
    check::same_length(b.size(), modes_.size(), "laplace::log_ratio", "b");
    const auto square = [](std::span<const double> e) { return std::inner_product(e.begin(), e.end(), e.begin(), 0.0); };
    return with_law([&](auto law) { return likelihood_.pass<decltype(law)>(on_own_scale(b)); }) - at_mode_ - 0.5 * square(b) + 0.5 * square(modes_);
  }

  /// About the curvature of the value at the parameters of the last call, in working parameters: what the rows say with the random effects moving along, observed for thresholds and coefficients, averaged
  /// over observed and expected for the logs of standard deviations (twice that of a coefficient of the block's part of the predictor). Near the minimum it is within a few percent.
  /// \return layout().size() squared, row by row; zeros off the diagonal for scale coefficients
  /// Reference: Gilmour, Thompson & Cullis 1995.
  [[nodiscard]] std::vector<double> rough_curvature(std::span<const double> parameters) {
    return with_law([&](auto law) { return rough_curvature_with<decltype(law)>(parameters); });
  }

  /// Standard deviations of the random effects on their own scale, given the parameters and data of the last call. \throws error invalid_argument before one
  [[nodiscard]] std::vector<double> effect_errors() {
    std::vector<double> out(rows_.effects());
    if (out.empty()) { return out; }
    std::vector<double> leverage(rows_.patterns());
    root_->leverages(scaled_, leverage, inverse_);
    for (std::size_t e = 0; e < out.size(); ++e) { out[e] = std::sqrt(inverse_[e]) * likelihood_.deviation()[block_of_[e]]; }
    return out;
  }

  /// How far the mean of the spherical effects lies from their mode, given the parameters and data of the last call: to first order in the skewness of the rows, -H^-1 X'(h dw) / 2.
  /// Cost: about that of a factor. \throws error invalid_argument before a call. Reference: Tierney & Kadane 1986.
  [[nodiscard]] std::vector<double> mean_shifts() {
    std::vector<double> out(rows_.effects());
    if (out.empty()) { return out; }
    std::vector<double> leverage(rows_.patterns());
    root_->leverages(scaled_, leverage, inverse_);
    with_law([&](auto law) { pull_of_curvature<decltype(law)>(on_own_scale(modes_), leverage, out); });
    root_->solve(out);
    for (double& each : out) { each = -each; }
    return out;
  }

  /// A sensible start: thresholds from how often the levels were chosen, coefficients 0, standard deviations e^-0.7.
  [[nodiscard]] std::vector<double> start() const {
    std::vector<double> out(layout().size(), 0.0);
    for (std::size_t set = 0; set < rows_.threshold_sets(); ++set) {
      thresholds().start(rows_.level_weight(set), likelihood_.options().link, std::span{out}.subspan(set * thresholds().parameters(), thresholds().parameters()));
    }
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(layout().first_block()), out.end(), -0.7);
    return out;
  }

  /// Value at some parameters, and its gradient where asked for.
  /// \param parameters layout().size() of them \param gradient empty, or as many; filled
  /// \return the value; nothing where the parameters are so far out that nothing finite comes of them
  /// \throws error invalid_argument for another number of parameters
  [[nodiscard]] std::optional<double> evaluate(std::span<const double> parameters, std::span<double> gradient = {}) {
    check::same_length(parameters.size(), layout().size(), "laplace::evaluate", "parameters");
    if (!gradient.empty()) { check::same_length(gradient.size(), layout().size(), "laplace::evaluate", "gradient"); }
    return with_law([&](auto law) { return evaluate_with<decltype(law)>(parameters, gradient); });
  }

private:
  void prepare() {
    // what has many levels first: it is diagonal in itself, or nearly so
    std::vector<std::uint32_t> blocks(rows_.blocks());
    std::iota(blocks.begin(), blocks.end(), 0u);
    const auto size = [&](std::uint32_t b) { return rows_.block_first()[b + 1] - rows_.block_first()[b]; };
    std::stable_sort(blocks.begin(), blocks.end(), [&](std::uint32_t a, std::uint32_t b) { return size(a) > size(b); });
    std::vector<std::uint32_t> order;
    for (const std::uint32_t b : blocks) {
      for (std::size_t e = rows_.block_first()[b]; e < rows_.block_first()[b + 1]; ++e) { order.push_back(static_cast<std::uint32_t>(e)); }
    }
    root_.emplace(rows_.effects(), rows_.entry_start(), rows_.entry_effect(), order, likelihood_.options().threads);
    inverse_.resize(rows_.effects());
  }

  /// Effects u of spherical effects b.
  [[nodiscard]] std::vector<double> on_own_scale(std::span<const double> b) const {
    std::vector<double> u(b.size());
    for (std::size_t e = 0; e < u.size(); ++e) { u[e] = b[e] * likelihood_.deviation()[block_of_[e]]; }
    return u;
  }

  /// A sum over patterns of a value times the pattern's scaled coefficients.
  void gather(std::span<const double> by_pattern, std::span<double> out) const {
    std::fill(out.begin(), out.end(), 0.0);
    for (std::size_t p = 0; p < rows_.patterns(); ++p) {
      for (std::size_t e = rows_.entry_start()[p]; e < rows_.entry_start()[p + 1]; ++e) { out[rows_.entry_effect()[e]] += by_pattern[p] * scaled_[e]; }
    }
  }

  /// Moves b to the minimum. \return the sum of log probabilities there, with H factored; nothing where that cannot be had
  template <class Law> std::optional<double> find_modes() {
    const std::size_t q = rows_.effects();
    scaled_.resize(rows_.entry_effect().size());
    for (std::size_t e = 0; e < scaled_.size(); ++e) { scaled_[e] = rows_.entry_coefficient()[e] * likelihood_.deviation()[block_of_[rows_.entry_effect()[e]]]; }
    std::vector<double> step(q);
    std::vector<double> trial(q);
    const auto half_square = [](std::span<const double> b) { return 0.5 * std::inner_product(b.begin(), b.end(), b.begin(), 0.0); };
    newton_steps_ = 0;
    converged_ = false;
    double likelihood = likelihood_.pass<Law>(on_own_scale(modes_));
    double objective = half_square(modes_) - likelihood;
    if (!std::isfinite(objective)) { // a start from elsewhere
      std::fill(modes_.begin(), modes_.end(), 0.0);
      likelihood = likelihood_.pass<Law>(on_own_scale(modes_));
      objective = -likelihood;
      if (!std::isfinite(objective)) { return std::nullopt; }
    }
    for (; newton_steps_ < 100; ++newton_steps_) {
      if (!root_->factor(scaled_, likelihood_.weight())) { return std::nullopt; }
      gather(likelihood_.score(), step);
      for (std::size_t e = 0; e < q; ++e) { step[e] -= modes_[e]; }
      const std::vector<double> slope = step;
      root_->solve(step);
      const double decrement = std::inner_product(slope.begin(), slope.end(), step.begin(), 0.0);
      if (!(decrement > 1e-20)) { // H is already that of the minimum; its log moves with the root of what is left
        converged_ = true;
        return likelihood;
      }
      double length = 1.0;
      for (int halvings = 0;; ++halvings) {
        for (std::size_t e = 0; e < q; ++e) { trial[e] = modes_[e] + length * step[e]; }
        const double there = likelihood_.pass<Law>(on_own_scale(trial));
        const double value = half_square(trial) - there;
        if (std::isfinite(value) && value <= objective + 1e-13 * (1.0 + std::fabs(objective))) {
          modes_.swap(trial);
          likelihood = there;
          objective = value;
          break;
        }
        if (halvings == 40) { return std::nullopt; }
        length *= 0.5;
      }
      if (decrement < likelihood_.options().newton_tolerance && length >= 1.0) { // the step just taken has squared what was left
        if (!root_->factor(scaled_, likelihood_.weight())) { return std::nullopt; }
        ++newton_steps_;
        converged_ = true;
        return likelihood;
      }
    }
    return std::nullopt;
  }

  template <class Law> std::optional<double> evaluate_with(std::span<const double> parameters, std::span<double> gradient) {
    for (const double p : parameters) {
      if (!(std::fabs(p) < 1e8)) { return std::nullopt; }
    }
    for (std::size_t b = 0; b < layout().blocks; ++b) {
      if (parameters[layout().first_block() + b] > 12.0) { return std::nullopt; }
    }
    likelihood_.at(parameters);
    double value;
    if (rows_.effects() == 0) {
      value = -likelihood_.pass<Law>({});
      converged_ = true;
    } else {
      const auto likelihood = find_modes<Law>();
      if (!likelihood) { return std::nullopt; }
      at_mode_ = *likelihood;
      value = -*likelihood + 0.5 * std::inner_product(modes_.begin(), modes_.end(), modes_.begin(), 0.0) + 0.5 * root_->log_determinant();
      if (!rule_.point.empty()) { value -= integrate<Law>(); }
    }
    if (!gradient.empty()) { differentiate<Law>(parameters, gradient); }
    value += priors(parameters, gradient);
    if (!std::isfinite(value)) { return std::nullopt; }
    return value;
  }

  /// Effects at one point of the quadrature on either side of the modes.
  [[nodiscard]] std::vector<double> effects_at(double point) const {
    std::vector<double> b(modes_.size());
    for (std::size_t e = 0; e < b.size(); ++e) { b[e] = modes_[e] + point * spread_[e]; }
    return b;
  }

  /// The integral over every effect by quadrature about its mode. \return the sum of their logs, less that of Laplace's approximation
  template <class Law> double integrate() {
    const std::size_t q = rows_.effects();
    const std::size_t points = rule_.point.size();
    std::vector<double> leverage(rows_.patterns());
    root_->leverages(scaled_, leverage, inverse_);
    spread_.resize(q);
    for (std::size_t e = 0; e < q; ++e) { spread_[e] = std::sqrt(inverse_[e]); }
    share_.assign(points * q, 0.0);
    slope_.assign(points * q, 0.0);
    std::vector<double> at_mode(q, 0.0);
    const auto add_up = [&](std::span<double> out) {
      for (std::size_t p = 0; p < rows_.patterns(); ++p) {
        if (const std::size_t e = rows_.entry_start()[p]; e < rows_.entry_start()[p + 1]) { out[rows_.entry_effect()[e]] += likelihood_.log_probability()[p]; }
      }
    };
    (void)likelihood_.pass<Law>(on_own_scale(modes_));
    add_up(at_mode);
    for (std::size_t k = 0; k < points; ++k) {
      const std::vector<double> b = effects_at(rule_.point[k]);
      (void)likelihood_.pass<Law>(on_own_scale(b));
      const std::span<double> log_share = std::span{share_}.subspan(k * q, q);
      const std::span<double> slope = std::span{slope_}.subspan(k * q, q);
      add_up(log_share);
      gather(likelihood_.score(), slope);
      for (std::size_t e = 0; e < q; ++e) {
        log_share[e] += rule_.log_weight[k] + 0.5 * (rule_.point[k] * rule_.point[k] - b[e] * b[e] + modes_[e] * modes_[e]) - at_mode[e];
        slope[e] -= b[e];
      }
    }
    double gained = 0.0;
    for (std::size_t e = 0; e < q; ++e) {
      double largest = share_[e];
      for (std::size_t k = 1; k < points; ++k) { largest = (std::max)(largest, share_[k * q + e]); }
      double sum = 0.0;
      for (std::size_t k = 0; k < points; ++k) { sum += share_[k * q + e] = std::exp(share_[k * q + e] - largest); }
      for (std::size_t k = 0; k < points; ++k) { share_[k * q + e] /= sum; }
      gained += largest + std::log(sum);
    }
    return gained;
  }

  /// X'(h dw) / 2: how the curvature's log changes with the effects. \param u effects on their own scale
  template <class Law> void pull_of_curvature(std::span<const double> u, std::span<const double> leverage, std::span<double> out) const {
    std::vector<double> half(rows_.patterns());
    likelihood_.in_pieces([&](std::size_t p) { half[p] = 0.5 * leverage[p] * likelihood_.weight_slopes<Law>(p, u); });
    gather(half, out);
  }

  template <class Law> void differentiate(std::span<const double> parameters, std::span<double> gradient) {
    const std::size_t q = rows_.effects();
    const std::size_t patterns = rows_.patterns();
    const std::size_t each = rows_.levels() - 1;
    const std::vector<double> u = on_own_scale(modes_);
    std::vector<double> leverage(patterns, 0.0);
    std::vector<double> shift(patterns, 0.0);
    std::vector<double> v(q, 0.0);
    std::vector<double> stretch(q, 1.0); // how much a change of the curvature counts
    std::vector<double> pull(q, 0.0);    // and one of the mode by itself; 0 for Laplace's approximation
    const bool by_points = q > 0 && !rule_.point.empty();
    for (std::size_t k = 0; by_points && k < rule_.point.size(); ++k) {
      for (std::size_t e = 0; e < q; ++e) {
        const double part = share_[k * q + e] * slope_[k * q + e];
        stretch[e] += part * rule_.point[k] * spread_[e];
        pull[e] += part;
      }
    }
    if (q > 0) {
      root_->leverages(scaled_, leverage, inverse_);
      for (std::size_t p = 0; by_points && p < patterns; ++p) {
        if (rows_.entry_start()[p] < rows_.entry_start()[p + 1]) { leverage[p] *= stretch[rows_.entry_effect()[rows_.entry_start()[p]]]; }
      }
      pull_of_curvature<Law>(u, leverage, v);
      for (std::size_t e = 0; e < q; ++e) { v[e] -= pull[e]; }
      root_->solve(v);
      likelihood_.in_pieces([&](std::size_t p) {
        double sum = 0.0;
        for (std::size_t e = rows_.entry_start()[p]; e < rows_.entry_start()[p + 1]; ++e) { sum += v[rows_.entry_effect()[e]] * scaled_[e]; }
        shift[p] = sum;
      });
    }

    std::vector<double> by_pattern(patterns);
    std::vector<double> share; // of the points, in place of the modes
    if (by_points) { // rows without an effect stand at the modes alone
      share.resize(patterns);
      for (std::size_t p = 0; p < patterns; ++p) { share[p] = rows_.entry_start()[p] == rows_.entry_start()[p + 1] ? 1.0 : 0.0; }
    }
    detail::row_likelihood::slopes sums = likelihood_.differentiate<Law>(u, leverage, shift, by_pattern, share);
    std::vector<double> t(q);
    std::vector<double> by_deviation(q);
    gather(by_pattern, t);
    for (std::size_t e = 0; e < q; ++e) { by_deviation[e] = (t[e] + v[e]) * modes_[e] + stretch[e] * (1.0 - inverse_[e]); }
    const std::vector<double> none(by_points ? patterns : 0, 0.0);
    for (std::size_t k = 0; by_points && k < rule_.point.size(); ++k) {
      const std::vector<double> b = effects_at(rule_.point[k]);
      for (std::size_t p = 0; p < patterns; ++p) {
        const std::size_t e = rows_.entry_start()[p];
        share[p] = e < rows_.entry_start()[p + 1] ? share_[k * q + rows_.entry_effect()[e]] : 0.0;
      }
      const detail::row_likelihood::slopes there = likelihood_.differentiate<Law>(on_own_scale(b), none, none, by_pattern, share);
      const auto add = [](std::vector<double>& to, const std::vector<double>& what) { std::transform(to.begin(), to.end(), what.begin(), to.begin(), std::plus{}); };
      add(sums.by_threshold, there.by_threshold);
      add(sums.by_fixed, there.by_fixed);
      add(sums.by_scale, there.by_scale);
      gather(by_pattern, t);
      for (std::size_t e = 0; e < q; ++e) { by_deviation[e] += t[e] * b[e]; }
    }
    std::fill(gradient.begin(), gradient.end(), 0.0);
    std::copy(sums.by_fixed.begin(), sums.by_fixed.end(), gradient.begin() + static_cast<std::ptrdiff_t>(layout().first_fixed()));
    std::copy(sums.by_scale.begin(), sums.by_scale.end(), gradient.begin() + static_cast<std::ptrdiff_t>(layout().first_scale()));
    for (std::size_t set = 0; set < rows_.threshold_sets(); ++set) {
      thresholds().pull_back(parameters.subspan(set * thresholds().parameters(), thresholds().parameters()), std::span{sums.by_threshold}.subspan(set * each, each),
                            gradient.subspan(set * thresholds().parameters(), thresholds().parameters()));
    }
    for (std::size_t e = 0; e < q; ++e) { gradient[layout().first_block() + block_of_[e]] += by_deviation[e]; }
  }

  template <class Law> std::vector<double> rough_curvature_with(std::span<const double> parameters) {
    const std::size_t each = rows_.levels() - 1;
    const std::size_t taus = likelihood_.tau().size();
    const std::size_t direct = taus + layout().fixed;                       // thresholds as they are, coefficients,
    const std::size_t n = direct + (rows_.effects() > 0 ? layout().blocks : 0); // and logs of the deviations
    std::vector<double> by_pattern; // slopes of the patterns' scores
    const std::vector<double> held = likelihood_.information<Law>(on_own_scale(modes_), by_pattern);
    std::vector<double> inner(n * n, 0.0);
    if (rows_.effects() > 0) {
      /// The slopes of a pattern's score by all of these; by the logs of the deviations it is the blocks' own parts of the predictor that move.
      const auto slopes = [&](std::size_t p, std::span<double> out) {
        std::copy_n(by_pattern.begin() + static_cast<std::ptrdiff_t>(p * direct), direct, out.begin());
        std::fill(out.begin() + static_cast<std::ptrdiff_t>(direct), out.end(), 0.0);
        for (std::size_t e = rows_.entry_start()[p]; e < rows_.entry_start()[p + 1]; ++e) {
          const std::uint32_t effect = rows_.entry_effect()[e];
          out[direct + block_of_[effect]] -= likelihood_.weight()[p] * scaled_[e] * modes_[effect];
        }
      };
      inner = likelihood_.sum_over_patterns(n * n, [&](std::size_t p, std::span<double> sum) {
        std::vector<double> of_pattern(n);
        slopes(p, of_pattern);
        for (std::size_t e = rows_.entry_start()[p]; e < rows_.entry_start()[p + 1]; ++e) {
          const std::uint32_t effect = rows_.entry_effect()[e];
          double* row = sum.data() + (direct + block_of_[effect]) * n;
          for (std::size_t i = 0; i <= direct + block_of_[effect]; ++i) { row[i] -= of_pattern[i] * scaled_[e] * modes_[effect]; }
        }
      });
      const std::vector<double> followed = root_->quadratic_forms(scaled_, n, [&](std::size_t p, std::span<double> out) { slopes(p, out); }); // what the random effects can follow
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) { inner[j * n + i] = inner[i * n + j] -= followed[i * n + j]; }
      }
    }
    for (std::size_t i = 0; i < direct; ++i) {
      for (std::size_t j = 0; j < direct; ++j) { inner[i * n + j] += held[i * direct + j]; }
    }
    // thresholds to working parameters
    const std::size_t size = layout().size();
    const std::size_t working = thresholds().parameters();
    std::vector<double> map(n * size, 0.0);
    for (std::size_t set = 0; set < rows_.threshold_sets(); ++set) {
      const std::vector<double> slopes = thresholds().slopes(parameters.subspan(set * working, working));
      for (std::size_t k = 0; k < each; ++k) {
        for (std::size_t w = 0; w < working; ++w) { map[(set * each + k) * size + set * working + w] = slopes[k * working + w]; }
      }
    }
    for (std::size_t t = 0; t < layout().fixed; ++t) { map[(taus + t) * size + layout().first_fixed() + t] = 1.0; }
    for (std::size_t b = 0; direct + b < n; ++b) { map[(direct + b) * size + layout().first_block() + b] = 1.0; }
    std::vector<double> half(n * size, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t k = 0; k < n; ++k) {
        for (std::size_t j = 0; j < size; ++j) { half[i * size + j] += inner[i * n + k] * map[k * size + j]; }
      }
    }
    std::vector<double> out(size * size, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < size; ++j) {
        for (std::size_t k = 0; k < size; ++k) { out[j * size + k] += map[i * size + j] * half[i * size + k]; }
      }
    }
    for (std::size_t t = 0; t < layout().scale; ++t) { out[(layout().first_scale() + t) * (size + 1)] = rows_.total_weight(); }
    for (std::size_t i = layout().first_block(); i < size; ++i) {
      for (std::size_t j = 0; j <= i; ++j) { out[j * size + i] = out[i * size + j] *= 2.0; }
      out[i * (size + 1)] += 1e-3 + likelihood_.options().deviation_rate * likelihood_.deviation()[i - layout().first_block()];
    }
    if (const double deviation = likelihood_.options().coefficient_deviation; deviation > 0.0) {
      for (std::size_t t = layout().first_fixed(); t < layout().first_scale(); ++t) { out[t * (size + 1)] += 1.0 / (deviation * deviation); }
    }
    return out;
  }

  /// Minus the log of the priors, with their part of the gradient.
  double priors(std::span<const double> parameters, std::span<double> gradient) const {
    const laplace_options& options = likelihood_.options();
    double value = 0.0;
    const std::size_t each = rows_.levels() - 1;
    if (options.threshold_prior > 0.0) {
      for (std::size_t set = 0; set < rows_.threshold_sets(); ++set) {
        std::vector<double> by_tau(each, 0.0);
        value += thresholds().prior(likelihood_.tau().subspan(set * each, each), options.link, options.threshold_prior, by_tau);
        // as a density of the working parameters, so that its mode never lies where two thresholds meet
        for (std::size_t j = set * thresholds().parameters() + thresholds().first_gap(); j < (set + 1) * thresholds().parameters(); ++j) {
          value -= parameters[j];
          if (!gradient.empty()) { gradient[j] -= 1.0; }
        }
        if (!gradient.empty()) {
          thresholds().pull_back(parameters.subspan(set * thresholds().parameters(), thresholds().parameters()), by_tau,
                                gradient.subspan(set * thresholds().parameters(), thresholds().parameters()));
        }
      }
    }
    if (options.coefficient_deviation > 0.0) {
      const double precision = 1.0 / (options.coefficient_deviation * options.coefficient_deviation);
      for (std::size_t i = layout().first_fixed(); i < layout().first_scale(); ++i) {
        value += 0.5 * precision * parameters[i] * parameters[i];
        if (!gradient.empty()) { gradient[i] += precision * parameters[i]; }
      }
    }
    if (options.deviation_rate > 0.0) {
      for (std::size_t b = 0; b < layout().blocks; ++b) {
        value += options.deviation_rate * likelihood_.deviation()[b] - parameters[layout().first_block() + b];
        if (!gradient.empty()) { gradient[layout().first_block() + b] += options.deviation_rate * likelihood_.deviation()[b] - 1.0; }
      }
    }
    return value;
  }

  const packed_rows& rows_;
  detail::row_likelihood likelihood_;
  std::vector<double> modes_;
  std::vector<std::uint32_t> block_of_;
  std::optional<numeric::sparse_cholesky> root_;
  std::vector<double> inverse_; ///< its diagonal
  std::vector<double> scaled_;
  double at_mode_{};                ///< the rows' log probability at the modes
  numeric::quadrature_rule rule_{}; ///< without points for Laplace's approximation
  std::vector<double> spread_;      ///< with quadrature: s of every effect,
  std::vector<double> share_;       ///< what every point counts for, points x effects,
  std::vector<double> slope_;       ///< and the slope of its log
  std::size_t newton_steps_{};
  bool converged_{};
};

} // namespace headway::models
