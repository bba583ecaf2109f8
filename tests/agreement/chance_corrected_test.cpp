#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/chance_corrected.hpp>
#include <headway/numeric/special.hpp>

#include "agreement/by_hand.hpp"
#include "agreement/made_marks.hpp"
#include "support/reference.hpp"

BOOST_AUTO_TEST_SUITE(chance_corrected_test)

namespace {

namespace ha = headway::agreement;
using ha::agreement_weights;
using ha::coefficient;
using ha::coefficient_options;
using ha::interval_method;
using ha::weight_set;
using headway::status;
using made::made_marks;

using marks_function = coefficient (*)(std::span<const std::int8_t>, std::size_t, std::size_t, std::size_t, const agreement_weights&, const coefficient_options&);
using counts_function = coefficient (*)(const ha::unit_counts&, const agreement_weights&, const coefficient_options&);
using sums_function = coefficient (*)(const ha::pair_sums&, const agreement_weights&);
using table_function = coefficient (*)(const headway::exact::transitions&, const agreement_weights&, const coefficient_options&);

struct named {
  std::string name;
  marks_function of_marks;
  counts_function of_counts;
  sums_function of_sums;
  table_function of_table;
};
const std::vector<named> all_four{{"percent_agreement", ha::percent_agreement, ha::percent_agreement, ha::percent_agreement, ha::percent_agreement},
                                  {"brennan_prediger", ha::brennan_prediger, ha::brennan_prediger, ha::brennan_prediger, ha::brennan_prediger},
                                  {"fleiss_kappa", ha::fleiss_kappa, ha::fleiss_kappa, ha::fleiss_kappa, ha::fleiss_kappa},
                                  {"gwet_ac", ha::gwet_ac, ha::gwet_ac, ha::gwet_ac, ha::gwet_ac}};

const std::map<std::string, weight_set> sets{{"unweighted", weight_set::identity}, {"quadratic", weight_set::quadratic}, {"linear", weight_set::linear}, {"ordinal",
    weight_set::ordinal},
                                             {"radical", weight_set::radical},     {"ratio", weight_set::ratio},         {"circular", weight_set::circular}, {"bipolar",
                                                 weight_set::bipolar}};

by_hand::weight weight_of(weight_set set, std::size_t levels) {
  return [w = agreement_weights{set}.of(levels)](std::size_t c, std::size_t k) { return w(c, k); };
}

coefficient_options with(interval_method method) {
  coefficient_options out;
  out.interval = method;
  return out;
}

headway::exact::transitions square_of(const reference::reference_case& from, const std::string& data) {
  headway::exact::transitions out{4};
  for (const auto& row : from.rows(data)) {
    out.add(static_cast<std::size_t>(std::stoi(row.at("row")) - 1), static_cast<std::size_t>(std::stoi(row.at("col")) - 1), static_cast<std::uint32_t>(std::stoi(row.at("count"))));
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a02) {
  const auto reference_case = reference::read("a02_cac_12x4");
  const auto marks = reference::marks_of(reference_case.rows("main"), "unit", "rater", "score");
  std::size_t checked = 0;
  for (const named& each : all_four) {
    for (const reference::expected& wanted : reference_case.of(each.name)) {
      const coefficient c = each.of_marks(marks.level, marks.units, marks.raters, 5, sets.at(wanted.args.at("weights").text), with(interval_method::analytic));
      const auto close = [&](const char* key, double value) { BOOST_CHECK_SMALL(value - wanted.value.at(key).number(), wanted.tolerance()); };
      close("estimate", *c.value);
      close("pa", *c.observed);
      if (each.name == "percent_agreement") {
        BOOST_TEST(!c.expected.has_value());
      } else {
        close("pe", *c.expected);
      }
      close("se", *c.standard_error);
      close("ci_low", c.range->lower);
      close("ci_high", c.range->upper);
      close("p_two_sided", *c.p_value);
      BOOST_TEST(c.units == 12u);
      BOOST_TEST(c.units_used == 11u);
      BOOST_TEST(c.raters == 4u);
      BOOST_TEST(c.marks == 41u);
      ++checked;
    }
  }
  BOOST_TEST(checked == 32u);
}

BOOST_AUTO_TEST_CASE(equals_reference_case_a04) {
  if (!reference::available("a04_cohen_kappa_tables")) { return; }
  const auto reference_case = reference::read("a04_cohen_kappa_tables");
  std::size_t checked = 0;
  for (const named& each : all_four) {
    const std::string quantity = each.name == "fleiss_kappa" ? "scott_pi" : each.name;
    for (const reference::expected& wanted : reference_case.of(quantity)) {
      const coefficient c = each.of_table(square_of(reference_case, wanted.data), sets.at(wanted.args.at("weights").text), with(interval_method::analytic));
      BOOST_CHECK_SMALL(*c.value - wanted.value.at("estimate").number(), wanted.tolerance());
      BOOST_CHECK_SMALL(*c.standard_error - wanted.value.at("se").number(), wanted.tolerance());
      BOOST_TEST(c.raters == 2u);
      ++checked;
    }
  }
  BOOST_TEST(checked == 24u);
}

BOOST_AUTO_TEST_CASE(equals_reference_case_a03) {
  if (!reference::available("a03_fleiss_1971_diagnoses")) { return; }
  const auto reference_case = reference::read("a03_fleiss_1971_diagnoses");
  const auto marks = reference::marks_of(reference_case.rows("main"), "unit", "rater", "score");
  const coefficient c = ha::fleiss_kappa(marks.level, marks.units, marks.raters, 5, {}, with(interval_method::analytic));
  const auto wanted = reference_case.of("fleiss_kappa");
  BOOST_CHECK_SMALL(*c.value - wanted[0].value.number(), wanted[0].tolerance());
  for (const auto& [key, value] : std::map<std::string, double>{
           {"estimate", *c.value}, {"pa", *c.observed}, {"pe", *c.expected}, {"se", *c.standard_error}, {"ci_low", c.range->lower}, {"ci_high", c.range->upper}, {"p_two_sided",
               *c.p_value}}) {
    BOOST_CHECK_SMALL(value - wanted[1].value.at(key).number(), wanted[1].tolerance());
  }
  const auto null_error = reference_case.of("fleiss_kappa_se_null").at(0);
  BOOST_CHECK_SMALL(*c.null_standard_error - null_error.value.number(), null_error.tolerance());
  const auto z = reference_case.of("fleiss_kappa_z_null").at(0);
  BOOST_CHECK_SMALL(*c.value / *c.null_standard_error - z.value.number(), z.tolerance());
  const auto by_level = reference_case.of("fleiss_kappa_by_category").at(0);
  const auto levels = ha::fleiss_by_level(ha::count_units(marks.level, marks.units, marks.raters, 5));
  for (const ha::level_kappa& each : levels) {
    BOOST_CHECK_SMALL(*each.value - by_level.value.at(std::to_string(each.level + 1)).number(), by_level.tolerance());
    BOOST_CHECK_SMALL(*each.null_standard_error - std::sqrt(2.0 / (30 * 6 * 5)), 1e-15);
  }
  BOOST_TEST(to_table(levels).rows() == 5u);
}

BOOST_AUTO_TEST_CASE(values_are_those_of_the_definition_for_all_weights_levels_and_missing_marks) {
  for (const std::size_t levels : {2u, 3u, 5u, 8u, 9u, 16u}) {
    for (const std::size_t raters : {2u, 5u, 11u, 100u}) {
      for (const double missing : {0.0, 0.3}) {
        const std::size_t units = raters == 100 ? 5 : 23; // pairs of raters are gone through one by one
        const by_hand::table t{made_marks(units, raters, levels, missing, static_cast<std::uint32_t>(levels + raters)), units, raters, levels};
        for (const auto& [text, set] : sets) {
          const by_hand::weight w = weight_of(set, levels);
          for (const named& each : all_four) {
            const double expected = by_hand::chance_corrected(each.name, t, w);
            BOOST_CHECK_SMALL(*each.of_marks(t.marks, t.units, t.raters, levels, set, with(interval_method::none)).value - expected, 1e-12);
            BOOST_CHECK_SMALL(*each.of_sums(ha::sum_pairs(t.marks, t.units, t.raters, levels), set).value - expected, 1e-12);
            BOOST_CHECK_SMALL(*each.of_counts(ha::count_units(t.marks, t.units, t.raters, levels), set, with(interval_method::unit_jackknife)).value - expected, 1e-12);
          }
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(jackknife_errors_are_those_of_leaving_out_one_after_the_other) {
  for (const std::size_t levels : {2u, 5u, 12u}) {
    const by_hand::table t{made_marks(17, 6, levels, 0.15, 3), 17, 6, levels};
    for (const weight_set set : {weight_set::identity, weight_set::quadratic}) {
      const by_hand::weight w = weight_of(set, levels);
      for (const named& each : all_four) {
        const auto figure = [&](const by_hand::table& rest) { return by_hand::chance_corrected(each.name, rest, w); };
        const double units = by_hand::jackknife(t, true, figure);
        const double raters = by_hand::jackknife(t, false, figure);
        const auto error = [&](interval_method m) { return *each.of_marks(t.marks, t.units, t.raters, levels, set, with(m)).standard_error; };
        BOOST_CHECK_SMALL(error(interval_method::unit_jackknife) - std::sqrt(units), 1e-12);
        BOOST_CHECK_SMALL(error(interval_method::rater_jackknife) - std::sqrt(raters), 1e-12);
        const double shared = by_hand::shared_variance(t, figure);
        BOOST_CHECK_SMALL(error(interval_method::two_way_jackknife) - std::sqrt((std::max)((std::min)(units, raters), units + raters - shared)), 1e-12);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(an_interval_stands_on_its_own_scale_and_stays_inside_the_range) {
  const by_hand::table t{made_marks(30, 8, 5, 0.1, 5, 1.0), 30, 8, 5};
  const by_hand::weight w = weight_of(weight_set::linear, 5);
  for (const named& each : all_four) {
    const auto figure = [&](const by_hand::table& rest) { return by_hand::chance_corrected(each.name, rest, w); };
    const coefficient c = each.of_marks(t.marks, 30, 8, 5, weight_set::linear, {});
    const double shared = by_hand::shared_variance(t, figure);
    const double pe = c.expected.value_or(0.0);
    const double lowest = each.name == "fleiss_kappa" ? -1.0 / (static_cast<double>(c.marks) / 30.0 - 1.0) : -pe / (1.0 - pe);
    const by_hand::two_way expected{t, lowest, shared, figure};
    const double reach = headway::numeric::student_t_quantile(0.975, expected.degrees) * expected.error;
    const auto scale = [&](double v) { return 0.5 * std::log((v - lowest) / (1 - v)); };
    BOOST_CHECK_SMALL(scale(c.range->lower) - (std::min)(expected.centre - reach, scale(*c.value)), 1e-9);
    BOOST_CHECK_SMALL(scale(c.range->upper) - (std::max)(expected.centre + reach, scale(*c.value)), 1e-9);
    BOOST_TEST(c.range->lower < *c.value);
    BOOST_TEST(c.range->upper > *c.value);
    BOOST_TEST(c.range->upper < 1.0);
    BOOST_TEST(c.range->lower > lowest);
    BOOST_TEST((c.range_status == status::ok));
  }
}

BOOST_AUTO_TEST_CASE(of_many_kinds_of_units_some_tell_what_units_and_raters_share) {
  const by_hand::table t{made_marks(150, 5, 5, 0.05, 5, 1.0), 150, 5, 5};
  BOOST_TEST_REQUIRE(ha::count_units(t.marks, 150, 5, 5).kinds() > ha::detail::most_sampled);
  const by_hand::weight w = weight_of(weight_set::linear, 5);
  for (const named& each : {all_four[0], all_four[3]}) {
    const auto figure = [&](const by_hand::table& rest) { return by_hand::chance_corrected(each.name, rest, w); };
    const double units = by_hand::jackknife(t, true, figure);
    const double raters = by_hand::jackknife(t, false, figure);
    const double shared = by_hand::shared_variance(t, figure);
    const double error = *each.of_marks(t.marks, 150, 5, 5, weight_set::linear, {}).standard_error;
    BOOST_TEST_REQUIRE(units + raters - shared > (std::min)(units, raters));
    BOOST_TEST(std::abs(error * error - (units + raters - shared)) < 0.25 * shared);
  }
}

BOOST_AUTO_TEST_CASE(an_interval_is_had_where_leaving_somebody_out_gives_perfect_agreement) {
  // one mark of 40 differs: without its unit, or its rater, percent agreement and kappa are 1
  std::vector<std::int8_t> marks;
  for (std::size_t u = 0; u < 10; ++u) { marks.insert(marks.end(), 4, static_cast<std::int8_t>(u % 3)); }
  marks[5] = 2;
  for (const named& each : all_four) {
    const coefficient c = each.of_marks(marks, 10, 4, 3, {}, {});
    BOOST_TEST((c.range_status == status::ok));
    BOOST_TEST(c.range->lower < *c.value);
    BOOST_TEST(c.range->upper > *c.value);
    BOOST_TEST(c.range->upper < 1.0);
  }
}

BOOST_AUTO_TEST_CASE(order_of_units_and_names_of_raters_leave_no_trace) {
  const by_hand::table t{made_marks(40, 6, 5, 0.2, 9), 40, 6, 5};
  by_hand::table turned = t;
  for (std::size_t u = 0; u < 40; ++u) {
    for (std::size_t r = 0; r < 6; ++r) { turned.marks[u * 6 + r] = t.marks[(39 - u) * 6 + (r + 4) % 6]; }
  }
  for (const named& each : all_four) {
    for (const interval_method m : {interval_method::two_way_jackknife, interval_method::analytic}) {
      const coefficient a = each.of_marks(t.marks, 40, 6, 5, weight_set::quadratic, with(m));
      const coefficient b = each.of_marks(turned.marks, 40, 6, 5, weight_set::quadratic, with(m));
      BOOST_TEST((a == b)); // to the last bit
    }
    coefficient_options draw = with(interval_method::bootstrap_units);
    draw.replicates = 200;
    BOOST_TEST((each.of_marks(t.marks, 40, 6, 5, {}, draw) == each.of_marks(turned.marks, 40, 6, 5, {}, draw)));
  }
}

BOOST_AUTO_TEST_CASE(a_turned_scale_and_levels_added_that_nobody_uses) {
  const by_hand::table t{made_marks(40, 6, 5, 0.2, 10), 40, 6, 5};
  by_hand::table turned = t;
  for (std::int8_t& mark : turned.marks) { mark = mark < 0 ? mark : static_cast<std::int8_t>(4 - mark); }
  for (const named& each : all_four) {
    for (const weight_set set : {weight_set::identity, weight_set::linear, weight_set::ordinal, weight_set::circular, weight_set::adjacent}) {
      const coefficient a = each.of_marks(t.marks, 40, 6, 5, set, {});
      const coefficient b = each.of_marks(turned.marks, 40, 6, 5, set, {});
      BOOST_CHECK_SMALL(*a.value - *b.value, 1e-13);
      BOOST_CHECK_SMALL(a.range->lower - b.range->lower, 1e-12);
    }
    // an unused level matters only where chance looks at how many levels there are
    const double five = *each.of_marks(t.marks, 40, 6, 5, {}, {}).value;
    const double seven = *each.of_marks(t.marks, 40, 6, 7, {}, {}).value;
    const bool counts_levels = each.name == "brennan_prediger" || each.name == "gwet_ac";
    BOOST_TEST((std::abs(five - seven) > 1e-6) == counts_levels);
  }
}

BOOST_AUTO_TEST_CASE(parts_counted_apart_give_the_whole_to_the_last_bit) {
  const auto marks = made_marks(90, 7, 5, 0.2, 12);
  const std::span<const std::int8_t> all{marks};
  ha::unit_counts parts = ha::count_units(all.subspan(50 * 7), 40, 7, 5);
  parts.merge(ha::count_units(all.first(50 * 7), 50, 7, 5));
  for (const named& each : all_four) {
    BOOST_TEST((each.of_counts(parts, weight_set::linear, with(interval_method::unit_jackknife)) ==
                each.of_counts(ha::count_units(all, 90, 7, 5), weight_set::linear, with(interval_method::unit_jackknife))));
  }
}

BOOST_AUTO_TEST_CASE(the_bootstrap_of_five_units_has_the_law_of_all_3125_resamples) {
  const by_hand::table t{made_marks(5, 4, 3, 0.0, 21), 5, 4, 3};
  const by_hand::weight w = weight_of(weight_set::linear, 3);
  for (const named& each : all_four) {
    double sum = 0.0;
    double squares = 0.0;
    std::size_t defined = 0;
    for (std::size_t code = 0; code < 3125; ++code) {
      by_hand::table drawn{{}, 5, 4, 3};
      for (std::size_t i = 0, left = code; i < 5; ++i, left /= 5) {
        const std::size_t u = left % 5;
        for (std::size_t r = 0; r < 4; ++r) { drawn.marks.push_back(t.marks[u * 4 + r]); }
      }
      const std::set<std::int8_t> used(drawn.marks.begin(), drawn.marks.end());
      if (used.size() < 2 && each.name == "fleiss_kappa") { continue; }
      const double value = by_hand::chance_corrected(each.name, drawn, w);
      sum += value;
      squares += value * value;
      ++defined;
    }
    const double n = static_cast<double>(defined);
    const double deviation = std::sqrt(squares / n - sum / n * (sum / n));
    coefficient_options draw = with(interval_method::bootstrap_units);
    draw.replicates = 10000;
    const coefficient c = each.of_marks(t.marks, 5, 4, 3, weight_set::linear, draw);
    BOOST_TEST(std::abs(*c.standard_error / deviation - 1.0) < 0.03);
  }
}

BOOST_AUTO_TEST_CASE(the_bootstrap_of_raters_does_not_compare_a_rater_with_themselves) {
  // all 4^4 resamples of four raters; a pair of copies of one rater is no pair
  const by_hand::table t{made_marks(9, 4, 3, 0.1, 33), 9, 4, 3};
  const by_hand::weight w = weight_of(weight_set::quadratic, 3);
  double sum = 0.0;
  double squares = 0.0;
  double n = 0.0;
  for (std::size_t code = 0; code < 256; ++code) {
    std::vector<std::size_t> drawn;
    for (std::size_t i = 0, left = code; i < 4; ++i, left /= 4) { drawn.push_back(left % 4); }
    double agreed = 0.0;
    double units = 0.0;
    for (std::size_t u = 0; u < 9; ++u) {
      double unit = 0.0;
      double pairs = 0.0;
      for (const std::size_t a : drawn) {
        for (const std::size_t b : drawn) {
          if (a == b || t.at(u, a) < 0 || t.at(u, b) < 0) { continue; }
          unit += w(static_cast<std::size_t>(t.at(u, a)), static_cast<std::size_t>(t.at(u, b)));
          pairs += 1.0;
        }
      }
      if (pairs > 0.0) {
        agreed += unit / pairs;
        units += 1.0;
      }
    }
    if (!(units > 0.0)) { continue; }
    sum += agreed / units;
    squares += agreed / units * (agreed / units);
    n += 1.0;
  }
  const double deviation = std::sqrt(squares / n - sum / n * (sum / n));
  coefficient_options draw = with(interval_method::bootstrap_raters);
  draw.replicates = 10000;
  const coefficient c = ha::percent_agreement(t.marks, 9, 4, 3, weight_set::quadratic, draw);
  BOOST_TEST(std::abs(*c.standard_error / deviation - 1.0) < 0.03);
}

BOOST_AUTO_TEST_CASE(bootstraps_of_any_kind_give_the_same_bits_for_any_number_of_threads) {
  const auto marks = made_marks(30, 6, 5, 0.1, 2);
  for (const named& each : all_four) {
    for (const interval_method m : {interval_method::bootstrap_units, interval_method::bootstrap_raters, interval_method::bootstrap_both}) {
      for (const ha::bootstrap_ends ends : {ha::bootstrap_ends::percentile, ha::bootstrap_ends::bca}) {
        coefficient_options one = with(m);
        one.replicates = 300;
        one.ends = ends;
        coefficient_options three = one;
        three.threads = 3;
        coefficient_options other = one;
        other.random_seed = headway::seed{2};
        const coefficient c = each.of_marks(marks, 30, 6, 5, weight_set::quadratic, one);
        BOOST_TEST((c == each.of_marks(marks, 30, 6, 5, weight_set::quadratic, three)));
        BOOST_TEST(!(c == each.of_marks(marks, 30, 6, 5, weight_set::quadratic, other)));
        BOOST_TEST((c.range_status == status::ok));
        BOOST_TEST(c.range->lower < *c.value);
        BOOST_TEST(c.range->upper > *c.value);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_had_has_a_status) {
  const std::vector<std::int8_t> equal(7 * 3, 2);
  for (const named& each : all_four) {
    const coefficient c = each.of_marks(equal, 7, 3, 5, {}, {});
    if (each.name == "fleiss_kappa") {
      BOOST_TEST((c.status == status::no_variation));
      BOOST_TEST(!c.value.has_value());
      BOOST_TEST(!c.null_standard_error.has_value());
    } else {
      BOOST_TEST(*c.value == 1.0); // AC1, percent and Brennan-Prediger are defined there
    }
    BOOST_TEST((c.range_status == status::no_variation));
    BOOST_TEST(!c.range.has_value());

    const std::vector<std::int8_t> alone{0, 1, 2, 1, 0, 3};
    BOOST_TEST((each.of_marks(alone, 6, 1, 5, {}, {}).status == status::too_few_raters));
    const std::vector<std::int8_t> nothing(6, -1);
    BOOST_TEST((each.of_marks(nothing, 2, 3, 5, {}, {}).status == status::no_data));
    BOOST_TEST((each.of_marks({}, 0, 0, 5, {}, {}).status == status::no_data));
    const std::vector<std::int8_t> apart{0, -1, -1, 1, 2, -1, -1, 3}; // nobody marked the same unit
    BOOST_TEST((each.of_marks(apart, 4, 2, 5, {}, {}).status == status::too_few_raters));

    const std::vector<std::int8_t> few{0, 1, 1, 2, 2, 2, 0, 0, 1, 1, 2, 0};
    const coefficient four = each.of_marks(few, 4, 3, 5, {}, {});
    BOOST_TEST((four.status == status::ok));
    BOOST_TEST((four.range_status == status::too_few_units));
    BOOST_TEST((each.of_marks(few, 4, 3, 5, {}, with(interval_method::rater_jackknife)).range_status == status::ok));

    const std::vector<std::int8_t> two{0, 0, 1, 1, 2, 2, 1, 2, 0, 0, 3, 3};
    const coefficient pair = each.of_marks(two, 6, 2, 5, {}, {});
    BOOST_TEST((pair.method == interval_method::unit_jackknife)); // two raters stand for nobody else
    BOOST_TEST((pair.range_status == status::ok));
    BOOST_TEST((each.of_marks(two, 6, 2, 5, {}, with(interval_method::bootstrap_raters)).range_status == status::too_few_raters));
    BOOST_TEST((each.of_counts(ha::count_units(two, 6, 2, 5), {}, with(interval_method::bootstrap_both)).range_status == status::too_few_raters));

    const std::vector<std::int8_t> perfect{0, 0, 0, 1, 1, 1, 2, 2, 2, 1, 1, 1, 0, 0, 0};
    const coefficient one = each.of_marks(perfect, 5, 3, 5, {}, {});
    BOOST_TEST(*one.value == 1.0);
    BOOST_TEST((one.range_status == status::no_variation)); // leaving out anyone changes nothing: no interval, rather than one without width
    for (const interval_method m : {interval_method::bootstrap_units, interval_method::analytic, interval_method::rater_jackknife}) {
      BOOST_TEST(!each.of_marks(perfect, 5, 3, 5, {}, with(m)).range.has_value());
    }
  }
}

BOOST_AUTO_TEST_CASE(one_unit_that_differs_leaves_no_jackknife) {
  std::vector<std::int8_t> marks(9 * 5, 1);
  marks[3] = 2;
  const coefficient c = ha::fleiss_kappa(marks, 9, 5, 5);
  BOOST_TEST((c.status == status::ok));
  BOOST_TEST((c.range_status == status::no_variation)); // without that unit kappa is not defined
  BOOST_TEST((ha::gwet_ac(marks, 9, 5, 5).range_status == status::ok));
}

BOOST_AUTO_TEST_CASE(adjacent_agreement_counts_neighbours) {
  const std::vector<std::int8_t> marks{0, 1, 1, 3, 2, 2, 4, 4};
  BOOST_CHECK_SMALL(*ha::percent_agreement(marks, 4, 2, 5).value - 0.5, 1e-15);
  BOOST_CHECK_SMALL(*ha::percent_agreement(marks, 4, 2, 5, weight_set::adjacent).value - 0.75, 1e-15);
}

BOOST_AUTO_TEST_CASE(a_table_of_counts_is_as_good_as_marks) {
  const auto marks = made_marks(25, 6, 4, 0.2, 14);
  std::vector<std::uint32_t> counts(25 * 4);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i] >= 0) { ++counts[i / 6 * 4 + static_cast<std::size_t>(marks[i])]; }
  }
  for (const named& each : all_four) {
    coefficient of_counts = each.of_counts(ha::units_of_counts(counts, 25, 4), weight_set::linear, with(interval_method::analytic));
    of_counts.raters = 6;
    BOOST_TEST((of_counts == each.of_marks(marks, 25, 6, 4, weight_set::linear, with(interval_method::analytic))));
  }
}

BOOST_AUTO_TEST_CASE(misuse_says_what_is_wrong) {
  const auto marks = made_marks(10, 3, 5, 0.0, 1);
  for (const named& each : all_four) {
    coefficient_options few;
    few.replicates = 99;
    BOOST_CHECK_THROW((void)each.of_marks(marks, 10, 3, 5, {}, few), headway::error);
    BOOST_CHECK_THROW((void)each.of_marks(marks, 10, 3, 5, {}, with(static_cast<interval_method>(8))), headway::error);
    BOOST_CHECK_THROW((void)each.of_marks(marks, 10, 4, 5, {}, {}), headway::error);
    BOOST_CHECK_THROW((void)each.of_marks(marks, 10, 3, 3, {}, {}), headway::error);
    BOOST_CHECK_THROW((void)each.of_marks(marks, 10, 3, 5, agreement_weights::own(std::vector<double>{1, 0, 0, 1}), {}), headway::error);
  }
}

BOOST_AUTO_TEST_SUITE_END()
