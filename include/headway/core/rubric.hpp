#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/text.hpp>
#include <headway/base/types.hpp>
#include <headway/core/scale.hpp>
#include <headway/core/score.hpp>

namespace headway {

/// One question of a rubric: a number and key that stay stable across editions and languages, and the words people see.
struct dimension {
  std::int32_t number{};                ///< as printed on the sheet; unique in the rubric
  std::string key{};                    ///< stable short name, e.g. "service_delivery"; unique
  std::string name{};                   ///< as shown, in the rubric's language; unique when case and blanks are ignored
  std::string group{};                  ///< name of the group of dimensions it belongs to, or empty
  std::string question{};               ///< the one-sentence question asked of the room, or empty
  std::string helps{};                  ///< what helps, or empty
  std::string hinders{};                ///< what hinders, or empty
  std::vector<std::string> descriptors{}; ///< one per level, lowest first, or none at all
  friend bool operator==(const dimension&, const dimension&) = default;
};

/// How a rubric's own sheets write a missing mark.
struct missing_code {
  missing_reason reason{};
  std::string label{};
  friend bool operator==(const missing_code&, const missing_code&) = default;
};

/// The parts a rubric is made of, before they are checked.
struct rubric_fields {
  std::string id{};       ///< stable name of the rubric
  std::string edition{};  ///< which wording; marks are comparable within one edition
  std::string language{}; ///< BCP 47 tag, e.g. "en", "cy"
  std::string title{};
  std::string source{};   ///< whose idea the dimensions are, and whose words the descriptors
  std::vector<level> levels{};
  std::vector<missing_code> missing_codes{};
  std::vector<dimension> dimensions{};
  friend bool operator==(const rubric_fields&, const rubric_fields&) = default;
};

/// Most dimensions a rubric may have.
inline constexpr std::size_t most_dimensions = 65535;

namespace detail {

/// What two short texts of a sheet are compared by: the folded text, or the text itself when nothing of it is left ("?" is not "-").
inline std::string comparable(std::string_view label) {
  std::string folded = text::fold(label);
  return folded.empty() ? std::string{text::trim(label)} : folded;
}

/// Whether a text is the value or the label of a level.
inline bool is_level(std::string_view written, const std::vector<level>& levels) {
  for (const level& each : levels) {
    if (text::trim(written) == std::to_string(each.value) || (!each.label.empty() && comparable(written) == comparable(each.label))) { return true; }
  }
  return false;
}

} // namespace detail

/// A checked rubric: ordered levels and named dimensions, of one edition in one language.
/// Definition: `Dimensions` x `Levels` cells; each extent is static or `dynamic`, with results equal to the last bit.
/// Threads: immutable. Since 0.1. Checked by `rubric_test`.
template <std::size_t Dimensions, std::size_t Levels> requires(dimension_extent<Dimensions> && level_extent<Levels>)
class rubric {
public:
  static constexpr std::size_t dimension_extent_v = Dimensions;
  static constexpr std::size_t level_extent_v = Levels;

  /// \param fields at least one dimension; 2 to 16 levels with increasing values; unique numbers, keys and names;
  /// descriptors of a dimension either absent or one per level; missing codes of the five reasons a sheet can name, each label meaning one thing
  /// \throws error invalid_argument or out_of_range naming the dimension or missing code and what is wrong; incompatible for a static extent
  explicit rubric(rubric_fields fields)
      : missing_codes_{checked(std::move(fields.missing_codes), fields.levels)}, scale_{std::move(fields.levels)}, id_{std::move(fields.id)},
        edition_{std::move(fields.edition)}, language_{std::move(fields.language)}, title_{std::move(fields.title)},
        source_{std::move(fields.source)},
        dimensions_{detail::to_extent<Dimensions>(checked(std::move(fields.dimensions), scale_.size()), "rubric", "dimensions")} {}

  /// The same rubric with both extents known only at run time.
  [[nodiscard]] rubric<dynamic, dynamic> to_dynamic() const { return rubric<dynamic, dynamic>{fields()}; }

  /// The parts again, e.g. to write them to a file or to make a new edition.
  [[nodiscard]] rubric_fields fields() const {
    rubric_fields out;
    out.id = id_;
    out.edition = edition_;
    out.language = language_;
    out.title = title_;
    out.source = source_;
    for (std::size_t i = 0; i < scale_.size(); ++i) { out.levels.push_back({scale_.value(i), scale_.label(i)}); }
    out.missing_codes = missing_codes_;
    out.dimensions.assign(dimensions_.begin(), dimensions_.end());
    return out;
  }

