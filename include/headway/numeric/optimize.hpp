#pragma once

/// \file
/// Finding the minimum of a smooth function of a few parameters from its value and gradient.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/numeric/linalg.hpp>

namespace headway::numeric {

/// Why a search ended. Values are part of the C ABI and never reused.
enum class termination : std::int32_t {
  gradient = 0,    ///< the gradient is as small as asked for
  precision = 1,   ///< no step makes the value smaller by more than rounding: as near as the numbers allow
  iterations = 2,  ///< the most iterations were spent
  no_value = 3,    ///< the function has no value at the start
  cancelled = 4    ///< the caller asked to stop
};

/// The code of a reason as written in tables. \return "unknown" for another value
/// Cost: constant. Threads: safe. Since 0.1. Checked by `optimize_test`.
[[nodiscard]] constexpr std::string_view name(termination value) noexcept {
  switch (value) {
  case termination::gradient: return "gradient";
  case termination::precision: return "precision";
  case termination::iterations: return "iterations";
  case termination::no_value: return "no_value";
  case termination::cancelled: return "cancelled";
  }
  return "unknown";
}

/// How a search is done. Since 0.1.
struct minimize_options {
  double gradient{1e-7};           ///< ends when the gain still to be had, by the curvature seen so far, is at most this squared, times 1 + |value| / 1000, and 1e-16 |value|: no more can be seen of a large sum
  std::size_t iterations{500};
  double first_step{1.0};          ///< longest first step, in any parameter
  std::size_t logs_from{static_cast<std::size_t>(-1)}; ///< parameters from this one on are logs of what may be 0; see `minimize`
};

/// Where the log of what may be 0 stands once it is 0, to `minimize`. Since 0.1.
inline constexpr double log_of_nothing = -11.5;

/// What a search found. Since 0.1.
struct minimum {
  termination reason{termination::no_value};
  double value{};
  std::vector<double> at{};
  std::vector<double> gradient{};
  double largest_gradient{};       ///< of the gradient's entries
  std::size_t iterations{};
  std::size_t evaluations{};
};

namespace detail {

/// The inverse of a positive definite matrix. \return whether it is one; `out` is left alone otherwise
inline bool invert(std::span<const double> matrix, std::span<double> out) {
  const std::size_t n = out.size() == 0 ? 0 : static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(out.size()))));
  const std::optional<dense_inverse> found = invert_positive(matrix, n);
  if (!found || !(found->reciprocal_condition > 1e-14)) { return false; }
  std::copy(found->inverse.begin(), found->inverse.end(), out.begin());
  return true;
}

} // namespace detail

