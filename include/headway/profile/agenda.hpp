#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/order.hpp>
#include <headway/profile/detail/agenda_words.hpp>
#include <headway/profile/profile.hpp>
#include <headway/profile/rounds.hpp>
#include <headway/agreement/shape.hpp>

/// \file
/// What to talk about first, and why, in words. An agenda orders the dimensions of one room for one conversation; it is no ranking of places and
/// makes no total.

namespace headway::profile {

/// Where a dimension stands between low and high, agreed and not. Since 0.1. Checked by `agenda_test`.
enum class corner : std::uint8_t {
  build_on = 0,   ///< people agree, and the middle is above the middle of the scale
  talk_first = 1, ///< people differ, whatever the middle is
  shared_gap = 2, ///< people agree, and the middle is below the middle of the scale
  mixed = 3       ///< people agree on the middle of the scale
};

/// The code of a corner: "build_on", "talk_first", "shared_gap", "mixed".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `agenda_test`.
[[nodiscard]] constexpr std::string_view name(corner value) noexcept {
  constexpr std::array<std::string_view, 4> names{"build_on", "talk_first", "shared_gap", "mixed"};
  const auto index = static_cast<std::size_t>(value);
  return index < names.size() ? names[index] : std::string_view{};
}

/// Why a dimension stands where it does on the agenda, in the order in which it calls for talk. Since 0.1. Checked by `agenda_test`.
enum class agenda_reason : std::uint8_t {
  two_camps = 0,      ///< people stand at both ends (`shape_of`)
  no_agreement = 1,   ///< the room did not agree
  room_far = 2,       ///< the room's mark is two or more levels from the middle of people's marks, or beyond all of them
  far_apart = 3,      ///< at least two people, and one in ten, are two or more levels from the middle
  spread_out = 4,     ///< people differ (`differ_from`) without any of the above among their marks
  minority_view = 5,  ///< the room agreed, with a minority view on record
  many_dont_know = 6, ///< at least two people, and one in five, said they do not know
  room_differs = 7,   ///< the room's mark is one level from the middle
  moved_down = 8,     ///< of the same people at least three and at least half moved down, and three times as many as up
  moved_up = 9,       ///< the same, up
  shared_gap = 10,    ///< low and agreed
  nothing = 11,       ///< no other reason
  build_on = 12,      ///< high and agreed
  few_people = 13,    ///< two to four marks: differences between them say little
  one_person = 14,    ///< a single mark
  nobody = 15         ///< no marks
};

/// The code of a reason: "two_camps", "no_agreement", ...
/// Cost: constant. Threads: safe. Since 0.1. Checked by `agenda_test`.
[[nodiscard]] constexpr std::string_view name(agenda_reason reason) noexcept {
  constexpr std::array<std::string_view, 16> names{"two_camps",    "no_agreement", "room_far", "far_apart",  "spread_out", "minority_view", "many_dont_know", "room_differs",
                                                   "moved_down",   "moved_up",     "shared_gap", "nothing",  "build_on",   "few_people",    "one_person",     "nobody"};
  const auto index = static_cast<std::size_t>(reason);
  return index < names.size() ? names[index] : std::string_view{};
}

/// What the agenda may use. Since 0.1. Checked by `agenda_test`.
struct agenda_options {
  bool compare_rounds{true};              ///< whether the same people's marks of the round before count
  std::vector<std::string> withheld{};    ///< per dimension why its marks may not be used, or empty; empty as a whole when all may
  std::vector<bool> withheld_movement{};  ///< per dimension whether the same people's marks may not be used; empty when all may
};

/// One dimension on the agenda. Since 0.1. Checked by `agenda_test`.
struct agenda_row {
  std::uint32_t position{};               ///< 1 is the first to talk about
  dimension_id dimension{};
  std::optional<headway::profile::corner> corner{}; ///< none for fewer than two marks, or where they are withheld
  std::vector<agenda_reason> reasons{};   ///< strongest first
  std::string why{};                      ///< one or two sentences to open the talk with; empty where nothing may be said
  headway::status status{};
  std::string hidden_reason{};
};

/// Rows of `agenda`, the first to talk about first. Since 0.1. Checked by `agenda_test`.
template <std::size_t Dimensions, std::size_t Levels> struct agenda_result {
  study<Dimensions, Levels> of;
  selected where{};
  std::vector<agenda_row> rows{};
};

/// The spread from which people are taken to differ: an ordinal dispersion of one half. It is 1 when half stand at each end of the scale, about 0.8
/// when every level is equally common, and 0.25 on five levels when the room is split between two neighbouring levels.
inline constexpr double differ_from = 0.5;

/// Whether people differ: whether the dispersion of `dispersion_of` is at least `differ_from`.
/// Definition: 4 times the sum over k < K of c_k (n - c_k) >= differ_from (K - 1) n n, c_k the people at or below level k: whole numbers on both
/// sides, so a spread of exactly one half counts on every machine.
/// \param counts people per level, lowest first, 2 to 16 levels \return false when nobody is counted
/// Cost: one pass over the levels. Threads: safe. Since 0.1. Checked by `agenda_test`.
[[nodiscard]] inline bool people_differ(std::span<const std::uint32_t> counts) {
  numeric::detail::level_counts(counts, "people_differ");
  const auto n = static_cast<double>(numeric::total(counts));
  double below = 0.0;
  double products = 0.0;
  for (std::size_t k = 0; k + 1 < counts.size(); ++k) {
    below += static_cast<double>(counts[k]);
    products += below * (n - below);
  }
  return products > 0.0 && 4.0 * products >= differ_from * static_cast<double>(counts.size() - 1) * n * n;
}

/// The corner of one cell.
/// Definition: talk_first when there are two camps (`shape_of`) or people differ (`people_differ`); otherwise build_on when the low median is above the
/// middle of the scale, shared_gap when the high median is below it, mixed else. The middle of the scale is the middle level of an odd number of
/// levels, and lies between the two middle ones of an even number. Cut points are for ordering a talk, they are no standard to reach.
/// \param counts people per level, lowest first, 2 to 16 levels \return nothing for fewer than two people
/// \throws error out_of_range for fewer than 2 or more than 16 levels
/// Cost: as `shape_of`. Threads: safe. Since 0.1. Checked by `agenda_test`.
[[nodiscard]] inline std::optional<corner> corner_of(std::span<const std::uint32_t> counts) {
  if (numeric::total(counts) < 2) { return std::nullopt; }
  if (people_differ(counts) || agreement::shape_of(counts).two_camps) { return corner::talk_first; }
  const numeric::level_range middle = numeric::median(counts);
  const std::size_t top = counts.size() - 1;
  if (2 * std::size_t{middle.low} > top) { return corner::build_on; }
  if (2 * std::size_t{middle.high} < top) { return corner::shared_gap; }
  return corner::mixed;
}

namespace detail {

/// An agenda row with what it is ordered by.
struct agenda_entry {
  agenda_row row;
  std::uint32_t away{};
  std::uint32_t n{};
  double dispersion{};
};

inline std::vector<agenda_reason> find_reasons(const agenda_facts& f, std::optional<corner> where, bool two_camps, const consensus_record* agreed) {
  std::vector<agenda_reason> out;
  const auto add = [&](agenda_reason reason, bool holds) {
    if (holds) { out.push_back(reason); }
  };
  const bool known = f.room >= 0 && f.n > 1;
  std::int64_t apart = 0; // levels between the room's mark and the nearest median
  bool beyond = false;
  if (known) {
    apart = (std::max)({f.room - std::int64_t{f.median.high}, std::int64_t{f.median.low} - f.room, std::int64_t{0}});
    const numeric::level_range range = chosen(f);
    beyond = f.room > range.high || f.room < range.low;
  }
  const std::uint32_t most_moved = (std::max)(f.moved.up, f.moved.down);
  const std::uint32_t least_moved = (std::min)(f.moved.up, f.moved.down);
  const bool moved = most_moved >= 3 && 2 * most_moved >= f.moved.n() && most_moved >= 3 * least_moved;
  add(agenda_reason::two_camps, two_camps);
  add(agenda_reason::no_agreement, agreed != nullptr && agreed->outcome == consensus_outcome::no_agreement);
  add(agenda_reason::room_far, apart >= 2 || beyond);
  add(agenda_reason::far_apart, f.away >= 2 && 10 * std::uint64_t{f.away} >= f.n);
  add(agenda_reason::spread_out, where == corner::talk_first && !two_camps && out.empty());
  add(agenda_reason::minority_view, agreed != nullptr && agreed->outcome != consensus_outcome::no_agreement &&
                                        (agreed->outcome == consensus_outcome::minority_view || !agreed->minority_view.empty()));
  add(agenda_reason::many_dont_know, f.dont_know >= 2 && 5 * std::uint64_t{f.dont_know} >= f.asked);
  add(agenda_reason::room_differs, apart == 1 && !beyond);
  add(agenda_reason::moved_down, moved && f.moved.down > f.moved.up);
  add(agenda_reason::moved_up, moved && f.moved.up > f.moved.down);
  add(agenda_reason::shared_gap, where == corner::shared_gap);
  add(agenda_reason::build_on, where == corner::build_on);
  return out;
}

inline std::string say(const agenda_facts& f, agenda_reason reason) {
  switch (reason) {
  case agenda_reason::two_camps: return say_two_camps(f);
  case agenda_reason::no_agreement: return "The room did not agree on a mark: what would people need to see to agree?";
  case agenda_reason::room_far:
  case agenda_reason::room_differs: return say_room(f);
  case agenda_reason::far_apart: return say_far_apart(f);
  case agenda_reason::spread_out: return say_spread_out(f);
  case agenda_reason::minority_view: return "A minority view is on record beside the room's mark: is it still held, and what would settle it?";
  case agenda_reason::many_dont_know: return say_dont_know(f);
  case agenda_reason::moved_down:
  case agenda_reason::moved_up: return say_moved(f);
  case agenda_reason::shared_gap: return say_shared_gap(f);
  case agenda_reason::build_on: return say_build_on(f);
  case agenda_reason::nothing: return say_nothing_stands_out(f);
  case agenda_reason::few_people: return "Only " + people(f.n) + " marked it, so differences between them say little.";
  case agenda_reason::one_person: return "Only one person marked it, so there is nothing to compare yet.";
  case agenda_reason::nobody: return f.room >= 0 ? "No own marks are on file; the room agreed " + value_at(f, static_cast<std::size_t>(f.room)) + "."
                                                 : "Nobody marked it: was it asked, and could people see it?";
  }
  return {};
}

/// Whether the sentence of a reason says how many people marked.
constexpr bool says_n(agenda_reason reason) noexcept {
  return reason != agenda_reason::no_agreement && reason != agenda_reason::minority_view && reason != agenda_reason::moved_down &&
         reason != agenda_reason::moved_up && reason != agenda_reason::many_dont_know;
}

/// One or two sentences: the strongest reason, then the next one or, so that the number of people is always there, how many marked.
inline std::string sentences(const agenda_facts& f, std::span<const agenda_reason> reasons, bool few) {
  std::string out = say(f, reasons.front());
  if (few) { return out + " " + say(f, agenda_reason::few_people); }
  const bool second = reasons.size() > 1 && reasons[1] != agenda_reason::nothing;
  if (!says_n(reasons.front()) && !(second && says_n(reasons[1]))) {
    out += " " + say_marks(f) + ".";
  } else if (second) {
    out += " " + say(f, reasons[1]);
  }
  return out;
}

template <std::size_t Dimensions, std::size_t Levels>
agenda_entry make_entry(const study<Dimensions, Levels>& of, const selected& where, round_id before, const profile_row<Levels>& row, const agenda_options& options) {
  agenda_entry out;
  out.row.dimension = row.dimension;
  if (row.status == status::not_assessed) {
    out.row.status = status::not_assessed;
    out.row.why = of->communities()[where.community.value].name + " was not assessed" + (where.round.has_value() ? " in " + of->rounds()[where.round.value].label : "") + ".";
    return out;
  }
  std::array<std::int32_t, most_levels> values{};
  for (std::size_t k = 0; k < of.rubric().levels(); ++k) { values[k] = of.rubric().scale().value(k); }
  const std::string hidden = options.withheld.empty() ? std::string{} : options.withheld[row.dimension.value];
  agenda_facts f;
  f.values = std::span{values}.first(of.rubric().levels());
  f.room = row.consensus != nullptr && row.consensus->score.has_level() ? static_cast<std::int64_t>(row.consensus->score.level()) : -1;
  if (!hidden.empty()) {
    out.row.status = status::hidden;
    out.row.hidden_reason = hidden;
    out.row.reasons = find_reasons(f, std::nullopt, false, row.consensus); // the room's own record is no single person's mark
    if (!out.row.reasons.empty()) { out.row.why = say(f, out.row.reasons.front()); }
    return out;
  }
  f.counts = row.counts.levels();
  f.n = row.n;
  f.asked = row.n + row.counts.n_missing();
  f.dont_know = row.counts.missing[static_cast<std::size_t>(missing_reason::dont_know) - 1];
  f.away = row.two_or_more_away;
  f.median = row.median;
  const bool may_compare = options.withheld_movement.empty() || !options.withheld_movement[row.dimension.value];
  if (options.compare_rounds && may_compare && before.has_value()) {
    f.moved = movement_between(of.data(), where.community, before, where.round, row.dimension);
    f.since = of->rounds()[before.value].label;
  }
  out.away = f.away;
  out.n = f.n;
  out.dispersion = row.dispersion.value;
  out.row.status = row.status;
  const bool two_camps = row.n > 0 && row.shape.two_camps;
  out.row.corner = corner_of(f.counts);
  out.row.reasons = find_reasons(f, out.row.corner, two_camps, row.consensus);
  const bool few = f.n >= 2 && f.n <= 4;
  if (f.n == 0) { out.row.reasons.push_back(agenda_reason::nobody); }
  if (f.n == 1) { out.row.reasons.push_back(agenda_reason::one_person); }
  if (out.row.reasons.empty()) { out.row.reasons.push_back(agenda_reason::nothing); }
  out.row.why = f.n == 0 && out.row.reasons.size() > 1 ? say(f, out.row.reasons.front()) + " " + say(f, agenda_reason::nobody) : sentences(f, out.row.reasons, few);
  if (few) { out.row.reasons.push_back(agenda_reason::few_people); }
  return out;
}

/// Whether `a` is talked about before `b`: by strongest reason, then by the share of people two or more levels away, then by spread, then as in the
/// rubric. Dimensions without a reason come last.
inline bool before(const agenda_entry& a, const agenda_entry& b) {
  const auto strongest = [](const agenda_entry& e) {
    return e.row.reasons.empty() ? 0xFFu : static_cast<unsigned>(e.row.reasons.front());
  };
  if (strongest(a) != strongest(b)) { return strongest(a) < strongest(b); }
  const std::uint64_t left = std::uint64_t{a.away} * b.n;
  const std::uint64_t right = std::uint64_t{b.away} * a.n;
  if (left != right) { return left > right; }
  if (a.dispersion > b.dispersion || b.dispersion > a.dispersion) { return a.dispersion > b.dispersion; }
  return a.row.dimension < b.row.dimension;
}

} // namespace detail

/// What to talk about first in one community's round, and why.
/// Definition: every dimension gets its corner (`corner_of`), its reasons (`agenda_reason`, with the cut points stated there) and one or two
/// sentences made from its two strongest reasons. The order is by strongest reason, then by the share of people two or more levels from the middle,
/// then by dispersion, then the rubric's own; it is the same whatever the order of input rows.
/// Missing and edge cases: few, one or no marks are said plainly and come last unless the room's own record gives a reason; a round the community
/// was not assessed in gives its rows in rubric order with that status.
/// \throws error not_found, invalid_argument as `select`; invalid_argument when `withheld` or `withheld_movement` has another length than the rubric
/// Cost: that of `profile`, and O(rows of the round before). Threads: safe. Since 0.1. Checked by `agenda_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] agenda_result<Dimensions, Levels> agenda(const study<Dimensions, Levels>& of, const selection& wanted, const agenda_options& options = {}) {
  if (!options.withheld.empty()) { check::same_length(options.withheld.size(), of.rubric().size(), "agenda", "withheld"); }
  if (!options.withheld_movement.empty()) { check::same_length(options.withheld_movement.size(), of.rubric().size(), "agenda", "withheld_movement"); }
  agenda_result<Dimensions, Levels> out{of, select(of.data(), wanted)};
  round_id previous;
  for (const assessment& a : assessments_of(of.data(), out.where.community)) {
    if (out.where.round.has_value() && a.round < out.where.round) { previous = a.round; }
  }
  std::vector<detail::agenda_entry> entries;
  for (const auto& row : profile(of, wanted).rows) { entries.push_back(detail::make_entry(of, out.where, previous, row, options)); }
  std::stable_sort(entries.begin(), entries.end(), detail::before);
  for (detail::agenda_entry& entry : entries) {
    entry.row.position = static_cast<std::uint32_t>(out.rows.size() + 1);
    out.rows.push_back(std::move(entry.row));
  }
  return out;
}

