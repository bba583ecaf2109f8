#pragma once

/// \file
/// The many-facet Rasch model of plain columns: what is measured, who measures and with what, on one scale of log odds.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/error.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/models/cumulative_link.hpp>

namespace headway::models {

/// How a facet's elements are estimated. Values are part of the C ABI and never reused.
enum class facet_kind : std::int32_t {
  drawn = 0, ///< as random effects from a normal law whose standard deviation is estimated: few marks pull an element to the middle
  fixed = 1  ///< each by itself, adding up to 0
};

/// One facet: what each row has of it. Since 0.1.
struct facet {
  std::string name{};
  std::vector<std::string> labels{};    ///< of its elements
  std::vector<std::uint32_t> element{}; ///< one a row, or `random_term::none`
  facet_kind kind{facet_kind::drawn};
  bool raises{};                        ///< whether a high measure raises marks, as of what is measured; otherwise it lowers them, as of a severe rater or a hard item
};

/// How a many-facet model is fitted. Since 0.1.
struct many_facet_options {
  fit_options fit{.model = {.link = link_kind::adjacent_category}};
  confidence_level confidence{0.95};
};

/// What a facet's measures are worth. Since 0.1.
struct facet_summary {
  double spread{};                    ///< standard deviation of the elements: as estimated, or for a fixed facet of the measures less their error
  std::optional<double> reliability{}; ///< share of the measures' variance that is not error
  std::optional<double> separation{};  ///< spread over error, the root of reliability / (1 - reliability)
};

/// One element of a facet. Since 0.1.
struct facet_measure {
  double value{};
  std::optional<double> standard_error{};
};

/// A fitted many-facet model. Since 0.1.
struct many_facet_fit {
  cumulative_link_fit fit{};
  std::vector<facet> facets{};                        ///< as given, without the rows
  std::vector<std::vector<facet_measure>> measures{}; ///< facet by facet
  std::vector<std::vector<std::size_t>> n{};          ///< rows of each element
  std::vector<facet_summary> summaries{};
};

/// The most elements that fixed facets may have together: each is a coefficient.
inline constexpr std::size_t most_fixed_elements = 400;

/// Fits the many-facet Rasch model with one set of steps.
/// Definition: log P(k) / P(k - 1) = sum of measures of facets that raise - sum of measures of those that lower - step_k. Drawn facets are normal about 0, fixed ones add up to 0; all by
/// marginal maximum likelihood (Laplace's approximation). With another link the thresholds are those of `cumulative_link`.
/// Reliability of a drawn facet: 1 - mean squared error / spread^2; of a fixed one (variance of the measures - mean squared error) / variance of the measures, not below 0.
/// Missing and edge cases: rows with a negative answer are left out; a row without an element stands at 0 in that facet. An element nobody marked has no sign of its own: drawn it is 0 with the whole spread as its error,
/// fixed the fit is not identified.
/// Choose drawn facets where elements have few marks or are many; fixed ones to compare with programs that estimate each by itself.
/// Why numbers can differ: FACETS maximises the joint likelihood, which spreads measures too far where elements have few marks; TAM integrates by quadrature, and only over persons.
/// \param answer 0 to levels - 1, or negative, one a row \param levels of the scale \param facets one or more \param weight one a row, positive; empty: 1
/// \throws error as `cumulative_link`; invalid_argument without facets, for a name used twice or an element past its labels; limit for more than `most_fixed_elements` fixed elements
/// Cost: as `fit_rows`. Threads: safe. Since 0.1. Reference: Linacre 1989; Adams, Wilson & Wang 1997. Checked by `many_facet_test`.
[[nodiscard]] inline many_facet_fit many_facet(std::vector<std::int8_t> answer, std::size_t levels, std::vector<facet> facets, std::vector<double> weight = {}, const many_facet_options& options = {}) {
  const std::size_t n = answer.size();
  check::that(!facets.empty(), "many_facet", "facets", "is empty; give what is measured and what else marks depend on");
  std::size_t fixed_elements = 0;
  many_facet_fit out;
  for (std::size_t f = 0; f < facets.size(); ++f) {
    const facet& one = facets[f];
    check::same_length(one.element.size(), n, "many_facet", one.name);
    check::that(!one.labels.empty(), "many_facet", one.name, "has no elements");
    for (std::size_t g = 0; g < f; ++g) { check::that(facets[g].name != one.name, "many_facet", "facets", "names " + one.name + " twice"); }
    if (one.kind == facet_kind::fixed) { fixed_elements += one.labels.size(); }
    out.n.emplace_back(one.labels.size());
    for (std::size_t i = 0; i < n; ++i) {
      if (one.element[i] == random_term::none) { continue; }
      if (one.element[i] >= one.labels.size()) {
        throw error{error_category::out_of_range, "many_facet", one.name, "there is no element " + std::to_string(one.element[i]), static_cast<std::int64_t>(i)};
      }
      if (answer[i] >= 0) { ++out.n[f][one.element[i]]; }
    }
  }
  if (fixed_elements > most_fixed_elements) {
    throw error{error_category::limit, "many_facet", "facets",
                "fixed facets have " + std::to_string(fixed_elements) + " elements; the most is " + std::to_string(most_fixed_elements) + ". Let the largest be drawn"};
  }

  model_rows rows;
  rows.levels = levels;
  rows.answer = std::move(answer);
  rows.weight = std::move(weight);
  cumulative_link_options of_rows{options.fit, options.confidence, {}};
  for (facet& one : facets) {
    const double sign = one.raises ? 1.0 : -1.0;
    if (one.kind == facet_kind::drawn) {
      rows.random.push_back({one.name, one.labels.size(), one.element, std::vector<double>(n, sign), {}});
      of_rows.labels.push_back(one.labels);
    } else { // the last element is minus the sum of the others
      for (std::size_t e = 0; e + 1 < one.labels.size(); ++e) { rows.fixed_names.push_back(one.name + " " + one.labels[e]); }
    }
  }
  rows.fixed_terms = rows.fixed_names.size();
  rows.fixed.assign(n * rows.fixed_terms, 0.0);
  std::size_t first = 0;
  for (const facet& one : facets) {
    if (one.kind != facet_kind::fixed) { continue; }
    const std::size_t free = one.labels.size() - 1;
    const double sign = one.raises ? 1.0 : -1.0;
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint32_t e = one.element[i];
      if (e == random_term::none) { continue; }
      double* terms = rows.fixed.data() + i * rows.fixed_terms + first;
      if (e < free) {
        terms[e] = sign;
      } else {
        std::fill(terms, terms + free, -sign);
      }
    }
    first += free;
  }
  out.fit = cumulative_link(rows, of_rows);

