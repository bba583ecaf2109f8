#pragma once

// Reference case a08: frequency distributions with known answers, in tests/data/reference.

#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace concentration_case {

inline std::string whole_file(const std::string& name) {
  std::ifstream in{std::string{HEADWAY_TEST_DATA} + "/reference/" + name};
  BOOST_TEST_REQUIRE(in.good(), "cannot open " << name);
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// The counts per distribution.
inline std::map<std::string, std::vector<std::uint32_t>> distributions() {
  std::istringstream in{whole_file("data/a08_ordinal_concentration.csv")};
  std::map<std::string, std::vector<std::uint32_t>> out;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const auto first = line.find(',');
    const auto second = line.find(',', first + 1);
    out[line.substr(0, first)].push_back(static_cast<std::uint32_t>(std::stoul(line.substr(second + 1))));
  }
  return out;
}

/// The expected values of one quantity per distribution.
inline std::map<std::string, double> expected(const std::string& quantity) {
  const std::string text = whole_file("a08_ordinal_concentration.json");
  std::map<std::string, double> out;
  const std::string mark = "\"quantity\": \"" + quantity + "\"";
  const auto after = [&](const std::string& key, std::size_t from) { return text.find(key, from) + key.size(); };
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const std::size_t name = after("\"distribution\": \"", at);
    out[text.substr(name, text.find('"', name) - name)] = std::stod(text.substr(after("\"value\": ", name)));
  }
  return out;
}

} // namespace concentration_case
