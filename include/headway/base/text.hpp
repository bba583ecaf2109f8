#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// \file
/// The little that is needed to compare what people type: no locale, no tables beyond ASCII case.
namespace headway::text {

/// Offset of the first byte that is not well-formed UTF-8 (no overlong forms, no surrogates, at most U+10FFFF).
/// \param bytes any bytes
/// \return the 0-based offset, or nothing when all of `bytes` is valid
/// Cost: O(bytes). Threads: safe. Since 0.1. Reference: Unicode 15, table 3-7. Checked by `text_test`.
[[nodiscard]] constexpr std::optional<std::size_t> first_invalid_utf8(std::string_view bytes) noexcept {
  std::size_t i = 0;
  const auto at = [&](std::size_t k) { return static_cast<unsigned char>(bytes[k]); };
  while (i < bytes.size()) {
    const unsigned char lead = at(i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    std::size_t more = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
      more = 1;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
      more = 2;
      if (lead == 0xE0) { low = 0xA0; }
      if (lead == 0xED) { high = 0x9F; }
    } else if (lead >= 0xF0 && lead <= 0xF4) {
      more = 3;
      if (lead == 0xF0) { low = 0x90; }
      if (lead == 0xF4) { high = 0x8F; }
    } else {
      return i;
    }
    if (i + more >= bytes.size()) { return i; }
    for (std::size_t k = 1; k <= more; ++k) {
      const unsigned char next = at(i + k);
      if (next < low || next > high) { return i; }
      low = 0x80;
      high = 0xBF;
    }
    i += more + 1;
  }
  return std::nullopt;
}

namespace detail {

/// Length in bytes of a blank at `bytes[i]`: ASCII blank, NO-BREAK SPACE, NARROW NO-BREAK SPACE, ZERO WIDTH NO-BREAK SPACE; 0 if none.
constexpr std::size_t blank_at(std::string_view bytes, std::size_t i) noexcept {
  const std::string_view rest = bytes.substr(i);
  if (rest.empty()) { return 0; }
  const char c = rest.front();
  if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f') { return 1; }
  if (rest.starts_with("\xC2\xA0")) { return 2; }
  if (rest.starts_with("\xE2\x80\xAF") || rest.starts_with("\xEF\xBB\xBF")) { return 3; }
  return 0;
}

} // namespace detail

/// The text without blanks (also no-break ones and a byte-order mark) at either end; a view into `bytes`.
/// Cost: O(blanks). Threads: safe. Since 0.1. Checked by `text_test`.
[[nodiscard]] constexpr std::string_view trim(std::string_view bytes) noexcept {
  while (const std::size_t n = detail::blank_at(bytes, 0)) { bytes.remove_prefix(n); }
  for (;;) {
    bool cut = false;
    for (const std::size_t n : {std::size_t{1}, std::size_t{2}, std::size_t{3}}) {
      if (bytes.size() >= n && detail::blank_at(bytes, bytes.size() - n) == n) {
        bytes.remove_suffix(n);
        cut = true;
        break;
      }
    }
    if (!cut) { return bytes; }
  }
}

/// A form for comparing names as people type them: ASCII letters in lower case, every run of blanks, punctuation, hyphens,
/// underscores and slashes as one space, curly apostrophes dropped like straight ones, "&" as "and"; other bytes as they are.
/// Two names that fold alike are offered as the same name, with a note.
/// Cost: O(bytes). Threads: safe. Since 0.1. Checked by `text_test`.
[[nodiscard]] inline std::string fold(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  bool gap = false;
  const auto put = [&](std::string_view piece) {
    if (gap && !out.empty()) { out += ' '; }
    gap = false;
    out += piece;
  };
  for (std::size_t i = 0; i < bytes.size();) {
    if (const std::size_t n = detail::blank_at(bytes, i)) {
      gap = true;
      i += n;
      continue;
    }
    const std::string_view rest = bytes.substr(i);
    if (rest.starts_with("\xE2\x80\x98") || rest.starts_with("\xE2\x80\x99")) { // curly apostrophes
      i += 3;
      continue;
    }
    if (rest.starts_with("\xE2\x80\x93") || rest.starts_with("\xE2\x80\x94") || rest.starts_with("\xE2\x88\x92")) { // dashes, minus
      gap = true;
      i += 3;
      continue;
    }
    const char c = bytes[i];
    const auto u = static_cast<unsigned char>(c);
    if (c == '\'') {
      ++i;
    } else if (c == '&') {
      gap = true;
      put("and");
      gap = true;
      ++i;
    } else if (c >= 'A' && c <= 'Z') {
      const char lower = static_cast<char>(c - 'A' + 'a');
      put(std::string_view{&lower, 1});
      ++i;
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || u >= 0x80) {
      put(std::string_view{&c, 1});
      ++i;
    } else {
      gap = true;
      ++i;
    }
  }
  return out;
}

/// Number of single-byte insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`
/// (optimal string alignment), or `limit + 1` as soon as it is known to be more than `limit`.
/// Cost: O(|a| |b|) time, O(|b|) memory. Threads: safe. Since 0.1.
/// Reference: Damerau 1964; Levenshtein 1966. Checked by `text_test`.
[[nodiscard]] inline std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit) { return limit + 1; }
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> previous(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) { previous[j] = j; }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    std::size_t smallest = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      std::size_t best = (std::min)({previous[j] + 1, current[j - 1] + 1, replace});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) { best = (std::min)(best, before[j - 2] + 1); }
      current[j] = best;
      smallest = (std::min)(smallest, best);
    }
    if (smallest > limit) { return limit + 1; }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return (std::min)(previous[b.size()], limit + 1);
}

