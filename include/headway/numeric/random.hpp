#pragma once

/// \file
/// Random numbers that are the same everywhere: same seed and stream, same numbers, on every platform, for any number of threads.
///
/// A block of numbers is a function of (seed, stream, position) alone, so work split over threads gives each piece its own stream and never
/// shares a generator. Whole numbers, uniform numbers and shuffles are the same bits everywhere. Normal numbers and what is made of them
/// rest on the platform's log and pow and may differ in the last bits.

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include <headway/base/check.hpp>
#include <headway/base/error.hpp>
#include <headway/base/types.hpp>
#include <headway/numeric/special.hpp>

namespace headway::numeric {

/// Philox4x32-10: four random words from a counter and a key.
/// Definition: ten rounds of two 32 x 32 bit multiplications, the key raised by the golden ratio and sqrt(3) - 1 between rounds.
/// \param counter any four words \param key any two words \return four words that look random for counters however alike
/// Cost: 20 multiplications. Threads: safe. Since 0.1. Reference: Salmon, Moraes, Dror and Shaw (2011), SC11. Checked by `random_test`
/// against the authors' known answers.
[[nodiscard]] constexpr std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) noexcept {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t first = std::uint64_t{0xD2511F53u} * counter[0];
    const std::uint64_t second = std::uint64_t{0xCD9E8D57u} * counter[2];
    counter = {static_cast<std::uint32_t>(second >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(second),
               static_cast<std::uint32_t>(first >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(first)};
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
  return counter;
}

/// An endless sequence of random numbers, one of 2^64 for every seed.
/// Definition: word 4 i + j of the sequence is word j of philox4x32 with the counter (i, stream) and the seed as the key; 2^66 words long.
/// A model of the standard's uniform random bit generator. Copying it copies its position.
/// Threads: one stream belongs to one thread at a time; give every piece of parallel work a stream of its own. Since 0.1.
/// Checked by `random_test`.
class random_stream {
public:
  using result_type = std::uint64_t; ///< what a call gives

  /// \param from the seed of the call \param stream which of its sequences, e.g. the number of the replicate
  constexpr explicit random_stream(seed from, std::uint64_t stream = 0) noexcept : seed_{from.value}, stream_{stream} {}

  /// 0.
  [[nodiscard]] static constexpr result_type(min)() noexcept { return 0; }
  /// 2^64 - 1.
  [[nodiscard]] static constexpr result_type(max)() noexcept { return ~result_type{0}; }

  /// The next 64 random bits. Cost: half a block.
  constexpr result_type operator()() noexcept {
    if (!half_used_) {
      words_ = philox4x32({low(position_), high(position_), low(stream_), high(stream_)}, {low(seed_), high(seed_)});
      ++position_;
    }
    half_used_ = !half_used_;
    const std::size_t at = half_used_ ? 0 : 2;
    return std::uint64_t{words_[at]} | std::uint64_t{words_[at + 1]} << 32;
  }

private:
  [[nodiscard]] static constexpr std::uint32_t low(std::uint64_t word) noexcept { return static_cast<std::uint32_t>(word); }
  [[nodiscard]] static constexpr std::uint32_t high(std::uint64_t word) noexcept { return static_cast<std::uint32_t>(word >> 32); }

  std::uint64_t seed_;
  std::uint64_t stream_;
  std::uint64_t position_{};
  std::array<std::uint32_t, 4> words_{};
  bool half_used_{};
};

/// An endless sequence of random numbers for inner loops: a fifth of the cost of `random_stream`, from the same seeds and streams.
/// Definition: xoshiro256++, its state the first four numbers of the `random_stream` of the seed and the stream. Sequences of different streams do not
/// meet in practice: each is a random place in a cycle of 2^256 - 1.
/// A model of the standard's uniform random bit generator; the same bits everywhere. Copying it copies its position.
/// Choose `random_stream` where a number must be reached by its position, or where a call draws few numbers.
/// Threads: as `random_stream`. Since 0.1. Reference: Blackman and Vigna (2021), ACM TOMS 47. Checked by `random_test` against the authors' known answers.
class quick_stream {
public:
  using result_type = std::uint64_t; ///< what a call gives

  /// \param from the seed of the call \param stream which of its sequences, e.g. the number of the replicate
  constexpr explicit quick_stream(seed from, std::uint64_t stream = 0) noexcept {
    random_stream start{from, stream};
    for (std::uint64_t& word : state_) { word = start(); }
    state_[0] |= static_cast<std::uint64_t>((state_[0] | state_[1] | state_[2] | state_[3]) == 0); // all zeros would stay so
  }
  /// \param state any four words that are not all 0
  constexpr explicit quick_stream(const std::array<std::uint64_t, 4>& state) noexcept : state_{state} {}

  /// 0.
  [[nodiscard]] static constexpr result_type(min)() noexcept { return 0; }
  /// 2^64 - 1.
  [[nodiscard]] static constexpr result_type(max)() noexcept { return ~result_type{0}; }

  /// The next 64 random bits. Cost: a nanosecond.
  constexpr result_type operator()() noexcept {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

private:
  std::array<std::uint64_t, 4> state_{};
};

/// A uniform number strictly between 0 and 1.
/// Definition: one of the 2^52 odd multiples of 2^-53, so it is never 0 or 1 and u and 1 - u are equally likely.
/// Cost: half a block. Threads: as `random_stream`. Since 0.1. Checked by `random_test`.
[[nodiscard]] constexpr double draw_uniform(random_stream& random) noexcept {
  return (static_cast<double>(random() >> 12) + 0.5) * 0x1p-52;
}

/// A whole number from 0 to bound - 1, each equally likely, without the bias of a remainder.
/// \param bound at least 1 \throws error out_of_range for 0
/// Cost: one or two draws. Threads: as `random_stream`. Since 0.1. Checked by `random_test`.
[[nodiscard]] constexpr std::uint64_t draw_below(random_stream& random, std::uint64_t bound) {
  if (bound == 0) { throw error{error_category::out_of_range, "draw_below", "bound", "0 is not allowed; it must be at least 1"}; }
  std::uint64_t mask = bound - 1;
  for (unsigned shift = 1; shift < 64; shift *= 2) { mask |= mask >> shift; }
  for (;;) {
    const std::uint64_t value = random() & mask;
    if (value < bound) { return value; }
  }
}

/// A standard normal number.
/// Definition: the polar method; the second number of each pair is not kept, so that one draw never depends on an earlier one's kind.
/// Cost: 1.3 pairs of uniform numbers and one log. Threads: as `random_stream`. Since 0.1. Reference: Marsaglia and Bray (1964).
/// Checked by `random_test`.
[[nodiscard]] inline double draw_normal(random_stream& random) noexcept {
  for (;;) {
    const double x = 2.0 * draw_uniform(random) - 1.0;
    const double y = 2.0 * draw_uniform(random) - 1.0;
    const double square = x * x + y * y;
    if (square < 1.0) { return x * std::sqrt(-2.0 * std::log(square) / square); }
  }
}

namespace detail {

inline void positive_shape(double shape, const char* function) {
  if (!(shape > 0.0 && shape < 1e300)) {
    throw error{error_category::out_of_range, function, "shape", std::to_string(shape) + " is not allowed; it must be positive"};
  }
}

/// A gamma number for a shape of at least 1, with scale 1: Marsaglia and Tsang's squeeze.
[[nodiscard]] inline double gamma_from_one_up(random_stream& random, double shape) noexcept {
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  for (;;) {
    const double x = draw_normal(random);
    const double root = 1.0 + c * x;
    if (root <= 0.0) { continue; }
    const double v = root * root * root;
    if (std::log(draw_uniform(random)) < 0.5 * x * x + d - d * v + d * std::log(v)) { return d * v; }
  }
}

/// The logarithm of a gamma number, which a small shape makes too small for a double.
[[nodiscard]] inline double log_gamma_number(random_stream& random, double shape) noexcept {
  if (shape >= 1.0) { return std::log(gamma_from_one_up(random, shape)); }
  const double larger = std::log(gamma_from_one_up(random, shape + 1.0));
  return larger + std::log(draw_uniform(random)) / shape;
}

} // namespace detail

/// A gamma number with scale 1. It may be 0 for a shape below 0.03, where true values fall below the smallest double.
/// \param shape positive \throws error out_of_range otherwise
/// Cost: about 1.1 normal numbers and two logs. Threads: as `random_stream`. Since 0.1. Reference: Marsaglia and Tsang (2000), ACM TOMS 26.
/// Checked by `random_test`.
[[nodiscard]] inline double draw_gamma(random_stream& random, double shape) {
  detail::positive_shape(shape, "draw_gamma");
  return shape >= 1.0 ? detail::gamma_from_one_up(random, shape) : std::exp(detail::log_gamma_number(random, shape));
}

/// A beta number in [0, 1].
/// \param a,b shapes, positive \throws error out_of_range otherwise
/// Cost: two gamma numbers. Threads: as `random_stream`. Since 0.1. Checked by `random_test`.
[[nodiscard]] inline double draw_beta(random_stream& random, double a, double b) {
  detail::positive_shape(a, "draw_beta");
  detail::positive_shape(b, "draw_beta");
  const double x = detail::log_gamma_number(random, a);
  const double y = detail::log_gamma_number(random, b);
  return x < y ? std::exp(x - y) / (1.0 + std::exp(x - y)) : 1.0 / (1.0 + std::exp(y - x));
}

/// Shares from a Dirichlet distribution.
/// \param mass one per share, none negative and not all 0; a mass of 0 gives a share of 0
/// \param out as long as `mass` and not the same memory; filled, sums to 1
/// \throws error invalid_argument when the lengths differ, out_of_range for a negative mass or only zeros
/// Cost: one gamma number a share; no allocation. Threads: as `random_stream`. Since 0.1. Checked by `random_test`.
inline void draw_dirichlet(random_stream& random, std::span<const double> mass, std::span<double> out) {
  check::same_length(out.size(), mass.size(), "draw_dirichlet", "out");
  double largest = -1e308;
  bool any = false;
  for (const double each : mass) {
    if (!(each >= 0.0 && each < 1e300)) {
      throw error{error_category::out_of_range, "draw_dirichlet", "mass", std::to_string(each) + " is not allowed; no mass may be negative"};
    }
    any = any || each > 0.0;
  }
  if (!any) { throw error{error_category::out_of_range, "draw_dirichlet", "mass", "has nothing above 0"}; }
  for (std::size_t i = 0; i < mass.size(); ++i) {
    if (mass[i] > 0.0) {
      out[i] = detail::log_gamma_number(random, mass[i]);
      largest = (std::fmax)(largest, out[i]);
    }
  }
  double sum = 0.0;
  for (std::size_t i = 0; i < mass.size(); ++i) { sum += out[i] = mass[i] > 0.0 ? std::exp(out[i] - largest) : 0.0; }
  for (double& share : out) { share /= sum; }
}

/// How many of n trials succeed.
/// Definition: n uniform numbers of which those below `share` count. While there are more than 16, one that is known to be the middle one of them
/// is drawn from its beta distribution, and only the half that is still open goes on, so the cost grows with log n and not with n.
/// \param n trials \param share in [0, 1] \throws error out_of_range otherwise
/// Cost: 16 uniform numbers and log2(n / 16) beta numbers at most. Threads: as `random_stream`. Since 0.1.
/// Reference: Ahrens and Dieter (1974), Computing 12. Checked by `random_test`.
[[nodiscard]] inline std::uint64_t draw_binomial(random_stream& random, std::uint64_t n, double share) {
  if (!(share >= 0.0 && share <= 1.0)) {
    throw error{error_category::out_of_range, "draw_binomial", "share", std::to_string(share) + " is not allowed; it must be 0 to 1"};
  }
  std::uint64_t successes = 0;
  while (n > 16 && share > 0.0 && share < 1.0) {
    const std::uint64_t middle = n / 2 + 1;
    const double at = draw_beta(random, static_cast<double>(middle), static_cast<double>(n - middle + 1));
    if (at > share) {
      n = middle - 1;
      share /= at;
    } else {
      successes += middle;
      n -= middle;
      share = at < 1.0 ? (share - at) / (1.0 - at) : 0.0;
    }
  }
  if (share >= 1.0) { return successes + n; }
  if (!(share > 0.0)) { return successes; }
  for (; n > 0; --n) { successes += draw_uniform(random) < share ? 1u : 0u; }
  return successes;
}

/// How many of the people drawn without replacement are marked.
/// Definition: x has the chance C(marked, x) C(others, drawn - x) / C(marked + others, drawn). The chances are gone through from the most likely number
/// outwards, one above and one below, until their sum passes a uniform number.
/// \param marked,others how many of each there are, together at most 2^53 \param drawn how many are drawn, at most marked + others
/// \throws error out_of_range otherwise
/// Cost: three densities and about twice the standard deviation in steps. Threads: as `random_stream`. Since 0.1. Checked by `random_test`.
[[nodiscard]] inline std::uint64_t draw_hypergeometric(random_stream& random, std::uint64_t marked, std::uint64_t others, std::uint64_t drawn) {
  constexpr std::uint64_t most = std::uint64_t{1} << 53;
  if (marked > most || others > most - marked) {
    throw error{error_category::out_of_range, "draw_hypergeometric", "marked, others", "together more than 9007199254740992"};
  }
  const std::uint64_t all = marked + others;
  if (drawn > all) {
    throw error{error_category::out_of_range, "draw_hypergeometric", "drawn", std::to_string(drawn) + " is not allowed; it must be 0 to " + std::to_string(all)};
  }
  if (drawn == 0 || marked == 0) { return 0; }
  if (others == 0 || drawn == all) { return (std::min)(marked, drawn); }
  const auto m = static_cast<double>(marked);
  const auto o = static_cast<double>(others);
  const auto d = static_cast<double>(drawn);
  const double share = d / (m + o);
  const double rest = static_cast<double>(all - drawn) / (m + o);
  const std::uint64_t lowest = drawn > others ? drawn - others : 0;
  const std::uint64_t highest = (std::min)(marked, drawn);
  const std::uint64_t mode = (std::clamp)(static_cast<std::uint64_t>((d + 1.0) * ((m + 1.0) / (m + o + 2.0))), lowest, highest);
  // the chance of k of n in a binomial law, as the density of a beta law; three of them make the chance of the mode
  const auto binomial = [&](double k, double n) { return detail::beta_law{k + 1.0, n - k + 1.0}.kernel(share, rest) / ((n + 1.0) * share * rest); };
  const auto at_mode = static_cast<double>(mode);
  const double top = binomial(at_mode, m) * binomial(d - at_mode, o) / binomial(d, m + o);

  double left = draw_uniform(random) - top;
  if (left < 0.0) { return mode; }
  std::uint64_t above = mode;
  std::uint64_t below = mode;
  double up = top;
  double down = top;
  while (above < highest || below > lowest) {
    if (above < highest) {
      const auto x = static_cast<double>(above);
      up *= (m - x) / (x + 1.0) * ((d - x) / (o - d + x + 1.0));
      ++above;
      left -= up;
      if (left < 0.0) { return above; }
    }
    if (below > lowest) {
      const auto x = static_cast<double>(below);
      down *= x / (m - x + 1.0) * ((o - d + x) / (d - x + 1.0));
      --below;
      left -= down;
      if (left < 0.0) { return below; }
    }
    if (up + down < 1e-18 * top) { break; } // nothing left but rounding
  }
  return mode;
}

/// How many of n land in each category.
/// \param n how many in all \param weights one per category, none negative and not all 0; they need not sum to 1
/// \param out as long as `weights`; filled, sums to n
/// \throws error invalid_argument when the lengths differ, out_of_range for a negative weight or only zeros
/// Cost: one binomial number a category; no allocation. Threads: as `random_stream`. Since 0.1. Checked by `random_test`.
inline void draw_multinomial(random_stream& random, std::uint32_t n, std::span<const double> weights, std::span<std::uint32_t> out) {
  check::same_length(out.size(), weights.size(), "draw_multinomial", "out");
  double left = 0.0;
  std::size_t last = weights.size();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!(weights[i] >= 0.0 && weights[i] < 1e300)) {
      throw error{error_category::out_of_range, "draw_multinomial", "weights", std::to_string(weights[i]) + " is not allowed; no weight may be negative"};
    }
    left += weights[i];
    if (weights[i] > 0.0) { last = i; }
  }
  if (last == weights.size()) { throw error{error_category::out_of_range, "draw_multinomial", "weights", "has nothing above 0"}; }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double share = !(weights[i] > 0.0) ? 0.0 : i == last || weights[i] >= left ? 1.0 : weights[i] / left;
    out[i] = static_cast<std::uint32_t>(draw_binomial(random, n, share));
    n -= out[i];
    left -= weights[i];
  }
}

/// Puts values into a random order, each order equally likely.
/// \param values any range of movable values; changed in place
/// Cost: one draw and one swap a value. Threads: as `random_stream`. Since 0.1. Reference: Fisher and Yates (1938); Durstenfeld (1964).
/// Checked by `random_test`.
template <class Value> constexpr void shuffle(random_stream& random, std::span<Value> values) {
  for (std::size_t i = values.size(); i > 1; --i) {
    const auto other = static_cast<std::size_t>(draw_below(random, i));
    if (other != i - 1) {
      using std::swap;
      swap(values[i - 1], values[other]);
    }
  }
}

} // namespace headway::numeric
