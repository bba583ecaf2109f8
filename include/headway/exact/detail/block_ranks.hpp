#pragma once

/// \file
/// The same people at several rounds, each person's values ranked among themselves.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/exact/rules.hpp>
#include <headway/exact/transitions.hpp>

namespace headway::exact::detail {

inline constexpr std::size_t most_rounds = 64;

/// Twice the midranks (whole numbers) of people with a value at every round.
struct block_ranks {
  std::size_t rounds{};
  std::uint64_t people{};            ///< given
  std::vector<std::int32_t> rank{};  ///< complete people x rounds, row by row

  [[nodiscard]] std::size_t n() const noexcept { return rounds == 0 ? 0 : rank.size() / rounds; }
  [[nodiscard]] std::span<const std::int32_t> row(std::size_t person) const noexcept { return {rank.data() + person * rounds, rounds}; }
};

/// Adds one person.
template <class Value> void rank_row(block_ranks& into, std::span<const Value> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::int32_t rank = 1; // twice the midrank: 2 x (those below) + those equal + 1, itself among the equal
    for (const Value other : values) { rank += other < values[i] ? 2 : other > values[i] ? 0 : 1; }
    into.rank.push_back(rank);
  }
}

/// From marks: people without a level at some round are left out.
inline block_ranks ranks_of(std::span<const std::int8_t> marks, std::size_t people, std::size_t rounds, std::size_t levels, const char* function) {
  check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, function, "levels");
  check::bounded(static_cast<std::int64_t>((std::min)(rounds, most_rounds + 1)), 2, most_rounds, function, "rounds");
  check::same_length(marks.size(), people * rounds, function, "marks");
  block_ranks out{rounds, people, {}};
  for (std::size_t person = 0; person < people; ++person) {
    const std::span<const std::int8_t> row = marks.subspan(person * rounds, rounds);
    for (const std::int8_t mark : row) { on_scale(mark, levels, function, "marks", person); }
    if (std::all_of(row.begin(), row.end(), [](std::int8_t mark) { return mark >= 0; })) { rank_row(out, row); }
  }
  return out;
}

/// From measured values: people without a value at some round are left out.
inline block_ranks ranks_of(std::span<const double> values, std::size_t people, std::size_t rounds, const char* function) {
  check::bounded(static_cast<std::int64_t>((std::min)(rounds, most_rounds + 1)), 2, most_rounds, function, "rounds");
  check::same_length(values.size(), people * rounds, function, "values");
  measured(values, function, "values", rounds);
  block_ranks out{rounds, people, {}};
  for (std::size_t person = 0; person < people; ++person) {
    const std::span<const double> row = values.subspan(person * rounds, rounds);
    if (std::none_of(row.begin(), row.end(), [](double value) { return missing(value); })) { rank_row(out, row); }
  }
  return out;
}

/// People whose ranks are the same numbers in whatever order: one null law for all of them.
struct rank_pattern {
  std::vector<std::int32_t> rank{}; ///< sorted
  std::uint64_t people{};
  double ways{1.0};                 ///< orders that differ: rounds! over the factorials of the ties
};

/// The patterns of all people but those who gave one value throughout, whose ranks never change.
inline std::vector<rank_pattern> patterns_of(const block_ranks& of) {
  std::vector<std::vector<std::int32_t>> rows;
  for (std::size_t person = 0; person < of.n(); ++person) {
    std::vector<std::int32_t> row(of.row(person).begin(), of.row(person).end());
    std::sort(row.begin(), row.end());
    if (row.front() < row.back()) { rows.push_back(std::move(row)); }
  }
  std::sort(rows.begin(), rows.end());
  std::vector<rank_pattern> out;
  for (auto& row : rows) {
    if (!out.empty() && out.back().rank == row) {
      ++out.back().people;
      continue;
    }
    double ways = 1.0;
    std::size_t run = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      run = i > 0 && row[i] == row[i - 1] ? run + 1 : 1;
      ways *= static_cast<double>(i + 1) / static_cast<double>(run);
    }
    out.push_back({std::move(row), 1, ways});
  }
  return out;
}

} // namespace headway::exact::detail
