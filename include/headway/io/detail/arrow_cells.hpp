#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <headway/base/error.hpp>
#include <headway/base/text.hpp>
#include <headway/core/round.hpp>
#include <headway/io/arrow_abi.hpp>
#include <headway/io/detail/arrow_type.hpp>

/// \file
/// The cells of an Arrow column as texts, whole numbers or real numbers. The interface gives pointers without sizes, so a pointer is trusted
/// to reach as far as length and offsets say; everything that can be told to be wrong from the numbers themselves is an error.

namespace headway::io::detail {

static_assert(std::endian::native == std::endian::little || std::endian::native == std::endian::big);

/// Some rows of one column. Texts point into the array or into `made`, so the array must stay.
class arrow_cells {
public:
  using values_type = std::variant<std::span<const std::string_view>, std::span<const std::int64_t>, std::span<const double>>;

  [[nodiscard]] const values_type& values() const noexcept { return values_; }
  /// One byte a row; empty when every row has a value.
  [[nodiscard]] std::span<const std::uint8_t> valid() const noexcept { return all_valid_ ? std::span<const std::uint8_t>{} : std::span<const std::uint8_t>{valid_.data(), valid_.size()}; }
  [[nodiscard]] bool has(std::size_t row) const noexcept { return all_valid_ || valid_[row] != 0; }

  /// Whether the numbers of an array can be those of its type; everything below relies on it.
  /// \throws error parse
  static void confirm(const ArrowArray& array, const arrow_type& type, const std::string& column) {
    const auto need = [&](bool good, const char* message) {
      if (!good) { fail(column, error::no_row, message); }
    };
    need(array.length >= 0 && array.offset >= 0 && array.offset <= (std::numeric_limits<std::int64_t>::max)() - array.length, "its length or offset cannot be");
    need(array.null_count >= -1 && array.null_count <= array.length, "its number of missing values cannot be");
    need((array.dictionary != nullptr) == (type.values != nullptr), type.values ? "it has no dictionary" : "it has a dictionary its type does not know of");
    if (type.kind == arrow_kind::unsupported) { return; }
    const std::int64_t buffers = type.kind == arrow_kind::nothing ? 0 : type.kind == arrow_kind::text || type.kind == arrow_kind::text_view ? 3 : 2;
    need(type.kind == arrow_kind::text_view ? array.n_buffers >= buffers : array.n_buffers == buffers, "its number of buffers does not fit its type");
    if (buffers == 0) { return; }
    need(array.buffers != nullptr, "it has no buffers");
    need(array.null_count <= 0 || array.buffers[0] != nullptr, "it says that values are missing but not which");
    need(array.length == 0 || array.buffers[1] != nullptr || (type.kind == arrow_kind::fixed_text && type.width == 0), "a buffer is missing");
    if (type.kind == arrow_kind::text_view && array.n_buffers > 3 && array.length > 0) {
      need(array.buffers[array.n_buffers - 1] != nullptr, "the sizes of its buffers are missing");
    }
  }

  /// Takes `count` rows from row `first` of the array, which has been checked. \param row number of the first row for errors
  /// \throws error parse for offsets, sizes or positions that cannot be
  void take(const ArrowArray& array, const arrow_type& type, const std::string& column, std::int64_t first, std::size_t count, std::int64_t row) {
    array_ = &array;
    column_ = &column;
    first_ = array.offset + first;
    count_ = count;
    row_ = row;
    take_validity(type);
    switch (type.kind) {
    case arrow_kind::nothing:
    case arrow_kind::unsupported: texts_.assign(count_, {}); break;
    case arrow_kind::boolean: take_booleans(); break;
    case arrow_kind::integer: take_integers(type); return;
    case arrow_kind::real: type.width == 8 ? take_reals() : take_short_reals(); return;
    case arrow_kind::decimal: take_decimals(type); break;
    case arrow_kind::text: type.width == 4 ? take_texts<std::int32_t>() : take_texts<std::int64_t>(); break;
    case arrow_kind::text_view: take_views(); break;
    case arrow_kind::fixed_text: take_fixed(type.width); break;
    case arrow_kind::day: take_days(type); break;
    }
    show(texts_);
  }

