#include <boost/test/unit_test.hpp>

#include <headway/agreement/prompts.hpp>
#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>
#include <headway/rubrics/rubrics.hpp>

#include "support/samples.hpp"
#include "support/study_maker.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using agreement::prompt;
using agreement::prompt_code;
using agreement::prompts;

const study<9, 5>& sample() {
  static const study<9, 5> s = [] {
    const auto rubric = rubrics::system_maturity();
    return study_builder{rubric}.add(io::read_ratings(sample_path("scores_long.csv"), rubric)).add(io::read_consensus(sample_path("consensus_with_reasons.csv"), rubric)).build();
  }();
  return s;
}

/// Agreed marks with reasons and evidence, and people's marks with reasons.
class room_maker {
public:
  room_maker& agreed(const std::string& round, std::size_t dimension, int level, const std::string& reason = {}, const std::string& evidence = {}) {
    maker_.agreed("Alder", round, dimension, level);
    said_.push_back({reason, evidence});
    return *this;
  }
  room_maker& mark(const std::string& round, const std::string& who, std::size_t dimension, int level, const std::string& reason = {}) {
    maker_.add("Alder", round, who, "council", dimension, level);
    own_.push_back(reason);
    return *this;
  }
  [[nodiscard]] study<> build(std::size_t dimensions) const {
    reading input = maker_.input();
    for (std::size_t i = 0; i < said_.size(); ++i) {
      input.ratings.consensus[i].reason = said_[i].first;
      input.ratings.consensus[i].evidence = said_[i].second;
    }
    for (std::size_t i = 0; i < own_.size(); ++i) {
      if (!own_[i].empty()) { input.ratings.reasons.push_back({i, own_[i]}); }
    }
    return study_builder<>{rubric<>{plain_rubric(dimensions, 5)}}.add(input).build();
  }

private:
  study_maker maker_;
  std::vector<std::pair<std::string, std::string>> said_;
  std::vector<std::string> own_;
};

std::vector<prompt_code> codes(const std::vector<prompt>& all) {
  std::vector<prompt_code> out;
  for (const prompt& each : all) { out.push_back(each.code); }
  return out;
}
/// The prompts of one code.
std::vector<prompt> only(const std::vector<prompt>& all, prompt_code code) {
  std::vector<prompt> out;
  std::copy_if(all.begin(), all.end(), std::back_inserter(out), [&](const prompt& each) { return each.code == code; });
  return out;
}

BOOST_AUTO_TEST_SUITE(prompts_test)

// Expected numbers: counted from the two files by an independent program in Python 3.11.
BOOST_AUTO_TEST_CASE(the_sample_has_these) {
  std::map<prompt_code, int> found;
  for (const assessment& a : sample()->assessments()) {
    for (const prompt& each : prompts(sample(), {sample()->communities()[a.community.value].key, sample()->rounds()[a.round.value].label}).prompts) { ++found[each.code]; }
  }
  BOOST_TEST(found.size() == 5u);
  BOOST_TEST(found[prompt_code::above_everybody] == 2);
  BOOST_TEST(found[prompt_code::same_reason] == 38);
  BOOST_TEST(found[prompt_code::same_reason_as_before] == 21);
  BOOST_TEST(found[prompt_code::same_own_reason] == 16);
  BOOST_TEST(found[prompt_code::jump_without_evidence] == 7);

  const table t = to_table(prompts(sample(), {"BRA", "R2"}));
  BOOST_TEST(text_at(t, "code", 0) == "above_everybody");
  BOOST_TEST(text_at(t, "dimension", 0) == "Vision");
  BOOST_TEST(text_at(t, "question", 0) ==
             "The room agreed 4 for Vision, above every mark of the 8 people (highest 3): what was said that made the difference, and does everybody see it so now?");
  BOOST_TEST(text_at(t, "rests_on", 0) == "agreed 4; 8 individual marks, highest 3");
  const std::size_t last = t.rows() - 1;
  BOOST_TEST(text_at(t, "code", last) == "jump_without_evidence");
  BOOST_TEST(text_at(t, "question", last) ==
             "The room went from 2 in R1 to 4 for Vision, and nothing new is written as evidence: what has happened that others could see?");
  BOOST_TEST(text_at(t, "rests_on", last) == "agreed 2 in R1 and 4 now; evidence none");
  BOOST_TEST(!has(t, "dimension", 1));
  BOOST_TEST(text_at(t, "code", 1) == "same_reason");
  BOOST_TEST(text_at(t, "community", 1) == "Brackenmoor");
  for (std::size_t row = 0; row < t.rows(); ++row) { BOOST_TEST(text_at(t, "question", row).back() == '?'); }
}

