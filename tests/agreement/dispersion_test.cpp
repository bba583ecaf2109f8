#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/dispersion.hpp>

#include "reference_counts.hpp"

namespace tt = boost::test_tools;
namespace ha = headway::agreement;
using headway::confidence_level;
using headway::status;

namespace {

using counts = std::vector<std::uint32_t>;

counts reversed(const counts& c) { return {c.rbegin(), c.rend()}; }

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

/// D from the distances between people: 4 / (K - 1) times the mean distance in steps over pairs drawn with replacement, halved.
double by_pairs(const counts& c) {
  double n = 0.0;
  double sum = 0.0;
  for (std::size_t i = 0; i < c.size(); ++i) {
    n += c[i];
    for (std::size_t j = 0; j < i; ++j) { sum += static_cast<double>(i - j) * c[i] * c[j]; }
  }
  return 4.0 * sum / (static_cast<double>(c.size() - 1) * n * n);
}

/// How often the interval holds D when n raters are drawn from `p`: the exact sum over all outcomes.
double coverage(const std::vector<double>& p, std::uint32_t n, double confidence) {
  double below = 0.0;
  double truth = 0.0;
  for (std::size_t k = 0; k + 1 < p.size(); ++k) {
    below += p[k];
    truth += 4.0 * below * (1.0 - below) / static_cast<double>(p.size() - 1);
  }
  double covered = 0.0;
  counts c(p.size());
  spread(n, 0, c, [&](const counts& each) {
    double weight = 1.0;
    std::uint32_t left = n;
    for (std::size_t k = 0; k < p.size(); ++k) {
      for (std::uint32_t i = 0; i < each[k]; ++i, --left) { weight *= static_cast<double>(left) / (i + 1.0) * p[k]; }
    }
    if (weight > 0.0) {
      const auto range = ha::dispersion_of(each, {confidence_level{confidence}}).range;
      covered += range.lower <= truth + 1e-9 && truth - 1e-9 <= range.upper ? weight : 0.0;
    }
  });
  return covered;
}

} // namespace

BOOST_AUTO_TEST_SUITE(dispersion_test)

BOOST_AUTO_TEST_CASE(value_equals_reference_case_a08) {
  // D is one minus Blair and Lacy's l squared; Berry and Mielke's index divides by the most that n people can reach.
  const auto l2 = concentration_case::expected("blair_lacy_l2");
  const auto iov = concentration_case::expected("berry_mielke_iov");
  BOOST_TEST(l2.size() == 10u);
  for (const auto& [name, c] : concentration_case::distributions()) {
    BOOST_TEST_CONTEXT(name) {
      const ha::dispersion d = ha::dispersion_of(c);
      const auto n = static_cast<double>(d.n);
      const double most = d.n % 2 == 0 ? 1.0 : 1.0 - 1.0 / (n * n);
      BOOST_TEST(std::fabs(d.value - (1.0 - l2.at(name))) < 1e-9);
      BOOST_TEST(std::fabs(d.value / most - iov.at(name)) < 1e-9);
    }
  }
}

BOOST_AUTO_TEST_CASE(value_at_the_ends_of_its_range) {
  for (const std::size_t levels : {2u, 3u, 5u, 7u, 16u}) {
    counts same(levels);
    same[levels / 2] = 9;
    BOOST_TEST(ha::dispersion_of(same).value == 0.0);
    BOOST_TEST(ha::dispersion_of(same).range.lower == 0.0);
    counts ends(levels);
    ends.front() = ends.back() = 4;
    BOOST_TEST(ha::dispersion_of(ends).value == 1.0);
    BOOST_TEST(ha::dispersion_of(ends).range.upper == 1.0);
    BOOST_TEST(ha::dispersion_of(ends).unbiased == 8.0 / 7.0, tt::tolerance(1e-15));
  }
}

BOOST_AUTO_TEST_CASE(value_is_the_mean_distance_between_people) {
  counts c(4);
  spread(7, 0, c, [](const counts& each) { BOOST_TEST_REQUIRE(std::fabs(ha::dispersion_of(each).value - by_pairs(each)) < 1e-15); });
}

BOOST_AUTO_TEST_CASE(unbiased_is_right_on_average) {
  // Five raters from (.2, .5, .3): the mean of the unbiased value over all outcomes is D of the distribution.
  const std::vector<double> p{0.2, 0.5, 0.3};
  const double truth = 2.0 * (0.2 * 0.8 + 0.7 * 0.3);
  double mean = 0.0;
  counts c(3);
  spread(5, 0, c, [&](const counts& each) {
    const double ways = 120.0 / (std::tgamma(each[0] + 1.0) * std::tgamma(each[1] + 1.0) * std::tgamma(each[2] + 1.0));
    mean += ways * std::pow(p[0], each[0]) * std::pow(p[1], each[1]) * std::pow(p[2], each[2]) * ha::dispersion_of(each).unbiased;
  });
  BOOST_TEST(mean == truth, tt::tolerance(1e-13));
}

