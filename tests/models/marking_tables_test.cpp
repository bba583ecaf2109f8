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

BOOST_AUTO_TEST_SUITE_END()
