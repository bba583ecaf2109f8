#pragma once

/// \file
/// Units drawn with replacement, as pair sums: whole numbers, so a replicate has the very value its resampled table would have.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <headway/agreement/detail/lanes.hpp>
#include <headway/agreement/pair_sums.hpp>
#include <headway/agreement/unit_counts.hpp>
#include <headway/numeric/random.hpp>
#include <headway/resample/count_sampler.hpp>

namespace headway::agreement::detail {

/// Draws as many units as there are, again and again.
/// Kinds of many units are drawn as kinds, by `count_sampler`. The other units of one panel size form one pool, of which `count_sampler` says how many are drawn; those are then
/// drawn one by one and their packed lanes added, a nanosecond each.
class unit_resampler {
public:
  /// \param from units \param fewest_marks units with fewer marks stay out
  unit_resampler(const unit_counts& from, std::uint64_t fewest_marks) : levels_{from.levels()}, lanes_{lane_count(from.levels())} {
    std::vector<source> kinds;
    std::uint64_t most = 0;
    for (std::size_t i = 0; i < from.kinds(); ++i) {
      std::uint64_t m = 0;
      for (const std::uint32_t n : from.counts(i)) { m += n; }
      if (m < fewest_marks) { continue; }
      kinds.push_back({m, i, from.times(i)});
      most = (std::max)(most, m);
    }
    packed_ = levels_ <= most_lane_levels && most <= most_lane_raters;
    words_ = packed_ ? (lanes_ + 3) / 4 : lanes_;
    std::stable_sort(kinds.begin(), kinds.end(), [](const source& a, const source& b) { return a.m < b.m; });

    std::vector<std::uint64_t> weights;
    for (std::size_t i = 0; i < kinds.size();) {
      size_block block{kinds[i].m, packed_ ? lane_room(kinds[i].m) : ~std::uint64_t{0}, pools_.size(), 0};
      pool single{rows_.size() / words_, 0};
      std::size_t end = i;
      for (; end < kinds.size() && kinds[end].m == kinds[i].m; ++end) {
        if (kinds[end].times >= many) { continue; }
        for (std::uint64_t t = 0; t < kinds[end].times; ++t) { add_row(from.counts(kinds[end].kind)); }
        single.rows += kinds[end].times;
      }
      if (single.rows > 0) {
        pools_.push_back(single);
        weights.push_back(single.rows);
      }
      for (; i < end; ++i) {
        if (kinds[i].times < many) { continue; }
        pools_.push_back({rows_.size() / words_, 1});
        weights.push_back(kinds[i].times);
        add_row(from.counts(kinds[i].kind));
      }
      block.last_pool = pools_.size();
      blocks_.push_back(block);
    }
    if (!weights.empty()) { sampler_.emplace_back(weights); }
  }

  /// What a thread needs to draw.
  struct workspace {
    explicit workspace(const unit_resampler& of) : drawn(of.pools_.size()), sums(of.lanes_), packed(of.words_) {}
    std::vector<std::uint64_t> drawn;
    std::vector<std::uint64_t> sums;
    std::vector<std::uint64_t> packed;
  };

  /// Whether there is nothing to draw.
  [[nodiscard]] bool empty() const noexcept { return sampler_.empty(); }

  /// One resample: calls f(m, units, sums) for every panel size in it, as `pair_sums::each_size` does. There must be units.
  template <class Function> void draw(numeric::quick_stream& random, workspace& work, Function f) const {
    sampler_.front().draw(random, work.drawn);
    switch (packed_ ? words_ : 0) {
    case 1: return draw_blocks<1>(random, work, f);
    case 2: return draw_blocks<2>(random, work, f);
    case 3: return draw_blocks<3>(random, work, f);
    case 4: return draw_blocks<4>(random, work, f);
    case 6: return draw_blocks<6>(random, work, f);
    case 7: return draw_blocks<7>(random, work, f);
    case 9: return draw_blocks<9>(random, work, f);
    default: return draw_blocks<0>(random, work, f);
    }
  }

private:
  static constexpr std::uint64_t many = 6; ///< units of a kind from which on drawing the kind is cheaper than drawing its units
  struct source {
    std::uint64_t m;
    std::size_t kind;
    std::uint64_t times;
  };
  struct pool {
    std::size_t first_row;
    std::uint64_t rows;
  };
  struct size_block {
    std::uint64_t m;
    std::uint64_t room; ///< units a packed lane holds
    std::size_t first_pool;
    std::size_t last_pool;
  };

  void add_row(std::span<const std::uint32_t> counts) {
    const std::size_t at = rows_.size();
    rows_.resize(at + words_, 0);
    std::size_t lane = 0;
    const auto put = [&](std::uint64_t value) {
      if (packed_) {
        rows_[at + lane / 4] |= value << (16 * (lane % 4));
      } else {
        rows_[at + lane] = value;
      }
      ++lane;
    };
    for (const std::uint32_t n : counts) { put(n); }
    for (std::size_t c = 0; c < levels_; ++c) {
      for (std::size_t k = c + 1; k < levels_; ++k) { put(std::uint64_t{counts[c]} * counts[k]); }
    }
  }

