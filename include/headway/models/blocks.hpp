#pragma once

/// \file
/// A model of a study as named blocks: who and what may differ from whom and what, and the rows these blocks give.

#include <algorithm>
#include <array>
#include <cmath>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/error.hpp>
#include <headway/base/types.hpp>
#include <headway/core/study.hpp>
#include <headway/models/link.hpp>
#include <headway/models/rows.hpp>
#include <headway/models/thresholds.hpp>

namespace headway::models {

/// What the effects of a block belong to. Values are part of the C ABI and never reused.
enum class block_kind : std::int32_t {
  community = 0,                   ///< how far a community stands from the average one
  dimension = 1,                   ///< how far a dimension stands from the average one
  community_dimension = 2,         ///< a community's own profile
  rater = 3,                       ///< severity: how high a person marks
  rater_dimension = 4,             ///< a person's own view of a dimension
  rater_round = 5,                 ///< how a person's marking drifts between rounds
  sector = 6,                      ///< how high people of a sector mark
  sector_dimension = 7,            ///< a sector's own view of a dimension
  community_sector_dimension = 8,  ///< the same in one community
  sector_dimension_round = 9,      ///< the same in one round
  dimension_change = 10,           ///< steps from round to round of a dimension everywhere, their variance growing with time
  community_change = 11,           ///< steps of a community on all dimensions
  community_dimension_change = 12  ///< steps of one dimension of one community
};

inline constexpr std::size_t block_kinds = 13;

/// The code of a block as written in tables. \return "unknown" for another value
/// Cost: constant. Threads: safe. Since 0.1. Checked by `blocks_test`.
[[nodiscard]] constexpr std::string_view name(block_kind kind) noexcept {
  constexpr std::array<std::string_view, block_kinds> names{"community", "dimension", "community_dimension", "rater", "rater_dimension", "rater_round", "sector", "sector_dimension",
                                                            "community_sector_dimension", "sector_dimension_round", "dimension_change", "community_change", "community_dimension_change"};
  const auto i = static_cast<std::size_t>(kind);
  return i < names.size() ? names[i] : std::string_view{"unknown"};
}

/// Whether a block is made of steps from round to round.
[[nodiscard]] constexpr bool is_change(block_kind kind) noexcept { return kind >= block_kind::dimension_change; }

/// The model of a study. Since 0.1.
struct study_model {
  link_kind link{link_kind::logit};
  threshold_structure thresholds{threshold_structure::flexible};
  bool thresholds_by_dimension{};            ///< every dimension its own thresholds, in place of one rubric scale
  bool round_effects{true};                  ///< rounds after the first differ by a coefficient each, held by nothing
  bool mode_effects{};                       ///< then-test and judges' rows take part, each mode with a coefficient; otherwise only individual rows do
  std::vector<block_kind> blocks{};
  std::optional<community_id> community{};   ///< only this one
  double months_of_a_step{18.0};             ///< a step over this time has the block's standard deviation
};

/// What one effect of a block belongs to; parts that do not apply are none.
struct effect_key {
  community_id community = community_id::none();
  dimension_id dimension = dimension_id::none();
  rater_id rater = rater_id::none();
  sector_id sector = sector_id::none();
  round_id round = round_id::none(); ///< for a step the round it leads to
  friend auto operator<=>(const effect_key&, const effect_key&) = default;
};

/// A model's rows, and what its coefficients and effects belong to.
struct study_rows {
  study_model model{};
  model_rows rows{};
  std::vector<std::vector<effect_key>> effects{};  ///< block by block, in the order of the effects
  std::vector<round_id> fixed_rounds{};            ///< what the first coefficients belong to
  std::vector<score_mode> fixed_modes{};           ///< what the following ones do
  std::vector<std::size_t> study_row{};            ///< which row of the study each row is
  round_id first_round = round_id::none();         ///< the one the others are compared with
};

namespace detail {

/// Days between a community's assessments: its own where it has them, else those of the rounds.
inline date day_of(const study_data& data, community_id community, round_id round) {
  if (community.has_value()) {
    if (const assessment* found = data.find_assessment(community, round); found != nullptr && found->day.has_value()) { return found->day; }
  }
  return data.rounds()[round.value].first_day;
}

/// Months between two rounds; `otherwise` where a day is missing or the order is turned.
inline double months_between_rounds(const study_data& data, community_id community, round_id from, round_id to, double otherwise) {
  const date a = day_of(data, community, from);
  const date b = day_of(data, community, to);
  if (!a.has_value() || !b.has_value() || !(b > a)) { return otherwise; }
  return static_cast<double>(b.days() - a.days()) / 30.436875;
}

} // namespace detail

/// The rows of a model of a study.
/// Definition: a row is one mark on the scale. Change blocks have an effect for every step between rounds that follow one another (those of the community where the block belongs to one), and a
/// row of round t has all steps up to t, each times sqrt(months / months_of_a_step).
/// Missing: marks off the scale, of other modes or without a level have no row; a person without a code has no effect in blocks of raters.
/// \throws error invalid_argument for a block that is named twice; not_found for a community the study does not have
/// Cost: O(rows x blocks x log effects). Threads: safe. Since 0.1. Checked by `blocks_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] study_rows make_rows(const study<Dimensions, Levels>& of, const study_model& model) {
  const study_data& data = of.data();
  study_rows out;
  out.model = model;
  out.rows.levels = of.rubric().levels();
  for (std::size_t a = 0; a < model.blocks.size(); ++a) {
    check::bounded(static_cast<std::int64_t>(model.blocks[a]), 0, static_cast<std::int64_t>(block_kinds) - 1, "make_rows", "blocks");
    for (std::size_t b = 0; b < a; ++b) { check::that(model.blocks[a] != model.blocks[b], "make_rows", "blocks", "names " + std::string{name(model.blocks[a])} + " twice"); }
  }
  if (model.community && model.community->value >= data.communities().size()) { throw error{error_category::not_found, "make_rows", "community", "is not in this study"}; }
  check::that(model.months_of_a_step > 0.0 && model.months_of_a_step < 1e6, "make_rows", "months_of_a_step", "must be positive");

