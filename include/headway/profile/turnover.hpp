#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>

namespace headway::profile {

/// Who came again from one round of a community to another. Since 0.1. Checked by `turnover_test`.
struct turnover_row {
  community_id community{};
  round_id from{};
  round_id to{};
  std::uint32_t n_from{};  ///< people in the earlier round
  std::uint32_t n_to{};    ///< people in the later round
  std::uint32_t stayed{};  ///< people with a code who are in both
  std::uint32_t left{};    ///< people with a code only in the earlier
  std::uint32_t joined{};  ///< people with a code only in the later
  std::uint32_t unnamed{}; ///< people without a code in either, who cannot be followed
  /// ok; not_assessed (one of the rounds); no_data (no individual marks in one of them); not_comparable (nobody has a code in one of them).
  /// stayed, left and joined mean something only where it is ok.
  headway::status status{};
};

/// Rows of `turnover`, by community and round. The names are those of the study it was made from. Since 0.1. Checked by `turnover_test`.
struct turnover_result {
  std::vector<headway::community> communities{};
  std::vector<headway::round> rounds{};
  std::vector<turnover_row> rows{};
};

/// Turnover between two rounds of one community.
/// Definition: stayed = codes in both, left = codes only in `from`, joined = codes only in `to`; a code counts when it has at least one row,
/// also one without a mark. n_from = stayed + left + people without a code in `from`, n_to likewise.
/// Cost: O(rows log rows). Threads: safe. Since 0.1. Checked by `turnover_test`.
[[nodiscard]] inline turnover_row turnover_between(const study_data& data, community_id community, round_id from, round_id to) {
  turnover_row row{.community = community, .from = from, .to = to};
  const bool assessed = from.has_value() && to.has_value() && data.find_assessment(community, from) != nullptr && data.find_assessment(community, to) != nullptr;
  if (!assessed) {
    row.status = status::not_assessed;
    return row;
  }
  const std::size_t before = people_in(data, community, from).size();
  const std::size_t after = people_in(data, community, to).size();
  const std::size_t both = people_in_both(data, community, from, to).size();
  const std::uint32_t unnamed_before = count_unnamed(data, community, from);
  const std::uint32_t unnamed_after = count_unnamed(data, community, to);
  row.n_from = static_cast<std::uint32_t>(before) + unnamed_before;
  row.n_to = static_cast<std::uint32_t>(after) + unnamed_after;
  row.stayed = static_cast<std::uint32_t>(both);
  row.left = static_cast<std::uint32_t>(before - both);
  row.joined = static_cast<std::uint32_t>(after - both);
  row.unnamed = unnamed_before + unnamed_after;
  row.status = row.n_from == 0 || row.n_to == 0 ? status::no_data : before == 0 || after == 0 ? status::not_comparable : status::ok;
  return row;
}

/// Who stayed, left and joined between each assessed round of a community and its next.
/// \param community key or name, or empty for all
/// \throws error not_found for a name the study does not have
/// Cost: O(rows log rows). Threads: safe. Since 0.1. Checked by `turnover_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] turnover_result turnover(const study<Dimensions, Levels>& of, std::string_view community = {}) {
  const study_data& data = of.data();
  turnover_result out{{data.communities().begin(), data.communities().end()}, {data.rounds().begin(), data.rounds().end()}};
  const bool all = community.empty();
  const community_id wanted = all ? community_id::none() : data.find_community(community);
  const auto assessed = data.assessments();
  for (std::size_t i = 1; i < assessed.size(); ++i) {
    const assessment& from = assessed[i - 1];
    const assessment& to = assessed[i];
    if (from.community != to.community || (!all && to.community != wanted)) { continue; }
    out.rows.push_back(turnover_between(data, to.community, from.round, to.round));
  }
  return out;
}

/// Turnover as a table: community, from_round, to_round, n_from, n_to, stayed, left, joined, unnamed, status, hidden_reason.
/// Numbers that mean nothing (see `turnover_row::status`) have no value.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `turnover_test`.
[[nodiscard]] inline table to_table(const turnover_result& result) {
  table out;
  for (const char* name : {"community", "from_round", "to_round"}) { out.add(name, column_type::text); }
  for (const char* name : {"n_from", "n_to", "stayed", "left", "joined", "unnamed"}) { out.add(name, column_type::integer); }
  for (const char* name : {"status", "hidden_reason"}) { out.add(name, column_type::text); }
  for (const turnover_row& row : result.rows) {
    std::size_t i = 0;
    const bool known = row.status != status::not_assessed;
    const auto number = [&](std::uint32_t value, bool shown) { shown ? out[i++].push(value) : out[i++].push_missing(); };
    out[i++].push(result.communities[row.community.value].name);
    out[i++].push(result.rounds[row.from.value].label);
    out[i++].push(result.rounds[row.to.value].label);
    number(row.n_from, known);
    number(row.n_to, known);
    for (const std::uint32_t value : {row.stayed, row.left, row.joined}) { number(value, row.status == status::ok); }
    number(row.unnamed, known);
    out[i++].push(name(row.status));
    out[i++].push_missing();
  }
  return out;
}

} // namespace headway::profile
