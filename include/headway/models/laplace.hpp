#pragma once

/// \file
/// The marginal likelihood of an ordinal model with random effects by Laplace's approximation, with its gradient in closed form.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/models/link.hpp>
#include <headway/models/rows.hpp>
#include <headway/models/thresholds.hpp>
#include <headway/numeric/parallel.hpp>
#include <headway/numeric/sparse.hpp>

namespace headway::models {

/// What a Laplace fit is told. Since 0.1.
struct laplace_options {
  link_kind link{link_kind::logit};
  threshold_structure thresholds{threshold_structure::flexible};
  double threshold_prior{0.0};      ///< prior on the shares of the levels at predictor 0: a Dirichlet law with all parameters this; 0: none, 1: uniform
  double deviation_rate{0.0};       ///< rate of an exponential prior on every block's standard deviation, as a density of its logarithm, so that its mode is never 0; 0: none
  double coefficient_deviation{0.0}; ///< standard deviation of a normal prior about 0 on every fixed coefficient, which holds those that separate the answers; 0: flat
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

/// The negative log marginal likelihood of packed rows.
/// Definition: effects are u = s b with b independent standard normal, s the block's standard deviation. With f(b) = - sum of weighted log probabilities +
/// b'b / 2, b^ its minimum and H = I + X' W X its curvature there, the value is f(b^) + log |H| / 2. The minimum is unique, since all links are log-concave.
/// Gradient, with h the rows' leverages x'H^-1 x and v = H^-1 X'(h dw) / 2: a sum over rows of what a direct change, a change of curvature and the shift of b^ give
/// (one factorisation, one selected inverse and one solution for any number of parameters).
/// Missing and edge cases: without random effects it is the likelihood itself; a level nobody chose sends thresholds apart without end unless the threshold prior holds them.
/// Cost: per evaluation a few passes over the rows and as many factorisations as Newton's method takes, 3 from a near start. Threads: one object, one caller; rows are split
/// over `threads` in fixed pieces, so results are the same bits for any number of them. Since 0.1.
/// Reference: Tierney & Kadane 1986; Skaug & Fournier 2006. Checked by `laplace_test` against central differences, clm and clmm.
class laplace {
public:
  /// \param rows lives as long as this object \throws error as `sparse_cholesky`
  laplace(const packed_rows& rows, const laplace_options& options)
      : rows_{rows}, options_{options}, thresholds_{options.thresholds, rows.levels(), options.link == link_kind::adjacent_category},
        layout_{thresholds_.parameters() * rows.threshold_sets(), rows.fixed_terms(), rows.scale_terms(), rows.blocks()}, modes_(rows.effects(), 0.0) {
    block_of_.resize(rows.effects());
    for (std::size_t b = 0; b < rows.blocks(); ++b) { std::fill(block_of_.begin() + static_cast<std::ptrdiff_t>(rows.block_first()[b]), block_of_.begin() + static_cast<std::ptrdiff_t>(rows.block_first()[b + 1]), static_cast<std::uint32_t>(b)); }
    if (rows.effects() > 0) { prepare(); }
    const std::size_t patterns = rows.patterns();
    score_.resize(patterns);
    weight_.resize(patterns);
    pieces_ = (patterns + piece - 1) / piece;
  }

  /// How the parameters are laid out.
  [[nodiscard]] const parameter_layout& layout() const noexcept { return layout_; }
  /// What the working parameters of the thresholds mean.
  [[nodiscard]] const threshold_map& thresholds() const noexcept { return thresholds_; }
  /// The spherical effects b^ at the parameters of the last call, and how they are numbered (see `packed_rows`).
  [[nodiscard]] std::span<const double> modes() const noexcept { return modes_; }
  /// Newton steps of the last call.
  [[nodiscard]] std::size_t newton_steps() const noexcept { return newton_steps_; }
  /// Whether the last call's steps ended at the minimum.
  [[nodiscard]] bool converged() const noexcept { return converged_; }
  /// The root of H after the last call; nothing without random effects.
  [[nodiscard]] std::optional<numeric::sparse_cholesky>& curvature() noexcept { return root_; }

  /// What the rows say about thresholds and coefficients at the parameters of the last call, in working parameters: observed information with the random effects moving along and standard
  /// deviations held. For the logs of the standard deviations, which it does not know, the number of effects stands on the diagonal. A first guess of the curvature.
  /// \return layout().size() squared, row by row; zeros off the diagonal for scale coefficients
  [[nodiscard]] std::vector<double> rough_curvature(std::span<const double> parameters) {
    switch (options_.link) {
    case link_kind::logit: return rough_curvature_with<logit>(parameters);
    case link_kind::probit: return rough_curvature_with<probit>(parameters);
    case link_kind::cloglog: return rough_curvature_with<cloglog>(parameters);
    case link_kind::adjacent_category: return rough_curvature_with<adjacent>(parameters);
    case link_kind::loglog: return rough_curvature_with<loglog>(parameters);
    }
    return {};
  }

