#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/paired_change.hpp>

#include "reference_pairs.hpp"

BOOST_AUTO_TEST_SUITE(paired_change_test)

using headway::exact::paired_change;

namespace {

using marks = std::vector<std::int8_t>;

} // namespace

BOOST_AUTO_TEST_CASE(known_p_value_with_twelve_tied_differences) {
  // differences 1 1 1 1 1 1 1 2 2 -1 -1 -2 0: any arrangement gives the law of the magnitudes; checked against enumeration here
  const marks before{1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 2};
  const marks after{2, 2, 2, 2, 2, 2, 2, 3, 3, 1, 1, 1, 2};
  const auto r = paired_change(before, after, 5);
  std::vector<int> sizes{1, 1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 2};
  double tail = 0.0;
  for (std::uint32_t pattern = 0; pattern < 4096; ++pattern) {
    int total = 0;
    for (std::size_t i = 0; i < 12; ++i) { total += ((pattern >> i) & 1u) != 0 ? sizes[i] : -sizes[i]; }
    tail += total >= 7 ? 1.0 / 4096.0 : 0.0;
  }
  BOOST_TEST(r.levels_moved == 7);
  BOOST_CHECK_CLOSE_FRACTION(r.p_two_sided, 2.0 * tail, 1e-13);
  BOOST_TEST(r.up == 9u);
  BOOST_TEST(r.down == 3u);
  BOOST_TEST(r.held == 1u);
}

BOOST_AUTO_TEST_CASE(the_estimate_solves_its_equation_and_lies_in_its_interval) {
  const marks before{0, 1, 1, 2, 2, 3, 1, 2, 0, 3, 1, 2};
  const marks after{1, 2, 2, 2, 3, 3, 2, 1, 2, 4, 3, 3};
  const auto r = paired_change(before, after, 5);
  BOOST_REQUIRE(r.change.has_value());
  double expected = 0.0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const int d = std::abs(after[i] - before[i]);
    expected += d * std::tanh(0.5 * *r.change * d);
  }
  BOOST_CHECK_CLOSE_FRACTION(expected, static_cast<double>(r.levels_moved), 1e-10);
  BOOST_REQUIRE(r.change_low.has_value());
  BOOST_REQUIRE(r.change_high.has_value());
  BOOST_TEST(*r.change_low < *r.change);
  BOOST_TEST(*r.change < *r.change_high);
  const auto exact = paired_change(before, after, 5, {.interval = headway::exact::tail_rule::exact});
  BOOST_TEST(*exact.change_low <= *r.change_low);
  BOOST_TEST(*exact.change_high >= *r.change_high);
}

BOOST_AUTO_TEST_CASE(turning_the_scale_or_time_round_turns_the_change_round) {
  const marks before{0, 1, 1, 2, 2, 3, 1, 2};
  const marks after{1, 2, 3, 2, 1, 4, 2, 3};
  const auto there = paired_change(before, after, 5);
  const auto back = paired_change(after, before, 5);
  BOOST_CHECK_CLOSE_FRACTION(*there.change, -*back.change, 1e-9);
  BOOST_CHECK_CLOSE_FRACTION(*there.change_low, -*back.change_high, 1e-9);
  BOOST_CHECK_CLOSE_FRACTION(there.p_up, back.p_down, 1e-12);
}

BOOST_AUTO_TEST_CASE(all_one_way_is_at_least) {
  const marks before{0, 0, 1, 1, 2, 2};
  const marks after{1, 1, 2, 2, 3, 3};
  const auto r = paired_change(before, after, 5);
  BOOST_TEST(!r.change.has_value());
  BOOST_TEST(r.change_low.has_value());
  BOOST_TEST(!r.change_high.has_value());
  BOOST_CHECK_CLOSE_FRACTION(r.p_two_sided, 2.0 / 64.0, 1e-12);
  BOOST_CHECK_CLOSE_FRACTION(r.p_min, 2.0 / 64.0, 1e-12);
}

