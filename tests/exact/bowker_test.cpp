#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/bowker.hpp>

#include "reference_pairs.hpp"

BOOST_AUTO_TEST_SUITE(bowker_test)

namespace {

namespace hx = headway::exact;
using headway::status;
using marks = std::vector<std::int8_t>;

double chi_square_of(const std::vector<std::vector<int>>& n) {
  double sum = 0.0;
  for (std::size_t i = 0; i < n.size(); ++i) {
    for (std::size_t j = i + 1; j < n.size(); ++j) {
      const double total = n[i][j] + n[j][i];
      if (total > 0.0) { sum += (n[i][j] - n[j][i]) * (n[i][j] - n[j][i]) / total; }
    }
  }
  return sum;
}

/// P(chi-square at least as large) by turning every mover round in every way.
double enumerated(const hx::transitions& t, double observed, double& largest_share) {
  std::vector<std::pair<std::size_t, std::size_t>> movers;
  for (std::size_t i = 0; i < t.levels(); ++i) {
    for (std::size_t j = 0; j < t.levels(); ++j) {
      if (i != j) { movers.insert(movers.end(), t.people(i, j), {i, j}); }
    }
  }
  std::uint32_t hits = 0;
  std::uint32_t at_largest = 0;
  double largest = 0.0;
  for (std::uint32_t pattern = 0; pattern < (1u << movers.size()); ++pattern) {
    std::vector<std::vector<int>> n(t.levels(), std::vector<int>(t.levels(), 0));
    for (std::size_t i = 0; i < movers.size(); ++i) {
      const auto [from, to] = movers[i];
      ++(((pattern >> i) & 1u) != 0 ? n[from][to] : n[to][from]);
    }
    const double value = chi_square_of(n);
    hits += value >= observed - 1e-9 ? 1u : 0u;
    at_largest = value > largest + 1e-9 ? 1u : at_largest + (value > largest - 1e-9 ? 1u : 0u);
    largest = (std::max)(largest, value);
  }
  const double all = std::ldexp(1.0, static_cast<int>(movers.size()));
  largest_share = at_largest / all;
  return hits / all;
}

hx::transitions table_of(const reference::reference_case& of) {
  hx::transitions out{4};
  for (const auto& row : of.rows("main")) {
    out.add(static_cast<std::size_t>(std::stoi(row.at("row")) - 1), static_cast<std::size_t>(std::stoi(row.at("col")) - 1), static_cast<std::uint32_t>(std::stoi(row.at("count"))));
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a12) {
  const auto published = reference::read("a12_stuart_maxwell_bowker");
  const auto r = hx::bowker(table_of(published));
  const reference::expected wanted = published.of("bowker_symmetry").at(0);
  BOOST_CHECK_SMALL(*r.chi_square - wanted.value.at("chi2").number(), wanted.tolerance());
  BOOST_TEST(r.df == wanted.value.at("df").number());
  BOOST_CHECK_SMALL(*r.p_asymptotic - wanted.value.at("p").number(), wanted.tolerance());
  // 2181 movers: drawn, and near the large-sample value
  BOOST_TEST((r.method == hx::p_method::drawn));
  BOOST_TEST(r.draws == 99'999u);
  BOOST_CHECK_SMALL(r.p - *r.p_asymptotic, 5.0 * std::sqrt(0.004 / 99'999.0));
  BOOST_TEST((r == hx::bowker(table_of(published))));
  BOOST_TEST(r.p != hx::bowker(table_of(published), {.random_seed = headway::seed{2}}).p);
}

BOOST_AUTO_TEST_CASE(equals_enumeration_for_every_table_of_a_few_people) {
  for (const auto& size : std::vector<std::pair<std::size_t, std::size_t>>{{2, 6}, {3, 5}, {4, 3}}) {
    const std::size_t levels = size.first;
    const std::size_t people = size.second;
    reference_pairs::every_table(levels, people, [&](const hx::transitions& t) {
      const auto r = hx::bowker(t);
      BOOST_TEST(r.df == levels * (levels - 1) / 2);
      if (t.held() == people) {
        BOOST_TEST((r.status == status::no_variation));
        return;
      }
      double floor = 0.0;
      const double p = enumerated(t, *r.chi_square, floor);
      BOOST_TEST((r.method == hx::p_method::exact));
      BOOST_CHECK_CLOSE_FRACTION(r.p, p, 1e-13);
      BOOST_CHECK_CLOSE_FRACTION(r.p_min, floor, 1e-13);
      BOOST_TEST((r.status == (r.p_min > 0.05 ? status::could_not_show : status::ok)));
    });
  }
}

BOOST_AUTO_TEST_CASE(equals_enumeration_for_larger_rooms) {
  std::uint32_t state = 3;
  for (int repeat = 0; repeat < 12; ++repeat) {
    hx::transitions t{5};
    while (t.up() + t.down() < 13) {
      state = state * 1664525u + 1013904223u;
      t.add((state >> 16) % 5, (state >> 20) % 5);
    }
    double floor = 0.0;
    const auto r = hx::bowker(t);
    BOOST_CHECK_CLOSE_FRACTION(r.p, enumerated(t, *r.chi_square, floor), 1e-12);
    BOOST_CHECK_CLOSE_FRACTION(r.p_min, floor, 1e-12);
    const auto drawn = hx::bowker(t, {.most_states = 0});
    BOOST_TEST((drawn.method == hx::p_method::drawn));
    BOOST_CHECK_SMALL(drawn.p - r.p, 5.0 * std::sqrt(r.p * (1.0 - r.p) / 99'999.0) + 2e-5);
  }
}

BOOST_AUTO_TEST_CASE(two_levels_are_mcnemar) {
  hx::transitions t{2};
  t.add(0, 1, 9);
  t.add(1, 0, 2);
  t.add(0, 0, 5);
  const auto r = hx::bowker(t);
  BOOST_TEST(*r.chi_square == 49.0 / 11.0);
  BOOST_TEST(r.df == 1u);
  BOOST_CHECK_CLOSE_FRACTION(r.p, 2.0 * (1 + 11 + 55) / 2048.0, 1e-14); // R 4.2.2 binom.test(9, 11): 0.06543
}

BOOST_AUTO_TEST_CASE(names_of_levels_their_order_and_time_do_not_matter) {
  const hx::transitions t = hx::count_transitions(marks{0, 1, 1, 2, 4, 3, 0, 2, 1}, marks{1, 1, 3, 1, 4, 4, 2, 1, 0}, 5);
  const auto there = hx::bowker(t);
  for (const auto& other : {reference_pairs::scale_turned(t), reference_pairs::time_turned(t)}) {
    const auto r = hx::bowker(other);
    BOOST_CHECK_CLOSE_FRACTION(*r.chi_square, *there.chi_square, 1e-14);
    BOOST_CHECK_CLOSE_FRACTION(r.p, there.p, 1e-14);
  }
  // levels nobody uses change the degrees of freedom and nothing else
  const auto wide = hx::bowker(hx::count_transitions(marks{0, 1, 1, 2, 4, 3, 0, 2, 1}, marks{1, 1, 3, 1, 4, 4, 2, 1, 0}, 16));
  BOOST_TEST(wide.p == there.p);
  BOOST_TEST(wide.df == 120u);
  BOOST_TEST(wide.pairs == there.pairs);
}

BOOST_AUTO_TEST_CASE(nobody_no_movers_and_misuse) {
  BOOST_TEST((hx::bowker(hx::transitions{5}).status == status::no_data));
  const auto still = hx::bowker(marks{1, 2}, marks{1, 2}, 5);
  BOOST_TEST((still.status == status::no_variation));
  BOOST_TEST(still.p == 1.0);
  BOOST_TEST(!still.chi_square.has_value());
  const headway::table table = to_table(still);
  BOOST_TEST(table.rows() == 1u);
  BOOST_TEST(int{table.at("p_asymptotic").valid()[0]} == 0);
  BOOST_TEST(table.at("df").integers()[0] == 10);
  BOOST_TEST(table.at("status").texts()[0] == "no_variation");
  BOOST_CHECK_THROW((void)hx::bowker(marks{1}, marks{2}, 5, {.draws = 5}), headway::error);
  BOOST_CHECK_THROW((void)hx::bowker(marks{1}, marks{6}, 5), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
