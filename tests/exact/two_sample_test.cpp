#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/two_sample.hpp>

#include "support/reference.hpp"

BOOST_AUTO_TEST_SUITE(two_sample_test)

namespace {

namespace he = headway::exact;
using counts = std::vector<std::uint32_t>;
using he::p_method;
using he::two_sample;

/// People as naive code sees them: the level of each, and whether they are in the first group.
struct people {
  std::vector<int> level{};
  std::vector<int> second{}; ///< 0: first group
};

people people_of(const counts& x, const counts& y) {
  people out;
  for (std::size_t k = 0; k < x.size(); ++k) {
    for (std::uint32_t i = 0; i < x[k] + y[k]; ++i) {
      out.level.push_back(static_cast<int>(k));
      out.second.push_back(i < x[k] ? 0 : 1);
    }
  }
  return out;
}

/// Pairs that the first group wins, ties half.
double u_of(const people& p) {
  double u = 0.0;
  for (std::size_t i = 0; i < p.level.size(); ++i) {
    for (std::size_t j = 0; j < p.level.size(); ++j) {
      if (p.second[i] == 0 && p.second[j] == 1) { u += p.level[i] > p.level[j] ? 1.0 : p.level[i] == p.level[j] ? 0.5 : 0.0; }
    }
  }
  return u;
}

double level_sum(const people& p) {
  double sum = 0.0;
  for (std::size_t i = 0; i < p.level.size(); ++i) { sum += p.second[i] == 0 ? p.level[i] : 0; }
  return sum;
}

/// Brunner and Munzel's statistic by ranks within and over groups, as in their paper; 1e6 with its sign where the groups do not overlap.
double studentised(const people& p) {
  std::array<double, 2> n{};
  std::array<double, 2> mean{};
  const auto ranks = [&](std::size_t i) { // over all, and within its group
    std::array<double, 2> out{0.5, 0.5};
    for (std::size_t j = 0; j < p.level.size(); ++j) {
      const double add = p.level[j] < p.level[i] ? 1.0 : p.level[j] == p.level[i] ? 0.5 : 0.0;
      out[0] += add;
      out[1] += p.second[j] == p.second[i] ? add : 0.0;
    }
    return out;
  };
  for (std::size_t i = 0; i < p.level.size(); ++i) {
    const auto g = static_cast<std::size_t>(p.second[i]);
    n[g] += 1.0;
    mean[g] += ranks(i)[0];
  }
  for (std::size_t g = 0; g < 2; ++g) { mean[g] /= n[g]; }
  std::array<double, 2> square{};
  for (std::size_t i = 0; i < p.level.size(); ++i) {
    const auto g = static_cast<std::size_t>(p.second[i]);
    const auto r = ranks(i);
    const double off = r[0] - r[1] - mean[g] + 0.5 * (n[g] + 1.0);
    square[g] += off * off / (n[g] - 1.0);
  }
  const double spread = n[0] * square[0] + n[1] * square[1];
  const double difference = n[0] * n[1] * (mean[0] - mean[1]) / (n[0] + n[1]);
  if (spread < 1e-9) { return difference > 1e-9 ? 1e6 : difference < -1e-9 ? -1e6 : 0.0; }
  return difference / std::sqrt(spread);
}

/// P(>=), P(<=), P(at least as far from the centre), and the shares at the two ends, over all assignments.
template <class Function> std::array<double, 5> all_assignments(people p, Function statistic, double centre) {
  const double observed = statistic(p);
  std::sort(p.second.begin(), p.second.end());
  std::array<double, 5> out{};
  double all = 0.0;
  double highest = -1e300;
  double lowest = 1e300;
  const double near = 1e-7;
  do {
    const double value = statistic(p);
    all += 1.0;
    out[0] += value >= observed - near ? 1.0 : 0.0;
    out[1] += value <= observed + near ? 1.0 : 0.0;
    out[2] += std::fabs(value - centre) >= std::fabs(observed - centre) - near ? 1.0 : 0.0;
    if (value > highest + near) {
      highest = value;
      out[3] = 0.0;
    }
    if (value < lowest - near) {
      lowest = value;
      out[4] = 0.0;
    }
    out[3] += value >= highest - near ? 1.0 : 0.0;
    out[4] += value <= lowest + near ? 1.0 : 0.0;
  } while (std::next_permutation(p.second.begin(), p.second.end()));
  for (double& each : out) { each /= all; }
  return out;
}

void check_p(const he::group_p_values& p, const std::array<double, 5>& expected) {
  BOOST_TEST((p.method == p_method::exact));
  BOOST_CHECK_SMALL(p.greater - expected[0], 1e-11);
  BOOST_CHECK_SMALL(p.less - expected[1], 1e-11);
  BOOST_CHECK_SMALL(p.two_sided_doubled - (std::min)(1.0, 2.0 * (std::min)(expected[0], expected[1])), 1e-11);
  BOOST_CHECK_SMALL(p.two_sided_distance - expected[2], 1e-11);
}

struct pair_of_groups {
  counts x{};
  counts y{};
};

std::vector<pair_of_groups> small_groups(std::size_t levels) {
  std::vector<pair_of_groups> out;
  std::uint32_t state = 11 + static_cast<std::uint32_t>(levels);
  const auto draw = [&](std::uint32_t below) { return ((state = state * 1664525u + 1013904223u) >> 16) % below; };
  while (out.size() < 40) {
    pair_of_groups g{counts(levels), counts(levels)};
    const std::uint32_t n1 = 1 + draw(5);
    const std::uint32_t n2 = 1 + draw(6);
    for (std::uint32_t i = 0; i < n1; ++i) { ++g.x[draw(static_cast<std::uint32_t>(levels))]; }
    for (std::uint32_t i = 0; i < n2; ++i) { ++g.y[draw(static_cast<std::uint32_t>(levels))]; }
    out.push_back(g);
  }
  out.push_back({counts(levels), counts(levels)});
  out.back().x[0] = 3; // no overlap
  out.back().y[levels - 1] = 4;
  return out;
}

std::uint32_t sum(const counts& c) {
  std::uint32_t out = 0;
  for (const std::uint32_t each : c) { out += each; }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_p_value_equals_the_enumeration_of_all_assignments) {
  std::size_t checked = 0;
  for (const std::size_t levels : {2u, 3u, 5u, 9u, 16u}) {
    for (const auto& [x, y] : small_groups(levels)) {
      const people p = people_of(x, y);
      if (std::set<int>(p.level.begin(), p.level.end()).size() < 2) { continue; }
      const auto r = two_sample(x, y);
      const double n1 = sum(x);
      const double n2 = sum(y);
      const double pairs = n1 * n2;
      double all = 0.0;
      for (const int level : p.level) { all += level; }
      const auto rank = all_assignments(p, u_of, 0.5 * pairs);
      check_p(r.p, rank);
      BOOST_CHECK_CLOSE_FRACTION(r.p_min, (std::min)(1.0, 2.0 * (std::min)(rank[3], rank[4])), 1e-11);
      check_p(r.level_p, all_assignments(p, level_sum, n1 * all / (n1 + n2)));
      BOOST_TEST(*r.u_x == u_of(p));
      BOOST_CHECK_SMALL(*r.superiority - u_of(p) / pairs, 1e-14);
      BOOST_CHECK_SMALL(*r.cliff_delta - (2.0 * u_of(p) / pairs - 1.0), 1e-14);
      if (n1 < 2.0 || n2 < 2.0) {
        BOOST_TEST((r.brunner_munzel_status == headway::status::too_few_raters));
        BOOST_TEST(!r.superiority_range.has_value());
        continue;
      }
      const auto own = all_assignments(p, studentised, 0.0);
      check_p(r.studentised_p, own);
      BOOST_CHECK_SMALL(r.studentised_p_min - (std::min)(1.0, 2.0 * (std::min)(own[3], own[4])), 1e-11);
      const double w = studentised(p);
      if (std::fabs(w) < 1e5) {
        BOOST_REQUIRE(r.brunner_munzel.has_value());
        BOOST_CHECK_SMALL(*r.brunner_munzel - w, 1e-10 * (std::max)(1.0, std::fabs(w)));
      } else {
        BOOST_TEST((r.brunner_munzel_status == headway::status::separated));
        BOOST_TEST(!r.brunner_munzel.has_value());
      }
      BOOST_REQUIRE(r.superiority_range.has_value());
      BOOST_TEST(r.superiority_range->lower >= 0.0);
      BOOST_TEST(r.superiority_range->upper <= 1.0);
      BOOST_TEST(r.superiority_range->contains(*r.superiority));
      BOOST_TEST(r.cliff_range->lower >= -1.0);
      BOOST_TEST(r.cliff_range->upper <= 1.0);
      ++checked;
    }
  }
  BOOST_TEST(checked > 100u);
}

BOOST_AUTO_TEST_CASE(equals_reference_case_a11) {
  const auto published = reference::read("a11_mann_whitney_cliff");
  std::size_t checked = 0;
  for (const auto& [data, first] : std::vector<std::pair<std::string, std::string>>{{"rotarod", "control"}, {"permeability", "at_term"}, {"rubric", "A"}}) {
    std::map<double, std::size_t> level;
    const auto rows = published.rows(data);
    for (const auto& row : rows) { level[std::stod(row.at("value"))]; }
    std::vector<double> values;
    for (auto& [value, at] : level) {
      at = values.size();
      values.push_back(value);
    }
    counts x(values.size());
    counts y(values.size());
    for (const auto& row : rows) { ++(row.at("group") == first ? x : y)[level.at(std::stod(row.at("value")))]; }
    const auto r = two_sample(x, y, {}, values);
    std::vector<double> first_numbers;
    std::vector<double> second_numbers{std::nan("")};
    for (const auto& row : rows) { (row.at("group") == first ? first_numbers : second_numbers).push_back(std::stod(row.at("value"))); }
    BOOST_TEST((two_sample(first_numbers, second_numbers) == r));
    const std::map<std::string, std::map<std::string, double>> ours{
        {"mann_whitney_exact",
         {{"u_x", *r.u_x}, {"u_y", *r.u_y}, {"p_two_sided_distance", r.p.two_sided_distance}, {"p_two_sided_doubled", r.p.two_sided_doubled}, {"p_greater", r.p.greater}, {"p_less", r.p.less}}},
        {"mann_whitney_normal", {{"z", *r.z}, {"p_two_sided", *r.p_normal}, {"p_two_sided_continuity", *r.p_normal_continuity}}},
        {"cliff_delta", {{"delta", *r.cliff_delta}, {"var", *r.cliff_variance}, {"ci_low", r.cliff_range->lower}, {"ci_high", r.cliff_range->upper}}},
        {"probability_of_superiority", {{"", *r.superiority}}},
        {"hodges_lehmann_two_sample", {{"", *r.shift}}},
        {"brunner_munzel", {{"statistic", *r.brunner_munzel}, {"p_two_sided", *r.p_brunner_munzel_t}}}};
    for (const auto& wanted : published.values) {
      if (wanted.data != data) { continue; }
      const auto& mine = ours.at(wanted.quantity);
      if (wanted.value.parts.empty()) {
        BOOST_CHECK_SMALL(mine.at("") - wanted.value.number(), wanted.tolerance());
      }
      for (const auto& [key, value] : wanted.value.parts) { BOOST_CHECK_SMALL(mine.at(key) - value.number(), wanted.tolerance(key)); }
      ++checked;
    }
  }
  BOOST_TEST(checked == 18u);
}

BOOST_AUTO_TEST_CASE(exchanging_groups_turning_the_scale_and_unused_levels) {
  const counts x{1, 3, 4, 2, 2};
  const counts y{3, 4, 1, 0, 1};
  const auto there = two_sample(x, y);
  const auto back = two_sample(y, x);
  const auto turned = two_sample(counts{2, 2, 4, 3, 1}, counts{1, 0, 1, 4, 3});
  const auto spaced = two_sample(counts{0, 1, 3, 0, 4, 2, 2, 0}, counts{0, 3, 4, 0, 1, 0, 1, 0});
  for (const auto& other : {back, turned}) {
    BOOST_CHECK_SMALL(*other.superiority - (1.0 - *there.superiority), 1e-15);
    BOOST_CHECK_SMALL(*other.brunner_munzel + *there.brunner_munzel, 1e-12);
    BOOST_CHECK_SMALL(other.superiority_range->lower - (1.0 - there.superiority_range->upper), 1e-12);
    BOOST_CHECK_SMALL(other.p.greater - there.p.less, 1e-12);
    BOOST_CHECK_SMALL(other.p.two_sided_distance - there.p.two_sided_distance, 1e-12);
    BOOST_CHECK_SMALL(other.studentised_p.less - there.studentised_p.greater, 1e-12);
    BOOST_CHECK_SMALL(other.studentised_p.two_sided_distance - there.studentised_p.two_sided_distance, 1e-12);
    BOOST_CHECK_SMALL(*other.detectable - *there.detectable, 1e-9);
    BOOST_TEST(*other.shift == -*there.shift);
  }
  BOOST_TEST(*spaced.brunner_munzel == *there.brunner_munzel);
  BOOST_CHECK_SMALL(spaced.p.greater - there.p.greater, 1e-13);
  BOOST_CHECK_SMALL(spaced.studentised_p.greater - there.studentised_p.greater, 1e-13);
  BOOST_TEST(spaced.tables == there.tables);
}

BOOST_AUTO_TEST_CASE(marks_in_any_order_are_people_per_level) {
  const std::vector<std::int8_t> x{2, 0, -1, 2, 4, 1, 1, 2, -3};
  const std::vector<std::int8_t> y{3, 4, 3, -1, 2};
  const std::vector<std::int8_t> moved{-1, 2, 3, 4, 3};
  const auto by_marks = two_sample(x, y, 5);
  BOOST_TEST((by_marks == two_sample(counts{1, 2, 3, 0, 1}, counts{0, 0, 1, 2, 1})));
  BOOST_TEST((by_marks == two_sample(x, moved, 5)));
  try {
    (void)two_sample(x, y, 4);
    BOOST_FAIL("no error");
  } catch (const headway::error& e) {
    BOOST_TEST(e.row() == 4);
    BOOST_TEST(e.argument() == "x");
  }
}

BOOST_AUTO_TEST_CASE(measured_numbers_without_ties_have_the_classical_law) {
  // R 4.2.2: x <- (1:20)^1.5, y <- (1:15)*2.5+0.3; wilcox.test(x, y, exact = TRUE)
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 1; i <= 20; ++i) { x.push_back(std::pow(i, 1.5)); }
  for (int i = 1; i <= 15; ++i) { y.push_back(2.5 * i + 0.3); }
  const auto r = two_sample(x, y);
  BOOST_TEST(*r.u_x == 200.0);
  BOOST_CHECK_CLOSE_FRACTION(r.p.two_sided_doubled, 0.09937711964146564, 1e-12);
  BOOST_TEST((r.p.method == p_method::exact));
  BOOST_TEST((r.studentised_p.method == p_method::drawn)); // 3.2e9 tables
  BOOST_CHECK_THROW((void)two_sample(std::vector<double>{1.0, 1e200}, y), headway::error);
  std::vector<double> many;
  for (int i = 0; i < 1001; ++i) { many.push_back(i); }
  BOOST_CHECK_THROW((void)two_sample(many, y), headway::error);
  BOOST_TEST((two_sample(std::vector<double>{}, std::vector<double>{std::nan("")}).status == headway::status::no_data));
}

