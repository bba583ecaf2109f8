#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/core/ratings.hpp>
#include <headway/io/detail/columns_found.hpp>
#include <headway/io/detail/date_text.hpp>
#include <headway/io/detail/label_column.hpp>
#include <headway/io/detail/rubric_words.hpp>
#include <headway/io/detail/score_text.hpp>

namespace headway::io::detail {

/// One row of texts, wherever it comes from.
struct row_input {
  std::span<const std::string_view> fields{};
  std::uint64_t line{};
  std::string_view raw{};    ///< the row as it stands, to show when it is left out
  std::uint64_t offset{};    ///< byte of the input at which `raw` starts
  bool damaged{};            ///< some field is not UTF-8 or holds a NUL
};

/// One row understood. Numbers of names are those of the reader's columns, before spellings are settled.
struct understood_row {
  std::uint32_t community{};          ///< number of the pair (key, name)
  std::uint32_t round{no_label};
  std::uint32_t rater{no_label};
  std::uint32_t sector{no_label};
  std::uint32_t role{no_label};
  std::uint32_t asked_at{no_label};
  std::uint32_t dimension{no_dimension};
  std::uint32_t date{no_label};       ///< number of the date's entry
  headway::score score{};
  score_mode mode{};
  written_mark written{};
};

struct score_entry {
  score_text text{};
  int issues{-1};
};
struct date_entry {
  date_text text{};
  int issues{-1};
};
struct dimension_entry {
  dimension_match match{};
  bool summary{};
  int issues{-1};
};
struct reason_entry {
  bool empty{true};
  missing_reason reason{missing_reason::blank};
  int issues{-1};
};
struct mode_entry {
  bool empty{true};
  bool known{};
  score_mode mode{};
  int issues{-1};
};
struct outcome_entry {
  bool empty{true};
  bool known{};
  consensus_outcome outcome{};
  int issues{-1};
};

[[nodiscard]] inline mode_entry understand_mode(std::string_view raw) {
  mode_entry out;
  const std::string folded = text::fold(text::trim(raw));
  if (folded.empty()) { return out; }
  out.empty = false;
  struct word {
    std::string_view text;
    score_mode mode;
  };
  for (const word& w : {word{"individual", score_mode::individual}, {"person", score_mode::individual}, {"own", score_mode::individual}, {"einzeln", score_mode::individual},
                        {"consensus", score_mode::consensus}, {"agreed", score_mode::consensus}, {"group", score_mode::consensus}, {"konsens", score_mode::consensus},
                        {"moderated", score_mode::moderated}, {"then test", score_mode::then_test}, {"then", score_mode::then_test}, {"retrospective", score_mode::then_test},
                        {"judge", score_mode::judge}}) {
    if (folded == w.text) {
      out.known = true;
      out.mode = w.mode;
    }
  }
  return out;
}

[[nodiscard]] inline outcome_entry understand_outcome(std::string_view raw) {
  outcome_entry out;
  const std::string folded = text::fold(text::trim(raw));
  if (folded.empty()) { return out; }
  out.empty = false;
  struct word {
    std::string_view text;
    consensus_outcome outcome;
  };
  for (const word& w : {word{"agreed", consensus_outcome::agreed}, {"agreement", consensus_outcome::agreed}, {"consensus", consensus_outcome::agreed}, {"yes", consensus_outcome::agreed},
                        {"einig", consensus_outcome::agreed}, {"cytunwyd", consensus_outcome::agreed}, {"no agreement", consensus_outcome::no_agreement},
                        {"not agreed", consensus_outcome::no_agreement}, {"no consensus", consensus_outcome::no_agreement}, {"disagreed", consensus_outcome::no_agreement},
                        {"split", consensus_outcome::no_agreement}, {"no", consensus_outcome::no_agreement}, {"keine einigung", consensus_outcome::no_agreement},
                        {"dim cytundeb", consensus_outcome::no_agreement}, {"minority view", consensus_outcome::minority_view},
                        {"agreed with minority view", consensus_outcome::minority_view}, {"agreed with a minority view", consensus_outcome::minority_view}}) {
    if (folded == w.text) {
      out.known = true;
      out.outcome = w.outcome;
    }
  }
  return out;
}

/// Understands rows one at a time: what can be said of a row without knowing the others. Every distinct text is looked at once.
class row_reader {
public:
  row_reader(const rubric_words& words, const read_options& options, std::string source, const char* function)
      : words_{words}, options_{options}, source_{std::move(source)}, function_{function} {}

