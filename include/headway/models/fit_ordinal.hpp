#pragma once

/// \file
/// One model of a whole study: the sensible blocks for what it holds, the most likely parameters, and joint draws for everything that is asked of it.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/error.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/study.hpp>
#include <headway/models/blocks.hpp>
#include <headway/models/choose_blocks.hpp>
#include <headway/models/fit_rows.hpp>
#include <headway/models/posterior.hpp>
#include <headway/models/predict.hpp>
#include <headway/models/rows.hpp>
#include <headway/numeric/random.hpp>

namespace headway::models {

/// How joint draws are made. Values are part of the C ABI and never reused.
enum class draw_method : std::int32_t {
  automatic = 0,  ///< integrated up to `most_integrated_rows` rows and `most_integrated_effects` effects, then normal
  integrated = 1, ///< parameters and standard deviations by what the rows say of each of 256 to 1024 sets of them: right for small panels
  normal = 2      ///< parameters from the normal law about the likeliest set: for many rows, where that is what the other comes to
};

inline constexpr std::size_t most_integrated_rows = 5000;
inline constexpr std::size_t most_integrated_effects = 1000;

/// The code of a way to draw as written in tables. \return "unknown" for another value
/// Cost: constant. Threads: safe. Since 0.1. Checked by `fit_ordinal_test`.
[[nodiscard]] constexpr std::string_view name(draw_method value) noexcept {
  switch (value) {
  case draw_method::automatic: return "automatic";
  case draw_method::integrated: return "integrated";
  case draw_method::normal: return "normal";
  }
  return "unknown";
}

/// How a study is fitted. Since 0.1.
struct ordinal_options {
  link_kind link{link_kind::logit};
  std::string community{};                              ///< key or name of the only one to take; empty: all
  std::optional<std::vector<block_kind>> blocks{};      ///< none: those that `choose_blocks` keeps
  bool thresholds_by_dimension{};                       ///< every dimension its own thresholds, in place of one scale for the rubric
  draw_method method{draw_method::automatic};
  std::size_t draws{0};                                 ///< joint draws; 0: 1000, or fewer, down to 50, where effects would fill more than 20 million numbers
  confidence_level confidence{0.95};
  seed random_seed{1};
  std::size_t threads{1};                               ///< the most to use, with the same result
  std::function<bool(std::size_t evaluations, double value)> progress{}; ///< called at every evaluation; true stops the fit
};

/// One dimension of one community in one round, as rows of a model have it.
struct place_cell {
  community_id community{};
  round_id round{};
  dimension_id dimension{};
  std::size_t first{}; ///< its first row
  std::size_t n{};     ///< its rows; 0: nobody marked it
};

/// A fitted study. Its tables are those of `ordinal_tables.hpp`; as an audience may see them, of `shared_fit.hpp`. Since 0.1.
struct ordinal_fit {
  study<> of;
  ordinal_options options{};             ///< without `progress`
  std::vector<block_choice> choices{};
  study_rows built{};
  row_fit likelihood{};                  ///< the maximum of the likelihood, without priors
  posterior joint{};                     ///< draws of everything; none unless its status is ok
  draw_method method{draw_method::integrated};///< as chosen
  std::vector<place_cell> cells{};       ///< every dimension of every community's round with people, in the study's order
  std::size_t unmarked{};                ///< rows of people without a level: missing, not known and so on

