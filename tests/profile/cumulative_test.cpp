#include <boost/test/unit_test.hpp>

#include <headway/profile/cumulative.hpp>

#include "support/study_maker.hpp"

#include <vector>

namespace {

using namespace headway;
using namespace headway::test;

BOOST_AUTO_TEST_SUITE(cumulative_test)

BOOST_AUTO_TEST_CASE(one_large_sector_outweighs_the_others_only_in_the_plain_share) {
  study_maker m;
  m.people("Alder", "R1", "p", "council", std::vector<mark>(8, 3)).people("Alder", "R1", "q", "health", {0, 1}).people("Alder", "R1", "r", "", {1});
  const auto s = m.build<1, 4>(plain_rubric(1, 4));
  const auto result = profile::cumulative(s, {});
  BOOST_TEST(result.rows[0].plain.at_least[3].share == 8.0 / 11.0, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(result.rows[0].balanced.at_least[3].share == 1.0 / 3.0, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(result.rows[0].balanced.at_least[1].share == (1.0 + 0.5 + 1.0) / 3.0, boost::test_tools::tolerance(1e-15));
  const table t = to_table(result);
  BOOST_TEST_REQUIRE(t.rows() == 3u); // from the second level
  BOOST_TEST(integer(t, "level", 0) == 2);
  BOOST_TEST(integer(t, "level", 2) == 4);
  BOOST_TEST(integer(t, "sectors", 0) == 3);
  BOOST_TEST(integer(t, "n", 0) == 11);
  BOOST_TEST(t.at("plain_low").reals()[2] < 8.0 / 11.0);
  BOOST_TEST(t.at("plain_high").reals()[2] > 8.0 / 11.0);
  BOOST_TEST((to_table(profile::cumulative(s.to_dynamic(), {})) == t));
}

BOOST_AUTO_TEST_CASE(groups_in_place_of_sectors_change_the_voices) {
  study_maker m;
  m.people("Alder", "R1", "p", "council", {1, 1}).people("Alder", "R1", "q", "health", {0, 0});
  const auto s = m.build(plain_rubric(1, 2));
  const sector_grouping one{{"all"}, {0, 0, 0}};
  const auto row = profile::cumulative(s, {}, {.by_sector = one}).rows[0];
  BOOST_TEST(row.balanced.sectors == 1u);
  BOOST_TEST(row.balanced.at_least[1].share == row.plain.at_least[1].share);
  BOOST_TEST(row.balanced.at_least[1].range.lower == row.plain.at_least[1].range.lower);
}

BOOST_AUTO_TEST_CASE(nobody_and_no_round_are_states) {
  const auto s = study_maker{}.person("Alder", "R1", "p1", "", {missing_reason::blank}).person("Bryn", "R2", "q", "", {1}).build(plain_rubric(1, 3));
  const table nobody = to_table(profile::cumulative(s, {"Alder", "R1"}));
  BOOST_TEST(text_at(nobody, "status", 0) == "no_data");
  BOOST_TEST(integer(nobody, "n", 0) == 0);
  BOOST_TEST(!has(nobody, "plain", 0));
  const table missed = to_table(profile::cumulative(s, {"Alder", "R2"}));
  BOOST_TEST(text_at(missed, "status", 1) == "not_assessed");
  BOOST_TEST(!has(missed, "n", 1));
  BOOST_TEST(missed.rows() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
