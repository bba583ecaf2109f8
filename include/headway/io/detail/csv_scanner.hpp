#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <headway/io/detail/specials.hpp>

namespace headway::io::detail {

/// What became of one record.
enum class record_kind : std::uint8_t {
  complete,
  too_long, ///< a field or the record is over its limit; there are no fields
  unclosed  ///< a quote was opened and the text ended; there are no fields
};

/// One record of separated text. Texts are valid until the next record.
struct csv_record {
  record_kind kind{record_kind::complete};
  std::vector<std::string_view> fields{}; ///< without quotes, doubled quotes halved
  std::vector<std::uint32_t> stray{};     ///< 0-based fields with a quote where none belongs
  std::string_view raw{};                 ///< the record without its line end (shortened when too_long or unclosed)
  std::uint64_t line{};                   ///< physical line of its first character, from 1
  std::uint64_t breaks{};                 ///< line ends inside its quoted fields
  std::uint64_t offset{};                 ///< byte of the input at which it starts, from 0
  std::uint64_t quote_line{};             ///< unclosed: the line in which the quote was opened
  std::uint32_t field{};                  ///< too_long, unclosed: the 0-based field
  bool maybe_high{};                      ///< there may be bytes of 0x80 or more
  bool maybe_nul{};
};

/// Which line ends a text used.
struct line_ends {
  std::uint64_t lf{};
  std::uint64_t crlf{};
  std::uint64_t cr{};
  [[nodiscard]] bool mixed() const noexcept { return (lf != 0) + (crlf != 0) + (cr != 0) > 1; }
};

/// Splits separated text (RFC 4180; LF, CRLF, CR or a mixture) into records, from blocks of bytes cut anywhere: the records do not depend
/// on the cuts. A quote opens a quoted field only at its start; any other quote is kept as it stands and reported as stray.
/// Memory: one record and one block. Threads: one scanner, one thread. Since 0.1. Checked by `csv_scanner_test`.
class csv_scanner {
public:
  /// \param separator any byte but LF, CR, the quote, @ and NUL
  /// \param field_limit longest field in bytes; a whole record may have four times as much and 64 KiB
  csv_scanner(char separator, std::size_t field_limit, find_specials_function find)
      : separator_{separator}, field_limit_{field_limit}, record_limit_{field_limit > (SIZE_MAX >> 3) ? SIZE_MAX : field_limit * 4 + 65536}, find_{find},
        positions_(window + 17) {}
  csv_scanner(char separator, std::size_t field_limit) : csv_scanner{separator, field_limit, best_find_specials(separator)} {}

  /// Takes the next bytes and hands every record that is complete to `sink(const csv_record&)`; with `last`, all of them. Before each record
  /// `fast(*this)` may take as many as it likes by itself.
  template <class Sink>
  void feed(std::string_view block, bool last, Sink&& sink) {
    feed(block, last, sink, [](csv_scanner&) {});
  }
  template <class Sink, class Lane>
  void feed(std::string_view block, bool last, Sink&& sink, Lane&& fast) {
    if (skipping_) {
      if (!skip(block, last, sink)) { return; }
    }
    if (carry_.empty()) {
      carry_.assign(scan(block, last, sink, fast));
    } else {
      carry_.append(block);
      std::string text;
      text.swap(carry_);
      carry_.assign(scan(text, last, sink, fast));
    }
    if (!last && carry_.size() > record_limit_) {
      start_skipping();
      std::string text;
      text.swap(carry_);
      std::string_view rest{text};
      if (skip(rest, false, sink)) { carry_.assign(rest); }
    }
  }

  [[nodiscard]] const line_ends& ends() const noexcept { return ends_; }
  /// Adds the line ends of a later part of the same text.
  void join_ends(const csv_scanner& later) noexcept {
    ends_.lf += later.ends_.lf;
    ends_.crlf += later.ends_.crlf;
    ends_.cr += later.ends_.cr;
  }
  /// The line and byte at which the next record starts.
  void start_at(std::uint64_t line, std::uint64_t offset) noexcept {
    line_ = line;
    offset_ = offset;
  }
  [[nodiscard]] std::uint64_t line() const noexcept { return line_; }

  // The parts below are for a caller that walks a text itself and asks for single records (see counting).

