#pragma once

/// \file
/// Symmetric positive definite systems in which most entries are 0, as crossed and nested effects give them. The one door to Eigen's dense
/// decompositions for them.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <headway/base/check.hpp>
#include <headway/base/error.hpp>

namespace headway::numeric {

/// Where the lower triangle of a symmetric matrix may differ from 0: every diagonal entry, and pairs of a row and a smaller column.
/// Threads: immutable. Since 0.1. Checked by `sparse_test`.
class symmetric_pattern {
public:
  /// \param size number of rows \param pairs row and column of entries off the diagonal, any order, either triangle, again and again if need be
  /// \throws error out_of_range for a position past the size
  symmetric_pattern(std::size_t size, std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs) : size_{size} {
    for (auto& [row, column] : pairs) {
      check::bounded((std::max)(row, column), 0, static_cast<std::int64_t>(size) - 1, "symmetric_pattern", "pairs");
      if (row < column) { std::swap(row, column); }
    }
    std::sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return std::pair{a.second, a.first} < std::pair{b.second, b.first}; });
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    start_.reserve(size + 1);
    row_.reserve(pairs.size() + size);
    std::size_t at = 0;
    for (std::uint32_t column = 0; column < size; ++column) {
      start_.push_back(row_.size());
      row_.push_back(column);
      for (; at < pairs.size() && pairs[at].second == column; ++at) {
        if (pairs[at].first != column) { row_.push_back(pairs[at].first); }
      }
    }
    start_.push_back(row_.size());
  }
  /// Number of rows.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// Number of entries of the lower triangle, the diagonal included.
  [[nodiscard]] std::size_t entries() const noexcept { return row_.size(); }
  /// Rows of a column's entries, the diagonal first, then downwards. \param column less than size()
  [[nodiscard]] std::span<const std::uint32_t> rows(std::size_t column) const noexcept { return std::span{row_}.subspan(start_[column], start_[column + 1] - start_[column]); }
  /// Position of a column's first entry, the diagonal one, among all.
  [[nodiscard]] std::size_t first(std::size_t column) const noexcept { return start_[column]; }
  /// Position of an entry among all. \throws error not_found where the pattern has none
  [[nodiscard]] std::size_t find(std::size_t row, std::size_t column) const {
    if (row < column) { std::swap(row, column); }
    const auto in = rows(column);
    const auto at = std::lower_bound(in.begin(), in.end(), row);
    if (at == in.end() || *at != row) { throw error{error_category::not_found, "symmetric_pattern", "row", "the pattern has no such entry"}; }
    return start_[column] + static_cast<std::size_t>(at - in.begin());
  }

private:
  std::size_t size_;
  std::vector<std::size_t> start_;
  std::vector<std::uint32_t> row_;
};

/// The square root of a sparse symmetric positive definite matrix, with its determinant, solutions, and the entries of its inverse where the matrix has entries.
/// Definition: P A P' = L L' with rows taken in the given order. Columns of L are kept as sparse ones up to the point where what is left of the matrix has filled
/// up; from there on it is one dense matrix (a Schur complement) and Eigen's. So a large facet that is diagonal in itself costs next to nothing, and a
/// small one crossed with it is dense as it should be. Entries of the inverse follow from those of L by Takahashi's recursion, without the whole inverse.
/// Choose the order so that what has many levels comes first and what is crossed with everything last.
/// Cost: analysis once a pattern, O(entries of L); `factor` O(sum of squared column lengths + dense^3 / 3). Threads: one object, one thread. Since 0.1.
/// Reference: Takahashi, Fagan & Chin 1973; Erisman & Tinney 1975; Davis 2006. Checked by `sparse_test` against dense inverses.
class sparse_cholesky {
public:
  /// Analyses a pattern.
  /// \param pattern where entries are \param order which row of the matrix is eliminated first, second, ..: every row once
  /// \throws error invalid_argument when the order is not a permutation; limit when the dense part would have more than `most_dense` rows
  sparse_cholesky(const symmetric_pattern& pattern, std::span<const std::uint32_t> order, std::size_t most_dense = 12'000) : size_{pattern.size()}, order_(order.begin(), order.end()) {
    check::same_length(order.size(), size_, "sparse_cholesky", "order");
    place_.assign(size_, static_cast<std::uint32_t>(size_));
    for (std::uint32_t k = 0; k < size_; ++k) {
      check::that(order_[k] < size_ && place_[order_[k]] == size_, "sparse_cholesky", "order", "must name every row once");
      place_[order_[k]] = k;
    }
    arrange(pattern);
    analyse(most_dense);
    locate();
    values_.assign(start_.back(), 0.0);
    root_diagonal_.assign(left_, 0.0);
    work_.assign(size_, 0.0);
  }

