#pragma once

/// \file
/// What the marks nobody gave could have done: bounds without any assumption, and how far the unseen would have to differ to turn a change round.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/base/words.hpp>
#include <headway/change/panel_split.hpp>
#include <headway/change/people.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>

namespace headway::change {

/// Whose marks are not seen. Values are part of the C ABI and never reused.
enum class unseen_kind : std::int32_t {
  no_mark = 0, ///< people of a round who gave no level: about everybody of both rounds
  left = 1,    ///< people of the earlier round without a level in the later: about everybody who marked the earlier one
  joined = 2   ///< people of the later round without a level in the earlier: about everybody who marked the later one
};

/// The code of a kind as written in tables: "no_mark", "left", "joined".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `bounds_test`.
[[nodiscard]] constexpr std::string_view name(unseen_kind value) noexcept {
  constexpr std::array<std::string_view, 3> names{"no_mark", "left", "joined"};
  const auto index = static_cast<std::size_t>(value);
  return index < names.size() ? names[index] : std::string_view{};
}

/// Options of `bounds`. Since 0.1.
struct bounds_options {
  bool use_written{true};                     ///< whether a mark off the scale such as "2-3" is known to lie where it plainly says
  std::vector<std::string> withheld_people{}; ///< per dimension why those who stayed, left and joined may not be told apart, or empty; empty as a whole when they may
};

/// One summary of one dimension, for one kind of unseen people. Since 0.1. Checked by `bounds_test`.
struct bounds_row {
  dimension_id dimension{};
  mark_summary summary{};
  unseen_kind unseen{};
  std::uint32_t n_seen_from{};      ///< marks of the earlier round that are seen, of the people it is about
  std::uint32_t n_seen_to{};        ///< the same of the later round
  std::uint32_t n_unseen_from{};    ///< marks of the earlier round that are not
  std::uint32_t n_unseen_to{};      ///< the same of the later round
  std::optional<double> observed{}; ///< the change among those who are seen: of everybody (no_mark), or of the same people (left, joined)
  std::optional<double> low{};      ///< the least change there can have been, whatever the unseen would have marked
  std::optional<double> high{};     ///< the most
  bool can_turn{};                  ///< whether the unseen could make it zero or turn it round
  std::optional<double> turns_at{}; ///< levels by which each of them would have to differ from the seen to make it zero; for the mean, where they can
  /// ok; not_assessed; no_data (nobody marked in one of the rounds); not_comparable (left, joined: nobody stayed); hidden.
  headway::status status{status::no_data};
  std::string hidden_reason{};
  std::string says{};               ///< for the mean, in a sentence or two
};

/// Rows of `bounds`: by dimension, by summary (each level from the second, last the mean), by kind. Since 0.1. Checked by `bounds_test`.
template <std::size_t Dimensions, std::size_t Levels> struct bounds_result {
  study<Dimensions, Levels> of;
  selected from{};
  selected to{};
  std::vector<bounds_row> rows{};
};

namespace detail {

/// A mark that is not seen: the levels it can have, and the level it would have if the unseen were like the seen.
struct unseen_mark {
  double lowest;
  double highest;
  double alike;
};

/// Everything one row needs about one round.
struct seen_and_unseen {
  std::vector<std::int8_t> seen{};   ///< levels
  std::vector<unseen_mark> unseen{};
  [[nodiscard]] double n() const noexcept { return static_cast<double>(seen.size() + unseen.size()); }
  [[nodiscard]] double seen_mean(const mark_summary& summary) const noexcept {
    double sum = 0.0;
    for (const std::int8_t level : seen) { sum += summary.value(level); }
    return sum / static_cast<double>(seen.size());
  }
  /// The mean when every unseen mark is at its lowest or highest.
  [[nodiscard]] double end(const mark_summary& summary, double unseen_mark::*which) const noexcept {
    double sum = 0.0;
    for (const std::int8_t level : seen) { sum += summary.value(level); }
    for (const unseen_mark& u : unseen) { sum += summary.value(static_cast<std::int8_t>(u.*which)); }
    return sum / n();
  }
  /// The mean level when every unseen mark is `by` levels above what it would be if the unseen were like the seen, as far as it can be.
  [[nodiscard]] double shifted(double by) const noexcept {
    double sum = 0.0;
    for (const std::int8_t level : seen) { sum += level; }
    for (const unseen_mark& u : unseen) { sum += (std::max)(u.lowest, (std::min)(u.highest, u.alike + by)); }
    return sum / n();
  }
};

/// The smallest shift of the unseen that makes the change of the mean level zero. \param rise whether it is a rise that they would have to undo
inline std::optional<double> turning_point(const seen_and_unseen& from, const seen_and_unseen& to, bool rise, double span) {
  const double sign = rise ? 1.0 : -1.0;
  const auto left = [&](double by) { return sign * (to.shifted(-sign * by) - from.shifted(sign * by)); }; // falls as `by` grows
  double low = 0.0;
  double high = 2.0 * span;
  if (left(high) > 1e-12) { return std::nullopt; }
  if (left(low) <= 0.0) { return 0.0; }
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (left(middle) > 1e-13 ? low : high) = middle;
  }
  return high;
}

/// "0.4", "-1.2": one decimal, halves away from zero.
inline std::string tenths_text(double value) {
  const auto tenths = static_cast<std::int64_t>(value * 10.0 + (value < 0.0 ? -0.5 : 0.5));
  const std::int64_t size = tenths < 0 ? -tenths : tenths;
  return (tenths < 0 ? "-" : "") + std::to_string(size / 10) + "." + std::to_string(size % 10);
}

/// Whether a reason for no mark leaves a mark that could have been: not where the question did not apply or was not put.
constexpr bool could_have_marked(score s) noexcept { return !s.has_level() && s.reason() != missing_reason::not_applicable && s.reason() != missing_reason::not_asked; }

inline std::string say_bounds(const bounds_row& row, std::string_view from, std::string_view to) {
  if (!row.observed || !row.summary.is_mean()) { return {}; }
  const std::uint32_t missing = row.n_unseen_from + row.n_unseen_to;
  const std::string first{from};
  const std::string second{to};
  if (missing == 0) {
    switch (row.unseen) {
    case unseen_kind::no_mark: return "Everybody in both rooms marked it.";
    case unseen_kind::left: return "Everybody who marked it in " + first + " marked it in " + second + " too.";
    case unseen_kind::joined: return "Everybody who marked it in " + second + " had marked it in " + first + " too.";
    }
  }
  std::string out;
  switch (row.unseen) {
  case unseen_kind::no_mark:
    out = words::starting_people(row.n_unseen_from, row.n_seen_from + row.n_unseen_from) + " gave no mark in " + first + " and " +
          words::of_people(row.n_unseen_to, row.n_seen_to + row.n_unseen_to) + " in " + second + ".";
    break;
  case unseen_kind::left:
    out = words::starting_people(row.n_unseen_to, row.n_seen_from + row.n_unseen_from) + " who marked it in " + first + " did not in " + second + ".";
    break;
  case unseen_kind::joined:
    out = words::starting_people(row.n_unseen_from, row.n_seen_to + row.n_unseen_to) + " who marked it in " + second + " had not in " + first + ".";
    break;
  }
  out += " Whatever they would have marked, the mean changed by " + tenths_text(*row.low) + " to " + tenths_text(*row.high) + " levels.";
  const bool rise = *row.observed > 1e-12;
  const bool fall = *row.observed < -1e-12;
  if (!rise && !fall) { return out; }
  const std::string what = rise ? "the rise" : "the fall";
  if (!row.turns_at) { return out + " They could not have undone " + what + "."; }
  if (row.unseen == unseen_kind::no_mark) {
    return out + " To undo " + what + ", each of them would have had to be " + tenths_text(*row.turns_at) + " levels off those who marked, against it in either round.";
  }
  return out + " To undo " + what + " of those who stayed, each of them would have had to move " + tenths_text(*row.turns_at) + " levels " + (rise ? "less" : "more") +
         " than those who stayed.";
}

} // namespace detail

