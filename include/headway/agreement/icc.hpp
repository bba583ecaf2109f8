#pragma once

/// \file
/// Intraclass correlations of a units x raters table: all ten forms of McGraw and Wong, with tests and intervals.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <headway/agreement/detail/two_way.hpp>
#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/interval.hpp>
#include <headway/numeric/special.hpp>

namespace headway::agreement {

/// How the marks are thought to have come about. Values are part of the C ABI and never reused.
enum class icc_model : std::int32_t {
  one_way_random = 1, ///< every unit has raters of its own, or nobody knows who marked
  two_way_random = 2, ///< the same raters mark every unit and stand for others like them
  two_way_mixed = 3   ///< the same raters mark every unit and are the only ones that matter
};

/// What counts as agreement. Values are part of the C ABI and never reused.
enum class icc_definition : std::int32_t {
  one_way = 1,     ///< every difference between marks of a unit is error
  consistency = 2, ///< a rater who is always a level stricter agrees; differences between raters' means do not count
  agreement = 3    ///< marks must be equal; differences between raters' means are error
};

/// Options of `icc`. Since 0.1.
struct icc_options {
  confidence_level confidence{0.95};
  double null_value{0.0}; ///< the correlation that f and p test, from 0 to less than 1
};

/// One of the ten forms. Since 0.1. Checked by `icc_test`.
struct icc_form {
  icc_model model{};
  icc_definition definition{};
  bool average{};                              ///< reliability of the mean of all raters instead of one rater's mark
  headway::status status{status::no_data};     ///< ok, or why there is no value
  std::optional<double> value{};
  std::optional<double> f{};                   ///< of the test that the correlation is `null_value` or less
  std::optional<double> df1{};
  std::optional<double> df2{};                 ///< not a whole number for agreement with another null value than 0
  std::optional<double> p{};
  std::optional<double> low{};                 ///< ends of the interval
  std::optional<double> high{};
  headway::status range_status{status::no_data}; ///< ok; unbounded: no lower end, since it would lie below any value; otherwise why there is neither test nor interval
  friend bool operator==(const icc_form&, const icc_form&) = default;
};

/// A source of differences between marks. Since 0.1. Checked by `icc_test`.
struct icc_source {
  double sum_of_squares{};
  double df{};
  std::optional<double> mean_square{}; ///< none without degrees of freedom
  std::optional<double> variance{};    ///< estimated, and below 0 where mean squares say so
  friend bool operator==(const icc_source&, const icc_source&) = default;
};

/// All forms and what they rest on. Since 0.1. Checked by `icc_test`.
struct icc_result {
  std::array<icc_form, 10> forms{};
  std::uint64_t units{};      ///< units given
  std::uint64_t units_used{}; ///< of them, with a mark
  std::uint64_t raters{};     ///< raters with a mark: what the forms for an average are the average of
  std::uint64_t marks{};
  bool complete{};            ///< every rater marked every unit
  icc_source between{};       ///< one-way: units
  icc_source within{};        ///< one-way: everything else
  icc_source of_units{};      ///< two-way: units, raters taken out
  icc_source of_raters{};     ///< two-way: raters, units taken out
  icc_source residual{};      ///< two-way: what is left, interaction included
  friend bool operator==(const icc_result&, const icc_result&) = default;
};

/// The code of a model as written in tables. \return "unknown" for another value
/// Cost: constant. Threads: safe. Since 0.1. Checked by `icc_test`.
[[nodiscard]] constexpr std::string_view name(icc_model value) noexcept {
  switch (value) {
  case icc_model::one_way_random: return "one_way_random";
  case icc_model::two_way_random: return "two_way_random";
  case icc_model::two_way_mixed: return "two_way_mixed";
  }
  return "unknown";
}

/// A form as McGraw and Wong (1996) write it: "ICC(1)", "ICC(C,1)", "ICC(A,1)", "ICC(k)", "ICC(C,k)" or "ICC(A,k)".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `icc_test`.
[[nodiscard]] constexpr std::string_view name(icc_definition definition, bool average) noexcept {
  switch (definition) {
  case icc_definition::one_way: return average ? "ICC(k)" : "ICC(1)";
  case icc_definition::consistency: return average ? "ICC(C,k)" : "ICC(C,1)";
  case icc_definition::agreement: return average ? "ICC(A,k)" : "ICC(A,1)";
  }
  return "unknown";
}

/// A form as Shrout and Fleiss (1979) write it, or nothing for the four they do not have.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `icc_test`.
[[nodiscard]] constexpr std::optional<std::string_view> shrout_fleiss_name(icc_model model, icc_definition definition, bool average) noexcept {
  if (model == icc_model::one_way_random) { return average ? "ICC(1,k)" : "ICC(1,1)"; }
  if (model == icc_model::two_way_random && definition == icc_definition::agreement) { return average ? "ICC(2,k)" : "ICC(2,1)"; }
  if (model == icc_model::two_way_mixed && definition == icc_definition::consistency) { return average ? "ICC(3,k)" : "ICC(3,1)"; }
  return std::nullopt;
}

/// The cases of McGraw and Wong a form stands for: "1", "2, 2A", "3, 3A" or "3A". In the cases with A raters and units do not interact. The estimate is the same
/// with and without, except that an average over fixed raters has none with interaction.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `icc_test`.
[[nodiscard]] constexpr std::string_view mcgraw_wong_cases(icc_model model, bool average) noexcept {
  switch (model) {
  case icc_model::one_way_random: return "1";
  case icc_model::two_way_random: return "2, 2A";
  case icc_model::two_way_mixed: return average ? "3A" : "3, 3A";
  }
  return "unknown";
}

namespace detail {

/// The ratio of variances at which a falling statistic reaches `target`, between `lowest` and infinity; `lowest` where it is below the target from the start.
/// Where all units have as many marks, log statistic and log(ratio - lowest) lie on one falling line, so the secant is near the root at once.
template <class F> double ratio_at(F statistic, double target, double lowest) {
  const auto miss = [&](double u) { return std::log((std::fmax)(statistic(lowest + std::exp(u)), 1e-300)) - std::log(target); };
  double u = 0.0;
  double here = miss(u);
  double low = u; // statistic at or above the target
  double high = u;
  if (here >= 0.0) {
    for (double step = 1.0; here >= 0.0; step *= 2.0) {
      low = high;
      high += (std::fmin)(step, 30.0);
      here = miss(high);
      if (high > 600.0) { return lowest + std::exp(600.0); }
    }
  } else {
    for (double step = 1.0; here < 0.0; step *= 2.0) {
      high = low;
      low -= (std::fmin)(step, 8.0);
      here = miss(low);
      if (low < -36.0) { return lowest; } // nothing below the last digit of `lowest`
    }
  }
  double at_low = miss(low);
  double at_high = miss(high);
  int side = 0; // regula falsi in Illinois form
  for (int step = 0; step < 200 && high - low > 1e-15 * (1.0 + std::fabs(low)); ++step) {
    u = (at_low * high - at_high * low) / (at_low - at_high);
    if (!(u > low && u < high)) { u = 0.5 * (low + high); }
    here = miss(u);
    if (std::fabs(here) <= 4e-15) { break; }
    if (here > 0.0) {
      low = u;
      at_low = here;
      if (side == 1) { at_high *= 0.5; }
      side = 1;
    } else {
      high = u;
      at_high = here;
      if (side == -1) { at_low *= 0.5; }
      side = -1;
    }
  }
  return lowest + std::exp(u);
}

/// A correlation and the same for the mean of k raters, from the ratio of unit variance to error variance.
[[nodiscard]] inline double correlation_of(double ratio, double raters) noexcept { return raters * ratio / (1.0 + raters * ratio); }

/// Variances to forms, one definition after another.
class icc_maker {
public:
  icc_maker(icc_result& out, const two_way_sums& sums, const icc_options& options) : out_{out}, sums_{sums}, options_{options}, tail_{0.5 * (1.0 - options.confidence.value())} {}

