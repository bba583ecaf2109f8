/* Sectors, agreed marks and prompts, from C: every function, its options, what an audience does not get to see, and groups on plain arrays. */

#include "check.h"
#include "sample.h"

static size_t rows_of(const headway_table *table) {
  size_t rows = 0;
  OK(headway_table_rows(table, &rows, &err));
  return rows;
}

static double number(const headway_table *table, const char *column_name, size_t row) {
  size_t column = 0, copied = 0;
  double value = -99.0;
  OK(headway_table_find_column(table, column_name, strlen(column_name), &column, &err));
  OK(headway_table_read_reals(table, column, row, &value, 1, &copied, &err));
  return value;
}

static int64_t integer(const headway_table *table, const char *column_name, size_t row) {
  size_t column = 0, copied = 0;
  int64_t value = -99;
  OK(headway_table_find_column(table, column_name, strlen(column_name), &column, &err));
  OK(headway_table_read_integers(table, column, row, &value, 1, &copied, &err));
  return value;
}

static int is_text(const headway_table *table, const char *column_name, size_t row, const char *wanted) {
  size_t column = 0, copied = 0, length = 0;
  const char *text = NULL;
  OK(headway_table_find_column(table, column_name, strlen(column_name), &column, &err));
  OK(headway_table_read_texts(table, column, row, &text, &length, 1, &copied, &err));
  return length == strlen(wanted) && memcmp(text, wanted, length) == 0;
}

static int near(double a, double b) { return a - b < 1e-9 && b - a < 1e-9; }

/* The figures of Brackenmoor's second round that the C++ tests have from an independent program. */
static void one_round(const headway_study *study) {
  headway_table *table = NULL;
  OK(headway_agreement_sectors(study, HEADWAY_TEXT("BRA"), HEADWAY_TEXT("R2"), NULL, &table, &err));
  SAME(rows_of(table), 70);
  CHECK(near(number(table, "gap", 2), 0.4595816798941799));
  CHECK(is_text(table, "status", 0, "no_data"));
  headway_table_destroy(table);
  OK(headway_agreement_sector_split(study, HEADWAY_TEXT("BRA"), HEADWAY_TEXT("R2"), NULL, &table, &err));
  SAME(rows_of(table), 10);
  CHECK(near(number(table, "between_share", 0), 0.6408242236625715));
  headway_table_destroy(table);
  OK(headway_agreement_sector_pairs(study, HEADWAY_TEXT("BRA"), HEADWAY_TEXT("R2"), NULL, &table, &err));
  SAME(rows_of(table), 21 * 10);
  headway_table_destroy(table);
  OK(headway_profile_influence(study, HEADWAY_TEXT("BRA"), HEADWAY_TEXT("R2"), NULL, &table, &err));
  SAME(integer(table, "medians_moved", 2), 5);
  headway_table_destroy(table);
  OK(headway_agreement_consensus_against(study, HEADWAY_TEXT("BRA"), HEADWAY_TEXT("R2"), NULL, &table, &err));
  SAME(rows_of(table), 9);
  SAME(integer(table, "shift", 0), 2);
  SAME(integer(table, "two_or_more_away", 0), 7);
  headway_table_destroy(table);
  OK(headway_agreement_prompts(study, HEADWAY_TEXT("BRA"), HEADWAY_TEXT("R2"), NULL, &table, &err));
  CHECK(is_text(table, "code", 0, "above_everybody"));
  headway_table_destroy(table);
}

static void all_rooms(const headway_study *study) {
  headway_table *table = NULL;
  OK(headway_agreement_consensus_against(study, NULL, 0, NULL, 0, NULL, &table, &err));
  SAME(rows_of(table), 144);
  headway_table_destroy(table);
  OK(headway_agreement_consensus_shift(study, NULL, 0, NULL, 0, NULL, &table, &err));
  SAME(rows_of(table), 1);
  SAME(integer(table, "up", 0), 21);
  CHECK(near(number(table, "p_up", 0), 0.02138697262853384));
  headway_table_destroy(table);
  OK(headway_agreement_decision_rules(study, NULL, 0, NULL, 0, NULL, &table, &err));
  SAME(rows_of(table), 7);
  CHECK(near(number(table, "weight", 0), 0.9999620574750719));
  CHECK(is_text(table, "status", 6, "no_data"));
  headway_table_destroy(table);
}

static void audiences(const headway_study *study) {
  headway_room_options options;
  headway_room_options_init(&options, sizeof options);
  headway_table *table = NULL;
  for (int32_t audience = HEADWAY_AUDIENCE_PARTNERS; audience <= HEADWAY_AUDIENCE_PUBLIC; ++audience) {
    options.audience = audience;
    OK(headway_agreement_sectors(study, HEADWAY_TEXT("BRA"), HEADWAY_TEXT("R2"), &options, &table, &err));
    SAME(rows_of(table), 10); /* all sectors had to be joined */
    CHECK(is_text(table, "words", 1, "The sectors here are too small to be told apart."));
    headway_table_destroy(table);
    OK(headway_agreement_decision_rules(study, NULL, 0, NULL, 0, &options, &table, &err));
    CHECK(is_text(table, "status", 6, "hidden"));
    headway_table_destroy(table);
  }
}

