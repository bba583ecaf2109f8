#include <boost/test/unit_test.hpp>

#include <headway/profile/agenda.hpp>

#include "support/study_maker.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using profile::agenda_reason;
using profile::corner;

constexpr auto dont_know = missing_reason::dont_know;

/// The agenda of one community with one dimension on five levels.
profile::agenda_row only_row(const study_maker& m, std::size_t levels = 5) {
  const auto s = m.build(plain_rubric(1, levels));
  return profile::agenda(s, {"Alder", ""}).rows.at(0);
}
study_maker marks(const std::vector<mark>& all, const char* round = "R1") { return study_maker{}.people("Alder", round, "p", "", all); }

bool gives(const profile::agenda_row& row, agenda_reason reason) { return std::find(row.reasons.begin(), row.reasons.end(), reason) != row.reasons.end(); }

BOOST_AUTO_TEST_SUITE(agenda_test)

BOOST_AUTO_TEST_CASE(corners_by_level_and_spread) {
  BOOST_CHECK(only_row(marks({3, 3, 4, 4, 3, 4})).corner == corner::build_on);
  BOOST_CHECK(only_row(marks({0, 1, 1, 0, 1, 1})).corner == corner::shared_gap);
  BOOST_CHECK(only_row(marks({2, 2, 2, 1, 3, 2})).corner == corner::mixed);
  BOOST_CHECK(only_row(marks({0, 1, 2, 3, 4, 2})).corner == corner::talk_first);
  BOOST_CHECK(only_row(marks({0, 0, 0, 4, 4, 4})).corner == corner::talk_first);
  BOOST_CHECK(only_row(marks({1, 1, 2, 2}), 4).corner == corner::mixed); // medians on both sides of the middle of four levels
  BOOST_CHECK(only_row(marks({1, 1, 1, 1, 1}), 2).corner == corner::build_on);
  BOOST_CHECK(!only_row(marks({3})).corner.has_value());
  BOOST_CHECK(!only_row(marks({dont_know, dont_know})).corner.has_value());
}

BOOST_AUTO_TEST_CASE(a_spread_of_one_half_counts_as_differing) {
  using counts = std::vector<std::uint32_t>;
  BOOST_TEST(profile::people_differ(counts{2, 0, 2, 0, 0})); // exactly one half
  BOOST_TEST(profile::people_differ(counts{700000, 0, 700000, 0, 0}));
  BOOST_TEST(!profile::people_differ(counts{700001, 0, 699999, 0, 0})); // just under
  BOOST_TEST(!profile::people_differ(counts{0, 2, 2, 0, 0}));
  BOOST_TEST(!profile::people_differ(counts{0, 0, 0}));
  BOOST_TEST(!profile::people_differ(counts{9, 0}));
  BOOST_TEST(profile::people_differ(counts{9, 9}));
  BOOST_CHECK_THROW((void)profile::people_differ(counts{1}), error);
  std::mt19937 draw{5};
  for (int run = 0; run < 500; ++run) {
    counts c(2 + draw() % 15);
    for (auto& n : c) { n = static_cast<std::uint32_t>(draw() % 6); }
    const double spread = headway::agreement::dispersion_of(c).value;
    if (spread < 0.49 || spread > 0.51) { BOOST_TEST(profile::people_differ(c) == (spread >= profile::differ_from)); }
  }
}

BOOST_AUTO_TEST_CASE(two_camps_are_told_in_people) {
  const auto row = only_row(marks({0, 1, 0, 1, 1, 4, 4, 3, 4, 2}));
  BOOST_CHECK(row.reasons.front() == agenda_reason::two_camps);
  BOOST_TEST(row.why.starts_with("5 of 10 people wrote 1 or 2 and 4 wrote 4 or 5: "));
}

