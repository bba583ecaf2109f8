#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/config.hpp>
#include <headway/core/counts.hpp>
#include <headway/core/scale.hpp>
#include <headway/core/score.hpp>

/// \file
/// Counts from columns of whole-number codes that are in memory already.

namespace headway::io {

/// Whole-number types that hold codes: 8 to 64 bits, signed or not.
template <class Code>
concept code_type = std::integral<Code> && !std::same_as<std::remove_cv_t<Code>, bool>;

/// One column of codes, each a position from 0. `positions` is for codes of another numbering: entry k is the position that code k stands for; empty when the
/// codes are positions themselves. Since 0.1. Checked by `count_columns_test`.
template <code_type Code>
struct code_column {
  std::span<const Code> codes{};
  std::span<const std::uint32_t> positions{};
};

/// The scores of a column: the numbers people wrote, for a scale; with `missing` for the number that stands for no mark. A number that is neither is refused.
/// Since 0.1. Checked by `count_columns_test`.
struct score_values {
  std::array<std::int32_t, most_levels> value{}; ///< the number of each level, lowest first
  std::size_t levels{};
  std::array<std::int32_t, missing_reasons> missing{-1, -2, -3, -4, -5, -6}; ///< the number for each reason, blank first
  bool has_missing{true};

  /// Codes as `score::code()` gives them: 0 to levels - 1, and minus the reason.
  [[nodiscard]] static score_values codes(std::size_t levels) {
    check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "io::score_values", "levels");
    score_values out;
    out.levels = levels;
    for (std::size_t k = 0; k < levels; ++k) { out.value[k] = static_cast<std::int32_t>(k); }
    return out;
  }
  /// The values of a scale, and nothing else.
  template <std::size_t Levels>
  [[nodiscard]] static score_values of(const scale<Levels>& scale) {
    score_values out;
    out.levels = scale.size();
    out.has_missing = false;
    for (std::size_t k = 0; k < scale.size(); ++k) { out.value[k] = scale.value(k); }
    return out;
  }
};

namespace detail {

/// Scores by their number: 0 to levels - 1 a level, from `first_reason` a missing reason, `unknown` neither. 256 numbers from the lowest one that means something.
class score_table {
public:
  static constexpr std::uint8_t first_reason = 16;
  static constexpr std::uint8_t unknown = 255;

  explicit score_table(const score_values& values) {
    std::int64_t lowest = values.value[0];
    std::int64_t highest = values.value[values.levels - 1];
    if (values.has_missing) {
      for (const std::int32_t m : values.missing) {
        lowest = (std::min)(lowest, std::int64_t{m});
        highest = (std::max)(highest, std::int64_t{m});
      }
    }
    check::that(highest - lowest < 256, "io::count_columns", "values", "the numbers for levels and missing marks lie more than 255 apart");
    lowest_ = static_cast<std::uint64_t>(lowest);
    highest_ = highest;
    plain_ = !values.has_missing && highest - lowest + 1 == static_cast<std::int64_t>(values.levels);
    kind_.fill(unknown);
    for (std::size_t k = 0; values.has_missing && k < missing_reasons; ++k) { kind_[static_cast<std::size_t>(values.missing[k] - lowest)] = static_cast<std::uint8_t>(first_reason + k); }
    for (std::size_t k = 0; k < values.levels; ++k) { kind_[static_cast<std::size_t>(values.value[k] - lowest)] = static_cast<std::uint8_t>(k); }
    for (std::size_t byte = 0; byte < 256; ++byte) {
      by_byte_[0][byte] = kind_of(static_cast<std::int8_t>(byte));
      by_byte_[1][byte] = kind_of(static_cast<std::uint8_t>(byte));
    }
  }
  template <code_type Code>
  [[nodiscard]] std::uint8_t operator[](Code number) const noexcept {
    if constexpr (sizeof(Code) == 1) {
      return by_byte_[std::is_unsigned_v<Code>][static_cast<std::uint8_t>(number)];
    } else {
      return kind_of(number);
    }
  }

