#pragma once

/// \file
/// What a fitted study says about the marking itself: whose marks the model does not foresee, and where sectors see dimensions differently, and how much a panel is worth. For whoever holds the file; what of it an audience may see is in `shared_fit.hpp`.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
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

namespace detail {

/// Marks by sector and dimension.
inline std::map<std::pair<std::uint32_t, std::uint32_t>, own_marks> marks_by_sector(const ordinal_fit& fit) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, own_marks> out;
  const ratings_view rows = fit.of->rows();
  for (std::size_t i = 0; i < fit.built.study_row.size(); ++i) {
    const std::size_t row = fit.built.study_row[i];
    if (rows.sector[row] != ratings::no_sector) { out[{rows.sector[row], rows.dimension[row]}].add(rows.rater[row], fit.built.rows.answer[i]); }
  }
  return out;
}

/// What the interval of a sector's difference from others says. \param where " on Vision", or "" for all dimensions
inline std::string say_sector(const std::string& sector, const std::string& where, double points, double low, double high) {
  if (low > 0.0 || high < 0.0) {
    const bool up = low > 0.0;
    return "People of " + sector + " mark " + tenths(points) + (up ? " levels higher than others" : " levels lower than others") + where + ", " + tenths(up ? low : high) + " to " + tenths(up ? high : low) +
           " with all of these looked at together.";
  }
  return "Whether people of " + sector + " mark higher or lower than others" + where + " cannot be told: from " + tenths(low) + " lower to " + tenths(high) + " higher.";
}

} // namespace detail

