// A scale needs two levels at least: with one there is nothing to tell apart.
// expect: level_extent

#include <headway/core/scale.hpp>

#ifdef HEADWAY_EXPECT_FAILURE
using checked = headway::scale<1>;
#else
using checked = headway::scale<2>;
#endif

std::size_t size(const checked& scale) { return scale.size(); }
