// How often the intervals of the profile hold the truth.
//
//   level_and_dispersion            everything, as tab-separated rows for make_page.py (minutes)
//   level_and_dispersion --quick    fewer replicates and no search (seconds)
//
// Raters are drawn from distributions that are known, so the truth is known. Where there are at most 50,000 different outcomes, all of them are
// gone through and the coverage is exact; dispersion is simulated as well, with fixed seeds, and a search looks for the distribution that is
// covered least. Ends with 1 when a bar is missed: the level set must cover at least 95 %, the other intervals at least 93.5 %.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <headway/numeric/parallel.hpp>
#include <headway/numeric/random.hpp>
#include <headway/numeric/special.hpp>
#include <headway/profile/balanced.hpp>
#include <headway/agreement/dispersion.hpp>
#include <headway/profile/level_set.hpp>

namespace {

namespace hn = headway::numeric;
namespace hp = headway::profile;
using counts = std::vector<std::uint32_t>;
using shares = std::vector<double>;

constexpr double level_set_bar = 0.95;
constexpr double interval_bar = 0.935;
constexpr double rounding = 1e-9;
constexpr std::size_t most_outcomes = 50000;

struct design {
  std::string name;
  shares p;
};

struct settings {
  bool quick{};
  std::uint32_t replicates{20000};
  headway::seed seed{20220318};
};

// ---------------------------------------------------------------- true distributions

shares normalised(shares p) {
  double sum = 0.0;
  for (const double each : p) { sum += each; }
  for (double& each : p) { each /= sum; }
  return p;
}

/// Cumulative logit: thresholds over -2..2 (for five levels -2, -.7, .7, 2), a place at `location`, raters whose severity is normal.
shares logit(std::size_t levels, double location, double severity, double steepness) {
  const shares five{-2.0, -0.7, 0.7, 2.0};
  constexpr int nodes = 200;
  shares p(levels);
  for (int i = 0; i < nodes; ++i) {
    const double rater = severity * hn::normal_quantile((i + 0.5) / nodes);
    double below = 0.0;
    for (std::size_t k = 0; k < levels; ++k) {
      const double spaced = levels == 2 ? 0.0 : -2.0 + 4.0 * static_cast<double>(k) / static_cast<double>(levels - 2);
      const double threshold = levels == 5 && k < 4 ? five[k] : spaced;
      const double at_most = k + 1 == levels ? 1.0 : 1.0 / (1.0 + std::exp(-steepness * (threshold - location - rater)));
      p[k] += (at_most - below) / nodes;
      below = at_most;
    }
  }
  return p;
}

std::string label(const char* format, double a, double b = 0.0) {
  char text[80];
  std::snprintf(text, sizeof text, format, a, b);
  return text;
}

std::vector<design> designs(std::size_t levels) {
  std::vector<design> out;
  for (double location = -3.0; location <= 3.0; location += 0.5) {
    for (const double severity : {0.0, 0.5, 1.0, 2.0}) {
      out.push_back({label("logit at %g, severity %g", location, severity), logit(levels, location, severity, 1.0)});
    }
    out.push_back({label("steep logit at %g", location), logit(levels, location, 0.0, 3.0)});
  }
  for (std::size_t peak = 0; peak < levels; ++peak) {
    for (const double share : {0.6, 0.8, 0.9, 0.95, 0.98, 0.99}) {
      shares near(levels), even(levels, (1.0 - share) / static_cast<double>(levels)), far(levels);
      near[peak] = even[peak] = far[peak] = share;
      if (peak > 0) { near[peak - 1] = 1.0 - share; }
      if (peak + 1 < levels) { near[peak + 1] = 1.0 - share; }
      far[2 * peak >= levels ? 0 : levels - 1] = 1.0 - share;
      const double number = static_cast<double>(peak + 1);
      out.push_back({label("level %g has %g, neighbours the rest", number, share), normalised(near)});
      out.push_back({label("level %g has %g, the rest even", number, share), normalised(even)});
      out.push_back({label("level %g has %g, the far end the rest", number, share), normalised(far)});
    }
  }
  out.push_back({"flat", shares(levels, 1.0 / static_cast<double>(levels))});
  for (const double share : {0.5, 0.6, 0.7, 0.8, 0.9}) {
    shares camps(levels), blurred(levels, 0.1 / static_cast<double>(levels));
    camps.front() = share;
    camps.back() = 1.0 - share;
    for (std::size_t k = 0; k < levels; ++k) { blurred[k] += 0.9 * camps[k]; }
    out.push_back({label("camps %g", share), camps});
    out.push_back({label("camps %g, a tenth even", share), blurred});
    if (levels > 3) {
      shares wide(levels), inner(levels);
      wide[0] = 0.6 * share;
      wide[1] = 0.4 * share;
      wide[levels - 2] = wide[levels - 1] = 0.5 * (1.0 - share);
      inner[1] = share;
      inner[levels - 2] += 1.0 - share;
      out.push_back({label("wide camps %g", share), wide});
      out.push_back({label("inner camps %g", share), inner});
    }
  }
  for (const double ratio : {0.3, 0.5, 0.7}) {
    shares p(levels);
    for (std::size_t k = 0; k < levels; ++k) { p[k] = std::pow(ratio, static_cast<double>(k)); }
    p = normalised(p);
    out.push_back({label("each level %g of the one below", ratio), p});
    std::reverse(p.begin(), p.end());
    out.push_back({label("each level %g of the one above", ratio), p});
  }
  return out;
}

double dispersion_of_shares(const shares& p) {
  double below = 0.0;
  double sum = 0.0;
  for (std::size_t k = 0; k + 1 < p.size(); ++k) {
    below += p[k];
    sum += below * (1.0 - below);
  }
  return 4.0 * sum / static_cast<double>(p.size() - 1);
}

bool holds(const hn::interval& range, double truth) { return range.lower <= truth + rounding && truth - rounding <= range.upper; }

// ---------------------------------------------------------------- every outcome

struct outcome {
  counts c;
  double log_ways;
  hn::interval range;
};

void spread(std::uint32_t n, std::size_t level, counts& c, const auto& visit) {
  if (level + 1 == c.size()) {
    c[level] = n;
    visit(c);
    return;
  }
  for (std::uint32_t here = 0; here <= n; ++here) {
    c[level] = here;
    spread(n - here, level + 1, c, visit);
  }
}

double log_factorial(std::uint32_t n) {
  double sum = 0.0;
  for (std::uint32_t i = 2; i <= n; ++i) { sum += std::log(i); }
  return sum;
}

/// How many outcomes n people on `levels` levels have, at most `most_outcomes` + 1.
std::size_t outcomes(std::uint32_t n, std::size_t levels) {
  double ways = 1.0;
  for (std::size_t k = 1; k < levels; ++k) { ways *= (n + static_cast<double>(k)) / static_cast<double>(k); }
  return ways > most_outcomes ? most_outcomes + 1 : static_cast<std::size_t>(ways + 0.5);
}

std::vector<outcome> all_outcomes(std::uint32_t n, std::size_t levels, headway::confidence_level confidence) {
  std::vector<outcome> out;
  counts c(levels);
  spread(n, 0, c, [&](const counts& each) {
    double ways = log_factorial(n);
    for (const auto count : each) { ways -= log_factorial(count); }
    out.push_back({each, ways, headway::agreement::dispersion_of(each, {confidence}).range});
  });
  return out;
}

struct covered {
  double share;
  double width;
};

covered exact_coverage(const std::vector<outcome>& all, const shares& p) {
  const double truth = dispersion_of_shares(p);
  shares logs(p.size());
  for (std::size_t k = 0; k < p.size(); ++k) { logs[k] = p[k] > 0.0 ? std::log(p[k]) : -1e6; }
  covered sum{};
  for (const outcome& each : all) {
    double weight = each.log_ways;
    for (std::size_t k = 0; k < p.size(); ++k) { weight += each.c[k] * logs[k]; }
    weight = std::exp(weight);
    sum.share += holds(each.range, truth) ? weight : 0.0;
    sum.width += weight * each.range.width();
  }
  return sum;
}

covered simulated_coverage(const settings& run, const shares& p, std::uint32_t n, headway::confidence_level confidence, std::uint64_t stream) {
  const double truth = dispersion_of_shares(p);
  hn::random_stream random{run.seed, stream};
  counts c(p.size());
  covered sum{};
  for (std::uint32_t i = 0; i < run.replicates; ++i) {
    hn::draw_multinomial(random, n, p, c);
    const hn::interval range = headway::agreement::dispersion_of(c, {confidence}).range;
    sum.share += holds(range, truth) ? 1.0 : 0.0;
    sum.width += range.width();
  }
  return {sum.share / run.replicates, sum.width / run.replicates};
}

/// A random walk over distributions that keeps a step only when less is covered, from the designs covered least.
double lowest_found(const settings& run, const std::vector<outcome>& all, const std::vector<design>& from, std::vector<covered> known) {
  std::vector<std::size_t> order(from.size());
  for (std::size_t i = 0; i < order.size(); ++i) { order[i] = i; }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return known[a].share < known[b].share; });
  constexpr std::size_t walks = 12;
  std::vector<double> lowest(walks);
  hn::parallel_for(walks, 0, [&](std::size_t walk) {
    hn::random_stream random{run.seed, 1000000 + walk};
    shares logs = from[order[walk]].p;
    for (double& each : logs) { each = std::log((std::max)(each, 1e-7)); }
    lowest[walk] = known[order[walk]].share;
    for (int step = 0; step < 500; ++step) {
      shares tried = logs;
      const double size = std::pow(10.0, -2.0 + 1.7 * hn::draw_uniform(random));
      shares p(tried.size());
      for (std::size_t k = 0; k < p.size(); ++k) { p[k] = std::exp(tried[k] += size * hn::draw_normal(random)); }
      const double share = exact_coverage(all, normalised(p)).share;
      if (share <= lowest[walk]) {
        lowest[walk] = share;
        logs = tried;
      }
    }
  });
  return *std::min_element(lowest.begin(), lowest.end());
}

