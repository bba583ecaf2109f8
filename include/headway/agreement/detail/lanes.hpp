#pragma once

/// \file
/// Sums over units of what agreement needs, four 16-bit lanes to a word: the marks per level and the products of every two levels.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <headway/agreement/detail/mark_counting.hpp>
#include <headway/config.hpp>

namespace headway::agreement::detail {

/// The numbers of one unit, or their sum over units: marks per level, then the products n_c n_k of levels c < k, c first.
[[nodiscard]] constexpr std::size_t lane_count(std::size_t levels) noexcept { return levels + levels * (levels - 1) / 2; }
/// Where the product of levels c < k stands.
[[nodiscard]] constexpr std::size_t lane_of(std::size_t levels, std::size_t c, std::size_t k) noexcept { return levels + c * (2 * levels - c - 1) / 2 + (k - c - 1); }

/// Levels and raters up to which lanes of 16 bits are used: a lane then holds at least 32 units.
inline constexpr std::size_t most_lane_levels = 8;
inline constexpr std::size_t most_lane_raters = 90;

/// Units whose sum a lane of 16 bits is sure to hold, for units of m marks.
[[nodiscard]] constexpr std::uint64_t lane_room(std::uint64_t m) noexcept {
  const std::uint64_t product = m * m / 4;
  const std::uint64_t largest = product > m ? product : m;
  return largest == 0 ? 65535 : 65535 / largest;
}

/// The packed lanes of a scale whose number of levels the compiler knows.
template <std::size_t Levels> struct lanes {
  static constexpr std::size_t count = lane_count(Levels);
  static constexpr std::size_t words = (count + 3) / 4;
  using row = std::array<std::uint64_t, words>;

  struct factors {
    std::array<std::size_t, count> first{};
    std::array<std::size_t, count> second{};
  };
  static constexpr factors factor = [] {
    factors out;
    for (std::size_t c = 0; c < Levels; ++c) {
      out.first[c] = c;
      for (std::size_t k = c + 1; k < Levels; ++k) {
        out.first[lane_of(Levels, c, k)] = c;
        out.second[lane_of(Levels, c, k)] = k;
      }
    }
    return out;
  }();

  /// The lanes of one unit.
  static HEADWAY_ALWAYS_INLINE row of(std::uint64_t counts) noexcept {
    std::array<std::uint64_t, Levels> n;
    for (std::size_t k = 0; k < Levels; ++k) { n[k] = (counts >> (8 * k)) & 0xFFu; }
    row out{};
    [&]<std::size_t... Lane>(std::index_sequence<Lane...>) {
      ((out[Lane / 4] |= (Lane < Levels ? n[factor.first[Lane]] : n[factor.first[Lane]] * n[factor.second[Lane]]) << (16 * (Lane % 4))), ...);
    }(std::make_index_sequence<count>{});
    return out;
  }
};

/// Adds packed lanes to one number a lane.
inline void unpack_lanes(std::span<const std::uint64_t> words, std::uint64_t times, std::span<std::uint64_t> into) noexcept {
  const std::size_t whole = into.size() / 4;
  for (std::size_t w = 0; w < whole; ++w) {
    const std::uint64_t word = words[w];
    into[4 * w] += (word & 0xFFFFu) * times;
    into[4 * w + 1] += (word >> 16 & 0xFFFFu) * times;
    into[4 * w + 2] += (word >> 32 & 0xFFFFu) * times;
    into[4 * w + 3] += (word >> 48) * times;
  }
  for (std::size_t lane = 4 * whole; lane < into.size(); ++lane) { into[lane] += (words[whole] >> (16 * (lane % 4)) & 0xFFFFu) * times; }
}

/// Sums lanes of many units by the number of their marks.
template <std::size_t Levels> class lane_sums {
public:
  /// \param raters at most most_lane_raters
  explicit lane_sums(std::size_t raters) : packed_((raters + 1) * stride), sums_((raters + 1) * lanes<Levels>::count), units_(raters + 1) {
    for (std::size_t m = 0; m <= raters; ++m) { packed_[m * stride + lanes<Levels>::words] = lane_room(m); }
  }
  HEADWAY_ALWAYS_INLINE void add(std::uint64_t counts) noexcept {
    const std::uint64_t m = (counts * 0x0101010101010101u) >> 56;
    const auto row = lanes<Levels>::of(counts);
    std::uint64_t* into = packed_.data() + m * stride;
    for (std::size_t w = 0; w < lanes<Levels>::words; ++w) { into[w] += row[w]; }
    if (--into[lanes<Levels>::words] == 0) { empty(m); }
  }
  /// Calls f(m, units, sums per lane) for every number of marks that occurs.
  template <class Function> void each(Function f) {
    for (std::size_t m = 0; m < units_.size(); ++m) {
      empty(m);
      if (units_[m] > 0) { f(static_cast<std::uint64_t>(m), units_[m], std::span<const std::uint64_t>{sums_}.subspan(m * lanes<Levels>::count, lanes<Levels>::count)); }
    }
  }

private:
  static constexpr std::size_t stride = lanes<Levels>::words + 1; ///< the last word: units there is still room for
  void empty(std::size_t m) noexcept {
    std::uint64_t* from = packed_.data() + m * stride;
    unpack_lanes({from, lanes<Levels>::words}, 1, std::span<std::uint64_t>{sums_}.subspan(m * lanes<Levels>::count, lanes<Levels>::count));
    units_[m] += lane_room(m) - from[lanes<Levels>::words];
    for (std::size_t w = 0; w < lanes<Levels>::words; ++w) { from[w] = 0; }
    from[lanes<Levels>::words] = lane_room(m);
  }
  std::vector<std::uint64_t> packed_;
  std::vector<std::uint64_t> sums_;
  std::vector<std::uint64_t> units_;
};

/// Calls f.template operator()<Levels>() for 2 to 8 levels. \return false for more
template <class Function> bool with_lane_levels(std::size_t levels, Function f) {
  return [&]<std::size_t... Extra>(std::index_sequence<Extra...>) {
    return ((levels == Extra + fewest_levels && (f.template operator()<Extra + fewest_levels>(), true)) || ...);
  }(std::make_index_sequence<most_lane_levels - fewest_levels + 1>{});
}

} // namespace headway::agreement::detail
