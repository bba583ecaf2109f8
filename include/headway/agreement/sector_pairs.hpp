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

#include <headway/agreement/detail/sector_people.hpp>
#include <headway/agreement/detail/sector_words.hpp>
#include <headway/agreement/detail/table_rows.hpp>
#include <headway/agreement/pooled_effect.hpp>
#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/adjust.hpp>
#include <headway/exact/rules.hpp>
#include <headway/exact/two_sample.hpp>
#include <headway/numeric/interval.hpp>
#include <headway/resample/regroup.hpp>

/// \file
/// Every two sectors of one community's round side by side: how often somebody of the one marks higher than somebody of the other.

namespace headway::agreement {

/// What to tell apart and how. Since 0.1. Checked by `sector_pairs_test`.
struct sector_pairs_options {
  confidence_level confidence{0.95};
  std::optional<sector_grouping> by_sector{}; ///< groups of sectors; every sector by itself where not given
  resample::regroup_options regroup{.most_exact = 10'000, .draws = 1'999};        ///< how people are moved between two sectors, over all dimensions
  exact::two_sample_options two_sample{.most_tables = 50'000, .draws = 9'999};    ///< of one dimension; its confidence is the one above
  std::vector<std::string> withheld{};        ///< per dimension why its marks may not be used, or empty; empty as a whole when all may
};

/// Two sectors on one dimension, or over all. Since 0.1. Checked by `sector_pairs_test`.
struct sector_pair_row {
  std::uint32_t group{};                    ///< of the grouping
  std::uint32_t other{};
  std::optional<dimension_id> dimension{};  ///< none in the rows over all dimensions
  /// ok; could_not_show: p_min is above 1 - confidence; no_variation: both gave the same mark throughout; no_data: one of them has no marks; not_assessed;
  /// hidden.
  headway::status status{status::no_data};
  std::uint32_t n{};                        ///< people of the first with a mark here
  std::uint32_t n_other{};
  std::uint32_t dimensions{};               ///< behind the row
  std::optional<double> superiority{};      ///< how often the first marks higher, equal marks counted half
  std::optional<double> cliff_delta{};      ///< 2 superiority - 1
  std::optional<numeric::interval> range{}; ///< of superiority
  headway::status range_status{status::no_data}; ///< ok, or why there is none
  std::optional<double> p{};                ///< two-sided: studentised where both are two or more, by rank sums where one is one
  std::optional<double> adjusted{};         ///< for all pairs of its family together, by Holm: the pairs over all dimensions; the pairs on each
  double p_min{1.0};                        ///< floor of `p`
  bool studentised{};
};

/// Rows of `sector_pairs`: over all dimensions first, then by dimension; pairs in the order of the grouping. Since 0.1. Checked by `sector_pairs_test`.
template <std::size_t Dimensions, std::size_t Levels> struct sector_pairs_result {
  study<Dimensions, Levels> of;
  selected where{};
  sector_grouping by;
  std::vector<std::string> withheld{};
  std::vector<sector_pair_row> rows{};
  std::uint32_t without_code{};       ///< marks without a person's code: they count on their dimension and stay out of what is said over all
  confidence_level confidence{0.95};
};

namespace detail {

/// Two sectors on one dimension.
inline sector_pair_row compare_pair(std::span<const std::uint32_t> x, std::span<const std::uint32_t> y, const exact::two_sample_options& how) {
  sector_pair_row row;
  const exact::two_sample_result r = exact::two_sample(x, y, how);
  row.n = static_cast<std::uint32_t>(r.n_x);
  row.n_other = static_cast<std::uint32_t>(r.n_y);
  row.dimensions = row.n > 0 && row.n_other > 0 ? 1u : 0u;
  row.status = row.dimensions == 0 ? status::no_data : r.status;
  row.range_status = row.status == status::could_not_show ? status::ok : row.status;
  if (row.dimensions == 0) { return row; }
  row.superiority = r.superiority;
  row.cliff_delta = r.cliff_delta;
  row.range = r.superiority_range;
  row.range_status = row.range ? status::ok : status::too_few_raters;
  row.studentised = row.n > 1 && row.n_other > 1;
  if (row.status == status::no_variation) {
    row.p = 1.0;
    return row;
  }
  row.p = row.studentised ? r.studentised_p.two_sided_doubled : r.p.two_sided_doubled;
  row.p_min = row.studentised ? r.studentised_p_min : r.p_min;
  row.status = row.p_min > 1.0 - how.confidence.value() ? status::could_not_show : status::ok;
  return row;
}

/// Two sectors over all dimensions. \param stratified whether some marks have no person's code
inline sector_pair_row compare_pair_over_all(const sector_people& all, std::size_t levels, std::uint16_t first, std::uint16_t second, bool stratified,
                                             const pooled_effect_options& how) {
  std::vector<std::int8_t> marks;
  std::vector<std::uint16_t> group;
  for (std::size_t i = 0; i < all.people(); ++i) {
    if (all.group[i] != first && all.group[i] != second) { continue; }
    group.push_back(all.group[i] == first ? 0 : 1);
    const auto own = std::span{all.marks}.subspan(i * all.dimensions, all.dimensions);
    marks.insert(marks.end(), own.begin(), own.end());
  }
  const pooled_effect_result r = pooled_effect(marks, group.size(), all.dimensions, levels, group, how);
  sector_pair_row row{.n = r.n_x, .n_other = r.n_y, .dimensions = r.dimensions, .superiority = r.superiority, .cliff_delta = r.cliff_delta};
  row.status = r.status == status::not_comparable ? status::no_data : r.status;
  row.range_status = stratified && r.superiority ? status::not_comparable : r.status == status::not_comparable ? status::no_data : r.range_status;
  if (stratified) {
    if (row.status == status::could_not_show) { row.status = status::ok; }
    return row;
  }
  row.range = r.range;
  row.p = r.p;
  row.p_min = r.p_min;
  row.studentised = r.studentised;
  return row;
}

/// Holm's adjustment within one family, where there is a p.
inline void adjust_family(std::span<sector_pair_row> family) {
  std::vector<double> p;
  for (const sector_pair_row& row : family) {
    if (row.p) { p.push_back(*row.p); }
  }
  const std::vector<double> adjusted = exact::holm(p);
  std::size_t next = 0;
  for (sector_pair_row& row : family) {
    if (row.p) { row.adjusted = adjusted[next++]; }
  }
}

} // namespace detail

/// Every two sectors of a community's round side by side, over all dimensions and on each.
/// Definition: superiority is the chance that somebody of the first marks higher than somebody of the other, equal marks counted half; Cliff's delta is
/// 2 superiority - 1. On one dimension the p is that of the studentised exact test and the interval that of `exact::two_sample`; where a sector is one
/// person, the exact rank sum test's. Over all dimensions they are those of `pooled_effect`. `adjusted` is Holm's over the pairs of a family.
/// Missing and edge cases: pairs of sectors in which anybody of the community ever was; a sector without marks gives no_data; where marks have no
/// person's code nothing is inferred over all dimensions.
/// Choose it to see which two sectors differ; `sectors` says which one stands apart from the rest.
/// \param wanted see `selection` for empty ones \throws error as `sectors`
/// Cost: about 0.2 milliseconds a pair and dimension for sectors of five, and a few milliseconds a pair over all. Threads: safe. Since 0.1.
/// Reference: as `exact::two_sample` and `pooled_effect`. Checked by `sector_pairs_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] sector_pairs_result<Dimensions, Levels> sector_pairs(const study<Dimensions, Levels>& of, const selection& wanted, const sector_pairs_options& options = {}) {
  const std::size_t dimensions = of.rubric().size();
  const std::size_t levels = of.rubric().levels();
  if (!options.withheld.empty()) { check::same_length(options.withheld.size(), dimensions, "sector_pairs", "withheld"); }
  if (options.by_sector) { options.by_sector->check_fits(of.data(), "sector_pairs"); }
  sector_pairs_result<Dimensions, Levels> out{of, select(of.data(), wanted), options.by_sector.value_or(sector_grouping::identity(of.data())), options.withheld};
  out.confidence = options.confidence;
  const detail::sector_people people = detail::gather_people(of.data(), dimensions, out.where, out.by, out.withheld);
  out.without_code = people.without_code;
  const auto groups = static_cast<std::uint16_t>(people.groups.size());
  std::vector<std::uint32_t> cells(dimensions * groups * levels);
  const auto cell = [&](std::size_t d, std::size_t g) { return std::span<const std::uint32_t>{cells}.subspan((d * groups + g) * levels, levels); };
  for (std::size_t i = 0; i < people.people(); ++i) {
    for (std::size_t d = 0; d < dimensions; ++d) {
      const std::int8_t mark = people.marks[i * dimensions + d];
      if (mark >= 0) { ++cells[(d * groups + people.group[i]) * levels + static_cast<std::size_t>(mark)]; }
    }
  }
  const bool all_withheld = !out.withheld.empty() && std::none_of(out.withheld.begin(), out.withheld.end(), [](const std::string& why) { return why.empty(); });
  exact::two_sample_options how = options.two_sample;
  how.confidence = options.confidence;
  const auto add = [&](std::optional<std::size_t> d, bool hidden) {
    const std::size_t first = out.rows.size();
    for (std::uint16_t a = 0; a < groups; ++a) {
      for (std::uint16_t b = static_cast<std::uint16_t>(a + 1); b < groups; ++b) {
        sector_pair_row row;
        if (out.where.assessed != nullptr && !hidden) {
          row = d ? detail::compare_pair(cell(*d, a), cell(*d, b), how)
                  : detail::compare_pair_over_all(people, levels, a, b, people.without_code > 0, {.confidence = options.confidence, .regroup = options.regroup});
        }
        row.group = people.groups[a];
        row.other = people.groups[b];
        if (d) { row.dimension = dimension_id{static_cast<std::uint32_t>(*d)}; }
        if (hidden) { row.status = status::hidden; }
        if (out.where.assessed == nullptr) { row.status = status::not_assessed; }
        out.rows.push_back(row);
      }
    }
    return first;
  };
  add(std::nullopt, all_withheld);
  const std::size_t single = out.rows.size();
  for (std::size_t d = 0; d < dimensions; ++d) { add(d, !out.withheld.empty() && !out.withheld[d].empty()); }
  detail::adjust_family(std::span{out.rows}.first(single));
  detail::adjust_family(std::span{out.rows}.subspan(single));
  return out;
}

