#pragma once

/// \file
/// Who went from which level to which: the levels x levels table of two marks of the same people. Everything said about two marks rests on it.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/core/table.hpp>

namespace headway::exact {

/// How many people went from each level to each: whole numbers, so parts counted apart add up to the whole to the last bit.
/// Levels are 0-based positions, lowest first. Threads: reading is safe. Since 0.1. Checked by `transitions_test`.
class transitions {
public:
  /// Nobody yet.
  /// \param levels 2 to 16 \throws error out_of_range otherwise
  explicit transitions(std::size_t levels) : levels_{levels} {
    check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "transitions", "levels");
    counts_.assign(levels * levels, 0);
  }
  /// Counts made elsewhere.
  /// \param counts levels x levels, row = level before, column = level after, row by row \param levels 2 to 16
  /// \throws error out_of_range for levels; invalid_argument when the counts are not levels x levels; limit for 2^32 people or more
  transitions(std::span<const std::uint32_t> counts, std::size_t levels) : transitions{levels} {
    check::same_length(counts.size(), levels * levels, "transitions", "counts");
    for (std::size_t i = 0; i < counts.size(); ++i) { add(i / levels, i % levels, counts[i]); }
  }

  /// Number of levels.
  [[nodiscard]] std::size_t levels() const noexcept { return levels_; }
  /// People from one level to another. \param from,to less than `levels()`
  [[nodiscard]] std::uint32_t people(std::size_t from, std::size_t to) const noexcept { return counts_[from * levels_ + to]; }
  /// All counts, row = level before, column = level after, row by row.
  [[nodiscard]] std::span<const std::uint32_t> counts() const noexcept { return counts_; }
  /// People with a level both times.
  [[nodiscard]] std::uint32_t n() const noexcept { return n_; }
  /// Of them, those who went up.
  [[nodiscard]] std::uint32_t up() const noexcept { return up_; }
  /// Of them, those who stayed at their level.
  [[nodiscard]] std::uint32_t held() const noexcept { return n_ - up_ - down_; }
  /// Of them, those who went down.
  [[nodiscard]] std::uint32_t down() const noexcept { return down_; }
  /// People who went up or down by 1, 2, ... levels: entry a - 1 for a levels.
  [[nodiscard]] std::span<const std::uint32_t> movers() const noexcept { return {movers_.data(), levels_ - 1}; }
  /// Sum of the moves in levels, ups less downs.
  [[nodiscard]] std::int64_t levels_moved() const noexcept { return levels_moved_; }

  /// Adds people.
  /// \param from,to 0-based levels \param people how many
  /// \throws error out_of_range for a level past the scale; limit when there would be 2^32 people or more; then nothing is added
  void add(std::size_t from, std::size_t to, std::uint32_t people = 1) {
    check::bounded(static_cast<std::int64_t>((std::min)(from, most_levels)), 0, static_cast<std::int64_t>(levels_) - 1, "transitions::add", "from");
    check::bounded(static_cast<std::int64_t>((std::min)(to, most_levels)), 0, static_cast<std::int64_t>(levels_) - 1, "transitions::add", "to");
    if (people > (std::numeric_limits<std::uint32_t>::max)() - n_) {
      throw error{error_category::limit, "transitions::add", "people", "there would be 2^32 people or more; count them in several tables"};
    }
    counts_[from * levels_ + to] += people;
    n_ += people;
    if (from == to) { return; }
    const std::size_t distance = from < to ? to - from : from - to;
    movers_[distance - 1] += people;
    (from < to ? up_ : down_) += people;
    levels_moved_ += (from < to ? 1 : -1) * static_cast<std::int64_t>(distance) * people;
  }
  /// Adds the people of another table: the order of merging makes no difference.
  /// \throws error incompatible for another number of levels; limit as `add`; then the table is as before
  void merge(const transitions& other) {
    if (other.levels_ != levels_) {
      throw error{error_category::incompatible, "transitions::merge", "other", "has " + std::to_string(other.levels_) + " levels, not " + std::to_string(levels_)};
    }
    transitions sum = *this;
    for (std::size_t i = 0; i < counts_.size(); ++i) { sum.add(i / levels_, i % levels_, other.counts_[i]); }
    *this = std::move(sum);
  }

  /// People per level before.
  [[nodiscard]] std::vector<std::uint32_t> before() const {
    std::vector<std::uint32_t> out(levels_, 0);
    for (std::size_t i = 0; i < counts_.size(); ++i) { out[i / levels_] += counts_[i]; }
    return out;
  }
  /// People per level after.
  [[nodiscard]] std::vector<std::uint32_t> after() const {
    std::vector<std::uint32_t> out(levels_, 0);
    for (std::size_t i = 0; i < counts_.size(); ++i) { out[i % levels_] += counts_[i]; }
    return out;
  }
  friend bool operator==(const transitions&, const transitions&) = default;

private:
  std::size_t levels_;
  std::vector<std::uint32_t> counts_;
  std::array<std::uint32_t, most_levels - 1> movers_{};
  std::uint32_t n_{};
  std::uint32_t up_{};
  std::uint32_t down_{};
  std::int64_t levels_moved_{};
};

