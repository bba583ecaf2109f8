#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/shared_fit.hpp>

#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>

#include "support/room_maker.hpp"
#include "support/samples.hpp"

BOOST_AUTO_TEST_SUITE(shared_fit_test)

namespace {

namespace hm = headway::models;
namespace hd = headway::disclosure;

bool mentions(const headway::table& t, const std::string& text) {
  for (const headway::table_column& c : t.columns()) {
    for (const std::string& cell : c.texts()) {
      if (cell.find(text) != std::string::npos) { return true; }
    }
  }
  return false;
}

} // namespace

BOOST_AUTO_TEST_CASE(nobody_is_named_and_small_sectors_are_withheld) {
  const auto study = headway::study_builder{headway::test::sample_rubric()}.add(headway::io::read_ratings(headway::test::sample_path("scores_long.csv"), headway::test::sample_rubric())).build();
  const std::vector blocks{hm::block_kind::dimension, hm::block_kind::rater, hm::block_kind::sector_dimension};
  const auto fit = hm::fit_ordinal(study, {.community = "Alderwick", .blocks = blocks, .method = hm::draw_method::normal, .draws = 100});
  for (const auto who : {hd::audience::room, hd::audience::partners, hd::audience::public_}) {
    const hd::rules rules = hd::rules_for(who);
    const headway::table severity = hm::shared_severity(fit, rules);
    for (const headway::table& t : {hm::shared_levels(fit, rules), hm::shared_change(fit, rules), severity, hm::shared_misfit(fit, rules), hm::shared_blocks(fit, rules)}) { BOOST_TEST(!mentions(t, "ALD-0")); }
    std::size_t people = 0, hidden = 0, shown = 0;
    for (std::size_t row = 0; row < severity.rows(); ++row) {
      people += severity.at("of").texts()[row] == "rater" ? 1u : 0u;
      if (severity.at("of").texts()[row] != "sector") { continue; }
      const bool there = severity.at("severity").valid()[row] != 0;
      ++(there ? shown : hidden);
      if (there) { BOOST_TEST(severity.at("people").integers()[row] >= rules.needed_group()); }
    }
    BOOST_TEST((people > 0) == (who == hd::audience::room));
    if (who == hd::audience::room) { BOOST_TEST(hidden == 0u); }
    if (who != hd::audience::room) { BOOST_TEST(hidden > 1u); }
    if (who == hd::audience::partners) { BOOST_TEST(shown > 0u); }
  }
}

BOOST_AUTO_TEST_CASE(dimensions_few_people_marked_are_withheld) {
  std::mt19937_64 random{6};
  headway::test::made_room room{.people = 4};
  auto made = room.marks(random, 1);
  for (const char* who : {"x1", "x2", "x3"}) { made.add("Made", "R1", who, "s0", 0, 2).add("Made", "R2", who, "s0", 0, 3); }
  const auto fit = hm::fit_ordinal(made.build(headway::test::plain_rubric(room.dimensions, 5)), {.draws = 50});
  const hd::rules rules = hd::rules_for(hd::audience::public_); // six
  const headway::table levels = hm::shared_levels(fit, rules);
  BOOST_TEST_REQUIRE(levels.rows() == 8u);
  BOOST_TEST(levels.at("expected").valid()[0] == 1); // seven people
  BOOST_TEST(levels.at("expected").valid()[1] == 0); // four
  BOOST_TEST(levels.at("n").valid()[1] == 0);
  BOOST_TEST(levels.at("status").texts()[1] == "hidden");
  BOOST_TEST(levels.at("hidden_reason").texts()[1] == "fewer than 6 people marked it");
  const headway::table change = hm::shared_change(fit, rules);
  BOOST_TEST(change.at("change").valid()[0] == 1);
  BOOST_TEST(change.at("change").valid()[1] == 0);
  BOOST_TEST(hm::shared_severity(fit, rules).at("reliability").valid()[0] == 1); // seven raters
  BOOST_TEST(hm::shared_change(fit, hd::rules_for(hd::audience::room)).at("change").valid()[1] == 1);
}

BOOST_AUTO_TEST_SUITE_END()
