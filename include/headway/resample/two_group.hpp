#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/numeric/special.hpp>

namespace headway::resample {

/// Most categories of a table of two groups: every person of four thousand may have a value of their own.
inline constexpr std::int64_t most_categories = 4096;

/// Both tails of an exact permutation law at an observed value, each with the observed point in it.
struct exact_tails {
  double lower{1.0};    ///< P(T <= t)
  double upper{1.0};    ///< P(T >= t)
  double point{1.0};    ///< P(T = t)
  friend bool operator==(const exact_tails&, const exact_tails&) = default;
};

namespace detail {

/// log n!, the same on every platform but for the last bits of its logarithm.
inline double log_factorial(std::uint32_t n) {
  if (n < 2) { return 0.0; }
  const double x = n;
  return (x + 0.5) * std::log(x) - x + 0.91893853320467274178 + numeric::detail::stirling_error(x);
}

/// One column of a 2 x K table: how many of `total` fall into the first group, as binomial(total, share) weights from `first` on.
struct column_window {
  std::uint32_t first{};
  std::vector<double> weight{};
};

/// The weights of a binomial law that are not below `cut`: from the most likely number outwards by their ratios.
/// \param log_odds of one of the `total`
inline column_window binomial_window(std::uint32_t total, double log_odds, double cut) {
  std::vector<double> all(total + std::size_t{1});
  const double share = 1.0 / (1.0 + std::exp(-log_odds));
  const double rest = 1.0 / (1.0 + std::exp(log_odds));
  const double odds = std::exp((std::fmin)(log_odds, 700.0));
  const auto mode = (std::min)(total, static_cast<std::uint32_t>((total + 1.0) * share));
  if (share > 0.0 && rest > 0.0) { // the chance of the mode as the density of a beta law
    all[mode] = numeric::detail::beta_law{mode + 1.0, total - mode + 1.0}.kernel(share, rest) / ((total + 1.0) * share * rest);
  } else {
    all[mode] = 1.0;
  }
  std::uint32_t last = mode;
  std::uint32_t first = mode;
  while (last < total && all[last] >= cut) {
    all[last + 1] = all[last] * (static_cast<double>(total - last) / (last + 1.0)) * odds;
    ++last;
  }
  while (first > 0 && all[first] >= cut) {
    all[first - 1] = all[first] * (first / (total - first + 1.0)) / odds;
    --first;
  }
  return {first, {all.begin() + first, all.begin() + last + 1}};
}

/// People and score sum of some categories, as weights: one dense row of sums for every number of people.
class people_by_sum {
public:
  struct row {
    std::int64_t first{};        ///< smallest sum
    std::vector<double> weight{};
  };

  people_by_sum() : rows_(1) { rows_[0].weight.assign(1, 1.0); }

  /// Steps that `add` will take, to be known before it is called.
  [[nodiscard]] double steps(const column_window& window) const noexcept {
    double entries = 0.0;
    for (const row& r : rows_) { entries += static_cast<double>(r.weight.size()); }
    return entries * static_cast<double>(window.weight.size());
  }

  /// Adds one category.
  void add(const column_window& window, std::int64_t score) {
    std::vector<row> next(rows_.size() + window.weight.size() - 1);
    for (std::size_t i = 0; i < next.size(); ++i) {
      std::int64_t first = INT64_MAX;
      std::int64_t last = INT64_MIN;
      each_source(i, window, [&](const row& from, std::size_t a) {
        const std::int64_t moved = from.first + score * (window.first + static_cast<std::int64_t>(a));
        first = (std::min)(first, moved);
        last = (std::max)(last, moved + static_cast<std::int64_t>(from.weight.size()));
      });
      next[i].first = first;
      next[i].weight.assign(static_cast<std::size_t>(last - first), 0.0);
      each_source(i, window, [&](const row& from, std::size_t a) {
        const double w = window.weight[a];
        double* into = next[i].weight.data() + (from.first + score * (window.first + static_cast<std::int64_t>(a)) - first);
        const double* values = from.weight.data();
        for (std::size_t j = 0; j < from.weight.size(); ++j) { into[j] += w * values[j]; }
      });
    }
    rows_ = std::move(next);
    people_first_ += window.first;
  }

