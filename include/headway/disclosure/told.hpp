#pragma once

/// \file
/// How few people's marks can be told from several published sums: the smallest group that any adding and subtracting of them leaves.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>

namespace headway::disclosure {

/// Most sets of people whose sums are looked at together.
inline constexpr std::size_t most_published_sets = 31;

namespace detail {

/// Whole numbers modulo the prime 2^31 - 1. A determinant of up to 20 columns of zeros and ones is smaller, so it is zero here only when it is zero.
class modular {
public:
  static constexpr std::uint64_t prime = 2147483647u;
  [[nodiscard]] static std::uint64_t times(std::uint64_t a, std::uint64_t b) noexcept { return a * b % prime; }
  [[nodiscard]] static std::uint64_t less(std::uint64_t a, std::uint64_t b) noexcept { return (a + prime - b) % prime; }
  [[nodiscard]] static std::uint64_t inverse(std::uint64_t a) noexcept {
    std::uint64_t out = 1;
    for (std::uint64_t power = prime - 2; power > 0; power >>= 1) {
      if ((power & 1u) != 0) { out = times(out, a); }
      a = times(a, a);
    }
    return out;
  }
};

using modular_matrix = std::vector<std::vector<std::uint64_t>>; ///< by row

/// Brings a matrix into steps: after it, all rows from the returned one on are zero in these columns.
/// \param columns in the order in which they are tried \return the rank of these columns
inline std::size_t eliminate(modular_matrix& m, std::span<const std::size_t> columns) {
  std::size_t done = 0;
  for (const std::size_t column : columns) {
    std::size_t pivot = done;
    while (pivot < m.size() && m[pivot][column] == 0) { ++pivot; }
    if (pivot == m.size()) { continue; }
    std::swap(m[done], m[pivot]);
    const std::uint64_t scale = modular::inverse(m[done][column]);
    for (std::size_t row = done + 1; row < m.size(); ++row) {
      const std::uint64_t factor = modular::times(m[row][column], scale);
      if (factor == 0) { continue; }
      for (std::size_t c = 0; c < m[row].size(); ++c) { m[row][c] = modular::less(m[row][c], modular::times(factor, m[done][c])); }
    }
    ++done;
  }
  return done;
}

} // namespace detail

/// What `fewest_told` found. Since 0.1. Checked by `told_test`.
struct told {
  std::optional<std::uint64_t> fewest{}; ///< people; none: nothing can be told, or it is not sure
  bool sure{true};                       ///< false: there were too many combinations to go through, so nothing may be taken for safe
};

/// The smallest number of people that a combination of published sums can be about.
/// Definition: with a sum of marks published for every set, every combination of sums with any weights is known too. It is about those people whose marks
/// stand in it with a weight that is not zero. The smallest such number over all combinations that are not empty is the result: were it 1, one person's
/// mark could be had by adding and subtracting. People in the same sets cannot be told apart, so they count together.
/// Method: combinations about as few people as can be vanish on as many kinds of people as can be; all of those are gone through.
/// Edge cases: nothing published, or nobody in any set: nothing can be told.
/// \param member_of one entry a person: bit s is set when the person is in set s \param sets number of sets, at most `most_published_sets`
/// \param most_steps how many combinations may be gone through
/// \throws error out_of_range for more sets
/// Cost: at most most_steps small systems of equations; microseconds for a handful of sets. Threads: safe. Since 0.1.
/// Reference: the smallest support in a row space, as in the auditing of linear queries (Chin & Ozsoyoglu 1982). Checked by `told_test`.
[[nodiscard]] inline told fewest_told(std::span<const std::uint32_t> member_of, std::size_t sets, std::size_t most_steps = 20'000) {
  check::bounded(static_cast<std::int64_t>((std::min)(sets, most_published_sets + 1)), 0, static_cast<std::int64_t>(most_published_sets), "fewest_told", "sets");
  std::vector<std::uint32_t> sorted;
  for (const std::uint32_t member : member_of) {
    if (member != 0) { sorted.push_back(member); }
  }
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::uint32_t> kinds;
  std::vector<std::uint64_t> people;
  for (const std::uint32_t member : sorted) {
    if (kinds.empty() || kinds.back() != member) {
      kinds.push_back(member);
      people.push_back(0);
    }
    ++people.back();
  }
  told out;
  if (kinds.empty()) { return out; }
  detail::modular_matrix basis(sets, std::vector<std::uint64_t>(kinds.size()));
  for (std::size_t s = 0; s < sets; ++s) {
    for (std::size_t k = 0; k < kinds.size(); ++k) { basis[s][k] = kinds[k] >> s & 1u; }
  }
  std::vector<std::size_t> all(kinds.size());
  for (std::size_t k = 0; k < all.size(); ++k) { all[k] = k; }
  const std::size_t rank = detail::eliminate(basis, all);
  basis.resize(rank);
  if (rank == 0) { return out; }
  const auto weigh = [&](const std::vector<std::uint64_t>& combination) {
    std::uint64_t n = 0;
    for (std::size_t k = 0; k < kinds.size(); ++k) { n += combination[k] != 0 ? people[k] : 0; }
    if (n > 0 && (!out.fewest || n < *out.fewest)) { out.fewest = n; }
  };
  if (rank == kinds.size()) { // every kind can be had by itself
    out.fewest = *std::min_element(people.begin(), people.end());
    return out;
  }
  double ways = 1.0;
  for (std::size_t i = 0; i + 1 < rank; ++i) { ways *= static_cast<double>(kinds.size() - i) / static_cast<double>(i + 1); }
  if (rank > 20 || ways > static_cast<double>(most_steps)) { return {std::nullopt, false}; }

  // every choice of rank - 1 kinds on which a combination is to vanish; where that leaves one combination, it is weighed
  std::vector<std::size_t> chosen(rank - 1);
  for (std::size_t i = 0; i < chosen.size(); ++i) { chosen[i] = i; }
  while (true) {
    detail::modular_matrix rows = basis;
    if (detail::eliminate(rows, chosen) + 1 == rank) { weigh(rows.back()); }
    std::size_t i = chosen.size();
    while (i > 0 && chosen[i - 1] == kinds.size() - chosen.size() + i - 1) { --i; }
    if (i == 0) { break; }
    ++chosen[i - 1];
    for (std::size_t j = i; j < chosen.size(); ++j) { chosen[j] = chosen[j - 1] + 1; }
  }
  return out;
}

} // namespace headway::disclosure
