#pragma once

/// \file
/// Counting the marks of a unit: one look-up a mark, eight levels to a word.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>

namespace headway::agreement::detail {

/// What one mark adds to a row's counters: a byte a level. Missing marks add nothing.
struct mark_increments {
  std::array<std::uint64_t, 256> low{};  ///< levels 0 to 7
  std::array<std::uint64_t, 256> high{}; ///< levels 8 to 15

  explicit mark_increments(std::size_t levels) noexcept {
    for (std::size_t mark = 0; mark < levels; ++mark) { (mark < 8 ? low : high)[mark] = std::uint64_t{1} << (8 * (mark & 7)); }
  }
};

/// Raters whose marks on one level fit a byte.
inline constexpr std::size_t most_in_a_byte = 255;

/// Throws unless all marks are below `levels`; negative ones are missing.
inline void check_marks(std::span<const std::int8_t> marks, std::size_t raters, std::size_t levels, const char* function) {
  // eight marks at a time: adding 128 - levels carries a mark from 0 to 127 into the top bit exactly when it is past the scale
  constexpr std::uint64_t tops = 0x8080808080808080u;
  const std::uint64_t raise = 0x0101010101010101u * (128 - levels);
  std::uint64_t wrong = 0;
  std::size_t i = 0;
  for (; i + 8 <= marks.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, marks.data() + i, 8);
    wrong |= ((word & ~tops) + raise) & ~word;
  }
  bool bad = (wrong & tops) != 0;
  for (; i < marks.size(); ++i) { bad = bad || marks[i] >= static_cast<int>(levels); }
  if (!bad) { return; }
  for (std::size_t at = 0; at < marks.size(); ++at) {
    if (marks[at] >= static_cast<int>(levels)) {
      throw error{error_category::out_of_range, function, "marks", "level " + std::to_string(marks[at]) + " where the scale has " + std::to_string(levels),
                  static_cast<std::int64_t>(raters == 0 ? 0 : at / raters)};
    }
  }
}

/// Throws unless marks are units x raters of levels below `levels`, 2 to 16.
inline void check_table(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels, const char* function) {
  check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, function, "levels");
  check::that(raters == 0 || units <= marks.size() / raters, function, "marks", "has fewer values than units x raters");
  check::same_length(marks.size(), units * raters, function, "marks");
  check_marks(marks, raters, levels, function);
}

/// The marks of one row, up to 255 of them, as bytes a level: levels 0 to 7 in the first word, the others in the second.
struct byte_counts {
  std::uint64_t low{};
  std::uint64_t high{};
  [[nodiscard]] std::uint64_t operator[](std::size_t level) const noexcept { return ((level < 8 ? low : high) >> (8 * (level & 7))) & 0xFFu; }
};

template <bool Wide> byte_counts count_row(const mark_increments& increments, const std::int8_t* row, std::size_t raters) noexcept {
  byte_counts out;
  for (std::size_t i = 0; i < raters; ++i) {
    const auto mark = static_cast<std::uint8_t>(row[i]);
    out.low += increments.low[mark];
    if constexpr (Wide) { out.high += increments.high[mark]; }
  }
  return out;
}

/// Calls f(counts) for every row, counts an array of std::uint32_t of which the first `levels` are filled. Any number of raters.
template <class Function> void each_row(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels, Function f) {
  const mark_increments increments{levels};
  std::array<std::uint32_t, most_levels> counts{};
  for (std::size_t u = 0; u < units; ++u) {
    counts.fill(0);
    const std::int8_t* row = marks.data() + u * raters;
    for (std::size_t start = 0; start < raters; start += most_in_a_byte) {
      const byte_counts part = count_row<true>(increments, row + start, (std::min)(raters - start, most_in_a_byte));
      for (std::size_t k = 0; k < levels; ++k) { counts[k] += static_cast<std::uint32_t>(part[k]); }
    }
    f(counts);
  }
}

} // namespace headway::agreement::detail
