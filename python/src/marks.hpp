#pragma once

/// \file
/// Arrays that come from Python, as the library wants them: marks as levels from 0, a negative number where there is none.

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
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

/// Most doubles are levels as written or the usual NaN: nine bits of a double tell those apart, and one comparison says whether it is the very one. No branches, so no
/// guesses by the processor at where marks are missing.
class double_levels {
public:
  explicit double_levels(const std::vector<double>& values) {
    slot_.fill(none);
    wanted_.fill(std::bit_cast<std::uint64_t>(-1e300));
    const auto put = [&](double value, std::uint8_t slot) {
      std::uint8_t& here = slot_[key(std::bit_cast<std::uint64_t>(value))];
      usable_ = usable_ && here == none;
      here = slot;
      wanted_[slot] = std::bit_cast<std::uint64_t>(value);
    };
    for (std::size_t k = 0; k < values.size(); ++k) { put(values[k], static_cast<std::uint8_t>(k)); }
    put(std::numeric_limits<double>::quiet_NaN(), missing);
    for (std::uint8_t k = 0; k < missing; ++k) { level_[k] = static_cast<std::int8_t>(k); }
    level_[missing] = level_[none] = -1;
  }
  /// Fills `out`. \return false when there is any other value
  [[nodiscard]] bool fill(const double* data, std::size_t size, std::int8_t* out) const noexcept {
    if (!usable_) { return false; }
    std::uint64_t other = 0;
    for (std::size_t i = 0; i < size; ++i) {
      const auto bits = std::bit_cast<std::uint64_t>(data[i]);
      const std::uint8_t slot = slot_[key(bits)];
      out[i] = level_[slot];
      other |= wanted_[slot] ^ bits;
    }
    return other == 0;
  }

private:
  static constexpr std::uint8_t missing = 16; ///< a scale has at most 16 levels
  static constexpr std::uint8_t none = 17;
  [[nodiscard]] static std::size_t key(std::uint64_t bits) noexcept { return static_cast<std::size_t>(bits >> 48 & 0x1FFu); }
  std::array<std::uint8_t, 512> slot_{};
  std::array<std::uint64_t, 18> wanted_{};
  std::array<std::int8_t, 18> level_{};
  bool usable_{true};
};

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
  if constexpr (std::is_same_v<Value, double>) {
    if (double_levels{values}.fill(data, size, out.data())) { return out; }
  } else if (consecutive && std::fabs(low) < 1e9) {
    const auto lowest = static_cast<std::uint64_t>(static_cast<std::int64_t>(low));
    bool other = false;
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint64_t level = static_cast<std::uint64_t>(data[i]) - lowest;
      other |= level >= values.size();
      out[i] = static_cast<std::int8_t>(level);
    }
    if (!other) { return out; }
  }
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
