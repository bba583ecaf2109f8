/* From a file of scores to what is worth talking about first.
 *
 *   main_job scores.csv "Carrow Sands"
 */
#include <headway.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static headway_error err;

static void must(headway_status status) {
  if (status == HEADWAY_OK) { return; }
  fprintf(stderr, "%s (%s: %s): %s\n", headway_status_name(status), err.function, err.argument, err.message);
  exit(EXIT_FAILURE);
}

/* Prints some text columns of a table, a line a row. */
static void print(const headway_table *table, const char *const *columns, size_t count) {
  size_t rows;
  must(headway_table_rows(table, &rows, &err));
  for (size_t row = 0; row < rows; ++row) {
    for (size_t i = 0; i < count; ++i) {
      const char *text;
      size_t column, length, copied;
      must(headway_table_find_column(table, columns[i], strlen(columns[i]), &column, &err));
      must(headway_table_read_texts(table, column, row, &text, &length, 1, &copied, &err));
      printf("%s%.*s", i == 0 ? "- " : ": ", (int)length, text);
    }
    printf("\n");
  }
}

int main(int count, char **arguments) {
  const char *path = count > 1 ? arguments[1] : "data/samples/scores_long.csv";
  const char *place = count > 2 ? arguments[2] : "Carrow Sands";
  headway_error_init(&err, sizeof err);

  headway_rubric *rubric;
  headway_ratings *ratings;
  headway_study *study;
  must(headway_rubric_builtin(HEADWAY_TEXT("system_maturity"), &rubric, &err));
  must(headway_ratings_read_csv(rubric, path, strlen(path), NULL, &ratings, &err));
  must(headway_study_create(rubric, (const headway_ratings *const[]){ratings}, 1, &study, &err));

  headway_table *problems;
  uint64_t total;
  must(headway_study_problems(study, &total, &problems, &err));
  printf("%llu problems in %s\n", (unsigned long long)total, path);
  print(problems, (const char *const[]){"code", "value", "message", "what_was_done"}, 4);

  headway_profile_options options;
  headway_profile_options_init(&options, sizeof options);
  options.audience = HEADWAY_AUDIENCE_PARTNERS; /* small groups are merged or withheld */
  headway_table *agenda;
  must(headway_profile_agenda(study, place, strlen(place), NULL, 0, &options, &agenda, &err)); /* NULL: the latest round */
  printf("What to talk about first in %s:\n", place);
  print(agenda, (const char *const[]){"dimension", "why"}, 2);

  headway_table_destroy(agenda);
  headway_table_destroy(problems);
  headway_study_destroy(study);
  headway_ratings_destroy(ratings);
  headway_rubric_destroy(rubric);
  return EXIT_SUCCESS;
}
