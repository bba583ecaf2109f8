#pragma once

/// \file
/// What may be said of the changes a fitted study shows: how many of the announced ones are expected to be false, where the direction turned, and how much is known from people who came back.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/ratings.hpp>
#include <headway/core/table.hpp>
#include <headway/models/fit_ordinal.hpp>
#include <headway/models/ordinal_tables.hpp>
#include <headway/models/predict.hpp>
#include <headway/numeric/cholesky.hpp>

namespace headway::models {

namespace detail {

/// "95 %", "99.5 %": a share as people write it, to a tenth of a percent.
inline std::string percent_text(double share) {
  const auto tenths_of = static_cast<std::int64_t>(std::llround(share * 1000.0));
  return std::to_string(tenths_of / 10) + (tenths_of % 10 != 0 ? "." + std::to_string(tenths_of % 10) : "") + " %";
}

} // namespace detail

/// How many announced changes are expected to be false. A change is announced where its direction is at least as probable as `confidence`: a rise with p_up of that or more, a fall with p_up of at most the rest.
/// A row per community and pair of rounds, then one for all of them, without a community: changes (with figures), rises and falls (announced ones), expected_false (of these, how many are expected to go the other way: the
/// sum of 1 - p), false_share (their mean 1 - p, at most 1 - confidence; none where nothing is announced), words, status (no_data where no change has figures).
/// Missing and edge cases: rows without figures, withheld ones among them, do not count, so this says nothing that the changes do not. It is right as far as the model is; a yardstick that moved is not in it.
/// \param change as `change_table` or `shared_change` make it \param confidence from which on a change is announced
/// \throws error not_found when `change` has not these columns
/// Cost: linear in the rows. Threads: safe. Since 0.1. Reference: Efron 2010 for the expected share of false claims from probabilities. Checked by `claims_tables_test`.
[[nodiscard]] inline table claims_table(const table& change, confidence_level confidence) {
  table out;
  for (const char* column : {"community", "from_round", "to_round"}) { out.add(column, column_type::text); }
  for (const char* column : {"changes", "rises", "falls"}) { out.add(column, column_type::integer); }
  for (const char* column : {"expected_false", "false_share"}) { out.add(column, column_type::real); }
  for (const char* column : {"words", "status"}) { out.add(column, column_type::text); }
  struct sums {
    std::size_t changes{};
    std::size_t rises{};
    std::size_t falls{};
    double wrong{};

    void add(double p_up, double from) {
      ++changes;
      const bool up = p_up >= from, down = !up && 1.0 - p_up >= from;
      rises += up ? 1u : 0u;
      falls += down ? 1u : 0u;
      wrong += up ? 1.0 - p_up : down ? p_up : 0.0;
    }
  };
  const auto put = [&](const std::optional<std::string>& community, const std::optional<std::string>& from, const std::optional<std::string>& to, const sums& s) {
    const std::size_t announced = s.rises + s.falls;
    const std::string all = std::to_string(s.changes) + (s.changes == 1 ? " change" : " changes");
    const std::string sure = " a probability of at least " + detail::percent_text(confidence.value());
    std::string words = "There are no figures of changes.";
    if (announced > 0) {
      words = std::to_string(announced) + " of " + all + (announced == 1 ? " has" : " have") + sure + " and may be announced; of these " + detail::tenths(s.wrong) + " are expected to be false.";
    } else if (s.changes > 0) {
      words = "None of " + all + " has" + sure + ", so none is announced.";
    }
    out.push_row(community, from, to, s.changes, s.rises, s.falls, s.wrong, announced > 0 ? std::optional{s.wrong / static_cast<double>(announced)} : std::nullopt, words,
                 name(s.changes > 0 ? status::ok : status::no_data));
  };
  const auto& community = change.at("community").texts();
  const auto& from = change.at("from_round").texts();
  const auto& to = change.at("to_round").texts();
  const table_column& p_up = change.at("p_up");
  sums all;
  for (std::size_t row = 0; row < change.rows();) {
    const std::size_t first = row;
    sums here; // rows of a community and pair of rounds stand together
    for (; row < change.rows() && community[row] == community[first] && from[row] == from[first] && to[row] == to[first]; ++row) {
      if (p_up.valid()[row] == 0) { continue; }
      here.add(p_up.reals()[row], confidence.value());
      all.add(p_up.reals()[row], confidence.value());
    }
    put(community[first], from[first], to[first], here);
  }
  put(std::nullopt, std::nullopt, std::nullopt, all);
  return out;
}

/// Where the direction turned. A row per community, dimension and round with one marked before and one after it: from_round, at_round, to_round with n_from, n_at, n_to (people), before and after (change of the typical person's
/// mark on average, in levels, up to at_round and from it on), p_peak (how probable it is that it rose and then fell), p_trough (that it fell and then rose), p_turned (either), p_above_start (that to_round is above the first
/// round of this community and dimension), words, status.
/// Definition: shares of the joint draws. Where the marks say little, p_turned is near a half or above: two differences that share their middle go opposite ways more often than not when nothing moves.
/// Missing and edge cases: fewer than three rounds have no row. A turn of everybody's yardstick alike cannot be told from one of the place.
/// Cost: `level_probabilities` for every draw and cell. Threads: safe. Since 0.1. Checked by `claims_tables_test`.
[[nodiscard]] inline table turns_table(const ordinal_fit& fit) {
  table out;
  detail::add_place(out);
  for (const char* column : {"from_round", "at_round", "to_round"}) { out.add(column, column_type::text); }
  for (const char* column : {"n_from", "n_at", "n_to"}) { out.add(column, column_type::integer); }
  for (const char* column : {"before", "after", "p_peak", "p_trough", "p_turned", "p_above_start"}) { out.add(column, column_type::real); }
  for (const char* column : {"words", "status"}) { out.add(column, column_type::text); }
  const std::size_t draws = fit.joint.draws;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<const place_cell*>> paths; // by community and dimension
  for (const place_cell& cell : fit.cells) {
    if (cell.n > 0) { paths[{cell.community.value, cell.dimension.value}].push_back(&cell); }
  }
  const double sure = fit.options.confidence.value();
  for (const auto& entry : paths) {
    const auto& path = entry.second;
    if (path.size() < 3) { continue; }
    std::vector<std::vector<double>> level;
    for (const place_cell* cell : path) { level.push_back(detail::expected_levels(fit, *cell)); }
    for (std::size_t t = 1; t + 1 < path.size(); ++t) {
      const dimension& asked = fit.of.rubric()[path[t]->dimension];
      const auto round = [&](std::size_t at) { return fit.of->rounds()[path[at]->round.value].label; };
      const auto row = [&](const auto&... figures) {
        out.push_row(fit.of->communities()[entry.first.first].name, asked.number, asked.key, asked.name, round(t - 1), round(t), round(t + 1), path[t - 1]->n, path[t]->n, path[t + 1]->n, figures...,
                     name(fit.status()));
      };
      if (draws == 0) {
        row(std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt);
        continue;
      }
      double before = 0.0, after = 0.0;
      std::size_t peak = 0, trough = 0, above = 0;
      for (std::size_t d = 0; d < draws; ++d) {
        const double up = level[t][d] - level[t - 1][d], on = level[t + 1][d] - level[t][d];
        before += up / static_cast<double>(draws);
        after += on / static_cast<double>(draws);
        peak += up > 0.0 && on < 0.0 ? 1u : 0u;
        trough += up < 0.0 && on > 0.0 ? 1u : 0u;
        above += level[t + 1][d] > level[0][d] ? 1u : 0u;
      }
      const auto share = [&](std::size_t count) { return static_cast<double>(count) / static_cast<double>(draws); };
      const double turned = share(peak + trough);
      const std::string words = share(peak) >= sure     ? "It rose until " + round(t) + " and fell after it."
                                : share(trough) >= sure ? "It fell until " + round(t) + " and rose after it."
                                : turned <= 1.0 - sure  ? "It went on in the same direction."
                                                        : "Whether the direction turned cannot be told.";
      row(before, after, share(peak), share(trough), turned, share(above), words);
    }
  }
  return out;
}

namespace detail {

/// What a row's marks tell about the predictor, and what it is made of: entries of coefficients, then effects, then the common place of its thresholds.
struct weighted_row {
  std::vector<std::pair<std::size_t, double>> entries{};
  double weight{};
};

/// Means over the draws.
struct central_values {
  std::vector<double> parameters{};
  std::vector<double> effects{};

