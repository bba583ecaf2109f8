#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/linking.hpp>

#include "support/study_maker.hpp"

BOOST_AUTO_TEST_SUITE(linking_test)

namespace {

namespace hm = headway::models;
namespace hd = headway::disclosure;
using headway::test::has;
using headway::test::integer;
using headway::test::text_at;
using column = std::vector<std::uint32_t>;
constexpr std::uint32_t none = hm::random_term::none;

/// Whom a member can be compared with, by walking from member to member over shared others until nothing is new.
std::vector<std::vector<bool>> reached(const column& of, std::size_t members, const column& through) {
  std::vector<std::vector<bool>> out(members, std::vector<bool>(members));
  for (std::size_t m = 0; m < members; ++m) {
    out[m][m] = true;
    for (bool grown = true; grown;) {
      grown = false;
      for (std::size_t i = 0; i < of.size(); ++i) {
        for (std::size_t j = 0; j < of.size(); ++j) {
          if (of[i] == none || of[j] == none || through[i] == none || through[i] != through[j] || !out[m][of[i]] || out[m][of[j]]) { continue; }
          out[m][of[j]] = grown = true;
        }
      }
    }
  }
  return out;
}

std::uint64_t comparable(const column& of, std::size_t members, const column& through) {
  const auto walked = reached(of, members, through);
  std::uint64_t pairs = 0;
  for (std::size_t a = 0; a < members; ++a) {
    for (std::size_t b = a + 1; b < members; ++b) { pairs += walked[a][b] ? 1u : 0u; }
  }
  return pairs;
}

/// The row of a pair, or the last row + 1.
std::size_t row_of(const headway::table& t, const std::string& of, const std::string& through, std::int64_t part = 0) {
  for (std::size_t row = 0; row < t.rows(); ++row) {
    if (text_at(t, "of", row) == of && text_at(t, "through", row) == through && (part == 0 ? !has(t, "part", row) : has(t, "part", row) && integer(t, "part", row) == part)) { return row; }
  }
  return t.rows();
}

std::vector<headway::test::mark> marks(int level) { return {level, level}; }

const auto rubric = headway::test::plain_rubric(2, 5);

} // namespace

BOOST_AUTO_TEST_CASE(parts_and_the_best_link_are_those_found_by_trying_everything) {
  std::mt19937_64 random{5};
  std::size_t apart = 0, together = 0;
  for (int round = 0; round < 300; ++round) {
    const std::size_t members = 1 + random() % 7, others = 1 + random() % 7, n = random() % 12;
    column of, through;
    for (std::size_t i = 0; i < n; ++i) {
      of.push_back(random() % 9 == 0 ? none : static_cast<std::uint32_t>(random() % members));
      through.push_back(random() % 9 == 0 ? none : static_cast<std::uint32_t>(random() % others));
    }
    const hm::facet_links links = hm::linking(of, members, through, others);
    const auto walked = reached(of, members, through);
    const std::uint64_t now = comparable(of, members, through);
    BOOST_TEST(links.comparable == now);
    std::vector<std::size_t> part(members, members);
    std::size_t seen = 0, rows = 0, standing = 0;
    for (std::size_t p = 0; p < links.parts.size(); ++p) {
      BOOST_TEST_REQUIRE(!links.parts[p].members.empty());
      if (p > 0) { BOOST_TEST(links.parts[p].members[0] > links.parts[p - 1].members[0]); }
      for (const std::uint32_t m : links.parts[p].members) { part[m] = p; }
      seen += links.parts[p].members.size();
      rows += links.parts[p].n;
      // others that stand with this part, and with more than one of it
      std::size_t through_part = 0, shared = 0;
      for (std::uint32_t o = 0; o < others; ++o) {
        column with;
        for (std::size_t i = 0; i < n; ++i) {
          if (through[i] == o && of[i] != none && part[of[i]] == p && (with.empty() || with[0] != of[i])) { with.push_back(of[i]); }
        }
        through_part += with.empty() ? 0u : 1u;
        shared += with.size() > 1 ? 1u : 0u;
      }
      BOOST_TEST(links.parts[p].through == through_part);
      BOOST_TEST(links.parts[p].shared == shared);
    }
    for (const std::uint32_t m : of) { standing += m == none ? 0u : 1u; }
    BOOST_TEST(seen == links.members);
    BOOST_TEST(rows == standing);
    std::uint64_t most = 0;
    for (std::uint32_t a = 0; a < members; ++a) {
      for (std::uint32_t b = 0; b < members; ++b) {
        if (part[a] == members || part[b] == members) { continue; }
        BOOST_TEST((part[a] == part[b]) == walked[a][b]);
        column more_of = of, more_through = through; // one newcomer who marks both
        more_of.insert(more_of.end(), {a, b});
        more_through.insert(more_through.end(), {static_cast<std::uint32_t>(others), static_cast<std::uint32_t>(others)});
        most = (std::max)(most, comparable(more_of, members, more_through) - now);
      }
    }
    BOOST_TEST((links.best ? links.best->pairs : 0) == most);
    if (links.best) {
      ++apart;
      column more_of = of, more_through = through;
      more_of.insert(more_of.end(), {links.best->from, links.best->to});
      more_through.insert(more_through.end(), {static_cast<std::uint32_t>(others), static_cast<std::uint32_t>(others)});
      BOOST_TEST(comparable(more_of, members, more_through) - now == most);
    } else if (links.members > 1) {
      ++together;
    }
  }
  BOOST_TEST(apart > 50u);
  BOOST_TEST(together > 20u);
}