  /// Takes the values that positions in `positions` stand for; a position without a value, or of a missing value, is missing.
  /// \throws error parse for a position outside the dictionary
  void look_up(const arrow_cells& positions, const arrow_cells& dictionary, const std::string& column, std::int64_t row) {
    const auto& at = *std::get_if<std::span<const std::int64_t>>(&positions.values_);
    const std::size_t known = count_of(dictionary.values_);
    valid_.assign(at.size(), 1);
    all_valid_ = false;
    for (std::size_t i = 0; i < at.size(); ++i) {
      if (!positions.has(i)) {
        valid_[i] = 0;
        continue;
      }
      if (at[i] < 0 || static_cast<std::uint64_t>(at[i]) >= known) {
        fail(column, row + static_cast<std::int64_t>(i), "position " + std::to_string(at[i]) + " is outside the dictionary, which has " + std::to_string(known) + " values");
      }
      valid_[i] = dictionary.has(static_cast<std::size_t>(at[i])) ? 1 : 0;
    }
    if (const auto* texts = std::get_if<0>(&dictionary.values_)) { pick(*texts, at, positions, texts_); }
    if (const auto* integers = std::get_if<1>(&dictionary.values_)) { pick(*integers, at, positions, integers_); }
    if (const auto* reals = std::get_if<2>(&dictionary.values_)) { pick(*reals, at, positions, reals_); }
  }

  /// Takes away the values of rows that are missing as a whole.
  void hide(const std::uint8_t* bits, std::int64_t first) {
    if (all_valid_) { valid_.assign(count_of(values_), 1); }
    all_valid_ = false;
    for (std::size_t i = 0; i < valid_.size(); ++i) { valid_[i] = static_cast<std::uint8_t>(valid_[i] & bit(bits, first + static_cast<std::int64_t>(i))); }
  }

  [[noreturn]] static void fail(const std::string& column, std::int64_t row, const std::string& message) {
    throw error{error_category::parse, "io::read_arrow", "stream", "the column \"" + text::shown(column) + "\" is broken: " + message, row};
  }

private:
  [[nodiscard]] static std::uint8_t bit(const std::uint8_t* bits, std::int64_t i) noexcept { return static_cast<std::uint8_t>(bits[i / 8] >> (i % 8) & 1); }
  [[nodiscard]] static std::size_t count_of(const values_type& values) noexcept {
    if (const auto* texts = std::get_if<0>(&values)) { return texts->size(); }
    if (const auto* integers = std::get_if<1>(&values)) { return integers->size(); }
    return std::get_if<2>(&values)->size();
  }
  /// The values at the positions that have one, into `to`.
  template <class Value>
  void pick(std::span<const Value> from, std::span<const std::int64_t> at, const arrow_cells& positions, std::vector<Value>& to) {
    to.assign(at.size(), Value{});
    for (std::size_t i = 0; i < at.size(); ++i) {
      if (positions.has(i)) { to[i] = from[static_cast<std::size_t>(at[i])]; }
    }
    show(to);
  }
  template <class Value> void show(const std::vector<Value>& made) noexcept { values_ = std::span<const Value>{made.data(), made.size()}; }

  /// A value of the data buffer; its place need not be aligned.
  template <class Value> [[nodiscard]] Value value(std::size_t row) const noexcept {
    Value out;
    std::memcpy(&out, static_cast<const char*>(array_->buffers[1]) + (static_cast<std::size_t>(first_) + row) * sizeof(Value), sizeof(Value));
    return out;
  }
  /// The data buffer itself where it can be used in place.
  template <class Value> [[nodiscard]] const Value* in_place() const noexcept {
    const void* at = array_->buffers[1];
    return reinterpret_cast<std::uintptr_t>(at) % alignof(Value) == 0 ? static_cast<const Value*>(at) + first_ : nullptr;
  }

  void take_validity(const arrow_type& type) {
    const bool none = type.kind == arrow_kind::nothing || type.kind == arrow_kind::unsupported;
    const auto* bits = none ? nullptr : static_cast<const std::uint8_t*>(array_->buffers[0]);
    all_valid_ = !none && bits == nullptr;
    if (all_valid_) { return; }
    valid_.assign(count_, 0);
    for (std::size_t i = 0; bits != nullptr && i < count_; ++i) { valid_[i] = bit(bits, first_ + static_cast<std::int64_t>(i)); }
  }

  void take_booleans() {
    texts_.resize(count_);
    const auto* bits = static_cast<const std::uint8_t*>(array_->buffers[1]);
    for (std::size_t i = 0; i < count_; ++i) { texts_[i] = bit(bits, first_ + static_cast<std::int64_t>(i)) != 0 ? "true" : "false"; }
  }

