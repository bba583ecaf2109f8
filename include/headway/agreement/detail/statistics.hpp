#pragma once

/// \file
/// The coefficients that do not look at who rated, each as a function of sums over units: 1 - observed / expected disagreement. A statistic knows the sums of all units, its
/// value from them, its value with one unit taken out, and how much one unit weighs on it.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include <headway/agreement/detail/lanes.hpp>
#include <headway/agreement/pair_sums.hpp>
#include <headway/agreement/weights.hpp>
#include <headway/base/status.hpp>

namespace headway::agreement::detail {

/// A value, or why there is none.
struct outcome {
  headway::status status{status::no_data};
  double value{};
  double observed{}; ///< disagreement
  double expected{}; ///< disagreement by chance
  [[nodiscard]] std::optional<double> number() const noexcept { return status == status::ok ? std::optional{value} : std::nullopt; }
};

/// A unit: marks per level, their number, and the number of ordered pairs of marks of different raters (m (m - 1) unless raters were drawn more than once).
struct unit_marks {
  std::array<double, most_levels> n{};
  double m{};
  double pairs{};

  unit_marks() = default;
  explicit unit_marks(std::span<const std::uint32_t> counts) noexcept {
    for (std::size_t k = 0; k < counts.size(); ++k) {
      n[k] = counts[k];
      m += n[k];
    }
    pairs = m * (m - 1.0);
  }
};

/// The sums of a statistic over all units.
template <class Statistic> [[nodiscard]] typename Statistic::sums sums_of(const Statistic& statistic, const pair_sums& from) noexcept {
  typename Statistic::sums out;
  from.each_size([&](std::uint64_t m, std::uint64_t units, std::span<const std::uint64_t> each) { statistic.add_size(out, m, units, each); });
  return out;
}

/// What is taken for chance by the coefficients of the kappa family.
enum class chance_rule { none, uniform, pooled, gwet };

/// Percent agreement, Brennan-Prediger, Fleiss's kappa (Scott's pi) and Gwet's AC.
/// With w the weights, d = 1 - w, D_u = sum_{c != k} d_ck n_uc n_uk / (m_u (m_u - 1)) for units with two marks or more, pi_k the mean of n_uk / m_u over all units with marks:
/// value = 1 - mean(D_u) / E with E = 1, 1 - sum w / K^2, sum_{c != k} d_ck pi_c pi_k, or 1 - sum w / (K (K - 1)) sum pi_k (1 - pi_k).
class chance_statistic {
public:
  /// Sums over units.
  struct sums {
    double units{};        ///< with marks
    double paired{};       ///< with two or more
    double disagreement{}; ///< of D_u
    std::array<double, most_levels> share{}; ///< of n_uk / m_u
    std::array<double, most_levels> marks{}; ///< of n_uk, whole numbers: 0 says that the level was not used, whatever rounding left in `share`
  };
  static constexpr std::uint64_t fewest_marks = 1; ///< units with fewer marks do not count at all

  chance_statistic(chance_rule rule, const weight_matrix& weights) : rule_{rule}, levels_{weights.levels()} {
    for (std::size_t c = 0; c < levels_; ++c) {
      for (std::size_t k = 0; k < levels_; ++k) { distance_[c][k] = 1.0 - weights(c, k); }
    }
    const auto all = static_cast<double>(levels_);
    uniform_ = 1.0 - weights.sum() / (all * all);
    scale_ = weights.sum() / (all * (all - 1.0));
  }

  [[nodiscard]] std::size_t levels() const noexcept { return levels_; }

  /// Adds the units of one panel size, from `pair_sums`.
  void add_size(sums& out, std::uint64_t m, std::uint64_t units, std::span<const std::uint64_t> each) const noexcept {
    const auto size = static_cast<double>(m);
    out.units += static_cast<double>(units);
    for (std::size_t k = 0; k < levels_; ++k) {
      out.marks[k] += static_cast<double>(each[k]);
      out.share[k] += static_cast<double>(each[k]) / size;
    }
    if (m < 2) { return; }
    out.paired += static_cast<double>(units);
    double apart = 0.0;
    for (std::size_t c = 0, lane = levels_; c < levels_; ++c) {
      for (std::size_t k = c + 1; k < levels_; ++k) { apart += distance_[c][k] * static_cast<double>(each[lane++]); }
    }
    out.disagreement += 2.0 * apart / (size * (size - 1.0));
  }

