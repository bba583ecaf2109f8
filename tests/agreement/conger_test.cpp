#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/cohen.hpp>
#include <headway/agreement/conger.hpp>

#include "agreement/by_hand.hpp"
#include "agreement/made_marks.hpp"
#include "support/reference.hpp"
#include "support/sanitized.hpp"

BOOST_AUTO_TEST_SUITE(conger_test)

namespace {

namespace ha = headway::agreement;
using ha::coefficient;
using ha::coefficient_options;
using ha::conger_kappa;
using ha::interval_method;
using ha::weight_set;
using headway::status;
using made::made_marks;

coefficient_options with(interval_method method) {
  coefficient_options out;
  out.interval = method;
  return out;
}

const std::map<std::string, weight_set> sets{{"unweighted", weight_set::identity}, {"quadratic", weight_set::quadratic}, {"linear", weight_set::linear}, {"ordinal",
    weight_set::ordinal},
                                             {"radical", weight_set::radical},     {"ratio", weight_set::ratio},         {"circular", weight_set::circular}, {"bipolar",
                                                 weight_set::bipolar}};

by_hand::weight weight_of(weight_set set, std::size_t levels) {
  return [w = ha::agreement_weights{set}.of(levels)](std::size_t c, std::size_t k) { return w(c, k); };
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a02) {
  const auto reference_case = reference::read("a02_cac_12x4");
  const auto marks = reference::marks_of(reference_case.rows("main"), "unit", "rater", "score");
  std::size_t checked = 0;
  for (const reference::expected& wanted : reference_case.of("conger_kappa")) {
    const coefficient c = conger_kappa(marks.level, marks.units, marks.raters, 5, sets.at(wanted.args.at("weights").text), with(interval_method::analytic));
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

BOOST_AUTO_TEST_CASE(equals_reference_case_a03) {
  if (!reference::available("a03_fleiss_1971_diagnoses")) { return; }
  const auto reference_case = reference::read("a03_fleiss_1971_diagnoses");
  const auto marks = reference::marks_of(reference_case.rows("main"), "unit", "rater", "score");
  const auto wanted = reference_case.of("conger_kappa").at(0);
  BOOST_CHECK_SMALL(*conger_kappa(marks.level, marks.units, marks.raters, 5).value - wanted.value.number(), wanted.tolerance());
}

BOOST_AUTO_TEST_CASE(values_and_jackknife_errors_are_those_of_the_definition) {
  for (const std::size_t levels : {2u, 3u, 5u, 9u, 16u}) {
    for (const std::size_t raters : {3u, 6u, 20u}) {
      if (raters == 20 && levels != 3 && levels != 16) { continue; } // the definition goes through all pairs of raters, again and again
      for (const double missing : {0.0, 0.25}) {
        const by_hand::table t{made_marks(17, raters, levels, missing, static_cast<std::uint32_t>(levels * raters)), 17, raters, levels};
        for (const weight_set set : {weight_set::identity, weight_set::quadratic, weight_set::radical}) {
          const by_hand::weight w = weight_of(set, levels);
          const auto figure = [&](const by_hand::table& rest) { return by_hand::chance_corrected("conger_kappa", rest, w); };
          const auto error = [&](interval_method m) { return *conger_kappa(t.marks, 17, raters, levels, set, with(m)).standard_error; };
          BOOST_CHECK_SMALL(*conger_kappa(t.marks, 17, raters, levels, set).value - figure(t), 1e-12);
          const double units = by_hand::jackknife(by_hand::with_marks(t), true, figure);
          const double of_raters = by_hand::jackknife(t, false, figure);
          BOOST_CHECK_SMALL(error(interval_method::unit_jackknife) - std::sqrt(units), 1e-11);
          BOOST_CHECK_SMALL(error(interval_method::rater_jackknife) - std::sqrt(of_raters), 1e-11);
          if (raters > 6) { continue; }
          const double shared = by_hand::shared_variance(by_hand::with_marks(t), figure);
          BOOST_CHECK_SMALL(error(interval_method::two_way_jackknife) - std::sqrt((std::max)((std::min)(units, of_raters), units + of_raters - shared)), 1e-11);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_rater_whose_only_mark_is_left_out_is_gone) {
  by_hand::table t{made_marks(12, 4, 4, 0.0, 9), 12, 4, 4};
  for (std::size_t u = 1; u < 12; ++u) { t.marks[u * 4 + 3] = -1; }
  const by_hand::weight w = weight_of(weight_set::linear, 4);
  const double units = by_hand::jackknife(t, true, [&](const by_hand::table& rest) { return by_hand::chance_corrected("conger_kappa", rest, w); });
  BOOST_CHECK_SMALL(*conger_kappa(t.marks, 12, 4, 4, weight_set::linear, with(interval_method::unit_jackknife)).standard_error - std::sqrt(units), 1e-12);
}

BOOST_AUTO_TEST_CASE(of_two_raters_it_is_cohens_kappa) {
  const auto marks = made_marks(50, 2, 5, 0.0, 2);
  for (const auto& [name, set] : sets) {
    const coefficient conger = conger_kappa(marks, 50, 2, 5, set, with(interval_method::analytic));
    const coefficient cohen = ha::cohen_kappa(marks, 50, 2, 5, set, with(interval_method::analytic));
    BOOST_CHECK_SMALL(*conger.value - *cohen.value, 1e-13);
    BOOST_CHECK_SMALL(*conger.standard_error - *cohen.standard_error * std::sqrt(50.0 / 49.0), 1e-13); // n - 1 for n
  }
}

BOOST_AUTO_TEST_CASE(the_bootstrap_of_units_agrees_with_the_jackknife) {
  const auto marks = made_marks(400, 5, 5, 0.1, 4);
  coefficient_options draw = with(interval_method::bootstrap_units);
  draw.replicates = headway::test::sanitized ? 1000 : 2000;
  const double drawn = *conger_kappa(marks, 400, 5, 5, weight_set::linear, draw).standard_error;
  const double jackknife = *conger_kappa(marks, 400, 5, 5, weight_set::linear, with(interval_method::unit_jackknife)).standard_error;
  BOOST_TEST(std::abs(drawn / jackknife - 1.0) < 0.07);
  const double analytic = *conger_kappa(marks, 400, 5, 5, weight_set::linear, with(interval_method::analytic)).standard_error;
  BOOST_TEST(std::abs(analytic / jackknife - 1.0) < 0.01);
}

BOOST_AUTO_TEST_CASE(bootstraps_of_any_kind_give_the_same_bits_for_any_number_of_threads) {
  const auto marks = made_marks(40, 6, 5, 0.1, 2);
  for (const interval_method m : {interval_method::bootstrap_units, interval_method::bootstrap_raters, interval_method::bootstrap_both}) {
    coefficient_options one = with(m);
    one.replicates = 200;
    one.ends = ha::bootstrap_ends::bca;
    coefficient_options three = one;
    three.threads = 3;
    BOOST_TEST((conger_kappa(marks, 40, 6, 5, {}, one) == conger_kappa(marks, 40, 6, 5, {}, three)));
  }
}

BOOST_AUTO_TEST_CASE(it_depends_on_who_gave_a_mark_and_not_on_the_order_of_units) {
  const by_hand::table t{made_marks(40, 4, 5, 0.2, 6), 40, 4, 5};
  std::vector<std::int8_t> turned;
  for (std::size_t u = 40; u-- > 0;) {
    for (std::size_t r = 0; r < 4; ++r) { turned.push_back(t.marks[u * 4 + r]); }
  }
  BOOST_TEST((conger_kappa(turned, 40, 4, 5) == conger_kappa(t.marks, 40, 4, 5))); // to the last bit
  std::vector<std::int8_t> shuffled = t.marks;
  for (std::size_t u = 0; u < 40; u += 2) { std::swap(shuffled[u * 4], shuffled[u * 4 + 1]); }
  BOOST_TEST(std::abs(*conger_kappa(shuffled, 40, 4, 5).value - *conger_kappa(t.marks, 40, 4, 5).value) > 1e-6);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_had_has_a_status) {
  const std::vector<std::int8_t> equal(18, 1);
  BOOST_TEST((conger_kappa(equal, 6, 3, 5).status == status::no_variation));
  const std::vector<std::int8_t> alone{0, 1, 2, 1, 0, 3};
  BOOST_TEST((conger_kappa(alone, 6, 1, 5).status == status::too_few_raters));
  const std::vector<std::int8_t> nothing(6, -1);
  BOOST_TEST((conger_kappa(nothing, 2, 3, 5).status == status::no_data));
  const std::vector<std::int8_t> apart{0, -1, -1, 1, 2, -1, -1, 3};
  BOOST_TEST((conger_kappa(apart, 4, 2, 5).status == status::too_few_raters));
  const std::vector<std::int8_t> perfect{0, 0, 0, 1, 1, 1, 2, 2, 2, 1, 1, 1, 0, 0, 0};
  const coefficient one = conger_kappa(perfect, 5, 3, 5);
  BOOST_TEST(*one.value == 1.0);
  BOOST_TEST((one.range_status == status::no_variation));
}

BOOST_AUTO_TEST_SUITE_END()
