#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/item_covariance.hpp>

BOOST_AUTO_TEST_SUITE(item_covariance_test)

namespace {

namespace ha = headway::agreement;
namespace tt = boost::test_tools;
using headway::status;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Covariance of two columns over the people who have both, by the definition.
double by_definition(const std::vector<double>& values, std::size_t people, std::size_t items, std::size_t a, std::size_t b) {
  double n = 0.0;
  double sum_a = 0.0;
  double sum_b = 0.0;
  for (std::size_t p = 0; p < people; ++p) {
    if (std::isnan(values[p * items + a]) || std::isnan(values[p * items + b])) { continue; }
    n += 1.0;
    sum_a += values[p * items + a];
    sum_b += values[p * items + b];
  }
  double out = 0.0;
  for (std::size_t p = 0; p < people; ++p) {
    if (std::isnan(values[p * items + a]) || std::isnan(values[p * items + b])) { continue; }
    out += (values[p * items + a] - sum_a / n) * (values[p * items + b] - sum_b / n);
  }
  return out / (n - 1.0);
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_the_definition_with_and_without_gaps) {
  std::vector<double> values;
  std::uint32_t state = 4;
  for (std::size_t c = 0; c < 20 * 4; ++c) {
    state = state * 1664525u + 1013904223u;
    values.push_back(1000.0 + static_cast<double>(state >> 24));
  }
  for (const bool gaps : {false, true}) {
    if (gaps) { values[3] = values[17] = values[18] = values[40] = none; }
    const ha::item_covariance c = ha::covariance_of_items(values, 20, 4);
    BOOST_TEST((c.status == status::ok));
    double total = 0.0;
    for (std::size_t a = 0; a < 4; ++a) {
      for (std::size_t b = 0; b < 4; ++b) {
        BOOST_TEST(c.matrix[a * 4 + b] == by_definition(values, 20, 4, a, b), tt::tolerance(1e-11));
        total += c.matrix[a * 4 + b];
      }
    }
    BOOST_TEST(c.total == total, tt::tolerance(1e-12));
    BOOST_TEST(c.fewest == (gaps ? 18u : 20u));
    BOOST_TEST(c.people_used == 20u);
  }
  const ha::item_covariance whole = ha::covariance_of_items(values, 20, 4, ha::item_gaps::listwise);
  BOOST_TEST(whole.people_used == 17u);
  std::vector<double> kept;
  for (std::size_t p = 0; p < 20; ++p) {
    bool all = true;
    for (std::size_t i = 0; i < 4; ++i) { all = all && !std::isnan(values[p * 4 + i]); }
    if (all) { kept.insert(kept.end(), values.begin() + static_cast<std::ptrdiff_t>(p * 4), values.begin() + static_cast<std::ptrdiff_t>(p * 4 + 4)); }
  }
  BOOST_TEST(whole.matrix == ha::covariance_of_items(kept, 17, 4).matrix, tt::per_element());
}

BOOST_AUTO_TEST_CASE(correlations_have_ones_and_need_variation) {
  const std::vector<double> values{1, 2, 2, 4, 3, 5, 5, 4};
  const auto r = ha::correlations(ha::covariance_of_items(values, 4, 2));
  BOOST_TEST(r[0] == 1.0);
  BOOST_TEST(r[1] == 3.75 / std::sqrt(8.75 * 4.75), tt::tolerance(1e-14));
  BOOST_TEST(ha::correlations(ha::covariance_of_items(std::vector<double>{1, 2, 2, 2, 3, 2}, 3, 2)).empty());
}

BOOST_AUTO_TEST_CASE(too_little_is_a_status) {
  const auto of = [](const std::vector<double>& values, std::size_t people, std::size_t items) { return ha::covariance_of_items(values, people, items).status; };
  BOOST_TEST((of({}, 0, 0) == status::no_data));
  BOOST_TEST((of({none, none}, 1, 2) == status::no_data));
  BOOST_TEST((of({1, 2, 3}, 3, 1) == status::too_few_units));
  BOOST_TEST((of({1, 2, 3}, 1, 3) == status::too_few_raters));
  BOOST_TEST((of({1, none, 2, none, none, 3, none, 4}, 4, 2) == status::too_few_raters));
  BOOST_TEST((of({0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, 3, 2) == status::no_variation));
  BOOST_TEST((of({1, 3, 2, 2, 3, 1}, 3, 2) == status::no_variation)); // the sum is 4 for everybody
}

BOOST_AUTO_TEST_CASE(misuse_is_said) {
  BOOST_CHECK_THROW((void)ha::covariance_of_items(std::vector<double>{1, 2, 3}, 2, 2), headway::error);
  BOOST_CHECK_THROW((void)ha::covariance_of_items(std::vector<double>{1, 2, 3, std::numeric_limits<double>::infinity()}, 2, 2), headway::error);
  BOOST_CHECK_THROW((void)ha::covariance_of_items(std::vector<double>(4002, 1.0), 2, 2001), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
