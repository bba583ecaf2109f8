#pragma once

/// \file
/// The analysis of variance of a units x raters table with at most one mark a cell: sums of squares for complete tables in one pass, and for tables with
/// gaps by absorbing the longer side.

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/error.hpp>
#include <headway/numeric/cholesky.hpp>
#include <headway/numeric/wide.hpp>

namespace headway::agreement::detail {

/// Most rows of a dense system: 128 MiB and about ten seconds.
inline constexpr std::size_t most_equations = 4096;

[[nodiscard]] constexpr std::uint64_t magnitude(double value) noexcept { return std::bit_cast<std::uint64_t>(value) & 0x7FFFFFFFFFFFFFFFu; }

/// The largest size of a mark: squares of larger ones could pass the doubles when summed.
inline constexpr double largest_mark = 1e140;

/// Whether a cell has no mark: NaN, told by its bits so that -ffast-math does not matter. An infinite value is misuse.
[[nodiscard]] inline bool no_mark(double value, std::size_t row, const char* function, const char* argument) {
  const std::uint64_t bits = magnitude(value);
  if (bits <= magnitude(largest_mark)) { return false; }
  if (bits > 0x7FF0000000000000u) { return true; }
  throw error{error_category::out_of_range, function, argument, "a mark past 1e140 is not allowed; NaN stands for no mark", static_cast<std::int64_t>(row)};
}

/// Sums of squares and what their expectations need.
struct two_way_sums {
  std::size_t units{};  ///< with a mark
  std::size_t raters{}; ///< with a mark
  std::size_t cells{};
  bool complete{};
  std::size_t parts{1};       ///< groups of units and raters that share no mark with one another
  bool separable{true};       ///< false where rounding swallowed what tells units from raters
  std::size_t largest{};      ///< most marks of one unit
  double square_sizes{};      ///< sum of squared numbers of marks a unit
  double between{};           ///< between units, whoever marked them
  double within{};            ///< within units
  double unit_part{};         ///< units, differences of raters taken out
  double rater_part{};        ///< raters, differences of units taken out
  double residual{};          ///< what neither explains
};

/// The sums of a complete table of whole numbers or quarters, as exact whole-number arithmetic: the same bits in any order of units and raters.
/// Nothing for any other table.
[[nodiscard]] inline std::optional<two_way_sums> whole_sums(std::span<const double> values, std::size_t units, std::size_t raters) {
  constexpr std::uint64_t highest = std::bit_cast<std::uint64_t>(32768.0);
  const auto n = static_cast<double>(units);
  const auto k = static_cast<double>(raters);
  if (units == 0 || raters == 0 || n * k * k > 8e9) { return std::nullopt; } // past that, 64 bits might not hold the sums of squares
  std::vector<std::int64_t> of_rater(raters);
  std::uint64_t squares = 0;
  std::uint64_t unit_squares = 0;
  std::int64_t total = 0;
  const double* cell = values.data();
  for (std::size_t i = 0; i < units; ++i) {
    std::int64_t sum = 0;
    std::int64_t square = 0;
    for (std::size_t j = 0; j < raters; ++j) {
      const double quarters = 4.0 * *cell++;
      if (magnitude(quarters) > highest) { return std::nullopt; }
      const auto whole = static_cast<std::int32_t>(quarters);
      if (magnitude(static_cast<double>(whole) - quarters) != 0) { return std::nullopt; }
      sum += whole;
      square += std::int64_t{whole} * whole;
      of_rater[j] += whole;
    }
    total += sum;
    squares += static_cast<std::uint64_t>(square);
    unit_squares += static_cast<std::uint64_t>(sum * sum);
  }
  const auto size = [](std::int64_t value) { return static_cast<std::uint64_t>(value < 0 ? -value : value); };
  numeric::wide rater_squares; // times the number of raters
  for (const std::int64_t sum : of_rater) { rater_squares = rater_squares + numeric::wide::product(size(sum), size(sum)); }
  using numeric::wide;
  const wide square_of_total = wide::product(size(total), size(total));
  const wide between = wide::product(units, unit_squares) - square_of_total;                                            // times units x raters
  const wide raters_part = wide{rater_squares.high * raters, 0} + wide::product(rater_squares.low, raters) - square_of_total; // likewise
  const std::uint64_t within = squares * raters - unit_squares;                                                         // times raters
  const wide residual = wide::product(units, within) - raters_part;
  two_way_sums out;
  out.units = units;
  out.raters = raters;
  out.cells = units * raters;
  out.complete = true;
  out.largest = raters;
  out.square_sizes = n * k * k;
  const double scale = 16.0 * n * k; // squares of quarters
  out.between = between.value() / scale;
  out.within = static_cast<double>(within) / (16.0 * k);
  out.unit_part = out.between;
  out.rater_part = raters_part.value() / scale;
  out.residual = residual.value() / scale;
  return out;
}

/// A sum of squares that is no more than the rounding of `cells` marks of this size counts as none.
[[nodiscard]] inline double above_rounding(double sum, double largest, std::size_t cells) {
  const double grain = 4.0 * std::numeric_limits<double>::epsilon() * largest;
  return sum > grain * grain * static_cast<double>(cells) ? sum : 0.0;
}

/// The sums of a complete table of any numbers: deviations from a unit's own mean first, then the raters' part of them. Nothing for a table with gaps.
[[nodiscard]] inline std::optional<two_way_sums> complete_sums(std::span<const double> values, std::size_t units, std::size_t raters, const char* function, const char* argument) {
  if (units == 0 || raters == 0) { return std::nullopt; }
  const auto n = static_cast<double>(units);
  const auto k = static_cast<double>(raters);
  std::vector<double> offset(raters); // of a rater's mark from the unit's mean, summed
  std::vector<double> mean(units);
  std::uint64_t largest = 0;
  double middle = 0.0; // Welford's running mean of the unit means, and their squared distances from it
  two_way_sums out;
  for (std::size_t i = 0; i < units; ++i) {
    const double* row = values.data() + i * raters;
    double sum = 0.0;
    for (std::size_t j = 0; j < raters; ++j) {
      largest = (std::max)(largest, magnitude(row[j]));
      sum += row[j];
    }
    if (largest > magnitude(largest_mark)) { break; }
    mean[i] = sum / k;
    const double step = mean[i] - middle;
    middle += step / static_cast<double>(i + 1);
    out.between += step * (mean[i] - middle);
    for (std::size_t j = 0; j < raters; ++j) {
      const double off = row[j] - mean[i];
      out.within += off * off;
      offset[j] += off;
    }
  }
  if (largest > magnitude(largest_mark)) {
    for (std::size_t c = 0; c < values.size(); ++c) { (void)no_mark(values[c], c / raters, function, argument); }
    return std::nullopt;
  }
  for (double& each : offset) {
    each /= n;
    out.rater_part += n * each * each;
  }
  for (std::size_t i = 0; i < units; ++i) {
    const double* row = values.data() + i * raters;
    for (std::size_t j = 0; j < raters; ++j) {
      const double rest = row[j] - mean[i] - offset[j];
      out.residual += rest * rest;
    }
  }
  const double size = std::bit_cast<double>(largest);
  out.units = units;
  out.raters = raters;
  out.cells = units * raters;
  out.complete = true;
  out.largest = raters;
  out.square_sizes = n * k * k;
  out.between = above_rounding(k * out.between, size, out.cells);
  out.within = above_rounding(out.within, size, out.cells);
  out.unit_part = out.between;
  out.rater_part = above_rounding(out.rater_part, size, out.cells);
  out.residual = above_rounding(out.residual, size, out.cells);
  return out;
}

/// A table with gaps, without the units and raters that have no mark at all, turned so that the longer side comes first: that side is absorbed, equation
/// by equation, and the shorter one stays as a small dense system.
class gappy_table {
public:
  gappy_table(std::span<const double> values, std::size_t units, std::size_t raters, const char* function, const char* argument) {
    std::vector<std::size_t> unit_marks(units);
    std::vector<std::size_t> rater_marks(raters);
    double sum = 0.0;
    for (std::size_t i = 0; i < units; ++i) {
      for (std::size_t j = 0; j < raters; ++j) {
        const double value = values[i * raters + j];
        if (no_mark(value, i, function, argument)) { continue; }
        ++unit_marks[i];
        ++rater_marks[j];
        ++cells_;
        sum += value;
        size_ = (std::max)(size_, std::fabs(value));
      }
    }
    if (cells_ == 0) { return; }
    centre_ = sum / static_cast<double>(cells_);
    const auto marked = [](const std::vector<std::size_t>& marks) {
      std::vector<std::size_t> out;
      for (std::size_t i = 0; i < marks.size(); ++i) {
        if (marks[i] != 0) { out.push_back(i); }
      }
      return out;
    };
    const std::vector<std::size_t> unit_of = marked(unit_marks);
    const std::vector<std::size_t> rater_of = marked(rater_marks);
    units_ = unit_of.size();
    raters_ = rater_of.size();
    units_are_long_ = units_ >= raters_;
    rows_ = (std::max)(units_, raters_);
    columns_ = (std::min)(units_, raters_);
    if (columns_ > most_equations) {
      throw error{error_category::limit, function, argument,
                  "has gaps and " + std::to_string(units_) + " units x " + std::to_string(raters_) + " raters; with gaps, one of the two may be " +
                      std::to_string(most_equations) + " at most"};
    }
    value_.resize(rows_ * columns_);
    has_.resize(rows_ * columns_);
    row_marks_.resize(rows_);
    column_marks_.resize(columns_);
    for (std::size_t r = 0; r < rows_; ++r) {
      for (std::size_t c = 0; c < columns_; ++c) {
        const std::size_t i = units_are_long_ ? unit_of[r] : unit_of[c];
        const std::size_t j = units_are_long_ ? rater_of[c] : rater_of[r];
        const double value = values[i * raters + j];
        if (no_mark(value, i, function, argument)) { continue; }
        value_[r * columns_ + c] = value - centre_;
        has_[r * columns_ + c] = 1;
        ++row_marks_[r];
        ++column_marks_[c];
      }
    }
  }

