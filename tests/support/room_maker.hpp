#pragma once

#include "study_maker.hpp"

#include <cmath>
#include <cstddef>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace headway::test {

/// Marks of one room whose truth is known: dimensions and people differ with these standard deviations on the logit scale, and dimensions move between rounds.
struct made_room {
  std::size_t dimensions{4};
  std::size_t people{10};
  std::size_t rounds{2};
  double between_dimensions{0.8};
  double between_people{1.0};
  double step{0.6};       ///< everybody's, from round to round
  double step_spread{0.5};

  std::vector<double> threshold{-2.0, -0.5, 0.8, 2.2};
  std::vector<std::vector<double>> place{}; ///< round x dimension
  std::vector<double> rater{};              ///< how high each marks

  /// Draws a truth and the marks it gives. \param sectors people take turns in them
  [[nodiscard]] study_maker marks(std::mt19937_64& random, std::size_t sectors = 2, const std::string& community = "Made") {
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform;
    place.assign(rounds, std::vector<double>(dimensions));
    rater.clear();
    for (double& p : place[0]) { p = between_dimensions * normal(random); }
    for (std::size_t t = 1; t < rounds; ++t) {
      for (std::size_t d = 0; d < dimensions; ++d) { place[t][d] = place[t - 1][d] + step + step_spread * normal(random); }
    }
    for (std::size_t r = 0; r < people; ++r) { rater.push_back(between_people * normal(random)); }
    study_maker out;
    for (std::size_t t = 0; t < rounds; ++t) {
      for (std::size_t r = 0; r < people; ++r) {
        for (std::size_t d = 0; d < dimensions; ++d) {
          const double u = uniform(random);
          const double at = place[t][d] + rater[r] + std::log(u / (1.0 - u));
          int level = 0;
          for (const double tau : threshold) { level += at > tau ? 1 : 0; }
          out.add(community, "R" + std::to_string(t + 1), "p" + std::to_string(10 + r), "s" + std::to_string(r % sectors), d, level);
        }
      }
    }
    return out;
  }
  /// The typical person's mark on average, levels written from 1.
  [[nodiscard]] double expected(std::size_t round, std::size_t dimension) const {
    double out = 1.0;
    for (const double tau : threshold) { out += 1.0 / (1.0 + std::exp(tau - place[round][dimension])); }
    return out;
  }
};

} // namespace headway::test
