#pragma once

/// \file
/// The caller's `headway_read_options` as the C++ readers take them.

#include <string>

#include "guard.hpp"
#include "handle.hpp"

#include <headway/io/options.hpp>

namespace headway::capi {

/// Size of `headway_read_options` in 0.1, its first version: four numbers, and ten fields of a pointer's size.
inline constexpr std::size_t first_read_options_size = 16 + 10 * sizeof(void*);

/// \throws error out_of_range or invalid_argument naming the field
inline io::read_options read_options_of(const headway_read_options* options) {
  const auto given = sized(options, first_read_options_size, "options");
  const auto code = [](std::int32_t value, std::int32_t highest, std::string_view field) {
    if (value < 0 || value > highest) {
      fail(error_category::out_of_range, field, std::to_string(value) + " is not allowed; it must be 0 to " + std::to_string(highest));
    }
  };
  code(given.mode, HEADWAY_MODE_JUDGE, "mode");
  code(given.dates, HEADWAY_DATES_MONTH_FIRST, "dates");
  code(given.separator, 127, "separator");
  io::read_options out;
  out.mode = static_cast<score_mode>(given.mode);
  out.dates = static_cast<io::date_order>(given.dates);
  out.separator = static_cast<char>(given.separator);
  if (given.field_limit != 0) { out.field_limit = given.field_limit; }
  out.community = text_of(given.community, given.community_length, "community");
  out.round = text_of(given.round, given.round_length, "round");
  buffer_of(given.mapping_headers, given.mapping_count, "mapping_headers");
  buffer_of(given.mapping_roles, given.mapping_count, "mapping_roles");
  for (std::size_t i = 0; i < given.mapping_count; ++i) {
    const headway_text& header = given.mapping_headers[i];
    const headway_text& role = given.mapping_roles[i];
    out.mapping.push_back({std::string{text_of(header.data, header.length, "mapping_headers")}, std::string{text_of(role.data, role.length, "mapping_roles")}});
  }
  if (given.progress != nullptr) {
    out.progress = [progress = given.progress, payload = given.progress_payload](double done) { return progress(done, payload) == 0; };
  }
  return out;
}

} // namespace headway::capi
