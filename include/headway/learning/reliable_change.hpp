#pragma once

/// \file
/// Whether one person's score changed by more than its measurement can explain, and where a score changes sides.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/special.hpp>

namespace headway::learning {

/// What a change of one person comes to. Values are part of the C ABI and never reused.
enum class reliable : std::int32_t {
  not_reliable = 0, ///< within what measuring twice can differ by
  rose = 1,         ///< up by more
  fell = 2          ///< down by more
};

/// The code of a verdict as written in tables: "not_reliable", "rose", "fell"; "unknown" for another value.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `reliable_change_test`.
[[nodiscard]] constexpr std::string_view name(reliable value) noexcept {
  switch (value) {
  case reliable::not_reliable: return "not_reliable";
  case reliable::rose: return "rose";
  case reliable::fell: return "fell";
  }
  return "unknown";
}

/// Options of `reliable_change`.
struct reliable_change_options {
  confidence_level confidence{0.95}; ///< a change is reliable when |rc| passes the two-sided normal quantile of this
};

/// The reliable change index of one person. Since 0.1.
struct reliable_change_result {
  headway::status status{};    ///< no_variation: nothing varies, or nothing is measured with error, so there is no scale for a change; ok otherwise
  double change{};             ///< after - before
  double sem{};                ///< standard error of one measurement: sd sqrt(1 - reliability)
  double s_diff{};             ///< standard error of a difference: sqrt(2) sem
  std::optional<double> rc{};  ///< change / s_diff; none unless status is ok
  reliable verdict{reliable::not_reliable};
  double smallest{};           ///< the smallest change that would be reliable, in the units of the scores
  friend bool operator==(const reliable_change_result&, const reliable_change_result&) = default;
};

namespace detail {

inline void finite_number(double value, const char* function, const char* argument) {
  if (!(value > -1e150 && value < 1e150)) {
    throw error{error_category::out_of_range, function, argument, std::to_string(value) + " is not allowed; it must be a number"};
  }
}

inline void spread_number(double value, const char* function, const char* argument) {
  if (!(value >= 0.0 && value < 1e150)) {
    throw error{error_category::out_of_range, function, argument, std::to_string(value) + " is not allowed; it must be 0 or more"};
  }
}

inline void measurement(double sd, double reliability) {
  spread_number(sd, "reliable_change", "sd");
  if (!(reliability >= 0.0 && reliability <= 1.0)) {
    throw error{error_category::out_of_range, "reliable_change", "reliability", std::to_string(reliability) + " is not allowed; it must be 0 to 1"};
  }
}

} // namespace detail

/// The reliable change index: a person's change over the standard error of a difference.
/// Definition: sem = sd sqrt(1 - reliability), s_diff = sqrt(2) sem, rc = (after - before) / s_diff; reliable when |rc| is past the two-sided normal quantile.
/// Missing and edge cases: sd 0 or reliability 1 gives s_diff 0: no index, status no_variation.
/// Choose it for readers who ask for it, on summed scores of one person. For a room's change on a rubric choose `exact::paired_change`: it needs no
/// reliability and no equal steps. Take the reliability from your own data (`agreement::icc`), not from a manual.
/// Why numbers can differ: other authors regress the first score towards the mean first, or put the standard error of prediction below.
/// \param before,after one person's two scores \param sd of the scores of people like this one, at the first time \param reliability of a score, 0 to 1
/// \throws error out_of_range for sd below 0, reliability outside 0 to 1, or a number that is not finite
/// Cost: constant. Threads: safe. Since 0.1. Reference: Jacobson & Truax 1991. Checked by `reliable_change_test`.
[[nodiscard]] inline reliable_change_result reliable_change(double before, double after, double sd, double reliability, const reliable_change_options& options = {}) {
  detail::measurement(sd, reliability);
  detail::finite_number(before, "reliable_change", "before");
  detail::finite_number(after, "reliable_change", "after");
  reliable_change_result out;
  out.change = after - before;
  out.sem = sd * std::sqrt(1.0 - reliability);
  out.s_diff = std::sqrt(2.0) * out.sem;
  if (!(out.s_diff > 1e-300)) {
    out.status = status::no_variation;
    return out;
  }
  const double critical = numeric::normal_quantile(0.5 + 0.5 * options.confidence.value());
  out.smallest = critical * out.s_diff;
  out.rc = out.change / out.s_diff;
  if (std::fabs(*out.rc) > critical) { out.verdict = out.change > 0.0 ? reliable::rose : reliable::fell; }
  return out;
}

/// The same for several people. \param before,after one score a person, equally long \return one result a person
/// \throws error as the first, with the person in the row; invalid_argument for unequal lengths
/// Cost: O(people). Threads: safe. Since 0.1. Checked by `reliable_change_test`.
[[nodiscard]] inline std::vector<reliable_change_result> reliable_change(std::span<const double> before, std::span<const double> after, double sd, double reliability,
                                                                         const reliable_change_options& options = {}) {
  check::same_length(after.size(), before.size(), "reliable_change", "after");
  detail::measurement(sd, reliability);
  std::vector<reliable_change_result> out;
  out.reserve(before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    try {
      out.push_back(reliable_change(before[i], after[i], sd, reliability, options));
    } catch (const error& e) { throw error{e.category(), e.function(), e.argument(), e.message(), static_cast<std::int64_t>(i)}; }
  }
  return out;
}

/// Results as a table, a row a person: change, sem, s_diff, rc, verdict, smallest, status.
/// Cost: O(people). Threads: safe. Since 0.1. Checked by `reliable_change_test`.
[[nodiscard]] inline table to_table(std::span<const reliable_change_result> results) {
  table out;
  for (const char* column : {"change", "sem", "s_diff", "rc"}) { out.add(column, column_type::real); }
  out.add("verdict", column_type::text);
  out.add("smallest", column_type::real);
  out.add("status", column_type::text);
  for (const reliable_change_result& r : results) {
    const bool ok = r.status == status::ok;
    out.push_row(r.change, r.sem, r.s_diff, r.rc, ok ? std::optional{name(r.verdict)} : std::nullopt, ok ? std::optional{r.smallest} : std::nullopt, name(r.status));
  }
  return out;
}

/// One result as a table of one row. Cost: constant. Threads: safe. Since 0.1. Checked by `reliable_change_test`.
[[nodiscard]] inline table to_table(const reliable_change_result& r) { return to_table(std::span{&r, 1}); }

/// Where a score is more like those of one group than of another. Since 0.1.
struct clinical_cutoffs_result {
  headway::status status{};   ///< no_variation: no spread in either group, so no c; ok otherwise
  double a{};                 ///< two standard deviations beyond the mean of the group in difficulty, on the side of the other
  double b{};                 ///< within two standard deviations of the mean of the other group
  std::optional<double> c{};  ///< between the means, nearer to the group that spreads less
  friend bool operator==(const clinical_cutoffs_result&, const clinical_cutoffs_result&) = default;
};

/// The three cutoffs of clinical significance.
/// Definition: with the better side up, a = mean_dysfunctional + 2 sd_dysfunctional, b = mean_functional - 2 sd_functional, c = (sd_functional mean_dysfunctional +
/// sd_dysfunctional mean_functional) / (sd_dysfunctional + sd_functional); with the better side down the signs of the sd in a and b turn. Which side is better
/// is that of mean_functional.
/// Missing and edge cases: no spread in either group: no c, status no_variation.
/// Choose c when both groups are known and overlap; b when they hardly do; a when only the group in difficulty is known.
/// \param mean_dysfunctional,sd_dysfunctional of people in difficulty \param mean_functional,sd_functional of people who are not
/// \throws error out_of_range for an sd below 0 or a number that is not finite
/// Cost: constant. Threads: safe. Since 0.1. Reference: Jacobson & Truax 1991. Checked by `reliable_change_test`.
[[nodiscard]] inline clinical_cutoffs_result clinical_cutoffs(double mean_dysfunctional, double sd_dysfunctional, double mean_functional, double sd_functional) {
  detail::finite_number(mean_dysfunctional, "clinical_cutoffs", "mean_dysfunctional");
  detail::finite_number(mean_functional, "clinical_cutoffs", "mean_functional");
  detail::spread_number(sd_dysfunctional, "clinical_cutoffs", "sd_dysfunctional");
  detail::spread_number(sd_functional, "clinical_cutoffs", "sd_functional");
  const double better = mean_functional >= mean_dysfunctional ? 1.0 : -1.0;
  clinical_cutoffs_result out;
  out.a = mean_dysfunctional + better * 2.0 * sd_dysfunctional;
  out.b = mean_functional - better * 2.0 * sd_functional;
  const double spread = sd_dysfunctional + sd_functional;
  if (!(spread > 0.0)) {
    out.status = status::no_variation;
    return out;
  }
  out.c = mean_dysfunctional * (sd_functional / spread) + mean_functional * (sd_dysfunctional / spread);
  return out;
}

/// The cutoffs as a table of one row: a, b, c, status. Cost: constant. Threads: safe. Since 0.1. Checked by `reliable_change_test`.
[[nodiscard]] inline table to_table(const clinical_cutoffs_result& r) {
  table out;
  for (const char* column : {"a", "b", "c"}) { out.add(column, column_type::real); }
  out.add("status", column_type::text);
  out.push_row(r.a, r.b, r.c, name(r.status));
  return out;
}

} // namespace headway::learning