  /// The row of a number of people, or nullptr.
  [[nodiscard]] const row* find(std::int64_t people) const noexcept {
    const std::int64_t i = people - people_first_;
    return i < 0 || i >= static_cast<std::int64_t>(rows_.size()) ? nullptr : &rows_[static_cast<std::size_t>(i)];
  }
  [[nodiscard]] std::vector<row>& rows() noexcept { return rows_; }

private:
  template <class Function> void each_source(std::size_t i, const column_window& window, Function f) const {
    const std::size_t lowest = i + 1 > rows_.size() ? i + 1 - rows_.size() : 0;
    for (std::size_t a = lowest; a < window.weight.size() && a <= i; ++a) { f(rows_[i - a], a); }
  }

  std::vector<row> rows_;
  std::int64_t people_first_{};
};

/// One category of a 2 x K table.
struct scored_category {
  std::uint32_t total;
  std::int64_t score;
};

/// A tail that is too small for a double is given as this: no p-value is 0.
inline constexpr double smallest_tail = 1e-300;

/// The log odds of being in the first group for people of the category with score 0, and how much they rise with the score.
struct group_tilt {
  double base{};
  double slope{};
};

/// The tilt under which n1 people are expected in the first group and their scores are expected to sum to t: the middle of the tables that matter at t.
/// \param categories scores from 0 up, t from their mean up
[[nodiscard]] inline group_tilt tilt_towards(const std::vector<scored_category>& categories, std::uint32_t n1, double t) {
  struct moments {
    double people{};
    double sum{};
  };
  std::int64_t top = 0;
  for (const scored_category& c : categories) { top = (std::max)(top, c.score); }
  const auto expected = [&](const group_tilt& tilt) {
    moments out;
    for (const scored_category& c : categories) {
      const double people = c.total / (1.0 + std::exp(-tilt.base - tilt.slope * static_cast<double>(c.score)));
      out.people += people;
      out.sum += people * static_cast<double>(c.score);
    }
    return out;
  };
  const auto base_for = [&](double slope) {
    double low = -60.0 - slope * static_cast<double>(top);
    double high = 60.0;
    for (int i = 0; i < 70; ++i) {
      const double middle = 0.5 * (low + high);
      (expected({middle, slope}).people < n1 ? low : high) = middle;
    }
    return 0.5 * (low + high);
  };
  double low = 0.0;
  double high = 60.0; // a factor of e^60 for one step of the scores leaves only the last table
  for (int i = 0; i < 50; ++i) {
    const double middle = 0.5 * (low + high);
    (expected({base_for(middle), middle}).sum < t ? low : high) = middle;
  }
  return {base_for(low), low};
}

/// The upper tail of the sum of scores of n1 people drawn from categories, by one of two routes to the same sum.
/// Definition: with p_k the chance of the first group for a person of category k, log odds base + slope x score, P(T >= t) is
/// sum over tables with T >= t of prod Bin(a_k; t_k, p_k) exp(-slope (T - t)), times a constant. A slope of 0 is the law itself; one that puts the mean at t makes
/// the smallest of tails as exact as any other.
class upper_tail {
public:
  /// \param categories at least two, of different scores from 0 up, the two largest last \param t the value \param cut weights below this are left out
  upper_tail(const std::vector<scored_category>& categories, std::uint32_t n1, std::uint32_t n, std::int64_t t, const group_tilt& tilt, double cut)
      : categories_{categories}, n1_{n1}, t_{t}, decay_{std::exp(-tilt.slope)}, slope_{tilt.slope} {
    for (const scored_category& c : categories) { windows_.push_back(binomial_window(c.total, tilt.base + tilt.slope * static_cast<double>(c.score), cut)); }
    if (!(tilt.slope > 0.0)) { // one over the chance that the binomials sum to n1, their mean
      const double a = n1;
      const double b = n - n1;
      constant_ = std::sqrt(6.283185307179586477 * a * (b / n)) *
                  std::exp(numeric::detail::stirling_error(a) + numeric::detail::stirling_error(b) - numeric::detail::stirling_error(n));
      return;
    }
    double log_constant = log_factorial(n1) + log_factorial(n - n1) - log_factorial(n) - tilt.base * n1 - tilt.slope * static_cast<double>(t);
    for (const scored_category& c : categories) {
      const double log_odds = tilt.base + tilt.slope * static_cast<double>(c.score);
      log_constant += c.total * ((std::fmax)(log_odds, 0.0) + std::log1p(std::exp(-std::fabs(log_odds))));
    }
    constant_ = std::exp(log_constant);
  }

