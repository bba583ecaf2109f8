#pragma once

/// \file
/// Dense matrices: roots of positive definite ones, solutions, inverses. No library behind it: the few operations that models need rest on one product of tiles, which is compiled for several
/// kinds of processors and chosen when the program runs. Matrices stand in their owner's memory, column by column.
/// Bits: the same for any number of threads, compiler and optimisation. Processors with fused multiplication and addition (AVX2, AVX-512) have one set of bits, x86 processors without it another; they differ in
/// the last digits.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/numeric/detail/tiles.hpp>

namespace headway::numeric {

/// A matrix in somebody's memory, column by column: entry (i, j) stands at data[i + j stride]. Since 0.1. Checked by `linalg_test`.
struct matrix_view {
  double* data{};
  std::size_t rows{};
  std::size_t columns{};
  std::size_t stride{}; ///< from one column to the next, at least `rows`
  /// An entry.
  [[nodiscard]] double& operator()(std::size_t i, std::size_t j) const noexcept { return data[i + j * stride]; }
  /// Rows and columns from (i, j) on.
  [[nodiscard]] matrix_view block(std::size_t i, std::size_t j, std::size_t some_rows, std::size_t some_columns) const noexcept { return {data + i + j * stride, some_rows, some_columns, stride}; }
};

/// A matrix to be read: entry (i, j) stands at data[i down + j along], so a transposed one needs no copy. Since 0.1. Checked by `linalg_test`.
struct const_matrix_view {
  const double* data{};
  std::size_t rows{};
  std::size_t columns{};
  std::size_t along{}; ///< from one column to the next
  std::size_t down{1}; ///< from one row to the next
  /// Nothing.
  constexpr const_matrix_view() noexcept = default;
  /// Column by column, `from_column_to_column` apart.
  constexpr const_matrix_view(const double* at, std::size_t some_rows, std::size_t some_columns, std::size_t from_column_to_column, std::size_t from_row_to_row = 1) noexcept
    : data{at}, rows{some_rows}, columns{some_columns}, along{from_column_to_column}, down{from_row_to_row} {}
  /// What may be written may be read.
  constexpr const_matrix_view(const matrix_view& of) noexcept : data{of.data}, rows{of.rows}, columns{of.columns}, along{of.stride} {}
  /// An entry.
  [[nodiscard]] double operator()(std::size_t i, std::size_t j) const noexcept { return data[i * down + j * along]; }
  /// Rows and columns from (i, j) on.
  [[nodiscard]] constexpr const_matrix_view block(std::size_t i, std::size_t j, std::size_t some_rows, std::size_t some_columns) const noexcept {
    return {data + i * down + j * along, some_rows, some_columns, along, down};
  }
  /// Its rows as columns.
  [[nodiscard]] constexpr const_matrix_view transposed() const noexcept { return {data, columns, rows, down, along}; }
};

/// Memory in which products lay out their factors: made once, used by one call after another. Since 0.1. Checked by `linalg_test`.
class dense_workspace {
public:
  /// Takes the fastest kernels this processor has.
  dense_workspace() noexcept : dense_workspace(detail::every_tile_kernels[detail::usable_tiles() - 1]) {}
  /// Takes these kernels. For tests.
  explicit dense_workspace(const detail::tile_kernels& kernels) noexcept : kernels_{&kernels} {}

  /// C(i, j) += factor x sum over k of A(i, k) B(k, j); where `lower`, only for i >= j (and above the diagonal, if at all, by nothing).
  /// \param c shares no memory with a and b that is written \param a as many rows as c \param b as many columns as c
  /// Cost: m n k multiplications, half where `lower`. Threads: one at a time on one workspace. Since 0.1. Checked by `linalg_test`.
  void add_product(matrix_view c, const_matrix_view a, const_matrix_view b, double factor, bool lower = false) {
    check::that(a.rows == c.rows && b.columns == c.columns && a.columns == b.rows, "dense_workspace::add_product", "c", "must have the rows of a and the columns of b, whose rows are a's columns");
    add_transposed_product(c, a, b.transposed(), factor, lower);
  }

