#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace headway {

/// What kind of misuse or impossible input an `error` reports. Values are part of the C ABI and never reused.
enum class error_category : std::int32_t {
  invalid_argument = 1, ///< an argument is of the wrong form
  out_of_range = 2,     ///< a value is outside its allowed range
  not_found = 3,        ///< a name or id is not in the study or rubric
  incompatible = 4,     ///< two objects do not fit together (other rubric, other scale, other axes)
  io = 5,               ///< a file or stream cannot be opened, read or written
  parse = 6,            ///< text is not of the format it claims to be
  limit = 7,            ///< a stated limit (bytes, labels, depth) is exceeded
  cancelled = 8,        ///< the caller asked to stop
  out_of_memory = 9,    ///< an allocation failed
  internal = 10         ///< a defect of headway itself
};

/// The word for a category: "invalid_argument", "out_of_range", ...
/// \param category any value; an unknown one gives "unknown".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `error_test`.
[[nodiscard]] constexpr std::string_view name(error_category category) noexcept {
  switch (category) {
  case error_category::invalid_argument: return "invalid_argument";
  case error_category::out_of_range: return "out_of_range";
  case error_category::not_found: return "not_found";
  case error_category::incompatible: return "incompatible";
  case error_category::io: return "io";
  case error_category::parse: return "parse";
  case error_category::limit: return "limit";
  case error_category::cancelled: return "cancelled";
  case error_category::out_of_memory: return "out_of_memory";
  case error_category::internal: return "internal";
  }
  return "unknown";
}

/// Misuse of a function, or input that cannot mean anything: the first of headway's three error channels.
/// Dirty data never ends here (it becomes `io::problem` records), nor does a statistical non-result (it becomes a `status`).
/// `what()` is one line: the function, the argument, the value, what is allowed and, where known, what to do.
/// Threads: an object is immutable. Since 0.1. Checked by `error_test`.
class error : public std::exception {
public:
  static constexpr std::int64_t no_row = -1;

  /// \param category what kind of error
  /// \param function the public function that found it, e.g. "scale"
  /// \param argument the name of the argument at fault, empty when none
  /// \param message the value and the allowed range or the next step, without a trailing full stop
  /// \param row 0-based row of the argument at fault, `no_row` when it is not about a row
  error(error_category category, std::string function, std::string argument, std::string message,
        std::int64_t row = no_row)
      : category_{category}, function_{std::move(function)}, argument_{std::move(argument)},
        message_{std::move(message)}, row_{row} {
    what_ = function_;
    if (!argument_.empty()) { what_ += ": " + argument_; }
    if (row_ >= 0) { what_ += " (row " + std::to_string(row_) + ")"; }
    what_ += ": " + message_;
  }

  /// The whole line.
  [[nodiscard]] const char* what() const noexcept override { return what_.c_str(); }
  /// The kind of error.
  [[nodiscard]] error_category category() const noexcept { return category_; }
  /// The function that found it.
  [[nodiscard]] const std::string& function() const noexcept { return function_; }
  /// The argument at fault, or empty.
  [[nodiscard]] const std::string& argument() const noexcept { return argument_; }
  /// The message without function and argument.
  [[nodiscard]] const std::string& message() const noexcept { return message_; }
  /// The 0-based row at fault, or `no_row`.
  [[nodiscard]] std::int64_t row() const noexcept { return row_; }

private:
  error_category category_;
  std::string function_;
  std::string argument_;
  std::string message_;
  std::int64_t row_;
  std::string what_;
};

} // namespace headway
