// The position of a rater cannot stand for the position of a round.
// expect: conver.*(rater_id|rater_tag).*(round_id|round_tag)

#include <headway/base/types.hpp>

headway::round_id round_of(headway::rater_id rater, headway::round_id round);

#ifdef HEADWAY_EXPECT_FAILURE
headway::round_id round_of(headway::rater_id rater, headway::round_id) { return rater; }
#else
headway::round_id round_of(headway::rater_id, headway::round_id round) { return round; }
#endif