  /// Sets the text to walk.
  void open(std::string_view text, bool last) noexcept {
    text_ = text;
    last_ = last;
    at_ = 0;
    window_end_ = 0;
    count_ = 0;
    next_ = 0;
  }
  /// The next record of the text, or nothing when it is not complete (or the text is at its end).
  [[nodiscard]] const csv_record* next() {
    if (at_ >= text_.size()) { return nullptr; }
    const std::size_t start = at_;
    const line_ends ends_before = ends_;
    if (!read_record()) {
      at_ = start;
      ends_ = ends_before;
      return nullptr;
    }
    record_.offset = offset_;
    offset_ += at_ - start;
    return &record_;
  }
  [[nodiscard]] std::string_view rest() const noexcept { return text_.substr(at_); }

  /// The special characters from the next record on, relative to `base`: `positions[-1]` is the one before the record (or what stands for it).
  struct lane {
    const char* base;
    const std::uint32_t* positions;
    std::size_t count;
    std::size_t size; ///< bytes of text from `base` to its end
    bool high;
    bool nul;
    std::size_t line_feeds; ///< how many of the special characters are LF, when the lane holds a whole window with nothing but LF and separators; otherwise 0
  };
  /// \param specials how many a row has: when fewer are left a new window is looked through, which starts at the record
  [[nodiscard]] lane walk(std::size_t specials) {
    if (count_ - next_ < specials || at_ < window_start_) {
      window_end_ = at_;
      count_ = 0;
      next_ = 0;
      refill();
    }
    if (next_ == 0) { positions_[0] = static_cast<std::uint32_t>(at_ - window_start_ - 1); } // wraps to -1 at the start of a window
    return {text_.data() + window_start_, found() + next_, count_ - next_, text_.size() - window_start_, seen_.high, seen_.nul,
            next_ == 0 && seen_.line_feeds + seen_.separators == count_ ? static_cast<std::size_t>(seen_.line_feeds) : 0};
  }
  /// Says that the caller took `specials` special characters of the lane: `lines` whole records, each ending in LF or, `with_cr`, CRLF.
  void took(std::size_t specials, std::uint64_t lines, bool with_cr) noexcept {
    next_ += specials;
    const std::size_t to = window_start_ + found()[next_ - 1] + 1;
    offset_ += to - at_;
    at_ = to;
    line_ += lines;
    (with_cr ? ends_.crlf : ends_.lf) += lines;
  }

  static constexpr std::size_t window = 8192;

private:
  template <class Sink, class Lane>
  [[nodiscard]] std::string_view scan(std::string_view text, bool last, Sink& sink, Lane& fast) {
    open(text, last);
    for (;;) {
      fast(*this);
      const csv_record* record = next();
      if (record == nullptr) { return rest(); }
      sink(*record);
    }
  }

  [[nodiscard]] const std::uint32_t* found() const noexcept { return positions_.data() + 1; }

  void refill() {
    while (next_ == count_ && window_end_ < text_.size()) {
      window_start_ = window_end_;
      const std::size_t n = (std::min)(window, text_.size() - window_start_);
      seen_ = {};
      count_ = find_(text_.data() + window_start_, n, separator_, positions_.data() + 1, seen_);
      next_ = 0;
      window_end_ = window_start_ + n;
      high_ = high_ || seen_.high;
      nul_ = nul_ || seen_.nul;
    }
  }
  /// Position of the next special character and moves past it; the end of the text when there is none.
  [[nodiscard]] std::size_t take_special() {
    if (next_ == count_) {
      refill();
      if (next_ == count_) { return text_.size(); }
    }
    return window_start_ + found()[next_++];
  }
  /// Reads from `at_` one record; false when the text ends first and more is to come.
  bool read_record() {
    record_.kind = record_kind::complete;
    record_.fields.clear();
    record_.stray.clear();
    record_.breaks = 0;
    record_.line = line_;
    high_ = seen_.high;
    nul_ = seen_.nul;
    spare_used_ = 0;
    const std::size_t start = at_;
    bool too_long = false;
    for (;;) {
      const std::size_t field_start = at_;
      std::string_view field;
      bool stray = false;
      std::size_t stop; // the separator, line end or end of text after the field
      if (field_start < text_.size() && text_[field_start] == '"') {
        if (!read_quoted(stop, field, stray)) { return false; }
        if (record_.kind == record_kind::unclosed) {
          finish_record(start, text_.size());
          return true;
        }
      } else {
        stop = plain_end(stray);
        field = text_.substr(field_start, stop - field_start);
      }
      if (stop == text_.size() && !last_) { return false; }
      if (stray) { record_.stray.push_back(static_cast<std::uint32_t>(record_.fields.size())); }
      if (field.size() > field_limit_ && !too_long) {
        too_long = true;
        record_.field = static_cast<std::uint32_t>(record_.fields.size());
      }
      record_.fields.push_back(field);
      if (stop < text_.size() && text_[stop] == separator_) {
        at_ = stop + 1;
        continue;
      }
      if (stop - start > record_limit_ && !too_long) {
        too_long = true;
        record_.field = static_cast<std::uint32_t>(record_.fields.size() - 1);
      }
      if (!end_line(stop)) { return false; }
      if (too_long) {
        record_.kind = record_kind::too_long;
        record_.fields.clear();
        record_.stray.clear();
      }
      finish_record(start, stop);
      return true;
    }
  }

