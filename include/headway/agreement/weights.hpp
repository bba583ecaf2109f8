#pragma once

/// \file
/// How near two levels are to each other, for every weighted coefficient of agreement: the usual sets and matrices of one's own.

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>

namespace headway::agreement {

/// The usual weights. Values are part of the C ABI and never reused.
enum class weight_set : std::int32_t {
  identity = 0,  ///< 1 for the same level, 0 otherwise: AC1, unweighted kappa, percent exact agreement
  linear = 1,    ///< 1 - |x - y| / range
  quadratic = 2, ///< 1 - (x - y)^2 / range^2
  ordinal = 3,   ///< by the pairs of levels from one to the other; looks at the order alone (not Krippendorff's ordinal metric)
  radical = 4,   ///< 1 - sqrt(|x - y| / range)
  ratio = 5,     ///< by (x - y) / (x + y), squared; two values of 0 are the same
  circular = 6,  ///< by the angle on a circle of range + 1 steps: the lowest level follows the highest
  bipolar = 7,   ///< squared difference, wider near the two ends of the scale
  adjacent = 8   ///< 1 for the same level or a neighbouring one, 0 otherwise: percent adjacent agreement
};

/// The code of a weight set as written in tables. \return "unknown" for another value
/// Cost: constant. Threads: safe. Since 0.1. Checked by `weights_test`.
[[nodiscard]] constexpr std::string_view name(weight_set value) noexcept {
  switch (value) {
  case weight_set::identity: return "identity";
  case weight_set::linear: return "linear";
  case weight_set::quadratic: return "quadratic";
  case weight_set::ordinal: return "ordinal";
  case weight_set::radical: return "radical";
  case weight_set::ratio: return "ratio";
  case weight_set::circular: return "circular";
  case weight_set::bipolar: return "bipolar";
  case weight_set::adjacent: return "adjacent";
  }
  return "unknown";
}

/// A weight for every two levels: 1 for equal ones, between 0 and 1 otherwise, the same both ways. Since 0.1. Checked by `weights_test`.
class weight_matrix {
public:
  /// All weights 0 but those of equal levels. \param levels 2 to 16 \throws error out_of_range
  explicit weight_matrix(std::size_t levels) : levels_{levels} {
    check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "weight_matrix", "levels");
    for (std::size_t k = 0; k < levels; ++k) { weight_[k][k] = 1.0; }
  }
  /// Number of levels.
  [[nodiscard]] std::size_t levels() const noexcept { return levels_; }
  /// The weight of two levels. \param c,k less than levels()
  [[nodiscard]] double operator()(std::size_t c, std::size_t k) const noexcept { return weight_[c][k]; }
  /// Sets it, both ways. \param c,k different levels \param weight 0 to 1
  void set(std::size_t c, std::size_t k, double weight) noexcept { weight_[c][k] = weight_[k][c] = weight; }
  /// The sum of all weights.
  [[nodiscard]] double sum() const noexcept {
    double out = 0.0;
    for (std::size_t c = 0; c < levels_; ++c) {
      for (std::size_t k = 0; k < levels_; ++k) { out += weight_[c][k]; }
    }
    return out;
  }
  friend bool operator==(const weight_matrix&, const weight_matrix&) = default;

private:
  std::size_t levels_;
  std::array<std::array<double, most_levels>, most_levels> weight_{};
};

namespace detail {

/// Whether a number is finite; true to its word under -ffast-math too.
[[nodiscard]] inline bool is_finite(double value) noexcept { return (std::bit_cast<std::uint64_t>(value) >> 52 & 0x7FFu) != 0x7FFu; }

/// 1, 2, .. or the values given, which must increase.
[[nodiscard]] inline std::array<double, most_levels> level_values(std::span<const double> values, std::size_t levels, bool none_negative, const char* function) {
  std::array<double, most_levels> out{};
  for (std::size_t i = 0; i < levels; ++i) { out[i] = static_cast<double>(i) + 1.0; }
  if (values.empty()) { return out; }
  check::same_length(values.size(), levels, function, "values");
  for (std::size_t i = 0; i < levels; ++i) {
    check::that(is_finite(values[i]) && std::fabs(values[i]) < 1e100, function, "values", "must be finite, and not past 1e100");
    check::that(i == 0 || values[i] > values[i - 1], function, "values", "must increase from level to level");
    out[i] = values[i];
  }
  check::that(!none_negative || values[0] >= 0.0, function, "values", "must not be negative where their ratio counts");
  return out;
}

/// One minus the weight of levels c < k, before it is scaled so that the largest is 1 where the set asks for that.
[[nodiscard]] inline double distance_of(weight_set set, std::span<const double> x, std::size_t c, std::size_t k) {
  const double low = x.front();
  const double high = x.back();
  const double gap = x[k] - x[c];
  const double share = gap / (high - low);
  switch (set) {
  case weight_set::identity: return 1.0;
  case weight_set::linear: return share;
  case weight_set::quadratic: return share * share;
  case weight_set::ordinal: {
    const auto steps = static_cast<double>(k - c);
    return 0.5 * steps * (steps + 1.0);
  }
  case weight_set::radical: return std::sqrt(share);
  case weight_set::ratio: {
    const double ratio = gap / (x[k] + x[c]) / ((high - low) / (high + low));
    return ratio * ratio;
  }
  case weight_set::circular: {
    const double sine = std::sin(3.14159265358979323846 * gap / (high - low + 1.0));
    return sine * sine;
  }
  case weight_set::bipolar: return gap * gap / ((x[c] + x[k] - 2.0 * low) * (2.0 * high - x[c] - x[k]));
  case weight_set::adjacent: return k == c + 1 ? 0.0 : 1.0;
  }
  return 1.0;
}

} // namespace detail

