// How often what is said about the same people twice holds.
//
//   change            everything, as tab-separated rows for make_page.py (minutes)
//   change --quick    fewer panels (seconds)
//
// Raters are invented, so the truth is known. Each has a severity and thresholds of their own (the steps of the adjacent-category model differ by
// rater), and everybody's chances move by the same log odds per level between two rounds. In panels with halo and drift every rater has a mood in every
// round, harder or softer, that goes through all nine dimensions: it links dimensions (halo) and changes from round to round (drift). The interval of the
// net movers is gone through outcome by outcome, so its coverage is exact. Fixed seeds; the figures do not depend on the number of threads.
// Ends with 1 when a bar is missed: exact intervals must cover at least 95 %, mid-P ones 93.5 %; tests must reject a true null hypothesis in at most
// 5 % of panels and two Monte Carlo errors.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <headway/exact/adjust.hpp>
#include <headway/exact/bowker.hpp>
#include <headway/exact/friedman.hpp>
#include <headway/exact/joint_flip.hpp>
#include <headway/exact/net_movers.hpp>
#include <headway/exact/page.hpp>
#include <headway/exact/paired_change.hpp>
#include <headway/exact/sign_test.hpp>
#include <headway/exact/signed_rank.hpp>
#include <headway/exact/stuart_maxwell.hpp>
#include <headway/numeric/parallel.hpp>
#include <headway/numeric/random.hpp>

