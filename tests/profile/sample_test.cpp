#include <boost/test/unit_test.hpp>

#include <headway/io/csv.hpp>
#include <headway/profile/shared.hpp>
#include <headway/rubrics/rubrics.hpp>
#include <headway/core/study_builder.hpp>

#include "support/study_maker.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

// The invented sample: six communities, up to three rounds, nine dimensions, 155 people.

namespace {

using namespace headway;
using namespace headway::test;
using disclosure::audience;
using disclosure::rules_for;

const std::string samples = HEADWAY_TEST_DATA "/samples/";

const study<9, 5>& sample() {
  static const study<9, 5> s = [] {
    const auto rubric = rubrics::system_maturity();
    return study_builder{rubric}.add(io::read_ratings(samples + "scores_long.csv", rubric)).add(io::read_consensus(samples + "consensus_with_reasons.csv", rubric)).build();
  }();
  return s;
}

/// A plain file of numbers and codes without quotes, by column name.
std::vector<std::map<std::string, std::string>> lines_of(const std::string& name) {
  std::ifstream file{samples + "expected/" + name};
  BOOST_TEST_REQUIRE(file.good());
  std::vector<std::map<std::string, std::string>> out;
  std::vector<std::string> header;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.back() == '\r') { line.pop_back(); }
    std::vector<std::string> cells;
    std::stringstream fields{line};
    for (std::string cell; std::getline(fields, cell, ',');) { cells.push_back(cell); }
    if (header.empty()) {
      header = cells;
      continue;
    }
    std::map<std::string, std::string> row;
    for (std::size_t i = 0; i < cells.size(); ++i) { row[header[i]] = cells[i]; }
    out.push_back(std::move(row));
  }
  return out;
}

bool hidden(const table& t, std::size_t row) { return text_at(t, "status", row) == "hidden"; }

BOOST_AUTO_TEST_SUITE(sample_test)

BOOST_AUTO_TEST_CASE(counts_and_medians_match_the_known_summary) {
  const auto expected = lines_of("scores_long_summary.csv");
  BOOST_TEST(expected.size() == 144u);
  const table coverage = to_table(profile::coverage(sample()));
  std::map<std::string, table> profiles;
  for (const auto& row : expected) {
    const std::string where = row.at("community_id") + " " + row.at("round");
    auto at = profiles.find(where);
    if (at == profiles.end()) { at = profiles.emplace(where, to_table(profile::profile(sample(), {row.at("community_id"), row.at("round")}))).first; }
    const table& t = at->second;
    std::size_t i = 0;
    while (std::to_string(integer(t, "dimension_number", i)) != row.at("dimension_no")) { ++i; }
    const auto number = [&](const char* column) { return std::stoll(row.at(column)); };
    BOOST_TEST(integer(t, "n", i) == number("n_scored"));
    BOOST_TEST(integer(t, "n", i) + integer(t, "n_missing", i) == number("n_rows"));
    BOOST_TEST(integer(t, "dont_know", i) == number("n_dont_know"));
    BOOST_TEST(integer(t, "blank", i) == number("n_blank"));
    for (int k = 1; k <= 5; ++k) { BOOST_TEST(integer(t, ("count_" + std::to_string(k)).c_str(), i) == number(("c" + std::to_string(k)).c_str())); }
    BOOST_TEST(integer(t, "median_low", i) == number("median_low"));
    BOOST_TEST(integer(t, "median_high", i) == number("median_high"));
  }
  BOOST_TEST(profiles.size() == 16u);
  BOOST_TEST(profile::profile_all(sample()).rows.size() == 144u);
  std::size_t missed = 0;
  for (std::size_t row = 0; row < coverage.rows(); ++row) { missed += text_at(coverage, "status", row) == "not_assessed"; }
  BOOST_TEST(missed == 18u); // Brackenmoor has no R3, Eskhollow no R1
}

BOOST_AUTO_TEST_CASE(turnover_matches_the_known_one) {
  const auto expected = lines_of("scores_long_turnover.csv");
  const auto result = profile::turnover(sample());
  const table t = to_table(result);
  BOOST_TEST_REQUIRE(t.rows() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    BOOST_TEST(sample()->communities()[result.rows[i].community.value].key == expected[i].at("community_id"));
    BOOST_TEST(text_at(t, "from_round", i) == expected[i].at("from_round"));
    BOOST_TEST(text_at(t, "to_round", i) == expected[i].at("to_round"));
    for (const auto& [ours, theirs] : {std::pair{"n_from", "n_from"}, {"n_to", "n_to"}, {"stayed", "n_stayed"}, {"left", "n_left"}, {"joined", "n_joined"}}) {
      BOOST_TEST(integer(t, ours, i) == std::stoll(expected[i].at(theirs)));
    }
    BOOST_TEST(integer(t, "unnamed", i) == 0);
  }
}

BOOST_AUTO_TEST_CASE(most_sectors_of_a_round_are_a_handful_of_people) {
  std::size_t cells = 0;
  std::size_t under_three = 0;
  std::size_t under_five = 0;
  for (const assessment& a : sample()->assessments()) {
    for (const std::uint32_t n : count_people(sample().data(), a.community, a.round, sector_grouping::identity(sample().data()))) {
      cells += n > 0;
      under_three += n > 0 && n < 3;
      under_five += n > 0 && n < 5;
    }
  }
  BOOST_TEST(cells == 104u);
  BOOST_TEST(under_three == 74u);
  BOOST_TEST(under_five == 96u);
}