  /// Sets the counters of some rows to their levels, where scores are bytes that follow one another without missing marks. \return whether it could and all were levels
  template <code_type Code, class Count> [[nodiscard]] bool set_plain(const Code* scores, Count n, std::uint32_t* slot) const noexcept {
    if constexpr (sizeof(Code) == 1) {
      const auto from = static_cast<std::int64_t>(lowest_);
      if (!plain_ || from < (std::numeric_limits<Code>::min)() || highest_ > (std::numeric_limits<Code>::max)()) { return false; }
      const auto lowest = static_cast<std::uint8_t>(lowest_);
      std::uint8_t highest = 0;
      for (std::size_t i = 0; i < n; ++i) { highest = (std::max)(highest, static_cast<std::uint8_t>(static_cast<std::uint8_t>(scores[i]) - lowest)); }
      for (std::size_t i = 0; i < n; ++i) { slot[i] = static_cast<std::uint8_t>(static_cast<std::uint8_t>(scores[i]) - lowest); }
      return highest <= highest_ - from;
    } else {
      return false;
    }
  }

private:
  template <code_type Code>
  [[nodiscard]] std::uint8_t kind_of(Code number) const noexcept {
    if constexpr (std::is_unsigned_v<Code> && sizeof(Code) == 8) {
      if (number > static_cast<Code>((std::numeric_limits<std::int64_t>::max)())) { return unknown; }
    }
    const std::uint64_t at = static_cast<std::uint64_t>(static_cast<std::int64_t>(number)) - lowest_; // below the lowest it wraps far above 255
    return at < kind_.size() ? kind_[static_cast<std::size_t>(at)] : unknown;
  }
  std::uint64_t lowest_{};
  std::int64_t highest_{};
  bool plain_{};
  std::array<std::uint8_t, 256> kind_{};
  std::array<std::array<std::uint8_t, 256>, 2> by_byte_{}; ///< of a signed and an unsigned byte
};

/// How far each code of a column moves the counter of its row: position * stride, or a number with the highest bit where the code is none.
template <code_type Code>
class offset_table {
public:
  static constexpr std::uint32_t outside = 0x80000000u;

  offset_table(const code_column<Code>& column, std::size_t extent, std::size_t stride)
      : codes_{column.codes.data()}, positions_{column.positions}, extent_{extent}, stride_{static_cast<std::uint32_t>(stride)} {
    // a code that is its own position needs no table; a negative one becomes a number past every extent that is allowed here
    constexpr std::size_t codes = std::size_t{1} << (8 * sizeof(Code) - (std::is_signed_v<Code> ? 1 : 0)) % 64;
    plain_ = small && positions_.empty() && extent <= codes && extent > 0;
    if (plain_) { return; }
    const std::size_t known = positions_.empty() ? extent : positions_.size();
    offsets_.assign(small ? std::size_t{1} << (8 * sizeof(Code)) : known + 1, outside); // every code of a small type has an entry
    for (std::size_t code = 0; code < known && code < offsets_.size(); ++code) {
      const std::size_t position = positions_.empty() ? code : positions_[code];
      if (position < extent) { offsets_[code] = static_cast<std::uint32_t>(position * stride); }
    }
    if constexpr (small && std::is_signed_v<Code>) { std::fill(offsets_.begin() + static_cast<std::ptrdiff_t>(offsets_.size() / 2), offsets_.end(), outside); }
  }
  /// Moves the counters of some rows. \return whether a code was none
  template <class Count> [[nodiscard]] bool move(std::size_t first, Count n, std::uint32_t* slot) const noexcept {
    const Code* codes = codes_ + first;
    if (plain_) {
      using plain = std::make_unsigned_t<Code>;
      plain highest = 0;
      for (std::size_t i = 0; i < n; ++i) { highest = (std::max)(highest, static_cast<plain>(codes[i])); }
      if (stride_ <= 0xFFFFu) { // a product of two 16-bit numbers is one instruction for many rows at once
        const auto stride = static_cast<std::uint16_t>(stride_);
        for (std::size_t i = 0; i < n; ++i) { slot[i] += static_cast<std::uint32_t>(static_cast<plain>(codes[i])) * std::uint32_t{stride}; }
      } else {
        for (std::size_t i = 0; i < n; ++i) { slot[i] += static_cast<std::uint32_t>(static_cast<plain>(codes[i])) * stride_; }
      }
      return highest >= extent_;
    }
    std::uint32_t seen = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint32_t offset = at(codes[i]);
      seen |= offset;
      slot[i] += offset;
    }
    return (seen & outside) != 0;
  }
  /// Throws when the code of a row is none.
  void look(std::size_t row, const char* name) const {
    if (plain_ ? static_cast<std::make_unsigned_t<Code>>(codes_[row]) < extent_ : at(codes_[row]) != outside) { return; }
    throw error{error_category::out_of_range, "io::count_columns", name,
                std::to_string(codes_[row]) + " is not allowed; there are " + std::to_string(positions_.empty() ? extent_ : positions_.size()) + " codes, the first is 0, for " +
                  std::to_string(extent_) + " positions",
                static_cast<std::int64_t>(row)};
  }

private:
  static constexpr bool small = sizeof(Code) <= 2;
  [[nodiscard]] std::uint32_t at(Code code) const noexcept {
    if constexpr (small) {
      return offsets_[static_cast<std::make_unsigned_t<Code>>(code)];
    } else { // a negative code becomes a very large one
      return offsets_[static_cast<std::size_t>((std::min)(static_cast<std::uint64_t>(code), std::uint64_t{offsets_.size() - 1}))];
    }
  }
  const Code* codes_;
  std::span<const std::uint32_t> positions_;
  std::size_t extent_;
  std::uint32_t stride_;
  bool plain_{};
  std::vector<std::uint32_t> offsets_;
};

} // namespace detail

