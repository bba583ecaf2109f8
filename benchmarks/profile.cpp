// Where are we: one community, nine dimensions, five levels, 25 people; medians of many runs, printed as one JSON object a line.
// Rubrics known when the program is built ("static") against rubrics known only when it runs ("dynamic"), on the same invented marks.

#include <headway/core/study_builder.hpp>
#include <headway/profile/shared.hpp>

#include "../tests/support/study_maker.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace headway;

constexpr std::size_t dimensions = 9;
constexpr std::size_t levels = 5;
constexpr std::size_t people = 25;
constexpr std::size_t communities = 40;

/// Marks by a plain congruential generator: invented, and the same on every machine.
reading marks() {
  reading out;
  ratings& r = out.ratings;
  r.rounds = {"R1", "R2"};
  r.sectors = {"council", "health", "large charity", "lived experience", "small charity"};
  for (std::size_t p = 0; p < people + 8; ++p) { r.raters.push_back("p" + std::to_string(p)); }
  std::uint32_t state = 1;
  const auto draw = [&](std::uint32_t below) { return ((state = state * 1664525u + 1013904223u) >> 16) % below; };
  for (std::size_t c = 0; c < communities; ++c) {
    r.communities.push_back({"C" + std::to_string(c), "Community " + std::to_string(c)});
    for (std::uint16_t round = 0; round < 2; ++round) {
      for (std::size_t p = 0; p < people; ++p) {
        for (std::uint16_t d = 0; d < dimensions; ++d) {
          r.community.push_back(static_cast<std::uint32_t>(c));
          r.round.push_back(round);
          r.rater.push_back(static_cast<std::uint32_t>(p + (round == 1 ? 8 : 0)));
          r.sector.push_back(static_cast<std::uint16_t>(p % 5));
          r.dimension.push_back(d);
          r.mode.push_back(0);
          const auto level = (draw(levels) + draw(levels)) / 2;
          r.score.push_back(draw(12) == 0 ? score::missing(missing_reason::dont_know).code() : score::at_level(level).code());
        }
      }
    }
  }
  return out;
}

constexpr std::size_t runs = 2001;

/// Microseconds of one call; calls are long enough for the clock and short enough to be left alone in most runs.
template <class Call> double timed(Call& call) {
  const auto start = std::chrono::steady_clock::now();
  call();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

/// Times two calls in turn, so that whatever else the machine does falls on both, and prints median and quartiles of each and the ratio.
template <class Fixed, class Free> void compare(const char* what, Fixed fixed, Free free) {
  std::vector<double> a;
  std::vector<double> b;
  for (std::size_t run = 0; run < runs; ++run) {
    a.push_back(timed(fixed));
    b.push_back(timed(free));
  }
  for (auto* micro : {&a, &b}) { std::sort(micro->begin(), micro->end()); }
  const auto print = [&](const char* extents, const std::vector<double>& micro) {
    std::printf("{\"benchmark\": \"profile\", \"what\": \"%s\", \"rubric\": \"%s\", \"microseconds\": %.3f, \"lower_quartile\": %.3f, \"upper_quartile\": %.3f}\n", what,
                extents, micro[runs / 2], micro[runs / 4], micro[runs - runs / 4]);
  };
  print("static", a);
  print("dynamic", b);
  std::printf("{\"benchmark\": \"profile\", \"what\": \"%s\", \"static_gain\": %.3f}\n", what, b[runs / 2] / a[runs / 2]);
}

volatile std::uint64_t kept; // so that no call is left out

/// The integer part of a profile for every cell of the programme: counts, medians, people two or more levels away.
template <std::size_t D, std::size_t L> std::uint64_t all_cells(const study<D, L>& s) {
  std::uint64_t sum = 0;
  for (const assessment& a : s->assessments()) {
    for (std::uint32_t d = 0; d < s.rubric().size(); ++d) {
      const cell_counts<L> cell = count_cell(s, a.community, a.round, {d});
      sum += cell.n() + numeric::median(cell.levels()).low + profile::two_or_more_away(cell.levels());
    }
  }
  return sum;
}

} // namespace

int main() {
  const auto fixed = study_builder{rubric<dimensions, levels>{test::plain_rubric(dimensions, levels)}}.add(marks()).build();
  const auto free = study_builder{rubric<>{test::plain_rubric(dimensions, levels)}}.add(marks()).build();
  const selection where{"C7", "R2"};
  const auto partners = disclosure::rules_for(disclosure::audience::partners);
  const auto both = [&](const char* what, auto call) {
    compare(what, [&] { kept = call(fixed); }, [&] { kept = call(free); });
  };
  both("profile of one community", [&](const auto& s) { return profile::profile(s, where).rows.size(); });
  both("profile as a table for partners", [&](const auto& s) { return profile::shared_profile(s, where, partners).rows(); });
  both("agenda for partners", [&](const auto& s) { return profile::shared_agenda(s, where, partners).rows(); });
  both("counts, medians and people away, 720 cells", [&](const auto& s) { return all_cells(s); });
}