  /// Takes the header.
  /// \throws error as `columns_found`
  void header(std::span<const std::string_view> fields, std::uint64_t line) {
    columns_.emplace(fields, options_, source_, line, function_);
    at_ = &*columns_;
    for (const std::string_view field : fields) { header_texts_.emplace_back(text::trim(field)); }
    for (const std::size_t i : at_->personal()) {
      add(line, static_cast<int>(i), codes::personal_column, at_->headers()[i], "a column of names, addresses or the like");
    }
    if (!at_->has(column_role::community) && !at_->has(column_role::community_key)) { default_community_ = community_names.add(options_.community); }
    if (!at_->has(column_role::round)) { default_round_ = rounds.add(options_.round); }
    default_mode_ = options_.mode;
    const std::string score_header = text::fold(at_->headers()[static_cast<std::size_t>((*at_)[column_role::score])]);
    if (default_mode_ == score_mode::individual && !at_->has(column_role::mode)) {
      if (at_->has(column_role::outcome) || score_header.starts_with("consensus") || score_header.starts_with("agreed")) { default_mode_ = score_mode::consensus; }
      if (score_header.starts_with("then ")) { default_mode_ = score_mode::then_test; }
    }
  }
  [[nodiscard]] const columns_found& columns() const noexcept { return *at_; }

  /// Understands one row; nullptr when it is left out (its problems say why) or empty.
  [[nodiscard]] const understood_row* row(const row_input& in) {
    if (in.fields.size() == 1 && in.fields[0].empty()) {
      blank_lines_.push_back(in.line);
      return nullptr;
    }
    report_blank_lines();
    if (in.fields.size() > at_->headers().size() || in.fields.size() < at_->headers().size() || in.fields[0].empty() || in.fields[0] == header_texts_[0]) {
      if (!good_shape(in)) { return nullptr; }
    }
    ++rows_read;
    if (in.damaged) { report_damage(in); }
    row_ = {};
    if (!read_dimension(in)) {
      ++rows_left_out;
      look_at_rest(in);
      return nullptr;
    }
    const bool placed = read_place(in);
    read_score(in);
    const bool has_mode = read_mode(in);
    read_person(in);
    read_date(in);
    if (!placed || !has_mode) {
      ++rows_left_out;
      return nullptr;
    }
    return &row_;
  }

  /// The text of a free-text column of the row, as it is kept.
  [[nodiscard]] std::string free_text(const row_input& in, column_role role) {
    const std::string_view field = text::trim(this->field(in, role));
    if (field.empty()) { return {}; }
    if (looks_like_formula(field)) { add(in.line, (*at_)[role], codes::formula_like, field, "a spreadsheet would run this as a formula"); }
    const std::string_view bare = unguarded(field);
    return in.damaged ? sanitised(bare) : std::string{bare};
  }
  [[nodiscard]] std::string_view field(const row_input& in, column_role role) const noexcept {
    const int at = (*at_)[role];
    return at == none || static_cast<std::size_t>(at) >= in.fields.size() ? std::string_view{} : in.fields[static_cast<std::size_t>(at)];
  }

