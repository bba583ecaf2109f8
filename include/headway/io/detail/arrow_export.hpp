#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/core/table.hpp>
#include <headway/io/arrow_abi.hpp>
#include <headway/io/detail/arrow_owner.hpp>
#include <headway/io/detail/issue.hpp>

/// \file
/// A table as Arrow buffers, and the structures that lend them out. Whole numbers and reals are lent as they stand in the table; bits, offsets
/// and the bytes of texts are made once. Every structure that is handed out keeps the table alive until it is released.

namespace headway::io::detail {

/// What an Arrow array of one column needs beside the table's own numbers.
struct arrow_buffers {
  const char* format{};
  std::int64_t null_count{};
  std::vector<std::uint8_t> validity{}; ///< a bit a row, lowest first; empty when nothing is missing
  std::vector<std::uint8_t> bits{};     ///< of a boolean column
  std::vector<std::int32_t> offsets{};  ///< of a text column
  std::vector<std::int64_t> long_offsets{}; ///< of a text column past two gigabytes
  std::string bytes{};
};

/// A table ready to be lent out. Immutable.
struct arrow_table {
  std::shared_ptr<const table> from;
  std::vector<arrow_buffers> columns;
};

[[nodiscard]] inline std::vector<std::uint8_t> packed_bits(std::size_t rows, const auto& is_set) {
  std::vector<std::uint8_t> out((rows + 7) / 8);
  for (std::size_t i = 0; i < rows; ++i) { out[i / 8] = static_cast<std::uint8_t>(out[i / 8] | (is_set(i) ? 1u : 0u) << (i % 8)); }
  return out;
}

/// \param longest_short the most bytes of text that offsets of four bytes are used for
[[nodiscard]] inline arrow_buffers arrow_buffers_of(const table_column& column, std::size_t longest_short) {
  arrow_buffers out;
  const std::size_t rows = column.size();
  out.null_count = std::count(column.valid().begin(), column.valid().end(), std::uint8_t{0});
  if (out.null_count != 0) {
    out.validity = packed_bits(rows, [&](std::size_t i) { return column.valid()[i] != 0; });
  }
  switch (column.type()) {
  case column_type::integer: out.format = "l"; break;
  case column_type::real: out.format = "g"; break;
  case column_type::boolean:
    out.format = "b";
    out.bits = packed_bits(rows, [&](std::size_t i) { return column.integers()[i] != 0; });
    break;
  case column_type::text: {
    out.long_offsets.reserve(rows + 1);
    out.long_offsets.push_back(0);
    for (const std::string& each : column.texts()) {
      out.bytes += text::first_invalid_utf8(each) ? sanitised(each) : each; // a reader on the other side may rely on UTF-8
      out.long_offsets.push_back(static_cast<std::int64_t>(out.bytes.size()));
    }
    if (out.bytes.size() > longest_short) {
      out.format = "U";
    } else {
      out.format = "u";
      out.offsets.reserve(rows + 1);
      for (const std::int64_t each : out.long_offsets) { out.offsets.push_back(static_cast<std::int32_t>(each)); }
      out.long_offsets = {};
    }
    break;
  }
  }
  return out;
}

/// \throws error invalid_argument when the columns are of unequal length
[[nodiscard]] inline std::shared_ptr<const arrow_table> make_arrow_table(std::shared_ptr<const table> from,
                                                                         std::size_t longest_short = static_cast<std::size_t>((std::numeric_limits<std::int32_t>::max)())) {
  auto out = std::make_shared<arrow_table>();
  for (const table_column& column : from->columns()) {
    check::same_length(column.size(), from->rows(), "io::export_table", column.name());
    out->columns.push_back(arrow_buffers_of(column, longest_short));
  }
  out->from = std::move(from);
  return out;
}

/// What stands behind a handed-out schema or array: the children it points to, and the table.
template <class Arrow> struct arrow_keeper {
  std::shared_ptr<const arrow_table> table{};
  std::array<const void*, 3> buffers{};
  std::vector<Arrow> children{};
  std::vector<Arrow*> pointers{};

  ~arrow_keeper() {
    for (Arrow& child : children) {
      if (child.release != nullptr) { child.release(&child); }
    }
  }
};

/// The release callback of schemas and arrays: gives back the children that nobody has taken over, then the rest.
template <class Arrow> void release_kept(Arrow* given) noexcept {
  delete static_cast<arrow_keeper<Arrow>*>(given->private_data);
  given->release = nullptr;
}

/// Fills `out` with `keeper` behind it.
template <class Arrow> void hand_out(Arrow& out, std::unique_ptr<arrow_keeper<Arrow>> keeper) noexcept {
  out.n_children = static_cast<std::int64_t>(keeper->children.size());
  out.children = keeper->pointers.empty() ? nullptr : keeper->pointers.data();
  out.dictionary = nullptr;
  out.release = &release_kept<Arrow>;
  out.private_data = keeper.release();
}

/// \param column its number, or the number of columns for the whole table
inline void fill_schema(const std::shared_ptr<const arrow_table>& from, std::size_t column, ArrowSchema& out) {
  auto keeper = std::make_unique<arrow_keeper<ArrowSchema>>();
  keeper->table = from;
  const bool whole = column == from->columns.size();
  if (whole) {
    keeper->children.resize(from->columns.size());
    for (std::size_t i = 0; i < keeper->children.size(); ++i) {
      fill_schema(from, i, keeper->children[i]);
      keeper->pointers.push_back(&keeper->children[i]);
    }
  }
  out = ArrowSchema{};
  out.format = whole ? "+s" : from->columns[column].format;
  out.name = whole ? "" : (*from->from)[column].name().c_str();
  out.flags = whole ? 0 : ARROW_FLAG_NULLABLE;
  hand_out(out, std::move(keeper));
}

/// \param column its number, or the number of columns for the whole table
inline void fill_array(const std::shared_ptr<const arrow_table>& from, std::size_t column, ArrowArray& out) {
  // the address of an empty buffer: some readers do not take NULL for it
  alignas(64) static constexpr std::array<std::uint8_t, 64> empty{};
  auto keeper = std::make_unique<arrow_keeper<ArrowArray>>();
  keeper->table = from;
  out = ArrowArray{};
  out.length = static_cast<std::int64_t>(from->from->rows());
  out.n_buffers = 1;
  if (column == from->columns.size()) {
    keeper->children.resize(from->columns.size());
    for (std::size_t i = 0; i < keeper->children.size(); ++i) {
      fill_array(from, i, keeper->children[i]);
      keeper->pointers.push_back(&keeper->children[i]);
    }
  } else {
    const arrow_buffers& made = from->columns[column];
    const table_column& values = (*from->from)[column];
    const auto at = [&](const auto& buffer) -> const void* { return buffer.empty() ? empty.data() : static_cast<const void*>(buffer.data()); };
    out.n_buffers = 2;
    out.null_count = made.null_count;
    keeper->buffers[0] = made.null_count == 0 ? nullptr : at(made.validity);
    switch (values.type()) {
    case column_type::integer: keeper->buffers[1] = at(values.integers()); break;
    case column_type::real: keeper->buffers[1] = at(values.reals()); break;
    case column_type::boolean: keeper->buffers[1] = at(made.bits); break;
    case column_type::text:
      out.n_buffers = 3;
      keeper->buffers[1] = made.offsets.empty() ? at(made.long_offsets) : at(made.offsets);
      keeper->buffers[2] = at(made.bytes);
      break;
    }
  }
  out.buffers = keeper->buffers.data();
  hand_out(out, std::move(keeper));
}

/// What stands behind a handed-out stream.
struct arrow_stream_state {
  std::shared_ptr<const arrow_table> table;
  bool given{};
  const char* problem{};
};

/// Runs a callback's body; nothing is thrown across the interface. 12 is ENOMEM, 22 is EINVAL, on every system that has them.
template <class Body> int answer(ArrowArrayStream* stream, Body body) noexcept {
  constexpr int not_enough_memory = 12;
  constexpr int invalid = 22;
  auto& state = *static_cast<arrow_stream_state*>(stream->private_data);
  state.problem = nullptr;
  try {
    body(state);
    return 0;
  } catch (const std::bad_alloc&) {
    state.problem = "not enough memory";
    return not_enough_memory;
  } catch (...) {
    state.problem = "the table cannot be handed out";
    return invalid;
  }
}

inline void fill_stream(std::shared_ptr<const arrow_table> from, ArrowArrayStream& out) {
  auto state = std::make_unique<arrow_stream_state>(arrow_stream_state{std::move(from)});
  out = ArrowArrayStream{};
  out.get_schema = [](ArrowArrayStream* stream, ArrowSchema* schema) noexcept {
    return answer(stream, [&](arrow_stream_state& s) { fill_schema(s.table, s.table->columns.size(), *schema); });
  };
  out.get_next = [](ArrowArrayStream* stream, ArrowArray* array) noexcept {
    return answer(stream, [&](arrow_stream_state& s) {
      if (s.given) {
        array->release = nullptr;
        return;
      }
      fill_array(s.table, s.table->columns.size(), *array);
      s.given = true;
    });
  };
  out.get_last_error = [](ArrowArrayStream* stream) noexcept { return static_cast<arrow_stream_state*>(stream->private_data)->problem; };
  out.release = [](ArrowArrayStream* stream) noexcept {
    delete static_cast<arrow_stream_state*>(stream->private_data);
    stream->release = nullptr;
  };
  out.private_data = state.release();
}

} // namespace headway::io::detail
