#pragma once

/// \file
/// Leave-one-out values and replicates of the coefficients that do not look at who rated.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <headway/agreement/coefficient.hpp>
#include <headway/agreement/detail/intervals.hpp>
#include <headway/agreement/detail/rater_sums.hpp>
#include <headway/agreement/detail/statistics.hpp>
#include <headway/agreement/detail/unit_resampler.hpp>
#include <headway/agreement/detail/unit_sample.hpp>
#include <headway/agreement/pair_sums.hpp>
#include <headway/agreement/unit_counts.hpp>

namespace headway::agreement::detail {

/// A table of marks that has been checked.
struct mark_table {
  std::span<const std::int8_t> marks{};
  std::size_t units{};
  std::size_t raters{};
};

/// Raters with at least one mark, by position.
[[nodiscard]] inline std::vector<std::uint32_t> raters_with_marks(const mark_table& t) {
  std::vector<unsigned char> seen(t.raters);
  std::size_t found = 0;
  for (std::size_t u = 0; u < t.units && found < t.raters; ++u) {
    const std::int8_t* row = t.marks.data() + u * t.raters;
    for (std::size_t r = 0; r < t.raters; ++r) {
      if (row[r] >= 0 && seen[r] == 0) {
        seen[r] = 1;
        ++found;
      }
    }
  }
  std::vector<std::uint32_t> out;
  for (std::size_t r = 0; r < t.raters; ++r) {
    if (seen[r] != 0) { out.push_back(static_cast<std::uint32_t>(r)); }
  }
  return out;
}

/// Units with at least so many marks, by position.
[[nodiscard]] inline std::vector<std::uint32_t> units_with_marks(const mark_table& t, std::uint64_t fewest) {
  std::vector<std::uint32_t> out;
  for (std::size_t u = 0; u < t.units; ++u) {
    const std::int8_t* row = t.marks.data() + u * t.raters;
    std::uint64_t m = 0;
    for (std::size_t r = 0; r < t.raters; ++r) { m += row[r] >= 0 ? 1 : 0; }
    if (m >= fewest) { out.push_back(static_cast<std::uint32_t>(u)); }
  }
  return out;
}

/// The source for a statistic over sums of units.
template <class Statistic> class count_source final : public interval_source {
public:
  /// \param table the marks, or nothing where only counts are known \param from_square_table whether the linearised variance is that of multinomial cells, sum / n^2, and not of
  /// sampled units, sum / (n (n - 1))
  count_source(const Statistic& statistic, const unit_counts& counts, const pair_sums& sums, const std::optional<mark_table>& table, bool from_square_table = false)
      : statistic_{statistic}, counts_{counts}, sums_{sums}, all_{sums_of(statistic, sums)}, whole_{statistic.value(all_)}, table_{table}, from_square_table_{from_square_table} {
    raters_known = table.has_value();
    units = sums.units_with(Statistic::fewest_marks);
    if (table) { active_raters_ = raters_with_marks(*table); }
    raters = active_raters_.size();
  }

  [[nodiscard]] const outcome& whole() const noexcept { return whole_; }

  [[nodiscard]] left_out_values units_left_out() const override {
    left_out_values out;
    out.values.reserve(counts_.kinds());
    for (std::size_t i = 0; i < counts_.kinds(); ++i) {
      const unit_marks u{counts_.counts(i)};
      if (u.m < static_cast<double>(Statistic::fewest_marks)) { continue; }
      out.add(statistic_.without(all_, u).number(), counts_.times(i));
    }
    return out;
  }

  [[nodiscard]] left_out_values raters_left_out(double* shared) const override {
    left_out_values out;
    std::optional<unit_sample> sample;
    std::vector<double> off; // by kind: value less what it is without a unit of it; nothing where there is no value
    std::vector<double> by_rater;
    if (shared != nullptr) {
      sample.emplace(counts_, Statistic::fewest_marks, table_->marks, table_->units, table_->raters);
      for (std::size_t s = 0; s < sample->size(); ++s) { off.push_back(whole_.value - statistic_.without(all_, sample->marks(s)).number().value_or(whole_.value)); }
    }
    each_rater_left_out(table_->marks, table_->units, table_->raters, sums_, [&](std::size_t g, const pair_sums& left) {
      const typename Statistic::sums sums = sums_of(statistic_, left);
      const std::optional<double> without = statistic_.value(sums).number();
      out.add(without, 1);
      if (!sample || !without) { return; }
      double squares = 0.0;
      for (std::size_t s = 0; s < sample->size(); ++s) {
        for (std::size_t x = 0; x < statistic_.levels(); ++x) {
          const double times = sample->times(g, s, x);
          if (!(times > 0.0)) { continue; }
          unit_marks rest = sample->marks(s);
          rest.n[x] -= 1.0;
          rest.m -= 1.0;
          rest.pairs = rest.m * (rest.m - 1.0);
          const bool counts = rest.m >= static_cast<double>(Statistic::fewest_marks);
          const double together = off[s] - *without + (counts ? statistic_.without(sums, rest).number().value_or(*without - off[s]) : *without);
          squares += times * together * together;
        }
      }
      by_rater.push_back(squares);
    });
    if (shared != nullptr) { *shared = shared_variance(std::move(by_rater), sample->scale(), static_cast<double>(units), static_cast<double>(raters)); }
    return out;
  }

  [[nodiscard]] replicate_values replicates(drawn what, const coefficient_options& options) const override {
    if (what == drawn::units) {
      const unit_resampler resampler{counts_, Statistic::fewest_marks};
      return replicates_of(options, [&] {
        return [this, &resampler, work = unit_resampler::workspace{resampler}](numeric::quick_stream& random) mutable {
          typename Statistic::sums sums;
          resampler.draw(random, work, [&](std::uint64_t m, std::uint64_t of_size, std::span<const std::uint64_t> each) { statistic_.add_size(sums, m, of_size, each); });
          return statistic_.value(sums).number();
        };
      });
    }
    const std::vector<std::uint32_t> active_units = units_with_marks(*table_, Statistic::fewest_marks);
    return replicates_of(options, [&] {
      return [this, what, &active_units, rater_times = std::vector<std::uint32_t>(table_->raters),
              unit_times = std::vector<std::uint32_t>(table_->units, 1)](numeric::quick_stream& random) mutable {
        draw_times(random, active_raters_, rater_times);
        if (what == drawn::both) { draw_times(random, active_units, unit_times); }
        return drawn_value(rater_times, unit_times);
      };
    });
  }

  [[nodiscard]] std::optional<double> linearised_error() const override {
    const double centre = statistic_.centre(all_, whole_);
    double squares = 0.0;
    double n = 0.0;
    for (std::size_t i = 0; i < counts_.kinds(); ++i) {
      const unit_marks u{counts_.counts(i)};
      if (u.m < static_cast<double>(Statistic::fewest_marks)) { continue; }
      const auto times = static_cast<double>(counts_.times(i));
      const double off = statistic_.weigh(all_, whole_, u) - centre;
      squares += times * off * off;
      n += times;
    }
    return std::sqrt(squares / (n * (from_square_table_ ? n : n - 1.0)));
  }

private:
  /// The value when raters and units count so often. A rater drawn twice is not compared with themselves.
  [[nodiscard]] std::optional<double> drawn_value(std::span<const std::uint32_t> rater_times, std::span<const std::uint32_t> unit_times) const {
    typename Statistic::sums sums;
    for (std::size_t u = 0; u < table_->units; ++u) {
      if (unit_times[u] == 0) { continue; }
      const std::int8_t* row = table_->marks.data() + u * table_->raters;
      std::array<std::uint64_t, most_levels> n{};
      std::uint64_t m = 0;
      std::uint64_t same = 0;
      for (std::size_t r = 0; r < table_->raters; ++r) {
        if (row[r] < 0) { continue; }
        const std::uint64_t times = rater_times[r];
        n[static_cast<std::size_t>(row[r])] += times;
        m += times;
        same += times * times;
      }
      unit_marks marks;
      for (std::size_t k = 0; k < statistic_.levels(); ++k) { marks.n[k] = static_cast<double>(n[k]); }
      marks.m = static_cast<double>(m);
      marks.pairs = static_cast<double>(m * m - same);
      statistic_.add(sums, marks, static_cast<double>(unit_times[u]));
    }
    return statistic_.value(sums).number();
  }

  const Statistic& statistic_;
  const unit_counts& counts_;
  const pair_sums& sums_;
  typename Statistic::sums all_;
  outcome whole_;
  std::optional<mark_table> table_;
  std::vector<std::uint32_t> active_raters_{};
  bool from_square_table_;
};

/// The numbers of a coefficient that do not depend on which it is.
inline void add_counts(coefficient& out, const pair_sums& sums, std::uint64_t fewest_marks, std::uint64_t raters) {
  out.units = sums.units();
  out.units_used = sums.units_with(2);
  out.raters = raters;
  out.marks = sums.marks_with(fewest_marks);
}

/// Mean number of marks of the units with two or more.
[[nodiscard]] inline double mean_panel(const pair_sums& sums) noexcept {
  return static_cast<double>(sums.marks_with(2)) / static_cast<double>((std::max)(sums.units_with(2), std::uint64_t{1}));
}

} // namespace headway::agreement::detail
