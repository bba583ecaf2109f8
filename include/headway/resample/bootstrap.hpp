#pragma once

/// \file
/// The bootstrap: how a figure varies over samples like the one there is, drawn with replacement from it.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/numeric/parallel.hpp>
#include <headway/numeric/random.hpp>
#include <headway/resample/bootstrap_ends.hpp>
#include <headway/resample/jackknife.hpp>
#include <headway/resample/multinomial.hpp>

namespace headway::resample {

/// Options of the bootstrap. Since 0.1.
struct bootstrap_options {
  confidence_level confidence{0.95};
  std::uint32_t replicates{9'999};      ///< 100 to 100,000,000
  bias_rule bias{bias_rule::below};     ///< of BCa
  seed random_seed{1};
  std::size_t threads{1};               ///< 0 for as many as the machine runs at once; the result does not depend on it
};

/// A figure with its bootstrap intervals. Since 0.1. Checked by `bootstrap_test`.
struct bootstrap_result {
  headway::status status{status::no_data};  ///< ok; no_data where the figure cannot be had from the sample itself; else that of `percentile`
  std::optional<double> estimate{};         ///< the figure
  std::optional<double> standard_error{};   ///< standard deviation of the replicates
  interval_ends percentile{};
  interval_ends bca{};
  std::uint32_t replicates{};               ///< resamples that gave a figure
  std::uint32_t without_figure{};           ///< resamples in which it cannot be had; intervals are of the others
  friend bool operator==(const bootstrap_result&, const bootstrap_result&) = default;
};

namespace detail {

/// Replicates by position, and which of them are figures.
struct replicate_list {
  std::vector<double> value;
  std::vector<std::uint8_t> known;

  explicit replicate_list(std::size_t count) : value(count), known(count) {}
  void put(std::size_t at, std::optional<double> figure) noexcept {
    known[at] = figure.has_value() ? 1 : 0;
    value[at] = figure.value_or(0.0);
  }
  /// Leaves the figures, in order.
  void keep_figures() {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (known[i] != 0) { value[kept++] = value[i]; }
    }
    value.resize(kept);
  }
};

/// Indices below n, each equally likely, two from every 64 random bits.
class index_source {
public:
  index_source(numeric::random_stream& random, std::uint32_t n) noexcept : word_{random}, n_{n}, unfair_{(0u - n) % n} {}