  void take_integers(const arrow_type& type) {
    switch (type.width) {
    case 1: type.is_signed ? widen<std::int8_t>() : widen<std::uint8_t>(); return;
    case 2: type.is_signed ? widen<std::int16_t>() : widen<std::uint16_t>(); return;
    case 4: type.is_signed ? widen<std::int32_t>() : widen<std::uint32_t>(); return;
    default: break;
    }
    if (!type.is_signed) {
      for (std::size_t i = 0; i < count_; ++i) {
        if (has(i) && value<std::uint64_t>(i) > static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::max)())) { return write_out(); }
      }
      return widen<std::uint64_t>();
    }
    const auto* at = count_ == 0 ? nullptr : in_place<std::int64_t>();
    if (at == nullptr) { return widen<std::int64_t>(); }
    values_ = std::span<const std::int64_t>{at, count_};
  }
  template <class Integer> void widen() {
    integers_.resize(count_);
    for (std::size_t i = 0; i < count_; ++i) { integers_[i] = static_cast<std::int64_t>(value<Integer>(i)); }
    show(integers_);
  }
  /// Whole numbers past the largest std::int64_t stay what they are as text.
  void write_out() {
    make_texts([&](std::size_t i) { return std::to_string(value<std::uint64_t>(i)); });
    show(texts_);
  }

  void take_reals() {
    const auto* at = count_ == 0 ? nullptr : in_place<double>();
    if (at == nullptr) {
      reals_.resize(count_);
      for (std::size_t i = 0; i < count_; ++i) { reals_[i] = value<double>(i); }
      at = reals_.data();
    }
    values_ = std::span<const double>{at, count_};
  }
  /// A short real is taken as the shortest decimal number that means it: 2.1f is 2.1, not 2.0999999046.
  void take_short_reals() {
    reals_.resize(count_);
    std::array<char, 32> digits;
    for (std::size_t i = 0; i < count_; ++i) {
      const auto short_real = value<float>(i);
      reals_[i] = static_cast<double>(short_real);
      const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), short_real).ptr;
      double exact = 0.0;
      if (const auto read = std::from_chars(digits.data(), end, exact); read.ec == std::errc{} && read.ptr == end && (std::bit_cast<std::uint32_t>(short_real) & 0x7F800000u) != 0x7F800000u) { reals_[i] = exact; }
    }
    show(reals_);
  }

  template <class Offset> void take_texts() {
    texts_.resize(count_);
    if (count_ == 0) { return; }
    const auto* bytes = static_cast<const char*>(array_->buffers[2]);
    Offset begin = value<Offset>(0);
    if (begin < 0) { fail(*column_, row_, "an offset is negative"); }
    for (std::size_t i = 0; i < count_; ++i) {
      const auto end = value<Offset>(i + 1);
      if (end < begin) { fail(*column_, row_ + static_cast<std::int64_t>(i), "its offsets do not go up"); }
      if (end > begin && bytes == nullptr) { fail(*column_, row_ + static_cast<std::int64_t>(i), "its bytes are missing"); }
      texts_[i] = end > begin ? std::string_view{bytes + begin, static_cast<std::size_t>(end - begin)} : std::string_view{};
      begin = end;
    }
  }

  void take_views() {
    constexpr std::int32_t in_place_up_to = 12;
    texts_.assign(count_, {});
    const auto buffers = array_->n_buffers - 3;
    const auto* sizes = static_cast<const char*>(array_->buffers[array_->n_buffers - 1]);
    for (std::size_t i = 0; i < count_; ++i) {
      if (!has(i)) { continue; } // what stands there means nothing
      const char* view = static_cast<const char*>(array_->buffers[1]) + (static_cast<std::size_t>(first_) + i) * 16;
      std::array<std::int32_t, 4> part; // length, first bytes, buffer, offset
      std::memcpy(part.data(), view, 16);
      const auto wrong = [&](const char* message) { fail(*column_, row_ + static_cast<std::int64_t>(i), message); };
      if (part[0] < 0) { wrong("a text has a negative length"); }
      if (part[0] <= in_place_up_to) {
        texts_[i] = {view + 4, static_cast<std::size_t>(part[0])};
        continue;
      }
      if (part[2] < 0 || part[2] >= buffers) { wrong("a text stands in a buffer that is not there"); }
      std::int64_t size = 0;
      std::memcpy(&size, sizes + static_cast<std::size_t>(part[2]) * sizeof size, sizeof size);
      const auto* bytes = static_cast<const char*>(array_->buffers[2 + part[2]]);
      if (part[3] < 0 || bytes == nullptr || std::int64_t{part[3]} + part[0] > size) { wrong("a text goes past the end of its buffer"); }
      texts_[i] = {bytes + part[3], static_cast<std::size_t>(part[0])};
    }
  }

  void take_fixed(std::size_t width) {
    texts_.assign(count_, {});
    for (std::size_t i = 0; width != 0 && i < count_; ++i) { texts_[i] = {static_cast<const char*>(array_->buffers[1]) + (static_cast<std::size_t>(first_) + i) * width, width}; }
  }

  /// A day as 2023-09-19; what lies outside the calendar as its number, for the reader to complain of.
  void take_days(const arrow_type& type) {
    make_texts([&](std::size_t i) {
      std::int64_t units = type.width == 4 ? value<std::int32_t>(i) : value<std::int64_t>(i);
      constexpr std::int64_t room = 1'000'000'000'000'000; // for the offset of any zone
      if (units > (std::numeric_limits<std::int64_t>::max)() - room || units < (std::numeric_limits<std::int64_t>::min)() + room) { return std::to_string(units); }
      units += type.seconds_east * type.units_a_second;
      const std::int64_t day = units / type.units_a_day - (units % type.units_a_day < 0 ? 1 : 0);
      return day < date::first_days || day > date::last_days ? std::to_string(units) : date{static_cast<std::int32_t>(day)}.to_string();
    });
  }

  void take_decimals(const arrow_type& type) {
    make_texts([&](std::size_t i) { return decimal_text(static_cast<const unsigned char*>(array_->buffers[1]) + (static_cast<std::size_t>(first_) + i) * type.width, type.width, type.decimals); });
  }

  /// A whole number of `width` bytes with its point, without zeros at the end of a fraction: 300 with two decimals is 3.
  static std::string decimal_text(const unsigned char* bytes, std::size_t width, std::int64_t decimals) {
    std::array<std::uint32_t, 8> limbs{}; // lowest first
    const std::size_t n = width / 4;
    std::memcpy(limbs.data(), bytes, width);
    if constexpr (std::endian::native == std::endian::big) { std::reverse(limbs.begin(), limbs.begin() + static_cast<std::ptrdiff_t>(n)); }
    const bool negative = limbs[n - 1] >> 31 != 0;
    if (negative) {
      std::uint64_t carry = 1;
      for (std::size_t k = 0; k < n; ++k) {
        carry += static_cast<std::uint32_t>(~limbs[k]);
        limbs[k] = static_cast<std::uint32_t>(carry);
        carry >>= 32;
      }
    }
    std::string digits; // last first
    for (bool more = true; more;) {
      std::uint64_t rest = 0;
      more = false;
      for (std::size_t k = n; k-- > 0;) {
        const std::uint64_t part = rest << 32 | limbs[k];
        limbs[k] = static_cast<std::uint32_t>(part / 10);
        rest = part % 10;
        more = more || limbs[k] != 0;
      }
      digits += static_cast<char>('0' + rest);
    }
    std::string fraction;
    for (std::int64_t k = 0; k < decimals; ++k) {
      const char digit = static_cast<std::size_t>(k) < digits.size() ? digits[static_cast<std::size_t>(k)] : '0';
      if (digit != '0' || !fraction.empty()) { fraction += digit; }
    }
    std::string whole = static_cast<std::int64_t>(digits.size()) > decimals ? digits.substr(decimals > 0 ? static_cast<std::size_t>(decimals) : 0) : "0";
    if (decimals < 0 && whole != "0") { whole.insert(0, static_cast<std::size_t>(-decimals), '0'); }
    std::reverse(whole.begin(), whole.end());
    std::reverse(fraction.begin(), fraction.end());
    return (negative ? "-" : "") + whole + (fraction.empty() ? "" : "." + fraction);
  }

  /// Texts that are written here and not by the array.
  template <class Write> void make_texts(Write write) {
    made_.clear();
    made_.resize(count_);
    texts_.assign(count_, {});
    for (std::size_t i = 0; i < count_; ++i) {
      if (!has(i)) { continue; }
      made_[i] = write(i);
      texts_[i] = made_[i];
    }
  }

  const ArrowArray* array_{};
  const std::string* column_{};
  std::int64_t first_{};
  std::size_t count_{};
  std::int64_t row_{};
  values_type values_{};
  bool all_valid_{true};
  std::vector<std::uint8_t> valid_;
  std::vector<std::string_view> texts_;
  std::vector<std::int64_t> integers_;
  std::vector<double> reals_;
  std::vector<std::string> made_;
};

} // namespace headway::io::detail
