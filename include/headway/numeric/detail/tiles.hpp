#pragma once

#include <cstddef>
#include <cstring>

/// \file
/// The inner loops of dense matrices: products of small tiles that stay in registers. Written once and compiled for several widths of vectors; which of them runs is chosen when the program does.

#if defined(__GNUC__) || defined(__clang__)
#define HEADWAY_VECTOR_TILES 1
#else
#define HEADWAY_VECTOR_TILES 0
#endif
#if HEADWAY_VECTOR_TILES && defined(__x86_64__)
#define HEADWAY_WIDE_TILES 1
#else
#define HEADWAY_WIDE_TILES 0
#endif

namespace headway::numeric::detail {

/// Columns of every tile: with two vectors of rows, twelve sums fill the sixteen registers that most processors have.
inline constexpr std::size_t tile_columns = 6;

/// What is done with one tile of so many rows.
struct tile_kernel {
  std::size_t rows; ///< of a tile
  /// C(i, j) += factor x sum over k of a[i + k a_step] b[j + k b_step], for the rows of the tile and its six columns. `from`: the first row written of each column, none where it is
  /// `rows` (that column of C is then not touched); null: all are written. Rows not written must be memory one may write to.
  void (*multiply)(std::size_t depth, const double* a, std::size_t a_step, const double* b, std::size_t b_step, double factor, double* c, std::size_t c_step, const long long* from);
  /// X T' = B in place, for the rows of a tile: column j of B at b + j b_step; T(j, k), k < j <= count, at t[j t_down + k t_along], with the reciprocals of its diagonal.
  void (*solve)(std::size_t count, double* b, std::ptrdiff_t b_step, const double* t, std::ptrdiff_t t_down, std::ptrdiff_t t_along, const double* reciprocal);
};

/// Works anywhere.
struct plain_tiles {
  static constexpr std::size_t rows = 4;
  static void multiply(std::size_t depth, const double* a, std::size_t a_step, const double* b, std::size_t b_step, double factor, double* c, std::size_t c_step, const long long* from) noexcept {
    double sum[tile_columns][rows]{};
    for (; depth != 0; --depth, a += a_step, b += b_step) {
      for (std::size_t j = 0; j < tile_columns; ++j) {
        for (std::size_t i = 0; i < rows; ++i) { sum[j][i] += a[i] * b[j]; }
      }
    }
    for (std::size_t j = 0; j < tile_columns; ++j) {
      for (std::size_t i = from == nullptr ? 0 : static_cast<std::size_t>(from[j]); i < rows; ++i) { c[i + j * c_step] += factor * sum[j][i]; }
    }
  }
  static void solve(std::size_t count, double* b, std::ptrdiff_t b_step, const double* t, std::ptrdiff_t t_down, std::ptrdiff_t t_along, const double* reciprocal) noexcept {
    for (std::size_t j = 0; j < count; ++j) {
      const auto at = static_cast<std::ptrdiff_t>(j);
      for (std::size_t i = 0; i < rows; ++i) {
        double x = b[at * b_step + static_cast<std::ptrdiff_t>(i)];
        for (std::ptrdiff_t k = 0; k < at; ++k) { x -= b[k * b_step + static_cast<std::ptrdiff_t>(i)] * t[at * t_down + k * t_along]; }
        b[at * b_step + static_cast<std::ptrdiff_t>(i)] = x * reciprocal[j];
      }
    }
  }
};

#if HEADWAY_VECTOR_TILES

inline constexpr long long tile_row[16]{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

// Vectors of the compiler rather than <immintrin.h>, which alone takes a second to compile. A macro rather than a template: the processor that code is for belongs to a function as it is
// written, and a vector wider than that processor's is split before a function of another can take it in.
#define HEADWAY_TILE_COLUMN(j, upper, lower, multiply_add)                                                                                                                                        \
  if (from == nullptr || from[j] < static_cast<long long>(rows)) {                                                                                                                                \
    numbers x, y;                                                                                                                                                                                 \
    std::memcpy(&x, c, sizeof x);                                                                                                                                                                 \
    std::memcpy(&y, c + lanes, sizeof y);                                                                                                                                                         \
    if (from != nullptr) {                                                                                                                                                                        \
      integers keep;                                                                                                                                                                              \
      std::memcpy(&keep, tile_row, sizeof keep);                                                                                                                                                  \
      upper = reinterpret_cast<numbers>(reinterpret_cast<integers>(upper) & (keep >= from[j]));                                                                                                   \
      std::memcpy(&keep, tile_row + lanes, sizeof keep);                                                                                                                                          \
      lower = reinterpret_cast<numbers>(reinterpret_cast<integers>(lower) & (keep >= from[j]));                                                                                                   \
    }                                                                                                                                                                                             \
    x = multiply_add(upper, factor - numbers{}, x);                                                                                                                                               \
    y = multiply_add(lower, factor - numbers{}, y);                                                                                                                                               \
    std::memcpy(c, &x, sizeof x);                                                                                                                                                                 \
    std::memcpy(c + lanes, &y, sizeof y);                                                                                                                                                         \
  }                                                                                                                                                                                               \
  c += c_step;

#define HEADWAY_TILES(name, bytes, processor, multiply_add)                                                                                                                                       \
  struct name {                                                                                                                                                                                   \
    using numbers = double __attribute__((vector_size(bytes)));                                                                                                                                   \
    using integers = long long __attribute__((vector_size(bytes)));                                                                                                                               \
    static constexpr std::size_t lanes = bytes / sizeof(double);                                                                                                                                  \
    static constexpr std::size_t rows = 2 * lanes;                                                                                                                                                \
    processor static void multiply(std::size_t depth, const double* a, std::size_t a_step, const double* b, std::size_t b_step, double factor, double* c, std::size_t c_step,                     \
                                   const long long* from) noexcept {                                                                                                                              \
      numbers u0{}, u1{}, u2{}, u3{}, u4{}, u5{}, l0{}, l1{}, l2{}, l3{}, l4{}, l5{};                                                                                                             \
      for (; depth != 0; --depth, a += a_step, b += b_step) {                                                                                                                                     \
        numbers upper, lower;                                                                                                                                                                     \
        std::memcpy(&upper, a, sizeof upper);                                                                                                                                                     \
        std::memcpy(&lower, a + lanes, sizeof lower);                                                                                                                                             \
        u0 = multiply_add(upper, b[0] - numbers{}, u0);                                                                                                                                           \
        l0 = multiply_add(lower, b[0] - numbers{}, l0);                                                                                                                                           \
        u1 = multiply_add(upper, b[1] - numbers{}, u1);                                                                                                                                           \
        l1 = multiply_add(lower, b[1] - numbers{}, l1);                                                                                                                                           \
        u2 = multiply_add(upper, b[2] - numbers{}, u2);                                                                                                                                           \
        l2 = multiply_add(lower, b[2] - numbers{}, l2);                                                                                                                                           \
        u3 = multiply_add(upper, b[3] - numbers{}, u3);                                                                                                                                           \
        l3 = multiply_add(lower, b[3] - numbers{}, l3);                                                                                                                                           \
        u4 = multiply_add(upper, b[4] - numbers{}, u4);                                                                                                                                           \
        l4 = multiply_add(lower, b[4] - numbers{}, l4);                                                                                                                                           \
        u5 = multiply_add(upper, b[5] - numbers{}, u5);                                                                                                                                           \
        l5 = multiply_add(lower, b[5] - numbers{}, l5);                                                                                                                                           \
      }                                                                                                                                                                                           \
      HEADWAY_TILE_COLUMN(0, u0, l0, multiply_add)                                                                                                                                                \
      HEADWAY_TILE_COLUMN(1, u1, l1, multiply_add)                                                                                                                                                \
      HEADWAY_TILE_COLUMN(2, u2, l2, multiply_add)                                                                                                                                                \
      HEADWAY_TILE_COLUMN(3, u3, l3, multiply_add)                                                                                                                                                \
      HEADWAY_TILE_COLUMN(4, u4, l4, multiply_add)                                                                                                                                                \
      HEADWAY_TILE_COLUMN(5, u5, l5, multiply_add)                                                                                                                                                \
    }                                                                                                                                                                                             \
    processor static void solve(std::size_t count, double* b, std::ptrdiff_t b_step, const double* t, std::ptrdiff_t t_down, std::ptrdiff_t t_along, const double* reciprocal) noexcept {         \
      for (std::ptrdiff_t j = 0; j < static_cast<std::ptrdiff_t>(count); ++j) {                                                                                                                   \
        double* column = b + j * b_step;                                                                                                                                                          \
        numbers upper, lower, x;                                                                                                                                                                  \
        std::memcpy(&upper, column, sizeof upper);                                                                                                                                                \
        std::memcpy(&lower, column + lanes, sizeof lower);                                                                                                                                        \
        for (std::ptrdiff_t k = 0; k < j; ++k) {                                                                                                                                                  \
          const numbers multiple = -t[j * t_down + k * t_along] - numbers{};                                                                                                                      \
          std::memcpy(&x, b + k * b_step, sizeof x);                                                                                                                                              \
          upper = multiply_add(x, multiple, upper);                                                                                                                                               \
          std::memcpy(&x, b + k * b_step + lanes, sizeof x);                                                                                                                                      \
          lower = multiply_add(x, multiple, lower);                                                                                                                                               \
        }                                                                                                                                                                                         \
        upper *= reciprocal[j];                                                                                                                                                                   \
        lower *= reciprocal[j];                                                                                                                                                                   \
        std::memcpy(column, &upper, sizeof upper);                                                                                                                                                \
        std::memcpy(column + lanes, &lower, sizeof lower);                                                                                                                                        \
      }                                                                                                                                                                                           \
    }                                                                                                                                                                                             \
  };

#define HEADWAY_MULTIPLY_ADD(x, y, sum) ((sum) + (x) * (y))
HEADWAY_TILES(vector_tiles, 16, , HEADWAY_MULTIPLY_ADD)
#undef HEADWAY_MULTIPLY_ADD
#if HEADWAY_WIDE_TILES
// Fused by name: left to the compiler, whether a product and a sum are rounded once or twice depends on how much it optimises.
#define HEADWAY_MULTIPLY_ADD_512(x, y, sum) __builtin_ia32_vfmaddpd512_mask(x, y, sum, static_cast<unsigned char>(-1), 4)
HEADWAY_TILES(vector_tiles_fma, 16, __attribute__((target("avx2,fma"))), __builtin_ia32_vfmaddpd)
HEADWAY_TILES(vector_tiles_avx2, 32, __attribute__((target("avx2,fma"))), __builtin_ia32_vfmaddpd256)
HEADWAY_TILES(vector_tiles_avx512, 64, __attribute__((target("avx512f,avx512dq,avx512vl,fma"))), HEADWAY_MULTIPLY_ADD_512)
#undef HEADWAY_MULTIPLY_ADD_512
#endif

#undef HEADWAY_TILES
#undef HEADWAY_TILE_COLUMN
#endif

/// Kernels of one kind of processor, the tallest tile first; rows that are fewer than the least tile are worked on one by one.
struct tile_kernels {
  std::size_t count;
  tile_kernel kernel[3];
};

template <class Tiles> inline constexpr tile_kernel kernel_of{Tiles::rows, &Tiles::multiply, &Tiles::solve};

/// What this library has been compiled for, the widest last; those from `usable_tiles()` on need another processor.
inline constexpr tile_kernels every_tile_kernels[]{
  {1, {kernel_of<plain_tiles>}},
#if HEADWAY_VECTOR_TILES
  {1, {kernel_of<vector_tiles>}},
#endif
#if HEADWAY_WIDE_TILES
  {2, {kernel_of<vector_tiles_avx2>, kernel_of<vector_tiles_fma>}},
  {3, {kernel_of<vector_tiles_avx512>, kernel_of<vector_tiles_avx2>, kernel_of<vector_tiles_fma>}},
#endif
};

/// How many of them this processor can run.
[[nodiscard]] inline std::size_t usable_tiles() noexcept {
#if HEADWAY_WIDE_TILES
  if (__builtin_cpu_supports("avx2") == 0 || __builtin_cpu_supports("fma") == 0) { return 2; }
  const bool widest = __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0;
  return widest ? 4 : 3;
#else
  return 1 + HEADWAY_VECTOR_TILES;
#endif
}

} // namespace headway::numeric::detail
