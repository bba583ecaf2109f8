#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/shared_place_agreement.hpp>
#include <headway/profile/shared.hpp>

#include "support/study_maker.hpp"

namespace {

using namespace headway;
using namespace headway::test;
using disclosure::audience;
using disclosure::rules_for;

/// Seven people on three dimensions: split, alike, hardly marked.
study_maker room() {
  study_maker m;
  const std::vector<int> split{0, 0, 0, 4, 4, 4, 4};
  for (std::size_t p = 0; p < split.size(); ++p) {
    m.person("Alder", "R1", "p" + std::to_string(p), "council", {split[p], 2, p < 2 ? mark{static_cast<int>(3 + p)} : mark{missing_reason::dont_know}});
  }
  m.person("Bryn", "R1", "q", "council", {1, 2, 3});
  return m;
}

} // namespace

BOOST_AUTO_TEST_SUITE(shared_place_agreement_test)

BOOST_AUTO_TEST_CASE(a_row_a_dimension_and_one_over_all) {
  const auto s = room().build(plain_rubric(3, 5));
  const table all = agreement::shared_place_agreement(s, {"Alder", "R1"}, rules_for(audience::room));
  const table each = to_table(agreement::place_agreement(s, {"Alder", "R1"}));
  BOOST_TEST_REQUIRE(all.rows() == 4u);
  for (const auto& column : each.columns()) {
    const auto& here = all.at(column.name());
    for (std::size_t row = 0; row < 3; ++row) {
      BOOST_TEST(here.valid()[row] == column.valid()[row], column.name());
      if (column.type() == column_type::text) { BOOST_TEST(here.texts()[row] == column.texts()[row]); }
      if (column.type() == column_type::real) { BOOST_TEST(here.reals()[row] == column.reals()[row]); }
      if (column.type() == column_type::integer) { BOOST_TEST(here.integers()[row] == column.integers()[row]); }
    }
  }
  const auto over = agreement::place_coefficients(s, {"Alder", "R1"});
  BOOST_TEST(all.at("alpha").reals()[3] == *over.alpha.value);
  BOOST_TEST(all.at("icc_average").reals()[3] == *over.icc_average.value);
  BOOST_TEST(text_at(all, "alpha_status", 3) == "too_few_units"); // a value, and no interval
  BOOST_TEST(text_at(all, "headline", 3) == over.words);
  BOOST_TEST(text_at(all, "status", 3) == "ok");
  BOOST_TEST(integer(all, "n", 3) == 7);
  BOOST_TEST(integer(all, "dimensions_compared", 3) == 3);
  BOOST_TEST((!has(all, "alpha", 0) && !has(all, "dimension", 3) && !has(all, "dispersion", 3)));
}

BOOST_AUTO_TEST_CASE(what_too_few_marked_is_withheld_from_others) {
  const auto s = room().build(plain_rubric(3, 5));
  const table partners = agreement::shared_place_agreement(s, {"Alder", "R1"}, rules_for(audience::partners));
  const table profile = profile::shared_profile(s, {"Alder", "R1"}, rules_for(audience::partners));
  for (std::size_t row = 0; row < 3; ++row) { BOOST_TEST(text_at(partners, "status", row) == text_at(profile, "status", row)); } // the same rule as the profile
  BOOST_TEST(text_at(partners, "status", 2) == "hidden");
  BOOST_TEST(has(partners, "dimension", 2));
  for (const auto& column : partners.columns()) {
    const std::string& name = column.name();
    const bool key = name == "community" || name == "round" || name.starts_with("dimension_") || name == "dimension";
    if ((!key || name == "dimensions_compared") && name != "status" && name != "hidden_reason") { BOOST_TEST(column.valid()[2] == 0, name); }
  }
  BOOST_TEST(integer(partners, "dimensions_compared", 3) == 2); // the withheld one enters nothing
  const table alone = agreement::shared_place_agreement(s, {"Bryn", "R1"}, rules_for(audience::partners));
  BOOST_TEST(text_at(alone, "status", 3) == "hidden");
  BOOST_TEST(has(alone, "hidden_reason", 3));
  for (const char* column : {"n", "headline", "alpha", "alpha_status", "dimensions_compared"}) { BOOST_TEST(!has(alone, column, 3)); }
}

BOOST_AUTO_TEST_CASE(a_round_without_an_assessment_has_that_status) {
  const table never = agreement::shared_place_agreement(room().build(plain_rubric(3, 5)), {"Bryn", "R1"}, rules_for(audience::room));
  BOOST_TEST(text_at(never, "status", 3) == "too_few_raters");
  study_maker m = room();
  m.person("Bryn", "R2", "q", "council", {1, 2, 3});
  const table t = agreement::shared_place_agreement(m.build(plain_rubric(3, 5)), {"Alder", "R2"}, rules_for(audience::room));
  BOOST_TEST(text_at(t, "status", 3) == "not_assessed");
  BOOST_TEST((!has(t, "headline", 3) && !has(t, "alpha_status", 3)));
}

BOOST_AUTO_TEST_SUITE_END()
