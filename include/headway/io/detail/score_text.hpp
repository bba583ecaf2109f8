#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <headway/core/score.hpp>
#include <headway/io/detail/issue.hpp>
#include <headway/io/detail/number_text.hpp>
#include <headway/io/detail/rubric_words.hpp>

/// \file
/// What people write where one mark belongs. A mark is a level only when it says exactly one level; nothing is rounded or guessed.

namespace headway::io::detail {

/// One text of a score column, understood.
struct score_text {
  bool empty{true};
  headway::score score{};
  written_mark written{}; ///< the text when the score is off the scale
  issue_list issues{};
};

/// A word or sign by which people say that they gave no mark.
struct missing_word {
  std::string_view folded;
  missing_reason reason;
};

inline constexpr missing_word missing_words[]{
  {"dont know", missing_reason::dont_know}, {"don t know", missing_reason::dont_know}, {"do not know", missing_reason::dont_know}, {"dk", missing_reason::dont_know},
  {"d k", missing_reason::dont_know}, {"dontknow", missing_reason::dont_know}, {"not sure", missing_reason::dont_know}, {"unsure", missing_reason::dont_know},
  {"unknown", missing_reason::dont_know}, {"no idea", missing_reason::dont_know}, {"cannot say", missing_reason::dont_know}, {"cant say", missing_reason::dont_know},
  {"wei\xC3\x9F nicht", missing_reason::dont_know}, {"weiss nicht", missing_reason::dont_know}, {"wn", missing_reason::dont_know},
  {"ne sait pas", missing_reason::dont_know}, {"nsp", missing_reason::dont_know}, {"ddim yn gwybod", missing_reason::dont_know}, {"dim yn gwybod", missing_reason::dont_know},
  {"n a", missing_reason::not_applicable}, {"na", missing_reason::not_applicable}, {"not applicable", missing_reason::not_applicable},
  {"does not apply", missing_reason::not_applicable}, {"not relevant", missing_reason::not_applicable}, {"trifft nicht zu", missing_reason::not_applicable},
  {"nicht zutreffend", missing_reason::not_applicable}, {"entf\xC3\xA4llt", missing_reason::not_applicable}, {"sans objet", missing_reason::not_applicable},
  {"ddim yn berthnasol", missing_reason::not_applicable}, {"amherthnasol", missing_reason::not_applicable},
  {"blank", missing_reason::blank}, {"left blank", missing_reason::blank}, {"empty", missing_reason::blank}, {"missing", missing_reason::blank},
  {"null", missing_reason::blank}, {"none", missing_reason::blank}, {"nan", missing_reason::blank}, {"no answer", missing_reason::blank},
  {"not answered", missing_reason::blank}, {"keine angabe", missing_reason::blank}, {"k a", missing_reason::blank}, {"leer", missing_reason::blank}, {"gwag", missing_reason::blank},
  {"not asked", missing_reason::not_asked}, {"not discussed", missing_reason::not_asked}, {"not covered", missing_reason::not_asked},
  {"nicht gefragt", missing_reason::not_asked}, {"nicht besprochen", missing_reason::not_asked}, {"non pos\xC3\xA9", missing_reason::not_asked},
  {"refused", missing_reason::refused}, {"prefer not to say", missing_reason::refused}, {"rather not say", missing_reason::refused}, {"declined", missing_reason::refused},
  {"declined to answer", missing_reason::refused}, {"verweigert", missing_reason::refused}, {"refus", missing_reason::refused}, {"gwrthod", missing_reason::refused},
  {"off scale", missing_reason::off_scale}, {"not on the scale", missing_reason::off_scale},
};

/// The reason a text stands for: the rubric's own codes first, then the words and signs people use.
[[nodiscard]] inline std::optional<missing_reason> match_missing(const rubric_words& words, std::string_view bytes) {
  const std::string folded = text::fold(bytes);
  for (const missing_code& code : words.missing_codes) {
    if (bytes == code.label || (!folded.empty() && folded == text::fold(code.label))) { return code.reason; }
  }
  for (std::size_t i = 1; i <= missing_reasons; ++i) {
    const auto reason = static_cast<missing_reason>(i);
    if (folded == text::fold(name(reason))) { return reason; }
  }
  for (const missing_word& word : missing_words) {
    if (folded == word.folded) { return word.reason; }
  }
  for (const std::string_view sign : {"-", "--", "---", "\xE2\x80\x93", "\xE2\x80\x94", ".", "..", "...", "\xE2\x80\xA6", "/", "*"}) {
    if (bytes == sign) { return missing_reason::blank; }
  }
  for (const std::string_view sign : {"?", "??", "???"}) {
    if (bytes == sign) { return missing_reason::dont_know; }
  }
  return std::nullopt;
}

/// The interval a written mark spans, when its form is plain: "2-3", "between 1 and 2", "2 → 3", "3+", "3-", "3 (just)".
[[nodiscard]] inline bool plain_interval(const rubric_words& words, std::string_view bytes, double& lower, double& upper) {
  const double lowest = words.levels.front().value;
  const double highest = words.levels.back().value;
  const auto on_scale = [&](double v) { return v >= lowest && v <= highest; };
  const auto skip_blanks = [&] { bytes = text::trim(bytes); };
  const auto take_word = [&](std::string_view word) {
    if (bytes.size() <= word.size() || loosened(bytes.substr(0, word.size())) != word || text::detail::blank_at(bytes, word.size()) == 0) { return false; }
    bytes.remove_prefix(word.size());
    skip_blanks();
    return true;
  };
  skip_blanks();
  const bool named = take_word("between") || take_word("from") || take_word("zwischen") || take_word("entre") || take_word("rhwng");
  const auto first = take_decimal(bytes);
  if (!first || !on_scale(first->value())) { return false; }
  skip_blanks();
  if (!named && first->places == 0) {
    const auto at = words.find_level(first->minus ? -first->whole : first->whole);
    if (at && (bytes == "+" || bytes == "-" || bytes == "\xE2\x88\x92")) {
      lower = words.levels[bytes == "+" ? *at : (*at == 0 ? 0 : *at - 1)].value;
      upper = words.levels[bytes == "+" ? (std::min)(*at + 1, words.levels.size() - 1) : *at].value;
      return true;
    }
    if (at && bytes.size() > 2 && bytes.front() == '(' && bytes.back() == ')' && std::none_of(bytes.begin(), bytes.end(), is_digit)) {
      lower = upper = first->value();
      return true;
    }
  }
  bool joined = false;
  for (const std::string_view sign : {"->", "\xE2\x86\x92", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x88\x92", "-", "...", "\xE2\x80\xA6", ".."}) {
    if (bytes.starts_with(sign)) {
      bytes.remove_prefix(sign.size());
      skip_blanks();
      joined = true;
      break;
    }
  }
  if (!joined) { joined = take_word("to") || take_word("and") || take_word("or") || take_word("bis") || take_word("und") || take_word("oder") || take_word("et") || take_word("ou") || take_word("a") || take_word("neu"); }
  if (!joined) { return false; }
  const auto second = take_decimal(bytes);
  skip_blanks();
  if (!second || !bytes.empty() || !on_scale(second->value())) { return false; }
  lower = (std::min)(first->value(), second->value());
  upper = (std::max)(first->value(), second->value());
  return true;
}

/// Whether what follows a number is a label of some rubric's wording: a dash or colon, then words without digits that begin with a capital
/// letter, as printed labels do ("4 – Well established"). What people add themselves ("3 - just", "3 (low)") does not look like that, and stays text.
[[nodiscard]] inline bool looks_like_label(std::string_view rest) noexcept {
  rest = text::trim(rest);
  bool separated = false;
  for (const std::string_view sign : {"\xE2\x80\x93", "\xE2\x80\x94", "-", ":"}) {
    if (!separated && rest.starts_with(sign)) {
      rest = text::trim(rest.substr(sign.size()));
      separated = true;
    }
  }
  return separated && rest.size() > 2 && rest.front() >= 'A' && rest.front() <= 'Z' && std::none_of(rest.begin(), rest.end(), is_digit);
}

/// What one text of a score column says. `raw` is UTF-8 without NUL.
[[nodiscard]] inline score_text understand_score(const rubric_words& words, std::string_view raw) {
  score_text out;
  const std::string_view trimmed = text::trim(raw);
  if (trimmed.empty()) { return out; }
  out.empty = false;
  bool odd = false;
  const std::string plain = plain_digits(trimmed, odd);
  const auto note = [&](const problem_kind& kind, std::string message, std::string done = {}) { out.issues.push_back({&kind, std::move(message), std::move(done)}); };
  const auto level_found = [&](std::size_t level) {
    out.score = score::at_level(level);
    const std::string read = "read as " + std::to_string(words.levels[level].value);
    if (odd) { note(codes::odd_digit, "the number is written with characters of another script or width", read); }
    if (trimmed.size() != raw.size()) { note(codes::padded, "blanks around the mark", read); }
    return out;
  };
  const auto off_scale = [&](const problem_kind& kind, std::string message) {
    out.score = score::missing(missing_reason::off_scale);
    out.written.text = std::string{trimmed};
    note(kind, std::move(message));
    return out;
  };
  const std::string allowed = "the scale is " + words.range();

  if (const auto number = parse_decimal(plain)) {
    const std::int64_t whole = number->minus ? -number->whole : number->whole;
    if (number->fraction != 0) {
      const double value = number->value();
      if (value > words.levels.front().value && value < words.levels.back().value) {
        std::size_t above = 0;
        while (words.levels[above].value < value) { ++above; }
        out.written = {{}, true, static_cast<double>(words.levels[above - 1].value), static_cast<double>(words.levels[above].value)};
      }
      return off_scale(codes::not_whole, "half marks and other decimals are not levels; " + allowed);
    }
    const auto level = words.find_level(whole);
    if (!level) { return off_scale(codes::out_of_range, "not on the scale; " + allowed); }
    const std::string read = "read as " + std::to_string(whole);
    if (number->places != 0) {
      note(codes::number_as_decimal, "a whole number written with decimals", read);
    } else if (plain != std::to_string(whole)) {
      note(codes::number_form, "a whole number written with a sign or leading zeros", read);
    }
    return level_found(*level);
  }

  const std::string folded = text::fold(trimmed);
  for (std::size_t i = 0; i < words.levels.size(); ++i) {
    if (!folded.empty() && folded == words.folded_labels[i]) {
      note(codes::labelled_value, "the label of level " + std::to_string(words.levels[i].value), "read as " + std::to_string(words.levels[i].value));
      return level_found(i);
    }
  }
  if (const auto reason = match_missing(words, trimmed)) {
    out.score = score::missing(*reason);
    note(codes::missing_token, "a way of writing that there is no mark", "taken as " + std::string{name(*reason)});
    return out;
  }

  // "4 – Well established", "4 (Well established)", "Well established (4)"
  std::string_view rest = plain;
  if (const auto number = take_decimal(rest); number && number->places == 0 && !rest.empty()) {
    const std::string label = text::fold(rest);
    for (std::size_t i = 0; i < words.levels.size(); ++i) {
      if (label.empty() || label != words.folded_labels[i]) { continue; }
      const std::int64_t whole = number->minus ? -number->whole : number->whole;
      if (words.levels[i].value != whole) {
        return off_scale(codes::label_mismatch, "the label is that of level " + std::to_string(words.levels[i].value) + ", the number is " + std::to_string(whole));
      }
      note(codes::labelled_value, "a level with its label", "read as " + std::to_string(whole));
      return level_found(i);
    }
    // the number says which level; that the label is of another wording is worth saying
    if (const auto level = words.find_level(number->minus ? -number->whole : number->whole); level && looks_like_label(rest)) {
      const std::string& own = words.levels[*level].label;
      note(codes::labelled_value, "a level with a label of another wording" + (own.empty() ? std::string{} : "; this rubric says \"" + own + "\""),
           "read as " + std::to_string(words.levels[*level].value));
      return level_found(*level);
    }
  }
  for (std::size_t i = 0; i < words.levels.size(); ++i) {
    if (!words.folded_labels[i].empty() && folded == words.folded_labels[i] + " " + std::to_string(words.levels[i].value)) {
      note(codes::labelled_value, "a level with its label", "read as " + std::to_string(words.levels[i].value));
      return level_found(i);
    }
  }

  double lower = 0.0;
  double upper = 0.0;
  if (plain_interval(words, plain, lower, upper)) {
    out.written = {{}, true, lower, upper};
    return off_scale(codes::not_a_number, "not one mark; " + allowed);
  }
  return off_scale(codes::not_a_number, "not a mark; " + allowed);
}

} // namespace headway::io::detail