BOOST_AUTO_TEST_CASE(undefined_is_a_status_and_never_a_number) {
  const auto nobody = two_sample(counts(5), counts(5));
  BOOST_TEST((nobody.status == headway::status::no_data));
  const auto one_side = two_sample(counts{0, 1, 2, 0, 0}, counts(5));
  BOOST_TEST((one_side.status == headway::status::not_comparable));
  BOOST_TEST(!one_side.superiority.has_value());
  BOOST_TEST(one_side.p.two_sided_doubled == 1.0);
  const auto same = two_sample(counts{0, 6, 0}, counts{0, 5, 0});
  BOOST_TEST((same.status == headway::status::no_variation));
  BOOST_TEST(*same.superiority == 0.5);
  BOOST_TEST(*same.cliff_delta == 0.0);
  BOOST_TEST(same.p.two_sided_distance == 1.0);
  BOOST_TEST(!same.z.has_value());
  BOOST_TEST(same.superiority_range->lower > 0.0);
  BOOST_TEST(same.superiority_range->upper < 1.0);
  const auto apart = two_sample(counts{0, 0, 1, 4}, counts{3, 2, 0, 0});
  BOOST_TEST((apart.status == headway::status::ok));
  BOOST_TEST((apart.brunner_munzel_status == headway::status::separated));
  BOOST_TEST(*apart.cliff_delta == 1.0);
  BOOST_CHECK_CLOSE_FRACTION(apart.p.two_sided_doubled, 2.0 / 252.0, 1e-12);
  BOOST_CHECK_CLOSE_FRACTION(apart.studentised_p.two_sided_doubled, 2.0 / 252.0, 1e-12);
  BOOST_CHECK_CLOSE_FRACTION(apart.p_min, 2.0 / 252.0, 1e-12);
  BOOST_TEST(apart.superiority_range->upper == 1.0);
  BOOST_CHECK_CLOSE_FRACTION(apart.superiority_range->lower, std::pow(0.025, 0.2), 1e-12);
  BOOST_TEST(apart.cliff_range->upper == 1.0);
  // two against two: the floor is 1/3
  const auto few = two_sample(counts{2, 0, 0}, counts{0, 0, 2});
  BOOST_TEST((few.status == headway::status::could_not_show));
  BOOST_CHECK_CLOSE_FRACTION(few.p_min, 1.0 / 3.0, 1e-12);
  BOOST_TEST(!few.detectable.has_value());
  const auto one_each = two_sample(counts{1, 0}, counts{0, 1});
  BOOST_TEST((one_each.status == headway::status::could_not_show));
  BOOST_TEST((one_each.brunner_munzel_status == headway::status::too_few_raters));
  BOOST_TEST(!one_each.cliff_variance.has_value());
  for (const auto& result : {nobody, one_side, same, apart, few, one_each}) {
    const auto row = he::to_table(result);
    BOOST_TEST(row.rows() == 1u);
    BOOST_TEST(row.at("n_x").integers()[0] == static_cast<std::int64_t>(result.n_x));
  }
}

