#pragma once

/// \file
/// McDonald's omega: the reliability of a sum of items that share one factor, each as much as it does.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <headway/agreement/guttman_lambda.hpp>
#include <headway/agreement/item_covariance.hpp>
#include <headway/base/status.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/cholesky.hpp>
#include <headway/numeric/special.hpp>
#include <headway/numeric/symmetric_eigen.hpp>

namespace headway::agreement {

/// Options of `omega`. Since 0.1.
struct omega_options {
  item_gaps gaps{item_gaps::pairwise};
};

/// Omega, the one-factor model behind it, and what it rests on. Since 0.1. Checked by `omega_test`.
struct omega_result {
  headway::status status{status::no_data}; ///< ok; on_boundary: a value, but one item leaves next to nothing unexplained, which is seldom true; not_identified: fewer than
                                           ///< three items, or an item that others give exactly; not_converged; otherwise as `item_covariance`
  std::optional<double> value{};           ///< of the sum of items as they are
  std::optional<double> standardized{};    ///< of the sum of items in units of their standard deviations
  std::optional<double> of_observed{};     ///< 1 - sum of unexplained variances / observed variance of the sum
  std::vector<double> loading{};           ///< of each item on the factor, in units of its standard deviation; their sum is not negative
  std::vector<double> unexplained{};       ///< of each item: the share of its variance that the factor leaves
  std::optional<double> chi_square{};      ///< misfit of one factor, Bartlett's correction
  std::optional<std::uint64_t> df{};       ///< items (items - 3) / 2
  std::optional<double> p{};               ///< P(a misfit at least this large, if there is one factor); small: more than one thing is measured
  std::uint64_t items{};
  std::uint64_t people{};
  std::uint64_t people_used{};
  std::uint64_t fewest{};                  ///< people behind the correlation that rests on fewest: what chi_square counts
  std::uint32_t steps{};                   ///< of the search
  friend bool operator==(const omega_result&, const omega_result&) = default;
};

namespace detail {

/// The lowest share of an item's variance that the factor may leave; there the likelihood would go on towards 0.
inline constexpr double least_unexplained = 0.005;

/// The misfit of one factor at some unexplained shares, log|model| + trace(R model^-1) - log|R| - p with the loadings that are best for them, with its derivatives by
/// the logarithms of the shares.
struct factor_view {
  double misfit{};
  std::vector<double> gradient{};
  std::vector<double> hessian{};
  std::vector<double> near_hessian{}; ///< Joereskog's simpler one, which is never indefinite
  double first_value{};               ///< largest eigenvalue of the correlations over the roots of the shares, and its vector
  std::vector<double> first_vector{};
};

/// Maximum likelihood for one factor: Newton's method for the logarithms of the unexplained shares (Joereskog 1967, with the exact second derivatives).
class one_factor {
public:
  one_factor(std::vector<double> correlation, std::size_t items) : r_{std::move(correlation)}, p_{items}, log_share_(items) {}

  [[nodiscard]] status fit() {
    const auto inverse = inverse_diagonal(r_, p_);
    if (!inverse) { return status::not_identified; }
    const double lowest = std::log(least_unexplained);
    for (std::size_t i = 0; i < p_; ++i) { log_share_[i] = (std::fmax)(lowest, std::log((1.0 - 0.5 / static_cast<double>(p_)) / (*inverse)[i])); }
    here_ = look(log_share_);
    for (steps_ = 0; steps_ < 200; ++steps_) {
      std::vector<char> held(p_); // at the bound, and wanting to go further
      double steepest = 0.0;
      for (std::size_t i = 0; i < p_; ++i) {
        held[i] = log_share_[i] <= lowest && here_.gradient[i] > 0.0;
        if (held[i] == 0) { steepest = (std::fmax)(steepest, std::fabs(here_.gradient[i])); }
      }
      if (steepest <= 1e-11) {
        const bool bound = std::any_of(log_share_.begin(), log_share_.end(), [&](double share) { return share <= lowest; });
        return bound ? status::on_boundary : status::ok;
      }
      if (!go(newton_step(held), lowest)) { break; }
    }
    return status::not_converged;
  }

