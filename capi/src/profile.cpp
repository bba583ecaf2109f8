// headway_profile_*: where are we, as an audience may see it.

#include "guard.hpp"
#include "handle.hpp"
#include "study_tables.hpp"

#include <string>

#include <headway/profile/influence.hpp>
#include <headway/profile/shared.hpp>

using namespace headway::capi;

namespace {

namespace profile = headway::profile;

/// The options as `profile` takes them.
profile::shared_options how_of(const study_settings& set) { return {.by_sector = set.by_sector, .merge = {}, .confidence = set.confidence}; }

} // namespace

extern "C" {

void headway_profile_options_init(headway_profile_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_profile_compute(const headway_study* study, const char* community, size_t community_length, const char* round,
                                       size_t round_length, const headway_profile_options* options, headway_table** table,
                                       headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::everything, table, err, [&](const headway::study<>& of, const study_settings& set) {
    return profile::shared_profile(of, {name_of(community, community_length, "community"), name_of(round, round_length, "round")}, set.rules, how_of(set));
  });
}

headway_status headway_profile_compute_all(const headway_study* study, const headway_profile_options* options, headway_table** table,
                                           headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::everything, table, err,
                  [&](const headway::study<>& of, const study_settings& set) { return profile::shared_profile_all(of, set.rules, how_of(set)); });
}

headway_status headway_profile_cumulative(const headway_study* study, const char* community, size_t community_length, const char* round,
                                          size_t round_length, const headway_profile_options* options, headway_table** table,
                                          headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::confidence_too, table, err, [&](const headway::study<>& of, const study_settings& set) {
    return profile::shared_cumulative(of, {name_of(community, community_length, "community"), name_of(round, round_length, "round")}, set.rules, how_of(set));
  });
}

headway_status headway_profile_agenda(const headway_study* study, const char* community, size_t community_length, const char* round,
                                      size_t round_length, const headway_profile_options* options, headway_table** table,
                                      headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::audience_only, table, err, [&](const headway::study<>& of, const study_settings& set) {
    return profile::shared_agenda(of, {name_of(community, community_length, "community"), name_of(round, round_length, "round")}, set.rules);
  });
}

headway_status headway_profile_influence(const headway_study* study, const char* community, size_t community_length, const char* round,
                                         size_t round_length, const headway_profile_options* options, headway_table** table,
                                         headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::confidence_too, table, err, [&](const headway::study<>& of, const study_settings& set) {
    return profile::shared_influence(of, {name_of(community, community_length, "community"), name_of(round, round_length, "round")}, set.rules, {}, set.confidence);
  });
}

headway_status headway_profile_rounds(const headway_study* study, const char* community, size_t community_length, const char* from,
                                      size_t from_length, const char* to, size_t to_length, const headway_profile_options* options,
                                      headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::audience_only, table, err, [&](const headway::study<>& of, const study_settings& set) {
    return profile::shared_rounds(
        of, {name_of(community, community_length, "community"), name_of(from, from_length, "from"), name_of(to, to_length, "to")}, set.rules);
  });
}

headway_status headway_profile_coverage(const headway_study* study, const char* community, size_t community_length,
                                        const headway_profile_options* options, headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::audience_only, table, err, [&](const headway::study<>& of, const study_settings& set) {
    return profile::shared_coverage(of, text_of(community, community_length, "community"), set.rules);
  });
}

headway_status headway_profile_turnover(const headway_study* study, const char* community, size_t community_length,
                                        const headway_profile_options* options, headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::audience_only, table, err, [&](const headway::study<>& of, const study_settings& set) {
    return profile::shared_turnover(of, text_of(community, community_length, "community"), set.rules);
  });
}

headway_status headway_profile_consensus(const headway_study* study, const char* community, size_t community_length, const char* round,
                                         size_t round_length, const headway_profile_options* options, headway_table** table,
                                         headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::audience_only, table, err, [&](const headway::study<>& of, const study_settings& set) {
    return profile::shared_consensus(of, {name_of(community, community_length, "community"), name_of(round, round_length, "round")}, set.rules);
  });
}

} // extern "C"
