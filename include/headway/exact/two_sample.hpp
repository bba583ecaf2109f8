#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/detail/value_levels.hpp>
#include <headway/exact/relative_effect.hpp>
#include <headway/exact/rules.hpp>
#include <headway/numeric/interval.hpp>
#include <headway/numeric/special.hpp>
#include <headway/resample/law_options.hpp>
#include <headway/resample/two_group.hpp>
#include <headway/resample/two_group_draw.hpp>

namespace headway::exact {

/// Options of `two_sample`. Since 0.1.
struct two_sample_options {
  confidence_level confidence{0.95};      ///< of the intervals, and 1 less the level at which a test would be called significant
  double power{0.8};                      ///< of `two_sample_result::detectable`, in (0, 1)
  std::uint64_t most_tables{20'000'000};  ///< of the studentised test: count every table up to this many; 0 draws at once
  std::uint32_t draws{99'999};            ///< random assignments otherwise, at least 99
  seed random_seed{1};                    ///< of these; the same bits for any number of threads
  std::size_t threads{1};                 ///< for these; 0 for as many as the machine runs at once
};

/// P-values of one statistic if people were assigned to the two groups at random. Since 0.1.
struct group_p_values {
  double greater{1.0};            ///< P(a statistic at least this much in favour of the first group)
  double less{1.0};               ///< P(a statistic at least this much in favour of the second group)
  double two_sided_doubled{1.0};  ///< twice the smaller of these, at most 1
  double two_sided_distance{1.0}; ///< P(a statistic at least this far from its mean)
  p_method method{p_method::exact};
  friend bool operator==(const group_p_values&, const group_p_values&) = default;
};

/// Two groups on one ordered scale. Everything that has a direction is positive, or "greater", when the first group (x) tends to be higher. Since 0.1.
struct two_sample_result {
  headway::status status{headway::status::no_data}; ///< no_data; not_comparable: nobody in one group; no_variation: everybody gave the same mark; could_not_show; ok
  std::uint64_t n_x{};                     ///< people in the first group
  std::uint64_t n_y{};                     ///< and in the second
  // how large
  std::optional<double> superiority{};     ///< P(x > y) + P(x = y) / 2: the chance that somebody of the first group marks higher
  std::optional<numeric::interval> superiority_range{}; ///< none: a group of one
  std::optional<double> cliff_delta{};     ///< P(x > y) - P(x < y) = 2 superiority - 1
  std::optional<double> cliff_variance{};  ///< its unbiased variance (Cliff 1996); none: a group of one
  std::optional<numeric::interval> cliff_range{}; ///< Feng and Cliff's interval for delta, t with n_x + n_y - 2 degrees of freedom; for comparison with other programs
  std::optional<double> shift{};           ///< Hodges-Lehmann: the median of all differences x - y, in the values of the levels
  // Mann-Whitney
  std::optional<double> u_x{};             ///< pairs in which x is higher, equals counted half
  std::optional<double> u_y{};             ///< pairs in which y is higher, equals counted half
  group_p_values p{};                      ///< of the rank sum, ties by midranks
  double p_min{1.0};                       ///< floor: no assignment of these marks can give a smaller p.two_sided_doubled
  std::optional<double> detectable{};      ///< the smallest |delta| that this test would find significant with the stated power; none: none, however large
  std::optional<double> z{};               ///< (u_x - mean) / standard deviation with ties; none when everybody gave the same mark
  std::optional<double> p_normal{};        ///< two-sided, from z
  std::optional<double> p_normal_continuity{}; ///< the same with u_x half a pair nearer to its mean
  // sums of levels
  std::optional<double> mean_difference{}; ///< mean level of x less that of y, in levels: it treats steps as equal
  group_p_values level_p{};                ///< of the sum of levels
  // Brunner-Munzel
  std::optional<double> brunner_munzel{};  ///< the studentised statistic; none as `brunner_munzel_status` says
  headway::status brunner_munzel_status{headway::status::no_data}; ///< ok; too_few_raters: a group of one; separated: the groups do not overlap; no_variation
  std::optional<double> brunner_munzel_df{};       ///< Satterthwaite's degrees of freedom
  std::optional<double> p_brunner_munzel_t{};      ///< two-sided, from the t law: too small in small groups
  group_p_values studentised_p{};          ///< from the permutation law of the statistic; separated groups count as beyond every other
  double studentised_p_min{1.0};           ///< floor of studentised_p.two_sided_doubled
  std::uint64_t tables{};                  ///< counted for it, where exact
  std::uint32_t draws{};                   ///< random assignments, where anything was drawn
  friend bool operator==(const two_sample_result&, const two_sample_result&) = default;
};

namespace detail {

/// The median of x - y over all pairs, given the values of the levels.
[[nodiscard]] inline double median_difference(std::span<const std::uint32_t> x, std::span<const std::uint32_t> y, std::span<const double> values) {
  std::vector<std::pair<double, double>> differences; // and how many pairs
  double pairs = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = 0; j < y.size(); ++j) {
      if (x[i] == 0 || y[j] == 0) { continue; }
      const double count = static_cast<double>(x[i]) * y[j];
      differences.emplace_back(values[i] - values[j], count);
      pairs += count;
    }
  }
  std::sort(differences.begin(), differences.end());
  const auto at = [&](double rank) { // from 1
    double sum = 0.0;
    for (const auto& [difference, count] : differences) {
      sum += count;
      if (sum >= rank) { return difference; }
    }
    return differences.back().first;
  };
  return 0.5 * (at(std::floor(0.5 * (pairs + 1.0))) + at(std::floor(0.5 * pairs) + 1.0));
}

/// Cliff's unbiased variance of delta, never below its least possible value.
[[nodiscard]] inline double cliff_variance(std::span<const std::uint32_t> x, std::span<const std::uint32_t> y, double delta) {
  double a_below = 0.0;
  double b_below = 0.0;
  double n1 = 0.0;
  double n2 = 0.0;
  double equal = 0.0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    n1 += x[k];
    n2 += y[k];
    equal += static_cast<double>(x[k]) * y[k];
  }
  double rows = 0.0; // people of x: mean sign against all of y, less delta, squared
  double columns = 0.0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const double of_x = (2.0 * b_below + y[k]) / n2 - 1.0 - delta;
    const double of_y = 1.0 - (2.0 * a_below + x[k]) / n1 - delta;
    rows += x[k] * of_x * of_x;
    columns += y[k] * of_y * of_y;
    a_below += x[k];
    b_below += y[k];
  }
  const double cells = n1 * n2 - equal - n1 * n2 * delta * delta;
  const double variance = (n2 * n2 * rows + n1 * n1 * columns - cells) / (n1 * n2 * (n1 - 1.0) * (n2 - 1.0));
  return (std::max)(variance, (1.0 - delta * delta) / (n1 * n2 - 1.0));
}

