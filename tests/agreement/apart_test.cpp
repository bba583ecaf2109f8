#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/apart.hpp>

namespace ha = headway::agreement;

namespace {

using counts = std::vector<std::uint32_t>;

} // namespace

BOOST_AUTO_TEST_SUITE(apart_test)

BOOST_AUTO_TEST_CASE(people_two_or_more_levels_away_from_the_middle) {
  static_assert(ha::two_or_more_away(std::array<std::uint32_t, 5>{1, 3, 6, 2, 2}) == 3); // one below, two above the middle level
  BOOST_TEST(ha::two_or_more_away(counts{0, 0, 0}) == 0u);
  BOOST_TEST(ha::two_or_more_away(counts{3, 0, 3}) == 0u); // the medians are both ends: nobody is away from both
  BOOST_TEST(ha::two_or_more_away(counts{4, 0, 1}) == 1u);
  BOOST_TEST(ha::two_or_more_away(counts{5, 4}) == 0u);
}

BOOST_AUTO_TEST_CASE(pairs_two_or_more_levels_apart_by_going_through_them) {
  for (const counts& c : {counts{2, 5, 1, 3}, counts{1, 0, 2, 0, 4}, counts{1, 1}, counts{0, 9, 1}, counts{3, 0, 0, 4}, counts(16, 2u)}) {
    std::vector<int> people;
    for (std::size_t k = 0; k < c.size(); ++k) { people.insert(people.end(), c[k], static_cast<int>(k)); }
    int apart = 0;
    int all = 0;
    for (std::size_t i = 0; i < people.size(); ++i) {
      for (std::size_t j = i + 1; j < people.size(); ++j) {
        ++all;
        apart += people[j] - people[i] >= 2 ? 1 : 0;
      }
    }
    BOOST_TEST(std::abs(ha::pairs_apart(c).value() - static_cast<double>(apart) / all) < 1e-15);
  }
  BOOST_TEST(!ha::pairs_apart(counts{0, 0}).has_value());
  BOOST_TEST(!ha::pairs_apart(counts{0, 1, 0}).has_value());
}

BOOST_AUTO_TEST_CASE(the_headline_says_how_many_people_stand_apart) {
  BOOST_TEST(ha::headline(counts{0, 0, 0, 0, 0}) == "Nobody marked it.");
  BOOST_TEST(ha::headline(counts{0, 0, 1, 0, 0}) == "1 person marked it at 3.");
  BOOST_TEST(ha::headline(counts{0, 0, 9, 0, 0}) == "All 9 people marked it at 3.");
  BOOST_TEST(ha::headline(counts{2, 2, 6, 3, 1}) == "3 of 14 people are two or more levels from the middle, 3.");
  BOOST_TEST(ha::headline(counts{1, 3, 6, 3, 0}) == "1 of 13 people is two or more levels from the middle, 3.");
  BOOST_TEST(ha::headline(counts{0, 4, 4, 0, 0}) == "None of the 8 people is two or more levels from the middle, 2 or 3.");
  BOOST_TEST(ha::headline(counts{4, 5}) == "4 of 9 people marked it at 1 and 5 at 2.");
}

BOOST_AUTO_TEST_CASE(a_split_room_is_not_called_close_to_its_middle) {
  BOOST_TEST(ha::headline(counts{3, 2, 0, 1, 5}) == "5 of 11 people marked it at 1 or 2 and 6 at 4 or 5: two camps.");
  BOOST_TEST(ha::headline(counts{3, 0, 3}) == "3 of 6 people marked it at 1 and 3 at 3: two camps.");
  BOOST_TEST(ha::headline(counts{1, 0, 0, 1, 0}) == "1 of 2 people marked it at 1 and 1 at 4, 3 levels apart.");
  BOOST_TEST(ha::headline(counts{0, 1, 2, 0, 2, 1, 0}) == "Half of the 6 people marked it at 3 or lower and half at 5 or higher, 2 levels apart.");
  BOOST_TEST(ha::headline(counts{0, 0, 3, 0, 3, 0, 0}) == "Half of the 6 people marked it at 3 and half at 5, 2 levels apart.");
}

BOOST_AUTO_TEST_CASE(levels_are_written_as_people_write_them) {
  const std::vector<std::string> labels{"none", "some", "most", "all"};
  BOOST_TEST(ha::headline(counts{0, 0, 4, 0}, labels) == "All 4 people marked it at most.");
  BOOST_TEST(ha::headline(counts{3, 1, 1, 1}, labels) == "1 of 6 people is two or more levels from the middle, none or some.");
  BOOST_CHECK_THROW((void)ha::headline(counts{1, 2, 3}, labels), headway::error);
  BOOST_CHECK_THROW((void)ha::headline(counts{1}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