BOOST_AUTO_TEST_CASE(five_movers_can_show_nothing_at_five_per_cent) {
  const marks before{0, 0, 0, 0, 0};
  const marks after{1, 1, 1, 1, 1};
  const auto r = paired_change(before, after, 5);
  BOOST_CHECK_CLOSE_FRACTION(r.p_min, 0.0625, 1e-12);
  BOOST_TEST((r.status == headway::status::could_not_show));
  BOOST_TEST((paired_change(before, after, 5, {.confidence = headway::confidence_level{0.9}}).status == headway::status::ok));
  BOOST_TEST(!r.detectable.has_value());
}

BOOST_AUTO_TEST_CASE(equals_enumeration_for_every_table_of_a_few_people) {
  std::size_t tables = 0;
  for (const auto& [levels, people] : std::vector<std::pair<std::size_t, std::size_t>>{{2, 7}, {3, 5}, {4, 4}, {5, 3}}) {
    reference_pairs::every_table(levels, people, [&](const headway::exact::transitions& t) {
      ++tables;
      const std::vector<int> moves = reference_pairs::moves_of(t);
      const auto r = paired_change(t);
      if (moves.empty()) {
        BOOST_TEST((r.status == headway::status::no_variation));
        return;
      }
      int sum = 0;
      for (const int move : moves) { sum += move; }
      // P(a sum at least, at most and equal to this) when a move up by a is exp(beta a) times as likely as one down
      const auto tails = [&](double beta) {
        std::array<double, 3> out{};
        for (std::uint32_t pattern = 0; pattern < (1u << moves.size()); ++pattern) {
          int total = 0;
          double chance = 1.0;
          for (std::size_t i = 0; i < moves.size(); ++i) {
            const int size = std::abs(moves[i]);
            const bool up = ((pattern >> i) & 1u) != 0;
            total += up ? size : -size;
            chance /= 1.0 + std::exp((up ? -1.0 : 1.0) * beta * size);
          }
          out[0] += total >= sum ? chance : 0.0;
          out[1] += total <= sum ? chance : 0.0;
          out[2] += total == sum ? chance : 0.0;
        }
        return out;
      };
      const auto null = tails(0.0);
      BOOST_CHECK_CLOSE_FRACTION(r.p_up, null[0], 1e-13);
      BOOST_CHECK_CLOSE_FRACTION(r.p_down, null[1], 1e-13);
      BOOST_CHECK_CLOSE_FRACTION(r.p_two_sided, (std::min)(1.0, 2.0 * (std::min)(null[0], null[1])), 1e-13);
      BOOST_CHECK_SMALL(r.p_mid - (std::min)(1.0, 2.0 * (std::min)(null[0], null[1]) - null[2]), 1e-13);
      BOOST_CHECK_CLOSE_FRACTION(r.p_min, std::ldexp(1.0, 1 - static_cast<int>(moves.size())), 1e-13);
      BOOST_TEST(r.p_two_sided >= r.p_min * (1.0 - 1e-14));
      // an end of the interval is where the tail is 0.025
      for (const headway::exact::tail_rule rule : {headway::exact::tail_rule::mid_p, headway::exact::tail_rule::exact}) {
        const auto with = paired_change(t, {.interval = rule});
        const double half = rule == headway::exact::tail_rule::mid_p ? 0.5 : 0.0;
        if (with.change_low) { BOOST_CHECK_CLOSE_FRACTION(tails(*with.change_low)[0] - half * tails(*with.change_low)[2], 0.025, 1e-9); }
        if (with.change_high) { BOOST_CHECK_CLOSE_FRACTION(tails(*with.change_high)[1] - half * tails(*with.change_high)[2], 0.025, 1e-9); }
      }
    });
  }
  BOOST_TEST(tables == 120u + 1287u + 3876u + 2925u);
}

BOOST_AUTO_TEST_CASE(the_detectable_change_has_the_power_it_states) {
  const marks before{0, 1, 1, 2, 1, 3, 0, 2, 1};
  const marks after{1, 2, 3, 1, 2, 4, 2, 3, 4};
  const auto r = paired_change(before, after, 5);
  BOOST_REQUIRE(r.detectable.has_value());
  const std::vector<int> sizes{1, 1, 2, 1, 1, 1, 2, 1, 3};
  const auto at_least = [&](int t, double beta) {
    double sum = 0.0;
    for (std::uint32_t pattern = 0; pattern < 512; ++pattern) {
      int total = 0;
      double chance = 1.0;
      for (std::size_t i = 0; i < sizes.size(); ++i) {
        const bool up = ((pattern >> i) & 1u) != 0;
        total += up ? sizes[i] : -sizes[i];
        chance /= 1.0 + std::exp((up ? -1.0 : 1.0) * beta * sizes[i]);
      }
      sum += total >= t ? chance : 0.0;
    }
    return sum;
  };
  int critical = 13;
  while (2.0 * at_least(critical - 2, 0.0) <= 0.05) { critical -= 2; }
  BOOST_CHECK_CLOSE_FRACTION(at_least(critical, *r.detectable), 0.8, 1e-9);
  BOOST_TEST(*paired_change(before, after, 5, {.power = 0.9}).detectable > *r.detectable);
}

