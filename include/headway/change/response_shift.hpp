#pragma once

/// \file
/// Did the place change, or the yardstick? An earlier round marked again as it looks now (a then-test), beside what the same people marked then and now.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/base/words.hpp>
#include <headway/change/detail/change_words.hpp>
#include <headway/change/people.hpp>
#include <headway/change/same_people.hpp>
#include <headway/change/then_test.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>

namespace headway::change {

/// Which two marks of the same people are compared. Values are part of the C ABI and never reused.
enum class shift_comparison : std::int32_t {
  as_marked = 0, ///< the later round against the earlier one as it was marked then
  shift = 1,     ///< the earlier round marked again against as it was marked then: how the yardstick moved
  adjusted = 2   ///< the later round against the earlier one marked again: change on today's yardstick
};

/// The code of a comparison as written in tables: "as_marked", "shift", "adjusted".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `response_shift_test`.
[[nodiscard]] constexpr std::string_view name(shift_comparison value) noexcept {
  constexpr std::array<std::string_view, 3> names{"as_marked", "shift", "adjusted"};
  const auto index = static_cast<std::size_t>(value);
  return index < names.size() ? names[index] : std::string_view{};
}

/// What a then-test suggests, to be asked and not to be concluded. Values are part of the C ABI and never reused.
enum class shift_reading : std::int32_t {
  none = 0,           ///< nobody marked all three
  harder_marking = 1, ///< marks fell, and on today's yardstick they did not: people may ask more of the same words
  partly_harder = 2,  ///< marks fell, less so on today's yardstick
  not_harder = 3,     ///< marks fell, and the yardstick did not move that way: the then-test does not explain it
  hidden_growth = 4,  ///< marks did not fall, and on today's yardstick they rose by more
  softer_marking = 5, ///< the yardstick became easier: part of what rose may be that
  no_shift = 6        ///< marks did not fall, and on balance the yardstick stayed
};

/// The code of a reading as written in tables: "none", "harder_marking", "partly_harder", "not_harder", "hidden_growth", "softer_marking", "no_shift".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `response_shift_test`.
[[nodiscard]] constexpr std::string_view name(shift_reading value) noexcept {
  constexpr std::array<std::string_view, 7> names{"none", "harder_marking", "partly_harder", "not_harder", "hidden_growth", "softer_marking", "no_shift"};
  const auto index = static_cast<std::size_t>(value);
  return index < names.size() ? names[index] : std::string_view{};
}

/// What must stand beside every then-test.
inline constexpr std::string_view recall_warning =
    "People who mark an earlier round again remember it imperfectly and may see the change they hope for: use this beside what else is known, never alone.";

/// Options of `response_shift`. Since 0.1.
struct response_shift_options {
  same_people_options test{};
  std::vector<std::string> withheld{}; ///< per dimension why nothing may be said about it, or empty; empty as a whole when all may
};

/// One dimension of `response_shift`. Since 0.1. Checked by `response_shift_test`.
struct response_shift_row {
  dimension_id dimension{};
  std::array<same_people_dimension, 3> compared{}; ///< by `shift_comparison`; the same people in all three
  shift_reading reading{shift_reading::none};
  /// ok; not_assessed (one of the rounds); no_data (no then-test about the earlier round was asked in the later one); not_comparable (nobody gave all three
  /// marks on this dimension); hidden.
  headway::status status{status::no_data};
  std::string hidden_reason{};
  std::array<std::string, 3> says{}; ///< one or two sentences for each comparison; empty where nothing may be said
};

/// Rows of `response_shift`, one per dimension. Since 0.1. Checked by `response_shift_test`.
template <std::size_t Dimensions, std::size_t Levels> struct response_shift_result {
  study<Dimensions, Levels> of;
  selected from{};
  selected to{};
  std::vector<response_shift_row> rows{};
};

/// What a then-test suggests about one dimension.
/// Definition: with R the sum of the same people's moves as marked, H that of the shift and A = R - H on today's yardstick: R < 0: harder_marking when H < 0
/// and A >= 0, partly_harder when H < 0 and A < 0, not_harder when H >= 0; R >= 0: hidden_growth when H < 0, no_shift when H = 0, softer_marking when H > 0.
/// It goes by signs alone, because it opens a talk; how sure each part is stands in the comparisons.
/// \param n people behind it; 0 gives none
/// Cost: constant. Threads: safe. Since 0.1. Checked by `response_shift_test`.
[[nodiscard]] constexpr shift_reading read_shift(std::uint32_t n, std::int64_t as_marked, std::int64_t shift) noexcept {
  if (n == 0) { return shift_reading::none; }
  if (as_marked < 0) { return shift >= 0 ? shift_reading::not_harder : as_marked - shift >= 0 ? shift_reading::harder_marking : shift_reading::partly_harder; }
  return shift < 0 ? shift_reading::hidden_growth : shift > 0 ? shift_reading::softer_marking : shift_reading::no_shift;
}

namespace detail {

/// "Marking R1 again in R2, 5 of 7 people put it lower than they had and 1 higher."
inline std::string say_shift(const exact::paired_change_result& r, const change_labels& at) {
  const std::string again = "Marking " + std::string{at.from} + " again in " + std::string{at.to} + ", ";
  if (r.n == 1) { return again + "the one person put it " + (r.down == 1 ? "lower than they had." : r.up == 1 ? "higher than they had." : "where they had."); }
  if (r.held == r.n) { return again + "all " + words::people(r.n) + " put it where they had."; }
  return again + words::of_people(r.down, r.n) + " put it lower than they had and " + count_or_none(r.up) + " higher.";
}

inline std::string say_adjusted(const exact::paired_change_result& r, const change_labels& at) {
  const std::string with = "Seen with the eyes of " + std::string{at.to} + ", ";
  if (r.n == 1) { return with + "the one person puts it " + (r.up == 1 ? "above " : r.down == 1 ? "below " : "where they put ") + std::string{at.from} + "."; }
  if (r.held == r.n) { return with + "all " + words::people(r.n) + " put it where they put " + std::string{at.from} + "."; }
  return with + words::of_people(r.up, r.n) + " put it above " + std::string{at.from} + " and " + count_or_none(r.down) + " below.";
}

/// What the then-test makes one ask.
inline std::string say_reading(shift_reading reading) {
  switch (reading) {
  case shift_reading::harder_marking:
    return "Harder marking? The marks fell, and with today's yardstick for both rounds they did not: do people now ask more of the same words?";
  case shift_reading::partly_harder:
    return "Harder marking in part? The marks fell by less with today's yardstick for both rounds: what slipped, and what is asked for now that was not before?";
  case shift_reading::not_harder: return "Marking it again does not explain the fall: what slipped?";
  case shift_reading::hidden_growth: return "With today's yardstick for both rounds there is more growth than the marks show: what do people see now that they did not see before?";
  case shift_reading::softer_marking: return "The earlier round looks better now than it did then: is part of this softer marking?";
  case shift_reading::no_shift: return "The yardstick stayed where it was, on balance.";
  case shift_reading::none: break;
  }
  return {};
}

} // namespace detail

/// Whether the yardstick moved between two rounds: then-test analysis.
/// Definition, over people with all three marks on a dimension: shift = again - then, adjusted = now - again, as marked = now - then, so that as marked =
/// shift + adjusted person by person; each is tested by `same_people`, all dimensions of a comparison together. `reading` is that of `read_shift`.
/// Missing: people without all three marks on a dimension are not counted there. Then-test marks count when they were given in the later round, or when the
/// study does not say in which. Without any the status is no_data: that is no sign that the yardstick stayed.
/// Limits: memory of an earlier round is imperfect, and `recall_warning` stands beside every row. Without a then-test, a shift that is the same on every level
/// cannot be told from change by any method.
/// Choose it over the plain change whenever an earlier round was marked again.
/// \param wanted from: the round marked again; to: the round in which that was asked; see `round_pair` for empty ones
/// \throws error as `select`; invalid_argument when `withheld` is neither empty nor one a dimension
/// Cost: O(rows of the two rounds) and three times `same_people`. Threads: safe. Since 0.1.
/// Reference: Howard & Dailey 1979; Sprangers & Schwartz 1999. Checked by `response_shift_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] response_shift_result<Dimensions, Levels> response_shift(const study<Dimensions, Levels>& of, const round_pair& wanted, const response_shift_options& options = {}) {
  const auto [from, to] = select(of.data(), wanted);
  response_shift_result<Dimensions, Levels> out{of, from, to, {}};
  const std::size_t dimensions = of.rubric().size();
  if (!options.withheld.empty()) { check::same_length(options.withheld.size(), dimensions, "response_shift", "withheld"); }
  const bool assessed = from.assessed != nullptr && to.assessed != nullptr;
  std::vector<std::vector<three_marks>> each(dimensions);
  std::vector<std::uint32_t> people;
  bool asked = false;
  for (std::uint32_t d = 0; assessed && d < dimensions; ++d) {
    asked = asked || !then_marks(of.data(), to.community, from.round, to.round, {d}).empty();
    if (!options.withheld.empty() && !options.withheld[d].empty()) { continue; }
    each[d] = three_marks_of(of.data(), to.community, from.round, to.round, {d});
    for (const three_marks& m : each[d]) { people.push_back(m.rater); }
  }
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  std::array<std::vector<std::int8_t>, 3> marks; // then, again, now
  for (auto& each_time : marks) { each_time.assign(people.size() * dimensions, std::int8_t{-1}); }
  for (std::size_t d = 0; d < dimensions; ++d) {
    for (const three_marks& m : each[d]) {
      const auto person = static_cast<std::size_t>(std::lower_bound(people.begin(), people.end(), m.rater) - people.begin());
      marks[0][person * dimensions + d] = m.then;
      marks[1][person * dimensions + d] = m.again;
      marks[2][person * dimensions + d] = m.now;
    }
  }
  const auto compare = [&](std::size_t first, std::size_t second) {
    return same_people(marks[first], marks[second], people.size(), dimensions, of.rubric().levels(), options.test);
  };
  const std::array<same_people_result, 3> results{compare(0, 2), compare(0, 1), compare(1, 2)};
  detail::change_labels at{};
  if (assessed) { at = {of->rounds()[from.round.value].label, of->rounds()[to.round.value].label, dimensions}; }
  for (std::uint32_t d = 0; d < dimensions; ++d) {
    response_shift_row row;
    row.dimension = {d};
    for (std::size_t c = 0; c < results.size(); ++c) { row.compared[c] = results[c].dimensions[d]; }
    const std::uint32_t n = row.compared[0].alone.n;
    if (!options.withheld.empty() && !options.withheld[d].empty()) {
      row.status = status::hidden;
      row.hidden_reason = options.withheld[d];
    } else {
      row.status = !assessed ? status::not_assessed : !asked ? status::no_data : n == 0 ? status::not_comparable : status::ok;
    }
    if (row.status == status::ok) {
      row.reading = read_shift(n, row.compared[0].alone.levels_moved, row.compared[1].alone.levels_moved);
      row.says[0] = detail::sentences(detail::say_moves(row.compared[0].alone, at), detail::say_direction(row.compared[0], at, options.test));
      row.says[1] = detail::sentences(detail::say_shift(row.compared[1].alone, at), detail::say_direction(row.compared[1], at, options.test));
      row.says[2] = detail::sentences(detail::say_adjusted(row.compared[2].alone, at), detail::say_direction(row.compared[2], at, options.test), detail::say_reading(row.reading));
    }
    out.rows.push_back(std::move(row));
  }
  return out;
}

