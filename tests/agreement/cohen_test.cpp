#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/cohen.hpp>
#include <headway/numeric/special.hpp>

#include "agreement/by_hand.hpp"
#include "agreement/made_marks.hpp"
#include "support/reference.hpp"

BOOST_AUTO_TEST_SUITE(cohen_test)

namespace {

namespace ha = headway::agreement;
using ha::coefficient;
using ha::coefficient_options;
using ha::cohen_kappa;
using ha::interval_method;
using ha::weight_set;
using headway::status;
using headway::exact::transitions;
using made::made_marks;

coefficient_options with(interval_method method) {
  coefficient_options out;
  out.interval = method;
  return out;
}

/// By the definition, from the units both marked.
double by_definition(const by_hand::table& t, weight_set set) {
  const ha::weight_matrix w = ha::agreement_weights{set}.of(t.levels);
  std::vector<double> first(t.levels);
  std::vector<double> second(t.levels);
  double n = 0.0;
  double agreed = 0.0;
  for (std::size_t u = 0; u < t.units; ++u) {
    if (t.at(u, 0) < 0 || t.at(u, 1) < 0) { continue; }
    const auto a = static_cast<std::size_t>(t.at(u, 0));
    const auto b = static_cast<std::size_t>(t.at(u, 1));
    n += 1.0;
    first[a] += 1.0;
    second[b] += 1.0;
    agreed += w(a, b);
  }
  double chance = 0.0;
  for (std::size_t a = 0; a < t.levels; ++a) {
    for (std::size_t b = 0; b < t.levels; ++b) { chance += w(a, b) * first[a] / n * second[b] / n; }
  }
  return (agreed / n - chance) / (1.0 - chance);
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a04) {
  if (!reference::available("a04_cohen_kappa_tables")) { return; }
  const auto reference_case = reference::read("a04_cohen_kappa_tables");
  std::size_t checked = 0;
  for (const reference::expected& wanted : reference_case.of("cohen_kappa")) {
    transitions square{4};
    std::vector<std::int8_t> marks;
    for (const auto& row : reference_case.rows(wanted.data)) {
      const int a = std::stoi(row.at("row")) - 1;
      const int b = std::stoi(row.at("col")) - 1;
      square.add(static_cast<std::size_t>(a), static_cast<std::size_t>(b), static_cast<std::uint32_t>(std::stoi(row.at("count"))));
      for (int i = 0; i < std::stoi(row.at("count")); ++i) { marks.insert(marks.end(), {static_cast<std::int8_t>(a), static_cast<std::int8_t>(b)}); }
    }
    const std::string text = wanted.args.at("weights").text;
    const weight_set set = text == "linear" ? weight_set::linear : text == "quadratic" ? weight_set::quadratic : weight_set::identity;
    const coefficient c = cohen_kappa(square, set, with(interval_method::analytic));
    BOOST_CHECK_SMALL(*c.value - wanted.value.at("estimate").number(), wanted.tolerance());
    BOOST_CHECK_SMALL(*c.standard_error - wanted.value.at(wanted.value.find("ase") != nullptr ? "ase" : "se").number(), wanted.tolerance());
    if (wanted.value.find("se_null") != nullptr) {
      BOOST_CHECK_SMALL(*c.null_standard_error - wanted.value.at("se_null").number(), wanted.tolerance());
      BOOST_CHECK_SMALL(*c.value / *c.null_standard_error - wanted.value.at("z_null").number(), wanted.tolerance());
    }
    BOOST_TEST((cohen_kappa(marks, marks.size() / 2, 2, 4, set, with(interval_method::analytic)) == c));
    ++checked;
  }
  BOOST_TEST(checked == 12u);
}

BOOST_AUTO_TEST_CASE(lights_kappa_equals_reference_case_a03) {
  if (!reference::available("a03_fleiss_1971_diagnoses")) { return; }
  const auto reference_case = reference::read("a03_fleiss_1971_diagnoses");
  const auto marks = reference::marks_of(reference_case.rows("main"), "unit", "rater", "score");
  const auto wanted = reference_case.of("light_kappa").at(0);
  const coefficient c = ha::light_kappa(marks.level, marks.units, marks.raters, 5);
  BOOST_CHECK_SMALL(*c.value - wanted.value.number(), wanted.tolerance());
  BOOST_TEST(c.raters == 6u);
  BOOST_TEST(c.marks == 180u);
}

BOOST_AUTO_TEST_CASE(values_and_jackknife_errors_are_those_of_the_definition) {
  for (const std::size_t levels : {2u, 3u, 5u, 9u, 16u}) {
    const by_hand::table t{made_marks(31, 2, levels, 0.15, static_cast<std::uint32_t>(levels)), 31, 2, levels};
    for (const weight_set set : {weight_set::identity, weight_set::linear, weight_set::quadratic, weight_set::ordinal}) {
      const coefficient c = cohen_kappa(t.marks, 31, 2, levels, set);
      BOOST_CHECK_SMALL(*c.value - by_definition(t, set), 1e-12);
      by_hand::table both{{}, 0, 2, levels};
      for (std::size_t u = 0; u < 31; ++u) {
        if (t.at(u, 0) < 0 || t.at(u, 1) < 0) { continue; }
        both.marks.insert(both.marks.end(), {t.marks[2 * u], t.marks[2 * u + 1]});
        ++both.units;
      }
      BOOST_TEST(c.units == 31u);
      BOOST_TEST(c.units_used == both.units);
      const double variance = by_hand::jackknife(both, true, [&](const by_hand::table& rest) { return by_definition(rest, set); });
      BOOST_CHECK_SMALL(*c.standard_error - std::sqrt(variance), 1e-12);
      BOOST_TEST((c.method == interval_method::unit_jackknife));
      // two raters: Fisher's scale is atanh
      const std::vector<double> left = by_hand::left_out(both, true, [&](const by_hand::table& rest) { return by_definition(rest, set); });
      const auto n = static_cast<double>(left.size());
      double mean = 0.0;
      double scaled = 0.0;
      for (const double v : left) { mean += std::atanh(v) / n; }
      for (const double v : left) { scaled += std::pow(std::atanh(v) - mean, 2) * (n - 1.0) / n; }
      const double centre = std::atanh(*c.value) + (n - 1.0) * (std::atanh(*c.value) - mean);
      const double reach = headway::numeric::student_t_quantile(0.975, n - 1.0) * std::sqrt(scaled);
      BOOST_CHECK_SMALL(std::atanh(c.range->lower) - (std::min)(centre - reach, std::atanh(*c.value)), 1e-9);
      BOOST_CHECK_SMALL(std::atanh(c.range->upper) - (std::max)(centre + reach, std::atanh(*c.value)), 1e-9);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_bootstrap_agrees_with_the_large_sample_error) {
  const auto marks = made_marks(3000, 2, 5, 0.0, 4);
  coefficient_options draw = with(interval_method::bootstrap_units);
  draw.replicates = 4000;
  const coefficient c = cohen_kappa(marks, 3000, 2, 5, weight_set::quadratic, draw);
  const double analytic = *cohen_kappa(marks, 3000, 2, 5, weight_set::quadratic, with(interval_method::analytic)).standard_error;
  BOOST_TEST(std::abs(*c.standard_error / analytic - 1.0) < 0.05);
  draw.ends = ha::bootstrap_ends::bca;
  draw.threads = 2;
  const coefficient bca = cohen_kappa(marks, 3000, 2, 5, weight_set::quadratic, draw);
  BOOST_TEST(*bca.standard_error == *c.standard_error);
  BOOST_TEST(std::abs(bca.range->lower - c.range->lower) < 0.2 * analytic);
}

BOOST_AUTO_TEST_CASE(who_is_first_makes_no_difference) {
  const auto marks = made_marks(40, 2, 5, 0.1, 7);
  std::vector<std::int8_t> swapped;
  for (std::size_t u = 0; u < 40; ++u) { swapped.insert(swapped.end(), {marks[2 * u + 1], marks[2 * u]}); }
  BOOST_CHECK_SMALL(*cohen_kappa(marks, 40, 2, 5).value - *cohen_kappa(swapped, 40, 2, 5).value, 1e-14);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_had_has_a_status) {
  const std::vector<std::int8_t> equal(12, 3);
  const coefficient c = cohen_kappa(equal, 6, 2, 5);
  BOOST_TEST((c.status == status::no_variation));
  BOOST_TEST(!c.value.has_value());
  BOOST_TEST(!c.null_standard_error.has_value());
  const std::vector<std::int8_t> apart{0, -1, -1, 1};
  BOOST_TEST((cohen_kappa(apart, 2, 2, 5).status == status::too_few_raters));
  const std::vector<std::int8_t> nothing(4, -1);
  BOOST_TEST((cohen_kappa(nothing, 2, 2, 5).status == status::no_data));
  BOOST_TEST((cohen_kappa(transitions{5}).status == status::too_few_raters));
  // each rater at one level of their own: chance disagreement is certain, kappa 0, and nobody to leave out changes it
  const std::vector<std::int8_t> own{0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
  const coefficient zero = cohen_kappa(own, 6, 2, 5);
  BOOST_TEST(*zero.value == 0.0);
  BOOST_TEST((zero.range_status == status::no_variation));
  BOOST_TEST((cohen_kappa(own, 6, 2, 5, {}, with(interval_method::rater_jackknife)).range_status == status::too_few_raters));

  BOOST_TEST((ha::light_kappa(equal, 4, 3, 5).status == status::no_variation));
  BOOST_TEST((ha::light_kappa(nothing, 2, 2, 5).status == status::no_data));
  BOOST_TEST((ha::light_kappa(apart, 2, 2, 5).status == status::too_few_raters));
}

BOOST_AUTO_TEST_CASE(light_of_two_is_cohen_and_pairs_without_units_do_not_count) {
  const auto marks = made_marks(30, 2, 4, 0.1, 3);
  BOOST_CHECK_SMALL(*ha::light_kappa(marks, 30, 2, 4, weight_set::linear).value - *cohen_kappa(marks, 30, 2, 4, weight_set::linear).value, 1e-15);
  std::vector<std::int8_t> three; // the third rater shares units with nobody
  for (std::size_t u = 0; u < 30; ++u) { three.insert(three.end(), {marks[2 * u], marks[2 * u + 1], -1}); }
  three.insert(three.end(), {-1, -1, 2});
  const coefficient c = ha::light_kappa(three, 31, 3, 4, weight_set::linear);
  BOOST_CHECK_SMALL(*c.value - *cohen_kappa(marks, 30, 2, 4, weight_set::linear).value, 1e-15);
  BOOST_TEST(c.raters == 3u);
}

BOOST_AUTO_TEST_CASE(misuse_says_what_is_wrong) {
  const auto marks = made_marks(10, 3, 5, 0.0, 1);
  BOOST_CHECK_THROW((void)cohen_kappa(marks, 10, 3, 5), headway::error);
  BOOST_CHECK_THROW((void)cohen_kappa(marks, 15, 2, 3), headway::error);
  BOOST_CHECK_THROW((void)cohen_kappa(marks, 10, 2, 5), headway::error);
  BOOST_CHECK_THROW((void)ha::light_kappa(marks, 10, 3, 3), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
