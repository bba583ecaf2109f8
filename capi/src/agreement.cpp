// headway_agreement_*: agreement across units, on plain arrays.

#include "arrays.hpp"
#include "codes.hpp"
#include "guard.hpp"
#include "handle.hpp"

#include <cstdint>
#include <span>

#include <headway/agreement/chance_corrected.hpp>
#include <headway/agreement/coefficient.hpp>
#include <headway/agreement/cohen.hpp>
#include <headway/agreement/conger.hpp>
#include <headway/agreement/krippendorff.hpp>
#include <headway/agreement/unit_counts.hpp>
#include <headway/exact/transitions.hpp>

using namespace headway::capi;

namespace {

namespace agreement = headway::agreement;

static_assert(is(agreement::alpha_metric::nominal, HEADWAY_METRIC_NOMINAL) && is(agreement::alpha_metric::ordinal, HEADWAY_METRIC_ORDINAL) &&
              is(agreement::alpha_metric::interval, HEADWAY_METRIC_INTERVAL) && is(agreement::alpha_metric::ratio, HEADWAY_METRIC_RATIO) &&
              is(agreement::alpha_metric::circular, HEADWAY_METRIC_CIRCULAR) && is(agreement::alpha_metric::bipolar, HEADWAY_METRIC_BIPOLAR));
static_assert(is(agreement::interval_method::two_way_jackknife, HEADWAY_INTERVAL_TWO_WAY_JACKKNIFE) && is(agreement::interval_method::none, HEADWAY_INTERVAL_NONE) &&
              is(agreement::interval_method::analytic, HEADWAY_INTERVAL_ANALYTIC) && is(agreement::bootstrap_ends::bca, HEADWAY_ENDS_BCA));

/// Size of `headway_agreement_options` in 0.1, its first version.
constexpr std::size_t first_agreement_size = 40 + 5 * sizeof(void*);

static_assert(is(agreement::weight_set::identity, HEADWAY_WEIGHTS_IDENTITY) && is(agreement::weight_set::linear, HEADWAY_WEIGHTS_LINEAR) &&
              is(agreement::weight_set::quadratic, HEADWAY_WEIGHTS_QUADRATIC) && is(agreement::weight_set::ordinal, HEADWAY_WEIGHTS_ORDINAL) &&
              is(agreement::weight_set::radical, HEADWAY_WEIGHTS_RADICAL) && is(agreement::weight_set::ratio, HEADWAY_WEIGHTS_RATIO) &&
              is(agreement::weight_set::circular, HEADWAY_WEIGHTS_CIRCULAR) && is(agreement::weight_set::bipolar, HEADWAY_WEIGHTS_BIPOLAR) &&
              is(agreement::weight_set::adjacent, HEADWAY_WEIGHTS_ADJACENT));

headway_agreement_options options_of(const headway_agreement_options* options) { return sized(options, first_agreement_size, "options"); }

agreement::coefficient_options interval_of(const headway_agreement_options& given) {
  agreement::coefficient_options out;
  out.confidence = confidence_of(given.confidence);
  out.interval = static_cast<agreement::interval_method>(given.interval);
  out.ends = static_cast<agreement::bootstrap_ends>(given.ends);
  if (given.replicates != 0) { out.replicates = given.replicates; }
  if (given.seed != 0) { out.random_seed = headway::seed{given.seed}; }
  if (given.threads != 0) { out.threads = given.threads; }
  return out;
}

agreement::agreement_weights weights_of(const headway_agreement_options& given) {
  const auto values = array_of(given.values, given.values_count, "values");
  const auto own = array_of(given.own_weights, given.own_weights_count, "own_weights");
  if (own.empty()) { return {static_cast<agreement::weight_set>(given.weights), values}; }
  unused(given.weights == 0, "weights");
  unused(values.empty(), "values");
  return agreement::agreement_weights::own(own);
}

/// Weights of a coefficient that has no metric.
agreement::agreement_weights weights_alone(const headway_agreement_options& given) {
  unused(given.metric == 0, "metric");
  return weights_of(given);
}

/// Alpha's distance: a metric, ordinal unless another is asked for, or weights.
agreement::alpha_distance distance_of(const headway_agreement_options& given) {
  if (given.weights != 0 || given.own_weights_count != 0) {
    unused(given.metric == 0, "metric");
    return agreement::alpha_distance::weighted(weights_of(given));
  }
  const auto metric = given.metric == 0 ? agreement::alpha_metric::ordinal : static_cast<agreement::alpha_metric>(given.metric);
  return {metric, array_of(given.values, given.values_count, "values")};
}

/// A square table of two raters.
headway::exact::transitions square_of(const std::uint32_t* square, std::size_t levels) { return {matrix_of(square, levels, levels, "square"), levels}; }

/// Makes a coefficient from the options and gives it as a table.
template <class Make> headway_status give_result(const char* function, const headway_agreement_options* options, headway_table** table, headway_error* err, Make make) noexcept {
  return guarded(function, err, [&] {
    needed(table, "table");
    give_table(table, to_table(make(options_of(options))));
  });
}

} // namespace