  /// C += factor A A', the lower triangle. \param c square, with the rows of a
  /// Cost: m^2 k / 2 multiplications. Threads: one at a time on one workspace. Since 0.1. Checked by `linalg_test`.
  void add_square(matrix_view c, const_matrix_view a, double factor) {
    check::that(c.rows == c.columns && a.rows == c.rows, "dense_workspace::add_square", "c", "must be square, with the rows of a");
    add_transposed_product(c, a, a, factor, true);
  }

  /// The first columns of a root: A = L L' with A's lower triangle given and L's found in its place, where A has more rows than columns also below; the rest of a matrix whose first columns these
  /// are is then what it was less the square of the part below. Above the diagonal nothing changes that is read.
  /// \param a at least as many rows as columns \return false where a pivot is not above 0; then the content is of no use
  /// Cost: m n^2 / 2 multiplications, less n^3 / 3. Threads: one at a time on one workspace. Since 0.1. Reference: Golub & Van Loan 2013, section 4.2. Checked by `linalg_test`.
  [[nodiscard]] bool factor_lower(matrix_view a) {
    check::that(a.rows >= a.columns, "dense_workspace::factor_lower", "a", "must have as many rows as columns, or more");
    return factor(a);
  }

  /// Part of an inverse from the first columns of a root and the part that belongs to the rows below them: where A = L L' with L = (L1 0; L2 L3) and the lower right part of Z is (L3 L3')^-1,
  /// completes Z to A^-1.
  /// Definition: with R = L2 L1^-1, what lies below is -Z R and the first block (L1 L1')^-1 + R'Z R.
  /// \param root L1 over L2: as many rows as z; its lower triangle is read \param z square; its first columns and rows are filled, on both sides of the diagonal
  /// Cost: m^2 n multiplications for m rows below, or n^3 / 3 where there are none. Threads: one at a time on one workspace. Since 0.1. Reference: Takahashi, Fagan & Chin 1973. Checked by `linalg_test`.
  void extend_inverse(const_matrix_view root, matrix_view z) {
    check::that(root.rows >= root.columns && z.rows == root.rows && z.columns == root.rows, "dense_workspace::extend_inverse", "z", "must be square, with the rows of the root");
    extend(root, z);
  }

private:
  static constexpr std::size_t width = detail::tile_columns;
  static constexpr std::size_t small = 8 * width; ///< so many columns and no more are worked on a tile at a time

  /// The first of two halves, whole tiles.
  static constexpr std::size_t half(std::size_t n) noexcept { return (n / 2 + width - 1) / width * width; }
  [[nodiscard]] bool factor(matrix_view a) {
    if (a.columns > small) {
      const std::size_t first = half(a.columns);
      const std::size_t rest = a.rows - first;
      if (!factor(a.block(0, 0, a.rows, first))) { return false; }
      const const_matrix_view below = a.block(first, 0, rest, first);
      const matrix_view right = a.block(first, first, rest, a.columns - first);
      add_transposed_product(right, below, below.block(0, 0, right.columns, first), -1.0, true);
      return factor(right);
    }
    for (std::size_t j = 0; j < a.columns; j += width) {
      const std::size_t count = (std::min)(width, a.columns - j);
      const const_matrix_view before = a.block(j, 0, a.rows - j, j);
      const matrix_view own = a.block(j, j, a.rows - j, count);
      add_transposed_product(own, before, before.block(0, 0, count, j), -1.0, true);
      double reciprocal[width];
      for (std::size_t c = 0; c < count; ++c) {
        double pivot = own(c, c);
        for (std::size_t k = 0; k < c; ++k) { pivot -= own(c, k) * own(c, k); }
        if (!(pivot > 0.0)) { return false; }
        own(c, c) = std::sqrt(pivot);
        reciprocal[c] = 1.0 / own(c, c);
        for (std::size_t i = c + 1; i < count; ++i) {
          double sum = own(i, c);
          for (std::size_t k = 0; k < c; ++k) { sum -= own(i, k) * own(c, k); }
          own(i, c) = sum * reciprocal[c];
        }
      }
      if (own.rows > count) { solve_rows(own.block(count, 0, own.rows - count, count), 1, own.data, 1, static_cast<std::ptrdiff_t>(own.stride), reciprocal); }
    }
    return true;
  }

