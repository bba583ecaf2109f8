// Columns of marks: what an empty one is, and the words of outcomes.

#include <boost/test/unit_test.hpp>

#include <headway/core/ratings.hpp>

using namespace headway;

BOOST_AUTO_TEST_SUITE(ratings_test)

BOOST_AUTO_TEST_CASE(outcomes_have_numbers_and_words_that_do_not_change) {
  BOOST_TEST(name(static_cast<consensus_outcome>(0)) == "agreed");
  BOOST_TEST(name(static_cast<consensus_outcome>(1)) == "no_agreement");
  BOOST_TEST(name(static_cast<consensus_outcome>(2)) == "minority_view");
  BOOST_TEST(name(static_cast<consensus_outcome>(3)) == "");
}

BOOST_AUTO_TEST_CASE(an_agreed_mark_starts_as_nothing_said) {
  const consensus_record c;
  BOOST_TEST((c.mode == score_mode::consensus));
  BOOST_TEST((c.outcome == consensus_outcome::agreed));
  BOOST_TEST(!c.score.has_level());
  BOOST_TEST(c.people_in_room == -1);
  BOOST_TEST(!c.day.has_value());
  consensus_record other;
  other.evidence = "x";
  BOOST_TEST((c != other));
}

BOOST_AUTO_TEST_CASE(a_row_has_a_score) {
  ratings r;
  BOOST_TEST(r.size() == 0u);
  r.score = {1, -1};
  BOOST_TEST(r.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
