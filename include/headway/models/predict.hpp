#pragma once

/// \file
/// What an ordinal model expects of an answer: the probability of every level at a predictor, for one rater or over all of them.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>

#include <headway/base/check.hpp>
#include <headway/base/error.hpp>
#include <headway/models/link.hpp>

namespace headway::models {

namespace detail {

/// Differences of the distribution function between thresholds, on the side of the middle where they keep their digits.
template <cumulative_law Law> void between_thresholds(std::span<const double> thresholds, double predictor, std::span<double> out) noexcept {
  double below = 0.0; // P(answer <= k - 1)
  double above = 1.0;
  for (std::size_t k = 0; k < thresholds.size(); ++k) {
    const double at = thresholds[k] - predictor;
    const double next_below = std::exp(Law::log_cdf(at));
    const double next_above = std::exp(Law::log_upper(at));
    out[k] = (std::max)(0.0, next_below < 0.5 ? next_below - below : above - next_above);
    below = next_below;
    above = next_above;
  }
  out[thresholds.size()] = above;
}

} // namespace detail

/// P(level) at a predictor, for every level.
/// Definition: F(threshold_k - predictor) - F(threshold_{k-1} - predictor); adjacent categories: log P(k) / P(k - 1) = predictor - threshold_k.
/// \param thresholds increasing for cumulative links \param out one more than thresholds; filled, adding up to 1
/// \throws error invalid_argument when the lengths do not fit or `link` is not a link
/// Cost: two exponentials a threshold. Threads: safe. Since 0.1. Checked by `predict_test`.
inline void level_probabilities(link_kind link, std::span<const double> thresholds, double predictor, std::span<double> out) {
  check::same_length(out.size(), thresholds.size() + 1, "level_probabilities", "out");
  switch (link) {
  case link_kind::logit: return detail::between_thresholds<logit>(thresholds, predictor, out);
  case link_kind::probit: return detail::between_thresholds<probit>(thresholds, predictor, out);
  case link_kind::cloglog: return detail::between_thresholds<cloglog>(thresholds, predictor, out);
  case link_kind::loglog: return detail::between_thresholds<loglog>(thresholds, predictor, out);
  case link_kind::adjacent_category: break;
  default: throw error{error_category::invalid_argument, "level_probabilities", "link", "is not a link"};
  }
  double largest = out[0] = 0.0;
  for (std::size_t k = 0; k < thresholds.size(); ++k) { largest = (std::max)(largest, out[k + 1] = out[k] + predictor - thresholds[k]); }
  double sum = 0.0;
  for (double& p : out) { sum += p = std::exp(p - largest); }
  for (double& p : out) { p /= sum; }
}

/// P(level) over raters whose severities are normal about 0 with a standard deviation: what a new panel would answer, where `level_probabilities` is what its typical member would.
/// Definition: Gauss-Hermite quadrature with 15 nodes. \param deviation 0 or more \param out as `level_probabilities`
/// \throws error as `level_probabilities`
/// Cost: 15 times that of `level_probabilities`. Threads: safe. Since 0.1. Checked by `predict_test`.
inline void panel_probabilities(link_kind link, std::span<const double> thresholds, double predictor, double deviation, std::span<double> out) {
  static constexpr std::array<double, 8> node{0.0, 0.7991290683245481, 1.6067100690287297, 2.432436827009758, 3.289082424398767, 4.1962077112690155, 5.190093591304782, 6.3639478888298395};
  static constexpr std::array<double, 8> weight{0.3182595182595182, 0.2324622936097323, 0.08941779539984439, 0.017365774492137616, 0.0015673575035499558,
                                                5.642146405189015e-05, 5.975419597920582e-07, 8.589649899633293e-10};
  std::array<double, 16> at{};
  check::bounded(static_cast<std::int64_t>(out.size()), 1, static_cast<std::int64_t>(at.size()), "panel_probabilities", "out");
  const std::span<double> one = std::span{at}.first(out.size());
  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t i = 0; i < node.size(); ++i) {
    for (const double side : {-1.0, 1.0}) {
      if (i == 0 && side > 0.0) { continue; }
      level_probabilities(link, thresholds, predictor + side * deviation * node[i], one);
      for (std::size_t k = 0; k < out.size(); ++k) { out[k] += weight[i] * one[k]; }
    }
  }
}

} // namespace headway::models
