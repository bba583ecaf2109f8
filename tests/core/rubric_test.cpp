// Rubrics: what is checked, what is found, and the two spellings.

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>

#include <headway/core/rubric.hpp>
#include <support/study_maker.hpp>

using namespace headway;

namespace {

std::string refused(const rubric_fields& fields) {
  try {
    (void)rubric<>{fields};
  } catch (const error& e) {
    BOOST_TEST((e.category() == error_category::invalid_argument));
    BOOST_TEST(e.function() == "rubric");
    return e.argument() + ": " + e.message();
  }
  return "taken";
}

template <class Change> std::string refused_when(Change change) {
  rubric_fields fields = test::plain_rubric(3, 4);
  change(fields);
  return refused(fields);
}

} // namespace

BOOST_AUTO_TEST_SUITE(rubric_test)

BOOST_AUTO_TEST_CASE(the_parts_come_back_as_they_went_in) {
  rubric_fields fields = test::plain_rubric(2, 3, -1);
  fields.title = "Title";
  fields.source = "Source";
  fields.missing_codes = {{missing_reason::dont_know, "?"}, {missing_reason::blank, "-"}};
  fields.dimensions[1].group = "Group";
  fields.dimensions[1].question = "Why?";
  fields.dimensions[1].helps = "this";
  fields.dimensions[1].hinders = "that";
  fields.dimensions[0].descriptors = {"low", "middle", "high"};
  const rubric<> r{fields};
  BOOST_TEST((r.fields() == fields));
  BOOST_TEST((rubric<>{r.fields()} == r));
  BOOST_TEST(r.size() == 2u);
  BOOST_TEST(r.levels() == 3u);
  BOOST_TEST(r.id() == "plain");
  BOOST_TEST(r.edition() == "1");
  BOOST_TEST(r.language() == "en");
  BOOST_TEST(r.title() == "Title");
  BOOST_TEST(r.source() == "Source");
  BOOST_TEST(r[dimension_id{1}].group == "Group");
  BOOST_TEST(r.missing_codes().size() == 2u);
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_are_the_same_rubric) {
  const rubric_fields fields = test::plain_rubric(9, 5);
  const rubric<9, 5> fixed{fields};
  BOOST_TEST((fixed.to_dynamic() == rubric<>{fields}));
  BOOST_TEST((fixed.fields() == fields));
  static_assert(decltype(fixed)::dimension_extent_v == 9 && decltype(fixed)::level_extent_v == 5);
  const auto misfit = [](const error& e) { return e.category() == error_category::incompatible; };
  using eight = rubric<8, 5>;
  using four = rubric<9, 4>;
  BOOST_CHECK_EXCEPTION(eight{fields}, error, misfit);
  BOOST_CHECK_EXCEPTION(four{fields}, error, misfit);
}

BOOST_AUTO_TEST_CASE(dimensions_are_told_apart) {
  BOOST_TEST(refused_when([](rubric_fields&) {}) == "taken");
  BOOST_TEST(refused_when([](rubric_fields& f) { f.dimensions.clear(); }) == "dimensions: a rubric needs at least one dimension");
  BOOST_TEST(refused_when([](rubric_fields& f) { f.dimensions[2].number = 1; }) == "dimensions: dimension 1 (Dimension 3) has the number of another dimension");
  BOOST_TEST(refused_when([](rubric_fields& f) { f.dimensions[2].key = "d1"; }) == "dimensions: dimension 3 (Dimension 3) has the key of another dimension: d1");
  BOOST_TEST(refused_when([](rubric_fields& f) { f.dimensions[2].name = "DIMENSION-1"; }) == "dimensions: dimension 3 (DIMENSION-1) has the name of another dimension");
  BOOST_TEST(refused_when([](rubric_fields& f) { f.dimensions[2].key = ""; }) == "dimensions: dimension 3 (Dimension 3) has no key");
  BOOST_TEST(refused_when([](rubric_fields& f) { f.dimensions[2].name = " \xC2\xA0"; }) == "dimensions: dimension 3 ( \xC2\xA0) has no name");
  BOOST_TEST(refused_when([](rubric_fields& f) { f.dimensions[2].descriptors = {"a", "b"}; }) == "dimensions: dimension 3 (Dimension 3) has 2 descriptors for 4 levels");
  BOOST_TEST(refused_when([](rubric_fields& f) { f.dimensions[2].descriptors = {"a", "b", "c", "d"}; }) == "taken");
}

