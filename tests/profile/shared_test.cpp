#include <boost/test/unit_test.hpp>

#include <headway/profile/shared.hpp>

#include "support/study_maker.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using disclosure::audience;
using disclosure::rules_for;

constexpr auto dont_know = missing_reason::dont_know;

study_maker crowd(std::uint32_t seed) {
  std::mt19937 draw{seed};
  study_maker m;
  for (const char* place : {"Alder", "Bryn"}) {
    for (const char* round : {"R1", "R2"}) {
      const std::size_t people = 2 + draw() % 24;
      for (std::size_t p = 0; p < people; ++p) {
        const std::size_t who = draw() % 30;
        const std::vector<const char*> sectors{"council", "council", "council", "health", "health", "charity", "police", ""};
        for (std::size_t d = 0; d < 3; ++d) {
          m.add(place, round, who == 0 ? "" : place + std::to_string(who), sectors[who % sectors.size()], d,
                draw() % 6 == 0 ? mark{dont_know} : mark{static_cast<int>(draw() % 4)});
        }
      }
    }
  }
  return m;
}

bool hidden(const table& t, std::size_t row) { return text_at(t, "status", row) == "hidden"; }

BOOST_AUTO_TEST_SUITE(shared_test)

BOOST_AUTO_TEST_CASE(the_room_sees_what_was_computed) {
  const auto s = crowd(1).build(plain_rubric(3, 4));
  const auto room = rules_for(audience::room);
  for (const assessment& a : s->assessments()) {
    const selection where{s->communities()[a.community.value].name, s->rounds()[a.round.value].label};
    BOOST_TEST((profile::shared_profile(s, where, room) == to_table(profile::profile(s, where))));
    BOOST_TEST((profile::shared_profile(s, where, room, {.by_sector = true}) == to_table(profile::profile(s, where, {.by_sector = sector_grouping::identity(s.data())}))));
    BOOST_TEST((profile::shared_agenda(s, where, room) == to_table(profile::agenda(s, where))));
    BOOST_TEST((profile::shared_cumulative(s, where, room) == to_table(profile::cumulative(s, where))));
  }
  BOOST_TEST((profile::shared_rounds(s, {"Alder", "", ""}, room) == to_table(profile::side_by_side(s, {"Alder", "", ""}))));
  BOOST_TEST((profile::shared_turnover(s, {}, room) == to_table(profile::turnover(s))));
  BOOST_TEST((profile::shared_profile_all(s, room) == to_table(profile::profile_all(s))));
}

BOOST_AUTO_TEST_CASE(a_whole_round_needs_three_others_for_partners) {
  study_maker m;
  m.people("Alder", "R1", "p", "", {1, 2, 3}).people("Bryn", "R1", "q", "", {1, 1, 1, 1}).agreed("Alder", "R1", 0, 2);
  const auto s = m.build(plain_rubric(1, 4));
  const auto partners = rules_for(audience::partners);
  const table few = profile::shared_profile(s, {"Alder", ""}, partners);
  BOOST_TEST(hidden(few, 0));
  BOOST_TEST(text_at(few, "hidden_reason", 0) == "fewer than 4 people marked it");
  BOOST_TEST(!has(few, "n", 0));
  BOOST_TEST(!has(few, "two_camps", 0));
  BOOST_TEST(integer(few, "consensus", 0) == 3); // the room's record is no one's own mark
  const table four = profile::shared_profile(s, {"Bryn", ""}, partners);
  BOOST_TEST(!hidden(four, 0)); // a whole room at one level may be shown
  BOOST_TEST(integer(four, "count_2", 0) == 4);
  BOOST_TEST(hidden(profile::shared_profile(s, {"Bryn", ""}, rules_for(audience::public_)), 0));
}

BOOST_AUTO_TEST_CASE(own_rules_are_used_and_checked) {
  const auto s = study_maker{}.people("Alder", "R1", "p", "", std::vector<mark>(8, 1)).build(plain_rubric(1, 4));
  disclosure::rules r = rules_for(audience::partners);
  r.min_people_place = 9;
  BOOST_TEST(hidden(profile::shared_profile(s, {}, r), 0));
  r.min_people_place = 0;
  BOOST_CHECK_THROW((void)profile::shared_profile(s, {}, r), error);
  BOOST_CHECK_THROW((void)profile::shared_agenda(s, {}, r), error);
  BOOST_CHECK_THROW((void)profile::shared_rounds(s, {}, r), error);
  BOOST_CHECK_THROW((void)profile::shared_turnover(s, {}, r), error);
  BOOST_CHECK_THROW((void)profile::shared_coverage(s, {}, r), error);
  BOOST_CHECK_THROW((void)profile::shared_cumulative(s, {}, r), error);
  BOOST_CHECK_THROW((void)profile::shared_consensus(s, {}, r), error);
}

