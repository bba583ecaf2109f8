#include <headway/numeric/cholesky.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <vector>

BOOST_AUTO_TEST_SUITE(cholesky_test)

namespace {

namespace hn = headway::numeric;
namespace tt = boost::test_tools;

} // namespace

BOOST_AUTO_TEST_CASE(the_root_times_itself_is_the_matrix) {
  const std::vector<double> given{4, 2, -2, 2, 10, 5, -2, 5, 9};
  std::vector<double> root = given;
  BOOST_REQUIRE(hn::cholesky(root, 3));
  const std::vector<double> by_hand{2, 0, 0, 1, 3, 0, -1, 2, 2};
  BOOST_TEST(root == by_hand, tt::per_element());
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      double sum = 0.0;
      for (std::size_t k = 0; k < 3; ++k) { sum += root[i * 3 + k] * root[j * 3 + k]; }
      BOOST_TEST(sum == given[i * 3 + j], tt::tolerance(1e-15));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_solution_solves_its_equations) {
  // Hilbert's matrix of size 5, whose inverse is whole: rows of the inverse times the matrix
  std::vector<double> hilbert(25);
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j < 5; ++j) { hilbert[i * 5 + j] = 1.0 / static_cast<double>(i + j + 1); }
  }
  std::vector<double> root = hilbert;
  BOOST_REQUIRE(hn::cholesky(root, 5));
  std::vector<double> values{1, 0, 0, 0, 0};
  hn::cholesky_solve(root, values);
  const std::vector<double> inverse_row{25, -300, 1050, -1400, 630};
  for (std::size_t i = 0; i < 5; ++i) { BOOST_TEST(values[i] == inverse_row[i], tt::tolerance(1e-10)); }
  std::vector<double> half{1, 0, 0, 0, 0};
  hn::cholesky_forward(root, half);
  double quadratic = 0.0;
  for (const double each : half) { quadratic += each * each; }
  BOOST_TEST(quadratic == 25.0, tt::tolerance(1e-10));
}

BOOST_AUTO_TEST_CASE(what_is_not_positive_definite_is_said) {
  std::vector<double> indefinite{1, 2, 2, 1};
  BOOST_TEST(!hn::cholesky(indefinite, 2));
  std::vector<double> repeated{1, 1, 1, 1};
  BOOST_TEST(!hn::cholesky(repeated, 2));
  std::vector<double> zero{0};
  BOOST_TEST(!hn::cholesky(zero, 1));
  BOOST_CHECK_THROW((void)hn::cholesky(zero, 2), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
