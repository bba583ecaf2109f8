/* Measures of one person or one community, from C. */

#include "check.h"
#include "arrays.h"

static void reliable_change(void) {
  /* Jacobson & Truax (1991): 32.5, 47.5, s 7.5, r .80 */
  const double before[] = {32.5, 40.0}, after[] = {47.5, 39.0};
  headway_table *table = NULL;
  OK(headway_learning_reliable_change(before, after, 2, 7.5, 0.8, 0.0, &table, &err));
  SAME(rows_of(table), 2);
  CHECK(close_to(real_at(table, "rc", 0), 3.16227766016838, 1e-12));
  CHECK(text_is(table, "verdict", 0, "rose"));
  CHECK(text_is(table, "verdict", 1, "not_reliable"));
  headway_table_destroy(table);
  OK(headway_learning_reliable_change(before, after, 2, 7.5, 1.0, 0.9, &table, &err));
  CHECK(text_is(table, "status", 0, "no_variation"));
  CHECK(!has_value(table, "rc", 0));
  headway_table_destroy(table);
  OK(headway_learning_clinical_cutoffs(40, 7.5, 60, 7.5, &table, &err));
  CHECK(close_to(real_at(table, "a", 0), 55.0, 1e-12));
  CHECK(close_to(real_at(table, "b", 0), 45.0, 1e-12));
  CHECK(close_to(real_at(table, "c", 0), 50.0, 1e-12));
  headway_table_destroy(table);
}

static void goal_attainment(void) {
  const double attainment[] = {1, 0, -1, 2}, weights[] = {3, 2, 1, 4};
  headway_table *table = NULL;
  OK(headway_learning_goal_attainment(attainment, weights, 4, 0.3, 0.0, 0.6, &table, &err));
  CHECK(close_to(real_at(table, "t_score", 0), 64.0028008402801, 1e-10));
  CHECK(real_at(table, "band_low", 0) < 64.0 && real_at(table, "band_high", 0) > 64.1);
  SAME(integer_at(table, "reached", 0), 3);
  headway_table_destroy(table);
  OK(headway_learning_goal_attainment(attainment, NULL, 1, 0.3, 0.0, 0.6, &table, &err));
  CHECK(close_to(real_at(table, "t_score", 0), 60.0, 0.0));
  headway_table_destroy(table);
  OK(headway_learning_goal_attainment(NULL, NULL, 0, 0.3, 0.0, 0.6, &table, &err));
  CHECK(text_is(table, "status", 0, "no_data"));
  headway_table_destroy(table);
}

static void what_is_wrong_is_said(void) {
  const double numbers[] = {1, 7};
  headway_table *table = NULL;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_learning_goal_attainment(numbers, NULL, 2, 0.3, 0.0, 0.6, &table, &err));
  SAME(err.row, 1);
  FAILS(HEADWAY_OUT_OF_RANGE, headway_learning_goal_attainment(numbers, NULL, 1, 1.3, 0.0, 0.6, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_learning_goal_attainment(NULL, NULL, 1, 0.3, 0.0, 0.6, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_learning_reliable_change(numbers, numbers, 2, -1.0, 0.8, 0.0, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_learning_reliable_change(numbers, numbers, 2, 1.0, 0.8, 1.5, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_learning_clinical_cutoffs(1, -1, 2, 1, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_learning_clinical_cutoffs(1, 1, 2, 1, NULL, &err));
  CHECK(table == NULL);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  reliable_change();
  goal_attainment();
  what_is_wrong_is_said();
  return finish();
}
