// headway_profile_*: where are we, as an audience may see it.

#include "guard.hpp"
#include "handle.hpp"

#include <string>

#include <headway/profile/shared.hpp>

using namespace headway::capi;

namespace {

namespace profile = headway::profile;
namespace disclosure = headway::disclosure;

/// Size of `headway_profile_options` in 0.1, its first version.
constexpr std::size_t first_size = 24;

/// What a function takes of the options besides the audience.
enum class taken { audience_only, confidence_too, everything };

/// The caller's options, checked.
struct settings {
  disclosure::rules rules;
  profile::shared_options how;
};

settings settings_of(const headway_profile_options* options, taken what) {
  const auto given = sized(options, first_size, "options");
  const auto refuse = [](std::string_view field, const std::string& why) { fail(headway::error_category::invalid_argument, field, why); };
  if (given.audience < HEADWAY_AUDIENCE_ROOM || given.audience > HEADWAY_AUDIENCE_PUBLIC) {
    fail(headway::error_category::out_of_range, "audience", std::to_string(given.audience) + " is not an audience; it is 0 (room), 1 (partners) or 2 (public)");
  }
  if (given.reserved != 0) { refuse("reserved", "must be 0"); }
  if (given.by_sector != 0 && given.by_sector != 1) { refuse("by_sector", std::to_string(given.by_sector) + " is not allowed; it is 0 or 1"); }
  const bool own_confidence = given.confidence < 0.0 || given.confidence > 0.0 || !(given.confidence <= 0.0);
  if (what != taken::everything && given.by_sector != 0) { refuse("by_sector", "means nothing here; leave it 0"); }
  if (what == taken::audience_only && own_confidence) { refuse("confidence", "means nothing here; leave it 0"); }
  settings out{disclosure::rules_for(static_cast<disclosure::audience>(given.audience)), {}};
  out.how.by_sector = given.by_sector == 1;
  if (own_confidence) { out.how.confidence = headway::confidence_level{given.confidence}; }
  return out;
}

/// Runs a function that makes a table of a study under options.
template <class Make>
headway_status table_of(const char* function, const headway_study* study, const headway_profile_options* options, taken what, headway_table** table,
                        headway_error* err, Make make) noexcept {
  return guarded(function, err, [&] {
    const headway::study<>& object = needed(study, "study").value;
    needed(table, "table");
    give_table(table, make(object, settings_of(options, what)));
  });
}

std::string name_of(const char* text, std::size_t length, std::string_view argument) { return std::string{text_of(text, length, argument)}; }

} // namespace

extern "C" {

void headway_profile_options_init(headway_profile_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_profile_compute(const headway_study* study, const char* community, size_t community_length, const char* round,
                                       size_t round_length, const headway_profile_options* options, headway_table** table,
                                       headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::everything, table, err, [&](const headway::study<>& of, const settings& set) {
    return profile::shared_profile(of, {name_of(community, community_length, "community"), name_of(round, round_length, "round")}, set.rules, set.how);
  });
}

headway_status headway_profile_compute_all(const headway_study* study, const headway_profile_options* options, headway_table** table,
                                           headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::everything, table, err,
                  [&](const headway::study<>& of, const settings& set) { return profile::shared_profile_all(of, set.rules, set.how); });
}

headway_status headway_profile_cumulative(const headway_study* study, const char* community, size_t community_length, const char* round,
                                          size_t round_length, const headway_profile_options* options, headway_table** table,
                                          headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::confidence_too, table, err, [&](const headway::study<>& of, const settings& set) {
    return profile::shared_cumulative(of, {name_of(community, community_length, "community"), name_of(round, round_length, "round")}, set.rules, set.how);
  });
}

headway_status headway_profile_agenda(const headway_study* study, const char* community, size_t community_length, const char* round,
                                      size_t round_length, const headway_profile_options* options, headway_table** table,
                                      headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::audience_only, table, err, [&](const headway::study<>& of, const settings& set) {
    return profile::shared_agenda(of, {name_of(community, community_length, "community"), name_of(round, round_length, "round")}, set.rules);
  });
}

headway_status headway_profile_rounds(const headway_study* study, const char* community, size_t community_length, const char* from,
                                      size_t from_length, const char* to, size_t to_length, const headway_profile_options* options,
                                      headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::audience_only, table, err, [&](const headway::study<>& of, const settings& set) {
    return profile::shared_rounds(
        of, {name_of(community, community_length, "community"), name_of(from, from_length, "from"), name_of(to, to_length, "to")}, set.rules);
  });
}

headway_status headway_profile_coverage(const headway_study* study, const char* community, size_t community_length,
                                        const headway_profile_options* options, headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::audience_only, table, err, [&](const headway::study<>& of, const settings& set) {
    return profile::shared_coverage(of, text_of(community, community_length, "community"), set.rules);
  });
}

headway_status headway_profile_turnover(const headway_study* study, const char* community, size_t community_length,
                                        const headway_profile_options* options, headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::audience_only, table, err, [&](const headway::study<>& of, const settings& set) {
    return profile::shared_turnover(of, text_of(community, community_length, "community"), set.rules);
  });
}

headway_status headway_profile_consensus(const headway_study* study, const char* community, size_t community_length, const char* round,
                                         size_t round_length, const headway_profile_options* options, headway_table** table,
                                         headway_error* err) noexcept {
  return table_of(__func__, study, options, taken::audience_only, table, err, [&](const headway::study<>& of, const settings& set) {
    return profile::shared_consensus(of, {name_of(community, community_length, "community"), name_of(round, round_length, "round")}, set.rules);
  });
}

} // extern "C"
