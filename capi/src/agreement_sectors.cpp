// headway_agreement_*: sectors, agreed marks against individual ones, and consistency prompts, as an audience may see them; and groups on plain arrays.

#include "arrays.hpp"
#include "guard.hpp"
#include "handle.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <headway/agreement/group_gaps.hpp>
#include <headway/agreement/pooled_effect.hpp>
#include <headway/agreement/shared_agreement.hpp>

using namespace headway::capi;

namespace {

namespace agreement = headway::agreement;
namespace disclosure = headway::disclosure;

/// Size of `headway_room_options` in 0.1, its first version.
constexpr std::size_t first_agreement_sectors_size = 40 + 2 * sizeof(void*);

/// What a function takes of the options besides the audience.
struct takes {
  bool confidence{};
  bool draws{};
  bool line{};
  bool convenor{};
};

/// The caller's options, checked.
struct room_settings {
  disclosure::rules rules{};
  agreement::shared_agreement_options how{};
  std::optional<std::int32_t> line{};
  std::string convenor{};
};

/// How people are moved between groups, as asked for.
void regroup_of(headway::resample::regroup_options& how, std::uint64_t seed, std::uint32_t draws) {
  if (seed != 0) { how.random_seed = headway::seed{seed}; }
  if (draws != 0) { how.draws = draws; }
}

room_settings settings_of(const headway_room_options* options, const takes& wanted) {
  const auto given = sized(options, first_agreement_sectors_size, "options");
  if (given.audience < HEADWAY_AUDIENCE_ROOM || given.audience > HEADWAY_AUDIENCE_PUBLIC) {
    fail(headway::error_category::out_of_range, "audience", std::to_string(given.audience) + " is not an audience; it is 0 (room), 1 (partners) or 2 (public)");
  }
  if (given.reserved != 0) { fail(headway::error_category::invalid_argument, "reserved", "must be 0"); }
  if (given.has_line != 0 && given.has_line != 1) { fail(headway::error_category::out_of_range, "has_line", std::to_string(given.has_line) + " is not allowed; it is 0 or 1"); }
  if (!wanted.confidence) { unused(!(given.confidence < 0.0) && !(given.confidence > 0.0) && given.confidence <= 0.0, "confidence"); }
  if (!wanted.draws) {
    unused(given.seed == 0, "seed");
    unused(given.draws == 0, "draws");
  }
  if (!wanted.line) { unused(given.has_line == 0, "has_line"); }
  unused(given.has_line == 1 || given.line == 0, "line");
  const std::string_view convenor = text_of(given.convenor, given.convenor_length, "convenor");
  if (!wanted.convenor) { unused(convenor.empty(), "convenor"); }
  room_settings out{.rules = disclosure::rules_for(static_cast<disclosure::audience>(given.audience))};
  out.how.confidence = confidence_of(given.confidence);
  regroup_of(out.how.regroup, given.seed, given.draws);
  if (given.seed != 0) { out.how.split.random_seed = headway::seed{given.seed}; }
  if (given.has_line == 1) { out.line = given.line; }
  out.convenor = convenor;
  return out;
}

/// Runs a function that makes a table of one community's round, or of all, under options.
template <class Make>
headway_status table_of(const char* function, const headway_study* study, const char* community, size_t community_length, const char* round, size_t round_length,
                        const headway_room_options* options, const takes& wanted, headway_table** table, headway_error* err, Make make) noexcept {
  return guarded(function, err, [&] {
    const headway::study<>& object = needed(study, "study").value;
    needed(table, "table");
    const room_settings set = settings_of(options, wanted);
    const headway::selection where{std::string{text_of(community, community_length, "community")}, std::string{text_of(round, round_length, "round")}};
    give_table(table, make(object, where, set));
  });
}

/// Groups as the library takes them.
std::vector<std::uint16_t> groups_of(const int32_t* groups, size_t people, std::int32_t most) {
  std::vector<std::uint16_t> out;
  const auto given = array_of(groups, people, "groups");
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] < 0 || given[i] > most) {
      fail(headway::error_category::out_of_range, "groups", std::to_string(given[i]) + " is not a group; it must be 0 to " + std::to_string(most), static_cast<std::int64_t>(i));
    }
    out.push_back(static_cast<std::uint16_t>(given[i]));
  }
  return out;
}

} // namespace