  void make(const gappy_table* table) {
    const auto n = static_cast<double>(sums_.units);
    const auto k = static_cast<double>(sums_.raters);
    const auto cells = static_cast<double>(sums_.cells);
    const auto parts = static_cast<double>(sums_.parts);
    source(out_.between, sums_.between, n - 1.0);
    source(out_.within, sums_.within, cells - n);
    source(out_.of_units, sums_.unit_part, n - parts);
    source(out_.of_raters, sums_.rater_part, k - parts);
    source(out_.residual, sums_.residual, cells - n - k + parts);

    const double one_way_marks = out_.between.df > 0.0 ? (cells - sums_.square_sizes / cells) / out_.between.df : 0.0; // marks a unit, in effect
    const double unit_marks = out_.of_units.df > 0.0 ? (cells - k) / out_.of_units.df : 0.0;
    const double rater_marks = out_.of_raters.df > 0.0 ? (cells - n) / out_.of_raters.df : 0.0;
    out_.within.variance = out_.within.mean_square;
    out_.residual.variance = out_.residual.mean_square;
    if (one_way_marks > 0.0 && out_.within.mean_square) { out_.between.variance = (*out_.between.mean_square - *out_.within.mean_square) / one_way_marks; }
    if (unit_marks > 0.0 && out_.residual.mean_square) { out_.of_units.variance = (*out_.of_units.mean_square - *out_.residual.mean_square) / unit_marks; }
    if (rater_marks > 0.0 && out_.residual.mean_square) { out_.of_raters.variance = (*out_.of_raters.mean_square - *out_.residual.mean_square) / rater_marks; }

    const double lowest = -1.0 / static_cast<double>(sums_.largest);
    status why = status::ok;
    if (sums_.cells == 0) {
      why = status::no_data;
    } else if (sums_.cells == sums_.units) {
      why = status::too_few_raters;
    } else if (sums_.units < 2) {
      why = status::too_few_units;
    } else if (!(sums_.between > 0.0) && !(sums_.within > 0.0)) {
      why = status::no_variation;
    }
    ratio_form(icc_definition::one_way, why, out_.between, out_.within, one_way_marks, lowest, [&](double ratio) {
      return table == nullptr ? sums_.between / (1.0 + ratio * one_way_marks) : table->one_way_form(ratio);
    });
    if (why == status::ok && (sums_.raters < 2)) { why = status::too_few_raters; }
    if (why == status::ok && (!sums_.separable || !(out_.of_units.df > 0.0) || !(out_.of_raters.df > 0.0))) { why = status::not_comparable; }
    if (why == status::ok && !(out_.residual.df > 0.0)) { why = status::no_residual; }
    ratio_form(icc_definition::consistency, why, out_.of_units, out_.residual, unit_marks, lowest, [&](double ratio) {
      return table == nullptr ? sums_.unit_part / (1.0 + ratio * unit_marks) : table->two_way_form(ratio);
    });
    agreement_form(why, unit_marks, rater_marks);
  }

private:
  static void source(icc_source& into, double sum, double df) {
    into.sum_of_squares = sum;
    into.df = (std::fmax)(df, 0.0);
    if (into.df > 0.0) { into.mean_square = sum / into.df; }
  }

