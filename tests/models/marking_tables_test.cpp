#include <cmath>
#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

#include <headway/models/marking_tables.hpp>

#include "support/room_maker.hpp"

BOOST_AUTO_TEST_SUITE(marking_tables_test)

namespace {

namespace hm = headway::models;

double real(const headway::table& t, const char* column, std::size_t row) { return t.at(column).reals()[row]; }

} // namespace

BOOST_AUTO_TEST_CASE(whoever_answers_at_random_is_found) {
  constexpr std::size_t runs = 3;
  double dice = 0.0, infit = 0.0;
  std::size_t found = 0, others = 0, blamed = 0;
  for (std::uint64_t run = 0; run < runs; ++run) {
    std::mt19937_64 random{run};
    headway::test::made_room room{.dimensions = 14, .people = 8, .rounds = 1, .between_dimensions = 2.5};
    auto made = room.marks(random);
    std::uniform_int_distribution<int> level{0, 4};
    for (std::size_t d = 0; d < room.dimensions; ++d) { made.add("Made", "R1", "dice", "s0", d, level(random)); }
    const auto fit = hm::fit_ordinal(made.build(headway::test::plain_rubric(room.dimensions, 5)), {.method = hm::draw_method::normal, .draws = 120});
    const headway::table t = hm::misfit_table(fit, hm::people_shown::named);
    BOOST_TEST_REQUIRE(t.rows() == 1u + 9 + 2 + 14);
    for (std::size_t row = 1; row < 10; ++row) {
      const std::string& words = t.at("words").texts()[row];
      if (t.at("who").texts()[row] == "dice") {
        found += words == "less predictable than the model expects" ? 1u : 0u;
        dice += real(t, "outfit", row) / runs;
        continue;
      }
      ++others;
      infit += real(t, "infit", row);
      blamed += words == "as expected" ? 0u : 1u;
    }
  }
  BOOST_TEST(found >= 2u, found);
  BOOST_TEST(dice > 2.0);
  BOOST_TEST(blamed <= 2u, blamed << " of " << others);
  infit /= static_cast<double>(others);
  BOOST_TEST((infit > 0.6 && infit < 1.1), infit); // below 1: whoever answers at random makes everybody look less predictable
}

