#pragma once

/// \file
/// Numbers of people as sentences say them: "3 of 14 people", "none of the 9 people".

#include <cstdint>
#include <string>

/// The few words that sentences about people share. Nothing here depends on a language setting: sentences are English.
namespace headway::words {

/// "1 person", "14 people".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `words_test`.
[[nodiscard]] inline std::string people(std::uint64_t count) { return count == 1 ? "1 person" : std::to_string(count) + " people"; }

/// "3 of 14 people", "all 9 people", "none of the 9 people".
/// \param part at most `all`
/// Cost: constant. Threads: safe. Since 0.1. Checked by `words_test`.
[[nodiscard]] inline std::string of_people(std::uint64_t part, std::uint64_t all) {
  if (part == all && all > 1) { return "all " + people(all); }
  return part == 0 && all > 1 ? "none of the " + people(all) : std::to_string(part) + " of " + people(all);
}

/// The same at the beginning of a sentence: "None of the 9 people".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `words_test`.
[[nodiscard]] inline std::string starting_people(std::uint64_t part, std::uint64_t all) {
  std::string out = of_people(part, all);
  if (out.front() >= 'a' && out.front() <= 'z') { out.front() = static_cast<char>(out.front() - 'a' + 'A'); }
  return out;
}

} // namespace headway::words
