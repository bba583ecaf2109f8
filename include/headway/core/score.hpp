#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace headway {

/// Why there is no level. "Off the scale" is a mark somebody wrote that is not one level ("2-3", "3+", "6", "three"): the text is kept
/// beside it, and it is never rounded. Values are part of the C ABI and never reused.
enum class missing_reason : std::int8_t {
  blank = 1,          ///< the field was left empty
  dont_know = 2,      ///< the person said they do not know
  not_applicable = 3, ///< the person said the question does not apply
  not_asked = 4,      ///< the question was not put
  refused = 5,        ///< the person chose not to answer
  off_scale = 6       ///< something was written that is not one level of the scale; its text is kept
};

/// Number of missing reasons.
inline constexpr std::size_t missing_reasons = 6;

/// The code of a reason as written in files: "blank", "dont_know", "not_applicable", "not_asked", "refused", "off_scale".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `score_test`.
[[nodiscard]] constexpr std::string_view name(missing_reason reason) noexcept {
  constexpr std::array<std::string_view, missing_reasons + 1> names{"", "blank", "dont_know", "not_applicable", "not_asked", "refused", "off_scale"};
  const auto index = static_cast<std::size_t>(reason);
  return index < names.size() ? names[index] : std::string_view{};
}

/// A level of the scale, or a typed reason why there is none; one byte.
/// Definition: code() >= 0 is the 0-based level; code() < 0 is minus the missing reason.
/// Threads: immutable. Since 0.1. Checked by `score_test`.
class score {
public:
  /// A blank.
  constexpr score() noexcept = default;
  /// \param level 0-based, less than 16
  [[nodiscard]] static constexpr score at_level(std::size_t level) noexcept { return score{static_cast<std::int8_t>(level)}; }
  /// No mark, and why.
  [[nodiscard]] static constexpr score missing(missing_reason reason) noexcept {
    return score{static_cast<std::int8_t>(-static_cast<int>(reason))};
  }
  /// \param code as `code()` gave it
  [[nodiscard]] static constexpr score from_code(std::int8_t code) noexcept { return score{code}; }

  /// Whether it is a level.
  [[nodiscard]] constexpr bool has_level() const noexcept { return code_ >= 0; }
  /// The 0-based level. Only where has_level().
  [[nodiscard]] constexpr std::size_t level() const noexcept { return static_cast<std::size_t>(code_); }
  /// The reason. Only where not has_level().
  [[nodiscard]] constexpr missing_reason reason() const noexcept { return static_cast<missing_reason>(-code_); }
  /// The byte that is stored.
  [[nodiscard]] constexpr std::int8_t code() const noexcept { return code_; }
  friend constexpr bool operator==(score, score) = default;

private:
  constexpr explicit score(std::int8_t code) noexcept : code_{code} {}
  std::int8_t code_{-1};
};

/// A mark as somebody wrote it when it is not one level: the text, and the interval it spans in scale values where that is plain
/// ("2-3" is [2, 3], "2.5" is [2, 3], "3+" is [3, 4]); never used as a number in any result.
struct written_mark {
  std::string text{};
  bool has_interval{};
  double lower{};
  double upper{};
  friend bool operator==(const written_mark&, const written_mark&) = default;
};

/// Who or what a mark comes from. The modes are kept apart for ever: no figure mixes them. Values are part of the C ABI and never reused.
enum class score_mode : std::uint8_t {
  individual = 0, ///< one person's own mark
  consensus = 1,  ///< the room's agreed mark
  moderated = 2,  ///< an agreed mark after moderation across communities
  then_test = 3,  ///< an earlier round marked again as it looks now
  judge = 4       ///< an outside or machine judge
};

/// The code of a mode as written in files: "individual", "consensus", "moderated", "then_test", "judge".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `score_test`.
[[nodiscard]] constexpr std::string_view name(score_mode mode) noexcept {
  constexpr std::array<std::string_view, 5> names{"individual", "consensus", "moderated", "then_test", "judge"};
  const auto index = static_cast<std::size_t>(mode);
  return index < names.size() ? names[index] : std::string_view{};
}

} // namespace headway
