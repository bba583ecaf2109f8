// Scales: declared, ordered, of 2 to 16 levels.

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <headway/core/scale.hpp>

using namespace headway;

namespace {

template <class Call> std::string thrown(error_category expected, Call call) {
  try {
    call();
  } catch (const error& e) {
    BOOST_TEST((e.category() == expected));
    return e.what();
  }
  return "nothing";
}

} // namespace

BOOST_AUTO_TEST_SUITE(scale_test)

BOOST_AUTO_TEST_CASE(levels_are_kept_as_declared) {
  const scale<> s{{{-2, "far too little"}, {0, ""}, {7, "most"}}};
  BOOST_TEST(s.size() == 3u);
  BOOST_TEST(s.value(0) == -2);
  BOOST_TEST(s.label(0) == "far too little");
  BOOST_TEST(s.lowest() == -2);
  BOOST_TEST(s.highest() == 7);
  BOOST_TEST(s.find(-2).value() == 0);
  BOOST_TEST(s.find(7).value() == 2);
  BOOST_TEST(!s.find(1));
  BOOST_TEST(!s.find(std::int64_t{7} + (std::int64_t{1} << 32))); // no narrowing before the comparison
}

BOOST_AUTO_TEST_CASE(two_to_sixteen_levels) {
  for (std::size_t n = 2; n <= 16; ++n) { BOOST_TEST(scale<>::numbered(n).size() == n); }
  BOOST_TEST(thrown(error_category::out_of_range, [] { (void)scale<>::numbered(1); }) == "scale::numbered: count: 1 is not allowed; it must be 2 to 16");
  BOOST_TEST(thrown(error_category::out_of_range, [] { (void)scale<>::numbered(17); }) == "scale::numbered: count: 17 is not allowed; it must be 2 to 16");
  BOOST_TEST(thrown(error_category::out_of_range, [] { (void)scale<>::numbered(dynamic); }) == "scale::numbered: count: 17 is not allowed; it must be 2 to 16");
  BOOST_TEST(thrown(error_category::out_of_range, [] { (void)scale<>{{}}; }) == "scale: number of levels: 0 is not allowed; it must be 2 to 16");
  BOOST_TEST(thrown(error_category::out_of_range, [] { (void)scale<>{std::vector<level>(17)}; }) == "scale: number of levels: 17 is not allowed; it must be 2 to 16");
}

BOOST_AUTO_TEST_CASE(values_go_up) {
  BOOST_TEST(thrown(error_category::invalid_argument, [] { (void)scale<>{{{1, ""}, {1, ""}}}; }) ==
             "scale: levels: 1 follows 1; list the levels from lowest to highest, each value once");
  BOOST_TEST(thrown(error_category::invalid_argument, [] { (void)scale<>{{{1, ""}, {3, ""}, {2, ""}}}; }) ==
             "scale: levels: 2 follows 3; list the levels from lowest to highest, each value once");
}

BOOST_AUTO_TEST_CASE(numbered_scales_reach_the_ends_of_the_numbers_and_not_past_them) {
  constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();
  BOOST_TEST(scale<>::numbered(5, -2).highest() == 2);
  BOOST_TEST(scale<>::numbered(2, most - 1).highest() == most);
  BOOST_TEST(scale<>::numbered(2, std::numeric_limits<std::int32_t>::min()).lowest() == std::numeric_limits<std::int32_t>::min());
  BOOST_TEST(thrown(error_category::out_of_range, [=] { (void)scale<>::numbered(2, most); }) ==
             "scale::numbered: first: 2147483647 is not allowed; it must be -2147483648 to 2147483646");
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_are_the_same_scale) {
  const scale<5> fixed = scale<5>::numbered(5);
  BOOST_TEST((fixed.to_dynamic() == scale<>::numbered(5)));
  BOOST_TEST(fixed.find(3).value() == 2);
  BOOST_TEST(thrown(error_category::incompatible, [] { (void)scale<5>::numbered(4); }) == "scale: levels: has 4 entries where the type says 5");
  BOOST_TEST((scale<2>{{{1, "a"}, {2, "b"}}} != scale<2>{{{1, "a"}, {2, "c"}}}));
}

BOOST_AUTO_TEST_SUITE_END()
