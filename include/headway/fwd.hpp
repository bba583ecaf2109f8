#pragma once

/// \file
/// Every forward declaration, every default template argument and every public alias of the core, and nothing else.

#include <headway/base/concepts.hpp>

namespace headway {

struct level;
struct dimension;
struct problem;
struct consensus_record;
class table;
class study_data;

template <std::size_t Levels = dynamic> requires level_extent<Levels>
class scale;

template <std::size_t Dimensions = dynamic, std::size_t Levels = dynamic> requires(dimension_extent<Dimensions> && level_extent<Levels>)
class rubric;

template <std::size_t Dimensions = dynamic, std::size_t Levels = dynamic> requires(dimension_extent<Dimensions> && level_extent<Levels>)
class study;

template <std::size_t Dimensions = dynamic, std::size_t Levels = dynamic> requires(dimension_extent<Dimensions> && level_extent<Levels>)
class study_builder;

template <std::size_t Levels = dynamic> requires level_extent<Levels>
struct cell_counts;

template <std::size_t Levels = dynamic> requires level_extent<Levels>
class counts;

} // namespace headway
