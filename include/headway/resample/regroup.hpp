#pragma once

/// \file
/// Whole people moved between groups: the permutation law that keeps everything one person marked together.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/types.hpp>
#include <headway/numeric/random.hpp>

namespace headway::resample {

/// Options of `regroup`. Since 0.1.
struct regroup_options {
  std::uint32_t most_exact{20'000}; ///< up to this many ways to share people out every one is gone through; 1 to 100,000,000
  std::uint32_t draws{9'999};       ///< ways drawn beyond that; 99 to 100,000,000
  seed random_seed{1};              ///< of those draws
};

/// How `regroup` went. Since 0.1.
struct regroup_count {
  bool exact{true};      ///< every way gone through, or `ways` drawn
  std::uint64_t ways{1}; ///< ways gone through or drawn

  /// The share of ways in which something happened: b / ways where all were gone through, (b + 1) / (ways + 1) where they were drawn.
  /// \param b in how many of the ways gone through or drawn it happened
  [[nodiscard]] double share(std::uint64_t b) const noexcept {
    const double extra = exact ? 0.0 : 1.0;
    return (static_cast<double>(b) + extra) / (static_cast<double>(ways) + extra);
  }
  friend bool operator==(const regroup_count&, const regroup_count&) = default;
};

/// How many ways there are to share people out over groups whose sizes stay: people! / product of sizes!.
/// \param sizes people per group \return the number, or 2^64 - 1 where it is larger
/// Cost: O(people). Threads: safe. Since 0.1. Checked by `regroup_test`.
[[nodiscard]] inline std::uint64_t count_regroupings(std::span<const std::uint32_t> sizes) noexcept {
  constexpr std::uint64_t most = (std::numeric_limits<std::uint64_t>::max)();
  std::uint64_t ways = 1;
  std::uint64_t people = 0;
  for (const std::uint32_t size : sizes) {
    for (std::uint64_t chosen = 1; chosen <= size; ++chosen) {
      ++people;
      const std::uint64_t common = std::gcd(ways, chosen);
      const std::uint64_t factor = people / (chosen / common); // what is left of chosen divides people, because the whole is a whole number
      if (ways / common > most / factor) { return most; }
      ways = ways / common * factor;
    }
  }
  return ways;
}

/// Goes through the ways to share the same people out over the same groups.
/// Definition: every group keeps its size, and every way counts once; that is the law of the groups when they have nothing to do with what
/// people marked. People of different strata never change places. With one stratum and at most `most_exact` ways all are gone through, the
/// groups as they are among them; otherwise ways are drawn, each equally likely, and the groups as they are come on top of the count.
/// Missing and edge cases: nobody, or one group, is one way.
/// Choose it over shuffling marks wherever one person gave several: what hangs together in one person stays together.
/// \param group the group of every person \param stratum the stratum of every person, or empty where there is only one
/// \param visit called with the groups of all people, once a way; the span is only good during the call
/// \return how many ways, and whether those are all
/// \throws error invalid_argument for unequal lengths; out_of_range for options
/// Cost: O(people) a way and what `visit` costs. Threads: runs on the caller's. Determinism: drawn ways depend on seed, groups and strata only.
/// Since 0.1. Reference: Phipson and Smyth (2010) for the count with the groups as they are. Checked by `regroup_test`.
template <class Visit>
regroup_count regroup(std::span<const std::uint16_t> group, std::span<const std::uint32_t> stratum, const regroup_options& options, Visit visit) {
  check::bounded(options.most_exact, 1, 100'000'000, "regroup", "most_exact");
  check::bounded(options.draws, 99, 100'000'000, "regroup", "draws");
  if (!stratum.empty()) { check::same_length(stratum.size(), group.size(), "regroup", "stratum"); }

  // people in the order of their strata: each stratum is then one run to be put into another order
  std::vector<std::size_t> person(group.size());
  std::iota(person.begin(), person.end(), std::size_t{0});
  if (!stratum.empty()) { std::stable_sort(person.begin(), person.end(), [&](std::size_t a, std::size_t b) { return stratum[a] < stratum[b]; }); }
  std::vector<std::size_t> ends;
  for (std::size_t i = 1; i <= person.size(); ++i) {
    if (i == person.size() || (!stratum.empty() && stratum[person[i]] != stratum[person[i - 1]])) { ends.push_back(i); }
  }

  std::vector<std::uint16_t> now(group.begin(), group.end());
  regroup_count out;
  if (ends.size() <= 1) {
    std::vector<std::uint32_t> sizes;
    for (const std::uint16_t g : group) {
      if (g >= sizes.size()) { sizes.resize(g + std::size_t{1}); }
      ++sizes[g];
    }
    if (count_regroupings(sizes) <= options.most_exact) {
      std::sort(now.begin(), now.end());
      out.ways = 0;
      do {
        ++out.ways;
        visit(std::span<const std::uint16_t>{now});
      } while (std::next_permutation(now.begin(), now.end()));
      return out;
    }
  }
  out.exact = false;
  out.ways = options.draws;
  numeric::random_stream random{options.random_seed};
  std::vector<std::uint16_t> order(group.size());
  for (std::size_t i = 0; i < person.size(); ++i) { order[i] = group[person[i]]; }
  for (std::uint32_t draw = 0; draw < options.draws; ++draw) {
    std::size_t first = 0;
    for (const std::size_t end : ends) {
      numeric::shuffle(random, std::span{order}.subspan(first, end - first));
      first = end;
    }
    for (std::size_t i = 0; i < person.size(); ++i) { now[person[i]] = order[i]; }
    visit(std::span<const std::uint16_t>{now});
  }
  return out;
}

} // namespace headway::resample