BOOST_AUTO_TEST_CASE(one_joiner_withholds_the_same_people) {
  study_maker m;
  m.people("Alder", "R1", "p", "", {0, 1, 2, 1, 2, 3, 2, 1}).people("Alder", "R2", "p", "", {1, 1, 2, 2, 2, 2, 2, 1}).people("Alder", "R2", "q", "", {3});
  const auto s = m.build(plain_rubric(1, 4));
  for (const audience who : {audience::partners, audience::public_}) {
    const table t = profile::shared_rounds(s, {}, rules_for(who));
    BOOST_TEST(!has(t, "up", 1));
    BOOST_TEST(hidden(t, 1));
    BOOST_TEST(!has(t, "n_to", 1));
    const table turnover = profile::shared_turnover(s, {}, rules_for(who));
    BOOST_TEST(hidden(turnover, 0));
    BOOST_TEST(!has(turnover, "stayed", 0));
    BOOST_TEST(!has(turnover, "joined", 0));
    BOOST_TEST(integer(turnover, "n_to", 0) == 9);
    BOOST_TEST(text_at(profile::shared_agenda(s, {}, rules_for(who)), "reasons", 0).find("moved") == std::string::npos);
  }
  BOOST_TEST(integer(profile::shared_rounds(s, {}, rules_for(audience::room)), "up", 1) == 2);
  const table partners = profile::shared_rounds(s, {}, rules_for(audience::partners));
  BOOST_TEST(integer(partners, "n_to", 0) == 9); // everybody is shown
}

BOOST_AUTO_TEST_CASE(the_difference_on_one_dimension_counts_as_well) {
  // six new people in the room, but only one of them marked the second dimension
  study_maker m;
  for (int p = 0; p < 10; ++p) {
    m.person("Alder", "R1", "p" + std::to_string(p), "", {p % 3, p % 4}).person("Alder", "R2", "p" + std::to_string(p), "", {(p + 1) % 3, (p + 2) % 4});
  }
  for (int q = 0; q < 6; ++q) { m.person("Alder", "R2", "q" + std::to_string(q), "", {q % 2, q == 0 ? mark{1} : mark{dont_know}}); }
  const auto s = m.build(plain_rubric(2, 4));
  const table t = profile::shared_rounds(s, {}, rules_for(audience::partners));
  BOOST_TEST(!hidden(t, 1));
  BOOST_TEST(hidden(t, 3));
  BOOST_TEST(text_at(t, "hidden_reason", 3) == "fewer than 6 people marked it in one round only");
}

BOOST_AUTO_TEST_CASE(the_same_people_at_one_level_or_all_moving_one_way_are_withheld) {
  study_maker m;
  for (int p = 0; p < 8; ++p) { m.person("Alder", "R1", "p" + std::to_string(p), "", {p % 2, 2, p % 3}).person("Alder", "R2", "p" + std::to_string(p), "", {p % 2 + 1, p % 4, p % 4}); }
  const auto s = m.build(plain_rubric(3, 4));
  const table t = profile::shared_rounds(s, {}, rules_for(audience::partners));
  BOOST_TEST(hidden(t, 1));
  BOOST_TEST(hidden(t, 3));
  BOOST_TEST(!hidden(t, 5));
  BOOST_TEST(!hidden(profile::shared_rounds(s, {}, rules_for(audience::room)), 1));
}

BOOST_AUTO_TEST_CASE(withheld_dimensions_take_their_place_without_their_marks) {
  study_maker m;
  for (int p = 0; p < 5; ++p) { m.person("Alder", "R1", "p" + std::to_string(p), "", {p < 3 ? mark{p == 0 ? 0 : 3} : mark{dont_know}, 1}); }
  const auto s = m.build(plain_rubric(2, 4));
  const table t = profile::shared_agenda(s, {}, rules_for(audience::partners));
  BOOST_TEST(text_at(t, "dimension_key", 1) == "d1");
  BOOST_TEST(hidden(t, 1));
  BOOST_TEST(!has(t, "why", 1));
  BOOST_TEST(!has(t, "corner", 1));
  BOOST_TEST(!has(t, "reasons", 1));
  BOOST_TEST(text_at(t, "hidden_reason", 1) == "fewer than 4 people marked it");
}

