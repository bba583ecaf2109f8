#pragma once

/// \file
/// Guttman's six lower bounds to the reliability of a sum of items.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <headway/agreement/item_covariance.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/cholesky.hpp>
#include <headway/numeric/random.hpp>

namespace headway::agreement {

/// Options of `guttman_lambda`. Since 0.1.
struct guttman_lambda_options {
  bool standardized{};                 ///< items in units of their standard deviations
  item_gaps gaps{item_gaps::pairwise};
  std::size_t most_exact{20};          ///< up to this many items every split in two is looked at for the fourth; 2 to 24
};

/// Guttman's lambdas and what they rest on. Since 0.1. Checked by `guttman_lambda_test`.
struct guttman_lambda_result {
  headway::status status{status::no_data};          ///< ok, or as `item_covariance`
  std::array<std::optional<double>, 6> lambda{};    ///< the first to the sixth
  headway::status sixth_status{status::no_data};    ///< of the sixth: not_identified where an item is a sum of others or gaps do not fit together
  std::optional<bool> fourth_exact{};               ///< every split looked at; otherwise the best split found by exchange from many starts
  std::uint64_t items{};
  std::uint64_t people{};
  std::uint64_t people_used{};
  friend bool operator==(const guttman_lambda_result&, const guttman_lambda_result&) = default;
};

namespace detail {

/// The largest sum of covariances between the two sides of a split: every split by Gray code, or exchange from fixed random starts.
class best_split {
public:
  best_split(const std::vector<double>& matrix, std::size_t items) : matrix_{matrix}, items_{items}, side_(items, 1.0), pull_(items) {}

  [[nodiscard]] double every() {
    start();
    double best = across_;
    for (std::uint64_t code = 1; code < std::uint64_t{1} << (items_ - 1); ++code) {
      std::size_t changed = 0; // the last item stays where it is: a split and its mirror are one
      while ((code >> changed & 1u) == 0) { ++changed; }
      turn(changed);
      best = (std::fmax)(best, across_);
    }
    return best;
  }

  [[nodiscard]] double found() {
    double best = 0.0;
    for (std::uint64_t first = 0; first < 200; ++first) {
      numeric::random_stream random{seed{1}, first};
      for (double& each : side_) { each = (random() & 1u) != 0 ? 1.0 : -1.0; }
      start();
      for (std::size_t round = 0; round < 1000; ++round) { // each round gains; a thousand are never needed
        std::size_t at = items_;
        double gain = 1e-12 * (std::fabs(across_) + 1.0);
        for (std::size_t i = 0; i < items_; ++i) {
          if (gain_of(i) > gain) {
            gain = gain_of(i);
            at = i;
          }
        }
        if (at == items_) { break; }
        turn(at);
      }
      best = (std::fmax)(best, across_);
    }
    return best;
  }

private:
  void start() {
    across_ = 0.0;
    for (std::size_t a = 0; a < items_; ++a) {
      pull_[a] = 0.0;
      for (std::size_t b = 0; b < items_; ++b) {
        if (b == a) { continue; }
        pull_[a] += matrix_[a * items_ + b] * side_[b];
        if (b < a && side_[a] * side_[b] < 0.0) { across_ += matrix_[a * items_ + b]; }
      }
    }
  }
  /// What turning an item round adds to the sum across: its covariances with its own side less those with the other.
  [[nodiscard]] double gain_of(std::size_t item) const { return side_[item] * pull_[item]; }
  void turn(std::size_t item) {
    across_ += gain_of(item);
    side_[item] = -side_[item];
    for (std::size_t b = 0; b < items_; ++b) {
      if (b != item) { pull_[b] += 2.0 * matrix_[b * items_ + item] * side_[item]; }
    }
  }

