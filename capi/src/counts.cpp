// headway_counts_*: mergeable counts.

#include "guard.hpp"
#include "handle.hpp"

#include <span>

using namespace headway::capi;

namespace {

using counts_type = headway::counts<>;

/// No count can pass its end while fewer rows than this have been counted.
constexpr std::uint64_t most_rows = 0xFFFFFFFFu;

const counts_type& of(const headway_counts* counts) { return needed(counts, "counts").value; }

template <class Value>
std::span<const Value> column_of(const Value* column, std::size_t rows, std::string_view argument) {
  return {buffer_of(column, rows, argument), rows};
}

/// Every entry below `size`, or the first that is not is named.
template <class Value>
void must_fit(std::span<const Value> column, std::size_t size, std::string_view argument) {
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (column[row] >= size) {
      fail(headway::error_category::out_of_range, argument,
           std::to_string(column[row]) + (size == 0 ? " is not allowed; there are none" : " is not allowed; it must be 0 to " + std::to_string(size - 1)),
           static_cast<std::int64_t>(row));
    }
  }
}

void must_be_scores(std::span<const std::int8_t> column, std::size_t levels) {
  for (std::size_t row = 0; row < column.size(); ++row) {
    const int code = column[row];
    if (code < -static_cast<int>(headway::missing_reasons) || code >= static_cast<int>(levels)) {
      fail(headway::error_category::out_of_range, "score",
           std::to_string(code) + " is not allowed; it must be -6 to -1 for a missing mark, or 0 to " + std::to_string(levels - 1), static_cast<std::int64_t>(row));
    }
  }
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

} // namespace

extern "C" {

headway_status headway_counts_create(size_t communities, size_t rounds, size_t dimensions, size_t sectors, size_t levels, headway_counts** counts,
                                     headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(counts, "counts");
    give(counts, counts_type{{communities, rounds, dimensions, sectors}, levels});
  });
}

void headway_counts_destroy(headway_counts* counts) noexcept { delete counts; }

headway_status headway_counts_add(headway_counts* counts, const uint32_t* community, const uint16_t* round, const uint16_t* dimension,
                                  const uint16_t* sector, const int8_t* score, size_t rows, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    counts_type& into = needed(counts, "counts").value;
    const auto in_community = column_of(community, rows, "community");
    const auto in_round = column_of(round, rows, "round");
    const auto in_dimension = column_of(dimension, rows, "dimension");
    const auto in_sector = column_of(sector, sector == nullptr ? 0 : rows, "sector");
    const auto scores = column_of(score, rows, "score");
    must_fit(in_community, into.shape().communities, "community");
    must_fit(in_round, into.shape().rounds, "round");
    must_fit(in_dimension, into.shape().dimensions, "dimension");
    must_fit(in_sector, into.shape().sectors, "sector");
    if (sector == nullptr && rows != 0) { position_of(0, into.shape().sectors, "sector"); }
    must_be_scores(scores, into.levels());
    const auto count_into = [&](counts_type& target) {
      for (std::size_t row = 0; row < rows; ++row) {
        const std::size_t cell = target.cell(in_community[row], in_round[row], in_dimension[row], in_sector.empty() ? 0 : in_sector[row]);
        target.add(cell, headway::score::from_code(scores[row]));
      }
    };
    if (rows <= most_rows - (std::min)(counts->rows, most_rows)) {
      count_into(into);
    } else { // a count could pass its end: count apart and merge, which checks
      if (rows > most_rows) { fail(headway::error_category::limit, "rows", std::to_string(rows) + " are too many for one call; give at most 4294967295"); }
      counts_type apart{into.shape(), into.levels()};
      count_into(apart);
      into.merge(apart);
    }
    counts->rows += rows;
  });
}

headway_status headway_counts_merge(headway_counts* counts, const headway_counts* other, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    counts_type& into = needed(counts, "counts").value;
    into.merge(of(&needed(other, "other")));
    counts->rows += other->rows;
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
