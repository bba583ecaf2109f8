// A number is not taken for a confidence level by itself: it might be meant as deviations or per cent.
// expect: conver.*confidence_level

#include <headway/base/types.hpp>

double share(headway::confidence_level level);

double share(headway::confidence_level level) { return level.value(); }

#ifdef HEADWAY_EXPECT_FAILURE
double call() { return share(0.95); }
#else
double call() { return share(headway::confidence_level{0.95}); }
#endif
