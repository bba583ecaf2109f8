/* Counting columns, merging, reading back; nothing changes when a call is refused. */

#include "check.h"

enum { communities = 2, rounds = 3, dimensions = 2, sectors = 2, levels = 3, cells = communities * rounds * dimensions * sectors };

static headway_counts *fresh(void) {
  headway_counts *counts = NULL;
  OK(headway_counts_create(communities, rounds, dimensions, sectors, levels, &counts, &err));
  return counts;
}

static size_t cell(size_t community, size_t round, size_t dimension, size_t sector) {
  return ((community * rounds + round) * dimensions + dimension) * sectors + sector;
}

static int same(const headway_counts *a, const headway_counts *b) {
  uint32_t left[cells * levels], right[cells * levels], left_missing[cells * 6], right_missing[cells * 6];
  size_t n = 0;
  OK(headway_counts_read_levels(a, 0, left, cells, &n, &err));
  OK(headway_counts_read_levels(b, 0, right, cells, &n, &err));
  OK(headway_counts_read_missing(a, 0, left_missing, cells, &n, &err));
  OK(headway_counts_read_missing(b, 0, right_missing, cells, &n, &err));
  SAME(n, cells);
  return memcmp(left, right, sizeof left) == 0 && memcmp(left_missing, right_missing, sizeof left_missing) == 0;
}

static const uint32_t community[] = {0, 1, 1, 1, 0};
static const uint16_t round_[] = {0, 2, 2, 2, 1};
static const uint16_t dimension[] = {1, 0, 0, 1, 1};
static const uint16_t sector[] = {0, 1, 1, 0, 1};
static const int8_t score[] = {2, 0, 0, -2, -6};

static void rows_are_counted(void) {
  headway_counts *counts = fresh();
  OK(headway_counts_add(counts, community, round_, dimension, sector, score, 5, &err));
  uint32_t at[levels], missing[6];
  size_t n = 0, size[5];
  OK(headway_counts_read_levels(counts, cell(1, 2, 0, 1), at, 1, &n, &err));
  SAME(n, 1);
  CHECK(at[0] == 2 && at[1] == 0 && at[2] == 0);
  OK(headway_counts_read_levels(counts, cell(0, 0, 1, 0), at, 1, &n, &err));
  CHECK(at[0] == 0 && at[1] == 0 && at[2] == 1);
  OK(headway_counts_read_missing(counts, cell(1, 2, 1, 0), missing, 1, &n, &err));
  CHECK(missing[0] == 0 && missing[1] == 1 && missing[5] == 0);
  OK(headway_counts_read_missing(counts, cell(0, 1, 1, 1), missing, 1, &n, &err));
  CHECK(missing[5] == 1);
  OK(headway_counts_shape(counts, &size[0], &size[1], &size[2], &size[3], &size[4], &err));
  CHECK(size[0] == communities && size[1] == rounds && size[2] == dimensions && size[3] == sectors && size[4] == levels);
  OK(headway_counts_read_levels(counts, cells, NULL, 0, &n, &err));
  SAME(n, 0);
  OK(headway_counts_read_levels(counts, cells - 1, at, 1, &n, &err));
  SAME(n, 1);
  uint32_t two[2 * levels] = {7, 7, 7, 7, 7, 7};
  OK(headway_counts_read_levels(counts, cells - 1, two, 2, &n, &err));
  SAME(n, 1);
  SAME(two[3], 7);
  headway_counts_destroy(counts);
}

static void parts_merge_to_the_whole(void) {
  for (size_t cut = 0; cut <= 5; ++cut) {
    headway_counts *whole = fresh(), *left = fresh(), *right = fresh();
    OK(headway_counts_add(whole, community, round_, dimension, sector, score, 5, &err));
    OK(headway_counts_add(left, community, round_, dimension, sector, score, cut, &err));
    OK(headway_counts_add(right, community + cut, round_ + cut, dimension + cut, sector + cut, score + cut, 5 - cut, &err));
    OK(headway_counts_merge(right, left, &err));
    CHECK(same(whole, right));
    headway_counts_destroy(whole);
    headway_counts_destroy(left);
    headway_counts_destroy(right);
  }
}

static void without_sectors(void) {
  headway_counts *counts = NULL;
  OK(headway_counts_create(2, 3, 2, 1, 3, &counts, &err));
  OK(headway_counts_add(counts, community, round_, dimension, NULL, score, 5, &err));
  uint32_t at[3];
  size_t n = 0;
  OK(headway_counts_read_levels(counts, (1 * 3 + 2) * 2, at, 1, &n, &err));
  SAME(at[0], 2);
  headway_counts_destroy(counts);
}