BOOST_AUTO_TEST_CASE(minority_views_word_for_word_need_a_larger_room) {
  study_maker m;
  m.people("Alder", "R1", "p", "", {1, 1, 2, 2, 2, 1, 3}).agreed("Alder", "R1", 0, 2, consensus_outcome::minority_view, "the two of us from health said 4");
  const auto s = m.build(plain_rubric(1, 4));
  const table t = profile::shared_consensus(s, {}, rules_for(audience::partners));
  BOOST_TEST(!has(t, "minority_view", 0));
  BOOST_TEST(text_at(t, "outcome", 0) == "minority_view");
  BOOST_TEST(integer(t, "consensus", 0) == 3);
  BOOST_TEST(text_at(t, "hidden_reason", 0).starts_with("the minority view is withheld"));
  BOOST_TEST(has(profile::shared_consensus(s, {}, rules_for(audience::room)), "minority_view", 0));
}

BOOST_AUTO_TEST_CASE(balanced_shares_are_withheld_with_their_groups) {
  study_maker m;
  for (int p = 0; p < 8; ++p) { m.person("Alder", "R1", "p" + std::to_string(p), "council", {p % 4, 3}).person("Alder", "R1", "q" + std::to_string(p), "health", {p % 3, p % 2}); }
  const auto s = m.build(plain_rubric(2, 4));
  const table t = profile::shared_cumulative(s, {}, rules_for(audience::partners));
  BOOST_TEST_REQUIRE(t.rows() == 6u);
  BOOST_TEST(has(t, "balanced", 0));
  BOOST_TEST(integer(t, "sectors", 0) == 2);
  for (std::size_t row = 3; row < 6; ++row) { // the council is at one level on the second dimension
    BOOST_TEST(hidden(t, row));
    BOOST_TEST(!has(t, "balanced", row));
    BOOST_TEST(!has(t, "sectors", row));
    BOOST_TEST(has(t, "plain", row));
    BOOST_TEST(integer(t, "n", row) == 16);
  }
  study_maker few;
  few.people("Alder", "R1", "p", "", {1, 2, 3});
  const table none = profile::shared_cumulative(few.build(plain_rubric(1, 4)), {}, rules_for(audience::partners));
  BOOST_TEST(!has(none, "plain", 0));
  BOOST_TEST(!has(none, "n", 0));
}

BOOST_AUTO_TEST_CASE(rounds_with_too_few_people_keep_their_coverage_to_themselves) {
  const auto s = study_maker{}.people("Alder", "R1", "p", "", {1, dont_know}).build(plain_rubric(1, 4));
  const table t = profile::shared_coverage(s, {}, rules_for(audience::partners));
  BOOST_TEST(hidden(t, 0));
  BOOST_TEST(!has(t, "people", 0));
  BOOST_TEST(!has(t, "dont_know", 0));
  BOOST_TEST(integer(profile::shared_coverage(s, {}, rules_for(audience::room)), "dont_know", 0) == 1);
}

BOOST_AUTO_TEST_CASE(a_single_group_is_the_room) {
  study_maker m;
  m.people("Alder", "R1", "p", "council", {1, 2, 2}).people("Alder", "R1", "q", "health", {3, 3});
  const auto s = m.build(plain_rubric(1, 4));
  const table t = profile::shared_profile(s, {}, rules_for(audience::partners), {.by_sector = true});
  BOOST_TEST_REQUIRE(t.rows() == 1u);
  BOOST_TEST(text_at(t, "sector", 0) == "all sectors");
  BOOST_TEST(integer(t, "n", 0) == 5); // enough for a room, too few for a group
}