// ---------------------------------------------------------------- the three statements

struct summary {
  double average{1.0};
  double worst{1.0};
  double width{};
  std::string where{"-"};
};

summary summarise(const std::vector<covered>& each, const std::vector<design>& of) {
  summary out{0.0, 2.0, 0.0, "-"};
  for (std::size_t i = 0; i < each.size(); ++i) {
    out.average += each[i].share / static_cast<double>(each.size());
    out.width += each[i].width / static_cast<double>(each.size());
    if (each[i].share < out.worst) {
      out.worst = each[i].share;
      out.where = of[i].name;
    }
  }
  return out;
}

bool dispersion_row(const settings& run, std::size_t levels, std::uint32_t n, double confidence) {
  const std::vector<design> of = designs(levels);
  const headway::confidence_level level{confidence};
  std::vector<covered> simulated(of.size());
  hn::parallel_for(of.size(), 0, [&](std::size_t i) { simulated[i] = simulated_coverage(run, of[i].p, n, level, (i << 32) + (n << 8) + levels); });
  const summary drawn = summarise(simulated, of);
  double lowest = drawn.worst;
  std::printf("dispersion\t%g\t%zu\t%u\t%zu\t%.4f\t%.4f\t%s\t%.3f", confidence, levels, n, of.size(), drawn.average, drawn.worst, drawn.where.c_str(), drawn.width);
  if (outcomes(n, levels) <= most_outcomes) {
    const std::vector<outcome> all = all_outcomes(n, levels, level);
    std::vector<covered> exact(of.size());
    hn::parallel_for(of.size(), 0, [&](std::size_t i) { exact[i] = exact_coverage(all, of[i].p); });
    const summary through = summarise(exact, of);
    lowest = (std::min)(lowest, through.worst);
    std::printf("\t%.4f\t%.4f", through.average, through.worst);
    if (run.quick) {
      std::printf("\t-\n");
    } else {
      const double searched = lowest_found(run, all, of, exact);
      lowest = (std::min)(lowest, searched);
      std::printf("\t%.4f\n", searched);
    }
  } else {
    std::printf("\t-\t-\t-\n");
  }
  return confidence != 0.95 || lowest >= interval_bar;
}

