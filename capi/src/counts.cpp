// headway_counts_*: mergeable counts.

#include "guard.hpp"
#include "handle.hpp"
#include "read_options.hpp"

#include <span>

#include <headway/core/study_tables.hpp>
#include <headway/io/count_columns.hpp>
#include <headway/io/counts.hpp>

struct headway_counts {
  headway::io::counted_ratings<headway::dynamic> value;
  std::shared_ptr<const headway::rubric<>> rubric{}; ///< whose dimensions are counted; none for counts that were not read
};

using namespace headway::capi;

namespace {

using counts_type = headway::counts<>;

const counts_type& of(const headway_counts* counts) { return needed(counts, "counts").value.counts; }

template <class Value>
headway::io::code_column<Value> column_of(const Value* column, std::size_t rows, std::string_view argument) {
  return {.codes = {buffer_of(column, rows, argument), rows}};
}

/// Copies the numbers of whole cells.
void read(std::span<const std::uint32_t> numbers, std::size_t cells, std::size_t width, std::size_t first, std::uint32_t* buffer, std::size_t capacity,
          std::size_t* copied) {
  if (first > cells) {
    fail(headway::error_category::out_of_range, "first_cell", std::to_string(first) + " is not allowed; it must be 0 to " + std::to_string(cells));
  }
  buffer_of(buffer, capacity, "buffer");
  needed(copied, "copied");
  const std::size_t taken = (std::min)(capacity, cells - first);
  std::copy_n(numbers.data() + first * width, taken * width, buffer);
  *copied = taken;
}

/// Counts of two inputs can be added when their positions mean the same.
void must_be_alike(const headway_counts& into, const headway_counts& from) {
  if (into.rubric == nullptr || from.rubric == nullptr) { return; }
  const auto differ = [](std::string_view what) {
    fail(headway::error_category::incompatible, "other", "counts other " + std::string{what} + ", or in another order; count both inputs in one, or add with positions of your own");
  };
  if (into.rubric != from.rubric && *into.rubric != *from.rubric) { differ("dimensions"); }
  if (into.value.communities != from.value.communities) { differ("communities"); }
  if (into.value.rounds != from.value.rounds) { differ("rounds"); }
  if (into.value.sectors != from.value.sectors) { differ("sectors"); }
}

/// Adds `from`, which may be `into` itself; everything that can fail comes before anything is changed.
void merge(headway_counts& into, const headway_counts& from) {
  headway::problem_list problems = into.value.problems;
  problems.append(from.value.problems);
  const bool named = into.rubric == nullptr && from.rubric != nullptr;
  auto communities = named ? from.value.communities : std::vector<headway::community>{};
  auto rounds = named ? from.value.rounds : std::vector<std::string>{};
  auto sectors = named ? from.value.sectors : std::vector<std::string>{};
  into.value.counts.merge(from.value.counts);
  into.value.problems = std::move(problems);
  if (named) {
    into.value.communities = std::move(communities);
    into.value.rounds = std::move(rounds);
    into.value.sectors = std::move(sectors);
    into.rubric = from.rubric;
  }
  into.value.rows_read += from.value.rows_read;
  into.value.rows_left_out += from.value.rows_left_out;
  into.value.rows_other_mode += from.value.rows_other_mode;
}

/// Size of `headway_count_options` in 0.1, its first version: two numbers, and three fields of a pointer's size.
constexpr std::size_t first_counts_size = 8 + 3 * sizeof(void*);

headway::io::count_options count_options_of(const headway_count_options* options) {
  const auto given = sized(options, first_counts_size, "options");
  if (given.by_sector != 0 && given.by_sector != 1) {
    fail(headway::error_category::invalid_argument, "by_sector", std::to_string(given.by_sector) + " is not allowed; it is 0 or 1");
  }
  headway::io::count_options out;
  out.read = read_options_of(given.read);
  out.by_sector = given.by_sector == 1;
  if (given.threads != 0) { out.threads = given.threads; }
  if (given.cell_limit != 0) { out.cell_limit = given.cell_limit; }
  return out;
}

/// Runs a reader that counts.
template <class Read>
headway_status count_with(const char* function, const headway_rubric* rubric, const headway_count_options* options, headway_counts** counts,
                          headway_error* err, Read read_counts) noexcept {
  return guarded(function, err, [&] {
    const auto& asked = needed(rubric, "rubric").value;
    needed(counts, "counts");
    auto counted = read_counts(*asked, count_options_of(options));
    give(counts, std::move(counted), asked);
  });
}

} // namespace

