#pragma once

/// \file
/// The special functions headway needs, and nothing more: normal, beta, Student's t, F and chi-square distribution, binomial sums.
///
/// They are written here instead of taken from Boost.Math because including its beta functions alone costs 3.4 s of compile time and
/// using its inverse 9.8 s (g++ 12, -O2), where a header of headway may cost 1.5 s in all. Tested against 40-digit arithmetic.
/// Only double is used, never long double, so platforms without 80-bit numbers give the same results up to the last bits of the
/// platform's exp, log and erfc. No result is NaN or infinite, except a normal quantile of 0 or 1, which is misuse and throws.

#include <cmath>
#include <cstdint>
#include <string>

#include <headway/base/error.hpp>

namespace headway::numeric {

namespace detail {

/// log Gamma(a) minus its Stirling form (a - 1/2) log a - a + log(2 pi) / 2, for a > 0: tends to 0 as 1 / (12 a).
[[nodiscard]] inline double stirling_error(double a) noexcept {
  double product = 1.0;
  double z = a;
  while (z < 10.0) { product *= z++; }
  const double r = 1.0 / (z * z);
  const double tail =
      (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188 - r * (691.0 / 360360 - r / 156)))))) / z;
  if (z == a) { return tail; }
  return tail + (z - 0.5) * std::log(z) - (a - 0.5) * std::log(a) - (z - a) - std::log(product);
}

/// A beta distribution with what does not depend on x computed once.
struct beta_law {
  double a;
  double b;
  double total;
  double log_scale; ///< log of sqrt(a b / (2 pi (a + b))) times the Stirling errors

  beta_law(double first, double second) noexcept
      : a{first}, b{second}, total{first + second},
        log_scale{0.5 * (std::log(first) + std::log(second / total) - 1.8378770664093454836) + stirling_error(total) -
                  stirling_error(first) - stirling_error(second)} {}

  /// x^a y^b / B(a, b) with y = 1 - x given apart so that neither loses digits. Loader's form: the exponent is a sum of two small
  /// deviances instead of a difference of large log gammas.
  [[nodiscard]] double kernel(double x, double y) const noexcept {
    const double off = b * x - a * y;
    const double ta = off / a;
    const double tb = -off / b;
    const double la = ta > -0.5 ? std::log1p(ta) : std::log(total * x / a);
    const double lb = tb > -0.5 ? std::log1p(tb) : std::log(total * y / b);
    return std::exp(a * la + b * lb + log_scale);
  }

  /// I_x(a, b) for x at or below about the mean: Didonato and Morris (1992), continued fraction (9), from the front.
  [[nodiscard]] static double fraction(double a, double b, double x, double y) noexcept {
    const double lambda = a * y - b * x;
    const double limit = 200.0 + 20.0 * std::sqrt(a + b);
    double numerator_old = 0.0;
    double denominator_old = 1.0;
    double numerator = 1.0;
    double denominator = a / (a + 1.0) * (lambda + 1.0);
    double value = numerator / denominator;
    for (double n = 1.0; n < limit; n += 1.0) {
      const double even = a + 2.0 * n - 1.0;
      const double twist = n * (b - n) * x / even;
      const double alpha = (a + n - 1.0) * (a + b + n - 1.0) / even * twist * x;
      const double beta = n + twist + (a + n) / (even + 2.0) * (lambda + 1.0 + n * (1.0 + y));
      const double next_numerator = beta * numerator + alpha * numerator_old;
      const double next_denominator = beta * denominator + alpha * denominator_old;
      const double scale = 1.0 / next_denominator;
      numerator_old = numerator * scale;
      denominator_old = denominator * scale;
      numerator = next_numerator * scale;
      denominator = 1.0;
      if (std::fabs(numerator - value) <= 1e-15 * std::fabs(numerator)) { return numerator; }
      value = numerator;
    }
    return value;
  }

  /// Both tails at x, each without cancellation in the smaller one, and the kernel there.
  struct tails {
    double lower;
    double upper;
    double kernel;
  };

  /// I_x(a, b) over the kernel where b x is small: the power series of the integral, term by term.
  [[nodiscard]] static double series(double a, double b, double x) noexcept {
    double term = 1.0;
    double sum = 1.0 / a;
    for (double n = 1.0; n < 200.0; n += 1.0) {
      term *= (n - b) / n * x;
      sum += term / (a + n);
      if (std::fabs(term) <= 1e-17 * sum * (a + n)) { break; }
    }
    return sum * std::exp(-b * std::log1p(-x));
  }

