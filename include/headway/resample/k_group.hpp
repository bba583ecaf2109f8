#pragma once

/// \file
/// The permutation law of a statistic of several groups: every table of people by group and level that has the observed margins, or a random sample of them.

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/types.hpp>
#include <headway/numeric/parallel.hpp>
#include <headway/numeric/random.hpp>
#include <headway/resample/group_table.hpp>
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
  std::uint64_t tables{}; ///< counted, where exact; many at a time for an additive statistic
  std::uint32_t draws{};  ///< where drawn
  friend bool operator==(const law_summary&, const law_summary&) = default;
};

/// A statistic that is a sum over groups of `of_row(group, row)`, a whole number from the people per level of the group.
/// Its law is had from both ends: all ways to fill the first groups, all ways to fill the last ones, joined where the people of each level match.
template <class Statistic>
concept additive_statistic = requires(const Statistic& s, std::size_t group, const std::uint32_t* row) {
  { s.of_row(group, row) } -> std::same_as<std::int64_t>;
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
    if (value < lowest_ - tolerance_) {
      lowest_ = value;
      at_lowest_ = 0.0;
    }
    if (value > highest_ + tolerance_) {
      highest_ = value;
      at_highest_ = 0.0;
    }
    if (value <= lowest_ + tolerance_) { at_lowest_ += weight; }
    if (value >= highest_ - tolerance_) { at_highest_ += weight; }
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
    out.at_lowest = extra > 0.0 ? extra / whole : at_lowest_ / whole;
    out.at_highest = extra > 0.0 ? extra / whole : at_highest_ / whole;
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
  double at_lowest_{};
  double at_highest_{};
  std::int64_t lowest_{INT64_MAX / 2};
  std::int64_t highest_{INT64_MIN / 2};
  std::vector<double> weight_;
  std::vector<std::int64_t> low_;
  std::vector<std::int64_t> high_;
};

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

/// The law of an additive statistic from both ends. A state is how many people of each level are placed already; for every state the values that the groups
/// so far can sum to, each with its weight. States of the first groups meet the states of the last ones that leave out the same people.
template <class Statistic> class halves {
public:
  halves(const group_table& table, const Statistic& statistic, std::uint64_t most_steps)
      : table_{table}, statistic_{statistic}, most_{static_cast<double>(most_steps)}, cell_weight_{cell_weights(table)}, taken_(table.levels), row_(table.levels) {
    for (const std::uint32_t t : table.totals) { states_ *= t + 1.0; }
  }

  /// Calls f(value, weight) for every joined pair. \return false when it would take more steps than allowed, and then nothing was called
  template <class Function> bool each(Function f) {
    if (states_ > 9e15 || table_.groups > 64) { return false; }
    // split where the larger half is smallest
    const std::vector<double> ways = ways_to_take(table_.totals);
    std::vector<double> from_left{1.0};
    for (const std::uint32_t n : table_.sizes) { from_left.push_back(from_left.back() * ways[n]); }
    std::size_t split = 1;
    const auto larger = [&](std::size_t at) { return (std::max)(from_left[at], from_left.back() / from_left[at]); };
    for (std::size_t at = 2; at < table_.groups; ++at) {
      if (larger(at) < larger(split)) { split = at; }
    }
    if (larger(split) > 200.0 * most_) { return false; }
    partial first;
    partial last;
    if (!fill(0, split, first) || !fill(split, table_.groups, last)) { return false; }
    const std::uint64_t everybody = key_of(table_.totals.data());
    double pairs = 0.0;
    for (std::size_t i = 0; i < first.keys.size(); ++i) { pairs += static_cast<double>(first.values[i].size()) * count_at(last, everybody - first.keys[i]); }
    if (steps_ + 0.2 * pairs > most_) { return false; }
    for (std::size_t i = 0; i < first.keys.size(); ++i) {
      const auto at = last.position.find(everybody - first.keys[i]);
      if (at == last.position.end()) { continue; }
      for (const entry& a : first.values[i]) {
        for (const entry& b : last.values[at->second]) {
          f(a.value + b.value, a.weight * b.weight);
          tables_ += a.tables * b.tables;
        }
      }
    }
    return true;
  }
  /// How many tables they stand for.
  [[nodiscard]] std::uint64_t tables() const noexcept { return tables_ < 9e18 ? static_cast<std::uint64_t>(tables_) : std::uint64_t{9'000'000'000'000'000'000u}; }

private:
  struct entry {
    std::int64_t value;
    double weight;
    double tables;
  };
  struct partial {
    std::vector<std::uint64_t> keys{};         ///< states in the order they were met
    std::vector<std::vector<entry>> values{};
    std::unordered_map<std::uint64_t, std::size_t> position{}; ///< looked up, never gone through

    std::vector<entry>& at(std::uint64_t key) {
      const auto [found, added] = position.try_emplace(key, keys.size());
      if (added) {
        keys.push_back(key);
        values.emplace_back();
      }
      return values[found->second];
    }
  };

  [[nodiscard]] static double count_at(const partial& p, std::uint64_t key) {
    const auto at = p.position.find(key);
    return at == p.position.end() ? 0.0 : static_cast<double>(p.values[at->second].size());
  }
  /// A number for the people per level: mixed bases, so that keys add up as people do.
  [[nodiscard]] std::uint64_t key_of(const std::uint32_t* people) const noexcept {
    std::uint64_t key = 0;
    for (std::size_t k = table_.levels; k-- > 0;) { key = key * (table_.totals[k] + std::uint64_t{1}) + people[k]; }
    return key;
  }
  void read(std::uint64_t key) noexcept {
    for (std::size_t k = 0; k < table_.levels; ++k) {
      const std::uint64_t base = table_.totals[k] + std::uint64_t{1};
      taken_[k] = static_cast<std::uint32_t>(key % base);
      key /= base;
    }
  }

  bool fill(std::size_t from, std::size_t to, partial& out) {
    out.at(0).push_back({0, 1.0, 1.0});
    for (std::size_t s = from; s < to; ++s) {
      partial next;
      for (std::size_t i = 0; i < out.keys.size(); ++i) {
        read(out.keys[i]);
        std::uint32_t rest = 0;
        for (std::size_t k = 0; k < table_.levels; ++k) { rest += table_.totals[k] - taken_[k]; }
        if (!row(s, 0, table_.sizes[s], rest, 1.0, out.keys[i], out.values[i], next)) { return false; }
      }
      for (std::vector<entry>& values : next.values) { join_equal(values); }
      out = std::move(next);
    }
    return true;
  }
  static void join_equal(std::vector<entry>& values) {
    std::stable_sort(values.begin(), values.end(), [](const entry& a, const entry& b) { return a.value < b.value; });
    std::size_t kept = 0;
    for (std::size_t i = 1; i < values.size(); ++i) {
      if (values[i].value == values[kept].value) {
        values[kept].weight += values[i].weight;
        values[kept].tables += values[i].tables;
      } else {
        values[++kept] = values[i];
      }
    }
    values.resize(kept + 1);
  }

  /// Goes through the rows that group s can have, level by level. \param want people it still needs \param rest people left at level k and the ones after it
  bool row(std::size_t s, std::size_t k, std::uint32_t want, std::uint32_t rest, double weight, std::uint64_t key, const std::vector<entry>& values, partial& into) {
    const std::uint32_t here = table_.totals[k] - taken_[k];
    const std::uint32_t beyond = rest - here;
    const std::vector<double>& w = cell_weight_[s * table_.levels + k];
    if (k + 1 < table_.levels) {
      const std::uint32_t last = (std::min)(here, want);
      for (std::uint32_t a = want > beyond ? want - beyond : 0; a <= last; ++a) {
        row_[k] = a;
        if (!row(s, k + 1, want - a, beyond, weight * w[a], key, values, into)) { return false; }
      }
      return true;
    }
    row_[k] = want;
    steps_ += static_cast<double>(values.size()) + 2.0;
    if (steps_ > most_) { return false; }
    const std::int64_t add = statistic_.of_row(s, row_.data());
    std::vector<entry>& target = into.at(key + key_of(row_.data()));
    for (const entry& e : values) { target.push_back({e.value + add, e.weight * weight * w[want], e.tables}); }
    return true;
  }

  const group_table& table_;
  const Statistic& statistic_;
  double most_;
  std::vector<std::vector<double>> cell_weight_;
  std::vector<std::uint32_t> taken_;
  std::vector<std::uint32_t> row_;
  double states_{1.0};
  double steps_{};
  double tables_{};
};

