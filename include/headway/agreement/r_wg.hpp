#pragma once

/// \file
/// Within-group agreement as organisation research measures it: the variance of a group's marks against the variance of a group that does not agree.
/// These measures take steps as equal; `dispersion_of` does not.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/status.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/order.hpp>

namespace headway::agreement {

/// What people would mark who do not agree at all: the yardstick of r_wg. Values are part of the C ABI and never reused.
enum class null_distribution : std::int32_t {
  uniform = 0,            ///< every level equally often
  slightly_skewed = 1,    ///< a leaning towards one end (leniency), as published for 5 to 11 levels
  moderately_skewed = 2,  ///< more of it
  heavily_skewed = 3,     ///< nearly everybody at one end
  triangular = 4,         ///< most in the middle (reluctance to go to the ends)
  normal = 5,             ///< still more in the middle
  half_at_each_end = 6,   ///< as divided as can be (Lindell and Brandt's maximum dissensus): r_wg is then never far below 0
  own = 7                 ///< shares of your own
};

/// Options of the r_wg family. Since 0.1.
struct r_wg_options {
  null_distribution null{null_distribution::uniform};
  std::vector<double> own_null{};  ///< for `own` alone: the share of each level, lowest first, none negative; they need not sum to 1
  bool negative_as_zero{false};    ///< say 0 where people differ more than the null distribution; James, Demaree and Wolf's custom
};

/// r_wg of one group on one question. Since 0.1. Checked by `r_wg_test`.
struct r_wg_result {
  headway::status status{status::no_data};  ///< ok; no_data; too_few_raters for one
  std::optional<double> value{};            ///< at most 1; below 0 where people differ more than the null distribution
  std::optional<double> variance{};         ///< of the marks, in levels squared, with n - 1
  double null_variance{};                   ///< of the null distribution
  std::uint64_t n{};                        ///< raters with a mark
  friend bool operator==(const r_wg_result&, const r_wg_result&) = default;
};

/// a_wg of one group on one question. Since 0.1. Checked by `r_wg_test`.
struct a_wg_result {
  headway::status status{status::no_data};    ///< ok; no_data; too_few_raters for one
  std::optional<double> value{};              ///< at most 1
  std::optional<double> variance{};           ///< of the marks, in levels squared, with n - 1
  std::optional<double> largest_variance{};   ///< the largest that marks with this mean can have; 0 when all are at one end
  std::uint64_t n{};                          ///< raters with a mark
  friend bool operator==(const a_wg_result&, const a_wg_result&) = default;
};

/// Agreement of one group over several questions. Since 0.1. Checked by `r_wg_test`.
struct r_wg_j_result {
  headway::status status{status::no_data};  ///< ok; no_data; too_few_raters when no question has two raters
  std::optional<double> r_wg_j{};           ///< James, Demaree and Wolf's; 0 where people differ more than the null distribution
  std::optional<double> r_star_wg_j{};      ///< Lindell's, which does not grow with the number of questions
  std::optional<double> a_wg_j{};           ///< mean of the questions' a_wg
  std::optional<double> mean_variance{};    ///< mean of the questions' variances
  double null_variance{};
  std::uint64_t items{};                    ///< questions given
  std::uint64_t items_used{};               ///< of them, with at least two raters
  std::uint64_t fewest{};                   ///< raters of the used question with the fewest
  std::uint64_t most{};                     ///< and of the one with the most
  friend bool operator==(const r_wg_j_result&, const r_wg_j_result&) = default;
};

/// The code of a null distribution as written in tables and options. \return "unknown" for another value
/// Cost: constant. Threads: safe. Since 0.1. Checked by `r_wg_test`.
[[nodiscard]] constexpr std::string_view name(null_distribution value) noexcept {
  switch (value) {
  case null_distribution::uniform: return "uniform";
  case null_distribution::slightly_skewed: return "slightly_skewed";
  case null_distribution::moderately_skewed: return "moderately_skewed";
  case null_distribution::heavily_skewed: return "heavily_skewed";
  case null_distribution::triangular: return "triangular";
  case null_distribution::normal: return "normal";
  case null_distribution::half_at_each_end: return "half_at_each_end";
  case null_distribution::own: return "own";
  }
  return "unknown";
}

namespace detail {

/// Variances of the named null distributions for 5 to 11 levels: slightly, moderately, heavily skewed, triangular, normal.
/// LeBreton and Senter (2008), Organizational Research Methods 11, 815-852, table 2.
inline constexpr std::array<std::array<double, 5>, 7> published_null_variances{{{1.34, 0.90, 0.44, 1.32, 1.04},
                                                                               {1.85, 1.26, 0.69, 1.45, 1.25},
                                                                               {2.90, 2.14, 1.39, 2.10, 1.40},
                                                                               {3.47, 2.79, 2.35, 2.81, 1.73},
                                                                               {5.66, 4.73, 3.16, 3.00, 1.58},
                                                                               {6.30, 5.09, 3.46, 2.89, 1.45},
                                                                               {7.31, 6.32, 4.02, 3.32, 1.40}}};

[[nodiscard]] inline double own_null_variance(std::span<const double> shares, std::size_t levels, const char* function) {
  check::same_length(shares.size(), levels, function, "own_null");
  double sum = 0.0;
  double first = 0.0;
  for (std::size_t k = 0; k < levels; ++k) {
    if (!(shares[k] >= 0.0 && shares[k] < 1e300)) {
      throw error{error_category::out_of_range, function, "own_null", std::to_string(shares[k]) + " is not allowed; no share may be negative", static_cast<std::int64_t>(k)};
    }
    sum += shares[k];
    first += static_cast<double>(k) * shares[k];
  }
  check::that(sum > 0.0, function, "own_null", "has nothing above 0");
  const double mean = first / sum;
  double variance = 0.0;
  for (std::size_t k = 0; k < levels; ++k) {
    const double from_mean = static_cast<double>(k) - mean;
    variance += shares[k] / sum * from_mean * from_mean;
  }
  check::that(variance > 0.0, function, "own_null", "has everybody at one level; a yardstick needs a variance above 0");
  return variance;
}

/// n, sum and sum of squares of the levels, whole numbers. Levels are counted from the lowest anybody chose, so that people at one level have no sum.
struct level_moments {
  double n{};
  double sum{};
  double squares{};
  std::size_t lowest{};
  /// n times the sum of squared distances from the mean.
  [[nodiscard]] double spread() const noexcept { return n * squares - sum * sum; }
  /// The variance, with n - 1.
  [[nodiscard]] double variance() const noexcept { return spread() / (n * (n - 1.0)); }
};

[[nodiscard]] inline level_moments level_moments_of(std::span<const std::uint32_t> counts) noexcept {
  level_moments out;
  while (out.lowest < counts.size() && counts[out.lowest] == 0) { ++out.lowest; }
  for (std::size_t k = out.lowest; k < counts.size(); ++k) {
    const auto count = static_cast<double>(counts[k]);
    const auto up = static_cast<double>(k - out.lowest);
    out.n += count;
    out.sum += up * count;
    out.squares += up * up * count;
  }
  return out;
}

/// Items x levels counts from people x items marks.
[[nodiscard]] inline std::vector<std::uint32_t> count_columns(std::span<const std::int8_t> marks, std::size_t rows, std::size_t columns, std::size_t levels, const char* function) {
  check::bounded(static_cast<std::int64_t>(levels > most_levels ? most_levels + 1 : levels), fewest_levels, most_levels, function, "levels");
  check::same_length(marks.size(), rows * columns, function, "marks");
  std::vector<std::uint32_t> counts(columns * levels);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i] < 0) { continue; }
    const auto level = static_cast<std::size_t>(marks[i]);
    if (level >= levels) {
      throw error{error_category::out_of_range, function, "marks", "level " + std::to_string(level) + " where the scale has " + std::to_string(levels), static_cast<std::int64_t>(i / columns)};
    }
    ++counts[i % columns * levels + level];
  }
  return counts;
}

} // namespace detail

