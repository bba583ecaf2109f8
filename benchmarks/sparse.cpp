// One Newton step of a model with two crossed facets (factor, then solve) beside Eigen's general sparse decompositions of the same matrix: analysed once, timed for the factor alone. Random pairs,
// random weights. Prints one JSON object a line; ends with 1 where the determinants differ.
//
//   bench_sparse [runs]

#include <headway/numeric/sparse.hpp>

#include <Eigen/SparseCholesky>
#include <Eigen/SparseCore>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <numeric>
#include <random>
#include <vector>

namespace {

struct size {
  std::uint32_t many, few;
  std::size_t pairs;
};

template <class Work> double seconds(Work&& work) {
  const std::clock_t start = std::clock(); // of the processor: one thread
  work();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

double median(std::vector<double> of) {
  std::nth_element(of.begin(), of.begin() + static_cast<std::ptrdiff_t>(of.size() / 2), of.end());
  return of[of.size() / 2];
}

} // namespace

int main(int count, char** arguments) {
  const int runs = count > 1 ? std::atoi(arguments[1]) : 9;
  for (const size& s : {size{9'800, 200, 100'000}, size{9'000, 1'000, 100'000}}) {
    std::mt19937_64 random{20261128};
    std::uniform_real_distribution<double> between{0.1, 1.0};
    const std::uint32_t effects = s.many + s.few;
    std::vector<std::size_t> start{0};
    std::vector<std::uint32_t> member;
    std::vector<double> weight;
    std::vector<Eigen::Triplet<double>> entries;
    for (std::uint32_t e = 0; e < effects; ++e) { entries.emplace_back(e, e, 1.0); }
    for (std::size_t k = 0; k < s.pairs; ++k) {
      const auto one = static_cast<std::uint32_t>(random() % s.many);
      const auto other = s.many + static_cast<std::uint32_t>(random() % s.few);
      member.insert(member.end(), {one, other});
      start.push_back(member.size());
      weight.push_back(between(random));
      entries.emplace_back(one, one, weight.back());
      entries.emplace_back(other, other, weight.back());
      entries.emplace_back(other, one, weight.back());
    }
    Eigen::SparseMatrix<double> matrix(effects, effects); // its lower triangle
    matrix.setFromTriplets(entries.begin(), entries.end());
    const std::vector<double> coefficient(member.size(), 1.0);
    std::vector<std::uint32_t> order(effects);
    std::iota(order.begin(), order.end(), 0u);
    std::vector<double> right(effects);
    for (double& b : right) { b = between(random); }

    headway::numeric::sparse_cholesky root{effects, start, member, order};
    Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> ldlt;
    Eigen::SimplicialLLT<Eigen::SparseMatrix<double>> llt;
    ldlt.analyzePattern(matrix);
    llt.analyzePattern(matrix);
    std::vector<double> step, by_ldlt, by_llt, solution;
    bool good = true;
    for (int run = 0; run < runs; ++run) {
      step.push_back(seconds([&] {
        good = root.factor(coefficient, weight) && good;
        solution = right;
        root.solve(solution);
      }));
      by_ldlt.push_back(seconds([&] { ldlt.factorize(matrix); }));
      by_llt.push_back(seconds([&] { llt.factorize(matrix); }));
    }
    const double wanted = ldlt.vectorD().array().log().sum();
    double worst = 0.0; // of A x - b
    const Eigen::VectorXd product = matrix.selfadjointView<Eigen::Lower>() * Eigen::Map<const Eigen::VectorXd>{solution.data(), static_cast<Eigen::Index>(effects)};
    for (std::uint32_t e = 0; e < effects; ++e) { worst = (std::max)(worst, std::fabs(product(e) - right[e])); }
    good = good && std::fabs(root.log_determinant() - wanted) < 1e-9 * std::fabs(wanted) && worst < 1e-10;
    std::printf("{\"benchmark\": \"sparse\", \"what\": \"Newton step, two crossed facets\", \"effects\": %u, \"of_the_few\": %u, \"entries\": %zu, \"dense\": %zu, \"seconds\": %.5f, "
                "\"eigen_ldlt_factor\": %.5f, \"eigen_llt_factor\": %.5f, \"times_ldlt\": %.1f, \"log_determinant\": %.8f, \"eigen_log_determinant\": %.8f, \"residual\": %.1e, \"good\": %s}\n",
                effects, s.few, static_cast<std::size_t>(matrix.nonZeros()), root.dense_size(), median(step), median(by_ldlt), median(by_llt), median(by_ldlt) / median(step),
                root.log_determinant(), wanted, worst, good ? "true" : "false");
    std::fflush(stdout);
    if (!good) { return 1; }
  }
}
