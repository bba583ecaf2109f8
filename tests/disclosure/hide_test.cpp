#include <boost/test/unit_test.hpp>

#include <headway/disclosure/hide.hpp>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace headway;
using namespace headway::disclosure;

/// Rows of one total each: group, n, n_missing, count_1, count_2, and a derived figure.
table groups(const std::vector<std::array<std::int64_t, 4>>& rows, const char* total = "R1") {
  table t;
  t.add("round", column_type::text);
  t.add("sector", column_type::text);
  for (const char* name : {"n", "n_missing", "count_1", "count_2"}) { t.add(name, column_type::integer); }
  t.add("spread", column_type::real);
  t.add("camps", column_type::boolean);
  t.add("status", column_type::text);
  t.add("hidden_reason", column_type::text);
  int i = 0;
  for (const auto& [n, missing, one, two] : rows) {
    const std::string sector(1, static_cast<char>('a' + i++));
    t.push_row(total, sector, n, missing, one, two, 0.5, true, "ok", std::nullopt);
  }
  return t;
}

constexpr std::array<std::string_view, 2> keys{"round", "sector"};
constexpr std::array<std::string_view, 1> total{"round"};

BOOST_AUTO_TEST_SUITE(hide_test)

BOOST_AUTO_TEST_CASE(the_first_reason_stays) {
  withheld hide{2};
  BOOST_TEST(hide.count() == 0u);
  hide.hide(1, "small");
  hide.hide(1, "other");
  BOOST_TEST(hide.why(1) == "small");
  BOOST_TEST(!hide.hidden(0));
  hide.hide(0, "");
  BOOST_TEST(hide.hidden(0));
  BOOST_CHECK_THROW(hide.hide(2, "none"), error);
  BOOST_TEST(fewer_than(5) == "fewer than 5 people in this group");
}

BOOST_AUTO_TEST_CASE(small_groups_are_withheld_and_nobody_is_no_small_group) {
  const table t = groups({{4, 0, 2, 2}, {5, 0, 2, 3}, {0, 0, 0, 0}, {0, 2, 0, 0}, {0, 9, 0, 0}, {7, 1, 3, 4}});
  withheld hide{t.rows()};
  withhold_small(t, hide, 5, "n", "n_missing");
  const std::vector<bool> expected{true, false, false, true, false, false};
  for (std::size_t row = 0; row < t.rows(); ++row) { BOOST_TEST(hide.hidden(row) == expected[row]); }
}

BOOST_AUTO_TEST_CASE(a_group_at_one_level_is_withheld_however_large) {
  const table t = groups({{50, 0, 50, 0}, {6, 0, 5, 1}, {0, 0, 0, 0}});
  withheld hide{t.rows()};
  withhold_unanimous(t, hide);
  BOOST_TEST(hide.hidden(0));
  BOOST_TEST(!hide.hidden(1));
  BOOST_TEST(!hide.hidden(2));
}

BOOST_AUTO_TEST_CASE(hiding_is_a_state_with_its_reason_and_never_a_zero) {
  const table t = groups({{4, 0, 2, 2}, {9, 0, 5, 4}});
  withheld hide{t.rows()};
  withhold_small(t, hide, 5);
  const table shown = apply(t, hide, keys);
  BOOST_TEST(shown.at("status").texts()[0] == "hidden");
  BOOST_TEST(shown.at("hidden_reason").texts()[0] == "fewer than 5 people in this group");
  BOOST_TEST(shown.at("sector").texts()[0] == "a");
  for (const char* name : {"n", "n_missing", "count_1", "count_2", "spread", "camps"}) { BOOST_TEST(shown.at(name).valid()[0] == 0); }
  BOOST_TEST(shown.at("n").integers()[1] == 9);
  BOOST_TEST(shown.at("spread").reals()[1] == 0.5);
  BOOST_TEST(shown.at("status").texts()[1] == "ok");
  BOOST_TEST(shown.at("hidden_reason").valid()[1] == 0);
  BOOST_TEST(shown.columns().size() == t.columns().size());
}

BOOST_AUTO_TEST_CASE(a_reason_column_is_added_where_there_is_none) {
  table t;
  t.add("n", column_type::integer);
  t.add("status", column_type::text);
  t.push_row(2, "ok");
  withheld hide{1};
  hide.hide(0, "few");
  BOOST_TEST(apply(t, hide, {}).at("hidden_reason").texts()[0] == "few");
  table without;
  without.add("n", column_type::integer);
  without.push_row(2);
  BOOST_CHECK_THROW((void)apply(without, hide, {}), error);
  BOOST_CHECK_THROW((void)apply(t, withheld{3}, {}), error);
}

