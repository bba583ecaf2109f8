#pragma once

/// \file
/// Some units, chosen by their marks alone, with who gave which of them: enough to see how units and raters act together.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include <headway/agreement/detail/mark_counting.hpp>
#include <headway/agreement/detail/statistics.hpp>
#include <headway/agreement/pair_sums.hpp>
#include <headway/agreement/unit_counts.hpp>

namespace headway::agreement::detail {

/// A number that scatters count vectors, and is the same wherever a unit stands and whoever gave its marks.
[[nodiscard]] inline std::uint64_t scattered(std::span<const std::uint32_t> counts) noexcept {
  std::uint64_t out = 0x9E3779B97F4A7C15u;
  for (const std::uint32_t n : counts) {
    out = (out ^ n) * 0xFF51AFD7ED558CCDu;
    out ^= out >> 32;
  }
  return out;
}

/// Different kinds of units that are looked at; fewer than this, and all are.
inline constexpr std::size_t most_sampled = 64;

/// The number up to which `most_sampled` of these come.
[[nodiscard]] inline std::uint64_t sample_edge(std::vector<std::uint64_t> scattered_numbers) {
  if (scattered_numbers.size() <= most_sampled) { return (std::numeric_limits<std::uint64_t>::max)(); }
  const auto edge = scattered_numbers.begin() + static_cast<std::ptrdiff_t>(most_sampled - 1);
  std::nth_element(scattered_numbers.begin(), edge, scattered_numbers.end());
  return *edge;
}

/// Kinds of units with how many of them each rater gave which level.
class unit_sample {
public:
  unit_sample(const unit_counts& counts, std::uint64_t fewest_marks, std::span<const std::int8_t> marks, std::size_t units, std::size_t raters) : levels_{counts.levels()} {
    std::vector<std::uint64_t> numbers;
    std::vector<kind> kinds;
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < counts.kinds(); ++i) {
      const unit_marks u{counts.counts(i)};
      if (u.m < static_cast<double>(fewest_marks)) { continue; }
      kinds.push_back({scattered(counts.counts(i)), u});
      numbers.push_back(kinds.back().number);
      all += counts.times(i);
    }
    const std::uint64_t edge = sample_edge(std::move(numbers));
    kinds.erase(std::remove_if(kinds.begin(), kinds.end(), [&](const kind& k) { return k.number > edge; }), kinds.end());
    std::sort(kinds.begin(), kinds.end(), [](const kind& a, const kind& b) { return a.number < b.number; });
    kinds_ = std::move(kinds);
    times_.resize(raters * kinds_.size() * levels_);
    std::uint64_t taken = 0;
    const std::int8_t* row = marks.data();
    each_row(marks, units, raters, levels_, [&](const std::array<std::uint32_t, most_levels>& n) {
      const std::int8_t* here = row;
      row += raters;
      const std::uint64_t number = scattered(std::span<const std::uint32_t>{n}.first(levels_));
      if (number > edge) { return; }
      const auto at = std::lower_bound(kinds_.begin(), kinds_.end(), number, [](const kind& k, std::uint64_t wanted) { return k.number < wanted; });
      if (at == kinds_.end() || at->number != number) { return; }
      ++taken;
      const auto s = static_cast<std::size_t>(at - kinds_.begin());
      for (std::size_t g = 0; g < raters; ++g) {
        if (here[g] >= 0) { ++times_[(g * kinds_.size() + s) * levels_ + static_cast<std::size_t>(here[g])]; }
      }
    });
    scale_ = taken == 0 ? 0.0 : static_cast<double>(all) / static_cast<double>(taken);
  }

  [[nodiscard]] std::size_t size() const noexcept { return kinds_.size(); }
  /// The marks of one unit of a kind.
  [[nodiscard]] const unit_marks& marks(std::size_t s) const noexcept { return kinds_[s].marks; }
  /// Units of a kind to which this rater gave this level.
  [[nodiscard]] double times(std::size_t rater, std::size_t s, std::size_t level) const noexcept { return times_[(rater * kinds_.size() + s) * levels_ + level]; }
  /// Units in all over units looked at.
  [[nodiscard]] double scale() const noexcept { return scale_; }

private:
  struct kind {
    std::uint64_t number;
    unit_marks marks;
  };
  std::size_t levels_;
  std::vector<kind> kinds_{};
  std::vector<std::uint32_t> times_{};
  double scale_{};
};

} // namespace headway::agreement::detail
