// A study once built: slices, look-ups by name, and what makes two studies the same.

#include <boost/test/unit_test.hpp>

#include <string>

#include <headway/core/study_builder.hpp>
#include <support/study_maker.hpp>

using namespace headway;
using test::plain_rubric;
using test::study_maker;

namespace {

/// Two communities; Alderwick in both rounds, Brackenmoor in the first only, with an agreed mark but nobody's own for its second dimension.
study_maker two_places() {
  study_maker maker;
  maker.person("Brackenmoor", "R1", "b1", "council", {3, missing_reason::dont_know});
  maker.person("Alderwick", "R2", "a2", "health", {1, 2});
  maker.person("Alderwick", "R2", "a1", "council", {0, 0});
  maker.person("Alderwick", "R1", "a1", "council", {4});
  maker.agreed("Brackenmoor", "R1", 1, 2);
  maker.agreed("Alderwick", "R2", 0, 1);
  return maker;
}

std::string not_found(const auto& call) {
  try {
    (void)call();
  } catch (const error& e) {
    BOOST_TEST((e.category() == error_category::not_found));
    return e.message();
  }
  return "found";
}

} // namespace

BOOST_AUTO_TEST_SUITE(study_test)

BOOST_AUTO_TEST_CASE(slices_hold_the_rows_of_their_place) {
  const study<> s = two_places().build(plain_rubric(2, 5));
  BOOST_REQUIRE(s->communities().size() == 2u);
  BOOST_TEST(s->communities()[0].name == "Alderwick");
  BOOST_TEST(s->rounds()[0].label == "R1");
  BOOST_TEST(s->rows().size() == 7u);
  BOOST_TEST(s->rows(score_mode::individual).size() == 7u);
  BOOST_TEST(s->rows(score_mode::then_test).size() == 0u);
  std::size_t in_cells = 0;
  for (std::uint32_t c = 0; c < 2; ++c) {
    for (std::uint32_t r = 0; r < 2; ++r) {
      const ratings_view place = s->rows(community_id{c}, round_id{r});
      std::size_t in_dimensions = 0;
      for (std::uint32_t d = 0; d < 2; ++d) {
        const ratings_view cell = s->rows(community_id{c}, round_id{r}, dimension_id{d});
        for (std::size_t i = 0; i < cell.size(); ++i) {
          BOOST_TEST(cell.community[i] == c);
          BOOST_TEST(cell.round[i] == r);
          BOOST_TEST(cell.dimension[i] == d);
          BOOST_TEST(s->rows().rater[cell.first_row + i] == cell.rater[i]);
        }
        in_dimensions += cell.size();
      }
      BOOST_TEST(place.size() == in_dimensions);
      in_cells += in_dimensions;
    }
  }
  BOOST_TEST(in_cells == 7u);
  const ratings_view cell = s->rows(community_id{0}, round_id{1}, dimension_id{1});
  BOOST_REQUIRE(cell.size() == 2u);
  BOOST_TEST(s->raters()[cell.rater[0]] == "a1");
  BOOST_TEST(cell.score[1] == 2);
  BOOST_TEST(s->sectors()[cell.sector[1]] == "health");
  BOOST_TEST(s->rows(community_id{1}, round_id{1}).size() == 0u); // Brackenmoor was not assessed in R2
}

BOOST_AUTO_TEST_CASE(assessments_and_agreed_marks_are_found_where_they_are) {
  const study<> s = two_places().build(plain_rubric(2, 5));
  BOOST_TEST(s->assessments().size() == 3u);
  BOOST_TEST(s->find_assessment(community_id{1}, round_id{1}) == nullptr);
  const assessment* held = s->find_assessment(community_id{0}, round_id{1});
  BOOST_REQUIRE(held != nullptr);
  BOOST_TEST(held->people == 2u);
  BOOST_TEST(held->has_individuals);
  BOOST_TEST(held->has_consensus);
  BOOST_TEST(!s->find_assessment(community_id{0}, round_id{0})->has_consensus);
  const consensus_record* agreed = s->find_consensus(community_id{1}, round_id{0}, dimension_id{1});
  BOOST_REQUIRE(agreed != nullptr);
  BOOST_TEST(agreed->score.level() == 2u);
  BOOST_TEST(s->find_consensus(community_id{1}, round_id{0}, dimension_id{0}) == nullptr);
  BOOST_TEST(s->find_consensus(community_id{1}, round_id{0}, dimension_id{1}, score_mode::moderated) == nullptr);
}

