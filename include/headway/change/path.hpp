#pragma once

/// \file
/// Several rounds of one community: whether the marks of those who came to every round differ or rise, and each round against the one before.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/base/words.hpp>
#include <headway/change/detail/change_words.hpp>
#include <headway/change/people.hpp>
#include <headway/change/same_people.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/friedman.hpp>
#include <headway/exact/page.hpp>
#include <headway/exact/rules.hpp>

namespace headway::change {

/// Options of `path`. Since 0.1.
struct path_options {
  same_people_options test{};                        ///< of each step; its confidence also that of the tests over all rounds
  std::vector<std::string> withheld{};               ///< per dimension why those who came to every round may not be told apart, or empty; empty as a whole when they may
  std::vector<std::vector<std::string>> withheld_steps{}; ///< per step and dimension why the same people may not be; empty as a whole when they may
};

/// One dimension over every round, for those who marked it in all of them. Since 0.1. Checked by `path_test`.
struct path_row {
  dimension_id dimension{};
  std::uint32_t n{};                ///< people with a mark in every round
  exact::friedman_result differ{};  ///< whether rounds differ
  exact::page_result rise{};        ///< whether marks rise from round to round, in the order of time; gaps are not weighed
  direction way{direction::cannot_tell}; ///< moved or slipped when `rise` says so; held is for two rounds only and never stands here
  /// ok; not_assessed (fewer than two rounds); no_data (nobody marked it in every round); no_variation (nobody's marks differ); could_not_show; hidden.
  headway::status status{status::no_data};
  std::string hidden_reason{};
  std::string says{};
};

/// One dimension from one round to the next the community held. Since 0.1. Checked by `path_test`.
struct path_step {
  dimension_id dimension{};
  std::size_t from{}; ///< position in `path_result::rounds`
  same_people_dimension same{};
  /// As `same_people_dimension::status`; not_comparable where nobody marked it in both; hidden.
  headway::status status{status::no_data};
  std::string hidden_reason{};
  std::string says{};
};

/// Every round of one community. Since 0.1. Checked by `path_test`.
template <std::size_t Dimensions, std::size_t Levels> struct path_result {
  study<Dimensions, Levels> of;
  community_id community{};
  std::vector<selected> rounds{};    ///< those the community held with people's own marks, earliest first
  std::vector<path_row> rows{};      ///< one per dimension
  std::vector<path_step> steps{};    ///< by step, then by dimension
};

namespace detail {

/// "R1, 18 months later R2, 18 months later R3".
inline std::string say_rounds(const study_data& data, const std::vector<selected>& rounds) {
  std::string out;
  for (std::size_t r = 0; r < rounds.size(); ++r) {
    if (r > 0) {
      const auto months = months_between(rounds[r - 1], rounds[r]);
      out += months ? ", " + std::to_string(*months) + (*months == 1 ? " month later " : " months later ") : ", then ";
    }
    out += data.rounds()[rounds[r].round.value].label;
  }
  return out;
}

/// Over every round.
inline std::string say_path(const path_row& row, const std::string& rounds, double alpha) {
  if (row.status == status::no_data) { return "Nobody marked it in every round (" + rounds + ")."; }
  const std::string who = (row.n == 1 ? "One person" : words::people(row.n)) + " marked it in every round (" + rounds + "). ";
  if (row.status == status::no_variation) { return who + (row.n == 1 ? "They wrote the same each time." : "Each wrote the same every time."); }
  if (row.status == status::could_not_show) { return who + "They are too few, or too few of them moved, to have shown a rise or a fall."; }
  if (row.way == direction::moved) { return who + "Their marks rise from round to round, more than chance would do."; }
  if (row.way == direction::slipped) { return who + "Their marks fall from round to round, more than chance would do."; }
  if (row.differ.p <= alpha * (1.0 + 1e-9)) { return who + "Their marks differ between rounds, more than chance would do, without a rise or a fall all the way."; }
  return who + "Chance alone could well order their marks so.";
}

} // namespace detail

/// Every round of one community, one dimension at a time.
/// Definition: for those with a code and a level in every round the community held, `exact::friedman` (do rounds differ) and `exact::page` (do marks rise in the
/// order of time; two-sided), both counted out where that is feasible; and every round against the one before by `same_people`, for those who marked both.
/// Gaps between rounds are stated in months and weigh nothing: both tests go by the order of rounds alone.
/// Missing and edge cases: rounds with agreed marks only are left out. Two rounds: the tests over all rounds say what a sign test says. Fewer than two: rows say
/// not_assessed and there are no steps.
/// Choose it over a change from the first round to the last when there are more rounds, for who came to all of them; `change` has more people.
/// \param community key or name, or empty for the only one
/// \throws error as `select_community`; invalid_argument when what is withheld has another length than steps or dimensions; as `exact::friedman` for options
/// Cost: that of `exact::friedman` and `exact::page` for each dimension, and `same_people` for each step. Threads: safe. Since 0.1.
/// Reference: as `exact::friedman`, `exact::page`. Checked by `path_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] path_result<Dimensions, Levels> path(const study<Dimensions, Levels>& of, std::string_view community, const path_options& options = {}) {
  const study_data& data = of.data();
  path_result<Dimensions, Levels> out{of, select_community(data, community), {}, {}, {}};
  for (const assessment& a : assessments_of(data, out.community)) {
    if (a.has_individuals) { out.rounds.push_back({out.community, a.round, &a}); }
  }
  const std::size_t rounds = out.rounds.size();
  const std::size_t dimensions = of.rubric().size();
  const std::size_t levels = of.rubric().levels();
  const std::size_t steps = rounds < 2 ? 0 : rounds - 1;
  if (!options.withheld.empty()) { check::same_length(options.withheld.size(), dimensions, "path", "withheld"); }
  if (!options.withheld_steps.empty()) { check::same_length(options.withheld_steps.size(), steps, "path", "withheld_steps"); }
  for (const auto& step : options.withheld_steps) { check::same_length(step.size(), dimensions, "path", "withheld_steps"); }
  check::that(rounds <= 64, "path", "community", "was assessed in more than 64 rounds");
  const double alpha = 1.0 - options.test.confidence.value();
  const std::string order = detail::say_rounds(data, out.rounds);
  const exact::rounds_test_options how{.confidence = options.test.confidence, .power = options.test.power, .draws = options.test.draws, .random_seed = options.test.random_seed};
  const std::string none;

