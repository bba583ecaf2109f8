#pragma once

/// \file
/// A strict reader of JSON (RFC 8259) that walks through the text as it is asked, and can say the line and column of everything it meets.
/// It builds no tree: the caller says what it expects next, so memory is what the caller keeps, and the depth is what the caller asks for.

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <headway/base/error.hpp>
#include <headway/base/text.hpp>

namespace headway::io::detail {

/// A place in a text. Lines end with LF, CR or CR LF; columns count characters (Unicode code points); both begin with 1.
struct text_place {
  std::uint64_t line{1};
  std::uint64_t column{1};
  friend bool operator==(const text_place&, const text_place&) = default;
};

/// The place of a byte. Bytes that do not begin a character count with the character they continue.
/// \param bytes the whole text \param offset 0-based, at most the length
/// Cost: O(offset); it is asked only when something is wrong.
[[nodiscard]] constexpr text_place place_of(std::string_view bytes, std::size_t offset) noexcept {
  text_place place;
  for (std::size_t i = 0; i < offset; ++i) {
    const char c = bytes[i];
    if (c == '\n' || (c == '\r' && (i + 1 == bytes.size() || bytes[i + 1] != '\n'))) {
      ++place.line;
      place.column = 1;
    } else if (c != '\r' && (static_cast<unsigned char>(c) & 0xC0u) != 0x80u) {
      ++place.column;
    }
  }
  return place;
}

/// What kind of value stands in a JSON text.
enum class json_kind : std::uint8_t { null, boolean, number, string, array, object };

/// The plain words for a kind, as they stand in a message.
[[nodiscard]] constexpr std::string_view name(json_kind kind) noexcept {
  switch (kind) {
  case json_kind::null: return "null";
  case json_kind::boolean: return "true or false";
  case json_kind::number: return "a number";
  case json_kind::string: return "a text in quotes";
  case json_kind::array: return "a list in [ ]";
  case json_kind::object: return "a block in { }";
  }
  return "";
}

/// Goes through a JSON text from its beginning to its end.
/// Strict: no comments, no trailing commas, no bare words, no field twice in one object, well-formed UTF-8 only, no lone surrogates.
/// A byte-order mark at the beginning is passed over. Every error is `error_category::parse` with line and column.
class json_reader {
public:
  static constexpr std::size_t most_depth = 64;

  /// \param text the whole text; must outlive the reader \param function and \param source what errors name
  json_reader(std::string_view text, std::string function, std::string source)
      : function_{std::move(function)}, source_{std::move(source)}, text_{text} {
    if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF")) {
      throw error{error_category::parse, function_, source_, "the text is in UTF-16; save the file again with the encoding UTF-8"};
    }
    if (text_.starts_with("\xEF\xBB\xBF")) { text_.remove_prefix(3); }
    if (const auto wrong = text::first_invalid_utf8(text_)) {
      fail(*wrong, "the byte " + text::shown(text_.substr(*wrong, 1)) + " is not UTF-8; save the file again with the encoding UTF-8");
    }
    blanks();
    if (at_end()) { fail(at_, "the text is empty"); }
  }

  /// Where the next value begins.
  [[nodiscard]] std::size_t offset() const noexcept { return at_; }

  /// The kind of the value that comes next, which is not taken yet.
  [[nodiscard]] json_kind next() const {
    if (at_end()) { fail(at_, "the text ends here in the middle; a } or ] is missing, or part of the file was lost"); }
    const char c = text_[at_];
    if (c == '{') { return json_kind::object; }
    if (c == '[') { return json_kind::array; }
    if (c == '"') { return json_kind::string; }
    if (c == '-' || is_digit(c)) { return json_kind::number; }
    const std::string_view word = bare_word();
    if (word == "null") { return json_kind::null; }
    if (word == "true" || word == "false") { return json_kind::boolean; }
    fail(at_, no_value(word));
  }

  /// Takes a text, with its escapes resolved.
  [[nodiscard]] std::string string() {
    expect(json_kind::string);
    std::string value = quoted();
    blanks();
    return value;
  }

  /// Takes a number, as it is written.
  [[nodiscard]] std::string_view number() {
    expect(json_kind::number);
    const std::size_t first = at_;
    const auto not_a_number = [&] { fail(first, "\"" + text::shown(number_like(first)) + "\" is not a number of JSON, which looks like 3, -2 or 0.5"); };
    const auto digits = [&] {
      if (at_end() || !is_digit(text_[at_])) { not_a_number(); }
      while (!at_end() && is_digit(text_[at_])) { ++at_; }
    };
    if (text_[at_] == '-') { ++at_; }
    const bool zero = !at_end() && text_[at_] == '0';
    const std::size_t whole = at_;
    digits();
    if (zero && at_ - whole > 1) { fail(first, "\"" + text::shown(number_like(first)) + "\" begins with a zero too many"); }
    if (!at_end() && text_[at_] == '.') {
      ++at_;
      digits();
    }
    if (!at_end() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (!at_end() && (text_[at_] == '+' || text_[at_] == '-')) { ++at_; }
      digits();
    }
    const std::string_view written = text_.substr(first, at_ - first);
    if (!at_end() && (is_letter(text_[at_]) || text_[at_] == '.' || text_[at_] == '_')) { not_a_number(); }
    blanks();
    return written;
  }

