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
  void add(const own_marks& other) {
    people.insert(other.people.begin(), other.people.end());
    n += other.n;
    lowest = (std::min)(lowest, other.lowest);
    highest = (std::max)(highest, other.highest);
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

/// One person's severity.
struct rater_severity {
  rater_id who;
  draw_summary severity;
};

/// People from the mildest to the most severe; none where the model has no block of raters.
inline std::vector<rater_severity> by_severity(const ordinal_fit& fit) {
  std::vector<rater_severity> out;
  const auto block = fit.find(block_kind::rater);
  for (std::size_t e = 0; block && fit.joint.draws > 0 && e < fit.built.effects[*block].size(); ++e) {
    std::vector<double> severity;
    for (std::size_t d = 0; d < fit.joint.draws; ++d) { severity.push_back(-fit.joint.effect(d)[fit.first_effect(*block) + e]); }
    out.push_back({fit.built.effects[*block][e].rater, summarise(std::move(severity), fit.options.confidence.value())});
  }
  std::stable_sort(out.begin(), out.end(), [](const rater_severity& a, const rater_severity& b) { return a.severity.mean < b.severity.mean; });
  return out;
}

/// What an effect belongs to, such as "community,dimension". \param person what each rater is called
inline std::string label_of(const ordinal_fit& fit, const effect_key& key, const std::vector<std::string>& person) {
  std::string out;
  const auto part = [&](bool there, auto text) {
    if (there) { out += (out.empty() ? "" : ",") + std::string{text()}; }
  };
  part(key.community.has_value(), [&] { return fit.of->communities()[key.community.value].key; });
  part(key.sector.has_value(), [&] { return fit.of->sectors()[key.sector.value]; });
  part(key.rater.has_value(), [&] { return person[key.rater.value]; });
  part(key.dimension.has_value(), [&] { return fit.of.rubric()[key.dimension].key; });
  part(key.round.has_value(), [&] { return fit.of->rounds()[key.round.value].label; });
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
    for (const auto& [who, severity] : detail::by_severity(fit)) { rows.push_back({fit.of->raters()[who.value], marks.at(who.value), severity}); }
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

/// The joint draws themselves, a row each, for other programs: threshold[1|2] (threshold[dimension,1|2] where each has its own), round[label], standard_deviation[block], then every effect as
/// block[what it belongs to], such as rater[..] or community_change[community,round]. Effects say how far something raises marks on the link's scale: a rater's is minus the severity.
/// \param shown how people stand in it: `numbered` as in `severity_table`, or `named`; `none` leaves blocks about people out
/// Cost: draws x parameters. Threads: safe. Since 0.1. Checked by `people_tables_test`.
[[nodiscard]] inline table draws_table(const ordinal_fit& fit, people_shown shown = people_shown::numbered) {
  std::vector<std::string> person(fit.of->raters().begin(), fit.of->raters().end());
  if (shown != people_shown::named) {
    std::vector<bool> numbered(person.size());
    std::size_t number = 0;
    for (const auto& one : detail::by_severity(fit)) {
      person[one.who.value] = std::to_string(++number);
      numbered[one.who.value] = true;
    }
    for (std::size_t r = 0; r < person.size(); ++r) {
      if (!numbered[r]) { person[r] = std::to_string(++number); }
    }
  }
  table out;
  if (fit.joint.draws == 0) { return out; }
  const auto add = [&](std::string name, auto value) {
    while (out.find(name)) { name += '\''; } // labels with commas may read alike
    table_column& column = out[out.add(std::move(name), column_type::real)];
    for (std::size_t d = 0; d < fit.joint.draws; ++d) { column.push(value(d)); }
  };
  const auto parameter = [&](std::size_t i) { return [&fit, i](std::size_t d) { return fit.joint.parameters(d)[i]; }; };
  const std::size_t each = fit.built.rows.levels - 1;
  const auto& scale = fit.of.rubric().scale();
  for (std::size_t t = 0; t < fit.joint.thresholds; ++t) {
    const std::string set = fit.options.thresholds_by_dimension ? fit.of.rubric()[dimension_id{static_cast<std::uint32_t>(t / each)}].key + "," : "";
    add("threshold[" + set + std::to_string(scale.value(t % each)) + "|" + std::to_string(scale.value(t % each + 1)) + "]", parameter(t));
  }
  for (std::size_t r = 0; r < fit.built.fixed_rounds.size(); ++r) { add("round[" + fit.of->rounds()[fit.built.fixed_rounds[r].value].label + "]", parameter(fit.joint.thresholds + r)); }
  for (std::size_t b = 0; b < fit.built.model.blocks.size(); ++b) {
    add("standard_deviation[" + std::string{name(fit.built.model.blocks[b])} + "]", [&fit, b](std::size_t d) { return fit.deviation(d, b); });
  }
  for (std::size_t b = 0, first = 0; b < fit.built.model.blocks.size(); first += fit.built.effects[b].size(), ++b) {
    if (shown == people_shown::none && detail::of_person(fit.built.model.blocks[b])) { continue; }
    for (std::size_t e = 0; e < fit.built.effects[b].size(); ++e) {
      add(std::string{name(fit.built.model.blocks[b])} + "[" + detail::label_of(fit, fit.built.effects[b][e], person) + "]", [&fit, at = first + e](std::size_t d) { return fit.joint.effect(d)[at]; });
    }
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