  /// The record of an agreed mark; only for rows whose mode is consensus or moderated.
  [[nodiscard]] consensus_record agreed(const row_input& in, const understood_row& row) {
    consensus_record out;
    out.dimension = static_cast<std::uint16_t>(row.dimension);
    out.mode = row.mode;
    out.score = row.score;
    out.written = row.written;
    out.line = in.line;
    out.reason = free_text(in, column_role::reason);
    out.evidence = free_text(in, column_role::evidence);
    out.minority_view = free_text(in, column_role::minority_view);
    const bool marked = row.score.has_level() || row.score.reason() == missing_reason::off_scale;
    const outcome_entry& outcome = outcomes_.look(field(in, column_role::outcome), [](std::string_view raw, issue_list& found) {
      outcome_entry entry = understand_outcome(raw);
      if (!entry.empty && !entry.known) { found.push_back({&codes::unknown_outcome, "known are agreed, no agreement, minority view", {}}); }
      return entry;
    });
    emit(in, column_role::outcome, outcomes_, outcome);
    out.outcome = outcome.known ? outcome.outcome : marked || outcome.empty ? consensus_outcome::agreed : consensus_outcome::no_agreement;
    if (out.outcome == consensus_outcome::agreed && !out.minority_view.empty()) { out.outcome = consensus_outcome::minority_view; }
    if (out.outcome == consensus_outcome::no_agreement) {
      if (marked) { add(in.line, (*at_)[column_role::score], codes::mark_without_agreement, field(in, column_role::score), "no agreement, but a mark"); }
    } else if (!marked) {
      add(in.line, (*at_)[column_role::score], codes::agreed_without_mark, field(in, column_role::score), "agreed, but no mark");
    } else if (out.reason.empty() && at_->has(column_role::reason)) {
      add(in.line, (*at_)[column_role::reason], codes::mark_without_reason, {}, "an agreed mark without a word why");
    }
    if (const std::string_view people = text::trim(field(in, column_role::people_in_room)); !people.empty()) {
      const auto number = parse_decimal(people);
      if (number && !number->minus && number->fraction == 0 && number->whole <= 1'000'000) {
        out.people_in_room = static_cast<std::int32_t>(number->whole);
      } else {
        add(in.line, (*at_)[column_role::people_in_room], codes::bad_number, people, "not a number of people");
      }
    }
    return out;
  }

  /// Adds a problem. \param column 0-based, or `none`
  void add(std::uint64_t line, int column, const problem_kind& kind, std::string_view value, std::string message, std::string done = {}) {
    problem p;
    p.source = source_;
    p.line = line;
    if (column != none) {
      p.column = static_cast<std::uint32_t>(column) + 1;
      if (at_ != nullptr && static_cast<std::size_t>(column) < at_->headers().size()) { p.column_name = at_->headers()[static_cast<std::size_t>(column)]; }
    }
    p.code = kind.code;
    p.severity = kind.severity;
    p.value = text::shown(masked(value.substr(0, 400)));
    p.message = std::move(message);
    p.what_was_done = done.empty() ? std::string{kind.what_is_done} : std::move(done);
    problems.add(std::move(p));
  }
  /// Leaves out a whole row, which is shown as it stands or, in memory, as its fields.
  void leave_out(const row_input& in, const problem_kind& kind, std::string message) {
    std::string fields;
    for (std::size_t i = 0; in.raw.empty() && i < in.fields.size() && fields.size() < 100; ++i) {
      fields += i == 0 ? "" : ",";
      fields += in.fields[i];
    }
    leave_out(in.line, none, kind, in.raw.empty() ? std::string_view{fields} : in.raw, std::move(message));
  }
  void leave_out(std::uint64_t line, int column, const problem_kind& kind, std::string_view raw, std::string message) {
    ++rows_read;
    ++rows_left_out;
    add(line, column, kind, at_ != nullptr && !at_->personal().empty() && column == none ? std::string_view{"(not shown: the input has personal columns)"} : raw, std::move(message));
  }

