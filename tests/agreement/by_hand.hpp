#pragma once

// The coefficients of agreement as their definitions say, pair of raters by pair of raters, with nothing clever; and units or raters taken away one at a time.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <headway/agreement/weights.hpp>

namespace by_hand {

/// A table of marks; -1 where there is none.
struct table {
  std::vector<std::int8_t> marks;
  std::size_t units;
  std::size_t raters;
  std::size_t levels;
  [[nodiscard]] int at(std::size_t u, std::size_t r) const { return marks[u * raters + r]; }
};

inline table without_unit(const table& t, std::size_t unit) {
  table out{{}, t.units - 1, t.raters, t.levels};
  for (std::size_t u = 0; u < t.units; ++u) {
    for (std::size_t r = 0; r < t.raters && u != unit; ++r) { out.marks.push_back(t.marks[u * t.raters + r]); }
  }
  return out;
}

inline table without_rater(const table& t, std::size_t rater) {
  table out{{}, t.units, t.raters - 1, t.levels};
  for (std::size_t u = 0; u < t.units; ++u) {
    for (std::size_t r = 0; r < t.raters; ++r) {
      if (r != rater) { out.marks.push_back(t.marks[u * t.raters + r]); }
    }
  }
  return out;
}

/// The units that have a mark.
inline table with_marks(const table& t) {
  table out{{}, 0, t.raters, t.levels};
  for (std::size_t u = 0; u < t.units; ++u) {
    bool any = false;
    for (std::size_t r = 0; r < t.raters; ++r) { any = any || t.at(u, r) >= 0; }
    if (!any) { continue; }
    for (std::size_t r = 0; r < t.raters; ++r) { out.marks.push_back(t.marks[u * t.raters + r]); }
    ++out.units;
  }
  return out;
}

using weight = std::function<double(std::size_t, std::size_t)>;

/// Mean agreement of two marks of one unit, over units with two or more.
inline std::optional<double> observed(const table& t, const weight& w) {
  double sum = 0.0;
  double units = 0.0;
  for (std::size_t u = 0; u < t.units; ++u) {
    double agreed = 0.0;
    double pairs = 0.0;
    for (std::size_t a = 0; a < t.raters; ++a) {
      for (std::size_t b = 0; b < t.raters; ++b) {
        if (a == b || t.at(u, a) < 0 || t.at(u, b) < 0) { continue; }
        agreed += w(static_cast<std::size_t>(t.at(u, a)), static_cast<std::size_t>(t.at(u, b)));
        pairs += 1.0;
      }
    }
    if (pairs > 0.0) {
      sum += agreed / pairs;
      units += 1.0;
    }
  }
  return units > 0.0 ? std::optional{sum / units} : std::nullopt;
}

/// Mean over units with marks of the share of each level.
inline std::vector<double> shares(const table& t) {
  std::vector<double> out(t.levels);
  double units = 0.0;
  for (std::size_t u = 0; u < t.units; ++u) {
    std::vector<double> counts(t.levels);
    double m = 0.0;
    for (std::size_t r = 0; r < t.raters; ++r) {
      if (t.at(u, r) < 0) { continue; }
      counts[static_cast<std::size_t>(t.at(u, r))] += 1.0;
      m += 1.0;
    }
    if (m > 0.0) {
      units += 1.0;
      for (std::size_t k = 0; k < t.levels; ++k) { out[k] += counts[k] / m; }
    }
  }
  for (double& each : out) { each /= units; }
  return out;
}

/// What is expected by chance: "percent_agreement", "brennan_prediger", "fleiss_kappa", "gwet_ac" or "conger_kappa".
inline double expected(const std::string& name, const table& t, const weight& w) {
  const auto levels = static_cast<double>(t.levels);
  double total = 0.0;
  for (std::size_t c = 0; c < t.levels; ++c) {
    for (std::size_t k = 0; k < t.levels; ++k) { total += w(c, k); }
  }
  if (name == "percent_agreement") { return 0.0; }
  if (name == "brennan_prediger") { return total / (levels * levels); }
  if (name == "conger_kappa") {
    std::vector<std::vector<double>> habit;
    for (std::size_t r = 0; r < t.raters; ++r) {
      std::vector<double> counts(t.levels);
      double n = 0.0;
      for (std::size_t u = 0; u < t.units; ++u) {
        if (t.at(u, r) < 0) { continue; }
        counts[static_cast<std::size_t>(t.at(u, r))] += 1.0;
        n += 1.0;
      }
      for (double& each : counts) { each /= n; }
      if (n > 0.0) { habit.push_back(counts); }
    }
    double sum = 0.0;
    for (std::size_t a = 0; a < habit.size(); ++a) {
      for (std::size_t b = 0; b < habit.size(); ++b) {
        for (std::size_t c = 0; c < t.levels && a != b; ++c) {
          for (std::size_t k = 0; k < t.levels; ++k) { sum += w(c, k) * habit[a][c] * habit[b][k]; }
        }
      }
    }
    const auto r = static_cast<double>(habit.size());
    return sum / (r * (r - 1.0));
  }
  const std::vector<double> pi = shares(t);
  double sum = 0.0;
  for (std::size_t c = 0; c < t.levels; ++c) {
    if (name == "gwet_ac") {
      sum += total / (levels * (levels - 1.0)) * pi[c] * (1.0 - pi[c]);
      continue;
    }
    for (std::size_t k = 0; k < t.levels; ++k) { sum += w(c, k) * pi[c] * pi[k]; }
  }
  return sum;
}

inline double chance_corrected(const std::string& name, const table& t, const weight& w) {
  const double pa = observed(t, w).value();
  const double pe = expected(name, t, w);
  return (pa - pe) / (1.0 - pe);
}

/// Krippendorff's alpha with a squared distance of two levels, which may depend on the marks of each level in units with two marks or more.
using distance = std::function<double(std::size_t, std::size_t, const std::vector<double>&)>;
inline double alpha(const table& t, const distance& d) {
  std::vector<double> marks(t.levels);
  std::vector<double> coincidence(t.levels * t.levels);
  double n = 0.0;
  for (std::size_t u = 0; u < t.units; ++u) {
    double m = 0.0;
    for (std::size_t r = 0; r < t.raters; ++r) { m += t.at(u, r) >= 0 ? 1.0 : 0.0; }
    if (m < 2.0) { continue; }
    n += m;
    for (std::size_t a = 0; a < t.raters; ++a) {
      if (t.at(u, a) < 0) { continue; }
      marks[static_cast<std::size_t>(t.at(u, a))] += 1.0;
      for (std::size_t b = 0; b < t.raters; ++b) {
        if (a != b && t.at(u, b) >= 0) { coincidence[static_cast<std::size_t>(t.at(u, a)) * t.levels + static_cast<std::size_t>(t.at(u, b))] += 1.0 / (m - 1.0); }
      }
    }
  }
  double observed_sum = 0.0;
  double expected_sum = 0.0;
  for (std::size_t c = 0; c < t.levels; ++c) {
    for (std::size_t k = 0; k < t.levels; ++k) {
      observed_sum += coincidence[c * t.levels + k] * d(c, k, marks);
      expected_sum += marks[c] * marks[k] * d(c, k, marks);
    }
  }
  return 1.0 - (n - 1.0) * observed_sum / expected_sum;
}

/// Krippendorff's ordinal metric.
inline double ordinal(std::size_t c, std::size_t k, const std::vector<double>& marks) {
  double between = 0.0;
  for (std::size_t g = (std::min)(c, k); g <= (std::max)(c, k); ++g) { between += marks[g]; }
  between -= 0.5 * (marks[c] + marks[k]);
  return between * between;
}

/// A figure with one unit, or one rater, left out.
inline std::vector<double> left_out(const table& t, bool units, const std::function<double(const table&)>& figure) {
  std::vector<double> values;
  for (std::size_t i = 0; i < (units ? t.units : t.raters); ++i) { values.push_back(figure(units ? without_unit(t, i) : without_rater(t, i))); }
  return values;
}

/// What the jackknives over units and over raters both hold: (U - 1) (R - 1) / (U R) sum over marks of (value - value(i) - value(j) + value(ij))^2.
inline double shared_variance(const table& t, const std::function<double(const table&)>& figure) {
  const double whole = figure(t);
  const std::vector<double> of_unit = left_out(t, true, figure);
  const std::vector<double> of_rater = left_out(t, false, figure);
  double sum = 0.0;
  for (std::size_t u = 0; u < t.units; ++u) {
    const table rest = without_unit(t, u);
    for (std::size_t r = 0; r < t.raters; ++r) {
      if (t.at(u, r) < 0) { continue; }
      const double together = whole - of_unit[u] - of_rater[r] + figure(without_rater(rest, r));
      sum += together * together;
    }
  }
  const auto less_one = [](std::size_t n) { return static_cast<double>(n - 1) / static_cast<double>(n); };
  return sum * less_one(t.units) * less_one(t.raters);
}

/// The jackknife variance of a figure over units or over raters.
inline double jackknife(const table& t, bool units, const std::function<double(const table&)>& figure) {
  const std::vector<double> values = left_out(t, units, figure);
  double mean = 0.0;
  for (const double v : values) { mean += v / static_cast<double>(values.size()); }
  double squares = 0.0;
  for (const double v : values) { squares += (v - mean) * (v - mean); }
  return squares * static_cast<double>(values.size() - 1) / static_cast<double>(values.size());
}

/// The two-way jackknife interval on the scale of ln((value - lowest) / (1 - value)) / 2, with what both variances hold given: centre, standard error and degrees.
struct two_way {
  double centre{};
  double error{};
  double degrees{};
  two_way(const table& t, double lowest, double shared, const std::function<double(const table&)>& figure) {
    const auto scale = [=](double v) { return 0.5 * std::log((v - lowest) / (1.0 - v)); };
    const double value = figure(t);
    centre = scale(value);
    double sum = 0.0;
    double squares = 0.0;
    double smallest = 1e300;
    double fewest = 1e300;
    for (const bool units : {true, false}) {
      std::vector<double> values = left_out(t, units, figure);
      const auto n = static_cast<double>(values.size());
      double mean = 0.0;
      for (double& v : values) { mean += (v = scale(v)) / n; }
      double variance = 0.0;
      for (const double v : values) { variance += (v - mean) * (v - mean) * (n - 1.0) / n; }
      centre += (n - 1.0) * (scale(value) - mean);
      sum += variance;
      squares += variance * variance / (n - 1.0);
      smallest = (std::min)(smallest, variance);
      fewest = (std::min)(fewest, n - 1.0);
    }
    const double slope = 0.5 * (1.0 / (value - lowest) + 1.0 / (1.0 - value));
    const double left = (std::max)(smallest, sum - shared * slope * slope);
    error = std::sqrt(left);
    degrees = (std::max)(fewest, left * left / squares);
  }
};

} // namespace by_hand
