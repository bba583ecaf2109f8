#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <headway/agreement/detail/sector_words.hpp>
#include <headway/core/scale.hpp>
#include <headway/core/score.hpp>
#include <headway/exact/sign_test.hpp>
#include <headway/numeric/order.hpp>

/// \file
/// Sentences about an agreed mark and what people had written themselves: people and levels, no decimals.

namespace headway::agreement::detail {

/// What the sentences are about. Levels are 0-based.
struct room_facts {
  numeric::level_range mark{};    ///< what the room agreed: one level, or a range where it wrote one
  std::string written{};          ///< as written, where it is not one level
  numeric::level_range middle{};  ///< low and high median of people's own marks
  numeric::level_range chosen{};  ///< lowest and highest own mark
  std::uint64_t n{};
  std::uint64_t below{};          ///< people whose own mark is below the room's
  std::uint64_t above{};
  std::uint64_t away{};           ///< people two or more levels from it
  std::int64_t shift{};           ///< levels from the middle of people's marks
};

inline std::string people_words(std::uint64_t count) { return count == 1 ? "1 person" : std::to_string(count) + " people"; }

/// "3", or "3 to 4" for a range.
template <std::size_t Levels> std::string range_words(const scale<Levels>& scale, const numeric::level_range& range) {
  return std::to_string(scale.value(range.low)) + (range.low == range.high ? std::string{} : " to " + std::to_string(scale.value(range.high)));
}

inline std::string or_none(std::uint64_t count) { return count == 0 ? "none" : std::to_string(count); }

/// The agreed mark beside people's own. \param moderated whether it was set after the room, across communities
template <std::size_t Levels> std::string say_room_against(const room_facts& f, const scale<Levels>& scale, bool moderated) {
  std::string out = moderated ? "Moderation set " : f.written.empty() ? "The room agreed " : "The room wrote ";
  out += f.written.empty() ? std::to_string(scale.value(f.mark.low)) : "\"" + f.written + "\"";
  if (f.n == 0) { return out + "; no own marks are on file."; }
  const bool alone = f.n == 1;
  const std::string everybody = alone ? "the mark of the one person" : "every mark of the " + people_words(f.n);
  if (f.mark.low > f.chosen.high) {
    out += ", above " + everybody + " (" + (alone ? "" : "highest ") + std::to_string(scale.value(f.chosen.high)) + ")";
  } else if (f.mark.high < f.chosen.low) {
    out += ", below " + everybody + " (" + (alone ? "" : "lowest ") + std::to_string(scale.value(f.chosen.low)) + ")";
  } else if (f.shift != 0) {
    const std::uint64_t size = static_cast<std::uint64_t>(f.shift < 0 ? -f.shift : f.shift);
    out += ", " + number_word(size) + (size == 1 ? " level " : " levels ") + (f.shift > 0 ? "above" : "below") + " the middle of the " + people_words(f.n) + "'s marks (" +
           range_words(scale, f.middle) + ")";
  } else {
    const bool on_it = f.middle.low == f.middle.high && f.mark.low == f.mark.high;
    out += (on_it ? ", which is the middle of the " : ", around the middle of the ") + people_words(f.n) + "'s marks" + (on_it ? std::string{} : " (" + range_words(scale, f.middle) + ")");
  }
  if (alone) { return out + "."; }
  out += "; " + or_none(f.below) + " had written less and " + or_none(f.above) + " more";
  if (f.away > 0) { out += ", " + std::to_string(f.away) + " of them two or more levels away"; }
  return out + ".";
}

/// A room that did not agree.
template <std::size_t Levels> std::string say_no_agreement(const room_facts& f, const scale<Levels>& scale) {
  const std::string out = "The room did not agree on a mark";
  if (f.n == 0) { return out + ", and no own marks are on file."; }
  if (f.n == 1) { return out + "; one person's own mark is on file."; }
  return out + "; the " + people_words(f.n) + (f.chosen.low == f.chosen.high ? " all wrote " : " wrote ") + range_words(scale, f.chosen) + ".";
}

/// Whether rooms agree upwards. \param beyond agreed marks outside all individual marks
inline std::string say_shift(const exact::sign_test_result& test, std::uint32_t beyond, double level) {
  if (test.n == 0) { return "No agreed mark can be set against people's own."; }
  const auto marks = [](std::uint64_t count) { return count == 1 ? std::string{"1 agreed mark"} : std::to_string(count) + " agreed marks"; };
  std::string out = "Of " + marks(test.n) + " " + or_none(test.up) + (test.up == 1 ? " lies" : " lie") + " above the middle of people's own marks, " + or_none(test.down) + " below";
  if (beyond > 0) { out += ", and " + std::to_string(beyond) + " beyond every one of them"; }
  if (test.up + test.down == 0) { return out + "."; }
  return out + "; " + chance_words(test.p_two_sided, test.p_min, level, "so few could not have shown a leaning") + ".";
}

} // namespace headway::agreement::detail
