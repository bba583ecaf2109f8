#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <headway/agreement/pair_sums.hpp>
#include <headway/base/status.hpp>
#include <headway/core/table.hpp>

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

/// Krippendorff's alpha and what it rests on.
struct krippendorff_result {
  headway::status status{};        ///< too_few_raters: no unit has two marks; no_variation: all marks are equal, so alpha is not defined; ok otherwise
  std::optional<double> alpha{};   ///< at most 1; none unless status is ok
  double observed{};               ///< observed disagreement, the sum over pairs of marks of one unit
  double expected{};               ///< the same for pairs of any two marks
  std::uint64_t units{};           ///< units given
  std::uint64_t paired_units{};    ///< of them, with at least two marks
  std::uint64_t pairable_marks{};  ///< marks in those
  friend bool operator==(const krippendorff_result&, const krippendorff_result&) = default;
};

namespace detail {

/// The squared distance of every two levels, c < k, in the metric.
inline std::array<std::array<double, most_levels>, most_levels> squared_distances(alpha_metric metric, std::span<const double> values, std::span<const std::uint64_t> pairable) {
  std::array<std::array<double, most_levels>, most_levels> out{};
  const std::size_t levels = values.size();
  const double low = values[0];
  const double high = values[levels - 1];
  for (std::size_t c = 0; c < levels; ++c) {
    double between = 0.5 * static_cast<double>(pairable[c]);
    for (std::size_t k = c + 1; k < levels; ++k) {
      const double gap = values[k] - values[c];
      double distance = 1.0;
      switch (metric) {
      case alpha_metric::nominal: break;
      case alpha_metric::ordinal:
        distance = between + 0.5 * static_cast<double>(pairable[k]);
        between += static_cast<double>(pairable[k]);
        break;
      case alpha_metric::interval: distance = gap; break;
      case alpha_metric::ratio: distance = gap / (values[k] + values[c]); break; // k > c: the sum is not zero for values from 0 up
      case alpha_metric::circular: distance = std::sin(3.14159265358979323846 * static_cast<double>(k - c) / static_cast<double>(levels)); break;
      case alpha_metric::bipolar: distance = gap / std::sqrt((values[c] + values[k] - 2.0 * low) * (2.0 * high - values[c] - values[k])); break;
      }
      out[c][k] = distance * distance;
    }
  }
  return out;
}

} // namespace detail

/// Krippendorff's alpha from pair sums.
/// Definition: alpha = 1 - D_o / D_e, D_o = sum_{c<k} o_ck d_ck with o_ck = sum_m S_m(c, k) / (m - 1), and
/// D_e = sum_{c<k} n_c n_k d_ck / (n - 1); n_c the marks at level c in units with two marks or more, n their sum. For ordinal
/// d_ck = (n_c / 2 + sum of n_g strictly between + n_k / 2)^2.
/// Missing: a unit counts with the marks it has; one mark alone says nothing. All marks equal: no_variation, never 0 or 1.
/// Choose it over kappa when marks are missing or raters many. Choose `profile::dispersion_of` for one room: nine dimensions that all stand at
/// the same level give alpha near 0 although everybody agrees.
/// Why numbers can differ: R irr skips the division by m - 1 in places; Gwet's ordinal weights are not this metric.
/// \param sums from `sum_pairs` or merged \param metric the distance \param values of the levels for interval, ratio and bipolar; increasing; empty: 1, 2, ..
/// \throws error invalid_argument for values that do not increase, negative ones with ratio, or an unknown metric
/// Cost: O(panel sizes x levels^2). Threads: safe. Since 0.1. Reference: Krippendorff 2011; Hayes & Krippendorff 2007. Checked by `krippendorff_test`.
[[nodiscard]] inline krippendorff_result krippendorff_alpha(const pair_sums& sums, alpha_metric metric = alpha_metric::ordinal, std::span<const double> values = {}) {
  const std::size_t levels = sums.levels();
  check::bounded(static_cast<std::int32_t>(metric), 1, 6, "krippendorff_alpha", "metric");
  std::array<double, most_levels> steps{};
  for (std::size_t i = 0; i < levels; ++i) { steps[i] = static_cast<double>(i) + 1.0; }
  if (!values.empty()) {
    check::same_length(values.size(), levels, "krippendorff_alpha", "values");
    std::copy(values.begin(), values.end(), steps.begin());
    for (std::size_t i = 1; i < levels; ++i) { check::that(steps[i] > steps[i - 1], "krippendorff_alpha", "values", "must increase from level to level"); }
    check::that(metric != alpha_metric::ratio || steps[0] >= 0.0, "krippendorff_alpha", "values", "must not be negative with the ratio metric");
  }

  krippendorff_result out;
  out.units = sums.units();
  out.paired_units = sums.paired_units();
  for (const std::uint64_t n : sums.pairable()) { out.pairable_marks += n; }
  if (out.paired_units == 0) {
    out.status = status::too_few_raters;
    return out;
  }
  const auto distance = detail::squared_distances(metric, {steps.data(), levels}, sums.pairable());
  double observed_of_size = 0.0;
  std::uint64_t size = 0;
  const auto close_size = [&] {
    if (size > 1) { out.observed += observed_of_size / static_cast<double>(size - 1); }
    observed_of_size = 0.0;
  };
  sums.each([&](std::uint64_t m, std::size_t c, std::size_t k, std::uint64_t sum) {
    if (m != size) {
      close_size();
      size = m;
    }
    if (c != k) { observed_of_size += static_cast<double>(sum) * distance[c][k]; }
  });
  close_size();
  const auto n = sums.pairable();
  for (std::size_t c = 0; c < levels; ++c) {
    for (std::size_t k = c + 1; k < levels; ++k) { out.expected += static_cast<double>(n[c]) * static_cast<double>(n[k]) * distance[c][k]; }
  }
  out.expected /= static_cast<double>(out.pairable_marks - 1);
  if (!(out.expected > 0.0)) {
    out.status = status::no_variation;
    return out;
  }
  out.alpha = 1.0 - out.observed / out.expected;
  return out;
}

/// The same from a table of marks; see `sum_pairs` for its arguments.
/// Cost: about a nanosecond a mark. Threads: safe. Since 0.1. Checked by `krippendorff_test`.
[[nodiscard]] inline krippendorff_result krippendorff_alpha(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels,
                                                            alpha_metric metric = alpha_metric::ordinal, std::span<const double> values = {}) {
  return krippendorff_alpha(sum_pairs(marks, units, raters, levels), metric, values);
}

/// The result as a table of one row. Cost: constant. Threads: safe. Since 0.1. Checked by `krippendorff_test`.
[[nodiscard]] inline table to_table(const krippendorff_result& r) {
  table out;
  for (const char* column : {"value", "observed", "expected"}) { out.add(column, column_type::real); }
  for (const char* column : {"units", "units_used", "marks"}) { out.add(column, column_type::integer); }
  out.add("status", column_type::text);
  out.push_row(r.alpha, r.observed, r.expected, r.units, r.paired_units, r.pairable_marks, name(r.status));
  return out;
}

} // namespace headway::agreement
