// Errors, version, and the structs callers set up.

#include "codes.hpp"
#include "guard.hpp"

#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>

#include <headway/version.hpp>

namespace headway::capi {

namespace {

/// Whether the caller's struct holds the `size` bytes at `offset`.
bool has_room(const headway_error* err, std::size_t offset, std::size_t size) noexcept { return err->struct_size >= offset + size; }

/// Copies text with a closing NUL, cut between characters when it is too long.
template <std::size_t Capacity>
void put(char (&to)[Capacity], std::string_view text) noexcept {
  std::size_t size = (std::min)(text.size(), Capacity - 1);
  if (size < text.size()) {
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) { --size; }
  }
  std::copy_n(text.data(), size, to);
  to[size] = '\0';
}

headway_status fill(headway_error* err, headway_status status, std::string_view function, std::string_view argument, std::int64_t row,
                    std::string_view message) noexcept {
  if (err == nullptr) { return status; }
  if (has_room(err, offsetof(headway_error, status), sizeof err->status)) { err->status = status; }
  if (has_room(err, offsetof(headway_error, row), sizeof err->row)) { err->row = row; }
  if (has_room(err, offsetof(headway_error, function), sizeof err->function)) { put(err->function, function); }
  if (has_room(err, offsetof(headway_error, argument), sizeof err->argument)) { put(err->argument, argument); }
  if (has_room(err, offsetof(headway_error, message), sizeof err->message)) { put(err->message, message); }
  return status;
}

} // namespace

headway_status report(const char* function, headway_error* err) noexcept {
  try {
    throw;
  } catch (const error& e) {
    return fill(err, static_cast<headway_status>(e.category()), function, e.argument(), e.row(), e.message());
  } catch (const std::bad_alloc&) {
    return fill(err, HEADWAY_OUT_OF_MEMORY, function, {}, error::no_row, "an allocation failed");
  } catch (const std::length_error&) {
    return fill(err, HEADWAY_LIMIT, function, {}, error::no_row, "more elements than this machine can address");
  } catch (const std::exception& e) {
    return fill(err, HEADWAY_INTERNAL, function, {}, error::no_row, e.what());
  } catch (...) {
    return fill(err, HEADWAY_INTERNAL, function, {}, error::no_row, "an exception of unknown type");
  }
}

void report_success(headway_error* err) noexcept { fill(err, HEADWAY_OK, {}, {}, error::no_row, {}); }

} // namespace headway::capi

extern "C" {

const char* headway_version(void) noexcept { return HEADWAY_VERSION; }

const char* headway_status_name(headway_status status) noexcept {
  return status == HEADWAY_OK ? "ok" : headway::name(static_cast<headway::error_category>(status)).data();
}

void headway_error_init(headway_error* err, size_t struct_size) noexcept {
  headway::capi::initialise(err, struct_size);
  if (struct_size >= sizeof err->struct_size) { headway::capi::report_success(err); }
}

} // extern "C"
