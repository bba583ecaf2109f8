#include <boost/test/unit_test.hpp>

#include <headway/agreement/group_gaps.hpp>

#include "support/study_maker.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using agreement::group_gaps;

struct panel {
  std::size_t people;
  std::size_t dimensions;
  std::vector<std::int8_t> marks;
  std::vector<std::uint16_t> group;

  [[nodiscard]] agreement::group_gaps_result gaps(const agreement::group_gaps_options& options = {}, std::vector<std::uint32_t> stratum = {}) const {
    return group_gaps(marks, people, dimensions, 5, group, stratum, options);
  }
};

const panel three{8, 2, {3, 4, 2, 3, 3, -1, 1, 1, 0, 2, 1, 0, 2, 1, 0, 0}, {0, 0, 0, 1, 1, 2, 2, 2}};
const panel two{7, 3, {4, 3, 4, 4, 4, 3, 3, 4, 4, 1, 0, 1, 0, 1, 2, 2, 1, 0, 1, 2, 1}, {0, 0, 0, 1, 1, 1, 1}};

panel random_panel(std::uint32_t seed) {
  std::mt19937 draw{seed};
  panel out{5 + draw() % 5, 1 + draw() % 3, {}, {}};
  const std::size_t groups = 1 + draw() % 4;
  for (std::size_t i = 0; i < out.people; ++i) { out.group.push_back(static_cast<std::uint16_t>(draw() % groups)); }
  for (std::size_t i = 0; i < out.people * out.dimensions; ++i) { out.marks.push_back(static_cast<std::int8_t>(draw() % 7 == 0 ? -1 : static_cast<int>(draw() % 5))); }
  return out;
}

BOOST_AUTO_TEST_SUITE(group_gaps_test, *boost::unit_test::tolerance(1e-10))

// Expected values: every arrangement of the labels enumerated with plain formulas in Python 3.11 (itertools, numpy 2), written apart from this library.
BOOST_AUTO_TEST_CASE(three_groups_by_enumeration) {
  const auto r = three.gaps();
  BOOST_TEST(r.ways.exact);
  BOOST_TEST(r.ways.ways == 560u);
  const std::vector<double> pooled_gap{1.4523809523809523, -0.5595238095238095, -0.8928571428571428};
  const std::vector<double> pooled_p{8.0 / 560, 260.0 / 560, 92.0 / 560};
  const std::vector<double> pooled_adjusted{16.0 / 560, 414.0 / 560, 198.0 / 560};
  const std::vector<double> pooled_floor{2.0 / 560, 54.0 / 560, 2.0 / 560};
  const std::vector<double> pooled_reach{0.997724313, -1.0, 1.559141667}; // -1: however the marks were shared out, two people could not have been told apart
  const std::vector<double> pooled_detectable{1.255952381, -1.0, 1.255952381};
  for (std::size_t g = 0; g < 3; ++g) {
    const auto& row = r.pooled[g];
    BOOST_TEST((row.status == (g == 1 ? status::could_not_show : status::ok)));
    BOOST_TEST(row.gap.value() == pooled_gap[g]);
    BOOST_TEST(row.gap_to_rest.value() == pooled_gap[g] * 1.5);
    BOOST_TEST(row.p.value() == pooled_p[g]);
    BOOST_TEST(row.adjusted.value() == pooled_adjusted[g]);
    BOOST_TEST(row.p_min == pooled_floor[g]);
    BOOST_TEST(row.range.has_value() == (g != 1));
    BOOST_TEST((row.range_status == (g == 1 ? status::too_few_raters : status::ok)));
    if (row.range) {
      BOOST_TEST(std::abs(row.range->lower - (std::max)(-8.0 / 3.0, pooled_gap[g] - pooled_reach[g])) < 1e-7);
      BOOST_TEST(std::abs(row.range->upper - (pooled_gap[g] + pooled_reach[g])) < 1e-7);
      BOOST_TEST(std::abs(*row.detectable - pooled_detectable[g]) < 1e-7);
    }
    BOOST_TEST(row.n == (g == 1 ? 2u : 3u));
    BOOST_TEST(row.n_rest == 8 - row.n);
    BOOST_TEST(row.dimensions == 2u);
  }
  const std::vector<double> gap{1.277777777777778, -0.8888888888888886, -0.3888888888888886, 1.7222222222222223, -0.2777777777777777, -1.4444444444444444};
  const std::vector<double> p{20.0 / 560, 200.0 / 560, 320.0 / 560, 20.0 / 560, 460.0 / 560, 37.0 / 560};
  const std::vector<double> adjusted{86.0 / 560, 462.0 / 560, 532.0 / 560, 86.0 / 560, 556.0 / 560, 132.0 / 560};
  const std::vector<double> floor{12.0 / 560, 166.0 / 560, 12.0 / 560, 2.0 / 560, 4.0 / 560, 2.0 / 560};
  const std::vector<double> reach{1.277777778, -1.0, 1.948097375, 2.037993432, 3.153911178, 2.033432456};
  const std::vector<double> detectable{1.277777778, -1.0, 1.277777778, 1.833333333, 1.833333333, 1.66372289};
  for (std::size_t i = 0; i < 6; ++i) {
    const auto& row = r.each[i];
    BOOST_TEST(row.gap.value() == gap[i]);
    BOOST_TEST(row.p.value() == p[i]);
    BOOST_TEST(row.adjusted.value() == adjusted[i]);
    BOOST_TEST(row.p_min == floor[i]);
    BOOST_TEST((row.status == (i == 1 ? status::could_not_show : status::ok)));
    BOOST_TEST(row.range.has_value() == (i != 1));
    if (!row.range) { continue; }
    BOOST_TEST(std::abs(row.range->upper - (std::min)(8.0 / 3.0, gap[i] + reach[i])) < 1e-7);
    BOOST_TEST(std::abs(row.range->lower - (std::max)(-8.0 / 3.0, gap[i] - reach[i])) < 1e-7);
    BOOST_TEST(std::abs(*row.detectable - detectable[i]) < 1e-7);
    BOOST_TEST(row.range->contains(0.0) == (row.adjusted.value() > 0.05));
  }
  BOOST_TEST(r.pooled_split.share.value() == 0.6068609593199756);
  BOOST_TEST(r.pooled_split.p == 14.0 / 560);
  BOOST_TEST((r.pooled_split.method == exact::p_method::exact));
  BOOST_TEST(*r.pooled_split.within + *r.pooled_split.between == *r.pooled_split.dispersion);
  BOOST_TEST(*r.pooled_split.by_chance == 514.0 / 1647.0); // dispersions 5/8 and 38/49, by chance 2/7 and 2/6 of them
}

