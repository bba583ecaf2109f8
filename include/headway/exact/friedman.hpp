#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/detail/block_ranks.hpp>
#include <headway/exact/rules.hpp>
#include <headway/numeric/random.hpp>
#include <headway/numeric/special.hpp>
#include <headway/resample/value_law.hpp>

namespace headway::exact {

/// Options of `friedman` and `page`.
struct rounds_test_options {
  confidence_level confidence{0.95};   ///< 1 less this is the level of `detectable` and of could_not_show
  double power{0.8};                   ///< of the detectable trend of `page`, in (0, 1)
  double most_steps{3e8};              ///< additions for counting out; more, and orders are drawn; 0 draws at once
  std::uint32_t draws{99'999};         ///< orders drawn, at least 99
  seed random_seed{1};                 ///< of those draws
};

/// Whether the same people's marks differ between rounds. Since 0.1.
struct friedman_result {
  headway::status status{};          ///< no_data: nobody with a mark at every round; no_variation: everybody gave one mark throughout; could_not_show; ok
  std::uint64_t people{};            ///< given
  std::uint64_t n{};                 ///< of them, with a mark at every round
  std::uint32_t rounds{};
  std::vector<double> rank_sums{};   ///< per round, of ranks within each person, ties at their mean
  std::optional<double> chi_square{}; ///< with the correction for ties; none when nobody's marks differ
  std::uint32_t df{};                ///< rounds - 1
  std::optional<double> p_asymptotic{}; ///< P(chi-square with df > chi_square)
  double p{1.0};                     ///< P(chi_square at least this large, if every person's marks could stand in any order)
  double p_min{1.0};                 ///< floor: the chance of the largest chi_square these marks can give
  p_method method{p_method::exact};  ///< of p and p_min; approximate: p_asymptotic, for hundreds of people
  std::uint32_t draws{};             ///< orders drawn, where that is the method
  std::optional<double> kendall_w{}; ///< chi_square / (n (rounds - 1)), 0 to 1: how far people agree on the order of rounds
  std::optional<double> mean_correlation{}; ///< (n W - 1) / (n - 1): the mean rank correlation of two people; none for one person
  friend bool operator==(const friedman_result&, const friedman_result&) = default;
};

namespace detail {

inline void rounds_test_checks(const rounds_test_options& options, const char* function) {
  check::that(options.power > 0.0 && options.power < 1.0, function, "power", "must be between 0 and 1");
  check::that(options.most_steps >= 0.0 && options.most_steps <= 4e9, function, "most_steps", "must be 0 to 4e9");
  check::bounded(options.draws, 99, 100'000'000, function, "draws");
}

/// Sums of chances by key: a table with open addressing, whose order never shows.
class chance_by_key {
public:
  explicit chance_by_key(std::size_t least) : key_(std::bit_ceil(2 * least + 16), empty), chance_(key_.size()) {}

  void add(std::uint64_t key, double chance) {
    if (2 * used_ >= key_.size()) { grow(); }
    const std::size_t at = place(key);
    if (key_[at] == empty) {
      key_[at] = key;
      ++used_;
    }
    chance_[at] += chance;
  }
  [[nodiscard]] std::size_t size() const noexcept { return used_; }
  /// All keys with their chances, by key.
  [[nodiscard]] std::vector<std::pair<std::uint64_t, double>> sorted() const {
    std::vector<std::pair<std::uint64_t, double>> out;
    out.reserve(used_);
    for (std::size_t i = 0; i < key_.size(); ++i) {
      if (key_[i] != empty) { out.emplace_back(key_[i], chance_[i]); }
    }
    std::sort(out.begin(), out.end());
    return out;
  }

private:
  static constexpr std::uint64_t empty = ~std::uint64_t{0};

  [[nodiscard]] std::size_t place(std::uint64_t key) const noexcept {
    std::uint64_t mixed = key * 0x9E3779B97F4A7C15u;
    mixed ^= mixed >> 29;
    const std::size_t mask = key_.size() - 1;
    std::size_t at = static_cast<std::size_t>(mixed) & mask;
    while (key_[at] != empty && key_[at] != key) { at = (at + 1) & mask; }
    return at;
  }
  void grow() {
    chance_by_key larger{key_.size()};
    for (std::size_t i = 0; i < key_.size(); ++i) {
      if (key_[i] == empty) { continue; }
      const std::size_t at = larger.place(key_[i]);
      larger.key_[at] = key_[i];
      larger.chance_[at] = chance_[i];
    }
    larger.used_ = used_;
    *this = std::move(larger);
  }

