// Which extents a rubric may have.

#include <boost/test/unit_test.hpp>

#include <headway/base/concepts.hpp>

using namespace headway;

BOOST_AUTO_TEST_SUITE(concepts_test)

BOOST_AUTO_TEST_CASE(levels_are_two_to_sixteen_or_dynamic) {
  static_assert(!level_extent<0> && !level_extent<1> && level_extent<2> && level_extent<16> && !level_extent<17> && level_extent<dynamic>);
  static_assert(!dimension_extent<0> && dimension_extent<1> && dimension_extent<65535> && dimension_extent<dynamic>);
  BOOST_TEST(fewest_levels == 2u);
  BOOST_TEST(most_levels == 16u);
}

BOOST_AUTO_TEST_SUITE_END()
