#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <headway/agreement/detail/room_words.hpp>
#include <headway/agreement/detail/table_rows.hpp>
#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/counts.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/study_tables.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/sign_test.hpp>
#include <headway/numeric/order.hpp>

/// \file
/// The agreed score against the individual scores: where it lies among them, whom it left behind, and over all dimensions whether rooms agree upwards.

namespace headway::agreement {

/// What may be used. Since 0.1. Checked by `consensus_against_test`.
struct consensus_against_options {
  confidence_level confidence{0.95};
  /// Groups of sectors by community; every sector by itself where not given.
  std::vector<sector_grouping> by_sector{};
  /// By record of the study, in the order of `study_data::consensus()`: why its people's own marks may not be used, or empty; empty as a whole when all may.
  std::vector<std::string> withheld{};
  /// By record: whether sectors may not be told apart there; empty when all may.
  std::vector<bool> withheld_sectors{};
};

/// One agreed or moderated mark and the individual marks it was made from. Since 0.1. Checked by `consensus_against_test`.
template <std::size_t Levels> struct consensus_against_row {
  std::size_t record{};                           ///< position in `study_data::consensus()`
  cell_counts<Levels> counts{};                   ///< individual marks of the same community, round and dimension
  std::optional<numeric::level_range> mark{};     ///< 0-based: one level, or the levels a written mark such as "2-3" spans; none where there is no mark
  numeric::level_range median{};                  ///< of the individual marks; only where there are any
  /// ok; value_only (one individual mark); no_data (none); not_comparable (no agreed mark, or words that are no range); hidden.
  headway::status status{status::no_data};
  std::uint32_t below{};                          ///< people whose own mark is below the agreed one
  std::uint32_t at{};                             ///< on it, or within it where it is a range
  std::uint32_t above{};                          ///< above
  std::uint32_t two_or_more_away{};               ///< people two or more levels from it: silent or dissenting
  std::optional<double> position{};               ///< (below + at / 2) / n: 0 below everybody, 1/2 in the middle, 1 above everybody
  std::optional<std::int64_t> shift{};            ///< levels from the nearest median, 0 between low and high median; up is positive
  std::optional<std::int64_t> shift_from_agreed{}; ///< of a moderated mark: levels from the room's own
  std::vector<std::uint32_t> nearest{};           ///< groups whose marks lie nearest, all of them where they are equal; empty where that says nothing
  std::string hidden_reason{};
};

/// Rows of `consensus_against`, in the order of the study's records. Since 0.1. Checked by `consensus_against_test`.
template <std::size_t Dimensions, std::size_t Levels> struct consensus_against_result {
  study<Dimensions, Levels> of;
  selection wanted{};
  std::vector<sector_grouping> by{}; ///< by community
  std::vector<consensus_against_row<Levels>> rows{};
  confidence_level confidence{0.95};
};

/// Over several agreed marks: whether rooms agree above or below the middle of their people's own marks. Since 0.1. Checked by `consensus_against_test`.
struct consensus_shift_result {
  headway::status status{status::no_data}; ///< ok; no_data: no agreed mark can be compared; no_variation: all lie in the middle; could_not_show
  exact::sign_test_result test{};          ///< up, held, down are agreed marks
  std::uint32_t beyond{};                  ///< agreed marks above or below every individual mark
  std::uint32_t two_or_more_away{};        ///< agreed marks two or more levels from the middle
  confidence_level confidence{0.95};
};

namespace detail {

/// The levels a record's mark spans, or none.
template <std::size_t Levels> std::optional<numeric::level_range> agreed_levels(const consensus_record& record, const scale<Levels>& scale) {
  if (record.score.has_level()) {
    const auto level = static_cast<std::uint32_t>(record.score.level());
    return numeric::level_range{level, level};
  }
  if (!record.written.has_interval || record.written.lower > record.written.upper) { return std::nullopt; }
  numeric::level_range out{0, static_cast<std::uint32_t>(scale.size() - 1)};
  while (out.low < out.high && scale.value(out.low + 1) <= record.written.lower) { ++out.low; }
  while (out.high > out.low && scale.value(out.high - 1) >= record.written.upper) { --out.high; }
  return out;
}

/// Levels between two ranges, 0 where they meet; positive where the first lies above.
constexpr std::int64_t levels_between(const numeric::level_range& a, const numeric::level_range& b) noexcept {
  return a.low > b.high ? std::int64_t{a.low} - b.high : a.high < b.low ? std::int64_t{a.high} - b.low : 0;
}

/// The lowest and highest level anybody chose; only where somebody did.
inline numeric::level_range chosen_levels(std::span<const std::uint32_t> counts) noexcept {
  numeric::level_range out{0, static_cast<std::uint32_t>(counts.size() - 1)};
  while (out.low < out.high && counts[out.low] == 0) { ++out.low; }
  while (out.high > out.low && counts[out.high] == 0) { --out.high; }
  return out;
}

/// The groups whose people's marks lie nearest to a range, by mean distance in levels; empty when fewer than two groups marked or all are equally near.
template <std::size_t Levels> std::vector<std::uint32_t> nearest_groups(std::span<const cell_counts<Levels>> groups, const numeric::level_range& mark) {
  struct distance {
    std::uint64_t sum;
    std::uint64_t n;
  };
  std::vector<distance> all(groups.size());
  std::size_t marked = 0;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const auto counts = groups[g].levels();
    for (std::uint32_t k = 0; k < counts.size(); ++k) {
      const std::int64_t levels = levels_between({k, k}, mark);
      all[g].sum += static_cast<std::uint64_t>(levels < 0 ? -levels : levels) * counts[k];
      all[g].n += counts[k];
    }
    marked += all[g].n > 0 ? 1u : 0u;
  }
  const auto nearer = [&](const distance& a, const distance& b) { return a.sum * b.n < b.sum * a.n; }; // whole numbers: equal is equal
  const distance* best = nullptr;
  for (const distance& each : all) {
    if (each.n > 0 && (best == nullptr || nearer(each, *best))) { best = &each; }
  }
  std::vector<std::uint32_t> out;
  for (std::uint32_t g = 0; g < all.size(); ++g) {
    if (all[g].n > 0 && !nearer(*best, all[g])) { out.push_back(g); }
  }
  if (marked < 2 || out.size() == marked) { out.clear(); }
  return out;
}

/// Compares one record with its individual marks.
template <std::size_t Dimensions, std::size_t Levels>
consensus_against_row<Levels> compare_record(const study<Dimensions, Levels>& of, std::size_t position, const sector_grouping& by, bool sectors_withheld) {
  const consensus_record& record = of->consensus()[position];
  const community_id place{record.community};
  const round_id when{record.round};
  const dimension_id asked{record.dimension};
  consensus_against_row<Levels> row;
  row.record = position;
  row.counts = count_cell(of, place, when, asked);
  row.mark = agreed_levels(record, of.rubric().scale());
  const auto counts = row.counts.levels();
  const std::uint32_t n = row.counts.n();
  if (n > 0) { row.median = numeric::median(counts); }
  if (row.mark && record.mode == score_mode::moderated) {
    const consensus_record* agreed = of->find_consensus(place, when, asked);
    const auto own = agreed == nullptr ? std::nullopt : agreed_levels(*agreed, of.rubric().scale());
    if (own) { row.shift_from_agreed = levels_between(*row.mark, *own); }
  }
  row.status = !row.mark ? status::not_comparable : n == 0 ? status::no_data : n == 1 ? status::value_only : status::ok;
  if (!row.mark || n == 0) { return row; }
  for (std::uint32_t k = 0; k < counts.size(); ++k) {
    const std::int64_t levels = levels_between({k, k}, *row.mark);
    (levels < 0 ? row.below : levels > 0 ? row.above : row.at) += counts[k];
    row.two_or_more_away += levels <= -2 || levels >= 2 ? counts[k] : 0u;
  }
  row.position = (row.below + 0.5 * row.at) / n;
  row.shift = levels_between(*row.mark, row.median);
  if (!sectors_withheld) {
    std::vector<cell_counts<Levels>> groups(by.size(), empty_cell(of));
    count_cell(of, place, when, asked, by, std::span{groups});
    row.nearest = nearest_groups(std::span<const cell_counts<Levels>>{groups}, *row.mark);
  }
  return row;
}

} // namespace detail