/// Feng and Cliff's interval for delta; without overlap the bound they give for the smaller group.
[[nodiscard]] inline numeric::interval cliff_interval(double delta, double variance, double n1, double n2, double tail) {
  const double t = numeric::student_t_quantile(1.0 - tail, n1 + n2 - 2.0);
  const double square = 1.0 - delta * delta;
  if (!(square > 0.0)) {
    const double fewer = (std::min)(n1, n2);
    const double bound = (fewer - t * t) / (fewer + t * t);
    return delta > 0.0 ? numeric::interval{bound, 1.0} : numeric::interval{-1.0, -bound};
  }
  const double spread = t * t * variance;
  const double half = t * std::sqrt(variance) * std::sqrt(square * square + spread);
  return {(std::max)(-1.0, (delta * square - half) / (square + spread)), (std::min)(1.0, (delta * square + half) / (square + spread))};
}

/// The p-values of a sum of scores in the first group.
[[nodiscard]] inline group_p_values sum_p_values(std::span<const std::uint32_t> x, std::span<const std::uint32_t> y, std::span<const std::int64_t> scores,
                                                 const resample::law_options& drawing, std::uint32_t& draws) {
  constexpr double most_steps = 2e9; // a few seconds
  group_p_values out;
  std::vector<std::uint32_t> totals(x.size());
  std::uint32_t n1 = 0;
  std::int64_t n = 0;
  std::int64_t observed = 0;
  std::int64_t all = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    totals[k] = x[k] + y[k];
    n1 += x[k];
    n += totals[k];
    observed += scores[k] * x[k];
    all += scores[k] * totals[k];
  }
  const auto p_from = [&](double lower, double upper) {
    out.less = lower;
    out.greater = upper;
    out.two_sided_doubled = (std::min)(1.0, 2.0 * (std::min)(lower, upper));
  };
  // the value as far from the mean n1 all / n on its other side, in units of 1 / n
  const std::int64_t away = n * observed - n1 * all;
  const std::int64_t mirrored = n1 * all - away;
  const auto floor_of = [&](std::int64_t value) { return value / n - (value % n != 0 && value < 0 ? 1 : 0); };
  const std::int64_t other = away < 0 ? -floor_of(-mirrored) : floor_of(mirrored);

  std::optional<resample::exact_tails> here = resample::two_group_tails(totals, n1, scores, observed, most_steps);
  std::optional<resample::exact_tails> there;
  const bool symmetric = 2 * static_cast<std::int64_t>(n1) == n; // groups may be exchanged
  if (here && away != 0 && !symmetric) { there = resample::two_group_tails(totals, n1, scores, other, most_steps); }
  if (!here || (away != 0 && !symmetric && !there)) {
    const resample::drawn_tails drawn = resample::two_group_sum_drawn(x, y, scores, drawing);
    p_from(drawn.lower, drawn.upper);
    out.two_sided_distance = drawn.distance;
    out.method = p_method::drawn;
    draws = drawn.draws;
    return out;
  }
  p_from(here->lower, here->upper);
  if (away == 0) {
    out.two_sided_distance = 1.0;
  } else if (symmetric) {
    out.two_sided_distance = out.two_sided_doubled;
  } else {
    out.two_sided_distance = (std::min)(1.0, away > 0 ? here->upper + there->lower : here->lower + there->upper);
  }
  return out;
}

