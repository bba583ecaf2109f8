/* Several threads read one study, one table and one rubric at the same time, without a lock; each gets what one thread alone gets. */

#include "check.h"
#include "sample.h"

#include <pthread.h>

enum { threads = 4, times = 25 };

struct work {
  const headway_study *study;
  const headway_table *table;
  const headway_rubric *rubric;
  uint64_t digest;
  int failed;
};

static void mix(uint64_t *digest, const void *bytes, size_t length) {
  const unsigned char *from = bytes;
  for (size_t i = 0; i < length; ++i) { *digest = (*digest ^ from[i]) * UINT64_C(1099511628211); } /* FNV-1a */
}

/* Goes through every cell of a table. Returns 0 when a call failed. */
static int mix_table(uint64_t *digest, const headway_table *table, headway_error *own) {
  size_t rows = 0, columns = 0, copied = 0;
  if (headway_table_rows(table, &rows, own) || headway_table_columns(table, &columns, own)) { return 0; }
  for (size_t c = 0; c < columns; ++c) {
    int32_t type = 0;
    if (headway_table_column_type(table, c, &type, own)) { return 0; }
    for (size_t row = 0; row < rows; ++row) {
      int64_t integer = 0;
      double real = 0;
      const char *text = NULL;
      size_t length = 0;
      if (type == HEADWAY_COLUMN_REAL) {
        if (headway_table_read_reals(table, c, row, &real, 1, &copied, own)) { return 0; }
        mix(digest, &real, sizeof real);
      } else if (type == HEADWAY_COLUMN_TEXT) {
        if (headway_table_read_texts(table, c, row, &text, &length, 1, &copied, own)) { return 0; }
        mix(digest, text, length);
      } else {
        if (headway_table_read_integers(table, c, row, &integer, 1, &copied, own)) { return 0; }
        mix(digest, &integer, sizeof integer);
      }
    }
  }
  return 1;
}

static void *run(void *given) {
  struct work *work = given;
  headway_error own;
  headway_error_init(&own, sizeof own);
  work->digest = UINT64_C(14695981039346656037);
  for (int i = 0; i < times; ++i) {
    headway_table *made = NULL;
    headway_profile_options options;
    headway_profile_options_init(&options, sizeof options);
    options.audience = i % 3;
    options.by_sector = i % 2;
    if (headway_profile_compute(work->study, HEADWAY_TEXT("Carrow Sands"), HEADWAY_TEXT("R2"), &options, &made, &own) ||
        !mix_table(&work->digest, made, &own)) {
      work->failed = 1;
    }
    headway_table_destroy(made);
    made = NULL;
    options.by_sector = 0;
    if (headway_profile_agenda(work->study, HEADWAY_TEXT("Eskhollow"), NULL, 0, &options, &made, &own) || !mix_table(&work->digest, made, &own) ||
        !mix_table(&work->digest, work->table, &own)) {
      work->failed = 1;
    }
    headway_table_destroy(made);
    const char *text = NULL;
    size_t length = 0, position = 0;
    if (headway_rubric_dimension_name(work->rubric, (size_t)i % 9, &text, &length, &own)) { work->failed = 1; }
    mix(&work->digest, text, length);
    /* every thread its own error */
    if (headway_study_find_community(work->study, HEADWAY_TEXT("Carow Sands"), &position, &own) != HEADWAY_NOT_FOUND) { work->failed = 1; }
    mix(&work->digest, own.message, strlen(own.message));
  }
  return NULL;
}

int main(void) {
  headway_error_init(&err, sizeof err);
  headway_rubric *rubric = NULL;
  headway_study *study = sample_study(&rubric);
  headway_table *table = NULL;
  OK(headway_profile_compute_all(study, NULL, &table, &err));

  struct work alone = {study, table, rubric, 0, 0};
  run(&alone);
  CHECK(!alone.failed);

  struct work together[threads];
  pthread_t ids[threads];
  for (size_t i = 0; i < threads; ++i) {
    together[i] = (struct work){study, table, rubric, 0, 0};
    if (!CHECK(pthread_create(&ids[i], NULL, run, &together[i]) == 0)) { return EXIT_FAILURE; }
  }
  for (size_t i = 0; i < threads; ++i) {
    CHECK(pthread_join(ids[i], NULL) == 0);
    CHECK(!together[i].failed);
    CHECK(together[i].digest == alone.digest);
  }
  headway_table_destroy(table);
  headway_study_destroy(study);
  headway_rubric_destroy(rubric);
  return finish();
}
