#pragma once

// Reference cases: data with published or peer-computed answers, one JSON file a case and its observations as CSV beside it. Most are in
// tests/data/reference. Cases whose data may not be copied are read from the folder that HEADWAY_REFERENCE names (default: ../shared/reference
// beside the checkout); where that is absent, `available` is false and says so in the test's output.

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace reference {

/// A piece of JSON: a text (numbers too), or named or numbered parts.
struct node {
  std::string text{};
  std::vector<std::pair<std::string, node>> parts{};

  /// The part with a name. Fails the test when there is none.
  [[nodiscard]] const node& at(const std::string& name) const;
  /// The part with a name, or nullptr.
  [[nodiscard]] const node* find(const std::string& name) const;
  /// The text as a number, and every part as one.
  [[nodiscard]] double number() const;
  [[nodiscard]] std::vector<double> numbers() const;
};

/// One expected value.
struct expected {
  std::string id{};
  std::string quantity{};
  std::string data{}; ///< key of the data set; empty when the inputs are all in `args`
  node args{};
  node value{};
  node tol{};

  /// The tolerance of one part of the value: the one for all, or the one under its key.
  [[nodiscard]] double tolerance(const std::string& key = {}) const;
};

/// One case.
struct reference_case {
  std::vector<expected> values{};
  std::string folder{};
  node whole{};

  /// The expected values of one quantity.
  [[nodiscard]] std::vector<expected> of(const std::string& quantity) const;
  /// The rows of a data set: column name to text.
  [[nodiscard]] std::vector<std::map<std::string, std::string>> rows(const std::string& data) const;
};

/// Whether a case can be read here. When not, the test's output says how many values were not checked.
[[nodiscard]] bool available(const std::string& name);

/// Reads a case, such as "a02_cac_12x4". Fails the test when it cannot be read.
[[nodiscard]] reference_case read(const std::string& name);

/// A units x raters table of 0-based levels, -1 where there is none, from rows with a unit, a rater and a score from `lowest` on. Units and raters in order
/// of first appearance (numbers in numeric order).
struct marks {
  std::vector<signed char> level{};
  std::size_t units{};
  std::size_t raters{};
};
[[nodiscard]] marks marks_of(const std::vector<std::map<std::string, std::string>>& rows, const std::string& unit, const std::string& rater, const std::string& score, int lowest = 1);

} // namespace reference