/// The floor of a two-sided rank sum p: the first group altogether at one end of everybody. Of a level that has to be shared out there are several ways.
[[nodiscard]] inline double rank_sum_floor(std::span<const std::uint32_t> totals, std::uint32_t n1, std::uint32_t n) {
  const auto log_choose = [](std::uint32_t of, std::uint32_t k) {
    return resample::detail::log_factorial(of) - resample::detail::log_factorial(k) - resample::detail::log_factorial(of - k);
  };
  const auto at_end = [&](bool top) {
    std::uint32_t left = n1;
    for (std::size_t i = 0; i < totals.size(); ++i) {
      const std::uint32_t here = totals[top ? totals.size() - 1 - i : i];
      if (left <= here) { return log_choose(here, left) - log_choose(n, n1); }
      left -= here;
    }
    return 0.0;
  };
  return (std::clamp)(2.0 * std::exp((std::min)(at_end(true), at_end(false))), resample::detail::smallest_tail, 1.0);
}

/// The smallest |delta| that the two-sided rank sum test finds with the power asked for; both directions must be within reach, where both can be.
[[nodiscard]] inline std::optional<double> smallest_delta(const studentised_law& law, double pairs, double deviation, double alpha, double power) {
  if (!law.differences) { // so many people that a normal law is as good
    const double delta = 2.0 * (numeric::normal_quantile(1.0 - 0.5 * alpha) + numeric::normal_quantile(power)) * deviation / pairs;
    return delta < 1.0 ? std::optional{(std::max)(delta, 0.0)} : std::nullopt;
  }
  std::optional<double> out;
  if (const auto critical = law.differences->critical_high(0.5 * alpha)) { out = law.differences->mean_at_power(*critical, true, power) / pairs; }
  if (const auto critical = law.differences->critical_low(0.5 * alpha)) {
    const double low = -law.differences->mean_at_power(*critical, false, power) / pairs;
    out = out ? (std::max)(*out, low) : low;
  }
  return out;
}

