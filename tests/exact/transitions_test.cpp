#include <cstdint>
#include <numeric>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/transitions.hpp>

BOOST_AUTO_TEST_SUITE(transitions_test)

namespace {

namespace hx = headway::exact;
using marks = std::vector<std::int8_t>;

} // namespace

BOOST_AUTO_TEST_CASE(pairs_are_counted_where_both_marks_are_levels) {
  const marks before{0, 0, 1, 4, -1, 2, 3};
  const marks after{0, 2, 0, 4, 3, -7, 4};
  const hx::transitions t = hx::count_transitions(before, after, 5);
  BOOST_TEST(t.n() == 5u);
  BOOST_TEST(t.people(0, 0) == 1u);
  BOOST_TEST(t.people(0, 2) == 1u);
  BOOST_TEST(t.people(1, 0) == 1u);
  BOOST_TEST(t.people(4, 4) == 1u);
  BOOST_TEST(t.people(3, 4) == 1u);
  BOOST_TEST(t.up() == 2u);
  BOOST_TEST(t.held() == 2u);
  BOOST_TEST(t.down() == 1u);
  BOOST_TEST(t.levels_moved() == 2);
  BOOST_TEST(t.movers()[0] == 2u);
  BOOST_TEST(t.movers()[1] == 1u);
  BOOST_TEST(t.movers().size() == 4u);
  BOOST_TEST((t.before() == std::vector<std::uint32_t>{2, 1, 0, 1, 1}));
  BOOST_TEST((t.after() == std::vector<std::uint32_t>{2, 0, 1, 0, 2}));
  BOOST_TEST((hx::transitions{t.counts(), 5} == t));
}

BOOST_AUTO_TEST_CASE(merging_is_adding_in_any_order) {
  const hx::transitions a = hx::count_transitions(marks{0, 1, 2}, marks{1, 1, 0}, 3);
  const hx::transitions b = hx::count_transitions(marks{2, 2}, marks{0, 1}, 3);
  hx::transitions ab = a;
  ab.merge(b);
  hx::transitions ba = b;
  ba.merge(a);
  BOOST_TEST((ab == ba));
  BOOST_TEST((ab == hx::count_transitions(marks{0, 1, 2, 2, 2}, marks{1, 1, 0, 0, 1}, 3)));
  hx::transitions twice = a;
  twice.merge(twice);
  BOOST_TEST(twice.n() == 6u);
}

BOOST_AUTO_TEST_CASE(two_raters_of_the_same_units_are_counted_as_two_times_of_the_same_people) {
  const marks table{0, 1, 2, //
                    1, -1, 0, //
                    2, 2, 1, //
                    0, 0, -1};
  BOOST_TEST((hx::count_rater_transitions(table, 4, 3, 3, 0, 2) == hx::count_transitions(marks{0, 1, 2}, marks{2, 0, 1}, 3)));
  BOOST_TEST((hx::count_rater_transitions(table, 4, 3, 3, 1, 0) == hx::count_transitions(marks{1, 2, 0}, marks{0, 2, 0}, 3)));
  BOOST_TEST(hx::count_rater_transitions(table, 4, 3, 3, 1, 1).held() == 3u);
}

BOOST_AUTO_TEST_CASE(the_table_has_a_row_for_every_pair_of_levels) {
  for (std::size_t levels = 2; levels <= 16; ++levels) {
    hx::transitions t{levels};
    t.add(0, levels - 1, 3);
    t.add(0, 0, 1);
    t.add(levels - 1, 0, 1);
    const headway::table table = to_table(t);
    BOOST_REQUIRE(table.rows() == levels * levels);
    BOOST_TEST(table.at("from_level").integers()[0] == 1);
    BOOST_TEST(table.at("to_level").integers()[levels - 1] == static_cast<std::int64_t>(levels));
    BOOST_TEST(table.at("move").integers()[levels - 1] == static_cast<std::int64_t>(levels) - 1);
    BOOST_TEST(table.at("people").integers()[levels - 1] == 3);
    BOOST_TEST(table.at("share").reals()[levels - 1] == 0.6);
    BOOST_TEST(table.at("share_of_from").reals()[levels - 1] == 0.75);
    BOOST_TEST(table.at("n").integers()[0] == 5);
    const auto people = table.at("people").integers();
    BOOST_TEST(std::accumulate(people.begin(), people.end(), std::int64_t{0}) == 5);
    if (levels > 2) { BOOST_TEST(int{table.at("share_of_from").valid()[levels]} == 0); }
  }
  BOOST_TEST(to_table(hx::transitions{5}, -2).at("from_level").integers()[0] == -2);
  BOOST_TEST(int{to_table(hx::transitions{5}).at("share").valid()[3]} == 0);
}

BOOST_AUTO_TEST_CASE(misuse_says_what_is_wrong_and_changes_nothing) {
  BOOST_CHECK_THROW((hx::transitions{1}), headway::error);
  BOOST_CHECK_THROW((hx::transitions{17}), headway::error);
  BOOST_CHECK_THROW((hx::transitions{std::vector<std::uint32_t>(8), 3}), headway::error);
  BOOST_CHECK_THROW((void)hx::count_transitions(marks{1}, marks{1, 1}, 5), headway::error);
  const auto at_row_one = [](const headway::error& e) { return e.row() == 1 && e.category() == headway::error_category::out_of_range; };
  BOOST_CHECK_EXCEPTION((void)hx::count_transitions(marks{1, 5}, marks{1, 1}, 5), headway::error, at_row_one);
  BOOST_CHECK_EXCEPTION((void)hx::count_rater_transitions(marks{1, 1, 7, 1}, 2, 2, 5, 0, 1), headway::error, at_row_one);
  BOOST_CHECK_THROW((void)hx::count_rater_transitions(marks{1, 1}, 1, 2, 5, 0, 2), headway::error);
  hx::transitions t{3};
  t.add(0, 1, 4'000'000'000u);
  const hx::transitions same = t;
  BOOST_CHECK_THROW(t.add(0, 1, 1'000'000'000u), headway::error);
  BOOST_CHECK_THROW(t.merge(same), headway::error);
  BOOST_CHECK_THROW(t.merge(hx::transitions{4}), headway::error);
  BOOST_CHECK_THROW(t.add(3, 0), headway::error);
  BOOST_CHECK_THROW(t.add(0, static_cast<std::size_t>(-1)), headway::error);
  BOOST_TEST((t == same));
}

BOOST_AUTO_TEST_SUITE_END()
