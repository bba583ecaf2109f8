/* What changed, from C: every function, its options, what an audience does not get to see, and a then-test among the inputs. */

#include "check.h"
#include "arrays.h"

/* The sample with its then-test. */
static headway_study *study_with_then_test(void) {
  headway_rubric *rubric = NULL;
  headway_study *study = NULL;
  headway_ratings *marks = NULL, *then_test = NULL;
  OK(headway_rubric_builtin(HEADWAY_TEXT("system_maturity"), &rubric, &err));
  const char *path = data_file("samples/scores_long.csv");
  OK(headway_ratings_read_csv(rubric, path, strlen(path), NULL, &marks, &err));
  path = data_file("samples/then_test_long.csv");
  OK(headway_ratings_read_csv(rubric, path, strlen(path), NULL, &then_test, &err));
  const headway_ratings *const inputs[] = {marks, then_test};
  OK(headway_study_create(rubric, inputs, 2, &study, &err));
  headway_ratings_destroy(marks);
  headway_ratings_destroy(then_test);
  headway_rubric_destroy(rubric);
  return study;
}

static void the_sample(const headway_study *study) {
  headway_table *table = NULL;
  /* the same figures as tests/change/change_test.cpp, which has them from pandas and numpy */
  OK(headway_change_compute(study, HEADWAY_TEXT("ALD"), HEADWAY_TEXT("R1"), HEADWAY_TEXT("R2"), NULL, &table, &err));
  SAME(rows_of(table), 9);
  SAME(integer_at(table, "n", 0), 9);
  SAME(integer_at(table, "up", 0), 6);
  SAME(integer_at(table, "months", 0), 18);
  CHECK(close_to(real_at(table, "p_adjusted", 0), 0.046875, 1e-12));
  CHECK(close_to(real_at(table, "everybody_levels", 0), 0.773109243697, 1e-11));
  CHECK(close_to(real_at(table, "adjusted_levels", 0), 0.707160364146, 1e-11));
  CHECK(text_is(table, "direction", 0, "moved"));
  CHECK(!has_value(table, "change_high", 0)); /* all went up: at least */
  headway_table_destroy(table);

  headway_change_options options;
  headway_change_options_init(&options, sizeof options);
  options.alone = 1;
  options.confidence = 0.9;
  options.interval = HEADWAY_TAIL_EXACT;
  OK(headway_change_compute(study, HEADWAY_TEXT("ALD"), HEADWAY_TEXT("R1"), HEADWAY_TEXT("R2"), &options, &table, &err));
  CHECK(text_is(table, "direction", 1, "moved")); /* five of five: p 0.0625 by itself */
  headway_table_destroy(table);

  OK(headway_change_compute(study, HEADWAY_TEXT("Carrow Sands"), HEADWAY_TEXT("R1"), HEADWAY_TEXT("R2"), NULL, &table, &err));
  CHECK(text_is(table, "then_test", 5, "harder_marking"));
  headway_table_destroy(table);
  OK(headway_change_response_shift(study, HEADWAY_TEXT("CAR"), HEADWAY_TEXT("R1"), HEADWAY_TEXT("R2"), NULL, &table, &err));
  SAME(rows_of(table), 27);
  SAME(integer_at(table, "levels_moved", 1), -6);
  CHECK(has_value(table, "warning", 26));
  headway_table_destroy(table);
  OK(headway_change_panel(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, NULL, &table, &err)); /* the latest two */
  SAME(rows_of(table), 9 * 5 * 12);
  CHECK(text_is(table, "from_round", 0, "R2"));
  headway_table_destroy(table);
  OK(headway_change_bounds(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, NULL, &table, &err));
  SAME(rows_of(table), 9 * 5 * 3);
  headway_table_destroy(table);
  OK(headway_change_path(study, HEADWAY_TEXT("ALD"), NULL, &table, &err));
  SAME(rows_of(table), 27);
  CHECK(close_to(real_at(table, "page", 9), 82.5, 1e-12));
  headway_table_destroy(table);
}

