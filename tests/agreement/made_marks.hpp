#pragma once

// Tables of marks made from a seed: units that differ, raters who differ in severity, and cells without a mark.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <headway/numeric/random.hpp>

namespace made {

/// units x raters, row by row; -1 where there is no mark.
inline std::vector<std::int8_t> made_marks(std::size_t units, std::size_t raters, std::size_t levels, double missing, std::uint32_t seed, double severity_of_raters = 0.4) {
  namespace hn = headway::numeric;
  hn::random_stream random{headway::seed{seed}};
  std::vector<double> severity(raters);
  for (double& each : severity) { each = severity_of_raters * hn::draw_normal(random); }
  std::vector<std::int8_t> out(units * raters, -1);
  for (std::size_t u = 0; u < units; ++u) {
    const double unit = hn::draw_normal(random);
    for (std::size_t r = 0; r < raters; ++r) {
      const double seen = unit + severity[r] + 0.7 * hn::draw_normal(random);
      const double place = (std::tanh(0.6 * seen) + 1.0) / 2.0 * static_cast<double>(levels);
      if (!(hn::draw_uniform(random) < missing)) { out[u * raters + r] = static_cast<std::int8_t>((std::fmin)(place, static_cast<double>(levels - 1))); }
    }
  }
  return out;
}

} // namespace made
