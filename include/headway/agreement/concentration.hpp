#pragma once

/// \file
/// The published measures of how far one group's marks gather on an ordered scale, so that figures can be set beside those of other programs.
/// For headway's own first choice see `dispersion_of` and `shape_of`.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <headway/agreement/shape.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/status.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/order.hpp>

namespace headway::agreement {

/// One figure about the marks of one group. Since 0.1. Checked by `concentration_test`.
struct within_measure {
  headway::status status{status::no_data}; ///< ok; value_only for one rater; no_data or too_few_raters where there is no value
  std::optional<double> value{};
  std::uint64_t n{}; ///< raters with a mark
  friend bool operator==(const within_measure&, const within_measure&) = default;
};

namespace detail {

/// What the measures on cumulative counts c_k = people at or below level k, k < K, have in common. Whole numbers, so that a reversed scale gives the
/// same bits.
struct cumulative_sums {
  double n{};
  double steps{};    ///< K - 1
  double squares{};  ///< sum of (2 c_k - n)^2
  double products{}; ///< sum of c_k (n - c_k)
  double smaller{};  ///< sum of the smaller of c_k and n - c_k
};

[[nodiscard]] inline cumulative_sums cumulative_sums_of(std::span<const std::uint32_t> counts, const char* function) {
  numeric::detail::level_counts(counts, function);
  cumulative_sums out;
  out.n = static_cast<double>(numeric::total(counts));
  out.steps = static_cast<double>(counts.size() - 1);
  double below = 0.0;
  for (std::size_t k = 0; k + 1 < counts.size(); ++k) {
    below += static_cast<double>(counts[k]);
    const double above = out.n - below;
    out.squares += (below - above) * (below - above);
    out.products += below * above;
    out.smaller += (std::fmin)(below, above);
  }
  return out;
}

/// The value of `formula` for anybody at all; `lone` where it means something for one rater.
template <class Formula> [[nodiscard]] within_measure measured(std::span<const std::uint32_t> counts, const char* function, bool lone, Formula formula) {
  const cumulative_sums sums = cumulative_sums_of(counts, function);
  within_measure out;
  out.n = numeric::total(counts);
  if (out.n == 0) { return out; }
  if (out.n == 1 && !lone) {
    out.status = status::too_few_raters;
    return out;
  }
  out.status = out.n == 1 ? status::value_only : status::ok;
  out.value = formula(sums);
  return out;
}

} // namespace detail

/// Leik's ordinal dispersion: 0 all at one level, 1 half at each end. Leik's consensus is 1 - value.
/// Definition: 2 / (K - 1) times the sum over k < K of min(F_k, 1 - F_k), F_k the share at or below level k.
/// Missing and edge cases: nobody: no_data; one rater: value_only, 0.
/// Choose `dispersion_of` over it, which has an interval; this one for comparison with published figures.
/// Why numbers can differ: it adds up distances, `dispersion_of` squares of them, so it is the larger of the two where opinion is divided
/// unevenly.
/// \param counts raters per level, lowest first, 2 to 16 levels \return in [0, 1]
/// \throws error out_of_range for fewer than 2 or more than 16 levels
/// Cost: one pass over the levels. Threads: safe. Since 0.1. Reference: Leik (1966), Pacific Sociological Review 9, 85-90.
/// Checked by `concentration_test` (reference case a08).
[[nodiscard]] inline within_measure leik(std::span<const std::uint32_t> counts) {
  return detail::measured(counts, "leik", true, [](const detail::cumulative_sums& s) { return 2.0 * s.smaller / (s.steps * s.n); });
}
[[nodiscard]] inline within_measure leik(std::span<const std::int8_t> marks, std::size_t levels) { return leik(numeric::count_marks(marks, levels, "leik")); }

/// Blair and Lacy's l-squared: 1 all at one level, 0 half at each end.
/// Definition: 4 / (K - 1) times the sum over k < K of (F_k - 1/2)^2, F_k the share at or below level k; equal to 1 - `dispersion_of`.
/// Missing and edge cases: nobody: no_data; one rater: value_only, 1.
/// Choose `dispersion_of` over it: the same thing with an interval.
/// Why numbers can differ: R agrmt calls this lsquared and its root BlairLacy; here they are `blair_lacy_l2` and `blair_lacy_l`.
/// \param counts raters per level, lowest first, 2 to 16 levels \return in [0, 1]
/// \throws error out_of_range for fewer than 2 or more than 16 levels
/// Cost: one pass over the levels. Threads: safe. Since 0.1. Reference: Blair and Lacy (2000), Sociological Methods and Research 28, 251-280.
/// Checked by `concentration_test` (reference case a08).
[[nodiscard]] inline within_measure blair_lacy_l2(std::span<const std::uint32_t> counts) {
  return detail::measured(counts, "blair_lacy_l2", true, [](const detail::cumulative_sums& s) { return s.squares / (s.steps * s.n * s.n); });
}
[[nodiscard]] inline within_measure blair_lacy_l2(std::span<const std::int8_t> marks, std::size_t levels) {
  return blair_lacy_l2(numeric::count_marks(marks, levels, "blair_lacy_l2"));
}

/// Blair and Lacy's l: the square root of `blair_lacy_l2`, a straight-line distance from the most divided distribution in units of the largest.
/// Definition, edge cases and errors as `blair_lacy_l2`.
/// Choose it where a figure proportional to distance is wanted; the root makes small agreements look larger.
/// Cost: one pass over the levels. Threads: safe. Since 0.1. Reference: Blair and Lacy (2000). Checked by `concentration_test`.
[[nodiscard]] inline within_measure blair_lacy_l(std::span<const std::uint32_t> counts) {
  return detail::measured(counts, "blair_lacy_l", true, [](const detail::cumulative_sums& s) { return std::sqrt(s.squares / s.steps) / s.n; });
}
[[nodiscard]] inline within_measure blair_lacy_l(std::span<const std::int8_t> marks, std::size_t levels) {
  return blair_lacy_l(numeric::count_marks(marks, levels, "blair_lacy_l"));
}

/// Berry and Mielke's index of ordinal variation: 0 all at one level, 1 as divided as this number of people can be.
/// Definition: sum over pairs of people of the levels between them, divided by the largest sum n people can reach, (K - 1) times n^2 / 4 for even n and
/// (n^2 - 1) / 4 for odd n.
/// Missing and edge cases: nobody: no_data; one rater: too_few_raters, for there are no pairs.
/// Choose it over `dispersion_of` when groups of different odd sizes are compared at their most divided; else they are equal or nearly so.
/// Why numbers can differ: older releases of R agrmt subtract the one for even n instead of odd.
/// \param counts raters per level, lowest first, 2 to 16 levels \return in [0, 1]
/// \throws error out_of_range for fewer than 2 or more than 16 levels
/// Cost: one pass over the levels. Threads: safe. Since 0.1. Reference: Berry and Mielke (1992), Perceptual and Motor Skills 74, 63-66.
/// Checked by `concentration_test` (reference case a08).
[[nodiscard]] inline within_measure berry_mielke_iov(std::span<const std::uint32_t> counts) {
  const bool odd = numeric::total(counts) % 2 == 1;
  return detail::measured(counts, "berry_mielke_iov", false, [odd](const detail::cumulative_sums& s) { return 4.0 * s.products / (s.steps * (s.n * s.n - (odd ? 1.0 : 0.0))); });
}
[[nodiscard]] inline within_measure berry_mielke_iov(std::span<const std::int8_t> marks, std::size_t levels) {
  return berry_mielke_iov(numeric::count_marks(marks, levels, "berry_mielke_iov"));
}

/// Kvalseth's coefficient of ordinal variation: 0 all at one level, 1 as divided as this number of people can be.
/// Definition: 1 - sqrt(1 - IOV), IOV as `berry_mielke_iov`, with the same edge cases and errors.
/// Choose it for comparison with published figures only: the root moves most values towards 0.
/// Cost: one pass over the levels. Threads: safe. Since 0.1. Reference: Kvalseth (1995), Perceptual and Motor Skills 80, 275-282.
/// Checked by `concentration_test`.
[[nodiscard]] inline within_measure kvalseth_cov(std::span<const std::uint32_t> counts) {
  within_measure out = berry_mielke_iov(counts);
  if (out.value) { out.value = 1.0 - std::sqrt((std::fmax)(0.0, 1.0 - *out.value)); }
  return out;
}
[[nodiscard]] inline within_measure kvalseth_cov(std::span<const std::int8_t> marks, std::size_t levels) {
  return kvalseth_cov(numeric::count_marks(marks, levels, "kvalseth_cov"));
}

/// Tastle and Wierman's consensus: 1 all at one level, 0 half at each end.
/// Definition: 1 + sum over levels of p_k log2(1 - |k - mean| / (K - 1)), p_k the share at level k and the mean that of the level numbers.
/// Missing and edge cases: nobody: no_data; one rater: value_only, 1.
/// Choose `dispersion_of` over it: this one takes steps as equal and a mean as meaning something.
/// \param counts raters per level, lowest first, 2 to 16 levels \return in [0, 1]
/// \throws error out_of_range for fewer than 2 or more than 16 levels
/// Cost: one logarithm a level. Threads: safe. Since 0.1.
/// Reference: Tastle and Wierman (2007), International Journal of Approximate Reasoning 45, 531-545. Checked by `concentration_test` (reference case a08).
[[nodiscard]] inline within_measure consensus_tastle_wierman(std::span<const std::uint32_t> counts) {
  return detail::measured(counts, "consensus_tastle_wierman", true, [&](const detail::cumulative_sums& s) {
    double moments = 0.0;
    for (std::size_t k = 0; k < counts.size(); ++k) { moments += static_cast<double>(k) * static_cast<double>(counts[k]); }
    double sum = 0.0;
    for (std::size_t k = 0; k < counts.size(); ++k) {
      if (counts[k] == 0) { continue; } // a level without anybody may be a whole scale away from the mean
      const double distance = std::fabs(static_cast<double>(k) * s.n - moments) / (s.n * s.steps);
      sum += static_cast<double>(counts[k]) * std::log2(1.0 - distance);
    }
    return (std::fmax)(0.0, 1.0 + sum / s.n);
  });
}
[[nodiscard]] inline within_measure consensus_tastle_wierman(std::span<const std::int8_t> marks, std::size_t levels) {
  return consensus_tastle_wierman(numeric::count_marks(marks, levels, "consensus_tastle_wierman"));
}

/// Van der Eijk's agreement A: 1 all at one level, 0 spread evenly over all levels, -1 half at each end. It is the `agreement` of `shape_of`, where its
/// definition stands.
/// Missing and edge cases: nobody: no_data; one rater: value_only, 1.
/// Choose it beside `dispersion_of`: it tells one peak from two camps.
/// \param counts raters per level, lowest first, 2 to 16 levels \return in [-1, 1]
/// \throws error out_of_range for fewer than 2 or more than 16 levels
/// Cost: as `shape_of`. Threads: safe. Since 0.1. Reference: van der Eijk (2001), Quality and Quantity 35, 325-341.
/// Checked by `concentration_test` (reference case a08).
[[nodiscard]] inline within_measure van_der_eijk_a(std::span<const std::uint32_t> counts) {
  numeric::detail::level_counts(counts, "van_der_eijk_a");
  const shape of = shape_of(counts);
  return {of.status, of.n > 0 ? std::optional{of.agreement} : std::nullopt, of.n};
}
[[nodiscard]] inline within_measure van_der_eijk_a(std::span<const std::int8_t> marks, std::size_t levels) {
  return van_der_eijk_a(numeric::count_marks(marks, levels, "van_der_eijk_a"));
}

/// Van der Eijk's A turned into polarization: 0 all at one level, 1/2 spread evenly, 1 half at each end.
/// Definition: (1 - A) / 2, with the edge cases and errors of `van_der_eijk_a`.
/// Cost: as `shape_of`. Threads: safe. Since 0.1. Reference: van der Eijk (2001). Checked by `concentration_test` (reference case a08).
[[nodiscard]] inline within_measure van_der_eijk_polarization(std::span<const std::uint32_t> counts) {
  within_measure out = van_der_eijk_a(counts);
  if (out.value) { out.value = 0.5 * (1.0 - *out.value); }
  return out;
}
[[nodiscard]] inline within_measure van_der_eijk_polarization(std::span<const std::int8_t> marks, std::size_t levels) {
  return van_der_eijk_polarization(numeric::count_marks(marks, levels, "van_der_eijk_polarization"));
}

/// A measure as a table of one row: value, n, status. Cost: constant. Threads: safe. Since 0.1. Checked by `concentration_test`.
[[nodiscard]] inline table to_table(const within_measure& measure) {
  table out;
  out.add("value", column_type::real);
  out.add("n", column_type::integer);
  out.add("status", column_type::text);
  out.push_row(measure.value, measure.n, name(measure.status));
  return out;
}

} // namespace headway::agreement