  /// D_u.
  [[nodiscard]] double disagreement_of(const unit_marks& u) const noexcept {
    double apart = 0.0;
    for (std::size_t c = 0; c < levels_; ++c) {
      for (std::size_t k = c + 1; k < levels_; ++k) { apart += distance_[c][k] * u.n[c] * u.n[k]; }
    }
    return 2.0 * apart / u.pairs;
  }

  /// Adds one kind of unit.
  void add(sums& into, const unit_marks& u, double times) const noexcept {
    if (!(u.m > 0.0)) { return; }
    into.units += times;
    for (std::size_t k = 0; k < levels_; ++k) {
      into.marks[k] += times * u.n[k];
      into.share[k] += times * (u.n[k] / u.m);
    }
    if (!(u.pairs > 0.0)) { return; }
    into.paired += times;
    into.disagreement += times * disagreement_of(u);
  }

  [[nodiscard]] outcome value(const sums& s) const noexcept {
    outcome out;
    if (!(s.units > 0.0)) { return out; }
    out.status = status::too_few_raters;
    if (!(s.paired > 0.0)) { return out; }
    out.observed = (std::max)(0.0, s.disagreement / s.paired);
    out.expected = expected(shares(s));
    out.status = out.expected > 0.0 ? status::ok : status::no_variation;
    if (out.status == status::ok) { out.value = 1.0 - out.observed / out.expected; }
    return out;
  }

  [[nodiscard]] outcome without(const sums& all, const unit_marks& u) const noexcept {
    sums rest = all;
    add(rest, u, -1.0);
    return value(rest);
  }

  /// What unit u weighs: Gwet's linearisation. The standard error is sqrt(sum (weigh - centre)^2 / (n (n - 1))) over the n units that count.
  [[nodiscard]] double weigh(const sums& all, const outcome& whole, const unit_marks& u) const noexcept {
    const double agreed = u.pairs > 0.0 ? all.units / all.paired * (1.0 - disagreement_of(u) / whole.expected) : 0.0;
    double by_chance = whole.expected;
    const std::array<double, most_levels> pi = shares(all);
    if (rule_ == chance_rule::pooled) {
      by_chance = 0.0;
      for (std::size_t c = 0; c < levels_; ++c) {
        for (std::size_t k = 0; k < levels_; ++k) { by_chance += u.n[c] / u.m * distance_[c][k] * pi[k]; }
      }
    } else if (rule_ == chance_rule::gwet) {
      double sum = 0.0;
      for (std::size_t k = 0; k < levels_; ++k) { sum += u.n[k] / u.m * (1.0 - pi[k]); }
      by_chance = 1.0 - scale_ * sum;
    }
    return agreed - 2.0 * (1.0 - whole.value) * (whole.expected - by_chance) / whole.expected;
  }
  /// What these are measured from.
  [[nodiscard]] double centre(const sums&, const outcome& whole) const noexcept { return whole.value; }

private:
  [[nodiscard]] std::array<double, most_levels> shares(const sums& s) const noexcept {
    std::array<double, most_levels> pi{};
    for (std::size_t k = 0; k < levels_; ++k) { pi[k] = s.marks[k] > 0.5 ? s.share[k] / s.units : 0.0; }
    return pi;
  }
  [[nodiscard]] double expected(const std::array<double, most_levels>& pi) const noexcept {
    switch (rule_) {
    case chance_rule::none: return 1.0;
    case chance_rule::uniform: return uniform_;
    case chance_rule::pooled: {
      double apart = 0.0;
      for (std::size_t c = 0; c < levels_; ++c) {
        for (std::size_t k = c + 1; k < levels_; ++k) { apart += distance_[c][k] * pi[c] * pi[k]; }
      }
      return 2.0 * apart;
    }
    case chance_rule::gwet: {
      double sum = 0.0;
      for (std::size_t k = 0; k < levels_; ++k) { sum += pi[k] * (1.0 - pi[k]); }
      return 1.0 - scale_ * sum;
    }
    }
    return 1.0;
  }

