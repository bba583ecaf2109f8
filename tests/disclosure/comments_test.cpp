#include <boost/test/unit_test.hpp>

#include <headway/core/study_tables.hpp>
#include <headway/disclosure/comments.hpp>

#include "support/study_maker.hpp"

#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;

BOOST_AUTO_TEST_SUITE(comments_test)

BOOST_AUTO_TEST_CASE(minority_views_of_small_rooms_are_withheld) {
  study_maker m;
  m.people("Alder", "R1", "p", "", std::vector<mark>(9, 1)).people("Bryn", "R1", "q", "", std::vector<mark>(10, 1));
  m.agreed("Alder", "R1", 0, 2, consensus_outcome::minority_view, "one of us said 1").agreed("Bryn", "R1", 0, 2, consensus_outcome::minority_view, "one of us said 1");
  m.agreed("Alder", "R1", 1, 2).agreed("Corby", "R1", 0, 2, consensus_outcome::minority_view, "nobody's marks are on file");
  reading input = m.input();
  input.ratings.consensus[1].people_in_room = 30;
  const auto s = study_builder<>{rubric<>{plain_rubric(2, 4)}}.add(input).build();
  const table records = consensus_table(s);
  BOOST_TEST_REQUIRE(records.rows() == 4u);
  disclosure::withheld hide{records.rows()};
  disclosure::withhold_minority_views(s.data(), records, hide, disclosure::rules_for(disclosure::audience::partners));
  BOOST_TEST(hide.why(0) == "the minority view is withheld: fewer than 10 people in the room"); // nine marked
  BOOST_TEST(!hide.hidden(1)); // there is none
  BOOST_TEST(!hide.hidden(2)); // thirty were counted in the room
  BOOST_TEST(hide.hidden(3));
  disclosure::withheld none{records.rows()};
  disclosure::withhold_minority_views(s.data(), records, none, disclosure::rules_for(disclosure::audience::room));
  BOOST_TEST(none.count() == 0u);
  disclosure::withheld wrong{1};
  BOOST_CHECK_THROW(disclosure::withhold_minority_views(s.data(), records, wrong, disclosure::rules_for(disclosure::audience::partners)), error);
}

BOOST_AUTO_TEST_CASE(the_rest_of_a_row_stays) {
  study_maker m;
  m.people("Alder", "R1", "p", "", std::vector<mark>(4, 1)).agreed("Alder", "R1", 0, 2, consensus_outcome::minority_view, "one of us said 1").agreed("Alder", "R1", 1, 2);
  const auto s = m.build(plain_rubric(2, 4));
  table records = consensus_table(s);
  BOOST_CHECK_THROW((void)disclosure::without_small_minority_views(s.data(), records, disclosure::rules_for(disclosure::audience::partners)), error);
  records.add("minority_view_hidden_reason", column_type::text);
  records.add("figure", column_type::real);
  records.add("flag", column_type::boolean);
  for (int row = 0; row < 2; ++row) {
    records[records.find("minority_view_hidden_reason").value()].push_missing();
    records[records.find("figure").value()].push(0.5);
    records[records.find("flag").value()].push(true);
  }
  const table seen = disclosure::without_small_minority_views(s.data(), records, disclosure::rules_for(disclosure::audience::partners));
  BOOST_TEST(!has(seen, "minority_view", 0));
  BOOST_TEST(text_at(seen, "minority_view_hidden_reason", 0) == "the minority view is withheld: fewer than 10 people in the room");
  BOOST_TEST(!has(seen, "minority_view_hidden_reason", 1));
  BOOST_TEST(integer(seen, "consensus", 0) == 3);
  BOOST_TEST(text_at(seen, "outcome", 0) == "minority_view");
  BOOST_TEST(seen.at("figure").reals()[0] == 0.5);
  BOOST_TEST(seen.at("flag").integers()[1] == 1);
  BOOST_TEST((disclosure::without_small_minority_views(s.data(), records, disclosure::rules_for(disclosure::audience::room)) == records));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
