/* Columns in memory: the same marks as from a file, whatever the columns are made of. */

#include "check.h"

#define COLUMN(column, kind, header)                                                                                                        \
  headway_column column;                                                                                                                    \
  memset(&column, 0, sizeof column);                                                                                                        \
  column.struct_size = sizeof column;                                                                                                       \
  column.type = (kind);                                                                                                                     \
  column.name = (header);                                                                                                                   \
  column.name_length = strlen(header)

enum { rows = 5 };

static headway_rubric *rubric;

/* The tidy text of a study of one input. */
struct text {
  char bytes[4000];
  size_t length;
};

static int32_t keep(const char *piece, size_t length, void *payload) {
  struct text *text = payload;
  if (text->length + length > sizeof text->bytes) { return 1; }
  memcpy(text->bytes + text->length, piece, length);
  text->length += length;
  return 0;
}

static struct text written(const headway_ratings *ratings) {
  struct text text = {{0}, 0};
  headway_study *study = NULL;
  OK(headway_study_create(rubric, &ratings, 1, &study, &err));
  OK(headway_study_write_tidy(study, keep, &text, &err));
  headway_study_destroy(study);
  return text;
}

static const char as_file[] =
    "community,round,rater,dimension,score\n"
    "Pentre \xC5\xB4yn,R1,a1,1,3\n"
    "Pentre \xC5\xB4yn,R1,a2,1,\n"
    "Alderwick,R1,a3,2,5\n"
    "Alderwick,R1,a4,2,7\n"
    "Alderwick,R1,a5,9,1\n";

static void every_kind_of_column_gives_the_same_study(void) {
  headway_ratings *ratings = NULL;
  OK(headway_ratings_read_csv_text(rubric, HEADWAY_TEXT(as_file), NULL, 0, NULL, &ratings, &err));
  const struct text expected = written(ratings);
  headway_ratings_destroy(ratings);

  COLUMN(community, HEADWAY_COLUMN_TEXT, "community"); /* codes into two texts */
  static const int64_t place_offsets[] = {0, 11, 20};
  static const int32_t place_codes[] = {0, 0, 1, 1, 1};
  community.text = "Pentre \xC5\xB4ynAlderwick";
  community.offsets = place_offsets;
  community.codes = place_codes;
  community.codes_count = 2;

  COLUMN(round, HEADWAY_COLUMN_TEXT, "round"); /* a text a row */
  static const int64_t round_offsets[] = {0, 2, 4, 6, 8, 10};
  round.text = "R1R1R1R1R1";
  round.offsets = round_offsets;

  COLUMN(rater, HEADWAY_COLUMN_TEXT, "rater");
  static const int64_t rater_offsets[] = {0, 2, 4, 6, 8, 10};
  rater.text = "a1a2a3a4a5";
  rater.offsets = rater_offsets;

  COLUMN(dimension, HEADWAY_COLUMN_INTEGER, "dimension");
  static const int64_t dimensions[] = {1, 1, 2, 2, 9};
  dimension.integers = dimensions;

  COLUMN(integers, HEADWAY_COLUMN_INTEGER, "score");
  static const int64_t score_integers[] = {3, 99, 5, 7, 1};
  static const uint8_t valid[] = {1, 0, 1, 1, 1};
  integers.integers = score_integers;
  integers.valid = valid;

  COLUMN(reals, HEADWAY_COLUMN_REAL, "score");
  const double zero = 0.0;
  const double score_reals[] = {3.0, zero / zero, 5.0, 7.0, 1.0};
  reals.reals = score_reals;

  COLUMN(texts, HEADWAY_COLUMN_TEXT, "score");
  static const int64_t score_offsets[] = {0, 1, 1, 2, 3, 4};
  texts.text = "3571";
  texts.offsets = score_offsets;

  COLUMN(codes, HEADWAY_COLUMN_TEXT, "score");
  static const int64_t code_offsets[] = {0, 1, 2, 3, 4};
  static const int32_t score_codes[] = {2, -1, 0, 3, 1};
  codes.text = "5137";
  codes.offsets = code_offsets;
  codes.codes = score_codes;
  codes.codes_count = 4;

  COLUMN(masked, HEADWAY_COLUMN_TEXT, "score"); /* a code that is nowhere, in a row without a value */
  static const int32_t masked_codes[] = {2, 77, 0, 3, 1};
  masked.text = "5137";
  masked.offsets = code_offsets;
  masked.codes = masked_codes;
  masked.codes_count = 4;
  masked.valid = valid;

  const headway_column *const kinds[] = {&integers, &reals, &texts, &codes, &masked};
  for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; ++kind) {
    const headway_column *const columns[] = {kinds[kind], &community, &round, &rater, &dimension};
    OK(headway_ratings_from_columns(rubric, columns, 5, rows, HEADWAY_TEXT("survey"), NULL, &ratings, &err));
    size_t count = 0;
    OK(headway_ratings_rows_read(ratings, &count, &err));
    SAME(count, rows);
    const struct text text = written(ratings);
    CHECK(text.length == expected.length && memcmp(text.bytes, expected.bytes, text.length) == 0);
    headway_table *problems = NULL;
    OK(headway_ratings_problems(ratings, NULL, &problems, &err)); /* the 7 */
    size_t column = 0, copied = 0;
    int64_t line = 0;
    const char *source = NULL;
    size_t length = 0;
    OK(headway_table_find_column(problems, HEADWAY_TEXT("line"), &column, &err));
    OK(headway_table_read_integers(problems, column, 0, &line, 1, &copied, &err));
    CHECK(copied == 1 && line == 4);
    OK(headway_table_find_column(problems, HEADWAY_TEXT("source"), &column, &err));
    OK(headway_table_read_texts(problems, column, 0, &source, &length, 1, &copied, &err));
    SAME_TEXT(source, length, "survey");
    headway_table_destroy(problems);
    headway_ratings_destroy(ratings);
  }
}