BOOST_AUTO_TEST_CASE(people_far_from_the_middle) {
  const auto row = only_row(marks({2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 4, 4}));
  BOOST_CHECK(row.reasons.front() == agenda_reason::far_apart);
  BOOST_TEST(row.why.starts_with("3 of 14 people are two or more levels from the middle"));
  BOOST_TEST(!gives(only_row(marks({2, 2, 2, 2, 2, 2, 2, 2, 2, 0})), agenda_reason::far_apart)); // one person alone is no reason
  std::vector<mark> many(29, 2);
  many.insert(many.end(), {0, 4});
  BOOST_TEST(!gives(only_row(marks(many)), agenda_reason::far_apart)); // two of 31 are fewer than one in ten
}

BOOST_AUTO_TEST_CASE(marks_spread_without_a_middle) {
  const auto row = only_row(marks({0, 0, 0, 1, 1, 2, 2, 3, 3, 3}));
  BOOST_CHECK(row.corner == corner::talk_first);
  BOOST_CHECK(row.reasons.front() == agenda_reason::spread_out);
  BOOST_TEST(row.why.starts_with("10 people marked it, from 1 to 4, without a clear middle"));
}

BOOST_AUTO_TEST_CASE(the_room_s_mark_against_the_people_s) {
  const auto beside = only_row(marks({1, 1, 1, 1, 2, 2, 3, 2}).agreed("Alder", "R1", 0, 3));
  BOOST_CHECK(beside.reasons.front() == agenda_reason::room_differs);
  BOOST_TEST(beside.why.starts_with("The room agreed 4; 7 of 8 people had written 3 or lower"));
  const auto two_away = only_row(marks({0, 1, 1, 1, 1, 1, 3}).agreed("Alder", "R1", 0, 3));
  BOOST_CHECK(two_away.reasons.front() == agenda_reason::room_far);
  BOOST_TEST(two_away.why.starts_with("The room agreed 4; 6 of 7 people had written 2 or lower"));
  const auto above = only_row(marks({0, 1, 1, 1, 1, 1, 2}).agreed("Alder", "R1", 0, 3));
  BOOST_TEST(above.why.starts_with("The room agreed 4, above every mark of the 7 people (highest 3)"));
  const auto one = only_row(marks({2, 2, 2, 2, 3, 3, 1}).agreed("Alder", "R1", 0, 3));
  BOOST_CHECK(one.reasons.front() == agenda_reason::room_differs);
  BOOST_TEST(!gives(only_row(marks({2, 2, 3, 3}).agreed("Alder", "R1", 0, 3)), agenda_reason::room_differs)); // a median itself
  const auto below = only_row(marks({3, 3, 4, 4, 4, 4}).agreed("Alder", "R1", 0, 1));
  BOOST_TEST(below.why.starts_with("The room agreed 2, below every mark of the 6 people (lowest 4)"));
}

BOOST_AUTO_TEST_CASE(no_agreement_and_minority_views_are_reasons) {
  const auto none = only_row(marks({2, 2, 2, 2, 2, 2}).agreed("Alder", "R1", 0, {}, consensus_outcome::no_agreement));
  BOOST_CHECK(none.reasons.front() == agenda_reason::no_agreement);
  BOOST_TEST(none.why.find("6 people marked it") != std::string::npos); // n is always there
  const auto minority = only_row(marks({2, 2, 2, 2, 2, 2}).agreed("Alder", "R1", 0, 2, consensus_outcome::minority_view, "some saw a 1"));
  BOOST_CHECK(minority.reasons.front() == agenda_reason::minority_view);
  BOOST_TEST(minority.why.find("some saw") == std::string::npos); // whose words they are is not for the agenda
}

BOOST_AUTO_TEST_CASE(many_do_not_know) {
  std::vector<mark> all(12, 2);
  all.insert(all.end(), 6, dont_know);
  const auto row = only_row(marks(all));
  BOOST_CHECK(row.reasons.front() == agenda_reason::many_dont_know);
  BOOST_TEST(row.why.starts_with("6 of 18 people said they do not know: what would people need to see?"));
}

