#pragma once

/// \file
/// What the tables of this folder that an audience may see have in common.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <headway/change/judge.hpp>
#include <headway/change/options.hpp>
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

} // namespace headway::change
