#include <boost/test/unit_test.hpp>

#include <headway/agreement/consensus_against.hpp>
#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>
#include <headway/rubrics/rubrics.hpp>

#include "support/samples.hpp"
#include "support/study_maker.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using agreement::consensus_against;

study<9, 5> read_sample(const std::string& marks, const std::string& agreed) {
  const auto rubric = rubrics::system_maturity();
  return study_builder{rubric}.add(io::read_ratings(sample_path(marks), rubric)).add(io::read_consensus(sample_path(agreed), rubric)).build();
}
const study<9, 5>& sample() {
  static const study<9, 5> s = read_sample("scores_long.csv", "consensus_with_reasons.csv");
  return s;
}

/// A study with one record that a reader made of a written mark.
study<> with_written(std::vector<mark> marks, const written_mark& written, consensus_outcome outcome = consensus_outcome::agreed, score_mode mode = score_mode::consensus,
                     std::optional<int> agreed = std::nullopt, std::optional<int> level = std::nullopt) {
  study_maker m;
  m.people("Alder", "R1", "p", "council", marks);
  if (agreed) { m.agreed("Alder", "R1", 0, agreed); }
  reading input = m.input();
  if (input.ratings.communities.empty()) { input.ratings.communities.push_back({"Alder", "Alder"}); }
  if (input.ratings.rounds.empty()) { input.ratings.rounds.push_back("R1"); }
  consensus_record c;
  c.mode = mode;
  c.outcome = outcome;
  c.written = written;
  c.score = level ? score::at_level(static_cast<std::size_t>(*level)) : score::missing(written.text.empty() ? missing_reason::blank : missing_reason::off_scale);
  input.ratings.consensus.push_back(c);
  return study_builder<>{rubric<>{plain_rubric(1, 5)}}.add(input).build();
}

BOOST_AUTO_TEST_SUITE(consensus_against_test)

// Expected values: counted from the two files by an independent program in Python 3.11.
BOOST_AUTO_TEST_CASE(brackenmoor_agreed_vision_far_above_its_people) {
  const table t = to_table(consensus_against(sample(), {"BRA", "R2"}));
  BOOST_TEST_REQUIRE(t.rows() == 9u);
  const std::vector<std::vector<std::int64_t>> people{{8, 0, 0, 7}, {0, 4, 5, 1}, {0, 8, 1, 0}, {4, 5, 0, 0}, {1, 6, 1, 0}, {0, 4, 2, 0}, {2, 5, 2, 0}, {3, 4, 0, 0}, {0, 4, 4, 1}};
  const std::vector<double> position{1.0, 2.0 / 9, 4.0 / 9, 6.5 / 9, 0.5, 1.0 / 3, 0.5, 5.0 / 7, 0.25};
  const std::vector<std::int64_t> shift{2, -1, 0, 0, 0, 0, 0, 0, 0};
  for (std::size_t d = 0; d < 9; ++d) {
    BOOST_TEST(integer(t, "below", d) == people[d][0]);
    BOOST_TEST(integer(t, "at", d) == people[d][1]);
    BOOST_TEST(integer(t, "above", d) == people[d][2]);
    BOOST_TEST(integer(t, "two_or_more_away", d) == people[d][3]);
    BOOST_TEST(t.at("position").reals()[d] == position[d], boost::test_tools::tolerance(1e-14));
    BOOST_TEST(integer(t, "shift", d) == shift[d]);
    BOOST_TEST(text_at(t, "status", d) == "ok");
  }
  BOOST_TEST(text_at(t, "words", 0) == "The room agreed 4, above every mark of the 8 people (highest 3); 8 had written less and none more, 7 of them two or more levels away.");
  BOOST_TEST(text_at(t, "words", 1) == "The room agreed 1, one level below the middle of the 9 people's marks (2); none had written less and 5 more, 1 of them two or more levels away.");
  BOOST_TEST(text_at(t, "words", 4) == "The room agreed 2, which is the middle of the 8 people's marks; 1 had written less and 1 more.");
  BOOST_TEST(text_at(t, "words", 8) == "The room agreed 1, around the middle of the 8 people's marks (1 to 2); none had written less and 4 more, 1 of them two or more levels away.");
  BOOST_TEST(text_at(t, "nearest_sectors", 0) == "police and justice");
  BOOST_TEST(text_at(t, "reason", 0).starts_with("The chair felt"));
  BOOST_TEST(integer(t, "consensus", 0) == 4);
  BOOST_TEST(integer(t, "median_high", 8) == 2);
}

