#pragma once

/// \file
/// Which of several models of the same rows says enough: log likelihoods, AIC, and the likelihood ratio of one model within another.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/error.hpp>
#include <headway/base/status.hpp>
#include <headway/core/table.hpp>
#include <headway/models/cumulative_link.hpp>
#include <headway/numeric/special.hpp>

namespace headway::models {

/// What a comparison needs to know of a fit. Since 0.1.
struct compared_fit {
  std::string status{};                ///< its code
  std::string link{};
  std::string thresholds{};            ///< their structure
  std::size_t levels{};
  std::size_t rows{};                  ///< with an answer
  double weight{};                     ///< of them all
  double threshold_prior{};
  std::size_t quadrature{1};
  std::size_t parameters{};
  std::optional<double> log_likelihood{};
  std::size_t threshold_values{};      ///< of all sets
  std::size_t blocks{};
  std::vector<std::string> terms{};    ///< kind and name of coefficients, log_scale coefficients and standard deviations
};

/// Reads what a comparison needs from the tables of a fit.
/// \param summary a `summary_table` \param parameters the `coefficients_table` of the same fit \throws error not_found for another table
/// Cost: linear in the parameters. Threads: safe. Since 0.1. Checked by `compare_fits_test`.
[[nodiscard]] inline compared_fit compared(const table& summary, const table& parameters) {
  const auto whole = [&](std::string_view column) { return static_cast<std::size_t>(summary.at(column).integers()[0]); };
  compared_fit out;
  out.status = summary.at("status").texts()[0];
  out.link = summary.at("link").texts()[0];
  out.thresholds = summary.at("thresholds").texts()[0];
  out.levels = whole("levels");
  out.rows = whole("n");
  out.weight = summary.at("weight").reals()[0];
  out.threshold_prior = summary.at("threshold_prior").reals()[0];
  out.quadrature = whole("quadrature");
  out.parameters = whole("parameters");
  if (summary.at("log_likelihood").valid()[0] != 0) { out.log_likelihood = summary.at("log_likelihood").reals()[0]; }
  const auto kinds = parameters.at("kind").texts();
  const auto terms = parameters.at("term").texts();
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i] == "threshold") {
      ++out.threshold_values;
      continue;
    }
    if (kinds[i] == "standard_deviation") { ++out.blocks; }
    out.terms.push_back(kinds[i] + " " + terms[i]);
  }
  return out;
}

/// What a comparison needs of a fit. \param fit any
/// Cost: linear in the parameters. Threads: safe. Since 0.1. Checked by `compare_fits_test`.
[[nodiscard]] inline compared_fit compared(const cumulative_link_fit& fit) { return compared(summary_table(fit), coefficients_table(fit)); }

namespace detail {

/// Whether one model is another with terms at 0, deviations at 0, thresholds in a narrower structure or one set of them, by the names of what it has.
inline bool within(const compared_fit& small, const compared_fit& large) {
  const bool structure = small.thresholds == large.thresholds || large.thresholds == "flexible" || (large.thresholds == "symmetric" && small.thresholds != "flexible");
  const bool sets = small.threshold_values == large.threshold_values || small.threshold_values == small.levels - 1;
  bool out = small.parameters < large.parameters && small.link == large.link && structure && sets;
  for (const std::string& term : small.terms) { out = out && std::find(large.terms.begin(), large.terms.end(), term) != large.terms.end(); }
  return out;
}

/// The likelihood ratio of one model within another.
struct nested_ratio {
  std::optional<double> ratio{};
  std::optional<double> p{};
  std::optional<std::string_view> law{};
  std::string words{};
};

inline bool found(const compared_fit& fit) { return fit.log_likelihood && (fit.status == headway::name(status::ok) || fit.status == headway::name(status::on_boundary)); }

inline nested_ratio ratio_of(const compared_fit& small, const compared_fit& large, const std::string& one, const std::string& other) {
  nested_ratio out;
  for (const compared_fit* fit : {&small, &large}) {
    if (!found(*fit)) {
      out.words = "Model " + (fit == &small ? one : other) + " has no sure maximum (" + fit->status + "), so there is no ratio.";
      return out;
    }
  }
  if (!within(small, large)) {
    out.words = "Neither of models " + one + " and " + other + " is within the other, by the names of what they have: go by AIC.";
    return out;
  }
  const double gain = *large.log_likelihood - *small.log_likelihood;
  if (gain < -1e-3) {
    out.words = "Model " + other + " has all that model " + one + " has and yet fits worse: columns of one name differ, or a search ended early. There is no ratio.";
    return out;
  }
  out.ratio = (std::max)(0.0, 2.0 * gain);
  if (small.threshold_prior > 0.0 || large.threshold_prior > 0.0) {
    out.words = "A prior on the thresholds had a part in these fits, so the ratio has no p.";
    return out;
  }
  const std::size_t more = large.parameters - small.parameters;
  const std::size_t deviations = large.blocks - small.blocks;
  const auto upper = [&](std::size_t df) { return df == 0 ? (*out.ratio > 0.0 ? 0.0 : 1.0) : numeric::chi_square_upper(*out.ratio, static_cast<double>(df)); };
  const std::string held = "Model " + one + " is within model " + other + ". ";
  if (deviations == 1) {
    out.law = "half_and_half";
    out.p = 0.5 * (upper(more - 1) + upper(more));
    out.words = held + "It has one standard deviation at 0, which cannot be less, so p is half that of chi-square with " + std::to_string(more - 1) + " and half that with " + std::to_string(more) +
                " degrees of freedom.";
  } else {
    out.law = deviations == 0 ? "chi_square" : "at_most";
    out.p = upper(more);
    out.words = held + "p is that of chi-square with " + std::to_string(more) + (more == 1 ? " degree of freedom." : " degrees of freedom.");
    if (deviations > 1) { out.words += " It has " + std::to_string(deviations) + " standard deviations at 0, which cannot be less, so the true p is smaller."; }
  }
  return out;
}

} // namespace detail

