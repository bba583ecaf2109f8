#pragma once

/// \file
/// The panel of two rounds of one community: how much of a change comes from the same people, from who left and joined, and from the mix of sectors.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/change/panel_split.hpp>
#include <headway/change/people.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>

namespace headway::change {

/// Options of `panel`. Since 0.1.
struct panel_options {
  confidence_level confidence{0.95};
  std::optional<sector_grouping> by_sector{};  ///< groups of sectors; every sector by itself where it is not given
  std::vector<std::string> withheld_people{};  ///< per dimension why those who stayed, left and joined may not be told apart, or empty; empty as a whole when they may
  std::vector<std::string> withheld_sectors{}; ///< the same for the split by sectors
  std::vector<std::string> withheld_both{};    ///< the same for the split by both
};

/// One part of the change of one summary of one dimension. Since 0.1. Checked by `panel_test`.
struct panel_row {
  dimension_id dimension{};
  mark_summary summary{};
  change_part part{};
  std::uint32_t unnamed{};     ///< marks of people without a code, who cannot be followed and count as left and joined
  std::string hidden_reason{}; ///< why it is withheld; then `part` has no figures and its status is hidden
  std::string says{};          ///< one sentence; empty where nothing may be said
};

/// Rows of `panel`: by dimension, then by summary (each level from the second, last the mean), then by part. Since 0.1. Checked by `panel_test`.
template <std::size_t Dimensions, std::size_t Levels> struct panel_result {
  study<Dimensions, Levels> of;
  selected from{};
  selected to{};
  std::vector<panel_row> rows{};
};

namespace detail {

/// What one part did, in a sentence. \param once labels of the groups heard in one round only
inline std::string say_part(const change_part& part, const mark_summary& summary, const std::string& once) {
  if (!part.estimate) { return {}; }
  const double value = *part.estimate;
  const bool up = value > 1e-12;
  const bool down = value < -1e-12;
  const std::string it = summary.is_mean() ? "the mean" : "the share";
  const std::string effect = up ? "which raises " + it : "which lowers " + it;
  const std::string nothing = ", which leaves " + it + " where it was.";
  switch (part.part) {
  case split_part::everybody: return "Everybody together: " + it + (up ? " went up." : down ? " went down." : " stayed.");
  case split_part::stayed: return "The same people's own marks " + std::string{up ? "raised " : down ? "lowered " : "did nothing to "} + it + ".";
  case split_part::left:
    if (part.n_from == 0) { return "Nobody left."; }
    if (!up && !down) { return "Those who left had marked as those who stayed" + nothing; }
    return "Those who left had marked " + std::string{up ? "lower" : "higher"} + " than those who stayed, " + effect + ".";
  case split_part::joined:
    if (part.n_to == 0) { return "Nobody joined."; }
    if (!up && !down) { return "Those who joined mark as those who stayed" + nothing; }
    return "Those who joined mark " + std::string{up ? "higher" : "lower"} + " than those who stayed, " + effect + ".";
  case split_part::within_sectors: return "Within the sectors heard in both rounds " + it + (up ? " went up." : down ? " went down." : " stayed.");
  case split_part::sector_mix:
    if (!up && !down) { return "The mix of sectors did nothing to " + it + "."; }
    return "Sectors that mark " + std::string{up ? "higher" : "lower"} + " are a larger part of the room now, " + effect + ".";
  case split_part::heard_once:
    if (once.empty()) { return "Every sector was heard in both rounds."; }
    return "Heard in one round only: " + once + (up || down ? ", " + effect : ", which leaves " + it + " where it was") + "; there is nothing to compare them with.";
  }
  return {};
}

/// The labels of groups with marks in one of the rounds only, joined by commas.
inline std::string heard_once(const std::vector<person_marks>& people, const sector_grouping& by) {
  std::vector<std::uint8_t> heard(by.size());
  for (const person_marks& p : people) {
    if (p.marked_before()) { heard[p.group_before] |= 1u; }
    if (p.marked_after()) { heard[p.group_after] |= 2u; }
  }
  std::string out;
  for (std::size_t g = 0; g < heard.size(); ++g) {
    if (heard[g] == 1 || heard[g] == 2) { out += (out.empty() ? "" : ", ") + by.label(g); }
  }
  return out;
}

} // namespace detail

/// What the change between two rounds of one community is made of.
/// Definition: `panel_split` of every dimension, for the share of people at each level or above and for the mean level, which treats steps as equal.
/// Missing and edge cases: as `panel_split`. A sector heard in one round only is never compared: what it does stands in heard_once with the status
/// not_comparable. A round the community was not assessed in: rows say not_assessed.
/// Choose it over `change` when the question is why everybody's figure differs from that of the same people.
/// \param wanted see `round_pair` for empty rounds
/// \throws error not_found, invalid_argument as `select`; incompatible when the grouping was made for another study; invalid_argument when a list of what is
/// withheld is neither empty nor one a dimension
/// Cost: a few milliseconds for nine dimensions and 25 people. Threads: safe. Since 0.1. Reference: as `panel_split`. Checked by `panel_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] panel_result<Dimensions, Levels> panel(const study<Dimensions, Levels>& of, const round_pair& wanted, const panel_options& options = {}) {
  const auto [from, to] = select(of.data(), wanted);
  panel_result<Dimensions, Levels> out{of, from, to, {}};
  const std::size_t dimensions = of.rubric().size();
  const std::size_t levels = of.rubric().levels();
  for (const auto* withheld : {&options.withheld_people, &options.withheld_sectors, &options.withheld_both}) {
    if (!withheld->empty()) { check::same_length(withheld->size(), dimensions, "panel", "withheld"); }
  }
  const bool assessed = from.assessed != nullptr && to.assessed != nullptr;
  const sector_grouping by = options.by_sector.value_or(sector_grouping::identity(of.data()));
  by.check_fits(of.data(), "panel");
  const auto withheld = [&](split_kind split, std::size_t d) -> std::string {
    const auto& list = split == split_kind::people ? options.withheld_people : split == split_kind::sectors ? options.withheld_sectors : options.withheld_both;
    return split == split_kind::everybody || list.empty() ? std::string{} : list[d];
  };
  for (std::uint32_t d = 0; d < dimensions; ++d) {
    std::vector<person_marks> people;
    if (assessed) { people = people_in_two_rounds(of.data(), to.community, from.round, to.round, {d}, by); }
    std::uint32_t unnamed = 0;
    for (const person_marks& p : people) { unnamed += p.rater == ratings::no_rater && (p.marked_before() || p.marked_after()) ? 1u : 0u; }
    const std::string once = detail::heard_once(people, by);
    for (std::size_t k = 1; k <= levels; ++k) {
      const mark_summary summary{k < levels ? k : 0};
      const panel_split_result split = panel_split(people, by.size(), levels, summary, {options.confidence});
      for (const change_part& part : split.parts) {
        panel_row row{{d}, summary, part, unnamed, {}, {}};
        if (!assessed) { row.part.status = status::not_assessed; }
        row.hidden_reason = assessed ? withheld(part.split, d) : std::string{};
        if (!row.hidden_reason.empty()) {
          row.part = {};
          row.part.split = part.split;
          row.part.part = part.part;
          row.part.status = status::hidden;
        } else if (!withheld(split_kind::people, d).empty()) { // intervals rest on what ties a person's two marks
          row.part.standard_error.reset();
          row.part.range.reset();
        }
        row.says = detail::say_part(row.part, summary, once);
        out.rows.push_back(std::move(row));
      }
    }
  }
  return out;
}

