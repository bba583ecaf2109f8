#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/stuart_maxwell.hpp>

#include "reference_pairs.hpp"

BOOST_AUTO_TEST_SUITE(stuart_maxwell_test)

namespace {

namespace hx = headway::exact;
using headway::status;
using marks = std::vector<std::int8_t>;

/// d' V^- d by taking the best linear combination of differences of margins, one direction after another: sup over c of (c'd)^2 / c'Vc, whatever the rank.
double form_of(const std::vector<std::vector<double>>& n) {
  const std::size_t levels = n.size();
  std::vector<double> d(levels, 0.0);
  std::vector<std::vector<double>> v(levels, std::vector<double>(levels, 0.0));
  for (std::size_t i = 0; i < levels; ++i) {
    for (std::size_t j = 0; j < levels; ++j) {
      if (i == j) { continue; }
      d[i] += n[i][j] - n[j][i];
      v[i][i] += n[i][j] + n[j][i];
      v[i][j] -= n[i][j] + n[j][i];
    }
  }
  // conjugate gradients on V x = d: exact after as many steps as V has rank, and x stays in the range of V
  std::vector<double> x(levels, 0.0);
  std::vector<double> r = d;
  std::vector<double> p = r;
  const auto dot = [&](const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < levels; ++i) { sum += a[i] * b[i]; }
    return sum;
  };
  double rr = dot(r, r);
  for (std::size_t step = 0; step < 3 * levels && rr > 1e-20; ++step) {
    std::vector<double> vp(levels, 0.0);
    for (std::size_t i = 0; i < levels; ++i) {
      for (std::size_t j = 0; j < levels; ++j) { vp[i] += v[i][j] * p[j]; }
    }
    const double alpha = rr / dot(p, vp);
    for (std::size_t i = 0; i < levels; ++i) {
      x[i] += alpha * p[i];
      r[i] -= alpha * vp[i];
    }
    const double next = dot(r, r);
    for (std::size_t i = 0; i < levels; ++i) { p[i] = r[i] + next / rr * p[i]; }
    rr = next;
  }
  return dot(d, x);
}

std::vector<std::vector<double>> table_of(const hx::transitions& t) {
  std::vector<std::vector<double>> out(t.levels(), std::vector<double>(t.levels(), 0.0));
  for (std::size_t i = 0; i < t.levels(); ++i) {
    for (std::size_t j = 0; j < t.levels(); ++j) { out[i][j] = t.people(i, j); }
  }
  return out;
}

struct counted {
  double p{};
  double at_largest{};
};

/// By turning every mover round in every way.
counted enumerated(const hx::transitions& t) {
  const double observed = form_of(table_of(t));
  std::vector<std::pair<std::size_t, std::size_t>> movers;
  for (std::size_t i = 0; i < t.levels(); ++i) {
    for (std::size_t j = 0; j < t.levels(); ++j) {
      if (i != j) { movers.insert(movers.end(), t.people(i, j), {i, j}); }
    }
  }
  std::vector<double> values;
  for (std::uint32_t pattern = 0; pattern < (1u << movers.size()); ++pattern) {
    std::vector<std::vector<double>> n(t.levels(), std::vector<double>(t.levels(), 0.0));
    for (std::size_t i = 0; i < movers.size(); ++i) {
      const auto [from, to] = movers[i];
      n[((pattern >> i) & 1u) != 0 ? from : to][((pattern >> i) & 1u) != 0 ? to : from] += 1.0;
    }
    values.push_back(form_of(n));
  }
  const double largest = *std::max_element(values.begin(), values.end());
  counted out;
  for (const double value : values) {
    out.p += value >= observed - 1e-7 ? 1.0 : 0.0;
    out.at_largest += value >= largest - 1e-7 ? 1.0 : 0.0;
  }
  out.p /= static_cast<double>(values.size());
  out.at_largest /= static_cast<double>(values.size());
  return out;
}

