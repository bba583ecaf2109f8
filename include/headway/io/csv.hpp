#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <headway/core/ratings.hpp>
#include <headway/core/rubric.hpp>
#include <headway/io/detail/csv_input.hpp>
#include <headway/io/detail/mapped_file.hpp>
#include <headway/io/detail/progress.hpp>
#include <headway/io/detail/reading_builder.hpp>
#include <headway/io/options.hpp>

/// \file
/// Tidy long files: one row per person and dimension, or one row per agreed mark. What a reader does with anything unexpected is in
/// docs/problems.md.

namespace headway::io {

namespace detail {

/// Separated text on its way to a reading: bytes in, as they come, one reading out.
class csv_reading {
public:
  csv_reading(const rubric_words& words, const read_options& options, const std::string& source, const char* function)
      : options_{options}, input_{source, options, function}, builder_{words, options, source, function} {}

  void take(std::string_view block, bool last) {
    input_.feed(
      block, last, [&](const csv_record& record) { builder_.reader.header(record.fields, record.line); },
      [&](const csv_record& record) {
        if (look_at_record(builder_.reader, record, options_.field_limit)) { builder_.row(as_row(record)); }
      });
  }
  [[nodiscard]] reading finish() {
    if (input_.scanner().ends().mixed()) { builder_.reader.add(0, row_reader::none, codes::mixed_line_ends, {}, "the file uses more than one kind of line end"); }
    reading out = builder_.finish();
    input_.describe(out);
    return out;
  }

private:
  const read_options& options_;
  csv_input input_;
  reading_builder builder_;
};

[[nodiscard]] inline reading read_csv_file(const rubric_words& words, const read_options& options, const std::string& path, const char* function) {
  csv_reading csv{words, options, path, function};
  each_block(path, function, telling(options, function, [&](std::string_view block, bool last) { csv.take(block, last); }));
  return csv.finish();
}
[[nodiscard]] inline reading read_csv_text(const rubric_words& words, const read_options& options, std::string_view text, const std::string& source, const char* function) {
  csv_reading csv{words, options, source, function};
  take_telling(text, options, function, [&](std::string_view block, bool last) { csv.take(block, last); });
  return csv.finish();
}

[[nodiscard]] inline read_options for_agreed_marks(read_options options) {
  if (options.mode != score_mode::moderated) { options.mode = score_mode::consensus; }
  return options;
}

} // namespace detail

/// Reads marks from a tidy long file: comma, semicolon or tab, quoted as RFC 4180 or not at all, UTF-8.
/// Definition: one row is one mark: who (rater, sector, role), where and when (community, round, date), what (dimension by number, key or name) and the score,
/// or why there is none. Columns are recognised by their headers in several languages; `reading::columns` says what was understood. Files of agreed
/// marks (outcome, consensus_score) and then-tests (asked_at_round, about_round) are recognised too, and their marks kept apart.
/// Missing and edge cases: a score is never guessed, changed or rounded. What is not one level of the scale is kept as text and not counted; a row that
/// cannot be placed is left out; each leaves a `problem` with line and field. Repeated rows are settled by `study_builder`.
/// \param path a file, or anything that can be read from start to end
/// \param rubric the dimensions and levels that are allowed \param options what is known beforehand
/// \return rows in the order of the file, problems in order of line and field
/// \throws error io when the file cannot be read; parse when it is not UTF-8 text with a header, or two columns could be the same thing; not_found when the
/// score, dimension, community or round is nowhere given; limit for more than 65534 rounds or sectors; cancelled when `progress` says false
/// Cost: one pass, about 60 bytes a row; the file is mapped where that exists. Threads: safe. Since 0.1. Checked by `csv_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] reading read_ratings(const std::string& path, const rubric<Dimensions, Levels>& rubric, const read_options& options = {}) {
  const detail::rubric_words words{rubric};
  return detail::read_csv_file(words, options, path, "io::read_ratings");
}

/// Reads marks from text in memory, as `read_ratings` does from a file. \param source what to call it in problems
/// \throws error as `read_ratings`, without io
/// Since 0.1. Checked by `csv_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] reading read_ratings_text(std::string_view text, const std::string& source, const rubric<Dimensions, Levels>& rubric, const read_options& options = {}) {
  const detail::rubric_words words{rubric};
  return detail::read_csv_text(words, options, text, source, "io::read_ratings_text");
}

/// Reads agreed marks with outcome, reason, evidence and minority view: `read_ratings` for which every row that says nothing else is an agreed mark.
/// Edge cases: "2-3", "3 (just)" and the like are kept as text with the interval they plainly span, never rounded.
/// \return `reading::ratings::consensus` holds the marks
/// \throws error as `read_ratings`
/// Since 0.1. Checked by `csv_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] reading read_consensus(const std::string& path, const rubric<Dimensions, Levels>& rubric, const read_options& options = {}) {
  const detail::rubric_words words{rubric};
  return detail::read_csv_file(words, detail::for_agreed_marks(options), path, "io::read_consensus");
}

/// Reads agreed marks from text in memory. \param source what to call it in problems
/// Since 0.1. Checked by `csv_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] reading read_consensus_text(std::string_view text, const std::string& source, const rubric<Dimensions, Levels>& rubric, const read_options& options = {}) {
  const detail::rubric_words words{rubric};
  return detail::read_csv_text(words, detail::for_agreed_marks(options), text, source, "io::read_consensus_text");
}

} // namespace headway::io
