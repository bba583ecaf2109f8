#include <headway/numeric/linalg.hpp>

#include <headway/base/error.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

BOOST_AUTO_TEST_SUITE(linalg_test)

namespace {

namespace hn = headway::numeric;

/// A matrix with room between its columns, which nobody is to write in.
struct padded {
  std::size_t rows, columns, stride;
  std::vector<double> memory;
  static constexpr double guard = 12345.5;
  padded(std::size_t m, std::size_t n, std::size_t between) : rows{m}, columns{n}, stride{m + between}, memory(stride * n, guard) {}
  padded(std::size_t m, std::size_t n, std::size_t between, std::mt19937& random) : padded{m, n, between} {
    std::uniform_real_distribution<double> value{-1.0, 1.0};
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t i = 0; i < m; ++i) { at(i, j) = value(random); }
    }
  }
  double& at(std::size_t i, std::size_t j) { return memory[i + j * stride]; }
  double at(std::size_t i, std::size_t j) const { return memory[i + j * stride]; }
  hn::matrix_view view() { return {memory.data(), rows, columns, stride}; }
  bool kept() const {
    for (std::size_t j = 0; j < columns; ++j) {
      for (std::size_t i = rows; i < stride; ++i) {
        if (memory[i + j * stride] < guard || memory[i + j * stride] > guard) { return false; }
      }
    }
    return true;
  }
};

/// The kernels this processor can run: each is tried.
std::vector<hn::dense_workspace> workspaces() {
  std::vector<hn::dense_workspace> out;
  for (std::size_t k = 0; k < hn::detail::usable_tiles(); ++k) { out.emplace_back(hn::detail::every_tile_kernels[k]); }
  return out;
}

/// A positive definite matrix: the square of a random one, and n on the diagonal.
padded positive(std::size_t n, std::size_t between, std::mt19937& random) {
  const padded x{n, n, 0, random};
  padded out{n, n, between};
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i < n; ++i) {
      double sum = i == j ? static_cast<double>(n) : 0.0;
      for (std::size_t k = 0; k < n; ++k) { sum += x.at(i, k) * x.at(j, k); }
      out.at(i, j) = sum;
    }
  }
  return out;
}

/// Roots by plain loops; zeros above the diagonal.
padded plain_root(const padded& a) {
  padded l{a.rows, a.rows, 0};
  for (std::size_t j = 0; j < a.rows; ++j) {
    for (std::size_t i = 0; i < j; ++i) { l.at(i, j) = 0.0; }
    for (std::size_t i = j; i < a.rows; ++i) {
      double sum = a.at(i, j);
      for (std::size_t k = 0; k < j; ++k) { sum -= l.at(i, k) * l.at(j, k); }
      l.at(i, j) = i == j ? std::sqrt(sum) : sum / l.at(j, j);
    }
  }
  return l;
}

/// The inverse by plain loops, column by column of the unit matrix.
padded plain_inverse(const padded& l) {
  padded z{l.rows, l.rows, 0};
  for (std::size_t c = 0; c < l.rows; ++c) {
    for (std::size_t i = 0; i < l.rows; ++i) {
      double sum = i == c ? 1.0 : 0.0;
      for (std::size_t k = 0; k < i; ++k) { sum -= l.at(i, k) * z.at(k, c); }
      z.at(i, c) = sum / l.at(i, i);
    }
    for (std::size_t i = l.rows; i-- > 0;) {
      double sum = z.at(i, c);
      for (std::size_t k = i + 1; k < l.rows; ++k) { sum -= l.at(k, i) * z.at(k, c); }
      z.at(i, c) = sum / l.at(i, i);
    }
  }
  return z;
}

/// The largest difference of a wanted matrix from a block at (row, column) of another, at and below the diagonal or everywhere.
double difference(const padded& wanted, const padded& found, std::size_t columns, bool lower) {
  double worst = 0.0;
  for (std::size_t j = 0; j < columns; ++j) {
    for (std::size_t i = lower ? j : 0; i < wanted.rows; ++i) { worst = (std::max)(worst, std::fabs(wanted.at(i, j) - found.at(i, j))); }
  }
  return worst;
}

} // namespace

