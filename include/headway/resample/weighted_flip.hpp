#pragma once

/// \file
/// The exact law of a sum of whole-number weights over those of a group who went up.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/resample/binomial_law.hpp>

namespace headway::resample {

/// People with one weight, each of whom goes up with one chance. Since 0.1.
struct flip_group {
  std::int64_t weight{};  ///< what each adds when going up, at least 1; for rank sums twice the midrank
  std::uint32_t people{};
  double up{0.5};         ///< chance of going up, in [0, 1]
};

namespace detail {

/// The groups with people, weights divided by their common factor, those of equal weight and chance put together, the largest group last.
struct flip_groups {
  std::vector<flip_group> group{};
  std::int64_t unit{1};    ///< the common factor
  std::int64_t highest{};  ///< the largest sum, in units
  double steps{};          ///< additions to convolve all but the last; 1e300 where there are too many entries
};

inline flip_groups sorted_groups(std::span<const flip_group> groups) {
  flip_groups out;
  std::int64_t common = 0;
  for (const flip_group& g : groups) {
    check::bounded(g.weight, 1, std::int64_t{1} << 40, "weighted_flip_law", "weight");
    check::that(g.up >= 0.0 && g.up <= 1.0, "weighted_flip_law", "up", "must be 0 to 1");
    if (g.people == 0) { continue; }
    common = std::gcd(common, g.weight);
    out.group.push_back(g);
  }
  if (out.group.empty()) { return out; }
  std::sort(out.group.begin(), out.group.end(), [](const flip_group& a, const flip_group& b) { return a.weight != b.weight ? a.weight < b.weight : a.up < b.up; });
  std::size_t kept = 0;
  for (std::size_t i = 1; i < out.group.size(); ++i) {
    flip_group& into = out.group[kept];
    const flip_group& next = out.group[i];
    if (next.weight == into.weight && !(next.up > into.up)) {
      into.people += next.people;
    } else {
      out.group[++kept] = next;
    }
  }
  out.group.resize(kept + 1);
  std::stable_sort(out.group.begin(), out.group.end(), [](const flip_group& a, const flip_group& b) { return a.people < b.people; });
  out.unit = common;
  double range = 0.0;
  double all = 0.0;
  for (std::size_t i = 0; i < out.group.size(); ++i) {
    flip_group& g = out.group[i];
    g.weight /= common;
    const double more = static_cast<double>(g.weight) * g.people;
    if (i + 1 < out.group.size()) {
      out.steps += (range + more) * (g.people + 1.0);
      range += more;
    }
    all += more;
  }
  if (all > 9e15) { throw error{error_category::limit, "weighted_flip_law", "groups", "the largest sum is past 9e15"}; }
  out.highest = static_cast<std::int64_t>(all);
  if (range > 6e7 || out.group.back().people > 60'000'000) { out.steps = 1e300; }
  return out;
}

} // namespace detail

/// How many additions a `weighted_flip_law` of these groups takes, to be known before it is made: above 4e9 it is refused.
/// \throws error as `weighted_flip_law`
/// Cost: O(groups log groups). Threads: safe. Since 0.1. Checked by `weighted_flip_test`.
[[nodiscard]] inline double weighted_flip_steps(std::span<const flip_group> groups) { return detail::sorted_groups(groups).steps; }

/// The exact law of W = the sum of the weights of those who go up.
/// Definition: W = sum of weight_g X_g with X_g ~ Binomial(people_g, up_g), independent. With weights = ranks and up = 1/2 it is the law of Wilcoxon's
/// signed-rank statistic given the ranks, ties included; with weights = moves it is that of `sign_flip_law`, shifted.
/// All groups but the largest are convolved into one row, whose sums from both ends are kept; the largest is gone through at every question.
/// So many people with one weight cost nothing, and small tails keep their digits.
/// Choose `sign_flip_law` for moves of 1 to 15 levels, where it is quicker to set up. Choose this for any other weights.
/// \throws error out_of_range for a weight below 1 or past 2^40; invalid_argument for a chance outside 0 to 1; limit where making it would take more than 4e9
/// additions or 6e7 entries
/// Cost: `weighted_flip_steps` additions; a question O(people of the largest group). Threads: immutable. Since 0.1.
/// Reference: Streitberg and Roehmel (1986). Checked by `weighted_flip_test` against enumeration.
class weighted_flip_law {
public:
  /// \param groups in any order; equal weights with equal chances are put together
  explicit weighted_flip_law(std::span<const flip_group> groups) {
    const detail::flip_groups sorted = detail::sorted_groups(groups);
    unit_ = sorted.unit;
    highest_ = sorted.highest;
    at_least_.assign(1, 1.0);
    if (!sorted.group.empty()) {
      const flip_group& last = sorted.group.back();
      if (sorted.steps > 4e9) {
        throw error{error_category::limit, "weighted_flip_law", "groups", "would take more than 4e9 additions or 6e7 entries"};
      }
      weight_ = last.weight;
      largest_ = binomial_law(last.people, last.up, 1.0 - last.up);
      for (std::size_t i = 0; i + 1 < sorted.group.size(); ++i) { convolve(sorted.group[i]); }
    }
    at_most_ = at_least_;
    points_ = at_least_;
    for (std::size_t j = 1; j < at_most_.size(); ++j) { at_most_[j] += at_most_[j - 1]; }
    for (std::size_t j = at_least_.size() - 1; j > 0; --j) { at_least_[j - 1] += at_least_[j]; }
  }