  [[nodiscard]] tails at(double x, double y) const noexcept {
    const double k = kernel(x, y);
    if (b * x <= 0.7 && x <= 0.7) {
      const double lower = k * series(a, b, x);
      return {lower, 1.0 - lower, k};
    }
    if (a * y <= 0.7 && y <= 0.7) {
      const double upper = k * series(b, a, y);
      return {1.0 - upper, upper, k};
    }
    if (x * b <= y * a) {
      const double lower = k * fraction(a, b, x, y);
      return {lower, 1.0 - lower, k};
    }
    const double upper = k * fraction(b, a, y, x);
    return {1.0 - upper, upper, k};
  }
};

/// log(x / (1 - x)) at the x where a beta distribution leaves `lower` below it and `upper`, given apart, above; both above 0.
/// At most 700 either way, which stands for the ends.
[[nodiscard]] inline double beta_log_odds(double lower, double upper, double first, double second) {
  const bool high = lower > upper; // solve for the smaller tail: the upper one by exchanging x and 1 - x
  const double tail = high ? upper : lower;
  const beta_law law = high ? beta_law{second, first} : beta_law{first, second};
  const double log_tail = std::log(tail);

  // Start: a normal deviate bent by Cornish and Fisher (Abramowitz and Stegun 26.5.22) where both shapes allow it, otherwise the end
  // of the tail, where I_x(a, b) is x^a / (a B(a, b)).
  double t;
  if (law.a > 1.0 && law.b > 1.0) {
    const double w = std::sqrt(-2.0 * log_tail);
    const double z = w - (2.515517 + w * (0.802853 + w * 0.010328)) / (1.0 + w * (1.432788 + w * (0.189269 + w * 0.001308)));
    const double ra = 1.0 / (2.0 * law.a - 1.0);
    const double rb = 1.0 / (2.0 * law.b - 1.0);
    const double h = 2.0 / (ra + rb);
    const double lambda = (z * z - 3.0) / 6.0;
    t = std::log(law.a / law.b) - 2.0 * (z * std::sqrt((std::fmax)(h + lambda, 0.0)) / h - (rb - ra) * (lambda + 5.0 / 6.0 - 2.0 / (3.0 * h)));
  } else {
    const double log_beta = law.a * std::log(law.a / law.total) + law.b * std::log(law.b / law.total) - law.log_scale;
    const double left = (log_tail + std::log(law.a) + log_beta) / law.a;
    const double right = (std::log1p(-tail) + std::log(law.b) + log_beta) / law.b;
    t = left < right ? left - std::log(-std::expm1((std::fmin)(left, -1e-300))) : std::log(-std::expm1((std::fmin)(right, -1e-300))) - right;
  }

  for (int step = 0; step < 60; ++step) {
    t = (std::fmax)(-700.0, (std::fmin)(700.0, t));
    const double grown = std::exp(-std::fabs(t));
    const double small = grown / (1.0 + grown);
    const double large = 1.0 / (1.0 + grown);
    const beta_law::tails here = t < 0.0 ? law.at(small, large) : law.at(large, small);
    if (!(here.lower > 1e-280)) { // fell off the end of the tail: come back halfway to the mean
      t = 0.5 * (t + std::log(law.a / law.b));
      continue;
    }
    const double move = (log_tail - std::log(here.lower)) * here.lower / here.kernel;
    const double bounded = (std::fmax)(-50.0, (std::fmin)(50.0, move));
    t += bounded;
    if (std::fabs(bounded) <= 1e-14 * (1.0 + std::fabs(t))) { break; }
  }
  t = (std::fmax)(-700.0, (std::fmin)(700.0, t));
  return high ? -t : t;
}

inline void positive(double value, const char* function, const char* argument) {
  if (!(value > 0.0 && value < 1e300)) {
    throw error{error_category::out_of_range, function, argument, std::to_string(value) + " is not allowed; it must be positive"};
  }
}

/// Both regularised incomplete gamma functions at x for a shape a: P(X <= x) and P(X > x), each without cancellation in the smaller one.
struct gamma_tails {
  double lower;
  double upper;
  double kernel; ///< x^a e^-x / Gamma(a)
};

