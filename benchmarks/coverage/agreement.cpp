// How often the default intervals of the coefficients of agreement hold the truth.
//
//   agreement            everything, as tab-separated rows for make_page.py (minutes)
//   agreement --quick    fewer panels and sizes (seconds)
//
// Units and raters are drawn from a population that is known: a unit has a place, a rater a severity and a halo (how little of a unit's place shows in their
// marks), a mark its noise. The truth is the coefficient of all units and all raters of the population, by integration; Cohen's kappa speaks for all units but only the two
// raters there are. Fixed seeds. The aim is 93.5 to 97 %; docs/coverage-agreement.md says where it is missed. Ends with 1 when an interval holds the truth more rarely than is
// published there: on average over the populations at least 92 %, in each of them at least 85 %.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <headway/agreement/chance_corrected.hpp>
#include <headway/agreement/cohen.hpp>
#include <headway/agreement/conger.hpp>
#include <headway/agreement/krippendorff.hpp>
#include <headway/numeric/parallel.hpp>
#include <headway/numeric/random.hpp>
#include <headway/numeric/special.hpp>

namespace {

namespace ha = headway::agreement;
namespace hn = headway::numeric;

constexpr std::size_t levels = 5;
constexpr double average_bar = 0.92;
constexpr double least_bar = 0.85;
constexpr std::array<double, levels - 1> thresholds{-1.5, -0.5, 0.5, 1.5};
constexpr headway::seed fixed_seed{20221126};

using shares = std::array<double, levels>;

struct population {
  const char* name;
  double units;    ///< standard deviation of the units' places
  double severity; ///< standard deviation of the raters' severities
  double halo;     ///< a rater sees from 1 - halo to 1 of a unit's place
  double noise;    ///< of one mark
};

constexpr std::array<population, 4> populations{{{"raters as most are", 0.8, 0.5, 0.3, 0.8},
                                                 {"raters who agree", 1.2, 0.25, 0.2, 0.5},
                                                 {"raters of very different severity", 0.6, 0.9, 0.4, 0.7},
                                                 {"raters who hardly agree", 0.3, 0.4, 0.3, 1.0}}};

struct settings {
  bool quick{};
  std::uint32_t panels{2000};
};

/// Shares of the levels when marks scatter around a place.
shares around(double place, double noise) {
  shares out{};
  double below = 0.0;
  for (std::size_t k = 0; k < levels; ++k) {
    const double at_most = k + 1 == levels ? 1.0 : hn::normal_cdf((thresholds[k] - place) / noise);
    out[k] = at_most - below;
    below = at_most;
  }
  return out;
}

struct node {
  double at;
  double weight;
};

/// A standard normal law as evenly spaced points.
std::vector<node> normal_nodes(int count) {
  std::vector<node> out;
  double sum = 0.0;
  for (int i = 0; i < count; ++i) {
    const double z = -7.0 + 14.0 * (i + 0.5) / count;
    out.push_back({z, std::exp(-0.5 * z * z)});
    sum += out.back().weight;
  }
  for (node& each : out) { each.weight /= sum; }
  return out;
}

/// What pairs of marks of a population are like.
struct pairs {
  std::array<std::array<double, levels>, levels> same_unit{}; ///< two raters, one unit
  std::array<std::array<double, levels>, levels> by_chance{}; ///< two raters, two units
  shares all{};                                               ///< all marks
};

pairs pairs_of(const population& p) {
  pairs out;
  for (const node& unit : normal_nodes(161)) {
    shares seen{};
    for (const node& rater : normal_nodes(61)) {
      constexpr int halos = 10;
      for (int h = 0; h < halos; ++h) {
        const double shown = 1.0 - p.halo * (h + 0.5) / halos;
        const shares marks = around(p.severity * rater.at + shown * p.units * unit.at, p.noise);
        for (std::size_t k = 0; k < levels; ++k) { seen[k] += marks[k] * rater.weight / halos; }
      }
    }
    for (std::size_t c = 0; c < levels; ++c) {
      out.all[c] += seen[c] * unit.weight;
      for (std::size_t k = 0; k < levels; ++k) { out.same_unit[c][k] += seen[c] * seen[k] * unit.weight; }
    }
  }
  for (std::size_t c = 0; c < levels; ++c) {
    for (std::size_t k = 0; k < levels; ++k) { out.by_chance[c][k] = out.all[c] * out.all[k]; }
  }
  return out;
}

/// The same for all populations, made once.
const pairs& known(std::size_t population) {
  static const std::array<pairs, populations.size()> all = [] {
    std::array<pairs, populations.size()> out;
    for (std::size_t p = 0; p < out.size(); ++p) { out[p] = pairs_of(populations[p]); }
    return out;
  }();
  return all[population];
}

struct rater {
  double severity;
  double shown;
};

/// The same for two particular raters.
pairs pairs_of(const population& p, const rater& first, const rater& second) {
  pairs out;
  shares of_first{};
  shares of_second{};
  for (const node& unit : normal_nodes(161)) {
    const shares a = around(first.severity + first.shown * p.units * unit.at, p.noise);
    const shares b = around(second.severity + second.shown * p.units * unit.at, p.noise);
    for (std::size_t c = 0; c < levels; ++c) {
      of_first[c] += a[c] * unit.weight;
      of_second[c] += b[c] * unit.weight;
      for (std::size_t k = 0; k < levels; ++k) { out.same_unit[c][k] += a[c] * b[k] * unit.weight; }
    }
  }
  for (std::size_t c = 0; c < levels; ++c) {
    for (std::size_t k = 0; k < levels; ++k) { out.by_chance[c][k] = of_first[c] * of_second[k]; }
  }
  return out;
}

template <class Distance> double ratio(const pairs& p, Distance distance) {
  double observed = 0.0;
  double expected = 0.0;
  for (std::size_t c = 0; c < levels; ++c) {
    for (std::size_t k = 0; k < levels; ++k) {
      observed += p.same_unit[c][k] * distance(c, k);
      expected += p.by_chance[c][k] * distance(c, k);
    }
  }
  return 1.0 - observed / expected;
}

double agreed(const pairs& p, const ha::weight_matrix& w) {
  double out = 0.0;
  for (std::size_t c = 0; c < levels; ++c) {
    for (std::size_t k = 0; k < levels; ++k) { out += p.same_unit[c][k] * w(c, k); }
  }
  return out;
}

enum figure { alpha_ordinal, fleiss, conger, ac2, brennan, percent, figures };
constexpr std::array<const char*, figures> figure_names{"Krippendorff's alpha, ordinal", "Fleiss's kappa", "Conger's kappa, quadratic", "Gwet's AC2, quadratic",
                                                        "Brennan-Prediger, linear", "percent agreement"};

double truth(figure which, const pairs& p) {
  const auto weights = [](ha::weight_set set) { return ha::agreement_weights{set}.of(levels); };
  switch (which) {
  case alpha_ordinal: {
    shares middle{};
    double below = 0.0;
    for (std::size_t k = 0; k < levels; ++k) {
      middle[k] = below + 0.5 * p.all[k];
      below += p.all[k];
    }
    return ratio(p, [&](std::size_t c, std::size_t k) { return (middle[c] - middle[k]) * (middle[c] - middle[k]); });
  }
  case fleiss: return ratio(p, [](std::size_t c, std::size_t k) { return c == k ? 0.0 : 1.0; });
  case conger: return ratio(p, [w = weights(ha::weight_set::quadratic)](std::size_t c, std::size_t k) { return 1.0 - w(c, k); });
  case ac2: {
    const ha::weight_matrix w = weights(ha::weight_set::quadratic);
    double unsure = 0.0;
    for (const double share : p.all) { unsure += share * (1.0 - share); }
    const double chance = w.sum() / (levels * (levels - 1.0)) * unsure;
    return (agreed(p, w) - chance) / (1.0 - chance);
  }
  case brennan: {
    const ha::weight_matrix w = weights(ha::weight_set::linear);
    const double chance = w.sum() / (levels * static_cast<double>(levels));
    return (agreed(p, w) - chance) / (1.0 - chance);
  }
  case percent: return agreed(p, weights(ha::weight_set::identity));
  case figures: break;
  }
  return 0.0;
}

ha::coefficient estimate(figure which, const std::vector<std::int8_t>& marks, std::size_t units, std::size_t raters, const ha::coefficient_options& how = {}) {
  switch (which) {
  case alpha_ordinal: return ha::krippendorff_alpha(marks, units, raters, levels, ha::alpha_metric::ordinal, how);
  case fleiss: return ha::fleiss_kappa(marks, units, raters, levels, {}, how);
  case conger: return ha::conger_kappa(marks, units, raters, levels, ha::weight_set::quadratic, how);
  case ac2: return ha::gwet_ac(marks, units, raters, levels, ha::weight_set::quadratic, how);
  case brennan: return ha::brennan_prediger(marks, units, raters, levels, ha::weight_set::linear, how);
  case percent: return ha::percent_agreement(marks, units, raters, levels, {}, how);
  case figures: break;
  }
  return {};
}

std::vector<rater> draw_raters(hn::random_stream& random, const population& p, std::size_t count) {
  std::vector<rater> out(count);
  for (rater& each : out) { each = {p.severity * hn::draw_normal(random), 1.0 - p.halo * hn::draw_uniform(random)}; }
  return out;
}

std::vector<std::int8_t> draw_marks(hn::random_stream& random, const population& p, const std::vector<rater>& raters, std::size_t units) {
  std::vector<std::int8_t> out;
  for (std::size_t u = 0; u < units; ++u) {
    const double place = p.units * hn::draw_normal(random);
    for (const rater& each : raters) {
      const double seen = each.severity + each.shown * place + p.noise * hn::draw_normal(random);
      out.push_back(static_cast<std::int8_t>(std::count_if(thresholds.begin(), thresholds.end(), [&](double threshold) { return seen > threshold; })));
    }
  }
  return out;
}

struct covered {
  double share{};
  double width{};
  double without{}; ///< share of panels that have no interval
};

/// Panels of one population: how often the interval of each panel holds what it should.
template <class One> covered simulate(const settings& run, std::uint64_t cell, One one) {
  std::vector<ha::coefficient> results(run.panels);
  std::vector<double> truths(run.panels);
  hn::parallel_for(run.panels, 0, [&](std::size_t i) {
    hn::random_stream random{fixed_seed, cell << 32 | i};
    one(random, results[i], truths[i]);
  });
  covered out;
  double with = 0.0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!results[i].range) {
      out.without += 1.0;
      continue;
    }
    with += 1.0;
    out.share += results[i].range->lower <= truths[i] && truths[i] <= results[i].range->upper ? 1.0 : 0.0;
    out.width += results[i].range->width();
  }
  out.share /= with;
  out.width /= with;
  out.without /= static_cast<double>(run.panels);
  return out;
}