  /// Standard deviations of the random effects on their own scale, given the parameters and data of the last call. \throws error invalid_argument before one
  [[nodiscard]] std::vector<double> effect_errors() {
    std::vector<double> out(rows_.effects());
    if (out.empty()) { return out; }
    root_->inverse(inverse_);
    for (std::size_t e = 0; e < out.size(); ++e) { out[e] = std::sqrt(inverse_[pattern_->first(e)]) * deviation_[block_of_[e]]; }
    return out;
  }

  /// A sensible start: thresholds from how often the levels were chosen, coefficients 0, standard deviations e^-0.7.
  [[nodiscard]] std::vector<double> start() const {
    std::vector<double> out(layout_.size(), 0.0);
    for (std::size_t set = 0; set < rows_.threshold_sets(); ++set) {
      thresholds_.start(rows_.level_weight(set), options_.link, std::span{out}.subspan(set * thresholds_.parameters(), thresholds_.parameters()));
    }
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(layout_.first_block()), out.end(), -0.7);
    return out;
  }

  /// Value at some parameters, and its gradient where asked for.
  /// \param parameters layout().size() of them \param gradient empty, or as many; filled
  /// \return the value; nothing where the parameters are so far out that nothing finite comes of them
  /// \throws error invalid_argument for another number of parameters
  [[nodiscard]] std::optional<double> evaluate(std::span<const double> parameters, std::span<double> gradient = {}) {
    check::same_length(parameters.size(), layout_.size(), "laplace::evaluate", "parameters");
    if (!gradient.empty()) { check::same_length(gradient.size(), layout_.size(), "laplace::evaluate", "gradient"); }
    switch (options_.link) {
    case link_kind::logit: return evaluate_with<logit>(parameters, gradient);
    case link_kind::probit: return evaluate_with<probit>(parameters, gradient);
    case link_kind::cloglog: return evaluate_with<cloglog>(parameters, gradient);
    case link_kind::adjacent_category: return evaluate_with<adjacent>(parameters, gradient);
    case link_kind::loglog: return evaluate_with<loglog>(parameters, gradient);
    }
    throw error{error_category::invalid_argument, "laplace::evaluate", "link", "is not a link"};
  }

private:
  struct adjacent {}; ///< stands for the adjacent-category link, which has no law
  static constexpr std::size_t piece = 2048; ///< patterns of a piece of work, whatever the number of threads

  /// Where a row's derivatives by thresholds go.
  struct row_slopes {
    double log_probability{};
    double score{};
    double weight{};
    double weight_slope{};
  };

  void prepare() {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    const auto start = rows_.entry_start();
    const auto effect = rows_.entry_effect();
    for (std::size_t p = 0; p < rows_.patterns(); ++p) {
      for (std::size_t a = start[p]; a < start[p + 1]; ++a) {
        for (std::size_t b = start[p]; b < a; ++b) { pairs.emplace_back(effect[a], effect[b]); }
      }
      if (pairs.size() > 50'000'000) { // keep what is distinct
        std::sort(pairs.begin(), pairs.end());
        pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
      }
    }
    pattern_.emplace(rows_.effects(), std::move(pairs));
    // what has many levels first: it is diagonal in itself, or nearly so
    std::vector<std::uint32_t> blocks(rows_.blocks());
    std::iota(blocks.begin(), blocks.end(), 0u);
    const auto size = [&](std::uint32_t b) { return rows_.block_first()[b + 1] - rows_.block_first()[b]; };
    std::stable_sort(blocks.begin(), blocks.end(), [&](std::uint32_t a, std::uint32_t b) { return size(a) > size(b); });
    std::vector<std::uint32_t> order;
    for (const std::uint32_t b : blocks) {
      for (std::size_t e = rows_.block_first()[b]; e < rows_.block_first()[b + 1]; ++e) { order.push_back(static_cast<std::uint32_t>(e)); }
    }
    root_.emplace(*pattern_, order);
    entries_.resize(pattern_->entries());
    inverse_.resize(pattern_->entries());
    for (std::size_t p = 0; p < rows_.patterns(); ++p) {
      place_start_.push_back(place_.size());
      for (std::size_t a = start[p]; a < start[p + 1]; ++a) {
        for (std::size_t b = start[p]; b <= a; ++b) { place_.push_back(static_cast<std::uint32_t>(pattern_->find(effect[a], effect[b]))); }
      }
    }
    place_start_.push_back(place_.size());
  }