namespace detail {

/// "Set side by side, somebody from health marks Finance higher than somebody from council about 8 times in 10; with 5 and 4 people this could be chance."
inline std::string say_pair(const sector_pair_row& row, const std::string& sector, const std::string& other, std::string_view dimension, double level) {
  const auto from = [](const std::string& label) { return label == sector_grouping::not_stated ? std::string{"who states no sector"} : "from " + label; };
  const std::string on = dimension.empty() ? std::string{} : " " + std::string{dimension};
  if (row.status == status::no_data) {
    const std::string& absent = row.n == 0 ? sector : other;
    return capital(nobody_from(absent)) + " marked" + (dimension.empty() ? std::string{" what the other marked"} : on) + ".";
  }
  if (!row.superiority) { return {}; }
  const auto tenths = static_cast<int>(std::floor(10.0 * (std::max)(*row.superiority, 1.0 - *row.superiority) + 0.5));
  const bool first = *row.superiority >= 0.5;
  const std::string people = "; with " + std::to_string(first ? row.n : row.n_other) + " and " + std::to_string(first ? row.n_other : row.n) + " people ";
  const std::string over = dimension.empty() ? "Over " + std::to_string(row.dimensions) + (row.dimensions == 1 ? " dimension" : " dimensions") + ", set side by side, " : std::string{"Set side by side, "};
  if (row.status == status::no_variation) { return over + "people " + from(sector) + " and " + from(other) + " gave the same mark" + (dimension.empty() ? std::string{} : " for" + on) + "."; }
  std::string out = over + "somebody " + from(first ? sector : other) + " marks" + on + " higher than somebody " + from(first ? other : sector);
  const double larger = (std::max)(*row.superiority, 1.0 - *row.superiority);
  out += tenths == 5 ? " about as often as lower" : tenths < 10 ? " about " + std::to_string(tenths) + " times in 10" : larger < 1.0 ? " nearly every time" : " every time";
  return out + people + chance_words(row.adjusted, row.p_min, level) + ".";
}

} // namespace detail