  explicit central_values(const ordinal_fit& fit) : parameters(fit.joint.parameters(0).size()), effects(fit.joint.effects) {
    const auto draws = static_cast<double>(fit.joint.draws);
    for (std::size_t d = 0; d < fit.joint.draws; ++d) {
      for (std::size_t i = 0; i < parameters.size(); ++i) { parameters[i] += fit.joint.parameters(d)[i] / draws; }
      for (std::size_t e = 0; e < effects.size(); ++e) { effects[e] += fit.joint.effect(d)[e] / draws; }
    }
  }
};

/// The entries of a row, and how much a mark there tells: the expected information on its predictor.
inline weighted_row weigh(const ordinal_fit& fit, const central_values& at, std::size_t row, bool place_only) {
  weighted_row out;
  const std::size_t fixed = fit.built.rows.fixed_terms;
  for (std::size_t t = 0; t < fixed; ++t) {
    if (const double x = fit.built.rows.fixed[row * fixed + t]; x != 0.0) { out.entries.emplace_back(t, x); }
  }
  const row_terms terms{fit, row, place_only};
  for (const auto& [e, times] : terms.entries()) { out.entries.emplace_back(fixed + e, times); }
  double predictor = 0.0;
  for (const auto& [i, times] : out.entries) { predictor += times * (i < fixed ? at.parameters[fit.joint.thresholds + i] : at.effects[i - fixed]); }
  const std::size_t set = fit.built.rows.threshold_set.empty() ? 0 : fit.built.rows.threshold_set[row];
  out.entries.emplace_back(fixed + fit.joint.effects + set, -1.0);
  const std::size_t levels = fit.built.rows.levels;
  const auto thresholds = std::span{at.parameters}.subspan(set * (levels - 1), levels - 1);
  constexpr double step = 1e-3;
  std::vector<double> here(levels), above(levels), below(levels);
  level_probabilities(fit.options.link, thresholds, predictor, here);
  level_probabilities(fit.options.link, thresholds, predictor + step, above);
  level_probabilities(fit.options.link, thresholds, predictor - step, below);
  for (std::size_t k = 0; k < levels; ++k) { out.weight += std::pow((above[k] - below[k]) / (2.0 * step), 2) / (std::max)(here[k], 1e-12); }
  return out;
}

inline constexpr std::size_t most_weighed = 1500; ///< coefficients and effects

} // namespace detail

/// How much of what is known of a change comes from people who marked in both rounds. A row per community, pair of rounds that follow one another there, and dimension marked in both: stayed, left and joined (people with a code
/// who marked it in both rounds, in the first alone, in the second alone), share (of the precision of the change), words, status (not_identified without a block of raters; too_few_raters where nothing is known beyond the prior;
/// not_assessed where there are more than 1500 coefficients and effects, which takes too long).
/// Definition: with the parameters held at their means over the draws, but for where thresholds lie, the precision of the change on the link's scale less that of its prior, once with people's severities free of any prior, when only comparing people with
/// themselves tells anything, over the same with severities as the model has them. The rest rests on newcomers being as severe as those they follow.
/// Cost: two square roots of a matrix with a row a coefficient and effect, (size^3) / 3. Threads: safe. Since 0.1. Checked by `claims_tables_test`.
[[nodiscard]] inline table stayers_table(const ordinal_fit& fit) {
  table out;
  detail::add_place(out);
  for (const char* column : {"from_round", "to_round"}) { out.add(column, column_type::text); }
  for (const char* column : {"stayed", "left", "joined"}) { out.add(column, column_type::integer); }
  out.add("share", column_type::real);
  for (const char* column : {"words", "status"}) { out.add(column, column_type::text); }
  if (fit.joint.draws == 0) { return out; }
  const auto raters = fit.find(block_kind::rater);
  const std::size_t fixed = fit.built.rows.fixed_terms;
  const std::size_t size = fixed + fit.joint.effects + fit.built.rows.threshold_sets;
  const bool solved = raters && size <= detail::most_weighed;

  std::optional<detail::central_values> at;
  std::vector<double> prior(size), as_fitted, free;
  if (solved) {
    at.emplace(fit);
    std::fill(prior.begin(), prior.end(), 1.0 / 25.0); // coefficients as the draws have them, a standard deviation of 5; and where thresholds lie
    for (std::size_t b = 0; b < fit.built.effects.size(); ++b) {
      const double deviation = at->parameters[fit.joint.thresholds + fit.joint.layout.fixed + fit.joint.layout.scale + b];
      for (std::size_t e = 0; e < fit.built.effects[b].size(); ++e) { prior[fixed + fit.first_effect(b) + e] = 1.0 / (deviation * deviation); }
    }
    as_fitted.resize(size * size);
    for (std::size_t i = 0; i < fit.built.study_row.size(); ++i) {
      const detail::weighted_row row = detail::weigh(fit, *at, i, false);
      for (const auto& [a, x] : row.entries) {
        for (const auto& [b, y] : row.entries) { as_fitted[a * size + b] += row.weight * x * y; }
      }
    }
    free = as_fitted;
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t first = fixed + fit.first_effect(*raters);
      as_fitted[i * size + i] += prior[i];
      free[i * size + i] += i >= first && i < first + fit.built.effects[*raters].size() ? 0.0 : prior[i];
    }
  }
  const bool known = solved && numeric::cholesky(as_fitted, size) && numeric::cholesky(free, size);

