#include <cmath>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/laplace.hpp>
#include <headway/models/predict.hpp>

#include "support/gradients.hpp"

BOOST_AUTO_TEST_SUITE(laplace_test)

namespace {

namespace hm = headway::models;

/// Random rows of crossed and nested effects, some with coefficients, some rows without an effect.
hm::model_rows random_rows(unsigned seed, std::size_t n, std::size_t levels, std::size_t fixed, std::size_t scale, std::size_t sets) {
  std::mt19937 random{seed};
  std::uniform_real_distribution<double> between{-1.0, 1.0};
  hm::model_rows out;
  out.levels = levels;
  out.fixed_terms = fixed;
  out.scale_terms = scale;
  out.threshold_sets = sets;
  hm::random_term rater{"rater", 6, {}, {}, {}};
  hm::random_term item{"item", 9, {}, {}, {}};
  hm::random_term walk{"walk", 4, {}, {}, {0}};
  for (std::size_t i = 0; i < n; ++i) {
    out.answer.push_back(static_cast<std::int8_t>(i < levels ? i : random() % (levels + (i % 7 == 0)) % levels));
    if (seed % 2 == 0) { out.weight.push_back(0.5 + static_cast<double>(random() % 3)); }
    for (std::size_t t = 0; t < fixed; ++t) { out.fixed.push_back(between(random)); }
    for (std::size_t t = 0; t < scale; ++t) { out.scale.push_back(between(random)); }
    out.threshold_set.push_back(static_cast<std::uint16_t>(random() % sets));
    rater.effect.push_back(static_cast<std::uint32_t>(random() % 6));
    item.effect.push_back(i % 11 == 3 ? hm::random_term::none : static_cast<std::uint32_t>(random() % 9));
    for (std::size_t e = 0; e < i % 4; ++e) { // a walk: the sum of the steps so far
      walk.effect.push_back(static_cast<std::uint32_t>(e));
      walk.coefficient.push_back(0.5 + 0.25 * static_cast<double>(e));
    }
    walk.start.push_back(walk.effect.size());
  }
  out.random = {rater, item, walk};
  return out;
}

using headway::test::differentiates;

/// The same with raters alone, whose effects rows have with unlike coefficients.
hm::model_rows one_group(unsigned seed, std::size_t n, std::size_t levels, std::size_t scale) {
  hm::model_rows out = random_rows(seed, n, levels, 1, scale, 1);
  out.random.resize(1);
  for (std::size_t i = 0; i < n; ++i) {
    out.random[0].coefficient.push_back(i % 3 == 0 ? -1.0 : 1.0);
    if (i % 13 == 5) { out.random[0].effect[i] = hm::random_term::none; }
  }
  return out;
}

/// Minus the log likelihood of rows with one group by the trapezoidal rule, effect by effect.
double on_a_grid(const hm::model_rows& in, hm::link_kind link, std::span<const double> at, hm::laplace& model) {
  std::vector<double> tau(in.levels - 1), probability(in.levels);
  model.thresholds().expand(at.first(model.thresholds().parameters()), tau);
  const double beta = at[model.layout().first_fixed()];
  const double deviation = std::exp(at[model.layout().first_block()]);
  const auto log_rows = [&](std::uint32_t of, double u) {
    double sum = 0.0;
    for (std::size_t i = 0; i < in.answer.size(); ++i) {
      if (in.random[0].effect[i] != of) { continue; }
      const double shift = of == hm::random_term::none ? 0.0 : in.random[0].coefficient[i] * u;
      hm::level_probabilities(link, tau, beta * in.fixed[i] + shift, probability);
      sum += (in.weight.empty() ? 1.0 : in.weight[i]) * std::log(probability[static_cast<std::size_t>(in.answer[i])]);
    }
    return sum;
  };
  double total = -log_rows(hm::random_term::none, 0.0);
  for (std::uint32_t e = 0; e < in.random[0].effects; ++e) {
    double sum = 0.0;
    for (int g = -160; g <= 160; ++g) {
      const double b = 0.05 * g;
      sum += 0.05 * 0.39894228040143268 * std::exp(log_rows(e, deviation * b) - 0.5 * b * b);
    }
    total -= std::log(sum);
  }
  return total;
}

} // namespace

