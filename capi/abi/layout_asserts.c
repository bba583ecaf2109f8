/* The layout of every struct that callers fill, checked when this is compiled as C11. A change here is a change of the ABI: fields may only be
 * added at the end, and never into what was padding. Offsets are given by formula, so they hold wherever pointers have 4 or 8 bytes, and as
 * plain numbers where they have 8 (LP64 and 64-bit Windows). */

#include <headway.h>

#include <stddef.h>
#include <stdint.h>

#define AT(type, field, offset) _Static_assert(offsetof(type, field) == (offset), #type "." #field " has moved")
#define SIZE(type, size) _Static_assert(sizeof(type) == (size), #type " has another size")
#define POINTER sizeof(void *)

_Static_assert(sizeof(size_t) == POINTER, "a length has the size of a pointer");
_Static_assert(sizeof(headway_status) == 4, "a status has 4 bytes");
_Static_assert(sizeof(double) == 8, "a double has 8 bytes");

/* headway_error: no pointers, so the same numbers everywhere */
AT(headway_error, struct_size, 0);
AT(headway_error, status, 4);
AT(headway_error, row, 8);
AT(headway_error, function, 16);
AT(headway_error, argument, 80);
AT(headway_error, message, 144);
SIZE(headway_error, 656);

/* headway_profile_options: no pointers */
AT(headway_profile_options, struct_size, 0);
AT(headway_profile_options, audience, 4);
AT(headway_profile_options, by_sector, 8);
AT(headway_profile_options, reserved, 12);
AT(headway_profile_options, confidence, 16);
SIZE(headway_profile_options, 24);

/* headway_change_options: no pointers */
AT(headway_change_options, struct_size, 0);
AT(headway_change_options, audience, 4);
AT(headway_change_options, confidence, 8);
AT(headway_change_options, power, 16);
AT(headway_change_options, interval, 24);
AT(headway_change_options, alone, 28);
AT(headway_change_options, seed, 32);
AT(headway_change_options, draws, 40);
AT(headway_change_options, most_exact_movers, 44);
SIZE(headway_change_options, 48);

/* headway_exact_options: no pointers */
AT(headway_exact_options, struct_size, 0);
AT(headway_exact_options, interval, 4);
AT(headway_exact_options, confidence, 8);
AT(headway_exact_options, power, 16);
AT(headway_exact_options, seed, 24);
AT(headway_exact_options, draws, 32);
AT(headway_exact_options, reserved, 36);
SIZE(headway_exact_options, 40);

/* headway_bootstrap_options: no pointers */
AT(headway_bootstrap_options, struct_size, 0);
AT(headway_bootstrap_options, resampling, 4);
AT(headway_bootstrap_options, confidence, 8);
AT(headway_bootstrap_options, seed, 16);
AT(headway_bootstrap_options, replicates, 24);
AT(headway_bootstrap_options, bias, 28);
AT(headway_bootstrap_options, threads, 32);
AT(headway_bootstrap_options, reserved, 36);
SIZE(headway_bootstrap_options, 40);

/* headway_room_options: numbers, then fields of a pointer's size */
AT(headway_room_options, struct_size, 0);
AT(headway_room_options, audience, 4);
AT(headway_room_options, confidence, 8);
AT(headway_room_options, seed, 16);
AT(headway_room_options, draws, 24);
AT(headway_room_options, has_line, 28);
AT(headway_room_options, line, 32);
AT(headway_room_options, reserved, 36);
AT(headway_room_options, convenor, 40);
AT(headway_room_options, convenor_length, 40 + POINTER);
SIZE(headway_room_options, 40 + 2 * POINTER);

/* headway_within_options: numbers, then fields of a pointer's size */
AT(headway_within_options, struct_size, 0);
AT(headway_within_options, null_distribution, 4);
AT(headway_within_options, confidence, 8);
AT(headway_within_options, negative_as_zero, 16);
AT(headway_within_options, group_size, 20);
AT(headway_within_options, own_null, 24);
AT(headway_within_options, own_null_count, 24 + POINTER);
AT(headway_within_options, values, 24 + 2 * POINTER);
AT(headway_within_options, values_count, 24 + 3 * POINTER);
SIZE(headway_within_options, 24 + 4 * POINTER);

/* headway_agreement_options: numbers, then fields of a pointer's size */
AT(headway_agreement_options, struct_size, 0);
AT(headway_agreement_options, interval, 4);
AT(headway_agreement_options, confidence, 8);
AT(headway_agreement_options, seed, 16);
AT(headway_agreement_options, replicates, 24);
AT(headway_agreement_options, ends, 28);
AT(headway_agreement_options, metric, 32);
AT(headway_agreement_options, weights, 36);
AT(headway_agreement_options, values, 40);
AT(headway_agreement_options, values_count, 40 + POINTER);
AT(headway_agreement_options, own_weights, 40 + 2 * POINTER);
AT(headway_agreement_options, own_weights_count, 40 + 3 * POINTER);
AT(headway_agreement_options, threads, 40 + 4 * POINTER);
SIZE(headway_agreement_options, 40 + 5 * POINTER);

