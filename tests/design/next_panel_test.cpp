#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/design/shared_design.hpp>

#include <headway/exact/paired_change.hpp>

#include "support/room_maker.hpp"

BOOST_AUTO_TEST_SUITE(next_panel_test)

namespace {

namespace hd = headway::design;
namespace hm = headway::models;

double real(const headway::table& t, const char* column, std::size_t row) {
  BOOST_TEST_REQUIRE(t.at(column).valid()[row] == 1, column << " in row " << row);
  return t.at(column).reals()[row];
}
bool missing(const headway::table& t, const char* column, std::size_t row) { return t.at(column).valid()[row] == 0; }
const std::string& text(const headway::table& t, const char* column, std::size_t row) { return t.at(column).texts()[row]; }

hm::ordinal_fit fitted(headway::test::study_maker made, std::size_t dimensions, std::size_t draws, hm::ordinal_options options = {}) {
  options.method = hm::draw_method::normal;
  options.draws = draws;
  return hm::fit_ordinal(made.build(headway::test::plain_rubric(dimensions, 5)), options);
}

hm::ordinal_fit room_fit(std::uint64_t seed, headway::test::made_room room, std::size_t sectors, std::size_t draws, hm::ordinal_options options = {}) {
  std::mt19937_64 random{seed};
  return fitted(room.marks(random, sectors), room.dimensions, draws, std::move(options));
}

/// Sets a standard deviation in all draws.
void set_deviation(hm::ordinal_fit& fit, hm::block_kind kind, double value) {
  const auto block = fit.find(kind);
  BOOST_TEST_REQUIRE(block.has_value());
  const std::size_t each = fit.joint.parameter_draws.size() / fit.joint.draws;
  for (std::size_t d = 0; d < fit.joint.draws; ++d) { fit.joint.parameter_draws[d * each + each - fit.joint.layout.blocks + *block] = value; }
}

/// Everybody alike, so that marks of one dimension know nothing of one another.
hm::ordinal_fit everybody_alike(std::size_t dimensions) {
  auto fit = room_fit(3, {.dimensions = dimensions, .people = 6, .rounds = 1}, 1, 1);
  set_deviation(fit, hm::block_kind::rater, 0.0);
  return fit;
}

/// The law of a cell's marks, with the place moved.
std::vector<double> law_of(const hm::ordinal_fit& fit, const hm::place_cell& cell, double shift) {
  std::vector<double> out(5);
  hm::level_probabilities(fit.options.link, fit.thresholds(0, cell.first), hm::detail::row_terms{fit, cell.first, true}.predictor(fit, 0) + shift, out);
  return out;
}

/// Every way in which `people` marks fall into classes, with its probability.
template <class Visit> void each_count(std::size_t people, const std::vector<double>& law, std::vector<std::uint32_t>& counts, std::size_t from, double weight, const Visit& visit) {
  if (from + 1 == law.size()) {
    counts[from] = static_cast<std::uint32_t>(people);
    return visit(counts, weight * std::pow(law[from], static_cast<double>(people)));
  }
  double ways = 1.0; // people over k
  for (std::size_t k = 0; k <= people; ++k) {
    counts[from] = static_cast<std::uint32_t>(k);
    each_count(people - k, law, counts, from + 1, weight * ways * std::pow(law[from], static_cast<double>(k)), visit);
    ways *= static_cast<double>(people - k) / static_cast<double>(k + 1);
  }
}

} // namespace

