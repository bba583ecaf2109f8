#include <boost/test/unit_test.hpp>

#include <headway/agreement/sector_pairs.hpp>
#include <headway/core/study_builder.hpp>

#include "support/study_maker.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using agreement::sector_pairs;

constexpr auto dont_know = missing_reason::dont_know;

/// The ten people of pooled_effect_test, and a third sector of one.
study_maker three_sectors() {
  study_maker m;
  const std::vector<std::vector<mark>> council{{1, 1}, {0, 1}, {1, 2}, {1, 1}};
  const std::vector<std::vector<mark>> health{{2, 2}, {3, 2}, {2, 3}, {2, 2}, {3, 3}, {2, dont_know}};
  for (std::size_t i = 0; i < council.size(); ++i) { m.person("Alder", "R1", "c" + std::to_string(i), "council", council[i]); }
  for (std::size_t i = 0; i < health.size(); ++i) { m.person("Alder", "R1", "h" + std::to_string(i), "health", health[i]); }
  return m.person("Alder", "R1", "x", "police", {1, dont_know});
}

double real(const table& t, const char* column, std::size_t row) {
  BOOST_TEST_REQUIRE(has(t, column, row));
  return t.at(column).reals()[row];
}

BOOST_AUTO_TEST_SUITE(sector_pairs_test, *boost::unit_test::tolerance(1e-10))

BOOST_AUTO_TEST_CASE(pairs_over_all_dimensions_and_on_each) {
  const auto s = three_sectors().build(plain_rubric(2, 5));
  const auto r = sector_pairs(s, {});
  const table t = to_table(r);
  BOOST_TEST_REQUIRE(t.rows() == 9u); // three pairs, over all and on two dimensions
  BOOST_TEST(text_at(t, "sector", 0) == "council");
  BOOST_TEST(text_at(t, "other_sector", 0) == "health");
  BOOST_TEST(text_at(t, "other_sector", 2) == "police");
  BOOST_TEST(real(t, "superiority", 0) == 0.0375); // as in pooled_effect_test
  BOOST_TEST(real(t, "p", 0) == 1.0 / 210);
  BOOST_TEST(text_at(t, "test", 0) == "studentised");
  BOOST_TEST(text_at(t, "test", 1) == "difference");
  BOOST_TEST(real(t, "p_adjusted", 0) == 3.0 / 210); // Holm over three pairs
  BOOST_TEST(text_at(t, "words", 0) == "Over 2 dimensions, set side by side, somebody from health marks higher than somebody from council nearly every time; with 6 and 4 people that is more than chance would give.");
  BOOST_TEST(integer(t, "dimensions", 1) == 1);

  // on the first dimension council 0 1 1 1, health 2 2 2 2 3 3: no overlap, so both the exact rank sum and the studentised test are at their floor
  const auto direct = exact::two_sample(std::vector<std::uint32_t>{1, 3, 0, 0, 0}, std::vector<std::uint32_t>{0, 0, 4, 2, 0}, {.most_tables = 50'000, .draws = 9'999});
  BOOST_TEST(real(t, "superiority", 3) == 0.0);
  BOOST_TEST(real(t, "cliff_delta", 3) == -1.0);
  BOOST_TEST(real(t, "p", 3) == direct.studentised_p.two_sided_doubled);
  BOOST_TEST(real(t, "p", 3) == 2.0 / 210);
  BOOST_TEST(real(t, "superiority_high", 3) == direct.superiority_range->upper);
  BOOST_TEST(text_at(t, "words", 3) == "Set side by side, somebody from health marks Dimension 1 higher than somebody from council every time; with 6 and 4 people that is more than chance would give.");
  BOOST_TEST(text_at(t, "test", 4) == "rank_sum");
  BOOST_TEST(text_at(t, "words", 4) == "Set side by side, somebody from police marks Dimension 1 higher than somebody from council about 6 times in 10; with 1 and 4 people this panel could not have shown a difference.");
  BOOST_TEST(text_at(t, "status", 7) == "no_data");
  BOOST_TEST(text_at(t, "words", 7) == "Nobody from police marked Dimension 2.");
  BOOST_TEST(!has(t, "p", 7));
}

