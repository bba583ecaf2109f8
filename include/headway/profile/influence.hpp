#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <headway/agreement/dispersion.hpp>
#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/counts.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>
#include <headway/disclosure/groups.hpp>
#include <headway/disclosure/sector_figures.hpp>
#include <headway/numeric/order.hpp>
#include <headway/profile/balanced.hpp>
#include <headway/profile/level_set.hpp>
#include <headway/profile/profile.hpp>

/// \file
/// Whose voice moves the picture: what the profile would be without one sector.

namespace headway::profile {

/// What to tell apart. Since 0.1. Checked by `influence_test`.
struct influence_options {
  confidence_level confidence{0.95};          ///< of the level set
  std::optional<sector_grouping> by_sector{}; ///< groups of sectors; every sector by itself where not given
  std::vector<std::string> withheld{};        ///< per dimension why its marks may not be used, or empty; empty as a whole when all may
};

/// One sector left out of one dimension, or of all. Since 0.1. Checked by `influence_test`.
struct influence_row {
  std::uint32_t group{};                  ///< of the grouping
  std::optional<dimension_id> dimension{}; ///< none in the row over all dimensions
  /// ok; no_data (the sector has no marks here); not_comparable (nobody else has); not_assessed; hidden.
  headway::status status{status::no_data};
  std::uint32_t n{};                      ///< people of the sector with a mark here; over all dimensions the most on any
  std::uint32_t n_without{};              ///< people left without them
  numeric::level_range median{};
  numeric::level_range median_without{};
  headway::profile::level_set level_set{};
  headway::profile::level_set level_set_without{};
  double dispersion{};
  double dispersion_without{};
  double balanced_change{};               ///< the largest change of a sector-balanced share at or above a level, without less with
  std::uint32_t balanced_level{};         ///< 0-based level of that share
  std::uint32_t dimensions{};             ///< behind the row
  std::uint32_t medians_moved{};          ///< dimensions on which the median is another without the sector
  std::uint32_t level_sets_moved{};       ///< dimensions on which the level set is another
};

/// Rows of `influence`: over all dimensions first, then by dimension; by sector within. Since 0.1. Checked by `influence_test`.
template <std::size_t Dimensions, std::size_t Levels> struct influence_result {
  study<Dimensions, Levels> of;
  selected where{};
  sector_grouping by;
  std::vector<std::string> withheld{};
  std::vector<influence_row> rows{};
};

namespace detail {

/// The picture with and without one group, from counts by group.
template <std::size_t Levels>
influence_row leave_out(std::span<const cell_counts<Levels>> groups, std::uint32_t group, dimension_id d, confidence_level confidence) {
  influence_row row{.group = group, .dimension = d, .n = groups[group].n(), .dimensions = 1};
  cell_counts<Levels> all = groups[group];
  cell_counts<Levels> rest = groups[group];
  rest.level = {};
  std::vector<std::uint32_t> voices;
  std::vector<std::uint32_t> others;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const auto levels = groups[g].levels();
    voices.insert(voices.end(), levels.begin(), levels.end());
    if (g == group) { continue; }
    others.insert(others.end(), levels.begin(), levels.end());
    for (std::size_t k = 0; k < levels.size(); ++k) {
      all.level[k] += levels[k];
      rest.level[k] += levels[k];
    }
  }
  row.n_without = rest.n();
  row.status = row.n == 0 ? status::no_data : row.n_without == 0 ? status::not_comparable : status::ok;
  if (row.status != status::ok) { return row; }
  row.median = numeric::median(all.levels());
  row.median_without = numeric::median(rest.levels());
  row.level_set = level_set_of(all.levels(), {.confidence = confidence});
  row.level_set_without = level_set_of(rest.levels(), {.confidence = confidence});
  row.dispersion = agreement::dispersion_of(all.levels(), {.confidence = confidence}).value;
  row.dispersion_without = agreement::dispersion_of(rest.levels(), {.confidence = confidence}).value;
  const std::size_t levels = all.levels().size();
  const cumulative_profile with = sector_balanced_profile(voices, levels, {.confidence = confidence});
  const cumulative_profile without = sector_balanced_profile(others, levels, {.confidence = confidence});
  row.balanced_level = 1;
  for (std::uint32_t k = 1; k < levels; ++k) {
    const double change = without.at_least[k].share - with.at_least[k].share;
    if (std::abs(change) > std::abs(row.balanced_change) + 1e-12) { // the lowest of equal ones
      row.balanced_change = change;
      row.balanced_level = k;
    }
  }
  row.medians_moved = row.median != row.median_without ? 1u : 0u;
  row.level_sets_moved = row.level_set.lowest != row.level_set_without.lowest || row.level_set.highest != row.level_set_without.highest ? 1u : 0u;
  return row;
}

/// One sector over the rows of all dimensions.
inline influence_row over_dimensions(std::uint32_t group, std::span<const influence_row> rows) {
  influence_row out{.group = group};
  bool marked = false;
  for (const influence_row& each : rows) {
    if (each.group != group || each.status == status::hidden) { continue; }
    marked = marked || each.n > 0;
    out.n = (std::max)(out.n, each.n);
    if (each.status != status::ok) { continue; }
    out.dimensions += 1;
    out.medians_moved += each.medians_moved;
    out.level_sets_moved += each.level_sets_moved;
    out.dispersion += each.dispersion;
    out.dispersion_without += each.dispersion_without;
  }
  out.status = !marked ? status::no_data : out.dimensions == 0 ? status::not_comparable : status::ok;
  if (out.dimensions > 0) {
    out.dispersion /= out.dimensions;
    out.dispersion_without /= out.dimensions;
  }
  return out;
}

} // namespace detail

