/* Every table of the sample studies, written so that it can be compared byte by byte with what C++ and Python give (tests/parity_faces.py).
 *
 *   dump                  writes nothing and tells how many bytes it would be: every call of it must succeed
 *   dump <folder> <file>  writes the tables of the samples in <folder> to <file>
 */

#include "dump.h"

static const char *const audiences[] = {"room", "partners", "public"};

/* Writes a table and frees it. */
static void put(FILE *out, const char *label, headway_table *table) {
  dump_table(out, label, table);
  headway_table_destroy(table);
}

static headway_profile_options options_for(int32_t audience, int32_t by_sector) {
  headway_profile_options options;
  headway_profile_options_init(&options, sizeof options);
  options.audience = audience;
  options.by_sector = by_sector;
  return options;
}

static headway_room_options room_for(int32_t audience, int32_t has_line) {
  headway_room_options options;
  headway_room_options_init(&options, sizeof options);
  options.audience = audience;
  options.has_line = has_line;
  options.line = has_line == 1 ? 3 : 0;
  return options;
}

static void whole_study(FILE *out, const headway_study *study) {
  char label[256];
  headway_table *table = NULL;
  for (int32_t audience = 0; audience < 3; ++audience) {
    headway_profile_options options = options_for(audience, 0);
    OK(headway_profile_consensus(study, NULL, 0, NULL, 0, &options, &table, &err));
    snprintf(label, sizeof label, "sample / consensus / %s", audiences[audience]);
    put(out, label, table);
    OK(headway_profile_coverage(study, NULL, 0, &options, &table, &err));
    snprintf(label, sizeof label, "sample / coverage / %s", audiences[audience]);
    put(out, label, table);
    OK(headway_profile_turnover(study, NULL, 0, &options, &table, &err));
    snprintf(label, sizeof label, "sample / turnover / %s", audiences[audience]);
    put(out, label, table);
    const headway_room_options room = room_for(audience, 0);
    OK(headway_agreement_consensus_shift(study, NULL, 0, NULL, 0, &room, &table, &err));
    snprintf(label, sizeof label, "sample / consensus shift / %s", audiences[audience]);
    put(out, label, table);
    OK(headway_agreement_decision_rules(study, NULL, 0, NULL, 0, &room, &table, &err));
    snprintf(label, sizeof label, "sample / decision rules / %s", audiences[audience]);
    put(out, label, table);
    OK(headway_profile_compute_all(study, &options, &table, &err));
    snprintf(label, sizeof label, "sample / profile / %s", audiences[audience]);
    put(out, label, table);
    options = options_for(audience, 1);
    OK(headway_profile_compute_all(study, &options, &table, &err));
    snprintf(label, sizeof label, "sample / profile by sector / %s", audiences[audience]);
    put(out, label, table);
  }
}

