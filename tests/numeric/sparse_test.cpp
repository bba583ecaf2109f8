#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/numeric/sparse.hpp>

BOOST_AUTO_TEST_SUITE(sparse_test)

namespace {

namespace hn = headway::numeric;
/// The rows that each term has entries in.
using terms = std::vector<std::vector<std::uint32_t>>;

struct flat {
  std::vector<std::size_t> start{0};
  std::vector<std::uint32_t> member;
  explicit flat(const terms& of) {
    for (const auto& term : of) {
      member.insert(member.end(), term.begin(), term.end());
      start.push_back(member.size());
    }
  }
};

/// A square matrix, row by row.
struct square {
  std::size_t size;
  std::vector<double> entry;
  explicit square(std::size_t n) : size{n}, entry(n * n) {}
  double& operator()(std::size_t i, std::size_t j) { return entry[i * size + j]; }
  double operator()(std::size_t i, std::size_t j) const { return entry[i * size + j]; }
  /// w x x' on top.
  void add(const std::vector<double>& x, double w) {
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < size && x[i] != 0.0; ++j) { (*this)(i, j) += w * x[i] * x[j]; }
    }
  }
};

/// The inverse and the log of the determinant by elimination, as one does it on paper; no pivots are needed for a positive definite matrix.
std::pair<square, double> inverse_of(square matrix) {
  const std::size_t n = matrix.size;
  square inverse{n};
  double log_determinant = 0.0;
  for (std::size_t i = 0; i < n; ++i) { inverse(i, i) = 1.0; }
  for (std::size_t k = 0; k < n; ++k) {
    const double pivot = matrix(k, k);
    log_determinant += std::log(pivot);
    for (std::size_t j = 0; j < n; ++j) {
      matrix(k, j) /= pivot;
      inverse(k, j) /= pivot;
    }
    for (std::size_t i = 0; i < n; ++i) {
      const double times = i == k ? 0.0 : matrix(i, k);
      for (std::size_t j = 0; j < n && times != 0.0; ++j) {
        matrix(i, j) -= times * matrix(k, j);
        inverse(i, j) -= times * inverse(k, j);
      }
    }
  }
  return {std::move(inverse), log_determinant};
}

/// Everything the sparse root says against a dense inverse of the same matrix; and by two threads the same bits.
std::size_t same_as_dense(std::size_t size, const terms& of, const std::vector<std::uint32_t>& order, unsigned seed) {
  std::mt19937 random{seed};
  std::uniform_real_distribution<double> between{-1.0, 1.0};
  const flat in{of};
  std::vector<double> coefficient(in.member.size());
  for (double& value : coefficient) { value = between(random); }
  std::vector<double> weight(of.size());
  for (double& value : weight) { value = 1.5 + between(random); }
  square dense{size};
  for (std::size_t i = 0; i < size; ++i) { dense(i, i) = 1.0; }
  std::vector<std::vector<double>> x(of.size(), std::vector<double>(size));
  for (std::size_t t = 0; t < of.size(); ++t) {
    for (std::size_t e = in.start[t]; e < in.start[t + 1]; ++e) { x[t][in.member[e]] = coefficient[e]; }
    dense.add(x[t], weight[t]);
  }

  hn::sparse_cholesky root{size, in.start, in.member, order};
  BOOST_TEST_REQUIRE(root.factor(coefficient, weight));
  const auto [inverse, log_determinant] = inverse_of(dense);
  BOOST_CHECK_SMALL(root.log_determinant() - log_determinant, 1e-11 * (1.0 + std::fabs(log_determinant)));

  std::vector<double> b(size);
  for (double& value : b) { value = between(random); }
  const std::vector<double> given = b;
  root.solve(b);
  for (std::size_t i = 0; i < size; ++i) {
    double solution = 0.0;
    for (std::size_t j = 0; j < size; ++j) { solution += inverse(i, j) * given[j]; }
    BOOST_CHECK_SMALL(b[i] - solution, 1e-11);
  }

  std::vector<double> leverage(of.size());
  std::vector<double> diagonal(size);
  root.leverages(coefficient, leverage, diagonal);
  for (std::size_t t = 0; t < of.size(); ++t) {
    double wanted = 0.0;
    for (const std::uint32_t i : of[t]) {
      for (const std::uint32_t j : of[t]) { wanted += x[t][i] * inverse(i, j) * x[t][j]; }
    }
    BOOST_CHECK_SMALL(leverage[t] - wanted, 1e-11);
  }
  for (std::size_t i = 0; i < size; ++i) { BOOST_CHECK_SMALL(diagonal[i] - inverse(i, i), 1e-11); }

  // covariance of the half solutions is the inverse: sum over unit vectors of x x'
  square covariance{size};
  for (std::size_t i = 0; i < size; ++i) {
    std::vector<double> z(size, 0.0);
    z[i] = 1.0;
    root.half_solve(z);
    covariance.add(z, 1.0);
  }
  double furthest = 0.0;
  for (std::size_t e = 0; e < covariance.entry.size(); ++e) { furthest = (std::max)(furthest, std::fabs(covariance.entry[e] - inverse.entry[e])); }
  BOOST_CHECK_SMALL(furthest, 1e-10);

  // forms of right-hand sides made of the terms; trees have no entry of the matrix in common
  std::vector<double> numbers(of.size() * 3);
  for (double& value : numbers) { value = between(random); }
  const auto fill = [&](std::size_t term, std::span<double> out) { std::copy_n(numbers.begin() + static_cast<std::ptrdiff_t>(term * 3), 3, out.begin()); };
  const std::vector<double> forms = root.quadratic_forms(coefficient, 3, fill);
  std::vector<double> sides(3 * size);
  for (std::size_t t = 0; t < of.size(); ++t) {
    for (const std::uint32_t row : of[t]) {
      for (std::size_t i = 0; i < 3; ++i) { sides[i * size + row] += x[t][row] * numbers[t * 3 + i]; }
    }
  }
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      double wanted = 0.0;
      for (std::size_t k = 0; k < size * size; ++k) { wanted += sides[i * size + k / size] * inverse.entry[k] * sides[j * size + k % size]; }
      BOOST_CHECK_SMALL(forms[i * 3 + j] - wanted, 1e-9 * (1.0 + std::fabs(wanted)));
    }
  }
  const std::vector<std::uint32_t> tree = root.trees();
  BOOST_TEST(static_cast<std::size_t>(std::count(tree.begin(), tree.end(), hn::sparse_cholesky::no_tree)) == root.dense_size());
  for (const auto& term : of) {
    std::uint32_t seen = hn::sparse_cholesky::no_tree;
    for (const std::uint32_t row : term) {
      BOOST_TEST((tree[row] == hn::sparse_cholesky::no_tree || seen == hn::sparse_cholesky::no_tree || tree[row] == seen));
      if (tree[row] != hn::sparse_cholesky::no_tree) { seen = tree[row]; }
    }
  }

  hn::sparse_cholesky two{size, in.start, in.member, order, 2};
  BOOST_TEST_REQUIRE(two.factor(coefficient, weight));
  BOOST_TEST((two.quadratic_forms(coefficient, 3, fill) == forms));
  BOOST_TEST((two.log_determinant() <=> root.log_determinant() == 0));
  std::vector<double> again = given;
  two.solve(again);
  BOOST_TEST((again == b));
  std::vector<double> leverage_again(of.size());
  std::vector<double> diagonal_again(size);
  two.leverages(coefficient, leverage_again, diagonal_again);
  BOOST_TEST((leverage_again == leverage));
  BOOST_TEST((diagonal_again == diagonal));
  return root.fronts();
}

