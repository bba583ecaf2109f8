#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/io/detail/score_text.hpp>
#include <headway/rubrics/rubrics.hpp>

BOOST_AUTO_TEST_SUITE(score_text_test)

namespace {

using headway::io::detail::rubric_words;
using headway::io::detail::understand_score;

const rubric_words& words() {
  static const rubric_words of{headway::rubrics::system_maturity()};
  return of;
}

std::string first_code(std::string_view raw) {
  const auto understood = understand_score(words(), raw);
  return understood.issues.empty() ? std::string{} : std::string{understood.issues.front().kind->code};
}

} // namespace

BOOST_AUTO_TEST_CASE(a_printed_label_of_another_wording_does_not_hide_its_number) {
  for (const std::string_view raw : {"4 \xE2\x80\x93 Well established", "4: Well established", "4 - Well established", "4 \xE2\x80\x93 Holding firm"}) {
    const auto understood = understand_score(words(), raw);
    BOOST_TEST_CONTEXT(raw) {
      BOOST_REQUIRE(understood.score.has_level());
      BOOST_TEST(understood.score.level() == 3u);
      BOOST_TEST(first_code(raw) == "labelled_value");
    }
  }
}

BOOST_AUTO_TEST_CASE(what_people_add_to_a_number_is_kept_as_text) {
  for (const std::string_view raw : {"3 - just", "3 (just)", "3 \xE2\x80\x93 nearly 4", "3+", "2-3", "4 Well established", "3 - Nearly 4", "9 - Beyond"}) {
    const auto understood = understand_score(words(), raw);
    BOOST_TEST_CONTEXT(raw) {
      BOOST_TEST(!understood.score.has_level());
      BOOST_TEST(understood.written.text == std::string{raw});
    }
  }
}

BOOST_AUTO_TEST_CASE(the_label_of_another_level_is_a_contradiction) {
  const auto understood = understand_score(words(), "4 - Hardly begun");
  BOOST_TEST(!understood.score.has_level());
  BOOST_TEST(first_code("4 - Hardly begun") == "label_mismatch");
}

BOOST_AUTO_TEST_SUITE_END()