  /// Gives a pair of forms, single and average, to every model that has them.
  void give(icc_definition definition, icc_form single, icc_form average) {
    for (std::size_t i = 0; i < out_.forms.size(); ++i) {
      icc_form& form = out_.forms[i];
      if (form.definition != definition) { continue; }
      icc_form filled = form.average ? average : single;
      filled.model = form.model;
      filled.definition = definition;
      filled.average = form.average;
      form = filled;
    }
  }

  /// The limits of an average from those of a single mark. At -1 / (k - 1) and below, the lower one would be minus infinity.
  static void step_up(const icc_form& single, icc_form& average, double raters) {
    const auto end = [&](double one) { return raters * one / (1.0 + (raters - 1.0) * one); };
    const auto possible = [&](double one) { return 1.0 + (raters - 1.0) * one > 1e-12; };
    if (possible(*single.low)) { average.low = end(*single.low); }
    if (possible(*single.high)) { average.high = end(*single.high); }
    if (!average.low) { average.range_status = status::unbounded; }
    if (!average.high) { average.range_status = status::no_variation; }
  }

  /// The value of a form, from the variance of units and of what stands against it for one mark.
  void value(icc_form& form, double units, double error, double raters) const {
    const double whole = units + error / raters;
    if (!(whole > 0.0)) {
      form.status = status::no_variation;
      return;
    }
    form.status = status::ok;
    form.value = units / whole;
  }

  /// The null ratio of unit to error variance for a form.
  [[nodiscard]] double null_ratio(double raters) const { return options_.null_value / (1.0 - options_.null_value) / raters; }

