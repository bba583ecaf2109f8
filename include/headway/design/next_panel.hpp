#pragma once

/// \file
/// How many people to ask next time: for placing dimensions, for seeing a change, for choosing where to work.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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
#include <headway/profile/level_set.hpp>

namespace headway::design {

namespace detail {

/// A community's latest round with marks, and how often panels of each size would have answered each question.
struct asked_community {
  std::vector<const models::place_cell*> cells{}; ///< with marks, of one round
  std::vector<sector_id> groups{};
  std::vector<std::size_t> level_set{}; ///< panels by size and cell
  std::vector<std::size_t> seen{};      ///< panels by size and cell, of those with room for the change
  std::vector<std::size_t> up{};        ///< panels whose place has room above, by cell
  std::vector<std::size_t> down{};      ///< whose place has room below alone
  std::vector<double> choice{};         ///< share by size; empty where there is nothing to choose between

  [[nodiscard]] const models::place_cell& first() const noexcept { return *cells.front(); }
  /// The chance of seeing the change; none where fewer than half of the panels have room for it.
  [[nodiscard]] std::optional<double> change(std::size_t size, std::size_t cell, std::size_t panels) const noexcept {
    const std::size_t room = up[cell] + down[cell];
    return 2 * room < panels ? std::nullopt : std::optional{static_cast<double>(seen[size * cells.size() + cell]) / static_cast<double>(room)};
  }
};

/// The latest round of every community with marks, and who marked in it.
inline std::vector<asked_community> latest_rounds(const models::ordinal_fit& fit) {
  std::vector<asked_community> out;
  for (const models::place_cell& cell : fit.cells) { // in the order of communities and rounds
    if (cell.n == 0) { continue; }
    if (out.empty() || out.back().first().community != cell.community) { out.emplace_back(); }
    if (!out.back().cells.empty() && out.back().first().round != cell.round) { out.back().cells.clear(); }
    out.back().cells.push_back(&cell);
  }
  const ratings_view rows = fit.of->rows();
  for (asked_community& one : out) {
    for (const models::place_cell* cell : one.cells) {
      for (std::size_t i = cell->first; has_sectors(fit) && i < cell->first + cell->n; ++i) {
        if (const std::uint32_t sector = rows.sector[fit.built.study_row[i]]; sector != ratings::no_sector) { one.groups.push_back({sector}); }
      }
    }
    std::sort(one.groups.begin(), one.groups.end());
    one.groups.erase(std::unique(one.groups.begin(), one.groups.end()), one.groups.end());
    if (one.groups.empty()) { one.groups.push_back(sector_id::none()); }
  }
  return out;
}

/// The sizes asked for, in rising order, each once.
inline std::vector<std::uint32_t> sizes_of(const design_options& options) {
  std::vector<std::uint32_t> out = options.people;
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// Simulates panels of all sizes: a smaller one is the first people of a larger one, so a size's figures do not depend on which others are asked for.
inline void simulate_panels(const models::ordinal_fit& fit, const design_options& options, std::span<const std::uint32_t> sizes, asked_community& into) {
  const std::size_t cells = into.cells.size(), groups = into.groups.size(), panels = options.panels, levels = fit.built.rows.levels;
  const auto& scale = fit.of.rubric().scale();
  const bool choosing = options.choose < cells;
  std::vector<seen_cell> place;
  for (const models::place_cell* cell : into.cells) { place.emplace_back(fit, *cell, into.groups); }

  // by panel, so that sums are the same however many threads there are
  std::vector<std::uint8_t> narrow(panels * sizes.size() * cells), seen(narrow.size());
  std::vector<std::int8_t> towards(panels * cells);
  std::vector<double> right(choosing ? panels * sizes.size() : 0);
  numeric::parallel_for(panels, options.threads, [&](std::size_t panel) {
    const std::size_t draw = draw_of(fit, panel, panels);
    new_people people{fit, draw, panel_stream(options.random_seed, 1, into.first().community, into.first().round, panel)};
    std::vector<double> scratch(levels), truth(cells), now(cells), shift(cells), of_group(groups * cells);
    const double between = models::detail::between_people(fit, draw);
    for (std::size_t c = 0; c < cells; ++c) {
      const auto thresholds = fit.thresholds(draw, place[c].cell->first);
      now[c] = place[c].place.predictor(fit, draw);
      if (const auto found = shift_of(fit, thresholds, now[c], options.change, scratch)) {
        shift[c] = *found;
        towards[panel * cells + c] = *found > 0.0 ? 1 : -1;
      }
      for (std::size_t g = 0; g < groups; ++g) {
        of_group[g * cells + c] = place[c].group_effect(fit, draw, g);
        if (!choosing) { continue; }
        truth[c] += panel_mark(fit, thresholds, now[c] + of_group[g * cells + c], between, scratch);
      }
    }
    std::vector<std::vector<std::uint32_t>> counts(cells, std::vector<std::uint32_t>(levels));
    std::vector<seen_moves> moves(cells, seen_moves{levels});
    std::vector<std::int64_t> sums(cells);
    std::uint32_t asked = 0; // people of each group
    for (std::size_t s = 0; s < sizes.size(); ++s) {
      for (; asked < sizes[s]; ++asked) {
        for (std::size_t g = 0; g < groups; ++g) {
          people.next();
          for (std::size_t c = 0; c < cells; ++c) {
            const double at = now[c] + of_group[g * cells + c];
            const auto marks = people.mark(fit.thresholds(draw, place[c].cell->first), {at, at + shift[c]});
            ++counts[c][static_cast<std::size_t>(marks[0])];
            sums[c] += scale.value(static_cast<std::size_t>(marks[0]));
            moves[c].add(marks, towards[panel * cells + c] > 0);
          }
        }
      }
      const std::size_t first = (panel * sizes.size() + s) * cells;
      for (std::size_t c = 0; c < cells; ++c) {
        const profile::level_set set = profile::level_set_of(counts[c], {.confidence = fit.options.confidence});
        narrow[first + c] = set.highest - set.lowest <= 1 ? 1 : 0;
        seen[first + c] = towards[panel * cells + c] != 0 && moves[c].shown() ? 1 : 0;
      }
      if (choosing) { right[panel * sizes.size() + s] = choice_right(sums, truth, options.choose); }
    }
  });

  into.level_set.assign(sizes.size() * cells, 0);
  into.seen = into.level_set;
  into.up.assign(cells, 0);
  into.down = into.up;
  if (choosing) { into.choice.assign(sizes.size(), 0.0); }
  for (std::size_t panel = 0; panel < panels; ++panel) {
    for (std::size_t i = 0; i < sizes.size() * cells; ++i) {
      into.level_set[i] += narrow[panel * sizes.size() * cells + i];
      into.seen[i] += seen[panel * sizes.size() * cells + i];
    }
    for (std::size_t c = 0; c < cells; ++c) {
      into.up[c] += towards[panel * cells + c] > 0 ? 1u : 0u;
      into.down[c] += towards[panel * cells + c] < 0 ? 1u : 0u;
    }
    for (std::size_t s = 0; s < into.choice.size(); ++s) { into.choice[s] += right[panel * sizes.size() + s] / static_cast<double>(panels); }
  }
}

/// Pushes what a row is about: community, round, and a dimension, or none of them where it is over all.
inline std::size_t push_place(table& out, const models::ordinal_fit& fit, const models::place_cell& cell, bool all) {
  out[0].push(fit.of->communities()[cell.community.value].name);
  out[1].push(fit.of->rounds()[cell.round.value].label);
  if (all) {
    for (std::size_t i = 2; i < 5; ++i) { out[i].push_missing(); }
  } else {
    const dimension& asked = fit.of.rubric()[cell.dimension];
    out[2].push(asked.number), out[3].push(asked.key), out[4].push(asked.name);
  }
  return 5;
}

inline void add_cell(table& out) {
  for (const char* column : {"community", "round"}) { out.add(column, column_type::text); }
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension"}) { out.add(column, column_type::text); }
}

/// Marks of a community's round, or of one of its cells.
inline std::size_t marks_of(const asked_community& one, std::size_t cell) {
  std::size_t n = 0;
  for (std::size_t c = 0; c < one.cells.size(); ++c) { n += cell == one.cells.size() || cell == c ? one.cells[c]->n : 0; }
  return n;
}

} // namespace detail

/// What panels of several sizes would show next time. A row per community, size and dimension marked in its latest round, then one per size over all dimensions, without a dimension. n (marks now), sectors (with marks now; 1 where
/// the model has no block of sectors), people_per_sector, people (asked in all); p_level_set (how probable it is that the level set of the panel holds two levels or fewer), p_change (that a true change of `change` levels among the
/// same people over two rounds is seen), direction ("up"; "down" where there is no room above; "either" where the draws do not agree), over all dimensions p_choice (that the `choose` dimensions with the lowest means of the panel
/// are truly the lowest); panels (simulated; of the last three figures each has a standard error of sqrt(p (1 - p) / panels)), status: on_boundary where fewer than half of the draws leave room for such a change, too_few_units where there
/// is nothing to choose between, the fit's where it has no figures.
/// Definition: each panel lives in one joint draw, with its place, its sectors' effects, and new people of every sector, drawn with its standard deviations of rater, rater_dimension and rater_round; everybody marks every
/// dimension. The level set is that of `profile::level_set_of` at the fit's confidence. The change moves the predictor until the typical person's expected mark has moved by so much; it is seen when the exact test of the same
/// people's moves has a one-sided p, with half of the observed point, of 0.05 or less, which is P(change > 0) >= 0.95 without a prior. True is the mean mark of a panel of very many people as they differ; among equal means a lot is drawn.
/// Missing and edge cases: sectors keep their view from round to round. Where the model has no block of raters or, with one round, of rater_dimension, what one person's two marks have in common is not known, and p_change is too
/// low rather than too high. Panels without room for the change are left out of p_change. No rows where nobody marked.
/// Choose it over `generalizability_table` for decisions: a coefficient says neither what is seen nor what is chosen.
/// \throws error as `check_options`
/// Cost: two marks of each of the panels' people and dimensions, 21 means for each panel, dimension and sector, and an exact law where a change is only just seen or not; less than the fit. Threads: safe; the same bits for any number of them. Since 0.1.
/// Reference: Brennan 2001 for the D study this replaces; Lancaster 1961 (mid-P). Checked by `next_panel_test`.
[[nodiscard]] inline table next_panel_table(const models::ordinal_fit& fit, const design_options& options = {}) {
  check_options(options);
  table out;
  detail::add_cell(out);
  for (const char* column : {"n", "sectors", "people_per_sector", "people"}) { out.add(column, column_type::integer); }
  for (const char* column : {"p_level_set", "p_change"}) { out.add(column, column_type::real); }
  out.add("direction", column_type::text);
  out.add("p_choice", column_type::real);
  out.add("panels", column_type::integer);
  out.add("status", column_type::text);
  const std::vector<std::uint32_t> sizes = detail::sizes_of(options);
  for (detail::asked_community& one : detail::latest_rounds(fit)) {
    const bool any = fit.joint.draws > 0;
    if (any) { detail::simulate_panels(fit, options, sizes, one); }
    const std::size_t cells = one.cells.size();
    for (std::size_t s = 0; s < sizes.size(); ++s) {
      for (std::size_t c = 0; c <= cells; ++c) {
        const bool all = c == cells;
        std::size_t at = detail::push_place(out, fit, all ? one.first() : *one.cells[c], all);
        const auto put = [&](const auto& value) { out[at++].push(value); };
        put(detail::marks_of(one, c));
        put(one.groups.size());
        put(sizes[s]);
        put(sizes[s] * one.groups.size());
        const auto none = std::optional<double>{};
        const auto change = any && !all ? one.change(s, c, options.panels) : none;
        put(any && !all ? std::optional{static_cast<double>(one.level_set[s * cells + c]) / static_cast<double>(options.panels)} : none);
        put(change);
        put(change ? detail::direction_of(one.up[c], one.down[c]) : std::nullopt);
        put(any && all && !one.choice.empty() ? std::optional{one.choice[s]} : none);
        put(any ? std::optional{options.panels} : std::nullopt);
        put(name(!any ? fit.status() : all ? (one.choice.empty() ? status::too_few_units : status::ok) : change ? status::ok : status::on_boundary));
      }
    }
  }
  return out;
}

namespace detail {

/// "4 people a sector (16 in all)", "1 person".
inline std::string people_text(std::size_t size, std::size_t groups) {
  const std::string people = std::to_string(size) + (size == 1 ? " person" : " people");
  return groups == 1 ? people : people + " a sector (" + std::to_string(size * groups) + " in all)";
}

} // namespace detail

/// How many people to ask next time. A row per community and question ("level_set", "change", "choice") for each dimension of its latest round, then one for all dimensions together, without a dimension, in which the least of
/// their chances counts (of seeing a change, of those with room for it). n (marks now), sectors, people_per_sector (the fewest whose chance is `wanted` or more, as are the chances of all larger sizes that were tried), people (in all), probability (the chance then), words,
/// status: could_not_show where no size tried is enough ("more than 12 a sector"), with the chance of the largest; otherwise as in `next_panel_table`.
/// Definition: from the same simulation as `next_panel_table`. Of many sizes, one whose chance is just about what is wanted may be off by a step: ask for more panels where that matters.
/// \throws error as `check_options`
/// Cost: that of `next_panel_table`. Threads: safe; the same bits for any number of them. Since 0.1. Checked by `next_panel_test`.
[[nodiscard]] inline table people_needed_table(const models::ordinal_fit& fit, const design_options& options = {}) {
  check_options(options);
  table out;
  for (const char* column : {"community", "round"}) { out.add(column, column_type::text); }
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension", "question"}) { out.add(column, column_type::text); }
  for (const char* column : {"n", "sectors", "people_per_sector", "people"}) { out.add(column, column_type::integer); }
  out.add("probability", column_type::real);
  for (const char* column : {"words", "status"}) { out.add(column, column_type::text); }
  const std::vector<std::uint32_t> sizes = detail::sizes_of(options);
  for (detail::asked_community& one : detail::latest_rounds(fit)) {
    const bool any = fit.joint.draws > 0;
    if (any) { detail::simulate_panels(fit, options, sizes, one); }
    const std::size_t cells = one.cells.size(), groups = one.groups.size();
    const auto row = [&](std::string_view question, std::size_t cell, const std::string& aim, const std::vector<double>& chance, status why) {
      const bool all = cell == cells;
      std::size_t at = detail::push_place(out, fit, all ? one.first() : *one.cells[cell], all);
      const auto put = [&](const auto& value) { out[at++].push(value); };
      put(question);
      put(detail::marks_of(one, cell));
      put(groups);
      if (chance.empty()) {
        for (int i = 0; i < 3; ++i) { out[at++].push_missing(); }
        put(why == status::on_boundary ? "There is no room for such a change."
                                       : why == status::too_few_units ? "There is nothing to choose between." : "The fit has no figures.");
        return put(name(why));
      }
      std::size_t fewest = sizes.size();
      while (fewest > 0 && chance[fewest - 1] >= options.wanted) { --fewest; }
      const std::string percent = models::detail::percent_text(chance[(std::min)(fewest, sizes.size() - 1)]);
      if (fewest == sizes.size()) {
        for (int i = 0; i < 2; ++i) { out[at++].push_missing(); }
        put(chance.back());
        put("More than " + detail::people_text(sizes.back(), 1) + (groups == 1 ? "" : " a sector") + (sizes.back() == 1 ? " is needed to " : " are needed to ") + aim + ": with " + detail::people_text(sizes.back(), groups) + " the chance is " + percent + ".");
        return put(name(status::could_not_show));
      }
      put(sizes[fewest]);
      put(sizes[fewest] * groups);
      put(chance[fewest]);
      put(detail::people_text(sizes[fewest], groups) + (sizes[fewest] == 1 ? " is enough to " : " are enough to ") + aim + ": the chance is " + percent + ".");
      put(name(status::ok));
    };
    for (const bool level_set : {true, false}) {
      const std::string aim = level_set ? "place it within two levels" : "see a change of " + detail::levels_text(options.change);
      const std::string aim_of_all = level_set ? "place every dimension within two levels" : aim + " on every dimension";
      const std::string_view question = level_set ? "level_set" : "change";
      std::vector<double> least;
      for (std::size_t c = 0; any && c < cells; ++c) {
        std::vector<double> chance;
        for (std::size_t s = 0; s < sizes.size(); ++s) {
          if (level_set) {
            chance.push_back(static_cast<double>(one.level_set[s * cells + c]) / static_cast<double>(options.panels));
          } else if (const auto p = one.change(s, c, options.panels)) {
            chance.push_back(*p);
          }
        }
        row(question, c, aim, chance, status::on_boundary);
        if (least.empty()) { least = chance; }
        for (std::size_t s = 0; s < chance.size(); ++s) { least[s] = (std::min)(least[s], chance[s]); }
      }
      row(question, cells, aim_of_all, least, any ? status::on_boundary : fit.status());
    }
    row("choice", cells, "choose the " + (options.choose == 1 ? std::string{"lowest dimension"} : std::to_string(options.choose) + " lowest dimensions") + " rightly", one.choice,
        any ? status::too_few_units : fit.status());
  }
  return out;
}

} // namespace headway::design
