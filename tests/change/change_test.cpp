#include <boost/test/unit_test.hpp>

#include <headway/change/change.hpp>

#include "support/study_maker.hpp"
#include "sample_change.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using change::direction;
using change::shift_reading;

constexpr auto dont_know = missing_reason::dont_know;

/// Eight people who come twice, two who leave and three who join, one of them without a code; two dimensions.
study_maker two_rounds() {
  study_maker m;
  for (int i = 0; i < 8; ++i) {
    const std::string who = "p" + std::to_string(i);
    const char* sector = i % 2 == 0 ? "council" : "health";
    m.person("Alder", "R1", who, sector, {1, 2}).person("Alder", "R2", who, sector, {2, i == 0 ? mark{dont_know} : mark{2}});
  }
  m.person("Alder", "R1", "q1", "council", {4, 0}).person("Alder", "R1", "q2", "health", {4, 0});
  m.person("Alder", "R2", "r1", "council", {0, 4}).person("Alder", "R2", "r2", "housing", {0, 4}).person("Alder", "R2", "", "health", {0, 3});
  return m;
}

struct expected_row {
  std::uint32_t n_from, n_to, n, up, down;
  double p, p_adjusted, everybody, adjusted;
  std::uint32_t adjusted_from, adjusted_to;
  double at_least_2;
};

BOOST_AUTO_TEST_SUITE(change_test)

// Expected values from the sample file with pandas 3.x and numpy 2.x: p by going through all patterns of signs of whole people, step-down max-T from its
// definition; everybody = difference of means; adjusted = Kitagawa's part within the sectors heard in both rounds.
void check_sample(const round_pair& wanted, const std::array<expected_row, 9>& expected) {
  const auto r = change::change(sample_with_then_test(), wanted);
  BOOST_TEST_REQUIRE(r.rows.size() == 9u);
  BOOST_TEST(r.joint_exact);
  for (std::size_t d = 0; d < 9; ++d) {
    const change::change_row& row = r.rows[d];
    const expected_row& e = expected[d];
    BOOST_TEST(row.n_from == e.n_from);
    BOOST_TEST(row.n_to == e.n_to);
    BOOST_TEST(row.same.alone.n == e.n);
    BOOST_TEST(row.same.alone.up == e.up);
    BOOST_TEST(row.same.alone.down == e.down);
    BOOST_TEST(std::abs(row.same.alone.p_two_sided - e.p) < 1e-7);
    BOOST_TEST(std::abs(row.same.p_adjusted - e.p_adjusted) < 1e-7);
    BOOST_TEST(std::abs(*row.everybody.estimate - e.everybody) < 1e-11);
    BOOST_TEST(std::abs(*row.adjusted.estimate - e.adjusted) < 1e-11);
    BOOST_TEST(row.adjusted.n_from == e.adjusted_from);
    BOOST_TEST(row.adjusted.n_to == e.adjusted_to);
    BOOST_TEST(std::abs(row.at_least[0] - e.at_least_2) < 1e-11);
  }
}

