#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>
#include <headway/disclosure/hide.hpp>

/// \file
/// Words that may be one person's.

namespace headway::disclosure {

/// Withholds the minority views of agreed marks from rooms with too few people: word for word they are often one person's.
/// Definition: people are those counted in the room, or else those who marked; fewer than `min_people_comment` withhold.
/// \param records a table with the columns of `consensus_table` \param into one entry a row
/// \throws error not_found for a column the table does not have; invalid_argument when `into` is about another number of rows
/// Cost: O(records). Threads: safe. Since 0.1. Reference: R1 of the rules on small groups. Checked by `comments_test`.
inline void withhold_minority_views(const study_data& data, const table& records, withheld& into, const rules& r) {
  check::same_length(into.size(), records.rows(), "withhold_minority_views", "into");
  if (r.min_people_comment <= 1) { return; }
  const table_column& view = records.at("minority_view");
  const table_column& room = records.at("people_in_room");
  for (std::size_t row = 0; row < records.rows(); ++row) {
    if (view.valid()[row] == 0) { continue; }
    const community_id place = data.find_community(records.at("community").texts()[row]);
    const std::int64_t people = room.valid()[row] == 1 ? room.integers()[row] : count_people(data, place, data.find_round(records.at("round").texts()[row]));
    if (people < r.min_people_comment) { into.hide(row, "the minority view is withheld: " + fewer_than(r.min_people_comment, "in the room")); }
  }
}

/// The same table with the minority views that `withhold_minority_views` withholds left out, and why in the column minority_view_hidden_reason. Whatever else a
/// row says stays: the status of its figures is another thing.
/// \param records a table with the columns of `consensus_table`, and minority_view_hidden_reason, a text without values
/// \return a new table with the same columns and rows
/// \throws error as `withhold_minority_views`
/// Cost: O(cells). Threads: safe. Since 0.1. Reference: R1, R11 of the rules on small groups. Checked by `comments_test`.
[[nodiscard]] inline table without_small_minority_views(const study_data& data, const table& records, const rules& r) {
  withheld hide{records.rows()};
  withhold_minority_views(data, records, hide, r);
  (void)records.at("minority_view_hidden_reason");
  table out;
  for (const table_column& from : records.columns()) {
    table_column& to = out[out.add(from.name(), from.type())];
    for (std::size_t row = 0; row < records.rows(); ++row) {
      if (hide.hidden(row) && from.name() == "minority_view_hidden_reason") {
        to.push(std::string_view{hide.why(row)});
      } else if (from.valid()[row] == 0 || (hide.hidden(row) && from.name() == "minority_view")) {
        to.push_missing();
      } else if (from.type() == column_type::integer) {
        to.push(from.integers()[row]);
      } else if (from.type() == column_type::boolean) {
        to.push(from.integers()[row] != 0);
      } else if (from.type() == column_type::real) {
        to.push(from.reals()[row]);
      } else {
        to.push(std::string_view{from.texts()[row]});
      }
    }
  }
  return out;
}

} // namespace headway::disclosure