static void audiences(const headway_study *study) {
  headway_change_options partners;
  headway_change_options_init(&partners, sizeof partners);
  partners.audience = HEADWAY_AUDIENCE_PARTNERS;
  headway_table *table = NULL;
  OK(headway_change_compute(study, HEADWAY_TEXT("PEN"), HEADWAY_TEXT("R1"), HEADWAY_TEXT("R2"), &partners, &table, &err));
  CHECK(text_is(table, "status", 0, "hidden"));
  CHECK(text_is(table, "hidden_reason", 0, "fewer than 6 people joined"));
  CHECK(!has_value(table, "n", 0));
  CHECK(!has_value(table, "says", 0));
  CHECK(has_value(table, "n_from", 0));
  headway_table_destroy(table);
  OK(headway_change_panel(study, HEADWAY_TEXT("PEN"), HEADWAY_TEXT("R1"), HEADWAY_TEXT("R2"), &partners, &table, &err));
  CHECK(text_is(table, "status", 1, "hidden"));
  headway_table_destroy(table);
  OK(headway_change_bounds(study, HEADWAY_TEXT("PEN"), HEADWAY_TEXT("R1"), HEADWAY_TEXT("R2"), &partners, &table, &err));
  CHECK(text_is(table, "status", 1, "hidden"));
  headway_table_destroy(table);
  OK(headway_change_response_shift(study, HEADWAY_TEXT("CAR"), HEADWAY_TEXT("R1"), HEADWAY_TEXT("R2"), &partners, &table, &err));
  CHECK(text_is(table, "status", 1, "ok"));
  headway_table_destroy(table);
  partners.audience = HEADWAY_AUDIENCE_PUBLIC;
  OK(headway_change_response_shift(study, HEADWAY_TEXT("CAR"), HEADWAY_TEXT("R1"), HEADWAY_TEXT("R2"), &partners, &table, &err));
  CHECK(text_is(table, "status", 1, "hidden"));
  headway_table_destroy(table);
  OK(headway_change_path(study, HEADWAY_TEXT("CAR"), &partners, &table, &err));
  CHECK(text_is(table, "status", 0, "hidden"));
  headway_table_destroy(table);
}

static void plain_arrays(void) {
  const int8_t before[] = {1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2}, after[] = {2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2};
  headway_table *table = NULL;
  OK(headway_change_same_people(before, after, 6, 2, 5, NULL, &table, &err));
  SAME(rows_of(table), 2);
  CHECK(close_to(real_at(table, "p_adjusted", 0), 0.03125, 1e-15));
  CHECK(text_is(table, "direction", 0, "moved"));
  CHECK(text_is(table, "direction", 1, "held"));
  headway_table_destroy(table);

  /* three stayed and went up by one, one left from 4, one joined at 0 */
  const int8_t first[] = {1, 2, 3, 4, -1}, second[] = {2, 3, 4, -1, 0};
  const uint16_t group[] = {0, 0, 1, 1, 1};
  OK(headway_change_panel_split(first, second, NULL, NULL, 5, 5, 0, NULL, &table, &err));
  SAME(rows_of(table), 12);
  CHECK(close_to(real_at(table, "estimate", 0), 9.0 / 4.0 - 10.0 / 4.0, 1e-15));
  CHECK(close_to(real_at(table, "estimate", 1), 1.0, 1e-15));
  CHECK(close_to(real_at(table, "estimate", 2), -0.25 * (4.0 - 2.0), 1e-15));
  CHECK(close_to(real_at(table, "estimate", 3), 0.25 * (0.0 - 3.0), 1e-15));
  headway_table_destroy(table);
  OK(headway_change_panel_split(first, second, group, group, 5, 5, 3, NULL, &table, &err));
  CHECK(close_to(real_at(table, "estimate", 0), 0.0, 1e-15));
  headway_table_destroy(table);
}

