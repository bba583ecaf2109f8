#pragma once

/// \file
/// What a fitted study says about the marking itself: whose marks the model does not foresee. For whoever holds the file; what of it an audience may see is in `shared_fit.hpp`.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/ratings.hpp>
#include <headway/core/table.hpp>
#include <headway/models/fit_ordinal.hpp>
#include <headway/models/ordinal_tables.hpp>
#include <headway/models/people_tables.hpp>
#include <headway/models/predict.hpp>
#include <headway/numeric/random.hpp>

namespace headway::models {

namespace detail {

/// Squares of what marks are off by, of one person or group, draw by draw: of the marks given, and of marks made from the same draw.
struct own_squares {
  own_marks marks{};
  std::vector<double> given{};    ///< sum of squares
  std::vector<double> made{};
  std::vector<double> variance{}; ///< what these sums are on average
  std::vector<double> given_outfit{}; ///< sum of squares, each over its variance
  std::vector<double> made_outfit{};

  explicit own_squares(std::size_t draws) : given(draws), made(draws), variance(draws), given_outfit(draws), made_outfit(draws) {}
  void add(std::size_t draw, double given_square, double made_square, double of) noexcept {
    given[draw] += given_square;
    made[draw] += made_square;
    variance[draw] += of;
    given_outfit[draw] += given_square / of;
    made_outfit[draw] += made_square / of;
  }
};

/// A mean square, the range it has in simulated marks, and how rare it is among them.
struct mean_square {
  double value{};
  double low{};
  double high{};
  double p{};     ///< twice the smaller share of simulations on one side
  bool above{};   ///< on which side

