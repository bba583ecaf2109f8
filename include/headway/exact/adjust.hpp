#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/core/table.hpp>

namespace headway::exact {

/// How p values of several tests are adjusted for being several. Values are part of the C ABI and never reused.
enum class adjustment : std::int32_t {
  bonferroni = 1,          ///< family-wise, any dependence
  holm = 2,                ///< family-wise, any dependence, never weaker than Bonferroni
  hochberg = 3,            ///< family-wise, independent or positively dependent tests
  hommel = 4,              ///< family-wise, as Hochberg, never weaker
  holm_sidak = 5,          ///< family-wise, independent or positively dependent tests
  benjamini_hochberg = 6,  ///< false discovery rate, independent or positively dependent tests
  benjamini_yekutieli = 7  ///< false discovery rate, any dependence
};

/// The code of a way of adjusting as written in tables: "bonferroni", "holm", ...; "unknown" for another value.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `adjust_test`.
[[nodiscard]] constexpr std::string_view name(adjustment value) noexcept {
  switch (value) {
  case adjustment::bonferroni: return "bonferroni";
  case adjustment::holm: return "holm";
  case adjustment::hochberg: return "hochberg";
  case adjustment::hommel: return "hommel";
  case adjustment::holm_sidak: return "holm_sidak";
  case adjustment::benjamini_hochberg: return "benjamini_hochberg";
  case adjustment::benjamini_yekutieli: return "benjamini_yekutieli";
  }
  return "unknown";
}

namespace detail {

/// Hommel's adjusted p values of sorted p.
inline std::vector<double> hommel_sorted(const std::vector<double>& p) {
  const std::size_t m = p.size();
  double smallest = 1.0;
  for (std::size_t i = 0; i < m; ++i) { smallest = (std::min)(smallest, static_cast<double>(m) * p[i] / static_cast<double>(i + 1)); }
  std::vector<double> q(m, smallest);
  std::vector<double> out = q;
  for (std::size_t size = m - 1; size >= 2; --size) {
    // the `size - 1` largest p values, and Simes' bound for them
    double bound = 1.0;
    for (std::size_t j = 2; j <= size; ++j) { bound = (std::min)(bound, static_cast<double>(size) * p[m - size + j - 1] / static_cast<double>(j)); }
    for (std::size_t i = 0; i + size <= m; ++i) { q[i] = (std::min)(static_cast<double>(size) * p[i], bound); }
    for (std::size_t i = m - size + 1; i < m; ++i) { q[i] = q[m - size]; }
    for (std::size_t i = 0; i < m; ++i) { out[i] = (std::max)(out[i], q[i]); }
  }
  for (std::size_t i = 0; i < m; ++i) { out[i] = (std::min)(1.0, (std::max)(out[i], p[i])); }
  return out;
}

} // namespace detail

/// P values adjusted for being `p.size()` tests, in the order given.
/// Definition, with p_(1) <= ... <= p_(m): holm max_{j<=i} (m - j + 1) p_(j); hochberg min_{j>=i} (m - j + 1) p_(j); benjamini_hochberg
/// min_{j>=i} m p_(j) / j; benjamini_yekutieli the same times sum 1/j; holm_sidak max_{j<=i} 1 - (1 - p_(j))^(m - j + 1); each at most 1.
/// Choose holm when nothing is known of the dependence; max-T by joint flips of whole raters keeps the dependence and is stronger.
/// \param p values in [0, 1]; an empty list gives an empty list
/// \throws error out_of_range, with the row, for a value outside [0, 1]
/// Cost: O(m log m); hommel O(m^2). Threads: safe. Since 0.1.
/// Reference: Holm 1979; Hochberg 1988; Hommel 1988; Benjamini & Hochberg 1995; Benjamini & Yekutieli 2001. Checked by `adjust_test`.
[[nodiscard]] inline std::vector<double> adjust_p(std::span<const double> p, adjustment method) {
  const std::size_t m = p.size();
  for (std::size_t i = 0; i < m; ++i) {
    if (!(p[i] >= 0.0 && p[i] <= 1.0)) {
      throw error{error_category::out_of_range, "adjust_p", "p", "a p value must be between 0 and 1", static_cast<std::int64_t>(i)};
    }
  }
  std::vector<std::size_t> order(m);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<double> sorted(m);
  for (std::size_t i = 0; i < m; ++i) { sorted[i] = p[order[i]]; }

  std::vector<double> adjusted(m);
  const auto count = static_cast<double>(m);
  const auto step_down = [&](auto value) {
    double running = 0.0;
    for (std::size_t i = 0; i < m; ++i) { adjusted[i] = running = (std::max)(running, (std::min)(1.0, value(i))); }
  };
  const auto step_up = [&](auto value) {
    double running = 1.0;
    for (std::size_t i = m; i > 0; --i) { adjusted[i - 1] = running = (std::min)(running, value(i - 1)); }
  };
  const auto rank = [](std::size_t i) { return static_cast<double>(i + 1); };
  switch (method) {
  case adjustment::bonferroni: step_down([&](std::size_t i) { return count * sorted[i]; }); break;
  case adjustment::holm: step_down([&](std::size_t i) { return (count - rank(i) + 1.0) * sorted[i]; }); break;
  case adjustment::holm_sidak: step_down([&](std::size_t i) { return sorted[i] >= 1.0 ? 1.0 : -std::expm1((count - rank(i) + 1.0) * std::log1p(-sorted[i])); }); break;
  case adjustment::hochberg: step_up([&](std::size_t i) { return (count - rank(i) + 1.0) * sorted[i]; }); break;
  case adjustment::hommel: adjusted = m < 2 ? sorted : detail::hommel_sorted(sorted); break;
  case adjustment::benjamini_hochberg: step_up([&](std::size_t i) { return count / rank(i) * sorted[i]; }); break;
  case adjustment::benjamini_yekutieli: {
    double harmonic = 0.0;
    for (std::size_t i = 0; i < m; ++i) { harmonic += 1.0 / rank(i); }
    step_up([&](std::size_t i) { return harmonic * count / rank(i) * sorted[i]; });
    break;
  }
  default: throw error{error_category::invalid_argument, "adjust_p", "method", std::to_string(static_cast<std::int32_t>(method)) + " is not a method; use 1 to 7"};
  }
  std::vector<double> out(m);
  for (std::size_t i = 0; i < m; ++i) { out[order[i]] = adjusted[i]; }
  return out;
}

/// P values adjusted by Holm's rule: family-wise, whatever the dependence. `adjust_p` with that method.
/// \param p values in [0, 1] \throws error as `adjust_p` Cost: as `adjust_p`. Threads: safe. Since 0.1. Checked by `adjust_test`.
[[nodiscard]] inline std::vector<double> holm(std::span<const double> p) { return adjust_p(p, adjustment::holm); }

/// P values adjusted by Benjamini and Hochberg's rule: the expected share of false claims among those made. `adjust_p` with that method.
/// \param p values in [0, 1] \throws error as `adjust_p` Cost: as `adjust_p`. Threads: safe. Since 0.1. Checked by `adjust_test`.
[[nodiscard]] inline std::vector<double> benjamini_hochberg(std::span<const double> p) { return adjust_p(p, adjustment::benjamini_hochberg); }

/// P values times their number. `adjust_p` with that method.
/// \param p values in [0, 1] \throws error as `adjust_p` Cost: as `adjust_p`. Threads: safe. Since 0.1. Checked by `adjust_test`.
[[nodiscard]] inline std::vector<double> bonferroni(std::span<const double> p) { return adjust_p(p, adjustment::bonferroni); }

/// P values adjusted by Hochberg's rule: family-wise, for independent or positively dependent tests. `adjust_p` with that method.
/// \param p values in [0, 1] \throws error as `adjust_p` Cost: as `adjust_p`. Threads: safe. Since 0.1. Checked by `adjust_test`.
[[nodiscard]] inline std::vector<double> hochberg(std::span<const double> p) { return adjust_p(p, adjustment::hochberg); }

/// P values adjusted by Hommel's rule: as Hochberg's, never weaker. `adjust_p` with that method.
/// \param p values in [0, 1] \throws error as `adjust_p` Cost: as `adjust_p`. Threads: safe. Since 0.1. Checked by `adjust_test`.
[[nodiscard]] inline std::vector<double> hommel(std::span<const double> p) { return adjust_p(p, adjustment::hommel); }

/// P values adjusted by Holm's rule with Sidak's bound: family-wise, for independent or positively dependent tests. `adjust_p` with that method.
/// \param p values in [0, 1] \throws error as `adjust_p` Cost: as `adjust_p`. Threads: safe. Since 0.1. Checked by `adjust_test`.
[[nodiscard]] inline std::vector<double> holm_sidak(std::span<const double> p) { return adjust_p(p, adjustment::holm_sidak); }

/// P values adjusted by Benjamini and Yekutieli's rule: false claims among those made, whatever the dependence. `adjust_p` with that method.
/// \param p values in [0, 1] \throws error as `adjust_p` Cost: as `adjust_p`. Threads: safe. Since 0.1. Checked by `adjust_test`.
[[nodiscard]] inline std::vector<double> benjamini_yekutieli(std::span<const double> p) { return adjust_p(p, adjustment::benjamini_yekutieli); }

/// P values and what they become as a table, a row a test: test (numbered from 1), p, p_adjusted, method.
/// \param p values in [0, 1] \throws error as `adjust_p` Cost: as `adjust_p`. Threads: safe. Since 0.1. Checked by `adjust_test`.
[[nodiscard]] inline table adjusted_table(std::span<const double> p, adjustment method) {
  const std::vector<double> adjusted = adjust_p(p, method);
  table out;
  out.add("test", column_type::integer);
  for (const char* column : {"p", "p_adjusted"}) { out.add(column, column_type::real); }
  out.add("method", column_type::text);
  for (std::size_t i = 0; i < p.size(); ++i) { out.push_row(i + 1, p[i], adjusted[i], name(method)); }
  return out;
}

} // namespace headway::exact