  /// Whether there are figures: ok, no_data, not_identified or not_converged.
  [[nodiscard]] headway::status status() const noexcept { return joint.status; }
  /// Position of a block in the model, or none.
  [[nodiscard]] std::optional<std::size_t> find(block_kind kind) const noexcept {
    for (std::size_t b = 0; b < built.model.blocks.size(); ++b) {
      if (built.model.blocks[b] == kind) { return b; }
    }
    return std::nullopt;
  }
  /// Where a block's effects begin among all.
  [[nodiscard]] std::size_t first_effect(std::size_t block) const noexcept {
    std::size_t first = 0;
    for (std::size_t b = 0; b < block; ++b) { first += built.effects[b].size(); }
    return first;
  }
  /// The standard deviation of a block in a draw.
  [[nodiscard]] double deviation(std::size_t draw, std::size_t block) const noexcept {
    return joint.parameters(draw)[joint.thresholds + joint.layout.fixed + joint.layout.scale + block];
  }
  /// The thresholds that a row answers by, in a draw.
  [[nodiscard]] std::span<const double> thresholds(std::size_t draw, std::size_t row) const noexcept {
    const std::size_t each = built.rows.levels - 1;
    return joint.parameters(draw).subspan(built.rows.threshold_set.empty() ? 0 : built.rows.threshold_set[row] * each, each);
  }
};

namespace detail {

/// The model of the joint draws, with its priors.
inline laplace_options with_priors(const ordinal_options& options) {
  laplace_options out = posterior_options{}.model;
  out.link = options.link;
  out.threads = options.threads;
  out.coefficient_deviation = 5.0;
  return out;
}

/// Whether a block is about a place and not about who marks it.
constexpr bool of_place(block_kind kind) noexcept {
  return kind == block_kind::community || kind == block_kind::dimension || kind == block_kind::community_dimension || is_change(kind);
}
/// Whether a block is about one person.
constexpr bool of_person(block_kind kind) noexcept { return kind == block_kind::rater || kind == block_kind::rater_dimension || kind == block_kind::rater_round; }

/// What a row's predictor is made of: effects of all draws, each with what it is multiplied by.
class row_terms {
public:
  /// \param place_only leaves out who marks: the predictor of a typical person
  row_terms(const ordinal_fit& fit, std::size_t row, bool place_only) : row_{row} {
    for (std::size_t b = 0, first = 0; b < fit.built.rows.random.size(); first += fit.built.effects[b].size(), ++b) {
      if (place_only && !of_place(fit.built.model.blocks[b])) { continue; }
      const random_term& term = fit.built.rows.random[b];
      const std::size_t last = term.start.empty() ? row + 1 : term.start[row + 1];
      for (std::size_t e = term.start.empty() ? row : term.start[row]; e < last; ++e) {
        if (term.effect[e] != random_term::none) { entries_.emplace_back(first + term.effect[e], term.coefficient.empty() ? 1.0 : term.coefficient[e]); }
      }
    }
  }
  [[nodiscard]] double predictor(const ordinal_fit& fit, std::size_t draw) const noexcept {
    double out = 0.0;
    const std::span<const double> parameters = fit.joint.parameters(draw);
    const std::size_t fixed = fit.built.rows.fixed_terms;
    for (std::size_t t = 0; t < fixed; ++t) { out += fit.built.rows.fixed[row_ * fixed + t] * parameters[fit.joint.thresholds + t]; }
    const std::span<const double> effect = fit.joint.effect(draw);
    for (const auto& [e, times] : entries_) { out += times * effect[e]; }
    return out;
  }
  /// Effects, each with what it is multiplied by.
  [[nodiscard]] const std::vector<std::pair<std::size_t, double>>& entries() const noexcept { return entries_; }

private:
  std::size_t row_;
  std::vector<std::pair<std::size_t, double>> entries_;
};

/// Every dimension of every community's round with people, with the rows that mark it.
inline std::vector<place_cell> cells_of(const study<>& of, const study_rows& built) {
  const ratings_view rows = of->rows();
  std::vector<place_cell> out;
  std::size_t i = 0; // rows stand in the order of community, round, dimension
  for (const assessment& a : of->assessments()) {
    if (!a.has_individuals || (built.model.community && *built.model.community != a.community)) { continue; }
    for (std::uint32_t d = 0; d < of.rubric().size(); ++d) {
      place_cell cell{a.community, a.round, {d}, i, 0};
      const auto here = [&](std::size_t row) { return rows.community[row] == a.community.value && rows.round[row] == a.round.value && rows.dimension[row] == d; };
      while (i < built.study_row.size() && here(built.study_row[i])) { ++i, ++cell.n; }
      out.push_back(cell);
    }
  }
  return out;
}

/// A level drawn with these probabilities.
inline std::int8_t draw_level(std::span<const double> probability, numeric::random_stream& random) noexcept {
  double left = numeric::draw_uniform(random);
  std::size_t level = 0;
  while (level + 1 < probability.size() && left >= probability[level]) { left -= probability[level++]; }
  return static_cast<std::int8_t>(level);
}

} // namespace detail

/// Fits one model to a whole study: where communities stand on every dimension in every round, and how people differ who say so.
/// Definition: P(mark <= k) = F(threshold_k - predictor), predictor = round + effects of the blocks, each block's effects normal about 0 with one standard deviation (`blocks.hpp`). Blocks are
/// those `choose_blocks` keeps unless given. Priors of the draws: a uniform one on the shares of the levels, exponential ones on standard deviations (one in twenty above 1.5), normal ones with a
/// standard deviation of 5 on the differences between rounds. The maximum of the likelihood stands beside them, without priors.
/// Missing and edge cases: marks without a level and marks of other modes have no row; no rows: no_data. One rater, one dimension, one level used, answers that separate: the blocks that cannot be
/// told apart are left out and the priors hold the rest, so the draws stand; what the likelihood alone makes of it is in `likelihood.status`.
/// Choose it over tests of single differences when people, sectors and rounds differ all at once, or the panel changed. Places rated only by their own raters are comparable only on the assumption
/// that raters are equally severe on average everywhere.
/// \param study_of any study \param options see `ordinal_options` \return the fit: the same bits for the same marks, options and seed, in whatever order rows came and however many threads there are
/// \throws error not_found for a community the study does not have; otherwise as `make_rows`, `fit_rows` and `sample_posterior`
/// Cost: that of `fit_rows` and `sample_posterior`. Threads: safe. Since 0.1. Reference: Tierney & Kadane 1986; Rue, Martino & Chopin 2009; Linacre 1989. Checked by `fit_ordinal_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] ordinal_fit fit_ordinal(const study<Dimensions, Levels>& study_of, const ordinal_options& options = {}) {
  ordinal_fit out{study_of.to_dynamic(), options};
  out.options.progress = {};
  const std::optional<community_id> only = options.community.empty() ? std::nullopt : std::optional{out.of->find_community(options.community)};
  chosen_model chosen = choose_blocks(out.of.data(), only);
  if (options.blocks) {
    chosen.model.blocks = *options.blocks;
    for (block_choice& choice : chosen.blocks) {
      const bool wanted = std::find(options.blocks->begin(), options.blocks->end(), choice.kind) != options.blocks->end();
      choice = {choice.kind, wanted, wanted ? "asked for" : "not asked for"};
    }
  }
  chosen.model.link = options.link;
  chosen.model.thresholds_by_dimension = options.thresholds_by_dimension;
  out.choices = std::move(chosen.blocks);
  out.built = make_rows(out.of, chosen.model);
  out.cells = detail::cells_of(out.of, out.built);
  const ratings_view marks = out.of->rows(score_mode::individual);
  for (std::size_t i = 0; i < marks.size(); ++i) { out.unmarked += marks.score[i] < 0 && (!only || marks.community[i] == only->value) ? 1u : 0u; }

