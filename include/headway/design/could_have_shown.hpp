#pragma once

/// \file
/// What the panel of a study could have shown of change.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/ratings.hpp>
#include <headway/core/table.hpp>
#include <headway/design/new_panels.hpp>
#include <headway/models/claims_tables.hpp>
#include <headway/models/fit_ordinal.hpp>
#include <headway/models/ordinal_tables.hpp>
#include <headway/numeric/parallel.hpp>

namespace headway::design {

namespace detail {

/// People who marked a dimension in two rounds: how many of each sector, and how many marked in one round alone.
struct who_stayed {
  std::vector<sector_id> groups{}; ///< as in the earlier round; none where it is not known
  std::vector<std::size_t> people{};
  std::size_t both{};
  std::size_t left{};
  std::size_t joined{};
};

inline who_stayed stayed_between(const models::ordinal_fit& fit, const models::place_cell& from, const models::place_cell& to) {
  const ratings_view rows = fit.of->rows();
  const auto people = [&](const models::place_cell& cell) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> out; // rater, sector
    for (std::size_t i = cell.first; i < cell.first + cell.n; ++i) {
      const std::size_t row = fit.built.study_row[i];
      if (rows.rater[row] != ratings::no_rater) { out.emplace_back(rows.rater[row], rows.sector[row]); }
    }
    std::sort(out.begin(), out.end());
    return out;
  };
  const auto earlier = people(from), later = people(to);
  const bool sectors = has_sectors(fit);
  std::map<sector_id, std::size_t> count;
  who_stayed out;
  for (const auto& [rater, sector] : earlier) {
    const auto found = std::lower_bound(later.begin(), later.end(), std::pair{rater, std::uint32_t{0}});
    if (found == later.end() || found->first != rater) { continue; }
    ++out.both;
    ++count[sectors && sector != ratings::no_sector ? sector_id{sector} : sector_id::none()];
  }
  out.left = earlier.size() - out.both;
  out.joined = later.size() - out.both;
  for (const auto& [group, n] : count) { out.groups.push_back(group), out.people.push_back(n); }
  return out;
}

/// How often a true change would have been seen by panels of so many people.
struct seen_change {
  std::size_t seen{};
  std::size_t up{};   ///< panels with room above
  std::size_t down{}; ///< with room below alone
};

inline seen_change simulate_change(const models::ordinal_fit& fit, const design_options& options, const models::place_cell& from, round_id to, const who_stayed& who, double change) {
  const seen_cell place{fit, from, who.groups};
  const std::size_t levels = fit.built.rows.levels;
  std::vector<std::int8_t> towards(options.panels);
  std::vector<std::uint8_t> seen(options.panels);
  numeric::parallel_for(options.panels, options.threads, [&](std::size_t panel) {
    const std::size_t draw = draw_of(fit, panel, options.panels);
    const auto thresholds = fit.thresholds(draw, from.first);
    std::vector<double> scratch(levels);
    const double now = place.place.predictor(fit, draw);
    const auto shift = shift_of(fit, thresholds, now, change, scratch);
    if (!shift) { return; }
    towards[panel] = *shift > 0.0 ? 1 : -1;
    new_people people{fit, draw, panel_stream(options.random_seed, 2, from.community, to, panel)};
    seen_moves moves{levels};
    for (std::size_t g = 0; g < who.groups.size(); ++g) {
      const double at = now + place.group_effect(fit, draw, g);
      for (std::size_t i = 0; i < who.people[g]; ++i) {
        people.next();
        moves.add(people.mark(thresholds, {at, at + *shift}), *shift > 0.0);
      }
    }
    seen[panel] = moves.shown() ? 1 : 0;
  });
  seen_change out;
  for (std::size_t panel = 0; panel < options.panels; ++panel) {
    out.seen += seen[panel];
    out.up += towards[panel] > 0 ? 1u : 0u;
    out.down += towards[panel] < 0 ? 1u : 0u;
  }
  return out;
}

} // namespace detail

