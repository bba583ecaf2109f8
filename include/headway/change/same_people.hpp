#pragma once

/// \file
/// The same people's marks in two rounds, one dimension after the other and all of them together: which way they went and how sure that is.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/change/options.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/direction.hpp>
#include <headway/exact/net_movers.hpp>
#include <headway/exact/paired_change.hpp>
#include <headway/exact/rules.hpp>
#include <headway/exact/transitions.hpp>
#include <headway/resample/joint_flip.hpp>

namespace headway::change {

/// Which way the same people's marks went. Since 0.1. Checked by `same_people_test`.
using exact::direction;

/// One dimension of `same_people`. Since 0.1. Checked by `same_people_test`.
struct same_people_dimension {
  exact::paired_change_result alone{};                     ///< this dimension by itself: numbers of people, change, interval, p, floor
  exact::net_movers_result net{};                          ///< how many more went up than down, as a share of all, with its interval
  double p_adjusted{1.0};                                  ///< all dimensions together: step-down max-T by flipping whole people
  direction way{direction::cannot_tell};
  /// ok; no_data (nobody marked both times); could_not_show (these people could not have shown a change, whatever they had marked).
  headway::status status{status::no_data};
  std::optional<double> levels{};                          ///< mean move in levels; treats steps as equal
  friend bool operator==(const same_people_dimension&, const same_people_dimension&) = default;
};

/// What the same people's marks say on every dimension. Since 0.1. Checked by `same_people_test`.
struct same_people_result {
  std::vector<same_people_dimension> dimensions{};
  bool exact{true};             ///< whether every pattern of signs was gone through for `p_adjusted`
  std::uint64_t patterns{};     ///< patterns gone through or drawn
  std::uint32_t movers{};       ///< people who moved on at least one dimension
  double p_min{1.0};            ///< floor of `p_adjusted`
  friend bool operator==(const same_people_result&, const same_people_result&) = default;
};

/// What the same people's marks say about change on several dimensions.
/// Definition: on each dimension `exact::paired_change` and `exact::net_movers` of those with a level both times; over all dimensions `resample::joint_flip`
/// of their moves, people turned as a whole, so what their dimensions have in common is kept. direction: moved or slipped when p (p_adjusted when `together`) is at most
/// 1 - confidence, by the sign of the sum of moves; else held when exact one-sided tests at (1 - confidence) / 2 say that fewer than half go up and fewer
/// than half go down, which is to say that the middle person stays; else cannot_tell.
/// Missing: a person without both marks on a dimension is not counted there, and has move 0 in the joint flips. Where the smallest p that those who moved
/// can give is above 1 - confidence, the status is could_not_show: that is no sign that nothing changed.
/// Choose it over testing dimension by dimension: with nine dimensions, chance alone shows something one time in three.
/// \param before,after 0-based levels, negative for none; people x dimensions, row by row \param people,dimensions extents \param levels 2 to 16
/// \throws error invalid_argument when the marks are not people x dimensions; out_of_range, with the person in `row`, for a mark past the scale; as
/// `exact::paired_change` and `resample::joint_flip` for options
/// Cost: that of joint_flip, and 0.1 ms a dimension. Threads: safe. Determinism: exact results need no seed. Since 0.1.
/// Reference: methods as `exact::paired_change` and `resample::joint_flip`. Checked by `same_people_test`.
[[nodiscard]] inline same_people_result same_people(std::span<const std::int8_t> before, std::span<const std::int8_t> after, std::size_t people, std::size_t dimensions,
                                                    std::size_t levels, const same_people_options& options = {}) {
  check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "same_people", "levels");
  check::same_length(before.size(), people * dimensions, "same_people", "before");
  check::same_length(after.size(), people * dimensions, "same_people", "after");
  std::vector<std::int32_t> moves(people * dimensions, 0);
  std::vector<exact::transitions> counts(dimensions, exact::transitions{levels});
  for (std::size_t i = 0; i < moves.size(); ++i) {
    const std::int8_t highest = (std::max)(before[i], after[i]);
    if (highest >= static_cast<int>(levels)) {
      throw error{error_category::out_of_range, "same_people", before[i] == highest ? "before" : "after",
                  "level " + std::to_string(highest) + " where the scale has " + std::to_string(levels), static_cast<std::int64_t>(i / dimensions)};
    }
    if (before[i] < 0 || after[i] < 0) { continue; }
    moves[i] = after[i] - before[i];
    counts[i % dimensions].add(static_cast<std::size_t>(before[i]), static_cast<std::size_t>(after[i]));
  }
  const resample::joint_flip_result joint =
      resample::joint_flip(moves, people, dimensions, {.most_exact_movers = options.most_exact_movers, .draws = options.draws, .random_seed = options.random_seed});
  same_people_result out;
  out.exact = joint.exact;
  out.patterns = joint.patterns;
  out.movers = joint.movers;
  out.p_min = joint.p_min;
  for (std::size_t d = 0; d < dimensions; ++d) {
    same_people_dimension one;
    one.alone = exact::paired_change(counts[d], {.confidence = options.confidence, .interval = options.interval, .power = options.power});
    one.net = exact::net_movers(counts[d], {.confidence = options.confidence, .interval = options.interval});
    one.p_adjusted = joint.adjusted[d];
    one.way = exact::direction_of(one.alone, options.together ? one.p_adjusted : one.alone.p_two_sided, options.confidence);
    if (one.alone.n > 0) {
      one.levels = static_cast<double>(one.alone.levels_moved) / one.alone.n;
      const bool silent = one.way == direction::cannot_tell && !exact::could_show(one.alone, options.confidence);
      one.status = silent ? status::could_not_show : status::ok;
    }
    out.dimensions.push_back(one);
  }
  return out;
}

