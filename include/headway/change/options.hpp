#pragma once

/// \file
/// What every question about the same people may be told.

#include <cstdint>

#include <headway/base/types.hpp>
#include <headway/exact/rules.hpp>

namespace headway::change {

/// Options of every question about the same people. Since 0.1.
struct same_people_options {
  confidence_level confidence{0.95};                       ///< of intervals; 1 - confidence is the level a direction must reach
  exact::tail_rule interval{exact::tail_rule::mid_p};      ///< how the interval of the change counts the observed point
  double power{0.8};                                       ///< of the detectable change
  bool together{true};                                     ///< whether a direction must hold for all dimensions together, or for each by itself
  std::uint32_t most_exact_movers{20};                     ///< up to this many people who moved, every pattern of signs is gone through; 1 to 26
  std::uint32_t draws{99'999};                             ///< patterns drawn beyond that
  seed random_seed{1};                                     ///< of those draws
};

} // namespace headway::change
