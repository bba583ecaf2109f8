#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
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
  template <std::size_t Extent = std::dynamic_extent> void add(std::span<const std::uint32_t, Extent> counts) {
    const std::size_t levels = counts.size(); // known to the compiler where the extent is
    std::uint64_t m = 0;
    for (const std::uint32_t c : counts) { m += c; }
    ++units_;
    marks_ += m;
    if (m < 2) { return; }
    ++paired_units_;
    std::uint64_t* sums = of_size(m);
    for (std::size_t c = 0; c < levels; ++c) {
      const std::uint64_t n = counts[c];
      pairable_[c] += n;
      *sums++ += n * (n - (n != 0)) / 2;
      for (std::size_t k = c + 1; k < levels; ++k) { *sums++ += n * counts[k]; }
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

  /// Number of levels.
  [[nodiscard]] std::size_t levels() const noexcept { return levels_; }
  /// Units added, and those of them with at least two marks.
  [[nodiscard]] std::uint64_t units() const noexcept { return units_; }
  /// Number of things marked by two people or more: the ones that can be compared.
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

/// What one mark adds to a row's counters: eight levels share a word, a byte each. `wrong` collects marks past the scale.
struct mark_increments {
  std::array<std::uint64_t, 256> low{};  ///< levels 0 to 7
  std::array<std::uint64_t, 256> high{}; ///< levels 8 to 15
  std::array<std::uint8_t, 256> wrong{};

  explicit mark_increments(std::size_t levels) noexcept {
    for (std::size_t mark = 0; mark < 128; ++mark) { // from 128 on the mark is negative: missing
      if (mark >= levels) {
        wrong[mark] = 1;
      } else {
        (mark < 8 ? low : high)[mark] = std::uint64_t{1} << (8 * (mark & 7));
      }
    }
  }
};

/// Adds the rows of a table whose number of levels the compiler knows, so that a unit's products need no loop.
template <std::size_t Levels> std::uint8_t add_rows(pair_sums& out, std::span<const std::int8_t> marks, std::size_t units, std::size_t raters) {
  const mark_increments increments{Levels};
  std::uint8_t wrong = 0;
  std::array<std::uint32_t, Levels> counts;
  for (std::size_t u = 0; u < units; ++u) {
    counts.fill(0);
    const std::int8_t* row = marks.data() + u * raters;
    for (std::size_t start = 0; start < raters; start += 255) { // a byte holds no more
      const std::size_t end = (std::min)(raters, start + 255);
      std::uint64_t low = 0;
      std::uint64_t high = 0;
      for (std::size_t i = start; i < end; ++i) {
        const auto mark = static_cast<std::uint8_t>(row[i]);
        low += increments.low[mark];
        if constexpr (Levels > 8) { high += increments.high[mark]; }
        wrong = static_cast<std::uint8_t>(wrong | increments.wrong[mark]);
      }
      for (std::size_t k = 0; k < Levels; ++k) { counts[k] += static_cast<std::uint32_t>(((k < 8 ? low : high) >> (8 * (k & 7))) & 0xFFu); }
    }
    out.add(std::span<const std::uint32_t, Levels>{counts});
  }
  return wrong;
}

} // namespace detail

/// The pair sums of a table of marks.
/// \param marks units x raters, row by row: 0-based levels, negative where there is none
/// \param units,raters extents \param levels 2 to 16
/// \throws error invalid_argument when marks is not units x raters; out_of_range, with the unit as row, for a level past the scale
/// Cost: under a nanosecond a mark. Threads: safe. Since 0.1. Checked by `krippendorff_test`.
[[nodiscard]] inline pair_sums sum_pairs(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels) {
  check::same_length(marks.size(), units * raters, "sum_pairs", "marks");
  pair_sums out{levels};
  const auto run = [&]<std::size_t... Extra>(std::index_sequence<Extra...>) {
    std::uint8_t wrong = 0;
    (void)((levels == Extra + fewest_levels && (wrong = detail::add_rows<Extra + fewest_levels>(out, marks, units, raters), true)) || ...);
    return wrong;
  };
  if (run(std::make_index_sequence<most_levels - fewest_levels + 1>{}) != 0) {
    for (std::size_t i = 0; i < marks.size(); ++i) {
      if (marks[i] >= static_cast<int>(levels)) {
        throw error{error_category::out_of_range, "sum_pairs", "marks", "level " + std::to_string(marks[i]) + " where the scale has " + std::to_string(levels),
                    static_cast<std::int64_t>(i / raters)};
      }
    }
  }
  return out;
}

} // namespace headway::agreement
