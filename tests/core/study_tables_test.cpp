#include <boost/test/unit_test.hpp>

#include <headway/core/study_builder.hpp>
#include <headway/core/study_tables.hpp>

#include <optional>
#include <string>
#include <vector>

namespace {

using namespace headway;

/// Two dimensions on a scale from -1 to 1, so that a level is never its own value.
rubric<2, 3> two_questions() {
  rubric_fields fields;
  fields.id = "two";
  fields.levels = {{-1, "less"}, {0, "same"}, {1, "more"}};
  fields.dimensions.resize(2);
  fields.dimensions[0].number = 1;
  fields.dimensions[0].key = "pace";
  fields.dimensions[0].name = "Pace";
  fields.dimensions[1].number = 7;
  fields.dimensions[1].key = "trust";
  fields.dimensions[1].name = "Trust";
  return rubric<2, 3>{std::move(fields)};
}

reading three_marks() {
  reading input;
  input.source = "marks.csv";
  ratings& r = input.ratings;
  r.communities = {{"ALD", "Alderwick"}};
  r.rounds = {"R1", "R2"};
  r.raters = {"p1", "p2"};
  r.roles = {"lead", ""};
  r.sectors = {"council"};
  r.community = {0, 0, 0};
  r.round = {1, 1, 0};
  r.rater = {0, 1, ratings::no_rater};
  r.sector = {0, ratings::no_sector, 0};
  r.dimension = {1, 0, 0};
  r.score = {score::at_level(0).code(), score::missing(missing_reason::off_scale).code(), score::missing(missing_reason::dont_know).code()};
  r.mode = {0, 0, static_cast<std::uint8_t>(score_mode::then_test)};
  r.asked_at = {ratings::no_round, ratings::no_round, 1};
  r.day = {date::from_civil(2024, 2, 29)->days(), date::from_civil(2024, 2, 29)->days(), date{}.days()};
  r.off_scale = {{1, {"0-1", true, 0.0, 1.0}}};
  r.reasons = {{0, "we were slow"}};
  consensus_record agreed;
  agreed.round = 1;
  agreed.score = score::at_level(2);
  agreed.people_in_room = 9;
  agreed.day = *date::from_civil(2024, 3, 1);
  agreed.reason = "seen in the minutes";
  consensus_record written = agreed;
  written.dimension = 1;
  written.outcome = consensus_outcome::no_agreement;
  written.score = score::missing(missing_reason::off_scale);
  written.written = {"between 0 and 1", true, 0.0, 1.0};
  written.people_in_room = -1;
  written.day = date{};
  written.reason.clear();
  r.consensus = {agreed, written};
  input.problems.add({"marks.csv", 3, 9, "score", "between_levels", severity::warning, "0-1", "not one level", "kept as text"});
  input.problems.add({"marks.csv", 0, 0, "", "no_header", severity::note, "", "no header line", "read by position"});
  return input;
}

std::string cell(const table& t, const char* column, std::size_t row) {
  const table_column& c = t.at(column);
  if (c.valid()[row] == 0) { return "-"; }
  switch (c.type()) {
  case column_type::integer:
  case column_type::boolean: return std::to_string(c.integers()[row]);
  case column_type::real: return std::to_string(c.reals()[row]).substr(0, 4);
  case column_type::text: return c.texts()[row];
  }
  return {};
}

std::vector<std::string> names(const table& t) {
  std::vector<std::string> out;
  for (const table_column& c : t.columns()) { out.push_back(c.name()); }
  return out;
}

template <std::size_t Columns> void check_row(const table& t, std::size_t row, const std::string (&expected)[Columns]) {
  BOOST_REQUIRE_EQUAL(t.columns().size(), Columns);
  for (std::size_t i = 0; i < Columns; ++i) { BOOST_CHECK_MESSAGE(cell(t, t[i].name().c_str(), row) == expected[i], t[i].name() << " of row " << row << " is " << cell(t, t[i].name().c_str(), row)); }
}

} // namespace

