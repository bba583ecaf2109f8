#include <boost/test/unit_test.hpp>

#include <headway/change/same_people.hpp>

#include "support/study_maker.hpp"

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using change::direction;
using change::same_people;

using marks = std::vector<std::int8_t>;

BOOST_AUTO_TEST_SUITE(same_people_test)

// Eight people, two dimensions. On the first everybody goes up one level, on the second one up and one down. Turning people as a whole: of 2^7 patterns (a
// pattern and its mirror once) only the one observed has all of the first dimension one way, so both p of the first are 1 / 128.
BOOST_AUTO_TEST_CASE(all_one_way_of_eight_people) {
  marks before;
  marks after;
  for (int i = 0; i < 8; ++i) {
    before.insert(before.end(), {1, 2});
    after.insert(after.end(), {2, static_cast<std::int8_t>(i == 0 ? 3 : i == 1 ? 1 : 2)});
  }
  const auto r = same_people(before, after, 8, 2, 5);
  BOOST_TEST_REQUIRE(r.dimensions.size() == 2u);
  const auto& first = r.dimensions[0];
  BOOST_TEST(first.alone.up == 8u);
  BOOST_CHECK_CLOSE_FRACTION(first.alone.p_two_sided, 1.0 / 128.0, 1e-13);
  BOOST_TEST(first.p_adjusted == 1.0 / 128.0);
  BOOST_TEST((first.way == direction::moved));
  BOOST_TEST((first.status == status::ok));
  BOOST_TEST(!first.alone.change.has_value());
  BOOST_TEST(first.alone.change_low.has_value()); // "at least"
  BOOST_TEST(!first.alone.change_high.has_value());
  BOOST_TEST(*first.levels == 1.0);
  const auto& second = r.dimensions[1];
  BOOST_TEST(second.p_adjusted == 1.0);
  BOOST_TEST((second.way == direction::cannot_tell)); // P(at most 1 of 8 go up, if half did) = 9 / 256, more than 0.025
  BOOST_TEST((second.status == status::could_not_show)); // two movers: no pattern of theirs has a p under 1 / 2
  BOOST_TEST(second.alone.p_min == 0.5);
  BOOST_TEST(r.exact);
  BOOST_TEST(r.patterns == 128u);
  BOOST_TEST(r.movers == 8u);
  BOOST_TEST(r.p_min == 1.0 / 128.0);
}

// The middle person stays beyond doubt when (1 + n) / 2^n or less is at most 0.025: one mover from nine people on, none from six on.
BOOST_AUTO_TEST_CASE(held_needs_enough_people_who_stayed) {
  for (int n = 1; n <= 12; ++n) {
    const marks still(static_cast<std::size_t>(n), 2);
    marks one = still;
    one[0] = 3;
    const auto size = static_cast<std::size_t>(n);
    const auto nobody = same_people(still, still, size, 1, 5);
    BOOST_TEST((nobody.dimensions[0].way == (n >= 6 ? direction::held : direction::cannot_tell)));
    BOOST_TEST((nobody.dimensions[0].status == (n >= 6 ? status::ok : status::could_not_show)));
    const auto mover = same_people(still, one, size, 1, 5);
    BOOST_TEST((mover.dimensions[0].way == (n >= 9 ? direction::held : direction::cannot_tell)));
    BOOST_TEST((mover.dimensions[0].status == (n >= 9 ? status::ok : status::could_not_show)));
  }
}

