/* Exact tests on plain arrays, from C. */

#include "check.h"
#include "arrays.h"

static void paired_change(void) {
  const int8_t before[] = {1, 2, 1, 3, 0, 2, 1, -1}, after[] = {2, 2, 3, 4, 1, 1, 2, 3};
  headway_table *table = NULL;
  OK(headway_exact_paired_change(before, after, 8, 5, NULL, &table, &err));
  SAME(integer_at(table, "n", 0), 7);
  SAME(integer_at(table, "up", 0), 5);
  SAME(integer_at(table, "levels_moved", 0), 5);
  CHECK(close_to(real_at(table, "p_min", 0), 2.0 / 64.0, 1e-15));
  CHECK(text_is(table, "status", 0, "ok"));
  headway_table_destroy(table);

  headway_exact_options options;
  headway_exact_options_init(&options, sizeof options);
  options.interval = HEADWAY_TAIL_EXACT;
  options.confidence = 0.9;
  headway_table *exact = NULL;
  OK(headway_exact_paired_change(before, after, 8, 5, &options, &exact, &err));
  headway_table_destroy(exact);

  table = NULL;
  OK(headway_exact_paired_change(NULL, NULL, 0, 5, NULL, &table, &err));
  CHECK(text_is(table, "status", 0, "no_data"));
  CHECK(!has_value(table, "change", 0));
  headway_table_destroy(table);
}

/* 7 people with both marks: moves 1, 0, 2, 1, 1, -1, 1 */
static const int8_t first[] = {1, 2, 1, 3, 0, 2, 1, -1}, second[] = {2, 2, 3, 4, 1, 1, 2, 3};

static void flows_and_net_movers(void) {
  headway_table *table = NULL;
  OK(headway_exact_transitions(first, second, 8, 5, 1, &table, &err));
  SAME(rows_of(table), 25);
  SAME(integer_at(table, "from_level", 0), 1);
  SAME(integer_at(table, "people", 5 + 2), 2); /* from level 2 to level 3 */
  CHECK(close_to(real_at(table, "share", 5 + 2), 2.0 / 7.0, 1e-15));
  headway_table_destroy(table);

  OK(headway_exact_net_movers(first, second, 8, 5, NULL, &table, &err));
  CHECK(close_to(real_at(table, "net", 0), 4.0 / 7.0, 1e-15));
  CHECK(close_to(real_at(table, "superiority", 0), 5.5 / 7.0, 1e-15));
  CHECK(real_at(table, "net_low", 0) < 4.0 / 7.0 && real_at(table, "net_high", 0) > 4.0 / 7.0);
  CHECK(text_is(table, "method", 0, "exact"));
  const double low = real_at(table, "net_low", 0);
  headway_table_destroy(table);

  headway_exact_options options;
  headway_exact_options_init(&options, sizeof options);
  options.interval = HEADWAY_TAIL_EXACT;
  OK(headway_exact_net_movers(first, second, 8, 5, &options, &table, &err));
  CHECK(real_at(table, "net_low", 0) < low);
  headway_table_destroy(table);

  OK(headway_exact_change_in_words(first, second, 8, 5, NULL, NULL, &table, &err));
  CHECK(text_is(table, "direction", 0, "cannot_tell"));
  CHECK(!has_value(table, "floor", 0));
  CHECK(text_is(table, "words", 0, "Of the 7 people who marked both times, 5 marked higher, 1 the same and 1 lower. Chance alone could well do that."));
  headway_table_destroy(table);
  const double decided = 0.001;
  OK(headway_exact_change_in_words(first, second, 8, 5, &decided, NULL, &table, &err));
  CHECK(text_is(table, "direction", 0, "moved"));
  headway_table_destroy(table);
}

