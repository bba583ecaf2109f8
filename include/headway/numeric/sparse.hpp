#pragma once

/// \file
/// Symmetric positive definite systems in which most entries are 0, as crossed and nested effects give them.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <span>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/numeric/detail/front_tree.hpp>
#include <headway/numeric/linalg.hpp>
#include <headway/numeric/parallel.hpp>

namespace headway::numeric {

/// The square root of A = I + sum of w x x', where each x has a few entries: with its determinant, solutions and leverages x'A^-1 x.
/// Definition: P A P' = L L' with rows taken in the given order, or in one that gives L the same entries (a postorder of the elimination tree). Columns of L with the same rows below them are
/// one front, a small dense matrix: it collects its terms and what the fronts below it leave, gives off its columns of L, and passes the rest on. Where what is left of A has filled up, it is
/// one dense matrix (a Schur complement). So a large facet that is diagonal in itself costs next to nothing, places with people of their own are worked on one by one, and a small
/// facet crossed with everything is dense as it should be. Entries of the inverse come back from the dense part, front by front, without the whole inverse.
/// Choose the order so that what has many levels comes first and what is crossed with everything last.
/// Cost: analysis once, O(entries of L); `factor` O(sum of squared column lengths + dense^3 / 3), `leverages` about twice that. Threads: one object, one caller; fronts are split over threads in
/// fixed pieces, so results are the same bits for any number of them; other processors may differ in the last digits (see `linalg.hpp`). Since 0.1.
/// Reference: Duff & Reid 1983; Takahashi, Fagan & Chin 1973; Davis 2006. Checked by `sparse_test` against dense inverses.
class sparse_cholesky : detail::front_tree {
public:
  /// Analyses where the terms have entries.
  /// \param size number of rows \param start first entry of every term, and the end \param member which row an entry belongs to; a term has each row once
  /// \param order which row is eliminated first, second, ..: every row once \param threads the most to use
  /// \throws error invalid_argument when the order is not a permutation; out_of_range for a row past the size; limit when the dense part would have more than `most_dense` rows
  sparse_cholesky(std::size_t size, std::span<const std::size_t> start, std::span<const std::uint32_t> member, std::span<const std::uint32_t> order, std::size_t threads = 1,
                  std::size_t most_dense = 12'000)
      : front_tree{size, start, member, order, threads, most_dense}, values_(entries_) {}

  /// Number of rows.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// Rows of the dense part.
  using front_tree::dense_size;
  /// Fronts before the dense part.
  [[nodiscard]] std::size_t fronts() const noexcept { return front_.size(); }

  /// Rows that meet others only in the dense part, or not at all, tree by tree. \return the tree of every row, counted from 0, and `no_tree` for rows of the dense part
  [[nodiscard]] std::vector<std::uint32_t> trees() const {
    std::vector<std::uint32_t> out(size_, no_tree);
    std::uint32_t tree = 0;
    for (const front& at : front_) {
      for (std::uint32_t c = 0; c < at.columns; ++c) { out[order_[at.first + c]] = tree; }
      tree += at.parent == none ? 1 : 0; // a front follows all that lead to it
    }
    return out;
  }
  /// The tree of rows that have none.
  static constexpr std::uint32_t no_tree = 0xFFFFFFFFu;

  /// Factors the matrix. \param coefficient the entries of the terms \param weight one a term \return false where it is not positive definite
  /// \throws error invalid_argument for another number of either
  [[nodiscard]] bool factor(std::span<const double> coefficient, std::span<const double> weight) {
    check::same_length(coefficient.size(), local_.size(), "sparse_cholesky::factor", "coefficient");
    check::same_length(weight.size(), term_start_.size() - 1, "sparse_cholesky::factor", "weight");
    const std::size_t dense = dense_size();
    dense_.assign(dense * dense, 0.0);
    std::vector<std::vector<double>> part(pieces()); // what a piece leaves of the dense part; the first leaves it in place
    std::vector<double> log_determinant(pieces(), 0.0);
    std::vector<char> positive(pieces(), 1);
    parallel_for(pieces(), threads_, [&](std::size_t piece) {
      if (piece != 0) { part[piece].assign(dense * dense, 0.0); }
      positive[piece] = factor_piece(piece, coefficient, weight, piece == 0 ? dense_.data() : part[piece].data(), log_determinant[piece]) ? 1 : 0;
    });
    factored_ = false;
    if (std::find(positive.begin(), positive.end(), 0) != positive.end()) { return false; }
    log_determinant_ = std::accumulate(log_determinant.begin(), log_determinant.end(), 0.0);
    for (std::size_t piece = 1; piece < pieces(); ++piece) {
      for (std::size_t i = 0; i < dense * dense; ++i) { dense_[i] += part[piece][i]; }
    }
    for (std::size_t i = 0; i < dense; ++i) { dense_[i * (dense + 1)] += 1.0; }
    for (std::size_t t = first_dense_; t < first_empty_; ++t) { add_term(t, coefficient, weight[terms_[t]], dense_.data(), dense); }
    if (!dense_workspace{}.factor_lower({dense_.data(), dense, dense, dense})) { return false; }
    for (std::size_t i = 0; i < dense; ++i) { log_determinant_ += 2.0 * std::log(dense_[i * (dense + 1)]); }
    factored_ = true;
    return true;
  }

  /// log |A|. Only after a `factor` that returned true.
  [[nodiscard]] double log_determinant() const noexcept { return log_determinant_; }

  /// Solves A x = b in place. \param values b, one a row of the matrix; filled with x \throws error invalid_argument for another length or before `factor`
  void solve(std::span<double> values) const {
    check_solvable(values.size(), "sparse_cholesky::solve");
    std::vector<double> x(size_);
    for (std::size_t k = 0; k < size_; ++k) { x[k] = values[order_[k]]; }
    std::vector<std::vector<double>> part(pieces());
    parallel_for(pieces(), threads_, [&](std::size_t piece) {
      part[piece].assign(dense_size(), 0.0);
      for (std::size_t f = piece_[piece]; f < piece_[piece + 1]; ++f) { // down the tree
        const front& at = front_[f];
        const double* column = values_.data() + at.value;
        const std::size_t count = at.size();
        for (std::size_t c = 0; c < at.columns; ++c, column += count) {
          const double value = x[at.first + c] /= column[c];
          for (std::size_t i = c + 1; i < at.columns; ++i) { x[at.first + i] -= column[i] * value; }
          for (std::size_t i = at.columns; i < count; ++i) {
            const std::uint32_t row = row_[at.row + i - at.columns];
            (row < left_ ? x[row] : part[piece][row - left_]) -= column[i] * value;
          }
        }
      }
    });
    const std::span<double> tail = std::span{x}.subspan(left_);
    for (const std::vector<double>& each : part) {
      for (std::size_t i = 0; i < tail.size(); ++i) { tail[i] += each[i]; }
    }
    solve_lower(dense_root(), tail);
    back(x);
    for (std::size_t k = 0; k < size_; ++k) { values[order_[k]] = x[k]; }
  }

  /// x = L'^-1 z in the order of elimination: with independent standard normal z, x has covariance A^-1.
  /// \param values z; filled with x \throws error as `solve`
  void half_solve(std::span<double> values) const {
    check_solvable(values.size(), "sparse_cholesky::half_solve");
    std::vector<double> x(values.begin(), values.end());
    back(x);
    for (std::size_t k = 0; k < size_; ++k) { values[order_[k]] = x[k]; }
  }

  /// B'A^-1 B for a few right-hand sides that are sums over terms, as the terms of A are.
  /// Definition: column i of B is the sum over terms of x times the term's number i. Row by row in elimination order, front by front, so B is never kept whole.
  /// \param coefficient the entries of the terms \param count of right-hand sides \param fill called as fill(term, numbers), for several terms at once; to fill in the term's `count` numbers
  /// \return count squared numbers, row by row \throws error invalid_argument for another length or before `factor`
  template <class Function> [[nodiscard]] std::vector<double> quadratic_forms(std::span<const double> coefficient, std::size_t count, Function&& fill) const {
    check::same_length(coefficient.size(), local_.size(), "sparse_cholesky::quadratic_forms", "coefficient");
    check::that(factored_, "sparse_cholesky::quadratic_forms", "this", "nothing has been factored");
    std::vector<std::vector<double>> tail(pieces()); // of every piece: what it passes on to the dense part, and after that its own forms
    parallel_for(pieces(), threads_, [&](std::size_t piece) {
      tail[piece].assign((dense_size() + count) * count, 0.0);
      double* forms = tail[piece].data() + dense_size() * count;
      if (piece_[piece] == piece_[piece + 1]) { return; }
      const std::uint32_t begin = front_[piece_[piece]].first;
      const front& end = front_[piece_[piece + 1] - 1];
      std::vector<double> x((end.first + end.columns - begin) * count, 0.0);
      std::vector<double> numbers(count);
      const auto at_place = [&](std::uint32_t place) { return place < left_ ? x.data() + (place - begin) * count : tail[piece].data() + (place - left_) * count; };
      for (std::size_t f = piece_[piece]; f < piece_[piece + 1]; ++f) {
        const front& at = front_[f];
        for (std::size_t t = at.term; t < terms_end(f); ++t) {
          fill(terms_[t], std::span<double>{numbers});
          for (std::size_t e = term_start_[t]; e < term_start_[t + 1]; ++e) {
            double* to = at_place(local_[e] < at.columns ? at.first + local_[e] : row_[at.row + local_[e] - at.columns]);
            for (std::size_t i = 0; i < count; ++i) { to[i] += coefficient[entry_[e]] * numbers[i]; }
          }
        }
        const double* column = values_.data() + at.value;
        for (std::uint32_t c = 0; c < at.columns; ++c, column += at.size()) {
          double* own = at_place(at.first + c);
          for (std::size_t i = 0; i < count; ++i) { own[i] /= column[c]; }
          add_forms(own, count, forms);
          for (std::size_t r = c + 1; r < at.size(); ++r) {
            double* to = at_place(r < at.columns ? at.first + static_cast<std::uint32_t>(r) : row_[at.row + r - at.columns]);
            for (std::size_t i = 0; i < count; ++i) { to[i] -= column[r] * own[i]; }
          }
        }
      }
    });
    std::vector<double> last((dense_size() + count) * count, 0.0);
    for (const std::vector<double>& each : tail) { std::transform(each.begin(), each.end(), last.begin(), last.begin(), std::plus{}); }
    std::vector<double> numbers(count);
    for (std::size_t t = first_dense_; t < first_empty_; ++t) {
      fill(terms_[t], std::span<double>{numbers});
      for (std::size_t e = term_start_[t]; e < term_start_[t + 1]; ++e) {
        for (std::size_t i = 0; i < count; ++i) { last[local_[e] * count + i] += coefficient[entry_[e]] * numbers[i]; }
      }
    }
    double* forms = last.data() + dense_size() * count;
    for (std::size_t c = 0; c < dense_size(); ++c) {
      const double* column = dense_.data() + c * dense_size();
      double* own = last.data() + c * count;
      for (std::size_t i = 0; i < count; ++i) { own[i] /= column[c]; }
      add_forms(own, count, forms);
      for (std::size_t r = c + 1; r < dense_size(); ++r) {
        for (std::size_t i = 0; i < count; ++i) { last[r * count + i] -= column[r] * own[i]; }
      }
    }
    std::vector<double> out(count * count);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j <= i; ++j) { out[i * count + j] = out[j * count + i] = forms[i * count + j]; }
    }
    return out;
  }