BOOST_AUTO_TEST_CASE(over_all_rooms_agreed_marks_lean_upwards) {
  const auto all = agreement::consensus_shift(consensus_against(sample(), {}));
  BOOST_TEST(all.test.up == 21u);
  BOOST_TEST(all.test.held == 110u);
  BOOST_TEST(all.test.down == 9u);
  BOOST_TEST(all.beyond == 2u);
  BOOST_TEST(all.two_or_more_away == 1u);
  BOOST_TEST(all.test.p_up == 0.02138697262853384, boost::test_tools::tolerance(1e-14));
  BOOST_TEST((all.status == status::ok));
  const table t = to_table(all);
  BOOST_TEST(integer(t, "marks", 0) == 140);
  BOOST_TEST(text_at(t, "words", 0) == "Of 140 agreed marks 21 lie above the middle of people's own marks, 9 below, and 2 beyond every one of them; that is more than chance would give.");
  const table one = to_table(agreement::consensus_shift(consensus_against(sample(), {"ALD", "R3"})));
  BOOST_TEST(text_at(one, "status", 0) == "no_variation");
  BOOST_TEST(!has(one, "p_up", 0));
  BOOST_TEST(text_at(one, "words", 0) == "Of 9 agreed marks none lie above the middle of people's own marks, none below.");
  const table few = to_table(agreement::consensus_shift(consensus_against(sample(), {"BRA", "R2"})));
  BOOST_TEST(text_at(few, "status", 0) == "could_not_show");
  BOOST_TEST(text_at(few, "words", 0).ends_with("so few could not have shown a leaning."));
}

BOOST_AUTO_TEST_CASE(written_marks_stay_ranges) {
  const table t = to_table(consensus_against(with_written({0, 1, 1, 2, 3, 4}, {"2-3", true, 2.0, 3.0}), {}));
  BOOST_TEST(integer(t, "below", 0) == 1);
  BOOST_TEST(integer(t, "at", 0) == 3);
  BOOST_TEST(integer(t, "above", 0) == 2);
  BOOST_TEST(integer(t, "two_or_more_away", 0) == 1); // 5 is two above 3; 1 is one below 2
  BOOST_TEST(t.at("position").reals()[0] == 2.5 / 6);
  BOOST_TEST(integer(t, "shift", 0) == 0);
  BOOST_TEST(text_at(t, "consensus_text", 0) == "2-3");
  BOOST_TEST(!has(t, "consensus", 0));
  BOOST_TEST(text_at(t, "words", 0) == "The room wrote \"2-3\", around the middle of the 6 people's marks (2 to 3); 1 had written less and 2 more, 1 of them two or more levels away.");
  BOOST_TEST(integer(to_table(consensus_against(with_written({0, 0, 1}, {"4+", true, 4.0, 5.0}), {})), "shift", 0) == 3);
  BOOST_TEST(integer(to_table(consensus_against(with_written({4, 4, 3}, {"2 or 3", true, 2.0, 3.0}), {})), "shift", 0) == -2);
  const table words = to_table(consensus_against(with_written({0, 0, 1}, {"about right", false, 0.0, 0.0}), {}));
  BOOST_TEST(text_at(words, "status", 0) == "not_comparable");
  BOOST_TEST(text_at(words, "words", 0) == "The room wrote \"about right\", which cannot be set against the scale.");
  BOOST_TEST(integer(words, "n", 0) == 3);
  BOOST_TEST(!has(words, "position", 0));
}

