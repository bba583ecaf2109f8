#include <boost/test/unit_test.hpp>

#include <headway/change/shared_bounds.hpp>
#include <headway/change/shared_change.hpp>
#include <headway/change/shared_panel.hpp>
#include <headway/change/shared_path.hpp>
#include <headway/change/shared_response_shift.hpp>
#include <headway/profile/shared.hpp>

#include "support/study_maker.hpp"
#include "sample_change.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
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

bool hidden(const table& t, std::size_t row) { return text_at(t, "status", row) == "hidden"; }

/// A row that says something about people: it has numbers.
bool tells(const table& t, const char* column, std::size_t row) { return has(t, column, row); }

/// Rooms at random that come and go over four rounds, with sectors, missing marks and a few people without a code.
study_maker comings_and_goings(std::uint32_t seed) {
  std::mt19937 draw{seed};
  study_maker m;
  const std::size_t people = 10 + draw() % 40;
  const char* const sectors[] = {"council", "council", "health", "charity"};
  for (std::size_t p = 0; p < people; ++p) {
    const auto come = draw() % 16;
    const std::string who = p % 17 == 16 ? "" : "p" + std::to_string(p);
    for (std::size_t r = 0; r < 4; ++r) {
      if ((come >> r & 1u) == 0 && p % 3 != 0) { continue; }
      for (std::size_t d = 0; d < 2; ++d) {
        m.add("Alder", "R" + std::to_string(r + 1), who, sectors[p % 4], d, draw() % 8 == 0 ? mark{missing_reason::dont_know} : mark{static_cast<int>(draw() % 4)});
      }
    }
  }
  return m;
}

