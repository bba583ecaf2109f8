#pragma once

/// \file
/// What changed between two rounds of one community, and how sure that is: the same people, everybody, and everybody with the mix of sectors held fixed,
/// side by side and never mixed.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/change/detail/change_words.hpp>
#include <headway/change/panel_split.hpp>
#include <headway/change/people.hpp>
#include <headway/change/response_shift.hpp>
#include <headway/change/same_people.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/order.hpp>

/// Change: the same people, changing panels, response shift, several rounds.
namespace headway::change {

/// What stands in tables beside every figure that adds up levels.
inline constexpr std::string_view equal_steps_note = "figures in levels treat steps as equal";

/// Options of `change`. Since 0.1.
struct change_options {
  same_people_options test{};
  std::optional<sector_grouping> by_sector{}; ///< groups whose mix is held fixed; every sector by itself where it is not given
  bool use_then_test{true};                   ///< whether a then-test is read where there is one
  std::vector<std::string> withheld{};        ///< per dimension why the same people may not be told from everybody, or empty; empty as a whole when they may
  std::vector<std::string> withheld_sectors{}; ///< the same for figures by sector
  std::vector<std::string> withheld_then{};   ///< the same for the then-test
};

/// One dimension of `change`. Since 0.1. Checked by `change_test`.
struct change_row {
  dimension_id dimension{};
  std::uint32_t n_from{};               ///< everybody who marked it in the earlier round
  std::uint32_t n_to{};                 ///< everybody who marked it in the later round
  numeric::level_range median_from{};   ///< means something only where n_from > 0
  numeric::level_range median_to{};
  std::vector<double> at_least{};       ///< change of the share of everybody at each level or above, from the second level; empty where nobody marked it
  change_part everybody{};              ///< change of everybody's mean level; treats steps as equal
  same_people_dimension same{};         ///< the same people
  change_part adjusted{};               ///< everybody's, within the sectors heard in both rounds, their mix held fixed; treats steps as equal
  headway::status adjusted_status{status::no_data}; ///< that of `adjusted`, or hidden
  bool panel_effect{};                  ///< whether the figures in levels disagree in sign
  shift_reading reading{shift_reading::none}; ///< what a then-test suggests
  /// ok; not_assessed (one of the rounds); no_data (nobody marked it in one of them); not_comparable (nobody marked it in both); could_not_show (see
  /// `same_people`); hidden (the same people).
  headway::status status{status::no_data};
  std::string hidden_reason{};
  std::string says{};                   ///< what it comes to, in a few sentences; empty where nothing may be said
  std::string floor{};                  ///< why these people could not have shown a change; empty where they could
};

/// Rows of `change`, one per dimension, and what they share. Since 0.1. Checked by `change_test`.
template <std::size_t Dimensions, std::size_t Levels> struct change_result {
  study<Dimensions, Levels> of;
  selected from{};
  selected to{};
  std::vector<change_row> rows{};
  bool joint_exact{true};      ///< whether every pattern of signs was gone through for p_adjusted
  double p_min_adjusted{1.0};  ///< floor of p_adjusted
};

namespace detail {

/// -1, 0 or 1.
inline int sign_of(double value) noexcept { return value > 1e-12 ? 1 : value < -1e-12 ? -1 : 0; }

/// "up", "down" or "nowhere".
inline std::string way_of(int sign) { return sign > 0 ? "up" : sign < 0 ? "down" : "nowhere"; }

/// The three figures in levels where they disagree.
inline std::string say_panel_effect(const change_row& row) {
  const int same = sign_of(static_cast<double>(row.same.alone.levels_moved));
  std::string out = "Panel effect likely: the same people went " + way_of(same) + " and everybody together " + way_of(sign_of(row.everybody.estimate.value_or(0.0)));
  if (row.adjusted.estimate) { out += ", with the mix of sectors held fixed " + way_of(sign_of(*row.adjusted.estimate)); }
  return out + ", so who was in the room is part of what one sees.";
}

/// Whether the figures in levels disagree: one above zero and another below.
inline bool signs_disagree(const change_row& row) {
  if (row.same.alone.n == 0) { return false; }
  bool up = row.same.alone.levels_moved > 0;
  bool down = row.same.alone.levels_moved < 0;
  for (const change_part* part : {&row.everybody, &row.adjusted}) {
    const int sign = sign_of(part->estimate.value_or(0.0));
    up = up || sign > 0;
    down = down || sign < 0;
  }
  return up && down;
}

/// Why a dimension is withheld, or empty.
inline const std::string& reason_at(const std::vector<std::string>& withheld, std::size_t d, const std::string& none) { return withheld.empty() ? none : withheld[d]; }

/// Everybody's part of a row: numbers, medians, shares, mean.
inline void fill_everybody(change_row& row, const std::vector<person_marks>& people, std::size_t levels) {
  std::vector<std::uint32_t> before(levels);
  std::vector<std::uint32_t> after(levels);
  for (const person_marks& p : people) {
    if (p.marked_before()) { ++before[static_cast<std::size_t>(p.before)]; }
    if (p.marked_after()) { ++after[static_cast<std::size_t>(p.after)]; }
  }
  row.n_from = static_cast<std::uint32_t>(numeric::total(before));
  row.n_to = static_cast<std::uint32_t>(numeric::total(after));
  if (row.n_from > 0) { row.median_from = numeric::median(before); }
  if (row.n_to > 0) { row.median_to = numeric::median(after); }
  if (row.n_from == 0 || row.n_to == 0) { return; }
  std::uint32_t above_before = row.n_from;
  std::uint32_t above_after = row.n_to;
  for (std::size_t k = 1; k < levels; ++k) {
    above_before -= before[k - 1];
    above_after -= after[k - 1];
    row.at_least.push_back(static_cast<double>(above_after) / row.n_to - static_cast<double>(above_before) / row.n_from);
  }
}

/// What a row comes to, in words: a fall that a then-test explains begins with "Harder marking?".
inline std::string say_change(const change_row& row, const change_labels& at, const same_people_options& options) {
  const bool fell = row.same.alone.levels_moved < 0;
  const bool first = fell && (row.reading == shift_reading::harder_marking || row.reading == shift_reading::partly_harder);
  const std::string reading = row.reading == shift_reading::no_shift ? std::string{} : say_reading(row.reading);
  const std::string panel = row.panel_effect ? say_panel_effect(row) : std::string{};
  std::string question;
  if (fell && row.reading == shift_reading::none) {
    question = "Do people now ask more of the same words, or did something slip? Nobody was asked to mark " + std::string{at.from} + " again, so the marks cannot tell.";
  }
  return sentences(first ? reading : std::string{}, say_moves(row.same.alone, at), say_direction(row.same, at, options), panel, first ? std::string{} : reading, question);
}

} // namespace detail

/// What changed between two rounds of one community.
/// Definition, per dimension: the same people by `same_people` (those with a code and a level both times); everybody: difference of the shares at each
/// level or above and of the mean levels, later less earlier; adjusted: the part within sectors heard in both rounds of `panel_split`, the mix of sectors
/// held fixed. Intervals of the latter two keep a person's two marks together. panel_effect: of these figures in levels one is above zero and another below.
/// A then-test is read by `response_shift`, and a fall that it explains is put as the question "harder marking?" before anything else.
/// Missing: marks that are not levels are none. People without a code are part of everybody only. Nobody twice: status not_comparable, and everybody's
/// figures stand alone. Where the same people could not have shown a change, the status is could_not_show and `floor` says why: never "no change".
/// Choose it over comparing two profiles: a room with other people in it reads differently without anything having changed.
/// \param wanted see `round_pair` for empty rounds
/// \throws error not_found, invalid_argument as `select`; incompatible when the grouping was made for another study; invalid_argument when a list of what is
/// withheld is neither empty nor one a dimension
/// Cost: for 25 people and nine dimensions some 10 to 20 ms, most of it the patterns of `resample::joint_flip`. Threads: safe. Since 0.1.
/// Reference: as `same_people`, `panel_split`, `response_shift`. Checked by `change_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] change_result<Dimensions, Levels> change(const study<Dimensions, Levels>& of, const round_pair& wanted, const change_options& options = {}) {
  const auto [from, to] = select(of.data(), wanted);
  change_result<Dimensions, Levels> out{of, from, to, {}};
  const std::size_t dimensions = of.rubric().size();
  const std::size_t levels = of.rubric().levels();
  for (const auto* withheld : {&options.withheld, &options.withheld_sectors, &options.withheld_then}) {
    if (!withheld->empty()) { check::same_length(withheld->size(), dimensions, "change", "withheld"); }
  }
  const bool assessed = from.assessed != nullptr && to.assessed != nullptr;
  const sector_grouping by = options.by_sector.value_or(sector_grouping::identity(of.data()));
  by.check_fits(of.data(), "change");
  const std::string none;

