#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/profile/balanced.hpp>

namespace tt = boost::test_tools;
namespace hp = headway::profile;
namespace hn = headway::numeric;
using headway::confidence_level;
using headway::status;

namespace {

using counts = std::vector<std::uint32_t>;

/// How often the interval of P(Y = 1) on two levels holds the truth, for sectors of `sizes` with true shares `p`: the sum over all outcomes.
double coverage(const counts& sizes, const std::vector<double>& p) {
  double truth = 0.0;
  for (const double each : p) { truth += each / static_cast<double>(p.size()); }
  double covered = 0.0;
  counts c(2 * sizes.size());
  const auto go = [&](const auto& self, std::size_t sector, double weight) -> void {
    if (sector == sizes.size()) {
      const hn::interval range = hp::sector_balanced_profile(c, 2).at_least[1].range;
      covered += range.lower <= truth + 1e-9 && truth - 1e-9 <= range.upper ? weight : 0.0;
      return;
    }
    double ways = 1.0;
    for (std::uint32_t x = 0; x <= sizes[sector]; ++x) {
      c[2 * sector] = sizes[sector] - x;
      c[2 * sector + 1] = x;
      self(self, sector + 1, weight * ways * std::pow(p[sector], x) * std::pow(1.0 - p[sector], sizes[sector] - x));
      ways *= static_cast<double>(sizes[sector] - x) / (x + 1.0);
    }
  };
  go(go, 0, 1.0);
  return covered;
}

} // namespace

BOOST_AUTO_TEST_SUITE(balanced_test)

BOOST_AUTO_TEST_CASE(one_sector_is_the_plain_share_with_its_exact_interval) {
  const counts c{2, 5, 7, 4, 2};
  const hp::cumulative_profile profile = hp::plain_profile(c, {confidence_level{0.9}});
  BOOST_TEST((profile.levels == 5 && profile.sectors == 1 && profile.n == 20 && profile.status == status::ok));
  const std::uint64_t above[] = {20, 18, 13, 6, 2};
  for (std::size_t k = 1; k < 5; ++k) {
    const hn::interval exact = hn::clopper_pearson(above[k], 20, confidence_level{0.9});
    BOOST_TEST(profile.at_least[k].share == static_cast<double>(above[k]) / 20.0, tt::tolerance(1e-15));
    BOOST_TEST(std::fabs(profile.at_least[k].range.lower - exact.lower) < 1e-12);
    BOOST_TEST(std::fabs(profile.at_least[k].range.upper - exact.upper) < 1e-12);
  }
  BOOST_TEST(profile.at_least[0].share == 1.0);
  BOOST_TEST((profile.at_least[0].range == hn::interval{1.0, 1.0}));
}

BOOST_AUTO_TEST_CASE(every_sector_is_one_voice) {
  // One teacher at the top, nine officers at the bottom, nobody from a third sector.
  const counts c{0, 0, 1, 9, 0, 0, 0, 0, 0};
  const hp::cumulative_profile profile = hp::sector_balanced_profile(c, 3);
  BOOST_TEST((profile.sectors == 2 && profile.n == 10));
  BOOST_TEST(profile.at_least[1].share == 0.5);
  BOOST_TEST(profile.at_least[2].share == 0.5);
  BOOST_TEST(hp::plain_profile(counts{9, 0, 1}).at_least[2].share == 0.1);
  // The single teacher leaves much open, the nine officers little.
  BOOST_TEST(profile.at_least[2].range.lower < 0.05);
  BOOST_TEST(profile.at_least[2].range.upper < 0.75);
}

