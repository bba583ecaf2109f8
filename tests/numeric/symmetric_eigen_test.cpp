#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/numeric/symmetric_eigen.hpp>

BOOST_AUTO_TEST_SUITE(symmetric_eigen_test)

namespace {

namespace hn = headway::numeric;
namespace tt = boost::test_tools;

} // namespace

BOOST_AUTO_TEST_CASE(known_values) {
  const auto two = hn::eigen_of_symmetric(std::vector<double>{2, 1, 1, 2}, 2);
  BOOST_TEST(two.values[0] == 3.0, tt::tolerance(1e-15));
  BOOST_TEST(two.values[1] == 1.0, tt::tolerance(1e-15));
  BOOST_TEST(two.vectors[0] == std::sqrt(0.5), tt::tolerance(1e-15));
  // second differences: values 2 - 2 cos(pi j / (n + 1))
  const std::size_t n = 8;
  std::vector<double> chain(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    chain[i * n + i] = 2.0;
    if (i > 0) { chain[i * n + i - 1] = chain[(i - 1) * n + i] = -1.0; }
  }
  const auto known = hn::eigen_of_symmetric(chain, n);
  for (std::size_t j = 0; j < n; ++j) { BOOST_TEST(known.values[j] == 2.0 - 2.0 * std::cos(3.14159265358979323846 * static_cast<double>(n - j) / 9.0), tt::tolerance(1e-13)); }
}

BOOST_AUTO_TEST_CASE(vectors_solve_their_equation_and_are_at_right_angles) {
  const std::size_t n = 12;
  std::vector<double> matrix(n * n);
  std::uint32_t state = 8;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      state = state * 1664525u + 1013904223u;
      matrix[i * n + j] = matrix[j * n + i] = static_cast<double>(state >> 16) / 65536.0 - 0.5;
    }
  }
  const auto e = hn::eigen_of_symmetric(matrix, n);
  for (std::size_t j = 0; j < n; ++j) {
    if (j > 0) { BOOST_TEST(e.values[j - 1] >= e.values[j]); }
    for (std::size_t i = 0; i < n; ++i) {
      double image = 0.0;
      double product = 0.0;
      for (std::size_t k = 0; k < n; ++k) {
        image += matrix[i * n + k] * e.vectors[k * n + j];
        product += e.vectors[k * n + i] * e.vectors[k * n + j];
      }
      BOOST_CHECK_SMALL(image - e.values[j] * e.vectors[i * n + j], 1e-13);
      BOOST_CHECK_SMALL(product - (i == j ? 1.0 : 0.0), 1e-13);
    }
  }
}

BOOST_AUTO_TEST_CASE(nothing_and_diagonals_are_matrices_too) {
  BOOST_TEST(hn::eigen_of_symmetric(std::vector<double>{}, 0).values.empty());
  const auto diagonal = hn::eigen_of_symmetric(std::vector<double>{1, 0, 0, 5}, 2);
  BOOST_TEST(diagonal.values[0] == 5.0);
  BOOST_TEST(diagonal.vectors[0] == 0.0);
  BOOST_TEST(diagonal.vectors[2] == 1.0);
  BOOST_CHECK_THROW((void)hn::eigen_of_symmetric(std::vector<double>{1, 2, 3}, 2), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
