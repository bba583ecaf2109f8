/* Ordinal models of plain columns, from C. */

#include <math.h>

#include "check.h"
#include "arrays.h"
#include "sample.h"

/* The bitterness of wines (reference case a16): ratings from 0, warm and contact, and who tasted. */
static const int8_t rating[] = {1, 2, 2, 3, 3, 3, 4, 4, 0, 1, 0, 2, 1, 2, 4, 3, 1, 2, 2, 1, 4, 4, 3, 3, 2, 1, 2, 1, 2, 1, 4, 2, 1, 2, 3, 2, 2, 2, 2, 2, 2, 1, 2,
1, 1, 3, 4, 3, 0, 0, 1, 1, 1, 2, 1, 2, 1, 1, 1, 2, 2, 2, 2, 3, 0, 1, 2, 1, 2, 1, 3, 3};
static const double temp_contact[] = {0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1, 1,
0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1,
1, 1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1};
static const uint32_t judge[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5,
5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8};
static const uint32_t *const groups[] = {judge};
static const size_t nine = 9;

static headway_model_rows wine(void) {
  headway_model_rows rows;
  memset(&rows, 0, sizeof rows);
  rows.struct_size = sizeof rows;
  rows.answer = rating;
  rows.term = temp_contact;
  rows.group = groups;
  rows.group_effects = &nine;
  rows.rows = 72;
  rows.levels = 5;
  rows.terms = 2;
  rows.groups = 1;
  return rows;
}

static headway_table *table_of(const headway_fit *fit, int32_t which) {
  headway_table *table = NULL;
  OK(headway_fit_table(fit, which, &table, &err));
  return table;
}

/* R ordinal: clmm(rating ~ temp + contact + (1 | judge), wine). */
static void mixed(void) {
  const headway_model_rows rows = wine();
  headway_fit *fit = NULL;
  OK(headway_models_cumulative_link(&rows, NULL, &fit, &err));
  headway_table *summary = table_of(fit, HEADWAY_FIT_SUMMARY), *parameters = table_of(fit, HEADWAY_FIT_PARAMETERS), *effects = table_of(fit, HEADWAY_FIT_EFFECTS);
  CHECK(text_is(summary, "status", 0, "ok"));
  CHECK(text_is(summary, "termination", 0, "gradient"));
  CHECK(close_to(real_at(summary, "log_likelihood", 0), -81.565413, 1e-5));
  CHECK(close_to(real_at(parameters, "value", 0), -1.6236669, 1e-4));
  CHECK(text_is(parameters, "term", 4, "term 0"));
  CHECK(close_to(real_at(parameters, "value", 4), 3.0629966, 1e-4));
  CHECK(text_is(parameters, "term", 6, "group 0"));
  CHECK(close_to(real_at(parameters, "value", 6), 1.131133, 1e-4));
  SAME(integer_at(effects, "n", 8), 8);
  headway_table_destroy(summary);
  headway_table_destroy(parameters);
  headway_table_destroy(effects);
  headway_table *table = NULL;
  FAILS(HEADWAY_NOT_FOUND, headway_fit_table(fit, HEADWAY_FIT_MEASURES, &table, &err));
  SAYS("it has 0 to 2");
  FAILS(HEADWAY_NOT_FOUND, headway_fit_table(fit, -1, &table, &err));
  CHECK(table == NULL);
  headway_fit_destroy(fit);
  headway_fit_destroy(NULL);
}

static int32_t stop(double done, void *payload) {
  CHECK(done > 0.0 && done < 1.0);
  return ++*(int *)payload == 3;
}