  /// Number of rows.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// Rows of the dense part.
  [[nodiscard]] std::size_t dense_size() const noexcept { return size_ - left_; }
  /// Entries of the sparse part below the diagonal.
  [[nodiscard]] std::size_t sparse_entries() const noexcept { return start_.back(); }

  /// Factors a matrix. \param entries one value an entry of the pattern, in its order \return false where it is not positive definite
  /// \throws error invalid_argument for another number of entries
  [[nodiscard]] bool factor(std::span<const double> entries) {
    check::same_length(entries.size(), arranged_.size(), "sparse_cholesky::factor", "entries");
    factored_ = false;
    log_determinant_ = 0.0;
    const std::size_t dense = dense_size();
    dense_.setZero(static_cast<Eigen::Index>(dense), static_cast<Eigen::Index>(dense));
    first_in_row_.assign(left_, none);
    next_in_row_.assign(left_, none);
    cursor_.assign(start_.begin(), start_.end() - 1);
    for (std::uint32_t j = 0; j < left_; ++j) {
      for (std::size_t a = column_start_[j]; a < column_start_[j + 1]; ++a) { work_[arranged_row_[a]] = entries[arranged_[a]]; }
      for (std::uint32_t k = first_in_row_[j]; k != none;) { // every column with an entry in row j
        const std::uint32_t following = next_in_row_[k];
        const double multiple = values_[cursor_[k]];
        for (std::size_t t = cursor_[k]; t < start_[k + 1]; ++t) { work_[row_[t]] -= values_[t] * multiple; }
        advance(k);
        k = following;
      }
      const double pivot = work_[j];
      work_[j] = 0.0;
      if (!(pivot > 0.0)) {
        for (std::size_t t = start_[j]; t < start_[j + 1]; ++t) { work_[row_[t]] = 0.0; }
        return false;
      }
      const double root = std::sqrt(pivot);
      root_diagonal_[j] = root;
      log_determinant_ += std::log(pivot);
      for (std::size_t t = start_[j]; t < start_[j + 1]; ++t) {
        values_[t] = work_[row_[t]] / root;
        work_[row_[t]] = 0.0;
      }
      cursor_[j] = start_[j];
      link(j);
    }
    for (std::size_t a = column_start_[left_]; a < arranged_.size(); ++a) { dense_(static_cast<Eigen::Index>(arranged_row_[a] - left_), static_cast<Eigen::Index>(arranged_column_[a - column_start_[left_]])) = entries[arranged_[a]]; }
    for (std::size_t j = 0; j < left_; ++j) { // what the sparse columns take from the dense part
      for (std::size_t t = tail_[j]; t < start_[j + 1]; ++t) {
        double* column = &dense_(0, static_cast<Eigen::Index>(row_[t] - left_));
        const double multiple = values_[t];
        for (std::size_t u = t; u < start_[j + 1]; ++u) { column[row_[u] - left_] -= values_[u] * multiple; }
      }
    }
    if (dense > 0) {
      Eigen::LLT<Eigen::Ref<Eigen::MatrixXd>, Eigen::Lower> root{dense_};
      if (root.info() != Eigen::ComputationInfo{}) { return false; } // the value for success, whose name X11 has as a macro
      for (Eigen::Index i = 0; i < dense_.rows(); ++i) { log_determinant_ += 2.0 * std::log(dense_(i, i)); }
    }
    factored_ = true;
    return true;
  }