BOOST_AUTO_TEST_CASE(chances_are_those_of_every_outcome_enumerated) {
  const auto fit = everybody_alike(3);
  constexpr std::size_t people = 7, panels = 1200;
  const hd::design_options options{.people = {people}, .change = 0.6, .choose = 1, .panels = panels};
  const headway::table t = hd::next_panel_table(fit, options);
  BOOST_TEST_REQUIRE(t.rows() == 4u);
  const auto near = [](double share, double truth) { return std::fabs(share - truth) < 4.0 * std::sqrt(truth * (1.0 - truth) / panels); };
  std::vector<std::vector<double>> sums; // law of the sum of marks, by dimension
  std::vector<double> expected, scratch(5);
  for (std::size_t c = 0; c < 3; ++c) {
    const hm::place_cell& cell = fit.cells[c];
    const std::vector<double> law = law_of(fit, cell, 0.0);
    std::vector<std::uint32_t> counts(5);
    double narrow = 0.0;
    sums.emplace_back(4 * people + 1);
    each_count(people, law, counts, 0, 1.0, [&](const std::vector<std::uint32_t>& of, double p) {
      const auto set = headway::profile::level_set_of(of);
      narrow += set.highest - set.lowest < 2 ? p : 0.0;
      sums.back()[of[1] + 2 * of[2] + 3 * of[3] + 4 * of[4]] += p;
    });
    BOOST_TEST((narrow > 0.01 && narrow < 0.9), narrow);
    BOOST_TEST(near(real(t, "p_level_set", c), narrow), real(t, "p_level_set", c) << " of " << narrow);

    const double at = hm::detail::row_terms{fit, cell.first, true}.predictor(fit, 0);
    const auto shift = hd::detail::shift_of(fit, fit.thresholds(0, cell.first), at, 0.6, scratch);
    BOOST_TEST_REQUIRE(shift.has_value());
    expected.push_back(hd::detail::typical_mark(fit, fit.thresholds(0, cell.first), at, scratch));
    const double moved = hd::detail::typical_mark(fit, fit.thresholds(0, cell.first), at + *shift, scratch) - expected.back();
    BOOST_TEST(std::fabs(moved) == 0.6, boost::test_tools::tolerance(1e-6));
    BOOST_TEST(text(t, "direction", c) == (moved > 0.0 ? "up" : "down"));
    const std::vector<double> later = law_of(fit, cell, *shift);
    std::vector<double> move(9); // by move + 4
    for (std::size_t a = 0; a < 5; ++a) {
      for (std::size_t b = 0; b < 5; ++b) { move[b + 4 - a] += law[a] * later[b]; }
    }
    std::vector<std::uint32_t> moves(9);
    double shown = 0.0;
    each_count(people, move, moves, 0, 1.0, [&](const std::vector<std::uint32_t>& of, double p) {
      std::array<std::uint32_t, 4> movers{};
      std::int64_t sum = 0;
      for (int m = -4; m <= 4; ++m) {
        const auto n = of[static_cast<std::size_t>(m + 4)];
        if (m != 0) { movers[static_cast<std::size_t>(std::abs(m)) - 1] += n; }
        sum += (moved > 0.0 ? m : -m) * static_cast<std::int64_t>(n);
      }
      shown += hd::detail::change_shown(movers, sum) ? p : 0.0;
    });
    BOOST_TEST((shown > 0.1 && shown < 0.9), shown);
    BOOST_TEST(near(real(t, "p_change", c), shown), real(t, "p_change", c) << " of " << shown);
    BOOST_TEST(missing(t, "p_choice", c));
  }
  const auto lowest = static_cast<std::size_t>(std::min_element(expected.begin(), expected.end()) - expected.begin());
  double right = 0.0;
  for (std::size_t a = 0; a < sums[0].size(); ++a) {
    for (std::size_t b = 0; b < sums[0].size(); ++b) {
      for (std::size_t c = 0; c < sums[0].size(); ++c) {
        const std::array<std::size_t, 3> sum{a, b, c};
        const std::size_t least = (std::min)({a, b, c});
        if (sum[lowest] == least) { right += sums[0][a] * sums[1][b] * sums[2][c] / static_cast<double>(std::count(sum.begin(), sum.end(), least)); }
      }
    }
  }
  BOOST_TEST((right > 0.3 && right < 0.99), right);
  BOOST_TEST(near(real(t, "p_choice", 3), right), real(t, "p_choice", 3) << " of " << right);
}

