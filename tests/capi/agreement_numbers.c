/* Agreement and reliability of tables of numbers, from C. */

#include "check.h"
#include "arrays.h"

#include <math.h>

/* Shrout and Fleiss (1979), Table 2: 6 targets x 4 judges; values of reference case a05 */
static const double published[] = {9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7};

static void icc(void) {
  headway_table *table = NULL;
  OK(headway_agreement_icc(published, 6, 4, NULL, &table, &err));
  CHECK(text_is(table, "form", 2, "ICC(A,1)"));
  CHECK(text_is(table, "shrout_fleiss", 2, "ICC(2,1)"));
  CHECK(!has_value(table, "shrout_fleiss", 1));
  CHECK(close_to(real_at(table, "value", 2), 0.289763779527559, 1e-12));
  CHECK(close_to(real_at(table, "low", 2), 0.018786513374712, 1e-9));
  CHECK(close_to(real_at(table, "high", 7), 0.927232040167722, 1e-9));
  SAME(integer_at(table, "k", 0), 4);
  headway_table_destroy(table);

  headway_agreement_number_options options;
  headway_agreement_number_options_init(&options, sizeof options);
  options.confidence = 0.9;
  options.null_value = 0.1;
  OK(headway_agreement_icc(published, 6, 4, &options, &table, &err));
  CHECK(real_at(table, "low", 2) > 0.018786513374712);
  CHECK(real_at(table, "p", 2) > 0.001);
  headway_table_destroy(table);

  OK(headway_agreement_icc_sources(published, 6, 4, NULL, &table, &err));
  CHECK(text_is(table, "source", 1, "raters"));
  CHECK(close_to(real_at(table, "mean_square", 1), 32.486111111111, 1e-9));
  headway_table_destroy(table);

  const double same[] = {3, 3, 3, 3};
  OK(headway_agreement_icc(same, 2, 2, NULL, &table, &err));
  CHECK(text_is(table, "status", 0, "no_variation"));
  CHECK(!has_value(table, "value", 0));
  headway_table_destroy(table);
}

static void kendall_w(void) {
  /* 100 of 576 orders agree as much: by enumeration */
  const double ratings[] = {1, 2, 1, 2, 2, 3, 3, 1, 4, 3, 4, 4};
  headway_table *table = NULL;
  OK(headway_agreement_kendall_w(ratings, 4, 3, NULL, &table, &err));
  CHECK(close_to(real_at(table, "p", 0), 100.0 / 576.0, 1e-12));
  CHECK(text_is(table, "p_method", 0, "exact"));
  headway_table_destroy(table);

  headway_agreement_number_options options;
  headway_agreement_number_options_init(&options, sizeof options);
  options.most_steps = 1;
  options.draws = -1;
  OK(headway_agreement_kendall_w(ratings, 4, 3, &options, &table, &err));
  CHECK(text_is(table, "p_method", 0, "approximate"));
  CHECK(close_to(real_at(table, "p", 0), 0.1717971442967335, 1e-12));
  headway_table_destroy(table);
  options.draws = 999;
  options.seed = 5;
  options.threads = 2;
  OK(headway_agreement_kendall_w(ratings, 4, 3, &options, &table, &err));
  CHECK(text_is(table, "p_method", 0, "drawn"));
  SAME(integer_at(table, "draws", 0), 999);
  headway_table_destroy(table);

  const double gaps[] = {1, 2, NAN, 2, 2, 3, 3, 1, 4, 3, 4, 4};
  headway_agreement_number_options_init(&options, sizeof options);
  options.gaps = HEADWAY_GAPS_DROP_RATERS;
  OK(headway_agreement_kendall_w(gaps, 4, 3, &options, &table, &err));
  SAME(integer_at(table, "units_used", 0), 4);
  SAME(integer_at(table, "raters_used", 0), 2);
  headway_table_destroy(table);
}

static void reliability(void) {
  headway_table *table = NULL;
  OK(headway_agreement_cronbach_alpha(published, 6, 4, NULL, &table, &err));
  CHECK(close_to(real_at(table, "value", 0), 0.909315542377069, 1e-12)); /* ICC(3,k) of the same table */
  headway_table_destroy(table);
  OK(headway_agreement_item_statistics(published, 6, 4, NULL, &table, &err));
  SAME(integer_at(table, "item", 3), 4);
  CHECK(real_at(table, "alpha_if_dropped", 0) < 1.0);
  headway_table_destroy(table);

  headway_agreement_number_options options;
  headway_agreement_number_options_init(&options, sizeof options);
  options.standardized = 1;
  options.most_exact = 2;
  OK(headway_agreement_guttman_lambda(published, 6, 4, &options, &table, &err));
  CHECK(real_at(table, "lambda4", 0) >= real_at(table, "lambda3", 0));
  SAME(integer_at(table, "lambda4_exact", 0), 0);
  headway_table_destroy(table);

  OK(headway_agreement_omega(published, 6, 4, NULL, &table, &err));
  CHECK(real_at(table, "value", 0) > 0.8);
  headway_table_destroy(table);
  OK(headway_agreement_omega_loadings(published, 6, 4, NULL, &table, &err));
  size_t rows = 0;
  OK(headway_table_rows(table, &rows, &err));
  SAME(rows, 4);
  headway_table_destroy(table);
}

static void what_is_wrong_is_said(void) {
  headway_table *table = NULL;
  const double infinite[] = {1, 2, 3, INFINITY};
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_icc(infinite, 2, 2, NULL, &table, &err));
  SAME(err.row, 1);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_icc(NULL, 2, 2, NULL, &table, &err));
  FAILS(HEADWAY_LIMIT, headway_agreement_omega(published, SIZE_MAX, 4, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_omega(published, 6, 4, NULL, NULL, &err));
  headway_agreement_number_options options;
  headway_agreement_number_options_init(&options, sizeof options);
  options.gaps = 2;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_omega(published, 6, 4, &options, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_icc(published, 6, 4, &options, &table, &err));
  options.gaps = 0;
  options.draws = 5;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_kendall_w(published, 6, 4, &options, &table, &err));
  options.draws = INT64_MAX;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_kendall_w(published, 6, 4, &options, &table, &err));
  headway_agreement_number_options_init(&options, sizeof options);
  options.most_exact = -1;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_guttman_lambda(published, 6, 4, &options, &table, &err));
  options.most_exact = 0;
  options.standardized = 7;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_guttman_lambda(published, 6, 4, &options, &table, &err));
  CHECK(table == NULL);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  icc();
  kendall_w();
  reliability();
  what_is_wrong_is_said();
  return finish();
}