  /// The declared levels.
  [[nodiscard]] const headway::scale<Levels>& scale() const noexcept { return scale_; }
  /// Number of levels, 2 to 16.
  [[nodiscard]] constexpr std::size_t levels() const noexcept { return scale_.size(); }
  /// The dimensions in the rubric's own order, which is the order of every table and picture.
  [[nodiscard]] const auto& dimensions() const noexcept { return dimensions_; }
  /// Number of dimensions, at least 1.
  [[nodiscard]] constexpr std::size_t size() const noexcept { return dimensions_.size(); }
  /// A dimension by position. \param id has a value less than size()
  [[nodiscard]] const dimension& operator[](dimension_id id) const noexcept { return dimensions_[id.value]; }
  /// What people write for a mark they did not give, and the reason it stands for.
  [[nodiscard]] const std::vector<missing_code>& missing_codes() const noexcept { return missing_codes_; }
  /// The name programs use, such as system_maturity.
  [[nodiscard]] const std::string& id() const noexcept { return id_; }
  /// Which edition of the wording this is.
  [[nodiscard]] const std::string& edition() const noexcept { return edition_; }
  /// The language of the wording, such as en.
  [[nodiscard]] const std::string& language() const noexcept { return language_; }
  /// The name people use.
  [[nodiscard]] const std::string& title() const noexcept { return title_; }
  /// Where the rubric comes from.
  [[nodiscard]] const std::string& source() const noexcept { return source_; }

  /// The dimension with this key, name or number; an exact match goes before one that differs in case, blanks or punctuation.
  /// Cost: O(dimensions). Checked by `rubric_test`.
  [[nodiscard]] std::optional<dimension_id> find(std::string_view text) const {
    const auto first = [&](auto matches) -> std::optional<dimension_id> {
      for (std::size_t i = 0; i < size(); ++i) {
        if (matches(dimensions_[i])) { return dimension_id{static_cast<std::uint32_t>(i)}; }
      }
      return std::nullopt;
    };
    if (const auto found = first([&](const dimension& d) { return text == d.key; })) { return found; }
    if (const auto found = first([&](const dimension& d) { return text == d.name; })) { return found; }
    if (const auto found = first([&](const dimension& d) { return text == std::to_string(d.number); })) { return found; }
    const std::string folded = text::fold(text);
    if (folded.empty()) { return std::nullopt; }
    return first([&](const dimension& d) { return folded == text::fold(d.name) || folded == text::fold(d.key); });
  }

  friend bool operator==(const rubric&, const rubric&) = default;

private:
  static std::vector<dimension> checked(std::vector<dimension> dimensions, std::size_t levels) {
    const auto fail = [](const std::string& message) { throw error{error_category::invalid_argument, "rubric", "dimensions", message}; };
    if (dimensions.empty()) { fail("a rubric needs at least one dimension"); }
    if (dimensions.size() > most_dimensions) { fail("more than " + std::to_string(most_dimensions) + " dimensions"); }
    std::set<std::int32_t> numbers;
    std::set<std::string_view> keys;
    std::set<std::string> names;
    for (const dimension& d : dimensions) {
      const std::string which = "dimension " + std::to_string(d.number) + " (" + text::shown(d.name) + ") ";
      if (d.key.empty()) { fail(which + "has no key"); }
      if (text::trim(d.name).empty()) { fail(which + "has no name"); }
      if (!d.descriptors.empty() && d.descriptors.size() != levels) {
        fail(which + "has " + std::to_string(d.descriptors.size()) + " descriptors for " + std::to_string(levels) + " levels");
      }
      if (!numbers.insert(d.number).second) { fail(which + "has the number of another dimension"); }
      if (!keys.insert(d.key).second) { fail(which + "has the key of another dimension: " + text::shown(d.key)); }
      if (!names.insert(text::fold(d.name)).second) { fail(which + "has the name of another dimension"); }
    }
    return dimensions;
  }

  static std::vector<missing_code> checked(std::vector<missing_code> codes, const std::vector<level>& levels) {
    const auto fail = [](const std::string& message) { throw error{error_category::invalid_argument, "rubric", "missing_codes", message}; };
    std::set<std::string> labels;
    for (const missing_code& code : codes) {
      const std::string which = "the label \"" + text::shown(code.label) + "\" ";
      if (code.reason < missing_reason::blank || code.reason > missing_reason::refused) { fail(which + "stands for none of blank, dont_know, not_applicable, not_asked and refused"); }
      if (text::trim(code.label).empty()) { fail("the label of " + std::string{name(code.reason)} + " is empty"); }
      if (!labels.insert(detail::comparable(code.label)).second) { fail(which + "is there twice"); }
      if (detail::is_level(code.label, levels)) { fail(which + "is a level as well"); }
    }
    return codes;
  }

  std::vector<missing_code> missing_codes_;
  headway::scale<Levels> scale_;
  std::string id_;
  std::string edition_;
  std::string language_;
  std::string title_;
  std::string source_;
  detail::extent_array<dimension, Dimensions> dimensions_;
};

} // namespace headway
