#include <boost/test/unit_test.hpp>

#include <headway/change/bounds.hpp>

#include "support/study_maker.hpp"
#include "sample_change.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using change::bounds_row;
using change::unseen_kind;

constexpr auto dont_know = missing_reason::dont_know;
constexpr auto not_applicable = missing_reason::not_applicable;

/// The row of a dimension, a summary (level from 1; 0 the mean) and a kind.
template <class Result> bounds_row find_row(const Result& r, std::uint32_t dimension, std::size_t at_least, unseen_kind kind) {
  for (const bounds_row& row : r.rows) {
    if (row.dimension.value == dimension && row.summary.at_least == at_least && row.unseen == kind) { return row; }
  }
  throw std::runtime_error("no such row");
}

BOOST_AUTO_TEST_SUITE(bounds_test)

// Every way to fill in the marks that are not there: the least and the most change must be those of the formulas.
BOOST_AUTO_TEST_CASE(the_bounds_are_the_extremes_of_all_ways_to_fill_in) {
  std::mt19937 draw{17};
  for (int repeat = 0; repeat < 40; ++repeat) {
    const int levels = 2 + static_cast<int>(draw() % 3);
    struct two {
      int before, after; // -1: in the room without a mark, -2: not there
    };
    std::vector<two> people;
    study_maker m;
    for (int i = 0; i < 5; ++i) {
      const auto level = [&] { return static_cast<int>(draw() % static_cast<std::uint32_t>(levels + 2)) - 2; };
      two t{level(), level()};
      if (t.before == -2 && t.after == -2) { t.before = 0; }
      people.push_back(t);
      const std::string who = "p" + std::to_string(i);
      if (t.before != -2) { m.add("A", "R1", who, "", 0, t.before < 0 ? mark{dont_know} : mark{t.before}); }
      if (t.after != -2) { m.add("A", "R2", who, "", 0, t.after < 0 ? mark{dont_know} : mark{t.after}); }
    }
    m.person("A", "R1", "z", "", {1}).person("A", "R2", "z", "", {0}); // both rounds have a mark, and somebody stays
    people.push_back({1, 0});
    const auto r = change::bounds(m.build(plain_rubric(1, static_cast<std::size_t>(levels))), {});
    for (std::size_t k = 0; k < static_cast<std::size_t>(levels); ++k) {
      const change::mark_summary summary{k};
      for (const unseen_kind kind : {unseen_kind::no_mark, unseen_kind::left, unseen_kind::joined}) {
        double least = 1e9;
        double most = -1e9;
        const std::function<void(std::size_t, double, double, int, int)> fill = [&](std::size_t i, double before, double after, int n_before, int n_after) {
          if (i == people.size()) {
            const double change = after / n_after - before / n_before;
            least = (std::min)(least, change);
            most = (std::max)(most, change);
            return;
          }
          const two& t = people[i];
          const bool in_before = kind == unseen_kind::no_mark ? t.before != -2 : kind == unseen_kind::left ? t.before >= 0 : t.after >= 0;
          const bool in_after = kind == unseen_kind::no_mark ? t.after != -2 : kind == unseen_kind::left ? t.before >= 0 : t.after >= 0;
          for (int b = 0; b < (in_before && t.before < 0 ? levels : 1); ++b) {
            for (int a = 0; a < (in_after && t.after < 0 ? levels : 1); ++a) {
              const double one = in_before ? summary.value(static_cast<std::int8_t>(t.before < 0 ? b : t.before)) : 0.0;
              const double other = in_after ? summary.value(static_cast<std::int8_t>(t.after < 0 ? a : t.after)) : 0.0;
              fill(i + 1, before + one, after + other, n_before + (in_before ? 1 : 0), n_after + (in_after ? 1 : 0));
            }
          }
        };
        fill(0, 0.0, 0.0, 0, 0);
        const bounds_row& row = find_row(r, 0, k, kind);
        BOOST_TEST_REQUIRE((row.status == status::ok));
        BOOST_TEST_REQUIRE(std::abs(*row.low - least) < 1e-12);
        BOOST_TEST_REQUIRE(std::abs(*row.high - most) < 1e-12);
        BOOST_TEST_REQUIRE((*row.low <= *row.observed + 1e-12 || kind != unseen_kind::no_mark));
        if (std::abs(*row.observed) > 1e-9) {
          BOOST_TEST_REQUIRE(row.can_turn == (*row.observed > 0 ? *row.low <= 1e-12 : *row.high >= -1e-12));
          if (k == 0) { BOOST_TEST_REQUIRE(row.turns_at.has_value() == row.can_turn); }
        }
      }
    }
  }
}