/* headway_model_rows and headway_model_facets: after the size, fields of a pointer's size */
AT(headway_model_rows, struct_size, 0);
AT(headway_model_rows, reserved, 4);
AT(headway_model_rows, answer, 8);
AT(headway_model_rows, weight, 8 + 1 * sizeof(void *));
AT(headway_model_rows, term, 8 + 2 * sizeof(void *));
AT(headway_model_rows, scale_term, 8 + 3 * sizeof(void *));
AT(headway_model_rows, threshold_set, 8 + 4 * sizeof(void *));
AT(headway_model_rows, group, 8 + 5 * sizeof(void *));
AT(headway_model_rows, group_effects, 8 + 6 * sizeof(void *));
AT(headway_model_rows, rows, 8 + 7 * sizeof(void *));
AT(headway_model_rows, levels, 8 + 8 * sizeof(void *));
AT(headway_model_rows, terms, 8 + 9 * sizeof(void *));
AT(headway_model_rows, scale_terms, 8 + 10 * sizeof(void *));
AT(headway_model_rows, threshold_sets, 8 + 11 * sizeof(void *));
AT(headway_model_rows, groups, 8 + 12 * sizeof(void *));
SIZE(headway_model_rows, 8 + 13 * sizeof(void *));
AT(headway_model_facets, struct_size, 0);
AT(headway_model_facets, reserved, 4);
AT(headway_model_facets, answer, 8);
AT(headway_model_facets, weight, 8 + 1 * sizeof(void *));
AT(headway_model_facets, element, 8 + 2 * sizeof(void *));
AT(headway_model_facets, elements, 8 + 3 * sizeof(void *));
AT(headway_model_facets, fixed, 8 + 4 * sizeof(void *));
AT(headway_model_facets, raises, 8 + 5 * sizeof(void *));
AT(headway_model_facets, rows, 8 + 6 * sizeof(void *));
AT(headway_model_facets, levels, 8 + 7 * sizeof(void *));
AT(headway_model_facets, facets, 8 + 8 * sizeof(void *));
SIZE(headway_model_facets, 8 + 9 * sizeof(void *));

/* headway_model_options: numbers, then fields of a pointer's size */
AT(headway_model_options, struct_size, 0);
AT(headway_model_options, link, 4);
AT(headway_model_options, thresholds, 8);
AT(headway_model_options, iterations, 12);
AT(headway_model_options, confidence, 16);
AT(headway_model_options, threshold_prior, 24);
AT(headway_model_options, progress, 32);
AT(headway_model_options, progress_payload, 32 + 1 * sizeof(void *));
AT(headway_model_options, threads, 32 + 2 * sizeof(void *));
AT(headway_model_options, quadrature, 32 + 3 * sizeof(void *));
SIZE(headway_model_options, 32 + 4 * sizeof(void *));

/* headway_ordinal_options: numbers, then fields of a pointer's size */
AT(headway_ordinal_options, struct_size, 0);
AT(headway_ordinal_options, link, 4);
AT(headway_ordinal_options, method, 8);
AT(headway_ordinal_options, thresholds_by_dimension, 12);
AT(headway_ordinal_options, confidence, 16);
AT(headway_ordinal_options, seed, 24);
AT(headway_ordinal_options, community, 32);
AT(headway_ordinal_options, community_length, 32 + 1 * sizeof(void *));
AT(headway_ordinal_options, blocks, 32 + 2 * sizeof(void *));
AT(headway_ordinal_options, block_count, 32 + 3 * sizeof(void *));
AT(headway_ordinal_options, draws, 32 + 4 * sizeof(void *));
AT(headway_ordinal_options, threads, 32 + 5 * sizeof(void *));
AT(headway_ordinal_options, progress, 32 + 6 * sizeof(void *));
AT(headway_ordinal_options, progress_payload, 32 + 7 * sizeof(void *));
SIZE(headway_ordinal_options, 32 + 8 * sizeof(void *));

/* headway_design_options: numbers, then fields of a pointer's size */
AT(headway_design_options, struct_size, 0);
AT(headway_design_options, panels, 4);
AT(headway_design_options, change, 8);
AT(headway_design_options, wanted, 16);
AT(headway_design_options, seed, 24);
AT(headway_design_options, people, 32);
AT(headway_design_options, people_count, 32 + 1 * POINTER);
AT(headway_design_options, choose, 32 + 2 * POINTER);
AT(headway_design_options, threads, 32 + 3 * POINTER);
SIZE(headway_design_options, 32 + 4 * POINTER);

