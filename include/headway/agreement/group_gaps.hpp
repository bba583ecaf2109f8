#pragma once

/// \file
/// How far each group of people marks above or below the groups together, with every group as one voice: over all dimensions and on each.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/k_sample.hpp>
#include <headway/exact/rules.hpp>
#include <headway/numeric/interval.hpp>
#include <headway/resample/regroup.hpp>

namespace headway::agreement {

/// Options of `group_gaps`. Since 0.1.
struct group_gaps_options {
  confidence_level confidence{0.95};
  resample::regroup_options regroup{.most_exact = 10'000, .draws = 4'999}; ///< how people are moved between groups; at most 1,000,000 of either
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
  /// ok; too_few_raters: no gap would have been told from chance, or the interval would be the whole scale; value_only: one person on one dimension; no_variation: everybody gave the same mark; not_comparable: rows are not whole people.
  headway::status range_status{status::no_data};
  std::optional<double> p{};                ///< two-sided, for this figure alone
  std::optional<double> adjusted{};         ///< two-sided, for all of its family together (single-step minP)
  double p_min{1.0};                        ///< floor: the smallest `adjusted` this figure could have had, however the marks were shared out
  std::optional<double> detectable{};       ///< the smallest gap that would have been told from chance
  friend bool operator==(const group_gap&, const group_gap&) = default;
};

/// Every group over all dimensions and on each. Since 0.1. Checked by `group_gaps_test`.
struct group_gaps_result {
  std::size_t groups{};
  std::size_t dimensions{};
  resample::regroup_count ways{};    ///< how people were moved between groups
  std::vector<group_gap> pooled{};   ///< by group: over all dimensions; one family
  std::vector<group_gap> each{};     ///< by dimension, then group; one family
  bool whole_people{true};           ///< as asked for
  exact::between_share_result pooled_split{}; ///< of the mean dispersion of the dimensions, p by moving whole people; each alone: `exact::between_share`
  friend bool operator==(const group_gaps_result&, const group_gaps_result&) = default;
};

namespace detail {

/// A difference of means that is rounding alone is none.
inline double without_rounding(double gap) noexcept { return std::abs(gap) < 1e-12 ? 0.0 : gap; }

/// What the marks of one dimension, or people's mean distances over all, are like before they are shared out: regrouping leaves it alone.
struct gap_margin {
  double n{};       ///< people
  double squares{}; ///< sum of squared distances from the mean of all
};

/// A gap in units of its spread over all ways to share people out, which is squares / (n - 1) x the sum of the squared weights over group sizes.
inline double standardised(double gap, double weights, const gap_margin& all) noexcept {
  return all.squares > 0.0 ? std::abs(gap) / std::sqrt(weights * all.squares / (all.n - 1.0)) : 0.0;
}

/// How far a gap may be from what was seen before it is as far out as `critical`: the inversion of the test, with one more person who differs as
/// people in general do. None where that is without end.
inline std::optional<double> reach_of(double gap, double weights, const gap_margin& all, double critical) noexcept {
  const double room = all.n - critical * critical;
  if (!(all.squares > 0.0) || !(room > 0.0)) { return std::nullopt; }
  const double rest = all.squares * all.n / (all.n - 1.0) - gap * gap / weights; // squares that this contrast does not explain
  return critical * std::sqrt((std::max)(0.0, weights * rest / room));
}

/// All figures for one way to share people out over groups.
class gap_figures {
public:
  gap_figures(std::span<const std::int8_t> marks, std::size_t people, std::size_t dimensions, std::size_t levels, std::size_t groups)
      : marks_{marks}, people_{people}, dimensions_{dimensions}, levels_{levels}, groups_{groups}, cells(groups * dimensions * levels), n(groups * dimensions),
        gap(groups * dimensions), weights(groups * dimensions), reached(groups * dimensions), pooled_people(groups), pooled_gap(groups), pooled_weights(groups),
        pooled_reached(groups), margin(dimensions), sums_(groups), distance_(people) {
    overall();
  }

