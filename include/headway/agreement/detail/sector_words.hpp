#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <headway/agreement/group_gaps.hpp>
#include <headway/base/status.hpp>
#include <headway/core/select.hpp>
#include <headway/disclosure/groups.hpp>
#include <headway/exact/k_sample.hpp>

/// \file
/// Sentences about sectors: people and levels, no decimals, and what so few people could have shown.

namespace headway::agreement::detail {

/// "one", "two", .. "ten", then digits.
inline std::string number_word(std::uint64_t value) {
  constexpr std::array<std::string_view, 11> words{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"};
  return value < words.size() ? std::string{words[value]} : std::to_string(value);
}

/// "half a level", "one level", "one and a half levels": to the nearest half; empty for less than a quarter.
inline std::string levels_words(double levels) {
  const auto halves = static_cast<std::uint64_t>(std::floor(2.0 * std::abs(levels) + 0.5));
  if (halves == 0) { return {}; }
  if (halves == 1) { return "half a level"; }
  return number_word(halves / 2) + (halves % 2 == 1 ? " and a half levels" : halves == 2 ? " level" : " levels");
}

/// The first letter as a capital.
inline std::string capital(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') { text.front() = static_cast<char>(text.front() - 'a' + 'A'); }
  return text;
}

/// "people from council mark", "the one person from council marks", "people who state no sector mark".
inline std::string sector_marks(std::string_view sector, std::uint32_t n) {
  const bool stated = sector != sector_grouping::not_stated;
  const std::string from = stated ? " from " + std::string{sector} : n == 1 ? " who states no sector" : " who state no sector";
  return n == 1 ? "the one person" + from + " marks" : "people" + from + " mark";
}

/// "nobody from council", "nobody who states no sector".
inline std::string nobody_from(std::string_view sector) {
  return sector == sector_grouping::not_stated ? "nobody without a sector" : "nobody from " + std::string{sector};
}

/// What a p says in words. \param floor what is said where the panel was too small
inline std::string chance_words(std::optional<double> p, double p_min, double level, std::string_view floor = "this panel could not have shown a difference") {
  if (!p) { return "whether this is chance cannot be told"; }
  if (p_min > level) { return std::string{floor}; }
  return *p <= level ? "that is more than chance would give" : "this could be chance";
}

/// Said where all sectors had to be joined.
inline constexpr std::string_view too_small_to_tell = "The sectors here are too small to be told apart.";

/// One group against the rest. \param dimension its name, or empty for all dimensions together
inline std::string say_gap(const group_gap& row, std::string_view sector, std::string_view dimension, double level, bool sectors_known) {
  const bool pooled = dimension.empty();
  const std::string on = pooled ? std::string{} : " " + std::string{dimension};
  if (row.status == status::no_data) { return capital(nobody_from(sector)) + (pooled ? " marked anything." : " marked" + on + "."); }
  if (sector == disclosure::all_sectors) { return std::string{too_small_to_tell}; }
  if (row.status == status::not_comparable) {
    return sectors_known ? "All marks" + (pooled ? std::string{} : " on" + on) + " come from one sector: there is nobody to compare it with."
                         : "Nobody states a sector, so sectors cannot be compared.";
  }
  if (!row.gap_to_rest) { return {}; }
  std::string out = pooled ? "Over " + std::to_string(row.dimensions) + (row.dimensions == 1 ? " dimension, " : " dimensions, ") : std::string{};
  out += sector_marks(sector, row.n) + on;
  const std::string size = levels_words(*row.gap_to_rest);
  const bool shown = row.adjusted && *row.adjusted <= level && row.p_min <= level;
  if (!size.empty()) {
    out += " about " + size + (*row.gap_to_rest > 0.0 ? " higher" : " lower") + " than the rest";
  } else if (shown) {
    out += *row.gap_to_rest > 0.0 ? " a little higher than the rest" : " a little lower than the rest";
  } else {
    out += " much like the rest";
  }
  const std::string people = "; with " + std::to_string(row.n) + " and " + std::to_string(row.n_rest) + " people ";
  if (size.empty() && !shown && row.adjusted && row.p_min <= level) { return capital(out + people + "a small difference would not show."); }
  return capital(out + people + chance_words(row.adjusted, row.p_min, level) + ".");
}

/// A share as people say it: "hardly any", "about a quarter", "about half", "nearly all" of the differences.
inline std::string share_words(double share) {
  if (share < 0.05) { return "hardly any"; }
  if (share >= 0.95) { return "nearly all"; }
  constexpr std::array<std::string_view, 9> tenths{"a tenth", "a fifth", "three tenths", "two fifths", "half", "three fifths", "seven tenths", "four fifths", "nine tenths"};
  return "about " + std::string{tenths[static_cast<std::size_t>(std::floor(10.0 * share + 0.5)) - 1]};
}

/// How much of the differences lies between sectors. \param tested whether there is a p
inline std::string say_split(const exact::between_share_result& row, std::string_view dimension, bool tested, double level) {
  const std::string on = dimension.empty() ? std::string{} : " on " + std::string{dimension};
  if (row.n == 0) { return "Nobody marked" + (dimension.empty() ? std::string{" anything"} : " " + std::string{dimension}) + "."; }
  if (row.groups < 2 || row.status == status::not_comparable) { return "All marks" + on + " come from one sector, so nothing lies between sectors."; }
  if (!row.share) { return "Everybody gave the same mark" + on + ": there are no differences to split."; }
  return capital(share_words(*row.share) + " of the differences" + on + " lie between sectors, where chance alone gives " + share_words(row.by_chance.value_or(0.0)) + "; with " +
                 std::to_string(row.n) + " people in " + std::to_string(row.groups) + " sectors " +
                 chance_words(tested ? std::optional{row.p} : std::nullopt, row.p_min, level) + ".");
}

} // namespace headway::agreement::detail
