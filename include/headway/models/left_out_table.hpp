#pragma once

/// \file
/// How well a model foresees a community whose marks it has not seen.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/core/ratings.hpp>
#include <headway/core/table.hpp>
#include <headway/models/fit_ordinal.hpp>
#include <headway/models/fit_rows.hpp>
#include <headway/models/laplace.hpp>
#include <headway/models/rows.hpp>

namespace headway::models {

namespace detail {

/// Rows without some of them. \param keep whether each stays
inline model_rows some_rows(const model_rows& of, const std::vector<bool>& keep) {
  model_rows out = of;
  const auto thin = [&](auto& column, std::size_t each) {
    std::size_t to = 0;
    for (std::size_t i = 0; i < keep.size() && !column.empty(); ++i) {
      for (std::size_t k = 0; keep[i] && k < each; ++k) { column[to++] = column[i * each + k]; }
    }
    column.resize(to);
  };
  thin(out.answer, 1);
  thin(out.weight, 1);
  thin(out.fixed, of.fixed_terms);
  thin(out.scale, of.scale_terms);
  thin(out.threshold_set, 1);
  for (std::size_t b = 0; b < out.random.size(); ++b) {
    random_term& term = out.random[b];
    if (term.start.empty()) {
      thin(term.effect, 1);
      thin(term.coefficient, 1);
      continue;
    }
    const random_term& given = of.random[b];
    term.start = {0};
    term.effect.clear();
    term.coefficient.clear();
    for (std::size_t i = 0; i < keep.size(); ++i) {
      if (!keep[i]) { continue; }
      const auto first = static_cast<std::ptrdiff_t>(given.start[i]), last = static_cast<std::ptrdiff_t>(given.start[i + 1]);
      term.effect.insert(term.effect.end(), given.effect.begin() + first, given.effect.begin() + last);
      if (!given.coefficient.empty()) { term.coefficient.insert(term.coefficient.end(), given.coefficient.begin() + first, given.coefficient.begin() + last); }
      term.start.push_back(term.effect.size());
    }
  }
  return out;
}

} // namespace detail

/// How well the model foresees each community from the others: a row per community with marks, then one over all, without a community. people, n (marks), log_score (log of the probability of all its marks together, given those of the
/// others), per_mark (the same over n), standard_error (over all alone: of the sum, from how the communities differ), status: too_few_units with fewer than two communities, not_converged where the others' fit ended without an end.
/// Definition: with V(theta; y) the approximated negative log posterior of `fit_ordinal` and theta the most likely parameters given the others' marks, log_score = V(theta; others) - V(theta; all). Effects of the community are integrated
/// out, so what is judged is what the model would have said of a place it does not know.
/// Compare two fits of the same study, with other blocks or another link, by the difference of their log scores community by community: its sum is the gain, and sqrt(C) times the standard deviation of the C differences its error.
/// Missing and edge cases: a community's marks on a level that nobody else gave have a small probability, never none, because thresholds have a prior.
/// \throws error as `fit_rows`
/// Cost: a fit for each community, begun where that of all ended. Threads: as many as the fit took, with the same result. Since 0.1. Reference: Vehtari, Gelman & Gabry 2017. Checked by `left_out_test`.
[[nodiscard]] inline table left_out_table(const ordinal_fit& fit) {
  table out;
  out.add("community", column_type::text);
  for (const char* column : {"people", "n"}) { out.add(column, column_type::integer); }
  for (const char* column : {"log_score", "per_mark", "standard_error"}) { out.add(column, column_type::real); }
  out.add("status", column_type::text);

  const ratings_view marks = fit.of->rows();
  const std::vector<std::size_t>& study_row = fit.built.study_row;
  std::vector<std::vector<std::size_t>> rows(fit.of->communities().size());
  for (std::size_t i = 0; i < study_row.size(); ++i) { rows[marks.community[study_row[i]]].push_back(i); }
  const auto with_marks = static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](const auto& own) { return !own.empty(); }));
  const bool any = fit.status() == status::ok && with_marks > 1;
  const status why = fit.status() != status::ok ? fit.status() : with_marks < 2 ? status::too_few_units : status::ok;

  fit_options how{.model = detail::with_priors(fit.options), .standard_errors = false, .start = fit.joint.search.at, .check_below = 0.0};
  const packed_rows all{fit.built.rows};
  laplace whole{all, how.model};
  std::vector<double> scores;
  std::size_t people_in_all = 0, n_in_all = 0;
  for (std::uint32_t c = 0; c < rows.size(); ++c) {
    const std::vector<std::size_t>& own = rows[c];
    if (own.empty()) { continue; }
    std::vector<std::uint32_t> people;
    std::vector<bool> keep(study_row.size(), true);
    for (const std::size_t i : own) {
      keep[i] = false;
      people.push_back(marks.rater[study_row[i]]);
    }
    std::sort(people.begin(), people.end());
    const auto count = static_cast<std::size_t>(std::unique(people.begin(), people.end()) - people.begin());
    people_in_all += count;
    n_in_all += own.size();
    std::optional<double> score;
    status ended = why;
    if (any) {
      const packed_rows others{detail::some_rows(fit.built.rows, keep)};
      const row_fit found = fit_rows(others, how);
      laplace rest{others, how.model};
      const auto of_others = rest.evaluate(found.search.at);
      const auto of_all = whole.evaluate(found.search.at);
      if (found.status == status::not_converged || !of_others || !of_all) {
        ended = status::not_converged;
      } else {
        score = *of_others - *of_all;
        scores.push_back(*score);
      }
    }
    out.push_row(fit.of->communities()[c].name, count, own.size(), score, score ? std::optional{*score / static_cast<double>(own.size())} : std::nullopt, std::nullopt, name(ended));
  }
  const bool whole_sum = any && scores.size() == with_marks;
  double sum = 0.0, squares = 0.0;
  for (const double s : scores) { sum += s; }
  const auto communities = static_cast<double>(scores.size());
  for (const double s : scores) { squares += (s - sum / communities) * (s - sum / communities); }
  const auto figure = [&](double value) { return whole_sum ? std::optional{value} : std::nullopt; };
  out.push_row(std::nullopt, people_in_all, n_in_all, figure(sum), figure(sum / static_cast<double>((std::max)(n_in_all, std::size_t{1}))), figure(std::sqrt(communities * squares / (std::max)(1.0, communities - 1.0))),
               name(any && !whole_sum ? status::not_converged : why));
  return out;
}

} // namespace headway::models