/// Where sectors see dimensions differently. A row per sector and dimension it marked, then one per sector over all dimensions, without a dimension. people, n (marks), points (by how many levels people of this
/// sector mark a typical place higher than the other sectors do, on average) with low and high; together_low and together_high (intervals that hold for all sectors and dimensions at once, or for all sectors over all
/// dimensions); p_higher; own (how much of it belongs to this dimension: points less the sector's mean over its dimensions) with own_low and own_high, which hold for all at once; words; status: no_variation for sectors that
/// gave one level only, not_comparable where no other sector marked it.
/// Definition: in every joint draw, the mean over the dimension's cells with marks of E(place + sector) less the mean of that of the other sectors, E the typical person's mark on average. Treats steps as equal.
/// Missing and edge cases: no rows where the model has neither block of sectors. A sector's differing view in one community or one round alone is left out.
/// \param left_out dimensions without figures, which no mean is over; empty: none
/// Cost: `level_probabilities` for every draw, cell and sector. Threads: safe. Since 0.1. Reference: Linacre 1989 for bias between facets; Hothorn, Bretz & Westfall 2008 for intervals together. Checked by `marking_tables_test`.
[[nodiscard]] inline table sector_use_table(const ordinal_fit& fit, const std::vector<bool>& left_out = {}) {
  table out;
  out.add("sector", column_type::text);
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension"}) { out.add(column, column_type::text); }
  for (const char* column : {"people", "n"}) { out.add(column, column_type::integer); }
  for (const char* column : {"points", "low", "high", "together_low", "together_high", "p_higher", "own", "own_low", "own_high"}) { out.add(column, column_type::real); }
  for (const char* column : {"words", "status"}) { out.add(column, column_type::text); }
  const auto whole = fit.find(block_kind::sector), by_dimension = fit.find(block_kind::sector_dimension);
  const std::size_t draws = fit.joint.draws;
  if (draws == 0 || (!whole && !by_dimension)) { return out; }

  const auto marks = detail::marks_by_sector(fit);
  struct one_row {
    std::uint32_t sector;
    std::uint32_t dimension;
    std::vector<std::size_t> effects{}; ///< what it marks higher by
    std::vector<double> points{};       ///< draw by draw; none where there is nobody to compare with
    std::vector<double> own{};
  };
  std::vector<one_row> all;
  for (const auto& entry : marks) { all.push_back({entry.first.first, entry.first.second}); }
  for (const auto& block : {whole, by_dimension}) {
    for (std::size_t e = 0; block && e < fit.built.effects[*block].size(); ++e) {
      const effect_key& key = fit.built.effects[*block][e];
      for (one_row& row : all) {
        if (row.sector == key.sector.value && (!key.dimension.has_value() || row.dimension == key.dimension.value)) { row.effects.push_back(fit.first_effect(*block) + e); }
      }
    }
  }
  std::vector<double> probability(fit.built.rows.levels);
  for (std::uint32_t dimension = 0; dimension < fit.of.rubric().size(); ++dimension) {
    std::vector<one_row*> here;
    for (one_row& row : all) {
      if (row.dimension == dimension) { here.push_back(&row); }
    }
    if (here.size() < 2 || (dimension < left_out.size() && left_out[dimension])) { continue; }
    for (one_row* row : here) { row->points.resize(draws); }
    std::size_t cells = 0;
    for (const place_cell& cell : fit.cells) {
      if (cell.n == 0 || cell.dimension.value != dimension) { continue; }
      ++cells;
      const detail::row_terms terms{fit, cell.first, true};
      for (std::size_t d = 0; d < draws; ++d) {
        const double place = terms.predictor(fit, d);
        for (one_row* row : here) {
          double at = place;
          for (const std::size_t e : row->effects) { at += fit.joint.effect(d)[e]; }
          level_probabilities(fit.options.link, fit.thresholds(d, cell.first), at, probability);
          row->points[d] += detail::expected_value(fit.of, probability);
        }
      }
    }
    const auto sectors = static_cast<double>(here.size());
    for (std::size_t d = 0; d < draws; ++d) {
      double sum = 0.0;
      for (const one_row* row : here) { sum += row->points[d]; }
      for (one_row* row : here) { row->points[d] = (row->points[d] - (sum - row->points[d]) / (sectors - 1.0)) / static_cast<double>(cells); }
    }
  }
  std::vector<one_row> overall; // one a sector
  for (one_row& row : all) {
    if (overall.empty() || overall.back().sector != row.sector) { overall.push_back({row.sector, 0}); }
    if (row.points.empty()) { continue; }
    one_row& mean = overall.back();
    ++mean.dimension; // how many
    mean.points.resize(draws);
    for (std::size_t d = 0; d < draws; ++d) { mean.points[d] += row.points[d]; }
  }
  for (one_row& mean : overall) {
    for (double& p : mean.points) { p /= static_cast<double>(mean.dimension); }
    for (one_row& row : all) {
      if (row.sector != mean.sector || row.points.empty() || mean.dimension < 2) { continue; }
      for (std::size_t d = 0; d < draws; ++d) { row.own.push_back(row.points[d] - mean.points[d]); }
    }
  }

  const double confidence = fit.options.confidence.value();
  detail::intervals_together every{draws}, every_own{draws}, every_mean{draws};
  for (const one_row& row : all) { every.add(row.points), every_own.add(row.own); }
  for (const one_row& row : overall) { every_mean.add(row.points); }
  const double reach = every.reach(confidence), own_reach = every_own.reach(confidence), mean_reach = every_mean.reach(confidence);
  const auto put = [&](const one_row& row, bool mean) {
    const std::string& sector = fit.of->sectors()[row.sector];
    const dimension* asked = mean ? nullptr : &fit.of.rubric()[dimension_id{row.dimension}];
    detail::own_marks own;
    for (const auto& [where, cell] : marks) {
      const bool takes_part = mean ? where.second >= left_out.size() || !left_out[where.second] : where.second == row.dimension;
      if (where.first == row.sector && takes_part) { own.add(cell); }
    }
    std::size_t at = 0;
    const auto figure = [&](const auto& value) { out[at++].push(value); };
    figure(sector);
    if (asked != nullptr) {
      figure(asked->number), figure(asked->key), figure(asked->name);
    } else {
      for (int i = 0; i < 3; ++i) { out[at++].push_missing(); }
    }
    figure(own.people.size()), figure(own.n);
    if (row.points.empty()) {
      while (at + 1 < out.columns().size()) { out[at++].push_missing(); }
      return out[at].push(name(status::not_comparable));
    }
    const detail::draw_summary s = detail::summarise(row.points, confidence);
    const auto [low, high] = (mean ? every_mean : every).ends(row.points, mean ? mean_reach : reach);
    figure(s.mean), figure(s.low), figure(s.high), figure(low), figure(high);
    figure(static_cast<double>(std::count_if(row.points.begin(), row.points.end(), [](double p) { return p > 0.0; })) / static_cast<double>(draws));
    if (row.own.empty()) {
      for (int i = 0; i < 3; ++i) { out[at++].push_missing(); }
    } else {
      const auto ends = every_own.ends(row.own, own_reach);
      figure(detail::summarise(row.own, confidence).mean), figure(ends[0]), figure(ends[1]);
    }
    figure(detail::say_sector(sector, mean ? "" : " on " + asked->name, s.mean, low, high));
    figure(name(own.status()));
  };
  for (const one_row& row : all) { put(row, false); }
  for (const one_row& row : overall) { put(row, true); }
  return out;
}