/// Whatever is shown, and whatever can be had by taking the shown groups from the whole, is about nobody or about enough people.
BOOST_AUTO_TEST_CASE(no_small_group_is_shown_or_left_over) {
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    const auto s = crowd(seed).build(plain_rubric(3, 4));
    for (const audience who : {audience::partners, audience::public_}) {
      const disclosure::rules r = rules_for(who);
      const table whole = profile::shared_profile_all(s, r);
      const table parts = profile::shared_profile_all(s, r, {.by_sector = true});
      std::map<std::string, std::set<std::string>> groups; // of a community's rounds
      for (std::size_t row = 0; row < whole.rows(); ++row) {
        if (!hidden(whole, row)) { BOOST_TEST_REQUIRE((integer(whole, "n", row) == 0 || integer(whole, "n", row) >= r.needed_place())); }
      }
      for (std::size_t row = 0; row < parts.rows(); ++row) {
        groups[text_at(parts, "community", row) + " " + text_at(parts, "round", row)].insert(text_at(parts, "sector", row));
      }
      for (const auto& [where, labels] : groups) {
        BOOST_TEST_REQUIRE((labels == groups.begin()->second || where.substr(0, 4) != groups.begin()->first.substr(0, 4))); // one merge for all rounds
      }
      for (std::size_t row = 0; row < whole.rows(); ++row) {
        std::int64_t left = hidden(whole, row) ? 0 : integer(whole, "n", row);
        bool any_hidden = false;
        bool any_shown = false;
        for (std::size_t part = 0; part < parts.rows(); ++part) {
          const auto same = [&](const char* column) { return text_at(parts, column, part) == text_at(whole, column, row); };
          if (!same("community") || !same("round") || !same("dimension_key")) { continue; }
          if (hidden(parts, part)) {
            any_hidden = true;
            continue;
          }
          const std::int64_t n = integer(parts, "n", part);
          left -= n;
          any_shown = any_shown || n > 0;
          const bool room = text_at(parts, "sector", part) == "all sectors" || groups.at(text_at(parts, "community", part) + " " + text_at(parts, "round", part)).size() == 1;
          BOOST_TEST_REQUIRE((n == 0 || n >= (room ? r.needed_place() : r.needed_group())));
        }
        if (any_hidden && any_shown && !hidden(whole, row)) { BOOST_TEST_REQUIRE(left >= r.needed_group()); }
      }
      for (const char* place : {"Alder", "Bryn"}) {
        const table rounds = profile::shared_rounds(s, {place, "R1", "R2"}, r);
        for (std::size_t row = 0; row < rounds.rows(); row += 2) {
          if (hidden(rounds, row + 1) || text_at(rounds, "status", row + 1) != "ok") { continue; }
          BOOST_TEST_REQUIRE(!hidden(rounds, row));
          BOOST_TEST_REQUIRE(integer(rounds, "n_to", row + 1) >= r.needed_group());
          for (const char* side : {"n_from", "n_to"}) {
            const std::int64_t others = integer(rounds, side, row) - integer(rounds, side, row + 1);
            BOOST_TEST_REQUIRE((others == 0 || others >= r.needed_group()));
          }
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(groups_are_judged_as_they_are_shown) {
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    const auto s = crowd(seed).build(plain_rubric(3, 4));
    for (const audience who : {audience::room, audience::partners, audience::public_}) {
      for (const assessment& a : s->assessments()) {
        const selection where{s->communities()[a.community.value].name, s->rounds()[a.round.value].label};
        const table shown = profile::shared_profile(s, where, rules_for(who), {.by_sector = true});
        const auto judged = profile::judge_groups(s, where, rules_for(who));
        BOOST_TEST_REQUIRE(judged.groups.size() == shown.rows());
        for (std::size_t row = 0; row < shown.rows(); ++row) {
          BOOST_TEST_REQUIRE(text_at(shown, "hidden_reason", row) == judged.groups[row].why);
          BOOST_TEST_REQUIRE(text_at(shown, "sector", row) == judged.by.label(judged.groups[row].group));
          if (!hidden(shown, row)) { BOOST_TEST_REQUIRE(integer(shown, "n", row) == judged.groups[row].n); }
        }
        std::set<std::string> labels;
        for (std::size_t row = 0; row < shown.rows(); ++row) { labels.insert(text_at(shown, "sector", row)); }
        BOOST_TEST_REQUIRE(judged.several == (labels.size() > 1));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_and_any_order_of_rows_share_the_same_tables) {
  const study_maker m = crowd(9);
  const auto free = m.build(plain_rubric(3, 4));
  const auto fixed = m.build<3, 4>(plain_rubric(3, 4));
  const auto r = rules_for(audience::partners);
  for (const bool by_sector : {false, true}) {
    BOOST_TEST((profile::shared_profile_all(free, r, {.by_sector = by_sector}) == profile::shared_profile_all(fixed, r, {.by_sector = by_sector})));
  }
  std::vector<std::size_t> order(m.input().ratings.size());
  for (std::size_t i = 0; i < order.size(); ++i) { order[i] = order.size() - 1 - i; }
  const auto again = study_builder<>{rubric<>{plain_rubric(3, 4)}}.add(reordered(m.input(), order)).build();
  BOOST_TEST((profile::shared_rounds(again, {"Alder", "", ""}, r) == profile::shared_rounds(free, {"Alder", "", ""}, r)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