/// One row: over the populations, the average and the least, and which that is.
bool report(const char* table, const char* name, std::size_t units, std::size_t raters, const std::array<covered, populations.size()>& each) {
  double average = 0.0;
  double width = 0.0;
  double without = 0.0;
  std::size_t least = 0;
  for (std::size_t p = 0; p < each.size(); ++p) {
    average += each[p].share / static_cast<double>(each.size());
    width += each[p].width / static_cast<double>(each.size());
    without += each[p].without / static_cast<double>(each.size());
    if (each[p].share < each[least].share) { least = p; }
  }
  std::printf("%s\t%s\t%zu\t%zu", table, name, units, raters);
  for (const covered& c : each) { std::printf("\t%.4f", c.share); }
  std::printf("\t%.4f\t%.3f\t%.4f\n", average, width, without);
  std::fflush(stdout);
  return average >= average_bar && each[least].share >= least_bar;
}

bool panel_rows(const settings& run, std::size_t units, std::size_t raters) {
  bool good = true;
  for (int f = 0; f < figures; ++f) {
    const auto which = static_cast<figure>(f);
    std::array<covered, populations.size()> each;
    for (std::size_t p = 0; p < populations.size(); ++p) {
      const double wanted = truth(which, known(p));
      each[p] = simulate(run, units * 1000 + raters * 10 + p, [&](hn::random_stream& random, ha::coefficient& result, double& target) {
        const std::vector<rater> panel = draw_raters(random, populations[p], raters);
        result = estimate(which, draw_marks(random, populations[p], panel, units), units, raters);
        target = wanted;
      });
    }
    good = report("panel", figure_names[static_cast<std::size_t>(f)], units, raters, each) && good;
  }
  return good;
}

