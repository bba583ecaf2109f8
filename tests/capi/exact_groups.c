/* Two and more groups on one scale, from C. */

#include <math.h>

#include "check.h"
#include "arrays.h"

/* Two sectors of reference case a11: 11 and 9 scores, levels from 0. */
static const int8_t x[] = {1, 2, 2, 3, 3, 3, 4, 2, 3, 4, 1}, y[] = {0, 1, 1, 2, 2, 0, 3, 1, 2};
static const uint32_t x_counts[] = {0, 2, 3, 4, 2}, y_counts[] = {2, 3, 3, 1, 0};

static void two_sample(void) {
  headway_table *table = NULL;
  OK(headway_exact_two_sample(x, 11, y, 9, 5, NULL, NULL, &table, &err));
  SAME(integer_at(table, "n_x", 0), 11);
  SAME(integer_at(table, "n_y", 0), 9);
  CHECK(close_to(real_at(table, "u_x", 0), 78.5, 0.0));
  CHECK(close_to(real_at(table, "p_two_sided_distance", 0), 0.0303881876637295, 1e-10));
  CHECK(close_to(real_at(table, "cliff_delta", 0), 0.585858585858586, 1e-12));
  CHECK(close_to(real_at(table, "brunner_munzel", 0), 2.99810672834971, 1e-8));
  CHECK(real_at(table, "superiority_low", 0) < 0.792929292929293);
  CHECK(close_to(real_at(table, "shift", 0), 1.0, 0.0));
  CHECK(text_is(table, "method", 0, "exact"));
  CHECK(text_is(table, "status", 0, "ok"));
  headway_table_destroy(table);

  const double values[] = {10, 20, 40, 80, 160};
  table = NULL;
  OK(headway_exact_two_sample_counts(x_counts, y_counts, 5, values, NULL, &table, &err));
  CHECK(close_to(real_at(table, "u_x", 0), 78.5, 0.0));
  CHECK(close_to(real_at(table, "shift", 0), 40.0, 1e-12));
  headway_table_destroy(table);

  double x_values[11], y_values[10];
  for (int i = 0; i < 11; ++i) { x_values[i] = 0.5 * x[i]; }
  for (int i = 0; i < 9; ++i) { y_values[i] = 0.5 * y[i]; }
  y_values[9] = NAN;
  table = NULL;
  OK(headway_exact_two_sample_values(x_values, 11, y_values, 10, NULL, &table, &err));
  SAME(integer_at(table, "n_y", 0), 9);
  CHECK(close_to(real_at(table, "p_greater", 0), 0.0151940938318647, 1e-10));
  CHECK(close_to(real_at(table, "shift", 0), 0.5, 0.0));
  headway_table_destroy(table);

  table = NULL;
  OK(headway_exact_two_sample(NULL, 0, NULL, 0, 5, NULL, NULL, &table, &err));
  CHECK(text_is(table, "status", 0, "no_data"));
  CHECK(!has_value(table, "superiority", 0));
  headway_table_destroy(table);
}

/* Three groups of three: 1 1 2, 2 3 3, 3 4 5, levels from 0. */
static const int8_t marks[] = {0, 0, 1, 1, 2, 2, 2, 3, 4, -1};
static const uint32_t group[] = {0, 0, 0, 1, 1, 1, 2, 2, 2, 0};
static const uint32_t counts[] = {2, 1, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 1, 1, 1};

