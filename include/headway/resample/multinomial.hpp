#pragma once

/// \file
/// Samples drawn with replacement, as counts: a resample of n people on K levels is K whole numbers, however large n is.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/numeric/random.hpp>

namespace headway::resample {

namespace detail {

/// log k! for k = 0 .. n.
inline std::vector<double> log_factorials(std::size_t n) {
  std::vector<double> out(n + 1);
  double sum = 0.0;
  double lost = 0.0; // what rounding took off, put back with the next term
  for (std::size_t k = 1; k <= n; ++k) {
    const double term = std::log(static_cast<double>(k)) - lost;
    const double next = sum + term;
    lost = (next - sum) - term;
    out[k] = sum = next;
  }
  return out;
}

/// 32 random bits at a time, two from every number of a stream.
class word_source {
public:
  explicit word_source(numeric::random_stream& random) noexcept : random_{random} {}

  std::uint32_t operator()() noexcept {
    held_ = !held_;
    if (held_) { bits_ = random_(); }
    return held_ ? static_cast<std::uint32_t>(bits_) : static_cast<std::uint32_t>(bits_ >> 32);
  }

private:
  numeric::random_stream& random_;
  std::uint64_t bits_{};
  bool held_{};
};

/// One binomial law laid out for drawing: the running sums of its probabilities in units of 2^-64, and where to begin looking for a random word.
class binomial_table {
public:
  binomial_table(std::uint32_t n, double share) {
    const double odds = share / (1.0 - share);
    const auto mode = (std::min)(n, static_cast<std::uint32_t>((static_cast<double>(n) + 1.0) * share));
    constexpr double negligible = 1e-18; // of the largest probability
    std::vector<double> down;
    double weight = 1.0;
    for (std::uint32_t k = mode; k > 0 && weight > negligible; --k) {
      weight *= static_cast<double>(k) / (static_cast<double>(n - k + 1) * odds);
      down.push_back(weight);
    }
    first_ = mode - static_cast<std::uint32_t>(down.size());
    std::vector<double> weights(down.rbegin(), down.rend());
    weights.push_back(1.0);
    weight = 1.0;
    for (std::uint32_t k = mode; k < n && weight > negligible; ++k) {
      weight *= odds * static_cast<double>(n - k) / (static_cast<double>(k) + 1.0);
      weights.push_back(weight);
    }
    double sum = 0.0;
    for (double& each : weights) { each = sum += each; }
    sums_.reserve(weights.size());
    constexpr std::uint64_t all = ~std::uint64_t{0};
    for (const double each : weights) { sums_.push_back(each < sum ? static_cast<std::uint64_t>(each / sum * 0x1p64 * (1.0 - 0x1p-53)) : all); }
    sums_.back() = all;
    while ((std::size_t{1} << bits_) < 2 * sums_.size()) { ++bits_; } // two to four starting places a count
    begin_.resize(std::size_t{1} << bits_);
    std::size_t at = 0;
    for (std::size_t i = 0; i < begin_.size(); ++i) {
      while ((sums_[at] >> 32) < i << (32 - bits_)) { ++at; }
      begin_[i] = static_cast<std::uint16_t>(at);
    }
  }

