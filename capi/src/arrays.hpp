#pragma once

/// \file
/// Plain arrays that a caller hands over, checked.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "guard.hpp"

#include <headway/base/types.hpp>

namespace headway::capi {

/// An array of `length` values.
template <class Value>
std::span<const Value> array_of(const Value* values, std::size_t length, std::string_view argument) {
  if (values == nullptr && length != 0) { fail(error_category::invalid_argument, argument, "is NULL, and its length is " + std::to_string(length)); }
  return {values, length};
}

/// A table of rows x columns values, row by row.
template <class Value>
std::span<const Value> matrix_of(const Value* values, std::size_t rows, std::size_t columns, std::string_view argument) {
  if (columns != 0 && rows > static_cast<std::size_t>(-1) / columns / sizeof(Value)) { fail(error_category::limit, argument, "has more values than this machine can address"); }
  return array_of(values, rows * columns, argument);
}

/// The confidence a caller asked for; 0 for 0.95.
inline confidence_level confidence_of(double given) {
  const bool own = given < 0.0 || given > 0.0 || !(given <= 0.0);
  return own ? confidence_level{given} : confidence_level{0.95};
}

/// Throws unless a field that means nothing to a function is 0.
inline void unused(bool zero, std::string_view field) {
  if (!zero) { fail(error_category::invalid_argument, field, "means nothing here; leave it 0"); }
}

} // namespace headway::capi
