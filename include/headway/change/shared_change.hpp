#pragma once

/// \file
/// The change between two rounds as an audience may see it: computed, sectors merged the same way in every round, and what too few people stand behind
/// withheld, in one call. Pages, C and Python show the tables of the `shared_` headers and no others.

#include <cstddef>

#include <headway/change/change.hpp>
#include <headway/change/judge.hpp>
#include <headway/change/shared_options.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>
#include <headway/disclosure/groups.hpp>

namespace headway::change {

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

} // namespace headway::change
