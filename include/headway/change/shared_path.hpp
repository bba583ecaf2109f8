#pragma once

/// \file
/// Every round of one community as an audience may see it.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/change/judge.hpp>
#include <headway/change/path.hpp>
#include <headway/change/shared_options.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>

namespace headway::change {

/// Every round of one community as an audience may see it: steps as in `shared_change`, and those who came to every round where they can be shown beside all of it.
/// \param community key or name, or empty for the only one \return the columns of `to_table(path_result)` \throws error as `path` and `judge_change`
/// Cost: that of `path`, and of `judge_change` for every step. Threads: safe. Since 0.1. Checked by `shared_change_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_path(const study<Dimensions, Levels>& of, std::string_view community, const disclosure::rules& rules, const shared_options& options = {}) {
  disclosure::check_rules(rules);
  const community_id place = select_community(of.data(), community);
  const std::string& key = of->communities()[place.value].key;
  std::vector<std::string> labels;
  for (const assessment& a : assessments_of(of.data(), place)) {
    if (a.has_individuals) { labels.push_back(of->rounds()[a.round.value].label); }
  }
  path_options how{.test = options.test};
  for (std::size_t r = 1; r < labels.size(); ++r) {
    change_reasons why = judge_change(of, {key, labels[r - 1], labels[r]}, rules, options.merge);
    how.withheld = std::move(why.path);
    how.withheld_steps.push_back(std::move(why.people));
  }
  return to_table(path(of, key, how));
}

} // namespace headway::change
