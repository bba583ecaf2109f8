#pragma once

/// \file
/// The tables of this folder as an audience may see them: computed, sectors merged the same way in every round, and what too few people stand behind withheld,
/// in one call. Pages, C and Python show these and no others. The tables of one run fit together with those of `profile/shared.hpp`.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <headway/change/bounds.hpp>
#include <headway/change/change.hpp>
#include <headway/change/judge.hpp>
#include <headway/change/panel.hpp>
#include <headway/change/response_shift.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>
#include <headway/disclosure/groups.hpp>
#include <headway/disclosure/hide.hpp>

namespace headway::change {

/// How a shared table about change is made. Since 0.1. Checked by `shared_change_test`.
struct shared_options {
  same_people_options test{};
  disclosure::merge_options merge{}; ///< sectors to join first where a group is too small
};

namespace detail {

/// Keys, and what is the same whoever marked what.
inline constexpr std::array<std::string_view, 14> change_keys{"community", "dimension_number", "dimension_key", "dimension", "from_round", "to_round", "months",
                                                              "summary",   "level",            "split",         "part",      "unseen",     "comparison", "warning"};

/// A table without the rows of dimensions about which nothing may be said. \param rows rows a dimension, one dimension after the other
inline table without_few(const table& all, const std::vector<std::string>& why) {
  disclosure::withheld hide{all.rows()};
  const std::size_t rows = why.empty() ? 0 : all.rows() / why.size();
  for (std::size_t d = 0; d < why.size(); ++d) {
    for (std::size_t i = 0; i < rows && !why[d].empty(); ++i) { hide.hide(d * rows + i, why[d]); }
  }
  return disclosure::apply(all, hide, change_keys);
}

} // namespace detail

/// The change between two rounds of one community as an audience may see it. Where the same people may not be told from everybody, everybody's figures stand
/// alone and the status is hidden; figures of the same people are then not used for any other dimension either.
/// \param rules e.g. `disclosure::rules_for(disclosure::audience::partners)` \return the columns of `to_table(change_result)`
/// \throws error as `change` and `judge_change`
/// Cost: that of `change` and `judge_change`. Threads: safe. Since 0.1. Checked by `shared_change_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_change(const study<Dimensions, Levels>& of, const round_pair& wanted, const disclosure::rules& rules, const shared_options& options = {}) {
  const change_reasons why = judge_change(of, wanted, rules, options.merge);
  change_options how{.test = options.test};
  how.by_sector = disclosure::grouping_for(of.data(), select_community(of.data(), wanted.community), rules, options.merge);
  how.withheld = why.people;
  how.withheld_sectors = why.sectors;
  how.withheld_then = why.then;
  return detail::without_few(to_table(change(of, wanted, how)), why.everybody);
}

/// What the change between two rounds is made of, as an audience may see it.
/// \return the columns of `to_table(panel_result)` \throws error as `panel` and `judge_change`
/// Cost: that of `panel` and `judge_change`. Threads: safe. Since 0.1. Checked by `shared_change_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_panel(const study<Dimensions, Levels>& of, const round_pair& wanted, const disclosure::rules& rules, const shared_options& options = {}) {
  const change_reasons why = judge_change(of, wanted, rules, options.merge);
  panel_options how{.confidence = options.test.confidence};
  how.by_sector = disclosure::grouping_for(of.data(), select_community(of.data(), wanted.community), rules, options.merge);
  how.withheld_people = why.people;
  how.withheld_sectors = why.sectors;
  how.withheld_both = why.both;
  return detail::without_few(to_table(panel(of, wanted, how)), why.everybody);
}

/// What the marks nobody gave could have done, as an audience may see it. Beyond the room a mark off the scale is one that could be anything: what it plainly
/// says would be one person's mark.
/// \return the columns of `to_table(bounds_result)` \throws error as `bounds` and `judge_change`
/// Cost: that of `bounds` and `judge_change`. Threads: safe. Since 0.1. Checked by `shared_change_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_bounds(const study<Dimensions, Levels>& of, const round_pair& wanted, const disclosure::rules& rules, const shared_options& options = {}) {
  const change_reasons why = judge_change(of, wanted, rules, options.merge);
  const bounds_options how{rules.audience == disclosure::audience::room, why.people};
  return detail::without_few(to_table(bounds(of, wanted, how)), why.everybody);
}

/// Whether the yardstick moved, as an audience may see it.
/// \return the columns of `to_table(response_shift_result)` \throws error as `response_shift` and `judge_change`
/// Cost: that of `response_shift` and `judge_change`. Threads: safe. Since 0.1. Checked by `shared_change_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_response_shift(const study<Dimensions, Levels>& of, const round_pair& wanted, const disclosure::rules& rules, const shared_options& options = {}) {
  const change_reasons why = judge_change(of, wanted, rules, options.merge);
  return detail::without_few(to_table(response_shift(of, wanted, {options.test, why.then})), why.everybody);
}

} // namespace headway::change