/// What the marks nobody gave could have done to a change.
/// Definition (Manski 2003): every unseen mark may be any level, so the change of a summary lies between low, where unseen later marks are lowest and unseen
/// earlier marks highest, and high, the other way round. no_mark: the people of each round, unseen where there is no level and the question was put and
/// applied. left: those who marked the earlier round; unseen is what they would have marked in the later one. joined: those who marked the later round;
/// unseen is what they would have marked in the earlier one. turns_at: the shift delta that makes the change of the mean level zero when every unseen mark
/// is like the seen ones but for delta levels against the change, within the scale; like the seen means their round's mean (no_mark), or a person's own
/// other mark and the change of those who stayed (left, joined).
/// Missing and edge cases: with nobody unseen low = observed = high. A mark off the scale that plainly spans levels ("2-3") lies among those, when
/// `use_written`. turns_at has no value when even the ends of the scale would not undo the change, and where there is none to undo.
/// Choose it over any filling in of missing marks: it assumes nothing, and says how much would have to be assumed.
/// \param wanted see `round_pair` for empty rounds
/// \throws error as `select`; invalid_argument when `withheld_people` is neither empty nor one a dimension
/// Cost: O(rows of the two rounds x levels). Threads: safe. Since 0.1. Reference: Manski 2003; Rubin 1977 (delta). Checked by `bounds_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] bounds_result<Dimensions, Levels> bounds(const study<Dimensions, Levels>& of, const round_pair& wanted, const bounds_options& options = {}) {
  const auto [from, to] = select(of.data(), wanted);
  bounds_result<Dimensions, Levels> out{of, from, to, {}};
  const std::size_t dimensions = of.rubric().size();
  const std::size_t levels = of.rubric().levels();
  if (!options.withheld_people.empty()) { check::same_length(options.withheld_people.size(), dimensions, "bounds", "withheld_people"); }
  const bool assessed = from.assessed != nullptr && to.assessed != nullptr;
  const double top = static_cast<double>(levels - 1);
  const auto& scale = of.rubric().scale();
  const sector_grouping by = sector_grouping::identity(of.data());
  const auto span_of = [&](std::size_t row) {
    detail::unseen_mark u{0.0, top, 0.0};
    const written_mark* written = options.use_written && row != person_marks::no_row ? of->find_off_scale(row) : nullptr;
    if (written == nullptr || !written->has_interval) { return u; }
    for (std::size_t k = 0; k < levels; ++k) { // the nearest levels at or beyond its two ends
      if (scale.value(k) <= written->lower) { u.lowest = static_cast<double>(k); }
      if (scale.value(levels - 1 - k) >= written->upper) { u.highest = static_cast<double>(levels - 1 - k); }
    }
    return u;
  };
  for (std::uint32_t d = 0; d < dimensions; ++d) {
    std::vector<person_marks> people;
    if (assessed) { people = people_in_two_rounds(of.data(), to.community, from.round, to.round, {d}, by); }
    std::array<std::array<detail::seen_and_unseen, 2>, 3> about; // by kind, by round
    double moved = 0.0;
    double stayed = 0.0;
    bool any_before = false;
    bool any_after = false;
    for (const person_marks& p : people) {
      any_before = any_before || p.marked_before();
      any_after = any_after || p.marked_after();
      if (p.marked_both()) {
        moved += p.after - p.before;
        stayed += 1.0;
      }
    }
    const double change = stayed > 0.0 ? moved / stayed : 0.0;
    for (const person_marks& p : people) {
      if (p.marked_before()) { about[0][0].seen.push_back(p.before); }
      if (p.marked_after()) { about[0][1].seen.push_back(p.after); }
      if (p.before != person_marks::not_there && detail::could_have_marked(score::from_code(p.before))) { about[0][0].unseen.push_back(span_of(p.row_before)); }
      if (p.after != person_marks::not_there && detail::could_have_marked(score::from_code(p.after))) { about[0][1].unseen.push_back(span_of(p.row_after)); }
      if (p.marked_before()) {
        about[1][0].seen.push_back(p.before);
        if (p.marked_after()) {
          about[1][1].seen.push_back(p.after);
        } else {
          detail::unseen_mark u = p.after == person_marks::not_there ? detail::unseen_mark{0.0, top, 0.0} : span_of(p.row_after);
          u.alike = p.before + change;
          about[1][1].unseen.push_back(u);
        }
      }
      if (p.marked_after()) {
        about[2][1].seen.push_back(p.after);
        if (p.marked_before()) {
          about[2][0].seen.push_back(p.before);
        } else {
          detail::unseen_mark u = p.before == person_marks::not_there ? detail::unseen_mark{0.0, top, 0.0} : span_of(p.row_before);
          u.alike = p.after - change;
          about[2][0].unseen.push_back(u);
        }
      }
    }
    for (std::size_t round = 0; round < 2; ++round) { // without a mark, and like those of the round who gave one
      detail::seen_and_unseen& here = about[0][round];
      const double mean = here.seen.empty() ? 0.0 : here.seen_mean(mark_summary{});
      for (detail::unseen_mark& u : here.unseen) { u.alike = mean; }
    }

    for (std::size_t k = 1; k <= levels; ++k) {
      const mark_summary summary{k < levels ? k : 0};
      for (std::size_t kind = 0; kind < about.size(); ++kind) {
        const auto& [before, after] = about[kind];
        bounds_row row;
        row.dimension = {d};
        row.summary = summary;
        row.unseen = static_cast<unseen_kind>(kind);
        const bool of_people = row.unseen != unseen_kind::no_mark;
        if (!assessed) {
          row.status = status::not_assessed;
        } else if (of_people && !options.withheld_people.empty() && !options.withheld_people[d].empty()) {
          row.status = status::hidden;
          row.hidden_reason = options.withheld_people[d];
        } else {
          row.status = !any_before || !any_after ? status::no_data : of_people && !(stayed > 0.0) ? status::not_comparable : status::ok;
          row.n_seen_from = static_cast<std::uint32_t>(before.seen.size());
          row.n_seen_to = static_cast<std::uint32_t>(after.seen.size());
          row.n_unseen_from = static_cast<std::uint32_t>(before.unseen.size());
          row.n_unseen_to = static_cast<std::uint32_t>(after.unseen.size());
        }
        if (row.status == status::ok) {
          if (of_people) {
            double sum = 0.0;
            for (const person_marks& p : people) {
              if (p.marked_both()) { sum += summary.value(p.after) - summary.value(p.before); }
            }
            row.observed = sum / stayed;
          } else {
            row.observed = after.seen_mean(summary) - before.seen_mean(summary);
          }
          row.low = after.end(summary, &detail::unseen_mark::lowest) - before.end(summary, &detail::unseen_mark::highest);
          row.high = after.end(summary, &detail::unseen_mark::highest) - before.end(summary, &detail::unseen_mark::lowest);
          const bool rise = *row.observed > 1e-12;
          const bool fall = *row.observed < -1e-12;
          row.can_turn = (rise && *row.low <= 1e-12) || (fall && *row.high >= -1e-12);
          if (summary.is_mean() && (rise || fall)) { row.turns_at = detail::turning_point(before, after, rise, top); }
          row.says = detail::say_bounds(row, of->rounds()[from.round.value].label, of->rounds()[to.round.value].label);
        }
        out.rows.push_back(std::move(row));
      }
    }
  }
  return out;
}

