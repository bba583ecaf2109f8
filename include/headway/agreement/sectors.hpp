#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/agreement/detail/sector_people.hpp>
#include <headway/agreement/detail/sector_words.hpp>
#include <headway/agreement/detail/table_rows.hpp>
#include <headway/agreement/group_gaps.hpp>
#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/k_sample.hpp>
#include <headway/exact/rules.hpp>
#include <headway/resample/regroup.hpp>

/// \file
/// Who sees it differently: every sector of one community's round against the rest, over all dimensions and on each, and how much of the
/// differences lies between sectors.

namespace headway::agreement {

/// What to tell apart and how. Since 0.1. Checked by `sectors_test`.
struct sectors_options {
  confidence_level confidence{0.95};
  std::optional<sector_grouping> by_sector{}; ///< groups of sectors; every sector by itself where not given
  resample::regroup_options regroup{.most_exact = 10'000, .draws = 4'999}; ///< how people are moved between sectors
  exact::k_sample_options split{.most_tables = 50'000, .draws = 1'999}; ///< how the p of one dimension's split is had; its confidence is the one above
  std::vector<std::string> withheld{};        ///< per dimension why its marks may not be used, or empty; empty as a whole when all may
};

/// What `sectors` found. Since 0.1. Checked by `sectors_test`.
template <std::size_t Dimensions, std::size_t Levels> struct sectors_result {
  study<Dimensions, Levels> of;
  selected where{};
  sector_grouping by;
  std::vector<std::uint32_t> groups{};   ///< of `by`: those in which anybody of the community ever was; the groups of `gaps` are positions in it
  group_gaps_result gaps{};
  std::vector<exact::between_share_result> splits{}; ///< by dimension: how much of the differences lies between sectors
  std::vector<std::string> withheld{};   ///< as in the options
  std::uint32_t without_code{};          ///< marks without a person's code: they count on their dimension and stay out of what is said over all
  std::uint32_t in_two_sectors{};        ///< people who give more than one sector in this round: they count in each
  confidence_level confidence{0.95};
};

/// Every sector of a community's round against the sectors together.
/// Definition: `group_gaps` of the round's individual marks, with people as rows and sectors as groups; people whose sector is not stated are a
/// group like any other. The room's agreed marks enter nothing. First stands what is said over all dimensions: with four sectors of five people
/// it is the only part with enough to say, and what each dimension says comes after.
/// Missing and edge cases: a sector of the community without anybody in this round has rows that say no_data; a person who gives two sectors
/// counts in each; where marks have no person's code nothing is inferred over all dimensions, because nine marks of one person are not
/// nine people; one sector alone is not_comparable; a round not assessed gives not_assessed.
/// \param wanted see `selection` for empty ones \throws error not_found, invalid_argument as `select`; incompatible for a grouping of another
/// study; invalid_argument when `withheld` has another length than the rubric; out_of_range as `regroup`
/// Cost: that of `group_gaps` and of `exact::between_share` on each dimension: about 20 milliseconds for 25 people, 9 dimensions and 5 sectors. Threads: safe. Determinism: the same bits for any order
/// of input rows. Since 0.1. Reference: as `group_gaps`. Checked by `sectors_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] sectors_result<Dimensions, Levels> sectors(const study<Dimensions, Levels>& of, const selection& wanted, const sectors_options& options = {}) {
  const std::size_t dimensions = of.rubric().size();
  if (!options.withheld.empty()) { check::same_length(options.withheld.size(), dimensions, "sectors", "withheld"); }
  if (options.by_sector) { options.by_sector->check_fits(of.data(), "sectors"); }
  sectors_result<Dimensions, Levels> out{of, select(of.data(), wanted), options.by_sector.value_or(sector_grouping::identity(of.data()))};
  out.withheld = options.withheld;
  out.confidence = options.confidence;
  detail::sector_people people = detail::gather_people(of.data(), dimensions, out.where, out.by, out.withheld);
  out.gaps = group_gaps(people.marks, people.people(), dimensions, of.rubric().levels(), people.group, people.stratum,
                        {.confidence = options.confidence, .regroup = options.regroup, .whole_people = people.without_code == 0});
  exact::k_sample_options how = options.split;
  how.confidence = options.confidence;
  const std::size_t groups = people.groups.size();
  std::vector<std::uint32_t> cells((std::max)(groups, std::size_t{1}) * of.rubric().levels());
  for (std::size_t d = 0; d < dimensions; ++d) {
    std::fill(cells.begin(), cells.end(), 0u);
    for (std::size_t i = 0; i < people.people(); ++i) {
      const std::int8_t mark = people.marks[i * dimensions + d];
      if (mark >= 0) { ++cells[people.group[i] * of.rubric().levels() + static_cast<std::size_t>(mark)]; }
    }
    out.splits.push_back(exact::between_share(cells, (std::max)(groups, std::size_t{1}), of.rubric().levels(), how));
  }
  out.groups = std::move(people.groups);
  out.without_code = people.without_code;
  out.in_two_sectors = people.in_two_sectors;
  return out;
}