namespace {

namespace hn = headway::numeric;
namespace hx = headway::exact;
using hx::tail_rule;

constexpr std::size_t levels = 5;
constexpr double exact_bar = 0.95;
constexpr double mid_p_bar = 0.935;
constexpr double level = 0.05;

struct settings {
  std::uint32_t panels{10'000};
  std::uint32_t families{2'000};
  headway::seed seed{20240607};
};

/// How strongly raters differ, and what is in their marks besides the change.
struct world {
  std::string name;
  double mood{0.0};     ///< standard deviation of a rater's mood in a round, the same on all dimensions
  double place{0.0};    ///< where the room stands: 0 in the middle of the scale
  double severity{1.0}; ///< standard deviation of severity, in logits
  double steps{0.7};    ///< of each threshold of each rater
};

/// One rater on one dimension: how far they are from each step.
struct rater {
  std::array<double, levels - 1> step{};
};

rater draw_rater(hn::random_stream& random, const world& in, double severity) {
  rater out;
  constexpr std::array<double, levels - 1> usual{-1.5, -0.5, 0.5, 1.5};
  for (std::size_t k = 0; k + 1 < levels; ++k) { out.step[k] = in.place - severity - usual[k] + in.steps * hn::draw_normal(random); }
  return out;
}

/// One mark: P(k) in proportion to exp of the sum of the steps up to k, each moved by `shift`.
std::int8_t draw_mark(hn::random_stream& random, const rater& by, double shift) {
  std::array<double, levels> weight{1.0};
  double sum = 0.0;
  double all = 1.0;
  for (std::size_t k = 1; k < levels; ++k) {
    sum += by.step[k - 1] + shift;
    weight[k] = std::exp(sum);
    all += weight[k];
  }
  double at = all * hn::draw_uniform(random);
  std::size_t k = 0;
  while (k + 1 < levels && at > weight[k]) { at -= weight[k++]; }
  return static_cast<std::int8_t>(k);
}

/// Marks of `people` raters on several dimensions in several rounds: [round][person x dimensions + dimension].
std::vector<std::vector<std::int8_t>> draw_panel(hn::random_stream& random, const world& in, std::size_t people, std::size_t dimensions, std::size_t rounds, double change) {
  std::vector<std::vector<std::int8_t>> out(rounds, std::vector<std::int8_t>(people * dimensions));
  for (std::size_t person = 0; person < people; ++person) {
    const double severity = in.severity * hn::draw_normal(random);
    std::vector<rater> each;
    for (std::size_t d = 0; d < dimensions; ++d) { each.push_back(draw_rater(random, in, severity)); }
    for (std::size_t round = 0; round < rounds; ++round) {
      const double mood = in.mood * hn::draw_normal(random);
      for (std::size_t d = 0; d < dimensions; ++d) { out[round][person * dimensions + d] = draw_mark(random, each[d], mood + change * static_cast<double>(round)); }
    }
  }
  return out;
}

double share(std::uint64_t part, std::uint64_t all) { return static_cast<double>(part) / static_cast<double>(all); }

/// Two Monte Carlo errors of a share near `p`.
double two_errors(double p, std::uint64_t panels) { return 2.0 * std::sqrt(p * (1.0 - p) / static_cast<double>(panels)); }

// ---------------------------------------------------------------- change: the conditional kernel

bool change_row(const settings& run, std::uint32_t people, double change) {
  struct tally {
    std::uint8_t exact{};
    std::uint8_t mid{};
    std::uint8_t bounded{};
    std::uint8_t found{};
    std::uint8_t silent{};
    float width{};
  };
  std::vector<tally> each(run.panels);
  const world in{.name = "steps of their own"};
  hn::parallel_for(run.panels, 0, [&](std::size_t i) {
    hn::random_stream random{run.seed, (std::uint64_t{people} << 40) + (static_cast<std::uint64_t>(change * 1000.0) << 20) + i};
    const auto marks = draw_panel(random, in, people, 1, 2, change);
    const hx::transitions t = hx::count_transitions(marks[0], marks[1], levels);
    const auto holds = [&](const hx::paired_change_result& r) {
      return static_cast<std::uint8_t>(r.change_low.value_or(-1e9) <= change && change <= r.change_high.value_or(1e9));
    };
    const auto mid = hx::paired_change(t);
    each[i].mid = holds(mid);
    each[i].exact = holds(hx::paired_change(t, {.interval = tail_rule::exact}));
    each[i].found = mid.p_two_sided <= level;
    each[i].silent = mid.p_min > level;
    if (mid.change_low && mid.change_high) {
      each[i].bounded = 1;
      each[i].width = static_cast<float>(*mid.change_high - *mid.change_low);
    }
  });
  std::uint64_t exact = 0;
  std::uint64_t mid = 0;
  std::uint64_t bounded = 0;
  std::uint64_t found = 0;
  std::uint64_t silent = 0;
  double width = 0.0;
  for (const tally& t : each) {
    exact += t.exact;
    mid += t.mid;
    bounded += t.bounded;
    found += t.found;
    silent += t.silent;
    width += t.width;
  }
  const double e = share(exact, run.panels);
  const double m = share(mid, run.panels);
  std::printf("change\t%u\t%g\t%u\t%.4f\t%.4f\t%.4f\t%.2f\t%.4f\t%.4f\n", people, change, run.panels, e, m, share(bounded, run.panels),
              bounded > 0 ? width / static_cast<double>(bounded) : 0.0, share(found, run.panels), share(silent, run.panels));
  return e >= exact_bar - two_errors(exact_bar, run.panels) && m >= mid_p_bar - two_errors(mid_p_bar, run.panels) &&
         (change > 0.0 || share(found, run.panels) <= level + two_errors(level, run.panels));
}

// ---------------------------------------------------------------- net movers, outcome by outcome

bool net_row(std::uint32_t people, tail_rule rule) {
  struct outcome {
    double up;
    double down;
    double log_ways;
    double low;
    double high;
  };
  std::vector<outcome> all;
  const auto log_factorial = [](double n) { return std::lgamma(n + 1.0); };
  for (std::uint32_t up = 0; up <= people; ++up) {
    for (std::uint32_t down = 0; down + up <= people; ++down) {
      const double ways = log_factorial(people) - log_factorial(up) - log_factorial(down) - log_factorial(people - up - down);
      all.push_back({static_cast<double>(up), static_cast<double>(down), ways, 0.0, 0.0});
    }
  }
  hn::parallel_for(all.size(), 0, [&](std::size_t i) {
    const auto up = static_cast<std::uint64_t>(all[i].up);
    const auto down = static_cast<std::uint64_t>(all[i].down);
    const auto r = hx::net_movers(up, people - up - down, down, {.interval = rule});
    all[i].low = *r.net_low;
    all[i].high = *r.net_high;
  });
  double least = 1.0;
  double sum = 0.0;
  double width = 0.0;
  double where_moving = 0.0;
  double where_net = 0.0;
  std::size_t truths = 0;
  for (int i = 1; i <= 50; ++i) {
    const double moving = i / 50.0;
    for (int j = -20; j <= 20; ++j) {
      const double net = moving * j / 20.0;
      const auto log_of = [](double p) { return p > 1e-15 ? std::log(p) : -1e6; };
      const double log_up = log_of(0.5 * (moving + net));
      const double log_down = log_of(0.5 * (moving - net));
      const double log_held = log_of(1.0 - moving);
      double covered = 0.0;
      for (const outcome& o : all) {
        const double chance = std::exp(o.log_ways + o.up * log_up + o.down * log_down + (people - o.up - o.down) * log_held);
        covered += o.low <= net + 1e-9 && net - 1e-9 <= o.high ? chance : 0.0;
        width += chance * (o.high - o.low);
      }
      sum += covered;
      ++truths;
      if (covered < least) {
        least = covered;
        where_moving = moving;
        where_net = net;
      }
    }
  }
  const double average = sum / static_cast<double>(truths);
  std::printf("net movers\t%u\t%s\t%zu\t%.4f\t%.4f\t%.2f\t%.2f\t%.3f\n", people, rule == tail_rule::exact ? "exact" : "mid_p", truths, average, least, where_moving, where_net,
              width / static_cast<double>(truths));
  return rule == tail_rule::exact ? least >= exact_bar - 1e-6 : average >= mid_p_bar;
}

// ---------------------------------------------------------------- tests, when nothing changed

bool null_row(const settings& run, const world& in, std::uint32_t people, std::uint64_t number) {
  constexpr std::size_t tests = 9;
  constexpr std::size_t by_chi_square = 5;
  const std::array<const char*, tests> names{"paired change", "sign", "signed ranks", "signed ranks, Pratt", "Stuart-Maxwell", "Stuart-Maxwell by chi-square", "Bowker",
                                             "Friedman, 3 rounds", "Page, 3 rounds"};
  std::vector<std::array<std::uint8_t, tests>> each(run.panels);
  hn::parallel_for(run.panels, 0, [&](std::size_t i) {
    hn::random_stream random{run.seed, (number << 56) + (std::uint64_t{people} << 40) + i};
    const auto marks = draw_panel(random, in, people, 1, 3, 0.0);
    const hx::transitions t = hx::count_transitions(marks[0], marks[1], levels);
    std::vector<std::int8_t> rounds;
    for (std::size_t person = 0; person < people; ++person) {
      for (std::size_t r = 0; r < 3; ++r) { rounds.push_back(marks[r][person]); }
    }
    const hx::table_test_options few{.draws = 999, .random_seed = headway::seed{i + 1}};
    const auto margins = hx::stuart_maxwell(t, few);
    const std::array<double, tests> p{hx::paired_change(t).p_two_sided,
                                      hx::sign_test(t).p_two_sided,
                                      hx::signed_rank(t).p_two_sided,
                                      hx::signed_rank(t, {.zeros = hx::zero_rule::pratt}).p_two_sided,
                                      margins.p,
                                      margins.p_asymptotic.value_or(1.0),
                                      hx::bowker(t, few).p,
                                      hx::friedman(rounds, people, 3, levels, {.draws = 999, .random_seed = headway::seed{i + 1}}).p,
                                      hx::page(rounds, people, 3, levels).p_two_sided};
    for (std::size_t k = 0; k < tests; ++k) { each[i][k] = p[k] <= level ? 1 : 0; }
  });
  bool good = true;
  for (std::size_t k = 0; k < tests; ++k) {
    std::uint64_t rejected = 0;
    for (const auto& panel : each) { rejected += panel[k]; }
    const double rate = share(rejected, run.panels);
    std::printf("null\t%s\t%u\t%s\t%u\t%.4f\n", in.name.c_str(), people, names[k], run.panels, rate);
    good = good && (k == by_chi_square || rate <= level + two_errors(level, run.panels)); // the large-sample law is shown beside the others
  }
  return good;
}

/// Nine dimensions: in how many panels at least one is called changed, when none is.
bool family_row(const settings& run, const world& in, std::uint32_t people, std::uint64_t number) {
  constexpr std::size_t dimensions = 9;
  struct tally {
    std::uint8_t together{};
    std::uint8_t holm{};
    std::uint8_t alone{};
  };
  std::vector<tally> each(run.families);
  hn::parallel_for(run.families, 0, [&](std::size_t i) {
    hn::random_stream random{run.seed, (number << 56) + (std::uint64_t{people} << 40) + (std::uint64_t{1} << 39) + i};
    const auto marks = draw_panel(random, in, people, dimensions, 2, 0.0);
    const auto r = hx::joint_flip(marks[0], marks[1], people, dimensions, levels, {.most_exact_movers = 14, .draws = 1'999, .random_seed = headway::seed{i + 1}});
    std::vector<double> p;
    for (std::size_t d = 0; d < dimensions; ++d) {
      std::vector<std::int8_t> before;
      std::vector<std::int8_t> after;
      for (std::size_t person = 0; person < people; ++person) {
        before.push_back(marks[0][person * dimensions + d]);
        after.push_back(marks[1][person * dimensions + d]);
      }
      p.push_back(hx::paired_change(before, after, levels).p_two_sided);
      if (r.dimensions[d].p_adjusted <= level) { each[i].together = 1; }
    }
    each[i].alone = *std::min_element(p.begin(), p.end()) <= level ? 1 : 0;
    const std::vector<double> adjusted = hx::holm(p);
    each[i].holm = *std::min_element(adjusted.begin(), adjusted.end()) <= level ? 1 : 0;
  });
  std::uint64_t together = 0;
  std::uint64_t holm = 0;
  std::uint64_t alone = 0;
  for (const tally& t : each) {
    together += t.together;
    holm += t.holm;
    alone += t.alone;
  }
  std::printf("family\t%s\t%u\t%u\t%.4f\t%.4f\t%.4f\n", in.name.c_str(), people, run.families, share(together, run.families), share(holm, run.families),
              share(alone, run.families));
  const double most = level + two_errors(level, run.families);
  return share(together, run.families) <= most && share(holm, run.families) <= most;
}

} // namespace

int main(int argc, char** argv) {
  settings run;
  bool quick = false;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--quick") != 0) {
      std::fprintf(stderr, "usage: change [--quick]\n");
      return 2;
    }
    quick = true;
    run.panels = 400;
    run.families = 100;
  }
  const std::array<std::uint32_t, 5> sizes{5, 8, 12, 20, 30};
  bool good = true;
  for (const std::uint32_t people : sizes) {
    for (const double change : {0.0, 0.4, 0.8, 1.6}) {
      if (!quick || change < 0.1 || change > 0.7) { good = change_row(run, people, change) && good; }
    }
  }
  for (const std::uint32_t people : sizes) {
    for (const tail_rule rule : {tail_rule::mid_p, tail_rule::exact}) {
      if (!quick || people < 30 || rule == tail_rule::mid_p) { good = net_row(people, rule) && good; }
    }
  }
  const std::array<world, 3> worlds{world{.name = "steps of their own"}, world{.name = "halo and drift", .mood = 1.0},
                                    world{.name = "halo and drift, near the top", .mood = 1.0, .place = 1.5}};
  for (std::size_t w = 0; w < worlds.size(); ++w) {
    for (const std::uint32_t people : sizes) {
      if (quick && w == 1) { continue; }
      good = null_row(run, worlds[w], people, w + 1) && good;
    }
  }
  for (std::size_t w = 0; w < worlds.size(); ++w) {
    for (const std::uint32_t people : sizes) {
      if (quick && (w == 0 || people == 8)) { continue; }
      good = family_row(run, worlds[w], people, w + 1) && good;
    }
  }
  std::fprintf(stderr, good ? "every bar is met\n"
                            : "a bar is MISSED: exact intervals must cover 0.95, mid-P ones 0.935, and tests reject at most 0.05 and two Monte Carlo errors\n");
  return good ? 0 : 1;
}
