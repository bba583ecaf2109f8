/* Reading: what is understood, what is a problem, what is refused. */

#include "check.h"

static const char tidy[] =
    "community,round,date,rater,sector,dimension,score,comment\n"
    "Alderwick,R1,2024-02-29,a1,council,Vision,3,first\n"
    "Alderwick,R1,2024-02-29,a1,council,Collaboration,2-3,\n"
    "Alderwick,R1,2024-02-29,a2,charity,Vision,7,\n"
    "Alderwick,R1,2024-02-29,a2,charity,Visoin,4,\n"
    "Alderwick,R1,2024-02-29,a3,,Vision,,\n";

static const char agreed[] =
    "community,round,dimension,outcome,consensus_score,reason\n"
    "Alderwick,R1,Vision,agreed,4,\"seen in\nthe minutes\"\n"
    "Alderwick,R1,Collaboration,no agreement,,\n";

static headway_rubric *maturity(void) {
  headway_rubric *rubric = NULL;
  OK(headway_rubric_builtin(HEADWAY_TEXT("system_maturity"), &rubric, &err));
  return rubric;
}

/* Whether the table has a row with this text in this column; its position, or -1. */
static int64_t find_row(const headway_table *table, const char *column_name, const char *wanted) {
  size_t column = 0, rows = 0, copied = 0;
  OK(headway_table_find_column(table, column_name, strlen(column_name), &column, &err));
  OK(headway_table_rows(table, &rows, &err));
  for (size_t row = 0; row < rows; ++row) {
    const char *text = NULL;
    size_t length = 0;
    OK(headway_table_read_texts(table, column, row, &text, &length, 1, &copied, &err));
    if (length == strlen(wanted) && memcmp(text, wanted, length) == 0) { return (int64_t)row; }
  }
  return -1;
}

static int64_t integer_at(const headway_table *table, const char *column_name, int64_t row) {
  size_t column = 0, copied = 0;
  int64_t value = -4711;
  OK(headway_table_find_column(table, column_name, strlen(column_name), &column, &err));
  OK(headway_table_read_integers(table, column, (size_t)row, &value, 1, &copied, &err));
  return value;
}

static void marks_and_problems(void) {
  headway_rubric *rubric = maturity();
  headway_ratings *ratings = NULL;
  OK(headway_ratings_read_csv_text(rubric, HEADWAY_TEXT(tidy), HEADWAY_TEXT("marks.csv"), NULL, &ratings, &err));
  size_t count = 0;
  OK(headway_ratings_rows_read(ratings, &count, &err));
  SAME(count, 5);
  OK(headway_ratings_rows_left_out(ratings, &count, &err));
  SAME(count, 1);
  OK(headway_ratings_rows(ratings, &count, &err));
  SAME(count, 4);
  OK(headway_ratings_agreed(ratings, &count, &err));
  SAME(count, 0);
  const char *text = NULL;
  size_t length = 0;
  OK(headway_ratings_source(ratings, &text, &length, &err));
  SAME_TEXT(text, length, "marks.csv");
  OK(headway_ratings_separator(ratings, &text, &length, &err));
  SAME_TEXT(text, length, ",");
  OK(headway_ratings_encoding(ratings, &text, &length, &err));
  SAME_TEXT(text, length, "utf-8");

  headway_table *problems = NULL;
  uint64_t total = 0;
  OK(headway_ratings_problems(ratings, &total, &problems, &err));
  CHECK(total >= 3);
  const int64_t unknown = find_row(problems, "code", "unknown_dimension");
  if (CHECK(unknown >= 0)) { SAME(integer_at(problems, "line", unknown), 5); }
  const int64_t off = find_row(problems, "code", "out_of_range");
  if (CHECK(off >= 0)) { SAME(integer_at(problems, "line", off), 4); }
  headway_table_destroy(problems);
  OK(headway_ratings_problems(ratings, NULL, &problems, &err));
  headway_table_destroy(problems);

  headway_table *columns = NULL;
  OK(headway_ratings_columns(ratings, &columns, &err));
  OK(headway_table_rows(columns, &count, &err));
  SAME(count, 8);
  CHECK(find_row(columns, "taken_for", "score") == 6);
  headway_table_destroy(columns);
  headway_ratings_destroy(ratings);

  OK(headway_consensus_read_csv_text(rubric, HEADWAY_TEXT(agreed), NULL, 0, NULL, &ratings, &err));
  OK(headway_ratings_agreed(ratings, &count, &err));
  SAME(count, 2);
  OK(headway_ratings_rows(ratings, &count, &err));
  SAME(count, 0);
  OK(headway_ratings_source(ratings, &text, &length, &err));
  SAME_TEXT(text, length, "text");
  headway_ratings_destroy(ratings);
  headway_rubric_destroy(rubric);
}