/// The test for people per level, however many levels there are; see `two_sample`.
[[nodiscard]] inline two_sample_result two_sample_of(std::span<const std::uint32_t> x, std::span<const std::uint32_t> y, const two_sample_options& options,
                                                     std::span<const double> values) {
  check::bounded(options.draws, 99, 0xFFFFFFFF, "two_sample", "draws");
  check::that(options.power > 0.0 && options.power < 1.0, "two_sample", "power", "must be between 0 and 1");
  const std::size_t levels = x.size();
  two_sample_result out;
  std::vector<std::uint32_t> totals(levels);
  double sum_x = 0.0; // of levels
  double sum_y = 0.0;
  double ties = 0.0;
  std::size_t occupied = 0;
  for (std::size_t k = 0; k < levels; ++k) {
    out.n_x += x[k];
    out.n_y += y[k];
    sum_x += static_cast<double>(k) * x[k];
    sum_y += static_cast<double>(k) * y[k];
    const double total = static_cast<double>(x[k]) + y[k];
    ties += total * (total - 1.0) * (total + 1.0);
    occupied += total > 0.0 ? 1u : 0u;
  }
  check::bounded(static_cast<std::int64_t>(out.n_x), 0, 1'000'000, "two_sample", "x");
  check::bounded(static_cast<std::int64_t>(out.n_y), 0, 1'000'000, "two_sample", "y");
  if (out.n_x + out.n_y == 0) { return out; }
  if (out.n_x == 0 || out.n_y == 0) {
    out.status = status::not_comparable;
    out.brunner_munzel_status = status::not_comparable;
    return out;
  }
  for (std::size_t k = 0; k < levels; ++k) { totals[k] = x[k] + y[k]; }
  const auto n1 = static_cast<std::uint32_t>(out.n_x);
  const auto n2 = static_cast<std::uint32_t>(out.n_y);
  const double pairs = static_cast<double>(n1) * n2;
  const double n = static_cast<double>(n1) + n2;
  const double tail = 0.5 * (1.0 - options.confidence.value());
  const double alpha = 1.0 - options.confidence.value();

  const placement_sums sums = placements(x, totals);
  out.u_x = 0.5 * static_cast<double>(sums.x);
  out.u_y = pairs - *out.u_x;
  out.superiority = *out.u_x / pairs;
  out.cliff_delta = (static_cast<double>(sums.x) - pairs) / pairs;
  out.superiority_range = relative_effect_interval(x, y, options.confidence);
  if (n1 > 1 && n2 > 1) {
    out.cliff_variance = cliff_variance(x, y, *out.cliff_delta);
    out.cliff_range = cliff_interval(*out.cliff_delta, *out.cliff_variance, n1, n2, tail);
  }
  out.shift = median_difference(x, y, values);
  out.mean_difference = sum_x / n1 - sum_y / n2;
  if (occupied < 2) {
    out.status = status::no_variation;
    out.brunner_munzel_status = status::no_variation;
    return out;
  }

  const double deviation = std::sqrt(pairs / 12.0 * (n + 1.0 - ties / (n * (n - 1.0)))); // of u_x
  out.z = (*out.u_x - 0.5 * pairs) / deviation;
  out.p_normal = (std::min)(1.0, 2.0 * numeric::normal_cdf(-std::fabs(*out.z)));
  out.p_normal_continuity = (std::min)(1.0, 2.0 * numeric::normal_cdf(-(std::max)(0.0, std::fabs(*out.u_x - 0.5 * pairs) - 0.5) / deviation));

  const resample::law_options drawing{options.most_tables, options.draws, options.random_seed, options.threads};
  std::vector<std::int64_t> midranks(levels);
  std::vector<std::int64_t> level_scores(levels);
  std::int64_t below = 0;
  for (std::size_t k = 0; k < levels; ++k) {
    midranks[k] = 2 * below + totals[k] + 1;
    below += totals[k];
    level_scores[k] = static_cast<std::int64_t>(k);
  }
  out.p = sum_p_values(x, y, midranks, drawing, out.draws);
  out.level_p = sum_p_values(x, y, level_scores, drawing, out.draws);
  out.p_min = rank_sum_floor(totals, n1, n1 + n2);

  const studentised_law law = studentised_permutation(x, totals, drawing);
  out.tables = law.tables;
  out.draws = (std::max)(out.draws, law.draws);
  out.detectable = out.p_min > alpha ? std::nullopt : smallest_delta(law, pairs, deviation, alpha, options.power);
  if (n1 > 1 && n2 > 1) {
    const studentised_order order{n1, n2};
    out.brunner_munzel = order.value(order.of(sums));
    out.brunner_munzel_status = out.brunner_munzel ? status::ok : status::separated;
    if (out.brunner_munzel) {
      out.brunner_munzel_df = moments_of(x, y, 0.0).df();
      out.p_brunner_munzel_t = 2.0 * numeric::student_t_cdf(-std::fabs(*out.brunner_munzel), *out.brunner_munzel_df);
    }
    out.studentised_p = {law.upper, law.lower, (std::min)(1.0, 2.0 * (std::min)(law.upper, law.lower)), law.distance, law.exact ? p_method::exact : p_method::drawn};
    out.studentised_p_min = (std::min)(1.0, 2.0 * (std::min)(law.at_highest, law.at_lowest));
  } else {
    out.brunner_munzel_status = status::too_few_raters;
  }
  out.status = out.p_min > alpha ? status::could_not_show : status::ok;
  return out;
}

} // namespace detail

