#pragma once

/// \file
/// Order statistics from counts: all of it is exact integer work on a handful of levels, however many people there are.
/// A level is its 0-based position, lowest first, as everywhere in headway.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/error.hpp>

namespace headway::numeric {

namespace detail {

constexpr void level_counts(std::span<const std::uint32_t> counts, const char* function) {
  if (counts.size() < fewest_levels || counts.size() > most_levels) {
    throw error{error_category::out_of_range, function, "counts",
                "has " + std::to_string(counts.size()) + " levels; a scale has " + std::to_string(fewest_levels) + " to " +
                    std::to_string(most_levels)};
  }
}

} // namespace detail

/// How many there are in all: the sum of the counts.
/// Cost: one addition a level. Threads: safe. Since 0.1. Checked by `order_test`.
[[nodiscard]] constexpr std::uint64_t total(std::span<const std::uint32_t> counts) noexcept {
  std::uint64_t sum = 0;
  for (const std::uint32_t count : counts) { sum += count; }
  return sum;
}

/// People per level of a list of marks.
/// \param marks 0-based levels, or a negative number where there is none \param levels of the scale, 2 to 16
/// \param function,argument what an error names \return one count a level, lowest first
/// \throws error out_of_range for another number of levels or, with the row, for a mark past the scale
/// Cost: one pass over the marks. Threads: safe. Since 0.1. Checked by `order_test`.
[[nodiscard]] inline std::vector<std::uint32_t> count_marks(std::span<const std::int8_t> marks, std::size_t levels, const char* function = "count_marks",
                                                            const char* argument = "marks") {
  check::bounded(static_cast<std::int64_t>(levels > most_levels ? most_levels + 1 : levels), fewest_levels, most_levels, function, "levels");
  std::vector<std::uint32_t> counts(levels);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i] < 0) { continue; }
    const auto level = static_cast<std::size_t>(marks[i]);
    if (level >= levels) {
      throw error{error_category::out_of_range, function, argument, "level " + std::to_string(level) + " where the scale has " + std::to_string(levels), static_cast<std::int64_t>(i)};
    }
    ++counts[level];
  }
  return counts;
}

/// The level of the person at `rank` when all are sorted by level.
/// \param counts people per level, lowest first \param rank 1-based, at most total(counts) \return a 0-based level
/// \throws error out_of_range for a rank of 0 or more than there are people
/// Cost: one addition a level. Threads: safe. Since 0.1. Checked by `order_test`.
[[nodiscard]] constexpr std::uint32_t order_statistic(std::span<const std::uint32_t> counts, std::uint64_t rank) {
  std::uint64_t sum = 0;
  for (std::uint32_t level = 0; level < counts.size() && rank > 0; ++level) {
    sum += counts[level];
    if (sum >= rank) { return level; }
  }
  throw error{error_category::out_of_range, "order_statistic", "rank",
              std::to_string(rank) + " is not allowed; it must be 1 to " + std::to_string(total(counts))};
}

/// The two ends of a quantile: with few people a quantile may fall between two of them.
struct level_range {
  std::uint32_t low{};  ///< 0-based level
  std::uint32_t high{}; ///< 0-based level, at least `low`
  friend constexpr bool operator==(const level_range&, const level_range&) = default;
};

/// The low and the high median: the middle person's level, or the levels of the two middle people when there is an even number.
/// Definition: the order statistics of rank floor((n + 1) / 2) and floor(n / 2) + 1.
/// Missing and edge cases: no average of two levels is ever formed, because a step has no known size.
/// \param counts people per level, lowest first \return 0-based levels \throws error out_of_range when nobody is counted
/// Cost: two passes over the levels. Threads: safe. Since 0.1. Checked by `order_test`.
[[nodiscard]] constexpr level_range median(std::span<const std::uint32_t> counts) {
  const std::uint64_t n = total(counts);
  return {order_statistic(counts, (n + 1) / 2), order_statistic(counts, n / 2 + 1)};
}

/// The low and the high quantile for any share: every level between them is one.
/// Definition: low is the lowest level that at least a share p of the people are at or below; high the highest level that at least a
/// share 1 - p are at or above. With p n within 1e-9 of an integer it counts as that integer.
/// \param counts people per level, lowest first \param p share, 0 to 1 \return 0-based levels
/// \throws error out_of_range when nobody is counted or p is outside 0..1
/// Cost: two passes over the levels. Threads: safe. Since 0.1. Reference: Hyndman and Fan (1996), definitions 1 and 2.
/// Checked by `order_test`.
[[nodiscard]] constexpr level_range quantile(std::span<const std::uint32_t> counts, double p) {
  if (!(p >= 0.0 && p <= 1.0)) {
    throw error{error_category::out_of_range, "quantile", "p", std::to_string(p) + " is not allowed; it must be 0 to 1"};
  }
  const std::uint64_t n = total(counts);
  const double position = p * static_cast<double>(n);
  const auto below = static_cast<std::uint64_t>(position + 1e-9);
  const bool whole = position - static_cast<double>(below) <= 1e-9;
  const std::uint64_t low = whole ? below : below + 1;
  const std::uint64_t high = below + 1;
  return {order_statistic(counts, low == 0 ? 1 : low), order_statistic(counts, high > n ? n : high)};
}

