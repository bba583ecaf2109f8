// headway_exact_*: exact tests on plain arrays.

#include "arrays.hpp"
#include "codes.hpp"
#include "guard.hpp"
#include "handle.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <headway/exact/adjust.hpp>
#include <headway/exact/bowker.hpp>
#include <headway/exact/change_words.hpp>
#include <headway/exact/friedman.hpp>
#include <headway/exact/joint_flip.hpp>
#include <headway/exact/k_sample.hpp>
#include <headway/exact/marginal_homogeneity.hpp>
#include <headway/exact/net_movers.hpp>
#include <headway/exact/page.hpp>
#include <headway/exact/paired_change.hpp>
#include <headway/exact/sign_test.hpp>
#include <headway/exact/signed_rank.hpp>
#include <headway/exact/stuart_maxwell.hpp>
#include <headway/exact/two_sample.hpp>

using namespace headway::capi;

namespace {

namespace exact = headway::exact;

/// Size of `headway_exact_options` in 0.1, its first version.
constexpr std::size_t first_exact_size = 40;

headway_exact_options options_of(const headway_exact_options* options) {
  const auto given = sized(options, first_exact_size, "options");
  unused(given.reserved == 0, "reserved");
  return given;
}

exact::tail_rule tail_of(std::int32_t code) {
  if (code != HEADWAY_TAIL_MID_P && code != HEADWAY_TAIL_EXACT) {
    fail(headway::error_category::out_of_range, "interval", std::to_string(code) + " is not allowed; it is 0 (mid-P) or 1 (exact)");
  }
  return static_cast<exact::tail_rule>(code);
}

/// Power of a figure that could have been shown; 0 for 0.8.
double power_of(double given) { return given < 0.0 || given > 0.0 || !(given <= 0.0) ? given : 0.8; }

void no_interval(const headway_exact_options& given) { unused(given.interval == 0, "interval"); }
void no_power(const headway_exact_options& given) { unused(!(given.power < 0.0) && !(given.power > 0.0) && given.power <= 0.0, "power"); }
void nothing_drawn(const headway_exact_options& given) {
  unused(given.seed == 0, "seed");
  unused(given.draws == 0, "draws");
}

exact::sign_test_options sign_options(const headway_exact_options* options) {
  const headway_exact_options given = options_of(options);
  nothing_drawn(given);
  return {confidence_of(given.confidence), tail_of(given.interval), power_of(given.power)};
}

exact::signed_rank_options signed_rank_options(std::int32_t zeros, const headway_exact_options* options) {
  const headway_exact_options given = options_of(options);
  no_interval(given);
  nothing_drawn(given);
  return {zeros == 0 ? exact::zero_rule::wilcoxon : static_cast<exact::zero_rule>(zeros), confidence_of(given.confidence), power_of(given.power)};
}

exact::table_test_options table_test_options(const headway_exact_options* options) {
  const headway_exact_options given = options_of(options);
  no_interval(given);
  no_power(given);
  exact::table_test_options out{.confidence = confidence_of(given.confidence)};
  if (given.draws != 0) { out.draws = given.draws; }
  if (given.seed != 0) { out.random_seed = headway::seed{given.seed}; }
  return out;
}

exact::rounds_test_options rounds_options(const headway_exact_options* options, bool with_power) {
  const headway_exact_options given = options_of(options);
  no_interval(given);
  if (!with_power) { no_power(given); }
  exact::rounds_test_options out{.confidence = confidence_of(given.confidence), .power = power_of(given.power)};
  if (given.draws != 0) { out.draws = given.draws; }
  if (given.seed != 0) { out.random_seed = headway::seed{given.seed}; }
  return out;
}

exact::two_sample_options two_sample_options(const headway_exact_options* options) {
  const headway_exact_options given = options_of(options);
  no_interval(given);
  exact::two_sample_options out{.confidence = confidence_of(given.confidence), .power = power_of(given.power)};
  if (given.draws != 0) { out.draws = given.draws; }
  if (given.seed != 0) { out.random_seed = headway::seed{given.seed}; }
  return out;
}

exact::k_sample_options k_sample_options(std::int32_t weights, const headway_exact_options* options, bool with_power) {
  const headway_exact_options given = options_of(options);
  no_interval(given);
  if (!with_power) { no_power(given); }
  exact::k_sample_options out{.confidence = confidence_of(given.confidence), .weights = static_cast<exact::group_weights>(weights), .power = power_of(given.power)};
  if (given.draws != 0) { out.draws = given.draws; }
  if (given.seed != 0) { out.random_seed = headway::seed{given.seed}; }
  return out;
}

/// People per group and level from marks.
std::vector<std::uint32_t> grouped(const std::int8_t* marks, const std::uint32_t* group, std::size_t people, std::size_t groups, std::size_t levels) {
  return exact::count_groups(array_of(marks, people, "marks"), array_of(group, people, "group"), groups, levels);
}

headway_status adjusted(const char* function, const double* p, std::size_t count, exact::adjustment method, headway_table** table, headway_error* err) noexcept {
  return guarded(function, err, [&] {
    needed(table, "table");
    give_table(table, exact::adjusted_table(array_of(p, count, "p"), method));
  });
}

static_assert(is(exact::tail_rule::mid_p, HEADWAY_TAIL_MID_P) && is(exact::tail_rule::exact, HEADWAY_TAIL_EXACT));
static_assert(is(exact::zero_rule::wilcoxon, HEADWAY_ZEROS_WILCOXON) && is(exact::zero_rule::pratt, HEADWAY_ZEROS_PRATT));
static_assert(is(exact::group_weights::people, HEADWAY_GROUPS_BY_PEOPLE) && is(exact::group_weights::equal, HEADWAY_GROUPS_EQUAL));
static_assert(is(exact::adjustment::bonferroni, HEADWAY_ADJUST_BONFERRONI) && is(exact::adjustment::holm, HEADWAY_ADJUST_HOLM) &&
              is(exact::adjustment::hochberg, HEADWAY_ADJUST_HOCHBERG) && is(exact::adjustment::hommel, HEADWAY_ADJUST_HOMMEL) &&
              is(exact::adjustment::holm_sidak, HEADWAY_ADJUST_HOLM_SIDAK) && is(exact::adjustment::benjamini_hochberg, HEADWAY_ADJUST_BENJAMINI_HOCHBERG) &&
              is(exact::adjustment::benjamini_yekutieli, HEADWAY_ADJUST_BENJAMINI_YEKUTIELI));
static_assert(is(exact::direction::cannot_tell, HEADWAY_DIRECTION_CANNOT_TELL) && is(exact::direction::moved, HEADWAY_DIRECTION_MOVED) &&
              is(exact::direction::held, HEADWAY_DIRECTION_HELD) && is(exact::direction::slipped, HEADWAY_DIRECTION_SLIPPED));

} // namespace

