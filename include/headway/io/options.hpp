#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <headway/core/score.hpp>

namespace headway::io {

/// How a date such as 09/10/2023 is to be taken. Values are part of the C ABI and never reused.
enum class date_order : std::uint8_t {
  from_file = 0,  ///< as the file's other dates show; where they show nothing, the date is not used
  day_first = 1,  ///< 9 October
  month_first = 2 ///< 10 September
};

/// One line of a saved mapping: a header and what its column is. `role` is a name of `column_roles()`, or empty to ignore the column.
struct column_mapping {
  std::string header{};
  std::string role{};
  friend bool operator==(const column_mapping&, const column_mapping&) = default;
};

/// What a reader may be told. Everything left alone is found out from the input and said in the `reading`.
/// Since 0.1. Checked by `csv_test`.
struct read_options {
  std::string community{};                  ///< the community of input that has no such column
  std::string round{};                      ///< the round of input that has no such column
  std::vector<column_mapping> mapping{};    ///< settles what columns are; headers not named here are recognised as usual
  char separator{};                         ///< ',' ';' or a tab; NUL: found in the header line
  std::size_t field_limit{std::size_t{1} << 20}; ///< longest field in bytes; a row with a longer one is left out with a problem
  date_order dates{date_order::from_file};
  score_mode mode{score_mode::individual};  ///< the mode of rows that say nothing of theirs
  std::function<bool(double)> progress{};   ///< told now and then the share that is done, -1 where the size is not known; false ends the call
};

} // namespace headway::io