  const row_fit& found = out.fit.found;
  const std::size_t natural = found.standard_errors.size();
  std::size_t effect = 0;
  first = found.thresholds.size();
  std::size_t block = 0;
  for (facet& one : facets) {
    std::vector<facet_measure> measures;
    facet_summary summary;
    double squared_error = 0.0;
    bool errors = true;
    if (one.kind == facet_kind::drawn && !found.effects.empty()) {
      for (std::size_t e = 0; e < one.labels.size(); ++e, ++effect) {
        measures.push_back({found.effects[effect], found.effect_errors.empty() ? std::nullopt : std::optional{found.effect_errors[effect]}});
      }
      summary.spread = found.at_zero[block] ? 0.0 : found.deviations[block];
    } else if (one.kind == facet_kind::fixed && !found.thresholds.empty()) {
      const std::size_t free = one.labels.size() - 1;
      double sum = 0.0;
      double variance = 0.0;
      for (std::size_t e = 0; e < free; ++e) {
        const double value = found.coefficients[first - found.thresholds.size() + e];
        sum += value;
        measures.push_back({value, natural == 0 ? std::nullopt : std::optional{found.standard_errors[first + e]}});
        for (std::size_t g = 0; g < free && natural > 0; ++g) { variance += found.covariance[(first + e) * natural + first + g]; }
      }
      measures.push_back({-sum, natural == 0 ? std::nullopt : std::optional{std::sqrt((std::max)(0.0, variance))}});
      first += free;
    }
    if (one.kind == facet_kind::drawn) { ++block; }
    for (const facet_measure& m : measures) {
      errors = errors && m.standard_error.has_value();
      squared_error += m.standard_error.value_or(0.0) * m.standard_error.value_or(0.0) / static_cast<double>(measures.size());
    }
    if (one.kind == facet_kind::fixed && measures.size() > 1) {
      double variance = 0.0;
      for (const facet_measure& m : measures) { variance += m.value * m.value / static_cast<double>(measures.size() - 1); } // their mean is 0
      summary.spread = std::sqrt((std::max)(0.0, variance - squared_error));
      if (errors && variance > 0.0) { summary.reliability = summary.spread * summary.spread / variance; }
    } else if (one.kind == facet_kind::drawn && errors && summary.spread > 0.0) {
      summary.reliability = (std::max)(0.0, 1.0 - squared_error / (summary.spread * summary.spread));
    }
    if (summary.reliability && *summary.reliability < 1.0) { summary.separation = std::sqrt(*summary.reliability / (1.0 - *summary.reliability)); }
    out.measures.push_back(std::move(measures));
    out.summaries.push_back(summary);
    one.element.clear();
  }
  out.facets = std::move(facets);
  return out;
}

