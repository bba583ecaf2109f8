#pragma once

/// \file
/// The tables of a fitted study as an audience may see them. Pages, C and Python show these.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>
#include <headway/disclosure/hide.hpp>
#include <headway/disclosure/sector_figures.hpp>
#include <headway/models/blocks.hpp>
#include <headway/models/claims_tables.hpp>
#include <headway/models/fit_ordinal.hpp>
#include <headway/models/left_out_table.hpp>
#include <headway/models/marking_tables.hpp>
#include <headway/models/ordinal_tables.hpp>
#include <headway/models/people_tables.hpp>

namespace headway::models {

namespace detail {

/// How people stand in what an audience sees: numbered in the room, and beyond it not at all.
constexpr people_shown people_for(const disclosure::rules& rules) noexcept { return rules.audience == disclosure::audience::room ? people_shown::numbered : people_shown::none; }

/// A table with a row a person, sector and more (`of`, `who`, people, status), without those of too few people, those too alike, and others from which they could be told.
inline table about_people(const table& all, const disclosure::rules& rules) {
  constexpr std::array<std::string_view, 2> keys{"of", "who"};
  constexpr std::array<std::string_view, 1> total{"of"};
  disclosure::withheld hide{all.rows()};
  for (std::size_t row = 0; row < all.rows(); ++row) {
    const bool group = all.at("of").texts()[row] == "sector";
    const std::int64_t needed = group ? rules.needed_group() : rules.needed_place();
    if (needed > 1 && all.at("people").integers()[row] < needed) { hide.hide(row, disclosure::fewer_than(needed, group ? "in this group" : "in this study")); }
    if (rules.hide_unanimous_groups && all.at("status").texts()[row] == name(status::no_variation)) { hide.hide(row, "the marks in this group are too alike to show"); }
  }
  if (rules.hide_what_can_be_subtracted) { disclosure::withhold_subtractable(all, hide, rules.needed_group(), total, "people"); }
  return disclosure::apply(all, hide, keys);
}

} // namespace detail

/// Where communities stand as an audience may see it: dimensions that too few people marked are withheld.
/// \return the columns of `levels_table`, and hidden_reason \throws error as `disclosure::check_rules`
/// Cost: that of `levels_table`. Threads: safe. Since 0.1. Checked by `shared_fit_test`.
[[nodiscard]] inline table shared_levels(const ordinal_fit& fit, const disclosure::rules& rules) {
  constexpr std::array<std::string_view, 5> keys{"community", "round", "dimension_number", "dimension_key", "dimension"};
  disclosure::check_rules(rules);
  const table all = levels_table(fit);
  disclosure::withheld hide{all.rows()};
  disclosure::withhold_small(all, hide, rules.needed_place(), "n", {}, "marked it");
  return disclosure::apply(all, hide, keys);
}

/// What changed as an audience may see it: dimensions that too few people marked in one of the rounds are withheld. A figure is drawn from everybody's marks on all dimensions at once, so the marks of
/// those who stayed cannot be had from it by subtraction.
/// \return the columns of `change_table`, and hidden_reason \throws error as `disclosure::check_rules`
/// Cost: that of `change_table`. Threads: safe. Since 0.1. Checked by `shared_fit_test`.
[[nodiscard]] inline table shared_change(const ordinal_fit& fit, const disclosure::rules& rules) {
  constexpr std::array<std::string_view, 6> keys{"community", "dimension_number", "dimension_key", "dimension", "from_round", "to_round"};
  disclosure::check_rules(rules);
  const table all = change_table(fit);
  disclosure::withheld hide{all.rows()};
  for (const char* n : {"n_from", "n_to"}) { disclosure::withhold_small(all, hide, rules.needed_place(), n, {}, "marked it in one of the rounds"); }
  return disclosure::apply(all, hide, keys);
}

/// How severe people and sectors are as an audience may see it. Nobody is named; beyond the room there is no row about one person. Sectors of too few people are withheld, and others with them so that
/// they cannot be told from the rest.
/// \return the columns of `severity_table`, and hidden_reason \throws error as `disclosure::check_rules`
/// Cost: that of `severity_table`. Threads: safe. Since 0.1. Reference: R1, R3, R4 of the rules on small groups. Checked by `shared_fit_test`.
[[nodiscard]] inline table shared_severity(const ordinal_fit& fit, const disclosure::rules& rules) {
  disclosure::check_rules(rules);
  return detail::about_people(severity_table(fit, detail::people_for(rules)), rules);
}

/// How well the model foresees the marks of people, sectors and dimensions, as an audience may see it; withheld as in `shared_severity`.
/// \return the columns of `misfit_table`, and hidden_reason \throws error as `disclosure::check_rules`
/// Cost: that of `misfit_table`. Threads: safe. Since 0.1. Reference: R1, R3, R4 of the rules on small groups. Checked by `shared_fit_test`.
[[nodiscard]] inline table shared_misfit(const ordinal_fit& fit, const disclosure::rules& rules) {
  disclosure::check_rules(rules);
  return detail::about_people(misfit_table(fit, detail::people_for(rules)), rules);
}

/// Where sectors see dimensions differently, as an audience may see it: a dimension in which a sector is of too few people, or its marks too alike, has no figures of any sector, and no mean is over it. What one sector
/// differs by from the others is what they differ by from it, so withholding one alone would be of no use.
/// \return the columns of `sector_use_table`, and hidden_reason \throws error as `disclosure::check_rules`
/// Cost: that of `sector_use_table`. Threads: safe. Since 0.1. Reference: R1 to R5 of the rules on small groups. Checked by `shared_fit_test`.
[[nodiscard]] inline table shared_sector_use(const ordinal_fit& fit, const disclosure::rules& rules) {
  constexpr std::array<std::string_view, 4> keys{"sector", "dimension_number", "dimension_key", "dimension"};
  disclosure::check_rules(rules);
  const std::int64_t needed = rules.needed_group();
  const auto small = [&](std::size_t people) { return needed > 1 && static_cast<std::int64_t>(people) < needed; };
  std::vector<bool> left_out(fit.of.rubric().size());
  const auto marks = detail::marks_by_sector(fit);
  for (const auto& [where, own] : marks) {
    if (small(own.people.size()) || (rules.hide_unanimous_groups && own.lowest == own.highest)) { left_out[where.second] = true; }
  }
  const table all = sector_use_table(fit, left_out);
  disclosure::withheld hide{all.rows()};
  if (all.rows() == 0) { return disclosure::apply(all, hide, keys); }
  std::size_t row = 0;
  for (const auto& entry : marks) {
    if (left_out[entry.first.second]) { hide.hide(row, small(entry.second.people.size()) ? disclosure::fewer_than(needed) : std::string{disclosure::beside_a_withheld_group}); }
    ++row;
  }
  for (; row < all.rows(); ++row) {
    if (needed > 1 && all.at("points").valid()[row] == 0) { hide.hide(row, disclosure::beside_a_withheld_group); }
  }
  return disclosure::apply(all, hide, keys);
}

/// How much a panel is worth as an audience may see it: dimensions that too few people marked are withheld, and with them the row over all dimensions; beyond the room `effective` is given where no sector is small.
/// \return the columns of `panel_table`, and hidden_reason \throws error as `disclosure::check_rules`
/// Cost: that of `panel_table`. Threads: safe. Since 0.1. Checked by `shared_fit_test`.
[[nodiscard]] inline table shared_panel(const ordinal_fit& fit, const disclosure::rules& rules) {
  constexpr std::array<std::string_view, 5> keys{"community", "round", "dimension_number", "dimension_key", "dimension"};
  disclosure::check_rules(rules);
  const table all = panel_table(fit, rules.needed_group());
  disclosure::withheld hide{all.rows()};
  disclosure::withhold_small(all, hide, rules.needed_place(), "n", {}, "marked it");
  bool any = false; // withheld among the dimensions of a round, whose row over all comes last
  for (std::size_t row = 0; row < all.rows(); ++row) {
    const bool over_all = all.at("dimension_number").valid()[row] == 0;
    if (over_all && any) { hide.hide(row, "a dimension is withheld here, and it could be told from the mean"); }
    any = !over_all && (any || hide.hidden(row));
  }
  return disclosure::apply(all, hide, keys);
}

/// How many announced changes are expected to be false, of those an audience sees.
/// \return the columns of `claims_table` \throws error as `disclosure::check_rules`
/// Cost: that of `shared_change`. Threads: safe. Since 0.1. Checked by `shared_fit_test`.
[[nodiscard]] inline table shared_claims(const ordinal_fit& fit, const disclosure::rules& rules) { return claims_table(shared_change(fit, rules), fit.options.confidence); }

/// Where the direction turned as an audience may see it: dimensions that too few people marked in one of the rounds are withheld.
/// \return the columns of `turns_table`, and hidden_reason \throws error as `disclosure::check_rules`
/// Cost: that of `turns_table`. Threads: safe. Since 0.1. Checked by `shared_fit_test`.
[[nodiscard]] inline table shared_turns(const ordinal_fit& fit, const disclosure::rules& rules) {
  constexpr std::array<std::string_view, 7> keys{"community", "dimension_number", "dimension_key", "dimension", "from_round", "at_round", "to_round"};
  disclosure::check_rules(rules);
  const table all = turns_table(fit);
  disclosure::withheld hide{all.rows()};
  for (const char* n : {"n_from", "n_at", "n_to"}) { disclosure::withhold_small(all, hide, rules.needed_place(), n, {}, "marked it in one of the rounds"); }
  return disclosure::apply(all, hide, keys);
}

/// How much of what is known of a change comes from people who came back, as an audience may see it: withheld where too few stayed, left or joined.
/// \return the columns of `stayers_table`, and hidden_reason \throws error as `disclosure::check_rules`
/// Cost: that of `stayers_table`. Threads: safe. Since 0.1. Reference: R1 of the rules on small groups. Checked by `shared_fit_test`.
[[nodiscard]] inline table shared_stayers(const ordinal_fit& fit, const disclosure::rules& rules) {
  constexpr std::array<std::string_view, 6> keys{"community", "dimension_number", "dimension_key", "dimension", "from_round", "to_round"};
  disclosure::check_rules(rules);
  const table all = stayers_table(fit);
  disclosure::withheld hide{all.rows()};
  for (const char* n : {"stayed", "left", "joined"}) { disclosure::withhold_small(all, hide, rules.needed_group(), n, {}, "stayed, left or joined"); }
  return disclosure::apply(all, hide, keys);
}

/// How well the model foresees communities as an audience may see it: those where too few people marked are withheld, and with them the row over all.
/// \return the columns of `left_out_table`, and hidden_reason \throws error as `disclosure::check_rules`
/// Cost: that of `left_out_table`. Threads: safe. Since 0.1. Checked by `left_out_test`.
[[nodiscard]] inline table shared_left_out(const ordinal_fit& fit, const disclosure::rules& rules) {
  constexpr std::array<std::string_view, 1> keys{"community"};
  disclosure::check_rules(rules);
  const table all = left_out_table(fit);
  disclosure::withheld hide{all.rows()};
  disclosure::withhold_small(all, hide, rules.needed_place(), "people", {}, "marked there");
  bool any = false;
  for (std::size_t row = 0; row + 1 < all.rows(); ++row) { any = any || hide.hidden(row); }
  if (any) { hide.hide(all.rows() - 1, "a community is withheld here, and it could be told from the sum"); }
  return disclosure::apply(all, hide, keys);
}

/// The blocks as an audience may see them: beyond the room it is not said how many members blocks about people have, from which one could count who came back.
/// \return the columns of `blocks_table` \throws error as `disclosure::check_rules`
/// Cost: that of `blocks_table`. Threads: safe. Since 0.1. Checked by `shared_fit_test`.
[[nodiscard]] inline table shared_blocks(const ordinal_fit& fit, const disclosure::rules& rules) {
  disclosure::check_rules(rules);
  return blocks_table(fit, rules.audience == disclosure::audience::room);
}

} // namespace headway::models