/// Every method that speaks for units and raters, on the same panels. Not held to the bars: this is what the default was chosen from.
void method_rows(const settings& run, std::size_t units, std::size_t raters) {
  struct method {
    const char* name;
    ha::interval_method interval;
    ha::bootstrap_ends ends;
  };
  constexpr std::array<method, 6> methods{{{"two-way jackknife", ha::interval_method::two_way_jackknife, {}},
                                           {"bootstrap of both, percentile", ha::interval_method::bootstrap_both, ha::bootstrap_ends::percentile},
                                           {"bootstrap of both, BCa", ha::interval_method::bootstrap_both, ha::bootstrap_ends::bca},
                                           {"jackknife over raters", ha::interval_method::rater_jackknife, {}},
                                           {"jackknife over units", ha::interval_method::unit_jackknife, {}},
                                           {"large-sample error, units", ha::interval_method::analytic, {}}}};
  settings few = run;
  few.panels = 500;
  for (const figure which : {alpha_ordinal, ac2}) {
    for (const method& m : methods) {
      std::array<covered, populations.size()> each;
      for (std::size_t p = 0; p < populations.size(); ++p) {
        const double wanted = truth(which, known(p));
        each[p] = simulate(few, units * 1000 + raters * 10 + p, [&](hn::random_stream& random, ha::coefficient& result, double& target) {
          const std::vector<rater> panel = draw_raters(random, populations[p], raters);
          result = estimate(which, draw_marks(random, populations[p], panel, units), units, raters, {.interval = m.interval, .ends = m.ends, .replicates = 500});
          target = wanted;
        });
      }
      (void)report((std::string{"method "} + m.name).c_str(), figure_names[which], units, raters, each);
    }
  }
}