  const std::vector<double>& matrix_;
  std::size_t items_;
  std::vector<double> side_;
  std::vector<double> pull_;
  double across_{};
};

/// The inverse of a positive definite matrix, its diagonal only; nothing where it is not positive definite.
[[nodiscard]] inline std::optional<std::vector<double>> inverse_diagonal(std::vector<double> matrix, std::size_t size) {
  if (!numeric::cholesky(matrix, size, 1e-10)) { return std::nullopt; }
  std::vector<double> out(size);
  std::vector<double> column(size);
  for (std::size_t i = 0; i < size; ++i) {
    column.assign(size, 0.0);
    column[i] = 1.0;
    numeric::cholesky_forward(matrix, column);
    for (const double each : column) { out[i] += each * each; }
  }
  return out;
}

} // namespace detail

/// Guttman's lambdas from covariances.
/// Definition, with c the covariances, T their sum and k items: L1 = 1 - sum of variances / T; L2 = L1 + sqrt(k / (k - 1) sum of squared covariances) / T;
/// L3 = k / (k - 1) L1, which is Cronbach's alpha; L4 = 4 (covariance between the two sides) / T for the best split of the items in two;
/// L5 = L1 + 2 sqrt(largest sum of one item's squared covariances) / T; L6 = 1 - sum of what the other items do not explain of an item / T.
/// Each is no more than the reliability in the population, so the largest is the one to look at; in small samples the fourth and sixth are too large.
/// Missing and edge cases: as `cronbach_alpha`. An item that the others give exactly: no sixth, not_identified.
/// Why numbers can differ: R psych takes correlations (`standardized`) and for the fourth only splits into halves of equal size.
/// \param from covariances of the items \param options
/// \throws error out_of_range for `most_exact`
/// Cost: items^3, and 2^(items - 1) x items up to `most_exact` items, 10 ms for 20. Threads: safe. Since 0.1. Reference: Guttman (1945). Checked by `guttman_lambda_test`.
[[nodiscard]] inline guttman_lambda_result guttman_lambda(const item_covariance& from, const guttman_lambda_options& options = {}) {
  check::bounded(static_cast<std::int64_t>((std::min)(options.most_exact, std::size_t{25})), 2, 24, "guttman_lambda", "most_exact");
  guttman_lambda_result out;
  out.status = out.sixth_status = from.status;
  out.items = from.items;
  out.people = from.people;
  out.people_used = from.people_used;
  if (from.status != status::ok) { return out; }
  const std::vector<double> matrix = options.standardized ? correlations(from) : from.matrix;
  if (matrix.empty()) {
    out.status = out.sixth_status = status::no_variation;
    return out;
  }
  const std::size_t items = from.items;
  const auto k = static_cast<double>(items);
  double trace = 0.0;
  double total = 0.0;
  double squares = 0.0;
  double most = 0.0;
  for (std::size_t a = 0; a < items; ++a) {
    double here = 0.0;
    for (std::size_t b = 0; b < items; ++b) {
      const double entry = matrix[a * items + b];
      total += entry;
      if (b == a) {
        trace += entry;
      } else {
        here += entry * entry;
      }
    }
    squares += here;
    most = (std::fmax)(most, here);
  }
  if (!(total > 1e-14 * trace)) {
    out.status = out.sixth_status = status::no_variation;
    return out;
  }
  const double first = 1.0 - trace / total;
  out.lambda[0] = first;
  out.lambda[1] = first + std::sqrt(k / (k - 1.0) * squares) / total;
  out.lambda[2] = k / (k - 1.0) * first;
  detail::best_split split{matrix, items};
  const bool every_split = items <= options.most_exact;
  out.fourth_exact = every_split;
  out.lambda[3] = 4.0 * (every_split ? split.every() : split.found()) / total;
  out.lambda[4] = first + 2.0 * std::sqrt(most) / total;
  const auto inverse = detail::inverse_diagonal(matrix, items);
  if (inverse) {
    double unexplained = 0.0;
    for (const double each : *inverse) { unexplained += 1.0 / each; }
    out.lambda[5] = 1.0 - unexplained / total;
  } else {
    out.sixth_status = status::not_identified;
  }
  return out;
}

/// The same from marks.
/// \param values people x items marks row by row; NaN is no mark \param people \param items \param options
/// \throws error as `covariance_of_items` and above
/// Cost: people x items^2 and as above. Threads: safe. Since 0.1. Checked by `guttman_lambda_test`.
[[nodiscard]] inline guttman_lambda_result guttman_lambda(std::span<const double> values, std::size_t people, std::size_t items, const guttman_lambda_options& options = {}) {
  return guttman_lambda(detail::covariances(values, people, items, options.gaps, "guttman_lambda"), options);
}

/// The lambdas as a table of one row: lambda1 to lambda6, lambda4_exact, items, people, people_used, lambda6_status, status.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `guttman_lambda_test`.
[[nodiscard]] inline table to_table(const guttman_lambda_result& r) {
  table out;
  for (const char* column : {"lambda1", "lambda2", "lambda3", "lambda4", "lambda5", "lambda6"}) { out.add(column, column_type::real); }
  out.add("lambda4_exact", column_type::boolean);
  for (const char* column : {"items", "people", "people_used"}) { out.add(column, column_type::integer); }
  for (const char* column : {"lambda6_status", "status"}) { out.add(column, column_type::text); }
  out.push_row(r.lambda[0], r.lambda[1], r.lambda[2], r.lambda[3], r.lambda[4], r.lambda[5], r.fourth_exact, r.items, r.people, r.people_used, headway::name(r.sixth_status),
               headway::name(r.status));
  return out;
}

} // namespace headway::agreement
