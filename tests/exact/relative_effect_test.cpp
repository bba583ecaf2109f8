#include <cmath>
#include <cstdint>
#include <map>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/relative_effect.hpp>

BOOST_AUTO_TEST_SUITE(relative_effect_test)

namespace {

namespace he = headway::exact;
using counts = std::vector<std::uint32_t>;
using headway::confidence_level;

} // namespace

BOOST_AUTO_TEST_CASE(products_of_64_bits_are_compared_without_rounding) {
  const std::uint64_t big = 0xFFFFFFFFFFFFFFFFu;
  BOOST_TEST(he::detail::compare_products(big, big, big, big) == 0);
  BOOST_TEST(he::detail::compare_products(big, big, big, big - 1) == 1);
  BOOST_TEST(he::detail::compare_products(big - 1, big, big, big) == -1);
  BOOST_TEST(he::detail::compare_products(big, big - 2, big - 1, big - 1) == -1); // m^2 - 1 and m^2
  BOOST_TEST(he::detail::compare_products(1ull << 40, 1ull << 40, 1ull << 39, 1ull << 41) == 0);
  BOOST_TEST(he::detail::compare_products(0, big, 1, 1) == -1);
  BOOST_TEST(he::detail::compare_products(0, 3, 0, big) == 0);
}

BOOST_AUTO_TEST_CASE(every_table_is_visited_once_with_its_weight) {
  const counts totals{3, 2, 4};
  he::detail::two_group_walk walk{totals, 4, 1000};
  std::map<std::int64_t, double> law; // of the placements of the first group
  double whole = 0.0;
  int tables = 0;
  BOOST_TEST(walk.each([&](double weight, const he::detail::placement_sums& sums) {
    law[sums.x] += weight;
    whole += weight;
    ++tables;
  }));
  BOOST_TEST(walk.count() == 11.0);
  BOOST_TEST(tables == 11);
  // all of the first group's 4 in the top level, of C(9, 4) = 126 ways: 4 x (2 x 5 + 0) doubled placements
  BOOST_CHECK_CLOSE_FRACTION(law[40] / whole, 1.0 / 126.0, 1e-12);
  he::detail::two_group_walk too_many{totals, 4, 10};
  BOOST_TEST(!too_many.each([](double, const he::detail::placement_sums&) {}));
}

BOOST_AUTO_TEST_CASE(separated_and_equal_groups_have_their_place_in_the_order) {
  const he::detail::studentised_order order{3, 4};
  const auto of = [&](const counts& x, const counts& y) {
    counts totals(x.size());
    for (std::size_t k = 0; k < x.size(); ++k) { totals[k] = x[k] + y[k]; }
    return order.of(he::detail::placements(x, totals));
  };
  const auto above = of({0, 0, 3}, {2, 2, 0});
  const auto below = of({3, 0, 0}, {0, 2, 2});
  const auto equal = of({0, 3, 0}, {0, 4, 0});
  const auto higher = of({0, 1, 2}, {2, 2, 0});
  const auto lower = of({2, 1, 0}, {0, 2, 2});
  const auto balanced = of({1, 1, 1}, {1, 2, 1});
  BOOST_TEST(!order.value(above).has_value());
  BOOST_TEST(!order.value(below).has_value());
  BOOST_TEST(*order.value(equal) == 0.0);
  BOOST_TEST(*order.value(balanced) == 0.0);
  const auto sorted = {below, lower, equal, higher, above};
  int i = 0;
  for (const auto& a : sorted) {
    int j = 0;
    for (const auto& b : sorted) {
      BOOST_TEST(order.compare(a, b) == (i < j ? -1 : i > j ? 1 : 0));
      ++j;
    }
    ++i;
  }
  BOOST_TEST(order.compare(equal, balanced) == 0);
  BOOST_TEST(order.compare_size(above, below) == 0);
}

BOOST_AUTO_TEST_CASE(large_groups_are_ordered_by_numbers_with_a_tolerance) {
  const he::detail::studentised_order order{200'000, 300'000};
  const auto of = [&](const counts& x, const counts& y) {
    counts totals(x.size());
    for (std::size_t k = 0; k < x.size(); ++k) { totals[k] = x[k] + y[k]; }
    return order.of(he::detail::placements(x, totals));
  };
  const auto one = of({50'000, 50'000, 50'000, 50'000}, {75'000, 75'000, 75'000, 75'000});
  const auto two = of({49'000, 50'000, 50'000, 51'000}, {75'000, 75'000, 75'000, 75'000});
  BOOST_TEST(order.compare(one, two) == -1);
  BOOST_TEST(order.compare(two, two) == 0);
  BOOST_TEST(*order.value(one) == 0.0);
  BOOST_TEST(*order.value(two) > 1.0);
}

BOOST_AUTO_TEST_CASE(the_interval_holds_the_estimate_and_stays_inside) {
  std::uint32_t state = 5;
  const auto draw = [&](std::uint32_t below) { return ((state = state * 1664525u + 1013904223u) >> 16) % below; };
  for (int repeat = 0; repeat < 500; ++repeat) {
    counts x(5);
    counts y(5);
    const std::uint32_t n1 = 2 + draw(30);
    const std::uint32_t n2 = 2 + draw(30);
    for (std::uint32_t i = 0; i < n1; ++i) { ++x[(draw(5) + draw(3) * (repeat % 3 == 0)) % 5]; }
    for (std::uint32_t i = 0; i < n2; ++i) { ++y[draw(1 + static_cast<std::uint32_t>(repeat) % 5)]; }
    const auto wide = he::relative_effect_interval(x, y, confidence_level{0.99});
    const auto range = he::relative_effect_interval(x, y, confidence_level{0.95});
    const auto narrow = he::relative_effect_interval(x, y, confidence_level{0.8});
    const double p = he::detail::moments_of(x, y, 0.0).effect;
    for (const auto& each : {wide, range, narrow}) {
      BOOST_TEST(each->lower >= 0.0);
      BOOST_TEST(each->upper <= 1.0);
      BOOST_TEST(each->contains(p));
    }
    BOOST_TEST(wide->lower <= range->lower);
    BOOST_TEST(range->upper <= wide->upper);
    BOOST_TEST(range->lower <= narrow->lower);
    const auto back = he::relative_effect_interval(y, x, confidence_level{0.95});
    BOOST_CHECK_SMALL(back->lower - (1.0 - range->upper), 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(without_variance_the_interval_is_exact) {
  // groups that do not overlap: the law most likely to give this while effect = p has the smaller group certain to win with chance p each: p^n = tail at the end
  const auto apart = he::relative_effect_interval(counts{0, 0, 6}, counts{9, 1, 0}, confidence_level{0.9});
  BOOST_CHECK_CLOSE_FRACTION(std::pow(apart->lower, 6.0), 0.05, 1e-12);
  BOOST_TEST(apart->upper == 1.0);
  const auto same = he::relative_effect_interval(counts{0, 4, 0}, counts{0, 9, 0}, confidence_level{0.95});
  BOOST_CHECK_CLOSE_FRACTION(std::pow(2.0 * same->lower, 4.0), 0.025, 1e-12);
  BOOST_CHECK_SMALL(same->lower + same->upper - 1.0, 1e-15);
  BOOST_TEST(!he::relative_effect_interval(counts{1, 0}, counts{3, 4}, confidence_level{0.95}).has_value());
  BOOST_TEST(!he::relative_effect_interval(counts{0, 0}, counts{0, 0}, confidence_level{0.95}).has_value());
  BOOST_CHECK_THROW((void)he::relative_effect_interval(counts{1, 0}, counts{3}, confidence_level{0.95}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
