#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/laplace.hpp>

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
