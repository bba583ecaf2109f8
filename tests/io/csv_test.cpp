#include <boost/test/unit_test.hpp>

#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>

#include <algorithm>
#include <cstdio>
#include <set>
#include <string>
#include <tuple>

#include "support/samples.hpp"

using namespace headway;
using namespace headway::test;

namespace {

using key = std::tuple<std::uint64_t, std::string, std::string, std::string>; // line, column, code, severity

std::multiset<key> keys_of(const problem_list& problems) {
  std::multiset<key> out;
  for (const problem& p : problems.kept()) { out.emplace(p.line, p.column_name, p.code, std::string{name(p.severity)}); }
  return out;
}

reading read_text(const std::string& text, const io::read_options& options = {}) { return io::read_ratings_text(text, "text", sample_rubric(), options); }

const std::string header = "community,round,rater,dimension,score\n";
reading read_score(const std::string& score) { return read_text(header + "A,R1,p,Vision,\"" + score + "\"\n"); }

std::string codes(const reading& r) {
  std::string out;
  for (const problem& p : r.problems.kept()) { out += (out.empty() ? "" : " ") + p.code; }
  return out;
}

error caught(const std::string& text, const io::read_options& options = {}) {
  try {
    static_cast<void>(read_text(text, options));
  } catch (const error& e) { return e; }
  return {error_category::internal, "", "", "nothing was thrown"};
}

} // namespace

BOOST_AUTO_TEST_SUITE(csv_test)

BOOST_AUTO_TEST_CASE(clean_file_has_no_problem) {
  const reading r = io::read_ratings(sample_path("scores_long.csv"), sample_rubric());
  BOOST_TEST(r.problems.total() == 0u);
  BOOST_TEST(r.rows_read == 2070u);
  BOOST_TEST(r.rows_left_out == 0u);
  BOOST_TEST(r.ratings.size() == 2070u);
  BOOST_TEST(r.separator == ",");
  BOOST_TEST(r.encoding == "utf-8");
  BOOST_TEST(r.line_end == "lf");
  const auto study = study_builder<>{sample_rubric()}.add(r).build();
  BOOST_TEST(study->problems().total() == 0u);
  BOOST_TEST(study->communities().size() == 6u);
  BOOST_TEST(study->raters().size() == 155u);
  BOOST_TEST(study->communities().back().name == "Pentre \xC5\xB4yn");
}

BOOST_AUTO_TEST_CASE(every_planted_problem_and_no_other) {
  std::multiset<key> expected;
  for (const std::string& line : lines_of(file_bytes(sample_path("expected/scores_long_dirty_problems.csv")))) {
    std::vector<std::string> part;
    std::istringstream in{line};
    for (std::string field; part.size() < 4 && std::getline(in, field, ',');) { part.push_back(field); }
    if (part.at(0) != "line") { expected.emplace(std::stoull(part.at(0)), part.at(1), part.at(2), part.at(3)); }
  }
  BOOST_TEST(expected.size() == 54u);
  const auto study = study_builder<>{sample_rubric()}.add(io::read_ratings(sample_path("scores_long_dirty.csv"), sample_rubric())).build();
  const std::multiset<key> found = keys_of(study->problems());
  for (const key& k : expected) {
    BOOST_TEST(found.contains(k), "not found: line " << std::get<0>(k) << ", " << std::get<1>(k) << ", " << std::get<2>(k) << ", " << std::get<3>(k));
  }
  for (const key& k : found) {
    BOOST_TEST(expected.contains(k), "not planted: line " << std::get<0>(k) << ", " << std::get<1>(k) << ", " << std::get<2>(k) << ", " << std::get<3>(k));
  }
  BOOST_TEST(found.size() == expected.size());
}

BOOST_AUTO_TEST_CASE(rows_left_out_and_kept_add_up) {
  const reading r = io::read_ratings(sample_path("scores_long_dirty.csv"), sample_rubric());
  BOOST_TEST(r.rows_read == r.rows_left_out + r.ratings.size());
  BOOST_TEST(r.rows_left_out == 7u); // lines 30, 33, 34, 51, 53, 55, 60
  for (const problem& p : r.problems.kept()) {
    BOOST_TEST(p.value.find("anna.example") == std::string::npos);
    BOOST_TEST(p.message.find("anna.example") == std::string::npos);
    BOOST_TEST(!p.what_was_done.empty());
  }
}

