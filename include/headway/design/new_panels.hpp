#pragma once

/// \file
/// Panels of people who have not marked yet, as a fitted study foresees them: what their marks would show, without asking them.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/types.hpp>
#include <headway/core/ratings.hpp>
#include <headway/models/blocks.hpp>
#include <headway/models/fit_ordinal.hpp>
#include <headway/models/ordinal_tables.hpp>
#include <headway/models/predict.hpp>
#include <headway/numeric/random.hpp>
#include <headway/resample/sign_flip.hpp>

namespace headway::design {

/// What is asked of the next panel. Since 0.1.
struct design_options {
  std::vector<std::uint32_t> people{1, 2, 3, 4, 6, 8, 12}; ///< sizes to try, 1 to 50 of them, people per sector, 1 to 1000 each; their order does not matter
  double change{1.0};       ///< the true change that is to be seen, in levels of a typical person's mark on average
  std::size_t choose{2};    ///< how many of the lowest dimensions are chosen
  double wanted{0.8};       ///< the chance that is enough, in (0, 1)
  std::size_t panels{400};  ///< how many are simulated, 10 to 100000; a share p of them has a standard error of sqrt(p (1 - p) / panels)
  seed random_seed{1};
  std::size_t threads{1};   ///< the most to use, with the same result; 0 for as many as the machine runs at once
};

/// Throws unless options can be used.
/// \throws error invalid_argument or out_of_range naming the field
/// Cost: linear in sizes. Threads: safe. Since 0.1. Checked by `next_panel_test`.
inline void check_options(const design_options& options) {
  check::that(!options.people.empty() && options.people.size() <= 50, "design", "people", "must be 1 to 50 sizes");
  for (const std::uint32_t size : options.people) { check::bounded(size, 1, 1000, "design", "people"); }
  check::that(options.change > 0.0 && options.change < 1000.0, "design", "change", "must be positive, in levels");
  check::bounded(static_cast<std::int64_t>((std::min)(options.choose, std::size_t{100'000})), 1, 1000, "design", "choose");
  check::that(options.wanted > 0.0 && options.wanted < 1.0, "design", "wanted", "must be between 0 and 1");
  check::bounded(static_cast<std::int64_t>((std::min)(options.panels, std::size_t{1'000'000})), 10, 100'000, "design", "panels");
}

namespace detail {

/// A change counts as seen below this: with half of the observed point, one-sided, it is what P(change > 0) >= 0.95 comes to without a prior.
inline constexpr double shown_below = 0.05;

/// Whether the exact test of the same people's moves shows that they went up. \param movers how many moved by 1, 2, .. levels \param sum of the moves
inline bool change_shown(std::span<const std::uint32_t> movers, std::int64_t sum) {
  if (sum <= 0) { return false; } // then p is a half or more
  double squares = 0.0;
  for (std::size_t a = 0; a < movers.size(); ++a) { squares += static_cast<double>((a + 1) * (a + 1)) * movers[a]; }
  if (std::exp(-0.5 * static_cast<double>(sum) * static_cast<double>(sum) / squares) < shown_below) { return true; } // Hoeffding's bound of p, most often enough
  const resample::sign_flip_law law{movers};
  return law.upper(sum) - 0.5 * law.point(sum) <= shown_below;
}

/// How probable it is that choosing those with the lowest sums chooses those that are truly lowest, when a lot is drawn among equals at the edge. Truths that are equal there are both right.
inline double choice_right(std::span<const std::int64_t> sums, std::span<const double> truth, std::size_t choose) {
  std::vector<std::int64_t> by_sum(sums.begin(), sums.end());
  std::vector<double> by_truth(truth.begin(), truth.end());
  const auto edge = static_cast<std::ptrdiff_t>(choose) - 1;
  std::nth_element(by_sum.begin(), by_sum.begin() + edge, by_sum.end());
  std::nth_element(by_truth.begin(), by_truth.begin() + edge, by_truth.end());
  const std::int64_t cut = by_sum[choose - 1];
  const double true_cut = by_truth[choose - 1];
  std::size_t sure = 0, tied = 0, must = 0, may = 0; // must and may: of the tied ones
  for (std::size_t d = 0; d < sums.size(); ++d) {
    const bool below = truth[d] < true_cut, above = truth[d] > true_cut;
    if (sums[d] < cut) {
      if (above) { return 0.0; }
      ++sure;
    } else if (sums[d] > cut) {
      if (below) { return 0.0; }
    } else {
      ++tied;
      must += below ? 1u : 0u;
      may += !below && !above ? 1u : 0u;
    }
  }
  const std::size_t lots = choose - sure;
  if (must > lots) { return 0.0; }
  const auto ways = [](std::size_t n, std::size_t k) {
    double out = k <= n ? 1.0 : 0.0;
    for (std::size_t i = 0; i < k && k <= n; ++i) { out *= static_cast<double>(n - i) / static_cast<double>(i + 1); }
    return out;
  };
  return ways(may, lots - must) / ways(tied, lots);
}

/// Where effects of a sector's people on a cell stand among all. A sector that never marked the dimension is taken for a typical one.
inline std::vector<std::size_t> sector_effects(const models::ordinal_fit& fit, const models::place_cell& cell, sector_id sector) {
  std::vector<std::size_t> out;
  for (std::size_t b = 0; b < fit.built.model.blocks.size(); ++b) {
    models::effect_key key;
    key.sector = sector;
    switch (fit.built.model.blocks[b]) {
    case models::block_kind::sector: break;
    case models::block_kind::sector_dimension: key.dimension = cell.dimension; break;
    case models::block_kind::community_sector_dimension: key.community = cell.community, key.dimension = cell.dimension; break;
    case models::block_kind::sector_dimension_round: key.dimension = cell.dimension, key.round = cell.round; break;
    default: continue;
    }
    const std::vector<models::effect_key>& known = fit.built.effects[b];
    const auto found = std::lower_bound(known.begin(), known.end(), key);
    if (found != known.end() && *found == key) { out.push_back(fit.first_effect(b) + static_cast<std::size_t>(found - known.begin())); }
  }
  return out;
}

/// Whether the model knows sectors.
inline bool has_sectors(const models::ordinal_fit& fit) noexcept {
  return fit.find(models::block_kind::sector) || fit.find(models::block_kind::sector_dimension) || fit.find(models::block_kind::community_sector_dimension) ||
         fit.find(models::block_kind::sector_dimension_round);
}

/// A cell as people of several groups see it.
struct seen_cell {
  const models::place_cell* cell;
  models::detail::row_terms place;
  std::vector<std::vector<std::size_t>> effects{}; ///< of each group

  seen_cell(const models::ordinal_fit& fit, const models::place_cell& of, std::span<const sector_id> groups) : cell{&of}, place{fit, of.first, true} {
    for (const sector_id group : groups) { effects.push_back(group.has_value() ? sector_effects(fit, of, group) : std::vector<std::size_t>{}); }
  }
  /// By how much a group's people mark it higher than typical ones.
  [[nodiscard]] double group_effect(const models::ordinal_fit& fit, std::size_t draw, std::size_t group) const noexcept {
    double out = 0.0;
    for (const std::size_t e : effects[group]) { out += fit.joint.effect(draw)[e]; }
    return out;
  }
};

/// P(a number with the link's law is below x), as exact as means need it; not for adjacent categories.
inline double share_below(models::link_kind link, double x) noexcept {
  const double at = std::clamp(x, -700.0, 700.0);
  switch (link) {
  case models::link_kind::probit: return 0.5 * std::erfc(-0.7071067811865476 * at);
  case models::link_kind::cloglog: return -std::expm1(-std::exp(at));
  case models::link_kind::loglog: return std::exp(-std::exp(-at));
  default: return 1.0 / (1.0 + std::exp(-at));
  }
}

/// What a typical person marks on average: the mean of `level_probabilities`, for a fraction of their cost.
inline double typical_mark(const models::ordinal_fit& fit, std::span<const double> thresholds, double predictor, std::span<double> scratch) {
  if (fit.options.link == models::link_kind::adjacent_category) {
    models::level_probabilities(fit.options.link, thresholds, predictor, scratch);
    return models::detail::expected_value(fit.of, scratch);
  }
  const auto& scale = fit.of.rubric().scale();
  double out = scale.value(scale.size() - 1);
  for (std::size_t k = 0; k < thresholds.size(); ++k) { out -= static_cast<double>(scale.value(k + 1) - scale.value(k)) * share_below(fit.options.link, thresholds[k] - predictor); }
  return out;
}

/// What people mark on average who differ by a normal law with this standard deviation: a sum in steps of half of it, which for smooth functions is as good as exact.
inline double panel_mark(const models::ordinal_fit& fit, std::span<const double> thresholds, double predictor, double deviation, std::span<double> scratch) {
  constexpr std::array<double, 11> weight{1.0, 0.8824969025845955, 0.6065306597126334, 0.32465246735834974, 0.1353352832366127, 0.04393693362340742, 0.011108996538242306, 0.002187491118182885, 0.00033546262790251185, 4.006529739295107e-05, 3.726653172078671e-06};
  double sum = typical_mark(fit, thresholds, predictor, scratch), all = 1.0;
  for (std::size_t i = 1; i < weight.size(); ++i) {
    const double off = 0.5 * static_cast<double>(i) * deviation;
    sum += weight[i] * (typical_mark(fit, thresholds, predictor - off, scratch) + typical_mark(fit, thresholds, predictor + off, scratch));
    all += 2.0 * weight[i];
  }
  return sum / all;
}

/// How far the predictor moves for a typical person's mark to move by `change` levels on average: upwards (positive) where that ends a twentieth of a level or more below the highest, otherwise downwards likewise; none where
/// there is room for neither.
inline std::optional<double> shift_of(const models::ordinal_fit& fit, std::span<const double> thresholds, double predictor, double change, std::span<double> scratch) {
  constexpr double edge = 0.05;
  const auto& scale = fit.of.rubric().scale();
  const double now = typical_mark(fit, thresholds, predictor, scratch);
  const bool up = now + change <= scale.value(scale.size() - 1) - edge;
  if (!up && now - change < scale.value(0) + edge) { return std::nullopt; }
  const double sign = up ? 1.0 : -1.0;
  const auto excess = [&](double step) { return sign * (typical_mark(fit, thresholds, predictor + sign * step, scratch) - now) - change; };
  double low = 0.0, at_low = -change, high = 1.0, at_high = excess(high);
  while (at_high < 0.0 && high < 1e6) {
    low = high, at_low = at_high;
    at_high = excess(high *= 2.0);
  }
  double found = high;
  int side = 0; // which end stayed last time; one that stays twice counts half
  for (int i = 0; i < 60 && at_high > at_low; ++i) {
    found = low - at_low * (high - low) / (at_high - at_low);
    const double at = excess(found);
    if (std::fabs(at) < 1e-10) { break; }
    if (at < 0.0) {
      low = found, at_low = at;
      if (side > 0) { at_high *= 0.5; }
      side = 1;
    } else {
      high = found, at_high = at;
      if (side < 0) { at_low *= 0.5; }
      side = -1;
    }
  }
  return sign * found;
}

/// Marks in two rounds of people whom a draw makes: with its standard deviations between people, each on the stream's next numbers. Their numbers do not depend on where the place stands.
class new_people {
public:
  new_people(const models::ordinal_fit& fit, std::size_t draw, numeric::random_stream random)
      : link_{fit.options.link}, severity_{deviation(fit, draw, models::block_kind::rater)}, view_{deviation(fit, draw, models::block_kind::rater_dimension)},
        drift_{deviation(fit, draw, models::block_kind::rater_round)}, random_{random}, probability_(fit.built.rows.levels) {}
  /// Goes on to the next person.
  void next() {
    const double severity = severity_ ? *severity_ * numeric::draw_normal(random_) : 0.0;
    for (double& own : own_) { own = severity + (drift_ ? *drift_ * numeric::draw_normal(random_) : 0.0); }
  }
  /// The person's marks of one dimension, levels counted from 0. \param predictor of a typical person of the same group, in the two rounds
  std::array<std::int8_t, 2> mark(std::span<const double> thresholds, const std::array<double, 2>& predictor) {
    const double view = view_ ? *view_ * numeric::draw_normal(random_) : 0.0;
    std::array<std::int8_t, 2> out{};
    for (std::size_t t = 0; t < 2; ++t) { out[t] = answer(thresholds, predictor[t] + own_[t] + view); }
    return out;
  }

private:
  /// A level drawn with `level_probabilities`: how many thresholds a number with the link's law about the predictor is above.
  std::int8_t answer(std::span<const double> thresholds, double predictor) {
    double at = predictor;
    switch (link_) {
    case models::link_kind::logit: {
      const double u = numeric::draw_uniform(random_);
      at += std::log(u / (1.0 - u));
      break;
    }
    case models::link_kind::probit: at += numeric::draw_normal(random_); break;
    case models::link_kind::cloglog: at += std::log(-std::log(1.0 - numeric::draw_uniform(random_))); break;
    case models::link_kind::loglog: at -= std::log(-std::log(numeric::draw_uniform(random_))); break;
    case models::link_kind::adjacent_category:
      models::level_probabilities(link_, thresholds, predictor, probability_);
      return models::detail::draw_level(probability_, random_);
    }
    std::int8_t level = 0;
    for (const double threshold : thresholds) { level = static_cast<std::int8_t>(level + (threshold < at ? 1 : 0)); }
    return level;
  }
  static std::optional<double> deviation(const models::ordinal_fit& fit, std::size_t draw, models::block_kind kind) {
    const auto block = fit.find(kind);
    return block ? std::optional{fit.deviation(draw, *block)} : std::nullopt;
  }
  models::link_kind link_;
  std::optional<double> severity_, view_, drift_;
  numeric::random_stream random_;
  std::array<double, 2> own_{};
  std::vector<double> probability_;
};

/// Which draw a simulated panel lives in: each as often as any other, as near as can be.
inline std::size_t draw_of(const models::ordinal_fit& fit, std::size_t panel, std::size_t panels) noexcept { return panel * fit.joint.draws / panels; }

/// A panel's own random numbers. \param purpose 1 to 3, which keeps them apart from those of the joint draws and from one another
inline numeric::random_stream panel_stream(seed from, std::uint64_t purpose, community_id community, round_id round, std::size_t panel) noexcept {
  return numeric::random_stream{from, purpose << 62 | std::uint64_t{community.value} << 30 | (std::uint64_t{round.value} & 0x1FFFu) << 17 | static_cast<std::uint64_t>(panel)};
}

/// Moves of the same people between two rounds, towards one side.
class seen_moves {
public:
  explicit seen_moves(std::size_t levels) : movers_(levels - 1) {}
  /// \param up whether a move up counts for the change, or one down
  void add(const std::array<std::int8_t, 2>& marks, bool up) noexcept {
    const int move = up ? marks[1] - marks[0] : marks[0] - marks[1];
    if (move != 0) { ++movers_[static_cast<std::size_t>(std::abs(move)) - 1]; }
    sum_ += move;
  }
  [[nodiscard]] bool shown() const { return change_shown(movers_, sum_); }

private:
  std::vector<std::uint32_t> movers_;
  std::int64_t sum_{};
};

/// "1 level", "0.25 levels": to a hundredth.
inline std::string levels_text(double size) {
  const auto hundredths = static_cast<std::int64_t>(std::llround(size * 100.0));
  std::string out = std::to_string(hundredths / 100);
  if (const std::int64_t rest = hundredths % 100; rest != 0) { out += rest % 10 == 0 ? "." + std::to_string(rest / 10) : (rest < 10 ? ".0" : ".") + std::to_string(rest); }
  return out + (hundredths == 100 ? " level" : " levels");
}

/// "up", "down", or "either" where some draws leave room on one side and some on the other; none without any.
inline std::optional<std::string_view> direction_of(std::size_t up, std::size_t down) noexcept {
  if (up + down == 0) { return std::nullopt; }
  return down == 0 ? "up" : up == 0 ? "down" : "either";
}

} // namespace detail

} // namespace headway::design
