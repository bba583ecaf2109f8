#pragma once

/// \file
/// Several groups on one ordered scale: does one see it differently (Kruskal-Wallis, between-group share of dispersion), do they rise in order (Jonckheere).

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/detail/value_levels.hpp>
#include <headway/exact/rules.hpp>
#include <headway/numeric/special.hpp>
#include <headway/resample/k_group.hpp>
#include <headway/resample/ordered_groups.hpp>

namespace headway::exact {

/// Whom a group speaks for in the between-group share. Values are part of the C ABI and never reused.
enum class group_weights : std::int32_t {
  people = 0, ///< every person counts the same, a group as many people as it has
  equal = 1   ///< every group counts the same, as in a sector-balanced picture
};

/// Options of `between_share`, `k_sample` and `jonckheere`. Since 0.1.
struct k_sample_options {
  confidence_level confidence{0.95};           ///< 1 less the level at which a test would be called significant
  group_weights weights{group_weights::people};  ///< of the between-group share
  double power{0.8};                           ///< of `jonckheere_result::detectable`, in (0, 1)
  std::uint64_t most_tables{2'000'000};        ///< count every table up to this many; 0 draws at once
  std::uint32_t draws{99'999};                 ///< random assignments otherwise, at least 99
  seed random_seed{1};                         ///< of these; the same bits for any number of threads
  std::size_t threads{1};                      ///< for these; 0 for as many as the machine runs at once
};

/// How much of the disagreement lies between groups. Since 0.1.
struct between_share_result {
  headway::status status{headway::status::no_data}; ///< no_data; not_comparable: fewer than two groups with anybody; no_variation; could_not_show; ok
  std::uint32_t groups{};                ///< groups with anybody
  std::uint64_t n{};                     ///< people
  std::optional<double> dispersion{};    ///< ordinal dispersion of everybody, 0 all equal to 1 half at each end; none without people
  std::optional<double> within{};        ///< the part inside groups; within + between = dispersion
  std::optional<double> between{};       ///< the part between groups
  std::optional<double> by_chance{};     ///< what `share` is on average when groups have nothing to do with marks: (groups - 1) / (n - 1), for `people` weights
  std::optional<double> share{};         ///< between / dispersion, 0 to 1; none when everybody gave the same mark or there is one group
  double p{1.0};                         ///< P(a share at least this large, if people were assigned to groups at random)
  double p_min{1.0};                     ///< floor: no assignment of these marks can give a smaller p
  std::optional<double> detectable{};    ///< the smallest share that would be significant at 1 - confidence; none: no share, however large
  p_method method{p_method::exact};       ///< of the p values: exact or drawn
  std::uint64_t tables{};                ///< counted, where exact
  std::uint32_t draws{};                 ///< random assignments, where not
  friend bool operator==(const between_share_result&, const between_share_result&) = default;
};

/// Whether any of several groups stands elsewhere. Since 0.1.
struct k_sample_result {
  headway::status status{headway::status::no_data}; ///< no_data; not_comparable: fewer than two groups with anybody; no_variation; could_not_show; ok
  std::uint32_t groups{};                         ///< groups with anybody
  std::uint64_t n{};                              ///< people
  std::optional<double> kruskal_wallis{};         ///< H with the correction for ties; none when everybody gave the same mark
  std::optional<double> kruskal_wallis_no_tie_term{}; ///< H without it
  std::uint32_t df{};                             ///< groups - 1
  std::optional<double> epsilon_squared{};        ///< H / (n - 1): the share of the variance of ranks that lies between groups
  std::optional<double> p_asymptotic{};           ///< P(chi-square with df > H)
  double p{1.0};                                  ///< P(H at least this large, if people were assigned to groups at random)
  double p_min{1.0};                              ///< floor: no assignment of these marks can give a smaller p
  p_method method{p_method::exact};       ///< of the p values: exact or drawn
  std::uint64_t tables{};                         ///< counted, where exact
  std::uint32_t draws{};                          ///< random assignments, where not
  between_share_result between{};                 ///< the same question asked of dispersion
  friend bool operator==(const k_sample_result&, const k_sample_result&) = default;
};

/// Whether groups rise in their order. Since 0.1.
struct jonckheere_result {
  headway::status status{headway::status::no_data}; ///< no_data; not_comparable: fewer than two groups with anybody; no_variation; could_not_show; ok
  std::uint32_t groups{};                     ///< groups with anybody
  std::uint64_t n{};                          ///< people
  std::optional<double> statistic{};          ///< J: pairs from different groups of which the one in the later group is higher, equals counted half
  std::optional<double> mean{};               ///< of J, if people were assigned at random
  std::optional<double> variance{};           ///< of J, ties taken into account
  std::optional<double> variance_no_tie_term{};
  std::optional<double> superiority{};        ///< J over all pairs: the chance that the one of the later group is higher, equals counted half
  std::optional<double> z{};                  ///< (J - mean) / sqrt(variance); none when everybody gave the same mark
  std::optional<double> z_no_tie_term{};
  std::optional<double> p_increasing_normal{}; ///< from z
  std::optional<double> p_decreasing_normal{};
  std::optional<double> p_two_sided_normal{};
  double p_increasing{1.0};                   ///< P(J at least this large, if people were assigned at random)
  double p_decreasing{1.0};                   ///< P(J at least this small, ..)
  double p_two_sided_doubled{1.0};            ///< twice the smaller of these, at most 1
  double p_two_sided_distance{1.0};           ///< P(J at least this far from its mean)
  double p_min{1.0};                          ///< floor: no assignment of these marks can give a smaller p_two_sided_doubled
  std::optional<double> detectable{};         ///< the smallest superiority above 1/2 that would be found significant with the stated power; none: no rise can be
  p_method method{p_method::exact};       ///< of the p values: exact or drawn
  std::uint32_t draws{};                      ///< random assignments, where not exact
  friend bool operator==(const jonckheere_result&, const jonckheere_result&) = default;
};

namespace detail {

/// The sum over groups of x_s^2 / n_s as a whole number: times the least common multiple of the sizes where that fits into 62 bits, otherwise in units of
/// 2^-60 of its largest value, where values closer than 2^-30 of it count as equal.
class scaled_squares {
public:
  scaled_squares(const std::vector<std::uint32_t>& sizes, double largest) {
    std::int64_t common = 1;
    for (const std::uint32_t n : sizes) {
      const std::int64_t factor = n / std::gcd(common, static_cast<std::int64_t>(n));
      if (static_cast<double>(common) * static_cast<double>(factor) * largest > 0x1p62) {
        common = 0;
        break;
      }
      common *= factor;
    }
    whole_ = common != 0;
    unit_ = whole_ ? static_cast<double>(common) : 0x1p60 / largest;
    for (const std::uint32_t n : sizes) {
      whole_factor_.push_back(whole_ ? common / static_cast<std::int64_t>(n) : 0);
      factor_.push_back(unit_ / n);
    }
  }
  [[nodiscard]] std::int64_t term(std::size_t group, std::int64_t x) const noexcept {
    if (whole_) { return whole_factor_[group] * x * x; }
    return std::llround(factor_[group] * static_cast<double>(x) * static_cast<double>(x));
  }
  [[nodiscard]] std::int64_t tolerance() const noexcept { return whole_ ? 0 : std::int64_t{1} << 30; }
  /// What 1 is in the units of `term`.
  [[nodiscard]] double unit() const noexcept { return unit_; }

private:
  bool whole_{};
  double unit_{};
  std::vector<std::int64_t> whole_factor_;
  std::vector<double> factor_;
};

/// Kruskal and Wallis' sum of R_s^2 / n_s, R_s twice the rank sum of a group.
class rank_squares {
public:
  using state_type = std::int64_t;
  explicit rank_squares(const resample::group_table& t) : levels_{t.levels}, squares_{t.sizes, largest(t)}, highest_{largest(t)} {
    std::int64_t below = 0;
    for (const std::uint32_t total : t.totals) {
      rank_.push_back(2 * below + total + 1);
      below += total;
    }
    const double n = static_cast<double>(t.people);
    lowest_ = n * (n + 1.0) * (n + 1.0);
  }
  [[nodiscard]] state_type start() const noexcept { return 0; }
  [[nodiscard]] std::int64_t of_row(std::size_t group, const std::uint32_t* row) const noexcept {
    std::int64_t ranks = 0;
    for (std::size_t k = 0; k < levels_; ++k) { ranks += rank_[k] * row[k]; }
    return squares_.term(group, ranks);
  }
  [[nodiscard]] state_type step(const state_type& sum, std::size_t group, const std::uint32_t* row, const std::uint32_t*) const noexcept { return sum + of_row(group, row); }
  [[nodiscard]] std::int64_t value(const state_type& sum) const noexcept { return sum; }
  [[nodiscard]] std::int64_t lowest() const noexcept { return static_cast<std::int64_t>(0.999999 * lowest_ * squares_.unit()); }
  [[nodiscard]] std::int64_t highest() const noexcept { return static_cast<std::int64_t>(highest_ * squares_.unit()); }
  [[nodiscard]] std::int64_t tolerance() const noexcept { return squares_.tolerance(); }

private:
  /// The sum of the squares of all doubled ranks: what no between-group sum can pass.
  static double largest(const resample::group_table& t) {
    double sum = 0.0;
    double below = 0.0;
    for (const std::uint32_t total : t.totals) {
      const double rank = 2.0 * below + total + 1.0;
      sum += total * rank * rank;
      below += total;
    }
    return sum;
  }
  std::size_t levels_;
  scaled_squares squares_;
  double highest_;
  double lowest_{};
  std::vector<std::int64_t> rank_;
};

/// The sum over cuts and groups of C_sk^2 / n_s, C_sk the people of a group at a level or below: the between-group part of dispersion, every person counting the same.
class cumulative_squares {
public:
  using state_type = std::int64_t;
  explicit cumulative_squares(const resample::group_table& t) : cuts_{t.levels - 1}, squares_{t.sizes, sums(t)[1]}, lowest_{sums(t)[0]}, highest_{sums(t)[1]} {
    for (std::size_t k = 0; k < cuts_; ++k) { gap_.push_back(static_cast<std::int64_t>(t.level_of[k + 1] - t.level_of[k])); }
  }
  [[nodiscard]] state_type start() const noexcept { return 0; }
  [[nodiscard]] std::int64_t of_row(std::size_t group, const std::uint32_t* row) const noexcept {
    std::int64_t out = 0;
    std::int64_t below = 0;
    for (std::size_t k = 0; k < cuts_; ++k) {
      below += row[k];
      out += gap_[k] * squares_.term(group, below);
    }
    return out;
  }
  [[nodiscard]] state_type step(const state_type& sum, std::size_t group, const std::uint32_t* row, const std::uint32_t*) const noexcept { return sum + of_row(group, row); }
  [[nodiscard]] std::int64_t value(const state_type& sum) const noexcept { return sum; }
  [[nodiscard]] std::int64_t lowest() const noexcept { return static_cast<std::int64_t>(0.999999 * lowest_ * squares_.unit()); }
  [[nodiscard]] std::int64_t highest() const noexcept { return static_cast<std::int64_t>(highest_ * squares_.unit()); }
  [[nodiscard]] std::int64_t tolerance() const noexcept { return squares_.tolerance(); }
  /// The between-group share that a value stands for.
  [[nodiscard]] double share(std::int64_t value) const noexcept {
    return (std::clamp)((static_cast<double>(value) / squares_.unit() - lowest_) / (highest_ - lowest_), 0.0, 1.0);
  }

private:
  /// The smallest and the largest sum: no group differs; every group of one level.
  static std::array<double, 2> sums(const resample::group_table& t) {
    std::array<double, 2> out{};
    double below = 0.0;
    for (std::size_t k = 0; k + 1 < t.levels; ++k) {
      below += t.totals[k];
      const auto gap = static_cast<double>(t.level_of[k + 1] - t.level_of[k]);
      out[0] += gap * below * below / static_cast<double>(t.people);
      out[1] += gap * below;
    }
    return out;
  }
  std::size_t cuts_;
  scaled_squares squares_;
  double lowest_;
  double highest_;
  std::vector<std::int64_t> gap_;
};

/// The two parts of dispersion with a weight for each group: sums over cuts of F (1 - F).
struct dispersion_parts {
  double total{};
  double within{};
};

/// The between-group share where every group counts the same, in units of 2^-60.
class balanced_share {
public:
  struct state_type {
    std::array<double, most_levels> shares{}; ///< sum over groups of F_sk
    double within{};                          ///< sum over groups and cuts of F_sk (1 - F_sk)
  };
  explicit balanced_share(const resample::group_table& t) : cuts_{t.levels - 1}, groups_{static_cast<double>(t.groups)} {
    for (const std::uint32_t n : t.sizes) { size_.push_back(n); }
    for (std::size_t k = 0; k < cuts_; ++k) { gap_.push_back(static_cast<double>(t.level_of[k + 1] - t.level_of[k])); }
  }
  [[nodiscard]] state_type start() const noexcept { return {}; }
  [[nodiscard]] state_type step(const state_type& before, std::size_t group, const std::uint32_t* row, const std::uint32_t*) const noexcept {
    state_type out = before;
    double below = 0.0;
    for (std::size_t k = 0; k < cuts_; ++k) {
      below += row[k];
      const double share = below / size_[group];
      out.shares[k] += share;
      out.within += gap_[k] * share * (1.0 - share);
    }
    return out;
  }
  /// Totals over groups, not yet divided by the number of steps of the scale.
  [[nodiscard]] dispersion_parts parts(const state_type& s) const noexcept {
    dispersion_parts out{0.0, s.within / groups_};
    for (std::size_t k = 0; k < cuts_; ++k) {
      const double share = s.shares[k] / groups_;
      out.total += gap_[k] * share * (1.0 - share);
    }
    return out;
  }
  [[nodiscard]] std::int64_t value(const state_type& s) const noexcept {
    const dispersion_parts p = parts(s);
    return std::llround(0x1p60 * (std::clamp)((p.total - p.within) / p.total, 0.0, 1.0));
  }
  [[nodiscard]] std::int64_t lowest() const noexcept { return 0; }
  [[nodiscard]] std::int64_t highest() const noexcept { return std::int64_t{1} << 60; }
  [[nodiscard]] std::int64_t tolerance() const noexcept { return std::int64_t{1} << 30; }
  [[nodiscard]] double share(std::int64_t value) const noexcept { return std::ldexp(static_cast<double>(value), -60); }

private:
  std::size_t cuts_;
  double groups_;
  std::vector<double> size_;
  std::vector<double> gap_;
};

/// Checks the arguments that all functions of several groups share.
inline void check_groups(std::size_t groups, const k_sample_options& options, const char* function) {
  check::bounded(static_cast<std::int64_t>((std::min)(groups, std::size_t{65537})), 1, 65536, function, "groups");
  check::bounded(options.draws, 99, 0xFFFFFFFF, function, "draws");
  check::bounded(static_cast<std::int32_t>(options.weights), 0, 1, function, "weights");
  check::that(options.power > 0.0 && options.power < 1.0, function, "power", "must be between 0 and 1");
}

inline void check_group(std::uint32_t group, std::size_t groups, std::size_t row, const char* function) {
  if (group >= groups) {
    throw error{error_category::out_of_range, function, "group", std::to_string(group) + " where there are " + std::to_string(groups) + " groups", static_cast<std::int64_t>(row)};
  }
}

/// People by group and level, without empty groups and levels.
[[nodiscard]] inline resample::group_table checked_groups(std::span<const std::uint32_t> counts, std::size_t groups, std::size_t levels, const k_sample_options& options,
                                                          const char* function) {
  check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, function, "levels");
  check_groups(groups, options, function);
  check::same_length(counts.size(), groups * levels, function, "counts");
  return resample::occupied_table(counts, groups, levels);
}

/// People by group and different value, from measured numbers.
[[nodiscard]] inline resample::group_table measured_groups(std::span<const double> values, std::span<const std::uint32_t> group, std::size_t groups,
                                                           const k_sample_options& options, const char* function) {
  check_groups(groups, options, function);
  check::same_length(group.size(), values.size(), function, "group");
  const value_levels of = levels_of_values(values, function, "values");
  const std::size_t levels = (std::max)(of.values.size(), std::size_t{1});
  std::vector<std::uint32_t> counts(groups * levels);
  for (std::size_t i = 0; i < values.size(); ++i) {
    check_group(group[i], groups, i, function);
    if (of.level[i] >= 0) { ++counts[group[i] * levels + static_cast<std::size_t>(of.level[i])]; }
  }
  return resample::occupied_table(counts, groups, levels);
}

/// What all results share before anything is computed: ok when there is something to compute.
[[nodiscard]] inline status groups_status(const resample::group_table& t) noexcept {
  if (t.people == 0) { return status::no_data; }
  if (t.groups < 2) { return status::not_comparable; }
  return t.levels < 2 ? status::no_variation : status::ok;
}

[[nodiscard]] inline resample::law_options law_options_of(const k_sample_options& o) noexcept { return {o.most_tables, o.draws, o.random_seed, o.threads}; }

/// The share, its law and its floor for one of the two statistics.
template <class Statistic> void test_share(between_share_result& out, const resample::group_table& t, const Statistic& statistic, const k_sample_options& options) {
  const double alpha = 1.0 - options.confidence.value();
  const resample::law_summary law = resample::k_group_law(t, statistic, alpha, law_options_of(options));
  out.p = law.upper;
  out.p_min = law.at_highest;
  out.method = law.exact ? p_method::exact : p_method::drawn;
  out.tables = law.tables;
  out.draws = law.draws;
  if (law.critical_high) { out.detectable = statistic.share(*law.critical_high); }
  if (out.p_min > alpha) { out.status = status::could_not_show; }
}

[[nodiscard]] inline between_share_result between_share_of(const resample::group_table& t, std::size_t levels, const k_sample_options& options) {
  between_share_result out;
  out.status = groups_status(t);
  out.groups = static_cast<std::uint32_t>(t.groups);
  out.n = t.people;
  if (t.people == 0) { return out; }
  // the parts of dispersion with either weights, from the cumulative shares of the groups
  std::vector<double> pooled(t.levels);
  double within = 0.0;
  double total = 0.0;
  double between = 0.0;
  for (std::size_t s = 0; s < t.groups; ++s) {
    const double weight = options.weights == group_weights::people ? t.sizes[s] / static_cast<double>(t.people) : 1.0 / static_cast<double>(t.groups);
    double below = 0.0;
    for (std::size_t k = 0; k + 1 < t.levels; ++k) {
      below += t.cells[s * t.levels + k];
      const double share = below / t.sizes[s];
      pooled[k] += weight * share;
      within += weight * static_cast<double>(t.level_of[k + 1] - t.level_of[k]) * share * (1.0 - share);
    }
  }
  for (std::size_t k = 0; k + 1 < t.levels; ++k) { total += static_cast<double>(t.level_of[k + 1] - t.level_of[k]) * pooled[k] * (1.0 - pooled[k]); }
  for (std::size_t s = 0; s < t.groups; ++s) {
    const double weight = options.weights == group_weights::people ? t.sizes[s] / static_cast<double>(t.people) : 1.0 / static_cast<double>(t.groups);
    double below = 0.0;
    for (std::size_t k = 0; k + 1 < t.levels; ++k) {
      below += t.cells[s * t.levels + k];
      const double off = below / t.sizes[s] - pooled[k];
      between += weight * static_cast<double>(t.level_of[k + 1] - t.level_of[k]) * off * off;
    }
  }
  const double scale = 4.0 / static_cast<double>(levels - 1);
  out.dispersion = scale * total;
  out.within = scale * within;
  out.between = scale * between;
  if (out.status != status::ok) { return out; }
  out.share = (std::clamp)(between / total, 0.0, 1.0);
  if (options.weights == group_weights::people) {
    out.by_chance = static_cast<double>(t.groups - 1) / (static_cast<double>(t.people) - 1.0);
    test_share(out, t, cumulative_squares{t}, options);
  } else {
    test_share(out, t, balanced_share{t}, options);
  }
  return out;
}

[[nodiscard]] inline k_sample_result k_sample_of(const resample::group_table& t, std::size_t levels, const k_sample_options& options) {
  k_sample_result out;
  out.status = groups_status(t);
  out.groups = static_cast<std::uint32_t>(t.groups);
  out.n = t.people;
  out.between = between_share_of(t, levels, options);
  if (out.status != status::ok) { return out; }

  const auto n = static_cast<double>(t.people);
  double squares = 0.0; // of rank sums less their mean, over the sizes: no cancellation for large n
  double ties = 0.0;
  std::vector<double> rank(t.levels);
  double below = 0.0;
  for (std::size_t k = 0; k < t.levels; ++k) {
    const double total = t.totals[k];
    rank[k] = below + 0.5 * (total + 1.0);
    below += total;
    ties += total * (total - 1.0) * (total + 1.0);
  }
  for (std::size_t s = 0; s < t.groups; ++s) {
    double off = 0.0;
    for (std::size_t k = 0; k < t.levels; ++k) { off += t.cells[s * t.levels + k] * (rank[k] - 0.5 * (n + 1.0)); }
    squares += off * off / t.sizes[s];
  }
  const double plain = 12.0 / (n * (n + 1.0)) * squares;
  out.kruskal_wallis_no_tie_term = plain;
  out.kruskal_wallis = plain / (1.0 - ties / (n * (n - 1.0) * (n + 1.0)));
  out.df = out.groups - 1;
  out.epsilon_squared = *out.kruskal_wallis / (n - 1.0);
  out.p_asymptotic = numeric::chi_square_upper(*out.kruskal_wallis, out.df);

  const double alpha = 1.0 - options.confidence.value();
  const resample::law_summary law = resample::k_group_law(t, rank_squares{t}, alpha, law_options_of(options));
  out.p = law.upper;
  out.p_min = law.at_highest;
  out.method = law.exact ? p_method::exact : p_method::drawn;
  out.tables = law.tables;
  out.draws = law.draws;
  if (out.p_min > alpha) { out.status = status::could_not_show; }
  return out;
}

[[nodiscard]] inline jonckheere_result jonckheere_of(const resample::group_table& t, const k_sample_options& options) {
  jonckheere_result out;
  out.status = groups_status(t);
  out.groups = static_cast<std::uint32_t>(t.groups);
  out.n = t.people;
  if (t.groups < 2) { return out; }

  const auto n = static_cast<double>(t.people);
  double size1 = 0.0; // sums over groups of n_s^2, n_s (n_s - 1) (2 n_s + 5), n_s (n_s - 1) (n_s - 2), n_s (n_s - 1), n_s^2 (2 n_s + 3)
  double size2 = 0.0;
  double size3 = 0.0;
  double size4 = 0.0;
  double size5 = 0.0;
  for (const std::uint32_t each : t.sizes) {
    const double m = each;
    size1 += m * m;
    size2 += m * (m - 1.0) * (2.0 * m + 5.0);
    size3 += m * (m - 1.0) * (m - 2.0);
    size4 += m * (m - 1.0);
    size5 += m * m * (2.0 * m + 3.0);
  }
  double tie2 = 0.0; // the same over levels
  double tie3 = 0.0;
  double tie4 = 0.0;
  for (const std::uint32_t each : t.totals) {
    const double m = each;
    tie2 += m * (m - 1.0) * (2.0 * m + 5.0);
    tie3 += m * (m - 1.0) * (m - 2.0);
    tie4 += m * (m - 1.0);
  }
  std::vector<std::uint32_t> before(t.levels);
  const std::int64_t twice = resample::detail::twice_pairs_in_order(t, t.cells.data(), before);
  const double pairs = 0.5 * (n * n - size1);
  const double statistic = 0.5 * static_cast<double>(twice);
  out.statistic = statistic;
  out.mean = 0.5 * pairs;
  out.superiority = statistic / pairs;
  out.variance_no_tie_term = (n * n * (2.0 * n + 3.0) - size5) / 72.0;
  const double third = n > 2.0 ? size3 * tie3 / (36.0 * n * (n - 1.0) * (n - 2.0)) : 0.0;
  const double variance = (n * (n - 1.0) * (2.0 * n + 5.0) - size2 - tie2) / 72.0 + third + size4 * tie4 / (8.0 * n * (n - 1.0));
  out.variance = t.levels < 2 ? 0.0 : (std::max)(0.0, variance);
  if (out.status != status::ok) { return out; }

  out.z = (statistic - *out.mean) / std::sqrt(*out.variance);
  out.z_no_tie_term = (statistic - *out.mean) / std::sqrt(*out.variance_no_tie_term);
  out.p_increasing_normal = numeric::normal_cdf(-*out.z);
  out.p_decreasing_normal = numeric::normal_cdf(*out.z);
  out.p_two_sided_normal = (std::min)(1.0, 2.0 * numeric::normal_cdf(-std::fabs(*out.z)));

  std::optional<resample::value_law> law = resample::ordered_groups_law(t, 100.0 * static_cast<double>(options.most_tables));
  if (!law) {
    law = resample::ordered_groups_draws(t, law_options_of(options));
    out.method = p_method::drawn;
    out.draws = options.draws;
  }
  out.p_increasing = law->upper(twice);
  out.p_decreasing = law->lower(twice);
  out.p_two_sided_doubled = (std::min)(1.0, 2.0 * (std::min)(out.p_increasing, out.p_decreasing));
  out.p_two_sided_distance = law->distance(twice, std::llround(2.0 * pairs)); // the mean of twice J is the number of pairs
  out.p_min = (std::min)(1.0, 2.0 * (std::min)(law->at_highest(), law->at_lowest()));
  const double alpha = 1.0 - options.confidence.value();
  if (out.p_min > alpha) { out.status = status::could_not_show; }
  if (const auto critical = law->critical_high(0.5 * alpha)) { out.detectable = 0.5 * law->mean_at_power(*critical, true, options.power) / pairs; }
  return out;
}

} // namespace detail

/// How much of the disagreement of everybody lies between groups: an eta squared for ordered levels.
/// Definition: with F_sk the share of group s at level k or below, w_s its weight and F_k = sum_s w_s F_sk, the dispersion of everybody splits exactly:
/// sum_k F_k (1 - F_k) = sum_s w_s sum_k F_sk (1 - F_sk) + sum_s w_s sum_k (F_sk - F_k)^2, within and between; the share is between over total. Its p-value is the
/// permutation law's: people keep their marks and are put into groups of the same sizes at random.
/// Missing: groups without people are left out. One group: dispersion only, not_comparable. Everybody at one level: no_variation and p = 1. A floor above
/// 1 - confidence: could_not_show.
/// Choose it over Kruskal-Wallis when the question is who sees it differently in any way, spread and camps included; over eta squared because levels are not numbers.
/// Shares are larger in small groups even if nothing differs: read `by_chance` and the p-value with it.
/// \param counts groups x levels, group by group \param groups 1 to 65536 \param levels 2 to 16
/// \throws error invalid_argument when counts is not groups x levels; out_of_range for groups, levels, draws, weights
/// Cost: up to `most_tables` tables at about 20 ns; 20 people in 4 groups on 5 levels about 1 ms; otherwise `draws` of 10 ns a person. Threads: safe. Since 0.1.
/// Reference: Piccarreta 2001; Blair & Lacy 2000. Checked by `k_sample_test` against enumeration.
[[nodiscard]] inline between_share_result between_share(std::span<const std::uint32_t> counts, std::size_t groups, std::size_t levels, const k_sample_options& options = {}) {
  return detail::between_share_of(detail::checked_groups(counts, groups, levels, options, "between_share"), levels, options);
}

/// Whether any of several groups stands elsewhere on the scale: Kruskal and Wallis' H with its exact law, and the between-group share of dispersion beside it.
/// Definition: H = (12 / (n (n + 1)) sum_s R_s^2 / n_s - 3 (n + 1)) / (1 - sum_k (t_k^3 - t_k) / (n^3 - n)) with midranks; p from the permutation law of sum_s R_s^2 / n_s,
/// ties included, compared as whole numbers.
/// Missing: groups without people are left out. Everybody at one level: no_variation, p = 1, no H.
/// Choose `two_sample` for two groups, `jonckheere` when groups have an order.
/// Why numbers can differ: most packages give the chi-square p, here `p_asymptotic`; `p` is exact or drawn, see `method`.
/// \param counts groups x levels, group by group \param groups 1 to 65536 \param levels 2 to 16
/// \throws error invalid_argument when counts is not groups x levels; out_of_range for groups, levels, draws, weights
/// Cost: twice that of `between_share`. Threads: safe. Since 0.1. Reference: Kruskal & Wallis 1952. Checked by `k_sample_test` against enumeration and case a13.
[[nodiscard]] inline k_sample_result k_sample(std::span<const std::uint32_t> counts, std::size_t groups, std::size_t levels, const k_sample_options& options = {}) {
  return detail::k_sample_of(detail::checked_groups(counts, groups, levels, options, "k_sample"), levels, options);
}

/// The same from measured numbers: their different values, at most 1000, are the levels. The parts of dispersion then count how far apart people are in ranks of
/// different values, a step from one to the next.
/// \param values one number a person, NaN for none \param group of each person, 0-based \param groups 1 to 65536
/// \throws error invalid_argument for unequal lengths, or `equal` weights with more than 16 different values; out_of_range, with the row, for a number past 1e150 or a
/// group past the last, and for more than 1000 different values
/// Cost: a sort more. Threads: safe. Since 0.1. Checked by `k_sample_test`.
[[nodiscard]] inline k_sample_result k_sample(std::span<const double> values, std::span<const std::uint32_t> group, std::size_t groups, const k_sample_options& options = {}) {
  const resample::group_table t = detail::measured_groups(values, group, groups, options, "k_sample");
  check::that(options.weights == group_weights::people || t.levels <= most_levels, "k_sample", "weights", "can be equal for at most 16 different values");
  return detail::k_sample_of(t, (std::max)(t.levels, std::size_t{2}), options);
}

/// Whether groups rise in the order given: Jonckheere and Terpstra's test with its exact law.
/// Definition: J counts the pairs of people from two groups of which the one in the later group is higher, pairs of equals half. Its mean is
/// (n^2 - sum n_s^2) / 4; the variance with ties is Hollander and Wolfe's equation 6.19. Exact p from the permutation law of J given the levels of all, by
/// adding one group after the other; where that takes too long, from random assignments.
/// Missing: groups without people are left out. Everybody at one level: no_variation, p = 1.
/// Choose it over Kruskal-Wallis when groups have an order (rounds, doses, years of experience). For the same people over rounds choose Page's test.
/// Why numbers can differ: clinfun and others have no tie term in the variance (`variance_no_tie_term`), and the two-sided exact p has two definitions.
/// \param counts groups x levels, group by group, in order \param groups 1 to 65536 \param levels 2 to 16
/// \throws error invalid_argument when counts is not groups x levels; out_of_range for groups, levels, draws
/// Cost: exact up to 100 x `most_tables` additions, a nanosecond each; otherwise `draws` of 10 ns a person. Threads: safe. Since 0.1.
/// Reference: Jonckheere 1954; Terpstra 1952; Hollander & Wolfe 1999. Checked by `k_sample_test` against enumeration and case a13.
[[nodiscard]] inline jonckheere_result jonckheere(std::span<const std::uint32_t> counts, std::size_t groups, std::size_t levels, const k_sample_options& options = {}) {
  return detail::jonckheere_of(detail::checked_groups(counts, groups, levels, options, "jonckheere"), options);
}

/// The same from measured numbers: their different values, at most 1000, are the levels.
/// \param values one number a person, NaN for none \param group of each person, 0-based, in order \param groups 1 to 65536
/// \throws error invalid_argument for unequal lengths; out_of_range, with the row, for a number past 1e150 or a group past the last, and for more than 1000 different values
/// Cost: a sort more. Threads: safe. Since 0.1. Checked by `k_sample_test`.
[[nodiscard]] inline jonckheere_result jonckheere(std::span<const double> values, std::span<const std::uint32_t> group, std::size_t groups, const k_sample_options& options = {}) {
  return detail::jonckheere_of(detail::measured_groups(values, group, groups, options, "jonckheere"), options);
}

/// People per group and level from a list of marks.
/// \param marks one a person: a 0-based level, or a negative number where there is none
/// \param group of each person, 0-based; as many as marks
/// \param groups 1 to 65536 \param levels 2 to 16 \return groups x levels, group by group
/// \throws error invalid_argument for unequal lengths; out_of_range, with the row, for a mark past the scale or a group past the last
/// Cost: one pass. Threads: safe. Since 0.1. Checked by `k_sample_test`.
[[nodiscard]] inline std::vector<std::uint32_t> count_groups(std::span<const std::int8_t> marks, std::span<const std::uint32_t> group, std::size_t groups, std::size_t levels) {
  check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "count_groups", "levels");
  check::bounded(static_cast<std::int64_t>((std::min)(groups, std::size_t{65537})), 1, 65536, "count_groups", "groups");
  check::same_length(group.size(), marks.size(), "count_groups", "group");
  std::vector<std::uint32_t> out(groups * levels);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    detail::check_group(group[i], groups, i, "count_groups");
    if (marks[i] >= static_cast<int>(levels)) {
      throw error{error_category::out_of_range, "count_groups", "marks", "level " + std::to_string(marks[i]) + " where the scale has " + std::to_string(levels), static_cast<std::int64_t>(i)};
    }
    if (marks[i] >= 0) { ++out[group[i] * levels + static_cast<std::size_t>(marks[i])]; }
  }
  return out;
}

