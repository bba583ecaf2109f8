#pragma once

/// \file
/// What of two rounds side by side and of groups of sectors an audience may see: the rules of `disclosure/` applied to what this folder computes.

#include <algorithm>
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
#include <headway/profile/rounds.hpp>
#include <headway/profile/turnover.hpp>

namespace headway::profile {

/// How a shared table is made. Since 0.1. Checked by `shared_test`.
struct shared_options {
  bool by_sector{false};                        ///< a row per group of sectors and dimension
  disclosure::merge_options merge{};            ///< sectors to join first where a group is too small
  confidence_level confidence{0.95};
};

namespace detail {

inline constexpr std::string_view too_alike = "the marks in this group are too alike to show";

/// The rows that one profile table withholds.
inline disclosure::withheld profile_withheld(const table& t, const disclosure::rules& r, bool groups) {
  disclosure::withheld hide{t.rows()};
  if (!groups) {
    disclosure::withhold_small(t, hide, r.needed_place(), "n", "n_missing", "marked it");
    return hide;
  }
  constexpr std::array<std::string_view, 3> total{"community", "round", "dimension_number"};
  disclosure::withhold_small(t, hide, r.needed_group(), "n", "n_missing", "in this group");
  if (r.hide_unanimous_groups) { disclosure::withhold_unanimous(t, hide); }
  if (r.hide_what_can_be_subtracted) { disclosure::withhold_subtractable(t, hide, r.needed_group(), total); }
  return hide;
}

/// Why the people who stayed, left and joined between two rounds may not be told apart, or empty.
inline std::string turnover_withheld(const turnover_row& row, const disclosure::rules& r) {
  if (row.status != status::ok) { return {}; }
  const auto small = [&](std::uint32_t people) { return people > 0 && people < r.needed_group(); };
  if (small(row.joined)) { return disclosure::fewer_than(r.needed_group(), "joined"); }
  if (small(row.left)) { return disclosure::fewer_than(r.needed_group(), "left"); }
  if (small(row.stayed)) { return disclosure::fewer_than(r.needed_group(), "stayed"); }
  return {};
}

/// Why what the same people marked on one dimension may not stand beside what everybody marked, or empty.
/// The difference of the two is what those marked who are in one round only, so they must be nobody or enough.
template <std::size_t Levels> std::string movement_withheld(const rounds_row<Levels>& all, const rounds_row<Levels>& same, const disclosure::rules& r) {
  const std::uint32_t n = same.moved.n();
  if (n == 0) { return {}; }
  if (n < r.needed_group()) { return disclosure::fewer_than(r.needed_group(), "marked it in both rounds"); }
  for (const std::uint32_t everybody : {all.from.n(), all.to.n()}) {
    if (const std::uint32_t others = everybody - n; others > 0 && others < r.needed_group()) { return disclosure::fewer_than(r.needed_group(), "marked it in one round only"); }
  }
  const auto alike = [](const auto& counts) { return std::count_if(counts.begin(), counts.end(), [](std::uint32_t c) { return c > 0; }) == 1; };
  const std::array<std::uint32_t, 3> moved{same.moved.up, same.moved.held, same.moved.down};
  if (r.hide_unanimous_groups && (alike(same.from.levels()) || alike(same.to.levels()) || alike(moved))) { return std::string{too_alike}; }
  return {};
}

} // namespace detail

/// Two rounds side by side, and for every row why an audience may not see it. Since 0.1. Checked by `shared_test`.
template <std::size_t Dimensions, std::size_t Levels> struct judged_rounds {
  rounds_result<Dimensions, Levels> rounds;
  std::vector<std::string> why; ///< per row of `rounds`; empty where it may be seen
};

/// Judges two rounds side by side: what everybody marked needs enough people in the room; what the same people marked needs enough who stayed, joined and left,
/// in the room and on the dimension, because one subtraction from what everybody marked gives the others' marks.
/// \throws error as `side_by_side`
/// Cost: that of `side_by_side`. Threads: safe. Since 0.1. Reference: R3, R4 of the rules on small groups. Checked by `shared_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] judged_rounds<Dimensions, Levels> judge_rounds(const study<Dimensions, Levels>& of, const round_pair& wanted, const disclosure::rules& r) {
  judged_rounds<Dimensions, Levels> out{side_by_side(of, wanted), {}};
  const auto& rows = out.rounds.rows;
  const std::string turnover = detail::turnover_withheld(turnover_between(of.data(), out.rounds.to.community, out.rounds.from.round, out.rounds.to.round), r);
  for (std::size_t i = 0; i < rows.size(); i += 2) {
    const auto& all = rows[i];
    const auto& same = rows[i + 1];
    const auto small = [&](std::uint32_t n) { return n > 0 && n < r.needed_place(); };
    const bool few = small(all.from.n()) || small(all.to.n());
    out.why.push_back(few ? disclosure::fewer_than(r.needed_place(), "marked it in one of the rounds") : std::string{});
    out.why.push_back(!turnover.empty() ? turnover : few ? out.why.back() : detail::movement_withheld(all, same, r));
  }
  return out;
}