  void extend(const_matrix_view root, matrix_view z) {
    const std::size_t n = root.columns;
    if (n == 0) { return; }
    if (n > width) {
      const std::size_t first = half(n);
      extend(root.block(first, first, root.rows - first, n - first), z.block(first, first, root.rows - first, root.rows - first));
      extend(root.block(0, 0, first, first), z.block(0, 0, first, first));
      below_first(root.block(0, 0, root.rows, first), z);
      return;
    }
    double own[width][width]; // L1^-1, by columns
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t i = j; i < n; ++i) {
        double sum = i == j ? 1.0 : 0.0;
        for (std::size_t k = j; k < i; ++k) { sum -= root(i, k) * own[j][k]; }
        own[j][i] = sum / root(i, i);
      }
    }
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t i = j; i < n; ++i) {
        double sum = 0.0;
        for (std::size_t k = i; k < n; ++k) { sum += own[i][k] * own[j][k]; }
        z(i, j) = z(j, i) = sum;
      }
    }
    below_first(root, z);
  }

  [[nodiscard]] const detail::tile_kernel* tallest(std::size_t rows) const noexcept {
    for (std::size_t k = 0; k < kernels_->count; ++k) {
      if (kernels_->kernel[k].rows <= rows) { return kernels_->kernel + k; }
    }
    return nullptr;
  }

  /// X T' = B in place for few columns, T as in `tile_kernel`.
  void solve_rows(matrix_view b, std::ptrdiff_t sign, const double* t, std::ptrdiff_t t_down, std::ptrdiff_t t_along, const double* reciprocal) const {
    double* first = sign > 0 ? b.data : b.data + (b.columns - 1) * b.stride;
    const std::ptrdiff_t step = sign * static_cast<std::ptrdiff_t>(b.stride);
    std::size_t i = 0;
    while (const detail::tile_kernel* kernel = tallest(b.rows - i)) {
      for (; i + kernel->rows <= b.rows; i += kernel->rows) { kernel->solve(b.columns, first + i, step, t, t_down, t_along, reciprocal); }
    }
    for (; i < b.rows; ++i) {
      double* row = first + i;
      for (std::ptrdiff_t j = 0; j < static_cast<std::ptrdiff_t>(b.columns); ++j) {
        double x = row[j * step];
        for (std::ptrdiff_t k = 0; k < j; ++k) { x -= row[k * step] * t[j * t_down + k * t_along]; }
        row[j * step] = x * reciprocal[j];
      }
    }
  }

  /// X L = B in place.
  void solve_from_the_right(const_matrix_view l, matrix_view b) {
    const std::size_t n = l.columns;
    if (n > small) {
      const std::size_t first = half(n);
      solve_from_the_right(l.block(first, first, n - first, n - first), b.block(0, first, b.rows, n - first));
      add_product(b.block(0, 0, b.rows, first), b.block(0, first, b.rows, n - first), l.block(first, 0, n - first, first), -1.0);
      solve_from_the_right(l.block(0, 0, first, first), b.block(0, 0, b.rows, first));
      return;
    }
    for (std::size_t after = n; after > 0;) {
      const std::size_t count = (after - 1) % width + 1;
      const std::size_t j = after - count;
      const matrix_view own = b.block(0, j, b.rows, count);
      add_product(own, b.block(0, after, b.rows, n - after), l.block(after, j, n - after, count), -1.0);
      double reciprocal[width];
      for (std::size_t c = 0; c < count; ++c) { reciprocal[c] = 1.0 / l(after - 1 - c, after - 1 - c); }
      solve_rows(own, -1, l.data + (after - 1) * (l.down + l.along), -static_cast<std::ptrdiff_t>(l.along), -static_cast<std::ptrdiff_t>(l.down), reciprocal);
      after = j;
    }
  }

  /// The step of `extend_inverse` where the first block already holds (L1 L1')^-1.
  void below_first(const_matrix_view root, matrix_view z) {
    const std::size_t n = root.columns;
    const std::size_t rest = root.rows - n;
    if (rest == 0) { return; }
    ratio_.resize((std::max)(ratio_.size(), rest * n));
    const matrix_view ratio{ratio_.data(), rest, n, rest};
    const matrix_view below = z.block(n, 0, rest, n);
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t i = 0; i < rest; ++i) {
        ratio(i, j) = root(n + i, j);
        below(i, j) = 0.0;
      }
    }
    solve_from_the_right(root.block(0, 0, n, n), ratio);
    add_product(below, z.block(n, n, rest, rest), ratio, -1.0);
    add_product(z.block(0, 0, n, n), const_matrix_view{ratio}.transposed(), below, -1.0, true);
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t i = j + 1; i < root.rows; ++i) { z(j, i) = z(i, j); }
    }
  }

  /// C(i, j) += factor x sum over k of A(i, k) B(j, k). All products end here.
  void add_transposed_product(matrix_view c, const_matrix_view a, const_matrix_view b, double factor, bool lower) {
    const std::size_t m = c.rows;
    const std::size_t n = c.columns;
    const std::size_t depth = a.columns;
    if (m == 0 || n == 0 || depth == 0) { return; }
    const detail::tile_kernel* kernel = tallest(m);
    if (kernel == nullptr) {
      for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t i = lower ? j : 0; i < m; ++i) {
          double sum = 0.0;
          for (std::size_t k = 0; k < depth; ++k) { sum += a(i, k) * b(j, k); }
          c(i, j) += factor * sum;
        }
      }
      return;
    }
    const std::size_t rows = kernel->rows;
    const bool large = m >= 64 && n >= 32 && depth >= 16; // what is laid out anew is then read often enough
    const bool lay_out_a = large || a.down != 1;
    const bool lay_out_b = large || b.down != 1 || n < width;
    constexpr std::size_t deep = 256;                      // a tile of B stays in the first cache,
    const std::size_t tall = lay_out_a ? 192 / rows * rows : m; // these rows of A in the second
    const std::size_t panels = (n + width - 1) / width;
    for (std::size_t k = 0; k < depth; k += deep) {
      const std::size_t some = (std::min)(deep, depth - k);
      if (lay_out_b) { lay_out(b_, b.block(0, k, n, some), width, panels); }
      for (std::size_t i = 0; i < m; i += tall) {
        const std::size_t strips = ((std::min)(tall, m - i) + rows - 1) / rows;
        if (lay_out_a) { lay_out(a_, a.block(i, k, (std::min)(tall, m - i), some), rows, strips, i == 0 ? 0 : rows); }
        for (std::size_t panel = 0; panel < panels; ++panel) {
          const std::size_t column = begin(panel * width, width, n);
          const double* b_tile = lay_out_b ? b_.data() + panel * width * some : b.data + column + k * b.along;
          for (std::size_t strip = 0; strip < strips; ++strip) {
            const std::size_t wanted = i + strip * rows;
            const std::size_t row = begin(wanted, rows, m);
            if (lower && row + rows <= column) { continue; }
            const double* a_tile = lay_out_a ? a_.data() + strip * rows * some : a.data + row + k * a.along;
            long long from[width];
            bool whole = row == wanted;
            for (std::size_t j = 0; j < width; ++j) {
              std::size_t first = wanted;
              if (lower) { first = (std::max)(first, column + j); }
              const bool has = column + j >= panel * width && column + j < n && first < row + rows;
              from[j] = static_cast<long long>(has ? first - row : rows);
              whole = whole && from[j] == 0;
            }
            kernel->multiply(some, a_tile, lay_out_a ? rows : a.along, b_tile, lay_out_b ? width : b.along, factor, c.data + row + column * c.stride, c.stride, whole ? nullptr : from);
          }
        }
      }
    }
  }

  /// Where a tile begins that should begin at `wanted`: the last ones begin earlier, so that they end with the matrix.
  static constexpr std::size_t begin(std::size_t wanted, std::size_t size, std::size_t all) noexcept { return all < size ? 0 : (std::min)(wanted, all - size); }

  /// Writes tiles of so many rows one after the other, each column by column; zeros where there are fewer rows than one tile has.
  static void lay_out(std::vector<double>& into, const_matrix_view from, std::size_t size, std::size_t tiles, std::size_t above = 0) {
    const std::size_t depth = from.columns;
    if (into.size() < tiles * size * depth) { into.resize(tiles * size * depth); }
    double* to = into.data();
    for (std::size_t t = 0; t < tiles; ++t, to += size * depth) {
      // the last tile may begin in what stands above these rows, which is there to be read
      const std::ptrdiff_t first = t * size + size <= from.rows ? static_cast<std::ptrdiff_t>(t * size)
                                   : from.rows + above >= size  ? static_cast<std::ptrdiff_t>(from.rows) - static_cast<std::ptrdiff_t>(size)
                                                                : 0;
      const std::size_t have = (std::min)(size, from.rows + above);
      const double* tile = from.data + first * static_cast<std::ptrdiff_t>(from.down);
      if (have < size) { std::fill_n(to, size * depth, 0.0); }
      if (from.down == 1) {
        for (std::size_t k = 0; k < depth; ++k) { std::copy_n(tile + k * from.along, have, to + k * size); }
      } else {
        for (std::size_t i = 0; i < have; ++i) {
          for (std::size_t k = 0; k < depth; ++k) { to[k * size + i] = tile[i * from.down + k * from.along]; }
        }
      }
    }
  }

  const detail::tile_kernels* kernels_;
  std::vector<double> a_;
  std::vector<double> b_;
  std::vector<double> ratio_;
};