/// Pairs of sectors as a table: community, round, dimension_number, dimension_key, dimension (these three have no value in the rows over all dimensions,
/// which come first), sector, other_sector, n, n_other, dimensions, superiority, cliff_delta, superiority_low, superiority_high, interval_status, p, p_adjusted,
/// p_min, test (studentised or rank_sum; over all dimensions studentised or difference), words, status, hidden_reason.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `sector_pairs_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const sector_pairs_result<Dimensions, Levels>& result) {
  table out;
  detail::add_place_columns(out);
  for (const char* column : {"sector", "other_sector"}) { out.add(column, column_type::text); }
  for (const char* column : {"n", "n_other", "dimensions"}) { out.add(column, column_type::integer); }
  for (const char* column : {"superiority", "cliff_delta", "superiority_low", "superiority_high"}) { out.add(column, column_type::real); }
  out.add("interval_status", column_type::text);
  for (const char* column : {"p", "p_adjusted", "p_min"}) { out.add(column, column_type::real); }
  for (const char* column : {"test", "words", "status", "hidden_reason"}) { out.add(column, column_type::text); }
  const double level = 1.0 - result.confidence.value();
  for (const sector_pair_row& row : result.rows) {
    const bool shown = row.status != status::hidden && row.status != status::not_assessed;
    const std::string& sector = result.by.label(row.group);
    const std::string& other = result.by.label(row.other);
    detail::push_place(out, result.of, result.where, row.dimension ? std::optional<std::size_t>{row.dimension->value} : std::nullopt);
    detail::row_writer w{out, 5};
    w.put(std::string_view{sector});
    w.put(std::string_view{other});
    w.put(row.n, shown);
    w.put(row.n_other, shown);
    w.put(row.dimensions, shown);
    w.put(row.superiority);
    w.put(row.cliff_delta);
    w.put(row.range ? std::optional{row.range->lower} : std::nullopt);
    w.put(row.range ? std::optional{row.range->upper} : std::nullopt);
    w.put(name(row.range_status), shown);
    w.put(row.p);
    w.put(row.adjusted);
    w.put(row.p_min, row.p.has_value());
    w.put(std::string_view{row.studentised ? "studentised" : row.dimension ? "rank_sum" : "difference"}, row.p.has_value());
    std::string words = shown ? detail::say_pair(row, sector, other, row.dimension ? std::string_view{result.of.rubric()[*row.dimension].name} : std::string_view{}, level) : std::string{};
    if (!row.dimension && row.superiority && row.range_status == status::not_comparable) { words += " Marks without a person's code cannot be put together over dimensions."; }
    w.put_text(words);
    w.put(name(row.status));
    w.put_text(row.status != status::hidden ? std::string{} : row.dimension ? result.withheld[row.dimension->value] : result.withheld.front());
  }
  return out;
}

} // namespace headway::agreement
