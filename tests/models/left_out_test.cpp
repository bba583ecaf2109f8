#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/disclosure/audience.hpp>
#include <headway/models/left_out_table.hpp>
#include <headway/models/predict.hpp>
#include <headway/models/shared_fit.hpp>

#include "support/study_maker.hpp"

BOOST_AUTO_TEST_SUITE(left_out_test)

namespace {

namespace hm = headway::models;

constexpr std::size_t people = 5;
constexpr std::size_t dimensions = 3;

/// Communities of people who differ much in severity.
headway::study<> places(std::size_t communities, unsigned seed) {
  std::mt19937_64 random{seed};
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  headway::test::study_maker made;
  for (std::size_t c = 0; c < communities; ++c) {
    for (std::size_t r = 0; r < people; ++r) {
      const double severity = 1.5 * normal(random);
      for (std::size_t d = 0; d < dimensions; ++d) {
        const double u = uniform(random);
        const double at = severity + std::log(u / (1.0 - u));
        int level = 0;
        for (const double tau : {-1.5, 0.0, 1.5}) { level += at > tau ? 1 : 0; }
        made.add("C" + std::to_string(c), "R1", "p" + std::to_string(c) + std::to_string(r), "s", d, level);
      }
    }
  }
  return made.build(headway::test::plain_rubric(dimensions, 4));
}

double real(const headway::table& t, const char* column, std::size_t row) { return t.at(column).reals()[row]; }

} // namespace

BOOST_AUTO_TEST_CASE(the_score_is_the_probability_of_marks_not_seen) {
  const headway::study<> all = places(3, 5);
  const auto fit = hm::fit_ordinal(all, {.blocks = std::vector{hm::block_kind::rater}, .draws = 20});
  const headway::table t = hm::left_out_table(fit);
  BOOST_TEST_REQUIRE(t.rows() == 4u);
  double sum = 0.0;
  const auto marks = fit.of->rows();
  for (std::uint32_t c = 0; c < 3; ++c) {
    // what the others say, by a fit of their rows alone, and each person's marks by a sum over severities
    std::vector<bool> keep;
    for (const std::size_t row : fit.built.study_row) { keep.push_back(marks.community[row] != c); }
    const hm::packed_rows others{hm::detail::some_rows(fit.built.rows, keep)};
    BOOST_TEST(others.total_weight() == 2.0 * people * dimensions);
    const hm::row_fit found = hm::fit_rows(others, {.model = hm::detail::with_priors(fit.options), .standard_errors = false});
    double wanted = 0.0;
    for (std::size_t r = 0; r < people; ++r) {
      double probability = 0.0;
      constexpr double step = 0.02;
      for (double z = -8.0; z <= 8.0; z += step) {
        double product = std::exp(-0.5 * z * z) * step / std::sqrt(2.0 * 3.14159265358979323846);
        std::vector<double> level(4);
        hm::level_probabilities(hm::link_kind::logit, found.thresholds, z * found.deviations[0], level);
        for (std::size_t i = 0; i < marks.size(); ++i) {
          if (fit.of->raters()[marks.rater[i]] == "p" + std::to_string(c) + std::to_string(r)) { product *= level[static_cast<std::size_t>(marks.score[i])]; }
        }
        probability += product;
      }
      wanted += std::log(probability);
    }
    BOOST_TEST(t.at("people").integers()[c] == static_cast<std::int64_t>(people));
    BOOST_TEST(t.at("n").integers()[c] == static_cast<std::int64_t>(people * dimensions));
    BOOST_TEST(std::fabs(real(t, "log_score", c) - wanted) < 0.15, real(t, "log_score", c) << " " << wanted); // Laplace's approximation with three marks a person
    BOOST_TEST(real(t, "per_mark", c) == real(t, "log_score", c) / static_cast<double>(people * dimensions));
    sum += real(t, "log_score", c);
  }
  BOOST_TEST(real(t, "log_score", 3) == sum, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(real(t, "standard_error", 3) > 0.0);
  BOOST_TEST(t.at("community").valid()[3] == 0);
}

BOOST_AUTO_TEST_CASE(the_model_with_people_foresees_better) {
  const headway::study<> all = places(6, 7);
  const auto with = hm::left_out_table(hm::fit_ordinal(all, {.blocks = std::vector{hm::block_kind::rater}, .draws = 20}));
  const auto without = hm::left_out_table(hm::fit_ordinal(all, {.blocks = std::vector<hm::block_kind>{}, .draws = 20}));
  const auto two = hm::left_out_table(hm::fit_ordinal(all, {.blocks = std::vector{hm::block_kind::rater}, .draws = 20, .threads = 2}));
  double gain = 0.0, squares = 0.0;
  for (std::size_t c = 0; c < 6; ++c) { gain += real(with, "log_score", c) - real(without, "log_score", c); }
  for (std::size_t c = 0; c < 6; ++c) { squares += std::pow(real(with, "log_score", c) - real(without, "log_score", c) - gain / 6.0, 2); }
  BOOST_TEST(gain > 2.0 * std::sqrt(6.0 * squares / 5.0));
  for (std::size_t row = 0; row < 7; ++row) { BOOST_TEST((real(with, "log_score", row) <=> real(two, "log_score", row) == 0)); }
}

BOOST_AUTO_TEST_CASE(one_community_has_nothing_to_be_foreseen_from) {
  const auto fit = hm::fit_ordinal(places(1, 3), {.draws = 20});
  const headway::table t = hm::left_out_table(fit);
  BOOST_TEST_REQUIRE(t.rows() == 2u);
  BOOST_TEST(t.at("status").texts()[0] == "too_few_units");
  BOOST_TEST(t.at("log_score").valid()[1] == 0);
  BOOST_TEST(hm::left_out_table(hm::fit_ordinal(headway::test::study_maker{}.build(headway::test::plain_rubric(dimensions, 4)))).rows() == 1u);
}

BOOST_AUTO_TEST_CASE(small_communities_are_withheld_and_the_sum_with_them) {
  const auto fit = hm::fit_ordinal(places(2, 9), {.blocks = std::vector{hm::block_kind::rater}, .draws = 20});
  headway::disclosure::rules rules = headway::disclosure::rules_for(headway::disclosure::audience::public_);
  const headway::table t = hm::shared_left_out(fit, rules);
  BOOST_TEST_REQUIRE(static_cast<std::int64_t>(people) < rules.needed_place());
  for (std::size_t row = 0; row < 3; ++row) { BOOST_TEST(t.at("log_score").valid()[row] == 0); }
  BOOST_TEST(hm::shared_left_out(fit, headway::disclosure::rules_for(headway::disclosure::audience::room)).at("log_score").valid()[2] == 1);
}

BOOST_AUTO_TEST_SUITE_END()
