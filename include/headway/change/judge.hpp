#pragma once

/// \file
/// What an audience may see of the people of several rounds. What the same people marked stands beside what everybody and every group of sectors marked,
/// in every pair of rounds, so all of it is looked at together: no adding and subtracting of what is shown may come down to a few people.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/change/people.hpp>
#include <headway/change/then_test.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/disclosure/audience.hpp>
#include <headway/disclosure/groups.hpp>
#include <headway/disclosure/hide.hpp>
#include <headway/disclosure/told.hpp>
#include <headway/profile/judge.hpp>

namespace headway::change {

/// Why an audience may not see parts of a change, one text a dimension; empty where it may. Since 0.1. Checked by `judge_test`.
struct change_reasons {
  std::vector<std::string> everybody{}; ///< anything at all
  std::vector<std::string> people{};    ///< those who stayed, left and joined, told apart
  std::vector<std::string> sectors{};   ///< what changed within groups of sectors
  std::vector<std::string> both{};      ///< people and groups of sectors together
  std::vector<std::string> then{};      ///< the then-test
  std::vector<std::string> path{};      ///< those who came to every round
};

namespace detail {

/// What is published of the marks on one dimension in every round of a community, as sets of people.
class published_rounds {
public:
  /// One round: who marked it, the codes first and in order, then those without one; and the sets they are in.
  struct round {
    std::vector<std::uint32_t> raters;
    std::vector<std::int8_t> levels; ///< of those with a code
    std::vector<std::uint32_t> member_of;
    std::size_t sets{1}; ///< set 0 is everybody
  };
  explicit published_rounds(std::size_t rounds) : rounds_(rounds) {}
  [[nodiscard]] round& at(std::size_t r) noexcept { return rounds_[r]; }
  [[nodiscard]] const round& at(std::size_t r) const noexcept { return rounds_[r]; }

