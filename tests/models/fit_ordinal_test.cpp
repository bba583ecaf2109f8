#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/fit_ordinal.hpp>
#include <headway/models/ordinal_tables.hpp>
#include <headway/models/people_tables.hpp>

#include "support/room_maker.hpp"
#include "support/sanitized.hpp"

BOOST_AUTO_TEST_SUITE(fit_ordinal_test)

namespace {

namespace hm = headway::models;
using headway::test::study_maker;

/// Whatever the marks: no figure is other than finite (a table takes no other), and status and words are there.
hm::ordinal_fit survives(const headway::study<>& study, const hm::ordinal_options& options = {}) {
  const hm::ordinal_fit fit = hm::fit_ordinal(study, options);
  const headway::table summary = hm::diagnostics_table(fit);
  BOOST_TEST(summary.rows() == 1u);
  BOOST_TEST(!summary.at("words").texts()[0].empty());
  BOOST_TEST(hm::blocks_table(fit).rows() == hm::block_kinds);
  BOOST_TEST(hm::levels_table(fit).rows() == fit.cells.size());
  (void)hm::change_table(fit);
  (void)hm::severity_table(fit, hm::people_shown::named);
  BOOST_TEST(hm::simulated_table(fit, headway::seed{1}).rows() == (fit.joint.draws == 0 ? 0u : fit.built.study_row.size()));
  return fit;
}

} // namespace

BOOST_AUTO_TEST_CASE(what_was_simulated_is_recovered) {
  constexpr std::uint64_t runs = headway::test::sanitized ? 2 : 6;
  std::size_t held = 0, all = 0;
  double off = 0.0, squared = 0.0;
  for (std::uint64_t run = 0; run < runs; ++run) {
    std::mt19937_64 random{run};
    headway::test::made_room room;
    const auto study = room.marks(random).build(headway::test::plain_rubric(room.dimensions, 5));
    const hm::ordinal_fit fit = hm::fit_ordinal(study, {.draws = 400});
    BOOST_TEST_REQUIRE((fit.status() == headway::status::ok));
    const auto count = [&](double low, double truth, double high) {
      held += low <= truth && truth <= high ? 1u : 0u;
      ++all;
    };
    const headway::table levels = hm::levels_table(fit);
    const headway::table change = hm::change_table(fit);
    const headway::table severity = hm::severity_table(fit, hm::people_shown::named);
    BOOST_TEST_REQUIRE(levels.rows() == room.rounds * room.dimensions);
    BOOST_TEST_REQUIRE(change.rows() == room.dimensions);
    for (std::size_t d = 0; d < room.dimensions; ++d) {
      for (std::size_t t = 0; t < room.rounds; ++t) {
        const std::size_t row = t * room.dimensions + d;
        count(levels.at("low").reals()[row], room.expected(t, d), levels.at("high").reals()[row]);
      }
      const double moved = room.expected(1, d) - room.expected(0, d);
      count(change.at("low").reals()[d], moved, change.at("high").reals()[d]);
      off += change.at("change").reals()[d] - moved;
    }
    for (std::size_t row = 0; row < severity.rows(); ++row) {
      if (severity.at("of").texts()[row] != "rater") { continue; }
      const double truth = -room.rater[static_cast<std::size_t>(std::stoi(severity.at("who").texts()[row].substr(1)) - 10)];
      count(severity.at("low").reals()[row], truth, severity.at("high").reals()[row]);
      squared += std::pow(severity.at("severity").reals()[row] - truth, 2);
    }
  }
  BOOST_TEST(all == runs * (8 + 4 + 10));
  BOOST_TEST(static_cast<double>(held) > 0.87 * static_cast<double>(all), held << " of " << all); // 95 %, and what one room gives hangs together
  BOOST_TEST(std::fabs(off / (4.0 * runs)) < 0.2);
  BOOST_TEST(std::sqrt(squared / (10.0 * runs)) < 0.85); // raters differ by 1; eight marks each and a middle that is not known leave some 0.65, give or take 0.07
}

