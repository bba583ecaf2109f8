#pragma once

/// \file
/// From a coefficient's leave-one-out values and replicates to its standard error and interval. Each coefficient says how those are had; the rest is the same for all.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <headway/agreement/coefficient.hpp>
#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/numeric/interval.hpp>
#include <headway/numeric/parallel.hpp>
#include <headway/numeric/random.hpp>
#include <headway/numeric/special.hpp>
#include <headway/resample/bootstrap_ends.hpp>

namespace headway::agreement::detail {

/// Values of a coefficient with one unit, or one rater, left out.
struct left_out_values {
  struct entry {
    double value;
    std::uint64_t times; ///< how many units or raters give this value
  };
  std::vector<entry> values{};
  bool complete{true}; ///< false when the coefficient cannot be had without one of them

  void add(const std::optional<double>& value, std::uint64_t times) {
    complete = complete && value.has_value();
    if (value) { values.push_back({*value, times}); }
  }
};

/// What such values say, u = mean - value over n things: the jackknife variance (n - 1) / n sum u^2, and the sums from which the acceleration of BCa is made.
struct jackknife_sums {
  double things{};
  double mean{};
  double variance{};
  double squares{}; ///< of (n - 1) / n u
  double cubes{};
  explicit jackknife_sums(left_out_values left) {
    // in order of value, so that the order of units or raters leaves no trace in the last digit
    std::sort(left.values.begin(), left.values.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
    if (left.values.empty()) { return; }
    const double base = left.values.front().value;
    double sum = 0.0;
    for (const auto& each : left.values) {
      things += static_cast<double>(each.times);
      sum += static_cast<double>(each.times) * (each.value - base);
    }
    const double above_base = sum / things;
    mean = base + above_base;
    const double others = (things - 1.0) / things;
    for (const auto& each : left.values) {
      const double u = others * (above_base - (each.value - base));
      squares += static_cast<double>(each.times) * u * u;
      cubes += static_cast<double>(each.times) * u * u * u;
    }
    variance = squares / others;
  }
};

/// The scale on which jackknife intervals are symmetric.
struct interval_scale {
  double lowest{-1.0}; ///< the least the coefficient can be

  [[nodiscard]] bool holds(double value) const noexcept { return value - lowest > 1e-9 * (1.0 - lowest) && 1.0 - value > 1e-9 * (1.0 - lowest); }
  [[nodiscard]] double to(double value) const noexcept { return 0.5 * std::log((value - lowest) / (1.0 - value)); }
  [[nodiscard]] double from(double z) const noexcept { return 1.0 - (1.0 - lowest) / (1.0 + std::exp(2.0 * (std::clamp)(z, -300.0, 300.0))); }
  [[nodiscard]] double slope(double value) const noexcept { return 0.5 * (1.0 / (value - lowest) + 1.0 / (1.0 - value)); }
};

/// What the variance over units and the variance over raters both hold: what happens where a unit and a rater meet, beyond what either does.
/// Definition: with value(i), value(j) and value(ij) the value without unit i, without rater j and without both, U units and R raters,
/// (U - 1) (R - 1) / (U R) times the sum over marks of (value - value(i) - value(j) + value(ij))^2.
/// \param by_rater the sums over each rater's marks \param scale units in all over units looked at
[[nodiscard]] inline double shared_variance(std::vector<double> by_rater, double scale, double units, double raters) {
  std::sort(by_rater.begin(), by_rater.end()); // so that the order of raters leaves no trace in the last digit
  double sum = 0.0;
  for (const double each : by_rater) { sum += each; }
  return scale * sum * (units - 1.0) / units * (raters - 1.0) / raters;
}

/// Replicates of a bootstrap: those that have a value, by the position of the others nothing.
struct replicate_values {
  std::vector<double> values{};
  std::size_t asked{};
};

/// Calls make() once for each thread and the draw it gives once for each replicate, with a stream of its own.
template <class Make> [[nodiscard]] replicate_values replicates_of(const coefficient_options& options, Make make) {
  std::vector<double> values(options.replicates);
  std::vector<unsigned char> has(options.replicates);
  numeric::parallel_parts(options.replicates, options.threads, [&](std::size_t, numeric::index_range range) {
    auto draw = make();
    for (std::size_t i = range.first; i < range.last; ++i) {
      numeric::quick_stream random{options.random_seed, i};
      const std::optional<double> value = draw(random);
      has[i] = value.has_value() ? 1 : 0;
      values[i] = value.value_or(0.0);
    }
  });
  replicate_values out{{}, values.size()};
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (has[i] != 0) { out.values.push_back(values[i]); }
  }
  return out;
}

/// A position below n, each equally likely. \param n at least 1, below 2^32
[[nodiscard]] inline std::uint32_t draw_position(numeric::quick_stream& random, std::uint32_t n) noexcept {
  const std::uint64_t uneven = (std::uint64_t{1} << 32) % n;
  for (;;) {
    const std::uint64_t product = (random() & 0xFFFFFFFFu) * n;
    if ((product & 0xFFFFFFFFu) >= uneven) { return static_cast<std::uint32_t>(product >> 32); }
  }
}

/// How often each of some things is drawn in as many draws; 0 for all others.
inline void draw_times(numeric::quick_stream& random, std::span<const std::uint32_t> things, std::span<std::uint32_t> times) noexcept {
  std::fill(times.begin(), times.end(), 0u);
  for (std::size_t i = 0; i < things.size(); ++i) { ++times[things[draw_position(random, static_cast<std::uint32_t>(things.size()))]]; }
}

/// What is drawn in a bootstrap.
enum class drawn { units, raters, both };

/// How a coefficient's leave-one-out values and replicates are had.
class interval_source {
public:
  virtual ~interval_source() = default;
  interval_source() = default;
  interval_source(const interval_source&) = delete;
  interval_source& operator=(const interval_source&) = delete;

