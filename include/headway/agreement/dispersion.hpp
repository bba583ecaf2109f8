#pragma once

/// \file
/// How far people differ within one cell: ordinal dispersion and an interval for it.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <headway/base/concepts.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/interval.hpp>
#include <headway/numeric/order.hpp>
#include <headway/numeric/special.hpp>

namespace headway::agreement {

/// Options of `dispersion_of`. Since 0.1.
struct dispersion_options {
  confidence_level confidence{0.95};
};

/// Ordinal dispersion of one cell. Agreement is 1 - value. Since 0.1.
struct dispersion {
  double value{};             ///< D of these raters: 0 all at one level, 1 half at each end
  double unbiased{};          ///< n / (n - 1) D: right on average for the people they stand for; may exceed 1; equals `value` for n < 2
  numeric::interval range{0.0, 1.0}; ///< where the D of the people they stand for lies; 0..1 when n < 2
  headway::status status{status::no_data};
  std::uint64_t n{}; ///< raters
};

namespace detail {

/// Mean and variance of D for a random distribution over the levels.
struct moments {
  double mean;
  double variance;
};

/// Exact mean and variance of D when the distribution over the levels is Dirichlet(mass).
/// With X, Y, Z the masses at or below level j, between, and above level k, and N their sum,
/// E F_j (1 - F_j) = X (N - X) / (N (N + 1)) and
/// E F_j (1 - F_j) F_k (1 - F_k) = X Z ((X + 1)(Y + Z + 1) + Y (Y + Z + 2)) / (N (N + 1)(N + 2)(N + 3)) for j <= k.
[[nodiscard]] inline moments dirichlet_moments(std::span<const double> mass) noexcept {
  std::array<double, most_levels> below{};
  double n = 0.0;
  for (std::size_t level = 0; level < mass.size(); ++level) { below[level] = n += mass[level]; }
  const std::size_t steps = mass.size() - 1;
  double first = 0.0;
  double second = 0.0;
  for (std::size_t j = 0; j < steps; ++j) {
    const double x = below[j];
    first += x * (n - x);
    double row = 0.0;
    for (std::size_t k = j; k < steps; ++k) {
      const double y = below[k] - x;
      const double z = n - below[k];
      row += (k == j ? 1.0 : 2.0) * z * ((x + 1.0) * (y + z + 1.0) + y * (y + z + 2.0));
    }
    second += x * row;
  }
  const double scale = 4.0 / static_cast<double>(steps);
  const double mean = scale * first / (n * (n + 1.0));
  const double square = scale * scale * second / (n * (n + 1.0)) / ((n + 2.0) * (n + 3.0));
  return {mean, square - mean * mean};
}

/// The `p` quantile of D when the distribution over the levels is Dirichlet(mass), from a beta distribution with the exact mean and
/// variance of D on the values D can take at all: 0 to (highest - lowest level with mass) / (levels - 1).
[[nodiscard]] inline double dispersion_quantile(double p, std::span<const double> mass) {
  std::size_t lowest = 0;
  std::size_t highest = mass.size() - 1;
  while (!(mass[lowest] > 0.0)) { ++lowest; }
  while (!(mass[highest] > 0.0)) { --highest; }
  if (lowest == highest) { return 0.0; }
  const double most = static_cast<double>(highest - lowest) / static_cast<double>(mass.size() - 1);
  const moments of = dirichlet_moments(mass);
  const double mean = of.mean / most;
  const double sum = mean * (1.0 - mean) * most * most / (std::fmax)(of.variance, 1e-30) - 1.0;
  return most * numeric::beta_quantile(p, mean * sum, (1.0 - mean) * sum);
}

} // namespace detail

/// How far these raters differ, and how far the people they stand for may.
/// Definition: D = 4 / (K - 1) times the sum over k < K of F_k (1 - F_k), F_k the share at or below level k.
/// Interval, "one more person": its lower end is the (1 - confidence) / 2 quantile of D for a Dirichlet distribution whose masses are the
/// counts and one more rater at the median level (the lower of the two results when there are two medians); its upper end is the
/// (1 + confidence) / 2 quantile with one more rater put where D grows most, at the ends of the scale, divided between them as far as that
/// balances the two halves, and times (n + 1) / n because D of a sample is too small on average. With one share this is the reasoning
/// of Clopper and Pearson. Quantiles are those of a beta distribution with the exact mean and variance. Nothing is drawn at random.
/// It covered at least as often as the confidence says in every case examined at 95 %, on average more often: docs/coverage.md.
/// Missing and edge cases: n = 0: no_data; n = 1: value_only, D = 0 and the interval 0..1; n = 2 to 4: mostly_prior, the interval still
/// covers but is nearly the whole range; all at one level: ok, D = 0 and the interval begins at 0.
/// Choose it over the standard deviation: no step needs a size. Choose `shape_of` to tell two camps from a wide spread.
/// Why numbers can differ: D is 1 - lsquared of R agrmt; its BerryMielke divides by the most that n people can reach, which is below 1 for an
/// odd number, and its Leik adds up min(F, 1 - F) instead of F (1 - F).
/// \param counts raters per level, lowest first, 2 to 16 levels \param options \return values in [0, 1], `unbiased` apart
/// \throws error out_of_range for fewer than 2 or more than 16 levels
/// Cost: two or three beta quantiles and levels^2 additions, about 3 microseconds; no allocation. Threads: safe. Since 0.1.
/// Reference: Leik (1966); Blair and Lacy (2000); Walley (1996) for the one more person. Checked by `dispersion_test`.
[[nodiscard]] inline dispersion dispersion_of(std::span<const std::uint32_t> counts, const dispersion_options& options = {}) {
  numeric::detail::level_counts(counts, "dispersion_of");
  const std::size_t levels = counts.size();
  dispersion result;
  result.n = numeric::total(counts);
  if (result.n == 0) { return result; }

  const double n = static_cast<double>(result.n);
  const double steps = static_cast<double>(levels - 1);
  std::array<double, most_levels> storage{};
  const std::span<double> mass{storage.data(), levels};
  double below = 0.0;
  double products = 0.0; // whole numbers throughout, so a reversed scale gives the same bits
  double lean = 0.0;     // steps * (people in the lower half - people in the upper half), summed over the steps
  for (std::size_t level = 0; level < levels; ++level) {
    mass[level] = static_cast<double>(counts[level]);
    below += mass[level];
    if (level + 1 < levels) {
      products += below * (n - below);
      lean += 2.0 * below - n;
    }
  }
  result.value = 4.0 * products / (steps * n * n);
  result.unbiased = result.value;
  if (result.n == 1) {
    result.status = status::value_only;
    return result;
  }
  result.unbiased = 4.0 * products / (steps * n * (n - 1.0));
  result.status = result.n < 5 ? status::mostly_prior : status::ok;

  const double tail = 0.5 * (1.0 - options.confidence.value());
  const numeric::level_range middle = numeric::median(counts);
  result.range.lower = 1.0;
  for (std::uint32_t level = middle.low;; level = middle.high) {
    mass[level] += 1.0;
    result.range.lower = (std::fmin)(result.range.lower, detail::dispersion_quantile(tail, mass));
    mass[level] -= 1.0;
    if (level == middle.high) { break; }
  }
  const double to_top = (std::fmax)(0.0, (std::fmin)(1.0, 0.5 * (1.0 + lean / steps)));
  const double to_bottom = (std::fmax)(0.0, (std::fmin)(1.0, 0.5 * (1.0 - lean / steps)));
  mass[0] += to_bottom;
  mass[levels - 1] += to_top;
  result.range.upper = (std::fmin)(1.0, (n + 1.0) / n * detail::dispersion_quantile(1.0 - tail, mass));
  return result;
}

/// The same from a list of marks.
/// \param marks 0-based levels, or a negative number where there is none \param levels of the scale, 2 to 16 \param options
/// \throws error out_of_range, with the row, for a mark past the scale
/// Cost: one pass over the marks and the other. Threads: safe. Since 0.1. Checked by `dispersion_test`.
[[nodiscard]] inline dispersion dispersion_of(std::span<const std::int8_t> marks, std::size_t levels, const dispersion_options& options = {}) {
  return dispersion_of(numeric::count_marks(marks, levels, "dispersion_of"), options);
}

/// Dispersion as a table of one row: value, unbiased, low, high, n, status. Figures that mean nothing for so few raters have no value.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `dispersion_test`.
[[nodiscard]] inline table to_table(const dispersion& result) {
  table out;
  for (const char* column : {"value", "unbiased", "low", "high"}) { out.add(column, column_type::real); }
  out.add("n", column_type::integer);
  out.add("status", column_type::text);
  const auto several = [&](double value) { return result.n > 1 ? std::optional{value} : std::nullopt; };
  out.push_row(result.n > 0 ? std::optional{result.value} : std::nullopt, several(result.unbiased), several(result.range.lower), several(result.range.upper), result.n,
               name(result.status));
  return out;
}

} // namespace headway::agreement