namespace detail {

/// One gap of a result, also for groups behind the last one with anybody in this round.
template <std::size_t Dimensions, std::size_t Levels>
group_gap gap_of(const sectors_result<Dimensions, Levels>& result, std::optional<std::size_t> dimension, std::size_t group) {
  if (group >= result.gaps.groups) { return {}; }
  return dimension ? result.gaps.each[*dimension * result.gaps.groups + group] : result.gaps.pooled[group];
}

/// Why a dimension's marks may not be used, or empty.
template <std::size_t Dimensions, std::size_t Levels>
std::string withheld_why(const sectors_result<Dimensions, Levels>& result, std::optional<std::size_t> dimension) {
  return !dimension || result.withheld.empty() ? std::string{} : result.withheld[*dimension];
}

/// The split of one dimension or of all.
template <std::size_t Dimensions, std::size_t Levels>
const exact::between_share_result& split_of(const sectors_result<Dimensions, Levels>& result, std::optional<std::size_t> dimension) {
  return dimension ? result.splits[*dimension] : result.gaps.pooled_split;
}

/// Whether a split has a p: over all dimensions only where rows are people.
template <std::size_t Dimensions, std::size_t Levels>
bool split_tested(const sectors_result<Dimensions, Levels>& result, std::optional<std::size_t> dimension) {
  return split_of(result, dimension).share.has_value() && (dimension || result.without_code == 0);
}

/// Whether every dimension is withheld.
template <std::size_t Dimensions, std::size_t Levels> bool all_withheld(const sectors_result<Dimensions, Levels>& result) {
  return !result.withheld.empty() && std::all_of(result.withheld.begin(), result.withheld.end(), [](const std::string& why) { return !why.empty(); });
}

} // namespace detail

/// The sectors of a round as a table: community, round, dimension_number, dimension_key, dimension (these three have no value in the rows over all
/// dimensions, which come first), sector, n, n_rest (people), dimensions (behind the figures), gap (levels above the sectors' mean, below where
/// negative), gap_to_rest, gap_low, gap_high, interval_status, p (this figure alone), p_adjusted (all of its family together), p_min, detectable,
/// between_share, between_by_chance, between_p (of the dimension, the same in all its rows), words, status, hidden_reason.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `sectors_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const sectors_result<Dimensions, Levels>& result) {
  table out;
  detail::add_place_columns(out);
  out.add("sector", column_type::text);
  for (const char* column : {"n", "n_rest", "dimensions"}) { out.add(column, column_type::integer); }
  for (const char* column : {"gap", "gap_to_rest", "gap_low", "gap_high"}) { out.add(column, column_type::real); }
  out.add("interval_status", column_type::text);
  for (const char* column : {"p", "p_adjusted", "p_min", "detectable", "between_share", "between_by_chance", "between_p"}) { out.add(column, column_type::real); }
  for (const char* column : {"words", "status", "hidden_reason"}) { out.add(column, column_type::text); }

  const double level = 1.0 - result.confidence.value();
  const bool sectors_known = std::any_of(result.groups.begin(), result.groups.end(), [&](std::uint32_t g) { return result.by.label(g) != sector_grouping::not_stated; });
  const auto add = [&](std::optional<std::size_t> dimension) {
    const std::string hidden = detail::withheld_why(result, dimension);
    for (std::size_t g = 0; g < result.groups.size(); ++g) {
      group_gap row = detail::gap_of(result, dimension, g);
      const std::string& sector = result.by.label(result.groups[g]);
      if (result.where.assessed == nullptr) { row.status = status::not_assessed; }
      if (!hidden.empty() || (!dimension && detail::all_withheld(result))) { row.status = status::hidden; }
      const bool known = row.status != status::not_assessed && row.status != status::hidden;
      detail::push_place(out, result.of, result.where, dimension);
      detail::row_writer w{out, 5};
      w.put(std::string_view{sector});
      if (!known) {
        w.skip(16);
        w.put(name(row.status));
        w.put_text(row.status == status::hidden ? hidden.empty() ? result.withheld.front() : hidden : std::string{});
        continue;
      }
      const exact::between_share_result& split = detail::split_of(result, dimension);
      const bool tested = row.adjusted.has_value();
      w.put(row.n);
      w.put(row.n_rest);
      w.put(row.dimensions);
      w.put(row.gap);
      w.put(row.gap_to_rest);
      w.put(row.range ? std::optional{row.range->lower} : std::nullopt);
      w.put(row.range ? std::optional{row.range->upper} : std::nullopt);
      w.put(name(row.range_status));
      w.put(row.p);
      w.put(row.adjusted);
      w.put(row.p_min, tested);
      w.put(row.detectable);
      w.put(split.share);
      w.put(split.by_chance);
      w.put(split.p, detail::split_tested(result, dimension));
      std::string words = detail::say_gap(row, sector, dimension ? std::string_view{result.of.rubric()[dimension_id{static_cast<std::uint32_t>(*dimension)}].name} : std::string_view{},
                                          level, sectors_known);
      if (!dimension && row.status == status::ok && row.range_status == status::not_comparable) {
        words += " Marks without a person's code cannot be put together over dimensions.";
      }
      w.put_text(words);
      w.put(name(row.status));
      w.skip();
    }
  };
  add(std::nullopt);
  for (std::size_t d = 0; d < result.of.rubric().size(); ++d) { add(d); }
  return out;
}

