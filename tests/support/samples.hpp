#pragma once

#include <headway/io/rubric_file.hpp>

#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace headway::test {

/// The path of a sample file.
inline std::string sample_path(const std::string& name) { return std::string{HEADWAY_TEST_DATA} + "/samples/" + name; }

/// The bytes of a file.
inline std::string file_bytes(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) { throw std::runtime_error("cannot open " + path); }
  return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

/// The rubric the sample files were marked with: nine dimensions, five levels.
inline const rubric<>& sample_rubric() {
  static const rubric<> made = io::read_rubric(sample_path("rubric.json"));
  return made;
}

/// The lines of a text without their line ends (LF).
inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) { out.push_back(line); }
  return out;
}

} // namespace headway::test