  /// P(T >= t) and P(T = t), or nothing when it takes too many steps.
  [[nodiscard]] std::optional<exact_tails> tails(double most_steps) const {
    const double rows = steps_by_rows(most_steps);
    const double tables = steps_by_tables();
    if ((std::min)(rows, tables) > most_steps) { return std::nullopt; }
    return rows <= tables ? by_rows() : by_tables();
  }

private:
  [[nodiscard]] double width(std::size_t k) const noexcept { return static_cast<double>(windows_[k].weight.size()); }

  /// Additions of `by_rows`, without doing them; beyond `most` or too much memory: infinitely many in effect.
  [[nodiscard]] double steps_by_rows(double most) const noexcept {
    constexpr double never = 1e300;
    double steps = 0.0;
    double people = 1.0; // rows
    double range = 1.0;  // sums in the longest row
    for (std::size_t k = 0; k + 2 < categories_.size(); ++k) {
      steps += people * range * width(k);
      people += width(k) - 1.0;
      range += static_cast<double>(categories_[k].score) * (width(k) - 1.0);
      if (steps > most || people * range > 6e7) { return never; }
    }
    return steps + width(categories_.size() - 2) * width(categories_.size() - 1);
  }
  /// Sums of `by_tables`; a sum takes about four times as long as an addition to a row.
  [[nodiscard]] double steps_by_tables() const noexcept {
    double tables = 1.0;
    double people = 1.0;
    for (std::size_t k = 0; k + 2 < categories_.size(); ++k) {
      tables *= width(k);
      people += width(k) - 1.0;
    }
    const double pairs = people * width(categories_.size() - 1);
    return pairs > 6e7 ? 1e300 : 4.0 * tables + pairs;
  }

  [[nodiscard]] exact_tails result(double upper, double point) const noexcept {
    exact_tails out;
    out.point = (std::min)(1.0, point * constant_);
    out.upper = (std::clamp)(upper * constant_, smallest_tail, 1.0);
    out.lower = (std::clamp)(1.0 - out.upper + out.point, 0.0, 1.0);
    return out;
  }

  /// What a table is worth whose sum of scores passes t by this much.
  [[nodiscard]] double beyond(std::int64_t by) const noexcept { return slope_ > 0.0 ? std::exp(-slope_ * static_cast<double>(by)) : 1.0; }

  /// All categories but the two largest as rows (people, sum of scores); the pair is walked through, and each of its tables is answered by one sum from the far
  /// end of a row. Best where scores are small whole numbers.
  [[nodiscard]] exact_tails by_rows() const {
    people_by_sum rest;
    for (std::size_t k = 0; k + 2 < categories_.size(); ++k) { rest.add(windows_[k], categories_[k].score); }
    const column_window& lows = windows_[windows_.size() - 2];
    const column_window& highs = windows_.back();
    const std::int64_t low_score = categories_[categories_.size() - 2].score;
    const std::int64_t high_score = categories_.back().score;
    // P(T >= t) needs, for every row, the sum of weights from a sum upwards; P(T = t) the weight itself
    const auto walk = [&](auto&& use) {
      for (std::size_t h = 0; h < highs.weight.size(); ++h) {
        const std::int64_t in_high = highs.first + static_cast<std::int64_t>(h);
        for (std::size_t l = 0; l < lows.weight.size(); ++l) {
          const std::int64_t in_low = lows.first + static_cast<std::int64_t>(l);
          const people_by_sum::row* row = rest.find(n1_ - in_high - in_low);
          if (row == nullptr || row->weight.empty()) { continue; }
          use(*row, t_ - high_score * in_high - low_score * in_low - row->first, highs.weight[h] * lows.weight[l]);
        }
      }
    };
    double point = 0.0;
    walk([&](const auto& row, std::int64_t at, double weight) {
      if (at >= 0 && at < static_cast<std::int64_t>(row.weight.size())) { point += weight * row.weight[static_cast<std::size_t>(at)]; }
    });
    for (auto& row : rest.rows()) {
      for (std::size_t j = row.weight.size(); j > 1; --j) { row.weight[j - 2] += decay_ * row.weight[j - 1]; }
    }
    double upper = 0.0;
    walk([&](const auto& row, std::int64_t at, double weight) {
      if (at >= static_cast<std::int64_t>(row.weight.size())) { return; }
      upper += at >= 0 ? weight * row.weight[static_cast<std::size_t>(at)] : weight * row.weight[0] * beyond(-at);
    });
    return result(upper, point);
  }