BOOST_AUTO_TEST_CASE(semicolons_mark_crlf_and_german_headers) {
  const reading r = io::read_ratings(sample_path("scores_long_dirty_semicolon_bom_crlf.csv"), sample_rubric());
  BOOST_TEST(r.separator == ";");
  BOOST_TEST(r.encoding == "utf-8 with byte-order mark");
  BOOST_TEST(r.line_end == "crlf");
  BOOST_TEST(r.ratings.size() == 90u);
  std::vector<std::string> taken;
  for (const auto& c : r.columns) { taken.push_back(c.taken_for); }
  const std::vector<std::string> expected{"community", "round", "date", "rater", "sector", "dimension_number", "dimension", "score", "", "reason"};
  BOOST_TEST(taken == expected, boost::test_tools::per_element());
  BOOST_TEST(date{r.ratings.day.front()}.to_string() == "2025-03-11");
  BOOST_TEST(r.ratings.score.front() == 4); // "5,0"
  for (const problem& p : r.problems.kept()) { BOOST_TEST(p.code == "number_as_decimal"); }
}

BOOST_AUTO_TEST_CASE(other_encodings_are_refused_with_a_next_step) {
  for (const char* file : {"scores_long_dirty_windows1252.csv", "scores_long_dirty_utf16_tab.txt"}) {
    try {
      static_cast<void>(io::read_ratings(sample_path(file), sample_rubric()));
      BOOST_TEST(false, file << " was read");
    } catch (const error& e) {
      const std::string what = e.what();
      BOOST_TEST((e.category() == error_category::parse));
      BOOST_TEST(what.find(file[18] == 'w' ? "Windows-1252" : "UTF-16") != std::string::npos);
      BOOST_TEST(what.find("save") + what.find("Save") != 2 * std::string::npos);
      BOOST_TEST(what.find("line ") != std::string::npos);
    }
  }
  BOOST_TEST((caught(std::string{"a\0,\0b\0\n\0", 8}).message().find("UTF-16") != std::string::npos));
  BOOST_TEST((caught("PK\x03\x04 and so on").message().find("workbook") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(broken_file_says_where) {
  const reading r = io::read_ratings(sample_path("scores_long_dirty_broken.csv"), sample_rubric());
  const std::multiset<key> expected{{0, "", "mixed_line_ends", "note"},
                                    {3, "comment", "stray_quote", "warning"},
                                    {5, "comment", "invalid_utf8", "error"},
                                    {6, "comment", "nul_byte", "error"},
                                    {9, "comment", "unclosed_quote", "error"}};
  BOOST_TEST((keys_of(r.problems) == expected));
  BOOST_TEST(r.ratings.size() == 7u);
  BOOST_TEST(r.ratings.score[6] == 0);  // after the old line end: R2, ALD-007, 1
  BOOST_TEST(r.ratings.reasons.at(2).text == "two \"good\" quotes");
  BOOST_TEST(r.line_end == "mixed");
}

BOOST_AUTO_TEST_CASE(marks_off_the_scale_are_kept_as_text) {
  struct expectation {
    const char* text;
    const char* code;
    bool has_interval;
    double lower, upper;
  };
  for (const expectation& e : {expectation{"2-3", "not_a_number", true, 2, 3}, {"2 \xE2\x80\x93 3", "not_a_number", true, 2, 3}, {"2.5", "not_whole", true, 2, 3},
                               {"3,5", "not_whole", true, 3, 4}, {"3+", "not_a_number", true, 3, 4}, {"5+", "not_a_number", true, 5, 5},
                               {"3-", "not_a_number", true, 2, 3}, {"3 (just)", "not_a_number", true, 3, 3}, {"between 1 and 2", "not_a_number", true, 1, 2},
                               {"2 \xE2\x86\x92 3", "not_a_number", true, 2, 3}, {"2 or 3", "not_a_number", true, 2, 3}, {"2 bis 3", "not_a_number", true, 2, 3},
                               {"three", "not_a_number", false, 0, 0}, {"1e0", "not_a_number", false, 0, 0}, {"0", "out_of_range", false, 0, 0},
                               {"6", "out_of_range", false, 0, 0}, {"33", "out_of_range", false, 0, 0}, {"-1", "out_of_range", false, 0, 0},
                               {"0.5", "not_whole", false, 0, 0}, {"99999999999999999999", "not_a_number", false, 0, 0}, {"4 - Early steps", "label_mismatch", false, 0, 0},
                               {"2-9", "not_a_number", false, 0, 0}, {"3 or so", "not_a_number", false, 0, 0}, {"2/3", "not_a_number", false, 0, 0}}) {
    const reading r = read_score(e.text);
    BOOST_TEST_CONTEXT(e.text) {
      BOOST_TEST(codes(r) == e.code);
      BOOST_TEST((score::from_code(r.ratings.score.at(0)) == score::missing(missing_reason::off_scale)));
      BOOST_REQUIRE(r.ratings.off_scale.size() == 1u);
      const written_mark& w = r.ratings.off_scale[0].mark;
      BOOST_TEST(w.text == e.text);
      BOOST_TEST(w.has_interval == e.has_interval);
      BOOST_TEST(w.lower == e.lower);
      BOOST_TEST(w.upper == e.upper);
    }
  }
}

BOOST_AUTO_TEST_CASE(levels_are_read_however_they_are_written) {
  for (const auto& [text, level, code] : {std::tuple{"1", 0, ""}, {"5", 4, ""}, {"3.0", 2, "number_as_decimal"}, {"3,00", 2, "number_as_decimal"}, {"03", 2, "number_form"},
                                          {"+3", 2, "number_form"}, {" 4 ", 3, "padded"}, {"4\xC2\xA0", 3, "padded"}, {"\xEF\xBC\x94", 3, "odd_digit"},
                                          {"4 \xE2\x80\x93 Well established", 3, "labelled_value"}, {"4. Well established", 3, "labelled_value"},
                                          {"4 (Well established)", 3, "labelled_value"}, {"WELL ESTABLISHED", 3, "labelled_value"}, {"Well established (4)", 3, "labelled_value"}}) {
    const reading r = read_score(text);
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST(static_cast<int>(r.ratings.score.at(0)) == level);
      BOOST_TEST(codes(r) == code);
      BOOST_TEST(r.ratings.off_scale.empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(missing_marks_and_their_reasons) {
  for (const auto& [text, reason] : {std::pair{"Don't know", missing_reason::dont_know}, {"Don\xE2\x80\x99t know", missing_reason::dont_know}, {"DK", missing_reason::dont_know},
                                     {"?", missing_reason::dont_know}, {"N/A", missing_reason::not_applicable}, {"-", missing_reason::blank}, {".", missing_reason::blank},
                                     {"prefer not to say", missing_reason::refused}, {"not discussed", missing_reason::not_asked}, {"Left blank", missing_reason::blank}}) {
    const reading r = read_score(text);
    BOOST_TEST((score::from_code(r.ratings.score.at(0)) == score::missing(reason)), text);
    BOOST_TEST(codes(r) == "missing_token");
  }
  BOOST_TEST(codes(read_score("")) == "");
  const std::string with_reason = "community,round,rater,dimension,score,missing_reason\n";
  const reading r = read_text(with_reason + "A,R1,p,Vision,,dont_know\nA,R1,p,Finance,3,dont_know\nA,R1,q,Vision,,whatever\nA,R1,q,Finance,DK,dont_know\n");
  BOOST_TEST(codes(r) == "contradiction unknown_missing_reason missing_token");
  BOOST_TEST((score::from_code(r.ratings.score[0]) == score::missing(missing_reason::dont_know)));
  BOOST_TEST((score::from_code(r.ratings.score[1]) == score::missing(missing_reason::off_scale)));
  BOOST_TEST(r.ratings.off_scale.at(0).mark.text == "3");
  BOOST_TEST((score::from_code(r.ratings.score[2]) == score::missing(missing_reason::blank)));
}

BOOST_AUTO_TEST_CASE(negative_values_of_a_scale) {
  rubric_fields fields = sample_rubric().fields();
  fields.levels = {{-2, "far too little"}, {-1, "too little"}, {0, "just right"}, {1, "too much"}, {2, "far too much"}};
  for (auto& d : fields.dimensions) { d.descriptors.clear(); }
  const rubric<> r{fields};
  for (const auto& [text, level] : {std::pair{"-2", 0}, {"\xE2\x88\x92""1", 1}, {"0", 2}, {"+1", 3}, {"2", 4}, {"-1 too little", 1}, {"-1.0", 1}}) {
    const reading got = io::read_ratings_text(header + "A,R1,p,Vision,\"" + text + "\"\n", "text", r);
    BOOST_TEST(static_cast<int>(got.ratings.score.at(0)) == level, text);
  }
  const reading off = io::read_ratings_text(header + "A,R1,p,Vision,-1.5\n", "text", r);
  BOOST_TEST(off.ratings.off_scale.at(0).mark.lower == -2.0);
  BOOST_TEST(off.ratings.off_scale.at(0).mark.upper == -1.0);
}

BOOST_AUTO_TEST_CASE(agreed_marks) {
  const reading clean = io::read_consensus(sample_path("consensus_with_reasons.csv"), sample_rubric());
  BOOST_TEST(clean.ratings.consensus.size() == 144u);
  BOOST_TEST(std::count_if(clean.ratings.consensus.begin(), clean.ratings.consensus.end(), [](const consensus_record& c) { return c.outcome == consensus_outcome::no_agreement; }) == 4);
  BOOST_TEST((keys_of(clean.problems) == std::multiset<key>{{140, "", "embedded_newline", "note"}}));
  BOOST_TEST((clean.ratings.consensus == io::read_ratings(sample_path("consensus_with_reasons.csv"), sample_rubric()).ratings.consensus));

  const reading dirty = io::read_consensus(sample_path("consensus_with_reasons_dirty.csv"), sample_rubric());
  const std::multiset<key> expected{{2, "consensus_score", "not_a_number", "error"}, {3, "consensus_score", "not_whole", "error"}, {4, "consensus_score", "not_a_number", "error"},
                                    {5, "consensus_score", "not_a_number", "error"}, {6, "consensus_score", "not_a_number", "error"}, {7, "consensus_score", "missing_token", "note"},
                                    {7, "consensus_score", "agreed_without_mark", "warning"}, {8, "consensus_score", "not_a_number", "error"},
                                    {9, "consensus_score", "agreed_without_mark", "warning"}, {10, "reason", "mark_without_reason", "note"}};
  BOOST_TEST((keys_of(dirty.problems) == expected));
  const auto& c = dirty.ratings.consensus;
  BOOST_REQUIRE(c.size() == 9u);
  BOOST_TEST(c[0].written.text == "2-3");
  BOOST_TEST(c[3].written.text == "3 (just)");
  BOOST_TEST(c[3].written.lower == 3.0);
  BOOST_TEST(!c[3].score.has_level());
  BOOST_TEST(c[4].written.lower == 1.0);
  BOOST_TEST(c[4].written.upper == 2.0);
  BOOST_TEST((c[6].outcome == consensus_outcome::minority_view));
  BOOST_TEST(c[8].score.level() == 3u);
  BOOST_TEST(c[0].people_in_room == 7);
  BOOST_TEST(c[0].day.to_string() == "2023-11-09");
}

BOOST_AUTO_TEST_CASE(then_tests) {
  const reading r = io::read_ratings(sample_path("then_test_long.csv"), sample_rubric());
  BOOST_TEST(r.problems.total() == 0u);
  BOOST_TEST(r.ratings.size() == 63u);
  BOOST_TEST(r.ratings.rounds.at(r.ratings.round[0]) == "R1");
  BOOST_TEST(r.ratings.rounds.at(r.ratings.asked_at.at(0)) == "R2");
  BOOST_TEST(std::all_of(r.ratings.mode.begin(), r.ratings.mode.end(), [](std::uint8_t m) { return static_cast<score_mode>(m) == score_mode::then_test; }));
}

BOOST_AUTO_TEST_CASE(columns_are_found_or_asked_for) {
  BOOST_TEST((caught("").category() == error_category::parse));
  BOOST_TEST((caught("\n\n").category() == error_category::parse));
  BOOST_TEST((caught("community,round,rater,dimension\n").category() == error_category::not_found));
  const error near = caught("community,round,rater,dimension,scroe\nA,R1,p,Vision,3\n");
  BOOST_TEST(near.message().find("nearest is \"scroe\"") != std::string::npos);
  BOOST_TEST(near.message().find("line 1") != std::string::npos);
  BOOST_TEST(near.message().find("mapping") != std::string::npos);
  BOOST_TEST((caught("community,round,score,mark,dimension\n").category() == error_category::parse));
  BOOST_TEST((caught("round,rater,dimension,score\n").category() == error_category::not_found));
  BOOST_TEST((caught(header, {.mapping = {{"nowhere", "score"}}}).category() == error_category::not_found));
  BOOST_TEST((caught(header, {.mapping = {{"score", "grade"}}}).category() == error_category::invalid_argument));
  BOOST_TEST((caught(header, {.separator = '"'}).category() == error_category::invalid_argument));

  const reading mapped = read_text("gut feeling;where;when;what;score\n2;A;R1;Vision;5\n", {.mapping = {{"gut feeling", "score"}, {"score", ""}, {"where", "community"}, {"when", "round"}, {"what", "dimension"}}});
  BOOST_TEST(mapped.ratings.score.at(0) == 1);
  const reading given = read_text("dimension,score\nVision,3\n", {.community = "Here", .round = "R1"});
  BOOST_TEST(given.ratings.communities.at(0).name == "Here");
  BOOST_TEST(given.ratings.rounds.at(0) == "R1");
  BOOST_TEST(given.ratings.rater.at(0) == ratings::no_rater);
  BOOST_TEST(given.problems.total() == 0u);
  BOOST_TEST(codes(read_text(header)) == "no_data_rows");
  BOOST_TEST(read_text("sep=;\ncommunity;round;dimension;score\nA;R1;Vision;4\n").ratings.score.at(0) == 3);
  const reading personal = read_text("Name,E-mail,community,round,dimension,score\nAnna,anna@example.org,A,R1,Vision,4\n");
  BOOST_TEST(codes(personal) == "personal_column personal_column");
  BOOST_TEST(personal.columns.at(0).taken_for == "");
}

BOOST_AUTO_TEST_CASE(names_of_places_are_joined_by_case_and_blanks_only) {
  const reading r = read_text("community_id,community,round,rater,dimension,score\nA,Ash Hill,R1,p,1,3\nA,Ash Hill,R1,q,1,3\na,ash  hill,r1,r,1,3\nA,Elm Hill,R1,s,1,3\nB,Ash-Hill,R1,t,1,3\n,Ash Hill,R1,u,1,3\n");
  BOOST_TEST(codes(r) == "case_or_space case_or_space case_or_space community_name_mismatch");
  BOOST_TEST(r.ratings.communities.size() == 2u);
  BOOST_TEST(r.ratings.communities[0].name == "Ash Hill");
  BOOST_TEST(r.ratings.community[5] == 0u);
  BOOST_TEST(r.ratings.rounds.size() == 1u);
}

BOOST_AUTO_TEST_CASE(row_order_does_not_change_the_study) {
  for (const char* file : {"scores_long.csv", "scores_long_dirty.csv"}) {
    std::vector<std::string> lines = lines_of(file_bytes(sample_path(file)));
    std::vector<std::string> rows(lines.begin() + 1, lines.end());
    if (std::string{file} == "scores_long_dirty.csv") { // a row of two lines, and rows that say nothing without their neighbours
      for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
        if (rows[i].find("line one") != std::string::npos) {
          rows[i] += "\n" + rows[i + 1];
          rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        }
      }
    }
    const auto study_of = [&](const std::vector<std::string>& in) {
      std::string text = lines[0] + "\n";
      for (const std::string& row : in) { text += row + "\n"; }
      return study_builder<>{sample_rubric()}.add(io::read_ratings_text(text, "text", sample_rubric())).build();
    };
    const auto first = study_of(rows);
    std::vector<std::string> turned(rows.rbegin(), rows.rend());
    BOOST_TEST(first->same_data(study_of(turned).data()), file);
    std::vector<std::string> mixed;
    for (std::size_t i = 0; i < rows.size(); ++i) { mixed.push_back(rows[(i * 1009 + 17) % rows.size()]); }
    if (rows.size() % 1009 != 0) { BOOST_TEST(first->same_data(study_of(mixed).data()), file); }
  }
}

BOOST_AUTO_TEST_CASE(line_numbers_are_those_of_the_file) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const reading r = read_text("community,round,dimension,score,comment" + end + "A,R1,1,9,\"one" + end + "two\"" + end + end + "A,R1,2,9,x" + end + "A,R1,3,9,");
    const std::multiset<key> expected{{2, "score", "out_of_range", "error"}, {2, "", "embedded_newline", "note"}, {4, "", "empty_row", "note"}, {5, "score", "out_of_range", "error"}, {6, "score", "out_of_range", "error"}};
    BOOST_TEST((keys_of(r.problems) == expected));
  }
}

BOOST_AUTO_TEST_CASE(huge_field_and_unclosed_quote_do_no_harm) {
  const std::string huge(std::size_t{10} << 20, 'x');
  const reading r = read_text("community,round,dimension,score,comment\nA,R1,1,3,\"" + huge + "\"\nA,R1,2,4,\nA,R1,3,5,\"never\nA,R1,4,5,\n");
  BOOST_TEST(codes(r) == "field_too_long unclosed_quote");
  BOOST_TEST(r.problems.kept()[0].column_name == "comment");
  BOOST_TEST(r.problems.kept()[0].line == 2u);
  BOOST_TEST(r.problems.kept()[1].line == 4u);
  BOOST_TEST(r.ratings.size() == 1u);
  BOOST_TEST(r.rows_left_out == 2u);
  const reading raised = read_text("community,round,dimension,score,comment\nA,R1,1,3,\"" + huge + "\"\n", {.field_limit = std::size_t{1} << 24});
  BOOST_TEST(raised.problems.total() == 0u);
  BOOST_TEST(raised.ratings.reasons.at(0).text.size() == huge.size());
  BOOST_TEST((caught(huge + "," + huge).category() == error_category::parse));
}

BOOST_AUTO_TEST_CASE(dates) {
  const auto day = [](const std::string& text, io::date_order order = io::date_order::from_file) {
    const reading r = read_text("community,round,date,dimension,score\nA,R1,\"" + text + "\",1,3\n", {.dates = order});
    return (r.ratings.day.at(0) == INT32_MIN ? "" : date{r.ratings.day[0]}.to_string()) + "|" + codes(r);
  };
  BOOST_TEST(day("2023-09-19") == "2023-09-19|");
  BOOST_TEST(day("2023-09-19T10:05:19") == "2023-09-19|");
  BOOST_TEST(day("2023-09-19 10:05") == "2023-09-19|");
  BOOST_TEST(day("19.09.2023") == "2023-09-19|");
  BOOST_TEST(day("9.10.2023") == "2023-10-09|");
  BOOST_TEST(day("19/09/2023") == "2023-09-19|day_first_date");
  BOOST_TEST(day("09/19/2023") == "2023-09-19|month_first_date");
  BOOST_TEST(day("09/10/2023") == "|ambiguous_date");
  BOOST_TEST(day("09/10/2023", io::date_order::day_first) == "2023-10-09|");
  BOOST_TEST(day("09/10/2023", io::date_order::month_first) == "2023-09-10|");
  BOOST_TEST(day("09/09/2023") == "2023-09-09|");
  BOOST_TEST(day("45188") == "2023-09-19|excel_serial_date");
  BOOST_TEST(day("19-Sep-23") == "2023-09-19|short_year_date");
  BOOST_TEST(day("19 September 2023") == "2023-09-19|");
  BOOST_TEST(day("19. M\xC3\xA4rz 2023") == "2023-03-19|");
  BOOST_TEST(day("Sept 2023") == "|vague_date");
  BOOST_TEST(day("2023") == "|vague_date");
  BOOST_TEST(day("spring 2023") == "|vague_date");
  for (const char* bad : {"2023-13-01", "31/02/2023", "soon", "0000-01-01", "12345678", "99/99/9999", "2023-09-19-19-19-19-19-19-19"}) { BOOST_TEST(day(bad) == "|bad_date", bad); }
}

BOOST_AUTO_TEST_CASE(files_that_are_not_there) {
  BOOST_CHECK_EXCEPTION(static_cast<void>(io::read_ratings(sample_path("no_such_file.csv"), sample_rubric())), error, [](const error& e) { return e.category() == error_category::io; });
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_rubric_read_alike) {
  const rubric<9, 5> fixed{sample_rubric().fields()};
  const reading a = io::read_ratings(sample_path("scores_long_dirty.csv"), fixed);
  const reading b = io::read_ratings(sample_path("scores_long_dirty.csv"), sample_rubric());
  BOOST_TEST((a.problems.kept() == b.problems.kept()));
  BOOST_TEST((a.ratings.score == b.ratings.score));
}

BOOST_AUTO_TEST_SUITE_END()