/* headway_agreement_number_options: numbers, then one field of a pointer's size */
AT(headway_agreement_number_options, struct_size, 0);
AT(headway_agreement_number_options, gaps, 4);
AT(headway_agreement_number_options, confidence, 8);
AT(headway_agreement_number_options, null_value, 16);
AT(headway_agreement_number_options, seed, 24);
AT(headway_agreement_number_options, most_steps, 32);
AT(headway_agreement_number_options, draws, 40);
AT(headway_agreement_number_options, standardized, 48);
AT(headway_agreement_number_options, most_exact, 52);
AT(headway_agreement_number_options, threads, 56);
SIZE(headway_agreement_number_options, 56 + POINTER);

/* headway_text: two fields for ever */
AT(headway_text, data, 0);
AT(headway_text, length, POINTER);
SIZE(headway_text, 2 * POINTER);

/* headway_read_options: four numbers, then fields of a pointer's size */
AT(headway_read_options, struct_size, 0);
AT(headway_read_options, mode, 4);
AT(headway_read_options, dates, 8);
AT(headway_read_options, separator, 12);
AT(headway_read_options, field_limit, 16);
AT(headway_read_options, community, 16 + POINTER);
AT(headway_read_options, community_length, 16 + 2 * POINTER);
AT(headway_read_options, round, 16 + 3 * POINTER);
AT(headway_read_options, round_length, 16 + 4 * POINTER);
AT(headway_read_options, mapping_headers, 16 + 5 * POINTER);
AT(headway_read_options, mapping_roles, 16 + 6 * POINTER);
AT(headway_read_options, mapping_count, 16 + 7 * POINTER);
AT(headway_read_options, progress, 16 + 8 * POINTER);
AT(headway_read_options, progress_payload, 16 + 9 * POINTER);
SIZE(headway_read_options, 16 + 10 * POINTER);

/* headway_count_options: two numbers, then fields of a pointer's size */
AT(headway_count_options, struct_size, 0);
AT(headway_count_options, by_sector, 4);
AT(headway_count_options, threads, 8);
AT(headway_count_options, cell_limit, 8 + POINTER);
AT(headway_count_options, read, 8 + 2 * POINTER);
SIZE(headway_count_options, 8 + 3 * POINTER);

/* headway_column: two numbers, then fields of a pointer's size */
AT(headway_column, struct_size, 0);
AT(headway_column, type, 4);
AT(headway_column, name, 8);
AT(headway_column, name_length, 8 + POINTER);
AT(headway_column, integers, 8 + 2 * POINTER);
AT(headway_column, reals, 8 + 3 * POINTER);
AT(headway_column, text, 8 + 4 * POINTER);
AT(headway_column, offsets, 8 + 5 * POINTER);
AT(headway_column, codes, 8 + 6 * POINTER);
AT(headway_column, codes_count, 8 + 7 * POINTER);
AT(headway_column, valid, 8 + 8 * POINTER);
SIZE(headway_column, 8 + 9 * POINTER);

