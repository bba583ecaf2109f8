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
#include <headway/exact/rules.hpp>
#include <headway/exact/transitions.hpp>
#include <headway/numeric/special.hpp>

namespace headway::exact {

/// Options of `net_movers`.
struct net_movers_options {
  confidence_level confidence{0.95};
  tail_rule interval{tail_rule::mid_p};
};

/// How many more people went up than down, as a share of all, and the chance that the later mark is the higher. Since 0.1.
struct net_movers_result {
  headway::status status{};         ///< no_data; value_only: one person, no interval; ok otherwise
  std::uint64_t n{};                ///< people with both marks
  std::uint64_t up{};               ///< of them, went up
  std::uint64_t held{};             ///< stayed
  std::uint64_t down{};             ///< went down
  std::optional<double> net{};      ///< (up - down) / n, -1 to 1
  std::optional<double> net_low{};  ///< its interval, for the people these stand for
  std::optional<double> net_high{};
  std::optional<double> superiority{};      ///< (up + held / 2) / n, 0 to 1: the chance that a person's later mark is the higher, ties counted half
  std::optional<double> superiority_low{};  ///< its interval: (1 + net_low) / 2
  std::optional<double> superiority_high{};
  p_method method{p_method::exact};         ///< of the interval: exact, or approximate (score interval) for more than 200 people
  friend bool operator==(const net_movers_result&, const net_movers_result&) = default;
};

namespace detail {

/// Most people for whom every outcome is gone through.
inline constexpr std::uint64_t most_people_enumerated = 200;

/// The score statistic of `up` and `down` among n people when the true net share is `net`, and the share of people who move that is then most likely.
struct net_score {
  double z{};
  double moving{};
};

inline net_score score_of(double up, double down, double n, double net) noexcept {
  // the most likely share q of people going down solves 2 n q^2 + b q + c = 0; of those going up it is q + net
  const double b = (2.0 * n - up + down) * net - up - down;
  const double c = -down * net * (1.0 - net);
  const double root = std::sqrt((std::max)(0.0, b * b - 8.0 * n * c));
  double q = b <= 0.0 ? (root - b) / (4.0 * n) : -2.0 * c / (root + b);
  q = (std::max)(q, (std::max)(0.0, -net));
  const double moving = (std::min)(1.0, 2.0 * q + net);
  const double off = up - down - n * net;
  const double variance = n * (moving - net * net);
  if (!(variance > 1e-12 * n)) { return {off > 1e-9 ? 1e9 : off < -1e-9 ? -1e9 : 0.0, moving}; }
  return {off / std::sqrt(variance), moving};
}

/// Every outcome of n people who go up, stay or go down, and what its interval needs.
class net_outcomes {
public:
  explicit net_outcomes(std::uint32_t n) : n_{n}, power_up_(n + std::size_t{1}), power_down_(n + std::size_t{1}), power_held_(n + std::size_t{1}) {
    // n! / (up! down! held!), row by row from its left neighbour
    double first = 1.0;
    for (std::uint32_t up = 0; up <= n; ++up) {
      double ways = first;
      for (std::uint32_t down = 0; down + up <= n; ++down) {
        outcome_.push_back({up, down, ways});
        ways = ways * static_cast<double>(n - up - down) / static_cast<double>(down + 1);
      }
      first = first * static_cast<double>(n - up) / static_cast<double>(up + 1);
    }
    use_.resize(outcome_.size());
  }

