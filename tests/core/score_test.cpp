// Scores: a level or a reason in one byte, and the words of reasons and modes.

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <set>
#include <string_view>

#include <headway/core/score.hpp>

using namespace headway;

BOOST_AUTO_TEST_SUITE(score_test)

BOOST_AUTO_TEST_CASE(a_score_is_a_level_or_a_reason) {
  static_assert(sizeof(score) == 1);
  for (std::size_t l = 0; l < 16; ++l) {
    const score s = score::at_level(l);
    BOOST_TEST(s.has_level());
    BOOST_TEST(s.level() == l);
    BOOST_TEST(s.code() == static_cast<std::int8_t>(l));
    BOOST_TEST((score::from_code(s.code()) == s));
  }
  for (int r = 1; r <= 6; ++r) {
    const score s = score::missing(static_cast<missing_reason>(r));
    BOOST_TEST(!s.has_level());
    BOOST_TEST((s.reason() == static_cast<missing_reason>(r)));
    BOOST_TEST(s.code() == -r);
    BOOST_TEST((score::from_code(s.code()) == s));
  }
  BOOST_TEST((score{} == score::missing(missing_reason::blank)));
  BOOST_TEST((score::at_level(0) != score{}));
}

BOOST_AUTO_TEST_CASE(reasons_and_modes_have_numbers_and_words_that_do_not_change) {
  constexpr std::string_view reasons[] = {"", "blank", "dont_know", "not_applicable", "not_asked", "refused", "off_scale", ""};
  for (int r = 0; r < 8; ++r) { BOOST_TEST(name(static_cast<missing_reason>(r)) == reasons[r]); }
  BOOST_TEST(name(static_cast<missing_reason>(-1)) == "");
  BOOST_TEST(missing_reasons == 6u);
  constexpr std::string_view modes[] = {"individual", "consensus", "moderated", "then_test", "judge", ""};
  for (int m = 0; m < 6; ++m) { BOOST_TEST(name(static_cast<score_mode>(m)) == modes[m]); }
  BOOST_TEST(name(static_cast<score_mode>(255)) == "");
}

BOOST_AUTO_TEST_CASE(written_marks_compare_whole) {
  BOOST_TEST((written_mark{"2-3", true, 2, 3} == written_mark{"2-3", true, 2, 3}));
  BOOST_TEST((written_mark{"2-3", true, 2, 3} != written_mark{"2 - 3", true, 2, 3}));
  BOOST_TEST((written_mark{} == written_mark{"", false, 0, 0}));
}

BOOST_AUTO_TEST_SUITE_END()