/// Every agreed and moderated mark against the individual marks of the same community, round and dimension.
/// Definition: `below`, `at` and `above` count people by where their own mark lies; `position` is the mid-percentile (below + at / 2) / n of the agreed mark
/// among them; `shift` its distance in levels from the nearest median; people two or more levels from it are silent or dissenting. The nearest
/// sectors are those whose people's marks have the smallest mean distance to it. A mark written as a range ("2-3") stays one: people within it are
/// `at` it, distances are to its nearer end. The agreed mark is never corrected and never mixed with people's own.
/// Missing and edge cases: no agreement, or a mark that is words: not_comparable; nobody's own marks: no_data; one: value_only. A moderated mark
/// stands in a row of its own, with its distance from the room's.
/// \param wanted a community by key or name, or empty for all; a round by label, or empty for all
/// \throws error not_found for a name that is not in the study; invalid_argument when an option has another length than the communities or records;
/// incompatible for a grouping of another study
/// Cost: O(rows of the cells). Threads: safe. Since 0.1. Reference: Davis (1973) on rooms and their members. Checked by `consensus_against_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] consensus_against_result<Dimensions, Levels> consensus_against(const study<Dimensions, Levels>& of, const selection& wanted,
                                                                             const consensus_against_options& options = {}) {
  const auto records = of->consensus();
  if (!options.by_sector.empty()) { check::same_length(options.by_sector.size(), of->communities().size(), "consensus_against", "by_sector"); }
  if (!options.withheld.empty()) { check::same_length(options.withheld.size(), records.size(), "consensus_against", "withheld"); }
  if (!options.withheld_sectors.empty()) { check::same_length(options.withheld_sectors.size(), records.size(), "consensus_against", "withheld_sectors"); }
  consensus_against_result<Dimensions, Levels> out{of, wanted, options.by_sector};
  out.confidence = options.confidence;
  if (out.by.empty()) { out.by.assign(of->communities().size(), sector_grouping::identity(of.data())); }
  for (const sector_grouping& by : out.by) { by.check_fits(of.data(), "consensus_against"); }
  const community_id place = wanted.community.empty() ? community_id::none() : of->find_community(wanted.community);
  const round_id when = wanted.round.empty() ? round_id::none() : of->find_round(wanted.round);
  for (std::size_t i = 0; i < records.size(); ++i) {
    if ((place.has_value() && records[i].community != place.value) || (when.has_value() && records[i].round != when.value)) { continue; }
    auto row = detail::compare_record(of, i, out.by[records[i].community], !options.withheld_sectors.empty() && options.withheld_sectors[i]);
    if (!options.withheld.empty() && !options.withheld[i].empty()) {
      consensus_against_row<Levels> bare;
      bare.record = row.record;
      bare.mark = row.mark;
      bare.shift_from_agreed = row.shift_from_agreed; // between two records of the room
      bare.status = status::hidden;
      bare.hidden_reason = options.withheld[i];
      row = std::move(bare);
    }
    out.rows.push_back(std::move(row));
  }
  return out;
}