/// Solves L x = b in place. \param root a lower triangle, column by column \param values b; filled with x
/// \throws error invalid_argument for another number of values than rows, or a transposed root
/// Cost: n^2 / 2 multiplications. Threads: safe. Since 0.1. Checked by `linalg_test`.
inline void solve_lower(const_matrix_view root, std::span<double> values) {
  const std::size_t n = root.rows;
  check::same_length(values.size(), n, "solve_lower", "values");
  check::that(root.down == 1, "solve_lower", "root", "must stand column by column");
  double* const x = values.data();
  std::size_t j = 0;
  for (; j + 4 <= n; j += 4) { // four columns at once: each value below is read and written once for all of them
    const double* const a = root.data + j * root.along;
    const double* const b = a + root.along;
    const double* const c = b + root.along;
    const double* const d = c + root.along;
    const double p = x[j] /= a[j];
    const double q = x[j + 1] = (x[j + 1] - a[j + 1] * p) / b[j + 1];
    const double r = x[j + 2] = (x[j + 2] - a[j + 2] * p - b[j + 2] * q) / c[j + 2];
    const double s = x[j + 3] = (x[j + 3] - a[j + 3] * p - b[j + 3] * q - c[j + 3] * r) / d[j + 3];
    for (std::size_t i = j + 4; i < n; ++i) { x[i] -= (a[i] * p + b[i] * q) + (c[i] * r + d[i] * s); }
  }
  for (; j < n; ++j) {
    const double* const column = root.data + j * root.along;
    const double value = x[j] /= column[j];
    for (std::size_t i = j + 1; i < n; ++i) { x[i] -= column[i] * value; }
  }
}

