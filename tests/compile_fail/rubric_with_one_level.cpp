// The scale of a rubric has two levels at least.
// expect: level_extent

#include <headway/core/rubric.hpp>

#ifdef HEADWAY_EXPECT_FAILURE
using checked = headway::rubric<9, 1>;
#else
using checked = headway::rubric<9, 2>;
#endif

const void* address(const checked& rubric) { return &rubric; }
