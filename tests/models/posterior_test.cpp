#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/posterior.hpp>

BOOST_AUTO_TEST_SUITE(posterior_test)

namespace {

namespace hm = headway::models;

/// Marks of some people who differ with a standard deviation, on a scale with these thresholds.
hm::model_rows drawn(std::mt19937_64& random, std::size_t people, std::size_t each, const std::vector<double>& threshold, const std::vector<double>& effect) {
  std::uniform_real_distribution<double> uniform;
  hm::model_rows out;
  out.levels = threshold.size() + 1;
  out.random = {{"person", people, {}, {}, {}}};
  for (std::uint32_t p = 0; p < people; ++p) {
    for (std::size_t i = 0; i < each; ++i) {
      const double u = uniform(random);
      const double at = effect[p] + std::log(u / (1.0 - u));
      out.answer.push_back(static_cast<std::int8_t>(std::count_if(threshold.begin(), threshold.end(), [&](double t) { return at > t; })));
      out.random[0].effect.push_back(p);
    }
  }
  return out;
}

struct moments {
  double mean{};
  double deviation{};
};
moments of(const std::vector<double>& values) {
  moments out;
  for (const double v : values) { out.mean += v / static_cast<double>(values.size()); }
  for (const double v : values) { out.deviation += (v - out.mean) * (v - out.mean) / static_cast<double>(values.size()); }
  out.deviation = std::sqrt(out.deviation);
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(draws_agree_with_integration_on_a_grid) {
  std::mt19937_64 random{5};
  const hm::packed_rows rows{drawn(random, 6, 6, {-0.8, 0.9}, {-1.0, -0.4, 0.0, 0.3, 0.7, 1.4})};
  hm::posterior_options options;
  options.nodes = 16'384;
  options.draws = 20'000;
  const hm::posterior found = hm::sample_posterior(rows, options);
  BOOST_TEST_REQUIRE((found.status == headway::status::ok));
  BOOST_TEST(found.draws == 20'000u);
  BOOST_TEST(found.effective_nodes > 4000.0);

  // the same by sums over first threshold, log gap and log standard deviation
  hm::laplace model{rows, options.model};
  constexpr int points = 26;
  std::array<double, 5> first{};
  std::array<double, 5> second{};
  double total = 0.0;
  double lowest = 1e300;
  struct place {
    double value;
    std::array<double, 5> figures;
  };
  std::vector<place> places;
  for (int a = 0; a < points; ++a) {
    for (int b = 0; b < points; ++b) {
      for (int c = 0; c < 40; ++c) { // down to a ten-thousandth: a standard deviation near 0 has weight of its own
        const std::vector<double> at{-5.0 + 7.0 * a / (points - 1), -1.0 + 3.0 * b / (points - 1), -9.0 + 10.5 * c / 39};
        const auto value = model.evaluate(at);
        if (!value) { continue; }
        const double deviation = std::exp(at[2]);
        places.push_back({*value, {at[0], at[0] + std::exp(at[1]), deviation, deviation * model.modes()[0], deviation * model.modes()[5]}});
        lowest = (std::min)(lowest, *value);
      }
    }
  }
  for (const place& p : places) {
    const double weight = std::exp(lowest - p.value);
    total += weight;
    for (std::size_t i = 0; i < 5; ++i) {
      first[i] += weight * p.figures[i];
      second[i] += weight * p.figures[i] * p.figures[i];
    }
  }
  for (std::size_t i = 0; i < 5; ++i) {
    std::vector<double> draws;
    for (std::size_t d = 0; d < found.draws; ++d) { draws.push_back(i < 3 ? found.parameters(d)[i] : found.effect(d)[i == 3 ? 0 : 5]); }
    const moments m = of(draws);
    const double mean = first[i] / total;
    BOOST_TEST_CONTEXT("figure " << i << ": " << m.mean << " for " << mean) {
      BOOST_CHECK_SMALL(m.mean - mean, 0.06 * m.deviation); // 4000 nodes' worth: 0.016 is one standard error
      if (i < 3) { BOOST_CHECK_SMALL(m.deviation / std::sqrt(second[i] / total - mean * mean) - 1.0, 0.06); } // effects also vary within a node
    }
  }
}

BOOST_AUTO_TEST_CASE(simulated_truths_have_uniform_ranks) { // Talts et al. 2018, truths drawn from the prior
  constexpr std::size_t runs = 200;
  constexpr std::size_t bins = 10;
  std::array<std::array<double, bins>, 3> count{};
  for (std::size_t run = 0; run < runs; ++run) {
    std::mt19937_64 random{1000 + run};
    std::exponential_distribution<double> share{1.0};
    std::normal_distribution<double> normal;
    std::array<double, 4> shares{};
    double sum = 0.0;
    for (double& s : shares) { sum += s = share(random); }
    std::vector<double> threshold;
    double below = 0.0;
    for (std::size_t k = 0; k < 3; ++k) {
      below += shares[k] / sum;
      threshold.push_back(std::log(below / (1.0 - below)));
    }
    const double deviation = std::exponential_distribution<double>{hm::posterior_options{}.model.deviation_rate}(random);
    std::vector<double> effect(6);
    for (double& e : effect) { e = deviation * normal(random); }
    const hm::packed_rows rows{drawn(random, 6, 8, threshold, effect)};
    hm::posterior_options options;
    options.nodes = 256;
    options.draws = 99;
    const hm::posterior found = hm::sample_posterior(rows, options);
    BOOST_TEST_REQUIRE((found.status == headway::status::ok));
    BOOST_TEST_REQUIRE(found.draws == 99u);
    std::array<std::size_t, 3> rank{};
    for (std::size_t d = 0; d < 99; ++d) {
      rank[0] += found.parameters(d)[0] < threshold[0] ? 1u : 0u;
      rank[1] += found.parameters(d)[3] < deviation ? 1u : 0u;
      rank[2] += found.effect(d)[0] < effect[0] ? 1u : 0u;
    }
    for (std::size_t i = 0; i < 3; ++i) { count[i][rank[i] * bins / 100] += 1.0; }
  }
  for (std::size_t i = 0; i < 3; ++i) {
    double chi_square = 0.0;
    for (const double c : count[i]) { chi_square += (c - 20.0) * (c - 20.0) / 20.0; }
    BOOST_TEST(chi_square < 27.9, "figure " << i << ": " << chi_square << " on 9 degrees of freedom"); // one in a thousand
  }
}

BOOST_AUTO_TEST_CASE(same_seed_same_bits_and_nothing_breaks) {
  std::mt19937_64 random{2};
  hm::model_rows in = drawn(random, 4, 3, {-0.5, 0.5, 1.5}, {0.0, 0.0, 0.0, 0.0});
  const hm::packed_rows rows{in};
  const hm::posterior one = hm::sample_posterior(rows);
  BOOST_TEST(one.effect_draws == hm::sample_posterior(rows).effect_draws);
  BOOST_TEST(one.effect_draws != hm::sample_posterior(rows, {.random_seed = headway::seed{2}}).effect_draws);
  for (const double v : one.parameter_draws) { BOOST_TEST_REQUIRE(std::isfinite(v)); }
  for (std::size_t d = 0; d < one.draws; ++d) { BOOST_TEST_REQUIRE(one.parameters(d)[3] > 0.0); } // no standard deviation is 0

  in.answer.assign(in.answer.size(), 1); // one level used: the priors decide
  BOOST_TEST((hm::sample_posterior(hm::packed_rows{in}).status == headway::status::ok));
  hm::model_rows none;
  none.levels = 4;
  BOOST_TEST((hm::sample_posterior(hm::packed_rows{none}).status == headway::status::no_data));
  BOOST_CHECK_THROW((void)hm::sample_posterior(rows, {.nodes = 2}), headway::error);
  in.fixed_terms = 1; // a term that tells nothing
  in.fixed.assign(in.answer.size(), 1.0);
  BOOST_TEST((hm::sample_posterior(hm::packed_rows{in}).status != headway::status::no_data));
}

BOOST_AUTO_TEST_SUITE_END()
