#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/cronbach_alpha.hpp>
#include <headway/agreement/guttman_lambda.hpp>

#include "attitude.hpp"

BOOST_AUTO_TEST_SUITE(guttman_lambda_test)

namespace {

namespace ha = headway::agreement;
namespace tt = boost::test_tools;
using ha::guttman_lambda;
using headway::status;

/// Marks of items that share something, the same everywhere.
std::vector<double> invented(std::size_t people, std::size_t items, std::uint32_t state) {
  std::vector<double> out;
  const auto draw = [&] { return static_cast<double>((state = state * 1664525u + 1013904223u) >> 16) / 65536.0; };
  for (std::size_t p = 0; p < people; ++p) {
    const double level = draw();
    for (std::size_t i = 0; i < items; ++i) { out.push_back(level * (1.0 + static_cast<double>(i % 3)) + draw() + draw()); }
  }
  return out;
}

/// The fourth lambda by its definition: variances of the two sides' sums, over every split.
double fourth_by_definition(const ha::item_covariance& c) {
  double best = -1e300;
  for (std::size_t side = 0; side < std::size_t{1} << c.items; ++side) {
    double first = 0.0;
    double second = 0.0;
    for (std::size_t a = 0; a < c.items; ++a) {
      for (std::size_t b = 0; b < c.items; ++b) {
        if ((side >> a & 1u) != (side >> b & 1u)) { continue; }
        ((side >> a & 1u) != 0 ? first : second) += c.matrix[a * c.items + b];
      }
    }
    best = (std::max)(best, 2.0 * (1.0 - (first + second) / c.total));
  }
  return best;
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a07_and_r_psych) {
  const auto published = reference::read("a07_alpha_omega_attitude");
  const attitude::table data = attitude::read();
  const auto r = guttman_lambda(data.values, data.people, 7, {.standardized = true});
  const reference::expected wanted = published.of("cronbach_alpha").at(0);
  BOOST_CHECK_SMALL(*r.lambda[5] - wanted.value.at("guttman_lambda6").number(), wanted.tolerance());
  // R psych 2.2.9 guttman(attitude), which takes correlations
  const std::vector<double> psych{0.719214688311009, 0.851899713566148, 0.839083803029510};
  for (std::size_t i = 0; i < 3; ++i) { BOOST_TEST(*r.lambda[i] == psych[i], tt::tolerance(1e-12)); }
  BOOST_TEST(*r.lambda[4] == 0.829288593724612, tt::tolerance(1e-12));
  BOOST_TEST(*r.lambda[3] >= 0.892632206338469 - 1e-12); // its best split into 3 and 4
  const auto plain = guttman_lambda(data.values, data.people, 7);
  BOOST_TEST(*plain.lambda[5] == 0.882902177286858, tt::tolerance(1e-12)); // R: 1 - sum(1 / diag(solve(cov(attitude)))) / sum(cov(attitude))
  BOOST_TEST(*plain.lambda[2] == *ha::cronbach_alpha(data.values, data.people, 7).value, tt::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(the_fourth_is_the_best_of_every_split) {
  for (std::uint32_t seed = 1; seed < 12; ++seed) {
    const std::size_t items = 2 + seed % 7;
    const auto c = ha::covariance_of_items(invented(15, items, seed), 15, items);
    const auto every = guttman_lambda(c);
    BOOST_TEST(*every.fourth_exact);
    BOOST_TEST(*every.lambda[3] == fourth_by_definition(c), tt::tolerance(1e-11));
    const auto found = guttman_lambda(c, {.most_exact = 2});
    BOOST_TEST(*found.fourth_exact == (items == 2));
    BOOST_TEST(*found.lambda[3] == *every.lambda[3], tt::tolerance(1e-11));
  }
}

BOOST_AUTO_TEST_CASE(the_bounds_stand_in_their_known_order) {
  const auto r = guttman_lambda(invented(60, 9, 77u), 60, 9);
  BOOST_TEST(*r.lambda[0] < *r.lambda[2]);
  BOOST_TEST(*r.lambda[2] <= *r.lambda[1]);
  BOOST_TEST(*r.lambda[2] <= *r.lambda[3] + 1e-12);
  BOOST_TEST(*r.lambda[0] < *r.lambda[4]);
}

BOOST_AUTO_TEST_CASE(an_item_that_others_give_exactly_has_no_sixth) {
  std::vector<double> values = invented(12, 4, 5u);
  for (std::size_t p = 0; p < 12; ++p) { values[p * 4 + 3] = values[p * 4] + values[p * 4 + 1]; }
  const auto r = guttman_lambda(values, 12, 4);
  BOOST_TEST((r.status == status::ok));
  BOOST_TEST((r.sixth_status == status::not_identified));
  BOOST_TEST(!r.lambda[5].has_value());
  BOOST_TEST(r.lambda[4].has_value());
}

BOOST_AUTO_TEST_CASE(too_little_is_a_status) {
  BOOST_TEST((guttman_lambda(std::vector<double>{}, 0, 0).status == status::no_data));
  BOOST_TEST((guttman_lambda(std::vector<double>{1, 2, 3}, 3, 1).status == status::too_few_units));
  BOOST_TEST((guttman_lambda(std::vector<double>{2, 2, 2, 2}, 2, 2).status == status::no_variation));
  BOOST_TEST((guttman_lambda(std::vector<double>{1, 2, 2, 2, 3, 2}, 3, 2, {.standardized = true}).status == status::no_variation));
  const headway::table table = to_table(guttman_lambda(std::vector<double>{2, 2, 2, 2}, 2, 2));
  BOOST_TEST(int{table.at("lambda4_exact").valid()[0]} == 0);
  BOOST_CHECK_THROW((void)guttman_lambda(std::vector<double>{2, 2, 2, 2}, 2, 2, {.most_exact = 25}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