  /// Publishes a set of people in some rounds, when no combination then comes down to fewer than `needed` people; says whether it did.
  [[nodiscard]] bool add(std::span<const std::uint32_t> people, std::span<const std::size_t> rounds, std::int64_t needed) {
    std::vector<std::vector<std::uint32_t>> with;
    for (const std::size_t r : rounds) {
      const round& here = rounds_[r];
      if (here.sets >= disclosure::most_published_sets) { return false; }
      std::vector<std::uint32_t> member_of = here.member_of;
      for (std::size_t i = 0; i < here.raters.size(); ++i) {
        if (std::binary_search(people.begin(), people.end(), here.raters[i])) { member_of[i] |= std::uint32_t{1} << here.sets; }
      }
      const disclosure::told found = disclosure::fewest_told(member_of, here.sets + 1);
      if (!found.sure || (found.fewest && *found.fewest < static_cast<std::uint64_t>(needed))) { return false; }
      with.push_back(std::move(member_of));
    }
    for (std::size_t i = 0; i < rounds.size(); ++i) {
      rounds_[rounds[i]].member_of = std::move(with[i]);
      ++rounds_[rounds[i]].sets;
    }
    return true;
  }

private:
  std::vector<round> rounds_;
};

/// Whether marks are all at one level. Nobody's are not.
inline bool one_level(const std::vector<std::int8_t>& levels) {
  return !levels.empty() && std::all_of(levels.begin(), levels.end(), [&](std::int8_t level) { return level == levels.front(); });
}

/// Whether those of a round who are not among `people` are all at one level.
inline bool others_alike(const published_rounds::round& here, std::span<const std::uint32_t> people) {
  std::vector<std::int8_t> others;
  for (std::size_t i = 0; i < here.levels.size(); ++i) {
    const bool unnamed = i >= here.raters.size();
    if (unnamed || !std::binary_search(people.begin(), people.end(), here.raters[i])) { others.push_back(here.levels[i]); }
  }
  return one_level(others);
}

inline std::string told_together(std::int64_t needed) { return disclosure::fewer_than(needed, "could be told from it together with other figures"); }
inline constexpr std::string_view too_alike_to_show = "the marks in this group are too alike to show";

} // namespace detail

/// What an audience may see of a change between two rounds of one community.
/// Definition: everybody: as `profile::judge_rounds`. people: as there for the same people; those who left or joined may not all be at one level; and, with
/// everybody, the groups of sectors that are shown, and the same people of every pair of rounds that comes earlier in a fixed order (neighbouring rounds,
/// those who came to every round, other pairs), no combination of sums may be about fewer people than a group needs (`disclosure::fewest_told`). Because
/// the order is fixed, what is shown does not depend on which pair somebody asks for first. sectors: withheld where a group of either round is. both:
/// for the room alone where there are several groups. then: where people is, or where those who marked the earlier round again are some but too few, too alike,
/// or could be told apart. path: likewise for those who marked every round.
/// Missing and edge cases: a round that was not assessed, or in which nobody marked, has nothing to withhold. For the room every text is empty.
/// \param wanted see `round_pair` for empty rounds \param merge sectors to join first
/// \throws error as `select`, `disclosure::check_rules` and `disclosure::merge_groups`
/// Cost: that of `profile::judge_rounds` for every pair of rounds, and some milliseconds. Threads: safe. Since 0.1.
/// Reference: R1 to R4 and R6 of the rules on small groups. Checked by `judge_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] change_reasons judge_change(const study<Dimensions, Levels>& of, const round_pair& wanted, const disclosure::rules& rules,
                                          const disclosure::merge_options& merge = {}) {
  disclosure::check_rules(rules);
  const auto [from, to] = select(of.data(), wanted);
  const std::size_t dimensions = of.rubric().size();
  change_reasons out;
  for (auto* texts : {&out.everybody, &out.people, &out.sectors, &out.both, &out.then, &out.path}) { texts->assign(dimensions, {}); }
  const bool open = rules.needed_group() <= 1 && rules.needed_place() <= 1 && !rules.hide_unanimous_groups;
  if (open) { return out; }
  const study_data& data = of.data();
  std::vector<assessment> held; // rounds with people's own marks
  for (const assessment& a : assessments_of(data, to.community)) {
    if (a.has_individuals) { held.push_back(a); }
  }
  const std::string& key = data.communities()[to.community.value].key;
  const auto label = [&](std::size_t r) { return data.rounds()[held[r].round.value].label; };
  const auto position = [&](const selected& s) {
    std::size_t r = 0;
    while (r < held.size() && !(held[r].round == s.round)) { ++r; }
    return r;
  };
  const std::size_t first = position(from);
  const std::size_t second = position(to);
  if (first == second && first < held.size()) { // nothing can have changed, and people without a code would stand out as left and joined
    const auto judged = profile::judge_rounds(of, {key, label(first), label(first)}, rules);
    for (std::size_t d = 0; d < dimensions; ++d) { out.everybody[d] = judged.why[2 * d]; }
    for (auto* texts : {&out.people, &out.sectors, &out.both, &out.then, &out.path}) { texts->assign(dimensions, "the two rounds are the same"); }
    return out;
  }

  // the rounds, with everybody and the groups that are shown
  const sector_grouping by = disclosure::grouping_for(data, to.community, rules, merge);
  std::vector<detail::published_rounds> published(dimensions, detail::published_rounds{held.size()});
  for (std::size_t r = 0; r < held.size(); ++r) {
    const profile::judged_groups groups = profile::judge_groups(of, {key, label(r)}, rules, merge);
    std::vector<std::vector<std::size_t>> shown(dimensions); // groups
    for (const profile::judged_group& group : groups.groups) {
      const std::size_t d = group.dimension.value;
      if (!groups.several || group.n == 0) { continue; }
      if (group.why.empty()) {
        shown[d].push_back(group.group);
      } else if (r == first || r == second) {
        out.sectors[d] = "figures by sector would tell about a group that is withheld";
      }
      if (r == first || r == second) { out.both[d] = "how people and sectors go together is for the room alone"; }
    }
    for (std::uint32_t d = 0; d < dimensions; ++d) {
      const ratings_view rows = data.rows(to.community, held[r].round, {d});
      auto& here = published[d].at(r);
      for (std::size_t i = 0; i < rows.size(); ++i) { // those without a code stand last
        if (!score::from_code(rows.score[i]).has_level()) { continue; }
        if (rows.rater[i] != ratings::no_rater) { here.raters.push_back(rows.rater[i]); }
        here.levels.push_back(rows.score[i]);
        std::uint32_t member_of = 1;
        for (std::size_t g = 0; g < shown[d].size(); ++g) { member_of |= shown[d][g] == by.group(rows.sector[i]) ? std::uint32_t{2} << g : 0u; }
        here.member_of.push_back(member_of);
      }
      here.sets = 1 + shown[d].size();
    }
  }

  // every pair of rounds in the fixed order
  struct pair_of_rounds {
    std::size_t from;
    std::size_t to;
  };
  std::vector<pair_of_rounds> pairs;
  for (std::size_t span = 1; span < held.size(); ++span) {
    for (std::size_t r = 0; r + span < held.size(); ++r) { pairs.push_back({r, r + span}); }
  }
  const std::size_t neighbours = held.empty() ? 0 : held.size() - 1;
  const std::int64_t needed = rules.needed_group();
  const auto common = [](std::vector<std::uint32_t> a, const std::vector<std::uint32_t>& b) {
    std::vector<std::uint32_t> both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    return both;
  };
  std::vector<std::vector<std::string>> why(pairs.size(), std::vector<std::string>(dimensions));
  const auto is_wanted = [&](const pair_of_rounds& p) { return (std::min)(first, second) == p.from && (std::max)(first, second) == p.to; };
  const auto judge_pair = [&](std::size_t at) {
    const auto& [a, b] = pairs[at];
    const auto judged = profile::judge_rounds(of, {key, label(a), label(b)}, rules);
    const std::size_t both_rounds[] = {a, b};
    for (std::size_t d = 0; d < dimensions; ++d) {
      if (is_wanted(pairs[at])) { out.everybody[d] = judged.why[2 * d]; }
      why[at][d] = judged.why[2 * d + 1];
      const std::vector<std::uint32_t> same = common(published[d].at(a).raters, published[d].at(b).raters);
      if (!why[at][d].empty() || same.empty()) { continue; }
      if (rules.hide_unanimous_groups && (detail::others_alike(published[d].at(a), same) || detail::others_alike(published[d].at(b), same))) {
        why[at][d] = detail::too_alike_to_show;
      } else if (!published[d].add(same, both_rounds, needed)) {
        why[at][d] = detail::told_together(needed);
      }
    }
  };
  for (std::size_t at = 0; at < neighbours; ++at) { judge_pair(at); }
  if (held.size() > 2) {
    std::vector<std::size_t> all_rounds(held.size());
    for (std::size_t r = 0; r < held.size(); ++r) { all_rounds[r] = r; }
    for (std::size_t d = 0; d < dimensions; ++d) {
      std::vector<std::uint32_t> always = published[d].at(0).raters;
      for (std::size_t r = 1; r < held.size(); ++r) { always = common(std::move(always), published[d].at(r).raters); }
      for (std::size_t at = 0; at < neighbours && out.path[d].empty(); ++at) { out.path[d] = why[at][d]; }
      if (!out.path[d].empty() || always.empty()) { continue; }
      if (static_cast<std::int64_t>(always.size()) < needed) {
        out.path[d] = disclosure::fewer_than(needed, "marked it in every round");
      } else if (!published[d].add(always, all_rounds, needed)) {
        out.path[d] = detail::told_together(needed);
      }
    }
  } else if (neighbours == 1) {
    out.path = why[0];
  }
  for (std::size_t at = neighbours; at < pairs.size(); ++at) { judge_pair(at); }

  // then-tests come last
  for (std::size_t at = 0; at < pairs.size(); ++at) {
    const auto& [a, b] = pairs[at];
    for (std::uint32_t d = 0; d < dimensions; ++d) {
      const auto three = three_marks_of(data, to.community, held[a].round, held[b].round, {d});
      std::string reason = why[at][d];
      if (reason.empty() && !three.empty()) {
        std::vector<std::uint32_t> people;
        std::vector<std::int8_t> again;
        std::vector<std::int8_t> shift; // which way each went
        std::vector<std::int8_t> adjusted;
        const auto way = [](int move) { return static_cast<std::int8_t>(move > 0 ? 1 : move < 0 ? -1 : 0); };
        for (const three_marks& m : three) {
          people.push_back(m.rater);
          again.push_back(m.again);
          shift.push_back(way(m.again - m.then));
          adjusted.push_back(way(m.now - m.again));
        }
        const std::size_t both_rounds[] = {a, b};
        if (static_cast<std::int64_t>(three.size()) < needed) {
          reason = disclosure::fewer_than(needed, "marked it again");
        } else if (rules.hide_unanimous_groups && (detail::one_level(again) || detail::one_level(shift) || detail::one_level(adjusted))) {
          reason = detail::too_alike_to_show;
        } else if (!published[d].add(people, both_rounds, needed)) {
          reason = detail::told_together(needed);
        }
      }
      if (is_wanted(pairs[at])) {
        out.people[d] = why[at][d];
        out.then[d] = std::move(reason);
      }
    }
  }
  for (std::size_t d = 0; d < dimensions; ++d) {
    if (out.both[d].empty()) { out.both[d] = out.people[d]; }
    if (first > second && out.then[d].empty()) { out.then[d] = "a then-test is about the earlier of two rounds"; }
  }
  return out;
}

} // namespace headway::change