/// The bounds as a table: community, dimension_number, dimension_key, dimension, from_round, to_round, months, summary ("at_least", "mean_level"), level (none
/// for the mean), unseen ("no_mark", "left", "joined"), n_seen_from, n_seen_to, n_unseen_from, n_unseen_to, observed, low, high, can_turn (no value where there
/// is no change to undo), turns_at (levels), says, note ("treats steps as equal" for the mean), status, hidden_reason.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `bounds_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const bounds_result<Dimensions, Levels>& result) {
  const auto& scale = result.of.rubric().scale();
  const study_data& data = result.of.data();
  table out;
  out.add("community", column_type::text);
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension", "from_round", "to_round"}) { out.add(column, column_type::text); }
  out.add("months", column_type::integer);
  out.add("summary", column_type::text);
  out.add("level", column_type::integer);
  out.add("unseen", column_type::text);
  for (const char* column : {"n_seen_from", "n_seen_to", "n_unseen_from", "n_unseen_to"}) { out.add(column, column_type::integer); }
  for (const char* column : {"observed", "low", "high"}) { out.add(column, column_type::real); }
  out.add("can_turn", column_type::boolean);
  out.add("turns_at", column_type::real);
  for (const char* column : {"says", "note", "status", "hidden_reason"}) { out.add(column, column_type::text); }
  const auto label = [&](round_id r) { return r.has_value() ? std::optional{data.rounds()[r.value].label} : std::nullopt; };
  const auto text = [](const std::string& value) { return value.empty() ? std::nullopt : std::optional{value}; };
  const auto from = label(result.from.round);
  const auto to = label(result.to.round);
  const auto months = months_between(result.from, result.to);
  for (const bounds_row& row : result.rows) {
    const dimension& d = result.of.rubric()[row.dimension];
    const bool shown = row.status != status::hidden && row.status != status::not_assessed;
    const auto number = [&](std::uint32_t value) { return shown ? std::optional{std::int64_t{value}} : std::nullopt; };
    const bool change = row.observed && (*row.observed > 1e-12 || *row.observed < -1e-12);
    out.push_row(data.communities()[result.to.community.value].name, d.number, d.key, d.name, from, to, months, row.summary.is_mean() ? "mean_level" : "at_least",
                 row.summary.is_mean() ? std::nullopt : std::optional{std::int64_t{scale.value(row.summary.at_least)}}, name(row.unseen), number(row.n_seen_from),
                 number(row.n_seen_to), number(row.n_unseen_from), number(row.n_unseen_to), row.observed, row.low, row.high,
                 change ? std::optional{row.can_turn} : std::nullopt, row.turns_at, text(row.says),
                 row.summary.is_mean() ? std::optional{std::string{"treats steps as equal"}} : std::nullopt, name(row.status), text(row.hidden_reason));
  }
  return out;
}

} // namespace headway::change