BOOST_AUTO_TEST_CASE(after_merging_no_group_is_too_small_in_any_round) {
  for (const audience who : {audience::partners, audience::public_}) {
    const disclosure::rules r = rules_for(who);
    for (std::uint32_t c = 0; c < sample()->communities().size(); ++c) {
      const sector_grouping by = disclosure::grouping_for(sample().data(), {c}, r);
      std::size_t groups = 0;
      for (const assessment& a : assessments_of(sample().data(), {c})) {
        const auto people = count_people(sample().data(), {c}, a.round, by);
        const auto here = static_cast<std::size_t>(std::count_if(people.begin(), people.end(), [](std::uint32_t n) { return n > 0; }));
        groups = (std::max)(groups, here);
        for (const std::uint32_t n : people) { BOOST_TEST((n == 0 || n >= r.needed_group() || here == 1)); }
      }
      if (who == audience::partners && sample()->communities()[c].key == "ALD") { BOOST_TEST(groups == 2u); }
    }
  }
}

BOOST_AUTO_TEST_CASE(no_shown_cell_is_about_too_few_people) {
  for (const audience who : {audience::partners, audience::public_}) {
    const disclosure::rules r = rules_for(who);
    const table whole = profile::shared_profile_all(sample(), r);
    const table parts = profile::shared_profile_all(sample(), r, {.by_sector = true});
    BOOST_TEST(whole.rows() == 144u);
    for (std::size_t row = 0; row < whole.rows(); ++row) { BOOST_TEST((hidden(whole, row) || integer(whole, "n", row) >= r.needed_place())); }
    for (std::size_t row = 0; row < parts.rows(); ++row) {
      const std::int64_t needed = text_at(parts, "sector", row) == "all sectors" ? r.needed_place() : r.needed_group();
      BOOST_TEST((hidden(parts, row) || integer(parts, "n", row) >= needed));
      BOOST_TEST(has(parts, "hidden_reason", row) == hidden(parts, row));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_one_joiner_of_pentre_wyn_is_protected) {
  for (const audience who : {audience::partners, audience::public_}) {
    const table t = profile::shared_rounds(sample(), {"PEN", "R1", "R2"}, rules_for(who));
    BOOST_TEST_REQUIRE(t.rows() == 18u);
    for (std::size_t row = 0; row < t.rows(); row += 2) {
      BOOST_TEST((!hidden(t, row) || who == audience::public_)); // too few marked workforce development in R2 for the public
      BOOST_TEST(hidden(t, row + 1));
      BOOST_TEST(text_at(t, "hidden_reason", row + 1) == disclosure::fewer_than(rules_for(who).needed_group(), "joined"));
    }
  }
  BOOST_TEST(!hidden(profile::shared_rounds(sample(), {"PEN", "R1", "R2"}, rules_for(audience::room)), 1));
  // nine left and twelve joined in Alderwick: enough for partners
  BOOST_TEST(!hidden(profile::shared_rounds(sample(), {"ALD", "R1", "R2"}, rules_for(audience::partners)), 1));
}

BOOST_AUTO_TEST_CASE(the_agenda_sees_what_was_planted) {
  // Brackenmoor R2: the group agreed 4 for Vision, far above what the same people had written
  const table t = profile::shared_agenda(sample(), {"BRA", "R2"}, rules_for(audience::partners));
  BOOST_TEST(text_at(t, "dimension", 0) == "Vision");
  BOOST_TEST(text_at(t, "reasons", 0).starts_with("room_far"));
  BOOST_TEST(text_at(t, "why", 0).starts_with("The room agreed 4, above every mark of the 8 people (highest 3)"));
  BOOST_TEST(t.rows() == 9u);
  std::set<std::int64_t> positions;
  for (std::size_t row = 0; row < t.rows(); ++row) {
    positions.insert(integer(t, "position", row));
    BOOST_TEST(has(t, "why", row));
  }
  BOOST_TEST(positions.size() == 9u);
}

BOOST_AUTO_TEST_CASE(agreed_marks_alone_make_a_study) {
  const auto rubric = rubrics::system_maturity();
  const auto s = study_builder{rubric}.add(io::read_consensus(samples + "consensus_with_reasons.csv", rubric)).build();
  const table t = profile::shared_profile_all(s, rules_for(audience::public_));
  BOOST_TEST(t.rows() == 144u);
  std::size_t agreed = 0;
  for (std::size_t row = 0; row < t.rows(); ++row) {
    BOOST_TEST(text_at(t, "status", row) == "no_data");
    BOOST_TEST(integer(t, "n", row) == 0);
    agreed += has(t, "consensus", row);
  }
  BOOST_TEST(agreed == 140u); // four rooms did not agree
  BOOST_TEST(profile::turnover(s).rows.size() == 10u);
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_give_the_same_tables) {
  const auto free = sample().to_dynamic();
  BOOST_TEST((to_table(profile::profile_all(sample())) == to_table(profile::profile_all(free))));
  for (const assessment& a : sample()->assessments()) {
    const selection where{sample()->communities()[a.community.value].key, sample()->rounds()[a.round.value].label};
    BOOST_TEST((profile::shared_agenda(sample(), where, rules_for(audience::partners)) == profile::shared_agenda(free, where, rules_for(audience::partners))));
    BOOST_TEST((profile::shared_cumulative(sample(), where, rules_for(audience::public_)) == profile::shared_cumulative(free, where, rules_for(audience::public_))));
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
