#include <headway/core/scale.hpp>
#include <headway/version.hpp>
#if __has_include(<headway/numeric/special.hpp>)
#include <headway/numeric/special.hpp>
#endif

#include <cstdio>

int main() {
  const auto scale = headway::scale<5>::numbered(5);
  std::printf("headway %s, %zu levels\n", HEADWAY_VERSION, scale.size());
  return scale.size() == 5 ? 0 : 1;
}