/// A quantile between levels, for comparison with other programs: neighbouring people are joined by a straight line.
/// Definition: position (n - 1) p counted from 0, interpolated: Hyndman and Fan's definition 7, the default of R, NumPy, pandas and
/// DuckDB's quantile_cont. Choose `quantile` for anything said to people: this one treats steps as equal.
/// \param counts people per level, lowest first \param p share, 0 to 1 \return 0 to levels - 1, in steps counted from the lowest level
/// \throws error out_of_range when nobody is counted or p is outside 0..1
/// Cost: two passes over the levels. Threads: safe. Since 0.1. Reference: Hyndman and Fan (1996). Checked by `order_test`.
[[nodiscard]] constexpr double interpolated_quantile(std::span<const std::uint32_t> counts, double p) {
  if (!(p >= 0.0 && p <= 1.0)) {
    throw error{error_category::out_of_range, "interpolated_quantile", "p", std::to_string(p) + " is not allowed; it must be 0 to 1"};
  }
  const std::uint64_t n = total(counts);
  const double position = p * static_cast<double>(n == 0 ? 0 : n - 1);
  const auto below = static_cast<std::uint64_t>(position);
  const double weight = position - static_cast<double>(below);
  const double low = order_statistic(counts, below + 1);
  if (!(weight > 0.0)) { return low; }
  return low + weight * (static_cast<double>(order_statistic(counts, below + 2)) - low);
}

/// Lower quartile, median and upper quartile between levels.
struct quartile_values {
  double lower{};
  double median{};
  double upper{};
  friend constexpr bool operator==(const quartile_values&, const quartile_values&) = default;
};

/// The three quartiles of `interpolated_quantile` in one pass, with positions as whole numbers of quarters; for many cells at once.
/// Missing and edge cases: nobody counted: all three 0; ask `total` first.
/// \param counts people per level, lowest first \return in steps counted from the lowest level
/// Cost: one pass over the levels. Threads: safe. Since 0.1. Reference: Hyndman and Fan (1996). Checked by `order_test`.
template <std::size_t Extent>
[[nodiscard]] constexpr quartile_values quartiles(std::span<const std::uint32_t, Extent> counts) noexcept {
  std::uint64_t n = 0;
  for (const std::uint32_t count : counts) { n += count; }
  if (n == 0) { return {}; }
  // person i, counted from 0, stands at as many steps as there are levels that hold everybody before
  const std::uint64_t last = n - 1;
  const std::uint64_t first[3] = {last / 4, last / 2, last - (last + 3) / 4};
  std::uint32_t low[3] = {0, 0, 0};
  std::uint32_t high[3] = {0, 0, 0};
  std::uint64_t below = 0;
  for (std::size_t level = 0; level + 1 < counts.size(); ++level) {
    below += counts[level];
    for (int q = 0; q < 3; ++q) {
      low[q] += below <= first[q] ? 1u : 0u;
      high[q] += below <= first[q] + 1 && below < n ? 1u : 0u;
    }
  }
  const auto between = [&](int q, std::uint64_t quarters) { return low[q] + 0.25 * static_cast<double>(quarters) * (static_cast<double>(high[q]) - low[q]); };
  return {between(0, last % 4), between(1, 2 * (last % 2)), between(2, 3 * last % 4)};
}

/// Running sums: out[k] is how many are at level k or below.
/// \param counts people per level, lowest first \param out as long as `counts`; filled
/// \throws error invalid_argument when the lengths differ
/// Cost: one addition a level. Threads: safe. Since 0.1. Checked by `order_test`.
inline void cumulative(std::span<const std::uint32_t> counts, std::span<std::uint64_t> out) {
  check::same_length(out.size(), counts.size(), "cumulative", "out");
  std::uint64_t sum = 0;
  for (std::size_t level = 0; level < counts.size(); ++level) { out[level] = sum += counts[level]; }
}

/// The rank everybody at a level shares when ties take the mean of the ranks they cover.
/// Definition: out[k] = people below level k + (counts[k] + 1) / 2, with ranks from 1; for an empty level that is halfway between the
/// ranks on either side of it.
/// \param counts people per level, lowest first \param out as long as `counts`; filled
/// \throws error invalid_argument when the lengths differ
/// Cost: one addition a level. Threads: safe. Since 0.1. Checked by `order_test`.
inline void midranks(std::span<const std::uint32_t> counts, std::span<double> out) {
  check::same_length(out.size(), counts.size(), "midranks", "out");
  std::uint64_t below = 0;
  for (std::size_t level = 0; level < counts.size(); ++level) {
    out[level] = static_cast<double>(below) + 0.5 * (static_cast<double>(counts[level]) + 1.0);
    below += counts[level];
  }
}

} // namespace headway::numeric