static void one_community(FILE *out, const headway_study *study, size_t community) {
  char label[512];
  const char *key = NULL;
  size_t key_length = 0, rounds = 0;
  headway_table *table = NULL;
  OK(headway_study_community_key(study, community, &key, &key_length, &err));
  OK(headway_study_rounds(study, &rounds, &err));
  for (int32_t audience = 0; audience < 3; ++audience) {
    const headway_profile_options options = options_for(audience, 0), by_sector = options_for(audience, 1);
    headway_change_options change;
    headway_change_options_init(&change, sizeof change);
    change.audience = audience;
    const headway_room_options room = room_for(audience, 0), with_line = room_for(audience, 1);
    for (size_t r = 0; r < rounds; ++r) {
      const char *round = NULL;
      size_t length = 0;
      OK(headway_study_round_label(study, r, &round, &length, &err));
#define LABEL(what) snprintf(label, sizeof label, "sample / %s / %.*s / %.*s / %s", what, (int)key_length, key, (int)length, round, audiences[audience])
      OK(headway_profile_compute(study, key, key_length, round, length, &options, &table, &err));
      LABEL("profile");
      put(out, label, table);
      OK(headway_profile_compute(study, key, key_length, round, length, &by_sector, &table, &err));
      LABEL("profile by sector");
      put(out, label, table);
      OK(headway_profile_cumulative(study, key, key_length, round, length, &options, &table, &err));
      LABEL("cumulative");
      put(out, label, table);
      OK(headway_profile_agenda(study, key, key_length, round, length, &options, &table, &err));
      LABEL("agenda");
      put(out, label, table);
      OK(headway_profile_influence(study, key, key_length, round, length, &options, &table, &err));
      LABEL("influence");
      put(out, label, table);
#define ROOM(function, what, with)                                                                 \
  do {                                                                                             \
    OK(function(study, key, key_length, round, length, with, &table, &err));                       \
    LABEL(what);                                                                                   \
    put(out, label, table);                                                                        \
  } while (0)
      ROOM(headway_agreement_sectors, "sectors", &room);
      ROOM(headway_agreement_sector_split, "sector split", &room);
      ROOM(headway_agreement_sector_pairs, "sector pairs", &room);
      ROOM(headway_agreement_consensus_against, "consensus against", &room);
      ROOM(headway_agreement_decision_rules, "decision rules", &room);
      ROOM(headway_agreement_prompts, "prompts", &with_line);
      for (size_t later = r + 1; later < rounds; ++later) {
        const char *to = NULL;
        size_t to_length = 0;
        OK(headway_study_round_label(study, later, &to, &to_length, &err));
        OK(headway_profile_rounds(study, key, key_length, round, length, to, to_length, &options, &table, &err));
        snprintf(label, sizeof label, "sample / rounds / %.*s / %.*s / %.*s / %s", (int)key_length, key, (int)length, round, (int)to_length, to,
                 audiences[audience]);
        put(out, label, table);
#define PAIR(what, function)                                                                                                                \
  do {                                                                                                                                      \
    OK(function(study, key, key_length, round, length, to, to_length, &change, &table, &err));                                              \
    snprintf(label, sizeof label, "sample / %s / %.*s / %.*s / %.*s / %s", what, (int)key_length, key, (int)length, round, (int)to_length,  \
             to, audiences[audience]);                                                                                                      \
    put(out, label, table);                                                                                                                 \
  } while (0)
        PAIR("change", headway_change_compute);
        PAIR("panel", headway_change_panel);
        PAIR("bounds", headway_change_bounds);
        PAIR("response shift", headway_change_response_shift);
      }
    }
    OK(headway_change_path(study, key, key_length, &change, &table, &err));
    snprintf(label, sizeof label, "sample / path / %.*s / %s", (int)key_length, key, audiences[audience]);
    put(out, label, table);
  }
}

static void own_tables(FILE *out, const char *name, const headway_study *study) {
  char label[64];
  headway_table *table = NULL;
  OK(headway_study_problems(study, NULL, &table, &err));
  snprintf(label, sizeof label, "%s / problems", name);
  put(out, label, table);
  OK(headway_study_ratings(study, &table, &err));
  snprintf(label, sizeof label, "%s / ratings", name);
  put(out, label, table);
}

/* The study of one file of marks, one of agreed marks and, where it is named, one of a then-test. */
static headway_study *read_study(const char *folder, const char *marks_name, const char *agreed_name, const char *then_name) {
  char path[1024];
  headway_rubric *rubric = NULL;
  headway_ratings *inputs[3] = {NULL, NULL, NULL};
  headway_study *study = NULL;
  OK(headway_rubric_builtin(HEADWAY_TEXT("system_maturity"), &rubric, &err));
  snprintf(path, sizeof path, "%s/%s", folder, marks_name);
  OK(headway_ratings_read_csv(rubric, path, strlen(path), NULL, &inputs[0], &err));
  snprintf(path, sizeof path, "%s/%s", folder, agreed_name);
  OK(headway_consensus_read_csv(rubric, path, strlen(path), NULL, &inputs[1], &err));
  if (then_name != NULL) {
    snprintf(path, sizeof path, "%s/%s", folder, then_name);
    OK(headway_ratings_read_csv(rubric, path, strlen(path), NULL, &inputs[2], &err));
  }
  OK(headway_study_create(rubric, (const headway_ratings *const *)inputs, then_name != NULL ? 3 : 2, &study, &err));
  for (size_t i = 0; i < 3; ++i) { headway_ratings_destroy(inputs[i]); }
  headway_rubric_destroy(rubric);
  return study;
}

/* One table of a fit. */
static void put_fit(FILE *out, const char *label, const headway_fit *fit, int32_t which) {
  headway_table *table = NULL;
  OK(headway_fit_table(fit, which, &table, &err));
  put(out, label, table);
}