  chance_rule rule_;
  std::size_t levels_;
  std::array<std::array<double, most_levels>, most_levels> distance_{};
  double uniform_{};
  double scale_{};
};

/// Krippendorff's alpha: 1 - D_o / D_e, D_o = sum_{c<k} o_ck d_ck with o_ck = sum_u n_uc n_uk / (m_u - 1), D_e = sum_{c<k} n_c n_k d_ck / (n - 1), over units with two marks or
/// more. The ordinal metric takes d_ck from the marks: the square of the distance of the middles of two levels when all marks stand in a row.
class alpha_statistic {
public:
  struct sums {
    double paired{};
    std::array<double, most_levels> marks{};             ///< n_c, whole numbers
    std::array<double, most_levels * (most_levels - 1) / 2> pairs{}; ///< o_ck, row by row of c < k
  };
  static constexpr std::uint64_t fewest_marks = 2;
  using distances = std::array<double, most_levels * (most_levels - 1) / 2>;

  /// The ordinal metric. \param levels 2 to 16
  explicit alpha_statistic(std::size_t levels) : levels_{levels}, ordinal_{true} {}
  /// Fixed distances of levels c < k, row by row.
  alpha_statistic(std::size_t levels, const distances& distance) : levels_{levels}, ordinal_{false}, fixed_{distance} {}

  [[nodiscard]] std::size_t levels() const noexcept { return levels_; }

  void add_size(sums& out, std::uint64_t m, std::uint64_t units, std::span<const std::uint64_t> each) const noexcept {
    if (m < 2) { return; }
    out.paired += static_cast<double>(units);
    const double weight = 1.0 / static_cast<double>(m - 1);
    for (std::size_t k = 0; k < levels_; ++k) { out.marks[k] += static_cast<double>(each[k]); }
    for (std::size_t i = 0; i < pairs(); ++i) { out.pairs[i] += static_cast<double>(each[levels_ + i]) * weight; }
  }

  void add(sums& into, const unit_marks& u, double times) const noexcept {
    if (!(u.pairs > 0.0)) { return; }
    into.paired += times;
    const double weight = times * u.m / u.pairs;
    for (std::size_t c = 0, i = 0; c < levels_; ++c) {
      into.marks[c] += times * u.n[c];
      for (std::size_t k = c + 1; k < levels_; ++k) { into.pairs[i++] += u.n[c] * u.n[k] * weight; }
    }
  }

  [[nodiscard]] outcome value(const sums& s) const noexcept { return compute(s, s.marks, [&](std::size_t i, std::size_t, std::size_t) { return s.pairs[i]; }); }

  [[nodiscard]] outcome without(const sums& all, const unit_marks& u) const noexcept {
    if (!(u.pairs > 0.0)) { return value(all); }
    std::array<double, most_levels> marks;
    for (std::size_t k = 0; k < levels_; ++k) { marks[k] = all.marks[k] - u.n[k]; }
    const double weight = u.m / u.pairs;
    return compute(all, marks, [&](std::size_t i, std::size_t c, std::size_t k) { return (std::max)(0.0, all.pairs[i] - u.n[c] * u.n[k] * weight); });
  }

  /// What unit u weighs, as irrCAC: with the small-sample correction in the observed agreement and alpha without it. For the ordinal metric also through the distances.
  [[nodiscard]] double weigh(const sums& all, const outcome&, const unit_marks& u) const noexcept {
    double n = 0.0;
    for (std::size_t k = 0; k < levels_; ++k) { n += all.marks[k]; }
    const double mean = n / all.paired;
    const distances d = distance(all.marks, n);
    std::array<double, most_levels> pi{};
    for (std::size_t k = 0; k < levels_; ++k) { pi[k] = all.marks[k] / n; }
    double chance = 0.0;
    double own_chance = 0.0;
    double own = 0.0;
    double observed = 0.0;
    for (std::size_t c = 0, i = 0; c < levels_; ++c) {
      for (std::size_t k = c + 1; k < levels_; ++k, ++i) {
        observed += 2.0 * all.pairs[i] * d[i] / n;
        chance += 2.0 * pi[c] * pi[k] * d[i];
        own_chance += (u.n[c] * pi[k] + u.n[k] * pi[c]) * d[i];
        own += 2.0 * u.n[c] * u.n[k] * u.m / u.pairs * d[i];
      }
    }
    const double off = (u.m - mean) / mean;
    const double plain = 1.0 - observed / chance;
    double out = 1.0 - (own / mean - (1.0 - 1.0 / n) * observed * off) / chance;
    out -= 2.0 * (1.0 - plain) * (chance - own_chance / mean + chance * off) / chance;
    if (ordinal_) { out += through_distances(all, pi, u, n, mean, observed, chance); }
    return out;
  }
  /// What these are measured from: alpha without the small-sample correction.
  [[nodiscard]] double centre(const sums& all, const outcome& whole) const noexcept {
    double n = 0.0;
    for (std::size_t k = 0; k < levels_; ++k) { n += all.marks[k]; }
    return 1.0 - (1.0 - whole.value) * n / (n - 1.0);
  }

private:
  [[nodiscard]] std::size_t pairs() const noexcept { return levels_ * (levels_ - 1) / 2; }

