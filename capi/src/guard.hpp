#pragma once

/// \file
/// The one barrier between C and C++: every body of the C interface runs inside `guarded`, and no exception passes it.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include <headway.h>

#include <headway/base/error.hpp>
#include <headway/base/text.hpp>

namespace headway::capi {

/// Writes the exception being handled into `err`, as far as the caller's struct has room, and gives its status.
/// Allocates nothing, so it also reports that memory has run out. Call only inside a catch block.
[[nodiscard]] headway_status report(const char* function, headway_error* err) noexcept;

/// Leaves "no error" in `err`.
void report_success(headway_error* err) noexcept;

/// Runs `body`; an exception becomes a status and a filled `err`.
template <class Body>
[[nodiscard]] headway_status guarded(const char* function, headway_error* err, Body&& body) noexcept {
  try {
    std::forward<Body>(body)();
  } catch (...) {
    return report(function, err);
  }
  report_success(err);
  return HEADWAY_OK;
}

/// Throws an error whose function is filled in by the guard.
[[noreturn]] inline void fail(error_category category, std::string_view argument, std::string message, std::int64_t row = error::no_row) {
  throw error{category, {}, std::string{argument}, std::move(message), row};
}

/// The object behind a pointer that must not be NULL.
template <class Value>
Value& needed(Value* pointer, std::string_view argument) {
  if (pointer == nullptr) { fail(error_category::invalid_argument, argument, "is NULL"); }
  return *pointer;
}

/// A text given as pointer and length.
inline std::string_view text_of(const char* text, std::size_t length, std::string_view argument) {
  if (text == nullptr && length != 0) {
    fail(error_category::invalid_argument, argument, "is NULL, and its length is " + std::to_string(length));
  }
  return text == nullptr ? std::string_view{} : std::string_view{text, length};
}

/// A position that must be less than `size`.
inline std::size_t position_of(std::size_t position, std::size_t size, std::string_view argument) {
  if (position >= size) {
    fail(error_category::out_of_range, argument,
         std::to_string(position) + (size == 0 ? " is not allowed; there are none" : " is not allowed; it must be 0 to " + std::to_string(size - 1)));
  }
  return position;
}

/// A buffer that must be there when it has room.
template <class Value>
Value* buffer_of(Value* buffer, std::size_t capacity, std::string_view argument) {
  if (buffer == nullptr && capacity != 0) {
    fail(error_category::invalid_argument, argument, "is NULL, and its capacity is " + std::to_string(capacity));
  }
  return buffer;
}

/// The caller's struct in this version's layout: fields it does not know yet are zero, fields we do not know must be.
/// \param least the size of the struct in the version that introduced it
template <class Struct>
Struct sized(const Struct* given, std::size_t least, std::string_view argument) {
  Struct own;
  std::memset(&own, 0, sizeof own);
  own.struct_size = sizeof own;
  if (given == nullptr) { return own; }
  const std::size_t size = given->struct_size;
  if (size < least) {
    fail(error_category::invalid_argument, argument,
         "has struct_size " + std::to_string(size) + "; set every byte to 0 and struct_size to sizeof, which is at least " + std::to_string(least));
  }
  const auto* bytes = reinterpret_cast<const unsigned char*>(given);
  if (size > sizeof own && std::any_of(bytes + sizeof own, bytes + size, [](unsigned char b) { return b != 0; })) {
    fail(error_category::incompatible, argument,
         "sets a field that this version of the library does not know; it has " + std::to_string(sizeof own) + " bytes, not " + std::to_string(size));
  }
  std::memcpy(&own, given, (std::min)(size, sizeof own));
  own.struct_size = sizeof own;
  return own;
}

/// Every byte of the caller's struct 0 and its size set, whatever version the caller was compiled with.
template <class Struct>
void initialise(Struct* given, std::size_t struct_size) noexcept {
  if (given == nullptr || struct_size < sizeof given->struct_size) { return; }
  std::memset(given, 0, struct_size);
  given->struct_size = static_cast<std::uint32_t>(struct_size);
}

} // namespace headway::capi
