#pragma once

/// \file
/// Whole numbers of 128 bits, as far as sums of squares need them, without the compiler's own type, which not every compiler has.

#include <cstdint>

namespace headway::numeric {

/// A whole number from 0 to 2^128 - 1. Sums and differences are exact as long as they stay in that range, which the caller sees to; otherwise they
/// wrap round. Since 0.1. Checked by `wide_test`.
struct wide {
  std::uint64_t high{};
  std::uint64_t low{};

  /// a times b, exact. Cost: four multiplications.
  [[nodiscard]] static constexpr wide product(std::uint64_t a, std::uint64_t b) noexcept {
    constexpr std::uint64_t half = 0xFFFFFFFFu;
    const std::uint64_t low_low = (a & half) * (b & half);
    const std::uint64_t low_high = (a & half) * (b >> 32);
    const std::uint64_t high_low = (a >> 32) * (b & half);
    const std::uint64_t middle = (low_low >> 32) + (low_high & half) + (high_low & half);
    return {(a >> 32) * (b >> 32) + (low_high >> 32) + (high_low >> 32) + (middle >> 32), (middle << 32) | (low_low & half)};
  }
  /// The sum. Cost: two additions.
  [[nodiscard]] friend constexpr wide operator+(wide a, wide b) noexcept {
    const std::uint64_t sum = a.low + b.low;
    return {a.high + b.high + (sum < a.low ? 1u : 0u), sum};
  }
  /// The difference; a at least b. Cost: two subtractions.
  [[nodiscard]] friend constexpr wide operator-(wide a, wide b) noexcept { return {a.high - b.high - (a.low < b.low ? 1u : 0u), a.low - b.low}; }
  /// The nearest double, to two roundings.
  [[nodiscard]] constexpr double value() const noexcept { return static_cast<double>(high) * 18446744073709551616.0 + static_cast<double>(low); }
  friend constexpr bool operator==(wide, wide) noexcept = default;
};

} // namespace headway::numeric