static void options_and_refusals(void) {
  headway_model_rows rows = wine();
  rows.groups = 0;
  headway_model_options options;
  headway_model_options_init(&options, sizeof options);
  options.link = HEADWAY_LINK_PROBIT;
  options.thresholds = HEADWAY_THRESHOLDS_EQUIDISTANT;
  options.confidence = 0.9;
  headway_fit *fit = NULL;
  OK(headway_models_cumulative_link(&rows, &options, &fit, &err));
  headway_table *summary = table_of(fit, HEADWAY_FIT_SUMMARY), *parameters = table_of(fit, HEADWAY_FIT_PARAMETERS);
  CHECK(text_is(summary, "link", 0, "probit"));
  CHECK(text_is(summary, "thresholds", 0, "equidistant"));
  SAME(integer_at(summary, "parameters", 0), 4);
  CHECK(close_to(real_at(parameters, "value", 2) - real_at(parameters, "value", 1), real_at(parameters, "value", 1) - real_at(parameters, "value", 0), 1e-12));
  headway_table_destroy(summary);
  headway_table_destroy(parameters);
  headway_fit_destroy(fit);

  fit = NULL;
  int calls = 0;
  options.progress = stop;
  options.progress_payload = &calls;
  FAILS(HEADWAY_CANCELLED, headway_models_cumulative_link(&rows, &options, &fit, &err));
  SAME(calls, 3);
  options.progress = NULL;
  options.link = 5;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_models_cumulative_link(&rows, &options, &fit, &err));
  options.link = 0;
  options.threshold_prior = NAN;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_models_cumulative_link(&rows, &options, &fit, &err));
  options.threshold_prior = 0.0;
  rows = wine();
  options.quadrature = 51;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_models_cumulative_link(&rows, &options, &fit, &err));
  options.thresholds = 0;
  options.quadrature = 7;
  OK(headway_models_cumulative_link(&rows, &options, &fit, &err));
  summary = table_of(fit, HEADWAY_FIT_SUMMARY);
  SAME(integer_at(summary, "quadrature", 0), 7);
  CHECK(close_to(real_at(summary, "log_likelihood", 0), -81.532461, 1e-5)); /* R ordinal: clmm(.., nAGQ = 7) */
  CHECK(!has_value(summary, "correction", 0));
  headway_table_destroy(summary);
  headway_fit_destroy(fit);
  fit = NULL;
  rows.groups = 0;
  rows.levels = 4;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_models_cumulative_link(&rows, NULL, &fit, &err));
  SAYS("level 4 where the scale has 4");
  rows = wine();
  const size_t eight = 8;
  rows.group_effects = &eight;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_models_cumulative_link(&rows, NULL, &fit, &err));
  SAME(err.row, 64);
  rows.group = NULL;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_models_cumulative_link(&rows, NULL, &fit, &err));
  rows.struct_size = 8;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_models_cumulative_link(&rows, NULL, &fit, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_models_cumulative_link(NULL, NULL, &fit, &err));
  CHECK(fit == NULL);

  memset(&rows, 0, sizeof rows);
  rows.struct_size = sizeof rows;
  rows.levels = 5;
  OK(headway_models_cumulative_link(&rows, NULL, &fit, &err));
  summary = table_of(fit, HEADWAY_FIT_SUMMARY);
  CHECK(text_is(summary, "status", 0, "no_data"));
  CHECK(!has_value(summary, "log_likelihood", 0));
  headway_table_destroy(summary);
  headway_fit_destroy(fit);
}

/* With and without judges: one standard deviation more. */
static void compared(void) {
  headway_model_rows rows = wine();
  headway_fit *fits[3] = {NULL, NULL, NULL};
  OK(headway_models_cumulative_link(&rows, NULL, &fits[0], &err));
  rows.groups = 0;
  OK(headway_models_cumulative_link(&rows, NULL, &fits[1], &err));
  const headway_fit *const pair[] = {fits[0], fits[1]};
  headway_table *table = NULL;
  OK(headway_models_compare(pair, 2, &table, &err));
  SAME(rows_of(table), 2);
  SAME(integer_at(table, "model", 0), 2);
  SAME(integer_at(table, "against", 1), 2);
  CHECK(!has_value(table, "p", 0));
  CHECK(text_is(table, "law", 1, "half_and_half"));
  CHECK(close_to(real_at(table, "ratio", 1), 2.0 * (real_at(table, "log_likelihood", 1) - real_at(table, "log_likelihood", 0)), 1e-12));
  CHECK(real_at(table, "p", 1) > 0.0 && real_at(table, "p", 1) < 0.001);
  headway_table_destroy(table);
  table = NULL;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_models_compare(pair, 1, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_models_compare(NULL, 2, &table, &err));
  rows.rows = 71;
  OK(headway_models_cumulative_link(&rows, NULL, &fits[2], &err));
  const headway_fit *const others[] = {fits[0], fits[2]};
  FAILS(HEADWAY_INCOMPATIBLE, headway_models_compare(others, 2, &table, &err));
  CHECK(table == NULL);
  for (size_t i = 0; i < 3; ++i) { headway_fit_destroy(fits[i]); }
}

