#pragma once

// What the tests of paired data share: reference data as differences, and every table of a few people.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <headway/exact/transitions.hpp>

#include "support/reference.hpp"

namespace reference_pairs {

/// after - before of every row of a data set with these columns.
inline std::vector<double> differences(const reference::reference_case& of, const std::string& data) {
  std::vector<double> out;
  for (const auto& row : of.rows(data)) { out.push_back(std::stod(row.at("after")) - std::stod(row.at("before"))); }
  return out;
}

/// The marks of a data set as 0-based levels, first before, then after.
inline std::vector<std::vector<std::int8_t>> marks(const reference::reference_case& of, const std::string& data) {
  std::vector<std::vector<std::int8_t>> out(2);
  for (const auto& row : of.rows(data)) {
    out[0].push_back(static_cast<std::int8_t>(std::stoi(row.at("before")) - 1));
    out[1].push_back(static_cast<std::int8_t>(std::stoi(row.at("after")) - 1));
  }
  return out;
}

namespace detail {

template <class Visit> void place(headway::exact::transitions& t, std::size_t cell, std::size_t people, Visit& visit) {
  const std::size_t cells = t.levels() * t.levels();
  if (people == 0) {
    visit(t);
    return;
  }
  for (std::size_t c = cell; c < cells; ++c) {
    headway::exact::transitions next = t;
    next.add(c / t.levels(), c % t.levels());
    place(next, c, people - 1, visit);
  }
}

} // namespace detail

/// Visits every table of `people` people on `levels` levels.
template <class Visit> void every_table(std::size_t levels, std::size_t people, Visit visit) {
  headway::exact::transitions none{levels};
  detail::place(none, 0, people, visit);
}

/// The moves of the people of a table, one a person who moved.
inline std::vector<int> moves_of(const headway::exact::transitions& t) {
  std::vector<int> out;
  for (std::size_t from = 0; from < t.levels(); ++from) {
    for (std::size_t to = 0; to < t.levels(); ++to) {
      if (from != to) { out.insert(out.end(), t.people(from, to), static_cast<int>(to) - static_cast<int>(from)); }
    }
  }
  return out;
}

/// The table with the scale turned round, and with time turned round.
inline headway::exact::transitions scale_turned(const headway::exact::transitions& t) {
  headway::exact::transitions out{t.levels()};
  for (std::size_t i = 0; i < t.levels(); ++i) {
    for (std::size_t j = 0; j < t.levels(); ++j) { out.add(t.levels() - 1 - i, t.levels() - 1 - j, t.people(i, j)); }
  }
  return out;
}
inline headway::exact::transitions time_turned(const headway::exact::transitions& t) {
  headway::exact::transitions out{t.levels()};
  for (std::size_t i = 0; i < t.levels(); ++i) {
    for (std::size_t j = 0; j < t.levels(); ++j) { out.add(j, i, t.people(i, j)); }
  }
  return out;
}

} // namespace reference_pairs
