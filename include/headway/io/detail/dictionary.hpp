#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/config.hpp>

/// \file
/// Texts to small numbers. Positions in the table depend on a seed nobody outside can know, so no choice of labels makes it slow;
/// the numbers given out depend only on the order of first appearance.

namespace headway::io::detail {

/// Both halves of the 128-bit product, folded: the mixing step of the hash.
[[nodiscard]] inline std::uint64_t folded_product(std::uint64_t a, std::uint64_t b) noexcept {
#if defined(__SIZEOF_INT128__)
  __extension__ using wide = unsigned __int128;
  const wide product = static_cast<wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
#else
  const std::uint64_t low_mask = 0xFFFFFFFFu;
  const std::uint64_t ll = (a & low_mask) * (b & low_mask);
  const std::uint64_t lh = (a & low_mask) * (b >> 32);
  const std::uint64_t hl = (a >> 32) * (b & low_mask);
  const std::uint64_t hh = (a >> 32) * (b >> 32);
  const std::uint64_t middle = (ll >> 32) + (lh & low_mask) + (hl & low_mask);
  const std::uint64_t low = (ll & low_mask) | (middle << 32);
  return low ^ (hh + (lh >> 32) + (hl >> 32) + (middle >> 32));
#endif
}

[[nodiscard]] inline std::uint64_t load8(const char* at) noexcept {
  std::uint64_t out;
  std::memcpy(&out, at, sizeof out);
  return out;
}

[[nodiscard]] inline std::uint64_t load4(const char* at) noexcept {
  std::uint32_t out;
  std::memcpy(&out, at, sizeof out);
  return out;
}

/// Two secret odd numbers for one table, from the clock and the table's own address.
struct hash_seed {
  std::uint64_t first;
  std::uint64_t second;
  explicit hash_seed(const void* place) noexcept {
    std::timespec clock{};
    (void)std::timespec_get(&clock, TIME_UTC);
    const std::uint64_t now = static_cast<std::uint64_t>(clock.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(clock.tv_nsec);
    std::uint64_t at = 0;
    std::memcpy(&at, &place, (sizeof place < sizeof at) ? sizeof place : sizeof at);
    first = folded_product(now ^ 0x9E3779B97F4A7C15u, at ^ 0xD1B54A32D192ED03u) | 1u;
    second = folded_product(first ^ 0x8CB92BA72F3D8DD7u, at + now + 0xA0761D6478BD642Fu) | 1u;
  }
};

/// A hash of any bytes, reading only those.
[[nodiscard]] inline std::uint64_t hash_bytes(std::string_view text, const hash_seed& seed) noexcept {
  const char* at = text.data();
  std::size_t n = text.size();
  std::uint64_t state = seed.second ^ static_cast<std::uint64_t>(n);
  while (n > 16) {
    state = folded_product(load8(at) ^ seed.first, load8(at + 8) ^ state);
    at += 16;
    n -= 16;
  }
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  if (n >= 8) {
    a = load8(at);
    b = load8(at + n - 8);
  } else if (n >= 4) {
    a = load4(at);
    b = load4(at + n - 4);
  } else if (n > 0) {
    a = static_cast<unsigned char>(at[0]) | (std::uint64_t{static_cast<unsigned char>(at[n / 2])} << 8) |
        (std::uint64_t{static_cast<unsigned char>(at[n - 1])} << 16);
  }
  return folded_product(folded_product(a ^ seed.first, b ^ state), seed.second ^ 0xE7037ED1A0B428DBu);
}

/// Distinct texts, numbered in order of first appearance.
class text_dictionary {
public:
  text_dictionary() : seed_{this}, slots_(64) {}

  /// The number of `text`, and whether it is new. Cost: constant on average.
  std::pair<std::uint32_t, bool> add(std::string_view text) {
    const std::uint64_t hash = hash_bytes(text, seed_);
    std::size_t at = static_cast<std::size_t>(hash) & (slots_.size() - 1);
    while (slots_[at].number != 0) {
      if (slots_[at].hash == hash && (*this)[slots_[at].number - 1] == text) { return {slots_[at].number - 1, false}; }
      at = (at + 1) & (slots_.size() - 1);
    }
    check::that(ends_.size() < 0xFFFFFFF0u, "io::read_ratings", "labels", "too many different labels");
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    ends_.push_back(bytes_.size());
    const auto number = static_cast<std::uint32_t>(ends_.size());
    slots_[at] = {hash, number};
    if (ends_.size() * 2 > slots_.size()) { grow(); }
    return {number - 1, true};
  }
  static constexpr std::uint32_t absent = 0xFFFFFFFFu;
  /// The number of `text`, or `absent`.
  [[nodiscard]] std::uint32_t find(std::string_view text) const noexcept {
    const std::uint64_t hash = hash_bytes(text, seed_);
    std::size_t at = static_cast<std::size_t>(hash) & (slots_.size() - 1);
    while (slots_[at].number != 0) {
      if (slots_[at].hash == hash && (*this)[slots_[at].number - 1] == text) { return slots_[at].number - 1; }
      at = (at + 1) & (slots_.size() - 1);
    }
    return absent;
  }
  [[nodiscard]] std::string_view operator[](std::uint32_t id) const noexcept {
    const std::size_t first = id == 0 ? 0 : ends_[id - 1];
    return {bytes_.data() + first, ends_[id] - first};
  }
  [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }
  /// How many steps in all the texts stand away from where they would like to: what makes a table slow, and what no choice of texts may drive up.
  [[nodiscard]] std::uint64_t steps_away() const noexcept {
    std::uint64_t steps = 0;
    for (std::size_t at = 0; at < slots_.size(); ++at) {
      if (slots_[at].number != 0) { steps += (at - static_cast<std::size_t>(slots_[at].hash)) & (slots_.size() - 1); }
    }
    return steps;
  }

private:
  struct slot {
    std::uint64_t hash{};
    std::uint32_t number{}; ///< id + 1; 0 is free
  };
  void grow() {
    std::vector<slot> larger(slots_.size() * 2);
    for (const slot& s : slots_) {
      if (s.number == 0) { continue; }
      std::size_t at = static_cast<std::size_t>(s.hash) & (larger.size() - 1);
      while (larger[at].number != 0) { at = (at + 1) & (larger.size() - 1); }
      larger[at] = s;
    }
    slots_.swap(larger);
  }

  hash_seed seed_;
  std::vector<slot> slots_;
  std::vector<char> bytes_;
  std::vector<std::size_t> ends_;
};

/// Distinct pairs of numbers, numbered in order of first appearance.
class pair_dictionary {
public:
  std::pair<std::uint32_t, bool> add(std::uint32_t first, std::uint32_t second) {
    if (!pairs_.empty() && pairs_[last_].first == first && pairs_[last_].second == second) { return {last_, false}; }
    char key[8];
    std::memcpy(key, &first, 4);
    std::memcpy(key + 4, &second, 4);
    const auto found = keys_.add({key, 8});
    if (found.second) { pairs_.emplace_back(first, second); }
    last_ = found.first;
    return found;
  }
  [[nodiscard]] const std::pair<std::uint32_t, std::uint32_t>& operator[](std::uint32_t id) const noexcept { return pairs_[id]; }
  [[nodiscard]] std::size_t size() const noexcept { return pairs_.size(); }

private:
  text_dictionary keys_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs_;
  std::uint32_t last_{};
};

} // namespace headway::io::detail
