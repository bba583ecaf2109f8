#include <boost/test/unit_test.hpp>

#include <headway/profile/profile.hpp>

#include "support/study_maker.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;

constexpr auto blank = missing_reason::blank;
constexpr auto dont_know = missing_reason::dont_know;

/// A community of `people` with random marks, some missing, some people without a code or a sector.
study_maker random_study(std::uint32_t seed, std::size_t dimensions, std::size_t levels, std::size_t people) {
  std::mt19937 draw{seed};
  study_maker m;
  for (const char* round : {"R1", "R2"}) {
    for (std::size_t p = 0; p < people; ++p) {
      const std::string rater = draw() % 9 == 0 ? "" : "p" + std::to_string(p);
      const std::array<const char*, 4> sectors{"council", "health", "small charity", ""};
      const char* sector = sectors[draw() % sectors.size()];
      for (std::size_t d = 0; d < dimensions; ++d) {
        if (draw() % 8 == 0) {
          m.add("Alder", round, rater, sector, d, static_cast<missing_reason>(1 + draw() % missing_reasons));
        } else {
          m.add("Alder", round, rater, sector, d, static_cast<int>(draw() % levels));
        }
      }
    }
  }
  m.agreed("Alder", "R2", 0, 1);
  return m;
}

BOOST_AUTO_TEST_SUITE(profile_test)

BOOST_AUTO_TEST_CASE(counts_medians_and_spread_of_one_cell) {
  study_maker m;
  m.people("Alder", "R1", "p", "council", {0, 0, 2, 2, 3, 4, blank, dont_know}).agreed("Alder", "R1", 0, 3);
  const auto s = m.build<1, 5>(plain_rubric(1, 5));
  const auto result = profile::profile(s, {.community = "Alder", .round = "R1"});
  BOOST_TEST_REQUIRE(result.rows.size() == 1u);
  const auto& row = result.rows[0];
  BOOST_TEST(row.n == 6u);
  BOOST_TEST(row.counts.n_missing() == 2u);
  BOOST_TEST(row.median.low == 2u);
  BOOST_TEST(row.median.high == 2u);
  BOOST_TEST(row.two_or_more_away == 3u); // two at level 0, one at level 4
  // D = 4/(K-1) sum F(1-F), F = 2/6, 2/6, 4/6, 5/6
  BOOST_TEST(row.dispersion.value == (3 * 2.0 / 9.0 + 5.0 / 36.0), boost::test_tools::tolerance(1e-14));
  BOOST_CHECK(row.status == status::ok);
  const table t = to_table(result);
  BOOST_TEST(integer(t, "count_1", 0) == 2);
  BOOST_TEST(integer(t, "count_2", 0) == 0);
  BOOST_TEST(integer(t, "median_low", 0) == 3);
  BOOST_TEST(integer(t, "blank", 0) == 1);
  BOOST_TEST(integer(t, "dont_know", 0) == 1);
  BOOST_TEST(integer(t, "consensus", 0) == 4);
  BOOST_TEST(text_at(t, "consensus_outcome", 0) == "agreed");
  BOOST_TEST(!has(t, "consensus_text", 0));
  BOOST_TEST(!has(t, "hidden_reason", 0));
  BOOST_TEST(!t.find("sector").has_value());
}

