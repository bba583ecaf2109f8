#pragma once

/// \file
/// What every coefficient of agreement across units shares: how its interval is made, and the result.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/interval.hpp>

namespace headway::agreement {

/// How the interval of a coefficient is made, and whom it speaks for.
/// The two-way jackknife leaves out every unit and every rater once and adds the two variances. What happens where a unit and a rater meet is in both: leaving out
/// both at once tells how much that is, and it is taken off once, never so much that less than the smaller of the two is left. Of more than 64 kinds of units, 64 tell.
/// Jackknife intervals stand on the scale of ln((value - lowest) / (1 - value)) / 2, lowest being the least the coefficient can be: -1 / (k - 1) for kappas and alpha with k
/// marks a unit on average (Fisher's z for an intraclass correlation, but for a constant; for k = 2 atanh), 0 for percent agreement, -expected / (1 - expected) for AC and
/// Brennan-Prediger. They are centred where the jackknife's own correction for bias says, with t quantiles, for two variances with Satterthwaite's degrees of freedom, and
/// always hold the value. So they never leave the coefficient's range. Where leaving somebody out gives the highest or lowest value there is, for which this scale has no
/// place, its slope at the value is used instead. docs/coverage-agreement.md says how often they hold the truth.
/// Values are part of the C ABI and never reused. Reference: Fisher 1925, 7.2; Efron & Stein 1981; Owen 2007.
enum class interval_method : std::int32_t {
  two_way_jackknife = 0, ///< units and raters both stand for others
  unit_jackknife = 1,    ///< units stand for others, the raters are the ones that matter
  rater_jackknife = 2,   ///< raters stand for others, the units are the ones that matter
  bootstrap_units = 3,   ///< units drawn with replacement
  bootstrap_raters = 4,  ///< raters drawn with replacement
  bootstrap_both = 5,    ///< units and raters, independently
  analytic = 6,          ///< the coefficient's published large-sample standard error and a t law
  none = 7               ///< the value alone
};

/// How replicates become an interval. Values are part of the C ABI and never reused.
enum class bootstrap_ends : std::int32_t {
  percentile = 0, ///< quantiles of the replicates
  bca = 1         ///< the same, corrected for bias and skewness (Efron 1987)
};

/// Options of every coefficient. Since 0.1.
struct coefficient_options {
  confidence_level confidence{0.95};
  interval_method interval{interval_method::two_way_jackknife};
  bootstrap_ends ends{bootstrap_ends::percentile};
  std::uint32_t replicates{1000}; ///< of a bootstrap, at least 100
  seed random_seed{1};            ///< of a bootstrap; the same bits for any number of threads
  std::size_t threads{1};
};

/// A coefficient of agreement with what it rests on. Since 0.1. Checked by `coefficient_test`.
struct coefficient {
  headway::status status{status::no_data};          ///< ok, or why there is no value: too_few_raters, no_variation, no_data
  std::optional<double> value{};                    ///< none unless status is ok
  std::optional<double> standard_error{};           ///< by the method asked for; none where it cannot be had
  std::optional<numeric::interval> range{};         ///< none where it cannot be had
  headway::status range_status{status::no_data};    ///< ok, or why there is no interval
  std::optional<numeric::interval> percentile{};    ///< of a bootstrap: the percentile ends, whichever ends were asked for
  interval_method method{interval_method::none};    ///< how standard error and interval were made
  std::optional<double> observed{};                 ///< observed agreement (for alpha: disagreement), in the coefficient's own terms
  std::optional<double> expected{};                 ///< the same by chance
  std::optional<double> null_standard_error{};      ///< standard error where agreement is by chance alone; for Cohen's and Fleiss's kappa, where it is defined
  std::optional<double> p_value{};                  ///< two-sided, of no agreement beyond chance; of the analytic method only
  std::uint64_t units{};                            ///< units given
  std::uint64_t units_used{};                       ///< of them, with as many marks as the coefficient needs
  std::uint64_t raters{};                           ///< raters with at least one mark; 0 where only counts were given
  std::uint64_t marks{};                            ///< marks used
  friend bool operator==(const coefficient&, const coefficient&) = default;
};

/// The code of an interval method as written in tables. \return "unknown" for another value
/// Cost: constant. Threads: safe. Since 0.1. Checked by `coefficient_test`.
[[nodiscard]] constexpr std::string_view name(interval_method value) noexcept {
  switch (value) {
  case interval_method::two_way_jackknife: return "two_way_jackknife";
  case interval_method::unit_jackknife: return "unit_jackknife";
  case interval_method::rater_jackknife: return "rater_jackknife";
  case interval_method::bootstrap_units: return "bootstrap_units";
  case interval_method::bootstrap_raters: return "bootstrap_raters";
  case interval_method::bootstrap_both: return "bootstrap_both";
  case interval_method::analytic: return "analytic";
  case interval_method::none: return "none";
  }
  return "unknown";
}

/// A coefficient as a table of one row. Cells that have no value are missing, with the reason in `status` and `interval_status`.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `coefficient_test`.
[[nodiscard]] inline table to_table(const coefficient& c) {
  table out;
  for (const char* column : {"value", "standard_error", "low", "high", "percentile_low", "percentile_high", "observed", "expected", "null_standard_error", "p_value"}) { out.add(column, column_type::real); }
  for (const char* column : {"units", "units_used", "raters", "marks"}) { out.add(column, column_type::integer); }
  for (const char* column : {"interval_method", "interval_status", "status"}) { out.add(column, column_type::text); }
  const auto end = [](const std::optional<numeric::interval>& range, double numeric::interval::*which) { return range ? std::optional{(*range).*which} : std::nullopt; };
  constexpr auto lower = &numeric::interval::lower;
  constexpr auto upper = &numeric::interval::upper;
  out.push_row(c.value, c.standard_error, end(c.range, lower), end(c.range, upper), end(c.percentile, lower), end(c.percentile, upper), c.observed, c.expected, c.null_standard_error,
               c.p_value, c.units, c.units_used, c.raters, c.marks, name(c.method), headway::name(c.range_status), headway::name(c.status));
  return out;
}

} // namespace headway::agreement
