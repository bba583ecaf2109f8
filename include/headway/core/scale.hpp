#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/fwd.hpp>

namespace headway {

namespace detail {

/// An array where the extent is static, a vector where it is dynamic.
template <class Value, std::size_t Extent>
using extent_array = std::conditional_t<Extent == dynamic, std::vector<Value>, std::array<Value, Extent == dynamic ? 1 : Extent>>;

/// Copies `from` into an array of a static extent, or moves the vector when the extent is dynamic.
/// \throws error incompatible when the number of values is not the static extent
template <std::size_t Extent, class Value>
extent_array<Value, Extent> to_extent(std::vector<Value> from, const char* function, const char* argument) {
  if constexpr (Extent == dynamic) {
    return from;
  } else {
    if (from.size() != Extent) {
      throw error{error_category::incompatible, function, argument,
                  "has " + std::to_string(from.size()) + " entries where the type says " + std::to_string(Extent)};
    }
    extent_array<Value, Extent> out;
    for (std::size_t i = 0; i < Extent; ++i) { out[i] = std::move(from[i]); }
    return out;
  }
}

} // namespace detail

/// One step of a scale: the number people write, and its name.
struct level {
  std::int32_t value{};
  std::string label{};
  friend bool operator==(const level&, const level&) = default;
};

/// A declared, ordered scale: what marks are allowed, lowest first. Never inferred from data, so a level nobody chose is still there.
/// Definition: levels 0 .. size()-1 inside headway stand for the strictly increasing values people write, e.g. 1..5 or -2..2.
/// Choose a static `Levels` where the rubric is known when the program is built; results are equal to the last bit.
/// Threads: immutable. Since 0.1. Checked by `scale_test`.
template <std::size_t Levels> requires level_extent<Levels>
class scale {
public:
  /// \param levels lowest first; 2 to 16 of them, values strictly increasing
  /// \throws error out_of_range for fewer than 2 or more than 16 levels; invalid_argument when values do not increase;
  /// incompatible when their number is not the static extent
  explicit scale(std::vector<level> levels) : levels_{checked(std::move(levels))} {}

  /// The scale first, first + 1, ... without labels.
  /// \param count number of levels, 2 to 16 \param first the lowest value
  /// \throws error as the constructor
  [[nodiscard]] static scale numbered(std::size_t count, std::int32_t first = 1) {
    check::bounded(static_cast<std::int64_t>((std::min)(count, most_levels + 1)), fewest_levels, most_levels, "scale::numbered", "count");
    check::bounded(first, (std::numeric_limits<std::int32_t>::min)(), (std::numeric_limits<std::int32_t>::max)() - static_cast<std::int64_t>(count) + 1,
                   "scale::numbered", "first");
    std::vector<level> levels(count);
    for (std::size_t i = 0; i < count; ++i) { levels[i].value = first + static_cast<std::int32_t>(i); }
    return scale{std::move(levels)};
  }

  /// A dynamic scale with the same levels.
  [[nodiscard]] scale<dynamic> to_dynamic() const { return scale<dynamic>{std::vector<level>(levels_.begin(), levels_.end())}; }

  /// Number of levels, 2 to 16.
  [[nodiscard]] constexpr std::size_t size() const noexcept { return levels_.size(); }
  /// The number written for a level. \param index 0-based, less than size()
  [[nodiscard]] std::int32_t value(std::size_t index) const noexcept { return levels_[index].value; }
  /// The label of a level, empty when it has none. \param index 0-based, less than size()
  [[nodiscard]] const std::string& label(std::size_t index) const noexcept { return levels_[index].label; }
  /// The smallest and the largest value.
  [[nodiscard]] std::int32_t lowest() const noexcept { return levels_[0].value; }
  /// The highest number people may write.
  [[nodiscard]] std::int32_t highest() const noexcept { return levels_[size() - 1].value; }

  /// The 0-based level of a written number, or nothing when the number is not on the scale.
  /// Cost: O(levels). Checked by `scale_test`.
  [[nodiscard]] std::optional<std::uint8_t> find(std::int64_t value) const noexcept {
    for (std::size_t i = 0; i < size(); ++i) {
      if (levels_[i].value == value) { return static_cast<std::uint8_t>(i); }
    }
    return std::nullopt;
  }

  friend bool operator==(const scale&, const scale&) = default;

private:
  static detail::extent_array<level, Levels> checked(std::vector<level> levels) {
    check::bounded(static_cast<std::int64_t>(levels.size()), fewest_levels, most_levels, "scale", "number of levels");
    for (std::size_t i = 1; i < levels.size(); ++i) {
      if (levels[i].value <= levels[i - 1].value) {
        throw error{error_category::invalid_argument, "scale", "levels",
                    std::to_string(levels[i].value) + " follows " + std::to_string(levels[i - 1].value) +
                        "; list the levels from lowest to highest, each value once"};
      }
    }
    return detail::to_extent<Levels>(std::move(levels), "scale", "levels");
  }

  detail::extent_array<level, Levels> levels_;
};

} // namespace headway
