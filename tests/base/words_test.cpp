#include <headway/base/words.hpp>

#include <boost/test/unit_test.hpp>

namespace hw = headway::words;

BOOST_AUTO_TEST_SUITE(words_test)

BOOST_AUTO_TEST_CASE(people_are_counted_in_words) {
  BOOST_TEST(hw::people(0) == "0 people");
  BOOST_TEST(hw::people(1) == "1 person");
  BOOST_TEST(hw::people(14) == "14 people");
  BOOST_TEST(hw::of_people(3, 14) == "3 of 14 people");
  BOOST_TEST(hw::of_people(9, 9) == "all 9 people");
  BOOST_TEST(hw::of_people(0, 9) == "none of the 9 people");
  BOOST_TEST(hw::of_people(1, 1) == "1 of 1 person");
  BOOST_TEST(hw::of_people(0, 1) == "0 of 1 person");
}

BOOST_AUTO_TEST_CASE(a_sentence_begins_with_a_capital) {
  BOOST_TEST(hw::starting_people(3, 14) == "3 of 14 people");
  BOOST_TEST(hw::starting_people(9, 9) == "All 9 people");
  BOOST_TEST(hw::starting_people(0, 9) == "None of the 9 people");
}

BOOST_AUTO_TEST_SUITE_END()