/// The agenda as a table: community, round, position, dimension_number, dimension_key, dimension, corner, reasons (codes joined by "; "), why, status,
/// hidden_reason.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `agenda_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const agenda_result<Dimensions, Levels>& result) {
  const study_data& data = result.of.data();
  table out;
  for (const char* name : {"community", "round"}) { out.add(name, column_type::text); }
  for (const char* name : {"position", "dimension_number"}) { out.add(name, column_type::integer); }
  for (const char* name : {"dimension_key", "dimension", "corner", "reasons", "why", "status", "hidden_reason"}) { out.add(name, column_type::text); }
  for (const agenda_row& row : result.rows) {
    const dimension& d = result.of.rubric()[row.dimension];
    std::string reasons;
    for (const agenda_reason reason : row.reasons) { reasons += (reasons.empty() ? "" : "; ") + std::string{name(reason)}; }
    const auto text = [](const std::string& value) { return value.empty() ? std::nullopt : std::optional{std::string_view{value}}; };
    out.push_row(std::string_view{data.communities()[result.where.community.value].name},
                 result.where.round.has_value() ? std::optional{std::string_view{data.rounds()[result.where.round.value].label}} : std::nullopt, row.position, d.number,
                 std::string_view{d.key}, std::string_view{d.name}, row.corner ? std::optional{name(*row.corner)} : std::nullopt, text(reasons), text(row.why),
                 name(row.status), text(row.hidden_reason));
  }
  return out;
}

} // namespace headway::profile
