#pragma once

/// \file
/// How far each group of people marks above or below the groups together, with every group as one voice: over all dimensions and on each.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <headway/agreement/dispersion_split.hpp>
#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/numeric/interval.hpp>
#include <headway/resample/regroup.hpp>

namespace headway::agreement {

/// Options of `group_gaps`. Since 0.1.
struct group_gaps_options {
  confidence_level confidence{0.95};
  resample::regroup_options regroup{}; ///< how people are moved between groups
  bool whole_people{true};             ///< whether a row is a person; false where marks of one person may stand in several rows: nothing is then inferred over all dimensions
};

/// One group against the groups together. Since 0.1. Checked by `group_gaps_test`.
struct group_gap {
  /// ok; could_not_show: p_min is above 1 - confidence; no_data: the group has no marks here; not_comparable: no other group has any.
  headway::status status{status::no_data};
  std::uint32_t n{};                        ///< people of the group with a mark here
  std::uint32_t n_rest{};                   ///< people of the other groups with a mark here
  std::uint32_t dimensions{};               ///< dimensions behind the figures
  std::optional<double> gap{};              ///< levels above (below where negative) the mean of the groups' means
  std::optional<double> gap_to_rest{};      ///< the same against the mean of the other groups' means
  std::optional<numeric::interval> range{}; ///< of `gap`: all of one family hold together with the confidence asked for
  /// ok; too_few_raters: nobody stands beside another in a group, or the interval would be the whole scale; no_variation: nobody differs from
  /// their own group; not_comparable: rows are not whole people.
  headway::status range_status{status::no_data};
  std::optional<double> p{};                ///< two-sided, for this figure alone
  std::optional<double> adjusted{};         ///< two-sided, for all of its family together (single-step max-T)
  double p_min{1.0};                        ///< floor: the smallest `adjusted` these marks could have given, however shared out
  std::optional<double> detectable{};       ///< the smallest gap that would have been told from chance, given how people differ within groups
  friend bool operator==(const group_gap&, const group_gap&) = default;
};

/// How much of the dispersion lies between the groups, with its p. Since 0.1. Checked by `group_gaps_test`.
struct group_split {
  dispersion_split split{};
  std::optional<double> p{}; ///< how often people shared out anew give as large a part between groups
  double p_min{1.0};         ///< floor: the smallest p these marks could have given
  friend bool operator==(const group_split&, const group_split&) = default;
};

/// Every group over all dimensions and on each. Since 0.1. Checked by `group_gaps_test`.
struct group_gaps_result {
  std::size_t groups{};
  std::size_t dimensions{};
  resample::regroup_count ways{};    ///< how people were moved between groups
  std::vector<group_gap> pooled{};   ///< by group: over all dimensions; one family
  std::vector<group_gap> each{};     ///< by dimension, then group; one family
  group_split pooled_split{};        ///< parts of the mean dispersion of the dimensions
  std::vector<group_split> splits{}; ///< by dimension
  friend bool operator==(const group_gaps_result&, const group_gaps_result&) = default;
};

namespace detail {

/// Stands for the ratio of something to nothing.
inline constexpr double beyond_all = 1e300;

/// A difference of means that is rounding alone is none.
inline double without_rounding(double gap) noexcept { return std::abs(gap) < 1e-12 ? 0.0 : gap; }

/// |gap| / standard error with both as squares; 0 / 0 is 0.
inline double studentised(double gap_squared, double variance) noexcept {
  if (variance > 0.0) { return (std::min)(beyond_all, std::sqrt(gap_squared / variance)); }
  return gap_squared > 0.0 ? beyond_all : 0.0;
}

/// All figures for one way to share people out over groups.
class gap_figures {
public:
  gap_figures(std::span<const std::int8_t> marks, std::size_t people, std::size_t dimensions, std::size_t levels, std::size_t groups)
      : marks_{marks}, people_{people}, dimensions_{dimensions}, levels_{levels}, groups_{groups}, cells(groups * dimensions * levels), n(groups * dimensions),
        gap(groups * dimensions), error(groups * dimensions), reached(groups * dimensions), pooled_people(groups), pooled_dimensions(groups), pooled_gap(groups),
        pooled_error(groups), pooled_reached(groups), between(dimensions), mean_(groups * dimensions), compared_(dimensions) {}

