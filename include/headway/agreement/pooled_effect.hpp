#pragma once

/// \file
/// Two groups of people on several dimensions at once: which tends to mark higher, with a person as one person however many dimensions there are.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/rules.hpp>
#include <headway/numeric/interval.hpp>
#include <headway/resample/regroup.hpp>

namespace headway::agreement {

/// Options of `pooled_effect`. Since 0.1.
struct pooled_effect_options {
  confidence_level confidence{0.95};
  resample::regroup_options regroup{.most_exact = 10'000, .draws = 1'999}; ///< how people are moved between the two groups; at most 1,000,000 of either
};

/// How often one group marks higher, over all dimensions. Since 0.1. Checked by `pooled_effect_test`.
struct pooled_effect_result {
  /// ok; could_not_show: p_min is above 1 - confidence; no_variation: no mark differs; no_data: nobody; not_comparable: no dimension has marks of both.
  headway::status status{status::no_data};
  std::uint32_t n_x{};                      ///< people of the first group with a mark that counts
  std::uint32_t n_y{};                      ///< and of the second
  std::uint32_t dimensions{};               ///< dimensions with marks of both groups
  std::optional<double> superiority{};      ///< mean over these of P(x > y) + P(x = y) / 2
  std::optional<double> cliff_delta{};      ///< 2 superiority - 1
  std::optional<numeric::interval> range{}; ///< of superiority, inside 0 to 1
  headway::status range_status{status::no_data}; ///< ok; too_few_raters: a group of one, or too few to tell anything; separated: no differences within; no_variation
  bool studentised{};                       ///< whether p rests on the studentised statistic; on the difference alone where a group is of one
  std::optional<double> p{};                ///< two-sided, by moving whole people between the two groups
  double p_min{1.0};                        ///< floor: the smallest p these marks could have given
  resample::regroup_count ways{};
  friend bool operator==(const pooled_effect_result&, const pooled_effect_result&) = default;
};

namespace detail {

/// The relative effect of one way to put people into two groups.
class effect_figures {
public:
  effect_figures(std::span<const std::int8_t> marks, std::size_t people, std::size_t asked, std::size_t levels)
      : marks_{marks}, people_{people}, dimensions_{asked}, levels_{levels}, cells_(2 * asked * levels), n_(2 * asked), place_(2 * asked * levels) {}

  void compute(std::span<const std::uint16_t> group) {
    std::fill(cells_.begin(), cells_.end(), 0u);
    std::fill(n_.begin(), n_.end(), 0u);
    for (std::size_t i = 0; i < people_; ++i) {
      for (std::size_t d = 0; d < dimensions_; ++d) {
        const std::int8_t mark = marks_[i * dimensions_ + d];
        if (mark < 0) { continue; }
        ++cells_[at(group[i], d) * levels_ + static_cast<std::size_t>(mark)];
        ++n_[at(group[i], d)];
      }
    }
    // where every level lies among the other group: its placement
    dimensions = 0;
    superiority = 0.0;
    for (std::size_t d = 0; d < dimensions_; ++d) {
      if (n_[at(0, d)] == 0 || n_[at(1, d)] == 0) { continue; }
      ++dimensions;
      for (std::size_t g = 0; g < 2; ++g) {
        const std::uint32_t* own = cells_.data() + at(g, d) * levels_;
        const std::uint32_t* other = cells_.data() + at(1 - g, d) * levels_;
        double* place = place_.data() + at(g, d) * levels_;
        double below = 0.0;
        double mean = 0.0;
        for (std::size_t k = 0; k < levels_; ++k) {
          place[k] = (below + 0.5 * other[k]) / n_[at(1 - g, d)];
          below += other[k];
          mean += place[k] * own[k] / n_[at(g, d)];
        }
        for (std::size_t k = 0; k < levels_; ++k) { place[k] = (place[k] - mean) / n_[at(g, d)]; } // who does not mark a dimension adds nothing to the spread there
        if (g == 0) { superiority += mean; }
      }
    }
    if (dimensions > 0) { superiority /= dimensions; }
    for (const double plain : {0.0, 0.5, 1.0}) { // what is one of these but for rounding is it
      if (std::abs(superiority - plain) < 1e-12) { superiority = plain; }
    }
    variances(group);
  }