  const ratings_view rows = fit.of->rows();
  const auto people = [&](const place_cell& cell) {
    std::vector<std::uint32_t> who;
    for (std::size_t i = cell.first; i < cell.first + cell.n; ++i) {
      if (const std::uint32_t rater = rows.rater[fit.built.study_row[i]]; rater != ratings::no_rater) { who.push_back(rater); }
    }
    std::sort(who.begin(), who.end());
    return who;
  };
  std::map<std::pair<std::uint32_t, std::uint32_t>, const place_cell*> latest;
  for (const place_cell& cell : fit.cells) {
    if (cell.n == 0) { continue; }
    const place_cell*& before = latest[{cell.community.value, cell.dimension.value}];
    if (before != nullptr) {
      const auto earlier = people(*before), later = people(cell);
      std::size_t stayed = 0;
      for (const std::uint32_t who : later) { stayed += std::binary_search(earlier.begin(), earlier.end(), who) ? 1u : 0u; }
      std::optional<double> share;
      auto why = !raters ? status::not_identified : !solved ? status::not_assessed : !known ? status::not_identified : status::ok;
      if (known) {
        std::vector<double> contrast(size);
        for (const auto& [i, x] : detail::weigh(fit, *at, cell.first, true).entries) { contrast[i] += x; }
        for (const auto& [i, x] : detail::weigh(fit, *at, before->first, true).entries) { contrast[i] -= x; }
        double prior_variance = 0.0;
        for (std::size_t i = 0; i < size; ++i) { prior_variance += contrast[i] * contrast[i] / prior[i]; }
        const auto told = [&](std::span<const double> root) { // precision beyond the prior's
          std::vector<double> half = contrast;
          numeric::cholesky_forward(root, half);
          double variance = 0.0;
          for (const double h : half) { variance += h * h; }
          return 1.0 / variance - 1.0 / prior_variance;
        };
        const double all = prior_variance > 0.0 ? told(as_fitted) : 0.0;
        if (all > 1e-9 / prior_variance && prior_variance > 0.0) {
          share = std::clamp(told(free) / all, 0.0, 1.0);
        } else {
          why = status::too_few_raters;
        }
      }
      const dimension& asked = fit.of.rubric()[cell.dimension];
      const std::string words = share ? detail::percent_text(std::round(*share * 100.0) / 100.0) + " of what these marks tell of this change comes from people who marked in both rounds."
                                      : "How much of this change is known from people who marked in both rounds cannot be told.";
      out.push_row(fit.of->communities()[cell.community.value].name, asked.number, asked.key, asked.name, fit.of->rounds()[before->round.value].label, fit.of->rounds()[cell.round.value].label, stayed,
                   earlier.size() - stayed, later.size() - stayed, share, words, name(why));
    }
    before = &cell;
  }
  return out;
}

} // namespace headway::models