/* Wines by judges and warmth: what is measured is the contact. */
static void facets(void) {
  uint32_t warm[72], contact[72];
  for (size_t i = 0; i < 72; ++i) {
    warm[i] = temp_contact[2 * i] > 0.5;
    contact[i] = temp_contact[2 * i + 1] > 0.5;
  }
  const uint32_t *const element[] = {contact, judge, warm};
  const size_t elements[] = {2, 9, 2};
  const int32_t fixed[] = {1, 0, 1};
  headway_model_facets given;
  memset(&given, 0, sizeof given);
  given.struct_size = sizeof given;
  given.answer = rating;
  given.element = element;
  given.elements = elements;
  given.fixed = fixed;
  given.rows = 72;
  given.levels = 5;
  given.facets = 3;
  headway_fit *fit = NULL;
  OK(headway_models_many_facet(&given, NULL, &fit, &err));
  headway_table *measures = table_of(fit, HEADWAY_FIT_MEASURES), *kinds = table_of(fit, HEADWAY_FIT_FACETS), *steps = table_of(fit, HEADWAY_FIT_STEPS);
  CHECK(close_to(real_at(measures, "measure", 0), -real_at(measures, "measure", 1), 1e-12));
  CHECK(real_at(measures, "measure", 1) > 0.0);  /* contact raises ratings */
  CHECK(real_at(measures, "measure", 12) < 0.0); /* warmth lowers what it takes */
  SAME(integer_at(measures, "n", 2), 8);
  CHECK(text_is(kinds, "kind", 1, "drawn"));
  CHECK(real_at(kinds, "reliability", 1) > 0.0);
  SAME(integer_at(kinds, "raises", 0), 1);
  SAME(integer_at(kinds, "raises", 1), 0);
  CHECK(text_is(steps, "step", 3, "4|5"));
  headway_table_destroy(measures);
  headway_table_destroy(kinds);
  headway_table_destroy(steps);
  headway_fit_destroy(fit);

  headway_table *links = NULL;
  OK(headway_models_linking_columns(&given, &links, &err));
  SAME(rows_of(links), 6); /* three pairs, each in one part */
  CHECK(text_is(links, "of", 2, "facet 0"));
  CHECK(text_is(links, "through", 2, "facet 2"));
  SAME(integer_at(links, "parts", 0), 1);
  SAME(integer_at(links, "shared", 0), 9);
  CHECK(text_is(links, "labels", 1, "0; 1"));
  headway_table_destroy(links);
  const uint32_t *const itself[] = {contact, contact}; /* nothing in common */
  given.element = itself;
  given.facets = 2;
  OK(headway_models_linking_columns(&given, &links, &err));
  SAME(integer_at(links, "parts", 0), 2);
  SAME(integer_at(links, "comparable", 0), 0);
  SAME(integer_at(links, "link_pairs", 0), 1);
  headway_table_destroy(links);
  links = NULL;
  given.facets = 1;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_models_linking_columns(&given, &links, &err));
  const size_t few[] = {2, 1};
  given.facets = 2;
  given.elements = few;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_models_linking_columns(&given, &links, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_models_linking_columns(NULL, &links, &err));
  CHECK(links == NULL);
  given.elements = elements;
  given.element = element;
  given.facets = 3;

  fit = NULL;
  const int32_t two[] = {2, 0, 0};
  given.fixed = two;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_models_many_facet(&given, NULL, &fit, &err));
  given.fixed = NULL;
  given.facets = 0;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_models_many_facet(&given, NULL, &fit, &err));
  headway_model_options options;
  headway_model_options_init(&options, sizeof options);
  options.link = HEADWAY_LINK_PROBIT;
  given.facets = 3;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_models_many_facet(&given, &options, &fit, &err));
  CHECK(fit == NULL);
}