/// Exact coverage of the least covered median level of p: only how many are below, at and above it matters.
double level_set_coverage(const shares& p, std::uint32_t n) {
  double lowest = 1.0;
  double below = 0.0;
  for (std::uint32_t m = 0; m < p.size(); below += p[m], ++m) {
    const double above = (std::max)(0.0, 1.0 - below - p[m]);
    if (below > 0.5 + 1e-12 || above > 0.5 + 1e-12) { continue; }
    const shares logs{std::log((std::max)(below, 1e-300)), std::log((std::max)(p[m], 1e-300)), std::log((std::max)(above, 1e-300))};
    double covered = 0.0;
    counts three(3);
    spread(n, 0, three, [&](const counts& each) {
      const hp::level_set set = hp::level_set_of(each);
      if (set.lowest <= 1 && 1 <= set.highest) {
        covered += std::exp(log_factorial(n) - log_factorial(each[0]) - log_factorial(each[1]) - log_factorial(each[2]) + each[0] * logs[0] +
                            each[1] * logs[1] + each[2] * logs[2]);
      }
    });
    lowest = (std::min)(lowest, covered);
  }
  return lowest;
}

bool level_set_row(std::size_t levels, std::uint32_t n) {
  const std::vector<design> of = designs(levels);
  std::vector<covered> each(of.size());
  hn::parallel_for(of.size(), 0, [&](std::size_t i) { each[i].share = level_set_coverage(of[i].p, n); });
  const summary through = summarise(each, of);
  std::printf("level set\t0.95\t%zu\t%u\t%zu\t%.4f\t%.4f\t%s\n", levels, n, of.size(), through.average, through.worst, through.where.c_str());
  return through.worst >= level_set_bar;
}