static void signs_and_ranks(void) {
  headway_table *table = NULL;
  OK(headway_exact_sign_test(first, second, 8, 5, NULL, &table, &err));
  CHECK(close_to(real_at(table, "p_up", 0), 7.0 / 64.0, 1e-15)); /* 5 or 6 of 6 */
  CHECK(close_to(real_at(table, "p_min", 0), 1.0 / 32.0, 1e-15));
  headway_table_destroy(table);
  const double differences[] = {1, 0, 2, 1, 1, -1, 1};
  OK(headway_exact_sign_test_values(differences, 7, NULL, &table, &err));
  CHECK(close_to(real_at(table, "p_two_sided", 0), 14.0 / 64.0, 1e-15));
  headway_table_destroy(table);

  OK(headway_exact_signed_rank(first, second, 8, 5, HEADWAY_ZEROS_PRATT, NULL, &table, &err));
  CHECK(close_to(real_at(table, "w_plus", 0), 23.0, 0.0)); /* ranks with the zero: 4 for each move of one level, 7 for two */
  CHECK(close_to(real_at(table, "w_minus", 0), 4.0, 0.0));
  headway_table_destroy(table);
  OK(headway_exact_signed_rank(first, second, 8, 5, 0, NULL, &table, &err));
  CHECK(close_to(real_at(table, "w_plus", 0), 18.0, 0.0));
  CHECK(has_value(table, "detectable", 0));
  headway_table_destroy(table);
  OK(headway_exact_signed_rank_values(differences, 7, HEADWAY_ZEROS_WILCOXON, NULL, &table, &err));
  CHECK(close_to(real_at(table, "w_plus", 0), 18.0, 0.0));
  CHECK(close_to(real_at(table, "hodges_lehmann", 0), 1.0, 0.0));
  CHECK(!has_value(table, "detectable", 0));
  headway_table_destroy(table);
}

static void tables_of_transitions(void) {
  headway_table *table = NULL;
  OK(headway_exact_bowker(first, second, 8, 5, NULL, &table, &err));
  SAME(integer_at(table, "df", 0), 10);
  SAME(integer_at(table, "movers", 0), 6);
  CHECK(text_is(table, "method", 0, "exact"));
  headway_table_destroy(table);
  OK(headway_exact_stuart_maxwell(first, second, 8, 5, NULL, &table, &err));
  CHECK(real_at(table, "p", 0) >= real_at(table, "p_min", 0));
  headway_table_destroy(table);
  OK(headway_exact_marginal_homogeneity(first, second, 8, 5, NULL, 0, NULL, &table, &err));
  SAME(integer_at(table, "score_moved", 0), 5);
  headway_table_destroy(table);
  const int64_t scores[] = {0, 10, 20, 20, 20};
  OK(headway_exact_marginal_homogeneity(first, second, 8, 5, scores, 5, NULL, &table, &err));
  SAME(integer_at(table, "score_moved", 0), 30);
  headway_table_destroy(table);
}

static void several_rounds(void) {
  /* everybody of five in the same order over three rounds: 1 in 6^4, and 1 in 6^5 for Page */
  const int8_t marks[] = {0, 1, 2, 1, 2, 3, 0, 2, 4, 0, 1, 4, 2, 3, 4};
  const double values[] = {0, 1, 2, 1, 2, 3, 0, 2, 4, 0, 1, 4, 2, 3, 4};
  headway_table *table = NULL;
  OK(headway_exact_friedman(marks, 5, 3, 5, NULL, &table, &err));
  CHECK(close_to(real_at(table, "p", 0), 1.0 / 1296.0, 1e-15));
  CHECK(close_to(real_at(table, "chi_square", 0), 10.0, 1e-12));
  headway_table_destroy(table);
  OK(headway_exact_friedman_values(values, 5, 3, NULL, &table, &err));
  CHECK(close_to(real_at(table, "kendall_w", 0), 1.0, 1e-15));
  headway_table_destroy(table);
  OK(headway_exact_page(marks, 5, 3, 5, NULL, &table, &err));
  CHECK(close_to(real_at(table, "p_increasing", 0), 1.0 / 7776.0, 1e-15));
  headway_table_destroy(table);
  OK(headway_exact_page_values(values, 5, 3, NULL, &table, &err));
  CHECK(close_to(real_at(table, "trend", 0), 1.0, 0.0));
  headway_table_destroy(table);
}

