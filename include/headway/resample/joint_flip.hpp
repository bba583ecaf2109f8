#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/numeric/random.hpp>

namespace headway::resample {

/// Options of `joint_flip`.
struct joint_flip_options {
  std::uint32_t most_exact_movers{22}; ///< up to this many people every pattern of signs is gone through (2^21 at most); 1 to 26
  std::uint32_t draws{99'999};         ///< patterns drawn beyond that
  seed random_seed{1};                 ///< of those draws
};

/// What flipping whole raters says about all dimensions at once.
struct joint_flip_result {
  headway::status status{};       ///< no_data without raters; no_variation when nobody moved; ok otherwise
  bool exact{true};               ///< every pattern gone through, or `patterns` drawn
  std::uint64_t patterns{};       ///< patterns gone through (a pattern and its mirror image count once) or drawn
  std::uint32_t movers{};         ///< raters who moved on at least one dimension
  double p_min{1.0};              ///< floor: the smallest p any data of this many movers can give
  std::vector<double> p{};        ///< per dimension, two-sided, for this dimension alone; 1 where nobody moved
  std::vector<double> adjusted{}; ///< per dimension, step-down max-T: for all dimensions together
  friend bool operator==(const joint_flip_result&, const joint_flip_result&) = default;
};

/// All dimensions together, by flipping whole raters.
/// Definition: under "nothing changed", a rater's moves on all dimensions may change sign together. S_d is the sum of moves on dimension d,
/// its statistic |S_d| / sqrt(sum of squared moves), which flips leave alone below the line. The adjusted p of the j-th largest statistic is the
/// share of patterns in which the largest statistic among it and all smaller ones is at least as large, made non-decreasing along j
/// (step-down max-T). The dependence between dimensions, halo among it, is kept.
/// Missing: a rater without a pair on a dimension has move 0 there. Raters who never moved change nothing and are left out.
/// Beyond `most_exact_movers` patterns are drawn and p = (b + 1) / (B + 1).
/// Choose it over Holm for the dimensions of one room: Holm needs many movers on each dimension, this needs them in all.
/// \param moves raters x dimensions, row by row: later level less earlier level
/// \param raters,dimensions extents \throws error invalid_argument when moves is not raters x dimensions; out_of_range for options or a move beyond 15 levels
/// Cost: 2^(movers - 1) x dimensions additions; 2^20 patterns of 9 dimensions in some tens of milliseconds. Threads: safe.
/// Determinism: exact results need no seed; drawn ones depend on seed and data only. Since 0.1.
/// Reference: Westfall & Young 1993; Romano & Wolf 2005; Phipson & Smyth 2010. Checked by `joint_flip_test` against enumeration.
[[nodiscard]] inline joint_flip_result joint_flip(std::span<const std::int32_t> moves, std::size_t raters, std::size_t dimensions, const joint_flip_options& options = {}) {
  check::same_length(moves.size(), raters * dimensions, "joint_flip", "moves");
  check::bounded(options.most_exact_movers, 1, 26, "joint_flip", "most_exact_movers");
  check::bounded(options.draws, 99, 100'000'000, "joint_flip", "draws");
  for (std::size_t i = 0; i < moves.size(); ++i) {
    if (moves[i] < -15 || moves[i] > 15) {
      throw error{error_category::out_of_range, "joint_flip", "moves", std::to_string(moves[i]) + " is not allowed; a move is -15 to 15 levels",
                  static_cast<std::int64_t>(i / (std::max)(dimensions, std::size_t{1}))};
    }
  }

  joint_flip_result out;
  out.p.assign(dimensions, 1.0);
  out.adjusted.assign(dimensions, 1.0);
  std::vector<double> squares(dimensions, 0.0);
  std::vector<std::int32_t> sums(dimensions, 0);
  std::vector<std::size_t> moved;
  for (std::size_t r = 0; r < raters; ++r) {
    bool any = false;
    for (std::size_t d = 0; d < dimensions; ++d) {
      const std::int32_t move = moves[r * dimensions + d];
      any = any || move != 0;
      sums[d] += move;
      squares[d] += static_cast<double>(move) * move;
    }
    if (any) { moved.push_back(r); }
  }
  out.movers = static_cast<std::uint32_t>(moved.size());
  if (raters == 0 || dimensions == 0) {
    out.status = status::no_data;
    return out;
  }
  if (moved.empty()) {
    out.status = status::no_variation;
    return out;
  }

  // dimensions that moved, largest observed statistic first: then the maxima a step-down needs are running maxima from the back
  std::vector<std::size_t> order;
  for (std::size_t d = 0; d < dimensions; ++d) {
    if (squares[d] > 0.0) { order.push_back(d); }
  }
  const auto statistic_of = [&](std::size_t d) { return std::abs(sums[d]) / std::sqrt(squares[d]); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return statistic_of(a) > statistic_of(b); });
  const std::size_t active = order.size();
  std::vector<double> weight(active);
  std::vector<double> reached(active); // observed, less a little: equal statistics must count as reached
  std::vector<std::int32_t> current(active, 0);
  std::vector<std::int32_t> rows(moved.size() * active);
  for (std::size_t j = 0; j < active; ++j) {
    weight[j] = 1.0 / std::sqrt(squares[order[j]]);
    reached[j] = statistic_of(order[j]) * (1.0 - 1e-9);
    for (std::size_t i = 0; i < moved.size(); ++i) { rows[i * active + j] = moves[moved[i] * dimensions + order[j]]; }
  }
  // |S| must reach a whole number for "alone"; for "together" the running maximum is compared
  std::vector<std::int32_t> whole(active);
  for (std::size_t j = 0; j < active; ++j) { whole[j] = std::abs(sums[order[j]]); }
  std::vector<std::uint64_t> alone(active, 0);
  std::vector<std::uint64_t> together(active, 0);
  const auto take = [active, now = current.data(), w = weight.data(), r = reached.data(), t = whole.data(), a = alone.data(), b = together.data()] {
    double largest = 0.0;
    for (std::size_t j = active; j > 0; --j) {
      const std::int32_t size = std::abs(now[j - 1]);
      a[j - 1] += static_cast<std::uint64_t>(size >= t[j - 1]);
      const double statistic = size * w[j - 1];
      largest = statistic > largest ? statistic : largest;
      b[j - 1] += static_cast<std::uint64_t>(largest >= r[j - 1]);
    }
  };

