#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/core/table.hpp>
#include <headway/disclosure/audience.hpp>

/// \file
/// Withholding rows of a result. Every pass looks at the same table and adds to one `withheld`; `apply` then makes the table to show.
/// Passes only ever add, so their order does not matter for safety, and later ones (what can be subtracted, what was published before) are further
/// functions over the same table, its key columns and the same `withheld`.

namespace headway::disclosure {

/// Which rows of one table are withheld, and why in plain words. Since 0.1. Checked by `hide_test`.
class withheld {
public:
  /// Nothing withheld. \param rows rows of the table it is about
  explicit withheld(std::size_t rows) : why_(rows) {}
  /// Withholds a row; the first reason given stays. \throws error out_of_range for a row the table does not have
  void hide(std::size_t row, std::string_view why) {
    check::bounded(static_cast<std::int64_t>(row), 0, static_cast<std::int64_t>(why_.size()) - 1, "withheld", "row");
    if (why_[row].empty()) { why_[row] = why.empty() ? std::string_view{"withheld"} : why; }
  }
  /// Whether a row is withheld. \param row less than size()
  [[nodiscard]] bool hidden(std::size_t row) const noexcept { return !why_[row].empty(); }
  /// Why a row is withheld; empty when it is not. \param row less than size()
  [[nodiscard]] const std::string& why(std::size_t row) const noexcept { return why_[row]; }
  /// Number of rows.
  [[nodiscard]] std::size_t size() const noexcept { return why_.size(); }
  /// Number of rows withheld.
  [[nodiscard]] std::size_t count() const noexcept {
    return static_cast<std::size_t>(std::count_if(why_.begin(), why_.end(), [](const std::string& why) { return !why.empty(); }));
  }

private:
  std::vector<std::string> why_;
};

/// "fewer than 5 people in this group", or another `what`.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `hide_test`.
[[nodiscard]] inline std::string fewer_than(std::int64_t needed, std::string_view what = "in this group") {
  return "fewer than " + std::to_string(needed) + " people " + std::string{what};
}

namespace detail {

/// The number in a cell of an integer column; 0 where there is none.
inline std::int64_t number_at(const table& t, std::string_view column, std::size_t row) {
  const table_column& c = t.at(column);
  check::that(c.type() == column_type::integer, "disclosure", column, "is not a column of whole numbers");
  return c.integers()[row];
}

/// The cell as text, to tell rows apart by their keys; a missing cell is not an empty text.
inline std::string key_at(const table_column& c, std::size_t row) {
  if (c.valid()[row] == 0) { return "-"; }
  switch (c.type()) {
  case column_type::text: return "=" + c.texts()[row];
  case column_type::integer:
  case column_type::boolean: return "=" + std::to_string(c.integers()[row]);
  case column_type::real: break;
  }
  throw error{error_category::invalid_argument, "disclosure", c.name(), "numbers with decimals are no key"};
}

/// The columns whose name begins with "count_": how often each level was chosen.
inline std::vector<const table_column*> level_columns(const table& t) {
  std::vector<const table_column*> out;
  for (const table_column& c : t.columns()) {
    if (c.name().starts_with("count_") && c.type() == column_type::integer) { out.push_back(&c); }
  }
  return out;
}

} // namespace detail

/// Withholds rows about too few people: those with 0 < n < needed marks, and those without a mark where fewer than `needed` people gave a reason.
/// A row about nobody tells nothing about anybody and stays.
/// \param count name of the column with the number of people behind the row's figures
/// \param rest name of a column with more people of the same group who gave no mark, or empty
/// \throws error not_found for a column the table does not have
/// Cost: O(rows). Threads: safe. Since 0.1. Reference: R1, R5 of the rules on small groups. Checked by `hide_test`.
inline void withhold_small(const table& t, withheld& into, std::int64_t needed, std::string_view count = "n", std::string_view rest = {},
                           std::string_view what = "in this group") {
  check::same_length(into.size(), t.rows(), "withhold_small", "into");
  for (std::size_t row = 0; row < t.rows(); ++row) {
    const std::int64_t n = detail::number_at(t, count, row);
    const std::int64_t silent = rest.empty() ? 0 : detail::number_at(t, rest, row);
    if (const std::int64_t people = n > 0 ? n : silent; people > 0 && people < needed) { into.hide(row, fewer_than(needed, what)); }
  }
}

/// Withholds rows in which all marks are at one level: in a group whose members are known this tells everybody's mark, however many they are.
/// For groups only; a whole room at one level may be shown.
/// \throws error invalid_argument when the table has no column count_<level>
/// Cost: O(rows x levels). Threads: safe. Since 0.1. Reference: R4 of the rules on small groups. Checked by `hide_test`.
inline void withhold_unanimous(const table& t, withheld& into) {
  check::same_length(into.size(), t.rows(), "withhold_unanimous", "into");
  const auto levels = detail::level_columns(t);
  check::that(!levels.empty(), "withhold_unanimous", "t", "has no column count_<level>");
  for (std::size_t row = 0; row < t.rows(); ++row) {
    const auto used = std::count_if(levels.begin(), levels.end(), [&](const table_column* c) { return c->integers()[row] > 0; });
    if (used == 1) { into.hide(row, "the marks in this group are too alike to show"); }
  }
}

/// Withholds further rows until what is withheld cannot be had by subtraction: of rows that add up to a published total (those with equal `keys`),
/// the withheld ones must be at least two, together as many as a group that may be shown, and not all at one level.
/// Definition: while that fails, the smallest row shown is withheld too; ties go to the earlier row. Without a withheld row nothing happens.
/// \param keys columns whose cells together name one total, e.g. community, round, dimension_number
/// \throws error not_found for a column the table does not have
/// Cost: O(rows^2 / totals) at worst. Threads: safe. Since 0.1. Reference: R3 of the rules on small groups. Checked by `hide_test`.
inline void withhold_subtractable(const table& t, withheld& into, std::int64_t needed, std::span<const std::string_view> keys, std::string_view count = "n") {
  check::same_length(into.size(), t.rows(), "withhold_subtractable", "into");
  std::map<std::string, std::vector<std::size_t>> totals;
  for (std::size_t row = 0; row < t.rows(); ++row) {
    std::string key;
    for (const std::string_view name : keys) {
      const std::string part = detail::key_at(t.at(name), row);
      key += std::to_string(part.size()) + ":" + part; // lengths keep "a"+"bc" apart from "ab"+"c"
    }
    totals[key].push_back(row);
  }
  const auto levels = detail::level_columns(t);
  const auto safe = [&](const std::vector<std::size_t>& rows) {
    std::size_t hidden = 0;
    std::int64_t people = 0;
    std::vector<std::int64_t> at_level(levels.size());
    for (const std::size_t row : rows) {
      if (!into.hidden(row)) { continue; }
      ++hidden;
      people += detail::number_at(t, count, row);
      for (std::size_t k = 0; k < levels.size(); ++k) { at_level[k] += levels[k]->integers()[row]; }
    }
    const auto used = std::count_if(at_level.begin(), at_level.end(), [](std::int64_t c) { return c > 0; });
    return hidden == 0 || (hidden > 1 && people >= needed && (levels.empty() || used > 1));
  };
  for (const auto& [key, rows] : totals) {
    while (!safe(rows)) {
      std::size_t smallest = t.rows();
      std::int64_t fewest = (std::numeric_limits<std::int64_t>::max)();
      for (const std::size_t row : rows) {
        const std::int64_t n = detail::number_at(t, count, row);
        if (!into.hidden(row) && n > 0 && n < fewest) {
          smallest = row;
          fewest = n;
        }
      }
      if (smallest == t.rows()) { break; }
      into.hide(smallest, "withheld so that a smaller group cannot be told from the total");
    }
  }
}

/// The table to show: in withheld rows every cell outside `kept` is left without a value, `status` is "hidden" and `hidden_reason` says why.
/// Columns not named in `kept` are taken for derived, so a column nobody thought of is withheld and not shown.
/// \param kept columns that are keys or do not come from individual marks
/// \return a new table with the same columns and rows; a column hidden_reason is added where there is none
/// \throws error invalid_argument when `into` is about another number of rows; not_found when the table has no column status
/// Cost: O(cells). Threads: safe. Since 0.1. Reference: R11 of the rules on small groups. Checked by `hide_test`.
[[nodiscard]] inline table apply(const table& t, const withheld& hide, std::span<const std::string_view> kept) {
  check::same_length(hide.size(), t.rows(), "apply", "hide");
  (void)t.at("status");
  table out;
  const auto copy = [](table_column& to, const table_column& from, std::size_t row) {
    if (from.valid()[row] == 0) { return to.push_missing(); }
    switch (from.type()) {
    case column_type::integer: return to.push(from.integers()[row]);
    case column_type::boolean: return to.push(from.integers()[row] != 0);
    case column_type::real: return to.push(from.reals()[row]);
    case column_type::text: return to.push(std::string_view{from.texts()[row]});
    }
  };
  for (const table_column& from : t.columns()) {
    table_column& to = out[out.add(from.name(), from.type())];
    const bool stays = std::find(kept.begin(), kept.end(), from.name()) != kept.end();
    for (std::size_t row = 0; row < t.rows(); ++row) {
      if (!hide.hidden(row)) {
        copy(to, from, row);
      } else if (from.name() == "status") {
        to.push(headway::name(status::hidden));
      } else if (from.name() == "hidden_reason") {
        to.push(std::string_view{hide.why(row)});
      } else if (stays) {
        copy(to, from, row);
      } else {
        to.push_missing();
      }
    }
  }
  if (!t.find("hidden_reason")) {
    table_column& to = out[out.add("hidden_reason", column_type::text)];
    for (std::size_t row = 0; row < t.rows(); ++row) {
      if (hide.hidden(row)) {
        to.push(std::string_view{hide.why(row)});
      } else {
        to.push_missing();
      }
    }
  }
  return out;
}

} // namespace headway::disclosure
