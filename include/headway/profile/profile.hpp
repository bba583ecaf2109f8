#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/counts.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/order.hpp>
#include <headway/agreement/apart.hpp>
#include <headway/agreement/dispersion.hpp>
#include <headway/profile/level_set.hpp>
#include <headway/agreement/shape.hpp>

/// \file
/// Where are we: for every dimension of one community's round, how many people chose which level, the middle of their marks, how far they agree,
/// and the mark the room agreed on. There is no figure across dimensions and none across communities.

namespace headway::profile {

/// What to leave out or tell apart. Since 0.1. Checked by `profile_test`.
struct profile_options {
  confidence_level confidence{0.95};                  ///< of the level set and of the dispersion's interval
  std::optional<sector_grouping> by_sector{};         ///< a row per group and dimension in place of one per dimension
  std::optional<std::vector<rater_id>> only{};        ///< nobody else is counted, e.g. the people who came to two rounds
};

/// One dimension of one community's round, for everybody or for one group of sectors. Since 0.1. Checked by `profile_test`.
template <std::size_t Levels> struct profile_row {
  community_id community{};
  round_id round{};
  std::uint32_t group{};              ///< of `profile_options::by_sector`; 0 when sectors are not told apart
  dimension_id dimension{};
  cell_counts<Levels> counts{};       ///< marks by level, and missing ones by reason
  std::uint32_t n{};                  ///< marks on the scale
  numeric::level_range median{};      ///< low and high; only where n > 0
  headway::profile::level_set level_set{};
  agreement::dispersion dispersion{};
  agreement::shape shape{};
  std::uint32_t two_or_more_away{};   ///< people whose mark is two or more levels from the nearest median
  const consensus_record* consensus{}; ///< the room's mark, or nullptr; never in rows of a group
  headway::status status{};           ///< ok, value_only (one mark), no_data (none), not_assessed
};

/// Rows of `profile`. Since 0.1. Checked by `profile_test`.
template <std::size_t Dimensions, std::size_t Levels> struct profile_result {
  study<Dimensions, Levels> of;
  std::optional<sector_grouping> by_sector{};
  std::vector<profile_row<Levels>> rows{};
};

/// How many people are two or more levels from the middle. Since 0.1. Checked by `apart_test`.
using agreement::two_or_more_away;

namespace detail {

template <std::size_t Dimensions, std::size_t Levels>
profile_row<Levels> make_row(const selected& where, dimension_id dimension, std::uint32_t group, const cell_counts<Levels>& counts, const profile_options& options) {
  profile_row<Levels> row{.community = where.community, .round = where.round, .group = group, .dimension = dimension, .counts = counts, .n = counts.n()};
  const auto levels = row.counts.levels();
  row.level_set = level_set_of(levels, {.confidence = options.confidence});
  row.dispersion = agreement::dispersion_of(levels, {.confidence = options.confidence});
  row.shape = agreement::shape_of(levels);
  if (row.n > 0) {
    row.median = numeric::median(levels);
    row.two_or_more_away = two_or_more_away(levels);
  }
  row.status = where.assessed == nullptr ? status::not_assessed : row.n == 0 ? status::no_data : row.n == 1 ? status::value_only : status::ok;
  return row;
}

/// The groups in which anybody of the community ever was: the groups that have rows.
inline std::vector<std::uint32_t> groups_present(const study_data& data, community_id community, const sector_grouping& by) {
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

template <std::size_t Dimensions, std::size_t Levels>
void add_rows(profile_result<Dimensions, Levels>& out, const selected& where, const profile_options& options) {
  const study<Dimensions, Levels>& of = out.of;
  const auto dimensions = static_cast<std::uint32_t>(of.rubric().size());
  const std::vector<rater_id>* only = options.only ? &*options.only : nullptr;
  if (!options.by_sector) {
    for (std::uint32_t d = 0; d < dimensions; ++d) {
      const auto counts = only != nullptr ? count_cell(of, where.community, where.round, {d}, *only) : count_cell(of, where.community, where.round, {d});
      auto row = make_row<Dimensions>(where, {d}, 0, counts, options);
      if (where.assessed != nullptr) { row.consensus = of->find_consensus(where.community, where.round, {d}); }
      out.rows.push_back(row);
    }
    return;
  }
  const sector_grouping& by = *options.by_sector;
  std::vector<std::vector<cell_counts<Levels>>> cells(dimensions, std::vector<cell_counts<Levels>>(by.size(), empty_cell(of)));
  for (std::uint32_t d = 0; d < dimensions; ++d) { count_cell(of, where.community, where.round, {d}, by, std::span{cells[d]}, only); }
  for (const std::uint32_t g : groups_present(of.data(), where.community, by)) {
    for (std::uint32_t d = 0; d < dimensions; ++d) { out.rows.push_back(make_row<Dimensions>(where, {d}, g, cells[d][g], options)); }
  }
}

template <std::size_t Dimensions, std::size_t Levels>
profile_options checked(const study<Dimensions, Levels>& of, profile_options options) {
  if (options.by_sector) { options.by_sector->check_fits(of.data(), "profile"); }
  if (options.only) { std::sort(options.only->begin(), options.only->end()); }
  return options;
}

/// The column of a level's count: "count_3", "count_minus_2".
inline std::string count_column(std::int32_t value) {
  return value < 0 ? "count_minus_" + std::to_string(-static_cast<std::int64_t>(value)) : "count_" + std::to_string(value);
}

} // namespace detail

/// Where one community stands in one round: a row per dimension, or per group of sectors and dimension.
/// Definition: counts are of individual marks only; the room's mark stands beside them and enters nothing. Medians, level set, dispersion, shape
/// and people two or more levels away are those of `numeric::median`, `level_set_of`, `dispersion_of`, `shape_of` and `two_or_more_away`.
/// Missing and edge cases: a round the community was not assessed in, a dimension nobody marked and a study with agreed marks only all give their
/// rows, with a status that says so. Groups nobody of this community ever came from have no rows; groups absent only in this round have.
/// Threads and extents: static and dynamic rubrics give the same bits, and so does any order of input rows.
/// \param wanted see `selection` for empty ones \throws error not_found, invalid_argument as `select`; incompatible for a grouping of another study
/// Cost: O(rows of the round), plus about 3 microseconds a row of the result. Threads: safe. Since 0.1. Checked by `profile_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] profile_result<Dimensions, Levels> profile(const study<Dimensions, Levels>& of, const selection& wanted, const profile_options& options = {}) {
  const profile_options settled = detail::checked(of, options);
  profile_result<Dimensions, Levels> out{of, settled.by_sector};
  out.rows.reserve(of.rubric().size());
  detail::add_rows(out, select(of.data(), wanted), settled);
  return out;
}

/// Where every community stood in every round it was assessed in: the rows of `profile` one after the other, by community and round.
/// \throws error incompatible for a grouping of another study
/// Cost: that of `profile` for every assessment. Threads: safe. Since 0.1. Checked by `profile_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] profile_result<Dimensions, Levels> profile_all(const study<Dimensions, Levels>& of, const profile_options& options = {}) {
  const profile_options settled = detail::checked(of, options);
  profile_result<Dimensions, Levels> out{of, settled.by_sector};
  for (const assessment& a : of->assessments()) { detail::add_rows(out, {a.community, a.round, &a}, settled); }
  return out;
}