  void compute(std::span<const std::uint16_t> group) {
    count(group);
    for (std::size_t d = 0; d < dimensions_; ++d) { one_dimension(d); }
    all_dimensions(group);
    between_all = 0.0;
    for (const double part : between) { between_all += part; }
  }
  [[nodiscard]] std::size_t at(std::size_t d, std::size_t g) const noexcept { return d * groups_ + g; }
  [[nodiscard]] bool compared(std::size_t d) const noexcept { return compared_[d] != 0; }
  /// The largest statistic of a family.
  [[nodiscard]] static double largest(const std::vector<double>& statistics) noexcept {
    return statistics.empty() ? 0.0 : *std::max_element(statistics.begin(), statistics.end());
  }

private:
  std::span<const std::int8_t> marks_;
  std::size_t people_;
  std::size_t dimensions_;
  std::size_t levels_;
  std::size_t groups_;

public:
  std::vector<std::uint32_t> cells;      ///< by dimension, group, level
  std::vector<std::uint32_t> n;          ///< by dimension, group
  std::vector<double> gap;               ///< by dimension, group
  std::vector<double> error;             ///< its squared standard error; negative where nobody stands beside another
  std::vector<double> reached;           ///< |gap| / standard error
  std::vector<std::uint32_t> pooled_people;
  std::vector<std::uint32_t> pooled_dimensions;
  std::vector<double> pooled_gap;
  std::vector<double> pooled_error;
  std::vector<double> pooled_reached;
  std::vector<double> between;           ///< by dimension: the part between groups, but for a factor and a constant that regrouping leaves alone
  double between_all{};

private:
  void count(std::span<const std::uint16_t> group) {
    std::fill(cells.begin(), cells.end(), 0u);
    for (std::size_t i = 0; i < people_; ++i) {
      const std::int8_t* own = marks_.data() + i * dimensions_;
      for (std::size_t d = 0; d < dimensions_; ++d) {
        if (own[d] >= 0) { ++cells[at(d, group[i]) * levels_ + static_cast<std::size_t>(own[d])]; }
      }
    }
  }

  void one_dimension(std::size_t d) {
    double means = 0.0;
    double inverse = 0.0; // sum of 1 / n over groups
    double squares = 0.0; // sum of squares within groups
    double all = 0.0;
    double present = 0.0;
    between[d] = 0.0;
    for (std::size_t g = 0; g < groups_; ++g) {
      const std::uint32_t* cell = cells.data() + at(d, g) * levels_;
      double size = 0.0;
      double sum = 0.0;
      double sum_of_squares = 0.0;
      double steps = 0.0; // sum over levels of the squared number at or below
      for (std::size_t k = 0; k < levels_; ++k) {
        const double people = cell[k];
        const auto level = static_cast<double>(k);
        size += people;
        sum += people * level;
        sum_of_squares += people * level * level;
        steps += k + 1 < levels_ ? size * size : 0.0;
      }
      n[at(d, g)] = static_cast<std::uint32_t>(size);
      mean_[at(d, g)] = 0.0;
      if (!(size > 0.0)) { continue; }
      mean_[at(d, g)] = sum / size;
      means += sum / size;
      inverse += 1.0 / size;
      squares += (size * sum_of_squares - sum * sum) / size; // a difference of whole numbers: 0 exactly where all are equal
      between[d] += steps / size;
      all += size;
      present += 1.0;
    }
    compared_[d] = present >= 2.0;
    if (all > 0.0) { between[d] /= all; }
    for (std::size_t g = 0; g < groups_; ++g) {
      const std::size_t i = at(d, g);
      gap[i] = 0.0;
      error[i] = -1.0;
      reached[i] = 0.0;
      if (n[i] == 0 || !compared(d)) { continue; }
      gap[i] = without_rounding(mean_[i] - means / present);
      if (!(all > present)) { continue; }
      error[i] = squares / (all - present) * ((1.0 - 2.0 / present) / n[i] + inverse / (present * present));
      reached[i] = studentised(gap[i] * gap[i], error[i]);
    }
  }

