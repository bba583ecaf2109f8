#include <random>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include <headway/models/people_tables.hpp>

#include "support/room_maker.hpp"

BOOST_AUTO_TEST_SUITE(people_tables_test)

namespace hm = headway::models;

BOOST_AUTO_TEST_CASE(people_are_numbered_unless_names_are_asked_for) {
  std::mt19937_64 random{8};
  headway::test::made_room room{.people = 8, .rounds = 1};
  auto made = room.marks(random, 3);
  made.person("Made", "R1", "p90", "", {4, 4, 4, 4}); // gave one level only, of no sector
  const auto fit = hm::fit_ordinal(made.build(headway::test::plain_rubric(room.dimensions, 5)), {.draws = 200});
  const headway::table numbered = hm::severity_table(fit);
  const headway::table named = hm::severity_table(fit, hm::people_shown::named);
  const headway::table none = hm::severity_table(fit, hm::people_shown::none);
  BOOST_TEST_REQUIRE(numbered.rows() == 1u + 9 + 1 + 3);
  BOOST_TEST(none.rows() == 1u + 1 + 3);
  BOOST_TEST(numbered.at("people").integers()[0] == 9);
  BOOST_TEST(numbered.at("n").integers()[0] == 36);
  BOOST_TEST(numbered.at("people").integers()[10] == 8); // of a sector
  std::set<std::string> labels;
  for (std::size_t row = 1; row < 10; ++row) {
    BOOST_TEST(numbered.at("who").texts()[row] == std::to_string(row));
    labels.insert(named.at("who").texts()[row]);
    BOOST_TEST(numbered.at("severity").reals()[row] == named.at("severity").reals()[row]);
    if (row > 1) { BOOST_TEST(numbered.at("severity").reals()[row] >= numbered.at("severity").reals()[row - 1]); }
    BOOST_TEST((numbered.at("low").reals()[row] < numbered.at("severity").reals()[row] && numbered.at("severity").reals()[row] < numbered.at("high").reals()[row]));
    if (named.at("who").texts()[row] == "p90") {
      BOOST_TEST(named.at("status").texts()[row] == "no_variation");
      BOOST_TEST(named.at("severity").reals()[row] < 0.0); // marks high, so mild
    }
  }
  BOOST_TEST(labels.size() == 9u);
  const double reliability = numbered.at("reliability").reals()[0];
  BOOST_TEST((reliability > 0.0 && reliability < 1.0));
  BOOST_TEST(numbered.at("separation").reals()[0] == std::sqrt(reliability / (1.0 - reliability)), boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(draws_go_by_the_numbers_of_people) {
  std::mt19937_64 random{10};
  headway::test::made_room room{.people = 6};
  const auto fit = hm::fit_ordinal(room.marks(random).build(headway::test::plain_rubric(room.dimensions, 5)), {.draws = 50});
  const headway::table draws = hm::draws_table(fit);
  const headway::table named = hm::draws_table(fit, hm::people_shown::named);
  const headway::table severity = hm::severity_table(fit);
  const headway::table labels = hm::severity_table(fit, hm::people_shown::named);
  BOOST_TEST(draws.rows() == 50u);
  BOOST_TEST(draws.columns().size() == fit.joint.thresholds + fit.joint.layout.fixed + fit.joint.layout.blocks + fit.joint.effects);
  for (std::size_t row = 1; row <= room.people; ++row) {
    const auto values = draws.at("rater[" + severity.at("who").texts()[row] + "]").reals();
    double mean = 0.0;
    for (const double v : values) { mean -= v / 50.0; }
    BOOST_TEST(mean == severity.at("severity").reals()[row], boost::test_tools::tolerance(1e-9));
    BOOST_TEST(named.at("rater[" + labels.at("who").texts()[row] + "]").reals()[7] == values[7]);
  }
  BOOST_TEST(draws.at("dimension_change[d2,R2]").valid()[0] == 1);
  BOOST_TEST(draws.at("round[R2]").reals()[3] == fit.joint.parameters(3)[fit.joint.thresholds]);
  BOOST_TEST(!hm::draws_table(fit, hm::people_shown::none).find("rater[1]"));
}

BOOST_AUTO_TEST_CASE(simulated_marks_stand_beside_who_gave_them) {
  std::mt19937_64 random{9};
  headway::test::made_room room{.people = 5, .rounds = 1};
  const auto study = room.marks(random).build(headway::test::plain_rubric(room.dimensions, 5, -2));
  const auto fit = hm::fit_ordinal(study, {.draws = 50});
  const headway::table t = hm::simulated_table(fit, headway::seed{4});
  BOOST_TEST_REQUIRE(t.rows() == 20u);
  BOOST_TEST(t.at("rater").texts()[0] == "p10");
  for (const std::int64_t score : t.at("score").integers()) { BOOST_TEST((score >= -2 && score <= 2)); }
}

BOOST_AUTO_TEST_SUITE_END()
