#include <boost/test/unit_test.hpp>

#include <headway/agreement/sectors.hpp>
#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>
#include <headway/rubrics/rubrics.hpp>

#include "support/samples.hpp"
#include "support/study_maker.hpp"

#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using agreement::sectors;

constexpr auto dont_know = missing_reason::dont_know;

const study<9, 5>& sample() {
  static const study<9, 5> s = [] {
    const auto rubric = rubrics::system_maturity();
    return study_builder{rubric}.add(io::read_ratings(sample_path("scores_long.csv"), rubric)).build();
  }();
  return s;
}

/// Four council people a level or so under six health people on two dimensions.
study_maker two_sectors() {
  study_maker m;
  const std::vector<std::vector<mark>> council{{1, 1}, {0, 1}, {1, 2}, {1, 1}};
  const std::vector<std::vector<mark>> health{{2, 2}, {3, 2}, {2, 3}, {2, 2}, {3, 3}, {2, dont_know}};
  for (std::size_t i = 0; i < council.size(); ++i) { m.person("Alder", "R1", "c" + std::to_string(i), "council", council[i]); }
  for (std::size_t i = 0; i < health.size(); ++i) { m.person("Alder", "R1", "h" + std::to_string(i), "health", health[i]); }
  return m;
}

double real(const table& t, const char* column, std::size_t row) {
  BOOST_TEST_REQUIRE(has(t, column, row));
  return t.at(column).reals()[row];
}

BOOST_AUTO_TEST_SUITE(sectors_test, *boost::unit_test::tolerance(1e-9))

