#pragma once

/// \file
/// The permutation law of a statistic of several groups: every table of people by group and level that has the observed margins, or a random sample of them.

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/types.hpp>
#include <headway/numeric/parallel.hpp>
#include <headway/numeric/random.hpp>
#include <headway/resample/law_options.hpp>

namespace headway::resample {

/// What the law of a whole-number statistic says about its observed value. Since 0.1.
struct law_summary {
  double lower{1.0};                         ///< P(T <= t)
  double upper{1.0};                         ///< P(T >= t)
  double point{1.0};                         ///< P(T = t)
  double at_lowest{1.0};                     ///< P(T = its smallest value): the floor of `lower`
  double at_highest{1.0};                    ///< P(T = its largest value): the floor of `upper`
  std::optional<std::int64_t> critical_low{};  ///< the largest value with P(T <= it) at most the tail asked for; none: no value is that rare
  std::optional<std::int64_t> critical_high{}; ///< the smallest value with P(T >= it) at most the tail asked for; none: no value is that rare
  bool exact{true};       ///< every table counted; otherwise drawn
  std::uint64_t tables{}; ///< counted, where exact
  std::uint32_t draws{};  ///< where drawn
  friend bool operator==(const law_summary&, const law_summary&) = default;
};

/// A statistic that is built up group by group: `start()`, then `step(state, group, row, before)` for every group in order, with the people per level
/// of the group and of all groups before it, then `value(state)`, a whole number from `lowest()` to `highest()`.
/// Values that differ by no more than `tolerance()` count as equal: 0 where the statistic is a whole number by nature.
template <class Statistic>
concept group_statistic = requires(const Statistic& s, const typename Statistic::state_type& state, std::size_t group, const std::uint32_t* row) {
  { s.start() } -> std::same_as<typename Statistic::state_type>;
  { s.step(state, group, row, row) } -> std::same_as<typename Statistic::state_type>;
  { s.value(state) } -> std::same_as<std::int64_t>;
  { s.lowest() } -> std::same_as<std::int64_t>;
  { s.highest() } -> std::same_as<std::int64_t>;
  { s.tolerance() } -> std::same_as<std::int64_t>;
};

/// People per group and level, groups and levels without anybody left out: what a permutation law depends on. Since 0.1. Checked by `k_group_test`.
struct group_table {
  std::size_t groups{};
  std::size_t levels{};
  std::vector<std::uint32_t> cells{};
  std::vector<std::uint32_t> sizes{};  ///< people per group
  std::vector<std::uint32_t> totals{}; ///< people per level
  std::vector<std::size_t> level_of{}; ///< the level of the scale that each kept level is
  std::uint64_t people{};
  friend bool operator==(const group_table&, const group_table&) = default;
};

namespace detail {

/// Weights of the values of a statistic: both tails at the observed value, the ends, and the whole law in bins for the critical values.
class law_tally {
public:
  static constexpr std::size_t bins = 16384;

  law_tally(std::int64_t observed, std::int64_t tolerance, std::int64_t lowest, std::int64_t highest)
      : observed_{observed}, tolerance_{tolerance}, base_{lowest}, per_bin_{std::ldexp(1.0, -14) * (static_cast<double>(highest) - static_cast<double>(lowest) + 1.0)},
        weight_(bins), low_(bins, INT64_MAX), high_(bins, INT64_MIN) {
    if (per_bin_ < 1.0) { per_bin_ = 1.0; }
  }

  void add(std::int64_t value, double weight) noexcept {
    total_ += weight;
    if (value >= observed_ - tolerance_) { upper_ += weight; }
    if (value <= observed_ + tolerance_) { lower_ += weight; }
    const auto bin = static_cast<std::size_t>((static_cast<double>(value) - static_cast<double>(base_)) / per_bin_);
    const std::size_t at = bin < bins ? bin : bins - 1;
    weight_[at] += weight;
    low_[at] = (std::min)(low_[at], value);
    high_[at] = (std::max)(high_[at], value);
  }

