#pragma once

#include <cstddef>
#include <cstdint>

#include <headway/base/types.hpp>

namespace headway::resample {

/// When to count every table of a permutation law, and what to do otherwise. Since 0.1.
struct law_options {
  std::uint64_t most_tables{2'000'000}; ///< count every table up to this many; 0 draws at once
  std::uint32_t draws{99'999};          ///< random assignments otherwise, at least 99
  seed random_seed{1};                  ///< of these; the same bits for any number of threads
  std::size_t threads{1};               ///< for these; 0 for as many as the machine runs at once
};

} // namespace headway::resample
