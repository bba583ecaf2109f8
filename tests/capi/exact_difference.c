/* Bootstrap intervals of differences, from C. */

#include "check.h"
#include "arrays.h"

static const int8_t first[] = {0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4};
static const int8_t second[] = {0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, -1};

static void means(void) {
  headway_table *table = NULL;
  OK(headway_exact_mean_difference_interval(first, 20, second, 22, 5, NULL, &table, &err));
  SAME(integer_at(table, "n_second", 0), 21);
  CHECK(text_is(table, "resampling", 0, "ideal"));
  /* scipy 1.12.0 stats.bootstrap, BCa, 400000 resamples: 0.143 to 1.462 */
  CHECK(close_to(real_at(table, "bca_low", 0), 0.1428571428571428, 0.02));
  CHECK(close_to(real_at(table, "bca_high", 0), 1.461904761904762, 0.02));
  /* the interval to use reaches further than the percentile interval */
  CHECK(text_is(table, "interval_status", 0, "ok"));
  CHECK(real_at(table, "low", 0) < real_at(table, "percentile_low", 0));
  CHECK(real_at(table, "high", 0) > real_at(table, "percentile_high", 0));
  headway_table_destroy(table);

  headway_bootstrap_options options;
  headway_bootstrap_options_init(&options, sizeof options);
  options.resampling = HEADWAY_RESAMPLING_DRAWN;
  options.bias = HEADWAY_BIAS_BELOW;
  options.replicates = 2000;
  options.seed = 7;
  options.confidence = 0.9;
  headway_table *one = NULL, *several = NULL;
  OK(headway_exact_mean_difference_interval(first, 20, second, 22, 5, &options, &one, &err));
  options.threads = 3;
  OK(headway_exact_mean_difference_interval(first, 20, second, 22, 5, &options, &several, &err));
  SAME(integer_at(one, "replicates", 0), 2000);
  CHECK(close_to(real_at(one, "bca_low", 0), real_at(several, "bca_low", 0), 0.0));
  headway_table_destroy(one);
  headway_table_destroy(several);
}

static void medians(void) {
  const int8_t firm[] = {0, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 4}, higher[] = {0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4};
  headway_table *table = NULL;
  OK(headway_exact_median_difference_interval(firm, 15, higher, 17, 5, NULL, &table, &err));
  CHECK(close_to(real_at(table, "difference", 0), 1.0, 0.0));
  CHECK(has_value(table, "percentile_low", 0));
  CHECK(close_to(real_at(table, "low", 0), real_at(table, "percentile_low", 0), 0.0));
  CHECK(close_to(real_at(table, "high", 0), real_at(table, "percentile_high", 0), 0.0));
  CHECK(!has_value(table, "bca_low", 0));
  CHECK(text_is(table, "bca_status", 0, "flat_jackknife"));
  headway_table_destroy(table);

  const int8_t same[] = {2, 2, 2};
  OK(headway_exact_median_difference_interval(same, 3, same, 3, 5, NULL, &table, &err));
  CHECK(text_is(table, "status", 0, "no_variation"));
  CHECK(text_is(table, "interval_status", 0, "no_variation"));
  CHECK(!has_value(table, "low", 0));
  headway_table_destroy(table);
}

static void what_is_wrong_is_said(void) {
  headway_table *table = NULL;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_mean_difference_interval(first, 20, second, 22, 4, NULL, &table, &err));
  SAME(err.row, 19);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_mean_difference_interval(first, 20, NULL, 22, 5, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_median_difference_interval(first, 20, second, 22, 5, NULL, NULL, &err));
  headway_bootstrap_options options;
  headway_bootstrap_options_init(&options, sizeof options);
  options.resampling = 2;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_mean_difference_interval(first, 20, second, 22, 5, &options, &table, &err));
  options.resampling = HEADWAY_RESAMPLING_DRAWN;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_median_difference_interval(first, 20, second, 22, 5, &options, &table, &err));
  SAYS("means nothing here");
  options.replicates = 10;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_mean_difference_interval(first, 20, second, 22, 5, &options, &table, &err));
  CHECK(table == NULL);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  means();
  medians();
  what_is_wrong_is_said();
  return finish();
}
