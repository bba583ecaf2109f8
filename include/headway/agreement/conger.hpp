#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

#include <headway/agreement/coefficient.hpp>
#include <headway/agreement/detail/count_source.hpp>
#include <headway/agreement/detail/rater_sums.hpp>
#include <headway/agreement/detail/statistics.hpp>
#include <headway/agreement/detail/unit_sample.hpp>
#include <headway/agreement/pair_sums.hpp>
#include <headway/agreement/weights.hpp>
#include <headway/base/check.hpp>
#include <headway/base/status.hpp>

namespace headway::agreement {

namespace detail {

/// How often each rater gave each level, and the chance of disagreement that follows: sum over pairs of different raters of sum_ck d_ck p_gc p_hk, over the number of pairs. A
/// rater may count several times; then the copies are not compared with each other.
class rater_levels {
public:
  using row = std::array<double, most_levels>;
  /// Sums over raters from which the chance comes: S = sum p_g, Q = sum p_g d p_g, their number and its square.
  struct sums {
    row share{};
    double own{};
    double raters{};
    double same{};
  };

  rater_levels(std::vector<row> counts, const weight_matrix& weights)
      : levels_{weights.levels()}, counts_{std::move(counts)}, share_(counts_.size()), apart_(counts_.size()), own_(counts_.size()), n_(counts_.size()) {
    for (std::size_t c = 0; c < levels_; ++c) {
      for (std::size_t k = 0; k < levels_; ++k) { distance_[c][k] = 1.0 - weights(c, k); }
    }
    for (std::size_t g = 0; g < counts_.size(); ++g) {
      for (std::size_t k = 0; k < levels_; ++k) { n_[g] += counts_[g][k]; }
      for (std::size_t k = 0; k < levels_; ++k) { share_[g][k] = n_[g] > 0.5 ? counts_[g][k] / n_[g] : 0.0; }
      apart_[g] = times_distance(share_[g]);
      own_[g] = dot(share_[g], apart_[g]);
    }
  }

  [[nodiscard]] std::size_t size() const noexcept { return counts_.size(); }
  [[nodiscard]] double marks(std::size_t g) const noexcept { return n_[g]; }
  [[nodiscard]] const row& share(std::size_t g) const noexcept { return share_[g]; }

  /// Adds rater g so many times.
  void add(sums& into, std::size_t g, double times) const noexcept {
    if (!(n_[g] > 0.5)) { return; }
    for (std::size_t k = 0; k < levels_; ++k) { into.share[k] += times * share_[g][k]; }
    into.own += times * std::fabs(times) * own_[g];
    into.raters += times;
    into.same += times * std::fabs(times);
  }
  /// Takes one mark of rater g away.
  void take(sums& from, std::size_t g, std::size_t mark) const noexcept {
    const double left = n_[g] - 1.0;
    if (left < 0.5) {
      add(from, g, -1.0);
      return;
    }
    for (std::size_t k = 0; k < levels_; ++k) { from.share[k] += (share_[g][k] - (k == mark ? 1.0 : 0.0)) / left; }
    from.own += (n_[g] * n_[g] * own_[g] - 2.0 * n_[g] * apart_[g][mark]) / (left * left) - own_[g];
  }
  /// Takes rater g away after `take` of one mark.
  void drop(sums& from, std::size_t g, std::size_t mark) const noexcept {
    const double left = n_[g] - 1.0;
    if (left < 0.5) { return; } // gone already
    for (std::size_t k = 0; k < levels_; ++k) { from.share[k] -= share_[g][k] + (share_[g][k] - (k == mark ? 1.0 : 0.0)) / left; }
    from.own -= (n_[g] * n_[g] * own_[g] - 2.0 * n_[g] * apart_[g][mark]) / (left * left);
    from.raters -= 1.0;
    from.same -= 1.0;
  }
  /// The chance of disagreement; nothing with fewer than two raters.
  [[nodiscard]] std::optional<double> chance(const sums& s) const noexcept {
    const double pairs = s.raters * s.raters - s.same;
    if (!(pairs > 0.5)) { return std::nullopt; }
    const double out = (dot(s.share, times_distance(s.share)) - s.own) / pairs;
    return out > 1e-14 ? out : 0.0;
  }
  [[nodiscard]] row times_distance(const row& p) const noexcept {
    row out{};
    for (std::size_t c = 0; c < levels_; ++c) {
      for (std::size_t k = 0; k < levels_; ++k) { out[c] += distance_[c][k] * p[k]; }
    }
    return out;
  }
  [[nodiscard]] double dot(const row& a, const row& b) const noexcept {
    double out = 0.0;
    for (std::size_t k = 0; k < levels_; ++k) { out += a[k] * b[k]; }
    return out;
  }

private:
  std::size_t levels_;
  std::vector<row> counts_;
  std::vector<row> share_;
  std::vector<row> apart_;
  std::vector<double> own_;
  std::vector<double> n_;
  std::array<row, most_levels> distance_{};
};

class conger_source final : public interval_source {
public:
  conger_source(const mark_table& table, std::size_t levels, const weight_matrix& weights, const pair_sums& sums)
      : table_{table}, levels_{levels}, weights_{weights}, pairs_{chance_rule::none, weights}, sums_{sums}, all_{sums_of(pairs_, sums)}, active_raters_{raters_with_marks(table)},
        active_units_{units_with_marks(table, 1)}, by_rater_{counted({}), weights} {
    raters_known = true;
    raters = active_raters_.size();
    units = active_units_.size();
    for (std::size_t g = 0; g < table.raters; ++g) { by_rater_.add(whole_raters_, g, 1.0); }
    whole_ = value(all_, by_rater_.chance(whole_raters_));
  }
  [[nodiscard]] const outcome& whole() const noexcept { return whole_; }