  /// The forms in which a ratio of two mean squares says all there is: tests and intervals are exact, with gaps too.
  template <class F> void ratio_form(icc_definition definition, status why, const icc_source& units, const icc_source& error, double marks, double lowest, F statistic) {
    icc_form single;
    icc_form average;
    for (icc_form* form : {&single, &average}) {
      form->status = form->range_status = why;
      if (why != status::ok) { continue; }
      const double raters = form == &average ? static_cast<double>(sums_.raters) : 1.0;
      value(*form, *units.variance, *error.variance, raters);
      if (!(units.sum_of_squares > 0.0)) { form->range_status = status::no_variation; }
      if (!(error.sum_of_squares > 0.0)) { form->range_status = status::no_residual; }
      if (form->range_status != status::ok) { continue; }
      const double scale = units.df * *error.mean_square;
      form->df1 = units.df;
      form->df2 = error.df;
      form->f = statistic(null_ratio(raters)) / scale;
      form->p = numeric::f_upper(*form->f, units.df, error.df);
    }
    if (why == status::ok && single.range_status == status::ok) {
      const double scale = units.df * *error.mean_square;
      const auto limit = [&](double target) {
        if (out_.complete) { return (units.sum_of_squares / (scale * target) - 1.0) / marks; }
        return ratio_at(statistic, target * scale, lowest);
      };
      const double low = limit(numeric::f_quantile(1.0 - tail_, units.df, error.df));
      const double high = limit(1.0 / numeric::f_quantile(1.0 - tail_, error.df, units.df));
      const auto raters = static_cast<double>(sums_.raters);
      single.low = correlation_of(low, 1.0);
      single.high = correlation_of(high, 1.0);
      step_up(single, average, raters);
    }
    give(definition, single, average);
  }

  /// Absolute agreement: two variances stand against that of units, so tests of other values than 0 and intervals rest on Satterthwaite's degrees of freedom.
  void agreement_form(status why, double k, double n) {
    icc_form single;
    icc_form average;
    const auto raters = static_cast<double>(sums_.raters);
    for (icc_form* form : {&single, &average}) {
      form->status = form->range_status = why;
      if (why != status::ok) { continue; }
      value(*form, *out_.of_units.variance, *out_.of_raters.variance + *out_.residual.variance, form == &average ? raters : 1.0);
      if (!(sums_.unit_part > 0.0)) { form->range_status = status::no_variation; }
      if (!(sums_.residual > 0.0)) { form->range_status = status::no_residual; }
      if (form->range_status != status::ok) { continue; }
      const double null_single = options_.null_value / (form == &average ? raters - (raters - 1.0) * options_.null_value : 1.0);
      const double per_rater = k * null_single / (n * (1.0 - null_single));
      const double per_error = 1.0 + (n - 1.0) * per_rater;
      form->df1 = out_.of_units.df;
      form->df2 = satterthwaite(per_rater, per_error);
      form->f = *out_.of_units.mean_square / (per_rater * *out_.of_raters.mean_square + per_error * *out_.residual.mean_square);
      form->p = numeric::f_upper(*form->f, *form->df1, *form->df2);
    }
    if (why == status::ok && single.range_status == status::ok) {
      if (const auto range = agreement_range(single, k, n)) {
        single.low = range->lower;
        single.high = range->upper;
        step_up(single, average, raters);
      } else {
        single.range_status = average.range_status = status::no_variation;
      }
    }
    give(icc_definition::agreement, single, average);
  }

  /// Degrees of freedom of a sum of the raters' and the residual mean square with these weights.
  [[nodiscard]] double satterthwaite(double per_rater, double per_error) const {
    const double of_raters = per_rater * *out_.of_raters.mean_square;
    const double of_error = per_error * *out_.residual.mean_square;
    const double sum = of_raters + of_error;
    return sum * sum / (of_raters * of_raters / out_.of_raters.df + of_error * of_error / out_.residual.df);
  }

  [[nodiscard]] std::optional<numeric::interval> agreement_range(const icc_form& single, double k, double n) const {
    if (!single.value) { return std::nullopt; }
    const double units = *out_.of_units.mean_square;
    const double raters = *out_.of_raters.mean_square;
    const double error = *out_.residual.mean_square;
    const double value = *single.value;
    // the weights of `satterthwaite` at the value, both times n (1 - value), so that a value of 1 is no exception
    const double df = satterthwaite(k * value, n * (1.0 - value) + k * value * (n - 1.0));
    if (!(df > 1e-6)) { return std::nullopt; }
    const double above = numeric::f_quantile(1.0 - tail_, out_.of_units.df, df);
    const double below = numeric::f_quantile(1.0 - tail_, df, out_.of_units.df);
    const double against = k * raters + (k * n - k - n) * error;
    const double low_whole = against + n * units / above;
    const double high_whole = against + n * below * units;
    if (!(low_whole > 0.0 && high_whole > 0.0)) { return std::nullopt; }
    return numeric::interval{n * (units / above - error) / low_whole, n * (below * units - error) / high_whole};
  }

