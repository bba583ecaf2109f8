#pragma once

/// \file
/// What stands in a study as tables: the problems, the marks and the agreed marks. They hold single people's marks and words, so they are for
/// whoever holds the file and never part of a shared report.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>

namespace headway {

namespace detail {

/// The text, or nothing where it is empty: a cell without a text has no value.
inline std::optional<std::string> some_text(std::string_view text) { return text.empty() ? std::nullopt : std::optional{std::string{text}}; }

template <std::size_t Dimensions, std::size_t Levels>
std::optional<std::int64_t> written_value(const study<Dimensions, Levels>& of, score s) {
  return s.has_level() ? std::optional<std::int64_t>{of.rubric().scale().value(s.level())} : std::nullopt;
}

inline std::optional<double> lower_of(const written_mark* mark) { return mark != nullptr && mark->has_interval ? std::optional{mark->lower} : std::nullopt; }
inline std::optional<double> upper_of(const written_mark* mark) { return mark != nullptr && mark->has_interval ? std::optional{mark->upper} : std::nullopt; }

} // namespace detail

/// Problem records as a table: source, line, column, column_name, code, severity, value, message, what_was_done. `line` and `column` have no
/// value where a problem is about the whole input or the whole line.
/// Cost: O(kept problems). Threads: safe. Since 0.1. Checked by `study_tables_test`.
[[nodiscard]] inline table to_table(const problem_list& problems) {
  table out;
  out.add("source", column_type::text);
  out.add("line", column_type::integer);
  out.add("column", column_type::integer);
  for (const char* column : {"column_name", "code", "severity", "value", "message", "what_was_done"}) { out.add(column, column_type::text); }
  for (const problem& p : problems.kept()) {
    out.push_row(p.source, p.line == 0 ? std::nullopt : std::optional{p.line}, p.column == 0 ? std::nullopt : std::optional{p.column},
                 detail::some_text(p.column_name), p.code, name(p.severity), p.value, p.message, detail::some_text(p.what_was_done));
  }
  return out;
}

/// Every row of a study in its canonical order, one person, round and dimension a row, in the columns that `io::write_tidy` writes. `date` is
/// the day of the community's round. `score` is the number on the scale; where there is none, `missing_reason` says why and `written` what stood there.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `study_tables_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table ratings_table(const study<Dimensions, Levels>& of) {
  table out;
  for (const char* column : {"community_key", "community", "round", "date", "rater", "sector", "role"}) { out.add(column, column_type::text); }
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension"}) { out.add(column, column_type::text); }
  out.add("score", column_type::integer);
  for (const char* column : {"missing_reason", "mode", "asked_at", "written"}) { out.add(column, column_type::text); }
  for (const char* column : {"interval_low", "interval_high"}) { out.add(column, column_type::real); }
  out.add("reason", column_type::text);
  const study_data& data = of.data();
  const ratings_view rows = data.rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const community& place = data.communities()[rows.community[i]];
    const dimension& asked = of.rubric()[dimension_id{rows.dimension[i]}];
    const assessment* held = data.find_assessment({rows.community[i]}, {rows.round[i]});
    const bool named = rows.rater[i] != ratings::no_rater;
    const score mark = score::from_code(rows.score[i]);
    const written_mark* written = data.find_off_scale(i);
    const std::string* reason = data.find_reason(i);
    const std::uint16_t asked_at = data.asked_at().empty() ? ratings::no_round : data.asked_at()[i];
    out.push_row(place.key, place.name, data.rounds()[rows.round[i]].label, held == nullptr ? std::nullopt : detail::some_text(held->day.to_string()),
                 named ? std::optional{data.raters()[rows.rater[i]]} : std::nullopt,
                 rows.sector[i] == ratings::no_sector ? std::nullopt : std::optional{data.sectors()[rows.sector[i]]},
                 named ? detail::some_text(data.roles()[rows.rater[i]]) : std::nullopt, asked.number, asked.key, asked.name, detail::written_value(of, mark),
                 mark.has_level() ? std::nullopt : std::optional{std::string{name(mark.reason())}}, name(static_cast<score_mode>(rows.mode[i])),
                 asked_at == ratings::no_round ? std::nullopt : std::optional{data.rounds()[asked_at].label},
                 written == nullptr ? std::nullopt : std::optional{written->text}, detail::lower_of(written), detail::upper_of(written),
                 reason == nullptr ? std::nullopt : std::optional{*reason});
  }
  return out;
}

/// The agreed and moderated marks of a study: community, round, day, dimension_number, dimension_key, dimension, mode, outcome, consensus (the
/// number on the scale, or no value), consensus_text (as written where it is not one level), interval_low, interval_high, people_in_room, reason, evidence,
/// minority_view.
/// \param wanted a community by key or name, or empty for all; a round by label, or empty for all
/// \throws error not_found for a name that is not in the study
/// Cost: O(records). Threads: safe. Since 0.1. Checked by `study_tables_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table consensus_table(const study<Dimensions, Levels>& of, const selection& wanted = {}) {
  table out;
  for (const char* column : {"community", "round", "day"}) { out.add(column, column_type::text); }
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension", "mode", "outcome"}) { out.add(column, column_type::text); }
  out.add("consensus", column_type::integer);
  out.add("consensus_text", column_type::text);
  for (const char* column : {"interval_low", "interval_high"}) { out.add(column, column_type::real); }
  out.add("people_in_room", column_type::integer);
  for (const char* column : {"reason", "evidence", "minority_view"}) { out.add(column, column_type::text); }
  const study_data& data = of.data();
  const community_id place = wanted.community.empty() ? community_id::none() : data.find_community(wanted.community);
  const round_id when = wanted.round.empty() ? round_id::none() : data.find_round(wanted.round);
  for (const consensus_record& c : data.consensus()) {
    if ((place.has_value() && c.community != place.value) || (when.has_value() && c.round != when.value)) { continue; }
    const dimension& asked = of.rubric()[dimension_id{c.dimension}];
    const auto value = detail::written_value(of, c.score);
    out.push_row(data.communities()[c.community].name, data.rounds()[c.round].label, detail::some_text(c.day.to_string()), asked.number, asked.key, asked.name,
                 name(c.mode), name(c.outcome), value, detail::some_text(c.written.text), detail::lower_of(&c.written),
                 detail::upper_of(&c.written), c.people_in_room < 0 ? std::nullopt : std::optional{c.people_in_room}, detail::some_text(c.reason),
                 detail::some_text(c.evidence), detail::some_text(c.minority_view));
  }
  return out;
}

} // namespace headway
