#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/core/counts.hpp>
#include <headway/core/study.hpp>

/// \file
/// Picking what a question is about: one community's round, a set of people, sectors joined into groups; and counting just that.

namespace headway {

/// One community in one round, as a user names it. An empty round is the community's latest; an empty community is the study's only one.
struct selection {
  std::string community{};
  std::string round{};
};

/// Two rounds of one community. Empty rounds are its latest two; an empty community is the study's only one.
struct round_pair {
  std::string community{};
  std::string from{};
  std::string to{};
};

/// A selection found in a study. `round` has no value when the community was never assessed, `assessed` is then nullptr; it is also nullptr
/// when the round exists but this community did not take part, which is a normal thing and no error.
struct selected {
  community_id community{};
  round_id round{};
  const assessment* assessed{}; ///< valid as long as the study
};

/// The community a text names, or the only one when the text is empty.
/// \throws error not_found with the nearest name; invalid_argument when the text is empty and there is not exactly one community
/// Cost: O(communities). Threads: safe. Since 0.1. Checked by `select_test`.
[[nodiscard]] inline community_id select_community(const study_data& data, std::string_view text) {
  if (!text.empty()) { return data.find_community(text); }
  check::that(data.communities().size() == 1, "select", "community",
              "is empty where the study has " + std::to_string(data.communities().size()) + " communities; name one of them");
  return {0};
}

/// Every assessed round of one community, earliest first. Cost: O(log assessments). Threads: safe. Since 0.1. Checked by `select_test`.
[[nodiscard]] inline std::span<const assessment> assessments_of(const study_data& data, community_id community) noexcept {
  const auto all = data.assessments();
  const auto first = std::partition_point(all.begin(), all.end(), [&](const assessment& a) { return a.community < community; });
  const auto last = std::partition_point(first, all.end(), [&](const assessment& a) { return a.community == community; });
  return {first, last};
}

/// Finds a selection in a study.
/// \param wanted community by key or name, round by label; see `selection` for empty ones
/// \return ids, and the assessment or nullptr where this community was not assessed in this round
/// \throws error not_found for a name or label that is not in the study; invalid_argument for an empty community where there are several
/// Cost: O(communities + rounds). Threads: safe. Since 0.1. Checked by `select_test`.
[[nodiscard]] inline selected select(const study_data& data, const selection& wanted) {
  selected out{select_community(data, wanted.community), round_id::none(), nullptr};
  if (wanted.round.empty()) {
    if (const auto own = assessments_of(data, out.community); !own.empty()) {
      out.round = own.back().round;
      out.assessed = &own.back();
    }
    return out;
  }
  out.round = data.find_round(wanted.round);
  out.assessed = data.find_assessment(out.community, out.round);
  return out;
}

/// Finds two rounds of one community in a study; from and to may be the same or in any order, as asked for.
/// \return the two; a round is `none` where the community has too few assessed rounds to fill in an empty one. When only `from` is empty it is
/// the assessed round before `to`; when only `to` is empty it is the latest.
/// \throws error as `select`
/// Cost: O(communities + rounds). Threads: safe. Since 0.1. Checked by `select_test`.
[[nodiscard]] inline std::pair<selected, selected> select(const study_data& data, const round_pair& wanted) {
  const selected to = select(data, selection{wanted.community, wanted.to});
  if (!wanted.from.empty()) { return {select(data, selection{wanted.community, wanted.from}), to}; }
  selected from{to.community, round_id::none(), nullptr};
  for (const assessment& a : assessments_of(data, to.community)) {
    if (to.round.has_value() && a.round < to.round) {
      from.round = a.round;
      from.assessed = &a;
    }
  }
  return {from, to};
}

/// Which group every sector of a study counts in: one group a sector unless sectors were merged. People whose sector is not stated are a group
/// like any other.
/// Threads: immutable. Since 0.1. Checked by `select_test`.
class sector_grouping {
public:
  /// The label of the group of people whose sector is not stated.
  static constexpr std::string_view not_stated = "not stated";

