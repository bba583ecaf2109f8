#pragma once

/// \file
/// What exact tests share: how tails are counted, and how a p value was got.

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <headway/base/error.hpp>

namespace headway::exact {

namespace detail {

/// Whether there is no number: NaN, told by its bits, so that it is told under -ffast-math too.
[[nodiscard]] inline bool missing(double value) noexcept {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  return (bits >> 52 & 0x7FFu) == 0x7FFu && (bits & 0xFFFFFFFFFFFFFu) != 0;
}

/// Numbers of a size that can be reckoned with, or missing.
inline void measured(std::span<const double> values, const char* function, const char* argument, std::size_t row_length = 1) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!missing(values[i]) && !(values[i] >= -1e150 && values[i] <= 1e150)) {
      throw error{error_category::out_of_range, function, argument, "is past 1e150; NaN is no value", static_cast<std::int64_t>(i / row_length)};
    }
  }
}

} // namespace detail

/// Which tail an interval or test counts at the observed value: all of it (`exact`, never covers too rarely) or half (`mid_p`).
/// Values are part of the C ABI and never reused.
enum class tail_rule : std::int32_t { mid_p = 0, exact = 1 };

/// How a p value was got. Values are part of the C ABI and never reused.
enum class p_method : std::int32_t {
  exact = 1,      ///< counted out: every outcome under the null hypothesis, with its chance
  drawn = 2,      ///< outcomes drawn at random, with a seed; p = (b + 1) / (draws + 1)
  approximate = 3 ///< by a large-sample law
};

/// The code of a way as written in tables: "exact", "drawn", "approximate"; "unknown" for another value.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `rules_test`.
[[nodiscard]] constexpr std::string_view name(p_method value) noexcept {
  switch (value) {
  case p_method::exact: return "exact";
  case p_method::drawn: return "drawn";
  case p_method::approximate: return "approximate";
  }
  return "unknown";
}

/// The smallest two-sided p that m movers can give when all that is random is which way each went: 2^(1 - m), 1 for nobody.
/// \param movers people who went one way or the other
/// Cost: constant. Threads: safe. Since 0.1. Checked by `rules_test`.
[[nodiscard]] inline double floor_of_flips(std::uint64_t movers) noexcept {
  if (movers < 2) { return 1.0; }
  return movers > 1075 ? 0.0 : std::ldexp(1.0, 1 - static_cast<int>(movers));
}

} // namespace headway::exact
