// How often the intervals of the model of a study hold the truth, in rooms of a few people.
//
//   model            everything, as tab-separated rows (an hour)
//   model --quick    few rooms; fails when a bar is missed
//
// Rooms are invented: nine dimensions, two rounds, people who come to each with a probability of 0.8, each with a severity, a view of every dimension (halo) and a mood in every round. Two kinds
// are as the model has them, with and without a change; two are not: marks by the complementary log-log law, and people with thresholds of their own.

#include <headway/core/study_builder.hpp>
#include <headway/models/fit_ordinal.hpp>
#include <headway/models/ordinal_tables.hpp>
#include <headway/models/people_tables.hpp>
#include <headway/numeric/parallel.hpp>
#include <headway/numeric/random.hpp>

#include "../../tests/support/study_maker.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using namespace headway;

constexpr std::size_t rounds = 2;
constexpr std::size_t thresholds = 4;
constexpr std::array<double, thresholds> threshold{-2.0, -0.6, 0.8, 2.1};

struct kind {
  const char* name;
  double step;        ///< everybody's from the first round to the second
  double step_spread; ///< of dimensions about it
  bool cloglog;
  double own;         ///< standard deviation of a person's thresholds
};
constexpr std::array<kind, 4> kinds{{{"as the model has it", 0.6, 0.4, false, 0.0}, {"nothing changed", 0.0, 0.0, false, 0.0}, {"complementary log-log", 0.5, 0.3, true, 0.0}, {"steps of their own", 0.6, 0.4, false, 0.5}}};

/// The probability of a level at or below a threshold, `away` above the place.
double at_most(const kind& k, double away) { return k.cloglog ? 1.0 - std::exp(-std::exp(away)) : 1.0 / (1.0 + std::exp(-away)); }

/// A room with its truth.
struct room {
  reading marks{};
  std::vector<double> severity{};
  std::vector<std::vector<double>> expected{}; ///< round by dimension: the typical person's mark on average

  room(const kind& k, std::size_t people, std::size_t dimensions, numeric::random_stream& random) {
    const auto normal = [&](double deviation) { return deviation * numeric::draw_normal(random); };
    ratings& r = marks.ratings;
    r.communities.push_back({"A", "A"});
    for (std::size_t t = 1; t <= rounds; ++t) { r.rounds.push_back("R" + std::to_string(t)); }
    std::vector<std::vector<double>> place(rounds, std::vector<double>(dimensions));
    for (std::size_t d = 0; d < dimensions; ++d) {
      place[0][d] = normal(0.8);
      place[1][d] = place[0][d] + k.step + normal(k.step_spread);
    }
    for (const auto& round : place) {
      expected.emplace_back();
      for (const double at : round) {
        double mean = 1.0;
        for (const double tau : threshold) { mean += 1.0 - at_most(k, tau - at); }
        expected.back().push_back(mean);
      }
    }
    for (std::uint32_t p = 0; p < people; ++p) {
      r.raters.push_back("p" + std::to_string(100 + p));
      severity.push_back(normal(0.8));
      std::array<double, thresholds> own{};
      for (double& each : own) { each = normal(k.own); }
      std::vector<double> halo(dimensions);
      for (double& each : halo) { each = normal(0.4); }
      for (std::uint16_t t = 0; t < rounds; ++t) {
        const double mood = normal(0.3);
        if (numeric::draw_uniform(random) > 0.8) { continue; }
        for (std::uint16_t d = 0; d < dimensions; ++d) {
          const double at = place[t][d] - severity[p] + halo[d] + mood;
          const double u = numeric::draw_uniform(random);
          std::int8_t level = 0;
          for (std::size_t j = 0; j < thresholds; ++j) { level = (std::max)(level, static_cast<std::int8_t>(u > at_most(k, threshold[j] + own[j] - at) ? j + 1 : 0)); }
          r.community.push_back(0);
          r.round.push_back(t);
          r.rater.push_back(p);
          r.sector.push_back(ratings::no_sector);
          r.dimension.push_back(d);
          r.score.push_back(level);
          r.mode.push_back(0);
        }
      }
    }
  }
};

/// How many intervals there were, held the truth, and how wide they were.
struct tally {
  double had{};
  double held{};
  double width{};
  void add(double low, double truth, double high) {
    had += 1.0;
    held += low <= truth && truth <= high ? 1.0 : 0.0;
    width += high - low;
  }
  void add(const tally& other) {
    had += other.had;
    held += other.held;
    width += other.width;
  }
  [[nodiscard]] double share() const { return had > 0.0 ? held / had : 1.0; }
};

