#include <boost/test/unit_test.hpp>

#include <headway/change/people.hpp>

#include "support/study_maker.hpp"

#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using change::person_marks;

BOOST_AUTO_TEST_SUITE(people_test)

BOOST_AUTO_TEST_CASE(everybody_of_either_round_is_there_once) {
  study_maker m;
  m.person("Alder", "R1", "p1", "council", {0}).person("Alder", "R1", "p3", "health", {3}).person("Alder", "R1", "", "", {2});
  m.person("Alder", "R2", "p1", "health", {missing_reason::dont_know}).person("Alder", "R2", "p2", "", {4}).person("Alder", "R2", "p3", "health", {1});
  m.person("Alder", "R2", "", "", {1}).person("Alder", "R2", "", "", {0});
  const auto s = m.build(plain_rubric(1, 5));
  const auto by = sector_grouping::identity(s.data());
  const auto people = change::people_in_two_rounds(s.data(), {0}, {0}, {1}, {0}, by);
  BOOST_TEST_REQUIRE(people.size() == 6u);
  BOOST_TEST(people[0].before == 0);
  BOOST_TEST(people[0].after == score::missing(missing_reason::dont_know).code());
  BOOST_TEST(people[0].marked_before());
  BOOST_TEST(!people[0].marked_after());
  BOOST_TEST(by.label(people[0].group_before) == "council");
  BOOST_TEST(by.label(people[0].group_after) == "health");
  BOOST_TEST(people[1].before == person_marks::not_there);
  BOOST_TEST(people[1].after == 4);
  BOOST_TEST(by.label(people[1].group_after) == "not stated");
  BOOST_TEST(people[2].marked_both());
  BOOST_TEST(s->rows().score[people[2].row_before] == 3);
  BOOST_TEST(s->rows().score[people[2].row_after] == 1);
  for (std::size_t i = 3; i < 6; ++i) { // without a code everybody is another person
    BOOST_TEST(people[i].rater == ratings::no_rater);
    BOOST_TEST(people[i].marked_before() != people[i].marked_after());
  }
  BOOST_TEST(change::people_in_two_rounds(s.data(), {0}, round_id::none(), {1}, {0}, by).empty());
  const auto twice = change::people_in_two_rounds(s.data(), {0}, {1}, {1}, {0}, by);
  BOOST_TEST(twice.size() == 7u);
  BOOST_TEST((twice[1].before == 4 && twice[1].after == 4));
  BOOST_CHECK_THROW((void)change::people_in_two_rounds(s.data(), {0}, {0}, {1}, {0}, sector_grouping{{"all"}, {0}}), error);
}

BOOST_AUTO_TEST_CASE(months_are_whole_and_a_day_may_be_unknown) {
  const auto at = [](int year, unsigned month, unsigned day) {
    assessment a;
    a.day = *date::from_civil(year, month, day);
    return a;
  };
  const assessment first = at(2022, 3, 16);
  const assessment later = at(2023, 9, 12);
  const assessment unknown;
  const auto months = [](const assessment* a, const assessment* b) { return change::months_between({{0}, {0}, a}, {{0}, {1}, b}); };
  BOOST_TEST(months(&first, &later).value() == 18);
  BOOST_TEST(months(&later, &first).value() == -18);
  BOOST_TEST(months(&first, &first).value() == 0);
  BOOST_TEST(!months(&first, &unknown).has_value());
  BOOST_TEST(!months(nullptr, &later).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
