#include <boost/test/unit_test.hpp>

#include <headway/change/panel.hpp>

#include "support/study_maker.hpp"
#include "sample_change.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;

/// The row of a table with these keys.
std::size_t find_row(const table& t, int dimension, const std::string& summary, std::optional<int> level, const std::string& split, const std::string& part) {
  for (std::size_t row = 0; row < t.rows(); ++row) {
    const bool same_level = level ? has(t, "level", row) && integer(t, "level", row) == *level : !has(t, "level", row);
    if (integer(t, "dimension_number", row) == dimension && text_at(t, "summary", row) == summary && same_level && text_at(t, "split", row) == split &&
        text_at(t, "part", row) == part) {
      return row;
    }
  }
  BOOST_FAIL("no such row");
  return 0;
}

double real(const table& t, const char* column, std::size_t row) {
  BOOST_TEST_REQUIRE(has(t, column, row));
  return t.at(column).reals()[row];
}

BOOST_AUTO_TEST_SUITE(panel_test)

// Alderwick R1 to R2, vision. From the file with pandas 3.x: means of those who marked it both times, only before, only after; Kitagawa over the sectors heard
// in both rounds (police and justice came in R2 only).
BOOST_AUTO_TEST_CASE(the_sample_splits_as_the_formulas_say) {
  const table t = to_table(change::panel(sample_with_then_test(), {"ALD", "R1", "R2"}));
  BOOST_TEST(t.rows() == 9u * 5u * 12u);
  const auto at = [&](const char* split, const char* part) { return find_row(t, 1, "mean_level", {}, split, part); };
  BOOST_TEST(std::abs(real(t, "estimate", at("everybody", "everybody")) - 0.773109243697) < 1e-11);
  BOOST_TEST(std::abs(real(t, "estimate", at("people", "stayed")) - 0.888888888889) < 1e-11);
  BOOST_TEST(std::abs(real(t, "estimate", at("people", "left")) - 0.058823529412) < 1e-11);
  BOOST_TEST(std::abs(real(t, "estimate", at("people", "joined")) - -0.174603174603) < 1e-11);
  BOOST_TEST(std::abs(real(t, "estimate", at("sectors", "within_sectors")) - 0.707160364146) < 1e-11);
  BOOST_TEST(std::abs(real(t, "estimate", at("sectors", "sector_mix")) - 0.051663165266) < 1e-11);
  BOOST_TEST(std::abs(real(t, "estimate", at("sectors", "heard_once")) - 0.014285714286) < 1e-11);
  BOOST_TEST(text_at(t, "status", at("sectors", "heard_once")) == "not_comparable");
  BOOST_TEST(text_at(t, "says", at("sectors", "heard_once")) == "Heard in one round only: police and justice, which raises the mean; there is nothing to compare them with.");
  BOOST_TEST(integer(t, "n_to", at("sectors", "heard_once")) == 1);
  BOOST_TEST(integer(t, "n_from", at("people", "left")) == 8);
  BOOST_TEST(text_at(t, "note", at("people", "left")) == "treats steps as equal");
  BOOST_TEST(!has(t, "note", find_row(t, 1, "at_least", 3, "people", "left")));
  BOOST_TEST(integer(t, "months", 0) == 18);
  BOOST_TEST(text_at(t, "status", at("people_and_sectors", "stayed")) == "not_comparable"); // sectors in which nobody stayed
}

BOOST_AUTO_TEST_CASE(withheld_splits_have_a_state_and_no_figure) {
  const auto& s = sample_with_then_test();
  change::panel_options options;
  options.withheld_people.assign(9, {});
  options.withheld_people[0] = "fewer than 6 people joined";
  options.withheld_both.assign(9, "for the room alone");
  const table t = to_table(change::panel(s, {"ALD", "R1", "R2"}, options));
  const std::size_t left = find_row(t, 1, "mean_level", {}, "people", "left");
  BOOST_TEST(text_at(t, "status", left) == "hidden");
  BOOST_TEST(text_at(t, "hidden_reason", left) == "fewer than 6 people joined");
  for (const char* column : {"estimate", "standard_error", "low", "high", "n_from", "n_to", "unnamed", "says"}) { BOOST_TEST(!has(t, column, left)); }
  const std::size_t all = find_row(t, 1, "mean_level", {}, "everybody", "everybody");
  BOOST_TEST(has(t, "estimate", all));
  BOOST_TEST(!has(t, "low", all)); // it tells how a person's two marks go together
  BOOST_TEST(has(t, "low", find_row(t, 2, "mean_level", {}, "everybody", "everybody")));
  BOOST_TEST(text_at(t, "status", find_row(t, 2, "at_least", 2, "people_and_sectors", "joined")) == "hidden");
  BOOST_TEST(text_at(t, "status", find_row(t, 2, "at_least", 2, "people", "joined")) != "hidden");
  options.withheld_both.pop_back();
  BOOST_CHECK_THROW((void)change::panel(s, {"ALD", "R1", "R2"}, options), error);
}

BOOST_AUTO_TEST_CASE(rounds_that_were_not_held_and_people_without_a_code) {
  study_maker m;
  m.person("Alder", "R1", "p1", "", {1}).person("Alder", "R1", "", "", {3}).person("Alder", "R2", "p1", "", {2}).person("Alder", "R2", "", "", {4});
  m.person("Bryn", "R1", "b", "", {1});
  const auto s = m.build(plain_rubric(1, 5));
  const table t = to_table(change::panel(s, {"Alder", "", ""}));
  BOOST_TEST(integer(t, "unnamed", 0) == 2);
  const std::size_t left = find_row(t, 1, "mean_level", {}, "people", "left");
  BOOST_TEST(integer(t, "n_from", left) == 1);
  BOOST_TEST(text_at(t, "status", left) == "value_only");
  BOOST_TEST(text_at(t, "says", left) == "Those who left had marked higher than those who stayed, which lowers the mean.");
  const table missed = to_table(change::panel(s, {"Bryn", "R1", "R2"}));
  BOOST_TEST(text_at(missed, "status", 0) == "not_assessed");
  BOOST_TEST(!has(missed, "n_from", 0));
  BOOST_CHECK_THROW((void)change::panel(s, {"Nowhere", "", ""}), error);
  BOOST_CHECK_THROW((void)change::panel(s, {"Alder", "", ""}, {.by_sector = sector_grouping{{"a"}, {0, 0, 0}}}), error);
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_give_the_same_bits) {
  const auto& s = sample_with_then_test();
  BOOST_TEST((to_table(change::panel(s, {"PEN", "R2", "R3"})) == to_table(change::panel(s.to_dynamic(), {"PEN", "R2", "R3"}))));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