BOOST_AUTO_TEST_CASE(simulated_marks_look_like_the_model) {
  std::mt19937_64 random{3};
  headway::test::made_room room;
  const auto study = room.marks(random).build(headway::test::plain_rubric(room.dimensions, 5));
  const hm::ordinal_fit fit = hm::fit_ordinal(study, {.draws = 200});
  const std::vector<std::int8_t> one = hm::simulate(fit, headway::seed{1});
  BOOST_TEST(one == hm::simulate(fit, headway::seed{1}));
  BOOST_TEST(one != hm::simulate(fit, headway::seed{2}));
  std::vector<double> of_cell(fit.cells.size()); // by cell, the mean over simulations is the mean of the marks
  for (std::uint64_t s = 0; s < 200; ++s) {
    const std::vector<std::int8_t> made = hm::simulate(fit, headway::seed{s});
    for (std::size_t c = 0; c < fit.cells.size(); ++c) {
      for (std::size_t i = fit.cells[c].first; i < fit.cells[c].first + fit.cells[c].n; ++i) { of_cell[c] += made[i] / 200.0 / static_cast<double>(fit.cells[c].n); }
    }
  }
  for (std::size_t c = 0; c < fit.cells.size(); ++c) {
    double mean = 0.0;
    for (std::size_t i = fit.cells[c].first; i < fit.cells[c].first + fit.cells[c].n; ++i) { mean += fit.built.rows.answer[i] / static_cast<double>(fit.cells[c].n); }
    BOOST_CHECK_SMALL(of_cell[c] - mean, 0.45); // shrunk towards the other dimensions
  }
}

BOOST_AUTO_TEST_CASE(the_order_of_rows_and_threads_do_not_matter) {
  std::mt19937_64 random{4};
  headway::test::made_room room{.dimensions = 2, .people = 6};
  const auto rubric = headway::test::plain_rubric(room.dimensions, 5);
  const study_maker made = room.marks(random);
  const auto levels = [&](const headway::study<>& study, std::size_t threads) { return hm::levels_table(hm::fit_ordinal(study, {.draws = 100, .threads = threads})); };
  const headway::table first = levels(made.build(rubric), 1);
  std::vector<std::size_t> order(made.input().ratings.score.size());
  std::iota(order.begin(), order.end(), 0u);
  std::shuffle(order.begin(), order.end(), random);
  const auto turned = headway::study_builder{headway::rubric<>{rubric}}.add(headway::test::reordered(made.input(), order)).build();
  BOOST_TEST((levels(turned, 1) == first));
  BOOST_TEST((levels(made.build(rubric), 2) == first));
  const headway::table narrow = hm::levels_table(hm::fit_ordinal(made.build<2, 5>(rubric), {.draws = 100}));
  BOOST_TEST((narrow == first));
}

