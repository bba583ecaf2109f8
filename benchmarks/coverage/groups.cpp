// How often what is said about two groups and more holds.
//
//   groups            everything, as tab-separated rows for make_page.py (minutes)
//   groups --quick    small groups, fewer replicates (seconds)
//
// People are drawn from laws that are known, so the truth is known: shifted and stretched logits, camps, a group that agrees against one that does not, and laws
// drawn at random. Where two groups have few enough outcomes all of them are gone through and the figures are exact; otherwise outcomes are drawn, with fixed seeds.
// Ends with 1 when a bar is missed: the interval of the relative effect covers at least 93.5 % for every law, and a test of people who do not differ
// is significant at most as often as it says, but for two Monte Carlo errors.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <headway/exact/k_sample.hpp>
#include <headway/exact/two_sample.hpp>
#include <headway/numeric/random.hpp>

namespace {

namespace he = headway::exact;
namespace hn = headway::numeric;
using counts = std::vector<std::uint32_t>;
using shares = std::vector<double>;

constexpr std::size_t levels = 5;
constexpr double interval_bar = 0.935;
constexpr double significance = 0.05;

struct settings {
  bool quick{};
  std::uint32_t replicates{4000};
};

struct design {
  std::string name;
  shares x;
  shares y;
};

shares logit(double location, double steepness) {
  const std::array<double, 4> thresholds{-2.0, -0.7, 0.7, 2.0};
  shares out(levels);
  double below = 0.0;
  for (std::size_t k = 0; k < levels; ++k) {
    const double at_most = k + 1 == levels ? 1.0 : 1.0 / (1.0 + std::exp(-steepness * (thresholds[k] - location)));
    out[k] = at_most - below;
    below = at_most;
  }
  return out;
}

std::string label(const char* format, double a, double b = 0.0) {
  char text[80];
  std::snprintf(text, sizeof text, format, a, b);
  return text;
}

double effect_of(const shares& x, const shares& y) {
  double out = 0.0;
  double below = 0.0;
  for (std::size_t k = 0; k < levels; ++k) {
    out += x[k] * (below + 0.5 * y[k]);
    below += y[k];
  }
  return out;
}

std::vector<design> designs(std::size_t random) {
  std::vector<design> out;
  for (const double base : {-1.5, 0.0, 1.0}) {
    for (const double shift : {0.0, 0.5, 1.0, 2.0, 3.0, 4.0}) { out.push_back({label("logit at %g, shifted by %g", base, shift), logit(base + shift, 1.0), logit(base, 1.0)}); }
  }
  for (const double shift : {-2.0, -1.0, 0.0, 1.0, 2.0}) {
    out.push_back({label("steep logit at %g, flat one at 0", shift), logit(shift, 4.0), logit(0.0, 0.7)});
    out.push_back({label("flat logit at 0, steep one at %g", shift), logit(0.0, 0.7), logit(shift, 4.0)});
  }
  for (const double share : {0.5, 0.7, 0.85, 0.95}) {
    out.push_back({label("all at level 3, camps %g", share), {0, 0, 1, 0, 0}, {share, 0, 0, 0, 1 - share}});
    out.push_back({label("camps %g, all at level 3", share), {share, 0, 0, 0, 1 - share}, {0, 0, 1, 0, 0}});
  }
  out.push_back({"flat", shares(levels, 0.2), shares(levels, 0.2)});
  out.push_back({"camps", {0.5, 0, 0, 0, 0.5}, {0.5, 0, 0, 0, 0.5}});
  out.push_back({"nearly all at level 2", {0.05, 0.9, 0.05, 0, 0}, {0.05, 0.9, 0.05, 0, 0}});
  out.push_back({"nearly all a level apart", {0, 0.05, 0.9, 0.05, 0}, {0.05, 0.9, 0.05, 0, 0}});
  out.push_back({"two levels, 0.9 and 0.5", {0.1, 0.9, 0, 0, 0}, {0.5, 0.5, 0, 0, 0}});
  hn::random_stream stream{headway::seed{3}};
  for (std::size_t i = 0; i < random; ++i) {
    design d{label("law %g at random", static_cast<double>(i + 1)), shares(levels), shares(levels)};
    const shares mass(levels, 0.15 + 0.85 * static_cast<double>(i % 4));
    hn::draw_dirichlet(stream, mass, d.x);
    hn::draw_dirichlet(stream, mass, d.y);
    if (i % 5 == 1) { d.y = d.x; }
    if (i % 7 == 2) {
      for (std::size_t k = 0; k < levels; ++k) { d.y[k] = 0.8 * d.x[k]; }
      d.y[stream() % levels] += 0.2;
    }
    out.push_back(std::move(d));
  }
  return out;
}

std::vector<counts> outcomes(std::uint32_t n) {
  std::vector<counts> out;
  counts now(levels);
  const auto level = [&](const auto& self, std::size_t k, std::uint32_t left) -> void {
    if (k + 1 == levels) {
      now[k] = left;
      out.push_back(now);
      return;
    }
    for (std::uint32_t a = 0; a <= left; ++a) {
      now[k] = a;
      self(self, k + 1, left - a);
    }
  };
  level(level, 0, n);
  return out;
}

double chance(const counts& c, const shares& p) {
  double log_chance = 0.0;
  std::uint32_t n = 0;
  for (std::size_t k = 0; k < levels; ++k) {
    if (c[k] == 0) { continue; }
    if (!(p[k] > 0.0)) { return 0.0; }
    n += c[k];
    log_chance += c[k] * std::log(p[k]) - headway::resample::detail::log_factorial(c[k]);
  }
  return std::exp(log_chance + headway::resample::detail::log_factorial(n));
}

// ---------------------------------------------------------------- intervals of the relative effect

/// Neubert and Brunner's interval: the quantiles of the studentised permutation law instead of those of t, on the logit scale. Where the groups do not overlap, and
/// where the quantile is an assignment that does not, the end is 0 or 1.
hn::interval permutation_interval(const counts& x, const counts& y, double tail) {
  counts totals(levels);
  std::uint32_t n1 = 0;
  std::uint32_t n2 = 0;
  for (std::size_t k = 0; k < levels; ++k) {
    totals[k] = x[k] + y[k];
    n1 += x[k];
    n2 += y[k];
  }
  const he::detail::effect_moments m = he::detail::moments_of(x, y, 0.0);
  if (!(m.variance() > 0.0)) { return *he::relative_effect_interval(x, y, headway::confidence_level{1.0 - 2.0 * tail}); }
  const he::detail::studentised_order order{n1, n2};
  std::vector<std::pair<double, double>> law;
  double whole = 0.0;
  he::detail::two_group_walk walk{totals, n1, 20'000'000};
  (void)walk.each([&](double weight, const he::detail::placement_sums& sums) {
    const he::detail::studentised s = order.of(sums);
    law.emplace_back(order.value(s).value_or(s.difference > 0 ? 1e300 : -1e300), weight);
    whole += weight;
  });
  std::sort(law.begin(), law.end());
  const auto quantile = [&](bool high) {
    double sum = 0.0;
    for (std::size_t i = 0; i < law.size(); ++i) {
      const auto& [value, weight] = law[high ? law.size() - 1 - i : i];
      sum += weight;
      if (sum > tail * whole * (1.0 + 1e-12)) { return value; }
    }
    return 0.0;
  };
  const double centre = std::log(m.effect) - std::log1p(-m.effect);
  const double spread = std::sqrt(m.variance()) / (m.effect * (1.0 - m.effect));
  const auto back = [](double logit_value) { return 1.0 / (1.0 + std::exp(-logit_value)); };
  return {quantile(true) > 1e200 ? 0.0 : back(centre - quantile(true) * spread), quantile(false) < -1e200 ? 1.0 : back(centre - quantile(false) * spread)};
}

struct coverage {
  double held{};
  double permutation_held{};
  double width{};
  double all{};
};

bool interval_row(const settings& run, std::uint32_t n1, std::uint32_t n2, double confidence) {
  const bool exact = n1 + n2 <= (run.quick ? 8u : 16u);
  const bool with_permutation = exact && confidence > 0.949 && confidence < 0.951 && !run.quick;
  const std::vector<design> laws = designs(exact ? (run.quick ? 100 : 1000) : (run.quick ? 10 : 100));
  std::vector<coverage> of(laws.size());
  const double tail = 0.5 * (1.0 - confidence);
  const auto count = [&](std::size_t law, const hn::interval& ours, const hn::interval& permutation, double weight) {
    const double truth = effect_of(laws[law].x, laws[law].y);
    const auto holds = [&](const hn::interval& i) { return i.lower <= truth + 1e-12 && truth <= i.upper + 1e-12; };
    of[law].held += holds(ours) ? weight : 0.0;
    of[law].permutation_held += holds(permutation) ? weight : 0.0;
    of[law].width += weight * ours.width();
    of[law].all += weight;
  };
  if (exact) {
    const std::vector<counts> xs = outcomes(n1);
    const std::vector<counts> ys = outcomes(n2);
    std::vector<shares> of_x(laws.size());
    std::vector<shares> of_y(laws.size());
    for (std::size_t i = 0; i < laws.size(); ++i) {
      for (const counts& x : xs) { of_x[i].push_back(chance(x, laws[i].x)); }
      for (const counts& y : ys) { of_y[i].push_back(chance(y, laws[i].y)); }
    }
    for (std::size_t a = 0; a < xs.size(); ++a) {
      for (std::size_t b = 0; b < ys.size(); ++b) {
        const hn::interval ours = *he::relative_effect_interval(xs[a], ys[b], headway::confidence_level{confidence});
        const hn::interval permutation = with_permutation ? permutation_interval(xs[a], ys[b], tail) : hn::interval{0.0, 1.0};
        for (std::size_t i = 0; i < laws.size(); ++i) { count(i, ours, permutation, of_x[i][a] * of_y[i][b]); }
      }
    }
  } else {
    counts x(levels);
    counts y(levels);
    for (std::size_t i = 0; i < laws.size(); ++i) {
      hn::random_stream stream{headway::seed{7}, i};
      const std::uint32_t replicates = run.quick ? 400 : run.replicates;
      for (std::uint32_t r = 0; r < replicates; ++r) {
        hn::draw_multinomial(stream, n1, laws[i].x, x);
        hn::draw_multinomial(stream, n2, laws[i].y, y);
        const hn::interval ours = *he::relative_effect_interval(x, y, headway::confidence_level{confidence});
        count(i, ours, ours, 1.0);
      }
    }
  }
  double average = 0.0;
  double width = 0.0;
  double permutation_average = 0.0;
  double permutation_least = 1.0;
  std::size_t least = 0;
  for (std::size_t i = 0; i < of.size(); ++i) {
    average += of[i].held / of[i].all / static_cast<double>(of.size());
    width += of[i].width / of[i].all / static_cast<double>(of.size());
    permutation_average += of[i].permutation_held / of[i].all / static_cast<double>(of.size());
    permutation_least = (std::min)(permutation_least, of[i].permutation_held / of[i].all);
    if (of[i].held / of[i].all < of[least].held / of[least].all) { least = i; }
  }
  const double worst = of[least].held / of[least].all;
  const auto other = [&](double value) { return with_permutation ? label("%.5f", value) : std::string{"-"}; };
  std::printf("interval\t%g\t%u\t%u\t%s\t%zu\t%.5f\t%.5f\t%s\t%.3f\t%s\t%s\n", confidence, n1, n2, exact ? "exact" : "drawn", laws.size(), average, worst, laws[least].name.c_str(), width,
              other(permutation_average).c_str(), other(permutation_least).c_str());
  std::fflush(stdout);
  // drawn: the least of many is lower than what it estimates; allow three errors of one
  const double slack = exact ? 0.0 : 3.0 * std::sqrt(0.06 * 0.94 / (run.quick ? 400.0 : run.replicates));
  const double bar = interval_bar - (0.95 - confidence);
  return worst >= bar - slack;
}

// ---------------------------------------------------------------- how often people who do not differ are said to

struct rejection {
  double rank{};
  double studentised{};
  double t{};
  double levels{};
  double all{};
};

bool rejection_row(const settings& run, const char* what, std::uint32_t n1, std::uint32_t n2, const std::vector<design>& laws, bool exchangeable) {
  const bool exact = n1 + n2 <= 10;
  std::vector<rejection> of(laws.size());
  const auto outcome = [&](const counts& x, const counts& y, auto&& weight_of) {
    const auto r = he::two_sample(std::span<const std::uint32_t>{x}, std::span<const std::uint32_t>{y});
    for (std::size_t i = 0; i < laws.size(); ++i) {
      const double weight = weight_of(i);
      of[i].rank += r.p.two_sided_doubled <= significance ? weight : 0.0;
      of[i].levels += r.level_p.two_sided_doubled <= significance ? weight : 0.0;
      of[i].studentised += r.studentised_p.two_sided_doubled <= significance ? weight : 0.0;
      of[i].t += r.p_brunner_munzel_t ? (*r.p_brunner_munzel_t <= significance ? weight : 0.0) : (r.brunner_munzel_status == headway::status::separated ? weight : 0.0);
      of[i].all += weight;
    }
  };
  const std::uint32_t replicates = run.quick ? 300 : run.replicates / 2;
  if (exact) {
    for (const counts& x : outcomes(n1)) {
      for (const counts& y : outcomes(n2)) {
        outcome(x, y, [&](std::size_t i) { return chance(x, laws[i].x) * chance(y, laws[i].y); });
      }
    }
  } else {
    counts x(levels);
    counts y(levels);
    for (std::size_t i = 0; i < laws.size(); ++i) {
      hn::random_stream stream{headway::seed{11}, i};
      for (std::uint32_t r = 0; r < replicates; ++r) {
        hn::draw_multinomial(stream, n1, laws[i].x, x);
        hn::draw_multinomial(stream, n2, laws[i].y, y);
        outcome(x, y, [&](std::size_t j) { return j == i ? 1.0 : 0.0; });
      }
    }
  }
  rejection most;
  for (const rejection& r : of) {
    most.rank = (std::max)(most.rank, r.rank / r.all);
    most.levels = (std::max)(most.levels, r.levels / r.all);
    most.studentised = (std::max)(most.studentised, r.studentised / r.all);
    most.t = (std::max)(most.t, r.t / r.all);
  }
  std::printf("rejection\t%s\t%u\t%u\t%s\t%zu\t%.5f\t%.5f\t%.5f\t%.5f\n", what, n1, n2, exact ? "exact" : "drawn", laws.size(), most.rank, most.levels, most.studentised, most.t);
  std::fflush(stdout);
  const double error = exact ? 1e-9 : 3.0 * std::sqrt(significance * (1.0 - significance) / replicates);
  return !exchangeable || (most.rank <= significance + error && most.levels <= significance + error && most.studentised <= significance + error);
}

bool several_row(const settings& run, const counts& sizes) {
  const std::uint32_t people = std::accumulate(sizes.begin(), sizes.end(), 0u);
  const std::uint32_t replicates = run.quick ? 200 : people > 20 || sizes.size() > 4 ? 250 : run.replicates / 2; // these exact laws take some 30 ms each
  double share = 0.0;
  double kruskal = 0.0;
  double asymptotic = 0.0;
  double rise = 0.0;
  std::string named;
  for (const std::uint32_t n : sizes) { named += (named.empty() ? "" : ", ") + std::to_string(n); }
  const std::vector<shares> laws{logit(0.0, 1.0), logit(1.5, 1.0), shares(levels, 0.2), {0.5, 0, 0, 0, 0.5}};
  for (std::size_t i = 0; i < laws.size(); ++i) {
    hn::random_stream stream{headway::seed{13}, i};
    std::array<double, 4> significant{};
    for (std::uint32_t r = 0; r < replicates; ++r) {
      counts table;
      for (const std::uint32_t n : sizes) {
        counts row(levels);
        hn::draw_multinomial(stream, n, laws[i], row);
        table.insert(table.end(), row.begin(), row.end());
      }
      const he::k_sample_options how{.draws = 999, .random_seed = headway::seed{r}};
      const auto k = he::k_sample(table, sizes.size(), levels, how);
      const auto j = he::jonckheere(table, sizes.size(), levels, how);
      significant[0] += k.between.p <= significance ? 1.0 : 0.0;
      significant[1] += k.p <= significance ? 1.0 : 0.0;
      significant[2] += k.p_asymptotic && *k.p_asymptotic <= significance ? 1.0 : 0.0;
      significant[3] += j.p_two_sided_doubled <= significance ? 1.0 : 0.0;
    }
    share = (std::max)(share, significant[0] / replicates);
    kruskal = (std::max)(kruskal, significant[1] / replicates);
    asymptotic = (std::max)(asymptotic, significant[2] / replicates);
    rise = (std::max)(rise, significant[3] / replicates);
  }
  std::printf("several\t%s\t%zu\t%u\t%.5f\t%.5f\t%.5f\t%.5f\n", named.c_str(), laws.size(), replicates, share, kruskal, asymptotic, rise);
  std::fflush(stdout);
  const double error = 3.0 * std::sqrt(significance * (1.0 - significance) / replicates);
  return share <= significance + error && kruskal <= significance + error && rise <= significance + error;
}

} // namespace

