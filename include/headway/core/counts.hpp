#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/concepts.hpp>
#include <headway/core/scale.hpp>
#include <headway/core/score.hpp>
#include <headway/fwd.hpp>

namespace headway {

/// How often each level was chosen in one cell, lowest first, and how often there was none, by reason.
/// Levels beyond `size` of a dynamic scale stay zero. Threads: immutable when const. Since 0.1. Checked by `counts_test`.
template <std::size_t Levels> requires level_extent<Levels>
struct cell_counts {
  static constexpr std::size_t capacity = Levels == dynamic ? most_levels : Levels;
  std::array<std::uint32_t, capacity> level{};
  std::array<std::uint32_t, missing_reasons> missing{};
  std::uint32_t size{static_cast<std::uint32_t>(capacity)}; ///< number of levels of the scale

  /// The level counts, lowest level first, as long as the scale.
  [[nodiscard]] constexpr auto levels() const noexcept {
    if constexpr (Levels == dynamic) {
      return std::span<const std::uint32_t>{level.data(), size};
    } else {
      return std::span<const std::uint32_t, Levels>{level};
    }
  }
  /// Marks on the scale.
  [[nodiscard]] constexpr std::uint32_t n() const noexcept {
    std::uint32_t sum = 0;
    for (const std::uint32_t c : level) { sum += c; }
    return sum;
  }
  /// Marks not on the scale, for whatever reason.
  [[nodiscard]] constexpr std::uint32_t n_missing() const noexcept {
    std::uint32_t sum = 0;
    for (const std::uint32_t c : missing) { sum += c; }
    return sum;
  }
  /// Counts one score.
  constexpr void add(score s) noexcept {
    if (s.has_level()) {
      ++level[s.level()];
    } else {
      ++missing[static_cast<std::size_t>(s.reason()) - 1];
    }
  }
  friend constexpr bool operator==(const cell_counts&, const cell_counts&) = default;
};

/// The sizes of a `counts` object.
struct counts_shape {
  std::size_t communities{};
  std::size_t rounds{};
  std::size_t dimensions{};
  std::size_t sectors{1}; ///< 1 when sectors are not told apart
  friend bool operator==(const counts_shape&, const counts_shape&) = default;
};

/// Integer counts of every cell (community, round, dimension, sector) of a whole programme: all that figures about distributions need.
/// Definition: an element is the number of rows with that score in that cell. Merging adds integers, so it is exact, associative and
/// commutative, and the result does not depend on chunks, order or threads.
/// Memory: 4 (Levels + 6) bytes a cell, whatever the number of rows. Threads: reading is safe. Since 0.1. Checked by `counts_test`.
template <std::size_t Levels> requires level_extent<Levels>
class counts {
public:
  /// All zero.
  /// \param levels number of levels of the scale (the static extent when there is one)
  /// \throws error out_of_range for levels outside 2..16 or a shape of more than 2^32 cells; incompatible with a static extent
  explicit counts(counts_shape shape, std::size_t levels = Levels) : shape_{shape}, levels_{levels} {
    check::bounded(static_cast<std::int64_t>((std::min)(levels, most_levels + 1)), fewest_levels, most_levels, "counts", "levels");
    if (Levels != dynamic && levels != Levels) {
      throw error{error_category::incompatible, "counts", "levels", std::to_string(levels) + " where the type says " + std::to_string(Levels)};
    }
    by_level_.resize(checked_cells(shape) * levels);
    by_reason_.resize(checked_cells(shape) * missing_reasons);
  }