  std::uint32_t dimensions{};
  std::uint32_t n[2]{};
  double superiority{};
  double variance{}; ///< of superiority; negative where a group is of one
  /// |superiority - 1/2|, over its standard error where there is one.
  [[nodiscard]] double statistic(bool studentise) const noexcept {
    const double off = dimensions == 0 ? 0.0 : std::abs(superiority - 0.5);
    if (!studentise) { return off; }
    if (variance > 1e-18) { return off / std::sqrt(variance); }
    return off > 0.0 ? 1e9 : 0.0;
  }

private:
  [[nodiscard]] std::size_t at(std::size_t g, std::size_t d) const noexcept { return g * dimensions_ + d; }

  /// Of people's own parts of the superiority, each less its mean.
  void variances(std::span<const std::uint16_t> group) {
    n[0] = 0;
    n[1] = 0;
    double squares[2]{};
    for (std::size_t i = 0; i < people_; ++i) {
      bool any = false;
      double sum = 0.0;
      for (std::size_t d = 0; d < dimensions_; ++d) {
        const std::int8_t mark = marks_[i * dimensions_ + d];
        if (mark < 0 || n_[at(1 - group[i], d)] == 0) { continue; }
        any = true;
        sum += place_[at(group[i], d) * levels_ + static_cast<std::size_t>(mark)];
      }
      n[group[i]] += any ? 1u : 0u;
      squares[group[i]] += sum * sum;
    }
    variance = -1.0;
    if (n[0] < 2 || n[1] < 2) { return; }
    variance = 0.0;
    const auto all = static_cast<double>(dimensions) * dimensions;
    for (std::size_t g = 0; g < 2; ++g) { variance += squares[g] / all * n[g] / (n[g] - 1.0); }
  }