  [[nodiscard]] left_out_values units_left_out() const override {
    left_out_values out;
    for (const std::uint32_t u : active_units_) { out.add(unit_gone{*this, u}.value(*this).number(), 1); }
    return out;
  }

  [[nodiscard]] left_out_values raters_left_out(double* shared) const override {
    left_out_values out;
    std::vector<unit_gone> sample;
    if (shared != nullptr) { sample = sampled(); }
    std::vector<double> off;
    for (const unit_gone& unit : sample) { off.push_back(whole_.value - unit.value(*this).number().value_or(whole_.value)); }
    std::vector<double> by_rater;
    std::vector<double> squares;
    each_rater_left_out(table_.marks, table_.units, table_.raters, sums_, [&](std::size_t g, const pair_sums& left) {
      rater_levels::sums rest = whole_raters_;
      by_rater_.add(rest, g, -1.0);
      const chance_statistic::sums pairs = sums_of(pairs_, left);
      const std::optional<double> without = value(pairs, by_rater_.chance(rest)).number();
      out.add(without, 1);
      if (shared == nullptr || !without) { return; }
      squares.clear();
      for (std::size_t s = 0; s < sample.size(); ++s) {
        const std::int8_t mark = table_.marks[std::size_t{sample[s].unit} * table_.raters + g];
        if (mark < 0) { continue; }
        const std::optional<double> both = sample[s].value_without(*this, pairs, g, static_cast<std::size_t>(mark)).number();
        const double together = both ? off[s] - *without + *both : 0.0;
        squares.push_back(together * together);
      }
      std::sort(squares.begin(), squares.end()); // so that the order of units leaves no trace in the last digit
      by_rater.push_back(std::accumulate(squares.begin(), squares.end(), 0.0));
    });
    if (shared != nullptr) {
      const double scale = sample.empty() ? 0.0 : static_cast<double>(active_units_.size()) / static_cast<double>(sample.size());
      *shared = shared_variance(std::move(by_rater), scale, static_cast<double>(units), static_cast<double>(raters));
    }
    return out;
  }

  [[nodiscard]] replicate_values replicates(drawn what, const coefficient_options& options) const override {
    return replicates_of(options, [&] {
      return [this, what, rater_times = std::vector<std::uint32_t>(table_.raters, 1),
              unit_times = std::vector<std::uint32_t>(table_.units, 1)](numeric::quick_stream& random) mutable {
        if (what != drawn::units) { draw_times(random, active_raters_, rater_times); }
        if (what != drawn::raters) { draw_times(random, active_units_, unit_times); }
        return drawn_value(rater_times, unit_times);
      };
    });
  }

