/* Agreement within one place, from C. */

#include "check.h"
#include "arrays.h"
#include "sample.h"

typedef headway_status (*measure)(const uint32_t *, size_t, headway_table **, headway_error *);

/* The example of R agrmt's manual; values as in reference case a08 */
static const uint32_t example[] = {30, 40, 210, 130, 530, 50, 10};

static void value_is(measure of, double wanted) {
  headway_table *table = NULL;
  OK(of(example, 7, &table, &err));
  CHECK(close_to(real_at(table, "value", 0), wanted, 1e-9));
  CHECK(text_is(table, "status", 0, "ok"));
  headway_table_destroy(table);
}

static void published_measures(void) {
  value_is(headway_agreement_van_der_eijk_a, 0.611333333333333);
  value_is(headway_agreement_van_der_eijk_polarization, 0.194333333333333);
  value_is(headway_agreement_consensus_tastle_wierman, 0.725687613959346);
  value_is(headway_agreement_leik, 0.286666666666667);
  value_is(headway_agreement_blair_lacy_l2, 0.597333333333333);
  value_is(headway_agreement_blair_lacy_l, 0.772873426063265); /* its root */
  value_is(headway_agreement_berry_mielke_iov, 0.402666666666667);
  value_is(headway_agreement_kvalseth_cov, 0.227126573936735); /* 1 - the root of 1 - the one before */
}

static void everything_at_once_from_marks(void) {
  const int8_t marks[] = {0, 0, 1, 1, -1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4};
  uint32_t counts[5] = {9, 9, 9, 9, 9};
  OK(headway_agreement_count_marks(marks, 15, 5, counts, &err));
  SAME(counts[0], 2);
  SAME(counts[2], 6);
  SAME(counts[4], 1);
  headway_table *table = NULL;
  OK(headway_agreement_within_place(counts, 5, NULL, &table, &err));
  SAME(integer_at(table, "n", 0), 14);
  SAME(integer_at(table, "two_or_more_away", 0), 3);
  CHECK(text_is(table, "headline", 0, "3 of 14 people are two or more levels from the middle, 3."));
  CHECK(text_is(table, "shape", 0, "one_peak"));
  CHECK(has_value(table, "dispersion_low", 0));
  headway_table_destroy(table);

  const double values[] = {-2, -1, 0, 1, 2};
  headway_within_options options;
  headway_within_options_init(&options, sizeof options);
  options.values = values;
  options.values_count = 5;
  options.null_distribution = HEADWAY_NULL_NORMAL;
  options.confidence = 0.9;
  OK(headway_agreement_within_place(counts, 5, &options, &table, &err));
  CHECK(text_is(table, "headline", 0, "3 of 14 people are two or more levels from the middle, 0."));
  CHECK(text_is(table, "r_wg_null", 0, "normal"));
  headway_table_destroy(table);

  OK(headway_agreement_dispersion(counts, 5, NULL, &table, &err));
  CHECK(real_at(table, "low", 0) < real_at(table, "value", 0));
  CHECK(real_at(table, "high", 0) > real_at(table, "value", 0));
  headway_table_destroy(table);
}

static void variances(void) {
  const uint32_t counts[] = {0, 1, 0, 2, 1}; /* mean 3.75, variance 4.75 / 3 */
  headway_table *table = NULL;
  OK(headway_agreement_r_wg(counts, 5, NULL, &table, &err));
  CHECK(close_to(real_at(table, "value", 0), 1.0 - 4.75 / 6.0, 1e-14));
  headway_table_destroy(table);

  const double half[] = {1, 0, 0, 0, 1};
  headway_within_options options;
  headway_within_options_init(&options, sizeof options);
  options.null_distribution = HEADWAY_NULL_OWN;
  options.own_null = half;
  options.own_null_count = 5;
  OK(headway_agreement_r_wg(counts, 5, &options, &table, &err));
  CHECK(close_to(real_at(table, "value", 0), 1.0 - 4.75 / 12.0, 1e-14));
  headway_table_destroy(table);

  OK(headway_agreement_a_wg(counts, 5, &table, &err));
  CHECK(close_to(real_at(table, "largest_variance", 0), 1.25 * 2.75 * 4.0 / 3.0, 1e-14));
  headway_table_destroy(table);

  const uint32_t two[] = {0, 1, 0, 2, 1, 5, 0, 0, 0, 5};
  OK(headway_agreement_r_wg_j(two, 2, 5, NULL, &table, &err));
  SAME(integer_at(table, "items_used", 0), 2);
  CHECK(close_to(real_at(table, "r_wg_j", 0), 0.0, 0.0)); /* the variance is above that of the null distribution */
  CHECK(real_at(table, "r_star_wg_j", 0) < 0.0);
  headway_table_destroy(table);
  headway_within_options_init(&options, sizeof options);
  options.negative_as_zero = 1;
  OK(headway_agreement_r_wg_j(two, 2, 5, &options, &table, &err));
  CHECK(close_to(real_at(table, "r_star_wg_j", 0), 0.0, 0.0));
  headway_table_destroy(table);

  const uint32_t groups[] = {4, 1, 1, 3};
  OK(headway_agreement_group_icc(groups, 2, 2, NULL, &table, &err));
  CHECK(close_to(real_at(table, "size", 0), 4.5, 0.0));
  headway_table_destroy(table);
  headway_within_options_init(&options, sizeof options);
  options.group_size = HEADWAY_GROUP_SIZE_WEIGHTED;
  OK(headway_agreement_group_icc(groups, 2, 2, &options, &table, &err));
  CHECK(close_to(real_at(table, "size", 0), 9.0 - 41.0 / 9.0, 1e-14));
  headway_table_destroy(table);
}

