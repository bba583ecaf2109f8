// headway_agreement_*: agreement and reliability of tables of numbers.

#include "arrays.hpp"
#include "codes.hpp"
#include "guard.hpp"
#include "handle.hpp"

#include <cstdint>
#include <string>

#include <headway/agreement/cronbach_alpha.hpp>
#include <headway/agreement/guttman_lambda.hpp>
#include <headway/agreement/icc.hpp>
#include <headway/agreement/kendall_w.hpp>
#include <headway/agreement/omega.hpp>

using namespace headway::capi;

namespace {

namespace agreement = headway::agreement;

static_assert(is(agreement::gap_rule::drop_units, HEADWAY_GAPS_DROP_UNITS) && is(agreement::gap_rule::drop_raters, HEADWAY_GAPS_DROP_RATERS) &&
              is(agreement::item_gaps::pairwise, HEADWAY_GAPS_PAIRWISE) && is(agreement::item_gaps::listwise, HEADWAY_GAPS_LISTWISE));

/// Size of `headway_agreement_number_options` in 0.1, its first version.
constexpr std::size_t first_agreement_numbers_size = 56 + sizeof(void*);

/// Which fields a function takes, beside `struct_size`.
struct number_fields {
  bool gaps{};
  bool confidence{};
  bool null_value{};
  bool law{}; ///< seed, most_steps, draws, threads
  bool standardized{};
  bool most_exact{};
};

bool zero(double value) { return value >= 0.0 && value <= 0.0; }

headway_agreement_number_options options_of(const headway_agreement_number_options* options, const number_fields& fields) {
  const auto given = sized(options, first_agreement_numbers_size, "options");
  unused(fields.gaps || given.gaps == 0, "gaps");
  unused(fields.confidence || zero(given.confidence), "confidence");
  unused(fields.null_value || zero(given.null_value), "null_value");
  unused(fields.law || given.seed == 0, "seed");
  unused(fields.law || given.most_steps == 0, "most_steps");
  unused(fields.law || given.draws == 0, "draws");
  unused(fields.law || given.threads == 0, "threads");
  unused(fields.standardized || given.standardized == 0, "standardized");
  unused(fields.most_exact || given.most_exact == 0, "most_exact");
  if (given.standardized != 0 && given.standardized != 1) {
    fail(headway::error_category::out_of_range, "standardized", std::to_string(given.standardized) + " is not allowed; it must be 0 or 1");
  }
  return given;
}

agreement::icc_options icc_options_of(const headway_agreement_number_options* options) {
  const auto given = options_of(options, {.confidence = true, .null_value = true});
  return {confidence_of(given.confidence), given.null_value};
}

agreement::item_gaps gaps_of(const headway_agreement_number_options& given) { return static_cast<agreement::item_gaps>(given.gaps); }

agreement::kendall_w_options kendall_w_options_of(const headway_agreement_number_options* options) {
  const auto given = options_of(options, {.gaps = true, .confidence = true, .law = true});
  agreement::kendall_w_options out;
  out.confidence = confidence_of(given.confidence);
  out.gaps = static_cast<agreement::gap_rule>(given.gaps);
  if (given.most_steps != 0) { out.most_steps = given.most_steps; }
  if (given.draws > 100'000'000) {
    fail(headway::error_category::out_of_range, "draws", std::to_string(given.draws) + " is not allowed; it must be at most 100000000");
  }
  if (given.draws != 0) { out.draws = given.draws < 0 ? 0 : static_cast<std::uint32_t>(given.draws); }
  if (given.seed != 0) { out.random_seed = headway::seed{given.seed}; }
  if (given.threads != 0) { out.threads = given.threads; }
  return out;
}

} // namespace

extern "C" {

void headway_agreement_number_options_init(headway_agreement_number_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_agreement_icc(const double* ratings, size_t units, size_t raters, const headway_agreement_number_options* options, headway_table** table,
                                     headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const auto given = icc_options_of(options);
    give_table(table, to_table(agreement::icc(matrix_of(ratings, units, raters, "ratings"), units, raters, given)));
  });
}

headway_status headway_agreement_icc_sources(const double* ratings, size_t units, size_t raters, const headway_agreement_number_options* options, headway_table** table,
                                             headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    (void)options_of(options, {});
    give_table(table, sources_table(agreement::icc(matrix_of(ratings, units, raters, "ratings"), units, raters)));
  });
}

headway_status headway_agreement_kendall_w(const double* ratings, size_t units, size_t raters, const headway_agreement_number_options* options, headway_table** table,
                                           headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const auto given = kendall_w_options_of(options);
    give_table(table, to_table(agreement::kendall_w(matrix_of(ratings, units, raters, "ratings"), units, raters, given)));
  });
}

headway_status headway_agreement_cronbach_alpha(const double* scores, size_t people, size_t items, const headway_agreement_number_options* options, headway_table** table,
                                                headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const auto given = options_of(options, {.gaps = true, .confidence = true});
    give_table(table, to_table(agreement::cronbach_alpha(matrix_of(scores, people, items, "scores"), people, items, {confidence_of(given.confidence), gaps_of(given)})));
  });
}

headway_status headway_agreement_item_statistics(const double* scores, size_t people, size_t items, const headway_agreement_number_options* options, headway_table** table,
                                                 headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const auto given = options_of(options, {.gaps = true});
    give_table(table, to_table(agreement::item_statistics(agreement::covariance_of_items(matrix_of(scores, people, items, "scores"), people, items, gaps_of(given)))));
  });
}

headway_status headway_agreement_guttman_lambda(const double* scores, size_t people, size_t items, const headway_agreement_number_options* options, headway_table** table,
                                                headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const auto given = options_of(options, {.gaps = true, .standardized = true, .most_exact = true});
    agreement::guttman_lambda_options asked;
    asked.standardized = given.standardized != 0;
    asked.gaps = gaps_of(given);
    if (given.most_exact != 0) { asked.most_exact = static_cast<std::size_t>(given.most_exact); }
    give_table(table, to_table(agreement::guttman_lambda(matrix_of(scores, people, items, "scores"), people, items, asked)));
  });
}

headway_status headway_agreement_omega(const double* scores, size_t people, size_t items, const headway_agreement_number_options* options, headway_table** table,
                                       headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const auto given = options_of(options, {.gaps = true});
    give_table(table, to_table(agreement::omega(matrix_of(scores, people, items, "scores"), people, items, {gaps_of(given)})));
  });
}

headway_status headway_agreement_omega_loadings(const double* scores, size_t people, size_t items, const headway_agreement_number_options* options, headway_table** table,
                                                headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const auto given = options_of(options, {.gaps = true});
    give_table(table, loadings_table(agreement::omega(matrix_of(scores, people, items, "scores"), people, items, {gaps_of(given)})));
  });
}

} // extern "C"
