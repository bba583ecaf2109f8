#pragma once

/// \file
/// The exact law of the sum of a resample: what a bootstrap of a mean draws from, without drawing.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/error.hpp>

namespace headway::resample {

/// The law of the sum of levels of n people drawn with replacement from n people on a scale.
/// Definition: P(S = s) is the coefficient of x^s in (sum over levels of (c_k / n) x^k)^n, by repeated squaring of the windows that matter:
/// probabilities below 1e-24 of the largest are left out, so those below 1e-16 are not good to the last digit. Every term is positive, so no digits are
/// lost to differences.
/// Missing and edge cases: nobody: S = 0. A mean is S / n, with levels counted from 0.
/// Choose it over drawing: it has no Monte Carlo error. Cost: about 400 n multiplications on five levels: a millisecond at n = 10,000.
/// Threads: immutable. Since 0.1. Reference: Efron and Tibshirani (1993), section 6.2, call a bootstrap of all resamples ideal.
/// Checked by `resampled_sum_test` against enumeration.
class resampled_sum_law {
public:
  static constexpr std::uint64_t most_people = 10'000'000; ///< beyond it the squaring takes more than seconds

  /// \param counts people per level, lowest first
  /// \throws error limit for more than `most_people` people
  explicit resampled_sum_law(std::span<const std::uint32_t> counts) {
    std::uint64_t people = 0;
    for (const std::uint32_t count : counts) { people += count; }
    if (people > most_people) {
      throw error{error_category::limit, "resampled_sum_law", "counts", "has " + std::to_string(people) + " people; the exact law is worked out for at most " + std::to_string(most_people)};
    }
    if (people == 0) { return; }
    window one;
    std::size_t low = 0;
    std::size_t high = counts.size();
    while (counts[low] == 0) { ++low; }
    while (counts[high - 1] == 0) { --high; }
    one.first = static_cast<std::int64_t>(low);
    one.chance.clear();
    for (std::size_t k = low; k < high; ++k) { one.chance.push_back(static_cast<double>(counts[k]) / static_cast<double>(people)); }
    std::uint64_t bit = 1;
    while (bit * 2 <= people) { bit *= 2; }
    law_ = one;
    for (bit /= 2; bit > 0; bit /= 2) {
      square(law_);
      if ((people & bit) != 0) { extend(law_, one); }
      trim(law_);
    }
  }

  /// The smallest sum that is kept.
  [[nodiscard]] std::int64_t lowest() const noexcept { return law_.first; }
  /// The largest one.
  [[nodiscard]] std::int64_t highest() const noexcept { return law_.first + static_cast<std::int64_t>(law_.chance.size()) - 1; }
  /// Probabilities of the sums from `lowest()` on.
  [[nodiscard]] std::span<const double> chances() const noexcept { return law_.chance; }

private:
  struct window {
    std::int64_t first{0};
    std::vector<double> chance{std::vector<double>(1, 1.0)};
  };

  /// The sum of two independent copies.
  static void square(window& of) {
    const std::vector<double>& a = of.chance;
    std::vector<double> out(2 * a.size() - 1, 0.0);
    for (std::size_t i = 0; i < a.size(); ++i) {
      out[2 * i] += a[i] * a[i];
      const double twice = 2.0 * a[i];
      double* into = out.data() + i;
      for (std::size_t j = i + 1; j < a.size(); ++j) { into[j] += twice * a[j]; }
    }
    of.first *= 2;
    of.chance = std::move(out);
  }
  /// One person more.
  static void extend(window& of, const window& by) {
    std::vector<double> out(of.chance.size() + by.chance.size() - 1, 0.0);
    for (std::size_t i = 0; i < by.chance.size(); ++i) {
      for (std::size_t j = 0; j < of.chance.size(); ++j) { out[i + j] += by.chance[i] * of.chance[j]; }
    }
    of.first += by.first;
    of.chance = std::move(out);
  }
  /// Leaves out the far ends and makes the rest sum to 1.
  static void trim(window& of) {
    const double largest = *std::max_element(of.chance.begin(), of.chance.end());
    const auto matters = [cut = 1e-24 * largest](double chance) { return chance >= cut; };
    const auto last = std::find_if(of.chance.rbegin(), of.chance.rend(), matters).base();
    const auto first = std::find_if(of.chance.begin(), last, matters);
    of.first += first - of.chance.begin();
    of.chance = std::vector<double>(first, last);
    double sum = 0.0;
    for (const double chance : of.chance) { sum += chance; }
    for (double& chance : of.chance) { chance /= sum; }
  }

  window law_;
};

} // namespace headway::resample