  void compute(std::span<const std::uint16_t> group) {
    count(group);
    between = 0.0;
    for (std::size_t d = 0; d < dimensions_; ++d) { one_dimension(d); }
    all_dimensions(group);
  }
  [[nodiscard]] std::size_t at(std::size_t d, std::size_t g) const noexcept { return d * groups_ + g; }
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
  std::vector<double> weights;           ///< sum of the squared weights of the group means over their sizes
  std::vector<double> reached;           ///< the gap, standardised
  std::vector<std::uint32_t> pooled_people;
  std::vector<double> pooled_gap;
  std::vector<double> pooled_weights;
  std::vector<double> pooled_reached;
  double between{};                      ///< the part of all dispersion between groups, but for a factor and a constant that regrouping leaves alone
  std::vector<gap_margin> margin;        ///< by dimension
  gap_margin pooled_margin{};

private:
  void overall() {
    std::vector<double> mean(dimensions_);
    for (std::size_t d = 0; d < dimensions_; ++d) {
      double size = 0.0;
      double sum = 0.0;
      double squares = 0.0;
      for (std::size_t i = 0; i < people_; ++i) {
        const double mark = marks_[i * dimensions_ + d];
        if (mark < 0.0) { continue; }
        size += 1.0;
        sum += mark;
        squares += mark * mark;
      }
      if (!(size > 0.0)) { continue; }
      mean[d] = sum / size;
      margin[d] = {size, (size * squares - sum * sum) / size}; // a difference of whole numbers: 0 exactly where all are equal
    }
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t i = 0; i < people_; ++i) {
      double own = 0.0;
      double count = 0.0;
      for (std::size_t d = 0; d < dimensions_; ++d) {
        const double mark = marks_[i * dimensions_ + d];
        if (mark < 0.0) { continue; }
        own += mark - mean[d];
        count += 1.0;
      }
      distance_[i] = nobody;
      if (!(count > 0.0)) { continue; }
      distance_[i] = own / count;
      pooled_margin.n += 1.0;
      sum += distance_[i];
      squares += distance_[i] * distance_[i];
    }
    if (pooled_margin.n > 0.0) { pooled_margin.squares = squares - sum * sum / pooled_margin.n; }
    if (pooled_margin.squares < 1e-18 * pooled_margin.n) { pooled_margin.squares = 0.0; }
  }

  void count(std::span<const std::uint16_t> group) {
    std::fill(cells.begin(), cells.end(), 0u);
    for (std::size_t i = 0; i < people_; ++i) {
      const std::int8_t* own = marks_.data() + i * dimensions_;
      std::uint32_t* into = cells.data() + group[i] * levels_;
      for (std::size_t d = 0; d < dimensions_; ++d) {
        if (own[d] >= 0) { ++into[d * groups_ * levels_ + static_cast<std::size_t>(own[d])]; }
      }
    }
  }

  /// Gaps of one family's slice from group sizes and the sums in `sums_`.
  void contrasts(const std::uint32_t* size, const gap_margin& all, double* gaps, double* weight, double* statistic) {
    double means = 0.0;
    double inverse = 0.0;
    double present = 0.0;
    for (std::size_t g = 0; g < groups_; ++g) {
      if (size[g] == 0) { continue; }
      means += sums_[g] / size[g];
      inverse += 1.0 / size[g];
      present += 1.0;
    }
    for (std::size_t g = 0; g < groups_; ++g) {
      gaps[g] = 0.0;
      weight[g] = 0.0;
      statistic[g] = 0.0;
      if (size[g] == 0 || present < 2.0) { continue; }
      gaps[g] = without_rounding(sums_[g] / size[g] - means / present);
      weight[g] = (1.0 - 2.0 / present) / size[g] + inverse / (present * present);
      statistic[g] = standardised(gaps[g], weight[g], all);
    }
  }

  void one_dimension(std::size_t d) {
    for (std::size_t g = 0; g < groups_; ++g) {
      const std::uint32_t* cell = cells.data() + at(d, g) * levels_;
      std::uint32_t size = 0;
      std::uint32_t sum = 0;
      double steps = 0.0; // sum over steps of the squared number of marks at or below
      for (std::size_t k = 0; k < levels_; ++k) {
        size += cell[k];
        sum += cell[k] * static_cast<std::uint32_t>(k);
        steps += k + 1 < levels_ ? static_cast<double>(size) * size : 0.0;
      }
      n[at(d, g)] = size;
      sums_[g] = sum;
      if (size > 0) { between += steps / (size * margin[d].n); }
    }
    contrasts(n.data() + at(d, 0), margin[d], gap.data() + at(d, 0), weights.data() + at(d, 0), reached.data() + at(d, 0));
  }

