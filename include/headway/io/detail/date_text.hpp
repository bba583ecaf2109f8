#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/text.hpp>
#include <headway/core/round.hpp>
#include <headway/io/detail/issue.hpp>
#include <headway/io/detail/number_text.hpp>
#include <headway/io/options.hpp>

/// \file
/// Dates as people and spreadsheets write them, without locale.

namespace headway::io::detail {

/// One text of a date column, understood.
struct date_text {
  bool empty{true};
  date day{};
  date day_first{};          ///< the two readings of an ambiguous date; `day` is then none
  date month_first{};
  bool ambiguous{};
  bool shows_day_first{};    ///< a date that can only be read with the day first, or the month first
  bool shows_month_first{};
  issue_list issues{};
};

/// The month a word names, 1 to 12, by its first three letters or more (English, German, French, Welsh); 0 when it names none.
[[nodiscard]] inline unsigned month_of(std::string_view word) {
  struct month_word {
    std::string_view word;
    unsigned month;
  };
  static constexpr month_word months[]{
    {"january", 1}, {"februar", 2}, {"february", 2}, {"march", 3}, {"april", 4}, {"may", 5}, {"june", 6}, {"july", 7}, {"august", 8}, {"september", 9},
    {"october", 10}, {"november", 11}, {"december", 12}, {"sept", 9}, {"januar", 1}, {"m\xC3\xA4rz", 3}, {"maerz", 3}, {"mai", 5}, {"juni", 6}, {"juli", 7},
    {"oktober", 10}, {"dezember", 12}, {"janvier", 1}, {"f\xC3\xA9vrier", 2}, {"mars", 3}, {"avril", 4}, {"juin", 6}, {"juillet", 7}, {"ao\xC3\xBBt", 8},
    {"septembre", 9}, {"octobre", 10}, {"novembre", 11}, {"d\xC3\xA9""cembre", 12}, {"ionawr", 1}, {"chwefror", 2}, {"mawrth", 3}, {"ebrill", 4},
    {"mehefin", 6}, {"gorffennaf", 7}, {"awst", 8}, {"medi", 9}, {"hydref", 10}, {"tachwedd", 11}, {"rhagfyr", 12}};
  if (word.size() < 3) { return 0; }
  for (const month_word& m : months) {
    if (m.word.starts_with(word)) { return m.month; }
  }
  return 0;
}

/// What one text of a date column says. `raw` is UTF-8 without NUL.
[[nodiscard]] inline date_text understand_date(std::string_view raw, date_order order) {
  date_text out;
  std::string_view bytes = text::trim(raw);
  if (bytes.empty()) { return out; }
  out.empty = false;
  const auto note = [&](const problem_kind& kind, std::string message, std::string done = {}) { out.issues.push_back({&kind, std::move(message), std::move(done)}); };
  const auto bad = [&](std::string message) {
    note(codes::bad_date, std::move(message));
    return out;
  };
  const auto vague = [&] {
    note(codes::vague_date, "a date needs a day, e.g. 2023-09-19");
    return out;
  };
  const auto given = [&](std::int64_t year, std::int64_t month, std::int64_t day) -> std::optional<date> {
    if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31) { return std::nullopt; }
    return date::from_civil(static_cast<int>(year), static_cast<unsigned>(month), static_cast<unsigned>(day));
  };
  const std::string no_such = "there is no such day; write e.g. 2023-09-19";

  // the text in pieces: runs of digits, runs of letters; what divides them matters only as the first divider
  struct piece {
    std::string word;
    std::int64_t number{-1};
    std::size_t digits{};
  };
  std::vector<piece> pieces;
  char divider = '\0';
  for (std::size_t i = 0; i < bytes.size() && pieces.size() < 8;) {
    const char c = bytes[i];
    const auto u = static_cast<unsigned char>(c);
    if (is_digit(c)) {
      const std::size_t n = digit_run(bytes.substr(i));
      piece p;
      p.digits = n;
      p.number = parse_digits(bytes.substr(i, n)).value_or(-1);
      pieces.push_back(p);
      i += n;
    } else if ((u | 0x20) >= 'a' && (u | 0x20) <= 'z') {
      piece p;
      while (i < bytes.size() && (static_cast<unsigned char>(bytes[i]) >= 0x80 || ((bytes[i] | 0x20) >= 'a' && (bytes[i] | 0x20) <= 'z'))) {
        p.word += static_cast<unsigned char>(bytes[i]) >= 0x80 ? bytes[i] : static_cast<char>(bytes[i] | 0x20);
        ++i;
      }
      pieces.push_back(p);
    } else {
      if (divider == '\0' && !pieces.empty()) { divider = c; }
      ++i;
    }
  }
  // a time of day after an ISO date is passed over
  const auto only_time_after = [&](std::size_t first) { return first >= pieces.size() || pieces[first].word == "t" || (bytes.find(':') != std::string_view::npos && pieces[first].word.empty()); };