[[nodiscard]] inline gamma_tails gamma_at(double a, double x) noexcept {
  if (!(x > 0.0)) { return {0.0, 1.0, 0.0}; }
  if (!(x < 1e300)) { return {1.0, 0.0, 0.0}; }
  // x^a e^-x / Gamma(a): the exponent as a deviance, so that it stays exact where x is near a
  const double off = (x - a) / a;
  const double deviance = off > -0.5 && off < 1.0 ? a * (std::log1p(off) - off) : a * (std::log(x / a) - off);
  const double kernel = std::exp(deviance - stirling_error(a)) * std::sqrt(a) * 0.39894228040143267794;
  if (x < a + 1.0) {
    double term = 1.0 / a;
    double sum = term;
    for (double n = 1.0; n < 100000.0; n += 1.0) {
      term *= x / (a + n);
      sum += term;
      if (term <= 1e-17 * sum) { break; }
    }
    const double lower = kernel * sum;
    return {(std::fmin)(lower, 1.0), (std::fmax)(1.0 - lower, 0.0), kernel};
  }
  // the continued fraction of Legendre by Lentz's method
  double b = x + 1.0 - a;
  double c = 1e300;
  double d = 1.0 / b;
  double h = d;
  for (double n = 1.0; n < 100000.0; n += 1.0) {
    const double step = n * (a - n);
    b += 2.0;
    d = 1.0 / (step * d + b);
    c = b + step / c;
    h *= c * d;
    if (std::fabs(c * d - 1.0) <= 1e-16) { break; }
  }
  const double upper = kernel * h;
  return {(std::fmax)(1.0 - upper, 0.0), (std::fmin)(upper, 1.0), kernel};
}

/// exp(t) held inside the doubles.
[[nodiscard]] inline double bounded_exp(double t) noexcept { return std::exp((std::fmax)(-700.0, (std::fmin)(700.0, t))); }

/// The tails of an F distribution at x > 0.
[[nodiscard]] inline beta_law::tails f_tails(double x, double df1, double df2) noexcept {
  const double odds = df1 / df2 * x;
  if (!(odds < 1e300)) { return {1.0, 0.0, 0.0}; }
  if (!(odds > 0.0)) { return {0.0, 1.0, 0.0}; }
  return beta_law{0.5 * df1, 0.5 * df2}.at(odds / (1.0 + odds), 1.0 / (1.0 + odds));
}

inline void f_degrees(double df1, double df2, const char* function) {
  positive(df1, function, "df1");
  positive(df2, function, "df2");
}

inline void probability(double value, const char* function, const char* argument) {
  if (!(value >= 0.0 && value <= 1.0)) {
    throw error{error_category::out_of_range, function, argument, std::to_string(value) + " is not allowed; it must be 0 to 1"};
  }
}

} // namespace detail

/// P(Z <= z) for a standard normal Z.
/// Cost: one erfc. Threads: safe. Since 0.1. Checked by `special_test`.
/// \param z any finite number \return a probability
[[nodiscard]] inline double normal_cdf(double z) noexcept { return 0.5 * std::erfc(-z * 0.70710678118654752440); }

/// The z with P(Z <= z) = p for a standard normal Z.
/// Definition: Halley steps on `normal_cdf` in the smaller tail, from Hastings' rational start.
/// \param p in (0, 1) \return the quantile, to about 1e-15 of max(1, |z|)
/// \throws error out_of_range unless 0 < p < 1
/// Cost: three erfc. Threads: safe. Since 0.1. Reference: Abramowitz and Stegun (1964), 26.2.23. Checked by `special_test`.
[[nodiscard]] inline double normal_quantile(double p) {
  if (!(p > 0.0 && p < 1.0)) {
    throw error{error_category::out_of_range, "normal_quantile", "p", std::to_string(p) + " is not allowed; it must be between 0 and 1"};
  }
  const bool high = p > 0.5;
  const double tail = high ? 1.0 - p : p;
  const double t = std::sqrt(-2.0 * std::log(tail));
  double z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (int step = 0; step < 3; ++step) {
    const double density = 0.39894228040143267794 * std::exp(-0.5 * z * z);
    const double miss = (normal_cdf(-z) - tail) / density;
    z += miss / (1.0 + 0.5 * z * miss);
  }
  return high ? z : -z;
}

