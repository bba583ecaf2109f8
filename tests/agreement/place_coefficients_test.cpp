#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/place_coefficients.hpp>

#include "support/study_maker.hpp"

namespace {

using namespace headway;
using namespace headway::test;
using agreement::place_coefficients;

/// People x six dimensions.
using marks = std::vector<std::vector<int>>;

study<> study_of(const marks& given, bool with_codes = true) {
  study_maker m;
  for (std::size_t p = 0; p < given.size(); ++p) {
    for (std::size_t d = 0; d < given[p].size(); ++d) {
      m.add("Alder", "R1", with_codes ? "p" + std::to_string(p) : "", "council", d, given[p][d] < 0 ? mark{missing_reason::dont_know} : mark{given[p][d]});
    }
  }
  m.agreed("Alder", "R1", 0, 4).add("Bryn", "R2", "q", "council", 0, 1);
  return m.build(plain_rubric(6, 5));
}

const marks shared_view{{0, 1, 2, 3, 4, 4}, {0, 1, 2, 3, 4, 3}, {1, 1, 2, 3, 4, 4}, {0, 2, -1, 3, 3, 4}};

} // namespace

BOOST_AUTO_TEST_SUITE(place_coefficients_test)

BOOST_AUTO_TEST_CASE(dimensions_are_units_and_people_are_raters) {
  const auto r = place_coefficients(study_of(shared_view), {"Alder", "R1"});
  std::vector<std::int8_t> table;
  for (std::size_t d = 0; d < 6; ++d) {
    for (const auto& person : shared_view) { table.push_back(static_cast<std::int8_t>(person[d])); }
  }
  BOOST_TEST((r.alpha == agreement::krippendorff_alpha(table, 6, 4, 5)));
  BOOST_TEST((r.ac2 == agreement::gwet_ac(table, 6, 4, 5, agreement::weight_set::quadratic)));
  const agreement::icc_result all = agreement::icc(table, 6, 4, 5);
  BOOST_TEST((r.icc == all.forms[2] && r.icc_average == all.forms[7]));
  BOOST_TEST(name(r.icc.definition, r.icc.average) == "ICC(A,1)");
  BOOST_TEST(name(r.icc_average.definition, r.icc_average.average) == "ICC(A,k)");
  BOOST_TEST((r.status == status::ok && r.people == 4 && r.dimensions == 6 && r.without_code == 0));
  BOOST_TEST(r.alpha.range->lower > 0.0);
  BOOST_TEST(r.words == "People agree more than by chance on which of the 6 dimensions stand higher.");
}

BOOST_AUTO_TEST_CASE(a_room_that_sees_everything_alike_is_not_called_divided) {
  const auto r = place_coefficients(study_of({{2, 2, 2, 2, 2, 3}, {2, 2, 2, 2, 3, 2}, {2, 2, 2, 2, 2, 2}, {2, 3, 2, 2, 2, 2}, {2, 2, 2, 2, 2, 2}}), {"Alder", "R1"});
  BOOST_TEST(*r.alpha.value < 0.1);
  BOOST_TEST(*r.ac2.value > 0.9);
  BOOST_TEST(r.words == "These marks do not show that people agree on which of the 6 dimensions stand higher, although they mark nearer to one another than by chance.");
}

BOOST_AUTO_TEST_CASE(some_people_mark_higher_throughout) {
  const auto r = place_coefficients(study_of({{0, 1, 1, 1, 2, 2}, {2, 3, 3, 3, 4, 4}, {1, 1, 2, 1, 2, 3}, {2, 3, 3, 4, 4, 4}}), {"Alder", "R1"});
  BOOST_TEST(*r.p_severity < 0.001);
  BOOST_TEST(r.words.ends_with("; some people mark higher than others throughout."));
}

BOOST_AUTO_TEST_CASE(opposite_views_are_said) {
  const auto r = place_coefficients(study_of({{0, 0, 1, 3, 4, 4}, {4, 4, 3, 1, 0, 0}, {0, 0, 1, 3, 4, 4}, {4, 4, 3, 1, 0, 0}}), {"Alder", "R1"});
  BOOST_TEST(*r.alpha.value < 0.0);
  BOOST_TEST((r.words.starts_with("People see it in opposite ways") == (r.alpha.range && r.alpha.range->upper < 0.0)));
}

BOOST_AUTO_TEST_CASE(few_marks_are_states) {
  const auto nothing = place_coefficients(study_of({{-1, -1, -1, -1, -1, -1}}), {"Alder", "R1"});
  BOOST_TEST((nothing.status == status::no_data && !nothing.alpha.value && nothing.words == "Nobody known by a code marked it."));
  const auto one = place_coefficients(study_of({{0, 1, 2, 3, 4, 4}}), {"Alder", "R1"});
  BOOST_TEST((one.status == status::too_few_raters && one.words == "One person marked it: there is nobody to compare with."));
  const auto alike = place_coefficients(study_of({{1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1}}), {"Alder", "R1"});
  BOOST_TEST((alike.status == status::no_variation && alike.words == "Every mark is the same: no dimension stands higher than another."));
  const auto never = place_coefficients(study_of(shared_view), {"Alder", "R2"});
  BOOST_TEST((never.status == status::not_assessed && never.words.empty()));
  const auto few = place_coefficients(study_of(shared_view), {"Alder", "R1"}, {.withheld = {"", "", "x", "x", "x", ""}});
  BOOST_TEST((few.dimensions == 3 && few.alpha.value && few.alpha.range_status == status::too_few_units));
  BOOST_TEST(few.words == "There are too few dimensions or people to tell whether they agree on which of the 3 dimensions stand higher.");
}

BOOST_AUTO_TEST_CASE(marks_of_nobody_known_are_left_out_and_counted) {
  const auto r = place_coefficients(study_of(shared_view, false), {"Alder", "R1"});
  BOOST_TEST((r.without_code == 23 && r.people == 0 && r.status == status::no_data));
}

BOOST_AUTO_TEST_CASE(misuse_throws) {
  BOOST_CHECK_THROW((void)place_coefficients(study_of(shared_view), {"Nowhere", ""}), error);
  BOOST_CHECK_THROW((void)place_coefficients(study_of(shared_view), {"Alder", "R1"}, {.withheld = {"x"}}), error);
}

BOOST_AUTO_TEST_SUITE_END()
