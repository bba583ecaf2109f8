#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/agreement/consensus_against.hpp>
#include <headway/agreement/detail/table_rows.hpp>
#include <headway/base/check.hpp>
#include <headway/base/text.hpp>
#include <headway/core/counts.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/order.hpp>

/// \file
/// Consistency prompts: what in a round's marks and reasons is worth asking about, worded as questions for talk. A prompt is no finding of fault and
/// changes no mark.

namespace headway::agreement {

/// What a prompt is about. Values are part of the C ABI and never reused.
enum class prompt_code : std::int32_t {
  above_everybody = 1,       ///< the agreed mark is above every individual one
  below_everybody = 2,       ///< below every one
  everybody_at_top = 3,      ///< at least three people marked a dimension, all at the top of the scale
  agreed_all_top = 4,        ///< the room agreed the top of the scale on every dimension, at least three
  people_all_top = 5,        ///< people who marked at least three dimensions, all at the top
  same_reason = 6,           ///< one reason stands under several agreed marks
  same_reason_as_before = 7, ///< the reason is word for word that of the round before
  same_own_reason = 8,       ///< the same words stand under marks of several people
  jump_without_evidence = 9, ///< the agreed mark moved two or more levels since the round before, and nothing new is written as evidence
  at_the_line = 10           ///< marks gather exactly at a line the caller named, with few or none just below
};

/// The code of a prompt: "above_everybody", "below_everybody", ...; "unknown" for another value.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `prompts_test`.
[[nodiscard]] constexpr std::string_view name(prompt_code code) noexcept {
  constexpr std::array<std::string_view, 11> names{"unknown",     "above_everybody",       "below_everybody", "everybody_at_top",      "agreed_all_top", "people_all_top",
                                                   "same_reason", "same_reason_as_before", "same_own_reason", "jump_without_evidence", "at_the_line"};
  const auto index = static_cast<std::size_t>(code);
  return index < names.size() ? names[index] : names[0];
}

/// What prompts may use. Since 0.1. Checked by `prompts_test`.
struct prompts_options {
  std::optional<std::int32_t> line{};    ///< a number of the scale that something hangs on, such as funding; nothing is asked about lines without it
  std::vector<std::string> withheld{};   ///< per dimension why people's own marks may not be used, or empty; empty as a whole when all may
  bool withhold_people{false};           ///< whether what some people of the room did may not be told
};

/// One question. Since 0.1. Checked by `prompts_test`.
struct prompt {
  prompt_code code{};
  std::optional<dimension_id> dimension{}; ///< none where it is about the whole round
  std::string question{};
  std::string rests_on{};                  ///< the marks or words behind it
  friend bool operator==(const prompt&, const prompt&) = default;
};

/// Questions in the order of `prompt_code`, then of the rubric. Since 0.1. Checked by `prompts_test`.
template <std::size_t Dimensions, std::size_t Levels> struct prompts_result {
  study<Dimensions, Levels> of;
  selected where{};
  std::vector<prompt> prompts{};
};

namespace detail {

/// "Vision", "Vision and Finance", "Vision, Finance and Learning".
inline std::string list_words(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) { out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i]; }
  return out;
}

/// Whether a note on evidence says that there is none.
inline bool says_none(std::string_view evidence) {
  constexpr std::array<std::string_view, 10> words{"", "none", "none offered", "none given", "no", "nothing", "n a", "na", "no evidence", "no new evidence"};
  const std::string folded = text::fold(evidence);
  return std::find(words.begin(), words.end(), folded) != words.end();
}