extern "C" {

void headway_exact_options_init(headway_exact_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_exact_paired_change(const int8_t* before, const int8_t* after, size_t people, size_t levels, const headway_exact_options* options,
                                           headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const headway_exact_options given = options_of(options);
    unused(given.seed == 0, "seed");
    unused(given.draws == 0, "draws");
    give_table(table, to_table(exact::paired_change(array_of(before, people, "before"), array_of(after, people, "after"), levels,
                                                    {confidence_of(given.confidence), tail_of(given.interval), power_of(given.power)})));
  });
}

headway_status headway_exact_transitions(const int8_t* before, const int8_t* after, size_t people, size_t levels, int64_t lowest, headway_table** table,
                                         headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    if (lowest < -1'000'000 || lowest > 1'000'000) {
      fail(headway::error_category::out_of_range, "lowest", std::to_string(lowest) + " is not allowed; it must be -1000000 to 1000000");
    }
    give_table(table, to_table(exact::count_transitions(array_of(before, people, "before"), array_of(after, people, "after"), levels), lowest));
  });
}

headway_status headway_exact_change_in_words(const int8_t* before, const int8_t* after, size_t people, size_t levels, const double* p_adjusted,
                                             const headway_exact_options* options, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const headway_exact_options given = options_of(options);
    no_power(given);
    nothing_drawn(given);
    exact::change_words_options how{confidence_of(given.confidence), tail_of(given.interval), {}};
    if (p_adjusted != nullptr) { how.p_adjusted = *p_adjusted; }
    give_table(table, to_table(exact::change_in_words(array_of(before, people, "before"), array_of(after, people, "after"), levels, how)));
  });
}