BOOST_AUTO_TEST_CASE(what_is_withheld_cannot_be_had_by_subtraction) {
  // one small group: the smallest of the others goes too, until together they are enough
  const table t = groups({{2, 0, 1, 1}, {6, 0, 3, 3}, {9, 0, 4, 5}});
  withheld hide{t.rows()};
  withhold_small(t, hide, 6);
  withhold_subtractable(t, hide, 6, total);
  BOOST_TEST(hide.hidden(0));
  BOOST_TEST(hide.hidden(1));
  BOOST_TEST(!hide.hidden(2));
  // two small groups that are enough together need no third
  const table two = groups({{3, 0, 1, 2}, {4, 0, 2, 2}, {9, 0, 4, 5}});
  withheld both{two.rows()};
  withhold_small(two, both, 6);
  withhold_subtractable(two, both, 6, total);
  BOOST_TEST(both.count() == 2u);
  // nothing withheld, nothing added
  withheld none{two.rows()};
  withhold_subtractable(two, none, 6, total);
  BOOST_TEST(none.count() == 0u);
}

BOOST_AUTO_TEST_CASE(what_is_withheld_together_must_not_be_at_one_level) {
  const table t = groups({{6, 0, 6, 0}, {7, 0, 7, 0}, {9, 0, 4, 5}, {12, 0, 6, 6}});
  withheld hide{t.rows()};
  withhold_unanimous(t, hide);
  BOOST_TEST(hide.count() == 2u);
  withhold_subtractable(t, hide, 6, total);
  BOOST_TEST(hide.hidden(2));
  BOOST_TEST(!hide.hidden(3));
}

BOOST_AUTO_TEST_CASE(totals_are_told_apart_by_their_keys) {
  table t = groups({{2, 0, 1, 1}, {9, 0, 4, 5}}, "R1");
  t.push_row("R2", "a", 8, 0, 4, 4, 0.5, true, "ok", std::nullopt);
  t.push_row("R2", "b", 8, 0, 4, 4, 0.5, true, "ok", std::nullopt);
  withheld hide{t.rows()};
  withhold_small(t, hide, 6);
  withhold_subtractable(t, hide, 6, total);
  BOOST_TEST(hide.hidden(1));
  BOOST_TEST(!hide.hidden(2));
  BOOST_TEST(!hide.hidden(3));
}

BOOST_AUTO_TEST_CASE(no_withheld_remainder_is_small_whatever_the_groups) {
  std::mt19937 draw{77};
  for (int run = 0; run < 2000; ++run) {
    std::vector<std::array<std::int64_t, 4>> rows(1 + draw() % 6);
    for (auto& row : rows) {
      row[2] = draw() % 8;
      row[3] = draw() % 8;
      row[1] = draw() % 3;
      row[0] = row[2] + row[3];
    }
    const table t = groups(rows);
    withheld hide{t.rows()};
    withhold_small(t, hide, 6, "n", "n_missing");
    withhold_unanimous(t, hide);
    withhold_subtractable(t, hide, 6, total);
    std::int64_t remainder = 0;
    std::int64_t ones = 0;
    bool shown_marks = false;
    for (std::size_t row = 0; row < t.rows(); ++row) {
      remainder += hide.hidden(row) ? rows[row][0] : 0;
      ones += hide.hidden(row) ? rows[row][2] : 0;
      shown_marks = shown_marks || (!hide.hidden(row) && rows[row][0] > 0);
      BOOST_TEST_REQUIRE((hide.hidden(row) || rows[row][0] == 0 || rows[row][0] >= 6));
    }
    // whoever subtracts what is shown from the total gets enough people at more than one level, unless nothing at all is shown
    BOOST_TEST_REQUIRE((hide.count() == 0 || !shown_marks || (remainder >= 6 && ones > 0 && ones < remainder)));
  }
}

BOOST_AUTO_TEST_CASE(columns_that_are_missing_or_of_another_kind_are_told) {
  const table t = groups({{2, 0, 1, 1}});
  withheld hide{1};
  BOOST_CHECK_THROW(withhold_small(t, hide, 5, "people"), error);
  BOOST_CHECK_THROW(withhold_small(t, hide, 5, "sector"), error);
  constexpr std::array<std::string_view, 1> real_key{"spread"};
  BOOST_CHECK_THROW(withhold_subtractable(t, hide, 5, real_key), error);
  withheld other{4};
  BOOST_CHECK_THROW(withhold_small(t, other, 5), error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