  [[nodiscard]] bool units_are_long() const noexcept { return units_are_long_; }
  [[nodiscard]] std::size_t cells() const noexcept { return cells_; }

  /// All sums of squares, and what `f_units` needs.
  [[nodiscard]] two_way_sums sums() {
    two_way_sums out;
    out.units = units_;
    out.raters = raters_;
    out.cells = cells_;
    if (cells_ == 0) { return out; }
    out.complete = cells_ == units_ * raters_;
    const std::vector<char> pinned = find_parts();
    out.parts = parts_;

    double within_rows = 0.0;
    double within_columns = 0.0;
    row_mean_.assign(rows_, 0.0);
    std::vector<double> column_mean(columns_);
    std::vector<double> right(columns_); // marks of a column, the mean of their row taken off
    each([&](std::size_t r, std::size_t c, double value) {
      row_mean_[r] += value / static_cast<double>(row_marks_[r]);
      column_mean[c] += value / static_cast<double>(column_marks_[c]);
    });
    each([&](std::size_t r, std::size_t c, double value) {
      const double in_row = value - row_mean_[r];
      const double in_column = value - column_mean[c];
      within_rows += in_row * in_row;
      within_columns += in_column * in_column;
      right[c] += in_row;
    });
    reduced_right_ = right;
    gather_sizes();
    const auto share = [](double marks) { return 1.0 / marks; };
    reduced_ = reduced(share);
    std::vector<double> root = reduced_;
    for (std::size_t c = 0; c < columns_; ++c) {
      if (pinned[c] == 0) { continue; }
      right[c] = 0.0;
      for (std::size_t other = 0; other < columns_; ++other) { root[c * columns_ + other] = root[other * columns_ + c] = c == other ? 1.0 : 0.0; }
    }
    out.separable = numeric::cholesky(root, columns_, 0.0);
    if (!out.separable) { return out; }
    numeric::cholesky_solve(root, right);
    std::vector<double> row_rest(rows_); // mean over a row of its columns' effects
    each([&](std::size_t r, std::size_t c, double) { row_rest[r] += right[c] / static_cast<double>(row_marks_[r]); });
    double residual = 0.0;
    each([&](std::size_t r, std::size_t c, double value) {
      const double rest = value - row_mean_[r] - (right[c] - row_rest[r]);
      residual += rest * rest;
    });
    out.residual = above_rounding(residual, size_, cells_);
    const double rows_part = above_rounding((std::fmax)(0.0, within_columns - residual), size_, cells_);
    const double columns_part = above_rounding((std::fmax)(0.0, within_rows - residual), size_, cells_);
    out.unit_part = units_are_long_ ? rows_part : columns_part;
    out.rater_part = units_are_long_ ? columns_part : rows_part;
    residual_ = out.residual;
    unit_part_ = out.unit_part;

    // one-way, by unit
    unit_marks_ = units_are_long_ ? row_marks_ : column_marks_;
    unit_mean_ = units_are_long_ ? row_mean_ : column_mean;
    double middle = 0.0;
    for (std::size_t i = 0; i < units_; ++i) {
      const auto m = static_cast<double>(unit_marks_[i]);
      out.square_sizes += m * m;
      out.largest = (std::max)(out.largest, unit_marks_[i]);
      middle += m * unit_mean_[i] / static_cast<double>(cells_);
    }
    for (std::size_t i = 0; i < units_; ++i) { out.between += static_cast<double>(unit_marks_[i]) * (unit_mean_[i] - middle) * (unit_mean_[i] - middle); }
    out.between = above_rounding(out.between, size_, cells_);
    out.within = above_rounding(units_are_long_ ? within_rows : within_columns, size_, cells_);
    return out;
  }

