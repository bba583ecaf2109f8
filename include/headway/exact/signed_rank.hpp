#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/rules.hpp>
#include <headway/exact/transitions.hpp>
#include <headway/numeric/special.hpp>
#include <headway/resample/weighted_flip.hpp>

namespace headway::exact {

/// What happens to people who did not move. Values are part of the C ABI and never reused.
enum class zero_rule : std::int32_t {
  wilcoxon = 1, ///< they are left out before ranking
  pratt = 2     ///< they are ranked with the rest, and then left out: a move counts for more where many did not move
};

/// Options of `signed_rank`.
struct signed_rank_options {
  zero_rule zeros{zero_rule::wilcoxon};
  confidence_level confidence{0.95}; ///< 1 less this is the level of `detectable` and of could_not_show
  double power{0.8};                 ///< of the detectable change, in (0, 1)
};

/// Whether moves up outweigh moves down when moves are ranked by size. Since 0.1.
struct signed_rank_result {
  headway::status status{};          ///< no_data; no_variation: nobody moved; could_not_show: p_min is above 1 - confidence; ok otherwise
  std::uint64_t n{};                 ///< people with both values
  std::uint64_t up{};                ///< of them, went up
  std::uint64_t held{};              ///< stayed
  std::uint64_t down{};              ///< went down
  double w_plus{};                   ///< sum of the ranks of those who went up
  double w_minus{};                  ///< sum of the ranks of those who went down
  double p_two_sided{1.0};           ///< twice the smaller tail, at most 1
  double p_mid{1.0};                 ///< two-sided with half of the observed point; as `p_two_sided` where `method` is approximate
  double p_up{1.0};                  ///< P(w_plus at least this high, if each move were as likely up as down)
  double p_down{1.0};                ///< P(w_plus at least this low)
  double p_min{1.0};                 ///< floor: 2^(1 - movers)
  p_method method{p_method::exact};  ///< of these: exact, or approximate (normal with continuity correction) for more than about 2500 different sizes
  std::optional<double> z{};                    ///< (w_plus - mean) / standard deviation, ties counted; none when nobody moved
  std::optional<double> p_normal{};             ///< two-sided, from z
  std::optional<double> p_normal_continuity{};  ///< the same with w_plus half a rank nearer to its mean
  std::optional<double> rank_biserial{};        ///< (w_plus - w_minus) / (w_plus + w_minus), -1 to 1; none when nobody moved
  std::optional<double> hodges_lehmann{};       ///< median of the averages of all pairs of differences, each with itself too
  std::optional<double> hodges_lehmann_movers{}; ///< the same without those who did not move
  std::optional<double> detectable{};           ///< smallest change, in log odds of one level up against one down, these movers would have shown with the
                                                ///< stated power; none: no change, or differences not in levels
  friend bool operator==(const signed_rank_result&, const signed_rank_result&) = default;
};

namespace detail {

/// A size of difference, how many have it, and which way they went.
struct difference_group {
  double size{};
  std::uint64_t up{};
  std::uint64_t down{};
};

/// The k-th smallest (from 0) of a_i + a_j over i <= j, for sorted a: halving the doubles between the least and the greatest sum, counted by two fingers.
/// People with equal values are one entry with a count.
inline double kth_pair_sum(std::span<const double> value, std::span<const std::uint64_t> people, std::uint64_t k) {
  // doubles in the order of whole numbers: halving those always ends on a double
  const auto key = [](double x) {
    const auto bits = std::bit_cast<std::uint64_t>(x + 0.0);
    return (bits >> 63) != 0 ? ~bits : bits | std::uint64_t{1} << 63;
  };
  const auto number = [](std::uint64_t k_) { return std::bit_cast<double>((k_ >> 63) != 0 ? k_ ^ std::uint64_t{1} << 63 : ~k_); };
  std::vector<std::uint64_t> below(people.size() + 1, 0);
  for (std::size_t i = 0; i < people.size(); ++i) { below[i + 1] = below[i] + people[i]; }
  const auto at_most = [&](double sum) {
    std::uint64_t twice = 0; // ordered pairs, then each with itself once more
    std::uint64_t same = 0;
    std::size_t reach = value.size();
    for (std::size_t i = 0; i < value.size(); ++i) {
      while (reach > 0 && value[i] + value[reach - 1] > sum) { --reach; }
      twice += people[i] * below[reach];
      same += value[i] + value[i] <= sum ? people[i] : 0;
    }
    return (twice + same) / 2;
  };
  std::uint64_t low = key(value.front() + value.front());
  std::uint64_t high = key(value.back() + value.back());
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (at_most(number(middle)) > k) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return number(low);
}

/// Half the median of the sums of all pairs.
inline std::optional<double> median_of_pair_averages(std::span<const double> value, std::span<const std::uint64_t> people) {
  std::uint64_t n = 0;
  for (const std::uint64_t p : people) { n += p; }
  if (n == 0) { return std::nullopt; }
  const std::uint64_t pairs = n * (n + 1) / 2;
  const double lower = kth_pair_sum(value, people, (pairs - 1) / 2);
  const double upper = pairs % 2 == 1 ? lower : kth_pair_sum(value, people, pairs / 2);
  return 0.25 * lower + 0.25 * upper;
}

/// The test from groups of equal size, smallest first, and those who did not move.
inline signed_rank_result signed_rank_of(std::span<const difference_group> groups, std::uint64_t held, const signed_rank_options& options, bool in_levels) {
  signed_rank_result out;
  out.held = held;
  for (const difference_group& g : groups) {
    out.up += g.up;
    out.down += g.down;
  }
  const std::uint64_t movers = out.up + out.down;
  out.n = movers + held;
  if (out.n == 0) {
    out.status = status::no_data;
    return out;
  }
  check::bounded(static_cast<std::int64_t>(out.n), 0, 10'000'000, "signed_rank", "people");

  // all differences in order, for the averages of pairs
  std::vector<double> value;
  std::vector<std::uint64_t> people;
  for (std::size_t i = groups.size(); i > 0; --i) {
    if (groups[i - 1].down > 0) {
      value.push_back(-groups[i - 1].size);
      people.push_back(groups[i - 1].down);
    }
  }
  const std::size_t place_of_zero = value.size();
  for (const difference_group& g : groups) {
    if (g.up > 0) {
      value.push_back(g.size);
      people.push_back(g.up);
    }
  }
  out.hodges_lehmann_movers = median_of_pair_averages(value, people);
  if (held > 0) {
    value.insert(value.begin() + static_cast<std::ptrdiff_t>(place_of_zero), 0.0);
    people.insert(people.begin() + static_cast<std::ptrdiff_t>(place_of_zero), held);
  }
  out.hodges_lehmann = median_of_pair_averages(value, people);
  if (movers == 0) {
    out.status = status::no_variation;
    return out;
  }

  // twice the midranks are whole numbers
  std::vector<resample::flip_group> flips;
  std::int64_t below = options.zeros == zero_rule::pratt ? static_cast<std::int64_t>(held) : 0;
  std::int64_t plus = 0;
  std::int64_t whole = 0;
  double squares = 0.0;
  for (const difference_group& g : groups) {
    const auto size = static_cast<std::int64_t>(g.up + g.down);
    const std::int64_t rank = 2 * below + size + 1;
    flips.push_back({rank, static_cast<std::uint32_t>(size), 0.5});
    below += size;
    plus += rank * static_cast<std::int64_t>(g.up);
    whole += rank * size;
    squares += static_cast<double>(rank) * static_cast<double>(rank) * static_cast<double>(size);
  }
  out.w_plus = 0.5 * static_cast<double>(plus);
  out.w_minus = 0.5 * static_cast<double>(whole - plus);
  out.rank_biserial = static_cast<double>(2 * plus - whole) / static_cast<double>(whole);
  const double deviation = 0.25 * std::sqrt(squares); // of w_plus: a quarter of the sum of squared ranks, which are half of these
  const double off = 0.5 * static_cast<double>(plus) - 0.25 * static_cast<double>(whole);
  const double nearer = (std::max)(0.0, std::fabs(off) - 0.5);
  out.z = off / deviation;
  out.p_normal = (std::min)(1.0, 2.0 * numeric::normal_cdf(-std::fabs(*out.z)));
  out.p_normal_continuity = (std::min)(1.0, 2.0 * numeric::normal_cdf(-nearer / deviation));
  out.p_min = floor_of_flips(movers);

  const double alpha = 1.0 - options.confidence.value();
  const double steps = resample::weighted_flip_steps(flips);
  if (steps > 4e9) {
    out.method = p_method::approximate;
    out.p_up = numeric::normal_cdf((0.5 - off) / deviation);
    out.p_down = numeric::normal_cdf((off + 0.5) / deviation);
    out.p_two_sided = (std::max)(out.p_min, *out.p_normal_continuity);
    out.p_mid = out.p_two_sided;
  } else {
    const resample::weighted_flip_law law{flips};
    out.p_up = law.upper(plus);
    out.p_down = law.lower(plus);
    const double tail = (std::min)(out.p_up, out.p_down);
    out.p_two_sided = (std::max)(out.p_min, (std::min)(1.0, 2.0 * tail));
    out.p_mid = (std::min)(1.0, 2.0 * (tail - 0.5 * law.point(plus)));
    if (in_levels && out.p_min <= alpha) {
      // the least sum of ranks that is shown; then the change for which it is reached with the stated power
      std::int64_t critical = whole;
      std::int64_t too_low = whole / 2;
      while (critical - too_low > 1) {
        const std::int64_t middle = too_low + (critical - too_low) / 2;
        (2.0 * law.upper(middle) <= alpha ? critical : too_low) = middle;
      }
      double low = 0.0;
      double high = 40.0;
      for (int i = 0; i < 60 && 60.0 * steps <= 4e9; ++i) {
        const double middle = 0.5 * (low + high);
        for (std::size_t g = 0; g < flips.size(); ++g) { flips[g].up = 1.0 / (1.0 + std::exp(-middle * groups[g].size)); }
        (resample::weighted_flip_law{flips}.upper(critical) < options.power ? low : high) = middle;
      }
      if (60.0 * steps <= 4e9) { out.detectable = 0.5 * (low + high); }
    }
  }
  if (out.p_min > alpha) { out.status = status::could_not_show; }
  return out;
}

inline void signed_rank_checks(const signed_rank_options& options) {
  check::that(options.power > 0.0 && options.power < 1.0, "signed_rank", "power", "must be between 0 and 1");
  check::bounded(static_cast<std::int32_t>(options.zeros), 1, 2, "signed_rank", "zeros");
}

} // namespace detail

/// Wilcoxon's signed-rank test, exact with ties and with people who did not move.
/// Definition: the sizes of moves are ranked, ties share the mean of their ranks; w_plus is the sum of the ranks of moves up. Given the ranks, every
/// move is up or down with chance 1/2 under "nobody changed", and the law of w_plus is counted out (`resample::weighted_flip_law`). zeros says what
/// becomes of people who did not move. The normal form has the variance sum of squared ranks / 4.
/// Missing and edge cases: nobody moved: p = 1, status no_variation, and the averages of pairs are 0.
/// Choose `paired_change` on a scale of levels: it gives a change with an interval and does not turn sizes into ranks. Choose this where readers ask
/// for Wilcoxon, or where differences are measured and not in levels.
/// Why numbers can differ: R wilcox.test and scipy give a normal form when there are ties or zeros; with zeros the statistic differs by rule; the
/// Hodges-Lehmann estimate of R leaves out people who did not move and finds the root of a step function.
/// \param of who went from which level to which \throws error out_of_range for more than 10,000,000 people; invalid_argument for power
/// Cost: some microseconds for 30 people; `detectable` some milliseconds for 1000. Threads: safe. Since 0.1.
/// Reference: Wilcoxon 1945; Pratt 1959; Streitberg & Roehmel 1986; Kerby 2014 (rank_biserial). Checked by `signed_rank_test`.
[[nodiscard]] inline signed_rank_result signed_rank(const transitions& of, const signed_rank_options& options = {}) {
  detail::signed_rank_checks(options);
  std::vector<detail::difference_group> groups(of.levels());
  for (std::size_t from = 0; from < of.levels(); ++from) {
    for (std::size_t to = 0; to < of.levels(); ++to) {
      if (to > from) { groups[to - from].up += of.people(from, to); }
      if (to < from) { groups[from - to].down += of.people(from, to); }
    }
  }
  std::size_t kept = 0;
  for (std::size_t size = 1; size < groups.size(); ++size) {
    if (groups[size].up + groups[size].down > 0) { groups[kept++] = {static_cast<double>(size), groups[size].up, groups[size].down}; }
  }
  groups.resize(kept);
  return detail::signed_rank_of(groups, of.held(), options, true);
}

/// The same from two lists of marks, one pair a person.
/// \param before,after 0-based levels, or a negative number where there is none; equally long \param levels 2 to 16
/// \throws error invalid_argument for unequal lengths or power; out_of_range for levels, or with the row for a mark past the scale
/// Cost: O(pairs) and the first. Threads: safe. Since 0.1. Checked by `signed_rank_test`.
[[nodiscard]] inline signed_rank_result signed_rank(std::span<const std::int8_t> before, std::span<const std::int8_t> after, std::size_t levels,
                                                    const signed_rank_options& options = {}) {
  return signed_rank(detail::transitions_of(before, after, levels, "signed_rank"), options);
}

/// The same from measured differences, later less earlier. Two differences are tied when they are equal to the last bit: give whole numbers where
/// decimals would hide a tie.
/// \param differences one a person; NaN is none \throws error out_of_range, with the row, for a number past 1e150; invalid_argument for power
/// Cost: O(n log n) and the law: 20 microseconds for 30 people, a second for 2000 without ties. Threads: safe. Since 0.1. Checked by `signed_rank_test`.
[[nodiscard]] inline signed_rank_result signed_rank(std::span<const double> differences, const signed_rank_options& options = {}) {
  detail::signed_rank_checks(options);
  detail::measured(differences, "signed_rank", "differences");
  std::vector<double> moved;
  std::uint64_t held = 0;
  for (const double d : differences) {
    if (detail::missing(d)) { continue; }
    if (d > 0.0 || d < 0.0) {
      moved.push_back(d);
    } else {
      ++held;
    }
  }
  std::sort(moved.begin(), moved.end(), [](double a, double b) { return std::fabs(a) < std::fabs(b); });
  std::vector<detail::difference_group> groups;
  for (const double d : moved) {
    const double size = std::fabs(d);
    if (groups.empty() || size > groups.back().size) { groups.push_back({size, 0, 0}); }
    ++(d > 0.0 ? groups.back().up : groups.back().down);
  }
  return detail::signed_rank_of(groups, held, options, false);
}

/// The result as a table of one row; an empty cell has no value, and `status` says why.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `signed_rank_test`.
[[nodiscard]] inline table to_table(const signed_rank_result& r) {
  table out;
  for (const char* column : {"n", "up", "held", "down"}) { out.add(column, column_type::integer); }
  for (const char* column : {"w_plus", "w_minus", "p_two_sided", "p_mid", "p_up", "p_down", "p_min", "z", "p_normal", "p_normal_continuity", "rank_biserial",
                             "hodges_lehmann", "hodges_lehmann_movers", "detectable"}) {
    out.add(column, column_type::real);
  }
  for (const char* column : {"method", "status"}) { out.add(column, column_type::text); }
  out.push_row(r.n, r.up, r.held, r.down, r.w_plus, r.w_minus, r.p_two_sided, r.p_mid, r.p_up, r.p_down, r.p_min, r.z, r.p_normal, r.p_normal_continuity, r.rank_biserial,
               r.hodges_lehmann, r.hodges_lehmann_movers, r.detectable, name(r.method), name(r.status));
  return out;
}

} // namespace headway::exact
