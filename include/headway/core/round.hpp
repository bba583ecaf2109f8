#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headway {

/// A calendar day (proleptic Gregorian), or none.
/// Definition: days since 1970-01-01. Readers and studies keep to the years 1 to 9999. Threads: immutable. Since 0.1. Checked by `round_test`.
class date {
public:
  static constexpr std::int32_t first_days = -719162; ///< 0001-01-01
  static constexpr std::int32_t last_days = 2932896;  ///< 9999-12-31

  /// No day.
  constexpr date() noexcept = default;
  /// \param days since 1970-01-01, from `first_days` to `last_days`
  constexpr explicit date(std::int32_t days) noexcept : days_{days} {}
  /// The day, or nothing when there is no such day (31 February) in the years 1 to 9999.
  [[nodiscard]] static constexpr std::optional<date> from_civil(int year, unsigned month, unsigned day) noexcept {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > before(year, month + 1) - before(year, month)) { return std::nullopt; }
    return date{first_days + years(year - 1) + static_cast<std::int32_t>(before(year, month) + day - 1)};
  }
  /// Whether there is a day at all.
  [[nodiscard]] constexpr bool has_value() const noexcept { return days_ != none; }
  /// Days since 1970-01-01. Only where has_value().
  [[nodiscard]] constexpr std::int32_t days() const noexcept { return days_; }
  /// "2023-09-19", or empty when there is none or it lies outside the years 1 to 9999.
  [[nodiscard]] std::string to_string() const {
    if (days_ < first_days || days_ > last_days) { return {}; }
    const std::int32_t since = days_ - first_days;
    int year = since * 400 / 146097; // 400 years have 146097 days; this is the year or up to two before it
    while (years(year) <= since) { ++year; }
    const auto of_year = static_cast<unsigned>(since - years(year - 1));
    unsigned month = 1;
    while (before(year, month + 1) <= of_year) { ++month; }
    const auto padded = [](unsigned value, std::size_t width) {
      const std::string text = std::to_string(value);
      return std::string(width - text.size(), '0') + text;
    };
    return padded(static_cast<unsigned>(year), 4) + "-" + padded(month, 2) + "-" + padded(of_year - before(year, month) + 1, 2);
  }
  friend constexpr auto operator<=>(const date&, const date&) = default;

private:
  /// Days in the first `count` years, from year 1.
  static constexpr std::int32_t years(int count) noexcept { return count * 365 + count / 4 - count / 100 + count / 400; }
  /// Days of a year before a month; before month 13 are all of them.
  static constexpr unsigned before(int year, unsigned month) noexcept {
    constexpr std::array<unsigned, 14> common{0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return common[month] + (leap && month > 2 ? 1u : 0u);
  }

  static constexpr std::int32_t none = INT32_MIN;
  std::int32_t days_{none};
};

/// One assessment round: a label, and the earliest day on which any community held it.
/// Rounds come at uneven gaps and a community may miss one; the day of one community's round is in `study::assessment`.
struct round {
  std::string label{};
  date first_day{};
  friend bool operator==(const round&, const round&) = default;
};

/// Whether `a` comes before `b` when runs of digits count as numbers: "R2" before "R10". A total order; ties by bytes.
/// Cost: O(bytes). Threads: safe. Since 0.1. Checked by `round_test`.
[[nodiscard]] constexpr bool natural_less(std::string_view a, std::string_view b) noexcept {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      std::size_t p = i;
      std::size_t q = j;
      while (p < a.size() && a[p] == '0') { ++p; }
      while (q < b.size() && b[q] == '0') { ++q; }
      std::size_t p_end = p;
      std::size_t q_end = q;
      while (p_end < a.size() && is_digit(a[p_end])) { ++p_end; }
      while (q_end < b.size() && is_digit(b[q_end])) { ++q_end; }
      if (p_end - p != q_end - q) { return p_end - p < q_end - q; }
      const int order = a.substr(p, p_end - p).compare(b.substr(q, q_end - q));
      if (order != 0) { return order < 0; }
      i = p_end;
      j = q_end;
    } else {
      if (a[i] != b[j]) { return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]); }
      ++i;
      ++j;
    }
  }
  if (i == a.size() && j == b.size()) { return a < b; }
  return i == a.size();
}

} // namespace headway