  void unpack(std::span<const double> parameters) {
    const std::size_t each = rows_.levels() - 1;
    tau_.resize(each * rows_.threshold_sets());
    for (std::size_t set = 0; set < rows_.threshold_sets(); ++set) {
      thresholds_.expand(parameters.subspan(set * thresholds_.parameters(), thresholds_.parameters()), std::span{tau_}.subspan(set * each, each));
    }
    predictor_.resize(rows_.fixed_rows());
    inverse_scale_.resize(rows_.fixed_rows());
    for (std::size_t f = 0; f < rows_.fixed_rows(); ++f) {
      const auto terms = rows_.fixed_row(f);
      double sum = 0.0;
      for (std::size_t t = 0; t < layout_.fixed; ++t) { sum += terms[t] * parameters[layout_.first_fixed() + t]; }
      predictor_[f] = sum;
      double log_scale = 0.0;
      for (std::size_t t = 0; t < layout_.scale; ++t) { log_scale += terms[layout_.fixed + t] * parameters[layout_.first_scale() + t]; }
      inverse_scale_[f] = std::exp(-log_scale);
    }
    deviation_.resize(layout_.blocks);
    for (std::size_t b = 0; b < layout_.blocks; ++b) { deviation_[b] = std::exp(parameters[layout_.first_block() + b]); }
    // e^-threshold and the gaps between them, for the quick logistic form
    quick_ = options_.link == link_kind::logit && layout_.scale == 0;
    for (const double t : tau_) { quick_ = quick_ && std::fabs(t) < 300.0; }
    if (quick_) {
      quick_tau_.resize(tau_.size());
      quick_gap_.assign(rows_.threshold_sets() * rows_.levels(), 0.0);
      for (std::size_t i = 0; i < tau_.size(); ++i) { quick_tau_[i] = std::exp(-tau_[i]); }
      for (std::size_t set = 0; set < rows_.threshold_sets(); ++set) {
        const double* tau = tau_.data() + set * each;
        double* gap = quick_gap_.data() + set * rows_.levels();
        for (std::size_t y = 1; y < each; ++y) { gap[y] = -tau[y - 1] + detail::log1m_exp((std::fmin)(tau[y - 1] - tau[y], -1e-300)); }
        gap[each] = -tau[each - 1];
      }
    }
  }

  /// The effect of a pattern on the predictor, per unit of scale.
  [[nodiscard]] double pattern_predictor(std::size_t p, std::span<const double> effects) const noexcept {
    double sum = 0.0;
    for (std::size_t e = rows_.entry_start()[p]; e < rows_.entry_start()[p + 1]; ++e) { sum += effects[rows_.entry_effect()[e]] * rows_.entry_coefficient()[e]; }
    return sum;
  }

  template <class Law> [[nodiscard]] cell cumulative_at(const packed_rows::row& row, double eta, double unit) const noexcept {
    const std::size_t each = rows_.levels() - 1;
    const double* tau = tau_.data() + row.set * each;
    const bool has_lower = row.answer > 0;
    const bool has_upper = row.answer < each;
    if constexpr (std::is_same_v<Law, loglog>) {
      return loglog_cell(has_lower ? tau[row.answer - 1] * unit : 0.0, has_upper ? tau[row.answer] * unit : 0.0, has_lower, has_upper, eta * unit);
    }
    return cumulative_cell<Law>(has_lower ? tau[row.answer - 1] * unit : 0.0, has_upper ? tau[row.answer] * unit : 0.0, has_lower, has_upper, eta * unit);
  }

  /// Log probability, score and weight of every pattern's rows at some effects; the two sums land in score_ and weight_.
  /// \param u the effects on their own scale \return the sum of the weighted log probabilities
  template <class Law> double pass(std::span<const double> u) {
    std::vector<double> part(pieces_, 0.0);
    numeric::parallel_parts(pieces_, options_.threads, [&](std::size_t, numeric::index_range range) {
      for (std::size_t i = range.first; i < range.last; ++i) {
        double sum = 0.0;
        const std::size_t last = (std::min)(rows_.patterns(), (i + 1) * piece);
        for (std::size_t p = i * piece; p < last; ++p) { sum += quick_ ? pass_quick(p, u) : pass_pattern<Law>(p, u); }
        part[i] = sum;
      }
    });
    return std::accumulate(part.begin(), part.end(), 0.0);
  }

  template <class Law> double pass_pattern(std::size_t p, std::span<const double> u) {
    const double shift = pattern_predictor(p, u);
    double sum = 0.0;
    double score = 0.0;
    double weight = 0.0;
    for (std::size_t r = rows_.row_start()[p]; r < rows_.row_start()[p + 1]; ++r) {
      const packed_rows::row& row = rows_.rows()[r];
      const double eta = predictor_[row.fixed] + shift;
      const double unit = inverse_scale_[row.fixed];
      double log_probability;
      double row_score;
      double row_weight;
      if constexpr (std::is_same_v<Law, adjacent>) {
        const adjacent_cell c = adjacent_at(row, eta, unit);
        log_probability = c.log_probability;
        row_score = c.score;
        row_weight = c.weight;
      } else {
        const cell c = cumulative_at<Law>(row, eta, unit);
        log_probability = c.log_probability;
        row_score = c.score;
        row_weight = c.weight;
      }
      sum += row.weight * log_probability;
      score += row.weight * unit * row_score;
      weight += row.weight * unit * unit * row_weight;
    }
    score_[p] = score;
    weight_[p] = weight;
    return sum;
  }