  std::vector<std::vector<person_marks>> each(dimensions);
  std::vector<std::vector<person_marks>> shown(dimensions); // without the dimensions whose same people are withheld: they take no part in the others' p
  for (std::uint32_t d = 0; assessed && d < dimensions; ++d) {
    each[d] = people_in_two_rounds(of.data(), to.community, from.round, to.round, {d}, by);
    if (detail::reason_at(options.withheld, d, none).empty()) { shown[d] = each[d]; }
  }
  const detail::paired_marks pairs = detail::pair_up(shown);
  const same_people_result same = same_people(pairs.before, pairs.after, pairs.raters.size(), dimensions, levels, options.test);
  out.joint_exact = same.exact;
  out.p_min_adjusted = same.p_min;
  std::vector<response_shift_row> then;
  if (options.use_then_test && assessed) {
    response_shift_options asked{options.test, options.withheld_then};
    if (asked.withheld.empty()) { asked.withheld = options.withheld; }
    then = response_shift(of, wanted, asked).rows;
  }

  detail::change_labels at{};
  if (assessed) { at = {of->rounds()[from.round.value].label, of->rounds()[to.round.value].label, dimensions}; }
  for (std::uint32_t d = 0; d < dimensions; ++d) {
    change_row row;
    row.dimension = {d};
    if (!assessed) {
      row.status = status::not_assessed;
      row.adjusted_status = status::not_assessed;
      out.rows.push_back(std::move(row));
      continue;
    }
    detail::fill_everybody(row, each[d], levels);
    const panel_split_result split = panel_split(each[d], by.size(), levels, mark_summary{}, {options.test.confidence});
    row.everybody = split.parts[0];
    const std::string& hidden = detail::reason_at(options.withheld, d, none);
    const bool by_sector = hidden.empty() && detail::reason_at(options.withheld_sectors, d, none).empty();
    if (by_sector) { row.adjusted = *split.find(split_kind::sectors, split_part::within_sectors); }
    row.adjusted_status = by_sector ? row.adjusted.status : status::hidden;
    if (!hidden.empty()) {
      row.status = status::hidden;
      row.hidden_reason = hidden;
      row.everybody.standard_error.reset(); // they rest on what ties a person's two marks
      row.everybody.range.reset();
      out.rows.push_back(std::move(row));
      continue;
    }
    row.same = same.dimensions[d];
    row.status = row.n_from == 0 || row.n_to == 0 ? status::no_data : row.same.alone.n == 0 ? status::not_comparable : row.same.status;
    if (row.status != status::no_data) {
      row.panel_effect = detail::signs_disagree(row);
      if (!then.empty()) { row.reading = then[d].reading; }
      row.floor = detail::say_floor(row.same.alone, options.test.confidence);
      row.says = detail::say_change(row, at, options.test);
    }
    out.rows.push_back(std::move(row));
  }
  return out;
}