  /// Wald's quadratic form for units, raters taken out, at a ratio of unit to residual variance: with independent normal unit effects of that ratio it has the
  /// residual variance times a chi-square law with units - parts degrees of freedom. It falls as the ratio grows; at 0 it is the units' sum of squares.
  /// `sums` must have been called. \param ratio above -1 / most marks of one unit
  [[nodiscard]] double two_way_form(double ratio) const {
    if (!units_are_long_) {
      std::vector<double> root = reduced_;
      for (double& each_entry : root) { each_entry *= ratio; }
      for (std::size_t c = 0; c < columns_; ++c) { root[c * columns_ + c] += 1.0; }
      std::vector<double> half = reduced_right_;
      if (!numeric::cholesky(root, columns_, 0.0)) { return 0.0; }
      numeric::cholesky_forward(root, half);
      return (std::fmax)(0.0, unit_part_ - ratio * std::inner_product(half.begin(), half.end(), half.begin(), 0.0));
    }
    const auto weight = [ratio](double marks) { return ratio / (1.0 + ratio * marks); };
    std::vector<double> root = reduced(weight);
    std::vector<double> half = column_sum_;
    double all = squares_;
    for (std::size_t g = 0; g < sizes_.size(); ++g) {
      const double each_weight = weight(static_cast<double>(sizes_[g]));
      all -= each_weight * row_squares_[g];
      for (std::size_t c = 0; c < columns_; ++c) { half[c] -= each_weight * row_sums_[g * columns_ + c]; }
    }
    if (!numeric::cholesky(root, columns_, 0.0)) { return 0.0; }
    numeric::cholesky_forward(root, half);
    return (std::fmax)(0.0, all - std::inner_product(half.begin(), half.end(), half.begin(), 0.0) - residual_);
  }