  /// The largest value W can take; the smallest is 0.
  [[nodiscard]] std::int64_t highest() const noexcept { return highest_ * unit_; }
  /// P(W >= w).
  [[nodiscard]] double upper(std::int64_t w) const noexcept {
    if (w <= 0) { return 1.0; }
    if (w > highest()) { return 0.0; }
    const std::int64_t at = (w - 1) / unit_ + 1;
    const auto size = static_cast<std::int64_t>(at_least_.size());
    double sum = 0.0;
    for (std::size_t k = largest_.size(); k-- > 0;) {
      const std::int64_t rest = at - weight_ * static_cast<std::int64_t>(k);
      if (rest >= size) { break; }
      sum += largest_[k] * at_least_[static_cast<std::size_t>((std::max)(rest, std::int64_t{0}))];
    }
    return (std::min)(sum, 1.0);
  }
  /// P(W <= w).
  [[nodiscard]] double lower(std::int64_t w) const noexcept {
    if (w < 0) { return 0.0; }
    if (w >= highest()) { return 1.0; }
    const std::int64_t at = w / unit_;
    const auto size = static_cast<std::int64_t>(at_most_.size());
    double sum = 0.0;
    for (std::size_t k = 0; k < largest_.size(); ++k) {
      const std::int64_t rest = at - weight_ * static_cast<std::int64_t>(k);
      if (rest < 0) { break; }
      sum += largest_[k] * at_most_[static_cast<std::size_t>((std::min)(rest, size - 1))];
    }
    return (std::min)(sum, 1.0);
  }
  /// P(W = w).
  [[nodiscard]] double point(std::int64_t w) const noexcept {
    if (w < 0 || w > highest() || w % unit_ != 0) { return 0.0; }
    const std::int64_t at = w / unit_;
    const auto size = static_cast<std::int64_t>(points_.size());
    double sum = 0.0;
    for (std::size_t k = 0; k < largest_.size(); ++k) {
      const std::int64_t rest = at - weight_ * static_cast<std::int64_t>(k);
      if (rest < 0) { break; }
      if (rest < size) { sum += largest_[k] * points_[static_cast<std::size_t>(rest)]; }
    }
    return (std::min)(sum, 1.0);
  }

private:
  void convolve(const flip_group& group) {
    const std::vector<double> ups = binomial_law(group.people, group.up, 1.0 - group.up);
    const auto weight = static_cast<std::size_t>(group.weight);
    std::vector<double> next(at_least_.size() + weight * group.people, 0.0);
    for (std::size_t k = 0; k < ups.size(); ++k) {
      const double p = ups[k];
      double* into = next.data() + k * weight;
      for (std::size_t j = 0; j < at_least_.size(); ++j) { into[j] += p * at_least_[j]; }
    }
    at_least_ = std::move(next);
  }

  std::int64_t unit_{1};
  std::int64_t highest_{};
  std::int64_t weight_{1};
  std::vector<double> largest_ = std::vector<double>(1, 1.0); ///< law of how many of the largest group go up
  std::vector<double> points_;                                ///< of the rest, in units: P(= j),
  std::vector<double> at_most_;                               ///< P(<= j)
  std::vector<double> at_least_;                              ///< and P(>= j)
};

} // namespace headway::resample
