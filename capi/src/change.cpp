// headway_change_*: what changed between rounds, and how sure that is.

#include "arrays.hpp"
#include "guard.hpp"
#include "handle.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <headway/change/same_people.hpp>
#include <headway/change/shared_bounds.hpp>
#include <headway/change/shared_change.hpp>
#include <headway/change/shared_panel.hpp>
#include <headway/change/shared_path.hpp>
#include <headway/change/shared_response_shift.hpp>

using namespace headway::capi;

namespace {

namespace change = headway::change;
namespace disclosure = headway::disclosure;

/// Size of `headway_change_options` in 0.1, its first version.
constexpr std::size_t first_change_size = 48;

/// What a function takes of the options.
enum class change_takes { audience, audience_and_confidence, confidence, all_but_audience, everything };

/// The caller's options, checked.
struct change_settings {
  disclosure::rules rules;
  change::same_people_options test;
};

bool given_real(double value) { return value < 0.0 || value > 0.0 || !(value <= 0.0); }

change_settings settings_of(const headway_change_options* options, change_takes what) {
  const auto given = sized(options, first_change_size, "options");
  const bool audience = what != change_takes::confidence && what != change_takes::all_but_audience;
  const bool confidence = what != change_takes::audience;
  const bool test = what == change_takes::everything || what == change_takes::all_but_audience;
  if (given.audience < HEADWAY_AUDIENCE_ROOM || given.audience > HEADWAY_AUDIENCE_PUBLIC) {
    fail(headway::error_category::out_of_range, "audience", std::to_string(given.audience) + " is not an audience; it is 0 (room), 1 (partners) or 2 (public)");
  }
  if (given.interval != HEADWAY_TAIL_MID_P && given.interval != HEADWAY_TAIL_EXACT) {
    fail(headway::error_category::out_of_range, "interval", std::to_string(given.interval) + " is not allowed; it is 0 (mid-P) or 1 (exact)");
  }
  if (given.alone != 0 && given.alone != 1) {
    fail(headway::error_category::invalid_argument, "alone", std::to_string(given.alone) + " is not allowed; it is 0 or 1");
  }
  if (!audience) { unused(given.audience == 0, "audience"); }
  if (!confidence) { unused(!given_real(given.confidence), "confidence"); }
  if (!test) {
    unused(!given_real(given.power), "power");
    unused(given.interval == 0, "interval");
    unused(given.alone == 0, "alone");
    unused(given.seed == 0, "seed");
    unused(given.draws == 0, "draws");
    unused(given.most_exact_movers == 0, "most_exact_movers");
  }
  change_settings out{disclosure::rules_for(static_cast<disclosure::audience>(given.audience)), {}};
  out.test.confidence = confidence_of(given.confidence);
  if (given_real(given.power)) { out.test.power = given.power; }
  out.test.interval = static_cast<headway::exact::tail_rule>(given.interval);
  out.test.together = given.alone == 0;
  if (given.seed != 0) { out.test.random_seed = headway::seed{given.seed}; }
  if (given.draws != 0) { out.test.draws = given.draws; }
  if (given.most_exact_movers != 0) { out.test.most_exact_movers = given.most_exact_movers; }
  return out;
}

/// Runs a function that makes a table of a study under options.
template <class Make>
headway_status table_of(const char* function, const headway_study* study, const headway_change_options* options, change_takes what, headway_table** table,
                        headway_error* err, Make make) noexcept {
  return guarded(function, err, [&] {
    const headway::study<>& object = needed(study, "study").value;
    needed(table, "table");
    const change_settings set = settings_of(options, what);
    give_table(table, make(object, set.rules, change::shared_options{.test = set.test}));
  });
}

headway::round_pair pair_of(const char* community, std::size_t community_length, const char* from, std::size_t from_length, const char* to, std::size_t to_length) {
  const auto text = [](const char* given, std::size_t length, const char* argument) { return std::string{text_of(given, length, argument)}; };
  return {text(community, community_length, "community"), text(from, from_length, "from"), text(to, to_length, "to")};
}

} // namespace

extern "C" {

void headway_change_options_init(headway_change_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_change_compute(const headway_study* study, const char* community, size_t community_length, const char* from, size_t from_length,
                                      const char* to, size_t to_length, const headway_change_options* options, headway_table** table,
                                      headway_error* err) noexcept {
  return table_of(__func__, study, options, change_takes::everything, table, err, [&](const headway::study<>& of, const disclosure::rules& rules, const change::shared_options& how) {
    return change::shared_change(of, pair_of(community, community_length, from, from_length, to, to_length), rules, how);
  });
}

headway_status headway_change_panel(const headway_study* study, const char* community, size_t community_length, const char* from, size_t from_length,
                                    const char* to, size_t to_length, const headway_change_options* options, headway_table** table,
                                    headway_error* err) noexcept {
  return table_of(__func__, study, options, change_takes::audience_and_confidence, table, err,
                  [&](const headway::study<>& of, const disclosure::rules& rules, const change::shared_options& how) {
                    return change::shared_panel(of, pair_of(community, community_length, from, from_length, to, to_length), rules, how);
                  });
}

headway_status headway_change_bounds(const headway_study* study, const char* community, size_t community_length, const char* from, size_t from_length,
                                     const char* to, size_t to_length, const headway_change_options* options, headway_table** table,
                                     headway_error* err) noexcept {
  return table_of(__func__, study, options, change_takes::audience, table, err, [&](const headway::study<>& of, const disclosure::rules& rules, const change::shared_options& how) {
    return change::shared_bounds(of, pair_of(community, community_length, from, from_length, to, to_length), rules, how);
  });
}

headway_status headway_change_response_shift(const headway_study* study, const char* community, size_t community_length, const char* from,
                                             size_t from_length, const char* to, size_t to_length, const headway_change_options* options,
                                             headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, options, change_takes::everything, table, err, [&](const headway::study<>& of, const disclosure::rules& rules, const change::shared_options& how) {
    return change::shared_response_shift(of, pair_of(community, community_length, from, from_length, to, to_length), rules, how);
  });
}

headway_status headway_change_path(const headway_study* study, const char* community, size_t community_length, const headway_change_options* options,
                                   headway_table** table, headway_error* err) noexcept {
  return table_of(__func__, study, options, change_takes::everything, table, err, [&](const headway::study<>& of, const disclosure::rules& rules, const change::shared_options& how) {
    return change::shared_path(of, text_of(community, community_length, "community"), rules, how);
  });
}

headway_status headway_change_same_people(const int8_t* before, const int8_t* after, size_t people, size_t dimensions, size_t levels,
                                          const headway_change_options* options, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const change_settings set = settings_of(options, change_takes::all_but_audience);
    const auto first = matrix_of(before, people, dimensions, "before");
    const auto second = matrix_of(after, people, dimensions, "after");
    give_table(table, to_table(change::same_people(first, second, people, dimensions, levels, set.test)));
  });
}

headway_status headway_change_panel_split(const int8_t* before, const int8_t* after, const uint16_t* group_before, const uint16_t* group_after, size_t people,
                                          size_t levels, size_t at_least, const headway_change_options* options, headway_table** table,
                                          headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const change_settings set = settings_of(options, change_takes::confidence);
    const auto groups = [&](const std::uint16_t* given) { return given == nullptr ? std::span<const std::uint16_t>{} : std::span<const std::uint16_t>{given, people}; };
    give_table(table, to_table(change::panel_split(array_of(before, people, "before"), array_of(after, people, "after"), groups(group_before), groups(group_after), levels,
                                                   change::mark_summary{at_least}, {set.test.confidence})));
  });
}

} // extern "C"
