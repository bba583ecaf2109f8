#include <boost/test/unit_test.hpp>

#include <headway/disclosure/audience.hpp>

#include <string>

namespace {

using namespace headway;
using namespace headway::disclosure;

BOOST_AUTO_TEST_SUITE(audience_test)

BOOST_AUTO_TEST_CASE(words_lead_to_audiences_and_back) {
  for (const audience who : {audience::room, audience::partners, audience::public_}) { BOOST_CHECK(find_audience(name(who)) == who); }
  BOOST_CHECK_EXCEPTION((void)find_audience("Public"), error, [](const error& e) {
    return e.category() == error_category::not_found && e.message().find("room, partners or public") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(the_room_sees_everything_and_the_public_least) {
  BOOST_TEST(rules_for(audience::room).needed_group() == 1);
  BOOST_TEST(rules_for(audience::room).needed_place() == 1);
  const rules partners = rules_for(audience::partners);
  BOOST_TEST(partners.min_people_group == 5);
  BOOST_TEST(partners.min_people_place == 3);
  BOOST_TEST(partners.needed_group() == 6); // an insider knows their own mark
  BOOST_TEST(partners.needed_place() == 4);
  const rules open = rules_for(audience::public_);
  BOOST_TEST(open.min_people_group == 10);
  BOOST_TEST(open.min_people_place == 5);
  BOOST_CHECK_THROW((void)rules_for(static_cast<audience>(7)), error);
}

BOOST_AUTO_TEST_CASE(own_rules_are_checked) {
  rules r = rules_for(audience::partners);
  check_rules(r);
  r.min_people_group = 0;
  BOOST_CHECK_EXCEPTION(check_rules(r), error, [](const error& e) { return e.category() == error_category::out_of_range && e.argument() == "min_people_group"; });
  r = rules_for(audience::room);
  r.min_people_place = 1001;
  BOOST_CHECK_THROW(check_rules(r), error);
  r = rules_for(audience::room);
  r.min_people_comment = -1;
  BOOST_CHECK_THROW(check_rules(r), error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
