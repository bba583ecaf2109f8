// Named checks: silent when fine, and naming the value and what is allowed when not.

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <functional>
#include <string>

#include <headway/base/check.hpp>

using namespace headway;

namespace {

std::string thrown(error_category expected, const std::function<void()>& call) {
  try {
    call();
  } catch (const error& e) {
    BOOST_TEST((e.category() == expected));
    return e.what();
  }
  return "nothing";
}

} // namespace

BOOST_AUTO_TEST_SUITE(check_test)

BOOST_AUTO_TEST_CASE(that_passes_or_throws_its_message) {
  BOOST_TEST(thrown(error_category::invalid_argument, [] { check::that(true, "f", "a", "no"); }) == "nothing");
  BOOST_TEST(thrown(error_category::invalid_argument, [] { check::that(false, "f", "a", "no"); }) == "f: a: no");
}

BOOST_AUTO_TEST_CASE(bounds_are_inclusive) {
  const auto call = [](std::int64_t value) { return thrown(error_category::out_of_range, [=] { check::bounded(value, -2, 16, "f", "a"); }); };
  BOOST_TEST(call(-2) == "nothing");
  BOOST_TEST(call(16) == "nothing");
  BOOST_TEST(call(-3) == "f: a: -3 is not allowed; it must be -2 to 16");
  BOOST_TEST(call(17) == "f: a: 17 is not allowed; it must be -2 to 16");
  BOOST_TEST(call(INT64_MAX) == "f: a: 9223372036854775807 is not allowed; it must be -2 to 16");
  BOOST_TEST(call(INT64_MIN) == "f: a: -9223372036854775808 is not allowed; it must be -2 to 16");
}

BOOST_AUTO_TEST_CASE(lengths_are_equal) {
  BOOST_TEST(thrown(error_category::invalid_argument, [] { check::same_length(3, 3, "f", "a"); }) == "nothing");
  BOOST_TEST(thrown(error_category::invalid_argument, [] { check::same_length(3, 4, "f", "a"); }) == "f: a: has 3 values where 4 are needed");
}

BOOST_AUTO_TEST_SUITE_END()
