#pragma once

/// \file
/// Percent agreement and what is left of it beyond chance: Fleiss, Brennan-Prediger and Gwet. They differ in what they take for chance alone.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <headway/agreement/coefficient.hpp>
#include <headway/agreement/detail/count_source.hpp>
#include <headway/agreement/detail/statistics.hpp>
#include <headway/agreement/pair_sums.hpp>
#include <headway/agreement/unit_counts.hpp>
#include <headway/agreement/weights.hpp>
#include <headway/base/status.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/transitions.hpp>

namespace headway::agreement {

namespace detail {

/// Marks per unit where all units that have marks have equally many; 0 otherwise.
[[nodiscard]] inline std::uint64_t common_panel(const pair_sums& sums) noexcept {
  std::uint64_t size = 0;
  std::size_t sizes = 0;
  sums.each_size([&](std::uint64_t m, std::uint64_t, auto) {
    size = m;
    ++sizes;
  });
  return sizes == 1 ? size : 0;
}

/// The standard error of Fleiss's kappa where all agreement is by chance (Fleiss, Nee and Landis 1979): units with equally many marks only.
[[nodiscard]] inline std::optional<double> fleiss_null_error(const pair_sums& sums) noexcept {
  const std::uint64_t m = common_panel(sums);
  if (m < 2) { return std::nullopt; }
  double apart = 0.0;
  double skewed = 0.0;
  double n = 0.0;
  sums.each_size([&](std::uint64_t, std::uint64_t units, std::span<const std::uint64_t> each) {
    n = static_cast<double>(units);
    for (std::size_t k = 0; k < sums.levels(); ++k) {
      const double p = static_cast<double>(each[k]) / (n * static_cast<double>(m));
      apart += p * (1.0 - p);
      skewed += p * (1.0 - p) * (1.0 - 2.0 * p);
    }
  });
  if (!(apart > 0.0)) { return std::nullopt; }
  const auto size = static_cast<double>(m);
  return std::sqrt(2.0 * (std::max)(0.0, apart * apart - skewed) / (n * size * (size - 1.0))) / apart;
}

/// Any of the coefficients, from the sums.
[[nodiscard]] inline coefficient chance_value(chance_rule rule, const weight_matrix& weights, const pair_sums& sums, const outcome& whole, std::uint64_t raters) {
  coefficient out;
  add_counts(out, sums, 1, raters);
  out.status = whole.status;
  if (out.status != status::ok) {
    out.range_status = out.status;
    return out;
  }
  out.value = whole.value;
  out.observed = 1.0 - whole.observed;
  if (rule != chance_rule::none) { out.expected = 1.0 - whole.expected; }
  const bool identity = weights == weight_matrix{weights.levels()};
  if (rule == chance_rule::pooled && identity) { out.null_standard_error = fleiss_null_error(sums); }
  return out;
}

/// The least such a coefficient can be.
[[nodiscard]] inline double chance_lowest(chance_rule rule, const pair_sums& sums, const outcome& whole) noexcept {
  if (rule == chance_rule::pooled) { return -1.0 / (mean_panel(sums) - 1.0); }
  return whole.expected > 0.0 ? 1.0 - 1.0 / whole.expected : -1.0;
}

struct chance_call {
  const char* function;
  chance_rule rule;

