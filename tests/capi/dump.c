/* Every table of the sample studies, written so that it can be compared byte by byte with what C++ and Python give (tests/parity_faces.py).
 *
 *   dump                  writes nothing and tells how many bytes it would be: every call of it must succeed
 *   dump <folder> <file>  writes the tables of the samples in <folder> to <file>
 */

#include "dump.h"

static const char *const audiences[] = {"room", "partners", "public"};

/* Makes a table, writes it under a label, given as to printf, and frees it. */
#define PUT(call, ...)                                                                                                                      \
  do {                                                                                                                                      \
    headway_table *table = NULL;                                                                                                            \
    char label[512];                                                                                                                        \
    OK(call);                                                                                                                               \
    snprintf(label, sizeof label, __VA_ARGS__);                                                                                             \
    dump_table(out, label, table);                                                                                                          \
    headway_table_destroy(table);                                                                                                           \
  } while (0)

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
  for (int32_t audience = 0; audience < 3; ++audience) {
    const headway_profile_options options = options_for(audience, 0), by_sector = options_for(audience, 1);
    const headway_room_options room = room_for(audience, 0);
    const char *const who = audiences[audience];
    PUT(headway_profile_consensus(study, NULL, 0, NULL, 0, &options, &table, &err), "sample / consensus / %s", who);
    PUT(headway_profile_coverage(study, NULL, 0, &options, &table, &err), "sample / coverage / %s", who);
    PUT(headway_profile_turnover(study, NULL, 0, &options, &table, &err), "sample / turnover / %s", who);
    PUT(headway_agreement_consensus_shift(study, NULL, 0, NULL, 0, &room, &table, &err), "sample / consensus shift / %s", who);
    PUT(headway_agreement_decision_rules(study, NULL, 0, NULL, 0, &room, &table, &err), "sample / decision rules / %s", who);
    PUT(headway_models_linking(study, audience, &table, &err), "sample / linking / %s", who);
    PUT(headway_profile_compute_all(study, &options, &table, &err), "sample / profile / %s", who);
    PUT(headway_profile_compute_all(study, &by_sector, &table, &err), "sample / profile by sector / %s", who);
  }
}

static void one_community(FILE *out, const headway_study *study, size_t community) {
  const char *key = NULL;
  size_t key_length = 0, rounds = 0;
  OK(headway_study_community_key(study, community, &key, &key_length, &err));
  OK(headway_study_rounds(study, &rounds, &err));
  for (int32_t audience = 0; audience < 3; ++audience) {
    const headway_profile_options options = options_for(audience, 0), by_sector = options_for(audience, 1);
    headway_change_options change;
    headway_change_options_init(&change, sizeof change);
    change.audience = audience;
    const headway_room_options room = room_for(audience, 0), with_line = room_for(audience, 1);
    const char *const who = audiences[audience];
    for (size_t r = 0; r < rounds; ++r) {
      const char *round = NULL;
      size_t length = 0;
      OK(headway_study_round_label(study, r, &round, &length, &err));
#define ROUND(what, function, with)                                                                                                         \
  PUT(function(study, key, key_length, round, length, with, &table, &err), "sample / %s / %.*s / %.*s / %s", what, (int)key_length, key,    \
      (int)length, round, who)
      ROUND("profile", headway_profile_compute, &options);
      ROUND("profile by sector", headway_profile_compute, &by_sector);
      ROUND("cumulative", headway_profile_cumulative, &options);
      ROUND("agenda", headway_profile_agenda, &options);
      ROUND("influence", headway_profile_influence, &options);
      ROUND("sectors", headway_agreement_sectors, &room);
      ROUND("sector split", headway_agreement_sector_split, &room);
      ROUND("sector pairs", headway_agreement_sector_pairs, &room);
      ROUND("consensus against", headway_agreement_consensus_against, &room);
      ROUND("decision rules", headway_agreement_decision_rules, &room);
      ROUND("prompts", headway_agreement_prompts, &with_line);
      for (size_t later = r + 1; later < rounds; ++later) {
        const char *to = NULL;
        size_t to_length = 0;
        OK(headway_study_round_label(study, later, &to, &to_length, &err));
#define PAIR(what, function, with)                                                                                                          \
  PUT(function(study, key, key_length, round, length, to, to_length, with, &table, &err), "sample / %s / %.*s / %.*s / %.*s / %s", what,    \
      (int)key_length, key, (int)length, round, (int)to_length, to, who)
        PAIR("rounds", headway_profile_rounds, &options);
        PAIR("change", headway_change_compute, &change);
        PAIR("panel", headway_change_panel, &change);
        PAIR("bounds", headway_change_bounds, &change);
        PAIR("response shift", headway_change_response_shift, &change);
      }
    }
    PUT(headway_change_path(study, key, key_length, &change, &table, &err), "sample / path / %.*s / %s", (int)key_length, key, who);
  }
}