/// How much of the differences lies between sectors, as a table, a row over all dimensions and one per dimension: community, round, dimension_number,
/// dimension_key, dimension, n (people), sectors (with anybody in them), dispersion, within, between, between_share, by_chance, p, p_min, method,
/// words, status, hidden_reason.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `sectors_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table split_table(const sectors_result<Dimensions, Levels>& result) {
  table out;
  detail::add_place_columns(out);
  for (const char* column : {"n", "sectors"}) { out.add(column, column_type::integer); }
  for (const char* column : {"dispersion", "within", "between", "between_share", "by_chance", "p", "p_min"}) { out.add(column, column_type::real); }
  for (const char* column : {"method", "words", "status", "hidden_reason"}) { out.add(column, column_type::text); }
  const double level = 1.0 - result.confidence.value();
  const bool joined = result.groups.size() == 1 && result.by.label(result.groups.front()) == disclosure::all_sectors;
  const auto add = [&](std::optional<std::size_t> dimension) {
    const std::string hidden = detail::withheld_why(result, dimension);
    const exact::between_share_result& row = detail::split_of(result, dimension);
    status state = row.status;
    if (result.where.assessed == nullptr) { state = status::not_assessed; }
    if (!hidden.empty() || (!dimension && detail::all_withheld(result))) { state = status::hidden; }
    detail::push_place(out, result.of, result.where, dimension);
    detail::row_writer w{out, 5};
    if (state == status::not_assessed || state == status::hidden) {
      w.skip(11);
      w.put(name(state));
      w.put_text(state == status::hidden ? hidden.empty() ? result.withheld.front() : hidden : std::string{});
      return;
    }
    const bool tested = detail::split_tested(result, dimension);
    w.put(row.n);
    w.put(row.groups);
    w.put(row.dispersion);
    w.put(row.within);
    w.put(row.between);
    w.put(row.share);
    w.put(row.by_chance);
    w.put(row.p, tested);
    w.put(row.p_min, tested);
    w.put(name(row.method), tested);
    const std::string_view on = dimension ? std::string_view{result.of.rubric()[dimension_id{static_cast<std::uint32_t>(*dimension)}].name} : std::string_view{};
    w.put_text(joined && row.n > 0 ? std::string{detail::too_small_to_tell} : detail::say_split(row, on, tested, level));
    w.put(name(state));
    w.skip();
  };
  add(std::nullopt);
  for (std::size_t d = 0; d < result.of.rubric().size(); ++d) { add(d); }
  return out;
}

} // namespace headway::agreement
