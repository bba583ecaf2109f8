#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/io/detail/csv_scanner.hpp>
#include <headway/io/detail/dictionary.hpp>

/// \file
/// The fast lane of counting: rows in which every text has been understood before, without a problem. Everything else goes by the general way, which
/// teaches the lane the new texts. A lane row gives exactly what the general way would.

namespace headway::io::detail {

inline constexpr std::uint32_t lane_unknown = 0xFFFFFFFFu;

/// Texts of one column to numbers, for texts without NUL. Short texts are compared as integers.
class lane_column {
public:
  lane_column() : seed_{this}, eight_(64), sixteen_(64) {}

  /// Remembers a text that is not empty; the first number given for it stays.
  void learn(std::string_view text, std::uint32_t value) {
    if (text.empty()) {
      empty_ = value;
      return;
    }
    if (text.find('\0') != std::string_view::npos) { return; }
    longest_ = (std::max)(longest_, text.size());
    shortest_ = (std::min)(shortest_, text.size());
    if (text.size() <= 8) {
      learn_short(eight_, used_eight_, key8{padded(text)}, value);
    } else if (text.size() <= 16) {
      learn_short(sixteen_, used_sixteen_, key16{load8(text.data()), padded(text.substr(8))}, value);
    } else if (const auto [id, added] = long_.add(text); added) {
      long_values_.push_back(value);
    }
  }

  /// The numbers of column `field` of `rows` rows, `lane_unknown` where the text is not known.
  void look(const csv_scanner::lane& lane, std::size_t stride, std::size_t field, std::size_t rows, std::uint32_t* values) const {
    const view<key8> eight{*this, eight_};
    if (longest_ <= 8 && shortest_ == longest_) { // codes of one length, as codes often are
      const std::size_t length = longest_;
      look_all(lane, stride, field, rows, values, [=, mask = masked8("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", length), none = empty_](const char* at, std::size_t size) {
        return HEADWAY_LIKELY(size == length) ? eight.find(key8{load8(at) & mask}) : size == 0 ? none : lane_unknown;
      });
      return;
    }
    if (longest_ <= 8) {
      look_all(lane, stride, field, rows, values, [=, none = empty_](const char* at, std::size_t size) {
        return HEADWAY_LIKELY(size - 1 < 8) ? eight.find(key8{masked8(at, size)}) : size == 0 ? none : lane_unknown;
      });
      return;
    }
    const view<key16> sixteen{*this, sixteen_};
    look_all(lane, stride, field, rows, values, [=, this](const char* at, std::size_t size) {
      if (size - 1 < 8) { return eight.find(key8{masked8(at, size)}); }
      if (size == 0) { return empty_; }
      return size <= 16 ? sixteen.find(key16{load8(at), masked8(at + 8, size - 8)}) : look_long({at, size});
    });
  }

  /// As `text_dictionary::steps_away`, for the short texts.
  [[nodiscard]] std::uint64_t steps_away() const noexcept {
    const auto of = [](const auto& slots, const auto& table) {
      std::uint64_t steps = 0;
      for (std::size_t at = 0; at < slots.size(); ++at) {
        if (slots[at].value != lane_unknown) { steps += (at - table.place(slots[at].key)) & table.last; }
      }
      return steps;
    };
    return of(eight_, view<key8>{*this, eight_}) + of(sixteen_, view<key16>{*this, sixteen_});
  }

private:
  struct key8 {
    std::uint64_t low{};
    friend bool operator==(const key8&, const key8&) = default;
  };
  struct key16 {
    std::uint64_t low{};
    std::uint64_t high{};
    friend bool operator==(const key16&, const key16&) = default;
  };
  template <class Key>
  struct slot {
    Key key{};
    std::uint32_t value{lane_unknown};
  };

  template <class Look>
  static void look_all(const csv_scanner::lane& lane, std::size_t stride, std::size_t field, std::size_t rows, std::uint32_t* values, Look look) {
    const std::uint32_t* position = lane.positions + field;
    const char* const base = lane.base;
    for (std::size_t r = 0; r < rows; ++r, position += stride) {
      const std::uint32_t first = position[-1] + 1;
      values[r] = look(base + first, std::size_t{position[0] - first});
    }
  }

  /// A text of at most 8 bytes as an integer, the rest zero.
  [[nodiscard]] static std::uint64_t padded(std::string_view text) noexcept {
    std::uint64_t out = 0;
    std::memcpy(&out, text.data(), text.size());
    return out;
  }
  /// The same from a place with at least 8 readable bytes.
  [[nodiscard]] static std::uint64_t masked8(const char* at, std::size_t size) noexcept {
    const std::uint64_t word = load8(at);
    const unsigned unused = static_cast<unsigned>(64 - 8 * size) & 63u;
    if constexpr (std::endian::native == std::endian::little) {
      return word & (~std::uint64_t{0} >> unused);
    } else {
      return word & (~std::uint64_t{0} << unused);
    }
  }

