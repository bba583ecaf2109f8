#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headway {

/// A calendar day (proleptic Gregorian), or none.
/// Definition: days since 1970-01-01. Threads: immutable. Since 0.1. Checked by `round_test`.
class date {
public:
  /// No day.
  constexpr date() noexcept = default;
  /// \param days since 1970-01-01
  constexpr explicit date(std::int32_t days) noexcept : days_{days} {}
  /// The day, or nothing when there is no such day (31 February).
  [[nodiscard]] static constexpr std::optional<date> from_civil(int year, unsigned month, unsigned day) noexcept {
    const std::chrono::year_month_day civil{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    if (year < 1 || year > 9999 || !civil.ok()) { return std::nullopt; }
    return date{static_cast<std::int32_t>(std::chrono::sys_days{civil}.time_since_epoch().count())};
  }
  [[nodiscard]] constexpr bool has_value() const noexcept { return days_ != none; }
  /// Days since 1970-01-01. Only where has_value().
  [[nodiscard]] constexpr std::int32_t days() const noexcept { return days_; }
  /// "2023-09-19", or empty when there is none.
  [[nodiscard]] std::string to_string() const {
    if (!has_value()) { return {}; }
    const std::chrono::year_month_day civil{std::chrono::sys_days{std::chrono::days{days_}}};
    const auto padded = [](unsigned value, std::size_t width) {
      std::string text = std::to_string(value);
      return text.size() < width ? std::string(width - text.size(), '0') + text : text;
    };
    return padded(static_cast<unsigned>(static_cast<int>(civil.year())), 4) + "-" + padded(static_cast<unsigned>(civil.month()), 2) + "-" +
           padded(static_cast<unsigned>(civil.day()), 2);
  }
  friend constexpr auto operator<=>(const date&, const date&) = default;

private:
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