/// Everything an audience is shown of one community, taken apart: which sets of people have a published sum, by round and dimension. Written from the tables as
/// they come out and from the study's rows, without the code that decided what to show.
class attack {
public:
  template <std::size_t D, std::size_t L> attack(const study<D, L>& of, const std::string& key, audience who) : rules_{rules_for(who)} {
    const study_data& data = of.data();
    const community_id place = data.find_community(key);
    const sector_grouping by = disclosure::grouping_for(data, place, rules_);
    const auto rounds = assessments_of(data, place);
    const auto dimensions = static_cast<std::uint32_t>(of.rubric().size());
    const auto people = [&](std::size_t r, std::uint32_t d, bool named) { // by row: those without a code are rows of their own
      std::vector<std::pair<std::uint32_t, std::size_t>> out;             // rater or a number past all raters, group
      const ratings_view rows = data.rows(place, rounds[r].round, {d});
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows.score[i] < 0 || (named && rows.rater[i] == ratings::no_rater)) { continue; }
        out.emplace_back(rows.rater[i] == ratings::no_rater ? static_cast<std::uint32_t>(data.raters().size() + i) : rows.rater[i], by.group(rows.sector[i]));
      }
      return out;
    };
    const auto label = [&](std::size_t r) { return data.rounds()[rounds[r].round.value].label; };
    for (std::size_t r = 0; r < rounds.size(); ++r) {
      const table whole = profile::shared_profile(of, {key, label(r)}, rules_);
      const table parts = profile::shared_profile(of, {key, label(r)}, rules_, {.by_sector = true});
      for (std::uint32_t d = 0; d < dimensions; ++d) {
        auto& sets = published_[{r, d}];
        for (const auto& [rater, group] : people(r, d, false)) { everybody_[{r, d}].insert(rater); }
        if (!hidden(whole, d)) { sets.push_back(everybody_[{r, d}]); }
        for (std::size_t row = 0; row < parts.rows(); ++row) {
          if (integer(parts, "dimension_number", row) != of.rubric()[dimension_id{d}].number || hidden(parts, row)) { continue; }
          std::set<std::uint32_t> members;
          for (const auto& [rater, group] : people(r, d, false)) {
            if (by.label(group) == text_at(parts, "sector", row)) { members.insert(rater); }
          }
          sets.push_back(std::move(members));
        }
      }
    }
    const auto both = [&](std::size_t a, std::size_t b, std::uint32_t d) {
      std::set<std::uint32_t> out;
      const auto later = people(b, d, true);
      for (const auto& [rater, group] : people(a, d, true)) {
        for (const auto& [other, other_group] : later) {
          if (rater == other) { out.insert(rater); }
        }
      }
      return out;
    };
    const auto publish = [&](const std::set<std::uint32_t>& members, std::uint32_t d, std::initializer_list<std::size_t> in) {
      for (const std::size_t r : in) { published_[{r, d}].push_back(members); }
    };
    for (std::size_t a = 0; a < rounds.size(); ++a) {
      for (std::size_t b = 0; b < rounds.size(); ++b) { // in either direction, and a round with itself
        const round_pair pair{key, label(a), label(b)};
        const table change = change::shared_change(of, pair, rules_);
        const table panel = change::shared_panel(of, pair, rules_);
        const table bounds = change::shared_bounds(of, pair, rules_);
        const table shift = change::shared_response_shift(of, pair, rules_);
        const std::size_t per_panel = panel.rows() / dimensions;
        const std::size_t per_bounds = bounds.rows() / dimensions;
        for (std::uint32_t d = 0; d < dimensions; ++d) {
          bool same = tells(change, "n", d) && integer(change, "n", d) > 0;
          bool sectors = tells(change, "adjusted_levels", d);
          bool together = false;
          for (std::size_t row = d * per_panel; row < (d + 1) * per_panel; ++row) {
            if (!tells(panel, "estimate", row)) { continue; }
            same = same || text_at(panel, "split", row) == "people";
            sectors = sectors || text_at(panel, "split", row) == "sectors";
            together = together || text_at(panel, "split", row) == "people_and_sectors";
          }
          for (std::size_t row = d * per_bounds; row < (d + 1) * per_bounds; ++row) { same = same || (text_at(bounds, "unseen", row) != "no_mark" && tells(bounds, "low", row)); }
          if (same) {
            publish(both(a, b, d), d, {a, b});
            ++shown_;
          }
          for (const std::size_t r : {a, b}) { // a figure within sectors is made of the sums of all groups
            for (std::size_t g = 0; (sectors || together) && g < by.size(); ++g) {
              std::set<std::uint32_t> members;
              std::set<std::uint32_t> stayed;
              for (const auto& [rater, group] : people(r, d, false)) {
                if (group != g) { continue; }
                members.insert(rater);
                if (both(a, b, d).contains(rater)) { stayed.insert(rater); }
              }
              publish(members, d, {r});
              if (together) { publish(stayed, d, {r}); }
            }
          }
          if (tells(shift, "n", 3 * d) && integer(shift, "n", 3 * d) > 0) {
            std::set<std::uint32_t> members;
            for (const change::three_marks& m : change::three_marks_of(data, place, rounds[a].round, rounds[b].round, {d})) { members.insert(m.rater); }
            publish(members, d, {a, b});
          }
        }
      }
    }
    const table path = change::shared_path(of, key, rules_);
    for (std::uint32_t d = 0; d < dimensions && rounds.size() > 1; ++d) {
      const std::size_t row = d * path.rows() / dimensions;
      if (!tells(path, "n", row) || integer(path, "n", row) == 0) { continue; }
      std::set<std::uint32_t> always = both(0, 0, d);
      for (std::size_t r = 1; r < rounds.size(); ++r) {
        std::set<std::uint32_t> left;
        const std::set<std::uint32_t> here = both(r, r, d);
        std::set_intersection(always.begin(), always.end(), here.begin(), here.end(), std::inserter(left, left.begin()));
        always = std::move(left);
      }
      for (std::size_t r = 0; r < rounds.size(); ++r) { publish(always, d, {r}); }
    }
  }

  /// Tries every combination of the published sums with weights -2 to 2, and none may be about a few people: fewer than a group needs, unless it is a whole
  /// room that may be shown.
  void run() const {
    for (const auto& published : published_) {
      const auto& where = published.first; // a name of its own: clang captures no structured binding
      const auto& all = published.second;
      std::vector<std::set<std::uint32_t>> sets;
      for (const auto& set : all) {
        if (!set.empty() && std::find(sets.begin(), sets.end(), set) == sets.end()) { sets.push_back(set); }
      }
      BOOST_TEST_REQUIRE(sets.size() <= 9u);
      std::map<std::uint32_t, int> weight;
      const std::function<void(std::size_t)> go = [&](std::size_t s) {
        if (s == sets.size()) {
          std::int64_t about = 0;
          for (const auto& [rater, w] : weight) { about += w != 0; }
          const bool room = about == static_cast<std::int64_t>(everybody_.at(where).size());
          BOOST_TEST_REQUIRE((about == 0 || about >= rules_.needed_group() || (room && about >= rules_.needed_place())));
          return;
        }
        for (int w = -2; w <= 2; ++w) {
          for (const std::uint32_t rater : sets[s]) { weight[rater] += w; }
          go(s + 1);
          for (const std::uint32_t rater : sets[s]) { weight[rater] -= w; }
        }
      };
      go(0);
    }
  }
  /// How often the same people were shown.
  [[nodiscard]] int shown() const { return shown_; }