/// Every sector of a community's round left out once: what the median, the level set, the dispersion and the sector-balanced shares would be.
/// Definition: each figure is that of `numeric::median`, `level_set_of`, `agreement::dispersion_of` and `sector_balanced_profile` of the individual marks with and
/// without the sector's. Over all dimensions it counts the dimensions on which median and level set would be others, and gives the mean
/// dispersion. It says whose marks hold the picture where it is; it does not say that they are wrong.
/// Missing and edge cases: a sector without marks on a dimension moves nothing there (no_data); where nobody else marked there is no other picture
/// (not_comparable). A large sector moves more because it is large: look at `n`.
/// Choose it over a test where the question is what the picture rests on; `agreement::sectors` says whether a sector stands apart.
/// \param wanted see `selection` for empty ones \throws error not_found, invalid_argument as `select`; incompatible for a grouping of another study;
/// invalid_argument when `withheld` has another length than the rubric
/// Cost: O(rows of the round), and about 20 microseconds a sector and dimension. Threads: safe. Since 0.1. Reference: leave-one-out influence, Cook (1977).
/// Checked by `influence_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] influence_result<Dimensions, Levels> influence(const study<Dimensions, Levels>& of, const selection& wanted, const influence_options& options = {}) {
  const std::size_t dimensions = of.rubric().size();
  if (!options.withheld.empty()) { check::same_length(options.withheld.size(), dimensions, "influence", "withheld"); }
  if (options.by_sector) { options.by_sector->check_fits(of.data(), "influence"); }
  influence_result<Dimensions, Levels> out{of, select(of.data(), wanted), options.by_sector.value_or(sector_grouping::identity(of.data())), options.withheld};
  const std::vector<std::uint32_t> present = detail::groups_present(of.data(), out.where.community, out.by);
  std::vector<influence_row> rows;
  std::vector<cell_counts<Levels>> cells;
  for (std::uint32_t d = 0; d < dimensions; ++d) {
    cells.assign(out.by.size(), empty_cell(of));
    count_cell(of, out.where.community, out.where.round, {d}, out.by, std::span{cells});
    const bool withheld = !out.withheld.empty() && !out.withheld[d].empty();
    for (const std::uint32_t g : present) {
      rows.push_back(withheld ? influence_row{.group = g, .dimension = dimension_id{d}, .status = status::hidden}
                              : detail::leave_out(std::span<const cell_counts<Levels>>{cells}, g, {d}, options.confidence));
      if (out.where.assessed == nullptr) { rows.back().status = status::not_assessed; }
    }
  }
  const bool nothing_shown = !out.withheld.empty() && std::none_of(out.withheld.begin(), out.withheld.end(), [](const std::string& why) { return why.empty(); });
  for (const std::uint32_t g : present) {
    out.rows.push_back(detail::over_dimensions(g, rows));
    if (nothing_shown) { out.rows.back().status = status::hidden; }
    if (out.where.assessed == nullptr) { out.rows.back().status = status::not_assessed; }
  }
  out.rows.insert(out.rows.end(), rows.begin(), rows.end());
  return out;
}