BOOST_AUTO_TEST_CASE(two_groups_are_mirror_images) {
  const auto r = two.gaps();
  BOOST_TEST(r.ways.ways == 35u);
  BOOST_TEST(r.pooled[0].gap.value() == 4.0 / 3.0);
  BOOST_TEST(r.pooled[1].gap.value() == -4.0 / 3.0);
  BOOST_TEST(r.pooled[0].gap_to_rest.value() == 8.0 / 3.0);
  BOOST_TEST(r.pooled[0].adjusted.value() == 1.0 / 35.0);
  BOOST_TEST(r.pooled[0].p_min == 1.0 / 35.0);
  BOOST_TEST(std::abs(r.pooled[0].range->upper - (4.0 / 3.0 + 0.66557414)) < 1e-7);
  BOOST_TEST(r.each[2].adjusted.value() == 1.0 / 35.0);
  BOOST_TEST(r.pooled_split.share.value() == 0.6208333333333333);
  // with 99 % asked for, 35 ways are too few to show anything: p cannot be below 1/35
  const auto strict = two.gaps({.confidence = confidence_level{0.99}});
  BOOST_TEST((strict.pooled[0].status == status::could_not_show));
  BOOST_TEST(strict.pooled[0].gap.value() == 4.0 / 3.0);
}