static void refusals(const headway_study *study) {
  headway_table *const untouched = (headway_table *)(uintptr_t)16;
  headway_table *table = untouched;
  FAILS(HEADWAY_NOT_FOUND, headway_change_compute(study, HEADWAY_TEXT("Alderwik"), NULL, 0, NULL, 0, NULL, &table, &err));
  SAYS("did you mean \"Alderwick\"?");
  FAILS(HEADWAY_NOT_FOUND, headway_change_panel(study, HEADWAY_TEXT("ALD"), HEADWAY_TEXT("R9"), NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_path(study, NULL, 0, NULL, &table, &err)); /* six communities: name one */
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_compute(NULL, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_compute(study, NULL, 3, NULL, 0, NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_compute(study, HEADWAY_TEXT("ALD"), NULL, 1, NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_compute(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 1, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_compute(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, NULL, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_panel(NULL, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_panel(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, NULL, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_bounds(NULL, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_bounds(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, NULL, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_response_shift(NULL, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_response_shift(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, NULL, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_path(NULL, HEADWAY_TEXT("ALD"), NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_path(study, HEADWAY_TEXT("ALD"), NULL, NULL, &err));

  union {
    headway_change_options options;
    unsigned char bytes[2 * sizeof(headway_change_options)];
  } given;
  for (uint32_t size = 0; size < sizeof given.options; ++size) {
    memset(&given, 0, sizeof given);
    given.options.struct_size = size;
    FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_compute(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, &given.options, &table, &err));
  }
  given.options.struct_size = sizeof given;
  given.bytes[sizeof given - 1] = 1;
  FAILS(HEADWAY_INCOMPATIBLE, headway_change_compute(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, &given.options, &table, &err));
#define REFUSED(status, field, value)                                                                                                       \
  do {                                                                                                                                      \
    headway_change_options_init(&given.options, sizeof given.options);                                                                      \
    given.options.field = (value);                                                                                                          \
    FAILS(status, headway_change_compute(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, &given.options, &table, &err));                      \
  } while (0)
  const double zero = 0.0;
  REFUSED(HEADWAY_OUT_OF_RANGE, audience, 3);
  REFUSED(HEADWAY_OUT_OF_RANGE, audience, -1);
  REFUSED(HEADWAY_OUT_OF_RANGE, interval, 2);
  REFUSED(HEADWAY_INVALID_ARGUMENT, alone, 2);
  REFUSED(HEADWAY_OUT_OF_RANGE, confidence, 1.0);
  REFUSED(HEADWAY_OUT_OF_RANGE, confidence, zero / zero);
  REFUSED(HEADWAY_INVALID_ARGUMENT, power, 1.5);
  REFUSED(HEADWAY_OUT_OF_RANGE, draws, 5);
  REFUSED(HEADWAY_OUT_OF_RANGE, most_exact_movers, 27);
  /* what means nothing is refused, never ignored */
#define MEANS_NOTHING(field, value, call)                                                                                                   \
  do {                                                                                                                                      \
    headway_change_options_init(&given.options, sizeof given.options);                                                                      \
    given.options.field = (value);                                                                                                          \
    FAILS(HEADWAY_INVALID_ARGUMENT, call);                                                                                                  \
    SAYS("means nothing here");                                                                                                             \
    CHECK(strcmp(err.argument, #field) == 0);                                                                                               \
  } while (0)
  const int8_t marks[] = {1, 2};
  MEANS_NOTHING(power, 0.9, headway_change_panel(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, &given.options, &table, &err));
  MEANS_NOTHING(alone, 1, headway_change_panel(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, &given.options, &table, &err));
  MEANS_NOTHING(confidence, 0.9, headway_change_bounds(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, &given.options, &table, &err));
  MEANS_NOTHING(seed, 3, headway_change_bounds(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, &given.options, &table, &err));
  MEANS_NOTHING(audience, 1, headway_change_same_people(marks, marks, 1, 2, 5, &given.options, &table, &err));
  MEANS_NOTHING(draws, 500, headway_change_panel_split(marks, marks, NULL, NULL, 2, 5, 0, &given.options, &table, &err));

  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_same_people(NULL, marks, 1, 2, 5, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_same_people(marks, marks, 1, 2, 5, NULL, NULL, &err));
  FAILS(HEADWAY_LIMIT, headway_change_same_people(marks, marks, SIZE_MAX, 2, 5, NULL, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_change_same_people(marks, marks, 2, 1, 2, NULL, &table, &err));
  SAME(err.row, 1);
  FAILS(HEADWAY_OUT_OF_RANGE, headway_change_same_people(marks, marks, 2, 1, 1, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_panel_split(marks, NULL, NULL, NULL, 2, 5, 0, NULL, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_change_panel_split(marks, marks, NULL, NULL, 2, 5, 5, NULL, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_change_panel_split(marks, marks, NULL, NULL, 2, 2, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_change_panel_split(marks, marks, NULL, NULL, 2, 5, 0, NULL, NULL, &err));
  CHECK(table == untouched);
  headway_change_options_init(NULL, sizeof given.options);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  headway_study *study = study_with_then_test();
  the_sample(study);
  audiences(study);
  plain_arrays();
  refusals(study);
  headway_study_destroy(study);
  return finish();
}