BOOST_AUTO_TEST_CASE(misfit_is_what_the_draws_say) {
  std::mt19937_64 random{12};
  headway::test::made_room room{.people = 6, .rounds = 1};
  auto made = room.marks(random);
  made.person("Made", "R1", "flat", "s1", {3, 3, 3, 3});
  const auto fit = hm::fit_ordinal(made.build(headway::test::plain_rubric(room.dimensions, 5)), {.method = hm::draw_method::normal, .draws = 60});
  const headway::table t = hm::misfit_table(fit);
  const headway::table named = hm::misfit_table(fit, hm::people_shown::named);
  const headway::table severity = hm::severity_table(fit);
  BOOST_TEST_REQUIRE(t.rows() == 1u + 7 + 2 + 4);
  BOOST_TEST(hm::misfit_table(fit, hm::people_shown::none).rows() == 1u + 2 + 4);
  BOOST_TEST((hm::misfit_table(fit) == t));
  double off = 0.0; // of "marks", with every mark's law summed by hand
  double outfit = 0.0;
  for (std::size_t d = 0; d < 60; ++d) {
    double squares = 0.0, variances = 0.0, ratios = 0.0;
    for (std::size_t i = 0; i < fit.built.study_row.size(); ++i) {
      double at = 0.0;
      for (std::size_t b = 0; b < fit.built.rows.random.size(); ++b) { at += fit.joint.effect(d)[fit.first_effect(b) + fit.built.rows.random[b].effect[i]]; }
      double mean = 0.0, second = 0.0; // sums of the shares above each threshold
      for (int k = 0; k < 4; ++k) {
        const double above = 1.0 / (1.0 + std::exp(fit.joint.parameters(d)[static_cast<std::size_t>(k)] - at));
        mean += above;
        second += (2 * k + 1) * above;
      }
      const double square = std::pow(fit.built.rows.answer[i] - mean, 2);
      squares += square;
      variances += second - mean * mean;
      ratios += square / (second - mean * mean);
    }
    off += squares / variances / 60.0;
    outfit += ratios / static_cast<double>(fit.built.study_row.size()) / 60.0;
  }
  BOOST_TEST(real(t, "infit", 0) == off, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(real(t, "outfit", 0) == outfit, boost::test_tools::tolerance(1e-9));
  for (std::size_t row = 0; row < t.rows(); ++row) {
    const double p = real(t, "infit_p", row);
    BOOST_TEST((p >= 2.0 / 61.0 && p <= 1.0));
    const bool inside = real(t, "infit", row) >= real(t, "infit_low", row) && real(t, "infit", row) <= real(t, "infit_high", row);
    BOOST_TEST((inside || p < 0.1));
    if (t.at("of").texts()[row] != "rater") { continue; }
    BOOST_TEST(t.at("who").texts()[row] == severity.at("who").texts()[row]); // one row of all above people in both
    BOOST_TEST((named.at("who").texts()[row] == "flat") == (t.at("status").texts()[row] == "no_variation"));
  }
  BOOST_TEST(t.at("who").texts()[13] == "d4");
  BOOST_TEST(t.at("n").integers()[13] == 7);
}

BOOST_AUTO_TEST_CASE(a_sector_that_marks_a_dimension_low_is_found) {
  std::mt19937_64 random{21};
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  constexpr double gap = 1.6; // on the link's scale: 0.9 of a level
  const std::vector<double> threshold{-2.0, -0.5, 0.8, 2.2};
  const std::vector<double> place{0.3, -0.4, 0.6};
  const auto expected = [&](double at) {
    double mark = 1.0;
    for (const double tau : threshold) { mark += 1.0 / (1.0 + std::exp(tau - at)); }
    return mark;
  };
  headway::test::study_maker made;
  for (std::size_t r = 0; r < 270; ++r) {
    const double severity = 0.6 * normal(random);
    const std::size_t sector = r % 3; // 90 people each
    for (std::size_t d = 0; d < 3; ++d) {
      const double u = uniform(random);
      const double at = place[d] + severity - (sector == 0 && d == 1 ? gap : 0.0) + std::log(u / (1.0 - u));
      int level = 0;
      for (const double tau : threshold) { level += at > tau ? 1 : 0; }
      made.add("Made", "R1", "p" + std::to_string(100 + r), "s" + std::to_string(sector), d, level);
    }
  }
  const auto fit = hm::fit_ordinal(made.build(headway::test::plain_rubric(3, 5)), {.method = hm::draw_method::normal, .draws = 200});
  const headway::table t = hm::sector_use_table(fit);
  BOOST_TEST_REQUIRE(t.rows() == 9u + 3);
  const double truth = expected(place[1] - gap) - expected(place[1]);
  BOOST_TEST(truth < -0.75);
  std::vector<double> sum(4), own(3);
  for (std::size_t row = 0; row < 9; ++row) {
    const bool planted = row == 1; // s0 on d2
    const std::string& words = t.at("words").texts()[row];
    BOOST_TEST(t.at("people").integers()[row] == 90);
    BOOST_TEST((real(t, "together_low", row) < real(t, "low", row) && real(t, "high", row) < real(t, "together_high", row)));
    BOOST_TEST((real(t, "together_high", row) < 0.0) == planted, words);
    BOOST_TEST((real(t, "own_high", row) < 0.0) == planted, words);
    BOOST_TEST((words.find("levels lower than others on Dimension 2") != std::string::npos) == planted, words);
    BOOST_TEST((words.find("cannot be told") == std::string::npos) == planted, words);
    if (planted) {
      BOOST_TEST((real(t, "low", row) < truth && truth < real(t, "high", row)));
      BOOST_TEST(real(t, "p_higher", row) < 0.01);
    }
    sum[row % 3] += real(t, "points", row);
    own[row / 3] += real(t, "own", row);
  }
  for (const double s : sum) { BOOST_CHECK_SMALL(s, 1e-9); } // with equal weights, what one is above the others is what they are below
  for (const double s : own) { BOOST_CHECK_SMALL(s, 1e-9); }
  BOOST_TEST(t.at("dimension").valid()[9] == 0);
  BOOST_TEST(real(t, "points", 9) == (real(t, "points", 0) + real(t, "points", 1) + real(t, "points", 2)) / 3.0, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(t.at("n").integers()[9] == 270);

  const headway::table less = hm::sector_use_table(fit, {false, true, false});
  BOOST_TEST(less.at("points").valid()[1] == 0);
  BOOST_TEST(less.at("status").texts()[1] == "not_comparable");
  BOOST_TEST(real(less, "points", 0) == real(t, "points", 0));
  BOOST_TEST(real(less, "points", 9) == (real(t, "points", 0) + real(t, "points", 2)) / 2.0, boost::test_tools::tolerance(1e-9)); // no mean is over it
}

BOOST_AUTO_TEST_CASE(a_panel_is_worth_what_its_people_do_not_share) {
  std::mt19937_64 random{31};
  headway::test::made_room room{.people = 9, .rounds = 1};
  const auto study = room.marks(random, 3).build(headway::test::plain_rubric(room.dimensions, 5));
  const auto own = hm::fit_ordinal(study, {.blocks = std::vector{hm::block_kind::dimension, hm::block_kind::rater}, .method = hm::draw_method::normal, .draws = 50});
  const headway::table t = hm::panel_table(own);
  BOOST_TEST_REQUIRE(t.rows() == 4u + 1);
  double effective = 0.0, same = 0.0;
  for (std::size_t d = 0; d < 50; ++d) { // over all dimensions, by the logistic law itself
    const double square = std::pow(own.deviation(d, 1), 2);
    double apart = 0.0, variances = 0.0, slopes = 0.0;
    for (std::size_t c = 0; c < 4; ++c) {
      double mean = 0.0, second = 0.0, slope = 0.0, last = 1.0, equal = 0.0;
      for (int k = 0; k < 4; ++k) {
        const double above = 1.0 / (1.0 + std::exp(own.joint.parameters(d)[static_cast<std::size_t>(k)] - own.joint.effect(d)[c]));
        mean += above;
        second += (2 * k + 1) * above;
        slope += above * (1.0 - above);
        equal += std::pow(last - above, 2);
        last = above;
      }
      same += (equal + last * last) / 200.0;
      apart += 9.0 * (second - mean * mean + slope * slope * square);
      variances += 9.0 * (second - mean * mean);
      slopes += slope;
    }
    effective += 36.0 * apart / (variances + 9.0 * square * slopes * slopes) / 50.0;
  }
  BOOST_TEST(real(t, "effective", 4) == effective, boost::test_tools::tolerance(1e-5)); // the slope is a difference
  BOOST_TEST(real(t, "exact", 4) == same, boost::test_tools::tolerance(1e-9));
  BOOST_TEST((effective > 9.0 && effective < 36.0));
  BOOST_TEST(t.at("people").integers()[4] == 9);
  BOOST_TEST(t.at("n").integers()[4] == 36);
  BOOST_TEST(t.at("dimension").valid()[4] == 0);
  for (std::size_t row = 0; row < 5; ++row) {
    if (row < 4) { BOOST_TEST(real(t, "effective", row) == 9.0, boost::test_tools::tolerance(1e-12)); } // strangers
    BOOST_TEST(real(t, "exact", row) < real(t, "within_one", row));
    BOOST_TEST(real(t, "panel_exact", row) < real(t, "exact", row)); // people differ by 1
    BOOST_TEST(real(t, "panel_within_one", row) < real(t, "within_one", row));
  }

  const auto split = hm::fit_ordinal(study, {.method = hm::draw_method::normal, .draws = 50}); // with what sectors see in their own way
  const headway::table shared = hm::panel_table(split);
  for (std::size_t row = 0; row < 4; ++row) { BOOST_TEST((real(shared, "effective", row) < 9.0 && real(shared, "effective", row) > 3.0)); } // three sectors of three
  const headway::table less = hm::panel_table(split, 4);
  BOOST_TEST(less.at("effective").valid()[0] == 0);
  BOOST_TEST(less.at("words").texts()[0].empty());
  BOOST_TEST(real(less, "exact", 0) == real(shared, "exact", 0));
}

BOOST_AUTO_TEST_SUITE_END()