  /// The count whose running sum is the first above a random number of 64 bits, of which the lower half is asked for only where the upper one is equal.
  [[nodiscard]] std::uint32_t draw(word_source& random) const noexcept {
    const std::uint64_t word = random();
    std::size_t i = begin_[static_cast<std::size_t>(word >> (32 - bits_))];
    while ((sums_[i] >> 32) < word) { ++i; }
    if ((sums_[i] >> 32) == word) {
      const std::uint64_t whole = word << 32 | random();
      while (sums_[i] <= whole && i + 1 < sums_.size()) { ++i; }
    }
    return first_ + static_cast<std::uint32_t>(i);
  }

private:
  std::uint32_t first_{};
  unsigned bits_{};
  std::vector<std::uint64_t> sums_;
  std::vector<std::uint16_t> begin_;
};

/// A binomial number for share <= 1/2 by looking up from 0; the mean n share is small.
inline std::uint32_t small_binomial(numeric::random_stream& random, std::uint32_t n, double share) noexcept {
  const double odds = share / (1.0 - share);
  for (;;) {
    double weight = std::exp(static_cast<double>(n) * std::log1p(-share));
    double u = numeric::draw_uniform(random);
    for (std::uint32_t k = 0; k <= n && weight > 0.0; ++k) {
      if (u < weight) { return k; }
      u -= weight;
      weight *= odds * static_cast<double>(n - k) / (static_cast<double>(k) + 1.0);
    } // rounding left u over: with probability below 1e-13 another one is drawn
  }
}

/// A binomial number for share <= 1/2 and n share >= 10 by Hormann's transformed rejection; `log_factorial` reaches to n.
inline std::uint32_t large_binomial(numeric::random_stream& random, std::uint32_t n, double share, std::span<const double> log_factorial) noexcept {
  const auto count = static_cast<double>(n);
  const double deviation = std::sqrt(count * share * (1.0 - share));
  const double b = 1.15 + 2.53 * deviation;
  const double a = -0.0873 + 0.0248 * b + 0.01 * share;
  const double centre = count * share + 0.5;
  const double sure = 0.92 - 4.2 / b;
  for (;;) {
    const double u = numeric::draw_uniform(random) - 0.5;
    double v = numeric::draw_uniform(random);
    const double from_edge = 0.5 - std::fabs(u);
    const double at = std::floor((2.0 * a / from_edge + b) * u + centre);
    if (at < 0.0 || at > count) { continue; }
    const auto k = static_cast<std::uint32_t>(at);
    if (from_edge >= 0.07 && v <= sure) { return k; }
    const auto mode = static_cast<std::uint32_t>((count + 1.0) * share);
    v = std::log(v * (2.83 + 5.1 / b) * deviation / (a / (from_edge * from_edge) + b));
    const double bound = log_factorial[mode] + log_factorial[n - mode] - log_factorial[k] - log_factorial[n - k] +
                         (at - static_cast<double>(mode)) * std::log(share / (1.0 - share));
    if (v <= bound) { return k; }
  }
}

} // namespace detail

/// Draws resamples of the people in a count vector: as many people, each a copy of one of them picked at random.
/// Definition: the counts of a multinomial law with n = total(counts) and shares counts / n, one binomial number a level: of the people left over, how many
/// are at this level. Up to 2,000 people each binomial law is laid out as a table when it is first met and then costs 32 random bits and a look-up;
/// beyond that numbers come by transformed rejection. What a stream gives depends on the stream and the counts alone, not on what was drawn before.
/// Missing and edge cases: nobody: resamples of nobody; one level: always the same resample.
/// Choose it over drawing people one by one when there are more people than levels.
/// Cost: 10 to 40 nanoseconds a level and draw; tables of some hundred numbers for every number of people left that is met.
/// Threads: one object belongs to one thread. Since 0.1. Reference: Hormann (1993), Journal of Statistical Computation and Simulation 46, 101-110, for
/// the rejection; Chen and Asau (1974) for the look-up. Checked by `multinomial_test`.
class multinomial_resampler {
public:
  /// \param counts people per level \throws error limit for more than 4,294,967,295 people
  explicit multinomial_resampler(std::span<const std::uint32_t> counts) {
    std::uint64_t left = 0;
    for (const std::uint32_t count : counts) { left += count; }
    if (left > 0xFFFFFFFFu) { throw error{error_category::limit, "multinomial_resampler", "counts", "has more than 4294967295 people"}; }
    people_ = static_cast<std::uint32_t>(left);
    levels_ = counts.size();
    for (std::size_t k = 0; k < counts.size(); ++k) {
      if (counts[k] == 0) { continue; }
      stages_.push_back({k, static_cast<double>(counts[k]) / static_cast<double>(left), {}, {}});
      left -= counts[k];
    }
    if (stages_.size() > 1) {
      if (people_ > most_tabled) {
        log_factorial_ = detail::log_factorials(people_ <= most_logs ? people_ : 0);
      } else {
        for (stage& each : stages_) { each.place.assign(people_ + std::size_t{1}, 0); }
      }
    }
  }

  /// People in every resample.
  [[nodiscard]] std::uint32_t people() const noexcept { return people_; }

  /// One resample. \param random where its numbers come from \param out one count a level; filled, sums to `people()`
  /// \throws error invalid_argument for another number of levels
  void draw(numeric::random_stream& random, std::span<std::uint32_t> out) {
    check::same_length(out.size(), levels_, "multinomial_resampler::draw", "out");
    std::fill(out.begin(), out.end(), 0u);
    std::uint32_t left = people_;
    detail::word_source words{random};
    for (std::size_t i = 0; i + 1 < stages_.size() && left > 0; ++i) {
      const std::uint32_t here = people_ <= most_tabled ? tabled(words, stages_[i], left) : binomial(random, stages_[i], left);
      out[stages_[i].level] = here;
      left -= here;
    }
    if (!stages_.empty()) { out[stages_.back().level] += left; }
  }

private:
  static constexpr std::uint32_t most_tabled = 2'000;
  static constexpr std::uint32_t most_logs = 20'000'000;

  struct stage {
    std::size_t level;
    double share;                                 ///< of the people left over who are at this level
    std::vector<std::uint32_t> place;             ///< by people left over: 1 + position in `tables`, 0 for not met yet
    std::vector<detail::binomial_table> tables;
  };

  static std::uint32_t tabled(detail::word_source& words, stage& at, std::uint32_t left) {
    std::uint32_t& place = at.place[left];
    if (place == 0) {
      at.tables.emplace_back(left, at.share);
      place = static_cast<std::uint32_t>(at.tables.size());
    }
    return at.tables[place - 1].draw(words);
  }

  std::uint32_t binomial(numeric::random_stream& random, const stage& at, std::uint32_t left) const {
    const bool turned = at.share > 0.5;
    const double share = turned ? 1.0 - at.share : at.share;
    std::uint32_t drawn = 0;
    if (static_cast<double>(left) * share < 10.0) {
      drawn = detail::small_binomial(random, left, share);
    } else if (log_factorial_.size() > left) {
      drawn = detail::large_binomial(random, left, share, log_factorial_);
    } else {
      drawn = static_cast<std::uint32_t>(numeric::draw_binomial(random, left, share));
    }
    return turned ? left - drawn : drawn;
  }

  std::uint32_t people_{};
  std::size_t levels_{};
  std::vector<stage> stages_;
  std::vector<double> log_factorial_;
};

} // namespace headway::resample
