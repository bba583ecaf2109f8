#pragma once

/// \file
/// The shape in which the built-in rubrics are written down: text only, known when the program is compiled.
/// Private to the rubrics folder; the functions beside it turn it into a `rubric`.

#include <array>
#include <cstddef>
#include <string_view>

namespace headway::rubrics::detail {

/// One step of the scale: the value people write and the words shown beside it.
struct level_text {
  int value;
  std::string_view label;
};

/// One dimension. `descriptors` runs in the order of the levels, lowest first. `group`, `helps` and `hinders` may be empty.
template <std::size_t Levels>
struct dimension_text {
  int number;
  std::string_view key;
  std::string_view name;
  std::string_view group;
  std::string_view question;
  std::array<std::string_view, Levels> descriptors;
  std::string_view helps;
  std::string_view hinders;
};

/// A whole rubric. All text is UTF-8; `language` is a BCP 47 tag.
template <std::size_t Dimensions, std::size_t Levels>
struct rubric_data {
  std::string_view id;
  std::string_view edition;
  std::string_view language;
  std::string_view title;
  std::string_view source;
  std::array<level_text, Levels> levels;
  std::array<dimension_text<Levels>, Dimensions> dimensions;
};

} // namespace headway::rubrics::detail
