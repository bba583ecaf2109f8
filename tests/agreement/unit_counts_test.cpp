#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/unit_counts.hpp>

#include "agreement/made_marks.hpp"

BOOST_AUTO_TEST_SUITE(unit_counts_test)

namespace {

namespace ha = headway::agreement;
using ha::count_units;
using ha::unit_counts;
using ha::units_of_counts;
using made::made_marks;

std::vector<std::uint32_t> counts_of(const std::vector<std::int8_t>& marks, std::size_t units, std::size_t raters, std::size_t levels) {
  std::vector<std::uint32_t> out(units * levels);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i] >= 0) { ++out[i / raters * levels + static_cast<std::size_t>(marks[i])]; }
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(units_that_are_alike_are_put_together) {
  const std::vector<std::int8_t> marks{0, 1, 1, 1, 0, 1, -1, -1, -1, 2, 2, -1, 1, 1, 0};
  const unit_counts units = count_units(marks, 5, 3, 3);
  BOOST_TEST(units.units() == 5u);
  BOOST_TEST(units.kinds() == 2u);
  BOOST_TEST(units.times(0) == 3u);
  BOOST_TEST((std::vector<std::uint32_t>(units.counts(0).begin(), units.counts(0).end()) == std::vector<std::uint32_t>{1, 2, 0}));
  BOOST_TEST(units.times(1) == 1u);
  BOOST_TEST((std::vector<std::uint32_t>(units.counts(1).begin(), units.counts(1).end()) == std::vector<std::uint32_t>{0, 0, 2}));
  BOOST_TEST(units.sums().units() == 5u);
  BOOST_TEST(units.sums().units_with(1) == 4u);
}

BOOST_AUTO_TEST_CASE(marks_and_counts_say_the_same_for_any_number_of_levels_and_raters) {
  for (const std::size_t levels : {2u, 3u, 5u, 8u, 9u, 16u}) {
    for (const std::size_t raters : {1u, 2u, 7u, 31u, 255u, 256u, 600u}) {
      const std::size_t units = raters > 100 ? 20 : 200;
      const auto marks = made_marks(units, raters, levels, 0.3, 5);
      const unit_counts of_marks = count_units(marks, units, raters, levels);
      BOOST_TEST((of_marks == units_of_counts(counts_of(marks, units, raters, levels), units, levels)));
      std::uint64_t total = 0;
      for (std::size_t i = 0; i < of_marks.kinds(); ++i) { total += of_marks.times(i); }
      BOOST_TEST(total == of_marks.sums().units_with(1));
    }
  }
}

BOOST_AUTO_TEST_CASE(more_units_than_are_sorted_at_once) {
  const std::size_t units = (1 << 17) + 1000;
  std::vector<std::int8_t> marks(units * 3);
  std::uint32_t state = 8;
  for (std::int8_t& mark : marks) {
    state = state * 1664525u + 1013904223u;
    mark = static_cast<std::int8_t>(static_cast<int>((state >> 16) % 5u) - 1);
  }
  const std::span<const std::int8_t> all{marks};
  unit_counts parts = count_units(all.subspan(5000 * 3), units - 5000, 3, 4);
  parts.merge(count_units(all.first(5000 * 3), 5000, 3, 4));
  BOOST_TEST((count_units(all, units, 3, 4) == parts));
  BOOST_TEST(parts.units() == units);
  BOOST_TEST((parts.sums() == ha::sum_pairs(marks, units, 3, 4)));
}

BOOST_AUTO_TEST_CASE(units_that_nobody_could_mark_are_units_without_marks) {
  for (const std::size_t levels : {5u, 12u}) {
    const unit_counts units = count_units({}, 6, 0, levels);
    BOOST_TEST(units.units() == 6u);
    BOOST_TEST(units.kinds() == 0u);
    BOOST_TEST((units.sums() == ha::sum_pairs({}, 6, 0, levels)));
  }
}

BOOST_AUTO_TEST_CASE(a_square_table_is_units_of_two_marks) {
  headway::exact::transitions table{3};
  table.add(0, 1, 4);
  table.add(1, 0, 3);
  table.add(2, 2, 5);
  const unit_counts units = ha::detail::units_of_table(table);
  const std::vector<std::int8_t> marks{0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2};
  BOOST_TEST((units == count_units(marks, 12, 2, 3)));
}

BOOST_AUTO_TEST_CASE(misuse_says_what_is_wrong) {
  BOOST_CHECK_THROW(unit_counts{1}, headway::error);
  BOOST_CHECK_THROW(unit_counts{17}, headway::error);
  unit_counts three{3};
  BOOST_CHECK_THROW(three.merge(unit_counts{4}), headway::error);
  BOOST_CHECK_THROW((void)units_of_counts(std::vector<std::uint32_t>(7), 2, 3), headway::error);
  BOOST_CHECK_THROW((void)units_of_counts(std::vector<std::uint32_t>(6), 2, 1), headway::error);
  BOOST_CHECK_THROW((void)count_units(std::vector<std::int8_t>(6), 2, 4, 5), headway::error);
  try {
    (void)units_of_counts(std::vector<std::uint32_t>{1, 2, 1000000, 1}, 2, 2);
    BOOST_FAIL("no error");
  } catch (const headway::error& e) {
    BOOST_TEST(e.row() == 1);
  }
}

BOOST_AUTO_TEST_SUITE_END()