  void all_dimensions(std::span<const std::uint16_t> group) {
    std::fill(pooled_people.begin(), pooled_people.end(), 0u);
    std::fill(sums_.begin(), sums_.end(), 0.0);
    for (std::size_t i = 0; i < people_; ++i) {
      if (distance_[i] == nobody) { continue; }
      ++pooled_people[group[i]];
      sums_[group[i]] += distance_[i];
    }
    contrasts(pooled_people.data(), pooled_margin, pooled_gap.data(), pooled_weights.data(), pooled_reached.data());
  }

  static constexpr double nobody = -100.0; ///< marks a person without any; no distance is as far
  std::vector<double> sums_;               ///< of one dimension's marks, or of the distances, by group
  std::vector<double> distance_;           ///< people's mean distance from the dimensions' means
};

/// Values one after the other, of which few are different: which of the different ones each is.
class distinct_values {
public:
  explicit distinct_values(std::size_t values) : slot_(std::bit_ceil(2 * values + 2), none) {}
  /// Starts again. \param values to look through \param which filled with the position of each among `different`
  void find(std::span<const double> values, std::vector<std::uint32_t>& which) {
    std::fill(slot_.begin(), slot_.end(), none);
    different.clear();
    which.clear();
    for (const double value : values) {
      const std::uint64_t bits = (std::bit_cast<std::uint64_t>(value) + (std::uint64_t{1} << 20)) >> 21; // 32 bits after the point: more is rounding
      std::size_t at = static_cast<std::size_t>((bits * 0x9E3779B97F4A7C15u) >> 32) & (slot_.size() - 1);
      while (slot_[at] != none && key_[slot_[at]] != bits) { at = (at + 1) & (slot_.size() - 1); }
      if (slot_[at] == none) {
        slot_[at] = static_cast<std::uint32_t>(different.size());
        key_.resize(different.size());
        key_.push_back(bits);
        different.push_back(value);
      }
      which.push_back(slot_[at]);
    }
  }
  std::vector<double> different; ///< in order of appearance

private:
  static constexpr std::uint32_t none = 0xFFFFFFFFu;
  std::vector<std::uint32_t> slot_;
  std::vector<std::uint64_t> key_;
};

/// One family of gaps over all ways to share people out: each statistic is ranked among its own values, and the best rank of a way is what chance
/// can do with all of them at once.
class gap_family {
public:
  explicit gap_family(std::size_t statistics) : law_(statistics), values_(statistics) {}
  /// Takes the statistics of one way.
  void take(const std::vector<double>& now) {
    for (std::size_t i = 0; i < now.size(); ++i) { values_[i].push_back(now[i]); }
  }
  /// Ranks all ways taken so far.
  void finish() {
    const std::size_t ways = values_.empty() ? 0 : values_.front().size();
    best_.assign(ways, static_cast<std::uint32_t>(ways));
    distinct_values distinct{ways};
    std::vector<std::uint32_t> which;
    std::vector<std::uint32_t> order;
    std::vector<std::uint32_t> reached_by;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      distinct.find(values_[i], which);
      const std::vector<double>& different = distinct.different;
      reached_by.assign(different.size(), 0);
      for (const std::uint32_t each : which) { ++reached_by[each]; }
      order.resize(different.size());
      std::iota(order.begin(), order.end(), 0u);
      std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return different[a] > different[b]; });
      std::uint32_t sum = 0;
      for (std::size_t j = 0; j < order.size();) { // equal but for rounding is equal
        const double value = different[order[j]];
        std::size_t end = j;
        while (end < order.size() && different[order[end]] >= value * (1.0 - 1e-9)) { sum += reached_by[order[end++]]; }
        law_[i].push_back({value, sum});
        while (j < end) { reached_by[order[j++]] = sum; }
      }
      for (std::size_t way = 0; way < ways; ++way) { best_[way] = (std::min)(best_[way], reached_by[which[way]]); }
    }
    std::sort(best_.begin(), best_.end());
  }
  /// In how many ways a statistic is at least this large.
  [[nodiscard]] std::uint32_t reached(std::size_t i, double statistic) const noexcept {
    const auto at = std::partition_point(law_[i].begin(), law_[i].end(), [&](const step& s) { return s.value * (1.0 - 1e-9) > statistic; });
    return at == law_[i].end() ? static_cast<std::uint32_t>(best_.size()) : at->reached;
  }
  /// In how many ways some statistic of the family is as rare as that, among its own values.
  [[nodiscard]] std::uint64_t as_rare(std::uint32_t reached) const noexcept {
    return static_cast<std::uint64_t>(std::upper_bound(best_.begin(), best_.end(), reached) - best_.begin());
  }
  /// The rarest that one statistic can be.
  [[nodiscard]] std::uint32_t rarest(std::size_t i) const noexcept { return law_[i].empty() ? 0 : law_[i].front().reached; }
  /// The largest value of a statistic that is not yet rare enough to be told from chance at `level`; none where no value is.
  [[nodiscard]] std::optional<double> critical(std::size_t i, double level) const noexcept {
    const auto allowed = static_cast<std::size_t>(std::floor(level * static_cast<double>(best_.size()) * (1.0 + 1e-12)));
    const std::uint32_t needed = allowed < best_.size() ? best_[allowed] : static_cast<std::uint32_t>(best_.size());
    const auto at = std::partition_point(law_[i].begin(), law_[i].end(), [&](const step& s) { return s.reached < needed; });
    if (at == law_[i].begin()) { return std::nullopt; }
    return at == law_[i].end() ? 0.0 : at->value;
  }

