#include <boost/test/unit_test.hpp>

#include <headway/core/select.hpp>

#include "support/study_maker.hpp"

#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;

/// Two communities; Bryn was not assessed in R2, Alder has people without a code and a person without a sector.
study<> two_places() {
  study_maker m;
  m.person("Alder", "R1", "p1", "council", {0, 1}).person("Alder", "R1", "p2", "health", {2, 2});
  m.person("Alder", "R2", "p2", "health", {3, missing_reason::blank}).person("Alder", "R2", "p3", "", {1, 1}).person("Alder", "R2", "", "council", {4, 4});
  m.add("Alder", "R2", "", "council", 1, 3);
  m.person("Bryn", "R1", "q1", "council", {2, 2}).agreed("Bryn", "R3", 0, 2);
  return m.build(plain_rubric(2, 5));
}

bool not_found(const error& e) { return e.category() == error_category::not_found; }
bool invalid(const error& e) { return e.category() == error_category::invalid_argument; }

BOOST_AUTO_TEST_SUITE(select_test)

BOOST_AUTO_TEST_CASE(an_empty_round_is_the_community_s_latest) {
  const auto s = two_places();
  const selected alder = select(s.data(), selection{"Alder", ""});
  BOOST_TEST(s->rounds()[alder.round.value].label == "R2");
  BOOST_TEST(alder.assessed != nullptr);
  const selected bryn = select(s.data(), selection{"bryn", ""});
  BOOST_TEST(s->rounds()[bryn.round.value].label == "R3");
  BOOST_TEST(!bryn.assessed->has_individuals);
}

BOOST_AUTO_TEST_CASE(a_round_the_community_missed_is_no_error_but_an_unknown_one_is) {
  const auto s = two_places();
  const selected bryn = select(s.data(), selection{"Bryn", "R2"});
  BOOST_TEST(bryn.round.has_value());
  BOOST_TEST(bryn.assessed == nullptr);
  BOOST_CHECK_EXCEPTION((void)select(s.data(), selection{"Bryn", "R9"}), error, not_found);
  BOOST_CHECK_EXCEPTION((void)select(s.data(), selection{"Aldr", "R1"}), error, [](const error& e) { return not_found(e) && e.message().find("Alder") != std::string::npos; });
}

BOOST_AUTO_TEST_CASE(an_empty_community_is_the_only_one) {
  BOOST_CHECK_EXCEPTION((void)select(two_places().data(), selection{}), error, invalid);
  const auto one = study_maker{}.person("Alder", "R1", "p1", "", {0}).build(plain_rubric(1, 2));
  BOOST_TEST(select(one.data(), selection{}).community.value == 0u);
  const auto none = study_maker{}.build(plain_rubric(1, 2));
  BOOST_CHECK_EXCEPTION((void)select(none.data(), selection{}), error, invalid);
}

BOOST_AUTO_TEST_CASE(empty_rounds_of_a_pair_are_the_latest_two) {
  const auto s = two_places();
  const auto [from, to] = select(s.data(), round_pair{"Bryn", "", ""});
  BOOST_TEST(s->rounds()[from.round.value].label == "R1");
  BOOST_TEST(s->rounds()[to.round.value].label == "R3");
  const auto [before, first] = select(s.data(), round_pair{"Bryn", "", "R1"});
  BOOST_TEST(!before.round.has_value());
  BOOST_TEST(first.assessed != nullptr);
}

BOOST_AUTO_TEST_CASE(people_are_counted_once_and_those_without_a_code_at_the_least) {
  const auto s = two_places();
  const community_id alder = s->find_community("Alder");
  const round_id r2 = s->find_round("R2");
  BOOST_TEST(people_in(s.data(), alder, r2).size() == 2u);
  BOOST_TEST(count_unnamed(s.data(), alder, r2) == 2u); // one row on d1, two on d2
  BOOST_TEST(count_people(s.data(), alder, r2) == 4u);
  BOOST_TEST(people_in_both(s.data(), alder, s->find_round("R1"), r2).size() == 1u);
  const sector_grouping by = sector_grouping::identity(s.data());
  BOOST_TEST(by.label(by.size() - 1) == "not stated");
  const std::vector<std::uint32_t> council_health_none{2, 1, 1};
  BOOST_TEST(count_people(s.data(), alder, r2, by) == council_health_none, boost::test_tools::per_element());
  BOOST_TEST(count_people(s.data(), alder, round_id::none()) == 0u);
}

BOOST_AUTO_TEST_CASE(cells_are_counted_for_all_for_some_and_by_group) {
  const auto s = two_places();
  const community_id alder = s->find_community("Alder");
  const round_id r2 = s->find_round("R2");
  const cell_counts<dynamic> all = count_cell(s, alder, r2, {1});
  BOOST_TEST(all.n() == 3u);
  BOOST_TEST(all.n_missing() == 1u);
  BOOST_TEST(all.levels().size() == 5u);
  const std::vector<rater_id> only = people_in_both(s.data(), alder, s->find_round("R1"), r2);
  const cell_counts<dynamic> stayers = count_cell(s, alder, r2, {0}, only);
  BOOST_TEST(stayers.n() == 1u);
  BOOST_TEST(stayers.level[3] == 1u);
  const sector_grouping two{{"council + health", "not stated"}, {0, 0, 1}};
  std::vector<cell_counts<dynamic>> cells(2, empty_cell(s));
  count_cell(s, alder, r2, {0}, two, std::span{cells});
  BOOST_TEST(cells[0].n() == 2u);
  BOOST_TEST(cells[1].n() == 1u);
}

BOOST_AUTO_TEST_CASE(a_grouping_must_fit_its_study) {
  const auto s = two_places();
  const sector_grouping other{{"all"}, {0, 0}};
  BOOST_CHECK_EXCEPTION((void)count_people(s.data(), {0}, {0}, other), error, [](const error& e) { return e.category() == error_category::incompatible; });
  BOOST_CHECK_EXCEPTION((sector_grouping{{"all"}, {0, 1}}), error, [](const error& e) { return e.category() == error_category::out_of_range; });
  BOOST_CHECK_EXCEPTION((sector_grouping{{"all"}, {}}), error, invalid);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
