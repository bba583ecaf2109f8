#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>

namespace headway::agreement {

/// What agreement across units needs, as whole numbers: for every panel size m, how often two marks of one unit fell on each pair of levels.
/// Definition: with n_uc the marks of unit u at level c and m_u their number, the entry (m, c, k) is the sum over units with m_u = m of
/// n_uc n_uk for c < k and of n_uc (n_uc - 1) / 2 for c = k. The weights 1 / (m - 1) come last, so the sums stay whole numbers.
/// Merging adds them: exact, associative, and equal for any order of units, chunks or threads.
/// Memory: levels^2 / 2 numbers for each panel size that occurs. Threads: reading is safe. Since 0.1. Checked by `krippendorff_test`.
class pair_sums {
public:
  /// \param levels 2 to 16 \throws error out_of_range
  explicit pair_sums(std::size_t levels) : levels_{levels} {
    check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "pair_sums", "levels");
  }

  /// Adds one unit. \param counts marks per level, as many as levels(); units without marks are counted too
  void add(std::span<const std::uint32_t> counts) {
    std::uint64_t m = 0;
    for (const std::uint32_t c : counts) { m += c; }
    ++units_;
    marks_ += m;
    if (m < 2) { return; }
    ++paired_units_;
    std::uint64_t* sums = of_size(m);
    for (std::size_t c = 0; c < levels_; ++c) {
      const std::uint64_t n = counts[c];
      pairable_[c] += n;
      *sums++ += n * (n - (n != 0)) / 2;
      for (std::size_t k = c + 1; k < levels_; ++k) { *sums++ += n * counts[k]; }
    }
  }

  /// Adds another object. \throws error incompatible when the levels differ
  void merge(const pair_sums& other) {
    if (other.levels_ != levels_) { throw error{error_category::incompatible, "pair_sums::merge", "other", "has another number of levels"}; }
    units_ += other.units_;
    paired_units_ += other.paired_units_;
    marks_ += other.marks_;
    for (std::size_t c = 0; c < levels_; ++c) { pairable_[c] += other.pairable_[c]; }
    for (std::size_t i = 0; i < other.sizes_.size(); ++i) {
      std::uint64_t* into = of_size(other.sizes_[i]);
      for (std::size_t j = 0; j < entries(); ++j) { into[j] += other.sums_[i * entries() + j]; }
    }
  }

  [[nodiscard]] std::size_t levels() const noexcept { return levels_; }
  /// Units added, and those of them with at least two marks.
  [[nodiscard]] std::uint64_t units() const noexcept { return units_; }
  [[nodiscard]] std::uint64_t paired_units() const noexcept { return paired_units_; }
  /// Marks added.
  [[nodiscard]] std::uint64_t marks() const noexcept { return marks_; }
  /// Marks per level in units with at least two marks.
  [[nodiscard]] std::span<const std::uint64_t> pairable() const noexcept { return {pairable_.data(), levels_}; }

  /// Calls f(m, c, k, sum) for every panel size (ascending) and every pair c <= k.
  template <class Function> void each(Function f) const {
    for (std::size_t i = 0; i < sizes_.size(); ++i) {
      const std::uint64_t* sums = sums_.data() + i * entries();
      for (std::size_t c = 0; c < levels_; ++c) {
        for (std::size_t k = c; k < levels_; ++k) { f(sizes_[i], c, k, *sums++); }
      }
    }
  }
  friend bool operator==(const pair_sums&, const pair_sums&) = default;

private:
  [[nodiscard]] std::size_t entries() const noexcept { return levels_ * (levels_ + 1) / 2; }
  /// The sums of one panel size, kept in ascending order of size.
  std::uint64_t* of_size(std::uint64_t m) {
    if (last_ < sizes_.size() && sizes_[last_] == m) { return sums_.data() + last_ * entries(); }
    const auto at = std::lower_bound(sizes_.begin(), sizes_.end(), m);
    last_ = static_cast<std::size_t>(at - sizes_.begin());
    if (at == sizes_.end() || *at != m) {
      sizes_.insert(at, m);
      sums_.insert(sums_.begin() + static_cast<std::ptrdiff_t>(last_ * entries()), entries(), 0);
    }
    return sums_.data() + last_ * entries();
  }

  std::size_t levels_;
  std::uint64_t units_{};
  std::uint64_t paired_units_{};
  std::uint64_t marks_{};
  std::array<std::uint64_t, most_levels> pairable_{};
  std::vector<std::uint64_t> sizes_;
  std::vector<std::uint64_t> sums_;
  std::size_t last_{};
};

namespace detail {

/// How often each level stands in a row of marks; eight levels share one word, a byte each, so no counter waits for another.
inline void count_row(std::span<const std::int8_t> row, std::span<std::uint32_t> counts) noexcept {
  std::fill(counts.begin(), counts.end(), 0u);
  for (std::size_t start = 0; start < row.size(); start += 255) {
    const std::size_t end = (std::min)(row.size(), start + 255);
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    if (counts.size() <= 8) {
      for (std::size_t i = start; i < end; ++i) {
        const auto mark = static_cast<int>(row[i]);
        low += static_cast<std::uint64_t>(mark >= 0) << (8 * (mark & 7));
      }
    } else {
      for (std::size_t i = start; i < end; ++i) {
        const auto mark = static_cast<int>(row[i]);
        const std::uint64_t one = static_cast<std::uint64_t>(mark >= 0) << (8 * (mark & 7));
        (mark & 8 ? high : low) += one;
      }
    }
    for (std::size_t k = 0; k < counts.size(); ++k) { counts[k] += static_cast<std::uint32_t>(((k < 8 ? low : high) >> (8 * (k & 7))) & 0xFFu); }
  }
}

} // namespace detail

/// The pair sums of a table of marks.
/// \param marks units x raters, row by row: 0-based levels, negative where there is none
/// \param units,raters extents \param levels 2 to 16
/// \throws error invalid_argument when marks is not units x raters; out_of_range, with the unit as row, for a level past the scale
/// Cost: about a nanosecond a mark. Threads: safe. Since 0.1. Checked by `krippendorff_test`.
[[nodiscard]] inline pair_sums sum_pairs(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels) {
  check::same_length(marks.size(), units * raters, "sum_pairs", "marks");
  pair_sums out{levels};
  std::int8_t largest = -1;
  for (const std::int8_t mark : marks) { largest = (std::max)(largest, mark); }
  if (largest >= static_cast<int>(levels)) {
    for (std::size_t i = 0; i < marks.size(); ++i) {
      if (marks[i] >= static_cast<int>(levels)) {
        throw error{error_category::out_of_range, "sum_pairs", "marks", "level " + std::to_string(marks[i]) + " where the scale has " + std::to_string(levels),
                    static_cast<std::int64_t>(i / raters)};
      }
    }
  }
  std::array<std::uint32_t, most_levels> counts{};
  for (std::size_t u = 0; u < units; ++u) {
    const std::span<std::uint32_t> row{counts.data(), levels};
    detail::count_row(marks.subspan(u * raters, raters), row);
    out.add(row);
  }
  return out;
}

} // namespace headway::agreement