BOOST_AUTO_TEST_CASE(products_are_those_of_plain_loops) {
  std::mt19937 random{1};
  std::vector<hn::dense_workspace> all = workspaces();
  for (int round = 0; round < 90; ++round) {
    const bool large = round % 30 == 29; // several blocks of everything
    const std::size_t m = large ? 230 : random() % 45;
    const std::size_t n = large ? 37 : random() % 24;
    const std::size_t depth = large ? 270 : random() % 20;
    const bool lower = random() % 2 == 0;
    const bool a_transposed = random() % 2 == 0;
    const bool b_transposed = random() % 2 == 0;
    padded a = a_transposed ? padded{depth, m, random() % 3, random} : padded{m, depth, random() % 3, random};
    padded b = b_transposed ? padded{n, depth, random() % 3, random} : padded{depth, n, random() % 3, random};
    const padded given{m, n, random() % 3, random};
    const hn::const_matrix_view left = a_transposed ? hn::const_matrix_view{a.view()}.transposed() : a.view();
    const hn::const_matrix_view right = b_transposed ? hn::const_matrix_view{b.view()}.transposed() : b.view();
    padded wanted = given;
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t i = lower ? j : 0; i < m; ++i) {
        double sum = 0.0;
        for (std::size_t k = 0; k < depth; ++k) { sum += left(i, k) * right(k, j); }
        wanted.at(i, j) -= 0.75 * sum;
      }
    }
    for (hn::dense_workspace& work : all) {
      padded found = given;
      work.add_product(found.view(), left, right, -0.75, lower);
      BOOST_TEST_CONTEXT("round " << round << ", " << &work - all.data()) {
        BOOST_CHECK_SMALL(difference(wanted, found, n, false), 1e-12); // above the diagonal too: nothing has changed there
        BOOST_TEST(found.kept());
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(squares_are_those_of_plain_loops) {
  std::mt19937 random{2};
  std::vector<hn::dense_workspace> all = workspaces();
  for (std::size_t m = 0; m <= 40; ++m) {
    padded a{m, 1 + random() % 9, random() % 3, random};
    const padded given{m, m, random() % 3, random};
    padded wanted = given;
    for (std::size_t j = 0; j < m; ++j) {
      for (std::size_t i = j; i < m; ++i) {
        for (std::size_t k = 0; k < a.columns; ++k) { wanted.at(i, j) += 2.0 * a.at(i, k) * a.at(j, k); }
      }
    }
    for (hn::dense_workspace& work : all) {
      padded found = given;
      work.add_square(found.view(), a.view(), 2.0);
      BOOST_CHECK_SMALL(difference(wanted, found, m, false), 1e-12);
      BOOST_TEST(found.kept());
    }
  }
}

BOOST_AUTO_TEST_CASE(roots_and_inverses_are_those_of_plain_loops) {
  std::mt19937 random{3};
  std::vector<hn::dense_workspace> all = workspaces();
  for (std::size_t round = 0; round <= 40; ++round) {
    const std::size_t n = round < 20 ? round : round == 40 ? 200 : 20 + random() % 51;
    const padded given = positive(n, n % 4, random);
    const padded root = plain_root(given);
    const padded inverse = plain_inverse(root);
    const std::size_t first = n == 0 ? 0 : random() % n; // columns of a part of the root
    for (hn::dense_workspace& work : all) {
      BOOST_TEST_CONTEXT("size " << n << ", " << &work - all.data()) {
        padded found = given;
        BOOST_TEST(work.factor_lower(found.view()));
        BOOST_CHECK_SMALL(difference(root, found, n, true), 1e-11);
        BOOST_TEST(found.kept());
        padded z{n, n, 1};
        work.extend_inverse(found.view(), z.view());
        BOOST_CHECK_SMALL(difference(inverse, z, n, false), 1e-13);
        BOOST_TEST(z.kept());

        padded part = given;
        BOOST_TEST(work.factor_lower(part.view().block(0, 0, n, first)));
        BOOST_CHECK_SMALL(difference(root, part, first, true), 1e-11);
        padded rest{n, n, 2}; // what follows them is known
        for (std::size_t j = first; j < n; ++j) {
          for (std::size_t i = first; i < n; ++i) { rest.at(i, j) = inverse.at(i, j); }
        }
        work.extend_inverse(part.view().block(0, 0, n, first), rest.view());
        BOOST_CHECK_SMALL(difference(inverse, rest, n, false), 1e-13);
        BOOST_TEST(rest.kept());
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_triangle_solves_its_equations) {
  std::mt19937 random{4};
  for (std::size_t n = 0; n <= 21; ++n) {
    const padded given = positive(n, 0, random);
    padded root = plain_root(given);
    const padded b{n, 1, 0, random};
    std::vector<double> x = b.memory;
    hn::solve_lower(root.view(), x);
    for (std::size_t i = 0; i < n; ++i) {
      double sum = 0.0;
      for (std::size_t k = 0; k <= i; ++k) { sum += root.at(i, k) * x[k]; }
      BOOST_CHECK_SMALL(sum - b.at(i, 0), 1e-13);
    }
    hn::solve_lower_transposed(root.view(), x);
    for (std::size_t i = 0; i < n; ++i) {
      double sum = 0.0;
      for (std::size_t k = 0; k < n; ++k) { sum += given.at(i, k) * x[k]; }
      BOOST_CHECK_SMALL(sum - b.at(i, 0), 1e-12);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_positive_definite_is_said) {
  std::mt19937 random{5};
  std::vector<hn::dense_workspace> all = workspaces();
  for (hn::dense_workspace& work : all) {
    for (const std::size_t n : {1u, 5u, 6u, 7u, 30u, 70u}) {
      padded a = positive(n, 0, random);
      const std::size_t bad = random() % n;
      a.at(bad, bad) = -1.0;
      BOOST_TEST(!work.factor_lower(a.view()));
    }
    padded ones{2, 2, 0};
    std::fill(ones.memory.begin(), ones.memory.end(), 1.0);
    BOOST_TEST(!work.factor_lower(ones.view()));
  }
}

BOOST_AUTO_TEST_CASE(an_inverse_says_how_far_it_is_to_be_trusted) {
  const auto two = hn::invert_positive(std::vector<double>{2, 1, 1, 2}, 2);
  BOOST_REQUIRE(two);
  BOOST_CHECK_CLOSE(two->reciprocal_condition, 1.0 / 3.0, 1e-12); // sums of columns: 3, and 1 of the inverse
  BOOST_CHECK_CLOSE(two->inverse[0], 2.0 / 3.0, 1e-12);
  BOOST_CHECK_CLOSE(two->inverse[1], -1.0 / 3.0, 1e-12);
  BOOST_CHECK_CLOSE(two->inverse[2], -1.0 / 3.0, 1e-12);
  std::vector<double> x{3.0, 0.0};
  hn::solve_lower(two->lower(), x);
  BOOST_CHECK_CLOSE(x[0], 3.0 / std::sqrt(2.0), 1e-12);
  const auto far = hn::invert_positive(std::vector<double>{1, 0, 0, 1e-14}, 2);
  BOOST_REQUIRE(far);
  BOOST_CHECK_CLOSE(far->reciprocal_condition, 1e-14, 1e-9);
  BOOST_TEST(!hn::invert_positive(std::vector<double>{1, 2, 2, 1}, 2).has_value());
  const auto none = hn::invert_positive({}, 0);
  BOOST_REQUIRE(none);
  BOOST_TEST(none->inverse.empty());
}

BOOST_AUTO_TEST_CASE(a_workspace_gives_the_same_bits_however_often_it_was_used) {
  std::mt19937 random{6};
  const padded large = positive(90, 0, random);
  const padded small = positive(31, 0, random);
  const auto both = [](hn::dense_workspace& work, padded a) {
    BOOST_TEST(work.factor_lower(a.view()));
    padded z{a.rows, a.rows, 0};
    work.extend_inverse(a.view(), z.view());
    return z.memory;
  };
  hn::dense_workspace used;
  hn::dense_workspace fresh;
  both(used, large);
  BOOST_TEST((both(used, small) == both(fresh, small)));
}

BOOST_AUTO_TEST_CASE(shapes_that_do_not_fit_are_refused) {
  hn::dense_workspace work;
  padded wide{2, 3, 0};
  padded square{3, 3, 0};
  BOOST_CHECK_THROW((void)work.factor_lower(wide.view()), headway::error);
  BOOST_CHECK_THROW(work.add_square(square.view(), wide.view(), 1.0), headway::error);
  BOOST_CHECK_THROW(work.add_product(square.view(), wide.view(), wide.view(), 1.0), headway::error);
  BOOST_CHECK_THROW(work.extend_inverse(wide.view(), square.view()), headway::error);
  std::vector<double> x(2);
  BOOST_CHECK_THROW(hn::solve_lower(square.view(), x), headway::error);
  BOOST_CHECK_THROW(hn::solve_lower_transposed(square.view(), x), headway::error);
  BOOST_CHECK_THROW((void)hn::invert_positive(x, 2), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
