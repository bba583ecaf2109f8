#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <headway/agreement/detail/lanes.hpp>
#include <headway/agreement/detail/mark_counting.hpp>
#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>

namespace headway::agreement {

/// What agreement across units needs, as whole numbers: for every panel size m, how many units have it, how often each level was marked there, and how often two marks of one
/// unit fell on each pair of levels.
/// Definition: with n_uc the marks of unit u at level c and m_u their number, for every m: the number of units with m_u = m, the sums of n_uc over them, and the
/// sums of n_uc n_uk for c < k. What is divided by m comes last, so the sums stay whole numbers.
/// Merging adds them: exact, associative, and equal for any order of units, chunks or threads.
/// Every coefficient that does not look at who rated has its value from here; Cohen's and Conger's kappa need the marks.
/// Memory: levels^2 / 2 numbers for each panel size that occurs. Threads: reading is safe. Since 0.1. Checked by `pair_sums_test`.
class pair_sums {
public:
  /// \param levels 2 to 16 \throws error out_of_range
  explicit pair_sums(std::size_t levels) : levels_{levels} {
    check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "pair_sums", "levels");
  }

  /// Adds units that are alike. \param counts marks per level, as many as levels(), together at most a million; a unit without marks counts as a unit \param times how many such
  /// units
  /// \throws error invalid_argument for another number of levels; out_of_range for too many marks
  void add(std::span<const std::uint32_t> counts, std::uint64_t times = 1) {
    check::same_length(counts.size(), levels_, "pair_sums::add", "counts");
    std::uint64_t m = 0;
    for (const std::uint32_t c : counts) { m += c; }
    check::bounded(static_cast<std::int64_t>((std::min)(m, most_marks + 1)), 0, static_cast<std::int64_t>(most_marks), "pair_sums::add", "counts");
    units_ += times;
    if (m == 0 || times == 0) { return; }
    std::uint64_t* at = of_size(m);
    *at++ += times;
    for (const std::uint32_t c : counts) { *at++ += times * c; }
    for (std::size_t c = 0; c < counts.size(); ++c) {
      const std::uint64_t n = times * counts[c];
      for (std::size_t k = c + 1; k < counts.size(); ++k) { *at++ += n * counts[k]; }
    }
  }

  /// Adds another object. \throws error incompatible when the levels differ
  void merge(const pair_sums& other) {
    if (other.levels_ != levels_) { throw error{error_category::incompatible, "pair_sums::merge", "other", "has another number of levels"}; }
    units_ += other.units_;
    for (std::size_t i = 0; i < other.sizes_.size(); ++i) {
      std::uint64_t* into = of_size(other.sizes_[i]);
      for (std::size_t j = 0; j < stride(); ++j) { into[j] += other.sums_[i * stride() + j]; }
    }
  }

  /// Number of levels.
  [[nodiscard]] std::size_t levels() const noexcept { return levels_; }
  /// Units added, with marks or without.
  [[nodiscard]] std::uint64_t units() const noexcept { return units_; }
  /// Units with at least so many marks: 1 for those with any, 2 for those that can be compared.
  [[nodiscard]] std::uint64_t units_with(std::uint64_t fewest) const noexcept {
    std::uint64_t out = 0;
    each_size([&](std::uint64_t m, std::uint64_t units, auto) { out += m >= fewest ? units : 0; });
    return out;
  }
  /// Marks in units with at least so many.
  [[nodiscard]] std::uint64_t marks_with(std::uint64_t fewest) const noexcept {
    std::uint64_t out = 0;
    each_size([&](std::uint64_t m, std::uint64_t units, auto) { out += m >= fewest ? m * units : 0; });
    return out;
  }