  /// Takes an object: `visit(name, offset of the name)` for every field in order, and `visit` takes the field's value.
  template <class Visit> void members(Visit visit) {
    expect(json_kind::object);
    enter();
    std::set<std::string, std::less<>> seen;
    while (more('}', seen.empty())) {
      const std::size_t at = at_;
      if (text_[at_] != '"') { fail(at_, no_name()); }
      const auto [key, is_new] = seen.insert(quoted());
      if (!is_new) { fail(at, "the field \"" + text::shown(*key) + "\" is there twice; keep one of them"); }
      blanks();
      if (at_end() || text_[at_] != ':') { fail(at_, "a colon is missing between the field \"" + text::shown(*key) + "\" and its value" + found()); }
      ++at_;
      blanks();
      visit(std::string_view{*key}, at);
    }
    --depth_;
  }

  /// Takes a list: `visit(position)` for every entry in order, and `visit` takes the entry.
  template <class Visit> void items(Visit visit) {
    expect(json_kind::array);
    enter();
    for (std::size_t position = 0; more(']', position == 0); ++position) { visit(position); }
    --depth_;
  }

  /// Checks the kind of the value that comes next. \param what the field it is for, e.g. "\"title\"", or empty
  void expect(json_kind wanted, std::string_view what = {}) const {
    const json_kind there = next();
    if (there == wanted) { return; }
    fail(at_, (what.empty() ? std::string{"expected "} : std::string{what} + " must be ") + std::string{name(wanted)} + ", but " +
                  std::string{name(there)} + " stands here");
  }

  /// Checks that nothing but blanks is left.
  void finish() const {
    if (!at_end()) { fail(at_, "the text goes on after its end" + found() + "; take out what is left over, or a { or [ is missing before"); }
  }

  /// \throws error parse with the source, and the line and column of a byte in front of `message`
  [[noreturn]] void fail(std::size_t offset, const std::string& message) const {
    const text_place place = place_of(text_, offset);
    throw error{error_category::parse, function_, source_,
                "line " + std::to_string(place.line) + ", column " + std::to_string(place.column) + ": " + message};
  }

private:
  static constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
  static constexpr bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
  [[nodiscard]] bool at_end() const noexcept { return at_ == text_.size(); }

  void blanks() noexcept {
    while (!at_end() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) { ++at_; }
  }

  void enter() {
    if (++depth_ > most_depth) { fail(at_, "more than " + std::to_string(most_depth) + " levels of brackets"); }
    ++at_;
    blanks();
  }

  /// Whether another entry follows in an object or list; takes the comma before it, or the bracket that closes.
  bool more(char close, bool first) {
    if (at_end()) { (void)next(); }
    if (text_[at_] == close) {
      ++at_;
      blanks();
      return false;
    }
    if (first) { return true; }
    if (text_[at_] != ',') { fail(at_, std::string{"a comma or "} + close + " is missing" + found()); }
    const std::size_t comma = at_++;
    blanks();
    if (!at_end() && text_[at_] == close) { fail(comma, std::string{"a comma stands before the closing "} + close + "; take it out"); }
    if (at_end()) { (void)next(); }
    return true;
  }

