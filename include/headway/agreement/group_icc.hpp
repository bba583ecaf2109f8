#pragma once

/// \file
/// How much of the differences between people is differences between their groups: ICC(1) and ICC(2) of groups.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/status.hpp>
#include <headway/core/table.hpp>

namespace headway::agreement {

/// What stands for the size of a group where groups are unequal. Values are part of the C ABI and never reused.
enum class group_size_rule : std::int32_t {
  mean = 0,    ///< the mean of the sizes, as R multilevel
  weighted = 1 ///< (N - sum n^2 / N) / (groups - 1), the one for which mean squares estimate the variances without bias
};

/// Options of `group_icc`. Since 0.1.
struct group_icc_options {
  group_size_rule size{group_size_rule::mean};
};

/// ICC(1) and ICC(2) of groups and what they rest on. Since 0.1. Checked by `group_icc_test`.
struct group_icc_result {
  headway::status status{status::no_data}; ///< ok; no_data; too_few_raters: fewer than two groups, or no group with two people; no_variation
  std::optional<double> icc1{};            ///< share of the variance that lies between groups; may be below 0
  std::optional<double> icc2{};            ///< reliability of a group's mean; none where the groups' means are all equal
  std::optional<double> ms_between{};
  std::optional<double> ms_within{};
  std::optional<double> size{};            ///< of a group, by the rule asked for; none without anybody
  std::uint64_t groups{};                  ///< groups given
  std::uint64_t groups_used{};             ///< of them, with anybody
  std::uint64_t n{};                       ///< people with a mark
  friend bool operator==(const group_icc_result&, const group_icc_result&) = default;
};

/// ICC(1) and ICC(2) of groups: do people of one group mark alike, and can a group's mean be told from another's?
/// Definition, with mean squares of the one-way analysis of variance on level numbers and k the group size: icc1 = (MSB - MSW) / (MSB + (k - 1) MSW);
/// icc2 = (MSB - MSW) / MSB.
/// Missing and edge cases: groups without anybody are left out; groups of one count between groups only. Everybody at one level: no_variation. Group means all
/// equal: icc1 = -1 / (k - 1), no icc2.
/// Choose the between-sector share over it for one place: it takes no step as equal and has an exact p. Not to be confused with the ICC of raters who
/// all mark the same units.
/// Why numbers can differ: the rule for unequal group sizes.
/// \param counts people per group and level, groups x levels row by row \param groups \param levels of the scale, 2 to 16 \param options
/// \throws error invalid_argument when the table is not groups x levels; out_of_range for levels
/// Cost: one pass over the counts. Threads: safe. Since 0.1. Reference: Bliese (2000); McGraw and Wong (1996). Checked by `group_icc_test` (reference case a09).
[[nodiscard]] inline group_icc_result group_icc(std::span<const std::uint32_t> counts, std::size_t groups, std::size_t levels, const group_icc_options& options = {}) {
  check::bounded(static_cast<std::int64_t>(levels > most_levels ? most_levels + 1 : levels), fewest_levels, most_levels, "group_icc", "levels");
  check::same_length(counts.size(), groups * levels, "group_icc", "counts");
  group_icc_result out;
  out.groups = groups;
  std::size_t lowest = levels - 1; // anybody's lowest level: levels are counted from there, so that people at one level have no sum
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0 && i % levels < lowest) { lowest = i % levels; }
  }
  double n = 0.0;
  double sum = 0.0;
  double within = 0.0;      // sum over groups of squared distances from the group's mean
  double size_squares = 0.0;
  for (std::size_t g = 0; g < groups; ++g) {
    double here = 0.0;
    double first = 0.0;
    double second = 0.0;
    for (std::size_t k = lowest; k < levels; ++k) {
      const auto count = static_cast<double>(counts[g * levels + k]);
      const auto up = static_cast<double>(k - lowest);
      here += count;
      first += up * count;
      second += up * up * count;
    }
    if (!(here > 0.0)) { continue; }
    ++out.groups_used;
    n += here;
    sum += first;
    size_squares += here * here;
    within += (here * second - first * first) / here;
  }
  out.n = static_cast<std::uint64_t>(n);
  if (out.n == 0) { return out; }
  const auto used = static_cast<double>(out.groups_used);
  out.size = options.size == group_size_rule::mean || out.groups_used < 2 ? n / used : (n - size_squares / n) / (used - 1.0);
  if (out.groups_used < 2 || out.n == out.groups_used) {
    out.status = status::too_few_raters;
    return out;
  }
  double between = 0.0;
  for (std::size_t g = 0; g < groups; ++g) {
    double here = 0.0;
    double first = 0.0;
    for (std::size_t k = lowest; k < levels; ++k) {
      here += static_cast<double>(counts[g * levels + k]);
      first += static_cast<double>(k - lowest) * static_cast<double>(counts[g * levels + k]);
    }
    if (!(here > 0.0)) { continue; }
    const double apart = n * first - here * sum; // a whole number: 0 only where the means are equal
    between += apart / n * (apart / n) / here;
  }
  out.ms_between = between / (used - 1.0);
  out.ms_within = within / (n - used);
  if (!(*out.ms_between > 0.0) && !(*out.ms_within > 0.0)) {
    out.status = status::no_variation;
    return out;
  }
  out.status = status::ok;
  out.icc1 = (*out.ms_between - *out.ms_within) / (*out.ms_between + (*out.size - 1.0) * *out.ms_within);
  if (*out.ms_between > 0.0) { out.icc2 = (*out.ms_between - *out.ms_within) / *out.ms_between; }
  return out;
}