  /// The logistic case with one exponential a row: with t = e^(predictor - threshold), F = 1 / (1 + t).
  double pass_quick(std::size_t p, std::span<const double> u) {
    const double shift = pattern_predictor(p, u);
    const std::size_t each = rows_.levels() - 1;
    double sum = 0.0;
    double score = 0.0;
    double weight = 0.0;
    for (std::size_t r = rows_.row_start()[p]; r < rows_.row_start()[p + 1]; ++r) {
      const packed_rows::row& row = rows_.rows()[r];
      const double eta = predictor_[row.fixed] + shift;
      if (!(std::fabs(eta) < 300.0)) { return pass_pattern<logit>(p, u); }
      const double e = std::exp(eta);
      const double* tau = quick_tau_.data() + row.set * each;
      double product = 1.0;
      double row_score = -1.0;
      double row_weight = 0.0;
      if (row.answer < each) {
        const double t = e * tau[row.answer];
        const double f = 1.0 / (1.0 + t);
        product = 1.0 + t;
        row_score += f;
        row_weight += t * f * f;
      } else {
        row_score += 1.0;
      }
      double log_probability = 0.0;
      if (row.answer > 0) {
        const double t = e * tau[row.answer - 1];
        const double f = 1.0 / (1.0 + t);
        product *= 1.0 + t;
        row_score += f;
        row_weight += t * f * f;
        log_probability = eta + quick_gap_[row.set * rows_.levels() + row.answer];
      }
      log_probability -= std::log(product);
      sum += row.weight * log_probability;
      score += row.weight * row_score;
      weight += row.weight * row_weight;
    }
    score_[p] = score;
    weight_[p] = weight;
    return sum;
  }

  [[nodiscard]] adjacent_cell adjacent_at(const packed_rows::row& row, double eta, double unit) const noexcept {
    const std::size_t each = rows_.levels() - 1;
    std::array<double, most_levels - 1> tau;
    for (std::size_t k = 0; k < each; ++k) { tau[k] = tau_[row.set * each + k] * unit; }
    return adjacent_category_cell({tau.data(), each}, row.answer, eta * unit);
  }