BOOST_AUTO_TEST_CASE(interval_of_two_sectors_by_hand) {
  // Shares 2/3 and 1/4. Low: Beta(2, 1 + e) and Beta(1, 3 + e) with e = 1 / cbrt(2); mean and variance of their average, then a beta on 0..1.
  const double e = 1.0 / std::cbrt(2.0);
  const double n1 = 3.0 + e;
  const double n2 = 4.0 + e;
  const double mean = 0.5 * (2.0 / n1 + 1.0 / n2);
  const double variance = 0.25 * (2.0 * (1.0 + e) / (n1 * n1 * (n1 + 1.0)) + (3.0 + e) / (n2 * n2 * (n2 + 1.0)));
  const double sum = mean * (1.0 - mean) / variance - 1.0;
  const hp::cumulative_profile profile = hp::sector_balanced_profile(counts{1, 2, 3, 1}, 2);
  BOOST_TEST(profile.at_least[1].range.lower == hn::beta_quantile(0.025, mean * sum, (1.0 - mean) * sum), tt::tolerance(1e-12));
  BOOST_TEST(profile.at_least[1].share == 0.5 * (2.0 / 3.0 + 0.25), tt::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(reversing_the_scale_mirrors_the_profile) {
  const counts c{1, 2, 0, 4, 0, 3, 1, 1, 5, 0, 0, 0};
  counts back;
  for (std::size_t row = 0; row < c.size(); row += 4) {
    for (std::size_t k = 4; k-- > 0;) { back.push_back(c[row + k]); }
  }
  const hp::cumulative_profile there = hp::sector_balanced_profile(c, 4);
  const hp::cumulative_profile mirrored = hp::sector_balanced_profile(back, 4);
  for (std::size_t k = 1; k < 4; ++k) {
    BOOST_TEST(std::fabs(there.at_least[k].share - (1.0 - mirrored.at_least[4 - k].share)) < 1e-15);
    BOOST_TEST(std::fabs(there.at_least[k].range.lower - (1.0 - mirrored.at_least[4 - k].range.upper)) < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(intervals_hold_their_share_and_fall_with_the_level) {
  for (std::uint32_t pattern = 0; pattern < 4096; ++pattern) {
    counts c(15);
    std::uint32_t random = pattern * 2654435761u + 1;
    for (auto& each : c) {
      random = random * 1664525u + 1013904223u;
      each = (random >> 28) % 5;
    }
    const hp::cumulative_profile profile = hp::sector_balanced_profile(c, 5);
    for (std::size_t k = 1; k < 5 && profile.n > 0; ++k) {
      BOOST_TEST_REQUIRE(profile.at_least[k].range.contains(profile.at_least[k].share));
      BOOST_TEST_REQUIRE((profile.at_least[k].range.lower >= 0.0 && profile.at_least[k].range.upper <= 1.0));
      BOOST_TEST_REQUIRE(profile.at_least[k].share <= profile.at_least[k - 1].share);
      BOOST_TEST_REQUIRE(profile.at_least[k].range.lower <= profile.at_least[k - 1].range.lower + 1e-12);
      BOOST_TEST_REQUIRE(profile.at_least[k].range.upper <= profile.at_least[k - 1].range.upper + 1e-12);
    }
  }
}

BOOST_AUTO_TEST_CASE(interval_covers_in_small_and_uneven_panels) {
  for (const counts& sizes : {counts{5, 5, 5, 5}, counts{1, 2, 5, 8}, counts{2, 2, 2, 2}, counts{1, 1, 9}, counts{1, 19}, counts{3, 3, 3, 3, 3}, counts{20}}) {
    for (const double base : {0.01, 0.05, 0.2, 0.5, 0.9}) {
      for (const double tilt : {0.0, 1.5}) {
        std::vector<double> p(sizes.size());
        for (std::size_t s = 0; s < p.size(); ++s) {
          const double shift = tilt * (2.0 * static_cast<double>(s) / static_cast<double>((std::max)(p.size() - 1, std::size_t{1})) - 1.0);
          p[s] = 1.0 / (1.0 + std::exp(-(std::log(base / (1.0 - base)) + shift)));
        }
        BOOST_TEST(coverage(sizes, p) >= 0.95);
      }
    }
    for (const double alone : {0.2, 0.35, 0.5, 0.6, 0.8}) { // only one sector is of two minds
      std::vector<double> p(sizes.size());
      p.back() = alone;
      BOOST_TEST(coverage(sizes, p) >= 0.94);
    }
  }
}

BOOST_AUTO_TEST_CASE(nobody_one_and_few) {
  const hp::cumulative_profile nobody = hp::sector_balanced_profile(counts{0, 0, 0, 0}, 2);
  BOOST_TEST((nobody.status == status::no_data && nobody.n == 0 && nobody.sectors == 0));
  BOOST_TEST((nobody.at_least[1].range == hn::interval{0.0, 1.0}));
  BOOST_TEST((hp::sector_balanced_profile({}, 5).status == status::no_data));
  BOOST_TEST((hp::plain_profile(counts{0, 1}).status == status::value_only));
  BOOST_TEST((hp::plain_profile(counts{3, 1}).status == status::mostly_prior));
  BOOST_TEST((hp::plain_profile(counts{4, 1}).status == status::ok));
}

BOOST_AUTO_TEST_CASE(sixteen_levels) {
  const counts c(16, 1u);
  const hp::cumulative_profile profile = hp::plain_profile(c);
  for (std::size_t k = 0; k < 16; ++k) { BOOST_TEST(profile.at_least[k].share == static_cast<double>(16 - k) / 16.0, tt::tolerance(1e-15)); }
}

BOOST_AUTO_TEST_CASE(misuse_throws) {
  BOOST_CHECK_THROW((void)hp::plain_profile(counts{4}), headway::error);
  BOOST_CHECK_THROW((void)hp::plain_profile(counts(17, 1u)), headway::error);
  BOOST_CHECK_THROW((void)hp::sector_balanced_profile(counts{1, 2, 3}, 2), headway::error);
  BOOST_CHECK_THROW((void)hp::sector_balanced_profile(counts{1, 2, 3}, 1), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