  /// x'A^-1 x of every term, and the diagonal of the inverse.
  /// \param coefficient the entries of the terms \param leverage one a term; filled \param diagonal one a row; filled \throws error invalid_argument for other lengths or before `factor`
  void leverages(std::span<const double> coefficient, std::span<double> leverage, std::span<double> diagonal) const {
    check::same_length(coefficient.size(), local_.size(), "sparse_cholesky::leverages", "coefficient");
    check::same_length(leverage.size(), term_start_.size() - 1, "sparse_cholesky::leverages", "leverage");
    check_solvable(diagonal.size(), "sparse_cholesky::leverages");
    const std::size_t dense = dense_size();
    std::vector<double> inverse(dense * dense);
    dense_workspace{}.extend_inverse(dense_root(), {inverse.data(), dense, dense, dense});
    for (std::size_t t = first_dense_; t < terms_.size(); ++t) { leverage[terms_[t]] = t < first_empty_ ? term_leverage(t, coefficient, inverse.data(), dense) : 0.0; }
    for (std::size_t i = 0; i < dense; ++i) { diagonal[order_[left_ + i]] = inverse[i * (dense + 1)]; }
    parallel_for(pieces(), threads_, [&](std::size_t piece) { inverse_piece(piece, coefficient, inverse.data(), leverage, diagonal); });
  }

private:
  [[nodiscard]] const_matrix_view dense_root() const noexcept { return {dense_.data(), dense_size(), dense_size(), dense_size()}; }
  void check_solvable(std::size_t length, const char* function) const {
    check::same_length(length, size_, function, "values");
    check::that(factored_, function, "this", "nothing has been factored");
  }