/// Counts rows given as columns of codes.
/// Definition: adds 1 for every row to the cell (community, round, dimension, sector) and the score of that row.
/// Missing and edge cases: every code is checked; nothing is narrowed or left out. An empty `sector` column counts all in sector 0.
/// Choose it over `count_ratings` when the data are codes in memory already (a data frame's categories, a dictionary-encoded column).
/// \param into where to add; its shape bounds the codes \param values which number is which level or reason
/// \throws error invalid_argument for columns of unequal length, or values of another number of levels; out_of_range naming the row for a code outside the shape or a score
/// that is no level. `into` is unchanged then.
/// Cost: one pass; small counters that fit the cache are filled first and added at the end. Threads: safe on different `into`. Since 0.1. Checked by `count_columns_test`.
template <std::size_t Levels, code_type Community, code_type Round, code_type Dimension, code_type Score, code_type Sector = std::uint8_t>
void count_columns(counts<Levels>& into, code_column<Community> community, code_column<Round> round, code_column<Dimension> dimension, std::span<const Score> score,
                   const score_values& values, code_column<Sector> sector = {}) {
  const std::size_t rows = score.size();
  check::same_length(community.codes.size(), rows, "io::count_columns", "community");
  check::same_length(round.codes.size(), rows, "io::count_columns", "round");
  check::same_length(dimension.codes.size(), rows, "io::count_columns", "dimension");
  if (!sector.codes.empty()) { check::same_length(sector.codes.size(), rows, "io::count_columns", "sector"); }
  check::same_length(values.levels, into.levels(), "io::count_columns", "values");
  const counts_shape shape = into.shape();
  const std::size_t levels = into.levels();
  const detail::score_table kinds{values};
  const std::size_t per_cell = levels + (values.has_missing ? 1 : 0); // the last of a cell takes the missing marks, told apart afterwards
  constexpr std::uint32_t is_missing = 0x40000000u;
  check::that(into.cells() < is_missing / per_cell, "io::count_columns", "into", "has too many cells for one call");

  const detail::offset_table<Community> communities{community, shape.communities, shape.rounds * shape.dimensions * shape.sectors * per_cell};
  const detail::offset_table<Round> rounds{round, shape.rounds, shape.dimensions * shape.sectors * per_cell};
  const detail::offset_table<Dimension> dimensions{dimension, shape.dimensions, shape.sectors * per_cell};
  const detail::offset_table<Sector> sectors{sector, shape.sectors, per_cell};
  std::array<std::uint32_t, 256> of_kind{};
  of_kind.fill(communities.outside);
  for (std::size_t k = 0; k < levels; ++k) { of_kind[k] = static_cast<std::uint32_t>(k); }
  for (std::size_t k = 0; k < missing_reasons; ++k) { of_kind[detail::score_table::first_reason + k] = static_cast<std::uint32_t>(levels) | is_missing; }
  const bool by_sector = !sector.codes.empty();
  const auto refuse = [&](std::size_t first, std::size_t n) {
    for (std::size_t row = first; row < first + n; ++row) {
      communities.look(row, "community");
      rounds.look(row, "round");
      dimensions.look(row, "dimension");
      if (by_sector) { sectors.look(row, "sector"); }
      if (kinds[score[row]] == detail::score_table::unknown) {
        throw error{error_category::out_of_range, "io::count_columns", "score", std::to_string(score[row]) + " is neither a level nor a missing mark", static_cast<std::int64_t>(row)};
      }
    }
  };

  // one byte a counter, so that the table stays near; a counter that turns over is written down and worth 256
  std::vector<std::uint8_t> small(into.cells() * per_cell);
  std::vector<std::uint32_t> turned;
  std::vector<std::uint64_t> missing; // cell and reason of every missing mark
  constexpr std::size_t block = 256;
  std::array<std::uint32_t, block> slot;
  // one column after the other, so that each is a short loop over neighbours
  const auto fill_slots = [&](std::size_t first, auto n) {
    std::uint32_t seen = 0;
    if (!kinds.set_plain(score.data() + first, n, slot.data())) {
      for (std::size_t i = 0; i < n; ++i) { seen |= slot[i] = of_kind[kinds[score[first + i]]]; }
    }
    unsigned wrong = communities.move(first, n, slot.data()) ? 1u : 0u; // every column is gone through, whatever the others hold
    wrong |= rounds.move(first, n, slot.data()) ? 1u : 0u;
    wrong |= dimensions.move(first, n, slot.data()) ? 1u : 0u;
    wrong |= by_sector && sectors.move(first, n, slot.data()) ? 1u : 0u;
    return wrong != 0 ? seen | communities.outside : seen;
  };
  for (std::size_t first = 0; first < rows; first += block) {
    const std::size_t n = (std::min)(block, rows - first);
    const std::uint32_t seen = n == block ? fill_slots(first, std::integral_constant<std::size_t, block>{}) : fill_slots(first, n);
    if ((seen & communities.outside) != 0) { refuse(first, n); }
    if ((seen & is_missing) != 0) {
      for (std::size_t i = 0; i < n; ++i) {
        const std::uint32_t kind = kinds[score[first + i]];
        if (kind < detail::score_table::first_reason) { continue; }
        slot[i] -= is_missing;
        missing.push_back(std::uint64_t{slot[i] / static_cast<std::uint32_t>(per_cell)} * missing_reasons + kind - detail::score_table::first_reason);
      }
    }
    for (std::size_t i = 0; i < n; ++i) {
      if (HEADWAY_UNLIKELY(++small[slot[i]] == 0)) { turned.push_back(slot[i]); }
    }
  }

  const auto add_to = [&](counts<Levels>& out) {
    const auto by_level = out.by_level();
    const std::uint8_t* from = small.data();
    for (std::size_t i = 0; i < by_level.size(); i += levels, from += per_cell) {
      for (std::size_t k = 0; k < levels; ++k) { by_level[i + k] += from[k]; }
    }
    for (const std::uint32_t at : turned) {
      if (at % per_cell < levels) { by_level[at / per_cell * levels + at % per_cell] += 256; }
    }
    for (const std::uint64_t at : missing) { ++out.by_reason()[at]; }
  };
  const auto largest = [](std::span<const std::uint32_t> of) { return of.empty() ? 0u : *std::max_element(of.begin(), of.end()); };
  const auto& before = into;
  const std::uint64_t most = (std::max)(largest(before.by_level()), missing.empty() ? 0u : largest(before.by_reason()));
  if (most + rows <= 0xFFFFFFFFu) {
    add_to(into);
  } else { // a count might turn over: add apart, and let merging look
    counts<Levels> found{shape, levels};
    add_to(found);
    into.merge(found);
  }
}

} // namespace headway::io
