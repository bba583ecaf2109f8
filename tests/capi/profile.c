/* Where are we, from C: every function, its options, and what an audience does not get to see. */

#include "check.h"
#include "sample.h"

static size_t rows_of(const headway_table *table) {
  size_t rows = 0;
  OK(headway_table_rows(table, &rows, &err));
  return rows;
}

/* How many rows have this text in this column. */
static size_t how_many(const headway_table *table, const char *column_name, const char *wanted) {
  size_t column = 0, copied = 0, found = 0;
  OK(headway_table_find_column(table, column_name, strlen(column_name), &column, &err));
  for (size_t row = 0; row < rows_of(table); ++row) {
    const char *text = NULL;
    size_t length = 0;
    OK(headway_table_read_texts(table, column, row, &text, &length, 1, &copied, &err));
    found += length == strlen(wanted) && memcmp(text, wanted, length) == 0;
  }
  return found;
}

/* In hidden rows there is a reason, and no number that comes from marks. */
static void hidden_is_a_state(const headway_table *table, const char *counted) {
  size_t status = 0, reason = 0, n = 0, copied = 0;
  OK(headway_table_find_column(table, HEADWAY_TEXT("status"), &status, &err));
  OK(headway_table_find_column(table, HEADWAY_TEXT("hidden_reason"), &reason, &err));
  OK(headway_table_find_column(table, counted, strlen(counted), &n, &err));
  for (size_t row = 0; row < rows_of(table); ++row) {
    const char *text = NULL;
    size_t length = 0;
    uint8_t has_reason = 0, has_n = 0;
    OK(headway_table_read_texts(table, status, row, &text, &length, 1, &copied, &err));
    OK(headway_table_read_valid(table, reason, row, &has_reason, 1, &copied, &err));
    OK(headway_table_read_valid(table, n, row, &has_n, 1, &copied, &err));
    const int hidden = length == 6 && memcmp(text, "hidden", 6) == 0;
    CHECK(hidden == has_reason);
    CHECK(!hidden || !has_n);
  }
}

static void audiences(const headway_study *study) {
  headway_profile_options options;
  headway_profile_options_init(&options, sizeof options);
  options.by_sector = 1;
  size_t hidden[3] = {0, 0, 0}, rows[3] = {0, 0, 0};
  for (int32_t audience = HEADWAY_AUDIENCE_ROOM; audience <= HEADWAY_AUDIENCE_PUBLIC; ++audience) {
    headway_table *table = NULL;
    options.audience = audience;
    OK(headway_profile_compute_all(study, &options, &table, &err));
    hidden_is_a_state(table, "n");
    hidden[audience] = how_many(table, "status", "hidden");
    rows[audience] = rows_of(table);
    headway_table_destroy(table);
  }
  SAME(hidden[HEADWAY_AUDIENCE_ROOM], 0);
  CHECK(hidden[HEADWAY_AUDIENCE_PUBLIC] > 0);
  CHECK(rows[HEADWAY_AUDIENCE_PARTNERS] < rows[HEADWAY_AUDIENCE_ROOM]); /* merged */
  CHECK(rows[HEADWAY_AUDIENCE_PUBLIC] <= rows[HEADWAY_AUDIENCE_PARTNERS]);

  headway_table *table = NULL;
  options.by_sector = 0;
  OK(headway_profile_rounds(study, HEADWAY_TEXT("BRA"), HEADWAY_TEXT("R1"), HEADWAY_TEXT("R2"), &options, &table, &err));
  hidden_is_a_state(table, "n_from");
  CHECK(how_many(table, "status", "hidden") > 0);
  headway_table_destroy(table);
  OK(headway_profile_coverage(study, NULL, 0, &options, &table, &err));
  SAME(rows_of(table), 6 * 3 * 9);
  SAME(how_many(table, "status", "not_assessed"), 2 * 9);
  headway_table_destroy(table);
  OK(headway_profile_turnover(study, NULL, 0, NULL, &table, &err));
  SAME(rows_of(table), 10); /* tests/data/samples/expected/scores_long_turnover.csv */
  headway_table_destroy(table);
  OK(headway_profile_turnover(study, HEADWAY_TEXT("Alderwick"), NULL, &table, &err));
  SAME(rows_of(table), 2);
  headway_table_destroy(table);
  OK(headway_profile_consensus(study, HEADWAY_TEXT("Alderwick"), NULL, 0, &options, &table, &err));
  SAME(rows_of(table), 27);
  headway_table_destroy(table);
}

