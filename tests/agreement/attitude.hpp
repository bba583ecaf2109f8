#pragma once

// Reference case a07: R datasets 'attitude', 30 departments x 7 questions, questions in the order of the file.

#include <algorithm>
#include <string>
#include <vector>

#include "support/reference.hpp"

namespace attitude {

struct table {
  std::vector<double> values{};
  std::vector<std::string> items{};
  std::size_t people{};
};

inline table read() {
  table out;
  const auto rows = reference::read("a07_alpha_omega_attitude").rows("main");
  for (const auto& row : rows) {
    if (std::find(out.items.begin(), out.items.end(), row.at("item")) == out.items.end()) { out.items.push_back(row.at("item")); }
    out.people = (std::max)(out.people, static_cast<std::size_t>(std::stoul(row.at("unit"))));
  }
  out.values.resize(out.people * out.items.size());
  for (const auto& row : rows) {
    const auto item = static_cast<std::size_t>(std::find(out.items.begin(), out.items.end(), row.at("item")) - out.items.begin());
    out.values[(std::stoul(row.at("unit")) - 1) * out.items.size() + item] = std::stod(row.at("score"));
  }
  return out;
}

} // namespace attitude
