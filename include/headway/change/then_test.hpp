#pragma once

/// \file
/// The marks of a then-test: an earlier round marked again in a later one.

#include <cstddef>
#include <cstdint>
#include <vector>

#include <headway/change/people.hpp>
#include <headway/core/ratings.hpp>
#include <headway/core/score.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>

namespace headway::change {

/// One person's three marks on one dimension, 0-based levels. Since 0.1. Checked by `response_shift_test`.
struct three_marks {
  std::uint32_t rater{};
  std::int8_t then{};  ///< the earlier round as marked then
  std::int8_t again{}; ///< the earlier round as marked in the later one
  std::int8_t now{};   ///< the later round
};

/// One mark of a then-test: a position in `study_data::raters()` and a score code. Since 0.1. Checked by `response_shift_test`.
struct then_mark {
  std::uint32_t rater{};
  std::int8_t code{};
};

/// Marks of a then-test on one dimension, by rater: those given in round `asked`, or where the study does not say when.
/// Missing and edge cases: of several marks of one person the one that says when it was given counts; people without a code cannot be followed.
/// Cost: O(marks of the dimension + log rows). Threads: safe. Since 0.1. Checked by `response_shift_test`.
[[nodiscard]] inline std::vector<then_mark> then_marks(const study_data& data, community_id community, round_id about, round_id asked, dimension_id dimension) {
  const ratings_view rows = data.rows(score_mode::then_test);
  const auto before = [&](std::size_t i) { // rows are in order of community, round, dimension, rater
    if (rows.community[i] != community.value) { return rows.community[i] < community.value; }
    if (rows.round[i] != about.value) { return rows.round[i] < about.value; }
    return rows.dimension[i] < dimension.value;
  };
  const auto here = [&](std::size_t i) { return rows.community[i] == community.value && rows.round[i] == about.value && rows.dimension[i] == dimension.value; };
  std::size_t first = 0;
  std::size_t past = rows.size();
  while (first < past) {
    const std::size_t middle = first + (past - first) / 2;
    before(middle) ? first = middle + 1 : past = middle;
  }
  std::vector<then_mark> out;
  for (std::size_t i = first; i < rows.size() && here(i); ++i) {
    const std::uint16_t when = data.asked_at().empty() ? ratings::no_round : data.asked_at()[rows.first_row + i];
    if (rows.rater[i] == ratings::no_rater || (when != asked.value && when != ratings::no_round)) { continue; }
    if (!out.empty() && out.back().rater == rows.rater[i]) { continue; } // a mark that says when it was given stands before one that does not
    out.push_back({rows.rater[i], rows.score[i]});
  }
  return out;
}

/// Those who gave all three marks on one dimension, by rater.
/// Cost: O(rows of the two cells). Threads: safe. Since 0.1. Checked by `response_shift_test`.
[[nodiscard]] inline std::vector<three_marks> three_marks_of(const study_data& data, community_id community, round_id from, round_id to, dimension_id dimension) {
  std::vector<three_marks> out;
  const std::vector<then_mark> again = then_marks(data, community, from, to, dimension);
  if (again.empty()) { return out; }
  const auto people = people_in_two_rounds(data, community, from, to, dimension, sector_grouping::identity(data));
  std::size_t at = 0; // both are in order of raters
  for (const person_marks& p : people) {
    if (p.rater == ratings::no_rater || !p.marked_both()) { continue; }
    while (at < again.size() && again[at].rater < p.rater) { ++at; }
    if (at < again.size() && again[at].rater == p.rater && again[at].code >= 0) { out.push_back({p.rater, p.before, again[at].code, p.after}); }
  }
  return out;
}

} // namespace headway::change
