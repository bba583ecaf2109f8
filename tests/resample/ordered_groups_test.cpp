#include <cstdint>
#include <map>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/resample/ordered_groups.hpp>

BOOST_AUTO_TEST_SUITE(ordered_groups_test)

namespace {

namespace hr = headway::resample;
using counts = std::vector<std::uint32_t>;

} // namespace

BOOST_AUTO_TEST_CASE(the_whole_law_equals_the_enumeration_of_assignments) {
  const counts table{1, 2, 0, 0, 1, 1, 2, 0, 1};
  const hr::group_table t = hr::occupied_table(table, 3, 3);
  std::vector<int> level;
  std::vector<int> group;
  for (std::size_t s = 0; s < 3; ++s) {
    for (std::size_t k = 0; k < 3; ++k) {
      for (std::uint32_t i = 0; i < table[s * 3 + k]; ++i) {
        level.push_back(static_cast<int>(k));
        group.push_back(static_cast<int>(s));
      }
    }
  }
  std::map<std::int64_t, double> expected;
  double all = 0.0;
  do {
    std::int64_t twice = 0;
    for (std::size_t i = 0; i < level.size(); ++i) {
      for (std::size_t j = 0; j < level.size(); ++j) {
        if (group[i] < group[j]) { twice += level[i] < level[j] ? 2 : level[i] == level[j] ? 1 : 0; }
      }
    }
    expected[twice] += 1.0;
    all += 1.0;
  } while (std::next_permutation(group.begin(), group.end()));
  const auto law = hr::ordered_groups_law(t);
  BOOST_REQUIRE(law.has_value());
  BOOST_TEST(law->entries().size() == expected.size());
  for (const auto& [value, ways] : expected) { BOOST_CHECK_CLOSE_FRACTION(law->point(value), ways / all, 1e-12); }
  const hr::value_law drawn = hr::ordered_groups_draws(t, {.draws = 20000});
  for (const auto& [value, ways] : expected) { BOOST_CHECK_SMALL(drawn.point(value) - ways / all, 0.02); }
}

BOOST_AUTO_TEST_CASE(without_ties_the_law_is_that_of_independent_wins) {
  // 2, 3 and 1 people of six different levels, in any places: the law is the same, and that of states
  const hr::group_table t = hr::occupied_table(counts{1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1}, 3, 6);
  const auto law = hr::ordered_groups_law(t);
  const auto states = hr::detail::ordered_law{t, 1e8}.law();
  BOOST_REQUIRE(law.has_value());
  BOOST_REQUIRE(states.has_value());
  BOOST_TEST(law->entries().size() == states->entries().size());
  for (const auto& [value, weight] : law->entries()) { BOOST_CHECK_CLOSE_FRACTION(law->point(value), states->point(value), 1e-12); }
  // R 4.2.2: pwilcox(120, 20, 15) = 0.1649588519, the chance of at most 120 wins of 15 people against 20
  counts two(2 * 35);
  for (std::size_t i = 0; i < 35; ++i) { two[(i < 20 ? 0 : 35) + i] = 1; }
  const auto wins = hr::ordered_groups_law(hr::occupied_table(two, 2, 35));
  BOOST_CHECK_SMALL(wins->lower(240) - 0.1649588519892694, 1e-12);
  BOOST_TEST(!hr::ordered_groups_law(hr::occupied_table(two, 2, 35), 10.0).has_value());
}

BOOST_AUTO_TEST_CASE(two_large_groups_do_not_overflow) {
  // 2 x 2 table: the law of the pairs is that of a hypergeometric number
  const hr::group_table t = hr::occupied_table(counts{700, 500, 600, 600}, 2, 2);
  const auto law = hr::ordered_groups_law(t);
  BOOST_REQUIRE(law.has_value());
  double sum = 0.0;
  for (const auto& [value, weight] : law->entries()) { sum += law->point(value); }
  BOOST_CHECK_CLOSE_FRACTION(sum, 1.0, 1e-12);
  BOOST_CHECK_CLOSE_FRACTION(law->lower(1200 * 1200), law->upper(1200 * 1200), 1e-12); // equal groups: symmetric about the middle
}

BOOST_AUTO_TEST_CASE(too_much_work_is_refused_and_one_group_is_certain) {
  counts table;
  for (std::size_t i = 0; i < 6 * 9; ++i) { table.push_back(5); }
  BOOST_TEST(!hr::ordered_groups_law(hr::occupied_table(table, 6, 9)).has_value());
  BOOST_TEST(!hr::ordered_groups_law(hr::occupied_table(counts{2, 1, 1, 2}, 2, 2), 0.0).has_value());
  BOOST_TEST(hr::ordered_groups_law(hr::occupied_table(counts{2, 1}, 1, 2))->upper(0) == 1.0);
  BOOST_CHECK_THROW((void)hr::ordered_groups_draws(hr::occupied_table(counts{2, 1, 1, 2}, 2, 2), {.draws = 1}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
