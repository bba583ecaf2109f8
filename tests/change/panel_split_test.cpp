#include <boost/test/unit_test.hpp>

#include <headway/change/panel_split.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace headway;
using change::change_part;
using change::mark_summary;
using change::panel_split;
using change::person_marks;
using change::split_kind;
using change::split_part;

constexpr std::int8_t none = -1;

person_marks person(int before, int after, int group_before = 0, int group_after = 0) {
  person_marks p;
  p.before = static_cast<std::int8_t>(before);
  p.after = static_cast<std::int8_t>(after);
  p.group_before = static_cast<std::uint16_t>(group_before);
  p.group_after = static_cast<std::uint16_t>(group_after);
  return p;
}

/// Seven who stayed (two of them changed sector), four who left, five who joined, in three sectors.
std::vector<person_marks> room() {
  return {person(1, 2, 0, 0), person(2, 2, 0, 0), person(0, 2, 0, 1), person(3, 2, 1, 1), person(1, 1, 1, 1), person(2, 4, 1, 0), person(1, 3, 2, 2),
          person(4, none, 0, 0), person(3, none, 1, 0), person(0, none, 2, 0), person(2, none, 2, 0),
          person(none, 3, 0, 0), person(none, 0, 0, 1), person(none, 4, 0, 2), person(none, 1, 0, 2), person(none, 2, 0, 2)};
}

double value(const change::panel_split_result& r, split_kind split, split_part part) {
  const change_part* p = r.find(split, part);
  BOOST_TEST_REQUIRE((p != nullptr && p->estimate.has_value()));
  return *p->estimate;
}

std::vector<person_marks> random_room(std::uint32_t seed, std::size_t groups, int levels) {
  std::mt19937 draw{seed};
  std::vector<person_marks> out;
  const auto group = [&] { return static_cast<int>(draw() % groups); };
  const auto level = [&] { return static_cast<int>(draw() % static_cast<std::uint32_t>(levels)); };
  const std::size_t n = 3 + draw() % 20;
  for (std::size_t i = 0; i < n; ++i) {
    const auto kind = draw() % 3;
    out.push_back(person(kind == 2 ? none : level(), kind == 1 ? none : level(), group(), group()));
  }
  return out;
}

BOOST_AUTO_TEST_SUITE(panel_split_test)

// Expected values: numpy 2.x, an own program of a few lines. Means by sector and status from the list; Kitagawa's two parts from their formulas; the three-way
// split by going through all six orders in which mix, same people and the others' addition can change, the average of what each adds when it changes.
BOOST_AUTO_TEST_CASE(the_parts_of_a_mean_are_those_of_the_formulas) {
  const auto people = room();
  const auto r = panel_split(people, 3, 5, mark_summary{});
  const double tiny = 1e-14;
  BOOST_TEST(std::abs(value(r, split_kind::everybody, split_part::everybody) - 0.4393939393939392) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::people, split_part::stayed) - 0.857142857142857) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::people, split_part::left) - -0.2987012987012987) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::people, split_part::joined) - -0.119047619047619) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::sectors, split_part::within_sectors) - 0.4545454545454545) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::sectors, split_part::sector_mix) - -0.015151515151515263) < tiny);
  BOOST_TEST(value(r, split_kind::sectors, split_part::heard_once) == 0.0);
  BOOST_TEST(std::abs(value(r, split_kind::people_and_sectors, split_part::stayed) - 1.0707070707070705) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::people_and_sectors, split_part::left) - -0.3484848484848485) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::people_and_sectors, split_part::joined) - -0.2676767676767676) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::people_and_sectors, split_part::sector_mix) - -0.015151515151515253) < tiny);
}

