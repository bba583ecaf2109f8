#pragma once

/// \file
/// Arrays that come from Python, as the library wants them: marks as levels from 0, a negative number where there is none.

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <pybind11/numpy.h>

#include "bind.hpp"

#include <headway/base/error.hpp>

namespace headway::python {

/// Marks and the shape they had.
struct mark_array {
  std::vector<std::int8_t> level{};
  std::vector<std::size_t> shape{};
};

namespace detail {

inline std::string number_text(double value) {
  return value == std::floor(value) && std::fabs(value) < 1e15 ? std::to_string(static_cast<long long>(value)) : std::to_string(value);
}

[[noreturn]] inline void not_a_level(const std::string& value, const std::vector<double>& values, const char* function, const char* argument, std::size_t row) {
  std::string allowed;
  for (std::size_t k = 0; k < values.size(); ++k) { allowed += (k == 0 ? "" : k + 1 == values.size() ? " or " : ", ") + number_text(values[k]); }
  throw error{error_category::out_of_range, function, argument, value + " is not a level; it must be " + allowed + ", or nothing (None, NaN) for no mark",
              static_cast<std::int64_t>(row)};
}

/// One value after another as levels; `values` are the levels as written, increasing.
template <class Value>
std::vector<std::int8_t> levels_of(const py::array& given, const std::vector<double>& values, const char* function, const char* argument) {
  const auto array = py::array_t<Value, py::array::c_style | py::array::forcecast>::ensure(given);
  if (!array) { throw py::error_already_set{}; }
  const Value* data = array.data();
  const auto size = static_cast<std::size_t>(array.size());
  const std::size_t row_length = array.ndim() == 2 && array.shape(1) > 0 ? static_cast<std::size_t>(array.shape(1)) : 1;
  const double low = values.front();
  const auto count = static_cast<double>(values.size());
  const bool consecutive = values.back() - low == count - 1.0 && low == std::floor(low);
  std::vector<std::int8_t> out(size);
  for (std::size_t i = 0; i < size; ++i) {
    const auto value = static_cast<double>(data[i]);
    const double from_low = value - low;
    if (consecutive && from_low >= 0.0 && from_low < count && from_low == static_cast<double>(static_cast<int>(from_low))) {
      out[i] = static_cast<std::int8_t>(from_low);
      continue;
    }
    if (std::isnan(value)) {
      out[i] = -1;
      continue;
    }
    std::size_t k = 0;
    while (k < values.size() && !(value >= values[k] && value <= values[k])) { ++k; }
    if (k == values.size()) { not_a_level(number_text(value), values, function, argument, i / row_length); }
    out[i] = static_cast<std::int8_t>(k);
  }
  return out;
}

} // namespace detail

/// Marks of a numeric NumPy array; every value must be one of `values` or NaN.
/// \throws error out_of_range with the row for another value; invalid_argument for another kind of array
inline mark_array marks_of(const py::array& given, const std::vector<double>& values, const char* function, const char* argument) {
  mark_array out;
  for (py::ssize_t i = 0; i < given.ndim(); ++i) { out.shape.push_back(static_cast<std::size_t>(given.shape(i))); }
  const char kind = given.dtype().kind();
  const auto width = given.dtype().itemsize();
  if (kind == 'i' && width == 1) {
    out.level = detail::levels_of<std::int8_t>(given, values, function, argument);
  } else if (kind == 'i' && width == 8) {
    out.level = detail::levels_of<std::int64_t>(given, values, function, argument);
  } else if (kind == 'i' || kind == 'u') {
    out.level = width == 8 ? detail::levels_of<std::uint64_t>(given, values, function, argument) : detail::levels_of<std::int64_t>(given, values, function, argument);
  } else if (kind == 'f') {
    out.level = detail::levels_of<double>(given, values, function, argument);
  } else {
    throw error{error_category::invalid_argument, function, argument, "must hold numbers; this is an array of kind '" + std::string(1, kind) + "'"};
  }
  return out;
}

/// Whole numbers of 0 or more, such as people per level.
inline std::vector<std::uint32_t> counts_of(const py::array& given, const char* function, const char* argument) {
  const auto array = py::array_t<double, py::array::c_style | py::array::forcecast>::ensure(given);
  if (!array) { throw py::error_already_set{}; }
  std::vector<std::uint32_t> out(static_cast<std::size_t>(array.size()));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double value = array.data()[i];
    if (!(value >= 0.0 && value <= 4294967295.0 && value == std::floor(value))) {
      throw error{error_category::out_of_range, function, argument, detail::number_text(value) + " is not a count; it must be a whole number from 0 to 4294967295",
                  static_cast<std::int64_t>(i)};
    }
    out[i] = static_cast<std::uint32_t>(value);
  }
  return out;
}

} // namespace headway::python
