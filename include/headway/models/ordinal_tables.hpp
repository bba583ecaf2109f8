#pragma once

/// \file
/// What a fitted study says, as tables: levels, change, blocks, and how it was found. They hold no person; severity and what an audience may see is in `shared_fit.hpp`.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/core/rubric.hpp>
#include <headway/core/table.hpp>
#include <headway/models/cumulative_link.hpp>
#include <headway/models/fit_ordinal.hpp>
#include <headway/models/predict.hpp>

namespace headway::models {

namespace detail {

/// Mean and equal-tailed interval of draws.
struct draw_summary {
  double mean;
  double low;
  double high;
};

/// A quantile of sorted values, neighbours joined by a straight line.
inline double sorted_quantile(std::span<const double> sorted, double p) noexcept {
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = (std::min)(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// \param values one or more
inline draw_summary summarise(std::vector<double> values, double confidence) {
  double sum = 0.0;
  for (const double v : values) { sum += v; }
  std::sort(values.begin(), values.end());
  return {sum / static_cast<double>(values.size()), sorted_quantile(values, 0.5 - 0.5 * confidence), sorted_quantile(values, 0.5 + 0.5 * confidence)};
}

/// How reliably members of a block are told apart: variance of their means over draws against that plus the mean of their variances.
inline std::optional<double> reliability_of(const ordinal_fit& fit, std::size_t block) {
  const std::size_t first = fit.first_effect(block);
  const std::size_t members = fit.built.effects[block].size();
  if (members < 2 || fit.joint.draws < 2) { return std::nullopt; }
  const auto draws = static_cast<double>(fit.joint.draws);
  double error = 0.0, sum = 0.0, squares = 0.0;
  for (std::size_t e = first; e < first + members; ++e) {
    double mean = 0.0, square = 0.0;
    for (std::size_t d = 0; d < fit.joint.draws; ++d) { mean += fit.joint.effect(d)[e] / draws; }
    for (std::size_t d = 0; d < fit.joint.draws; ++d) { square += std::pow(fit.joint.effect(d)[e] - mean, 2); }
    error += square / (draws - 1.0);
    sum += mean;
    squares += mean * mean;
  }
  const auto n = static_cast<double>(members);
  const double between = (std::max)(0.0, (squares - sum * sum / n) / (n - 1.0));
  error /= n;
  return between + error > 0.0 ? std::optional{between / (between + error)} : std::nullopt;
}
inline std::optional<double> separation_of(const std::optional<double>& reliability) {
  return reliability && *reliability < 1.0 ? std::optional{std::sqrt(*reliability / (1.0 - *reliability))} : std::nullopt;
}

/// "p_3", "p_minus_2": the column of a level's probability.
inline std::string level_column(std::int32_t value) { return value < 0 ? "p_minus_" + std::to_string(-static_cast<std::int64_t>(value)) : "p_" + std::to_string(value); }

inline double expected_value(const study<>& of, std::span<const double> probability) {
  double out = 0.0;
  for (std::size_t k = 0; k < probability.size(); ++k) { out += probability[k] * of.rubric().scale().value(k); }
  return out;
}

/// What the typical rater's mark is on average, draw by draw; empty for a cell without rows.
inline std::vector<double> expected_levels(const ordinal_fit& fit, const place_cell& cell) {
  std::vector<double> out;
  if (cell.n == 0) { return out; }
  const row_terms terms{fit, cell.first, true};
  std::vector<double> probability(fit.built.rows.levels);
  for (std::size_t d = 0; d < fit.joint.draws; ++d) {
    level_probabilities(fit.options.link, fit.thresholds(d, cell.first), terms.predictor(fit, d), probability);
    out.push_back(expected_value(fit.of, probability));
  }
  return out;
}

/// Standard deviation between people in a draw: of all blocks about one person together.
inline double between_people(const ordinal_fit& fit, std::size_t draw) {
  double variance = 0.0;
  for (std::size_t b = 0; b < fit.built.model.blocks.size(); ++b) {
    if (of_person(fit.built.model.blocks[b])) { variance += std::pow(fit.deviation(draw, b), 2); }
  }
  return std::sqrt(variance);
}

/// Intervals that hold for several figures at once, from their joint draws: as far from each mean, in its standard deviations, as the furthest of all goes.
class intervals_together {
public:
  explicit intervals_together(std::size_t draws) : furthest_(draws) {}
  /// \param values one a draw; none: nothing is added
  void add(std::span<const double> values) {
    const auto [mean, error] = spread(values);
    for (std::size_t d = 0; d < values.size() && error > 0.0; ++d) { furthest_[d] = (std::max)(furthest_[d], std::fabs(values[d] - mean) / error); }
  }
  /// How many standard deviations the intervals reach to either side.
  [[nodiscard]] double reach(double confidence) const {
    std::vector<double> sorted = furthest_;
    std::sort(sorted.begin(), sorted.end());
    return sorted.empty() ? 0.0 : sorted_quantile(sorted, confidence);
  }
  /// The interval of one of the figures.
  [[nodiscard]] static std::array<double, 2> ends(std::span<const double> values, double reach) {
    const auto [mean, error] = spread(values);
    return {mean - reach * error, mean + reach * error};
  }

private:
  [[nodiscard]] static std::array<double, 2> spread(std::span<const double> values) {
    double mean = 0.0, square = 0.0;
    for (const double v : values) { mean += v / static_cast<double>(values.size()); }
    for (const double v : values) { square += (v - mean) * (v - mean) / static_cast<double>(values.size()); }
    return {mean, std::sqrt(square)};
  }
  std::vector<double> furthest_;
};

/// "0.8": a size in levels, to a tenth.
inline std::string tenths(double size) {
  const auto t = static_cast<std::int64_t>(std::llround(std::fabs(size) * 10.0));
  return std::to_string(t / 10) + "." + std::to_string(t % 10);
}

/// Columns that say which place a row is about.
inline void add_place(table& out) {
  out.add("community", column_type::text);
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension"}) { out.add(column, column_type::text); }
}

} // namespace detail

/// Whether a fit's figures can be used, in a sentence or two.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `ordinal_tables_test`.
[[nodiscard]] inline std::string describe(const ordinal_fit& fit) {
  const auto all = std::to_string(fit.built.study_row.size());
  switch (fit.status()) {
  case status::no_data: return "Nobody gave a mark on the scale, so nothing was fitted.";
  case status::ok: break;
  case status::not_identified: return "These " + all + " marks fit many values equally well, so there are no figures. Leave blocks out, or take more communities together.";
  default: return "The search for the likeliest values had not ended, so there are no figures. Leave blocks out.";
  }
  std::string out = "One model of " + all + " marks, with " + std::to_string(fit.joint.draws) + " joint draws of everything in it";
  out += fit.method == draw_method::integrated ? ", standard deviations integrated out." : ", parameters by their normal law.";
  if (fit.method == draw_method::integrated && fit.joint.effective_nodes < 16.0) { out += " Few of the places tried carry the weight, so the ends of intervals are rough."; }
  if (fit.find(block_kind::community)) { out += " Communities are comparable on the assumption that their people are equally severe on average."; }
  return out;
}

/// The blocks, a row each, also those left out: block, kept, effects (how many members), standard_deviation (between members, on the link's scale) with low and high, reliability and separation (how well
/// members are told apart), why (it is kept or left out).
/// \param people whether to say how many members blocks about people have
/// Cost: linear in draws x effects. Threads: safe. Since 0.1. Checked by `ordinal_tables_test`.
[[nodiscard]] inline table blocks_table(const ordinal_fit& fit, bool people = true) {
  table out;
  out.add("block", column_type::text);
  out.add("kept", column_type::boolean);
  out.add("effects", column_type::integer);
  for (const char* column : {"standard_deviation", "low", "high", "reliability", "separation"}) { out.add(column, column_type::real); }
  out.add("why", column_type::text);
  for (const block_choice& choice : fit.choices) {
    const auto block = fit.find(choice.kind);
    const auto effects = block && (people || !detail::of_person(choice.kind)) ? std::optional{fit.built.effects[*block].size()} : std::nullopt;
    if (!block || fit.joint.draws == 0) {
      out.push_row(name(choice.kind), choice.kept, effects, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, choice.why);
      continue;
    }
    std::vector<double> deviation;
    for (std::size_t d = 0; d < fit.joint.draws; ++d) { deviation.push_back(fit.deviation(d, *block)); }
    const detail::draw_summary s = detail::summarise(std::move(deviation), fit.options.confidence.value());
    const auto reliability = detail::reliability_of(fit, *block);
    out.push_row(name(choice.kind), choice.kept, effects, s.mean, s.low, s.high, reliability, detail::separation_of(reliability), choice.why);
  }
  return out;
}

/// Where communities stand: a row per community, round and dimension. n (people), level (the typical rater's most probable one), level_share (of the draws in which it is), expected (the typical rater's
/// mark on average, the fair average) with low and high, panel (the same over raters as they differ) with panel_low and panel_high, then for every level p_<level>, its probability for the typical rater, with
/// _low and _high; status (no_data where nobody marked it). `expected` and `panel` treat steps as equal; the probabilities do not.
/// Cost: 16 times `level_probabilities` for every draw and cell. Threads: safe. Since 0.1. Checked by `ordinal_tables_test`.
[[nodiscard]] inline table levels_table(const ordinal_fit& fit) {
  const auto& scale = fit.of.rubric().scale();
  const std::size_t levels = scale.size();
  table out;
  for (const char* column : {"community", "round"}) { out.add(column, column_type::text); }
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension"}) { out.add(column, column_type::text); }
  for (const char* column : {"n", "level"}) { out.add(column, column_type::integer); }
  for (const char* column : {"level_share", "expected", "low", "high", "panel", "panel_low", "panel_high"}) { out.add(column, column_type::real); }
  for (std::size_t k = 0; k < levels; ++k) {
    for (const char* end : {"", "_low", "_high"}) { out.add(detail::level_column(scale.value(k)) + end, column_type::real); }
  }
  out.add("status", column_type::text);
  std::vector<double> people;
  for (std::size_t d = 0; d < fit.joint.draws; ++d) { people.push_back(detail::between_people(fit, d)); }
  for (const place_cell& cell : fit.cells) {
    const dimension& asked = fit.of.rubric()[cell.dimension];
    std::size_t at = 0;
    const auto put = [&](const auto& value) { out[at++].push(value); };
    put(fit.of->communities()[cell.community.value].name);
    put(fit.of->rounds()[cell.round.value].label);
    put(asked.number);
    put(asked.key);
    put(asked.name);
    put(cell.n);
    if (cell.n == 0 || fit.joint.draws == 0) {
      while (at + 1 < out.columns().size()) { out[at++].push_missing(); }
      put(name(cell.n == 0 ? status::no_data : fit.status()));
      continue;
    }
    const detail::row_terms terms{fit, cell.first, true};
    std::vector<std::vector<double>> probability(levels);
    std::vector<double> expected, panel, one(levels);
    std::vector<std::size_t> most(levels);
    for (std::size_t d = 0; d < fit.joint.draws; ++d) {
      const double predictor = terms.predictor(fit, d);
      panel_probabilities(fit.options.link, fit.thresholds(d, cell.first), predictor, people[d], one);
      panel.push_back(detail::expected_value(fit.of, one));
      level_probabilities(fit.options.link, fit.thresholds(d, cell.first), predictor, one);
      expected.push_back(detail::expected_value(fit.of, one));
      for (std::size_t k = 0; k < levels; ++k) { probability[k].push_back(one[k]); }
      ++most[static_cast<std::size_t>(std::max_element(one.begin(), one.end()) - one.begin())];
    }
    std::vector<detail::draw_summary> of_level;
    for (auto& values : probability) { of_level.push_back(detail::summarise(std::move(values), fit.options.confidence.value())); }
    const auto likeliest = std::max_element(of_level.begin(), of_level.end(), [](const auto& a, const auto& b) { return a.mean < b.mean; }) - of_level.begin();
    put(scale.value(static_cast<std::size_t>(likeliest)));
    put(static_cast<double>(most[static_cast<std::size_t>(likeliest)]) / static_cast<double>(fit.joint.draws));
    const auto figure = [&](const detail::draw_summary& s) { put(s.mean), put(s.low), put(s.high); };
    figure(detail::summarise(std::move(expected), fit.options.confidence.value()));
    figure(detail::summarise(std::move(panel), fit.options.confidence.value()));
    for (const detail::draw_summary& s : of_level) { figure(s); }
    put(name(status::ok));
  }
  return out;
}

/// What changed: a row per community, pair of rounds that follow one another there, and dimension marked in both. n_from and n_to (people), change (of the typical rater's mark on average, in levels) with
/// low and high, together_low and together_high (intervals that hold for all dimensions of the community and pair of rounds at once), p_up, p_up_level (by a level or more), p_down_level, status.
/// Change of everybody's yardstick alike cannot be told from change of the place.
/// Cost: `level_probabilities` for every draw and cell. Threads: safe. Since 0.1. Reference: Hothorn, Bretz & Westfall 2008 for the simultaneous intervals, here from draws. Checked by `ordinal_tables_test`.
[[nodiscard]] inline table change_table(const ordinal_fit& fit) {
  table out;
  detail::add_place(out);
  for (const char* column : {"from_round", "to_round"}) { out.add(column, column_type::text); }
  for (const char* column : {"n_from", "n_to"}) { out.add(column, column_type::integer); }
  for (const char* column : {"change", "low", "high", "together_low", "together_high", "p_up", "p_up_level", "p_down_level"}) { out.add(column, column_type::real); }
  out.add("status", column_type::text);
  const double confidence = fit.options.confidence.value();
  const std::size_t draws = fit.joint.draws;
  struct pair_of_cells {
    const place_cell* from;
    const place_cell* to;
    std::vector<double> change{};
  };
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<pair_of_cells>> pairs; // by community and later round
  std::map<std::pair<std::uint32_t, std::uint32_t>, const place_cell*> latest;         // by community and dimension
  for (const place_cell& cell : fit.cells) {
    if (cell.n == 0) { continue; }
    const place_cell*& before = latest[{cell.community.value, cell.dimension.value}];
    if (before != nullptr) { pairs[{cell.community.value, cell.round.value}].push_back({before, &cell}); }
    before = &cell;
  }
  for (auto& entry : pairs) {
    const auto& where = entry.first; // not a binding, which clang 14 does not take into a lambda
    auto& together = entry.second;
    detail::intervals_together every{draws};
    for (pair_of_cells& one : together) {
      const std::vector<double> from = detail::expected_levels(fit, *one.from);
      one.change = detail::expected_levels(fit, *one.to);
      for (std::size_t d = 0; d < draws; ++d) { one.change[d] -= from[d]; }
      every.add(one.change);
    }
    const double reach = every.reach(confidence);
    for (const pair_of_cells& one : together) {
      const dimension& asked = fit.of.rubric()[one.to->dimension];
      const auto row = [&](const auto&... figures) {
        out.push_row(fit.of->communities()[where.first].name, asked.number, asked.key, asked.name, fit.of->rounds()[one.from->round.value].label, fit.of->rounds()[where.second].label, one.from->n, one.to->n,
                     figures..., name(fit.status()));
      };
      if (draws == 0) {
        row(std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt);
        continue;
      }
      const auto share = [&](auto holds) { return static_cast<double>(std::count_if(one.change.begin(), one.change.end(), holds)) / static_cast<double>(draws); };
      const detail::draw_summary s = detail::summarise(one.change, confidence);
      const auto [low, high] = every.ends(one.change, reach);
      row(s.mean, s.low, s.high, low, high, share([](double c) { return c > 0.0; }), share([](double c) { return c >= 1.0; }),
          share([](double c) { return c <= -1.0; }));
    }
  }
  return out;
}

/// One row on how the fit was found: status, words, link, method, n (rows), unmarked (of people without a level), blocks, effects, parameters, draws, effective_nodes (how many equally good sets of
/// parameters the weighted ones are worth), termination and gradient (of the search for the likeliest values with priors), evaluations; and of the likelihood alone, without priors: likelihood_status,
/// log_likelihood, likelihood_termination, likelihood_gradient, and correction, correction_error and effective_share as `summary_table`. Figures are missing where nothing was fitted.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `ordinal_tables_test`.
[[nodiscard]] inline table diagnostics_table(const ordinal_fit& fit) {
  table out;
  for (const char* column : {"status", "words", "link", "method"}) { out.add(column, column_type::text); }
  for (const char* column : {"n", "unmarked", "blocks", "effects", "parameters", "draws"}) { out.add(column, column_type::integer); }
  out.add("effective_nodes", column_type::real);
  out.add("termination", column_type::text);
  out.add("gradient", column_type::real);
  out.add("evaluations", column_type::integer);
  out.add("likelihood_status", column_type::text);
  out.add("log_likelihood", column_type::real);
  out.add("likelihood_termination", column_type::text);
  for (const char* column : {"likelihood_gradient", "correction", "correction_error", "effective_share"}) { out.add(column, column_type::real); }
  const bool any = fit.status() != status::no_data;
  const row_fit& found = fit.likelihood;
  const bool value = any && found.search.reason != numeric::termination::no_value;
  const auto real = [](bool there, double figure) { return there ? std::optional{figure} : std::nullopt; };
  const auto checked = [&](double laplace_check::*figure) { return found.check ? std::optional{(*found.check).*figure} : std::nullopt; };
  const auto reason = [&](const numeric::minimum& search) { return any ? std::optional{std::string{numeric::name(search.reason)}} : std::nullopt; };
  std::size_t effects = 0;
  for (const auto& block : fit.built.effects) { effects += block.size(); }
  out.push_row(name(fit.status()), describe(fit), name(fit.options.link), name(fit.method), fit.built.study_row.size(), fit.unmarked, fit.built.model.blocks.size(), effects, fit.joint.layout.size(),
               fit.joint.draws, real(fit.joint.draws > 0, fit.joint.effective_nodes), reason(fit.joint.search), real(any && fit.joint.search.reason != numeric::termination::no_value, fit.joint.search.largest_gradient),
               fit.joint.search.evaluations, name(found.status), real(value, found.log_likelihood), reason(found.search), real(value, found.search.largest_gradient), checked(&laplace_check::correction), checked(&laplace_check::standard_error), checked(&laplace_check::effective_share));
  return out;
}

} // namespace headway::models
