#include <cmath>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/claims_tables.hpp>

#include "support/study_maker.hpp"

BOOST_AUTO_TEST_SUITE(claims_tables_test)

namespace {

namespace hm = headway::models;

double real(const headway::table& t, const char* column, std::size_t row) { return t.at(column).reals()[row]; }

} // namespace

BOOST_AUTO_TEST_CASE(expected_false_claims_add_up) {
  headway::table change;
  for (const char* column : {"community", "from_round", "to_round"}) { change.add(column, headway::column_type::text); }
  change.add("p_up", headway::column_type::real);
  for (const double p : {0.99, 0.95, 0.5}) { change.push_row("A", "R1", "R2", p); }
  change.push_row("A", "R1", "R2", std::nullopt); // withheld
  for (const double p : {0.02, 0.2}) { change.push_row("A", "R2", "R3", p); }
  change.push_row("B", "R1", "R2", std::nullopt);
  const headway::table t = hm::claims_table(change, headway::confidence_level{0.95});
  BOOST_TEST_REQUIRE(t.rows() == 4u);
  BOOST_TEST(t.at("changes").integers()[0] == 3);
  BOOST_TEST(t.at("rises").integers()[0] == 2);
  BOOST_TEST(real(t, "expected_false", 0) == 0.06, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(real(t, "false_share", 0) == 0.03, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(t.at("words").texts()[0] == "2 of 3 changes have a probability of at least 95 % and may be announced; of these 0.1 are expected to be false.");
  BOOST_TEST(t.at("falls").integers()[1] == 1);
  BOOST_TEST(real(t, "expected_false", 1) == 0.02, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(t.at("status").texts()[2] == "no_data");
  BOOST_TEST(t.at("false_share").valid()[2] == 0);
  BOOST_TEST(t.at("community").valid()[3] == 0);
  BOOST_TEST(t.at("changes").integers()[3] == 5);
  BOOST_TEST(real(t, "expected_false", 3) == 0.08, boost::test_tools::tolerance(1e-12));
  const headway::table strict = hm::claims_table(change, headway::confidence_level{0.995});
  BOOST_TEST(strict.at("words").texts()[3] == "None of 5 changes has a probability of at least 99.5 %, so none is announced.");
  BOOST_CHECK_THROW((void)hm::claims_table(headway::table{}, headway::confidence_level{0.95}), headway::error);
}

BOOST_AUTO_TEST_CASE(a_planted_peak_is_found) {
  headway::test::study_maker made;
  for (int p = 0; p < 10; ++p) { // the first dimension rises and falls, the second rises throughout, the third was not asked in the middle
    const std::string who = "p" + std::to_string(p);
    made.person("Made", "R1", who, "s", {1 + p % 2, p % 2, 1 + p % 2});
    made.add("Made", "R2", who, "s", 0, 3 + (p + 1) % 2).add("Made", "R2", who, "s", 1, 1 + p % 3);
    made.person("Made", "R3", who, "s", {(p / 2) % 2, 3 + p % 2, 1 + p % 3});
  }
  const auto fit = hm::fit_ordinal(made.build(headway::test::plain_rubric(3, 5)), {.method = hm::draw_method::normal, .draws = 200});
  const headway::table t = hm::turns_table(fit);
  BOOST_TEST_REQUIRE(t.rows() == 2u);
  BOOST_TEST(t.at("at_round").texts()[0] == "R2");
  BOOST_TEST(t.at("n_at").integers()[0] == 10);
  BOOST_TEST(real(t, "p_peak", 0) > 0.95);
  BOOST_TEST(t.at("words").texts()[0] == "It rose until R2 and fell after it.");
  BOOST_TEST(real(t, "p_turned", 1) < 0.05);
  BOOST_TEST(t.at("words").texts()[1] == "It went on in the same direction.");
  BOOST_TEST(real(t, "p_above_start", 1) > 0.99);
  BOOST_TEST(real(t, "p_above_start", 0) < 0.5);
  const headway::table change = hm::change_table(fit); // rows by round, then dimension
  BOOST_TEST(real(t, "before", 0) == real(change, "change", 0), boost::test_tools::tolerance(1e-9));
  BOOST_TEST(real(t, "after", 1) == real(change, "change", 3), boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(precision_comes_from_those_who_stayed) {
  headway::test::study_maker made;
  for (int p = 0; p < 8; ++p) {
    const std::string who = "p" + std::to_string(p);
    made.person("Same", "R1", who, "s", {1 + p % 3, p % 3}).person("Same", "R2", who, "s", {1 + (p + 1) % 3, 1 + p % 3});
    made.person("New", "R1", "a" + who, "s", {1 + p % 3, p % 3}).person("New", "R2", "b" + who, "s", {1 + (p + 1) % 3, 1 + p % 3});
  }
  const auto study = made.build(headway::test::plain_rubric(2, 5));
  const std::vector blocks{hm::block_kind::community, hm::block_kind::dimension, hm::block_kind::rater, hm::block_kind::community_change};
  const headway::table t = hm::stayers_table(hm::fit_ordinal(study, {.blocks = blocks, .method = hm::draw_method::normal, .draws = 50}));
  BOOST_TEST_REQUIRE(t.rows() == 4u);
  for (std::size_t row = 0; row < 4; ++row) {
    const bool same = t.at("community").texts()[row] == "Same";
    BOOST_TEST(t.at("stayed").integers()[row] == (same ? 8 : 0));
    BOOST_TEST(t.at("joined").integers()[row] == (same ? 0 : 8));
    BOOST_TEST(real(t, "share", row) >= 0.0);
    BOOST_TEST((real(t, "share", row) > 0.5) == same); // the round is one for both, so each leans on the other
  }
  // one place: where all came back severities are in no comparison, and with newcomers only everything hangs on their being alike
  headway::test::study_maker apart, together;
  for (int p = 0; p < 8; ++p) {
    together.person("Same", "R1", "a" + std::to_string(p), "s", {1 + p % 3, p % 3}).person("Same", "R2", "a" + std::to_string(p), "s", {1 + (p + 1) % 3, 1 + p % 3});
    apart.person("New", "R1", "a" + std::to_string(p), "s", {1 + p % 3, p % 3}).person("New", "R2", "b" + std::to_string(p), "s", {1 + (p + 1) % 3, 1 + p % 3});
  }
  const headway::table all = hm::stayers_table(hm::fit_ordinal(together.build(headway::test::plain_rubric(2, 5)), {.blocks = std::vector{hm::block_kind::dimension, hm::block_kind::rater}, .method = hm::draw_method::normal, .draws = 50}));
  BOOST_TEST(real(all, "share", 0) > 0.95);
  const headway::table none = hm::stayers_table(hm::fit_ordinal(apart.build(headway::test::plain_rubric(2, 5)), {.blocks = std::vector{hm::block_kind::dimension, hm::block_kind::rater}, .method = hm::draw_method::normal, .draws = 50}));
  BOOST_TEST_REQUIRE(none.rows() == 2u);
  BOOST_TEST(real(none, "share", 0) < 0.01);
  const headway::table unknown = hm::stayers_table(hm::fit_ordinal(apart.build(headway::test::plain_rubric(2, 5)), {.blocks = std::vector{hm::block_kind::dimension}, .method = hm::draw_method::normal, .draws = 50}));
  BOOST_TEST(unknown.at("share").valid()[0] == 0);
  BOOST_TEST(unknown.at("status").texts()[0] == "not_identified");
}

BOOST_AUTO_TEST_SUITE_END()