private:
  struct step {
    double value;
    std::uint32_t reached; ///< ways in which the statistic is at least `value`
  };
  std::vector<std::vector<step>> law_;      ///< by statistic, the largest value first
  std::vector<std::vector<double>> values_; ///< by statistic, then way
  std::vector<std::uint32_t> best_;         ///< for every way how rare its rarest statistic is; sorted
};

/// Interval, p and floor of one gap.
/// \param ways taken by the family, the groups as they are among them
inline void judge_gap(group_gap& out, const gap_family& family, std::size_t i, double statistic, double weights, const gap_margin& all, double ways, double level, double most) {
  const std::uint32_t reached = family.reached(i, statistic);
  out.p = reached / ways;
  out.adjusted = static_cast<double>(family.as_rare(reached)) / ways;
  out.p_min = static_cast<double>(family.as_rare(family.rarest(i))) / ways;
  if (out.p_min > level) { out.status = status::could_not_show; }
  if (!(all.squares > 0.0)) {
    out.range_status = status::no_variation;
    return;
  }
  const std::optional<double> largest = family.critical(i, level);
  const double critical = largest.value_or(0.0) * (1.0 + 1e-9); // 0 stays in where `adjusted` says so
  const std::optional<double> reach = largest ? reach_of(*out.gap, weights, all, critical) : std::nullopt;
  if (!reach || *reach >= 2.0 * most) {
    out.range_status = status::too_few_raters;
    return;
  }
  out.range = numeric::interval{(std::max)(-most, *out.gap - *reach), (std::min)(most, *out.gap + *reach)};
  out.range_status = status::ok;
  out.detectable = critical * std::sqrt(weights * all.squares / (all.n - 1.0));
}

