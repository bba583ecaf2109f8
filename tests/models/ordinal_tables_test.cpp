#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/ordinal_tables.hpp>

#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>

#include "support/samples.hpp"

BOOST_AUTO_TEST_SUITE(ordinal_tables_test)

namespace {

namespace hm = headway::models;

/// One community of the sample, fitted once.
const hm::ordinal_fit& sample_fit() {
  static const hm::ordinal_fit made = [] {
    const auto study = headway::study_builder{headway::test::sample_rubric()}.add(headway::io::read_ratings(headway::test::sample_path("scores_long.csv"), headway::test::sample_rubric())).build();
    return hm::fit_ordinal(study, {.community = "Brackenmoor", .draws = 300});
  }();
  return made;
}

double at(const headway::table& t, const char* column, std::size_t row) { return t.at(column).reals()[row]; }

} // namespace

BOOST_AUTO_TEST_CASE(levels_are_what_the_draws_say) {
  const hm::ordinal_fit& fit = sample_fit();
  const headway::table t = hm::levels_table(fit);
  BOOST_TEST_REQUIRE(t.rows() == 18u); // two rounds
  std::size_t people = 0;
  for (std::size_t row = 0; row < t.rows(); ++row) {
    double sum = 0.0, mean = 0.0, most = 0.0;
    std::int64_t likeliest = 0;
    for (int k = 1; k <= 5; ++k) {
      const std::string column = "p_" + std::to_string(k);
      const double p = at(t, column.c_str(), row);
      sum += p;
      mean += k * p;
      if (p > most) { most = p, likeliest = k; }
      BOOST_TEST(at(t, (column + "_low").c_str(), row) <= at(t, (column + "_high").c_str(), row));
    }
    BOOST_TEST(sum == 1.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(mean == at(t, "expected", row), boost::test_tools::tolerance(1e-9));
    BOOST_TEST(t.at("level").integers()[row] == likeliest);
    BOOST_TEST((at(t, "low", row) < mean && mean < at(t, "high", row)));
    BOOST_TEST((at(t, "panel", row) > 1.0 && at(t, "panel", row) < 5.0));
    people += static_cast<std::size_t>(t.at("n").integers()[row]);
  }
  BOOST_TEST(people == fit.built.study_row.size());

  // one cell by hand, from the blocks' own effects
  const hm::place_cell& cell = fit.cells[9 + 4]; // the second round
  double expected = 0.0;
  for (std::size_t d = 0; d < fit.joint.draws; ++d) {
    const auto parameters = fit.joint.parameters(d);
    double place = parameters[fit.joint.thresholds];
    const std::size_t dimension = *fit.find(hm::block_kind::dimension);
    const std::size_t change = *fit.find(hm::block_kind::dimension_change);
    place += fit.joint.effect(d)[fit.first_effect(dimension) + 4];
    for (std::size_t e = 0; e < fit.built.effects[change].size(); ++e) {
      if (fit.built.effects[change][e].dimension.value != 4) { continue; }
      const auto& rounds = fit.of->rounds();
      const headway::assessment* first = fit.of->find_assessment(cell.community, fit.built.first_round);
      const headway::assessment* second = fit.of->find_assessment(cell.community, cell.round);
      BOOST_TEST_REQUIRE((first != nullptr && second != nullptr && rounds.size() > 1));
      const double months = hm::detail::months_between_rounds(fit.of.data(), headway::community_id::none(), first->round, second->round, 18.0);
      place += std::sqrt(months / 18.0) * fit.joint.effect(d)[fit.first_effect(change) + e];
    }
    double mark = 1.0;
    for (std::size_t k = 0; k < 4; ++k) { mark += 1.0 / (1.0 + std::exp(parameters[k] - place)); }
    expected += mark / static_cast<double>(fit.joint.draws);
  }
  BOOST_TEST(at(t, "expected", 13) == expected, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(change_is_the_difference_of_levels) {
  const hm::ordinal_fit& fit = sample_fit();
  const headway::table levels = hm::levels_table(fit);
  const headway::table t = hm::change_table(fit);
  BOOST_TEST_REQUIRE(t.rows() == 9u);
  for (std::size_t row = 0; row < 9; ++row) {
    BOOST_TEST(at(t, "change", row) == at(levels, "expected", 9 + row) - at(levels, "expected", row), boost::test_tools::tolerance(1e-9));
    BOOST_TEST(t.at("n_to").integers()[row] == levels.at("n").integers()[9 + row]);
    BOOST_TEST(at(t, "together_low", row) < at(t, "low", row)); // nine at once need more room
    BOOST_TEST(at(t, "together_high", row) > at(t, "high", row));
    BOOST_TEST(at(t, "p_up_level", row) <= at(t, "p_up", row));
  }
}

BOOST_AUTO_TEST_CASE(blocks_say_why) {
  const headway::table t = hm::blocks_table(sample_fit());
  BOOST_TEST_REQUIRE(t.rows() == hm::block_kinds);
  for (std::size_t row = 0; row < t.rows(); ++row) {
    const bool kept = t.at("kept").integers()[row] != 0;
    BOOST_TEST(!t.at("why").texts()[row].empty());
    BOOST_TEST((t.at("standard_deviation").valid()[row] != 0) == kept);
    if (kept) { BOOST_TEST((at(t, "low", row) > 0.0 && at(t, "reliability", row) >= 0.0 && at(t, "reliability", row) < 1.0)); }
  }
  const headway::table less = hm::blocks_table(sample_fit(), false);
  BOOST_TEST(less.at("effects").valid()[3] == 0); // raters
  BOOST_TEST(less.at("effects").valid()[1] == 1); // dimensions
}

BOOST_AUTO_TEST_CASE(diagnostics_say_how) {
  const headway::table t = hm::diagnostics_table(sample_fit());
  BOOST_TEST(t.at("status").texts()[0] == "ok");
  BOOST_TEST(t.at("method").texts()[0] == "integrated");
  BOOST_TEST(t.at("words").texts()[0].find("300 joint draws") != std::string::npos);
  BOOST_TEST(t.at("draws").integers()[0] == 300);
  BOOST_TEST(at(t, "effective_nodes", 0) > 16.0);
  BOOST_TEST(at(t, "log_likelihood", 0) < 0.0);
}

BOOST_AUTO_TEST_CASE(quantiles_join_neighbours_by_a_line) {
  const hm::detail::draw_summary s = hm::detail::summarise({4.0, 1.0, 3.0, 2.0, 5.0}, 0.5);
  BOOST_TEST(s.mean == 3.0);
  BOOST_TEST(s.low == 2.0);
  BOOST_TEST(s.high == 4.0);
  BOOST_TEST(hm::detail::summarise({7.0}, 0.95).low == 7.0);
}

BOOST_AUTO_TEST_SUITE_END()
