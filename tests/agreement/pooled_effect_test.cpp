#include <boost/test/unit_test.hpp>

#include <headway/agreement/pooled_effect.hpp>

#include "support/study_maker.hpp"

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using agreement::pooled_effect;

struct panel {
  std::vector<std::int8_t> marks;
  std::vector<std::uint16_t> group;
  [[nodiscard]] agreement::pooled_effect_result effect(const agreement::pooled_effect_options& options = {}) const {
    return pooled_effect(marks, group.size(), marks.size() / group.size(), 5, group, options);
  }
};

const panel ten{{1, 1, 0, 1, 1, 2, 1, 1, 2, 2, 3, 2, 2, 3, 2, 2, 3, 3, 2, -1}, {0, 0, 0, 0, 1, 1, 1, 1, 1, 1}};
const panel eight{{3, 1, 2, 2, 2, -1, 4, 1, 2, 1, 0, 2, 2, 3, 1, 0, 1, 1, 3, 0, 0, 1, -1, 0}, {0, 0, 0, 0, 1, 1, 1, 1}};

BOOST_AUTO_TEST_SUITE(pooled_effect_test, *boost::unit_test::tolerance(1e-10))

// Expected values: every way to choose the first group enumerated by an independent program in Python 3.11 (itertools, numpy 2).
BOOST_AUTO_TEST_CASE(by_enumeration) {
  const auto a = ten.effect();
  BOOST_TEST(a.ways.ways == 210u);
  BOOST_TEST(a.superiority.value() == 0.0375);
  BOOST_TEST(a.cliff_delta.value() == -0.925);
  BOOST_TEST(a.p.value() == 1.0 / 210);
  BOOST_TEST(a.p_min == 1.0 / 210);
  BOOST_TEST(a.range->lower == 0.0);
  BOOST_TEST(std::abs(a.range->upper - 0.1665719739838401) < 1e-8);
  BOOST_TEST(a.studentised);
  BOOST_TEST(a.n_x == 4u);
  BOOST_TEST(a.n_y == 6u);
  BOOST_TEST(a.dimensions == 2u);
  const auto b = eight.effect();
  BOOST_TEST(b.ways.ways == 70u);
  BOOST_TEST(b.superiority.value() == 0.7256944444444444);
  BOOST_TEST(b.p.value() == 6.0 / 70);
  BOOST_TEST(b.p_min == 2.0 / 70);
  BOOST_TEST(std::abs(b.range->lower - 0.44975845571470346) < 1e-8);
  BOOST_TEST(b.range->upper == 1.0);
  BOOST_TEST(b.range->contains(0.5));
}

BOOST_AUTO_TEST_CASE(a_group_of_one_rests_on_the_difference) {
  const panel p{{4, 4, 1, 0, 2, 1, 0, 1, 1, 1}, {0, 1, 1, 1, 1}};
  const auto r = p.effect();
  BOOST_TEST(r.superiority.value() == 1.0);
  BOOST_TEST(r.p.value() == 1.0 / 5.0);
  BOOST_TEST(!r.studentised);
  BOOST_TEST((r.status == status::could_not_show));
  BOOST_TEST((r.range_status == status::too_few_raters));
  BOOST_TEST(!r.range.has_value());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_told) {
  const panel same{{2, 2, 2, 2, 2, 2}, {0, 1, 1}};
  BOOST_TEST((same.effect().status == status::no_variation));
  BOOST_TEST(same.effect().superiority.value() == 0.5);
  BOOST_TEST(same.effect().p.value() == 1.0);
  const panel apart{{1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 3, 3}, {0, 0, 0, 0, 1, 1, 1, 1}};
  BOOST_TEST(apart.effect().p.value() == 2.0 / 70);
  BOOST_TEST((apart.effect().range_status == status::separated));
  const panel elsewhere{{1, -1, 2, -1, -1, 3, -1, 3}, {0, 0, 1, 1}}; // no dimension has marks of both
  BOOST_TEST((elsewhere.effect().status == status::not_comparable));
  BOOST_TEST(!elsewhere.effect().superiority.has_value());
  const panel one_group{{1, 2}, {0, 0}};
  BOOST_TEST((one_group.effect().status == status::not_comparable));
  const panel silent{{-1, -1}, {0, 1}};
  BOOST_TEST((silent.effect().status == status::no_data));
  BOOST_TEST((pooled_effect({}, 0, 3, 5, {}).status == status::no_data));
}