/// The change as a table, a row per dimension: community, dimension_number, dimension_key, dimension, from_round, to_round, months;
/// everybody: n_from, n_to, median_low_from, median_high_from, median_low_to, median_high_to, everybody_levels (mean level), everybody_low, everybody_high,
/// everybody_at_least_<level> for every level from the second (change of the share at it or above);
/// the same people: n, up, held, down, levels_moved, levels, net_movers, net_low, net_high, superiority, change (log odds of one level up against one down),
/// change_low, change_high, p, p_adjusted, p_min, detectable, direction ("moved", "held", "slipped", "cannot_tell"), p_min_adjusted, joint_exact;
/// adjusted_levels, adjusted_low, adjusted_high, adjusted_n_from, adjusted_n_to, adjusted_status; panel_effect_likely; then_test; says; floor; note; status;
/// hidden_reason. Ends of the interval without a value are unbounded: "at least", "at most".
/// Cost: O(rows x levels). Threads: safe. Since 0.1. Checked by `change_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const change_result<Dimensions, Levels>& result) {
  const auto& scale = result.of.rubric().scale();
  const study_data& data = result.of.data();
  table out;
  out.add("community", column_type::text);
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension", "from_round", "to_round"}) { out.add(column, column_type::text); }
  for (const char* column : {"months", "n_from", "n_to", "median_low_from", "median_high_from", "median_low_to", "median_high_to"}) { out.add(column, column_type::integer); }
  for (const char* column : {"everybody_levels", "everybody_low", "everybody_high"}) { out.add(column, column_type::real); }
  for (std::size_t k = 1; k < scale.size(); ++k) { out.add("everybody_at_least_" + std::to_string(scale.value(k)), column_type::real); }
  detail::add_same_people_columns(out);
  out.add("p_min_adjusted", column_type::real);
  out.add("joint_exact", column_type::boolean);
  for (const char* column : {"adjusted_levels", "adjusted_low", "adjusted_high"}) { out.add(column, column_type::real); }
  for (const char* column : {"adjusted_n_from", "adjusted_n_to"}) { out.add(column, column_type::integer); }
  out.add("adjusted_status", column_type::text);
  out.add("panel_effect_likely", column_type::boolean);
  for (const char* column : {"then_test", "says", "floor", "note", "status", "hidden_reason"}) { out.add(column, column_type::text); }

  const auto label = [&](round_id r) { return r.has_value() ? std::optional{data.rounds()[r.value].label} : std::nullopt; };
  const auto text = [](std::string_view value) { return value.empty() ? std::nullopt : std::optional{std::string{value}}; };
  for (const change_row& row : result.rows) {
    const dimension& d = result.of.rubric()[row.dimension];
    const bool assessed = row.status != status::not_assessed;
    const bool same = assessed && row.status != status::hidden;
    const bool compared = same && row.same.alone.n > 0;
    const bool adjusted = assessed && row.adjusted_status != status::hidden;
    std::size_t i = 0;
    const auto number = [&](std::int64_t value, bool has) { has ? out[i++].push(value) : out[i++].push_missing(); };
    const auto ends = [&](const change_part& part, bool has) {
      out[i++].push(has ? part.estimate : std::nullopt);
      out[i++].push(has && part.range ? std::optional{part.range->lower} : std::nullopt);
      out[i++].push(has && part.range ? std::optional{part.range->upper} : std::nullopt);
    };
    out[i++].push(data.communities()[result.to.community.value].name);
    out[i++].push(d.number);
    out[i++].push(d.key);
    out[i++].push(d.name);
    out[i++].push(label(result.from.round));
    out[i++].push(label(result.to.round));
    out[i++].push(months_between(result.from, result.to));
    number(row.n_from, assessed);
    number(row.n_to, assessed);
    number(scale.value(row.median_from.low), row.n_from > 0);
    number(scale.value(row.median_from.high), row.n_from > 0);
    number(scale.value(row.median_to.low), row.n_to > 0);
    number(scale.value(row.median_to.high), row.n_to > 0);
    ends(row.everybody, assessed);
    for (std::size_t k = 1; k < scale.size(); ++k) { out[i++].push(row.at_least.empty() ? std::nullopt : std::optional{row.at_least[k - 1]}); }
    i = detail::push_same_people(out, i, row.same, same);
    out[i++].push(compared ? std::optional{result.p_min_adjusted} : std::nullopt);
    out[i++].push(compared ? std::optional{result.joint_exact} : std::nullopt);
    ends(row.adjusted, adjusted);
    number(row.adjusted.n_from, adjusted && row.adjusted.estimate.has_value());
    number(row.adjusted.n_to, adjusted && row.adjusted.estimate.has_value());
    out[i++].push(name(row.adjusted_status));
    out[i++].push(compared ? std::optional{row.panel_effect} : std::nullopt);
    out[i++].push(same && row.reading != shift_reading::none ? std::optional{std::string{name(row.reading)}} : std::nullopt);
    out[i++].push(text(row.says));
    out[i++].push(text(row.floor));
    out[i++].push(equal_steps_note);
    out[i++].push(name(row.status));
    out[i++].push(text(row.hidden_reason));
  }
  return out;
}

} // namespace headway::change
