#ifndef HEADWAY_TESTS_CAPI_SAMPLE_H
#define HEADWAY_TESTS_CAPI_SAMPLE_H

/* The sample study: scores_long.csv and consensus_with_reasons.csv under the built-in rubric, all of it invented. */

#include "check.h"

static inline headway_study *sample_study(headway_rubric **rubric) {
  headway_study *study = NULL;
  headway_ratings *marks = NULL, *agreed = NULL;
  OK(headway_rubric_builtin(HEADWAY_TEXT("system_maturity"), rubric, &err));
  const char *path = data_file("samples/scores_long.csv");
  OK(headway_ratings_read_csv(*rubric, path, strlen(path), NULL, &marks, &err));
  path = data_file("samples/consensus_with_reasons.csv");
  OK(headway_consensus_read_csv(*rubric, path, strlen(path), NULL, &agreed, &err));
  const headway_ratings *const inputs[] = {marks, agreed};
  OK(headway_study_create(*rubric, inputs, 2, &study, &err));
  headway_ratings_destroy(marks); /* the study has its own */
  headway_ratings_destroy(agreed);
  return study;
}

#endif
