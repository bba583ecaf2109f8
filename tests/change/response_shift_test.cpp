#include <boost/test/unit_test.hpp>

#include <headway/change/response_shift.hpp>

#include "support/study_maker.hpp"
#include "sample_change.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using change::direction;
using change::response_shift;
using change::shift_reading;

/// Adds a then-test to a reading.
void then_test(reading& into, const std::string& rater, std::size_t dimension, mark m, std::uint16_t about, std::uint16_t asked) {
  ratings& r = into.ratings;
  if (r.asked_at.empty()) { r.asked_at.assign(r.size(), ratings::no_round); }
  const auto at = std::find(r.raters.begin(), r.raters.end(), rater);
  BOOST_TEST_REQUIRE((at != r.raters.end()));
  r.community.push_back(0);
  r.round.push_back(about);
  r.rater.push_back(static_cast<std::uint32_t>(at - r.raters.begin()));
  r.sector.push_back(ratings::no_sector);
  r.dimension.push_back(static_cast<std::uint16_t>(dimension));
  r.score.push_back(m.code);
  r.mode.push_back(static_cast<std::uint8_t>(score_mode::then_test));
  r.asked_at.push_back(asked);
}

BOOST_AUTO_TEST_SUITE(response_shift_test)

BOOST_AUTO_TEST_CASE(a_reading_goes_by_the_signs_of_the_three_sums) {
  BOOST_TEST((change::read_shift(5, -2, -3) == shift_reading::harder_marking));
  BOOST_TEST((change::read_shift(5, -2, -2) == shift_reading::harder_marking));
  BOOST_TEST((change::read_shift(5, -2, -1) == shift_reading::partly_harder));
  BOOST_TEST((change::read_shift(5, -2, 0) == shift_reading::not_harder));
  BOOST_TEST((change::read_shift(5, -2, 4) == shift_reading::not_harder));
  BOOST_TEST((change::read_shift(5, 0, -1) == shift_reading::hidden_growth));
  BOOST_TEST((change::read_shift(5, 3, 1) == shift_reading::softer_marking));
  BOOST_TEST((change::read_shift(5, 3, 0) == shift_reading::no_shift));
  BOOST_TEST((change::read_shift(0, -2, -3) == shift_reading::none));
}

// Carrow Sands, where the yardstick moved. Sums and numbers of people from the files with pandas 3.x (people with all three marks on a dimension); p_adjusted by
// going through all 2^7 patterns of signs of whole people in numpy, step-down max-T from its definition.
BOOST_AUTO_TEST_CASE(the_yardstick_of_carrow_sands_moved) {
  constexpr std::array<std::array<std::int64_t, 4>, 9> sums{{{0, -6, 6, 7}, {-3, -5, 2, 6}, {-1, -3, 2, 6}, {-1, -4, 3, 7}, {-2, -8, 6, 7},
                                                             {-5, -8, 3, 7}, {-2, -3, 1, 6}, {-1, -1, 0, 6}, {2, -2, 4, 6}}};
  constexpr std::array<std::array<double, 9>, 3> p{{{1.0, 0.796875, 1.0, 1.0, 1.0, 0.40625, 1.0, 1.0, 0.734375},
                                                    {0.03125, 0.3125, 0.3125, 0.34375, 0.09375, 0.0625, 0.5, 1.0, 1.0},
                                                    {0.0625, 0.78125, 0.78125, 0.875, 0.0625, 0.4375, 1.0, 1.0, 0.5}}};
  const auto r = response_shift(sample_with_then_test(), {"CAR", "R1", "R2"});
  BOOST_TEST_REQUIRE(r.rows.size() == 9u);
  for (std::size_t d = 0; d < 9; ++d) {
    const auto& row = r.rows[d];
    BOOST_TEST((row.status == status::ok));
    for (std::size_t c = 0; c < 3; ++c) {
      BOOST_TEST(row.compared[c].alone.levels_moved == sums[d][c]);
      BOOST_TEST(row.compared[c].alone.n == sums[d][3]);
      BOOST_TEST(std::abs(row.compared[c].p_adjusted - p[c][d]) < 1e-12);
    }
    BOOST_TEST((row.reading == (d == 0 || d == 8 ? shift_reading::hidden_growth : shift_reading::harder_marking)));
  }
  BOOST_TEST((r.rows[0].compared[1].way == direction::slipped)); // vision: R1 looks lower now than it did, all dimensions together
  const table t = to_table(r);
  BOOST_TEST(t.rows() == 27u);
  BOOST_TEST(integer(t, "months", 0) == 18);
  BOOST_TEST(text_at(t, "comparison", 5) == "adjusted");
  BOOST_TEST(text_at(t, "says", 4) == "Marking R1 again in R2, 5 of 6 people put it lower than they had and 1 higher. Chance alone could well do that.");
  BOOST_TEST(text_at(t, "says", 5).find("Harder marking? The marks fell, and with today's yardstick for both rounds they did not") != std::string::npos);
  BOOST_TEST(text_at(t, "reading", 5) == "harder_marking");
  for (std::size_t row = 0; row < t.rows(); ++row) { BOOST_TEST(text_at(t, "warning", row) == change::recall_warning); }
}

