#pragma once

/// \file
/// Where one level ends and the next begins: thresholds and the parameters a fit moves in their place, so that their order never breaks.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/models/link.hpp>
#include <headway/numeric/special.hpp>

namespace headway::models {

/// What is asked of the thresholds. Values are part of the C ABI and never reused.
enum class threshold_structure : std::int32_t {
  flexible = 0,         ///< any, in order
  equidistant = 1,      ///< all gaps equal
  symmetric = 2,        ///< gaps mirrored about a centre that is free
  symmetric_zero = 3    ///< mirrored about 0: a scale with its best in the middle
};

/// The code of a structure as written in tables. \return "unknown" for another value
/// Cost: constant. Threads: safe. Since 0.1. Checked by `thresholds_test`.
[[nodiscard]] constexpr std::string_view name(threshold_structure value) noexcept {
  switch (value) {
  case threshold_structure::flexible: return "flexible";
  case threshold_structure::equidistant: return "equidistant";
  case threshold_structure::symmetric: return "symmetric";
  case threshold_structure::symmetric_zero: return "symmetric_zero";
  }
  return "unknown";
}

/// Thresholds from working parameters and back: threshold_k = location + sum_j part_kj exp(parameter_j), the parts whole numbers that the structure fixes. With
/// the adjacent-category link flexible thresholds need no order and are their own parameters.
/// Threads: immutable. Since 0.1. Checked by `thresholds_test`.
class threshold_map {
public:
  /// \param levels of the scale, 2 to 16 \param unordered whether the link lets thresholds stand in any order \throws error out_of_range
  threshold_map(threshold_structure structure, std::size_t levels, bool unordered) : structure_{structure}, count_{levels - 1}, plain_{unordered && structure == threshold_structure::flexible} {
    check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "threshold_map", "levels");
    check::bounded(static_cast<std::int64_t>(structure), 0, 3, "threshold_map", "structure");
    if (plain_) { return; }
    located_ = structure != threshold_structure::symmetric_zero;
    if (structure == threshold_structure::flexible) {
      gaps_ = count_ - 1;
      fill([](std::size_t k, std::size_t j) { return j < k ? 1.0 : 0.0; });
    } else if (structure == threshold_structure::equidistant) {
      gaps_ = count_ > 1 ? 1 : 0;
      fill([](std::size_t k, std::size_t) { return static_cast<double>(k); });
    } else { // an even number of thresholds has its two middle ones half a gap from the centre, an odd number one in it
      gaps_ = count_ / 2;
      const bool even = count_ % 2 == 0;
      fill([&](std::size_t k, std::size_t j) {
        const std::size_t mirrored = count_ - 1 - k;
        if (k == mirrored) { return 0.0; }
        const std::size_t away = even ? (k > mirrored ? k : mirrored) - count_ / 2 : (k > mirrored ? k : mirrored) - count_ / 2 - 1;
        return j <= away ? (k > mirrored ? 1.0 : -1.0) : 0.0;
      });
    }
  }

  /// Number of working parameters.
  [[nodiscard]] std::size_t parameters() const noexcept { return plain_ ? count_ : gaps_ + (located_ ? 1 : 0); }
  /// Number of thresholds.
  [[nodiscard]] std::size_t thresholds() const noexcept { return count_; }

  /// The first working parameter that is the log of a gap; parameters() where none is.
  [[nodiscard]] std::size_t first_gap() const noexcept { return plain_ ? count_ : located_ ? 1 : 0; }

  /// \param working parameters() of them \param tau thresholds() of them; filled
  void expand(std::span<const double> working, std::span<double> tau) const noexcept {
    if (plain_) {
      std::copy(working.begin(), working.end(), tau.begin());
      return;
    }
    const std::size_t first = located_ ? 1 : 0;
    for (std::size_t k = 0; k < count_; ++k) {
      double sum = located_ ? working[0] : 0.0;
      for (std::size_t j = 0; j < gaps_; ++j) { sum += part_[k * gaps_ + j] * std::exp(working[first + j]); }
      tau[k] = sum;
    }
  }

  /// Adds a gradient by thresholds to one by working parameters.
  /// \param working where they stand \param by_tau the gradient by thresholds \param by_working added to
  void pull_back(std::span<const double> working, std::span<const double> by_tau, std::span<double> by_working) const noexcept {
    const std::size_t first = located_ ? 1 : 0;
    for (std::size_t k = 0; k < count_; ++k) {
      if (plain_) {
        by_working[k] += by_tau[k];
        continue;
      }
      if (located_) { by_working[0] += by_tau[k]; }
      for (std::size_t j = 0; j < gaps_; ++j) { by_working[first + j] += by_tau[k] * part_[k * gaps_ + j] * std::exp(working[first + j]); }
    }
  }

  /// The slopes of the thresholds by the working parameters, threshold by threshold.
  [[nodiscard]] std::vector<double> slopes(std::span<const double> working) const {
    std::vector<double> out(count_ * parameters(), 0.0);
    for (std::size_t k = 0; k < count_; ++k) {
      std::vector<double> unit(count_, 0.0);
      unit[k] = 1.0;
      pull_back(working, unit, std::span{out}.subspan(k * parameters(), parameters()));
    }
    return out;
  }

