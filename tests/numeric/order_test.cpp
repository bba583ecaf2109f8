#include <headway/numeric/order.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace tt = boost::test_tools;
namespace hn = headway::numeric;

namespace {

using counts = std::vector<std::uint32_t>;

/// Every person's level, sorted: what the counts stand for.
std::vector<std::uint32_t> people(const counts& c) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t k = 0; k < c.size(); ++k) { out.insert(out.end(), c[k], k); }
  return out;
}

const std::vector<counts> cases = {{1, 0}, {0, 1}, {1, 1}, {2, 5, 7, 4, 2}, {0, 0, 9, 0, 0}, {3, 0, 0, 0, 3}, {1, 2, 0, 4, 0, 0, 2}, {10, 1, 1, 1, 1},
                                   {0, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 5}};

} // namespace

BOOST_AUTO_TEST_SUITE(order_test)

BOOST_AUTO_TEST_CASE(order_statistics_are_those_of_the_people) {
  for (const counts& c : cases) {
    const auto sorted = people(c);
    BOOST_TEST(hn::total(c) == sorted.size());
    for (std::size_t i = 0; i < sorted.size(); ++i) { BOOST_TEST(hn::order_statistic(c, i + 1) == sorted[i]); }
    BOOST_TEST(hn::median(c).low == sorted[(sorted.size() - 1) / 2]);
    BOOST_TEST(hn::median(c).high == sorted[sorted.size() / 2]);
  }
}

BOOST_AUTO_TEST_CASE(quantiles_hold_by_their_definition) {
  for (const counts& c : cases) {
    const auto sorted = people(c);
    const auto n = static_cast<double>(sorted.size());
    for (const double p : {0.0, 0.05, 0.1, 0.25, 0.3, 0.5, 0.55, 0.7, 0.75, 0.9, 1.0}) {
      const hn::level_range q = hn::quantile(c, p);
      const auto at_most = [&](std::uint32_t k) { return static_cast<double>(std::count_if(sorted.begin(), sorted.end(), [k](auto v) { return v <= k; })); };
      const auto at_least = [&](std::uint32_t k) { return n - at_most(k) + static_cast<double>(std::count(sorted.begin(), sorted.end(), k)); };
      std::uint32_t low = sorted.front();
      while (at_most(low) < p * n - 1e-9) { ++low; }
      std::uint32_t high = sorted.back();
      while (at_least(high) < (1.0 - p) * n - 1e-9) { --high; }
      BOOST_TEST(q.low == low);
      BOOST_TEST(q.high == high);
    }
    BOOST_TEST((hn::quantile(c, 0.5) == hn::median(c)));
  }
}

BOOST_AUTO_TEST_CASE(a_share_that_is_a_whole_number_of_people_is_not_lost_in_rounding) {
  // 0.55 * 20 is 11.000000000000002 in binary arithmetic.
  BOOST_TEST(hn::quantile(counts{11, 9}, 0.55).low == 0u);
  BOOST_TEST(hn::quantile(counts{11, 9}, 0.55).high == 1u);
}

BOOST_AUTO_TEST_CASE(interpolated_quantile_is_definition_7) {
  // numpy.percentile([0,0,1,1,1,1,1,2,2,2,2,2,2,2,3,3,3,3,4,4], [25, 50, 75]) = 1, 2, 3; of [0, 1]: 0.25, 0.5, 0.75; of [0, 0, 2, 3] at 60 %: 1.6
  const counts c{2, 5, 7, 4, 2};
  BOOST_TEST(hn::interpolated_quantile(c, 0.25) == 1.0);
  BOOST_TEST(hn::interpolated_quantile(c, 0.5) == 2.0);
  BOOST_TEST(hn::interpolated_quantile(c, 0.75) == 3.0);
  BOOST_TEST(hn::interpolated_quantile(counts{1, 1}, 0.25) == 0.25);
  BOOST_TEST(hn::interpolated_quantile(counts{2, 0, 1, 1}, 0.6) == 1.6, tt::tolerance(1e-15));
  BOOST_TEST(hn::interpolated_quantile(counts{0, 0, 1}, 0.9) == 2.0);
  BOOST_TEST(hn::interpolated_quantile(counts{4, 1}, 1.0) == 1.0);
}