namespace detail {

/// What the marks of some cells share: one effect of a person or sector, and how many marks of each cell have it.
struct shared_effect {
  std::size_t block;
  std::map<std::size_t, double> marks{}; ///< by cell
};

/// The probability that two answers are equal, and that they are at most a level apart, each following these probabilities.
inline std::array<double, 2> agreement_of(std::span<const double> probability) noexcept {
  double same = 0.0, next = 0.0;
  for (std::size_t k = 0; k < probability.size(); ++k) {
    same += probability[k] * probability[k];
    if (k > 0) { next += 2.0 * probability[k] * probability[k - 1]; }
  }
  return {same, same + next};
}

} // namespace detail

/// How much a panel is worth. A row per community, round and dimension somebody marked, then one for all dimensions of the round, without a dimension. people (with a code), n (marks); effective (how many marks that know
/// nothing of one another these are worth) with low and high; exact and within_one (how probable it is that two people of typical severity give the same mark, and marks at most a level apart), panel_exact and
/// panel_within_one (the same of two people as they differ: what is lost against the others is severity), each with _low and _high; words, status.
/// Definition: with V the variance of a typical person's mark, g the slope of its mean in the predictor and s the standard deviations of the blocks about people and sectors, n marks of as many strangers have
/// the variance sum (V + g^2 sum s^2) / n^2, these ones [sum V + sum over effects of s^2 (sum of g over its marks)^2] / n^2; effective is n times the first over the second, in every draw. Agreement is the sum of p_k^2, and of
/// 2 p_k p_(k-1) more; over all dimensions it is their mean.
/// Missing and edge cases: in one dimension only people of one sector have something in common, so without blocks of sectors effective is n there. Over all dimensions one person's marks hang together.
/// \param smallest_sector where a sector with fewer people took part, `effective` is left out, from which one could tell how large sectors are
/// Cost: 18 times `level_probabilities` for every draw and cell. Threads: safe. Since 0.1. Reference: Kish 1965 for the design effect; Linacre 1989 for expected agreement. Checked by `marking_tables_test`.
[[nodiscard]] inline table panel_table(const ordinal_fit& fit, std::int64_t smallest_sector = 0) {
  table out;
  for (const char* column : {"community", "round"}) { out.add(column, column_type::text); }
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension"}) { out.add(column, column_type::text); }
  for (const char* column : {"people", "n"}) { out.add(column, column_type::integer); }
  constexpr std::array<const char*, 5> figures{"effective", "exact", "within_one", "panel_exact", "panel_within_one"};
  for (const char* column : figures) {
    for (const char* end : {"", "_low", "_high"}) { out.add(std::string{column} + end, column_type::real); }
  }
  for (const char* column : {"words", "status"}) { out.add(column, column_type::text); }
  const std::size_t draws = fit.joint.draws;
  if (draws == 0) { return out; }
  const double confidence = fit.options.confidence.value();
  const ratings_view rows = fit.of->rows();
  std::vector<double> between, probability(fit.built.rows.levels);
  for (std::size_t d = 0; d < draws; ++d) { between.push_back(detail::between_people(fit, d)); }
  using drawn = std::array<std::vector<double>, figures.size()>;
  using drawn_means = std::array<double, figures.size()>;

  const auto put = [&](const place_cell& cell, bool all, std::size_t n, const std::set<std::uint32_t>& people, bool known, const drawn& of) {
    std::size_t at = 0;
    const auto figure = [&](const auto& value) { out[at++].push(value); };
    figure(fit.of->communities()[cell.community.value].name);
    figure(fit.of->rounds()[cell.round.value].label);
    if (all) {
      for (int i = 0; i < 3; ++i) { out[at++].push_missing(); }
    } else {
      const dimension& asked = fit.of.rubric()[cell.dimension];
      figure(asked.number), figure(asked.key), figure(asked.name);
    }
    figure(people.size()), figure(n);
    std::string words;
    for (std::size_t i = 0; i < figures.size(); ++i) {
      if (i == 0 && !known) {
        for (int k = 0; k < 3; ++k) { out[at++].push_missing(); }
        continue;
      }
      const detail::draw_summary s = detail::summarise(of[i], confidence);
      figure(s.mean), figure(s.low), figure(s.high);
      if (i == 0) { words = std::to_string(n) + (n == 1 ? " mark tells" : " marks tell") + " as much as " + detail::tenths(s.mean) + " that know nothing of one another."; }
    }
    figure(words);
    figure(name(status::ok));
  };

  for (std::size_t first = 0, last = 0; first < fit.cells.size(); first = last) {
    while (last < fit.cells.size() && fit.cells[last].community == fit.cells[first].community && fit.cells[last].round == fit.cells[first].round) { ++last; }
    // what the marks of this round have in common
    std::map<std::size_t, detail::shared_effect> shared;
    std::map<std::uint32_t, std::set<std::uint32_t>> sectors;
    std::vector<std::set<std::uint32_t>> people(last - first);
    std::set<std::uint32_t> everybody;
    std::size_t n = 0, marked = 0;
    for (std::size_t c = first; c < last; ++c) {
      n += fit.cells[c].n;
      marked += fit.cells[c].n > 0 ? 1u : 0u;
      for (std::size_t i = fit.cells[c].first; i < fit.cells[c].first + fit.cells[c].n; ++i) {
        const std::size_t row = fit.built.study_row[i];
        if (rows.rater[row] != ratings::no_rater) { people[c - first].insert(rows.rater[row]), everybody.insert(rows.rater[row]); }
        if (rows.sector[row] != ratings::no_sector) { sectors[rows.sector[row]].insert(rows.rater[row]); }
        for (std::size_t b = 0; b < fit.built.rows.random.size(); ++b) {
          const std::uint32_t e = detail::of_place(fit.built.model.blocks[b]) ? random_term::none : fit.built.rows.random[b].effect[i];
          if (e != random_term::none) { shared.try_emplace(fit.first_effect(b) + e, detail::shared_effect{b}).first->second.marks[c - first] += 1.0; }
        }
      }
    }
    if (marked == 0) { continue; }
    bool known = true;
    for (const auto& entry : sectors) { known = known && static_cast<std::int64_t>(entry.second.size()) >= smallest_sector; }

    std::vector<drawn> of(last - first + 1); // of each cell, and of all
    std::vector<double> variance(last - first), slope(last - first);
    std::vector<detail::row_terms> terms;
    for (std::size_t c = first; c < last; ++c) { terms.emplace_back(fit, fit.cells[c].n > 0 ? fit.cells[c].first : 0, true); }
    for (std::size_t d = 0; d < draws; ++d) {
      drawn_means mean{};
      std::vector<double> apart(last - first), together(last - first); // sums over the cell's marks
      for (std::size_t c = 0; c < last - first; ++c) {
        const place_cell& cell = fit.cells[first + c];
        if (cell.n == 0) { continue; }
        const double at = terms[c].predictor(fit, d);
        const auto thresholds = fit.thresholds(d, cell.first);
        const auto moment = [&](double where, int power, double about) {
          level_probabilities(fit.options.link, thresholds, where, probability);
          double sum = 0.0;
          for (std::size_t k = 0; k < probability.size(); ++k) { sum += probability[k] * (power == 1 ? static_cast<double>(k) : std::pow(static_cast<double>(k) - about, 2)); }
          return sum;
        };
        constexpr double step = 1e-3;
        slope[c] = (moment(at + step, 1, 0.0) - moment(at - step, 1, 0.0)) / (2.0 * step);
        variance[c] = (std::max)(moment(at, 2, moment(at, 1, 0.0)), 1e-9);
        std::array<double, 4> agree{};
        const auto typical = detail::agreement_of(probability);
        panel_probabilities(fit.options.link, thresholds, at, between[d], probability);
        const auto differing = detail::agreement_of(probability);
        agree = {typical[0], typical[1], differing[0], differing[1]};
        for (std::size_t i = 0; i < agree.size(); ++i) {
          of[c][i + 1].push_back(agree[i]);
          mean[i + 1] += agree[i] / static_cast<double>(marked);
        }
        apart[c] = together[c] = static_cast<double>(cell.n) * variance[c];
      }
      double all_apart = 0.0, all_together = 0.0;
      for (const double v : apart) { all_apart += v, all_together += v; }
      for (const auto& entry : shared) {
        const double square = std::pow(fit.deviation(d, entry.second.block), 2);
        double sum = 0.0;
        for (const auto& [c, count] : entry.second.marks) {
          apart[c] += square * count * slope[c] * slope[c];
          together[c] += square * count * count * slope[c] * slope[c];
          all_apart += square * count * slope[c] * slope[c];
          sum += count * slope[c];
        }
        all_together += square * sum * sum;
      }
      for (std::size_t c = 0; c < last - first; ++c) {
        if (fit.cells[first + c].n > 0) { of[c][0].push_back(static_cast<double>(fit.cells[first + c].n) * apart[c] / together[c]); }
      }
      mean[0] = static_cast<double>(n) * all_apart / all_together;
      for (std::size_t i = 0; i < mean.size(); ++i) { of.back()[i].push_back(mean[i]); }
    }
    for (std::size_t c = first; c < last; ++c) {
      if (fit.cells[c].n > 0) { put(fit.cells[c], false, fit.cells[c].n, people[c - first], known, of[c - first]); }
    }
    put(fit.cells[first], true, n, everybody, known, of.back());
  }
  return out;
}

} // namespace headway::models
