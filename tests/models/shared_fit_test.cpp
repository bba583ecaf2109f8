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

BOOST_AUTO_TEST_CASE(what_one_sector_differs_by_gives_no_other_away) {
  std::mt19937_64 random{7};
  headway::test::made_room room{.people = 14};
  auto made = room.marks(random); // seven people a sector, on d1 to d4
  for (int p = 10; p < 24; ++p) {
    if (p % 2 == 0 && p > 14) { continue; } // of s0, three
    for (const char* round : {"R1", "R2"}) { made.add("Made", round, "p" + std::to_string(p), "s" + std::to_string(p % 2), 4, 1 + p % 3); }
  }
  const auto fit = hm::fit_ordinal(made.build(headway::test::plain_rubric(5, 5)), {.method = hm::draw_method::normal, .draws = 50});
  const hd::rules partners = hd::rules_for(hd::audience::partners); // six
  const headway::table use = hm::shared_sector_use(fit, partners);
  BOOST_TEST_REQUIRE(use.rows() == 2u * 5 + 2);
  double own = 0.0;
  for (std::size_t row = 0; row < use.rows(); ++row) {
    const bool fifth = use.at("dimension_key").texts()[row] == "d5";
    BOOST_TEST((use.at("points").valid()[row] == 0) == fifth);
    BOOST_TEST((use.at("n").valid()[row] == 0) == fifth);
    BOOST_TEST((use.at("status").texts()[row] == "hidden") == fifth);
    if (row < 4) { own += use.at("own").reals()[row]; }
  }
  BOOST_CHECK_SMALL(own, 1e-9); // of the four that are shown: nothing of the fifth is in it
  BOOST_TEST(hm::shared_sector_use(fit, hd::rules_for(hd::audience::room)).at("points").valid()[4] == 1);

  BOOST_TEST(hm::shared_panel(fit, partners).at("effective").valid()[0] == 1); // seven in both sectors
  const headway::table panel = hm::shared_panel(fit, hd::rules_for(hd::audience::public_));
  BOOST_TEST(panel.at("effective").valid()[0] == 0);
  BOOST_TEST(panel.at("exact").valid()[0] == 1);
  BOOST_TEST(hm::shared_stayers(fit, partners).at("share").valid()[0] == 1);
  BOOST_TEST(hm::shared_stayers(fit, hd::rules_for(hd::audience::public_)).at("share").valid()[4] == 0); // ten
  BOOST_TEST(hm::shared_turns(fit, partners).rows() == 0u);
  BOOST_TEST(hm::shared_claims(fit, partners).at("changes").integers()[1] == 5);
}

BOOST_AUTO_TEST_SUITE_END()
