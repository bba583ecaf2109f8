#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/text.hpp>
#include <headway/io/detail/dictionary.hpp>
#include <headway/io/detail/issue.hpp>

namespace headway::io::detail {

inline constexpr std::uint32_t no_label = 0xFFFFFFFFu;

/// Every distinct text of a column looked at once; after that a row costs one look-up. `Entry` has `int issues` (-1 for none) beside what it holds.
template <class Entry>
class understood_column {
public:
  /// The entry of `field`; `understand(text, issues)` makes it when the text is new.
  template <class Understand>
  const Entry& look(std::string_view field, Understand&& understand) {
    if (!entries_.empty() && texts_[last_] == field) { return entries_[last_]; }
    const auto [id, added] = texts_.add(field);
    last_ = id;
    if (added) {
      issue_list found;
      Entry entry = understand(field, found);
      if (!found.empty()) {
        entry.issues = static_cast<int>(issues_.size());
        issues_.push_back(std::move(found));
      }
      entries_.push_back(std::move(entry));
    }
    return entries_[id];
  }
  /// The number of the entry given last.
  [[nodiscard]] std::uint32_t last() const noexcept { return last_; }
  [[nodiscard]] const issue_list& issues(const Entry& entry) const noexcept { return issues_[static_cast<std::size_t>(entry.issues)]; }
  [[nodiscard]] const std::vector<Entry>& entries() const noexcept { return entries_; }
  [[nodiscard]] std::vector<Entry>& entries() noexcept { return entries_; }
  [[nodiscard]] std::string_view text(std::uint32_t id) const noexcept { return texts_[id]; }

private:
  text_dictionary texts_;
  std::vector<Entry> entries_;
  std::vector<issue_list> issues_;
  std::uint32_t last_{};
};

/// One text of a column of names, understood.
struct label_entry {
  std::uint32_t value{no_label}; ///< number of the name without blanks around it; `no_label` when empty
  bool summary{};                ///< "Total", "Average": no name at all, if the rest of the row agrees
  int issues{-1};
};

/// Whether a text is the heading of a sum or average typed among the rows.
[[nodiscard]] inline bool is_summary_word(std::string_view bytes) {
  const std::string folded = text::fold(bytes);
  for (const std::string_view word : {"total", "totals", "grand total", "sum", "average", "mean", "median", "overall", "summe", "gesamt", "mittelwert", "durchschnitt", "total g\xC3\xA9n\xC3\xA9ral", "moyenne",
                                      "cyfanswm", "cyfartaledd"}) {
    if (folded == word) { return true; }
  }
  return false;
}

/// The names in one or several columns of the same kind (the round, and the round in which a then-test was given).
class label_column {
public:
  enum class kind : std::uint8_t { name, rater };
  explicit label_column(kind what = kind::name) : what_{what} {}

  const label_entry& look(std::string_view field) {
    return column_.look(field, [this](std::string_view raw, issue_list& found) { return understand(raw, found); });
  }
  [[nodiscard]] const issue_list& issues(const label_entry& entry) const noexcept { return column_.issues(entry); }
  /// The number of a name given from outside.
  std::uint32_t add(std::string_view name) { return values_.add(text::trim(name)).first; }
  [[nodiscard]] std::string_view operator[](std::uint32_t value) const noexcept { return values_[value]; }
  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }

private:
  label_entry understand(std::string_view raw, issue_list& found) {
    label_entry out;
    const std::string clean = sanitised(raw);
    const std::string_view trimmed = text::trim(clean);
    const std::string_view label = text::trim(unguarded(trimmed));
    if (label.empty()) { return out; }
    if (is_formula_start(trimmed)) { found.push_back({&codes::formula_like, "a spreadsheet would run this as a formula", {}}); }
    if (what_ == kind::rater) {
      if (is_address(label)) { found.push_back({&codes::personal_data, "an e-mail address where a code is expected", {}}); }
      if (trimmed.size() != clean.size()) { found.push_back({&codes::padded, "blanks around the code", {}}); }
    } else if (trimmed.size() != clean.size()) {
      found.push_back({&codes::case_or_space, "blanks around the name", {}});
    }
    if (has_hidden_characters(label)) { found.push_back({&codes::hidden_character, "control, direction or invisible characters in a name", {}}); }
    out.value = values_.add(label).first;
    out.summary = is_summary_word(label);
    return out;
  }

  kind what_;
  understood_column<label_entry> column_;
  text_dictionary values_;
};

} // namespace headway::io::detail
