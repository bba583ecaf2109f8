#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <headway/base/check.hpp>
#include <headway/base/text.hpp>

/// \file
/// Who will see a result, and what that asks of small groups. The rules reduce the risk that somebody's mark can be told; they do not remove it.

namespace headway::disclosure {

/// Who will see a result. Values are part of the C ABI and never reused.
enum class audience : std::int32_t {
  room = 0,     ///< the people who marked: they saw each other's marks anyway
  partners = 1, ///< the organisations around the table, the programme, its evaluator
  public_ = 2   ///< anybody
};

/// The word for an audience: "room", "partners", "public".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `audience_test`.
[[nodiscard]] constexpr std::string_view name(audience who) noexcept {
  constexpr std::array<std::string_view, 3> names{"room", "partners", "public"};
  const auto index = static_cast<std::size_t>(who);
  return index < names.size() ? names[index] : std::string_view{};
}

/// The audience a word names. \throws error not_found with the words that exist
/// Cost: constant. Threads: safe. Since 0.1. Checked by `audience_test`.
[[nodiscard]] inline audience find_audience(std::string_view text) {
  for (const audience who : {audience::room, audience::partners, audience::public_}) {
    if (text == name(who)) { return who; }
  }
  throw error{error_category::not_found, "audience", "audience", "\"" + text::shown(text) + "\" is not an audience; it is room, partners or public"};
}

/// What is withheld. Make one by `rules_for` and change what differs; every function that takes rules checks them.
/// Numbers are people whose marks can be told from a figure, not counting the one who looks when `count_others` is set: an insider knows their
/// own mark, so five others need a group of six.
struct rules {
  disclosure::audience audience{audience::room};
  std::int64_t min_people_group{1};   ///< fewest people in anything about part of a room: sectors, people who stayed, left or joined
  std::int64_t min_people_place{1};   ///< fewest people in anything about one community's round, and in each of its cells
  std::int64_t min_people_comment{1}; ///< fewest people in the room before a minority view is shown word for word
  bool count_others{false};           ///< whether the person who looks does not count
  bool hide_unanimous_groups{false};  ///< whether a group is withheld when all its marks are the same, however large it is
  bool hide_what_can_be_subtracted{false}; ///< whether more is withheld so that what is withheld cannot be had by taking shown parts from a total
  bool merge_sectors{false};          ///< whether sectors are merged before any is withheld

  /// The size a group needs to be shown.
  [[nodiscard]] constexpr std::int64_t needed_group() const noexcept { return min_people_group + (count_others ? 1 : 0); }
  /// The size a community's round needs to be shown.
  [[nodiscard]] constexpr std::int64_t needed_place() const noexcept { return min_people_place + (count_others ? 1 : 0); }
  friend constexpr bool operator==(const rules&, const rules&) = default;
};

/// The rules an audience gets unless others are set.
/// \throws error out_of_range for a value that is not an audience
/// Cost: constant. Threads: safe. Since 0.1. Checked by `audience_test`.
[[nodiscard]] constexpr rules rules_for(audience who) {
  switch (who) {
  case audience::room: return {};
  case audience::partners: return {who, 5, 3, 10, true, true, true, true};
  case audience::public_: return {who, 10, 5, 10, true, true, true, true};
  }
  throw error{error_category::out_of_range, "rules_for", "who", std::to_string(static_cast<std::int32_t>(who)) + " is not an audience"};
}

/// Throws unless every minimum is 1 to 1000 and a whole room is never asked to be smaller than 1.
/// \throws error out_of_range naming the minimum
/// Cost: constant. Threads: safe. Since 0.1. Checked by `audience_test`.
inline void check_rules(const rules& r) {
  constexpr std::int64_t most = 1000;
  check::bounded(r.min_people_group, 1, most, "rules", "min_people_group");
  check::bounded(r.min_people_place, 1, most, "rules", "min_people_place");
  check::bounded(r.min_people_comment, 1, most, "rules", "min_people_comment");
}

} // namespace headway::disclosure
