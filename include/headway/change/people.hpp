#pragma once

/// \file
/// Who marked what in two rounds of one community: the rows every question about change begins with.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/core/ratings.hpp>
#include <headway/core/round.hpp>
#include <headway/core/score.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>

namespace headway::change {

/// One person's marks on one dimension in two rounds. Since 0.1. Checked by `people_test`.
struct person_marks {
  static constexpr std::int8_t not_there = (std::numeric_limits<std::int8_t>::min)(); ///< no row in that round
  static constexpr std::size_t no_row = static_cast<std::size_t>(-1);

  std::int8_t before{not_there};     ///< `score::code()` in the earlier round
  std::int8_t after{not_there};      ///< the same in the later one
  std::uint16_t group_before{};      ///< group of sectors; means something only where there is a row
  std::uint16_t group_after{};
  std::uint32_t rater{ratings::no_rater}; ///< position in `study_data::raters()`, or `no_rater` for a person who cannot be followed
  std::size_t row_before{no_row};    ///< position in `study_data::rows()`
  std::size_t row_after{no_row};

  /// Whether there is a level in the earlier round.
  [[nodiscard]] constexpr bool marked_before() const noexcept { return before >= 0; }
  /// Whether there is a level in the later round.
  [[nodiscard]] constexpr bool marked_after() const noexcept { return after >= 0; }
  /// Whether there is a level in both.
  [[nodiscard]] constexpr bool marked_both() const noexcept { return before >= 0 && after >= 0; }
  friend constexpr bool operator==(const person_marks&, const person_marks&) = default;
};

/// Everybody with a row on one dimension in either of two rounds, by code, and last those without one, who count as another person in each round.
/// Definition: a person with a code in both rounds is one entry; everybody else has `not_there` on the other side. A reason for no mark is a code below 0.
/// Missing and edge cases: empty where a round has no value; the same round twice gives every person twice the same mark.
/// \param by the group of every sector
/// \throws error incompatible when the grouping was made for another study
/// Cost: O(rows of the two cells). Threads: safe. Since 0.1. Checked by `people_test`.
[[nodiscard]] inline std::vector<person_marks> people_in_two_rounds(const study_data& data, community_id community, round_id from, round_id to, dimension_id dimension,
                                                                    const sector_grouping& by) {
  by.check_fits(data, "people_in_two_rounds");
  std::vector<person_marks> out;
  if (!from.has_value() || !to.has_value()) { return out; }
  const ratings_view before = data.rows(community, from, dimension);
  const ratings_view after = data.rows(community, to, dimension);
  out.reserve(before.size() + after.size());
  const auto add = [&](std::size_t i, std::size_t j) { // a position past the end: nothing on that side
    person_marks person;
    if (i < before.size()) {
      person.before = before.score[i];
      person.group_before = static_cast<std::uint16_t>(by.group(before.sector[i]));
      person.rater = before.rater[i];
      person.row_before = before.first_row + i;
    }
    if (j < after.size()) {
      person.after = after.score[j];
      person.group_after = static_cast<std::uint16_t>(by.group(after.sector[j]));
      person.rater = after.rater[j];
      person.row_after = after.first_row + j;
    }
    out.push_back(person);
  };
  const auto named = [](const ratings_view& rows, std::size_t at) { return at < rows.size() && rows.rater[at] != ratings::no_rater; };
  std::size_t i = 0;
  std::size_t j = 0;
  while (named(before, i) || named(after, j)) { // rows are ordered by rater, those without a code stand last
    if (!named(after, j) || (named(before, i) && before.rater[i] < after.rater[j])) {
      add(i++, after.size());
    } else if (!named(before, i) || after.rater[j] < before.rater[i]) {
      add(before.size(), j++);
    } else {
      add(i++, j++);
    }
  }
  while (i < before.size()) { add(i++, after.size()); }
  while (j < after.size()) { add(before.size(), j++); }
  return out;
}

namespace detail {

/// Marks of people on every dimension of two rounds: people x dimensions, row by row.
struct paired_marks {
  std::vector<std::uint32_t> raters;
  std::vector<std::int8_t> before;
  std::vector<std::int8_t> after;
};

/// The marks of those with a code and a level both times. \param each everybody, per dimension
inline paired_marks pair_up(const std::vector<std::vector<person_marks>>& each) {
  paired_marks out;
  for (const auto& people : each) {
    for (const person_marks& p : people) {
      if (p.rater != ratings::no_rater && p.marked_both()) { out.raters.push_back(p.rater); }
    }
  }
  std::sort(out.raters.begin(), out.raters.end());
  out.raters.erase(std::unique(out.raters.begin(), out.raters.end()), out.raters.end());
  out.before.assign(out.raters.size() * each.size(), std::int8_t{-1});
  out.after.assign(out.raters.size() * each.size(), std::int8_t{-1});
  for (std::size_t d = 0; d < each.size(); ++d) {
    for (const person_marks& p : each[d]) {
      if (p.rater == ratings::no_rater || !p.marked_both()) { continue; }
      const auto person = static_cast<std::size_t>(std::lower_bound(out.raters.begin(), out.raters.end(), p.rater) - out.raters.begin());
      out.before[person * each.size() + d] = p.before;
      out.after[person * each.size() + d] = p.after;
    }
  }
  return out;
}

} // namespace detail

/// Whole months between two rounds of one community, from the days it held them: days / 30.436875, rounded. Rounds come at uneven gaps, so this stands beside
/// every change.
/// \return nothing where a day is not known
/// Cost: constant. Threads: safe. Since 0.1. Checked by `people_test`.
[[nodiscard]] inline std::optional<std::int64_t> months_between(const selected& from, const selected& to) noexcept {
  if (from.assessed == nullptr || to.assessed == nullptr || !from.assessed->day.has_value() || !to.assessed->day.has_value()) { return std::nullopt; }
  const std::int64_t days = std::int64_t{to.assessed->day.days()} - from.assessed->day.days();
  constexpr std::int64_t day = 1'000'000;
  constexpr std::int64_t month = 30'436'875; // a twelfth of the mean Gregorian year, in millionths of a day
  const std::int64_t half = days < 0 ? -month / 2 : month / 2;
  return (days * day + half) / month;
}

} // namespace headway::change