  [[nodiscard]] virtual left_out_values units_left_out() const = 0;
  /// \param shared where to put `shared_variance`, or NULL
  [[nodiscard]] virtual left_out_values raters_left_out(double* shared) const = 0;
  [[nodiscard]] virtual replicate_values replicates(drawn what, const coefficient_options& options) const = 0;
  /// The published large-sample standard error; none where there is none.
  [[nodiscard]] virtual std::optional<double> linearised_error() const = 0;

  bool raters_known{};    ///< false where only counts were given
  std::uint64_t units{};  ///< that count
  std::uint64_t raters{}; ///< with a mark
  double lowest{-1.0};    ///< the least the coefficient can be
};

/// Units and raters an interval needs that speaks for others of them.
inline constexpr std::uint64_t fewest_units = 5;
inline constexpr std::uint64_t fewest_raters = 3;

inline void check_options(const coefficient_options& options, const char* function) {
  check::bounded(static_cast<std::int32_t>(options.interval), 0, 7, function, "interval");
  check::bounded(static_cast<std::int32_t>(options.ends), 0, 1, function, "ends");
  check::bounded(static_cast<std::int64_t>(options.replicates), 100, 100000000, function, "replicates");
}

/// The variances of a jackknife over units, over raters or over both, on one scale. What both hold is taken off once, but never so much that less than the smaller of the two is
/// left: near chance agreement each may hold the whole. The degrees of freedom are Satterthwaite's for what is left, at least those of the fewer.
struct jackknife_parts {
  double variance{};
  double degrees{};
  double bias{}; ///< value less what it would be without bias
  jackknife_parts(double value, const std::optional<jackknife_sums>& units, const std::optional<jackknife_sums>& raters, double shared) {
    double smallest = (std::numeric_limits<double>::max)();
    double fewest = (std::numeric_limits<double>::max)();
    double squares = 0.0;
    for (const auto* each : {&units, &raters}) {
      if (!*each) { continue; }
      const jackknife_sums& sums = **each;
      variance += sums.variance;
      smallest = (std::min)(smallest, sums.variance);
      fewest = (std::min)(fewest, sums.things - 1.0);
      squares += sums.variance * sums.variance / (sums.things - 1.0);
      bias += (sums.things - 1.0) * (sums.mean - value);
    }
    if (units && raters) { variance = (std::max)(smallest, variance - shared); }
    degrees = squares > 0.0 ? (std::max)(fewest, variance * variance / squares) : 0.0;
  }
};

inline void jackknife_interval(coefficient& out, const interval_source& source, confidence_level confidence, bool over_units, bool over_raters) {
  out.range_status = status::no_variation;
  const interval_scale scale{source.lowest};
  const double value = *out.value;
  std::array<left_out_values, 2> left;
  if (over_units) { left[0] = source.units_left_out(); }
  double shared = 0.0;
  if (over_raters) { left[1] = source.raters_left_out(over_units ? &shared : nullptr); }
  if (!left[0].complete || !left[1].complete) { return; }
  bool fits = scale.holds(value);
  for (const left_out_values& each : left) {
    for (const left_out_values::entry& entry : each.values) { fits = fits && scale.holds(entry.value); }
  }
  const auto sums = [](bool wanted, const left_out_values& values) { return wanted ? std::optional{jackknife_sums{values}} : std::nullopt; };
  const jackknife_parts plain{value, sums(over_units, left[0]), sums(over_raters, left[1]), shared};
  out.standard_error = std::sqrt(plain.variance);
  if (!(*out.standard_error > 1e-14) || !(value < 1.0)) { return; }
  const double upper = 0.5 * (1.0 + confidence.value());
  out.range_status = status::ok;
  if (!fits) { // somebody left out gives the highest or the lowest value there is, for which the scale has no place: its slope has to do
    const double reach = numeric::student_t_quantile(upper, plain.degrees) * *out.standard_error;
    out.range = scale.holds(value) ? numeric::interval{scale.from(scale.to(value) - reach * scale.slope(value)), scale.from(scale.to(value) + reach * scale.slope(value))}
                                   : numeric::interval{value - reach, (std::min)(1.0, value + reach)};
    return;
  }
  for (left_out_values& each : left) {
    for (left_out_values::entry& entry : each.values) { entry.value = scale.to(entry.value); }
  }
  const double slope = scale.slope(value);
  const jackknife_parts scaled{scale.to(value), sums(over_units, left[0]), sums(over_raters, left[1]), shared * slope * slope};
  const double reach = numeric::student_t_quantile(upper, scaled.degrees) * std::sqrt(scaled.variance);
  const double centre = scale.to(value) - scaled.bias;
  out.range = numeric::interval{(std::min)(value, scale.from(centre - reach)), (std::max)(value, scale.from(centre + reach))};
}

inline void bootstrap_interval(coefficient& out, const interval_source& source, const coefficient_options& options, drawn what) {
  const replicate_values all = source.replicates(what, options);
  out.range_status = status::no_variation;
  if (10 * all.values.size() < 9 * all.asked) { return; } // too many resamples in which everybody agrees on one level
  double sum = 0.0;
  for (const double v : all.values) { sum += v - *out.value; }
  const auto n = static_cast<double>(all.values.size());
  double squares = 0.0;
  for (const double v : all.values) { squares += (v - *out.value - sum / n) * (v - *out.value - sum / n); }
  out.standard_error = std::sqrt(squares / (n - 1.0));
  resample::interval_ends ends = resample::percentile_ends(all.values, options.confidence);
  out.percentile = ends.range;
  if (options.ends == bootstrap_ends::bca) {
    double spread = 0.0;
    double cubes = 0.0;
    const auto add = [&](left_out_values&& left) {
      if (!left.complete) { return; }
      const jackknife_sums sums{std::move(left)};
      spread += sums.squares;
      cubes += sums.cubes;
    };
    if (what != drawn::raters) { add(source.units_left_out()); }
    if (what != drawn::units) { add(source.raters_left_out(nullptr)); }
    const std::optional<double> acceleration = spread > 1e-28 ? std::optional{cubes / (6.0 * spread * std::sqrt(spread))} : std::nullopt;
    ends = resample::bca_ends(all.values, *out.value, acceleration, options.confidence, resample::bias_rule::half_of_ties);
  }
  out.range_status = ends.status;
  out.range = ends.range;
}

inline void analytic_interval(coefficient& out, const interval_source& source, confidence_level confidence) {
  out.standard_error = source.linearised_error();
  out.range_status = status::no_variation;
  if (!out.standard_error || !(*out.standard_error > 1e-14)) { return; }
  const double degrees = static_cast<double>(source.units) - 1.0;
  const double reach = numeric::student_t_quantile(0.5 * (1.0 + confidence.value()), degrees) * *out.standard_error;
  out.range = numeric::interval{*out.value - reach, (std::min)(1.0, *out.value + reach)};
  out.range_status = status::ok;
  out.p_value = 2.0 * numeric::student_t_cdf(-std::fabs(*out.value / *out.standard_error), degrees);
}

/// Fills in standard error and interval of a coefficient that has its value, or says why there are none.
inline void add_interval(coefficient& out, const interval_source& source, const coefficient_options& options) {
  out.method = options.interval;
  if (out.method == interval_method::two_way_jackknife && (!source.raters_known || source.raters < fewest_raters)) { out.method = interval_method::unit_jackknife; }
  if (out.status != status::ok) {
    out.range_status = out.status;
    return;
  }
  const interval_method m = out.method;
  if (m == interval_method::none) { return; }
  const bool by_raters = m == interval_method::two_way_jackknife || m == interval_method::rater_jackknife || m == interval_method::bootstrap_raters ||
                         m == interval_method::bootstrap_both;
  const bool by_units = m != interval_method::rater_jackknife && m != interval_method::bootstrap_raters;
  if (by_raters && (!source.raters_known || source.raters < fewest_raters)) {
    out.range_status = status::too_few_raters;
    return;
  }
  if (by_units && source.units < (m == interval_method::analytic ? 2 : fewest_units)) {
    out.range_status = status::too_few_units;
    return;
  }
  switch (m) {
  case interval_method::two_way_jackknife:
  case interval_method::unit_jackknife:
  case interval_method::rater_jackknife: jackknife_interval(out, source, options.confidence, by_units, by_raters); break;
  case interval_method::bootstrap_units: bootstrap_interval(out, source, options, drawn::units); break;
  case interval_method::bootstrap_raters: bootstrap_interval(out, source, options, drawn::raters); break;
  case interval_method::bootstrap_both: bootstrap_interval(out, source, options, drawn::both); break;
  case interval_method::analytic: analytic_interval(out, source, options.confidence); break;
  case interval_method::none: break;
  }
}

} // namespace headway::agreement::detail