/// The parts of the mean dispersion of the dimensions on which groups can be compared.
inline exact::between_share_result split_of_all(const gap_figures& seen, std::size_t dimensions, std::size_t levels, std::size_t groups) {
  exact::between_share_result out;
  const auto steps = static_cast<double>(levels - 1);
  double compared = 0.0;
  double total = 0.0;
  double within = 0.0;
  double between = 0.0;
  double by_chance = 0.0;
  bool any = false;
  std::vector<double> pooled(levels);
  for (std::size_t d = 0; d < dimensions; ++d) {
    const double n = seen.margin[d].n;
    std::size_t voices = 0;
    std::fill(pooled.begin(), pooled.end(), 0.0);
    for (std::size_t g = 0; g < groups; ++g) {
      voices += seen.n[seen.at(d, g)] > 0 ? 1u : 0u;
      double below = 0.0;
      for (std::size_t k = 0; k < levels; ++k) {
        below += seen.cells[seen.at(d, g) * levels + k];
        pooled[k] += below;
      }
    }
    any = any || n > 0.0;
    if (voices < 2) { continue; }
    compared += 1.0;
    double products = 0.0;
    for (std::size_t k = 0; k + 1 < levels; ++k) { products += pooled[k] * (n - pooled[k]); }
    total += 4.0 * products / (steps * n * n);
    by_chance += 4.0 * products / (steps * n * n) * static_cast<double>(voices - 1) / (n - 1.0);
    for (std::size_t g = 0; g < groups; ++g) {
      const double own = seen.n[seen.at(d, g)];
      if (!(own > 0.0)) { continue; }
      double below = 0.0;
      for (std::size_t k = 0; k + 1 < levels; ++k) {
        below += seen.cells[seen.at(d, g) * levels + k];
        within += 4.0 * below * (own - below) / (steps * own * n);
        const double off = below / own - pooled[k] / n;
        between += 4.0 * own * off * off / (steps * n);
      }
    }
  }
  out.status = !any ? status::no_data : !(compared > 0.0) ? status::not_comparable : !(total > 0.0) ? status::no_variation : status::ok;
  if (!(compared > 0.0)) { return out; }
  out.dispersion = total / compared;
  out.within = within / compared;
  out.between = between / compared;
  if (out.status == status::ok) {
    out.share = (std::min)(1.0, between / total);
    out.by_chance = by_chance / total;
  }
  return out;
}

/// p and floor of the split of all dimensions. \param values one per way, the groups as they are among them
inline void judge_split(exact::between_share_result& out, std::vector<double>& values, double seen, const resample::regroup_count& ways, double level) {
  std::sort(values.begin(), values.end(), std::greater<>{});
  const auto share_of = [&](double value) {
    const auto end = std::partition_point(values.begin(), values.end(), [&](double each) { return each >= value * (1.0 - 1e-12); });
    return static_cast<double>(end - values.begin()) / static_cast<double>(values.size());
  };
  out.p = share_of(seen);
  out.p_min = share_of(values.front());
  out.method = ways.exact ? exact::p_method::exact : exact::p_method::drawn;
  out.draws = ways.exact ? 0u : static_cast<std::uint32_t>(ways.ways);
  if (out.p_min > level) { out.status = status::could_not_show; }
}

} // namespace detail