/// Which weights a coefficient uses: one of the usual sets, with the values of the levels where it looks at them, or a matrix.
/// A set converts by itself: `gwet_ac(marks, units, raters, 5, weight_set::quadratic)`.
/// Definition: with values x (1, 2, .. unless given) and range = highest - lowest, see `weight_set`; ordinal, circular and bipolar distances are divided by
/// the largest among them. ratio: 1 - ((x - y) / (x + y))^2 / ((highest - lowest) / (highest + lowest))^2.
/// Missing and edge cases: levels that nobody used keep their place; the order of levels is the scale's, never that of labels found in the data. Two values of 0 have
/// weight 1 under ratio (irrCAC divides 0 by 0 there).
/// Since 0.1. Reference: Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., chapter 3. Checked by `weights_test`.
class agreement_weights {
public:
  /// \param set one of the usual \param values of the levels, increasing; empty: 1, 2, ..
  agreement_weights(weight_set set = weight_set::identity, std::span<const double> values = {}) : set_{set}, values_{values.begin(), values.end()} {} // NOLINT: meant to convert
  /// A matrix of one's own. \param matrix levels x levels, row by row
  [[nodiscard]] static agreement_weights own(std::span<const double> matrix) {
    agreement_weights out;
    out.own_.assign(matrix.begin(), matrix.end());
    out.is_own_ = true;
    return out;
  }
  /// The weights of a scale with so many levels.
  /// \throws error invalid_argument for values that do not increase or a matrix that is not levels x levels, symmetric, 1 on the diagonal and 0 to 1 elsewhere;
  /// out_of_range for levels or an unknown set
  [[nodiscard]] weight_matrix of(std::size_t levels) const {
    weight_matrix out{levels};
    if (is_own_) {
      check::same_length(own_.size(), levels * levels, "agreement_weights", "weights");
      for (std::size_t c = 0; c < levels; ++c) {
        for (std::size_t k = 0; k < levels; ++k) {
          const double weight = own_[c * levels + k];
          check::that(detail::is_finite(weight) && weight >= 0.0 && weight <= 1.0, "agreement_weights", "weights", "must be 0 to 1");
          check::that(c != k || weight >= 1.0, "agreement_weights", "weights", "must be 1 for equal levels");
          check::that(std::fabs(weight - own_[k * levels + c]) <= 1e-12, "agreement_weights", "weights", "must be the same both ways: they are not symmetric");
          if (c != k) { out.set(c, k, weight); }
        }
      }
      return out;
    }
    check::bounded(static_cast<std::int32_t>(set_), 0, 8, "agreement_weights", "weights");
    const std::array<double, most_levels> x = detail::level_values(values_, levels, set_ == weight_set::ratio, "agreement_weights");
    const std::span<const double> steps{x.data(), levels};
    const bool scaled = set_ == weight_set::ordinal || set_ == weight_set::circular || set_ == weight_set::bipolar;
    double largest = 0.0;
    for (std::size_t c = 0; c < levels; ++c) {
      for (std::size_t k = c + 1; k < levels; ++k) { largest = (std::max)(largest, detail::distance_of(set_, steps, c, k)); }
    }
    const double unit = scaled ? largest : 1.0;
    for (std::size_t c = 0; c < levels; ++c) {
      for (std::size_t k = c + 1; k < levels; ++k) { out.set(c, k, (std::max)(0.0, 1.0 - detail::distance_of(set_, steps, c, k) / unit)); }
    }
    return out;
  }
  friend bool operator==(const agreement_weights&, const agreement_weights&) = default;

private:
  weight_set set_;
  std::vector<double> values_;
  std::vector<double> own_{};
  bool is_own_{};
};

} // namespace headway::agreement