/// The result as a table, three rows per dimension: community, dimension_number, dimension_key, dimension, from_round, to_round, months, comparison
/// ("as_marked", "shift", "adjusted"), n, up, held, down, levels_moved, levels (mean move; treats steps as equal), net_movers, net_low, net_high,
/// superiority, change, change_low, change_high, p, p_adjusted, p_min, detectable, direction, reading, says, warning (always there), status, hidden_reason.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `response_shift_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const response_shift_result<Dimensions, Levels>& result) {
  const study_data& data = result.of.data();
  table out;
  out.add("community", column_type::text);
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension", "from_round", "to_round"}) { out.add(column, column_type::text); }
  out.add("months", column_type::integer);
  out.add("comparison", column_type::text);
  detail::add_same_people_columns(out);
  for (const char* column : {"reading", "says", "warning", "status", "hidden_reason"}) { out.add(column, column_type::text); }
  const auto label = [&](round_id r) { return r.has_value() ? std::optional{data.rounds()[r.value].label} : std::nullopt; };
  for (const response_shift_row& row : result.rows) {
    const dimension& d = result.of.rubric()[row.dimension];
    const bool shown = row.status == status::ok;
    const auto text = [&](std::string_view value) { return value.empty() ? std::nullopt : std::optional{std::string{value}}; };
    for (std::size_t c = 0; c < row.compared.size(); ++c) {
      std::size_t i = 0;
      out[i++].push(data.communities()[result.to.community.value].name);
      out[i++].push(d.number);
      out[i++].push(d.key);
      out[i++].push(d.name);
      out[i++].push(label(result.from.round));
      out[i++].push(label(result.to.round));
      out[i++].push(months_between(result.from, result.to));
      out[i++].push(name(static_cast<shift_comparison>(c)));
      i = detail::push_same_people(out, i, row.compared[c], shown);
      out[i++].push(shown ? std::optional{std::string{name(row.reading)}} : std::nullopt);
      out[i++].push(text(row.says[c]));
      out[i++].push(recall_warning);
      out[i++].push(name(shown ? row.compared[c].status : row.status));
      out[i++].push(text(row.hidden_reason));
    }
  }
  return out;
}

} // namespace headway::change