BOOST_AUTO_TEST_CASE(the_parts_of_a_share_are_those_of_the_formulas) { // from the same program
  const auto r = panel_split(room(), 3, 5, mark_summary{2});
  const double tiny = 1e-14;
  BOOST_TEST(std::abs(value(r, split_kind::everybody, split_part::everybody) - 0.20454545454545459) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::people, split_part::stayed) - 0.42857142857142855) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::people, split_part::left) - -0.1168831168831169) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::people, split_part::joined) - -0.10714285714285714) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::sectors, split_part::within_sectors) - 0.21338383838383837) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::people_and_sectors, split_part::stayed) - 0.5353535353535355) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::people_and_sectors, split_part::left) - -0.18813131313131315) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::people_and_sectors, split_part::joined) - -0.1338383838383838) < tiny);
  BOOST_TEST(std::abs(value(r, split_kind::people_and_sectors, split_part::sector_mix) - -0.008838383838383857) < tiny);
}

BOOST_AUTO_TEST_CASE(numbers_of_people_stand_beside_every_part) {
  const auto r = panel_split(room(), 3, 5, mark_summary{});
  const auto numbers = [&](split_kind split, split_part part) { return std::pair{r.find(split, part)->n_from, r.find(split, part)->n_to}; };
  BOOST_TEST((numbers(split_kind::everybody, split_part::everybody) == std::pair{11u, 12u}));
  BOOST_TEST((numbers(split_kind::people, split_part::stayed) == std::pair{7u, 7u}));
  BOOST_TEST((numbers(split_kind::people, split_part::left) == std::pair{4u, 0u}));
  BOOST_TEST((numbers(split_kind::people, split_part::joined) == std::pair{0u, 5u}));
  BOOST_TEST((numbers(split_kind::sectors, split_part::sector_mix) == std::pair{11u, 12u}));
  BOOST_TEST((numbers(split_kind::sectors, split_part::heard_once) == std::pair{0u, 0u}));
  BOOST_TEST((r.find(split_kind::people, split_part::left)->status == status::mostly_prior)); // four left
  BOOST_TEST((r.find(split_kind::people, split_part::stayed)->status == status::ok));
  BOOST_TEST(r.find(split_kind::people, split_part::sector_mix) == nullptr);
}

