// Agreement and reliability of tables of numbers: all ten intraclass correlations with their intervals, Kendall's W, Cronbach's alpha.
//
//   bench_agreement_numbers          every case on invented marks, best CPU time of a few runs, one JSON object a line
//   bench_agreement_numbers --ask    one line "CASE UNITS RATERS FILE" in, FILE holding the table as raw doubles, one JSON object out:
//                                    benchmarks/peers/icc.py asks in turn with pingouin

#include <headway/agreement/cronbach_alpha.hpp>
#include <headway/agreement/icc.hpp>
#include <headway/agreement/kendall_w.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace headway;

double cpu_ms() { return 1e3 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Marks by a plain congruential generator: whole numbers from 1 to 5, or measured ones, or with one cell in ten empty.
std::vector<double> invented(std::string_view what, std::size_t units, std::size_t raters) {
  std::vector<double> out;
  std::uint32_t state = 1;
  const auto draw = [&] { return static_cast<double>((state = state * 1664525u + 1013904223u) >> 8) / 16777216.0; };
  for (std::size_t i = 0; i < units; ++i) {
    const double level = 4.0 * draw();
    for (std::size_t j = 0; j < raters; ++j) {
      const double mark = 0.5 + level + 2.0 * draw() - 0.5 + 0.1 * static_cast<double>(j % 3);
      const bool gap = what == "icc_gaps" && draw() < 0.1;
      out.push_back(gap ? std::numeric_limits<double>::quiet_NaN() : what == "icc_measured" ? mark : (std::fmin)(5.0, (std::fmax)(1.0, std::round(mark))));
    }
  }
  return out;
}

struct figures {
  double value{};
  double low{};
  double high{};
};

/// ICC(2,k) with its limits, or W, or alpha.
figures run(std::string_view what, const std::vector<double>& table, std::size_t units, std::size_t raters) {
  if (what == "kendall_w") {
    const auto r = agreement::kendall_w(table, units, raters, {.draws = 0});
    return {r.value.value_or(0.0), r.mean_spearman.value_or(0.0), r.p_f.value_or(0.0)};
  }
  if (what == "cronbach_alpha") {
    const auto r = agreement::cronbach_alpha(table, units, raters);
    return {r.value.value_or(0.0), r.range ? r.range->lower : 0.0, r.range ? r.range->upper : 0.0};
  }
  const auto r = agreement::icc(table, units, raters);
  return {r.forms[7].value.value_or(0.0), r.forms[7].low.value_or(0.0), r.forms[7].high.value_or(0.0)};
}

/// Best CPU time of one call over blocks of calls long enough for the clock.
void measure(const std::string& what, const std::vector<double>& table, std::size_t units, std::size_t raters, int blocks) {
  figures result = run(what, table, units, raters);
  int calls = 1;
  double best = 0.0;
  for (;; calls *= 2) {
    const double start = cpu_ms();
    for (int i = 0; i < calls; ++i) { result = run(what, table, units, raters); }
    best = (cpu_ms() - start) / calls;
    if (best * calls >= 5.0) { break; }
  }
  for (int block = 1; block < blocks; ++block) {
    const double start = cpu_ms();
    for (int i = 0; i < calls; ++i) { result = run(what, table, units, raters); }
    best = (std::min)(best, (cpu_ms() - start) / calls);
  }
  std::printf("{\"case\": \"%s\", \"units\": %zu, \"raters\": %zu, \"cpu_ms\": %.5f, \"value\": %.17g, \"low\": %.17g, \"high\": %.17g}\n", what.c_str(), units, raters, best,
              result.value, result.low, result.high);
  std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view{argv[1]} == "--ask") {
    char what[32];
    char path[1024];
    std::size_t units = 0;
    std::size_t raters = 0;
    while (std::scanf("%31s %zu %zu %1023s", what, &units, &raters, path) == 4) {
      std::vector<double> table(units * raters);
      std::ifstream{path, std::ios::binary}.read(reinterpret_cast<char*>(table.data()), static_cast<std::streamsize>(table.size() * sizeof(double)));
      measure(what, table, units, raters, 5);
    }
    return 0;
  }
  for (const auto& [units, raters] : {std::pair<std::size_t, std::size_t>{9, 25}, {1'000, 10}, {10'000, 10}, {100'000, 10}}) {
    for (const char* what : {"icc", "icc_measured", "icc_gaps", "kendall_w", "cronbach_alpha"}) { measure(what, invented(what, units, raters), units, raters, 9); }
  }
  return 0;
}
