#pragma once

/// \file
/// Points that fill a cube evenly: averages over them are nearer the truth than over as many random ones.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <headway/base/types.hpp>
#include <headway/numeric/random.hpp>

namespace headway::numeric {

/// Sobol's sequence in any number of dimensions, shifted by a seed.
/// Definition: coordinate d of point i is the exclusive or of the direction numbers of d over the bits of i in Gray's order, and of one random word per dimension; then the middle of its cell of 2^-32. In the first
/// `even_dimensions` the direction numbers are Joe and Kuo's; coordinates after them are random numbers, which a function that varies little along them does not mind. The first 2^k points are even in every dimension.
/// Put what matters most into the first dimensions.
/// Cost: a point 32 operations a dimension. Threads: safe. Since 0.1. Reference: Sobol 1967; Joe & Kuo 2008; Antonov & Saleev 1979. Checked by `sobol_test`.
class sobol_points {
public:
  static constexpr std::size_t even_dimensions = 21;

  /// \param dimensions of every point \param from the seed of the shift and of the coordinates after `even_dimensions`
  sobol_points(std::size_t dimensions, seed from) : from_{from}, shift_(dimensions), direction_(dimensions < even_dimensions ? dimensions : even_dimensions) {
    random_stream random{from, own_streams};
    for (std::uint32_t& each : shift_) { each = static_cast<std::uint32_t>(random() >> 32); }
    for (std::size_t d = 0; d < direction_.size(); ++d) {
      const std::uint32_t polynomial = polynomials[d];
      const auto degree = static_cast<std::size_t>(std::bit_width(polynomial) - 1);
      for (std::size_t j = 0; j < 32; ++j) {
        std::uint32_t& v = direction_[d][j];
        if (d == 0) { // bits backwards
          v = 1u << (31 - j);
        } else if (j < degree) {
          v = first_numbers[d][j] << (31 - j);
        } else {
          v = direction_[d][j - degree] ^ (direction_[d][j - degree] >> degree);
          for (std::size_t k = 1; k < degree; ++k) {
            if ((polynomial >> (degree - k) & 1u) != 0) { v ^= direction_[d][j - k]; }
          }
        }
      }
    }
  }

  /// A coordinate of a point, between 0 and 1 and neither. \param dimension below the number of dimensions
  [[nodiscard]] double at(std::uint32_t point, std::size_t dimension) const noexcept {
    if (dimension >= direction_.size()) {
      random_stream random{from_, own_streams + (std::uint64_t{point} << 20) + dimension};
      return draw_uniform(random);
    }
    return (static_cast<double>(unshifted(point, dimension) ^ shift_[dimension]) + 0.5) * 0x1p-32;
  }

  /// The same without the shift, as a whole number of 2^-32. \param dimension below `even_dimensions` and the number of dimensions
  [[nodiscard]] std::uint32_t unshifted(std::uint32_t point, std::size_t dimension) const noexcept {
    std::uint32_t out = 0;
    const std::uint32_t gray = point ^ (point >> 1);
    for (std::size_t j = 0; j < 32; ++j) {
      if ((gray >> j & 1u) != 0) { out ^= direction_[dimension][j]; }
    }
    return out;
  }

private:
  static constexpr std::uint64_t own_streams = std::uint64_t{1} << 60; ///< apart from those of whoever uses the same seed

  /// Primitive polynomials over the field of two elements, highest power first, as bits.
  static constexpr std::array<std::uint32_t, even_dimensions> polynomials{1, 3, 7, 11, 13, 19, 25, 37, 41, 47, 55, 59, 61, 67, 91, 97, 103, 109, 115, 131, 137};
  static constexpr std::uint32_t first_numbers[even_dimensions][7]{{1},
                                                                   {1},
                                                                   {1, 3},
                                                                   {1, 3, 1},
                                                                   {1, 1, 1},
                                                                   {1, 1, 3, 3},
                                                                   {1, 3, 5, 13},
                                                                   {1, 1, 5, 5, 17},
                                                                   {1, 1, 5, 5, 5},
                                                                   {1, 1, 7, 11, 19},
                                                                   {1, 1, 5, 1, 1},
                                                                   {1, 1, 1, 3, 11},
                                                                   {1, 3, 5, 5, 31},
                                                                   {1, 3, 3, 9, 7, 49},
                                                                   {1, 1, 1, 15, 21, 21},
                                                                   {1, 3, 1, 13, 27, 49},
                                                                   {1, 1, 1, 15, 7, 5},
                                                                   {1, 3, 1, 15, 13, 25},
                                                                   {1, 1, 5, 5, 19, 61},
                                                                   {1, 3, 7, 11, 23, 15, 103},
                                                                   {1, 3, 7, 13, 13, 15, 69}};

  seed from_;
  std::vector<std::uint32_t> shift_;
  std::vector<std::array<std::uint32_t, 32>> direction_;
};

} // namespace headway::numeric
