#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <headway/base/text.hpp>
#include <headway/io/arrow_abi.hpp>

/// \file
/// What an Arrow column holds, as far as marks can stand in it.

namespace headway::io::detail {

/// Kinds of Arrow columns, by how their cells become texts, whole numbers or real numbers.
enum class arrow_kind : std::uint8_t {
  nothing,     ///< no value in any row
  boolean,     ///< one bit a value
  integer,     ///< 1, 2, 4 or 8 bytes, signed or not
  real,        ///< 4 or 8 bytes
  decimal,     ///< a whole number of 4, 8, 16 or 32 bytes, to be read with a point in it
  text,        ///< offsets of 4 or 8 bytes into one run of bytes
  text_view,   ///< 16 bytes a value: short texts in place, long ones in one of several buffers
  fixed_text,  ///< the same number of bytes for each
  day,         ///< a count of units since 1970, of which only the day is taken
  unsupported  ///< lists, structures, intervals and the like
};

/// The type of one Arrow column.
struct arrow_type {
  arrow_kind kind{arrow_kind::unsupported};
  std::string format{};
  std::size_t width{};                  ///< bytes of a value, or of an offset
  bool is_signed{};
  std::int64_t units_a_day{1};          ///< for a day
  std::int64_t units_a_second{};        ///< for a day with a time
  std::int64_t seconds_east{};          ///< of a timestamp with a fixed offset from UTC
  std::int64_t decimals{};              ///< digits after the point
  std::unique_ptr<arrow_type> values{}; ///< of a dictionary; then this type is that of its positions
};

/// The whole of a text as a number, or nothing.
[[nodiscard]] inline std::optional<std::int64_t> arrow_number(std::string_view text) noexcept {
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) { return std::nullopt; }
  return value;
}

/// Seconds east of UTC of "+01:00"; 0 for a zone that has a name, whose rules are not known here.
[[nodiscard]] inline std::int64_t seconds_east(std::string_view zone) noexcept {
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') { return 0; }
  const auto hours = arrow_number(zone.substr(1, 2));
  const auto minutes = arrow_number(zone.substr(4, 2));
  if (!hours || !minutes || *hours < 0 || *minutes < 0 || *minutes > 59) { return 0; }
  return (zone[0] == '-' ? -1 : 1) * (*hours * 3600 + *minutes * 60);
}

/// The type that an Arrow format text names, dictionary aside.
[[nodiscard]] inline arrow_type arrow_type_of(std::string_view format) {
  arrow_type out;
  out.format = text::shown(format);
  const auto is = [&](arrow_kind kind, std::size_t width, bool is_signed = false) {
    out.kind = kind;
    out.width = width;
    out.is_signed = is_signed;
  };
  if (format == "n") { is(arrow_kind::nothing, 0); }
  if (format == "b") { is(arrow_kind::boolean, 0); }
  constexpr std::string_view integers = "cCsSiIlL";
  if (const std::size_t at = integers.find(format); format.size() == 1 && at != std::string_view::npos) { is(arrow_kind::integer, std::size_t{1} << (at / 2), at % 2 == 0); }
  if (format == "f") { is(arrow_kind::real, 4); }
  if (format == "g") { is(arrow_kind::real, 8); }
  if (format == "u" || format == "z") { is(arrow_kind::text, 4); }
  if (format == "U" || format == "Z") { is(arrow_kind::text, 8); }
  if (format == "vu" || format == "vz") { is(arrow_kind::text_view, 16); }
  if (format.starts_with("w:")) {
    if (const auto width = arrow_number(format.substr(2)); width && *width >= 0 && *width <= INT32_MAX) { is(arrow_kind::fixed_text, static_cast<std::size_t>(*width)); }
  }
  if (format.starts_with("d:")) {
    const auto part = [&](std::size_t n) { // digits, digits after the point, bits
      std::string_view rest = format.substr(2);
      for (; n > 0; --n) { rest.remove_prefix((std::min)(rest.find(',') + 1, rest.size())); }
      return arrow_number(rest.substr(0, rest.find(','))).value_or(INT64_MAX);
    };
    const auto commas = std::count(format.begin(), format.end(), ',');
    const std::int64_t decimals = part(1);
    const std::int64_t bits = commas == 1 ? 128 : part(2);
    if (commas >= 1 && commas <= 2 && part(0) >= 1 && part(0) <= 76 && (bits == 32 || bits == 64 || bits == 128 || bits == 256) && decimals >= -76 && decimals <= 76) {
      is(arrow_kind::decimal, static_cast<std::size_t>(bits / 8), true);
      out.decimals = decimals;
    }
  }
  if (format == "tdD") { is(arrow_kind::day, 4, true); }
  if (format == "tdm") {
    is(arrow_kind::day, 8, true);
    out.units_a_day = 86'400'000;
  }
  if (format.size() >= 4 && format.starts_with("ts") && format[3] == ':') {
    constexpr std::string_view units = "smun";
    std::int64_t units_a_second = 1;
    for (const char unit : units) {
      if (format[2] == unit) {
        is(arrow_kind::day, 8, true);
        out.units_a_second = units_a_second;
        out.units_a_day = 86'400 * units_a_second;
        out.seconds_east = seconds_east(format.substr(4));
      }
      units_a_second *= 1000;
    }
  }
  return out;
}

/// The type of a column. \param schema not released
[[nodiscard]] inline arrow_type arrow_type_of(const ArrowSchema& schema) {
  arrow_type out = arrow_type_of(schema.format == nullptr ? std::string_view{} : std::string_view{schema.format});
  if (schema.dictionary != nullptr) {
    auto values = std::make_unique<arrow_type>(arrow_type_of(schema.dictionary->format == nullptr ? std::string_view{} : std::string_view{schema.dictionary->format}));
    if (out.kind != arrow_kind::integer || schema.dictionary->dictionary != nullptr || values->kind == arrow_kind::unsupported) { out.kind = arrow_kind::unsupported; }
    out.format += " into " + values->format;
    out.values = std::move(values);
  }
  return out;
}

} // namespace headway::io::detail
