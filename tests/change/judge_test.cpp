#include <boost/test/unit_test.hpp>

#include <headway/change/judge.hpp>

#include "support/study_maker.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using change::judge_change;
using disclosure::audience;
using disclosure::rules_for;

/// A room of `stay` people who come to every round, and others who come to some of them; marks vary.
study_maker rooms(int stay, const std::vector<std::pair<std::string, int>>& others) {
  study_maker m;
  int next = 0;
  const auto come = [&](const std::string& who, const std::string& rounds) {
    ++next;
    for (const char round : rounds) { m.add("Alder", std::string{"R"} + round, who, "", 0, (next + (round - '0') * (1 + next % 2)) % 4); }
  };
  for (int i = 0; i < stay; ++i) { come("s" + std::to_string(i), "123"); }
  for (const auto& [rounds, count] : others) {
    for (int i = 0; i < count; ++i) { come("o" + rounds + "_" + std::to_string(i), rounds); }
  }
  return m;
}

bool empty(const std::vector<std::string>& texts) {
  return std::all_of(texts.begin(), texts.end(), [](const std::string& text) { return text.empty(); });
}

BOOST_AUTO_TEST_SUITE(judge_test)

BOOST_AUTO_TEST_CASE(the_room_sees_everything) {
  const auto s = rooms(2, {{"1", 1}, {"2", 1}}).build(plain_rubric(1, 4));
  const auto why = judge_change(s, {"Alder", "R1", "R2"}, rules_for(audience::room));
  for (const auto* texts : {&why.everybody, &why.people, &why.sectors, &why.both, &why.then, &why.path}) { BOOST_TEST(empty(*texts)); }
}

BOOST_AUTO_TEST_CASE(one_joiner_withholds_the_people_and_not_everybody) {
  const auto s = rooms(10, {{"2", 1}}).build(plain_rubric(1, 4));
  const auto why = judge_change(s, {"Alder", "R1", "R2"}, rules_for(audience::partners));
  BOOST_TEST(empty(why.everybody));
  BOOST_TEST(why.people[0] == "fewer than 6 people joined");
  BOOST_TEST(!why.then[0].empty());
  BOOST_TEST(!why.both[0].empty());
}

BOOST_AUTO_TEST_CASE(a_small_room_is_withheld_as_a_whole) {
  const auto s = rooms(3, {}).build(plain_rubric(1, 4));
  BOOST_TEST(judge_change(s, {"Alder", "R1", "R2"}, rules_for(audience::partners)).everybody[0] == "fewer than 4 people marked it in one of the rounds");
}

// Six come to every round, six more to R1 and R2, seven more to R2 and R3, and six to R2 alone. Each pair by itself is fine. R1 and R3 have just the six in
// common, who are those of every round.
BOOST_AUTO_TEST_CASE(pairs_of_rounds_are_looked_at_together) {
  const auto s = rooms(6, {{"12", 6}, {"23", 7}, {"2", 6}, {"1", 6}, {"3", 6}}).build(plain_rubric(1, 4));
  const auto rules = rules_for(audience::partners);
  BOOST_TEST(judge_change(s, {"Alder", "R1", "R2"}, rules).people[0].empty());
  BOOST_TEST(judge_change(s, {"Alder", "R2", "R3"}, rules).people[0].empty());
  BOOST_TEST(judge_change(s, {"Alder", "R1", "R3"}, rules).people[0].empty());
  BOOST_TEST(judge_change(s, {"Alder", "R1", "R3"}, rules).path[0].empty());
  // one person who missed only R2: those of R1 and R3 less those of every round are that person
  const auto one = rooms(6, {{"12", 6}, {"23", 7}, {"2", 6}, {"1", 6}, {"3", 6}, {"13", 1}}).build(plain_rubric(1, 4));
  BOOST_TEST(judge_change(one, {"Alder", "R1", "R2"}, rules).people[0].empty());
  BOOST_TEST(judge_change(one, {"Alder", "R1", "R2"}, rules).path[0].empty()); // the order is fixed: those of every round come first
  BOOST_TEST(judge_change(one, {"Alder", "R1", "R3"}, rules).people[0] == "fewer than 6 people could be told from it together with other figures");
  BOOST_TEST((judge_change(one, {"Alder", "R3", "R1"}, rules).people == judge_change(one, {"Alder", "R1", "R3"}, rules).people));
}

BOOST_AUTO_TEST_CASE(those_who_left_at_one_level_are_not_shown_as_the_rest) {
  study_maker m;
  for (int i = 0; i < 8; ++i) { m.add("Alder", "R1", "s" + std::to_string(i), "", 0, i % 4).add("Alder", "R2", "s" + std::to_string(i), "", 0, (i + i % 3) % 4); }
  for (int i = 0; i < 7; ++i) { m.add("Alder", "R1", "l" + std::to_string(i), "", 0, 3).add("Alder", "R2", "j" + std::to_string(i), "", 0, i % 3); }
  const auto s = m.build(plain_rubric(1, 4));
  BOOST_TEST(judge_change(s, {"Alder", "", ""}, rules_for(audience::partners)).people[0] == "the marks in this group are too alike to show");
}

BOOST_AUTO_TEST_CASE(groups_of_sectors_are_part_of_what_is_shown) {
  // seven left, all but one of them the whole of a group that is shown: everybody less the same people less the group is one person
  study_maker m;
  for (int i = 0; i < 12; ++i) { m.add("Alder", "R1", "s" + std::to_string(i), "council", 0, i % 4).add("Alder", "R2", "s" + std::to_string(i), "council", 0, (i + i % 3) % 4); }
  for (int i = 0; i < 6; ++i) { m.add("Alder", "R1", "h" + std::to_string(i), "health", 0, i % 3); }
  m.add("Alder", "R1", "c", "council", 0, 1);
  for (int i = 0; i < 7; ++i) { m.add("Alder", "R2", "j" + std::to_string(i), i < 6 ? "health" : "council", 0, i % 4); }
  const auto s = m.build(plain_rubric(1, 4));
  const auto why = judge_change(s, {"Alder", "", ""}, rules_for(audience::partners));
  BOOST_TEST(why.sectors[0].empty());
  BOOST_TEST(why.people[0] == "fewer than 6 people could be told from it together with other figures");
  BOOST_TEST(why.both[0] == "how people and sectors go together is for the room alone");
}

BOOST_AUTO_TEST_CASE(the_same_round_twice_and_rounds_that_were_not_held) {
  study_maker m = rooms(10, {});
  m.person("Bryn", "R1", "b", "", {1});
  const auto s = m.build(plain_rubric(1, 4));
  BOOST_TEST(judge_change(s, {"Alder", "R2", "R2"}, rules_for(audience::partners)).people[0] == "the two rounds are the same");
  const auto why = judge_change(s, {"Bryn", "R1", "R3"}, rules_for(audience::public_));
  BOOST_TEST(why.people[0].empty());
  disclosure::rules bad = rules_for(audience::partners);
  bad.min_people_group = 0;
  BOOST_CHECK_THROW((void)judge_change(s, {"Alder", "R1", "R2"}, bad), error);
  BOOST_CHECK_THROW((void)judge_change(s, {"Nowhere", "R1", "R2"}, rules_for(audience::partners)), error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