// Expected values: the 22,680 ways enumerated by an independent program in Python 3.11 (itertools and numpy 2).
BOOST_AUTO_TEST_CASE(brackenmoor_by_enumeration) {
  const auto r = sectors(sample(), {"BRA", "R2"}, {.regroup = {.most_exact = 30'000}});
  const table t = to_table(r);
  BOOST_TEST_REQUIRE(t.rows() == 70u); // seven sectors ever came; over all dimensions and on nine
  BOOST_TEST(r.gaps.ways.exact);
  BOOST_TEST(r.gaps.ways.ways == 22'680u);
  const std::vector<std::size_t> came{1, 2, 4, 5, 6}; // council, health, lived experience, police and justice, small charity
  const std::vector<double> gap{-0.3493634259259259, 0.4595816798941799, -0.31220238095238095, 0.45234788359788364, -0.2503637566137566};
  const std::vector<double> p{5940, 2520, 7110, 7560, 10260};
  const std::vector<double> adjusted{17568, 10728, 18648, 19200, 21816};
  const std::vector<double> floor{360, 360, 360, 10728, 360};
  const std::vector<double> half{0.891748034, 0.825571595, 0.909148233, 0.0, 0.933216222};
  for (std::size_t i = 0; i < came.size(); ++i) {
    const std::size_t row = came[i];
    BOOST_TEST(!has(t, "dimension", row));
    BOOST_TEST(real(t, "gap", row) == gap[i]);
    BOOST_TEST(real(t, "gap_to_rest", row) == gap[i] * 1.25);
    BOOST_TEST(real(t, "p", row) == p[i] / 22680);
    BOOST_TEST(real(t, "p_adjusted", row) == adjusted[i] / 22680);
    BOOST_TEST(real(t, "p_min", row) == floor[i] / 22680);
    BOOST_TEST(has(t, "gap_low", row) == (i != 3));
    if (i != 3) { BOOST_TEST(std::abs(real(t, "gap_high", row) - (gap[i] + half[i])) < 1e-7); }
    BOOST_TEST(real(t, "between_share", row) == 0.6408242236625715);
    BOOST_TEST(real(t, "between_p", row) == 3600.0 / 22680);
  }
  BOOST_TEST(text_at(t, "status", 5) == "could_not_show");
  BOOST_TEST(text_at(t, "status", 0) == "no_data"); // nobody from business came this time
  BOOST_TEST(integer(t, "n", 0) == 0);
  BOOST_TEST(!has(t, "gap", 0));
  BOOST_TEST(text_at(t, "words", 0) == "Nobody from business marked anything.");
  BOOST_TEST(text_at(t, "words", 2) == "Over 9 dimensions, people from health mark about half a level higher than the rest; with 2 and 7 people this could be chance.");
  BOOST_TEST(text_at(t, "words", 5) ==
             "Over 7 dimensions, the one person from police and justice marks about half a level higher than the rest; with 1 and 8 people this panel could not have shown a difference.");

  const std::size_t finance = 7 + 7 * 5;
  BOOST_TEST(text_at(t, "dimension_key", finance) == "finance");
  BOOST_TEST(real(t, "gap", finance + 2) == 0.75);
  BOOST_TEST(real(t, "p", finance + 2) == 630.0 / 22680);
  BOOST_TEST(real(t, "p_adjusted", finance + 2) == 7272.0 / 22680);
  BOOST_TEST(text_at(t, "status", finance + 5) == "no_data");
  BOOST_TEST(text_at(t, "words", finance + 5) == "Nobody from police and justice marked Finance.");

  const std::vector<double> share{0.8260869565217391, 0.5178571428571427, 0.4375, 0.55, 0.7142857142857143, 1.0, 0.3571428571428572, 0.7083333333333333, 0.6521739130434783};
  const table splits = split_table(r);
  BOOST_TEST_REQUIRE(splits.rows() == 10u);
  BOOST_TEST(real(splits, "between_share", 0) == 0.6408242236625715);
  for (std::size_t d = 0; d < 9; ++d) {
    BOOST_TEST(real(splits, "between_share", d + 1) == share[d]);
    BOOST_TEST(real(splits, "within", d + 1) + real(splits, "between", d + 1) == real(splits, "dispersion", d + 1));
  }
  BOOST_TEST(integer(splits, "sectors", 0) == 5);
  BOOST_TEST(text_at(splits, "words", 0) == "About three fifths of the differences lie between sectors, where chance alone gives about half; with 9 people in 5 sectors this could be chance.");
}

BOOST_AUTO_TEST_CASE(words_for_a_difference_that_shows) {
  const table t = to_table(sectors(two_sectors().build(plain_rubric(2, 5)), {}));
  BOOST_TEST_REQUIRE(t.rows() == 6u);
  BOOST_TEST(text_at(t, "words", 0) == "Over 2 dimensions, people from council mark about one and a half levels lower than the rest; with 4 and 6 people that is more than chance would give.");
  BOOST_TEST(text_at(t, "words", 3) == "People from health mark Dimension 1 about one and a half levels higher than the rest; with 6 and 4 people that is more than chance would give.");
  BOOST_TEST(integer(t, "n", 5) == 5); // one did not know
  BOOST_TEST(integer(t, "n_rest", 5) == 4);
  BOOST_TEST(integer(t, "dimensions", 0) == 2);
  BOOST_TEST(real(t, "gap", 2) == 0.5 * (0.75 - 14.0 / 6.0));
  BOOST_TEST(real(t, "gap_to_rest", 2) == 0.75 - 14.0 / 6.0);
  BOOST_TEST(real(t, "gap_high", 0) < 0.0);
  BOOST_TEST(text_at(t, "community", 5) == "Alder");
  BOOST_TEST(text_at(t, "round", 5) == "R1");
}

BOOST_AUTO_TEST_CASE(one_sector_no_sectors_and_rounds_that_were_not_held) {
  const auto one = study_maker{}.people("Alder", "R1", "p", "council", {1, 2, 3}).people("Bryn", "R2", "q", "", {1, 2}).build(plain_rubric(1, 4));
  const table council = to_table(sectors(one, {"Alder", "R1"}));
  BOOST_TEST_REQUIRE(council.rows() == 2u);
  BOOST_TEST(text_at(council, "status", 0) == "not_comparable");
  BOOST_TEST(text_at(council, "words", 0) == "All marks come from one sector: there is nobody to compare it with.");
  BOOST_TEST(text_at(council, "words", 1) == "All marks on Dimension 1 come from one sector: there is nobody to compare it with.");
  BOOST_TEST(integer(council, "n", 1) == 3);
  BOOST_TEST(!has(council, "gap", 1));
  BOOST_TEST(text_at(split_table(sectors(one, {"Alder", "R1"})), "words", 1) == "All marks on Dimension 1 come from one sector, so nothing lies between sectors.");
  const table unknown = to_table(sectors(one, {"Bryn", "R2"}));
  BOOST_TEST(text_at(unknown, "sector", 0) == "not stated");
  BOOST_TEST(text_at(unknown, "words", 1) == "Nobody states a sector, so sectors cannot be compared.");
  const table not_held = to_table(sectors(one, {"Alder", "R2"}));
  BOOST_TEST_REQUIRE(not_held.rows() == 2u);
  BOOST_TEST(text_at(not_held, "status", 0) == "not_assessed");
  BOOST_TEST(!has(not_held, "n", 0));
  BOOST_TEST(text_at(split_table(sectors(one, {"Alder", "R2"})), "status", 1) == "not_assessed");
  const auto agreed = study_maker{}.agreed("Alder", "R1", 0, 2).build(plain_rubric(1, 4)); // an agreed mark and nobody's own
  BOOST_TEST(to_table(sectors(agreed, {})).rows() == 0u);
  BOOST_TEST(text_at(split_table(sectors(agreed, {})), "status", 1) == "no_data");
  BOOST_TEST(text_at(split_table(sectors(agreed, {})), "words", 0) == "Nobody marked anything.");
}

BOOST_AUTO_TEST_CASE(people_without_a_sector_are_a_group) {
  const auto s = study_maker{}.people("Alder", "R1", "p", "council", {3, 3, 2, 3, 3}).people("Alder", "R1", "q", "", {0, 1, 0, 0, 1}).build(plain_rubric(1, 4));
  const table t = to_table(sectors(s, {}));
  BOOST_TEST(text_at(t, "sector", 3) == "not stated");
  BOOST_TEST(text_at(t, "words", 3) == "People who state no sector mark Dimension 1 about two and a half levels lower than the rest; with 5 and 5 people that is more than chance would give.");
}

BOOST_AUTO_TEST_CASE(who_gives_two_sectors_counts_in_both) {
  study_maker m = two_sectors();
  m.add("Alder", "R1", "x", "council", 0, 0).add("Alder", "R1", "x", "health", 1, 3);
  const auto r = sectors(m.build(plain_rubric(2, 5)), {});
  BOOST_TEST(r.in_two_sectors == 1u);
  BOOST_TEST(r.gaps.pooled[0].n == 5u);
  BOOST_TEST(r.gaps.pooled[1].n == 7u);
  BOOST_TEST(r.gaps.each[0].n == 5u);
  BOOST_TEST(r.gaps.each[3].n == 6u);
}

BOOST_AUTO_TEST_CASE(marks_without_a_code_stay_on_their_dimension) {
  study_maker m = two_sectors();
  for (int i = 0; i < 3; ++i) { m.person("Alder", "R1", "", "council", {0, 1}); }
  const auto s = m.build(plain_rubric(2, 5));
  const auto r = sectors(s, {});
  BOOST_TEST(r.without_code == 6u);
  const table t = to_table(r);
  BOOST_TEST(text_at(t, "interval_status", 0) == "not_comparable");
  BOOST_TEST(!has(t, "p", 0));
  BOOST_TEST(has(t, "gap", 0));
  BOOST_TEST(text_at(t, "words", 0).ends_with("whether this is chance cannot be told. Marks without a person's code cannot be put together over dimensions."));
  BOOST_TEST(integer(t, "n", 2) == 7);
  BOOST_TEST(has(t, "p", 2));
  // rows without a code come in any order
  std::vector<std::size_t> order(m.input().ratings.size());
  for (std::size_t i = 0; i < order.size(); ++i) { order[i] = order.size() - 1 - i; }
  const auto again = study_builder<>{rubric<>{plain_rubric(2, 5)}}.add(reordered(m.input(), order)).build();
  BOOST_TEST((to_table(sectors(again, {})) == t));
}

BOOST_AUTO_TEST_CASE(sectors_can_be_joined_and_dimensions_withheld) {
  study_maker m = two_sectors();
  m.person("Alder", "R1", "x", "police", {4, 4});
  const auto s = m.build(plain_rubric(2, 5));
  const sector_grouping joined{{"council", "health + police"}, {0, 1, 1, 1}};
  const table t = to_table(sectors(s, {}, {.by_sector = joined}));
  BOOST_TEST_REQUIRE(t.rows() == 6u);
  BOOST_TEST(text_at(t, "sector", 1) == "health + police");
  BOOST_TEST(integer(t, "n", 1) == 7);

  const auto part = sectors(s, {}, {.by_sector = joined, .withheld = {"", "too few"}});
  const table half = to_table(part);
  BOOST_TEST(text_at(half, "status", 4) == "hidden");
  BOOST_TEST(text_at(half, "hidden_reason", 4) == "too few");
  BOOST_TEST(!has(half, "n", 4));
  BOOST_TEST(!has(half, "words", 4));
  BOOST_TEST(integer(half, "dimensions", 0) == 1);
  BOOST_TEST(text_at(split_table(part), "status", 2) == "hidden");
  // what is withheld enters nothing: the same as a study without those marks
  study_maker other;
  for (int i = 0; i < 4; ++i) { other.person("Alder", "R1", "c" + std::to_string(i), "council", {std::vector<mark>{1, 0, 1, 1}[static_cast<std::size_t>(i)], dont_know}); }
  for (int i = 0; i < 6; ++i) { other.person("Alder", "R1", "h" + std::to_string(i), "health", {std::vector<mark>{2, 3, 2, 2, 3, 2}[static_cast<std::size_t>(i)], 4}); }
  other.person("Alder", "R1", "x", "police", {4, 0});
  BOOST_TEST((to_table(sectors(other.build(plain_rubric(2, 5)), {}, {.by_sector = joined, .withheld = {"", "too few"}})) == half));
  const table nothing = to_table(sectors(s, {}, {.withheld = {"why", "why not"}}));
  for (std::size_t row = 0; row < nothing.rows(); ++row) { BOOST_TEST(text_at(nothing, "status", row) == "hidden"); }
  BOOST_TEST(text_at(nothing, "hidden_reason", 0) == "why");
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_and_any_order_of_rows_give_the_same_bits) {
  std::mt19937 draw{8};
  study_maker m;
  for (std::size_t p = 0; p < 14; ++p) {
    for (std::size_t d = 0; d < 3; ++d) {
      m.add("Alder", p % 5 == 0 ? "R1" : "R2", "p" + std::to_string(p), std::vector<const char*>{"council", "health", "", "police"}[p % 4], d,
            draw() % 6 == 0 ? mark{dont_know} : mark{static_cast<int>(draw() % 4)});
    }
  }
  const auto free = sectors(m.build(plain_rubric(3, 4)), {"", "R2"});
  const auto fixed = sectors(m.build<3, 4>(plain_rubric(3, 4)), {"", "R2"});
  BOOST_TEST((to_table(free) == to_table(fixed)));
  BOOST_TEST((split_table(free) == split_table(fixed)));
  std::vector<std::size_t> order(m.input().ratings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::shuffle(order.begin(), order.end(), draw);
  const auto again = study_builder<>{rubric<>{plain_rubric(3, 4)}}.add(reordered(m.input(), order)).build();
  BOOST_TEST((to_table(sectors(again, {"", "R2"})) == to_table(free)));
}

BOOST_AUTO_TEST_CASE(misuse_throws) {
  const auto s = two_sectors().build(plain_rubric(2, 5));
  BOOST_CHECK_THROW((void)sectors(s, {"Nowhere", ""}), error);
  BOOST_CHECK_THROW((void)sectors(s, {"", "R7"}), error);
  BOOST_CHECK_THROW((void)sectors(s, {}, {.withheld = {""}}), error);
  BOOST_CHECK_THROW((void)sectors(s, {}, {.by_sector = sector_grouping{{"all"}, {0, 0}}}), error);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
