#include <boost/test/unit_test.hpp>

#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>
#include <headway/profile/influence.hpp>
#include <headway/profile/shared.hpp>
#include <headway/rubrics/rubrics.hpp>

#include "support/samples.hpp"
#include "support/study_maker.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using disclosure::audience;
using disclosure::rules_for;
using profile::influence;

constexpr auto dont_know = missing_reason::dont_know;

study<> crowd(std::uint32_t seed, std::size_t most = 5) {
  std::mt19937 draw{seed};
  study_maker m;
  for (const char* sector : {"council", "health", "police", ""}) {
    const std::size_t people = 1 + draw() % most;
    for (std::size_t p = 0; p < people; ++p) {
      for (std::size_t d = 0; d < 3; ++d) {
        const int alike = static_cast<int>(draw() % 12 == 0 ? draw() % 4 : static_cast<unsigned char>(sector[0]) % 4u);
        m.add("Alder", "R1", std::string{sector} + std::to_string(p), sector, d, draw() % 9 == 0 ? mark{dont_know} : mark{d == 0 ? alike : static_cast<int>(draw() % 4)});
      }
    }
  }
  return m.build(plain_rubric(3, 4));
}

BOOST_AUTO_TEST_SUITE(influence_test, *boost::unit_test::tolerance(1e-12))

// Expected values: an independent program in Python 3.11 (fractions) on the sample file.
BOOST_AUTO_TEST_CASE(brackenmoor_hangs_on_its_health_people) {
  const auto rubric = rubrics::system_maturity();
  const auto s = study_builder{rubric}.add(io::read_ratings(sample_path("scores_long.csv"), rubric)).build();
  const table t = to_table(influence(s, {"BRA", "R2"}));
  BOOST_TEST_REQUIRE(t.rows() == 70u);
  const std::vector<std::size_t> came{1, 2, 4, 5, 6};
  const std::vector<std::int64_t> dimensions{9, 9, 9, 7, 9};
  const std::vector<std::int64_t> moved{1, 5, 2, 4, 2};
  const std::vector<double> with{0.2712952464936592, 0.2712952464936592, 0.2712952464936592, 0.2820767195767196, 0.2712952464936592};
  const std::vector<double> without{0.2661703199798438, 0.2155681531872008, 0.2822020660115898, 0.26120626822157433, 0.27383219954648524};
  for (std::size_t i = 0; i < came.size(); ++i) {
    BOOST_TEST(integer(t, "dimensions", came[i]) == dimensions[i]);
    BOOST_TEST(integer(t, "medians_moved", came[i]) == moved[i]);
    BOOST_TEST(t.at("dispersion").reals()[came[i]] == with[i], boost::test_tools::tolerance(1e-9));
    BOOST_TEST(t.at("dispersion_without").reals()[came[i]] == without[i], boost::test_tools::tolerance(1e-9));
    BOOST_TEST(!has(t, "dimension", came[i]));
    BOOST_TEST(!has(t, "median_low", came[i]));
  }
  BOOST_TEST(text_at(t, "words", 2) == "Without the people from health the middle would be another on 5 of 9 dimensions.");
  BOOST_TEST(text_at(t, "status", 0) == "no_data");
  BOOST_TEST(text_at(t, "words", 0) == "Nobody from business marked anything.");
  const std::size_t police = 7 + 5; // on Vision
  BOOST_TEST(text_at(t, "words", police) == "Without the one person from police and justice the middle of Vision would be 1 instead of 1 to 2.");
  BOOST_TEST(t.at("balanced_change").reals()[police] == -0.2); // of the share at 3 or above
  BOOST_TEST(integer(t, "balanced_level", police) == 3);
  BOOST_TEST(integer(t, "n", police) == 1);
  BOOST_TEST(integer(t, "n_without", police) == 7);
}

/// Without a sector the picture is that of the other people: the profile of just them, by another way.
BOOST_AUTO_TEST_CASE(the_picture_without_is_that_of_the_others) {
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    const auto s = crowd(seed);
    const auto r = influence(s, {});
    const auto whole = profile::profile(s, {});
    for (const auto& row : r.rows) {
      if (!row.dimension || row.status != status::ok) { continue; }
      std::vector<rater_id> others;
      const ratings_view rows = s->rows(r.where.community, r.where.round);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (r.by.group(rows.sector[i]) != row.group) { others.push_back({rows.rater[i]}); }
      }
      const auto rest = profile::profile(s, {}, {.only = others});
      const auto& with = whole.rows[row.dimension->value];
      const auto& without = rest.rows[row.dimension->value];
      BOOST_TEST(row.n + row.n_without == with.n);
      BOOST_TEST(row.n_without == without.n);
      BOOST_TEST((row.median == with.median));
      BOOST_TEST((row.median_without == without.median));
      BOOST_TEST((row.level_set == with.level_set));
      BOOST_TEST((row.level_set_without == without.level_set));
      BOOST_TEST(row.dispersion == with.dispersion.value);
      BOOST_TEST(row.dispersion_without == without.dispersion.value);
    }
  }
}

