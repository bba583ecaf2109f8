// The built-in rubrics as functions: the words of the data files, whole and in order, in both spellings.

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>
#include <type_traits>

#include <headway/rubrics/rubrics.hpp>

using namespace headway;

BOOST_AUTO_TEST_SUITE(rubrics_test)

BOOST_AUTO_TEST_CASE(extents_are_part_of_the_type) {
  static_assert(std::is_same_v<decltype(rubrics::system_maturity()), rubric<9, 5>>);
  static_assert(std::is_same_v<decltype(rubrics::system_behaviours()), rubric<9, 5>>);
  static_assert(std::is_same_v<decltype(rubrics::conditions_for_change()), rubric<9, 5>>);
  static_assert(std::is_same_v<decltype(rubrics::find("")), rubric<>>);
  BOOST_TEST(rubrics::system_maturity().size() == 9u);
  BOOST_TEST(rubrics::system_maturity().levels() == 5u);
}

BOOST_AUTO_TEST_CASE(every_word_of_the_data_arrives) {
  const auto compare = [](const auto& data, const auto& made) {
    BOOST_TEST(made.id() == data.id);
    BOOST_TEST(made.edition() == data.edition);
    BOOST_TEST(made.language() == data.language);
    BOOST_TEST(made.title() == data.title);
    BOOST_TEST(made.source() == data.source);
    for (std::size_t l = 0; l < data.levels.size(); ++l) {
      BOOST_TEST(made.scale().value(l) == data.levels[l].value);
      BOOST_TEST(made.scale().label(l) == data.levels[l].label);
    }
    for (std::size_t d = 0; d < data.dimensions.size(); ++d) {
      const auto& from = data.dimensions[d];
      const dimension& to = made.dimensions()[d];
      BOOST_TEST(to.number == from.number);
      BOOST_TEST(to.key == from.key);
      BOOST_TEST(to.name == from.name);
      BOOST_TEST(to.group == from.group);
      BOOST_TEST(to.question == from.question);
      BOOST_TEST(to.helps == from.helps);
      BOOST_TEST(to.hinders == from.hinders);
      BOOST_TEST(to.descriptors == std::vector<std::string>(from.descriptors.begin(), from.descriptors.end()), boost::test_tools::per_element());
    }
  };
  compare(rubrics::detail::system_maturity_data, rubrics::system_maturity());
  compare(rubrics::detail::system_behaviours_data, rubrics::system_behaviours());
  compare(rubrics::detail::conditions_for_change_data, rubrics::conditions_for_change());
}

BOOST_AUTO_TEST_CASE(every_reason_a_sheet_can_name_has_a_label) {
  std::set<missing_reason> reasons;
  std::set<std::string> labels;
  const auto maturity = rubrics::system_maturity();
  for (const missing_code& code : maturity.missing_codes()) {
    reasons.insert(code.reason);
    labels.insert(code.label);
  }
  BOOST_TEST(reasons.size() == 5u);
  BOOST_TEST(labels.size() == 5u);
  BOOST_TEST(!reasons.contains(missing_reason::off_scale));
  BOOST_TEST((rubrics::system_behaviours().missing_codes() == maturity.missing_codes()));
}

BOOST_AUTO_TEST_CASE(found_by_id_is_the_same_rubric) {
  BOOST_TEST((rubrics::find("system_maturity") == rubrics::system_maturity().to_dynamic()));
  BOOST_TEST((rubrics::find("system_behaviours") == rubrics::system_behaviours().to_dynamic()));
  BOOST_TEST((rubrics::find("conditions_for_change") == rubrics::conditions_for_change().to_dynamic()));
  for (const std::string_view id : rubrics::ids()) { BOOST_TEST(rubrics::find(id).id() == id); }
}

BOOST_AUTO_TEST_CASE(an_unknown_id_names_the_known_ones) {
  const auto message = [](std::string_view id) {
    try {
      (void)rubrics::find(id);
    } catch (const error& e) {
      BOOST_TEST((e.category() == error_category::not_found));
      BOOST_TEST(e.argument() == "id");
      return e.message();
    }
    return std::string{"nothing thrown"};
  };
  BOOST_TEST(message("system_maturty") ==
             "\"system_maturty\" is not a built-in rubric; there are system_maturity, system_behaviours and conditions_for_change; did you mean \"system_maturity\"?");
  BOOST_TEST(message("") == "\"\" is not a built-in rubric; there are system_maturity, system_behaviours and conditions_for_change");
}

BOOST_AUTO_TEST_SUITE_END()