/// The minimum of a function by the BFGS method.
/// Definition: steps -B g with B, an estimate of the inverse curvature, updated from the gradients met; a line search that asks for a sufficient decrease and a flatter slope
/// (weak Wolfe conditions), halving where the function has no value. B begins as the inverse of the given curvature; without one as a unit matrix that the first curvature met scales. A curvature
/// that can be had anywhere is asked for again after every step that promised to gain more than 0.05, so that far from the minimum steps are Newton's. Where it is not positive definite what it says of
/// pairs is made smaller until it is; where it would move a log that may be of 0 too far, what it says of that one is made larger.
/// A log of what may be 0 that is below -3 and would fall on is put at `log_of_nothing` where that is no worse, and held there, for its slope fades long before a search would end; it is let go,
/// once, where the slope has turned when all else has been found.
/// Missing and edge cases: a function without a value at the start: no_value. Bounds are kept by the function itself: it has no value beyond them.
/// \param start where to begin \param curvature a guess of the curvature there, size x size, or a function curvature(at) that gives one for where `evaluate` was called last; empty: steps begin with
/// the gradient alone
/// \param evaluate called as evaluate(at, gradient), the gradient to be filled; returns the value, or nothing where there is none
/// \throws error invalid_argument for a curvature of another size
/// Cost: about one evaluation an iteration; O(parameters^2) beside, O(parameters^3) with a curvature. Threads: as `evaluate`. Since 0.1. Reference: Nocedal & Wright 2006, chapters 3 and 6. Checked by `optimize_test`.
template <class Curvature = std::span<const double>, class Function>
[[nodiscard]] minimum minimize(std::span<const double> start, Curvature&& curvature, Function&& evaluate, const minimize_options& options = {}) {
  constexpr bool renewed = std::is_invocable_v<Curvature&, std::span<const double>>;
  const std::size_t n = start.size();
  minimum out;
  out.at.assign(start.begin(), start.end());
  out.gradient.assign(n, 0.0);
  const auto dot = [](std::span<const double> a, std::span<const double> b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); };
  const auto settle = [&](termination reason) {
    out.reason = reason;
    out.largest_gradient = 0.0;
    for (const double g : out.gradient) { out.largest_gradient = (std::max)(out.largest_gradient, std::fabs(g)); }
    return out;
  };
  const std::optional<double> first = evaluate(std::span<const double>{out.at}, std::span<double>{out.gradient});
  ++out.evaluations;
  if (!first) { return settle(termination::no_value); }
  out.value = *first;
  if (n == 0) { return settle(termination::gradient); }

  std::vector<double> guess(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i) { guess[i * n + i] = 1.0; }
  bool guessed = false;
  /// Takes a guess of the curvature here. \return whether it is one
  const auto take = [&](std::vector<double> bend) {
    if (bend.empty()) { return false; }
    bool good = false;
    check::same_length(bend.size(), n * n, "minimize", "curvature");
    for (int tries = 0; tries < 40; ++tries) {
      if (!detail::invert(bend, guess)) {
        for (std::size_t i = 0; i < n * n; ++i) { bend[i] *= i % (n + 1) == 0 ? 1.0 : 0.7; }
        continue;
      }
      good = guessed = true;
      bool too_far = false;
      for (std::size_t i = options.logs_from; i < n; ++i) {
        const double away = std::fabs(dot(std::span{guess}.subspan(i * n, n), out.gradient));
        if (away > 1.05 * options.first_step) {
          bend[i * (n + 1)] *= (std::max)(1.2, away / options.first_step);
          too_far = true;
        }
      }
      if (!too_far) { break; }
    }
    return good;
  };
  if constexpr (renewed) {
    (void)take(curvature(std::span<const double>{out.at}));
  } else {
    const std::span<const double> given{curvature};
    (void)take({given.begin(), given.end()});
  }
  std::vector<double> inverse;
  const auto reset = [&] { inverse = guess; };
  reset();
  bool fresh = true;
  bool near = false;    // the guess is of here
  bool stalled = false; // the last step gained nothing that can be seen
  std::vector<double> slopes(n), step(n), trial(n), there(n), moved(n), changed(n), curved(n);
  std::vector<bool> held(n, false);     // logs of nothing
  std::vector<double> small(n, -3.0);   // below this a log that falls is tried as one of nothing
  /// Moves logs to where they may belong. \return whether that is no worse, with the value taken there
  const auto try_there = [&] {
    const std::optional<double> v = evaluate(std::span<const double>{trial}, std::span<double>{there});
    ++out.evaluations;
    if (!v || !(*v <= out.value + 1e-14 * (1.0 + std::fabs(out.value)))) { return false; }
    out.at = trial;
    out.gradient = there;
    out.value = *v;
    return true;
  };
  const auto hold = [&] {
    std::vector<bool> falling(n, false);
    trial = out.at;
    for (std::size_t i = options.logs_from; i < n; ++i) {
      falling[i] = !held[i] && out.at[i] < small[i] && out.gradient[i] > 0.0;
      if (falling[i]) { trial[i] = log_of_nothing; }
    }
    if (std::find(falling.begin(), falling.end(), true) == falling.end()) { return; }
    const bool nothing = try_there();
    for (std::size_t i = 0; i < n; ++i) {
      if (!falling[i]) { continue; }
      held[i] = nothing;
      small[i] -= 2.5;
    }
  };
  /// Whether the search goes on because a held log would rise.
  const auto lets_go = [&] {
    for (std::size_t i = 0; i < n; ++i) {
      if (!held[i] || !(out.gradient[i] < -1e-9)) { continue; }
      held[i] = false;
      small[i] = -1e9;
      for (const double from : {-3.0, -4.5, -6.0}) {
        trial = out.at;
        trial[i] = from;
        if (!try_there()) { continue; }
        if constexpr (renewed) { near = take(curvature(std::span<const double>{out.at})); }
        reset();
        fresh = true;
        return true;
      }
    }
    return false;
  };
  for (; out.iterations < options.iterations; ++out.iterations) {
    hold();
    for (std::size_t i = 0; i < n; ++i) { slopes[i] = held[i] ? 0.0 : out.gradient[i]; }
    for (std::size_t i = 0; i < n; ++i) { step[i] = held[i] ? 0.0 : -dot(std::span{inverse}.subspan(i * n, n), slopes); }
    double slope = dot(slopes, step);
    const double tolerance = options.gradient * options.gradient * (1.0 + 1e-3 * std::fabs(out.value)) + 1e-16 * std::fabs(out.value);
    if (!(slope < 0.0) && !fresh) {
      reset();
      fresh = true;
      continue;
    }
    const bool flat = -slope <= (fresh ? 1e-3 * tolerance : tolerance);
    if (flat || stalled) {
      stalled = false;
      if (lets_go()) { continue; }
      return settle(flat ? termination::gradient : termination::precision);
    }
    double longest = 0.0;
    for (const double s : step) { longest = (std::max)(longest, std::fabs(s)); }
    double length = fresh && !near && longest > options.first_step ? options.first_step / longest : 1.0;
    double low = 0.0;
    double high = 0.0; // 0: not yet bounded
    bool found = false;
    double value = out.value;
    for (int tries = 0; tries < 60; ++tries) {
      for (std::size_t i = 0; i < n; ++i) { trial[i] = out.at[i] + length * step[i]; }
      const std::optional<double> v = evaluate(std::span<const double>{trial}, std::span<double>{there});
      ++out.evaluations;
      const double room = 1e-14 * (1.0 + std::fabs(out.value));
      if (!v || !(*v <= out.value + 1e-4 * length * slope + room)) {
        high = length;
      } else if (dot(there, step) < 0.9 * slope) {
        low = length;
        value = *v;
      } else {
        value = *v;
        found = true;
        break;
      }
      length = high > 0.0 ? 0.5 * (low + high) : 2.0 * length;
      if (high > 0.0 && high - low < 1e-10 * high) { break; }
      if (length > 1e6) { break; }
    }
    if (!found) {
      if (!fresh) { // the curvature seen so far misleads: begin again from here
        reset();
        fresh = true;
        near = false;
        continue;
      }
      if (lets_go()) { continue; }
      return settle(termination::precision);
    }
    for (std::size_t i = 0; i < n; ++i) {
      moved[i] = trial[i] - out.at[i];
      changed[i] = held[i] ? 0.0 : there[i] - out.gradient[i];
    }
    const double gained = out.value - value;
    out.at = trial;
    out.gradient = there;
    out.value = value;
    bool far = false; // the guess is of here, and what was met on the long step to here says less
    if constexpr (renewed) {
      if (-slope > 0.1 && take(curvature(std::span<const double>{out.at}))) {
        reset();
        fresh = near = true;
        far = -slope > 1.0;
      }
    }
    const double bend = dot(moved, changed);
    if (!far && bend > 1e-14 * std::sqrt(dot(moved, moved) * dot(changed, changed))) {
      if (fresh && !guessed) { // a first guess of the size of the curvature
        const double size = bend / dot(changed, changed);
        for (std::size_t i = 0; i < n; ++i) { inverse[i * n + i] = size; }
      }
      for (std::size_t i = 0; i < n; ++i) { curved[i] = dot(std::span{inverse}.subspan(i * n, n), changed); }
      const double factor = (1.0 + dot(changed, curved) / bend) / bend;
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) { inverse[i * n + j] += factor * moved[i] * moved[j] - (moved[i] * curved[j] + curved[i] * moved[j]) / bend; }
      }
      fresh = false;
    }
    stalled = gained <= 1e-15 * (1.0 + std::fabs(out.value)) && -slope <= 1e-12 * (1.0 + std::fabs(out.value));
  }
  return settle(termination::iterations);
}

} // namespace headway::numeric