  /// The same for units alone, whoever marked them: units - 1 degrees of freedom.
  [[nodiscard]] double one_way_form(double ratio) const {
    double weights = 0.0;
    double middle = 0.0;
    const auto weight = [&](std::size_t i) { return static_cast<double>(unit_marks_[i]) / (1.0 + ratio * static_cast<double>(unit_marks_[i])); };
    for (std::size_t i = 0; i < units_; ++i) {
      weights += weight(i);
      middle += weight(i) * unit_mean_[i];
    }
    middle /= weights;
    double out = 0.0;
    for (std::size_t i = 0; i < units_; ++i) { out += weight(i) * (unit_mean_[i] - middle) * (unit_mean_[i] - middle); }
    return out;
  }

private:
  template <class F> void each(F f) const {
    for (std::size_t r = 0; r < rows_; ++r) {
      for (std::size_t c = 0; c < columns_; ++c) {
        if (has_[r * columns_ + c] != 0) { f(r, c, value_[r * columns_ + c]); }
      }
    }
  }

  /// What the equations need of the rows, by their number of marks, on which alone their weights depend. The matrices are kept where they are small.
  void gather_sizes() {
    for (const std::size_t m : row_marks_) {
      if (std::find(sizes_.begin(), sizes_.end(), m) == sizes_.end()) { sizes_.push_back(m); }
    }
    std::sort(sizes_.begin(), sizes_.end());
    column_sum_.assign(columns_, 0.0);
    row_sums_.assign(sizes_.size() * columns_, 0.0);
    row_squares_.assign(sizes_.size(), 0.0);
    size_of_.resize(rows_);
    for (std::size_t r = 0; r < rows_; ++r) {
      const std::size_t g = size_of_[r] = static_cast<std::size_t>(std::lower_bound(sizes_.begin(), sizes_.end(), row_marks_[r]) - sizes_.begin());
      const double sum = row_mean_[r] * static_cast<double>(row_marks_[r]);
      row_squares_[g] += sum * sum;
      for (std::size_t c = 0; c < columns_; ++c) { row_sums_[g * columns_ + c] += has_[r * columns_ + c] != 0 ? sum : 0.0; }
    }
    each([&](std::size_t, std::size_t c, double value) {
      squares_ += value * value;
      column_sum_[c] += value;
    });
    if (sizes_.size() * columns_ * columns_ <= std::size_t{1} << 22) {
      shared_ = add_shared(sizes_.size(), [&](std::size_t r) { return size_of_[r]; }, [](std::size_t) { return 1.0; });
    }
  }