/// Solves L'x = b in place. \param root a lower triangle, column by column \param values b; filled with x
/// \throws error invalid_argument for another number of values than rows, or a transposed root
/// Cost: n^2 / 2 multiplications. Threads: safe. Since 0.1. Checked by `linalg_test`.
inline void solve_lower_transposed(const_matrix_view root, std::span<double> values) {
  const std::size_t n = root.rows;
  check::same_length(values.size(), n, "solve_lower_transposed", "values");
  check::that(root.down == 1, "solve_lower_transposed", "root", "must stand column by column");
  double* const x = values.data();
  std::size_t end = n;
  for (; end % 4 != 0; --end) {
    const double* const column = root.data + (end - 1) * root.along;
    double sum = x[end - 1];
    for (std::size_t i = end; i < n; ++i) { sum -= column[i] * x[i]; }
    x[end - 1] = sum / column[end - 1];
  }
  for (; end > 0; end -= 4) { // four sums at once, none of which waits for another
    const std::size_t j = end - 4;
    const double* const a = root.data + j * root.along;
    const double* const b = a + root.along;
    const double* const c = b + root.along;
    const double* const d = c + root.along;
    double p = 0.0, q = 0.0, r = 0.0, s = 0.0;
    for (std::size_t i = end; i < n; ++i) {
      p += a[i] * x[i];
      q += b[i] * x[i];
      r += c[i] * x[i];
      s += d[i] * x[i];
    }
    x[j + 3] = (x[j + 3] - s) / d[j + 3];
    x[j + 2] = (x[j + 2] - r - c[j + 3] * x[j + 3]) / c[j + 2];
    x[j + 1] = (x[j + 1] - q - b[j + 2] * x[j + 2] - b[j + 3] * x[j + 3]) / b[j + 1];
    x[j] = (x[j] - p - a[j + 1] * x[j + 1] - a[j + 2] * x[j + 2] - a[j + 3] * x[j + 3]) / a[j];
  }
}