// By hand. Ten people in each round, the mean of eight marks goes from 1.5 to 2.5; two of ten gave none each time: 1 = (0.2 + 0.2) delta.
BOOST_AUTO_TEST_CASE(the_shift_that_undoes_a_change_of_everybody) {
  study_maker m;
  for (int i = 0; i < 8; ++i) { m.add("A", "R1", "p" + std::to_string(i), "", 0, i % 2 + 1).add("A", "R2", "p" + std::to_string(i), "", 0, i % 2 + 2); }
  for (const char* who : {"x", "y"}) { m.add("A", "R1", who, "", 0, mark{dont_know}).add("A", "R2", who, "", 0, mark{dont_know}); }
  m.add("A", "R1", "w", "", 0, mark{not_applicable}); // the question did not apply: no mark could have been there
  const auto r = change::bounds(m.build(plain_rubric(1, 5)), {});
  const bounds_row& row = find_row(r, 0, 0, unseen_kind::no_mark);
  BOOST_TEST(row.n_unseen_from == 2u);
  BOOST_TEST(std::abs(*row.observed - 1.0) < 1e-15);
  BOOST_TEST(std::abs(*row.low - (20.0 / 10.0 - (12.0 + 8.0) / 10.0)) < 1e-15);
  BOOST_TEST(row.can_turn);
  BOOST_TEST(std::abs(*row.turns_at - 2.5) < 1e-9);
  BOOST_TEST(row.says == "2 of 10 people gave no mark in R1 and 2 of 10 people in R2. Whatever they would have marked, the mean changed by 0.0 to 1.6 levels. To undo the rise, "
                         "each of them would have had to be 2.5 levels off those who marked, against it in either round.");
}

// By hand. Six stayed and went up one level each, four left from level 2: they would have to change by -1.5, that is 2.5 levels less than those who stayed.
BOOST_AUTO_TEST_CASE(the_shift_that_undoes_a_change_of_the_same_people) {
  study_maker m;
  for (int i = 0; i < 6; ++i) { m.add("A", "R1", "p" + std::to_string(i), "", 0, 1).add("A", "R2", "p" + std::to_string(i), "", 0, 2); }
  for (int i = 0; i < 4; ++i) { m.add("A", "R1", "l" + std::to_string(i), "", 0, 2); }
  m.add("A", "R2", "j", "", 0, 0);
  const auto r = change::bounds(m.build(plain_rubric(1, 5)), {});
  const bounds_row& left = find_row(r, 0, 0, unseen_kind::left);
  BOOST_TEST(*left.observed == 1.0);
  BOOST_TEST(left.n_seen_from == 10u);
  BOOST_TEST(left.n_unseen_to == 4u);
  BOOST_TEST(std::abs(*left.turns_at - 2.5) < 1e-9);
  BOOST_TEST(left.says.ends_with("To undo the rise of those who stayed, each of them would have had to move 2.5 levels less than those who stayed."));
  const bounds_row& joined = find_row(r, 0, 0, unseen_kind::joined); // the one who joined at the lowest level had at most the highest before: (6 - 4) / 7 > 0
  BOOST_TEST(std::abs(*joined.low - 2.0 / 7.0) < 1e-15);
  BOOST_TEST(!joined.can_turn);
  BOOST_TEST(!joined.turns_at.has_value());
  BOOST_TEST(joined.says.ends_with("They could not have undone the rise."));
}

