/* Exact tests on plain arrays, from C. */

#include "check.h"
#include "arrays.h"

static void paired_change(void) {
  const int8_t before[] = {1, 2, 1, 3, 0, 2, 1, -1}, after[] = {2, 2, 3, 4, 1, 1, 2, 3};
  headway_table *table = NULL;
  OK(headway_exact_paired_change(before, after, 8, 5, NULL, &table, &err));
  SAME(integer_at(table, "n", 0), 7);
  SAME(integer_at(table, "up", 0), 5);
  SAME(integer_at(table, "levels_moved", 0), 5);
  CHECK(close_to(real_at(table, "p_min", 0), 2.0 / 64.0, 1e-15));
  CHECK(text_is(table, "status", 0, "ok"));
  headway_table_destroy(table);

  headway_exact_options options;
  headway_exact_options_init(&options, sizeof options);
  options.interval = HEADWAY_TAIL_EXACT;
  options.confidence = 0.9;
  headway_table *exact = NULL;
  OK(headway_exact_paired_change(before, after, 8, 5, &options, &exact, &err));
  headway_table_destroy(exact);

  table = NULL;
  OK(headway_exact_paired_change(NULL, NULL, 0, 5, NULL, &table, &err));
  CHECK(text_is(table, "status", 0, "no_data"));
  CHECK(!has_value(table, "change", 0));
  headway_table_destroy(table);
}

static void what_is_wrong_is_said(void) {
  const int8_t before[] = {1, 5}, after[] = {2, 2};
  headway_table *table = NULL;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_paired_change(before, after, 2, 5, NULL, &table, &err));
  SAME(err.row, 1);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_paired_change(NULL, after, 2, 5, NULL, &table, &err));
  SAYS("is NULL");
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_paired_change(before, after, 1, 5, NULL, NULL, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_paired_change(before, after, 1, 17, NULL, &table, &err));
  headway_exact_options options;
  headway_exact_options_init(&options, sizeof options);
  options.interval = 2;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_paired_change(before, after, 1, 5, &options, &table, &err));
  options.interval = 0;
  options.seed = 3;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_paired_change(before, after, 1, 5, &options, &table, &err));
  SAYS("means nothing here");
  CHECK(table == NULL);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  paired_change();
  what_is_wrong_is_said();
  return finish();
}