/// The profile as a table; the column sector is there only when sectors are told apart. Levels are scale values as people write them.
/// Cells that mean nothing for lack of marks have no value: medians and spread for n = 0, the level set, the unbiased spread and its interval also for
/// n = 1, everything for a round not assessed.
/// Cost: O(rows x levels). Threads: safe. Since 0.1. Checked by `profile_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const profile_result<Dimensions, Levels>& result) {
  const auto& scale = result.of.rubric().scale();
  const study_data& data = result.of.data();
  table out;
  out.add("community", column_type::text);
  out.add("round", column_type::text);
  if (result.by_sector) { out.add("sector", column_type::text); }
  out.add("dimension_number", column_type::integer);
  out.add("dimension_key", column_type::text);
  out.add("dimension", column_type::text);
  out.add("n", column_type::integer);
  out.add("n_missing", column_type::integer);
  for (std::size_t i = 0; i < missing_reasons; ++i) { out.add(std::string{name(static_cast<missing_reason>(i + 1))}, column_type::integer); }
  for (std::size_t k = 0; k < scale.size(); ++k) { out.add(detail::count_column(scale.value(k)), column_type::integer); }
  for (const char* name : {"median_low", "median_high", "level_set_low", "level_set_high"}) { out.add(name, column_type::integer); }
  out.add("level_set_status", column_type::text);
  for (const char* name : {"dispersion", "dispersion_unbiased", "dispersion_low", "dispersion_high"}) { out.add(name, column_type::real); }
  out.add("dispersion_status", column_type::text);
  out.add("shape_a", column_type::real);
  out.add("two_camps", column_type::boolean);
  out.add("two_or_more_away", column_type::integer);
  out.add("consensus", column_type::integer);
  for (const char* name : {"consensus_text", "consensus_outcome", "status", "hidden_reason"}) { out.add(name, column_type::text); }

  for (const profile_row<Levels>& row : result.rows) {
    const dimension& d = result.of.rubric()[row.dimension];
    const bool assessed = row.status != status::not_assessed;
    const bool marked = row.n > 0;
    std::size_t i = 0;
    const auto put = [&](const auto& value, bool shown) {
      if (shown) {
        out[i++].push(value);
      } else {
        out[i++].push_missing();
      }
    };
    put(data.communities()[row.community.value].name, true);
    put(row.round.has_value() ? data.rounds()[row.round.value].label : std::string{}, row.round.has_value());
    if (result.by_sector) { put(result.by_sector->label(row.group), true); }
    put(d.number, true);
    put(d.key, true);
    put(d.name, true);
    put(row.n, assessed);
    put(row.counts.n_missing(), assessed);
    for (const std::uint32_t count : row.counts.missing) { put(count, assessed); }
    for (const std::uint32_t count : row.counts.levels()) { put(count, assessed); }
    put(scale.value(row.median.low), marked);
    put(scale.value(row.median.high), marked);
    put(scale.value(row.level_set.lowest), row.n > 1);
    put(scale.value(row.level_set.highest), row.n > 1);
    put(name(assessed ? row.level_set.status : status::not_assessed), true);
    put(row.dispersion.value, marked);
    put(row.dispersion.unbiased, row.n > 1);
    put(row.dispersion.range.lower, row.n > 1);
    put(row.dispersion.range.upper, row.n > 1);
    put(name(assessed ? row.dispersion.status : status::not_assessed), true);
    put(row.shape.agreement, marked);
    put(row.shape.two_camps, marked);
    put(row.two_or_more_away, marked);
    const consensus_record* agreed = row.consensus;
    put(agreed != nullptr && agreed->score.has_level() ? scale.value(agreed->score.level()) : 0, agreed != nullptr && agreed->score.has_level());
    put(agreed != nullptr ? agreed->written.text : std::string{}, agreed != nullptr && !agreed->written.text.empty());
    put(agreed != nullptr ? name(agreed->outcome) : std::string_view{}, agreed != nullptr);
    put(name(row.status), true);
    put(std::string{}, false);
  }
  return out;
}

} // namespace headway::profile
