#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace headway::resample {

/// The law of a whole-number statistic as a list: its values in order, each with a weight. From counted tables or from draws.
/// Definition: probabilities are sums of weights over their total. Of draws, the observed assignment counts as one more (`extra` = 1), so no tail is ever 0.
/// Every tail is summed from its far end, so a small one keeps its digits.
/// Threads: immutable. Since 0.1. Checked by `value_law_test`.
class value_law {
public:
  using entry = std::pair<std::int64_t, double>; ///< value and weight

  /// \param entries in any order, values may repeat, weights not negative \param extra what the observed assignment adds to every tail and to the total
  explicit value_law(std::vector<entry> entries, double extra = 0.0) : extra_{extra} {
    std::sort(entries.begin(), entries.end(), [](const entry& a, const entry& b) { return a.first < b.first; });
    for (const entry& e : entries) {
      if (!law_.empty() && law_.back().first == e.first) {
        law_.back().second += e.second;
      } else if (e.second > 0.0) {
        law_.push_back(e);
      }
    }
    double sum = 0.0;
    for (const entry& e : law_) { below_.push_back(sum += e.second); }
    total_ = sum + extra;
    above_.resize(law_.size());
    sum = 0.0;
    for (std::size_t i = law_.size(); i-- > 0;) { above_[i] = sum += law_[i].second; }
  }

  /// The values with their weights, in order.
  [[nodiscard]] std::span<const entry> entries() const noexcept { return law_; }

  /// P(T >= t).
  [[nodiscard]] double upper(std::int64_t t) const noexcept {
    const std::size_t i = first_from(t);
    return share((i < law_.size() ? above_[i] : 0.0) + extra_);
  }
  /// P(T <= t).
  [[nodiscard]] double lower(std::int64_t t) const noexcept {
    const std::size_t i = first_after(t);
    return share((i > 0 ? below_[i - 1] : 0.0) + extra_);
  }
  /// P(T = t).
  [[nodiscard]] double point(std::int64_t t) const noexcept {
    const std::size_t i = first_from(t);
    return share((i < law_.size() && law_[i].first == t ? law_[i].second : 0.0) + extra_);
  }
  /// P(|T - c| >= |t - c|). \param twice_centre 2 c, so that half-way centres are whole numbers too
  [[nodiscard]] double distance(std::int64_t t, std::int64_t twice_centre) const noexcept {
    const std::int64_t away = 2 * t >= twice_centre ? 2 * t - twice_centre : twice_centre - 2 * t; // |2 t - 2 c|
    if (away == 0) { return 1.0; }
    // 2 T >= 2 c + away, and 2 T <= 2 c - away: both ends have the parity of 2 t or are not even, so halve outwards
    const std::size_t high = first_from(half_up(twice_centre + away));
    const std::size_t low = first_after(half_down(twice_centre - away));
    return share((high < law_.size() ? above_[high] : 0.0) + (low > 0 ? below_[low - 1] : 0.0) + extra_);
  }

  /// The smallest value with P(T >= it) at most `tail`; none: no value is that rare.
  [[nodiscard]] std::optional<std::int64_t> critical_high(double tail) const noexcept {
    std::optional<std::int64_t> out;
    for (std::size_t i = law_.size(); i-- > 0 && share(above_[i] + extra_) <= tail * (1.0 + 1e-12);) { out = law_[i].first; }
    return out;
  }
  /// The largest value with P(T <= it) at most `tail`; none: no value is that rare.
  [[nodiscard]] std::optional<std::int64_t> critical_low(double tail) const noexcept {
    std::optional<std::int64_t> out;
    for (std::size_t i = 0; i < law_.size() && share(below_[i] + extra_) <= tail * (1.0 + 1e-12); ++i) { out = law_[i].first; }
    return out;
  }
  /// P(T = its largest value) and P(T = its smallest value): no tail of this law can be smaller.
  [[nodiscard]] double at_highest() const noexcept { return law_.empty() ? 1.0 : share(law_.back().second + extra_); }
  /// P(T = its smallest value).
  [[nodiscard]] double at_lowest() const noexcept { return law_.empty() ? 1.0 : share(law_.front().second + extra_); }