static void options_are_used(void) {
  static const char bare[] = "wer;woran;wieviel\na1;Vision;3\na2;Vision;4\n";
  const headway_text headers[] = {{HEADWAY_TEXT("wer")}, {HEADWAY_TEXT("woran")}, {HEADWAY_TEXT("wieviel")}};
  const headway_text roles[] = {{HEADWAY_TEXT("rater")}, {HEADWAY_TEXT("dimension")}, {HEADWAY_TEXT("score")}};
  headway_rubric *rubric = maturity();
  headway_ratings *ratings = NULL;
  headway_read_options options;
  headway_read_options_init(&options, sizeof options);
  options.community = "Alderwick";
  options.community_length = strlen(options.community);
  options.round = "R1";
  options.round_length = 2;
  options.mapping_headers = headers;
  options.mapping_roles = roles;
  options.mapping_count = 3;
  OK(headway_ratings_read_csv_text(rubric, HEADWAY_TEXT(bare), NULL, 0, &options, &ratings, &err));
  size_t count = 0;
  OK(headway_ratings_rows(ratings, &count, &err));
  SAME(count, 2);
  headway_ratings_destroy(ratings);

  options.separator = ',';
  ratings = NULL;
  CHECK(headway_ratings_read_csv_text(rubric, HEADWAY_TEXT(bare), NULL, 0, &options, &ratings, &err) != HEADWAY_OK);
  CHECK(ratings == NULL);
  options.separator = 0;
  options.field_limit = 5;
  OK(headway_ratings_read_csv_text(rubric, HEADWAY_TEXT("community;round;rater;dimension;score\n"), NULL, 0, NULL, &ratings, &err));
  headway_ratings_destroy(ratings);
  ratings = NULL;
  FAILS(HEADWAY_PARSE, headway_ratings_read_csv_text(rubric, HEADWAY_TEXT(bare), NULL, 0, &options, &ratings, &err)); /* "wieviel" has 7 bytes */
  headway_rubric_destroy(rubric);
}

struct heard {
  int times;
  int stop_at;
  double last;
  int in_order;
};

static int32_t hear(double done, void *payload) {
  struct heard *heard = payload;
  heard->in_order = heard->in_order && done >= heard->last && done >= 0.0 && done <= 1.0;
  heard->last = done;
  return ++heard->times == heard->stop_at;
}

static void long_reading_tells_and_stops(void) {
  enum { rows = 150000 };
  static const char header[] = "community,round,rater,dimension,score\n";
  char *text = malloc(sizeof header + (size_t)rows * 40);
  if (text == NULL) { exit(EXIT_FAILURE); }
  size_t length = (size_t)sprintf(text, "%s", header);
  for (int i = 0; i < rows; ++i) { length += (size_t)sprintf(text + length, "Alderwick,R1,p%d,%d,%d\n", i / 9, i % 9 + 1, i % 5 + 1); }
  headway_rubric *rubric = maturity();
  headway_ratings *ratings = NULL;
  headway_read_options options;
  headway_read_options_init(&options, sizeof options);
  struct heard heard = {0, 0, 0.0, 1};
  options.progress = hear;
  options.progress_payload = &heard;
  OK(headway_ratings_read_csv_text(rubric, text, length, NULL, 0, &options, &ratings, &err));
  CHECK(heard.times >= 3 && heard.in_order && heard.last > 0.5);
  size_t count = 0;
  OK(headway_ratings_rows(ratings, &count, &err));
  SAME(count, rows);
  headway_ratings_destroy(ratings);
  for (int stop = 1; stop <= 3; ++stop) {
    heard = (struct heard){0, stop, 0.0, 1};
    ratings = NULL;
    FAILS(HEADWAY_CANCELLED, headway_ratings_read_csv_text(rubric, text, length, NULL, 0, &options, &ratings, &err));
    SAME(heard.times, stop);
    CHECK(ratings == NULL);
  }
  free(text);
  headway_rubric_destroy(rubric);
}

