#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/error.hpp>
#include <headway/base/text.hpp>
#include <headway/core/ratings.hpp>
#include <headway/io/detail/column_roles.hpp>
#include <headway/io/detail/issue.hpp>
#include <headway/io/options.hpp>

namespace headway::io::detail {

/// Which column is what, settled from the headers, the mapping and the options.
class columns_found {
public:
  static constexpr int none = -1;

  /// \throws error parse when two columns are equally good for one thing; not_found when a needed one is missing or a mapped header does not exist;
  /// invalid_argument for a role that does not exist
  columns_found(std::span<const std::string_view> headers, const read_options& options, const std::string& source, std::uint64_t line, const char* function)
      : source_{source}, line_{line}, function_{function} {
    at_.fill(none);
    for (const std::string_view header : headers) { headers_.emplace_back(text::trim(sanitised(header))); }
    std::vector<header_word> meaning;
    for (const std::string& header : headers_) { meaning.push_back(recognise(header)); }
    std::vector<bool> mapped(headers_.size());
    for (const column_mapping& m : options.mapping) { apply(m, meaning, mapped); }
    for (std::size_t i = 0; i < headers_.size(); ++i) {
      if (meaning[i].role < column_role::personal) { consider(i, meaning, mapped); }
    }
    for (std::size_t i = 0; i < headers_.size(); ++i) {
      if (meaning[i].role == column_role::personal) { personal_.push_back(i); }
    }
    then_test();
    check_needed(options);
    width_needed_ = 0;
    for (std::size_t r = 0; r < column_role_count; ++r) {
      const auto role = static_cast<column_role>(r);
      const bool can_be_left_off = role == column_role::reason || role == column_role::evidence || role == column_role::minority_view || role == column_role::written ||
                                   role == column_role::interval_low || role == column_role::interval_high || role == column_role::role;
      if (at_[r] != none && !can_be_left_off) { width_needed_ = (std::max)(width_needed_, static_cast<std::size_t>(at_[r]) + 1); }
    }
  }

  /// The 0-based column of a role, or `none`.
  [[nodiscard]] int operator[](column_role role) const noexcept { return at_[static_cast<std::size_t>(role)]; }
  [[nodiscard]] bool has(column_role role) const noexcept { return (*this)[role] != none; }
  [[nodiscard]] const std::vector<std::string>& headers() const noexcept { return headers_; }
  [[nodiscard]] const std::vector<std::size_t>& personal() const noexcept { return personal_; }
  /// Fields a row must have to be of use.
  [[nodiscard]] std::size_t width_needed() const noexcept { return width_needed_; }
  /// As a reading says it.
  [[nodiscard]] std::vector<reading::column_use> uses() const {
    std::vector<reading::column_use> out;
    for (std::size_t i = 0; i < headers_.size(); ++i) {
      std::string taken;
      for (std::size_t r = 0; r < column_role_count; ++r) {
        if (at_[r] == static_cast<int>(i)) { taken = column_role_names[r]; }
      }
      out.push_back({headers_[i], std::move(taken)});
    }
    return out;
  }

private:
  [[noreturn]] void fail(error_category category, const std::string& message) const {
    throw error{category, function_, "source", text::shown(source_, 200) + ", line " + std::to_string(line_) + ": " + message};
  }
  [[nodiscard]] std::string list() const {
    if (headers_.empty()) { return "no columns"; }
    std::string out;
    for (std::size_t i = 0; i < headers_.size() && i < 30; ++i) { out += (i ? ", " : "") + ("\"" + text::shown(headers_[i], 40) + "\""); }
    return headers_.size() > 30 ? out + ", ..." : out;
  }

