#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/friedman.hpp>

#include "rounds_data.hpp"

BOOST_AUTO_TEST_SUITE(friedman_test)

namespace {

namespace hx = headway::exact;
using headway::status;
using marks = std::vector<std::int8_t>;

double squares(const std::vector<std::vector<double>>& rows) {
  double out = 0.0;
  for (std::size_t j = 0; j < rows[0].size(); ++j) {
    double sum = 0.0;
    for (const auto& row : rows) { sum += row[j] - 0.5 * static_cast<double>(row.size() + 1); }
    out += sum * sum;
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a13) {
  const auto published = reference::read("a13_ordered_alternatives");
  std::size_t checked = 0;
  for (const reference::expected& wanted : published.of("friedman")) {
    const bool rounding = wanted.data == "rounding";
    const auto values = rounds_data::values_of(published, wanted.data, rounding ? std::vector<int>{3, 2, 1} : std::vector<int>{1, 2, 3, 4});
    const std::size_t rounds = rounding ? 3 : 4;
    const auto r = hx::friedman(values, values.size() / rounds, rounds);
    BOOST_CHECK_SMALL(*r.chi_square - wanted.value.at("chi2").number(), wanted.tolerance());
    BOOST_TEST(r.df == wanted.value.at("df").number());
    BOOST_CHECK_SMALL(*r.p_asymptotic - wanted.value.at("p").number(), wanted.tolerance());
    BOOST_TEST((r.method == hx::p_method::exact));
    BOOST_TEST(r.p < 2.0 * *r.p_asymptotic);
    const auto drawn = hx::friedman(values, values.size() / rounds, rounds, {.most_steps = 0});
    BOOST_TEST((drawn.method == hx::p_method::drawn));
    BOOST_CHECK_SMALL(drawn.p - r.p, 5.0 * std::sqrt(r.p / 99'999.0) + 2e-5);
    ++checked;
  }
  BOOST_TEST(checked == 2u);
}

BOOST_AUTO_TEST_CASE(equals_enumeration_of_every_order) {
  std::uint32_t state = 12;
  for (const auto& [people, rounds] : std::vector<std::pair<std::size_t, std::size_t>>{{1, 3}, {2, 2}, {3, 3}, {5, 3}, {3, 4}, {6, 2}, {2, 5}}) {
    for (int repeat = 0; repeat < 6; ++repeat) {
      const auto values = rounds_data::some_values(people * rounds, 4, state);
      const auto r = hx::friedman(values, people, rounds);
      if (r.status == status::no_variation) { continue; }
      std::vector<std::vector<double>> own;
      for (std::size_t i = 0; i < people; ++i) {
        own.push_back(rounds_data::ranks_of({values.begin() + static_cast<std::ptrdiff_t>(i * rounds), values.begin() + static_cast<std::ptrdiff_t>((i + 1) * rounds)}));
      }
      const double observed = squares(own);
      double hits = 0.0;
      double at_largest = 0.0;
      double largest = -1.0;
      double orders = 0.0;
      rounds_data::every_order(values, rounds, [&](const std::vector<std::vector<double>>& rows) {
        const double value = squares(rows);
        hits += value >= observed - 1e-9 ? 1.0 : 0.0;
        at_largest = value > largest + 1e-9 ? 1.0 : at_largest + (value > largest - 1e-9 ? 1.0 : 0.0);
        largest = (std::max)(largest, value);
        orders += 1.0;
      });
      BOOST_TEST((r.method == hx::p_method::exact));
      BOOST_CHECK_CLOSE_FRACTION(r.p, hits / orders, 1e-12);
      BOOST_CHECK_CLOSE_FRACTION(r.p_min, at_largest / orders, 1e-12);
      BOOST_TEST((r.status == (r.p_min > 0.05 ? status::could_not_show : status::ok)));
    }
  }
}

BOOST_AUTO_TEST_CASE(known_tail_of_the_untied_law) {
  // every one of 5 people in the same order over 4 rounds: the chance is (4!)^-4
  const std::vector<double> values{1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4};
  const auto r = hx::friedman(values, 5, 4);
  BOOST_CHECK_CLOSE_FRACTION(r.p, std::pow(24.0, -4), 1e-12);
  BOOST_TEST(r.p == r.p_min);
  BOOST_TEST(*r.kendall_w == 1.0);
  BOOST_TEST(*r.mean_correlation == 1.0);
  BOOST_TEST((r.rank_sums == std::vector<double>{5, 10, 15, 20}));
}

BOOST_AUTO_TEST_CASE(orders_of_people_and_rounds_and_the_scale_do_not_matter) {
  std::uint32_t state = 77;
  const auto values = rounds_data::some_values(8 * 4, 5, state);
  const auto there = hx::friedman(values, 8, 4);
  std::vector<double> people_turned;
  for (std::size_t i = 0; i < values.size(); ++i) { people_turned.push_back(values[(7 - i / 4) * 4 + i % 4]); }
  BOOST_TEST((hx::friedman(people_turned, 8, 4) == there));
  BOOST_TEST((hx::friedman(people_turned, 8, 4, {.most_steps = 0}) == hx::friedman(values, 8, 4, {.most_steps = 0})));
  std::vector<double> scale_turned;
  std::vector<double> rounds_turned;
  std::vector<double> recoded;
  for (std::size_t i = 0; i < values.size(); ++i) {
    scale_turned.push_back(6.0 - values[i]);
    rounds_turned.push_back(values[i / 4 * 4 + 3 - i % 4]);
    recoded.push_back(std::exp(values[i]));
  }
  for (const auto& other : {scale_turned, rounds_turned, recoded}) {
    const auto r = hx::friedman(other, 8, 4);
    BOOST_TEST(*r.chi_square == *there.chi_square);
    BOOST_CHECK_CLOSE_FRACTION(r.p, there.p, 1e-12); // people come in another order of their ties, and so do the additions
    BOOST_CHECK_CLOSE_FRACTION(r.p_min, there.p_min, 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(marks_count_where_a_person_has_all_of_them) {
  const marks given{0, 1, 2, -1, 1, 3, 2, 2, 4, 1, 3, -5};
  const auto r = hx::friedman(given, 4, 3, 5);
  BOOST_TEST(r.people == 4u);
  BOOST_TEST(r.n == 2u);
  auto whole = hx::friedman(marks{0, 1, 2, 2, 2, 4}, 2, 3, 16);
  whole.people = 4;
  BOOST_TEST((r == whole));
  const double none = std::numeric_limits<double>::quiet_NaN();
  auto measured = hx::friedman(std::vector<double>{0, 1, 2, none, 1, 3, 2, 2, 4, 1, 3, none}, 4, 3);
  BOOST_TEST((measured == r));
  // somebody who gave one mark throughout stays in and says nothing
  const auto with = hx::friedman(marks{0, 1, 2, 2, 2, 4, 3, 3, 3}, 3, 3, 5);
  BOOST_TEST(with.n == 3u);
  BOOST_TEST(with.p == whole.p);
  BOOST_TEST(*with.chi_square == *whole.chi_square);
  BOOST_TEST(*with.kendall_w < *whole.kendall_w);
}

BOOST_AUTO_TEST_CASE(many_people_are_drawn_and_very_many_are_left_to_the_large_sample_law) {
  std::uint32_t state = 5;
  const auto values = rounds_data::some_values(60 * 6, 5, state);
  const auto drawn = hx::friedman(values, 60, 6, {.draws = 9'999});
  BOOST_TEST((drawn.method == hx::p_method::drawn));
  BOOST_CHECK_SMALL(drawn.p - *drawn.p_asymptotic, 0.03);
  BOOST_TEST((drawn == hx::friedman(values, 60, 6, {.draws = 9'999})));
  const auto many = rounds_data::some_values(400 * 12, 9, state);
  const auto approximate = hx::friedman(many, 400, 12);
  BOOST_TEST((approximate.method == hx::p_method::approximate));
  BOOST_TEST(approximate.p == *approximate.p_asymptotic);
}

BOOST_AUTO_TEST_CASE(nobody_one_person_and_equal_marks_are_results) {
  BOOST_TEST((hx::friedman(marks{}, 0, 3, 5).status == status::no_data));
  BOOST_TEST((hx::friedman(marks{1, -1, 2}, 1, 3, 5).status == status::no_data));
  const auto still = hx::friedman(marks{1, 1, 1, 2, 2, 2}, 2, 3, 5);
  BOOST_TEST((still.status == status::no_variation));
  BOOST_TEST(still.p == 1.0);
  BOOST_TEST(!still.kendall_w.has_value());
  const auto one = hx::friedman(marks{0, 1, 2}, 1, 3, 5);
  BOOST_TEST((one.status == status::could_not_show));
  BOOST_TEST(one.p == 1.0);
  BOOST_TEST(!one.mean_correlation.has_value());
  const headway::table table = to_table(one);
  BOOST_TEST(table.rows() == 1u);
  BOOST_TEST(table.at("kendall_w").reals()[0] == 1.0);
  BOOST_TEST(int{table.at("mean_correlation").valid()[0]} == 0);
  BOOST_TEST(table.at("status").texts()[0] == "could_not_show");
}

BOOST_AUTO_TEST_CASE(misuse_says_what_is_wrong) {
  BOOST_CHECK_THROW((void)hx::friedman(marks{1, 2, 3}, 2, 2, 5), headway::error);
  BOOST_CHECK_THROW((void)hx::friedman(marks{1}, 1, 1, 5), headway::error);
  BOOST_CHECK_THROW((void)hx::friedman(marks(65, 1), 1, 65, 5), headway::error);
  BOOST_CHECK_THROW((void)hx::friedman(marks{1, 2}, 1, 2, 5, {.draws = 3}), headway::error);
  BOOST_CHECK_THROW((void)hx::friedman(marks{1, 2}, 1, 2, 5, {.most_steps = 200'000'000}), headway::error);
  const auto at_row_one = [](const headway::error& e) { return e.row() == 1; };
  BOOST_CHECK_EXCEPTION((void)hx::friedman(marks{1, 2, 7, 1}, 2, 2, 5), headway::error, at_row_one);
  const std::vector<double> bad{1.0, 2.0, 3.0, std::numeric_limits<double>::infinity()};
  BOOST_CHECK_EXCEPTION((void)hx::friedman(bad, 2, 2), headway::error, at_row_one);
}

BOOST_AUTO_TEST_SUITE_END()
