#pragma once

/// \file
/// What the unseen could have done to a change, as an audience may see it.

#include <cstddef>

#include <headway/change/bounds.hpp>
#include <headway/change/judge.hpp>
#include <headway/change/shared_options.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>

namespace headway::change {

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

} // namespace headway::change
