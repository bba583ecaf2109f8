#pragma once

/// \file
/// Two-sided intervals for one share.

#include <cmath>
#include <cstdint>
#include <string>

#include <headway/base/error.hpp>
#include <headway/base/types.hpp>
#include <headway/numeric/special.hpp>

namespace headway::numeric {

/// A closed range of values that should hold the true one. Since 0.1.
struct interval {
  double lower{};
  double upper{};
  /// Whether a value lies in it, ends included.
  [[nodiscard]] constexpr bool contains(double value) const noexcept { return lower <= value && value <= upper; }
  /// upper - lower.
  [[nodiscard]] constexpr double width() const noexcept { return upper - lower; }
  friend constexpr bool operator==(const interval&, const interval&) = default;
};

namespace detail {

inline void trials(std::uint64_t x, std::uint64_t n, const char* function) {
  if (n == 0) { throw error{error_category::out_of_range, function, "n", "0 is not allowed; a share needs at least one trial"}; }
  if (x > n) {
    throw error{error_category::out_of_range, function, "x",
                std::to_string(x) + " is not allowed; it must be 0 to n = " + std::to_string(n)};
  }
}

/// The share at which x or more of n have mid-P probability `tail`: the lower end for x. For x = 0 it is 0.
[[nodiscard]] inline double mid_p_lower(std::uint64_t x, std::uint64_t n, double tail) {
  if (x == 0) { return 0.0; }
  const double k = static_cast<double>(x);
  const double rest = static_cast<double>(n - x);
  // P(X > x) + P(X = x) / 2 grows with the share; the root lies between the ends of the exact intervals of x and x + 1.
  double low = beta_quantile(tail, k, rest + 1.0);
  double high = x == n ? 1.0 : beta_quantile(tail, k + 1.0, rest);
  const beta_law at_least{k, rest + 1.0};
  for (int step = 0; step < 200 && high - low > 1e-15 * high; ++step) {
    const double share = 0.5 * (low + high);
    const double above = x == n ? 0.0 : beta_cdf(share, k + 1.0, rest);
    const double mid = 0.5 * (at_least.at(share, 1.0 - share).lower + above);
    (mid < tail ? low : high) = share;
  }
  return 0.5 * (low + high);
}

} // namespace detail

/// The exact interval for a share: covers the true share at least as often as the confidence says, for every n.
/// Definition: each end is the share at which a count as extreme as x, or more so, has probability (1 - confidence) / 2; the lower end is
/// 0 for x = 0, the upper 1 for x = n. Choose `mid_p` where covering often enough on average is enough.
/// \param x successes, 0 to n \param n trials, at least 1 \param confidence \return shares in [0, 1]
/// \throws error out_of_range for n = 0 or x > n
/// Cost: two beta quantiles. Threads: safe. Since 0.1. Reference: Clopper and Pearson (1934). Checked by `interval_test`.
[[nodiscard]] inline interval clopper_pearson(std::uint64_t x, std::uint64_t n, confidence_level confidence) {
  detail::trials(x, n, "clopper_pearson");
  const double tail = 0.5 * (1.0 - confidence.value());
  const double k = static_cast<double>(x);
  const double rest = static_cast<double>(n - x);
  return {x == 0 ? 0.0 : beta_quantile(tail, k, rest + 1.0), x == n ? 1.0 : 1.0 - beta_quantile(tail, rest, k + 1.0)};
}

/// The mid-P interval for a share: half the probability of x itself counts as "more extreme". Shorter than `clopper_pearson`; covers about
/// as often as the confidence says on average, a little less for some shares.
/// \param x successes, 0 to n \param n trials, at least 1 \param confidence \return shares in [0, 1]
/// \throws error out_of_range for n = 0 or x > n
/// Cost: about a hundred beta probabilities. Threads: safe. Since 0.1. Reference: Lancaster (1961). Checked by `interval_test`.
[[nodiscard]] inline interval mid_p(std::uint64_t x, std::uint64_t n, confidence_level confidence) {
  detail::trials(x, n, "mid_p");
  const double tail = 0.5 * (1.0 - confidence.value());
  return {detail::mid_p_lower(x, n, tail), 1.0 - detail::mid_p_lower(n - x, n, tail)};
}

} // namespace headway::numeric
