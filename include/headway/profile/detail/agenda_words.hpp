#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <headway/base/words.hpp>
#include <headway/numeric/order.hpp>
#include <headway/profile/rounds.hpp>

/// \file
/// The sentences of the agenda: counts of people, no percentages, no decimals, and a question to open the talk with.

namespace headway::profile::detail {

/// What the sentences are about, in scale values and people.
struct agenda_facts {
  std::span<const std::uint32_t> counts{};  ///< people per level; empty when withheld
  std::span<const std::int32_t> values{};   ///< what people write for each level
  std::uint32_t n{};
  std::uint32_t asked{};                    ///< marks and missing marks together
  std::uint32_t dont_know{};
  std::uint32_t away{};                     ///< people two or more levels from the middle
  numeric::level_range median{};
  std::int64_t room{-1};                    ///< level the room agreed on, -1 when none
  movement moved{};
  std::string_view since{};                 ///< label of the round before
};

using words::of_people;
using words::people;
using words::starting_people;

inline std::string number(std::uint64_t value) { return std::to_string(value); }
inline std::string or_none(std::uint64_t count) { return count == 0 ? "none" : number(count); }
inline std::string value_at(const agenda_facts& f, std::size_t level) { return std::to_string(f.values[level]); }

/// People at `level` or below.
inline std::uint32_t at_or_below(const agenda_facts& f, std::size_t level) {
  std::uint32_t sum = 0;
  for (std::size_t k = 0; k <= level && k < f.counts.size(); ++k) { sum += f.counts[k]; }
  return sum;
}
/// People at `level` or above.
inline std::uint32_t at_or_above(const agenda_facts& f, std::size_t level) {
  return f.n - (level == 0 ? 0 : at_or_below(f, level - 1));
}
/// "1", "1 or 2", "1 to 3": the levels first..last as people write them.
inline std::string levels_text(const agenda_facts& f, std::size_t first, std::size_t last) {
  if (first == last) { return value_at(f, first); }
  return value_at(f, first) + (last == first + 1 ? " or " : " to ") + value_at(f, last);
}
/// The lowest and the highest level anybody chose.
inline numeric::level_range chosen(const agenda_facts& f) {
  numeric::level_range out{0, static_cast<std::uint32_t>(f.counts.size() - 1)};
  while (out.low < out.high && f.counts[out.low] == 0) { ++out.low; }
  while (out.high > out.low && f.counts[out.high] == 0) { --out.high; }
  return out;
}

inline std::string say_two_camps(const agenda_facts& f) {
  const std::size_t low_end = f.counts.size() / 2 - 1; // the last level under the middle of the scale
  const std::size_t high_end = f.counts.size() - 1 - low_end;
  return starting_people(at_or_below(f, low_end), f.n) + " wrote " + levels_text(f, 0, low_end) + " and " + number(at_or_above(f, high_end)) + " wrote " +
         levels_text(f, high_end, f.counts.size() - 1) + ": what do the two groups see that the other does not?";
}
inline std::string say_far_apart(const agenda_facts& f) {
  return starting_people(f.away, f.n) + (f.away == 1 ? " is" : " are") + " two or more levels from the middle: what " + (f.away == 1 ? "does that person" : "do they") +
         " see that others do not?";
}
inline std::string say_room(const agenda_facts& f) {
  const auto room = static_cast<std::size_t>(f.room);
  const numeric::level_range range = chosen(f);
  const std::string agreed = "The room agreed " + value_at(f, room);
  if (room > range.high) { return agreed + ", above every mark of the " + people(f.n) + " (highest " + value_at(f, range.high) + "): what was said that made the difference?"; }
  if (room < range.low) { return agreed + ", below every mark of the " + people(f.n) + " (lowest " + value_at(f, range.low) + "): what was said that made the difference?"; }
  const bool up = room > f.median.high;
  const std::size_t beside = up ? f.median.high : f.median.low;
  const bool at_the_end = beside == (up ? 0 : f.counts.size() - 1);
  const std::string beside_text = value_at(f, beside) + (at_the_end ? "" : up ? " or lower" : " or higher");
  const std::uint32_t there = up ? at_or_below(f, beside) : at_or_above(f, beside);
  return agreed + "; " + of_people(there, f.n) + " had written " + beside_text + ": what was said that made the difference?";
}
inline std::string say_marks(const agenda_facts& f) {
  const numeric::level_range range = chosen(f);
  return people(f.n) + " marked it, " + (range.low == range.high ? (f.n == 1 ? "at " : "all at ") + value_at(f, range.low) : "from " + value_at(f, range.low) + " to " + value_at(f, range.high));
}
inline std::string say_dont_know(const agenda_facts& f) {
  return number(f.dont_know) + " of " + people(f.asked) + " said they do not know: what would people need to see?";
}
inline std::string say_moved(const agenda_facts& f) {
  const bool up = f.moved.up > f.moved.down;
  return "Of the " + people(f.moved.n()) + " who marked it in " + std::string{f.since} + " too, " + number(up ? f.moved.up : f.moved.down) + " now wrote " +
         (up ? "higher" : "lower") + " and " + or_none(up ? f.moved.down : f.moved.up) + (up ? " lower" : " higher") +
         (up ? ": what did they see happen?" : ": do people now ask more of the same words, or did something slip?");
}
inline std::string say_shared_gap(const agenda_facts& f) {
  return starting_people(at_or_below(f, f.median.high), f.n) + " wrote " + levels_text(f, 0, f.median.high) + ": what would a first step look like?";
}
inline std::string say_build_on(const agenda_facts& f) {
  return starting_people(at_or_above(f, f.median.low), f.n) + " wrote " + levels_text(f, f.median.low, f.counts.size() - 1) +
         ": what made it possible, and what could lean on it?";
}
inline std::string say_spread_out(const agenda_facts& f) { return say_marks(f) + ", without a clear middle: what are people looking at when they mark it?"; }
inline std::string say_nothing_stands_out(const agenda_facts& f) {
  return say_marks(f) + ", most near " + levels_text(f, f.median.low, f.median.high) + ": is there anything the marks do not show?";
}

} // namespace headway::profile::detail
