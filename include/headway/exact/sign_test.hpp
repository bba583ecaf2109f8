#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/rules.hpp>
#include <headway/exact/transitions.hpp>
#include <headway/numeric/interval.hpp>
#include <headway/numeric/special.hpp>

namespace headway::exact {

namespace detail {

/// P(at most x of m) for fair coins. Up to 50 coins every number on the way is whole, so the result is right to the last bit.
inline double fair_coins(std::uint64_t x, std::uint64_t m) {
  if (x >= m) { return 1.0; }
  if (m > 50) { return numeric::binomial_cdf(x, m, 0.5); }
  double ways = 1.0;
  double sum = 1.0;
  for (std::uint64_t k = 0; k < x; ++k) {
    ways = ways * static_cast<double>(m - k) / static_cast<double>(k + 1);
    sum += ways;
  }
  return std::ldexp(sum, -static_cast<int>(m));
}

} // namespace detail

/// Options of `sign_test`.
struct sign_test_options {
  confidence_level confidence{0.95};
  tail_rule interval{tail_rule::mid_p}; ///< of the share of movers who went up
  double power{0.8};                    ///< of the detectable share, in (0, 1)
};

/// Whether more people went up than down. Since 0.1.
struct sign_test_result {
  headway::status status{};               ///< no_data; no_variation: nobody moved; could_not_show: p_min is above 1 - confidence; ok otherwise
  std::uint64_t n{};                      ///< people with both values
  std::uint64_t up{};                     ///< of them, went up
  std::uint64_t held{};                   ///< stayed
  std::uint64_t down{};                   ///< went down
  std::optional<double> share_up{};       ///< up / (up + down); none when nobody moved
  std::optional<double> share_up_low{};   ///< its interval, for the people these movers stand for
  std::optional<double> share_up_high{};
  double p_two_sided{1.0};                ///< exact, twice the smaller tail, at most 1
  double p_mid{1.0};                      ///< two-sided with half of the observed point
  double p_up{1.0};                       ///< P(at least as many up, if up and down were equally likely)
  double p_down{1.0};                     ///< P(at least as many down)
  double p_min{1.0};                      ///< floor: 2^(1 - movers)
  std::optional<double> detectable{};     ///< smallest share of movers going up (or down) that they would have shown with the stated power; none: no share
  friend bool operator==(const sign_test_result&, const sign_test_result&) = default;
};

/// Whether more people went up than down, from how many did.
/// Definition: given up + down = m, the number who went up is Binomial(m, 1/2) when up and down are equally likely. Who stayed says nothing about
/// the direction and is left out. The interval is that of a share (`numeric::clopper_pearson` or `numeric::mid_p`).
/// Missing and edge cases: nobody moved: p = 1, no share, status no_variation.
/// Choose it over `paired_change` when only the direction of a move means anything; over `signed_rank` when sizes of moves cannot be ranked.
/// Why numbers can differ: the two-sided p is twice the smaller tail, as R `binom.test` gives for 1/2; some programs count those who stayed as half.
/// \param up,held,down people who went up, stayed, went down
/// \throws error invalid_argument for power; limit for 2^53 people or more
/// Cost: a few incomplete beta functions. Threads: safe. Since 0.1. Reference: Arbuthnott 1710; Dixon & Mood 1946. Checked by `sign_test_test`.
[[nodiscard]] inline sign_test_result sign_test(std::uint64_t up, std::uint64_t held, std::uint64_t down, const sign_test_options& options = {}) {
  check::that(options.power > 0.0 && options.power < 1.0, "sign_test", "power", "must be between 0 and 1");
  constexpr std::uint64_t most = std::uint64_t{1} << 53;
  if (up > most || held > most || down > most || up + held + down > most) {
    throw error{error_category::limit, "sign_test", "up, held, down", "there are 2^53 people or more"};
  }
  sign_test_result out;
  out.n = up + held + down;
  out.up = up;
  out.held = held;
  out.down = down;
  if (out.n == 0) {
    out.status = status::no_data;
    return out;
  }
  const std::uint64_t m = up + down;
  if (m == 0) {
    out.status = status::no_variation;
    return out;
  }
  // P(X >= x) for x = up is P(X <= m - up): 1/2 is its own mirror
  out.p_up = detail::fair_coins(down, m);
  out.p_down = detail::fair_coins(up, m);
  const std::uint64_t fewer = (std::min)(up, down);
  const double tail = (std::min)(out.p_up, out.p_down);
  const double beyond = fewer == 0 ? 0.0 : detail::fair_coins(fewer - 1, m);
  out.p_min = floor_of_flips(m);
  out.p_two_sided = (std::max)(out.p_min, (std::min)(1.0, 2.0 * tail));
  out.p_mid = (std::min)(1.0, tail + beyond);
  out.share_up = static_cast<double>(up) / static_cast<double>(m);
  const bool exact = options.interval == tail_rule::exact;
  const numeric::interval range = exact ? numeric::clopper_pearson(up, m, options.confidence) : numeric::mid_p(up, m, options.confidence);
  out.share_up_low = range.lower;
  out.share_up_high = range.upper;

  const double alpha = 1.0 - options.confidence.value();
  if (out.p_min > alpha) {
    out.status = status::could_not_show;
    return out;
  }
  // the most who may go the other way and still be shown; then the share for which at most so many do with the stated power
  std::uint64_t others = 0;
  std::uint64_t too_many = m;
  while (too_many - others > 1) {
    const std::uint64_t middle = others + (too_many - others) / 2;
    (2.0 * detail::fair_coins(middle, m) <= alpha ? others : too_many) = middle;
  }
  out.detectable = numeric::beta_quantile(options.power, static_cast<double>(m - others), static_cast<double>(others + 1));
  return out;
}

/// The same from a table of transitions.
/// \throws error as the first Cost: as the first. Threads: safe. Since 0.1. Checked by `sign_test_test`.
[[nodiscard]] inline sign_test_result sign_test(const transitions& of, const sign_test_options& options = {}) {
  return sign_test(std::uint64_t{of.up()}, of.held(), of.down(), options);
}

/// The same from two lists of marks, one pair a person.
/// \param before,after 0-based levels, or a negative number where there is none; equally long \param levels 2 to 16
/// \throws error invalid_argument for unequal lengths or power; out_of_range for levels, or with the row for a mark past the scale
/// Cost: O(pairs). Threads: safe. Since 0.1. Checked by `sign_test_test`.
[[nodiscard]] inline sign_test_result sign_test(std::span<const std::int8_t> before, std::span<const std::int8_t> after, std::size_t levels,
                                                const sign_test_options& options = {}) {
  return sign_test(detail::transitions_of(before, after, levels, "sign_test"), options);
}

/// The same from measured differences, later less earlier.
/// \param differences one a person; NaN is none \throws error out_of_range, with the row, for a number past 1e150; invalid_argument for power
/// Cost: O(differences). Threads: safe. Since 0.1. Checked by `sign_test_test`.
[[nodiscard]] inline sign_test_result sign_test(std::span<const double> differences, const sign_test_options& options = {}) {
  detail::measured(differences, "sign_test", "differences");
  std::uint64_t up = 0;
  std::uint64_t held = 0;
  std::uint64_t down = 0;
  for (const double d : differences) {
    if (detail::missing(d)) { continue; }
    ++(d > 0.0 ? up : d < 0.0 ? down : held);
  }
  return sign_test(up, held, down, options);
}

/// The result as a table of one row; an empty cell has no value, and `status` says why.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `sign_test_test`.
[[nodiscard]] inline table to_table(const sign_test_result& r) {
  table out;
  for (const char* column : {"n", "up", "held", "down"}) { out.add(column, column_type::integer); }
  for (const char* column : {"share_up", "share_up_low", "share_up_high", "p_two_sided", "p_mid", "p_up", "p_down", "p_min", "detectable"}) {
    out.add(column, column_type::real);
  }
  out.add("status", column_type::text);
  out.push_row(r.n, r.up, r.held, r.down, r.share_up, r.share_up_low, r.share_up_high, r.p_two_sided, r.p_mid, r.p_up, r.p_down, r.p_min, r.detectable, name(r.status));
  return out;
}

} // namespace headway::exact