  mean_square(const std::vector<double>& given, const std::vector<double>& made, const std::vector<double>& over, double confidence) {
    const std::size_t draws = given.size();
    std::vector<double> ratio(draws);
    for (std::size_t d = 0; d < draws; ++d) {
      value += given[d] / over[d] / static_cast<double>(draws);
      ratio[d] = made[d] / over[d];
    }
    const auto up = static_cast<std::size_t>(std::count_if(ratio.begin(), ratio.end(), [&](double r) { return r >= value; }));
    const auto down = static_cast<std::size_t>(std::count_if(ratio.begin(), ratio.end(), [&](double r) { return r <= value; }));
    above = up < down;
    p = (std::min)(1.0, 2.0 * static_cast<double>((std::min)(up, down) + 1) / static_cast<double>(draws + 1));
    const draw_summary s = summarise(std::move(ratio), confidence);
    low = s.low;
    high = s.high;
  }
};

} // namespace detail

/// How well the model foresees the marks of people, sectors and dimensions. Rows: `of` = "marks" (all of them), then "rater" (from the mildest on, numbered as in `severity_table`), "sector" and "dimension". people, n (marks);
/// infit, the mean square of what marks are off by, weighted by how much the model lets them vary, and outfit, unweighted, so that single surprises count; 1 is what the model expects. infit_low and infit_high are the range of
/// simulated marks, infit_p how rare so extreme a value is among them, and outfit's likewise. words: "less predictable than the model expects" where one of the two is rarer than 1 - confidence and above, "more predictable than
/// the model expects" where it is below, otherwise "as expected". status: no_variation for whoever gave one level only.
/// Definition: for every joint draw, E and V are the mean and variance of each mark and y' is a mark simulated from that draw. infit = mean over draws of sum (y - E)^2 / sum V, outfit = of mean (y - E)^2 / V; the range is that
/// of the same figures for y' in single draws; p = 2 (1 + draws in which y' is as far out) / (1 + draws), at most 1. So no law is assumed for few marks, and that effects are learnt from the same marks is allowed for: with
/// draws of them the mean of infit and outfit is 1 where the model holds.
/// Missing and edge cases: no block of raters, no rows about single people. p is cautious, as a mean over draws varies less than what it is compared with; even so, of many people some are outside by chance.
/// \param shown how people stand in it
/// Cost: `level_probabilities` and a random number for every draw and mark, and five numbers kept for every draw and row. Threads: safe. Since 0.1.
/// Reference: Wright & Masters 1982 for infit and outfit; Gelman, Meng & Stern 1996 for draws of both sides. Checked by `marking_tables_test`.
[[nodiscard]] inline table misfit_table(const ordinal_fit& fit, people_shown shown = people_shown::numbered) {
  table out;
  for (const char* column : {"of", "who"}) { out.add(column, column_type::text); }
  for (const char* column : {"people", "n"}) { out.add(column, column_type::integer); }
  for (const char* column : {"infit", "infit_low", "infit_high", "infit_p", "outfit", "outfit_low", "outfit_high", "outfit_p"}) { out.add(column, column_type::real); }
  for (const char* column : {"words", "status"}) { out.add(column, column_type::text); }
  const std::size_t draws = fit.joint.draws;
  if (draws == 0) { return out; }

  // whoever has a row: all, then people, sectors and dimensions
  struct one_row {
    std::string_view of;
    std::optional<std::string> who;
  };
  std::vector<one_row> named{{"marks", std::nullopt}};
  const std::size_t none = static_cast<std::size_t>(-1);
  std::vector<std::size_t> of_rater(fit.of->raters().size(), none), of_sector(fit.of->sectors().size(), none), of_dimension(fit.of.rubric().size(), none);
  const auto place = [&](std::vector<std::size_t>& where, std::uint32_t id, std::string_view of, std::string who) {
    where[id] = named.size();
    named.push_back({of, std::move(who)});
  };
  if (shown != people_shown::none) {
    std::size_t number = 0;
    for (const auto& one : detail::by_severity(fit)) { place(of_rater, one.who.value, "rater", shown == people_shown::named ? fit.of->raters()[one.who.value] : std::to_string(++number)); }
  }
  const ratings_view rows = fit.of->rows();
  std::vector<bool> sector(of_sector.size()), dimension(of_dimension.size());
  for (const std::size_t row : fit.built.study_row) {
    if (rows.sector[row] != ratings::no_sector) { sector[rows.sector[row]] = true; }
    dimension[rows.dimension[row]] = true;
  }
  for (std::uint32_t s = 0; s < sector.size(); ++s) {
    if (sector[s]) { place(of_sector, s, "sector", fit.of->sectors()[s]); }
  }
  for (std::uint32_t d = 0; d < dimension.size(); ++d) {
    if (dimension[d]) { place(of_dimension, d, "dimension", fit.of.rubric()[dimension_id{d}].key); }
  }

  std::vector<detail::own_squares> squares(named.size(), detail::own_squares{draws});
  std::vector<double> probability(fit.built.rows.levels);
  for (std::size_t i = 0; i < fit.built.study_row.size(); ++i) {
    const std::size_t row = fit.built.study_row[i];
    const std::int8_t given = fit.built.rows.answer[i];
    std::vector<std::size_t> into{0, of_dimension[rows.dimension[row]]};
    if (rows.rater[row] != ratings::no_rater && of_rater[rows.rater[row]] != none) { into.push_back(of_rater[rows.rater[row]]); }
    if (rows.sector[row] != ratings::no_sector) { into.push_back(of_sector[rows.sector[row]]); }
    for (const std::size_t each : into) { squares[each].marks.add(rows.rater[row], given); }
    const detail::row_terms terms{fit, i, false};
    numeric::random_stream random{fit.options.random_seed, (std::uint64_t{1} << 32) + i}; // apart from those of the draws
    for (std::size_t d = 0; d < draws; ++d) {
      level_probabilities(fit.options.link, fit.thresholds(d, i), terms.predictor(fit, d), probability);
      double mean = 0.0, variance = 0.0;
      for (std::size_t k = 0; k < probability.size(); ++k) { mean += probability[k] * static_cast<double>(k); }
      for (std::size_t k = 0; k < probability.size(); ++k) { variance += probability[k] * (static_cast<double>(k) - mean) * (static_cast<double>(k) - mean); }
      const double off = given - mean;
      const double made = detail::draw_level(probability, random) - mean;
      for (const std::size_t each : into) { squares[each].add(d, off * off, made * made, (std::max)(variance, 1e-9)); }
    }
  }

  const double confidence = fit.options.confidence.value();
  for (std::size_t i = 0; i < named.size(); ++i) {
    const detail::own_squares& own = squares[i];
    const std::vector<double> marks(draws, static_cast<double>(own.marks.n));
    const detail::mean_square infit{own.given, own.made, own.variance, confidence};
    const detail::mean_square outfit{own.given_outfit, own.made_outfit, marks, confidence};
    const auto outside = [&](bool above) { return (infit.p < 1.0 - confidence && infit.above == above) || (outfit.p < 1.0 - confidence && outfit.above == above); };
    const std::string_view words = outside(true) ? "less predictable than the model expects" : outside(false) ? "more predictable than the model expects" : "as expected";
    out.push_row(named[i].of, named[i].who, own.marks.people.size(), own.marks.n, infit.value, infit.low, infit.high, infit.p, outfit.value, outfit.low, outfit.high, outfit.p, words, name(own.marks.status()));
  }
  return out;
}

} // namespace headway::models