static void own_tables(FILE *out, const char *name, const headway_study *study) {
  PUT(headway_study_problems(study, NULL, &table, &err), "%s / problems", name);
  PUT(headway_study_ratings(study, &table, &err), "%s / ratings", name);
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
  PUT(headway_fit_table(fit, HEADWAY_FIT_SUMMARY, &table, &err), "columns / summary");
  PUT(headway_fit_table(fit, HEADWAY_FIT_PARAMETERS, &table, &err), "columns / parameters");
  PUT(headway_fit_table(fit, HEADWAY_FIT_EFFECTS, &table, &err), "columns / effects");
  headway_fit *plain = NULL;
  rows.groups = 0;
  OK(headway_models_cumulative_link(&rows, NULL, &plain, &err));
  const headway_fit *const both[] = {fit, plain};
  PUT(headway_models_compare(both, 2, &table, &err), "columns / compare");
  headway_fit_destroy(plain);
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
  PUT(headway_fit_table(fit, HEADWAY_FIT_SUMMARY, &table, &err), "facets / summary");
  PUT(headway_fit_table(fit, HEADWAY_FIT_MEASURES, &table, &err), "facets / measures");
  PUT(headway_fit_table(fit, HEADWAY_FIT_FACETS, &table, &err), "facets / facets");
  PUT(headway_fit_table(fit, HEADWAY_FIT_STEPS, &table, &err), "facets / steps");
  headway_fit_destroy(fit);
  PUT(headway_models_linking_columns(&facets, &table, &err), "facets / linking");
}

/* A model of one community of the sample. */
static void fitted(FILE *out, const headway_study *study) {
  static const struct {
    const char *name;
    int32_t which;
  } tables[] = {{"blocks", HEADWAY_FIT_BLOCKS}, {"levels", HEADWAY_FIT_LEVELS}, {"change", HEADWAY_FIT_CHANGE}, {"severity", HEADWAY_FIT_SEVERITY}, {"misfit", HEADWAY_FIT_MISFIT},
              {"sector use", HEADWAY_FIT_SECTOR_USE}, {"panel", HEADWAY_FIT_PANEL}, {"claims", HEADWAY_FIT_CLAIMS}, {"turns", HEADWAY_FIT_TURNS}, {"stayers", HEADWAY_FIT_STAYERS}, {"left out", HEADWAY_FIT_LEFT_OUT}};
  headway_ordinal_options options;
  headway_ordinal_options_init(&options, sizeof options);
  options.community = "BRA";
  options.community_length = 3;
  options.draws = 100;
  const uint32_t people[] = {2, 5};
  headway_design_options next;
  headway_design_options_init(&next, sizeof next);
  next.people = people;
  next.people_count = 2;
  next.panels = 40;
  headway_fit *fit = NULL;
  OK(headway_models_fit_ordinal(study, &options, &fit, &err));
  for (int32_t audience = 0; audience < 3; ++audience) {
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; ++i) {
      PUT(headway_fit_study_table(fit, tables[i].which, audience, &table, &err), "sample / fit / %s / %s", tables[i].name, audiences[audience]);
    }
    PUT(headway_design_next_panel(fit, &next, audience, &table, &err), "sample / fit / next panel / %s", audiences[audience]);
    PUT(headway_design_people_needed(fit, &next, audience, &table, &err), "sample / fit / people needed / %s", audiences[audience]);
    PUT(headway_design_could_have_shown(fit, &next, audience, &table, &err), "sample / fit / could have shown / %s", audiences[audience]);
    PUT(headway_design_generalizability(fit, &next, audience, &table, &err), "sample / fit / generalizability / %s", audiences[audience]);
  }
  PUT(headway_fit_study_table(fit, HEADWAY_FIT_SEVERITY_NAMED, 0, &table, &err), "sample / fit / severity named");
  PUT(headway_fit_study_table(fit, HEADWAY_FIT_MISFIT_NAMED, 0, &table, &err), "sample / fit / misfit named");
  PUT(headway_fit_study_table(fit, HEADWAY_FIT_DIAGNOSTICS, 0, &table, &err), "sample / fit / diagnostics");
  PUT(headway_fit_study_table(fit, HEADWAY_FIT_DRAWS, 0, &table, &err), "sample / fit / draws");
  PUT(headway_fit_simulate(fit, 2, &table, &err), "sample / fit / simulate");
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
