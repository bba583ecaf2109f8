#pragma once

/// \file
/// What a fitted study says about the people who marked: how severe they and their sectors are, and marks the model might have seen. Results about people are for
/// looking after the marking, for whoever holds the file; what of them an audience may see is in `shared_fit.hpp`.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
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

namespace headway::models {

/// How people stand in a table about them. Since 0.1.
enum class people_shown : std::int32_t {
  numbered = 0, ///< a row each, numbered from the mildest on
  named = 1,    ///< a row each, with their labels
  none = 2      ///< no row about one person
};

namespace detail {

/// The marks of a person or sector in a model.
struct own_marks {
  std::set<std::uint32_t> people{};
  std::size_t n{};
  std::int8_t lowest{127};
  std::int8_t highest{-1};

  void add(std::uint32_t rater, std::int8_t answer) {
    if (rater != ratings::no_rater) { people.insert(rater); }
    ++n;
    lowest = (std::min)(lowest, answer);
    highest = (std::max)(highest, answer);
  }
  /// Marks that are all at one level say nothing of how far apart levels are for whoever gave them.
  [[nodiscard]] headway::status status() const noexcept { return n > 1 && lowest == highest ? status::no_variation : status::ok; }
};

/// Marks by person, or by sector.
inline std::map<std::uint32_t, own_marks> marks_by(const ordinal_fit& fit, bool sector) {
  std::map<std::uint32_t, own_marks> out;
  const ratings_view rows = fit.of->rows();
  for (std::size_t i = 0; i < fit.built.study_row.size(); ++i) {
    const std::size_t row = fit.built.study_row[i];
    if (sector ? rows.sector[row] == ratings::no_sector : rows.rater[row] == ratings::no_rater) { continue; }
    out[sector ? rows.sector[row] : rows.rater[row]].add(rows.rater[row], fit.built.rows.answer[i]);
  }
  return out;
}

/// How far below the middle each sector marks over all dimensions, draw by draw: minus the mean of its effects.
inline std::map<std::uint32_t, std::vector<double>> sector_severity(const ordinal_fit& fit, std::size_t block) {
  std::map<std::uint32_t, std::vector<std::size_t>> effects;
  const std::size_t first = fit.first_effect(block);
  for (std::size_t e = 0; e < fit.built.effects[block].size(); ++e) { effects[fit.built.effects[block][e].sector.value].push_back(first + e); }
  std::map<std::uint32_t, std::vector<double>> out;
  for (const auto& [sector, own] : effects) {
    for (std::size_t d = 0; d < fit.joint.draws; ++d) {
      double sum = 0.0;
      for (const std::size_t e : own) { sum += fit.joint.effect(d)[e]; }
      out[sector].push_back(-sum / static_cast<double>(own.size()));
    }
  }
  return out;
}

} // namespace detail

/// How severe people and sectors are. Rows: `of` = "raters" and "sectors", one each, with standard_deviation (between them), reliability and separation (how well they are told apart);
/// then "rater" and "sector", a row a person and a sector from the mildest to the most severe. people, n (marks), severity (how far below the middle they mark, on the link's scale) with low and high; status: no_variation for
/// whoever gave one level only, whose severity the others hold. A sector's severity is over all dimensions.
/// \param shown how people stand in it
/// Cost: linear in draws x people, and sorts. Threads: safe. Since 0.1. Reference: Linacre 1989 for severity, separation and reliability. Checked by `people_tables_test`.
[[nodiscard]] inline table severity_table(const ordinal_fit& fit, people_shown shown = people_shown::numbered) {
  table out;
  for (const char* column : {"of", "who"}) { out.add(column, column_type::text); }
  for (const char* column : {"people", "n"}) { out.add(column, column_type::integer); }
  for (const char* column : {"severity", "low", "high", "standard_deviation", "reliability", "separation"}) { out.add(column, column_type::real); }
  out.add("status", column_type::text);
  if (fit.joint.draws == 0) { return out; }
  const double confidence = fit.options.confidence.value();
  struct one_row {
    std::string who;
    detail::own_marks marks;
    detail::draw_summary severity;
  };
  const auto block_rows = [&](std::string_view all, std::string_view each, std::size_t block, std::vector<one_row> rows) {
    std::vector<double> deviation;
    for (std::size_t d = 0; d < fit.joint.draws; ++d) { deviation.push_back(fit.deviation(d, block)); }
    const auto reliability = detail::reliability_of(fit, block);
    std::set<std::uint32_t> people;
    std::size_t n = 0;
    for (const one_row& row : rows) {
      people.insert(row.marks.people.begin(), row.marks.people.end());
      n += row.marks.n;
    }
    out.push_row(all, std::nullopt, people.size(), n, std::nullopt, std::nullopt, std::nullopt, detail::summarise(std::move(deviation), confidence).mean, reliability, detail::separation_of(reliability),
                 name(status::ok));
    std::stable_sort(rows.begin(), rows.end(), [](const one_row& a, const one_row& b) { return a.severity.mean < b.severity.mean; });
    if (each == "rater" && shown == people_shown::none) { return; }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const one_row& row = rows[i];
      out.push_row(each, each != "rater" || shown == people_shown::named ? row.who : std::to_string(i + 1), row.marks.people.size(), row.marks.n, row.severity.mean, row.severity.low, row.severity.high, std::nullopt, std::nullopt, std::nullopt,
                   name(row.marks.status()));
    }
  };
  if (const auto block = fit.find(block_kind::rater)) {
    const auto marks = detail::marks_by(fit, false);
    std::vector<one_row> rows;
    for (std::size_t e = 0; e < fit.built.effects[*block].size(); ++e) {
      const rater_id who = fit.built.effects[*block][e].rater;
      std::vector<double> severity;
      for (std::size_t d = 0; d < fit.joint.draws; ++d) { severity.push_back(-fit.joint.effect(d)[fit.first_effect(*block) + e]); }
      rows.push_back({fit.of->raters()[who.value], marks.at(who.value), detail::summarise(std::move(severity), confidence)});
    }
    block_rows("raters", "rater", *block, std::move(rows));
  }
  const auto sectors = fit.find(block_kind::sector) ? fit.find(block_kind::sector) : fit.find(block_kind::sector_dimension);
  if (sectors) {
    const auto marks = detail::marks_by(fit, true);
    std::vector<one_row> rows;
    for (auto& [sector, severity] : detail::sector_severity(fit, *sectors)) {
      rows.push_back({fit.of->sectors()[sector], marks.at(sector), detail::summarise(severity, confidence)});
    }
    block_rows("sectors", "sector", *sectors, std::move(rows));
  }
  return out;
}

