#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/numeric/interval.hpp>
#include <headway/profile/level_set.hpp>

namespace hp = headway::profile;
namespace hn = headway::numeric;
using headway::confidence_level;
using headway::status;

namespace {

using counts = std::vector<std::uint32_t>;

/// Every way to spread n people over the levels.
void spread(std::uint32_t n, std::size_t level, counts& c, const auto& visit) {
  if (level + 1 == c.size()) {
    c[level] = n;
    visit(c);
    return;
  }
  for (std::uint32_t here = 0; here <= n; ++here) {
    c[level] = here;
    spread(n - here, level + 1, c, visit);
  }
}

bool in_set_by_definition(const counts& c, std::size_t level, confidence_level confidence, bool mid) {
  std::uint64_t n = 0;
  std::uint64_t at_least = 0;
  for (std::size_t k = 0; k < c.size(); ++k) {
    n += c[k];
    at_least += k >= level ? c[k] : 0;
  }
  const auto bounds = [&](std::uint64_t x) { return mid ? hn::mid_p(x, n, confidence) : hn::clopper_pearson(x, n, confidence); };
  return bounds(at_least).upper >= 0.5 && bounds(at_least - c[level]).lower <= 0.5;
}

} // namespace

BOOST_AUTO_TEST_SUITE(level_set_test)

BOOST_AUTO_TEST_CASE(equals_the_definition_by_clopper_pearson_bounds) {
  for (const std::uint32_t n : {2u, 5u, 6u, 7u, 9u, 12u}) {
    counts c(4);
    spread(n, 0, c, [&](const counts& each) {
      for (const double confidence : {0.8, 0.95, 0.99}) {
        for (const bool mid : {false, true}) {
          const hp::level_set set = hp::level_set_of(each, {confidence_level{confidence}, mid ? hp::tail_rule::mid_p : hp::tail_rule::exact});
          for (std::uint32_t k = 0; k < each.size(); ++k) {
            BOOST_TEST_REQUIRE((set.lowest <= k && k <= set.highest) == in_set_by_definition(each, k, confidence_level{confidence}, mid));
          }
        }
      }
    });
  }
}

BOOST_AUTO_TEST_CASE(order_of_the_ends_is_exact_in_whole_numbers) {
  // The smallest c with 40 * sum of C(n, j <= c) >= 2^n, in 128-bit integers.
  using wide = unsigned __int128;
  for (std::uint64_t n = 6; n <= 100; ++n) {
    wide sum = 1;
    wide term = 1;
    std::uint64_t c = 0;
    while (40 * sum < (wide{1} << n)) {
      term = term * (n - c) / (c + 1);
      sum += term;
      ++c;
    }
    counts one_each(2);
    // With c people on the low level the set still holds it, with c - 1 it does not.
    one_each = {static_cast<std::uint32_t>(c), static_cast<std::uint32_t>(n - c)};
    BOOST_TEST(hp::level_set_of(one_each).lowest == 0u);
    one_each = {static_cast<std::uint32_t>(c - 1), static_cast<std::uint32_t>(n - c + 1)};
    BOOST_TEST(hp::level_set_of(one_each).lowest == 1u);
  }
}

BOOST_AUTO_TEST_CASE(ties_with_the_error_rate_stay_in) {
  // Two raters at confidence 0.5: P(both on one side) is exactly the 1/4 allowed.
  BOOST_TEST(hp::level_set_of(counts{2, 0}, {confidence_level{0.5}}).highest == 1u);
  BOOST_TEST(hp::level_set_of(counts{2, 0}, {confidence_level{0.49}}).highest == 0u);
}

BOOST_AUTO_TEST_CASE(floor_is_the_fewest_raters_that_can_say_less) {
  BOOST_TEST(hp::level_set_of(counts{0, 0}).floor == 6u); // 2^-6 < 0.025 <= 2^-5
  BOOST_TEST(hp::level_set_of(counts{0, 0}, {confidence_level{0.9}}).floor == 5u);
  BOOST_TEST(hp::level_set_of(counts{0, 0}, {confidence_level{0.99}}).floor == 8u);
  BOOST_TEST(hp::level_set_of(counts{0, 0}, {confidence_level{0.95}, hp::tail_rule::mid_p}).floor == 5u);
  const hp::level_set five = hp::level_set_of(counts{0, 5, 0});
  BOOST_TEST((five.status == status::too_few_raters && five.lowest == 0 && five.highest == 2));
  const hp::level_set six = hp::level_set_of(counts{0, 6, 0});
  BOOST_TEST((six.status == status::ok && six.lowest == 1 && six.highest == 1));
}

BOOST_AUTO_TEST_CASE(nobody_one_and_few) {
  const hp::level_set nobody = hp::level_set_of(counts{0, 0, 0, 0, 0});
  BOOST_TEST((nobody.status == status::no_data && nobody.n == 0 && nobody.lowest == 0 && nobody.highest == 4));
  const hp::level_set one = hp::level_set_of(counts{0, 0, 1, 0, 0});
  BOOST_TEST((one.status == status::value_only && one.n == 1 && one.lowest == 0 && one.highest == 4));
  const hp::level_set two = hp::level_set_of(counts{0, 0, 2, 0, 0});
  BOOST_TEST((two.status == status::too_few_raters && two.n == 2));
}

BOOST_AUTO_TEST_CASE(reversing_the_scale_reverses_the_set) {
  for (const counts& c : {counts{2, 5, 7, 4, 2}, counts{9, 0, 0, 1}, counts{0, 3, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 2, 0, 8}}) {
    const counts back{c.rbegin(), c.rend()};
    const auto top = static_cast<std::uint32_t>(c.size() - 1);
    BOOST_TEST(hp::level_set_of(c).lowest == top - hp::level_set_of(back).highest);
    BOOST_TEST(hp::level_set_of(c).highest == top - hp::level_set_of(back).lowest);
  }
}

BOOST_AUTO_TEST_CASE(large_panels_use_the_same_rule) {
  // Around n = 1000 the arithmetic changes; c must still be where the binomial distribution crosses 0.025.
  for (const std::uint64_t n : {999u, 1000u, 1001u, 1002u, 2500u, 100001u}) {
    std::uint64_t c = n / 2;
    while (hn::binomial_cdf(c - 1, n, 0.5) >= 0.025) { --c; }
    BOOST_TEST((hp::detail::smallest_plausible_count(n, 0.025, hp::tail_rule::exact)) == c);
  }
  const double n = 4e9;
  const auto c = static_cast<double>(hp::detail::smallest_plausible_count(4000000000u, 0.025, hp::tail_rule::exact));
  BOOST_TEST((c - n / 2) / (std::sqrt(n) / 2) == -1.959964, boost::test_tools::tolerance(1e-3));
  const hp::level_set set = hp::level_set_of(counts{2000000000u, 2000000000u, 200000u});
  BOOST_TEST((set.lowest == 1 && set.highest == 1)); // the low level is 100,000 short of half of 4e9: more than 1.96 * 31,623
}

BOOST_AUTO_TEST_CASE(a_scale_has_2_to_16_levels) {
  BOOST_CHECK_THROW((void)hp::level_set_of(counts{4}), headway::error);
  BOOST_CHECK_THROW((void)hp::level_set_of(counts(17, 1u)), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
