#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/omega.hpp>

#include "attitude.hpp"

BOOST_AUTO_TEST_SUITE(omega_test)

namespace {

namespace ha = headway::agreement;
namespace tt = boost::test_tools;
using ha::omega;
using headway::status;

/// Covariances that are exactly those of one factor.
ha::item_covariance one_factor(const std::vector<double>& loading, const std::vector<double>& unexplained) {
  ha::item_covariance out;
  out.items = loading.size();
  out.status = status::ok;
  out.fewest = out.people = out.people_used = 100;
  for (std::size_t a = 0; a < out.items; ++a) {
    for (std::size_t b = 0; b < out.items; ++b) {
      out.matrix.push_back(loading[a] * loading[b] + (a == b ? unexplained[a] : 0.0));
      out.total += out.matrix.back();
      if (a == b) { out.trace += out.matrix.back(); }
    }
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a07) {
  const auto published = reference::read("a07_alpha_omega_attitude");
  const attitude::table data = attitude::read();
  const auto r = omega(data.values, data.people, 7);
  BOOST_TEST((r.status == status::ok));
  const auto wanted = published.of("omega_total_one_factor");
  BOOST_REQUIRE(wanted.size() == 2u);
  BOOST_CHECK_SMALL(*r.value - wanted[0].value.number(), wanted[0].tolerance());
  BOOST_CHECK_SMALL(*r.standardized - wanted[1].value.number(), wanted[1].tolerance());
  const reference::expected loadings = published.of("one_factor_loadings_standardized").at(0);
  for (std::size_t i = 0; i < 7; ++i) { BOOST_CHECK_SMALL(r.loading[i] - loadings.value.at(data.items[i]).number(), loadings.tolerance()); }
}

BOOST_AUTO_TEST_CASE(recovers_a_factor_that_is_there) {
  for (const auto& loading : std::vector<std::vector<double>>{{1, 2, 0.5, 1.5}, {0.3, 0.3, 0.3}, {2, -1, 3, 0.5, 1, 1}}) {
    std::vector<double> unexplained;
    double sum = 0.0;
    double left = 0.0;
    for (std::size_t i = 0; i < loading.size(); ++i) {
      unexplained.push_back(0.4 + 0.3 * static_cast<double>(i % 3));
      sum += loading[i];
      left += unexplained[i];
    }
    const auto r = omega(one_factor(loading, unexplained));
    BOOST_TEST((r.status == status::ok));
    BOOST_TEST(*r.value == sum * sum / (sum * sum + left), tt::tolerance(1e-8));
    BOOST_TEST(*r.of_observed == *r.value, tt::tolerance(1e-8));
    for (std::size_t i = 0; i < loading.size(); ++i) {
      BOOST_TEST(r.loading[i] == loading[i] / std::sqrt(loading[i] * loading[i] + unexplained[i]), tt::tolerance(1e-7));
      BOOST_TEST(r.unexplained[i] == 1.0 - r.loading[i] * r.loading[i], tt::tolerance(1e-7));
    }
    if (loading.size() > 3) { BOOST_CHECK_SMALL(*r.chi_square, 1e-9); }
  }
}

BOOST_AUTO_TEST_CASE(at_the_solution_variances_are_met_and_the_slope_is_nothing) {
  const attitude::table data = attitude::read();
  const auto r = omega(data.values, data.people, 7);
  for (std::size_t i = 0; i < 7; ++i) { BOOST_TEST(r.loading[i] * r.loading[i] + r.unexplained[i] == 1.0, tt::tolerance(1e-9)); }
}

BOOST_AUTO_TEST_CASE(an_item_that_takes_the_factor_over_is_said) {
  // correlations .9, .9, .5: one loading would have to be 1.27
  ha::item_covariance c = one_factor({0, 0, 0}, {1, 1, 1});
  c.matrix = {1, 0.9, 0.9, 0.9, 1, 0.5, 0.9, 0.5, 1};
  c.matrix[5] = c.matrix[7] = 0.65;
  c.total = 3.0 + 2.0 * (0.9 + 0.9 + 0.65);
  const auto r = omega(c);
  BOOST_TEST((r.status == status::on_boundary));
  BOOST_TEST(r.value.has_value());
  BOOST_TEST(r.unexplained[0] == 0.005, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(too_little_is_a_status) {
  BOOST_TEST((omega(std::vector<double>{}, 0, 0).status == status::no_data));
  BOOST_TEST((omega(std::vector<double>{1, 2, 2, 3, 4, 4}, 3, 2).status == status::not_identified));
  BOOST_TEST((omega(std::vector<double>{1, 2, 1, 3, 4, 2}, 2, 3).status == status::not_identified)); // two people: every item gives the others
  BOOST_TEST((omega(std::vector<double>{1, 3, 2, 2, 3, 3, 4, 3, 5}, 3, 3).status == status::no_variation));
  const headway::table table = to_table(omega(std::vector<double>{1, 2, 2, 3, 4, 4}, 3, 2));
  BOOST_TEST(int{table.at("value").valid()[0]} == 0);
  BOOST_TEST(loadings_table(omega(std::vector<double>{}, 0, 0)).rows() == 0u);
}

BOOST_AUTO_TEST_CASE(every_small_table_ends_with_a_value_or_a_reason) {
  std::uint32_t state = 3;
  std::size_t values_found = 0;
  for (int run = 0; run < 400; ++run) {
    std::vector<double> values;
    for (std::size_t c = 0; c < 8 * 4; ++c) {
      state = state * 1664525u + 1013904223u;
      values.push_back((state >> 16) % 9 == 0 ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>((state >> 20) % 5));
    }
    const auto r = omega(values, 8, 4);
    BOOST_TEST_REQUIRE((r.status == status::ok || r.status == status::on_boundary) == r.value.has_value());
    (void)to_table(r);
    values_found += r.value.has_value() ? 1u : 0u;
  }
  BOOST_TEST(values_found > 200u);
}

BOOST_AUTO_TEST_SUITE_END()