  /// Sums of weight v v' over rows, v saying which columns a row has, in as many matrices as there are groups. A row with few gaps z is taken as
  /// 1 1' - z 1' - 1 z' + z z', of which the first three are added up for all rows together.
  template <class Group, class Weight> [[nodiscard]] std::vector<double> add_shared(std::size_t groups, Group group, Weight weight) const {
    std::vector<double> out(groups * columns_ * columns_);
    std::vector<double> full(groups);
    std::vector<double> gaps(groups * columns_);
    std::vector<std::size_t> listed;
    for (std::size_t r = 0; r < rows_; ++r) {
      const std::size_t g = group(r);
      const double here = weight(r);
      const bool by_gaps = 2 * row_marks_[r] > columns_;
      listed.clear();
      for (std::size_t c = 0; c < columns_; ++c) {
        if ((has_[r * columns_ + c] != 0) != by_gaps) { listed.push_back(c); }
      }
      double* matrix = out.data() + g * columns_ * columns_;
      for (const std::size_t a : listed) {
        for (const std::size_t b : listed) { matrix[a * columns_ + b] += here; }
      }
      if (!by_gaps) { continue; }
      full[g] += here;
      for (const std::size_t c : listed) { gaps[g * columns_ + c] += here; }
    }
    for (std::size_t g = 0; g < groups; ++g) {
      for (std::size_t a = 0; a < columns_; ++a) {
        for (std::size_t b = 0; b < columns_; ++b) { out[(g * columns_ + a) * columns_ + b] += full[g] - gaps[g * columns_ + a] - gaps[g * columns_ + b]; }
      }
    }
    return out;
  }