/// Whether rooms agree above or below the middle of their people's own marks: the exact sign test over agreed marks.
/// Definition: of the room's agreed marks (moderated ones are left out) with at least two individual marks, `up` are those above the high median,
/// `down` below the low one, `held` between; the test is `exact::sign_test`. Marks of one room are not independent, so over one round this describes
/// a habit of that room; over communities and rounds it is a test.
/// Missing and edge cases: rows that are not ok count for nothing; fewer than six marks that differ from the middle could not have shown anything at 5 %.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `consensus_against_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] consensus_shift_result consensus_shift(const consensus_against_result<Dimensions, Levels>& of) {
  consensus_shift_result out{.confidence = of.confidence};
  std::uint64_t up = 0;
  std::uint64_t held = 0;
  std::uint64_t down = 0;
  for (const auto& row : of.rows) {
    if (row.status != status::ok || of.of->consensus()[row.record].mode != score_mode::consensus) { continue; }
    (*row.shift > 0 ? up : *row.shift < 0 ? down : held) += 1;
    out.two_or_more_away += *row.shift >= 2 || *row.shift <= -2 ? 1u : 0u;
    out.beyond += row.below == row.counts.n() || row.above == row.counts.n() ? 1u : 0u;
  }
  out.test = exact::sign_test(up, held, down, {.confidence = of.confidence});
  out.status = out.test.status;
  return out;
}

