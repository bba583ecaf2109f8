#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <headway/agreement/coefficient.hpp>
#include <headway/agreement/detail/count_source.hpp>
#include <headway/agreement/detail/statistics.hpp>
#include <headway/agreement/pair_sums.hpp>
#include <headway/agreement/unit_counts.hpp>
#include <headway/agreement/weights.hpp>
#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/exact/transitions.hpp>

namespace headway::agreement {

/// How far apart two levels are for Krippendorff's alpha. Values are part of the C ABI and never reused.
enum class alpha_metric : std::int32_t {
  nominal = 1,  ///< equal or not
  ordinal = 2,  ///< by the marks that stand between them
  interval = 3, ///< squared difference of the values
  ratio = 4,    ///< squared difference over sum of the values; 0 where both are 0
  circular = 5, ///< squared sine of half the angle on a circle of as many steps as levels
  bipolar = 6   ///< squared difference, wider near the two ends of the scale
};

/// Which distance alpha uses: one of Krippendorff's metrics, or one minus the weights of the other coefficients (Gwet's form of alpha). A metric converts by itself.
/// With weights the result speaks of agreement, with a metric of disagreement. Since 0.1. Checked by `krippendorff_test`.
class alpha_distance {
public:
  /// \param metric one of Krippendorff's \param values of the levels for interval, ratio and bipolar; increasing; empty: 1, 2, ..
  alpha_distance(alpha_metric metric = alpha_metric::ordinal, std::span<const double> values = {}) // NOLINT: meant to convert
      : metric_{metric}, values_{values.begin(), values.end()} {}
  /// One minus weights: irrCAC's alpha. Its ordinal weights are not the ordinal metric.
  [[nodiscard]] static alpha_distance weighted(agreement_weights weights) {
    alpha_distance out;
    out.weights_ = std::move(weights);
    return out;
  }
  /// Whether the distance comes from weights.
  [[nodiscard]] bool is_weighted() const noexcept { return weights_.has_value(); }
  /// Whether the distance depends on the marks.
  [[nodiscard]] bool is_ordinal_metric() const noexcept { return !weights_ && metric_ == alpha_metric::ordinal; }

  /// The squared distance of levels c < k, row by row; all 0 for the ordinal metric.
  /// \param levels of the scale \throws error invalid_argument for values that do not increase, or negative ones with ratio; out_of_range for an unknown metric or levels
  [[nodiscard]] std::array<double, most_levels * (most_levels - 1) / 2> of(std::size_t levels) const {
    std::array<double, most_levels * (most_levels - 1) / 2> out{};
    if (weights_) {
      const weight_matrix w = weights_->of(levels);
      for (std::size_t c = 0, i = 0; c < levels; ++c) {
        for (std::size_t k = c + 1; k < levels; ++k) { out[i++] = 1.0 - w(c, k); }
      }
      return out;
    }
    check::bounded(static_cast<std::int32_t>(metric_), 1, 6, "krippendorff_alpha", "metric");
    check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "krippendorff_alpha", "levels");
    const auto x = detail::level_values(values_, levels, metric_ == alpha_metric::ratio, "krippendorff_alpha");
    for (std::size_t c = 0, i = 0; c < levels; ++c) {
      for (std::size_t k = c + 1; k < levels; ++k) {
        const double distance = distance_of({x.data(), levels}, c, k);
        out[i++] = distance * distance;
      }
    }
    return out;
  }

private:
  [[nodiscard]] double distance_of(std::span<const double> x, std::size_t c, std::size_t k) const {
    const double gap = x[k] - x[c];
    switch (metric_) {
    case alpha_metric::nominal: return 1.0;
    case alpha_metric::ordinal: return 0.0; // taken from the marks
    case alpha_metric::interval: return gap / (x.back() - x.front()); // any unit will do
    case alpha_metric::ratio: return gap / (x[k] + x[c]);             // k > c: the sum is not zero for values from 0 up
    case alpha_metric::circular: return std::sin(3.14159265358979323846 * static_cast<double>(k - c) / static_cast<double>(x.size()));
    case alpha_metric::bipolar: return gap / std::sqrt((x[c] + x[k] - 2.0 * x.front()) * (2.0 * x.back() - x[c] - x[k]));
    }
    return 1.0;
  }

  alpha_metric metric_;
  std::vector<double> values_;
  std::optional<agreement_weights> weights_{};
};

