#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/error.hpp>
#include <headway/base/text.hpp>
#include <headway/io/detail/csv_scanner.hpp>
#include <headway/io/detail/row_reader.hpp>
#include <headway/io/options.hpp>

namespace headway::io::detail {

/// Takes the bytes of a separated text: looks at the first of them (byte-order mark, encoding, separator, header), then hands every record to a
/// row reader. Blocks may be cut anywhere.
class csv_input {
public:
  csv_input(std::string source, const read_options& options, const char* function) : source_{std::move(source)}, options_{options}, function_{function} {
    const char s = options.separator;
    if (s == '\n' || s == '\r' || s == '"' || s == '@' || static_cast<unsigned char>(s) >= 0x80 || (s != '\0' && static_cast<unsigned char>(s) < 0x20 && s != '\t')) {
      throw error{error_category::invalid_argument, function_, "separator", "must be a comma, a semicolon, a tab or another printing character"};
    }
    if (options.field_limit == 0) { throw error{error_category::out_of_range, function_, "field_limit", "0 is not allowed; it must be at least 1"}; }
  }

  /// Takes the next bytes. `header(record)` is called once, `row(record)` for every record after it.
  /// \throws error parse for UTF-16, Windows-1252, a workbook or an empty input, and whatever `header` throws
  template <class Header, class Row>
  void feed(std::string_view block, bool last, Header&& header, Row&& row) {
    feed(block, last, header, row, [](csv_scanner&) {});
  }
  /// The same with a lane of its own (see `csv_scanner::feed`) for the rows after the header.
  template <class Header, class Row, class Lane>
  void feed(std::string_view block, bool last, Header&& header, Row&& row, Lane&& lane) {
    if (!scanner_) {
      if (!start_.empty() || !last) {
        start_.append(block);
        if (!begin(start_, last)) { return; }
        block = std::string_view{start_}.substr(start_at_);
      } else {
        if (!begin(block, last)) { return; }
        block.remove_prefix(start_at_);
      }
    }
    scanner_->feed(block, last, [&](const csv_record& record) {
      check_encoding(record);
      if (has_header_) {
        row(record);
        return;
      }
      if (record.kind == record_kind::complete && record.fields.size() == 1 && text::trim(record.fields[0]).empty()) { return; }
      if (record.kind != record_kind::complete) {
        fail(record.line, record.kind == record_kind::unclosed ? "a quote in the header is never closed" : "a field of the header is over the limit of " + std::to_string(options_.field_limit) + " bytes");
      }
      has_header_ = true;
      header(record);
    }, [&](csv_scanner& scanner) {
      if (has_header_) { lane(scanner); }
    });
    if (!start_.empty()) { std::string{}.swap(start_); }
    if (last && !has_header_) { fail(1, "the input is empty; a header line with the names of the columns is needed"); }
  }

  /// Says that a row with well-formed characters beyond ASCII was met.
  void saw_utf8() noexcept { utf8_seen_ = true; }
  /// Goes on as if the header had been read: for a later part of a text whose start another object has seen.
  void start_inside(const csv_input& first, std::uint64_t offset) {
    separator_ = first.separator_;
    mark_ = first.mark_;
    has_header_ = true;
    scanner_.emplace(separator_, options_.field_limit);
    scanner_->start_at(1, offset);
  }
  [[nodiscard]] csv_scanner& scanner() noexcept { return *scanner_; }
  [[nodiscard]] char separator() const noexcept { return separator_; }

  /// Says in a reading what kind of text it was.
  void describe(reading& out) const {
    out.separator = std::string{separator_};
    out.encoding = mark_ ? "utf-8 with byte-order mark" : "utf-8";
    const line_ends& ends = scanner_->ends();
    out.line_end = ends.mixed() ? "mixed" : ends.crlf != 0 ? "crlf" : ends.cr != 0 ? "cr" : "lf";
  }

  /// Stops at bytes that are Windows-1252 rather than damaged UTF-8: nothing of the text can be trusted then.
  void check_encoding(const csv_record& record) {
    if (!record.maybe_high || record.kind != record_kind::complete) { return; }
    const auto bad = text::first_invalid_utf8(record.raw);
    bool multibyte = false;
    bool western = bad.has_value();
    for (std::size_t i = 0; i < record.raw.size(); ++i) {
      const auto u = static_cast<unsigned char>(record.raw[i]);
      if (u < 0x80) {
        western = western && u != 0;
        continue;
      }
      if (!bad || i < *bad) { multibyte = true; }
      western = western && u != 0x81 && u != 0x8D && u != 0x8F && u != 0x90 && u != 0x9D && u < 0xFE;
    }
    if (western && !multibyte && !utf8_seen_) {
      fail(record.line, "byte " + std::to_string(record.offset + *bad + 1) + " is not UTF-8; the text looks like Windows-1252. Save it as UTF-8, or give the encoding to the Python reader");
    }
    utf8_seen_ = utf8_seen_ || multibyte;
  }

private:
  [[noreturn]] void fail(std::uint64_t line, const std::string& message) const {
    throw error{error_category::parse, function_, "source", text::shown(source_, 200) + ", line " + std::to_string(line) + ": " + message};
  }

