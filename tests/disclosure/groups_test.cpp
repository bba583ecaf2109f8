#include <boost/test/unit_test.hpp>

#include <headway/disclosure/groups.hpp>

#include "support/study_maker.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::disclosure;
using headway::test::plain_rubric;
using headway::test::study_maker;

using sizes = std::vector<std::vector<std::uint32_t>>;

/// Groups "a", "b", "c", ... of a study with as many sectors, the last of them for people not stated.
sector_grouping letters(std::size_t n) {
  std::vector<std::string> labels;
  std::vector<std::uint16_t> group_of;
  for (std::size_t i = 0; i < n; ++i) {
    labels.emplace_back(1, static_cast<char>('a' + i));
    group_of.push_back(static_cast<std::uint16_t>(i));
  }
  return {labels, group_of};
}

std::vector<std::string> labels_of(const sector_grouping& g) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < g.size(); ++i) { out.push_back(g.label(i)); }
  return out;
}

using labels = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(groups_test)

BOOST_AUTO_TEST_CASE(groups_that_are_large_enough_stay_apart) {
  BOOST_TEST(labels_of(merge_groups(letters(3), sizes{{5, 6, 7}}, 5)) == (labels{"a", "b", "c"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_smallest_joins_the_next_smallest) {
  const sector_grouping g = merge_groups(letters(4), sizes{{9, 1, 6, 4}}, 5);
  BOOST_TEST(labels_of(g) == (labels{"a", "b + d", "c"}), boost::test_tools::per_element());
  BOOST_TEST(g.group(1) == g.group(3));
  BOOST_TEST(g.group(0) != g.group(2));
}

BOOST_AUTO_TEST_CASE(one_merge_serves_all_rounds) {
  // b is large in the first round and small in the second
  const sector_grouping g = merge_groups(letters(3), sizes{{6, 8, 7}, {6, 2, 9}}, 5);
  BOOST_TEST(labels_of(g) == (labels{"a + b", "c"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_round_without_anybody_of_a_group_does_not_make_it_small) {
  BOOST_TEST(labels_of(merge_groups(letters(2), sizes{{6, 0}, {6, 5}}, 5)) == (labels{"a", "b"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(sectors_nobody_came_from_are_in_no_label) {
  const sector_grouping g = merge_groups(letters(3), sizes{{2, 0, 3}}, 5);
  BOOST_TEST(labels_of(g) == (labels{"all sectors", "b"}), boost::test_tools::per_element());
  const sector_grouping wished = merge_groups(letters(3), sizes{{2, 0, 3}}, 5, {{{"b", "a"}}});
  BOOST_TEST(labels_of(merge_groups(letters(4), sizes{{2, 0, 3, 9}}, 5, {{{"b", "a", "c"}}})) == (labels{"a + c", "d"}), boost::test_tools::per_element());
  BOOST_TEST(labels_of(wished) == (labels{"all sectors"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(wishes_come_first_and_only_while_they_are_needed) {
  const sector_grouping g = merge_groups(letters(4), sizes{{2, 6, 3, 9}}, 5, {{{"a", "d"}, {"b", "c"}}});
  BOOST_TEST(labels_of(g) == (labels{"a + d", "b + c"}), boost::test_tools::per_element());
  const sector_grouping unneeded = merge_groups(letters(4), sizes{{6, 6, 6, 6}}, 5, {{{"a", "d"}}});
  BOOST_TEST(unneeded.size() == 4u);
  BOOST_CHECK_EXCEPTION((void)merge_groups(letters(2), sizes{{1, 1}}, 5, {{{"a", "zoo"}}}), error, [](const error& e) {
    return e.category() == error_category::not_found && e.message().find("a, b") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(ties_go_by_all_people_and_then_by_order) {
  BOOST_TEST(labels_of(merge_groups(letters(3), sizes{{3, 3, 3}}, 5)) == (labels{"all sectors"}), boost::test_tools::per_element());
  BOOST_TEST(labels_of(merge_groups(letters(4), sizes{{3, 3, 3, 3}}, 5)) == (labels{"a + b", "c + d"}), boost::test_tools::per_element());
  BOOST_TEST(labels_of(merge_groups(letters(4), sizes{{3, 3, 3, 3}, {9, 3, 3, 9}}, 5)) == (labels{"a + d", "b + c"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(one_group_may_stay_too_small_and_misuse_is_told) {
  BOOST_TEST(labels_of(merge_groups(letters(2), sizes{{1, 2}}, 5)) == (labels{"all sectors"}), boost::test_tools::per_element());
  BOOST_TEST(merge_groups(letters(2), sizes{}, 5).size() == 2u);
  BOOST_CHECK_THROW((void)merge_groups(letters(2), sizes{{1, 2}}, 0), error);
  BOOST_CHECK_THROW((void)merge_groups(letters(2), sizes{{1, 2, 3}}, 5), error);
}

BOOST_AUTO_TEST_CASE(no_group_is_too_small_whatever_the_sizes) {
  std::mt19937 draw{20240601};
  for (int run = 0; run < 500; ++run) {
    const std::size_t sectors = 1 + draw() % 10;
    sizes all(1 + draw() % 4, std::vector<std::uint32_t>(sectors));
    for (auto& round : all) {
      for (auto& n : round) { n = static_cast<std::uint32_t>(draw() % 8); }
    }
    const std::int64_t needed = 1 + draw() % 11;
    const sector_grouping from = letters(sectors);
    const sector_grouping g = merge_groups(from, all, needed);
    std::size_t with_people = 0;
    bool small = false;
    for (std::size_t group = 0; group < g.size(); ++group) {
      bool anybody = false;
      for (const auto& round : all) {
        std::uint32_t n = 0;
        for (std::size_t s = 0; s < sectors; ++s) { n += g.groups()[s] == group ? round[s] : 0; }
        anybody = anybody || n > 0;
        small = small || (n > 0 && n < needed);
      }
      with_people += anybody;
    }
    BOOST_TEST_REQUIRE((!small || with_people == 1));
  }
}

BOOST_AUTO_TEST_CASE(a_study_s_sectors_are_merged_only_where_the_rules_say_so) {
  study_maker m;
  m.people("Alder", "R1", "p", "council", std::vector<headway::test::mark>(7, 2)).people("Alder", "R1", "q", "health", {1, 1}).people("Alder", "R1", "r", "", {1});
  m.people("Alder", "R1", "s", "police", {1, 1, 1, 1}).people("Bryn", "R1", "t", "funder", {1});
  const auto s = m.build(plain_rubric(1, 3));
  BOOST_TEST(grouping_for(s.data(), {0}, rules_for(audience::room)).size() == 5u);
  const sector_grouping g = grouping_for(s.data(), {0}, rules_for(audience::partners));
  BOOST_TEST(g.group(ratings::no_sector) == g.group(2)); // sectors: council, funder, health, police
  BOOST_TEST(g.label(0) == "council");
  BOOST_TEST(g.label(g.group(2)) == "health + police + not stated");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