/// Collects the prompts of one round.
template <std::size_t Dimensions, std::size_t Levels> class prompt_finder {
public:
  prompt_finder(const study<Dimensions, Levels>& of, const selected& where, const prompts_options& options) : of_{of}, where_{where}, options_{options} {}

  std::vector<prompt> find() {
    for (std::uint32_t d = 0; d < of_.rubric().size(); ++d) {
      outside_all_marks({d});
      everybody_at_top({d});
      after_the_round_before({d});
    }
    agreed_all_top();
    same_reason();
    if (!options_.withhold_people) {
      people_all_top();
      same_own_reason();
    }
    if (options_.line) { at_the_line(static_cast<std::uint32_t>(*of_.rubric().scale().find(*options_.line))); }
    std::stable_sort(found_.begin(), found_.end(), [](const prompt& a, const prompt& b) { return a.code < b.code; });
    return std::move(found_);
  }

private:
  [[nodiscard]] std::string value(std::size_t level) const { return std::to_string(of_.rubric().scale().value(level)); }
  [[nodiscard]] const std::string& label(dimension_id d) const { return of_.rubric()[d].name; }
  [[nodiscard]] std::uint32_t top() const { return static_cast<std::uint32_t>(of_.rubric().levels() - 1); }
  [[nodiscard]] const consensus_record* agreed(dimension_id d) const { return of_->find_consensus(where_.community, where_.round, d); }
  [[nodiscard]] bool usable(dimension_id d) const { return options_.withheld.empty() || options_.withheld[d.value].empty(); }
  [[nodiscard]] std::string as_agreed(const consensus_record& record) const {
    return record.score.has_level() ? value(record.score.level()) : "\"" + record.written.text + "\"";
  }
  void add(prompt_code code, std::optional<dimension_id> d, std::string question, std::string rests_on) { found_.push_back({code, d, std::move(question), std::move(rests_on)}); }

  void outside_all_marks(dimension_id d) {
    const consensus_record* record = agreed(d);
    if (record == nullptr || !usable(d)) { return; }
    const auto mark = agreed_levels(*record, of_.rubric().scale());
    const auto counts = count_cell(of_, where_.community, where_.round, d);
    if (!mark || counts.n() < 2) { return; }
    const numeric::level_range chosen = chosen_levels(counts.levels());
    const bool above = mark->low > chosen.high;
    if (!above && mark->high >= chosen.low) { return; }
    const std::string end = above ? "highest " + value(chosen.high) : "lowest " + value(chosen.low);
    add(above ? prompt_code::above_everybody : prompt_code::below_everybody, d,
        "The room agreed " + as_agreed(*record) + " for " + label(d) + ", " + (above ? "above" : "below") + " every mark of the " + people_words(counts.n()) + " (" + end +
            "): what was said that made the difference, and does everybody see it so now?",
        "agreed " + as_agreed(*record) + "; " + std::to_string(counts.n()) + " individual marks, " + end);
  }

  void everybody_at_top(dimension_id d) {
    if (!usable(d)) { return; }
    const auto counts = count_cell(of_, where_.community, where_.round, d);
    const std::uint32_t n = counts.n();
    if (n < 3 || counts.levels()[top()] != n) { return; }
    add(prompt_code::everybody_at_top, d, "All " + people_words(n) + " marked " + label(d) + " " + value(top()) + ": what would somebody who is not in the room say?",
        std::to_string(n) + " individual marks, all " + value(top()));
  }

  /// The latest earlier agreed mark of a dimension with a mark or a reason, or nullptr.
  [[nodiscard]] const consensus_record* before(dimension_id d) const {
    const consensus_record* out = nullptr;
    for (const assessment& a : assessments_of(of_.data(), where_.community)) {
      const consensus_record* record = a.round < where_.round ? of_->find_consensus(where_.community, a.round, d) : nullptr;
      if (record != nullptr) { out = record; }
    }
    return out;
  }

  void after_the_round_before(dimension_id d) {
    const consensus_record* now = agreed(d);
    const consensus_record* then = now == nullptr ? nullptr : before(d);
    if (then == nullptr) { return; }
    const std::string& earlier = of_->rounds()[then->round].label;
    if (!text::fold(now->reason).empty() && text::fold(now->reason) == text::fold(then->reason)) {
      add(prompt_code::same_reason_as_before, d, "The reason for " + label(d) + " is word for word that of " + earlier + ": what has been seen since?",
          "the reason in both rounds: \"" + now->reason + "\"");
    }
    const auto mark = agreed_levels(*now, of_.rubric().scale());
    const auto old = agreed_levels(*then, of_.rubric().scale());
    if (!mark || !old) { return; }
    const std::int64_t moved = levels_between(*mark, *old);
    const bool none = says_none(now->evidence);
    if ((moved < 2 && moved > -2) || (!none && text::fold(now->evidence) != text::fold(then->evidence))) { return; }
    add(prompt_code::jump_without_evidence, d,
        "The room went from " + as_agreed(*then) + " in " + earlier + " to " + as_agreed(*now) + " for " + label(d) + ", and nothing new is written as evidence: what " +
            (moved > 0 ? "has happened that others could see?" : "was seen that was not seen before?"),
        "agreed " + as_agreed(*then) + " in " + earlier + " and " + as_agreed(*now) + " now; evidence " + (none ? "none" : "as in " + earlier + ": \"" + now->evidence + "\""));
  }

  void agreed_all_top() {
    std::uint32_t marks = 0;
    for (std::uint32_t d = 0; d < of_.rubric().size(); ++d) {
      const consensus_record* record = agreed({d});
      if (record == nullptr) { continue; }
      if (!record->score.has_level() || record->score.level() != top()) { return; }
      ++marks;
    }
    if (marks < 3) { return; }
    add(prompt_code::agreed_all_top, std::nullopt, "The room agreed " + value(top()) + " on all " + std::to_string(marks) + " dimensions: which of them would it most like to be asked about?",
        std::to_string(marks) + " agreed marks, all " + value(top()));
  }

  void people_all_top() {
    std::map<std::uint32_t, std::pair<std::uint32_t, bool>> marks; // by person: how many, and whether all are at the top
    const ratings_view rows = of_->rows(where_.community, where_.round);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows.rater[i] == ratings::no_rater || rows.score[i] < 0 || !usable({rows.dimension[i]})) { continue; }
      auto& [count, all_top] = marks.try_emplace(rows.rater[i], 0u, true).first->second;
      ++count;
      all_top = all_top && static_cast<std::uint32_t>(rows.score[i]) == top();
    }
    const auto people = static_cast<std::uint64_t>(std::count_if(marks.begin(), marks.end(), [](const auto& each) { return each.second.second && each.second.first >= 3; }));
    if (people == 0) { return; }
    const std::string of = std::to_string(people) + " of " + people_words(marks.size());
    add(prompt_code::people_all_top, std::nullopt, of + " marked " + value(top()) + " on everything they marked: were the dimensions read one by one?",
        of + ", each with three marks or more, all " + value(top()));
  }

  void same_reason() {
    std::map<std::string, std::vector<dimension_id>> under;
    std::vector<std::string> order;
    for (std::uint32_t d = 0; d < of_.rubric().size(); ++d) {
      const consensus_record* record = agreed({d});
      const std::string reason = record == nullptr ? std::string{} : text::fold(record->reason);
      if (reason.empty()) { continue; }
      if (under[reason].empty()) { order.push_back(reason); }
      under[reason].push_back({d});
    }
    for (const std::string& reason : order) {
      const std::vector<dimension_id>& where = under[reason];
      if (where.size() < 2) { continue; }
      std::vector<std::string> names;
      for (const dimension_id d : where) { names.push_back(label(d)); }
      add(prompt_code::same_reason, std::nullopt, "The same reason stands under " + list_words(names) + ": is it the reason for " + (names.size() == 2 ? "both?" : "each of them?"),
          "the reason: \"" + agreed(where.front())->reason + "\"");
    }
  }

  void same_own_reason() {
    struct uses {
      std::set<std::uint32_t> people{};
      std::uint32_t marks{};
    };
    std::map<std::string, uses> under;
    const ratings_view rows = of_->rows(where_.community, where_.round);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::string* reason = of_->find_reason(rows.first_row + i);
      if (reason == nullptr || rows.rater[i] == ratings::no_rater) { continue; }
      const std::string folded = text::fold(*reason);
      if (folded.size() < 12) { continue; } // "yes", "see above": too short to be pasted
      uses& each = under[folded];
      each.people.insert(rows.rater[i]);
      ++each.marks;
    }
    std::uint32_t texts = 0;
    std::uint32_t marks = 0;
    for (const auto& [reason, each] : under) {
      if (each.people.size() < 2) { continue; }
      ++texts;
      marks += each.marks;
    }
    if (texts == 0) { return; }
    const std::string several = texts == 1 ? "one reason" : std::to_string(texts) + " reasons";
    add(prompt_code::same_own_reason, std::nullopt,
        "Several people wrote " + several + " in the same words: did they write together, and " + (texts == 1 ? "does it say" : "do they say") + " what each of them saw?",
        std::to_string(marks) + " individual marks with " + several + " that more than one person gave");
  }

  void at_the_line(std::uint32_t line) {
    std::uint32_t marks = 0;
    std::uint32_t on = 0;
    std::uint32_t below = 0;
    std::uint32_t own = 0;
    std::uint32_t own_on = 0;
    std::uint32_t own_below = 0;
    for (std::uint32_t d = 0; d < of_.rubric().size(); ++d) {
      const consensus_record* record = agreed({d});
      if (record != nullptr && record->score.has_level()) {
        ++marks;
        on += record->score.level() == line ? 1u : 0u;
        below += record->score.level() + 1 == line ? 1u : 0u;
      }
      if (!usable({d})) { continue; }
      const auto counts = count_cell(of_, where_.community, where_.round, {d});
      own += counts.n();
      own_on += counts.levels()[line];
      own_below += line > 0 ? counts.levels()[line - 1] : 0u;
    }
    const auto say = [&](std::uint32_t there, std::uint32_t all, std::uint32_t just_below, const char* kind) {
      add(prompt_code::at_the_line, std::nullopt,
          std::to_string(there) + " of " + std::to_string(all) + " " + kind + " marks stand exactly at " + value(line) + ", where a line was drawn, and " + or_none(just_below) +
              " one level below: would they be the same without the line?",
          std::to_string(there) + " " + kind + " marks at " + value(line) + ", " + or_none(just_below) + (line > 0 ? " at " + value(line - 1) : " below") + ", " + std::to_string(all) + " in all");
    };
    if (on >= 3 && 2 * on >= marks && below == 0) { say(on, marks, below, "agreed"); }
    if (own_on >= 5 && 2 * std::uint64_t{own_on} >= own && own_on >= 5 * std::uint64_t{own_below}) { say(own_on, own, own_below, "individual"); }
  }

  const study<Dimensions, Levels>& of_;
  const selected& where_;
  const prompts_options& options_;
  std::vector<prompt> found_;
};

} // namespace detail