  icc_result& out_;
  const two_way_sums& sums_;
  const icc_options& options_;
  double tail_;
};

/// The ten forms in the order of their table: single before average, one-way, random, mixed.
[[nodiscard]] inline std::array<icc_form, 10> empty_forms() {
  std::array<icc_form, 10> out{};
  std::size_t i = 0;
  for (const bool average : {false, true}) {
    const auto put = [&](icc_model model, icc_definition definition) {
      out[i].model = model;
      out[i].definition = definition;
      out[i].average = average;
      ++i;
    };
    put(icc_model::one_way_random, icc_definition::one_way);
    put(icc_model::two_way_random, icc_definition::consistency);
    put(icc_model::two_way_random, icc_definition::agreement);
    put(icc_model::two_way_mixed, icc_definition::consistency);
    put(icc_model::two_way_mixed, icc_definition::agreement);
  }
  return out;
}

} // namespace detail

/// Intraclass correlations: which share of the differences between marks is differences between units.
/// Definition, with unit variance U, rater variance R and residual variance E from mean squares, and U1, E1 from the one-way analysis:
/// ICC(1) = U1 / (U1 + E1); ICC(C,1) = U / (U + E); ICC(A,1) = U / (U + R + E); for the mean of all k raters the parts beside U are divided by k. For a complete
/// table these are (MSR - MSW) / (MSR + (k - 1) MSW), (MSR - MSE) / (MSR + (k - 1) MSE) and (MSR - MSE) / (MSR + (k - 1) MSE + k (MSC - MSE) / n). Random and mixed
/// models give the same numbers and mean different things; `mcgraw_wong_cases` says which cases a row stands for.
/// Tests and intervals: F of units against error; for ICC(1) and ICC(C,.) exact under normal errors, for ICC(A,.) Satterthwaite's approximation as in McGraw and
/// Wong and in Shrout and Fleiss. Limits of an average are the stepped-up limits of the single form.
/// Missing: a unit counts with the marks it has. Sums of squares are then those of each factor with the other taken out, variances those whose expectations they
/// meet (Henderson's third method), the same as above without gaps; tests and intervals of ICC(1) and ICC(C,.) stay exact (Wald's method), those of ICC(A,.) use the
/// effective numbers of marks (N - k) / (n - 1) and (N - n) / (k - 1). Averages are over all raters, also for units that fewer marked.
/// Edge cases: all marks equal: no_variation, no number. Raters who never differ from one another but for a constant: value, and no_residual in place of test and
/// interval. Units nested in raters: one-way forms only, the others not_comparable. Values may be below 0.
/// Choose it over kappa and alpha when marks are numbers with equal steps; choose alpha or AC2 for levels. Choose agreement when the mark itself is used,
/// consistency when only the order is.
/// Why numbers can differ: R psych fits a mixed model by default, equal without gaps and with no variance below 0; irr's limits for ICC(A,k) apply k once too often and its
/// p for ICC(A,.) uses Satterthwaite's degrees of freedom; pingouin drops units with gaps; names: see `shrout_fleiss_name`.
/// \param values units x raters marks row by row; NaN is no mark \param units \param raters \param options
/// \throws error invalid_argument when the table is not units x raters; out_of_range, with the unit, for a mark past 1e140, or for null_value; limit with gaps, more than
/// 4096 units and more than 4096 raters
/// Cost: complete, one pass for whole numbers and quarters, two for others, and six quantiles, 0.2 ms for 10,000 x 10; with gaps, some twenty solutions of a
/// system of the smaller of units and raters. Threads: safe. Since 0.1.
/// Reference: Shrout and Fleiss (1979); McGraw and Wong (1996); Wald (1947); Searle, Casella and McCulloch (1992), ch. 5. Checked by `icc_test` (reference case a05).
[[nodiscard]] inline icc_result icc(std::span<const double> values, std::size_t units, std::size_t raters, const icc_options& options = {}) {
  check::same_length(values.size(), units * raters, "icc", "ratings");
  if (!(options.null_value >= 0.0 && options.null_value < 1.0)) {
    throw error{error_category::out_of_range, "icc", "null_value", std::to_string(options.null_value) + " is not allowed; it must be at least 0 and less than 1"};
  }
  icc_result out;
  out.forms = detail::empty_forms();
  out.units = units;
  std::optional<detail::two_way_sums> sums = detail::whole_sums(values, units, raters);
  if (!sums) { sums = detail::complete_sums(values, units, raters, "icc", "ratings"); }
  std::optional<detail::gappy_table> gappy;
  if (!sums) {
    gappy.emplace(values, units, raters, "icc", "ratings");
    sums = gappy->sums();
  }
  out.units_used = sums->units;
  out.raters = sums->raters;
  out.marks = sums->cells;
  out.complete = sums->complete;
  detail::icc_maker{out, *sums, options}.make(gappy && !sums->complete ? &*gappy : nullptr);
  return out;
}

/// The same from marks: 0-based levels, a negative number where there is none. Levels count as numbers with equal steps.
/// \param marks units x raters levels row by row \param units \param raters \param levels of the scale, 2 to 16 \param options
/// \throws error as above, and out_of_range, with the unit, for a mark past the scale
/// Cost: one copy, and as above. Threads: safe. Since 0.1. Checked by `icc_test`.
[[nodiscard]] inline icc_result icc(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels, const icc_options& options = {}) {
  check::same_length(marks.size(), units * raters, "icc", "ratings");
  std::vector<double> values(marks.size());
  for (std::size_t c = 0; c < marks.size(); ++c) {
    if (marks[c] >= static_cast<int>(levels)) {
      const auto unit = static_cast<std::int64_t>(c / raters);
      throw error{error_category::out_of_range, "icc", "ratings", "level " + std::to_string(marks[c]) + " where the scale has " + std::to_string(levels), unit};
    }
    values[c] = marks[c] < 0 ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(marks[c]);
  }
  return icc(values, units, raters, options);
}

/// The ten forms as a table, a row each: form, shrout_fleiss, model, cases, raters ("single" or "average"), value, f, df1, df2, p, low, high, units, k, marks,
/// interval_status, status. `k` is what an average is the average of.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `icc_test`.
[[nodiscard]] inline table to_table(const icc_result& result) {
  table out;
  for (const char* column : {"form", "shrout_fleiss", "model", "cases", "raters"}) { out.add(column, column_type::text); }
  for (const char* column : {"value", "f", "df1", "df2", "p", "low", "high"}) { out.add(column, column_type::real); }
  for (const char* column : {"units", "k", "marks"}) { out.add(column, column_type::integer); }
  for (const char* column : {"interval_status", "status"}) { out.add(column, column_type::text); }
  for (const icc_form& form : result.forms) {
    out.push_row(name(form.definition, form.average), shrout_fleiss_name(form.model, form.definition, form.average), name(form.model),
                 mcgraw_wong_cases(form.model, form.average), form.average ? "average" : "single", form.value, form.f, form.df1, form.df2, form.p,
                 form.low, form.high, result.units_used, result.raters, result.marks, headway::name(form.range_status),
                 headway::name(form.status));
  }
  return out;
}

/// What the forms rest on as a table, a row a source: source ("units", "raters", "residual" of the two-way analysis, "units_one_way", "within"), sum_of_squares, df,
/// mean_square, variance, f and p of the two-way effects against the residual. The row of raters tells whether some are stricter than others.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `icc_test`.
[[nodiscard]] inline table sources_table(const icc_result& result) {
  table out;
  out.add("source", column_type::text);
  for (const char* column : {"sum_of_squares", "df", "mean_square", "variance", "f", "p"}) { out.add(column, column_type::real); }
  const auto row = [&](const char* source, const icc_source& from, const icc_source* against) {
    std::optional<double> f;
    std::optional<double> p;
    if (against != nullptr && from.mean_square && against->mean_square && *against->mean_square > 0.0) {
      f = *from.mean_square / *against->mean_square;
      p = numeric::f_upper(*f, from.df, against->df);
    }
    out.push_row(source, from.sum_of_squares, from.df, from.mean_square, from.variance, f, p);
  };
  row("units", result.of_units, &result.residual);
  row("raters", result.of_raters, &result.residual);
  row("residual", result.residual, nullptr);
  row("units_one_way", result.between, &result.within);
  row("within", result.within, nullptr);
  return out;
}

} // namespace headway::agreement