BOOST_AUTO_TEST_CASE(equal_marks_missing_sectors_and_rounds_not_held) {
  study_maker m;
  m.people("Alder", "R1", "c", "council", {2, 2}).people("Alder", "R1", "h", "", {2, 2, 2}).people("Alder", "R2", "h", "", {1}).people("Bryn", "R3", "h", "", {1});
  const auto s = m.build(plain_rubric(1, 5));
  const table t = to_table(sector_pairs(s, {"Alder", "R1"}));
  BOOST_TEST_REQUIRE(t.rows() == 2u);
  BOOST_TEST(text_at(t, "status", 1) == "no_variation");
  BOOST_TEST(real(t, "p", 1) == 1.0);
  BOOST_TEST(text_at(t, "words", 1) == "Set side by side, people from council and who states no sector gave the same mark for Dimension 1.");
  const table missing = to_table(sector_pairs(s, {"Alder", "R2"}));
  BOOST_TEST(text_at(missing, "status", 0) == "no_data");
  BOOST_TEST(text_at(missing, "words", 1) == "Nobody from council marked Dimension 1.");
  BOOST_TEST(text_at(to_table(sector_pairs(s, {"Alder", "R3"})), "status", 0) == "not_assessed");
  BOOST_TEST(to_table(sector_pairs(s, {"Bryn", "R3"})).rows() == 0u); // one sector makes no pair
}

BOOST_AUTO_TEST_CASE(marks_without_a_code_and_withheld_dimensions) {
  study_maker m = three_sectors();
  m.person("Alder", "R1", "", "council", {0, 1});
  const auto s = m.build(plain_rubric(2, 5));
  const table t = to_table(sector_pairs(s, {}));
  BOOST_TEST(has(t, "superiority", 0));
  BOOST_TEST(!has(t, "p", 0));
  BOOST_TEST(text_at(t, "interval_status", 0) == "not_comparable");
  BOOST_TEST(text_at(t, "words", 0).ends_with("cannot be put together over dimensions."));
  BOOST_TEST(integer(t, "n", 3) == 5);
  const auto whole = three_sectors().build(plain_rubric(2, 5));
  const table part = to_table(sector_pairs(whole, {}, {.withheld = {"", "too few"}}));
  BOOST_TEST(text_at(part, "status", 6) == "hidden");
  BOOST_TEST(text_at(part, "hidden_reason", 6) == "too few");
  BOOST_TEST(!has(part, "n", 6));
  BOOST_TEST(integer(part, "dimensions", 0) == 1);
  BOOST_TEST(real(part, "superiority", 0) == 0.0);
  const table none = to_table(sector_pairs(whole, {}, {.withheld = {"why", "too few"}}));
  BOOST_TEST(text_at(none, "status", 0) == "hidden");
  BOOST_TEST(text_at(none, "hidden_reason", 0) == "why");
  BOOST_CHECK_THROW((void)sector_pairs(whole, {}, {.withheld = {""}}), error);
  BOOST_CHECK_THROW((void)sector_pairs(whole, {}, {.by_sector = sector_grouping{{"a"}, {0}}}), error);
  BOOST_CHECK_THROW((void)sector_pairs(whole, {"Nowhere", ""}), error);
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_and_any_order_of_rows_give_the_same_bits) {
  const study_maker m = three_sectors();
  const table free = to_table(sector_pairs(m.build(plain_rubric(2, 5)), {}));
  BOOST_TEST((free == to_table(sector_pairs(m.build<2, 5>(plain_rubric(2, 5)), {}))));
  std::vector<std::size_t> order(m.input().ratings.size());
  for (std::size_t i = 0; i < order.size(); ++i) { order[i] = order.size() - 1 - i; }
  const auto again = study_builder<>{rubric<>{plain_rubric(2, 5)}}.add(reordered(m.input(), order)).build();
  BOOST_TEST((free == to_table(sector_pairs(again, {}))));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
