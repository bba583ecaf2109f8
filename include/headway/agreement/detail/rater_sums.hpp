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

/// What a rater adds to a unit, for every rater and every panel size: how the unit's other marks lie when this rater marked level x, and the sums of the units this rater did not
/// mark, or did, whichever is rarer.
/// A unit of m marks, n_k of them at level k, from which a mark x goes, moves to the units of m - 1 marks, with n_c n_k less [x = c] n_k less [x = k] n_c. So the sums without a
/// rater follow from those of all, from the sums over the units they marked, and from the sums of n_k over the units they marked x. All whole numbers: the order of units does
/// not matter.
class rater_tables {
public:
  rater_tables(const pair_sums& all, std::size_t table_raters) : levels_{all.levels()}, lanes_{lane_count(levels_)}, raters_{table_raters}, position_(table_raters + 1, 0) {
    all.each_size([&](std::uint64_t m, std::uint64_t units, std::span<const std::uint64_t> sums) {
      position_[m] = sizes_.size();
      sizes_.push_back({m, units, sums});
    });
  }

  [[nodiscard]] std::size_t numbers_per_rater() const noexcept { return sizes_.size() * block(); }
  [[nodiscard]] bool most_marked(std::uint64_t m) const noexcept { return 2 * m >= raters_; }
  [[nodiscard]] std::size_t position(std::uint64_t m) const noexcept { return position_[m]; }
  [[nodiscard]] std::size_t sizes() const noexcept { return sizes_.size(); }

  /// Makes room for raters from `first` on, with all sums 0.
  void start(std::size_t first, std::size_t count) {
    first_ = first;
    sums_.assign(count * numbers_per_rater(), 0);
  }
  /// The sums of the marks beside mark x of a rater, levels() of them.
  [[nodiscard]] std::uint64_t* beside(std::size_t rater, std::size_t size, std::size_t x) noexcept { return sums_.data() + at(rater, size) + x * levels_; }
  /// The sums of the rarer kind of units, one number a lane.
  [[nodiscard]] std::uint64_t* rarer(std::size_t rater, std::size_t size) noexcept { return sums_.data() + at(rater, size) + levels_ * levels_; }

  /// The sums that are left without a rater. \return false when the rater has no mark
  bool left_by(std::size_t rater, pair_sums& out) {
    std::vector<std::uint64_t> left(lanes_);
    bool any = false;
    for (std::size_t s = 0; s < sizes_.size(); ++s) {
      const std::uint64_t m = sizes_[s].m;
      const std::span<const std::uint64_t> whole = sizes_[s].sums;
      const std::uint64_t* rare = rarer(rater, s);
      std::array<std::uint64_t, most_levels> own{}; // units by own mark
      std::uint64_t marked = 0;
      for (std::size_t x = 0; x < levels_; ++x) {
        for (std::size_t k = 0; k < levels_; ++k) { own[x] += beside(rater, s, x)[k]; }
        own[x] /= m;
        marked += own[x];
      }
      any = any || marked > 0;
      const std::uint64_t others = sizes_[s].units - marked;
      if (others > 0) {
        for (std::size_t lane = 0; lane < lanes_; ++lane) { left[lane] = most_marked(m) ? rare[lane] : whole[lane] - rare[lane]; }
        pair_sums_access::add_block(out, m, others, left);
        pair_sums_access::add_units(out, others);
      }
      if (marked == 0 || m == 1) { continue; }
      for (std::size_t lane = 0; lane < lanes_; ++lane) { left[lane] = most_marked(m) ? whole[lane] - rare[lane] : rare[lane]; }
      for (std::size_t c = 0, lane = levels_; c < levels_; ++c) {
        left[c] -= own[c];
        for (std::size_t k = c + 1; k < levels_; ++k) { left[lane++] -= beside(rater, s, c)[k] + beside(rater, s, k)[c]; }
      }
      pair_sums_access::add_block(out, m - 1, marked, left);
      pair_sums_access::add_units(out, marked);
    }
    return any;
  }

private:
  struct panel_size {
    std::uint64_t m;
    std::uint64_t units;
    std::span<const std::uint64_t> sums;
  };
  [[nodiscard]] std::size_t block() const noexcept { return levels_ * levels_ + lanes_; }
  [[nodiscard]] std::size_t at(std::size_t rater, std::size_t size) const noexcept { return ((rater - first_) * sizes_.size() + size) * block(); }

  std::size_t levels_;
  std::size_t lanes_;
  std::size_t raters_;
  std::size_t first_{};
  std::vector<panel_size> sizes_{};
  std::vector<std::size_t> position_;
  std::vector<std::uint64_t> sums_{};
};