private:
  disclosure::rules rules_;
  std::map<std::pair<std::size_t, std::uint32_t>, std::vector<std::set<std::uint32_t>>> published_;
  std::map<std::pair<std::size_t, std::uint32_t>, std::set<std::uint32_t>> everybody_;
  int shown_{};
};

BOOST_AUTO_TEST_SUITE(shared_change_test)

BOOST_AUTO_TEST_CASE(the_room_sees_what_was_computed) {
  const auto& s = sample_with_then_test();
  const auto room = rules_for(audience::room);
  const round_pair pair{"CAR", "R1", "R2"};
  BOOST_TEST((change::shared_change(s, pair, room) == to_table(change::change(s, pair))));
  BOOST_TEST((change::shared_panel(s, pair, room) == to_table(change::panel(s, pair))));
  BOOST_TEST((change::shared_bounds(s, pair, room) == to_table(change::bounds(s, pair))));
  BOOST_TEST((change::shared_response_shift(s, pair, room) == to_table(change::response_shift(s, pair))));
  BOOST_TEST((change::shared_path(s, "CAR", room) == to_table(change::path(s, "CAR"))));
}

// Pentre Wyn R1 to R2 has a single joiner: beside everybody, the same people would give that person's marks away.
BOOST_AUTO_TEST_CASE(one_joiner_leaves_everybody_alone) {
  const auto& s = sample_with_then_test();
  const auto partners = rules_for(audience::partners);
  const table t = change::shared_change(s, {"PEN", "R1", "R2"}, partners);
  const table open = to_table(change::change(s, {"PEN", "R1", "R2"}));
  for (std::size_t row = 0; row < t.rows(); ++row) {
    BOOST_TEST(hidden(t, row));
    BOOST_TEST(text_at(t, "hidden_reason", row) == "fewer than 6 people joined");
    for (const char* column : {"n", "up", "levels", "change_low", "p", "p_adjusted", "direction", "panel_effect_likely", "says", "floor", "adjusted_levels", "everybody_low"}) {
      BOOST_TEST(!has(t, column, row));
    }
    BOOST_TEST(integer(t, "n_to", row) == integer(open, "n_to", row));
    BOOST_TEST(has(t, "everybody_levels", row));
    BOOST_TEST(has(t, "everybody_at_least_5", row));
    BOOST_TEST(integer(t, "months", row) == 18);
  }
  const table panel = change::shared_panel(s, {"PEN", "R1", "R2"}, partners);
  for (std::size_t row = 0; row < panel.rows(); ++row) { BOOST_TEST((text_at(panel, "split", row) != "people" || hidden(panel, row))); }
  const table bounds = change::shared_bounds(s, {"PEN", "R1", "R2"}, partners);
  for (std::size_t row = 0; row < bounds.rows(); ++row) { BOOST_TEST((text_at(bounds, "unseen", row) == "no_mark" || hidden(bounds, row))); }
}