std::vector<std::uint32_t> in_order(std::size_t size) {
  std::vector<std::uint32_t> order(size);
  std::iota(order.begin(), order.end(), 0u);
  return order;
}

} // namespace

BOOST_AUTO_TEST_CASE(random_terms_and_orders) {
  std::mt19937 random{11};
  for (unsigned round = 0; round < 60; ++round) {
    const std::size_t size = 1 + random() % 50;
    terms of;
    for (std::size_t k = random() % (2 * size + 1); k > 0; --k) {
      std::vector<std::uint32_t> term;
      for (std::size_t wanted = random() % 4; wanted > 0; --wanted) {
        const auto row = static_cast<std::uint32_t>(random() % size);
        if (std::find(term.begin(), term.end(), row) == term.end()) { term.push_back(row); }
      }
      of.push_back(term);
    }
    std::vector<std::uint32_t> order = in_order(size);
    std::shuffle(order.begin(), order.end(), random);
    BOOST_TEST_CONTEXT("round " << round) { same_as_dense(size, of, order, round); }
  }
}

BOOST_AUTO_TEST_CASE(two_crossed_facets) {
  std::mt19937 random{5};
  terms of;
  for (std::uint32_t item = 0; item < 90; ++item) {
    for (int k = 0; k < 4; ++k) { of.push_back({static_cast<std::uint32_t>(90 + random() % 8), item}); }
  }
  BOOST_TEST(same_as_dense(98, of, in_order(98), 1) > 80u); // nearly every item by itself
}

BOOST_AUTO_TEST_CASE(nested_facets) {
  // 12 places of 5 raters who mark 6 things in 2 rounds: effects of rater x thing, rater x round, rater, place x thing, place, thing
  terms of;
  const std::uint32_t raters = 60, things = 6, places = 12;
  const std::uint32_t round = raters * things, rater = round + 2 * raters, cell = rater + raters, place = cell + places * things, thing = place + places;
  std::mt19937 random{7};
  for (std::uint32_t r = 0; r < raters; ++r) {
    for (std::uint32_t t = 0; t < 2; ++t) {
      if (random() % 3 == 0) { continue; }
      for (std::uint32_t d = 0; d < things; ++d) { of.push_back({r * things + d, round + 2 * r + t, rater + r, cell + r / 5 * things + d, place + r / 5, thing + d}); }
    }
  }
  const std::size_t size = thing + things;
  const std::size_t fronts = same_as_dense(size, of, in_order(size), 3);
  BOOST_TEST(fronts > 2u * raters); // rater x thing by itself
  BOOST_TEST(fronts < size - places); // a place's columns together
}