/// The variance of marks that do not agree, in levels squared.
/// Definition: uniform (K^2 - 1) / 12; half at each end (K - 1)^2 / 4; own the variance of the shares given; the others are the published figures
/// for 5 to 11 levels, two digits each, and nothing is made up for other scales.
/// \param null which \param levels of the scale, 2 to 16 \param own for `own` alone, one share a level
/// \throws error out_of_range for another number of levels, or one for which a named distribution is not published (give its shares as `own`);
/// invalid_argument for shares of another length or without a variance
/// Cost: one pass over the levels. Threads: safe. Since 0.1.
/// Reference: James, Demaree and Wolf (1984), Journal of Applied Psychology 69, 85-98; LeBreton and Senter (2008). Checked by `r_wg_test`.
[[nodiscard]] inline double null_variance(null_distribution null, std::size_t levels, std::span<const double> own = {}) {
  check::bounded(static_cast<std::int64_t>(levels > most_levels ? most_levels + 1 : levels), fewest_levels, most_levels, "null_variance", "levels");
  check::that(null == null_distribution::own || own.empty(), "null_variance", "own_null", "is given, but the null distribution is another");
  const auto k = static_cast<double>(levels);
  switch (null) {
  case null_distribution::uniform: return (k * k - 1.0) / 12.0;
  case null_distribution::half_at_each_end: return (k - 1.0) * (k - 1.0) / 4.0;
  case null_distribution::own: return detail::own_null_variance(own, levels, "null_variance");
  case null_distribution::slightly_skewed:
  case null_distribution::moderately_skewed:
  case null_distribution::heavily_skewed:
  case null_distribution::triangular:
  case null_distribution::normal: {
    if (levels < 5 || levels > 11) {
      throw error{error_category::out_of_range, "null_variance", "levels",
                  std::to_string(levels) + " is not allowed with " + std::string{name(null)} + "; its variance is published for 5 to 11 levels. Give shares of your own"};
    }
    return detail::published_null_variances[levels - 5][static_cast<std::size_t>(null) - 1];
  }
  }
  throw error{error_category::out_of_range, "null_variance", "null", std::to_string(static_cast<std::int32_t>(null)) + " is no null distribution"};
}

