#pragma once

/// \file
/// The shape of the marks in one cell: one peak, spread evenly, or two camps.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include <headway/base/concepts.hpp>
#include <headway/base/status.hpp>
#include <headway/numeric/order.hpp>

namespace headway::agreement {

/// The shape of one cell. Since 0.1.
struct shape {
  double agreement{};          ///< van der Eijk's A: 1 all at one level, 0 spread evenly over all levels, -1 half at each end
  bool two_camps{};            ///< A below 0 and both ends of the scale held by at least 2 raters and at least a fifth of all
  std::uint32_t levels_used{}; ///< levels that anybody chose
  headway::status status{status::no_data};
  std::uint64_t n{}; ///< raters
  friend constexpr bool operator==(const shape&, const shape&) = default;
};

namespace detail {

/// Agreement in one layer, where every level is either chosen equally often or not at all; bit k of `pattern` says that level k is.
/// Definition: 1 for one level, 0 for all K; else U (1 - (S - 1) / (K - 1)) with S the levels chosen,
/// U = ((K - 2) TU - (K - 1) TDU) / ((K - 2)(TU + TDU)), TU the triples of levels that read 110 or 011 from left to right, TDU those
/// that read 101.
[[nodiscard]] constexpr double layer_agreement(std::uint32_t pattern, std::uint32_t levels) noexcept {
  std::uint32_t chosen = 0;
  for (std::uint32_t k = 0; k < levels; ++k) { chosen += (pattern >> k) & 1u; }
  if (chosen == 1) { return 1.0; }
  if (chosen == levels) { return 0.0; }
  double unimodal = 0.0;
  double bimodal = 0.0;
  double left = 0.0;
  for (std::uint32_t k = 0; k < levels; ++k) {
    if ((pattern >> k) & 1u) {
      left += 1.0;
    } else {
      const double right = chosen - left;
      unimodal += 0.5 * (left * (left - 1.0) + right * (right - 1.0));
      bimodal += left * right;
    }
  }
  const double k = levels;
  const double u = ((k - 2.0) * unimodal - (k - 1.0) * bimodal) / ((k - 2.0) * (unimodal + bimodal));
  return u * (1.0 - (chosen - 1.0) / (k - 1.0));
}

/// How many people more at one level than at another are taken for chance: half of what each level has when all have the same, and at least one.
[[nodiscard]] constexpr std::uint64_t by_chance(std::uint64_t n, std::size_t levels) noexcept {
  const std::uint64_t half_share = n / (2 * levels);
  return half_share > 1 ? half_share : 1;
}

/// Whether every level has somebody and all have equally many but for chance.
[[nodiscard]] constexpr bool evenly_spread(std::span<const std::uint32_t> counts) noexcept {
  std::uint32_t fewest = counts[0];
  std::uint32_t most = counts[0];
  for (const std::uint32_t count : counts) {
    if (count < fewest) { fewest = count; }
    if (count > most) { most = count; }
  }
  return fewest > 0 && most - fewest <= by_chance(numeric::total(counts), counts.size());
}

} // namespace detail

/// Whether the marks have one peak, none, or two.
/// Definition: A = sum of w A_L over layers. The smallest count above zero is taken off every level that has any, again and again; each
/// time is a layer with the share w of all raters and the agreement A_L of its pattern of chosen levels (van der Eijk's main text).
/// Two camps: A < 0 (by more than rounding, 1e-12) and the lowest floor(K / 2) levels as well as the highest floor(K / 2) hold at least
/// two raters and at least 20 %, unless all levels have equally many people but for chance: the largest and the smallest count, the latter above 0, then
/// differ by n / (2 K) at most, or by 1. The median of two camps is a level hardly anybody means. With two levels A is never below 0, so there are no camps.
/// Missing and edge cases: nobody: no_data; one rater: value_only with A = 1. Levels nobody chose count: they are part of the scale.
/// Choose it beside dispersion: D says how far apart people are, A whether they gather in one place.
/// Why numbers can differ: R agrmt with old = TRUE uses the formula of van der Eijk's endnote for U, and leaves tiny layers of rounding when
/// given shares; here counts are whole numbers.
/// \param counts raters per level, lowest first, 2 to 16 levels \return the shape
/// \throws error out_of_range for fewer than 2 or more than 16 levels
/// Cost: at most levels^2 steps, no allocation. Threads: safe. Since 0.1. Reference: van der Eijk (2001), Quality and Quantity 35, 325-341.
/// Checked by `shape_test` (reference case a08).
[[nodiscard]] constexpr shape shape_of(std::span<const std::uint32_t> counts) {
  numeric::detail::level_counts(counts, "shape_of");
  const auto levels = static_cast<std::uint32_t>(counts.size());
  shape result;
  result.n = numeric::total(counts);
  if (result.n == 0) { return result; }
  result.status = result.n == 1 ? status::value_only : status::ok;

  std::array<std::uint32_t, most_levels> left{};
  for (std::uint32_t k = 0; k < levels; ++k) {
    left[k] = counts[k];
    result.levels_used += counts[k] > 0 ? 1u : 0u;
  }
  for (;;) {
    std::uint32_t pattern = 0;
    std::uint32_t thickness = 0;
    std::uint32_t width = 0;
    for (std::uint32_t k = 0; k < levels; ++k) {
      if (left[k] > 0) {
        pattern |= 1u << k;
        ++width;
        if (thickness == 0 || left[k] < thickness) { thickness = left[k]; }
      }
    }
    if (pattern == 0) { break; }
    for (std::uint32_t k = 0; k < levels; ++k) { left[k] -= left[k] > 0 ? thickness : 0u; }
    result.agreement += static_cast<double>(thickness) * width * detail::layer_agreement(pattern, levels);
  }
  result.agreement /= static_cast<double>(result.n);

  const std::uint64_t low = numeric::total(counts.first(levels / 2));
  const std::uint64_t high = numeric::total(counts.last(levels / 2));
  const std::uint64_t fifth = (result.n + 4) / 5;
  const std::uint64_t needed = fifth > 2 ? fifth : 2;
  result.two_camps = result.agreement < -1e-12 && low >= needed && high >= needed && !detail::evenly_spread(counts);
  return result;
}

} // namespace headway::agreement
