#pragma once

/// \file
/// The level set: every level that could be the median of the people these raters stand for.

#include <cmath>
#include <cstdint>
#include <span>

#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/numeric/order.hpp>

namespace headway::profile {

/// How the probability of the outcome seen enters a test of a median.
enum class tail_rule : std::uint8_t {
  exact, ///< in full: the set holds the true median level at least as often as the confidence says, always
  mid_p  ///< by half: smaller sets, right on average only
};

/// Options of `level_set_of`. Since 0.1.
struct level_set_options {
  confidence_level confidence{0.95};
  tail_rule tails{tail_rule::exact};
};

/// The levels that could be the median, and whether a panel of this size could have said less than "any level". Since 0.1.
struct level_set {
  std::uint32_t lowest{};  ///< 0-based level
  std::uint32_t highest{}; ///< 0-based level; the set is lowest..highest without gaps
  headway::status status{status::no_data};
  std::uint64_t n{};     ///< raters
  std::uint32_t floor{}; ///< fewest raters that can give less than the whole scale at this confidence
  friend constexpr bool operator==(const level_set&, const level_set&) = default;
};

namespace detail {

/// Whether a binomial(n, 1/2) sum from below, in units where its last term weighs `term`, has reached its share of a test.
[[nodiscard]] constexpr bool reached(double below, double term, double needed, tail_rule tails) noexcept {
  return below + (tails == tail_rule::exact ? term : 0.5 * term) >= needed;
}

/// The smallest count c that a binomial(n, 1/2) variable is at or below with probability of at least `tail`.
/// Up to n = 1000 the binomial coefficients are summed as they are, exactly while they have no more than 53 bits; beyond, they are taken
/// relative to the middle one, so that nothing under- or overflows, from where they stop mattering.
[[nodiscard]] inline std::uint64_t smallest_plausible_count(std::uint64_t n, double tail, tail_rule tails) noexcept {
  std::uint64_t count = 0;
  double term = 1.0;
  double needed = 0.0;
  if (n <= 1000) {
    needed = std::ldexp(tail, static_cast<int>(n));
  } else {
    const std::uint64_t middle = n / 2;
    double half = 0.0; // P(X <= middle) in units of P(X = middle)
    double last = 1.0;
    count = middle;
    while (count > 0 && last > 1e-60) {
      half += last;
      last *= static_cast<double>(count) / static_cast<double>(n - count + 1);
      --count;
    }
    term = last;
    needed = tail * (n % 2 == 0 ? 2.0 * half - 1.0 : 2.0 * half);
  }
  double below = 0.0;
  while (!reached(below, term, needed, tails)) {
    below += term;
    term *= static_cast<double>(n - count);
    term /= static_cast<double>(count + 1);
    ++count;
  }
  return count;
}

/// The fewest raters whose tests can exclude a level: the smallest n at which a count of 0 is too unlikely.
[[nodiscard]] constexpr std::uint32_t fewest_raters(double tail, tail_rule tails) noexcept {
  std::uint32_t n = 0;
  for (double all_one_side = 1.0; reached(0.0, all_one_side, tail, tails); all_one_side *= 0.5) { ++n; }
  return n;
}

} // namespace detail

/// Which levels could be the median level: those no one-sided test rejects.
/// Definition: level k is in the set iff the upper Clopper-Pearson bound of P(Y >= k) is at least 1/2 and the lower one of P(Y >= k + 1)
/// is at most 1/2, each at (1 - confidence) / 2. Because both compare with 1/2 this is a matter of counts alone: with c the smallest count
/// that a binomial(n, 1/2) variable is at or below with probability (1 - confidence) / 2 or more, the set runs from the level of the
/// c-th rater from below to the level of the c-th rater from above; for c = 0 it is the whole scale. Ties need no correction, a step
/// needs no size, and the set holds the true median level with at least the stated confidence for every n and every distribution.
/// Missing and edge cases: below `floor` raters the set is the whole scale, because this panel could not have said less; the status is
/// then no_data (n = 0), value_only (n = 1: the mark itself is in the counts) or too_few_raters. Otherwise it is ok.
/// Choose it over the mean with a standard error: it never claims more than the panel can carry.
/// \param counts raters per level, lowest first, 2 to 16 levels \param options \return the set
/// \throws error out_of_range for fewer than 2 or more than 16 levels
/// Cost: about n / 2 additions up to n = 1000, then 8 sqrt(n); no allocation. Threads: safe. Since 0.1.
/// Reference: Clopper and Pearson (1934); Lancaster (1961) for mid-P. Checked by `level_set_test`; coverage in docs/coverage.md.
[[nodiscard]] inline level_set level_set_of(std::span<const std::uint32_t> counts, const level_set_options& options = {}) {
  numeric::detail::level_counts(counts, "level_set_of");
  const double tail = 0.5 * (1.0 - options.confidence.value());
  const std::uint64_t n = numeric::total(counts);
  level_set set{0, static_cast<std::uint32_t>(counts.size() - 1), status::ok, n, detail::fewest_raters(tail, options.tails)};
  if (n < set.floor) {
    set.status = n == 0 ? status::no_data : n == 1 ? status::value_only : status::too_few_raters;
    return set;
  }
  const std::uint64_t c = detail::smallest_plausible_count(n, tail, options.tails);
  set.lowest = numeric::order_statistic(counts, c);
  set.highest = numeric::order_statistic(counts, n - c + 1);
  return set;
}

} // namespace headway::profile
