#pragma once

// Reference case a09: 8 groups of people, 4 questions on five levels.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "support/reference.hpp"

namespace reference {

/// One group's marks, people x 4 questions as levels from 0, and its counts per question and level.
struct rwg_group {
  std::vector<std::int8_t> marks{};
  std::size_t people{};
  std::vector<std::uint32_t> counts{};
};

inline const std::vector<std::string>& rwg_items() {
  static const std::vector<std::string> names{"LEAD01", "LEAD02", "LEAD03", "LEAD04"};
  return names;
}

inline std::map<std::string, rwg_group> rwg_groups(const reference_case& from) {
  std::map<std::string, std::map<std::string, std::vector<std::int8_t>>> people;
  for (const auto& row : from.rows("main")) {
    auto& marks = people[row.at("group")][row.at("person")];
    marks.resize(4, -1);
    for (std::size_t item = 0; item < 4; ++item) {
      if (row.at("item") == rwg_items()[item]) { marks[item] = static_cast<std::int8_t>(std::stoi(row.at("score")) - 1); }
    }
  }
  std::map<std::string, rwg_group> out;
  for (const auto& [name, members] : people) {
    rwg_group& group = out[name];
    group.people = members.size();
    group.counts.resize(20);
    for (const auto& [person, marks] : members) {
      group.marks.insert(group.marks.end(), marks.begin(), marks.end());
      for (std::size_t item = 0; item < 4; ++item) {
        if (marks[item] >= 0) { ++group.counts[item * 5 + static_cast<std::size_t>(marks[item])]; }
      }
    }
  }
  return out;
}

} // namespace reference
