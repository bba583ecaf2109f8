#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/change_words.hpp>

#include "reference_pairs.hpp"

BOOST_AUTO_TEST_SUITE(change_words_test)

namespace {

namespace hx = headway::exact;
using headway::status;
using hx::direction;
using marks = std::vector<std::int8_t>;

hx::transitions people(std::uint32_t up, std::uint32_t held, std::uint32_t down) {
  hx::transitions t{3};
  t.add(0, 1, up);
  t.add(1, 1, held);
  t.add(2, 1, down);
  return t;
}

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

BOOST_AUTO_TEST_CASE(moved_says_who_and_that_it_is_more_than_chance) {
  const auto r = hx::change_in_words(people(9, 3, 1));
  BOOST_TEST((r.way == direction::moved));
  BOOST_TEST(r.words == "Of the 13 people who marked both times, 9 marked higher, 3 the same and 1 lower. That is more than chance would do.");
  BOOST_TEST(!r.floor.has_value());
}

BOOST_AUTO_TEST_CASE(all_one_way_is_at_least) {
  const auto r = hx::change_in_words(people(7, 2, 0));
  BOOST_TEST((r.way == direction::moved));
  BOOST_TEST(!r.change.change.has_value());
  BOOST_TEST(says(r.words, "All 7 who moved went up: a step up is at least"));
  BOOST_TEST(says(r.words, "times as likely as one the other way."));
  const auto down = hx::change_in_words(people(0, 2, 7));
  BOOST_TEST((down.way == direction::slipped));
  BOOST_TEST(says(down.words, "All 7 who moved went down: a step down is at least"));
}

BOOST_AUTO_TEST_CASE(a_fall_is_first_a_question_about_marking) {
  const auto r = hx::change_in_words(people(1, 3, 9));
  BOOST_TEST((r.way == direction::slipped));
  BOOST_TEST(says(r.words, "do people mark harder now than then?"));
}

BOOST_AUTO_TEST_CASE(too_few_movers_could_not_have_shown_it_and_it_never_says_no_change) {
  const auto r = hx::change_in_words(people(4, 3, 1));
  BOOST_TEST((r.way == direction::cannot_tell));
  BOOST_TEST((r.change.status == status::could_not_show));
  BOOST_REQUIRE(r.floor.has_value());
  BOOST_TEST(*r.floor == "Only 5 people moved: this panel could not have shown it, even with all 5 going the same way.");
  BOOST_TEST(r.words == "Of the 8 people who marked both times, 4 marked higher, 3 the same and 1 lower. " + *r.floor);
  BOOST_TEST(says(*hx::change_in_words(people(0, 4, 1)).floor, "Only 1 person moved: this panel could not have shown it"));
  BOOST_TEST(says(*hx::change_in_words(people(0, 4, 0)).floor, "With 4 people this panel could not have shown it"));
  reference_pairs::every_table(3, 5, [&](const hx::transitions& t) {
    const auto each = hx::change_in_words(t);
    BOOST_TEST(each.floor.has_value());
    BOOST_TEST((each.way == direction::cannot_tell));
    BOOST_TEST(!says(each.words, "no change"));
    BOOST_TEST(says(each.words, "this panel could not have shown it"));
  });
}

BOOST_AUTO_TEST_CASE(enough_movers_without_a_direction_is_chance) {
  const auto r = hx::change_in_words(people(6, 3, 4));
  BOOST_TEST((r.way == direction::cannot_tell));
  BOOST_TEST(!r.floor.has_value());
  BOOST_TEST(says(r.words, "Chance alone could well do that."));
}

BOOST_AUTO_TEST_CASE(held_is_said_when_those_who_stayed_say_so) {
  const auto all = hx::change_in_words(people(0, 9, 0));
  BOOST_TEST((all.way == direction::held));
  BOOST_TEST(all.words == "All 9 people who marked both times marked the same. That is enough to say it held.");
  const auto most = hx::change_in_words(people(1, 12, 1));
  BOOST_TEST((most.way == direction::held));
  BOOST_TEST(says(most.words, "Most stayed where they were: that is enough to say it held."));
}

BOOST_AUTO_TEST_CASE(looked_at_together_one_dimension_may_look_so_by_chance) {
  const auto r = hx::change_in_words(people(7, 2, 0), {.p_adjusted = 0.3});
  BOOST_TEST((r.way == direction::cannot_tell));
  BOOST_TEST(says(r.words, "among several dimensions one may look so by chance"));
  BOOST_CHECK_THROW((void)hx::change_in_words(people(7, 2, 0), {.p_adjusted = 1.5}), headway::error);
}

BOOST_AUTO_TEST_CASE(nobody_and_one_person_are_said_too) {
  const auto none = hx::change_in_words(marks{-1}, marks{2}, 5);
  BOOST_TEST((none.way == direction::cannot_tell));
  BOOST_TEST((none.change.status == status::no_data));
  BOOST_TEST(none.words == "Nobody marked both times: what changed cannot be told.");
  const auto one = hx::change_in_words(marks{1}, marks{2}, 5);
  BOOST_TEST(says(one.words, "The one person who marked both times marked higher."));
  const headway::table table = to_table(one);
  BOOST_TEST(table.rows() == 1u);
  BOOST_TEST(table.at("direction").texts()[0] == "cannot_tell");
  BOOST_TEST(table.at("words").texts()[0] == one.words);
  BOOST_TEST(int{table.at("floor").valid()[0]} == 1);
  BOOST_TEST(table.at("status").texts()[0] == "could_not_show");
  BOOST_TEST(int{to_table(hx::change_in_words(people(9, 0, 0))).at("floor").valid()[0]} == 0);
}

BOOST_AUTO_TEST_SUITE_END()