headway_status headway_exact_net_movers(const int8_t* before, const int8_t* after, size_t people, size_t levels, const headway_exact_options* options,
                                        headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const headway_exact_options given = options_of(options);
    no_power(given);
    nothing_drawn(given);
    give_table(table, to_table(exact::net_movers(array_of(before, people, "before"), array_of(after, people, "after"), levels,
                                                 {confidence_of(given.confidence), tail_of(given.interval)})));
  });
}

headway_status headway_exact_sign_test(const int8_t* before, const int8_t* after, size_t people, size_t levels, const headway_exact_options* options,
                                       headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::sign_test(array_of(before, people, "before"), array_of(after, people, "after"), levels, sign_options(options))));
  });
}

headway_status headway_exact_sign_test_values(const double* differences, size_t people, const headway_exact_options* options, headway_table** table,
                                              headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::sign_test(array_of(differences, people, "differences"), sign_options(options))));
  });
}

headway_status headway_exact_signed_rank(const int8_t* before, const int8_t* after, size_t people, size_t levels, int32_t zeros, const headway_exact_options* options,
                                         headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::signed_rank(array_of(before, people, "before"), array_of(after, people, "after"), levels, signed_rank_options(zeros, options))));
  });
}

headway_status headway_exact_signed_rank_values(const double* differences, size_t people, int32_t zeros, const headway_exact_options* options, headway_table** table,
                                                headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::signed_rank(array_of(differences, people, "differences"), signed_rank_options(zeros, options))));
  });
}

headway_status headway_exact_bowker(const int8_t* before, const int8_t* after, size_t people, size_t levels, const headway_exact_options* options, headway_table** table,
                                    headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::bowker(array_of(before, people, "before"), array_of(after, people, "after"), levels, table_test_options(options))));
  });
}

headway_status headway_exact_stuart_maxwell(const int8_t* before, const int8_t* after, size_t people, size_t levels, const headway_exact_options* options,
                                            headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::stuart_maxwell(array_of(before, people, "before"), array_of(after, people, "after"), levels, table_test_options(options))));
  });
}

headway_status headway_exact_marginal_homogeneity(const int8_t* before, const int8_t* after, size_t people, size_t levels, const int64_t* scores, size_t scores_count,
                                                  const headway_exact_options* options, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const headway_exact_options given = options_of(options);
    no_interval(given);
    no_power(given);
    nothing_drawn(given);
    give_table(table, to_table(exact::marginal_homogeneity(array_of(before, people, "before"), array_of(after, people, "after"), levels,
                                                           array_of(scores, scores_count, "scores"), {confidence_of(given.confidence)})));
  });
}

headway_status headway_exact_friedman(const int8_t* marks, size_t people, size_t rounds, size_t levels, const headway_exact_options* options, headway_table** table,
                                      headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::friedman(matrix_of(marks, people, rounds, "marks"), people, rounds, levels, rounds_options(options, false))));
  });
}

headway_status headway_exact_friedman_values(const double* values, size_t people, size_t rounds, const headway_exact_options* options, headway_table** table,
                                             headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::friedman(matrix_of(values, people, rounds, "values"), people, rounds, rounds_options(options, false))));
  });
}

headway_status headway_exact_page(const int8_t* marks, size_t people, size_t rounds, size_t levels, const headway_exact_options* options, headway_table** table,
                                  headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::page(matrix_of(marks, people, rounds, "marks"), people, rounds, levels, rounds_options(options, true))));
  });
}

headway_status headway_exact_page_values(const double* values, size_t people, size_t rounds, const headway_exact_options* options, headway_table** table,
                                         headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::page(matrix_of(values, people, rounds, "values"), people, rounds, rounds_options(options, true))));
  });
}

headway_status headway_exact_joint_flip(const int8_t* before, const int8_t* after, size_t people, size_t dimensions, size_t levels, const headway_exact_options* options,
                                        headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const headway_exact_options given = options_of(options);
    no_interval(given);
    no_power(given);
    exact::joint_flip_options how{.confidence = confidence_of(given.confidence)};
    if (given.draws != 0) { how.draws = given.draws; }
    if (given.seed != 0) { how.random_seed = headway::seed{given.seed}; }
    give_table(table, to_table(exact::joint_flip(matrix_of(before, people, dimensions, "before"), matrix_of(after, people, dimensions, "after"), people, dimensions, levels, how)));
  });
}