static headway_table *study_table(const headway_fit *fit, int32_t which, int32_t audience) {
  headway_table *table = NULL;
  OK(headway_fit_study_table(fit, which, audience, &table, &err));
  return table;
}

/* How many people to ask next time. */
static void designed(const headway_fit *fit) {
  const uint32_t people[] = {8, 2};
  headway_design_options options;
  headway_design_options_init(&options, sizeof options);
  options.people = people;
  options.people_count = 2;
  options.panels = 40;
  headway_table *table = NULL;
  OK(headway_design_next_panel(fit, &options, HEADWAY_AUDIENCE_ROOM, &table, &err));
  SAME(rows_of(table), 20); /* two sizes of nine dimensions, and all of them */
  SAME(integer_at(table, "people_per_sector", 0), 2);
  SAME(integer_at(table, "people", 0), 2 * integer_at(table, "sectors", 0));
  SAME(integer_at(table, "panels", 19), 40);
  CHECK(real_at(table, "p_level_set", 0) <= real_at(table, "p_level_set", 10));
  CHECK(!has_value(table, "p_choice", 0));
  CHECK(has_value(table, "p_choice", 9));
  headway_table_destroy(table);
  OK(headway_design_people_needed(fit, &options, HEADWAY_AUDIENCE_ROOM, &table, &err));
  SAME(rows_of(table), 21);
  CHECK(text_is(table, "question", 20, "choice"));
  headway_table_destroy(table);
  OK(headway_design_could_have_shown(fit, &options, HEADWAY_AUDIENCE_ROOM, &table, &err));
  SAME(rows_of(table), 9);
  CHECK(integer_at(table, "n_both", 0) > 3);
  headway_table_destroy(table);
  OK(headway_design_generalizability(fit, NULL, HEADWAY_AUDIENCE_ROOM, &table, &err));
  CHECK(text_is(table, "status", 0, "too_few_units")); /* one community */
  CHECK(text_is(table, "figure", 1, "dimension"));
  CHECK(real_at(table, "value", 1) > 0.0);
  headway_table_destroy(table);
  table = NULL;
  options.people_count = 0;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_design_next_panel(fit, &options, HEADWAY_AUDIENCE_ROOM, &table, &err));
  options.people = NULL;
  options.people_count = 1;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_design_people_needed(fit, &options, HEADWAY_AUDIENCE_ROOM, &table, &err));
  options.people_count = 0;
  options.panels = 9;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_design_could_have_shown(fit, &options, HEADWAY_AUDIENCE_ROOM, &table, &err));
  options.panels = 0;
  options.wanted = 1.0;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_design_people_needed(fit, &options, HEADWAY_AUDIENCE_ROOM, &table, &err));
  options.wanted = 0.0;
  options.change = -1.0;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_design_next_panel(fit, &options, HEADWAY_AUDIENCE_ROOM, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_design_generalizability(fit, NULL, 3, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_design_generalizability(fit, NULL, 0, NULL, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_design_next_panel(NULL, NULL, 0, &table, &err));
  CHECK(table == NULL);
}

/* The sample study, one community of it. */
static void of_a_study(headway_study *study) {
  headway_ordinal_options options;
  headway_ordinal_options_init(&options, sizeof options);
  options.community = "Brackenmoor";
  options.community_length = 11;
  options.draws = 100;
  headway_fit *fit = NULL;
  OK(headway_models_fit_ordinal(study, &options, &fit, &err));
  headway_table *table = study_table(fit, HEADWAY_FIT_DIAGNOSTICS, HEADWAY_AUDIENCE_PUBLIC);
  CHECK(text_is(table, "status", 0, "ok"));
  CHECK(text_is(table, "method", 0, "integrated"));
  SAME(integer_at(table, "draws", 0), 100);
  headway_table_destroy(table);
  table = study_table(fit, HEADWAY_FIT_LEVELS, HEADWAY_AUDIENCE_ROOM);
  CHECK(real_at(table, "low", 0) < real_at(table, "expected", 0));
  CHECK(real_at(table, "expected", 0) < real_at(table, "high", 0));
  headway_table_destroy(table);
  table = study_table(fit, HEADWAY_FIT_CHANGE, HEADWAY_AUDIENCE_PARTNERS);
  CHECK(has_value(table, "p_up", 0));
  headway_table_destroy(table);
  table = study_table(fit, HEADWAY_FIT_BLOCKS, HEADWAY_AUDIENCE_ROOM);
  CHECK(text_is(table, "block", HEADWAY_BLOCK_SECTOR_DIMENSION_ROUND, "sector_dimension_round"));
  SAME(integer_at(table, "kept", HEADWAY_BLOCK_COMMUNITY), 0);
  SAME(integer_at(table, "kept", HEADWAY_BLOCK_RATER), 1);
  headway_table_destroy(table);
  table = study_table(fit, HEADWAY_FIT_SEVERITY, HEADWAY_AUDIENCE_ROOM);
  CHECK(text_is(table, "who", 1, "1"));
  headway_table_destroy(table);
  table = study_table(fit, HEADWAY_FIT_SEVERITY, HEADWAY_AUDIENCE_PUBLIC);
  CHECK(text_is(table, "of", 1, "sectors")); /* no row about one person */
  headway_table_destroy(table);
  table = study_table(fit, HEADWAY_FIT_SEVERITY_NAMED, HEADWAY_AUDIENCE_ROOM);
  CHECK(!text_is(table, "who", 1, "1"));
  headway_table_destroy(table);
  table = study_table(fit, HEADWAY_FIT_MISFIT, HEADWAY_AUDIENCE_ROOM);
  CHECK(text_is(table, "of", 0, "marks"));
  CHECK(text_is(table, "who", 1, "1"));
  CHECK(real_at(table, "infit_low", 0) < real_at(table, "infit_high", 0));
  headway_table_destroy(table);
  table = study_table(fit, HEADWAY_FIT_MISFIT_NAMED, HEADWAY_AUDIENCE_ROOM);
  CHECK(!text_is(table, "who", 1, "1"));
  headway_table_destroy(table);
  table = study_table(fit, HEADWAY_FIT_SECTOR_USE, HEADWAY_AUDIENCE_ROOM);
  CHECK(real_at(table, "together_low", 0) < real_at(table, "points", 0));
  headway_table_destroy(table);
  table = study_table(fit, HEADWAY_FIT_PANEL, HEADWAY_AUDIENCE_ROOM);
  CHECK(real_at(table, "exact", 0) < real_at(table, "within_one", 0));
  headway_table_destroy(table);
  table = study_table(fit, HEADWAY_FIT_CLAIMS, HEADWAY_AUDIENCE_ROOM);
  SAME(rows_of(table), 2);
  SAME(integer_at(table, "changes", 1), 9);
  headway_table_destroy(table);
  table = study_table(fit, HEADWAY_FIT_TURNS, HEADWAY_AUDIENCE_ROOM);
  SAME(rows_of(table), 0); /* two rounds */
  headway_table_destroy(table);
  table = study_table(fit, HEADWAY_FIT_LEFT_OUT, HEADWAY_AUDIENCE_ROOM);
  CHECK(text_is(table, "status", 0, "too_few_units")); /* one community */
  headway_table_destroy(table);
  table = study_table(fit, HEADWAY_FIT_STAYERS, HEADWAY_AUDIENCE_ROOM);
  SAME(rows_of(table), 9);
  CHECK(real_at(table, "share", 0) > 0.0);
  headway_table_destroy(table);
  table = study_table(fit, HEADWAY_FIT_DRAWS, HEADWAY_AUDIENCE_ROOM);
  SAME(rows_of(table), 100);
  CHECK(real_at(table, "threshold[1|2]", 0) < real_at(table, "threshold[2|3]", 0));
  CHECK(real_at(table, "standard_deviation[rater]", 99) > 0.0);
  headway_table_destroy(table);
  table = NULL;
  designed(fit);
  OK(headway_fit_simulate(fit, 1, &table, &err));
  CHECK(integer_at(table, "score", 0) >= 1);
  headway_table_destroy(table);
  table = NULL;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_fit_study_table(fit, HEADWAY_FIT_SEVERITY_NAMED, HEADWAY_AUDIENCE_PUBLIC, &table, &err));
  FAILS(HEADWAY_NOT_FOUND, headway_fit_study_table(fit, HEADWAY_FIT_SUMMARY, HEADWAY_AUDIENCE_ROOM, &table, &err));
  SAYS("it has 6 to 20");
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_fit_study_table(fit, HEADWAY_FIT_DRAWS, HEADWAY_AUDIENCE_PARTNERS, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_fit_study_table(fit, HEADWAY_FIT_LEVELS, 3, &table, &err));
  FAILS(HEADWAY_NOT_FOUND, headway_fit_table(fit, HEADWAY_FIT_SUMMARY, &table, &err));
  CHECK(table == NULL);
  headway_fit_destroy(fit);
  fit = NULL;

  OK(headway_models_linking(study, HEADWAY_AUDIENCE_ROOM, &table, &err));
  CHECK(text_is(table, "of", 0, "community"));
  CHECK(text_is(table, "through", 0, "rater"));
  CHECK(integer_at(table, "parts", 0) > 1); /* each community has people of its own */
  CHECK(has_value(table, "through_members", 0));
  headway_table_destroy(table);
  OK(headway_models_linking(study, HEADWAY_AUDIENCE_PARTNERS, &table, &err));
  CHECK(!has_value(table, "through_members", 0));
  headway_table_destroy(table);
  table = NULL;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_models_linking(study, 3, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_models_linking(NULL, 0, &table, &err));
  CHECK(table == NULL);

  int calls = 0;
  options.progress = stop;
  options.progress_payload = &calls;
  FAILS(HEADWAY_CANCELLED, headway_models_fit_ordinal(study, &options, &fit, &err));
  SAME(calls, 3);
  options.progress = NULL;
  options.link = 5;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_models_fit_ordinal(study, &options, &fit, &err));
  options.link = 0;
  options.block_count = 1;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_models_fit_ordinal(study, &options, &fit, &err));
  const int32_t twice[] = {HEADWAY_BLOCK_RATER, HEADWAY_BLOCK_RATER, 13};
  options.blocks = twice;
  options.block_count = 2;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_models_fit_ordinal(study, &options, &fit, &err));
  options.block_count = 3;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_models_fit_ordinal(study, &options, &fit, &err));
  options.blocks = NULL;
  options.block_count = 0;
  options.community = "Elsewhere";
  options.community_length = 9;
  FAILS(HEADWAY_NOT_FOUND, headway_models_fit_ordinal(study, &options, &fit, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_models_fit_ordinal(NULL, NULL, &fit, &err));
  CHECK(fit == NULL);

  const headway_model_rows rows = wine();
  OK(headway_models_cumulative_link(&rows, NULL, &fit, &err));
  FAILS(HEADWAY_NOT_FOUND, headway_fit_study_table(fit, HEADWAY_FIT_LEVELS, HEADWAY_AUDIENCE_ROOM, &table, &err));
  FAILS(HEADWAY_NOT_FOUND, headway_fit_simulate(fit, 1, &table, &err));
  FAILS(HEADWAY_NOT_FOUND, headway_design_next_panel(fit, NULL, HEADWAY_AUDIENCE_ROOM, &table, &err));
  headway_fit_destroy(fit);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  mixed();
  options_and_refusals();
  compared();
  facets();
  headway_rubric *rubric = NULL;
  headway_study *study = sample_study(&rubric);
  of_a_study(study);
  headway_study_destroy(study);
  headway_rubric_destroy(rubric);
  return finish();
}
