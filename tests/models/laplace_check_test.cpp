#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/base/error.hpp>
#include <headway/models/laplace_check.hpp>
#include <headway/models/predict.hpp>

BOOST_AUTO_TEST_SUITE(laplace_check_test)

namespace {

namespace hm = headway::models;

/// Answers of two levels, three a pair, where every row has an effect of either group.
hm::model_rows crossed(std::size_t first, std::size_t second) {
  hm::model_rows out;
  out.levels = 2;
  out.random = {{"first", first, {}, {}, {}}, {"second", second, {}, {}, {}}};
  for (std::uint32_t a = 0; a < first; ++a) {
    for (std::uint32_t b = 0; b < second; ++b) {
      for (std::uint32_t i = 0; i < 3; ++i) {
        out.answer.push_back(static_cast<std::int8_t>((a + 2 * b + i) % 4 == 0 ? 0 : 1));
        out.random[0].effect.push_back(a);
        out.random[1].effect.push_back(b);
      }
    }
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(two_effects_against_a_grid) {
  const hm::model_rows rows = crossed(1, 1);
  const hm::packed_rows packed{rows};
  hm::laplace model{packed, {}};
  const std::vector<double> at{-0.2, 0.5, 0.2}; // a threshold, logs of both standard deviations
  const double laplace = -*model.evaluate(at);
  std::vector<double> tau(1), probability(2);
  model.thresholds().expand(std::vector<double>{at[0]}, tau);
  double sum = 0.0;
  for (int i = -160; i <= 160; ++i) {
    for (int j = -160; j <= 160; ++j) {
      const double a = 0.05 * i, b = 0.05 * j;
      hm::level_probabilities(hm::link_kind::logit, tau, std::exp(at[1]) * a + std::exp(at[2]) * b, probability);
      double value = 1.0;
      for (const std::int8_t answer : rows.answer) { value *= probability[static_cast<std::size_t>(answer)]; }
      sum += 0.0025 / 6.283185307179586 * std::exp(-0.5 * (a * a + b * b)) * value;
    }
  }
  const double error = std::log(sum) - laplace;
  const auto found = hm::check_laplace(model, 4096);
  BOOST_TEST_REQUIRE(found.has_value());
  BOOST_TEST_MESSAGE("Laplace is " << error << " off; by sampling " << found->correction << " +- " << found->standard_error << ", share " << found->effective_share);
  BOOST_TEST(std::fabs(error) > 0.01); // so there was something to find
  BOOST_TEST(found->standard_error < 0.25 * std::fabs(error));
  BOOST_CHECK_SMALL(found->correction - error, 4.0 * found->standard_error);
  BOOST_TEST(found->effective_share > 0.5);
  BOOST_TEST(found->effective_share <= 1.0);
  const auto few = hm::check_laplace(model);
  BOOST_TEST(few->points == 256u);
  BOOST_CHECK_SMALL(few->correction - error, 4.0 * few->standard_error);
  BOOST_TEST(few->correction == hm::check_laplace(model)->correction); // the same points always
  BOOST_TEST(hm::describe(*few).empty());
}

BOOST_AUTO_TEST_CASE(it_leaves_the_model_as_it_was) {
  const hm::packed_rows packed{crossed(4, 5)};
  hm::laplace model{packed, {}}, other{packed, {}};
  const std::vector<double> at = model.start();
  std::vector<double> gradient(at.size()), again(at.size());
  const double before = *model.evaluate(at, gradient);
  (void)other.evaluate(at);
  (void)hm::check_laplace(model);
  BOOST_TEST((model.effect_errors() == other.effect_errors()));
  BOOST_CHECK_SMALL(*model.evaluate(at, again) - before, 1e-12);
}

BOOST_AUTO_TEST_CASE(where_there_is_nothing_to_check) {
  hm::model_rows rows = crossed(2, 2);
  rows.random.pop_back();
  const hm::packed_rows one{rows};
  hm::laplace integrated{one, {.quadrature = 7}}, untouched{one, {}};
  (void)integrated.evaluate(integrated.start());
  BOOST_TEST(!hm::check_laplace(integrated).has_value());
  BOOST_TEST(!hm::check_laplace(untouched).has_value()); // nothing was evaluated
  rows.random.clear();
  const hm::packed_rows none{rows};
  hm::laplace fixed{none, {}};
  (void)fixed.evaluate(fixed.start());
  BOOST_TEST(!hm::check_laplace(fixed).has_value());
  BOOST_CHECK_THROW((void)hm::check_laplace(fixed, 1), headway::error);
}

BOOST_AUTO_TEST_CASE(words) {
  BOOST_TEST(hm::describe({256, 0.1, 0.02, 0.8}).empty());
  BOOST_TEST(hm::describe({256, 0.8, 0.02, 0.8}).find("about 0.80 higher") != std::string::npos);
  BOOST_TEST(hm::describe({256, -1.5, 0.02, 0.8}).find("about 1.50 lower") != std::string::npos);
  BOOST_TEST(hm::describe({256, 0.8, 0.3, 0.8}).empty()); // may be chance
  BOOST_TEST(hm::describe({256, 0.1, 0.3, 0.02}).find("256 points are worth 5") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