/// A positive definite matrix's root and inverse. Since 0.1. Checked by `linalg_test`.
struct dense_inverse {
  std::size_t size{};
  std::vector<double> root{};       ///< L with A = L L', column by column; what stands above its diagonal is of no use
  std::vector<double> inverse{};    ///< A^-1
  double reciprocal_condition{};    ///< 1 / (|A| |A^-1|), |.| being the largest sum of a column's absolute values: near 1 where all is well, near 1e-16 where nothing can be said
  /// L, to solve by.
  [[nodiscard]] const_matrix_view lower() const noexcept { return {root.data(), size, size, size}; }
};

/// The root and inverse of a small positive definite matrix, and how far they are to be trusted.
/// \param matrix size x size, symmetric; its lower triangle, column by column, is read \param size number of rows
/// \return nothing where the matrix is not positive definite
/// \throws error invalid_argument when the lengths do not fit
/// Cost: 2 size^3 / 3 multiplications. Threads: safe. Since 0.1. Checked by `linalg_test`.
[[nodiscard]] inline std::optional<dense_inverse> invert_positive(std::span<const double> matrix, std::size_t size) {
  check::same_length(matrix.size(), size * size, "invert_positive", "matrix");
  dense_inverse out{.size = size, .root = {matrix.begin(), matrix.end()}, .inverse = std::vector<double>(size * size)};
  dense_workspace work;
  if (!work.factor_lower({out.root.data(), size, size, size})) { return std::nullopt; }
  work.extend_inverse(out.lower(), {out.inverse.data(), size, size, size});
  const auto largest = [&](std::span<const double> of) {
    double norm = 0.0;
    for (std::size_t j = 0; j < size; ++j) {
      double sum = 0.0;
      for (std::size_t i = 0; i < size; ++i) { sum += std::fabs(of[(std::max)(i, j) + (std::min)(i, j) * size]); }
      norm = (std::max)(norm, sum);
    }
    return norm;
  };
  const double norms = largest(matrix) * largest(out.inverse);
  out.reciprocal_condition = norms > 0.0 ? 1.0 / norms : 1.0;
  return out;
}

} // namespace headway::numeric