  /// log |A|. Only after a `factor` that returned true.
  [[nodiscard]] double log_determinant() const noexcept { return log_determinant_; }

  /// Solves A x = b in place. \param values b, one a row of the matrix; filled with x \throws error invalid_argument for another length or before `factor`
  void solve(std::span<double> values) const {
    check::same_length(values.size(), size_, "sparse_cholesky::solve", "values");
    check::that(factored_, "sparse_cholesky::solve", "this", "nothing has been factored");
    std::vector<double> x(size_);
    for (std::size_t k = 0; k < size_; ++k) { x[k] = values[order_[k]]; }
    for (std::size_t j = 0; j < left_; ++j) {
      x[j] /= root_diagonal_[j];
      for (std::size_t t = start_[j]; t < start_[j + 1]; ++t) { x[row_[t]] -= values_[t] * x[j]; }
    }
    if (left_ < size_) {
      Eigen::Map<Eigen::VectorXd> tail{x.data() + left_, static_cast<Eigen::Index>(dense_size())};
      dense_.triangularView<Eigen::Lower>().solveInPlace(tail);
      dense_.triangularView<Eigen::Lower>().transpose().solveInPlace(tail);
    }
    for (std::size_t j = left_; j-- > 0;) {
      double sum = x[j];
      for (std::size_t t = start_[j]; t < start_[j + 1]; ++t) { sum -= values_[t] * x[row_[t]]; }
      x[j] = sum / root_diagonal_[j];
    }
    for (std::size_t k = 0; k < size_; ++k) { values[order_[k]] = x[k]; }
  }

  /// x = L'^-1 z in the order of the matrix: with independent standard normal z, x has covariance A^-1.
  /// \param values z; filled with x \throws error as `solve`
  void half_solve(std::span<double> values) const {
    check::same_length(values.size(), size_, "sparse_cholesky::half_solve", "values");
    check::that(factored_, "sparse_cholesky::half_solve", "this", "nothing has been factored");
    std::vector<double> x(values.begin(), values.end());
    if (left_ < size_) {
      Eigen::Map<Eigen::VectorXd> tail{x.data() + left_, static_cast<Eigen::Index>(dense_size())};
      dense_.triangularView<Eigen::Lower>().transpose().solveInPlace(tail);
    }
    for (std::size_t j = left_; j-- > 0;) {
      double sum = x[j];
      for (std::size_t t = start_[j]; t < start_[j + 1]; ++t) { sum -= values_[t] * x[row_[t]]; }
      x[j] = sum / root_diagonal_[j];
    }
    for (std::size_t k = 0; k < size_; ++k) { values[order_[k]] = x[k]; }
  }