/// Agreed marks against individual ones as a table: the columns of `consensus_table`, then minority_view_hidden_reason, n (individual
/// marks), median_low, median_high (as people write
/// them), position, shift, below, at, above, two_or_more_away, nearest_sectors (labels joined by "; "), shift_from_agreed, words, status,
/// hidden_reason.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `consensus_against_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const consensus_against_result<Dimensions, Levels>& result) {
  const auto& scale = result.of.rubric().scale();
  table out = consensus_table(result.of, result.wanted);
  const std::size_t first = out.columns().size();
  out.add("minority_view_hidden_reason", column_type::text);
  for (const char* column : {"n", "median_low", "median_high"}) { out.add(column, column_type::integer); }
  out.add("position", column_type::real);
  for (const char* column : {"shift", "below", "at", "above", "two_or_more_away"}) { out.add(column, column_type::integer); }
  out.add("nearest_sectors", column_type::text);
  out.add("shift_from_agreed", column_type::integer);
  for (const char* column : {"words", "status", "hidden_reason"}) { out.add(column, column_type::text); }
  for (const auto& row : result.rows) {
    const consensus_record& record = result.of->consensus()[row.record];
    const bool shown = row.status != status::hidden;
    const bool marked = row.counts.n() > 0;
    const bool compared = row.position.has_value();
    std::string nearest;
    for (const std::uint32_t g : row.nearest) { nearest += (nearest.empty() ? "" : "; ") + result.by[record.community].label(g); }
    detail::room_facts facts{.n = row.counts.n(), .below = row.below, .above = row.above, .away = row.two_or_more_away, .shift = row.shift.value_or(0)};
    if (marked) {
      facts.middle = row.median;
      facts.chosen = detail::chosen_levels(row.counts.levels());
    }
    std::string words;
    if (row.mark) {
      facts.mark = *row.mark;
      facts.written = record.score.has_level() ? std::string{} : record.written.text;
      words = shown ? detail::say_room_against(facts, scale, record.mode == score_mode::moderated) : std::string{};
    } else if (shown) {
      words = record.written.text.empty() ? detail::say_no_agreement(facts, scale) : "The room wrote \"" + record.written.text + "\", which cannot be set against the scale.";
    }
    detail::row_writer w{out, first};
    w.skip();
    w.put(row.counts.n(), shown);
    w.put(scale.value(row.median.low), shown && marked);
    w.put(scale.value(row.median.high), shown && marked);
    w.put(row.position);
    w.put(row.shift);
    w.put(row.below, compared);
    w.put(row.at, compared);
    w.put(row.above, compared);
    w.put(row.two_or_more_away, compared);
    w.put_text(nearest);
    w.put(row.shift_from_agreed);
    w.put_text(words);
    w.put(name(row.status));
    w.put_text(row.hidden_reason);
  }
  return out;
}

/// The shift of agreed marks as a table of one row: marks (agreed marks compared), up, held, down, beyond (above or below every individual mark),
/// two_or_more_away (agreed marks two or more levels from the middle), share_up, share_up_low, share_up_high, p_up, p_down, p_two_sided, p_min, words, status.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `consensus_against_test`.
[[nodiscard]] inline table to_table(const consensus_shift_result& result) {
  table out;
  for (const char* column : {"marks", "up", "held", "down", "beyond", "two_or_more_away"}) { out.add(column, column_type::integer); }
  for (const char* column : {"share_up", "share_up_low", "share_up_high", "p_up", "p_down", "p_two_sided", "p_min"}) { out.add(column, column_type::real); }
  for (const char* column : {"words", "status"}) { out.add(column, column_type::text); }
  const exact::sign_test_result& t = result.test;
  const bool tested = t.up + t.down > 0;
  const auto real = [&](double value) { return tested ? std::optional{value} : std::nullopt; };
  out.push_row(t.n, t.up, t.held, t.down, result.beyond, result.two_or_more_away, t.share_up, t.share_up_low, t.share_up_high, real(t.p_up), real(t.p_down), real(t.p_two_sided),
               real(t.p_min), detail::say_shift(result.test, result.beyond, 1.0 - result.confidence.value()), name(result.status));
  return out;
}

} // namespace headway::agreement
