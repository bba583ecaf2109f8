#pragma once

/// \file
/// What the options of all models have in common.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "guard.hpp"

namespace headway::capi {

/// \throws error out_of_range naming the field unless the value is one of the codes 0 to `highest`
inline std::int32_t code_of(std::int32_t value, std::int32_t highest, std::string_view field) {
  if (value < 0 || value > highest) { fail(error_category::out_of_range, field, std::to_string(value) + " is not allowed; it must be 0 to " + std::to_string(highest)); }
  return value;
}

/// The caller's progress function as models take it: told a share that grows towards 1, however long the search.
template <class Options> std::function<bool(std::size_t, double)> progress_of(const Options& given) {
  if (given.progress == nullptr) { return {}; }
  return [progress = given.progress, payload = given.progress_payload](std::size_t evaluations, double) {
    return progress(1.0 - 20.0 / (20.0 + static_cast<double>(evaluations)), payload) != 0;
  };
}

} // namespace headway::capi