BOOST_AUTO_TEST_CASE(cumulative_counts_and_midranks) {
  const counts c{2, 0, 3, 1};
  std::array<std::uint64_t, 4> sums{};
  hn::cumulative(c, sums);
  BOOST_TEST(sums == (std::array<std::uint64_t, 4>{2, 2, 5, 6}), tt::per_element());
  std::array<double, 4> ranks{};
  hn::midranks(c, ranks);
  BOOST_TEST(ranks == (std::array<double, 4>{1.5, 2.5, 4.0, 6.0}), tt::per_element());
  double sum = 0.0;
  for (std::size_t k = 0; k < 4; ++k) { sum += c[k] * ranks[k]; }
  BOOST_TEST(sum == 6.0 * 7.0 / 2.0); // ties share ranks, they do not create any
}

BOOST_AUTO_TEST_CASE(counts_near_the_largest_do_not_overflow) {
  const counts c{4294967295u, 4294967295u, 1u};
  BOOST_TEST(hn::total(c) == 8589934591u);
  BOOST_TEST(hn::median(c).low == 1u);
  BOOST_TEST(hn::order_statistic(c, 8589934591u) == 2u);
}

BOOST_AUTO_TEST_CASE(usable_in_constant_expressions) {
  static constexpr std::array<std::uint32_t, 5> c{0, 2, 2, 0, 0};
  static_assert(hn::median(c) == hn::level_range{1, 2});
  static_assert(hn::quantile(c, 0.25) == hn::level_range{1, 1});
  BOOST_TEST(true);
}

BOOST_AUTO_TEST_CASE(marks_become_counts) {
  const std::vector<std::int8_t> marks{0, 4, -1, 2, 2, -128, 4, 4};
  BOOST_TEST((hn::count_marks(marks, 5) == counts{1, 0, 2, 0, 3}));
  BOOST_TEST((hn::count_marks({}, 2) == counts{0, 0}));
  try {
    (void)hn::count_marks(marks, 4, "here", "these");
    BOOST_FAIL("no error");
  } catch (const headway::error& e) {
    BOOST_TEST((e.row() == 1 && e.function() == "here" && e.argument() == "these" && e.category() == headway::error_category::out_of_range));
  }
  BOOST_CHECK_THROW((void)hn::count_marks(marks, 1), headway::error);
  BOOST_CHECK_THROW((void)hn::count_marks(marks, 17), headway::error);
}

BOOST_AUTO_TEST_CASE(misuse_throws) {
  const counts none{0, 0, 0};
  const counts some{1, 2};
  BOOST_CHECK_THROW((void)hn::median(none), headway::error);
  BOOST_CHECK_THROW((void)hn::order_statistic(some, 0), headway::error);
  BOOST_CHECK_THROW((void)hn::order_statistic(some, 4), headway::error);
  BOOST_CHECK_THROW((void)hn::quantile(some, 1.01), headway::error);
  BOOST_CHECK_THROW((void)hn::quantile(some, -0.01), headway::error);
  BOOST_CHECK_THROW((void)hn::interpolated_quantile(none, 0.5), headway::error);
  std::array<double, 3> wrong{};
  BOOST_CHECK_THROW(hn::midranks(some, wrong), headway::error);
  std::array<std::uint64_t, 1> short_one{};
  BOOST_CHECK_THROW(hn::cumulative(some, short_one), headway::error);
}

BOOST_AUTO_TEST_CASE(quartiles_equal_the_interpolated_quantiles) {
  // every way to put up to 9 people on 4 levels
  for (std::uint32_t a = 0; a <= 9; ++a) {
    for (std::uint32_t b = 0; a + b <= 9; ++b) {
      for (std::uint32_t c = 0; a + b + c <= 9; ++c) {
        for (std::uint32_t d = 0; a + b + c + d <= 9; ++d) {
          const std::array<std::uint32_t, 4> counts{a, b, c, d};
          const auto q = headway::numeric::quartiles(std::span{counts});
          if (a + b + c + d == 0) {
            BOOST_TEST((q == headway::numeric::quartile_values{}));
            continue;
          }
          BOOST_TEST_REQUIRE(q.lower == headway::numeric::interpolated_quantile(counts, 0.25));
          BOOST_TEST_REQUIRE(q.median == headway::numeric::interpolated_quantile(counts, 0.5));
          BOOST_TEST_REQUIRE(q.upper == headway::numeric::interpolated_quantile(counts, 0.75));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
