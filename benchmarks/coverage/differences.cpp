// How often the intervals of a difference of two means or medians hold the true one.
//
//   differences            everything, as tab-separated rows for make_page.py (a minute)
//   differences --quick    few panels; fails when a bar is missed
//
// People are invented: two groups drawn from distributions that are known, every pair of six shapes on five levels.

#include <headway/exact/difference_interval.hpp>
#include <headway/numeric/random.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

namespace {

using namespace headway;
using shares = std::array<double, 5>;
using counts = std::vector<std::uint32_t>;

/// Even, one peak, two skewed ones, two camps, nearly everybody at the lowest level.
constexpr std::array<shares, 6> shapes{{{.20, .20, .20, .20, .20}, {.05, .25, .40, .25, .05}, {.50, .30, .12, .06, .02}, {.05, .15, .20, .35, .25}, {.40, .10, .00, .10, .40}, {.80, .15, .03, .01, .01}}};

double mean(const shares& p) { return p[1] + 2.0 * p[2] + 3.0 * p[3] + 4.0 * p[4]; }

double median(const shares& p) {
  double below = 0.0;
  for (std::size_t k = 0; k < p.size(); ++k) {
    below += p[k];
    if (std::fabs(below - 0.5) < 1e-9) { return static_cast<double>(k) + 0.5; }
    if (below > 0.5) { return static_cast<double>(k); }
  }
  return 4.0;
}

/// Panels in which an interval was there, and in which it held the truth.
struct tally {
  double had{};
  double held{};
  void add(const resample::interval_ends& ends, double truth) {
    if (!ends.range) { return; }
    had += 1.0;
    held += ends.range->lower <= truth + 1e-9 && ends.range->upper >= truth - 1e-9 ? 1.0 : 0.0;
  }
  [[nodiscard]] double share() const { return had > 0.0 ? held / had : 1.0; }
};

/// Average and least share over the pairs of shapes.
struct summary {
  double sum{};
  double least{1.0};
  double pairs{};
  void add(double share) {
    sum += share;
    least = (std::min)(least, share);
    pairs += 1.0;
  }
  [[nodiscard]] double average() const { return sum / pairs; }
};

constexpr std::size_t kinds = 5; // means: the one to use, percentile, BCa; medians: percentile, BCa

struct row {
  std::array<summary, kinds> covered{};
  double bca_median_there{};
};

row simulate(std::uint32_t n1, std::uint32_t n2, std::uint32_t panels) {
  row out;
  std::uint64_t stream = 0;
  for (const shares& first : shapes) {
    for (const shares& second : shapes) {
      std::array<tally, kinds> here{};
      const double of_means = mean(second) - mean(first);
      const double of_medians = median(second) - median(first);
      for (std::uint32_t panel = 0; panel < panels; ++panel) {
        numeric::random_stream random{seed{20231107}, stream++};
        counts a(5);
        counts b(5);
        numeric::draw_multinomial(random, n1, first, a);
        numeric::draw_multinomial(random, n2, second, b);
        const auto means = exact::mean_difference_interval(a, b);
        const auto medians = exact::median_difference_interval(a, b);
        here[0].add(means.interval, of_means);
        here[1].add(means.percentile, of_means);
        here[2].add(means.bca, of_means);
        here[3].add(medians.percentile, of_medians);
        here[4].add(medians.bca, of_medians);
      }
      for (std::size_t k = 0; k < kinds; ++k) { out.covered[k].add(here[k].share()); }
      out.bca_median_there += here[4].had / panels / (shapes.size() * shapes.size());
    }
  }
  return out;
}

} // namespace

int main(int argc, char** argv) {
  const bool quick = argc > 1 && std::strcmp(argv[1], "--quick") == 0;
  if (argc > 1 && !quick) {
    std::fprintf(stderr, "usage: differences [--quick]\n");
    return 2;
  }
  const std::uint32_t panels = quick ? 100 : 5'000;
  bool good = true;
  for (const auto& [n1, n2] : {std::pair{5u, 5u}, {8u, 8u}, {12u, 12u}, {20u, 20u}, {30u, 30u}, {60u, 60u}, {5u, 10u}, {12u, 24u}, {30u, 60u}}) {
    const row r = simulate(n1, n2, panels);
    const auto print = [&, n1 = n1, n2 = n2](const char* kind, std::size_t first, std::size_t last) {
      std::printf("%s\t%u\t%u\t%u\t%zu", kind, n1, n2, panels, shapes.size() * shapes.size());
      for (std::size_t k = first; k < last; ++k) { std::printf("\t%.5f\t%.5f", r.covered[k].average(), r.covered[k].least); }
    };
    print("mean", 0, 3);
    std::printf("\n");
    print("median", 3, kinds);
    std::printf("\t%.5f\n", r.bca_median_there);
    // of 3,600 quick panels an average has a standard error of 0.4 %
    good = good && r.covered[0].average() >= (quick ? 0.925 : 0.94) && r.covered[0].average() <= 0.975 && r.covered[3].average() >= 0.935;
  }
  std::fprintf(stderr, good ? "every bar is met\n" : "a bar is MISSED: on average the interval of means must cover 94 to 97.5 %%, that of medians 93.5 %%\n");
  return good ? 0 : 1;
}
