#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <headway/config.hpp>

#if (defined(__x86_64__) || defined(_M_X64)) && (defined(__GNUC__) || defined(__clang__))
#define HEADWAY_X86_KERNELS 1
#else
#define HEADWAY_X86_KERNELS 0
#endif

/// \file
/// Where the characters stand that give a separated text its structure: separator, LF, CR, quote, and @ (which would make a person's
/// code an address). One portable kernel and faster ones for x86-64, chosen when the program runs; all give the same positions.

namespace headway::io::detail {

/// What else a stretch of text holds.
struct special_flags {
  bool high{}; ///< a byte of 0x80 or more
  bool nul{};
  std::uint64_t line_feeds{}; ///< how many LF there are, and how many separators
  std::uint64_t separators{};
};

/// Writes the positions of the special characters of `data[0, n)` to `out`, which has room for n + 8, and gives their number.
using find_specials_function = std::size_t (*)(const char* data, std::size_t n, char separator, std::uint32_t* out, special_flags& seen);

/// Writes the positions of the set bits of `mask`, eight at a time: room for 8 too many is needed.
HEADWAY_ALWAYS_INLINE std::uint32_t* put_positions(std::uint64_t mask, std::uint32_t base, std::uint32_t* out) noexcept {
  const auto n = std::popcount(mask);
  const auto put = [&](std::uint32_t& at) {
    at = base + static_cast<std::uint32_t>(std::countr_zero(mask));
    mask &= mask - 1;
  };
  std::uint32_t* at = out;
  do {
    put(at[0]);
    put(at[1]);
    put(at[2]);
    put(at[3]);
    put(at[4]);
    put(at[5]);
    put(at[6]);
    put(at[7]);
    at += 8;
  } while (mask != 0);
  return out + n;
}

[[nodiscard]] inline bool is_special(char c, char separator) noexcept { return c == separator || c == '\n' || c == '\r' || c == '"' || c == '@'; }

/// The end of a stretch that does not fill a block.
inline std::size_t find_specials_tail(const char* data, std::size_t from, std::size_t n, char separator, std::uint32_t* out, special_flags& seen) noexcept {
  std::size_t found = 0;
  for (std::size_t i = from; i < n; ++i) {
    if (is_special(data[i], separator)) { out[found++] = static_cast<std::uint32_t>(i); }
    seen.high = seen.high || static_cast<unsigned char>(data[i]) >= 0x80;
    seen.nul = seen.nul || data[i] == '\0';
    seen.line_feeds += data[i] == '\n';
    seen.separators += data[i] == separator;
  }
  return found;
}

/// Eight bytes at a time in an ordinary register; works anywhere.
inline std::size_t find_specials_portable(const char* data, std::size_t n, char separator, std::uint32_t* out, special_flags& seen) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101u;
  constexpr std::uint64_t low7 = 0x7F7F7F7F7F7F7F7Fu;
  const auto spread = [](char c) { return ones * static_cast<unsigned char>(c); };
  // 0x80 in exactly the bytes that are zero
  const auto zeros = [](std::uint64_t v) { return ~(((v & low7) + low7) | v | low7); };
  const std::uint64_t s = spread(separator);
  std::uint64_t high = 0;
  std::uint64_t nul = 0;
  std::size_t found = 0;
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    std::uint64_t v = 0;
    if constexpr (std::endian::native == std::endian::little) {
      std::memcpy(&v, data + i, 8);
    } else {
      for (std::size_t k = 0; k < 8; ++k) { v |= std::uint64_t{static_cast<unsigned char>(data[i + k])} << (8 * k); }
    }
    high |= v;
    nul |= zeros(v);
    const std::uint64_t line_feeds = zeros(v ^ spread('\n'));
    const std::uint64_t separators = zeros(v ^ s);
    seen.line_feeds += static_cast<std::uint64_t>(std::popcount(line_feeds));
    seen.separators += static_cast<std::uint64_t>(std::popcount(separators));
    std::uint64_t hits = separators | line_feeds | zeros(v ^ spread('\r')) | zeros(v ^ spread('"')) | zeros(v ^ spread('@'));
    while (hits != 0) {
      out[found++] = static_cast<std::uint32_t>(i + static_cast<std::size_t>(std::countr_zero(hits)) / 8);
      hits &= hits - 1;
    }
  }
  seen.high = seen.high || (high & ~low7) != 0;
  seen.nul = seen.nul || nul != 0;
  return found + find_specials_tail(data, i, n, separator, out + found, seen);
}

#if HEADWAY_X86_KERNELS

// Vectors of the compiler rather than <immintrin.h>, which alone takes a second to compile.
using bytes16 = char __attribute__((vector_size(16)));
using bytes32 = char __attribute__((vector_size(32)));

