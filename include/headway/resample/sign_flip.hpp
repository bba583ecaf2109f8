#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/resample/binomial_law.hpp>

namespace headway::resample {

/// The exact law of T = sum of +-a over movers, where a mover of size a goes up with probability 1 / (1 + exp(-tilt a)).
/// Definition: `movers[a - 1]` people moved by a levels; the law is the convolution of one binomial per size, so it needs no more than
/// levels - 1 rows and ties are part of it. tilt = 0 is the sharp null "nothing changed" (sign flips); tilt = beta is the conditional
/// adjacent-category model with change beta, free of rater severity and of rater thresholds.
/// Choose it over normal approximations always: it is exact for any number of people.
/// Cost: O(sizes x movers x range) = O(n^2 levels^2) at worst; microseconds for 30 people. Threads: immutable.
/// Since 0.1. Reference: Streitberg & Rohmel 1986; Agresti 1993; Fischer & Ponocny 1994. Checked by `sign_flip_test` against enumeration.
class sign_flip_law {
public:
  /// \param movers number of people who moved by 1, 2, ... levels; at most 15 sizes
  /// \param tilt log odds of up against down per level
  /// \throws error out_of_range for more than 15 sizes or more than 100000 movers
  explicit sign_flip_law(std::span<const std::uint32_t> movers, double tilt = 0.0) {
    check::bounded(static_cast<std::int64_t>(movers.size()), 0, static_cast<std::int64_t>(most_levels) - 1, "sign_flip_law", "movers");
    std::int64_t people = 0;
    for (const std::uint32_t m : movers) { people += m; }
    check::bounded(people, 0, 100'000, "sign_flip_law", "movers");
    probability_.assign(1, 1.0);
    for (std::size_t i = 0; i < movers.size(); ++i) { convolve(i + 1, movers[i], tilt); }
  }

  /// The largest value T can take; the smallest is its negative.
  [[nodiscard]] std::int64_t highest() const noexcept { return highest_; }
  /// P(T = t); zero outside the range or where t has the wrong parity.
  [[nodiscard]] double point(std::int64_t t) const noexcept {
    const std::int64_t at = t + highest_;
    return at < 0 || at > 2 * highest_ || (at & 1) != 0 ? 0.0 : probability_[static_cast<std::size_t>(at / 2)];
  }
  /// P(T >= t), summed from the far end so that a small tail keeps its digits.
  [[nodiscard]] double upper(std::int64_t t) const noexcept {
    double sum = 0.0;
    for (std::int64_t at = highest_; at >= (std::max)(t, -highest_); at -= 2) { sum += point(at); }
    return (std::min)(sum, 1.0);
  }
  /// P(T <= t), summed from the far end.
  [[nodiscard]] double lower(std::int64_t t) const noexcept {
    double sum = 0.0;
    for (std::int64_t at = -highest_; at <= (std::min)(t, highest_); at += 2) { sum += point(at); }
    return (std::min)(sum, 1.0);
  }

private:
  /// T moves in steps of two, so entry j of `probability_` stands for t = 2 j - highest.
  void convolve(std::size_t size, std::uint32_t count, double tilt) {
    if (count == 0) { return; }
    const double up = 1.0 / (1.0 + std::exp(-tilt * static_cast<double>(size)));
    const double down = 1.0 / (1.0 + std::exp(tilt * static_cast<double>(size)));
    const std::vector<double> ups = binomial_law(count, up, down);
    std::vector<double> next(probability_.size() + size * count, 0.0);
    for (std::size_t k = 0; k <= count; ++k) {
      const double weight = ups[k];
      if (weight == 0.0) { continue; }
      double* into = next.data() + k * size;
      for (std::size_t j = 0; j < probability_.size(); ++j) { into[j] += weight * probability_[j]; }
    }
    probability_ = std::move(next);
    highest_ += static_cast<std::int64_t>(size) * count;
  }

  std::vector<double> probability_;
  std::int64_t highest_{};
};

} // namespace headway::resample