/* Codes in signatures and fields */
#define CODE(name, value) _Static_assert((name) == (value), #name " has another value")
CODE(HEADWAY_OK, 0);
CODE(HEADWAY_INVALID_ARGUMENT, 1);
CODE(HEADWAY_OUT_OF_RANGE, 2);
CODE(HEADWAY_NOT_FOUND, 3);
CODE(HEADWAY_INCOMPATIBLE, 4);
CODE(HEADWAY_IO, 5);
CODE(HEADWAY_PARSE, 6);
CODE(HEADWAY_LIMIT, 7);
CODE(HEADWAY_CANCELLED, 8);
CODE(HEADWAY_OUT_OF_MEMORY, 9);
CODE(HEADWAY_INTERNAL, 10);
CODE(HEADWAY_TAIL_MID_P, 0);
CODE(HEADWAY_TAIL_EXACT, 1);
CODE(HEADWAY_GROUPS_BY_PEOPLE, 0);
CODE(HEADWAY_GROUPS_EQUAL, 1);
CODE(HEADWAY_ZEROS_WILCOXON, 1);
CODE(HEADWAY_ZEROS_PRATT, 2);
CODE(HEADWAY_ADJUST_BONFERRONI, 1);
CODE(HEADWAY_ADJUST_HOLM, 2);
CODE(HEADWAY_ADJUST_HOCHBERG, 3);
CODE(HEADWAY_ADJUST_HOMMEL, 4);
CODE(HEADWAY_ADJUST_HOLM_SIDAK, 5);
CODE(HEADWAY_ADJUST_BENJAMINI_HOCHBERG, 6);
CODE(HEADWAY_ADJUST_BENJAMINI_YEKUTIELI, 7);
CODE(HEADWAY_DIRECTION_CANNOT_TELL, 0);
CODE(HEADWAY_DIRECTION_MOVED, 1);
CODE(HEADWAY_DIRECTION_HELD, 2);
CODE(HEADWAY_DIRECTION_SLIPPED, 3);
CODE(HEADWAY_METRIC_NOMINAL, 1);
CODE(HEADWAY_METRIC_ORDINAL, 2);
CODE(HEADWAY_METRIC_INTERVAL, 3);
CODE(HEADWAY_METRIC_RATIO, 4);
CODE(HEADWAY_METRIC_CIRCULAR, 5);
CODE(HEADWAY_METRIC_BIPOLAR, 6);
CODE(HEADWAY_WEIGHTS_IDENTITY, 0);
CODE(HEADWAY_WEIGHTS_LINEAR, 1);
CODE(HEADWAY_WEIGHTS_QUADRATIC, 2);
CODE(HEADWAY_WEIGHTS_ORDINAL, 3);
CODE(HEADWAY_WEIGHTS_RADICAL, 4);
CODE(HEADWAY_WEIGHTS_RATIO, 5);
CODE(HEADWAY_WEIGHTS_CIRCULAR, 6);
CODE(HEADWAY_WEIGHTS_BIPOLAR, 7);
CODE(HEADWAY_WEIGHTS_ADJACENT, 8);
CODE(HEADWAY_INTERVAL_TWO_WAY_JACKKNIFE, 0);
CODE(HEADWAY_INTERVAL_UNIT_JACKKNIFE, 1);
CODE(HEADWAY_INTERVAL_RATER_JACKKNIFE, 2);
CODE(HEADWAY_INTERVAL_BOOTSTRAP_UNITS, 3);
CODE(HEADWAY_INTERVAL_BOOTSTRAP_RATERS, 4);
CODE(HEADWAY_INTERVAL_BOOTSTRAP_BOTH, 5);
CODE(HEADWAY_INTERVAL_ANALYTIC, 6);
CODE(HEADWAY_INTERVAL_NONE, 7);
CODE(HEADWAY_ENDS_PERCENTILE, 0);
CODE(HEADWAY_ENDS_BCA, 1);
CODE(HEADWAY_GAPS_DROP_UNITS, 0);
CODE(HEADWAY_GAPS_DROP_RATERS, 1);
CODE(HEADWAY_GAPS_PAIRWISE, 0);
CODE(HEADWAY_GAPS_LISTWISE, 1);
CODE(HEADWAY_MODE_INDIVIDUAL, 0);
CODE(HEADWAY_MODE_CONSENSUS, 1);
CODE(HEADWAY_MODE_MODERATED, 2);
CODE(HEADWAY_MODE_THEN_TEST, 3);
CODE(HEADWAY_MODE_JUDGE, 4);
CODE(HEADWAY_DATES_FROM_FILE, 0);
CODE(HEADWAY_DATES_DAY_FIRST, 1);
CODE(HEADWAY_DATES_MONTH_FIRST, 2);
CODE(HEADWAY_COLUMN_INTEGER, 1);
CODE(HEADWAY_COLUMN_REAL, 2);
CODE(HEADWAY_COLUMN_TEXT, 3);
CODE(HEADWAY_COLUMN_BOOLEAN, 4);
CODE(HEADWAY_AUDIENCE_ROOM, 0);
CODE(HEADWAY_AUDIENCE_PARTNERS, 1);
CODE(HEADWAY_AUDIENCE_PUBLIC, 2);
CODE(HEADWAY_LINK_LOGIT, 0);
CODE(HEADWAY_LINK_PROBIT, 1);
CODE(HEADWAY_LINK_CLOGLOG, 2);
CODE(HEADWAY_LINK_ADJACENT_CATEGORY, 3);
CODE(HEADWAY_LINK_LOGLOG, 4);
CODE(HEADWAY_THRESHOLDS_FLEXIBLE, 0);
CODE(HEADWAY_THRESHOLDS_EQUIDISTANT, 1);
CODE(HEADWAY_THRESHOLDS_SYMMETRIC, 2);
CODE(HEADWAY_THRESHOLDS_SYMMETRIC_ZERO, 3);
CODE(HEADWAY_FIT_SUMMARY, 0);
CODE(HEADWAY_FIT_PARAMETERS, 1);
CODE(HEADWAY_FIT_EFFECTS, 2);
CODE(HEADWAY_FIT_MEASURES, 3);
CODE(HEADWAY_FIT_FACETS, 4);
CODE(HEADWAY_FIT_STEPS, 5);
