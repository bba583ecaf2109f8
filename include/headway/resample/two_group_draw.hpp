#pragma once

/// \file
/// Random assignments of people to two groups, a few draws each however many people there are.

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/numeric/parallel.hpp>
#include <headway/numeric/random.hpp>
#include <headway/resample/law_options.hpp>
#include <headway/resample/two_group.hpp>

namespace headway::resample {

namespace detail {

/// The hypergeometric laws of one level, each made ready for draws that cost one random word: Walker's alias tables.
class alias_tables {
public:
  /// \param people of the level \param others of all levels after it \param fewest,most people of the first group that may still have to be placed
  alias_tables(std::uint32_t people, std::uint64_t others, std::uint64_t fewest, std::uint64_t most) : people_{people}, others_{others}, fewest_{fewest}, tables_(most - fewest + 1) {}

  /// How many of `want` people are of this level. \param want between fewest and most
  [[nodiscard]] std::uint32_t draw(numeric::quick_stream& random, std::uint64_t want) {
    part& p = tables_[want - fewest_];
    if (p.size == 0) [[unlikely]] { build(p, want); }
    const std::uint64_t word = random();
    const auto at = static_cast<std::uint32_t>(((word >> 32) * p.size) >> 32);
    const slot s = slots_[p.first + at];
    // a mask and no branch: which of the two it is cannot be foreseen
    const std::uint32_t own = std::uint32_t{0} - static_cast<std::uint32_t>(static_cast<std::uint32_t>(word) < s.own);
    return p.lowest + ((at & own) | (s.other & ~own));
  }
  [[nodiscard]] bool covers(std::uint64_t want) const noexcept { return want >= fewest_ && want - fewest_ < tables_.size(); }

private:
  struct slot {
    std::uint32_t own;   ///< chance, in units of 2^-32, that the slot stands for its own number
    std::uint32_t other; ///< otherwise for this one
  };
  struct part {
    std::size_t first{};
    std::uint32_t size{};
    std::uint32_t lowest{};
  };

  /// Chances below 1e-14 of the largest are left out: less than the 2^-32 to which all are rounded.
  void build(part& p, std::uint64_t want) {
    const auto m = static_cast<double>(people_);
    const auto o = static_cast<double>(others_);
    const auto d = static_cast<double>(want);
    const auto lowest = static_cast<std::uint32_t>(want > others_ ? want - others_ : 0);
    const auto highest = static_cast<std::uint32_t>((std::min)(std::uint64_t{people_}, want));
    const auto mode = (std::clamp)(static_cast<std::uint32_t>((d + 1.0) * ((m + 1.0) / (m + o + 2.0))), lowest, highest);
    chance_.assign(1, 1.0);
    std::uint32_t x = mode;
    while (x < highest && chance_.back() > 1e-14) {
      chance_.push_back(chance_.back() * ((m - x) / (x + 1.0)) * ((d - x) / (o - d + x + 1.0)));
      ++x;
    }
    below_.clear();
    double down = 1.0;
    x = mode;
    while (x > lowest && down > 1e-14) {
      down *= x / (m - x + 1.0) * ((o - d + x) / (d - x + 1.0));
      below_.push_back(down);
      --x;
    }
    chance_.insert(chance_.begin(), below_.rbegin(), below_.rend());
    p.lowest = x;
    p.size = static_cast<std::uint32_t>(chance_.size());
    p.first = slots_.size();
    const double scale = static_cast<double>(chance_.size()) / std::accumulate(chance_.begin(), chance_.end(), 0.0);
    small_.clear();
    large_.clear();
    for (std::uint32_t i = 0; i < p.size; ++i) {
      chance_[i] *= scale;
      (chance_[i] < 1.0 ? small_ : large_).push_back(i);
      slots_.push_back({0xFFFFFFFFu, i});
    }
    while (!small_.empty() && !large_.empty()) {
      const std::uint32_t i = small_.back();
      const std::uint32_t from = large_.back();
      small_.pop_back();
      slots_[p.first + i] = {static_cast<std::uint32_t>(chance_[i] * 4294967296.0), from};
      chance_[from] -= 1.0 - chance_[i];
      if (chance_[from] < 1.0) {
        large_.pop_back();
        small_.push_back(from);
      }
    }
  }

