#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/resample/multinomial.hpp>

namespace hr = headway::resample;
using headway::numeric::random_stream;

namespace {

using counts = std::vector<std::uint32_t>;

std::vector<counts> draws(const counts& from, std::size_t how_many, std::uint64_t seed = 1) {
  hr::multinomial_resampler resampler{from};
  std::vector<counts> out;
  for (std::size_t r = 0; r < how_many; ++r) {
    random_stream random{headway::seed{seed}, r};
    counts one(from.size());
    resampler.draw(random, one);
    out.push_back(std::move(one));
  }
  return out;
}

double multinomial(const counts& drawn, const counts& from) {
  const double n = std::accumulate(from.begin(), from.end(), 0.0);
  double log_p = std::lgamma(n + 1.0);
  for (std::size_t k = 0; k < from.size(); ++k) {
    if (from[k] == 0 && drawn[k] > 0) { return 0.0; }
    log_p -= std::lgamma(drawn[k] + 1.0);
    if (from[k] > 0) { log_p += drawn[k] * std::log(from[k] / n); }
  }
  return std::exp(log_p);
}

} // namespace

BOOST_AUTO_TEST_SUITE(multinomial_test)

BOOST_AUTO_TEST_CASE(resamples_have_the_multinomial_law) {
  for (const counts& from : {counts{2, 1, 3}, counts{1, 0, 4}, counts{2, 2, 1, 1}, counts{5, 1}}) {
    const std::size_t all = 200'000;
    std::map<counts, double> seen;
    for (const counts& one : draws(from, all)) { seen[one] += 1.0; }
    double chi_square = 0.0;
    double cells = 0.0;
    double expected_in_all = 0.0;
    for (const auto& [drawn, times] : seen) {
      const double expected = static_cast<double>(all) * multinomial(drawn, from);
      BOOST_TEST_REQUIRE(expected > 0.0);
      expected_in_all += expected;
      if (expected < 10.0) { continue; }
      chi_square += (times - expected) * (times - expected) / expected;
      cells += 1.0;
    }
    BOOST_TEST(std::abs(expected_in_all / static_cast<double>(all) - 1.0) < 1e-3); // hardly anything was never seen
    BOOST_TEST(chi_square < cells + 4.0 * std::sqrt(2.0 * cells));
  }
}

BOOST_AUTO_TEST_CASE(mean_and_variance_are_right_for_every_way_of_drawing) {
  // tables up to 2,000 people; beyond: looking up from 0 for a small mean, rejection for a large one, share above a half turned round; no table of
  // logarithms past 20 million
  for (const counts& from : {counts{20, 30, 10, 25, 15}, counts{1999, 1}, counts{400, 900, 300, 200, 200}, counts{2000, 5000, 3, 2000, 1000}, counts{9, 4'000, 12},
                             counts{100'000, 300'000, 50'000, 2, 600'000}, counts{10'000'000, 15'000'000, 8}}) {
    const double n = std::accumulate(from.begin(), from.end(), 0.0);
    const std::size_t all = n > 1e7 ? 2'000 : 20'000;
    std::vector<double> sum(from.size());
    std::vector<double> squares(from.size());
    for (const counts& one : draws(from, all, 7)) {
      BOOST_TEST_REQUIRE(std::accumulate(one.begin(), one.end(), std::uint64_t{0}) == static_cast<std::uint64_t>(n));
      for (std::size_t k = 0; k < from.size(); ++k) {
        const double away = one[k] - static_cast<double>(from[k]);
        sum[k] += away;
        squares[k] += away * away;
      }
    }
    for (std::size_t k = 0; k < from.size(); ++k) {
      const double variance = from[k] * (1.0 - from[k] / n);
      const auto r = static_cast<double>(all);
      BOOST_TEST(std::abs(sum[k] / r) < 4.5 * std::sqrt(variance / r));
      BOOST_TEST(std::abs(squares[k] / r / variance - 1.0) < 4.5 * std::sqrt((2.0 + 1.0 / variance) / r));
    }
  }
}

BOOST_AUTO_TEST_CASE(rejection_and_tables_give_the_same_law) {
  // 2,000 people use tables, 2,001 rejection: the shares below quantiles must agree
  const std::size_t all = 50'000;
  const auto below = [&](const counts& from, std::uint32_t limit) {
    double share = 0.0;
    for (const counts& one : draws(from, all, 3)) { share += one[1] <= limit ? 1.0 : 0.0; }
    return share / static_cast<double>(all);
  };
  for (const std::uint32_t limit : {470u, 490u, 500u, 510u, 530u}) { BOOST_TEST(std::abs(below({600, 500, 900}, limit) - below({601, 500, 900}, limit)) < 0.02); }
}

BOOST_AUTO_TEST_CASE(a_resample_depends_on_its_stream_alone) {
  for (const counts& from : {counts{20, 30, 10, 25, 15}, counts{2000, 5000, 3, 2000, 1000}}) {
    const auto forward = draws(from, 50);
    hr::multinomial_resampler resampler{from};
    for (std::size_t r = 50; r-- > 0;) {
      random_stream random{headway::seed{1}, r};
      counts one(from.size());
      resampler.draw(random, one);
      BOOST_TEST((one == forward[r]));
    }
  }
}

BOOST_AUTO_TEST_CASE(nobody_one_person_and_one_level) {
  BOOST_TEST((draws({0, 0, 0}, 1)[0] == counts{0, 0, 0}));
  BOOST_TEST((draws({0, 1, 0}, 1)[0] == counts{0, 1, 0}));
  BOOST_TEST((draws({0, 0, 9}, 1)[0] == counts{0, 0, 9}));
  BOOST_TEST((draws({}, 1)[0] == counts{}));
  BOOST_TEST((draws({4'294'967'295u, 0}, 1)[0] == counts{4'294'967'295u, 0}));
  hr::multinomial_resampler resampler{counts{1, 2}};
  BOOST_TEST(resampler.people() == 3u);
  random_stream random{headway::seed{1}};
  counts wrong(3);
  BOOST_CHECK_THROW(resampler.draw(random, wrong), headway::error);
  BOOST_CHECK_THROW((hr::multinomial_resampler{counts{4'294'967'295u, 1}}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