static void options_are_checked(const headway_study *study) {
  headway_room_options options;
  headway_room_options_init(&options, sizeof options);
  headway_table *table = NULL;
  FAILS(HEADWAY_NOT_FOUND, headway_agreement_sectors(study, HEADWAY_TEXT("Nowhere"), NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_sectors(NULL, HEADWAY_TEXT("BRA"), NULL, 0, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_sectors(study, HEADWAY_TEXT("BRA"), NULL, 0, NULL, NULL, &err));
  options.audience = 7;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_prompts(study, HEADWAY_TEXT("BRA"), NULL, 0, &options, &table, &err));
  options.audience = 0;
  options.line = 3;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_prompts(study, HEADWAY_TEXT("BRA"), NULL, 0, &options, &table, &err)); /* has_line is not set */
  options.has_line = 1;
  OK(headway_agreement_prompts(study, HEADWAY_TEXT("ALD"), NULL, 0, &options, &table, &err));
  CHECK(is_text(table, "code", rows_of(table) - 1, "at_the_line"));
  headway_table_destroy(table);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_sectors(study, HEADWAY_TEXT("BRA"), NULL, 0, &options, &table, &err)); /* a line means nothing there */
  options.line = 9;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_prompts(study, HEADWAY_TEXT("BRA"), NULL, 0, &options, &table, &err));
  headway_room_options_init(&options, sizeof options);
  options.confidence = 1.5;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_sectors(study, HEADWAY_TEXT("BRA"), NULL, 0, &options, &table, &err));
  options.confidence = 0.0;
  options.draws = 5;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_sectors(study, HEADWAY_TEXT("ALD"), NULL, 0, &options, &table, &err));
  options.draws = 199;
  options.seed = 5;
  OK(headway_agreement_sectors(study, HEADWAY_TEXT("ALD"), NULL, 0, &options, &table, &err));
  headway_table_destroy(table);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_consensus_against(study, NULL, 0, NULL, 0, &options, &table, &err));
  options.draws = 0;
  options.seed = 0;
  options.convenor = "chair";
  options.convenor_length = 5;
  OK(headway_agreement_decision_rules(study, NULL, 0, NULL, 0, &options, &table, &err));
  headway_table_destroy(table);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_consensus_shift(study, NULL, 0, NULL, 0, &options, &table, &err));
  options.reserved = 1;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_decision_rules(study, NULL, 0, NULL, 0, &options, &table, &err));
  headway_room_options_init(NULL, sizeof options);
}

/* The panels of group_gaps_test and pooled_effect_test. */
static void plain_arrays(void) {
  const int8_t marks[16] = {3, 4, 2, 3, 3, -1, 1, 1, 0, 2, 1, 0, 2, 1, 0, 0};
  int32_t groups[8] = {0, 0, 0, 1, 1, 2, 2, 2};
  headway_table *table = NULL;
  OK(headway_agreement_group_gaps(marks, 8, 2, 5, groups, NULL, &table, &err));
  SAME(rows_of(table), 9);
  SAME(integer(table, "ways", 0), 560);
  CHECK(near(number(table, "gap", 0), 1.4523809523809523));
  CHECK(near(number(table, "p_adjusted", 0), 16.0 / 560));
  headway_table_destroy(table);
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_pooled_effect(marks, 8, 2, 5, groups, NULL, &table, &err));
  SAME(err.row, 5);
  groups[2] = -1;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_agreement_group_gaps(marks, 8, 2, 5, groups, NULL, &table, &err));
  SAME(err.row, 2);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_group_gaps(NULL, 8, 2, 5, groups, NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_group_gaps(marks, 8, 2, 5, NULL, NULL, &table, &err));

  const int8_t ten[20] = {1, 1, 0, 1, 1, 2, 1, 1, 2, 2, 3, 2, 2, 3, 2, 2, 3, 3, 2, -1};
  const int32_t two[10] = {0, 0, 0, 0, 1, 1, 1, 1, 1, 1};
  headway_room_options options;
  headway_room_options_init(&options, sizeof options);
  OK(headway_agreement_pooled_effect(ten, 10, 2, 5, two, &options, &table, &err));
  CHECK(near(number(table, "superiority", 0), 0.0375));
  CHECK(near(number(table, "p", 0), 1.0 / 210));
  headway_table_destroy(table);
  options.audience = 1;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_agreement_pooled_effect(ten, 10, 2, 5, two, &options, &table, &err));
}

int main(void) {
  headway_error_init(&err, sizeof err);
  headway_rubric *rubric = NULL;
  headway_study *study = sample_study(&rubric);
  headway_rubric_destroy(rubric);
  one_round(study);
  all_rooms(study);
  audiences(study);
  options_are_checked(study);
  plain_arrays();
  headway_study_destroy(study);
  return finish();
}