  /// Every sector its own group in the study's order, and last those not stated.
  [[nodiscard]] static sector_grouping identity(const study_data& data) {
    sector_grouping out;
    for (std::size_t i = 0; i < data.sectors().size(); ++i) {
      out.labels_.push_back(data.sectors()[i]);
      out.group_.push_back(static_cast<std::uint16_t>(i));
    }
    out.group_.push_back(static_cast<std::uint16_t>(out.labels_.size()));
    out.labels_.emplace_back(not_stated);
    return out;
  }

  /// \param labels one per group \param group_of one entry per sector of the study, and a last one for people whose sector is not stated
  /// \throws error out_of_range when an entry points outside the labels
  sector_grouping(std::vector<std::string> labels, std::vector<std::uint16_t> group_of) : labels_{std::move(labels)}, group_{std::move(group_of)} {
    check::that(!group_.empty(), "sector_grouping", "group_of", "needs an entry for people whose sector is not stated");
    for (const std::uint16_t group : group_) {
      check::bounded(group, 0, static_cast<std::int64_t>(labels_.size()) - 1, "sector_grouping", "group_of");
    }
  }

  /// Number of groups.
  [[nodiscard]] std::size_t size() const noexcept { return labels_.size(); }
  /// The label of a group. \param group less than size()
  [[nodiscard]] const std::string& label(std::size_t group) const noexcept { return labels_[group]; }
  /// The group of a sector of the study; `ratings::no_sector` is a sector here.
  [[nodiscard]] std::size_t group(std::uint16_t sector) const noexcept { return sector < group_.size() ? group_[sector] : group_.back(); }
  /// The groups of all sectors in the study's order, and last of those not stated.
  [[nodiscard]] std::span<const std::uint16_t> groups() const noexcept { return group_; }
  /// Throws unless it was made for a study with this many sectors. \throws error incompatible
  void check_fits(const study_data& data, std::string_view function) const {
    if (group_.size() != data.sectors().size() + 1) {
      throw error{error_category::incompatible, std::string{function}, "by_sector",
                  "was made for " + std::to_string(group_.size() - 1) + " sectors where the study has " + std::to_string(data.sectors().size())};
    }
  }
  friend bool operator==(const sector_grouping&, const sector_grouping&) = default;

private:
  sector_grouping() = default;
  std::vector<std::string> labels_;
  std::vector<std::uint16_t> group_;
};

/// The people with at least one individual row in a community's round, by id; people without a code are not among them.
/// Cost: O(rows log rows). Threads: safe. Since 0.1. Checked by `select_test`.
[[nodiscard]] inline std::vector<rater_id> people_in(const study_data& data, community_id community, round_id round) {
  std::vector<rater_id> out;
  if (!round.has_value()) { return out; }
  for (const std::uint32_t rater : data.rows(community, round).rater) {
    if (rater != ratings::no_rater) { out.push_back({rater}); }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// The people with a code who are in both rounds of a community, by id.
/// Cost: O(rows log rows). Threads: safe. Since 0.1. Checked by `select_test`.
[[nodiscard]] inline std::vector<rater_id> people_in_both(const study_data& data, community_id community, round_id from, round_id to) {
  const std::vector<rater_id> before = people_in(data, community, from);
  const std::vector<rater_id> after = people_in(data, community, to);
  std::vector<rater_id> out;
  std::set_intersection(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(out));
  return out;
}

/// People of a community's round without a code, at the least: the most rows without a rater that any one dimension has.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `select_test`.
[[nodiscard]] inline std::uint32_t count_unnamed(const study_data& data, community_id community, round_id round) {
  if (!round.has_value()) { return 0; }
  const ratings_view rows = data.rows(community, round);
  std::uint32_t most = 0;
  std::uint32_t here = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0 && rows.dimension[i] != rows.dimension[i - 1]) { here = 0; }
    if (rows.rater[i] == ratings::no_rater) { most = (std::max)(most, ++here); }
  }
  return most;
}

/// People of a community's round: those with a code, and those without at the least (see `count_unnamed`).
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `select_test`.
[[nodiscard]] inline std::uint32_t count_people(const study_data& data, community_id community, round_id round) {
  const assessment* assessed = round.has_value() ? data.find_assessment(community, round) : nullptr;
  return assessed == nullptr ? 0 : assessed->people + count_unnamed(data, community, round);
}

/// People of a community's round in every group of sectors. A person who gives two sectors counts in both; people without a code count as many
/// as the dimension with most of their rows has.
/// \return one number per group
/// \throws error incompatible when the grouping was made for another study
/// Cost: O(rows log rows + dimensions x groups). Threads: safe. Since 0.1. Checked by `select_test`.
[[nodiscard]] inline std::vector<std::uint32_t> count_people(const study_data& data, community_id community, round_id round, const sector_grouping& by) {
  by.check_fits(data, "count_people");
  std::vector<std::uint32_t> named(by.size());
  if (!round.has_value()) { return named; }
  const ratings_view rows = data.rows(community, round);
  std::vector<std::pair<std::uint32_t, std::size_t>> people;
  std::vector<std::uint32_t> unnamed(by.size());
  std::vector<std::uint32_t> here(by.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t group = by.group(rows.sector[i]);
    if (i > 0 && rows.dimension[i] != rows.dimension[i - 1]) { std::fill(here.begin(), here.end(), 0u); }
    if (rows.rater[i] == ratings::no_rater) {
      unnamed[group] = (std::max)(unnamed[group], ++here[group]);
    } else {
      people.emplace_back(rows.rater[i], group);
    }
  }
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  for (const auto& [rater, group] : people) { ++named[group]; }
  for (std::size_t g = 0; g < named.size(); ++g) { named[g] += unnamed[g]; }
  return named;
}

/// All zero, for this scale.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] cell_counts<Levels> empty_cell(const study<Dimensions, Levels>& of) noexcept {
  cell_counts<Levels> out;
  out.size = static_cast<std::uint32_t>(of.rubric().levels());
  return out;
}

