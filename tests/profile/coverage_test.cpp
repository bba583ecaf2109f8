#include <boost/test/unit_test.hpp>

#include <headway/profile/coverage.hpp>

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