BOOST_AUTO_TEST_CASE(chains_that_lead_far) {
  terms of;
  for (std::uint32_t i = 0; i < 199; ++i) { of.push_back({i, i + 1}); }
  same_as_dense(200, of, in_order(200), 4);
}

BOOST_AUTO_TEST_CASE(pieces_are_put_together) {
  // so many items that the work is cut into pieces; each item has two of six raters, so that its column touches a third of the dense part or more
  constexpr std::uint32_t items = 12'000, raters = 6;
  std::mt19937 random{9};
  terms of;
  std::vector<double> weight;
  square schur{raters};
  for (std::uint32_t rater = 0; rater < raters; ++rater) { schur(rater, rater) = 1.0; }
  double log_determinant = 0.0;
  for (std::uint32_t item = 0; item < items; ++item) {
    const auto one = static_cast<std::uint32_t>(random() % raters);
    const auto other = static_cast<std::uint32_t>((one + 1 + random() % (raters - 1)) % raters);
    std::vector<double> row(raters, 0.0);
    for (const std::uint32_t rater : {one, other}) {
      of.push_back({item, items + rater});
      weight.push_back(0.5 + static_cast<double>(random() % 100) / 100.0);
      row[rater] += weight.back();
      schur(rater, rater) += weight.back();
    }
    const double pivot = 1.0 + row[one] + row[other];
    log_determinant += std::log(pivot);
    schur.add(row, -1.0 / pivot);
  }
  log_determinant += inverse_of(schur).second;
  const flat in{of};
  const std::vector<double> coefficient(in.member.size(), 1.0);
  const auto run = [&](std::size_t threads) {
    hn::sparse_cholesky root{items + raters, in.start, in.member, in_order(items + raters), threads};
    BOOST_TEST_REQUIRE(root.factor(coefficient, weight));
    BOOST_CHECK_CLOSE(root.log_determinant(), log_determinant, 1e-11);
    std::vector<double> x(items + raters, 1.0), leverage(of.size()), diagonal(items + raters);
    root.solve(x);
    std::vector<double> left = x; // A x
    for (std::size_t t = 0; t < of.size(); ++t) {
      const double both = weight[t] * (x[of[t][0]] + x[of[t][1]]);
      left[of[t][0]] += both;
      left[of[t][1]] += both;
    }
    for (const double value : left) { BOOST_REQUIRE_SMALL(value - 1.0, 1e-10); }
    root.leverages(coefficient, leverage, diagonal);
    // the trace of A^-1 (A - I)
    BOOST_CHECK_CLOSE(std::inner_product(weight.begin(), weight.end(), leverage.begin(), 0.0), static_cast<double>(items + raters) - std::accumulate(diagonal.begin(), diagonal.end(), 0.0), 1e-9);
    x.insert(x.end(), leverage.begin(), leverage.end());
    x.insert(x.end(), diagonal.begin(), diagonal.end());
    return x;
  };
  const std::vector<double> alone = run(1);
  BOOST_TEST((run(2) == alone));
  BOOST_TEST((run(3) == alone));
}

BOOST_AUTO_TEST_CASE(what_is_not_positive_definite_is_said) {
  const flat in{{{0, 1}, {2}}};
  hn::sparse_cholesky root{3, in.start, in.member, in_order(3)};
  BOOST_TEST(!root.factor(std::vector<double>{1.0, 1.0, 1.0}, std::vector<double>{-3.0, 1.0}));
  std::vector<double> b(3);
  BOOST_CHECK_THROW(root.solve(b), headway::error);
  BOOST_TEST(root.factor(std::vector<double>{1.0, 1.0, 1.0}, std::vector<double>{3.0, 1.0}));
  root.solve(b);
}

BOOST_AUTO_TEST_CASE(wrong_sizes_and_orders_are_refused) {
  const flat in{{{0, 1}, {2}}};
  BOOST_CHECK_THROW((hn::sparse_cholesky{3, in.start, in.member, std::vector<std::uint32_t>{0, 1}}), headway::error);
  BOOST_CHECK_THROW((hn::sparse_cholesky{3, in.start, in.member, std::vector<std::uint32_t>{0, 1, 1}}), headway::error);
  BOOST_CHECK_THROW((hn::sparse_cholesky{2, in.start, in.member, in_order(2)}), headway::error);
  hn::sparse_cholesky root{3, in.start, in.member, in_order(3)};
  BOOST_CHECK_THROW((void)root.factor(std::vector<double>{1.0}, std::vector<double>{1.0, 1.0}), headway::error);
  BOOST_CHECK_THROW((hn::sparse_cholesky{3, in.start, in.member, in_order(3), 1, 1}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