  /// Counts rows that were understood elsewhere, all of them without a problem.
  void passed_by(std::uint64_t rows) {
    report_blank_lines();
    rows_read += rows;
  }
  /// Whether every column whose gaps are problems has had a value, so that a row without gaps changes nothing.
  [[nodiscard]] bool has_met_every_column() const noexcept {
    return (no_rater_.filled || !at_->has(column_role::rater)) && (no_sector_.filled || !at_->has(column_role::sector)) && (no_date_.filled || !at_->has(column_role::date));
  }
  /// Takes over problems and numbers of a reader of the rows that follow; `lines` stand before them.
  void join(row_reader& next, std::uint64_t lines) {
    if (next.rows_read != 0 || next.problems.total() != 0) { report_blank_lines(); }
    for (problem& p : next.problems.kept()) {
      p.line += p.line == 0 ? 0 : lines;
      problems.add(std::move(p));
    }
    for (std::uint64_t unkept = next.problems.kept().size(); unkept < next.problems.total(); ++unkept) { problems.add({}); }
    for (const std::uint64_t line : next.blank_lines_) { blank_lines_.push_back(line + lines); }
    join_gaps(no_rater_, next.no_rater_, lines, column_role::rater, codes::missing_rater, "nobody is named");
    join_gaps(no_sector_, next.no_sector_, lines, column_role::sector, codes::missing_sector, "no sector is given");
    join_gaps(no_date_, next.no_date_, lines, column_role::date, codes::missing_date, "no date");
    rows_read += next.rows_read;
    rows_left_out += next.rows_left_out;
  }

  /// A column that says nothing in any row is as good as absent; a row without a value is a problem only when another has one.
  struct gaps {
    bool filled{};
    std::vector<std::uint64_t> lines{};
  };
  void note_gap(gaps& of, bool given, std::uint64_t line, column_role role, const problem_kind& kind, std::string_view message) {
    if (HEADWAY_LIKELY(given && of.filled)) { return; }
    if (given) {
      of.filled = true;
      for (const std::uint64_t earlier : of.lines) { add(earlier, (*at_)[role], kind, {}, std::string{message}); }
      of.lines = {};
    } else if (of.filled) {
      add(line, (*at_)[role], kind, {}, std::string{message});
    } else if (of.lines.size() < problem_list::most_kept) {
      of.lines.push_back(line);
    }
  }

  static constexpr int none = columns_found::none;

  // What was found so far; read by whoever settles the whole.
  label_column community_keys;
  label_column community_names;
  pair_dictionary communities; ///< of key and name, `no_label` for one that is not given
  label_column rounds;
  label_column raters{label_column::kind::rater};
  label_column sectors;
  label_column roles;
  understood_column<date_entry> dates;
  problem_list problems;
  std::uint64_t rows_read{};
  std::uint64_t rows_left_out{};
  bool name_raters{true}; ///< false: raters are checked but not remembered

  [[nodiscard]] const std::string& source() const noexcept { return source_; }
  [[nodiscard]] const rubric_words& words() const noexcept { return words_; }
  [[nodiscard]] const read_options& options() const noexcept { return options_; }

private:
  void report_blank_lines() {
    if (HEADWAY_LIKELY(blank_lines_.empty())) { return; }
    for (const std::uint64_t line : blank_lines_) { add(line, none, codes::empty_row, {}, "an empty line"); }
    blank_lines_.clear();
  }
  void join_gaps(gaps& of, const gaps& next, std::uint64_t lines, column_role role, const problem_kind& kind, std::string_view message) {
    if (next.filled) { note_gap(of, true, 0, role, kind, message); }
    for (const std::uint64_t line : next.lines) { note_gap(of, false, line + lines, role, kind, message); }
  }

  /// A formula, and not a line that begins with a dash as lists do.
  static bool looks_like_formula(std::string_view field) noexcept {
    if (!is_formula_start(field)) { return false; }
    if ((field.front() == '-' || field.front() == '+') && (field.size() == 1 || text::detail::blank_at(field, 1) != 0)) { return false; }
    return true;
  }

  /// Whether the row is a row of marks: not empty, of the right width, not the header again, not a sum.
  bool good_shape(const row_input& in) {
    const std::size_t width = at_->headers().size();
    if (std::all_of(in.fields.begin(), in.fields.end(), [](std::string_view f) { return text::trim(f).empty(); })) {
      add(in.line, none, codes::empty_row, {}, "all fields are empty");
      return false;
    }
    const auto count = [&](std::string_view of) { return std::to_string(in.fields.size()) + " fields where " + std::to_string(width) + " are expected" + std::string{of}; };
    if (in.fields.size() > width) {
      if (std::any_of(in.fields.begin() + static_cast<std::ptrdiff_t>(width), in.fields.end(), [](std::string_view f) { return !text::trim(f).empty(); })) {
        leave_out(in, codes::long_row, count(""));
        return false;
      }
      add(in.line, none, codes::trailing_empty_fields, {}, count(", the extra ones empty"));
    } else if (in.fields.size() < width) {
      if (in.fields.size() < at_->width_needed()) {
        leave_out(in, codes::short_row, count(""));
        return false;
      }
      add(in.line, none, codes::trailing_fields_left_off, {}, count(""));
    }
    if (in.fields.size() >= width && std::equal(header_texts_.begin(), header_texts_.end(), in.fields.begin(), [](const std::string& h, std::string_view f) { return h == text::trim(f); })) {
      leave_out(in, codes::repeated_header, "the header stands here again");
      return false;
    }
    return true;
  }