static void several_dimensions(void) {
  const int8_t before[] = {0, 1, 1, 1, 2, 0, 1, 2, 3, 1, 0, 3}, after[] = {1, 1, 2, 3, 3, 1, 3, 1, 4, 2, 1, 4};
  headway_table *table = NULL;
  OK(headway_exact_joint_flip(before, after, 6, 2, 5, NULL, &table, &err));
  SAME(rows_of(table), 2);
  SAME(integer_at(table, "movers", 0), 6);
  CHECK(close_to(real_at(table, "p", 0), 1.0 / 32.0, 1e-15));
  CHECK(real_at(table, "p_adjusted", 1) >= real_at(table, "p", 1));
  headway_table_destroy(table);

  const double p[] = {0.01, 0.04, 0.03};
  OK(headway_exact_holm(p, 3, &table, &err));
  CHECK(close_to(real_at(table, "p_adjusted", 0), 0.03, 1e-15));
  CHECK(close_to(real_at(table, "p_adjusted", 1), 0.06, 1e-15));
  headway_table_destroy(table);
  OK(headway_exact_benjamini_hochberg(p, 3, &table, &err));
  CHECK(close_to(real_at(table, "p_adjusted", 2), 0.04, 1e-15));
  headway_table_destroy(table);
  OK(headway_exact_adjust_p(p, 3, HEADWAY_ADJUST_BONFERRONI, &table, &err));
  CHECK(close_to(real_at(table, "p_adjusted", 1), 0.12, 1e-15));
  CHECK(text_is(table, "method", 0, "bonferroni"));
  headway_table_destroy(table);
}

static void what_is_wrong_with_the_others_is_said(void) {
  const int8_t bad[] = {1, 9};
  const double numbers[] = {0.5, 1.5};
  headway_table *table = NULL;
  headway_exact_options options;
  headway_exact_options_init(&options, sizeof options);
  options.power = 0.9;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_net_movers(first, second, 8, 5, &options, &table, &err));
  SAYS("means nothing here");
  options.power = 0.0;
  options.interval = HEADWAY_TAIL_EXACT;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_bowker(first, second, 8, 5, &options, &table, &err));
  options.interval = 0;
  options.draws = 5;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_bowker(first, second, 8, 5, &options, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_transitions(bad, bad, 2, 5, 1, &table, &err));
  SAME(err.row, 1);
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_friedman(bad, 1, 2, 5, NULL, &table, &err));
  SAME(err.row, 0);
  FAILS(HEADWAY_LIMIT, headway_exact_page(bad, SIZE_MAX, 2, 5, NULL, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_signed_rank(first, second, 8, 5, 7, NULL, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_holm(numbers, 2, &table, &err));
  SAME(err.row, 1);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_adjust_p(numbers, 1, 99, &table, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_change_in_words(first, second, 8, 5, &numbers[1], NULL, &table, &err));
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_joint_flip(NULL, first, 4, 2, 5, NULL, &table, &err));
  CHECK(table == NULL);
}

static void what_is_wrong_is_said(void) {
  const int8_t before[] = {1, 5}, after[] = {2, 2};
  headway_table *table = NULL;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_paired_change(before, after, 2, 5, NULL, &table, &err));
  SAME(err.row, 1);
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_paired_change(NULL, after, 2, 5, NULL, &table, &err));
  SAYS("is NULL");
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_paired_change(before, after, 1, 5, NULL, NULL, &err));
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_paired_change(before, after, 1, 17, NULL, &table, &err));
  headway_exact_options options;
  headway_exact_options_init(&options, sizeof options);
  options.interval = 2;
  FAILS(HEADWAY_OUT_OF_RANGE, headway_exact_paired_change(before, after, 1, 5, &options, &table, &err));
  options.interval = 0;
  options.seed = 3;
  FAILS(HEADWAY_INVALID_ARGUMENT, headway_exact_paired_change(before, after, 1, 5, &options, &table, &err));
  SAYS("means nothing here");
  CHECK(table == NULL);
}

int main(void) {
  headway_error_init(&err, sizeof err);
  paired_change();
  flows_and_net_movers();
  signs_and_ranks();
  tables_of_transitions();
  several_rounds();
  several_dimensions();
  what_is_wrong_is_said();
  what_is_wrong_with_the_others_is_said();
  return finish();
}