/// Sum of the bytes of a vector, each an unsigned number.
template <class Bytes>
[[nodiscard]] HEADWAY_ALWAYS_INLINE std::uint64_t sum_of(const Bytes& counts) noexcept {
  unsigned char each[sizeof(Bytes)];
  std::memcpy(each, &counts, sizeof counts);
  std::uint64_t sum = 0;
  for (const unsigned char n : each) { sum += n; }
  return sum;
}

/// Sixteen bytes at a time; every x86-64 has this.
inline std::size_t find_specials_sse2(const char* data, std::size_t n, char separator, std::uint32_t* out, special_flags& seen) noexcept {
  const bytes16 none{};
  const bytes16 s = none + separator;
  bytes16 high{};
  bytes16 nul{};
  std::uint32_t* end = out;
  std::size_t i = 0;
  while (i + 64 <= n) {
    bytes16 line_feeds{}; // a byte each counts up to 255: 63 rounds of four vectors
    bytes16 separators{};
    for (int round = 0; round < 63 && i + 64 <= n; ++round, i += 64) {
      std::uint64_t mask = 0;
      for (unsigned k = 0; k < 4; ++k) {
        bytes16 v;
        std::memcpy(&v, data + i + 16 * k, 16);
        high |= v;
        nul |= v == none;
        const bytes16 is_separator = v == s;
        const bytes16 is_line_feed = v == (none + '\n');
        separators -= is_separator;
        line_feeds -= is_line_feed;
        const bytes16 hit = is_separator | is_line_feed | (v == (none + '\r')) | (v == (none + '"')) | (v == (none + '@'));
        mask |= std::uint64_t{static_cast<std::uint32_t>(__builtin_ia32_pmovmskb128(hit))} << (16 * k);
      }
      if (mask != 0) { end = put_positions(mask, static_cast<std::uint32_t>(i), end); }
    }
    seen.line_feeds += sum_of(line_feeds);
    seen.separators += sum_of(separators);
  }
  seen.high = seen.high || __builtin_ia32_pmovmskb128(high) != 0;
  seen.nul = seen.nul || __builtin_ia32_pmovmskb128(nul) != 0;
  const auto found = static_cast<std::size_t>(end - out);
  return found + find_specials_tail(data, i, n, separator, end, seen);
}

/// Thirty-two bytes at a time: the low half of a byte looks up the one special character it could be.
__attribute__((target("avx2,bmi,popcnt"))) inline std::size_t find_specials_avx2(const char* data, std::size_t n, char separator, std::uint32_t* out,
                                                                                  special_flags& seen) noexcept {
  bytes32 lookup{};
  for (const char c : {'@', '\n', '\r', '"', separator}) {
    lookup[c & 15] = c;
    lookup[(c & 15) + 16] = c;
  }
  const bytes32 none{};
  const bytes32 s = none + separator;
  bytes32 high{};
  bytes32 nul{};
  std::uint32_t* end = out;
  std::size_t i = 0;
  while (i + 64 <= n) {
    bytes32 line_feeds{}; // a byte each counts up to 255: 127 rounds of two vectors
    bytes32 separators{};
    for (int round = 0; round < 127 && i + 64 <= n; ++round, i += 64) {
      bytes32 a;
      bytes32 b;
      std::memcpy(&a, data + i, 32);
      std::memcpy(&b, data + i + 32, 32);
      high |= a | b;
      nul |= (a == none) | (b == none);
      separators -= (a == s) + (b == s);
      line_feeds -= (a == (none + '\n')) + (b == (none + '\n'));
      const auto first = static_cast<std::uint32_t>(__builtin_ia32_pmovmskb256(__builtin_ia32_pshufb256(lookup, a) == a));
      const auto second = static_cast<std::uint32_t>(__builtin_ia32_pmovmskb256(__builtin_ia32_pshufb256(lookup, b) == b));
      const std::uint64_t mask = first | (std::uint64_t{second} << 32);
      if (mask != 0) { end = put_positions(mask, static_cast<std::uint32_t>(i), end); }
    }
    seen.line_feeds += sum_of(line_feeds);
    seen.separators += sum_of(separators);
  }
  seen.high = seen.high || __builtin_ia32_pmovmskb256(high) != 0;
  seen.nul = seen.nul || __builtin_ia32_pmovmskb256(nul) != 0;
  const auto found = static_cast<std::size_t>(end - out);
  return found + find_specials_tail(data, i, n, separator, end, seen);
}

#endif

/// The fastest kernel this processor has for this separator.
[[nodiscard]] inline find_specials_function best_find_specials(char separator) noexcept {
#if HEADWAY_X86_KERNELS
  // the look-up needs characters with different low halves, and a NUL must never match
  const int low = separator & 15;
  const bool fits = low != 0 && low != 2 && low != 10 && low != 13 && static_cast<unsigned char>(separator) < 0x80;
  if (fits && __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0) { return &find_specials_avx2; }
  return &find_specials_sse2;
#else
  static_cast<void>(separator);
  return &find_specials_portable;
#endif
}

} // namespace headway::io::detail