static void refusals(void) {
  headway_ratings *const untouched = (headway_ratings *)(uintptr_t)16;
  headway_ratings *ratings = untouched;
  static const int64_t ones[] = {1, 1, 1};
  static const int64_t offsets[] = {0, 2, 4, 6};
  COLUMN(community, HEADWAY_COLUMN_TEXT, "community");
  COLUMN(round, HEADWAY_COLUMN_TEXT, "round");
  COLUMN(rater, HEADWAY_COLUMN_TEXT, "rater");
  COLUMN(dimension, HEADWAY_COLUMN_INTEGER, "dimension");
  COLUMN(score, HEADWAY_COLUMN_INTEGER, "score");
  community.text = round.text = rater.text = "R1R1R1";
  community.offsets = round.offsets = rater.offsets = offsets;
  dimension.integers = score.integers = ones;
  const headway_column *columns[] = {&community, &round, &rater, &dimension, &score};
#define REFUSED(status) FAILS(status, headway_ratings_from_columns(rubric, columns, 5, 3, NULL, 0, NULL, &ratings, &err))
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_ratings_from_columns(NULL, columns, 5, 3, NULL, 0, NULL, &ratings, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_ratings_from_columns(rubric, NULL, 5, 3, NULL, 0, NULL, &ratings, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_ratings_from_columns(rubric, columns, 5, 3, NULL, 2, NULL, &ratings, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_ratings_from_columns(rubric, columns, 5, 3, NULL, 0, NULL, NULL, &err));
  CHECK(headway_ratings_from_columns(rubric, NULL, 0, 0, NULL, 0, NULL, &ratings, &err) != HEADWAY_OK);
  FAILS(HEADWAY_NOT_FOUND, headway_ratings_from_columns(rubric, columns, 4, 3, NULL, 0, NULL, &ratings, &err)); /* no score */
  columns[2] = NULL;
  REFUSED(HEADWAY_INVALID_ARGUMENT);
  SAME(err.row, 2);
  columns[2] = &rater;
  for (uint32_t size = 0; size < sizeof score; ++size) {
    score.struct_size = size;
    REFUSED(HEADWAY_INVALID_ARGUMENT);
  }
  score.struct_size = sizeof score;
  for (int32_t type = -1; type < 6; ++type) {
    if (type >= HEADWAY_COLUMN_INTEGER && type <= HEADWAY_COLUMN_TEXT) { continue; }
    score.type = type;
    REFUSED(HEADWAY_INVALID_ARGUMENT);
    SAME(err.row, 4);
  }
  score.type = HEADWAY_COLUMN_REAL; /* has no reals */
  REFUSED(HEADWAY_INVALID_ARGUMENT);
  SAYS("has no reals");
  score.type = HEADWAY_COLUMN_INTEGER;
  score.integers = NULL;
  REFUSED(HEADWAY_INVALID_ARGUMENT);
  score.integers = ones;
  score.name = NULL;
  REFUSED(HEADWAY_INVALID_ARGUMENT);
  score.name = "score";
  rater.offsets = NULL;
  REFUSED(HEADWAY_INVALID_ARGUMENT);
  SAYS("has no offsets");
  static const int64_t down[] = {0, 4, 2, 6}, before[] = {-1, 2, 4, 6};
  rater.offsets = down;
  REFUSED(HEADWAY_INVALID_ARGUMENT);
  SAYS("do not increase");
  rater.offsets = before;
  REFUSED(HEADWAY_INVALID_ARGUMENT);
  rater.offsets = offsets;
  rater.text = NULL;
  REFUSED(HEADWAY_INVALID_ARGUMENT);
  rater.text = "R1R1R1";
  static const int32_t codes[] = {0, 1, 3};
  rater.codes = codes;
  rater.codes_count = 3;
  REFUSED(HEADWAY_INVALID_ARGUMENT);
  SAYS("the code 3 in row 2 where there are 3 texts");
  CHECK(ratings == untouched);

  /* no rows: fine, and said */
  rater.codes = NULL;
  rater.codes_count = 0;
  OK(headway_ratings_from_columns(rubric, columns, 5, 0, NULL, 0, NULL, &ratings, &err));
  uint64_t total = 0;
  headway_table *problems = NULL;
  OK(headway_ratings_problems(ratings, &total, &problems, &err));
  SAME(total, 1);
  headway_table_destroy(problems);
  headway_ratings_destroy(ratings);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  OK(headway_rubric_builtin(HEADWAY_TEXT("system_maturity"), &rubric, &err));
  every_kind_of_column_gives_the_same_study();
  refusals();
  headway_rubric_destroy(rubric);
  return finish();
}