  /// H from the weights of the patterns.
  void assemble() {
    std::fill(entries_.begin(), entries_.end(), 0.0);
    for (std::size_t e = 0; e < rows_.effects(); ++e) { entries_[pattern_->first(e)] = 1.0; }
    for (std::size_t p = 0; p < rows_.patterns(); ++p) {
      const std::size_t first = rows_.entry_start()[p];
      const std::size_t count = rows_.entry_start()[p + 1] - first;
      const std::uint32_t* place = place_.data() + place_start_[p];
      for (std::size_t a = 0; a < count; ++a) {
        const double xa = scaled_[first + a] * weight_[p];
        for (std::size_t b = 0; b <= a; ++b) { entries_[*place++] += xa * scaled_[first + b]; }
      }
    }
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
    for (std::size_t e = 0; e < scaled_.size(); ++e) { scaled_[e] = rows_.entry_coefficient()[e] * deviation_[block_of_[rows_.entry_effect()[e]]]; }
    std::vector<double> u(q);
    std::vector<double> step(q);
    std::vector<double> trial(q);
    const auto on_own_scale = [&](std::span<const double> b) {
      for (std::size_t e = 0; e < q; ++e) { u[e] = b[e] * deviation_[block_of_[e]]; }
    };
    const auto half_square = [](std::span<const double> b) { return 0.5 * std::inner_product(b.begin(), b.end(), b.begin(), 0.0); };
    newton_steps_ = 0;
    converged_ = false;
    on_own_scale(modes_);
    double likelihood = pass<Law>(u);
    double objective = half_square(modes_) - likelihood;
    if (!std::isfinite(objective)) { // a start from elsewhere
      std::fill(modes_.begin(), modes_.end(), 0.0);
      on_own_scale(modes_);
      likelihood = pass<Law>(u);
      objective = -likelihood;
      if (!std::isfinite(objective)) { return std::nullopt; }
    }
    for (; newton_steps_ < 100; ++newton_steps_) {
      assemble();
      if (!root_->factor(entries_)) { return std::nullopt; }
      gather(score_, step);
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
        on_own_scale(trial);
        const double there = pass<Law>(u);
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
      if (decrement < options_.newton_tolerance && length >= 1.0) { // the step just taken has squared what was left
        assemble();
        if (!root_->factor(entries_)) { return std::nullopt; }
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
    for (std::size_t b = 0; b < layout_.blocks; ++b) {
      if (parameters[layout_.first_block() + b] > 12.0) { return std::nullopt; }
    }
    unpack(parameters);
    double value;
    if (rows_.effects() == 0) {
      value = -pass<Law>({});
      converged_ = true;
    } else {
      const auto likelihood = find_modes<Law>();
      if (!likelihood) { return std::nullopt; }
      value = -*likelihood + 0.5 * std::inner_product(modes_.begin(), modes_.end(), modes_.begin(), 0.0) + 0.5 * root_->log_determinant();
    }
    if (!gradient.empty()) { differentiate<Law>(parameters, gradient); }
    value += priors(parameters, gradient);
    if (!std::isfinite(value)) { return std::nullopt; }
    return value;
  }

  /// Sums over rows for the gradient, one set a piece of work.
  struct sums {
    std::vector<double> by_threshold;
    std::vector<double> by_fixed_row;
    std::vector<double> by_scale_row;
  };

  template <class Law> void differentiate(std::span<const double> parameters, std::span<double> gradient) {
    const std::size_t q = rows_.effects();
    const std::size_t patterns = rows_.patterns();
    const std::size_t each = rows_.levels() - 1;
    std::vector<double> u(q);
    for (std::size_t e = 0; e < q; ++e) { u[e] = modes_[e] * deviation_[block_of_[e]]; }
    std::vector<double> leverage(patterns, 0.0);
    std::vector<double> shift(patterns, 0.0);
    std::vector<double> v(q, 0.0);
    if (q > 0) {
      root_->inverse(inverse_);
      std::vector<double> half(patterns);
      in_pieces([&](std::size_t p) {
        const std::size_t first = rows_.entry_start()[p];
        const std::size_t count = rows_.entry_start()[p + 1] - first;
        const std::uint32_t* place = place_.data() + place_start_[p];
        double h = 0.0;
        for (std::size_t a = 0; a < count; ++a) {
          for (std::size_t b = 0; b < a; ++b) { h += 2.0 * scaled_[first + a] * scaled_[first + b] * inverse_[*place++]; }
          h += scaled_[first + a] * scaled_[first + a] * inverse_[*place++];
        }
        leverage[p] = h;
        half[p] = 0.5 * h * weight_slopes<Law>(p, u);
      });
      gather(half, v);
      root_->solve(v);
      in_pieces([&](std::size_t p) {
        double sum = 0.0;
        for (std::size_t e = rows_.entry_start()[p]; e < rows_.entry_start()[p + 1]; ++e) { sum += v[rows_.entry_effect()[e]] * scaled_[e]; }
        shift[p] = sum;
      });
    }

    std::vector<sums> part(pieces_);
    std::vector<double> by_pattern(patterns);
    numeric::parallel_parts(pieces_, options_.threads, [&](std::size_t, numeric::index_range range) {
      for (std::size_t i = range.first; i < range.last; ++i) {
        sums& own = part[i];
        own.by_threshold.assign(tau_.size(), 0.0);
        if (layout_.fixed > 0) { own.by_fixed_row.assign(layout_.fixed, 0.0); }
        if (layout_.scale > 0) { own.by_scale_row.assign(layout_.scale, 0.0); }
        const std::size_t last = (std::min)(patterns, (i + 1) * piece);
        for (std::size_t p = i * piece; p < last; ++p) { by_pattern[p] = row_slopes_of<Law>(p, u, leverage[p], shift[p], own); }
      }
    });
    std::vector<double> by_tau(tau_.size(), 0.0);
    std::fill(gradient.begin(), gradient.end(), 0.0);
    for (const sums& own : part) {
      for (std::size_t i = 0; i < by_tau.size(); ++i) { by_tau[i] += own.by_threshold[i]; }
      for (std::size_t t = 0; t < layout_.fixed; ++t) { gradient[layout_.first_fixed() + t] += own.by_fixed_row[t]; }
      for (std::size_t t = 0; t < layout_.scale; ++t) { gradient[layout_.first_scale() + t] += own.by_scale_row[t]; }
    }
    for (std::size_t set = 0; set < rows_.threshold_sets(); ++set) {
      thresholds_.pull_back(parameters.subspan(set * thresholds_.parameters(), thresholds_.parameters()), std::span{by_tau}.subspan(set * each, each),
                            gradient.subspan(set * thresholds_.parameters(), thresholds_.parameters()));
    }
    if (q > 0) {
      std::vector<double> t(q);
      gather(by_pattern, t);
      for (std::size_t e = 0; e < q; ++e) { gradient[layout_.first_block() + block_of_[e]] += (t[e] + v[e]) * modes_[e] + 1.0 - inverse_[pattern_->first(e)]; }
    }
  }

  template <class Function> void in_pieces(Function f) {
    numeric::parallel_parts(pieces_, options_.threads, [&](std::size_t, numeric::index_range range) {
      for (std::size_t i = range.first; i < range.last; ++i) {
        const std::size_t last = (std::min)(rows_.patterns(), (i + 1) * piece);
        for (std::size_t p = i * piece; p < last; ++p) { f(p); }
      }
    });
  }

  /// Sum over a pattern's rows of the weight's slope by the predictor.
  template <class Law> double weight_slopes(std::size_t p, std::span<const double> u) const {
    const double shift = pattern_predictor(p, u);
    double sum = 0.0;
    for (std::size_t r = rows_.row_start()[p]; r < rows_.row_start()[p + 1]; ++r) {
      const packed_rows::row& row = rows_.rows()[r];
      const double eta = predictor_[row.fixed] + shift;
      const double unit = inverse_scale_[row.fixed];
      if (quick_ && std::fabs(eta) < 300.0) {
        const double e = std::exp(eta);
        const double* tau = quick_tau_.data() + row.set * (rows_.levels() - 1);
        double slope = 0.0;
        const auto end = [&](double threshold) {
          const double t = e * threshold;
          const double f = 1.0 / (1.0 + t);
          slope -= t * f * f * (t - 1.0) * f;
        };
        if (row.answer > 0) { end(tau[row.answer - 1]); }
        if (row.answer + 1u < rows_.levels()) { end(tau[row.answer]); }
        sum += row.weight * slope;
      } else if constexpr (std::is_same_v<Law, adjacent>) {
        sum += row.weight * unit * unit * unit * adjacent_at(row, eta, unit).weight_slope;
      } else {
        sum += row.weight * unit * unit * unit * cumulative_at<Law>(row, eta, unit).weight_slope;
      }
    }
    return sum;
  }

  /// What a pattern's rows add to the gradient. \return the sum of the rows' slopes by the predictor
  template <class Law> double row_slopes_of(std::size_t p, std::span<const double> u, double h, double q, sums& own) const {
    const double shift = pattern_predictor(p, u);
    const std::size_t each = rows_.levels() - 1;
    double total = 0.0;
    for (std::size_t r = rows_.row_start()[p]; r < rows_.row_start()[p + 1]; ++r) {
      const packed_rows::row& row = rows_.rows()[r];
      const double eta = predictor_[row.fixed] + shift;
      const double unit = inverse_scale_[row.fixed];
      double* by_threshold = own.by_threshold.data() + row.set * each;
      double slope;          // by the predictor
      double by_scale = 0.0; // by the log of the scale
      if constexpr (std::is_same_v<Law, adjacent>) {
        const adjacent_cell c = adjacent_at(row, eta, unit);
        slope = row.weight * unit * (-c.score + unit * (0.5 * h * unit * c.weight_slope - q * c.weight));
        for (std::size_t k = 0; k < each; ++k) {
          const double direct = unit * (-c.by_threshold[k] + unit * (0.5 * h * unit * c.weight_by_threshold[k] + q * c.score_by_threshold[k]));
          by_threshold[k] += row.weight * direct;
          by_scale -= direct * tau_[row.set * each + k];
        }
        by_scale = row.weight * (by_scale - h * unit * unit * c.weight - q * unit * c.score) - slope * eta;
      } else if (quick_ && std::fabs(eta) < 300.0) {
        const double e = std::exp(eta);
        const double* tau = quick_tau_.data() + row.set * each;
        double ends[2] = {0.0, 0.0};
        double score = row.answer < each ? -1.0 : 0.0;
        double weight = 0.0;
        double weight_slope = 0.0;
        double density[2] = {0.0, 0.0};
        for (int side = 0; side < 2; ++side) {
          if (side == 0 ? row.answer == 0 : row.answer == each) { continue; }
          const double t = e * tau[row.answer - 1 + side];
          const double f = 1.0 / (1.0 + t);
          density[side] = t * f * f;
          const double density_slope = density[side] * (t - 1.0) * f; // f' = f (1 - 2 F)
          score += f;
          weight += density[side];
          weight_slope -= density_slope;
          ends[side] = 0.5 * h * density_slope + q * density[side];
        }
        const double probability = row.answer == 0 ? 1.0 / (1.0 + e * tau[0])
                                   : row.answer == each ? 1.0 / (1.0 + 1.0 / (e * tau[each - 1]))
                                                        : std::exp(eta + quick_gap_[row.set * rows_.levels() + row.answer]) / ((1.0 + e * tau[row.answer]) * (1.0 + e * tau[row.answer - 1]));
        if (row.answer > 0) { by_threshold[row.answer - 1] += row.weight * (density[0] / probability + ends[0]); }
        if (row.answer < each) { by_threshold[row.answer] += row.weight * (-density[1] / probability + ends[1]); }
        slope = row.weight * (-score + 0.5 * h * weight_slope - q * weight);
      } else {
        const cell c = cumulative_at<Law>(row, eta, unit);
        slope = row.weight * unit * (-c.score + unit * (0.5 * h * unit * c.weight_slope - q * c.weight));
        const double lower = unit * (-c.by_lower + unit * (0.5 * h * unit * c.weight_by_lower + q * c.score_by_lower));
        const double upper = unit * (-c.by_upper + unit * (0.5 * h * unit * c.weight_by_upper + q * c.score_by_upper));
        if (row.answer > 0) {
          by_threshold[row.answer - 1] += row.weight * lower;
          by_scale -= lower * tau_[row.set * each + row.answer - 1];
        }
        if (row.answer < each) {
          by_threshold[row.answer] += row.weight * upper;
          by_scale -= upper * tau_[row.set * each + row.answer];
        }
        by_scale = row.weight * (by_scale - h * unit * unit * c.weight - q * unit * c.score) - slope * eta;
      }
      total += slope;
      if (layout_.fixed + layout_.scale > 0) {
        const auto terms = rows_.fixed_row(row.fixed);
        for (std::size_t t = 0; t < layout_.fixed; ++t) { own.by_fixed_row[t] += slope * terms[t]; }
        for (std::size_t t = 0; t < layout_.scale; ++t) { own.by_scale_row[t] += by_scale * terms[layout_.fixed + t]; }
      }
    }
    return total;
  }

  template <class Law> std::vector<double> rough_curvature_with(std::span<const double> parameters) {
    const std::size_t q = rows_.effects();
    const std::size_t each = rows_.levels() - 1;
    const std::size_t taus = tau_.size();
    const std::size_t n = taus + layout_.fixed; // thresholds as they are, coefficients
    std::vector<double> inner(n * n, 0.0);
    std::vector<double> by_pattern(rows_.patterns() * n, 0.0); // d score / d parameter
    std::vector<double> u(q);
    for (std::size_t e = 0; e < q; ++e) { u[e] = modes_[e] * deviation_[block_of_[e]]; }
    for (std::size_t p = 0; p < rows_.patterns(); ++p) {
      const double shift = pattern_predictor(p, u);
      double* of_pattern = by_pattern.data() + p * n;
      for (std::size_t r = rows_.row_start()[p]; r < rows_.row_start()[p + 1]; ++r) {
        const packed_rows::row& row = rows_.rows()[r];
        const double eta = predictor_[row.fixed] + shift;
        const double unit = inverse_scale_[row.fixed];
        const double square = row.weight * unit * unit;
        const auto terms = rows_.fixed_row(row.fixed);
        const std::size_t first = row.set * each;
        double weight;
        const auto with_terms = [&](std::size_t i, double score_by) { // a threshold against the coefficients
          of_pattern[i] += square * score_by;
          for (std::size_t t = 0; t < layout_.fixed; ++t) {
            inner[i * n + taus + t] -= square * score_by * terms[t];
            inner[(taus + t) * n + i] -= square * score_by * terms[t];
          }
        };
        if constexpr (std::is_same_v<Law, adjacent>) {
          const adjacent_cell c = adjacent_at(row, eta, unit);
          weight = c.weight;
          for (std::size_t j = 0; j < each; ++j) {
            with_terms(first + j, c.score_by_threshold[j]);
            const double pj = c.by_threshold[j] + (row.answer > j ? 1.0 : 0.0);
            for (std::size_t k = 0; k <= j; ++k) {
              const double pk = c.by_threshold[k] + (row.answer > k ? 1.0 : 0.0);
              const double both = square * pj * (1.0 - pk);
              inner[(first + j) * n + first + k] += both;
              if (k < j) { inner[(first + k) * n + first + j] += both; }
            }
          }
        } else {
          const cell c = cumulative_at<Law>(row, eta, unit);
          weight = c.weight;
          const double cross = -c.by_lower * c.by_upper;
          const bool has_lower = row.answer > 0;
          const bool has_upper = row.answer < each;
          const std::size_t lower = first + row.answer - 1;
          const std::size_t upper = first + row.answer;
          if (has_lower) {
            with_terms(lower, c.score_by_lower);
            inner[lower * n + lower] += square * (c.score_by_lower + cross);
          }
          if (has_upper) {
            with_terms(upper, c.score_by_upper);
            inner[upper * n + upper] += square * (c.score_by_upper + cross);
          }
          if (has_lower && has_upper) {
            inner[lower * n + upper] -= square * cross;
            inner[upper * n + lower] -= square * cross;
          }
        }
        for (std::size_t t = 0; t < layout_.fixed; ++t) {
          of_pattern[taus + t] -= square * weight * terms[t];
          for (std::size_t s = 0; s < layout_.fixed; ++s) { inner[(taus + t) * n + taus + s] += square * weight * terms[t] * terms[s]; }
        }
      }
    }
    if (q > 0) { // take away what the random effects can follow
      std::vector<double> column(rows_.patterns());
      std::vector<std::vector<double>> along(n, std::vector<double>(q));
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t p = 0; p < rows_.patterns(); ++p) { column[p] = by_pattern[p * n + i]; }
        gather(column, along[i]);
      }
      for (std::size_t i = 0; i < n; ++i) {
        std::vector<double> solved = along[i];
        root_->solve(solved);
        for (std::size_t j = 0; j < n; ++j) { inner[i * n + j] -= std::inner_product(solved.begin(), solved.end(), along[j].begin(), 0.0); }
      }
    }
    // thresholds to working parameters
    const std::size_t size = layout_.size();
    const std::size_t working = thresholds_.parameters();
    std::vector<double> map(n * size, 0.0);
    for (std::size_t set = 0; set < rows_.threshold_sets(); ++set) {
      const std::vector<double> slopes = thresholds_.slopes(parameters.subspan(set * working, working));
      for (std::size_t k = 0; k < each; ++k) {
        for (std::size_t w = 0; w < working; ++w) { map[(set * each + k) * size + set * working + w] = slopes[k * working + w]; }
      }
    }
    for (std::size_t t = 0; t < layout_.fixed; ++t) { map[(taus + t) * size + layout_.first_fixed() + t] = 1.0; }
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
    for (std::size_t t = 0; t < layout_.scale; ++t) { out[(layout_.first_scale() + t) * (size + 1)] = rows_.total_weight(); }
    for (std::size_t b = 0; b < layout_.blocks; ++b) { out[(layout_.first_block() + b) * (size + 1)] = static_cast<double>(rows_.block_first()[b + 1] - rows_.block_first()[b]); }
    return out;
  }