/// How far every group of people marks above or below the groups together.
/// Definition: with m_gd the mean level of group g on dimension d, counted in steps, gap_gd = m_gd - mean over groups with marks of m_hd: every
/// group is one voice, however many people it sent. A gap is also the sum over steps of the difference of shares at or above the step. Over all
/// dimensions the same is done with one number a person, the mean distance of their marks from the means of the dimensions they marked: nine
/// marks of one person count as one person. `gap_to_rest` = gap x G / (G - 1), G groups with marks, is the same contrast against the others alone.
/// p: whole people are moved between groups (`resample::regroup`). A gap is counted in units of its spread over all those ways,
/// z = |gap| / sqrt(s^2 W), s^2 the variance of all marks and W = (1 - 2 / G) / n_g + sum_h 1 / (n_h G^2). `p` is the share of ways in which this z is as
/// large; `adjusted` the share of ways in which some z of the family has a p of its own as small (single-step minP), so that a group of one, whose
/// p cannot be small, takes nothing from the others. Families: the gaps over all dimensions; the gaps on each dimension.
/// Interval: all gaps the same test would not reject, cut to the values a gap can take, so it holds 0 exactly when `adjusted` is above
/// 1 - confidence; all intervals of a family hold together. With S the sum of squares of all n marks it is gap +- c sqrt(W R / (n - c^2)),
/// R = S n / (n - 1) - gap^2 / W, c the largest z of its own
/// that is not told from chance: one more person who differs as people in general do is added, so that a few people who happen to
/// agree are never taken for certain. What other groups differ by stays in R, so where several stand apart the intervals are wide.
/// Missing: a person counts where there is a mark, and takes the missing marks along; a group without marks on a dimension has no voice there.
/// Edge cases: a group of one is a voice like any other, but its one mark on a dimension gets no interval; everybody gave the same mark: gap 0, p 1 and no interval. Few people: could_not_show.
/// Choose it over pairwise tests to say which group stands apart; over an analysis of variance because every group keeps its name and sign.
/// Why numbers can differ: R ANOM centres on the mean of people, not of groups; its and multcomp's intervals use a multivariate t law.
/// \param marks people x dimensions 0-based levels, row by row, negative where there is none \param people,dimensions extents \param levels 2 to 16
/// \param group of every person, 0-based \param stratum of every person, or empty: people of different strata never change places
/// \throws error invalid_argument for lengths; out_of_range for levels, a mark past the scale (with its row), or options
/// Cost: about 3 microseconds a way for 25 people, 9 dimensions and 5 groups, 8 bytes a way and gap. Threads: safe. Determinism: see `regroup`. Since 0.1.
/// Reference: Pallmann and Hothorn (2016) for analysis of means; Westfall and Young (1993). Checked by `group_gaps_test` against enumeration.
[[nodiscard]] inline group_gaps_result group_gaps(std::span<const std::int8_t> marks, std::size_t people, std::size_t dimensions, std::size_t levels,
                                                  std::span<const std::uint16_t> group, std::span<const std::uint32_t> stratum = {},
                                                  const group_gaps_options& options = {}) {
  check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "group_gaps", "levels");
  check::same_length(marks.size(), people * dimensions, "group_gaps", "marks");
  check::same_length(group.size(), people, "group_gaps", "group");
  check::bounded(options.regroup.most_exact, 1, 1'000'000, "group_gaps", "most_exact");
  check::bounded(options.regroup.draws, 99, 1'000'000, "group_gaps", "draws");
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i] >= static_cast<int>(levels)) {
      throw error{error_category::out_of_range, "group_gaps", "marks", "level " + std::to_string(marks[i]) + " where the scale has " + std::to_string(levels),
                  static_cast<std::int64_t>(i / dimensions)};
    }
  }
  group_gaps_result out;
  out.dimensions = dimensions;
  out.whole_people = options.whole_people;
  out.groups = group.empty() ? 0 : std::size_t{*std::max_element(group.begin(), group.end())} + 1;
  detail::gap_figures seen{marks, people, dimensions, levels, out.groups};
  seen.compute(group);
  detail::gap_figures now = seen;
  detail::gap_family pooled{out.groups};
  detail::gap_family each{out.groups * dimensions};
  std::vector<double> between;
  out.ways = resample::regroup(group, stratum, options.regroup, [&](std::span<const std::uint16_t> way) {
    now.compute(way);
    pooled.take(now.pooled_reached);
    each.take(now.reached);
    between.push_back(now.between);
  });
  if (!out.ways.exact) { // among all ways are the groups as they are
    between.push_back(seen.between);
    pooled.take(seen.pooled_reached);
    each.take(seen.reached);
  }
  pooled.finish();
  each.finish();
  const double ways = static_cast<double>(out.ways.ways) + (out.ways.exact ? 0.0 : 1.0);

  const double level = 1.0 - options.confidence.value();
  const auto most_of = [&](std::size_t voices) { return static_cast<double>(levels - 1) * (1.0 - 1.0 / static_cast<double>(voices)); };
  const auto to_rest = [](double gap, std::size_t voices) { return gap * static_cast<double>(voices) / static_cast<double>(voices - 1); };
  for (std::size_t d = 0; d < dimensions; ++d) {
    std::uint32_t all = 0;
    std::size_t voices = 0;
    for (std::size_t g = 0; g < out.groups; ++g) {
      all += seen.n[seen.at(d, g)];
      voices += seen.n[seen.at(d, g)] > 0 ? 1u : 0u;
    }
    for (std::size_t g = 0; g < out.groups; ++g) {
      const std::size_t i = seen.at(d, g);
      group_gap one{.n = seen.n[i], .n_rest = all - seen.n[i], .dimensions = seen.n[i] > 0 ? 1u : 0u};
      one.status = one.n == 0 ? status::no_data : voices < 2 ? status::not_comparable : status::ok;
      one.range_status = one.status;
      if (one.status == status::ok) {
        one.gap = seen.gap[i];
        one.gap_to_rest = to_rest(seen.gap[i], voices);
        detail::judge_gap(one, each, i, seen.reached[i], seen.weights[i], seen.margin[d], ways, level, most_of(voices));
        if (one.n == 1 && one.range) { // one mark does not say how far the others of its group may lie from it
          one.range = std::nullopt;
          one.range_status = status::value_only;
        }
      }
      out.each.push_back(one);
    }
  }

  std::uint32_t all = 0;
  std::size_t voices = 0;
  for (const std::uint32_t size : seen.pooled_people) {
    all += size;
    voices += size > 0 ? 1u : 0u;
  }
  out.pooled_split = detail::split_of_all(seen, dimensions, levels, out.groups);
  out.pooled_split.n = all;
  out.pooled_split.groups = static_cast<std::uint32_t>(voices);
  if (out.pooled_split.status == status::ok && options.whole_people) {
    detail::judge_split(out.pooled_split, between, seen.between, out.ways, level);
  }
  for (std::size_t g = 0; g < out.groups; ++g) {
    group_gap one{.n = seen.pooled_people[g], .n_rest = all - seen.pooled_people[g]};
    for (std::size_t d = 0; d < dimensions; ++d) { one.dimensions += seen.n[seen.at(d, g)] > 0 ? 1u : 0u; }
    one.status = one.n == 0 ? status::no_data : voices < 2 ? status::not_comparable : status::ok;
    one.range_status = one.status;
    if (one.status == status::ok) {
      one.gap = seen.pooled_gap[g];
      one.gap_to_rest = to_rest(seen.pooled_gap[g], voices);
      if (options.whole_people) {
        detail::judge_gap(one, pooled, g, seen.pooled_reached[g], seen.pooled_weights[g], seen.pooled_margin, ways, level, most_of(voices));
      } else {
        one.range_status = status::not_comparable;
      }
    }
    out.pooled.push_back(one);
  }
  return out;
}

