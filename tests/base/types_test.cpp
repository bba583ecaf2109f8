// Strong types: a share that is a share, and ids that know when they name nothing.

#include <boost/test/unit_test.hpp>

#include <limits>
#include <type_traits>

#include <headway/base/types.hpp>

using namespace headway;

BOOST_AUTO_TEST_SUITE(types_test)

BOOST_AUTO_TEST_CASE(a_confidence_level_lies_between_0_and_1) {
  BOOST_TEST(confidence_level{0.95}.value() == 0.95);
  BOOST_TEST(confidence_level{(std::numeric_limits<double>::min)()}.value() > 0.0);
  for (const double bad : {0.0, 1.0, -0.5, 95.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    BOOST_CHECK_EXCEPTION(confidence_level{bad}, error, [](const error& e) { return e.category() == error_category::out_of_range && e.argument() == "value"; });
  }
  BOOST_TEST((confidence_level{0.9} < confidence_level{0.95}));
  static_assert(!std::is_convertible_v<double, confidence_level>);
}

BOOST_AUTO_TEST_CASE(ids_name_something_or_nothing) {
  BOOST_TEST(!rater_id{}.has_value());
  BOOST_TEST(!rater_id::none().has_value());
  BOOST_TEST(rater_id{0}.has_value());
  BOOST_TEST((rater_id{1} < rater_id{2}));
  BOOST_TEST((rater_id{3} == rater_id{3}));
  BOOST_TEST(rater_id::none().value == 0xFFFFFFFFu);
  static_assert(!std::is_same_v<rater_id, round_id>);
  static_assert(!std::is_convertible_v<rater_id, round_id>);
  static_assert(std::is_trivially_copyable_v<dimension_id> && sizeof(dimension_id) == 4);
}

BOOST_AUTO_TEST_CASE(equal_seeds_are_equal) {
  BOOST_TEST((seed{7} == seed{7}));
  BOOST_TEST((seed{7} != seed{8}));
  BOOST_TEST(seed{}.value == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
