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

/// One binomial law laid out for drawing: the running sums of its probabilities, and where to begin looking for a uniform number.
class binomial_table {
public:
  binomial_table(std::uint32_t n, double share) {
    const double odds = share / (1.0 - share);
    const auto mode = (std::min)(n, static_cast<std::uint32_t>((static_cast<double>(n) + 1.0) * share));
    constexpr double negligible = 1e-18; // of the largest probability; uniform numbers have steps of 2e-16
    std::vector<double> down;
    double weight = 1.0;
    for (std::uint32_t k = mode; k > 0 && weight > negligible; --k) {
      weight *= static_cast<double>(k) / (static_cast<double>(n - k + 1) * odds);
      down.push_back(weight);
    }
    first_ = mode - static_cast<std::uint32_t>(down.size());
    sums_.assign(down.rbegin(), down.rend());
    sums_.push_back(1.0);
    weight = 1.0;
    for (std::uint32_t k = mode; k < n && weight > negligible; ++k) {
      weight *= odds * static_cast<double>(n - k) / (static_cast<double>(k) + 1.0);
      sums_.push_back(weight);
    }
    double sum = 0.0;
    for (double& each : sums_) { each = sum += each; }
    for (double& each : sums_) { each /= sum; }
    sums_.back() = 1.0;
    begin_.resize(sums_.size());
    std::size_t at = 0;
    for (std::size_t i = 0; i < begin_.size(); ++i) {
      while (sums_[at] * static_cast<double>(begin_.size()) <= static_cast<double>(i)) { ++at; }
      begin_[i] = static_cast<std::uint16_t>(at);
    }
  }

  /// The smallest count whose running sum is above u, u in (0, 1).
  [[nodiscard]] std::uint32_t at(double u) const noexcept {
    std::size_t i = begin_[static_cast<std::size_t>(u * static_cast<double>(begin_.size()))];
    while (sums_[i] <= u) { ++i; }
    return first_ + static_cast<std::uint32_t>(i);
  }

private:
  std::uint32_t first_{};
  std::vector<double> sums_;
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
/// are at this level. Up to 2,000 people each binomial law is laid out as a table when it is first met and then costs one uniform number and a look-up;
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
    for (std::size_t i = 0; i + 1 < stages_.size() && left > 0; ++i) {
      const std::uint32_t here = binomial(random, stages_[i], left);
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

  std::uint32_t binomial(numeric::random_stream& random, stage& at, std::uint32_t left) {
    if (people_ <= most_tabled) {
      std::uint32_t& place = at.place[left];
      if (place == 0) {
        at.tables.emplace_back(left, at.share);
        place = static_cast<std::uint32_t>(at.tables.size());
      }
      return at.tables[place - 1].at(numeric::draw_uniform(random));
    }
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