  for (std::uint32_t d = 0; d < dimensions; ++d) {
    path_row row;
    row.dimension = {d};
    const std::string& hidden = options.withheld.empty() ? none : options.withheld[d];
    if (rounds < 2) {
      row.status = status::not_assessed;
    } else if (!hidden.empty()) {
      row.status = status::hidden;
      row.hidden_reason = hidden;
    } else {
      std::vector<std::vector<std::pair<std::uint32_t, std::int8_t>>> marked; // by round: who with a code gave which level
      std::vector<std::uint32_t> always;
      for (std::size_t r = 0; r < rounds; ++r) {
        const ratings_view rows = data.rows(out.community, out.rounds[r].round, {d});
        marked.emplace_back();
        std::vector<std::uint32_t> here;
        for (std::size_t i = 0; i < rows.size(); ++i) {
          if (rows.rater[i] == ratings::no_rater || rows.score[i] < 0) { continue; }
          marked.back().emplace_back(rows.rater[i], rows.score[i]);
          here.push_back(rows.rater[i]);
        }
        if (r == 0) {
          always = std::move(here);
        } else {
          std::vector<std::uint32_t> both;
          std::set_intersection(always.begin(), always.end(), here.begin(), here.end(), std::back_inserter(both));
          always = std::move(both);
        }
      }
      row.n = static_cast<std::uint32_t>(always.size());
      std::vector<std::int8_t> marks; // people x rounds
      for (const std::uint32_t rater : always) {
        for (const auto& round : marked) {
          const auto at = std::lower_bound(round.begin(), round.end(), rater, [](const auto& entry, std::uint32_t wanted) { return entry.first < wanted; });
          marks.push_back(at->second);
        }
      }
      row.differ = exact::friedman(marks, always.size(), rounds, levels, how);
      row.rise = exact::page(marks, always.size(), rounds, levels, how);
      row.status = row.differ.status == status::ok || row.rise.status == status::ok ? status::ok : row.differ.status;
      if (row.rise.p_two_sided <= alpha * (1.0 + 1e-9) && row.rise.trend) {
        row.way = *row.rise.trend > 0.0 ? direction::moved : *row.rise.trend < 0.0 ? direction::slipped : direction::cannot_tell;
      }
      row.says = detail::say_path(row, order, alpha);
    }
    out.rows.push_back(std::move(row));
  }

  const sector_grouping by = sector_grouping::identity(data);
  for (std::size_t step = 0; step < steps; ++step) {
    std::vector<std::vector<person_marks>> each(dimensions);
    for (std::uint32_t d = 0; d < dimensions; ++d) {
      if (!options.withheld_steps.empty() && !options.withheld_steps[step][d].empty()) { continue; }
      each[d] = people_in_two_rounds(data, out.community, out.rounds[step].round, out.rounds[step + 1].round, {d}, by);
    }
    const detail::paired_marks pairs = detail::pair_up(each);
    const same_people_result same = same_people(pairs.before, pairs.after, pairs.raters.size(), dimensions, levels, options.test);
    const detail::change_labels at{data.rounds()[out.rounds[step].round.value].label, data.rounds()[out.rounds[step + 1].round.value].label, dimensions};
    for (std::uint32_t d = 0; d < dimensions; ++d) {
      path_step row;
      row.dimension = {d};
      row.from = step;
      const std::string& hidden = options.withheld_steps.empty() ? none : options.withheld_steps[step][d];
      if (!hidden.empty()) {
        row.status = status::hidden;
        row.hidden_reason = hidden;
      } else {
        row.same = same.dimensions[d];
        row.status = row.same.alone.n == 0 ? status::not_comparable : row.same.status;
        row.says = detail::sentences(detail::say_moves(row.same.alone, at), detail::say_direction(row.same, at, options.test));
      }
      out.steps.push_back(std::move(row));
    }
  }
  return out;
}

