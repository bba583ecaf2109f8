#pragma once

/// \file
/// Do the people of one community see the same differences between dimensions: alpha, AC2 and intraclass correlations of one round, with the dimensions as
/// units and the people as raters.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <headway/agreement/chance_corrected.hpp>
#include <headway/agreement/coefficient.hpp>
#include <headway/agreement/icc.hpp>
#include <headway/agreement/krippendorff.hpp>
#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/ratings.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/numeric/special.hpp>

namespace headway::agreement {

/// Options of `place_coefficients`. Since 0.1. Checked by `place_coefficients_test`.
struct place_coefficients_options {
  confidence_level confidence{0.95};
  std::vector<std::string> withheld{}; ///< per dimension why its marks may not be used, or empty; empty as a whole when all may
};

/// What the marks of one community's round say over all dimensions. Since 0.1. Checked by `place_coefficients_test`.
struct place_coefficients_result {
  headway::status status{status::no_data}; ///< that of alpha, or not_assessed
  std::uint64_t people{};                  ///< known by a code, with a mark
  std::uint64_t dimensions{};              ///< with marks of two people or more
  std::uint64_t without_code{};            ///< marks of nobody known, which are left out
  coefficient alpha{};                     ///< Krippendorff's, ordinal
  coefficient ac2{};                       ///< Gwet's, quadratic weights
  icc_form icc{};                          ///< ICC(A,1), of one person's marks
  icc_form icc_average{};                  ///< ICC(A,k), of the mean of all people
  std::optional<double> p_severity{};      ///< of F: that nobody marks higher than others throughout
  std::string words{};                     ///< one sentence without a coefficient
};

namespace detail {

/// What alpha's interval says about which dimensions stand higher, and whether some people mark higher throughout.
[[nodiscard]] inline std::string say_coefficients(const place_coefficients_result& r, double level) {
  if (r.people == 0) { return "Nobody known by a code marked it."; }
  if (r.people == 1) { return "One person marked it: there is nobody to compare with."; }
  const std::string which = "which of the " + std::to_string(r.dimensions) + " dimensions stand higher";
  if (!r.alpha.value) { return r.alpha.status == status::no_variation ? "Every mark is the same: no dimension stands higher than another." : "There are too few marks to compare people by."; }
  if (!r.alpha.range) {
    return (r.alpha.range_status == status::no_variation ? "The marks differ too little to tell whether people agree on " : "There are too few dimensions or people to tell whether they agree on ") + which + ".";
  }
  std::string out;
  if (r.alpha.range->lower > 0.0) {
    out = "People agree more than by chance on " + which;
  } else if (r.alpha.range->upper < 0.0) {
    out = "People see it in opposite ways, " + which;
  } else {
    out = "These marks do not show that people agree on " + which;
    if (r.ac2.range && r.ac2.range->lower > 0.0) { out += ", although they mark nearer to one another than by chance"; }
  }
  if (r.p_severity && *r.p_severity <= level) { out += "; some people mark higher than others throughout"; }
  return out + ".";
}

} // namespace detail

/// Whether the people of one community see the same differences between the dimensions of one round.
/// Definition: the table of dimensions (units) x people (raters) of the individual marks. `krippendorff_alpha` with the ordinal metric and `gwet_ac` with quadratic weights,
/// with their default intervals, which speak for other dimensions and other people; `icc` of agreement, which takes steps for equal. The sentence rests on alpha's interval
/// and on the F test of people.
/// Missing and edge cases: a dimension counts with the marks it has. Marks without a person's code cannot be told to be one person's; they are left out and counted. A
/// round the community was not assessed in has that status; fewer than five dimensions give values without an interval.
/// Choose `place_agreement` for "do we agree": alpha and the correlations need dimensions that differ, and are near 0 in a room that sees everything alike; AC2 is not.
/// \param wanted see `selection` for empty ones \param options
/// \throws error not_found, invalid_argument as `select`; invalid_argument for another number of `withheld` than dimensions
/// Cost: O(rows of the round) and some ten microseconds. Threads: safe. Since 0.1. Checked by `place_coefficients_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] place_coefficients_result place_coefficients(const study<Dimensions, Levels>& of, const selection& wanted, const place_coefficients_options& options = {}) {
  const selected where = select(of.data(), wanted);
  const std::size_t dimensions = of.rubric().size();
  if (!options.withheld.empty()) { check::same_length(options.withheld.size(), dimensions, "place_coefficients", "withheld"); }
  place_coefficients_result out;
  if (where.assessed == nullptr) {
    out.status = out.alpha.status = out.ac2.status = out.icc.status = out.icc_average.status = status::not_assessed;
    return out;
  }
  const ratings_view rows = of->rows(where.community, where.round);
  const auto used = [&](std::size_t i) { return rows.score[i] >= 0 && (options.withheld.empty() || options.withheld[rows.dimension[i]].empty()); };
  std::vector<std::uint32_t> people;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!used(i)) { continue; }
    if (rows.rater[i] == ratings::no_rater) {
      ++out.without_code;
    } else {
      people.push_back(rows.rater[i]);
    }
  }
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  std::vector<std::int8_t> marks(dimensions * people.size(), std::int8_t{-1});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!used(i) || rows.rater[i] == ratings::no_rater) { continue; }
    const auto at = std::lower_bound(people.begin(), people.end(), rows.rater[i]);
    marks[rows.dimension[i] * people.size() + static_cast<std::size_t>(at - people.begin())] = rows.score[i];
  }
  const coefficient_options how{.confidence = options.confidence};
  const std::size_t levels = of.rubric().levels();
  out.people = people.size();
  out.alpha = krippendorff_alpha(marks, dimensions, people.size(), levels, alpha_metric::ordinal, how);
  out.ac2 = gwet_ac(marks, dimensions, people.size(), levels, weight_set::quadratic, how);
  const icc_result correlations = icc(marks, dimensions, people.size(), levels, {.confidence = options.confidence});
  for (const icc_form& form : correlations.forms) {
    if (form.model == icc_model::two_way_random && form.definition == icc_definition::agreement) { (form.average ? out.icc_average : out.icc) = form; }
  }
  const icc_source& error = correlations.residual;
  if (correlations.of_raters.mean_square && error.mean_square && *error.mean_square > 0.0) {
    out.p_severity = numeric::f_upper(*correlations.of_raters.mean_square / *error.mean_square, correlations.of_raters.df, error.df);
  }
  out.dimensions = out.alpha.units_used;
  out.status = out.alpha.status;
  out.words = detail::say_coefficients(out, 1.0 - options.confidence.value());
  return out;
}

} // namespace headway::agreement
