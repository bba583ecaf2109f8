#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <headway/agreement/detail/mark_counting.hpp>
#include <headway/agreement/pair_sums.hpp>
#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/exact/transitions.hpp>

namespace headway::agreement {

/// How often each level was marked in each unit, units that are alike put together: all that agreement needs where it does not matter who rated.
/// Definition: the different count vectors of units with at least one mark, each with the number of such units, in one fixed order.
/// Merging puts them together: exact, associative, the same for any order of units, chunks or threads.
/// Choose it over `pair_sums` where an interval is wanted; it is larger. Memory: one count vector for every different one.
/// Threads: reading is safe. Since 0.1. Checked by `unit_counts_test`.
class unit_counts {
public:
  /// No units yet. \param levels 2 to 16 \throws error out_of_range
  explicit unit_counts(std::size_t levels) : levels_{levels} {
    check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "unit_counts", "levels");
  }

  /// Number of levels.
  [[nodiscard]] std::size_t levels() const noexcept { return levels_; }
  /// Units, with marks or without.
  [[nodiscard]] std::uint64_t units() const noexcept { return units_; }
  /// Different count vectors of units with marks.
  [[nodiscard]] std::size_t kinds() const noexcept { return times_.size(); }
  /// Marks per level of one kind. \param kind less than kinds()
  [[nodiscard]] std::span<const std::uint32_t> counts(std::size_t kind) const noexcept { return {counts_.data() + kind * levels_, levels_}; }
  /// How many units are of this kind. \param kind less than kinds()
  [[nodiscard]] std::uint64_t times(std::size_t kind) const noexcept { return times_[kind]; }

  /// The sums over all units.
  [[nodiscard]] pair_sums sums() const {
    pair_sums out{levels_};
    std::uint64_t with_marks = 0;
    for (std::size_t i = 0; i < kinds(); ++i) {
      out.add(counts(i), times_[i]);
      with_marks += times_[i];
    }
    pair_sums_access::add_units(out, units_ - with_marks);
    return out;
  }

  /// Adds the units of another object. \throws error incompatible when the levels differ
  void merge(const unit_counts& other) {
    if (other.levels_ != levels_) { throw error{error_category::incompatible, "unit_counts::merge", "other", "has another number of levels"}; }
    unit_counts out{levels_};
    out.counts_.reserve(counts_.size() + other.counts_.size());
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < kinds() || j < other.kinds()) {
      const bool mine = j == other.kinds() || (i < kinds() && !before(other.counts(j), counts(i)));
      const bool theirs = i == kinds() || (j < other.kinds() && !before(counts(i), other.counts(j)));
      const std::span<const std::uint32_t> next = mine ? counts(i) : other.counts(j);
      out.counts_.insert(out.counts_.end(), next.begin(), next.end());
      out.times_.push_back((mine ? times_[i] : 0) + (theirs ? other.times_[j] : 0));
      i += mine ? 1 : 0;
      j += theirs ? 1 : 0;
    }
    out.units_ = units_ + other.units_;
    *this = std::move(out);
  }
  friend bool operator==(const unit_counts&, const unit_counts&) = default;

private:
  friend class unit_counts_builder;
  /// Adds units that come after all there are, or are like the last.
  void append(std::span<const std::uint32_t> counts_of_one, std::uint64_t times) {
    if (!times_.empty() && std::equal(counts_of_one.begin(), counts_of_one.end(), counts_.end() - static_cast<std::ptrdiff_t>(levels_))) {
      times_.back() += times;
      return;
    }
    counts_.insert(counts_.end(), counts_of_one.begin(), counts_of_one.end());
    times_.push_back(times);
  }
  /// The fixed order: by the highest level first.
  [[nodiscard]] static bool before(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b) noexcept {
    for (std::size_t k = a.size(); k-- > 0;) {
      if (a[k] != b[k]) { return a[k] < b[k]; }
    }
    return false;
  }

  std::size_t levels_;
  std::uint64_t units_{};
  std::vector<std::uint32_t> counts_{};
  std::vector<std::uint64_t> times_{};
};