/// The elements, a row each: facet, label, n (its rows), measure, standard_error, low, high. No rows where nothing was fitted.
/// Cost: linear. Threads: safe. Since 0.1. Checked by `many_facet_test`.
[[nodiscard]] inline table measures_table(const many_facet_fit& fit) {
  table out;
  for (const char* column : {"facet", "label"}) { out.add(column, column_type::text); }
  out.add("n", column_type::integer);
  for (const char* column : {"measure", "standard_error", "low", "high"}) { out.add(column, column_type::real); }
  for (std::size_t f = 0; f < fit.facets.size(); ++f) {
    for (std::size_t e = 0; e < fit.measures[f].size(); ++e) {
      const facet_measure& m = fit.measures[f][e];
      const std::string_view facet = fit.facets[f].name;
      const std::string_view label = fit.facets[f].labels[e];
      if (m.standard_error) {
        const detail::interval_ends ends = detail::around(m.value, *m.standard_error, fit.fit.confidence);
        out.push_row(facet, label, fit.n[f][e], m.value, *m.standard_error, ends.low, ends.high);
      } else {
        out.push_row(facet, label, fit.n[f][e], m.value, std::nullopt, std::nullopt, std::nullopt);
      }
    }
  }
  return out;
}

/// The facets, a row each: facet, kind (drawn or fixed), raises, elements, spread, reliability, separation.
/// Cost: linear. Threads: safe. Since 0.1. Checked by `many_facet_test`.
[[nodiscard]] inline table facets_table(const many_facet_fit& fit) {
  table out;
  for (const char* column : {"facet", "kind"}) { out.add(column, column_type::text); }
  out.add("raises", column_type::boolean);
  out.add("elements", column_type::integer);
  for (const char* column : {"spread", "reliability", "separation"}) { out.add(column, column_type::real); }
  for (std::size_t f = 0; f < fit.facets.size(); ++f) {
    const facet& one = fit.facets[f];
    const facet_summary& summary = fit.summaries[f];
    out.push_row(std::string_view{one.name}, one.kind == facet_kind::drawn ? "drawn" : "fixed", one.raises, one.labels.size(),
                 fit.measures[f].empty() ? std::nullopt : std::optional{summary.spread}, summary.reliability, summary.separation);
  }
  return out;
}

/// The steps, a row each: step ("1|2" from the lowest level to the next), value, standard_error, low, high. No rows where nothing was fitted.
/// Cost: linear. Threads: safe. Since 0.1. Checked by `many_facet_test`.
[[nodiscard]] inline table steps_table(const many_facet_fit& fit) {
  const row_fit& found = fit.fit.found;
  table out;
  out.add("step", column_type::text);
  for (const char* column : {"value", "standard_error", "low", "high"}) { out.add(column, column_type::real); }
  for (std::size_t k = 0; k < found.thresholds.size(); ++k) {
    const std::string between = std::to_string(k + 1) + "|" + std::to_string(k + 2);
    if (found.standard_errors.empty()) {
      out.push_row(std::string_view{between}, found.thresholds[k], std::nullopt, std::nullopt, std::nullopt);
    } else {
      const detail::interval_ends ends = detail::around(found.thresholds[k], found.standard_errors[k], fit.fit.confidence);
      out.push_row(std::string_view{between}, found.thresholds[k], found.standard_errors[k], ends.low, ends.high);
    }
  }
  return out;
}

} // namespace headway::models