  /// Adds what another tally of the same law has; exact where weights are whole numbers.
  void merge(const law_tally& other) noexcept {
    total_ += other.total_;
    upper_ += other.upper_;
    lower_ += other.lower_;
    for (std::size_t i = 0; i < bins; ++i) {
      weight_[i] += other.weight_[i];
      low_[i] = (std::min)(low_[i], other.low_[i]);
      high_[i] = (std::max)(high_[i], other.high_[i]);
    }
  }

  /// \param extra added to both tails and to the total: 1 for draws, where the observed assignment counts as one, otherwise 0
  [[nodiscard]] law_summary summary(double tail, double extra) const {
    law_summary out;
    const double whole = total_ + extra;
    out.lower = (std::min)(1.0, (lower_ + extra) / whole);
    out.upper = (std::min)(1.0, (upper_ + extra) / whole);
    out.point = (std::clamp)((lower_ + upper_ - total_ + extra) / whole, 0.0, 1.0);
    double sum = extra;
    for (std::size_t i = bins; i-- > 0;) {
      if (low_[i] == INT64_MAX) { continue; }
      sum += weight_[i];
      if (sum > tail * whole * (1.0 + 1e-12)) { break; }
      out.critical_high = low_[i];
    }
    sum = extra;
    for (std::size_t i = 0; i < bins; ++i) {
      if (low_[i] == INT64_MAX) { continue; }
      sum += weight_[i];
      if (sum > tail * whole * (1.0 + 1e-12)) { break; }
      out.critical_low = high_[i];
    }
    return out;
  }

private:
  std::int64_t observed_;
  std::int64_t tolerance_;
  std::int64_t base_;
  double per_bin_;
  double total_{};
  double upper_{};
  double lower_{};
  std::vector<double> weight_;
  std::vector<std::int64_t> low_;
  std::vector<std::int64_t> high_;
};

/// About how many tables have these margins: the number of ways to fill the groups, times a normal density for the totals.
[[nodiscard]] inline double table_estimate(const group_table& t) {
  const auto k = static_cast<double>(t.levels);
  double log_count = 0.0;
  double variance = 0.0;
  for (const std::uint32_t n : t.sizes) {
    for (std::size_t i = 1; i < t.levels; ++i) { log_count += std::log((n + static_cast<double>(i)) / static_cast<double>(i)); }
    variance += n * (n + k) * (k - 1.0) / (k * k * (k + 1.0));
  }
  double square = 0.0;
  for (const std::uint32_t n : t.totals) { square += (n - static_cast<double>(t.people) / k) * (n - static_cast<double>(t.people) / k); }
  const double precision = (k - 1.0) / (k * variance);
  return std::exp((std::min)(700.0, log_count + 0.5 * (k - 1.0) * std::log(precision / 6.283185307179586) + 0.5 * std::log(k) - 0.5 * precision * square));
}

/// For every group and level what each number of people there contributes to the weight of a table: with e = n_s t_k / n people expected, e^a / a! over its
/// largest value. The product over the cells is the permutation law up to a constant, and does not leave the range of a double near its mode.
[[nodiscard]] inline std::vector<std::vector<double>> cell_weights(const group_table& table) {
  std::vector<std::vector<double>> out(table.groups * table.levels);
  for (std::size_t s = 0; s < table.groups; ++s) {
    for (std::size_t k = 0; k < table.levels; ++k) {
      const double mean = static_cast<double>(table.sizes[s]) * table.totals[k] / static_cast<double>(table.people);
      std::vector<double>& w = out[s * table.levels + k];
      w.resize((std::min)(table.sizes[s], table.totals[k]) + std::size_t{1});
      const std::size_t mode = (std::min)(w.size() - 1, static_cast<std::size_t>(mean));
      w[mode] = 1.0;
      for (std::size_t a = mode + 1; a < w.size(); ++a) { w[a] = w[a - 1] * mean / static_cast<double>(a); }
      for (std::size_t a = mode; a > 0; --a) { w[a - 1] = w[a] * static_cast<double>(a) / mean; }
    }
  }
  return out;
}

/// Goes through every table with given margins, group by group.
template <class Statistic> class table_walk {
public:
  using state_type = typename Statistic::state_type;

  table_walk(const group_table& table, const Statistic& statistic, std::uint64_t most_tables)
      : table_{table}, statistic_{statistic}, most_{most_tables}, left_{table.totals}, before_((table.groups + 1) * table.levels), row_(table.groups * table.levels),
        cell_weight_{cell_weights(table)} {}

  /// Calls f(value, weight) for every table. \return false when there are more than allowed, and then not all were visited
  template <class Function> bool each(Function f) {
    tables_ = 0;
    return group(0, statistic_.start(), 1.0, f);
  }
  [[nodiscard]] std::uint64_t tables() const noexcept { return tables_; }

private:
  template <class Function> bool group(std::size_t s, const state_type& state, double weight, Function& f) {
    if (s + 1 == table_.groups) { // the last group takes who is left
      double w = weight;
      for (std::size_t k = 0; k < table_.levels; ++k) { w *= cell_weight_[s * table_.levels + k][left_[k]]; }
      if (++tables_ > most_) { return false; }
      f(statistic_.value(statistic_.step(state, s, left_.data(), before_.data() + s * table_.levels)), w);
      return true;
    }
    std::uint32_t rest = 0;
    for (const std::uint32_t n : left_) { rest += n; }
    return level(s, 0, table_.sizes[s], rest, state, weight, f);
  }

  /// \param want people the group still needs \param rest people left at this level and the ones after it
  template <class Function>
  bool level(std::size_t s, std::size_t k, std::uint32_t want, std::uint32_t rest, const state_type& state, double weight, Function& f) {
    const std::size_t levels = table_.levels;
    std::uint32_t* row = row_.data() + s * levels;
    const std::vector<double>& w = cell_weight_[s * levels + k];
    const std::uint32_t here = left_[k];
    if (k + 1 == levels) { // want <= here: the levels before saw to it
      row[k] = want;
      left_[k] -= want;
      const std::uint32_t* before = before_.data() + s * levels;
      for (std::size_t i = 0; i < levels; ++i) { before_[(s + 1) * levels + i] = before[i] + row[i]; }
      const bool complete = group(s + 1, statistic_.step(state, s, row, before), weight * w[want], f);
      left_[k] = here;
      return complete;
    }
    const std::uint32_t beyond = rest - here;
    const std::uint32_t last = (std::min)(here, want);
    for (std::uint32_t a = want > beyond ? want - beyond : 0; a <= last; ++a) {
      row[k] = a;
      left_[k] = here - a;
      if (!level(s, k + 1, want - a, beyond, state, weight * w[a], f)) {
        left_[k] = here;
        return false;
      }
    }
    left_[k] = here;
    return true;
  }

  const group_table& table_;
  const Statistic& statistic_;
  std::uint64_t most_;
  std::uint64_t tables_{};
  std::vector<std::uint32_t> left_;
  std::vector<std::uint32_t> before_;
  std::vector<std::uint32_t> row_;
  std::vector<std::vector<double>> cell_weight_;
};

/// The statistic of one table. `before` is room for one number a level.
template <class Statistic>
[[nodiscard]] std::int64_t value_of(const group_table& t, const std::uint32_t* cells, const Statistic& statistic, std::vector<std::uint32_t>& before) {
  std::fill(before.begin(), before.end(), 0u);
  typename Statistic::state_type state = statistic.start();
  for (std::size_t s = 0; s < t.groups; ++s) {
    state = statistic.step(state, s, cells + s * t.levels, before.data());
    for (std::size_t k = 0; k < t.levels; ++k) { before[k] += cells[s * t.levels + k]; }
  }
  return statistic.value(state);
}

/// Up to this many people a random table is made by shuffling them; beyond, by drawing whole cells.
inline constexpr std::uint64_t most_shuffled = 500;

/// Random tables with given margins.
class table_draw {
public:
  explicit table_draw(const group_table& table) : table_{table}, cells_(table.groups * table.levels) {
    if (table.people > most_shuffled) { return; }
    for (std::size_t k = 0; k < table.levels; ++k) { people_.insert(people_.end(), table.totals[k], static_cast<std::uint8_t>(k)); }
  }
  /// The cells of one table, group by group; good until the next call. The first group takes its people first, the last takes who is left.
  [[nodiscard]] const std::uint32_t* next(numeric::random_stream& random) {
    std::fill(cells_.begin(), cells_.end(), 0u);
    std::uint32_t* left = cells_.data() + (table_.groups - 1) * table_.levels;
    std::copy(table_.totals.begin(), table_.totals.end(), left);
    if (table_.people > most_shuffled) {
      std::uint64_t all = table_.people;
      for (std::size_t s = 0; s + 1 < table_.groups; ++s) { all -= draw_group(random, s, all, left); }
      return cells_.data();
    }
    order_ = people_;
    std::size_t taken = 0;
    for (std::size_t s = 0; s + 1 < table_.groups; ++s) {
      for (std::uint32_t i = 0; i < table_.sizes[s]; ++i, ++taken) {
        const std::size_t other = taken + static_cast<std::size_t>(numeric::draw_below(random, order_.size() - taken));
        std::swap(order_[taken], order_[other]);
        ++cells_[s * table_.levels + order_[taken]];
        --left[order_[taken]];
      }
    }
    return cells_.data();
  }

private:
  std::uint64_t draw_group(numeric::random_stream& random, std::size_t s, std::uint64_t all, std::uint32_t* left) {
    std::uint64_t want = table_.sizes[s];
    for (std::size_t k = 0; k < table_.levels; ++k) {
      all -= left[k];
      const auto here = static_cast<std::uint32_t>(numeric::draw_hypergeometric(random, left[k], all, want));
      cells_[s * table_.levels + k] = here;
      left[k] -= here;
      want -= here;
    }
    return table_.sizes[s];
  }
  const group_table& table_;
  std::vector<std::uint32_t> cells_;
  std::vector<std::uint8_t> people_;
  std::vector<std::uint8_t> order_;
};

/// Calls f(part, draw, cells) for every random table with the same margins. Every draw has a stream of its own. f is called at once from several threads,
/// from each with another part.
template <class Function> void each_draw(const group_table& t, const law_options& options, std::size_t parts, Function f) {
  numeric::parallel_parts(options.draws, parts, [&](std::size_t part, numeric::index_range range) {
    table_draw tables{t};
    for (std::size_t draw = range.first; draw < range.last; ++draw) {
      numeric::random_stream random{options.random_seed, draw};
      f(part, draw, tables.next(random));
    }
  });
}

/// The tally of random tables.
template <class Statistic> [[nodiscard]] law_tally draw_tables(const group_table& t, const Statistic& statistic, std::int64_t observed, const law_options& options) {
  const std::size_t parts = numeric::thread_count(options.threads, options.draws);
  std::vector<law_tally> tallies(parts, law_tally{observed, statistic.tolerance(), statistic.lowest(), statistic.highest()});
  std::vector<std::vector<std::uint32_t>> before(parts, std::vector<std::uint32_t>(t.levels));
  each_draw(t, options, parts, [&](std::size_t part, std::size_t, const std::uint32_t* cells) { tallies[part].add(value_of(t, cells, statistic, before[part]), 1.0); });
  for (std::size_t part = 1; part < parts; ++part) { tallies[0].merge(tallies[part]); }
  return std::move(tallies[0]);
}

} // namespace detail

/// Most people that statistics of several groups are counted for: their whole-number sums of ranks then stay inside 64 bits.
inline constexpr std::int64_t most_people = 1'000'000'000;

/// People per group and level without the groups and levels that nobody is in.
/// \param counts groups x levels, group by group
/// \throws error invalid_argument when counts is not groups x levels; out_of_range for more than a thousand million people
/// Cost: one pass. Threads: safe. Since 0.1. Checked by `k_group_test`.
[[nodiscard]] inline group_table occupied_table(std::span<const std::uint32_t> counts, std::size_t groups, std::size_t levels) {
  check::same_length(counts.size(), groups * levels, "occupied_table", "counts");
  group_table out;
  for (std::size_t k = 0; k < levels; ++k) {
    std::uint64_t total = 0;
    for (std::size_t s = 0; s < groups; ++s) { total += counts[s * levels + k]; }
    out.people += total;
    check::bounded(static_cast<std::int64_t>(out.people), 0, most_people, "occupied_table", "people");
    if (total == 0) { continue; }
    out.level_of.push_back(k);
    out.totals.push_back(static_cast<std::uint32_t>(total));
  }
  out.levels = out.totals.size();
  for (std::size_t s = 0; s < groups; ++s) {
    std::uint64_t size = 0;
    for (std::size_t k = 0; k < levels; ++k) { size += counts[s * levels + k]; }
    if (size == 0) { continue; }
    ++out.groups;
    out.sizes.push_back(static_cast<std::uint32_t>(size));
    for (const std::size_t k : out.level_of) { out.cells.push_back(counts[s * levels + k]); }
  }
  return out;
}

/// The permutation law of a statistic of several groups at its observed value.
/// Definition: people keep their levels and are assigned to groups of the same sizes at random. Only the tables of people by group and level with the
/// observed margins matter; each has the weight prod n_s! prod t_k! / (n! prod a_sk!). All are counted where there are at most `most_tables`; otherwise the
/// assignments are drawn, and p = (b + 1) / (B + 1), which is never 0.
/// Missing and edge cases: fewer than two groups or levels with anybody: one value, all probabilities 1.
/// Critical values come from 16,384 bins over the range of the statistic: where a bin holds several values, the one on the safe side.
/// \param table from `occupied_table` \param statistic a `group_statistic` \param tail of the critical values, between 0 and 1
/// \throws error out_of_range for fewer than 99 draws
/// Cost: about 20 ns a table; a draw about 10 ns a person up to 500 people, beyond half a microsecond a cell. Threads: safe; the same bits for any number of them. Since 0.1.
/// Reference: Phipson & Smyth 2010 (the p-value of draws); Gail & Mantel 1977 (how many tables to expect). Checked by `k_group_test` against enumeration.
template <class Statistic> requires group_statistic<Statistic>
[[nodiscard]] law_summary k_group_law(const group_table& table, const Statistic& statistic, double tail, const law_options& options = {}) {
  check::bounded(options.draws, 99, 0xFFFFFFFF, "k_group_law", "draws");
  if (table.groups < 2 || table.levels < 2) { return {}; }
  std::vector<std::uint32_t> before(table.levels);
  const std::int64_t observed = detail::value_of(table, table.cells.data(), statistic, before);

  // worth trying? the estimate is good to a factor of a few
  if (table.groups <= 64 && detail::table_estimate(table) < 20.0 * static_cast<double>(options.most_tables)) {
    detail::law_tally tally{observed, statistic.tolerance(), statistic.lowest(), statistic.highest()};
    std::int64_t lowest = INT64_MAX;
    std::int64_t highest = INT64_MIN;
    double at_lowest = 0.0;
    double at_highest = 0.0;
    double whole = 0.0;
    const std::int64_t slack = statistic.tolerance();
    detail::table_walk<Statistic> walk{table, statistic, options.most_tables};
    const bool complete = walk.each([&](std::int64_t value, double weight) {
      tally.add(value, weight);
      whole += weight;
      if (value < lowest - slack) {
        lowest = value;
        at_lowest = 0.0;
      }
      if (value > highest + slack) {
        highest = value;
        at_highest = 0.0;
      }
      if (value <= lowest + slack) { at_lowest += weight; }
      if (value >= highest - slack) { at_highest += weight; }
    });
    if (complete) {
      law_summary out = tally.summary(tail, 0.0);
      out.at_lowest = at_lowest / whole;
      out.at_highest = at_highest / whole;
      out.tables = walk.tables();
      return out;
    }
  }
  law_summary out = detail::draw_tables(table, statistic, observed, options).summary(tail, 1.0);
  out.at_lowest = out.at_highest = 1.0 / (static_cast<double>(options.draws) + 1.0);
  out.exact = false;
  out.draws = options.draws;
  return out;
}

} // namespace headway::resample