/// Two groups on one ordered scale: does one tend to be higher, by how much, and could these people have shown it.
/// Definition: superiority = P(x > y) + P(x = y) / 2 over all pairs, Cliff's delta = 2 superiority - 1, u_x = pairs x superiority. Three tests, each by
/// the law of people assigned to the groups at random, ties being part of it: the rank sum (Mann-Whitney, Wilcoxon), the sum of levels, and Brunner and Munzel's
/// statistic, which gives each group its own spread and so stays valid when groups differ in spread alone. Two-sided p-values come in two definitions: twice the smaller
/// tail, and at least as far from the mean; they agree for groups of one size.
/// `detectable` is the |delta| to which the law of u_x must be tilted for the rank sum test to be significant with the stated power.
/// Missing: nobody in a group: not_comparable. Everybody at one level: no_variation, superiority 1/2, p = 1. A floor above 1 - confidence: could_not_show.
/// Groups that do not overlap: no studentised value (status separated), its p is the smallest there is, and the interval of superiority ends at 0 or 1.
/// Choose `p` by default, `studentised_p` when one group may be more spread out, `level_p` only when steps are equal. `studentised_p` is exact where both groups follow
/// one law; where the smaller group is much more spread out it still rejects too often, up to 14 % in place of 5 % at 8 + 20 people on the worst laws tried
/// (benchmarks/coverage/groups.cpp). For the same people choose `paired_change`.
/// Why numbers can differ: R wilcox.test and scipy drop to a normal law with ties; coin's two-sided exact p is `two_sided_distance`; brunnermunzel stops at 14 + 14 people;
/// effectsize and effsize have no interval without overlap; the direction of scipy's brunnermunzel is the other way round.
/// \param x,y people per level in the two groups; equally long, 2 to 16 levels, up to a million people each
/// \param options \param values of the levels, increasing, for `shift`; empty: 1, 2, ..
/// \throws error invalid_argument for unequal lengths, values that do not increase or power; out_of_range for levels, people or draws
/// Cost: 30 + 30 people on 5 levels 0.5 ms, 60 + 60 5 ms; the studentised test counts up to `most_tables` tables at 25 ns and otherwise draws. Threads: safe. Since 0.1.
/// Reference: Mann & Whitney 1947; Agresti, Mehta & Patel 1990; Cliff 1996; Feng & Cliff 2004; Brunner & Munzel 2000; Neubert & Brunner 2007; Phipson & Smyth 2010.
/// Checked by `two_sample_test` against enumeration and case a11.
[[nodiscard]] inline two_sample_result two_sample(std::span<const std::uint32_t> x, std::span<const std::uint32_t> y, const two_sample_options& options = {},
                                                  std::span<const double> values = {}) {
  const std::size_t levels = x.size();
  check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "two_sample", "levels");
  check::same_length(y.size(), levels, "two_sample", "y");
  std::array<double, most_levels> steps{};
  for (std::size_t k = 0; k < levels; ++k) { steps[k] = static_cast<double>(k) + 1.0; }
  if (!values.empty()) {
    check::same_length(values.size(), levels, "two_sample", "values");
    std::copy(values.begin(), values.end(), steps.begin());
    for (std::size_t k = 0; k < levels; ++k) {
      check::that(steps[k] >= -1e150 && steps[k] <= 1e150, "two_sample", "values", "must be finite and at most 1e150 in size");
      check::that(k == 0 || steps[k] > steps[k - 1], "two_sample", "values", "must increase from level to level");
    }
  }
  return detail::two_sample_of(x, y, options, {steps.data(), levels});
}