BOOST_AUTO_TEST_CASE(a_written_span_narrows_what_could_have_been) {
  study_maker m;
  m.add("A", "R1", "p", "", 0, 1).add("A", "R2", "p", "", 0, 1).add("A", "R2", "q", "", 0, mark{missing_reason::off_scale});
  reading input = m.input();
  input.ratings.off_scale.push_back({2, {"2-3", true, 2.0, 3.0}}); // levels 1 and 2 of a scale that begins at 1
  const auto s = study_builder<>{rubric<>{plain_rubric(1, 5)}}.add(input).build();
  const bounds_row& known = find_row(change::bounds(s, {}), 0, 0, unseen_kind::no_mark);
  BOOST_TEST(*known.low == 0.0);
  BOOST_TEST(*known.high == 0.5);
  const bounds_row& unknown = find_row(change::bounds(s, {}, {.use_written = false}), 0, 0, unseen_kind::no_mark);
  BOOST_TEST(*unknown.low == -0.5);
  BOOST_TEST(*unknown.high == 1.5);
}

BOOST_AUTO_TEST_CASE(nobody_unseen_leaves_the_change_alone_and_states_are_said) {
  study_maker m;
  m.person("A", "R1", "p", "", {1, 1}).person("A", "R2", "p", "", {2, dont_know});
  m.person("B", "R1", "x", "", {1, 1}).person("B", "R2", "y", "", {1, 1}).person("C", "R1", "z", "", {1, 1});
  const auto s = m.build(plain_rubric(2, 5));
  const auto r = change::bounds(s, {"A", "", ""});
  const bounds_row& whole = find_row(r, 0, 0, unseen_kind::no_mark);
  BOOST_TEST((*whole.low == *whole.observed && *whole.high == *whole.observed));
  BOOST_TEST(!whole.can_turn);
  BOOST_TEST(whole.says == "Everybody in both rooms marked it.");
  BOOST_TEST((find_row(r, 1, 0, unseen_kind::no_mark).status == status::no_data));
  const table apart = to_table(change::bounds(s, {"B", "", ""}));
  BOOST_TEST(apart.rows() == 2u * 5u * 3u);
  BOOST_TEST(text_at(apart, "status", 0) == "ok");
  BOOST_TEST(!has(apart, "can_turn", 0)); // no change to undo
  BOOST_TEST(text_at(apart, "status", 1) == "not_comparable");
  BOOST_TEST(text_at(to_table(change::bounds(s, {"C", "R1", "R2"})), "status", 0) == "not_assessed");
  const table hidden = to_table(change::bounds(s, {"A", "", ""}, {.withheld_people = {"few", ""}}));
  BOOST_TEST(text_at(hidden, "status", 0) == "ok");
  BOOST_TEST(text_at(hidden, "status", 1) == "hidden");
  BOOST_TEST(text_at(hidden, "hidden_reason", 1) == "few");
  BOOST_TEST(!has(hidden, "low", 1));
  BOOST_TEST(!has(hidden, "n_seen_from", 1));
  BOOST_CHECK_THROW((void)change::bounds(s, {"A", "", ""}, {.withheld_people = {"few"}}), error);
}

BOOST_AUTO_TEST_CASE(going_back_turns_the_bounds_round_and_static_equals_dynamic) {
  const auto& s = sample_with_then_test();
  const auto there = change::bounds(s, {"CAR", "R1", "R2"});
  const auto back = change::bounds(s, {"CAR", "R2", "R1"});
  for (const bounds_row& row : there.rows) {
    const unseen_kind mirror = row.unseen == unseen_kind::left ? unseen_kind::joined : row.unseen == unseen_kind::joined ? unseen_kind::left : row.unseen;
    const bounds_row& other = find_row(back, row.dimension.value, row.summary.at_least, mirror);
    BOOST_TEST_REQUIRE(std::abs(*row.low + *other.high) < 1e-12);
    BOOST_TEST_REQUIRE(row.turns_at.has_value() == other.turns_at.has_value());
    if (row.turns_at) { BOOST_TEST_REQUIRE(std::abs(*row.turns_at - *other.turns_at) < 1e-9); }
  }
  BOOST_TEST((to_table(there) == to_table(change::bounds(s.to_dynamic(), {"CAR", "R1", "R2"}))));
  BOOST_TEST(name(unseen_kind::joined) == "joined");
  BOOST_TEST(name(static_cast<unseen_kind>(5)).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
