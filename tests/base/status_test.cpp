// Statuses: numbers, codes and sentences.

#include <boost/test/unit_test.hpp>

#include <set>
#include <string_view>

#include <headway/base/status.hpp>

using headway::status;

BOOST_AUTO_TEST_SUITE(status_test)

BOOST_AUTO_TEST_CASE(statuses_have_numbers_and_codes_that_do_not_change) {
  constexpr std::string_view codes[] = {"ok", "no_data", "too_few_raters", "no_variation", "mostly_prior", "hidden", "not_assessed", "not_comparable", "value_only",
                                        "could_not_show"};
  for (std::int32_t i = 0; i < 10; ++i) { BOOST_TEST(name(static_cast<status>(i)) == codes[i]); }
  BOOST_TEST(name(static_cast<status>(10)) == "unknown");
  BOOST_TEST(name(static_cast<status>(-1)) == "unknown");
}

BOOST_AUTO_TEST_CASE(every_status_has_a_sentence_of_its_own) {
  std::set<std::string_view> said;
  for (std::int32_t i = 0; i < 10; ++i) {
    BOOST_TEST(!describe(static_cast<status>(i)).empty());
    said.insert(describe(static_cast<status>(i)));
  }
  BOOST_TEST(said.size() == 10u);
  BOOST_TEST(describe(static_cast<status>(10)).empty());
}

BOOST_AUTO_TEST_SUITE_END()