BOOST_AUTO_TEST_CASE(nobody_else_and_rounds_not_held) {
  const auto s = study_maker{}.people("Alder", "R1", "p", "council", {1, 2, 3}).people("Bryn", "R2", "q", "", {1}).build(plain_rubric(1, 4));
  const table one = to_table(influence(s, {"Alder", "R1"}));
  BOOST_TEST_REQUIRE(one.rows() == 2u);
  BOOST_TEST(text_at(one, "status", 0) == "not_comparable");
  BOOST_TEST(text_at(one, "words", 1) == "Nobody else marked Dimension 1.");
  BOOST_TEST(integer(one, "n", 1) == 3);
  BOOST_TEST(integer(one, "n_without", 1) == 0);
  BOOST_TEST(!has(one, "median_low", 1));
  const table none = to_table(influence(s, {"Alder", "R2"}));
  BOOST_TEST(text_at(none, "status", 1) == "not_assessed");
  BOOST_TEST(!has(none, "n", 1));
  BOOST_TEST(text_at(to_table(influence(s, {"Bryn", ""})), "sector", 0) == "not stated");
  BOOST_CHECK_THROW((void)influence(s, {"Alder", ""}, {.withheld = {"", ""}}), error);
  BOOST_CHECK_THROW((void)influence(s, {"Alder", ""}, {.by_sector = sector_grouping{{"a"}, {0}}}), error);
  BOOST_CHECK_THROW((void)influence(s, {"Nowhere", ""}), error);
}

BOOST_AUTO_TEST_CASE(words) {
  study_maker m;
  m.people("Alder", "R1", "c", "council", {0, 0, 0}).people("Alder", "R1", "h", "health", {2, 2}).people("Alder", "R1", "x", "", {3});
  const table t = to_table(influence(m.build(plain_rubric(1, 4)), {}));
  BOOST_TEST(text_at(t, "words", 3) == "Without the 3 people from council the middle of Dimension 1 would be 3 instead of 1 to 3.");
  BOOST_TEST(text_at(t, "words", 5) == "Without the one person who states no sector the middle of Dimension 1 would be 1 instead of 1 to 3.");
  BOOST_TEST(text_at(t, "words", 0) == "Without the people from council the middle would be another on 1 of 1 dimension.");
  BOOST_TEST(integer(t, "level_set_low", 3) == 1);
  BOOST_TEST(t.at("balanced_change").reals()[3] == 1.0 / 3.0); // P(>= 2) is 2/3 with the council and 1 without; so is that of 3
  BOOST_TEST(integer(t, "balanced_level", 3) == 2);
}

BOOST_AUTO_TEST_CASE(the_room_sees_everything_and_others_what_they_may) {
  int shown = 0;
  int hidden = 0;
  for (std::uint32_t seed = 1; seed <= 40; ++seed) {
    const auto s = crowd(seed, 14);
    BOOST_TEST((profile::shared_influence(s, {}, rules_for(audience::room)) == to_table(influence(s, {}))));
    for (const audience who : {audience::partners, audience::public_}) {
      const auto r = rules_for(who);
      const table groups = profile::shared_profile(s, {}, r, {.by_sector = true});
      const table t = profile::shared_influence(s, {}, r);
      for (std::size_t row = 0; row < t.rows(); ++row) {
        if (!has(t, "dimension_key", row)) { continue; }
        bool withheld = false;
        for (std::size_t g = 0; g < groups.rows(); ++g) {
          withheld = withheld || (text_at(groups, "dimension_key", g) == text_at(t, "dimension_key", row) && text_at(groups, "status", g) == "hidden");
        }
        BOOST_TEST_REQUIRE((text_at(t, "status", row) == "hidden") == withheld);
        (withheld ? hidden : shown) += 1;
        for (const char* column : {"n", "n_without", "median_low_without", "level_set_low", "dispersion", "dispersion_without", "balanced_change", "medians_moved", "words"}) {
          if (withheld) { BOOST_TEST_REQUIRE(!has(t, column, row)); }
        }
        if (!withheld && has(t, "n", row) && text_at(t, "sector", row) != "all sectors") { BOOST_TEST_REQUIRE((integer(t, "n", row) == 0 || integer(t, "n", row) >= r.needed_group())); }
      }
    }
  }
  BOOST_TEST(shown > 30);
  BOOST_TEST(hidden > 30);
}

/// Two studies that differ only in who of the withheld groups gave which mark show the same influence.
BOOST_AUTO_TEST_CASE(no_subtraction_tells_a_withheld_group) {
  int tried = 0;
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    std::mt19937 draw{seed};
    std::vector<std::pair<const char*, int>> people; // sector and mark on the dimension whose groups are withheld; -1: does not know
    for (std::size_t p = 0; p < 8; ++p) { people.emplace_back("council", p < 3 ? -1 : static_cast<int>(draw() % 3)); }
    for (std::size_t p = 0; p < 8; ++p) { people.emplace_back("health", static_cast<int>(draw() % 3)); }
    for (std::size_t p = 0; p < 12; ++p) { people.emplace_back("police", static_cast<int>(draw() % 3)); }
    const auto build = [&](const auto& marks) {
      study_maker m;
      for (std::size_t p = 0; p < marks.size(); ++p) { m.person("Alder", "R1", "p" + std::to_string(p), marks[p].first, {marks[p].second < 0 ? mark{dont_know} : mark{marks[p].second}, static_cast<int>(p % 4)}); }
      return m.build(plain_rubric(2, 4));
    };
    const auto r = rules_for(audience::partners);
    const auto s = build(people);
    const table groups = profile::shared_profile(s, {}, r, {.by_sector = true});
    for (std::size_t a = 0; a < people.size(); ++a) {
      for (std::size_t b = a + 1; b < people.size(); ++b) {
        auto other = people;
        std::swap(other[a].second, other[b].second);
        if (other[a].second == other[b].second || people[a].first == people[b].first || people[a].second < 0 || people[b].second < 0) { continue; }
        const auto changed = build(other);
        if (!(profile::shared_profile(changed, {}, r, {.by_sector = true}) == groups)) { continue; }
        BOOST_TEST_REQUIRE((profile::shared_influence(changed, {}, r) == profile::shared_influence(s, {}, r)));
        ++tried;
      }
    }
  }
  BOOST_TEST(tried > 50);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
