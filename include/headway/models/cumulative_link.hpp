#pragma once

/// \file
/// An ordinal model of plain columns, and what it found as tables.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/models/fit_rows.hpp>
#include <headway/models/rows.hpp>
#include <headway/numeric/special.hpp>

namespace headway::models {

/// How columns are fitted. Since 0.1.
struct cumulative_link_options {
  fit_options fit{};
  confidence_level confidence{0.95};                   ///< of the intervals
  std::vector<std::vector<std::string>> labels{};      ///< block by block what its effects are called; empty: their numbers, from 0
};

/// A fit with the names of what was fitted. Since 0.1.
struct cumulative_link_fit {
  row_fit found{};
  link_kind link{link_kind::logit};
  threshold_structure structure{threshold_structure::flexible};
  double confidence{0.95};
  std::size_t levels{};
  double threshold_prior{};
  std::size_t rows{};                                  ///< with an answer
  std::size_t left_out{};                              ///< without one
  std::vector<std::string> coefficients{};
  std::vector<std::string> log_scale{};
  std::vector<std::string> blocks{};
  std::vector<std::vector<std::string>> labels{};
  std::vector<std::vector<std::size_t>> effect_rows{}; ///< how many rows have each effect
};

namespace detail {

/// A figure's interval on a scale where it is about normal.
struct interval_ends {
  double low;
  double high;
};
inline interval_ends around(double value, double error, double confidence) {
  const double z = numeric::normal_quantile(0.5 + 0.5 * confidence);
  return {value - z * error, value + z * error};
}

inline std::string short_number(double value) {
  std::string text = std::to_string(value); // six decimals
  const double size = std::fabs(value);
  if (size < 1e-3 && size > 0.0) { text = "1e" + std::to_string(static_cast<int>(std::ceil(std::log10(size)))); }
  return text;
}

} // namespace detail

/// The outcome of a fit in a sentence or two: whether the figures can be used, and what to do where not.
/// Cost: linear in the blocks. Threads: safe. Since 0.1. Checked by `cumulative_link_test`.
[[nodiscard]] inline std::string describe(const cumulative_link_fit& fit) {
  const row_fit& found = fit.found;
  const std::string steps = std::to_string(found.search.iterations) + (found.search.iterations == 1 ? " step" : " steps");
  std::string zero;
  for (std::size_t b = 0; b < found.at_zero.size(); ++b) {
    if (found.at_zero[b]) { zero += (zero.empty() ? "" : ", ") + fit.blocks[b]; }
  }
  switch (found.status) {
  case status::no_data: return "No row has an answer, so nothing was fitted.";
  case status::ok: {
    const std::string doubt = found.check ? describe(*found.check) : "";
    return "The search ended at a maximum after " + steps + "; the steepest slope left is at most " + detail::short_number(found.search.largest_gradient) + "." + (doubt.empty() ? "" : " " + doubt);
  }
  case status::on_boundary:
    return "The search ended at a maximum after " + steps + ". These rows give no sign of differences within " + zero + ": the standard deviation there is 0, and has no part in the errors.";
  case status::not_identified:
    return "These rows fit many values equally well: two terms say the same, a term tells the answers apart without error, or a level was never chosen. Leave a term out, or, for an empty "
           "level, hold the thresholds with a prior of 1. The log likelihood stands, the single values do not.";
  case status::not_converged:
    return found.search.reason == numeric::termination::no_value
               ? "The likelihood has no value where the search begins; look for terms with very large numbers."
               : "The search had not ended after " + steps + "; the figures are where it stood. Give terms similar sizes, or allow more steps.";
  default: return std::string{headway::describe(found.status)};
  }
}

/// Fits answers on an ordered scale to columns: cumulative links or adjacent categories, terms with a coefficient, groups with random effects, terms of the scale.
/// Definition: P(y <= k) = F((threshold_k - predictor) / scale), predictor = coefficients x terms + effects, log scale = coefficients x scale terms; adjacent categories:
/// log P(k) / P(k - 1) = (predictor - threshold_k) / scale. Effects of a block are independent normal with one standard deviation, which is estimated; the likelihood is Laplace's
/// approximation (exact without effects), or with one group integrated by as many points as `quadrature` asks for, its maximum the estimate.
/// Missing and edge cases: rows with a negative answer are left out; otherwise as `fit_rows`.
/// Choose it over tests of single differences when several things differ at once, or the same people marked more than one thing.
/// \param rows the columns \param options see `cumulative_link_options`
/// \throws error as `packed_rows` and `fit_rows`; invalid_argument where there are labels, and other than one an effect
/// Cost: as `fit_rows`. Threads: safe. Since 0.1. Reference: McCullagh 1980; Tierney & Kadane 1986; Christensen 2019. Checked by `cumulative_link_test`, and live against R ordinal by tests/parity.
[[nodiscard]] inline cumulative_link_fit cumulative_link(const model_rows& rows, const cumulative_link_options& options = {}) {
  cumulative_link_fit out;
  out.link = options.fit.model.link;
  out.structure = options.fit.model.thresholds;
  out.confidence = options.confidence.value();
  out.threshold_prior = options.fit.model.threshold_prior;
  out.levels = rows.levels;
  out.coefficients = rows.fixed_names;
  out.log_scale = rows.scale_names;
  for (std::size_t t = out.coefficients.size(); t < rows.fixed_terms; ++t) { out.coefficients.push_back("term " + std::to_string(t)); }
  for (std::size_t t = out.log_scale.size(); t < rows.scale_terms; ++t) { out.log_scale.push_back("scale term " + std::to_string(t)); }
  out.labels = options.labels;
  if (!out.labels.empty()) { check::same_length(out.labels.size(), rows.random.size(), "cumulative_link", "labels"); }
  for (std::size_t b = 0; b < rows.random.size(); ++b) {
    out.blocks.push_back(rows.random[b].name);
    if (options.labels.empty()) {
      out.labels.emplace_back();
      for (std::size_t e = 0; e < rows.random[b].effects; ++e) { out.labels.back().push_back(std::to_string(e)); }
    }
    check::same_length(out.labels[b].size(), rows.random[b].effects, "cumulative_link", "labels");
  }
  const packed_rows packed{rows};
  for (const random_term& term : rows.random) {
    std::vector<std::size_t> count(term.effects);
    for (std::size_t i = 0; i < rows.answer.size(); ++i) {
      const std::size_t last = term.start.empty() ? i + 1 : term.start[i + 1];
      for (std::size_t e = term.start.empty() ? i : term.start[i]; rows.answer[i] >= 0 && e < last; ++e) {
        if (term.effect[e] != random_term::none) { ++count[term.effect[e]]; }
      }
    }
    out.effect_rows.push_back(std::move(count));
  }
  for (const std::int8_t answer : rows.answer) { ++(answer < 0 ? out.left_out : out.rows); }
  out.found = fit_rows(packed, options.fit);
  return out;
}

/// One row on the whole fit: status, words, link, thresholds (their structure), n, left_out, parameters, log_likelihood, aic, termination, gradient (the steepest slope left),
/// iterations, evaluations, quadrature (points; 1 is Laplace's approximation), correction (to be added to the log likelihood, by sampling, for fewer than 200 rows), correction_error (its standard error),
/// effective_share (how far the sampling can be trusted, from 0 to 1), levels, weight (of all rows), threshold_prior. Figures are missing where nothing was fitted.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `cumulative_link_test`.
[[nodiscard]] inline table summary_table(const cumulative_link_fit& fit) {
  const row_fit& found = fit.found;
  const bool any = found.status != status::no_data && found.search.reason != numeric::termination::no_value;
  const auto real = [&](double value) { return any ? std::optional{value} : std::nullopt; };
  table out;
  for (const char* column : {"status", "words", "link", "thresholds"}) { out.add(column, column_type::text); }
  for (const char* column : {"n", "left_out", "parameters"}) { out.add(column, column_type::integer); }
  for (const char* column : {"log_likelihood", "aic"}) { out.add(column, column_type::real); }
  out.add("termination", column_type::text);
  out.add("gradient", column_type::real);
  for (const char* column : {"iterations", "evaluations", "quadrature"}) { out.add(column, column_type::integer); }
  for (const char* column : {"correction", "correction_error", "effective_share"}) { out.add(column, column_type::real); }
  out.add("levels", column_type::integer);
  for (const char* column : {"weight", "threshold_prior"}) { out.add(column, column_type::real); }
  const auto checked = [&](double laplace_check::*figure) { return found.check ? std::optional{(*found.check).*figure} : std::nullopt; };
  out.push_row(headway::name(found.status), std::string_view{describe(fit)}, name(fit.link), name(fit.structure), fit.rows, fit.left_out, found.parameters, real(found.log_likelihood),
               real(2.0 * static_cast<double>(found.parameters) - 2.0 * found.log_likelihood),
               found.status == status::no_data ? std::nullopt : std::optional{numeric::name(found.search.reason)}, real(found.search.largest_gradient), found.search.iterations,
               found.search.evaluations, found.quadrature, checked(&laplace_check::correction), checked(&laplace_check::standard_error), checked(&laplace_check::effective_share), fit.levels,
               found.total_weight, fit.threshold_prior);
  return out;
}

/// The parameters, a row each: kind (threshold, coefficient, log_scale, standard_deviation), term, value, standard_error, low, high, p_two_sided (Wald's, of "it is 0", for coefficients and log_scale).
/// A standard deviation's interval is formed on its logarithm. Errors are missing where the fit is not identified, and of a standard deviation of 0.
/// Cost: linear. Threads: safe. Since 0.1. Checked by `cumulative_link_test`.
[[nodiscard]] inline table coefficients_table(const cumulative_link_fit& fit) {
  const row_fit& found = fit.found;
  table out;
  for (const char* column : {"kind", "term"}) { out.add(column, column_type::text); }
  for (const char* column : {"value", "standard_error", "low", "high", "p_two_sided"}) { out.add(column, column_type::real); }
  std::size_t position = 0;
  const auto row = [&](std::string_view kind, const std::string& term, double value) {
    const double error = found.standard_errors.empty() ? 0.0 : found.standard_errors[position]; // of the logarithm for a standard deviation
    ++position;
    if (!(error > 0.0)) {
      out.push_row(kind, std::string_view{term}, value, std::nullopt, std::nullopt, std::nullopt, std::nullopt);
    } else if (kind == "standard_deviation") {
      const detail::interval_ends ends = detail::around(std::log(value), error, fit.confidence);
      if (ends.high < 300.0) {
        out.push_row(kind, std::string_view{term}, value, value * error, std::exp(ends.low), std::exp(ends.high), std::nullopt);
      } else { // so wide that it has no end
        out.push_row(kind, std::string_view{term}, value, value * error, std::exp(ends.low), std::nullopt, std::nullopt);
      }
    } else {
      const detail::interval_ends ends = detail::around(value, error, fit.confidence);
      if (kind == "threshold") {
        out.push_row(kind, std::string_view{term}, value, error, ends.low, ends.high, std::nullopt);
      } else {
        out.push_row(kind, std::string_view{term}, value, error, ends.low, ends.high, std::erfc(std::fabs(value) / error * 0.70710678118654752440));
      }
    }
  };
  const std::size_t each = fit.levels - 1;
  for (std::size_t i = 0; i < found.thresholds.size(); ++i) {
    const std::string between = std::to_string(i % each + 1) + "|" + std::to_string(i % each + 2);
    row("threshold", found.thresholds.size() > each ? "set " + std::to_string(i / each) + " " + between : between, found.thresholds[i]);
  }
  for (std::size_t i = 0; i < found.coefficients.size(); ++i) { row("coefficient", fit.coefficients[i], found.coefficients[i]); }
  for (std::size_t i = 0; i < found.log_scale.size(); ++i) { row("log_scale", fit.log_scale[i], found.log_scale[i]); }
  for (std::size_t i = 0; i < found.deviations.size(); ++i) { row("standard_deviation", fit.blocks[i], found.at_zero[i] ? 0.0 : found.deviations[i]); }
  return out;
}

/// The random effects, a row each: block, label, n (its rows), value (the mode), standard_error, low, high. The errors hold the parameters at their estimates. No rows without blocks.
/// Cost: linear. Threads: safe. Since 0.1. Checked by `cumulative_link_test`.
[[nodiscard]] inline table effects_table(const cumulative_link_fit& fit) {
  const row_fit& found = fit.found;
  table out;
  for (const char* column : {"block", "label"}) { out.add(column, column_type::text); }
  out.add("n", column_type::integer);
  for (const char* column : {"value", "standard_error", "low", "high"}) { out.add(column, column_type::real); }
  std::size_t e = 0;
  for (std::size_t b = 0; b < fit.blocks.size() && !found.effects.empty(); ++b) {
    for (std::size_t i = 0; i < fit.labels[b].size(); ++i, ++e) {
      if (found.effect_errors.empty()) {
        out.push_row(std::string_view{fit.blocks[b]}, std::string_view{fit.labels[b][i]}, fit.effect_rows[b][i], found.effects[e], std::nullopt, std::nullopt, std::nullopt);
        continue;
      }
      const detail::interval_ends ends = detail::around(found.effects[e], found.effect_errors[e], fit.confidence);
      out.push_row(std::string_view{fit.blocks[b]}, std::string_view{fit.labels[b][i]}, fit.effect_rows[b][i], found.effects[e], found.effect_errors[e], ends.low, ends.high);
    }
  }
  return out;
}

} // namespace headway::models