  /// The entries of the inverse where the matrix has entries.
  /// \param entries as many as the pattern has; filled in its order \throws error invalid_argument for another length or before `factor`
  void inverse(std::span<double> entries) {
    check::same_length(entries.size(), arranged_.size(), "sparse_cholesky::inverse", "entries");
    check::that(factored_, "sparse_cholesky::inverse", "this", "nothing has been factored");
    const auto dense = static_cast<Eigen::Index>(dense_size());
    if (dense > 0) {
      Eigen::MatrixXd lower = Eigen::MatrixXd::Identity(dense, dense);
      dense_.triangularView<Eigen::Lower>().solveInPlace(lower);
      dense_inverse_.setZero(dense, dense);
      dense_inverse_.selfadjointView<Eigen::Lower>().rankUpdate(lower.transpose());
    }
    inverse_.assign(start_.back(), 0.0);
    inverse_diagonal_.assign(left_, 0.0);
    std::vector<std::uint32_t> mark(size_, none);
    std::vector<double> unit;
    std::vector<double> sums;
    for (std::size_t j = left_; j-- > 0;) {
      const std::size_t first = start_[j];
      const std::size_t count = start_[j + 1] - first;
      unit.resize(count);
      sums.assign(count, 0.0);
      for (std::size_t t = 0; t < count; ++t) {
        unit[t] = values_[first + t] / root_diagonal_[j];
        mark[row_[first + t]] = static_cast<std::uint32_t>(t);
      }
      for (std::size_t s = 0; s < count; ++s) {
        const std::uint32_t r = row_[first + s];
        if (r < left_) {
          sums[s] += inverse_diagonal_[r] * unit[s];
          for (std::size_t u = start_[r]; u < start_[r + 1]; ++u) {
            const std::uint32_t t = mark[row_[u]];
            if (t == none) { continue; }
            sums[t] += inverse_[u] * unit[s];
            sums[s] += inverse_[u] * unit[t];
          }
        } else {
          const double* column = &dense_inverse_(0, static_cast<Eigen::Index>(r - left_));
          sums[s] += column[r - left_] * unit[s];
          for (std::size_t t = s + 1; t < count; ++t) {
            const double z = column[row_[first + t] - left_];
            sums[t] += z * unit[s];
            sums[s] += z * unit[t];
          }
        }
      }
      double diagonal = 1.0 / (root_diagonal_[j] * root_diagonal_[j]);
      for (std::size_t t = 0; t < count; ++t) {
        mark[row_[first + t]] = none;
        inverse_[first + t] = -sums[t];
        diagonal += unit[t] * sums[t];
      }
      inverse_diagonal_[j] = diagonal;
    }
    for (std::size_t j = 0; j < left_; ++j) {
      for (std::size_t a = column_start_[j]; a < column_start_[j + 1]; ++a) { entries[arranged_[a]] = arranged_row_[a] == j ? inverse_diagonal_[j] : inverse_[in_root_[a]]; }
    }
    for (std::size_t a = column_start_[left_]; a < arranged_.size(); ++a) {
      entries[arranged_[a]] = dense_inverse_(static_cast<Eigen::Index>(arranged_row_[a] - left_), static_cast<Eigen::Index>(arranged_column_[a - column_start_[left_]]));
    }
  }

private:
  static constexpr std::uint32_t none = 0xFFFFFFFFu;

  /// The entries by column in the order of elimination.
  void arrange(const symmetric_pattern& pattern) {
    std::vector<std::size_t> count(size_ + 1);
    const auto each = [&](auto f) {
      for (std::uint32_t column = 0; column < size_; ++column) {
        std::size_t at = pattern.first(column);
        for (const std::uint32_t row : pattern.rows(column)) {
          const std::uint32_t a = place_[row];
          const std::uint32_t b = place_[column];
          f((std::max)(a, b), (std::min)(a, b), at++);
        }
      }
    };
    each([&](std::uint32_t, std::uint32_t column, std::size_t) { ++count[column + 1]; });
    std::partial_sum(count.begin(), count.end(), count.begin());
    column_start_ = count;
    arranged_.resize(pattern.entries());
    arranged_row_.resize(pattern.entries());
    each([&](std::uint32_t row, std::uint32_t column, std::size_t at) {
      arranged_[count[column]] = at;
      arranged_row_[count[column]++] = row;
    });
  }

