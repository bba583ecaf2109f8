#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/resample/k_group.hpp>

BOOST_AUTO_TEST_SUITE(k_group_test)

namespace {

namespace hr = headway::resample;
using counts = std::vector<std::uint32_t>;

/// How many people of the first group are in the lowest level: a hypergeometric number.
struct first_cell {
  using state_type = std::int64_t;
  [[nodiscard]] state_type start() const { return 0; }
  [[nodiscard]] state_type step(const state_type& sum, std::size_t group, const std::uint32_t* row, const std::uint32_t*) const { return group == 0 ? row[0] : sum; }
  [[nodiscard]] std::int64_t value(const state_type& sum) const { return sum; }
  [[nodiscard]] std::int64_t lowest() const { return 0; }
  [[nodiscard]] std::int64_t highest() const { return 1000; }
  [[nodiscard]] std::int64_t tolerance() const { return 0; }
};

/// The sum of squares of what a group's levels sum to; from both ends, or, without `of_row`, table by table.
struct squares {
  using state_type = std::int64_t;
  std::size_t levels;
  [[nodiscard]] std::int64_t of_row(std::size_t group, const std::uint32_t* row) const {
    std::int64_t sum = 0;
    for (std::size_t k = 0; k < levels; ++k) { sum += static_cast<std::int64_t>(k) * row[k]; }
    return sum * sum * (group == 0 ? 3 : 2);
  }
  [[nodiscard]] state_type start() const { return 0; }
  [[nodiscard]] state_type step(const state_type& sum, std::size_t group, const std::uint32_t* row, const std::uint32_t*) const { return sum + of_row(group, row); }
  [[nodiscard]] std::int64_t value(const state_type& sum) const { return sum; }
  [[nodiscard]] std::int64_t lowest() const { return 0; }
  [[nodiscard]] std::int64_t highest() const { return 5000; }
  [[nodiscard]] std::int64_t tolerance() const { return 0; }
};
struct squares_table_by_table {
  using state_type = std::int64_t;
  squares of;
  [[nodiscard]] state_type start() const { return 0; }
  [[nodiscard]] state_type step(const state_type& sum, std::size_t group, const std::uint32_t* row, const std::uint32_t* before) const { return of.step(sum, group, row, before); }
  [[nodiscard]] std::int64_t value(const state_type& sum) const { return sum; }
  [[nodiscard]] std::int64_t lowest() const { return 0; }
  [[nodiscard]] std::int64_t highest() const { return 5000; }
  [[nodiscard]] std::int64_t tolerance() const { return 0; }
};
static_assert(hr::additive_statistic<squares> && !hr::additive_statistic<squares_table_by_table>);

double log_choose(double n, double k) { return std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0); }
double choose(double n, double k) { return std::exp(log_choose(n, k)); }

} // namespace

BOOST_AUTO_TEST_CASE(empty_groups_and_levels_are_left_out) {
  const hr::group_table t = hr::occupied_table(counts{1, 0, 2, 0, 0, 0, 0, 0, 3}, 3, 3);
  BOOST_TEST(t.groups == 2u);
  BOOST_TEST(t.levels == 2u);
  BOOST_TEST(t.people == 6u);
  BOOST_TEST((t.cells == counts{1, 2, 0, 3}));
  BOOST_TEST((t.totals == counts{1, 5}));
  BOOST_TEST((t.sizes == counts{3, 3}));
  BOOST_TEST((t.level_of == std::vector<std::size_t>{0, 2}));
}

BOOST_AUTO_TEST_CASE(the_law_of_one_cell_is_hypergeometric) {
  // 12 people of 30 are at the lowest level; the first group has 9
  const counts table{6, 2, 1, 4, 5, 2, 2, 6, 2};
  const auto law = hr::k_group_law(hr::occupied_table(table, 3, 3), first_cell{}, 0.05);
  BOOST_TEST(law.exact);
  double upper = 0.0;
  double lower = 0.0;
  std::int64_t critical = 100;
  double tail = 0.0;
  for (int x = 9; x >= 0; --x) {
    const double p = choose(12, x) * choose(18, 9 - x) / choose(30, 9);
    if (x >= 6) { upper += p; }
    if (x <= 6) { lower += p; }
    tail += p;
    if (tail <= 0.05) { critical = x; }
  }
  BOOST_CHECK_CLOSE_FRACTION(law.upper, upper, 1e-10);
  BOOST_CHECK_CLOSE_FRACTION(law.lower, lower, 1e-10);
  BOOST_CHECK_CLOSE_FRACTION(law.point, choose(12, 6) * choose(18, 3) / choose(30, 9), 1e-10);
  BOOST_CHECK_CLOSE_FRACTION(law.at_highest, choose(12, 9) / choose(30, 9), 1e-10);
  BOOST_CHECK_CLOSE_FRACTION(law.at_lowest, choose(18, 9) / choose(30, 9), 1e-10);
  BOOST_TEST(*law.critical_high == critical);
}