/// P(X <= x) for X from a beta distribution: the regularised incomplete beta function I_x(a, b).
/// Definition: 1 / B(a, b) times the integral of t^(a-1) (1-t)^(b-1) from 0 to x.
/// Missing and edge cases: 0 for x <= 0, 1 for x >= 1.
/// \param x any number \param a,b shape parameters, positive
/// \return a probability, with a relative error of about 1e-13 in the smaller tail for a + b up to 1e6
/// \throws error out_of_range unless a and b are positive and finite
/// Cost: 20 to 60 steps of a continued fraction near the mean, about sqrt(a + b) for large a + b. Threads: safe. Since 0.1.
/// Reference: Didonato and Morris (1992), ACM TOMS 18, 360-373; Loader (2000). Checked by `special_test`.
[[nodiscard]] inline double beta_cdf(double x, double a, double b) {
  detail::positive(a, "beta_cdf", "a");
  detail::positive(b, "beta_cdf", "b");
  if (!(x > 0.0)) { return 0.0; }
  if (x >= 1.0) { return 1.0; }
  return detail::beta_law{a, b}.at(x, 1.0 - x).lower;
}

/// The x with P(X <= x) = p for X from a beta distribution.
/// Definition: Newton's method for the logarithm of the smaller tail as a function of log(x / (1 - x)). Both tails are log-concave
/// there for every a and b, so the steps cannot cycle; the derivative is the kernel x^a (1-x)^b / B(a, b) itself.
/// Missing and edge cases: 0 for p = 0 and 1 for p = 1; a quantile below the smallest double is 0.
/// \param p in [0, 1] \param a,b shape parameters, positive
/// \return the quantile in [0, 1], to about 1e-13 relative in x or 1 - x, whichever is smaller
/// \throws error out_of_range unless 0 <= p <= 1 and a, b are positive and finite
/// Cost: 3 to 6 times `beta_cdf`, about a microsecond. Threads: safe. Since 0.1. Checked by `special_test`.
[[nodiscard]] inline double beta_quantile(double p, double a, double b) {
  detail::probability(p, "beta_quantile", "p");
  detail::positive(a, "beta_quantile", "a");
  detail::positive(b, "beta_quantile", "b");
  if (!(p > 0.0)) { return 0.0; }
  if (p >= 1.0) { return 1.0; }
  const double t = detail::beta_log_odds(p, 1.0 - p, a, b);
  if (t <= -700.0) { return 0.0; }
  if (t >= 700.0) { return 1.0; }
  return t < 0.0 ? std::exp(t) / (1.0 + std::exp(t)) : 1.0 / (1.0 + std::exp(-t));
}

/// P(X <= x) for X from a binomial distribution.
/// Definition: the sum over j <= x of C(n, j) share^j (1 - share)^(n-j), as I_{1-share}(n - x, x + 1).
/// Missing and edge cases: 1 for x >= n.
/// \param x count \param n number of trials \param share probability of one trial, in [0, 1] \return a probability
/// \throws error out_of_range unless 0 <= share <= 1
/// Cost: one `beta_cdf`. Threads: safe. Since 0.1. Checked by `special_test`.
[[nodiscard]] inline double binomial_cdf(std::uint64_t x, std::uint64_t n, double share) {
  detail::probability(share, "binomial_cdf", "share");
  if (x >= n || !(share > 0.0)) { return 1.0; }
  if (share >= 1.0) { return 0.0; }
  return detail::beta_law{static_cast<double>(n - x), static_cast<double>(x) + 1.0}.at(1.0 - share, share).lower;
}

/// P(T <= t) for T from Student's t distribution.
/// Definition: I_x(df / 2, 1 / 2) / 2 with x = df / (df + t^2) for t <= 0, and by symmetry above. The lower tail keeps all its digits: for an upper tail ask
/// for -t.
/// \param t any finite number \param df degrees of freedom, positive, not necessarily whole \return a probability
/// \throws error out_of_range unless df is positive and finite
/// Cost: one `beta_cdf`. Threads: safe. Since 0.1. Reference: Abramowitz and Stegun (1964), 26.7.1. Checked by `special_test`.
[[nodiscard]] inline double student_t_cdf(double t, double df) {
  detail::positive(df, "student_t_cdf", "df");
  const double square = t * t;
  if (!(square > 0.0)) { return 0.5; }
  const double whole = df + square;
  const double tail = square < 1e300 ? 0.5 * detail::beta_law{0.5 * df, 0.5}.at(df / whole, square / whole).lower : 0.0;
  return t < 0.0 ? tail : 1.0 - tail;
}