  /// Adds `n` rows drawn from `rows` of them, each equally likely.
  /// Half a random word times the number of rows has a position in its high half, and what is left in its low half gives the next one: a pair of draws is a draw from rows^2. Where
  /// the last low part says that positions would not be equally likely, the word is thrown away (Lemire 2019; Brackett-Rozinsky and Lemire 2024). Beyond 8192 rows a half word
  /// gives one draw only.
  template <std::size_t Words, bool Pairs> void add_draws(numeric::quick_stream& random, const std::uint64_t* first, std::uint64_t rows, std::uint64_t n,
                                                          std::uint64_t* into) const {
    constexpr std::uint64_t low = 0xFFFFFFFFu;
    const std::size_t words = Words != 0 ? Words : words_;
    const std::uint64_t uneven = (low + 1) % (Pairs ? rows * rows : rows);
    std::array<std::uint64_t, Words != 0 ? Words : 1> sum{};
    std::uint64_t* const target = Words != 0 ? sum.data() : into;
    const auto add = [&](std::uint64_t product) {
      const std::uint64_t* row = first + static_cast<std::size_t>(product >> 32) * words;
      for (std::size_t w = 0; w < words; ++w) { target[w] += row[w]; }
    };
    numeric::quick_stream stream = random; // a copy stays in registers
    if constexpr (Pairs) {
      while (n >= 4) {
        const std::uint64_t word = stream();
        const std::uint64_t a = (word & low) * rows;
        const std::uint64_t b = (a & low) * rows;
        const std::uint64_t c = (word >> 32) * rows;
        const std::uint64_t d = (c & low) * rows;
        if (HEADWAY_UNLIKELY((b & low) < uneven || (d & low) < uneven)) { continue; }
        add(a);
        add(b);
        add(c);
        add(d);
        n -= 4;
      }
    } else {
      while (n >= 2) {
        const std::uint64_t word = stream();
        const std::uint64_t a = (word & low) * rows;
        const std::uint64_t b = (word >> 32) * rows;
        if (HEADWAY_UNLIKELY((a & low) < uneven || (b & low) < uneven)) { continue; }
        add(a);
        add(b);
        n -= 2;
      }
    }
    const std::uint64_t uneven_alone = (low + 1) % rows;
    while (n > 0) {
      const std::uint64_t a = (stream() & low) * rows;
      if ((a & low) < uneven_alone) { continue; }
      add(a);
      --n;
    }
    random = stream;
    if constexpr (Words != 0) {
      for (std::size_t w = 0; w < Words; ++w) { into[w] += sum[w]; }
    }
  }

  template <std::size_t Words, class Function> void draw_blocks(numeric::quick_stream& random, workspace& work, Function f) const {
    const std::size_t words = Words != 0 ? Words : words_;
    std::uint64_t* const packed = work.packed.data();
    const auto spill = [&] {
      if (packed_) {
        unpack_lanes(work.packed, 1, work.sums);
        std::fill(work.packed.begin(), work.packed.end(), std::uint64_t{0});
      }
    };
    for (const size_block& block : blocks_) {
      std::fill(work.sums.begin(), work.sums.end(), std::uint64_t{0});
      std::uint64_t units = 0;
      std::uint64_t room = block.room;
      for (std::size_t p = block.first_pool; p < block.last_pool; ++p) {
        const pool& from = pools_[p];
        const std::uint64_t* first = rows_.data() + from.first_row * words;
        std::uint64_t n = work.drawn[p];
        units += n;
        if (from.rows == 1) {
          add_times<Words>(first, n, room, block.room, work, spill);
          continue;
        }
        while (n > 0) {
          if (room == 0) {
            spill();
            room = block.room;
          }
          const std::uint64_t now = (std::min)(n, room);
          std::uint64_t* const into = packed_ ? packed : work.sums.data();
          if (from.rows <= 8192) {
            add_draws<Words, true>(random, first, from.rows, now, into);
          } else {
            add_draws<Words, false>(random, first, from.rows, now, into);
          }
          n -= now;
          room -= packed_ ? now : 0;
        }
      }
      spill();
      if (units > 0) { f(block.m, units, std::span<const std::uint64_t>{work.sums}); }
    }
  }

  /// Adds one row n times.
  template <std::size_t Words, class Spill>
  void add_times(const std::uint64_t* row, std::uint64_t n, std::uint64_t& room, std::uint64_t whole_room, workspace& work, Spill spill) const {
    const std::size_t words = Words != 0 ? Words : words_;
    if (!packed_) {
      for (std::size_t w = 0; w < words; ++w) { work.sums[w] += row[w] * n; }
      return;
    }
    if (n > whole_room) {
      unpack_lanes({row, words}, n, work.sums);
      return;
    }
    if (n > room) {
      spill();
      room = whole_room;
    }
    for (std::size_t w = 0; w < words; ++w) { work.packed[w] += row[w] * n; } // no lane runs over: it has room for n
    room -= n;
  }

  std::size_t levels_;
  std::size_t lanes_;
  bool packed_{};
  std::size_t words_{};
  std::vector<std::uint64_t> rows_{};
  std::vector<pool> pools_{};
  std::vector<size_block> blocks_{};
  std::vector<resample::count_sampler> sampler_{}; ///< one, or none without units
};

} // namespace headway::agreement::detail
