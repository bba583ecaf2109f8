#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/study_tables.hpp>
#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>
#include <headway/disclosure/comments.hpp>
#include <headway/disclosure/groups.hpp>
#include <headway/disclosure/hide.hpp>
#include <headway/profile/agenda.hpp>
#include <headway/profile/coverage.hpp>
#include <headway/profile/cumulative.hpp>
#include <headway/profile/judge.hpp>
#include <headway/profile/profile.hpp>
#include <headway/profile/rounds.hpp>
#include <headway/profile/turnover.hpp>

/// \file
/// The tables of this folder as an audience may see them: computed, sectors merged, small groups withheld, in one call. Pages, C and Python show
/// these and no others. The tables of one run fit together: the same rules, and the same merge of sectors in every round of a community.

namespace headway::profile {

namespace detail {

/// Keys, and what comes from the room's record and not from people's own marks.
inline constexpr std::array<std::string_view, 9> profile_kept{"community", "round", "sector", "dimension_number", "dimension_key", "dimension", "consensus", "consensus_text", "consensus_outcome"};

/// Whether rows are about parts of the room: one group that holds everybody is the room itself.
template <std::size_t Dimensions, std::size_t Levels> bool has_groups(const profile_result<Dimensions, Levels>& result) {
  return result.by_sector && std::any_of(result.rows.begin(), result.rows.end(), [&](const auto& row) { return row.group != result.rows.front().group; });
}

/// Adds the rows of one table to another with the same columns.
inline void append(table& to, const table& from) {
  if (to.columns().empty()) {
    to = from;
    return;
  }
  check::same_length(from.columns().size(), to.columns().size(), "append", "columns");
  for (std::size_t c = 0; c < from.columns().size(); ++c) {
    const table_column& source = from[c];
    for (std::size_t row = 0; row < source.size(); ++row) {
      if (source.valid()[row] == 0) {
        to[c].push_missing();
      } else if (source.type() == column_type::integer) {
        to[c].push(source.integers()[row]);
      } else if (source.type() == column_type::boolean) {
        to[c].push(source.integers()[row] != 0);
      } else if (source.type() == column_type::real) {
        to[c].push(source.reals()[row]);
      } else {
        to[c].push(std::string_view{source.texts()[row]});
      }
    }
  }
}

} // namespace detail

/// The profile of one community's round as an audience may see it: `profile`, with sectors merged where asked for by sector, and cells withheld
/// that too few people stand behind. The room's own mark is always shown.
/// \param rules e.g. `disclosure::rules_for(disclosure::audience::partners)` \return the columns of `to_table(profile_result)`
/// \throws error as `profile`; as `disclosure::check_rules` and `disclosure::merge_groups`
/// Cost: that of `profile` and O(cells). Threads: safe. Since 0.1. Checked by `shared_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_profile(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules, const shared_options& options = {}) {
  disclosure::check_rules(rules);
  profile_options how{.confidence = options.confidence};
  if (options.by_sector) { how.by_sector = disclosure::grouping_for(of.data(), select_community(of.data(), wanted.community), rules, options.merge); }
  const profile_result<Dimensions, Levels> result = profile(of, wanted, how);
  const table all = to_table(result);
  return disclosure::apply(all, detail::profile_withheld(all, rules, detail::has_groups(result)), detail::profile_kept);
}

/// The profiles of every community in every round it was assessed in, as an audience may see them.
/// \throws error as `shared_profile`
/// Cost: that of `shared_profile` for every assessment. Threads: safe. Since 0.1. Checked by `shared_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_profile_all(const study<Dimensions, Levels>& of, const disclosure::rules& rules, const shared_options& options = {}) {
  disclosure::check_rules(rules);
  profile_options how{.confidence = options.confidence};
  if (!options.by_sector) {
    const table all = to_table(profile_all(of, how));
    return disclosure::apply(all, detail::profile_withheld(all, rules, false), detail::profile_kept);
  }
  table out = to_table(profile_result<Dimensions, Levels>{of, sector_grouping::identity(of.data())});
  for (std::uint32_t c = 0; c < of->communities().size(); ++c) {
    how.by_sector = disclosure::grouping_for(of.data(), {c}, rules, options.merge);
    for (const assessment& a : assessments_of(of.data(), {c})) {
      const profile_result<Dimensions, Levels> result = profile(of, {of->communities()[c].key, of->rounds()[a.round.value].label}, how);
      const table one = to_table(result);
      detail::append(out, disclosure::apply(one, detail::profile_withheld(one, rules, detail::has_groups(result)), detail::profile_kept));
    }
  }
  return out;
}

