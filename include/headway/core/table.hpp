#pragma once

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/fwd.hpp>

namespace headway {

/// What a column of a `table` holds. Values are part of the C ABI and never reused.
enum class column_type : std::int32_t {
  integer = 1, ///< std::int64_t
  real = 2,    ///< double, always finite
  text = 3,    ///< UTF-8
  boolean = 4  ///< 0 or 1
};

/// One named column of a result, with a mark for every cell that has no value. A missing cell is not zero and not NaN.
class table_column {
public:
  table_column(std::string name, column_type type) : name_{std::move(name)}, type_{type} {}

  /// Adds a value; the type must be the column's.
  /// \throws error invalid_argument for a value of another type, a number that is not finite, or one past the largest std::int64_t
  void push(std::int64_t value) { put(column_type::integer, integers_, value); }
  void push(double value) {
    const bool finite = (std::bit_cast<std::uint64_t>(value) >> 52 & 0x7FFu) != 0x7FFu; // true to its word under -ffast-math too
    check::that(finite, "table_column::push", name_, "the number is not finite; a cell without a value is push_missing()");
    put(column_type::real, reals_, value);
  }
  void push(std::string_view value) { put(column_type::text, texts_, std::string{value}); }
  void push(const char* value) { push(std::string_view{value}); }
  void push(bool value) { put(column_type::boolean, integers_, std::int64_t{value}); }
  template <class Integer> requires(std::integral<Integer> && !std::same_as<Integer, bool> && !std::same_as<Integer, std::int64_t>)
  void push(Integer value) {
    check::that(std::in_range<std::int64_t>(value), "table_column::push", name_, "the number is past 9223372036854775807");
    push(static_cast<std::int64_t>(value));
  }
  /// Adds a cell without a value.
  void push_missing() {
    switch (type_) {
    case column_type::integer:
    case column_type::boolean: integers_.push_back(0); break;
    case column_type::real: reals_.push_back(0.0); break;
    case column_type::text: texts_.emplace_back(); break;
    }
    valid_.push_back(0);
  }
  /// Adds the value, or a cell without one.
  template <class Value> void push(const std::optional<Value>& value) {
    if (value) {
      push(*value);
    } else {
      push_missing();
    }
  }

  /// The column's name.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// What its values are.
  [[nodiscard]] column_type type() const noexcept { return type_; }
  /// Number of rows.
  [[nodiscard]] std::size_t size() const noexcept { return valid_.size(); }
  /// 1 where there is a value, 0 where not; one byte a row.
  [[nodiscard]] std::span<const std::uint8_t> valid() const noexcept { return {valid_.data(), valid_.size()}; }
  /// The values of an integer or boolean column; 0 where there is none.
  [[nodiscard]] std::span<const std::int64_t> integers() const noexcept { return {integers_.data(), integers_.size()}; }
  /// The values of a real column; 0 where there is none.
  [[nodiscard]] std::span<const double> reals() const noexcept { return {reals_.data(), reals_.size()}; }
  /// The values of a text column; empty where there is none.
  [[nodiscard]] std::span<const std::string> texts() const noexcept { return {texts_.data(), texts_.size()}; }
  friend bool operator==(const table_column&, const table_column&) = default;

private:
  friend class table;

  /// Takes back everything from a row on, also of a cell that was only half written.
  void cut(std::size_t rows) noexcept {
    const auto shorten = [&](auto& values) { values.resize((std::min)(values.size(), rows)); };
    shorten(integers_);
    shorten(reals_);
    shorten(texts_);
    shorten(valid_);
  }
  template <class Value> void put(column_type type, std::vector<Value>& into, Value value) {
    check::that(type == type_, "table_column::push", name_, "the value is not of the column's type");
    into.push_back(std::move(value));
    valid_.push_back(1);
  }

  std::string name_;
  column_type type_;
  std::vector<std::int64_t> integers_;
  std::vector<double> reals_;
  std::vector<std::string> texts_;
  std::vector<std::uint8_t> valid_;
};

/// A result as named, typed columns of equal length: the one shape in which results leave for C, Arrow and Python.
/// Column names are snake_case and do not change. Threads: reading is safe. Since 0.1. Checked by `table_test`.
class table {
public:
  /// Adds an empty column and gives its position; rows are then pushed column by column.
  /// \throws error invalid_argument when the name is taken
  std::size_t add(std::string name, column_type type) {
    check::that(!find(name), "table::add", name, "there is a column of this name already");
    columns_.emplace_back(std::move(name), type);
    return columns_.size() - 1;
  }
  /// A column by its position. \param position less than the number of columns
  [[nodiscard]] table_column& operator[](std::size_t position) noexcept { return columns_[position]; }
  [[nodiscard]] const table_column& operator[](std::size_t position) const noexcept { return columns_[position]; }
  /// Position of a column, or nothing.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].name() == name) { return i; }
    }
    return std::nullopt;
  }
  /// A column by name. \throws error not_found
  [[nodiscard]] const table_column& at(std::string_view name) const {
    if (const auto i = find(name)) { return columns_[*i]; }
    throw error{error_category::not_found, "table::at", "name", std::string{name} + " is not a column of this table"};
  }
  /// The columns, in order.
  [[nodiscard]] std::span<const table_column> columns() const noexcept { return {columns_.data(), columns_.size()}; }
  /// Number of rows: the length of the first column.
  [[nodiscard]] std::size_t rows() const noexcept { return columns_.empty() ? 0 : columns_.front().size(); }

  /// Adds a whole row, one value a column, in order. A `std::nullopt` or empty optional is a cell without a value.
  /// \throws error as `table_column::push`, or invalid_argument for another number of values; then the table is as before
  template <class... Values> void push_row(const Values&... values) {
    check::same_length(sizeof...(values), columns_.size(), "table::push_row", "values");
    std::size_t i = 0;
    try {
      ((push_one(columns_[i], values), ++i), ...);
    } catch (...) {
      columns_[i].cut(columns_[i].size());
      while (i-- > 0) { columns_[i].cut(columns_[i].size() - 1); }
      throw;
    }
  }
  friend bool operator==(const table&, const table&) = default;

private:
  static void push_one(table_column& column, std::nullopt_t) { column.push_missing(); }
  template <class Value> static void push_one(table_column& column, const Value& value) { column.push(value); }
  std::vector<table_column> columns_;
};

} // namespace headway
