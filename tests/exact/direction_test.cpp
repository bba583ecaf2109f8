#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/direction.hpp>

#include "reference_pairs.hpp"

BOOST_AUTO_TEST_SUITE(direction_test)

namespace {

namespace hx = headway::exact;
using headway::confidence_level;
using hx::direction;

hx::paired_change_result people(std::uint32_t up, std::uint32_t held, std::uint32_t down) {
  hx::transitions t{3};
  t.add(0, 1, up);
  t.add(1, 1, held);
  t.add(2, 1, down);
  return hx::paired_change(t);
}

direction of(std::uint32_t up, std::uint32_t held, std::uint32_t down, double confidence = 0.95) {
  const auto change = people(up, held, down);
  return hx::direction_of(change, change.p_two_sided, confidence_level{confidence});
}

} // namespace

BOOST_AUTO_TEST_CASE(four_words_for_what_the_same_people_can_tell) {
  BOOST_TEST((of(6, 0, 0) == direction::moved));
  BOOST_TEST((of(0, 0, 6) == direction::slipped));
  BOOST_TEST((of(5, 0, 0) == direction::cannot_tell));
  BOOST_TEST((of(5, 0, 0, 0.9) == direction::moved));
  BOOST_TEST((of(4, 5, 3) == direction::cannot_tell));
  BOOST_TEST((of(0, 0, 0) == direction::cannot_tell));
}

BOOST_AUTO_TEST_CASE(held_is_found_and_never_assumed) {
  BOOST_TEST((of(0, 5, 0) == direction::cannot_tell)); // five people who stayed: half of all might go up and none of them be here one time in 32
  BOOST_TEST((of(0, 6, 0) == direction::held));        // 1 in 64 is below 0.025
  BOOST_TEST((of(1, 19, 1) == direction::held));
  BOOST_TEST((of(6, 8, 6) == direction::cannot_tell)); // P(6 or fewer of 20) is 0.058
  BOOST_TEST((of(5, 10, 5) == direction::held));       // P(5 or fewer of 20) is 0.0207
}

BOOST_AUTO_TEST_CASE(an_adjusted_p_decides_where_it_is_given) {
  const auto change = people(6, 0, 0);
  BOOST_TEST((hx::direction_of(change, 0.2, confidence_level{0.95}) == direction::cannot_tell));
  BOOST_TEST((hx::direction_of(change, 0.05, confidence_level{0.95}) == direction::moved));
}

BOOST_AUTO_TEST_CASE(turning_the_scale_exchanges_moved_and_slipped) {
  reference_pairs::every_table(3, 6, [&](const hx::transitions& t) {
    const auto there = hx::paired_change(t);
    const auto back = hx::paired_change(reference_pairs::scale_turned(t));
    for (const double confidence : {0.5, 0.9, 0.95}) {
      const direction a = hx::direction_of(there, there.p_two_sided, confidence_level{confidence});
      const direction b = hx::direction_of(back, back.p_two_sided, confidence_level{confidence});
      BOOST_TEST((a == direction::moved) == (b == direction::slipped));
      BOOST_TEST((a == direction::held) == (b == direction::held));
      if (a == direction::moved || a == direction::slipped) { BOOST_TEST(hx::could_show(there, confidence_level{confidence})); }
    }
  });
}

BOOST_AUTO_TEST_CASE(what_a_panel_could_show_rests_on_who_moved_or_on_all_when_nobody_did) {
  BOOST_TEST(!hx::could_show(people(3, 20, 2), confidence_level{0.95}));
  BOOST_TEST(hx::could_show(people(3, 20, 3), confidence_level{0.95}));
  BOOST_TEST(!hx::could_show(people(0, 5, 0), confidence_level{0.95}));
  BOOST_TEST(hx::could_show(people(0, 6, 0), confidence_level{0.95}));
  BOOST_TEST(!hx::could_show(people(0, 0, 0), confidence_level{0.95}));
}

BOOST_AUTO_TEST_CASE(every_direction_has_a_name) {
  BOOST_TEST(name(direction::moved) == "moved");
  BOOST_TEST(name(direction::held) == "held");
  BOOST_TEST(name(direction::slipped) == "slipped");
  BOOST_TEST(name(direction::cannot_tell) == "cannot_tell");
  BOOST_TEST(name(static_cast<direction>(7)).empty());
}

BOOST_AUTO_TEST_SUITE_END()
