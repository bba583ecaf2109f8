#pragma once

/// \file
/// Tables of other programs, in and out, through the Arrow C data interface: pandas, polars, DuckDB, R and many more without a copy to text.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/text.hpp>
#include <headway/core/ratings.hpp>
#include <headway/core/rubric.hpp>
#include <headway/core/table.hpp>
#include <headway/io/arrow_abi.hpp>
#include <headway/io/columns.hpp>
#include <headway/io/detail/arrow_cells.hpp>
#include <headway/io/detail/arrow_export.hpp>
#include <headway/io/detail/arrow_owner.hpp>
#include <headway/io/detail/arrow_type.hpp>
#include <headway/io/detail/columns_found.hpp>
#include <headway/io/options.hpp>

namespace headway::io {

namespace detail {

/// Takes batches out of a stream and their cells out of the batches.
class arrow_reader {
public:
  static constexpr std::size_t rows_at_once = 65536;

  explicit arrow_reader(ArrowArrayStream& given) : stream_{given} {
    check::that(!stream_.released(), "io::read_arrow", "stream", "it is released or was read before; ask for a new one");
    ArrowSchema schema{};
    ask(stream_->get_schema, schema, "its columns");
    if (schema.release == nullptr) { fail(error_category::parse, "it has no columns to tell"); }
    schema_ = arrow_owner<ArrowSchema>{schema};
    const std::string_view format = schema_->format == nullptr ? std::string_view{} : std::string_view{schema_->format};
    if (format != "+s") { fail(error_category::incompatible, "it holds single values of the type \"" + text::shown(format) + "\", not a table"); }
    if (schema_->n_children < 0 || (schema_->n_children > 0 && schema_->children == nullptr)) { fail(error_category::parse, "its list of columns is broken"); }
    for (std::int64_t i = 0; i < schema_->n_children; ++i) {
      const ArrowSchema* child = schema_->children[i];
      if (child == nullptr || child->release == nullptr) { fail(error_category::parse, "column " + std::to_string(i + 1) + " is not there"); }
      names_.emplace_back(child->name == nullptr ? "" : child->name);
      types_.push_back(arrow_type_of(*child));
    }
    cells_.resize(types_.size());
    positions_.resize(types_.size());
    dictionaries_.resize(types_.size());
    columns_.resize(types_.size());
    for (std::size_t i = 0; i < names_.size(); ++i) { columns_[i].name = names_[i]; }
  }

  /// Lists and the like may stand in a table, but not where a mark or its place is expected.
  /// \throws error incompatible
  void refuse_unreadable(const read_options& options, const std::string& source) const {
    const std::vector<std::string_view> headers(names_.begin(), names_.end());
    const columns_found found{headers, options, source, 0, "io::read_arrow"};
    const auto uses = found.uses();
    for (std::size_t i = 0; i < types_.size(); ++i) {
      if (types_[i].kind != arrow_kind::unsupported || uses[i].taken_for.empty()) { continue; }
      fail(error_category::incompatible, "the column \"" + text::shown(names_[i]) + "\" is the " + uses[i].taken_for + ", but its type \"" + types_[i].format +
                                           "\" is none of text, whole number, real number, decimal, date, true or false; change its type before");
    }
  }

  /// The columns without a row.
  [[nodiscard]] std::span<const input_column> header() const noexcept { return columns_; }