BOOST_AUTO_TEST_CASE(moments_equal_the_expanded_polynomial) {
  // D is the sum over i < j of 4 (j - i) / (K - 1) p_i p_j; with whole masses its Dirichlet moments are ratios of whole numbers.
  for (const counts& mass : {counts{3, 1, 0, 2, 5}, counts{1, 1}, counts{0, 4, 0}, counts{2, 0, 0, 0, 0, 0, 7}, counts{1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7}}) {
    const std::size_t levels = mass.size();
    std::int64_t n = 0;
    for (const auto each : mass) { n += each; }
    std::int64_t first = 0;
    std::int64_t second = 0;
    const auto rising = [&](std::array<std::size_t, 4> at) {
      std::int64_t product = 1;
      for (std::size_t i = 0; i < 4; ++i) {
        std::int64_t seen = 0;
        for (std::size_t j = 0; j < i; ++j) { seen += at[j] == at[i]; }
        product *= mass[at[i]] + seen;
      }
      return product;
    };
    for (std::size_t i = 0; i < levels; ++i) {
      for (std::size_t j = i + 1; j < levels; ++j) {
        first += static_cast<std::int64_t>(j - i) * mass[i] * mass[j];
        for (std::size_t k = 0; k < levels; ++k) {
          for (std::size_t l = k + 1; l < levels; ++l) { second += static_cast<std::int64_t>((j - i) * (l - k)) * rising({i, j, k, l}); }
        }
      }
    }
    const double scale = 4.0 / static_cast<double>(levels - 1);
    const double mean = scale * static_cast<double>(first) / static_cast<double>(n * (n + 1));
    const double square = scale * scale * static_cast<double>(second) / static_cast<double>(n * (n + 1) * (n + 2) * (n + 3));
    const std::vector<double> as_doubles{mass.begin(), mass.end()};
    const ha::detail::moments got = ha::detail::dirichlet_moments(as_doubles);
    BOOST_TEST(std::fabs(got.mean - mean) < 1e-15);
    BOOST_TEST(std::fabs(got.variance - (square - mean * mean)) < 1e-15);
  }
}

BOOST_AUTO_TEST_CASE(interval_equals_an_independent_program) {
  // From the definition in the comment of dispersion_of, written a second time in Python with scipy.special.betaincinv.
  struct expected {
    counts c;
    double lower, upper;
  };
  for (const auto& [c, lower, upper] : {expected{{2, 5, 7, 4, 2}, 0.3991050337588244, 0.8203216320617758},
                                        expected{{5, 0, 0, 0, 0}, 0.0, 1.0},
                                        expected{{0, 5, 0, 0, 0}, 0.0, 0.8806138706351114},
                                        expected{{3, 2}, 0.18990696491045342, 1.0},
                                        expected{{0, 0, 1, 4, 1}, 0.04990613156459119, 0.9955950670928813},
                                        expected{{6, 1, 0, 1, 5}, 0.6707540404102887, 1.0},
                                        expected{{0, 1, 0, 2, 9, 3, 1}, 0.14491571456472271, 0.7039456450777847},
                                        expected{{1, 1, 0}, 0.024687499999999973, 1.0}}) {
    const ha::dispersion d = ha::dispersion_of(c);
    BOOST_TEST(std::fabs(d.range.lower - lower) < 1e-11);
    BOOST_TEST(std::fabs(d.range.upper - upper) < 1e-11);
  }
}

BOOST_AUTO_TEST_CASE(interval_holds_the_value_and_grows_with_confidence) {
  counts c(5);
  for (const std::uint32_t n : {2u, 3u, 6u, 9u}) {
    spread(n, 0, c, [](const counts& each) {
      const ha::dispersion d = ha::dispersion_of(each);
      BOOST_TEST_REQUIRE((0.0 <= d.range.lower && d.range.lower <= d.value && d.value <= d.range.upper && d.range.upper <= 1.0));
      const ha::dispersion wide = ha::dispersion_of(each, {confidence_level{0.99}});
      BOOST_TEST_REQUIRE((wide.range.lower <= d.range.lower && d.range.upper <= wide.range.upper));
    });
  }
}

