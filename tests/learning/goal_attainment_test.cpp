#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/learning/goal_attainment.hpp>

#include "support/reference.hpp"

BOOST_AUTO_TEST_SUITE(goal_attainment_test)

namespace {

namespace hl = headway::learning;
using headway::status;
using numbers = std::vector<double>;

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a22) {
  const auto published = reference::read("a22_rci_gas");
  std::size_t checked = 0;
  for (const reference::expected& wanted : published.of("gas_t_score")) {
    const auto r = hl::goal_attainment(wanted.args.at("attainment").numbers(), wanted.args.at("weights").numbers(), {.rho = wanted.args.at("rho").number()});
    BOOST_REQUIRE(r.t_score.has_value());
    BOOST_CHECK_SMALL(*r.t_score - wanted.value.number(), wanted.tolerance());
    BOOST_TEST(*r.band_low <= *r.t_score);
    BOOST_TEST(*r.band_high >= *r.t_score);
    ++checked;
  }
  BOOST_TEST(checked == 9u);
}

BOOST_AUTO_TEST_CASE(the_band_is_the_score_with_other_correlations) {
  // three goals, two one above and one one below expectation, weights alike: 10 / sqrt(3 (1 - rho) + 9 rho)
  const auto r = hl::goal_attainment(numbers{1, 1, -1});
  BOOST_CHECK_CLOSE_FRACTION(*r.t_score, 50.0 + 10.0 / std::sqrt(0.7 * 3.0 + 0.3 * 9.0), 1e-14);
  BOOST_CHECK_CLOSE_FRACTION(*r.band_low, 50.0 + 10.0 / std::sqrt(0.4 * 3.0 + 0.6 * 9.0), 1e-14);
  BOOST_CHECK_CLOSE_FRACTION(*r.band_high, 50.0 + 10.0 / std::sqrt(3.0), 1e-14);
  BOOST_CHECK_CLOSE_FRACTION(*r.mean_attainment, 1.0 / 3.0, 1e-14);
  BOOST_TEST(r.goals == 3u);
  BOOST_TEST(r.reached == 2u);
  const auto below = hl::goal_attainment(numbers{-1, -1, 1});
  BOOST_CHECK_CLOSE_FRACTION(*below.band_low, 100.0 - *r.band_high, 1e-14);
  BOOST_CHECK_CLOSE_FRACTION(*below.band_high, 100.0 - *r.band_low, 1e-14);
}

BOOST_AUTO_TEST_CASE(one_goal_does_not_depend_on_the_correlation) {
  const auto r = hl::goal_attainment(numbers{1}, numbers{7});
  BOOST_TEST(*r.t_score == 60.0);
  BOOST_TEST(*r.band_low == 60.0);
  BOOST_TEST(*r.band_high == 60.0);
}

BOOST_AUTO_TEST_CASE(order_and_scale_of_weights_do_not_matter_and_a_weight_of_zero_takes_a_goal_out) {
  const auto r = hl::goal_attainment(numbers{2, 1, 0}, numbers{6, 2, 9});
  BOOST_CHECK_CLOSE_FRACTION(*hl::goal_attainment(numbers{0, 2, 1}, numbers{90, 60, 20}).t_score, *r.t_score, 1e-14);
  BOOST_TEST((hl::goal_attainment(numbers{2, 1, -2, 0}, numbers{6, 2, 0, 9}) == r));
}

BOOST_AUTO_TEST_CASE(no_goal_is_a_result) {
  for (const auto& r : {hl::goal_attainment({}), hl::goal_attainment(numbers{1, 2}, numbers{0, 0})}) {
    BOOST_TEST((r.status == status::no_data));
    BOOST_TEST(!r.t_score.has_value());
    const headway::table table = to_table(r);
    BOOST_TEST(table.rows() == 1u);
    BOOST_TEST(int{table.at("t_score").valid()[0]} == 0);
    BOOST_TEST(table.at("status").texts()[0] == "no_data");
  }
}

BOOST_AUTO_TEST_CASE(misuse_names_the_goal) {
  const auto at_row_one = [](const headway::error& e) { return e.row() == 1 && e.category() == headway::error_category::out_of_range; };
  BOOST_CHECK_EXCEPTION((void)hl::goal_attainment(numbers{1, 4}), headway::error, at_row_one);
  BOOST_CHECK_EXCEPTION((void)hl::goal_attainment(numbers{1, std::numeric_limits<double>::quiet_NaN()}), headway::error, at_row_one);
  BOOST_CHECK_EXCEPTION((void)hl::goal_attainment(numbers{1, 1}, numbers{1, -1}), headway::error, at_row_one);
  BOOST_CHECK_THROW((void)hl::goal_attainment(numbers{1, 1}, numbers{1}), headway::error);
  BOOST_CHECK_THROW((void)hl::goal_attainment(numbers{1}, {}, {.rho = 1.5}), headway::error);
  BOOST_CHECK_THROW((void)hl::goal_attainment(numbers{1}, {}, {.rho_low = 0.7}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