bool cohen_rows(const settings& run, std::size_t units) {
  bool good = true;
  for (const auto& [set, name] : {std::pair{ha::weight_set::identity, "Cohen's kappa"}, std::pair{ha::weight_set::quadratic, "Cohen's kappa, quadratic"}}) {
    const ha::weight_matrix w = ha::agreement_weights{set}.of(levels);
    std::array<covered, populations.size()> each;
    for (std::size_t p = 0; p < populations.size(); ++p) {
      each[p] = simulate(run, 90'000'000 + units * 10 + p, [&](hn::random_stream& random, ha::coefficient& result, double& target) {
        const std::vector<rater> two = draw_raters(random, populations[p], 2);
        result = ha::cohen_kappa(draw_marks(random, populations[p], two, units), units, 2, levels, set);
        target = ratio(pairs_of(populations[p], two[0], two[1]), [&](std::size_t c, std::size_t k) { return 1.0 - w(c, k); });
      });
    }
    good = report("two raters", name, units, 2, each) && good;
  }
  return good;
}

} // namespace

int main(int argc, char** argv) {
  settings run;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--quick") != 0) {
      std::fprintf(stderr, "usage: agreement [--quick]\n");
      return 2;
    }
    run = {.quick = true, .panels = 400};
  }
  bool good = true;
  for (const std::size_t units : {9u, 20u, 50u}) {
    for (const std::size_t raters : {5u, 8u, 12u, 20u, 30u}) {
      if (!run.quick || (units == 9 && raters <= 12)) { good = panel_rows(run, units, raters) && good; }
    }
  }
  if (!run.quick) {
    for (const std::size_t raters : {5u, 12u}) { method_rows(run, 9, raters); }
    method_rows(run, 30, 12);
  }
  for (const std::size_t units : {20u, 50u, 200u}) {
    if (!run.quick || units == 20) { good = cohen_rows(run, units) && good; }
  }
  std::fprintf(stderr, good ? "every bar is met\n" : "a bar is MISSED: on average over the populations at least 0.92, in each at least 0.85\n");
  return good ? 0 : 1;
}
