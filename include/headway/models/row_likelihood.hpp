#pragma once

/// \file
/// The likelihood of packed rows given their effects, with its derivatives row by row.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <numeric>
#include <span>
#include <type_traits>
#include <vector>

#include <headway/models/laplace_options.hpp>
#include <headway/models/link.hpp>
#include <headway/models/rows.hpp>
#include <headway/models/thresholds.hpp>
#include <headway/numeric/parallel.hpp>

namespace headway::models::detail {

/// Stands for the adjacent-category link, which has no law.
struct adjacent {};

/// What packed rows say at some parameters, given their effects: log probabilities, scores, weights and what a gradient is made of. Rows are split over threads in fixed pieces.
class row_likelihood {
public:
  /// \param rows lives as long as this object
  row_likelihood(const packed_rows& rows, const laplace_options& options)
      : rows_{rows}, options_{options}, thresholds_{options.thresholds, rows.levels(), options.link == link_kind::adjacent_category},
        layout_{thresholds_.parameters() * rows.threshold_sets(), rows.fixed_terms(), rows.scale_terms(), rows.blocks()}, pieces_{(rows.patterns() + piece - 1) / piece},
        log_probability_(rows.patterns()), score_(rows.patterns()), weight_(rows.patterns()) {}

  [[nodiscard]] const laplace_options& options() const noexcept { return options_; }
  [[nodiscard]] const parameter_layout& layout() const noexcept { return layout_; }
  [[nodiscard]] const threshold_map& thresholds() const noexcept { return thresholds_; }
  /// Thresholds, set by set.
  [[nodiscard]] std::span<const double> tau() const noexcept { return tau_; }
  /// Standard deviations of the blocks.
  [[nodiscard]] std::span<const double> deviation() const noexcept { return deviation_; }
  /// Sum of the weighted log probabilities of every pattern's rows, after a pass.
  [[nodiscard]] std::span<const double> log_probability() const noexcept { return log_probability_; }
  /// Score of every pattern's rows by its predictor, after a pass.
  [[nodiscard]] std::span<const double> score() const noexcept { return score_; }
  /// Weight of every pattern's rows, after a pass.
  [[nodiscard]] std::span<const double> weight() const noexcept { return weight_; }