BOOST_AUTO_TEST_CASE(interval_covers_in_small_panels) {
  for (const std::uint32_t n : {3u, 5u, 8u}) {
    for (const std::vector<double>& p : {std::vector{0.5, 0.0, 0.0, 0.5}, std::vector{0.97, 0.03, 0.0, 0.0}, std::vector{0.9, 0.1, 0.0, 0.0},
                                         std::vector{0.25, 0.25, 0.25, 0.25}, std::vector{0.1, 0.2, 0.3, 0.4}, std::vector{0.6, 0.0, 0.0, 0.4},
                                         std::vector{0.0, 0.5, 0.5, 0.0}, std::vector{0.0, 1.0, 0.0, 0.0}}) {
      BOOST_TEST(coverage(p, n, 0.95) >= 0.95);
    }
  }
  for (const double share : {0.001, 0.01, 0.05, 0.1, 0.2, 0.35, 0.49, 0.5}) {
    for (const std::uint32_t n : {5u, 12u, 30u}) { BOOST_TEST(coverage({share, 1.0 - share}, n, 0.95) >= 0.95); }
  }
}

BOOST_AUTO_TEST_CASE(reversing_the_scale_changes_nothing) {
  for (const counts& c : {counts{2, 5, 7, 4, 2}, counts{9, 0, 1}, counts{0, 3, 4}, counts{30, 40, 210, 130, 530, 50, 10}}) {
    const ha::dispersion there = ha::dispersion_of(c);
    const ha::dispersion back = ha::dispersion_of(reversed(c));
    BOOST_TEST(there.value == back.value);
    BOOST_TEST(there.unbiased == back.unbiased);
    BOOST_TEST(std::fabs(there.range.lower - back.range.lower) < 1e-13);
    BOOST_TEST(std::fabs(there.range.upper - back.range.upper) < 1e-13);
  }
}

BOOST_AUTO_TEST_CASE(nobody_one_and_few) {
  const ha::dispersion nobody = ha::dispersion_of(counts{0, 0, 0});
  BOOST_TEST((nobody.status == status::no_data && nobody.n == 0 && nobody.value == 0.0 && nobody.range == headway::numeric::interval{0.0, 1.0}));
  const ha::dispersion one = ha::dispersion_of(counts{0, 1, 0});
  BOOST_TEST((one.status == status::value_only && one.value == 0.0 && one.unbiased == 0.0 && one.range == headway::numeric::interval{0.0, 1.0}));
  for (const std::uint32_t n : {2u, 3u, 4u}) { BOOST_TEST((ha::dispersion_of(counts{n - 1, 0, 1}).status == status::mostly_prior)); }
  BOOST_TEST((ha::dispersion_of(counts{4, 0, 1}).status == status::ok));
}

BOOST_AUTO_TEST_CASE(large_panels_narrow_onto_the_value) {
  const ha::dispersion d = ha::dispersion_of(counts{100000000u, 250000000u, 350000000u, 200000000u, 100000000u});
  BOOST_TEST(d.range.width() < 1e-4);
  BOOST_TEST(d.range.contains(d.value));
  const ha::dispersion most = ha::dispersion_of(counts{4294967295u, 4294967295u, 4294967295u, 4294967295u, 4294967295u});
  BOOST_TEST(std::fabs(most.value - 0.8) < 1e-12);
  BOOST_TEST(most.range.contains(most.value));
}

BOOST_AUTO_TEST_CASE(a_scale_has_2_to_16_levels) {
  BOOST_CHECK_THROW((void)ha::dispersion_of(counts{4}), headway::error);
  BOOST_CHECK_THROW((void)ha::dispersion_of(counts(17, 1u)), headway::error);
}

BOOST_AUTO_TEST_CASE(marks_give_what_their_counts_give_and_a_row_of_a_table) {
  const std::vector<std::int8_t> marks{0, 4, -1, 2, 2, 3, 3};
  const auto table = to_table(ha::dispersion_of(marks, 5));
  BOOST_TEST((table == to_table(ha::dispersion_of(counts{1, 0, 2, 2, 1}))));
  BOOST_TEST((table.rows() == 1 && table.at("low").valid()[0] == 1 && table.at("n").integers()[0] == 6 && table.at("status").texts()[0] == "ok"));
  const auto one = to_table(ha::dispersion_of(counts{0, 1, 0}));
  BOOST_TEST((one.at("value").reals()[0] == 0.0 && one.at("value").valid()[0] == 1 && one.at("low").valid()[0] == 0 && one.at("unbiased").valid()[0] == 0));
  BOOST_TEST(to_table(ha::dispersion_of(counts{0, 0})).at("value").valid()[0] == 0);
  BOOST_CHECK_THROW((void)ha::dispersion_of(marks, 4), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