BOOST_AUTO_TEST_CASE(the_sample_rounds_have_the_known_figures) {
  check_sample({"CAR", "R1", "R2"}, {{{16, 17, 7, 2, 2, 1.0, 1.0, -0.088235294118, -0.28836996337, 13, 14, -0.110294117647},
                                      {16, 16, 6, 1, 4, 0.375, 0.796875, 0.0625, -0.071794871795, 13, 13, 0.0625},
                                      {16, 15, 6, 0, 1, 1.0, 1.0, 0.254166666667, 0.009294871795, 13, 12, 0.175},
                                      {16, 17, 7, 1, 1, 1.0, 1.0, -0.113970588235, -0.097802197802, 13, 14, -0.216911764706},
                                      {16, 17, 7, 1, 3, 0.75, 1.0, -0.452205882353, -0.256227106227, 13, 14, 0.011029411765},
                                      {15, 17, 7, 1, 5, 0.1875, 0.40625, -0.243137254902, -0.397619047619, 12, 14, -0.078431372549},
                                      {15, 17, 6, 1, 2, 0.75, 1.0, -0.141176470588, -0.210912698413, 12, 14, -0.160784313725},
                                      {14, 16, 6, 0, 1, 1.0, 1.0, -0.142857142857, -0.160256410256, 11, 13, -0.133928571429},
                                      {15, 16, 6, 2, 0, 0.5, 0.734375, 0.195833333333, 0.163034188034, 12, 13, 0.154166666667}}});
  check_sample({"ALD", "R1", "R2"}, {{{17, 21, 9, 6, 0, 0.03125, 0.046875, 0.773109243697, 0.707160364146, 17, 20, 0.058823529412},
                                      {18, 19, 8, 5, 0, 0.0625, 0.109375, 0.845029239766, 0.805555555556, 18, 18, 0.055555555556},
                                      {18, 19, 8, 5, 2, 0.359375, 0.765625, 0.450292397661, 0.506944444444, 17, 18, 0.111111111111},
                                      {16, 20, 7, 5, 0, 0.0625, 0.109375, 0.4625, 0.527384868421, 16, 19, 0.125},
                                      {13, 18, 5, 3, 1, 0.375, 0.765625, 0.371794871795, 0.574175824176, 13, 14, 0.098290598291},
                                      {16, 19, 7, 2, 1, 1.0, 1.0, -0.194078947368, -0.197916666667, 16, 18, -0.105263157895},
                                      {15, 18, 6, 4, 0, 0.125, 0.3125, 0.333333333333, 0.348692810458, 15, 17, 0.066666666667},
                                      {15, 18, 6, 2, 0, 0.5, 0.765625, 0.188888888889, 0.185163398693, 15, 17, -0.033333333333},
                                      {15, 18, 6, 1, 0, 1.0, 1.0, 0.166666666667, 0.15406162465, 14, 17, 0.0}}});
}

BOOST_AUTO_TEST_CASE(a_fall_is_first_asked_about_as_harder_marking_where_the_then_test_says_so) {
  const auto carrow = change::change(sample_with_then_test(), {"CAR", "R1", "R2"});
  for (const change::change_row& row : carrow.rows) {
    if (row.same.alone.levels_moved < 0) { BOOST_TEST(row.says.starts_with("Harder marking?")); }
  }
  BOOST_TEST((carrow.rows[5].reading == shift_reading::harder_marking));
  // Brackenmoor fell for real, and nobody was asked to mark the first round again: the question stays open
  const auto bracken = change::change(sample_with_then_test(), {"BRA", "R1", "R2"});
  for (const change::change_row& row : bracken.rows) {
    BOOST_TEST((row.reading == shift_reading::none));
    BOOST_TEST(row.says.find("Harder marking") == std::string::npos);
    if (row.same.alone.levels_moved < 0) { BOOST_TEST(row.says.ends_with("Nobody was asked to mark R1 again, so the marks cannot tell.")); }
  }
  const auto unread = change::change(sample_with_then_test(), {"CAR", "R1", "R2"}, {.use_then_test = false});
  for (const change::change_row& row : unread.rows) { BOOST_TEST((row.reading == shift_reading::none)); }
}