BOOST_AUTO_TEST_CASE(turned_scales_and_exchanged_groups) {
  std::mt19937 draw{4};
  for (int repeat = 0; repeat < 60; ++repeat) {
    panel p;
    const std::size_t people = 4 + draw() % 5;
    for (std::size_t i = 0; i < people; ++i) { p.group.push_back(static_cast<std::uint16_t>(i < 2 ? i : draw() % 2)); }
    for (std::size_t i = 0; i < 3 * people; ++i) { p.marks.push_back(static_cast<std::int8_t>(draw() % 8 == 0 ? -1 : static_cast<int>(draw() % 5))); }
    panel turned = p;
    for (auto& m : turned.marks) { m = static_cast<std::int8_t>(m < 0 ? m : 4 - m); }
    panel exchanged = p;
    for (auto& g : exchanged.group) { g = static_cast<std::uint16_t>(1 - g); }
    const auto a = p.effect();
    for (const auto& b : {turned.effect(), exchanged.effect()}) {
      BOOST_TEST((a.status == b.status));
      BOOST_TEST((a.range_status == b.range_status));
      if (!a.superiority) { continue; }
      BOOST_TEST(*a.superiority + *b.superiority == 1.0);
      BOOST_TEST(*a.p == *b.p);
      BOOST_TEST(a.p_min == b.p_min);
      if (a.range) { BOOST_TEST(std::abs(a.range->lower - (1.0 - b.range->upper)) < 1e-9); }
    }
    if (a.range) { BOOST_TEST(a.range->contains(0.5) == (*a.p > 0.05)); }
  }
}

BOOST_AUTO_TEST_CASE(drawn_ways_come_near_and_repeat) {
  const auto drawn = ten.effect({.regroup = {.most_exact = 100, .draws = 20'000, .random_seed = seed{8}}});
  BOOST_TEST(!drawn.ways.exact);
  BOOST_TEST(std::abs(*drawn.p - 1.0 / 210) < 0.002);
  BOOST_TEST((drawn == ten.effect({.regroup = {.most_exact = 100, .draws = 20'000, .random_seed = seed{8}}})));
}

BOOST_AUTO_TEST_CASE(as_a_table) {
  const table t = to_table(ten.effect());
  BOOST_TEST_REQUIRE(t.rows() == 1u);
  BOOST_TEST(integer(t, "n_y", 0) == 6);
  BOOST_TEST(t.at("superiority").reals()[0] == 0.0375);
  BOOST_TEST(t.at("p_min").reals()[0] == 1.0 / 210);
  BOOST_TEST(text_at(t, "test", 0) == "studentised");
  BOOST_TEST(text_at(t, "method", 0) == "exact");
  const table none = to_table(pooled_effect({}, 0, 3, 5, {}));
  BOOST_TEST(!has(none, "p", 0));
  BOOST_TEST(!has(none, "test", 0));
  BOOST_TEST(text_at(none, "status", 0) == "no_data");
}

BOOST_AUTO_TEST_CASE(misuse_throws) {
  BOOST_CHECK_THROW((void)pooled_effect(ten.marks, 10, 2, 1, ten.group), error);
  BOOST_CHECK_THROW((void)pooled_effect(ten.marks, 10, 3, 5, ten.group), error);
  BOOST_CHECK_EXCEPTION((void)pooled_effect(ten.marks, 10, 2, 3, ten.group), error, [](const error& e) { return e.row() == 5; });
  BOOST_CHECK_THROW((void)pooled_effect(ten.marks, 10, 2, 5, std::vector<std::uint16_t>(10, 2)), error);
  BOOST_CHECK_THROW((void)pooled_effect(ten.marks, 10, 2, 5, std::vector<std::uint16_t>(9, 1)), error);
  BOOST_CHECK_THROW((void)ten.effect({.regroup = {.draws = 10}}), error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