  const std::size_t m = moved.size();
  out.exact = m <= options.most_exact_movers;
  if (out.exact) {
    // Gray code: one rater turns at a time. The last one never does, because a pattern and its mirror image have the same statistics.
    for (std::size_t i = 0; i < m; ++i) {
      for (std::size_t j = 0; j < active; ++j) { current[j] += rows[i * active + j]; }
    }
    std::vector<std::int32_t> sign(m, 1);
    out.patterns = std::uint64_t{1} << (m - 1);
    take();
    for (std::uint64_t pattern = 1; pattern < out.patterns; ++pattern) {
      const auto turned = static_cast<std::size_t>(std::countr_zero(pattern));
      sign[turned] = -sign[turned];
      const std::int32_t by = 2 * sign[turned];
      const std::int32_t* row = rows.data() + turned * active;
      for (std::size_t j = 0; j < active; ++j) { current[j] += by * row[j]; }
      take();
    }
    out.p_min = 1.0 / static_cast<double>(out.patterns);
  } else {
    numeric::random_stream random{options.random_seed};
    out.patterns = options.draws;
    for (std::uint32_t draw = 0; draw < options.draws; ++draw) {
      std::fill(current.begin(), current.end(), 0);
      std::uint64_t bits = 0;
      for (std::size_t i = 0; i < m; ++i) {
        if (i % 64 == 0) { bits = random(); }
        const std::int32_t sign = (bits & 1) != 0 ? 1 : -1;
        bits >>= 1;
        const std::int32_t* row = rows.data() + i * active;
        for (std::size_t j = 0; j < active; ++j) { current[j] += sign * row[j]; }
      }
      take();
    }
    out.p_min = 1.0 / (options.draws + 1.0);
  }

  const double extra = out.exact ? 0.0 : 1.0;
  double running = 0.0;
  for (std::size_t j = 0; j < active; ++j) {
    const double patterns = static_cast<double>(out.patterns) + extra;
    out.p[order[j]] = (static_cast<double>(alone[j]) + extra) / patterns;
    running = (std::max)(running, (static_cast<double>(together[j]) + extra) / patterns);
    out.adjusted[order[j]] = running;
  }
  return out;
}

} // namespace headway::resample
