#pragma once

/// \file
/// Everything about how far one group agrees on one question, at once and as one row of a table.

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <headway/agreement/apart.hpp>
#include <headway/agreement/concentration.hpp>
#include <headway/agreement/dispersion.hpp>
#include <headway/agreement/r_wg.hpp>
#include <headway/agreement/shape.hpp>
#include <headway/agreement/shape_kind.hpp>
#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/order.hpp>

namespace headway::agreement {

/// Options of `within_place`. Since 0.1.
struct within_place_options {
  confidence_level confidence{0.95};                    ///< of the dispersion's interval
  null_distribution null{null_distribution::uniform};   ///< of r_wg
  std::vector<double> own_null{};                       ///< of r_wg, for `own` alone: the share of each level
  std::vector<double> values{};                         ///< what the levels are worth in `median_low` and `median_high`; none for 1, 2, ...
  std::vector<std::string> labels{};                    ///< what people write for each level in the headline; none for `values`
};

/// How far one group agrees on one question, by every measure. Since 0.1. Checked by `within_place_test`.
struct within_place_result {
  headway::status status{status::no_data};      ///< ok; no_data; value_only for one rater
  std::uint64_t n{};                            ///< raters with a mark
  std::uint32_t levels_used{};
  std::optional<double> median_low{};           ///< in the scale's values
  std::optional<double> median_high{};
  std::uint32_t two_or_more_away{};             ///< people two or more levels from the nearest median
  std::optional<double> pairs_apart{};          ///< share of pairs of people two or more levels apart
  agreement::dispersion dispersion{};
  agreement::shape shape{};
  shape_kind kind{shape_kind::nobody};
  within_measure leik{};
  within_measure blair_lacy_l{};
  within_measure blair_lacy_l2{};
  within_measure berry_mielke_iov{};
  within_measure kvalseth_cov{};
  within_measure consensus_tastle_wierman{};
  within_measure polarization{};                ///< van der Eijk's
  r_wg_result r_wg{};
  null_distribution r_wg_null{null_distribution::uniform};
  a_wg_result a_wg{};
  std::string headline{};                       ///< one sentence without a coefficient
};

namespace detail {

/// A number as people write it, up to six decimals: "3", "-2", "2.5". No locale has a say.
[[nodiscard]] inline std::string value_text(double value) {
  const double size = std::fabs(value);
  if (size >= 1e12) { return std::to_string(static_cast<std::int64_t>((std::fmax)(-9e18, (std::fmin)(9e18, value)))); }
  const auto millionths = static_cast<std::int64_t>(std::llround(size * 1e6));
  std::string out = (value < 0.0 && millionths > 0 ? "-" : "") + std::to_string(millionths / 1'000'000);
  std::string rest = std::to_string(1'000'000 + millionths % 1'000'000).substr(1);
  while (!rest.empty() && rest.back() == '0') { rest.pop_back(); }
  return rest.empty() ? out : out + "." + rest;
}

} // namespace detail

/// How far one group agrees on one question, by every measure at once.
/// Definition: each figure is that of the function of its name; the sentence is that of `headline`, the word that of `shape_kind_of`. Headway's own first
/// choice is `dispersion_of` with `shape_of`; the others are there to be set beside published figures.
/// Missing and edge cases: nobody: no_data and no figures; one rater: value_only, figures that need two have none. Everybody at one level is ok: agreement
/// within a place needs no differences.
/// \param counts raters per level, lowest first, 2 to 16 levels \param options
/// \throws error out_of_range for fewer than 2 or more than 16 levels and as `null_variance`; invalid_argument for another number of values or labels
/// Cost: about 5 microseconds. Threads: safe. Since 0.1. Checked by `within_place_test` (reference cases a08, a09).
[[nodiscard]] inline within_place_result within_place(std::span<const std::uint32_t> counts, const within_place_options& options = {}) {
  numeric::detail::level_counts(counts, "within_place");
  std::vector<std::string> labels = options.labels;
  if (!options.values.empty()) {
    check::same_length(options.values.size(), counts.size(), "within_place", "values");
    for (std::size_t k = 0; k < options.values.size(); ++k) {
      if ((std::bit_cast<std::uint64_t>(options.values[k]) >> 52 & 0x7FFu) == 0x7FFu) {
        throw error{error_category::invalid_argument, "within_place", "values", "the number is not finite", static_cast<std::int64_t>(k)};
      }
      if (options.labels.empty()) { labels.push_back(detail::value_text(options.values[k])); }
    }
  }
  if (!options.labels.empty()) { check::same_length(options.labels.size(), counts.size(), "within_place", "labels"); }
  within_place_result out;
  out.shape = shape_of(counts);
  out.status = out.shape.status;
  out.n = out.shape.n;
  out.levels_used = out.shape.levels_used;
  if (out.n > 0) {
    const numeric::level_range middle = numeric::median(counts);
    const auto value = [&](std::uint32_t level) { return options.values.empty() ? static_cast<double>(level) + 1.0 : options.values[level]; };
    out.median_low = value(middle.low);
    out.median_high = value(middle.high);
  }
  out.two_or_more_away = two_or_more_away(counts);
  out.pairs_apart = pairs_apart(counts);
  out.dispersion = dispersion_of(counts, {.confidence = options.confidence});
  out.kind = shape_kind_of(counts);
  out.leik = leik(counts);
  out.blair_lacy_l = blair_lacy_l(counts);
  out.blair_lacy_l2 = blair_lacy_l2(counts);
  out.berry_mielke_iov = berry_mielke_iov(counts);
  out.kvalseth_cov = kvalseth_cov(counts);
  out.consensus_tastle_wierman = consensus_tastle_wierman(counts);
  out.polarization = van_der_eijk_polarization(counts);
  out.r_wg = r_wg(counts, {.null = options.null, .own_null = options.own_null, .negative_as_zero = false});
  out.r_wg_null = options.null;
  out.a_wg = a_wg(counts);
  out.headline = headline(counts, labels);
  return out;
}

/// The same from a list of marks.
/// \param marks 0-based levels, or a negative number where there is none \param levels of the scale, 2 to 16 \param options
/// \throws error out_of_range, with the row, for a mark past the scale, and as the other
/// Cost: one pass over the marks and the other. Threads: safe. Since 0.1. Checked by `within_place_test`.
[[nodiscard]] inline within_place_result within_place(std::span<const std::int8_t> marks, std::size_t levels, const within_place_options& options = {}) {
  return within_place(numeric::count_marks(marks, levels, "within_place"), options);
}

namespace detail {

/// Adds the columns of `within_place` to a table, all but `status`.
inline void add_within_columns(table& out) {
  const auto add = [&](std::initializer_list<const char*> columns, column_type type) {
    for (const char* column : columns) { out.add(column, type); }
  };
  add({"n", "levels_used"}, column_type::integer);
  add({"median_low", "median_high"}, column_type::real);
  add({"two_or_more_away"}, column_type::integer);
  add({"pairs_apart", "dispersion", "dispersion_unbiased", "dispersion_low", "dispersion_high"}, column_type::real);
  add({"dispersion_status"}, column_type::text);
  add({"van_der_eijk_a", "van_der_eijk_polarization"}, column_type::real);
  add({"two_camps"}, column_type::boolean);
  add({"shape", "shape_words"}, column_type::text);
  add({"leik", "blair_lacy_l", "blair_lacy_l2", "berry_mielke_iov", "kvalseth_cov", "consensus_tastle_wierman", "r_wg"}, column_type::real);
  add({"r_wg_null"}, column_type::text);
  add({"a_wg"}, column_type::real);
  add({"headline"}, column_type::text);
}

/// Calls `push` with the cells of those columns, in order.
template <class Push> void within_cells(const within_place_result& r, Push&& push) {
  const auto shown = [](bool is, auto value) { return is ? std::optional{value} : std::nullopt; };
  const bool any = r.n > 0;
  const bool several = r.n > 1;
  push(r.n, r.levels_used, r.median_low, r.median_high, shown(any, r.two_or_more_away), r.pairs_apart, shown(any, r.dispersion.value),
       shown(several, r.dispersion.unbiased), shown(several, r.dispersion.range.lower), shown(several, r.dispersion.range.upper), name(r.dispersion.status),
       shown(any, r.shape.agreement), r.polarization.value, shown(any, r.shape.two_camps), name(r.kind), describe(r.kind), r.leik.value, r.blair_lacy_l.value,
       r.blair_lacy_l2.value, r.berry_mielke_iov.value, r.kvalseth_cov.value, r.consensus_tastle_wierman.value, r.r_wg.value, name(r.r_wg_null), r.a_wg.value,
       std::string_view{r.headline});
}

} // namespace detail

/// The result as a table of one row: n, levels_used, median_low, median_high, two_or_more_away, pairs_apart, dispersion, dispersion_unbiased, dispersion_low,
/// dispersion_high, dispersion_status, van_der_eijk_a, van_der_eijk_polarization, two_camps, shape, shape_words, leik, blair_lacy_l, blair_lacy_l2,
/// berry_mielke_iov, kvalseth_cov, consensus_tastle_wierman, r_wg, r_wg_null, a_wg, headline, status. Figures that mean nothing for so few raters have no value.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `within_place_test`.
[[nodiscard]] inline table to_table(const within_place_result& r) {
  table out;
  detail::add_within_columns(out);
  out.add("status", column_type::text);
  detail::within_cells(r, [&](const auto&... cells) { out.push_row(cells..., name(r.status)); });
  return out;
}

} // namespace headway::agreement
