#pragma once

/// \file
/// Resampled counts, again and again from the same groups: the inner loop of a bootstrap over things that come in kinds.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/numeric/random.hpp>

namespace headway::resample {

/// Whole numbers from 0 on with given weights, drawn in constant time.
/// Definition: Walker's alias method with Vose's set-up: a table of a power of two of slots, each holding one or two of the numbers; a draw takes one random word, its low bits for
/// the slot, the others for which of the two. Chances are kept to about 2^-52.
/// Threads: drawing is safe with a stream for each thread. Since 0.1. Reference: Walker (1977), ACM TOMS 3; Vose (1991). Checked by `count_sampler_test`.
class alias_table {
public:
  /// \param weights one for each number, none negative, with a finite sum above 0
  /// \throws error out_of_range for other weights
  explicit alias_table(std::span<const double> weights) {
    double sum = 0.0;
    for (const double w : weights) {
      check::that(w >= 0.0 && w < 1e300, "alias_table", "weights", "must not be negative");
      sum += w;
    }
    check::that(sum > 0.0 && sum < 1e300 && weights.size() < (std::size_t{1} << 31), "alias_table", "weights", "must have a sum above 0, and fewer than 2147483648 numbers");
    unsigned bits = 0;
    while ((std::size_t{1} << bits) < weights.size()) { ++bits; }
    const std::size_t size = std::size_t{1} << bits;
    bits_ = bits;
    slots_.resize(size);
    std::vector<double> left(size, 0.0);
    std::vector<std::uint32_t> small;
    std::vector<std::uint32_t> large;
    for (std::size_t i = 0; i < size; ++i) {
      left[i] = i < weights.size() ? weights[i] / sum * static_cast<double>(size) : 0.0;
      (left[i] < 1.0 ? small : large).push_back(static_cast<std::uint32_t>(i));
    }
    const double whole = std::ldexp(1.0, static_cast<int>(64 - bits)); // as many values as the bits above the slot's take
    const auto cut_at = [&](double share) { return share >= 1.0 ? ~std::uint64_t{0} : static_cast<std::uint64_t>(share * whole); };
    while (!small.empty() && !large.empty()) {
      const std::uint32_t low = small.back();
      const std::uint32_t high = large.back();
      small.pop_back();
      slots_[low] = {cut_at(left[low]), high};
      left[high] -= 1.0 - left[low];
      if (left[high] < 1.0) {
        large.pop_back();
        small.push_back(high);
      }
    }
    for (const std::uint32_t i : large) { slots_[i] = {~std::uint64_t{0}, i}; }
    for (const std::uint32_t i : small) { slots_[i] = {~std::uint64_t{0}, i}; } // 1 but for rounding
  }