BOOST_AUTO_TEST_CASE(gradient_equals_differences) {
  unsigned seed = 0;
  for (const auto link : {hm::link_kind::logit, hm::link_kind::probit, hm::link_kind::cloglog, hm::link_kind::adjacent_category, hm::link_kind::loglog}) {
    for (const std::size_t levels : {2u, 3u, 5u}) {
      for (const std::size_t scale : {0u, 2u}) {
        for (const std::size_t sets : {1u, 2u}) {
          ++seed;
          BOOST_TEST_CONTEXT(name(link) << ", " << levels << " levels, " << scale << " scale terms, " << sets << " sets") {
            differentiates(random_rows(seed, 120, levels, 2, scale, sets), {.link = link, .threshold_prior = seed % 3 == 0 ? 1.5 : 0.0, .deviation_rate = seed % 2 == 0 ? 2.0 : 0.0, .coefficient_deviation = seed % 5 == 0 ? 3.0 : 0.0}, seed);
          }
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(quadrature_has_its_own_exact_gradient) {
  unsigned seed = 40;
  for (const auto link : {hm::link_kind::logit, hm::link_kind::probit, hm::link_kind::adjacent_category}) {
    for (const std::size_t points : {2u, 3u, 7u}) {
      for (const std::size_t scale : {0u, 1u}) {
        ++seed;
        BOOST_TEST_CONTEXT(name(link) << ", " << points << " points, " << scale << " scale terms") {
          differentiates(one_group(seed, 60, 4, scale), {.link = link, .quadrature = points}, seed);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(quadrature_comes_to_the_integral) {
  for (const auto link : {hm::link_kind::logit, hm::link_kind::probit, hm::link_kind::cloglog, hm::link_kind::adjacent_category}) {
    const hm::model_rows rows = one_group(50, 40, 3, 0);
    const hm::packed_rows packed{rows};
    hm::laplace approximate{packed, {.link = link}}, few{packed, {.link = link, .quadrature = 9}}, many{packed, {.link = link, .quadrature = 25}};
    std::vector<double> at = approximate.start();
    at[approximate.layout().first_fixed()] = 0.4;
    at[approximate.layout().first_block()] = 0.3;
    const double right = on_a_grid(rows, link, at, approximate);
    const double laplace = std::fabs(*approximate.evaluate(at) - right);
    BOOST_TEST_CONTEXT(name(link)) {
      BOOST_CHECK_SMALL(*many.evaluate(at) - right, 1e-7);
      BOOST_TEST(std::fabs(*few.evaluate(at) - right) < 0.3 * laplace);
      BOOST_TEST(laplace > 1e-4); // so there was something to gain
    }
  }
}

BOOST_AUTO_TEST_CASE(quadrature_needs_one_effect_a_row) {
  const hm::packed_rows two{random_rows(1, 60, 3, 0, 0, 1)};
  BOOST_CHECK_THROW((hm::laplace{two, {.quadrature = 5}}), headway::error);
  const hm::packed_rows one{one_group(1, 60, 3, 0)};
  BOOST_CHECK_THROW((hm::laplace{one, {.quadrature = 0}}), headway::error);
  BOOST_CHECK_THROW((hm::laplace{one, {.quadrature = 51}}), headway::error);
}

BOOST_AUTO_TEST_CASE(every_threshold_structure) {
  for (const auto structure : {hm::threshold_structure::equidistant, hm::threshold_structure::symmetric, hm::threshold_structure::symmetric_zero}) {
    for (const std::size_t levels : {2u, 3u, 4u, 5u, 6u}) {
      BOOST_TEST_CONTEXT(name(structure) << " " << levels) { differentiates(random_rows(7, 90, levels, 1, 0, 1), {.thresholds = structure}, 3); }
    }
  }
}

BOOST_AUTO_TEST_CASE(order_of_rows_and_threads_change_nothing) {
  const hm::model_rows rows = random_rows(4, 3000, 5, 2, 0, 1);
  hm::model_rows turned = rows;
  const std::size_t n = rows.answer.size();
  turned.random[2].effect.clear();
  turned.random[2].coefficient.clear();
  turned.random[2].start = {0};
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t from = n - 1 - i;
    turned.answer[i] = rows.answer[from];
    turned.weight[i] = rows.weight[from];
    for (std::size_t t = 0; t < 2; ++t) { turned.fixed[2 * i + t] = rows.fixed[2 * from + t]; }
    for (std::size_t b = 0; b < 2; ++b) { turned.random[b].effect[i] = rows.random[b].effect[from]; }
    for (std::size_t e = rows.random[2].start[from]; e < rows.random[2].start[from + 1]; ++e) {
      turned.random[2].effect.push_back(rows.random[2].effect[e]);
      turned.random[2].coefficient.push_back(rows.random[2].coefficient[e]);
    }
    turned.random[2].start.push_back(turned.random[2].effect.size());
  }
  const hm::packed_rows a{rows}, b{turned};
  hm::laplace one{a, {}}, two{b, {}}, threaded{a, {.threads = 2}};
  const std::vector<double> at = one.start();
  std::vector<double> g1(at.size()), g2(at.size()), g3(at.size());
  const double v1 = *one.evaluate(at, g1), v2 = *two.evaluate(at, g2), v3 = *threaded.evaluate(at, g3);
  BOOST_TEST(v1 == v2);
  BOOST_TEST(v1 == v3);
  BOOST_TEST(g1 == g2);
  BOOST_TEST(g1 == g3);
}

BOOST_AUTO_TEST_SUITE_END()