/// The same from two lists of marks.
/// \param x,y 0-based levels, one a person, or a negative number where there is none; of any two lengths
/// \param levels 2 to 16
/// \throws error out_of_range, with the row, for a mark past the scale; otherwise as for people per level
/// Cost: one pass more. Threads: safe. Since 0.1. Checked by `two_sample_test`.
[[nodiscard]] inline two_sample_result two_sample(std::span<const std::int8_t> x, std::span<const std::int8_t> y, std::size_t levels, const two_sample_options& options = {},
                                                  std::span<const double> values = {}) {
  check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "two_sample", "levels");
  const auto counted = [&](std::span<const std::int8_t> marks, const char* argument) {
    std::vector<std::uint32_t> out(levels);
    for (std::size_t i = 0; i < marks.size(); ++i) {
      if (marks[i] >= static_cast<int>(levels)) {
        throw error{error_category::out_of_range, "two_sample", argument, "level " + std::to_string(marks[i]) + " where the scale has " + std::to_string(levels), static_cast<std::int64_t>(i)};
      }
      if (marks[i] >= 0) { ++out[static_cast<std::size_t>(marks[i])]; }
    }
    return out;
  };
  const std::vector<std::uint32_t> first = counted(x, "x");
  const std::vector<std::uint32_t> second = counted(y, "y");
  return two_sample(std::span<const std::uint32_t>{first}, std::span<const std::uint32_t>{second}, options, values);
}

/// The same from measured numbers: their different values, at most 1000, are the levels.
/// \param x,y one number a person, NaN for none; of any two lengths
/// \throws error out_of_range, with the row, for a number past 1e150, or for more than 1000 different ones
/// Cost: a sort more; exact as far as `most_tables` and the rank sum's rows reach, some 100 people without ties. Threads: safe. Since 0.1. Checked by `two_sample_test`.
[[nodiscard]] inline two_sample_result two_sample(std::span<const double> x, std::span<const double> y, const two_sample_options& options = {}) {
  detail::measured(x, "two_sample", "x"); // so that an error names the group and the row
  detail::measured(y, "two_sample", "y");
  std::vector<double> both(x.begin(), x.end());
  both.insert(both.end(), y.begin(), y.end());
  const detail::value_levels of = detail::levels_of_values(both, "two_sample", "x, y");
  std::vector<std::uint32_t> first(of.values.size());
  std::vector<std::uint32_t> second(of.values.size());
  for (std::size_t i = 0; i < both.size(); ++i) {
    if (of.level[i] >= 0) { ++(i < x.size() ? first : second)[static_cast<std::size_t>(of.level[i])]; }
  }
  return detail::two_sample_of(first, second, options, of.values);
}

