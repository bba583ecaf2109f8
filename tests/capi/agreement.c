/* Agreement across units on plain arrays, from C. */

#include "check.h"
#include "arrays.h"

/* Krippendorff (2011), section C: 12 units, 4 observers; levels from 0, -1 for no mark */
static const int8_t published[] = {0, 0, -1, 0, 1, 1, 2, 1, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 0, 1, 2, 3, 3, 3, 3, 3, 0, 0, 1, 0, 1, 1, 1, 1, -1, 4, 4, 4, -1, -1, 0, 0, -1, 2,
                                   -1, -1};

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

/* The same as counts of marks, and as a table of the first two observers. */
static const uint32_t counted[] = {3, 0, 0, 0, 0, 0, 3, 1, 0, 0, 0, 0, 4, 0, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 4, 0, 3, 1, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0,
                                   0, 3, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0};

typedef headway_status (*of_marks)(const int8_t *, size_t, size_t, size_t, const headway_agreement_options *, headway_table **, headway_error *);
typedef headway_status (*of_counts)(const uint32_t *, size_t, size_t, const headway_agreement_options *, headway_table **, headway_error *);
typedef headway_status (*of_square)(const uint32_t *, size_t, const headway_agreement_options *, headway_table **, headway_error *);

/* Values and standard errors of irrCAC 1.0 for these marks, quadratic weights. */
static const struct {
  of_marks marks;
  of_counts counts;
  of_square square;
  double value, error;
} coefficients[] = {
    {headway_agreement_percent_agreement, headway_agreement_percent_agreement_counts, headway_agreement_percent_agreement_square, 0.975378787878788, 0.0906162783195465},
    {headway_agreement_gwet_ac, headway_agreement_gwet_ac_counts, headway_agreement_gwet_ac_square, 0.914000723551605, 0.10396224464506},
    {headway_agreement_fleiss_kappa, headway_agreement_fleiss_kappa_counts, headway_agreement_fleiss_kappa_square, 0.864935064935065, 0.146033610756912},
    {headway_agreement_brennan_prediger, headway_agreement_brennan_prediger_counts, headway_agreement_brennan_prediger_square, 0.901515151515151, 0.110894374973973},
    {headway_agreement_krippendorff_alpha, headway_agreement_krippendorff_alpha_counts, headway_agreement_krippendorff_alpha_square, 0.849107142857144, 0.129129965714888},
    {headway_agreement_conger_kappa, NULL, NULL, 0.857168224091625, 0.1443607913584}};

static void every_coefficient_from_marks_counts_and_square_tables(void) {
  size_t i;
  headway_agreement_options options;
  headway_agreement_options_init(&options, sizeof options);
  options.interval = HEADWAY_INTERVAL_ANALYTIC;
  options.weights = HEADWAY_WEIGHTS_QUADRATIC;
  for (i = 0; i < sizeof coefficients / sizeof *coefficients; ++i) {
    headway_table *table = NULL;
    OK(coefficients[i].marks(published, 12, 4, 5, &options, &table, &err));
    CHECK(close_to(real_at(table, "value", 0), coefficients[i].value, 1e-8));
    CHECK(close_to(real_at(table, "standard_error", 0), coefficients[i].error, 1e-8));
    SAME(integer_at(table, "raters", 0), 4);
    CHECK(text_is(table, "interval_method", 0, "analytic"));
    headway_table_destroy(table);
    if (coefficients[i].counts != NULL) {
      OK(coefficients[i].counts(counted, 12, 5, &options, &table, &err));
      CHECK(close_to(real_at(table, "value", 0), coefficients[i].value, 1e-8));
      CHECK(close_to(real_at(table, "standard_error", 0), coefficients[i].error, 1e-8));
      headway_table_destroy(table);
      {
        static const uint32_t square[] = {20, 4, 3, 15};
        OK(coefficients[i].square(square, 2, &options, &table, &err));
        SAME(integer_at(table, "units", 0), 42);
        SAME(integer_at(table, "raters", 0), 2);
        headway_table_destroy(table);
      }
    }
    {
      headway_agreement_options other = options;
      other.interval = HEADWAY_INTERVAL_BOOTSTRAP_BOTH;
      other.ends = HEADWAY_ENDS_BCA;
      other.replicates = 200;
      other.threads = 2;
      OK(coefficients[i].marks(published, 12, 4, 5, &other, &table, &err));
      CHECK(text_is(table, "interval_method", 0, "bootstrap_both"));
      CHECK(has_value(table, "standard_error", 0));
      headway_table_destroy(table);
    }
  }
}

