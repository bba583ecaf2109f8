#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/paired_change.hpp>

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
