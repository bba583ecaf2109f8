#pragma once

/// \file
/// People by group and level: what permutation laws of several groups depend on.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>

namespace headway::resample {

/// People per group and level, groups and levels without anybody left out: what a permutation law depends on. Since 0.1. Checked by `k_group_test`.
struct group_table {
  std::size_t groups{};
  std::size_t levels{};
  std::vector<std::uint32_t> cells{};
  std::vector<std::uint32_t> sizes{};  ///< people per group
  std::vector<std::uint32_t> totals{}; ///< people per level
  std::vector<std::size_t> level_of{}; ///< the level of the scale that each kept level is
  std::uint64_t people{};
  friend bool operator==(const group_table&, const group_table&) = default;
};

/// Most people that statistics of several groups are counted for: their whole-number sums of ranks then stay inside 64 bits.
inline constexpr std::int64_t most_people = 1'000'000'000;

/// People per group and level without the groups and levels that nobody is in.
/// \param counts groups x levels, group by group
/// \throws error invalid_argument when counts is not groups x levels; out_of_range for more than a thousand million people or 65535 levels
/// Cost: one pass. Threads: safe. Since 0.1. Checked by `k_group_test`.
[[nodiscard]] inline group_table occupied_table(std::span<const std::uint32_t> counts, std::size_t groups, std::size_t levels) {
  check::bounded(static_cast<std::int64_t>((std::min)(levels, std::size_t{65536})), 1, 65535, "occupied_table", "levels");
  check::same_length(counts.size(), groups * levels, "occupied_table", "counts");
  group_table out;
  for (std::size_t k = 0; k < levels; ++k) {
    std::uint64_t total = 0;
    for (std::size_t s = 0; s < groups; ++s) { total += counts[s * levels + k]; }
    out.people += total;
    check::bounded(static_cast<std::int64_t>(out.people), 0, most_people, "occupied_table", "people");
    if (total == 0) { continue; }
    out.level_of.push_back(k);
    out.totals.push_back(static_cast<std::uint32_t>(total));
  }
  out.levels = out.totals.size();
  for (std::size_t s = 0; s < groups; ++s) {
    std::uint64_t size = 0;
    for (std::size_t k = 0; k < levels; ++k) { size += counts[s * levels + k]; }
    if (size == 0) { continue; }
    ++out.groups;
    out.sizes.push_back(static_cast<std::uint32_t>(size));
    for (const std::size_t k : out.level_of) { out.cells.push_back(counts[s * levels + k]); }
  }
  return out;
}

namespace detail {

/// About how many tables have these margins: the number of ways to fill the groups, times a normal density for the totals.
[[nodiscard]] inline double table_estimate(const group_table& t) {
  const auto k = static_cast<double>(t.levels);
  double log_count = 0.0;
  double variance = 0.0;
  for (const std::uint32_t n : t.sizes) {
    for (std::size_t i = 1; i < t.levels; ++i) { log_count += std::log((n + static_cast<double>(i)) / static_cast<double>(i)); }
    variance += n * (n + k) * (k - 1.0) / (k * k * (k + 1.0));
  }
  double square = 0.0;
  for (const std::uint32_t n : t.totals) { square += (n - static_cast<double>(t.people) / k) * (n - static_cast<double>(t.people) / k); }
  const double precision = (k - 1.0) / (k * variance);
  return std::exp((std::min)(700.0, log_count + 0.5 * (k - 1.0) * std::log(precision / 6.283185307179586) + 0.5 * std::log(k) - 0.5 * precision * square));
}

/// For every group and level what each number of people there contributes to the weight of a table: with e = n_s t_k / n people expected, e^a / a! over its
/// largest value. The product over the cells is the permutation law up to a constant, and does not leave the range of a double near its mode.
[[nodiscard]] inline std::vector<std::vector<double>> cell_weights(const group_table& table) {
  std::vector<std::vector<double>> out(table.groups * table.levels);
  for (std::size_t s = 0; s < table.groups; ++s) {
    for (std::size_t k = 0; k < table.levels; ++k) {
      const double mean = static_cast<double>(table.sizes[s]) * table.totals[k] / static_cast<double>(table.people);
      std::vector<double>& w = out[s * table.levels + k];
      w.resize((std::min)(table.sizes[s], table.totals[k]) + std::size_t{1});
      const std::size_t mode = (std::min)(w.size() - 1, static_cast<std::size_t>(mean));
      w[mode] = 1.0;
      for (std::size_t a = mode + 1; a < w.size(); ++a) { w[a] = w[a - 1] * mean / static_cast<double>(a); }
      for (std::size_t a = mode; a > 0; --a) { w[a - 1] = w[a] * static_cast<double>(a) / mean; }
    }
  }
  return out;
}

/// In how many ways a number of people can be taken from the levels, for every number from 0 to all.
[[nodiscard]] inline std::vector<double> ways_to_take(const std::vector<std::uint32_t>& totals) {
  std::vector<double> ways{1.0};
  for (const std::uint32_t t : totals) {
    std::vector<double> next(ways.size() + t, 0.0);
    for (std::size_t i = 0; i < ways.size(); ++i) {
      for (std::uint32_t a = 0; a <= t; ++a) { next[i + a] += ways[i]; }
    }
    ways = std::move(next);
  }
  return ways;
}

} // namespace detail

} // namespace headway::resample
