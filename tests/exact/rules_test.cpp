#include <boost/test/unit_test.hpp>

#include <headway/exact/rules.hpp>

BOOST_AUTO_TEST_SUITE(rules_test)

namespace hx = headway::exact;

BOOST_AUTO_TEST_CASE(every_way_to_a_p_value_has_a_name) {
  BOOST_TEST(name(hx::p_method::exact) == "exact");
  BOOST_TEST(name(hx::p_method::drawn) == "drawn");
  BOOST_TEST(name(hx::p_method::approximate) == "approximate");
  BOOST_TEST(name(static_cast<hx::p_method>(9)) == "unknown");
}

BOOST_AUTO_TEST_CASE(the_floor_halves_with_every_mover) {
  const double expected[] = {1.0, 1.0, 0.5, 0.25, 0.125, 0.0625, 0.03125};
  for (std::uint64_t m = 0; m < 7; ++m) { BOOST_TEST(hx::floor_of_flips(m) == expected[m]); }
  BOOST_TEST(hx::floor_of_flips(9) == 0.00390625);
  BOOST_TEST(hx::floor_of_flips(100'000) == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