  /// Takes parameters: all else is said at them.
  void at(std::span<const double> parameters) {
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

  /// Log probability, score and weight of every pattern's rows at some effects; their sums are score() and weight().
  /// \param u the effects on their own scale \return the sum of the weighted log probabilities
  template <class Law> [[nodiscard]] double pass(std::span<const double> u) {
    std::vector<double> part(pieces_, 0.0);
    numeric::parallel_parts(pieces_, options_.threads, [&](std::size_t, numeric::index_range range) {
      for (std::size_t i = range.first; i < range.last; ++i) {
        double sum = 0.0;
        const std::size_t last = (std::min)(rows_.patterns(), (i + 1) * piece);
        for (std::size_t p = i * piece; p < last; ++p) { sum += log_probability_[p] = quick_ ? pass_quick(p, u) : pass_pattern<Law>(p, u); }
        part[i] = sum;
      }
    });
    return std::accumulate(part.begin(), part.end(), 0.0);
  }

  /// Slopes by thresholds, as they are, and coefficients.
  struct slopes {
    std::vector<double> by_threshold;
    std::vector<double> by_fixed;
    std::vector<double> by_scale;
  };

  /// Slopes of the value's part of the rows, with their curvature and the shift of the modes.
  /// \param leverage of every pattern's rows \param shift of every pattern's predictor with the modes \param by_pattern filled: slopes by the patterns' predictors
  /// \param share what every pattern's log probabilities themselves count for, beside their curvature and shift; empty: 1
  template <class Law> [[nodiscard]] slopes differentiate(std::span<const double> u, std::span<const double> leverage, std::span<const double> shift, std::span<double> by_pattern,
                                                          std::span<const double> share = {}) const {
    std::vector<slopes> part(pieces_);
    numeric::parallel_parts(pieces_, options_.threads, [&](std::size_t, numeric::index_range range) {
      for (std::size_t i = range.first; i < range.last; ++i) {
        slopes& own = part[i];
        own.by_threshold.assign(tau_.size(), 0.0);
        if (layout_.fixed > 0) { own.by_fixed.assign(layout_.fixed, 0.0); }
        if (layout_.scale > 0) { own.by_scale.assign(layout_.scale, 0.0); }
        const std::size_t last = (std::min)(rows_.patterns(), (i + 1) * piece);
        for (std::size_t p = i * piece; p < last; ++p) { by_pattern[p] = row_slopes_of<Law>(p, u, leverage[p], shift[p], share.empty() ? 1.0 : share[p], own); }
      }
    });
    slopes out;
    out.by_threshold.assign(tau_.size(), 0.0);
    out.by_fixed.assign(layout_.fixed, 0.0);
    out.by_scale.assign(layout_.scale, 0.0);
    for (const slopes& own : part) {
      for (std::size_t i = 0; i < tau_.size(); ++i) { out.by_threshold[i] += own.by_threshold[i]; }
      for (std::size_t t = 0; t < layout_.fixed; ++t) { out.by_fixed[t] += own.by_fixed[t]; }
      for (std::size_t t = 0; t < layout_.scale; ++t) { out.by_scale[t] += own.by_scale[t]; }
    }
    return out;
  }

  /// Sum over a pattern's rows of the weight's slope by the predictor.
  template <class Law> [[nodiscard]] double weight_slopes(std::size_t p, std::span<const double> u) const {
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

  /// What the rows say about thresholds, as they are, and coefficients: observed information with the effects held.
  /// \param by_pattern filled: the slopes of every pattern's score by these, pattern by pattern \return as many squared, row by row
  template <class Law> [[nodiscard]] std::vector<double> information(std::span<const double> u, std::vector<double>& by_pattern) const {
    const std::size_t n = tau_.size() + layout_.fixed; // thresholds as they are, coefficients
    by_pattern.assign(rows_.patterns() * n, 0.0);
    return sum_over_patterns(n * n, [&](std::size_t p, std::span<double> sum) { add_information<Law>(p, u, by_pattern.data() + p * n, sum.data()); });
  }

  /// A sum over patterns of a few numbers each, split over threads in fixed pieces. \param add called as add(pattern, sum)
  template <class Function> [[nodiscard]] std::vector<double> sum_over_patterns(std::size_t count, Function add) const {
    std::vector<std::vector<double>> part(16);
    numeric::parallel_for(part.size(), options_.threads, [&](std::size_t i) {
      part[i].assign(count, 0.0);
      const numeric::index_range range = numeric::part_of(rows_.patterns(), part.size(), i);
      for (std::size_t p = range.first; p < range.last; ++p) { add(p, std::span<double>{part[i]}); }
    });
    for (std::size_t i = 1; i < part.size(); ++i) { std::transform(part[i].begin(), part[i].end(), part[0].begin(), part[0].begin(), std::plus{}); }
    return part[0];
  }

  /// Calls a function with every pattern, split over threads.
  template <class Function> void in_pieces(Function f) const {
    numeric::parallel_parts(pieces_, options_.threads, [&](std::size_t, numeric::index_range range) {
      for (std::size_t i = range.first; i < range.last; ++i) {
        const std::size_t last = (std::min)(rows_.patterns(), (i + 1) * piece);
        for (std::size_t p = i * piece; p < last; ++p) { f(p); }
      }
    });
  }

private:
  static constexpr std::size_t piece = 2048; ///< patterns of a piece of work, whatever the number of threads

  /// The effect of a pattern on the predictor, per unit of scale.
  [[nodiscard]] double pattern_predictor(std::size_t p, std::span<const double> effects) const noexcept {
    double sum = 0.0;
    for (std::size_t e = rows_.entry_start()[p]; e < rows_.entry_start()[p + 1]; ++e) { sum += effects[rows_.entry_effect()[e]] * rows_.entry_coefficient()[e]; }
    return sum;
  }

  /// What a pattern's rows add to `information`.
  template <class Law> void add_information(std::size_t p, std::span<const double> u, double* of_pattern, double* inner) const {
    const std::size_t each = rows_.levels() - 1;
    const std::size_t taus = tau_.size();
    const std::size_t n = taus + layout_.fixed;
    const double shift = pattern_predictor(p, u);
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

  [[nodiscard]] adjacent_cell adjacent_at(const packed_rows::row& row, double eta, double unit) const noexcept {
    const std::size_t each = rows_.levels() - 1;
    std::array<double, most_levels - 1> tau;
    for (std::size_t k = 0; k < each; ++k) { tau[k] = tau_[row.set * each + k] * unit; }
    return adjacent_category_cell({tau.data(), each}, row.answer, eta * unit);
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

  /// What a pattern's rows add to the gradient. \param direct what their log probabilities themselves count for \return the sum of the rows' slopes by the predictor
  template <class Law> double row_slopes_of(std::size_t p, std::span<const double> u, double h, double q, double direct, slopes& own) const {
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
        slope = row.weight * unit * (-direct * c.score + unit * (0.5 * h * unit * c.weight_slope - q * c.weight));
        for (std::size_t k = 0; k < each; ++k) {
          const double by_tau = unit * (-direct * c.by_threshold[k] + unit * (0.5 * h * unit * c.weight_by_threshold[k] + q * c.score_by_threshold[k]));
          by_threshold[k] += row.weight * by_tau;
          by_scale -= by_tau * tau_[row.set * each + k];
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
        if (row.answer > 0) { by_threshold[row.answer - 1] += row.weight * (direct * density[0] / probability + ends[0]); }
        if (row.answer < each) { by_threshold[row.answer] += row.weight * (-direct * density[1] / probability + ends[1]); }
        slope = row.weight * (-direct * score + 0.5 * h * weight_slope - q * weight);
      } else {
        const cell c = cumulative_at<Law>(row, eta, unit);
        slope = row.weight * unit * (-direct * c.score + unit * (0.5 * h * unit * c.weight_slope - q * c.weight));
        const double lower = unit * (-direct * c.by_lower + unit * (0.5 * h * unit * c.weight_by_lower + q * c.score_by_lower));
        const double upper = unit * (-direct * c.by_upper + unit * (0.5 * h * unit * c.weight_by_upper + q * c.score_by_upper));
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
        for (std::size_t t = 0; t < layout_.fixed; ++t) { own.by_fixed[t] += slope * terms[t]; }
        for (std::size_t t = 0; t < layout_.scale; ++t) { own.by_scale[t] += by_scale * terms[layout_.fixed + t]; }
      }
    }
    return total;
  }

  const packed_rows& rows_;
  laplace_options options_;
  threshold_map thresholds_;
  parameter_layout layout_;
  std::size_t pieces_{};
  std::vector<double> tau_;
  std::vector<double> predictor_;
  std::vector<double> inverse_scale_;
  std::vector<double> deviation_;
  bool quick_{};
  std::vector<double> quick_tau_;
  std::vector<double> quick_gap_;
  std::vector<double> log_probability_;
  std::vector<double> score_;
  std::vector<double> weight_;
};

} // namespace headway::models::detail