  const packed_rows rows{out.built.rows};
  fit_options plain{.model = {.link = options.link, .threads = options.threads}, .progress = options.progress};
  out.likelihood = fit_rows(rows, plain);
  const bool small = out.built.study_row.size() <= most_integrated_rows && rows.effects() <= most_integrated_effects;
  out.method = options.method != draw_method::automatic ? options.method : small ? draw_method::integrated : draw_method::normal;
  posterior_options joint;
  joint.model = detail::with_priors(options);
  joint.weigh = out.method == draw_method::integrated;
  joint.nodes = joint.weigh ? std::clamp<std::size_t>(std::bit_floor(200'000 / (out.built.study_row.size() + 1)), 256, 1024) : 32; // the fewer rows, the less a node costs and the further the law is from the one tried
  joint.most_nodes = 1024;
  joint.draws = options.draws != 0 ? options.draws : std::clamp<std::size_t>(20'000'000 / (rows.effects() + 1), 50, 1000);
  joint.random_seed = options.random_seed;
  joint.progress = options.progress;
  out.joint = sample_posterior(rows, joint);
  return out;
}

/// Answers drawn from a fitted model for the rows it was fitted to: one set of parameters and effects from the joint draws, then a level for every row.
/// \param fit with figures \param random_seed which draw \return one level a row of `fit.built`, counted from 0; empty where the fit has no figures
/// Cost: linear in the rows. Threads: safe. Since 0.1. Checked by `fit_ordinal_test`, which fits what was simulated.
[[nodiscard]] inline std::vector<std::int8_t> simulate(const ordinal_fit& fit, seed random_seed) {
  std::vector<std::int8_t> out;
  if (fit.joint.draws == 0) { return out; }
  numeric::random_stream random{random_seed};
  const auto draw = (std::min)(fit.joint.draws - 1, static_cast<std::size_t>(numeric::draw_uniform(random) * static_cast<double>(fit.joint.draws)));
  std::vector<double> probability(fit.built.rows.levels);
  for (std::size_t row = 0; row < fit.built.study_row.size(); ++row) {
    level_probabilities(fit.options.link, fit.thresholds(draw, row), detail::row_terms{fit, row, false}.predictor(fit, draw), probability);
    out.push_back(detail::draw_level(probability, random));
  }
  return out;
}

} // namespace headway::models
