#pragma once

// What the tests of Friedman and Page share: reference data as people x rounds, and every order of every person's marks.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "support/reference.hpp"

namespace rounds_data {

/// The values of a data set as people x rounds, with rounds in the order given.
inline std::vector<double> values_of(const reference::reference_case& of, const std::string& data, std::vector<int> rounds) {
  std::vector<double> out;
  std::vector<std::string> people;
  const auto rows = of.rows(data);
  for (const auto& row : rows) {
    if (std::find(people.begin(), people.end(), row.at("block")) == people.end()) { people.push_back(row.at("block")); }
  }
  out.assign(people.size() * rounds.size(), 0.0);
  for (const auto& row : rows) {
    const auto person = static_cast<std::size_t>(std::find(people.begin(), people.end(), row.at("block")) - people.begin());
    const auto round = static_cast<std::size_t>(std::find(rounds.begin(), rounds.end(), std::stoi(row.at("treatment"))) - rounds.begin());
    out[person * rounds.size() + round] = std::stod(row.at("value"));
  }
  return out;
}

/// Midranks of one person's values by counting.
inline std::vector<double> ranks_of(const std::vector<double>& row) {
  std::vector<double> out;
  for (const double value : row) {
    double rank = 0.5;
    for (const double other : row) { rank += other < value ? 1.0 : other > value ? 0.0 : 0.5; }
    out.push_back(rank);
  }
  return out;
}

namespace detail {

template <class Visit> void arrange(std::vector<std::vector<double>>& rows, std::size_t person, Visit& visit) {
  if (person == rows.size()) {
    visit(rows);
    return;
  }
  std::vector<std::size_t> order(rows[person].size());
  for (std::size_t i = 0; i < order.size(); ++i) { order[i] = i; }
  const std::vector<double> own = rows[person];
  do {
    for (std::size_t i = 0; i < order.size(); ++i) { rows[person][i] = own[order[i]]; }
    arrange(rows, person + 1, visit);
  } while (std::next_permutation(order.begin(), order.end()));
  rows[person] = own;
}

} // namespace detail

/// Visits the ranks of everybody in every order, all people apart: (rounds!)^people visits.
template <class Visit> void every_order(const std::vector<double>& values, std::size_t rounds, Visit visit) {
  std::vector<std::vector<double>> rows;
  for (std::size_t first = 0; first < values.size(); first += rounds) {
    rows.push_back(ranks_of({values.begin() + static_cast<std::ptrdiff_t>(first), values.begin() + static_cast<std::ptrdiff_t>(first + rounds)}));
  }
  detail::arrange(rows, 0, visit);
}

/// Pseudo-random whole values 1 to levels.
inline std::vector<double> some_values(std::size_t count, std::uint32_t levels, std::uint32_t& state) {
  std::vector<double> out;
  for (std::size_t i = 0; i < count; ++i) {
    state = state * 1664525u + 1013904223u;
    out.push_back(1.0 + (state >> 16) % levels);
  }
  return out;
}

} // namespace rounds_data