  std::vector<std::uint64_t> key_;
  std::vector<double> chance_;
  std::size_t used_{};
};

/// The law of the sum of squared (twice) rank sums, counted out; none where that takes too many steps.
/// The statistic does not care which round is which, so sums are kept in order, and the first person's order is fixed.
inline std::optional<resample::value_law> friedman_law(const block_ranks& of, std::vector<rank_pattern> patterns, double most_steps) {
  const std::size_t rounds = of.rounds;
  std::uint64_t people = 0;
  std::int64_t total = 0;
  for (const rank_pattern& p : patterns) {
    people += p.people;
    for (const std::int32_t rank : p.rank) { total += rank * static_cast<std::int64_t>(p.people); }
    if (p.ways > most_steps) { return std::nullopt; }
  }
  // all sums but the largest, in order, each in as many bits as the largest can need
  const std::uint64_t highest = people * 2 * rounds;
  const auto bits = static_cast<std::size_t>(std::bit_width(highest));
  if (bits * (rounds - 1) > 63) { return std::nullopt; }
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;

  // the person with most orders is the one that is fixed, the next is the last, whose outcomes need not be kept
  std::sort(patterns.begin(), patterns.end(), [](const rank_pattern& a, const rank_pattern& b) { return a.ways != b.ways ? a.ways < b.ways : a.rank < b.rank; });
  std::vector<const rank_pattern*> order;
  for (const rank_pattern& p : patterns) { order.insert(order.end(), p.people, &p); }
  std::vector<std::int64_t> sums(rounds);
  const auto pack = [&](std::vector<std::int64_t>& of_rounds) {
    std::sort(of_rounds.begin(), of_rounds.end());
    std::uint64_t key = 0;
    for (std::size_t j = 0; j + 1 < rounds; ++j) { key = key << bits | static_cast<std::uint64_t>(of_rounds[j]); }
    return key;
  };
  const auto unpack = [&](std::uint64_t key, std::int64_t whole) {
    std::int64_t rest = whole;
    for (std::size_t j = rounds - 1; j-- > 0;) {
      sums[j] = static_cast<std::int64_t>(key & mask);
      key >>= bits;
      rest -= sums[j];
    }
    sums[rounds - 1] = rest;
  };
  const auto squares_of = [&](const std::vector<std::int64_t>& of_rounds) {
    std::int64_t squares = 0;
    for (const std::int64_t s : of_rounds) { squares += s * s; }
    return squares;
  };

  std::vector<std::int64_t> moved(order.back()->rank.begin(), order.back()->rank.end());
  std::int64_t whole = 0;
  for (const std::int64_t rank : moved) { whole += rank; }
  std::vector<std::pair<std::uint64_t, double>> now{{pack(moved), 1.0}};
  if (order.size() == 1) { return resample::value_law{{{squares_of(moved), 1.0}}}; }
  double steps = 0.0;
  std::vector<std::pair<std::int64_t, double>> values;
  for (std::size_t person = 0; person + 1 < order.size(); ++person) {
    const rank_pattern& pattern = *order[person];
    const bool last = person + 2 == order.size();
    // an order costs some additions a round; outcomes do not become fewer, so those still to come cost at least as much
    const double each = 8.0 * static_cast<double>(rounds) * static_cast<double>(now.size()) * pattern.ways;
    if (steps + each * static_cast<double>(order.size() - 1 - person) > most_steps) { return std::nullopt; }
    steps += each;
    const double chance = 1.0 / pattern.ways;
    chance_by_key next{last ? 0 : now.size() * 2};
    chance_by_key ends{last ? now.size() * 2 : 0};
    for (const auto& [key, weight] : now) {
      unpack(key, whole);
      std::vector<std::int32_t> arranged = pattern.rank;
      do {
        for (std::size_t j = 0; j < rounds; ++j) { moved[j] = sums[j] + arranged[j]; }
        if (last) {
          ends.add(static_cast<std::uint64_t>(squares_of(moved)), weight * chance);
        } else {
          next.add(pack(moved), weight * chance);
        }
      } while (std::next_permutation(arranged.begin(), arranged.end()));
    }
    for (const std::int32_t rank : pattern.rank) { whole += rank; }
    if (last) {
      for (const auto& [squares, weight] : ends.sorted()) { values.emplace_back(static_cast<std::int64_t>(squares), weight); }
    } else {
      now = next.sorted();
    }
  }
  return resample::value_law{std::move(values)};
}

inline friedman_result friedman_of(const block_ranks& of, const rounds_test_options& options) {
  rounds_test_checks(options, "friedman");
  friedman_result out;
  out.people = of.people;
  out.n = of.n();
  out.rounds = static_cast<std::uint32_t>(of.rounds);
  out.df = out.rounds - 1;
  if (out.n == 0) {
    out.status = status::no_data;
    return out;
  }
  check::bounded(static_cast<std::int64_t>(out.n), 0, 1'000'000, "friedman", "people");
  const std::size_t rounds = of.rounds;
  const auto centre = static_cast<std::int64_t>(rounds + 1); // twice the mean rank
  std::vector<std::int64_t> sums(rounds, 0);
  std::int64_t spread = 0; // four times the sum of squared ranks about their mean
  for (std::size_t i = 0; i < of.rank.size(); ++i) {
    sums[i % rounds] += of.rank[i];
    spread += (of.rank[i] - centre) * (of.rank[i] - centre);
  }
  for (const std::int64_t s : sums) { out.rank_sums.push_back(0.5 * static_cast<double>(s)); }
  if (spread == 0) {
    out.status = status::no_variation;
    return out;
  }
  const std::int64_t middle = centre * static_cast<std::int64_t>(out.n);
  const auto off_middle = [&](const std::vector<std::int64_t>& of_rounds) {
    std::int64_t sum = 0;
    for (const std::int64_t s : of_rounds) { sum += (s - middle) * (s - middle); }
    return sum;
  };
  const std::int64_t observed = off_middle(sums);
  out.chi_square = static_cast<double>(rounds - 1) * static_cast<double>(observed) / static_cast<double>(spread);
  out.p_asymptotic = numeric::chi_square_upper(*out.chi_square, out.df);
  out.kendall_w = *out.chi_square / (static_cast<double>(out.n) * static_cast<double>(rounds - 1));
  if (out.n > 1) { out.mean_correlation = (static_cast<double>(out.n) * *out.kendall_w - 1.0) / (static_cast<double>(out.n) - 1.0); }

  const std::vector<rank_pattern> patterns = patterns_of(of);
  std::uint64_t who_differ = 0;
  double all_alike = 0.0; // log of the chance that all stand in one order, the first as it likes
  double most_ways = 1.0;
  for (const rank_pattern& p : patterns) {
    who_differ += p.people;
    all_alike -= std::log(p.ways) * static_cast<double>(p.people);
    most_ways = (std::max)(most_ways, p.ways);
  }
  const std::optional<resample::value_law> law = friedman_law(of, patterns, options.most_steps);
  if (law) {
    // people of one mark throughout add the same to every sum: taken out, the statistic is the sum of squares of the rest, about their middle
    const std::int64_t rest = centre * static_cast<std::int64_t>(who_differ);
    const std::int64_t squares = observed + static_cast<std::int64_t>(rounds) * rest * rest;
    out.p_min = law->at_highest();
    out.p = (std::max)(out.p_min, law->upper(squares));
  } else if (static_cast<double>(who_differ) * static_cast<double>(rounds) * options.draws <= 1e8) {
    out.method = p_method::drawn;
    out.draws = options.draws;
    numeric::random_stream random{options.random_seed};
    std::vector<std::int32_t> rank; // by pattern, so that the order of people does not show
    for (const rank_pattern& p : patterns) {
      for (std::uint64_t i = 0; i < p.people; ++i) { rank.insert(rank.end(), p.rank.begin(), p.rank.end()); }
    }
    const std::int64_t rest = centre * static_cast<std::int64_t>(who_differ);
    std::uint64_t reached = 0;
    for (std::uint32_t draw = 0; draw < options.draws; ++draw) {
      std::fill(sums.begin(), sums.end(), middle - rest);
      for (std::size_t person = 0; person < who_differ; ++person) {
        const std::span<std::int32_t> row = std::span{rank}.subspan(person * rounds, rounds);
        numeric::shuffle(random, row);
        for (std::size_t j = 0; j < rounds; ++j) { sums[j] += row[j]; }
      }
      reached += off_middle(sums) >= observed ? 1u : 0u;
    }
    out.p = (static_cast<double>(reached) + 1.0) / (static_cast<double>(options.draws) + 1.0);
    out.p_min = 1.0 / (static_cast<double>(options.draws) + 1.0);
  } else {
    out.method = p_method::approximate;
    out.p_min = std::exp((std::max)(-700.0, all_alike + std::log(most_ways)));
    out.p = (std::max)(out.p_min, *out.p_asymptotic);
  }
  if (out.p_min > 1.0 - options.confidence.value()) { out.status = status::could_not_show; }
  return out;
}

} // namespace detail

/// Friedman's test: whether the same people's marks differ between three rounds or more.
/// Definition: each person's marks are ranked among themselves, ties at their mean; chi_square = (rounds - 1) sum (R_j - n (rounds + 1) / 2)^2 over the sum of
/// squared ranks about their mean, R_j the rank sum of round j: the correction for ties is in it. Under "no round differs" every order of a person's
/// own marks is equally likely; p counts them all out, or draws them where there are too many.
/// kendall_w is the same number on a scale from 0 to 1 and says how far people agree on the order of rounds.
/// Missing and edge cases: a person without a mark at some round is left out (`people` and `n`). Somebody who gave one mark throughout stays in and says
/// nothing. Nobody's marks differ: p = 1, status no_variation.
/// Choose `page` where rounds are in an order and a rise is the question: it sees it with fewer people. On two rounds `sign_test` is the same.
/// Why numbers can differ: scipy and R give the chi-square p alone, which is off in a room of people; scipy and R agree on chi_square.
/// \param marks people x rounds, row by row: 0-based levels, negative for none \param people,rounds extents, 2 to 64 rounds \param levels 2 to 16
/// \throws error invalid_argument when marks is not people x rounds or for power; out_of_range for extents or options, or with the person for a mark past the
/// scale
/// Cost: 12 people x 4 rounds about 5 ms, 30 x 4 about 200 ms, counted; drawn at most about a second. Threads: safe. Determinism: drawn p depends on seed and marks,
/// not on the order of people. Since 0.1. Reference: Friedman 1937; Kendall & Babington Smith 1939; Conover 1999, 5.8. Checked by `friedman_test`.
[[nodiscard]] inline friedman_result friedman(std::span<const std::int8_t> marks, std::size_t people, std::size_t rounds, std::size_t levels,
                                              const rounds_test_options& options = {}) {
  return detail::friedman_of(detail::ranks_of(marks, people, rounds, levels, "friedman"), options);
}

/// The same from measured values, all of them there.
/// \param values people x rounds, row by row, finite \throws error as the first; out_of_range, with the person, for a value that is not finite
/// Cost: as the first. Threads: safe. Since 0.1. Checked by `friedman_test`.
[[nodiscard]] inline friedman_result friedman(std::span<const double> values, std::size_t people, std::size_t rounds, const rounds_test_options& options = {}) {
  return detail::friedman_of(detail::ranks_of(values, people, rounds, "friedman"), options);
}

/// The result as a table of one row; an empty cell has no value, and `status` says why.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `friedman_test`.
[[nodiscard]] inline table to_table(const friedman_result& r) {
  table out;
  for (const char* column : {"people", "n", "rounds"}) { out.add(column, column_type::integer); }
  out.add("chi_square", column_type::real);
  out.add("df", column_type::integer);
  for (const char* column : {"p_asymptotic", "p", "p_min"}) { out.add(column, column_type::real); }
  out.add("method", column_type::text);
  out.add("draws", column_type::integer);
  for (const char* column : {"kendall_w", "mean_correlation"}) { out.add(column, column_type::real); }
  out.add("status", column_type::text);
  out.push_row(r.people, r.n, r.rounds, r.chi_square, r.df, r.p_asymptotic, r.p, r.p_min, name(r.method), r.draws, r.kendall_w, r.mean_correlation, name(r.status));
  return out;
}

} // namespace headway::exact