/// r_wg: how much less people differ than if they did not agree at all.
/// Definition: 1 - s^2 / sigma^2, s^2 the variance of the marks with n - 1, sigma^2 that of the null distribution (`null_variance`).
/// Missing and edge cases: nobody: no_data; one rater: too_few_raters; all at one level: 1; below 0 where people differ more than the null
/// distribution, unless `negative_as_zero`.
/// Choose `dispersion_of` over it: r_wg takes steps as equal, depends on the null distribution chosen, and has no lower end; this one for comparison
/// with published figures. Say which null distribution was used: the answer can differ as much as groups do.
/// Why numbers can differ: R multilevel sets negative values to 0.
/// \param counts raters per level, lowest first, 2 to 16 levels \param options
/// \throws error out_of_range for fewer than 2 or more than 16 levels, and as `null_variance`
/// Cost: one pass over the levels. Threads: safe. Since 0.1. Reference: James, Demaree and Wolf (1984). Checked by `r_wg_test` (reference case a09).
[[nodiscard]] inline r_wg_result r_wg(std::span<const std::uint32_t> counts, const r_wg_options& options = {}) {
  numeric::detail::level_counts(counts, "r_wg");
  r_wg_result out;
  out.null_variance = null_variance(options.null, counts.size(), options.own_null);
  out.n = numeric::total(counts);
  if (out.n == 0) { return out; }
  if (out.n == 1) {
    out.status = status::too_few_raters;
    return out;
  }
  const detail::level_moments moments = detail::level_moments_of(counts);
  out.status = status::ok;
  out.variance = moments.variance();
  const double value = 1.0 - *out.variance / out.null_variance;
  out.value = options.negative_as_zero ? (std::fmax)(0.0, value) : value;
  return out;
}
[[nodiscard]] inline r_wg_result r_wg(std::span<const std::int8_t> marks, std::size_t levels, const r_wg_options& options = {}) {
  return r_wg(numeric::count_marks(marks, levels, "r_wg"), options);
}

