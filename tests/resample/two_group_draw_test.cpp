#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/resample/two_group.hpp>
#include <headway/resample/two_group_draw.hpp>

BOOST_AUTO_TEST_SUITE(two_group_draw_test)

namespace {

namespace hr = headway::resample;
using counts = std::vector<std::uint32_t>;

} // namespace

BOOST_AUTO_TEST_CASE(every_table_comes_up_as_often_as_it_should) {
  // 2 x 3 tables with column totals 3, 0, 2, 4 and 4 people in the first group: weight C(3, a) C(2, b) C(4, 4 - a - b) of C(9, 4) = 126
  const counts totals{3, 0, 2, 4};
  std::map<counts, double> expected;
  const std::array<std::array<double, 5>, 3> choose{{{1, 3, 3, 1, 0}, {1, 2, 1, 0, 0}, {1, 4, 6, 4, 1}}};
  for (std::uint32_t a = 0; a <= 3; ++a) {
    for (std::uint32_t b = 0; b <= 2 && a + b <= 4; ++b) { expected[{a, 0, b, 4 - a - b}] = choose[0][a] * choose[1][b] * choose[2][4 - a - b] / 126.0; }
  }
  std::map<counts, double> seen;
  constexpr std::uint32_t draws = 200'000;
  hr::each_two_group_draw(totals, 4, {.draws = draws}, 1, [&](std::size_t, std::size_t, std::span<const std::uint32_t> first) { seen[{first.begin(), first.end()}] += 1.0; });
  double chi_square = 0.0;
  for (const auto& [table, share] : expected) { chi_square += (seen[table] - draws * share) * (seen[table] - draws * share) / (draws * share); }
  BOOST_TEST(seen.size() == expected.size());
  BOOST_TEST(chi_square < 31.3); // 11 degrees of freedom, 0.1 %
}

BOOST_AUTO_TEST_CASE(tails_come_near_the_exact_law_for_all_sizes) {
  // up to some thousands by alias tables, the largest one number after the other
  for (const std::uint32_t times : {1u, 10u, 100u, 3000u}) {
    counts first{10, 20, 36, 24, 10};
    counts second{9, 19, 34, 27, 11};
    for (counts* each : {&first, &second}) {
      for (std::uint32_t& c : *each) { c *= times; }
    }
    if (times > 1) { // so that the tail is not too small
      first = counts{first[0] + 6, first[1], first[2], first[3], first[4]};
      for (std::size_t k = 0; k < 5; ++k) { second[k] = first[k] + (k == 4 ? static_cast<std::uint32_t>(std::sqrt(times)) * 3 : 0); }
    }
    const std::array<std::int64_t, 5> scores{1, 2, 3, 4, 5};
    const hr::law_options options{.draws = 50'000, .random_seed = headway::seed{times}};
    const auto drawn = hr::two_group_sum_drawn(first, second, scores, options);
    std::optional<hr::exact_tails> exact = hr::two_group_sum(first, second, scores);
    BOOST_TEST(exact.has_value() == (times < 3000));
    if (!exact) { // 300,000 people a group: a normal law
      double n1 = 0.0, n = 0.0, sum = 0.0, all = 0.0, square = 0.0;
      for (std::size_t k = 0; k < 5; ++k) {
        const auto s = static_cast<double>(scores[k]);
        n1 += first[k];
        n += first[k] + second[k];
        sum += s * first[k];
        all += s * (first[k] + second[k]);
        square += s * s * (first[k] + second[k]);
      }
      const double variance = n1 * (n - n1) / (n - 1.0) * (square / n - all / n * (all / n));
      const double z = (sum - n1 * all / n) / std::sqrt(variance);
      exact = hr::exact_tails{0.5 * std::erfc(-z / std::sqrt(2.0)), 0.5 * std::erfc(z / std::sqrt(2.0)), 0.0};
    }
    BOOST_CHECK_SMALL(drawn.lower - exact->lower, 4.5 * std::sqrt(exact->lower * (1.0 - exact->lower) / 50'000.0) + 1e-3 * (times == 3000) + 3e-5);
    BOOST_CHECK_SMALL(drawn.upper - exact->upper, 4.5 * std::sqrt(exact->upper * (1.0 - exact->upper) / 50'000.0) + 1e-3 * (times == 3000) + 3e-5);
    hr::law_options three = options;
    three.threads = 3;
    BOOST_TEST((drawn == hr::two_group_sum_drawn(first, second, scores, three)));
  }
}

BOOST_AUTO_TEST_CASE(a_draw_does_not_depend_on_those_before) {
  const counts totals{19, 39, 70, 51, 21};
  counts alone(5);
  counts after_others(5);
  hr::two_group_draw fresh{totals, 100};
  hr::two_group_draw used{totals, 100};
  for (std::uint64_t stream = 0; stream < 500; ++stream) {
    headway::numeric::quick_stream random{headway::seed{4}, stream};
    used.next(random, after_others);
  }
  headway::numeric::quick_stream random{headway::seed{4}, 499};
  fresh.next(random, alone);
  BOOST_TEST((alone == after_others));
}

BOOST_AUTO_TEST_CASE(nobody_everybody_and_misuse) {
  const std::array<std::int64_t, 2> scores{1, 2};
  BOOST_TEST(hr::two_group_sum_drawn(counts{0, 0}, counts{3, 4}, scores, {.draws = 99}).upper == 1.0);
  BOOST_TEST(hr::two_group_sum_drawn(counts{3, 4}, counts{0, 0}, scores, {.draws = 99}).lower == 1.0);
  BOOST_TEST(hr::two_group_sum_drawn(counts{0, 0}, counts{0, 0}, scores, {.draws = 99}).distance == 1.0);
  BOOST_CHECK_THROW((void)hr::two_group_sum_drawn(counts{1, 2}, counts{3}, scores), headway::error);
  BOOST_CHECK_THROW((void)hr::two_group_sum_drawn(counts{1, 2}, counts{3, 1}, scores, {.draws = 98}), headway::error);
  BOOST_CHECK_THROW(hr::two_group_draw(counts{1, 2}, 4), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
