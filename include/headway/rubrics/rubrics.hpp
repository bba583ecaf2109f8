#pragma once

/// \file
/// The rubrics that come with headway, ready to use.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/text.hpp>
#include <headway/core/rubric.hpp>
#include <headway/rubrics/conditions_for_change.hpp>
#include <headway/rubrics/detail/rubric_data.hpp>
#include <headway/rubrics/system_behaviours.hpp>
#include <headway/rubrics/system_maturity.hpp>

namespace headway::rubrics {

namespace detail {

/// The words the built-in sheets use where there is no mark; in English, as the rest of them.
inline std::vector<missing_code> english_missing_codes() {
  return {{missing_reason::blank, "Left blank"},
          {missing_reason::dont_know, "Don't know"},
          {missing_reason::not_applicable, "Does not apply"},
          {missing_reason::not_asked, "Not asked"},
          {missing_reason::refused, "Prefer not to say"}};
}

/// The written-down words as a checked rubric.
template <std::size_t Dimensions, std::size_t Levels>
rubric<Dimensions, Levels> make(const rubric_data<Dimensions, Levels>& data) {
  rubric_fields fields;
  fields.id = data.id;
  fields.edition = data.edition;
  fields.language = data.language;
  fields.title = data.title;
  fields.source = data.source;
  for (const level_text& each : data.levels) { fields.levels.push_back({static_cast<std::int32_t>(each.value), std::string{each.label}}); }
  fields.missing_codes = english_missing_codes();
  for (const dimension_text<Levels>& each : data.dimensions) {
    dimension d;
    d.number = static_cast<std::int32_t>(each.number);
    d.key = each.key;
    d.name = each.name;
    d.group = each.group;
    d.question = each.question;
    d.helps = each.helps;
    d.hinders = each.hinders;
    d.descriptors.assign(each.descriptors.begin(), each.descriptors.end());
    fields.dimensions.push_back(std::move(d));
  }
  return rubric<Dimensions, Levels>{std::move(fields)};
}

} // namespace detail

/// How mature is the way we work together? Nine dimensions, from vision to measurement, five levels.
/// The dimensions are those of the System Maturity Model (Brightpurpose 2021); the descriptors are headway's own wording, edition "headway-1".
/// \return a new rubric; every call gives an equal one
/// Cost: a few microseconds. Threads: safe. Since 0.1. Checked by `rubrics_test`.
[[nodiscard]] inline rubric<9, 5> system_maturity() { return detail::make(detail::system_maturity_data); }

/// How do people behave towards each other here? Nine behaviours in three groups (Perspective, Power, Participation), five levels.
/// The behaviours are those of Lankelly Chase; the descriptors are headway's own wording, edition "headway-1".
/// \return a new rubric; every call gives an equal one
/// Cost: a few microseconds. Threads: safe. Since 0.1. Checked by `rubrics_test`.
[[nodiscard]] inline rubric<9, 5> system_behaviours() { return detail::make(detail::system_behaviours_data); }

/// How good is the ground for change here? Nine conditions, each with what helps and what hinders, five levels.
/// The conditions are those described for Human Learning Systems; the descriptors are headway's own wording, edition "headway-1".
/// \return a new rubric; every call gives an equal one
/// Cost: a few microseconds. Threads: safe. Since 0.1. Checked by `rubrics_test`.
[[nodiscard]] inline rubric<9, 5> conditions_for_change() { return detail::make(detail::conditions_for_change_data); }

/// The ids of the built-in rubrics, in the order of the documentation.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `rubrics_test`.
[[nodiscard]] constexpr std::array<std::string_view, 3> ids() noexcept {
  return {detail::system_maturity_data.id, detail::system_behaviours_data.id, detail::conditions_for_change_data.id};
}

/// A built-in rubric by its id, when the id is known only at run time.
/// \param id exactly one of ids()
/// \return the same rubric as the function of that name, with dynamic extents
/// \throws error not_found listing the ids, and the nearest one when `id` looks like a slip of the keyboard
/// Cost: a few microseconds. Threads: safe. Since 0.1. Checked by `rubrics_test`.
[[nodiscard]] inline rubric<> find(std::string_view id) {
  if (id == detail::system_maturity_data.id) { return system_maturity().to_dynamic(); }
  if (id == detail::system_behaviours_data.id) { return system_behaviours().to_dynamic(); }
  if (id == detail::conditions_for_change_data.id) { return conditions_for_change().to_dynamic(); }
  const std::array known = ids();
  const std::vector<std::string> names(known.begin(), known.end());
  std::string message = "\"" + text::shown(id) + "\" is not a built-in rubric; there are ";
  for (std::size_t i = 0; i < names.size(); ++i) { message += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i]; }
  if (const auto near = text::nearest(id, names)) { message += "; did you mean \"" + names[*near] + "\"?"; }
  throw error{error_category::not_found, "rubrics::find", "id", message};
}

} // namespace headway::rubrics