BOOST_AUTO_TEST_CASE(without_a_then_test_nothing_is_said_about_the_yardstick) {
  const auto r = response_shift(sample_with_then_test(), {"BRA", "R1", "R2"});
  for (const auto& row : r.rows) {
    BOOST_TEST((row.status == status::no_data));
    BOOST_TEST((row.reading == shift_reading::none));
    BOOST_TEST(row.says[2].empty());
  }
  const table t = to_table(r);
  BOOST_TEST(!has(t, "n", 0));
  BOOST_TEST(!has(t, "reading", 0));
  BOOST_TEST(has(t, "warning", 0));
  const table missed = to_table(response_shift(sample_with_then_test(), {"BRA", "R1", "R3"}));
  BOOST_TEST(text_at(missed, "status", 0) == "not_assessed");
  BOOST_TEST((to_table(response_shift(sample_with_then_test(), {"CAR", "R2", "R3"})).at("status").texts()[0] == "no_data"));
}

BOOST_AUTO_TEST_CASE(only_marks_of_the_same_asking_and_of_people_with_all_three_count) {
  study_maker m;
  for (const char* who : {"p1", "p2", "p3", "p4"}) { m.person("Alder", "R1", who, "", {2}).person("Alder", "R2", who, "", {2}).person("Alder", "R3", who, "", {3}); }
  m.person("Alder", "R1", "p5", "", {3}).person("Alder", "R2", "p5", "", {missing_reason::blank});
  reading input = m.input();
  then_test(input, "p1", 0, 1, 0, 1);                                  // about R1, asked in R2
  then_test(input, "p2", 0, 1, 0, ratings::no_round);                  // when is not said
  then_test(input, "p3", 0, 0, 0, 2);                                  // asked in R3
  then_test(input, "p4", 0, mark{missing_reason::dont_know}, 0, 1);
  then_test(input, "p5", 0, 1, 0, 1);                                  // has no later mark
  then_test(input, "p1", 0, 4, 0, ratings::no_round);                  // the one that says when counts
  const auto s = study_builder<>{rubric<>{plain_rubric(1, 5)}}.add(input).build();
  const auto r = response_shift(s, {"Alder", "R1", "R2"});
  BOOST_TEST(r.rows[0].compared[1].alone.n == 2u);
  BOOST_TEST(r.rows[0].compared[1].alone.levels_moved == -2);
  BOOST_TEST(r.rows[0].compared[2].alone.levels_moved == 2);
  BOOST_TEST((r.rows[0].reading == shift_reading::hidden_growth));
  const auto later = response_shift(s, {"Alder", "R1", "R3"});
  BOOST_TEST(later.rows[0].compared[1].alone.n == 3u); // p1 and p2 where it is not said, p3
}

BOOST_AUTO_TEST_CASE(parts_add_up_for_every_person_and_withheld_dimensions_take_no_part) {
  const auto& s = sample_with_then_test();
  change::response_shift_options options;
  options.withheld.assign(9, {});
  options.withheld[0] = "fewer than 6 people";
  const auto r = response_shift(s, {"CAR", "R1", "R2"}, options);
  BOOST_TEST((r.rows[0].status == status::hidden));
  BOOST_TEST(r.rows[0].compared[0].alone.n == 0u);
  BOOST_TEST(r.rows[0].says[0].empty());
  for (std::size_t d = 1; d < 9; ++d) {
    BOOST_TEST(r.rows[d].compared[0].alone.levels_moved == r.rows[d].compared[1].alone.levels_moved + r.rows[d].compared[2].alone.levels_moved);
    BOOST_TEST((r.rows[d].compared[0].alone.n == r.rows[d].compared[2].alone.n));
  }
  const table t = to_table(r);
  BOOST_TEST(text_at(t, "status", 0) == "hidden");
  BOOST_TEST(text_at(t, "hidden_reason", 2) == "fewer than 6 people");
  BOOST_TEST(!has(t, "n", 0));
  options.withheld.pop_back();
  BOOST_CHECK_THROW((void)response_shift(s, {"CAR", "R1", "R2"}, options), error);
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_give_the_same_bits) {
  const auto& s = sample_with_then_test();
  BOOST_TEST((to_table(response_shift(s, {"CAR", "R1", "R2"})) == to_table(response_shift(s.to_dynamic(), {"CAR", "R1", "R2"}))));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