  /// A table as plain values, so that nothing has to be fetched again for every row.
  template <class Key>
  struct view {
    const slot<Key>* slots;
    std::size_t last;
    unsigned shift;
    std::uint64_t first;
    std::uint64_t second;
    view(const lane_column& column, const std::vector<slot<Key>>& from) noexcept
        : slots{from.data()}, last{from.size() - 1}, shift{64 - static_cast<unsigned>(std::countr_zero(from.size()))}, first{column.seed_.first}, second{column.seed_.second} {}
    [[nodiscard]] std::size_t place(const key8& key) const noexcept { return mixed(key.low * first); }
    [[nodiscard]] std::size_t place(const key16& key) const noexcept { return mixed(key.low * first + key.high * second); }
    /// One product alone leaves labels that follow a pattern in long runs for one seed in a hundred.
    [[nodiscard]] std::size_t mixed(std::uint64_t product) const noexcept { return static_cast<std::size_t>(((product ^ (product >> 32)) * second) >> shift); }
    [[nodiscard]] std::uint32_t find(const Key& key) const noexcept {
      std::size_t at = place(key);
      while (HEADWAY_UNLIKELY(!(slots[at].key == key))) {
        if (slots[at].value == lane_unknown) { break; }
        at = (at + 1) & last;
      }
      return slots[at].value;
    }
  };
  [[nodiscard]] std::uint32_t look_long(std::string_view text) const noexcept {
    const std::uint32_t id = long_.find(text);
    return id == text_dictionary::absent ? lane_unknown : long_values_[id];
  }

  template <class Key>
  void learn_short(std::vector<slot<Key>>& slots, std::size_t& used, const Key& key, std::uint32_t value) const {
    if (view<Key>{*this, slots}.find(key) != lane_unknown) { return; }
    if ((used + 1) * 2 > slots.size()) {
      std::vector<slot<Key>> larger(slots.size() * 2);
      for (const slot<Key>& s : slots) {
        if (s.value != lane_unknown) { put(larger, s.key, s.value); }
      }
      slots.swap(larger);
    }
    put(slots, key, value);
    ++used;
  }
  template <class Key>
  void put(std::vector<slot<Key>>& slots, const Key& key, std::uint32_t value) const noexcept {
    std::size_t at = view<Key>{*this, slots}.place(key);
    while (slots[at].value != lane_unknown) { at = (at + 1) & (slots.size() - 1); }
    slots[at] = {key, value};
  }

  hash_seed seed_;
  std::size_t longest_{};
  std::size_t shortest_{static_cast<std::size_t>(-1)};
  std::uint32_t empty_{lane_unknown};
  std::vector<slot<key8>> eight_;
  std::vector<slot<key16>> sixteen_;
  std::size_t used_eight_{};
  std::size_t used_sixteen_{};
  text_dictionary long_;
  std::vector<std::uint32_t> long_values_;
};

/// Sets `bad[r]` where a person's code is empty or needs a closer look: anything but printing ASCII, a blank at an end, or a first character that is
/// neither a letter nor a digit.
inline void check_codes(const csv_scanner::lane& lane, std::size_t stride, std::size_t field, std::size_t rows, std::uint32_t* bad) {
  constexpr std::uint64_t ones = 0x0101010101010101u;
  const std::uint32_t* position = lane.positions + field;
  const auto is_alphanumeric = [](char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26 || static_cast<unsigned char>(c - '0') < 10; };
  for (std::size_t r = 0; r < rows; ++r, position += stride) {
    const std::uint32_t first = position[-1] + 1;
    const std::size_t size = position[0] - first;
    const char* at = lane.base + first;
    if (HEADWAY_UNLIKELY(size == 0 || !is_alphanumeric(at[0]) || at[size - 1] == ' ')) {
      bad[r] = 1;
      continue;
    }
    std::uint64_t good = 0x80 * ones;
    for (std::size_t i = 0; i < size; i += 8) {
      std::uint64_t word = load8(at + i);
      if (size - i < 8) { // the bytes past the code count as digits
        const unsigned unused = static_cast<unsigned>(64 - 8 * (size - i));
        const std::uint64_t inside = std::endian::native == std::endian::little ? ~std::uint64_t{0} >> unused : ~std::uint64_t{0} << unused;
        word = (word & inside) | (0x30 * ones & ~inside);
      }
      good &= (word + 0x60 * ones) & ~(word + ones) & ~word; // 0x80 stays in bytes from 0x20 to 0x7E
    }
    bad[r] |= static_cast<std::uint32_t>((good & 0x80 * ones) != 0x80 * ones);
  }
}

} // namespace headway::io::detail
