// headway_ratings_from_columns, headway_ratings_from_arrow: marks that are in memory already.

#include "guard.hpp"
#include "handle.hpp"
#include "read_options.hpp"

#include <span>
#include <vector>

#include <headway/io/arrow.hpp>
#include <headway/io/columns.hpp>

using namespace headway::capi;

namespace {

/// Size of `headway_column` in 0.1, its first version: two numbers, and nine fields of a pointer's size.
constexpr std::size_t first_column_size = 8 + 9 * sizeof(void*);

/// One column on its way into the reader, with what has to be made for it.
struct prepared {
  headway::io::input_column column;
  std::vector<std::string_view> texts;
  std::vector<std::uint8_t> valid;
};

[[noreturn]] void refuse(std::size_t position, const std::string& why) {
  fail(headway::error_category::invalid_argument, "columns", why, static_cast<std::int64_t>(position));
}

/// The texts between offsets, each checked to lie after the one before.
std::vector<std::string_view> texts_of(const headway_column& given, std::size_t count, std::size_t position) {
  if (given.offsets == nullptr) { refuse(position, "has no offsets"); }
  std::vector<std::string_view> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t begin = given.offsets[i];
    const std::int64_t end = given.offsets[i + 1];
    if (begin < 0 || end < begin) { refuse(position, "has offsets that do not increase, at text " + std::to_string(i)); }
    if (begin == end) { continue; }
    if (given.text == nullptr) { refuse(position, "has no text"); }
    out[i] = {given.text + begin, static_cast<std::size_t>(end - begin)};
  }
  return out;
}

/// Every row gets the text its code names; a negative code is no value.
void spread(prepared& out, const headway_column& given, std::size_t rows, std::size_t position) {
  const std::vector<std::string_view> known = std::move(out.texts);
  out.texts = std::vector<std::string_view>(rows);
  out.valid.assign(rows, 1);
  for (std::size_t row = 0; row < rows; ++row) {
    if (given.codes[row] < 0 || (given.valid != nullptr && given.valid[row] == 0)) {
      out.valid[row] = 0;
      continue;
    }
    const auto code = static_cast<std::size_t>(given.codes[row]);
    if (code >= known.size()) {
      refuse(position, "has the code " + std::to_string(code) + " in row " + std::to_string(row) + " where there are " + std::to_string(known.size()) + " texts");
    }
    out.texts[row] = known[code];
  }
}

prepared prepare(const headway_column* column, std::size_t rows, std::size_t position) {
  if (column == nullptr) { refuse(position, "is NULL"); }
  const auto given = sized(column, first_column_size, "columns");
  prepared out;
  out.column.name = text_of(given.name, given.name_length, "columns");
  const auto values = [&](auto* from, const char* what) {
    if (from == nullptr && rows != 0) { refuse(position, std::string{"has no "} + what); }
    return std::span{from, rows};
  };
  bool own_valid = false;
  switch (given.type) {
  case HEADWAY_COLUMN_INTEGER: out.column.values = values(given.integers, "integers"); break;
  case HEADWAY_COLUMN_REAL: out.column.values = values(given.reals, "reals"); break;
  case HEADWAY_COLUMN_TEXT:
    own_valid = given.codes != nullptr;
    if (rows != 0 || own_valid) { out.texts = texts_of(given, own_valid ? given.codes_count : rows, position); }
    if (own_valid) { spread(out, given, rows, position); }
    out.column.values = std::span<const std::string_view>{out.texts};
    break;
  default: refuse(position, "has the type " + std::to_string(given.type) + "; it is 1 (integer), 2 (real) or 3 (text)");
  }
  if (own_valid) {
    out.column.valid = out.valid;
  } else if (given.valid != nullptr) {
    out.column.valid = {given.valid, rows};
  }
  return out;
}

/// Releases a stream that nobody has taken over, however the call ends.
struct release_later {
  ArrowArrayStream* stream;
  explicit release_later(ArrowArrayStream* given) noexcept : stream{given} {}
  release_later(const release_later&) = delete;
  release_later& operator=(const release_later&) = delete;
  ~release_later() {
    if (stream != nullptr && stream->release != nullptr) { stream->release(stream); }
  }
};

} // namespace

extern "C" {

headway_status headway_ratings_from_columns(const headway_rubric* rubric, const headway_column* const* columns, size_t count, size_t rows,
                                            const char* source, size_t source_length, const headway_read_options* options,
                                            headway_ratings** ratings, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const auto& asked = needed(rubric, "rubric").value;
    buffer_of(columns, count, "columns");
    needed(ratings, "ratings");
    const std::string_view from = text_of(source, source_length, "source");
    std::vector<prepared> own;
    own.reserve(count); // the views inside stay where they are
    std::vector<headway::io::input_column> views;
    for (std::size_t i = 0; i < count; ++i) { views.push_back(own.emplace_back(prepare(columns[i], rows, i)).column); }
    give(ratings, headway::io::read_columns<headway::dynamic, headway::dynamic>(views, *asked, read_options_of(options), std::string{from.empty() ? "columns" : from}), asked);
  });
}

headway_status headway_ratings_from_arrow(const headway_rubric* rubric, ArrowArrayStream* stream, const char* source, size_t source_length,
                                          const headway_read_options* options, headway_ratings** ratings, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const release_later held{stream};
    const auto& asked = needed(rubric, "rubric").value;
    needed(stream, "stream");
    needed(ratings, "ratings");
    const std::string_view from = text_of(source, source_length, "source");
    give(ratings, headway::io::read_arrow(stream, *asked, read_options_of(options), std::string{from.empty() ? "arrow" : from}), asked);
  });
}

} // extern "C"
