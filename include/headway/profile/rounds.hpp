#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/status.hpp>
#include <headway/core/counts.hpp>
#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/numeric/order.hpp>

/// \file
/// Two rounds side by side. What everybody marked and what the same people marked are never mixed: a room with other people in it reads
/// differently without anything having changed.

namespace headway::profile {

/// Whose marks a row of `side_by_side` is about. Since 0.1. Checked by `rounds_test`.
enum class people_compared : std::uint8_t {
  everybody = 0,  ///< all marks of each round
  same_people = 1 ///< people with a mark on the scale in both rounds
};

/// The code of a choice of people as written in tables: "everybody", "same_people".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `rounds_test`.
[[nodiscard]] constexpr std::string_view name(people_compared people) noexcept {
  return people == people_compared::everybody ? "everybody" : "same_people";
}

/// How the same people's marks moved on one dimension. Since 0.1. Checked by `rounds_test`.
struct movement {
  std::uint32_t up{};
  std::uint32_t held{};
  std::uint32_t down{};
  /// People with a mark in both rounds.
  [[nodiscard]] constexpr std::uint32_t n() const noexcept { return up + held + down; }
  friend constexpr bool operator==(const movement&, const movement&) = default;
};

/// One dimension in two rounds, for one choice of people. Since 0.1. Checked by `rounds_test`.
template <std::size_t Levels> struct rounds_row {
  dimension_id dimension{};
  people_compared people{};
  cell_counts<Levels> from{};
  cell_counts<Levels> to{};
  movement moved{}; ///< only where people is same_people
  /// ok; no_data (no marks on one side); not_assessed (one of the rounds); not_comparable (nobody marked in both: same people only).
  headway::status status{};
};

/// Rows of `side_by_side`: by dimension, everybody first. Since 0.1. Checked by `rounds_test`.
template <std::size_t Dimensions, std::size_t Levels> struct rounds_result {
  study<Dimensions, Levels> of;
  selected from{};
  selected to{};
  std::vector<rounds_row<Levels>> rows{};
};

namespace detail {

/// Goes through the marks on one dimension of people who have one on the scale in both rounds; rows are ordered by rater, so one pass is enough.
template <class Each>
void for_each_pair(const study_data& data, community_id community, round_id from, round_id to, dimension_id dimension, Each each) {
  const ratings_view before = data.rows(community, from, dimension);
  const ratings_view after = data.rows(community, to, dimension);
  for (std::size_t i = 0, j = 0; i < before.size() && j < after.size();) {
    if (before.rater[i] == ratings::no_rater || after.rater[j] == ratings::no_rater) { return; } // those without a code stand last
    if (before.rater[i] < after.rater[j]) {
      ++i;
    } else if (after.rater[j] < before.rater[i]) {
      ++j;
    } else {
      const score earlier = score::from_code(before.score[i++]);
      const score later = score::from_code(after.score[j++]);
      if (earlier.has_level() && later.has_level()) { each(earlier, later); }
    }
  }
}

} // namespace detail

/// How many of the same people moved up, held and moved down on one dimension between two rounds.
/// Definition: over people with a code and a mark on the scale in both rounds, the sign of the later level minus the earlier one.
/// Missing and edge cases: all zero where a round has no value or nobody is in both.
/// Cost: O(rows of the two cells). Threads: safe. Since 0.1. Checked by `rounds_test`.
[[nodiscard]] inline movement movement_between(const study_data& data, community_id community, round_id from, round_id to, dimension_id dimension) {
  movement out;
  if (!from.has_value() || !to.has_value()) { return out; }
  detail::for_each_pair(data, community, from, to, dimension, [&](score before, score after) {
    if (after.level() > before.level()) {
      ++out.up;
    } else if (after.level() < before.level()) {
      ++out.down;
    } else {
      ++out.held;
    }
  });
  return out;
}

/// Two rounds of one community side by side: for every dimension a row for everybody and one for the same people.
/// Definition: same people are those with a code and a mark on the scale in both rounds on that dimension, so their two counts have equal n.
/// Edge cases: with fewer than two assessed rounds, or a round the community was not assessed in, rows say not_assessed.
/// \param wanted see `round_pair` for empty rounds \throws error not_found, invalid_argument as `select`
/// Cost: O(rows of the two rounds). Threads: safe. Since 0.1. Checked by `rounds_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] rounds_result<Dimensions, Levels> side_by_side(const study<Dimensions, Levels>& of, const round_pair& wanted) {
  const auto [from, to] = select(of.data(), wanted);
  rounds_result<Dimensions, Levels> out{of, from, to};
  const bool assessed = from.assessed != nullptr && to.assessed != nullptr;
  for (std::uint32_t d = 0; d < of.rubric().size(); ++d) {
    rounds_row<Levels> all{.dimension = {d}, .people = people_compared::everybody, .from = empty_cell(of), .to = empty_cell(of)};
    rounds_row<Levels> same{.dimension = {d}, .people = people_compared::same_people, .from = empty_cell(of), .to = empty_cell(of)};
    all.from = count_cell(of, from.community, from.round, {d});
    all.to = count_cell(of, to.community, to.round, {d});
    all.status = !assessed ? status::not_assessed : all.from.n() == 0 || all.to.n() == 0 ? status::no_data : status::ok;
    if (assessed) {
      detail::for_each_pair(of.data(), to.community, from.round, to.round, {d}, [&](score before, score after) {
        same.from.add(before);
        same.to.add(after);
      });
      same.moved = movement_between(of.data(), to.community, from.round, to.round, {d});
    }
    same.status = all.status == status::ok && same.moved.n() == 0 ? status::not_comparable : all.status;
    out.rows.push_back(all);
    out.rows.push_back(same);
  }
  return out;
}

