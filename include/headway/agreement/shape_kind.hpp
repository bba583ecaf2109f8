#pragma once

/// \file
/// The shape of one group's marks in a word or two, for people who do not read coefficients.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <headway/agreement/shape.hpp>
#include <headway/base/concepts.hpp>
#include <headway/numeric/order.hpp>

namespace headway::agreement {

/// The shapes that have a word. Values are part of the C ABI and never reused.
enum class shape_kind : std::int32_t {
  nobody = 0,        ///< no marks
  one_mark = 1,      ///< one rater
  all_equal = 2,     ///< everybody at one level
  few = 3,           ///< two to four raters who differ, and no two camps: too few for a shape
  two_camps = 4,     ///< both ends held and the middle empty or nearly so: `shape::two_camps`
  flat = 5,          ///< every level about equally often
  one_peak = 6,      ///< rising to one level or stretch of levels and falling again
  tail_up = 7,       ///< one peak, and clearly more people above it than below
  tail_down = 8,     ///< one peak, and clearly more people below it than above
  several_peaks = 9  ///< a dip between two peaks that are not at both ends
};

/// The code of a shape as written in tables. \return "unknown" for another value
/// Cost: constant. Threads: safe. Since 0.1. Checked by `shape_kind_test`.
[[nodiscard]] constexpr std::string_view name(shape_kind value) noexcept {
  switch (value) {
  case shape_kind::nobody: return "nobody";
  case shape_kind::one_mark: return "one_mark";
  case shape_kind::all_equal: return "all_equal";
  case shape_kind::few: return "few";
  case shape_kind::two_camps: return "two_camps";
  case shape_kind::flat: return "flat";
  case shape_kind::one_peak: return "one_peak";
  case shape_kind::tail_up: return "tail_up";
  case shape_kind::tail_down: return "tail_down";
  case shape_kind::several_peaks: return "several_peaks";
  }
  return "unknown";
}

/// A shape in plain words, for a page or a console. \return empty for another value
/// Cost: constant. Threads: safe. Since 0.1. Checked by `shape_kind_test`.
[[nodiscard]] constexpr std::string_view describe(shape_kind value) noexcept {
  switch (value) {
  case shape_kind::nobody: return "no marks";
  case shape_kind::one_mark: return "one person";
  case shape_kind::all_equal: return "all at one level";
  case shape_kind::few: return "too few people for a shape";
  case shape_kind::two_camps: return "two camps at the ends";
  case shape_kind::flat: return "spread evenly over all levels";
  case shape_kind::one_peak: return "one peak";
  case shape_kind::tail_up: return "one peak with a tail upward";
  case shape_kind::tail_down: return "one peak with a tail downward";
  case shape_kind::several_peaks: return "more than one peak";
  }
  return "";
}

/// The shape of the marks in a word.
/// Definition, with t = max(1, n / (2 K)) rounded down the difference between two levels' counts that is taken for chance, in this order: nobody; one
/// mark; all equal; two camps as `shape_of`; few for n <= 4; flat when every level has somebody and the largest and smallest count differ by t at most;
/// several peaks when some level has more than t people fewer than a level on either side of it; otherwise one peak, the levels whose counts are within
/// t of the largest. It has a tail up (down) when the marks reach at least two levels further above (below) the peak than on its other side and
/// the people there outnumber those on the other side by more than a quarter of all.
/// Whole numbers decide, so a reversed scale gives the reversed word.
/// Choose `shape_of` and `dispersion_of` for figures: the cut points here are for talking, they are no test.
/// \param counts raters per level, lowest first, 2 to 16 levels
/// \throws error out_of_range for fewer than 2 or more than 16 levels
/// Cost: levels^2 comparisons and `shape_of`. Threads: safe. Since 0.1.
/// Reference: the idea of naming shapes, with other rules, is Galtung's (1967), Theory and Methods of Social Research. Checked by `shape_kind_test`.
[[nodiscard]] constexpr shape_kind shape_kind_of(std::span<const std::uint32_t> counts) {
  numeric::detail::level_counts(counts, "shape_kind_of");
  const std::size_t levels = counts.size();
  const shape of = shape_of(counts);
  if (of.n == 0) { return shape_kind::nobody; }
  if (of.n == 1) { return shape_kind::one_mark; }
  if (of.levels_used == 1) { return shape_kind::all_equal; }
  if (of.two_camps) { return shape_kind::two_camps; }
  if (of.n <= 4) { return shape_kind::few; }

  if (detail::evenly_spread(counts)) { return shape_kind::flat; }
  const std::uint64_t chance = detail::by_chance(of.n, levels);
  std::uint32_t most = 0;
  for (const std::uint32_t count : counts) { most = count > most ? count : most; }
  for (std::size_t dip = 1; dip + 1 < levels; ++dip) {
    std::uint32_t before = 0;
    std::uint32_t after = 0;
    for (std::size_t k = 0; k < levels; ++k) {
      std::uint32_t& side = k < dip ? before : after;
      if (k != dip && counts[k] > side) { side = counts[k]; }
    }
    if (before > counts[dip] + chance && after > counts[dip] + chance) { return shape_kind::several_peaks; }
  }
  std::size_t lowest = levels; // anybody at all, and the levels that have as many as any but for chance
  std::size_t highest = 0;
  std::size_t first = levels;
  std::size_t last = 0;
  for (std::size_t k = 0; k < levels; ++k) {
    if (counts[k] == 0) { continue; }
    lowest = lowest == levels ? k : lowest;
    highest = k;
    if (counts[k] + chance < most) { continue; }
    first = first == levels ? k : first;
    last = k;
  }
  const std::uint64_t below = numeric::total(counts.first(first));
  const std::uint64_t above = numeric::total(counts.subspan(last + 1));
  if (highest - last >= first - lowest + 2 && above > below && 4 * (above - below) > of.n) { return shape_kind::tail_up; }
  if (first - lowest >= highest - last + 2 && below > above && 4 * (below - above) > of.n) { return shape_kind::tail_down; }
  return shape_kind::one_peak;
}
[[nodiscard]] inline shape_kind shape_kind_of(std::span<const std::int8_t> marks, std::size_t levels) {
  return shape_kind_of(numeric::count_marks(marks, levels, "shape_kind_of"));
}

} // namespace headway::agreement