BOOST_AUTO_TEST_CASE(the_number_of_tables_is_counted_and_foreseen) {
  const counts table{2, 1, 2, 1, 2, 2, 2, 2, 1};
  const hr::group_table t = hr::occupied_table(table, 3, 3);
  // every row and column sums to r = 5: (r + 1) (r + 2) (r^2 + 3 r + 4) / 8 = 231 tables (MacMahon 1915)
  const auto law = hr::k_group_law(t, first_cell{}, 0.05);
  BOOST_TEST(law.tables == 231u);
  BOOST_CHECK_CLOSE_FRACTION(hr::detail::table_estimate(t), 231.0, 0.5);
  BOOST_TEST(!hr::k_group_law(t, first_cell{}, 0.05, {.most_tables = 230, .draws = 99}).exact);
  BOOST_TEST(hr::k_group_law(t, first_cell{}, 0.05, {.most_tables = 231, .draws = 99}).exact);
}

BOOST_AUTO_TEST_CASE(both_ends_give_what_all_tables_give) {
  std::uint32_t state = 9;
  const auto draw = [&](std::uint32_t below) { return ((state = state * 1664525u + 1013904223u) >> 16) % below; };
  for (int repeat = 0; repeat < 30; ++repeat) {
    const std::size_t groups = 2 + draw(4);
    const std::size_t levels = 2 + draw(4);
    counts table(groups * levels);
    for (std::uint32_t& each : table) { each = draw(groups > 3 ? 2 : 4); }
    table[0] += 1;
    table[levels + 1] += 1;
    const hr::group_table t = hr::occupied_table(table, groups, levels);
    const auto ends = hr::k_group_law(t, squares{t.levels}, 0.05);
    const auto each = hr::k_group_law(t, squares_table_by_table{{t.levels}}, 0.05);
    BOOST_REQUIRE(ends.exact);
    BOOST_REQUIRE(each.exact);
    BOOST_TEST(ends.tables == each.tables);
    BOOST_CHECK_SMALL(ends.upper - each.upper, 1e-12);
    BOOST_CHECK_SMALL(ends.lower - each.lower, 1e-12);
    BOOST_CHECK_SMALL(ends.point - each.point, 1e-12);
    BOOST_CHECK_SMALL(ends.at_highest - each.at_highest, 1e-12);
    BOOST_CHECK_SMALL(ends.at_lowest - each.at_lowest, 1e-12);
    BOOST_TEST((ends.critical_high == each.critical_high));
    BOOST_TEST((ends.critical_low == each.critical_low));
  }
  // six groups of five on five levels: 1.4 thousand million tables
  counts many;
  const counts row{1, 1, 1, 0, 2};
  for (std::size_t s = 0; s < 6; ++s) {
    for (std::size_t k = 0; k < 5; ++k) { many.push_back(row[(k + s) % 5]); }
  }
  const hr::group_table t = hr::occupied_table(many, 6, 5);
  BOOST_TEST(hr::k_group_law(t, squares{t.levels}, 0.05, {.most_tables = 20'000'000}).tables > 100'000'000u);
  BOOST_TEST(!hr::k_group_law(t, squares{t.levels}, 0.05, {.most_tables = 1000, .draws = 99}).exact);
}

BOOST_AUTO_TEST_CASE(draws_of_many_people_come_near_the_law) {
  for (const std::uint32_t times : {1u, 40u}) { // 45 people are shuffled, 1800 drawn cell by cell
    counts table{6, 2, 1, 4, 5, 2, 2, 14, 9};
    for (std::uint32_t& each : table) { each *= times; }
    const hr::group_table t = hr::occupied_table(table, 3, 3);
    const auto n = static_cast<double>(t.people);
    const double m = t.totals[0];
    const double d = t.sizes[0];
    double upper = 0.0;
    for (double x = table[0]; x <= (std::min)(m, d); x += 1.0) { upper += std::exp(log_choose(m, x) + log_choose(n - m, d - x) - log_choose(n, d)); }
    const auto drawn = hr::k_group_law(t, first_cell{}, 0.05, {.most_tables = 0, .draws = 20000});
    BOOST_TEST(!drawn.exact);
    BOOST_CHECK_SMALL(drawn.upper - upper, 5.0 * std::sqrt(upper / 20000.0) + 1e-4);
    BOOST_TEST((drawn == hr::k_group_law(t, first_cell{}, 0.05, {.most_tables = 0, .draws = 20000, .threads = 3})));
  }
}

BOOST_AUTO_TEST_CASE(nothing_to_compare_is_certain_and_misuse_throws) {
  const auto one = hr::k_group_law(hr::occupied_table(counts{2, 3, 0, 0}, 2, 2), first_cell{}, 0.05);
  BOOST_TEST(one.upper == 1.0);
  BOOST_TEST(one.exact);
  BOOST_CHECK_THROW((void)hr::occupied_table(counts{1, 2, 3}, 2, 2), headway::error);
  BOOST_CHECK_THROW((void)hr::k_group_law(hr::occupied_table(counts{2, 3, 1, 1}, 2, 2), first_cell{}, 0.05, {.draws = 3}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