  /// The middle of every level when all marks stand in a row.
  [[nodiscard]] std::array<double, most_levels> middles(const std::array<double, most_levels>& marks) const noexcept {
    std::array<double, most_levels> out;
    double below = 0.0;
    for (std::size_t k = 0; k < levels_; ++k) {
      out[k] = below + 0.5 * marks[k];
      below += marks[k];
    }
    return out;
  }
  [[nodiscard]] distances distance(const std::array<double, most_levels>& marks, double n) const noexcept {
    if (!ordinal_) { return fixed_; }
    distances out;
    const auto middle = middles(marks);
    for (std::size_t c = 0, i = 0; c < levels_; ++c) {
      for (std::size_t k = c + 1; k < levels_; ++k, ++i) { out[i] = (middle[k] - middle[c]) / n * ((middle[k] - middle[c]) / n); }
    }
    return out;
  }

  template <class Pair> [[nodiscard]] outcome compute(const sums& s, const std::array<double, most_levels>& marks, Pair pair) const noexcept {
    outcome out;
    double n = 0.0;
    for (std::size_t k = 0; k < levels_; ++k) { n += marks[k]; }
    out.status = status::too_few_raters;
    if (!(s.paired > 0.0) || !(n > 1.0)) { return out; }
    double observed = 0.0;
    double expected = 0.0;
    if (ordinal_) {
      const auto middle = middles(marks);
      for (std::size_t c = 0, i = 0; c < levels_; ++c) {
        for (std::size_t k = c + 1; k < levels_; ++k, ++i) {
          const double d = (middle[k] - middle[c]) * (middle[k] - middle[c]);
          observed += pair(i, c, k) * d;
          expected += marks[c] * marks[k] * d;
        }
      }
    } else {
      for (std::size_t c = 0, i = 0; c < levels_; ++c) {
        for (std::size_t k = c + 1; k < levels_; ++k, ++i) {
          observed += pair(i, c, k) * fixed_[i];
          expected += marks[c] * marks[k] * fixed_[i];
        }
      }
    }
    out.observed = observed;
    out.expected = expected / (n - 1.0);
    out.status = out.expected > 0.0 ? status::ok : status::no_variation;
    if (out.status == status::ok) { out.value = 1.0 - out.observed / out.expected; }
    return out;
  }

  /// The ordinal metric's own part: one unit moves the middles of the levels, and they the distances in both disagreements.
  [[nodiscard]] double through_distances(const sums& all, const std::array<double, most_levels>& pi, const unit_marks& u, double n, double mean, double observed,
                                         double chance) const noexcept {
    std::array<double, most_levels> moved{};
    for (std::size_t k = 0; k < levels_; ++k) { moved[k] = (u.n[k] - pi[k] * u.m) / mean; }
    const auto middle = middles(pi);
    const auto shift = middles(moved);
    double of_observed = 0.0;
    double of_chance = 0.0;
    for (std::size_t c = 0, i = 0; c < levels_; ++c) {
      for (std::size_t k = c + 1; k < levels_; ++k, ++i) {
        const double change = 2.0 * (middle[k] - middle[c]) * (shift[k] - shift[c]);
        of_observed += 2.0 * all.pairs[i] / n * change;
        of_chance += 2.0 * pi[c] * pi[k] * change;
      }
    }
    return -of_observed / chance + observed * of_chance / (chance * chance);
  }

  std::size_t levels_;
  bool ordinal_;
  distances fixed_{};
};

} // namespace headway::agreement::detail