extern "C" {

void headway_count_options_init(headway_count_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_counts_read_csv(const headway_rubric* rubric, const char* path, size_t path_length, const headway_count_options* options,
                                       headway_counts** counts, headway_error* err) noexcept {
  return count_with(__func__, rubric, options, counts, err, [&](const headway::rubric<>& asked, const headway::io::count_options& how) {
    return headway::io::count_ratings(path_text(path, path_length, "path"), asked, how);
  });
}

headway_status headway_counts_read_csv_text(const headway_rubric* rubric, const char* text, size_t text_length, const char* source,
                                            size_t source_length, const headway_count_options* options, headway_counts** counts,
                                            headway_error* err) noexcept {
  return count_with(__func__, rubric, options, counts, err, [&](const headway::rubric<>& asked, const headway::io::count_options& how) {
    const std::string_view from = text_of(source, source_length, "source");
    return headway::io::count_ratings_text(text_of(text, text_length, "text"), std::string{from.empty() ? "text" : from}, asked, how);
  });
}

headway_status headway_counts_names(const headway_counts* counts, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const headway_counts& object = needed(counts, "counts");
    needed(table, "table");
    headway::table out;
    out.add("axis", headway::column_type::text);
    out.add("position", headway::column_type::integer);
    out.add("key", headway::column_type::text);
    out.add("label", headway::column_type::text);
    for (std::size_t i = 0; i < object.value.communities.size(); ++i) { out.push_row("community", i, object.value.communities[i].key, object.value.communities[i].name); }
    for (std::size_t i = 0; i < object.value.rounds.size(); ++i) { out.push_row("round", i, std::nullopt, object.value.rounds[i]); }
    if (object.rubric != nullptr) {
      for (std::size_t i = 0; i < object.rubric->size(); ++i) { out.push_row("dimension", i, object.rubric->dimensions()[i].key, object.rubric->dimensions()[i].name); }
    }
    for (std::size_t i = 0; i < object.value.sectors.size(); ++i) { out.push_row("sector", i, std::nullopt, object.value.sectors[i].empty() ? std::nullopt : std::optional{object.value.sectors[i]}); }
    give_table(table, std::move(out));
  });
}

headway_status headway_counts_problems(const headway_counts* counts, uint64_t* total, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const headway::problem_list& problems = needed(counts, "counts").value.problems;
    needed(table, "table");
    give_table(table, headway::to_table(problems));
    if (total != nullptr) { *total = problems.total(); }
  });
}

headway_status headway_counts_rows(const headway_counts* counts, uint64_t* rows_read, uint64_t* rows_left_out, uint64_t* rows_other_mode,
                                   headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const auto& object = needed(counts, "counts").value;
    if (rows_read != nullptr) { *rows_read = object.rows_read; }
    if (rows_left_out != nullptr) { *rows_left_out = object.rows_left_out; }
    if (rows_other_mode != nullptr) { *rows_other_mode = object.rows_other_mode; }
  });
}

headway_status headway_counts_create(size_t communities, size_t rounds, size_t dimensions, size_t sectors, size_t levels, headway_counts** counts,
                                     headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(counts, "counts");
    give(counts, headway::io::counted_ratings<headway::dynamic>{.counts = counts_type{{communities, rounds, dimensions, sectors}, levels}});
  });
}

void headway_counts_destroy(headway_counts* counts) noexcept { delete counts; }

headway_status headway_counts_add(headway_counts* counts, const uint32_t* community, const uint16_t* round, const uint16_t* dimension,
                                  const uint16_t* sector, const int8_t* score, size_t rows, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    counts_type& into = needed(counts, "counts").value.counts;
    const auto in_community = column_of(community, rows, "community");
    const auto in_round = column_of(round, rows, "round");
    const auto in_dimension = column_of(dimension, rows, "dimension");
    const auto in_sector = column_of(sector, sector == nullptr ? 0 : rows, "sector");
    const std::span<const std::int8_t> scores{buffer_of(score, rows, "score"), rows};
    if (sector == nullptr && rows != 0) { position_of(0, into.shape().sectors, "sector"); }
    headway::io::count_columns(into, in_community, in_round, in_dimension, scores, headway::io::score_values::codes(into.levels()), in_sector);
    counts->value.rows_read += rows;
  });
}

headway_status headway_counts_merge(headway_counts* counts, const headway_counts* other, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    headway_counts& into = needed(counts, "counts");
    const headway_counts& from = needed(other, "other");
    must_be_alike(into, from);
    merge(into, from);
  });
}

headway_status headway_counts_shape(const headway_counts* counts, size_t* communities, size_t* rounds, size_t* dimensions, size_t* sectors,
                                    size_t* levels, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const counts_type& object = of(counts);
    needed(communities, "communities");
    needed(rounds, "rounds");
    needed(dimensions, "dimensions");
    needed(sectors, "sectors");
    needed(levels, "levels") = object.levels();
    *communities = object.shape().communities;
    *rounds = object.shape().rounds;
    *dimensions = object.shape().dimensions;
    *sectors = object.shape().sectors;
  });
}

headway_status headway_counts_read_levels(const headway_counts* counts, size_t first_cell, uint32_t* buffer, size_t capacity, size_t* copied,
                                          headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const counts_type& object = of(counts);
    read(object.by_level(), object.cells(), object.levels(), first_cell, buffer, capacity, copied);
  });
}

headway_status headway_counts_read_missing(const headway_counts* counts, size_t first_cell, uint32_t* buffer, size_t capacity, size_t* copied,
                                           headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const counts_type& object = of(counts);
    read(object.by_reason(), object.cells(), headway::missing_reasons, first_cell, buffer, capacity, copied);
  });
}

} // extern "C"