/// Random tables with given margins.
class table_draw {
public:
  explicit table_draw(const group_table& table) : table_{table}, cells_(table.groups * table.levels) {
    if (table.people > most_shuffled) { return; }
    for (std::size_t k = 0; k < table.levels; ++k) { people_.insert(people_.end(), table.totals[k], static_cast<std::uint16_t>(k)); }
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
  std::vector<std::uint16_t> people_;
  std::vector<std::uint16_t> order_;
};

/// Calls f(part, draw, cells) for every random table with the same margins. Every draw has a stream of its own. f is called at once from several threads,
/// from each with another part.
inline void each_draw(const group_table& t, const law_options& options, std::size_t parts, const std::function<void(std::size_t, std::size_t, const std::uint32_t*)>& f) {
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

/// The permutation law of a statistic of several groups at its observed value.
/// Definition: people keep their levels and are assigned to groups of the same sizes at random. Only the tables of people by group and level with the
/// observed margins matter; each has the weight prod n_s! prod t_k! / (n! prod a_sk!). All are counted where there are at most `most_tables`, for an
/// `additive_statistic` where that many steps are enough, which reaches a thousand times as many tables and more; otherwise the assignments are drawn, and
/// p = (b + 1) / (B + 1), which is never 0.
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

  if constexpr (additive_statistic<Statistic>) {
    detail::law_tally tally{observed, statistic.tolerance(), statistic.lowest(), statistic.highest()};
    detail::halves<Statistic> law{table, statistic, options.most_tables};
    if (law.each([&](std::int64_t value, double weight) { tally.add(value, weight); })) {
      law_summary out = tally.summary(tail, 0.0);
      out.tables = law.tables();
      return out;
    }
  } else if (table.groups <= 64 && detail::table_estimate(table) < 20.0 * static_cast<double>(options.most_tables)) {
    detail::law_tally tally{observed, statistic.tolerance(), statistic.lowest(), statistic.highest()};
    detail::table_walk<Statistic> walk{table, statistic, options.most_tables};
    const bool complete = walk.each([&](std::int64_t value, double weight) { tally.add(value, weight); });
    if (complete) {
      law_summary out = tally.summary(tail, 0.0);
      out.tables = walk.tables();
      return out;
    }
  }
  law_summary out = detail::draw_tables(table, statistic, observed, options).summary(tail, 1.0);
  out.exact = false;
  out.draws = options.draws;
  return out;
}

} // namespace headway::resample
