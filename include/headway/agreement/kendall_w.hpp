#pragma once

/// \file
/// Kendall's W: how far raters put the same units in the same order.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <headway/agreement/detail/two_way.hpp>
#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/rules.hpp>
#include <headway/numeric/special.hpp>
#include <headway/resample/rank_blocks.hpp>

namespace headway::agreement {

/// What is left out where a table has gaps, so that every rater ranks the same units. Values are part of the C ABI and never reused.
enum class gap_rule : std::int32_t {
  drop_units = 0, ///< units that not every rater marked
  drop_raters = 1 ///< raters who did not mark every unit
};

/// Options of `kendall_w`. Since 0.1.
struct kendall_w_options {
  confidence_level confidence{0.95};   ///< 1 less the level at which the test would be called significant
  gap_rule gaps{gap_rule::drop_units};
  std::uint64_t most_steps{200'000}; ///< arrangements of ranks counted out before drawing instead
  std::uint32_t draws{9'999};          ///< random arrangements where counting is too long, for up to 1,000 marks; 0: none
  seed random_seed{1};                 ///< of these; the same bits for any number of threads
  std::size_t threads{1};              ///< for these; 0 for as many as the machine runs at once
};

/// Kendall's W and what it rests on. Since 0.1. Checked by `kendall_w_test`.
struct kendall_w_result {
  headway::status status{status::no_data};       ///< ok; no_data; too_few_raters, too_few_units: fewer than two without gaps; no_variation: no rater tells units
                                                 ///< apart; could_not_show: these ranks can give no p as small as 1 - confidence
  std::optional<double> value{};                 ///< 0 orders cancel, 1 all raters have the same order; with the correction for ties
  std::optional<double> value_no_tie_term{};     ///< from midranks without that correction: less than 1 for equal orders with ties
  std::optional<double> mean_spearman{};         ///< mean rank correlation of all pairs of raters; none where a rater marks all units equal
  std::optional<double> p{};                     ///< P(W at least this large when every rater's order is random)
  std::optional<double> p_min{};                 ///< floor: no orders with these ties can give a smaller p; none where p is approximate
  std::optional<exact::p_method> method{};       ///< of p
  std::optional<std::uint32_t> draws{};          ///< random arrangements, where drawn
  std::optional<double> chi_square{};            ///< raters (units - 1) W
  std::optional<double> chi_square_no_tie_term{};
  std::optional<double> df{};                    ///< units - 1
  std::optional<double> p_chi_square{};
  std::optional<double> f{};                     ///< (raters - 1) W / (1 - W); none for W = 1
  std::optional<double> df1{};                   ///< units - 1 - 2 / raters
  std::optional<double> df2{};                   ///< (raters - 1) df1
  std::optional<double> p_f{};                   ///< nearer the truth than p_chi_square for few raters
  std::uint64_t units{};                         ///< units given
  std::uint64_t units_used{};
  std::uint64_t raters{};                        ///< raters given
  std::uint64_t raters_used{};
  friend bool operator==(const kendall_w_result&, const kendall_w_result&) = default;
};

namespace detail {

/// Most marks for which random arrangements are drawn without being asked twice: past them chi-square is near enough.
inline constexpr std::size_t most_drawn_marks = 1000;

/// Twice the midranks of values, less their mean: whole numbers that sum to 0. Also the sum of t^3 - t over groups of t equal values.
struct doubled_ranks {
  std::vector<std::int32_t> score{};
  std::uint64_t ties{};
};

[[nodiscard]] inline doubled_ranks rank_doubled(const std::vector<double>& values, std::vector<std::size_t>& order) {
  const std::size_t n = values.size();
  doubled_ranks out;
  out.score.resize(n);
  order.resize(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  for (std::size_t first = 0; first < n;) {
    std::size_t last = first + 1;
    while (last < n && !(values[order[first]] < values[order[last]])) { ++last; }
    const auto twice_midrank = static_cast<std::int64_t>(first + last + 1); // of ranks first + 1 to last
    for (std::size_t i = first; i < last; ++i) { out.score[order[i]] = static_cast<std::int32_t>(twice_midrank - static_cast<std::int64_t>(n + 1)); }
    const std::uint64_t t = last - first;
    out.ties += t * t * t - t;
    first = last;
  }
  return out;
}

/// Which units and raters are kept, so that no gap is left.
struct kept_cells {
  std::vector<std::size_t> units{};
  std::vector<std::size_t> raters{};
};

[[nodiscard]] inline kept_cells without_gaps(std::span<const double> values, std::size_t units, std::size_t raters, gap_rule rule, const char* function) {
  std::vector<std::size_t> unit_marks(units);
  std::vector<std::size_t> rater_marks(raters);
  for (std::size_t i = 0; i < units; ++i) {
    for (std::size_t j = 0; j < raters; ++j) {
      if (no_mark(values[i * raters + j], i, function, "ratings")) { continue; }
      ++unit_marks[i];
      ++rater_marks[j];
    }
  }
  kept_cells out;
  // whoever gave no mark at all, and whatever got none, is not there
  const auto marked_units = static_cast<std::size_t>(std::count_if(unit_marks.begin(), unit_marks.end(), [](std::size_t m) { return m != 0; }));
  const auto marked_raters = static_cast<std::size_t>(std::count_if(rater_marks.begin(), rater_marks.end(), [](std::size_t m) { return m != 0; }));
  for (std::size_t i = 0; i < units; ++i) {
    if (unit_marks[i] != 0 && (rule == gap_rule::drop_raters || unit_marks[i] == marked_raters)) { out.units.push_back(i); }
  }
  for (std::size_t j = 0; j < raters; ++j) {
    if (rater_marks[j] != 0 && (rule == gap_rule::drop_units || rater_marks[j] == marked_units)) { out.raters.push_back(j); }
  }
  return out;
}

} // namespace detail

/// Kendall's coefficient of concordance.
/// Definition: with R_i the sum over the m raters of unit i's rank among the n units, midranks for equal marks, and t the sizes of groups of equal marks of one rater,
/// W = 12 sum_i (R_i - m (n + 1) / 2)^2 / (m^2 (n^3 - n) - m sum (t^3 - t)). mean_spearman = mean over pairs of raters of the correlation of their ranks; without
/// ties it is (m W - 1) / (m - 1).
/// Test: under the null hypothesis every rater's ranks, ties and all, are in random order. p counts all arrangements where that is feasible, draws them otherwise, and
/// is that of chi-square past 1,000 marks. For few raters p_chi_square is too large; p_f is near.
/// Missing: every rater must rank the same units, so a unit that any rater left out is dropped, or a rater who left out any unit; `gaps` says which. Who has no mark
/// at all is not counted.
/// Edge cases: a rater who marks all units equal adds nothing but counts; all do: no_variation.
/// Choose it over ICC(C,k) when only the order of marks means anything. Choose alpha or AC2 when equal marks, not orders, are the question.
/// Why numbers can differ: R irr kendall(correct = FALSE), the default there, leaves out the term for ties.
/// \param values units x raters marks row by row; NaN is no mark \param units \param raters \param options
/// \throws error invalid_argument when the table is not units x raters; out_of_range, with the unit, for a mark past 1e140; out_of_range for 1 to 98 draws; limit for more
/// than 1,000,000 units
/// Cost: one sort a rater, and at most about a quarter of a second of counting or drawing. Threads: safe; of its own where asked. Since 0.1.
/// Reference: Kendall and Babington Smith (1939); Siegel and Castellan (1988). Checked by `kendall_w_test` (reference case a06).
[[nodiscard]] inline kendall_w_result kendall_w(std::span<const double> values, std::size_t units, std::size_t raters, const kendall_w_options& options = {}) {
  check::same_length(values.size(), units * raters, "kendall_w", "ratings");
  check::bounded(static_cast<std::int32_t>(options.gaps), 0, 1, "kendall_w", "gaps");
  if (units > 1'000'000) { throw error{error_category::limit, "kendall_w", "ratings", "has " + std::to_string(units) + " units; 1000000 is the most that can be ranked"}; }
  kendall_w_result out;
  out.units = units;
  out.raters = raters;
  const detail::kept_cells kept = detail::without_gaps(values, units, raters, options.gaps, "kendall_w");
  const std::size_t n = kept.units.size();
  const std::size_t m = kept.raters.size();
  out.units_used = n;
  out.raters_used = m;
  if (n == 0 && m == 0) { return out; }
  if (m < 2) {
    out.status = status::too_few_raters;
    return out;
  }
  if (n < 2) {
    out.status = status::too_few_units;
    return out;
  }

  const auto units_n = static_cast<double>(n);
  const auto raters_m = static_cast<double>(m);
  const double cube = units_n * units_n * units_n - units_n;
  std::vector<std::int32_t> scores;
  std::vector<std::int64_t> sums(n);
  std::vector<double> direction(n); // sum over raters of their ranks as vectors of length 1
  std::vector<double> column(n);
  std::vector<std::size_t> order;
  double ties = 0.0;
  bool all_vary = true;
  const bool law_wanted = n * m <= detail::most_drawn_marks || n <= resample::detail::most_rank_columns;
  for (const std::size_t j : kept.raters) {
    for (std::size_t i = 0; i < n; ++i) { column[i] = values[kept.units[i] * raters + j]; }
    const detail::doubled_ranks ranks = detail::rank_doubled(column, order);
    ties += static_cast<double>(ranks.ties);
    const double squares = (cube - static_cast<double>(ranks.ties)) / 3.0; // of the doubled ranks less their mean
    all_vary = all_vary && squares > 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      sums[i] += ranks.score[i];
      if (squares > 0.0) { direction[i] += static_cast<double>(ranks.score[i]) / std::sqrt(squares); }
    }
    if (law_wanted) { scores.insert(scores.end(), ranks.score.begin(), ranks.score.end()); }
  }
  double squares = 0.0; // 4 sum (R_i - mean)^2
  double length = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    squares += static_cast<double>(sums[i]) * static_cast<double>(sums[i]);
    length += direction[i] * direction[i];
  }
  const double whole = raters_m * (raters_m * cube - ties) / 3.0;
  if (!(whole > 0.0) || !(cube * raters_m > ties)) {
    out.status = status::no_variation;
    return out;
  }
  const double value = (std::fmin)(1.0, squares / whole);
  out.status = status::ok;
  out.value = value;
  out.value_no_tie_term = squares / (raters_m * raters_m * cube / 3.0);
  if (all_vary) { out.mean_spearman = (length - raters_m) / (raters_m * (raters_m - 1.0)); }
  const double df = units_n - 1.0;
  out.df = df;
  out.chi_square = raters_m * df * value;
  out.chi_square_no_tie_term = raters_m * df * *out.value_no_tie_term;
  out.p_chi_square = numeric::chi_square_upper(*out.chi_square, df);
  const double df1 = df - 2.0 / raters_m;
  if (value < 1.0 && df1 > 0.0) {
    out.f = (raters_m - 1.0) * value / (1.0 - value);
    out.df1 = df1;
    out.df2 = (raters_m - 1.0) * df1;
    out.p_f = numeric::f_upper(*out.f, *out.df1, *out.df2);
  }
  out.p = out.p_chi_square;
  out.method = exact::p_method::approximate;
  if (law_wanted) {
    const std::uint32_t draws = n * m <= detail::most_drawn_marks ? options.draws : 0;
    const resample::rank_block_law law = resample::rank_block_tail(scores, m, n, {options.most_steps, draws, options.random_seed, options.threads});
    if (law.p) {
      out.p = law.p;
      out.p_min = law.p_min;
      out.method = law.exact ? exact::p_method::exact : exact::p_method::drawn;
      if (!law.exact) { out.draws = law.draws; }
      if (*out.p_min > 1.0 - options.confidence.value()) { out.status = status::could_not_show; }
    }
  }
  return out;
}

/// W as a table of one row: value, value_no_tie_term, mean_spearman, p, p_min, p_method, draws, chi_square, chi_square_no_tie_term, df, p_chi_square, f, df1, df2, p_f,
/// units, units_used, raters, raters_used, status.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `kendall_w_test`.
[[nodiscard]] inline table to_table(const kendall_w_result& r) {
  table out;
  for (const char* column : {"value", "value_no_tie_term", "mean_spearman", "p", "p_min"}) { out.add(column, column_type::real); }
  out.add("p_method", column_type::text);
  out.add("draws", column_type::integer);
  for (const char* column : {"chi_square", "chi_square_no_tie_term", "df", "p_chi_square", "f", "df1", "df2", "p_f"}) { out.add(column, column_type::real); }
  for (const char* column : {"units", "units_used", "raters", "raters_used"}) { out.add(column, column_type::integer); }
  out.add("status", column_type::text);
  std::optional<std::string_view> method;
  if (r.method) { method = name(*r.method); }
  out.push_row(r.value, r.value_no_tie_term, r.mean_spearman, r.p, r.p_min, method, r.draws, r.chi_square, r.chi_square_no_tie_term, r.df, r.p_chi_square, r.f, r.df1, r.df2,
               r.p_f, r.units, r.units_used, r.raters, r.raters_used, headway::name(r.status));
  return out;
}

} // namespace headway::agreement