extern "C" {

void headway_room_options_init(headway_room_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_agreement_sectors(const headway_study* study, const char* community, size_t community_length, const char* round, size_t round_length,
                                         const headway_room_options* options, headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, community, community_length, round, round_length, options, {.confidence = true, .draws = true}, table, err,
                  [](const auto& of, const auto& where, const room_settings& set) { return agreement::shared_sectors(of, where, set.rules, set.how); });
}

headway_status headway_agreement_sector_split(const headway_study* study, const char* community, size_t community_length, const char* round, size_t round_length,
                                              const headway_room_options* options, headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, community, community_length, round, round_length, options, {.confidence = true, .draws = true}, table, err,
                  [](const auto& of, const auto& where, const room_settings& set) { return agreement::shared_sector_split(of, where, set.rules, set.how); });
}

headway_status headway_agreement_sector_pairs(const headway_study* study, const char* community, size_t community_length, const char* round, size_t round_length,
                                              const headway_room_options* options, headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, community, community_length, round, round_length, options, {.confidence = true, .draws = true}, table, err,
                  [](const auto& of, const auto& where, const room_settings& set) { return agreement::shared_sector_pairs(of, where, set.rules, set.how); });
}

headway_status headway_agreement_consensus_against(const headway_study* study, const char* community, size_t community_length, const char* round, size_t round_length,
                                                   const headway_room_options* options, headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, community, community_length, round, round_length, options, {}, table, err,
                  [](const auto& of, const auto& where, const room_settings& set) { return agreement::shared_consensus_against(of, where, set.rules, set.how); });
}

headway_status headway_agreement_consensus_shift(const headway_study* study, const char* community, size_t community_length, const char* round, size_t round_length,
                                                 const headway_room_options* options, headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, community, community_length, round, round_length, options, {.confidence = true}, table, err,
                  [](const auto& of, const auto& where, const room_settings& set) { return agreement::shared_consensus_shift(of, where, set.rules, set.how); });
}

headway_status headway_agreement_decision_rules(const headway_study* study, const char* community, size_t community_length, const char* round, size_t round_length,
                                                const headway_room_options* options, headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, community, community_length, round, round_length, options, {.convenor = true}, table, err,
                  [](const auto& of, const auto& where, const room_settings& set) { return agreement::shared_decision_rules(of, where, set.rules, set.convenor, set.how); });
}

headway_status headway_agreement_prompts(const headway_study* study, const char* community, size_t community_length, const char* round, size_t round_length,
                                         const headway_room_options* options, headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, community, community_length, round, round_length, options, {.line = true}, table, err,
                  [](const auto& of, const auto& where, const room_settings& set) { return agreement::shared_prompts(of, where, set.rules, set.line); });
}

headway_status headway_agreement_group_gaps(const int8_t* marks, size_t people, size_t dimensions, size_t levels, const int32_t* groups, const headway_room_options* options,
                                            headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const auto given = sized(options, first_agreement_sectors_size, "options");
    unused(given.audience == 0, "audience");
    const room_settings set = settings_of(options, {.confidence = true, .draws = true});
    const auto rows = matrix_of(marks, people, dimensions, "marks");
    const std::vector<std::uint16_t> of_people = groups_of(groups, people, 65535);
    give_table(table, to_table(agreement::group_gaps(rows, people, dimensions, levels, of_people, {}, {.confidence = set.how.confidence, .regroup = set.how.regroup})));
  });
}

headway_status headway_agreement_pooled_effect(const int8_t* marks, size_t people, size_t dimensions, size_t levels, const int32_t* groups, const headway_room_options* options,
                                               headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const auto given = sized(options, first_agreement_sectors_size, "options");
    unused(given.audience == 0, "audience");
    agreement::pooled_effect_options how;
    how.confidence = settings_of(options, {.confidence = true, .draws = true}).how.confidence;
    regroup_of(how.regroup, given.seed, given.draws);
    const auto rows = matrix_of(marks, people, dimensions, "marks");
    const std::vector<std::uint16_t> of_people = groups_of(groups, people, 1);
    give_table(table, to_table(agreement::pooled_effect(rows, people, dimensions, levels, of_people, how)));
  });
}

} // extern "C"