int main(int argc, char** argv) {
  settings run;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--quick") != 0) {
      std::fprintf(stderr, "usage: groups [--quick]\n");
      return 2;
    }
    run.quick = true;
  }
  bool good = true;
  using sizes = std::pair<std::uint32_t, std::uint32_t>;
  std::vector<sizes> pairs{{2, 2}, {3, 3}, {4, 4}, {12, 12}};
  if (!run.quick) { pairs = {{2, 2}, {2, 6}, {3, 3}, {4, 4}, {5, 5}, {4, 9}, {8, 8}, {5, 20}, {12, 12}, {8, 30}, {20, 20}, {30, 30}, {60, 60}}; }
  for (const auto& [n1, n2] : pairs) { good = interval_row(run, n1, n2, 0.95) && good; }
  if (!run.quick) {
    for (const double confidence : {0.8, 0.9, 0.99}) {
      for (const auto& [n1, n2] : {sizes{5, 5}, sizes{12, 12}, sizes{30, 30}}) { good = interval_row(run, n1, n2, confidence) && good; }
    }
  }
  std::vector<design> same;
  for (const design& d : designs(run.quick ? 0 : 10)) {
    if (d.x == d.y) { same.push_back(d); }
  }
  std::vector<design> spread; // neither group tends to be higher, but one is more spread out
  for (const double steep : {2.0, 4.0, 8.0}) {
    spread.push_back({label("steepness %g and 0.7", steep), logit(0.0, steep), logit(0.0, 0.7)});
    spread.push_back({label("steepness 0.7 and %g", steep), logit(0.0, 0.7), logit(0.0, steep)});
  }
  spread.push_back({"middle and camps", {0, 0.1, 0.8, 0.1, 0}, {0.5, 0, 0, 0, 0.5}});
  std::vector<sizes> tested{{4, 4}, {12, 12}};
  if (!run.quick) { tested = {{4, 4}, {5, 5}, {3, 7}, {8, 8}, {12, 12}, {8, 20}, {20, 8}, {20, 20}}; }
  for (const auto& [n1, n2] : tested) {
    good = rejection_row(run, "the same law", n1, n2, same, true) && good;
    good = rejection_row(run, "one more spread out", n1, n2, spread, false) && good;
  }
  for (const counts& each : run.quick ? std::vector<counts>{{4, 4, 4}} : std::vector<counts>{{5, 5, 5}, {5, 5, 5, 5}, {2, 5, 8}, {12, 12, 12}, {3, 3, 3, 3, 3, 3}}) {
    good = several_row(run, each) && good;
  }
  std::fprintf(stderr, good ? "every bar is met\n" : "a bar is MISSED: the interval must cover 0.935, and tests of people who do not differ must not be significant more often than they say\n");
  return good ? 0 : 1;
}