  [[nodiscard]] std::string_view bare_word() const noexcept {
    std::size_t end = at_;
    while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]) || text_[end] == '_')) { ++end; }
    return text_.substr(at_, end - at_);
  }
  [[nodiscard]] std::string_view number_like(std::size_t first) const noexcept {
    std::size_t end = first;
    while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]) || text_[end] == '.' || text_[end] == '-' || text_[end] == '+')) { ++end; }
    return text_.substr(first, end - first);
  }
  /// The character at this place with all its bytes.
  [[nodiscard]] std::string_view character() const noexcept {
    std::size_t end = at_ + 1;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0u) == 0x80u) { ++end; }
    return text_.substr(at_, end - at_);
  }
  [[nodiscard]] std::string found() const { return at_end() ? std::string{"; the text ends here"} : "; " + text::shown(character()) + " stands here"; }
  [[nodiscard]] bool curly_quote() const noexcept { return character().starts_with("\xE2\x80\x9C") || character().starts_with("\xE2\x80\x9D"); }

  [[nodiscard]] std::string no_value(std::string_view word) const {
    const char c = text_[at_];
    if (curly_quote() || c == '\'') { return "texts stand in straight double quotes, \" and \""; }
    if (c == '/' || c == '#') { return "a comment cannot stand in a JSON file; take it out"; }
    if (word == "True" || word == "False" || word == "None") { return "\"" + std::string{word} + "\" is written " + (word == "True" ? "true" : word == "False" ? "false" : "null") + " in JSON"; }
    if (!word.empty()) { return "\"" + text::shown(word) + "\" is not a value; a text stands in double quotes"; }
    return "a value is missing" + found();
  }
  [[nodiscard]] std::string no_name() const {
    if (curly_quote() || text_[at_] == '\'' || !bare_word().empty()) { return "the name of a field stands in straight double quotes, \" and \""; }
    if (text_[at_] == '/' || text_[at_] == '#') { return "a comment cannot stand in a JSON file; take it out"; }
    return "the name of a field is missing" + found();
  }

  /// Takes what stands between quotes.
  std::string quoted() {
    const std::size_t first = at_++;
    std::string out;
    for (;;) {
      std::size_t end = at_;
      while (end < text_.size() && text_[end] != '"' && text_[end] != '\\' && static_cast<unsigned char>(text_[end]) >= 0x20) { ++end; }
      out += text_.substr(at_, end - at_);
      at_ = end;
      if (at_end()) { fail(first, "the text that begins here has no closing quote"); }
      if (text_[at_] == '"') {
        ++at_;
        return out;
      }
      if (text_[at_] != '\\') {
        fail(at_, text_[at_] == '\n' || text_[at_] == '\r' ? "a line ends inside a text; close the quote, or write \\n for a line break"
                                                          : "the character " + text::shown(text_.substr(at_, 1)) + " cannot stand in a text");
      }
      escape(out);
    }
  }

  void escape(std::string& out) {
    const std::size_t first = at_++;
    const char c = at_end() ? '\0' : text_[at_];
    constexpr std::string_view written = "\"\\/bfnrt";
    constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
    if (const std::size_t i = written.find(c); i != std::string_view::npos) {
      out += meant[i];
      ++at_;
      return;
    }
    if (c != 'u') { fail(first, "a backslash must be doubled, \\\\, or begin one of \\\" \\/ \\b \\f \\n \\r \\t \\u1234"); }
    ++at_;
    std::uint32_t code = four_hex(first);
    if (code >= 0xDC00 && code <= 0xDFFF) { fail(first, "the second half of a character stands alone"); }
    if (code >= 0xD800 && code <= 0xDBFF) {
      if (text_.substr(at_, 2) != "\\u") { fail(first, "the first half of a character stands alone"); }
      at_ += 2;
      const std::uint32_t low = four_hex(first);
      if (low < 0xDC00 || low > 0xDFFF) { fail(first, "the first half of a character stands alone"); }
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, code);
  }

  std::uint32_t four_hex(std::size_t first) {
    std::uint32_t code = 0;
    const std::string_view digits = text_.substr(at_, 4);
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (digits.size() != 4 || problem != std::errc{} || end != digits.data() + 4) { fail(first, "\\u needs four hexadecimal digits, e.g. \\u00e9"); }
    at_ += 4;
    return code;
  }

  static void append_utf8(std::string& out, std::uint32_t code) {
    const auto byte = [&](std::uint32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
    if (code < 0x80) {
      byte(code);
    } else if (code < 0x800) {
      byte(0xC0 | (code >> 6));
      byte(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      byte(0xE0 | (code >> 12));
      byte(0x80 | ((code >> 6) & 0x3F));
      byte(0x80 | (code & 0x3F));
    } else {
      byte(0xF0 | (code >> 18));
      byte(0x80 | ((code >> 12) & 0x3F));
      byte(0x80 | ((code >> 6) & 0x3F));
      byte(0x80 | (code & 0x3F));
    }
  }

  std::string function_;
  std::string source_;
  std::string_view text_;
  std::size_t at_{};
  std::size_t depth_{};
};

/// The whole number a JSON number stands for, or nothing when it has a fraction or exponent or does not fit.
[[nodiscard]] inline std::optional<std::int64_t> whole_number(std::string_view written) noexcept {
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(written.data(), written.data() + written.size(), value);
  if (problem != std::errc{} || end != written.data() + written.size()) { return std::nullopt; }
  return value;
}

/// `value` as a JSON text with its quotes. Control characters are escaped, everything else stands as it is.
[[nodiscard]] inline std::string json_quoted(std::string_view value) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : value) {
    const auto u = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (u < 0x20) {
      out += "\\u00";
      out += hex[u >> 4];
      out += hex[u & 15];
    } else {
      out += c;
    }
  }
  return out += '"';
}

} // namespace headway::io::detail
