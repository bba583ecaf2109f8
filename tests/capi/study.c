/* From files to a study: who is in it, its tables, tidy text and back, and what is refused. */

#include "check.h"
#include "sample.h"

static void who_is_in_it(const headway_study *study) {
  size_t count = 0, position = 0, length = 0;
  const char *text = NULL;
  OK(headway_study_communities(study, &count, &err));
  SAME(count, 6);
  OK(headway_study_find_community(study, HEADWAY_TEXT("BRA"), &position, &err));
  SAME(position, 1);
  OK(headway_study_community_key(study, 1, &text, &length, &err));
  SAME_TEXT(text, length, "BRA");
  OK(headway_study_community_name(study, 1, &text, &length, &err));
  SAME_TEXT(text, length, "Brackenmoor");
  OK(headway_study_rounds(study, &count, &err));
  SAME(count, 3);
  OK(headway_study_round_label(study, 2, &text, &length, &err));
  SAME_TEXT(text, length, "R3");
  OK(headway_study_find_round(study, HEADWAY_TEXT("R2"), &position, &err));
  SAME(position, 1);
  int32_t known = -1, days = -1, assessed = -1;
  OK(headway_study_round_day(study, 0, &known, &days, &err));
  SAME(known, 1);
  CHECK(days > 18993 && days < 19174); /* spring 2022 */
  uint32_t people = 0;
  OK(headway_study_assessed(study, 0, 0, &assessed, &people, &err));
  SAME(assessed, 1);
  SAME(people, 18);
  OK(headway_study_assessed(study, 1, 2, &assessed, &people, &err)); /* Brackenmoor has no R3 */
  SAME(assessed, 0);
  SAME(people, 0);
  OK(headway_study_raters(study, &count, &err));
  SAME(count, 155);
  OK(headway_study_rows(study, &count, &err));
  SAME(count, 2070);
  OK(headway_study_sectors(study, &count, &err));
  CHECK(count > 3);
  OK(headway_study_sector_name(study, 0, &text, &length, &err));
  CHECK(length > 0);

  headway_rubric *rubric = NULL;
  OK(headway_study_rubric(study, &rubric, &err));
  OK(headway_rubric_dimensions(rubric, &count, &err));
  SAME(count, 9);
  headway_rubric_destroy(rubric);
}

static void its_tables(const headway_study *study) {
  headway_table *table = NULL;
  size_t count = 0;
  uint64_t total = 4711;
  OK(headway_study_ratings(study, &table, &err));
  OK(headway_table_rows(table, &count, &err));
  SAME(count, 2070);
  OK(headway_table_columns(table, &count, &err));
  SAME(count, 18);
  headway_table_destroy(table);
  OK(headway_study_consensus(study, NULL, 0, NULL, 0, &table, &err));
  OK(headway_table_rows(table, &count, &err));
  SAME(count, 144);
  headway_table_destroy(table);
  OK(headway_study_consensus(study, HEADWAY_TEXT("Alderwick"), HEADWAY_TEXT("R1"), &table, &err));
  OK(headway_table_rows(table, &count, &err));
  SAME(count, 9);
  headway_table_destroy(table);
  OK(headway_study_problems(study, &total, &table, &err));
  OK(headway_table_rows(table, &count, &err));
  SAME(total, count);
  headway_table_destroy(table);
}

struct text {
  char *bytes;
  size_t length;
  size_t room;
  int pieces_left;
};

static int32_t keep(const char *piece, size_t length, void *payload) {
  struct text *text = payload;
  if (text->pieces_left-- == 0) { return 1; }
  if (text->length + length > text->room) {
    text->room = 2 * (text->length + length);
    text->bytes = realloc(text->bytes, text->room);
    if (text->bytes == NULL) { exit(EXIT_FAILURE); }
  }
  memcpy(text->bytes + text->length, piece, length);
  text->length += length;
  return 0;
}

static void tidy_text_gives_the_same_study(const headway_rubric *rubric, const headway_study *study) {
  struct text first = {NULL, 0, 0, -1}, second = {NULL, 0, 0, -1};
  OK(headway_study_write_tidy(study, keep, &first, &err));
  CHECK(first.length > 100000);
  headway_ratings *ratings = NULL;
  headway_study *again = NULL;
  OK(headway_ratings_read_csv_text(rubric, first.bytes, first.length, NULL, 0, NULL, &ratings, &err));
  const headway_ratings *const inputs[] = {ratings};
  OK(headway_study_create(rubric, inputs, 1, &again, &err));
  headway_ratings_destroy(ratings);
  OK(headway_study_write_tidy(again, keep, &second, &err));
  CHECK(first.length == second.length && memcmp(first.bytes, second.bytes, first.length) == 0);
  who_is_in_it(again);
  free(second.bytes);
  headway_study_destroy(again);

  second = (struct text){NULL, 0, 0, 3};
  FAILS(HEADWAY_CANCELLED, headway_study_write_tidy(study, keep, &second, &err));
  CHECK(second.length > 0 && memcmp(first.bytes, second.bytes, second.length) == 0);
  free(first.bytes);
  free(second.bytes);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_write_tidy(study, NULL, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_write_tidy(NULL, keep, &second, &err));
}

static void a_study_without_rows(const headway_rubric *rubric) {
  headway_study *study = NULL;
  headway_table *table = NULL;
  size_t count = 4711;
  OK(headway_study_create(rubric, NULL, 0, &study, &err));
  OK(headway_study_communities(study, &count, &err));
  SAME(count, 0);
  OK(headway_study_ratings(study, &table, &err));
  OK(headway_table_rows(table, &count, &err));
  SAME(count, 0);
  headway_table_destroy(table);
  FAILS(HEADWAY_NOT_FOUND, headway_study_find_community(study, HEADWAY_TEXT("Alderwick"), &count, &err));
  headway_study_destroy(study);
}

