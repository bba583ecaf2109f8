#include <boost/test/unit_test.hpp>

#include <headway/disclosure/sector_figures.hpp>

#include "support/study_maker.hpp"

#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using disclosure::audience;
using disclosure::rules_for;

constexpr auto dont_know = missing_reason::dont_know;

std::vector<std::string> figures(const study<>& s, const disclosure::rules& r, const selection& wanted = {}) {
  const selected where = select(s.data(), wanted);
  return disclosure::withheld_sector_figures(s, where, disclosure::grouping_for(s.data(), where.community, r), r);
}

/// Two sectors of eight people; `second` are the marks of the second on the second dimension.
study<> two_groups(const std::vector<mark>& second) {
  study_maker m;
  for (int p = 0; p < 8; ++p) {
    m.person("Alder", "R1", "c" + std::to_string(p), "council", {p % 4, p % 3, p % 2});
    m.person("Alder", "R1", "h" + std::to_string(p), "health", {(p + 1) % 4, second[static_cast<std::size_t>(p)], p % 3});
  }
  return m.build(plain_rubric(3, 4));
}

BOOST_AUTO_TEST_SUITE(sector_figures_test)

BOOST_AUTO_TEST_CASE(shown_where_every_group_is) {
  const auto partners = rules_for(audience::partners);
  BOOST_TEST(figures(two_groups({0, 1, 2, 3, 0, 1, 2, 3}), partners) == (std::vector<std::string>{"", "", ""}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(withheld_beside_a_group_that_is) {
  const auto partners = rules_for(audience::partners);
  const std::string why{disclosure::beside_a_withheld_group};
  const std::vector<std::string> second{"", why, ""};
  BOOST_TEST(figures(two_groups(std::vector<mark>(8, 2)), partners) == second, boost::test_tools::per_element());                      // all at one level
  BOOST_TEST(figures(two_groups({0, 1, 2, dont_know, dont_know, dont_know, 0, 1}), partners) == second, boost::test_tools::per_element()); // five marked it
  BOOST_TEST(figures(two_groups(std::vector<mark>(8, dont_know)), partners) == (std::vector<std::string>{"", "", ""}), boost::test_tools::per_element()); // nobody, and eight said so
  BOOST_TEST(figures(two_groups(std::vector<mark>(8, 2)), rules_for(audience::room)) == (std::vector<std::string>{"", "", ""}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(small_rooms_are_withheld_before_groups_are_looked_at) {
  study_maker m;
  m.people("Alder", "R1", "p", "council", {1, 2, 1}).people("Alder", "R1", "q", "health", {dont_know, dont_know});
  const auto s = m.build(plain_rubric(2, 4));
  const auto partners = rules_for(audience::partners);
  BOOST_TEST(figures(s, partners)[0] == "fewer than 4 people marked it");
  BOOST_TEST(figures(s, partners)[1].empty()); // nobody was asked
  const selected where = select(s.data(), selection{});
  BOOST_TEST(disclosure::withheld_rooms(s, where, partners)[0] == "fewer than 4 people marked it");
  BOOST_TEST(disclosure::withheld_rooms(s, where, rules_for(audience::room))[0].empty());
  const auto silent = study_maker{}.people("Alder", "R1", "p", "council", {dont_know, dont_know}).build(plain_rubric(1, 4));
  BOOST_TEST(figures(silent, partners)[0] == "fewer than 4 people marked it"); // that two people gave none tells of them
}

BOOST_AUTO_TEST_CASE(one_group_is_the_room) {
  const auto s = study_maker{}.people("Alder", "R1", "p", "council", {1, 1, 1}).people("Alder", "R1", "q", "health", {1, 1}).build(plain_rubric(1, 4));
  BOOST_TEST(figures(s, rules_for(audience::partners))[0].empty()); // joined into one, which may be at one level
}

BOOST_AUTO_TEST_CASE(rounds_that_were_not_held_and_misuse) {
  const auto s = study_maker{}.people("Alder", "R1", "p", "council", {1, 2}).people("Bryn", "R2", "p", "council", {1, 2}).build(plain_rubric(1, 4));
  BOOST_TEST(figures(s, rules_for(audience::partners), {"Alder", "R2"})[0].empty());
  disclosure::rules r = rules_for(audience::partners);
  r.min_people_place = 0;
  BOOST_CHECK_THROW((void)disclosure::withheld_rooms(s, select(s.data(), selection{"Alder", ""}), r), error);
  BOOST_CHECK_THROW((void)disclosure::withheld_sector_figures(s, select(s.data(), selection{"Alder", ""}), sector_grouping{{"all"}, {0, 0, 0}}, rules_for(audience::partners)), error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