  /// Looks at the start of the text; false when more is needed to tell.
  bool begin(std::string_view text, bool last) {
    if (text.size() < 4 && !last) { return false; }
    const auto starts = [&](std::string_view with) { return text.starts_with(with); };
    if (starts("\xFF\xFE") || starts("\xFE\xFF")) { fail(1, "the text is UTF-16; save it as UTF-8, or give the file to the Python reader, which reads UTF-16"); }
    if (starts("PK\x03\x04")) { fail(1, "this is a workbook or another archive, not separated text; save the sheet as CSV (UTF-8), or give the file to the Python reader"); }
    if (starts("%PDF") || starts("\xD0\xCF\x11\xE0")) { fail(1, "this is not separated text; save the sheet as CSV (UTF-8)"); }
    mark_ = starts("\xEF\xBB\xBF");
    start_at_ = mark_ ? 3 : 0;
    std::uint64_t line = 1;
    std::size_t end = header_end(text, last);
    if (end == std::string_view::npos) { return false; }
    std::string_view head = text.substr(start_at_, end - start_at_);
    std::size_t nuls = 0;
    for (const char c : head) { nuls += c == '\0'; }
    if (head.size() > 3 && nuls * 3 >= head.size()) { fail(1, "the text looks like UTF-16 without a byte-order mark; save it as UTF-8, or give the file to the Python reader"); }
    if (head.size() == 5 && head.starts_with("sep=")) { // a first line by which spreadsheets are told the separator
      separator_ = head.back();
      start_at_ = end + (text.substr(end).starts_with("\r\n") ? 2 : end < text.size() ? 1 : 0);
      line = 2;
    } else {
      separator_ = detect(head);
    }
    if (options_.separator != '\0') { separator_ = options_.separator; }
    if (is_unfit(separator_)) { fail(1, "the separator named in the first line cannot be one"); }
    scanner_.emplace(separator_, options_.field_limit);
    scanner_->start_at(line, start_at_);
    return true;
  }
  static bool is_unfit(char s) noexcept { return s == '\n' || s == '\r' || s == '"' || s == '@' || s == '\0' || static_cast<unsigned char>(s) >= 0x80; }

  /// Where the first line that is not blank ends, outside quotes; npos when that is not known yet.
  [[nodiscard]] std::size_t header_end(std::string_view text, bool last) const noexcept {
    bool quoted = false;
    bool anything = false;
    std::size_t longest = options_.field_limit > SIZE_MAX / 8 ? SIZE_MAX : options_.field_limit * 4 + 65536;
    for (std::size_t i = start_at_; i < text.size(); ++i) {
      const char c = text[i];
      if (c == '"') { quoted = !quoted; }
      if (!quoted && (c == '\n' || c == '\r') && anything) { return i; }
      anything = anything || (c != '\n' && c != '\r' && c != ' ');
      if (--longest == 0) { return i; }
    }
    return last ? text.size() : std::string_view::npos;
  }

  /// The most frequent of , ; and tab outside quotes.
  [[nodiscard]] static char detect(std::string_view head) noexcept {
    std::array<std::size_t, 3> times{};
    constexpr std::string_view separators = ",;\t";
    bool quoted = false;
    for (const char c : head) {
      if (c == '"') { quoted = !quoted; }
      if (const std::size_t at = separators.find(c); !quoted && at != std::string_view::npos) { ++times[at]; }
    }
    return separators[static_cast<std::size_t>(std::max_element(times.begin(), times.end()) - times.begin())];
  }

  std::string source_;
  const read_options& options_;
  const char* function_;
  std::string start_; ///< the bytes before the header is complete
  std::size_t start_at_{};
  std::optional<csv_scanner> scanner_;
  char separator_{','};
  bool mark_{};
  bool has_header_{};
  bool utf8_seen_{};
};

/// What a record says about itself, before its fields are looked at. False when there is nothing more to do with it.
inline bool look_at_record(row_reader& reader, const csv_record& record, std::size_t field_limit) {
  if (record.kind == record_kind::unclosed) {
    const std::uint64_t swallowed = record.breaks - (record.quote_line - record.line);
    reader.leave_out(record.quote_line, static_cast<int>(record.field), codes::unclosed_quote, record.raw,
                     "the quote opened here is never closed; " + std::to_string(swallowed) + (swallowed == 1 ? " line end is" : " line ends are") + " inside it; close the quote and read again");
    return false;
  }
  if (record.kind == record_kind::too_long) {
    reader.leave_out(record.line, static_cast<int>(record.field), codes::field_too_long, record.raw, "over the limit of " + std::to_string(field_limit) + " bytes for a field; raise field_limit if that is wanted");
    return false;
  }
  if (HEADWAY_UNLIKELY(record.breaks != 0)) { reader.add(record.line, row_reader::none, codes::embedded_newline, {}, "one row over " + std::to_string(record.breaks + 1) + " lines"); }
  for (const std::uint32_t i : record.stray) {
    reader.add(record.line, static_cast<int>(i), codes::stray_quote, i < record.fields.size() ? record.fields[i] : std::string_view{}, "a quote in the middle of a field");
  }
  return true;
}

[[nodiscard]] inline row_input as_row(const csv_record& record) {
  row_input in{record.fields, record.line, record.raw, record.offset, false};
  if (HEADWAY_UNLIKELY(record.maybe_high || record.maybe_nul)) { in.damaged = is_damaged(record.raw); }
  return in;
}

} // namespace headway::io::detail