namespace detail {

/// "Without the 4 people from council the middle of Finance would be 3 instead of 2."
template <std::size_t Dimensions, std::size_t Levels>
std::string say_influence(const influence_result<Dimensions, Levels>& result, const influence_row& row) {
  const auto& scale = result.of.rubric().scale();
  const std::string& sector = result.by.label(row.group);
  const bool stated = sector != sector_grouping::not_stated;
  const auto middle = [&](const numeric::level_range& m) { return std::to_string(scale.value(m.low)) + (m.low == m.high ? "" : " to " + std::to_string(scale.value(m.high))); };
  const std::string on = row.dimension ? result.of.rubric()[*row.dimension].name : std::string{};
  if (sector == disclosure::all_sectors) { return "The sectors here are too small to be told apart."; }
  if (row.status == status::no_data) { return (stated ? "Nobody from " + sector : std::string{"Nobody without a sector"}) + " marked " + (on.empty() ? "anything" : on) + "."; }
  if (row.status == status::not_comparable) { return "Nobody else marked " + (on.empty() ? std::string{"anything"} : on) + "."; }
  if (row.status != status::ok) { return {}; }
  const std::string from = stated ? " from " + sector : row.n == 1 ? " who states no sector" : " who state no sector";
  const std::string without = "Without the " + std::string{row.n == 1 ? "one person" : !row.dimension ? "people" : std::to_string(row.n) + " people"} + from;
  if (!row.dimension) {
    if (row.medians_moved == 0) { return without + " the middle would be the same on " + (row.dimensions == 1 ? "the one dimension" : "all " + std::to_string(row.dimensions) + " dimensions") + "."; }
    return without + " the middle would be another on " + std::to_string(row.medians_moved) + " of " + std::to_string(row.dimensions) + (row.dimensions == 1 ? " dimension." : " dimensions.");
  }
  if (row.medians_moved > 0) { return without + " the middle of " + on + " would be " + middle(row.median_without) + " instead of " + middle(row.median) + "."; }
  return without + " the middle of " + on + " would still be " + middle(row.median) + ".";
}

} // namespace detail

