#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <headway/config.hpp>

#if (defined(__x86_64__) || defined(_M_X64)) && (defined(__GNUC__) || defined(__clang__))
#define HEADWAY_X86_KERNELS 1
#include <immintrin.h>
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
};

/// Writes the positions of the special characters of `data[0, n)` to `out`, which has room for n + 8, and gives their number.
using find_specials_function = std::size_t (*)(const char* data, std::size_t n, char separator, std::uint32_t* out, special_flags& seen);

/// Writes the positions of the set bits of `mask`, eight at a time: room for 8 too many is needed.
HEADWAY_ALWAYS_INLINE std::uint32_t* put_positions(std::uint64_t mask, std::uint32_t base, std::uint32_t* out) noexcept {
  const auto n = std::popcount(mask);
  std::uint32_t* at = out;
  do {
    for (int k = 0; k < 8; ++k) {
      at[k] = base + static_cast<std::uint32_t>(std::countr_zero(mask));
      mask &= mask - 1;
    }
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
    std::uint64_t hits = zeros(v ^ s) | zeros(v ^ spread('\n')) | zeros(v ^ spread('\r')) | zeros(v ^ spread('"')) | zeros(v ^ spread('@'));
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

/// Sixteen bytes at a time; every x86-64 has this.
inline std::size_t find_specials_sse2(const char* data, std::size_t n, char separator, std::uint32_t* out, special_flags& seen) noexcept {
  const __m128i s = _mm_set1_epi8(separator);
  const __m128i lf = _mm_set1_epi8('\n');
  const __m128i cr = _mm_set1_epi8('\r');
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i at_sign = _mm_set1_epi8('@');
  __m128i high = _mm_setzero_si128();
  __m128i nul = _mm_setzero_si128();
  std::uint32_t* end = out;
  std::size_t i = 0;
  for (; i + 64 <= n; i += 64) {
    std::uint64_t mask = 0;
    for (int k = 0; k < 4; ++k) {
      const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(data + i + 16 * static_cast<std::size_t>(k)));
      high = _mm_or_si128(high, v);
      nul = _mm_or_si128(nul, _mm_cmpeq_epi8(v, _mm_setzero_si128()));
      const __m128i hit = _mm_or_si128(_mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, s), _mm_cmpeq_epi8(v, lf)), _mm_or_si128(_mm_cmpeq_epi8(v, cr), _mm_cmpeq_epi8(v, quote))),
                                       _mm_cmpeq_epi8(v, at_sign));
      mask |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(hit))} << (16 * k);
    }
    if (mask != 0) { end = put_positions(mask, static_cast<std::uint32_t>(i), end); }
  }
  seen.high = seen.high || _mm_movemask_epi8(high) != 0;
  seen.nul = seen.nul || _mm_movemask_epi8(nul) != 0;
  const auto found = static_cast<std::size_t>(end - out);
  return found + find_specials_tail(data, i, n, separator, end, seen);
}

/// Thirty-two bytes at a time: the low half of a byte looks up the one special character it could be.
__attribute__((target("avx2,bmi,popcnt"))) inline std::size_t find_specials_avx2(const char* data, std::size_t n, char separator, std::uint32_t* out,
                                                                                  special_flags& seen) noexcept {
  alignas(32) std::array<char, 32> table{};
  for (const char c : {'@', '\n', '\r', '"', separator}) {
    table[static_cast<std::size_t>(c & 15)] = c;
    table[static_cast<std::size_t>(c & 15) + 16] = c;
  }
  const __m256i lookup = _mm256_load_si256(reinterpret_cast<const __m256i*>(table.data()));
  __m256i high = _mm256_setzero_si256();
  __m256i nul = _mm256_setzero_si256();
  std::uint32_t* end = out;
  std::size_t i = 0;
  for (; i + 64 <= n; i += 64) {
    const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data + i));
    const __m256i b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(data + i + 32));
    high = _mm256_or_si256(high, _mm256_or_si256(a, b));
    nul = _mm256_or_si256(nul, _mm256_cmpeq_epi8(_mm256_min_epu8(a, b), _mm256_setzero_si256()));
    const auto first = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(lookup, a), a)));
    const auto second = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(lookup, b), b)));
    std::uint64_t mask = first | (std::uint64_t{second} << 32);
    if (mask == 0) { continue; }
    const auto count = __builtin_popcountll(mask);
    std::uint32_t* at = end;
    do {
      for (int k = 0; k < 8; ++k) {
        at[k] = static_cast<std::uint32_t>(i) + static_cast<std::uint32_t>(_tzcnt_u64(mask));
        mask &= mask - 1;
      }
      at += 8;
    } while (mask != 0);
    end += count;
  }
  seen.high = seen.high || _mm256_movemask_epi8(high) != 0;
  seen.nul = seen.nul || _mm256_movemask_epi8(nul) != 0;
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
