/* Reading tables: whole columns, pieces of columns, missing cells, wrong types. */

#include "check.h"
#include "sample.h"

static size_t column_named(const headway_table *table, const char *name) {
  size_t column = 4711;
  OK(headway_table_find_column(table, name, strlen(name), &column, &err));
  return column;
}

/* Every column of every type read in pieces of every small size gives what reading it at once gives. */
static void pieces_make_the_whole(const headway_table *table) {
  size_t rows = 0, columns = 0;
  OK(headway_table_rows(table, &rows, &err));
  OK(headway_table_columns(table, &columns, &err));
  CHECK(rows == 9 && columns == 36);
  for (size_t c = 0; c < columns; ++c) {
    int32_t type = 0;
    const char *name = NULL;
    size_t length = 0, copied = 0;
    OK(headway_table_column_type(table, c, &type, &err));
    OK(headway_table_column_name(table, c, &name, &length, &err));
    CHECK(length > 0);
    uint8_t valid[16], one_valid;
    OK(headway_table_read_valid(table, c, 0, valid, 16, &copied, &err));
    SAME(copied, rows);
    int64_t integers[16], one_integer;
    double reals[16], one_real;
    const char *texts[16], *one_text;
    size_t lengths[16], one_length;
    if (type == HEADWAY_COLUMN_REAL) {
      OK(headway_table_read_reals(table, c, 0, reals, 16, &copied, &err));
      FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_integers(table, c, 0, integers, 16, &copied, &err));
      SAYS("holds reals, not integers");
      FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_texts(table, c, 0, texts, lengths, 16, &copied, &err));
    } else if (type == HEADWAY_COLUMN_TEXT) {
      OK(headway_table_read_texts(table, c, 0, texts, lengths, 16, &copied, &err));
      FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_reals(table, c, 0, reals, 16, &copied, &err));
    } else {
      CHECK(type == HEADWAY_COLUMN_INTEGER || type == HEADWAY_COLUMN_BOOLEAN);
      OK(headway_table_read_integers(table, c, 0, integers, 16, &copied, &err));
      FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_reals(table, c, 0, reals, 16, &copied, &err));
    }
    SAME(copied, rows);
    for (size_t row = 0; row < rows; ++row) {
      OK(headway_table_read_valid(table, c, row, &one_valid, 1, &copied, &err));
      SAME(copied, 1);
      SAME(one_valid, valid[row]);
      if (type == HEADWAY_COLUMN_REAL) {
        OK(headway_table_read_reals(table, c, row, &one_real, 1, &copied, &err));
        CHECK(memcmp(&one_real, &reals[row], sizeof one_real) == 0);
        CHECK(valid[row] || (one_real >= 0.0 && one_real <= 0.0));
      } else if (type == HEADWAY_COLUMN_TEXT) {
        OK(headway_table_read_texts(table, c, row, &one_text, &one_length, 1, &copied, &err));
        CHECK(one_text == texts[row] && one_length == lengths[row]);
        CHECK(valid[row] || one_length == 0);
      } else {
        OK(headway_table_read_integers(table, c, row, &one_integer, 1, &copied, &err));
        SAME(one_integer, integers[row]);
        CHECK(valid[row] || one_integer == 0);
        CHECK(type == HEADWAY_COLUMN_INTEGER || one_integer == 0 || one_integer == 1);
      }
      SAME(copied, 1);
    }
    OK(headway_table_read_valid(table, c, rows, NULL, 0, &copied, &err));
    SAME(copied, 0);
    FAILS(HEADWAY_OUT_OF_RANGE, headway_table_read_valid(table, c, rows + 1, valid, 1, &copied, &err));
  }
}

