#pragma once

/// \file
/// What a change is made of, as an audience may see it.

#include <cstddef>

#include <headway/change/judge.hpp>
#include <headway/change/panel.hpp>
#include <headway/change/shared_options.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>
#include <headway/disclosure/groups.hpp>

namespace headway::change {

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

} // namespace headway::change