BOOST_AUTO_TEST_CASE(communities_with_people_of_their_own_are_compared_by_assumption) {
  headway::test::study_maker made;
  for (const char* place : {"Ash", "Birch", "Cedar"}) {
    for (const char* who : {"1", "2"}) { made.person(place, "R1", std::string{place} + who, "s1", marks(2)); }
  }
  const headway::table apart = hm::linking_table(made.build(rubric));
  const std::size_t row = row_of(apart, "community", "rater");
  BOOST_TEST_REQUIRE(row < apart.rows());
  BOOST_TEST(integer(apart, "parts", row) == 3);
  BOOST_TEST(integer(apart, "pairs", row) == 3);
  BOOST_TEST(integer(apart, "comparable", row) == 0);
  BOOST_TEST(integer(apart, "through_members", row) == 6);
  BOOST_TEST(integer(apart, "shared", row) == 0);
  BOOST_TEST(text_at(apart, "link_from", row) == "Ash");
  BOOST_TEST(text_at(apart, "link_to", row) == "Birch");
  BOOST_TEST(text_at(apart, "words", row) == "Nothing links 3 parts, which share no person: communities of different parts are compared on the assumption that people are equally severe on average. One person with marks of "
                                             "both Ash and Birch would make 1 more pair of communities comparable.");
  BOOST_TEST(text_at(apart, "labels", row_of(apart, "community", "rater", 3)) == "Cedar");
  // through the dimensions, sectors and rounds they have in common they are linked
  for (const char* through : {"dimension", "sector", "round"}) { BOOST_TEST(integer(apart, "parts", row_of(apart, "community", through)) == 1); }

  made.person("Birch", "R1", "Ash1", "s1", marks(3)); // one of Ash marks Birch as well
  const headway::table one = hm::linking_table(made.build(rubric));
  const std::size_t linked = row_of(one, "community", "rater");
  BOOST_TEST(integer(one, "parts", linked) == 2);
  BOOST_TEST(integer(one, "comparable", linked) == 1);
  BOOST_TEST(integer(one, "shared", linked) == 1);
  BOOST_TEST(text_at(one, "labels", row_of(one, "community", "rater", 1)) == "Ash; Birch");
  BOOST_TEST(integer(one, "link_pairs", linked) == 2); // Cedar with both
  BOOST_TEST(text_at(one, "link_from", linked) == "Birch"); // has more marks than Ash
  BOOST_TEST(text_at(one, "link_to", linked) == "Cedar");

  made.person("Cedar", "R1", "Ash1", "s1", marks(3));
  const headway::table all = hm::linking_table(made.build(rubric));
  const std::size_t whole = row_of(all, "community", "rater");
  BOOST_TEST(integer(all, "comparable", whole) == 3);
  BOOST_TEST(!has(all, "link_from", whole));
  BOOST_TEST(text_at(all, "words", whole) == "All 3 communities are linked through people. Every link rests on one person.");
}

BOOST_AUTO_TEST_CASE(a_panel_that_changes_fully_leaves_change_to_an_assumption) {
  headway::test::study_maker made;
  made.person("Ash", "R1", "a", "s1", marks(1)).person("Ash", "R1", "b", "s2", marks(2));
  made.person("Ash", "R2", "c", "s1", marks(3)).person("Ash", "R2", "d", "s2", marks(2));
  const headway::table changed = hm::linking_table(made.build(rubric));
  BOOST_TEST(text_at(changed, "words", row_of(changed, "community", "rater")) == "There is one community.");
  BOOST_TEST(integer(changed, "parts", row_of(changed, "community", "rater")) == 1);
  BOOST_TEST(integer(changed, "parts", row_of(changed, "round", "rater")) == 2);
  BOOST_TEST(integer(changed, "parts", row_of(changed, "round", "sector")) == 1);
  BOOST_TEST(text_at(changed, "link_to", row_of(changed, "assessment", "rater")) == "Ash R2");
  made.person("Ash", "R2", "a", "s1", marks(2));
  const headway::table stayed = hm::linking_table(made.build(rubric));
  BOOST_TEST(integer(stayed, "parts", row_of(stayed, "round", "rater")) == 1);
  BOOST_TEST(text_at(stayed, "labels", row_of(stayed, "assessment", "rater", 1)) == "Ash R1; Ash R2");
  // a person has one sector, so no one person can link two
  const std::size_t sectors = row_of(stayed, "sector", "rater");
  BOOST_TEST(integer(stayed, "parts", sectors) == 2);
  BOOST_TEST(!has(stayed, "link_from", sectors));
}