  /// The chance of an outcome that speaks at least as much for more net movers than `net` as this one does.
  [[nodiscard]] double chance(std::uint32_t up, std::uint32_t down, double net, tail_rule rule) {
    const net_score observed = score_of(up, down, n_, net);
    const double margin = 1e-9 * (std::max)(1.0, std::fabs(observed.z));
    for (std::size_t i = 0; i < outcome_.size(); ++i) {
      const double z = score_of(outcome_[i].up, outcome_[i].down, n_, net).z;
      use_[i] = z > observed.z + margin ? 1.0 : z < observed.z - margin ? 0.0 : rule == tail_rule::mid_p ? 0.5 : 1.0;
    }
    used_.clear();
    for (std::size_t i = 0; i < outcome_.size(); ++i) {
      if (use_[i] > 0.0) { used_.push_back({outcome_[i].up, outcome_[i].down, use_[i] * outcome_[i].ways}); }
    }
    const double least = std::fabs(net);
    if (rule == tail_rule::mid_p) { return at(net, (std::max)(least, observed.moving)); }
    // the largest chance over every share of people who move: a grid, dense at both ends, then golden section beside its best point
    const std::size_t points = 24 + static_cast<std::size_t>(3.0 * std::sqrt(static_cast<double>(n_)));
    const auto moving = [&](double t) { return least + (1.0 - least) * t; };
    const auto place = [&](std::size_t i) { return 0.5 - 0.5 * std::cos(3.14159265358979323846 * static_cast<double>(i) / static_cast<double>(points)); };
    double largest = 0.0;
    std::size_t best = 0;
    for (std::size_t i = 0; i <= points; ++i) {
      const double p = at(net, moving(place(i)));
      if (p > largest) {
        largest = p;
        best = i;
      }
    }
    double low = place(best == 0 ? 0 : best - 1);
    double high = place(best == points ? points : best + 1);
    constexpr double golden = 0.61803398874989484820;
    double left = high - golden * (high - low);
    double right = low + golden * (high - low);
    double at_left = at(net, moving(left));
    double at_right = at(net, moving(right));
    for (int step = 0; step < 10; ++step) {
      if (at_left < at_right) {
        low = left;
        left = right;
        at_left = at_right;
        right = low + golden * (high - low);
        at_right = at(net, moving(right));
      } else {
        high = right;
        right = left;
        at_right = at_left;
        left = high - golden * (high - low);
        at_left = at(net, moving(left));
      }
      largest = (std::max)(largest, (std::max)(at_left, at_right));
    }
    return largest;
  }

  /// The lower end of the interval for an outcome; the upper end is that of up and down exchanged, with the other sign.
  [[nodiscard]] double lower(std::uint32_t up, std::uint32_t down, double tail, tail_rule rule) {
    if (down == n_) { return -1.0; }
    const auto refused = [&](double net) { return chance(up, down, net, rule) <= tail; };
    double accepted = (static_cast<double>(up) - static_cast<double>(down)) / static_cast<double>(n_);
    double outside = -1.0;
    for (int look = 0; look < 2; ++look) {
      for (int i = 0; i < 36; ++i) {
        const double middle = 0.5 * (outside + accepted);
        (refused(middle) ? outside : accepted) = middle;
      }
      // refusal may return for a moment: what is accepted a little further out belongs to the interval too
      const double end = outside;
      bool further = false;
      for (int i = 8; i > 0 && !further; --i) {
        const double beyond = end - 0.005 * i;
        if (beyond > -1.0 && !refused(beyond)) {
          accepted = beyond;
          outside = -1.0;
          further = true;
        }
      }
      if (!further) { break; }
    }
    return outside;
  }

private:
  struct weighted {
    std::uint32_t up;
    std::uint32_t down;
    double ways;
  };

  /// The chance of the outcomes in use when the net share is `net` and a share `moving` of people move.
  [[nodiscard]] double at(double net, double moving) {
    const auto powers = [](std::vector<double>& of, double x) {
      of[0] = 1.0;
      for (std::size_t i = 1; i < of.size(); ++i) { of[i] = of[i - 1] * x; }
    };
    powers(power_up_, (std::max)(0.0, 0.5 * (moving + net)));
    powers(power_down_, (std::max)(0.0, 0.5 * (moving - net)));
    powers(power_held_, (std::max)(0.0, 1.0 - moving));
    double sum = 0.0;
    for (const weighted& o : used_) { sum += o.ways * power_up_[o.up] * power_down_[o.down] * power_held_[n_ - o.up - o.down]; }
    return sum;
  }

  std::uint32_t n_;
  std::vector<weighted> outcome_;
  std::vector<double> use_;
  std::vector<weighted> used_;
  std::vector<double> power_up_;
  std::vector<double> power_down_;
  std::vector<double> power_held_;
};

/// The lower end by the score statistic's normal law.
inline double score_lower(double up, double down, double n, double tail) {
  if (down >= n) { return -1.0; }
  const double critical = -numeric::normal_quantile(tail);
  double outside = -1.0;
  double accepted = (up - down) / n;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (outside + accepted);
    (score_of(up, down, n, middle).z >= critical ? outside : accepted) = middle;
  }
  return outside;
}

} // namespace detail

