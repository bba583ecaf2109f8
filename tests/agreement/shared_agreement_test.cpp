#include <boost/test/unit_test.hpp>

#include <headway/agreement/shared_agreement.hpp>
#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>
#include <headway/profile/shared.hpp>
#include <headway/rubrics/rubrics.hpp>

#include "support/samples.hpp"
#include "support/sanitized.hpp"
#include "support/study_maker.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using disclosure::audience;
using disclosure::rules_for;

constexpr std::size_t dimensions = 4;
constexpr std::uint32_t crowds = sanitized ? 6 : 20;
constexpr int enough = sanitized ? 5 : 30; // of what a test must have met to be one
const agreement::shared_agreement_options quick{.regroup = {.most_exact = 200, .draws = 199}, .split = {.most_tables = 2'000, .draws = 199}};

/// People of four sectors; on every second dimension whole sectors tend to agree, so that some of them are withheld.
struct crowd {
  std::vector<const char*> sector{};
  std::vector<std::vector<int>> marks{}; ///< -1: does not know
  std::vector<int> agreed{};

  [[nodiscard]] study<> build() const {
    study_maker m;
    for (std::size_t p = 0; p < marks.size(); ++p) {
      for (std::size_t d = 0; d < dimensions; ++d) {
        m.add("Alder", "R1", "p" + std::to_string(p), sector[p], d, marks[p][d] < 0 ? mark{missing_reason::dont_know} : mark{marks[p][d]});
      }
    }
    for (std::size_t d = 0; d < dimensions; ++d) { m.agreed("Alder", "R1", d, agreed[d]); }
    return m.build(plain_rubric(dimensions, 4));
  }
};
crowd make_crowd(std::uint32_t seed) {
  std::mt19937 draw{seed};
  crowd out;
  for (const char* sector : {"council", "health", "charity", "police"}) {
    const std::size_t people = 5 + draw() % 8;
    std::vector<int> usual;
    for (std::size_t d = 0; d < dimensions; ++d) { usual.push_back(static_cast<int>(draw() % 4)); }
    for (std::size_t p = 0; p < people; ++p) {
      out.sector.push_back(sector);
      std::vector<int> own;
      for (std::size_t d = 0; d < dimensions; ++d) {
        const bool alike = d % 2 == 0 && draw() % 12 != 0;
        own.push_back(alike ? usual[d] : draw() % 9 == 0 ? -1 : static_cast<int>(draw() % 4));
      }
      out.marks.push_back(own);
    }
  }
  for (std::size_t d = 0; d < dimensions; ++d) { out.agreed.push_back(static_cast<int>(draw() % 4)); }
  return out;
}

/// Everything that is shared about one study under rules.
template <std::size_t Dimensions, std::size_t Levels> std::vector<table> everything(const study<Dimensions, Levels>& s, const selection& where, const disclosure::rules& r) {
  return {profile::shared_profile(s, where, r),
          profile::shared_profile(s, where, r, {.by_sector = true}),
          profile::shared_cumulative(s, where, r),
          agreement::shared_sectors(s, where, r, quick),
          agreement::shared_sector_split(s, where, r, quick),
          agreement::shared_sector_pairs(s, where, r, quick),
          agreement::shared_consensus_against(s, where, r, quick),
          agreement::shared_consensus_shift(s, where, r, quick),
          agreement::shared_decision_rules(s, where, r, {}, quick),
          agreement::shared_prompts(s, where, r, 3)};
}

std::vector<disclosure::rules> all_rules() {
  disclosure::rules small = rules_for(audience::partners);
  small.min_people_group = 2;
  return {rules_for(audience::partners), rules_for(audience::public_), small};
}

BOOST_AUTO_TEST_SUITE(shared_agreement_test)

BOOST_AUTO_TEST_CASE(the_room_sees_what_was_computed) {
  const auto s = make_crowd(1).build();
  const auto room = rules_for(audience::room);
  const auto r = agreement::sectors(s, {}, {.regroup = quick.regroup, .split = quick.split});
  BOOST_TEST((agreement::shared_sectors(s, {}, room, quick) == to_table(r)));
  BOOST_TEST((agreement::shared_sector_split(s, {}, room, quick) == split_table(r)));
  BOOST_TEST((agreement::shared_sector_pairs(s, {}, room) == to_table(agreement::sector_pairs(s, {}))));
  const auto against = agreement::consensus_against(s, {});
  BOOST_TEST((agreement::shared_consensus_against(s, {}, room) == to_table(against)));
  BOOST_TEST((agreement::shared_consensus_shift(s, {}, room) == to_table(agreement::consensus_shift(against))));
  BOOST_TEST((agreement::shared_decision_rules(s, {}, room) == to_table(agreement::decision_rules(against))));
  BOOST_TEST((agreement::shared_prompts(s, {}, room, 3) == to_table(agreement::prompts(s, {}, {.line = 3}))));
}

/// A dimension has sector figures exactly where the table of groups shows every group.
BOOST_AUTO_TEST_CASE(all_groups_shown_or_no_figures) {
  int shown = 0;
  int hidden = 0;
  for (std::uint32_t seed = 1; seed <= crowds; ++seed) {
    const auto s = make_crowd(seed).build();
    for (const disclosure::rules& r : all_rules()) {
      const table groups = profile::shared_profile(s, {}, r, {.by_sector = true});
      const table gaps = agreement::shared_sectors(s, {}, r, quick);
      const table splits = agreement::shared_sector_split(s, {}, r, quick);
      for (std::size_t d = 0; d < dimensions; ++d) {
        const std::string key = "d" + std::to_string(d + 1);
        bool withheld = false;
        for (std::size_t row = 0; row < groups.rows(); ++row) { withheld = withheld || (text_at(groups, "dimension_key", row) == key && text_at(groups, "status", row) == "hidden"); }
        (withheld ? hidden : shown) += 1;
        for (std::size_t row = 0; row < gaps.rows(); ++row) {
          if (text_at(gaps, "dimension_key", row) != key) { continue; }
          BOOST_TEST_REQUIRE((text_at(gaps, "status", row) == "hidden") == withheld);
          for (const char* column : {"n", "n_rest", "gap", "gap_to_rest", "gap_low", "p", "p_adjusted", "detectable", "between_share", "between_p", "words"}) {
            if (withheld) { BOOST_TEST_REQUIRE(!has(gaps, column, row)); }
          }
        }
        BOOST_TEST_REQUIRE((text_at(splits, "status", d + 1) == "hidden") == withheld);
        if (withheld) { BOOST_TEST_REQUIRE(!has(splits, "between_share", d + 1)); }
      }
    }
  }
  BOOST_TEST(shown > enough); // the test bites on both sides
  BOOST_TEST(hidden > enough);
}

/// What can be computed from the groups that are shown is all that the figures of one dimension say.
BOOST_AUTO_TEST_CASE(gaps_follow_from_the_counts_that_are_shown) {
  for (std::uint32_t seed = 1; seed <= crowds / 3; ++seed) {
    const auto s = make_crowd(seed).build();
    const auto r = rules_for(audience::partners);
    const table groups = profile::shared_profile(s, {}, r, {.by_sector = true});
    const table gaps = agreement::shared_sectors(s, {}, r, quick);
    for (std::size_t row = 0; row < gaps.rows(); ++row) {
      if (!has(gaps, "dimension_key", row) || !has(gaps, "gap", row)) { continue; }
      double all = 0.0;
      double voices = 0.0;
      double own = 0.0;
      for (std::size_t g = 0; g < groups.rows(); ++g) {
        if (text_at(groups, "dimension_key", g) != text_at(gaps, "dimension_key", row) || integer(groups, "n", g) == 0) { continue; }
        double mean = 0.0;
        for (int k = 1; k <= 4; ++k) { mean += k * static_cast<double>(integer(groups, ("count_" + std::to_string(k)).c_str(), g)); }
        mean /= static_cast<double>(integer(groups, "n", g));
        all += mean;
        voices += 1.0;
        if (text_at(groups, "sector", g) == text_at(gaps, "sector", row)) { own = mean; }
      }
      BOOST_TEST(std::abs(gaps.at("gap").reals()[row] - (own - all / voices)) < 1e-12);
    }
  }
}

/// The attack: whoever knows everything that is shared, and everything else about everybody, cannot tell two studies apart that differ only in who gave
/// which mark inside the groups withheld on a dimension, with the same marks in the room.
BOOST_AUTO_TEST_CASE(no_subtraction_tells_a_withheld_group) {
  int tried = 0;
  for (std::uint32_t seed = 1; seed <= crowds; ++seed) {
    const crowd before = make_crowd(seed);
    const auto s = before.build();
    for (const disclosure::rules& r : all_rules()) {
      const std::vector<table> known = everything(s, {}, r);
      const table& groups = known[1];
      for (std::size_t d = 0; d < dimensions; ++d) {
        std::vector<std::string> withheld;
        for (std::size_t row = 0; row < groups.rows(); ++row) {
          if (text_at(groups, "dimension_key", row) == "d" + std::to_string(d + 1) && text_at(groups, "status", row) == "hidden") { withheld.push_back(text_at(groups, "sector", row)); }
        }
        if (withheld.size() < 2) { continue; }
        const auto group_of = [&](std::size_t p) {
          const auto at = std::find_if(withheld.begin(), withheld.end(), [&](const std::string& label) { return (" + " + label + " + ").find(" + " + std::string{before.sector[p]} + " + ") != std::string::npos; });
          return at - withheld.begin();
        };
        for (std::size_t a = 0; a < before.marks.size(); ++a) {
          for (std::size_t b = a + 1; b < before.marks.size(); ++b) {
            const auto none = static_cast<std::ptrdiff_t>(withheld.size());
            const auto ga = group_of(a);
            const auto gb = group_of(b);
            if (ga == none || gb == none || ga == gb || before.marks[a][d] == before.marks[b][d] || before.marks[a][d] < 0 || before.marks[b][d] < 0) { continue; }
            crowd after = before;
            std::swap(after.marks[a][d], after.marks[b][d]);
            const auto other = after.build();
            const table there = profile::shared_profile(other, {}, r, {.by_sector = true});
            if (!(there == groups)) { continue; } // what is withheld changed: another case
            const std::vector<table> seen = everything(other, {}, r);
            for (std::size_t i = 0; i < known.size(); ++i) { BOOST_TEST_REQUIRE((seen[i] == known[i]), "table " << i << ", seed " << seed << ", dimension " << d); }
            ++tried;
            b = before.marks.size(); // one pair a person is enough
          }
        }
      }
    }
  }
  BOOST_TEST(tried > enough);
}

/// The same attack on the invented sample, with rules small enough that groups are withheld there.
BOOST_AUTO_TEST_CASE(no_subtraction_tells_a_withheld_group_of_the_sample) {
  const auto rubric = rubrics::system_maturity();
  const reading marks = io::read_ratings(sample_path("scores_long.csv"), rubric);
  const reading agreed = io::read_consensus(sample_path("consensus_with_reasons.csv"), rubric);
  const auto s = study_builder{rubric}.add(marks).add(agreed).build();
  disclosure::rules small = rules_for(audience::partners);
  small.min_people_group = 2;
  small.min_people_place = 2;
  int tried = 0;
  for (const disclosure::rules& r : {rules_for(audience::partners), rules_for(audience::public_), small}) {
    for (const assessment& a : s->assessments()) {
      if (sanitized && a.round.value != 1) { continue; }
      const selection where{s->communities()[a.community.value].key, s->rounds()[a.round.value].label};
      const table groups = profile::shared_profile(s, where, r, {.by_sector = true});
      const sector_grouping by = disclosure::grouping_for(s.data(), a.community, r);
      for (std::uint16_t d = 0; d < 9; ++d) {
        std::vector<bool> withheld(by.size());
        for (std::size_t row = 0; row < groups.rows(); ++row) {
          if (text_at(groups, "dimension_key", row) != rubric[dimension_id{d}].key || text_at(groups, "status", row) != "hidden") { continue; }
          for (std::size_t g = 0; g < by.size(); ++g) { withheld[g] = withheld[g] || by.label(g) == text_at(groups, "sector", row); }
        }
        // two rows of the file with different marks, in two groups that are withheld
        const ratings& rows = marks.ratings;
        bool done = false;
        for (std::size_t i = 0; i < rows.size() && !done; ++i) {
          const auto here = [&](std::size_t row) {
            return rows.communities[rows.community[row]].key == where.community && rows.rounds[rows.round[row]] == where.round && rows.dimension[row] == d && rows.score[row] >= 0 && rows.sector[row] != ratings::no_sector;
          };
          const auto group = [&](std::size_t row) {
            const auto at = std::find(s->sectors().begin(), s->sectors().end(), rows.sectors[rows.sector[row]]);
            return by.group(static_cast<std::uint16_t>(at - s->sectors().begin()));
          };
          if (!here(i) || !withheld[group(i)]) { continue; }
          for (std::size_t j = i + 1; j < rows.size() && !done; ++j) {
            if (!here(j) || !withheld[group(j)] || group(i) == group(j) || rows.score[i] == rows.score[j]) { continue; }
            reading swapped = marks;
            std::swap(swapped.ratings.score[i], swapped.ratings.score[j]);
            const auto other = study_builder{rubric}.add(swapped).add(agreed).build();
            if (!(profile::shared_profile(other, where, r, {.by_sector = true}) == groups)) { continue; }
            const auto known = everything(s, where, r);
            const auto seen = everything(other, where, r);
            for (std::size_t k = 0; k < known.size(); ++k) { BOOST_TEST_REQUIRE((seen[k] == known[k]), "table " << k << " of " << where.community << " " << where.round); }
            ++tried;
            done = true;
          }
        }
      }
    }
  }
  BOOST_TEST(tried >= (sanitized ? 1 : 10));
}

BOOST_AUTO_TEST_CASE(small_rooms_keep_their_marks_to_themselves) {
  study_maker m;
  m.people("Alder", "R1", "p", "council", {0, 1, 1}).agreed("Alder", "R1", 0, 3, consensus_outcome::minority_view, "the one from health said 1");
  const auto s = m.build(plain_rubric(1, 4));
  const auto partners = rules_for(audience::partners);
  const table t = agreement::shared_consensus_against(s, {}, partners);
  BOOST_TEST(text_at(t, "status", 0) == "hidden");
  BOOST_TEST(integer(t, "consensus", 0) == 4);
  for (const char* column : {"n", "median_low", "position", "shift", "below", "words", "minority_view", "nearest_sectors"}) { BOOST_TEST(!has(t, column, 0)); }
  BOOST_TEST(text_at(t, "hidden_reason", 0) == "fewer than 4 people marked it");
  BOOST_TEST(has(t, "minority_view_hidden_reason", 0));
  BOOST_TEST(agreement::shared_prompts(s, {}, partners).rows() == 0u);
  BOOST_TEST(agreement::shared_prompts(s, {}, rules_for(audience::room)).rows() == 1u);
  BOOST_TEST(text_at(agreement::shared_consensus_shift(s, {}, partners), "status", 0) == "no_data");
  BOOST_TEST(text_at(agreement::shared_decision_rules(s, {}, partners), "status", 0) == "no_data");
  BOOST_TEST(text_at(agreement::shared_decision_rules(s, {}, partners), "status", 6) == "hidden");
  BOOST_TEST(text_at(agreement::shared_sectors(s, {}, partners), "status", 0) == "hidden");
  BOOST_TEST(text_at(agreement::shared_sectors(s, {}, partners), "hidden_reason", 1) == "fewer than 4 people marked it");
}

BOOST_AUTO_TEST_CASE(a_minority_view_needs_a_larger_room) {
  study_maker m;
  m.people("Alder", "R1", "p", "council", {0, 1, 1, 2, 1, 0}).agreed("Alder", "R1", 0, 1, consensus_outcome::minority_view, "the one from health said 1");
  const auto s = m.build(plain_rubric(1, 4));
  const table t = agreement::shared_consensus_against(s, {}, rules_for(audience::partners));
  BOOST_TEST(text_at(t, "minority_view_hidden_reason", 0) == "the minority view is withheld: fewer than 10 people in the room");
  BOOST_TEST(text_at(t, "status", 0) == "ok"); // of the figures
  BOOST_TEST(!has(t, "hidden_reason", 0));
  BOOST_TEST(!has(t, "minority_view", 0));
  BOOST_TEST(integer(t, "n", 0) == 6);
  BOOST_TEST(has(t, "words", 0));
  BOOST_TEST(has(agreement::shared_consensus_against(s, {}, rules_for(audience::room)), "minority_view", 0));
}

BOOST_AUTO_TEST_CASE(joined_sectors_say_so) {
  study_maker m;
  m.people("Alder", "R1", "c", "council", {0, 1, 1}).people("Alder", "R1", "h", "health", {2, 3, 2});
  const auto s = m.build(plain_rubric(1, 4));
  const table t = agreement::shared_sectors(s, {}, rules_for(audience::partners));
  BOOST_TEST_REQUIRE(t.rows() == 2u);
  BOOST_TEST(text_at(t, "sector", 0) == "all sectors");
  BOOST_TEST(text_at(t, "words", 1) == "The sectors here are too small to be told apart.");
  BOOST_TEST(text_at(t, "status", 1) == "not_comparable");
  BOOST_TEST(text_at(agreement::shared_sector_split(s, {}, rules_for(audience::partners)), "words", 0) == "The sectors here are too small to be told apart.");
  // a user's own wish comes first
  study_maker more;
  more.people("Alder", "R1", "c", "council", {0, 1, 1, 0, 1, 0}).people("Alder", "R1", "h", "health", {2, 3, 2}).people("Alder", "R1", "p", "police", {2, 3, 2, 1}).people("Alder", "R1", "q", "charity", {2, 3, 2, 1, 0, 1});
  const table joined = agreement::shared_sectors(more.build(plain_rubric(1, 4)), {}, rules_for(audience::partners), {.merge = {{{"health", "charity"}}}});
  BOOST_TEST(text_at(joined, "sector", 0).find("charity + health") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