static void one_place(const headway_study *study) {
  headway_table *table = NULL;
  OK(headway_profile_compute(study, HEADWAY_TEXT("Alderwick"), NULL, 0, NULL, &table, &err)); /* the latest round */
  SAME(rows_of(table), 9);
  SAME(how_many(table, "round", "R3"), 9);
  headway_table_destroy(table);
  OK(headway_profile_compute(study, HEADWAY_TEXT("Brackenmoor"), HEADWAY_TEXT("R3"), NULL, &table, &err));
  SAME(how_many(table, "status", "not_assessed"), 9);
  headway_table_destroy(table);
  OK(headway_profile_cumulative(study, HEADWAY_TEXT("ALD"), HEADWAY_TEXT("R1"), NULL, &table, &err));
  SAME(rows_of(table), 9 * 4);
  headway_table_destroy(table);
  OK(headway_profile_agenda(study, HEADWAY_TEXT("ALD"), HEADWAY_TEXT("R2"), NULL, &table, &err));
  SAME(rows_of(table), 9);
  headway_table_destroy(table);
  OK(headway_profile_rounds(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, NULL, &table, &err)); /* the latest two */
  SAME(rows_of(table), 18);
  SAME(how_many(table, "from_round", "R2"), 18);
  headway_table_destroy(table);

  /* a wider level set with more confidence */
  headway_profile_options options;
  headway_profile_options_init(&options, sizeof options);
  double low[2], high[2];
  size_t column = 0, copied = 0;
  for (int i = 0; i < 2; ++i) {
    options.confidence = i == 0 ? 0.5 : 0.999;
    OK(headway_profile_compute(study, HEADWAY_TEXT("ALD"), HEADWAY_TEXT("R1"), &options, &table, &err));
    OK(headway_table_find_column(table, HEADWAY_TEXT("dispersion_low"), &column, &err));
    OK(headway_table_read_reals(table, column, 0, &low[i], 1, &copied, &err));
    OK(headway_table_find_column(table, HEADWAY_TEXT("dispersion_high"), &column, &err));
    OK(headway_table_read_reals(table, column, 0, &high[i], 1, &copied, &err));
    headway_table_destroy(table);
  }
  CHECK(low[1] < low[0] && high[0] < high[1]);
}