/// The same from one mark and one group a person.
/// \param marks 0-based levels, or a negative number where there is none \param group of each person, 0 to groups - 1 \param groups \param levels \param options
/// \throws error invalid_argument for unequal lengths; out_of_range, with the person, for a mark past the scale or a group past `groups`, and as the other
/// Cost: one pass over the marks; groups x levels counts. Threads: safe. Since 0.1. Checked by `group_icc_test`.
[[nodiscard]] inline group_icc_result group_icc(std::span<const std::int8_t> marks, std::span<const std::uint32_t> group, std::size_t groups, std::size_t levels,
                                                const group_icc_options& options = {}) {
  check::bounded(static_cast<std::int64_t>(levels > most_levels ? most_levels + 1 : levels), fewest_levels, most_levels, "group_icc", "levels");
  check::same_length(group.size(), marks.size(), "group_icc", "group");
  std::vector<std::uint32_t> counts(groups * levels);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (group[i] >= groups) {
      throw error{error_category::out_of_range, "group_icc", "group", std::to_string(group[i]) + " where there are " + std::to_string(groups) + " groups", static_cast<std::int64_t>(i)};
    }
    if (marks[i] < 0) { continue; }
    const auto level = static_cast<std::size_t>(marks[i]);
    if (level >= levels) {
      throw error{error_category::out_of_range, "group_icc", "marks", "level " + std::to_string(level) + " where the scale has " + std::to_string(levels), static_cast<std::int64_t>(i)};
    }
    ++counts[group[i] * levels + level];
  }
  return group_icc(std::span<const std::uint32_t>{counts}, groups, levels, options);
}

/// The result as a table of one row: icc1, icc2, ms_between, ms_within, size, groups, groups_used, n, status.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `group_icc_test`.
[[nodiscard]] inline table to_table(const group_icc_result& result) {
  table out;
  for (const char* column : {"icc1", "icc2", "ms_between", "ms_within", "size"}) { out.add(column, column_type::real); }
  for (const char* column : {"groups", "groups_used", "n"}) { out.add(column, column_type::integer); }
  out.add("status", column_type::text);
  out.push_row(result.icc1, result.icc2, result.ms_between, result.ms_within, result.size, result.groups, result.groups_used, result.n, name(result.status));
  return out;
}

} // namespace headway::agreement
