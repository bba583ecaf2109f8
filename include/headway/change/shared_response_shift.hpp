#pragma once

/// \file
/// Whether the yardstick moved, as an audience may see it.

#include <cstddef>

#include <headway/change/judge.hpp>
#include <headway/change/response_shift.hpp>
#include <headway/change/shared_options.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>

namespace headway::change {

/// Whether the yardstick moved, as an audience may see it.
/// \return the columns of `to_table(response_shift_result)` \throws error as `response_shift` and `judge_change`
/// Cost: that of `response_shift` and `judge_change`. Threads: safe. Since 0.1. Checked by `shared_change_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_response_shift(const study<Dimensions, Levels>& of, const round_pair& wanted, const disclosure::rules& rules, const shared_options& options = {}) {
  const change_reasons why = judge_change(of, wanted, rules, options.merge);
  return detail::without_few(to_table(response_shift(of, wanted, {options.test, why.then})), why.everybody);
}

} // namespace headway::change
