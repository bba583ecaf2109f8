#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include <headway/base/error.hpp>

namespace headway {

/// The share of repetitions in which an interval should hold the truth, strictly between 0 and 1; a type of its own so that
/// 0.95 cannot be taken for 0.95 standard deviations.
/// Threads: immutable. Since 0.1. Checked by `types_test`.
class confidence_level {
public:
  /// \param value e.g. 0.95
  /// \throws error out_of_range unless 0 < value < 1
  constexpr explicit confidence_level(double value) : value_{value} {
    if (!(value > 0.0 && value < 1.0)) {
      throw error{error_category::out_of_range, "confidence_level", "value",
                  std::to_string(value) + " is not allowed; give a number between 0 and 1, e.g. 0.95"};
    }
  }
  /// The share, in (0, 1).
  [[nodiscard]] constexpr double value() const noexcept { return value_; }
  friend constexpr auto operator<=>(const confidence_level&, const confidence_level&) = default;

private:
  double value_;
};

/// The number that fixes every random draw of a call: same data and same seed give the same bits.
/// Threads: immutable. Since 0.1. Checked by `types_test`.
struct seed {
  std::uint64_t value{};
  friend constexpr auto operator<=>(const seed&, const seed&) = default;
};

namespace detail {

/// An index that cannot be mixed up with an index of another kind. `none` marks "nobody" or "nothing".
template <class Tag> struct strong_id {
  static constexpr std::uint32_t none_value = 0xFFFFFFFFu;
  std::uint32_t value{none_value};
  [[nodiscard]] static constexpr strong_id none() noexcept { return {}; }
  [[nodiscard]] constexpr bool has_value() const noexcept { return value != none_value; }
  friend constexpr auto operator<=>(const strong_id&, const strong_id&) = default;
};

} // namespace detail

/// Position of a community in `study::communities()`. Since 0.1.
using community_id = detail::strong_id<struct community_tag>;
/// Position of a round in `study::rounds()`. Since 0.1.
using round_id = detail::strong_id<struct round_tag>;
/// Position of a rater in `study::raters()`; `none` for a mark nobody in particular gave. Since 0.1.
using rater_id = detail::strong_id<struct rater_tag>;
/// Position of a sector in `study::sectors()`; `none` where the file says nothing. Since 0.1.
using sector_id = detail::strong_id<struct sector_tag>;
/// Position of a dimension in `rubric::dimensions()`. Since 0.1.
using dimension_id = detail::strong_id<struct dimension_tag>;

} // namespace headway
