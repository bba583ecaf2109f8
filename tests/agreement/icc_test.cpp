#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/icc.hpp>

#include "support/reference.hpp"
#include "support/sanitized.hpp"

BOOST_AUTO_TEST_SUITE(icc_test)

namespace {

namespace ha = headway::agreement;
namespace hn = headway::numeric;
namespace tt = boost::test_tools;
using ha::icc;
using ha::icc_definition;
using ha::icc_model;
using ha::icc_result;
using headway::status;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

const ha::icc_form& form(const icc_result& result, icc_model model, icc_definition definition, bool average) {
  for (const ha::icc_form& each : result.forms) {
    if (each.model == model && each.definition == definition && each.average == average) { return each; }
  }
  BOOST_FAIL("no such form");
  return result.forms[0];
}

const ha::icc_form& single(const icc_result& result, icc_definition definition) {
  return form(result, definition == icc_definition::one_way ? icc_model::one_way_random : icc_model::two_way_random, definition, false);
}

const ha::icc_form& average(const icc_result& result, icc_definition definition) {
  return form(result, definition == icc_definition::one_way ? icc_model::one_way_random : icc_model::two_way_random, definition, true);
}

// Shrout and Fleiss (1979), Table 2: 6 targets x 4 judges
const std::vector<double> published{9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7};

/// Numbers that look random, the same everywhere.
std::vector<double> invented(std::size_t units, std::size_t raters, std::uint32_t state, double step) {
  std::vector<double> out;
  const auto draw = [&] { return static_cast<double>((state = state * 1664525u + 1013904223u) >> 20) / 4096.0; };
  std::vector<double> stricter;
  for (std::size_t j = 0; j < raters; ++j) { stricter.push_back(draw()); }
  for (std::size_t i = 0; i < units; ++i) {
    const double level = 2.0 * draw();
    for (std::size_t j = 0; j < raters; ++j) { out.push_back(step * std::floor((level + stricter[j] + 1.5 * draw()) * 1.5)); }
  }
  return out;
}

void same_to(const icc_result& a, const icc_result& b, double tolerance) {
  for (std::size_t i = 0; i < 10; ++i) {
    BOOST_TEST((a.forms[i].status == b.forms[i].status));
    BOOST_TEST((a.forms[i].range_status == b.forms[i].range_status));
    BOOST_TEST(a.forms[i].value.has_value() == b.forms[i].value.has_value());
    if (a.forms[i].value) { BOOST_CHECK_SMALL(*a.forms[i].value - *b.forms[i].value, tolerance * (1.0 + std::fabs(*a.forms[i].value))); }
    for (const auto figure : {&ha::icc_form::low, &ha::icc_form::high, &ha::icc_form::p}) {
      const auto& one = a.forms[i].*figure;
      const auto& other = b.forms[i].*figure;
      BOOST_TEST(one.has_value() == other.has_value());
      if (one && other) { BOOST_CHECK_SMALL(*one - *other, tolerance * (1.0 + std::fabs(*one))); }
    }
  }
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a05) {
  const auto published_case = reference::read("a05_icc_shrout_fleiss");
  std::vector<double> values;
  for (const auto& row : published_case.rows("main")) { values.push_back(std::stod(row.at("score"))); }
  BOOST_TEST(values == published, tt::per_element());
  const icc_result result = icc(values, 6, 4);
  std::size_t checked = 0;
  for (const reference::expected& wanted : published_case.of("icc")) {
    for (const ha::icc_form& each : result.forms) {
      const auto called = shrout_fleiss_name(each.model, each.definition, each.average);
      if (!called || wanted.args.at("form").text != *called) { continue; }
      ++checked;
      const double close = wanted.tolerance();
      BOOST_CHECK_SMALL(*each.value - wanted.value.at("estimate").number(), close);
      BOOST_CHECK_SMALL(*each.f - wanted.value.at("F").number(), close);
      BOOST_TEST(*each.df1 == wanted.value.at("df1").number(), tt::tolerance(1e-12));
      BOOST_TEST(*each.df2 == wanted.value.at("df2").number(), tt::tolerance(1e-12));
      BOOST_CHECK_SMALL(*each.p - wanted.value.at("p").number(), close);
      BOOST_CHECK_SMALL(*each.low - wanted.value.at("ci_low").number(), close);
      BOOST_CHECK_SMALL(*each.high - wanted.value.at("ci_high").number(), close);
    }
  }
  BOOST_TEST(checked == 6u);
}

BOOST_AUTO_TEST_CASE(every_form_says_which_one_it_is) {
  const headway::table table = to_table(icc(published, 6, 4));
  BOOST_TEST(table.rows() == 10u);
  const std::vector<std::string> forms{"ICC(1)", "ICC(C,1)", "ICC(A,1)", "ICC(C,1)", "ICC(A,1)", "ICC(k)", "ICC(C,k)", "ICC(A,k)", "ICC(C,k)", "ICC(A,k)"};
  const std::vector<std::string> models{"one_way_random", "two_way_random", "two_way_random", "two_way_mixed", "two_way_mixed"};
  const std::vector<std::string> shrout_fleiss{"ICC(1,1)", "", "ICC(2,1)", "ICC(3,1)", "", "ICC(1,k)", "", "ICC(2,k)", "ICC(3,k)", ""};
  const std::vector<std::string> cases{"1", "2, 2A", "2, 2A", "3, 3A", "3, 3A", "1", "2, 2A", "2, 2A", "3A", "3A"};
  for (std::size_t i = 0; i < 10; ++i) {
    BOOST_TEST(table.at("form").texts()[i] == forms[i]);
    BOOST_TEST(table.at("model").texts()[i] == models[i % 5]);
    BOOST_TEST(table.at("shrout_fleiss").texts()[i] == shrout_fleiss[i]);
    BOOST_TEST((table.at("shrout_fleiss").valid()[i] != 0) == !shrout_fleiss[i].empty());
    BOOST_TEST(table.at("cases").texts()[i] == cases[i]);
    BOOST_TEST(table.at("raters").texts()[i] == (i < 5 ? "single" : "average"));
    BOOST_TEST(table.at("k").integers()[i] == 4);
    BOOST_TEST(table.at("status").texts()[i] == "ok");
  }
  // a model is what the marks mean; it does not change the figures
  for (const std::size_t i : {1u, 2u, 6u, 7u}) { BOOST_TEST(table.at("value").reals()[i] == table.at("value").reals()[i + 2]); }
}

BOOST_AUTO_TEST_CASE(sources_are_the_mean_squares_of_the_publication) {
  // Shrout and Fleiss (1979), Table 3: 11.24, 6.26, 32.49, 1.02
  const icc_result result = icc(published, 6, 4);
  BOOST_CHECK_SMALL(*result.between.mean_square - 11.24, 0.005);
  BOOST_CHECK_SMALL(*result.within.mean_square - 6.26, 0.005);
  BOOST_CHECK_SMALL(*result.of_raters.mean_square - 32.49, 0.005);
  BOOST_CHECK_SMALL(*result.residual.mean_square - 1.02, 0.005);
  const headway::table table = sources_table(result);
  BOOST_TEST(table.rows() == 5u);
  BOOST_TEST(table.at("source").texts()[1] == "raters");
  BOOST_TEST(table.at("f").reals()[1] == *result.of_raters.mean_square / *result.residual.mean_square);
  BOOST_TEST(table.at("p").reals()[1] == hn::f_upper(table.at("f").reals()[1], 3, 15));
}

BOOST_AUTO_TEST_CASE(gaps_keep_exact_tests_and_intervals) {
  // the published table less four marks; sums of squares by R 4.2.2 anova(lm()), Wald's limits by explicit matrices and uniroot in R
  const std::vector<double> values{9, 2, 5, 8, 6, 1, 3, none, 8, 4, 6, 8, 7, 1, none, 6, 10, 5, 6, 9, 6, none, 4, none};
  const icc_result result = icc(values, 6, 4);
  BOOST_TEST(!result.complete);
  BOOST_TEST(result.marks == 20u);
  BOOST_TEST(*result.of_units.mean_square == 6.75136054421769, tt::tolerance(1e-12));
  BOOST_TEST(*result.of_raters.mean_square == 29.66893424036282, tt::tolerance(1e-12));
  BOOST_TEST(*result.residual.mean_square == 0.39332096474954, tt::tolerance(1e-12));
  BOOST_TEST(*result.of_units.variance == 1.98688736858379689, tt::tolerance(1e-12));
  BOOST_TEST(*result.of_raters.variance == 6.27334570191713148, tt::tolerance(1e-12));
  BOOST_TEST(*single(result, icc_definition::consistency).value == 0.83475355529122297, tt::tolerance(1e-12));
  BOOST_TEST(*single(result, icc_definition::agreement).value == 0.22960362418610461, tt::tolerance(1e-12));
  BOOST_TEST(*average(result, icc_definition::consistency).value == 0.95284413447948269, tt::tolerance(1e-12));
  BOOST_TEST(*average(result, icc_definition::agreement).value == 0.54382317858550266, tt::tolerance(1e-12));
  const ha::icc_form& consistency = single(result, icc_definition::consistency);
  BOOST_TEST(*consistency.f == 17.165015723270411, tt::tolerance(1e-12));
  BOOST_TEST(*consistency.df2 == 11.0);
  BOOST_TEST(*consistency.p == 7.2194756351468822e-05, tt::tolerance(1e-11));
  BOOST_TEST(*consistency.low == 0.50070551345967607, tt::tolerance(1e-10));
  BOOST_TEST(*consistency.high == 0.97204599687139700, tt::tolerance(1e-10));
  const ha::icc_form& one_way = single(result, icc_definition::one_way);
  BOOST_TEST(*one_way.value == 0.031121550205519367, tt::tolerance(1e-12));
  BOOST_TEST(*average(result, icc_definition::one_way).value == 0.113856068743285771, tt::tolerance(1e-12));
  BOOST_TEST(*one_way.f == 1.106, tt::tolerance(1e-12));
  BOOST_TEST(*one_way.p == 0.40055368757798232, tt::tolerance(1e-11));
  BOOST_TEST(*one_way.low == -0.25287540373586886, tt::tolerance(1e-9));
  BOOST_TEST(*one_way.high == 0.64439321942728878, tt::tolerance(1e-10));
  BOOST_TEST(*single(result, icc_definition::agreement).low < *single(result, icc_definition::agreement).value);
  BOOST_TEST(*single(result, icc_definition::agreement).high > *single(result, icc_definition::agreement).value);
}

BOOST_AUTO_TEST_CASE(the_way_for_gaps_is_the_way_for_complete_tables) {
  for (const auto& [units, raters] : {std::pair<std::size_t, std::size_t>{7, 4}, {4, 7}, {5, 5}, {30, 3}}) {
    const std::vector<double> values = invented(units, raters, 7u, 0.3);
    const auto whole = ha::detail::complete_sums(values, units, raters, "icc", "ratings");
    ha::detail::gappy_table table{values, units, raters, "icc", "ratings"};
    const auto sums = table.sums();
    BOOST_TEST(sums.complete);
    BOOST_TEST(sums.unit_part == whole->unit_part, tt::tolerance(1e-11));
    BOOST_TEST(sums.rater_part == whole->rater_part, tt::tolerance(1e-11));
    BOOST_TEST(sums.residual == whole->residual, tt::tolerance(1e-11));
    BOOST_TEST(sums.between == whole->between, tt::tolerance(1e-11));
    BOOST_TEST(sums.within == whole->within, tt::tolerance(1e-11));
    for (const double ratio : {-0.9 / static_cast<double>(raters), 0.0, 0.01, 1.0, 100.0}) {
      BOOST_TEST(table.two_way_form(ratio) == whole->unit_part / (1.0 + static_cast<double>(raters) * ratio), tt::tolerance(1e-9));
      BOOST_TEST(table.one_way_form(ratio) == whole->between / (1.0 + static_cast<double>(raters) * ratio), tt::tolerance(1e-11));
    }
  }
}

BOOST_AUTO_TEST_CASE(both_ways_of_absorbing_give_the_same_form) {
  // more units than raters, and the same marks repeated so that raters outnumber them: checked by the definition on a small table
  std::vector<double> values = invented(4, 9, 3u, 1.0);
  for (const std::size_t gap : {0u, 5u, 11u, 12u, 22u, 27u, 30u}) { values[gap] = none; }
  ha::detail::gappy_table table{values, 4, 9, "icc", "ratings"};
  BOOST_TEST(!table.units_are_long());
  const auto sums = table.sums();
  // by the definition: y'P y with V = I + ratio Z Z', raters as fixed effects, by solving the normal equations of all 9 raters after weighting
  for (const double ratio : {-0.1, 0.0, 0.7, 25.0}) {
    std::vector<double> normal(81);
    std::vector<double> right(9);
    double all = 0.0;
    for (std::size_t i = 0; i < 4; ++i) {
      double m = 0.0;
      double sum = 0.0;
      for (std::size_t j = 0; j < 9; ++j) {
        if (std::isnan(values[i * 9 + j])) { continue; }
        m += 1.0;
        sum += values[i * 9 + j];
      }
      const double weight = ratio / (1.0 + ratio * m);
      for (std::size_t j = 0; j < 9; ++j) {
        if (std::isnan(values[i * 9 + j])) { continue; }
        all += values[i * 9 + j] * (values[i * 9 + j] - weight * sum);
        right[j] += values[i * 9 + j] - weight * sum;
        for (std::size_t l = 0; l < 9; ++l) {
          if (!std::isnan(values[i * 9 + l])) { normal[j * 9 + l] -= weight; }
        }
        normal[j * 9 + j] += 1.0;
      }
    }
    BOOST_REQUIRE(hn::cholesky(normal, 9));
    hn::cholesky_forward(normal, right);
    double fitted = 0.0;
    for (const double each : right) { fitted += each * each; }
    BOOST_TEST(table.two_way_form(ratio) == all - fitted - sums.residual, tt::tolerance(1e-9));
  }
}

BOOST_AUTO_TEST_CASE(a_wide_table_with_gaps_keeps_no_matrices_and_gives_the_same) {
  // 420 raters with many numbers of marks a unit: past the room for a matrix each. At ratio 0 the form is the sum of squares, found another way
  const std::size_t units = 430;
  const std::size_t raters = 420;
  std::vector<double> values = invented(units, raters, 5u, 1.0);
  std::uint32_t state = 3;
  for (double& each : values) {
    state = state * 1664525u + 1013904223u;
    if ((state >> 16) % 3 == 0) { each = none; }
  }
  ha::detail::gappy_table table{values, units, raters, "icc", "ratings"};
  const auto sums = table.sums();
  BOOST_TEST(table.two_way_form(0.0) == sums.unit_part, tt::tolerance(1e-9));
  BOOST_TEST(sums.residual > 0.0);
}

BOOST_AUTO_TEST_CASE(whole_numbers_give_the_same_bits_in_any_order) {
  const std::size_t units = 40;
  const std::size_t raters = 7;
  const std::vector<double> values = invented(units, raters, 11u, 1.0);
  std::vector<double> moved;
  for (std::size_t i = 0; i < units; ++i) {
    for (std::size_t j = 0; j < raters; ++j) { moved.push_back(values[(i * 13 + 5) % units * raters + (j * 3 + 2) % raters]); }
  }
  BOOST_TEST((icc(moved, units, raters) == icc(values, units, raters)));
}

BOOST_AUTO_TEST_CASE(moving_turning_or_stretching_the_scale_leaves_values_alone) {
  for (const double gap : {0.0, none}) {
    std::vector<double> values = invented(12, 5, 17u, 1.0);
    if (std::isnan(gap)) { values[3] = values[20] = values[41] = gap; }
    std::vector<double> turned = values;
    std::vector<double> stretched = values;
    for (double& each : turned) { each = 6.0 - each; }
    for (double& each : stretched) { each = 1e6 + 0.37 * each; }
    same_to(icc(turned, 12, 5), icc(values, 12, 5), 1e-12);
    same_to(icc(stretched, 12, 5), icc(values, 12, 5), 1e-7); // 1e6 + 0.37 has ten digits behind the point
  }
}

BOOST_AUTO_TEST_CASE(every_way_of_summing_gives_the_same) {
  for (std::uint32_t seed = 1; seed < 30; ++seed) {
    const std::size_t units = 3 + seed % 6;
    const std::size_t raters = 2 + seed % 4;
    const std::vector<double> values = invented(units, raters, seed, 1.0);
    const auto whole = ha::detail::whole_sums(values, units, raters);
    const auto any = ha::detail::complete_sums(values, units, raters, "icc", "ratings");
    BOOST_REQUIRE(whole.has_value());
    BOOST_REQUIRE(any.has_value());
    for (const auto part : {&ha::detail::two_way_sums::between, &ha::detail::two_way_sums::within, &ha::detail::two_way_sums::unit_part,
                            &ha::detail::two_way_sums::rater_part, &ha::detail::two_way_sums::residual}) {
      BOOST_CHECK_SMALL((*whole).*part - (*any).*part, 1e-12 * (1.0 + (*any).*part));
    }
  }
}

BOOST_AUTO_TEST_CASE(another_null_value_is_tested_and_at_a_limit_its_p_is_the_tail) {
  for (const double gap : {2.0, none}) {
    std::vector<double> values = published;
    values[7] = gap;
    const icc_result result = icc(values, 6, 4, {.confidence = headway::confidence_level{0.9}});
    for (const icc_definition definition : {icc_definition::one_way, icc_definition::consistency}) {
      for (const bool mean : {false, true}) {
        const ha::icc_form& plain = mean ? average(result, definition) : single(result, definition);
        if (!(*plain.low > 0.0)) { continue; }
        const icc_result tested = icc(values, 6, 4, {.null_value = *plain.low});
        const ha::icc_form& at_limit = mean ? average(tested, definition) : single(tested, definition);
        BOOST_CHECK_SMALL(*at_limit.p - 0.05, 1e-9);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(agreement_is_tested_by_satterthwaite_as_published) {
  // McGraw and Wong (1996), Table 8, with the mean squares of the published table: a = k r / (n (1 - r)), b = 1 + k r (n - 1) / (n (1 - r)), and for the
  // average c = r / (n (1 - r)), d = 1 + r (n - 1) / (n (1 - r))
  const icc_result result = icc(published, 6, 4, {.null_value = 0.1});
  const double units = *result.of_units.mean_square;
  const double raters = *result.of_raters.mean_square;
  const double error = *result.residual.mean_square;
  for (const bool mean : {false, true}) {
    const double a = (mean ? 1.0 : 4.0) * 0.1 / (6.0 * 0.9);
    const double b = 1.0 + 5.0 * a;
    const double df2 = std::pow(a * raters + b * error, 2) / (std::pow(a * raters, 2) / 3.0 + std::pow(b * error, 2) / 15.0);
    const ha::icc_form& tested = mean ? average(result, icc_definition::agreement) : single(result, icc_definition::agreement);
    BOOST_TEST(*tested.f == units / (a * raters + b * error), tt::tolerance(1e-13));
    BOOST_TEST(*tested.df2 == df2, tt::tolerance(1e-13));
    BOOST_TEST(*tested.p == hn::f_upper(*tested.f, 5.0, df2), tt::tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_CASE(a_constant_table_has_no_number) {
  // R psych 2.2.9 ICC() says 0.485 here
  for (const double mark : {3.0, 0.1, 1e130, 0.0}) {
    const icc_result result = icc(std::vector<double>(15, mark), 5, 3);
    for (const ha::icc_form& each : result.forms) {
      BOOST_TEST((each.status == status::no_variation));
      BOOST_TEST((each.range_status == status::no_variation));
      BOOST_TEST(!each.value.has_value());
      BOOST_TEST(!each.f.has_value());
      BOOST_TEST(!each.high.has_value());
    }
  }
  std::vector<double> gaps(15, 0.7);
  gaps[4] = gaps[10] = none;
  for (const ha::icc_form& each : icc(gaps, 5, 3).forms) { BOOST_TEST((each.status == status::no_variation)); }
}

BOOST_AUTO_TEST_CASE(units_that_do_not_differ) {
  // raters differ, units do not, nothing is left over
  const icc_result result = icc(std::vector<double>{1, 2, 4, 1, 2, 4, 1, 2, 4}, 3, 3);
  BOOST_TEST(*single(result, icc_definition::one_way).value == -0.5, tt::tolerance(1e-15));
  BOOST_TEST((average(result, icc_definition::one_way).status == status::no_variation));
  BOOST_TEST((single(result, icc_definition::consistency).status == status::no_variation));
  BOOST_TEST(*single(result, icc_definition::agreement).value == 0.0);
  BOOST_TEST((single(result, icc_definition::agreement).range_status == status::no_residual));
  BOOST_TEST(!single(result, icc_definition::one_way).high.has_value());
}

BOOST_AUTO_TEST_CASE(raters_who_differ_by_a_constant) {
  for (const double step : {1.0, 0.1}) {
    std::vector<double> values;
    for (const double unit : {1.0, 3.0, 4.0, 8.0}) {
      for (const double rater : {0.0, 2.0, 5.0}) { values.push_back(step * unit + step * rater); }
    }
    const icc_result result = icc(values, 4, 3);
    BOOST_TEST(*single(result, icc_definition::consistency).value == 1.0, tt::tolerance(1e-14));
    BOOST_TEST((single(result, icc_definition::consistency).range_status == status::no_residual));
    BOOST_TEST(!single(result, icc_definition::consistency).f.has_value());
    BOOST_TEST(*single(result, icc_definition::agreement).value > 0.0);
    BOOST_TEST(*single(result, icc_definition::agreement).value < 1.0);
    BOOST_TEST(single(result, icc_definition::one_way).high.has_value());
  }
}

BOOST_AUTO_TEST_CASE(too_little_is_a_status) {
  const auto first = [](const std::vector<double>& values, std::size_t units, std::size_t raters) {
    const icc_result result = icc(values, units, raters);
    return std::pair{result.forms[0].status, result.forms[1].status};
  };
  BOOST_TEST((first({}, 0, 0) == std::pair{status::no_data, status::no_data}));
  BOOST_TEST((first({}, 0, 3) == std::pair{status::no_data, status::no_data}));
  BOOST_TEST((first({none, none}, 1, 2) == std::pair{status::no_data, status::no_data}));
  BOOST_TEST((first({1, 2, 3}, 3, 1) == std::pair{status::too_few_raters, status::too_few_raters}));
  BOOST_TEST((first({1, 2, 3}, 1, 3) == std::pair{status::too_few_units, status::too_few_units}));
  BOOST_TEST((first({1, none, none, 2}, 2, 2) == std::pair{status::too_few_raters, status::too_few_raters}));
  // every unit has raters of its own
  BOOST_TEST((first({1, 2, none, none, none, none, 4, 4}, 2, 4) == std::pair{status::ok, status::not_comparable}));
  // a chain of marks: nothing is left over
  BOOST_TEST((first({1, 2, none, none, 3, 5}, 2, 3) == std::pair{status::ok, status::no_residual}));
  // two units that exchange their marks: neither units nor raters differ
  const icc_result exchanged = icc(std::vector<double>{1, 2, 2, 1}, 2, 2);
  BOOST_TEST((single(exchanged, icc_definition::agreement).status == status::no_variation));
  BOOST_TEST(*single(exchanged, icc_definition::consistency).value == -1.0);
}

BOOST_AUTO_TEST_CASE(two_groups_who_share_nothing_are_compared_within_themselves) {
  // raters 1, 2 mark units 1 to 3, raters 3, 4 units 4 to 6: the difference between the groups is neither unit's nor rater's
  const std::vector<double> apart{1, 2, none, none, 3, 3, none, none, 5, 4, none, none, none, none, 11, 13, none, none, 14, 14, none, none, 12, 12};
  std::vector<double> nearer = apart;
  for (double& each : nearer) { each -= each > 9.0 ? 9.0 : 0.0; }
  const icc_result a = icc(apart, 6, 4);
  const icc_result b = icc(nearer, 6, 4);
  BOOST_TEST(a.of_units.df == 4.0);
  BOOST_TEST(a.of_raters.df == 2.0);
  BOOST_TEST(a.residual.df == 4.0);
  BOOST_TEST(*single(a, icc_definition::consistency).f == *single(b, icc_definition::consistency).f, tt::tolerance(1e-12));
  BOOST_TEST(*single(a, icc_definition::consistency).value == *single(b, icc_definition::consistency).value, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(nothing_is_ever_infinite_or_nan) {
  // every table of 3 units x 2 raters with marks 1 to 3 or a gap
  std::size_t tables = 0;
  std::size_t unbounded = 0;
  for (int code = 0; code < 4096; code += headway::test::sanitized ? 13 : 1) {
    std::vector<double> values;
    for (int cell = 0, rest = code; cell < 6; ++cell, rest /= 4) { values.push_back(rest % 4 == 0 ? none : static_cast<double>(rest % 4)); }
    for (const double null_value : {0.0, 0.6}) {
      const headway::table table = to_table(icc(values, 3, 2, {.null_value = null_value})); // a table takes no NaN and no infinity
      (void)sources_table(icc(values, 3, 2));
      for (std::size_t i = 0; i < 10; ++i) {
        BOOST_TEST_REQUIRE((table.at("value").valid()[i] != 0) == (table.at("status").texts()[i] == "ok"));
        const std::string& ends = table.at("interval_status").texts()[i];
        BOOST_TEST_REQUIRE((table.at("low").valid()[i] != 0) == (ends == "ok"));
        BOOST_TEST_REQUIRE((table.at("high").valid()[i] != 0) == (ends == "ok" || ends == "unbounded"));
        unbounded += ends == "unbounded" ? 1u : 0u;
        if (table.at("low").valid()[i] != 0) { BOOST_TEST_REQUIRE(table.at("low").reals()[i] <= table.at("high").reals()[i]); }
        if (table.at("p").valid()[i] != 0) { BOOST_TEST_REQUIRE((table.at("p").reals()[i] >= 0.0 && table.at("p").reals()[i] <= 1.0)); }
      }
      ++tables;
    }
  }
  BOOST_TEST(tables == (headway::test::sanitized ? 632u : 8192u));
  BOOST_TEST(unbounded > 0u);
}

BOOST_AUTO_TEST_CASE(marks_are_levels_as_numbers) {
  std::vector<std::int8_t> marks;
  std::vector<double> values;
  for (const double each : published) {
    marks.push_back(static_cast<std::int8_t>(each - 1.0));
    values.push_back(each);
  }
  marks[3] = -1;
  values[3] = none;
  same_to(icc(marks, 6, 4, 10), icc(values, 6, 4), 1e-13);
}

BOOST_AUTO_TEST_CASE(a_rater_without_marks_is_nobody) {
  std::vector<double> values;
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t j = 0; j < 4; ++j) { values.push_back(published[i * 4 + j]); }
    values.push_back(none);
  }
  const icc_result result = icc(values, 6, 5);
  BOOST_TEST(result.raters == 4u);
  BOOST_TEST(result.complete);
  same_to(result, icc(published, 6, 4), 1e-12);
}

BOOST_AUTO_TEST_CASE(misuse_names_what_is_wrong) {
  std::vector<double> values = published;
  values[9] = std::numeric_limits<double>::infinity();
  try {
    (void)icc(values, 6, 4);
    BOOST_FAIL("no error");
  } catch (const headway::error& e) {
    BOOST_TEST(e.row() == 2);
    BOOST_TEST((e.category() == headway::error_category::out_of_range));
  }
  values[9] = 1e150;
  BOOST_CHECK_THROW((void)icc(values, 6, 4), headway::error);
  BOOST_CHECK_THROW((void)icc(published, 6, 5), headway::error);
  BOOST_CHECK_THROW((void)icc(published, 6, 4, {.null_value = 1.0}), headway::error);
  BOOST_CHECK_THROW((void)icc(published, 6, 4, {.null_value = -0.1}), headway::error);
  BOOST_CHECK_THROW((void)icc(published, 6, 4, {.null_value = none}), headway::error);
  const std::vector<std::int8_t> marks{0, 1, 5, 1};
  BOOST_CHECK_THROW((void)icc(marks, 2, 2, 5), headway::error);
  const std::size_t many = ha::detail::most_equations + 1;
  std::vector<double> large(many * many, none);
  for (std::size_t i = 0; i < many; ++i) { large[i * many + i] = 1.0; }
  BOOST_CHECK_THROW((void)icc(large, many, many), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
