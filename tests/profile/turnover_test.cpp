#include <boost/test/unit_test.hpp>

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

} // namespace