/// Gaps as a table: dimension (from 1; no value in the rows over all dimensions, which come first), group (as given), n, n_rest, dimensions, gap, gap_to_rest,
/// gap_low, gap_high, interval_status, p, p_adjusted, p_min, detectable, between_share, between_by_chance, between_p (over all dimensions only), method (exact
/// or drawn), ways, status.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `group_gaps_test`.
[[nodiscard]] inline table to_table(const group_gaps_result& result) {
  table out;
  for (const char* column : {"dimension", "group", "n", "n_rest", "dimensions"}) { out.add(column, column_type::integer); }
  for (const char* column : {"gap", "gap_to_rest", "gap_low", "gap_high"}) { out.add(column, column_type::real); }
  out.add("interval_status", column_type::text);
  for (const char* column : {"p", "p_adjusted", "p_min", "detectable", "between_share", "between_by_chance", "between_p"}) { out.add(column, column_type::real); }
  out.add("method", column_type::text);
  out.add("ways", column_type::integer);
  out.add("status", column_type::text);
  const exact::between_share_result& split = result.pooled_split;
  const auto add = [&](const group_gap& row, std::optional<std::size_t> dimension, std::size_t group) {
    const auto over_all = [&](std::optional<double> value) { return dimension ? std::nullopt : value; };
    const auto low = row.range ? std::optional{row.range->lower} : std::nullopt;
    const auto high = row.range ? std::optional{row.range->upper} : std::nullopt;
    const bool between_tested = split.share.has_value() && result.whole_people;
    out.push_row(dimension ? std::optional{*dimension + 1} : std::nullopt, group, row.n, row.n_rest, row.dimensions, row.gap, row.gap_to_rest, low, high, name(row.range_status), row.p,
                 row.adjusted, row.p ? std::optional{row.p_min} : std::nullopt, row.detectable, over_all(split.share), over_all(split.by_chance),
                 over_all(between_tested ? std::optional{split.p} : std::nullopt), name(result.ways.exact ? exact::p_method::exact : exact::p_method::drawn), result.ways.ways, name(row.status));
  };
  for (std::size_t g = 0; g < result.pooled.size(); ++g) { add(result.pooled[g], std::nullopt, g); }
  for (std::size_t i = 0; i < result.each.size(); ++i) { add(result.each[i], i / result.groups, i % result.groups); }
  return out;
}

} // namespace headway::agreement