static void a_place_of_a_study(void) {
  headway_rubric *rubric = NULL;
  headway_study *study = sample_study(&rubric);
  headway_table *room = NULL, *partners = NULL, *profile = NULL;
  OK(headway_agreement_place_agreement(study, HEADWAY_TEXT("Alderwick"), HEADWAY_TEXT("R3"), NULL, &room, &err));
  OK(headway_profile_compute(study, HEADWAY_TEXT("Alderwick"), HEADWAY_TEXT("R3"), NULL, &profile, &err));
  for (size_t row = 0; row < 9; ++row) {
    SAME(integer_at(room, "n", row), integer_at(profile, "n", row));
    SAME(integer_at(room, "two_or_more_away", row), integer_at(profile, "two_or_more_away", row));
    CHECK(close_to(real_at(room, "dispersion_high", row), real_at(profile, "dispersion_high", row), 0.0));
  }
  CHECK(real_at(room, "alpha", 9) > real_at(room, "alpha_low", 9)); /* over all dimensions */
  CHECK(real_at(room, "icc_average", 9) > real_at(room, "icc", 9));
  SAME(integer_at(room, "dimensions_compared", 9), 9);
  CHECK(text_is(room, "ac2_status", 9, "ok"));
  headway_profile_options options;
  headway_profile_options_init(&options, sizeof options);
  options.audience = HEADWAY_AUDIENCE_PARTNERS;
  options.confidence = 0.5;
  OK(headway_agreement_place_agreement(study, HEADWAY_TEXT("Alderwick"), HEADWAY_TEXT("R3"), &options, &partners, &err));
  CHECK(real_at(partners, "dispersion_high", 0) < real_at(room, "dispersion_high", 0));
  options.by_sector = 1;
  headway_table *none = NULL;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_place_agreement(study, HEADWAY_TEXT("Alderwick"), HEADWAY_TEXT("R3"), &options, &none, &err));
  FAILS(HEADWAY_NOT_FOUND, headway_agreement_place_agreement(study, HEADWAY_TEXT("Nowhere"), HEADWAY_TEXT("R3"), NULL, &none, &err));
  CHECK(none == NULL);
  headway_table_destroy(room);
  headway_table_destroy(partners);
  headway_table_destroy(profile);
  headway_study_destroy(study);
  headway_rubric_destroy(rubric);
}

static void what_is_wrong_is_said(void) {
  const int8_t marks[] = {0, 5};
  const uint32_t counts[] = {1, 2, 3};
  uint32_t out[16];
  headway_table *table = NULL;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_count_marks(marks, 2, 5, out, &err));
  SAME(err.row, 1);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_count_marks(marks, 2, 5, NULL, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_leik(counts, 1, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_within_place(counts, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_a_wg(NULL, 3, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_a_wg(counts, 3, NULL, &err));
  FAILS(HEADWAY_LIMIT, headway_agreement_r_wg_j(counts, SIZE_MAX, 3, NULL, &table, &err));
  headway_within_options options;
  headway_within_options_init(&options, sizeof options);
  options.null_distribution = HEADWAY_NULL_NORMAL; /* published for 5 to 11 levels */
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_r_wg(counts, 3, &options, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_dispersion(counts, 3, &options, &table, &err));
  SAYS("means nothing here");
  options.null_distribution = 99;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_r_wg(counts, 3, &options, &table, &err));
  headway_within_options_init(&options, sizeof options);
  options.group_size = 2;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_group_icc(counts, 1, 3, &options, &table, &err));
  CHECK(table == NULL);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  published_measures();
  everything_at_once_from_marks();
  variances();
  a_place_of_a_study();
  what_is_wrong_is_said();
  return finish();
}