  void finish_record(std::size_t start, std::size_t stop) noexcept {
    record_.raw = text_.substr(start, stop - start);
    if (record_.kind != record_kind::complete) { record_.raw = record_.raw.substr(0, shown_raw); }
    record_.maybe_high = high_;
    record_.maybe_nul = nul_;
    line_ += record_.breaks;
  }

  /// The end of an unquoted stretch from `at_`; a quote inside is stray.
  [[nodiscard]] std::size_t plain_end(bool& stray) {
    for (;;) {
      const std::size_t i = take_special();
      if (i == text_.size()) { return i; }
      const char c = text_[i];
      if (c == '"') {
        stray = true;
      } else if (c != '@') {
        return i;
      }
    }
  }

  /// Reads a quoted field from its opening quote; false when more text is needed.
  bool read_quoted(std::size_t& stop, std::string_view& field, bool& stray) {
    const std::size_t open_quote = take_special();
    const std::uint64_t quote_line = line_ + record_.breaks;
    std::size_t piece = open_quote + 1;
    std::string* joined = nullptr;
    for (;;) {
      const std::size_t i = take_special();
      if (i == text_.size()) {
        if (!last_) { return false; }
        record_.kind = record_kind::unclosed;
        record_.quote_line = quote_line;
        record_.field = static_cast<std::uint32_t>(record_.fields.size());
        record_.fields.clear();
        record_.stray.clear();
        at_ = text_.size();
        return true;
      }
      const char c = text_[i];
      if (c == '\n' || c == '\r') {
        if (c == '\r' && i + 1 == text_.size() && !last_) { return false; }
        if (c == '\n' || i + 1 == text_.size() || text_[i + 1] != '\n') { ++record_.breaks; }
        continue;
      }
      if (c != '"') { continue; }
      if (i + 1 == text_.size() && !last_) { return false; }
      if (i + 1 < text_.size() && text_[i + 1] == '"') {
        static_cast<void>(take_special());
        if (joined == nullptr) { joined = &spare(); }
        joined->append(text_.substr(piece, i + 1 - piece));
        piece = i + 2;
        continue;
      }
      stop = i + 1;
      const bool clean = stop == text_.size() || text_[stop] == separator_ || text_[stop] == '\n' || text_[stop] == '\r';
      if (clean) {
        if (stop < text_.size()) { static_cast<void>(take_special()); }
      } else { // text after the closing quote is kept as it stands
        stray = true;
        if (joined == nullptr) { joined = &spare(); }
        joined->append(text_.substr(piece, i - piece));
        piece = i + 1;
        bool more = false;
        stop = plain_end(more);
        joined->append(text_.substr(piece, stop - piece));
        field = *joined;
        return true;
      }
      if (joined != nullptr) {
        joined->append(text_.substr(piece, i - piece));
        field = *joined;
      } else {
        field = text_.substr(piece, i - piece);
      }
      return true;
    }
  }

  /// Moves past the line end at `stop`; false when it may be the first half of CRLF.
  bool end_line(std::size_t stop) {
    if (stop == text_.size()) {
      at_ = stop;
      ++line_;
      return true;
    }
    if (text_[stop] == '\n') {
      at_ = stop + 1;
      ++ends_.lf;
    } else {
      if (stop + 1 == text_.size() && !last_) { return false; }
      if (stop + 1 < text_.size() && text_[stop + 1] == '\n') {
        static_cast<void>(take_special());
        at_ = stop + 2;
        ++ends_.crlf;
      } else {
        at_ = stop + 1;
        ++ends_.cr;
      }
    }
    ++line_;
    return true;
  }

