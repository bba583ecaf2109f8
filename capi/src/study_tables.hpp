#pragma once

/// \file
/// Tables of a study as an audience may see them: options checked, names as text, and the call.

#include "guard.hpp"
#include "handle.hpp"

#include <cstddef>
#include <string>
#include <string_view>

#include <headway/base/types.hpp>
#include <headway/core/study.hpp>
#include <headway/disclosure/audience.hpp>

namespace headway::capi {

/// Size of `headway_profile_options` in 0.1, its first version.
inline constexpr std::size_t profile_options_size = 24;

/// What a function takes of the options besides the audience.
enum class taken { audience_only, confidence_too, everything };

/// The caller's options, checked.
struct study_settings {
  disclosure::rules rules;
  confidence_level confidence{0.95};
  bool by_sector{false};
};

inline study_settings settings_of(const headway_profile_options* options, taken what) {
  const auto given = sized(options, profile_options_size, "options");
  const auto refuse = [](std::string_view field, const std::string& why) { fail(error_category::invalid_argument, field, why); };
  if (given.audience < HEADWAY_AUDIENCE_ROOM || given.audience > HEADWAY_AUDIENCE_PUBLIC) {
    fail(error_category::out_of_range, "audience", std::to_string(given.audience) + " is not an audience; it is 0 (room), 1 (partners) or 2 (public)");
  }
  if (given.reserved != 0) { refuse("reserved", "must be 0"); }
  if (given.by_sector != 0 && given.by_sector != 1) { refuse("by_sector", std::to_string(given.by_sector) + " is not allowed; it is 0 or 1"); }
  const bool own_confidence = given.confidence < 0.0 || given.confidence > 0.0 || !(given.confidence <= 0.0);
  if (what != taken::everything && given.by_sector != 0) { refuse("by_sector", "means nothing here; leave it 0"); }
  if (what == taken::audience_only && own_confidence) { refuse("confidence", "means nothing here; leave it 0"); }
  study_settings out{.rules = disclosure::rules_for(static_cast<disclosure::audience>(given.audience)), .by_sector = given.by_sector == 1};
  if (own_confidence) { out.confidence = confidence_level{given.confidence}; }
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

inline std::string name_of(const char* text, std::size_t length, std::string_view argument) { return std::string{text_of(text, length, argument)}; }

} // namespace headway::capi