namespace detail {

[[nodiscard]] inline alpha_statistic alpha_of(const alpha_distance& distance, std::size_t levels) {
  const auto squared = distance.of(levels);
  return distance.is_ordinal_metric() ? alpha_statistic{levels} : alpha_statistic{levels, squared};
}

/// The value of alpha and what it rests on.
[[nodiscard]] inline coefficient alpha_value(const alpha_distance& distance, const pair_sums& sums, const outcome& whole, std::uint64_t raters) {
  coefficient out;
  add_counts(out, sums, 2, raters);
  out.status = sums.units_with(1) == 0 ? status::no_data : whole.status;
  if (out.status != status::ok) {
    out.range_status = out.status;
    return out;
  }
  const auto n = static_cast<double>(out.marks);
  out.value = whole.value;
  const double observed = 2.0 * whole.observed / n;
  const double expected = 2.0 * whole.expected / n;
  out.observed = distance.is_weighted() ? 1.0 - (1.0 - 1.0 / n) * observed : observed;
  out.expected = distance.is_weighted() ? 1.0 - (1.0 - 1.0 / n) * expected : expected;
  return out;
}

[[nodiscard]] inline coefficient alpha_with_interval(const unit_counts& counts, const std::optional<mark_table>& table, const alpha_distance& distance,
                                                     const coefficient_options& options, bool from_square_table) {
  check_options(options, "krippendorff_alpha");
  const alpha_statistic statistic = alpha_of(distance, counts.levels());
  const pair_sums sums = counts.sums();
  count_source<alpha_statistic> source{statistic, counts, sums, table, from_square_table};
  source.lowest = -1.0 / (mean_panel(sums) - 1.0);
  coefficient out = alpha_value(distance, sums, source.whole(), from_square_table ? 2 : source.raters);
  add_interval(out, source, options);
  return out;
}

} // namespace detail

/// Krippendorff's alpha: 1 when raters agree on every unit, 0 when they agree as often as chance would have it.
/// Definition: alpha = 1 - D_o / D_e, D_o = 2 sum_{c<k} o_ck d_ck / n with o_ck = sum_u n_uc n_uk / (m_u - 1), and D_e = 2 sum_{c<k} n_c n_k d_ck / (n (n - 1)); n_c the marks at
/// level c in units with two marks or more, n their sum. For the ordinal metric d_ck = (n_c / 2 + sum of n_g strictly between + n_k / 2)^2. With weights w, d = 1 - w, and
/// observed and expected are agreement, irrCAC's pa and pe. The analytic standard error is irrCAC's linearisation; for the ordinal metric it follows the distances too.
/// Missing: a unit counts with the marks it has; one mark alone says nothing. No marks: no_data; no unit with two: too_few_raters; all marks equal: no_variation, never 0 or 1.
/// Choose it over kappa when marks are missing or raters many. Choose `dispersion_of` for one room: nine dimensions that all stand at the same level give alpha near 0 although
/// everybody agrees.
/// Why numbers can differ: R irr skips the division by m - 1 in places; Gwet's ordinal weights are not the ordinal metric; intervals of other programs draw units alone.
/// \param sums from `sum_pairs` or merged: the value alone, without an interval \param distance the metric, or weights
/// \throws error as `alpha_distance::of`
/// Cost: O(panel sizes x levels^2). Threads: safe. Since 0.1. Reference: Krippendorff 2011; Hayes & Krippendorff 2007; Gwet 2014. Checked by `krippendorff_test`
/// (reference cases a01, a02, a04).
[[nodiscard]] inline coefficient krippendorff_alpha(const pair_sums& sums, const alpha_distance& distance = {}) {
  const detail::alpha_statistic statistic = detail::alpha_of(distance, sums.levels());
  return detail::alpha_value(distance, sums, statistic.value(detail::sums_of(statistic, sums)), 0);
}

/// The same from counts of units, with an interval over units: who rated is not known.
/// \param counts from `count_units`, `units_of_counts` or merged \param options see `coefficient_options`
/// \throws error also out_of_range for options
/// Cost: O(kinds of units x levels^2), a bootstrap about a nanosecond a unit and replicate, less where units are alike. Threads: the same bits for any number. Since 0.1.
/// Checked by `krippendorff_test`.
[[nodiscard]] inline coefficient krippendorff_alpha(const unit_counts& counts, const alpha_distance& distance = {}, const coefficient_options& options = {}) {
  return detail::alpha_with_interval(counts, std::nullopt, distance, options, false);
}

/// The same from a table of marks.
/// \param marks units x raters, row by row: 0-based levels, negative where there is none \param units,raters extents \param levels 2 to 16
/// \throws error also invalid_argument when marks is not units x raters, or out_of_range, with the unit as row, for a level past the scale
/// Cost: half a nanosecond a mark for the value alone; the two-way jackknife about two more. Threads: the same bits for any number. Since 0.1. Checked by `krippendorff_test`.
[[nodiscard]] inline coefficient krippendorff_alpha(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels,
                                                    const alpha_distance& distance = {}, const coefficient_options& options = {}) {
  if (options.interval == interval_method::none) {
    detail::check_options(options, "krippendorff_alpha");
    coefficient out = krippendorff_alpha(sum_pairs(marks, units, raters, levels), distance);
    out.raters = detail::raters_with_marks({marks, units, raters}).size();
    return out;
  }
  return detail::alpha_with_interval(count_units(marks, units, raters, levels), detail::mark_table{marks, units, raters}, distance, options, false);
}

/// The same from a square table of two raters. The analytic standard error is then that of multinomial cells, with n in place of n - 1, and of Scott's pi, as irrCAC has it.
/// \param table how often the first rater's level met the second one's
/// \throws error as the others
/// Cost: O(levels^4). Threads: as the others. Since 0.1. Checked by `krippendorff_test`.
[[nodiscard]] inline coefficient krippendorff_alpha(const exact::transitions& table, const alpha_distance& distance = {}, const coefficient_options& options = {}) {
  return detail::alpha_with_interval(detail::units_of_table(table), std::nullopt, distance, options, true);
}

} // namespace headway::agreement
