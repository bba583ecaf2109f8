#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <headway/core/problem.hpp>
#include <headway/core/round.hpp>
#include <headway/core/score.hpp>

namespace headway {

/// A community as files name it: a short key and a name; both are the same where the file has only one of them.
struct community {
  std::string key{};
  std::string name{};
  friend bool operator==(const community&, const community&) = default;
};

/// How a room came out of its talk about one dimension. Values are part of the C ABI and never reused.
enum class consensus_outcome : std::uint8_t {
  agreed = 0,       ///< one mark agreed
  no_agreement = 1, ///< the room did not agree
  minority_view = 2 ///< agreed, with a minority view on record
};

/// The code of an outcome as written in files: "agreed", "no_agreement", "minority_view".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `ratings_test`.
[[nodiscard]] constexpr std::string_view name(consensus_outcome outcome) noexcept {
  switch (outcome) {
  case consensus_outcome::agreed: return "agreed";
  case consensus_outcome::no_agreement: return "no_agreement";
  case consensus_outcome::minority_view: return "minority_view";
  }
  return "";
}

/// The agreed mark of one room for one dimension, with what was said for it. Community, round and dimension are positions in the lists of
/// whatever holds the record.
struct consensus_record {
  std::uint32_t community{};
  std::uint16_t round{};
  std::uint16_t dimension{};
  score_mode mode{score_mode::consensus}; ///< consensus or moderated
  consensus_outcome outcome{};
  headway::score score{};
  written_mark written{};       ///< the text when the mark is not one level
  std::int32_t people_in_room{-1}; ///< -1 when not said
  date day{};
  std::string reason{};
  std::string evidence{};
  std::string minority_view{};
  std::uint64_t line{};
  friend bool operator==(const consensus_record&, const consensus_record&) = default;
};

/// A text that belongs to one row of `ratings`.
struct row_text {
  std::uint64_t row{};
  std::string text{};
  friend bool operator==(const row_text&, const row_text&) = default;
};

/// A mark off the scale, by row of `ratings`.
struct row_mark {
  std::uint64_t row{};
  written_mark mark{};
  friend bool operator==(const row_mark&, const row_mark&) = default;
};

/// Rows of marks as columns with dictionaries, as a reader makes them: the owner. Ids are positions in the dictionaries, in order of first
/// appearance; `dimension` is the position in the rubric. Columns that a source does not have stay empty (`day`, `line`, `asked_at`), the
/// others have one entry a row. `sector` is `no_sector` where nothing is said, `rater` is `no_rater` where nobody in particular marked.
/// Memory: 15 bytes a row without day and line.
struct ratings {
  static constexpr std::uint32_t no_rater = 0xFFFFFFFFu;
  static constexpr std::uint16_t no_sector = 0xFFFFu;
  static constexpr std::uint16_t no_round = 0xFFFFu;

  std::vector<headway::community> communities{};
  std::vector<std::string> rounds{};
  std::vector<std::string> raters{};
  std::vector<std::string> sectors{};
  std::vector<std::string> roles{}; ///< one per rater, or empty when no role is known

  std::vector<std::uint32_t> community{};
  std::vector<std::uint16_t> round{};
  std::vector<std::uint32_t> rater{};
  std::vector<std::uint16_t> sector{};
  std::vector<std::uint16_t> dimension{};
  std::vector<std::int8_t> score{};
  std::vector<std::uint8_t> mode{};
  std::vector<std::uint16_t> asked_at{}; ///< then-test: the round in which the earlier one was marked again
  std::vector<std::int32_t> day{};       ///< days since 1970-01-01, INT32_MIN for none
  std::vector<std::uint64_t> line{};

  std::vector<row_mark> off_scale{}; ///< ordered by row
  std::vector<row_text> reasons{};   ///< why a person gave the mark; ordered by row
  std::vector<consensus_record> consensus{};

  /// Number of rows.
  [[nodiscard]] std::size_t size() const noexcept { return score.size(); }
};

/// What a reader understood of one input: the rows, everything that was not as expected, and which column was taken for what.
struct reading {
  std::string source{};
  headway::ratings ratings{};
  problem_list problems{};
  std::uint64_t rows_read{};     ///< data rows found, empty ones not counted
  std::uint64_t rows_left_out{}; ///< rows that could not be used; each has a problem record
  /// One column of the input and what it was taken for ("" when it was ignored).
  struct column_use {
    std::string header{};
    std::string taken_for{};
  };
  std::vector<column_use> columns{};
  std::string separator{};  ///< ",", ";" or a tab; empty for input that is not text
  std::string encoding{};   ///< "utf-8", "utf-8 with byte-order mark", ...; empty for input that is not text
  std::string line_end{};   ///< "lf", "crlf", "cr" or "mixed"
};

} // namespace headway