/// Models of the same rows side by side, from the one with the fewest parameters on, each against the one before it: model (its place in what was given, from 1), status (of its fit), n, parameters,
/// log_likelihood, aic, aic_difference (from the lowest), against (the model before), more (parameters), ratio, p, law, words. Missing where there is no such figure.
/// Definition: ratio = 2 (log likelihood - that of the model before), where that one is within this one. Its p is that of "what is added is 0": chi_square with `more` degrees of freedom; half_and_half where one
/// of what is added is a block's standard deviation: half that of chi-square with `more` - 1 degrees (with 0 all of it lies at 0) and half that with `more`; at_most, with chi_square's p, where several are.
/// Missing and edge cases: one model is within another when that has the same link, every coefficient, scale term and block of it by name, thresholds as free, and one set of them or as many. What stands in columns of
/// one name cannot be seen. No ratio with a fit that is neither ok nor on_boundary, no p with a threshold prior. AIC has no such bound to heed; of two models whose difference is a standard deviation it prefers the
/// smaller too often.
/// Why numbers can differ: R ordinal's anova takes chi-square for standard deviations too, so its p is twice as large there for one. p is that of many rows; with few it is a guide.
/// \param fits two or more, of the same rows \throws error invalid_argument for fewer; incompatible for another number of rows, levels, sum of weights, or, with blocks, of points of quadrature
/// Cost: quadratic in the parameters. Threads: safe. Since 0.1. Reference: Self and Liang 1987, cases 5 and 6; Akaike 1974. Checked by `compare_fits_test`, and live against R ordinal's anova by tests/parity.
[[nodiscard]] inline table comparison_table(std::span<const compared_fit> fits) {
  check::that(fits.size() >= 2, "compare", "fits", "has " + std::to_string(fits.size()) + (fits.size() == 1 ? " fit" : " fits") + "; give two or more");
  std::vector<std::size_t> order;
  std::optional<std::size_t> with_blocks;
  std::optional<double> lowest;
  const auto aic = [](const compared_fit& fit) { return fit.log_likelihood ? std::optional{2.0 * static_cast<double>(fit.parameters) - 2.0 * *fit.log_likelihood} : std::nullopt; };
  for (std::size_t i = 0; i < fits.size(); ++i) {
    const compared_fit& fit = fits[i];
    const auto differs = [&](const std::string& what, const std::string& here, const std::string& there, std::size_t other) {
      throw error{error_category::incompatible, "compare", "fits",
                  "are not of the same rows in the same way: model " + std::to_string(i + 1) + " has " + here + " " + what + " where model " + std::to_string(other + 1) + " has " + there,
                  static_cast<std::int64_t>(i)};
    };
    if (fit.levels != fits[0].levels) { differs("levels", std::to_string(fit.levels), std::to_string(fits[0].levels), 0); }
    if (fit.rows != fits[0].rows) { differs("rows", std::to_string(fit.rows), std::to_string(fits[0].rows), 0); }
    if (std::fabs(fit.weight - fits[0].weight) > 1e-9 * (std::fabs(fit.weight) + std::fabs(fits[0].weight))) { differs("as the sum of weights", std::to_string(fit.weight), std::to_string(fits[0].weight), 0); }
    if (fit.blocks > 0) {
      if (!with_blocks) { with_blocks = i; }
      const std::size_t other = *with_blocks;
      if (fit.quadrature != fits[other].quadrature) { differs("as its points of quadrature", std::to_string(fit.quadrature), std::to_string(fits[other].quadrature), other); }
    }
    std::size_t place = order.size();
    while (place > 0 && fits[order[place - 1]].parameters > fit.parameters) { --place; }
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(place), i);
    const auto value = aic(fit);
    if (value && (!lowest || *value < *lowest)) { lowest = value; }
  }
  table out;
  out.add("model", column_type::integer);
  out.add("status", column_type::text);
  for (const char* column : {"n", "parameters"}) { out.add(column, column_type::integer); }
  for (const char* column : {"log_likelihood", "aic", "aic_difference"}) { out.add(column, column_type::real); }
  for (const char* column : {"against", "more"}) { out.add(column, column_type::integer); }
  for (const char* column : {"ratio", "p"}) { out.add(column, column_type::real); }
  for (const char* column : {"law", "words"}) { out.add(column, column_type::text); }
  for (std::size_t k = 0; k < order.size(); ++k) {
    const compared_fit& fit = fits[order[k]];
    detail::nested_ratio nested;
    std::optional<std::size_t> against, more;
    if (k > 0) {
      const compared_fit& small = fits[order[k - 1]];
      nested = detail::ratio_of(small, fit, std::to_string(order[k - 1] + 1), std::to_string(order[k] + 1));
      against = order[k - 1] + 1;
      more = fit.parameters - small.parameters;
    }
    const auto value = aic(fit);
    if (value && *value == *lowest) { nested.words += std::string{nested.words.empty() ? "" : " "} + "It has the lowest AIC."; }
    out.push_row(order[k] + 1, std::string_view{fit.status}, fit.rows, fit.parameters, fit.log_likelihood, value, value ? std::optional{*value - *lowest} : std::nullopt, against, more, nested.ratio, nested.p,
                 nested.law, nested.words.empty() ? std::nullopt : std::optional<std::string_view>{nested.words});
  }
  return out;
}

} // namespace headway::models
