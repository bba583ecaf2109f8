#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/error.hpp>

/// \file
/// Where the square root of a sparse matrix has entries, and in which pieces it is worked out.

namespace headway::numeric::detail {

/// The analysis behind `sparse_cholesky`: which columns of L are one front, which rows it has, which terms it holds, and what may be done at the same time. Numbers come later.
class front_tree {
protected:
  static constexpr std::uint32_t none = 0xFFFFFFFFu;

  /// Columns of L that have the same rows below them.
  struct front {
    std::uint32_t first{};       ///< place of its first column
    std::uint32_t columns{};
    std::uint32_t rows{};        ///< below its columns
    std::uint32_t parent{none};  ///< the front of its first row; none: the dense part, or nothing
    std::uint32_t lowest{};      ///< the first front that passes something on to it, directly or not; itself if there is none
    std::size_t row{};           ///< where its rows begin in `row_` and `in_parent_`
    std::size_t value{};         ///< where its columns begin among the entries, one after the other, each with all columns and rows
    std::size_t term{};          ///< where its terms begin in `terms_`; they end where the next front's begin
    [[nodiscard]] std::size_t size() const noexcept { return std::size_t{columns} + rows; }
  };
  /// The rows below the diagonal of every sparse column, by its place.
  struct columns {
    std::vector<std::size_t> start{0};
    std::vector<std::uint32_t> row;
    [[nodiscard]] std::span<const std::uint32_t> rows(std::size_t column) const noexcept { return std::span{row}.subspan(start[column], start[column + 1] - start[column]); }
  };

  /// As `sparse_cholesky`, in whose name it refuses.
  front_tree(std::size_t size, std::span<const std::size_t> start, std::span<const std::uint32_t> member, std::span<const std::uint32_t> order, std::size_t threads,
             std::size_t most_dense)
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
  [[nodiscard]] std::size_t dense_size() const noexcept { return size_ - left_; }
  [[nodiscard]] std::size_t pieces() const noexcept { return piece_.size() - 1; }
  [[nodiscard]] std::size_t terms_end(std::size_t f) const noexcept { return f + 1 < front_.size() ? front_[f + 1].term : first_dense_; }

  std::size_t size_;
  std::size_t threads_;
  std::size_t left_{};                     ///< columns in fronts; the others are the dense part
  std::vector<std::size_t> term_start_;    ///< of the entries of every term, in the order of `terms_`
  std::vector<std::uint32_t> order_;       ///< row of the matrix by place
  std::vector<std::uint32_t> place_;       ///< place by row
  std::vector<std::uint32_t> entry_;       ///< the entries of every term in the order of their places
  std::vector<std::uint32_t> local_;       ///< of every such entry, its position in the front that holds the term
  std::vector<front> front_;
  std::vector<std::uint32_t> row_;
  std::vector<std::uint32_t> in_parent_;   ///< of every row of a front, its position in the parent
  std::vector<std::uint32_t> terms_;       ///< front by front, then those that touch the dense part alone, then those without entries
  std::size_t first_dense_{};              ///< of `terms_`
  std::size_t first_empty_{};
  std::vector<std::size_t> piece_;         ///< first front of every piece, and the end
  std::vector<std::size_t> opens_start_;
  std::vector<std::uint32_t> opens_;
  std::size_t entries_{};                  ///< of all fronts' columns

private:
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
    entries_ = value;
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
    const auto dense = static_cast<std::uint32_t>(front_.size());
    std::vector<std::uint32_t> where(terms);
    std::vector<std::size_t> count(front_.size() + 3);
    std::iota(entry_.begin(), entry_.end(), 0u);
    for (std::uint32_t t = 0; t < terms; ++t) {
      const std::size_t from = term_start_[t];
      const std::size_t last = term_start_[t + 1];
      for (std::size_t e = from + 1; e < last; ++e) { // few, so one by one
        for (std::size_t k = e; k > from && place_[member[entry_[k]]] < place_[member[entry_[k - 1]]]; --k) { std::swap(entry_[k], entry_[k - 1]); }
      }
      if (from == last) {
        where[t] = dense + 1;
      } else {
        const std::uint32_t first = place_[member[entry_[from]]];
        where[t] = first < left_ ? of_column[first] : dense;
      }
      ++count[where[t] + 1];
    }
    std::partial_sum(count.begin(), count.end(), count.begin());
    for (std::size_t f = 0; f < front_.size(); ++f) { front_[f].term = count[f]; }
    first_dense_ = count[dense];
    first_empty_ = count[dense + 1];
    terms_.resize(terms);
    for (std::uint32_t t = 0; t < terms; ++t) { terms_[count[where[t]]++] = t; }
    // what is read together stands together
    std::vector<std::size_t> start{0};
    std::vector<std::uint32_t> entries;
    start.reserve(terms + 1);
    entries.reserve(entry_.size());
    for (const std::uint32_t t : terms_) {
      entries.insert(entries.end(), entry_.begin() + static_cast<std::ptrdiff_t>(term_start_[t]), entry_.begin() + static_cast<std::ptrdiff_t>(term_start_[t + 1]));
      start.push_back(entries.size());
    }
    entry_.swap(entries);
    term_start_.swap(start);
    for (std::size_t k = 0; k < first_empty_; ++k) {
      const bool sparse = k < first_dense_;
      const front at = sparse ? front_[where[terms_[k]]] : front{};
      const auto rows = std::span{row_}.subspan(at.row, at.rows);
      for (std::size_t e = term_start_[k]; e < term_start_[k + 1]; ++e) {
        const std::uint32_t place = place_[member[entry_[e]]];
        local_[e] = !sparse                         ? place - static_cast<std::uint32_t>(left_)
                    : place < at.first + at.columns ? place - at.first
                                                    : at.columns + static_cast<std::uint32_t>(std::lower_bound(rows.begin(), rows.end(), place) - rows.begin());
      }
    }
  }

  /// Cuts the fronts into pieces that pass on nothing to one another, of about the same work; fewer where each needs a large dense matrix of its own, or where there is little to do.
  void cut() {
    const auto work = [](const front& at) { return static_cast<double>(at.columns * at.size() * at.size()) + 200.0; };
    double all = 0.0;
    for (const front& at : front_) { all += work(at); }
    const double dense = static_cast<double>(dense_size());
    // a further piece costs a matrix as large as the dense part that is made, filled and added
    const double most = std::clamp(std::floor((std::min)({4e6 / (dense * dense + 1.0), all / 1e6, 1.0 + all / (4.0 * dense * dense + 1.0)})), 1.0, 32.0);
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
};

} // namespace headway::numeric::detail
