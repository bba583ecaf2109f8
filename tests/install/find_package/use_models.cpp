#include <headway/numeric/optimize.hpp>
#include <headway/version.hpp>

#include <cstdio>
#include <optional>
#include <span>
#include <vector>

// The lowest point of a bowl, by the part of the engine that compiles quickest.
int main() {
  const auto bowl = [](std::span<const double> at, std::span<double> slope) -> std::optional<double> {
    slope[0] = 2.0 * (at[0] - 3.0);
    return (at[0] - 3.0) * (at[0] - 3.0);
  };
  const auto found = headway::numeric::minimize(std::vector<double>{0.0}, {}, bowl);
  std::printf("headway %s: %.3f\n", HEADWAY_VERSION, found.at.at(0));
  return found.value < 1e-12 ? 0 : 1;
}