  void report_damage(const row_input& in) {
    for (std::size_t i = 0; i < in.fields.size() && i < at_->headers().size(); ++i) {
      const std::string_view f = in.fields[i];
      const auto place = [&](std::size_t position) {
        const auto base = reinterpret_cast<std::uintptr_t>(in.raw.data());
        const auto here = reinterpret_cast<std::uintptr_t>(f.data());
        if (here >= base && here + f.size() <= base + in.raw.size()) { return "byte " + std::to_string(in.offset + (here - base) + position + 1) + " of the file"; }
        return "byte " + std::to_string(position + 1) + " of the field";
      };
      if (const auto bad = text::first_invalid_utf8(f)) { add(in.line, static_cast<int>(i), codes::invalid_utf8, f, "not UTF-8 from " + place(*bad) + "; save the file as UTF-8"); }
      if (const std::size_t nul = f.find('\0'); nul != std::string_view::npos) { add(in.line, static_cast<int>(i), codes::nul_byte, f, "a NUL, " + place(nul)); }
    }
  }

  template <class Column, class Entry>
  void emit(const row_input& in, column_role role, const Column& column, const Entry& entry) {
    if (HEADWAY_UNLIKELY(entry.issues >= 0)) {
      for (const issue& i : column.issues(entry)) { add(in.line, (*at_)[role], *i.kind, field(in, role), i.message, i.done); }
    }
  }

  const dimension_entry& look_dimension(understood_column<dimension_entry>& column, const row_input& in, column_role role) {
    return column.look(field(in, role), [&](std::string_view raw, issue_list&) {
      const std::string clean = sanitised(raw);
      dimension_entry entry;
      entry.match = role == column_role::dimension_number ? match_number(words_, clean) : match_name(words_, unguarded(clean));
      entry.summary = is_summary_word(clean);
      return entry;
    });
  }

  bool read_dimension(const row_input& in) {
    using how = dimension_match::how;
    const dimension_entry& number = look_dimension(numbers_, in, column_role::dimension_number);
    const dimension_entry& key = look_dimension(keys_, in, column_role::dimension_key);
    const dimension_entry& name = look_dimension(names_, in, column_role::dimension);
    if (HEADWAY_LIKELY(name.match.kind == how::exact && (number.match.kind == how::empty || number.match.dimension == name.match.dimension) &&
                       (key.match.kind == how::empty || key.match.dimension == name.match.dimension))) {
      row_.dimension = name.match.dimension;
      return true;
    }
    return settle_dimension(in, number, key, name);
  }

