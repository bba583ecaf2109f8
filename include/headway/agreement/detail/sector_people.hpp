#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <headway/core/ratings.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>

/// \file
/// The people of one community's round with the group each speaks for, as rows that can be moved between groups.

namespace headway::agreement::detail {

/// People x dimensions. A person who gives two sectors is a row in each; a mark without a person's code is a row of its own.
struct sector_people {
  std::size_t dimensions{};
  std::vector<std::int8_t> marks{};      ///< people x dimensions, negative where there is none
  std::vector<std::uint16_t> group{};    ///< position in `groups`
  std::vector<std::uint32_t> stratum{};  ///< 0 for people with a code, 1 + dimension for marks without one; empty when all have a code
  std::vector<std::uint32_t> groups{};   ///< of the grouping: those in which anybody of the community ever was
  std::uint32_t without_code{};          ///< marks without a person's code
  std::uint32_t in_two_sectors{};        ///< people who give more than one group in this round
  [[nodiscard]] std::size_t people() const noexcept { return group.size(); }
};

/// The groups in which anybody of the community ever was, in the grouping's order.
inline std::vector<std::uint32_t> groups_of_community(const study_data& data, community_id community, const sector_grouping& by) {
  std::vector<bool> present(by.size());
  for (const assessment& a : assessments_of(data, community)) {
    for (const std::uint16_t sector : data.rows(community, a.round).sector) { present[by.group(sector)] = true; }
  }
  std::vector<std::uint32_t> out;
  for (std::uint32_t g = 0; g < present.size(); ++g) {
    if (present[g]) { out.push_back(g); }
  }
  return out;
}

/// \param withheld per dimension why its marks may not be used, or empty; empty as a whole when all may
inline sector_people gather_people(const study_data& data, std::size_t dimensions, const selected& where, const sector_grouping& by, std::span<const std::string> withheld) {
  sector_people out;
  out.dimensions = dimensions;
  out.groups = groups_of_community(data, where.community, by);
  if (!where.round.has_value()) { return out; }
  std::vector<std::uint16_t> position(by.size());
  for (std::size_t i = 0; i < out.groups.size(); ++i) { position[out.groups[i]] = static_cast<std::uint16_t>(i); }

  const ratings_view rows = data.rows(where.community, where.round);
  std::vector<std::pair<std::uint32_t, std::uint16_t>> named;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows.rater[i] != ratings::no_rater) { named.emplace_back(rows.rater[i], position[by.group(rows.sector[i])]); }
  }
  std::sort(named.begin(), named.end());
  named.erase(std::unique(named.begin(), named.end()), named.end());
  for (std::size_t i = 0; i < named.size(); ++i) {
    out.group.push_back(named[i].second);
    const bool again = i > 0 && named[i].first == named[i - 1].first;
    out.in_two_sectors += again && (i < 2 || named[i - 2].first != named[i].first) ? 1u : 0u;
  }
  out.marks.assign(named.size() * dimensions, std::int8_t{-1});
  std::vector<std::tuple<std::uint32_t, std::uint16_t, std::int8_t>> unnamed; // in a canonical order: rows without a code have none of their own
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::uint16_t dimension = rows.dimension[i];
    if (rows.score[i] < 0 || (!withheld.empty() && !withheld[dimension].empty())) { continue; }
    const std::uint16_t group = position[by.group(rows.sector[i])];
    if (rows.rater[i] == ratings::no_rater) {
      unnamed.emplace_back(dimension, group, rows.score[i]);
      continue;
    }
    const auto at = std::lower_bound(named.begin(), named.end(), std::pair{rows.rater[i], group});
    out.marks[static_cast<std::size_t>(at - named.begin()) * dimensions + dimension] = rows.score[i];
  }
  if (unnamed.empty()) { return out; }
  out.stratum.assign(named.size(), 0u);
  out.without_code = static_cast<std::uint32_t>(unnamed.size());
  std::sort(unnamed.begin(), unnamed.end());
  for (const auto& [dimension, group, mark] : unnamed) {
    out.group.push_back(group);
    out.stratum.push_back(1u + dimension);
    out.marks.resize(out.marks.size() + dimensions, std::int8_t{-1});
    out.marks[out.marks.size() - dimensions + dimension] = mark;
  }
  return out;
}

} // namespace headway::agreement::detail
