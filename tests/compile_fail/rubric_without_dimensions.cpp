// A rubric asks at least one question.
// expect: dimension_extent

#include <headway/core/rubric.hpp>

#ifdef HEADWAY_EXPECT_FAILURE
using checked = headway::rubric<0, 5>;
#else
using checked = headway::rubric<1, 5>;
#endif

const void* address(const checked& rubric) { return &rubric; }