namespace detail {

/// A mark that must be on the scale, or negative for none.
inline void on_scale(std::int8_t mark, std::size_t levels, const char* function, const char* argument, std::size_t row) {
  if (mark >= static_cast<int>(levels)) {
    throw error{error_category::out_of_range, function, argument, "level " + std::to_string(mark) + " where the scale has " + std::to_string(levels),
                static_cast<std::int64_t>(row)};
  }
}

/// The table of two lists of marks, made for the function that is named in its errors.
inline transitions transitions_of(std::span<const std::int8_t> before, std::span<const std::int8_t> after, std::size_t levels, const char* function) {
  check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, function, "levels");
  check::same_length(after.size(), before.size(), function, "after");
  transitions out{levels};
  for (std::size_t i = 0; i < before.size(); ++i) {
    on_scale(before[i], levels, function, "before", i);
    on_scale(after[i], levels, function, "after", i);
    if (before[i] >= 0 && after[i] >= 0) { out.add(static_cast<std::size_t>(before[i]), static_cast<std::size_t>(after[i])); }
  }
  return out;
}

} // namespace detail

/// Counts who went from which level to which, from two lists of marks.
/// Missing: a person counts only when both marks are levels; a negative mark is none.
/// \param before,after 0-based levels, one pair a person, equally long \param levels 2 to 16
/// \throws error invalid_argument for unequal lengths; out_of_range for levels, or with the row for a mark past the scale
/// Cost: about a nanosecond a pair. Threads: safe. Since 0.1. Checked by `transitions_test`.
[[nodiscard]] inline transitions count_transitions(std::span<const std::int8_t> before, std::span<const std::int8_t> after, std::size_t levels) {
  return detail::transitions_of(before, after, levels, "count_transitions");
}

/// Counts how two raters marked the same units: from the first one's level to the second one's. Every function on transitions then says how much
/// more severe one of them is, as it says how far people moved.
/// Missing: a unit counts only when both raters marked it.
/// \param marks units x raters, row by row: 0-based levels, negative for none \param units,raters extents \param levels 2 to 16
/// \param first,second positions of the two raters
/// \throws error invalid_argument when marks is not units x raters; out_of_range for levels, a position, or with the row for a mark past the scale
/// Cost: O(units). Threads: safe. Since 0.1. Checked by `transitions_test`.
[[nodiscard]] inline transitions count_rater_transitions(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels, std::size_t first,
                                                         std::size_t second) {
  transitions out{levels};
  check::same_length(marks.size(), units * raters, "count_rater_transitions", "marks");
  check::that(first < raters, "count_rater_transitions", "first", "is not one of the raters");
  check::that(second < raters, "count_rater_transitions", "second", "is not one of the raters");
  for (std::size_t u = 0; u < units; ++u) {
    const std::int8_t from = marks[u * raters + first];
    const std::int8_t to = marks[u * raters + second];
    detail::on_scale(from, levels, "count_rater_transitions", "marks", u);
    detail::on_scale(to, levels, "count_rater_transitions", "marks", u);
    if (from >= 0 && to >= 0) { out.add(static_cast<std::size_t>(from), static_cast<std::size_t>(to)); }
  }
  return out;
}

/// The flows as a table, a row for every pair of levels, also those nobody took: from_level, to_level (numbered from `lowest`), move (to_level -
/// from_level), people, share (of all; missing when nobody is counted), share_of_from (of those who began at from_level; missing when nobody did), n.
/// \param of the counts \param lowest the number people give the lowest level
/// Cost: O(levels^2). Threads: safe. Since 0.1. Checked by `transitions_test`.
[[nodiscard]] inline table to_table(const transitions& of, std::int64_t lowest = 1) {
  table out;
  for (const char* column : {"from_level", "to_level", "move", "people"}) { out.add(column, column_type::integer); }
  for (const char* column : {"share", "share_of_from"}) { out.add(column, column_type::real); }
  out.add("n", column_type::integer);
  const std::vector<std::uint32_t> before = of.before();
  const auto share = [](std::uint32_t part, std::uint32_t whole) { return whole == 0 ? std::nullopt : std::optional{static_cast<double>(part) / whole}; };
  for (std::size_t from = 0; from < of.levels(); ++from) {
    for (std::size_t to = 0; to < of.levels(); ++to) {
      const auto f = static_cast<std::int64_t>(from);
      const auto t = static_cast<std::int64_t>(to);
      const std::uint32_t people = of.people(from, to);
      out.push_row(lowest + f, lowest + t, t - f, people, share(people, of.n()), share(people, before[from]), of.n());
    }
  }
  return out;
}

} // namespace headway::exact
