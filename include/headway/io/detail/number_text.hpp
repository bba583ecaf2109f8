#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// \file
/// Numbers in text, without locale.

namespace headway::io::detail {

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// The number of ASCII digits at the start.
[[nodiscard]] constexpr std::size_t digit_run(std::string_view bytes) noexcept {
  std::size_t n = 0;
  while (n < bytes.size() && is_digit(bytes[n])) { ++n; }
  return n;
}

/// A run of 1 to 18 digits and nothing else.
[[nodiscard]] constexpr std::optional<std::int64_t> parse_digits(std::string_view bytes) noexcept {
  if (bytes.empty() || bytes.size() > 18 || digit_run(bytes) != bytes.size()) { return std::nullopt; }
  std::int64_t value = 0;
  for (const char c : bytes) { value = value * 10 + (c - '0'); }
  return value;
}

/// A whole number with an optional sign and nothing else.
[[nodiscard]] constexpr std::optional<std::int64_t> parse_whole(std::string_view bytes) noexcept {
  const bool minus = bytes.starts_with('-');
  if (minus || bytes.starts_with('+')) { bytes.remove_prefix(1); }
  const auto value = parse_digits(bytes);
  return value && minus ? std::optional{-*value} : value;
}

/// A number as people write it: sign, digits, and after a point or comma more digits.
struct decimal {
  bool minus{};
  std::int64_t whole{};    ///< without sign
  std::int64_t fraction{}; ///< digits after the mark as a whole number
  std::size_t places{};    ///< how many; 0 when there is no mark
  [[nodiscard]] constexpr double value() const noexcept {
    double scale = 1.0;
    for (std::size_t i = 0; i < places; ++i) { scale *= 10.0; }
    // both parts are exact below 2^53, so for the few places people write the quotient is the nearest double
    const double all = (static_cast<double>(whole) * scale + static_cast<double>(fraction)) / scale;
    return minus ? -all : all;
  }
};

/// Takes a decimal number from the start of `bytes`; nothing (and nothing taken) when there is none.
[[nodiscard]] constexpr std::optional<decimal> take_decimal(std::string_view& bytes) noexcept {
  std::string_view rest = bytes;
  decimal out;
  if (rest.starts_with('-') || rest.starts_with('+')) {
    out.minus = rest.front() == '-';
    rest.remove_prefix(1);
  }
  const std::size_t n = digit_run(rest);
  const auto whole = parse_digits(rest.substr(0, n));
  if (!whole) { return std::nullopt; }
  out.whole = *whole;
  rest.remove_prefix(n);
  if (rest.size() > 1 && (rest[0] == '.' || rest[0] == ',') && is_digit(rest[1])) {
    const std::size_t places = digit_run(rest.substr(1));
    const auto fraction = parse_digits(rest.substr(1, places));
    if (!fraction) { return std::nullopt; }
    out.fraction = *fraction;
    out.places = places;
    rest.remove_prefix(places + 1);
  }
  bytes = rest;
  return out;
}

/// A decimal number and nothing else.
[[nodiscard]] constexpr std::optional<decimal> parse_decimal(std::string_view bytes) noexcept {
  const auto out = take_decimal(bytes);
  return bytes.empty() ? out : std::nullopt;
}

/// The text with full-width and Arabic-Indic digits as ASCII ones and the minus sign U+2212 as a hyphen; says whether anything changed.
[[nodiscard]] inline std::string plain_digits(std::string_view bytes, bool& changed) {
  std::string out;
  changed = false;
  for (std::size_t i = 0; i < bytes.size();) {
    const std::string_view rest = bytes.substr(i);
    const auto at = [&](std::size_t k) { return static_cast<unsigned char>(rest[k]); };
    if (rest.size() >= 3 && at(0) == 0xEF && at(1) == 0xBC && at(2) >= 0x90 && at(2) <= 0x99) {
      out += static_cast<char>('0' + (at(2) - 0x90));
      i += 3;
    } else if (rest.size() >= 2 && at(0) == 0xD9 && at(1) >= 0xA0 && at(1) <= 0xA9) {
      out += static_cast<char>('0' + (at(1) - 0xA0));
      i += 2;
    } else if (rest.size() >= 2 && at(0) == 0xDB && at(1) >= 0xB0 && at(1) <= 0xB9) {
      out += static_cast<char>('0' + (at(1) - 0xB0));
      i += 2;
    } else if (rest.starts_with("\xE2\x88\x92")) {
      out += '-';
      i += 3;
    } else {
      out += rest.front();
      ++i;
      continue;
    }
    changed = true;
  }
  return out;
}

} // namespace headway::io::detail