/// The t with P(T <= t) = p for T from Student's t distribution.
/// Definition: from the beta quantile, then Newton steps on the smaller tail itself.
/// \param p in (0, 1) \param df degrees of freedom, positive, not necessarily whole \return the quantile, to about 1e-14 of max(1, |t|)
/// \throws error out_of_range unless 0 < p < 1 and df is positive and finite
/// Cost: one beta quantile and three `beta_cdf`. Threads: safe. Since 0.1. Checked by `special_test`.
[[nodiscard]] inline double student_t_quantile(double p, double df) {
  if (!(p > 0.0 && p < 1.0)) {
    throw error{error_category::out_of_range, "student_t_quantile", "p", std::to_string(p) + " is not allowed; it must be between 0 and 1"};
  }
  detail::positive(df, "student_t_quantile", "df");
  const double tail = p > 0.5 ? 1.0 - p : p;
  if (tail >= 0.5) { return 0.0; }
  const detail::beta_law law{0.5 * df, 0.5};
  const double x = beta_quantile(2.0 * tail, 0.5 * df, 0.5);
  double t = (std::fmax)(1e-8, x > 0.0 ? std::sqrt(df * (1.0 - x) / x) : 1e150);
  for (int step = 0; step < 3; ++step) {
    const double whole = df + t * t;
    const detail::beta_law::tails here = law.at(df / whole, t * t / whole);
    if (!(here.kernel > 0.0)) { break; }
    // the density of T is the kernel over t; on the log scale of the tail the steps cannot overshoot
    const double move = std::log(0.5 * here.lower / tail) * 0.5 * here.lower / here.kernel * t;
    t += (std::fmax)(-0.5 * t, move);
  }
  return p > 0.5 ? t : -t;
}

/// P(X > x) for X from a chi-square distribution: the p-value of a statistic with that law.
/// Definition: the regularised upper incomplete gamma function Q(df / 2, x / 2), by its series below the mean and its continued fraction above.
/// Missing and edge cases: 1 for x <= 0.
/// \param x any finite number \param df degrees of freedom, positive \return a probability, with a relative error of about 1e-13 where x is above the mean
/// \throws error out_of_range unless df is positive and finite
/// Cost: 20 to 100 steps for moderate df. Threads: safe. Since 0.1. Reference: Abramowitz and Stegun (1964), 6.5.29 and 6.5.31. Checked by `special_test`.
[[nodiscard]] inline double chi_square_upper(double x, double df) {
  detail::positive(df, "chi_square_upper", "df");
  return detail::gamma_at(0.5 * df, 0.5 * x).upper;
}

/// P(X <= x) for X from an F distribution.
/// Definition: I_y(df1 / 2, df2 / 2) at y = df1 x / (df1 x + df2). Edge cases: 0 for x <= 0.
/// \param x any number \param df1,df2 degrees of freedom of numerator and denominator, positive, not only whole numbers \return a probability
/// \throws error out_of_range unless both are positive and finite
/// Cost: as `beta_cdf`. Threads: safe. Since 0.1. Checked by `special_test`.
[[nodiscard]] inline double f_cdf(double x, double df1, double df2) {
  detail::f_degrees(df1, df2, "f_cdf");
  return x > 0.0 ? detail::f_tails(x, df1, df2).lower : 0.0;
}

/// P(X > x) for X from an F distribution: the p-value of an F test, with all its digits where it is small.
/// Arguments, errors and cost as `f_cdf`; 1 for x <= 0. Threads: safe. Since 0.1. Checked by `special_test`.
[[nodiscard]] inline double f_upper(double x, double df1, double df2) {
  detail::f_degrees(df1, df2, "f_upper");
  return x > 0.0 ? detail::f_tails(x, df1, df2).upper : 1.0;
}

