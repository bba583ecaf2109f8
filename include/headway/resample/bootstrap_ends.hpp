#pragma once

/// \file
/// From replicates of a figure to an interval: percentile and BCa ends. Where the replicates come from does not matter here.

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
#include <headway/numeric/interval.hpp>
#include <headway/numeric/special.hpp>

namespace headway::resample {

/// How replicates that equal the estimate count when the bias of the replicates is judged. Values are part of the C ABI and never reused.
enum class bias_rule : std::int32_t {
  half_of_ties = 0, ///< z0 from the share of replicates below the estimate and half of those equal to it, as SciPy; the right one where a figure takes few values
  below = 1         ///< from the share below alone, as R boot
};

/// The two ends of a bootstrap interval, or why there are none. Since 0.1.
struct interval_ends {
  headway::status status{status::no_data};  ///< ok; no_data, no_variation, flat_jackknife or beyond_replicates
  std::optional<numeric::interval> range{}; ///< none unless status is ok
  std::optional<double> bias{};             ///< BCa: z0, in standard normal units; none where it is infinite
  std::optional<double> acceleration{};     ///< BCa: a; none where leaving out any one person changes nothing
  std::optional<double> low_rank{};         ///< where the lower end stands among the sorted replicates, 1 the smallest
  std::optional<double> high_rank{};        ///< where the upper end stands
  friend bool operator==(const interval_ends&, const interval_ends&) = default;
};

namespace detail {

/// Throws unless every value is a finite number; true to its word under -ffast-math too.
inline void finite_values(std::span<const double> values, const char* function, const char* argument) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if ((std::bit_cast<std::uint64_t>(values[i]) >> 52 & 0x7FFu) == 0x7FFu) {
      throw error{error_category::invalid_argument, function, argument, "the number is not finite", static_cast<std::int64_t>(i)};
    }
  }
}

/// The value at a rank between 1 and the number of values. Between two whole ranks k and k + 1 it lies as far as the normal quantile of
/// rank / (R + 1) lies between those of k / (R + 1) and (k + 1) / (R + 1). Reorders `values`.
[[nodiscard]] inline double value_at_rank(std::span<double> values, double rank) {
  const std::size_t count = values.size();
  const auto whole = (std::min)(static_cast<std::size_t>(rank), count);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(whole - 1);
  std::nth_element(values.begin(), at, values.end());
  const double low = *at;
  if (whole == count || !(rank > static_cast<double>(whole))) { return low; }
  const double high = *std::min_element(at + 1, values.end());
  const double all = static_cast<double>(count) + 1.0;
  const double z = numeric::normal_quantile(rank / all);
  const double z_low = numeric::normal_quantile(static_cast<double>(whole) / all);
  const double z_high = numeric::normal_quantile(static_cast<double>(whole + 1) / all);
  return low + (z - z_low) / (z_high - z_low) * (high - low);
}

/// Fills in ranks and range for the two shares of replicates that should lie below the ends.
inline void ends_at(std::vector<double>& values, double low_share, double high_share, interval_ends& out) {
  const double all = static_cast<double>(values.size()) + 1.0;
  const double low = low_share * all;
  const double high = high_share * all;
  out.low_rank = low;
  out.high_rank = high;
  constexpr double rounding = 1e-9; // a rank this close to a whole one is that one
  if (low < 1.0 - rounding || high > static_cast<double>(values.size()) + rounding) {
    out.status = status::beyond_replicates;
    return;
  }
  const double lower = value_at_rank(values, (std::max)(low, 1.0));
  out.range = numeric::interval{lower, (std::max)(lower, value_at_rank(values, high))};
  out.status = status::ok;
}

/// What the two ends of a BCa interval should leave outside, each in its own tail; nothing where an end runs past infinity.
struct bca_tails {
  double low{};
  double high{};
};

