#pragma once

/// \file
/// The pair sums that are left when one rater is left out, for every rater from one pass over the marks.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <headway/agreement/detail/lanes.hpp>
#include <headway/agreement/detail/mark_counting.hpp>
#include <headway/agreement/pair_sums.hpp>

namespace headway::agreement::detail {

/// Calls f(rater, sums) for every rater with a mark, the sums those of all other raters' marks.
/// A unit of m marks, n_k of them at level k, from which a rater's mark x goes, moves to the units of m - 1 marks with n_c n_k less [x = c] n_k less [x = k] n_c. So each rater
/// needs, for every m: the sums over the units they marked, and of n_k over those they marked x. Where most marked, the first is had from those they did not mark. All whole
/// numbers: the order of units does not matter.
/// \param marks checked, units x raters \param all the sums of the whole table
template <class Function>
void each_rater_left_out(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, const pair_sums& all, Function f) {
  const std::size_t levels = all.levels();
  const std::size_t lane_total = lane_count(levels);
  std::vector<std::uint64_t> sizes;
  std::vector<std::size_t> position(raters + 1, 0);
  std::vector<std::span<const std::uint64_t>> whole;
  std::vector<std::uint64_t> whole_units;
  all.each_size([&](std::uint64_t m, std::uint64_t of_size, std::span<const std::uint64_t> sums) {
    position[m] = sizes.size();
    sizes.push_back(m);
    whole.push_back(sums);
    whole_units.push_back(of_size);
  });
  const std::size_t block = levels * levels + lane_total; // per rater and size: marks by own mark, then sums of the rarer kind of unit
  const std::size_t per_rater = sizes.size() * block;
  constexpr std::size_t most_numbers = std::size_t{1} << 19; // four megabytes
  const std::size_t at_once = (std::max)(std::size_t{1}, (std::min)(raters, per_rater == 0 ? raters : most_numbers / per_rater));
  std::vector<std::uint64_t> sums;
  std::vector<std::uint64_t> left(lane_total);
  std::vector<std::uint64_t> unit(lane_total);
  for (std::size_t first = 0; first < raters; first += at_once) {
    const std::size_t last = (std::min)(raters, first + at_once);
    sums.assign((last - first) * per_rater, 0);
    const std::int8_t* row = marks.data();
    each_row(marks, units, raters, levels, [&](const std::array<std::uint32_t, most_levels>& counts) {
      std::size_t m = 0;
      for (std::size_t k = 0; k < levels; ++k) {
        unit[k] = counts[k];
        m += counts[k];
      }
      if (m == 0) {
        row += raters;
        return;
      }
      for (std::size_t c = 0, lane = levels; c < levels; ++c) {
        for (std::size_t k = c + 1; k < levels; ++k) { unit[lane++] = unit[c] * unit[k]; }
      }
      const bool most_marked = 2 * m >= raters;
      std::uint64_t* into = sums.data() + position[m] * block;
      for (std::size_t g = first; g < last; ++g, into += per_rater) {
        const std::int8_t mark = row[g];
        if (mark >= 0) {
          std::uint64_t* by_own = into + static_cast<std::size_t>(mark) * levels;
          for (std::size_t k = 0; k < levels; ++k) { by_own[k] += unit[k]; }
        }
        if ((mark >= 0) != most_marked) {
          std::uint64_t* rarer = into + levels * levels;
          for (std::size_t lane = 0; lane < lane_total; ++lane) { rarer[lane] += unit[lane]; }
        }
      }
      row += raters;
    });

    for (std::size_t g = first; g < last; ++g) {
      pair_sums out{levels};
      bool any = false;
      for (std::size_t s = 0; s < sizes.size(); ++s) {
        const std::uint64_t m = sizes[s];
        const std::uint64_t* of_size = sums.data() + (g - first) * per_rater + s * block;
        const std::uint64_t* rarer = of_size + levels * levels;
        std::array<std::uint64_t, most_levels> own{}; // units by own mark
        std::uint64_t marked = 0;
        for (std::size_t x = 0; x < levels; ++x) {
          for (std::size_t k = 0; k < levels; ++k) { own[x] += of_size[x * levels + k]; }
          own[x] /= m;
          marked += own[x];
        }
        any = any || marked > 0;
        const bool most_marked = 2 * m >= raters;
        const std::uint64_t others = whole_units[s] - marked;
        if (others > 0) {
          for (std::size_t lane = 0; lane < lane_total; ++lane) { left[lane] = most_marked ? rarer[lane] : whole[s][lane] - rarer[lane]; }
          pair_sums_access::add_block(out, m, others, left);
          pair_sums_access::add_units(out, others);
        }
        if (marked > 0 && m > 1) {
          for (std::size_t lane = 0; lane < lane_total; ++lane) { left[lane] = most_marked ? whole[s][lane] - rarer[lane] : rarer[lane]; }
          for (std::size_t c = 0, lane = levels; c < levels; ++c) {
            left[c] -= own[c];
            for (std::size_t k = c + 1; k < levels; ++k) { left[lane++] -= of_size[c * levels + k] + of_size[k * levels + c]; }
          }
          pair_sums_access::add_block(out, m - 1, marked, left);
          pair_sums_access::add_units(out, marked);
        }
      }
      if (any) { f(g, static_cast<const pair_sums&>(out)); }
    }
  }
}

} // namespace headway::agreement::detail