  /// A start from how often the levels were chosen.
  /// \param level_weight one a level \param working parameters() of them; filled
  void start(std::span<const double> level_weight, link_kind link, std::span<double> working) const {
    std::array<double, most_levels - 1> tau{};
    double total = 0.0;
    for (const double w : level_weight) { total += w + 0.5; }
    double below = 0.0;
    for (std::size_t k = 0; k < count_; ++k) {
      below += level_weight[k] + 0.5;
      const double p = below / total;
      switch (link) {
      case link_kind::logit: tau[k] = std::log(p / (1.0 - p)); break;
      case link_kind::probit: tau[k] = numeric::normal_quantile(p); break;
      case link_kind::cloglog: tau[k] = std::log(-std::log1p(-p)); break;
      case link_kind::loglog: tau[k] = -std::log(-std::log(p)); break;
      case link_kind::adjacent_category: tau[k] = std::log((level_weight[k] + 0.5) / (level_weight[k + 1] + 0.5)); break;
      }
    }
    if (plain_) {
      std::copy_n(tau.begin(), count_, working.begin());
      return;
    }
    const std::size_t first = located_ ? 1 : 0;
    if (structure_ == threshold_structure::flexible) {
      working[0] = tau[0];
      for (std::size_t j = 0; j < gaps_; ++j) { working[1 + j] = std::log((std::max)(tau[j + 1] - tau[j], 1e-3)); }
      return;
    }
    const double gap = count_ > 1 ? (std::max)((tau[count_ - 1] - tau[0]) / static_cast<double>(count_ - 1), 0.1) : 1.0;
    for (std::size_t j = 0; j < gaps_; ++j) { working[first + j] = std::log(gap); }
    if (located_) { // the first threshold, or the centre
      double mean = 0.0;
      double parts = 0.0;
      for (std::size_t k = 0; k < count_; ++k) {
        mean += tau[k] / static_cast<double>(count_);
        for (std::size_t j = 0; j < gaps_; ++j) { parts += part_[k * gaps_ + j] * gap / static_cast<double>(count_); }
      }
      working[0] = mean - parts;
    }
  }

  /// Minus the log of the prior under which the shares of the levels at predictor 0 have a Dirichlet law with all its parameters at `strength`, in terms of the thresholds, up to a constant.
  /// \param by_tau its gradient; filled
  [[nodiscard]] double prior(std::span<const double> tau, link_kind link, double strength, std::span<double> by_tau) const {
    switch (link) {
    case link_kind::logit: return cumulative_prior<logit>(tau, strength, by_tau);
    case link_kind::probit: return cumulative_prior<probit>(tau, strength, by_tau);
    case link_kind::cloglog: return cumulative_prior<cloglog>(tau, strength, by_tau);
    case link_kind::loglog: return cumulative_prior<loglog>(tau, strength, by_tau);
    case link_kind::adjacent_category: break;
    }
    double value = 0.0; // the shares are a softmax: its Jacobian is their product
    std::fill(by_tau.begin(), by_tau.end(), 0.0);
    for (std::size_t y = 0; y <= count_; ++y) {
      const adjacent_cell c = adjacent_category_cell(tau, y, 0.0);
      value -= strength * c.log_probability;
      for (std::size_t k = 0; k < count_; ++k) { by_tau[k] -= strength * c.by_threshold[k]; }
    }
    return value;
  }

private:
  template <class Function> void fill(Function part) {
    part_.resize(count_ * gaps_);
    for (std::size_t k = 0; k < count_; ++k) {
      for (std::size_t j = 0; j < gaps_; ++j) { part_[k * gaps_ + j] = part(k, j); }
    }
  }

  template <class Law> [[nodiscard]] static cell cell_at(double lower, double upper, bool has_lower, bool has_upper, double predictor) noexcept {
    if constexpr (std::is_same_v<Law, loglog>) {
      return loglog_cell(lower, upper, has_lower, has_upper, predictor);
    } else {
      return cumulative_cell<Law>(lower, upper, has_lower, has_upper, predictor);
    }
  }

  template <class Law> [[nodiscard]] double cumulative_prior(std::span<const double> tau, double strength, std::span<double> by_tau) const {
    double value = 0.0;
    for (std::size_t k = 0; k < count_; ++k) {
      value -= Law::log_density(tau[k]);
      by_tau[k] = -Law::slope(tau[k]);
    }
    for (std::size_t y = 0; y <= count_; ++y) {
      const cell c = cell_at<Law>(y > 0 ? tau[y - 1] : 0.0, y < count_ ? tau[y] : 0.0, y > 0, y < count_, 0.0);
      value -= (strength - 1.0) * c.log_probability;
      if (y > 0) { by_tau[y - 1] -= (strength - 1.0) * c.by_lower; }
      if (y < count_) { by_tau[y] -= (strength - 1.0) * c.by_upper; }
    }
    return value;
  }

  threshold_structure structure_;
  std::size_t count_;
  std::size_t gaps_{};
  bool plain_;
  bool located_{};
  std::vector<double> part_;
};

} // namespace headway::models