BOOST_AUTO_TEST_CASE(order_of_people_more_levels_and_a_recoding_that_keeps_steps_leave_it_alone) {
  const marks before{0, 1, 1, 2, 1, 0, 0, 2, 1};
  const marks after{1, 2, 2, 1, 2, 2, 1, 2, 0};
  const auto three = paired_change(before, after, 3);
  const marks before_turned(before.rbegin(), before.rend());
  const marks after_turned(after.rbegin(), after.rend());
  BOOST_TEST((paired_change(before_turned, after_turned, 3) == three));
  for (std::size_t levels = 4; levels <= 16; ++levels) {
    BOOST_TEST((paired_change(before, after, levels) == three));
    marks up = before;
    marks later = after;
    for (std::size_t i = 0; i < up.size(); ++i) {
      up[i] = static_cast<std::int8_t>(up[i] + static_cast<int>(levels) - 3);
      later[i] = static_cast<std::int8_t>(later[i] + static_cast<int>(levels) - 3);
    }
    BOOST_TEST((paired_change(up, later, levels) == three)); // the same steps higher on the scale
  }
  const auto two = paired_change(marks{0, 0, 0, 0, 0, 0, 1, 1}, marks{1, 1, 1, 1, 1, 1, 0, 1}, 2);
  BOOST_TEST(two.p_two_sided == 16.0 / 128.0); // on two levels it is the sign test: 6 up, 1 down
  BOOST_CHECK_CLOSE_FRACTION(*two.change, std::log(6.0), 1e-12);
}

BOOST_AUTO_TEST_CASE(every_table_turned_round_gives_the_change_turned_round) {
  reference_pairs::every_table(3, 5, [&](const headway::exact::transitions& t) {
    const auto there = paired_change(t);
    for (const auto& other : {reference_pairs::scale_turned(t), reference_pairs::time_turned(t)}) {
      const auto back = paired_change(other);
      BOOST_TEST(there.levels_moved == -back.levels_moved);
      BOOST_CHECK_CLOSE_FRACTION(there.p_two_sided, back.p_two_sided, 1e-14);
      BOOST_TEST(there.change.has_value() == back.change.has_value());
      if (there.change) { BOOST_CHECK_SMALL(*there.change + *back.change, 1e-12); }
      BOOST_TEST(there.change_low.has_value() == back.change_high.has_value());
      if (there.change_low) { BOOST_CHECK_SMALL(*there.change_low + *back.change_high, 1e-11); }
      BOOST_TEST((there.detectable == back.detectable));
    }
  });
}

BOOST_AUTO_TEST_CASE(no_pairs_and_no_movers_are_results) {
  BOOST_TEST((paired_change(marks{}, marks{}, 5).status == headway::status::no_data));
  BOOST_TEST((paired_change(marks{-1, 2}, marks{3, -2}, 5).status == headway::status::no_data));
  const auto still = paired_change(marks{1, 2, 3}, marks{1, 2, 3}, 5);
  BOOST_TEST((still.status == headway::status::no_variation));
  BOOST_TEST(still.p_two_sided == 1.0);
  BOOST_TEST(!still.change_low.has_value());
}

BOOST_AUTO_TEST_CASE(misuse_names_the_row) {
  try {
    (void)paired_change(marks{1, 9}, marks{1, 1}, 5);
    BOOST_FAIL("no error");
  } catch (const headway::error& e) {
    BOOST_TEST(e.row() == 1);
    BOOST_TEST((e.category() == headway::error_category::out_of_range));
  }
  BOOST_CHECK_THROW((void)paired_change(marks{1}, marks{1, 1}, 5), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
