// The error: its parts, its one line, and the words of its categories.

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <string_view>

#include <headway/base/error.hpp>

using headway::error;
using headway::error_category;

BOOST_AUTO_TEST_SUITE(error_test)

BOOST_AUTO_TEST_CASE(what_is_one_line_made_of_the_parts) {
  const error full{error_category::out_of_range, "scale", "levels", "17 is not allowed", 3};
  BOOST_TEST(full.what() == std::string_view{"scale: levels (row 3): 17 is not allowed"});
  BOOST_TEST((full.category() == error_category::out_of_range));
  BOOST_TEST(full.function() == "scale");
  BOOST_TEST(full.argument() == "levels");
  BOOST_TEST(full.message() == "17 is not allowed");
  BOOST_TEST(full.row() == 3);
  BOOST_TEST(error(error_category::io, "read", "", "closed").what() == std::string_view{"read: closed"});
  BOOST_TEST(error(error_category::io, "read", "path", "closed").what() == std::string_view{"read: path: closed"});
  BOOST_TEST(error(error_category::io, "read", "", "closed", 0).what() == std::string_view{"read (row 0): closed"});
  BOOST_TEST(error(error_category::io, "read", "path", "closed").row() == error::no_row);
}

BOOST_AUTO_TEST_CASE(it_is_caught_as_a_standard_exception) {
  BOOST_CHECK_EXCEPTION(throw error(error_category::internal, "f", "a", "m"), std::exception,
                        [](const std::exception& e) { return std::string_view{e.what()} == "f: a: m"; });
}

BOOST_AUTO_TEST_CASE(categories_have_numbers_and_words_that_do_not_change) {
  constexpr std::string_view words[] = {"invalid_argument", "out_of_range", "not_found", "incompatible", "io", "parse", "limit", "cancelled", "out_of_memory", "internal"};
  for (std::int32_t i = 0; i < 10; ++i) { BOOST_TEST(name(static_cast<error_category>(i + 1)) == words[i]); }
  BOOST_TEST(name(error_category{}) == "unknown");
  BOOST_TEST(name(static_cast<error_category>(11)) == "unknown");
  BOOST_TEST(name(static_cast<error_category>(-1)) == "unknown");
  static_assert(static_cast<std::int32_t>(error_category::internal) == 10);
}

BOOST_AUTO_TEST_SUITE_END()
