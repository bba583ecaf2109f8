#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <headway/core/counts.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>
#include <headway/disclosure/groups.hpp>
#include <headway/disclosure/hide.hpp>

/// \file
/// Figures that are no counts of one group: those that set groups side by side, and those that rest on a whole room. Each is shown only where
/// the counts it is made from are shown, so that it tells nothing they do not.

namespace headway::disclosure {

/// Why figures that set sectors side by side may not be shown.
inline constexpr std::string_view beside_a_withheld_group = "a group of sectors is withheld here, and figures that set groups side by side would tell about it";

/// Why figures about a whole room may not be shown, per dimension: too few people marked it.
/// \param where a community's round, as `select` finds it \return one text per dimension, empty where they may be shown
/// \throws error as `check_rules`
/// Cost: O(rows of the round). Threads: safe. Since 0.1. Reference: R1, R5 of the rules on small groups. Checked by `sector_figures_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] std::vector<std::string> withheld_rooms(const study<Dimensions, Levels>& of, const selected& where, const rules& r) {
  check_rules(r);
  std::vector<std::string> out(of.rubric().size());
  for (std::uint32_t d = 0; d < out.size(); ++d) {
    const auto counts = count_cell(of, where.community, where.round, {d});
    const std::int64_t people = counts.n() > 0 ? counts.n() : counts.n_missing();
    if (people > 0 && people < r.needed_place()) { out[d] = fewer_than(r.needed_place(), "marked it"); }
  }
  return out;
}

/// Why figures that set sectors side by side may not be shown, per dimension: the room is too small, or the counts of some group of sectors are withheld
/// there (too few people, all at one level, or to keep another from being had by subtraction).
/// Definition: all or none. A share between groups, a gap to the mean of the groups, or what the picture would be without a group is an equation in the
/// counts of all groups; with a total and the shown groups known, one such equation more can give a withheld group away. Where all groups are
/// shown there is nothing left to give away.
/// \param by the groups, as `grouping_for` joins them \return one text per dimension, empty where they may be shown
/// \throws error as `check_rules`; incompatible for a grouping of another study
/// Cost: O(rows of the round + dimensions x groups^2). Threads: safe. Since 0.1. Reference: R1 to R5 of the rules on small groups.
/// Checked by `sector_figures_test`, and against an attack by `shared_agreement_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] std::vector<std::string> withheld_sector_figures(const study<Dimensions, Levels>& of, const selected& where, const sector_grouping& by, const rules& r) {
  by.check_fits(of.data(), "withheld_sector_figures");
  std::vector<std::string> out = withheld_rooms(of, where, r);
  std::vector<bool> came(by.size());
  for (const assessment& a : assessments_of(of.data(), where.community)) {
    for (const std::uint16_t sector : of->rows(where.community, a.round).sector) { came[by.group(sector)] = true; }
  }
  table groups;
  groups.add("dimension", column_type::integer);
  groups.add("n", column_type::integer);
  groups.add("n_missing", column_type::integer);
  for (std::size_t k = 0; k < of.rubric().levels(); ++k) { groups.add("count_" + std::to_string(k), column_type::integer); }
  std::size_t present = 0;
  for (const bool each : came) { present += each ? 1u : 0u; }
  if (present < 2) { return out; } // one group that holds everybody is the room
  std::vector<cell_counts<Levels>> cells(by.size());
  for (std::uint32_t d = 0; d < out.size(); ++d) {
    cells.assign(by.size(), empty_cell(of));
    count_cell(of, where.community, where.round, {d}, by, std::span{cells});
    for (std::size_t g = 0; g < cells.size(); ++g) {
      if (!came[g]) { continue; }
      std::size_t i = 0;
      groups[i++].push(d);
      groups[i++].push(cells[g].n());
      groups[i++].push(cells[g].n_missing());
      for (const std::uint32_t count : cells[g].levels()) { groups[i++].push(count); }
    }
  }
  constexpr std::array<std::string_view, 1> total{"dimension"};
  withheld hide{groups.rows()};
  withhold_small(groups, hide, r.needed_group(), "n", "n_missing", "in this group");
  if (r.hide_unanimous_groups) { withhold_unanimous(groups, hide); }
  if (r.hide_what_can_be_subtracted) { withhold_subtractable(groups, hide, r.needed_group(), total); }
  for (std::size_t row = 0; row < groups.rows(); ++row) {
    const auto d = static_cast<std::size_t>(groups[0].integers()[row]);
    if (hide.hidden(row) && out[d].empty()) { out[d] = beside_a_withheld_group; }
  }
  return out;
}

} // namespace headway::disclosure