BOOST_AUTO_TEST_CASE(the_same_people_moved) {
  study_maker m = marks({2, 2, 2, 2, 1, 1, 3}, "R1");
  m.people("Alder", "R2", "p", "", {3, 3, 3, 3, 2, 1, 2}).people("Alder", "R2", "q", "", {2, 2});
  const auto row = only_row(m);
  BOOST_TEST(gives(row, agenda_reason::moved_up));
  BOOST_TEST(row.why.find("Of the 7 people who marked it in R1 too, 5 now wrote higher and 1 lower") != std::string::npos);
  const auto s = m.build(plain_rubric(1, 5));
  BOOST_TEST(!gives(profile::agenda(s, {}, {.compare_rounds = false}).rows[0], agenda_reason::moved_up));
  BOOST_TEST(!gives(profile::agenda(s, {}, {.withheld_movement = {true}}).rows[0], agenda_reason::moved_up));
  BOOST_TEST(!gives(profile::agenda(s, {"Alder", "R1"}).rows[0], agenda_reason::moved_up)); // nothing before the first round
  study_maker down = marks({4, 4, 4, 4}, "R1");
  down.people("Alder", "R2", "p", "", {3, 3, 3, 4});
  BOOST_TEST(only_row(down).why.find("do people now ask more of the same words, or did something slip?") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(low_and_agreed_before_nothing_before_high_and_agreed) {
  study_maker m;
  for (int p = 0; p < 8; ++p) { m.person("Alder", "R1", "p" + std::to_string(p), "", {4, 2, 0}); }
  const auto result = profile::agenda(m.build(plain_rubric(3, 5)), {});
  BOOST_TEST_REQUIRE(result.rows.size() == 3u);
  BOOST_CHECK(result.rows[0].reasons.front() == agenda_reason::shared_gap);
  BOOST_TEST(result.rows[0].why == "All 8 people wrote 1: what would a first step look like?");
  BOOST_CHECK(result.rows[1].reasons.front() == agenda_reason::nothing);
  BOOST_CHECK(result.rows[2].reasons.front() == agenda_reason::build_on);
  BOOST_TEST(result.rows[2].why == "All 8 people wrote 5: what made it possible, and what could lean on it?");
  for (std::uint32_t i = 0; i < 3; ++i) { BOOST_TEST(result.rows[i].position == i + 1); }
}

BOOST_AUTO_TEST_CASE(of_equal_reasons_the_larger_share_of_people_comes_first) {
  study_maker m;
  for (int p = 0; p < 20; ++p) {
    const std::string who = "p" + std::to_string(p);
    m.add("Alder", "R1", who, "", 0, p < 3 ? 4 : 2); // 3 of 20 are far
    if (p < 8) { m.add("Alder", "R1", who, "", 1, p < 2 ? 4 : 2); } // 2 of 8
  }
  const auto result = profile::agenda(m.build(plain_rubric(2, 5)), {});
  BOOST_CHECK(result.rows[0].reasons.front() == agenda_reason::far_apart);
  BOOST_CHECK(result.rows[1].reasons.front() == agenda_reason::far_apart);
  BOOST_TEST(result.rows[0].dimension.value == 1u);
}

BOOST_AUTO_TEST_CASE(few_one_and_no_people_are_said_plainly) {
  BOOST_TEST(only_row(marks({1, 2, 2})).why.find("Only 3 people marked it") != std::string::npos);
  BOOST_TEST(gives(only_row(marks({1, 2, 2})), agenda_reason::few_people));
  BOOST_TEST(!gives(only_row(marks({1, 2, 2, 2, 2})), agenda_reason::few_people));
  BOOST_TEST(only_row(marks({1})).why.find("Only one person marked it") != std::string::npos);
  BOOST_TEST(only_row(marks({missing_reason::blank})).why.starts_with("Nobody marked it"));
  const auto agreed = only_row(study_maker{}.agreed("Alder", "R1", 0, 2));
  BOOST_TEST(agreed.why == "No own marks are on file; the room agreed 3.");
  BOOST_CHECK(agreed.status == status::no_data);
}

BOOST_AUTO_TEST_CASE(a_round_not_held_says_so) {
  study_maker m = marks({2, 2});
  m.people("Bryn", "R2", "q", "", {1});
  const auto result = profile::agenda(m.build(plain_rubric(1, 5)), {"Alder", "R2"});
  BOOST_CHECK(result.rows[0].status == status::not_assessed);
  BOOST_TEST(result.rows[0].why == "Alder was not assessed in R2.");
}

BOOST_AUTO_TEST_CASE(withheld_marks_leave_only_the_room_s_own_record) {
  study_maker m = marks({0, 0, 4, 4, 4, 0});
  m.agreed("Alder", "R1", 0, {}, consensus_outcome::no_agreement);
  const auto s = m.build(plain_rubric(1, 5));
  const auto row = profile::agenda(s, {}, {.withheld = {"fewer than 9 people marked it"}}).rows[0];
  BOOST_CHECK(row.status == status::hidden);
  BOOST_TEST(row.hidden_reason == "fewer than 9 people marked it");
  BOOST_TEST(row.why == "The room did not agree on a mark: what would people need to see to agree?");
  BOOST_TEST(row.reasons.size() == 1u);
  BOOST_TEST(!row.corner.has_value());
  BOOST_CHECK_THROW((void)profile::agenda(s, {}, {.withheld = {"", ""}}), error);
  BOOST_CHECK_THROW((void)profile::agenda(s, {}, {.withheld_movement = {true, false}}), error);
}

BOOST_AUTO_TEST_CASE(the_order_of_rows_changes_nothing_and_static_equals_dynamic) {
  std::mt19937 draw{42};
  study_maker m;
  for (const char* round : {"R1", "R2"}) {
    for (int p = 0; p < 16; ++p) {
      for (std::size_t d = 0; d < 6; ++d) {
        m.add("Alder", round, "p" + std::to_string(p), "", d, draw() % 7 == 0 ? mark{dont_know} : mark{static_cast<int>((draw() % 5 + draw() % 5) / 2)});
      }
    }
  }
  m.agreed("Alder", "R2", 2, 4).agreed("Alder", "R2", 3, {}, consensus_outcome::no_agreement);
  const table first = to_table(profile::agenda(m.build(plain_rubric(6, 5)), {}));
  BOOST_TEST((to_table(profile::agenda(m.build<6, 5>(plain_rubric(6, 5)), {})) == first));
  std::vector<std::size_t> order(m.input().ratings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (int run = 0; run < 5; ++run) {
    std::shuffle(order.begin(), order.end(), draw);
    const auto again = study_builder<>{rubric<>{plain_rubric(6, 5)}}.add(reordered(m.input(), order)).build();
    BOOST_TEST((to_table(profile::agenda(again, {})) == first));
  }
}

BOOST_AUTO_TEST_CASE(words_hold_counts_of_people_and_no_verdicts) {
  std::mt19937 draw{8};
  for (int run = 0; run < 300; ++run) {
    const std::size_t levels = 2 + draw() % 15;
    std::vector<mark> all;
    for (std::size_t p = draw() % 12; p > 0; --p) { all.push_back(draw() % 6 == 0 ? mark{dont_know} : mark{static_cast<int>(draw() % levels)}); }
    study_maker m = marks(all);
    m.agreed("Alder", "R1", 0, static_cast<int>(draw() % levels));
    const auto row = only_row(m, levels);
    BOOST_TEST_REQUIRE(!row.why.empty());
    for (const char* word : {"%", ".1", ".2", ".3", ".4", ".5", ".6", ".7", ".8", ".9", ".0", "average", "score", "rank", "poor", "good", "bad", "fail", "target"}) { BOOST_TEST_REQUIRE(row.why.find(word) == std::string::npos); }
    BOOST_TEST_REQUIRE((row.why.back() == '?' || row.why.back() == '.'));
    BOOST_TEST_REQUIRE(!row.reasons.empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
