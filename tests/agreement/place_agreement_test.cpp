#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/place_agreement.hpp>
#include <headway/profile/profile.hpp>

#include "support/study_maker.hpp"

namespace {

using namespace headway;
using namespace headway::test;

/// Seven people on three dimensions: split, alike, hardly marked.
study_maker room() {
  study_maker m;
  const std::vector<int> split{0, 0, 0, 4, 4, 4, 4};
  for (std::size_t p = 0; p < split.size(); ++p) {
    m.person("Alder", "R1", "p" + std::to_string(p), "council", {split[p], 2, p < 2 ? mark{static_cast<int>(3 + p)} : mark{missing_reason::dont_know}});
  }
  m.agreed("Alder", "R1", 0, 2);
  m.person("Bryn", "R2", "q1", "council", {1, 1, 1});
  return m;
}

} // namespace

BOOST_AUTO_TEST_SUITE(place_agreement_test)

BOOST_AUTO_TEST_CASE(every_dimension_has_the_figures_of_its_marks) {
  const auto s = room().build(plain_rubric(3, 5, -2)); // levels -2 .. 2
  const auto result = agreement::place_agreement(s, {"Alder", "R1"});
  BOOST_TEST_REQUIRE(result.rows.size() == 3u);
  const std::vector<std::uint32_t> counts{3, 0, 0, 0, 4};
  BOOST_TEST((result.rows[0].within.dispersion.value == agreement::dispersion_of(counts).value));
  BOOST_TEST(result.rows[0].within.headline == "3 of 7 people marked it at -2 or -1 and 4 at 1 or 2: two camps.");
  BOOST_TEST((result.rows[1].within.kind == agreement::shape_kind::all_equal && result.rows[1].status == status::ok));
  BOOST_TEST((result.rows[2].within.n == 2 && result.rows[2].n_missing == 5));
  const table t = to_table(result);
  BOOST_TEST(text_at(t, "headline", 1) == "All 7 people marked it at 0.");
  BOOST_TEST(t.at("median_low").reals()[1] == 0.0);
  BOOST_TEST(integer(t, "n_missing", 2) == 5);
  // what the profile says too is the same
  const table profile = to_table(profile::profile(s, {"Alder", "R1"}));
  for (std::size_t row = 0; row < 3; ++row) {
    BOOST_TEST(integer(t, "two_or_more_away", row) == integer(profile, "two_or_more_away", row));
    BOOST_TEST(t.at("dispersion").reals()[row] == profile.at("dispersion").reals()[row]);
    BOOST_TEST(t.at("van_der_eijk_a").reals()[row] == profile.at("shape_a").reals()[row]);
    BOOST_TEST(t.at("two_camps").integers()[row] == profile.at("two_camps").integers()[row]);
  }
}

BOOST_AUTO_TEST_CASE(options_reach_their_figures) {
  const auto s = room().build(plain_rubric(3, 5));
  const auto r = agreement::place_agreement(s, {"Alder", "R1"}, {.confidence = confidence_level{0.5}, .null = agreement::null_distribution::normal, .own_null = {}});
  BOOST_TEST(r.rows[0].within.r_wg.null_variance == 1.04);
  BOOST_TEST(r.rows[0].within.dispersion.range.width() < agreement::place_agreement(s, {"Alder", "R1"}).rows[0].within.dispersion.range.width());
}

BOOST_AUTO_TEST_CASE(nobody_one_person_and_a_round_without_an_assessment_are_states) {
  study_maker m = room();
  m.person("Bryn", "R3", "q1", "council", {missing_reason::blank, missing_reason::blank, 2});
  const auto s = m.build(plain_rubric(3, 5));
  const table one = to_table(agreement::place_agreement(s, {"Bryn", "R2"}));
  BOOST_TEST(text_at(one, "status", 0) == "value_only");
  BOOST_TEST((has(one, "dispersion", 0) && !has(one, "dispersion_low", 0)));
  const table nobody = to_table(agreement::place_agreement(s, {"Bryn", "R3"}));
  BOOST_TEST(text_at(nobody, "status", 0) == "no_data");
  BOOST_TEST(text_at(nobody, "headline", 0) == "Nobody marked it.");
  const table never = to_table(agreement::place_agreement(s, {"Alder", "R2"}));
  BOOST_TEST_REQUIRE(never.rows() == 3u);
  BOOST_TEST(text_at(never, "status", 0) == "not_assessed");
  BOOST_TEST(text_at(never, "dimension", 2) == "Dimension 3");
  BOOST_TEST((!has(never, "n", 0) && !has(never, "headline", 0) && !has(never, "n_missing", 0)));
  BOOST_CHECK_THROW((void)agreement::place_agreement(s, {"Nowhere", ""}), error);
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_rubrics_give_the_same) {
  const auto fields = plain_rubric(3, 5);
  const auto a = to_table(agreement::place_agreement(room().build(fields), {"Alder", "R1"}));
  const auto b = to_table(agreement::place_agreement(room().build<3, 5>(fields), {"Alder", "R1"}));
  BOOST_TEST((a == b));
}

BOOST_AUTO_TEST_SUITE_END()