BOOST_AUTO_TEST_CASE(moved_for_all_dimensions_together_and_at_least) {
  const auto r = change::change(sample_with_then_test(), {"ALD", "R1", "R3"});
  BOOST_TEST((r.rows[3].same.way == direction::moved)); // involvement: six of six up, p_adjusted 0.046875 by enumeration
  BOOST_TEST(r.rows[3].says == "Of the 6 people who marked it in R1 and in R3, 6 now wrote higher, none the same and none lower. That is more than chance would do, with all 9 "
                               "dimensions looked at together. All 6 who moved went up: a step up is at least 1.2 times as likely as one the other way.");
  BOOST_TEST(r.rows[3].floor.empty());
  const table t = to_table(r);
  BOOST_TEST(has(t, "change_low", 3));
  BOOST_TEST(!has(t, "change_high", 3));
  BOOST_TEST(!has(t, "change", 3));
  BOOST_TEST(text_at(t, "direction", 3) == "moved");
  BOOST_TEST(integer(t, "months", 3) == 36);
  BOOST_TEST(text_at(t, "status", 1) == "could_not_show"); // five of five up is not enough
  BOOST_TEST(text_at(t, "floor", 1) == "Only 5 people moved: this panel could not have shown a change, even with all 5 going the same way.");
}

BOOST_AUTO_TEST_CASE(other_people_in_the_room_are_called_so) {
  const auto r = change::change(two_rounds().build(plain_rubric(2, 5)), {"Alder", "R1", "R2"});
  const change::change_row& row = r.rows[0];
  BOOST_TEST(row.same.alone.up == 8u);
  BOOST_TEST(row.n_from == 10u);
  BOOST_TEST(row.n_to == 11u);
  BOOST_TEST(std::abs(*row.everybody.estimate - (16.0 / 11.0 - 16.0 / 10.0)) < 1e-15); // down, where all of the same went up
  BOOST_TEST(row.panel_effect);
  BOOST_TEST(row.says.find("Panel effect likely: the same people went up and everybody together down") != std::string::npos);
  BOOST_TEST((row.same.way == direction::moved));
  BOOST_TEST(row.adjusted.n_to == 10u); // housing was heard once only
  BOOST_TEST(r.rows[1].same.alone.n == 7u);
  BOOST_TEST(!r.rows[1].panel_effect); // same people nowhere, everybody up
  BOOST_TEST((r.rows[1].same.way == direction::held));
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_a_state) {
  study_maker m = two_rounds();
  m.person("Bryn", "R1", "b1", "", {1, 1}).person("Bryn", "R2", "b2", "", {2, dont_know}).person("Cray", "R1", "c1", "", {1, 1});
  const auto s = m.build(plain_rubric(2, 5));
  const table other = to_table(change::change(s, {"Bryn", "", ""}));
  BOOST_TEST(text_at(other, "status", 0) == "not_comparable");
  BOOST_TEST(integer(other, "n", 0) == 0);
  BOOST_TEST(!has(other, "p", 0));
  BOOST_TEST(!has(other, "direction", 0));
  BOOST_TEST(text_at(other, "says", 0) == "Nobody marked it both in R1 and in R2: what changed cannot be told from who came.");
  BOOST_TEST(text_at(other, "status", 1) == "no_data");
  BOOST_TEST(!has(other, "says", 1));
  const table once = to_table(change::change(s, {"Cray", "", ""}));
  BOOST_TEST(text_at(once, "status", 0) == "not_assessed");
  BOOST_TEST(!has(once, "n_from", 0));
  BOOST_TEST(!has(once, "months", 0));
  BOOST_CHECK_THROW((void)change::change(s, {"Cray", "R9", "R1"}), error);
  BOOST_CHECK_THROW((void)change::change(s, {"", "R1", "R2"}), error);
  BOOST_CHECK_THROW((void)change::change(s, {"Alder", "R1", "R2"}, {.withheld = {"x"}}), error);
  BOOST_CHECK_THROW((void)change::change(s, {"Alder", "R1", "R2"}, {.by_sector = sector_grouping{{"all"}, {0}}}), error);
}

