#pragma once

#include <cstdint>

/// \file
/// The structures of the Arrow C data interface and C stream interface: how tables pass between libraries of one process without a copy
/// and without a common header. Their members, and the macros that let several definitions of them live in one program, are fixed by the
/// specification (arrow.apache.org/docs/format/CDataInterface.html and CStreamInterface.html).

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

extern "C" {

/// What an array holds: its type as a short text, its name and its parts. Whoever has it calls `release` once; NULL there means released.
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  std::int64_t flags;
  std::int64_t n_children;
  ArrowSchema** children;
  ArrowSchema* dictionary;
  void (*release)(ArrowSchema*); ///< gives everything back, children and dictionary too
  void* private_data;
};

/// The values of an array as plain buffers. Whoever has it calls `release` once; NULL there means released.
struct ArrowArray {
  std::int64_t length;
  std::int64_t null_count;
  std::int64_t offset;
  std::int64_t n_buffers;
  std::int64_t n_children;
  const void** buffers;
  ArrowArray** children;
  ArrowArray* dictionary;
  void (*release)(ArrowArray*); ///< gives everything back, children and dictionary too
  void* private_data;
};

} // extern "C"

#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

extern "C" {

/// Arrays of one type, one after the other. A result other than 0 is an errno number; an array whose `release` is NULL is the end.
struct ArrowArrayStream {
  int (*get_schema)(ArrowArrayStream*, ArrowSchema* out); ///< the type of every array of the stream
  int (*get_next)(ArrowArrayStream*, ArrowArray* out); ///< the next array, or a released one at the end
  const char* (*get_last_error)(ArrowArrayStream*); ///< why the last call failed, or NULL; lives until the next call
  void (*release)(ArrowArrayStream*); ///< gives the stream back; what it gave before stays
  void* private_data;
};

} // extern "C"

#endif
