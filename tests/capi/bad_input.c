/* Input and options that are wrong or at the edge of what there can be: each gives a clear error or a stated result, and nothing is written on failure. */

#include "check.h"

#define HEADER "community,round,rater,sector,dimension,score\n"

static headway_rubric *sheet;

static headway_status read_text(const headway_rubric *rubric, const char *text, size_t length, headway_ratings **ratings) {
  return headway_ratings_read_csv_text(rubric, text, length, HEADWAY_TEXT("marks.csv"), NULL, ratings, &err);
}

/* The study of a text, which can be read. */
static headway_study *study_of(const headway_rubric *rubric, const char *text, size_t length) {
  headway_ratings *ratings = NULL;
  headway_study *study = NULL;
  if (!OK(read_text(rubric, text, length, &ratings))) { exit(finish()); }
  if (!OK(headway_study_create(rubric, (const headway_ratings *const[]){ratings}, 1, &study, &err))) { exit(finish()); }
  headway_ratings_destroy(ratings);
  return study;
}

static int64_t integer_at(const headway_table *table, const char *name, size_t row) {
  size_t column, copied;
  int64_t value = -1;
  OK(headway_table_find_column(table, name, strlen(name), &column, &err));
  OK(headway_table_read_integers(table, column, row, &value, 1, &copied, &err));
  SAME(copied, 1);
  return value;
}

static int text_is(const headway_table *table, const char *name, size_t row, const char *expected) {
  size_t column, copied, length = 0;
  const char *text = NULL;
  OK(headway_table_find_column(table, name, strlen(name), &column, &err));
  OK(headway_table_read_texts(table, column, row, &text, &length, 1, &copied, &err));
  return SAME_TEXT(text, length, expected);
}

static void problem_is(const headway_study *study, size_t row, const char *code, int64_t line, const char *done) {
  headway_table *problems = NULL;
  uint64_t total = 0;
  OK(headway_study_problems(study, &total, &problems, &err));
  CHECK(total > row);
  text_is(problems, "code", row, code);
  SAME(integer_at(problems, "line", row), line);
  text_is(problems, "what_was_done", row, done);
  headway_table_destroy(problems);
}

/* Everything that can be asked of a place in a round; the first row of its profile is checked. */
static void first_row_is(const headway_study *study, const char *place, const char *round, int64_t n, const char *status) {
  const size_t p = strlen(place), r = strlen(round);
  for (int32_t audience = 0; audience <= 2; ++audience) {
    headway_profile_options options;
    headway_profile_options_init(&options, sizeof options);
    options.audience = audience;
    headway_room_options room;
    headway_room_options_init(&room, sizeof room);
    room.audience = audience;
    headway_table *tables[14] = {NULL};
    OK(headway_profile_compute(study, place, p, round, r, &options, &tables[0], &err));
    OK(headway_profile_cumulative(study, place, p, round, r, &options, &tables[1], &err));
    OK(headway_profile_agenda(study, place, p, round, r, &options, &tables[2], &err));
    OK(headway_profile_consensus(study, place, p, round, r, &options, &tables[3], &err));
    OK(headway_profile_coverage(study, place, p, &options, &tables[4], &err));
    OK(headway_profile_turnover(study, place, p, &options, &tables[5], &err));
    OK(headway_profile_influence(study, place, p, round, r, &options, &tables[6], &err));
    OK(headway_agreement_sectors(study, place, p, round, r, &room, &tables[7], &err));
    OK(headway_agreement_sector_split(study, place, p, round, r, &room, &tables[8], &err));
    OK(headway_agreement_sector_pairs(study, place, p, round, r, &room, &tables[9], &err));
    OK(headway_agreement_consensus_against(study, place, p, round, r, &room, &tables[10], &err));
    OK(headway_agreement_consensus_shift(study, place, p, round, r, &room, &tables[11], &err));
    OK(headway_agreement_decision_rules(study, place, p, round, r, &room, &tables[12], &err));
    OK(headway_agreement_prompts(study, place, p, round, r, &room, &tables[13], &err));
    if (audience == 0) {
      text_is(tables[0], "status", 0, status);
      if (n >= 0) { SAME(integer_at(tables[0], "n", 0), n); }
    }
    for (size_t i = 0; i < 14; ++i) { headway_table_destroy(tables[i]); }
  }
}

