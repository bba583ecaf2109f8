// Coefficients of agreement on tables of marks: the value, the two-way jackknife, and 1,000 replicates with percentile and BCa ends.
//
//   bench_agreement              every case on made-up marks, best CPU time of a few runs, one JSON object a line
//   bench_agreement --ask        one line "CASE UNITS RATERS LEVELS FILE" in, one JSON object out: FILE holds units x raters bytes, levels from 0, negative for none.
//                                benchmarks/peers/agreement.py asks in turn with the krippendorff package, on the same marks

#include <headway/agreement/chance_corrected.hpp>
#include <headway/agreement/conger.hpp>
#include <headway/agreement/krippendorff.hpp>
#include <headway/numeric/random.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace headway;
using namespace headway::agreement;

double cpu_ms() {
  std::timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

struct mark_table {
  std::vector<std::int8_t> marks;
  std::size_t units{};
  std::size_t raters{};
  std::size_t levels{};
};

/// Units that differ, raters who differ in severity, a tenth of the marks missing.
mark_table made(std::size_t units, std::size_t raters) {
  numeric::random_stream random{seed{20221126}};
  std::vector<double> severity(raters);
  for (double& each : severity) { each = 0.5 * numeric::draw_normal(random); }
  mark_table out{std::vector<std::int8_t>(units * raters, -1), units, raters, 5};
  for (std::size_t u = 0; u < units; ++u) {
    const double unit = numeric::draw_normal(random);
    for (std::size_t r = 0; r < raters; ++r) {
      const double seen = unit + severity[r] + 0.8 * numeric::draw_normal(random);
      const bool missing = numeric::draw_uniform(random) < 0.1;
      if (!missing) { out.marks[u * raters + r] = static_cast<std::int8_t>((seen > -1.2) + (seen > -0.4) + (seen > 0.4) + (seen > 1.2)); }
    }
  }
  return out;
}

coefficient run(std::string_view what, const mark_table& t, const unit_counts& counts) {
  coefficient_options options;
  options.interval = interval_method::none;
  if (what == "alpha") { return krippendorff_alpha(t.marks, t.units, t.raters, t.levels, alpha_metric::ordinal, options); }
  if (what == "ac2") { return gwet_ac(t.marks, t.units, t.raters, t.levels, weight_set::quadratic, options); }
  options.interval = interval_method::two_way_jackknife;
  if (what == "alpha_two_way") { return krippendorff_alpha(t.marks, t.units, t.raters, t.levels, alpha_metric::ordinal, options); }
  if (what == "conger_two_way") { return conger_kappa(t.marks, t.units, t.raters, t.levels, weight_set::quadratic, options); }
  options.interval = interval_method::unit_jackknife;
  if (what == "alpha_from_counts") { return krippendorff_alpha(counts, alpha_metric::ordinal, options); }
  options.interval = interval_method::bootstrap_units; // 1,000 replicates; both ends
  options.ends = bootstrap_ends::bca;
  if (what == "alpha_bootstrap") { return krippendorff_alpha(t.marks, t.units, t.raters, t.levels, alpha_metric::ordinal, options); }
  options.interval = interval_method::bootstrap_both;
  return krippendorff_alpha(t.marks, t.units, t.raters, t.levels, alpha_metric::ordinal, options);
}

/// Best CPU time of one call over blocks of calls long enough for the clock.
void measure(std::string_view what, const mark_table& t, int blocks) {
  const unit_counts counts = count_units(t.marks, t.units, t.raters, t.levels);
  coefficient result = run(what, t, counts);
  int calls = 1;
  double best = 0.0;
  for (;; calls *= 2) {
    const double start = cpu_ms();
    for (int i = 0; i < calls; ++i) { result = run(what, t, counts); }
    best = (cpu_ms() - start) / calls;
    if (best * calls >= 2.0) { break; }
  }
  for (int block = 1; block < blocks; ++block) {
    const double start = cpu_ms();
    for (int i = 0; i < calls; ++i) { result = run(what, t, counts); }
    best = (std::min)(best, (cpu_ms() - start) / calls);
  }
  const numeric::interval range = result.range.value_or(numeric::interval{0.0, 0.0});
  const numeric::interval percentile = result.percentile.value_or(numeric::interval{0.0, 0.0});
  std::printf("{\"case\": \"%s\", \"units\": %zu, \"raters\": %zu, \"cpu_ms\": %.6f, \"value\": %.17g, \"standard_error\": %.17g, \"range\": [%.17g, %.17g], \"percentile\": [%.17g, %.17g]}\n",
              std::string{what}.c_str(), t.units, t.raters, best, result.value.value_or(0.0), result.standard_error.value_or(0.0), range.lower, range.upper, percentile.lower,
              percentile.upper);
  std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view{argv[1]} == "--ask") {
    char what[32];
    char path[512];
    std::size_t units = 0;
    std::size_t raters = 0;
    std::size_t levels = 0;
    while (std::scanf("%31s %zu %zu %zu %511s", what, &units, &raters, &levels, path) == 5) {
      mark_table t{std::vector<std::int8_t>(units * raters), units, raters, levels};
      std::FILE* file = std::fopen(path, "rb");
      if (file == nullptr || std::fread(t.marks.data(), 1, t.marks.size(), file) != t.marks.size()) { return 1; }
      std::fclose(file);
      measure(what, t, 5);
    }
    return 0;
  }
  for (const auto& [units, raters] : {std::pair<std::size_t, std::size_t>{9, 25}, {1'000, 10}, {1'000, 50}, {10'000, 10}, {100'000, 10}, {100'000, 50}}) {
    const mark_table t = made(units, raters);
    for (const char* what : {"alpha", "ac2", "alpha_two_way", "conger_two_way", "alpha_from_counts", "alpha_bootstrap"}) { measure(what, t, units > 50'000 ? 3 : 9); }
    if (units <= 1'000) { measure("alpha_bootstrap_both", t, 3); }
  }
  return 0;
}