static void values_are_those_of_the_sample(const headway_table *table) {
  int64_t counts[9];
  size_t copied = 0;
  static const char *const names[] = {"count_1", "count_2", "count_3", "count_4", "count_5"};
  static const int64_t vision[] = {1, 4, 7, 5, 0}; /* tests/data/samples/expected/scores_long_summary.csv, ALD R1 dimension 1 */
  for (size_t k = 0; k < 5; ++k) {
    OK(headway_table_read_integers(table, column_named(table, names[k]), 0, counts, 9, &copied, &err));
    SAME(counts[0], vision[k]);
  }
  OK(headway_table_read_integers(table, column_named(table, "n"), 0, counts, 9, &copied, &err));
  SAME(counts[0], 17);
  OK(headway_table_read_integers(table, column_named(table, "blank"), 0, counts, 9, &copied, &err));
  SAME(counts[0], 1);
  OK(headway_table_read_integers(table, column_named(table, "median_low"), 0, counts, 9, &copied, &err));
  SAME(counts[0], 3);
  const char *texts[9];
  size_t lengths[9];
  OK(headway_table_read_texts(table, column_named(table, "dimension"), 0, texts, lengths, 9, &copied, &err));
  SAME_TEXT(texts[0], lengths[0], "Vision");
  OK(headway_table_read_texts(table, column_named(table, "status"), 0, texts, lengths, 9, &copied, &err));
  SAME_TEXT(texts[8], lengths[8], "ok");
}

static void refusals(const headway_table *table) {
  size_t count = 4711, copied = 4711, length = 4711;
  const char *const no_text = "unset";
  const char *text = no_text;
  int32_t type = 4711;
  int64_t integer = 4711;
  double real = 4711;
  uint8_t valid = 7;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_rows(NULL, &count, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_rows(table, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_columns(NULL, &count, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_columns(table, NULL, &err));
  FAILS(HEADWAY_NOT_FOUND, headway_table_find_column(table, HEADWAY_TEXT("median_lo"), &count, &err));
  SAYS("did you mean \"median_low\"?");
  FAILS(HEADWAY_NOT_FOUND, headway_table_find_column(table, NULL, 0, &count, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_find_column(table, NULL, 1, &count, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_find_column(NULL, HEADWAY_TEXT("n"), &count, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_find_column(table, HEADWAY_TEXT("n"), NULL, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_table_column_name(table, 36, &text, &length, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_column_name(NULL, 0, &text, &length, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_column_name(table, 0, NULL, &length, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_column_name(table, 0, &text, NULL, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_table_column_type(table, SIZE_MAX, &type, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_column_type(NULL, 0, &type, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_column_type(table, 0, NULL, &err));

  const size_t n = column_named(table, "n"), name = column_named(table, "dimension"), spread = column_named(table, "dispersion");
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_valid(NULL, n, 0, &valid, 1, &copied, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_valid(table, n, 0, NULL, 1, &copied, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_valid(table, n, 0, &valid, 1, NULL, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_table_read_valid(table, 36, 0, &valid, 1, &copied, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_table_read_valid(table, n, SIZE_MAX, &valid, 1, &copied, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_integers(NULL, n, 0, &integer, 1, &copied, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_integers(table, n, 0, NULL, 1, &copied, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_integers(table, n, 0, &integer, 1, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_reals(NULL, spread, 0, &real, 1, &copied, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_reals(table, spread, 0, NULL, 1, &copied, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_reals(table, spread, 0, &real, 1, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_texts(NULL, name, 0, &text, &length, 1, &copied, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_texts(table, name, 0, NULL, &length, 1, &copied, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_texts(table, name, 0, &text, NULL, 1, &copied, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_table_read_texts(table, name, 0, &text, &length, 1, NULL, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_table_read_texts(table, name, 10, &text, &length, 1, &copied, &err));
  CHECK(count == 4711 && copied == 4711 && length == 4711 && text == no_text && type == 4711 && integer == 4711 && valid == 7);
  CHECK(real > 4710 && real < 4712);
  headway_table_destroy(NULL);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  headway_rubric *rubric = NULL;
  headway_study *study = sample_study(&rubric);
  headway_table *table = NULL;
  OK(headway_profile_compute(study, HEADWAY_TEXT("ALD"), HEADWAY_TEXT("R1"), NULL, &table, &err));
  headway_study_destroy(study); /* a table needs nothing else */
  headway_rubric_destroy(rubric);
  pieces_make_the_whole(table);
  values_are_those_of_the_sample(table);
  refusals(table);
  headway_table_destroy(table);
  return finish();
}
