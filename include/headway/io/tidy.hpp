#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <headway/base/check.hpp>
#include <headway/core/study.hpp>
#include <headway/io/detail/issue.hpp>

/// \file
/// A study as a tidy long file: one mark a row, the agreed marks among them.

namespace headway::io {

namespace detail {

/// Rows of separated text: every text that needs it quoted, every text that a spreadsheet would run as a formula guarded.
class tidy_row {
public:
  void text(std::string_view value) {
    const std::string safe = guarded(value);
    divide();
    if (safe.find_first_of(",;\t\"\r\n") == std::string::npos && text::trim(safe).size() == safe.size()) {
      line_ += safe;
      return;
    }
    line_ += '"';
    for (const char c : safe) {
      if (c == '"') { line_ += '"'; }
      line_ += c;
    }
    line_ += '"';
  }
  void number(std::int64_t value) {
    divide();
    line_ += std::to_string(value);
  }
  void number(double value) {
    divide();
    std::array<char, 32> room;
    const auto end = std::to_chars(room.data(), room.data() + room.size(), value);
    line_.append(room.data(), static_cast<std::size_t>(end.ptr - room.data()));
  }
  void nothing() { divide(); }
  /// The line with its end; the row is empty again.
  [[nodiscard]] std::string take() {
    std::string out;
    out.swap(line_);
    out += '\n';
    first_ = true;
    return out;
  }

private:
  void divide() {
    if (!first_) { line_ += ','; }
    first_ = false;
  }
  std::string line_;
  bool first_{true};
};

} // namespace detail

/// Writes a study as tidy long text: comma separated, UTF-8, LF, one row a mark.
/// Definition: columns community_key, community, round, date, rater, sector, role, dimension_number, dimension_key, dimension, score, missing_reason, mode,
/// asked_at, written, interval_low, interval_high, reason, and where there are agreed marks outcome, people_in_room, evidence, minority_view. `score` is a
/// value of the scale or empty; then `missing_reason` says why and `written` is the text of a mark off the scale. `date` is the day of the community's round.
/// Reading the text again with `read_ratings` gives the same study (`study_data::same_data`). Text that a spreadsheet would run as a formula (starting with
/// = + - @, a tab or line end, their full-width forms, also after blanks or inside after a line break) gets a leading apostrophe, which reading takes off.
/// \param study any study \param sink called with pieces of the text, in order: `sink(std::string_view)`
/// \throws whatever `sink` throws
/// Cost: one pass, one row of memory. Threads: safe. Since 0.1. Reference: RFC 4180; OWASP, CSV injection. Checked by `tidy_test`.
template <std::size_t Dimensions, std::size_t Levels, class Sink>
void write_tidy(const study<Dimensions, Levels>& study, Sink&& sink) {
  const study_data& data = study.data();
  const auto& rubric = study.rubric();
  const bool agreed = !data.consensus().empty();
  sink(std::string_view{"community_key,community,round,date,rater,sector,role,dimension_number,dimension_key,dimension,score,missing_reason,mode,asked_at,written,"
                        "interval_low,interval_high,reason"});
  sink(std::string_view{agreed ? ",outcome,people_in_room,evidence,minority_view\n" : "\n"});

  detail::tidy_row out;
  const auto place = [&](std::uint32_t community, std::uint16_t round, date day) {
    out.text(data.communities()[community].key);
    out.text(data.communities()[community].name);
    out.text(data.rounds()[round].label);
    out.text(day.to_string());
  };
  const auto dimension = [&](std::uint16_t position) {
    const headway::dimension& d = rubric[dimension_id{position}];
    out.number(std::int64_t{d.number});
    out.text(d.key);
    out.text(d.name);
  };
  const auto mark = [&](score s) {
    if (s.has_level()) {
      out.number(std::int64_t{rubric.scale().value(s.level())});
      out.nothing();
    } else {
      out.nothing();
      out.text(name(s.reason()));
    }
  };
  const auto written = [&](const written_mark* w) {
    if (w == nullptr) {
      for (int i = 0; i < 3; ++i) { out.nothing(); }
      return;
    }
    out.text(w->text);
    if (w->has_interval) {
      out.number(w->lower);
      out.number(w->upper);
    } else {
      out.nothing();
      out.nothing();
    }
  };

  const ratings_view rows = data.rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto mode = static_cast<score_mode>(rows.mode[i]);
    const assessment* held = data.find_assessment({rows.community[i]}, {rows.round[i]});
    place(rows.community[i], rows.round[i], held != nullptr && mode == score_mode::individual ? held->day : date{});
    const bool named = rows.rater[i] != ratings::no_rater;
    out.text(named ? std::string_view{data.raters()[rows.rater[i]]} : std::string_view{});
    out.text(rows.sector[i] != ratings::no_sector ? std::string_view{data.sectors()[rows.sector[i]]} : std::string_view{});
    out.text(named ? std::string_view{data.roles()[rows.rater[i]]} : std::string_view{});
    dimension(rows.dimension[i]);
    mark(score::from_code(rows.score[i]));
    out.text(name(mode));
    const std::uint16_t asked = data.asked_at().empty() ? ratings::no_round : data.asked_at()[i];
    out.text(asked != ratings::no_round ? std::string_view{data.rounds()[asked].label} : std::string_view{});
    written(data.find_off_scale(i));
    const std::string* reason = data.find_reason(i);
    out.text(reason != nullptr ? std::string_view{*reason} : std::string_view{});
    for (int k = 0; agreed && k < 4; ++k) { out.nothing(); }
    sink(std::string_view{out.take()});
  }
  for (const consensus_record& c : data.consensus()) {
    place(c.community, c.round, c.day);
    for (int k = 0; k < 3; ++k) { out.nothing(); }
    dimension(c.dimension);
    mark(c.score);
    out.text(name(c.mode));
    out.nothing();
    written(c.written.text.empty() ? nullptr : &c.written);
    out.text(c.reason);
    out.text(name(c.outcome));
    if (c.people_in_room >= 0) {
      out.number(std::int64_t{c.people_in_room});
    } else {
      out.nothing();
    }
    out.text(c.evidence);
    out.text(c.minority_view);
    sink(std::string_view{out.take()});
  }
}

/// The tidy text of a study as one string. \throws std::bad_alloc
/// Since 0.1. Checked by `tidy_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] std::string write_tidy(const study<Dimensions, Levels>& study) {
  std::string out;
  write_tidy(study, [&](std::string_view piece) { out += piece; });
  return out;
}

} // namespace headway::io