  /// The next number. Cost: one random word and one look-up.
  [[nodiscard]] std::uint32_t draw(numeric::quick_stream& random) const noexcept {
    const std::uint64_t word = random();
    const std::size_t at = static_cast<std::size_t>(word) & (slots_.size() - 1);
    const slot& s = slots_[at];
    return (word >> bits_) < s.cut ? static_cast<std::uint32_t>(at) : s.other;
  }

private:
  struct slot {
    std::uint64_t cut{};
    std::uint32_t other{};
  };
  unsigned bits_{};
  std::vector<slot> slots_{};
};

/// How often each kind of thing is drawn when as many things as there are get drawn with replacement.
/// Definition: with c_g things of kind g and N of all kinds, counts from the multinomial law of N draws with chances c_g / N, exactly: independent Poisson numbers
/// with means a little below c_g are multinomial given their sum; the draws that are still missing to N are made one by one; a sum above N starts again, once in 150
/// times, or once in six where there are so few kinds that this is cheaper than more single draws.
/// Choose it over `numeric::draw_multinomial` for many draws from the same counts: a kind costs a look-up, whatever c_g.
/// Threads: drawing is safe with a stream for each thread. Since 0.1. Reference: Devroye (1986), Non-Uniform Random Variate Generation, XI.1. Checked by `count_sampler_test`.
class count_sampler {
public:
  /// \param counts things of each kind; at least one thing, at most 2^40, in fewer than 2^31 kinds
  /// \throws error out_of_range otherwise
  explicit count_sampler(std::span<const std::uint64_t> counts) : kinds_{weights_of(counts)}, table_of_(counts.size()) {
    for (const std::uint64_t c : counts) { total_ = (std::min)(total_ + (std::min)(c, most_things), most_things + 1); }
    check::bounded(static_cast<std::int64_t>((std::min)(total_, most_things + 1)), 1, static_cast<std::int64_t>(most_things), "count_sampler", "counts");
    const auto n = static_cast<double>(total_);
    const double share = 1.0 - (static_cast<double>(counts.size()) < std::sqrt(n) ? 1.0 : 2.5) / std::sqrt(n);
    if (!(share > 0.5)) { return; } // so few that all are drawn one by one
    std::vector<std::uint64_t> distinct{counts.begin(), counts.end()};
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    for (const std::uint64_t c : distinct) { poisson_.push_back(poisson_table(share * static_cast<double>(c))); }
    for (std::size_t g = 0; g < counts.size(); ++g) {
      table_of_[g] = static_cast<std::uint32_t>(std::lower_bound(distinct.begin(), distinct.end(), counts[g]) - distinct.begin());
    }
  }

  /// Things of all kinds.
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }
  /// Kinds.
  [[nodiscard]] std::size_t kinds() const noexcept { return table_of_.size(); }

  /// One resample. \param random a stream \param out as long as there are kinds; filled, sums to total()
  /// \throws error invalid_argument for another length
  /// Cost: two or three nanoseconds a kind and as much for each of about sqrt(total) draws, or 2.5 times that. No allocation.
  void draw(numeric::quick_stream& random, std::span<std::uint64_t> out) const {
    check::same_length(out.size(), table_of_.size(), "count_sampler::draw", "out");
    std::uint64_t drawn = 0;
    if (poisson_.empty()) {
      std::fill(out.begin(), out.end(), std::uint64_t{0});
    } else {
      do {
        drawn = 0;
        for (std::size_t g = 0; g < out.size(); ++g) {
          const poisson& law = poisson_[table_of_[g]];
          out[g] = law.first + law.table.draw(random);
          drawn += out[g];
        }
      } while (drawn > total_);
    }
    for (; drawn < total_; ++drawn) { ++out[kinds_.draw(random)]; }
  }

private:
  static constexpr std::uint64_t most_things = std::uint64_t{1} << 40;
  struct poisson {
    std::uint64_t first; ///< the smallest number that is drawn
    alias_table table;
  };

  static alias_table weights_of(std::span<const std::uint64_t> counts) {
    std::vector<double> out;
    out.reserve(counts.size());
    for (const std::uint64_t c : counts) { out.push_back(static_cast<double>(c)); }
    return alias_table{out};
  }
  /// All numbers whose chance is above 1e-18 of the largest, by their ratios alone: the same on every platform.
  static poisson poisson_table(double mean) {
    const auto mode = static_cast<std::uint64_t>(mean);
    std::vector<double> weights{1.0};
    std::uint64_t first = mode;
    for (double w = 1.0; first > 0; --first) {
      w *= static_cast<double>(first) / mean;
      if (w < 1e-18) { break; }
      weights.push_back(w);
    }
    std::reverse(weights.begin(), weights.end());
    double w = 1.0;
    for (double k = static_cast<double>(mode) + 1.0;; k += 1.0) {
      w *= mean / k;
      if (w < 1e-18) { break; }
      weights.push_back(w);
    }
    return {first, alias_table{weights}};
  }

  alias_table kinds_;
  std::vector<std::uint32_t> table_of_;
  std::uint64_t total_{};
  std::vector<poisson> poisson_{};
};

} // namespace headway::resample