BOOST_AUTO_TEST_CASE(a_direction_can_be_asked_of_each_dimension_by_itself) {
  // six go up on the first dimension (p = 1 / 32); the other two are noise on the same people
  const marks before{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  const marks after{2, 2, 2, 2, 0, 2, 2, 2, 0, 2, 0, 2, 2, 0, 0, 2, 2, 0};
  const auto together = same_people(before, after, 6, 3, 5);
  const auto alone = same_people(before, after, 6, 3, 5, {.together = false});
  BOOST_CHECK_CLOSE_FRACTION(together.dimensions[0].alone.p_two_sided, 1.0 / 32.0, 1e-13);
  BOOST_TEST(together.dimensions[0].p_adjusted > 0.05); // two of 32 patterns have one of the three dimensions all one way
  BOOST_TEST((together.dimensions[0].way == direction::cannot_tell));
  BOOST_TEST((together.dimensions[0].status == status::ok)); // they could have shown it
  BOOST_TEST((alone.dimensions[0].way == direction::moved));
  BOOST_TEST(together.p_min == 1.0 / 32.0);
}

BOOST_AUTO_TEST_CASE(going_back_and_turning_the_scale_round_turn_the_direction_round) {
  std::mt19937 draw{3};
  for (int repeat = 0; repeat < 20; ++repeat) {
    marks before;
    marks after;
    marks before_turned;
    marks after_turned;
    for (int i = 0; i < 9 * 4; ++i) {
      before.push_back(static_cast<std::int8_t>(draw() % 5));
      after.push_back(static_cast<std::int8_t>(static_cast<int>(draw() % 6) - 1));
      before_turned.push_back(static_cast<std::int8_t>(4 - before.back()));
      after_turned.push_back(static_cast<std::int8_t>(after.back() < 0 ? -1 : 4 - after.back()));
    }
    const auto there = same_people(before, after, 9, 4, 5);
    const auto back = same_people(after, before, 9, 4, 5);
    const auto turned = same_people(before_turned, after_turned, 9, 4, 5);
    const auto opposite = [](direction d) { return d == direction::moved ? direction::slipped : d == direction::slipped ? direction::moved : d; };
    for (std::size_t d = 0; d < 4; ++d) {
      BOOST_TEST_REQUIRE(there.dimensions[d].p_adjusted == back.dimensions[d].p_adjusted);
      BOOST_TEST_REQUIRE(there.dimensions[d].p_adjusted == turned.dimensions[d].p_adjusted);
      BOOST_TEST_REQUIRE((back.dimensions[d].way == opposite(there.dimensions[d].way)));
      BOOST_TEST_REQUIRE((turned.dimensions[d].way == opposite(there.dimensions[d].way)));
      BOOST_TEST_REQUIRE(there.dimensions[d].p_adjusted >= there.dimensions[d].alone.p_two_sided - 1e-12);
    }
  }
}

BOOST_AUTO_TEST_CASE(as_a_table_one_row_a_dimension) {
  const table t = to_table(same_people(marks{1, -1, 1, -1, 1, -1}, marks{2, 2, 2, 2, 1, 2}, 3, 2, 5));
  BOOST_TEST_REQUIRE(t.rows() == 2u);
  BOOST_TEST(integer(t, "dimension", 1) == 2);
  BOOST_TEST(integer(t, "up", 0) == 2);
  BOOST_TEST(integer(t, "n", 1) == 0);
  BOOST_TEST(!has(t, "levels", 1));
  BOOST_TEST(!has(t, "p", 1));
  BOOST_TEST(!has(t, "direction", 1));
  BOOST_TEST(text_at(t, "status", 1) == "no_data");
  BOOST_TEST(text_at(t, "direction", 0) == "cannot_tell");
  BOOST_TEST(text_at(t, "status", 0) == "could_not_show");
  BOOST_TEST(to_table(same_people(marks{}, marks{}, 0, 0, 5)).rows() == 0u);
}

BOOST_AUTO_TEST_CASE(misuse_names_the_person) {
  try {
    (void)same_people(marks{1, 1, 1, 5}, marks{1, 1, 1, 1}, 2, 2, 5);
    BOOST_FAIL("no error");
  } catch (const error& e) {
    BOOST_TEST(e.row() == 1);
    BOOST_TEST(e.argument() == "before");
  }
  BOOST_CHECK_THROW((void)same_people(marks{1}, marks{1, 1}, 2, 1, 5), error);
  BOOST_CHECK_THROW((void)same_people(marks{1, 1}, marks{1}, 2, 1, 5), error);
  BOOST_CHECK_THROW((void)same_people(marks{1}, marks{1}, 1, 1, 17), error);
  BOOST_CHECK_THROW((void)same_people(marks{1}, marks{1}, 1, 1, 5, {.most_exact_movers = 27}), error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