/// What in one community's round is worth asking about.
/// Definition: see `prompt_code`. Agreed marks are the room's own (moderated ones are left out); a mark written as a range is compared as one. Evidence is
/// nothing new when it is empty, says "none" in so many words, or is the text of the round before. Reasons are the same when they differ in
/// capitals and blanks at most. Marks gather at a line when at least three agreed marks, and half of them, stand on it and none one level below, or when at
/// least five individual marks, and half of them, stand on it and five times as many as one level below.
/// Missing and edge cases: a round not assessed, or with nothing to ask, gives no questions. The round before is the latest earlier one with an agreed
/// mark for the dimension.
/// \param wanted see `selection` for empty ones \throws error not_found, invalid_argument as `select`; invalid_argument when `withheld` has another length
/// than the rubric; out_of_range for a line that is not on the scale
/// Cost: O(rows of the round x log rows). Threads: safe. Since 0.1. Checked by `prompts_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] prompts_result<Dimensions, Levels> prompts(const study<Dimensions, Levels>& of, const selection& wanted, const prompts_options& options = {}) {
  if (!options.withheld.empty()) { check::same_length(options.withheld.size(), of.rubric().size(), "prompts", "withheld"); }
  if (options.line && !of.rubric().scale().find(*options.line)) {
    throw error{error_category::out_of_range, "prompts", "line",
                std::to_string(*options.line) + " is not on the scale, which runs from " + std::to_string(of.rubric().scale().lowest()) + " to " + std::to_string(of.rubric().scale().highest())};
  }
  prompts_result<Dimensions, Levels> out{of, select(of.data(), wanted)};
  if (out.where.assessed != nullptr) { out.prompts = detail::prompt_finder<Dimensions, Levels>{of, out.where, options}.find(); }
  return out;
}

/// The prompts as a table: community, round, dimension_number, dimension_key, dimension (no value where it is about the whole round), code, question, rests_on.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `prompts_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const prompts_result<Dimensions, Levels>& result) {
  table out;
  detail::add_place_columns(out);
  for (const char* column : {"code", "question", "rests_on"}) { out.add(column, column_type::text); }
  for (const prompt& each : result.prompts) {
    detail::push_place(out, result.of, result.where, each.dimension ? std::optional<std::size_t>{each.dimension->value} : std::nullopt);
    detail::row_writer w{out, 5};
    w.put(name(each.code));
    w.put_text(each.question);
    w.put_text(each.rests_on);
  }
  return out;
}

} // namespace headway::agreement