BOOST_AUTO_TEST_CASE(missing_codes_mean_one_thing) {
  using codes = std::vector<missing_code>;
  const auto with = [](codes list) { return refused_when([&](rubric_fields& f) { f.missing_codes = std::move(list); f.levels[3].label = "High"; }); };
  BOOST_TEST(with({{missing_reason::blank, "?"}, {missing_reason::dont_know, "-"}, {missing_reason::dont_know, "DK"}}) == "taken");
  BOOST_TEST(with({{missing_reason::off_scale, "3+"}}) == "missing_codes: the label \"3+\" stands for none of blank, dont_know, not_applicable, not_asked and refused");
  BOOST_TEST(with({{missing_reason{}, "x"}}) == "missing_codes: the label \"x\" stands for none of blank, dont_know, not_applicable, not_asked and refused");
  BOOST_TEST(with({{missing_reason::blank, " "}}) == "missing_codes: the label of blank is empty");
  BOOST_TEST(with({{missing_reason::blank, "n/a"}, {missing_reason::refused, "N A"}}) == "missing_codes: the label \"N A\" is there twice");
  BOOST_TEST(with({{missing_reason::blank, " 4 "}}) == "missing_codes: the label \" 4 \" is a level as well");
  BOOST_TEST(with({{missing_reason::blank, "high"}}) == "missing_codes: the label \"high\" is a level as well");
  BOOST_TEST(with({{missing_reason::blank, "9"}}) == "taken");
}

BOOST_AUTO_TEST_CASE(an_exact_name_is_found_before_a_similar_one) {
  rubric_fields fields = test::plain_rubric(4, 5);
  fields.dimensions[0] = {.number = 1, .key = "a_b", .name = "Vision"};
  fields.dimensions[1] = {.number = 2, .key = "a-b", .name = "Collaboration"};
  fields.dimensions[2] = {.number = 7, .key = "vision", .name = "1"};
  fields.dimensions[3] = {.number = 8, .key = "2", .name = "Health & care"};
  const rubric<> r{fields};
  const auto at = [&](std::string_view text) { return r.find(text).value_or(dimension_id{99}).value; };
  BOOST_TEST(at("a_b") == 0u);
  BOOST_TEST(at("a-b") == 1u);          // although "a_b" is alike
  BOOST_TEST(at("A B") == 0u);
  BOOST_TEST(at("vision") == 2u);       // a key, although the name "Vision" is alike
  BOOST_TEST(at("Vision") == 0u);
  BOOST_TEST(at(" VISION") == 0u);
  BOOST_TEST(at("1") == 2u);            // a name before a number
  BOOST_TEST(at("2") == 3u);            // a key before a number
  BOOST_TEST(at("7") == 2u);
  BOOST_TEST(at("health and care") == 3u);
  BOOST_TEST(!r.find("elsewhere"));
  BOOST_TEST(!r.find(""));
  BOOST_TEST(!r.find("?"));
  BOOST_TEST(!r.find("01"));
}

BOOST_AUTO_TEST_CASE(the_most_dimensions_are_checked_in_a_moment) {
  rubric_fields fields = test::plain_rubric(most_dimensions, 2);
  const auto before = std::chrono::steady_clock::now();
  BOOST_TEST((rubric<>{fields}.size() == 65535u));
  BOOST_TEST((std::chrono::steady_clock::now() - before < std::chrono::seconds{10})); // comparing all pairs takes minutes
  fields = test::plain_rubric(most_dimensions + 1, 2);
  BOOST_TEST(refused(fields) == "dimensions: more than 65535 dimensions");
}

BOOST_AUTO_TEST_SUITE_END()
