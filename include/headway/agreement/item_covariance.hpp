#pragma once

/// \file
/// How items of one scale vary together: what alpha, Guttman's lambdas and omega rest on.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <headway/agreement/detail/two_way.hpp>
#include <headway/base/check.hpp>
#include <headway/base/status.hpp>

namespace headway::agreement {

/// Who counts for two items where people left some out. Values are part of the C ABI and never reused.
enum class item_gaps : std::int32_t {
  pairwise = 0, ///< everybody who marked both items
  listwise = 1  ///< only who marked every item
};

/// Variances and covariances of items, and how many people they rest on. Since 0.1. Checked by `item_covariance_test`.
struct item_covariance {
  headway::status status{status::no_data}; ///< ok; no_data; too_few_units: fewer than two items; too_few_raters: fewer than two people, or than two who marked the same
                                           ///< two items; no_variation: nobody's sum of marks differs from anybody's
  std::size_t items{};
  std::vector<double> matrix{};            ///< items x items, divided by one less than the people
  std::vector<double> mean{};              ///< of each item
  std::vector<std::uint64_t> marks{};      ///< people who marked each item
  std::uint64_t people{};                  ///< given
  std::uint64_t people_used{};             ///< of them, with a mark that counts
  std::uint64_t fewest{};                  ///< people who stand behind the covariance that rests on fewest
  double total{};                          ///< sum of all entries: the variance of people's sums, without gaps
  double trace{};                          ///< sum of the variances
  friend bool operator==(const item_covariance&, const item_covariance&) = default;
};

namespace detail {

/// What `covariance_of_items` gives; `function` is the one that errors name.
[[nodiscard]] inline item_covariance covariances(std::span<const double> values, std::size_t people, std::size_t items, item_gaps gaps, const char* function) {
  check::same_length(values.size(), people * items, function, "scores");
  check::bounded(static_cast<std::int32_t>(gaps), 0, 1, function, "gaps");
  if (items > 2000) { throw error{error_category::limit, function, "scores", "has " + std::to_string(items) + " items; 2000 is the most"}; }
  item_covariance out;
  out.items = items;
  out.people = people;
  std::vector<char> has(values.size());
  std::vector<char> counts(people);
  bool any_gap = false;
  for (std::size_t p = 0; p < people; ++p) {
    std::size_t marked = 0;
    for (std::size_t i = 0; i < items; ++i) {
      has[p * items + i] = no_mark(values[p * items + i], p, function, "scores") ? 0 : 1;
      marked += static_cast<std::size_t>(has[p * items + i]);
    }
    counts[p] = gaps == item_gaps::pairwise ? marked != 0 : marked == items && items != 0;
    out.people_used += static_cast<std::uint64_t>(counts[p]);
    any_gap = any_gap || (counts[p] != 0 && marked != items);
  }
  if (out.people_used == 0) { return out; }

  out.matrix.assign(items * items, 0.0);
  out.mean.assign(items, 0.0);
  out.marks.assign(items, 0);
  double size = 0.0; // largest distance from an item's mean: what rounding is measured by
  for (std::size_t p = 0; p < people; ++p) {
    for (std::size_t i = 0; i < items && counts[p] != 0; ++i) {
      if (has[p * items + i] == 0) { continue; }
      ++out.marks[i];
      out.mean[i] += values[p * items + i];
      size = (std::fmax)(size, std::fabs(values[p * items + i]));
    }
  }
  for (std::size_t i = 0; i < items; ++i) {
    if (out.marks[i] != 0) { out.mean[i] /= static_cast<double>(out.marks[i]); }
  }
  const std::size_t cells = any_gap ? items * items : 0; // with gaps, each pair has people and means of its own
  std::vector<std::uint64_t> both(cells);
  std::vector<double> shift(cells); // sum of item a's distances from its mean, over those who also marked b
  std::vector<double> off(items);
  for (std::size_t p = 0; p < people; ++p) {
    if (counts[p] == 0) { continue; }
    for (std::size_t i = 0; i < items; ++i) { off[i] = has[p * items + i] != 0 ? values[p * items + i] - out.mean[i] : 0.0; }
    for (std::size_t a = 0; a < items; ++a) {
      if (has[p * items + a] == 0) { continue; }
      for (std::size_t b = 0; b <= a; ++b) { out.matrix[a * items + b] += off[a] * off[b]; }
      if (!any_gap) { continue; }
      for (std::size_t b = 0; b < items; ++b) {
        if (has[p * items + b] == 0) { continue; }
        ++both[a * items + b];
        shift[a * items + b] += off[a];
      }
    }
  }
  out.fewest = out.people_used;
  for (std::size_t a = 0; a < items; ++a) {
    for (std::size_t b = 0; b <= a; ++b) {
      double& entry = out.matrix[a * items + b];
      std::uint64_t n = out.people_used;
      if (any_gap) {
        n = both[a * items + b];
        if (n > 0) { entry -= shift[a * items + b] * shift[b * items + a] / static_cast<double>(n); }
      }
      out.fewest = (std::min)(out.fewest, n);
      if (n > 1) { entry /= static_cast<double>(n - 1); }
      if (a == b) { entry = above_rounding(entry, size, 1); }
      out.matrix[b * items + a] = entry;
    }
  }
  for (std::size_t a = 0; a < items; ++a) { // what does not vary does not vary with anything: rounding aside
    for (std::size_t b = 0; b < items; ++b) {
      if (!(out.matrix[a * items + a] > 0.0 && out.matrix[b * items + b] > 0.0)) { out.matrix[a * items + b] = 0.0; }
    }
  }
  for (std::size_t a = 0; a < items; ++a) {
    out.trace += out.matrix[a * items + a];
    for (std::size_t b = 0; b < items; ++b) { out.total += out.matrix[a * items + b]; }
  }
  if (items < 2) {
    out.status = status::too_few_units;
  } else if (out.fewest < 2) {
    out.status = status::too_few_raters;
  } else if (!(out.trace > 0.0 && out.total > 1e-14 * out.trace)) {
    out.status = status::no_variation;
  } else {
    out.status = status::ok;
  }
  return out;
}

} // namespace detail

/// Covariances of items.
/// Definition: entry (a, b) = sum over people who count for both of (x_a - mean_a)(x_b - mean_b) / (n_ab - 1), the means over the same people.
/// Missing: NaN is no mark; `gaps` says who counts. Covariances from different people need not fit together: lambdas and omega then may have no value.
/// \param values people x items marks row by row \param people \param items \param gaps
/// \throws error invalid_argument when the table is not people x items; out_of_range, with the person, for a mark past 1e140; limit for more than 2,000 items
/// Cost: people x items^2. Threads: safe. Since 0.1. Checked by `item_covariance_test`.
[[nodiscard]] inline item_covariance covariance_of_items(std::span<const double> values, std::size_t people, std::size_t items, item_gaps gaps = item_gaps::pairwise) {
  return detail::covariances(values, people, items, gaps, "covariance_of_items");
}

/// The correlations of items, from their covariances; empty where an item does not vary.
/// Cost: items^2. Threads: safe. Since 0.1. Checked by `item_covariance_test`.
[[nodiscard]] inline std::vector<double> correlations(const item_covariance& from) {
  std::vector<double> scale(from.items);
  for (std::size_t i = 0; i < from.items; ++i) {
    const double variance = from.matrix.empty() ? 0.0 : from.matrix[i * from.items + i];
    if (!(variance > 0.0)) { return {}; }
    scale[i] = 1.0 / std::sqrt(variance);
  }
  std::vector<double> out(from.items * from.items);
  for (std::size_t a = 0; a < from.items; ++a) {
    for (std::size_t b = 0; b < from.items; ++b) { out[a * from.items + b] = a == b ? 1.0 : from.matrix[a * from.items + b] * scale[a] * scale[b]; }
  }
  return out;
}

} // namespace headway::agreement