/// Marks the model might have seen, a row for each it was fitted to: community, round, rater, sector, dimension_number, dimension_key, dimension, score. Readers take it as a file of marks.
/// \param random_seed which of them; see `simulate` \return no rows where the fit has no figures
/// Cost: that of `simulate`. Threads: safe. Since 0.1. Checked by `people_tables_test`.
[[nodiscard]] inline table simulated_table(const ordinal_fit& fit, seed random_seed) {
  table out;
  for (const char* column : {"community", "round", "rater", "sector"}) { out.add(column, column_type::text); }
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension"}) { out.add(column, column_type::text); }
  out.add("score", column_type::integer);
  const ratings_view rows = fit.of->rows();
  const std::vector<std::int8_t> answers = simulate(fit, random_seed);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const std::size_t row = fit.built.study_row[i];
    const dimension& asked = fit.of.rubric()[dimension_id{rows.dimension[row]}];
    out.push_row(fit.of->communities()[rows.community[row]].name, fit.of->rounds()[rows.round[row]].label,
                 rows.rater[row] == ratings::no_rater ? std::nullopt : std::optional{fit.of->raters()[rows.rater[row]]},
                 rows.sector[row] == ratings::no_sector ? std::nullopt : std::optional{fit.of->sectors()[rows.sector[row]]}, asked.number, asked.key, asked.name,
                 fit.of.rubric().scale().value(static_cast<std::size_t>(answers[i])));
  }
  return out;
}

} // namespace headway::models