  /// The equations after the rows are absorbed: D - sum over rows of weight(marks) v v', D the columns' numbers of marks.
  template <class Weight> [[nodiscard]] std::vector<double> reduced(Weight weight) const {
    std::vector<double> out(columns_ * columns_);
    if (shared_.empty()) {
      out = add_shared(1, [](std::size_t) { return std::size_t{0}; }, [&](std::size_t r) { return weight(static_cast<double>(row_marks_[r])); });
    } else {
      for (std::size_t g = 0; g < sizes_.size(); ++g) {
        const double here = weight(static_cast<double>(sizes_[g]));
        for (std::size_t e = 0; e < out.size(); ++e) { out[e] += here * shared_[g * out.size() + e]; }
      }
    }
    for (double& entry : out) { entry = -entry; }
    for (std::size_t c = 0; c < columns_; ++c) { out[c * columns_ + c] += static_cast<double>(column_marks_[c]); }
    return out;
  }

  /// Counts the parts, and marks one column of each: its effect stands for 0.
  [[nodiscard]] std::vector<char> find_parts() {
    std::vector<std::size_t> leader(columns_);
    std::iota(leader.begin(), leader.end(), std::size_t{0});
    const auto find = [&](std::size_t c) {
      while (leader[c] != c) { c = leader[c] = leader[leader[c]]; }
      return c;
    };
    for (std::size_t r = 0; r < rows_; ++r) {
      std::size_t first = columns_;
      for (std::size_t c = 0; c < columns_; ++c) {
        if (has_[r * columns_ + c] == 0) { continue; }
        const std::size_t here = find(c);
        if (first == columns_) {
          first = here;
        } else if (here != first) {
          leader[(std::max)(here, first)] = (std::min)(here, first);
          first = (std::min)(here, first);
        }
      }
    }
    std::vector<char> out(columns_);
    parts_ = 0;
    for (std::size_t c = 0; c < columns_; ++c) {
      if (find(c) == c) {
        out[c] = 1;
        ++parts_;
      }
    }
    return out;
  }

  std::size_t units_{};
  std::size_t raters_{};
  std::size_t rows_{};    ///< of the longer side
  std::size_t columns_{}; ///< of the shorter side
  std::size_t cells_{};
  std::size_t parts_{};
  bool units_are_long_{true};
  double centre_{};
  double size_{};
  double residual_{};
  double unit_part_{};
  std::vector<double> value_{};
  std::vector<char> has_{};
  std::vector<std::size_t> row_marks_{};
  std::vector<std::size_t> column_marks_{};
  std::vector<std::size_t> unit_marks_{};
  std::vector<double> unit_mean_{};
  std::vector<double> row_mean_{};
  std::vector<std::size_t> sizes_{};   ///< the numbers of marks that rows have
  std::vector<std::size_t> size_of_{}; ///< of each row: which of them
  std::vector<double> shared_{};       ///< for each of them a matrix: rows of that size that have both columns; empty where that is much
  std::vector<double> column_sum_{};
  std::vector<double> row_sums_{};     ///< for each size and column: sums of the rows that have it
  std::vector<double> row_squares_{};  ///< for each size: squares of the rows' sums
  double squares_{};
  std::vector<double> reduced_{};
  std::vector<double> reduced_right_{};
};

} // namespace headway::agreement::detail
