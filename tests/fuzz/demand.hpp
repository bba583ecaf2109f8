// What a fuzz target does when something is not as it must be: it stops where the search sees it.

#pragma once

#include <cstdio>
#include <cstdlib>

namespace headway::test {

inline void demand(bool condition, const char* what) {
  if (condition) { return; }
  std::fprintf(stderr, "not so: %s\n", what);
  std::abort();
}

} // namespace headway::test