/// The path as a table, for every dimension a row over all rounds and a row per step: community, dimension_number, dimension_key, dimension, part ("all_rounds",
/// "step"), from_round, to_round, months, rounds; the same people's columns for steps, n and direction for both: n, up, held, down, levels_moved, levels,
/// net_movers, net_low, net_high, superiority, change, change_low, change_high, p, p_adjusted, p_min, detectable, direction; over all rounds: friedman (chi-square),
/// friedman_p, friedman_p_min, friedman_method, kendall_w, page (L), page_p (two-sided), page_p_min, page_method, trend (-1 to 1); says, status, hidden_reason.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `path_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const path_result<Dimensions, Levels>& result) {
  const study_data& data = result.of.data();
  table out;
  out.add("community", column_type::text);
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension", "part", "from_round", "to_round"}) { out.add(column, column_type::text); }
  for (const char* column : {"months", "rounds"}) { out.add(column, column_type::integer); }
  detail::add_same_people_columns(out);
  for (const char* column : {"friedman", "friedman_p", "friedman_p_min"}) { out.add(column, column_type::real); }
  out.add("friedman_method", column_type::text);
  for (const char* column : {"kendall_w", "page", "page_p", "page_p_min"}) { out.add(column, column_type::real); }
  out.add("page_method", column_type::text);
  out.add("trend", column_type::real);
  for (const char* column : {"says", "status", "hidden_reason"}) { out.add(column, column_type::text); }
  const std::size_t n_column = *out.find("n");
  const std::size_t direction_column = *out.find("direction");
  const std::size_t rounds = result.rounds.size();
  const auto text = [](std::string_view value) { return value.empty() ? std::nullopt : std::optional{std::string{value}}; };
  const auto keys = [&](dimension_id id, std::string_view part, std::size_t from, std::size_t to) {
    const dimension& d = result.of.rubric()[id];
    std::size_t i = 0;
    out[i++].push(data.communities()[result.community.value].name);
    out[i++].push(d.number);
    out[i++].push(d.key);
    out[i++].push(d.name);
    out[i++].push(part);
    const bool known = to < rounds;
    out[i++].push(known ? std::optional{data.rounds()[result.rounds[from].round.value].label} : std::nullopt);
    out[i++].push(known ? std::optional{data.rounds()[result.rounds[to].round.value].label} : std::nullopt);
    out[i++].push(known ? months_between(result.rounds[from], result.rounds[to]) : std::nullopt);
    out[i++].push(static_cast<std::int64_t>(known ? to - from + 1 : rounds));
    return i;
  };
  for (std::size_t d = 0; d < result.rows.size(); ++d) {
    const path_row& row = result.rows[d];
    const bool shown = row.status != status::hidden && row.status != status::not_assessed;
    const bool tested = shown && row.n > 0 && row.status != status::no_variation;
    std::size_t i = keys(row.dimension, "all_rounds", 0, rounds < 2 ? rounds : rounds - 1);
    for (; i <= direction_column; ++i) {
      if (i == n_column && shown) {
        out[i].push(std::int64_t{row.n});
      } else if (i == direction_column && tested) {
        out[i].push(name(row.way));
      } else {
        out[i].push_missing();
      }
    }
    const auto real = [&](const std::optional<double>& value) { out[i++].push(tested ? value : std::nullopt); };
    real(row.differ.chi_square);
    real(row.differ.p);
    real(row.differ.p_min);
    out[i++].push(tested ? std::optional{std::string{name(row.differ.method)}} : std::nullopt);
    real(row.differ.kendall_w);
    real(row.rise.statistic);
    real(row.rise.p_two_sided);
    real(row.rise.p_min);
    out[i++].push(tested ? std::optional{std::string{name(row.rise.method)}} : std::nullopt);
    real(row.rise.trend);
    out[i++].push(text(row.says));
    out[i++].push(name(row.status));
    out[i++].push(text(row.hidden_reason));
    for (const path_step& step : result.steps) {
      if (step.dimension != row.dimension) { continue; }
      std::size_t at = keys(step.dimension, "step", step.from, step.from + 1);
      at = detail::push_same_people(out, at, step.same, step.status != status::hidden);
      for (std::size_t column = 0; column < 10; ++column) { out[at++].push_missing(); }
      out[at++].push(text(step.says));
      out[at++].push(name(step.status));
      out[at++].push(text(step.hidden_reason));
    }
  }
  return out;
}

} // namespace headway::change
