// headway_ratings_* and headway_consensus_*: one input as it was understood.

#include "guard.hpp"
#include "handle.hpp"
#include "read_options.hpp"

#include <headway/core/study_tables.hpp>
#include <headway/io/csv.hpp>

using namespace headway::capi;

namespace {

using headway::reading;

const reading& of(const headway_ratings* ratings) { return needed(ratings, "ratings").value; }

/// Runs a reader and gives its result the rubric it was read with.
template <class Read>
headway_status read_with(const char* function, const headway_rubric* rubric, const headway_read_options* options, headway_ratings** ratings,
                         headway_error* err, Read read) noexcept {
  return guarded(function, err, [&] {
    const auto& asked = needed(rubric, "rubric").value;
    needed(ratings, "ratings");
    give(ratings, read(*asked, read_options_of(options)), asked);
  });
}

std::string source_of(const char* source, std::size_t length) {
  const std::string_view given = text_of(source, length, "source");
  return std::string{given.empty() ? "text" : given};
}

template <class Count>
headway_status count_in(const char* function, const headway_ratings* ratings, size_t* count, headway_error* err, Count how_many) noexcept {
  return guarded(function, err, [&] {
    const reading& object = of(ratings);
    needed(count, "count") = static_cast<size_t>(how_many(object));
  });
}

headway_status text_in(const char* function, const headway_ratings* ratings, const char** text, size_t* length, headway_error* err,
                       std::string reading::*field) noexcept {
  return guarded(function, err, [&] {
    const std::string& found = of(ratings).*field;
    needed(text, "text");
    needed(length, "length");
    *text = found.data();
    *length = found.size();
  });
}

} // namespace

extern "C" {

void headway_read_options_init(headway_read_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_ratings_read_csv(const headway_rubric* rubric, const char* path, size_t path_length, const headway_read_options* options,
                                        headway_ratings** ratings, headway_error* err) noexcept {
  return read_with(__func__, rubric, options, ratings, err, [&](const headway::rubric<>& asked, const headway::io::read_options& how) {
    return headway::io::read_ratings(path_text(path, path_length, "path"), asked, how);
  });
}

headway_status headway_ratings_read_csv_text(const headway_rubric* rubric, const char* text, size_t text_length, const char* source,
                                             size_t source_length, const headway_read_options* options, headway_ratings** ratings,
                                             headway_error* err) noexcept {
  return read_with(__func__, rubric, options, ratings, err, [&](const headway::rubric<>& asked, const headway::io::read_options& how) {
    return headway::io::read_ratings_text(text_of(text, text_length, "text"), source_of(source, source_length), asked, how);
  });
}

headway_status headway_consensus_read_csv(const headway_rubric* rubric, const char* path, size_t path_length, const headway_read_options* options,
                                          headway_ratings** ratings, headway_error* err) noexcept {
  return read_with(__func__, rubric, options, ratings, err, [&](const headway::rubric<>& asked, const headway::io::read_options& how) {
    return headway::io::read_consensus(path_text(path, path_length, "path"), asked, how);
  });
}

headway_status headway_consensus_read_csv_text(const headway_rubric* rubric, const char* text, size_t text_length, const char* source,
                                               size_t source_length, const headway_read_options* options, headway_ratings** ratings,
                                               headway_error* err) noexcept {
  return read_with(__func__, rubric, options, ratings, err, [&](const headway::rubric<>& asked, const headway::io::read_options& how) {
    return headway::io::read_consensus_text(text_of(text, text_length, "text"), source_of(source, source_length), asked, how);
  });
}

void headway_ratings_destroy(headway_ratings* ratings) noexcept { delete ratings; }

headway_status headway_ratings_rows(const headway_ratings* ratings, size_t* count, headway_error* err) noexcept {
  return count_in(__func__, ratings, count, err, [](const reading& r) { return r.ratings.size(); });
}
headway_status headway_ratings_agreed(const headway_ratings* ratings, size_t* count, headway_error* err) noexcept {
  return count_in(__func__, ratings, count, err, [](const reading& r) { return r.ratings.consensus.size(); });
}
headway_status headway_ratings_rows_read(const headway_ratings* ratings, size_t* count, headway_error* err) noexcept {
  return count_in(__func__, ratings, count, err, [](const reading& r) { return r.rows_read; });
}
headway_status headway_ratings_rows_left_out(const headway_ratings* ratings, size_t* count, headway_error* err) noexcept {
  return count_in(__func__, ratings, count, err, [](const reading& r) { return r.rows_left_out; });
}
headway_status headway_ratings_source(const headway_ratings* ratings, const char** text, size_t* length, headway_error* err) noexcept {
  return text_in(__func__, ratings, text, length, err, &reading::source);
}
headway_status headway_ratings_separator(const headway_ratings* ratings, const char** text, size_t* length, headway_error* err) noexcept {
  return text_in(__func__, ratings, text, length, err, &reading::separator);
}
headway_status headway_ratings_encoding(const headway_ratings* ratings, const char** text, size_t* length, headway_error* err) noexcept {
  return text_in(__func__, ratings, text, length, err, &reading::encoding);
}

headway_status headway_ratings_problems(const headway_ratings* ratings, uint64_t* total, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const headway::problem_list& problems = of(ratings).problems;
    needed(table, "table");
    give_table(table, headway::to_table(problems));
    if (total != nullptr) { *total = problems.total(); }
  });
}

headway_status headway_ratings_columns(const headway_ratings* ratings, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const reading& object = of(ratings);
    needed(table, "table");
    headway::table out;
    out.add("header", headway::column_type::text);
    out.add("taken_for", headway::column_type::text);
    for (const auto& [header, taken_for] : object.columns) {
      out.push_row(header, taken_for.empty() ? std::nullopt : std::optional{taken_for});
    }
    give_table(table, std::move(out));
  });
}

} // extern "C"