/* Models of columns that all three faces make alike. */
static void columns(FILE *out) {
  int8_t answer[120];
  double term[120];
  uint32_t group[120], part[120];
  for (uint32_t i = 0; i < 120; ++i) {
    const uint32_t y = (i % 6 + 2 * (i * i % 3) + (5 * i + i / 7) % 3) / 2;
    answer[i] = (int8_t)(y < 4 ? y : 4);
    term[i] = i * i % 3;
    group[i] = i % 6;
    part[i] = i * i % 3;
  }
  const uint32_t *const arrays[] = {group, part};
  const size_t sizes[] = {6, 2};
  const int32_t fixed[] = {0, 1};
  headway_fit *fit = NULL;
  headway_model_rows rows;
  memset(&rows, 0, sizeof rows);
  rows.struct_size = sizeof rows;
  rows.answer = answer;
  rows.term = term;
  rows.group = arrays;
  rows.group_effects = sizes;
  rows.rows = 120;
  rows.levels = 5;
  rows.terms = 1;
  rows.groups = 1;
  OK(headway_models_cumulative_link(&rows, NULL, &fit, &err));
  put_fit(out, "columns / summary", fit, HEADWAY_FIT_SUMMARY);
  put_fit(out, "columns / parameters", fit, HEADWAY_FIT_PARAMETERS);
  put_fit(out, "columns / effects", fit, HEADWAY_FIT_EFFECTS);
  headway_fit_destroy(fit);
  headway_model_facets facets;
  memset(&facets, 0, sizeof facets);
  facets.struct_size = sizeof facets;
  facets.answer = answer;
  facets.element = arrays;
  facets.elements = sizes;
  facets.fixed = fixed;
  facets.rows = 120;
  facets.levels = 5;
  facets.facets = 2;
  OK(headway_models_many_facet(&facets, NULL, &fit, &err));
  put_fit(out, "facets / summary", fit, HEADWAY_FIT_SUMMARY);
  put_fit(out, "facets / measures", fit, HEADWAY_FIT_MEASURES);
  put_fit(out, "facets / facets", fit, HEADWAY_FIT_FACETS);
  put_fit(out, "facets / steps", fit, HEADWAY_FIT_STEPS);
  headway_fit_destroy(fit);
}

/* A model of one community of the sample. */
static void fitted(FILE *out, const headway_study *study) {
  static const struct {
    const char *name;
    int32_t which;
  } tables[] = {{"blocks", HEADWAY_FIT_BLOCKS}, {"levels", HEADWAY_FIT_LEVELS}, {"change", HEADWAY_FIT_CHANGE}, {"severity", HEADWAY_FIT_SEVERITY}};
  headway_ordinal_options options;
  headway_ordinal_options_init(&options, sizeof options);
  options.community = "BRA";
  options.community_length = 3;
  options.draws = 100;
  headway_fit *fit = NULL;
  headway_table *table = NULL;
  OK(headway_models_fit_ordinal(study, &options, &fit, &err));
  for (int32_t audience = 0; audience < 3; ++audience) {
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; ++i) {
      char label[64];
      OK(headway_fit_study_table(fit, tables[i].which, audience, &table, &err));
      snprintf(label, sizeof label, "sample / fit / %s / %s", tables[i].name, audiences[audience]);
      put(out, label, table);
    }
  }
  OK(headway_fit_study_table(fit, HEADWAY_FIT_SEVERITY_NAMED, 0, &table, &err));
  put(out, "sample / fit / severity named", table);
  OK(headway_fit_study_table(fit, HEADWAY_FIT_DIAGNOSTICS, 0, &table, &err));
  put(out, "sample / fit / diagnostics", table);
  OK(headway_fit_study_table(fit, HEADWAY_FIT_DRAWS, 0, &table, &err));
  put(out, "sample / fit / draws", table);
  OK(headway_fit_simulate(fit, 2, &table, &err));
  put(out, "sample / fit / simulate", table);
  headway_fit_destroy(fit);
}

static void dump(FILE *out, const char *folder) {
  fputs("headway dump 1\n", out);
  headway_study *study = read_study(folder, "scores_long.csv", "consensus_with_reasons.csv", "then_test_long.csv");
  own_tables(out, "sample", study);
  whole_study(out, study);
  size_t communities = 0;
  OK(headway_study_communities(study, &communities, &err));
  for (size_t c = 0; c < communities; ++c) { one_community(out, study, c); }
  fitted(out, study);
  headway_study_destroy(study);
  study = read_study(folder, "scores_long_dirty.csv", "consensus_with_reasons_dirty.csv", NULL);
  own_tables(out, "dirty", study);
  headway_study_destroy(study);
  columns(out);
  fputs("end\n", out);
}

int main(int count, char **arguments) {
  headway_error_init(&err, sizeof err);
  char folder[1024];
  snprintf(folder, sizeof folder, "%s", count > 1 ? arguments[1] : data_file("samples"));
  FILE *out = count > 2 ? fopen(arguments[2], "wb") : tmpfile();
  if (out == NULL) { return EXIT_FAILURE; }
  dump(out, folder);
  CHECK(ferror(out) == 0);
  const long written = ftell(out);
  CHECK(written > 100000);
  CHECK(fclose(out) == 0);
  printf("%ld bytes\n", written);
  return finish();
}