static void several_groups(void) {
  headway_table *table = NULL, *again = NULL;
  OK(headway_exact_k_sample(marks, group, 10, 3, 5, HEADWAY_GROUPS_BY_PEOPLE, NULL, &table, &err));
  OK(headway_exact_k_sample_counts(counts, 3, 5, HEADWAY_GROUPS_BY_PEOPLE, NULL, &again, &err));
  SAME(integer_at(table, "groups", 0), 3);
  SAME(integer_at(table, "n", 0), 9);
  SAME(integer_at(table, "df", 0), 2);
  CHECK(close_to(real_at(table, "kruskal_wallis", 0), real_at(again, "kruskal_wallis", 0), 0.0));
  CHECK(close_to(real_at(table, "within", 0) + real_at(table, "between", 0), real_at(table, "dispersion", 0), 1e-14));
  CHECK(text_is(table, "method", 0, "exact"));
  headway_table_destroy(table);
  headway_table_destroy(again);

  table = again = NULL;
  OK(headway_exact_between_share(marks, group, 10, 3, 5, HEADWAY_GROUPS_EQUAL, NULL, &table, &err));
  OK(headway_exact_between_share_counts(counts, 3, 5, HEADWAY_GROUPS_BY_PEOPLE, NULL, &again, &err));
  CHECK(close_to(real_at(table, "between_share", 0), real_at(again, "between_share", 0), 1e-14)); /* groups of one size */
  CHECK(close_to(real_at(table, "p", 0), real_at(again, "p", 0), 1e-12));
  headway_table_destroy(table);
  headway_table_destroy(again);

  table = again = NULL;
  OK(headway_exact_jonckheere(marks, group, 10, 3, 5, NULL, &table, &err));
  OK(headway_exact_jonckheere_counts(counts, 3, 5, NULL, &again, &err));
  CHECK(close_to(real_at(table, "statistic", 0), 25.5, 0.0)); /* of 27 pairs three are of equals and count half */
  CHECK(close_to(real_at(table, "p_increasing", 0), real_at(again, "p_increasing", 0), 0.0));
  CHECK(real_at(table, "p_increasing", 0) < 0.01);
  headway_table_destroy(table);
  headway_table_destroy(again);

  const double values[] = {0.1, 0.1, 0.7, 0.7, 0.9, 0.9, 0.9, 2.0, 3.0, NAN};
  table = again = NULL;
  OK(headway_exact_jonckheere_values(values, group, 10, 3, NULL, &table, &err));
  OK(headway_exact_k_sample_values(values, group, 10, 3, HEADWAY_GROUPS_BY_PEOPLE, NULL, &again, &err));
  CHECK(close_to(real_at(table, "statistic", 0), 25.5, 0.0));
  SAME(integer_at(again, "n", 0), 9);
  headway_table_destroy(table);
  headway_table_destroy(again);
}

static void what_is_wrong_is_said(void) {
  headway_table *table = NULL;
  headway_exact_options options;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_two_sample(x, 11, y, 9, 4, NULL, NULL, &table, &err));
  SAME(err.row, 6);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_two_sample(NULL, 11, y, 9, 5, NULL, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_two_sample_counts(NULL, y_counts, 5, NULL, NULL, &table, &err));
  const double falling[] = {5, 4, 3, 2, 1};
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_two_sample(x, 11, y, 9, 5, falling, NULL, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_k_sample(marks, group, 10, 2, 5, 0, NULL, &table, &err));
  SAME(err.row, 6);
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_k_sample(marks, group, 10, 3, 5, 7, NULL, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_k_sample(marks, group, 10, 3, 17, 0, NULL, &table, &err));
  const double huge[] = {1.0, 1e300};
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_jonckheere_values(huge, group, 2, 1, NULL, &table, &err));
  SAME(err.row, 1);
  headway_exact_options_init(&options, sizeof options);
  options.interval = HEADWAY_TAIL_EXACT;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_two_sample(x, 11, y, 9, 5, NULL, &options, &table, &err));
  SAYS("means nothing here");
  options.interval = 0;
  options.power = 0.9;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_k_sample(marks, group, 10, 3, 5, 0, &options, &table, &err));
  options.draws = 5;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_jonckheere(marks, group, 10, 3, 5, &options, &table, &err));
  CHECK(table == NULL);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  two_sample();
  several_groups();
  what_is_wrong_is_said();
  return finish();
}
