#include <boost/test/unit_test.hpp>

#include <headway/profile/coverage.hpp>
#include <headway/profile/rounds.hpp>
#include <headway/profile/turnover.hpp>

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

BOOST_AUTO_TEST_SUITE(turnover_test)

BOOST_AUTO_TEST_CASE(stayed_left_joined_and_those_without_a_code) {
  const auto s = two_rounds().build(plain_rubric(2, 5));
  const table t = to_table(profile::turnover(s));
  BOOST_TEST_REQUIRE(t.rows() == 1u);
  BOOST_TEST(integer(t, "n_from", 0) == 4);
  BOOST_TEST(integer(t, "n_to", 0) == 5);
  BOOST_TEST(integer(t, "stayed", 0) == 3);
  BOOST_TEST(integer(t, "left", 0) == 1);
  BOOST_TEST(integer(t, "joined", 0) == 1);
  BOOST_TEST(integer(t, "unnamed", 0) == 1);
  BOOST_TEST(text_at(t, "status", 0) == "ok");
}

BOOST_AUTO_TEST_CASE(each_round_with_the_next_the_community_held) {
  study_maker m = two_rounds();
  m.person("Bryn", "R1", "q1", "", {1, 1}).person("Bryn", "R3", "q1", "", {1, 1}).agreed("Bryn", "R4", 0, 1).person("Cray", "R2", "", "", {1, 1}).person("Cray", "R3", "r", "", {1, 1});
  const auto s = m.build(plain_rubric(2, 5));
  const table t = to_table(profile::turnover(s, "Bryn"));
  BOOST_TEST_REQUIRE(t.rows() == 2u);
  BOOST_TEST(text_at(t, "from_round", 0) == "R1");
  BOOST_TEST(text_at(t, "to_round", 0) == "R3");
  BOOST_TEST(integer(t, "stayed", 0) == 1);
  BOOST_TEST(text_at(t, "status", 1) == "no_data"); // an agreed mark only
  BOOST_TEST(!has(t, "stayed", 1));
  const table without_codes = to_table(profile::turnover(s, "Cray"));
  BOOST_TEST(text_at(without_codes, "status", 0) == "not_comparable");
  BOOST_TEST(integer(without_codes, "n_from", 0) == 1);
  BOOST_TEST(!has(without_codes, "joined", 0));
  BOOST_TEST(to_table(profile::turnover(s)).rows() == 4u);
  BOOST_CHECK_THROW((void)profile::turnover(s, "Nowhere"), error);
  const auto row = profile::turnover_between(s.data(), s->find_community("Bryn"), s->find_round("R2"), s->find_round("R3"));
  BOOST_CHECK(row.status == status::not_assessed);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(coverage_test)

BOOST_AUTO_TEST_CASE(every_person_is_accounted_for_on_every_dimension) {
  study_maker m = two_rounds();
  m.add("Alder", "R1", "p9", "", 0, missing_reason::refused).agreed("Alder", "R1", 1, 2);
  m.person("Bryn", "R2", "q1", "", {1, 1});
  const auto s = m.build(plain_rubric(2, 5));
  const auto result = profile::coverage(s);
  BOOST_TEST(result.rows.size() == 8u); // two communities, two rounds, two dimensions
  for (const auto& row : result.rows) {
    std::uint32_t sum = row.scored + row.not_given;
    for (const auto n : row.missing) { sum += n; }
    BOOST_TEST(sum == row.people);
  }
  const table t = to_table(result);
  BOOST_TEST(integer(t, "people", 0) == 5);
  BOOST_TEST(integer(t, "scored", 0) == 4);
  BOOST_TEST(integer(t, "refused", 0) == 1);
  BOOST_TEST(integer(t, "not_given", 0) == 0);
  BOOST_TEST(integer(t, "blank", 1) == 1);
  BOOST_TEST(integer(t, "not_given", 1) == 1);
  BOOST_TEST(t.at("has_consensus").integers()[0] == 0);
  BOOST_TEST(t.at("has_consensus").integers()[1] == 1);
  BOOST_TEST(integer(t, "not_given", 3) == 1); // the person without a code marked the first dimension only
  BOOST_TEST(text_at(t, "status", 4) == "not_assessed"); // Bryn R1
  BOOST_TEST(!has(t, "people", 4));
  BOOST_TEST(profile::coverage(s, "Bryn").rows.size() == 4u);
}

BOOST_AUTO_TEST_CASE(an_agreed_mark_without_people_is_coverage_too) {
  const auto s = study_maker{}.agreed("Alder", "R1", 0, 1).build(plain_rubric(1, 5));
  const table t = to_table(profile::coverage(s));
  BOOST_TEST(text_at(t, "status", 0) == "no_data");
  BOOST_TEST(integer(t, "people", 0) == 0);
  BOOST_TEST(t.at("has_consensus").integers()[0] == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