static void a_count_never_passes_its_end(void) {
  headway_counts *counts = fresh(), *before = fresh();
  OK(headway_counts_add(counts, community, round_, dimension, sector, score, 1, &err));
  for (int i = 0; i < 31; ++i) { OK(headway_counts_merge(counts, counts, &err)); } /* 2^31 */
  OK(headway_counts_merge(before, counts, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_merge(counts, counts, &err));
  CHECK(same(counts, before));
  headway_counts *half = fresh();
  OK(headway_counts_add(half, community, round_, dimension, sector, score, 1, &err));
  for (int i = 0; i < 30; ++i) { OK(headway_counts_merge(half, half, &err)); } /* 2^30 */
  OK(headway_counts_merge(counts, half, &err));                                /* 3 * 2^30 */
  for (int i = 29; i >= 0; --i) {                                              /* to 2^32 - 1 */
    headway_counts *step = fresh();
    OK(headway_counts_add(step, community, round_, dimension, sector, score, 1, &err));
    for (int k = 0; k < i; ++k) { OK(headway_counts_merge(step, step, &err)); }
    OK(headway_counts_merge(counts, step, &err));
    headway_counts_destroy(step);
  }
  uint32_t at[levels];
  size_t n = 0;
  OK(headway_counts_read_levels(counts, cell(0, 0, 1, 0), at, 1, &n, &err));
  CHECK(at[2] == UINT32_MAX);
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_add(counts, community, round_, dimension, sector, score, 1, &err));
  OK(headway_counts_read_levels(counts, cell(0, 0, 1, 0), at, 1, &n, &err));
  CHECK(at[2] == UINT32_MAX);
  OK(headway_counts_add(counts, community + 1, round_ + 1, dimension + 1, sector + 1, score + 1, 4, &err)); /* other cells still count */
  OK(headway_counts_read_levels(counts, cell(1, 2, 0, 1), at, 1, &n, &err));
  SAME(at[0], 2);
  headway_counts_destroy(counts);
  headway_counts_destroy(before);
  headway_counts_destroy(half);
}