namespace detail {

/// A table of one row, built column by column.
class one_row {
public:
  void integer(const char* name, std::uint64_t value) { out_[out_.add(name, column_type::integer)].push(value); }
  void real(const char* name, const std::optional<double>& value) { out_[out_.add(name, column_type::real)].push(value); }
  void text(const char* name, std::string_view value) { out_[out_.add(name, column_type::text)].push(value); }
  [[nodiscard]] table take() { return std::move(out_); }

private:
  table out_;
};

} // namespace detail

/// `between_share` as a table of one row. Cells that have no value are missing, with the reason in `status`.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `k_sample_test`.
[[nodiscard]] inline table to_table(const between_share_result& r) {
  detail::one_row out;
  out.integer("groups", r.groups);
  out.integer("n", r.n);
  out.real("dispersion", r.dispersion);
  out.real("within", r.within);
  out.real("between", r.between);
  out.real("between_share", r.share);
  out.real("by_chance", r.by_chance);
  out.real("p", r.p);
  out.real("p_min", r.p_min);
  out.real("detectable", r.detectable);
  out.text("method", name(r.method));
  out.integer("tables", r.tables);
  out.integer("draws", r.draws);
  out.text("status", headway::name(r.status));
  return out.take();
}

/// `k_sample` as a table of one row; what is said about dispersion has names that begin with `between_`, except the parts themselves.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `k_sample_test`.
[[nodiscard]] inline table to_table(const k_sample_result& r) {
  detail::one_row out;
  out.integer("groups", r.groups);
  out.integer("n", r.n);
  out.real("kruskal_wallis", r.kruskal_wallis);
  out.real("kruskal_wallis_no_tie_term", r.kruskal_wallis_no_tie_term);
  out.integer("df", r.df);
  out.real("epsilon_squared", r.epsilon_squared);
  out.real("p_asymptotic", r.p_asymptotic);
  out.real("p", r.p);
  out.real("p_min", r.p_min);
  out.text("method", name(r.method));
  out.integer("tables", r.tables);
  out.integer("draws", r.draws);
  out.text("status", headway::name(r.status));
  out.real("dispersion", r.between.dispersion);
  out.real("within", r.between.within);
  out.real("between", r.between.between);
  out.real("between_share", r.between.share);
  out.real("by_chance", r.between.by_chance);
  out.real("between_p", r.between.p);
  out.real("between_p_min", r.between.p_min);
  out.real("between_detectable", r.between.detectable);
  out.text("between_method", name(r.between.method));
  out.text("between_status", headway::name(r.between.status));
  return out.take();
}

