// headway_table_*: results, column by column.

#include "guard.hpp"
#include "handle.hpp"

#include <vector>

#include <headway/io/arrow.hpp>

using namespace headway::capi;

namespace {

using headway::column_type;
using headway::table_column;

const headway::table& of(const headway_table* table) { return *needed(table, "table").value; }

const table_column& column_of(const headway_table* table, std::size_t column) {
  const headway::table& object = of(table);
  return object[position_of(column, object.columns().size(), "column")];
}

constexpr std::string_view name_of(column_type type) {
  switch (type) {
  case column_type::integer: return "integers";
  case column_type::real: return "reals";
  case column_type::text: return "texts";
  case column_type::boolean: return "booleans";
  }
  return "";
}

void must_hold(const table_column& column, bool right, std::string_view wanted) {
  if (!right) {
    fail(headway::error_category::invalid_argument, "column",
         "\"" + headway::text::shown(column.name()) + "\" holds " + std::string{name_of(column.type())} + ", not " + std::string{wanted});
  }
}

/// How many rows from `first` on fit into `capacity`.
std::size_t rows_from(const table_column& column, std::size_t first, std::size_t capacity) {
  if (first > column.size()) {
    fail(headway::error_category::out_of_range, "first_row",
         std::to_string(first) + " is not allowed; it must be 0 to " + std::to_string(column.size()));
  }
  return (std::min)(capacity, column.size() - first);
}

template <class Value>
void read(const table_column& column, std::span<const Value> values, std::size_t first, Value* buffer, std::size_t capacity, std::size_t* copied) {
  const std::size_t rows = rows_from(column, first, capacity);
  buffer_of(buffer, capacity, "buffer");
  needed(copied, "copied");
  std::copy_n(values.data() + first, rows, buffer);
  *copied = rows;
}

} // namespace

extern "C" {

void headway_table_destroy(headway_table* table) noexcept { delete table; }

headway_status headway_table_rows(const headway_table* table, size_t* count, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const headway::table& object = of(table);
    needed(count, "count") = object.rows();
  });
}

headway_status headway_table_columns(const headway_table* table, size_t* count, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const headway::table& object = of(table);
    needed(count, "count") = object.columns().size();
  });
}

headway_status headway_table_find_column(const headway_table* table, const char* name, size_t name_length, size_t* column,
                                         headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const headway::table& object = of(table);
    needed(column, "column");
    const std::string_view wanted = text_of(name, name_length, "name");
    const auto found = object.find(wanted);
    if (!found) {
      std::vector<std::string> names;
      for (const table_column& c : object.columns()) { names.push_back(c.name()); }
      const auto near = headway::text::nearest(wanted, names);
      fail(headway::error_category::not_found, "name",
           "\"" + headway::text::shown(wanted) + "\" is not a column of this table" + (near ? "; did you mean \"" + names[*near] + "\"?" : ""));
    }
    *column = *found;
  });
}

headway_status headway_table_column_name(const headway_table* table, size_t column, const char** text, size_t* length, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const table_column& object = column_of(table, column);
    needed(text, "text");
    needed(length, "length");
    *text = object.name().data();
    *length = object.name().size();
  });
}

headway_status headway_table_column_type(const headway_table* table, size_t column, int32_t* type, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const table_column& object = column_of(table, column);
    needed(type, "type") = static_cast<int32_t>(object.type());
  });
}

headway_status headway_table_read_valid(const headway_table* table, size_t column, size_t first_row, uint8_t* buffer, size_t capacity,
                                        size_t* copied, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const table_column& object = column_of(table, column);
    read(object, object.valid(), first_row, buffer, capacity, copied);
  });
}

headway_status headway_table_read_integers(const headway_table* table, size_t column, size_t first_row, int64_t* buffer, size_t capacity,
                                           size_t* copied, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const table_column& object = column_of(table, column);
    must_hold(object, object.type() == column_type::integer || object.type() == column_type::boolean, "integers");
    read(object, object.integers(), first_row, buffer, capacity, copied);
  });
}

headway_status headway_table_read_reals(const headway_table* table, size_t column, size_t first_row, double* buffer, size_t capacity,
                                        size_t* copied, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const table_column& object = column_of(table, column);
    must_hold(object, object.type() == column_type::real, "reals");
    read(object, object.reals(), first_row, buffer, capacity, copied);
  });
}

headway_status headway_table_read_texts(const headway_table* table, size_t column, size_t first_row, const char** texts, size_t* lengths,
                                        size_t capacity, size_t* copied, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const table_column& object = column_of(table, column);
    must_hold(object, object.type() == column_type::text, "texts");
    const std::size_t rows = rows_from(object, first_row, capacity);
    buffer_of(texts, capacity, "texts");
    buffer_of(lengths, capacity, "lengths");
    needed(copied, "copied");
    for (std::size_t row = 0; row < rows; ++row) {
      const std::string& value = object.texts()[first_row + row];
      texts[row] = value.data();
      lengths[row] = value.size();
    }
    *copied = rows;
  });
}

headway_status headway_table_to_arrow(const headway_table* table, ArrowArrayStream* stream, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const headway_table& object = needed(table, "table");
    headway::io::export_table(object.value, &needed(stream, "stream"));
  });
}

} // extern "C"