BOOST_AUTO_TEST_CASE(what_is_withheld_takes_no_part_in_the_rest) {
  const auto& s = sample_with_then_test();
  const auto all = change::change(s, {"ALD", "R1", "R2"});
  change::change_options options;
  options.withheld.assign(9, {});
  options.withheld[1] = "fewer than 6 people";
  options.withheld_sectors.assign(9, {});
  options.withheld_sectors[2] = "a group is withheld";
  const auto r = change::change(s, {"ALD", "R1", "R2"}, options);
  const table t = to_table(r);
  BOOST_TEST(text_at(t, "status", 1) == "hidden");
  BOOST_TEST(text_at(t, "hidden_reason", 1) == "fewer than 6 people");
  for (const char* column : {"n", "up", "p", "direction", "adjusted_levels", "panel_effect_likely", "everybody_low", "levels", "p_min_adjusted"}) {
    BOOST_TEST(!has(t, column, 1));
  }
  BOOST_TEST(!has(t, "says", 1));
  BOOST_TEST(integer(t, "n_to", 1) == 19);
  BOOST_TEST(has(t, "everybody_levels", 1));
  BOOST_TEST(text_at(t, "adjusted_status", 1) == "hidden");
  BOOST_TEST(text_at(t, "adjusted_status", 2) == "hidden");
  BOOST_TEST(!has(t, "adjusted_levels", 2));
  BOOST_TEST(has(t, "p", 2));
  BOOST_TEST(r.rows[0].same.p_adjusted <= all.rows[0].same.p_adjusted);
}

BOOST_AUTO_TEST_CASE(static_dynamic_and_any_order_of_rows_give_the_same_bits) {
  const auto& s = sample_with_then_test();
  BOOST_TEST((to_table(change::change(s, {"CAR", "R1", "R2"})) == to_table(change::change(s.to_dynamic(), {"CAR", "R1", "R2"}))));
  const study_maker m = two_rounds();
  std::vector<std::size_t> order(m.input().ratings.size());
  for (std::size_t i = 0; i < order.size(); ++i) { order[i] = order.size() - 1 - i; }
  const auto turned = study_builder<>{rubric<>{plain_rubric(2, 5)}}.add(reordered(m.input(), order)).build();
  BOOST_TEST((to_table(change::change(turned, {"Alder", "", ""})) == to_table(change::change(m.build(plain_rubric(2, 5)), {"Alder", "", ""}))));
}

BOOST_AUTO_TEST_CASE(going_back_turns_every_figure_round) {
  const auto& s = sample_with_then_test();
  const auto there = change::change(s, {"ALD", "R1", "R3"});
  const auto back = change::change(s, {"ALD", "R3", "R1"});
  for (std::size_t d = 0; d < 9; ++d) {
    BOOST_TEST(there.rows[d].same.alone.up == back.rows[d].same.alone.down);
    BOOST_TEST(there.rows[d].same.p_adjusted == back.rows[d].same.p_adjusted);
    BOOST_TEST(std::abs(*there.rows[d].everybody.estimate + *back.rows[d].everybody.estimate) < 1e-12);
    BOOST_TEST(std::abs(*there.rows[d].adjusted.estimate + *back.rows[d].adjusted.estimate) < 1e-12);
    BOOST_TEST(there.rows[d].panel_effect == back.rows[d].panel_effect);
  }
}

BOOST_AUTO_TEST_CASE(two_to_sixteen_levels_and_rooms_at_random_stay_finite) {
  std::mt19937 draw{11};
  for (std::size_t levels = 2; levels <= 16; ++levels) {
    study_maker m;
    for (const char* round : {"R1", "R2"}) {
      for (int p = 0; p < 12; ++p) {
        if (draw() % 3 == 0) { continue; }
        const auto level = [&]() -> mark { return draw() % 6 == 0 ? mark{dont_know} : mark{static_cast<int>(draw() % levels)}; };
        m.person("Alder", round, "p" + std::to_string(p), p % 3 == 0 ? "a" : "b", {level(), level(), level()});
      }
    }
    const table t = to_table(change::change(m.build(plain_rubric(3, levels)), {}));
    BOOST_TEST(t.rows() == 3u);
    BOOST_TEST(t.find("everybody_at_least_" + std::to_string(levels)).has_value()); // pushing a number that is not finite would have thrown
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
