// Exact tests of two groups and more on marks of five levels.
//
//   bench_exact              every case, best CPU time of a few runs, one JSON object a line
//   bench_exact --ask        one line "CASE PEOPLE" in, one JSON object out, once each: benchmarks/peers/exact.py asks in turn with R

#include <headway/exact/joint_flip.hpp>
#include <headway/exact/k_sample.hpp>
#include <headway/exact/two_sample.hpp>
#include <headway/resample/two_group.hpp>
#include <headway/resample/two_group_draw.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace headway;
using counts = std::vector<std::uint32_t>;

double cpu_ms() { return 1e3 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Two groups of n people each, n a multiple of 10. The second leans lower, the less the more people there are, so that the p-value stays away from 0.
counts first_of(std::uint32_t n) { return {n / 10, n / 5, 2 * n / 5, n / 5, n / 10}; }
counts second_of(std::uint32_t n) {
  std::uint32_t moved = 1;
  while (4 * (moved + 1) * (moved + 1) <= n) { ++moved; } // about sqrt(n) / 2
  counts out = first_of(n);
  out[4] -= (std::min)(moved, out[4]);
  out[0] += (std::min)(moved, n / 10);
  return out;
}

/// Groups of n people each, each a little higher than the one before.
counts groups_of(std::uint32_t groups, std::uint32_t n) {
  counts out;
  for (std::uint32_t s = 0; s < groups; ++s) {
    counts row(5);
    for (std::uint32_t i = 0; i < n; ++i) { ++row[(std::min)(4u, (i * 4 / n + s) / 2 + (i + s) % 2)]; }
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

/// The smallest adjusted p of nine dimensions on which n people moved, by every pattern of turning them round, and how many patterns.
std::pair<double, double> joint_flip_of(std::uint32_t n) {
  constexpr std::size_t dimensions = 9;
  std::vector<std::int8_t> before(n * dimensions, 2);
  std::vector<std::int8_t> after(n * dimensions);
  for (std::size_t i = 0; i < after.size(); ++i) { after[i] = static_cast<std::int8_t>((7 * i * i + 3 * (i / dimensions)) % 5); }
  const exact::joint_flip_result r = exact::joint_flip(before, after, n, dimensions, 5, {.most_exact_movers = 26});
  double smallest = 1.0;
  for (const auto& each : r.dimensions) { smallest = (std::min)(smallest, each.p_adjusted); }
  return {smallest, static_cast<double>(r.patterns)};
}

struct answer {
  double p{};
  double second{};
};

/// Both two-sided, or one-sided where a statistic has no other side.
answer run(std::string_view what, std::uint32_t n) {
  if (what == "joint_flip") {
    const auto [p, patterns] = joint_flip_of(n);
    return {p, patterns};
  }
  const counts x = first_of(n);
  const counts y = second_of(n);
  if (what == "levels" || what == "ranks") {
    std::array<std::int64_t, 5> scores{1, 2, 3, 4, 5};
    if (what == "ranks") {
      std::int64_t below = 0;
      for (std::size_t k = 0; k < 5; ++k) {
        scores[k] = 2 * below + x[k] + y[k] + 1;
        below += x[k] + y[k];
      }
    }
    const auto tails = resample::two_group_sum(x, y, scores);
    return tails ? answer{(std::min)(1.0, 2.0 * (std::min)(tails->lower, tails->upper)), tails->point} : answer{};
  }
  if (what == "drawn") {
    const auto tails = resample::two_group_sum_drawn(x, y, std::array<std::int64_t, 5>{1, 2, 3, 4, 5}, {.draws = 100'000});
    return {tails.distance, tails.upper};
  }
  if (what == "two_sample") {
    const auto r = exact::two_sample(std::span<const std::uint32_t>{x}, std::span<const std::uint32_t>{y});
    return {r.p.two_sided_doubled, r.studentised_p.two_sided_doubled};
  }
  if (what == "studentised") {
    counts totals(5);
    for (std::size_t k = 0; k < 5; ++k) { totals[k] = x[k] + y[k]; }
    const auto law = exact::detail::studentised_permutation(x, totals, {.most_tables = 20'000'000});
    return {law.distance, static_cast<double>(law.tables)};
  }
  if (what == "between_share") {
    const auto r = exact::between_share(groups_of(4, n), 4, 5);
    return {r.p, static_cast<double>(r.tables)};
  }
  const auto r = exact::jonckheere(groups_of(4, n), 4, 5);
  return {r.p_increasing, r.method == exact::p_method::exact ? 1.0 : 0.0};
}

/// Best CPU time of one call over blocks of calls long enough for the clock.
void measure(std::string_view what, std::uint32_t n, int blocks) {
  answer result = run(what, n);
  int calls = 1;
  double best = 0.0;
  for (;; calls *= 2) {
    const double start = cpu_ms();
    for (int i = 0; i < calls; ++i) { result = run(what, n); }
    best = (cpu_ms() - start) / calls;
    if (best * calls >= 5.0) { break; }
  }
  for (int block = 1; block < blocks; ++block) {
    const double start = cpu_ms();
    for (int i = 0; i < calls; ++i) { result = run(what, n); }
    best = (std::min)(best, (cpu_ms() - start) / calls);
  }
  const counts x = first_of(n);
  const counts y = second_of(n);
  std::printf("{\"case\": \"%s\", \"n\": %u, \"cpu_ms\": %.5f, \"p\": %.17g, \"second\": %.17g, \"x\": [%u, %u, %u, %u, %u], \"y\": [%u, %u, %u, %u, %u]}\n",
              std::string{what}.c_str(), n, best, result.p, result.second, x[0], x[1], x[2], x[3], x[4], y[0], y[1], y[2], y[3], y[4]);
  std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view{argv[1]} == "--ask") {
    char what[32];
    unsigned n = 0;
    while (std::scanf("%31s %u", what, &n) == 2) { measure(what, n, 1); }
    return 0;
  }
  for (const std::uint32_t n : {10u, 100u, 500u, 600u, 1000u, 5000u}) { measure("levels", n, 5); }
  for (const std::uint32_t n : {10u, 100u, 500u, 5000u}) { measure("ranks", n, 3); }
  for (const std::uint32_t n : {100u, 1000u, 10'000u}) { measure("drawn", n, 5); }
  for (const std::uint32_t n : {10u, 30u, 60u}) { measure("studentised", n, 5); }
  for (const std::uint32_t n : {10u, 30u, 60u}) { measure("two_sample", n, 5); }
  for (const std::uint32_t n : {5u, 6u}) { measure("between_share", n, 5); }
  for (const std::uint32_t n : {5u, 6u}) { measure("jonckheere", n, 5); }
  measure("joint_flip", 21, 5); // a pattern and its mirror image count once: 2^20 of them
  return 0;
}
