#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/text.hpp>
#include <headway/core/round.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/disclosure/audience.hpp>

/// \file
/// Joining sectors until every group is large enough, the same way in every round, so that little has to be hidden.

namespace headway::disclosure {

/// Sectors a user would rather see together, by label ("not stated" for people without one), in the order in which to join them.
struct merge_options {
  std::vector<std::vector<std::string>> first{};
};

/// The label of a group that holds everybody.
inline constexpr std::string_view all_sectors = "all sectors";

namespace detail {

/// Groups of sectors while they are being joined.
class merging {
public:
  /// \param sizes people by round, then by sector
  merging(std::span<const std::vector<std::uint32_t>> sizes, std::size_t sectors) : sizes_{sizes}, group_(sectors) {
    for (std::size_t s = 0; s < sectors; ++s) { group_[s] = s; }
  }
  [[nodiscard]] std::size_t group(std::size_t sector) const noexcept { return group_[sector]; }
  [[nodiscard]] std::uint64_t people(std::size_t group, std::size_t round) const noexcept {
    std::uint64_t sum = 0;
    for (std::size_t s = 0; s < group_.size(); ++s) { sum += group_[s] == group ? sizes_[round][s] : 0; }
    return sum;
  }
  /// Whether anybody of a sector came in any round.
  [[nodiscard]] bool came(std::size_t sector) const noexcept {
    return std::any_of(sizes_.begin(), sizes_.end(), [&](const auto& round) { return round[sector] > 0; });
  }
  /// The fewest people the group has in a round in which it has any, and all its people over the rounds; zero where nobody ever was.
  [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> size(std::size_t group) const noexcept {
    std::uint64_t fewest = 0;
    std::uint64_t all = 0;
    for (std::size_t r = 0; r < sizes_.size(); ++r) {
      const std::uint64_t n = people(group, r);
      all += n;
      if (n > 0 && (fewest == 0 || n < fewest)) { fewest = n; }
    }
    return {fewest, all};
  }
  void join(std::size_t from, std::size_t into) noexcept {
    const std::size_t kept = (std::min)(from, into); // the group keeps the place of its first sector
    const std::size_t gone = (std::max)(from, into);
    for (std::size_t& g : group_) {
      if (g == gone) { g = kept; }
    }
  }
  /// Groups with people in some round, smallest first; ties by the place of their first sector.
  [[nodiscard]] std::vector<std::size_t> by_size() const {
    std::vector<std::size_t> out;
    for (std::size_t s = 0; s < group_.size(); ++s) {
      if (group_[s] == s && size(s).second > 0) { out.push_back(s); }
    }
    std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) { return size(a) < size(b); });
    return out;
  }

private:
  std::span<const std::vector<std::uint32_t>> sizes_;
  std::vector<std::size_t> group_;
};

} // namespace detail

/// Joins groups until each has at least `needed` people in every round in which it has any, or only one group is left.
/// Definition: first the user's wishes, one after the other, each only while it holds a group that is too small; then, as long as a group is too
/// small, the smallest group with the next smallest. The size of a group is its people in its smallest round; ties go by all its people, then by
/// the order of sectors. One answer for all rounds, so that groups of different rounds are the same groups.
/// Edge cases: sectors nobody ever came from stay as they are and count for nothing. One group may stay too small; hiding it is the next step.
/// \param from the groups to start with \param sizes people by round, then by group of `from` \param needed fewest people, at least 1
/// \return a grouping with labels like "council + housing", or "all sectors" when one group holds everybody of several; in the order of `from`
/// \throws error not_found for a wish that names no group; invalid_argument when a round has another number of groups; out_of_range for needed < 1
/// Cost: O(groups^3 x rounds). Threads: safe. Since 0.1. Checked by `groups_test`.
[[nodiscard]] inline sector_grouping merge_groups(const sector_grouping& from, std::span<const std::vector<std::uint32_t>> sizes, std::int64_t needed,
                                                  const merge_options& options = {}) {
  check::that(needed >= 1, "merge_groups", "needed", std::to_string(needed) + " is not allowed; a group needs at least 1");
  for (const auto& round : sizes) { check::same_length(round.size(), from.size(), "merge_groups", "sizes"); }
  const auto enough = static_cast<std::uint64_t>(needed);
  detail::merging groups{sizes, from.size()};

  const auto too_small = [&](std::size_t group) {
    const auto [fewest, all] = groups.size(group);
    return all > 0 && fewest < enough;
  };
  for (const std::vector<std::string>& wish : options.first) {
    std::vector<std::size_t> members;
    for (const std::string& label : wish) {
      std::size_t s = 0;
      while (s < from.size() && text::fold(from.label(s)) != text::fold(label)) { ++s; }
      if (s == from.size()) {
        std::string known;
        for (std::size_t k = 0; k < from.size(); ++k) { known += (k ? ", " : "") + from.label(k); }
        throw error{error_category::not_found, "merge_groups", "first", "\"" + text::shown(label) + "\" is not a sector here; they are " + known};
      }
      members.push_back(groups.group(s));
    }
    if (std::any_of(members.begin(), members.end(), too_small)) {
      for (const std::size_t member : members) { groups.join(groups.group(member), groups.group(members.front())); }
    }
  }
  for (auto order = groups.by_size(); order.size() > 1 && std::any_of(order.begin(), order.end(), too_small); order = groups.by_size()) {
    groups.join(order[0], order[1]);
  }

  const bool everybody = groups.by_size().size() == 1;
  std::vector<std::string> labels;
  std::vector<std::uint16_t> position(from.size());
  for (std::size_t s = 0; s < from.size(); ++s) {
    if (groups.group(s) != s) {
      position[s] = position[groups.group(s)];
      continue;
    }
    position[s] = static_cast<std::uint16_t>(labels.size());
    std::string label;
    std::size_t sectors = 0;
    for (std::size_t member = s; member < from.size(); ++member) { // a label names only sectors somebody came from
      if (groups.group(member) == s && groups.came(member)) { label += (sectors++ == 0 ? "" : " + ") + from.label(member); }
    }
    labels.push_back(sectors == 0 ? from.label(s) : everybody && sectors > 1 ? std::string{all_sectors} : label);
  }
  std::vector<std::uint16_t> group_of;
  for (const std::uint16_t group : from.groups()) { group_of.push_back(position[group]); }
  return {std::move(labels), std::move(group_of)};
}

/// The grouping of one community under rules: its sectors as they are, or joined until each is large enough in every round.
/// \throws error as `merge_groups` and `check_rules`
/// Cost: O(rows of the community). Threads: safe. Since 0.1. Checked by `groups_test`.
[[nodiscard]] inline sector_grouping grouping_for(const study_data& data, community_id community, const rules& r, const merge_options& options = {}) {
  check_rules(r);
  const sector_grouping all = sector_grouping::identity(data);
  if (!r.merge_sectors) { return all; }
  std::vector<std::vector<std::uint32_t>> sizes;
  for (const assessment& a : assessments_of(data, community)) { sizes.push_back(count_people(data, community, a.round, all)); }
  return merge_groups(all, sizes, r.needed_group(), options);
}

} // namespace headway::disclosure