  std::uint32_t operator()() noexcept {
    for (;;) {
      const std::uint64_t product = std::uint64_t{word_()} * n_;
      if (static_cast<std::uint32_t>(product) >= unfair_) { return static_cast<std::uint32_t>(product >> 32); }
    }
  }

private:
  word_source word_;
  std::uint32_t n_;
  std::uint32_t unfair_; // lower halves of products below this would make some indices likelier (Lemire 2019)
};

inline void replicates_allowed(std::uint32_t replicates, const char* function) { check::bounded(replicates, 100, 100'000'000, function, "replicates"); }

/// The standard deviation, with n - 1; none for fewer than two values.
[[nodiscard]] inline std::optional<double> standard_deviation(std::span<const double> values) {
  if (values.size() < 2) { return std::nullopt; }
  double sum = 0.0;
  for (const double value : values) { sum += value - values.front(); }
  const double mean = sum / static_cast<double>(values.size());
  double squares = 0.0;
  for (const double value : values) { squares += (value - values.front() - mean) * (value - values.front() - mean); }
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

/// From estimate, replicates and leave-one-out values to the result.
[[nodiscard]] inline bootstrap_result finished(double estimate, replicate_list&& list, std::span<const left_out> without, const bootstrap_options& options) {
  bootstrap_result out;
  const std::size_t all = list.value.size();
  list.keep_figures();
  const std::vector<double>& values = list.value;
  out.estimate = estimate;
  out.replicates = static_cast<std::uint32_t>(values.size());
  out.without_figure = static_cast<std::uint32_t>(all - values.size());
  out.percentile = percentile_ends(values, options.confidence);
  out.bca = bca_ends(values, estimate, acceleration(without), options.confidence, options.bias);
  if (out.bca.status == status::flat_jackknife && !sums_of(without).known) { out.bca.status = status::too_few_raters; }
  out.status = out.percentile.status;
  out.standard_error = standard_deviation(values);
  return out;
}

/// The figure of every resample of one or several groups, by counts.
template <class Statistic>
[[nodiscard]] replicate_list drawn_by_counts(std::span<const std::uint32_t> counts, std::size_t levels, Statistic& statistic, const bootstrap_options& options) {
  const std::size_t groups = counts.size() / levels;
  replicate_list list{options.replicates};
  numeric::parallel_parts(options.replicates, options.threads, [&](std::size_t, numeric::index_range part) {
    std::vector<multinomial_resampler> resampler;
    for (std::size_t g = 0; g < groups; ++g) { resampler.emplace_back(counts.subspan(g * levels, levels)); }
    std::vector<std::uint32_t> drawn(counts.size());
    const std::span<std::uint32_t> rows{drawn};
    for (std::size_t r = part.first; r < part.last; ++r) {
      numeric::random_stream random{options.random_seed, r};
      for (std::size_t g = 0; g < groups; ++g) { resampler[g].draw(random, rows.subspan(g * levels, levels)); }
      list.put(r, as_figure(statistic(std::span<const std::uint32_t>{drawn})));
    }
  });
  return list;
}

} // namespace detail

/// The bootstrap of any figure of one or several groups of people on a scale, from counts.
/// Definition: replicate r is statistic(resample), every group a resample of itself (`multinomial_resampler`) with numbers of stream r of the seed;
/// intervals are `percentile_ends` and `bca_ends`, the acceleration from `jackknife_counts`.
/// Missing and edge cases: the figure cannot be had from the sample: no_data; all replicates equal, as in samples without differences: no_variation;
/// resamples without a figure are counted and left out; a figure that no single person changes: bca has flat_jackknife; one that cannot be had without some
/// person: bca has too_few_raters.
/// Choose `exact::mean_difference_interval` or `median_difference_interval` over it for those figures: they need no random numbers.
/// Why numbers can differ: other programs draw other numbers; with 9,999 replicates the ends of a 95 % interval are good to about 3 % of its width.
/// \param counts people per group and level, groups x levels row by row \param levels of the scale \param statistic called with such a table, by several
/// threads at once when there are several; gives a double or an optional one, never NaN \param options
/// \throws error invalid_argument when the table has no whole number of groups; out_of_range for options; what `statistic` throws
/// Cost: replicates times (10 to 40 nanoseconds a level and group, and one call of `statistic`). Threads: safe; the same bits for any number.
/// Since 0.1. Reference: Efron (1979, 1987); Davison and Hinkley (1997). Checked by `bootstrap_test` (reference case a23).
template <class Statistic>
[[nodiscard]] bootstrap_result bootstrap_counts(std::span<const std::uint32_t> counts, std::size_t levels, Statistic&& statistic, const bootstrap_options& options = {}) {
  detail::replicates_allowed(options.replicates, "bootstrap_counts");
  check::that(levels > 0 && counts.size() % levels == 0, "bootstrap_counts", "counts", "is not groups x levels");
  const std::optional<double> estimate = detail::as_figure(statistic(counts));
  if (!estimate) { return {}; }
  const std::vector<left_out> without = jackknife_counts(counts, levels, statistic);
  return detail::finished(*estimate, detail::drawn_by_counts(counts, levels, statistic, options), without, options);
}

/// The bootstrap of any figure of n things, by their indices.
/// Definition: replicate r is statistic(n indices drawn with replacement) with numbers of stream r of the seed; intervals as `bootstrap_counts`, the
/// acceleration from `jackknife_indices`.
/// Missing and edge cases: as `bootstrap_counts`; n = 0: no_data.
/// Choose `bootstrap_counts` over it where counts are all that matters: its cost does not grow with n.
/// \param n things, at most 4,294,967,295 \param statistic called with n indices, by several threads at once when there are several; gives a double or an
/// optional one, never NaN \param options
/// \throws error out_of_range for options or n; what `statistic` throws
/// Cost: replicates + n calls of `statistic` and about 3 nanoseconds an index. Threads: safe; the same bits for any number. Since 0.1.
/// Reference: Efron (1979, 1987). Checked by `bootstrap_test` (reference case a23).
template <class Statistic> [[nodiscard]] bootstrap_result bootstrap_indices(std::size_t n, Statistic&& statistic, const bootstrap_options& options = {}) {
  detail::replicates_allowed(options.replicates, "bootstrap_indices");
  if (n > 0xFFFFFFFFu) { throw error{error_category::out_of_range, "bootstrap_indices", "n", std::to_string(n) + " is not allowed; it must be at most 4294967295"}; }
  if (n == 0) { return {}; }
  std::vector<std::uint32_t> all(n);
  for (std::size_t i = 0; i < n; ++i) { all[i] = static_cast<std::uint32_t>(i); }
  const std::optional<double> estimate = detail::as_figure(statistic(std::span<const std::uint32_t>{all}));
  if (!estimate) { return {}; }
  std::vector<left_out> without;
  for (const std::optional<double>& value : jackknife_indices(n, statistic)) { without.push_back({0, 0, 1, value}); }
  detail::replicate_list list{options.replicates};
  numeric::parallel_parts(options.replicates, options.threads, [&](std::size_t, numeric::index_range part) {
    std::vector<std::uint32_t> drawn(n);
    for (std::size_t r = part.first; r < part.last; ++r) {
      numeric::random_stream random{options.random_seed, r};
      detail::index_source index{random, static_cast<std::uint32_t>(n)};
      for (std::uint32_t& each : drawn) { each = index(); }
      list.put(r, detail::as_figure(statistic(std::span<const std::uint32_t>{drawn})));
    }
  });
  return detail::finished(*estimate, std::move(list), without, options);
}

} // namespace headway::resample
