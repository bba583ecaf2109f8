#pragma once

/// \file
/// The law of rank sums when every block (a rater, or a person in several rounds) arranges its own ranks at random: Kendall's W, Friedman's test.

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/error.hpp>
#include <headway/base/types.hpp>
#include <headway/numeric/parallel.hpp>
#include <headway/numeric/random.hpp>

namespace headway::resample {

/// Options of `rank_block_tail`. Since 0.1.
struct rank_block_options {
  std::uint64_t most_steps{200'000}; ///< arrangements gone through, equal ones together, before drawing instead; 0 draws at once
  std::uint32_t draws{9'999};          ///< random arrangements otherwise, at least 99; 0: none, and no p
  seed random_seed{1};                 ///< of these; the same bits for any number of threads
  std::size_t threads{1};              ///< for these; 0 for as many as the machine runs at once
};

/// What the law says about the observed sum of squares. Since 0.1.
struct rank_block_law {
  bool exact{};                      ///< every arrangement counted
  std::optional<double> p{};         ///< P(sum of squares at least the observed one); none where neither counted nor drawn
  std::optional<double> p_min{};     ///< the smallest p these ranks can give; none where there is no p
  std::uint32_t draws{};             ///< random arrangements, where not exact
  friend bool operator==(const rank_block_law&, const rank_block_law&) = default;
};

namespace detail {

/// Most columns the exact law is made for: past them there are too many arrangements, however many ties.
inline constexpr std::size_t most_rank_columns = 16;

/// Column sums in increasing order, and in how many arrangements they come, in some order: a whole number, exact to 2^53, in units of a power of two past 2^500.
struct rank_state {
  std::array<std::int32_t, most_rank_columns> sums{};
  double count{};
};

/// Adds blocks to column sums, one after another. Columns are exchangeable, so only the sorted sums matter, and equal sums or equal scores are told apart by nobody.
class rank_blocks_exact {
public:
  rank_blocks_exact(std::size_t columns, std::uint64_t most_steps) : columns_{columns}, steps_left_{most_steps} {}

  /// P(sum of squares >= each bar), or nothing where it takes more steps than allowed. \param blocks each with its scores in increasing order
  template <std::size_t Bars> std::optional<std::array<double, Bars>> tails(const std::vector<std::vector<std::int32_t>>& blocks, const std::array<std::int64_t, Bars>& bars) {
    std::vector<rank_state> states(1);
    std::copy(blocks[0].begin(), blocks[0].end(), states[0].sums.begin());
    states[0].count = 1.0;
    for (std::size_t b = 1; b + 1 < blocks.size(); ++b) {
      std::vector<rank_state> next;
      std::size_t room = 100'000;
      if (!take(blocks[b], states.size())) { return std::nullopt; }
      for (const rank_state& state : states) {
        const bool done = arrange(state, [&](const rank_state& reached) { next.push_back(sorted(reached)); });
        if (!done) { return std::nullopt; }
        if (next.size() > room) {
          merge(next);
          room = (std::max)(room, 2 * next.size());
        }
      }
      merge(next);
      states = std::move(next);
      double most = 0.0;
      for (const rank_state& state : states) { most = (std::max)(most, state.count); }
      for (rank_state& state : states) { state.count *= most > 0x1p500 ? 0x1p-400 : 1.0; }
    }
    std::array<double, Bars> out{};
    double all = 0.0;
    if (!take(blocks.back(), states.size())) { return std::nullopt; }
    for (const rank_state& state : states) {
      const bool done = arrange(state, [&](const rank_state& reached) {
        std::int64_t squares = 0;
        for (std::size_t i = 0; i < columns_; ++i) { squares += std::int64_t{reached.sums[i]} * reached.sums[i]; }
        for (std::size_t k = 0; k < Bars; ++k) { out[k] += squares >= bars[k] ? reached.count : 0.0; }
        all += reached.count;
      });
      if (!done) { return std::nullopt; }
    }
    for (double& tail : out) { tail /= all; }
    return out;
  }

private:
  /// The distinct scores of the block that comes next, and how often each occurs. False where so many states times its arrangements are hopelessly many:
  /// equal sums make the steps fewer than that product, but hardly twice.
  bool take(const std::vector<std::int32_t>& scores, std::size_t states) {
    score_.clear();
    left_.clear();
    auto steps = static_cast<double>(states);
    for (std::size_t i = 0; i < scores.size(); ++i) {
      if (i == 0 || scores[i] != scores[i - 1]) {
        score_.push_back(scores[i]);
        left_.push_back(0);
      }
      ++left_.back();
      steps *= static_cast<double>(i + 1) / left_.back();
    }
    return states == 1 || steps <= 2.0 * static_cast<double>(steps_left_);
  }

  template <class Reach> bool arrange(const rank_state& state, Reach reach) {
    rank_state into = state;
    return place(state, into, 0, 0, 0, reach);
  }

  /// Gives column `i` and those after it their scores. Among columns of equal sums scores do not fall; each such choice stands for all orders of it.
  /// \param lowest first score allowed here \param run how many columns of this sum, up to here, have that score
  template <class Reach> bool place(const rank_state& state, rank_state& into, std::size_t i, std::size_t lowest, unsigned run, Reach& reach) {
    if (i == columns_) {
      if (steps_left_ == 0) { return false; }
      --steps_left_;
      reach(into);
      return true;
    }
    const bool same = i > 0 && state.sums[i] == state.sums[i - 1];
    if (!same) {
      group_start_ = i;
      lowest = 0;
      run = 0;
    }
    const std::size_t start = group_start_;
    const double count = into.count;
    const auto place_in_group = static_cast<double>(i - start + 1);
    for (std::size_t k = lowest; k < score_.size(); ++k) {
      if (left_[k] == 0) { continue; }
      const unsigned repeated = same && k == lowest ? run + 1 : 1;
      --left_[k];
      into.sums[i] = state.sums[i] + score_[k];
      into.count = count * place_in_group / repeated; // builds the multinomial coefficient of the group, factor by factor
      group_start_ = start;
      const bool done = place(state, into, i + 1, k, repeated, reach);
      ++left_[k];
      if (!done) { return false; }
    }
    into.count = count;
    return true;
  }

  [[nodiscard]] rank_state sorted(rank_state state) const {
    std::sort(state.sums.begin(), state.sums.begin() + static_cast<std::ptrdiff_t>(columns_));
    return state;
  }

  static void merge(std::vector<rank_state>& states) {
    std::stable_sort(states.begin(), states.end(), [](const rank_state& a, const rank_state& b) { return a.sums < b.sums; });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < states.size(); ++i) {
      if (kept > 0 && states[i].sums == states[kept - 1].sums) {
        states[kept - 1].count += states[i].count;
      } else {
        states[kept++] = states[i];
      }
    }
    states.resize(kept);
  }

  std::size_t columns_;
  std::uint64_t steps_left_;
  std::size_t group_start_{};
  std::vector<std::int32_t> score_{};
  std::vector<unsigned> left_{};
};

/// Random 32-bit words, two of each that a stream gives.
class half_words {
public:
  explicit half_words(numeric::random_stream stream) : stream_{stream} {}

  /// A whole number from 0 to bound - 1, each equally likely. Lemire (2019): the high half of a product, drawn again where the low half would be uneven.
  [[nodiscard]] std::uint32_t below(std::uint32_t bound) {
    std::uint64_t product = std::uint64_t{next()} * bound;
    if (static_cast<std::uint32_t>(product) < bound) {
      const std::uint32_t uneven = (0u - bound) % bound;
      while (static_cast<std::uint32_t>(product) < uneven) { product = std::uint64_t{next()} * bound; }
    }
    return static_cast<std::uint32_t>(product >> 32);
  }

private:
  [[nodiscard]] std::uint32_t next() {
    have_ = !have_;
    if (have_) { word_ = stream_(); }
    return static_cast<std::uint32_t>(have_ ? word_ : word_ >> 32);
  }

  numeric::random_stream stream_;
  std::uint64_t word_{};
  bool have_{};
};

} // namespace detail

/// How likely column sums are to spread at least as much as they do, when every block arranges its scores over the columns at random, all orders equally likely and
/// blocks independent.
/// Definition: with S the sum over columns of squared column sums, p = P(S >= S observed). Counted out where that takes at most `most_steps`: block by block, keeping
/// sorted column sums with the number of arrangements that give them. Otherwise drawn: p = (b + 1) / (draws + 1).
/// Missing and edge cases: one block or one column: p = 1. Blocks may have ties, and different ones. The order of blocks and columns does not matter where counted.
/// \param scores blocks x columns whole numbers row by row: ranks doubled, so that midranks are whole, less their mean, so that sums stay small
/// \param blocks \param columns \param options
/// \throws error invalid_argument when the table is not blocks x columns; out_of_range for 1 to 98 draws or scores past a million
/// Cost: about 50 ns an arrangement counted; blocks x columns random numbers a draw. Memory: 72 bytes an arrangement, at most. Threads: safe. Since 0.1.
/// Checked by `rank_blocks_test` against going through every arrangement.
[[nodiscard]] inline rank_block_law rank_block_tail(std::span<const std::int32_t> scores, std::size_t blocks, std::size_t columns, const rank_block_options& options = {}) {
  check::same_length(scores.size(), blocks * columns, "rank_block_tail", "scores");
  if (options.draws != 0) { check::bounded(options.draws, 99, 100'000'000, "rank_block_tail", "draws"); }
  rank_block_law out;
  if (blocks < 2 || columns < 2) {
    out.exact = true;
    out.p = 1.0;
    out.p_min = 1.0;
    return out;
  }
  std::vector<std::vector<std::int32_t>> sorted(blocks);
  std::vector<std::int64_t> sums(columns);
  for (std::size_t b = 0; b < blocks; ++b) {
    const std::span<const std::int32_t> block = scores.subspan(b * columns, columns);
    for (std::size_t i = 0; i < columns; ++i) {
      check::bounded(block[i], -1'000'000, 1'000'000, "rank_block_tail", "scores");
      sums[i] += block[i];
    }
    sorted[b].assign(block.begin(), block.end());
    std::sort(sorted[b].begin(), sorted[b].end());
  }
  std::sort(sorted.begin(), sorted.end()); // so that rounding does not depend on the order of blocks
  std::int64_t observed = 0;
  std::int64_t largest = 0; // every block in the same order
  for (std::size_t i = 0; i < columns; ++i) {
    std::int64_t sum = 0;
    for (const std::vector<std::int32_t>& block : sorted) { sum += block[i]; }
    observed += sums[i] * sums[i];
    largest += sum * sum;
  }
  if (options.most_steps > 0 && columns <= detail::most_rank_columns && blocks <= 1000) {
    const auto tails = detail::rank_blocks_exact{columns, options.most_steps}.tails<2>(sorted, {observed, largest});
    if (tails) {
      out.exact = true;
      out.p = (*tails)[0];
      out.p_min = (*tails)[1];
      return out;
    }
  }
  if (options.draws == 0) { return out; }
  std::atomic<std::uint64_t> reached{0};
  numeric::parallel_parts(options.draws, options.threads, [&](std::size_t, numeric::index_range range) {
    std::uint64_t here = 0;
    std::vector<std::int32_t> block(columns);
    std::vector<std::int64_t> sum(columns);
    for (std::size_t draw = range.first; draw < range.last; ++draw) {
      detail::half_words random{numeric::random_stream{options.random_seed, draw}};
      std::copy(sorted[0].begin(), sorted[0].end(), sum.begin());
      for (std::size_t b = 1; b < blocks; ++b) {
        std::copy(sorted[b].begin(), sorted[b].end(), block.begin());
        for (std::size_t i = columns; i-- > 0;) { // one of the scores left, for the last column left
          const std::size_t at = random.below(static_cast<std::uint32_t>(i + 1));
          sum[i] += block[at];
          block[at] = block[i];
        }
      }
      std::int64_t squares = 0;
      for (const std::int64_t each : sum) { squares += each * each; }
      here += squares >= observed ? 1u : 0u;
    }
    reached += here;
  });
  out.draws = options.draws;
  out.p = static_cast<double>(reached.load() + 1) / (static_cast<double>(options.draws) + 1.0);
  out.p_min = 1.0 / (static_cast<double>(options.draws) + 1.0);
  return out;
}

} // namespace headway::resample