  /// All tables of all categories but the two largest; the pair is answered by one sum, prepared for every number of people it can have. Best where scores are
  /// far apart, such as midranks: then sums hardly ever meet, and rows would be empty for the most part.
  [[nodiscard]] exact_tails by_tables() const {
    const bool exchanged = categories_[categories_.size() - 2].score > categories_.back().score;
    const std::size_t low = categories_.size() - (exchanged ? 1 : 2);
    const std::size_t high = categories_.size() - (exchanged ? 2 : 1);
    const column_window& lows = windows_[low];
    const column_window& highs = windows_[high];
    pair_sums pairs;
    pairs.low_score = categories_[low].score;
    pairs.gap = categories_[high].score - pairs.low_score;
    pairs.high_first = highs.first;
    pairs.width = highs.weight.size() + 1;
    const double step = beyond(pairs.gap);
    std::int64_t fewest = 0; // people in the other categories
    std::int64_t most = 0;
    for (std::size_t k = 0; k + 2 < categories_.size(); ++k) {
      fewest += windows_[k].first;
      most += windows_[k].first + static_cast<std::int64_t>(windows_[k].weight.size()) - 1;
    }
    pairs.first = (std::max)(std::int64_t{0}, n1_ - most);
    pairs.last = (std::max)(pairs.first - 1, n1_ - fewest);
    pairs.sum.assign(static_cast<std::size_t>(pairs.last - pairs.first + 1) * pairs.width, 0.0);
    for (std::int64_t people = pairs.first; people <= pairs.last; ++people) {
      double* sum = pairs.sum.data() + static_cast<std::size_t>(people - pairs.first) * pairs.width;
      for (std::size_t h = highs.weight.size(); h-- > 0;) {
        const std::int64_t in_low = people - highs.first - static_cast<std::int64_t>(h) - lows.first;
        const bool possible = in_low >= 0 && in_low < static_cast<std::int64_t>(lows.weight.size());
        sum[h] = step * sum[h + 1] + (possible ? highs.weight[h] * lows.weight[static_cast<std::size_t>(in_low)] : 0.0);
      }
    }
    double upper = 0.0;
    double point = 0.0;
    tables(0, n1_, t_, 1.0, pairs, upper, point);
    return result(upper, point);
  }

  /// For every number of people in the two largest categories the weights of having at least so many in the higher one.
  struct pair_sums {
    std::int64_t low_score{};
    std::int64_t gap{};        ///< between the two scores
    std::int64_t first{};      ///< fewest people
    std::int64_t last{};       ///< most people
    std::int64_t high_first{}; ///< fewest in the higher category
    std::size_t width{};
    std::vector<double> sum{};
  };

  void add(const pair_sums& pairs, std::int64_t people, std::int64_t missing, double weight, double& upper, double& point) const noexcept {
    if (people < pairs.first || people > pairs.last) { return; }
    const double* row = pairs.sum.data() + static_cast<std::size_t>(people - pairs.first) * pairs.width;
    const std::int64_t wanted = missing - pairs.low_score * people; // of gap x people in the higher category
    const std::int64_t whole = wanted / pairs.gap;
    const bool exact = whole * pairs.gap == wanted;
    const std::int64_t needed = whole + (!exact && wanted > 0 ? 1 : 0); // rounded up
    const std::int64_t in_high = (std::max)(needed - pairs.high_first, std::int64_t{0});
    if (in_high >= static_cast<std::int64_t>(pairs.width)) { return; }
    upper += weight * row[in_high] * beyond((in_high + pairs.high_first) * pairs.gap - wanted);
    if (exact && needed >= pairs.high_first) { point += weight * (row[in_high] - (in_high + 1 < static_cast<std::int64_t>(pairs.width) ? beyond(pairs.gap) * row[in_high + 1] : 0.0)); }
  }