  // which rows take part, and which rounds and modes there are
  const ratings_view all = data.rows();
  std::vector<bool> round_used(data.rounds().size());
  std::array<bool, 5> mode_used{};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto mode = static_cast<score_mode>(all.mode[i]);
    const bool takes_part = mode == score_mode::individual || (model.mode_effects && (mode == score_mode::then_test || mode == score_mode::judge));
    if (!takes_part || all.score[i] < 0 || (model.community && all.community[i] != model.community->value)) { continue; }
    out.study_row.push_back(i);
    round_used[all.round[i]] = true;
    mode_used[all.mode[i]] = true;
  }
  std::vector<std::uint32_t> rounds;
  for (std::uint32_t r = 0; r < round_used.size(); ++r) {
    if (round_used[r]) { rounds.push_back(r); }
  }
  if (!rounds.empty()) { out.first_round = {rounds.front()}; }
  if (model.round_effects) {
    for (std::size_t k = 1; k < rounds.size(); ++k) { out.fixed_rounds.push_back({rounds[k]}); }
  }
  for (const score_mode mode : {score_mode::then_test, score_mode::judge}) {
    if (mode_used[static_cast<std::size_t>(mode)]) { out.fixed_modes.push_back(mode); }
  }
  for (const round_id r : out.fixed_rounds) { out.rows.fixed_names.push_back("round " + data.rounds()[r.value].label); }
  for (const score_mode mode : out.fixed_modes) { out.rows.fixed_names.push_back(std::string{name(mode)}); }
  out.rows.fixed_terms = out.rows.fixed_names.size();
  out.rows.threshold_sets = model.thresholds_by_dimension ? of.rubric().size() : 1;

  // the rounds each community was assessed in, for its own steps
  std::vector<std::vector<std::uint32_t>> own_rounds(data.communities().size());
  for (const std::size_t i : out.study_row) {
    auto& list = own_rounds[all.community[i]];
    if (list.empty() || list.back() != all.round[i]) { list.push_back(all.round[i]); }
  }
  for (auto& list : own_rounds) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
  }

  for (const std::size_t i : out.study_row) {
    out.rows.answer.push_back(all.score[i]);
    if (model.thresholds_by_dimension) { out.rows.threshold_set.push_back(all.dimension[i]); }
    for (const round_id r : out.fixed_rounds) { out.rows.fixed.push_back(r.value == all.round[i] ? 1.0 : 0.0); }
    for (const score_mode mode : out.fixed_modes) { out.rows.fixed.push_back(static_cast<std::uint8_t>(mode) == all.mode[i] ? 1.0 : 0.0); }
  }
  for (const block_kind kind : model.blocks) {
    random_term term{std::string{name(kind)}, 0, {}, {}, {}};
    std::map<effect_key, std::uint32_t> known;
    std::vector<effect_key> keys; // one an entry; numbered once all are known, so that the order is that of the keys
    if (is_change(kind)) { term.start.push_back(0); }
    std::vector<bool> none;
    for (const std::size_t i : out.study_row) {
      const community_id c{all.community[i]};
      const dimension_id d{all.dimension[i]};
      const round_id r{all.round[i]};
      const rater_id who{all.rater[i]};
      const sector_id from = all.sector[i] == ratings::no_sector ? sector_id::none() : sector_id{all.sector[i]};
      const bool coded = all.rater[i] != ratings::no_rater;
      effect_key key;
      bool applies = true;
      switch (kind) {
      case block_kind::community: key.community = c; break;
      case block_kind::dimension: key.dimension = d; break;
      case block_kind::community_dimension: key = {.community = c, .dimension = d}; break;
      case block_kind::rater: key.rater = who, applies = coded; break;
      case block_kind::rater_dimension: key = {.dimension = d, .rater = who}, applies = coded; break;
      case block_kind::rater_round: key.rater = who, key.round = r, applies = coded; break;
      case block_kind::sector: key.sector = from, applies = from.has_value(); break;
      case block_kind::sector_dimension: key.dimension = d, key.sector = from, applies = from.has_value(); break;
      case block_kind::community_sector_dimension: key = {.community = c, .dimension = d}, key.sector = from, applies = from.has_value(); break;
      case block_kind::sector_dimension_round: key.dimension = d, key.sector = from, key.round = r, applies = from.has_value(); break;
      case block_kind::dimension_change: key.dimension = d; break;
      case block_kind::community_change: key.community = c; break;
      case block_kind::community_dimension_change: key = {.community = c, .dimension = d}; break;
      }
      if (!is_change(kind)) {
        keys.push_back(key);
        none.push_back(!applies);
        continue;
      }
      const std::vector<std::uint32_t>& steps = kind == block_kind::dimension_change ? rounds : own_rounds[c.value];
      for (std::size_t k = 1; k < steps.size() && steps[k] <= r.value; ++k) {
        key.round = {steps[k]};
        keys.push_back(key);
        none.push_back(false);
        const community_id whose = kind == block_kind::dimension_change ? community_id::none() : c;
        const double months = detail::months_between_rounds(data, whose, {steps[k - 1]}, {steps[k]}, model.months_of_a_step);
        term.coefficient.push_back(std::sqrt(months / model.months_of_a_step));
      }
      term.start.push_back(keys.size());
    }
    for (std::size_t e = 0; e < keys.size(); ++e) {
      if (!none[e]) { known.emplace(keys[e], 0); }
    }
    std::vector<effect_key> named;
    for (auto& [key, number] : known) {
      number = static_cast<std::uint32_t>(named.size());
      named.push_back(key);
    }
    term.effects = named.size();
    for (std::size_t e = 0; e < keys.size(); ++e) { term.effect.push_back(none[e] ? random_term::none : known.find(keys[e])->second); }
    out.effects.push_back(std::move(named));
    out.rows.random.push_back(std::move(term));
  }
  return out;
}

} // namespace headway::models