static void two_raters(void) {
  /* 70 units: po = 0.7, pe = 0.5 */
  static const uint32_t square[] = {25, 10, 11, 24};
  static const int8_t two[] = {0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0, -1, 1, 1, 1};
  headway_table *table = NULL;
  OK(headway_agreement_cohen_kappa_square(square, 2, NULL, &table, &err));
  CHECK(close_to(real_at(table, "value", 0), 0.4, 1e-12));
  CHECK(has_value(table, "null_standard_error", 0));
  CHECK(text_is(table, "interval_method", 0, "unit_jackknife"));
  headway_table_destroy(table);
  OK(headway_agreement_cohen_kappa(two, 8, 2, 2, NULL, &table, &err));
  SAME(integer_at(table, "units_used", 0), 7);
  headway_table_destroy(table);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_cohen_kappa(published, 12, 4, 5, NULL, &table, &err));
  OK(headway_agreement_light_kappa(published, 12, 4, 5, NULL, &table, &err));
  CHECK(has_value(table, "value", 0));
  headway_table_destroy(table);
}

static void fleiss_by_level(void) {
  headway_table *table = NULL, *same = NULL;
  size_t rows = 0;
  OK(headway_agreement_fleiss_by_level(published, 12, 4, 5, &table, &err));
  OK(headway_table_rows(table, &rows, &err));
  SAME(rows, 5);
  SAME(integer_at(table, "level", 4), 5);
  OK(headway_agreement_fleiss_by_level_counts(counted, 12, 5, &same, &err));
  CHECK(close_to(real_at(table, "value", 2), real_at(same, "value", 2), 0.0));
  headway_table_destroy(table);
  headway_table_destroy(same);
}

static void own_weights_and_values(void) {
  static const double own[] = {1, 0.5, 0, 0, 0, 0.5, 1, 0.5, 0, 0, 0, 0.5, 1, 0.5, 0, 0, 0, 0.5, 1, 0.5, 0, 0, 0, 0.5, 1};
  static const double values[] = {0, 1, 2, 3, 10};
  headway_table *table = NULL;
  headway_agreement_options options;
  headway_agreement_options_init(&options, sizeof options);
  options.own_weights = own;
  options.own_weights_count = 25;
  OK(headway_agreement_gwet_ac(published, 12, 4, 5, &options, &table, &err));
  headway_table_destroy(table);
  OK(headway_agreement_krippendorff_alpha(published, 12, 4, 5, &options, &table, &err));
  headway_table_destroy(table);
  table = NULL;
  options.metric = HEADWAY_METRIC_ORDINAL;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_krippendorff_alpha(published, 12, 4, 5, &options, &table, &err));
  options.metric = 0;
  options.weights = HEADWAY_WEIGHTS_LINEAR;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_gwet_ac(published, 12, 4, 5, &options, &table, &err));
  options.own_weights = NULL;
  options.own_weights_count = 0;
  options.values = values;
  options.values_count = 5;
  OK(headway_agreement_gwet_ac(published, 12, 4, 5, &options, &table, &err));
  headway_table_destroy(table);
  table = NULL;
  options.metric = HEADWAY_METRIC_ORDINAL;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_gwet_ac(published, 12, 4, 5, &options, &table, &err));
  CHECK(table == NULL);
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
  options.metric = 0;
  options.interval = 8;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_krippendorff_alpha(published, 12, 4, 5, &options, &table, &err));
  options.interval = 0;
  options.replicates = 10;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_gwet_ac(published, 12, 4, 5, &options, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_gwet_ac_counts(counted, 12, 17, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_gwet_ac_square(NULL, 5, NULL, &table, &err));
  CHECK(table == NULL);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  krippendorff_alpha();
  every_coefficient_from_marks_counts_and_square_tables();
  two_raters();
  fleiss_by_level();
  own_weights_and_values();
  what_is_wrong_is_said();
  return finish();
}
