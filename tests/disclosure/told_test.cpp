#include <boost/test/unit_test.hpp>

#include <headway/disclosure/told.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <random>
#include <vector>

namespace {

using namespace headway;
using disclosure::fewest_told;

/// Every combination with whole weights from -most to most.
std::uint64_t by_brute_force(const std::vector<std::uint32_t>& member_of, std::size_t sets, int most) {
  std::uint64_t fewest = 0;
  std::vector<int> weight(sets);
  const std::function<void(std::size_t)> go = [&](std::size_t s) {
    if (s == sets) {
      std::uint64_t people = 0;
      for (const std::uint32_t member : member_of) {
        int sum = 0;
        for (std::size_t k = 0; k < sets; ++k) { sum += (member >> k & 1u) != 0 ? weight[k] : 0; }
        people += sum != 0;
      }
      if (people > 0 && (fewest == 0 || people < fewest)) { fewest = people; }
      return;
    }
    for (weight[s] = -most; weight[s] <= most; ++weight[s]) { go(s + 1); }
  };
  go(0);
  return fewest;
}

BOOST_AUTO_TEST_SUITE(told_test)

BOOST_AUTO_TEST_CASE(a_total_and_a_part_tell_the_rest) {
  // set 0 is everybody, set 1 those who stayed: 7 of 8
  std::vector<std::uint32_t> room(8, 1);
  for (std::size_t i = 0; i < 7; ++i) { room[i] |= 2; }
  BOOST_TEST(fewest_told(room, 2).fewest.value() == 1u);
  BOOST_TEST(fewest_told(room, 1).fewest.value() == 8u); // without the part, the whole room
  room.resize(20, 1);
  BOOST_TEST(fewest_told(room, 2).fewest.value() == 7u);
}

BOOST_AUTO_TEST_CASE(three_sums_can_tell_what_no_two_can) {
  // A u B, B u C and A u C with one person in each: (AB + AC - BC) / 2 is the one in A
  const std::vector<std::uint32_t> ring{0b101, 0b011, 0b110};
  BOOST_TEST(fewest_told(ring, 3).fewest.value() == 1u);
  BOOST_TEST(fewest_told(ring, 2).fewest.value() == 2u);
}

BOOST_AUTO_TEST_CASE(nothing_published_tells_nothing) {
  BOOST_TEST(!fewest_told({}, 3).fewest.has_value());
  BOOST_TEST(fewest_told({}, 3).sure);
  BOOST_TEST(!fewest_told(std::vector<std::uint32_t>(4, 0), 2).fewest.has_value());
  BOOST_TEST(!fewest_told(std::vector<std::uint32_t>(4, 1), 0).fewest.has_value());
  BOOST_CHECK_THROW((void)fewest_told({}, 32), error);
}

BOOST_AUTO_TEST_CASE(equals_brute_force_over_whole_weights) {
  std::mt19937 draw{23};
  for (int repeat = 0; repeat < 400; ++repeat) {
    const std::size_t sets = 1 + draw() % 5;
    std::vector<std::uint32_t> people(1 + draw() % 14);
    for (std::uint32_t& member : people) { member = static_cast<std::uint32_t>(draw() % (1u << sets)); }
    const auto found = fewest_told(people, sets);
    BOOST_TEST_REQUIRE(found.sure);
    BOOST_TEST_REQUIRE(found.fewest.value_or(0) == by_brute_force(people, sets, 3));
  }
}

BOOST_AUTO_TEST_CASE(more_sets_never_tell_of_more_people_and_labels_do_not_matter) {
  std::mt19937 draw{29};
  for (int repeat = 0; repeat < 100; ++repeat) {
    std::vector<std::uint32_t> people(20);
    for (std::uint32_t& member : people) { member = static_cast<std::uint32_t>(draw() % 64u); }
    std::uint64_t before = 100;
    for (std::size_t sets = 1; sets <= 6; ++sets) {
      std::vector<std::uint32_t> some = people;
      for (std::uint32_t& member : some) { member &= (1u << sets) - 1u; }
      const auto found = fewest_told(some, sets);
      const std::uint64_t now = found.fewest.value_or(100);
      BOOST_TEST_REQUIRE(now <= before);
      before = now;
      std::shuffle(some.begin(), some.end(), draw);
      BOOST_TEST_REQUIRE((fewest_told(some, sets).fewest == found.fewest));
    }
  }
}

BOOST_AUTO_TEST_CASE(too_many_combinations_are_never_taken_for_safe) {
  std::vector<std::uint32_t> people;
  for (std::uint32_t i = 1; i <= 40; ++i) { people.push_back(i * 2654435761u >> 12 & 0xFFFu); }
  BOOST_TEST(!fewest_told(people, 12, 10).sure);
  BOOST_TEST(!fewest_told(people, 12, 10).fewest.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