/// a_wg: how much less people differ than people with their mean could differ at most.
/// Definition: 1 - 2 s^2 / m, s^2 the variance of the marks with n - 1 and m = (H - mean)(mean - L) n / (n - 1) the largest it can be at this mean,
/// H and L the highest and lowest level. It is -1 when people stand at the two ends only, and 0 for half of that variance.
/// Missing and edge cases: nobody: no_data; one rater: too_few_raters; all at one level: 1, at the ends of the scale too, where the formula has 0 / 0.
/// With a mean so near an end that n people cannot reach the largest variance, values are too high: trust it for means of at least
/// (L (n - 1) + H) / n and at most (H (n - 1) + L) / n.
/// Choose it over `r_wg` where means differ between groups: it needs no null distribution.
/// \param counts raters per level, lowest first, 2 to 16 levels
/// \throws error out_of_range for fewer than 2 or more than 16 levels
/// Cost: one pass over the levels. Threads: safe. Since 0.1. Reference: Brown and Hauenstein (2005), Organizational Research Methods 8, 165-184.
/// Checked by `r_wg_test` (reference case a09).
[[nodiscard]] inline a_wg_result a_wg(std::span<const std::uint32_t> counts) {
  numeric::detail::level_counts(counts, "a_wg");
  a_wg_result out;
  out.n = numeric::total(counts);
  if (out.n == 0) { return out; }
  if (out.n == 1) {
    out.status = status::too_few_raters;
    return out;
  }
  const detail::level_moments moments = detail::level_moments_of(counts);
  const double from_bottom = moments.sum + static_cast<double>(moments.lowest) * moments.n;
  const double to_top = static_cast<double>(counts.size() - 1) * moments.n - from_bottom;
  const double most = from_bottom * to_top;
  out.status = status::ok;
  out.variance = moments.variance();
  out.largest_variance = most / (moments.n * (moments.n - 1.0));
  out.value = moments.spread() > 0.0 ? 1.0 - 2.0 * moments.spread() / most : 1.0;
  return out;
}
[[nodiscard]] inline a_wg_result a_wg(std::span<const std::int8_t> marks, std::size_t levels) { return a_wg(numeric::count_marks(marks, levels, "a_wg")); }

/// Agreement of one group over J questions on the same scale: r_wg(j), r*_wg(j) and a_wg(j).
/// Definition, with v the mean of the questions' variances (each with n - 1) and q = v / sigma^2, sigma^2 the variance of the null distribution:
/// r_wg(j) = J (1 - q) / (J (1 - q) + q), and 0 for q >= 1; r*_wg(j) = 1 - q; a_wg(j) the mean of the questions' a_wg.
/// Missing and edge cases: a question with fewer than two raters is left out of J and of all means; no question left: too_few_raters.
/// Choose r*_wg(j) over r_wg(j): r_wg(j) grows towards 1 with the number of questions whatever people think.
/// Why numbers can differ: every question uses all who answered it, where R multilevel drops people with any question unanswered.
/// \param counts raters per question and level, questions x levels row by row \param items questions \param levels of the scale, 2 to 16
/// \param options `negative_as_zero` applies to r*_wg(j)
/// \throws error invalid_argument when the table is not items x levels; out_of_range as `r_wg`
/// Cost: one pass over the counts. Threads: safe. Since 0.1.
/// Reference: James, Demaree and Wolf (1984); Lindell, Brandt and Whitney (1999), Applied Psychological Measurement 23, 127-135; Brown and Hauenstein (2005).
/// Checked by `r_wg_test` (reference case a09).
[[nodiscard]] inline r_wg_j_result r_wg_j(std::span<const std::uint32_t> counts, std::size_t items, std::size_t levels, const r_wg_options& options = {}) {
  r_wg_j_result out;
  out.null_variance = null_variance(options.null, levels, options.own_null);
  check::same_length(counts.size(), items * levels, "r_wg_j", "counts");
  out.items = items;
  double variances = 0.0;
  double a_wgs = 0.0;
  bool anybody = false;
  for (std::size_t item = 0; item < items; ++item) {
    const a_wg_result one = a_wg(counts.subspan(item * levels, levels));
    anybody = anybody || one.n > 0;
    if (one.status != status::ok) { continue; }
    variances += *one.variance;
    a_wgs += *one.value;
    out.fewest = out.items_used == 0 || one.n < out.fewest ? one.n : out.fewest;
    out.most = one.n > out.most ? one.n : out.most;
    ++out.items_used;
  }
  if (out.items_used == 0) {
    out.status = anybody ? status::too_few_raters : status::no_data;
    return out;
  }
  const auto used = static_cast<double>(out.items_used);
  out.status = status::ok;
  out.mean_variance = variances / used;
  const double q = *out.mean_variance / out.null_variance;
  out.r_wg_j = q < 1.0 ? used * (1.0 - q) / (used * (1.0 - q) + q) : 0.0;
  out.r_star_wg_j = options.negative_as_zero ? (std::fmax)(0.0, 1.0 - q) : 1.0 - q;
  out.a_wg_j = a_wgs / used;
  return out;
}