BOOST_AUTO_TEST_CASE(no_agreement_no_people_and_one_person) {
  const table split = to_table(consensus_against(with_written({0, 0, 3, 3}, {}, consensus_outcome::no_agreement), {}));
  BOOST_TEST(text_at(split, "status", 0) == "not_comparable");
  BOOST_TEST(text_at(split, "words", 0) == "The room did not agree on a mark; the 4 people wrote 1 to 4.");
  BOOST_TEST(text_at(to_table(consensus_against(with_written({2}, {}, consensus_outcome::no_agreement), {})), "words", 0) ==
             "The room did not agree on a mark; one person's own mark is on file.");
  BOOST_TEST(text_at(to_table(consensus_against(with_written({}, {}, consensus_outcome::no_agreement), {})), "words", 0) == "The room did not agree on a mark, and no own marks are on file.");
  study_maker none;
  none.agreed("Alder", "R1", 0, 3).people("Bryn", "R1", "p", "", {1}).agreed("Bryn", "R1", 0, 3);
  const auto s = none.build(plain_rubric(1, 5));
  const table t = to_table(consensus_against(s, {}));
  BOOST_TEST(text_at(t, "status", 0) == "no_data");
  BOOST_TEST(text_at(t, "words", 0) == "The room agreed 4; no own marks are on file.");
  BOOST_TEST(integer(t, "n", 0) == 0);
  BOOST_TEST(text_at(t, "status", 1) == "value_only");
  BOOST_TEST(text_at(t, "words", 1) == "The room agreed 4, above the mark of the one person (2).");
  BOOST_TEST(text_at(to_table(agreement::consensus_shift(consensus_against(s, {}))), "status", 0) == "no_data"); // one person is no room
  BOOST_TEST(text_at(to_table(agreement::consensus_shift(consensus_against(s, {}))), "words", 0) == "No agreed mark can be set against people's own.");
  BOOST_TEST(to_table(consensus_against(study_maker{}.people("Alder", "R1", "p", "", {1}).build(plain_rubric(1, 5)), {})).rows() == 0u);
}

BOOST_AUTO_TEST_CASE(moderated_marks_stand_beside_the_rooms) {
  const table t = to_table(consensus_against(with_written({1, 1, 2, 2}, {}, consensus_outcome::agreed, score_mode::moderated, 3, 1), {}));
  BOOST_TEST_REQUIRE(t.rows() == 2u);
  BOOST_TEST(text_at(t, "mode", 1) == "moderated");
  BOOST_TEST(integer(t, "shift_from_agreed", 1) == -2);
  BOOST_TEST(!has(t, "shift_from_agreed", 0));
  BOOST_TEST(integer(t, "shift", 0) == 1);
  BOOST_TEST(integer(t, "shift", 1) == 0);
  BOOST_TEST(text_at(t, "words", 1) == "Moderation set 2, around the middle of the 4 people's marks (2 to 3); none had written less and 2 more.");
  const auto shift = agreement::consensus_shift(consensus_against(with_written({1, 1, 2, 2}, {}, consensus_outcome::agreed, score_mode::moderated, 3, 1), {}));
  BOOST_TEST(shift.test.n == 1u); // the room's own only
}

BOOST_AUTO_TEST_CASE(nearest_sectors_by_mean_distance) {
  study_maker m;
  m.people("Alder", "R1", "c", "council", {3, 3, 0}).people("Alder", "R1", "h", "health", {2, 2}).people("Alder", "R1", "x", "police", {missing_reason::dont_know}).agreed("Alder", "R1", 0, 3);
  m.people("Bryn", "R1", "c", "council", {3, 1}).people("Bryn", "R1", "h", "health", {2}).agreed("Bryn", "R1", 0, 2);
  m.people("Corby", "R1", "c", "council", {3, 1}).people("Corby", "R1", "h", "health", {1}).agreed("Corby", "R1", 0, 2);
  m.people("Dale", "R1", "c", "council", {3, 1}).agreed("Dale", "R1", 0, 2);
  const table t = to_table(consensus_against(m.build(plain_rubric(1, 5)), {}));
  BOOST_TEST_REQUIRE(t.rows() == 4u);
  BOOST_TEST(!has(t, "nearest_sectors", 0)); // 3 levels over three people, and 2 over two: equally near
  BOOST_TEST(text_at(t, "nearest_sectors", 1) == "health");
  BOOST_TEST(!has(t, "nearest_sectors", 2));
  BOOST_TEST(!has(t, "nearest_sectors", 3)); // one sector alone
}

