#pragma once

/// \file
/// The four words for which way the same people's marks went, and the rule that picks one.

#include <cstdint>
#include <string_view>

#include <headway/base/types.hpp>
#include <headway/exact/paired_change.hpp>
#include <headway/exact/rules.hpp>
#include <headway/numeric/special.hpp>

namespace headway::exact {

/// Which way the same people's marks went, as far as these people can tell. Values are part of the C ABI and never reused.
enum class direction : std::int32_t {
  cannot_tell = 0, ///< neither of the others: chance alone could look like this, or these people could not have shown it
  moved = 1,       ///< up, more than chance would do
  held = 2,        ///< the middle person stayed where they were, beyond doubt
  slipped = 3      ///< down, more than chance would do
};

/// The code of a direction as written in tables: "moved", "held", "slipped", "cannot_tell"; empty for another value.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `direction_test`.
[[nodiscard]] constexpr std::string_view name(direction value) noexcept {
  switch (value) {
  case direction::cannot_tell: return "cannot_tell";
  case direction::moved: return "moved";
  case direction::held: return "held";
  case direction::slipped: return "slipped";
  }
  return {};
}

namespace detail {

/// Whether a probability is at most a level; the last bits of a sum do not decide.
inline bool reaches(double p, double level) noexcept { return p <= level * (1.0 + 1e-9); }

/// Whether fewer than half of the people these stand for go one way, beyond doubt: P(at most `count` of n, if half did) <= tail.
inline bool fewer_than_half(std::uint32_t count, std::uint32_t n, double tail) { return n > 0 && reaches(numeric::binomial_cdf(count, n, 0.5), tail); }

} // namespace detail

/// Whether these people could have shown a change: with those who moved, or, when nobody did, with all of them.
/// \param change of the same people \param confidence a change must reach p <= 1 - confidence
/// Cost: constant. Threads: safe. Since 0.1. Checked by `direction_test`.
[[nodiscard]] inline bool could_show(const paired_change_result& change, confidence_level confidence) noexcept {
  const double floor = change.up + change.down > 0 ? change.p_min : floor_of_flips(change.n);
  return change.n > 0 && detail::reaches(floor, 1.0 - confidence.value());
}

/// The direction of a change.
/// Definition: moved or slipped when p is at most 1 - confidence, by the sign of the sum of moves; else held when exact one-sided tests at (1 - confidence) / 2
/// say that fewer than half go up and fewer than half go down, which is to say that the middle person stays; else cannot_tell. So "held" is found, and
/// never the mere absence of a change.
/// \param change of the same people \param p what decides: `change.p_two_sided`, or that p adjusted for several dimensions \param confidence as above
/// Cost: two binomial sums. Threads: safe. Since 0.1. Checked by `direction_test`.
[[nodiscard]] inline direction direction_of(const paired_change_result& change, double p, confidence_level confidence) {
  const double alpha = 1.0 - confidence.value();
  if (change.n == 0) { return direction::cannot_tell; }
  if (detail::reaches(p, alpha) && change.levels_moved != 0) { return change.levels_moved > 0 ? direction::moved : direction::slipped; }
  const bool stays = detail::fewer_than_half(change.up, change.n, 0.5 * alpha) && detail::fewer_than_half(change.down, change.n, 0.5 * alpha);
  return stays ? direction::held : direction::cannot_tell;
}

} // namespace headway::exact
