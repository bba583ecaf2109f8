#pragma once

/// \file
/// Cronbach's alpha: how far the items of a scale measure one thing, from the people who answered them.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <headway/agreement/item_covariance.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/interval.hpp>
#include <headway/numeric/special.hpp>

namespace headway::agreement {

/// Options of `cronbach_alpha`. Since 0.1.
struct cronbach_alpha_options {
  confidence_level confidence{0.95};
  item_gaps gaps{item_gaps::pairwise};
};

/// Cronbach's alpha and what it rests on. Since 0.1. Checked by `cronbach_alpha_test`.
struct cronbach_alpha_result {
  headway::status status{status::no_data};        ///< ok, or as `item_covariance`
  std::optional<double> value{};                  ///< at most 1; below 0 where items work against one another
  std::optional<double> standard_error{};         ///< large-sample, for normal marks
  std::optional<numeric::interval> range{};       ///< Feldt's, exact for normal marks with equal covariances
  headway::status range_status{status::no_data};  ///< ok, or why there is no interval: no_residual where alpha is 1
  std::optional<double> standardized{};           ///< alpha of the items in units of their standard deviations; none where an item does not vary
  std::optional<double> mean_r{};                 ///< mean correlation of two items
  std::uint64_t items{};
  std::uint64_t people{};                         ///< given
  std::uint64_t people_used{};                    ///< of them, with a mark that counts
  std::uint64_t fewest{};                         ///< people behind the covariance that rests on fewest: what the interval counts
  friend bool operator==(const cronbach_alpha_result&, const cronbach_alpha_result&) = default;
};

/// One item beside the others. Since 0.1. Checked by `cronbach_alpha_test`.
struct item_statistic {
  std::uint64_t marks{};                        ///< people who marked it
  std::optional<double> mean{};
  std::optional<double> standard_deviation{};
  std::optional<double> r_rest{};               ///< correlation with the sum of the other items
  std::optional<double> alpha_if_dropped{};     ///< of the other items; none for fewer than three items
  std::optional<double> standardized_if_dropped{};
  headway::status status{status::no_data};      ///< ok, or why figures are missing
  friend bool operator==(const item_statistic&, const item_statistic&) = default;
};

namespace detail {

[[nodiscard]] inline double alpha_of(double trace, double total, double items) noexcept { return items / (items - 1.0) * (1.0 - trace / total); }

} // namespace detail

/// Cronbach's alpha from covariances.
/// Definition: alpha = k / (k - 1) (1 - sum of variances / sum of all covariances), k items; standardized: k r / (1 + (k - 1) r), r the mean correlation.
/// Interval: 1 - (1 - alpha) F quantiles with n - 1 and (n - 1)(k - 1) degrees of freedom. Standard error: Duhachek and Iacobucci's.
/// Missing: covariances of people who marked both items by default, as R psych and pingouin do; the interval then counts the fewest people behind any covariance,
/// where those two count everybody.
/// Edge cases: nobody's sum differs: no_variation. Items that differ by constants only: 1, and no interval.
/// Choose omega where items differ in how much they say. Choose `icc` where the columns are raters. Items worded the other way round are not turned: turn them first.
/// \param from covariances of the items \param options
/// Cost: items^2, and items^3 for the standard error. Threads: safe. Since 0.1.
/// Reference: Cronbach (1951); Feldt (1965); Duhachek and Iacobucci (2004). Checked by `cronbach_alpha_test` (reference case a07).
[[nodiscard]] inline cronbach_alpha_result cronbach_alpha(const item_covariance& from, const cronbach_alpha_options& options = {}) {
  cronbach_alpha_result out;
  out.status = out.range_status = from.status;
  out.items = from.items;
  out.people = from.people;
  out.people_used = from.people_used;
  out.fewest = from.fewest;
  if (from.status != status::ok) { return out; }
  const auto k = static_cast<double>(from.items);
  const auto n = static_cast<double>(from.fewest);
  const double alpha = detail::alpha_of(from.trace, from.total, k);
  out.value = alpha;
  double square_trace = 0.0; // trace of the squared matrix
  double square_total = 0.0; // sum of the squared matrix
  for (std::size_t a = 0; a < from.items; ++a) {
    double row = 0.0;
    for (std::size_t b = 0; b < from.items; ++b) {
      row += from.matrix[a * from.items + b];
      square_trace += from.matrix[a * from.items + b] * from.matrix[a * from.items + b];
    }
    square_total += row * row;
  }
  const double share = from.trace / from.total;
  const double spread = square_trace / (from.total * from.total) + share * share - 2.0 * share * square_total / (from.total * from.total);
  out.standard_error = k / (k - 1.0) * std::sqrt((std::fmax)(0.0, 2.0 * spread / n));
  if (1.0 - alpha > 1e-14) {
    const double tail = 0.5 * (1.0 - options.confidence.value());
    const double df1 = n - 1.0;
    const double df2 = df1 * (k - 1.0);
    out.range = numeric::interval{1.0 - (1.0 - alpha) * numeric::f_quantile(1.0 - tail, df1, df2), 1.0 - (1.0 - alpha) * numeric::f_quantile(tail, df1, df2)};
  } else {
    out.range_status = status::no_residual;
  }
  const std::vector<double> r = correlations(from);
  if (!r.empty()) {
    double sum = 0.0;
    for (const double each : r) { sum += each; }
    out.mean_r = (sum - k) / (k * (k - 1.0));
    if (sum > 1e-14 * k) { out.standardized = detail::alpha_of(k, sum, k); }
  }
  return out;
}

/// The same from marks.
/// \param values people x items marks row by row; NaN is no mark \param people \param items \param options
/// \throws error as `covariance_of_items`
/// Cost: people x items^2. Threads: safe. Since 0.1. Checked by `cronbach_alpha_test`.
[[nodiscard]] inline cronbach_alpha_result cronbach_alpha(std::span<const double> values, std::size_t people, std::size_t items, const cronbach_alpha_options& options = {}) {
  return cronbach_alpha(detail::covariances(values, people, items, options.gaps, "cronbach_alpha"), options);
}

/// Each item beside the others: how it goes with their sum, and alpha without it.
/// Definition: r_rest = cov(item, sum of the others) / sqrt(var(item) var(sum of the others)); alpha_if_dropped is `cronbach_alpha` of the others' covariances.
/// Missing and edge cases: as `cronbach_alpha`; an item that does not vary has no r_rest; with two items nothing is left to drop.
/// \param from covariances of the items
/// Cost: items^2. Threads: safe. Since 0.1. Checked by `cronbach_alpha_test` (reference case a07).
[[nodiscard]] inline std::vector<item_statistic> item_statistics(const item_covariance& from) {
  std::vector<item_statistic> out(from.items);
  const std::vector<double> r = from.status == status::ok ? correlations(from) : std::vector<double>{};
  double r_total = 0.0;
  for (const double each : r) { r_total += each; }
  const auto others = static_cast<double>(from.items) - 1.0;
  for (std::size_t i = 0; i < from.items; ++i) {
    item_statistic& item = out[i];
    item.status = from.status;
    if (from.matrix.empty()) { continue; }
    item.marks = from.marks[i];
    const double variance = from.matrix[i * from.items + i];
    if (item.marks > 0) { item.mean = from.mean[i]; }
    if (item.marks > 1) { item.standard_deviation = std::sqrt(variance); }
    if (from.status != status::ok) { continue; }
    double with_all = 0.0;
    double r_with_all = 0.0;
    for (std::size_t b = 0; b < from.items; ++b) {
      with_all += from.matrix[i * from.items + b];
      if (!r.empty()) { r_with_all += r[i * from.items + b]; }
    }
    const double rest = from.total - 2.0 * with_all + variance; // variance of the sum of the others
    if (rest > 1e-14 * from.trace && variance > 0.0) {
      item.r_rest = (std::fmax)(-1.0, (std::fmin)(1.0, (with_all - variance) / std::sqrt(rest * variance)));
    } else {
      item.status = status::no_variation;
    }
    if (from.items > 2 && rest > 1e-14 * from.trace) { item.alpha_if_dropped = detail::alpha_of(from.trace - variance, rest, others); }
    const double r_rest = r_total - 2.0 * r_with_all + 1.0;
    if (from.items > 2 && !r.empty() && r_rest > 1e-14 * others) { item.standardized_if_dropped = detail::alpha_of(others, r_rest, others); }
  }
  return out;
}

/// Alpha as a table of one row: value, standard_error, low, high, standardized, mean_r, items, people, people_used, fewest, interval_status, status.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `cronbach_alpha_test`.
[[nodiscard]] inline table to_table(const cronbach_alpha_result& r) {
  table out;
  for (const char* column : {"value", "standard_error", "low", "high", "standardized", "mean_r"}) { out.add(column, column_type::real); }
  for (const char* column : {"items", "people", "people_used", "fewest"}) { out.add(column, column_type::integer); }
  for (const char* column : {"interval_status", "status"}) { out.add(column, column_type::text); }
  const auto end = [&](double numeric::interval::*which) { return r.range ? std::optional{(*r.range).*which} : std::nullopt; };
  out.push_row(r.value, r.standard_error, end(&numeric::interval::lower), end(&numeric::interval::upper), r.standardized, r.mean_r, r.items, r.people, r.people_used, r.fewest,
               headway::name(r.range_status), headway::name(r.status));
  return out;
}

/// Items as a table, a row each: item (its place, from 1), marks, mean, standard_deviation, r_rest, alpha_if_dropped, standardized_if_dropped, status.
/// Cost: one row an item. Threads: safe. Since 0.1. Checked by `cronbach_alpha_test`.
[[nodiscard]] inline table to_table(const std::vector<item_statistic>& items) {
  table out;
  for (const char* column : {"item", "marks"}) { out.add(column, column_type::integer); }
  for (const char* column : {"mean", "standard_deviation", "r_rest", "alpha_if_dropped", "standardized_if_dropped"}) { out.add(column, column_type::real); }
  out.add("status", column_type::text);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const item_statistic& item = items[i];
    out.push_row(i + 1, item.marks, item.mean, item.standard_deviation, item.r_rest, item.alpha_if_dropped, item.standardized_if_dropped, headway::name(item.status));
  }
  return out;
}

} // namespace headway::agreement