/// Exact coverage of the sector-balanced share at a level or above, for sectors of given sizes and true shares.
double balanced_coverage(const counts& sizes, const shares& p) {
  double truth = 0.0;
  for (const double each : p) { truth += each / static_cast<double>(p.size()); }
  counts c(2 * sizes.size());
  double covered = 0.0;
  const auto go = [&](const auto& self, std::size_t sector, double weight) -> void {
    if (sector == sizes.size()) {
      covered += holds(hp::sector_balanced_profile(c, 2).at_least[1].range, truth) ? weight : 0.0;
      return;
    }
    double ways = 1.0;
    for (std::uint32_t x = 0; x <= sizes[sector]; ++x) {
      c[2 * sector] = sizes[sector] - x;
      c[2 * sector + 1] = x;
      self(self, sector + 1, weight * ways * std::pow(p[sector], x) * std::pow(1.0 - p[sector], sizes[sector] - x));
      ways *= static_cast<double>(sizes[sector] - x) / (x + 1.0);
    }
  };
  go(go, 0, 1.0);
  return covered;
}

bool balanced_row(const counts& sizes) {
  std::vector<design> of;
  const auto last = static_cast<double>(sizes.size() - 1);
  for (const double base : {0.01, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9}) {
    for (const double tilt : {0.0, 1.5, -1.5, 3.0}) {
      shares p;
      for (std::size_t s = 0; s < sizes.size(); ++s) {
        const double shift = last > 0.0 ? tilt * (2.0 * static_cast<double>(s) / last - 1.0) : 0.0;
        p.push_back(1.0 / (1.0 + std::exp(-std::log(base / (1.0 - base)) - shift)));
      }
      of.push_back({label("share %g, sectors apart by %g logits", base, 2.0 * tilt), p});
    }
  }
  for (std::size_t s = 0; s < sizes.size(); ++s) {
    for (double alone = 0.05; alone < 1.0; alone += 0.05) {
      shares p(sizes.size());
      p[s] = alone;
      of.push_back({label("only sector %g has any, %g", static_cast<double>(s + 1), alone), p});
    }
  }
  std::vector<covered> each(of.size());
  hn::parallel_for(of.size(), 0, [&](std::size_t i) { each[i].share = balanced_coverage(sizes, of[i].p); });
  const summary through = summarise(each, of);
  std::string panel;
  for (const auto size : sizes) { panel += (panel.empty() ? "" : ", ") + std::to_string(size); }
  std::printf("balanced\t0.95\t%s\t%zu\t%.4f\t%.4f\t%s\n", panel.c_str(), of.size(), through.average, through.worst, through.where.c_str());
  return through.worst >= interval_bar;
}

} // namespace

int main(int argc, char** argv) {
  settings run;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--quick") != 0) {
      std::fprintf(stderr, "usage: level_and_dispersion [--quick]\n");
      return 2;
    }
    run = {.quick = true, .replicates = 250};
  }
  bool good = true;
  for (const std::size_t levels : {2u, 3u, 5u, 7u, 16u}) {
    for (const std::uint32_t n : {5u, 8u, 12u, 20u, 30u, 60u}) { good = level_set_row(levels, n) && good; }
  }
  for (const std::size_t levels : {2u, 3u, 5u, 7u, 16u}) {
    for (const std::uint32_t n : {2u, 3u, 4u, 5u, 8u, 12u, 20u, 30u, 50u, 100u, 300u}) {
      const bool asked = n >= 5 && n <= 30 && !(run.quick && levels == 16 && n > 5);
      if (asked || (levels == 5 && !run.quick)) { good = dispersion_row(run, levels, n, 0.95) && good; }
    }
  }
  if (!run.quick) {
    for (const double confidence : {0.8, 0.9, 0.99}) {
      for (const std::uint32_t n : {5u, 12u, 30u}) { good = dispersion_row(run, 5, n, confidence) && good; }
    }
  }
  for (const counts& sizes : {counts{5, 5, 5, 5}, counts{1, 2, 5, 8}, counts{2, 2, 2, 2}, counts{1, 1, 9}, counts{1, 19}, counts{3, 3, 3, 3, 3}, counts{10, 10},
                              counts{1, 1, 1, 1, 1, 1, 1, 1}, counts{20}}) {
    good = balanced_row(sizes) && good;
  }
  std::fprintf(stderr, good ? "every bar is met\n" : "a bar is MISSED: the level set must cover 0.95, the other intervals 0.935\n");
  return good ? 0 : 1;
}