/// `jonckheere` as a table of one row. Cells that have no value are missing, with the reason in `status`.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `k_sample_test`.
[[nodiscard]] inline table to_table(const jonckheere_result& r) {
  detail::one_row out;
  out.integer("groups", r.groups);
  out.integer("n", r.n);
  out.real("statistic", r.statistic);
  out.real("mean", r.mean);
  out.real("variance", r.variance);
  out.real("variance_no_tie_term", r.variance_no_tie_term);
  out.real("superiority", r.superiority);
  out.real("z", r.z);
  out.real("z_no_tie_term", r.z_no_tie_term);
  out.real("p_increasing_normal", r.p_increasing_normal);
  out.real("p_decreasing_normal", r.p_decreasing_normal);
  out.real("p_two_sided_normal", r.p_two_sided_normal);
  out.real("p_increasing", r.p_increasing);
  out.real("p_decreasing", r.p_decreasing);
  out.real("p_two_sided_doubled", r.p_two_sided_doubled);
  out.real("p_two_sided_distance", r.p_two_sided_distance);
  out.real("p_min", r.p_min);
  out.real("detectable", r.detectable);
  out.text("method", name(r.method));
  out.integer("draws", r.draws);
  out.text("status", headway::name(r.status));
  return out.take();
}

} // namespace headway::exact
