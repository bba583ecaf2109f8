#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <headway/base/error.hpp>

namespace headway::check {

/// Throws unless `condition`: the named check behind every argument test that has no name of its own.
/// \throws error invalid_argument with `message` when the condition is false
/// Since 0.1. Checked by `check_test`.
inline void that(bool condition, std::string_view function, std::string_view argument, std::string_view message) {
  if (!condition) {
    throw error{error_category::invalid_argument, std::string{function}, std::string{argument}, std::string{message}};
  }
}

/// Throws unless lowest <= value <= highest.
/// \throws error out_of_range naming the value and the allowed range
/// Since 0.1. Checked by `check_test`.
inline void bounded(std::int64_t value, std::int64_t lowest, std::int64_t highest, std::string_view function,
                    std::string_view argument) {
  if (value < lowest || value > highest) {
    throw error{error_category::out_of_range, std::string{function}, std::string{argument},
                std::to_string(value) + " is not allowed; it must be " + std::to_string(lowest) + " to " +
                    std::to_string(highest)};
  }
}

/// Throws unless two lengths are equal.
/// \throws error invalid_argument naming both lengths
/// Since 0.1. Checked by `check_test`.
inline void same_length(std::size_t value, std::size_t expected, std::string_view function, std::string_view argument) {
  if (value != expected) {
    throw error{error_category::invalid_argument, std::string{function}, std::string{argument},
                "has " + std::to_string(value) + " values where " + std::to_string(expected) + " are needed"};
  }
}

} // namespace headway::check