  bool settle_dimension(const row_input& in, const dimension_entry& number, const dimension_entry& key, const dimension_entry& name) {
    using how = dimension_match::how;
    const auto refuse = [&](column_role role, const problem_kind& kind, std::string message) {
      add(in.line, (*at_)[role], kind, field(in, role), std::move(message));
      return false;
    };
    const column_role named = at_->has(column_role::dimension) ? column_role::dimension : at_->has(column_role::dimension_key) ? column_role::dimension_key : column_role::dimension_number;
    if (number.match.kind == how::empty && key.match.kind == how::empty && name.match.kind == how::empty) {
      for (const column_role role : {column_role::community_key, column_role::community}) {
        label_column& column = role == column_role::community ? community_names : community_keys;
        if (at_->has(role) && column.look(field(in, role)).summary) { return refuse(role, codes::summary_row, "a total or average among the rows"); }
      }
      return refuse(named, codes::missing_dimension, "no dimension is given");
    }
    if (name.summary && name.match.dimension == no_dimension) { return refuse(column_role::dimension, codes::summary_row, "a total or average among the rows"); }
    std::uint32_t beside = no_dimension; // what number and key agree on
    for (const dimension_entry* e : {&number, &key}) {
      if (e->match.kind == how::empty) { continue; }
      const bool usable = e->match.kind == how::exact || e->match.kind == how::loose;
      const column_role role = e == &number ? column_role::dimension_number : column_role::dimension_key;
      if (!usable && name.match.kind == how::empty) { return refuse(role, codes::unknown_dimension, "not in the rubric, which has " + known_numbers()); }
      if (!usable && name.match.kind != how::none && name.match.kind != how::near) {
        return refuse(column_role::dimension, codes::number_name_mismatch, "the name is that of dimension " + words_.shown(name.match.dimension) + ", but \"" + text::shown(field(in, role)) + "\" is none");
      }
      if (usable && beside != no_dimension && beside != e->match.dimension) { return refuse(named, codes::number_name_mismatch, "number and key are those of two dimensions"); }
      if (usable) { beside = e->match.dimension; }
    }
    switch (name.match.kind) {
    case how::empty: break;
    case how::none:
      return refuse(column_role::dimension, codes::unknown_dimension, "not in the rubric" + (beside != no_dimension ? "; the number is that of " + words_.shown(beside) : std::string{}));
    case how::near:
      if (beside != name.match.dimension) { return refuse(column_role::dimension, codes::unknown_dimension, "not in the rubric; did you mean " + words_.shown(name.match.dimension) + "?"); }
      add(in.line, (*at_)[column_role::dimension], codes::misspelt_dimension, field(in, column_role::dimension), "close to " + words_.shown(beside) + ", whose number stands beside it");
      break;
    case how::exact:
    case how::loose:
    case how::variant:
      if (beside != no_dimension && beside != name.match.dimension) {
        return refuse(column_role::dimension, codes::number_name_mismatch, "the number is that of " + words_.shown(beside) + ", the name that of " + words_.shown(name.match.dimension));
      }
      if (name.match.kind != how::exact) {
        add(in.line, (*at_)[column_role::dimension], name.match.kind == how::loose ? codes::case_or_space : codes::variant_name, field(in, column_role::dimension),
            "in the rubric it is " + words_.shown(name.match.dimension), "read as that dimension");
      }
      beside = name.match.dimension;
      break;
    }
    row_.dimension = beside;
    return true;
  }
  [[nodiscard]] std::string known_numbers() const {
    std::string out;
    for (std::size_t i = 0; i < words_.size() && i < 20; ++i) { out += (i ? ", " : "") + std::to_string(words_.numbers[i]); }
    return words_.size() > 20 ? out + ", ..." : out;
  }

  /// A row left out for its dimension still has its other fields looked at, except when it is no row of marks at all.
  void look_at_rest(const row_input& in) {
    if (!problems.kept().empty() && problems.kept().back().line == in.line && problems.kept().back().code == codes::summary_row.code) { return; }
    static_cast<void>(read_place(in));
    read_score(in);
    static_cast<void>(read_mode(in));
    read_person(in);
    read_date(in);
  }

  bool read_place(const row_input& in) {
    std::uint32_t key = no_label;
    std::uint32_t name = default_community_;
    if (at_->has(column_role::community_key)) {
      const label_entry& entry = community_keys.look(field(in, column_role::community_key));
      emit(in, column_role::community_key, community_keys, entry);
      key = entry.value;
    }
    if (at_->has(column_role::community)) {
      const label_entry& entry = community_names.look(field(in, column_role::community));
      emit(in, column_role::community, community_names, entry);
      name = entry.value;
    }
    bool placed = true;
    if (key == no_label && name == no_label) {
      add(in.line, (*at_)[at_->has(column_role::community) ? column_role::community : column_role::community_key], codes::missing_community, {}, "no community is given");
      placed = false;
    } else {
      row_.community = communities.add(key, name).first;
    }
    row_.round = default_round_;
    if (at_->has(column_role::round)) {
      const label_entry& entry = rounds.look(field(in, column_role::round));
      emit(in, column_role::round, rounds, entry);
      row_.round = entry.value;
      if (row_.round == no_label) {
        add(in.line, (*at_)[column_role::round], codes::missing_round, {}, "no round is given");
        placed = false;
      }
    }
    if (at_->has(column_role::asked_at)) {
      const label_entry& entry = rounds.look(field(in, column_role::asked_at));
      emit(in, column_role::asked_at, rounds, entry);
      row_.asked_at = entry.value;
    }
    return placed;
  }

