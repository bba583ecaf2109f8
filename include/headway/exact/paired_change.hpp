#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/rules.hpp>
#include <headway/exact/transitions.hpp>
#include <headway/resample/sign_flip.hpp>

namespace headway::exact {

/// Options of `paired_change`.
struct paired_change_options {
  confidence_level confidence{0.95};
  tail_rule interval{tail_rule::mid_p};
  double power{0.8}; ///< of the detectable change, in (0, 1)
};

/// What the same people's marks say about change in one dimension.
struct paired_change_result {
  headway::status status{};     ///< no_data; no_variation: nobody moved; could_not_show: p_min is above 1 - confidence; ok otherwise
  std::uint32_t n{};            ///< people with a level both times
  std::uint32_t up{};           ///< of them, moved up
  std::uint32_t held{};         ///< stayed
  std::uint32_t down{};         ///< moved down
  std::int64_t levels_moved{};  ///< sum of the moves, ups less downs
  double p_two_sided{1.0};      ///< exact, twice the smaller tail, at most 1
  double p_up{1.0};             ///< P(a sum at least this high, if nothing changed)
  double p_down{1.0};           ///< P(a sum at least this low, if nothing changed)
  double p_mid{1.0};            ///< two-sided with half of the observed point
  double p_min{1.0};            ///< floor: no panel with these movers can give a smaller p_two_sided
  std::optional<double> change{};    ///< log odds of one level up against one level down; none when all movers went one way
  std::optional<double> standard_error{};
  std::optional<double> change_low{};  ///< none: unbounded below
  std::optional<double> change_high{}; ///< none: unbounded above ("at least change_low")
  std::optional<double> detectable{};  ///< smallest change this panel's movers would have shown with the stated power; none: no change, however large
  double superiority{0.5};      ///< (up + held / 2) / n: the chance that a person's later mark is the higher, ties counted half
  friend bool operator==(const paired_change_result&, const paired_change_result&) = default;
};

namespace detail {

/// The root of a falling function between two points where it is positive and not positive; 60 halvings give full double accuracy.
template <class Function> double falling_root(Function f, double low, double high) {
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (f(middle) > 0.0 ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

} // namespace detail

/// Change between two marks of the same people on one dimension, exactly.
/// Definition: d_i = after_i - before_i in levels. Under the adjacent-category model with steps of each rater's own,
/// P(+|d|) / P(-|d|) = exp(beta |d|) given the sum and the distance of a person's two marks, so severity and thresholds drop out. The estimate
/// solves sum |d| tanh(beta |d| / 2) = sum d; interval and p come from the exact law of sum d (`resample::sign_flip_law`).
/// Missing: a pair counts only when both marks are levels. Nobody moved: p = 1, no estimate, status no_variation. All one way: the interval is
/// half open, to be read "at least". With unequal change per person the test is of "nobody changed" and beta is an average weighted by |d|.
/// Choose it over a t test or Wilcoxon's normal form always; over `stuart_maxwell` when levels are ordered.
/// Fewer movers than could ever give a p of 1 - confidence: the figures are there, and the status is could_not_show.
/// \param of who went from which level to which
/// \throws error out_of_range for more than 100000 movers; invalid_argument for power
/// Cost: about 0.1 ms for 30 people on 5 levels. Threads: safe. Since 0.1.
/// Reference: Agresti 1993; Fischer & Ponocny 1994; Lancaster 1961 (mid-P). Checked by `paired_change_test`.
[[nodiscard]] inline paired_change_result paired_change(const transitions& of, const paired_change_options& options = {}) {
  check::that(options.power > 0.0 && options.power < 1.0, "paired_change", "power", "must be between 0 and 1");

  paired_change_result out;
  out.n = of.n();
  out.up = of.up();
  out.held = of.held();
  out.down = of.down();
  out.levels_moved = of.levels_moved();
  if (out.n == 0) {
    out.status = status::no_data;
    return out;
  }
  out.superiority = (out.up + 0.5 * out.held) / out.n;
  if (out.up + out.down == 0) {
    out.status = status::no_variation;
    return out;
  }

  const std::span<const std::uint32_t> sizes = of.movers();
  const resample::sign_flip_law null{sizes};
  const std::int64_t t = out.levels_moved;
  out.p_up = null.upper(t);
  out.p_down = null.lower(t);
  out.p_two_sided = (std::min)(1.0, 2.0 * (std::min)(out.p_up, out.p_down));
  out.p_mid = (std::min)(1.0, 2.0 * ((std::min)(out.p_up, out.p_down) - 0.5 * null.point(t)));
  out.p_min = (std::min)(1.0, 2.0 * null.upper(null.highest()));

  const double tail = 0.5 * (1.0 - options.confidence.value());
  const double at_observed = options.interval == tail_rule::mid_p ? 0.5 : 1.0;
  constexpr double widest = 40.0; // log odds per level; beyond it every mover goes one way to the last digit
  const auto upper_tail = [&](double beta) {
    const resample::sign_flip_law law{sizes, beta};
    return law.upper(t + 2) + at_observed * law.point(t);
  };
  const auto lower_tail = [&](double beta) {
    const resample::sign_flip_law law{sizes, beta};
    return law.lower(t - 2) + at_observed * law.point(t);
  };
  if (t > -null.highest()) { out.change_low = detail::falling_root([&](double beta) { return tail - upper_tail(beta); }, -widest, widest); }
  if (t < null.highest()) { out.change_high = detail::falling_root([&](double beta) { return lower_tail(beta) - tail; }, -widest, widest); }
  if (std::abs(t) < null.highest()) {
    const auto expected = [&](double beta) {
      double sum = 0.0;
      for (std::size_t a = 1; a <= sizes.size(); ++a) { sum += static_cast<double>(a) * sizes[a - 1] * std::tanh(0.5 * beta * static_cast<double>(a)); }
      return sum;
    };
    const double beta = detail::falling_root([&](double b) { return static_cast<double>(t) - expected(b); }, -widest, widest);
    double information = 0.0;
    for (std::size_t a = 1; a <= sizes.size(); ++a) {
      const double sech = 1.0 / std::cosh(0.5 * beta * static_cast<double>(a));
      information += 0.25 * static_cast<double>(a * a) * sizes[a - 1] * sech * sech;
    }
    out.change = beta;
    out.standard_error = 1.0 / std::sqrt(information);
  }

  const double alpha = 1.0 - options.confidence.value();
  if (out.p_min > alpha) {
    out.status = status::could_not_show;
  } else {
    std::int64_t critical = null.highest();
    while (2.0 * null.upper(critical - 2) <= alpha) { critical -= 2; }
    out.detectable = detail::falling_root([&](double beta) { return options.power - resample::sign_flip_law(sizes, beta).upper(critical); }, 0.0, widest);
  }
  return out;
}

/// The same from two lists of marks, one pair a person.
/// \param before,after 0-based levels, or a negative number where there is none; equally long
/// \param levels 2 to 16
/// \throws error invalid_argument for unequal lengths; out_of_range, with the row, for a mark past the scale
/// Cost: O(pairs) and `paired_change`. Threads: safe. Since 0.1. Checked by `paired_change_test`.
[[nodiscard]] inline paired_change_result paired_change(std::span<const std::int8_t> before, std::span<const std::int8_t> after, std::size_t levels,
                                                        const paired_change_options& options = {}) {
  return paired_change(detail::transitions_of(before, after, levels, "paired_change"), options);
}

/// The same from a levels x levels table of counts, row = level before, column = level after, row by row.
/// \throws error as `transitions` Cost: as the first. Threads: safe. Since 0.1. Checked by `paired_change_test`.
[[nodiscard]] inline paired_change_result paired_change(std::span<const std::uint32_t> counts, std::size_t levels, const paired_change_options& options = {}) {
  return paired_change(transitions{counts, levels}, options);
}

/// The result as a table of one row. `change`, its ends and `detectable` are in log odds of one level up against one down; an end without a value is
/// unbounded ("at least"), and so is `change` itself when every mover went one way.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `paired_change_test`.
[[nodiscard]] inline table to_table(const paired_change_result& r) {
  table out;
  for (const char* column : {"n", "up", "held", "down", "levels_moved"}) { out.add(column, column_type::integer); }
  for (const char* column : {"change", "change_low", "change_high", "standard_error", "p_two_sided", "p_mid", "p_up", "p_down", "p_min", "detectable", "superiority"}) {
    out.add(column, column_type::real);
  }
  out.add("status", column_type::text);
  const auto put = [&](const auto& superiority) {
    out.push_row(r.n, r.up, r.held, r.down, r.levels_moved, r.change, r.change_low, r.change_high, r.standard_error, r.p_two_sided, r.p_mid, r.p_up, r.p_down, r.p_min,
                 r.detectable, superiority, name(r.status));
  };
  if (r.n > 0) {
    put(r.superiority);
  } else {
    put(std::nullopt);
  }
  return out;
}

} // namespace headway::exact
