#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <headway/base/error.hpp>
#include <headway/exact/rules.hpp>

namespace headway::exact::detail {

/// Most different values that measured numbers may have where they are taken as levels.
inline constexpr std::size_t most_values = 1000;

/// Measured numbers as levels: the different values in order, and the place among them of each number.
struct value_levels {
  std::vector<double> values{};
  std::vector<std::int32_t> level{}; ///< of each number; -1 for none
};

/// \param numbers NaN for none
/// \throws error out_of_range, with the row, for a number past 1e150; for more than `most_values` different ones
[[nodiscard]] inline value_levels levels_of_values(std::span<const double> numbers, const char* function, const char* argument) {
  measured(numbers, function, argument);
  value_levels out;
  out.values.reserve(numbers.size());
  for (const double number : numbers) {
    if (!missing(number)) { out.values.push_back(number + 0.0); } // -0 is 0
  }
  std::sort(out.values.begin(), out.values.end());
  out.values.erase(std::unique(out.values.begin(), out.values.end()), out.values.end());
  if (out.values.size() > most_values) {
    throw error{error_category::out_of_range, function, argument, "has " + std::to_string(out.values.size()) + " different values; at most " + std::to_string(most_values) + " are taken"};
  }
  out.level.reserve(numbers.size());
  for (const double number : numbers) {
    const auto at = missing(number) ? out.values.end() : std::lower_bound(out.values.begin(), out.values.end(), number);
    out.level.push_back(missing(number) ? -1 : static_cast<std::int32_t>(at - out.values.begin()));
  }
  return out;
}

} // namespace headway::exact::detail
