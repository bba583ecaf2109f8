#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/predict.hpp>

BOOST_AUTO_TEST_SUITE(predict_test)

namespace hm = headway::models;

BOOST_AUTO_TEST_CASE(probabilities_are_those_of_the_fit_and_add_up_to_one) {
  const std::array<double, 4> thresholds{-2.0, -0.5, 0.3, 4.0};
  std::array<double, 5> p{};
  for (const auto link : {hm::link_kind::logit, hm::link_kind::probit, hm::link_kind::cloglog, hm::link_kind::loglog, hm::link_kind::adjacent_category}) {
    for (const double predictor : {-30.0, -1.0, 0.0, 0.7, 2.0, 30.0}) {
      hm::level_probabilities(link, thresholds, predictor, p);
      BOOST_TEST(std::accumulate(p.begin(), p.end(), 0.0) == 1.0, boost::test_tools::tolerance(1e-12));
      for (std::size_t k = 0; k < 5; ++k) {
        BOOST_TEST_REQUIRE((p[k] >= 0.0 && p[k] <= 1.0));
        if (link == hm::link_kind::adjacent_category && p[k] > 1e-12) {
          BOOST_TEST(p[k] == std::exp(hm::adjacent_category_cell(thresholds, k, predictor).log_probability), boost::test_tools::tolerance(1e-9));
        } else if (link == hm::link_kind::logit && p[k] > 1e-12) {
          const bool lower = k > 0;
          const bool upper = k < 4;
          BOOST_TEST(p[k] == std::exp(hm::cumulative_cell<hm::logit>(lower ? thresholds[k - 1] : 0.0, upper ? thresholds[k] : 0.0, lower, upper, predictor).log_probability), boost::test_tools::tolerance(1e-9));
        }
      }
    }
  }
  hm::level_probabilities(hm::link_kind::logit, thresholds, 0.0, p);
  BOOST_TEST(p[0] == 1.0 / (1.0 + std::exp(2.0)), boost::test_tools::tolerance(1e-14));
  std::vector<double> four(4);
  BOOST_CHECK_THROW(hm::level_probabilities(hm::link_kind::logit, thresholds, 0.0, four), headway::error);
}

BOOST_AUTO_TEST_CASE(a_panel_of_raters_is_the_average_over_them) {
  const std::array<double, 2> thresholds{-0.4, 1.1};
  std::array<double, 3> panel{};
  std::array<double, 3> one{};
  hm::panel_probabilities(hm::link_kind::probit, thresholds, 0.3, 0.8, panel); // probit: known in closed form
  const double wide = std::sqrt(1.0 + 0.8 * 0.8);
  BOOST_TEST(panel[0] == 0.5 * std::erfc((0.4 + 0.3) / wide / std::sqrt(2.0)), boost::test_tools::tolerance(1e-8));
  BOOST_TEST(panel[2] == 0.5 * std::erfc((1.1 - 0.3) / wide / std::sqrt(2.0)), boost::test_tools::tolerance(1e-8));
  hm::panel_probabilities(hm::link_kind::logit, thresholds, 0.3, 0.0, panel);
  hm::level_probabilities(hm::link_kind::logit, thresholds, 0.3, one);
  for (std::size_t k = 0; k < 3; ++k) { BOOST_TEST(panel[k] == one[k], boost::test_tools::tolerance(1e-12)); }
}

BOOST_AUTO_TEST_SUITE_END()