  std::span<const std::int8_t> marks_;
  std::size_t people_;
  std::size_t dimensions_;
  std::size_t levels_;
  std::vector<std::uint32_t> cells_;
  std::vector<std::uint32_t> n_;
  std::vector<double> place_;
};

} // namespace detail

/// Which of two groups tends to mark higher over all dimensions, with whole people as what is drawn.
/// Definition: superiority = mean over dimensions with marks of both groups of P(x > y) + P(x = y) / 2; its error from people's own parts of it
/// (their mean placement among the other group), so that nine marks of one person count as one person. p: whole people are moved between the two
/// groups, counting how often |superiority - 1/2| over its error is as large. Interval: superiority +- the critical value of the same law times its
/// error, cut to 0 to 1; it holds 1/2 exactly when p is above 1 - confidence.
/// Missing: a person counts where there is a mark, and takes the missing marks along.
/// Edge cases: a group of one has no spread, so p rests on the difference alone and there is no interval; no differences within the groups:
/// separated; no mark differs: no_variation and p 1.
/// Choose it over one test a dimension, which has a p too many and people too few; choose `exact::two_sample` for one dimension.
/// Why numbers can differ: averaging p values or adding up marks asks other questions.
/// \param marks people x dimensions 0-based levels, row by row, negative where there is none \param people,dimensions extents \param levels 2 to 16
/// \param group of every person, 0 or 1
/// \throws error invalid_argument for lengths; out_of_range for levels, a group past 1, a mark past the scale (with its row), or options
/// Cost: about a microsecond a way for 10 people and 9 dimensions. Threads: safe. Determinism: see `resample::regroup`. Since 0.1.
/// Reference: Brunner and Munzel (2000); Neubert and Brunner (2007); Obuchowski (1997) for several marks of one person. Checked by `pooled_effect_test`
/// against enumeration.
[[nodiscard]] inline pooled_effect_result pooled_effect(std::span<const std::int8_t> marks, std::size_t people, std::size_t dimensions, std::size_t levels,
                                                        std::span<const std::uint16_t> group, const pooled_effect_options& options = {}) {
  check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "pooled_effect", "levels");
  check::same_length(marks.size(), people * dimensions, "pooled_effect", "marks");
  check::same_length(group.size(), people, "pooled_effect", "group");
  check::bounded(options.regroup.most_exact, 1, 1'000'000, "pooled_effect", "most_exact");
  check::bounded(options.regroup.draws, 99, 1'000'000, "pooled_effect", "draws");
  for (const std::uint16_t g : group) { check::bounded(g, 0, 1, "pooled_effect", "group"); }
  bool any = false;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    any = any || marks[i] >= 0;
    if (marks[i] >= static_cast<int>(levels)) {
      throw error{error_category::out_of_range, "pooled_effect", "marks", "level " + std::to_string(marks[i]) + " where the scale has " + std::to_string(levels),
                  static_cast<std::int64_t>(i / dimensions)};
    }
  }
  pooled_effect_result out;
  detail::effect_figures seen{marks, people, dimensions, levels};
  seen.compute(group);
  out.n_x = seen.n[0];
  out.n_y = seen.n[1];
  out.dimensions = seen.dimensions;
  out.status = !any ? status::no_data : seen.dimensions == 0 ? status::not_comparable : status::ok;
  out.range_status = out.status;
  if (out.status != status::ok) { return out; }
  out.superiority = seen.superiority;
  out.cliff_delta = 2.0 * seen.superiority - 1.0;
  out.studentised = out.n_x > 1 && out.n_y > 1;

  detail::effect_figures now = seen;
  std::vector<double> law;
  out.ways = resample::regroup(group, {}, options.regroup, [&](std::span<const std::uint16_t> way) {
    now.compute(way);
    law.push_back(now.statistic(out.studentised && now.variance >= 0.0));
  });
  const double observed = seen.statistic(out.studentised);
  if (!out.ways.exact) { law.push_back(observed); } // among all ways are the groups as they are
  std::sort(law.begin(), law.end(), std::greater<>{});
  const auto share_of = [&](double value) {
    const auto end = std::partition_point(law.begin(), law.end(), [&](double each) { return each >= value * (1.0 - 1e-9); });
    return static_cast<double>(end - law.begin()) / static_cast<double>(law.size());
  };
  out.p = share_of(observed);
  out.p_min = share_of(law.front());
  const double level = 1.0 - options.confidence.value();
  if (!(law.front() > 0.0)) {
    out.status = status::no_variation;
    out.range_status = status::no_variation;
    return out;
  }
  if (out.p_min > level) { out.status = status::could_not_show; }
  if (!out.studentised || out.p_min > level) {
    out.range_status = status::too_few_raters;
    return out;
  }
  const double s = seen.superiority;
  if (!(seen.variance > 1e-18) || !(s > 0.0 && s < 1.0)) {
    out.range_status = status::separated;
    return out;
  }
  const auto allowed = static_cast<std::size_t>(std::floor(level * static_cast<double>(law.size()) * (1.0 + 1e-12)));
  const double critical = law[(std::min)(allowed, law.size() - 1)] * (1.0 + 1e-9);
  if (critical >= 1e8) {
    out.range_status = status::too_few_raters;
    return out;
  }
  const double reach = critical * std::sqrt(seen.variance);
  if (s - reach <= 1e-9 && s + reach >= 1.0 - 1e-9) { // anything is possible
    out.range_status = status::too_few_raters;
    return out;
  }
  out.range = numeric::interval{(std::max)(0.0, s - reach), (std::min)(1.0, s + reach)};
  out.range_status = status::ok;
  return out;
}

/// The effect as a table of one row: n_x, n_y, dimensions, superiority, cliff_delta, superiority_low, superiority_high, interval_status, p, p_min, test (studentised
/// or difference), method (exact or drawn), ways, status.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `pooled_effect_test`.
[[nodiscard]] inline table to_table(const pooled_effect_result& r) {
  table out;
  for (const char* column : {"n_x", "n_y", "dimensions"}) { out.add(column, column_type::integer); }
  for (const char* column : {"superiority", "cliff_delta", "superiority_low", "superiority_high"}) { out.add(column, column_type::real); }
  out.add("interval_status", column_type::text);
  for (const char* column : {"p", "p_min"}) { out.add(column, column_type::real); }
  for (const char* column : {"test", "method"}) { out.add(column, column_type::text); }
  out.add("ways", column_type::integer);
  out.add("status", column_type::text);
  const auto when = [&](std::string_view text) { return r.p ? std::optional{text} : std::nullopt; };
  out.push_row(r.n_x, r.n_y, r.dimensions, r.superiority, r.cliff_delta, r.range ? std::optional{r.range->lower} : std::nullopt, r.range ? std::optional{r.range->upper} : std::nullopt,
               name(r.range_status), r.p, r.p ? std::optional{r.p_min} : std::nullopt, when(r.studentised ? "studentised" : "difference"),
               when(name(r.ways.exact ? exact::p_method::exact : exact::p_method::drawn)), r.p ? std::optional{r.ways.ways} : std::nullopt, name(r.status));
  return out;
}

} // namespace headway::agreement