  [[nodiscard]] coefficient from(const pair_sums& sums, const agreement_weights& weights) const {
    const weight_matrix w = weights.of(sums.levels());
    const chance_statistic statistic{rule, w};
    return chance_value(rule, w, sums, statistic.value(sums_of(statistic, sums)), 0);
  }
  [[nodiscard]] coefficient from(const unit_counts& counts, const agreement_weights& weights, const coefficient_options& options,
                                 const std::optional<mark_table>& marks = std::nullopt, bool square = false) const {
    check_options(options, function);
    const weight_matrix w = weights.of(counts.levels());
    const chance_statistic statistic{rule, w};
    const pair_sums sums = counts.sums();
    count_source<chance_statistic> source{statistic, counts, sums, marks, square};
    source.lowest = chance_lowest(rule, sums, source.whole());
    coefficient out = chance_value(rule, w, sums, source.whole(), square ? 2 : source.raters);
    add_interval(out, source, options);
    return out;
  }
  [[nodiscard]] coefficient from(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels, const agreement_weights& weights,
                                 const coefficient_options& options) const {
    check_table(marks, units, raters, levels, function);
    if (options.interval == interval_method::none) {
      check_options(options, function);
      coefficient out = from(sum_pairs(marks, units, raters, levels), weights);
      out.raters = raters_with_marks({marks, units, raters}).size();
      return out;
    }
    return from(count_units(marks, units, raters, levels), weights, options, mark_table{marks, units, raters});
  }
  [[nodiscard]] coefficient from(const exact::transitions& table, const agreement_weights& weights, const coefficient_options& options) const {
    return from(units_of_table(table), weights, options, std::nullopt, true);
  }
};

inline constexpr chance_call percent_call{"percent_agreement", chance_rule::none};
inline constexpr chance_call uniform_call{"brennan_prediger", chance_rule::uniform};
inline constexpr chance_call fleiss_call{"fleiss_kappa", chance_rule::pooled};
inline constexpr chance_call gwet_call{"gwet_ac", chance_rule::gwet};

} // namespace detail

/// Percent agreement: how far two marks of one unit agree on average. Nothing is taken off for chance.
/// Definition: the mean over units with two marks or more of sum_ck w_ck n_uc (n_uk - [c = k]) / (m_u (m_u - 1)); n_uc the marks of unit u at level c, m_u their number. Weights
/// `identity`: exact agreement; `adjacent`: the same level or a neighbouring one. The analytic standard error is Gwet's, units being the sample.
/// Missing: a unit counts with the marks it has. No marks: no_data; no unit with two: too_few_raters. Everybody at one level: 1, without an interval.
/// Choose a chance-corrected coefficient beside it: with few levels in use much agreement comes by itself.
/// Why numbers can differ: other programs pool pairs, so that units with more marks weigh more.
/// \param counts from `count_units`, `units_of_counts` or merged: an interval over units \param weights how near levels are \param options see `coefficient_options`
/// \throws error invalid_argument or out_of_range for weights or options
/// Cost: O(kinds of units x levels^2). Threads: the same bits for any number. Since 0.1. Reference: Gwet 2014, chapters 3 and 5. Checked by `chance_corrected_test`
/// (reference cases a02, a04).
[[nodiscard]] inline coefficient percent_agreement(const unit_counts& counts, const agreement_weights& weights = {}, const coefficient_options& options = {}) {
  return detail::percent_call.from(counts, weights, options);
}
/// The same from sums, the value alone.
[[nodiscard]] inline coefficient percent_agreement(const pair_sums& sums, const agreement_weights& weights = {}) { return detail::percent_call.from(sums, weights); }
/// The same from a table of marks.
/// \param marks units x raters, row by row: 0-based levels, negative where there is none \param units,raters extents \param levels 2 to 16
/// \throws error also invalid_argument when marks is not units x raters, or out_of_range, with the unit as row, for a level past the scale
[[nodiscard]] inline coefficient percent_agreement(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels,
                                                   const agreement_weights& weights = {}, const coefficient_options& options = {}) {
  return detail::percent_call.from(marks, units, raters, levels, weights, options);
}
/// The same from a square table of two raters; the analytic standard error is then that of multinomial cells, n in place of n - 1.
[[nodiscard]] inline coefficient percent_agreement(const exact::transitions& table, const agreement_weights& weights = {}, const coefficient_options& options = {}) {
  return detail::percent_call.from(table, weights, options);
}

/// Brennan and Prediger's coefficient (Bennett's S): chance is every level alike.
/// Definition: (pa - pe) / (1 - pe), pa as `percent_agreement`, pe = sum_ck w_ck / K^2 for K levels.
/// Missing: as `percent_agreement`. Where all weights are 1: no_variation.
/// Choose it over Fleiss's kappa when levels may be used unevenly for good reason; it depends on how many levels the scale has, used or not.
/// Why numbers can differ: programs that count only the levels they meet.
/// \param counts,weights,options as `percent_agreement` \throws error as `percent_agreement`
/// Cost: as `percent_agreement`. Threads: the same bits for any number. Since 0.1. Reference: Brennan & Prediger 1981; Gwet 2014. Checked by `chance_corrected_test`
/// (reference cases a02, a04).
[[nodiscard]] inline coefficient brennan_prediger(const unit_counts& counts, const agreement_weights& weights = {}, const coefficient_options& options = {}) {
  return detail::uniform_call.from(counts, weights, options);
}
/// The same from sums, the value alone.
[[nodiscard]] inline coefficient brennan_prediger(const pair_sums& sums, const agreement_weights& weights = {}) { return detail::uniform_call.from(sums, weights); }
/// The same from a table of marks; see `percent_agreement`.
[[nodiscard]] inline coefficient brennan_prediger(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels,
                                                  const agreement_weights& weights = {}, const coefficient_options& options = {}) {
  return detail::uniform_call.from(marks, units, raters, levels, weights, options);
}
/// The same from a square table of two raters; see `percent_agreement`.
[[nodiscard]] inline coefficient brennan_prediger(const exact::transitions& table, const agreement_weights& weights = {}, const coefficient_options& options = {}) {
  return detail::uniform_call.from(table, weights, options);
}

/// Fleiss's kappa (for two raters Scott's pi): chance is the levels as often as all raters together gave them.
/// Definition: (pa - pe) / (1 - pe), pa as `percent_agreement`, pe = sum_ck w_ck pi_c pi_k, pi_k the mean of n_uk / m_u over all units with marks. The null standard error is that
/// of Fleiss, Nee and Landis, given for identity weights and equally many marks in every unit.
/// Missing: a unit counts with the marks it has, one with a single mark for pi alone. Everybody at one level: no_variation, never 0 or 1.
/// Choose it over Conger's kappa when raters are interchangeable or change from unit to unit; Krippendorff's alpha is nearly the same with a correction for few units.
/// Why numbers can differ: programs that drop units with missing marks; Fleiss's own formula needs equally many.
/// \param counts,weights,options as `percent_agreement` \throws error as `percent_agreement`
/// Cost: as `percent_agreement`. Threads: the same bits for any number. Since 0.1. Reference: Fleiss 1971; Fleiss, Nee & Landis 1979; Scott 1955; Gwet 2014.
/// Checked by `chance_corrected_test` (reference cases a02, a03, a04).
[[nodiscard]] inline coefficient fleiss_kappa(const unit_counts& counts, const agreement_weights& weights = {}, const coefficient_options& options = {}) {
  return detail::fleiss_call.from(counts, weights, options);
}
/// The same from sums, the value alone.
[[nodiscard]] inline coefficient fleiss_kappa(const pair_sums& sums, const agreement_weights& weights = {}) { return detail::fleiss_call.from(sums, weights); }
/// The same from a table of marks; see `percent_agreement`.
[[nodiscard]] inline coefficient fleiss_kappa(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels, const agreement_weights& weights = {},
                                              const coefficient_options& options = {}) {
  return detail::fleiss_call.from(marks, units, raters, levels, weights, options);
}
/// The same from a square table of two raters; see `percent_agreement`.
[[nodiscard]] inline coefficient fleiss_kappa(const exact::transitions& table, const agreement_weights& weights = {}, const coefficient_options& options = {}) {
  return detail::fleiss_call.from(table, weights, options);
}

/// Gwet's AC1 (identity weights) or AC2 (any other): chance is what raters do who are unsure of the unit.
/// Definition: (pa - pe) / (1 - pe), pa as `percent_agreement`, pe = sum_ck w_ck / (K (K - 1)) sum_k pi_k (1 - pi_k), pi_k as for `fleiss_kappa`.
/// Missing: a unit counts with the marks it has, one with a single mark for pi alone. Everybody at one level: 1, without an interval.
/// Choose it over the kappas when nearly everything stands at one level: they fall to 0 there although people agree, AC does not.
/// Why numbers can differ: levels that nobody used count in K here, where irrCAC takes the levels it meets.
/// \param counts,weights,options as `percent_agreement` \throws error as `percent_agreement`
/// Cost: as `percent_agreement`. Threads: the same bits for any number. Since 0.1. Reference: Gwet 2008; Gwet 2014. Checked by `chance_corrected_test`
/// (reference cases a02, a04).
[[nodiscard]] inline coefficient gwet_ac(const unit_counts& counts, const agreement_weights& weights = {}, const coefficient_options& options = {}) {
  return detail::gwet_call.from(counts, weights, options);
}
/// The same from sums, the value alone.
[[nodiscard]] inline coefficient gwet_ac(const pair_sums& sums, const agreement_weights& weights = {}) { return detail::gwet_call.from(sums, weights); }
/// The same from a table of marks; see `percent_agreement`.
[[nodiscard]] inline coefficient gwet_ac(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels, const agreement_weights& weights = {},
                                         const coefficient_options& options = {}) {
  return detail::gwet_call.from(marks, units, raters, levels, weights, options);
}
/// The same from a square table of two raters; see `percent_agreement`.
[[nodiscard]] inline coefficient gwet_ac(const exact::transitions& table, const agreement_weights& weights = {}, const coefficient_options& options = {}) {
  return detail::gwet_call.from(table, weights, options);
}

/// Fleiss's kappa of one level against all others. Since 0.1. Checked by `chance_corrected_test`.
struct level_kappa {
  std::size_t level{};                         ///< 0-based
  headway::status status{status::no_data};     ///< ok, or why there is no value: a level that nobody or everybody gave has no_variation
  std::optional<double> value{};               ///< none unless status is ok
  std::optional<double> null_standard_error{}; ///< where agreement is by chance alone; units with equally many marks only
  friend bool operator==(const level_kappa&, const level_kappa&) = default;
};

/// Fleiss's kappa of every level against all others: on which levels people agree.
/// Definition: `fleiss_kappa` with identity weights after all other levels were made one; null standard error sqrt(2 / (n m (m - 1))) for n units of m marks.
/// Missing: as `fleiss_kappa`. Choose it to see which words of the scale are read alike; the kappa of all levels is their mean weighted by p (1 - p) when panels are equal.
/// Why numbers can differ: R irr rounds to three digits.
/// \param counts of units
/// Cost: O(kinds of units x levels). Threads: safe. Since 0.1. Reference: Fleiss 1971. Checked by `chance_corrected_test` (reference case a03).
[[nodiscard]] inline std::vector<level_kappa> fleiss_by_level(const unit_counts& counts) {
  std::vector<level_kappa> out;
  for (std::size_t level = 0; level < counts.levels(); ++level) {
    pair_sums sums{2};
    for (std::size_t i = 0; i < counts.kinds(); ++i) {
      std::uint32_t m = 0;
      for (const std::uint32_t n : counts.counts(i)) { m += n; }
      const std::uint32_t here = counts.counts(i)[level];
      const std::array<std::uint32_t, 2> two{m - here, here};
      sums.add(two, counts.times(i));
    }
    const coefficient kappa = fleiss_kappa(sums);
    level_kappa each{level, kappa.status, kappa.value, std::nullopt};
    const std::uint64_t m = detail::common_panel(sums);
    if (each.value && m > 1) {
      each.null_standard_error = std::sqrt(2.0 / (static_cast<double>(sums.units_with(1)) * static_cast<double>(m) * static_cast<double>(m - 1)));
    }
    out.push_back(each);
  }
  return out;
}

/// One row a level, numbered from 1: level, value, null_standard_error, status. Cost: O(levels). Threads: safe. Since 0.1. Checked by `chance_corrected_test`.
[[nodiscard]] inline table to_table(const std::vector<level_kappa>& levels) {
  table out;
  out.add("level", column_type::integer);
  out.add("value", column_type::real);
  out.add("null_standard_error", column_type::real);
  out.add("status", column_type::text);
  for (const level_kappa& each : levels) { out.push_row(each.level + 1, each.value, each.null_standard_error, headway::name(each.status)); }
  return out;
}

} // namespace headway::agreement
