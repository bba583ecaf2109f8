// One model of a national programme: places with people of their own, nine dimensions, three rounds, every block the marks can tell apart, invented marks. Prints one JSON object a line.
//
//   bench_national [rows] [integrated]   up to so many rows (100000; the largest has 1000000); integrated: draws with the standard deviations integrated out, for the smallest programme

#include <headway/core/study_builder.hpp>
#include <headway/models/fit_ordinal.hpp>

#include "../tests/support/study_maker.hpp"

#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace headway;

constexpr std::size_t dimensions = 9;
constexpr std::size_t rounds = 3;

/// `communities` places of `people` people each, two thirds of whom come to a round.
study<> programme(std::size_t communities, std::size_t people) {
  std::mt19937_64 random{20261128};
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  reading input;
  ratings& r = input.ratings;
  for (std::size_t t = 0; t < rounds; ++t) { r.rounds.push_back("R" + std::to_string(t + 1)); }
  for (std::size_t s = 0; s < 4; ++s) { r.sectors.push_back("S" + std::to_string(s + 1)); }
  constexpr double threshold[] = {-1.8, -0.4, 0.9, 2.2};
  double of_dimension[dimensions];
  for (double& each : of_dimension) { each = 0.5 * normal(random); }
  for (std::size_t c = 0; c < communities; ++c) {
    r.communities.push_back({"C" + std::to_string(c), "C" + std::to_string(c)});
    const double place = 0.6 * normal(random);
    double level[rounds][dimensions];
    for (std::size_t d = 0; d < dimensions; ++d) { level[0][d] = place + of_dimension[d] + 0.4 * normal(random); }
    for (std::size_t t = 1; t < rounds; ++t) {
      const double step = 0.3 + 0.3 * normal(random);
      for (std::size_t d = 0; d < dimensions; ++d) { level[t][d] = level[t - 1][d] + step + 0.3 * normal(random); }
    }
    for (std::size_t p = 0; p < people; ++p) {
      const auto rater = static_cast<std::uint32_t>(r.raters.size());
      r.raters.push_back("P" + std::to_string(rater));
      const double severity = 0.8 * normal(random);
      double halo[dimensions];
      for (double& each : halo) { each = 0.4 * normal(random); }
      for (std::size_t t = 0; t < rounds; ++t) {
        if (uniform(random) > 2.0 / 3.0) { continue; }
        const double mood = 0.3 * normal(random);
        for (std::size_t d = 0; d < dimensions; ++d) {
          const double u = uniform(random);
          const double eta = level[t][d] - severity + halo[d] + mood + std::log(u / (1.0 - u));
          std::int8_t answer = 0;
          for (const double tau : threshold) { answer = static_cast<std::int8_t>(answer + (eta > tau ? 1 : 0)); }
          r.community.push_back(static_cast<std::uint32_t>(c));
          r.round.push_back(static_cast<std::uint16_t>(t));
          r.rater.push_back(rater);
          r.sector.push_back(static_cast<std::uint16_t>(rater % 4));
          r.dimension.push_back(static_cast<std::uint16_t>(d));
          r.score.push_back(answer);
          r.mode.push_back(0);
        }
      }
    }
  }
  return study_builder{rubric<>{test::plain_rubric(dimensions, 5)}}.add(input).build();
}

double seconds_since(std::chrono::steady_clock::time_point start) { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); }

/// The largest size of this process so far in MB, where the system says it.
double megabytes() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) { return std::strtod(line.c_str() + 6, nullptr) / 1024.0; }
  }
  return 0.0;
}

} // namespace

int main(int count, char** arguments) {
  const std::size_t most = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 110'000;
  const bool integrated = count > 2 && std::string_view{arguments[2]} == "integrated";
  struct size {
    std::size_t communities, people;
  };
  for (const size s : {size{18, 30}, size{50, 30}, size{185, 30}, size{1850, 30}}) {
    const study<> of = programme(s.communities, s.people);
    if (of->rows().size() > most) { break; }
    const double before = megabytes();
    const auto start = std::chrono::steady_clock::now();
    models::study_rows built = models::make_rows(of, models::choose_blocks(of.data(), std::nullopt).model);
    const models::packed_rows rows{built.rows};
    const double made = seconds_since(start);
    models::fit_options options;
    options.model.threads = 2;
    options.standard_errors = false;
    const auto middle = std::chrono::steady_clock::now();
    const std::clock_t ticks = std::clock();
    const models::row_fit fit = models::fit_rows(rows, options);
    std::printf("{\"benchmark\": \"national\", \"rows\": %zu, \"communities\": %zu, \"effects\": %zu, \"blocks\": %zu, \"rows_made\": %.2f, \"fit\": %.2f, \"fit_processor\": %.2f, "
                "\"log_likelihood\": %.4f, \"evaluations\": %zu, \"status\": \"%s\", \"megabytes\": %.0f, \"of_the_study\": %.0f}\n",
                of->rows().size(), s.communities, rows.effects(), rows.blocks(), made, seconds_since(middle), static_cast<double>(std::clock() - ticks) / CLOCKS_PER_SEC, fit.log_likelihood,
                fit.search.evaluations, std::string{name(fit.status)}.c_str(), megabytes(), before);
    std::fflush(stdout);
    if (integrated) {
      const auto begin = std::chrono::steady_clock::now();
      const models::ordinal_fit all = models::fit_ordinal(of, {.method = models::draw_method::integrated, .threads = 2});
      std::printf("{\"benchmark\": \"national\", \"what\": \"integrated\", \"rows\": %zu, \"seconds\": %.2f, \"draws\": %zu, \"effective_nodes\": %.1f}\n", of->rows().size(), seconds_since(begin),
                  all.joint.draws, all.joint.effective_nodes);
      std::fflush(stdout);
    }
  }
}