/// Rounds side by side as a table: community, dimension_number, dimension_key, dimension, from_round, to_round, people, n_from, n_to, the medians of
/// both as scale values, up, held, down (same people only), status, hidden_reason.
/// Cost: O(rows). Threads: safe. Since 0.1. Checked by `rounds_test`.
template <std::size_t Dimensions, std::size_t Levels> [[nodiscard]] table to_table(const rounds_result<Dimensions, Levels>& result) {
  const auto& scale = result.of.rubric().scale();
  const study_data& data = result.of.data();
  table out;
  out.add("community", column_type::text);
  out.add("dimension_number", column_type::integer);
  for (const char* name : {"dimension_key", "dimension", "from_round", "to_round", "people"}) { out.add(name, column_type::text); }
  for (const char* name : {"n_from", "n_to", "median_low_from", "median_high_from", "median_low_to", "median_high_to", "up", "held", "down"}) {
    out.add(name, column_type::integer);
  }
  for (const char* name : {"status", "hidden_reason"}) { out.add(name, column_type::text); }
  for (const rounds_row<Levels>& row : result.rows) {
    const dimension& d = result.of.rubric()[row.dimension];
    const bool assessed = row.status != status::not_assessed;
    const bool same = row.people == people_compared::same_people;
    std::size_t i = 0;
    const auto number = [&](std::int64_t value, bool shown) { shown ? out[i++].push(value) : out[i++].push_missing(); };
    const auto label = [&](round_id r) { r.has_value() ? out[i++].push(data.rounds()[r.value].label) : out[i++].push_missing(); };
    const auto medians = [&](const cell_counts<Levels>& cell) {
      const bool marked = cell.n() > 0;
      const numeric::level_range middle = marked ? numeric::median(cell.levels()) : numeric::level_range{};
      number(scale.value(middle.low), marked);
      number(scale.value(middle.high), marked);
    };
    out[i++].push(data.communities()[result.to.community.value].name);
    out[i++].push(d.number);
    out[i++].push(d.key);
    out[i++].push(d.name);
    label(result.from.round);
    label(result.to.round);
    out[i++].push(name(row.people));
    number(row.from.n(), assessed);
    number(row.to.n(), assessed);
    medians(row.from);
    medians(row.to);
    for (const std::uint32_t count : {row.moved.up, row.moved.held, row.moved.down}) { number(count, same && row.status == status::ok); }
    out[i++].push(name(row.status));
    out[i++].push_missing();
  }
  return out;
}

} // namespace headway::profile