/// Fills `unit_counts`; the functions below are the way to use it. Since 0.1. Checked by `unit_counts_test`.
class unit_counts_builder {
public:
  /// From rows of counts of any size: sorts them.
  static unit_counts from_rows(std::span<const std::uint32_t> rows, std::size_t units, std::size_t levels) {
    unit_counts out{levels};
    out.units_ = units;
    const auto row = [&](std::size_t u) { return rows.subspan(u * levels, levels); };
    std::vector<std::size_t> order(units);
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto without_marks = [&](std::size_t u) { return std::all_of(row(u).begin(), row(u).end(), [](std::uint32_t n) { return n == 0; }); };
    order.erase(std::remove_if(order.begin(), order.end(), without_marks), order.end());
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return unit_counts::before(row(a), row(b)); });
    for (const std::size_t u : order) { out.append(row(u), 1); }
    return out;
  }

  /// From rows of at most 255 marks on at most eight levels: their counts fit one word, and words are sorted by digits.
  static unit_counts from_marks(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels) {
    const detail::mark_increments increments{levels};
    const auto bits = static_cast<unsigned>(std::bit_width(raters));
    unit_counts out{levels};
    std::vector<std::uint64_t> keys;
    std::vector<std::uint64_t> other;
    std::array<std::uint32_t, most_levels> counts{};
    constexpr std::size_t at_once = 1 << 17; // so that memory does not grow with the units
    for (std::size_t start = 0; start < units; start += at_once) {
      const std::size_t end = (std::min)(units, start + at_once);
      keys.resize(end - start);
      const std::int8_t* row = marks.data() + start * raters;
      for (std::uint64_t& key : keys) {
        const std::uint64_t bytes = detail::count_row<false>(increments, row, raters).low;
        key = 0;
        for (std::size_t k = 0; k < levels; ++k) { key |= ((bytes >> (8 * k)) & 0xFFu) << (bits * k); }
        row += raters;
      }
      sort_words(keys, other, bits * static_cast<unsigned>(levels));
      unit_counts part{levels};
      part.units_ = end - start;
      for (std::size_t i = 0; i < keys.size();) {
        const std::uint64_t key = keys[i];
        std::size_t same = i;
        while (same < keys.size() && keys[same] == key) { ++same; }
        if (key != 0) {
          for (std::size_t k = 0; k < levels; ++k) { counts[k] = static_cast<std::uint32_t>((key >> (bits * k)) & ((std::uint64_t{1} << bits) - 1)); }
          part.append(std::span<const std::uint32_t>{counts}.first(levels), same - i);
        }
        i = same;
      }
      if (start == 0) {
        out = std::move(part);
      } else {
        out.merge(part);
      }
    }
    return out;
  }

  /// Puts units that are alike into an object without units.
  static void put(unit_counts& empty, std::span<const std::uint32_t> counts, std::uint64_t times) {
    if (times == 0) { return; }
    empty.append(counts, times);
    empty.units_ = times;
  }

private:
  /// Sorts words below 2^bits, a digit of at most eleven bits at a time, lowest first: the time does not depend on the words.
  static void sort_words(std::vector<std::uint64_t>& words, std::vector<std::uint64_t>& other, unsigned bits) {
    if (bits == 0) { return; } // nobody could mark: all words are 0
    const unsigned passes = (bits + 10) / 11;
    const unsigned digit = (bits + passes - 1) / passes;
    std::vector<std::size_t> starts(std::size_t{1} << digit);
    other.resize(words.size());
    for (unsigned pass = 0; pass < passes; ++pass) {
      const unsigned shift = pass * digit;
      const std::uint64_t mask = (std::uint64_t{1} << digit) - 1;
      std::fill(starts.begin(), starts.end(), std::size_t{0});
      for (const std::uint64_t word : words) { ++starts[(word >> shift) & mask]; }
      std::exclusive_scan(starts.begin(), starts.end(), starts.begin(), std::size_t{0});
      for (const std::uint64_t word : words) { other[starts[(word >> shift) & mask]++] = word; }
      words.swap(other);
    }
  }
};

/// The counts of a table of marks.
/// \param marks units x raters, row by row: 0-based levels, negative where there is none \param units,raters extents \param levels 2 to 16
/// \throws error invalid_argument when marks is not units x raters; out_of_range, with the unit as row, for a level past the scale
/// Cost: half a nanosecond a mark and about ten a unit. Threads: safe. Since 0.1. Checked by `unit_counts_test`.
[[nodiscard]] inline unit_counts count_units(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels) {
  detail::check_table(marks, units, raters, levels, "count_units");
  if (levels <= detail::most_lane_levels && raters <= detail::most_in_a_byte) { return unit_counts_builder::from_marks(marks, units, raters, levels); }
  std::vector<std::uint32_t> rows;
  rows.reserve(units * levels);
  detail::each_row(marks, units, raters, levels, [&](const auto& counts) { rows.insert(rows.end(), counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(levels)); });
  return unit_counts_builder::from_rows(rows, units, levels);
}

/// The counts as they stand in a table of them.
/// \param counts units x levels, row by row: how many raters marked this level; a row together at most a million
/// \param units,levels extents, levels 2 to 16
/// \throws error invalid_argument when counts is not units x levels; out_of_range, with the unit as row, for more marks than that
/// Cost: sorting the units. Threads: safe. Since 0.1. Checked by `unit_counts_test`.
[[nodiscard]] inline unit_counts units_of_counts(std::span<const std::uint32_t> counts, std::size_t units, std::size_t levels) {
  check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "units_of_counts", "levels");
  check::that(units <= counts.size() / levels, "units_of_counts", "counts", "has fewer values than units x levels");
  check::same_length(counts.size(), units * levels, "units_of_counts", "counts");
  constexpr std::uint64_t most_marks = 1000000;
  for (std::size_t u = 0; u < units; ++u) {
    std::uint64_t m = 0;
    for (std::size_t k = 0; k < levels; ++k) { m += counts[u * levels + k]; }
    if (m > most_marks) {
      throw error{error_category::out_of_range, "units_of_counts", "counts", std::to_string(m) + " marks in one unit are not allowed; at most " + std::to_string(most_marks),
                  static_cast<std::int64_t>(u)};
    }
  }
  return unit_counts_builder::from_rows(counts, units, levels);
}

namespace detail {

/// A square table of two raters as units of two marks.
[[nodiscard]] inline unit_counts units_of_table(const exact::transitions& table) {
  const std::size_t levels = table.levels();
  unit_counts out{levels};
  for (std::size_t i = 0; i < levels; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      std::vector<std::uint32_t> counts(levels);
      ++counts[i];
      ++counts[j];
      unit_counts cell{levels};
      unit_counts_builder::put(cell, counts, std::uint64_t{table.people(i, j)} + (i == j ? 0 : table.people(j, i)));
      out.merge(cell);
    }
  }
  return out;
}

} // namespace detail

} // namespace headway::agreement