/// The same from a table of marks.
/// \param marks people x questions, row by row: 0-based levels, or a negative number where there is none \param people,items its shape
/// \param levels of the scale, 2 to 16 \param options
/// \throws error invalid_argument when the table is not people x items; out_of_range, with the person, for a mark past the scale, and as the other
/// Cost: one pass over the marks. Threads: safe. Since 0.1. Checked by `r_wg_test`.
[[nodiscard]] inline r_wg_j_result r_wg_j(std::span<const std::int8_t> marks, std::size_t people, std::size_t items, std::size_t levels, const r_wg_options& options = {}) {
  return r_wg_j(detail::count_columns(marks, people, items, levels, "r_wg_j"), items, levels, options);
}

/// r_wg as a table of one row: value, variance, null_variance, n, status. Cost: constant. Threads: safe. Since 0.1. Checked by `r_wg_test`.
[[nodiscard]] inline table to_table(const r_wg_result& result) {
  table out;
  for (const char* column : {"value", "variance", "null_variance"}) { out.add(column, column_type::real); }
  out.add("n", column_type::integer);
  out.add("status", column_type::text);
  out.push_row(result.value, result.variance, result.null_variance, result.n, headway::name(result.status));
  return out;
}

/// a_wg as a table of one row: value, variance, largest_variance, n, status. Cost: constant. Threads: safe. Since 0.1. Checked by `r_wg_test`.
[[nodiscard]] inline table to_table(const a_wg_result& result) {
  table out;
  for (const char* column : {"value", "variance", "largest_variance"}) { out.add(column, column_type::real); }
  out.add("n", column_type::integer);
  out.add("status", column_type::text);
  out.push_row(result.value, result.variance, result.largest_variance, result.n, headway::name(result.status));
  return out;
}

/// Agreement over several questions as a table of one row: r_wg_j, r_star_wg_j, a_wg_j, mean_variance, null_variance, items, items_used, fewest, most,
/// status. Cost: constant. Threads: safe. Since 0.1. Checked by `r_wg_test`.
[[nodiscard]] inline table to_table(const r_wg_j_result& result) {
  table out;
  for (const char* column : {"r_wg_j", "r_star_wg_j", "a_wg_j", "mean_variance", "null_variance"}) { out.add(column, column_type::real); }
  for (const char* column : {"items", "items_used", "fewest", "most"}) { out.add(column, column_type::integer); }
  out.add("status", column_type::text);
  out.push_row(result.r_wg_j, result.r_star_wg_j, result.a_wg_j, result.mean_variance, result.null_variance, result.items, result.items_used, result.fewest, result.most,
               headway::name(result.status));
  return out;
}

} // namespace headway::agreement