  void apply(const column_mapping& m, std::vector<header_word>& meaning, std::vector<bool>& mapped) const {
    column_role role = column_role::ignored;
    if (!m.role.empty()) {
      for (std::size_t r = 0; r < column_role_count; ++r) {
        if (column_role_names[r] == m.role) { role = static_cast<column_role>(r); }
      }
      if (role == column_role::ignored) {
        std::string known;
        for (const std::string_view r : column_role_names) { known += (known.empty() ? "" : ", ") + std::string{r}; }
        throw error{error_category::invalid_argument, function_, "mapping", "\"" + text::shown(m.role) + "\" is not something a column can be; known are " + known};
      }
    }
    std::size_t found = headers_.size();
    for (std::size_t i = 0; i < headers_.size() && found == headers_.size(); ++i) {
      if (headers_[i] == m.header) { found = i; }
    }
    for (std::size_t i = 0; i < headers_.size() && found == headers_.size(); ++i) {
      if (text::fold(headers_[i]) == text::fold(m.header)) { found = i; }
    }
    if (found == headers_.size()) {
      std::string message = "the mapping names a column \"" + text::shown(m.header) + "\" that is not there; found: " + list();
      if (const auto near = text::nearest(m.header, headers_)) { message += "; did you mean \"" + text::shown(headers_[*near]) + "\"?"; }
      fail(error_category::not_found, message);
    }
    meaning[found] = {{}, role, 0};
    mapped[found] = true;
  }

  /// Takes column `i` for its role unless a better one is there already.
  void consider(std::size_t i, const std::vector<header_word>& meaning, const std::vector<bool>& mapped) {
    int& place = at_[static_cast<std::size_t>(meaning[i].role)];
    if (place == none) {
      place = static_cast<int>(i);
      return;
    }
    const auto other = static_cast<std::size_t>(place);
    if (mapped[i] != mapped[other]) {
      if (mapped[i]) { place = static_cast<int>(i); }
      return;
    }
    if (meaning[i].rank == meaning[other].rank) {
      fail(error_category::parse, "both \"" + text::shown(headers_[other]) + "\" and \"" + text::shown(headers_[i]) + "\" could be the " + std::string{name(meaning[i].role)} +
                                    "; say which with the mapping option, giving the other one an empty role");
    }
    if (meaning[i].rank < meaning[other].rank) { place = static_cast<int>(i); }
  }

  /// In a then-test the round that a mark is about stands under a name of its own, and "round" is when it was asked.
  void then_test() {
    int& about = at_[static_cast<std::size_t>(column_role::about_round)];
    int& round = at_[static_cast<std::size_t>(column_role::round)];
    int& asked = at_[static_cast<std::size_t>(column_role::asked_at)];
    if (about == none) { return; }
    if (asked == none) {
      asked = round;
    } else if (round != none) {
      fail(error_category::parse, "\"" + text::shown(headers_[static_cast<std::size_t>(round)]) + "\", \"" + text::shown(headers_[static_cast<std::size_t>(about)]) + "\" and \"" +
                                    text::shown(headers_[static_cast<std::size_t>(asked)]) + "\" are three rounds where a then-test has two; give one of them an empty role with the mapping option");
    }
    round = about;
    about = none;
  }

  void check_needed(const read_options& options) const {
    const auto missing = [&](std::string_view what, column_role role, std::string_view other_way) {
      std::string message = "there is no column for the " + std::string{what} + "; found: " + list();
      std::size_t best = headers_.size();
      std::size_t distance = 3;
      for (const header_word& word : header_words) {
        if (word.role != role) { continue; }
        for (std::size_t i = 0; i < headers_.size(); ++i) {
          const std::size_t d = text::edit_distance(text::fold(headers_[i]), word.header, 2);
          if (d < distance && d * 3 <= word.header.size()) {
            distance = d;
            best = i;
          }
        }
      }
      if (best < headers_.size()) { message += "; nearest is \"" + text::shown(headers_[best]) + "\""; }
      message += "; name the one that it is with the mapping option, as \"" + std::string{name(role)} + "\"" + std::string{other_way};
      fail(error_category::not_found, message);
    };
    if (!has(column_role::score)) { missing("score", column_role::score, ""); }
    if (!has(column_role::dimension) && !has(column_role::dimension_number) && !has(column_role::dimension_key)) { missing("dimension", column_role::dimension, ""); }
    if (!has(column_role::community) && !has(column_role::community_key) && text::trim(options.community).empty()) {
      missing("community", column_role::community, ", or say which community it is with the community option");
    }
    if (!has(column_role::round) && text::trim(options.round).empty()) { missing("round", column_role::round, ", or say which round it is with the round option"); }
  }

  std::string source_;
  std::uint64_t line_;
  const char* function_;
  std::array<int, column_role_count> at_{};
  std::vector<std::string> headers_;
  std::vector<std::size_t> personal_;
  std::size_t width_needed_{};
};

} // namespace headway::io::detail
