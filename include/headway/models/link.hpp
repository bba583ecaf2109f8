#pragma once

/// \file
/// The probability of one answer on an ordered scale, given where it is drawn from: cumulative links and the adjacent-category link, with
/// everything a fit differentiates, in forms that keep their digits in the tails.

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <headway/base/concepts.hpp>

namespace headway::models {

/// Which link a model has. Values are part of the C ABI and never reused.
enum class link_kind : std::int32_t {
  logit = 0,              ///< cumulative logistic: proportional odds
  probit = 1,             ///< cumulative normal
  cloglog = 2,            ///< cumulative complementary log-log: proportional hazards
  adjacent_category = 3,  ///< log odds of a level against the one below: Rasch family
  loglog = 4              ///< cumulative log-log: `cloglog` on the scale turned round
};

/// The code of a link as written in tables. \return "unknown" for another value
/// Cost: constant. Threads: safe. Since 0.1. Checked by `link_test`.
[[nodiscard]] constexpr std::string_view name(link_kind value) noexcept {
  switch (value) {
  case link_kind::logit: return "logit";
  case link_kind::probit: return "probit";
  case link_kind::cloglog: return "cloglog";
  case link_kind::adjacent_category: return "adjacent_category";
  case link_kind::loglog: return "loglog";
  }
  return "unknown";
}

namespace detail {

/// log(1 + e^x) without overflow.
[[nodiscard]] inline double log1p_exp(double x) noexcept { return x > 0.0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }

/// log(1 - e^x) for x < 0, to full relative accuracy at both ends.
[[nodiscard]] inline double log1m_exp(double x) noexcept { return x > -0.6931471805599453 ? std::log(-std::expm1(x)) : std::log1p(-std::exp(x)); }

/// log of the standard normal distribution function.
[[nodiscard]] inline double log_normal_cdf(double x) noexcept {
  if (x > -10.0) { return x > 0.0 ? std::log1p(-0.5 * std::erfc(x * 0.70710678118654752440)) : std::log(0.5 * std::erfc(-x * 0.70710678118654752440)); }
  // Mills' ratio by its continued fraction, which converges fast out here
  const double t = -x;
  double fraction = t;
  for (int k = 40; k >= 1; --k) { fraction = t + k / fraction; }
  return -0.5 * x * x - 0.91893853320467274178 - std::log(fraction);
}

/// e^a - e^c for c > a: the log of the share of the upper tail at a that lies beyond c. Never 0.
[[nodiscard]] inline double cloglog_between(double a, double c) noexcept {
  return (std::fmin)(-std::exp((std::fmax)(-690.0, (std::fmin)(a, 100.0))) * std::expm1((std::fmin)(c - a, 300.0)), -1e-300);
}

} // namespace detail

/// A law that a cumulative model slices: logs of its distribution function, survival function and density, and the density's first two
/// logarithmic slopes f'/f and f''/f.
template <class Law>
concept cumulative_law = requires(double x) {
  { Law::log_cdf(x) } -> std::same_as<double>;
  { Law::log_upper(x) } -> std::same_as<double>;
  { Law::log_density(x) } -> std::same_as<double>;
  { Law::slope(x) } -> std::same_as<double>;
  { Law::curve(x) } -> std::same_as<double>;
  { Law::kind } -> std::convertible_to<link_kind>;
};

/// The logistic law. Since 0.1. Checked by `link_test`.
struct logit {
  static constexpr link_kind kind = link_kind::logit;
  [[nodiscard]] static double log_cdf(double x) noexcept { return -detail::log1p_exp(-x); }                ///< log F
  [[nodiscard]] static double log_upper(double x) noexcept { return -detail::log1p_exp(x); }               ///< log (1 - F)
  [[nodiscard]] static double log_density(double x) noexcept { return log_cdf(x) + log_upper(x); }         ///< log f
  [[nodiscard]] static double slope(double x) noexcept { return -std::tanh(0.5 * x); }                     ///< f' / f = 1 - 2 F
  [[nodiscard]] static double curve(double x) noexcept {                                                   ///< f'' / f = 1 - 6 f
    return 1.0 - 6.0 * std::exp(log_density(x));
  }
};

/// The standard normal law. Since 0.1. Checked by `link_test`.
struct probit {
  static constexpr link_kind kind = link_kind::probit;
  [[nodiscard]] static double log_cdf(double x) noexcept { return detail::log_normal_cdf(x); }             ///< log F
  [[nodiscard]] static double log_upper(double x) noexcept { return detail::log_normal_cdf(-x); }          ///< log (1 - F)
  [[nodiscard]] static double log_density(double x) noexcept { return -0.5 * x * x - 0.91893853320467274178; } ///< log f
  [[nodiscard]] static double slope(double x) noexcept { return -x; }                                      ///< f' / f
  [[nodiscard]] static double curve(double x) noexcept { return x * x - 1.0; }                             ///< f'' / f
};

/// The law of F(x) = 1 - exp(-e^x). Since 0.1. Checked by `link_test`.
struct cloglog {
  static constexpr link_kind kind = link_kind::cloglog;
  [[nodiscard]] static double log_cdf(double x) noexcept { return detail::log1m_exp(-std::exp(held(x))); }  ///< log F
  [[nodiscard]] static double log_upper(double x) noexcept { return -std::exp(held(x)); }                   ///< log (1 - F)
  [[nodiscard]] static double log_density(double x) noexcept { return held(x) - std::exp(held(x)); }        ///< log f
  [[nodiscard]] static double slope(double x) noexcept { return 1.0 - std::exp(held(x)); }                  ///< f' / f
  [[nodiscard]] static double curve(double x) noexcept {                                                    ///< f'' / f
    const double e = std::exp(held(x));
    return 1.0 + e * (e - 3.0);
  }

