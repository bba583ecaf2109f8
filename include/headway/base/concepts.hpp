#pragma once

#include <concepts>
#include <cstddef>

namespace headway {

/// The extent that is known only at run time, after `std::dynamic_extent`.
inline constexpr std::size_t dynamic = static_cast<std::size_t>(-1);

/// Fewest and most levels a scale may have.
inline constexpr std::size_t fewest_levels = 2;
inline constexpr std::size_t most_levels = 16;

/// A number of levels: `dynamic`, or 2 to 16.
template <std::size_t Levels>
concept level_extent = Levels == dynamic || (Levels >= fewest_levels && Levels <= most_levels);

/// A number of dimensions: `dynamic`, or at least 1.
template <std::size_t Dimensions>
concept dimension_extent = Dimensions == dynamic || Dimensions >= 1;

} // namespace headway
