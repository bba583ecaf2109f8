#include <cmath>
#include <cstdint>
#include <map>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/resample/resampled_sum.hpp>

namespace hr = headway::resample;

namespace {

using counts = std::vector<std::uint32_t>;

double chance(const hr::resampled_sum_law& law, std::int64_t sum) {
  return sum < law.lowest() || sum > law.highest() ? 0.0 : law.chances()[static_cast<std::size_t>(sum - law.lowest())];
}

/// Every resample of a few people, one by one.
std::map<std::int64_t, double> enumerated(const counts& from) {
  std::vector<std::int64_t> people;
  for (std::size_t k = 0; k < from.size(); ++k) { people.insert(people.end(), from[k], static_cast<std::int64_t>(k)); }
  std::map<std::int64_t, double> out;
  std::vector<std::size_t> pick(people.size());
  double resamples = 0.0;
  for (;;) {
    std::int64_t sum = 0;
    for (const std::size_t i : pick) { sum += people[i]; }
    out[sum] += 1.0;
    resamples += 1.0;
    std::size_t at = 0;
    while (at < pick.size() && ++pick[at] == people.size()) { pick[at++] = 0; }
    if (at == pick.size()) { break; }
  }
  for (auto& [sum, times] : out) { times /= resamples; }
  return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(resampled_sum_test)

BOOST_AUTO_TEST_CASE(equals_the_enumeration_of_all_resamples) {
  for (const counts& from : {counts{1, 0}, counts{1, 1}, counts{2, 1, 3}, counts{0, 3, 0, 0, 4}, counts{1, 1, 1, 1, 1}, counts{0, 0, 2, 5}, counts{0, 6, 0}}) {
    const hr::resampled_sum_law law{from};
    const auto wanted = enumerated(from);
    double all = 0.0;
    for (const double each : law.chances()) { all += each; }
    BOOST_TEST(std::abs(all - 1.0) < 1e-14);
    BOOST_TEST((law.lowest() == wanted.begin()->first && law.highest() == wanted.rbegin()->first));
    for (const auto& [sum, p] : wanted) { BOOST_TEST(std::abs(chance(law, sum) - p) < 1e-13 * p); }
  }
}

BOOST_AUTO_TEST_CASE(two_levels_are_a_binomial_law_far_into_the_tails) {
  // P(S = s) = C(n, s) p^s (1 - p)^(n - s) with n = 400, p = 0.3
  const hr::resampled_sum_law law{counts{280, 120}};
  for (const std::int64_t sum : {60, 70, 100, 120, 150, 170, 185}) {
    const auto s = static_cast<double>(sum);
    const double wanted = std::exp(std::lgamma(401.0) - std::lgamma(s + 1.0) - std::lgamma(401.0 - s) + s * std::log(0.3) + (400.0 - s) * std::log(0.7));
    BOOST_TEST(std::abs(chance(law, sum) / wanted - 1.0) < 1e-10);
  }
}

BOOST_AUTO_TEST_CASE(mean_and_variance_are_those_of_a_resample) {
  for (const counts& from : {counts{20, 30, 25, 15, 10}, counts{2000, 3000, 2500, 1500, 1000}, counts{1, 0, 0, 0, 0, 0, 0, 99'999}, counts{300'000, 0, 0, 0, 700'000}}) {
    double n = 0.0;
    double first = 0.0;
    double second = 0.0;
    for (std::size_t k = 0; k < from.size(); ++k) {
      n += from[k];
      first += static_cast<double>(k) * from[k];
      second += static_cast<double>(k * k) * from[k];
    }
    const double mean = first;
    const double variance = second - first * first / n;
    const hr::resampled_sum_law law{from};
    double law_mean = 0.0;
    for (std::int64_t s = law.lowest(); s <= law.highest(); ++s) { law_mean += (static_cast<double>(s) - mean) * chance(law, s); }
    double law_variance = 0.0;
    for (std::int64_t s = law.lowest(); s <= law.highest(); ++s) { law_variance += (static_cast<double>(s) - mean) * (static_cast<double>(s) - mean) * chance(law, s); }
    BOOST_TEST(std::abs(law_mean) < 1e-7 * std::sqrt(variance));
    BOOST_TEST(std::abs(law_variance / variance - 1.0) < 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(a_reversed_scale_reverses_the_law) {
  const hr::resampled_sum_law there{counts{20, 30, 25, 15, 10}};
  const hr::resampled_sum_law back{counts{10, 15, 25, 30, 20}};
  for (std::int64_t s = there.lowest(); s <= there.highest(); ++s) { BOOST_TEST_REQUIRE(std::abs(chance(there, s) - chance(back, 400 - s)) <= 1e-13 * chance(there, s)); }
}

BOOST_AUTO_TEST_CASE(nobody_and_too_many) {
  BOOST_TEST((hr::resampled_sum_law{counts{0, 0}}.lowest() == 0 && hr::resampled_sum_law{counts{0, 0}}.chances().size() == 1));
  BOOST_TEST((hr::resampled_sum_law{counts{0, 0, 10'000'000}}.lowest() == 20'000'000));
  try {
    (void)hr::resampled_sum_law{counts{1, 10'000'000}};
    BOOST_FAIL("no error");
  } catch (const headway::error& e) {
    BOOST_TEST((e.category() == headway::error_category::limit));
  }
}

BOOST_AUTO_TEST_SUITE_END()