  /// Beyond 100 every upper tail is 0 to the last digit; the bound keeps third powers of e^x finite.
  [[nodiscard]] static double held(double x) noexcept { return (std::fmin)(x, 100.0); }
};

/// What a fit needs of one answer. `score` and `weight` are the first derivative of the log probability by the predictor and minus the second;
/// `weight_slope` is the weight's own. The two thresholds of a cumulative link are the ones below and above the answer; where there is none
/// (lowest and highest level) their entries are 0.
struct cell {
  double log_probability{};
  double score{};
  double weight{};
  double weight_slope{};
  double by_lower{};            ///< d log P / d threshold below
  double by_upper{};            ///< d log P / d threshold above
  double score_by_lower{};      ///< d score / d threshold below
  double score_by_upper{};
  double weight_by_lower{};     ///< d weight / d threshold below
  double weight_by_upper{};
};

/// One answer under a cumulative link.
/// Definition: with a = lower - predictor, c = upper - predictor, P = F(c) - F(a); g_a = f(a) / P, g_c = f(c) / P; score g_a - g_c; weight
/// (g_c - g_a)^2 - (f'(c) - f'(a)) / P, never below 0 since the laws are log-concave; the rest by differentiation. Ratios are formed from
/// logarithms, so nothing overflows or loses its digits however far out a and c lie.
/// \param lower the threshold below, ignored for the lowest level \param upper the threshold above, ignored for the highest level, above `lower` otherwise
/// \param has_lower,has_upper whether there are such thresholds \param predictor where the answer is drawn from
/// Cost: about 60 nanoseconds. Threads: safe. Since 0.1. Reference: Pratt 1981; Burridge 1981. Checked by `link_test`.
template <cumulative_law Law>
[[nodiscard]] cell cumulative_cell(double lower, double upper, bool has_lower, bool has_upper, double predictor) noexcept {
  cell out;
  const double a = lower - predictor;
  const double c = upper - predictor;
  // log P from the tail that is the smaller one, so that no difference of two numbers near 1 is formed
  if (!has_lower && !has_upper) { return out; }
  if (!has_lower) {
    out.log_probability = Law::log_cdf(c);
  } else if (!has_upper) {
    out.log_probability = Law::log_upper(a);
  } else if constexpr (Law::kind == link_kind::logit) {
    out.log_probability = Law::log_cdf(c) + Law::log_upper(a) + detail::log1m_exp(a - c);
  } else if constexpr (Law::kind == link_kind::cloglog) { // e^-e^a - e^-e^c
    out.log_probability = Law::log_upper(a) + detail::log1m_exp(detail::cloglog_between(a, c));
  } else if (a + c > 0.0) {
    const double larger = Law::log_upper(a);
    out.log_probability = larger + detail::log1m_exp((std::fmin)(Law::log_upper(c) - larger, -1e-300));
  } else {
    const double larger = Law::log_cdf(c);
    out.log_probability = larger + detail::log1m_exp((std::fmin)(Law::log_cdf(a) - larger, -1e-300));
  }
  double ga = has_lower ? std::exp(Law::log_density(a) - out.log_probability) : 0.0;
  double gc = has_upper ? std::exp(Law::log_density(c) - out.log_probability) : 0.0;
  if constexpr (Law::kind == link_kind::cloglog) { // the hazard e^a of an upper tail is not left to the difference of two large numbers
    if (has_lower) {
      const double beyond = has_upper ? detail::cloglog_between(a, c) : 0.0;
      const double share = has_upper ? detail::log1m_exp(beyond) : 0.0;
      ga = std::exp(Law::held(a) - share);
      gc = has_upper ? std::exp(Law::held(c) + beyond - share) : 0.0;
    }
  }
  const double sa = has_lower ? Law::slope(a) : 0.0;
  const double sc = has_upper ? Law::slope(c) : 0.0;
  const double ca = has_lower ? Law::curve(a) : 0.0;
  const double cc = has_upper ? Law::curve(c) : 0.0;
  const double apart = gc - ga;
  const double bent = sc * gc - sa * ga;
  out.score = -apart;
  out.weight = (std::fmax)(0.0, apart * apart - bent);
  out.by_lower = -ga;
  out.by_upper = gc;
  // derivatives of g_a and g_c by a and c
  const double ga_by_a = ga * (sa + ga);
  const double gc_by_c = gc * (sc - gc);
  const double cross = ga * gc;
  out.score_by_lower = ga_by_a - cross;
  out.score_by_upper = -(gc_by_c + cross);
  out.weight_by_lower = 2.0 * apart * (cross - ga_by_a) + ca * ga - bent * ga;
  out.weight_by_upper = 2.0 * apart * (gc_by_c + cross) - cc * gc + bent * gc;
  if constexpr (Law::kind == link_kind::logit) { // here everything is a sum of the two ends, without any cancelling
    const double fa = has_lower ? std::exp(Law::log_density(a)) : 0.0;
    const double fc = has_upper ? std::exp(Law::log_density(c)) : 0.0;
    out.score = (has_lower ? std::exp(Law::log_cdf(a)) : 0.0) - (has_upper ? std::exp(Law::log_upper(c)) : 0.0);
    out.weight = fa + fc;
    out.score_by_lower = fa;
    out.score_by_upper = fc;
    out.weight_by_lower = fa * sa;
    out.weight_by_upper = fc * sc;
  }
  out.weight_slope = -(out.weight_by_lower + out.weight_by_upper);
  return out;
}

/// One answer under the log-log link, F(x) = exp(-e^-x): that of the complementary log-log link with scale and predictor turned round.
/// \param lower,upper,has_lower,has_upper,predictor as `cumulative_cell`
/// Cost: as `cumulative_cell`. Threads: safe. Since 0.1. Checked by `link_test`.
[[nodiscard]] inline cell loglog_cell(double lower, double upper, bool has_lower, bool has_upper, double predictor) noexcept {
  const cell turned = cumulative_cell<cloglog>(-upper, -lower, has_upper, has_lower, -predictor);
  cell out;
  out.log_probability = turned.log_probability;
  out.score = -turned.score;
  out.weight = turned.weight;
  out.weight_slope = -turned.weight_slope;
  out.by_lower = -turned.by_upper;
  out.by_upper = -turned.by_lower;
  out.score_by_lower = turned.score_by_upper;
  out.score_by_upper = turned.score_by_lower;
  out.weight_by_lower = -turned.weight_by_upper;
  out.weight_by_upper = -turned.weight_by_lower;
  return out;
}

/// The law of F(x) = exp(-e^-x). Since 0.1. Checked by `link_test`.
struct loglog {
  static constexpr link_kind kind = link_kind::loglog;
  [[nodiscard]] static double log_cdf(double x) noexcept { return cloglog::log_upper(-x); }                 ///< log F
  [[nodiscard]] static double log_upper(double x) noexcept { return cloglog::log_cdf(-x); }                 ///< log (1 - F)
  [[nodiscard]] static double log_density(double x) noexcept { return cloglog::log_density(-x); }           ///< log f
  [[nodiscard]] static double slope(double x) noexcept { return -cloglog::slope(-x); }                      ///< f' / f
  [[nodiscard]] static double curve(double x) noexcept { return cloglog::curve(-x); }                       ///< f'' / f
};

/// What a fit needs of one answer under the adjacent-category link, where every threshold matters to every answer.
struct adjacent_cell {
  double log_probability{};
  double score{};         ///< answer - mean
  double weight{};        ///< variance
  double weight_slope{};  ///< third central moment
  std::array<double, most_levels - 1> by_threshold{};        ///< d log P / d threshold
  std::array<double, most_levels - 1> score_by_threshold{};  ///< d score / d threshold
  std::array<double, most_levels - 1> weight_by_threshold{}; ///< d weight / d threshold
};

/// One answer under the adjacent-category link.
/// Definition: log P(y) / P(y - 1) = predictor - threshold_y; so P(y) is proportional to exp(y predictor - sum of the first y thresholds).
/// \param thresholds levels - 1 of them, in any order of size \param answer 0 to levels - 1 \param predictor where the answer is drawn from
/// Cost: one exponential a level. Threads: safe. Since 0.1. Reference: Andrich 1978; Masters 1982. Checked by `link_test`.
[[nodiscard]] inline adjacent_cell adjacent_category_cell(std::span<const double> thresholds, std::size_t answer, double predictor) noexcept {
  adjacent_cell out;
  const std::size_t levels = thresholds.size() + 1;
  std::array<double, most_levels> p{};
  double running = 0.0;
  double highest = 0.0;
  for (std::size_t k = 1; k < levels; ++k) {
    running += predictor - thresholds[k - 1];
    p[k] = running;
    highest = (std::fmax)(highest, running);
  }
  const double own = p[answer];
  double sum = 0.0;
  for (std::size_t k = 0; k < levels; ++k) { sum += p[k] = std::exp(p[k] - highest); }
  double mean = 0.0;
  for (std::size_t k = 0; k < levels; ++k) { mean += static_cast<double>(k) * (p[k] /= sum); }
  out.log_probability = own - highest - std::log(sum);
  out.score = static_cast<double>(answer) - mean;
  for (std::size_t k = 0; k < levels; ++k) {
    const double away = static_cast<double>(k) - mean;
    out.weight += away * away * p[k];
    out.weight_slope += away * away * away * p[k];
  }
  double at_or_above = 0.0;
  double first = 0.0;
  double second = 0.0;
  for (std::size_t k = levels - 1; k >= 1; --k) {
    const double away = static_cast<double>(k) - mean;
    at_or_above += p[k];
    first += away * p[k];
    second += away * away * p[k];
    out.by_threshold[k - 1] = at_or_above - (answer >= k ? 1.0 : 0.0);
    out.score_by_threshold[k - 1] = first;
    out.weight_by_threshold[k - 1] = at_or_above * out.weight - second;
  }
  return out;
}

} // namespace headway::models