/// Influence as a table: community, round, dimension_number, dimension_key, dimension (these three have no value in the rows over all dimensions, which come
/// first), sector, n, n_without, median_low, median_high, median_low_without, median_high_without, level_set_low, level_set_high, level_set_low_without,
/// level_set_high_without (as people write levels), dispersion, dispersion_without, balanced_change (of the share at or above balanced_level, without less
/// with), balanced_level, dimensions, medians_moved, level_sets_moved, words, status, hidden_reason. Rows over all dimensions have the mean dispersions and
/// the numbers of dimensions moved.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `influence_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const influence_result<Dimensions, Levels>& result) {
  const auto& scale = result.of.rubric().scale();
  const study_data& data = result.of.data();
  table out;
  for (const char* column : {"community", "round"}) { out.add(column, column_type::text); }
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension", "sector"}) { out.add(column, column_type::text); }
  for (const char* column : {"n", "n_without", "median_low", "median_high", "median_low_without", "median_high_without", "level_set_low", "level_set_high", "level_set_low_without",
                             "level_set_high_without"}) {
    out.add(column, column_type::integer);
  }
  for (const char* column : {"dispersion", "dispersion_without", "balanced_change"}) { out.add(column, column_type::real); }
  for (const char* column : {"balanced_level", "dimensions", "medians_moved", "level_sets_moved"}) { out.add(column, column_type::integer); }
  for (const char* column : {"words", "status", "hidden_reason"}) { out.add(column, column_type::text); }
  for (const influence_row& row : result.rows) {
    const bool shown = row.status != status::hidden && row.status != status::not_assessed;
    const bool ok = row.status == status::ok;
    const bool one = ok && row.dimension.has_value();
    std::size_t i = 0;
    const auto put = [&](const auto& value, bool there) {
      if (there) {
        out[i++].push(value);
      } else {
        out[i++].push_missing();
      }
    };
    const auto level = [&](std::uint32_t at) { put(scale.value(at), one); };
    const auto pair = [&](std::uint32_t low, std::uint32_t high, bool known) {
      put(scale.value(low), one && known);
      put(scale.value(high), one && known);
    };
    put(std::string_view{data.communities()[result.where.community.value].name}, true);
    put(result.where.round.has_value() ? std::string_view{data.rounds()[result.where.round.value].label} : std::string_view{}, result.where.round.has_value());
    const dimension* d = row.dimension ? &result.of.rubric()[*row.dimension] : nullptr;
    put(d != nullptr ? d->number : 0, d != nullptr);
    put(d != nullptr ? std::string_view{d->key} : std::string_view{}, d != nullptr);
    put(d != nullptr ? std::string_view{d->name} : std::string_view{}, d != nullptr);
    put(std::string_view{result.by.label(row.group)}, true);
    put(row.n, shown);
    put(row.n_without, shown && d != nullptr);
    level(row.median.low);
    level(row.median.high);
    level(row.median_without.low);
    level(row.median_without.high);
    pair(row.level_set.lowest, row.level_set.highest, row.level_set.n > 1);
    pair(row.level_set_without.lowest, row.level_set_without.highest, row.level_set_without.n > 1);
    put(row.dispersion, ok);
    put(row.dispersion_without, ok);
    put(row.balanced_change, one);
    level(row.balanced_level);
    put(row.dimensions, ok);
    put(row.medians_moved, ok);
    put(row.level_sets_moved, ok);
    const std::string words = detail::say_influence(result, row);
    put(std::string_view{words}, shown && !words.empty());
    put(name(row.status), true);
    const std::string& why = row.status != status::hidden ? words : d != nullptr ? result.withheld[row.dimension->value] : result.withheld.front();
    put(std::string_view{why}, row.status == status::hidden);
  }
  return out;
}

/// Whose voice moves the picture, as an audience may see it: sectors are joined as in `shared_profile`, and a dimension has rows only where the counts of
/// every group are shown there. Without a group, what is left is the room less that group, so a row tells as much about the group as its
/// own counts do; and the balanced shares are an equation in all groups.
/// \param rules e.g. `disclosure::rules_for(disclosure::audience::partners)` \param merge sectors to join first where a group is too small
/// \return the columns of `to_table(influence_result)`
/// \throws error as `influence`; as `disclosure::check_rules` and `disclosure::merge_groups`
/// Cost: that of `influence`. Threads: safe. Since 0.1. Reference: R3 of the rules on small groups. Checked by `influence_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] table shared_influence(const study<Dimensions, Levels>& of, const selection& wanted, const disclosure::rules& rules, const disclosure::merge_options& merge = {},
                                     confidence_level confidence = confidence_level{0.95}) {
  disclosure::check_rules(rules);
  const selected where = select(of.data(), wanted);
  influence_options how{.confidence = confidence, .by_sector = disclosure::grouping_for(of.data(), where.community, rules, merge)};
  how.withheld = disclosure::withheld_sector_figures(of, where, *how.by_sector, rules);
  return to_table(influence(of, wanted, how));
}

} // namespace headway::profile