/// The individual marks of one cell, counted.
/// Cost: O(rows of the cell); allocates nothing. Threads: safe. Since 0.1. Checked by `select_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] cell_counts<Levels> count_cell(const study<Dimensions, Levels>& of, community_id community, round_id round, dimension_id dimension) {
  cell_counts<Levels> out = empty_cell(of);
  if (!round.has_value()) { return out; }
  for (const std::int8_t code : of->rows(community, round, dimension).score) { out.add(score::from_code(code)); }
  return out;
}

/// The individual marks of one cell that some people gave, counted.
/// \param only sorted ids: nobody else is counted, and nobody without a code
/// Cost: O(rows of the cell x log people); allocates nothing. Threads: safe. Since 0.1. Checked by `select_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] cell_counts<Levels> count_cell(const study<Dimensions, Levels>& of, community_id community, round_id round, dimension_id dimension,
                                             std::span<const rater_id> only) {
  cell_counts<Levels> out = empty_cell(of);
  if (!round.has_value()) { return out; }
  const ratings_view rows = of->rows(community, round, dimension);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (std::binary_search(only.begin(), only.end(), rater_id{rows.rater[i]})) { out.add(score::from_code(rows.score[i])); }
  }
  return out;
}

/// The individual marks of one cell, counted for every group of sectors.
/// \param into one per group, added to \param only when given, sorted ids: nobody else is counted, and nobody without a code
/// \throws error incompatible when the grouping was made for another study; invalid_argument when `into` has another length
/// Cost: O(rows of the cell), times O(log people) with `only`; allocates nothing. Threads: safe. Since 0.1. Checked by `select_test`.
template <std::size_t Dimensions, std::size_t Levels>
void count_cell(const study<Dimensions, Levels>& of, community_id community, round_id round, dimension_id dimension, const sector_grouping& by,
                std::span<cell_counts<Levels>> into, const std::vector<rater_id>* only = nullptr) {
  by.check_fits(of.data(), "count_cell");
  check::same_length(into.size(), by.size(), "count_cell", "into");
  if (!round.has_value()) { return; }
  const ratings_view rows = of->rows(community, round, dimension);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (only != nullptr && !std::binary_search(only->begin(), only->end(), rater_id{rows.rater[i]})) { continue; }
    into[by.group(rows.sector[i])].add(score::from_code(rows.score[i]));
  }
}

} // namespace headway