BOOST_AUTO_TEST_SUITE(study_tables_test)

BOOST_AUTO_TEST_CASE(marks_come_out_as_they_went_in) {
  const auto study = study_builder{two_questions()}.add(three_marks()).build();
  const table t = ratings_table(study);
  const std::vector<std::string> columns{"community_key", "community", "round", "date", "rater", "sector", "role", "dimension_number", "dimension_key",
                                         "dimension", "score", "missing_reason", "mode", "asked_at", "written", "interval_low", "interval_high", "reason"};
  BOOST_CHECK(names(t) == columns);
  BOOST_REQUIRE_EQUAL(t.rows(), 3u);
  check_row(t, 0, {"ALD", "Alderwick", "R2", "2024-02-29", "p2", "-", "-", "1", "pace", "Pace", "-", "off_scale", "individual", "-", "0-1", "0.00", "1.00", "-"});
  check_row(t, 1, {"ALD", "Alderwick", "R2", "2024-02-29", "p1", "council", "lead", "7", "trust", "Trust", "-1", "-", "individual", "-", "-", "-", "-", "we were slow"});
  check_row(t, 2, {"ALD", "Alderwick", "R1", "-", "-", "council", "-", "1", "pace", "Pace", "-", "dont_know", "then_test", "R2", "-", "-", "-", "-"});
}

BOOST_AUTO_TEST_CASE(agreed_marks_come_out_as_they_went_in) {
  const auto study = study_builder{two_questions()}.add(three_marks()).build();
  const table t = consensus_table(study);
  const std::vector<std::string> columns{"community", "round", "day", "dimension_number", "dimension_key", "dimension", "mode", "outcome", "consensus",
                                         "consensus_text", "interval_low", "interval_high", "people_in_room", "reason", "evidence", "minority_view"};
  BOOST_CHECK(names(t) == columns);
  BOOST_REQUIRE_EQUAL(t.rows(), 2u);
  check_row(t, 0, {"Alderwick", "R2", "2024-03-01", "1", "pace", "Pace", "consensus", "agreed", "1", "-", "-", "-", "9", "seen in the minutes", "-", "-"});
  check_row(t, 1, {"Alderwick", "R2", "-", "7", "trust", "Trust", "consensus", "no_agreement", "-", "between 0 and 1", "0.00", "1.00", "-", "-", "-", "-"});
}

BOOST_AUTO_TEST_CASE(problems_keep_place_and_words) {
  const auto study = study_builder{two_questions()}.add(three_marks()).build();
  const table t = to_table(study->problems());
  const std::vector<std::string> columns{"source", "line", "column", "column_name", "code", "severity", "value", "message", "what_was_done"};
  BOOST_CHECK(names(t) == columns);
  BOOST_REQUIRE_EQUAL(t.rows(), 2u);
  check_row(t, 0, {"marks.csv", "-", "-", "-", "no_header", "note", "", "no header line", "read by position"});
  check_row(t, 1, {"marks.csv", "3", "9", "score", "between_levels", "warning", "0-1", "not one level", "kept as text"});
}

BOOST_AUTO_TEST_CASE(nothing_in_gives_tables_with_columns_and_no_rows) {
  const auto study = study_builder{two_questions()}.build();
  BOOST_CHECK_EQUAL(ratings_table(study).rows(), 0u);
  BOOST_CHECK_EQUAL(ratings_table(study).columns().size(), 18u);
  BOOST_CHECK_EQUAL(consensus_table(study).columns().size(), 16u);
  BOOST_CHECK_EQUAL(to_table(study->problems()).columns().size(), 9u);
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_give_equal_tables) {
  const auto fixed = study_builder{two_questions()}.add(three_marks()).build();
  BOOST_CHECK(ratings_table(fixed) == ratings_table(fixed.to_dynamic()));
  BOOST_CHECK(consensus_table(fixed) == consensus_table(fixed.to_dynamic()));
}

BOOST_AUTO_TEST_SUITE_END()