  /// Hands the rows to `take`, in pieces, until there are no more.
  template <class Take> void each(Take take) {
    for (;;) {
      ArrowArray next{};
      ask(stream_->get_next, next, "its rows");
      if (next.release == nullptr) { return; }
      arrow_owner<ArrowArray> batch{next};
      check_batch(*batch);
      const auto* bits = static_cast<const std::uint8_t*>(batch->buffers[0]);
      for (std::int64_t first = 0; first < batch->length; first += static_cast<std::int64_t>(rows_at_once)) {
        const auto count = static_cast<std::size_t>((std::min)(batch->length - first, static_cast<std::int64_t>(rows_at_once)));
        for (std::size_t i = 0; i < types_.size(); ++i) { take_column(i, *batch->children[i], batch->offset + first, count, bits); }
        take(std::span<const input_column>{columns_});
        row_ += static_cast<std::int64_t>(count);
      }
    }
  }

private:
  /// Calls a callback of the stream; what it gives must be released only when it says that all went well.
  template <class Arrow> void ask(int (*callback)(ArrowArrayStream*, Arrow*), Arrow& out, const char* what) {
    if (callback == nullptr) { fail(error_category::parse, std::string{"it cannot tell "} + what); }
    const int code = callback(&*stream_, &out);
    if (code == 0) { return; }
    const char* why = stream_->get_last_error == nullptr ? nullptr : stream_->get_last_error(&*stream_);
    constexpr int not_enough_memory = 12; // ENOMEM, on every system that has it
    fail(code == not_enough_memory ? error_category::out_of_memory : error_category::io, std::string{"it could not give "} + what + " (error " + std::to_string(code) + ")" + (why == nullptr ? "" : ": " + text::shown(why, 300)));
  }

  void check_batch(const ArrowArray& batch) {
    const bool sound = batch.length >= 0 && batch.offset >= 0 && batch.offset <= (std::numeric_limits<std::int64_t>::max)() - batch.length && batch.n_buffers == 1 &&
                       batch.buffers != nullptr && batch.dictionary == nullptr && batch.null_count >= -1 && (batch.null_count <= 0 || batch.buffers[0] != nullptr) &&
                       batch.n_children == static_cast<std::int64_t>(types_.size()) && (batch.n_children == 0 || batch.children != nullptr);
    if (!sound) { fail(error_category::parse, "a batch does not fit the columns that were told"); }
    for (std::size_t i = 0; i < types_.size(); ++i) {
      const ArrowArray* child = batch.children[i];
      if (child == nullptr || child->release == nullptr) { arrow_cells::fail(names_[i], error::no_row, "it is not in the batch"); }
      arrow_cells::confirm(*child, types_[i], names_[i]);
      if (child->length < batch.offset + batch.length) { arrow_cells::fail(names_[i], error::no_row, "it is shorter than its batch"); }
      if (!types_[i].values) { continue; }
      if (types_[i].kind == arrow_kind::unsupported) { continue; }
      if (child->dictionary->release == nullptr) { arrow_cells::fail(names_[i], error::no_row, "it has no dictionary"); }
      arrow_cells::confirm(*child->dictionary, *types_[i].values, names_[i]);
      dictionaries_[i].take(*child->dictionary, *types_[i].values, names_[i], 0, static_cast<std::size_t>(child->dictionary->length), error::no_row);
    }
  }

  void take_column(std::size_t i, const ArrowArray& array, std::int64_t first, std::size_t count, const std::uint8_t* batch_bits) {
    arrow_cells& cells = cells_[i];
    if (types_[i].values && types_[i].kind != arrow_kind::unsupported) {
      positions_[i].take(array, types_[i], names_[i], first, count, row_);
      if (std::holds_alternative<std::span<const std::string_view>>(positions_[i].values())) { arrow_cells::fail(names_[i], row_, "a position is outside its dictionary"); }
      cells.look_up(positions_[i], dictionaries_[i], names_[i], row_);
    } else {
      cells.take(array, types_[i], names_[i], first, count, row_);
    }
    if (batch_bits != nullptr) { cells.hide(batch_bits, first); }
    columns_[i].values = cells.values();
    columns_[i].valid = cells.valid();
  }

  [[noreturn]] static void fail(error_category category, const std::string& message) { throw error{category, "io::read_arrow", "stream", message}; }