  [[nodiscard]] std::optional<double> linearised_error() const override {
    // chance as rater g meets it: the levels of all others
    std::vector<rater_levels::row> others(table_.raters);
    std::vector<double> mean(table_.raters);
    for (std::size_t g = 0; g < table_.raters; ++g) {
      rater_levels::row share = whole_raters_.share;
      for (std::size_t k = 0; k < levels_; ++k) { share[k] -= by_rater_.share(g)[k]; }
      others[g] = by_rater_.times_distance(share);
      mean[g] = by_rater_.dot(by_rater_.share(g), others[g]);
    }
    const auto n = static_cast<double>(units);
    const double pairs_of_raters = whole_raters_.raters * (whole_raters_.raters - 1.0);
    double squares = 0.0;
    for (const std::uint32_t u : active_units_) {
      const std::int8_t* row = table_.marks.data() + std::size_t{u} * table_.raters;
      unit_marks marks;
      double by_chance = 0.0;
      for (std::size_t g = 0; g < table_.raters; ++g) {
        if (row[g] < 0) { continue; }
        const auto mark = static_cast<std::size_t>(row[g]);
        marks.n[mark] += 1.0;
        marks.m += 1.0;
        by_chance += n / by_rater_.marks(g) * (others[g][mark] - mean[g]);
      }
      marks.pairs = marks.m * (marks.m - 1.0);
      const double agreed = marks.pairs > 0.0 ? all_.units / all_.paired * (1.0 - pairs_.disagreement_of(marks) / whole_.expected) : 0.0;
      const double off = agreed + 2.0 * (1.0 - whole_.value) * (by_chance / pairs_of_raters) / whole_.expected - whole_.value;
      squares += off * off;
    }
    return std::sqrt(squares / (n * (n - 1.0)));
  }

private:
  /// One unit taken away.
  struct unit_gone {
    std::uint32_t unit;
    unit_marks marks{};
    rater_levels::sums rest;
    unit_gone(const conger_source& from, std::uint32_t u) : unit{u}, rest{from.whole_raters_} {
      const std::int8_t* row = from.table_.marks.data() + std::size_t{u} * from.table_.raters;
      for (std::size_t g = 0; g < from.table_.raters; ++g) {
        if (row[g] < 0) { continue; }
        from.by_rater_.take(rest, g, static_cast<std::size_t>(row[g]));
        marks.n[static_cast<std::size_t>(row[g])] += 1.0;
        marks.m += 1.0;
      }
      marks.pairs = marks.m * (marks.m - 1.0);
    }
    [[nodiscard]] outcome value(const conger_source& from) const {
      chance_statistic::sums pairs = from.all_;
      from.pairs_.add(pairs, marks, -1.0);
      return conger_source::value(pairs, from.by_rater_.chance(rest));
    }
    /// Without a rater who marked it, too. \param pairs the sums without that rater
    [[nodiscard]] outcome value_without(const conger_source& from, chance_statistic::sums pairs, std::size_t g, std::size_t mark) const {
      unit_marks others = marks;
      others.n[mark] -= 1.0;
      others.m -= 1.0;
      others.pairs = others.m * (others.m - 1.0);
      from.pairs_.add(pairs, others, -1.0);
      rater_levels::sums left = rest;
      from.by_rater_.drop(left, g, mark);
      return conger_source::value(pairs, from.by_rater_.chance(left));
    }
  };
  /// About `most_sampled` units, chosen by their marks alone.
  [[nodiscard]] std::vector<unit_gone> sampled() const {
    std::vector<std::uint64_t> numbers;
    for (const std::uint32_t u : active_units_) {
      std::array<std::uint32_t, most_levels> n{};
      const std::int8_t* row = table_.marks.data() + std::size_t{u} * table_.raters;
      for (std::size_t g = 0; g < table_.raters; ++g) {
        if (row[g] >= 0) { ++n[static_cast<std::size_t>(row[g])]; }
      }
      numbers.push_back(scattered(std::span<const std::uint32_t>{n}.first(levels_)));
    }
    const std::uint64_t edge = sample_edge(numbers);
    std::vector<unit_gone> out;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (numbers[i] <= edge) { out.emplace_back(*this, active_units_[i]); }
    }
    return out;
  }
  [[nodiscard]] static outcome value(const chance_statistic::sums& pairs, const std::optional<double>& chance) noexcept {
    outcome out;
    if (!(pairs.units > 0.5)) { return out; }
    out.status = status::too_few_raters;
    if (!(pairs.paired > 0.5) || !chance) { return out; }
    out.observed = (std::max)(0.0, pairs.disagreement / pairs.paired);
    out.expected = *chance;
    out.status = out.expected > 0.0 ? status::ok : status::no_variation;
    if (out.status == status::ok) { out.value = 1.0 - out.observed / out.expected; }
    return out;
  }
  /// Marks of each rater at each level, units counting so often; all once when nothing is given.
  [[nodiscard]] std::vector<rater_levels::row> counted(std::span<const std::uint32_t> unit_times) const {
    std::vector<rater_levels::row> out(table_.raters);
    for (const std::uint32_t u : active_units_) {
      const double times = unit_times.empty() ? 1.0 : unit_times[u];
      const std::int8_t* row = table_.marks.data() + std::size_t{u} * table_.raters;
      for (std::size_t g = 0; g < table_.raters; ++g) {
        if (row[g] >= 0) { out[g][static_cast<std::size_t>(row[g])] += times; }
      }
    }
    return out;
  }
  [[nodiscard]] std::optional<double> drawn_value(std::span<const std::uint32_t> rater_times, std::span<const std::uint32_t> unit_times) const {
    chance_statistic::sums pairs;
    for (const std::uint32_t u : active_units_) {
      if (unit_times[u] == 0) { continue; }
      const std::int8_t* row = table_.marks.data() + std::size_t{u} * table_.raters;
      unit_marks marks;
      double same = 0.0;
      for (std::size_t g = 0; g < table_.raters; ++g) {
        if (row[g] < 0) { continue; }
        const auto times = static_cast<double>(rater_times[g]);
        marks.n[static_cast<std::size_t>(row[g])] += times;
        marks.m += times;
        same += times * times;
      }
      marks.pairs = marks.m * marks.m - same;
      pairs_.add(pairs, marks, unit_times[u]);
    }
    const rater_levels levels{counted(unit_times), weights_};
    rater_levels::sums raters_drawn;
    for (std::size_t g = 0; g < table_.raters; ++g) { levels.add(raters_drawn, g, rater_times[g]); }
    return value(pairs, levels.chance(raters_drawn)).number();
  }

