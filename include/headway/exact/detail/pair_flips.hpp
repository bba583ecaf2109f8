#pragma once

/// \file
/// The null law of a square table: of the people who moved between two levels, in either direction, each went one way or the other with chance 1/2.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <headway/exact/transitions.hpp>
#include <headway/numeric/random.hpp>

namespace headway::exact::detail {

/// Two levels between which somebody moved.
struct level_pair {
  std::size_t low{};
  std::size_t high{};
  std::uint32_t up{};    ///< people from low to high
  std::uint32_t total{}; ///< people in either direction
};

/// The pairs of levels between which somebody moved.
inline std::vector<level_pair> pairs_of(const transitions& of) {
  std::vector<level_pair> out;
  for (std::size_t low = 0; low < of.levels(); ++low) {
    for (std::size_t high = low + 1; high < of.levels(); ++high) {
      const std::uint32_t up = of.people(low, high);
      const std::uint32_t total = up + of.people(high, low);
      if (total > 0) { out.push_back({low, high, up, total}); }
    }
  }
  return out;
}

/// How many of `total` fair coins show heads.
inline std::uint32_t draw_half(numeric::random_stream& random, std::uint32_t total) {
  if (total > 512) { return static_cast<std::uint32_t>(numeric::draw_binomial(random, total, 0.5)); }
  std::uint32_t heads = 0;
  for (; total > 64; total -= 64) { heads += static_cast<std::uint32_t>(std::popcount(random())); }
  return heads + static_cast<std::uint32_t>(std::popcount(random() >> (64 - total)));
}

} // namespace headway::exact::detail
