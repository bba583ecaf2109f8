#pragma once

#include <headway/core/rubric.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace headway::benchmark {

/// A rubric of numbered dimensions "d1", "d2", ... on the scale 1, 2, ...
inline rubric_fields plain_rubric(std::size_t dimensions, std::size_t levels) {
  rubric_fields out;
  out.id = "benchmark";
  for (std::size_t k = 1; k <= levels; ++k) { out.levels.push_back({static_cast<std::int32_t>(k), ""}); }
  for (std::size_t d = 1; d <= dimensions; ++d) {
    dimension one;
    one.number = static_cast<std::int32_t>(d);
    one.key = "d" + std::to_string(d);
    one.name = "Dimension " + std::to_string(d);
    out.dimensions.push_back(std::move(one));
  }
  return out;
}

} // namespace headway::benchmark
