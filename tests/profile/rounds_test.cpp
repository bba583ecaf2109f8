#include <boost/test/unit_test.hpp>

#include <headway/profile/rounds.hpp>

#include "support/study_maker.hpp"

#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;

constexpr auto blank = missing_reason::blank;
constexpr auto dont_know = missing_reason::dont_know;

/// p1..p3 come twice, p4 leaves, p5 joins, one person in R2 has no code.
study_maker two_rounds() {
  study_maker m;
  m.person("Alder", "R1", "p1", "", {0, 1}).person("Alder", "R1", "p2", "", {2, blank}).person("Alder", "R1", "p3", "", {3, 3}).person("Alder", "R1", "p4", "", {4, 4});
  m.person("Alder", "R2", "p1", "", {1, 1}).person("Alder", "R2", "p2", "", {2, 2}).person("Alder", "R2", "p3", "", {1, dont_know}).person("Alder", "R2", "p5", "", {0, 0});
  m.add("Alder", "R2", "", "", 0, 4);
  return m;
}

BOOST_AUTO_TEST_SUITE(rounds_test)

BOOST_AUTO_TEST_CASE(everybody_and_the_same_people_are_kept_apart) {
  const auto s = two_rounds().build(plain_rubric(2, 5));
  const table t = to_table(profile::side_by_side(s, {"Alder", "R1", "R2"}));
  BOOST_TEST_REQUIRE(t.rows() == 4u);
  BOOST_TEST(text_at(t, "people", 0) == "everybody");
  BOOST_TEST(integer(t, "n_from", 0) == 4);
  BOOST_TEST(integer(t, "n_to", 0) == 5);
  BOOST_TEST(integer(t, "median_low_from", 0) == 3);
  BOOST_TEST(integer(t, "median_high_from", 0) == 4);
  BOOST_TEST(integer(t, "median_low_to", 0) == 2);
  BOOST_TEST(!has(t, "up", 0));
  BOOST_TEST(text_at(t, "people", 1) == "same_people");
  BOOST_TEST(integer(t, "n_from", 1) == 3);
  BOOST_TEST(integer(t, "n_to", 1) == 3);
  BOOST_TEST(integer(t, "up", 1) == 1);
  BOOST_TEST(integer(t, "held", 1) == 1);
  BOOST_TEST(integer(t, "down", 1) == 1);
  BOOST_TEST(integer(t, "n_from", 3) == 1); // only p1 marked the second dimension in both
  BOOST_TEST(integer(t, "held", 3) == 1);
}

BOOST_AUTO_TEST_CASE(missing_rounds_and_other_people_are_states) {
  study_maker m = two_rounds();
  m.person("Bryn", "R1", "q1", "", {1, 1}).person("Bryn", "R2", "q2", "", {1, blank}).person("Cray", "R1", "r1", "", {1, 1});
  const auto s = m.build(plain_rubric(2, 5));
  const table other = to_table(profile::side_by_side(s, {"Bryn", "", ""}));
  BOOST_TEST(text_at(other, "status", 0) == "ok");
  BOOST_TEST(text_at(other, "status", 1) == "not_comparable");
  BOOST_TEST(!has(other, "up", 1));
  BOOST_TEST(integer(other, "n_from", 1) == 0);
  BOOST_TEST(text_at(other, "status", 2) == "no_data");
  const table once = to_table(profile::side_by_side(s, {"Cray", "", ""}));
  BOOST_TEST(once.rows() == 4u);
  BOOST_TEST(text_at(once, "status", 0) == "not_assessed");
  BOOST_TEST(!has(once, "from_round", 0));
  BOOST_TEST(!has(once, "n_to", 0));
  const table missed = to_table(profile::side_by_side(s, {"Cray", "R1", "R2"}));
  BOOST_TEST(text_at(missed, "to_round", 0) == "R2");
  BOOST_TEST(text_at(missed, "status", 1) == "not_assessed");
  BOOST_CHECK_THROW((void)profile::side_by_side(s, {"Cray", "R7", "R1"}), error);
}

BOOST_AUTO_TEST_CASE(going_back_mirrors_going_forth) {
  const auto s = two_rounds().build(plain_rubric(2, 5));
  const auto forth = profile::movement_between(s.data(), {0}, {0}, {1}, {0});
  const auto back = profile::movement_between(s.data(), {0}, {1}, {0}, {0});
  BOOST_TEST(forth.up == back.down);
  BOOST_TEST(forth.down == back.up);
  BOOST_TEST(forth.held == back.held);
  BOOST_TEST(profile::movement_between(s.data(), {0}, {0}, {0}, {0}).held == 4u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