  mark_table table_;
  std::size_t levels_;
  const weight_matrix& weights_;
  chance_statistic pairs_;
  const pair_sums& sums_;
  chance_statistic::sums all_;
  std::vector<std::uint32_t> active_raters_;
  std::vector<std::uint32_t> active_units_;
  rater_levels by_rater_;
  rater_levels::sums whole_raters_{};
  outcome whole_{};
};

} // namespace detail

/// Conger's kappa: Cohen's for two raters or more. Chance is every rater's own habit.
/// Definition: (pa - pe) / (1 - pe), pa as `percent_agreement`, pe = sum over pairs of different raters g, h of sum_ck w_ck p_gc p_hk over the number of such pairs; p_gk the
/// share of level k among all marks of rater g. The analytic standard error is Gwet's linearisation, units being the sample.
/// Missing: a unit counts with the marks it has, a rater with all marks they gave. No marks: no_data; no unit with two: too_few_raters; all raters at one level: no_variation.
/// Choose it over Fleiss's kappa when the same people marked all units: then a difference in severity is not counted twice. When people change from unit to unit, Fleiss or alpha.
/// Why numbers can differ: it depends on who gave a mark, so a table whose columns are not people has another value in every arrangement.
/// \param marks units x raters, row by row: 0-based levels, negative where there is none \param units,raters extents \param levels 2 to 16 \param weights how near levels are
/// \param options see `coefficient_options`
/// \throws error invalid_argument when marks is not units x raters or for weights; out_of_range for options or, with the unit as row, for a level past the scale
/// Cost: a jackknife O(units x raters x levels); a bootstrap O(units x raters) a replicate. Threads: the same bits for any number. Since 0.1.
/// Reference: Conger 1980; Gwet 2014. Checked by `conger_test` (reference cases a02, a03).
[[nodiscard]] inline coefficient conger_kappa(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels, const agreement_weights& weights = {},
                                              const coefficient_options& options = {}) {
  detail::check_options(options, "conger_kappa");
  detail::check_table(marks, units, raters, levels, "conger_kappa");
  const weight_matrix w = weights.of(levels);
  const pair_sums sums = sum_pairs(marks, units, raters, levels);
  detail::conger_source source{{marks, units, raters}, levels, w, sums};
  source.lowest = -1.0 / (detail::mean_panel(sums) - 1.0);
  coefficient out;
  detail::add_counts(out, sums, 1, source.raters);
  const detail::outcome& whole = source.whole();
  out.status = whole.status;
  if (out.status == status::ok) {
    out.value = whole.value;
    out.observed = 1.0 - whole.observed;
    out.expected = 1.0 - whole.expected;
  }
  detail::add_interval(out, source, options);
  return out;
}

} // namespace headway::agreement