  /// The mean that the law must be tilted to for `critical` to be reached with probability `power`: the smallest effect a test would show that often.
  /// Definition: the law weighted by exp(b T), the one-parameter family of laws around it; b from 0 outwards until P(T >= critical) = power, or
  /// P(T <= critical) where `high` is false. Solved on the log odds of that probability, which are nearly straight in b.
  /// \param critical a value of the law \param power in (0, 1) \return a number in the range of the values
  [[nodiscard]] double mean_at_power(std::int64_t critical, bool high, double power) const {
    if (law_.empty()) { return 0.0; }
    std::vector<double> log_weight;
    log_weight.reserve(law_.size());
    for (const entry& e : law_) { log_weight.push_back(std::log(e.second)); }
    const double sign = high ? 1.0 : -1.0;
    const double wanted = std::log(power / (1.0 - power));
    double mean = 0.0;
    // log odds of reaching the critical value, less those wanted
    const auto miss = [&](double tilt) {
      double top = -1e308; // the largest exponent is taken out, so nothing overflows
      for (std::size_t i = 0; i < law_.size(); ++i) { top = (std::max)(top, sign * tilt * static_cast<double>(law_[i].first) + log_weight[i]); }
      double reached = 0.0;
      double missed = 0.0;
      double sum = 0.0;
      for (std::size_t i = 0; i < law_.size(); ++i) {
        const double weight = std::exp(sign * tilt * static_cast<double>(law_[i].first) + log_weight[i] - top);
        sum += weight * static_cast<double>(law_[i].first);
        ((high ? law_[i].first >= critical : law_[i].first <= critical) ? reached : missed) += weight;
      }
      mean = sum / (reached + missed);
      return std::log((std::max)(reached, 1e-300)) - std::log((std::max)(missed, 1e-300)) - wanted;
    };
    double low = 0.0;
    double at_low = miss(low);
    if (at_low >= 0.0) { return mean; }
    double far = 1.0 / (std::max)(1.0, std::sqrt(static_cast<double>(law_.back().first - law_.front().first)));
    double at_far = miss(far);
    while (at_far < 0.0 && far < 1e6) {
      low = far;
      at_low = at_far;
      at_far = miss(far *= 2.0);
    }
    for (int i = 0; i < 60 && at_far > 1e-12 && far - low > 1e-14 * far; ++i) {
      const double next = i % 3 == 2 ? 0.5 * (low + far) : low + (far - low) * at_low / (at_low - at_far); // every third step halves, so it must end
      const double at_next = miss(next);
      (at_next < 0.0 ? low : far) = next;
      (at_next < 0.0 ? at_low : at_far) = at_next;
      if (std::fabs(at_next) < 1e-12) { break; }
    }
    return mean;
  }

private:
  static std::int64_t half_up(std::int64_t twice) noexcept { return (twice >= 0 ? twice + 1 : twice) / 2; }
  static std::int64_t half_down(std::int64_t twice) noexcept { return (twice >= 0 ? twice : twice - 1) / 2; }
  [[nodiscard]] double share(double weight) const noexcept { return total_ > 0.0 ? (std::min)(1.0, weight / total_) : 1.0; }
  [[nodiscard]] std::size_t first_from(std::int64_t t) const noexcept {
    return static_cast<std::size_t>(std::lower_bound(law_.begin(), law_.end(), t, [](const entry& e, std::int64_t value) { return e.first < value; }) - law_.begin());
  }
  [[nodiscard]] std::size_t first_after(std::int64_t t) const noexcept {
    return static_cast<std::size_t>(std::upper_bound(law_.begin(), law_.end(), t, [](std::int64_t value, const entry& e) { return value < e.first; }) - law_.begin());
  }

  std::vector<entry> law_;
  std::vector<double> below_;
  std::vector<double> above_;
  double extra_;
  double total_{};
};

} // namespace headway::resample