/// The x with P(X <= x) = p for X from an F distribution.
/// Definition: df2 / df1 times the odds of the beta quantile, which are found as such, so that large quantiles keep their digits.
/// Missing and edge cases: 0 for p = 0; quantiles past about 1e304 df2 / df1, which only fractions of a degree of freedom have, are given as that.
/// \param p at least 0 and less than 1 \param df1,df2 as in `f_cdf` \return the quantile, to about 1e-13 of itself
/// \throws error out_of_range for other p, or degrees of freedom that are not positive and finite
/// Cost: as `beta_quantile`. Threads: safe. Since 0.1. Checked by `special_test`.
[[nodiscard]] inline double f_quantile(double p, double df1, double df2) {
  if (!(p >= 0.0 && p < 1.0)) {
    throw error{error_category::out_of_range, "f_quantile", "p", std::to_string(p) + " is not allowed; it must be at least 0 and less than 1"};
  }
  detail::f_degrees(df1, df2, "f_quantile");
  if (!(p > 0.0)) { return 0.0; }
  return detail::bounded_exp(detail::beta_log_odds(p, 1.0 - p, 0.5 * df1, 0.5 * df2) + std::log(df2) - std::log(df1));
}

/// P(X <= x) for X from a chi-square distribution.
/// Definition: the regularised incomplete gamma function P(df / 2, x / 2). Edge cases: 0 for x <= 0.
/// \param x any number \param df degrees of freedom, positive, not only whole numbers
/// \return a probability, with a relative error of about 1e-13 in the smaller tail for df up to 1e6
/// \throws error out_of_range unless df is positive and finite
/// Cost: 20 to 60 steps of a series or continued fraction, about sqrt(df) for large df near the mean. Threads: safe. Since 0.1.
/// Reference: Abramowitz and Stegun (1964), 6.5.29 and 6.5.31; Loader (2000). Checked by `special_test`.
[[nodiscard]] inline double chi_square_cdf(double x, double df) {
  detail::positive(df, "chi_square_cdf", "df");
  return detail::gamma_at(0.5 * df, 0.5 * x).lower;
}

/// The x with P(X <= x) = p for X from a chi-square distribution.
/// Definition: Newton's method for the logarithm of the smaller tail as a function of log x, in which both tails are log-concave.
/// Missing and edge cases: 0 for p = 0; a quantile below the smallest double is about 1e-304.
/// \param p at least 0 and less than 1 \param df as in `chi_square_cdf` \return the quantile, to about 1e-13 of itself
/// \throws error out_of_range for other p, or degrees of freedom that are not positive and finite
/// Cost: 3 to 6 times `chi_square_cdf`. Threads: safe. Since 0.1. Reference: Wilson and Hilferty (1931) for the start. Checked by `special_test`.
[[nodiscard]] inline double chi_square_quantile(double p, double df) {
  if (!(p >= 0.0 && p < 1.0)) {
    throw error{error_category::out_of_range, "chi_square_quantile", "p", std::to_string(p) + " is not allowed; it must be at least 0 and less than 1"};
  }
  detail::positive(df, "chi_square_quantile", "df");
  if (!(p > 0.0)) { return 0.0; }
  const double shape = 0.5 * df;
  const bool high = p > 0.5;
  const double log_tail = std::log(high ? 1.0 - p : p);
  const double bend = 1.0 - 1.0 / (9.0 * shape) + normal_quantile(p) / (3.0 * std::sqrt(shape));
  // Far below the mean the lower tail is nearly x^a / Gamma(a + 1), with log Gamma(a + 1) = (a + 1/2) log a - a + log(2 pi) / 2 and Stirling's error.
  const double log_gamma = (shape + 0.5) * std::log(shape) - shape + 0.91893853320467274178 + detail::stirling_error(shape);
  const double power = (log_tail + log_gamma) / shape;
  double t = bend > 0.7 || high ? std::log(shape) + 3.0 * std::log((std::fmax)(bend, 0.1)) : power;
  for (int step = 0; step < 60; ++step) {
    t = (std::fmax)(-700.0, (std::fmin)(700.0, t));
    const detail::gamma_tails here = detail::gamma_at(shape, std::exp(t));
    const double tail = high ? here.upper : here.lower;
    if (!(tail > 1e-280)) { // fell off the end of the tail: come back halfway to the mean
      if (t <= -700.0) { break; }
      t = 0.5 * (t + std::log(shape));
      continue;
    }
    const double move = (high ? -1.0 : 1.0) * (log_tail - std::log(tail)) * tail / here.kernel;
    const double bounded = (std::fmax)(-50.0, (std::fmin)(50.0, move));
    t += bounded;
    if (std::fabs(bounded) <= 1e-15 * (1.0 + std::fabs(t))) { break; }
  }
  return 2.0 * detail::bounded_exp(t);
}

} // namespace headway::numeric