  std::string& spare() {
    if (spare_used_ == spares_.size()) { spares_.emplace_back(); }
    std::string& out = spares_[spare_used_++];
    out.clear();
    return out;
  }

  enum class skip_state : std::uint8_t { field_start, plain, quoted, quote_in_quoted };

  void start_skipping() {
    skipping_ = true;
    state_ = skip_state::field_start;
    after_cr_ = false;
    ended_ = false;
    skipped_ = 0;
    record_.kind = record_kind::too_long;
    record_.fields.clear();
    record_.stray.clear();
    record_.breaks = 0;
    record_.line = line_;
    record_.offset = offset_;
    skipped_fields_ = 0;
    record_.maybe_high = false;
    record_.maybe_nul = false;
    raw_.clear();
    field_size_ = 0;
    over_ = false;
  }

  /// Passes over the rest of a record that is too long, byte by byte, remembering nothing but where it stands. True when it ended;
  /// `block` is then what follows it.
  template <class Sink>
  bool skip(std::string_view& block, bool last, Sink& sink) {
    std::size_t i = 0;
    bool done = false;
    for (; i < block.size(); ++i) {
      const char c = block[i];
      if (ended_) { // a CR ended the record: an LF belongs to it
        if (c == '\n') {
          ++i;
          ++skipped_;
          ++ends_.crlf;
        } else {
          ++ends_.cr;
        }
        done = true;
        break;
      }
      ++skipped_;
      if (state_ == skip_state::quoted) {
        if (c == '\n' ? !after_cr_ : c == '\r') { ++record_.breaks; }
        after_cr_ = c == '\r';
        if (c == '"') {
          state_ = skip_state::quote_in_quoted;
        } else {
          count_byte();
        }
      } else if (state_ == skip_state::quote_in_quoted && c == '"') {
        state_ = skip_state::quoted;
        after_cr_ = false;
        count_byte();
      } else if (c == '\n') {
        ++i;
        ++ends_.lf;
        done = true;
        break;
      } else if (c == '\r') {
        ended_ = true;
        continue;
      } else if (c == separator_) {
        state_ = skip_state::field_start;
        ++skipped_fields_;
        field_size_ = 0;
      } else if (c == '"' && state_ == skip_state::field_start) {
        state_ = skip_state::quoted;
        after_cr_ = false;
        record_.quote_line = line_ + record_.breaks;
      } else {
        state_ = skip_state::plain;
        count_byte();
      }
      if (raw_.size() < shown_raw) { raw_.push_back(c); }
    }
    if (!done && !last) {
      block = {};
      return false;
    }
    if (!done && ended_) { ++ends_.cr; }
    if (!done && state_ == skip_state::quoted) { record_.kind = record_kind::unclosed; }
    if (!over_ || record_.kind == record_kind::unclosed) { record_.field = skipped_fields_; }
    skipping_ = false;
    record_.raw = raw_;
    line_ += record_.breaks + (record_.kind == record_kind::unclosed ? 0 : 1);
    offset_ += skipped_;
    sink(static_cast<const csv_record&>(record_));
    block.remove_prefix((std::min)(i, block.size()));
    return true;
  }
  void count_byte() noexcept {
    if (++field_size_ > field_limit_ && !over_) {
      over_ = true;
      record_.field = skipped_fields_;
    }
  }

  static constexpr std::size_t shown_raw = 256;

  char separator_;
  std::size_t field_limit_;
  std::size_t record_limit_;
  find_specials_function find_;
  std::vector<std::uint32_t> positions_;
  std::string carry_;
  csv_record record_;
  std::deque<std::string> spares_;
  std::size_t spare_used_{};
  line_ends ends_;
  std::uint64_t line_{1};
  std::uint64_t offset_{};

  std::string_view text_;
  bool last_{};
  std::size_t at_{};
  std::size_t window_start_{};
  std::size_t window_end_{};
  std::size_t count_{};
  std::size_t next_{};
  special_flags seen_;
  bool high_{};
  bool nul_{};

  bool skipping_{};
  skip_state state_{};
  bool after_cr_{};
  bool ended_{};
  bool over_{};
  std::uint64_t skipped_{};
  std::uint32_t skipped_fields_{};
  std::size_t field_size_{};
  std::string raw_;
};

} // namespace headway::io::detail
