// headway_agreement_*: agreement within one place, on people per level.

#include "arrays.hpp"
#include "codes.hpp"
#include "guard.hpp"
#include "handle.hpp"
#include "study_tables.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <headway/agreement/group_icc.hpp>
#include <headway/agreement/shared_place_agreement.hpp>
#include <headway/agreement/within_place.hpp>

using namespace headway::capi;

namespace {

namespace agreement = headway::agreement;

static_assert(is(agreement::null_distribution::uniform, HEADWAY_NULL_UNIFORM) && is(agreement::null_distribution::slightly_skewed, HEADWAY_NULL_SLIGHTLY_SKEWED) &&
              is(agreement::null_distribution::moderately_skewed, HEADWAY_NULL_MODERATELY_SKEWED) && is(agreement::null_distribution::heavily_skewed, HEADWAY_NULL_HEAVILY_SKEWED) &&
              is(agreement::null_distribution::triangular, HEADWAY_NULL_TRIANGULAR) && is(agreement::null_distribution::normal, HEADWAY_NULL_NORMAL) &&
              is(agreement::null_distribution::half_at_each_end, HEADWAY_NULL_HALF_AT_EACH_END) && is(agreement::null_distribution::own, HEADWAY_NULL_OWN));
static_assert(is(agreement::group_size_rule::mean, HEADWAY_GROUP_SIZE_MEAN) && is(agreement::group_size_rule::weighted, HEADWAY_GROUP_SIZE_WEIGHTED));

/// Size of `headway_within_options` in 0.1, its first version.
constexpr std::size_t first_agreement_within_size = 24 + 4 * sizeof(void*);

headway_within_options options_of(const headway_within_options* options) {
  const auto given = sized(options, first_agreement_within_size, "options");
  const auto one_of_two = [](std::int32_t code, const char* field) {
    if (code != 0 && code != 1) { fail(headway::error_category::out_of_range, field, std::to_string(code) + " is not allowed; it is 0 or 1"); }
  };
  one_of_two(given.negative_as_zero, "negative_as_zero");
  one_of_two(given.group_size, "group_size");
  return given;
}

std::vector<double> numbers_of(const double* values, std::size_t length, std::string_view argument) {
  const auto given = array_of(values, length, argument);
  return {given.begin(), given.end()};
}

agreement::r_wg_options r_wg_of(const headway_within_options& given) {
  return {.null = static_cast<agreement::null_distribution>(given.null_distribution),
          .own_null = numbers_of(given.own_null, given.own_null_count, "own_null"),
          .negative_as_zero = given.negative_as_zero == 1};
}

/// Throws where options of r_wg were given to a function that has no use for them.
void no_r_wg(const headway_within_options& given) {
  unused(given.null_distribution == 0, "null_distribution");
  unused(given.own_null_count == 0, "own_null");
  unused(given.negative_as_zero == 0, "negative_as_zero");
}

/// A measure of one count vector and nothing else.
template <class Measure>
headway_status measured(const char* function, const uint32_t* counts, size_t levels, headway_table** table, headway_error* err, Measure measure) noexcept {
  return guarded(function, err, [&] {
    needed(table, "table");
    give_table(table, to_table(measure(array_of(counts, levels, "counts"))));
  });
}

} // namespace

extern "C" {

void headway_within_options_init(headway_within_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_agreement_count_marks(const int8_t* marks, size_t people, size_t levels, uint32_t* counts, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(counts, "counts");
    const std::vector<std::uint32_t> counted = headway::numeric::count_marks(array_of(marks, people, "marks"), levels, "headway_agreement_count_marks");
    std::copy(counted.begin(), counted.end(), counts);
  });
}

headway_status headway_agreement_within_place(const uint32_t* counts, size_t levels, const headway_within_options* options, headway_table** table,
                                              headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const headway_within_options given = options_of(options);
    unused(given.negative_as_zero == 0, "negative_as_zero");
    unused(given.group_size == 0, "group_size");
    const agreement::r_wg_options r_wg = r_wg_of(given);
    give_table(table, to_table(agreement::within_place(array_of(counts, levels, "counts"), {.confidence = confidence_of(given.confidence),
                                                                                           .null = r_wg.null,
                                                                                           .own_null = r_wg.own_null,
                                                                                           .values = numbers_of(given.values, given.values_count, "values"),
                                                                                           .labels = {}})));
  });
}

headway_status headway_agreement_place_agreement(const headway_study* study, const char* community, size_t community_length, const char* round, size_t round_length,
                                                 const headway_profile_options* options, headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::confidence_too, table, err, [&](const headway::study<>& of, const study_settings& set) {
    return agreement::shared_place_agreement(of, {name_of(community, community_length, "community"), name_of(round, round_length, "round")}, set.rules,
                                             {.confidence = set.confidence, .null = agreement::null_distribution::uniform, .own_null = {}});
  });
}

