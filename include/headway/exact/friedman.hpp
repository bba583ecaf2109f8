#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/detail/block_ranks.hpp>
#include <headway/exact/rules.hpp>
#include <headway/numeric/special.hpp>
#include <headway/resample/rank_blocks.hpp>

namespace headway::exact {

/// Options of `friedman` and `page`.
struct rounds_test_options {
  confidence_level confidence{0.95};   ///< 1 less this is the level of `detectable` and of could_not_show
  double power{0.8};                   ///< of the detectable trend of `page`, in (0, 1)
  std::uint64_t most_steps{2'000'000}; ///< orders gone through, equal ones together, before drawing; `page` takes 100 additions for one; 0 draws at once
  std::uint32_t draws{99'999};         ///< orders drawn, at least 99
  seed random_seed{1};                 ///< of those draws; the same bits for any number of threads
  std::size_t threads{1};              ///< for the draws of `friedman`; 0 for as many as the machine runs at once
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
  check::that(options.most_steps <= 100'000'000, function, "most_steps", "must be 0 to 100000000");
  check::bounded(options.draws, 99, 100'000'000, function, "draws");
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
  std::int64_t observed = 0;
  for (const std::int64_t s : sums) { observed += (s - middle) * (s - middle); }
  out.chi_square = static_cast<double>(rounds - 1) * static_cast<double>(observed) / static_cast<double>(spread);
  out.p_asymptotic = numeric::chi_square_upper(*out.chi_square, out.df);
  out.kendall_w = *out.chi_square / (static_cast<double>(out.n) * static_cast<double>(rounds - 1));
  if (out.n > 1) { out.mean_correlation = (static_cast<double>(out.n) * *out.kendall_w - 1.0) / (static_cast<double>(out.n) - 1.0); }

  // people of one mark throughout never change anything; the others' ranks about their mean
  std::vector<std::int32_t> scores;
  double all_alike = 0.0; // log of the chance that all stand in one order, the first as they like
  double most_ways = 1.0;
  for (const rank_pattern& p : patterns_of(of)) {
    all_alike -= std::log(p.ways) * static_cast<double>(p.people);
    most_ways = (std::max)(most_ways, p.ways);
  }
  for (std::size_t person = 0; person < of.n(); ++person) {
    const std::span<const std::int32_t> row = of.row(person);
    if (std::all_of(row.begin(), row.end(), [&](std::int32_t rank) { return rank == row[0]; })) { continue; }
    for (const std::int32_t rank : row) { scores.push_back(rank - static_cast<std::int32_t>(centre)); }
  }
  const std::size_t who_differ = scores.size() / rounds;
  const bool few = static_cast<double>(scores.size()) * options.draws <= 1e8;
  const resample::rank_block_law law = resample::rank_block_tail(
      scores, who_differ, rounds, {.most_steps = options.most_steps, .draws = few ? options.draws : 0, .random_seed = options.random_seed, .threads = options.threads});
  if (law.p) {
    out.method = law.exact ? p_method::exact : p_method::drawn;
    out.draws = law.draws;
    out.p_min = *law.p_min;
    out.p = (std::max)(out.p_min, *law.p);
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
/// Cost: 12 people x 4 rounds about 10 ms, counted; drawn at most about a second. Threads: safe. Determinism: drawn p depends on seed and marks,
/// not on the order of people or on threads. Since 0.1. Reference: Friedman 1937; Kendall & Babington Smith 1939; Conover 1999, 5.8. Checked by `friedman_test`.
[[nodiscard]] inline friedman_result friedman(std::span<const std::int8_t> marks, std::size_t people, std::size_t rounds, std::size_t levels,
                                              const rounds_test_options& options = {}) {
  return detail::friedman_of(detail::ranks_of(marks, people, rounds, levels, "friedman"), options);
}

/// The same from measured values.
/// \param values people x rounds, row by row; NaN is none \throws error as the first; out_of_range, with the person, for a value past 1e150
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
