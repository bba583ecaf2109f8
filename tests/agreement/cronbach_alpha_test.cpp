#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/cronbach_alpha.hpp>

#include "attitude.hpp"
#include "support/sanitized.hpp"

BOOST_AUTO_TEST_SUITE(cronbach_alpha_test)

namespace {

namespace ha = headway::agreement;
namespace tt = boost::test_tools;
using ha::cronbach_alpha;
using headway::status;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a07) {
  const auto published = reference::read("a07_alpha_omega_attitude");
  const attitude::table data = attitude::read();
  const auto r = cronbach_alpha(data.values, data.people, 7);
  const reference::expected wanted = published.of("cronbach_alpha").at(0);
  BOOST_CHECK_SMALL(*r.value - wanted.value.at("raw").number(), wanted.tolerance());
  BOOST_CHECK_SMALL(*r.standardized - wanted.value.at("standardized").number(), wanted.tolerance());
  BOOST_CHECK_SMALL(*r.mean_r - wanted.value.at("mean_r").number(), wanted.tolerance());
  BOOST_CHECK_SMALL(*r.standard_error - wanted.value.at("ase").number(), wanted.tolerance());
  const reference::expected feldt = published.of("cronbach_alpha_ci_feldt").at(0);
  BOOST_CHECK_SMALL(r.range->lower - feldt.value.at("low").number(), feldt.tolerance());
  BOOST_CHECK_SMALL(r.range->upper - feldt.value.at("high").number(), feldt.tolerance());

  const auto items = item_statistics(ha::covariance_of_items(data.values, data.people, 7));
  const reference::expected dropped = published.of("cronbach_alpha_if_dropped").at(0);
  const reference::expected rest = published.of("corrected_item_total_r").at(0);
  for (std::size_t i = 0; i < 7; ++i) {
    BOOST_CHECK_SMALL(*items[i].alpha_if_dropped - dropped.value.at(data.items[i]).number(), dropped.tolerance());
    BOOST_CHECK_SMALL(*items[i].r_rest - rest.value.at(data.items[i]).number(), rest.tolerance());
    BOOST_TEST(items[i].marks == 30u);
  }
}

BOOST_AUTO_TEST_CASE(gaps_count_as_in_r_psych_by_default) {
  // the attitude data less six marks; R psych 2.2.9 alpha(): raw, standardized, average r, and raw without each item
  attitude::table data = attitude::read();
  const std::vector<std::string> asked{"rating", "complaints", "privileges", "learning", "raises", "critical", "advance"};
  BOOST_TEST(data.items == asked, tt::per_element());
  for (const auto& [person, item] : std::vector<std::pair<std::size_t, std::size_t>>{{0, 1}, {4, 0}, {4, 3}, {8, 6}, {19, 2}}) { data.values[person * 7 + item] = none; }
  const auto r = cronbach_alpha(data.values, 30, 7);
  BOOST_TEST(*r.value == 0.852856314750525, tt::tolerance(1e-12));
  BOOST_TEST(*r.standardized == 0.849606076718725, tt::tolerance(1e-12));
  BOOST_TEST(*r.mean_r == 0.446605529907403, tt::tolerance(1e-12));
  BOOST_TEST(r.people_used == 30u);
  BOOST_TEST(r.fewest == 28u); // psych's interval counts 30
  const std::vector<double> without{0.824883917675046, 0.811676668730743, 0.834898376949606, 0.818602667838230, 0.808446912294346, 0.873564014595216, 0.843277872245601};
  const auto items = item_statistics(ha::covariance_of_items(data.values, 30, 7));
  for (std::size_t i = 0; i < 7; ++i) { BOOST_TEST(*items[i].alpha_if_dropped == without[i], tt::tolerance(1e-12)); }
  BOOST_TEST(cronbach_alpha(data.values, 30, 7, {.gaps = ha::item_gaps::listwise}).people_used == 26u);
}

BOOST_AUTO_TEST_CASE(the_standard_error_is_the_published_formula) {
  // Duhachek and Iacobucci (2004), Q / n with 1'V1 = t, trace V = d: 2 k^2 / ((k - 1)^2 t^3) (t (trace V^2 + d^2) - 2 d 1'V^2 1)
  const ha::item_covariance c = ha::covariance_of_items(std::vector<double>{1, 2, 1, 3, 2, 4, 2, 2, 3, 5, 4, 4, 3, 5, 1}, 5, 3);
  double square_trace = 0.0;
  double square_total = 0.0;
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = 0; b < 3; ++b) {
      for (std::size_t e = 0; e < 3; ++e) {
        square_total += c.matrix[a * 3 + e] * c.matrix[e * 3 + b];
        if (a == b) { square_trace += c.matrix[a * 3 + e] * c.matrix[e * 3 + b]; }
      }
    }
  }
  const double q = 2.0 * 9.0 / (4.0 * std::pow(c.total, 3)) * (c.total * (square_trace + c.trace * c.trace) - 2.0 * c.trace * square_total);
  BOOST_TEST(*cronbach_alpha(c).standard_error == std::sqrt(q / 5.0), tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(items_that_are_one_another_and_a_constant_give_one) {
  const auto r = cronbach_alpha(std::vector<double>{1, 3, 2, 4, 4, 6, 5, 7}, 4, 2);
  BOOST_TEST(*r.value == 1.0, tt::tolerance(1e-14));
  BOOST_TEST(!r.range.has_value());
  BOOST_TEST((r.range_status == status::no_residual));
}

BOOST_AUTO_TEST_CASE(an_item_that_does_not_vary_has_no_correlation) {
  const std::vector<double> values{1, 3, 2, 2, 3, 3, 4, 3, 5};
  const auto r = cronbach_alpha(values, 3, 3);
  BOOST_TEST(r.value.has_value());
  BOOST_TEST(!r.standardized.has_value());
  const auto items = item_statistics(ha::covariance_of_items(values, 3, 3));
  BOOST_TEST((items[1].status == status::no_variation));
  BOOST_TEST(!items[1].r_rest.has_value());
  BOOST_TEST(items[1].alpha_if_dropped.has_value());
  BOOST_TEST(items[0].r_rest.has_value());
}

BOOST_AUTO_TEST_CASE(two_items_cannot_spare_one) {
  const auto items = item_statistics(ha::covariance_of_items(std::vector<double>{1, 2, 2, 1, 3, 3}, 3, 2));
  BOOST_TEST(!items[0].alpha_if_dropped.has_value());
  BOOST_TEST(items[0].r_rest.has_value());
}

BOOST_AUTO_TEST_CASE(nothing_is_ever_infinite_or_nan) {
  for (int code = 0; code < 4096; code += headway::test::sanitized ? 13 : 1) {
    std::vector<double> values;
    for (int cell = 0, rest = code; cell < 6; ++cell, rest /= 4) { values.push_back(rest % 4 == 0 ? none : static_cast<double>(rest % 4)); }
    for (const auto& [people, count] : {std::pair<std::size_t, std::size_t>{3, 2}, {2, 3}}) {
      const auto covariance = ha::covariance_of_items(values, people, count);
      const headway::table table = to_table(cronbach_alpha(covariance));
      BOOST_TEST_REQUIRE((table.at("value").valid()[0] != 0) == (table.at("status").texts()[0] == "ok"));
      BOOST_TEST_REQUIRE((table.at("low").valid()[0] != 0) == (table.at("interval_status").texts()[0] == "ok"));
      (void)to_table(item_statistics(covariance));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