extern "C" {

void headway_agreement_options_init(headway_agreement_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_agreement_percent_agreement(const int8_t* marks, size_t units, size_t raters, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::percent_agreement(matrix_of(marks, units, raters, "marks"), units, raters, levels, weights_alone(given), interval_of(given));
  });
}
headway_status headway_agreement_percent_agreement_counts(const uint32_t* counts, size_t units, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::percent_agreement(agreement::units_of_counts(matrix_of(counts, units, levels, "counts"), units, levels), weights_alone(given), interval_of(given));
  });
}
headway_status headway_agreement_percent_agreement_square(const uint32_t* square, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::percent_agreement(square_of(square, levels), weights_alone(given), interval_of(given));
  });
}
headway_status headway_agreement_brennan_prediger(const int8_t* marks, size_t units, size_t raters, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::brennan_prediger(matrix_of(marks, units, raters, "marks"), units, raters, levels, weights_alone(given), interval_of(given));
  });
}
headway_status headway_agreement_brennan_prediger_counts(const uint32_t* counts, size_t units, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::brennan_prediger(agreement::units_of_counts(matrix_of(counts, units, levels, "counts"), units, levels), weights_alone(given), interval_of(given));
  });
}
headway_status headway_agreement_brennan_prediger_square(const uint32_t* square, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::brennan_prediger(square_of(square, levels), weights_alone(given), interval_of(given));
  });
}
headway_status headway_agreement_fleiss_kappa(const int8_t* marks, size_t units, size_t raters, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::fleiss_kappa(matrix_of(marks, units, raters, "marks"), units, raters, levels, weights_alone(given), interval_of(given));
  });
}
headway_status headway_agreement_fleiss_kappa_counts(const uint32_t* counts, size_t units, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::fleiss_kappa(agreement::units_of_counts(matrix_of(counts, units, levels, "counts"), units, levels), weights_alone(given), interval_of(given));
  });
}
headway_status headway_agreement_fleiss_kappa_square(const uint32_t* square, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::fleiss_kappa(square_of(square, levels), weights_alone(given), interval_of(given));
  });
}
headway_status headway_agreement_gwet_ac(const int8_t* marks, size_t units, size_t raters, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::gwet_ac(matrix_of(marks, units, raters, "marks"), units, raters, levels, weights_alone(given), interval_of(given));
  });
}
headway_status headway_agreement_gwet_ac_counts(const uint32_t* counts, size_t units, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::gwet_ac(agreement::units_of_counts(matrix_of(counts, units, levels, "counts"), units, levels), weights_alone(given), interval_of(given));
  });
}
headway_status headway_agreement_gwet_ac_square(const uint32_t* square, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::gwet_ac(square_of(square, levels), weights_alone(given), interval_of(given));
  });
}
headway_status headway_agreement_krippendorff_alpha(const int8_t* marks, size_t units, size_t raters, size_t levels, const headway_agreement_options* options,
                                                    headway_table** table, headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::krippendorff_alpha(matrix_of(marks, units, raters, "marks"), units, raters, levels, distance_of(given), interval_of(given));
  });
}
headway_status headway_agreement_krippendorff_alpha_counts(const uint32_t* counts, size_t units, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::krippendorff_alpha(agreement::units_of_counts(matrix_of(counts, units, levels, "counts"), units, levels), distance_of(given), interval_of(given));
  });
}
headway_status headway_agreement_krippendorff_alpha_square(const uint32_t* square, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::krippendorff_alpha(square_of(square, levels), distance_of(given), interval_of(given));
  });
}
headway_status headway_agreement_cohen_kappa(const int8_t* marks, size_t units, size_t raters, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::cohen_kappa(matrix_of(marks, units, raters, "marks"), units, raters, levels, weights_alone(given), interval_of(given));
  });
}
headway_status headway_agreement_cohen_kappa_square(const uint32_t* square, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::cohen_kappa(square_of(square, levels), weights_alone(given), interval_of(given));
  });
}
headway_status headway_agreement_conger_kappa(const int8_t* marks, size_t units, size_t raters, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::conger_kappa(matrix_of(marks, units, raters, "marks"), units, raters, levels, weights_alone(given), interval_of(given));
  });
}
headway_status headway_agreement_light_kappa(const int8_t* marks, size_t units, size_t raters, size_t levels, const headway_agreement_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return give_result(__func__, options, table, err, [&](const headway_agreement_options& given) {
    return agreement::light_kappa(matrix_of(marks, units, raters, "marks"), units, raters, levels, weights_alone(given));
  });
}
headway_status headway_agreement_fleiss_by_level(const int8_t* marks, size_t units, size_t raters, size_t levels, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(agreement::fleiss_by_level(agreement::count_units(matrix_of(marks, units, raters, "marks"), units, raters, levels))));
  });
}
headway_status headway_agreement_fleiss_by_level_counts(const uint32_t* counts, size_t units, size_t levels, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(agreement::fleiss_by_level(agreement::units_of_counts(matrix_of(counts, units, levels, "counts"), units, levels))));
  });
}

} // extern "C"
