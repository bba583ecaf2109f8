#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>
#include <random>
#include <span>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/numeric/random.hpp>
#include <headway/numeric/special.hpp>

namespace hn = headway::numeric;
using headway::seed;

static_assert(std::uniform_random_bit_generator<hn::random_stream>);
static_assert(std::uniform_random_bit_generator<hn::quick_stream>);

namespace {

/// Largest distance between the empirical distribution of `values` and `cdf`, times sqrt(n): above 1.95 once in a thousand seeds.
double kolmogorov(std::vector<double> values, const auto& cdf) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double p = cdf(values[i]);
    distance = (std::max)({distance, p - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - p});
  }
  return distance * std::sqrt(n);
}

std::vector<double> sample(std::size_t n, std::uint64_t stream, const auto& draw) {
  hn::random_stream random{seed{20240501}, stream};
  std::vector<double> out(n);
  for (double& each : out) { each = draw(random); }
  return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(random_test)

BOOST_AUTO_TEST_CASE(philox_gives_the_published_answers) {
  // Random123 1.14.0, tests/kat_vectors, philox4x32 10.
  using words = std::array<std::uint32_t, 4>;
  static_assert(hn::philox4x32({0, 0, 0, 0}, {0, 0}) == words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  static_assert(hn::philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
                words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  const words pi = hn::philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0});
  BOOST_TEST((pi == words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

BOOST_AUTO_TEST_CASE(a_stream_is_a_function_of_seed_stream_and_position) {
  hn::random_stream random{seed{0x0123456789abcdef}, 0xfedcba9876543210};
  for (std::uint32_t block = 0; block < 3; ++block) {
    const auto words = hn::philox4x32({block, 0, 0x76543210, 0xfedcba98}, {0x89abcdef, 0x01234567});
    BOOST_TEST(random() == (words[0] | std::uint64_t{words[1]} << 32));
    hn::random_stream copy = random;
    const std::uint64_t second = words[2] | std::uint64_t{words[3]} << 32;
    BOOST_TEST(copy() == second);
    BOOST_TEST(random() == second);
  }
  hn::random_stream a{seed{1}, 0};
  hn::random_stream b{seed{1}, 1};
  hn::random_stream c{seed{2}, 0};
  const std::uint64_t first = a();
  BOOST_TEST(first != b());
  BOOST_TEST(first != c());
}

BOOST_AUTO_TEST_CASE(a_quick_stream_gives_the_published_answers) {
  // xoshiro256plusplus.c of its authors from the state 1, 2, 3, 4
  hn::quick_stream random{std::array<std::uint64_t, 4>{1, 2, 3, 4}};
  for (const std::uint64_t expected : {41943041ull, 58720359ull, 3588806011781223ull, 3591011842654386ull, 9228616714210784205ull, 9973669472204895162ull, 14011001112246962877ull,
                                       12406186145184390807ull, 15849039046786891736ull, 10450023813501588000ull}) {
    BOOST_TEST(random() == expected);
  }
}

BOOST_AUTO_TEST_CASE(a_quick_stream_is_a_function_of_seed_and_stream) {
  hn::random_stream start{seed{77}, 5};
  const std::uint64_t a = start(), b = start(), c = start(), d = start();
  hn::quick_stream from_state{std::array<std::uint64_t, 4>{a, b, c, d}};
  hn::quick_stream random{seed{77}, 5};
  hn::quick_stream other{seed{77}, 6};
  const std::uint64_t first = random();
  BOOST_TEST(first == from_state());
  BOOST_TEST(first != other());
}

BOOST_AUTO_TEST_CASE(uniform_numbers) {
  const auto values = sample(100000, 1, [](auto& random) { return hn::draw_uniform(random); });
  BOOST_TEST(kolmogorov(values, [](double x) { return x; }) < 1.95);
  for (const double u : values) {
    BOOST_TEST_REQUIRE((0.0 < u && u < 1.0));
    BOOST_TEST_REQUIRE(std::fmod(u * 0x1p53, 2.0) == 1.0); // an odd multiple of 2^-53
  }
}

BOOST_AUTO_TEST_CASE(whole_numbers_below_a_bound) {
  hn::random_stream random{seed{3}};
  std::array<int, 7> seen{};
  for (int i = 0; i < 70000; ++i) { ++seen[hn::draw_below(random, 7)]; }
  double chi_square = 0.0;
  for (const int each : seen) { chi_square += (each - 10000.0) * (each - 10000.0) / 10000.0; }
  BOOST_TEST(chi_square < 22.5); // 6 degrees of freedom, 0.1 %
  BOOST_TEST(hn::draw_below(random, 1) == 0u);
  for (int i = 0; i < 100; ++i) { BOOST_TEST_REQUIRE(hn::draw_below(random, (1ull << 63) + 1) <= (1ull << 63)); }
  BOOST_CHECK_THROW((void)hn::draw_below(random, 0), headway::error);
}

BOOST_AUTO_TEST_CASE(normal_numbers) {
  const auto values = sample(100000, 2, [](auto& random) { return hn::draw_normal(random); });
  BOOST_TEST(kolmogorov(values, [](double x) { return hn::normal_cdf(x); }) < 1.95);
}

BOOST_AUTO_TEST_CASE(beta_numbers) {
  std::uint64_t stream = 10;
  for (const auto& [a, b] : {std::pair{0.2, 0.3}, std::pair{0.5, 4.0}, std::pair{1.0, 1.0}, std::pair{3.0, 7.5}, std::pair{200.0, 90.0}}) {
    const auto values = sample(40000, ++stream, [a = a, b = b](auto& random) { return hn::draw_beta(random, a, b); });
    BOOST_TEST(kolmogorov(values, [a = a, b = b](double x) { return hn::beta_cdf(x, a, b); }) < 1.95);
  }
}

BOOST_AUTO_TEST_CASE(gamma_numbers) {
  // Mean and variance equal the shape; with integer shape k, P(G > x) = exp(-x) times the sum of x^j / j! for j < k.
  std::uint64_t stream = 30;
  for (const double shape : {0.05, 0.7, 1.0, 2.5, 60.0}) {
    const auto values = sample(100000, ++stream, [shape](auto& random) { return hn::draw_gamma(random, shape); });
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    BOOST_TEST(std::fabs(mean - shape) < 4.0 * std::sqrt(shape / n));
    double variance = 0.0;
    for (const double each : values) { variance += (each - mean) * (each - mean) / n; }
    BOOST_TEST(std::fabs(variance - shape) < 4.0 * std::sqrt((2.0 * shape * shape + 6.0 * shape) / n));
  }
  const auto three = sample(40000, ++stream, [](auto& random) { return hn::draw_gamma(random, 3.0); });
  BOOST_TEST(kolmogorov(three, [](double x) { return 1.0 - std::exp(-x) * (1.0 + x + 0.5 * x * x); }) < 1.95);
}

BOOST_AUTO_TEST_CASE(dirichlet_shares) {
  hn::random_stream random{seed{5}};
  const std::vector<double> mass{0.2, 0.0, 3.0, 1.0};
  const double total = 4.2;
  std::vector<double> shares(4);
  std::vector<double> third;
  for (int i = 0; i < 40000; ++i) {
    hn::draw_dirichlet(random, mass, shares);
    BOOST_TEST_REQUIRE(std::fabs(std::accumulate(shares.begin(), shares.end(), 0.0) - 1.0) < 1e-14);
    BOOST_TEST_REQUIRE(shares[1] == 0.0);
    third.push_back(shares[2]);
  }
  BOOST_TEST(kolmogorov(third, [&](double x) { return hn::beta_cdf(x, 3.0, total - 3.0); }) < 1.95);
  // Masses so small that plain gamma numbers would all be 0: one share takes nearly everything, each equally often.
  const std::vector<double> tiny(4, 1e-5);
  std::array<int, 4> winner{};
  for (int i = 0; i < 4000; ++i) {
    hn::draw_dirichlet(random, tiny, shares);
    ++winner[static_cast<std::size_t>(std::max_element(shares.begin(), shares.end()) - shares.begin())];
  }
  for (const int each : winner) { BOOST_TEST(std::abs(each - 1000) < 4 * 28); }
}

BOOST_AUTO_TEST_CASE(binomial_numbers) {
  std::uint64_t stream = 50;
  for (const auto& [n, share] : {std::pair{5u, 0.3}, std::pair{16u, 0.5}, std::pair{17u, 0.02}, std::pair{100u, 0.9}, std::pair{100000u, 0.4}}) {
    hn::random_stream random{seed{6}, ++stream};
    constexpr int draws = 40000;
    std::map<std::uint64_t, int> seen;
    for (int i = 0; i < draws; ++i) { ++seen[hn::draw_binomial(random, n, share)]; }
    double below = 0.0;
    double distance = 0.0;
    for (const auto& [x, times] : seen) {
      below += times;
      distance = (std::max)(distance, std::fabs(below / draws - hn::binomial_cdf(x, n, share)));
    }
    BOOST_TEST(distance * std::sqrt(draws) < 1.95); // conservative for a discrete distribution
  }
  hn::random_stream random{seed{6}};
  BOOST_TEST(hn::draw_binomial(random, 1000, 0.0) == 0u);
  BOOST_TEST(hn::draw_binomial(random, 1000, 1.0) == 1000u);
  BOOST_TEST(hn::draw_binomial(random, 0, 0.5) == 0u);
}

BOOST_AUTO_TEST_CASE(hypergeometric_numbers) {
  std::uint64_t stream = 70;
  struct urn {
    std::uint64_t marked;
    std::uint64_t others;
    std::uint64_t drawn;
  };
  for (const auto& [marked, others, drawn] : {urn{5, 7, 4}, urn{3, 2, 4}, urn{1, 1, 1}, urn{50, 20, 35}, urn{4, 600, 300}, urn{3000, 7000, 2000}}) {
    hn::random_stream random{seed{61}, ++stream};
    constexpr int draws = 40000;
    std::map<std::uint64_t, int> seen;
    for (int i = 0; i < draws; ++i) { ++seen[hn::draw_hypergeometric(random, marked, others, drawn)]; }
    // the law from its ratios, summed from the lowest number
    const std::uint64_t lowest = drawn > others ? drawn - others : 0;
    const std::uint64_t highest = (std::min)(marked, drawn);
    std::vector<double> law{0.0}; // logarithms
    for (std::uint64_t x = lowest; x < highest; ++x) {
      law.push_back(law.back() + std::log(static_cast<double>(marked - x) * static_cast<double>(drawn - x)) - std::log(static_cast<double>(x + 1) * static_cast<double>(others + x + 1 - drawn)));
    }
    const double top = *std::max_element(law.begin(), law.end());
    double whole = 0.0;
    for (double& each : law) { whole += each = std::exp(each - top); }
    double below = 0.0;
    double cdf = 0.0;
    double distance = 0.0;
    for (std::uint64_t x = lowest; x <= highest; ++x) {
      below += seen.contains(x) ? seen[x] : 0;
      cdf += law[x - lowest] / whole;
      distance = (std::max)(distance, std::fabs(below / draws - cdf));
    }
    BOOST_TEST(below == draws); // none outside its range
    BOOST_TEST(distance * std::sqrt(draws) < 1.95);
  }
  hn::random_stream random{seed{61}};
  BOOST_TEST(hn::draw_hypergeometric(random, 0, 5, 3) == 0u);
  BOOST_TEST(hn::draw_hypergeometric(random, 5, 0, 3) == 3u);
  BOOST_TEST(hn::draw_hypergeometric(random, 5, 4, 0) == 0u);
  BOOST_TEST(hn::draw_hypergeometric(random, 5, 4, 9) == 5u);
  BOOST_CHECK_THROW((void)hn::draw_hypergeometric(random, 5, 4, 10), headway::error);
  BOOST_CHECK_THROW((void)hn::draw_hypergeometric(random, std::uint64_t{1} << 53, 4, 10), headway::error);
  const std::uint64_t many = hn::draw_hypergeometric(random, 400'000'000, 600'000'000, 1'000'000);
  BOOST_TEST(std::fabs(static_cast<double>(many) - 400'000.0) < 5.0 * 490.0);
}

BOOST_AUTO_TEST_CASE(multinomial_counts) {
  hn::random_stream random{seed{7}};
  const std::vector<double> weights{2.0, 0.0, 5.0, 3.0, 0.0};
  std::vector<std::uint32_t> out(5);
  std::array<double, 5> mean{};
  double product = 0.0;
  constexpr int draws = 20000;
  for (int i = 0; i < draws; ++i) {
    hn::draw_multinomial(random, 20, weights, out);
    BOOST_TEST_REQUIRE(std::accumulate(out.begin(), out.end(), 0u) == 20u);
    for (std::size_t k = 0; k < 5; ++k) { mean[k] += static_cast<double>(out[k]) / draws; }
    product += (out[0] - 4.0) * (out[2] - 10.0) / draws;
  }
  BOOST_TEST((mean[1] == 0.0 && mean[4] == 0.0));
  BOOST_TEST(std::fabs(mean[0] - 4.0) < 4.0 * std::sqrt(3.2 / draws));
  BOOST_TEST(std::fabs(mean[2] - 10.0) < 4.0 * std::sqrt(5.0 / draws));
  BOOST_TEST(std::fabs(product - -2.0) < 0.2); // covariance -n p q
}

BOOST_AUTO_TEST_CASE(shuffles_make_every_order_equally_likely) {
  hn::random_stream random{seed{8}};
  std::map<std::array<int, 4>, int> seen;
  for (int i = 0; i < 24000; ++i) {
    std::array<int, 4> values{1, 2, 3, 4};
    hn::shuffle(random, std::span<int>{values});
    ++seen[values];
  }
  BOOST_TEST(seen.size() == 24u);
  double chi_square = 0.0;
  for (const auto& [order, times] : seen) { chi_square += (times - 1000.0) * (times - 1000.0) / 1000.0; }
  BOOST_TEST(chi_square < 49.7); // 23 degrees of freedom, 0.1 %
}

BOOST_AUTO_TEST_CASE(misuse_throws) {
  hn::random_stream random{seed{9}};
  std::array<double, 2> two{};
  std::array<std::uint32_t, 2> counts{};
  BOOST_CHECK_THROW((void)hn::draw_gamma(random, 0.0), headway::error);
  BOOST_CHECK_THROW((void)hn::draw_beta(random, 1.0, -1.0), headway::error);
  BOOST_CHECK_THROW((void)hn::draw_binomial(random, 3, 1.5), headway::error);
  BOOST_CHECK_THROW(hn::draw_dirichlet(random, std::vector{1.0, 2.0, 3.0}, two), headway::error);
  BOOST_CHECK_THROW(hn::draw_dirichlet(random, std::vector{0.0, 0.0}, two), headway::error);
  BOOST_CHECK_THROW(hn::draw_dirichlet(random, std::vector{-1.0, 2.0}, two), headway::error);
  BOOST_CHECK_THROW(hn::draw_multinomial(random, 3, std::vector{0.0, 0.0}, counts), headway::error);
  BOOST_CHECK_THROW(hn::draw_multinomial(random, 3, std::vector{1.0}, counts), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