BOOST_AUTO_TEST_CASE(marks_without_codes_or_levels_link_nothing) {
  headway::test::study_maker made;
  made.person("Ash", "R1", "", "", marks(1)).person("Birch", "R1", "", "", marks(2));
  const headway::table coded = hm::linking_table(made.build(rubric));
  const std::size_t row = row_of(coded, "community", "rater");
  BOOST_TEST(integer(coded, "parts", row) == 2);
  BOOST_TEST(!has(coded, "link_from", row));
  BOOST_TEST(text_at(coded, "words", row) == "No mark says which person it is of: communities of different parts are compared on the assumption that people are equally severe on average.");
  BOOST_TEST(row_of(coded, "sector", "rater") == coded.rows());
  made.person("Ash", "R1", "a", "", marks(1)).person("Birch", "R1", "a", "", {headway::missing_reason::dont_know, headway::missing_reason::dont_know});
  const headway::table unknown = hm::linking_table(made.build(rubric));
  BOOST_TEST(integer(unknown, "parts", row_of(unknown, "community", "rater")) == 2);
  BOOST_TEST(hm::linking_table(headway::test::study_maker{}.build(rubric)).rows() == 0u);
}

BOOST_AUTO_TEST_CASE(nobody_is_named_or_counted_beyond_the_room) {
  headway::test::study_maker made;
  for (const char* round : {"R1", "R2"}) {
    for (const char* who : {"who-1", "who-2", "who-3"}) { made.person("Ash", round, who, "minority", marks(2)); }
  }
  const auto study = made.build(rubric);
  for (const auto audience : {hd::audience::room, hd::audience::partners, hd::audience::public_}) {
    const headway::table t = hm::linking_table(study, hd::rules_for(audience));
    const bool room = audience == hd::audience::room;
    BOOST_TEST((row_of(t, "sector", "rater") < t.rows()) == room);
    for (std::size_t row = 0; row < t.rows(); ++row) {
      for (const headway::table_column& c : t.columns()) {
        if (c.type() != headway::column_type::text) { continue; }
        BOOST_TEST(c.texts()[row].find("who-") == std::string::npos);
        if (!room) { BOOST_TEST(c.texts()[row].find("minority") == std::string::npos); }
      }
      for (const char* count : {"through_members", "shared", "n"}) { BOOST_TEST(has(t, count, row) == room); }
    }
    BOOST_TEST(integer(t, "parts", row_of(t, "round", "rater")) == 1);
  }
}

BOOST_AUTO_TEST_CASE(columns_of_any_kind) {
  const std::vector<hm::facet> facets{{"place", {"north", "south"}, {0, 0, 1, none}}, {"judge", {"x", "y", "z"}, {0, 1, 2, 0}}, {"task", {"t"}, {0, 0, 0, 0}}};
  const headway::table t = hm::linking_table(facets);
  BOOST_TEST(integer(t, "parts", row_of(t, "place", "judge")) == 2);
  BOOST_TEST(integer(t, "n", row_of(t, "place", "judge")) == 3);
  BOOST_TEST(integer(t, "parts", row_of(t, "place", "task")) == 1);
  BOOST_TEST(text_at(t, "labels", row_of(t, "judge", "task", 1)) == "x; y; z");
  const auto refused = [](auto change) {
    std::vector<hm::facet> wrong{{"place", {"north"}, {0, 0}}, {"judge", {"x"}, {0, 0}}};
    change(wrong);
    BOOST_CHECK_THROW((void)hm::linking_table(wrong), headway::error);
  };
  refused([](auto& f) { f.pop_back(); });
  refused([](auto& f) { f[1].name = "place"; });
  refused([](auto& f) { f[1].element.pop_back(); });
  refused([](auto& f) { f[1].element[1] = 1; });
  const column at{0, 1}, with{0, 5};
  BOOST_CHECK_THROW((void)hm::linking(at, 2, with, 5), headway::error);
  BOOST_CHECK_THROW((void)hm::linking(at, 1, with, 6), headway::error);
  BOOST_CHECK_THROW((void)hm::linking(at, 2, column{0}, 1), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