  void read_score(const row_input& in) {
    const score_entry& entry = scores_.look(field(in, column_role::score), [&](std::string_view raw, issue_list& found) {
      score_entry out;
      out.text = understand_score(words_, unguarded(sanitised(raw)));
      found = std::move(out.text.issues);
      return out;
    });
    emit(in, column_role::score, scores_, entry);
    row_.score = entry.text.score;
    if (HEADWAY_LIKELY(entry.text.score.has_level() && !at_->has(column_role::missing_reason))) { return; }
    row_.written = entry.text.written;
    if (at_->has(column_role::missing_reason) || at_->has(column_role::written)) { read_missing(in, entry.text); }
  }

  /// The mark beside the reason why there is none, and the text of a mark off the scale.
  void read_missing(const row_input& in, const score_text& mark) {
    const reason_entry& reason = reasons_.look(field(in, column_role::missing_reason), [&](std::string_view raw, issue_list& found) {
      reason_entry out;
      const std::string clean = sanitised(raw);
      const std::string_view bytes = text::trim(unguarded(clean));
      if (bytes.empty()) { return out; }
      out.empty = false;
      if (const auto known = match_missing(words_, bytes)) {
        out.reason = *known;
      } else {
        found.push_back({&codes::unknown_missing_reason, "known are blank, dont_know, not_applicable, not_asked, refused, off_scale", {}});
      }
      return out;
    });
    emit(in, column_role::missing_reason, reasons_, reason);
    const std::string written_clean = sanitised(field(in, column_role::written));
    const std::string_view written = text::trim(unguarded(text::trim(written_clean)));
    if (!mark.empty) {
      if (reason.empty || (!mark.score.has_level() && mark.score.reason() == reason.reason)) { return; }
      add(in.line, (*at_)[column_role::score], codes::contradiction, field(in, column_role::score), "a mark, and \"" + text::shown(field(in, column_role::missing_reason)) + "\" as the reason why there is none");
      row_.score = score::missing(missing_reason::off_scale);
      row_.written = {std::string{text::trim(sanitised(field(in, column_role::score)))}, false, 0.0, 0.0};
      return;
    }
    if (written.empty()) {
      row_.score = score::missing(reason.reason);
      return;
    }
    score_text said = understand_score(words_, written);
    const bool off_scale = !said.score.has_level() && said.score.reason() == missing_reason::off_scale;
    if (reason.empty) { // "written" is then simply where the mark stands
      for (const issue& i : said.issues) { add(in.line, (*at_)[column_role::written], *i.kind, written, i.message, i.done); }
      row_.score = said.score;
      row_.written = std::move(said.written);
      return;
    }
    if (reason.reason != missing_reason::off_scale) {
      add(in.line, (*at_)[column_role::written], codes::contradiction, written, "a mark, and another reason why there is none", "the reason is kept, the text is not used");
      row_.score = score::missing(reason.reason);
      return;
    }
    if (off_scale) {
      for (const issue& i : said.issues) { add(in.line, (*at_)[column_role::written], *i.kind, written, i.message, i.done); }
    } else {
      add(in.line, (*at_)[column_role::written], codes::contradiction, written, "said to be off the scale");
    }
    row_.score = score::missing(missing_reason::off_scale);
    row_.written = {std::string{written}, said.written.has_interval, said.written.lower, said.written.upper};
    if (at_->has(column_role::interval_low) && at_->has(column_role::interval_high)) {
      const auto low = parse_decimal(text::trim(unguarded(field(in, column_role::interval_low))));
      const auto high = parse_decimal(text::trim(unguarded(field(in, column_role::interval_high))));
      row_.written.has_interval = low && high;
      row_.written.lower = low && high ? low->value() : 0.0;
      row_.written.upper = low && high ? high->value() : 0.0;
    }
  }