  arrow_owner<ArrowArrayStream> stream_;
  arrow_owner<ArrowSchema> schema_;
  std::vector<std::string> names_;
  std::vector<arrow_type> types_;
  std::vector<arrow_cells> cells_;
  std::vector<arrow_cells> positions_;    ///< of columns with a dictionary
  std::vector<arrow_cells> dictionaries_; ///< of the batch at hand
  std::vector<input_column> columns_;
  std::int64_t row_{};
};

} // namespace detail

/// Reads marks from an Arrow stream of batches. The columns are recognised and the values understood exactly as in a file, with the same
/// problem codes; the line of a problem is the row, the first is 1, counted over all batches.
/// Definition: whole numbers of any width, reals (2.5 is kept as text and not counted, never narrowed), decimals, texts and bytes with short or
/// long offsets or as views, true and false, dates, timestamps and any of these behind a dictionary are read; no value, a missing one, and a row
/// that is missing as a whole are empty cells. A timestamp gives its day at its fixed offset from UTC, or in UTC.
/// Edge cases: sliced arrays, no batch and batches without rows are fine. Columns of other types are passed over unless they are needed. A text
/// that is not UTF-8 is a problem of its row.
/// Buffers are trusted to be as long as the specification demands; lengths, offsets, positions and sizes are checked.
/// \param stream not null; it is taken over and released before this returns or throws, whatever happens
/// \param rubric static or dynamic \param options as for files; the limit on fields and the separator mean nothing here \param source what to call the stream in problems
/// \throws error invalid_argument for a stream that is released already; io when the stream fails, out_of_memory when that is why; parse for arrays that are broken, with the row; incompatible
/// when a needed column has a type that no mark can have; cancelled when `options.progress` says false; otherwise as `read_columns`
/// Cost: one pass; memory for 65536 rows at a time beside the batch and the result. Threads: safe for different streams. Since 0.1.
/// Reference: Apache Arrow, C data interface and C stream interface. Checked by `arrow_test` and the fuzz target `fuzz_arrow`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] reading read_arrow(ArrowArrayStream* stream, const rubric<Dimensions, Levels>& rubric, const read_options& options = {}, std::string source = "arrow") {
  check::that(stream != nullptr, "io::read_arrow", "stream", "it is NULL");
  detail::arrow_reader in{*stream};
  in.refuse_unreadable(options, source);
  columns_reader<Dimensions, Levels> reader{rubric, options, std::move(source)};
  reader.add(in.header());
  in.each([&](std::span<const input_column> columns) {
    reader.add(columns);
    if (options.progress && !options.progress(-1.0)) { throw error{error_category::cancelled, "io::read_arrow", "progress", "the caller asked to stop"}; }
  });
  return reader.finish();
}

/// Hands out a table as an Arrow stream of one batch: whole numbers as int64, reals as double, texts as utf8 (large_utf8 past two gigabytes), booleans
/// as bits; a cell without a value is missing there too.
/// \param from kept alive by what is handed out; whole numbers and reals are lent without a copy \param out filled; its owner releases it. May be called any
/// number of times for one table
/// \throws error invalid_argument when the columns are of unequal length or `out` is NULL; then `out` is as before
/// Cost: one pass over the texts. Threads: safe. Since 0.1. Reference: as `read_arrow`. Checked by `arrow_test`.
inline void export_table(std::shared_ptr<const table> from, ArrowArrayStream* out) {
  check::that(from != nullptr, "io::export_table", "from", "there is no table");
  check::that(out != nullptr, "io::export_table", "out", "it is NULL");
  detail::fill_stream(detail::make_arrow_table(std::move(from)), *out);
}

/// The same for a table that lives elsewhere: it is copied.
inline void export_table(const table& from, ArrowArrayStream* out) { export_table(std::make_shared<const table>(from), out); }

/// Hands out a table as one Arrow structure array with its schema; otherwise as the stream.
/// \param schema and \param array are both filled, or neither; each is released by its owner
/// \throws error as for the stream
/// Cost, threads, since: as for the stream. Checked by `arrow_test`.
inline void export_table(std::shared_ptr<const table> from, ArrowSchema* schema, ArrowArray* array) {
  check::that(from != nullptr, "io::export_table", "from", "there is no table");
  check::that(schema != nullptr, "io::export_table", "schema", "it is NULL");
  check::that(array != nullptr, "io::export_table", "array", "it is NULL");
  const auto ready = detail::make_arrow_table(std::move(from));
  ArrowSchema told{};
  detail::fill_schema(ready, ready->columns.size(), told);
  detail::arrow_owner<ArrowSchema> told_owner{told};
  ArrowArray held{};
  detail::fill_array(ready, ready->columns.size(), held);
  *array = held;
  *schema = *told_owner;
  told_owner->release = nullptr;
}

} // namespace headway::io