BOOST_AUTO_TEST_CASE(names_are_found_or_the_nearest_is_offered) {
  const study<> s = two_places().build(plain_rubric(2, 5));
  BOOST_TEST(s->find_community("Brackenmoor").value == 1u);
  BOOST_TEST(s->find_community(" brackenMOOR ").value == 1u);
  BOOST_TEST(s->find_round("R2").value == 1u);
  BOOST_TEST(not_found([&] { return s->find_community("Brakenmoor"); }) == "\"Brakenmoor\" is not in this study; did you mean \"Brackenmoor\"?");
  BOOST_TEST(not_found([&] { return s->find_community("Elsewhere"); }) == "\"Elsewhere\" is not in this study; it has Alderwick, Brackenmoor");
  BOOST_TEST(not_found([&] { return s->find_round("R3"); }) == "\"R3\" is not in this study; it has R1, R2");
  const study<> nothing = study_builder<>{rubric<>{plain_rubric(1, 2)}}.build();
  BOOST_TEST(not_found([&] { return nothing->find_community("x"); }) == "\"x\" is not in this study; it has none");
  BOOST_TEST(not_found([&] { return nothing->find_round("x"); }) == "the study has no rounds");
}

BOOST_AUTO_TEST_CASE(texts_beside_rows_are_found_by_row) {
  study_maker maker = two_places();
  reading input = maker.input();
  input.ratings.score[2] = score::missing(missing_reason::off_scale).code(); // a2's first mark
  input.ratings.off_scale = {{2, {"1-2", true, 1, 2}}};
  input.ratings.reasons = {{0, "because"}};
  const study<> s = study_builder<>{rubric<>{plain_rubric(2, 5)}}.add(input).build();
  std::size_t marks = 0;
  std::size_t reasons = 0;
  for (std::size_t row = 0; row < s->rows().size(); ++row) {
    const bool off = score::from_code(s->rows().score[row]) == score::missing(missing_reason::off_scale);
    BOOST_TEST((s->find_off_scale(row) != nullptr) == off);
    if (const written_mark* mark = s->find_off_scale(row)) {
      BOOST_TEST(mark->text == "1-2");
      BOOST_TEST(s->raters()[s->rows().rater[row]] == "a2");
      ++marks;
    }
    if (const std::string* reason = s->find_reason(row)) {
      BOOST_TEST(*reason == "because");
      BOOST_TEST(s->raters()[s->rows().rater[row]] == "b1");
      ++reasons;
    }
  }
  BOOST_TEST(marks == 1u);
  BOOST_TEST(reasons == 1u);
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_hold_the_same_data) {
  const study<2, 5> fixed = two_places().build<2, 5>(plain_rubric(2, 5));
  const study<> loose = two_places().build(plain_rubric(2, 5));
  BOOST_TEST(fixed->same_data(loose.data()));
  BOOST_TEST((fixed.to_dynamic().rubric() == loose.rubric()));
  BOOST_TEST((&fixed.to_dynamic().data() == &fixed.data())); // shared, not copied
}

BOOST_AUTO_TEST_CASE(same_data_looks_at_the_marks_and_not_at_lines_or_problems) {
  const auto build = [](const reading& input) { return study_builder<>{rubric<>{plain_rubric(2, 5)}}.add(input).build(); };
  const reading input = two_places().input();
  const study<> s = build(input);
  reading moved = input;
  moved.ratings.line = {9, 8, 7, 6, 5, 4, 3};
  moved.ratings.consensus[0].line = 77;
  moved.problems.add({.code = "x"});
  BOOST_TEST(s->same_data(build(moved).data()));
  reading changed = input;
  changed.ratings.score[0] = 2;
  BOOST_TEST(!s->same_data(build(changed).data()));
  changed = input;
  changed.ratings.consensus[0].evidence = "minutes";
  BOOST_TEST(!s->same_data(build(changed).data()));
  changed = input;
  changed.ratings.raters[0] = "b9";
  BOOST_TEST(!s->same_data(build(changed).data()));
  changed = input;
  changed.ratings.reasons = {{0, "because"}};
  BOOST_TEST(!s->same_data(build(changed).data()));
}

BOOST_AUTO_TEST_SUITE_END()