BOOST_AUTO_TEST_CASE(what_is_withheld_enters_nothing) {
  const auto s = with_written({1, 1, 2, 2}, {}, consensus_outcome::agreed, score_mode::moderated, 3, 1);
  const table t = to_table(consensus_against(s, {}, {.withheld = {"too few", ""}}));
  BOOST_TEST(text_at(t, "status", 0) == "hidden");
  BOOST_TEST(text_at(t, "hidden_reason", 0) == "too few");
  for (const char* column : {"n", "median_low", "position", "shift", "below", "at", "above", "two_or_more_away", "words"}) { BOOST_TEST(!has(t, column, 0)); }
  BOOST_TEST(integer(t, "consensus", 0) == 4);
  BOOST_TEST(integer(t, "shift_from_agreed", 1) == -2);
  BOOST_TEST((agreement::consensus_shift(consensus_against(s, {}, {.withheld = {"too few", ""}})).status == status::no_data));
  BOOST_CHECK_THROW((void)consensus_against(s, {}, {.withheld = {""}}), error);
  BOOST_CHECK_THROW((void)consensus_against(s, {}, {.withheld_sectors = {true}}), error);
  BOOST_CHECK_THROW((void)consensus_against(s, {}, {.by_sector = {sector_grouping{{"a"}, {0}}}}), error);
  BOOST_CHECK_THROW((void)consensus_against(s, {}, {.by_sector = {sector_grouping{{"a"}, {0, 0}}, sector_grouping{{"a"}, {0, 0}}}}), error);
  BOOST_CHECK_THROW((void)consensus_against(s, {"Nowhere", ""}), error);
  BOOST_CHECK_THROW((void)consensus_against(s, {"", "R9"}), error);
}

/// Turning the scale round turns positions and shifts round, and nothing else.
BOOST_AUTO_TEST_CASE(a_reversed_scale_reverses) {
  std::mt19937 draw{5};
  for (int repeat = 0; repeat < 60; ++repeat) {
    study_maker m;
    study_maker r;
    const int agreed = static_cast<int>(draw() % 5);
    for (std::size_t p = 0; p < 2 + draw() % 6; ++p) {
      const int level = static_cast<int>(draw() % 5);
      const std::string who = "p" + std::to_string(p);
      const char* sector = p % 2 == 0 ? "council" : "health";
      m.add("Alder", "R1", who, sector, 0, level);
      r.add("Alder", "R1", who, sector, 0, 4 - level);
    }
    m.agreed("Alder", "R1", 0, agreed);
    r.agreed("Alder", "R1", 0, 4 - agreed);
    const auto a = consensus_against(m.build(plain_rubric(1, 5)), {}).rows[0];
    const auto b = consensus_against(r.build(plain_rubric(1, 5)), {}).rows[0];
    BOOST_TEST(a.below == b.above);
    BOOST_TEST(a.at == b.at);
    BOOST_TEST(*a.shift == -*b.shift);
    BOOST_TEST(*a.position + *b.position == 1.0, boost::test_tools::tolerance(1e-14));
    BOOST_TEST(a.two_or_more_away == b.two_or_more_away);
    BOOST_TEST(a.nearest == b.nearest, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(dirty_marks_as_people_write_them) {
  const auto s = read_sample("scores_long.csv", "consensus_with_reasons_dirty.csv");
  const table t = to_table(consensus_against(s, {"DUN", "R2"}));
  BOOST_TEST(text_at(t, "consensus_text", 0) == "2-3");
  BOOST_TEST(t.at("position").reals()[0] == 0.55, boost::test_tools::tolerance(1e-14)); // 2 below, 7 within, 1 above
  BOOST_TEST(integer(t, "shift", 2) == 1); // "3+" and a middle of 2
  BOOST_TEST(text_at(t, "status", 5) == "not_comparable");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
