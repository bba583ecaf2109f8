#pragma once

/// \file
/// The model that fits what a study holds: which blocks its marks can tell apart, and why the others are left out.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/types.hpp>
#include <headway/core/study.hpp>
#include <headway/models/blocks.hpp>

namespace headway::models {

/// Whether a block is in a model, and why in words. Since 0.1.
struct block_choice {
  block_kind kind{};
  bool kept{};
  std::string why{};
};

/// A model and how it came about. Since 0.1.
struct chosen_model {
  study_model model{};
  std::vector<block_choice> blocks{}; ///< every kind of block once, in the order of their codes
};

namespace detail {

/// What a study has several of, as far as blocks need it.
struct what_differs {
  std::size_t communities{};
  std::size_t dimensions{};
  std::size_t rounds{};
  std::size_t coded{};          ///< people with a code who marked something
  std::size_t marked_several{}; ///< people who marked more than one thing
  std::size_t returned{};       ///< people who marked in more than one round
  std::size_t sectors{};        ///< with at least two people
};

/// How many different values there are, which are left sorted.
template <class Value> std::size_t distinct(std::vector<Value>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values.size();
}

/// How many first members have at least two different second ones.
template <class First, class Second> std::size_t repeated(std::vector<std::pair<First, Second>>& pairs) {
  distinct(pairs);
  std::size_t count = 0;
  for (std::size_t i = 1; i < pairs.size(); ++i) { count += pairs[i].first == pairs[i - 1].first && (i == 1 || pairs[i - 2].first != pairs[i].first) ? 1u : 0u; }
  return count;
}

inline what_differs look(const study_data& data, std::optional<community_id> only) {
  const ratings_view rows = data.rows(score_mode::individual);
  std::vector<std::uint32_t> communities, raters;
  std::vector<std::uint16_t> dimensions, rounds;
  std::vector<std::pair<std::uint32_t, std::uint64_t>> rater_cells;
  std::vector<std::pair<std::uint32_t, std::uint16_t>> rater_rounds;
  std::vector<std::pair<std::uint16_t, std::uint32_t>> sector_raters;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows.score[i] < 0 || (only && rows.community[i] != only->value)) { continue; }
    communities.push_back(rows.community[i]);
    dimensions.push_back(rows.dimension[i]);
    rounds.push_back(rows.round[i]);
    if (rows.rater[i] == ratings::no_rater) { continue; }
    raters.push_back(rows.rater[i]);
    rater_cells.emplace_back(rows.rater[i], std::uint64_t{rows.community[i]} << 32 | std::uint64_t{rows.round[i]} << 16 | rows.dimension[i]);
    rater_rounds.emplace_back(rows.rater[i], rows.round[i]);
    if (rows.sector[i] != ratings::no_sector) { sector_raters.emplace_back(rows.sector[i], rows.rater[i]); }
  }
  return {distinct(communities), distinct(dimensions), distinct(rounds), distinct(raters), repeated(rater_cells), repeated(rater_rounds), repeated(sector_raters)};
}

inline std::string counted(std::size_t n, std::string_view one, std::string_view many) { return std::to_string(n) + " " + std::string{n == 1 ? one : many}; }

} // namespace detail

/// The model that fits what a study holds: what cannot be told apart is left out, with the reason beside it.
/// Definition: community, dimension and community_dimension where there are two or more; rater where at least two people with codes marked more than one thing; rater_dimension (with two or more
/// dimensions) and rater_round where at least two of them came back; sector_dimension, or sector with one dimension, with two or more sectors of at least two people; the change blocks with two
/// or more rounds. community_sector_dimension and sector_dimension_round are for those who ask for them.
/// \param data the study \param only one community, or none for all
/// Cost: O(rows log rows). Threads: safe. Since 0.1. Checked by `choose_blocks_test`.
[[nodiscard]] inline chosen_model choose_blocks(const study_data& data, std::optional<community_id> only = {}) {
  const detail::what_differs has = detail::look(data, only);
  const bool places = has.communities > 1;
  const bool dimensions = has.dimensions > 1;
  const bool rounds = has.rounds > 1;
  const bool severity = has.marked_several > 1;
  const bool returning = has.returned > 1;
  const bool sectors = has.sectors > 1;
  const std::string many_places = detail::counted(has.communities, "community", "communities");
  const std::string many_dimensions = detail::counted(has.dimensions, "dimension", "dimensions");
  const std::string many_rounds = detail::counted(has.rounds, "round", "rounds");
  const std::string one_place = "one community, so there is none to compare it with";
  const std::string one_dimension = "one dimension, so there is none to compare it with";
  const std::string one_round = "one round, so nothing can have changed";
  const std::string no_raters = has.coded == 0 ? "people have no codes, so nobody's marks can be put together" : "too few people marked more than one thing";
  const std::string no_return = "too few people came back in another round";
  const std::string no_sectors = "fewer than two sectors have two people or more";
  const std::string asked = "only when asked for: it needs many people in every sector";

  chosen_model out;
  out.model.community = only;
  out.model.round_effects = rounds;
  /// Kept when nothing speaks against it; otherwise the first reason that does.
  const auto add = [&](block_kind kind, const std::string& why, std::initializer_list<std::pair<bool, std::string_view>> against) {
    for (const auto& [wrong, reason] : against) {
      if (wrong) { return out.blocks.push_back({kind, false, std::string{reason}}); }
    }
    out.blocks.push_back({kind, true, why});
    out.model.blocks.push_back(kind);
  };
  add(block_kind::community, many_places, {{!places, one_place}});
  add(block_kind::dimension, many_dimensions, {{!dimensions, one_dimension}});
  add(block_kind::community_dimension, many_places + " and " + many_dimensions, {{!places, one_place}, {!dimensions, one_dimension}});
  add(block_kind::rater, "people marked more than one thing", {{!severity, no_raters}});
  add(block_kind::rater_dimension, "people came back",
      {{!severity, no_raters}, {!dimensions, one_dimension}, {!returning, no_return}}); // with one round it is what is left over
  add(block_kind::rater_round, "people came back", {{!severity, no_raters}, {!rounds, one_round}, {!returning, no_return}});
  add(block_kind::sector, detail::counted(has.sectors, "sector", "sectors"), {{!sectors, no_sectors}, {dimensions, "it is part of sector_dimension"}});
  add(block_kind::sector_dimension, detail::counted(has.sectors, "sector", "sectors") + " and " + many_dimensions, {{!sectors, no_sectors}, {!dimensions, one_dimension}});
  add(block_kind::community_sector_dimension, {}, {{!places, one_place}, {!sectors, no_sectors}, {true, asked}});
  add(block_kind::sector_dimension_round, {}, {{!rounds, one_round}, {!sectors, no_sectors}, {true, asked}});
  add(block_kind::dimension_change, many_rounds + " and " + many_dimensions, {{!rounds, one_round}, {!dimensions, one_dimension}});
  add(block_kind::community_change, many_rounds + " and " + many_places, {{!rounds, one_round}, {!places, one_place}});
  add(block_kind::community_dimension_change, many_rounds + ", " + many_places + " and " + many_dimensions, {{!rounds, one_round}, {!places, one_place}, {!dimensions, one_dimension}});
  return out;
}

} // namespace headway::models
