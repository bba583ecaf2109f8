#pragma once

/// \file
/// Small symmetric systems of equations: the square root of a positive definite matrix, written here because the statistics of a few raters or items
/// need no more.

#include <cmath>
#include <cstddef>
#include <span>

#include <headway/base/check.hpp>

namespace headway::numeric {

/// Turns a positive definite matrix into its lower triangular root L, with A = L L'.
/// Definition: row by row; a pivot at or below `least` times its diagonal entry ends it.
/// \param matrix size x size, row by row; of the given one only the lower triangle is read; filled with L, zeros above the diagonal
/// \param size number of rows \param least smallest share of a diagonal entry that may be left as its pivot: what lies below it counts as zero
/// \return false where the matrix is not positive definite to that accuracy; then the content is of no use
/// \throws error invalid_argument when the lengths do not fit
/// Cost: size^3 / 6 multiplications. Threads: safe on different matrices. Since 0.1. Checked by `cholesky_test`.
[[nodiscard]] inline bool cholesky(std::span<double> matrix, std::size_t size, double least = 1e-12) {
  check::same_length(matrix.size(), size * size, "cholesky", "matrix");
  for (std::size_t i = 0; i < size; ++i) {
    double* row = matrix.data() + i * size;
    const double before = row[i];
    for (std::size_t j = 0; j <= i; ++j) {
      const double* other = matrix.data() + j * size;
      double sum = row[j];
      for (std::size_t k = 0; k < j; ++k) { sum -= row[k] * other[k]; }
      if (j < i) {
        row[j] = sum / other[j];
        continue;
      }
      if (!(sum > least * before)) { return false; }
      row[i] = std::sqrt(sum);
    }
    for (std::size_t j = i + 1; j < size; ++j) { row[j] = 0.0; }
  }
  return true;
}

/// Solves L x = b in place: the first half of a solution, and with it b' A^-1 b as the sum of squares of x.
/// \param root L from `cholesky` \param values b; filled with x
/// \throws error invalid_argument when the lengths do not fit
/// Cost: size^2 / 2 multiplications. Threads: safe. Since 0.1. Checked by `cholesky_test`.
inline void cholesky_forward(std::span<const double> root, std::span<double> values) {
  const std::size_t size = values.size();
  check::same_length(root.size(), size * size, "cholesky_forward", "root");
  for (std::size_t i = 0; i < size; ++i) {
    double sum = values[i];
    for (std::size_t k = 0; k < i; ++k) { sum -= root[i * size + k] * values[k]; }
    values[i] = sum / root[i * size + i];
  }
}

/// Solves A x = b in place.
/// \param root L from `cholesky` \param values b; filled with x
/// \throws error invalid_argument when the lengths do not fit
/// Cost: size^2 multiplications. Threads: safe. Since 0.1. Checked by `cholesky_test`.
inline void cholesky_solve(std::span<const double> root, std::span<double> values) {
  const std::size_t size = values.size();
  cholesky_forward(root, values);
  for (std::size_t i = size; i-- > 0;) {
    double sum = values[i];
    for (std::size_t k = i + 1; k < size; ++k) { sum -= root[k * size + i] * values[k]; }
    values[i] = sum / root[i * size + i];
  }
}

} // namespace headway::numeric