/// The agenda as an audience may see it: dimensions whose marks are withheld keep only what the room's own record says, and take their place in the
/// order by that alone; the same people's moves are used only where `shared_rounds` would show them.
/// \return the columns of `to_table(agenda_result)` \throws error as `agenda` and `disclosure::check_rules`
/// Cost: that of `agenda`, `profile` and `side_by_side`. Threads: safe. Since 0.1. Checked by `shared_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_agenda(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules) {
  disclosure::check_rules(rules);
  const table all = to_table(profile(of, wanted));
  const disclosure::withheld hide = detail::profile_withheld(all, rules, false);
  agenda_options how;
  for (std::size_t row = 0; row < hide.size(); ++row) { how.withheld.push_back(hide.why(row)); }
  if (const selected where = select(of.data(), wanted); where.round.has_value()) {
    const auto judged = judge_rounds(of, {wanted.community, {}, of->rounds()[where.round.value].label}, rules);
    for (std::size_t i = 1; i < judged.why.size(); i += 2) { how.withheld_movement.push_back(!judged.why[i].empty()); }
  }
  return to_table(agenda(of, wanted, how));
}

/// Two rounds side by side as an audience may see them. What the same people marked is withheld when those who stayed, joined or left are some but
/// too few, in the room or on that dimension: one subtraction from what everybody marked would give their marks.
/// \return the columns of `to_table(rounds_result)` \throws error as `side_by_side` and `disclosure::check_rules`
/// Cost: that of `side_by_side`. Threads: safe. Since 0.1. Reference: R3 of the rules on small groups. Checked by `shared_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_rounds(const study<Dimensions, Levels>& of, const round_pair& wanted, const disclosure::rules& rules) {
  constexpr std::array<std::string_view, 7> kept{"community", "dimension_number", "dimension_key", "dimension", "from_round", "to_round", "people"};
  disclosure::check_rules(rules);
  const auto judged = judge_rounds(of, wanted, rules);
  const table all = to_table(judged.rounds);
  disclosure::withheld hide{all.rows()};
  for (std::size_t row = 0; row < judged.why.size(); ++row) {
    if (!judged.why[row].empty()) { hide.hide(row, judged.why[row]); }
  }
  return disclosure::apply(all, hide, kept);
}

/// Who stayed, left and joined as an audience may see it: withheld where one of the three is some people but too few; the sizes of the two rounds
/// are shown unless they are too small themselves.
/// \param community key or name, or empty for all \return the columns of `to_table(turnover_result)`
/// \throws error as `turnover` and `disclosure::check_rules`
/// Cost: that of `turnover`. Threads: safe. Since 0.1. Checked by `shared_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_turnover(const study<Dimensions, Levels>& of, std::string_view community, const disclosure::rules& rules) {
  constexpr std::array<std::string_view, 5> sizes{"community", "from_round", "to_round", "n_from", "n_to"};
  constexpr std::array<std::string_view, 3> keys{"community", "from_round", "to_round"};
  disclosure::check_rules(rules);
  const turnover_result result = turnover(of, community);
  const table all = to_table(result);
  disclosure::withheld few{all.rows()};
  disclosure::withheld parts{all.rows()};
  disclosure::withhold_small(all, few, rules.needed_place(), "n_from", {}, "in one of the rounds");
  disclosure::withhold_small(all, few, rules.needed_place(), "n_to", {}, "in one of the rounds");
  for (std::size_t row = 0; row < all.rows(); ++row) {
    if (const std::string why = detail::turnover_withheld(result.rows[row], rules); !why.empty()) { parts.hide(row, why); }
  }
  return disclosure::apply(disclosure::apply(all, parts, sizes), few, keys);
}

