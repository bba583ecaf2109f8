#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/kendall_w.hpp>

#include "support/reference.hpp"
#include "support/sanitized.hpp"

BOOST_AUTO_TEST_SUITE(kendall_w_test)

namespace {

namespace ha = headway::agreement;
namespace tt = boost::test_tools;
using ha::kendall_w;
using ha::kendall_w_result;
using headway::exact::p_method;
using headway::status;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::vector<double> numbers_of(const reference::reference_case& from, const std::string& data, const std::string& unit, const std::string& rater, std::size_t& units, std::size_t& raters) {
  const auto marks = reference::marks_of(from.rows(data), unit, rater, "score");
  units = marks.units;
  raters = marks.raters;
  std::vector<double> out;
  for (const signed char each : marks.level) { out.push_back(each < 0 ? none : static_cast<double>(each)); }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a06) {
  if (!reference::available("a06_kendall_w_ties")) { return; }
  const auto published = reference::read("a06_kendall_w_ties");
  std::size_t checked = 0;
  for (const reference::expected& wanted : published.values) {
    std::size_t units = 0;
    std::size_t raters = 0;
    const std::vector<double> values = numbers_of(published, wanted.data, "unit", "rater", units, raters);
    const kendall_w_result r = kendall_w(values, units, raters);
    const double close = wanted.tolerance();
    if (wanted.quantity == "kendall_w" && wanted.args.at("ties").text == "corrected") {
      BOOST_CHECK_SMALL(*r.value - wanted.value.at("w").number(), close);
      BOOST_CHECK_SMALL(*r.chi_square - wanted.value.at("chi2").number(), close);
      BOOST_CHECK_SMALL(*r.df - wanted.value.at("df").number(), close);
      BOOST_CHECK_SMALL(*r.p_chi_square - wanted.value.at("p").number(), close);
    } else if (wanted.quantity == "kendall_w") {
      BOOST_CHECK_SMALL(*r.value_no_tie_term - wanted.value.at("w").number(), close);
      BOOST_CHECK_SMALL(*r.chi_square_no_tie_term - wanted.value.at("chi2").number(), close);
    } else if (wanted.quantity == "kendall_w_F") {
      BOOST_CHECK_SMALL(*r.f - wanted.value.at("F").number(), close);
      BOOST_CHECK_SMALL(*r.p_f - wanted.value.at("p").number(), close);
    } else if (wanted.quantity == "mean_spearman_from_raters") {
      BOOST_CHECK_SMALL(*r.mean_spearman - wanted.value.number(), close);
    } else {
      continue; // alpha of the same data: krippendorff_test
    }
    ++checked;
  }
  BOOST_TEST(checked == 7u);
}

BOOST_AUTO_TEST_CASE(p_counts_every_order) {
  // 100 of the 576 orders of raters 2 and 3 beside rater 1 give as much: by enumeration in Python; chi-square by scipy 1.12 friedmanchisquare
  const kendall_w_result r = kendall_w(std::vector<double>{1, 2, 1, 2, 2, 3, 3, 1, 4, 3, 4, 4}, 4, 3);
  BOOST_TEST((*r.method == p_method::exact));
  BOOST_TEST(*r.p == 100.0 / 576.0, tt::tolerance(1e-12));
  BOOST_TEST(*r.chi_square == 5.0, tt::tolerance(1e-12));
  BOOST_TEST(*r.p_chi_square == 0.1717971442967335, tt::tolerance(1e-12));
  BOOST_TEST((r.status == status::ok));
}

BOOST_AUTO_TEST_CASE(equal_orders_are_one_and_opposite_ones_nothing) {
  const kendall_w_result same = kendall_w(std::vector<double>{1, 10, 2, 20, 3, 30, 3, 30}, 4, 2);
  BOOST_TEST(*same.value == 1.0, tt::tolerance(1e-15));
  BOOST_TEST(*same.value_no_tie_term == 0.9, tt::tolerance(1e-15)); // (4 x 60 - 4 x 6) / (4 x 60)
  BOOST_TEST(*same.mean_spearman == 1.0, tt::tolerance(1e-14));
  BOOST_TEST(!same.f.has_value());
  const kendall_w_result opposite = kendall_w(std::vector<double>{1, 4, 2, 3, 3, 2, 4, 1}, 4, 2);
  BOOST_TEST(*opposite.value == 0.0);
  BOOST_TEST(*opposite.p == 1.0);
  BOOST_TEST(*opposite.mean_spearman == -1.0, tt::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(without_ties_it_is_the_mean_rank_correlation_in_another_scale) {
  const std::vector<double> values{3, 1, 4, 1, 5, 2, 2, 2, 1, 4, 3, 5, 5, 4, 3}; // 5 units x 3 raters, no ties
  const kendall_w_result r = kendall_w(values, 5, 3);
  BOOST_TEST(*r.mean_spearman == (3.0 * *r.value - 1.0) / 2.0, tt::tolerance(1e-13));
  BOOST_TEST(*r.value == *r.value_no_tie_term);
}

BOOST_AUTO_TEST_CASE(only_orders_matter_and_neither_does_who_stands_where) {
  const std::vector<double> values{1, 2, 1, 2, 2, 3, 3, 1, 4, 3, 4, 4, 2, 5, 1};
  std::vector<double> bent = values;
  for (double& each : bent) { each = std::exp(each) - 3.0; }
  std::vector<double> turned = values;
  for (double& each : turned) { each = -each; }
  std::vector<double> moved;
  for (const std::size_t i : {3u, 1u, 4u, 0u, 2u}) {
    for (const std::size_t j : {2u, 0u, 1u}) { moved.push_back(values[i * 3 + j]); }
  }
  const kendall_w_result r = kendall_w(values, 5, 3);
  BOOST_TEST((kendall_w(bent, 5, 3) == r));
  for (const auto& other : {kendall_w(moved, 5, 3), kendall_w(turned, 5, 3)}) {
    BOOST_TEST(*other.value == *r.value);
    BOOST_TEST(*other.p == *r.p);
    BOOST_TEST(*other.mean_spearman == *r.mean_spearman, tt::tolerance(1e-13));
  }
}

BOOST_AUTO_TEST_CASE(long_tables_are_drawn_and_longer_ones_approximated) {
  std::vector<double> values;
  std::uint32_t state = 9;
  for (std::size_t c = 0; c < 900 * 5; ++c) {
    state = state * 1664525u + 1013904223u;
    values.push_back(static_cast<double>((state >> 16) % 5));
  }
  const std::span<const double> all{values};
  const kendall_w_result drawn = kendall_w(all.first(30 * 5), 30, 5);
  BOOST_TEST((*drawn.method == p_method::drawn));
  BOOST_TEST(*drawn.draws == 9999u);
  BOOST_TEST(std::fabs(*drawn.p - *drawn.p_f) < 0.03);
  BOOST_TEST((kendall_w(all.first(30 * 5), 30, 5, {.threads = 3}) == drawn));
  BOOST_TEST((*kendall_w(all.first(30 * 5), 30, 5, {.draws = 0}).method == p_method::approximate));
  const kendall_w_result long_one = kendall_w(values, 900, 5);
  BOOST_TEST((*long_one.method == p_method::approximate));
  BOOST_TEST(*long_one.p == *long_one.p_chi_square);
  BOOST_TEST(!long_one.p_min.has_value());
}

BOOST_AUTO_TEST_CASE(gaps_drop_units_or_raters_as_asked) {
  const std::vector<double> values{1, 2, 1, none, 2, 2, 3, none, 3, 1, none, none, 3, 4, 4, none, none, none, none, none};
  const std::vector<double> without_unit{1, 2, 1, 2, 2, 3, 3, 4, 4};
  const std::vector<double> without_rater{1, 2, 2, 2, 3, 1, 3, 4};
  const kendall_w_result by_unit = kendall_w(values, 5, 4);
  BOOST_TEST(by_unit.units_used == 3u);
  BOOST_TEST(by_unit.raters_used == 3u);
  BOOST_TEST(*by_unit.value == *kendall_w(without_unit, 3, 3).value);
  const kendall_w_result by_rater = kendall_w(values, 5, 4, {.gaps = ha::gap_rule::drop_raters});
  BOOST_TEST(by_rater.units_used == 4u);
  BOOST_TEST(by_rater.raters_used == 2u);
  BOOST_TEST(*by_rater.value == *kendall_w(without_rater, 4, 2).value);
}

BOOST_AUTO_TEST_CASE(too_little_is_a_status) {
  const auto of = [](const std::vector<double>& values, std::size_t units, std::size_t raters) { return kendall_w(values, units, raters).status; };
  BOOST_TEST((of({}, 0, 0) == status::no_data));
  BOOST_TEST((of({none, none}, 1, 2) == status::no_data));
  BOOST_TEST((of({1, 2, 3}, 3, 1) == status::too_few_raters));
  BOOST_TEST((of({1, 2, 3}, 1, 3) == status::too_few_units));
  BOOST_TEST((of({1, none, none, 2}, 2, 2) == status::too_few_units));
  BOOST_TEST((of({2, 3, 2, 3, 2, 3}, 3, 2) == status::no_variation));
  BOOST_TEST((of({1, 1, 2, 2}, 2, 2) == status::could_not_show)); // two orders: p is 1 or 1/2
  const kendall_w_result flat = kendall_w(std::vector<double>{1, 3, 2, 3, 3, 3, 4, 3}, 4, 2);
  BOOST_TEST(*flat.value == 0.5, tt::tolerance(1e-12)); // who marks everything equal agrees with nobody
  BOOST_TEST(!flat.mean_spearman.has_value());
}

BOOST_AUTO_TEST_CASE(nothing_is_ever_infinite_or_nan) {
  for (int code = 0; code < 4096; code += headway::test::sanitized ? 13 : 1) {
    std::vector<double> values;
    for (int cell = 0, rest = code; cell < 6; ++cell, rest /= 4) { values.push_back(rest % 4 == 0 ? none : static_cast<double>(rest % 4)); }
    const headway::table table = to_table(kendall_w(values, 3, 2));
    BOOST_TEST_REQUIRE((table.at("value").valid()[0] != 0) == (table.at("p").valid()[0] != 0));
    if (table.at("value").valid()[0] != 0) { BOOST_TEST_REQUIRE((table.at("value").reals()[0] >= 0.0 && table.at("value").reals()[0] <= 1.0)); }
  }
}

BOOST_AUTO_TEST_CASE(misuse_names_what_is_wrong) {
  const std::vector<double> values{1, 2, 3, 4};
  BOOST_CHECK_THROW((void)kendall_w(values, 2, 3), headway::error);
  BOOST_CHECK_THROW((void)kendall_w(values, 2, 2, {.draws = 7}), headway::error);
  BOOST_CHECK_THROW((void)kendall_w(std::vector<double>{1, 2, std::numeric_limits<double>::infinity(), 4}, 2, 2), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