[[nodiscard]] inline std::optional<bca_tails> bca_tails_of(double bias, double a, confidence_level confidence) {
  const double z = numeric::normal_quantile(0.5 * (1.0 + confidence.value()));
  const double to_low = bias - z;
  const double to_high = bias + z;
  if (!(1.0 - a * to_low > 0.0 && 1.0 - a * to_high > 0.0)) { return std::nullopt; }
  return bca_tails{numeric::normal_cdf(bias + to_low / (1.0 - a * to_low)), numeric::normal_cdf(-(bias + to_high / (1.0 - a * to_high)))};
}

/// Whether all values are the same number.
[[nodiscard]] inline bool constant(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [&](double v) { return v == values.front(); });
}

} // namespace detail

/// The acceleration of BCa: how the spread of a figure changes with its level, from the skewness of what single people do to it.
/// Definition: a = sum u_i^3 / (6 (sum u_i^2)^1.5) with u_i = centre - value_i, value_i the figure without person i and the centre the mean
/// of these values.
/// Missing and edge cases: none where all values are equal within 1e-14 of their size, as those of a median on a scale of a few levels
/// usually are, or where there are fewer than two: 0 / 0 is not 0.
/// Why numbers can differ: R boot centres its jackknife at the estimate instead of the mean of the values; give it as `centre` for that one.
/// \param without_one the figure with one person (unit, pair) left out, one value a person \param centre in place of the mean
/// \throws error invalid_argument, with the row, for a value that is not finite
/// Cost: two passes. Threads: safe. Since 0.1. Reference: Efron (1987), J. Am. Stat. Assoc. 82, 171-185. Checked by `bootstrap_ends_test`
/// (reference case a23).
[[nodiscard]] inline std::optional<double> acceleration(std::span<const double> without_one, std::optional<double> centre = std::nullopt) {
  detail::finite_values(without_one, "acceleration", "without_one");
  if (without_one.size() < 2) { return std::nullopt; }
  const auto [lowest, highest] = std::minmax_element(without_one.begin(), without_one.end());
  const double size = (std::max)(std::abs(*lowest), std::abs(*highest));
  if (!(*highest - *lowest > 1e-14 * size)) { return std::nullopt; }
  double sum = 0.0;
  for (const double value : without_one) { sum += value - *lowest; }
  const double middle = centre ? *centre : *lowest + sum / static_cast<double>(without_one.size());
  const double unit = (std::max)(std::abs(*lowest - middle), std::abs(*highest - middle)); // so that no power of a tiny difference is lost
  double squares = 0.0;
  double cubes = 0.0;
  for (const double value : without_one) {
    const double u = (middle - value) / unit;
    squares += u * u;
    cubes += u * u * u;
  }
  return cubes / (6.0 * squares * std::sqrt(squares));
}

/// The percentile interval: the middle of the replicates.
/// Definition: with R replicates the ends stand at the ranks (R + 1) (1 -+ confidence) / 2 among the sorted replicates; between two whole ranks
/// they are interpolated on normal quantiles, as R boot does.
/// Missing and edge cases: no replicates: no_data; all of them equal: no_variation, for a range without width says nothing; a rank below 1
/// or above R, because there are too few replicates for this confidence: beyond_replicates.
/// Choose it over `bca_ends` for figures whose sampling law is symmetric; it is always inside the figure's own range, as is BCa.
/// Why numbers can differ: other programs interpolate in other ways; the difference is below one gap between neighbouring replicates.
/// \param replicates in any order \param confidence
/// \throws error invalid_argument, with the row, for a replicate that is not finite
/// Cost: a copy and two selections, O(R). Threads: safe. Since 0.1. Reference: Davison and Hinkley (1997), 5.3.1.
/// Checked by `bootstrap_ends_test`.
[[nodiscard]] inline interval_ends percentile_ends(std::span<const double> replicates, confidence_level confidence) {
  detail::finite_values(replicates, "percentile_ends", "replicates");
  interval_ends out;
  if (replicates.empty()) { return out; }
  if (detail::constant(replicates)) {
    out.status = status::no_variation;
    return out;
  }
  std::vector<double> values(replicates.begin(), replicates.end());
  const double tail = 0.5 * (1.0 - confidence.value());
  detail::ends_at(values, tail, 1.0 - tail, out);
  return out;
}

