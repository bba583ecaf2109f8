/* Agreement across units on plain arrays, from C. */

#include "check.h"
#include "arrays.h"

/* Krippendorff (2011), section C: 12 units, 4 observers; levels from 0, -1 for no mark */
static const int8_t published[] = {0, 0, -1, 0, 1, 1, 2, 1, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 0, 1, 2, 3, 3, 3, 3, 3, 0, 0, 1, 0, 1, 1, 1, 1, -1, 4, 4, 4, -1, -1, 0, 0, -1, 2, -1, -1};

static void krippendorff_alpha(void) {
  headway_table *table = NULL;
  OK(headway_agreement_krippendorff_alpha(published, 12, 4, 5, NULL, &table, &err));
  CHECK(close_to(real_at(table, "value", 0), 0.815387503754881, 1e-12));
  SAME(integer_at(table, "units_used", 0), 11);
  headway_table_destroy(table);

  headway_agreement_options options;
  headway_agreement_options_init(&options, sizeof options);
  options.metric = HEADWAY_METRIC_NOMINAL;
  OK(headway_agreement_krippendorff_alpha(published, 12, 4, 5, &options, &table, &err));
  CHECK(close_to(real_at(table, "value", 0), 0.743421052631579, 1e-12));
  headway_table_destroy(table);

  const int8_t same[] = {2, 2, 2, 2};
  OK(headway_agreement_krippendorff_alpha(same, 2, 2, 5, NULL, &table, &err));
  CHECK(text_is(table, "status", 0, "no_variation"));
  CHECK(!has_value(table, "value", 0));
  headway_table_destroy(table);
}

static void what_is_wrong_is_said(void) {
  headway_table *table = NULL;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_krippendorff_alpha(published, 12, 4, 4, NULL, &table, &err));
  SAME(err.row, 9);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_krippendorff_alpha(NULL, 12, 4, 5, NULL, &table, &err));
  FAILS(HEADWAY_LIMIT, headway_agreement_krippendorff_alpha(published, SIZE_MAX, 4, 5, NULL, &table, &err));
  headway_agreement_options options;
  headway_agreement_options_init(&options, sizeof options);
  options.metric = 9;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_krippendorff_alpha(published, 12, 4, 5, &options, &table, &err));
  CHECK(table == NULL);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  krippendorff_alpha();
  what_is_wrong_is_said();
  return finish();
}
