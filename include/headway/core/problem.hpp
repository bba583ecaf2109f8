#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <array>
#include <utility>
#include <vector>

namespace headway {

/// How much a problem matters: a note is settled without doubt, a warning is settled but worth a look, an error leaves a field or row unused.
enum class severity : std::uint8_t { note = 0, warning = 1, error = 2 };

/// The word for a severity: "note", "warning", "error".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `problem_test`.
[[nodiscard]] constexpr std::string_view name(severity value) noexcept {
  constexpr std::array<std::string_view, 3> names{"note", "warning", "error"};
  const auto index = static_cast<std::size_t>(value);
  return index < names.size() ? names[index] : std::string_view{};
}

/// One thing about the input that was not as expected, where it stands, and what was done: the second of headway's three error channels.
struct problem {
  std::string source{};        ///< file name or what the caller called the input
  std::uint64_t line{};        ///< physical line, the first is 1; for columns in memory the row, the first is 1; 0 when about the whole input
  std::uint32_t column{};      ///< field of the line, the first is 1; 0 when about the whole line
  std::string column_name{};   ///< the header of that field, or empty
  std::string code{};          ///< stable snake_case word, e.g. "out_of_range"; the list is in docs/problems.md
  headway::severity severity{};
  std::string value{};         ///< the text as found, shortened and escaped for showing
  std::string message{};       ///< what is wrong, what is allowed, the nearest match
  std::string what_was_done{}; ///< e.g. "row left out", "mark kept as text, not counted"
  friend bool operator==(const problem&, const problem&) = default;
};

/// The problems of one input, in the order of its lines. Memory is bounded: past `most_kept` only the number is counted.
class problem_list {
public:
  static constexpr std::size_t most_kept = 100'000;

  /// Adds one; past `most_kept` it is only counted.
  void add(problem p) {
    ++total_;
    if (kept_.size() < most_kept) { kept_.push_back(std::move(p)); }
  }
  /// Adds another list, with those it only counted.
  void append(const problem_list& others) {
    const std::size_t n = others.kept_.size();
    const std::uint64_t only_counted = others.total_ - n;
    for (std::size_t i = 0; i < n; ++i) { add(others.kept_[i]); }
    total_ += only_counted;
  }
  /// Those kept.
  [[nodiscard]] const std::vector<problem>& kept() const noexcept { return kept_; }
  [[nodiscard]] std::vector<problem>& kept() noexcept { return kept_; }
  /// How many there were in all.
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }

private:
  std::vector<problem> kept_;
  std::uint64_t total_{};
};

} // namespace headway
