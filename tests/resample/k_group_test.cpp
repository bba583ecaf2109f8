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
