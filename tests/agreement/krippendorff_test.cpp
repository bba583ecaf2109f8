#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/krippendorff.hpp>
#include <headway/numeric/special.hpp>

#include "agreement/by_hand.hpp"
#include "agreement/made_marks.hpp"
#include "support/reference.hpp"

BOOST_AUTO_TEST_SUITE(krippendorff_test)

namespace {

namespace ha = headway::agreement;
using ha::alpha_distance;
using ha::alpha_metric;
using ha::coefficient;
using ha::coefficient_options;
using ha::interval_method;
using ha::krippendorff_alpha;
using ha::pair_sums;
using ha::sum_pairs;
using ha::weight_set;
using headway::status;
using made::made_marks;

// Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: 12 units, 4 observers, values 1 to 5 (here 0 to 4), -1 missing
const std::vector<std::int8_t> published{
    0, 0, -1, 0,  //
    1, 1, 2, 1,  //
    2, 2, 2, 2,  //
    2, 2, 2, 2,  //
    1, 1, 1, 1,  //
    0, 1, 2, 3,  //
    3, 3, 3, 3,  //
    0, 0, 1, 0,  //
    1, 1, 1, 1,  //
    -1, 4, 4, 4,  //
    -1, -1, 0, 0,  //
    -1, 2, -1, -1};

coefficient_options with(interval_method method) {
  coefficient_options out;
  out.interval = method;
  return out;
}

const std::map<std::string, weight_set> sets{{"unweighted", weight_set::identity}, {"quadratic", weight_set::quadratic}, {"linear", weight_set::linear}, {"ordinal",
    weight_set::ordinal},
                                             {"radical", weight_set::radical},     {"ratio", weight_set::ratio},         {"circular", weight_set::circular}, {"bipolar",
                                                 weight_set::bipolar}};

/// The metrics by their definitions, for levels valued 1, 2, ..
std::map<std::string, std::pair<alpha_metric, by_hand::distance>> metrics(std::size_t levels) {
  const auto value = [](std::size_t k) { return static_cast<double>(k) + 1.0; };
  const double top = value(levels - 1);
  return {{"nominal", {alpha_metric::nominal, [](std::size_t c, std::size_t k, const auto&) { return c == k ? 0.0 : 1.0; }}},
          {"ordinal", {alpha_metric::ordinal, by_hand::ordinal}},
          {"interval", {alpha_metric::interval, [=](std::size_t c, std::size_t k, const auto&) { return std::pow(value(c) - value(k), 2); }}},
          {"ratio", {alpha_metric::ratio, [=](std::size_t c, std::size_t k, const auto&) { return std::pow((value(c) - value(k)) / (value(c) + value(k)), 2); }}},
          {"circular", {alpha_metric::circular, [=](std::size_t c, std::size_t k, const auto&) { return std::pow(std::sin(3.14159265358979323846 * (value(c) - value(k)) / top),
              2); }}},
          {"bipolar", {alpha_metric::bipolar, [=](std::size_t c, std::size_t k, const auto&) {
             const double sum = value(c) + value(k);
             return c == k ? 0.0 : std::pow(value(c) - value(k), 2) / ((sum - 2.0) * (2.0 * top - sum));
           }}}};
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_the_published_example) {
  // values by the definition, confirmed by krippendorff and irrCAC; printed .743, .815, .849, .797
  const std::vector<std::pair<alpha_metric, double>> expected{{alpha_metric::nominal, 0.743421052631579},
                                                              {alpha_metric::ordinal, 0.815387503754881},
                                                              {alpha_metric::interval, 0.849107142857143},
                                                              {alpha_metric::ratio, 0.797402774711612}};
  for (const auto& [metric, value] : expected) {
    const coefficient c = krippendorff_alpha(published, 12, 4, 5, metric);
    BOOST_REQUIRE(c.value.has_value());
    BOOST_CHECK_SMALL(*c.value - value, 1e-12);
    BOOST_TEST(c.units == 12u);
    BOOST_TEST(c.units_used == 11u);
    BOOST_TEST(c.raters == 4u);
    BOOST_TEST(c.marks == 40u);
    BOOST_CHECK_SMALL(1.0 - *c.observed / *c.expected - value, 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(equals_reference_case_a01) {
  const auto published_case = reference::read("a01_krippendorff_canonical");
  const auto marks = reference::marks_of(published_case.rows("main"), "unit", "observer", "value");
  std::size_t checked = 0;
  for (const reference::expected& wanted : published_case.of("krippendorff_alpha")) {
    const alpha_metric metric = metrics(5).at(wanted.args.at("metric").text).first;
    BOOST_CHECK_SMALL(*krippendorff_alpha(marks.level, marks.units, marks.raters, 5, metric).value - wanted.value.number(), wanted.tolerance());
    ++checked;
  }
  BOOST_TEST(checked == 4u);
}

BOOST_AUTO_TEST_CASE(weights_equal_reference_case_a02) {
  const auto reference_case = reference::read("a02_cac_12x4");
  const auto marks = reference::marks_of(reference_case.rows("main"), "unit", "rater", "score");
  std::size_t checked = 0;
  for (const reference::expected& wanted : reference_case.of("krippendorff_alpha")) {
    const coefficient c =
        krippendorff_alpha(marks.level, marks.units, marks.raters, 5, alpha_distance::weighted(sets.at(wanted.args.at("weights").text)), with(interval_method::analytic));
    const auto close = [&](const char* key, double value) { BOOST_CHECK_SMALL(value - wanted.value.at(key).number(), wanted.tolerance()); };
    close("estimate", *c.value);
    close("pa", *c.observed);
    close("pe", *c.expected);
    close("se", *c.standard_error);
    close("ci_low", c.range->lower);
    close("ci_high", c.range->upper);
    close("p_two_sided", *c.p_value);
    ++checked;
  }
  BOOST_TEST(checked == 8u);
}

BOOST_AUTO_TEST_CASE(square_tables_equal_reference_case_a04) {
  if (!reference::available("a04_cohen_kappa_tables")) { return; }
  const auto reference_case = reference::read("a04_cohen_kappa_tables");
  std::size_t checked = 0;
  for (const reference::expected& wanted : reference_case.of("krippendorff_alpha")) {
    headway::exact::transitions square{4};
    for (const auto& row : reference_case.rows(wanted.data)) {
      square.add(static_cast<std::size_t>(std::stoi(row.at("row")) - 1), static_cast<std::size_t>(std::stoi(row.at("col")) - 1),
                 static_cast<std::uint32_t>(std::stoi(row.at("count"))));
    }
    const coefficient c = krippendorff_alpha(square, alpha_distance::weighted(sets.at(wanted.args.at("weights").text)), with(interval_method::analytic));
    BOOST_CHECK_SMALL(*c.value - wanted.value.at("estimate").number(), wanted.tolerance());
    BOOST_CHECK_SMALL(*c.standard_error - wanted.value.at("se").number(), wanted.tolerance());
    ++checked;
  }
  BOOST_TEST(checked == 6u);
}

BOOST_AUTO_TEST_CASE(values_are_those_of_the_definition_for_all_metrics_levels_and_missing_marks) {
  for (const std::size_t levels : {2u, 3u, 5u, 8u, 9u, 16u}) {
    for (const std::size_t raters : {2u, 5u, 11u, 100u}) {
      for (const double missing : {0.0, 0.3}) {
        const std::size_t units = raters == 100 ? 5 : 23; // pairs of raters are gone through one by one
        const by_hand::table t{made_marks(units, raters, levels, missing, static_cast<std::uint32_t>(levels + raters)), units, raters, levels};
        for (const auto& [name, metric] : metrics(levels)) {
          const double expected = by_hand::alpha(t, metric.second);
          BOOST_CHECK_SMALL(*krippendorff_alpha(t.marks, t.units, raters, levels, metric.first, with(interval_method::none)).value - expected, 1e-12);
          BOOST_CHECK_SMALL(*krippendorff_alpha(sum_pairs(t.marks, t.units, raters, levels), metric.first).value - expected, 1e-12);
          BOOST_CHECK_SMALL(*krippendorff_alpha(ha::count_units(t.marks, t.units, raters, levels), metric.first).value - expected, 1e-12);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(jackknife_errors_are_those_of_leaving_out_one_after_the_other) {
  for (const std::size_t levels : {2u, 5u, 12u}) {
    const by_hand::table t{made_marks(17, 6, levels, 0.15, 3), 17, 6, levels};
    for (const auto& [name, metric] : metrics(levels)) {
      const auto figure = [&, d = metric.second](const by_hand::table& rest) { return by_hand::alpha(rest, d); };
      const double units = by_hand::jackknife(t, true, figure);
      const double raters = by_hand::jackknife(t, false, figure);
      const auto error = [&, m = metric.first](interval_method method) { return *krippendorff_alpha(t.marks, t.units, t.raters, levels, m, with(method)).standard_error; };
      BOOST_CHECK_SMALL(error(interval_method::unit_jackknife) - std::sqrt(units), 1e-12);
      BOOST_CHECK_SMALL(error(interval_method::rater_jackknife) - std::sqrt(raters), 1e-12);
      const double shared = by_hand::shared_variance(t, figure);
      BOOST_CHECK_SMALL(error(interval_method::two_way_jackknife) - std::sqrt((std::max)((std::min)(units, raters), units + raters - shared)), 1e-12);
    }
  }
}

BOOST_AUTO_TEST_CASE(units_with_one_mark_do_not_count_in_the_jackknife) {
  std::vector<std::int8_t> marks = published;
  const double error = *krippendorff_alpha(marks, 12, 4, 5, {}, with(interval_method::unit_jackknife)).standard_error;
  for (int i = 0; i < 5; ++i) { marks.insert(marks.end(), {-1, 2, -1, -1}); }
  BOOST_TEST(*krippendorff_alpha(marks, 17, 4, 5, {}, with(interval_method::unit_jackknife)).standard_error == error);
}

BOOST_AUTO_TEST_CASE(the_analytic_error_of_many_units_is_that_of_the_jackknife) {
  // the linearisation, through the ordinal metric's distances too, and leaving units out agree to first order
  for (const auto& [name, metric] : metrics(5)) {
    const auto marks = made_marks(4000, 5, 5, 0.2, 6);
    const double linear = *krippendorff_alpha(marks, 4000, 5, 5, metric.first, with(interval_method::analytic)).standard_error;
    const double jackknife = *krippendorff_alpha(marks, 4000, 5, 5, metric.first, with(interval_method::unit_jackknife)).standard_error;
    BOOST_TEST(std::abs(linear / jackknife - 1.0) < 0.002);
  }
}

BOOST_AUTO_TEST_CASE(an_interval_stands_on_fishers_scale) {
  const by_hand::table t{made_marks(30, 8, 5, 0.0, 5, 1.0), 30, 8, 5};
  const auto figure = [&](const by_hand::table& rest) { return by_hand::alpha(rest, by_hand::ordinal); };
  const coefficient c = krippendorff_alpha(t.marks, 30, 8, 5);
  const by_hand::two_way expected{t, -1.0 / 7.0, by_hand::shared_variance(t, figure), figure}; // Fisher's z for an intraclass correlation of 8 marks, but for a constant
  const auto scale = [&](double v) { return 0.5 * std::log((v + 1.0 / 7.0) / (1 - v)); };
  const double reach = headway::numeric::student_t_quantile(0.975, expected.degrees) * expected.error;
  BOOST_CHECK_SMALL(scale(c.range->lower) - (expected.centre - reach), 1e-9);
  BOOST_CHECK_SMALL(scale(c.range->upper) - (expected.centre + reach), 1e-9);
}

BOOST_AUTO_TEST_CASE(a_replicate_has_the_value_of_its_resampled_table) {
  // drawn by a loop of its own from the same law: mean and spread of many replicates agree
  const by_hand::table t{made_marks(30, 5, 5, 0.2, 8), 30, 5, 5};
  std::vector<double> values;
  headway::numeric::random_stream random{headway::seed{99}};
  for (int b = 0; b < 4000; ++b) {
    by_hand::table drawn{{}, 0, 5, 5};
    while (drawn.units < 30) {
      const auto u = static_cast<std::size_t>(headway::numeric::draw_below(random, 30));
      int m = 0;
      for (std::size_t r = 0; r < 5; ++r) { m += t.at(u, r) >= 0 ? 1 : 0; }
      if (m < 2) { continue; }
      for (std::size_t r = 0; r < 5; ++r) { drawn.marks.push_back(t.marks[u * 5 + r]); }
      ++drawn.units;
    }
    values.push_back(by_hand::alpha(drawn, by_hand::ordinal));
  }
  std::sort(values.begin(), values.end());
  coefficient_options draw = with(interval_method::bootstrap_units);
  draw.replicates = 20000;
  const coefficient c = krippendorff_alpha(t.marks, 30, 5, 5, {}, draw);
  const double width = values[3899] - values[99];
  BOOST_TEST(std::abs(c.range->lower - values[99]) < 0.05 * width);
  BOOST_TEST(std::abs(c.range->upper - values[3899]) < 0.05 * width);
}

BOOST_AUTO_TEST_CASE(one_vote_off_gives_zero_although_everybody_agrees) {
  std::vector<std::int8_t> marks(9 * 8, 1);
  marks[5] = 2;
  const coefficient c = krippendorff_alpha(marks, 9, 8, 5);
  BOOST_CHECK_SMALL(*c.value, 1e-3);
  BOOST_TEST((c.range_status == status::no_variation));
}

BOOST_AUTO_TEST_CASE(undefined_is_a_status_and_never_a_number) {
  for (const interval_method m : {interval_method::two_way_jackknife, interval_method::none, interval_method::bootstrap_both, interval_method::analytic}) {
    const std::vector<std::int8_t> equal(12, 2);
    const coefficient all_equal = krippendorff_alpha(equal, 4, 3, 5, {}, with(m));
    BOOST_TEST((all_equal.status == status::no_variation));
    BOOST_TEST((all_equal.range_status == status::no_variation));
    BOOST_TEST(!all_equal.value.has_value());
    const std::vector<std::int8_t> alone{1, 2, 3};
    BOOST_TEST((krippendorff_alpha(alone, 3, 1, 5, {}, with(m)).status == status::too_few_raters));
    BOOST_TEST((krippendorff_alpha(std::vector<std::int8_t>{}, 0, 0, 5, {}, with(m)).status == status::no_data));
    const std::vector<std::int8_t> nothing(6, -1);
    BOOST_TEST((krippendorff_alpha(nothing, 2, 3, 5, {}, with(m)).status == status::no_data));
  }
  const headway::exact::transitions empty{5};
  BOOST_TEST((krippendorff_alpha(empty).status == status::no_data));
}

BOOST_AUTO_TEST_CASE(merged_parts_give_the_bits_of_the_whole) {
  const auto marks = made_marks(60, 7, 5, 0.2, 5);
  const std::span<const std::int8_t> all{marks};
  pair_sums first = sum_pairs(all.first(20 * 7), 20, 7, 5);
  const pair_sums second = sum_pairs(all.subspan(20 * 7), 40, 7, 5);
  pair_sums other_way = second;
  other_way.merge(first);
  first.merge(second);
  const coefficient whole = krippendorff_alpha(sum_pairs(all, 60, 7, 5));
  BOOST_TEST((krippendorff_alpha(first) == whole));
  BOOST_TEST((krippendorff_alpha(other_way) == whole));
  BOOST_TEST(*krippendorff_alpha(all, 60, 7, 5).value == *whole.value);
}

BOOST_AUTO_TEST_CASE(turning_the_scale_or_moving_raters_leaves_alpha_alone) {
  std::vector<std::int8_t> turned = published;
  for (std::int8_t& mark : turned) { mark = mark < 0 ? mark : static_cast<std::int8_t>(4 - mark); }
  std::vector<std::int8_t> moved;
  for (std::size_t u = 12; u-- > 0;) {
    for (const std::size_t r : {std::size_t{2}, std::size_t{0}, std::size_t{3}, std::size_t{1}}) { moved.push_back(published[u * 4 + r]); }
  }
  BOOST_CHECK_SMALL(*krippendorff_alpha(turned, 12, 4, 5).value - *krippendorff_alpha(published, 12, 4, 5).value, 1e-14);
  BOOST_TEST((krippendorff_alpha(moved, 12, 4, 5) == krippendorff_alpha(published, 12, 4, 5))); // interval and all, to the last bit
}

BOOST_AUTO_TEST_CASE(levels_that_nobody_used_leave_nominal_and_ordinal_alpha_alone) {
  BOOST_TEST(*krippendorff_alpha(published, 12, 4, 9, alpha_metric::ordinal).value == *krippendorff_alpha(published, 12, 4, 5, alpha_metric::ordinal).value);
  BOOST_TEST(*krippendorff_alpha(published, 12, 4, 9, alpha_metric::nominal).value == *krippendorff_alpha(published, 12, 4, 5, alpha_metric::nominal).value);
}

BOOST_AUTO_TEST_CASE(values_of_levels_count_for_interval_and_ratio) {
  const std::vector<double> values{0, 1, 2, 5, 10};
  const auto d = [&](std::size_t c, std::size_t k, const auto&) { return std::pow(values[c] - values[k], 2); };
  const auto ratio = [&](std::size_t c, std::size_t k, const auto&) { return c == k ? 0.0 : std::pow((values[c] - values[k]) / (values[c] + values[k]), 2); };
  const by_hand::table t{published, 12, 4, 5};
  BOOST_CHECK_SMALL(*krippendorff_alpha(published, 12, 4, 5, alpha_distance{alpha_metric::interval, values}).value - by_hand::alpha(t, d), 1e-12);
  BOOST_CHECK_SMALL(*krippendorff_alpha(published, 12, 4, 5, alpha_distance{alpha_metric::ratio, values}).value - by_hand::alpha(t, ratio), 1e-12);
}

BOOST_AUTO_TEST_CASE(misuse_names_what_is_wrong) {
  const std::vector<std::int8_t> marks{1, 9};
  try {
    (void)krippendorff_alpha(marks, 2, 1, 5);
    BOOST_FAIL("no error");
  } catch (const headway::error& e) {
    BOOST_TEST(e.row() == 1);
  }
  BOOST_CHECK_THROW((void)krippendorff_alpha(published, 12, 3, 5), headway::error);
  BOOST_CHECK_THROW((void)krippendorff_alpha(published, 12, 4, 17), headway::error);
  BOOST_CHECK_THROW((void)krippendorff_alpha(published, 12, 4, 5, static_cast<alpha_metric>(7)), headway::error);
  const std::vector<double> falling{5, 4, 3, 2, 1};
  const std::vector<double> negative{-1, 0, 1, 2, 3};
  const alpha_distance wrong_way{alpha_metric::interval, falling};
  const alpha_distance below_zero{alpha_metric::ratio, negative};
  BOOST_CHECK_THROW((void)krippendorff_alpha(published, 12, 4, 5, wrong_way), headway::error);
  BOOST_CHECK_THROW((void)krippendorff_alpha(published, 12, 4, 5, below_zero), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
