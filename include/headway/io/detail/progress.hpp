#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include <headway/base/error.hpp>
#include <headway/io/options.hpp>

/// \file
/// Telling the caller how far a long reading is. Who does not ask pays nothing.

namespace headway::io::detail {

/// Tells the caller the share that is done, -1 where it is not known.
/// \throws error cancelled when the caller asks to stop
inline void tell_progress(const read_options& options, double done, const char* function) {
  if (options.progress && !options.progress(done)) { throw error{error_category::cancelled, function, "progress", "the caller asked to stop"}; }
}

/// Hands a whole text to `take(bytes, last)`: at once, or in pieces with news between them when the caller wants to hear.
/// \throws error cancelled when the caller asks to stop
template <class Take>
void take_telling(std::string_view text, const read_options& options, const char* function, Take&& take) {
  constexpr std::size_t piece = std::size_t{1} << 20; // some ten milliseconds of work
  std::size_t done = 0;
  if (options.progress) {
    for (; text.size() - done > piece; done += piece) {
      tell_progress(options, static_cast<double>(done) / static_cast<double>(text.size()), function);
      take(text.substr(done, piece), false);
    }
    tell_progress(options, text.empty() ? 0.0 : static_cast<double>(done) / static_cast<double>(text.size()), function);
  }
  take(text.substr(done), true);
}

/// Makes a taker of blocks tell the caller how far it is: by share where the first block is all there is, without where more may come.
template <class Take>
[[nodiscard]] auto telling(const read_options& options, const char* function, Take take) {
  return [&options, function, take = std::move(take), first = true](std::string_view block, bool last) mutable {
    if (std::exchange(first, false) && last) { return take_telling(block, options, function, take); }
    tell_progress(options, -1.0, function);
    take(block, last);
  };
}

} // namespace headway::io::detail