  /// Calls f(m, units, sums) for every panel size from 1 on that occurs, ascending. The sums are the marks of each level, then the products of levels c < k, row by row of c.
  template <class Function> void each_size(Function f) const {
    for (std::size_t i = 0; i < sizes_.size(); ++i) {
      const std::span<const std::uint64_t> block = std::span<const std::uint64_t>{sums_}.subspan(i * stride(), stride());
      if (block[0] > 0) { f(sizes_[i], block[0], block.subspan(1)); }
    }
  }
  /// Equal sums.
  friend bool operator==(const pair_sums& a, const pair_sums& b) {
    if (a.levels_ != b.levels_ || a.units_ != b.units_) { return false; }
    const auto flat = [](const pair_sums& s) {
      std::vector<std::uint64_t> out;
      s.each_size([&](std::uint64_t m, std::uint64_t units, std::span<const std::uint64_t> sums) {
        out.push_back(m);
        out.push_back(units);
        out.insert(out.end(), sums.begin(), sums.end());
      });
      return out;
    };
    return flat(a) == flat(b);
  }

private:
  friend struct pair_sums_access;
  static constexpr std::uint64_t most_marks = 1000000;
  [[nodiscard]] std::size_t stride() const noexcept { return 1 + detail::lane_count(levels_); }
  /// The block of one panel size, kept in ascending order of size: units, marks per level, products.
  std::uint64_t* of_size(std::uint64_t m) {
    if (last_ < sizes_.size() && sizes_[last_] == m) { return sums_.data() + last_ * stride(); }
    const auto at = std::lower_bound(sizes_.begin(), sizes_.end(), m);
    last_ = static_cast<std::size_t>(at - sizes_.begin());
    if (at == sizes_.end() || *at != m) {
      sizes_.insert(at, m);
      sums_.insert(sums_.begin() + static_cast<std::ptrdiff_t>(last_ * stride()), stride(), 0);
    }
    return sums_.data() + last_ * stride();
  }

  std::size_t levels_;
  std::uint64_t units_{};
  std::vector<std::uint64_t> sizes_;
  std::vector<std::uint64_t> sums_;
  std::size_t last_{};
};

/// For the library's own inner loops: sums that come already added up. Since 0.1. Checked by `pair_sums_test`.
struct pair_sums_access {
  /// Adds the block of one panel size. \param m its marks, 1 or more \param units how many \param sums as `pair_sums::each_size` gives them
  static void add_block(pair_sums& out, std::uint64_t m, std::uint64_t units, std::span<const std::uint64_t> sums) {
    std::uint64_t* at = out.of_size(m);
    *at += units;
    for (std::size_t i = 0; i < sums.size(); ++i) { at[1 + i] += sums[i]; }
  }
  /// Counts units that were not added one by one.
  static void add_units(pair_sums& out, std::uint64_t units) { out.units_ += units; }
  /// Sets everything to 0 and keeps the memory.
  static void clear(pair_sums& out) noexcept {
    std::fill(out.sums_.begin(), out.sums_.end(), std::uint64_t{0});
    out.units_ = 0;
  }
};

/// The pair sums of a table of marks.
/// \param marks units x raters, row by row: 0-based levels, negative where there is none
/// \param units,raters extents \param levels 2 to 16
/// \throws error invalid_argument when marks is not units x raters; out_of_range, with the unit as row, for a level past the scale
/// Cost: half a nanosecond a mark and a few a unit. Threads: safe. Since 0.1. Checked by `pair_sums_test`.
[[nodiscard]] inline pair_sums sum_pairs(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels) {
  detail::check_table(marks, units, raters, levels, "sum_pairs");
  pair_sums out{levels};
  const bool packed = raters <= detail::most_lane_raters && detail::with_lane_levels(levels, [&]<std::size_t Levels>() {
    const detail::mark_increments increments{Levels};
    detail::lane_sums<Levels> sums{raters};
    const std::int8_t* row = marks.data();
    for (std::size_t u = 0; u < units; ++u, row += raters) { sums.add(detail::count_row<false>(increments, row, raters).low); }
    pair_sums_access::add_units(out, units);
    sums.each([&](std::uint64_t m, std::uint64_t of_size, std::span<const std::uint64_t> each) {
      if (m > 0) { pair_sums_access::add_block(out, m, of_size, each); }
    });
  });
  if (!packed) {
    detail::each_row(marks, units, raters, levels, [&](const auto& counts) { out.add(std::span<const std::uint32_t>{counts}.first(levels)); });
  }
  return out;
}

} // namespace headway::agreement
