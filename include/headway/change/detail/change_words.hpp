#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <headway/base/status.hpp>
#include <headway/base/words.hpp>
#include <headway/change/same_people.hpp>

/// \file
/// The sentences about change: whole people, no percentages, no stars, and a question where one is due.

namespace headway::change::detail {

/// The two rounds as people call them, and how many dimensions were looked at together.
struct change_labels {
  std::string_view from{};
  std::string_view to{};
  std::size_t dimensions{1};
};

inline std::string count_or_none(std::uint32_t count) { return count == 0 ? "none" : std::to_string(count); }

/// "1.4", "12", "more than 100": odds that are at least 1.
inline std::string odds_text(double odds) {
  if (odds > 100.0) { return "more than 100"; }
  if (odds >= 10.0) { return std::to_string(static_cast<std::int64_t>(odds)); }
  const auto tenths = static_cast<std::int64_t>(odds * 10.0); // towards 1, so that "at least" stays true
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

/// "Of the 9 people who marked it in R1 and in R2, 5 now wrote higher, 3 the same and 1 lower."
inline std::string say_moves(const exact::paired_change_result& r, const change_labels& at) {
  const std::string rounds = "in " + std::string{at.from} + " and in " + std::string{at.to};
  if (r.n == 0) { return "Nobody marked it both " + rounds + ": what changed cannot be told from who came."; }
  if (r.n == 1) { return "The one person who marked it " + rounds + (r.up == 1 ? " now wrote higher." : r.down == 1 ? " now wrote lower." : " wrote the same."); }
  if (r.held == r.n) { return "All " + words::people(r.n) + " who marked it " + rounds + " wrote the same both times."; }
  return "Of the " + words::people(r.n) + " who marked it " + rounds + ", " + count_or_none(r.up) + " now wrote higher, " + count_or_none(r.held) + " the same and " +
         count_or_none(r.down) + " lower.";
}

/// Why these people could not have shown a change; empty where they could.
inline std::string say_floor(const exact::paired_change_result& r, confidence_level confidence) {
  if (r.n == 0 || exact::could_show(r, confidence)) { return {}; }
  const std::uint32_t movers = r.up + r.down;
  if (movers == 0) { return "With " + words::people(r.n) + " this panel could not have shown a change, even if all had moved the same way."; }
  if (movers == 1) { return "Only 1 person moved: this panel could not have shown a change, whichever way that was."; }
  return "Only " + words::people(movers) + " moved: this panel could not have shown a change, even with " + (movers == 2 ? "both" : "all " + std::to_string(movers)) +
         " going the same way.";
}

/// How sure the direction is.
inline std::string say_direction(const same_people_dimension& one, const change_labels& at, const same_people_options& options) {
  const exact::paired_change_result& r = one.alone;
  if (r.n == 0) { return {}; }
  const std::string looked = options.together && at.dimensions > 1 ? ", with all " + std::to_string(at.dimensions) + " dimensions looked at together" : "";
  if (one.way == direction::moved || one.way == direction::slipped) {
    std::string out = "That is more than chance would do" + looked + ".";
    const double least = one.way == direction::moved ? r.change_low.value_or(0.0) : -r.change_high.value_or(0.0);
    const std::string way = one.way == direction::moved ? "up" : "down";
    if (!r.change && least > 0.0) {
      out += " All " + std::to_string(r.up + r.down) + " who moved went " + way + ": a step " + way + " is at least " + odds_text(std::exp(least)) +
             " times as likely as one the other way.";
    }
    return out;
  }
  if (one.way == direction::held) { return r.held == r.n ? "That is enough to say it held." : "Most stayed where they were: that is enough to say it held."; }
  if (!exact::could_show(r, options.confidence)) { return say_floor(r, options.confidence); }
  if (options.together && exact::direction_of(r, r.p_two_sided, options.confidence) != direction::cannot_tell) {
    return "By itself that would be more than chance does, but among " + std::to_string(at.dimensions) + " dimensions one may look so by chance.";
  }
  return "Chance alone could well do that.";
}

/// Sentences one after another, the empty ones left out.
template <class... Texts> std::string sentences(const Texts&... texts) {
  std::string out;
  const auto add = [&](std::string_view text) {
    if (text.empty()) { return; }
    if (!out.empty()) { out += ' '; }
    out += text;
  };
  (add(texts), ...);
  return out;
}

} // namespace headway::change::detail
