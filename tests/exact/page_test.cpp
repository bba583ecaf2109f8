#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/page.hpp>
#include <headway/exact/sign_test.hpp>

#include "rounds_data.hpp"

BOOST_AUTO_TEST_SUITE(page_test)

namespace {

namespace hx = headway::exact;
using headway::status;
using marks = std::vector<std::int8_t>;

double trend_sum(const std::vector<std::vector<double>>& rows) {
  double out = 0.0;
  for (const auto& row : rows) {
    for (std::size_t j = 0; j < row.size(); ++j) { out += static_cast<double>(j + 1) * row[j]; }
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a13) {
  const auto published = reference::read("a13_ordered_alternatives");
  std::size_t checked = 0;
  for (const reference::expected& wanted : published.of("page_trend")) {
    const bool rounding = wanted.data == "rounding";
    const auto values = rounds_data::values_of(published, wanted.data, rounding ? std::vector<int>{3, 2, 1} : std::vector<int>{1, 2, 3, 4});
    const std::size_t rounds = rounding ? 3 : 4;
    const auto r = hx::page(values, values.size() / rounds, rounds);
    const auto value = [&](const char* key) { return wanted.value.at(key).number(); };
    BOOST_CHECK_SMALL(*r.statistic - value("L"), wanted.tolerance());
    BOOST_CHECK_SMALL(*r.mean - value("mean"), wanted.tolerance());
    BOOST_CHECK_SMALL(*r.variance_no_tie_term - value("var_no_ties"), wanted.tolerance());
    BOOST_CHECK_SMALL(*r.variance - value("var_tie_corrected"), wanted.tolerance());
    BOOST_CHECK_SMALL(*r.z_no_tie_term - value("z_no_tie_term"), wanted.tolerance());
    BOOST_CHECK_SMALL(*r.p_increasing_normal_no_tie_term - value("p_increasing_normal"), wanted.tolerance());
    BOOST_CHECK_SMALL(*r.p_increasing_normal - value("p_increasing_normal_tie_corrected"), wanted.tolerance());
    BOOST_TEST((r.method == hx::p_method::exact));
    BOOST_CHECK_SMALL(std::log10(r.p_increasing / *r.p_increasing_normal), 1.0); // so far out the normal law is right to a factor of ten
    const auto drawn = hx::page(values, values.size() / rounds, rounds, {.most_steps = 0});
    BOOST_TEST((drawn.method == hx::p_method::drawn));
    BOOST_CHECK_SMALL(drawn.p_increasing - r.p_increasing, 5.0 * std::sqrt(r.p_increasing / 99'999.0) + 2e-5);
    BOOST_TEST((drawn == hx::page(values, values.size() / rounds, rounds, {.most_steps = 0})));
    ++checked;
  }
  BOOST_TEST(checked == 2u);
}

BOOST_AUTO_TEST_CASE(equals_enumeration_of_every_order) {
  std::uint32_t state = 21;
  for (const auto& [people, rounds] : std::vector<std::pair<std::size_t, std::size_t>>{{1, 3}, {2, 2}, {3, 3}, {5, 3}, {3, 4}, {6, 2}, {2, 5}, {1, 6}}) {
    for (int repeat = 0; repeat < 6; ++repeat) {
      const auto values = rounds_data::some_values(people * rounds, 4, state);
      const auto r = hx::page(values, people, rounds);
      if (r.status == status::no_variation) { continue; }
      double up = 0.0;
      double down = 0.0;
      double orders = 0.0;
      double sum = 0.0;
      double squares = 0.0;
      double largest = 0.0;
      double at_largest = 0.0;
      rounds_data::every_order(values, rounds, [&](const std::vector<std::vector<double>>& rows) {
        const double value = trend_sum(rows);
        up += value >= *r.statistic - 1e-9 ? 1.0 : 0.0;
        down += value <= *r.statistic + 1e-9 ? 1.0 : 0.0;
        at_largest = value > largest + 1e-9 ? 1.0 : at_largest + (value > largest - 1e-9 ? 1.0 : 0.0);
        largest = (std::max)(largest, value);
        sum += value;
        squares += value * value;
        orders += 1.0;
      });
      BOOST_TEST((r.method == hx::p_method::exact));
      BOOST_CHECK_CLOSE_FRACTION(r.p_increasing, up / orders, 1e-12);
      BOOST_CHECK_CLOSE_FRACTION(r.p_decreasing, down / orders, 1e-12);
      BOOST_CHECK_CLOSE_FRACTION(r.p_min, (std::min)(1.0, 2.0 * at_largest / orders), 1e-12);
      BOOST_CHECK_CLOSE_FRACTION(r.p_two_sided, (std::min)(1.0, 2.0 * (std::min)(up, down) / orders), 1e-12);
      BOOST_CHECK_CLOSE_FRACTION(*r.mean, sum / orders, 1e-12);
      BOOST_CHECK_CLOSE_FRACTION(*r.variance, squares / orders - sum / orders * (sum / orders), 1e-8);
      BOOST_CHECK_SMALL(*r.trend - (*r.statistic - *r.mean) / (largest - *r.mean), 1e-12);
    }
  }
}

BOOST_AUTO_TEST_CASE(turning_rounds_or_the_scale_turns_the_trend) {
  std::uint32_t state = 31;
  const auto values = rounds_data::some_values(8 * 4, 5, state);
  const auto there = hx::page(values, 8, 4);
  std::vector<double> scale_turned;
  std::vector<double> rounds_turned;
  std::vector<double> recoded;
  std::vector<double> people_turned;
  for (std::size_t i = 0; i < values.size(); ++i) {
    scale_turned.push_back(6.0 - values[i]);
    rounds_turned.push_back(values[i / 4 * 4 + 3 - i % 4]);
    recoded.push_back(std::exp(values[i]));
    people_turned.push_back(values[(7 - i / 4) * 4 + i % 4]);
  }
  BOOST_TEST((hx::page(recoded, 8, 4) == there));
  BOOST_TEST((hx::page(people_turned, 8, 4) == there));
  BOOST_TEST((hx::page(people_turned, 8, 4, {.most_steps = 0}) == hx::page(values, 8, 4, {.most_steps = 0})));
  for (const auto& other : {scale_turned, rounds_turned}) {
    const auto r = hx::page(other, 8, 4);
    BOOST_TEST(*r.trend == -*there.trend);
    BOOST_TEST(*r.z == -*there.z);
    BOOST_CHECK_CLOSE_FRACTION(r.p_increasing, there.p_decreasing, 1e-12);
    BOOST_CHECK_CLOSE_FRACTION(r.p_two_sided, there.p_two_sided, 1e-12);
    BOOST_CHECK_CLOSE_FRACTION(*r.detectable, *there.detectable, 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(on_two_rounds_it_is_the_sign_test) {
  const marks given{0, 1, 2, 3, 1, 0, 2, 2, 0, 4, 1, 2, 3, 4, 2, 3};
  const auto r = hx::page(given, 8, 2, 5);
  const auto sign = hx::sign_test(6, 1, 1);
  BOOST_CHECK_CLOSE_FRACTION(r.p_increasing, sign.p_up, 1e-14);
  BOOST_CHECK_CLOSE_FRACTION(r.p_two_sided, sign.p_two_sided, 1e-14);
  BOOST_CHECK_CLOSE_FRACTION(r.p_min, sign.p_min, 1e-14);
  BOOST_CHECK_CLOSE_FRACTION(0.5 + 0.5 * *r.detectable, *sign.detectable, 1e-6);
}

BOOST_AUTO_TEST_CASE(known_tails_without_ties) {
  // one person, 9 rounds in order: 1 / 9!; and everybody of 6 in order over 4 rounds: (4!)^-6
  const std::vector<double> nine{1, 2, 3, 4, 5, 6, 7, 8, 9};
  BOOST_CHECK_CLOSE_FRACTION(hx::page(nine, 1, 9).p_increasing, 1.0 / 362880.0, 1e-12);
  std::vector<double> six;
  for (int i = 0; i < 6; ++i) { six.insert(six.end(), {1, 2, 3, 4}); }
  const auto r = hx::page(six, 6, 4);
  BOOST_CHECK_CLOSE_FRACTION(r.p_increasing, std::pow(24.0, -6), 1e-12);
  BOOST_CHECK_CLOSE_FRACTION(r.p_min, 2.0 * std::pow(24.0, -6), 1e-12);
  BOOST_TEST(*r.trend == 1.0);
}

BOOST_AUTO_TEST_CASE(the_detectable_trend_has_the_power_it_states) {
  const marks given{0, 1, 2, 1, 1, 3, 2, 3, 4, 0, 2, 1};
  const auto r = hx::page(given, 4, 3, 5);
  BOOST_REQUIRE(r.detectable.has_value());
  std::vector<double> values(given.begin(), given.end());
  std::vector<double> sums;
  rounds_data::every_order(values, 3, [&](const std::vector<std::vector<double>>& rows) { sums.push_back(trend_sum(rows)); });
  const double largest = *std::max_element(sums.begin(), sums.end());
  double critical = largest;
  const auto share_from = [&](double t) {
    return static_cast<double>(std::count_if(sums.begin(), sums.end(), [&](double s) { return s >= t - 1e-9; })) / static_cast<double>(sums.size());
  };
  while (2.0 * share_from(critical - 0.5) <= 0.05) { critical -= 0.5; }
  double low = 0.0;
  double high = 10.0;
  double mean = 0.0;
  for (int i = 0; i < 80; ++i) {
    const double tilt = 0.5 * (low + high);
    double all = 0.0;
    double reached = 0.0;
    mean = 0.0;
    for (const double s : sums) {
      const double weight = std::exp(tilt * (s - largest));
      all += weight;
      mean += weight * s;
      reached += s >= critical - 1e-9 ? weight : 0.0;
    }
    mean /= all;
    (reached / all < 0.8 ? low : high) = tilt;
  }
  BOOST_CHECK_CLOSE_FRACTION(*r.detectable, (mean - *r.mean) / (largest - *r.mean), 1e-8);
}

BOOST_AUTO_TEST_CASE(many_rounds_are_drawn_and_very_many_people_left_to_the_normal_law) {
  std::uint32_t state = 5;
  const std::vector<double> rounds{1, 2, 3, 4, 5, 6, 8, 7, 9, 10, 11, 12, 13, 15, 14, 16, 17, 18, 19, 20};
  const auto drawn = hx::page(rounds, 1, 20, {.draws = 999});
  BOOST_TEST((drawn.method == hx::p_method::drawn));
  BOOST_TEST(drawn.p_increasing == 0.001);
  BOOST_TEST(drawn.p_min == 0.002);
  BOOST_TEST(!drawn.detectable.has_value());
  const auto many = rounds_data::some_values(400 * 12, 9, state);
  const auto approximate = hx::page(many, 400, 12);
  BOOST_TEST((approximate.method == hx::p_method::approximate));
  BOOST_TEST(approximate.p_increasing == *approximate.p_increasing_normal);
}

BOOST_AUTO_TEST_CASE(nobody_one_person_and_equal_marks_are_results) {
  BOOST_TEST((hx::page(marks{}, 0, 3, 5).status == status::no_data));
  const auto still = hx::page(marks{1, 1, 1, 2, 2, 2}, 2, 3, 5);
  BOOST_TEST((still.status == status::no_variation));
  BOOST_TEST(still.p_two_sided == 1.0);
  BOOST_TEST(!still.trend.has_value());
  BOOST_TEST(*still.statistic == *still.mean);
  const auto one = hx::page(marks{0, 1, 2, 1, -1, 2}, 2, 3, 5);
  BOOST_TEST((one.status == status::could_not_show));
  BOOST_TEST(one.people == 2u);
  BOOST_TEST(one.n == 1u);
  BOOST_CHECK_CLOSE_FRACTION(one.p_min, 1.0 / 3.0, 1e-14);
  const headway::table table = to_table(one);
  BOOST_TEST(table.rows() == 1u);
  BOOST_TEST(table.at("trend").reals()[0] == 1.0);
  BOOST_TEST(int{table.at("detectable").valid()[0]} == 0);
  BOOST_TEST(table.at("status").texts()[0] == "could_not_show");
}

BOOST_AUTO_TEST_CASE(misuse_says_what_is_wrong) {
  BOOST_CHECK_THROW((void)hx::page(marks{1, 2, 3}, 2, 2, 5), headway::error);
  BOOST_CHECK_THROW((void)hx::page(marks{1, 2}, 1, 2, 5, {.power = 1.0}), headway::error);
  const auto at_row_one = [](const headway::error& e) { return e.row() == 1; };
  BOOST_CHECK_EXCEPTION((void)hx::page(marks{1, 2, 7, 1}, 2, 2, 5), headway::error, at_row_one);
}

BOOST_AUTO_TEST_SUITE_END()