BOOST_AUTO_TEST_CASE(a_lot_among_equals_counts_for_what_it_is) {
  const std::vector<std::vector<double>> truths{{1.0, 2.0, 3.0, 4.0}, {4.0, 1.0, 3.0, 2.0}, {2.0, 1.0, 2.0, 3.0}, {1.0, 1.0, 1.0, 0.5}};
  for (const auto& truth : truths) {
    for (std::size_t choose = 1; choose < 4; ++choose) {
      for (std::int64_t code = 0; code < 81; ++code) {
        const std::vector<std::int64_t> sums{code % 3, code / 3 % 3, code / 9 % 3, code / 27};
        std::size_t lots = 0, right = 0; // all choices that a lot may make, equally probable
        for (unsigned set = 0; set < 16; ++set) {
          std::size_t size = 0;
          bool lowest = true, truly = true;
          for (unsigned i = 0; i < 4; ++i) {
            size += set >> i & 1u;
            for (unsigned j = 0; j < 4; ++j) {
              if ((set >> i & 1u) == 0 || (set >> j & 1u) == 1) { continue; }
              lowest = lowest && sums[i] <= sums[j];
              truly = truly && truth[i] <= truth[j];
            }
          }
          lots += size == choose && lowest ? 1u : 0u;
          right += size == choose && lowest && truly ? 1u : 0u;
        }
        BOOST_TEST(hd::detail::choice_right(sums, truth, choose) == static_cast<double>(right) / static_cast<double>(lots), boost::test_tools::tolerance(1e-12));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_change_is_seen_when_the_exact_test_sees_it) {
  std::mt19937_64 random{5};
  std::uniform_int_distribution<int> level{0, 4};
  std::size_t shown = 0, cases = 0;
  for (std::size_t n : {1u, 3u, 4u, 5u, 7u, 12u, 25u}) {
    for (int run = 0; run < 12; ++run, ++cases) {
      std::vector<std::int8_t> before(n), after(n);
      std::array<std::uint32_t, 4> movers{};
      std::int64_t sum = 0;
      for (std::size_t i = 0; i < n; ++i) {
        before[i] = static_cast<std::int8_t>(level(random));
        after[i] = static_cast<std::int8_t>((std::min)(4, level(random) + run / 3));
        const int move = after[i] - before[i];
        if (move != 0) { ++movers[static_cast<std::size_t>(std::abs(move)) - 1]; }
        sum += move;
      }
      const auto exact = headway::exact::paired_change(before, after, 5);
      const bool seen = sum > 0 && exact.p_mid <= 0.1;
      shown += seen ? 1u : 0u;
      BOOST_TEST(hd::detail::change_shown(movers, sum) == seen, "p " << exact.p_mid << " of " << n);
    }
  }
  BOOST_TEST((shown > cases / 4 && shown < cases), shown);
  BOOST_TEST(!hd::detail::change_shown(std::array<std::uint32_t, 4>{0, 0, 0, 1}, 4)); // one person: never
  BOOST_TEST(!hd::detail::change_shown(std::array<std::uint32_t, 4>{3, 0, 0, 0}, 3));
  BOOST_TEST(hd::detail::change_shown(std::array<std::uint32_t, 4>{4, 0, 0, 0}, 4));
}

BOOST_AUTO_TEST_CASE(new_people_answer_as_the_link_says) {
  auto fit = everybody_alike(2);
  constexpr std::size_t people = 1500;
  for (const auto link : {hm::link_kind::logit, hm::link_kind::probit, hm::link_kind::cloglog, hm::link_kind::loglog, hm::link_kind::adjacent_category}) {
    fit.options.link = link;
    const std::vector<double> thresholds{-1.2, -0.3, 0.4, 1.1};
    std::vector<double> law(5);
    hd::detail::new_people made{fit, 0, headway::numeric::random_stream{headway::seed{5}}};
    std::array<std::array<double, 5>, 2> share{};
    for (std::size_t i = 0; i < people; ++i) {
      made.next();
      const auto marks = made.mark(thresholds, {0.3, -0.6});
      for (std::size_t t = 0; t < 2; ++t) { share[t][static_cast<std::size_t>(marks[t])] += 1.0 / people; }
    }
    for (std::size_t t = 0; t < 2; ++t) {
      hm::level_probabilities(link, thresholds, t == 0 ? 0.3 : -0.6, law);
      for (std::size_t k = 0; k < 5; ++k) { BOOST_TEST(std::fabs(share[t][k] - law[k]) < 4.0 * std::sqrt(law[k] * (1.0 - law[k]) / people), share[t][k] << " of " << law[k]); }
    }
    std::vector<double> scratch(5);
    const auto mean = [&] { return hm::detail::expected_value(fit.of, law); };
    for (const double at : {-40.0, -1.5, 0.2, 3.0, 900.0}) {
      hm::level_probabilities(link, thresholds, at, law);
      BOOST_TEST(hd::detail::typical_mark(fit, thresholds, at, scratch) == mean(), boost::test_tools::tolerance(1e-12));
      hm::panel_probabilities(link, thresholds, at, 0.8, law);
      BOOST_TEST(hd::detail::panel_mark(fit, thresholds, at, 0.8, scratch) == mean(), boost::test_tools::tolerance(1e-5)); // 15 points, against 21
    }
    // and a place moves as far as it should
    for (const double change : {0.01, 0.5, 1.3}) {
      const auto shift = hd::detail::shift_of(fit, thresholds, 0.2, change, scratch);
      BOOST_TEST_REQUIRE(shift.has_value());
      BOOST_TEST(std::fabs(hd::detail::typical_mark(fit, thresholds, 0.2 + *shift, scratch) - hd::detail::typical_mark(fit, thresholds, 0.2, scratch)) == change, boost::test_tools::tolerance(1e-7));
    }
  }
}

BOOST_AUTO_TEST_CASE(more_people_show_more) {
  const auto fit = room_fit(11, {.dimensions = 4, .people = 12}, 2, 100);
  const headway::table t = hd::next_panel_table(fit, {.people = {1, 4, 40}, .change = 1.5, .panels = 80});
  BOOST_TEST_REQUIRE(t.rows() == 3u * 5);
  for (std::size_t c = 0; c < 4; ++c) {
    BOOST_TEST(text(t, "round", c) == "R2");
    BOOST_TEST(t.at("sectors").integers()[c] == 2);
    BOOST_TEST(t.at("people").integers()[c + 5] == 8);
    BOOST_TEST(t.at("n").integers()[c] == 12);
    BOOST_TEST(real(t, "p_change", c) == 0.0); // two people
    BOOST_TEST(real(t, "p_level_set", c) == 0.0);
    BOOST_TEST(real(t, "p_change", c + 5) < real(t, "p_change", c + 10));
    BOOST_TEST(real(t, "p_level_set", c + 5) < real(t, "p_level_set", c + 10));
    BOOST_TEST(real(t, "p_change", c + 10) > 0.95);
    BOOST_TEST(real(t, "p_level_set", c + 10) > 0.9);
  }
  BOOST_TEST(real(t, "p_choice", 4) < real(t, "p_choice", 9));
  BOOST_TEST(real(t, "p_choice", 9) < real(t, "p_choice", 14));

  const hd::design_options asked{.people = {1, 4, 40}, .change = 1.5, .panels = 80};
  const headway::table needed = hd::people_needed_table(fit, asked);
  BOOST_TEST_REQUIRE(needed.rows() == 2u * 5 + 1);
  for (std::size_t row = 0; row < 4; ++row) {
    const std::size_t fewest = real(t, "p_level_set", row + 5) >= 0.8 ? 5 : 10;
    BOOST_TEST(text(needed, "question", row) == "level_set");
    BOOST_TEST(real(needed, "probability", row) == real(t, "p_level_set", row + fewest));
    BOOST_TEST(needed.at("people_per_sector").integers()[row] == t.at("people_per_sector").integers()[row + fewest]);
  }
  double least = 1.0, of_four = 1.0;
  for (std::size_t c = 0; c < 4; ++c) {
    least = (std::min)(least, real(t, "p_change", c + 10));
    of_four = (std::min)(of_four, real(t, "p_change", c + 5));
  }
  const bool four = of_four >= 0.8 && least >= 0.8;
  BOOST_TEST(text(needed, "question", 9) == "change");
  BOOST_TEST(missing(needed, "dimension", 9));
  BOOST_TEST(real(needed, "probability", 9) == (four ? of_four : least));
  BOOST_TEST(text(needed, "words", 9).starts_with(std::string{four ? "4 people a sector (8 in all)" : "40 people a sector (80 in all)"} + " are enough to see a change of 1.5 levels on every dimension: the chance is "), text(needed, "words", 9));
  BOOST_TEST(text(needed, "question", 10) == "choice");

  const headway::table few = hd::people_needed_table(fit, {.people = {1}, .panels = 20});
  BOOST_TEST(text(few, "status", 0) == "could_not_show");
  BOOST_TEST(missing(few, "people", 0));
  BOOST_TEST(text(few, "words", 0) == "More than 1 person a sector is needed to place it within two levels: with 1 person a sector (2 in all) the chance is 0 %.");
}

BOOST_AUTO_TEST_CASE(no_change_is_seen_as_rarely_as_it_should) {
  const auto fit = room_fit(4, {.dimensions = 5, .people = 14}, 2, 100);
  const headway::table t = hd::next_panel_table(fit, {.people = {6}, .change = 1e-9, .panels = 400});
  double mean = 0.0;
  for (std::size_t c = 0; c < 5; ++c) {
    BOOST_TEST(real(t, "p_change", c) <= 0.05 + 2.0 * std::sqrt(0.05 * 0.95 / 400.0), real(t, "p_change", c));
    mean += real(t, "p_change", c) / 5.0;
  }
  BOOST_TEST((mean > 0.01 && mean < 0.06), mean);
}

BOOST_AUTO_TEST_CASE(neither_threads_nor_other_sizes_change_a_bit) {
  const auto fit = room_fit(8, {.dimensions = 3, .people = 8}, 2, 60);
  const headway::table t = hd::next_panel_table(fit, {.people = {2, 5, 9}, .panels = 50});
  BOOST_TEST((t == hd::next_panel_table(fit, {.people = {9, 2, 5, 2}, .panels = 50, .threads = 3})));
  const headway::table alone = hd::next_panel_table(fit, {.people = {5}, .panels = 50});
  for (std::size_t c = 0; c < 4; ++c) {
    for (const char* column : {"p_level_set", "p_change", "p_choice"}) { BOOST_TEST(alone.at(column).reals()[c] == t.at(column).reals()[c + 4]); }
  }
  BOOST_TEST((t != hd::next_panel_table(fit, {.people = {2, 5, 9}, .panels = 50, .random_seed = headway::seed{2}})));
  const hd::design_options one{.wanted = 0.5, .panels = 50}, several{.wanted = 0.5, .panels = 50, .threads = 3};
  BOOST_TEST((hd::could_have_shown_table(fit, one) == hd::could_have_shown_table(fit, several)));
}

BOOST_AUTO_TEST_CASE(a_panel_could_have_shown_what_its_size_allows) {
  std::mt19937_64 random{9};
  headway::test::made_room room{.dimensions = 2, .people = 24};
  auto made = room.marks(random);
  for (const char* who : {"x1", "x2", "x3"}) { made.add("Made", "R1", who, "s0", 2, 2).add("Made", "R2", who, "s0", 2, 3); }
  made.add("Made", "R1", "gone", "s0", 0, 1).add("Made", "R2", "new", "s1", 0, 1);
  const auto fit = fitted(made, 3, 80);
  const headway::table t = hd::could_have_shown_table(fit, {.panels = 100});
  BOOST_TEST_REQUIRE(t.rows() == 3u);
  BOOST_TEST(t.at("n_both").integers()[0] == 24);
  BOOST_TEST(t.at("left").integers()[0] == 1);
  BOOST_TEST(t.at("joined").integers()[0] == 1);
  for (std::size_t row = 0; row < 2; ++row) {
    const double change = real(t, "change", row);
    BOOST_TEST((change >= 0.25 && change <= 1.25), change);
    BOOST_TEST(real(t, "probability", row) >= 0.8);
    BOOST_TEST(text(t, "words", row).find("would have shown a change of " + hd::detail::levels_text(change)) != std::string::npos);
  }
  BOOST_TEST(t.at("n_both").integers()[2] == 3); // too few for any change
  BOOST_TEST(missing(t, "change", 2));
  BOOST_TEST(text(t, "status", 2) == "could_not_show");
  BOOST_TEST(real(hd::could_have_shown_table(fit, {.wanted = 0.99, .panels = 100}), "change", 0) > real(hd::could_have_shown_table(fit, {.wanted = 0.2, .panels = 100}), "change", 0));

  const headway::table shared = hd::shared_could_have_shown(fit, headway::disclosure::rules_for(headway::disclosure::audience::partners), {.panels = 20});
  BOOST_TEST(text(shared, "status", 0) == "hidden"); // one left
  BOOST_TEST(missing(shared, "n_both", 0));
  BOOST_TEST(text(shared, "status", 1) == "ok");
  BOOST_TEST(text(shared, "status", 2) == "hidden");
}

BOOST_AUTO_TEST_CASE(coefficients_are_those_of_the_variances) {
  std::mt19937_64 random{13};
  headway::test::made_room room{.dimensions = 3, .people = 8};
  auto made = room.marks(random, 2, "One");
  for (std::size_t r = 0; r < 8; ++r) {
    for (std::size_t d = 0; d < 3; ++d) {
      for (const char* round : {"R1", "R2"}) { made.add("Two", round, "q" + std::to_string(r), "s" + std::to_string(r % 2), d, static_cast<int>((r + 2 * d) % 5)); }
    }
  }
  auto fit = fitted(made, 3, 40);
  using hm::block_kind;
  const std::vector<std::pair<block_kind, double>> known{{block_kind::community, 0.9}, {block_kind::dimension, 0.8}, {block_kind::community_dimension, 0.5}, {block_kind::rater, 1.1},
                                                         {block_kind::rater_dimension, 0.6}, {block_kind::rater_round, 0.3}, {block_kind::sector_dimension, 0.4}};
  for (const auto& [kind, s] : known) { set_deviation(fit, kind, s); }
  const headway::table t = hd::generalizability_table(fit, {.people = {5, 10}});
  const auto at = [&](const std::string& of, const std::string& figure, std::int64_t size) {
    for (std::size_t row = 0; row < t.rows(); ++row) {
      if (text(t, "of", row) == of && text(t, "figure", row) == figure && t.at("people_per_sector").integers()[row] == size) { return real(t, "value", row); }
    }
    return -1.0;
  };
  const auto near = boost::test_tools::tolerance(1e-12);
  const double chance = std::acos(-1.0) * std::acos(-1.0) / 3.0;
  BOOST_TEST(at("dimension", "residual", 0) == chance, near);
  BOOST_TEST(at("community", "rater", 0) == 1.21, near);
  for (const std::int64_t size : {0, 5, 10}) { // 0: the present panel of 8 in 2 sectors
    const double n = size == 0 ? 8.0 : 2.0 * static_cast<double>(size);
    const double dimension = 0.64 + 0.25;
    const double differences = (0.36 + chance) / n + 0.16 / 2.0;
    BOOST_TEST(at("dimension", "generalizability", size) == dimension / (dimension + differences), near);
    BOOST_TEST(at("dimension", "dependability", size) == dimension / (dimension + differences + (1.21 + 0.09) / n), near);
    const double community = 0.81 + 0.25 / 3.0;
    const double error = (1.21 + 0.09) / n + (0.36 + chance) / (3.0 * n);
    BOOST_TEST(at("community", "generalizability", size) == community / (community + error), near);
    BOOST_TEST(at("community", "dependability", size) == community / (community + error + 0.16 / 6.0), near);
  }
  const headway::table shared = hd::shared_generalizability(fit, headway::disclosure::rules_for(headway::disclosure::audience::public_));
  BOOST_TEST(shared.at("value").valid()[0] == 1);
  for (const auto& [link, residual] : {std::pair{hm::link_kind::probit, 1.0}, {hm::link_kind::cloglog, chance / 2.0}, {hm::link_kind::loglog, chance / 2.0}}) { BOOST_TEST(*hd::detail::residual_variance(link) == residual, near); }
}

BOOST_AUTO_TEST_CASE(studies_that_hold_little_end_in_a_status) {
  const hd::design_options quick{.people = {1, 5}, .panels = 20};
  const auto nothing = fitted(headway::test::study_maker{}, 2, 10);
  BOOST_TEST(hd::next_panel_table(nothing, quick).rows() == 0u);
  BOOST_TEST(hd::could_have_shown_table(nothing, quick).rows() == 0u);
  BOOST_TEST(text(hd::generalizability_table(nothing, quick), "status", 0) == "no_data");

  headway::test::study_maker alone; // one rater, one dimension
  alone.add("Made", "R1", "p", "s0", 0, 1).add("Made", "R2", "p", "s0", 0, 3);
  const auto one = fitted(alone, 1, 20);
  const headway::table t = hd::next_panel_table(one, quick);
  BOOST_TEST_REQUIRE(t.rows() == 4u);
  BOOST_TEST(real(t, "p_change", 0) == 0.0); // one person
  BOOST_TEST(t.at("sectors").integers()[0] == 1);
  BOOST_TEST(text(t, "status", 1) == "too_few_units"); // nothing to choose between
  BOOST_TEST(missing(t, "p_choice", 1));
  const headway::table needed = hd::people_needed_table(one, quick);
  BOOST_TEST(text(needed, "status", needed.rows() - 1) == "too_few_units");
  BOOST_TEST(text(hd::could_have_shown_table(one, quick), "status", 0) == "could_not_show");
  const headway::table coefficients = hd::generalizability_table(one, quick);
  BOOST_TEST(coefficients.rows() == 2u);
  BOOST_TEST(text(coefficients, "status", 0) == "too_few_units");
  BOOST_TEST(text(coefficients, "status", 1) == "too_few_units");

  headway::test::study_maker flat; // one level, the highest
  for (int p = 0; p < 5; ++p) { flat.person("Made", "R1", "p" + std::to_string(p), "s0", {4, 4, 4}); }
  const auto level = fitted(flat, 3, 20);
  const headway::table top = hd::next_panel_table(level, {.people = {1, 5}, .change = 2.5, .panels = 20});
  BOOST_TEST_REQUIRE(top.rows() == 8u);
  BOOST_TEST(text(top, "direction", 0) == "down"); // no draw leaves so much room above
  const headway::table far = hd::next_panel_table(level, {.people = {5}, .change = 4.0, .panels = 20}); // no place is that far from both ends
  BOOST_TEST(text(far, "status", 0) == "on_boundary");
  BOOST_TEST(missing(far, "direction", 0));
  const headway::table boundary = hd::people_needed_table(level, {.people = {5}, .change = 4.0, .panels = 20});
  BOOST_TEST(text(boundary, "status", 4) == "on_boundary");
  BOOST_TEST(text(boundary, "words", 4) == "There is no room for such a change.");

  auto lost = everybody_alike(2);
  lost.joint.draws = 0;
  lost.joint.status = headway::status::not_converged;
  BOOST_TEST(text(hd::next_panel_table(lost, quick), "status", 0) == "not_converged");
  BOOST_TEST(missing(hd::next_panel_table(lost, quick), "p_level_set", 0));
  BOOST_TEST(text(hd::people_needed_table(lost, quick), "status", 0) == "not_converged");
  BOOST_TEST(text(hd::generalizability_table(lost, quick), "status", 1) == "not_converged");

  auto steps = everybody_alike(2);
  steps.options.link = hm::link_kind::adjacent_category;
  BOOST_TEST(text(hd::generalizability_table(steps, quick), "status", 1) == "no_residual");
  BOOST_TEST(text(hd::generalizability_table(steps, quick), "status", 0) == "too_few_units");

  for (const hd::design_options& wrong : {hd::design_options{.people = {}}, hd::design_options{.people = {0}}, hd::design_options{.people = {1001}}, hd::design_options{.change = 0.0},
                                          hd::design_options{.choose = 0}, hd::design_options{.wanted = 1.0}, hd::design_options{.panels = 9}}) {
    BOOST_CHECK_THROW((void)hd::next_panel_table(steps, wrong), headway::error);
    BOOST_CHECK_THROW((void)hd::generalizability_table(steps, wrong), headway::error);
  }
}

BOOST_AUTO_TEST_CASE(small_cells_are_withheld_with_what_is_over_all) {
  std::mt19937_64 random{6};
  headway::test::made_room room{.dimensions = 3, .people = 5};
  auto made = room.marks(random, 1);
  for (const char* who : {"x1", "x2"}) {
    for (std::size_t d = 0; d < 2; ++d) { made.add("Made", "R1", who, "s0", d, 2).add("Made", "R2", who, "s0", d, 3); }
  }
  const auto fit = fitted(made, 3, 20); // seven people on the first two, five on the third
  const hd::design_options quick{.people = {4}, .panels = 20};
  for (const auto who : {headway::disclosure::audience::room, headway::disclosure::audience::public_}) {
    const auto rules = headway::disclosure::rules_for(who);
    const bool everything = who == headway::disclosure::audience::room;
    const headway::table t = hd::shared_next_panel(fit, rules, quick);
    BOOST_TEST(text(t, "status", 0) == "ok");
    BOOST_TEST((text(t, "status", 2) == "hidden") != everything);
    BOOST_TEST(missing(t, "p_level_set", 2) != everything);
    BOOST_TEST(missing(t, "n", 2) != everything);
    BOOST_TEST(missing(t, "p_choice", 3) != everything);
    const headway::table needed = hd::shared_people_needed(fit, rules, quick);
    for (std::size_t row = 0; row < needed.rows(); ++row) {
      const bool small = text(needed, "dimension_key", row) == "d3" || missing(needed, "dimension_key", row);
      BOOST_TEST((text(needed, "status", row) == "hidden") == (small && !everything), row);
    }
    const headway::table coefficients = hd::shared_generalizability(fit, rules, quick);
    BOOST_TEST(coefficients.at("hidden_reason").valid()[0] == 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