  [[nodiscard]] double misfit() const noexcept { return here_.misfit; }
  [[nodiscard]] std::uint32_t steps() const noexcept { return steps_; }
  [[nodiscard]] std::vector<double> unexplained() const {
    std::vector<double> out(p_);
    for (std::size_t i = 0; i < p_; ++i) { out[i] = std::exp(log_share_[i]); }
    return out;
  }
  /// The best loadings for the unexplained shares, with a sum that is not negative.
  [[nodiscard]] std::vector<double> loadings() const {
    const double size = std::sqrt((std::fmax)(0.0, here_.first_value - 1.0));
    std::vector<double> out(p_);
    double sum = 0.0;
    for (std::size_t i = 0; i < p_; ++i) { sum += out[i] = size * std::exp(0.5 * log_share_[i]) * here_.first_vector[i]; }
    if (sum < 0.0) {
      for (double& each : out) { each = -each; }
    }
    return out;
  }

private:
  [[nodiscard]] factor_view look(const std::vector<double>& log_share) const {
    std::vector<double> scaled(p_ * p_);
    for (std::size_t a = 0; a < p_; ++a) {
      for (std::size_t b = 0; b < p_; ++b) { scaled[a * p_ + b] = r_[a * p_ + b] * std::exp(-0.5 * (log_share[a] + log_share[b])); }
    }
    const numeric::symmetric_eigen eigen = numeric::eigen_of_symmetric(scaled, p_); // largest value first
    factor_view out;
    out.first_value = eigen.values[0];
    out.first_vector.resize(p_);
    for (std::size_t i = 0; i < p_; ++i) { out.first_vector[i] = eigen.vectors[i * p_]; }
    // sums over all values but the first, of two entries of its vector times the value, times 1, and times (1 - value)(first + value) / (first - value)
    std::vector<double> weighted(p_ * p_);
    std::vector<double> plain(p_ * p_);
    std::vector<double> mixed(p_ * p_);
    out.gradient.assign(p_, 0.0);
    for (std::size_t m = 1; m < p_; ++m) {
      const double value = (std::fmax)(eigen.values[m], 1e-300);
      out.misfit += value - std::log(value) - 1.0;
      const double apart = (std::fmax)(out.first_value - value, 1e-12 * out.first_value);
      const double bent = (1.0 - value) * (out.first_value + value) / apart;
      for (std::size_t a = 0; a < p_; ++a) {
        const double at = eigen.vectors[a * p_ + m];
        out.gradient[a] += (1.0 - value) * at * at;
        for (std::size_t b = 0; b < p_; ++b) {
          const double product = at * eigen.vectors[b * p_ + m];
          weighted[a * p_ + b] += value * product;
          plain[a * p_ + b] += product;
          mixed[a * p_ + b] += bent * product;
        }
      }
    }
    out.hessian.resize(p_ * p_);
    out.near_hessian.resize(p_ * p_);
    for (std::size_t e = 0; e < p_ * p_; ++e) {
      out.hessian[e] = weighted[e] * plain[e] + out.first_vector[e / p_] * out.first_vector[e % p_] * mixed[e];
      out.near_hessian[e] = plain[e] * plain[e];
    }
    return out;
  }

  /// Newton's step for what is not held; with the simpler matrix where the exact one is indefinite.
  [[nodiscard]] std::vector<double> newton_step(const std::vector<char>& held) const {
    for (const bool exact : {true, false}) {
      std::vector<double> root = exact ? here_.hessian : here_.near_hessian;
      std::vector<double> step = here_.gradient;
      for (std::size_t i = 0; i < p_; ++i) {
        if (!exact) { root[i * p_ + i] += 1e-6; }
        if (held[i] == 0) { continue; }
        step[i] = 0.0;
        for (std::size_t b = 0; b < p_; ++b) { root[i * p_ + b] = root[b * p_ + i] = i == b ? 1.0 : 0.0; }
      }
      if (!numeric::cholesky(root, p_, 1e-9)) { continue; }
      numeric::cholesky_solve(root, step);
      return step;
    }
    return here_.gradient;
  }

  /// Goes a step, or as much of it as does not make the misfit larger. False where nothing of it helps.
  [[nodiscard]] bool go(const std::vector<double>& step, double lowest) {
    double length = 1.0;
    for (int halving = 0; halving < 40; ++halving) {
      std::vector<double> there = log_share_;
      for (std::size_t i = 0; i < p_; ++i) { there[i] = (std::fmin)(3.0, (std::fmax)(lowest, there[i] - length * step[i])); }
      factor_view view = look(there);
      if (view.misfit <= here_.misfit + 1e-13 * (1.0 + std::fabs(here_.misfit))) {
        here_ = std::move(view);
        log_share_ = std::move(there);
        return true;
      }
      length *= 0.5;
    }
    return false;
  }

