#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <headway/core/select.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>

/// \file
/// Rows of tables about a community's round.

namespace headway::agreement::detail {

/// Columns that say which community, round and dimension a row is about.
inline void add_place_columns(table& out) {
  for (const char* column : {"community", "round"}) { out.add(column, column_type::text); }
  out.add("dimension_number", column_type::integer);
  for (const char* column : {"dimension_key", "dimension"}) { out.add(column, column_type::text); }
}

/// Fills the columns of `add_place_columns`. \param dimension none for a row over all dimensions
template <std::size_t Dimensions, std::size_t Levels>
void push_place(table& out, const study<Dimensions, Levels>& of, const selected& where, std::optional<std::size_t> dimension) {
  const study_data& data = of.data();
  out[0].push(std::string_view{data.communities()[where.community.value].name});
  where.round.has_value() ? out[1].push(std::string_view{data.rounds()[where.round.value].label}) : out[1].push_missing();
  if (!dimension) {
    for (std::size_t i = 2; i < 5; ++i) { out[i].push_missing(); }
    return;
  }
  const headway::dimension& d = of.rubric()[dimension_id{static_cast<std::uint32_t>(*dimension)}];
  out[2].push(d.number);
  out[3].push(std::string_view{d.key});
  out[4].push(std::string_view{d.name});
}

/// Puts values into the columns of a row one after the other.
class row_writer {
public:
  row_writer(table& into, std::size_t first) : into_{into}, next_{first} {}
  template <class Value> void put(const Value& value) { into_[next_++].push(value); }
  template <class Value> void put(const Value& value, bool shown) {
    if (shown) {
      put(value);
    } else {
      skip();
    }
  }
  void put_text(const std::string& value) { put(std::string_view{value}, !value.empty()); }
  void skip(std::size_t columns = 1) {
    for (std::size_t i = 0; i < columns; ++i) { into_[next_++].push_missing(); }
  }

private:
  table& into_;
  std::size_t next_;
};

} // namespace headway::agreement::detail