static void refusals(void) {
  headway_counts *counts = fresh(), *before = fresh(), *other = NULL;
  headway_counts *const untouched = (headway_counts *)(uintptr_t)16;
  other = untouched;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_create(1, 1, 1, 1, 1, &other, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_create(1, 1, 1, 1, 17, &other, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_create(1, 1, 1, 1, SIZE_MAX, &other, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_create(65536, 65536, 2, 1, 5, &other, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_create(SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, 5, &other, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_create(1, 1, 1, 1, 5, NULL, &err));
  CHECK(other == untouched);

  uint32_t far_community[] = {0, 2};
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_add(counts, far_community, round_, dimension, sector, score, 2, &err));
  SAME(err.row, 1);
  CHECK(strcmp(err.argument, "community") == 0);
  uint16_t far_one[] = {0, 0, 3};
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_add(counts, community, far_one, dimension, sector, score, 3, &err));
  SAME(err.row, 2);
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_add(counts, community, round_, far_one, sector, score, 3, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_add(counts, community, round_, dimension, far_one, score, 3, &err));
  CHECK(strcmp(err.argument, "sector") == 0);
  int8_t far_score[] = {0, 3};
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_add(counts, community, round_, dimension, sector, far_score, 2, &err));
  SAYS("3 is neither a level nor a missing mark");
  far_score[1] = -7;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_add(counts, community, round_, dimension, sector, far_score, 2, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_add(NULL, community, round_, dimension, sector, score, 5, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_add(counts, NULL, round_, dimension, sector, score, 5, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_add(counts, community, NULL, dimension, sector, score, 5, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_add(counts, community, round_, NULL, sector, score, 5, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_add(counts, community, round_, dimension, sector, NULL, 5, &err));
  OK(headway_counts_add(counts, NULL, NULL, NULL, NULL, NULL, 0, &err));
  CHECK(same(counts, before));

  OK(headway_counts_create(communities, rounds, dimensions, 1, levels, &other, &err));
  FAILS(HEADWAY_INCOMPATIBLE, headway_counts_merge(counts, other, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_merge(counts, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_merge(NULL, counts, &err));

  uint32_t at[levels];
  size_t n = 4711;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_read_levels(counts, cells + 1, at, 1, &n, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_read_levels(counts, 0, NULL, 1, &n, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_read_levels(counts, 0, at, 1, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_read_levels(NULL, 0, at, 1, &n, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_read_missing(NULL, 0, at, 0, &n, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_read_missing(counts, SIZE_MAX, at, 0, &n, &err));
  SAME(n, 4711);
  size_t size[5] = {9, 9, 9, 9, 9};
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_shape(NULL, &size[0], &size[1], &size[2], &size[3], &size[4], &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_shape(counts, &size[0], &size[1], &size[2], &size[3], NULL, &err));
  CHECK(size[0] == 9 && size[3] == 9);
  headway_counts_destroy(counts);
  headway_counts_destroy(before);
  headway_counts_destroy(other);
  headway_counts_destroy(NULL);
}

static const char tidy[] =
    "community,round,rater,sector,dimension,score\n"
    "Pentre,R2,a1,council,1,3\n"
    "Pentre,R2,a2,charity,1,\n"
    "Alderwick,R1,a3,,9,5\n"
    "Alderwick,R1,a3,,Visoin,5\n";

/* The text at a row of a text column, or "-" where there is none. */
static const char *text_at(const headway_table *table, const char *name, size_t row) {
  static char copy[100];
  size_t column = 0, length = 0, copied = 0;
  const char *text = NULL;
  uint8_t valid = 0;
  OK(headway_table_find_column(table, name, strlen(name), &column, &err));
  OK(headway_table_read_valid(table, column, row, &valid, 1, &copied, &err));
  OK(headway_table_read_texts(table, column, row, &text, &length, 1, &copied, &err));
  snprintf(copy, sizeof copy, "%.*s", (int)length, text);
  return valid ? copy : "-";
}

static void files_are_counted(void) {
  headway_rubric *rubric = NULL;
  headway_counts *counts = NULL;
  headway_count_options options;
  headway_count_options_init(&options, sizeof options);
  options.by_sector = 1;
  OK(headway_rubric_builtin(HEADWAY_TEXT("system_maturity"), &rubric, &err));
  OK(headway_counts_read_csv_text(rubric, HEADWAY_TEXT(tidy), NULL, 0, &options, &counts, &err));
  size_t size[5], n = 0;
  OK(headway_counts_shape(counts, &size[0], &size[1], &size[2], &size[3], &size[4], &err));
  CHECK(size[0] == 2 && size[1] == 2 && size[2] == 9 && size[3] == 3 && size[4] == 5);
  headway_table *names = NULL;
  OK(headway_counts_names(counts, &names, &err));
  OK(headway_table_rows(names, &n, &err));
  SAME(n, 2 + 2 + 9 + 3);
  CHECK(strcmp(text_at(names, "axis", 1), "community") == 0 && strcmp(text_at(names, "label", 1), "Pentre") == 0);
  CHECK(strcmp(text_at(names, "label", 3), "R2") == 0 && strcmp(text_at(names, "key", 3), "-") == 0);
  CHECK(strcmp(text_at(names, "key", 4), "vision") == 0);
  CHECK(strcmp(text_at(names, "label", 13), "-") == 0 && strcmp(text_at(names, "label", 14), "charity") == 0);
  headway_table_destroy(names);
  uint32_t at[5], missing[6];
  OK(headway_counts_read_levels(counts, ((1 * 2 + 1) * 9 + 0) * 3 + 2, at, 1, &n, &err)); /* Pentre, R2, Vision, council */
  CHECK(at[2] == 1 && at[0] + at[1] + at[3] + at[4] == 0);
  OK(headway_counts_read_missing(counts, ((1 * 2 + 1) * 9 + 0) * 3 + 1, missing, 1, &n, &err));
  CHECK(missing[0] == 1);
  OK(headway_counts_read_levels(counts, ((0 * 2 + 0) * 9 + 8) * 3 + 0, at, 1, &n, &err)); /* Alderwick, R1, the ninth, no sector */
  SAME(at[4], 1);
  uint64_t rows_read = 0, rows_left_out = 0, rows_other_mode = 4711, total = 0;
  OK(headway_counts_rows(counts, &rows_read, &rows_left_out, &rows_other_mode, &err));
  CHECK(rows_read == 4 && rows_left_out == 1 && rows_other_mode == 0);
  headway_table *problems = NULL;
  OK(headway_counts_problems(counts, &total, &problems, &err));
  SAME(total, 3); /* two rows without a sector, one with an unknown dimension */
  CHECK(strcmp(text_at(problems, "code", 2), "unknown_dimension") == 0);
  headway_table_destroy(problems);

  /* the same names: they merge; other names of the same number: refused, nothing changed */
  headway_counts *again = NULL, *others = NULL;
  OK(headway_counts_read_csv_text(rubric, HEADWAY_TEXT(tidy), NULL, 0, &options, &again, &err));
  OK(headway_counts_merge(counts, again, &err));
  OK(headway_counts_rows(counts, &rows_read, NULL, NULL, &err));
  SAME(rows_read, 8);
  OK(headway_counts_problems(counts, &rows_read, &problems, &err));
  headway_table_destroy(problems);
  SAME(rows_read, 2 * total);
  char renamed[sizeof tidy];
  memcpy(renamed, tidy, sizeof tidy);
  char *first = strstr(renamed, "Pentre");
  while (first != NULL) {
    first[0] = 'p';
    first[1] = 'u';
    first = strstr(first, "Pentre");
  }
  OK(headway_counts_read_csv_text(rubric, HEADWAY_TEXT(renamed), NULL, 0, &options, &others, &err));
  FAILS(HEADWAY_INCOMPATIBLE, headway_counts_merge(counts, others, &err));
  SAYS("other communities");
  OK(headway_counts_rows(counts, &rows_read, NULL, NULL, &err));
  SAME(rows_read, 8);
  headway_counts_destroy(others);

  /* counts without names take those of the file */
  OK(headway_counts_create(2, 2, 9, 3, 5, &others, &err));
  OK(headway_counts_merge(others, again, &err));
  OK(headway_counts_names(others, &names, &err));
  OK(headway_table_rows(names, &n, &err));
  SAME(n, 16);
  headway_table_destroy(names);
  headway_counts_destroy(others);
  headway_counts_destroy(again);
  headway_counts_destroy(counts);

  /* the sample file, with one thread and two */
  const char *path = data_file("samples/scores_long.csv");
  headway_counts *by_threads[2] = {NULL, NULL};
  options.by_sector = 0;
  for (size_t i = 0; i < 2; ++i) {
    options.threads = i + 1;
    OK(headway_counts_read_csv(rubric, path, strlen(path), &options, &by_threads[i], &err));
  }
  uint32_t left[6 * 3 * 9 * 5], right[6 * 3 * 9 * 5];
  OK(headway_counts_read_levels(by_threads[0], 0, left, 6 * 3 * 9, &n, &err));
  SAME(n, 6 * 3 * 9);
  OK(headway_counts_read_levels(by_threads[1], 0, right, 6 * 3 * 9, &n, &err));
  CHECK(memcmp(left, right, sizeof left) == 0);
  CHECK(left[0] == 1 && left[1] == 4 && left[2] == 7 && left[3] == 5 && left[4] == 0); /* samples/expected/scores_long_summary.csv, ALD R1 1 */
  headway_counts_destroy(by_threads[0]);
  headway_counts_destroy(by_threads[1]);

  /* refusals */
  headway_counts *const untouched = (headway_counts *)(uintptr_t)16;
  counts = untouched;
  FAILS(HEADWAY_IO, headway_counts_read_csv(rubric, HEADWAY_TEXT("no/such/file.csv"), NULL, &counts, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_read_csv(rubric, NULL, 0, NULL, &counts, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_read_csv(NULL, path, strlen(path), NULL, &counts, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_read_csv(rubric, path, strlen(path), NULL, NULL, &err));
  FAILS(HEADWAY_PARSE, headway_counts_read_csv_text(rubric, NULL, 0, NULL, 0, NULL, &counts, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_read_csv_text(rubric, NULL, 1, NULL, 0, NULL, &counts, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_read_csv_text(rubric, HEADWAY_TEXT(tidy), NULL, 1, NULL, &counts, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_read_csv_text(NULL, HEADWAY_TEXT(tidy), NULL, 0, NULL, &counts, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_read_csv_text(rubric, HEADWAY_TEXT(tidy), NULL, 0, NULL, NULL, &err));
  for (uint32_t given = 0; given < sizeof options; ++given) {
    options.struct_size = given;
    FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_read_csv_text(rubric, HEADWAY_TEXT(tidy), NULL, 0, &options, &counts, &err));
  }
  headway_count_options_init(&options, sizeof options);
  options.by_sector = 7;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_read_csv_text(rubric, HEADWAY_TEXT(tidy), NULL, 0, &options, &counts, &err));
  options.by_sector = 1;
  options.cell_limit = 20;
  FAILS(HEADWAY_LIMIT, headway_counts_read_csv_text(rubric, HEADWAY_TEXT(tidy), NULL, 0, &options, &counts, &err));
  headway_read_options wrong;
  headway_read_options_init(&wrong, sizeof wrong);
  wrong.mode = 17;
  options.cell_limit = 0;
  options.read = &wrong;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_counts_read_csv_text(rubric, HEADWAY_TEXT(tidy), NULL, 0, &options, &counts, &err));
  wrong.struct_size = 3;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_read_csv_text(rubric, HEADWAY_TEXT(tidy), NULL, 0, &options, &counts, &err));
  CHECK(counts == untouched);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_names(NULL, &names, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_problems(NULL, NULL, &names, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_rows(NULL, &rows_read, NULL, NULL, &err));
  OK(headway_counts_create(1, 1, 1, 1, 2, &counts, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_names(counts, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_counts_problems(counts, NULL, NULL, &err));
  OK(headway_counts_names(counts, &names, &err));
  OK(headway_table_rows(names, &n, &err));
  SAME(n, 0);
  headway_table_destroy(names);
  headway_counts_destroy(counts);
  headway_rubric_destroy(rubric);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  files_are_counted();
  rows_are_counted();
  parts_merge_to_the_whole();
  without_sectors();
  a_count_never_passes_its_end();
  refusals();
  return finish();
}
