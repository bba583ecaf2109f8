#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/core/counts.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>

namespace headway::profile {

/// Who said what about one dimension in one community's round. Since 0.1. Checked by `coverage_test`.
struct coverage_row {
  community_id community{};
  round_id round{};
  dimension_id dimension{};
  date day{};
  std::uint32_t people{};                              ///< people in the round, whatever they marked
  std::uint32_t scored{};                              ///< of them with a mark on the scale here
  std::array<std::uint32_t, missing_reasons> missing{}; ///< of them without one, by reason
  std::uint32_t not_given{};                           ///< of them without any row here
  bool has_consensus{};
  headway::status status{};                            ///< ok, no_data (nobody marked) or not_assessed
};

/// Rows of `coverage`, by community, round and dimension. Since 0.1. Checked by `coverage_test`.
template <std::size_t Dimensions, std::size_t Levels> struct coverage_result {
  study<Dimensions, Levels> of;
  std::vector<coverage_row> rows{};
};

/// Who marked what: for every community, round and dimension the people, their marks and why there is none.
/// Definition: people = scored + the missing ones + not_given, for people with a code; people without one count as many as the dimension with most
/// of their rows has. A round a community was not assessed in has rows too, with the status not_assessed.
/// \param community key or name, or empty for all
/// \throws error not_found for a name the study does not have
/// Cost: O(rows + communities x rounds x dimensions). Threads: safe. Since 0.1. Checked by `coverage_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] coverage_result<Dimensions, Levels> coverage(const study<Dimensions, Levels>& of, std::string_view community = {}) {
  coverage_result<Dimensions, Levels> out{of};
  const study_data& data = of.data();
  std::uint32_t first = 0;
  auto last = static_cast<std::uint32_t>(data.communities().size());
  if (!community.empty()) {
    first = data.find_community(community).value;
    last = first + 1;
  }
  for (std::uint32_t c = first; c < last; ++c) {
    for (std::uint32_t r = 0; r < data.rounds().size(); ++r) {
      const assessment* assessed = data.find_assessment({c}, {r});
      const std::uint32_t people = count_people(data, {c}, {r});
      for (std::uint32_t d = 0; d < of.rubric().size(); ++d) {
        coverage_row row{.community = {c}, .round = {r}, .dimension = {d}};
        if (assessed == nullptr) {
          row.status = status::not_assessed;
        } else {
          const cell_counts<Levels> cell = count_cell(of, {c}, {r}, {d});
          const std::uint32_t given = cell.n() + cell.n_missing();
          row.day = assessed->day;
          row.people = people;
          row.scored = cell.n();
          row.missing = cell.missing;
          row.not_given = people - (std::min)(people, given);
          row.has_consensus = data.find_consensus({c}, {r}, {d}) != nullptr;
          row.status = row.scored == 0 ? status::no_data : status::ok;
        }
        out.rows.push_back(row);
      }
    }
  }
  return out;
}

/// The coverage as a table: community, round, day, dimension_number, dimension_key, dimension, people, scored, one column per missing reason,
/// not_given, has_consensus, status. Where a community was not assessed there are no numbers.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `coverage_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const coverage_result<Dimensions, Levels>& result) {
  table out;
  for (const char* name : {"community", "round", "day"}) { out.add(name, column_type::text); }
  out.add("dimension_number", column_type::integer);
  for (const char* name : {"dimension_key", "dimension"}) { out.add(name, column_type::text); }
  for (const char* name : {"people", "scored"}) { out.add(name, column_type::integer); }
  for (std::size_t i = 0; i < missing_reasons; ++i) { out.add(std::string{name(static_cast<missing_reason>(i + 1))}, column_type::integer); }
  out.add("not_given", column_type::integer);
  out.add("has_consensus", column_type::boolean);
  out.add("status", column_type::text);
  const study_data& data = result.of.data();
  for (const coverage_row& row : result.rows) {
    const bool assessed = row.status != status::not_assessed;
    const dimension& d = result.of.rubric()[row.dimension];
    std::size_t i = 0;
    const auto number = [&](std::uint32_t value) { assessed ? out[i++].push(value) : out[i++].push_missing(); };
    out[i++].push(data.communities()[row.community.value].name);
    out[i++].push(data.rounds()[row.round.value].label);
    row.day.has_value() ? out[i++].push(row.day.to_string()) : out[i++].push_missing();
    out[i++].push(d.number);
    out[i++].push(d.key);
    out[i++].push(d.name);
    number(row.people);
    number(row.scored);
    for (const std::uint32_t count : row.missing) { number(count); }
    number(row.not_given);
    assessed ? out[i++].push(row.has_consensus) : out[i++].push_missing();
    out[i++].push(name(row.status));
  }
  return out;
}

} // namespace headway::profile