static void refusals(void) {
  headway_rubric *rubric = maturity();
  headway_ratings *const untouched = (headway_ratings *)(uintptr_t)16;
  headway_ratings *ratings = untouched;
  typedef headway_status (*from_file)(const headway_rubric *, const char *, size_t, const headway_read_options *, headway_ratings **, headway_error *);
  typedef headway_status (*from_text)(const headway_rubric *, const char *, size_t, const char *, size_t, const headway_read_options *, headway_ratings **,
                                      headway_error *);
  static const from_file of_file[] = {headway_ratings_read_csv, headway_consensus_read_csv};
  static const from_text of_text[] = {headway_ratings_read_csv_text, headway_consensus_read_csv_text};
  for (size_t i = 0; i < 2; ++i) {
    FAILS(HEADWAY_IO, of_file[i](rubric, HEADWAY_TEXT("no/such/file.csv"), NULL, &ratings, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, of_file[i](rubric, NULL, 0, NULL, &ratings, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, of_file[i](rubric, HEADWAY_TEXT("a\0b.csv"), NULL, &ratings, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, of_file[i](NULL, HEADWAY_TEXT("x.csv"), NULL, &ratings, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, of_file[i](rubric, HEADWAY_TEXT("x.csv"), NULL, NULL, &err));
    FAILS(HEADWAY_PARSE, of_text[i](rubric, NULL, 0, NULL, 0, NULL, &ratings, &err));
    FAILS(HEADWAY_PARSE, of_text[i](rubric, HEADWAY_TEXT("\xFF\xFE" "c\0o\0"), NULL, 0, NULL, &ratings, &err));
    SAYS("UTF-16");
    FAILS(HEADWAY_NOT_FOUND, of_text[i](rubric, HEADWAY_TEXT("community,round,rater,dimension\nA,R1,a,Vision\n"), NULL, 0, NULL, &ratings, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, of_text[i](rubric, NULL, 5, NULL, 0, NULL, &ratings, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, of_text[i](rubric, HEADWAY_TEXT(tidy), NULL, 5, NULL, &ratings, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, of_text[i](NULL, HEADWAY_TEXT(tidy), NULL, 0, NULL, &ratings, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, of_text[i](rubric, HEADWAY_TEXT(tidy), NULL, 0, NULL, NULL, &err));
  }

  /* options of every size and with every wrong field */
  union {
    headway_read_options options;
    unsigned char bytes[2 * sizeof(headway_read_options)];
  } given;
  for (uint32_t size = 0; size < sizeof given.options; ++size) {
    memset(&given, 0, sizeof given);
    given.options.struct_size = size;
    FAILS(HEADWAY_INVALID_ARGUMENT, headway_ratings_read_csv_text(rubric, HEADWAY_TEXT(tidy), NULL, 0, &given.options, &ratings, &err));
    SAYS("struct_size");
  }
  given.options.struct_size = sizeof given; /* made for a later version: fine as long as nothing new is set */
  OK(headway_ratings_read_csv_text(rubric, HEADWAY_TEXT(tidy), NULL, 0, &given.options, &ratings, &err));
  headway_ratings_destroy(ratings);
  ratings = untouched;
  given.bytes[sizeof given - 1] = 1;
  FAILS(HEADWAY_INCOMPATIBLE, headway_ratings_read_csv_text(rubric, HEADWAY_TEXT(tidy), NULL, 0, &given.options, &ratings, &err));

#define REFUSED(status, field, value)                                                                                                       \
  do {                                                                                                                                      \
    headway_read_options_init(&given.options, sizeof given.options);                                                                        \
    given.options.field = (value);                                                                                                          \
    FAILS(status, headway_ratings_read_csv_text(rubric, HEADWAY_TEXT(tidy), NULL, 0, &given.options, &ratings, &err));                      \
  } while (0)
  REFUSED(HEADWAY_OUT_OF_RANGE, mode, 5);
  REFUSED(HEADWAY_OUT_OF_RANGE, mode, -1);
  REFUSED(HEADWAY_OUT_OF_RANGE, dates, 3);
  REFUSED(HEADWAY_OUT_OF_RANGE, separator, 200);
  REFUSED(HEADWAY_INVALID_ARGUMENT, separator, '"');
  REFUSED(HEADWAY_INVALID_ARGUMENT, community_length, 3);
  REFUSED(HEADWAY_INVALID_ARGUMENT, round_length, 3);
  REFUSED(HEADWAY_INVALID_ARGUMENT, mapping_count, 1);
  CHECK(ratings == untouched);

  OK(headway_ratings_read_csv_text(rubric, HEADWAY_TEXT(tidy), NULL, 0, NULL, &ratings, &err));
  size_t count = 4711, length = 4711;
  const char *const no_text = "unset";
  const char *text = no_text;
  typedef headway_status (*counter)(const headway_ratings *, size_t *, headway_error *);
  static const counter counters[] = {headway_ratings_rows, headway_ratings_agreed, headway_ratings_rows_read, headway_ratings_rows_left_out};
  for (size_t i = 0; i < sizeof counters / sizeof *counters; ++i) {
    FAILS(HEADWAY_INVALID_ARGUMENT, counters[i](NULL, &count, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, counters[i](ratings, NULL, &err));
  }
  typedef headway_status (*texter)(const headway_ratings *, const char **, size_t *, headway_error *);
  static const texter texters[] = {headway_ratings_source, headway_ratings_separator, headway_ratings_encoding};
  for (size_t i = 0; i < sizeof texters / sizeof *texters; ++i) {
    FAILS(HEADWAY_INVALID_ARGUMENT, texters[i](NULL, &text, &length, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, texters[i](ratings, NULL, &length, &err));
    FAILS(HEADWAY_INVALID_ARGUMENT, texters[i](ratings, &text, NULL, &err));
  }
  headway_table *const no_table = (headway_table *)(uintptr_t)16;
  headway_table *table = no_table;
  uint64_t total = 4711;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_ratings_problems(NULL, &total, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_ratings_problems(ratings, &total, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_ratings_columns(NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_ratings_columns(ratings, NULL, &err));
  CHECK(count == 4711 && length == 4711 && text == no_text && table == no_table && total == 4711);
  headway_ratings_destroy(ratings);
  headway_ratings_destroy(NULL);
  headway_rubric_destroy(rubric);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  marks_and_problems();
  options_are_used();
  long_reading_tells_and_stops();
  refusals();
  return finish();
}