  std::uint32_t people_;
  std::uint64_t others_;
  std::uint64_t fewest_;
  std::vector<part> tables_;
  std::vector<slot> slots_;
  std::vector<double> chance_;
  std::vector<double> below_;
  std::vector<std::uint32_t> small_;
  std::vector<std::uint32_t> large_;
};

} // namespace detail

/// Draws the first of two groups from everybody: how many of its people are of each level.
/// Definition: n1 of all people without replacement; level by level a hypergeometric number given the levels before. The laws that come up again and again are
/// kept as alias tables, so a draw costs one random word a level, but for the last. Where that would take more than a million slots the numbers are drawn one by one.
/// Chances are right to 2^-32 of their law.
/// An object belongs to one thread; what it draws depends on the random stream alone, not on what it drew before. Since 0.1. Checked by `two_group_draw_test`.
class two_group_draw {
public:
  /// \param totals people per level in both groups together \param n1 people in the first group
  /// \throws error out_of_range for n1 past the number of people or more than 4294967295 people
  two_group_draw(std::span<const std::uint32_t> totals, std::uint32_t n1) : totals_(totals.begin(), totals.end()), n1_{n1} {
    std::uint64_t people = 0;
    for (const std::uint32_t t : totals_) { people += t; }
    check::bounded(static_cast<std::int64_t>(people), 0, 0xFFFFFFFF, "two_group_draw", "people");
    check::bounded(n1, 0, static_cast<std::int64_t>(people), "two_group_draw", "n1");
    const auto n = static_cast<double>(people);
    std::uint64_t left = people;
    double slots = 0.0;
    for (const std::uint32_t t : totals_) {
      after_.push_back(left - t);
      // people still to be placed: mean and deviation over all draws
      const double share = n > 0.0 ? static_cast<double>(left) / n : 0.0;
      const double mean = n1 * share;
      const double deviation = n > 1.0 ? std::sqrt(mean * (1.0 - share) * ((n - n1) / (n - 1.0))) : 0.0;
      const std::uint64_t most = (std::min)({std::uint64_t{n1}, left, static_cast<std::uint64_t>(mean + 8.0 * deviation + 2.0)});
      const std::uint64_t fewest = (std::min)(most, static_cast<std::uint64_t>((std::max)(0.0, mean - 8.0 * deviation - 2.0)));
      const double own = t * (n1 / (n + 1.0)) * (1.0 - n1 / (n + 1.0));
      slots += static_cast<double>(most - fewest + 1) * (std::min)(static_cast<double>(t) + 1.0, 16.0 * std::sqrt(own) + 8.0);
      levels_.emplace_back(t, left - t, fewest, most);
      left -= t;
    }
    tabled_ = slots < 1048576.0;
  }

  /// One first group. \param first filled: its people per level; as long as the totals
  void next(numeric::quick_stream& random, std::span<std::uint32_t> first) { next_several(random, 1, first); }

  /// Several first groups. Level by level for all of them: no group has to wait for another, so the machine works at many at once.
  /// \param groups how many, at most `most_together` \param first filled: their people per level, one group after the other
  void next_several(numeric::quick_stream& random, std::size_t groups, std::span<std::uint32_t> first) {
    const std::size_t levels = totals_.size();
    numeric::quick_stream stream = random; // a copy stays in registers
    std::array<std::uint64_t, most_together> want{};
    std::fill_n(want.begin(), groups, n1_);
    for (std::size_t k = 0; k < levels; ++k) {
      std::uint32_t* out = first.data() + k;
      const bool last = after_[k] == 0;
      const bool tabled = tabled_ && !last;
      detail::alias_tables& tables = levels_[k];
      for (std::size_t g = 0; g < groups; ++g, out += levels) {
        const std::uint64_t open = want[g];
        const std::uint32_t here = last ? static_cast<std::uint32_t>(open) : tabled && tables.covers(open) ? tables.draw(stream, open) : untabled(stream, k, open);
        *out = here;
        want[g] = open - here;
      }
    }
    random = stream;
  }

  static constexpr std::size_t most_together = 16; ///< groups of one call of `next_several`

private:
  /// People of level k, of `want` that are still to be placed, without a table.
  [[nodiscard]] std::uint32_t untabled(numeric::quick_stream& random, std::size_t k, std::uint64_t want) const {
    if (want == 0 || totals_[k] == 0) { return 0; }
    const std::uint64_t word = random();
    numeric::random_stream one{seed{word}, random()};
    return static_cast<std::uint32_t>(numeric::draw_hypergeometric(one, totals_[k], after_[k], want));
  }