struct row {
  tally level{}, change{}, together{}, severity{};
  double rooms{};
  double announced{}; ///< rooms in which some change has a simultaneous interval without 0
  void add(const row& other) {
    level.add(other.level), change.add(other.change), together.add(other.together), severity.add(other.severity);
    rooms += other.rooms;
    announced += other.announced;
  }
};

row simulate_one(const kind& k, std::size_t people, std::size_t dimensions, std::size_t i) {
  row out;
  numeric::random_stream random{seed{20261128}, i + 10'000 * people};
  const room made{k, people, dimensions, random};
  const auto study = study_builder{rubric<>{test::plain_rubric(dimensions, 5)}}.add(made.marks).build();
  const models::ordinal_fit fit = models::fit_ordinal(study, {.draws = 1000});
  if (fit.status() == status::ok) {
    out.rooms += 1.0;
    const table levels = models::levels_table(fit);
    for (std::size_t at = 0; at < levels.rows(); ++at) {
      const auto t = static_cast<std::size_t>(levels.at("round").texts()[at][1] - '1');
      const auto d = static_cast<std::size_t>(levels.at("dimension_number").integers()[at] - 1);
      out.level.add(levels.at("low").reals()[at], made.expected[t][d], levels.at("high").reals()[at]);
    }
    const table change = models::change_table(fit);
    bool held = true, announced = false;
    for (std::size_t at = 0; at < change.rows(); ++at) {
      const auto d = static_cast<std::size_t>(change.at("dimension_number").integers()[at] - 1);
      const double truth = made.expected[1][d] - made.expected[0][d];
      out.change.add(change.at("low").reals()[at], truth, change.at("high").reals()[at]);
      const double low = change.at("together_low").reals()[at], high = change.at("together_high").reals()[at];
      held = held && low <= truth && truth <= high;
      announced = announced || low > 0.0 || high < 0.0;
    }
    if (change.rows() > 0) { out.together.add(held ? 0.0 : 1.0, 0.0, 0.0); }
    out.announced += announced ? 1.0 : 0.0;
    const table who = models::severity_table(fit, models::people_shown::named);
    for (std::size_t at = 0; at < who.rows(); ++at) {
      if (who.at("of").texts()[at] != "rater" || who.at("severity").valid()[at] == 0) { continue; }
      const auto p = static_cast<std::size_t>(std::stoi(who.at("who").texts()[at].substr(1)) - 100);
      out.severity.add(who.at("low").reals()[at], made.severity[p], who.at("high").reals()[at]);
    }
  }
  return out;
}

row simulate(const kind& k, std::size_t people, std::size_t dimensions, std::size_t rooms) {
  std::vector<row> each(rooms);
  numeric::parallel_for(rooms, std::thread::hardware_concurrency(), [&](std::size_t i) { each[i] = simulate_one(k, people, dimensions, i); });
  row out;
  for (const row& one : each) { out.add(one); }
  return out;
}

} // namespace

int main(int argc, char** argv) {
  const bool quick = argc > 1 && std::strcmp(argv[1], "--quick") == 0;
  if (argc > 1 && !quick) {
    std::fprintf(stderr, "usage: model [--quick]\n");
    return 2;
  }
  bool good = true;
  for (const kind& k : kinds) {
    for (const std::size_t people : quick ? std::vector<std::size_t>{8} : std::vector<std::size_t>{5, 8, 12, 20, 30}) {
      const std::size_t dimensions = quick ? 4 : 9;
      const std::size_t rooms = quick ? 12 : 200;
      const row r = simulate(k, people, dimensions, rooms);
      std::printf("%s\t%zu\t%zu\t%.0f", k.name, people, dimensions, r.rooms);
      for (const tally* each : {&r.level, &r.change, &r.together, &r.severity}) { std::printf("\t%.5f\t%.5f", each->share(), each->had > 0.0 ? each->width / each->had : 0.0); }
      std::printf("\t%.5f\n", r.announced / (std::max)(1.0, r.rooms));
      std::fflush(stdout);
      // intervals of a room hang together: of 12 rooms with eight levels a share has a standard error of some 5 %
      const double least = quick ? 0.8 : 0.9;
      good = good && r.rooms > 0.9 * static_cast<double>(rooms) && r.level.share() >= least && r.change.share() >= least && r.severity.share() >= least - 0.02;
    }
  }
  std::fprintf(stderr, good ? "every bar is met\n" : "a bar is MISSED\n");
  return good ? 0 : 1;
}