/// Fills the tables of raters first .. last - 1, for few raters and levels: four lanes to a word, emptied into the tables when they might run over.
template <std::size_t Levels>
void fill_packed(rater_tables& tables, std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t first, std::size_t last) {
  constexpr std::size_t side = (Levels + 3) / 4; // words of the marks beside one mark
  constexpr std::size_t pairs = lanes<Levels>::words;
  constexpr std::size_t missing = Levels * side;
  constexpr std::size_t stride = missing + side + pairs; // marks beside each mark, those beside no mark, which nobody asks for, and the rarer units' lanes
  const std::size_t sizes = tables.sizes();
  std::vector<std::uint64_t> packed((last - first) * sizes * stride);
  std::vector<std::uint64_t> room(sizes, 0); // units a size has room for; 0: not met, or full
  const auto empty = [&](std::size_t size) {
    for (std::size_t g = first; g < last; ++g) {
      std::uint64_t* from = packed.data() + ((g - first) * sizes + size) * stride;
      for (std::size_t x = 0; x < Levels; ++x) { unpack_lanes({from + x * side, side}, 1, {tables.beside(g, size, x), Levels}); }
      unpack_lanes({from + missing + side, pairs}, 1, {tables.rarer(g, size), lanes<Levels>::count});
      std::fill(from, from + stride, std::uint64_t{0});
    }
  };
  const mark_increments increments{Levels};
  const std::int8_t* row = marks.data();
  for (std::size_t u = 0; u < units; ++u, row += raters) {
    const std::uint64_t counts = count_row<false>(increments, row, raters).low;
    const std::uint64_t m = (counts * 0x0101010101010101u) >> 56;
    if (m == 0) { continue; }
    const std::size_t size = tables.position(m);
    const auto lane_row = lanes<Levels>::of(counts);
    std::array<std::uint64_t, side> beside{};
    for (std::size_t k = 0; k < Levels; ++k) { beside[k / 4] |= ((counts >> (8 * k)) & 0xFFu) << (16 * (k % 4)); }
    const bool rare_mark = !tables.most_marked(m);
    std::uint64_t* into = packed.data() + size * stride;
    for (std::size_t g = first; g < last; ++g, into += sizes * stride) {
      const std::int8_t mark = row[g];
      std::uint64_t* by_own = into + (mark < 0 ? missing : static_cast<std::size_t>(mark) * side);
      for (std::size_t w = 0; w < side; ++w) { by_own[w] += beside[w]; }
      if (HEADWAY_UNLIKELY((mark >= 0) == rare_mark)) {
        for (std::size_t w = 0; w < pairs; ++w) { into[missing + side + w] += lane_row[w]; }
      }
    }
    if (room[size] == 0) { room[size] = lane_room(m); }
    if (--room[size] == 0) { empty(size); }
  }
  for (std::size_t size = 0; size < sizes; ++size) { empty(size); }
}

/// The same for any number of raters and levels.
inline void fill_plain(rater_tables& tables, std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels, std::size_t first, std::size_t last) {
  std::vector<std::uint64_t> unit(lane_count(levels));
  const std::int8_t* row = marks.data();
  each_row(marks, units, raters, levels, [&](const std::array<std::uint32_t, most_levels>& counts) {
    std::uint64_t m = 0;
    for (std::size_t k = 0; k < levels; ++k) {
      unit[k] = counts[k];
      m += counts[k];
    }
    const std::int8_t* here = row;
    row += raters;
    if (m == 0) { return; }
    for (std::size_t c = 0, lane = levels; c < levels; ++c) {
      for (std::size_t k = c + 1; k < levels; ++k) { unit[lane++] = unit[c] * unit[k]; }
    }
    const std::size_t size = tables.position(m);
    const bool rare_mark = !tables.most_marked(m);
    for (std::size_t g = first; g < last; ++g) {
      const std::int8_t mark = here[g];
      if (mark >= 0) {
        std::uint64_t* beside = tables.beside(g, size, static_cast<std::size_t>(mark));
        for (std::size_t k = 0; k < levels; ++k) { beside[k] += unit[k]; }
      }
      if ((mark >= 0) == rare_mark) {
        std::uint64_t* rarer = tables.rarer(g, size);
        for (std::size_t lane = 0; lane < unit.size(); ++lane) { rarer[lane] += unit[lane]; }
      }
    }
  });
}

/// Calls f(rater, sums) for every rater with a mark, the sums those of all other raters' marks.
/// \param marks checked, units x raters \param all the sums of the whole table
template <class Function>
void each_rater_left_out(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, const pair_sums& all, Function f) {
  const std::size_t levels = all.levels();
  rater_tables tables{all, raters};
  constexpr std::size_t most_numbers = std::size_t{1} << 19; // four megabytes at once
  const std::size_t at_once = (std::max)(std::size_t{1}, most_numbers / (std::max)(std::size_t{1}, tables.numbers_per_rater()));
  for (std::size_t first = 0; first < raters; first += at_once) {
    const std::size_t last = (std::min)(raters, first + at_once);
    tables.start(first, last - first);
    const bool packed = raters <= most_lane_raters && with_lane_levels(levels, [&]<std::size_t Levels>() { fill_packed<Levels>(tables, marks, units, raters, first, last); });
    if (!packed) { fill_plain(tables, marks, units, raters, levels, first, last); }
    for (std::size_t g = first; g < last; ++g) {
      pair_sums left{levels};
      if (tables.left_by(g, left)) { f(g, static_cast<const pair_sums&>(left)); }
    }
  }
}

} // namespace headway::agreement::detail
