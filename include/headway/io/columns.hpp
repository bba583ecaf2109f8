#pragma once

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/core/ratings.hpp>
#include <headway/core/rubric.hpp>
#include <headway/io/detail/reading_builder.hpp>
#include <headway/io/options.hpp>

/// \file
/// Marks from columns that are in memory already: tables of another program, Arrow batches, dictionaries of lists.

namespace headway::io {

/// One named column of texts, whole numbers or real numbers; nothing is copied. `valid` has one byte a row, 0 where there is no value; empty
/// when every row has one. A real number that is not a number (NaN) is no value either.
/// Since 0.1. Checked by `columns_test`.
struct input_column {
  std::string name{};
  std::variant<std::span<const std::string_view>, std::span<const std::int64_t>, std::span<const double>> values{};
  std::span<const std::uint8_t> valid{};

  /// Number of rows.
  [[nodiscard]] std::size_t size() const noexcept {
    if (const auto* texts = std::get_if<0>(&values)) { return texts->size(); }
    if (const auto* integers = std::get_if<1>(&values)) { return integers->size(); }
    return std::get_if<2>(&values)->size();
  }
};

namespace detail {

/// The text of one cell; numbers are written into `room`. A whole real number is written without a point, so that it is the same mark.
[[nodiscard]] inline std::string_view cell_text(const input_column& column, std::size_t row, std::array<char, 32>& room) {
  if (!column.valid.empty() && column.valid[row] == 0) { return {}; }
  const auto written = [&](auto value) {
    const auto end = std::to_chars(room.data(), room.data() + room.size(), value);
    return std::string_view{room.data(), static_cast<std::size_t>(end.ptr - room.data())};
  };
  if (const auto* texts = std::get_if<0>(&column.values)) { return (*texts)[row]; }
  if (const auto* integers = std::get_if<1>(&column.values)) { return written((*integers)[row]); }
  const double value = std::get<2>(column.values)[row];
  // compared as bits: the test must hold under any floating-point option of the compiler
  constexpr std::uint64_t exponent = 0x7FF0000000000000u;
  const auto bits = std::bit_cast<std::uint64_t>(value);
  if ((bits & exponent) == exponent) { return (bits & 0x000FFFFFFFFFFFFFu) != 0 ? std::string_view{} : (bits >> 63) != 0 ? "-infinite" : "infinite"; }
  if (std::abs(value) < 1e15 && value == std::floor(value)) { return written(static_cast<std::int64_t>(value)); }
  return written(value);
}

} // namespace detail

/// Reads marks from columns that come in one or several batches. Values are understood exactly as in a file, with the same problem codes; the line of a
/// problem is the row, the first is 1, counted over all batches, and its column is the position of the column.
/// Threads: one reader, one thread. Since 0.1. Checked by `columns_test`.
template <std::size_t Dimensions, std::size_t Levels> requires(dimension_extent<Dimensions> && level_extent<Levels>)
class columns_reader {
public:
  /// \param source what to call the columns in problems
  explicit columns_reader(const rubric<Dimensions, Levels>& rubric, read_options options = {}, std::string source = "columns")
      : words_{rubric}, options_{std::move(options)}, builder_{words_, options_, source, "io::read_columns"} {}
  columns_reader(const columns_reader&) = delete;
  columns_reader& operator=(const columns_reader&) = delete;

  /// Takes one batch; every batch has the columns of the first, in the same order.
  /// \throws error invalid_argument for columns of unequal length or other names than before; as `read_ratings` for columns that are missing or could be two things
  void add(std::span<const input_column> columns) {
    const std::size_t rows = columns.empty() ? 0 : columns.front().size();
    for (const input_column& column : columns) {
      check::same_length(column.size(), rows, "io::read_columns", column.name);
      if (!column.valid.empty()) { check::same_length(column.valid.size(), rows, "io::read_columns", column.name); }
    }
    if (!started_) {
      std::vector<std::string_view> names;
      for (const input_column& column : columns) {
        names.push_back(column.name);
        names_.push_back(column.name);
      }
      builder_.reader.header(names, 0);
      started_ = true;
    }
    check::same_length(columns.size(), names_.size(), "io::read_columns", "columns");
    for (std::size_t i = 0; i < columns.size(); ++i) { check::that(columns[i].name == names_[i], "io::read_columns", "columns", "a batch has other columns than the first"); }
    std::vector<std::string_view> fields(columns.size());
    std::vector<std::array<char, 32>> room(columns.size());
    for (std::size_t row = 0; row < rows; ++row) {
      bool damaged = false;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        fields[i] = detail::cell_text(columns[i], row, room[i]);
        damaged = damaged || (columns[i].values.index() == 0 && detail::is_damaged(fields[i]));
      }
      builder_.row({fields, ++row_, {}, 0, damaged});
    }
  }

  /// What was understood; the reader is spent.
  [[nodiscard]] reading finish() {
    check::that(started_, "io::read_columns", "columns", "there are no columns");
    return builder_.finish();
  }

private:
  detail::rubric_words words_;
  read_options options_;
  detail::reading_builder builder_;
  std::vector<std::string> names_;
  std::uint64_t row_{};
  bool started_{};
};

/// Reads marks from columns in memory: `columns_reader` for a single batch.
/// Edge cases: a whole real number (3.0) is that mark, 2.5 is kept as text and not counted; nothing is narrowed.
/// \param columns of equal length, named as in a tidy file \param source what to call them in problems
/// \throws error as `columns_reader::add`
/// Cost: one pass. Threads: safe. Since 0.1. Checked by `columns_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] reading read_columns(std::span<const input_column> columns, const rubric<Dimensions, Levels>& rubric, const read_options& options = {}, std::string source = "columns") {
  columns_reader<Dimensions, Levels> reader{rubric, options, std::move(source)};
  reader.add(columns);
  return reader.finish();
}

} // namespace headway::io
