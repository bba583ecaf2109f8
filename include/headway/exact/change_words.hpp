#pragma once

/// \file
/// A change in plain words: whole people, no percentages, no stars.

#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/base/words.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/direction.hpp>
#include <headway/exact/paired_change.hpp>
#include <headway/exact/transitions.hpp>

namespace headway::exact {

/// Options of `change_in_words`.
struct change_words_options {
  confidence_level confidence{0.95};          ///< a change must reach p <= 1 - confidence
  tail_rule interval{tail_rule::mid_p};       ///< of the interval that "at least" comes from
  std::optional<double> p_adjusted{};         ///< decides instead of p_two_sided, where several dimensions are looked at together; 0 to 1
};

/// A change in words, and what they rest on. Since 0.1.
struct change_words {
  direction way{direction::cannot_tell};
  std::string words{};                        ///< all that is to be said: who moved, what that comes to, and why nothing more can be told
  std::optional<std::string> floor{};         ///< of that, why these people could not have shown a change; none where they could
  paired_change_result change{};              ///< the figures behind the words; where nobody moved its status is no_variation, with or without a `floor`
  friend bool operator==(const change_words&, const change_words&) = default;
};

namespace detail {

inline std::string number_or_none(std::uint32_t count) { return count == 0 ? "none" : std::to_string(count); }

/// "1.4", "12", "more than 100": odds that are at least 1.
inline std::string odds_text(double odds) {
  if (odds > 100.0) { return "more than 100"; }
  if (odds >= 10.0) { return std::to_string(static_cast<std::int64_t>(odds)); }
  const auto tenths = static_cast<std::int64_t>(odds * 10.0); // towards 1, so that "at least" stays true
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

/// "Of the 9 people who marked both times, 5 marked higher, 3 the same and 1 lower."
inline std::string say_moves(const paired_change_result& r) {
  if (r.n == 0) { return "Nobody marked both times: what changed cannot be told."; }
  if (r.n == 1) { return std::string{"The one person who marked both times marked "} + (r.up == 1 ? "higher." : r.down == 1 ? "lower." : "the same."); }
  if (r.held == r.n) { return "All " + words::people(r.n) + " who marked both times marked the same."; }
  return "Of the " + words::people(r.n) + " who marked both times, " + number_or_none(r.up) + " marked higher, " + number_or_none(r.held) + " the same and " +
         number_or_none(r.down) + " lower.";
}

/// Why these people could not have shown a change; empty where they could.
inline std::string say_floor(const paired_change_result& r, confidence_level confidence) {
  if (r.n == 0 || could_show(r, confidence)) { return {}; }
  const std::uint32_t movers = r.up + r.down;
  if (movers == 0) { return "With " + words::people(r.n) + " this panel could not have shown it, even if all had moved the same way."; }
  if (movers == 1) { return "Only 1 person moved: this panel could not have shown it, whichever way that was."; }
  return "Only " + words::people(movers) + " moved: this panel could not have shown it, even with all " + std::to_string(movers) + " going the same way.";
}

/// What the moves come to.
inline std::string say_direction(const paired_change_result& r, direction way) {
  if (way == direction::held) { return r.held == r.n ? "That is enough to say it held." : "Most stayed where they were: that is enough to say it held."; }
  if (way == direction::cannot_tell) { return "Chance alone could well do that."; }
  std::string out = "That is more than chance would do.";
  const bool up = way == direction::moved;
  const double least = up ? r.change_low.value_or(0.0) : -r.change_high.value_or(0.0);
  const std::string to = up ? "up" : "down";
  if (!r.change && least > 0.0) {
    out += " All " + std::to_string(r.up + r.down) + " who moved went " + to + ": a step " + to + " is at least " + odds_text(std::exp(least)) +
           " times as likely as one the other way.";
  }
  if (!up) { out += " Before it is read as a loss: do people mark harder now than then?"; }
  return out;
}

} // namespace detail

/// A change of the same people in plain words: moved, held, slipped, or cannot tell and why.
/// Definition: the direction by `direction_of`; who moved in whole people; where all went one way, what the change is at least; and where those who moved
/// are too few ever to reach p <= 1 - confidence, the sentence that this panel could not have shown it, never that nothing changed. A fall is
/// offered first as a question about harder marking.
/// Missing and edge cases: nobody with both marks: cannot_tell, status no_data. Nobody moved: held when there are enough people to say so.
/// \param of who went from which level to which \throws error out_of_range for p_adjusted, or for more than 100000 movers
/// Cost: that of `paired_change`. Threads: safe. Since 0.1. Checked by `change_words_test`.
[[nodiscard]] inline change_words change_in_words(const transitions& of, const change_words_options& options = {}) {
  if (options.p_adjusted && !(*options.p_adjusted >= 0.0 && *options.p_adjusted <= 1.0)) {
    throw error{error_category::out_of_range, "change_in_words", "p_adjusted", std::to_string(*options.p_adjusted) + " is not allowed; it must be 0 to 1"};
  }
  change_words out;
  out.change = paired_change(of, {.confidence = options.confidence, .interval = options.interval});
  out.way = direction_of(out.change, options.p_adjusted.value_or(out.change.p_two_sided), options.confidence);
  out.words = detail::say_moves(out.change);
  if (out.change.n == 0) { return out; }
  const std::string floor = detail::say_floor(out.change, options.confidence);
  if (!floor.empty()) { out.floor = floor; }
  // movers who could not have shown a change say nothing more, unless those who stayed say that it held
  const bool silent = out.way == direction::cannot_tell && out.floor.has_value();
  if (!silent) {
    const bool together = out.way == direction::cannot_tell && options.p_adjusted && detail::reaches(out.change.p_two_sided, 1.0 - options.confidence.value());
    out.words += " " + (together ? std::string{"By itself that would be more than chance does, but among several dimensions one may look so by chance."}
                                 : detail::say_direction(out.change, out.way));
  }
  if (out.floor && out.way != direction::held) { out.words += " " + *out.floor; }
  return out;
}

/// The same from two lists of marks, one pair a person.
/// \param before,after 0-based levels, or a negative number where there is none; equally long \param levels 2 to 16
/// \throws error as the first; invalid_argument for unequal lengths; out_of_range for levels, or with the row for a mark past the scale
/// Cost: O(pairs) and the first. Threads: safe. Since 0.1. Checked by `change_words_test`.
[[nodiscard]] inline change_words change_in_words(std::span<const std::int8_t> before, std::span<const std::int8_t> after, std::size_t levels,
                                                  const change_words_options& options = {}) {
  return change_in_words(detail::transitions_of(before, after, levels, "change_in_words"), options);
}

/// The result as a table of one row: direction, words, floor (missing where these people could have shown a change), n, up, held, down, p_two_sided, p_min, status.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `change_words_test`.
[[nodiscard]] inline table to_table(const change_words& r) {
  table out;
  for (const char* column : {"direction", "words", "floor"}) { out.add(column, column_type::text); }
  for (const char* column : {"n", "up", "held", "down"}) { out.add(column, column_type::integer); }
  for (const char* column : {"p_two_sided", "p_min"}) { out.add(column, column_type::real); }
  out.add("status", column_type::text);
  out.push_row(name(r.way), r.words, r.floor, r.change.n, r.change.up, r.change.held, r.change.down, r.change.p_two_sided, r.change.p_min, name(r.change.status));
  return out;
}

} // namespace headway::exact
