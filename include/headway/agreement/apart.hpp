#pragma once

/// \file
/// How many people stand two or more levels apart: what a room can talk about without a coefficient.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <headway/agreement/shape.hpp>
#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/words.hpp>
#include <headway/numeric/order.hpp>

namespace headway::agreement {

/// How many people are two or more levels from the middle: below the low median by two or more, or above the high one.
/// \param counts people per level, lowest first, 2 to 16 levels \return 0 when nobody is counted
/// Cost: one pass over the levels. Threads: safe. Since 0.1. Checked by `apart_test`.
[[nodiscard]] constexpr std::uint32_t two_or_more_away(std::span<const std::uint32_t> counts) {
  if (numeric::total(counts) == 0) { return 0; }
  const numeric::level_range middle = numeric::median(counts);
  std::uint32_t away = 0;
  for (std::uint32_t k = 0; k < counts.size(); ++k) {
    if (k + 2 <= middle.low || k >= middle.high + 2) { away += counts[k]; }
  }
  return away;
}

/// The chance that two of these people, picked at random, are two or more levels apart.
/// Definition: pairs with at least two levels between their marks over all n (n - 1) / 2 pairs.
/// \param counts people per level, lowest first \return nothing for fewer than two people
/// Cost: levels^2 multiplications. Threads: safe. Since 0.1. Checked by `apart_test`.
[[nodiscard]] constexpr std::optional<double> pairs_apart(std::span<const std::uint32_t> counts) {
  const auto n = static_cast<double>(numeric::total(counts));
  if (!(n > 1.0)) { return std::nullopt; }
  double pairs = 0.0;
  double below = 0.0; // people two or more levels lower than the level at hand
  for (std::size_t k = 2; k < counts.size(); ++k) {
    below += static_cast<double>(counts[k - 2]);
    pairs += below * static_cast<double>(counts[k]);
  }
  return pairs / (0.5 * n * (n - 1.0));
}

namespace detail {

/// "3", "3 or 4", "2 to 4": levels as people write them.
[[nodiscard]] inline std::string level_words(std::span<const std::string> labels, std::size_t first, std::size_t last) {
  if (first == last) { return labels[first]; }
  return labels[first] + (last == first + 1 ? " or " : " to ") + labels[last];
}

/// "1", "2", ...
[[nodiscard]] inline std::vector<std::string> plain_labels(std::size_t levels) {
  std::vector<std::string> out;
  for (std::size_t k = 1; k <= levels; ++k) { out.push_back(std::to_string(k)); }
  return out;
}

} // namespace detail

/// How far apart people are in one sentence: "3 of 14 people are two or more levels from the middle, 3 or 4."
/// Definition: the count is `two_or_more_away`, the middle the low and high median. Where that would hide the point it is said otherwise: everybody at
/// one level; two levels only, where nobody can be two away; two camps (`shape_of`); and two medians two or more levels apart, which leave nobody
/// far from either.
/// \param counts people per level, lowest first, 2 to 16 levels \param labels what people write for each level, or none for 1, 2, ...
/// \throws error out_of_range for fewer than 2 or more than 16 levels, invalid_argument for another number of labels
/// Cost: `shape_of` and a few short texts. Threads: safe. Since 0.1. Checked by `apart_test`.
[[nodiscard]] inline std::string headline(std::span<const std::uint32_t> counts, std::span<const std::string> labels = {}) {
  numeric::detail::level_counts(counts, "headline");
  const std::vector<std::string> plain = labels.empty() ? detail::plain_labels(counts.size()) : std::vector<std::string>{};
  const std::span<const std::string> written = labels.empty() ? std::span<const std::string>{plain} : labels;
  check::same_length(written.size(), counts.size(), "headline", "labels");
  const std::uint64_t n = numeric::total(counts);
  if (n == 0) { return "Nobody marked it."; }
  const numeric::level_range middle = numeric::median(counts);
  const std::size_t top = counts.size() - 1;
  if (counts[middle.low] == n) { return (n == 1 ? "1 person" : "All " + words::people(n)) + " marked it at " + written[middle.low] + "."; }
  if (top == 1) { return words::starting_people(counts[0], n) + " marked it at " + written[0] + " and " + std::to_string(counts[1]) + " at " + written[1] + "."; }
  if (shape_of(counts).two_camps) {
    const std::size_t half = counts.size() / 2;
    return words::starting_people(numeric::total(counts.first(half)), n) + " marked it at " + detail::level_words(written, 0, half - 1) + " and " +
           std::to_string(numeric::total(counts.last(half))) + " at " + detail::level_words(written, counts.size() - half, top) + ": two camps.";
  }
  if (middle.high >= middle.low + 2) { // an even number of people, half of them on either side
    const bool lower = numeric::total(counts.first(middle.low)) > 0;
    const bool higher = numeric::total(counts.subspan(middle.high + 1)) > 0;
    return (n == 2 ? std::string{"1 of 2 people"} : "Half of the " + words::people(n)) + " marked it at " + written[middle.low] + (lower ? " or lower" : "") + " and " +
           (n == 2 ? "1" : "half") + " at " + written[middle.high] + (higher ? " or higher" : "") + ", " + std::to_string(middle.high - middle.low) + " levels apart.";
  }
  const std::uint32_t away = two_or_more_away(counts);
  return words::starting_people(away, n) + (away <= 1 ? " is" : " are") + " two or more levels from the middle, " + detail::level_words(written, middle.low, middle.high) + ".";
}

} // namespace headway::agreement