  if (pieces.size() >= 3 && pieces[0].digits == 4 && pieces[1].digits != 0 && pieces[1].digits <= 2 && pieces[2].digits != 0 && pieces[2].digits <= 2 && only_time_after(3)) {
    const auto day = given(pieces[0].number, pieces[1].number, pieces[2].number);
    if (!day) { return bad(no_such); }
    out.day = *day;
    return out;
  }
  if (pieces.size() == 1 && pieces[0].digits == 5 && bytes.size() == 5) {
    if (pieces[0].number < 20000 || pieces[0].number > 80000) { return bad("not a date; write e.g. 2023-09-19"); }
    out.day = date{static_cast<std::int32_t>(pieces[0].number - 25569)}; // day 25569 of spreadsheets is 1970-01-01
    note(codes::excel_serial_date, "a spreadsheet's day number", "read as " + out.day.to_string());
    return out;
  }
  const auto full_year = [](const piece& p) { return p.digits == 2 ? (p.number < 70 ? 2000 + p.number : 1900 + p.number) : p.number; };
  const auto is_year = [](const piece& p) { return p.digits == 4 || p.digits == 2; };
  const auto short_year = [&](const piece& p) {
    if (p.digits == 2 && out.day.has_value()) { note(codes::short_year_date, "a year of two figures", "read as " + out.day.to_string()); }
  };

  // with a month in words: 19-Sep-23, 19 September 2023, September 19, 2023
  std::size_t month_at = pieces.size();
  for (std::size_t i = 0; i < pieces.size() && month_at == pieces.size(); ++i) {
    if (month_of(pieces[i].word) != 0) { month_at = i; }
  }
  if (month_at < pieces.size()) {
    std::vector<const piece*> numbers;
    for (const piece& p : pieces) {
      if (p.digits != 0) { numbers.push_back(&p); }
    }
    const unsigned month = month_of(pieces[month_at].word);
    if (numbers.size() == 1 && is_year(*numbers[0])) { return vague(); }
    if (numbers.size() == 2 && numbers[0]->digits <= 2 && is_year(*numbers[1])) {
      const auto day = given(full_year(*numbers[1]), month, numbers[0]->number);
      if (!day) { return bad(no_such); }
      out.day = *day;
      short_year(*numbers[1]);
      return out;
    }
    if (numbers.size() == 2 && numbers[0]->digits == 4 && numbers[1]->digits <= 2) {
      const auto day = given(numbers[0]->number, month, numbers[1]->number);
      if (!day) { return bad(no_such); }
      out.day = *day;
      return out;
    }
    return bad("not a date; write e.g. 2023-09-19");
  }

  if (pieces.size() >= 3 && pieces[0].digits != 0 && pieces[0].digits <= 2 && pieces[1].digits != 0 && pieces[1].digits <= 2 && is_year(pieces[2]) && only_time_after(3)) {
    const std::int64_t year = full_year(pieces[2]);
    const std::int64_t first = pieces[0].number;
    const std::int64_t second = pieces[1].number;
    const auto as_day_first = given(year, second, first);
    const auto as_month_first = given(year, first, second);
    if (divider == '.') { // dots are only ever written with the day first
      if (!as_day_first) { return bad(no_such); }
      out.day = *as_day_first;
    } else if (order != date_order::from_file) {
      const auto& chosen = order == date_order::day_first ? as_day_first : as_month_first;
      if (!chosen) { return bad(no_such); }
      out.day = *chosen;
    } else if (as_day_first && as_month_first && first != second) {
      out.ambiguous = true;
      out.day_first = *as_day_first;
      out.month_first = *as_month_first;
    } else if (as_day_first) {
      out.day = *as_day_first;
      if (first != second) {
        out.shows_day_first = true;
        note(codes::day_first_date, "a date with the day first", "read as " + out.day.to_string());
      }
    } else if (as_month_first) {
      out.day = *as_month_first;
      out.shows_month_first = true;
      note(codes::month_first_date, "a date with the month first", "read as " + out.day.to_string());
    } else {
      return bad(no_such);
    }
    short_year(pieces[2]);
    return out;
  }
  const bool has_year = !pieces.empty() && ((pieces.front().digits == 4) || (pieces.back().digits == 4));
  if (has_year && pieces.size() <= 2 && pieces.front().number != 0) { return vague(); }
  return bad("not a date; write e.g. 2023-09-19");
}

} // namespace headway::io::detail