/// The marks of one group of sectors on one dimension, and why an audience may not see them. Since 0.1. Checked by `shared_test`.
struct judged_group {
  std::uint32_t group{};
  dimension_id dimension{};
  std::uint32_t n{};   ///< marks on the scale
  std::string why{};   ///< empty where it may be seen
};

/// The groups of sectors of one round as an audience may see them. Since 0.1. Checked by `shared_test`.
struct judged_groups {
  sector_grouping by;
  std::vector<judged_group> groups{}; ///< of every group anybody of the community ever was in, by group, then by dimension
  bool several{};                     ///< whether there is more than one such group: one that holds everybody is the room itself
};

/// Judges the groups of sectors of one round as `shared_profile` shows them.
/// \param wanted see `selection` for empty ones \param merge sectors to join first
/// \throws error as `select`; as `disclosure::check_rules` and `disclosure::merge_groups`
/// Cost: O(rows of the community). Threads: safe. Since 0.1. Checked by `shared_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] judged_groups judge_groups(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules, const disclosure::merge_options& merge = {}) {
  const study_data& data = of.data();
  const selected where = select(data, wanted);
  judged_groups out{disclosure::grouping_for(data, where.community, rules, merge), {}, false};
  std::vector<bool> present(out.by.size());
  for (const assessment& a : assessments_of(data, where.community)) {
    for (const std::uint16_t sector : data.rows(where.community, a.round).sector) { present[out.by.group(sector)] = true; }
  }
  out.several = std::count(present.begin(), present.end(), true) > 1;
  table counts; // what the rules look at
  for (const char* column : {"community", "round", "dimension_number", "n", "n_missing"}) { counts.add(column, column_type::integer); }
  const std::size_t levels = of.rubric().levels();
  for (std::size_t k = 0; k < levels; ++k) { counts.add("count_" + std::to_string(k), column_type::integer); }
  std::vector<std::vector<cell_counts<Levels>>> cells(of.rubric().size(), std::vector<cell_counts<Levels>>(out.by.size(), empty_cell(of)));
  for (std::uint32_t d = 0; d < cells.size(); ++d) { count_cell(of, where.community, where.round, {d}, out.by, std::span{cells[d]}); }
  for (std::uint32_t g = 0; g < present.size(); ++g) {
    for (std::uint32_t d = 0; d < cells.size() && present[g]; ++d) {
      const cell_counts<Levels>& cell = cells[d][g];
      out.groups.push_back({g, {d}, cell.n(), {}});
      std::size_t i = 0;
      for (const std::int64_t value : {std::int64_t{0}, std::int64_t{0}, std::int64_t{d}, std::int64_t{cell.n()}, std::int64_t{cell.n_missing()}}) { counts[i++].push(value); }
      for (std::size_t k = 0; k < levels; ++k) { counts[i++].push(std::int64_t{cell.level[k]}); }
    }
  }
  const disclosure::withheld hide = detail::profile_withheld(counts, rules, out.several);
  for (std::size_t row = 0; row < hide.size(); ++row) { out.groups[row].why = hide.why(row); }
  return out;
}

} // namespace headway::profile