  /// How many communities, rounds, dimensions and sectors are counted.
  [[nodiscard]] const counts_shape& shape() const noexcept { return shape_; }
  /// Number of levels of the scale.
  [[nodiscard]] constexpr std::size_t levels() const noexcept {
    if constexpr (Levels == dynamic) {
      return levels_;
    } else {
      return Levels;
    }
  }
  /// Number of cells.
  [[nodiscard]] std::size_t cells() const noexcept { return shape_.communities * shape_.rounds * shape_.dimensions * shape_.sectors; }
  /// Position of a cell; each part less than the shape's.
  [[nodiscard]] std::size_t cell(std::size_t community, std::size_t round, std::size_t dimension, std::size_t sector = 0) const noexcept {
    return ((community * shape_.rounds + round) * shape_.dimensions + dimension) * shape_.sectors + sector;
  }
  /// Counts one score in a cell. The caller keeps positions inside the shape. Cost: constant.
  void add(std::size_t cell, score s) noexcept {
    if (s.has_level()) {
      ++by_level_[cell * levels() + s.level()];
    } else {
      ++by_reason_[cell * missing_reasons + static_cast<std::size_t>(s.reason()) - 1];
    }
  }
  /// The counts of one cell as a value.
  [[nodiscard]] cell_counts<Levels> operator[](std::size_t cell) const noexcept {
    cell_counts<Levels> out;
    out.size = static_cast<std::uint32_t>(levels());
    std::copy_n(by_level_.begin() + static_cast<std::ptrdiff_t>(cell * levels()), levels(), out.level.begin());
    std::copy_n(by_reason_.begin() + static_cast<std::ptrdiff_t>(cell * missing_reasons), missing_reasons, out.missing.begin());
    return out;
  }
  /// The level counts of all cells, cell by cell, lowest level first: cells() x levels().
  [[nodiscard]] std::span<const std::uint32_t> by_level() const noexcept { return by_level_; }
  [[nodiscard]] std::span<std::uint32_t> by_level() noexcept { return by_level_; }
  /// The missing counts of all cells by reason: cells() x 6.
  [[nodiscard]] std::span<const std::uint32_t> by_reason() const noexcept { return by_reason_; }
  [[nodiscard]] std::span<std::uint32_t> by_reason() noexcept { return by_reason_; }

  /// Adds another object cell by cell.
  /// \throws error incompatible when shape or levels differ; out_of_range when a count would pass 2^32 - 1 (then nothing is changed)
  /// Cost: one pass over both, bound by memory bandwidth.
  counts& merge(const counts& other) {
    if (other.shape_ != shape_ || other.levels() != levels()) {
      throw error{error_category::incompatible, "counts::merge", "other", "has another shape or number of levels"};
    }
    if (&other == this) { return merge(counts{other}); } // undoing an addition needs the other side as it was
    if (!add_all(by_level_, other.by_level_)) { overflow(); }
    if (!add_all(by_reason_, other.by_reason_)) {
      for (std::size_t i = 0; i < by_level_.size(); ++i) { by_level_[i] -= other.by_level_[i]; }
      overflow();
    }
    return *this;
  }

  /// The same counts in a larger shape (more communities, rounds or sectors may have appeared); new cells are zero.
  /// \throws error incompatible when a size would shrink or the number of dimensions change
  [[nodiscard]] counts grown(counts_shape shape) const {
    if (shape.communities < shape_.communities || shape.rounds < shape_.rounds || shape.sectors < shape_.sectors || shape.dimensions != shape_.dimensions) {
      throw error{error_category::incompatible, "counts::grown", "shape", "a shape can only grow, and its dimensions stay"};
    }
    counts out{shape, levels()};
    for (std::size_t c = 0; c < shape_.communities; ++c) {
      for (std::size_t r = 0; r < shape_.rounds; ++r) {
        for (std::size_t d = 0; d < shape_.dimensions; ++d) {
          const std::size_t from = cell(c, r, d);
          const std::size_t to = out.cell(c, r, d);
          std::copy_n(by_level_.data() + from * levels(), shape_.sectors * levels(), out.by_level_.data() + to * levels());
          std::copy_n(by_reason_.data() + from * missing_reasons, shape_.sectors * missing_reasons, out.by_reason_.data() + to * missing_reasons);
        }
      }
    }
    return out;
  }

  friend bool operator==(const counts&, const counts&) = default;

private:
  static std::size_t checked_cells(const counts_shape& shape) {
    std::size_t cells = 1;
    for (const std::size_t extent : {shape.communities, shape.rounds, shape.dimensions, shape.sectors}) {
      if (extent != 0 && cells > 0xFFFFFFFFu / extent) {
        throw error{error_category::out_of_range, "counts", "shape", "more than 4294967295 cells"};
      }
      cells *= extent;
    }
    return cells;
  }
  /// Adds and says whether every sum fitted; undoes the addition when one did not.
  static bool add_all(std::vector<std::uint32_t>& into, const std::vector<std::uint32_t>& from) noexcept {
    std::uint32_t carried = 0;
    for (std::size_t i = 0; i < into.size(); ++i) {
      const std::uint32_t sum = into[i] + from[i];
      carried |= static_cast<std::uint32_t>(sum < from[i]);
      into[i] = sum;
    }
    if (carried == 0) { return true; }
    for (std::size_t i = 0; i < into.size(); ++i) { into[i] -= from[i]; }
    return false;
  }
  [[noreturn]] static void overflow() {
    throw error{error_category::out_of_range, "counts::merge", "other", "a count would pass 4294967295"};
  }

  counts_shape shape_;
  std::size_t levels_;
  std::vector<std::uint32_t> by_level_;
  std::vector<std::uint32_t> by_reason_;
};

} // namespace headway
