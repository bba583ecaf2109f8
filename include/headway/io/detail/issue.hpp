#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/text.hpp>
#include <headway/io/problem_codes.hpp>

/// \file
/// What is found when one text is looked at, and the little that is done to any text.

namespace headway::io::detail {

/// A problem before it has a place.
struct issue {
  const problem_kind* kind{};
  std::string message{};
  std::string done{}; ///< empty: as the kind says
};

using issue_list = std::vector<issue>;

/// `bytes` with every byte that is not UTF-8, and every NUL, written as \xHH; unequal texts stay unequal in practice and nothing is lost.
[[nodiscard]] inline std::string sanitised(std::string_view bytes) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  const auto escape = [&](char c) {
    const auto u = static_cast<unsigned char>(c);
    out += "\\x";
    out += hex[u >> 4];
    out += hex[u & 15];
  };
  while (!bytes.empty()) {
    const std::size_t good = text::first_invalid_utf8(bytes).value_or(bytes.size());
    for (const char c : bytes.substr(0, good)) {
      if (c == '\0') {
        escape(c);
      } else {
        out += c;
      }
    }
    if (good == bytes.size()) { break; }
    escape(bytes[good]);
    bytes.remove_prefix(good + 1);
  }
  return out;
}

/// Whether `bytes` would be changed by `sanitised`.
[[nodiscard]] inline bool is_damaged(std::string_view bytes) noexcept {
  return bytes.find('\0') != std::string_view::npos || text::first_invalid_utf8(bytes).has_value();
}

/// ASCII letters in lower case, runs of blanks as one space, none at the ends: what "differs only in capitals or blanks" means.
[[nodiscard]] inline std::string loosened(std::string_view bytes) {
  std::string out;
  bool gap = false;
  for (std::size_t i = 0; i < bytes.size();) {
    if (const std::size_t n = text::detail::blank_at(bytes, i)) {
      gap = true;
      i += n;
      continue;
    }
    if (gap && !out.empty()) { out += ' '; }
    gap = false;
    const char c = bytes[i++];
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

/// Whether a spreadsheet may run the text as a formula: = + - @ TAB CR LF or a full-width form of them at its start, after blanks, or after a line break inside.
[[nodiscard]] inline bool is_formula_start(std::string_view bytes) noexcept {
  bool at_start = true;
  for (std::size_t i = 0; i < bytes.size();) {
    const char c = bytes[i];
    if (at_start && (c == '=' || c == '+' || c == '-' || c == '@')) { return true; }
    if (i == 0 && (c == '\t' || c == '\r' || c == '\n')) { return true; }
    if (c == '\n' || c == '\r') {
      at_start = true;
      ++i;
      continue;
    }
    if (at_start) {
      const std::string_view rest = bytes.substr(i);
      for (const std::string_view wide : {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"}) {
        if (rest.starts_with(wide)) { return true; }
      }
      if (const std::size_t n = text::detail::blank_at(bytes, i)) {
        i += n;
        continue;
      }
      at_start = false;
    }
    ++i;
  }
  return false;
}

[[nodiscard]] inline std::string_view without_apostrophes(std::string_view bytes) noexcept {
  while (bytes.starts_with('\'')) { bytes.remove_prefix(1); }
  return bytes;
}

/// The text as it is written so that a spreadsheet keeps it as text; `unguarded` is its inverse for every text.
[[nodiscard]] inline std::string guarded(std::string_view bytes) {
  return is_formula_start(without_apostrophes(bytes)) ? "'" + std::string{bytes} : std::string{bytes};
}

/// The text without the apostrophe that `guarded` put there.
[[nodiscard]] inline std::string_view unguarded(std::string_view bytes) noexcept {
  return bytes.starts_with('\'') && is_formula_start(without_apostrophes(bytes)) ? bytes.substr(1) : bytes;
}

/// Whether the text looks like an e-mail address: something, @, something with a dot.
[[nodiscard]] inline bool is_address(std::string_view bytes) noexcept {
  const std::size_t at = bytes.find('@');
  if (at == std::string_view::npos || at == 0) { return false; }
  const std::size_t dot = bytes.find('.', at + 2);
  return dot != std::string_view::npos && dot + 1 < bytes.size();
}

/// The text with every word that looks like an e-mail address hidden but for its first letter.
[[nodiscard]] inline std::string masked(std::string_view bytes) {
  std::string out;
  std::size_t i = 0;
  const auto divides = [](char c) { return c == ' ' || c == ',' || c == ';' || c == '\t' || c == '"' || c == '<' || c == '>' || c == '\n' || c == '\r' || c == '|'; };
  while (i < bytes.size()) {
    std::size_t end = i;
    while (end < bytes.size() && !divides(bytes[end])) { ++end; }
    const std::string_view word = bytes.substr(i, end - i);
    if (is_address(word)) {
      out += static_cast<unsigned char>(word.front()) < 0x80 ? std::string{word.front()} : std::string{};
      out += "***@***";
    } else {
      out += word;
    }
    if (end < bytes.size()) { out += bytes[end]; }
    i = end + 1;
  }
  return out;
}

/// Whether a name holds characters that hide or turn text: controls, zero-width and direction marks.
[[nodiscard]] inline bool has_hidden_characters(std::string_view bytes) noexcept {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto c = static_cast<unsigned char>(bytes[i]);
    if (c < 0x20 || c == 0x7F) { return true; }
    if (i + 2 < bytes.size() && c == 0xE2) {
      const auto second = static_cast<unsigned char>(bytes[i + 1]);
      const auto third = static_cast<unsigned char>(bytes[i + 2]);
      if (second == 0x80 && ((third >= 0x8B && third <= 0x8F) || (third >= 0xAA && third <= 0xAE))) { return true; }
      if (second == 0x81 && third >= 0xA0 && third <= 0xAF) { return true; }
    }
    if (i + 2 < bytes.size() && c == 0xEF && bytes[i + 1] == '\xBB' && bytes[i + 2] == '\xBF') { return true; }
  }
  return false;
}

} // namespace headway::io::detail