  std::vector<std::uint32_t> totals_;
  std::vector<std::uint64_t> after_; ///< people of the levels after each
  std::vector<detail::alias_tables> levels_;
  std::uint64_t n1_;
  bool tabled_{};
};

/// Calls f(part, draw, first) for every random first group, `draws` of them. Every 256 draws have a stream of their own, so the draws are the same for any number
/// of threads; f is called at once from several threads, from each with another part, 0 to `parts` - 1.
/// \param parts at least 1, from `numeric::thread_count` \param f takes two `std::size_t` and a `std::span<const std::uint32_t>`
/// Cost: with 5 levels about 0.02 microseconds a draw, however many people. Threads: starts `parts` - 1. Since 0.1. Checked by `two_group_draw_test`.
template <std::invocable<std::size_t, std::size_t, std::span<const std::uint32_t>> Function>
void each_two_group_draw(std::span<const std::uint32_t> totals, std::uint32_t n1, const law_options& options, std::size_t parts, Function&& f) {
  constexpr std::size_t per_stream = 256;
  const std::size_t draws = options.draws;
  numeric::parallel_parts((draws + per_stream - 1) / per_stream, parts, [&](std::size_t part, numeric::index_range range) {
    two_group_draw groups{totals, n1};
    std::vector<std::uint32_t> first(two_group_draw::most_together * totals.size());
    for (std::size_t stream = range.first; stream < range.last; ++stream) {
      numeric::quick_stream random{options.random_seed, stream};
      const std::size_t end = (std::min)(draws, (stream + 1) * per_stream);
      for (std::size_t draw = stream * per_stream; draw < end;) {
        const std::size_t together = (std::min)(end - draw, two_group_draw::most_together);
        groups.next_several(random, together, first);
        for (std::size_t g = 0; g < together; ++g, ++draw) { f(part, draw, std::span<const std::uint32_t>{first}.subspan(g * totals.size(), totals.size())); }
      }
    }
  });
}

/// The tails of a sum of scores in the first group over random assignments: p = (as extreme + 1) / (draws + 1), never 0. Since 0.1.
struct drawn_tails {
  double lower{1.0};    ///< P(T <= t)
  double upper{1.0};    ///< P(T >= t)
  double distance{1.0}; ///< P(T at least as far from its mean as t)
  std::uint32_t draws{};
  friend bool operator==(const drawn_tails&, const drawn_tails&) = default;
};

/// The permutation law of a sum of scores in the first of two groups from random assignments. Choose `two_group_sum` where it answers: this is for tables too
/// large even for that, for statistics of many levels, and for checks.
/// \param first,second people per category in the two groups \param scores one integer per category, any order \param options `draws`, `random_seed`, `threads`
/// \throws error invalid_argument for unequal lengths; out_of_range for more than 4096 categories or fewer than 99 draws
/// Cost: with 5 levels about 0.02 microseconds a draw, however many people. Threads: safe; the same bits for any number of them. Since 0.1.
/// Reference: Phipson & Smyth 2010. Checked by `two_group_draw_test` against the exact law.
[[nodiscard]] inline drawn_tails two_group_sum_drawn(std::span<const std::uint32_t> first, std::span<const std::uint32_t> second, std::span<const std::int64_t> scores,
                                                     const law_options& options = {}) {
  check::same_length(second.size(), first.size(), "two_group_sum_drawn", "second");
  check::same_length(scores.size(), first.size(), "two_group_sum_drawn", "scores");
  check::bounded(static_cast<std::int64_t>(first.size()), 1, most_categories, "two_group_sum_drawn", "categories");
  check::bounded(options.draws, 99, 0xFFFFFFFF, "two_group_sum_drawn", "draws");
  std::vector<std::uint32_t> totals(first.size());
  std::int64_t observed = 0;
  std::uint32_t n1 = 0;
  double n = 0.0;
  double all = 0.0;
  for (std::size_t k = 0; k < first.size(); ++k) {
    totals[k] = first[k] + second[k];
    observed += scores[k] * first[k];
    n1 += first[k];
    n += totals[k];
    all += static_cast<double>(scores[k]) * totals[k];
  }
  const double mean = n > 0.0 ? n1 * (all / n) : 0.0;
  const double away = std::fabs(static_cast<double>(observed) - mean);
  struct tally {
    std::uint64_t lower{};
    std::uint64_t upper{};
    std::uint64_t distance{};
  };
  const std::size_t parts = numeric::thread_count(options.threads, options.draws);
  std::vector<tally> tallies(parts);
  each_two_group_draw(totals, n1, options, parts, [&](std::size_t part, std::size_t, std::span<const std::uint32_t> group) {
    std::int64_t sum = 0;
    for (std::size_t k = 0; k < group.size(); ++k) { sum += scores[k] * group[k]; }
    tally& t = tallies[part];
    t.lower += sum <= observed ? 1u : 0u;
    t.upper += sum >= observed ? 1u : 0u;
    t.distance += std::fabs(static_cast<double>(sum) - mean) >= away * (1.0 - 1e-9) ? 1u : 0u;
  });
  tally sum;
  for (const tally& t : tallies) {
    sum.lower += t.lower;
    sum.upper += t.upper;
    sum.distance += t.distance;
  }
  const auto p = [&](std::uint64_t b) { return (static_cast<double>(b) + 1.0) / (static_cast<double>(options.draws) + 1.0); };
  return {p(sum.lower), p(sum.upper), p(sum.distance), options.draws};
}

} // namespace headway::resample