BOOST_AUTO_TEST_CASE(an_agreed_mark_outside_all_marks) {
  room_maker m;
  m.agreed("R1", 0, 4).mark("R1", "a", 0, 1).mark("R1", "b", 0, 3);
  m.agreed("R1", 1, 0).mark("R1", "a", 1, 1).mark("R1", "b", 1, 3);
  m.agreed("R1", 2, 3).mark("R1", "a", 2, 1).mark("R1", "b", 2, 3);
  m.agreed("R1", 3, 4).mark("R1", "a", 3, 1); // one person is no room
  const auto s = m.build(4);
  const auto all = prompts(s, {}).prompts;
  BOOST_TEST((codes(all) == std::vector<prompt_code>{prompt_code::above_everybody, prompt_code::below_everybody}));
  BOOST_TEST(all[1].question ==
             "The room agreed 1 for Dimension 2, below every mark of the 2 people (lowest 2): what was said that made the difference, and does everybody see it so now?");
  BOOST_TEST((codes(prompts(s, {}, {.withheld = {"few", "", "", ""}}).prompts) == std::vector<prompt_code>{prompt_code::below_everybody}));
}

BOOST_AUTO_TEST_CASE(everything_at_the_top) {
  room_maker m;
  for (std::size_t d = 0; d < 3; ++d) {
    m.agreed("R1", d, 4);
    for (const char* who : {"a", "b", "c"}) { m.mark("R1", who, d, d == 0 || std::string{who} == "a" ? 4 : 3); }
  }
  const auto s = m.build(3);
  const auto all = prompts(s, {}).prompts;
  BOOST_TEST((codes(all) == std::vector<prompt_code>{prompt_code::everybody_at_top, prompt_code::agreed_all_top, prompt_code::people_all_top}));
  BOOST_TEST(all[0].question == "All 3 people marked Dimension 1 5: what would somebody who is not in the room say?");
  BOOST_TEST(all[1].question == "The room agreed 5 on all 3 dimensions: which of them would it most like to be asked about?");
  BOOST_TEST(all[2].question == "1 of 3 people marked 5 on everything they marked: were the dimensions read one by one?");
  BOOST_TEST((codes(prompts(s, {}, {.withhold_people = true}).prompts) == std::vector<prompt_code>{prompt_code::everybody_at_top, prompt_code::agreed_all_top}));
  BOOST_TEST((codes(prompts(s, {}, {.withheld = {"few", "few", "few"}}).prompts) == std::vector<prompt_code>{prompt_code::agreed_all_top}));
}

BOOST_AUTO_TEST_CASE(the_same_reason_twice) {
  room_maker m;
  m.agreed("R1", 0, 2, "We meet every month.").agreed("R1", 1, 1, "Nothing yet.");
  m.agreed("R2", 0, 2, "we meet EVERY month").agreed("R2", 1, 2, "We meet every  month.").agreed("R2", 2, 1).agreed("R2", 3, 1);
  m.mark("R2", "a", 0, 2, "I saw the minutes of the group").mark("R2", "b", 1, 3, "I saw the minutes of the group").mark("R2", "c", 0, 2, "good");
  m.mark("R2", "d", 0, 2, "good").mark("R2", "a", 2, 2, "only this person says so").mark("R2", "a", 3, 2, "only this person says so");
  const auto all = prompts(m.build(4), {"", "R2"}).prompts;
  BOOST_TEST((codes(only(all, prompt_code::same_reason)).size() == 1u));
  BOOST_TEST(only(all, prompt_code::same_reason)[0].question == "The same reason stands under Dimension 1 and Dimension 2: is it the reason for both?");
  BOOST_TEST(only(all, prompt_code::same_reason)[0].rests_on == "the reason: \"we meet EVERY month\"");
  const auto before = only(all, prompt_code::same_reason_as_before);
  BOOST_TEST_REQUIRE(before.size() == 1u);
  BOOST_TEST(before[0].dimension->value == 0u);
  BOOST_TEST(before[0].question == "The reason for Dimension 1 is word for word that of R1: what has been seen since?");
  const auto own = only(all, prompt_code::same_own_reason);
  BOOST_TEST_REQUIRE(own.size() == 1u);
  BOOST_TEST(own[0].question == "Several people wrote one reason in the same words: did they write together, and does it say what each of them saw?");
  BOOST_TEST(own[0].rests_on == "2 individual marks with one reason that more than one person gave"); // never the words themselves
  BOOST_TEST(only(prompts(m.build(4), {"", "R2"}, {.withhold_people = true}).prompts, prompt_code::same_own_reason).empty());
}