BOOST_AUTO_TEST_CASE(studies_that_hold_little_end_in_a_status) {
  const auto rubric = headway::test::plain_rubric(2, 4);
  BOOST_TEST((survives(study_maker{}.build(rubric)).status() == headway::status::no_data));
  BOOST_TEST((survives(study_maker{}.people("A", "R1", "p", "s", {headway::missing_reason::dont_know, headway::missing_reason::dont_know}).build(rubric)).unmarked == 2u));

  study_maker one_rater;
  BOOST_TEST((survives(one_rater.person("A", "R1", "p", "s", {1, 2}).build(rubric)).status() == headway::status::ok));
  study_maker one_mark;
  BOOST_TEST((survives(one_mark.add("A", "R1", "p", "s", 0, 3).build(rubric)).status() == headway::status::ok));
  study_maker anonymous;
  for (int i = 0; i < 6; ++i) { anonymous.person("A", "R1", "", "", {i % 3, 1}); }
  const auto nobody = survives(anonymous.build(rubric));
  BOOST_TEST(!nobody.find(hm::block_kind::rater));
  BOOST_TEST(hm::severity_table(nobody).rows() == 0u);

  study_maker alike; // one level used: the priors hold the thresholds
  for (const char* who : {"a", "b", "c", "d"}) { alike.person("A", "R1", who, "s", {2, 2}); }
  const auto same = survives(alike.build(rubric));
  BOOST_TEST((same.status() == headway::status::ok));
  const headway::table severity = hm::severity_table(same);
  BOOST_TEST_REQUIRE(severity.rows() == 5u);
  BOOST_TEST(severity.at("status").texts()[1] == "no_variation");
  BOOST_TEST(hm::levels_table(same).at("level").integers()[0] == 3);

  study_maker apart; // every mark of the second round above every one of the first
  for (const char* who : {"a", "b", "c", "d"}) { apart.person("A", "R1", who, "s", {0, 0}).person("A", "R2", who, "s", {3, 3}); }
  const auto separated = survives(apart.build(rubric));
  BOOST_TEST((separated.status() == headway::status::ok));
  BOOST_TEST((separated.likelihood.status != headway::status::ok));
  const headway::table change = hm::change_table(separated);
  BOOST_TEST_REQUIRE(change.rows() == 2u);
  BOOST_TEST(change.at("p_up_level").reals()[0] > 0.95);

  study_maker gaps; // nobody marked the second dimension, and B has only the first round
  gaps.people("A", "R1", "p", "s", {0, 1, 2}).people("A", "R2", "p", "s", {1, 1, 3}).people("B", "R1", "q", "t", {2, 3});
  const auto holes = survives(gaps.build(rubric));
  BOOST_TEST((holes.status() == headway::status::ok));
  const headway::table levels = hm::levels_table(holes);
  BOOST_TEST_REQUIRE(levels.rows() == 6u);
  BOOST_TEST(levels.at("status").texts()[1] == "no_data");
  BOOST_TEST(levels.at("expected").valid()[1] == 0);
  BOOST_TEST(hm::change_table(holes).rows() == 1u);
}

BOOST_AUTO_TEST_CASE(blocks_link_and_draws_can_be_chosen) {
  std::mt19937_64 random{5};
  headway::test::made_room room{.people = 6};
  const auto study = room.marks(random).build(headway::test::plain_rubric(room.dimensions, 5));
  for (const auto link : {hm::link_kind::probit, hm::link_kind::adjacent_category, hm::link_kind::cloglog, hm::link_kind::loglog}) {
    BOOST_TEST((survives(study, {.link = link, .draws = 50}).status() == headway::status::ok), name(link));
  }
  const auto few = survives(study, {.blocks = std::vector{hm::block_kind::rater}, .method = hm::draw_method::normal, .draws = 50});
  BOOST_TEST(few.joint.effects == room.people);
  BOOST_TEST(hm::blocks_table(few).at("why").texts()[1] == "not asked for");
  BOOST_TEST(hm::diagnostics_table(few).at("method").texts()[0] == "normal");
  BOOST_TEST((survives(study, {.blocks = std::vector<hm::block_kind>{}, .thresholds_by_dimension = true, .draws = 50}).status() == headway::status::ok));
  BOOST_CHECK_THROW((void)hm::fit_ordinal(study, {.community = "Elsewhere"}), headway::error);
  BOOST_CHECK_THROW((void)hm::fit_ordinal(study, {.blocks = std::vector{hm::block_kind::rater, hm::block_kind::rater}}), headway::error);
  std::size_t calls = 0;
  BOOST_CHECK_THROW((void)hm::fit_ordinal(study, {.progress = [&](std::size_t, double) { return ++calls == 3; }}), headway::error);
  BOOST_TEST(calls == 3u);
  BOOST_TEST(name(static_cast<hm::draw_method>(9)) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()