namespace detail {

/// The columns that every table about the same people has, after its keys.
inline void add_same_people_columns(table& out) {
  for (const char* column : {"n", "up", "held", "down", "levels_moved"}) { out.add(column, column_type::integer); }
  for (const char* column : {"levels", "net_movers", "net_low", "net_high", "superiority", "change", "change_low", "change_high", "p", "p_adjusted", "p_min", "detectable"}) {
    out.add(column, column_type::real);
  }
  out.add("direction", column_type::text);
}

/// Their cells, from column `i` on; the column after them. Where nobody marked both times only the numbers of people have a value.
inline std::size_t push_same_people(table& out, std::size_t i, const same_people_dimension& one, bool shown) {
  const exact::paired_change_result& r = one.alone;
  const bool some = shown && r.n > 0;
  const auto number = [&](std::int64_t value, bool has) { has ? out[i++].push(value) : out[i++].push_missing(); };
  const auto real = [&](const std::optional<double>& value) { out[i++].push(some ? value : std::nullopt); };
  for (const std::uint32_t count : {r.n, r.up, r.held, r.down}) { number(count, shown); }
  number(r.levels_moved, some);
  real(one.levels);
  real(one.net.net);
  real(one.net.net_low);
  real(one.net.net_high);
  real(r.superiority);
  real(r.change);
  real(r.change_low);
  real(r.change_high);
  real(r.p_two_sided);
  real(one.p_adjusted);
  real(r.p_min);
  real(r.detectable);
  some ? out[i++].push(name(one.way)) : out[i++].push_missing();
  return i;
}

} // namespace detail

/// The result as a table, a row per dimension: dimension (counted from 1), n, up, held, down, levels_moved, levels (mean move; treats steps as equal),
/// net_movers (up less down, as a share of n), net_low, net_high, superiority, change (log odds of one level up against one down; its ends without a value
/// are unbounded, "at least"), change_low, change_high, p, p_adjusted, p_min, detectable, direction, movers, patterns, joint_exact, p_min_adjusted, status.
/// Cost: O(dimensions). Threads: safe. Since 0.1. Checked by `same_people_test`.
[[nodiscard]] inline table to_table(const same_people_result& result) {
  table out;
  out.add("dimension", column_type::integer);
  detail::add_same_people_columns(out);
  for (const char* column : {"movers", "patterns"}) { out.add(column, column_type::integer); }
  out.add("joint_exact", column_type::boolean);
  out.add("p_min_adjusted", column_type::real);
  out.add("status", column_type::text);
  for (std::size_t d = 0; d < result.dimensions.size(); ++d) {
    out[0].push(static_cast<std::int64_t>(d + 1));
    std::size_t i = detail::push_same_people(out, 1, result.dimensions[d], true);
    out[i++].push(result.movers);
    out[i++].push(result.patterns);
    out[i++].push(result.exact);
    out[i++].push(result.p_min);
    out[i++].push(name(result.dimensions[d].status));
  }
  return out;
}

} // namespace headway::change