BOOST_AUTO_TEST_CASE(jumps_without_new_evidence) {
  room_maker m;
  m.agreed("R1", 0, 0, "", "minutes").agreed("R1", 1, 0, "", "minutes").agreed("R1", 2, 4).agreed("R1", 3, 1).agreed("R1", 4, 0);
  m.agreed("R2", 4, 1);
  m.agreed("R3", 0, 2, "", "Minutes").agreed("R3", 1, 2, "", "a new survey").agreed("R3", 2, 1, "", "n/a").agreed("R3", 3, 2, "", "none").agreed("R3", 4, 2, "", "-");
  const auto jumps = only(prompts(m.build(5), {"", "R3"}).prompts, prompt_code::jump_without_evidence);
  BOOST_TEST_REQUIRE(jumps.size() == 2u);
  BOOST_TEST(jumps[0].rests_on == "agreed 1 in R1 and 3 now; evidence as in R1: \"Minutes\"");
  BOOST_TEST(jumps[1].question == "The room went from 5 in R1 to 2 for Dimension 3, and nothing new is written as evidence: what was seen that was not seen before?");
}

BOOST_AUTO_TEST_CASE(lines_are_only_asked_about_when_named) {
  room_maker m;
  for (std::size_t d = 0; d < 4; ++d) {
    m.agreed("R1", d, d < 3 ? 2 : 4);
    m.mark("R1", "a", d, 2).mark("R1", "b", d, d == 0 ? 4 : 2).mark("R1", "c", d, d == 0 ? 1 : 4);
  }
  const auto s = m.build(4);
  BOOST_TEST(only(prompts(s, {}).prompts, prompt_code::at_the_line).empty());
  const auto at = only(prompts(s, {}, {.line = 3}).prompts, prompt_code::at_the_line);
  BOOST_TEST_REQUIRE(at.size() == 2u);
  BOOST_TEST(at[0].question == "3 of 4 agreed marks stand exactly at 3, where a line was drawn, and none one level below: would they be the same without the line?");
  BOOST_TEST(at[1].question == "7 of 12 individual marks stand exactly at 3, where a line was drawn, and 1 one level below: would they be the same without the line?");
  BOOST_TEST(at[1].rests_on == "7 individual marks at 3, 1 at 2, 12 in all");
  BOOST_TEST(only(prompts(s, {}, {.line = 4}).prompts, prompt_code::at_the_line).empty());
  BOOST_TEST(only(prompts(s, {}, {.line = 3, .withheld = {"few", "few", "few", "few"}}).prompts, prompt_code::at_the_line).size() == 1u);
  BOOST_TEST(only(prompts(s, {}, {.line = 1}).prompts, prompt_code::at_the_line).empty()); // nothing lies below the lowest
  BOOST_CHECK_THROW((void)prompts(s, {}, {.line = 6}), error);
  BOOST_CHECK_THROW((void)prompts(s, {}, {.withheld = {""}}), error);
  BOOST_CHECK_THROW((void)prompts(s, {"", "R8"}), error);
}

BOOST_AUTO_TEST_CASE(nothing_to_ask_is_no_rows) {
  study_maker m;
  m.people("Alder", "R1", "p", "", {1, 2, 3}).agreed("Alder", "R1", 0, 2).people("Bryn", "R2", "p", "", {1});
  const auto s = m.build(plain_rubric(1, 5));
  BOOST_TEST(prompts(s, {"Alder", ""}).prompts.empty());
  BOOST_TEST(to_table(prompts(s, {"Alder", ""})).rows() == 0u);
  BOOST_TEST(to_table(prompts(s, {"Alder", ""})).columns().size() == 8u);
  BOOST_TEST(prompts(s, {"Alder", "R2"}).prompts.empty()); // not assessed
  BOOST_TEST(name(static_cast<prompt_code>(0)) == "unknown");
  BOOST_TEST(name(static_cast<prompt_code>(44)) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