/// The result as a table of one row. P-values of the rank sum are named `p_..`, of the sum of levels `level_p_..`, of the studentised statistic `studentised_p_..`.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `two_sample_test`.
[[nodiscard]] inline table to_table(const two_sample_result& r) {
  table out;
  const auto integer = [&](const char* name, std::uint64_t value) { out[out.add(name, column_type::integer)].push(value); };
  const auto real = [&](const char* name, const std::optional<double>& value) { out[out.add(name, column_type::real)].push(value); };
  const auto text = [&](const char* name, std::string_view value) { out[out.add(name, column_type::text)].push(value); };
  std::optional<double> low;
  std::optional<double> high;
  std::optional<double> delta_low;
  std::optional<double> delta_high;
  if (r.superiority_range) {
    low = r.superiority_range->lower;
    high = r.superiority_range->upper;
    delta_low = 2.0 * *low - 1.0;
    delta_high = 2.0 * *high - 1.0;
  }
  std::optional<double> feng_low;
  std::optional<double> feng_high;
  if (r.cliff_range) {
    feng_low = r.cliff_range->lower;
    feng_high = r.cliff_range->upper;
  }
  integer("n_x", r.n_x);
  integer("n_y", r.n_y);
  real("superiority", r.superiority);
  real("superiority_low", low);
  real("superiority_high", high);
  real("cliff_delta", r.cliff_delta);
  real("cliff_delta_low", delta_low);
  real("cliff_delta_high", delta_high);
  real("u_x", r.u_x);
  real("u_y", r.u_y);
  real("p_two_sided_doubled", r.p.two_sided_doubled);
  real("p_two_sided_distance", r.p.two_sided_distance);
  real("p_greater", r.p.greater);
  real("p_less", r.p.less);
  real("p_min", r.p_min);
  real("detectable", r.detectable);
  text("method", name(r.p.method));
  real("z", r.z);
  real("p_normal", r.p_normal);
  real("p_normal_continuity", r.p_normal_continuity);
  real("shift", r.shift);
  real("mean_difference", r.mean_difference);
  real("level_p_two_sided_doubled", r.level_p.two_sided_doubled);
  real("level_p_two_sided_distance", r.level_p.two_sided_distance);
  real("level_p_greater", r.level_p.greater);
  real("level_p_less", r.level_p.less);
  text("level_method", name(r.level_p.method));
  real("brunner_munzel", r.brunner_munzel);
  real("brunner_munzel_df", r.brunner_munzel_df);
  real("p_brunner_munzel_t", r.p_brunner_munzel_t);
  text("brunner_munzel_status", headway::name(r.brunner_munzel_status));
  real("studentised_p_two_sided_doubled", r.studentised_p.two_sided_doubled);
  real("studentised_p_two_sided_distance", r.studentised_p.two_sided_distance);
  real("studentised_p_greater", r.studentised_p.greater);
  real("studentised_p_less", r.studentised_p.less);
  real("studentised_p_min", r.studentised_p_min);
  text("studentised_method", name(r.studentised_p.method));
  real("cliff_variance", r.cliff_variance);
  real("cliff_feng_low", feng_low);
  real("cliff_feng_high", feng_high);
  integer("tables", r.tables);
  integer("draws", r.draws);
  text("status", headway::name(r.status));
  return out;
}

} // namespace headway::exact
