#pragma once

/// \file
/// A figure with one person left out, for every person: what its jackknife standard error and the acceleration of BCa are made of.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/resample/bootstrap_ends.hpp>

namespace headway::resample {

/// The figure without one of the people at one level of one group. Since 0.1. Checked by `jackknife_test`.
struct left_out {
  std::size_t group{};
  std::size_t level{};
  std::uint32_t people{};        ///< at this level of this group: each gives this value
  std::optional<double> value{}; ///< none where the figure cannot be had without that person
  friend bool operator==(const left_out&, const left_out&) = default;
};

namespace detail {

/// A figure as an optional, whether the statistic gives a number or an optional one.
template <class Figure> [[nodiscard]] std::optional<double> as_figure(const Figure& figure) { return std::optional<double>{figure}; }

/// Sums of u^2 and u^3 per group for weighted leave-one-out values; u = (n - 1) (mean - value).
struct jackknife_sums {
  double variance{}; ///< sum over groups of sum u^2 / n^2
  double skewness{}; ///< sum over groups of sum u^3 / n^3
  double squares{};  ///< sum over groups of sum u^2 / (n (n - 1)): the jackknife variance
  bool known{true};  ///< every value is there
  bool flat{true};   ///< within every group all values are equal within 1e-14 of their size
};

[[nodiscard]] inline jackknife_sums sums_of(std::span<const left_out> values) {
  jackknife_sums out;
  for (std::size_t from = 0; from < values.size();) {
    std::size_t to = from;
    double n = 0.0;
    for (; to < values.size() && values[to].group == values[from].group; ++to) {
      if (!values[to].value) {
        out.known = false;
        return out;
      }
      n += static_cast<double>(values[to].people);
    }
    const double base = *values[from].value;
    double sum = 0.0;
    double size = 0.0;
    double widest = 0.0;
    for (std::size_t i = from; i < to; ++i) {
      sum += static_cast<double>(values[i].people) * (*values[i].value - base);
      size = (std::fmax)(size, std::fabs(*values[i].value));
      widest = (std::fmax)(widest, std::fabs(*values[i].value - base));
    }
    if (widest > 1e-14 * size) {
      out.flat = false;
      const double mean = sum / n;
      for (std::size_t i = from; i < to; ++i) {
        const auto people = static_cast<double>(values[i].people);
        const double u = (n - 1.0) * (mean - (*values[i].value - base)) / n;
        out.variance += people * u * u;
        out.skewness += people * u * u * u;
        out.squares += people * u * u * n / (n - 1.0);
      }
    }
    from = to;
  }
  return out;
}

} // namespace detail

/// A figure without each person in turn, from counts: one value for all people at a level of a group.
/// Definition: value = statistic(counts with one person fewer at that level of that group), for every level of every group that has somebody.
/// Missing and edge cases: a group of one is not left empty: it has no entry, for the figure without it is another one.
/// \param counts people per group and level, groups x levels row by row \param levels \param statistic called with such a table; gives a double or an
/// optional one \return by group, then level
/// \throws error invalid_argument when the table has no whole number of groups; what `statistic` throws
/// Cost: one call of `statistic` for every level with somebody. Threads: as `statistic`. Since 0.1. Checked by `jackknife_test`.
template <class Statistic>
[[nodiscard]] std::vector<left_out> jackknife_counts(std::span<const std::uint32_t> counts, std::size_t levels, Statistic&& statistic) {
  check::that(levels > 0 && counts.size() % levels == 0, "jackknife_counts", "counts", "is not groups x levels");
  std::vector<std::uint32_t> without(counts.begin(), counts.end());
  std::vector<left_out> out;
  for (std::size_t at = 0; at < counts.size(); ++at) {
    if (counts[at] == 0) { continue; }
    const std::size_t group = at / levels;
    std::uint64_t people = 0;
    for (const std::uint32_t count : counts.subspan(group * levels, levels)) { people += count; }
    if (people < 2) { continue; }
    --without[at];
    out.push_back({group, at % levels, counts[at], detail::as_figure(statistic(std::span<const std::uint32_t>{without}))});
    ++without[at];
  }
  return out;
}

/// The acceleration of BCa for one or several groups that are resampled apart.
/// Definition, with u = (n_g - 1)(mean - value) for every person of group g: a = sum_g sum u^3 / n_g^3 / (6 (sum_g sum u^2 / n_g^2)^1.5); for one group
/// this is `acceleration`.
/// Missing and edge cases: none where every group's values are all equal, or one has no value.
/// Why numbers can differ: SciPy uses this form too; leaving people out of the pooled sample as if it were one group is another.
/// \param values as `jackknife_counts` gives them, groups one after the other
/// Cost: two passes. Threads: safe. Since 0.1. Reference: Davison and Hinkley (1997), 5.3.2 and (3.2.1). Checked by `jackknife_test`.
[[nodiscard]] inline std::optional<double> acceleration(std::span<const left_out> values) {
  const detail::jackknife_sums sums = detail::sums_of(values);
  if (!sums.known || sums.flat || !(sums.variance > 0.0)) { return std::nullopt; }
  return sums.skewness / (6.0 * sums.variance * std::sqrt(sums.variance));
}

/// The jackknife standard error for one or several groups that are sampled apart.
/// Definition: the root of the sum over groups of (n_g - 1) / n_g times the sum of (value - mean)^2.
/// Missing and edge cases: 0 where nobody changes anything; none where a value is missing or there are none.
/// \param values as `jackknife_counts` gives them
/// Cost: two passes. Threads: safe. Since 0.1. Reference: Tukey (1958); Efron and Tibshirani (1993), chapter 11. Checked by `jackknife_test`.
[[nodiscard]] inline std::optional<double> jackknife_standard_error(std::span<const left_out> values) {
  const detail::jackknife_sums sums = detail::sums_of(values);
  if (!sums.known || values.empty()) { return std::nullopt; }
  return std::sqrt(sums.squares);
}

/// A figure without each of n things in turn.
/// Definition: value i = statistic(0 .. n - 1 without i).
/// \param n things \param statistic called with their indices; gives a double or an optional one \return one value a thing
/// \throws what `statistic` throws
/// Cost: n calls of `statistic`. Threads: as `statistic`. Since 0.1. Checked by `jackknife_test`.
template <class Statistic> [[nodiscard]] std::vector<std::optional<double>> jackknife_indices(std::size_t n, Statistic&& statistic) {
  std::vector<std::optional<double>> out;
  if (n < 2) { return out; }
  out.reserve(n);
  std::vector<std::uint32_t> without(n - 1);
  for (std::size_t i = 0; i + 1 < n; ++i) { without[i] = static_cast<std::uint32_t>(i + 1); }
  for (std::size_t i = 0; i < n; ++i) {
    if (i > 0) { without[i - 1] = static_cast<std::uint32_t>(i - 1); }
    out.push_back(detail::as_figure(statistic(std::span<const std::uint32_t>{without})));
  }
  return out;
}

} // namespace headway::resample