  std::vector<double> r_;
  std::size_t p_;
  std::vector<double> log_share_;
  factor_view here_{};
  std::uint32_t steps_{};
};

} // namespace detail

/// McDonald's omega (total) of one factor, from covariances.
/// Definition: with l the loadings and u the unexplained variances of the one-factor model with most likelihood, omega = (sum l)^2 / ((sum l)^2 + sum u); value for items as they
/// are, standardized for items in units of their standard deviations. `of_observed` has the observed variance of the sum below the line.
/// Missing and edge cases: as `cronbach_alpha`; an item that does not vary: no_variation; fewer than three items: not_identified. A factor that would leave less than
/// 0.5 % of an item unexplained is held there: on_boundary.
/// Choose it over alpha where items differ in how much they say: alpha is then too low. A small p says that one factor is not enough, and that neither may be used.
/// Why numbers can differ: R psych omega() fits several factors and rotates; MBESS and lavaan fit this model to covariances, which gives the same.
/// \param from covariances of the items
/// \throws error limit for more than 200 items
/// Cost: some ten eigenvalue problems of the items; 0.1 ms for 7, 20 ms for 50. Threads: safe. Since 0.1.
/// Reference: McDonald (1999); Joereskog (1967). Checked by `omega_test` (reference case a07).
[[nodiscard]] inline omega_result omega(const item_covariance& from) {
  if (from.items > 200) { throw error{error_category::limit, "omega", "scores", "has " + std::to_string(from.items) + " items; 200 is the most"}; }
  omega_result out;
  out.status = from.status;
  out.items = from.items;
  out.people = from.people;
  out.people_used = from.people_used;
  out.fewest = from.fewest;
  if (from.status != status::ok) { return out; }
  const std::vector<double> r = correlations(from);
  if (r.empty()) {
    out.status = status::no_variation;
    return out;
  }
  const std::size_t items = from.items;
  if (items < 3) {
    out.status = status::not_identified;
    return out;
  }
  detail::one_factor model{r, items};
  out.status = model.fit();
  out.steps = model.steps();
  if (out.status != status::ok && out.status != status::on_boundary) { return out; }
  out.loading = model.loadings();
  out.unexplained = model.unexplained();
  double sum = 0.0;
  double left = 0.0;
  double sum_as_is = 0.0;
  double left_as_is = 0.0;
  for (std::size_t i = 0; i < items; ++i) {
    const double variance = from.matrix[i * items + i];
    sum += out.loading[i];
    left += out.unexplained[i];
    sum_as_is += out.loading[i] * std::sqrt(variance);
    left_as_is += out.unexplained[i] * variance;
  }
  out.value = sum_as_is * sum_as_is / (sum_as_is * sum_as_is + left_as_is);
  out.standardized = sum * sum / (sum * sum + left);
  out.of_observed = 1.0 - left_as_is / from.total;
  const auto k = static_cast<double>(items);
  const double size = static_cast<double>(from.fewest) - 1.0 - (2.0 * k + 5.0) / 6.0 - 2.0 / 3.0;
  const std::size_t df = items * (items - 3) / 2;
  if (df > 0 && size > 0.0) {
    out.df = df;
    out.chi_square = size * (std::fmax)(0.0, model.misfit());
    out.p = numeric::chi_square_upper(*out.chi_square, static_cast<double>(df));
  }
  return out;
}

/// The same from marks.
/// \param values people x items marks row by row; NaN is no mark \param people \param items \param options
/// \throws error as `covariance_of_items` and above
/// Cost: people x items^2 and as above. Threads: safe. Since 0.1. Checked by `omega_test`.
[[nodiscard]] inline omega_result omega(std::span<const double> values, std::size_t people, std::size_t items, const omega_options& options = {}) {
  return omega(detail::covariances(values, people, items, options.gaps, "omega"));
}

/// Omega as a table of one row: value, standardized, of_observed, chi_square, df, p, items, people, people_used, fewest, status.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `omega_test`.
[[nodiscard]] inline table to_table(const omega_result& r) {
  table out;
  for (const char* column : {"value", "standardized", "of_observed", "chi_square"}) { out.add(column, column_type::real); }
  out.add("df", column_type::integer);
  out.add("p", column_type::real);
  for (const char* column : {"items", "people", "people_used", "fewest"}) { out.add(column, column_type::integer); }
  out.add("status", column_type::text);
  out.push_row(r.value, r.standardized, r.of_observed, r.chi_square, r.df, r.p, r.items, r.people, r.people_used, r.fewest, headway::name(r.status));
  return out;
}

/// The factor as a table, a row an item: item (its place, from 1), loading, unexplained. No rows where there is no value.
/// Cost: one row an item. Threads: safe. Since 0.1. Checked by `omega_test`.
[[nodiscard]] inline table loadings_table(const omega_result& r) {
  table out;
  out.add("item", column_type::integer);
  out.add("loading", column_type::real);
  out.add("unexplained", column_type::real);
  for (std::size_t i = 0; i < r.loading.size(); ++i) { out.push_row(i + 1, r.loading[i], r.unexplained[i]); }
  return out;
}

} // namespace headway::agreement