hx::transitions vision(const reference::reference_case& of) {
  hx::transitions out{4};
  for (const auto& row : of.rows("main")) {
    out.add(static_cast<std::size_t>(std::stoi(row.at("row")) - 1), static_cast<std::size_t>(std::stoi(row.at("col")) - 1), static_cast<std::uint32_t>(std::stoi(row.at("count"))));
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a12) {
  const auto published = reference::read("a12_stuart_maxwell_bowker");
  const auto r = hx::stuart_maxwell(vision(published));
  const reference::expected wanted = published.of("stuart_maxwell").at(0);
  BOOST_CHECK_SMALL(*r.chi_square - wanted.value.at("chi2").number(), wanted.tolerance());
  BOOST_TEST(r.df == wanted.value.at("df").number());
  BOOST_CHECK_SMALL(*r.p_asymptotic - wanted.value.at("p").number(), wanted.tolerance());
  const reference::expected bhapkar = published.of("bhapkar").at(0);
  BOOST_CHECK_SMALL(*r.bhapkar - bhapkar.value.at("chi2").number(), bhapkar.tolerance());
  BOOST_CHECK_SMALL(*r.p_bhapkar - bhapkar.value.at("p").number(), bhapkar.tolerance());
  BOOST_TEST((r.method == hx::p_method::drawn));
  BOOST_CHECK_SMALL(r.p - *r.p_asymptotic, 5.0 * std::sqrt(0.0075 / 99'999.0));
  BOOST_TEST((r == hx::stuart_maxwell(vision(published))));
}

BOOST_AUTO_TEST_CASE(equals_enumeration_for_every_table_of_a_few_people) {
  for (const auto& size : std::vector<std::pair<std::size_t, std::size_t>>{{2, 5}, {3, 4}, {4, 3}}) {
    const std::size_t levels = size.first;
    const std::size_t people = size.second;
    reference_pairs::every_table(levels, people, [&](const hx::transitions& t) {
      const auto r = hx::stuart_maxwell(t);
      if (t.held() == people) {
        BOOST_TEST((r.status == status::no_variation));
        return;
      }
      BOOST_CHECK_SMALL(*r.chi_square - form_of(table_of(t)), 1e-8);
      const counted expected = enumerated(t);
      BOOST_TEST((r.method == hx::p_method::exact));
      BOOST_CHECK_CLOSE_FRACTION(r.p, expected.p, 1e-12);
      BOOST_CHECK_CLOSE_FRACTION(r.p_min, expected.at_largest, 1e-12);
    });
  }
}

BOOST_AUTO_TEST_CASE(equals_enumeration_for_larger_rooms) {
  std::uint32_t state = 8;
  for (int repeat = 0; repeat < 6; ++repeat) {
    hx::transitions t{5};
    while (t.up() + t.down() < 11) {
      state = state * 1664525u + 1013904223u;
      t.add((state >> 16) % 5, (state >> 20) % 5);
    }
    const auto r = hx::stuart_maxwell(t);
    const counted expected = enumerated(t);
    BOOST_CHECK_CLOSE_FRACTION(r.p, expected.p, 1e-12);
    BOOST_CHECK_CLOSE_FRACTION(r.p_min, expected.at_largest, 1e-12);
    const auto drawn = hx::stuart_maxwell(t, {.most_states = 0});
    BOOST_TEST((drawn.method == hx::p_method::drawn));
    BOOST_CHECK_SMALL(drawn.p - r.p, 5.0 * std::sqrt(r.p * (1.0 - r.p) / 99'999.0) + 2e-5);
  }
}

BOOST_AUTO_TEST_CASE(equal_margins_of_a_level_stay_in) {
  // as many came to the middle level as left it; R irr would leave it out
  hx::transitions t{3};
  t.add(0, 1, 6);
  t.add(1, 0, 2);
  t.add(1, 2, 7);
  t.add(2, 1, 3);
  t.add(0, 2, 5);
  t.add(2, 0, 1);
  const auto r = hx::stuart_maxwell(t);
  BOOST_TEST(t.before()[1] == t.after()[1]);
  BOOST_TEST(r.df == 2u);
  BOOST_CHECK_CLOSE_FRACTION(*r.chi_square, form_of(table_of(t)), 1e-9);
}

BOOST_AUTO_TEST_CASE(levels_that_nobody_moved_to_or_from_take_degrees_of_freedom_away) {
  hx::transitions t{6};
  t.add(0, 1, 4);
  t.add(1, 0, 1);
  t.add(3, 4, 2);
  t.add(4, 3, 5);
  t.add(2, 2, 3);
  const auto r = hx::stuart_maxwell(t);
  BOOST_TEST(r.df == 2u); // levels 1 and 2 are linked, and 4 and 5; 3 and 6 stand alone
  BOOST_CHECK_CLOSE_FRACTION(*r.chi_square, 9.0 / 5.0 + 9.0 / 7.0, 1e-13);
}

BOOST_AUTO_TEST_CASE(turning_the_scale_or_time_round_leaves_it_alone) {
  const hx::transitions t = hx::count_transitions(marks{0, 1, 1, 2, 4, 3, 0, 2, 1}, marks{1, 1, 3, 1, 4, 4, 2, 1, 0}, 5);
  const auto there = hx::stuart_maxwell(t);
  for (const auto& other : {reference_pairs::scale_turned(t), reference_pairs::time_turned(t)}) {
    const auto r = hx::stuart_maxwell(other);
    BOOST_CHECK_CLOSE_FRACTION(*r.chi_square, *there.chi_square, 1e-12);
    BOOST_CHECK_CLOSE_FRACTION(r.p, there.p, 1e-12);
    BOOST_TEST(r.df == there.df);
  }
  const auto wide = hx::stuart_maxwell(hx::count_transitions(marks{0, 1, 1, 2, 4, 3, 0, 2, 1}, marks{1, 1, 3, 1, 4, 4, 2, 1, 0}, 16));
  BOOST_CHECK_CLOSE_FRACTION(*wide.chi_square, *there.chi_square, 1e-12);
  BOOST_TEST(wide.df == there.df);
}

BOOST_AUTO_TEST_CASE(everybody_one_way_has_no_bhapkar) {
  hx::transitions t{2};
  t.add(0, 1, 6);
  const auto r = hx::stuart_maxwell(t);
  BOOST_TEST(*r.chi_square == 6.0);
  BOOST_TEST(!r.bhapkar.has_value());
  BOOST_TEST(!r.p_bhapkar.has_value());
  BOOST_TEST(r.p == 1.0 / 32.0);
  BOOST_TEST(r.p_min == 1.0 / 32.0);
}

BOOST_AUTO_TEST_CASE(nobody_no_movers_and_misuse) {
  BOOST_TEST((hx::stuart_maxwell(hx::transitions{5}).status == status::no_data));
  const auto still = hx::stuart_maxwell(marks{1, 2}, marks{1, 2}, 5);
  BOOST_TEST((still.status == status::no_variation));
  BOOST_TEST(still.p == 1.0);
  const headway::table table = to_table(hx::stuart_maxwell(marks{1, 2, 1}, marks{2, 2, 3}, 5));
  BOOST_TEST(table.rows() == 1u);
  BOOST_TEST(table.at("movers").integers()[0] == 2);
  BOOST_TEST(table.at("status").texts()[0] == "could_not_show");
  BOOST_CHECK_THROW((void)hx::stuart_maxwell(marks{1}, marks{2}, 5, {.draws = 5}), headway::error);
  BOOST_CHECK_THROW((void)hx::stuart_maxwell(marks{1}, marks{6}, 5), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