static void texts_that_are_no_table(void) {
  static const struct {
    const char *text;
    size_t length;
    headway_status status;
    const char *words;
  } cases[] = {
    {"", 0, HEADWAY_PARSE, "empty"},
    {"\n \n\n", 4, HEADWAY_PARSE, "empty"},
    {HEADWAY_TEXT("community,round,rater,score\nA,R1,p,3\n"), HEADWAY_NOT_FOUND, "no column for the dimension"},
    {HEADWAY_TEXT("community,round,rater,dimension\nA,R1,p,Vision\n"), HEADWAY_NOT_FOUND, "no column for the score"},
    {HEADWAY_TEXT("round,rater,dimension,score\nR1,p,Vision,3\n"), HEADWAY_NOT_FOUND, "no column for the community"},
    {HEADWAY_TEXT("community,rater,dimension,score\nA,p,Vision,3\n"), HEADWAY_NOT_FOUND, "no column for the round"},
    {"\0\0\0\0\0\0\0\0", 8, HEADWAY_PARSE, "UTF-16"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    headway_ratings *ratings = NULL;
    FAILS(cases[i].status, read_text(sheet, cases[i].text, cases[i].length, &ratings));
    SAYS(cases[i].words);
    SAYS("marks.csv");
    CHECK(ratings == NULL);
  }
  headway_ratings *ratings = NULL;
  FAILS(HEADWAY_IO, headway_ratings_read_csv(sheet, HEADWAY_TEXT("no/such/file.csv"), NULL, &ratings, &err));
  SAYS("no/such/file.csv");
  FAILS(HEADWAY_IO, headway_ratings_read_csv(sheet, data_file(""), strlen(data_file("")), NULL, &ratings, &err)); /* a folder */
  CHECK(ratings == NULL);
}

static void a_header_and_nothing_below_it(void) {
  headway_study *study = study_of(sheet, HEADWAY_TEXT(HEADER));
  size_t count = 1;
  OK(headway_study_communities(study, &count, &err));
  SAME(count, 0);
  headway_table *problems = NULL, *all = NULL;
  uint64_t total = 0;
  OK(headway_study_problems(study, &total, &problems, &err));
  SAME(total, 1);
  text_is(problems, "code", 0, "no_data_rows");
  OK(headway_profile_compute_all(study, NULL, &all, &err));
  OK(headway_table_rows(all, &count, &err));
  SAME(count, 0);
  headway_table_destroy(all);
  headway_table_destroy(problems);
  headway_study_destroy(study);
}

static void nul_bytes_and_cells_of_ten_megabytes(void) {
  headway_study *study = study_of(sheet, HEADWAY_TEXT(HEADER "A,R1,p\0q,S,Vision,3\n"));
  problem_is(study, 0, "nul_byte", 2, "shown as \\x00, row kept");
  first_row_is(study, "A", "R1", 1, "value_only");
  headway_study_destroy(study);

  const char *before = HEADER "A,R1,", *after = ",S,Vision,3\nA,R1,q,S,Vision,4\n";
  const size_t huge = 10000000, length = strlen(before) + huge + strlen(after);
  char *text = malloc(length + 1);
  if (text == NULL) { exit(EXIT_FAILURE); }
  memcpy(text, before, strlen(before));
  memset(text + strlen(before), 'x', huge);
  memcpy(text + strlen(before) + huge, after, strlen(after) + 1);
  study = study_of(sheet, text, length);
  problem_is(study, 0, "field_too_long", 2, "row left out");
  first_row_is(study, "A", "R1", 1, "value_only");
  headway_study_destroy(study);
  free(text);
}

static void the_shortest_and_the_longest_scale(void) {
  for (int levels = 0; levels <= 17; ++levels) {
    char text[4096], marks[4096];
    int used = snprintf(text, sizeof text, "{\"schema\":\"headway-rubric\",\"version\":1,\"id\":\"edge\",\"title\":\"Edge\",\"edition\":\"1\",\"language\":\"en\",\"levels\":[");
    for (int i = 1; i <= levels; ++i) {
      used += snprintf(text + used, sizeof text - (size_t)used, "%s{\"value\":%d,\"label\":\"Level %d\"}", i == 1 ? "" : ",", i, i);
    }
    used += snprintf(text + used, sizeof text - (size_t)used, "],\"dimensions\":[{\"number\":1,\"key\":\"one\",\"name\":\"One\"}]}");
    headway_rubric *rubric = NULL;
    if (levels < 2 || levels > 16) {
      FAILS(HEADWAY_PARSE, headway_rubric_from_json(text, (size_t)used, HEADWAY_TEXT("edge.json"), &rubric, &err));
      SAYS("a scale has 2 to 16");
      CHECK(rubric == NULL);
      continue;
    }
    OK(headway_rubric_from_json(text, (size_t)used, HEADWAY_TEXT("edge.json"), &rubric, &err));
    int written = snprintf(marks, sizeof marks, HEADER "A,R1,over,S,One,%d\n", levels + 1);
    for (int i = 0; i < 2 * levels; ++i) { written += snprintf(marks + written, sizeof marks - (size_t)written, "A,R1,p%d,S,One,%d\n", i, i % levels + 1); }
    headway_study *study = study_of(rubric, marks, (size_t)written);
    problem_is(study, 0, "out_of_range", 2, "mark kept as text, not counted");
    first_row_is(study, "A", "R1", 2 * levels, "ok");
    headway_study_destroy(study);
    headway_rubric_destroy(rubric);
  }
}

static void few_people(void) {
  headway_study *study = study_of(sheet, HEADWAY_TEXT(HEADER "A,R1,p,S,Vision,3\nB,R2,p,S,Vision,3\nC,R2,p,S,Vision,\n"));
  first_row_is(study, "A", "R1", 1, "value_only");
  first_row_is(study, "A", "R2", -1, "not_assessed");
  first_row_is(study, "C", "R2", 0, "no_data");
  headway_study_destroy(study);
}

static void rows_that_come_twice(void) {
  headway_study *study = study_of(sheet, HEADWAY_TEXT(HEADER "A,R1,p,S,Vision,3\nA,R1,p,S,Vision,3\nA,R1,q,S,Vision,2\nA,R1,q,S,Vision,4\n"));
  headway_table *problems = NULL;
  uint64_t total = 0;
  OK(headway_study_problems(study, &total, &problems, &err));
  SAME(total, 2);
  text_is(problems, "code", 0, "duplicate_same");
  text_is(problems, "code", 1, "duplicate_conflict");
  SAME(integer_at(problems, "line", 1), 5);
  headway_table_destroy(problems);
  first_row_is(study, "A", "R1", 1, "value_only");
  headway_study_destroy(study);
}

static int32_t refuse(const char *text, size_t length, void *payload) {
  (void)text;
  *(size_t *)payload += length;
  return 1;
}

static void wrong_options_and_names(void) {
  headway_rubric *rubric = NULL;
  FAILS(HEADWAY_NOT_FOUND, headway_rubric_builtin(HEADWAY_TEXT("system_maturty"), &rubric, &err));
  SAYS("system_maturity");
  FAILS(HEADWAY_PARSE, headway_rubric_from_json("", 0, HEADWAY_TEXT("edge.json"), &rubric, &err));
  SAYS("the text is empty");
  CHECK(strcmp(err.argument, "edge.json") == 0);
  FAILS(HEADWAY_IO, headway_rubric_read_json(HEADWAY_TEXT("no/such/rubric.json"), &rubric, &err));
  CHECK(rubric == NULL);

  headway_study *study = study_of(sheet, HEADWAY_TEXT(HEADER "A,R1,p,S,Vision,3\nA,R1,q,S,Vision,3\n"));
  headway_table *table = NULL;
  headway_profile_options options;
  FAILS(HEADWAY_NOT_FOUND, headway_profile_compute(study, HEADWAY_TEXT("B"), HEADWAY_TEXT("R1"), NULL, &table, &err));
  SAYS("it has A");
  FAILS(HEADWAY_NOT_FOUND, headway_profile_compute(study, HEADWAY_TEXT("A"), HEADWAY_TEXT("R9"), NULL, &table, &err));
  SAYS("it has R1");
  FAILS(HEADWAY_NOT_FOUND, headway_profile_rounds(study, HEADWAY_TEXT("A"), HEADWAY_TEXT("R1"), HEADWAY_TEXT("R9"), NULL, &table, &err));
  static const int32_t wrong[] = {-1, 3, INT32_MIN, INT32_MAX};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i) {
    headway_profile_options_init(&options, sizeof options);
    options.audience = wrong[i];
    FAILS(HEADWAY_OUT_OF_RANGE, headway_profile_compute(study, HEADWAY_TEXT("A"), HEADWAY_TEXT("R1"), &options, &table, &err));
    CHECK(strcmp(err.argument, "audience") == 0);
    FAILS(HEADWAY_OUT_OF_RANGE, headway_profile_agenda(study, HEADWAY_TEXT("A"), NULL, 0, &options, &table, &err));
    FAILS(HEADWAY_OUT_OF_RANGE, headway_profile_coverage(study, HEADWAY_TEXT("A"), &options, &table, &err));
  }
  headway_profile_options_init(&options, sizeof options);
  options.struct_size = 1;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_profile_compute(study, HEADWAY_TEXT("A"), HEADWAY_TEXT("R1"), &options, &table, &err));
  CHECK(table == NULL);

  /* An output that is closed: it is asked once, and the call says that it stopped. */
  size_t offered = 0;
  FAILS(HEADWAY_CANCELLED, headway_study_write_tidy(study, refuse, &offered, &err));
  CHECK(offered != 0);
  headway_study_destroy(study);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  OK(headway_rubric_builtin(HEADWAY_TEXT("system_maturity"), &sheet, &err));
  texts_that_are_no_table();
  a_header_and_nothing_below_it();
  nul_bytes_and_cells_of_ten_megabytes();
  the_shortest_and_the_longest_scale();
  few_people();
  rows_that_come_twice();
  wrong_options_and_names();
  headway_rubric_destroy(sheet);
  return finish();
}
