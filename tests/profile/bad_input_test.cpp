#include <boost/test/unit_test.hpp>

#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>
#include <headway/profile/agenda.hpp>
#include <headway/profile/coverage.hpp>
#include <headway/profile/cumulative.hpp>
#include <headway/profile/profile.hpp>
#include <headway/profile/shared.hpp>
#include <headway/profile/turnover.hpp>

#include "support/study_maker.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

// Input and options that are wrong or at the edge of what there can be, through the whole chain: a file's text, a study, its tables.

namespace {

using namespace headway;
using headway::test::plain_rubric;

const std::string header = "community,round,rater,sector,dimension,score\n";

rubric<> sheet(std::size_t levels = 5, std::size_t dimensions = 2) { return rubric<>{plain_rubric(dimensions, levels)}; }

study<> study_of(const std::string& text, const rubric<>& r = sheet()) { return study_builder<>{r}.add(io::read_ratings_text(text, "marks.csv", r)).build(); }

/// The category of the error, and that its message says where and holds these words.
error_category refused(const std::string& words, const std::function<void()>& work) {
  try {
    work();
  } catch (const error& e) {
    BOOST_TEST(e.message().find(words) != std::string::npos, "\"" << e.message() << "\" does not say \"" << words << "\"");
    BOOST_TEST(e.message().find('\n') == std::string::npos);
    return e.category();
  }
  BOOST_ERROR("nothing was thrown");
  return error_category::internal;
}

std::string text_of(const table& t, const char* column, std::size_t row) { return t.at(column).texts()[row]; }

/// Everything that can be asked of a community in a round, for every audience; the profile for the room.
table everything(const study<>& s, const std::string& community, const std::string& round) {
  const selection where{community, round};
  (void)to_table(profile::agenda(s, where));
  (void)to_table(profile::cumulative(s, where));
  (void)to_table(profile::coverage(s));
  (void)to_table(profile::turnover(s));
  for (const auto who : {disclosure::audience::room, disclosure::audience::partners, disclosure::audience::public_}) {
    const auto rules = disclosure::rules_for(who);
    (void)profile::shared_profile(s, where, rules);
    (void)profile::shared_agenda(s, where, rules);
    (void)profile::shared_cumulative(s, where, rules);
    (void)profile::shared_turnover(s, {}, rules);
  }
  return to_table(profile::profile(s, where));
}

BOOST_AUTO_TEST_SUITE(bad_input_test)

BOOST_AUTO_TEST_CASE(a_text_that_is_no_table_says_what_it_lacks) {
  struct wrong {
    std::string text;
    error_category category;
    std::string words;
  };
  const std::vector<wrong> cases{
    {"", error_category::parse, "empty"},
    {"\n \n\n", error_category::parse, "empty"},
    {std::string(100, '\0'), error_category::parse, "UTF-16"},
    {"community,round,rater,score\nA,R1,p,3\n", error_category::not_found, "no column for the dimension"},
    {"community,round,rater,dimension\nA,R1,p,d1\n", error_category::not_found, "no column for the score"},
    {"round,rater,dimension,score\nR1,p,d1,3\n", error_category::not_found, "no column for the community"},
    {"community,rater,dimension,score\nA,p,d1,3\n", error_category::not_found, "no column for the round"}};
  for (const wrong& each : cases) {
    BOOST_TEST((refused(each.words, [&] { (void)io::read_ratings_text(each.text, "marks.csv", sheet()); }) == each.category));
  }
  BOOST_TEST((refused("no/such/file.csv", [] { (void)io::read_ratings("no/such/file.csv", sheet()); }) == error_category::io));
  BOOST_TEST((refused(HEADWAY_TEST_DATA, [] { (void)io::read_ratings(HEADWAY_TEST_DATA, sheet()); }) == error_category::io)); // a folder
}

BOOST_AUTO_TEST_CASE(a_header_alone_is_a_study_without_marks) {
  const auto s = study_of(header);
  BOOST_TEST(s->rows().size() == 0u);
  BOOST_TEST_REQUIRE(s->problems().kept().size() == 1u);
  BOOST_TEST(s->problems().kept()[0].code == "no_data_rows");
  BOOST_TEST(to_table(profile::profile_all(s)).rows() == 0u);
}

BOOST_AUTO_TEST_CASE(nul_bytes_and_a_cell_of_ten_megabytes_cost_only_their_row) {
  const auto nul = study_of(header + std::string("A,R1,p\0q,S,d1,3\n", 16) + "A,R1,r,S,d1,3\n");
  BOOST_TEST_REQUIRE(nul->problems().kept().size() == 1u);
  BOOST_TEST(nul->problems().kept()[0].code == "nul_byte");
  BOOST_TEST(nul->problems().kept()[0].line == 2u);
  BOOST_TEST(nul->rows().size() == 2u);

  const auto huge = study_of(header + "A,R1," + std::string(10'000'000, 'x') + ",S,d1,3\nA,R1,q,S,d1,4\n");
  BOOST_TEST_REQUIRE(huge->problems().kept().size() == 1u);
  BOOST_TEST(huge->problems().kept()[0].code == "field_too_long");
  BOOST_TEST(huge->problems().kept()[0].what_was_done == "row left out");
  BOOST_TEST(huge->problems().kept()[0].value.size() < 200u);
  BOOST_TEST(everything(huge, "A", "R1").at("n").integers()[0] == 1);
}

BOOST_AUTO_TEST_CASE(scales_of_two_to_sixteen_levels_and_no_others) {
  for (const std::size_t levels : {std::size_t{0}, std::size_t{1}, std::size_t{17}}) {
    BOOST_TEST((refused("2 to 16", [&] { (void)sheet(levels); }) != error_category::internal));
  }
  BOOST_TEST((refused("dimension", [] { (void)sheet(5, 0); }) != error_category::internal));
  for (std::size_t levels = 2; levels <= 16; ++levels) {
    for (const std::size_t dimensions : {std::size_t{1}, std::size_t{3}}) {
      const auto r = sheet(levels, dimensions);
      std::string text = header + "A,R1,over,S,d1," + std::to_string(levels + 1) + "\n";
      for (std::size_t i = 0; i < 2 * levels; ++i) { text += "A,R1,p" + std::to_string(i) + ",S,d1," + std::to_string(i % levels + 1) + "\n"; }
      const auto s = study_of(text, r);
      BOOST_TEST_REQUIRE(s->problems().kept().size() == 1u);
      BOOST_TEST(s->problems().kept()[0].code == "out_of_range");
      const table t = everything(s, "A", "R1");
      BOOST_TEST(t.rows() == dimensions);
      BOOST_TEST(t.at("n").integers()[0] == static_cast<std::int64_t>(2 * levels));
      BOOST_TEST(t.at("off_scale").integers()[0] == 1);
      for (std::size_t k = 1; k <= levels; ++k) { BOOST_TEST(t.at("count_" + std::to_string(k)).integers()[0] == 2); }
    }
  }
}

BOOST_AUTO_TEST_CASE(one_person_nobody_and_a_round_that_was_not_held_have_their_status) {
  const auto s = study_of(header + "A,R1,p,S,d1,3\nB,R2,p,S,d1,3\nC,R2,p,S,d1,\n");
  BOOST_TEST(text_of(everything(s, "A", "R1"), "status", 0) == "value_only");
  BOOST_TEST(text_of(everything(s, "A", "R1"), "status", 1) == "no_data");
  BOOST_TEST(text_of(everything(s, "A", "R2"), "status", 0) == "not_assessed");
  const table empty = everything(s, "C", "R2");
  BOOST_TEST(text_of(empty, "status", 0) == "no_data");
  BOOST_TEST(empty.at("blank").integers()[0] == 1);
}

BOOST_AUTO_TEST_CASE(rows_that_come_twice_are_counted_once_or_not_at_all) {
  const auto s = study_of(header + "A,R1,p,S,d1,3\nA,R1,p,S,d1,3\nA,R1,q,S,d1,2\nA,R1,q,S,d1,4\n");
  BOOST_TEST_REQUIRE(s->problems().kept().size() == 2u);
  BOOST_TEST(s->problems().kept()[0].code == "duplicate_same");
  BOOST_TEST(s->problems().kept()[1].code == "duplicate_conflict");
  const table t = everything(s, "A", "R1");
  BOOST_TEST(t.at("n").integers()[0] == 1);
  BOOST_TEST(t.at("off_scale").integers()[0] == 1);
}

BOOST_AUTO_TEST_CASE(wrong_names_and_options_are_refused_by_name) {
  const auto s = study_of(header + "A,R1,p,S,d1,3\nA,R1,q,S,d1,3\n");
  BOOST_TEST((refused("it has A", [&] { (void)profile::profile(s, {"B", "R1"}); }) == error_category::not_found));
  BOOST_TEST((refused("it has R1", [&] { (void)profile::profile(s, {"A", "R9"}); }) == error_category::not_found));
  BOOST_TEST((refused("it has R1", [&] { (void)profile::agenda(s, {"A", "R9"}); }) == error_category::not_found));
  BOOST_TEST((refused("it has R1", [&] { (void)profile::side_by_side(s, {"A", "R1", "R9"}); }) == error_category::not_found));
  for (const double wrong : {-1.0, 0.0, 1.0, 2.0}) {
    BOOST_TEST((refused("between 0 and 1", [&] { (void)confidence_level{wrong}; }) == error_category::out_of_range));
  }
  BOOST_TEST((refused("not an audience", [] { (void)disclosure::rules_for(static_cast<disclosure::audience>(9)); }) == error_category::out_of_range));
  io::read_options options;
  options.separator = '\n';
  BOOST_TEST((refused("must be a comma", [&] { (void)io::read_ratings_text(header, "marks.csv", sheet(), options); }) != error_category::internal));
  options = {};
  options.mapping.push_back({"sector", "no such role"});
  BOOST_TEST((refused("no such role", [&] { (void)io::read_ratings_text(header, "marks.csv", sheet(), options); }) == error_category::invalid_argument));
  options.mapping[0] = {"no such column", "score"};
  BOOST_TEST((refused("no such column", [&] { (void)io::read_ratings_text(header, "marks.csv", sheet(), options); }) == error_category::not_found));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