  /// Adds a term, by its position in `terms_`, to the lower triangle of a front.
  void add_term(std::size_t term, std::span<const double> coefficient, double weight, double* into, std::size_t stride) const {
    const std::size_t last = term_start_[term + 1];
    for (std::size_t b = term_start_[term]; b < last; ++b) {
      const double xb = coefficient[entry_[b]] * weight;
      double* column = into + local_[b] * stride;
      for (std::size_t a = b; a < last; ++a) { column[local_[a]] += xb * coefficient[entry_[a]]; }
    }
  }

  [[nodiscard]] double term_leverage(std::size_t term, std::span<const double> coefficient, const double* inverse, std::size_t stride) const {
    const std::size_t first = term_start_[term];
    const std::size_t last = term_start_[term + 1];
    double h = 0.0;
    for (std::size_t b = first; b < last; ++b) {
      const double xb = coefficient[entry_[b]];
      const double* column = inverse + local_[b] * stride;
      double sum = 0.5 * xb * column[local_[b]];
      for (std::size_t a = b + 1; a < last; ++a) { sum += coefficient[entry_[a]] * column[local_[a]]; }
      h += 2.0 * xb * sum;
    }
    return h;
  }

  /// Adds the products of a row's numbers, below and on the diagonal.
  static void add_forms(const double* own, std::size_t count, double* forms) {
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j <= i; ++j) { forms[i * count + j] += own[i] * own[j]; }
    }
  }

  /// Eliminates the columns of a front, in its lower triangle. \return false where the matrix is not positive definite
  static bool eliminate(dense_workspace& work, double* at, std::size_t count, std::size_t columns, double& log_determinant) {
    if (count >= (columns >= 3 ? 12u : 32u)) { // below that tiles cost more than they save
      if (!work.factor_lower({at, count, columns, count})) { return false; }
      for (std::size_t i = 0; i < columns; ++i) { log_determinant += 2.0 * std::log(at[i * (count + 1)]); }
      const std::size_t rest = count - columns;
      work.add_square({at + columns * (count + 1), rest, rest, count}, {at + columns, rest, columns, count}, -1.0);
      return true;
    }
    for (std::size_t c = 0; c < columns; ++c) {
      double* column = at + c * count;
      const double pivot = column[c];
      if (!(pivot > 0.0)) { return false; }
      log_determinant += std::log(pivot);
      const double root = std::sqrt(pivot);
      column[c] = root;
      for (std::size_t i = c + 1; i < count; ++i) { column[i] /= root; }
      for (std::size_t j = c + 1; j < count; ++j) {
        const double multiple = column[j];
        double* other = at + j * count;
        for (std::size_t i = j; i < count; ++i) { other[i] -= column[i] * multiple; }
      }
    }
    return true;
  }

  /// Fronts that are open, the outermost first: each a square matrix in one block of memory.
  struct open_fronts {
    std::vector<double> memory;
    std::vector<std::size_t> first;
    double* push(std::size_t count) {
      first.push_back(memory.size());
      memory.resize(memory.size() + count * count, 0.0);
      return memory.data() + first.back();
    }
    void pop() {
      memory.resize(first.back());
      first.pop_back();
    }
    double* top(std::size_t below = 0) { return memory.data() + first[first.size() - 1 - below]; }
  };

  bool factor_piece(std::size_t piece, std::span<const double> coefficient, std::span<const double> weight, double* dense, double& log_determinant) {
    open_fronts open;
    dense_workspace work;
    constexpr std::size_t most = 48;  // columns that touch much of the dense part are taken from it together
    std::vector<double> together;
    std::size_t gathered = 0;
    const auto take_away = [&] {
      const std::size_t n = dense_size();
      work.add_square({dense, n, n, n}, {together.data(), n, gathered, n}, -1.0);
      gathered = 0;
    };
    for (std::size_t f = piece_[piece]; f < piece_[piece + 1]; ++f) {
      const front& at = front_[f];
      const std::size_t count = at.size();
      const bool alone = is_alone(f);
      for (std::size_t o = opens_start_[f]; o < opens_start_[f + 1]; ++o) {
        if (!alone || opens_[o] != f) { open.push(front_[opens_[o]].size()); }
      }
      if (alone) {
        double* into = at.parent == none ? dense : open.top();
        const std::size_t stride = at.parent == none ? dense_size() : front_[at.parent].size();
        if (!factor_alone(at, terms_end(f), coefficient, weight, into, stride, log_determinant)) { return false; }
        const double* const column = values_.data() + at.value + 1;
        const std::uint32_t* const place = in_parent_.data() + at.row;
        if (at.parent == none && 3 * std::size_t{at.rows} >= stride) {
          if (together.empty()) { together.resize(stride * most); }
          double* const to = together.data() + gathered * stride;
          std::fill_n(to, stride, 0.0);
          for (std::size_t i = 0; i < at.rows; ++i) { to[place[i]] = column[i]; }
          if (++gathered == most) { take_away(); }
          continue;
        }
        for (std::size_t j = 0; j < at.rows; ++j) {
          const double multiple = column[j];
          double* other = into + place[j] * stride;
          for (std::size_t i = j; i < at.rows; ++i) { other[place[i]] -= column[i] * multiple; }
        }
        continue;
      }
      double* own = open.top();
      for (std::size_t c = 0; c < at.columns; ++c) { own[c * (count + 1)] += 1.0; }
      for (std::size_t t = at.term; t < terms_end(f); ++t) { add_term(t, coefficient, weight[terms_[t]], own, count); }
      if (!eliminate(work, own, count, at.columns, log_determinant)) { return false; }
      std::copy_n(own, at.columns * count, values_.data() + at.value);
      double* into = at.parent == none ? dense : open.top(1);
      const std::size_t stride = at.parent == none ? dense_size() : front_[at.parent].size();
      const std::uint32_t* place = in_parent_.data() + at.row;
      for (std::size_t j = 0; j < at.rows; ++j) { // rows are in the same order there
        const double* column = own + (at.columns + j) * count + at.columns;
        double* other = into + place[j] * stride;
        for (std::size_t i = j; i < at.rows; ++i) { other[place[i]] += column[i]; }
      }
      open.pop();
    }
    take_away();
    return true;
  }

  /// Whether a front has one column and nothing is passed on to it: it needs no matrix of its own.
  [[nodiscard]] bool is_alone(std::size_t f) const noexcept { return front_[f].columns == 1 && front_[f].lowest == f; }

  /// Eliminates the column of such a front. What its terms say of the rows below goes to where it will belong; what the column takes away from there is left to be done.
  bool factor_alone(const front& at, std::size_t terms_last, std::span<const double> coefficient, std::span<const double> weight, double* into, std::size_t stride, double& log_determinant) {
    double* const column = values_.data() + at.value;
    const std::uint32_t* const place = in_parent_.data() + at.row;
    column[0] = 1.0;
    std::fill_n(column + 1, at.rows, 0.0);
    for (std::size_t t = at.term; t < terms_last; ++t) {
      const std::size_t first = term_start_[t];
      const std::size_t last = term_start_[t + 1];
      const double w = weight[terms_[t]];
      const double own = coefficient[entry_[first]] * w; // of its entries the first is the column's
      for (std::size_t a = first; a < last; ++a) { column[local_[a]] += own * coefficient[entry_[a]]; }
      for (std::size_t b = first + 1; b < last; ++b) {
        const double xb = coefficient[entry_[b]] * w;
        double* other = into + place[local_[b] - 1] * stride;
        for (std::size_t a = b; a < last; ++a) { other[place[local_[a] - 1]] += xb * coefficient[entry_[a]]; }
      }
    }
    if (!(column[0] > 0.0)) { return false; }
    log_determinant += std::log(column[0]);
    column[0] = std::sqrt(column[0]);
    const double reciprocal = 1.0 / column[0];
    for (std::size_t i = 1; i <= at.rows; ++i) { column[i] *= reciprocal; }
    return true;
  }

  /// The inverse where fronts have rows, from the dense part back to the first front: each completes what is known from its parent.
  void inverse_piece(std::size_t piece, std::span<const double> coefficient, const double* dense, std::span<double> leverage, std::span<double> diagonal) const {
    open_fronts open;
    dense_workspace work;
    std::vector<double> between;
    for (std::size_t f = piece_[piece + 1]; f-- > piece_[piece];) {
      const front& at = front_[f];
      const std::size_t count = at.size();
      if (is_alone(f)) {
        inverse_alone(at, terms_end(f), coefficient, at.parent == none ? dense : open.top(), at.parent == none ? dense_size() : front_[at.parent].size(), between, leverage, diagonal);
        for (std::size_t o = opens_start_[f] + 1; o < opens_start_[f + 1]; ++o) { open.pop(); }
        continue;
      }
      open.push(count);
      double* own = open.top();
      const double* from = at.parent == none ? dense : open.top(1);
      const std::size_t stride = at.parent == none ? dense_size() : front_[at.parent].size();
      const std::uint32_t* place = in_parent_.data() + at.row;
      for (std::size_t j = 0; j < at.rows; ++j) {
        const double* column = from + place[j] * stride;
        double* to = own + (at.columns + j) * count + at.columns;
        for (std::size_t i = 0; i < at.rows; ++i) { to[i] = column[place[i]]; }
      }
      const double* root = values_.data() + at.value;
      if (at.columns == 1 && count < 16) { // tiles would cost more than they save
        const double pivot = root[0];
        double inner = 1.0 / (pivot * pivot);
        for (std::size_t j = 1; j < count; ++j) {
          const double multiple = root[j] / pivot;
          const double* column = own + j * count;
          for (std::size_t i = 1; i < count; ++i) { own[i] -= column[i] * multiple; }
        }
        for (std::size_t i = 1; i < count; ++i) {
          inner -= own[i] * root[i] / pivot;
          own[i * count] = own[i];
        }
        own[0] = inner;
      } else {
        work.extend_inverse({root, count, at.columns, count}, {own, count, count, count});
      }
      for (std::size_t c = 0; c < at.columns; ++c) { diagonal[order_[at.first + c]] = own[c * (count + 1)]; }
      for (std::size_t t = at.term; t < terms_end(f); ++t) { leverage[terms_[t]] = term_leverage(t, coefficient, own, count); }
      for (std::size_t o = opens_start_[f]; o < opens_start_[f + 1]; ++o) { open.pop(); } // all that began here
    }
  }

  /// The inverse where a front that is alone has its terms: its column, and the rest as the parent has it.
  void inverse_alone(const front& at, std::size_t terms_last, std::span<const double> coefficient, const double* from, std::size_t stride, std::vector<double>& between, std::span<double> leverage,
                     std::span<double> diagonal) const {
    const double* const root = values_.data() + at.value;
    const std::uint32_t* const place = in_parent_.data() + at.row;
    const double reciprocal = 1.0 / root[0];
    between.assign(at.rows, 0.0);
    for (std::size_t j = 0; j < at.rows; ++j) {
      const double multiple = root[j + 1] * reciprocal;
      const double* column = from + place[j] * stride;
      for (std::size_t i = 0; i < at.rows; ++i) { between[i] -= column[place[i]] * multiple; }
    }
    double inner = 0.0;
    for (std::size_t i = 0; i < at.rows; ++i) { inner -= between[i] * root[i + 1]; }
    inner = (inner + reciprocal) * reciprocal;
    diagonal[order_[at.first]] = inner;
    for (std::size_t t = at.term; t < terms_last; ++t) {
      const std::size_t first = term_start_[t];
      const std::size_t last = term_start_[t + 1];
      const double own = coefficient[entry_[first]];
      double h = own * own * inner;
      for (std::size_t b = first + 1; b < last; ++b) {
        const double xb = coefficient[entry_[b]];
        const double* column = from + place[local_[b] - 1] * stride;
        double sum = own * between[local_[b] - 1] + 0.5 * xb * column[place[local_[b] - 1]];
        for (std::size_t a = b + 1; a < last; ++a) { sum += coefficient[entry_[a]] * column[place[local_[a] - 1]]; }
        h += 2.0 * xb * sum;
      }
      leverage[terms_[t]] = h;
    }
  }

  /// L'x = b in place, in the order of elimination.
  void back(std::vector<double>& x) const {
    solve_lower_transposed(dense_root(), std::span{x}.subspan(left_));
    parallel_for(pieces(), threads_, [&](std::size_t piece) {
      for (std::size_t f = piece_[piece + 1]; f-- > piece_[piece];) {
        const front& at = front_[f];
        const std::size_t count = at.size();
        for (std::size_t c = at.columns; c-- > 0;) {
          const double* column = values_.data() + at.value + c * count;
          double sum = x[at.first + c];
          for (std::size_t i = c + 1; i < at.columns; ++i) { sum -= column[i] * x[at.first + i]; }
          for (std::size_t i = at.columns; i < count; ++i) { sum -= column[i] * x[row_[at.row + i - at.columns]]; }
          x[at.first + c] = sum / column[c];
        }
      }
    });
  }

  std::vector<double> values_;
  std::vector<double> dense_;              ///< its root, column by column
  double log_determinant_{};
  bool factored_{};
};

} // namespace headway::numeric