BOOST_AUTO_TEST_CASE(the_columns_are_those_promised) {
  const auto s = study_maker{}.person("Alder", "R1", "p1", "council", {0}).build(plain_rubric(1, 5, -2));
  const std::vector<std::string> expected{
      "community", "round", "dimension_number", "dimension_key", "dimension", "n", "n_missing", "blank", "dont_know", "not_applicable", "not_asked", "refused",
      "off_scale", "count_minus_2", "count_minus_1", "count_0", "count_1", "count_2", "median_low", "median_high", "level_set_low", "level_set_high",
      "level_set_status", "dispersion", "dispersion_unbiased", "dispersion_low", "dispersion_high", "dispersion_status", "shape_a", "two_camps",
      "two_or_more_away", "consensus", "consensus_text", "consensus_outcome", "status", "hidden_reason"};
  std::vector<std::string> names;
  const table t = to_table(profile::profile(s, {}));
  for (const table_column& c : t.columns()) { names.push_back(c.name()); }
  BOOST_TEST(names == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nobody_one_rater_and_nothing_but_an_agreed_mark_are_states_and_no_errors) {
  study_maker m;
  m.person("Alder", "R1", "p1", "council", {3, blank}).agreed("Alder", "R2", 0, 1).agreed("Alder", "R2", 1, {}, consensus_outcome::no_agreement);
  m.person("Bryn", "R3", "q1", "council", {0, 0});
  const auto s = m.build(plain_rubric(2, 5));
  const table one = to_table(profile::profile(s, {"Alder", "R1"}));
  BOOST_TEST(text_at(one, "status", 0) == "value_only");
  BOOST_TEST(integer(one, "median_low", 0) == 4);
  BOOST_TEST(!has(one, "level_set_low", 0));
  BOOST_TEST(!has(one, "dispersion_low", 0));
  BOOST_TEST(text_at(one, "status", 1) == "no_data");
  BOOST_TEST(integer(one, "n", 1) == 0);
  BOOST_TEST(!has(one, "median_low", 1));
  BOOST_TEST(!has(one, "dispersion", 1));
  const table agreed = to_table(profile::profile(s, {"Alder", "R2"}));
  BOOST_TEST(text_at(agreed, "status", 0) == "no_data");
  BOOST_TEST(integer(agreed, "n", 0) == 0);
  BOOST_TEST(integer(agreed, "consensus", 0) == 2);
  BOOST_TEST(!has(agreed, "consensus", 1));
  BOOST_TEST(text_at(agreed, "consensus_outcome", 1) == "no_agreement");
  const table missed = to_table(profile::profile(s, {"Alder", "R3"}));
  BOOST_TEST(missed.rows() == 2u);
  BOOST_TEST(text_at(missed, "status", 0) == "not_assessed");
  BOOST_TEST(text_at(missed, "dispersion_status", 0) == "not_assessed");
  BOOST_TEST(!has(missed, "n", 0));
  BOOST_TEST(!has(missed, "count_1", 0));
}

BOOST_AUTO_TEST_CASE(a_study_of_agreed_marks_only_gives_rows) {
  study_maker m;
  for (std::size_t d = 0; d < 3; ++d) { m.agreed("Alder", "R1", d, 2); }
  const auto s = m.build(plain_rubric(3, 5));
  const auto all = profile::profile_all(s);
  BOOST_TEST(all.rows.size() == 3u);
  for (const auto& row : all.rows) {
    BOOST_CHECK(row.status == status::no_data);
    BOOST_TEST(row.consensus->score.level() == 2u);
  }
  BOOST_TEST(profile::profile(s, {}, {.by_sector = sector_grouping::identity(s.data())}).rows.empty()); // nobody ever came
}

BOOST_AUTO_TEST_CASE(everybody_at_one_level_on_two_and_on_sixteen_levels) {
  for (const std::size_t levels : {std::size_t{2}, std::size_t{16}}) {
    study_maker m;
    m.people("Alder", "R1", "p", "", std::vector<mark>(9, static_cast<int>(levels - 1)));
    const auto s = m.build(plain_rubric(1, levels, 0));
    const auto row = profile::profile(s, {}).rows[0];
    BOOST_TEST(row.dispersion.value == 0.0);
    BOOST_TEST(row.shape.agreement == 1.0);
    BOOST_TEST(row.two_or_more_away == 0u);
    BOOST_TEST(row.level_set.lowest == levels - 1);
    const table t = to_table(profile::profile(s, {}));
    BOOST_TEST(integer(t, ("count_" + std::to_string(levels - 1)).c_str(), 0) == 9);
    BOOST_TEST(integer(t, "median_low", 0) == static_cast<std::int64_t>(levels - 1));
  }
}

BOOST_AUTO_TEST_CASE(people_two_or_more_levels_away) {
  using counts = std::vector<std::uint32_t>;
  BOOST_TEST(profile::two_or_more_away(counts{0, 0, 0}) == 0u);
  BOOST_TEST(profile::two_or_more_away(counts{3, 0, 3}) == 0u);       // the medians are both ends: nobody is away from both
  BOOST_TEST(profile::two_or_more_away(counts{1, 3, 6, 2, 2}) == 3u); // one below, two above the middle level
  BOOST_TEST(profile::two_or_more_away(counts{4, 0, 1}) == 1u);
  BOOST_TEST(profile::two_or_more_away(counts{5, 4}) == 0u);
}

BOOST_AUTO_TEST_CASE(sectors_are_told_apart_and_groups_absent_only_now_have_rows) {
  study_maker m;
  m.people("Alder", "R1", "p", "council", {0, 1}).people("Alder", "R1", "q", "health", {4}).people("Alder", "R2", "p", "council", {2, 2}).people("Bryn", "R1", "r", "police", {1});
  m.agreed("Alder", "R2", 0, 2);
  const auto s = m.build(plain_rubric(1, 5));
  const auto result = profile::profile(s, {"Alder", "R2"}, {.by_sector = sector_grouping::identity(s.data())});
  const table t = to_table(result);
  BOOST_TEST_REQUIRE(t.rows() == 2u); // police never came to Alder, and everybody states a sector
  BOOST_TEST(text_at(t, "sector", 0) == "council");
  BOOST_TEST(integer(t, "n", 0) == 2);
  BOOST_TEST(text_at(t, "sector", 1) == "health");
  BOOST_TEST(text_at(t, "status", 1) == "no_data");
  BOOST_TEST(!has(t, "consensus", 0)); // the room's mark is not a sector's
  BOOST_CHECK_EXCEPTION((void)profile::profile(s, {"Alder", ""}, {.by_sector = sector_grouping{{"all"}, {0}}}), error,
                        [](const error& e) { return e.category() == error_category::incompatible; });
}

BOOST_AUTO_TEST_CASE(only_some_people_are_counted) {
  study_maker m;
  m.people("Alder", "R1", "p", "", {0, 1, 2}).add("Alder", "R1", "", "", 0, 4);
  const auto s = m.build(plain_rubric(1, 5));
  const auto at = [&](const std::string& name) { return rater_id{static_cast<std::uint32_t>(std::find(s->raters().begin(), s->raters().end(), name) - s->raters().begin())}; };
  const auto row = profile::profile(s, {}, {.only = std::vector<rater_id>{at("p3"), at("p1")}}).rows[0];
  BOOST_TEST(row.n == 2u);
  BOOST_TEST(row.counts.level[0] == 1u);
  BOOST_TEST(row.counts.level[2] == 1u);
  BOOST_TEST(profile::profile(s, {}, {.only = std::vector<rater_id>{}}).rows[0].n == 0u);
}

BOOST_AUTO_TEST_CASE(sector_counts_add_up_to_the_whole) {
  const auto s = random_study(5, 4, 5, 23).build(plain_rubric(4, 5));
  const auto whole = profile::profile_all(s);
  const auto parts = profile::profile_all(s, {.by_sector = sector_grouping::identity(s.data())});
  for (const auto& row : whole.rows) {
    cell_counts<dynamic> sum = empty_cell(s);
    for (const auto& part : parts.rows) {
      if (part.round != row.round || part.dimension != row.dimension) { continue; }
      for (std::size_t k = 0; k < sum.level.size(); ++k) { sum.level[k] += part.counts.level[k]; }
      for (std::size_t k = 0; k < sum.missing.size(); ++k) { sum.missing[k] += part.counts.missing[k]; }
    }
    BOOST_TEST((sum == row.counts));
  }
}

template <std::size_t Dimensions, std::size_t Levels> void static_equals_dynamic(std::uint32_t seed) {
  const study_maker m = random_study(seed, Dimensions, Levels, 21);
  const auto fixed = m.build<Dimensions, Levels>(plain_rubric(Dimensions, Levels));
  const auto free = m.build(plain_rubric(Dimensions, Levels));
  BOOST_TEST((to_table(profile::profile_all(fixed)) == to_table(profile::profile_all(free)))); // reals compare by value: no tolerance
  BOOST_TEST((to_table(profile::profile_all(fixed.to_dynamic())) == to_table(profile::profile_all(free))));
  const profile::profile_options by{.by_sector = sector_grouping::identity(free.data())};
  BOOST_TEST((to_table(profile::profile_all(fixed, by)) == to_table(profile::profile_all(free, by))));
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_rubrics_give_the_same_bits) {
  static_equals_dynamic<9, 5>(1);
  static_equals_dynamic<1, 2>(2);
  static_equals_dynamic<3, 16>(3);
}

BOOST_AUTO_TEST_CASE(the_order_of_rows_changes_no_bit) {
  const study_maker m = random_study(11, 3, 5, 17);
  const auto first = m.build(plain_rubric(3, 5));
  const sector_grouping by = sector_grouping::identity(first.data());
  const table whole = to_table(profile::profile_all(first));
  const table parts = to_table(profile::profile_all(first, {.by_sector = by}));
  std::vector<std::size_t> order(m.input().ratings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937 draw{3};
  for (int run = 0; run < 10; ++run) {
    std::shuffle(order.begin(), order.end(), draw);
    const auto again = study_builder<>{rubric<>{plain_rubric(3, 5)}}.add(reordered(m.input(), order)).build();
    BOOST_TEST_REQUIRE((to_table(profile::profile_all(again)) == whole));
    BOOST_TEST_REQUIRE((to_table(profile::profile_all(again, {.by_sector = by})) == parts));
  }
}

BOOST_AUTO_TEST_CASE(a_reversed_scale_mirrors_the_figures) {
  const std::vector<mark> marks{0, 0, 1, 3, 4, 4, 4, 2, 3};
  std::vector<mark> mirrored;
  for (const mark& m : marks) { mirrored.emplace_back(4 - m.code); }
  const auto a = profile::profile(study_maker{}.people("A", "R1", "p", "", marks).build(plain_rubric(1, 5)), {}).rows[0];
  const auto b = profile::profile(study_maker{}.people("A", "R1", "p", "", mirrored).build(plain_rubric(1, 5)), {}).rows[0];
  BOOST_TEST(a.median.low == 4 - b.median.high);
  BOOST_TEST(a.level_set.lowest == 4 - b.level_set.highest);
  BOOST_TEST(a.dispersion.value == b.dispersion.value);
  BOOST_TEST(a.two_or_more_away == b.two_or_more_away);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
