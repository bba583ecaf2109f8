#pragma once

/// \file
/// Symmetric positive definite systems in which most entries are 0, as crossed and nested effects give them. The one door to Eigen's dense
/// decompositions for them.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <headway/base/check.hpp>
#include <headway/base/error.hpp>
#include <headway/numeric/parallel.hpp>

namespace headway::numeric {

/// The square root of A = I + sum of w x x', where each x has a few entries: with its determinant, solutions and leverages x'A^-1 x.
/// Definition: P A P' = L L' with rows taken in the given order, or in one that gives L the same entries (a postorder of the elimination tree). Columns of L with the same rows below them are
/// one front, a small dense matrix: it collects its terms and what the fronts below it leave, gives off its columns of L, and passes the rest on. Where what is left of A has filled up, it is
/// one dense matrix (a Schur complement) and Eigen's. So a large facet that is diagonal in itself costs next to nothing, places with people of their own are worked on one by one, and a small
/// facet crossed with everything is dense as it should be. Entries of the inverse come back from the dense part, front by front, without the whole inverse.
/// Choose the order so that what has many levels comes first and what is crossed with everything last.
/// Cost: analysis once, O(entries of L); `factor` O(sum of squared column lengths + dense^3 / 3), `leverages` about twice that. Threads: one object, one caller; fronts are split over threads in
/// fixed pieces, so results are the same bits for any number of them. Since 0.1.
/// Reference: Duff & Reid 1983; Takahashi, Fagan & Chin 1973; Davis 2006. Checked by `sparse_test` against dense inverses.
class sparse_cholesky {
public:
  /// Analyses where the terms have entries.
  /// \param size number of rows \param start first entry of every term, and the end \param member which row an entry belongs to; a term has each row once
  /// \param order which row is eliminated first, second, ..: every row once \param threads the most to use
  /// \throws error invalid_argument when the order is not a permutation; out_of_range for a row past the size; limit when the dense part would have more than `most_dense` rows
  sparse_cholesky(std::size_t size, std::span<const std::size_t> start, std::span<const std::uint32_t> member, std::span<const std::uint32_t> order, std::size_t threads = 1,
                  std::size_t most_dense = 12'000)
      : size_{size}, threads_{threads}, term_start_(start.begin(), start.end()), order_(order.begin(), order.end()), entry_(member.size()), local_(member.size()) {
    check::same_length(order.size(), size_, "sparse_cholesky", "order");
    check::that(!start.empty() && start.back() == member.size(), "sparse_cholesky", "start", "must end with the number of entries");
    place_.assign(size_, none);
    for (std::uint32_t k = 0; k < size_; ++k) {
      check::that(order_[k] < size_ && place_[order_[k]] == none, "sparse_cholesky", "order", "must name every row once");
      place_[order_[k]] = k;
    }
    for (const std::uint32_t row : member) { check::bounded(row, 0, static_cast<std::int64_t>(size_) - 1, "sparse_cholesky", "member"); }
    columns found = analyse(member, most_dense);
    postorder(found);
    gather_fronts(found);
    assign_terms(member);
    cut();
  }

  /// Number of rows.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// Rows of the dense part.
  [[nodiscard]] std::size_t dense_size() const noexcept { return size_ - left_; }
  /// Fronts before the dense part.
  [[nodiscard]] std::size_t fronts() const noexcept { return front_.size(); }

  /// Factors the matrix. \param coefficient the entries of the terms \param weight one a term \return false where it is not positive definite
  /// \throws error invalid_argument for another number of either
  [[nodiscard]] bool factor(std::span<const double> coefficient, std::span<const double> weight) {
    check::same_length(coefficient.size(), local_.size(), "sparse_cholesky::factor", "coefficient");
    check::same_length(weight.size(), term_start_.size() - 1, "sparse_cholesky::factor", "weight");
    const auto dense = static_cast<Eigen::Index>(dense_size());
    std::vector<Eigen::MatrixXd> part(pieces());
    std::vector<double> log_determinant(pieces(), 0.0);
    std::vector<char> positive(pieces(), 1);
    parallel_for(pieces(), threads_, [&](std::size_t piece) {
      part[piece].setZero(dense, dense);
      positive[piece] = factor_piece(piece, coefficient, weight, part[piece].data(), log_determinant[piece]) ? 1 : 0;
    });
    factored_ = false;
    if (std::find(positive.begin(), positive.end(), 0) != positive.end()) { return false; }
    log_determinant_ = std::accumulate(log_determinant.begin(), log_determinant.end(), 0.0);
    dense_.setIdentity(dense, dense);
    for (const std::uint32_t term : dense_terms_) { add_term(term, coefficient, weight[term], dense_.data(), dense_size()); }
    for (const Eigen::MatrixXd& each : part) { dense_ += each; }
    Eigen::LLT<Eigen::Ref<Eigen::MatrixXd>, Eigen::Lower> root{dense_};
    if (root.info() != Eigen::ComputationInfo{}) { return false; } // the value for success, whose name X11 has as a macro
    for (Eigen::Index i = 0; i < dense; ++i) { log_determinant_ += 2.0 * std::log(dense_(i, i)); }
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
    Eigen::Map<Eigen::VectorXd> tail{x.data() + left_, static_cast<Eigen::Index>(dense_size())};
    for (const std::vector<double>& each : part) { tail += Eigen::Map<const Eigen::VectorXd>{each.data(), tail.size()}; }
    dense_.triangularView<Eigen::Lower>().solveInPlace(tail);
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

  /// x'A^-1 x of every term, and the diagonal of the inverse.
  /// \param coefficient the entries of the terms \param leverage one a term; filled \param diagonal one a row; filled \throws error invalid_argument for other lengths or before `factor`
  void leverages(std::span<const double> coefficient, std::span<double> leverage, std::span<double> diagonal) const {
    check::same_length(coefficient.size(), local_.size(), "sparse_cholesky::leverages", "coefficient");
    check::same_length(leverage.size(), term_start_.size() - 1, "sparse_cholesky::leverages", "leverage");
    check_solvable(diagonal.size(), "sparse_cholesky::leverages");
    const auto dense = static_cast<Eigen::Index>(dense_size());
    Eigen::MatrixXd lower = Eigen::MatrixXd::Identity(dense, dense);
    dense_.triangularView<Eigen::Lower>().solveInPlace(lower);
    Eigen::MatrixXd inverse = Eigen::MatrixXd::Zero(dense, dense);
    inverse.selfadjointView<Eigen::Lower>().rankUpdate(lower.transpose());
    inverse.triangularView<Eigen::StrictlyUpper>() = inverse.transpose();
    for (const std::uint32_t term : dense_terms_) { leverage[term] = term_leverage(term, coefficient, inverse.data(), dense_size()); }
    for (const std::uint32_t term : empty_terms_) { leverage[term] = 0.0; }
    for (std::size_t i = 0; i < dense_size(); ++i) { diagonal[order_[left_ + i]] = inverse(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(i)); }
    parallel_for(pieces(), threads_, [&](std::size_t piece) { inverse_piece(piece, coefficient, inverse.data(), leverage, diagonal); });
  }

private:
  static constexpr std::uint32_t none = 0xFFFFFFFFu;
  using matrix = Eigen::Map<Eigen::MatrixXd, 0, Eigen::OuterStride<>>;
  using const_matrix = Eigen::Map<const Eigen::MatrixXd, 0, Eigen::OuterStride<>>;

  /// Columns of L that have the same rows below them.
  struct front {
    std::uint32_t first{};       ///< place of its first column
    std::uint32_t columns{};
    std::uint32_t rows{};        ///< below its columns
    std::uint32_t parent{none};  ///< the front of its first row; none: the dense part, or nothing
    std::uint32_t lowest{};      ///< the first front that passes something on to it, directly or not; itself if there is none
    std::size_t row{};           ///< where its rows begin in `row_` and `in_parent_`
    std::size_t value{};         ///< where its columns begin in `values_`, one after the other, each with all columns and rows
    std::size_t term{};          ///< where its terms begin in `terms_`; they end where the next front's begin
    [[nodiscard]] std::size_t size() const noexcept { return std::size_t{columns} + rows; }
  };
  /// The rows below the diagonal of every sparse column, by its place.
  struct columns {
    std::vector<std::size_t> start{0};
    std::vector<std::uint32_t> row;
    [[nodiscard]] std::span<const std::uint32_t> rows(std::size_t column) const noexcept { return std::span{row}.subspan(start[column], start[column + 1] - start[column]); }
  };

  [[nodiscard]] std::size_t pieces() const noexcept { return piece_.size() - 1; }
  [[nodiscard]] std::size_t terms_end(std::size_t f) const noexcept { return f + 1 < front_.size() ? front_[f + 1].term : terms_.size(); }
  void check_solvable(std::size_t length, const char* function) const {
    check::same_length(length, size_, function, "values");
    check::that(factored_, function, "this", "nothing has been factored");
  }

  /// Which entries L has, column by column, until what is left is dense.
  columns analyse(std::span<const std::uint32_t> member, std::size_t most_dense) {
    std::vector<std::size_t> count(size_ + 1);
    std::vector<std::uint32_t> first(term_start_.size() - 1, none); // place of the member of a term that goes first
    for (std::size_t t = 0; t < first.size(); ++t) {
      for (std::size_t e = term_start_[t]; e < term_start_[t + 1]; ++e) { first[t] = (std::min)(first[t], place_[member[e]]); }
      if (first[t] != none) { ++count[first[t] + 1]; }
    }
    std::partial_sum(count.begin(), count.end(), count.begin());
    std::vector<std::uint32_t> by_first(count.back());
    {
      std::vector<std::size_t> at(count.begin(), count.end() - 1);
      for (std::uint32_t t = 0; t < first.size(); ++t) {
        if (first[t] != none) { by_first[at[first[t]]++] = t; }
      }
    }
    columns out;
    std::vector<std::vector<std::uint32_t>> children(size_);
    std::vector<std::uint32_t> mark(size_, none);
    std::vector<std::uint32_t> rows;
    left_ = 0;
    for (std::uint32_t j = 0; j < size_; ++j) {
      rows.clear();
      const auto take = [&](std::uint32_t row) {
        if (row > j && mark[row] != j) {
          mark[row] = j;
          rows.push_back(row);
        }
      };
      for (std::size_t k = count[j]; k < count[j + 1]; ++k) {
        for (std::size_t e = term_start_[by_first[k]]; e < term_start_[by_first[k] + 1]; ++e) { take(place_[member[e]]); }
      }
      for (const std::uint32_t child : children[j]) {
        for (const std::uint32_t row : out.rows(child)) { take(row); }
      }
      std::vector<std::uint32_t>{}.swap(children[j]);
      const std::size_t rest = size_ - j;
      if (2 * (rows.size() + 1) > rest) {
        if (rest > most_dense) {
          throw error{error_category::limit, "sparse_cholesky", "member", "would leave a dense part of " + std::to_string(rest) + " rows; the most is " + std::to_string(most_dense)};
        }
        break;
      }
      std::sort(rows.begin(), rows.end());
      if (!rows.empty()) { children[rows.front()].push_back(j); }
      out.row.insert(out.row.end(), rows.begin(), rows.end());
      out.start.push_back(out.row.size());
      ++left_;
    }
    return out;
  }

  /// Renumbers the sparse columns so that whatever a column passes on goes to one that follows soon: first all that lead to it, then itself. L keeps its entries.
  void postorder(columns& found) {
    std::vector<std::uint32_t> next(left_ + 1, none); // of the columns with the same parent; those that lead nowhere, or to the dense part, stand under left_
    std::vector<std::uint32_t> head(left_ + 1, none);
    const auto parent = [&](std::size_t j) { return found.rows(j).empty() ? left_ : (std::min)(left_, static_cast<std::size_t>(found.rows(j).front())); };
    for (std::size_t j = left_; j-- > 0;) {
      next[j] = head[parent(j)];
      head[parent(j)] = static_cast<std::uint32_t>(j);
    }
    std::vector<std::uint32_t> sequence;
    std::vector<std::uint32_t> open;
    for (std::uint32_t top = head[left_]; top != none; top = next[top]) {
      open.push_back(top);
      while (!open.empty()) {
        const std::uint32_t j = open.back();
        if (head[j] != none) {
          open.push_back(head[j]);
          head[j] = next[head[j]];
        } else {
          sequence.push_back(j);
          open.pop_back();
        }
      }
    }
    std::vector<std::uint32_t> now(size_);
    std::iota(now.begin(), now.end(), 0u);
    for (std::uint32_t k = 0; k < left_; ++k) { now[sequence[k]] = k; }
    columns out;
    out.row.reserve(found.row.size());
    std::vector<std::uint32_t> order = order_;
    for (std::uint32_t k = 0; k < left_; ++k) {
      const std::size_t from = out.row.size();
      for (const std::uint32_t row : found.rows(sequence[k])) { out.row.push_back(now[row]); }
      std::sort(out.row.begin() + static_cast<std::ptrdiff_t>(from), out.row.end());
      out.start.push_back(out.row.size());
      order[k] = order_[sequence[k]];
    }
    order_ = std::move(order);
    for (std::uint32_t k = 0; k < size_; ++k) { place_[order_[k]] = k; }
    found = std::move(out);
  }

  /// Joins columns into fronts: a column with the next one where that takes over what it passes on, and few zeros are then kept as entries.
  void gather_fronts(const columns& found) {
    std::vector<std::uint32_t> of_column(left_);
    std::size_t entries = 0; // of the columns of the front that is being made
    for (std::uint32_t j = 0; j < left_; ++j) {
      const std::size_t own = found.rows(j).size();
      bool joins = j > 0 && !found.rows(j - 1).empty() && found.rows(j - 1).front() == j;
      if (joins) {
        const std::size_t width = j - front_.back().first + 1;
        const std::size_t kept = width * own + width * (width - 1) / 2; // with j as the last of its columns
        joins = 5 * (entries + own) >= 4 * kept;
      }
      if (!joins) {
        front_.push_back({.first = j});
        entries = 0;
      }
      entries += own;
      ++front_.back().columns;
      of_column[j] = static_cast<std::uint32_t>(front_.size() - 1);
    }
    std::size_t value = 0;
    for (std::uint32_t f = 0; f < front_.size(); ++f) {
      front& at = front_[f];
      const auto rows = found.rows(at.first + at.columns - 1);
      at.rows = static_cast<std::uint32_t>(rows.size());
      at.row = row_.size();
      at.value = value;
      value += at.columns * at.size();
      at.lowest = f;
      row_.insert(row_.end(), rows.begin(), rows.end());
      if (!rows.empty() && rows.front() < left_) { at.parent = of_column[rows.front()]; }
    }
    for (std::uint32_t f = 0; f < front_.size(); ++f) {
      if (front_[f].parent != none) { front_[front_[f].parent].lowest = (std::min)(front_[front_[f].parent].lowest, front_[f].lowest); }
    }
    values_.assign(value, 0.0);
    in_parent_.resize(row_.size());
    for (const front& at : front_) {
      std::size_t in = 0; // both lists are sorted
      for (std::size_t i = at.row; i < at.row + at.rows; ++i) {
        if (at.parent == none) {
          in_parent_[i] = row_[i] - static_cast<std::uint32_t>(left_);
          continue;
        }
        const front& parent = front_[at.parent];
        if (row_[i] < parent.first + parent.columns) {
          in_parent_[i] = row_[i] - parent.first;
        } else {
          while (row_[parent.row + in] != row_[i]) { ++in; }
          in_parent_[i] = static_cast<std::uint32_t>(parent.columns + in);
        }
      }
    }
  }

  /// Gives every term to the front that holds all of it.
  void assign_terms(std::span<const std::uint32_t> member) {
    std::vector<std::uint32_t> of_column(left_);
    for (std::uint32_t f = 0; f < front_.size(); ++f) { std::fill_n(of_column.begin() + front_[f].first, front_[f].columns, f); }
    const std::size_t terms = term_start_.size() - 1;
    std::vector<std::uint32_t> where(terms);
    std::vector<std::size_t> count(front_.size() + 1);
    std::iota(entry_.begin(), entry_.end(), 0u);
    for (std::uint32_t t = 0; t < terms; ++t) {
      const std::size_t from = term_start_[t];
      const std::size_t last = term_start_[t + 1];
      for (std::size_t e = from + 1; e < last; ++e) { // few, so one by one
        for (std::size_t k = e; k > from && place_[member[entry_[k]]] < place_[member[entry_[k - 1]]]; --k) { std::swap(entry_[k], entry_[k - 1]); }
      }
      where[t] = none;
      if (from == last) {
        empty_terms_.push_back(t);
      } else if (const std::uint32_t first = place_[member[entry_[from]]]; first >= left_) {
        dense_terms_.push_back(t);
        for (std::size_t e = from; e < last; ++e) { local_[e] = place_[member[entry_[e]]] - static_cast<std::uint32_t>(left_); }
      } else {
        where[t] = of_column[first];
        ++count[where[t] + 1];
      }
    }
    std::partial_sum(count.begin(), count.end(), count.begin());
    terms_.resize(count.back());
    for (std::size_t f = 0; f < front_.size(); ++f) { front_[f].term = count[f]; }
    for (std::uint32_t t = 0; t < terms; ++t) {
      if (where[t] == none) { continue; }
      const front& at = front_[where[t]];
      terms_[count[where[t]]++] = t;
      const auto rows = std::span{row_}.subspan(at.row, at.rows);
      for (std::size_t e = term_start_[t]; e < term_start_[t + 1]; ++e) {
        const std::uint32_t place = place_[member[entry_[e]]];
        local_[e] = place < at.first + at.columns ? place - at.first : at.columns + static_cast<std::uint32_t>(std::lower_bound(rows.begin(), rows.end(), place) - rows.begin());
      }
    }
  }

  /// Cuts the fronts into pieces that pass on nothing to one another, of about the same work; fewer where each needs a large dense matrix of its own, or where there is little to do.
  void cut() {
    const auto work = [](const front& at) { return static_cast<double>(at.columns * at.size() * at.size()) + 200.0; };
    double all = 0.0;
    for (const front& at : front_) { all += work(at); }
    const double dense = static_cast<double>(dense_size());
    const double most = std::clamp(std::floor((std::min)(4e6 / (dense * dense + 1.0), all / 1e6)), 1.0, 32.0);
    piece_.push_back(0);
    double sum = 0.0;
    for (std::size_t f = 0; f < front_.size(); ++f) {
      sum += work(front_[f]);
      if (front_[f].parent == none && (sum >= all * static_cast<double>(piece_.size()) / most || f + 1 == front_.size())) { piece_.push_back(f + 1); }
    }
    // a front that opens others: those of which it is the lowest, the outermost first
    opens_start_.assign(front_.size() + 1, 0);
    for (const front& at : front_) { ++opens_start_[at.lowest + 1]; }
    std::partial_sum(opens_start_.begin(), opens_start_.end(), opens_start_.begin());
    opens_.resize(front_.size());
    std::vector<std::size_t> next(opens_start_.begin(), opens_start_.end());
    for (std::uint32_t f = static_cast<std::uint32_t>(front_.size()); f-- > 0;) { opens_[next[front_[f].lowest]++] = f; }
  }

  /// Adds a term to the lower triangle of a front.
  void add_term(std::uint32_t term, std::span<const double> coefficient, double weight, double* into, std::size_t stride) const {
    const std::size_t last = term_start_[term + 1];
    for (std::size_t b = term_start_[term]; b < last; ++b) {
      const double xb = coefficient[entry_[b]] * weight;
      double* column = into + local_[b] * stride;
      for (std::size_t a = b; a < last; ++a) { column[local_[a]] += xb * coefficient[entry_[a]]; }
    }
  }

  [[nodiscard]] double term_leverage(std::uint32_t term, std::span<const double> coefficient, const double* inverse, std::size_t stride) const {
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

  /// Eliminates the columns of a front, in its lower triangle. \return false where the matrix is not positive definite
  static bool eliminate(double* at, std::size_t count, std::size_t columns, double& log_determinant) {
    if (columns >= 4 && count >= 24) {
      const auto n = static_cast<Eigen::Index>(columns);
      const auto rest = static_cast<Eigen::Index>(count - columns);
      const Eigen::OuterStride<> stride{static_cast<Eigen::Index>(count)};
      matrix own{at, n, n, stride};
      Eigen::LLT<Eigen::Ref<Eigen::MatrixXd, 0, Eigen::OuterStride<>>, Eigen::Lower> root{own};
      if (root.info() != Eigen::ComputationInfo{}) { return false; }
      for (Eigen::Index i = 0; i < n; ++i) { log_determinant += 2.0 * std::log(own(i, i)); }
      if (rest == 0) { return true; }
      matrix below{at + columns, rest, n, stride};
      own.triangularView<Eigen::Lower>().transpose().solveInPlace<Eigen::OnTheRight>(below);
      matrix passed{at + columns * count + columns, rest, rest, stride};
      passed.selfadjointView<Eigen::Lower>().rankUpdate(below, -1.0);
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
    for (std::size_t f = piece_[piece]; f < piece_[piece + 1]; ++f) {
      for (std::size_t o = opens_start_[f]; o < opens_start_[f + 1]; ++o) { open.push(front_[opens_[o]].size()); }
      const front& at = front_[f];
      const std::size_t count = at.size();
      double* own = open.top();
      for (std::size_t c = 0; c < at.columns; ++c) { own[c * (count + 1)] += 1.0; }
      for (std::size_t t = at.term; t < terms_end(f); ++t) { add_term(terms_[t], coefficient, weight[terms_[t]], own, count); }
      if (!eliminate(own, count, at.columns, log_determinant)) { return false; }
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
    return true;
  }

  /// The inverse where fronts have rows, from the dense part back to the first front: with U = L_below L_own^-1 and Z the part known from the parent, its own is (L_own L_own')^-1 + U'Z U,
  /// what lies between -Z U.
  void inverse_piece(std::size_t piece, std::span<const double> coefficient, const double* dense, std::span<double> leverage, std::span<double> diagonal) const {
    open_fronts open;
    Eigen::MatrixXd unit;
    for (std::size_t f = piece_[piece + 1]; f-- > piece_[piece];) {
      const front& at = front_[f];
      const std::size_t count = at.size();
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
      if (at.columns == 1) {
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
        const auto n = static_cast<Eigen::Index>(at.columns);
        const auto rest = static_cast<Eigen::Index>(at.rows);
        const Eigen::OuterStride<> wide{static_cast<Eigen::Index>(count)};
        const const_matrix l_own{root, n, n, wide};
        const const_matrix l_below{root + at.columns, rest, n, wide};
        matrix inner{own, n, n, wide};
        matrix between{own + at.columns, rest, n, wide};
        const matrix known{own + at.columns * count + at.columns, rest, rest, wide};
        unit.setIdentity(n, n);
        l_own.triangularView<Eigen::Lower>().solveInPlace(unit); // L_own^-1
        inner.noalias() = unit.transpose() * unit;
        if (rest > 0) {
          const Eigen::MatrixXd ratio = l_below * unit;
          between.noalias() = -(known * ratio);
          inner.noalias() -= ratio.transpose() * between;
          matrix{own + at.columns * count, n, rest, wide} = between.transpose();
        }
      }
      for (std::size_t c = 0; c < at.columns; ++c) { diagonal[order_[at.first + c]] = own[c * (count + 1)]; }
      for (std::size_t t = at.term; t < terms_end(f); ++t) { leverage[terms_[t]] = term_leverage(terms_[t], coefficient, own, count); }
      for (std::size_t o = opens_start_[f]; o < opens_start_[f + 1]; ++o) { open.pop(); } // all that began here
    }
  }

  /// L'x = b in place, in the order of elimination.
  void back(std::vector<double>& x) const {
    Eigen::Map<Eigen::VectorXd> tail{x.data() + left_, static_cast<Eigen::Index>(dense_size())};
    dense_.triangularView<Eigen::Lower>().transpose().solveInPlace(tail);
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

  std::size_t size_;
  std::size_t threads_;
  std::size_t left_{};                     ///< columns in fronts; the others are the dense part
  std::vector<std::size_t> term_start_;
  std::vector<std::uint32_t> order_;       ///< row of the matrix by place
  std::vector<std::uint32_t> place_;       ///< place by row
  std::vector<std::uint32_t> entry_;       ///< the entries of every term in the order of their places
  std::vector<std::uint32_t> local_;       ///< of every such entry, its position in the front that holds the term
  std::vector<front> front_;
  std::vector<std::uint32_t> row_;
  std::vector<std::uint32_t> in_parent_;   ///< of every row of a front, its position in the parent
  std::vector<std::uint32_t> terms_;       ///< front by front
  std::vector<std::uint32_t> dense_terms_; ///< those that touch the dense part alone
  std::vector<std::uint32_t> empty_terms_;
  std::vector<std::size_t> piece_;         ///< first front of every piece, and the end
  std::vector<std::size_t> opens_start_;
  std::vector<std::uint32_t> opens_;
  std::vector<double> values_;
  Eigen::MatrixXd dense_;
  double log_determinant_{};
  bool factored_{};
};

} // namespace headway::numeric
