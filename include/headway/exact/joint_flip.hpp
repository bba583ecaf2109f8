#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/rules.hpp>
#include <headway/exact/transitions.hpp>
#include <headway/resample/joint_flip.hpp>

namespace headway::exact {

/// Options of `joint_flip`.
struct joint_flip_options {
  confidence_level confidence{0.95};           ///< 1 less this is the level of could_not_show
  std::uint32_t most_exact_movers{22};         ///< up to this many people who moved every pattern of signs is gone through; 1 to 26
  std::uint32_t draws{99'999};                 ///< patterns drawn beyond that, at least 99
  seed random_seed{1};                         ///< of those draws
};

/// What all dimensions together say about one of them. Since 0.1.
struct joint_flip_dimension {
  headway::status status{};    ///< no_data: nobody with both marks; no_variation: nobody moved here; could_not_show: p_min is above 1 - confidence; ok otherwise
  std::uint32_t n{};           ///< people with both marks on this dimension
  std::uint32_t up{};          ///< of them, went up
  std::uint32_t held{};        ///< stayed
  std::uint32_t down{};        ///< went down
  std::int64_t levels_moved{}; ///< sum of the moves
  double p{1.0};               ///< two-sided, for this dimension alone
  double p_adjusted{1.0};      ///< for all dimensions together: step-down max-T
  friend bool operator==(const joint_flip_dimension&, const joint_flip_dimension&) = default;
};

/// What flipping whole people says about all dimensions at once. Since 0.1.
struct joint_flip_result {
  headway::status status{};         ///< no_data; no_variation: nobody moved on any dimension; could_not_show; ok otherwise
  p_method method{p_method::exact}; ///< every pattern gone through, or drawn
  std::uint64_t patterns{};         ///< patterns gone through (a pattern and its mirror image count once) or drawn
  std::uint32_t people{};           ///< given
  std::uint32_t movers{};           ///< of them, moved on at least one dimension
  double p_min{1.0};                ///< floor of every p here: 2^(1 - movers) where exact
  std::vector<joint_flip_dimension> dimensions{};
  friend bool operator==(const joint_flip_result&, const joint_flip_result&) = default;
};

/// All dimensions of the same people together: which of them changed, with one error for the family.
/// Definition: `resample::joint_flip` of the moves. Under "nothing changed" all moves of a person may turn round together; p_adjusted is the step-down max-T p,
/// which keeps the dependence between dimensions, halo among it.
/// Missing and edge cases: a person without both marks on a dimension does not move there. Nobody moved: every p is 1, status no_variation.
/// Choose it over `holm` on the p values of single dimensions: that needs many movers on each, this needs them in all. Few movers in all: status
/// could_not_show, for no pattern of theirs is rare enough.
/// \param before,after people x dimensions, row by row: 0-based levels, negative for none \param people,dimensions extents \param levels 2 to 16
/// \throws error invalid_argument when a table is not people x dimensions; out_of_range for levels or options, or with the person for a mark past the scale
/// Cost: 2^(movers - 1) x dimensions additions, at most some tens of milliseconds for 9. Threads: safe. Determinism: exact results need no seed. Since 0.1.
/// Reference: Westfall & Young 1993; Romano & Wolf 2005. Checked by `joint_flip_test`.
[[nodiscard]] inline joint_flip_result joint_flip(std::span<const std::int8_t> before, std::span<const std::int8_t> after, std::size_t people, std::size_t dimensions,
                                                  std::size_t levels, const joint_flip_options& options = {}) {
  check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "joint_flip", "levels");
  check::same_length(before.size(), people * dimensions, "joint_flip", "before");
  check::same_length(after.size(), people * dimensions, "joint_flip", "after");
  joint_flip_result out;
  out.people = static_cast<std::uint32_t>(people);
  out.dimensions.resize(dimensions);
  std::vector<std::int32_t> moves(before.size(), 0);
  bool anybody = false;
  for (std::size_t i = 0; i < before.size(); ++i) {
    detail::on_scale(before[i], levels, "joint_flip", "before", i / dimensions);
    detail::on_scale(after[i], levels, "joint_flip", "after", i / dimensions);
    if (before[i] < 0 || after[i] < 0) { continue; }
    anybody = true;
    joint_flip_dimension& d = out.dimensions[i % dimensions];
    const int move = after[i] - before[i];
    moves[i] = move;
    ++d.n;
    ++(move > 0 ? d.up : move < 0 ? d.down : d.held);
    d.levels_moved += move;
  }
  const resample::joint_flip_options how{.most_exact_movers = options.most_exact_movers, .draws = options.draws, .random_seed = options.random_seed};
  const resample::joint_flip_result flips = resample::joint_flip(moves, people, dimensions, how);
  out.method = flips.exact ? p_method::exact : p_method::drawn;
  out.patterns = flips.patterns;
  out.movers = flips.movers;
  out.p_min = flips.p_min;
  const bool too_few = flips.p_min > 1.0 - options.confidence.value();
  out.status = !anybody ? status::no_data : flips.movers == 0 ? status::no_variation : too_few ? status::could_not_show : status::ok;
  for (std::size_t i = 0; i < dimensions; ++i) {
    joint_flip_dimension& d = out.dimensions[i];
    d.p = flips.p[i];
    d.p_adjusted = flips.adjusted[i];
    d.status = d.n == 0 ? status::no_data : d.up + d.down == 0 ? status::no_variation : too_few ? status::could_not_show : status::ok;
  }
  return out;
}

/// The result as a table, a row a dimension: dimension (numbered from 1), n, up, held, down, levels_moved, p, p_adjusted, p_min, method, patterns, people, movers,
/// status. The last of these but `status` are the same in every row.
/// Cost: O(dimensions). Threads: safe. Since 0.1. Checked by `joint_flip_test`.
[[nodiscard]] inline table to_table(const joint_flip_result& r) {
  table out;
  for (const char* column : {"dimension", "n", "up", "held", "down", "levels_moved"}) { out.add(column, column_type::integer); }
  for (const char* column : {"p", "p_adjusted", "p_min"}) { out.add(column, column_type::real); }
  out.add("method", column_type::text);
  for (const char* column : {"patterns", "people", "movers"}) { out.add(column, column_type::integer); }
  out.add("status", column_type::text);
  for (std::size_t i = 0; i < r.dimensions.size(); ++i) {
    const joint_flip_dimension& d = r.dimensions[i];
    out.push_row(i + 1, d.n, d.up, d.held, d.down, d.levels_moved, d.p, d.p_adjusted, r.p_min, name(r.method), r.patterns, r.people, r.movers, name(d.status));
  }
  return out;
}

} // namespace headway::exact
