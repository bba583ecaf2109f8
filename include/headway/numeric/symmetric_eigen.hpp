#pragma once

/// \file
/// Eigenvalues and vectors of small symmetric matrices.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

#include <headway/base/check.hpp>

namespace headway::numeric {

/// Eigenvalues, largest first, and their vectors. Since 0.1. Checked by `symmetric_eigen_test`.
struct symmetric_eigen {
  std::vector<double> values{};
  std::vector<double> vectors{}; ///< size x size row by row; column j is the vector of value j, of length 1
};

/// Eigenvalues and vectors of a symmetric matrix by Jacobi's rotations: slow for large matrices, and as exact as doubles are for small ones.
/// Definition: plane rotations that make one off-diagonal entry 0 after another, row by row, until all are below rounding; at most 60 rounds.
/// \param matrix size x size row by row; the lower triangle is not read \param size number of rows
/// \return values largest first; a vector's sign is such that its largest entry is positive
/// \throws error invalid_argument when the lengths do not fit
/// Cost: about 20 size^3 multiplications. Threads: safe. Since 0.1. Reference: Golub and Van Loan (2013), 8.5. Checked by `symmetric_eigen_test`.
[[nodiscard]] inline symmetric_eigen eigen_of_symmetric(std::span<const double> matrix, std::size_t size) {
  check::same_length(matrix.size(), size * size, "eigen_of_symmetric", "matrix");
  std::vector<double> a(size * size);
  std::vector<double> v(size * size);
  for (std::size_t i = 0; i < size; ++i) {
    v[i * size + i] = 1.0;
    for (std::size_t j = i; j < size; ++j) { a[i * size + j] = a[j * size + i] = matrix[i * size + j]; }
  }
  for (int round = 0; round < 60; ++round) {
    double off = 0.0;
    double all = 0.0;
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < size; ++j) {
        all += a[i * size + j] * a[i * size + j];
        if (i != j) { off += a[i * size + j] * a[i * size + j]; }
      }
    }
    if (!(off > 1e-32 * all)) { break; }
    for (std::size_t p = 0; p + 1 < size; ++p) {
      for (std::size_t q = p + 1; q < size; ++q) {
        const double between = a[p * size + q];
        if (!(between * between > 1e-40 * all)) { continue; }
        const double slope = (a[q * size + q] - a[p * size + p]) / (2.0 * between);
        const double t = (slope < 0.0 ? -1.0 : 1.0) / (std::fabs(slope) + std::sqrt(slope * slope + 1.0));
        const double c = 1.0 / std::sqrt(t * t + 1.0);
        const double s = t * c;
        for (std::size_t i = 0; i < size; ++i) {
          const double ip = a[i * size + p];
          const double iq = a[i * size + q];
          a[i * size + p] = c * ip - s * iq;
          a[i * size + q] = s * ip + c * iq;
        }
        for (std::size_t i = 0; i < size; ++i) {
          const double pi = a[p * size + i];
          const double qi = a[q * size + i];
          a[p * size + i] = c * pi - s * qi;
          a[q * size + i] = s * pi + c * qi;
          const double vp = v[i * size + p];
          const double vq = v[i * size + q];
          v[i * size + p] = c * vp - s * vq;
          v[i * size + q] = s * vp + c * vq;
        }
      }
    }
  }
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return a[x * size + x] > a[y * size + y]; });
  symmetric_eigen out;
  out.values.resize(size);
  out.vectors.resize(size * size);
  for (std::size_t j = 0; j < size; ++j) {
    const std::size_t from = order[j];
    out.values[j] = a[from * size + from];
    double largest = 0.0;
    for (std::size_t i = 0; i < size; ++i) { largest = std::fabs(v[i * size + from]) > std::fabs(largest) + 1e-12 ? v[i * size + from] : largest; }
    for (std::size_t i = 0; i < size; ++i) { out.vectors[i * size + j] = largest < 0.0 ? -v[i * size + from] : v[i * size + from]; }
  }
  return out;
}

} // namespace headway::numeric
