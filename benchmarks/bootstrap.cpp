// Bootstrap intervals of the difference of two means and medians, 9,999 replicates, on marks of five levels.
//
//   bench_bootstrap              every case, best CPU time of a few runs, one JSON object a line
//   bench_bootstrap --ask        one line "CASE PEOPLE" in, one JSON object out, once each: benchmarks/peers/bootstrap.py asks in turn with SciPy

#include <headway/exact/difference_interval.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace headway;
using counts = std::vector<std::uint32_t>;

double cpu_ms() { return 1e3 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Two groups; in the firm ones no single person moves a median, so that its jackknife is constant.
counts first_of(std::uint32_t n, bool firm) { return firm ? counts{n / 10, n / 5, 2 * n / 5, n / 5, n / 10} : counts{n / 5, 3 * n / 10, n / 4, 3 * n / 20, n / 10}; }
counts second_of(std::uint32_t n, bool firm) { return firm ? counts{n / 20, 3 * n / 20, n / 5, 2 * n / 5, n / 5} : counts{n / 10, 3 * n / 20, n / 4, 3 * n / 10, n / 5}; }

exact::difference_interval_result run(std::string_view what, const counts& first, const counts& second) {
  if (what == "median" || what == "median_firm") { return exact::median_difference_interval(first, second); }
  exact::difference_interval_options options;
  options.resampling = what == "mean_drawn" ? exact::resampling::drawn : exact::resampling::ideal;
  return exact::mean_difference_interval(first, second, options);
}

/// Best CPU time of one call over blocks of calls long enough for the clock.
void measure(std::string_view what, std::uint32_t n, int blocks) {
  const counts first = first_of(n, what == "median_firm");
  const counts second = second_of(n, what == "median_firm");
  exact::difference_interval_result result = run(what, first, second);
  int calls = 1;
  double best = 0.0;
  for (;; calls *= 2) {
    const double start = cpu_ms();
    for (int i = 0; i < calls; ++i) { result = run(what, first, second); }
    best = (cpu_ms() - start) / calls;
    if (best * calls >= 5.0) { break; }
  }
  for (int block = 1; block < blocks; ++block) {
    const double start = cpu_ms();
    for (int i = 0; i < calls; ++i) { result = run(what, first, second); }
    best = (std::min)(best, (cpu_ms() - start) / calls);
  }
  const auto range = [](const resample::interval_ends& ends) { return ends.range.value_or(numeric::interval{0.0, 0.0}); };
  std::printf("{\"case\": \"%s\", \"n\": %u, \"cpu_ms\": %.5f, \"difference\": %.17g, \"percentile\": [%.17g, %.17g], \"bca\": [%.17g, %.17g], \"bca_status\": \"%s\"}\n",
              std::string{what}.c_str(), n, best, result.difference.value_or(0.0), range(result.percentile).lower, range(result.percentile).upper, range(result.bca).lower,
              range(result.bca).upper, std::string{name(result.bca.status)}.c_str());
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
  for (const std::uint32_t n : {100u, 1'000u, 10'000u}) {
    for (const char* what : {"mean_ideal", "mean_drawn", "median", "median_firm"}) { measure(what, n, 9); }
  }
  return 0;
}