headway_status headway_agreement_dispersion(const uint32_t* counts, size_t levels, const headway_within_options* options, headway_table** table,
                                            headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const headway_within_options given = options_of(options);
    no_r_wg(given);
    unused(given.group_size == 0, "group_size");
    unused(given.values_count == 0, "values");
    give_table(table, to_table(agreement::dispersion_of(array_of(counts, levels, "counts"), {.confidence = confidence_of(given.confidence)})));
  });
}

headway_status headway_agreement_r_wg(const uint32_t* counts, size_t levels, const headway_within_options* options, headway_table** table,
                                      headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const headway_within_options given = options_of(options);
    unused(!(given.confidence > 0.0) && !(given.confidence < 0.0), "confidence");
    unused(given.group_size == 0, "group_size");
    unused(given.values_count == 0, "values");
    give_table(table, to_table(agreement::r_wg(array_of(counts, levels, "counts"), r_wg_of(given))));
  });
}

headway_status headway_agreement_r_wg_j(const uint32_t* counts, size_t items, size_t levels, const headway_within_options* options, headway_table** table,
                                        headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const headway_within_options given = options_of(options);
    unused(!(given.confidence > 0.0) && !(given.confidence < 0.0), "confidence");
    unused(given.group_size == 0, "group_size");
    unused(given.values_count == 0, "values");
    give_table(table, to_table(agreement::r_wg_j(matrix_of(counts, items, levels, "counts"), items, levels, r_wg_of(given))));
  });
}

headway_status headway_agreement_group_icc(const uint32_t* counts, size_t groups, size_t levels, const headway_within_options* options, headway_table** table,
                                           headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const headway_within_options given = options_of(options);
    no_r_wg(given);
    unused(!(given.confidence > 0.0) && !(given.confidence < 0.0), "confidence");
    unused(given.values_count == 0, "values");
    give_table(table, to_table(agreement::group_icc(matrix_of(counts, groups, levels, "counts"), groups, levels,
                                                    {.size = static_cast<agreement::group_size_rule>(given.group_size)})));
  });
}

headway_status headway_agreement_a_wg(const uint32_t* counts, size_t levels, headway_table** table, headway_error* err) noexcept {
  return measured(__func__, counts, levels, table, err, [](std::span<const std::uint32_t> c) { return agreement::a_wg(c); });
}
headway_status headway_agreement_leik(const uint32_t* counts, size_t levels, headway_table** table, headway_error* err) noexcept {
  return measured(__func__, counts, levels, table, err, [](std::span<const std::uint32_t> c) { return agreement::leik(c); });
}
headway_status headway_agreement_blair_lacy_l(const uint32_t* counts, size_t levels, headway_table** table, headway_error* err) noexcept {
  return measured(__func__, counts, levels, table, err, [](std::span<const std::uint32_t> c) { return agreement::blair_lacy_l(c); });
}
headway_status headway_agreement_blair_lacy_l2(const uint32_t* counts, size_t levels, headway_table** table, headway_error* err) noexcept {
  return measured(__func__, counts, levels, table, err, [](std::span<const std::uint32_t> c) { return agreement::blair_lacy_l2(c); });
}
headway_status headway_agreement_berry_mielke_iov(const uint32_t* counts, size_t levels, headway_table** table, headway_error* err) noexcept {
  return measured(__func__, counts, levels, table, err, [](std::span<const std::uint32_t> c) { return agreement::berry_mielke_iov(c); });
}
headway_status headway_agreement_kvalseth_cov(const uint32_t* counts, size_t levels, headway_table** table, headway_error* err) noexcept {
  return measured(__func__, counts, levels, table, err, [](std::span<const std::uint32_t> c) { return agreement::kvalseth_cov(c); });
}
headway_status headway_agreement_consensus_tastle_wierman(const uint32_t* counts, size_t levels, headway_table** table, headway_error* err) noexcept {
  return measured(__func__, counts, levels, table, err, [](std::span<const std::uint32_t> c) { return agreement::consensus_tastle_wierman(c); });
}
headway_status headway_agreement_van_der_eijk_a(const uint32_t* counts, size_t levels, headway_table** table, headway_error* err) noexcept {
  return measured(__func__, counts, levels, table, err, [](std::span<const std::uint32_t> c) { return agreement::van_der_eijk_a(c); });
}
headway_status headway_agreement_van_der_eijk_polarization(const uint32_t* counts, size_t levels, headway_table** table, headway_error* err) noexcept {
  return measured(__func__, counts, levels, table, err, [](std::span<const std::uint32_t> c) { return agreement::van_der_eijk_polarization(c); });
}

} // extern "C"
