#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/joint_flip.hpp>
#include <headway/exact/paired_change.hpp>

BOOST_AUTO_TEST_SUITE(exact_joint_flip_test)

namespace {

namespace hx = headway::exact;
using headway::status;
using marks = std::vector<std::int8_t>;

// 6 people x 3 dimensions; on the third nobody moved
const marks before{0, 1, 2, //
                   1, 1, 3, //
                   2, 0, 1, //
                   1, 2, 2, //
                   3, 1, -1, //
                   0, 3, 2};
const marks after{1, 1, 2, //
                  2, 3, 3, //
                  3, 1, 1, //
                  3, 1, 2, //
                  4, 2, 2, //
                  -1, 4, 2};

} // namespace

BOOST_AUTO_TEST_CASE(each_dimension_alone_is_its_paired_change) {
  const auto r = hx::joint_flip(before, after, 6, 3, 5);
  BOOST_TEST((r.status == status::ok));
  BOOST_TEST((r.method == hx::p_method::exact));
  BOOST_TEST(r.movers == 6u);
  BOOST_TEST(r.patterns == 32u);
  BOOST_TEST(r.p_min == 1.0 / 32.0);
  for (std::size_t d = 0; d < 3; ++d) {
    marks first;
    marks second;
    for (std::size_t i = 0; i < 6; ++i) {
      first.push_back(before[3 * i + d]);
      second.push_back(after[3 * i + d]);
    }
    const auto alone = hx::paired_change(first, second, 5);
    BOOST_TEST(r.dimensions[d].n == alone.n);
    BOOST_TEST(r.dimensions[d].up == alone.up);
    BOOST_TEST(r.dimensions[d].held == alone.held);
    BOOST_TEST(r.dimensions[d].down == alone.down);
    BOOST_TEST(r.dimensions[d].levels_moved == alone.levels_moved);
    BOOST_CHECK_CLOSE_FRACTION(r.dimensions[d].p, alone.p_two_sided, 1e-12);
    BOOST_TEST(r.dimensions[d].p_adjusted >= r.dimensions[d].p);
  }
  BOOST_TEST((r.dimensions[2].status == status::no_variation));
  BOOST_TEST(r.dimensions[2].p_adjusted == 1.0);
}

BOOST_AUTO_TEST_CASE(the_table_has_a_row_a_dimension) {
  const headway::table table = to_table(hx::joint_flip(before, after, 6, 3, 5));
  BOOST_TEST(table.rows() == 3u);
  BOOST_TEST(table.at("dimension").integers()[2] == 3);
  BOOST_TEST(table.at("n").integers()[2] == 5);
  BOOST_TEST(table.at("people").integers()[2] == 6);
  BOOST_TEST(table.at("p_min").reals()[1] == 1.0 / 32.0);
  BOOST_TEST(table.at("status").texts()[2] == "no_variation");
  BOOST_TEST(table.at("method").texts()[0] == "exact");
}

BOOST_AUTO_TEST_CASE(few_movers_nobody_and_no_moves_are_results) {
  const auto few = hx::joint_flip(marks{0, 0, 1, 1}, marks{1, 2, 2, 2}, 2, 2, 5);
  BOOST_TEST((few.status == status::could_not_show));
  BOOST_TEST((few.dimensions[1].status == status::could_not_show));
  BOOST_TEST(few.p_min == 0.5);
  const auto none = hx::joint_flip(marks{-1, -1}, marks{1, 1}, 1, 2, 5);
  BOOST_TEST((none.status == status::no_data));
  BOOST_TEST((none.dimensions[0].status == status::no_data));
  BOOST_TEST((hx::joint_flip(marks{}, marks{}, 0, 0, 5).status == status::no_data));
  const auto still = hx::joint_flip(marks{1, 2}, marks{1, 2}, 1, 2, 5);
  BOOST_TEST((still.status == status::no_variation));
  BOOST_TEST(to_table(still).rows() == 2u);
}

BOOST_AUTO_TEST_CASE(order_turned_scale_and_recoding_do_not_matter) {
  const auto there = hx::joint_flip(before, after, 6, 3, 5);
  marks before_turned;
  marks after_turned;
  for (std::size_t i = 6; i-- > 0;) {
    for (std::size_t d = 0; d < 3; ++d) {
      before_turned.push_back(before[3 * i + d]);
      after_turned.push_back(after[3 * i + d]);
    }
  }
  BOOST_TEST((hx::joint_flip(before_turned, after_turned, 6, 3, 5) == there));
  BOOST_TEST((hx::joint_flip(before, after, 6, 3, 16) == there));
  const auto back = hx::joint_flip(after, before, 6, 3, 5);
  for (std::size_t d = 0; d < 3; ++d) {
    BOOST_TEST(back.dimensions[d].p_adjusted == there.dimensions[d].p_adjusted);
    BOOST_TEST(back.dimensions[d].up == there.dimensions[d].down);
  }
}

BOOST_AUTO_TEST_CASE(drawn_patterns_say_so) {
  const auto r = hx::joint_flip(before, after, 6, 3, 5, {.most_exact_movers = 2, .draws = 999});
  BOOST_TEST((r.method == hx::p_method::drawn));
  BOOST_TEST(r.patterns == 999u);
  BOOST_TEST(r.p_min == 0.001);
  BOOST_TEST((r == hx::joint_flip(before, after, 6, 3, 5, {.most_exact_movers = 2, .draws = 999})));
}

BOOST_AUTO_TEST_CASE(misuse_names_the_person) {
  BOOST_CHECK_THROW((void)hx::joint_flip(before, after, 6, 2, 5), headway::error);
  BOOST_CHECK_THROW((void)hx::joint_flip(before, after, 6, 3, 17), headway::error);
  BOOST_CHECK_EXCEPTION((void)hx::joint_flip(before, after, 6, 3, 4), headway::error, [](const headway::error& e) { return e.row() == 4; });
}

BOOST_AUTO_TEST_SUITE_END()