/// The panel as a table: community, dimension_number, dimension_key, dimension, from_round, to_round, months, summary ("at_least": share of people at
/// the level or above; "mean_level"), level (as people write it; none for the mean), split ("everybody", "people", "sectors", "people_and_sectors"), part,
/// estimate, standard_error, low, high, n_from, n_to (marks behind it), unnamed, says, note ("treats steps as equal" for the mean), status, hidden_reason.
/// The parts of each split add up to everybody.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `panel_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const panel_result<Dimensions, Levels>& result) {
  const auto& scale = result.of.rubric().scale();
  const study_data& data = result.of.data();
  table out;
  out.add("community", column_type::text);
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension", "from_round", "to_round"}) { out.add(column, column_type::text); }
  out.add("months", column_type::integer);
  out.add("summary", column_type::text);
  out.add("level", column_type::integer);
  for (const char* column : {"split", "part"}) { out.add(column, column_type::text); }
  for (const char* column : {"estimate", "standard_error", "low", "high"}) { out.add(column, column_type::real); }
  for (const char* column : {"n_from", "n_to", "unnamed"}) { out.add(column, column_type::integer); }
  for (const char* column : {"says", "note", "status", "hidden_reason"}) { out.add(column, column_type::text); }
  const auto label = [&](round_id r) { return r.has_value() ? std::optional{data.rounds()[r.value].label} : std::nullopt; };
  const auto text = [](const std::string& value) { return value.empty() ? std::nullopt : std::optional{value}; };
  const auto from = label(result.from.round);
  const auto to = label(result.to.round);
  const auto months = months_between(result.from, result.to);
  for (const panel_row& row : result.rows) {
    const dimension& d = result.of.rubric()[row.dimension];
    const change_part& part = row.part;
    const bool shown = part.status != status::hidden && part.status != status::not_assessed;
    const auto number = [&](std::uint32_t value) { return shown ? std::optional{std::int64_t{value}} : std::nullopt; };
    const auto end = [&](double numeric::interval::*which) { return part.range ? std::optional{(*part.range).*which} : std::nullopt; };
    out.push_row(data.communities()[result.to.community.value].name, d.number, d.key, d.name, from, to, months, row.summary.is_mean() ? "mean_level" : "at_least",
                 row.summary.is_mean() ? std::nullopt : std::optional{std::int64_t{scale.value(row.summary.at_least)}}, name(part.split), name(part.part), part.estimate,
                 part.standard_error, end(&numeric::interval::lower), end(&numeric::interval::upper), number(part.n_from), number(part.n_to), number(row.unnamed),
                 text(row.says), row.summary.is_mean() ? std::optional{std::string{"treats steps as equal"}} : std::nullopt, name(part.status), text(row.hidden_reason));
  }
  return out;
}

} // namespace headway::change