BOOST_AUTO_TEST_CASE(every_split_adds_up_and_nothing_is_made_up) {
  for (std::uint32_t seed = 1; seed <= 400; ++seed) {
    const int levels = 2 + static_cast<int>(seed % 15);
    const auto people = random_room(seed, 4, levels);
    for (std::size_t k = 0; k < static_cast<std::size_t>(levels); ++k) {
      const auto r = panel_split(people, 4, static_cast<std::size_t>(levels), mark_summary{k});
      const double limit = k == 0 ? levels - 1.0 : 1.0;
      for (const split_kind split : {split_kind::people, split_kind::sectors, split_kind::people_and_sectors}) {
        double sum = 0.0;
        bool all = true;
        for (const change_part& p : r.parts) {
          if (p.split != split) { continue; }
          all = all && p.estimate.has_value();
          sum += p.estimate.value_or(0.0);
        }
        if (all) { BOOST_TEST_REQUIRE(std::abs(sum - *r.parts[0].estimate) < 1e-12); }
      }
      for (const change_part& p : r.parts) {
        BOOST_TEST_REQUIRE((p.estimate.has_value() || p.status == status::no_data || p.status == status::not_comparable));
        if (!p.range) { continue; }
        BOOST_TEST_REQUIRE((p.range->lower <= *p.estimate + 1e-12 && *p.estimate - 1e-12 <= p.range->upper));
        BOOST_TEST_REQUIRE((p.range->lower >= -limit && p.range->upper <= limit));
        BOOST_TEST_REQUIRE(std::isfinite(*p.standard_error));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_order_of_people_changes_no_bit) {
  std::mt19937 draw{5};
  for (std::uint32_t seed = 1; seed <= 30; ++seed) {
    auto people = random_room(seed, 3, 5);
    const auto first = panel_split(people, 3, 5, mark_summary{});
    std::shuffle(people.begin(), people.end(), draw);
    BOOST_TEST_REQUIRE((panel_split(people, 3, 5, mark_summary{}) == first));
  }
}

BOOST_AUTO_TEST_CASE(going_back_and_turning_the_scale_round_turn_every_part_round) {
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    const auto people = random_room(seed, 3, 5);
    std::vector<person_marks> back;
    std::vector<person_marks> turned;
    for (const person_marks& p : people) {
      back.push_back(person(p.after, p.before, p.group_after, p.group_before));
      turned.push_back(person(p.before < 0 ? none : 4 - p.before, p.after < 0 ? none : 4 - p.after, p.group_before, p.group_after));
    }
    const auto there = panel_split(people, 3, 5, mark_summary{});
    const auto again = panel_split(back, 3, 5, mark_summary{});
    const auto reversed = panel_split(turned, 3, 5, mark_summary{});
    for (std::size_t i = 0; i < change::change_parts; ++i) {
      const change_part& p = there.parts[i];
      BOOST_TEST_REQUIRE((p.estimate.has_value() == reversed.parts[i].estimate.has_value()));
      if (!p.estimate) { continue; }
      BOOST_TEST_REQUIRE(std::abs(*p.estimate + *reversed.parts[i].estimate) < 1e-12);
      if (p.range) { BOOST_TEST_REQUIRE(std::abs(p.range->lower + reversed.parts[i].range->upper) < 1e-9); }
      const split_part mirror = p.part == split_part::left ? split_part::joined : p.part == split_part::joined ? split_part::left : p.part;
      BOOST_TEST_REQUIRE(std::abs(*p.estimate + value(again, p.split, mirror)) < 1e-12);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_same_people_in_the_same_sectors_leave_only_their_own_change) {
  const std::vector<person_marks> people{person(1, 2, 0, 0), person(2, 2, 0, 0), person(0, 1, 1, 1), person(3, 4, 1, 1), person(2, 3, 1, 1)};
  const auto r = panel_split(people, 2, 5, mark_summary{});
  const double all = value(r, split_kind::everybody, split_part::everybody);
  BOOST_TEST(std::abs(all - 0.8) < 1e-15);
  BOOST_TEST(value(r, split_kind::people, split_part::left) == 0.0);
  BOOST_TEST(value(r, split_kind::people, split_part::joined) == 0.0);
  BOOST_TEST(r.find(split_kind::people, split_part::left)->range->width() == 0.0);
  BOOST_TEST(std::abs(value(r, split_kind::sectors, split_part::sector_mix)) < 1e-15);
  BOOST_TEST(std::abs(value(r, split_kind::people_and_sectors, split_part::stayed) - all) < 1e-15);
}

// The variance of a mean of differences is s^2 / n; with Student's t at 7 degrees of freedom 2.364624251592785 (R qt(0.975, 7)).
BOOST_AUTO_TEST_CASE(the_interval_of_the_same_people_is_the_paired_t_interval_where_people_differ) {
  const std::vector<person_marks> people{person(0, 4), person(4, 0), person(1, 4), person(3, 0), person(2, 4), person(1, 0), person(0, 3), person(4, 2)};
  // differences 4 -4 3 -3 2 -1 3 -2: mean 0.25, s^2 = 9.6428571428571429
  const auto r = panel_split(people, 1, 5, mark_summary{});
  const change_part& stayed = *r.find(split_kind::people, split_part::stayed);
  BOOST_TEST(std::abs(*stayed.standard_error - std::sqrt(9.642857142857142857 / 8.0)) < 1e-12);
  BOOST_TEST(std::abs(stayed.range->upper - (0.25 + 2.364624251592785 * std::sqrt(9.642857142857142857 / 8.0))) < 1e-9);
}

// Nobody tied: everybody of two separate rooms. Welch's variance s1^2 / n1 + s2^2 / n2 and degrees of freedom.
BOOST_AUTO_TEST_CASE(without_anybody_twice_the_interval_is_that_of_welch) {
  const std::vector<person_marks> people{person(0, none), person(4, none), person(1, none), person(4, none), person(2, none), person(none, 4),
                                         person(none, 3), person(none, 0), person(none, 1), person(none, 4), person(none, 0)};
  const auto r = panel_split(people, 1, 5, mark_summary{});
  BOOST_TEST(std::abs(*r.parts[0].estimate - -0.2) < 1e-15);
  const double v1 = 3.2 / 5.0; // s^2 of 0 4 1 4 2
  const double v2 = 3.6 / 6.0; // s^2 of 4 3 0 1 4 0
  const double freedom = (v1 + v2) * (v1 + v2) / (v1 * v1 / 4.0 + v2 * v2 / 5.0);
  BOOST_TEST(std::abs(*r.parts[0].standard_error - std::sqrt(v1 + v2)) < 1e-12);
  BOOST_TEST(std::abs(r.parts[0].range->width() - 2.0 * numeric::student_t_quantile(0.975, freedom) * std::sqrt(v1 + v2)) < 1e-9);
  BOOST_TEST((r.find(split_kind::people, split_part::stayed)->status == status::not_comparable));
  BOOST_TEST(!r.find(split_kind::people, split_part::left)->estimate.has_value());
}

BOOST_AUTO_TEST_CASE(a_sector_heard_once_is_told_apart_and_compared_with_nothing) {
  std::vector<person_marks> people = room();
  people.push_back(person(none, 4, 0, 3));
  people.push_back(person(none, 4, 0, 3));
  const auto r = panel_split(people, 4, 5, mark_summary{});
  const auto without = panel_split(room(), 3, 5, mark_summary{});
  const change_part& once = *r.find(split_kind::sectors, split_part::heard_once);
  BOOST_TEST((once.status == status::not_comparable));
  BOOST_TEST(once.n_from == 0u);
  BOOST_TEST(once.n_to == 2u);
  for (const split_part part : {split_part::within_sectors, split_part::sector_mix}) {
    BOOST_TEST(std::abs(value(r, split_kind::sectors, part) - value(without, split_kind::sectors, part)) < 1e-15);
  }
  BOOST_TEST(std::abs(*once.estimate - (value(r, split_kind::everybody, split_part::everybody) - value(without, split_kind::everybody, split_part::everybody))) < 1e-15);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_had_says_why) {
  const auto nobody = panel_split({}, 1, 5, mark_summary{});
  for (const change_part& p : nobody.parts) { BOOST_TEST((p.status == status::no_data && !p.estimate)); }
  const auto one_side = panel_split(std::vector{person(1, none), person(2, -2)}, 1, 5, mark_summary{});
  BOOST_TEST((one_side.parts[0].status == status::no_data));
  const auto apart = panel_split(std::vector{person(1, none, 0, 0), person(none, 2, 0, 1)}, 2, 5, mark_summary{});
  BOOST_TEST((apart.parts[0].status == status::value_only));
  BOOST_TEST(!apart.parts[0].range.has_value());
  BOOST_TEST((apart.find(split_kind::sectors, split_part::within_sectors)->status == status::not_comparable));
  BOOST_TEST((apart.find(split_kind::sectors, split_part::heard_once)->status == status::not_comparable));
  // a sector nobody stayed in has nobody to compare the others with
  const auto lone = panel_split(std::vector{person(1, 2, 0, 0), person(3, none, 1, 0), person(none, 1, 0, 1)}, 2, 5, mark_summary{});
  BOOST_TEST(lone.find(split_kind::sectors, split_part::within_sectors)->estimate.has_value());
  BOOST_TEST((lone.find(split_kind::people_and_sectors, split_part::stayed)->status == status::not_comparable));
  // nobody moved: the interval is not a point
  const auto still = panel_split(std::vector(7, person(2, 2)), 1, 5, mark_summary{});
  BOOST_TEST(*still.parts[0].estimate == 0.0);
  BOOST_TEST(still.parts[0].range->lower < -0.2);
  BOOST_TEST(still.parts[0].range->upper > 0.2);
}

BOOST_AUTO_TEST_CASE(plain_lists_give_the_same_and_a_table) {
  std::vector<std::int8_t> before;
  std::vector<std::int8_t> after;
  std::vector<std::uint16_t> group_before;
  std::vector<std::uint16_t> group_after;
  for (const person_marks& p : room()) {
    before.push_back(p.before);
    after.push_back(p.after);
    group_before.push_back(p.group_before);
    group_after.push_back(p.group_after);
  }
  BOOST_TEST((panel_split(before, after, group_before, group_after, 5, mark_summary{3}) == panel_split(room(), 3, 5, mark_summary{3})));
  std::vector<person_marks> one_group = room();
  for (person_marks& p : one_group) { p.group_before = p.group_after = 0; }
  const auto alone = panel_split(before, after, {}, {}, 5, mark_summary{});
  BOOST_TEST((alone == panel_split(one_group, 1, 5, mark_summary{})));
  const table t = to_table(alone);
  BOOST_TEST(t.rows() == 12u);
  BOOST_TEST(t.at("split").texts()[2] == "people");
  BOOST_TEST(t.at("part").texts()[2] == "left");
  BOOST_TEST(t.at("n_from").integers()[2] == 4);
  BOOST_TEST(t.at("status").texts()[2] == "mostly_prior");
  BOOST_CHECK_THROW((void)panel_split(before, std::vector<std::int8_t>{1}, {}, {}, 5, mark_summary{}), error);
  BOOST_CHECK_THROW((void)panel_split(before, after, std::vector<std::uint16_t>{1}, {}, 5, mark_summary{}), error);
}

BOOST_AUTO_TEST_CASE(parts_by_sectors_know_how_few_people_a_sector_has) {
  // three people stay in each of two sectors: five degrees of freedom for all of them, four within sectors
  std::vector<std::int8_t> before{1, 1, 2, 2, 3, 0};
  std::vector<std::int8_t> after{2, 1, 4, 2, 4, 1};
  const std::vector<std::uint16_t> sector{0, 0, 0, 1, 1, 1};
  const auto six = panel_split(before, after, sector, sector, 5, mark_summary{});
  const auto quantile = [&](split_kind split, split_part part) {
    const change_part* p = six.find(split, part);
    return (p->range->upper - *p->estimate) / *p->standard_error;
  };
  BOOST_TEST(quantile(split_kind::people, split_part::stayed) == 2.570581835636314, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(quantile(split_kind::sectors, split_part::within_sectors) == 2.7764451051977987, boost::test_tools::tolerance(1e-9));
  // who left was alone in their sector: two who differ say less than two who agree
  const auto with_leavers = [&](std::int8_t first, std::int8_t second) {
    std::vector<std::int8_t> b = before;
    std::vector<std::int8_t> a = after;
    std::vector<std::uint16_t> s = sector;
    b.insert(b.end(), {first, second});
    a.insert(a.end(), {-1, -1});
    s.insert(s.end(), {0, 1});
    return *panel_split(b, a, s, s, 5, mark_summary{}).find(split_kind::people_and_sectors, split_part::left)->standard_error;
  };
  BOOST_TEST(with_leavers(4, 0) > 1.2 * with_leavers(2, 2));
}

BOOST_AUTO_TEST_CASE(misuse_names_the_row) {
  try {
    (void)panel_split(std::vector{person(1, 1), person(1, 5)}, 1, 5, mark_summary{});
    BOOST_FAIL("no error");
  } catch (const error& e) {
    BOOST_TEST(e.row() == 1);
    BOOST_TEST((e.category() == error_category::out_of_range));
  }
  BOOST_CHECK_THROW((void)panel_split(std::vector{person(1, 1, 0, 1)}, 1, 5, mark_summary{}), error);
  BOOST_CHECK_THROW((void)panel_split(std::vector{person(1, 1)}, 1, 5, mark_summary{5}), error);
  BOOST_CHECK_THROW((void)panel_split(std::vector{person(1, 1)}, 1, 1, mark_summary{}), error);
  BOOST_TEST(name(split_kind::people_and_sectors) == "people_and_sectors");
  BOOST_TEST(name(split_part::heard_once) == "heard_once");
  BOOST_TEST(name(static_cast<split_part>(9)).empty());
  BOOST_TEST(name(static_cast<split_kind>(-1)).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