static void refusals(const headway_study *study) {
  headway_table *const untouched = (headway_table *)(uintptr_t)16;
  headway_table *table = untouched;
  FAILS(HEADWAY_NOT_FOUND, headway_profile_compute(study, HEADWAY_TEXT("Alderwik"), NULL, 0, NULL, &table, &err));
  SAYS("did you mean \"Alderwick\"?");
  FAILS(HEADWAY_NOT_FOUND, headway_profile_compute(study, HEADWAY_TEXT("Alderwick"), HEADWAY_TEXT("R7"), NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_compute(study, NULL, 0, NULL, 0, NULL, &table, &err)); /* six communities: name one */
  FAILS(HEADWAY_NOT_FOUND, headway_profile_agenda(study, HEADWAY_TEXT("nowhere"), NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_NOT_FOUND, headway_profile_rounds(study, HEADWAY_TEXT("ALD"), HEADWAY_TEXT("R0"), NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_NOT_FOUND, headway_profile_coverage(study, HEADWAY_TEXT("nowhere"), NULL, &table, &err));
  FAILS(HEADWAY_NOT_FOUND, headway_profile_turnover(study, HEADWAY_TEXT("nowhere"), NULL, &table, &err));
  FAILS(HEADWAY_NOT_FOUND, headway_profile_consensus(study, HEADWAY_TEXT("nowhere"), NULL, 0, NULL, &table, &err));

  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_compute(NULL, HEADWAY_TEXT("ALD"), NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_compute(study, NULL, 3, NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_compute(study, HEADWAY_TEXT("ALD"), NULL, 2, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_compute(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_compute_all(NULL, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_compute_all(study, NULL, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_cumulative(NULL, HEADWAY_TEXT("ALD"), NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_cumulative(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_agenda(NULL, HEADWAY_TEXT("ALD"), NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_agenda(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_rounds(NULL, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_rounds(study, HEADWAY_TEXT("ALD"), NULL, 1, NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_rounds(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 1, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_rounds(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, NULL, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_coverage(NULL, NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_coverage(study, NULL, 0, NULL, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_turnover(NULL, NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_turnover(study, NULL, 0, NULL, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_consensus(NULL, NULL, 0, NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_consensus(study, NULL, 0, NULL, 0, NULL, NULL, &err));

  union {
    headway_profile_options options;
    unsigned char bytes[2 * sizeof(headway_profile_options)];
  } given;
  for (uint32_t size = 0; size < sizeof given.options; ++size) {
    memset(&given, 0, sizeof given);
    given.options.struct_size = size;
    FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_compute_all(study, &given.options, &table, &err));
    CHECK(strcmp(err.argument, "options") == 0);
  }
  given.options.struct_size = sizeof given;
  given.bytes[sizeof given - 1] = 1;
  FAILS(HEADWAY_INCOMPATIBLE, headway_profile_compute_all(study, &given.options, &table, &err));
#define REFUSED(status, field, value)                                                                                                       \
  do {                                                                                                                                      \
    headway_profile_options_init(&given.options, sizeof given.options);                                                                     \
    given.options.field = (value);                                                                                                          \
    FAILS(status, headway_profile_compute(study, HEADWAY_TEXT("ALD"), NULL, 0, &given.options, &table, &err));                              \
  } while (0)
  const double zero = 0.0;
  REFUSED(HEADWAY_OUT_OF_RANGE, audience, 3);
  REFUSED(HEADWAY_OUT_OF_RANGE, audience, -1);
  REFUSED(HEADWAY_INVALID_ARGUMENT, by_sector, 2);
  REFUSED(HEADWAY_INVALID_ARGUMENT, reserved, 1);
  REFUSED(HEADWAY_OUT_OF_RANGE, confidence, 1.0);
  REFUSED(HEADWAY_OUT_OF_RANGE, confidence, -0.5);
  REFUSED(HEADWAY_OUT_OF_RANGE, confidence, zero / zero);
  /* what means nothing is refused, never ignored */
  headway_profile_options_init(&given.options, sizeof given.options);
  given.options.by_sector = 1;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_agenda(study, HEADWAY_TEXT("ALD"), NULL, 0, &given.options, &table, &err));
  CHECK(strcmp(err.argument, "by_sector") == 0);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_cumulative(study, HEADWAY_TEXT("ALD"), NULL, 0, &given.options, &table, &err));
  given.options.by_sector = 0;
  given.options.confidence = 0.9;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_rounds(study, HEADWAY_TEXT("ALD"), NULL, 0, NULL, 0, &given.options, &table, &err));
  CHECK(strcmp(err.argument, "confidence") == 0);
  CHECK(table == untouched);
  OK(headway_profile_cumulative(study, HEADWAY_TEXT("ALD"), NULL, 0, &given.options, &table, &err));
  headway_table_destroy(table);
  headway_profile_options_init(NULL, sizeof given.options);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  headway_rubric *rubric = NULL;
  headway_study *study = sample_study(&rubric);
  headway_rubric_destroy(rubric);
  audiences(study);
  one_place(study);
  refusals(study);
  headway_study_destroy(study);
  return finish();
}
