#include "support/reference.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <boost/property_tree/json_parser.hpp>
#include <boost/test/unit_test.hpp>

namespace reference {

namespace {

namespace pt = boost::property_tree;

node from_tree(const pt::ptree& tree) {
  node out;
  out.text = tree.data();
  for (const auto& [name, part] : tree) { out.parts.emplace_back(name, from_tree(part)); }
  return out;
}

std::string outside_folder() {
  if (const char* named = std::getenv("HEADWAY_REFERENCE")) { return named; }
  return std::string{HEADWAY_TEST_DATA} + "/../../../shared/reference";
}

/// The folder that holds a case, or nothing.
std::string folder_of(const std::string& name) {
  for (const std::string& folder : {std::string{HEADWAY_TEST_DATA} + "/reference", outside_folder()}) {
    if (std::filesystem::exists(folder + "/" + name + ".json")) { return folder; }
  }
  return {};
}

bool by_number(const std::string& a, const std::string& b) {
  const auto digits = [](const std::string& text) { return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }); };
  return digits(a) && digits(b) && std::stoll(a) < std::stoll(b);
}

} // namespace

const node* node::find(const std::string& name) const {
  for (const auto& [key, part] : parts) {
    if (key == name) { return &part; }
  }
  return nullptr;
}

const node& node::at(const std::string& name) const {
  const node* found = find(name);
  BOOST_TEST_REQUIRE(found != nullptr, "the case has no " << name);
  return *found;
}

double node::number() const { return std::stod(text); }

std::vector<double> node::numbers() const {
  std::vector<double> out;
  for (const auto& [key, part] : parts) { out.push_back(part.number()); }
  return out;
}

double expected::tolerance(const std::string& key) const { return tol.parts.empty() ? tol.number() : tol.at(key).number(); }

std::vector<expected> reference_case::of(const std::string& quantity) const {
  std::vector<expected> out;
  std::copy_if(values.begin(), values.end(), std::back_inserter(out), [&](const expected& e) { return e.quantity == quantity; });
  return out;
}

std::vector<std::map<std::string, std::string>> reference_case::rows(const std::string& data) const {
  std::ifstream in{folder + "/" + whole.at("data").at(data).at("file").text};
  BOOST_TEST_REQUIRE(in.good(), "cannot open the data of " << data);
  const auto cells = [](const std::string& line) {
    std::vector<std::string> out;
    std::istringstream rest{line};
    for (std::string cell; std::getline(rest, cell, ',');) { out.push_back(cell); }
    return out;
  };
  std::vector<std::map<std::string, std::string>> out;
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> header = cells(line);
  while (std::getline(in, line)) {
    const std::vector<std::string> row = cells(line);
    std::map<std::string, std::string> named;
    for (std::size_t i = 0; i < header.size(); ++i) { named[header[i]] = i < row.size() ? row[i] : std::string{}; }
    out.push_back(std::move(named));
  }
  return out;
}

bool available(const std::string& name) {
  if (!folder_of(name).empty()) { return true; }
  std::cout << "NOT CHECKED: reference case " << name << " is not in this checkout and HEADWAY_REFERENCE does not have it\n";
  return false;
}

reference_case read(const std::string& name) {
  reference_case out;
  out.folder = folder_of(name);
  BOOST_TEST_REQUIRE(!out.folder.empty(), "no case " << name);
  pt::ptree tree;
  pt::read_json(out.folder + "/" + name + ".json", tree);
  out.whole = from_tree(tree);
  for (const auto& part_of : out.whole.at("expected").parts) {
    const node& each = part_of.second; // a name of its own: clang captures no structured binding
    const auto text = [&](const char* part) { return each.find(part) != nullptr ? each.at(part).text : std::string{}; };
    const auto part = [&](const char* name_of) { return each.find(name_of) != nullptr ? each.at(name_of) : node{}; };
    out.values.push_back({text("id"), text("quantity"), text("data"), part("args"), part("value"), part("tol")});
  }
  return out;
}

marks marks_of(const std::vector<std::map<std::string, std::string>>& rows, const std::string& unit, const std::string& rater, const std::string& score, int lowest) {
  const auto labels = [&](const std::string& column) {
    std::vector<std::string> out;
    for (const auto& row : rows) {
      if (std::find(out.begin(), out.end(), row.at(column)) == out.end()) { out.push_back(row.at(column)); }
    }
    std::stable_sort(out.begin(), out.end(), by_number);
    return out;
  };
  const std::vector<std::string> units = labels(unit);
  const std::vector<std::string> raters = labels(rater);
  marks out{std::vector<signed char>(units.size() * raters.size(), -1), units.size(), raters.size()};
  for (const auto& row : rows) {
    const auto u = static_cast<std::size_t>(std::find(units.begin(), units.end(), row.at(unit)) - units.begin());
    const auto r = static_cast<std::size_t>(std::find(raters.begin(), raters.end(), row.at(rater)) - raters.begin());
    if (!row.at(score).empty()) { out.level[u * raters.size() + r] = static_cast<signed char>(std::stoi(row.at(score)) - lowest); }
  }
  return out;
}

} // namespace reference