/// The BCa interval: percentile ends, moved for the bias and the skewness of the figure.
/// Definition: z0 = the normal quantile of the share of replicates below the estimate (see `bias_rule`); an end that should leave the share p
/// below it stands at the rank (R + 1) Phi(z0 + (z0 + z_p) / (1 - a (z0 + z_p))), z_p the normal quantile of p.
/// Missing and edge cases: no replicates: no_data; all equal: no_variation; no acceleration: flat_jackknife; all replicates on one side of the
/// estimate, or an end beyond the smallest or largest replicate: beyond_replicates. A replicate within 1e-12 of the estimate, measured
/// by the range of the replicates, equals it: rounding does not decide on which side it is.
/// Choose it over `percentile_ends` for figures with a skewed law, such as coefficients near 1; it needs the leave-one-out values.
/// Why numbers can differ: SciPy counts half of the ties (`half_of_ties`) and does not interpolate on normal quantiles; R boot uses an extreme
/// replicate as an end where here there is none.
/// \param replicates in any order \param estimate the figure for all \param a as `acceleration` gives it \param confidence \param rule
/// \throws error invalid_argument, with the row, for a number that is not finite
/// Cost: a copy and two selections, O(R). Threads: safe. Since 0.1. Reference: Efron (1987); Efron and Tibshirani (1993), chapter 14.
/// Checked by `bootstrap_ends_test` (reference case a23).
[[nodiscard]] inline interval_ends bca_ends(std::span<const double> replicates, double estimate, std::optional<double> a, confidence_level confidence,
                                            bias_rule rule = bias_rule::below) {
  detail::finite_values(replicates, "bca_ends", "replicates");
  detail::finite_values({&estimate, 1}, "bca_ends", "estimate");
  interval_ends out;
  if (replicates.empty()) { return out; }
  if (detail::constant(replicates)) {
    out.status = status::no_variation;
    return out;
  }
  if (!a) {
    out.status = status::flat_jackknife;
    return out;
  }
  detail::finite_values({&*a, 1}, "bca_ends", "a");
  out.acceleration = *a;
  const auto [lowest, highest] = std::minmax_element(replicates.begin(), replicates.end());
  const double close = 1e-12 * (*highest - *lowest);
  std::size_t below = 0;
  std::size_t equal = 0;
  for (const double value : replicates) {
    below += value < estimate - close ? 1u : 0u;
    equal += std::abs(value - estimate) <= close ? 1u : 0u;
  }
  const double ties = rule == bias_rule::half_of_ties ? 0.5 * static_cast<double>(equal) : 0.0;
  const double share = (static_cast<double>(below) + ties) / static_cast<double>(replicates.size());
  if (!(share > 0.0 && share < 1.0)) {
    out.status = status::beyond_replicates;
    return out;
  }
  out.bias = numeric::normal_quantile(share);
  const std::optional<detail::bca_tails> tails = detail::bca_tails_of(*out.bias, *a, confidence);
  if (!tails) {
    out.status = status::beyond_replicates;
    return out;
  }
  std::vector<double> values(replicates.begin(), replicates.end());
  detail::ends_at(values, tails->low, 1.0 - tails->high, out);
  return out;
}

/// The same with the acceleration taken from the leave-one-out values.
/// \param without_one as for `acceleration`
/// \throws error as the other
/// Cost: as the other and one pass more. Threads: safe. Since 0.1. Checked by `bootstrap_ends_test`.
[[nodiscard]] inline interval_ends bca_ends(std::span<const double> replicates, double estimate, std::span<const double> without_one, confidence_level confidence,
                                            bias_rule rule = bias_rule::below) {
  return bca_ends(replicates, estimate, acceleration(without_one), confidence, rule);
}

} // namespace headway::resample
