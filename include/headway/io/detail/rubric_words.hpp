#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/text.hpp>
#include <headway/core/rubric.hpp>
#include <headway/io/detail/issue.hpp>
#include <headway/io/detail/number_text.hpp>

namespace headway::io::detail {

/// The words of a rubric that a reader compares with, whatever its extents.
struct rubric_words {
  std::vector<level> levels{};
  std::vector<std::string> folded_labels{};
  std::vector<missing_code> missing_codes{};
  std::vector<std::int32_t> numbers{};
  std::vector<std::string> keys{};
  std::vector<std::string> names{};
  std::vector<std::string> loose_names{};
  std::vector<std::string> folded_names{};

  template <std::size_t Dimensions, std::size_t Levels>
  explicit rubric_words(const rubric<Dimensions, Levels>& from) : missing_codes{from.missing_codes()} {
    for (std::size_t i = 0; i < from.levels(); ++i) {
      levels.push_back({from.scale().value(i), from.scale().label(i)});
      folded_labels.push_back(text::fold(from.scale().label(i)));
    }
    for (const dimension& d : from.dimensions()) {
      numbers.push_back(d.number);
      keys.push_back(d.key);
      names.push_back(d.name);
      loose_names.push_back(loosened(d.name));
      folded_names.push_back(text::fold(d.name));
    }
  }

  [[nodiscard]] std::size_t size() const noexcept { return numbers.size(); }
  [[nodiscard]] std::optional<std::size_t> find_level(std::int64_t value) const noexcept {
    for (std::size_t i = 0; i < levels.size(); ++i) {
      if (levels[i].value == value) { return i; }
    }
    return std::nullopt;
  }
  [[nodiscard]] std::optional<std::size_t> find_number(std::int64_t number) const noexcept {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (numbers[i] == number) { return i; }
    }
    return std::nullopt;
  }
  /// The lowest and highest value, for messages: "1 to 5".
  [[nodiscard]] std::string range() const { return std::to_string(levels.front().value) + " to " + std::to_string(levels.back().value); }
  [[nodiscard]] std::string shown(std::size_t dimension) const { return std::to_string(numbers[dimension]) + " (" + text::shown(names[dimension]) + ")"; }
};

inline constexpr std::uint32_t no_dimension = 0xFFFFFFFFu;

/// What one text of a dimension column stands for by itself.
struct dimension_match {
  enum class how : std::uint8_t { empty, exact, loose, variant, near, none };
  how kind{how::empty};
  std::uint32_t dimension{no_dimension}; ///< for `near` the closest one
};

/// A dimension by its number as text; "1.0" is 1.
[[nodiscard]] inline dimension_match match_number(const rubric_words& words, std::string_view raw) {
  using how = dimension_match::how;
  const std::string_view bytes = text::trim(raw);
  if (bytes.empty()) { return {}; }
  const auto number = parse_decimal(bytes);
  if (!number || number->fraction != 0) { return {how::none, no_dimension}; }
  const auto found = words.find_number(number->minus ? -number->whole : number->whole);
  return found ? dimension_match{how::exact, static_cast<std::uint32_t>(*found)} : dimension_match{how::none, no_dimension};
}

/// A dimension by its name, key or number, or by number and name ("1. Vision").
[[nodiscard]] inline dimension_match match_name(const rubric_words& words, std::string_view raw) {
  using how = dimension_match::how;
  std::string_view bytes = text::trim(raw);
  if (bytes.empty()) { return {}; }
  const auto found = [](how kind, std::size_t i) { return dimension_match{kind, static_cast<std::uint32_t>(i)}; };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (raw == words.names[i] || bytes == words.keys[i]) { return found(how::exact, i); }
  }
  const std::string loose = loosened(bytes);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (loose == words.loose_names[i] || loose == loosened(words.keys[i])) { return found(how::loose, i); }
  }
  if (digit_run(bytes) != 0) {
    if (const dimension_match by_number = match_number(words, bytes); by_number.kind == how::exact) { return by_number; }
    std::string_view rest = bytes.substr(digit_run(bytes));
    const auto number = parse_digits(bytes.substr(0, digit_run(bytes)));
    while (!rest.empty() && (rest.front() == '.' || rest.front() == ')' || rest.front() == ':' || rest.front() == '-' || rest.front() == ' ')) { rest.remove_prefix(1); }
    if (number && rest.size() < bytes.size() && !rest.empty()) {
      const dimension_match by_name = match_name(words, rest);
      const auto expected = words.find_number(*number);
      if (expected && by_name.dimension == *expected && by_name.kind != how::near) { return by_name; }
    }
  }
  const std::string folded = text::fold(bytes);
  if (!folded.empty()) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (folded == words.folded_names[i] || folded == text::fold(words.keys[i])) { return found(how::variant, i); }
    }
  }
  if (const auto near = text::nearest(bytes, words.names)) { return found(how::near, *near); }
  return {how::none, no_dimension};
}

} // namespace headway::io::detail
