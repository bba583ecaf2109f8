#pragma once

#include <algorithm>
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
#include <headway/exact/friedman.hpp>
#include <headway/exact/rules.hpp>
#include <headway/numeric/random.hpp>
#include <headway/numeric/special.hpp>
#include <headway/resample/value_law.hpp>

namespace headway::exact {

/// Whether the same people's marks rise over rounds. Since 0.1.
struct page_result {
  headway::status status{};          ///< no_data: nobody with a mark at every round; no_variation: everybody gave one mark throughout; could_not_show; ok
  std::uint64_t people{};            ///< given
  std::uint64_t n{};                 ///< of them, with a mark at every round
  std::uint32_t rounds{};
  std::optional<double> statistic{}; ///< L: sum over rounds of the number of the round (from 1) x its rank sum
  std::optional<double> mean{};      ///< of L, if every person's marks could stand in any order
  std::optional<double> variance{};  ///< of L, ties taken into account
  std::optional<double> variance_no_tie_term{}; ///< as if nobody had ties
  std::optional<double> z{};         ///< (L - mean) / sqrt(variance); none when nobody's marks differ
  std::optional<double> z_no_tie_term{};
  std::optional<double> p_increasing_normal{};             ///< from z
  std::optional<double> p_increasing_normal_no_tie_term{}; ///< from z_no_tie_term
  double p_increasing{1.0};          ///< P(L at least this large, if every order were equally likely)
  double p_decreasing{1.0};          ///< P(L at least this small)
  double p_two_sided{1.0};           ///< twice the smaller of these, at most 1; L is as likely this far above its mean as below
  double p_min{1.0};                 ///< floor: twice the chance of the largest L these marks can give
  p_method method{p_method::exact};  ///< of the p values; approximate: normal, for hundreds of people without an exact law
  std::uint32_t draws{};             ///< orders drawn, where that is the method
  std::optional<double> trend{};     ///< (L - mean) over the most these marks could give, -1 every fall to 1 every rise
  std::optional<double> detectable{}; ///< smallest trend that would have been shown with the stated power; none: no trend, or p not exact
  friend bool operator==(const page_result&, const page_result&) = default;
};

namespace detail {

/// The law of sum_j j x (twice rank)_j over the orders of one person's ranks, as chances from the smallest value on; none where it takes too many steps.
struct trend_row {
  std::int64_t first{};
  std::vector<double> chance{};
};
inline std::optional<trend_row> trend_of(const rank_pattern& pattern, double most_steps) {
  const std::size_t rounds = pattern.rank.size();
  // ranks that are equal may not be told apart: a state is how many of each have been placed
  std::vector<std::int32_t> rank;
  std::vector<std::size_t> people;
  for (const std::int32_t r : pattern.rank) {
    if (!rank.empty() && rank.back() == r) {
      ++people.back();
    } else {
      rank.push_back(r);
      people.push_back(1);
    }
  }
  std::vector<std::size_t> stride(rank.size() + 1, 1);
  for (std::size_t v = 0; v < rank.size(); ++v) {
    stride[v + 1] = stride[v] * (people[v] + 1);
    if (stride[v + 1] > 100'000) { return std::nullopt; }
  }
  std::int64_t lowest = 0;
  std::int64_t highest = 0;
  for (std::size_t j = 0; j < rounds; ++j) {
    highest += static_cast<std::int64_t>(j + 1) * pattern.rank[j];
    lowest += static_cast<std::int64_t>(rounds - j) * pattern.rank[j];
  }
  const auto width = static_cast<double>(highest - lowest + 1);
  if (static_cast<double>(stride.back()) * width * static_cast<double>(rank.size()) > most_steps) { return std::nullopt; }
  // values are kept from the smallest a state can have; placing the next round puts it after those placed
  std::vector<std::vector<double>> ways(stride.back());
  std::vector<std::int64_t> least(stride.back(), 0);
  ways[0].assign(1, 1.0);
  for (std::size_t state = 0; state + 1 < stride.back(); ++state) {
    if (ways[state].empty()) { continue; }
    std::size_t placed = 0;
    for (std::size_t v = 0; v < rank.size(); ++v) { placed += state / stride[v] % (people[v] + 1); }
    for (std::size_t v = 0; v < rank.size(); ++v) {
      const std::size_t used = state / stride[v] % (people[v] + 1);
      if (used == people[v]) { continue; }
      const std::size_t to = state + stride[v];
      const std::int64_t from = least[state] + static_cast<std::int64_t>(placed + 1) * rank[v];
      const std::int64_t end = from + static_cast<std::int64_t>(ways[state].size());
      std::vector<double>& into = ways[to];
      if (into.empty()) { least[to] = from; }
      if (from < least[to]) {
        into.insert(into.begin(), static_cast<std::size_t>(least[to] - from), 0.0);
        least[to] = from;
      }
      if (end > least[to] + static_cast<std::int64_t>(into.size())) { into.resize(static_cast<std::size_t>(end - least[to]), 0.0); }
      // of the people[v] equal ranks any may be the next: each order of different ranks is counted once
      for (std::size_t i = 0; i < ways[state].size(); ++i) { into[static_cast<std::size_t>(from - least[to]) + i] += ways[state][i]; }
    }
    ways[state] = {};
  }
  trend_row out{least.back(), std::move(ways.back())};
  for (double& w : out.chance) { w /= pattern.ways; }
  return out;
}

/// The law of (twice) L less that of people of one mark throughout; none where it takes too many steps.
inline std::optional<resample::value_law> page_law(const std::vector<rank_pattern>& patterns, double most_steps) {
  std::vector<double> law{1.0};
  std::int64_t first = 0;
  double steps = 0.0;
  for (const rank_pattern& pattern : patterns) {
    const std::optional<trend_row> row = trend_of(pattern, most_steps - steps);
    if (!row) { return std::nullopt; }
    for (std::uint64_t person = 0; person < pattern.people; ++person) {
      steps += static_cast<double>(law.size()) * static_cast<double>(row->chance.size());
      if (steps > most_steps) { return std::nullopt; }
      std::vector<double> next(law.size() + row->chance.size() - 1, 0.0);
      for (std::size_t j = 0; j < row->chance.size(); ++j) {
        const double chance = row->chance[j];
        if (!(chance > 0.0)) { continue; }
        double* into = next.data() + j;
        for (std::size_t i = 0; i < law.size(); ++i) { into[i] += chance * law[i]; }
      }
      law = std::move(next);
      first += row->first;
    }
  }
  std::vector<std::pair<std::int64_t, double>> values;
  for (std::size_t i = 0; i < law.size(); ++i) {
    if (law[i] > 0.0) { values.emplace_back(first + static_cast<std::int64_t>(i), law[i]); }
  }
  return resample::value_law{std::move(values)};
}

inline page_result page_of(const block_ranks& of, const rounds_test_options& options) {
  rounds_test_checks(options, "page");
  page_result out;
  out.people = of.people;
  out.n = of.n();
  out.rounds = static_cast<std::uint32_t>(of.rounds);
  if (out.n == 0) {
    out.status = status::no_data;
    return out;
  }
  check::bounded(static_cast<std::int64_t>(out.n), 0, 1'000'000, "page", "people");
  const std::vector<rank_pattern> patterns = patterns_of(of);
  const std::size_t rounds = of.rounds;
  const auto k = static_cast<double>(rounds);
  const auto n = static_cast<double>(out.n);
  const auto centre = static_cast<std::int64_t>(rounds + 1); // twice the mean rank
  const std::int64_t of_one = centre * static_cast<std::int64_t>(rounds * (rounds + 1) / 2); // what a person of one mark throughout adds to twice L
  std::int64_t twice = 0;
  for (std::size_t i = 0; i < of.rank.size(); ++i) { twice += static_cast<std::int64_t>(i % rounds + 1) * of.rank[i]; }
  std::uint64_t who_differ = 0;
  std::int64_t highest = 0; // the largest twice L of those who differ
  double spread = 0.0;      // sum of squared ranks about their mean
  double all_alike = 0.0;   // log of the chance that everybody stands in the highest order
  for (const rank_pattern& p : patterns) {
    who_differ += p.people;
    all_alike -= std::log(p.ways) * static_cast<double>(p.people);
    for (std::size_t j = 0; j < rounds; ++j) {
      highest += static_cast<std::int64_t>(j + 1) * p.rank[j] * static_cast<std::int64_t>(p.people);
      const double off = 0.5 * static_cast<double>(p.rank[j] - centre);
      spread += off * off * static_cast<double>(p.people);
    }
  }
  const std::int64_t twice_mean = of_one * static_cast<std::int64_t>(out.n);
  out.statistic = 0.5 * static_cast<double>(twice);
  out.mean = 0.5 * static_cast<double>(twice_mean);
  out.variance_no_tie_term = n * k * k * (k + 1.0) * (k + 1.0) * (k - 1.0) / 144.0;
  out.variance = spread * k * (k + 1.0) / 12.0; // per person: sum of (j - mean j)^2 times sum of (r - mean r)^2, over k - 1
  if (who_differ == 0) {
    out.status = status::no_variation;
    return out;
  }
  const double off = 0.5 * static_cast<double>(twice - twice_mean);
  out.z = off / std::sqrt(*out.variance);
  out.z_no_tie_term = off / std::sqrt(*out.variance_no_tie_term);
  out.p_increasing_normal = numeric::normal_cdf(-*out.z);
  out.p_increasing_normal_no_tie_term = numeric::normal_cdf(-*out.z_no_tie_term);
  const std::int64_t rest = twice - of_one * static_cast<std::int64_t>(out.n - who_differ); // twice L of those who differ
  const std::int64_t rest_mean = of_one * static_cast<std::int64_t>(who_differ);
  out.trend = static_cast<double>(rest - rest_mean) / static_cast<double>(highest - rest_mean);

  std::optional<resample::value_law> law = page_law(patterns, 100.0 * static_cast<double>(options.most_steps));
  const bool exact = law.has_value();
  if (!exact && static_cast<double>(who_differ) * k * options.draws <= 1e8) {
    out.method = p_method::drawn;
    out.draws = options.draws;
    numeric::random_stream random{options.random_seed};
    std::vector<std::int32_t> rank;
    for (const rank_pattern& p : patterns) {
      for (std::uint64_t i = 0; i < p.people; ++i) { rank.insert(rank.end(), p.rank.begin(), p.rank.end()); }
    }
    std::vector<std::pair<std::int64_t, double>> drawn;
    drawn.reserve(options.draws);
    for (std::uint32_t draw = 0; draw < options.draws; ++draw) {
      std::int64_t sum = 0;
      for (std::size_t person = 0; person < who_differ; ++person) {
        const std::span<std::int32_t> row = std::span{rank}.subspan(person * rounds, rounds);
        numeric::shuffle(random, row);
        for (std::size_t j = 0; j < rounds; ++j) { sum += static_cast<std::int64_t>(j + 1) * row[j]; }
      }
      drawn.emplace_back(sum, 1.0);
    }
    law.emplace(std::move(drawn), 1.0);
  }
  const double alpha = 1.0 - options.confidence.value();
  if (law) {
    out.p_increasing = law->upper(rest);
    out.p_decreasing = law->lower(rest);
    out.p_min = exact ? (std::min)(1.0, 2.0 * law->at_highest()) : 2.0 / (static_cast<double>(options.draws) + 1.0);
    out.p_two_sided = (std::max)(out.p_min, (std::min)(1.0, 2.0 * (std::min)(out.p_increasing, out.p_decreasing)));
    if (exact && out.p_min <= alpha) {
      if (const std::optional<std::int64_t> critical = law->critical_high(0.5 * alpha)) {
        const double reached = law->mean_at_power(*critical, true, options.power);
        out.detectable = (reached - static_cast<double>(rest_mean)) / static_cast<double>(highest - rest_mean);
      }
    }
  } else {
    out.method = p_method::approximate;
    out.p_increasing = *out.p_increasing_normal;
    out.p_decreasing = numeric::normal_cdf(*out.z);
    out.p_min = (std::min)(1.0, 2.0 * std::exp((std::max)(-700.0, all_alike)));
    out.p_two_sided = (std::max)(out.p_min, (std::min)(1.0, 2.0 * (std::min)(out.p_increasing, out.p_decreasing)));
  }
  if (out.p_min > alpha) { out.status = status::could_not_show; }
  return out;
}

} // namespace detail

/// Page's test: whether the same people's marks rise over three rounds or more.
/// Definition: each person's marks are ranked among themselves, ties at their mean; L = sum over rounds j of j x rank sum of round j. Under "no round differs"
/// every order of a person's own marks is equally likely; the law of L is counted out, person by person, and is the same far above its mean as below.
/// trend puts L between -1 (every person's marks fall as far as their ties allow) and 1 (all rise).
/// detectable: the law is tilted towards a rise (the chance of an order grows with exp(b x its share of L)) until it is shown with the stated power.
/// Missing and edge cases: a person without a mark at some round is left out (`people` and `n`). Nobody's marks differ: p = 1, status no_variation.
/// Choose it over `friedman` when rounds are in an order; over `jonckheere` when the same people marked each time. On two rounds it is `sign_test`.
/// Why numbers can differ: the plain variance takes no notice of ties (`variance_no_tie_term`, as scipy and most books); R PMCMRplus corrects.
/// \param marks people x rounds, row by row: 0-based levels, negative for none \param people,rounds extents, 2 to 64 rounds \param levels 2 to 16
/// \throws error invalid_argument when marks is not people x rounds or for power; out_of_range for extents or options, or with the person for a mark past the
/// scale
/// Cost: about 0.1 ms for 30 people x 4 rounds, 20 ms for 30 x 10; from about 12 rounds without ties orders are drawn. Threads: safe.
/// Determinism: drawn p depends on seed and marks, not on the order of people. Since 0.1. Reference: Page 1963. Checked by `page_test`.
[[nodiscard]] inline page_result page(std::span<const std::int8_t> marks, std::size_t people, std::size_t rounds, std::size_t levels,
                                      const rounds_test_options& options = {}) {
  return detail::page_of(detail::ranks_of(marks, people, rounds, levels, "page"), options);
}

/// The same from measured values.
/// \param values people x rounds, row by row; NaN is none \throws error as the first; out_of_range, with the person, for a value past 1e150
/// Cost: as the first. Threads: safe. Since 0.1. Checked by `page_test`.
[[nodiscard]] inline page_result page(std::span<const double> values, std::size_t people, std::size_t rounds, const rounds_test_options& options = {}) {
  return detail::page_of(detail::ranks_of(values, people, rounds, "page"), options);
}

/// The result as a table of one row; an empty cell has no value, and `status` says why.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `page_test`.
[[nodiscard]] inline table to_table(const page_result& r) {
  table out;
  for (const char* column : {"people", "n", "rounds"}) { out.add(column, column_type::integer); }
  for (const char* column : {"statistic", "mean", "variance", "variance_no_tie_term", "z", "z_no_tie_term", "p_increasing_normal", "p_increasing_normal_no_tie_term",
                             "p_increasing", "p_decreasing", "p_two_sided", "p_min"}) {
    out.add(column, column_type::real);
  }
  out.add("method", column_type::text);
  out.add("draws", column_type::integer);
  for (const char* column : {"trend", "detectable"}) { out.add(column, column_type::real); }
  out.add("status", column_type::text);
  out.push_row(r.people, r.n, r.rounds, r.statistic, r.mean, r.variance, r.variance_no_tie_term, r.z, r.z_no_tie_term, r.p_increasing_normal,
               r.p_increasing_normal_no_tie_term, r.p_increasing, r.p_decreasing, r.p_two_sided, r.p_min, name(r.method), r.draws, r.trend, r.detectable, name(r.status));
  return out;
}

} // namespace headway::exact