static void refusals(const headway_rubric *rubric, const headway_study *study) {
  headway_study *const no_study = (headway_study *)(uintptr_t)16;
  headway_study *other = no_study;
  headway_rubric *behaviours = NULL;
  headway_ratings *ratings = NULL;
  OK(headway_rubric_builtin(HEADWAY_TEXT("system_behaviours"), &behaviours, &err));
  OK(headway_ratings_read_csv_text(rubric, HEADWAY_TEXT("community,round,rater,dimension,score\nA,R1,a,Vision,3\n"), NULL, 0, NULL, &ratings, &err));
  const headway_ratings *inputs[] = {ratings, NULL};
  FAILS(HEADWAY_INCOMPATIBLE, headway_study_create(behaviours, inputs, 1, &other, &err));
  SAYS("system_maturity");
  SAME(err.row, 0);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_create(rubric, inputs, 2, &other, &err));
  SAME(err.row, 1);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_create(rubric, NULL, 1, &other, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_create(NULL, inputs, 1, &other, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_create(rubric, inputs, 1, NULL, &err));
  CHECK(other == no_study);
  headway_rubric *same = NULL; /* an equal rubric is the same rubric */
  OK(headway_rubric_builtin(HEADWAY_TEXT("system_maturity"), &same, &err));
  OK(headway_study_create(same, inputs, 1, &other, &err));
  headway_study_destroy(other);
  headway_rubric_destroy(same);
  headway_rubric_destroy(behaviours);
  headway_ratings_destroy(ratings);

  size_t count = 4711, length = 4711;
  const char *const no_text = "unset";
  const char *text = no_text;
  int32_t number = 4711, other_number = 4711;
  uint32_t people = 4711;
  headway_table *const no_table = (headway_table *)(uintptr_t)16;
  headway_table *table = no_table;
  headway_rubric *no_rubric = NULL;
  FAILS(HEADWAY_NOT_FOUND, headway_study_find_community(study, HEADWAY_TEXT("Alderwik"), &count, &err));
  SAYS("did you mean \"Alderwick\"?");
  FAILS(HEADWAY_NOT_FOUND, headway_study_find_round(study, HEADWAY_TEXT("R9"), &count, &err));
  SAYS("R1, R2, R3");
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_find_community(NULL, HEADWAY_TEXT("x"), &count, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_find_community(study, NULL, 1, &count, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_find_community(study, HEADWAY_TEXT("ALD"), NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_find_round(NULL, HEADWAY_TEXT("R1"), &count, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_find_round(study, NULL, 1, &count, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_find_round(study, HEADWAY_TEXT("R1"), NULL, &err));

  typedef headway_status (*counter)(const headway_study *, size_t *, headway_error *);
  static const counter counters[] = {headway_study_communities, headway_study_rounds, headway_study_raters, headway_study_sectors, headway_study_rows};
  for (size_t i = 0; i < sizeof counters / sizeof *counters; ++i) {
    FAILS(HEADWAY_INVALID_ARGUMENT, counters[i](NULL, &count, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, counters[i](study, NULL, &err));
  }
  typedef headway_status (*texter)(const headway_study *, size_t, const char **, size_t *, headway_error *);
  static const texter texters[] = {headway_study_community_key, headway_study_community_name, headway_study_round_label, headway_study_sector_name};
  for (size_t i = 0; i < sizeof texters / sizeof *texters; ++i) {
    FAILS(HEADWAY_INVALID_ARGUMENT, texters[i](NULL, 0, &text, &length, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, texters[i](study, 0, NULL, &length, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, texters[i](study, 0, &text, NULL, &err));
    FAILS(HEADWAY_OUT_OF_RANGE, texters[i](study, 100, &text, &length, &err));
    FAILS(HEADWAY_OUT_OF_RANGE, texters[i](study, SIZE_MAX, &text, &length, &err));
  }
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_round_day(NULL, 0, &number, &other_number, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_round_day(study, 0, NULL, &number, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_round_day(study, 0, &number, NULL, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_study_round_day(study, 3, &number, &other_number, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_assessed(NULL, 0, 0, &number, &people, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_assessed(study, 0, 0, NULL, &people, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_assessed(study, 0, 0, &number, NULL, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_study_assessed(study, 6, 0, &number, &people, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_study_assessed(study, 0, 3, &number, &people, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_rubric(NULL, &no_rubric, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_rubric(study, NULL, &err));
  uint64_t total = 4711;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_problems(NULL, &total, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_problems(study, &total, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_ratings(NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_ratings(study, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_consensus(NULL, NULL, 0, NULL, 0, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_consensus(study, NULL, 0, NULL, 0, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_study_consensus(study, NULL, 2, NULL, 0, &table, &err));
  FAILS(HEADWAY_NOT_FOUND, headway_study_consensus(study, HEADWAY_TEXT("Alderwik"), NULL, 0, &table, &err));
  CHECK(count == 4711 && length == 4711 && text == no_text && number == 4711 && other_number == 4711 && people == 4711);
  CHECK(table == no_table && no_rubric == NULL && total == 4711);
  headway_study_destroy(NULL);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  headway_rubric *rubric = NULL;
  headway_study *study = sample_study(&rubric);
  who_is_in_it(study);
  its_tables(study);
  tidy_text_gives_the_same_study(rubric, study);
  a_study_without_rows(rubric);
  refusals(rubric, study);
  headway_rubric_destroy(rubric); /* the study stays whole */
  who_is_in_it(study);
  headway_study_destroy(study);
  return finish();
}