  void all_dimensions(std::span<const std::uint16_t> group) {
    std::fill(pooled_people.begin(), pooled_people.end(), 0u);
    double squares = 0.0; // of people's mean distance from their own group
    double all = 0.0;
    for (std::size_t i = 0; i < people_; ++i) {
      const std::int8_t* own = marks_.data() + i * dimensions_;
      double sum = 0.0;
      double count = 0.0;
      for (std::size_t d = 0; d < dimensions_; ++d) {
        if (own[d] < 0 || !compared(d)) { continue; }
        sum += own[d] - mean_[at(d, group[i])];
        count += 1.0;
      }
      if (!(count > 0.0)) { continue; }
      ++pooled_people[group[i]];
      all += 1.0;
      squares += sum / count * (sum / count);
    }
    if (squares < 1e-20 * all) { squares = 0.0; }
    double present = 0.0;
    double inverse = 0.0;
    for (const std::uint32_t size : pooled_people) {
      if (size == 0) { continue; }
      present += 1.0;
      inverse += 1.0 / size;
    }
    for (std::size_t g = 0; g < groups_; ++g) {
      double sum = 0.0;
      pooled_dimensions[g] = 0;
      for (std::size_t d = 0; d < dimensions_; ++d) {
        if (n[at(d, g)] == 0 || !compared(d)) { continue; }
        ++pooled_dimensions[g];
        sum += gap[at(d, g)];
      }
      pooled_gap[g] = 0.0;
      pooled_error[g] = -1.0;
      pooled_reached[g] = 0.0;
      if (pooled_dimensions[g] == 0) { continue; }
      pooled_gap[g] = without_rounding(sum / pooled_dimensions[g]);
      if (!(all > present)) { continue; }
      pooled_error[g] = squares / (all - present) * ((1.0 - 2.0 / present) / pooled_people[g] + inverse / (present * present));
      pooled_reached[g] = studentised(pooled_gap[g] * pooled_gap[g], pooled_error[g]);
    }
  }