  bool read_mode(const row_input& in) {
    row_.mode = default_mode_;
    bool said = false;
    if (at_->has(column_role::mode)) {
      const mode_entry& entry = modes_.look(field(in, column_role::mode), [](std::string_view raw, issue_list& found) {
        mode_entry out = understand_mode(raw);
        if (!out.empty && !out.known) { found.push_back({&codes::unknown_mode, "known are individual, consensus, moderated, then_test, judge", {}}); }
        return out;
      });
      emit(in, column_role::mode, modes_, entry);
      if (!entry.empty && !entry.known) { return false; }
      if (entry.known) {
        row_.mode = entry.mode;
        said = true;
      }
    }
    if (!said && row_.asked_at != no_label) { row_.mode = score_mode::then_test; }
    if (row_.mode != score_mode::then_test) { row_.asked_at = no_label; }
    return true;
  }

  void read_person(const row_input& in) {
    if (row_.mode == score_mode::consensus || row_.mode == score_mode::moderated) { return; }
    if (at_->has(column_role::rater)) {
      const std::string_view raw = field(in, column_role::rater);
      if (name_raters) {
        const label_entry& entry = raters.look(raw);
        emit(in, column_role::rater, raters, entry);
        row_.rater = entry.value;
      } else if (const std::string_view trimmed = text::trim(raw); !trimmed.empty()) {
        label_column one{label_column::kind::rater};
        if (trimmed.size() != raw.size() || is_address(trimmed) || is_formula_start(trimmed) || has_hidden_characters(trimmed)) { emit(in, column_role::rater, one, one.look(raw)); }
        row_.rater = 0;
      }
      note_gap(no_rater_, row_.rater != no_label, in.line, column_role::rater, codes::missing_rater, "nobody is named");
    }
    if (at_->has(column_role::sector)) {
      const label_entry& entry = sectors.look(field(in, column_role::sector));
      emit(in, column_role::sector, sectors, entry);
      row_.sector = entry.value;
      note_gap(no_sector_, row_.sector != no_label, in.line, column_role::sector, codes::missing_sector, "no sector is given");
    }
    if (at_->has(column_role::role)) {
      const label_entry& entry = roles.look(field(in, column_role::role));
      emit(in, column_role::role, roles, entry);
      row_.role = entry.value;
    }
  }

  void read_date(const row_input& in) {
    if (!at_->has(column_role::date)) { return; }
    const date_entry& entry = dates.look(field(in, column_role::date), [&](std::string_view raw, issue_list& found) {
      date_entry out;
      out.text = understand_date(unguarded(sanitised(raw)), options_.dates);
      found = std::move(out.text.issues);
      return out;
    });
    row_.date = dates.last();
    emit(in, column_role::date, dates, entry);
    if (row_.mode != score_mode::then_test && row_.mode != score_mode::judge) { note_gap(no_date_, !entry.text.empty, in.line, column_role::date, codes::missing_date, "no date"); }
  }

  const rubric_words& words_;
  const read_options& options_;
  std::string source_;
  const char* function_;
  std::optional<columns_found> columns_;
  const columns_found* at_{};
  std::vector<std::string> header_texts_;
  std::vector<std::uint64_t> blank_lines_;
  std::uint32_t default_community_{no_label};
  std::uint32_t default_round_{no_label};
  score_mode default_mode_{};
  understood_row row_;
  gaps no_rater_;
  gaps no_sector_;
  gaps no_date_;
  understood_column<dimension_entry> numbers_;
  understood_column<dimension_entry> keys_;
  understood_column<dimension_entry> names_;
  understood_column<score_entry> scores_;
  understood_column<reason_entry> reasons_;
  understood_column<mode_entry> modes_;
  understood_column<outcome_entry> outcomes_;
};

} // namespace headway::io::detail
