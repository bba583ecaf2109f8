// From a tidy file to counts, from columns to counts, quartiles from counts, and merging: a JSON line each.
//   bench_io [rows] [file]    1000000 rows by default; the file is written when it is not there
// benchmarks/peers/counts.py runs this beside DuckDB, polars and pandas on the same file.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include <headway/io/count_columns.hpp>
#include <headway/io/counts.hpp>
#include <headway/numeric/order.hpp>

#include "make_ratings.hpp"

namespace {

constexpr int repeats = 5;

/// Median CPU time of some runs, in milliseconds.
template <class Function> double median_ms(Function f) {
  std::vector<double> times;
  for (int i = 0; i < repeats; ++i) {
    const std::clock_t start = std::clock();
    f();
    times.push_back(1e3 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  std::sort(times.begin(), times.end());
  return times[repeats / 2];
}

/// Sum of the squares of all counts: any wrong cell changes it.
std::uint64_t square_sum(const headway::counts<5>& counts) {
  std::uint64_t sum = 0;
  for (const std::uint64_t n : counts.by_level()) { sum += n * n; }
  return sum;
}

/// Sum of median and quartiles (type 7) over the cells that have marks, in levels from 1.
double quartile_sum(const headway::counts<5>& counts) {
  double sum = 0.0;
  const auto all = counts.by_level();
  for (std::size_t cell = 0; cell < counts.cells(); ++cell) {
    const auto levels = all.subspan(cell * 5).first<5>();
    if (headway::numeric::total(levels) == 0) { continue; }
    const auto q = headway::numeric::quartiles(levels);
    sum += 3.0 + q.lower + q.median + q.upper;
  }
  return sum;
}

void report(const char* name, std::size_t rows, double ms, double check) {
  std::printf("{\"case\": \"%s\", \"rows\": %zu, \"cpu_ms\": %.3f, \"check\": %.6f}\n", name, rows, ms, check);
  std::fflush(stdout);
}

} // namespace

int main(int count, char** arguments) {
  const std::size_t rows = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 1'000'000;
  const std::string path = count > 2 ? arguments[2] : (std::filesystem::temp_directory_path() / "headway_bench_ratings.csv").string();
  const headway::benchmark::data_shape shape;
  if (count <= 2 || !std::filesystem::exists(path)) { headway::benchmark::write_csv(path, rows, shape); }

  headway::rubric_fields fields;
  for (int k = 1; k <= 5; ++k) { fields.levels.push_back({k, ""}); }
  for (int d = 1; d <= 10; ++d) {
    const std::string key = std::string{d < 10 ? "D0" : "D"} + std::to_string(d);
    fields.dimensions.push_back({.number = d, .key = key, .name = key});
  }
  const headway::rubric<10, 5> rubric{fields};

  std::uint64_t check = 0;
  const double csv = median_ms([&] { check = square_sum(headway::io::count_ratings(path, rubric).counts); });
  report("csv_to_counts", rows, csv, static_cast<double>(check));
  if (rows > 20'000'000) { return 0; } // the columns below would not be a fair use of memory

  std::vector<std::uint16_t> community(rows);
  std::vector<std::uint8_t> round(rows);
  std::vector<std::uint8_t> dimension(rows);
  std::vector<std::int8_t> score(rows);
  headway::benchmark::data_source source{shape};
  for (std::size_t i = 0; i < rows; ++i) {
    const auto row = source.next();
    community[i] = static_cast<std::uint16_t>(row.community);
    round[i] = static_cast<std::uint8_t>(row.round);
    dimension[i] = static_cast<std::uint8_t>(row.dimension);
    score[i] = static_cast<std::int8_t>(row.level + 1);
  }
  const auto values = headway::io::score_values::of(rubric.scale());
  const headway::counts_shape cells{shape.communities, shape.rounds, shape.dimensions, 1};
  headway::counts<5> counts{cells};
  const auto count_all = [&] {
    counts = headway::counts<5>{cells};
    headway::io::count_columns(counts, headway::io::code_column<std::uint16_t>{community}, headway::io::code_column<std::uint8_t>{round},
                               headway::io::code_column<std::uint8_t>{dimension}, std::span<const std::int8_t>{score}, values);
  };
  const double columns = median_ms(count_all);
  report("columns_to_counts", rows, columns, static_cast<double>(square_sum(counts)));
  double quartiles = 0.0;
  const double with_quartiles = median_ms([&] {
    count_all();
    quartiles = quartile_sum(counts);
  });
  report("columns_to_quartiles", rows, with_quartiles, quartiles);
  headway::counts<5> merged = counts;
  const double merging = median_ms([&] { merged.merge(counts); });
  report("merge_200000_cells", counts.cells(), merging, static_cast<double>(square_sum(merged)));
  if (count <= 2) { std::filesystem::remove(path); }
}