BOOST_AUTO_TEST_CASE(drawn_ways_come_near_to_all) {
  const auto all = three.gaps();
  const auto drawn = three.gaps({.regroup = {.most_exact = 100, .draws = 40'000, .random_seed = seed{5}}});
  BOOST_TEST(!drawn.ways.exact);
  for (std::size_t g = 0; g < 3; ++g) {
    BOOST_TEST(std::abs(*drawn.pooled[g].adjusted - *all.pooled[g].adjusted) < 0.01);
    BOOST_TEST_REQUIRE(drawn.pooled[g].range.has_value() == all.pooled[g].range.has_value());
    if (all.pooled[g].range) { BOOST_TEST(std::abs(drawn.pooled[g].range->upper - all.pooled[g].range->upper) < 0.06); }
    BOOST_TEST(*drawn.pooled[g].gap == *all.pooled[g].gap);
  }
  BOOST_TEST((drawn == three.gaps({.regroup = {.most_exact = 100, .draws = 40'000, .random_seed = seed{5}}})));
  BOOST_TEST(drawn.pooled[0].range->contains(0.0) == (drawn.pooled[0].adjusted.value() > 0.05));
}

BOOST_AUTO_TEST_CASE(order_of_people_labels_and_direction_do_not_matter) {
  for (std::uint32_t s = 1; s <= 60; ++s) {
    const panel a = random_panel(s);
    const auto r = a.gaps();
    std::mt19937 draw{s};
    std::vector<std::size_t> order(a.people);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::shuffle(order.begin(), order.end(), draw);
    panel b{a.people, a.dimensions, {}, {}};
    panel turned = a;
    for (const std::size_t i : order) {
      b.group.push_back(a.group[i]);
      for (std::size_t d = 0; d < a.dimensions; ++d) { b.marks.push_back(a.marks[i * a.dimensions + d]); }
    }
    for (auto& m : turned.marks) { m = static_cast<std::int8_t>(m < 0 ? m : 4 - m); }
    const auto q = b.gaps();
    const auto t = turned.gaps();
    BOOST_TEST((q.pooled.size() == r.pooled.size()));
    const auto same = [](const agreement::group_gap& x, const agreement::group_gap& y, double sign) {
      const auto near = [](std::optional<double> v, std::optional<double> w, double by) { return v.has_value() == w.has_value() && (!v || std::abs(*v - by * *w) < 1e-9); };
      return x.status == y.status && x.range_status == y.range_status && x.n == y.n && near(x.gap, y.gap, sign) && near(x.p, y.p, 1.0) && near(x.adjusted, y.adjusted, 1.0) &&
             std::abs(x.p_min - y.p_min) < 1e-12 && (!x.range || std::abs(x.range->width() - y.range->width()) < 1e-9);
    };
    for (std::size_t i = 0; i < r.pooled.size(); ++i) {
      BOOST_TEST(same(r.pooled[i], q.pooled[i], 1.0));
      BOOST_TEST(same(r.pooled[i], t.pooled[i], -1.0));
    }
    for (std::size_t i = 0; i < r.each.size(); ++i) {
      BOOST_TEST(same(r.each[i], q.each[i], 1.0));
      BOOST_TEST(same(r.each[i], t.each[i], -1.0));
    }
    for (const auto& row : r.each) { // an interval stays inside what a gap can be, and says the same as the p
      if (row.range) {
        BOOST_TEST(row.range->contains(*row.gap));
        BOOST_TEST(row.range->lower >= -4.0);
        BOOST_TEST(row.range->upper <= 4.0);
        if (row.status == status::ok) { BOOST_TEST(row.range->contains(0.0) == (*row.adjusted > 0.05)); }
      }
      if (row.p) { BOOST_TEST(*row.p <= *row.adjusted + 1e-12); }
    }
  }
}

BOOST_AUTO_TEST_CASE(groups_of_one_everybody_alike_and_one_group_only) {
  const panel ones{3, 1, {0, 2, 4}, {0, 1, 2}};
  const auto alone = ones.gaps();
  BOOST_TEST((alone.each[0].status == status::could_not_show));
  BOOST_TEST((alone.each[0].range_status == status::too_few_raters));
  BOOST_TEST(alone.each[0].p.value() == 2.0 / 3.0); // at one of the ends in two of three places
  BOOST_TEST(alone.each[0].gap.value() == -2.0);

  const panel same{4, 2, {2, 2, 2, 2, 2, 2, 2, 2}, {0, 0, 1, 1}};
  const auto flat = same.gaps();
  BOOST_TEST((flat.pooled_split.status == status::no_variation));
  BOOST_TEST(flat.pooled[0].gap.value() == 0.0);
  BOOST_TEST(flat.pooled[0].p.value() == 1.0);
  BOOST_TEST(flat.pooled[0].adjusted.value() == 1.0);
  BOOST_TEST((flat.pooled[0].range_status == status::no_variation));

  const panel apart{6, 1, {0, 0, 0, 4, 4, 4}, {0, 0, 0, 1, 1, 1}}; // nobody differs from their own group
  const auto split = apart.gaps({.confidence = confidence_level{0.85}});
  BOOST_TEST(split.each[0].adjusted.value() == 2.0 / 20.0);
  BOOST_TEST((split.each[0].status == status::ok));
  BOOST_TEST(split.each[0].range->upper < -1.0); // and they are still not taken for certain
  BOOST_TEST(split.each[0].range->width() > 0.2);
  BOOST_TEST((apart.gaps().each[0].status == status::could_not_show)); // 3 and 3 people: p_min = 0.1
  BOOST_TEST(!apart.gaps().each[0].range.has_value());

  const panel guest{21, 1, {4, 0, 1, 1, 0, 1, 2, 1, 0, 1, 1, 0, 1, 2, 1, 0, 1, 1, 0, 1, 2}, {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}};
  BOOST_TEST(guest.gaps().each[1].p.value() == 1.0 / 21.0);
  BOOST_TEST((guest.gaps().each[1].range_status == status::value_only)); // one mark does not say how its group varies
  BOOST_TEST((guest.gaps().pooled[1].range_status == status::ok));

  const panel single{3, 1, {0, 2, 4}, {1, 1, 1}};
  const auto one = single.gaps();
  BOOST_TEST_REQUIRE(one.each.size() == 2u);
  BOOST_TEST((one.each[0].status == status::no_data));
  BOOST_TEST((one.each[1].status == status::not_comparable));
  BOOST_TEST((one.pooled[1].status == status::not_comparable));
  BOOST_TEST((one.pooled_split.status == status::not_comparable));
  BOOST_TEST(!one.each[1].gap.has_value());

  const panel silent{2, 1, {-1, -1}, {0, 1}};
  BOOST_TEST((silent.gaps().pooled[0].status == status::no_data));
  BOOST_TEST((silent.gaps().pooled_split.status == status::no_data));
  const auto nobody = group_gaps({}, 0, 3, 5, {});
  BOOST_TEST(nobody.groups == 0u);
  BOOST_TEST(nobody.dimensions == 3u);
  BOOST_TEST((nobody.pooled_split.status == status::no_data));
}

BOOST_AUTO_TEST_CASE(a_group_without_marks_on_a_dimension_has_no_voice_there) {
  const panel p{6, 2, {1, 1, 2, 2, 4, -1, 3, -1, 0, 1, 1, 0}, {0, 0, 1, 1, 2, 2}};
  const auto r = p.gaps();
  BOOST_TEST(r.each[0].gap.value() == 1.5 - 11.0 / 6.0); // means 1.5, 3.5, 0.5
  BOOST_TEST(r.each[3].gap.value() == 0.5);              // means 1.5 and 0.5
  BOOST_TEST((r.each[4].status == status::no_data));
  BOOST_TEST(r.pooled[1].dimensions == 1u);
  // people's mean distances from 11/6 and 1: -5/12 and 7/12, 13/6 and 7/6, -11/12 twice
  BOOST_TEST(r.pooled[1].gap.value() == 5.0 / 3.0 - 5.0 / 18.0);
  BOOST_TEST(r.pooled[0].dimensions == 2u);
}

BOOST_AUTO_TEST_CASE(rows_that_are_not_people_give_nothing_over_all_dimensions) {
  const auto r = three.gaps({.whole_people = false}, {0, 0, 1, 0, 1, 1, 0, 0});
  BOOST_TEST(r.pooled[0].gap.value() == 1.4523809523809523);
  BOOST_TEST(!r.pooled[0].p.has_value());
  BOOST_TEST((r.pooled[0].range_status == status::not_comparable));
  BOOST_TEST(r.pooled_split.p == 1.0); // not asked
  BOOST_TEST(r.each[0].p.has_value());
  BOOST_TEST(!r.ways.exact); // strata are drawn
}

BOOST_AUTO_TEST_CASE(as_a_table) {
  const table t = to_table(three.gaps());
  BOOST_TEST_REQUIRE(t.rows() == 9u);
  BOOST_TEST(!has(t, "dimension", 2));
  BOOST_TEST(integer(t, "dimension", 8) == 2);
  BOOST_TEST(integer(t, "group", 8) == 2);
  BOOST_TEST(t.at("gap").reals()[8] == -1.4444444444444444);
  BOOST_TEST(t.at("between_p").reals()[0] == 14.0 / 560);
  BOOST_TEST(!has(t, "between_share", 3));
  BOOST_TEST(text_at(t, "method", 0) == "exact");
  BOOST_TEST(integer(t, "ways", 0) == 560);
  BOOST_TEST(text_at(t, "status", 4) == "could_not_show");
  BOOST_TEST(!has(to_table(three.gaps({.whole_people = false})), "between_p", 0));
}

BOOST_AUTO_TEST_CASE(misuse_throws) {
  BOOST_CHECK_THROW((void)group_gaps(three.marks, 8, 2, 1, three.group), error);
  BOOST_CHECK_THROW((void)group_gaps(three.marks, 8, 3, 5, three.group), error);
  BOOST_CHECK_THROW((void)group_gaps(three.marks, 8, 2, 5, std::vector<std::uint16_t>{0, 1}), error);
  BOOST_CHECK_EXCEPTION((void)group_gaps(three.marks, 8, 2, 4, three.group), error, [](const error& e) { return e.row() == 0; });
  BOOST_CHECK_THROW((void)group_gaps(three.marks, 8, 2, 5, three.group, std::vector<std::uint32_t>{1}), error);
  BOOST_CHECK_THROW((void)three.gaps({.regroup = {.most_exact = 2'000'000}}), error);
  BOOST_CHECK_THROW((void)three.gaps({.regroup = {.draws = 98}}), error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