  /// \param people of the first group not yet placed \param missing sum of scores that they must reach
  void tables(std::size_t k, std::int64_t people, std::int64_t missing, double weight, const pair_sums& pairs, double& upper, double& point) const {
    if (k + 2 == categories_.size()) {
      add(pairs, people, missing, weight, upper, point);
      return;
    }
    const column_window& window = windows_[k];
    const std::int64_t score = categories_[k].score;
    const bool innermost = k + 3 == categories_.size();
    for (std::size_t i = 0; i < window.weight.size(); ++i) {
      const std::int64_t a = window.first + static_cast<std::int64_t>(i);
      if (a > people) { break; }
      if (innermost) {
        add(pairs, people - a, missing - score * a, weight * window.weight[i], upper, point);
      } else {
        tables(k + 1, people - a, missing - score * a, weight * window.weight[i], pairs, upper, point);
      }
    }
  }

  const std::vector<scored_category>& categories_;
  std::int64_t n1_;
  std::int64_t t_;
  double decay_;
  double slope_;
  double constant_{};
  std::vector<column_window> windows_;
};

} // namespace detail

/// The exact permutation law of a sum of scores in the first of two groups, at any value.
/// Definition: the first group is a random draw of n1 of all people; T is the sum over categories of score x people of the first group in it. Only the 2 x K
/// tables with these margins matter, with weight prod C(t_k, a_k), which is the law of K independent binomials given their sum.
/// Binomial weights below 1e-30 are left out. Where the tail is small, the binomials are tilted so that their mean is at t, so its relative error stays near 1e-11
/// however small it is. A tail below 1e-300 is given as 1e-300.
/// Of the two tails the one on the far side of the mean from t is 1 less the other.
/// \param totals people per category in both groups together \param n1 people in the first group
/// \param scores one integer per category, any order; for rank sums twice the midranks \param t the value
/// \param most_steps give up beyond this many additions \return the tails, or nothing when the table is too large (then draw at random instead)
/// \throws error invalid_argument for unequal lengths; out_of_range for more than 4096 categories or n1 past the number of people
/// Cost: with the scores 1 to 5 and 2 x 100 people a tenth of a millisecond; 2 x 5000 a fraction of a second; with midranks two to ten times that. Threads: safe.
/// Since 0.1. Reference: Agresti, Mehta & Patel 1990. Checked by `two_group_test` against enumeration and published values.
[[nodiscard]] inline std::optional<exact_tails> two_group_tails(std::span<const std::uint32_t> totals, std::uint32_t n1, std::span<const std::int64_t> scores, std::int64_t t,
                                                                double most_steps = 4e9) {
  check::same_length(scores.size(), totals.size(), "two_group_tails", "scores");
  check::bounded(static_cast<std::int64_t>(totals.size()), 1, most_categories, "two_group_tails", "categories");
  std::vector<detail::scored_category> categories;
  std::uint64_t people = 0;
  for (std::size_t k = 0; k < totals.size(); ++k) {
    people += totals[k];
    if (totals[k] == 0) { continue; }
    const auto same = std::find_if(categories.begin(), categories.end(), [&](const detail::scored_category& c) { return c.score == scores[k]; });
    if (same == categories.end()) {
      categories.push_back({totals[k], scores[k]});
    } else {
      same->total += totals[k];
    }
  }
  check::bounded(static_cast<std::int64_t>(people), 0, 0xFFFFFFFF, "two_group_tails", "people");
  check::bounded(n1, 0, static_cast<std::int64_t>(people), "two_group_tails", "n1");
  const auto n = static_cast<std::uint32_t>(people);
  if (categories.size() < 2 || n1 == 0 || n1 == n) { // one value only
    const std::int64_t value = categories.empty() || n1 == 0 ? 0 : std::accumulate(categories.begin(), categories.end(), std::int64_t{0}, [&](std::int64_t sum, const auto& c) {
      return sum + c.score * (n1 == n ? c.total : n1);
    });
    return exact_tails{value <= t ? 1.0 : 0.0, value >= t ? 1.0 : 0.0, value == t ? 1.0 : 0.0};
  }

  // scores as small as they can be: any shift and any common factor leave the law alone
  const auto by_score = [](const detail::scored_category& a, const detail::scored_category& b) { return a.score < b.score; };
  const std::int64_t lowest = std::min_element(categories.begin(), categories.end(), by_score)->score;
  std::int64_t divisor = 0;
  for (const detail::scored_category& c : categories) { divisor = std::gcd(divisor, c.score - lowest); }
  const std::int64_t shifted = t - lowest * n1;
  const bool between = shifted % divisor != 0; // no table has this sum: the tail from the next one up
  std::int64_t observed = shifted / divisor + (between && shifted > 0 ? 1 : 0);
  double expected = 0.0;
  for (detail::scored_category& c : categories) {
    c.score = (c.score - lowest) / divisor;
    expected += static_cast<double>(c.score) * c.total * n1 / n;
  }
  // the law of -T is that of the scores turned round: only the upper tail, the smaller one, is summed
  const bool turned = static_cast<double>(observed) < expected;
  if (turned) {
    const std::int64_t top = std::max_element(categories.begin(), categories.end(), by_score)->score;
    for (detail::scored_category& c : categories) { c.score = top - c.score; }
    observed = top * n1 - observed + (between ? 1 : 0);
  }
  std::int64_t highest = 0; // the first group takes the top of everybody
  std::uint32_t left = n1;
  std::sort(categories.begin(), categories.end(), by_score);
  for (std::size_t k = categories.size(); k-- > 0;) {
    const std::uint32_t here = (std::min)(left, categories[k].total);
    highest += categories[k].score * here;
    left -= here;
  }
  if (observed > highest) { return turned ? exact_tails{0.0, 1.0, 0.0} : exact_tails{1.0, 0.0, 0.0}; }
  std::sort(categories.begin(), categories.end(), [](const auto& a, const auto& b) { return a.total != b.total ? a.total < b.total : a.score < b.score; });
  // neighbouring scores first: their rows have no gaps
  std::sort(categories.begin(), categories.end() - 2, by_score);

  const double odds = std::log(static_cast<double>(n1)) - std::log(static_cast<double>(n - n1));
  std::optional<exact_tails> out = detail::upper_tail{categories, n1, n, observed, {odds, 0.0}, 1e-30}.tails(most_steps);
  if (!out) { return out; }
  if (out->upper <= 1e-10) { // what matters lies in the far ends of the binomials: move them there
    const detail::group_tilt tilt = detail::tilt_towards(categories, n1, static_cast<double>(observed));
    out = detail::upper_tail{categories, n1, n, observed, tilt, 1e-30}.tails(most_steps);
    if (!out) { return out; }
  }
  if (between) {
    out->point = 0.0;
    out->lower = 1.0 - out->upper;
  }
  if (turned) { std::swap(out->upper, out->lower); }
  return out;
}

/// The exact permutation law of a sum of scores in the first of two groups, at its observed value; see `two_group_tails`.
/// Ties are exact because scores are integers. Choose it over a normal or Monte Carlo p whenever it answers.
/// \param first,second people per category in the two groups \param scores one integer per category, any order; for rank sums twice the midranks
/// \param most_steps give up beyond this many additions \return the tails, or nothing when the table is too large (then draw at random instead)
/// \throws error invalid_argument for unequal lengths; out_of_range for more than 4096 categories
/// Cost: that of `two_group_tails`. Threads: safe. Since 0.1. Checked by `two_group_test` against enumeration and published values.
[[nodiscard]] inline std::optional<exact_tails> two_group_sum(std::span<const std::uint32_t> first, std::span<const std::uint32_t> second,
                                                              std::span<const std::int64_t> scores, double most_steps = 4e9) {
  check::same_length(second.size(), first.size(), "two_group_sum", "second");
  check::same_length(scores.size(), first.size(), "two_group_sum", "scores");
  std::vector<std::uint32_t> totals(first.size());
  std::int64_t observed = 0;
  std::uint32_t n1 = 0;
  for (std::size_t k = 0; k < first.size(); ++k) {
    totals[k] = first[k] + second[k];
    n1 += first[k];
    observed += scores[k] * first[k];
  }
  return two_group_tails(totals, n1, scores, observed, most_steps);
}

} // namespace headway::resample
