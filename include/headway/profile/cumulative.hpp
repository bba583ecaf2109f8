#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/core/counts.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/profile/balanced.hpp>
#include <headway/profile/profile.hpp>

namespace headway::profile {

/// How many are at each level or above on one dimension: with everybody as one voice, and with every sector as one.
/// Since 0.1. Checked by `cumulative_test`.
struct cumulative_row {
  dimension_id dimension{};
  cumulative_profile plain{};    ///< everybody weighs the same
  cumulative_profile balanced{}; ///< every group of sectors weighs the same, and people within it
  headway::status status{};      ///< that of `plain`, or not_assessed
};

/// Rows of `cumulative`, one per dimension. Since 0.1. Checked by `cumulative_test`.
template <std::size_t Dimensions, std::size_t Levels> struct cumulative_result {
  study<Dimensions, Levels> of;
  selected where{};
  std::vector<cumulative_row> rows{};
};

/// The share of people at each level or above, plain and sector-balanced, for one community's round.
/// Definition: `plain_profile` of all marks, `sector_balanced_profile` of the marks by group of sectors; `options.by_sector` are the groups, every sector
/// by itself where it is not given. People whose sector is not stated are one group.
/// Missing and edge cases: as for `profile`; where nobody states a sector both are the same.
/// \throws error as `profile`
/// Cost: O(rows of the round), plus about 4 microseconds a dimension and level. Threads: safe. Since 0.1. Checked by `cumulative_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] cumulative_result<Dimensions, Levels> cumulative(const study<Dimensions, Levels>& of, const selection& wanted, const profile_options& options = {}) {
  const profile_options settled = detail::checked(of, options);
  const sector_grouping by = settled.by_sector.value_or(sector_grouping::identity(of.data()));
  const std::vector<rater_id>* only = settled.only ? &*settled.only : nullptr;
  cumulative_result<Dimensions, Levels> out{of, select(of.data(), wanted)};
  const std::size_t levels = of.rubric().levels();
  std::vector<cell_counts<Levels>> cells(by.size());
  std::vector<std::uint32_t> flat(by.size() * levels);
  for (std::uint32_t d = 0; d < of.rubric().size(); ++d) {
    std::fill(cells.begin(), cells.end(), empty_cell(of));
    count_cell(of, out.where.community, out.where.round, {d}, by, std::span{cells}, only);
    cell_counts<Levels> all = empty_cell(of);
    for (std::size_t g = 0; g < cells.size(); ++g) {
      for (std::size_t k = 0; k < levels; ++k) {
        flat[g * levels + k] = cells[g].level[k];
        all.level[k] += cells[g].level[k];
      }
    }
    cumulative_row row{.dimension = {d}};
    row.plain = plain_profile(all.levels(), {.confidence = settled.confidence});
    row.balanced = sector_balanced_profile(flat, levels, {.confidence = settled.confidence});
    row.status = out.where.assessed == nullptr ? status::not_assessed : row.plain.status;
    out.rows.push_back(row);
  }
  return out;
}

/// The shares as a table, a row per dimension and level from the second: community, round, dimension_number, dimension_key, dimension, level (as people
/// write it; the shares are of that level or above), plain, plain_low, plain_high, balanced, balanced_low, balanced_high, sectors (groups with
/// anybody in them), n, status, hidden_reason.
/// Cost: O(rows x levels). Threads: safe. Since 0.1. Checked by `cumulative_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const cumulative_result<Dimensions, Levels>& result) {
  const auto& scale = result.of.rubric().scale();
  const study_data& data = result.of.data();
  table out;
  for (const char* name : {"community", "round"}) { out.add(name, column_type::text); }
  out.add("dimension_number", column_type::integer);
  for (const char* name : {"dimension_key", "dimension"}) { out.add(name, column_type::text); }
  out.add("level", column_type::integer);
  for (const char* name : {"plain", "plain_low", "plain_high", "balanced", "balanced_low", "balanced_high"}) { out.add(name, column_type::real); }
  for (const char* name : {"sectors", "n"}) { out.add(name, column_type::integer); }
  for (const char* name : {"status", "hidden_reason"}) { out.add(name, column_type::text); }
  for (const cumulative_row& row : result.rows) {
    const dimension& d = result.of.rubric()[row.dimension];
    const bool assessed = row.status != status::not_assessed;
    const auto real = [&](double value) { return row.plain.n > 0 ? std::optional{value} : std::nullopt; };
    const auto number = [&](std::uint64_t value) { return assessed ? std::optional{static_cast<std::int64_t>(value)} : std::nullopt; };
    const auto round = result.where.round.has_value() ? std::optional{data.rounds()[result.where.round.value].label} : std::nullopt;
    for (std::size_t k = 1; k < scale.size(); ++k) {
      const share_at_least& plain = row.plain.at_least[k];
      const share_at_least& balanced = row.balanced.at_least[k];
      out.push_row(data.communities()[result.where.community.value].name, round, d.number, d.key, d.name, scale.value(k), real(plain.share), real(plain.range.lower),
                   real(plain.range.upper), real(balanced.share), real(balanced.range.lower), real(balanced.range.upper), number(row.balanced.sectors),
                   number(row.plain.n), name(row.status), std::nullopt);
    }
  }
  return out;
}

} // namespace headway::profile
