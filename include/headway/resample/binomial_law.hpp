#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace headway::resample {

/// The binomial law: entry k is the chance of k of n.
/// Definition: C(n, k) up^k down^(n - k), from the mode outwards, so every entry is a product of few roundings and none overflows; for fair coins and at most 50
/// of them every entry is right to the last bit.
/// \param n how many \param up,down chances of each that sum to 1; both are given so that neither loses digits \return n + 1 probabilities
/// Cost: O(n). Threads: safe. Since 0.1. Checked by `binomial_law_test`.
[[nodiscard]] inline std::vector<double> binomial_law(std::uint32_t n, double up, double down) {
  std::vector<double> out(n + std::size_t{1}, 0.0);
  if (!(up > 0.0)) {
    out[0] = 1.0;
    return out;
  }
  if (!(down > 0.0)) {
    out[n] = 1.0;
    return out;
  }
  const double odds = up / down;
  if (n <= 50 && !(odds < 1.0) && !(odds > 1.0)) { // every number on the way is whole: right to the last bit
    double ways = 1.0;
    for (std::size_t k = 0; k <= n; ++k) {
      out[k] = std::ldexp(ways, -static_cast<int>(n));
      ways = ways * static_cast<double>(n - k) / static_cast<double>(k + 1);
    }
    return out;
  }
  const auto mode = (std::min)(std::size_t{n}, static_cast<std::size_t>((static_cast<double>(n) + 1.0) * up));
  out[mode] = 1.0;
  double sum = 1.0;
  for (std::size_t k = mode; k < n; ++k) {
    out[k + 1] = out[k] * (static_cast<double>(n - k) / static_cast<double>(k + 1)) * odds;
    sum += out[k + 1];
  }
  for (std::size_t k = mode; k > 0; --k) {
    out[k - 1] = out[k] * (static_cast<double>(k) / static_cast<double>(n - k + 1)) / odds;
    sum += out[k - 1];
  }
  for (double& p : out) { p /= sum; }
  return out;
}

} // namespace headway::resample