/// Who said what as an audience may see it: numbers of rounds with too few people are withheld.
/// \param community key or name, or empty for all \return the columns of `to_table(coverage_result)` and hidden_reason
/// \throws error as `coverage` and `disclosure::check_rules`
/// Cost: that of `coverage`. Threads: safe. Since 0.1. Checked by `shared_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_coverage(const study<Dimensions, Levels>& of, std::string_view community, const disclosure::rules& rules) {
  constexpr std::array<std::string_view, 7> kept{"community", "round", "day", "dimension_number", "dimension_key", "dimension", "has_consensus"};
  disclosure::check_rules(rules);
  const table all = to_table(coverage(of, community));
  disclosure::withheld hide{all.rows()};
  disclosure::withhold_small(all, hide, rules.needed_place(), "people", {}, "in this round");
  return disclosure::apply(all, hide, kept);
}

/// The shares of people at each level or above as an audience may see them: sectors are merged as in `shared_profile`, and the sector-balanced
/// shares of a dimension are withheld where one of its groups would be, because two equations give two unknowns.
/// \return the columns of `to_table(cumulative_result)` \throws error as `shared_profile`
/// Cost: that of `cumulative` and `shared_profile`. Threads: safe. Since 0.1. Checked by `shared_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_cumulative(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules, const shared_options& options = {}) {
  constexpr std::array<std::string_view, 6> keys{"community", "round", "dimension_number", "dimension_key", "dimension", "level"};
  constexpr std::array<std::string_view, 10> plain{"community", "round", "dimension_number", "dimension_key", "dimension", "level", "plain", "plain_low", "plain_high", "n"};
  disclosure::check_rules(rules);
  profile_options how{.confidence = options.confidence};
  how.by_sector = disclosure::grouping_for(of.data(), select_community(of.data(), wanted.community), rules, options.merge);
  const table all = to_table(cumulative(of, wanted, how));
  const profile_result<Dimensions, Levels> groups = profile(of, wanted, how);
  const disclosure::withheld small = detail::profile_withheld(to_table(groups), rules, detail::has_groups(groups));
  const std::size_t steps = of.rubric().levels() - 1;
  disclosure::withheld few{all.rows()};
  disclosure::withheld parts{all.rows()};
  disclosure::withhold_small(all, few, rules.needed_place(), "n", {}, "marked it");
  for (std::size_t row = 0; row < small.size(); ++row) {
    for (std::size_t k = 0; k < steps && small.hidden(row); ++k) {
      parts.hide(groups.rows[row].dimension.value * steps + k, "the balanced shares would tell about a group that is withheld");
    }
  }
  return disclosure::apply(disclosure::apply(all, parts, plain), few, keys);
}

/// The room's agreed marks as an audience may see them, with their reasons and evidence. A minority view is often one person's: word for word it
/// is shown only where enough people were in the room (those counted, or else those who marked).
/// \param wanted an empty community is all, an empty round is all \return the columns of `consensus_table`, and status and hidden_reason
/// \throws error as `consensus_table` and `disclosure::check_rules`
/// Cost: O(records + rows). Threads: safe. Since 0.1. Reference: R1 of the rules on small groups. Checked by `shared_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_consensus(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules) {
  disclosure::check_rules(rules);
  table all = consensus_table(of, wanted);
  table_column& state = all[all.add("status", column_type::text)];
  for (std::size_t row = 0; row < all.rows(); ++row) { state.push(name(status::ok)); }
  disclosure::withheld hide{all.rows()};
  disclosure::withhold_minority_views(of.data(), all, hide, rules);
  std::vector<std::string_view> kept;
  for (const table_column& c : all.columns()) {
    if (c.name() != "minority_view") { kept.push_back(c.name()); }
  }
  return disclosure::apply(all, hide, kept);
}

} // namespace headway::profile
