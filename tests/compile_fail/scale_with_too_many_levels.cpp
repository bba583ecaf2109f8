// Sixteen levels are the most: a set of levels is kept in sixteen bits.
// expect: level_extent

#include <headway/core/scale.hpp>

#ifdef HEADWAY_EXPECT_FAILURE
using checked = headway::scale<17>;
#else
using checked = headway::scale<16>;
#endif

std::size_t size(const checked& scale) { return scale.size(); }