/// What this panel could have shown: a row per community, pair of rounds that follow one another there, and dimension that somebody with a code marked in both. n_both (people who did), left and joined (people who marked it in
/// the first round alone, in the second alone); change, the smallest of 0.25, 0.5, .. 3 levels that so many people would have shown with a chance of `wanted` or more, probability (the chance then), direction (as in
/// `next_panel_table`), panels (simulated), words, status: could_not_show where none of these changes would have been.
/// Definition: as p_change of `next_panel_table`, from where the place stood in the earlier round, for as many new people of each sector as marked both. So it says what the design could do, not what these people did.
/// Missing and edge cases: with fewer than four people the exact test cannot fall to 0.05, whatever the change. Changes that fewer than half of the draws leave room for are not tried. People without codes have no row.
/// \param options `wanted`, `panels`, `random_seed` and `threads` count \throws error as `check_options`
/// Cost: two marks of each panel's people, for every change tried. Threads: safe; the same bits for any number of them. Since 0.1. Checked by `next_panel_test`.
[[nodiscard]] inline table could_have_shown_table(const models::ordinal_fit& fit, const design_options& options = {}) {
  check_options(options);
  table out;
  models::detail::add_place(out);
  for (const char* column : {"from_round", "to_round"}) { out.add(column, column_type::text); }
  for (const char* column : {"n_both", "left", "joined"}) { out.add(column, column_type::integer); }
  for (const char* column : {"change", "probability"}) { out.add(column, column_type::real); }
  out.add("direction", column_type::text);
  out.add("panels", column_type::integer);
  for (const char* column : {"words", "status"}) { out.add(column, column_type::text); }
  std::map<std::pair<std::uint32_t, std::uint32_t>, const models::place_cell*> latest; // by community and dimension
  for (const models::place_cell& cell : fit.cells) {
    if (cell.n == 0) { continue; }
    const models::place_cell*& before = latest[{cell.community.value, cell.dimension.value}];
    const models::place_cell* from = before;
    before = &cell;
    if (from == nullptr) { continue; }
    const detail::who_stayed who = detail::stayed_between(fit, *from, cell);
    if (who.both == 0) { continue; }
    const dimension& asked = fit.of.rubric()[cell.dimension];
    const auto row = [&](const auto&... figures) {
      out.push_row(fit.of->communities()[cell.community.value].name, asked.number, asked.key, asked.name, fit.of->rounds()[from->round.value].label, fit.of->rounds()[cell.round.value].label, who.both, who.left,
                   who.joined, figures...);
    };
    if (fit.joint.draws == 0) {
      row(std::nullopt, std::nullopt, std::nullopt, std::nullopt, "The fit has no figures.", name(fit.status()));
      continue;
    }
    const std::string people = std::to_string(who.both) + (who.both == 1 ? " person" : " people");
    bool shown = false;
    constexpr double step = 0.25;
    for (int i = 1; i <= 12 && !shown && who.both >= 4; ++i) {
      const detail::seen_change found = detail::simulate_change(fit, options, *from, cell.round, who, step * i);
      if (2 * (found.up + found.down) < options.panels) { break; } // nor for a larger one
      const double p = static_cast<double>(found.seen) / static_cast<double>(found.up + found.down);
      shown = p >= options.wanted;
      if (!shown) { continue; }
      row(step * i, p, detail::direction_of(found.up, found.down), options.panels,
          people + " who marked it twice would have shown a change of " + detail::levels_text(step * i) + " with a chance of " + models::detail::percent_text(p) + ".", name(status::ok));
    }
    if (!shown) {
      row(std::nullopt, std::nullopt, std::nullopt, options.panels, people + " who marked it twice could not have shown a change of up to 3 levels: no chance reaches " + models::detail::percent_text(options.wanted) + ".",
          name(status::could_not_show));
    }
  }
  return out;
}

} // namespace headway::design
