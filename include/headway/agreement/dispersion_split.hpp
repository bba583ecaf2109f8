#pragma once

/// \file
/// How much of the differences in one cell lies between groups of people, and how much within them.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/status.hpp>
#include <headway/core/table.hpp>

namespace headway::agreement {

/// Ordinal dispersion in two parts. Since 0.1. Checked by `dispersion_split_test`.
struct dispersion_split {
  headway::status status{status::no_data}; ///< ok; no_variation: all marks are equal, so there is no share; not_comparable: fewer than two groups with marks
  double total{};                    ///< D of all marks, as in `dispersion_of`
  double within{};                   ///< mean of the groups' own D, each weighing as its marks
  double between{};                  ///< what is left: how far the groups' profiles lie from that of all; 0 with one group
  std::optional<double> share{};     ///< between / total, 0 to 1; none unless status is ok
  std::optional<double> by_chance{}; ///< what `share` is on average when groups have nothing to do with marks: (groups - 1) / (n - 1)
  std::uint64_t n{};                 ///< marks
  std::uint32_t groups{};            ///< groups with marks
  friend bool operator==(const dispersion_split&, const dispersion_split&) = default;
};

/// The exact split of ordinal dispersion by groups.
/// Definition: with F_k the share of marks at or below level k, F_sk that of group s and w_s its share of the marks,
/// sum_k F_k (1 - F_k) = sum_s w_s sum_k F_sk (1 - F_sk) + sum_s w_s sum_k (F_sk - F_k)^2; all three times 4 / (levels - 1). The between-group share is
/// the last over the first: an eta squared for ordered levels.
/// Missing and edge cases: groups without marks count for nothing; all marks equal: no_variation, and no share. Groups of one have no dispersion of
/// their own, so with as many groups as people the share is 1 whatever was marked: look at `by_chance` beside it.
/// Choose it over comparing means: it sees groups that differ in spread or shape as well, and no step needs a size.
/// Why numbers can differ: R agrmt and others give the dispersion alone; eta squared of the codes weighs differences by their square.
/// \param counts marks per group and level: group by group, lowest level first \param levels 2 to 16
/// \return parts in [0, 1] \throws error out_of_range for levels; invalid_argument when the counts are not whole rows of levels
/// Cost: O(groups x levels). Threads: safe. Since 0.1. Reference: Blair and Lacy (2000); Piccarreta (2001). Checked by `dispersion_split_test`.
[[nodiscard]] inline dispersion_split split_dispersion(std::span<const std::uint32_t> counts, std::size_t levels) {
  check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "split_dispersion", "levels");
  check::that(counts.size() % levels == 0, "split_dispersion", "counts",
              "has " + std::to_string(counts.size()) + " values, which are not whole rows of " + std::to_string(levels) + " levels");
  const std::size_t steps = levels - 1;
  std::array<double, most_levels> below{}; // of all marks, at or below each level; whole numbers
  dispersion_split out;
  for (std::size_t row = 0; row < counts.size(); row += levels) {
    std::uint64_t sum = 0;
    for (std::size_t k = 0; k < levels; ++k) {
      sum += counts[row + k];
      below[k] += static_cast<double>(sum);
    }
    out.n += sum;
    out.groups += sum > 0 ? 1u : 0u;
  }
  if (out.n == 0) { return out; }
  const auto n = static_cast<double>(out.n);
  double products = 0.0;
  for (std::size_t k = 0; k < steps; ++k) { products += below[k] * (n - below[k]); }
  const double scale = 4.0 / static_cast<double>(steps);
  out.total = scale * products / (n * n);
  for (std::size_t row = 0; row < counts.size(); row += levels) {
    double own = 0.0;
    for (std::size_t k = 0; k < levels; ++k) { own += counts[row + k]; }
    if (!(own > 0.0)) { continue; }
    double at_or_below = 0.0;
    double inside = 0.0;
    double apart = 0.0;
    for (std::size_t k = 0; k < steps; ++k) {
      at_or_below += counts[row + k];
      inside += at_or_below * (own - at_or_below);
      const double difference = at_or_below / own - below[k] / n;
      apart += difference * difference;
    }
    out.within += scale * inside / (own * n);
    out.between += scale * apart * own / n;
  }
  if (out.groups < 2) {
    out.between = 0.0;
    out.status = status::not_comparable;
    return out;
  }
  if (!(products > 0.0)) {
    out.status = status::no_variation;
    return out;
  }
  out.status = status::ok;
  out.share = (std::min)(1.0, out.between / out.total);
  out.by_chance = static_cast<double>(out.groups - 1) / (n - 1.0);
  return out;
}

/// A split as a table of one row: n, groups, dispersion, within, between, between_share, by_chance, status.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `dispersion_split_test`.
[[nodiscard]] inline table to_table(const dispersion_split& split) {
  table out;
  for (const char* column : {"n", "groups"}) { out.add(column, column_type::integer); }
  for (const char* column : {"dispersion", "within", "between", "between_share", "by_chance"}) { out.add(column, column_type::real); }
  out.add("status", column_type::text);
  const auto real = [&](double value) { return split.n > 0 ? std::optional{value} : std::nullopt; };
  out.push_row(split.n, split.groups, real(split.total), real(split.within), real(split.between), split.share, split.by_chance, name(split.status));
  return out;
}

} // namespace headway::agreement