  std::vector<double> mean_;
  std::vector<std::uint8_t> compared_;
};

/// One family of gaps while people are moved between groups: how often each observed statistic is reached, and the largest of every way.
class gap_family {
public:
  explicit gap_family(const std::vector<double>& observed) : observed_{observed}, alone_(observed.size()) {
    for (double& each : observed_) { each *= 1.0 - 1e-9; } // equal statistics must count as reached
  }
  void take(const std::vector<double>& now) {
    for (std::size_t i = 0; i < now.size(); ++i) { alone_[i] += now[i] >= observed_[i] ? 1u : 0u; }
    largest_.push_back(gap_figures::largest(now));
  }
  void finish() { std::sort(largest_.begin(), largest_.end(), std::greater<>{}); }
  [[nodiscard]] std::uint64_t alone(std::size_t i) const noexcept { return alone_[i]; }
  [[nodiscard]] std::uint64_t together(std::size_t i) const noexcept { return reaching(observed_[i]); }
  /// Ways whose largest statistic is the largest of all.
  [[nodiscard]] std::uint64_t at_the_top() const noexcept { return largest_.empty() ? 0 : reaching(largest_.front() * (1.0 - 1e-9)); }
  /// The statistic above which `adjusted` is at most `level`: that of the first way too many.
  [[nodiscard]] double critical(const resample::regroup_count& ways, double level) const noexcept {
    const double all = static_cast<double>(ways.ways) + (ways.exact ? 0.0 : 1.0);
    const auto allowed = static_cast<std::uint64_t>(std::floor(level * all * (1.0 + 1e-12)));
    const std::uint64_t rank = ways.exact ? allowed : allowed == 0 ? 0 : allowed - 1; // 0-based, from the largest
    return allowed == 0 && !ways.exact ? beyond_all : rank < largest_.size() ? largest_[rank] : 0.0;
  }

private:
  [[nodiscard]] std::uint64_t reaching(double statistic) const noexcept {
    const auto end = std::partition_point(largest_.begin(), largest_.end(), [&](double each) { return each >= statistic; });
    return static_cast<std::uint64_t>(end - largest_.begin());
  }
  std::vector<double> observed_;
  std::vector<std::uint64_t> alone_;
  std::vector<double> largest_;
};

/// Interval, p and floor of one gap.
inline void judge_gap(group_gap& out, const gap_family& family, std::size_t i, double error, const resample::regroup_count& ways, double level, double most) {
  if (error < 0.0) {
    out.range_status = status::too_few_raters;
    return;
  }
  out.p = ways.share(family.alone(i));
  out.adjusted = ways.share(family.together(i));
  out.p_min = ways.share(family.at_the_top());
  if (out.p_min > level) { out.status = status::could_not_show; }
  if (!(error > 0.0)) {
    out.range_status = status::no_variation;
    return;
  }
  const double reach = family.critical(ways, level) * std::sqrt(error) * (1.0 + 1e-9); // 0 stays in where `adjusted` says so
  if (!(reach < 2.0 * most)) {
    out.range_status = status::too_few_raters;
    return;
  }
  out.range = numeric::interval{(std::max)(-most, *out.gap - reach), (std::min)(most, *out.gap + reach)};
  out.range_status = status::ok;
  if (reach < most) { out.detectable = reach; }
}

} // namespace detail

/// How far every group of people marks above or below the groups together.
/// Definition: with m_gd the mean level of group g on dimension d, counted in steps, gap_gd = m_gd - mean over groups with marks of m_hd: every
/// group is one voice, however many people it sent. A gap is also the sum over steps of the difference of shares at or above the step. Over all
/// dimensions it is the mean of a group's gaps. `gap_to_rest` = gap x groups / (groups - 1) is the same contrast against the others alone.
/// Error: from the differences within groups, one variance for all groups: s^2 ((1 - 2 / G) / n_g + sum_h 1 / (n_h G^2)); over all dimensions the
/// s^2 of people's mean distance from their own groups, so that nine marks of one person count as one person.
/// p and intervals: whole people are moved between groups (`resample::regroup`). `adjusted` is the share of ways in which the largest |gap| / error of the
/// family is as large (single-step max-T), and an interval is gap +- the critical value of the same law x error, cut to the values a gap can take;
/// so an interval holds 0 exactly when `adjusted` is above 1 - confidence. Families: the gaps over all dimensions; the gaps on each dimension.
/// Missing: a person counts where there is a mark, and takes the missing marks along; a group without marks on a dimension has no voice there.
/// Edge cases: a group of one has a gap and adds nothing to the error; when all groups are of one nobody stands beside another and there is no p;
/// when nobody differs from their own group there is a p and no interval. Few people: status could_not_show.
/// Choose it over pairwise tests to say which group stands apart; over an analysis of variance because every group keeps its name and sign.
/// Why numbers can differ: R ANOM centres on the mean of people, not of groups, and uses a multivariate t law.
/// \param marks people x dimensions 0-based levels, row by row, negative where there is none \param people,dimensions extents \param levels 2 to 16
/// \param group of every person, 0-based \param stratum of every person, or empty: people of different strata never change places
/// \throws error invalid_argument for lengths; out_of_range for levels, a mark past the scale (with its row), or options
/// Cost: about a microsecond a way for 25 people, 9 dimensions and 5 groups; 16 bytes a way. Threads: safe. Determinism: see `regroup`. Since 0.1.
/// Reference: Pallmann and Hothorn (2016) for analysis of means; Westfall and Young (1993). Checked by `group_gaps_test` against enumeration.
[[nodiscard]] inline group_gaps_result group_gaps(std::span<const std::int8_t> marks, std::size_t people, std::size_t dimensions, std::size_t levels,
                                                  std::span<const std::uint16_t> group, std::span<const std::uint32_t> stratum = {},
                                                  const group_gaps_options& options = {}) {
  check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "group_gaps", "levels");
  check::same_length(marks.size(), people * dimensions, "group_gaps", "marks");
  check::same_length(group.size(), people, "group_gaps", "group");
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i] >= static_cast<int>(levels)) {
      throw error{error_category::out_of_range, "group_gaps", "marks", "level " + std::to_string(marks[i]) + " where the scale has " + std::to_string(levels),
                  static_cast<std::int64_t>(i / dimensions)};
    }
  }
  group_gaps_result out;
  out.dimensions = dimensions;
  out.groups = group.empty() ? 0 : std::size_t{*std::max_element(group.begin(), group.end())} + 1;
  detail::gap_figures seen{marks, people, dimensions, levels, out.groups};
  seen.compute(group);
  detail::gap_figures now = seen;
  detail::gap_family pooled{seen.pooled_reached};
  detail::gap_family each{seen.reached};
  std::vector<std::uint64_t> as_large(dimensions);
  std::vector<double> top(dimensions, 0.0);
  std::vector<std::uint64_t> at_top(dimensions);
  std::uint64_t all_as_large = 0;
  double all_top = 0.0;
  std::uint64_t all_at_top = 0;
  const auto follow = [](double value, double observed, std::uint64_t& reached, double& largest, std::uint64_t& times) {
    reached += value >= observed * (1.0 - 1e-12) ? 1u : 0u;
    if (value > largest * (1.0 + 1e-12)) {
      largest = value;
      times = 0;
    }
    times += value >= largest * (1.0 - 1e-12) ? 1u : 0u;
  };
  out.ways = resample::regroup(group, stratum, options.regroup, [&](std::span<const std::uint16_t> way) {
    now.compute(way);
    pooled.take(now.pooled_reached);
    each.take(now.reached);
    for (std::size_t d = 0; d < dimensions; ++d) { follow(now.between[d], seen.between[d], as_large[d], top[d], at_top[d]); }
    follow(now.between_all, seen.between_all, all_as_large, all_top, all_at_top);
  });
  pooled.finish();
  each.finish();

  const double level = 1.0 - options.confidence.value();
  const auto most_of = [&](std::size_t voices) { return static_cast<double>(levels - 1) * (1.0 - 1.0 / static_cast<double>(voices)); };
  std::size_t most_voices = 0;
  double mean_total = 0.0;
  double mean_by_chance = 0.0;
  std::size_t compared = 0;
  for (std::size_t d = 0; d < dimensions; ++d) {
    group_split split{split_dispersion(std::span{seen.cells}.subspan(d * out.groups * levels, out.groups * levels), levels)};
    if (split.split.status == status::ok) {
      split.p = out.ways.share(as_large[d]);
      split.p_min = out.ways.share(at_top[d]);
    }
    std::uint32_t all = 0;
    std::size_t voices = 0;
    for (std::size_t g = 0; g < out.groups; ++g) {
      all += seen.n[seen.at(d, g)];
      voices += seen.n[seen.at(d, g)] > 0 ? 1u : 0u;
    }
    for (std::size_t g = 0; g < out.groups; ++g) {
      const std::size_t i = seen.at(d, g);
      group_gap one{.n = seen.n[i], .n_rest = all - seen.n[i], .dimensions = 1};
      one.status = one.n == 0 ? status::no_data : !seen.compared(d) ? status::not_comparable : status::ok;
      one.range_status = one.status;
      if (one.status == status::ok) {
        one.gap = seen.gap[i];
        one.gap_to_rest = seen.gap[i] * static_cast<double>(voices) / static_cast<double>(voices - 1);
        detail::judge_gap(one, each, i, seen.error[i], out.ways, level, most_of(voices));
      }
      out.each.push_back(one);
    }
    if (seen.compared(d)) {
      ++compared;
      most_voices = (std::max)(most_voices, voices);
      mean_total += split.split.total;
      out.pooled_split.split.within += split.split.within;
      out.pooled_split.split.between += split.split.between;
      mean_by_chance += split.split.total * split.split.by_chance.value_or(0.0);
    }
    out.splits.push_back(split);
  }

  dispersion_split& whole = out.pooled_split.split;
  std::uint32_t all = 0;
  for (const std::uint32_t size : seen.pooled_people) {
    all += size;
    whole.groups += size > 0 ? 1u : 0u;
  }
  whole.n = all;
  whole.status = all == 0 ? status::not_comparable : !(mean_total > 0.0) ? status::no_variation : status::ok;
  if (std::all_of(marks.begin(), marks.end(), [](std::int8_t mark) { return mark < 0; })) { whole.status = status::no_data; }
  if (compared > 0) {
    whole.total = mean_total / static_cast<double>(compared);
    whole.within /= static_cast<double>(compared);
    whole.between /= static_cast<double>(compared);
  }
  if (whole.status == status::ok) {
    whole.share = (std::min)(1.0, whole.between / whole.total);
    whole.by_chance = mean_by_chance / mean_total;
    if (options.whole_people) {
      out.pooled_split.p = out.ways.share(all_as_large);
      out.pooled_split.p_min = out.ways.share(all_at_top);
    }
  }
  for (std::size_t g = 0; g < out.groups; ++g) {
    group_gap one{.n = seen.pooled_people[g], .n_rest = all - seen.pooled_people[g], .dimensions = seen.pooled_dimensions[g]};
    bool marked = false;
    for (std::size_t d = 0; d < dimensions; ++d) { marked = marked || seen.n[seen.at(d, g)] > 0; }
    one.status = !marked ? status::no_data : one.dimensions == 0 ? status::not_comparable : status::ok;
    one.range_status = one.status;
    if (one.status == status::ok) {
      one.gap = seen.pooled_gap[g];
      double to_rest = 0.0;
      for (std::size_t d = 0; d < dimensions; ++d) {
        if (seen.n[seen.at(d, g)] > 0 && seen.compared(d)) { to_rest += *out.each[seen.at(d, g)].gap_to_rest; }
      }
      one.gap_to_rest = to_rest / one.dimensions;
      if (options.whole_people) {
        detail::judge_gap(one, pooled, g, seen.pooled_error[g], out.ways, level, most_of(most_voices));
      } else {
        one.range_status = status::not_comparable;
      }
    }
    out.pooled.push_back(one);
  }
  return out;
}

} // namespace headway::agreement
