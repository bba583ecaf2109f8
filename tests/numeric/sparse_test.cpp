#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/numeric/sparse.hpp>

BOOST_AUTO_TEST_SUITE(sparse_test)

namespace {

namespace hn = headway::numeric;
using pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

/// Everything the sparse root says against a dense one of the same matrix.
void same_as_dense(std::size_t size, const pairs& at, const std::vector<std::uint32_t>& order, unsigned seed, bool expects_sparse_part = false) {
  std::mt19937 random{seed};
  std::uniform_real_distribution<double> between{-1.0, 1.0};
  const hn::symmetric_pattern pattern{size, at};
  std::vector<double> entries(pattern.entries());
  Eigen::MatrixXd dense = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(size), static_cast<Eigen::Index>(size));
  for (std::size_t column = 0; column < size; ++column) {
    std::size_t e = pattern.first(column);
    for (const std::uint32_t row : pattern.rows(column)) {
      if (row != column) { dense(row, static_cast<Eigen::Index>(column)) = dense(static_cast<Eigen::Index>(column), row) = entries[e] = between(random); }
      ++e;
    }
  }
  for (std::size_t i = 0; i < size; ++i) { // diagonally dominant, so positive definite
    const auto k = static_cast<Eigen::Index>(i);
    dense(k, k) = entries[pattern.first(i)] = 0.5 + dense.row(k).cwiseAbs().sum();
  }
  hn::sparse_cholesky root{pattern, order};
  if (expects_sparse_part) { BOOST_TEST(root.dense_size() < size); }
  BOOST_TEST_REQUIRE(root.factor(entries));
  const Eigen::LLT<Eigen::MatrixXd> wanted{dense};
  const double log_determinant = 2.0 * wanted.matrixLLT().diagonal().array().log().sum();
  BOOST_CHECK_SMALL(root.log_determinant() - log_determinant, 1e-10 * (1.0 + std::fabs(log_determinant)));

  std::vector<double> b(size);
  for (double& value : b) { value = between(random); }
  const Eigen::VectorXd x = wanted.solve(Eigen::Map<const Eigen::VectorXd>{b.data(), static_cast<Eigen::Index>(size)});
  root.solve(b);
  for (std::size_t i = 0; i < size; ++i) { BOOST_CHECK_SMALL(b[i] - x(static_cast<Eigen::Index>(i)), 1e-11); }

  const Eigen::MatrixXd inverse = wanted.solve(Eigen::MatrixXd::Identity(static_cast<Eigen::Index>(size), static_cast<Eigen::Index>(size)));
  std::vector<double> found(pattern.entries());
  root.inverse(found);
  for (std::size_t column = 0; column < size; ++column) {
    std::size_t e = pattern.first(column);
    for (const std::uint32_t row : pattern.rows(column)) { BOOST_CHECK_SMALL(found[e++] - inverse(row, static_cast<Eigen::Index>(column)), 1e-11); }
  }

  // covariance of the half solutions is the inverse: sum over unit vectors of x x'
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(size), static_cast<Eigen::Index>(size));
  for (std::size_t i = 0; i < size; ++i) {
    std::vector<double> z(size, 0.0);
    z[i] = 1.0;
    root.half_solve(z);
    const Eigen::Map<const Eigen::VectorXd> column{z.data(), static_cast<Eigen::Index>(size)};
    covariance += column * column.transpose();
  }
  BOOST_CHECK_SMALL((covariance - inverse).cwiseAbs().maxCoeff(), 1e-10);
}

std::vector<std::uint32_t> in_order(std::size_t size) {
  std::vector<std::uint32_t> order(size);
  std::iota(order.begin(), order.end(), 0u);
  return order;
}

} // namespace

BOOST_AUTO_TEST_CASE(random_patterns_and_orders) {
  std::mt19937 random{11};
  for (unsigned round = 0; round < 60; ++round) {
    const std::size_t size = 1 + random() % 50;
    pairs at;
    for (std::size_t k = random() % (3 * size + 1); k > 0; --k) { at.emplace_back(random() % size, random() % size); }
    std::vector<std::uint32_t> order = in_order(size);
    std::shuffle(order.begin(), order.end(), random);
    BOOST_TEST_CONTEXT("round " << round) { same_as_dense(size, at, order, round); }
  }
}

BOOST_AUTO_TEST_CASE(two_crossed_facets) {
  std::mt19937 random{5};
  pairs at;
  for (std::uint32_t item = 0; item < 90; ++item) {
    for (int k = 0; k < 4; ++k) { at.emplace_back(90 + random() % 8, item); }
  }
  same_as_dense(98, at, in_order(98), 1, true);
}

BOOST_AUTO_TEST_CASE(nested_facets) {
  // 12 places of 5 raters with 3 effects each, all tied to the place and to 4 effects of everybody
  pairs at;
  const std::uint32_t raters = 60, effects = 180, places = 12;
  for (std::uint32_t r = 0; r < raters; ++r) {
    const std::uint32_t rater = effects + r, place = effects + raters + r / 5;
    for (std::uint32_t e = 3 * r; e < 3 * r + 3; ++e) {
      for (const std::uint32_t other : {rater, place, effects + raters + places + e % 4}) { at.emplace_back(other, e); }
    }
    at.emplace_back(place, rater);
    for (std::uint32_t g = 0; g < 4; ++g) {
      at.emplace_back(effects + raters + places + g, rater);
      at.emplace_back(effects + raters + places + g, place);
    }
  }
  same_as_dense(effects + raters + places + 4, at, in_order(effects + raters + places + 4), 3, true);
}

BOOST_AUTO_TEST_CASE(what_is_not_positive_definite_is_said) {
  const hn::symmetric_pattern pattern{3, {{1, 0}}};
  hn::sparse_cholesky root{pattern, in_order(3)};
  BOOST_TEST(!root.factor(std::vector<double>{1.0, 2.0, 1.0, 1.0}));
  BOOST_TEST(!root.factor(std::vector<double>{1.0, 0.0, 1.0, -1.0}));
  std::vector<double> b(3);
  BOOST_CHECK_THROW(root.solve(b), headway::error);
  BOOST_TEST(root.factor(std::vector<double>{1.0, 0.5, 1.0, 1.0}));
}

BOOST_AUTO_TEST_CASE(misuse) {
  const hn::symmetric_pattern pattern{3, {{1, 0}}};
  BOOST_CHECK_THROW((hn::sparse_cholesky{pattern, std::vector<std::uint32_t>{0, 1}}), headway::error);
  BOOST_CHECK_THROW((hn::sparse_cholesky{pattern, std::vector<std::uint32_t>{0, 1, 1}}), headway::error);
  BOOST_CHECK_THROW((hn::symmetric_pattern{3, {{3, 0}}}), headway::error);
  BOOST_CHECK_THROW((void)pattern.find(2, 0), headway::error);
  BOOST_TEST(pattern.find(0, 1) == 1u);
  BOOST_CHECK_THROW((hn::sparse_cholesky{pattern, in_order(3), 1}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