headway_status headway_exact_adjust_p(const double* p, size_t count, int32_t method, headway_table** table, headway_error* err) noexcept {
  return adjusted(__func__, p, count, static_cast<exact::adjustment>(method), table, err);
}

headway_status headway_exact_holm(const double* p, size_t count, headway_table** table, headway_error* err) noexcept {
  return adjusted(__func__, p, count, exact::adjustment::holm, table, err);
}

headway_status headway_exact_benjamini_hochberg(const double* p, size_t count, headway_table** table, headway_error* err) noexcept {
  return adjusted(__func__, p, count, exact::adjustment::benjamini_hochberg, table, err);
}

headway_status headway_exact_two_sample(const int8_t* x, size_t x_people, const int8_t* y, size_t y_people, size_t levels, const double* values,
                                        const headway_exact_options* options, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::two_sample(array_of(x, x_people, "x"), array_of(y, y_people, "y"), levels, two_sample_options(options),
                                                 std::span<const double>{values, values == nullptr ? 0 : levels})));
  });
}

headway_status headway_exact_two_sample_values(const double* x, size_t x_people, const double* y, size_t y_people, const headway_exact_options* options,
                                               headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::two_sample(array_of(x, x_people, "x"), array_of(y, y_people, "y"), two_sample_options(options))));
  });
}

headway_status headway_exact_two_sample_counts(const uint32_t* x, const uint32_t* y, size_t levels, const double* values, const headway_exact_options* options,
                                               headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::two_sample(array_of(x, levels, "x"), array_of(y, levels, "y"), two_sample_options(options),
                                                 std::span<const double>{values, values == nullptr ? 0 : levels})));
  });
}

headway_status headway_exact_k_sample(const int8_t* marks, const uint32_t* group, size_t people, size_t groups, size_t levels, int32_t weights,
                                      const headway_exact_options* options, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::k_sample(grouped(marks, group, people, groups, levels), groups, levels, k_sample_options(weights, options, false))));
  });
}

headway_status headway_exact_k_sample_values(const double* values, const uint32_t* group, size_t people, size_t groups, int32_t weights,
                                             const headway_exact_options* options, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::k_sample(array_of(values, people, "values"), array_of(group, people, "group"), groups, k_sample_options(weights, options, false))));
  });
}

headway_status headway_exact_k_sample_counts(const uint32_t* counts, size_t groups, size_t levels, int32_t weights, const headway_exact_options* options,
                                             headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::k_sample(matrix_of(counts, groups, levels, "counts"), groups, levels, k_sample_options(weights, options, false))));
  });
}

headway_status headway_exact_between_share(const int8_t* marks, const uint32_t* group, size_t people, size_t groups, size_t levels, int32_t weights,
                                           const headway_exact_options* options, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::between_share(grouped(marks, group, people, groups, levels), groups, levels, k_sample_options(weights, options, false))));
  });
}

headway_status headway_exact_between_share_counts(const uint32_t* counts, size_t groups, size_t levels, int32_t weights, const headway_exact_options* options,
                                                  headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::between_share(matrix_of(counts, groups, levels, "counts"), groups, levels, k_sample_options(weights, options, false))));
  });
}

headway_status headway_exact_jonckheere(const int8_t* marks, const uint32_t* group, size_t people, size_t groups, size_t levels, const headway_exact_options* options,
                                        headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::jonckheere(grouped(marks, group, people, groups, levels), groups, levels, k_sample_options(0, options, true))));
  });
}

headway_status headway_exact_jonckheere_values(const double* values, const uint32_t* group, size_t people, size_t groups, const headway_exact_options* options,
                                               headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::jonckheere(array_of(values, people, "values"), array_of(group, people, "group"), groups, k_sample_options(0, options, true))));
  });
}

headway_status headway_exact_jonckheere_counts(const uint32_t* counts, size_t groups, size_t levels, const headway_exact_options* options, headway_table** table,
                                               headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(exact::jonckheere(matrix_of(counts, groups, levels, "counts"), groups, levels, k_sample_options(0, options, true))));
  });
}

} // extern "C"