BOOST_AUTO_TEST_CASE(what_could_have_been_shown_is_shown_as_often_as_stated) {
  // tilt the law of the pairs won to the stated delta: the test must then be significant in 80 of 100 cases
  const counts x{2, 3, 4, 2, 1};
  const counts y{1, 3, 4, 3, 1};
  const auto r = two_sample(x, y);
  BOOST_REQUIRE(r.detectable.has_value());
  const people p = people_of(x, y);
  std::map<int, double> law; // of pairs won less pairs lost, with the number of tables' assignments
  const std::array<double, 5> totals{3, 6, 8, 5, 2};
  const auto choose = [](double n, double k) { return std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0)); };
  for (int a = 0; a <= 3; ++a) {
    for (int b = 0; b <= 6; ++b) {
      for (int c = 0; c <= 8; ++c) {
        for (int d = 0; d <= 5; ++d) {
          const int e = 12 - a - b - c - d;
          if (e < 0 || e > 2) { continue; }
          const std::array<int, 5> first{a, b, c, d, e};
          double twice = 0.0;
          double below = 0.0;
          double weight = 1.0;
          for (std::size_t k = 0; k < 5; ++k) {
            const double others = totals[k] - first[k];
            twice += first[k] * (2.0 * below + others);
            below += others;
            weight *= choose(totals[k], first[k]);
          }
          law[static_cast<int>(std::lround(twice)) - 144] += weight;
        }
      }
    }
  }
  double whole = 0.0;
  for (const auto& [difference, weight] : law) { whole += weight; }
  int critical = 145;
  double tail = 0.0;
  for (auto at = law.rbegin(); at != law.rend() && 2.0 * (tail + at->second) <= 0.05 * whole; ++at) {
    tail += at->second;
    critical = at->first;
  }
  double low = 0.0;
  double high = 1.0;
  for (int i = 0; i < 80; ++i) {
    const double tilt = 0.5 * (low + high);
    double mean = 0.0;
    double sum_of_weights = 0.0;
    for (const auto& [difference, weight] : law) {
      mean += difference * weight * std::exp(tilt * difference);
      sum_of_weights += weight * std::exp(tilt * difference);
    }
    (mean / sum_of_weights < *r.detectable * 144.0 ? low : high) = tilt;
  }
  double reached = 0.0;
  double all = 0.0;
  for (const auto& [difference, weight] : law) {
    all += weight * std::exp(low * difference);
    reached += difference >= critical ? weight * std::exp(low * difference) : 0.0;
  }
  BOOST_CHECK_SMALL(reached / all - 0.8, 1e-8);
  BOOST_TEST(*two_sample(x, y, {.power = 0.9}).detectable > *r.detectable);
  BOOST_TEST(*two_sample(x, y, {.confidence = headway::confidence_level{0.9}}).detectable < *r.detectable);
}