/// The candidate nearest to what was typed, compared in folded form, if it is near enough to be a slip of the keyboard:
/// at most 2 edits, and at most a third of the length.
/// \param typed the name as written \param candidates the names that exist, in the order that breaks ties
/// \return position in `candidates`, or nothing when no candidate is near
/// Cost: O(candidates x length^2). Threads: safe. Since 0.1. Checked by `text_test`.
[[nodiscard]] inline std::optional<std::size_t> nearest(std::string_view typed, std::span<const std::string> candidates) {
  const std::string wanted = fold(typed);
  const std::size_t allowed = (std::min)(std::size_t{2}, wanted.size() / 3);
  std::optional<std::size_t> best;
  std::size_t best_distance = allowed + 1;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::size_t distance = edit_distance(wanted, fold(candidates[i]), allowed);
    if (distance < best_distance) {
      best_distance = distance;
      best = i;
    }
  }
  return best;
}

namespace detail {

/// Whether a character (well-formed, with all its bytes) does not show, ends the line or turns text round: control characters, soft hyphen,
/// zero-width characters, line and paragraph separators, bidirectional controls, byte-order mark.
constexpr bool hidden(std::string_view character) noexcept {
  const auto at = [&](std::size_t k) { return static_cast<unsigned char>(character[k]); };
  if (character.size() == 1) { return at(0) < 0x20 || at(0) == 0x7F; }
  if (character.size() == 2) { return (at(0) == 0xC2 && (at(1) < 0xA0 || at(1) == 0xAD)) || (at(0) == 0xD8 && at(1) == 0x9C); }
  if (character.size() != 3) { return false; }
  if (at(0) == 0xEF) { return at(1) == 0xBB && at(2) == 0xBF; }
  return at(0) == 0xE2 && ((at(1) == 0x80 && ((at(2) >= 0x8B && at(2) <= 0x8F) || (at(2) >= 0xA8 && at(2) <= 0xAE))) ||
                           (at(1) == 0x81 && at(2) >= 0xA0 && at(2) <= 0xAF));
}

} // namespace detail

/// `bytes` made safe to show in one line of an error message: control characters, line separators, bidirectional controls, zero-width characters
/// and bytes that are not UTF-8 as \xHH, and at most `longest` bytes followed by "..." when it is longer.
/// Cost: O(longest). Threads: safe. Since 0.1. Checked by `text_test`.
[[nodiscard]] inline std::string shown(std::string_view bytes, std::size_t longest = 60) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  const auto escape = [&](char c) {
    const auto u = static_cast<unsigned char>(c);
    out += "\\x";
    out += hex[u >> 4];
    out += hex[u & 15];
  };
  for (std::size_t i = 0; i < bytes.size();) {
    const auto u = static_cast<unsigned char>(bytes[i]);
    std::string_view character = bytes.substr(i, u < 0xC0 ? 1 : u < 0xE0 ? 2 : u < 0xF0 ? 3 : 4);
    const bool whole = !first_invalid_utf8(character);
    if (!whole) { character = character.substr(0, 1); }
    if (i + character.size() > longest) {
      out += "...";
      break;
    }
    if (whole && !detail::hidden(character)) {
      out += character;
    } else {
      for (const char c : character) { escape(c); }
    }
    i += character.size();
  }
  return out;
}

} // namespace headway::text