BOOST_AUTO_TEST_CASE(too_few_in_a_round_say_nothing_at_all) {
  study_maker m;
  for (int i = 0; i < 3; ++i) { m.add("Alder", "R1", "p" + std::to_string(i), "", 0, i).add("Alder", "R2", "p" + std::to_string(i), "", 0, i + 1); }
  const auto s = m.build(plain_rubric(1, 5));
  const auto partners = rules_for(audience::partners);
  for (const table& t : {change::shared_change(s, {}, partners), change::shared_panel(s, {}, partners), change::shared_bounds(s, {}, partners)}) {
    for (std::size_t row = 0; row < t.rows(); ++row) {
      BOOST_TEST(hidden(t, row));
      for (const char* column : {"n_from", "n_seen_from", "estimate", "low", "everybody_levels", "unnamed"}) { BOOST_TEST((!t.find(column) || !has(t, column, row))); }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_written_mark_counts_in_the_room_alone) {
  study_maker m;
  for (int i = 0; i < 12; ++i) { m.add("Alder", "R1", "p" + std::to_string(i), "", 0, i % 4).add("Alder", "R2", "p" + std::to_string(i), "", 0, (i + 1) % 4); }
  m.add("Alder", "R2", "q", "", 0, mark{missing_reason::off_scale});
  reading input = m.input();
  input.ratings.off_scale.push_back({24, {"2-3", true, 2.0, 3.0}});
  const auto s = study_builder<>{rubric<>{plain_rubric(1, 5)}}.add(input).build();
  const table room = change::shared_bounds(s, {}, rules_for(audience::room));
  const table partners = change::shared_bounds(s, {}, rules_for(audience::partners));
  const std::size_t mean = 12; // the fifth summary, no_mark
  BOOST_TEST(text_at(room, "summary", mean) == "mean_level");
  BOOST_TEST(room.at("high").reals()[mean] < partners.at("high").reals()[mean]);
  BOOST_TEST(room.at("low").reals()[mean] > partners.at("low").reals()[mean]);
}

BOOST_AUTO_TEST_CASE(own_rules_are_checked) {
  const auto& s = sample_with_then_test();
  disclosure::rules bad = rules_for(audience::partners);
  bad.min_people_place = 0;
  const round_pair pair{"CAR", "R1", "R2"};
  BOOST_CHECK_THROW((void)change::shared_change(s, pair, bad), error);
  BOOST_CHECK_THROW((void)change::shared_panel(s, pair, bad), error);
  BOOST_CHECK_THROW((void)change::shared_bounds(s, pair, bad), error);
  BOOST_CHECK_THROW((void)change::shared_response_shift(s, pair, bad), error);
  BOOST_CHECK_THROW((void)change::shared_path(s, "CAR", bad), error);
}

BOOST_AUTO_TEST_CASE(no_few_people_can_be_told_from_everything_the_sample_shows) {
  int shown = 0;
  for (const community& place : sample_with_then_test()->communities()) {
    for (const audience who : {audience::partners, audience::public_}) {
      const attack everything{sample_with_then_test(), place.key, who};
      everything.run();
      shown += everything.shown();
    }
  }
  BOOST_TEST(shown > 0); // something was there to attack
}

BOOST_AUTO_TEST_CASE(nor_from_rooms_that_come_and_go_at_random) {
  int shown = 0;
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    const auto s = comings_and_goings(seed).build(plain_rubric(2, 4));
    for (const audience who : {audience::partners, audience::public_}) {
      const attack everything{s, "Alder", who};
      everything.run();
      shown += everything.shown();
    }
  }
  BOOST_TEST(shown > 0);
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_share_the_same_tables) {
  const auto& s = sample_with_then_test();
  const auto partners = rules_for(audience::partners);
  const round_pair pair{"ALD", "R1", "R2"};
  BOOST_TEST((change::shared_change(s, pair, partners) == change::shared_change(s.to_dynamic(), pair, partners)));
  BOOST_TEST((change::shared_path(s, "ALD", partners) == change::shared_path(s.to_dynamic(), "ALD", partners)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