BOOST_AUTO_TEST_CASE(many_people_are_drawn_with_the_same_bits_for_any_number_of_threads) {
  const counts x{60, 120, 210, 150, 60};
  const counts y{78, 141, 198, 128, 55};
  const he::two_sample_options one{.draws = 5000};
  he::two_sample_options three = one;
  three.threads = 3;
  const auto r = two_sample(x, y, one);
  BOOST_TEST((r == two_sample(x, y, three)));
  BOOST_TEST((r.studentised_p.method == p_method::drawn));
  BOOST_TEST((r.p.method == p_method::exact));
  BOOST_TEST((r.level_p.method == p_method::exact));
  BOOST_TEST(r.draws == 5000u);
  // exactRankTests returns 0 here and coin stops with an overflow; the value is from a convolution in 80-bit numbers with NumPy
  BOOST_CHECK_CLOSE_FRACTION(r.level_p.two_sided_doubled, 0.025417067586769, 1e-12);
  BOOST_CHECK_SMALL(r.studentised_p.two_sided_doubled - *r.p_brunner_munzel_t, 0.012);
  BOOST_REQUIRE(r.detectable.has_value()); // a normal law: 2 (1.96 + 0.84) sd / pairs
  BOOST_CHECK_CLOSE_FRACTION(*r.detectable, 2.0 * (1.959963984540054 + 0.8416212335729143) * (*r.u_x - 180'000.0) / *r.z / 360'000.0, 1e-10);
}

BOOST_AUTO_TEST_CASE(a_drawn_studentised_p_comes_near_the_exact_one) {
  const counts x{6, 10, 7, 5, 2};
  const counts y{2, 6, 9, 8, 9};
  const auto exact = two_sample(x, y);
  const auto drawn = two_sample(x, y, {.most_tables = 0, .draws = 100'000});
  BOOST_TEST((exact.studentised_p.method == p_method::exact));
  BOOST_TEST((drawn.studentised_p.method == p_method::drawn));
  BOOST_CHECK_SMALL(drawn.studentised_p.greater - exact.studentised_p.greater, 5.0 * std::sqrt(exact.studentised_p.greater / 100'000.0) + 1e-5);
  BOOST_CHECK_SMALL(drawn.studentised_p.less - exact.studentised_p.less, 5.0 * std::sqrt(exact.studentised_p.less / 100'000.0) + 1e-5);
  BOOST_CHECK_SMALL(drawn.studentised_p.two_sided_distance - exact.studentised_p.two_sided_distance, 5.0 * std::sqrt(exact.studentised_p.two_sided_distance / 100'000.0) + 1e-5);
  BOOST_TEST(drawn.studentised_p_min == 2.0 / 100'001.0);
}

BOOST_AUTO_TEST_CASE(misuse_says_what_is_wrong) {
  const counts five{1, 1, 1, 1, 1};
  BOOST_CHECK_THROW((void)two_sample(five, counts{1, 1}), headway::error);
  BOOST_CHECK_THROW((void)two_sample(counts{1}, counts{1}), headway::error);
  BOOST_CHECK_THROW((void)two_sample(counts(17, 1u), counts(17, 1u)), headway::error);
  BOOST_CHECK_THROW((void)two_sample(five, five, {.power = 0.0}), headway::error);
  BOOST_CHECK_THROW((void)two_sample(five, five, {.draws = 98}), headway::error);
  BOOST_CHECK_THROW((void)two_sample(counts{2'000'000, 1}, counts{1, 1}), headway::error);
  BOOST_CHECK_THROW((void)two_sample(five, five, {}, std::vector<double>{1, 2, 3}), headway::error);
  BOOST_CHECK_THROW((void)two_sample(five, five, {}, std::vector<double>{1, 2, 2, 3, 4}), headway::error);
  BOOST_CHECK_THROW((void)two_sample(five, five, {}, std::vector<double>{1, 2, 3, 4, std::nan("")}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
