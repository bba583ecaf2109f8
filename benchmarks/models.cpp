// Ordinal models with two crossed random effects: score ~ round + sector + (1 | rater) + (1 | cell), five levels, invented marks. Prints one JSON object a line.
//
//   bench_models [rows] [folder]   up to so many rows (1000000); where a folder is given, the same marks as <folder>/models_<rows>.csv for benchmarks/peers/models.py

#include <headway/models/cumulative_link.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace {

namespace models = headway::models;

/// As many raters as rows want at 95 marks each, and few cells (places x dimensions); 4 sectors, 2 rounds.
models::model_rows marks(std::size_t n, std::size_t raters, std::size_t cells) {
  std::mt19937_64 random{20261127 + n};
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  std::vector<double> severity(raters);
  std::vector<double> level(cells);
  for (double& s : severity) { s = normal(random); }
  for (double& l : level) { l = 0.5 * normal(random); }
  constexpr std::array<double, 4> sector{0.0, 0.3, -0.4, 0.2};
  constexpr std::array<double, 4> threshold{-1.8, -0.4, 0.9, 2.2};
  models::model_rows out;
  out.levels = 5;
  out.fixed_terms = 4;
  out.fixed_names = {"round", "sector 1", "sector 2", "sector 3"};
  out.random = {{"rater", raters, {}, {}, {}}, {"cell", cells, {}, {}, {}}};
  for (std::size_t i = 0; i < n; ++i) {
    const auto rater = static_cast<std::uint32_t>(i % raters);
    const auto cell = static_cast<std::uint32_t>(static_cast<double>(cells) * uniform(random));
    const std::size_t round = (i / raters) % 2;
    const std::size_t from = rater % 4;
    const double u = uniform(random);
    const double eta = 0.5 * static_cast<double>(round) + sector[from] + severity[rater] + level[cell] + std::log(u / (1.0 - u));
    out.answer.push_back(static_cast<std::int8_t>(std::count_if(threshold.begin(), threshold.end(), [&](double t) { return eta > t; })));
    out.fixed.push_back(static_cast<double>(round));
    for (std::size_t s = 1; s < 4; ++s) { out.fixed.push_back(s == from ? 1.0 : 0.0); }
    out.random[0].effect.push_back(rater);
    out.random[1].effect.push_back(cell);
  }
  return out;
}

void write(const models::model_rows& rows, const std::string& path) {
  std::ofstream out{path, std::ios::binary};
  out << "score,round,sector,rater,cell\n";
  for (std::size_t i = 0; i < rows.answer.size(); ++i) {
    const double* fixed = rows.fixed.data() + 4 * i;
    const int sector = fixed[1] > 0.5 ? 1 : fixed[2] > 0.5 ? 2 : fixed[3] > 0.5 ? 3 : 0;
    out << rows.answer[i] + 1 << ',' << fixed[0] << ',' << sector << ',' << rows.random[0].effect[i] << ',' << rows.random[1].effect[i] << '\n';
  }
}

} // namespace

int main(int count, char** arguments) {
  const std::size_t most = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 1'000'000;
  struct size {
    std::size_t rows, raters, cells;
  };
  for (const size s : {size{1'000, 55, 10}, size{10'000, 265, 20}, size{100'000, 1'055, 50}, size{1'000'000, 10'530, 50}}) {
    if (s.rows > most) { break; }
    const models::model_rows rows = marks(s.rows, s.raters, s.cells);
    if (count > 2) { write(rows, std::string{arguments[2]} + "/models_" + std::to_string(s.rows) + ".csv"); }
    std::vector<double> seconds;
    models::cumulative_link_fit fit;
    models::cumulative_link_options options;
    options.fit.standard_errors = false; // the peer is timed without them too
    for (int run = 0; run < (s.rows > 10'000 ? 3 : 9); ++run) {
      const std::clock_t start = std::clock(); // of the processor: one thread
      fit = models::cumulative_link(rows, options);
      seconds.push_back(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    }
    std::sort(seconds.begin(), seconds.end());
    std::printf("{\"benchmark\": \"models\", \"what\": \"two crossed random effects\", \"rows\": %zu, \"effects\": %zu, \"seconds\": %.4f, \"quickest\": %.4f, "
                "\"log_likelihood\": %.6f, \"rater_sd\": %.5f, \"cell_sd\": %.5f, \"evaluations\": %zu, \"status\": \"%s\"}\n",
                s.rows, s.raters + s.cells, seconds[seconds.size() / 2], seconds.front(), fit.found.log_likelihood, fit.found.deviations[0], fit.found.deviations[1],
                fit.found.search.evaluations, std::string{headway::name(fit.found.status)}.c_str());
    std::fflush(stdout);
  }
}