  /// Which entries the root has, column by column, until what is left is dense.
  void analyse(std::size_t most_dense) {
    std::vector<std::vector<std::uint32_t>> below(size_); // rows of a column that its parent takes over
    std::vector<std::vector<std::uint32_t>> children(size_);
    std::vector<std::uint32_t> mark(size_, none);
    start_.push_back(0);
    left_ = 0;
    for (std::uint32_t j = 0; j < size_; ++j) {
      std::vector<std::uint32_t> rows;
      mark[j] = j;
      const auto take = [&](std::uint32_t row) {
        if (row > j && mark[row] != j) {
          mark[row] = j;
          rows.push_back(row);
        }
      };
      for (std::size_t a = column_start_[j]; a < column_start_[j + 1]; ++a) { take(arranged_row_[a]); }
      for (const std::uint32_t child : children[j]) {
        for (const std::uint32_t row : below[child]) { take(row); }
        std::vector<std::uint32_t>{}.swap(below[child]);
      }
      const std::size_t rest = size_ - j;
      if (2 * (rows.size() + 1) > rest) {
        if (rest > most_dense) {
          throw error{error_category::limit, "sparse_cholesky", "pattern", "would leave a dense part of " + std::to_string(rest) + " rows; the most is " + std::to_string(most_dense)};
        }
        break;
      }
      std::sort(rows.begin(), rows.end());
      if (!rows.empty()) { children[rows.front()].push_back(j); }
      row_.insert(row_.end(), rows.begin(), rows.end());
      start_.push_back(row_.size());
      below[j] = std::move(rows);
      ++left_;
    }
    tail_.reserve(left_);
    for (std::size_t j = 0; j < left_; ++j) {
      const auto first = row_.begin() + static_cast<std::ptrdiff_t>(start_[j]);
      const auto last = row_.begin() + static_cast<std::ptrdiff_t>(start_[j + 1]);
      tail_.push_back(static_cast<std::size_t>(std::lower_bound(first, last, static_cast<std::uint32_t>(left_)) - row_.begin()));
    }
    for (std::size_t j = left_; j < size_; ++j) {
      for (std::size_t a = column_start_[j]; a < column_start_[j + 1]; ++a) { arranged_column_.push_back(static_cast<std::uint32_t>(j - left_)); }
    }
  }

  /// Where the entries of the matrix stand in the root.
  void locate() {
    in_root_.assign(column_start_[left_], 0);
    for (std::size_t j = 0; j < left_; ++j) {
      const auto first = row_.begin() + static_cast<std::ptrdiff_t>(start_[j]);
      const auto last = row_.begin() + static_cast<std::ptrdiff_t>(start_[j + 1]);
      for (std::size_t a = column_start_[j]; a < column_start_[j + 1]; ++a) {
        if (arranged_row_[a] != j) { in_root_[a] = static_cast<std::size_t>(std::lower_bound(first, last, arranged_row_[a]) - row_.begin()); }
      }
    }
  }

  /// Lists a column under the row of the entry its cursor is at.
  void link(std::uint32_t k) noexcept {
    if (cursor_[k] < tail_[k]) {
      const std::uint32_t row = row_[cursor_[k]];
      next_in_row_[k] = first_in_row_[row];
      first_in_row_[row] = k;
    }
  }
  void advance(std::uint32_t k) noexcept {
    ++cursor_[k];
    link(k);
  }

  std::size_t size_;
  std::size_t left_{};                        ///< columns kept sparse; the others are the dense part
  std::vector<std::uint32_t> order_;          ///< row of the matrix by place
  std::vector<std::uint32_t> place_;          ///< place by row
  std::vector<std::size_t> column_start_;     ///< of the arranged entries
  std::vector<std::size_t> arranged_;         ///< which entry of the pattern
  std::vector<std::uint32_t> arranged_row_;
  std::vector<std::uint32_t> arranged_column_; ///< of those in the dense part, counted from its first column
  std::vector<std::size_t> start_;            ///< of the root's columns
  std::vector<std::uint32_t> row_;
  std::vector<std::size_t> tail_;             ///< first entry of a column in the dense rows
  std::vector<std::size_t> in_root_;
  std::vector<double> values_;
  std::vector<double> root_diagonal_;
  std::vector<double> work_;
  std::vector<std::uint32_t> first_in_row_;
  std::vector<std::uint32_t> next_in_row_;
  std::vector<std::size_t> cursor_;
  Eigen::MatrixXd dense_;
  Eigen::MatrixXd dense_inverse_;
  std::vector<double> inverse_;
  std::vector<double> inverse_diagonal_;
  double log_determinant_{};
  bool factored_{};
};

} // namespace headway::numeric