/// Net movers: the share of people who went up less the share who went down, with an interval that treats those who stayed as data.
/// Definition: net = (up - down) / n. An end of the interval is the outermost net share at which the counts are not refused: outcomes are ordered by their
/// score statistic there (observed less expected net movers, over its standard deviation at the most likely share of movers), and the chance
/// of an outcome as far out as this one, or further, is set against (1 - confidence) / 2. Chances are sums over every outcome of n people. The share
/// of people who move at all is not known: `exact` takes the largest chance over all of its values, so the interval never covers too rarely;
/// `mid_p` takes the most likely value and half of the chance of equal outcomes, and covers about as often as the confidence says.
/// The superiority is the same statement on another scale: (1 + net) / 2.
/// Missing and edge cases: one person has no interval. Nobody moved: net is 0 and the interval says how much movement that leaves possible: 12 people
/// who all stayed leave room for about a quarter, net, one way.
/// Choose it to say in words how many moved. Choose `paired_change` for how far, free of how severe people are. `sign_test` asks only those who moved.
/// Why numbers can differ: McNemar-type and Wald intervals are too short for a room of people; Newcombe's and Tango's are close to this for 30 or more.
/// \param up,held,down people who went up, stayed, went down \throws error limit for 2^32 people or more
/// Cost: `mid_p` about 0.3 ms for 30 people, `exact` about 1.5 ms; grows with the square of people up to 200, then the score interval, 10 microseconds.
/// Threads: safe. Since 0.1. Reference: Tango 1998; Chan & Zhang 1999; Lloyd 2008. Checked by `net_movers_test`; coverage in docs/coverage-change.md.
[[nodiscard]] inline net_movers_result net_movers(std::uint64_t up, std::uint64_t held, std::uint64_t down, const net_movers_options& options = {}) {
  constexpr std::uint64_t most = 0xFFFFFFFFu;
  if (up > most || held > most || down > most || up + held + down > most) {
    throw error{error_category::limit, "net_movers", "up, held, down", "there are 2^32 people or more"};
  }
  net_movers_result out;
  out.n = up + held + down;
  out.up = up;
  out.held = held;
  out.down = down;
  if (out.n == 0) {
    out.status = status::no_data;
    return out;
  }
  const auto n = static_cast<double>(out.n);
  out.net = (static_cast<double>(up) - static_cast<double>(down)) / n;
  out.superiority = (static_cast<double>(up) + 0.5 * static_cast<double>(held)) / n;
  if (out.n == 1) {
    out.status = status::value_only;
    return out;
  }
  const double tail = 0.5 * (1.0 - options.confidence.value());
  if (out.n <= detail::most_people_enumerated) {
    detail::net_outcomes all{static_cast<std::uint32_t>(out.n)};
    const auto ups = static_cast<std::uint32_t>(up);
    const auto downs = static_cast<std::uint32_t>(down);
    out.net_low = all.lower(ups, downs, tail, options.interval);
    out.net_high = -all.lower(downs, ups, tail, options.interval);
  } else {
    out.method = p_method::approximate;
    out.net_low = detail::score_lower(static_cast<double>(up), static_cast<double>(down), n, tail);
    out.net_high = -detail::score_lower(static_cast<double>(down), static_cast<double>(up), n, tail);
  }
  out.superiority_low = 0.5 + 0.5 * *out.net_low;
  out.superiority_high = 0.5 + 0.5 * *out.net_high;
  return out;
}

/// The same from a table of transitions. Cost: as the first. Threads: safe. Since 0.1. Checked by `net_movers_test`.
[[nodiscard]] inline net_movers_result net_movers(const transitions& of, const net_movers_options& options = {}) {
  return net_movers(of.up(), of.held(), of.down(), options);
}

/// The same from two lists of marks, one pair a person.
/// \param before,after 0-based levels, or a negative number where there is none; equally long \param levels 2 to 16
/// \throws error invalid_argument for unequal lengths; out_of_range for levels, or with the row for a mark past the scale
/// Cost: O(pairs) and the first. Threads: safe. Since 0.1. Checked by `net_movers_test`.
[[nodiscard]] inline net_movers_result net_movers(std::span<const std::int8_t> before, std::span<const std::int8_t> after, std::size_t levels,
                                                  const net_movers_options& options = {}) {
  return net_movers(detail::transitions_of(before, after, levels, "net_movers"), options);
}

/// The result as a table of one row; an empty cell has no value, and `status` says why.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `net_movers_test`.
[[nodiscard]] inline table to_table(const net_movers_result& r) {
  table out;
  for (const char* column : {"n", "up", "held", "down"}) { out.add(column, column_type::integer); }
  for (const char* column : {"net", "net_low", "net_high", "superiority", "superiority_low", "superiority_high"}) { out.add(column, column_type::real); }
  for (const char* column : {"method", "status"}) { out.add(column, column_type::text); }
  out.push_row(r.n, r.up, r.held, r.down, r.net, r.net_low, r.net_high, r.superiority, r.superiority_low, r.superiority_high, name(r.method), name(r.status));
  return out;
}

} // namespace headway::exact