  /// Minus the log of the priors, with their part of the gradient.
  double priors(std::span<const double> parameters, std::span<double> gradient) const {
    double value = 0.0;
    const std::size_t each = rows_.levels() - 1;
    if (options_.threshold_prior > 0.0) {
      for (std::size_t set = 0; set < rows_.threshold_sets(); ++set) {
        std::vector<double> by_tau(each, 0.0);
        value += thresholds_.prior(std::span{tau_}.subspan(set * each, each), options_.link, options_.threshold_prior, by_tau);
        // as a density of the working parameters, so that its mode never lies where two thresholds meet
        for (std::size_t j = set * thresholds_.parameters() + thresholds_.first_gap(); j < (set + 1) * thresholds_.parameters(); ++j) {
          value -= parameters[j];
          if (!gradient.empty()) { gradient[j] -= 1.0; }
        }
        if (!gradient.empty()) {
          thresholds_.pull_back(parameters.subspan(set * thresholds_.parameters(), thresholds_.parameters()), by_tau,
                                gradient.subspan(set * thresholds_.parameters(), thresholds_.parameters()));
        }
      }
    }
    if (options_.coefficient_deviation > 0.0) {
      const double precision = 1.0 / (options_.coefficient_deviation * options_.coefficient_deviation);
      for (std::size_t i = layout_.first_fixed(); i < layout_.first_scale(); ++i) {
        value += 0.5 * precision * parameters[i] * parameters[i];
        if (!gradient.empty()) { gradient[i] += precision * parameters[i]; }
      }
    }
    if (options_.deviation_rate > 0.0) {
      for (std::size_t b = 0; b < layout_.blocks; ++b) {
        value += options_.deviation_rate * deviation_[b] - parameters[layout_.first_block() + b];
        if (!gradient.empty()) { gradient[layout_.first_block() + b] += options_.deviation_rate * deviation_[b] - 1.0; }
      }
    }
    return value;
  }

  const packed_rows& rows_;
  laplace_options options_;
  threshold_map thresholds_;
  parameter_layout layout_;
  std::vector<double> modes_;
  std::vector<std::uint32_t> block_of_;
  std::size_t pieces_{};
  std::optional<numeric::symmetric_pattern> pattern_;
  std::optional<numeric::sparse_cholesky> root_;
  std::vector<double> entries_;
  std::vector<double> inverse_;
  std::vector<std::uint32_t> place_;
  std::vector<std::size_t> place_start_;
  std::vector<double> tau_;
  std::vector<double> predictor_;
  std::vector<double> inverse_scale_;
  std::vector<double> deviation_;
  std::vector<double> scaled_;
  bool quick_{};
  std::vector<double> quick_tau_;
  std::vector<double> quick_gap_;
  std::vector<double> score_;
  std::vector<double> weight_;
  std::size_t newton_steps_{};
  bool converged_{};
};

} // namespace headway::models
