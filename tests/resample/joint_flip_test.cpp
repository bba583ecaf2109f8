#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/resample/joint_flip.hpp>

BOOST_AUTO_TEST_SUITE(joint_flip_test)

namespace {

using headway::resample::joint_flip;

/// All 2^raters patterns, and step-down by the definition: the maximum over a set and its subsets of smaller statistics.
std::vector<double> enumerated(const std::vector<std::int32_t>& moves, std::size_t raters, std::size_t dimensions) {
  const auto statistics = [&](std::uint32_t pattern) {
    std::vector<double> out(dimensions);
    for (std::size_t d = 0; d < dimensions; ++d) {
      double sum = 0.0;
      double squares = 0.0;
      for (std::size_t r = 0; r < raters; ++r) {
        const double move = moves[r * dimensions + d];
        sum += ((pattern >> r) & 1u) != 0 ? -move : move;
        squares += move * move;
      }
      out[d] = squares > 0.0 ? std::abs(sum) / std::sqrt(squares) : -1.0;
    }
    return out;
  };
  const auto observed = statistics(0);
  std::vector<double> adjusted(dimensions, 1.0);
  for (std::size_t d = 0; d < dimensions; ++d) {
    if (observed[d] < 0.0) { continue; }
    double worst = 0.0;
    for (std::size_t e = 0; e < dimensions; ++e) { // the p of every hypothesis rejected before d
      if (observed[e] < observed[d] - 1e-12) { continue; }
      std::uint32_t hits = 0;
      for (std::uint32_t pattern = 0; pattern < (1u << raters); ++pattern) {
        const auto now = statistics(pattern);
        double largest = -1.0;
        for (std::size_t f = 0; f < dimensions; ++f) {
          if (observed[f] >= 0.0 && observed[f] <= observed[e] + 1e-12) { largest = (std::max)(largest, now[f]); }
        }
        hits += largest >= observed[e] - 1e-9 ? 1u : 0u;
      }
      worst = (std::max)(worst, hits / static_cast<double>(1u << raters));
    }
    adjusted[d] = worst;
  }
  return adjusted;
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_the_enumeration_of_all_patterns) {
  std::uint32_t state = 7;
  for (int repeat = 0; repeat < 30; ++repeat) {
    const std::size_t raters = 7;
    const std::size_t dimensions = 4;
    std::vector<std::int32_t> moves;
    for (std::size_t i = 0; i < raters * dimensions; ++i) {
      state = state * 1664525u + 1013904223u;
      // a wide range of moves, so that two dimensions seldom have the same statistic and the order of the steps is one
      moves.push_back(static_cast<std::int32_t>((state >> 16) % 27) - 11);
    }
    const auto result = joint_flip(moves, raters, dimensions);
    const auto expected = enumerated(moves, raters, dimensions);
    BOOST_TEST(result.exact);
    for (std::size_t d = 0; d < dimensions; ++d) { BOOST_CHECK_SMALL(result.adjusted[d] - expected[d], 1e-12); }
  }
}

BOOST_AUTO_TEST_CASE(the_floor_is_two_to_one_less_movers) {
  std::vector<std::int32_t> moves(6 * 9, 1);
  const auto result = joint_flip(moves, 6, 9);
  BOOST_TEST(result.p_min == 1.0 / 32.0);
  for (const double p : result.adjusted) { BOOST_TEST(p == 1.0 / 32.0); }
}

BOOST_AUTO_TEST_CASE(raters_who_never_moved_and_dimensions_nobody_moved_on_change_nothing) {
  const std::vector<std::int32_t> moves{1, 0, 2, 0, 1, 0, -1, 0};
  const std::vector<std::int32_t> with_still{1, 0, 0, 0, 2, 0, 1, 0, 0, 0, -1, 0};
  const auto a = joint_flip(moves, 4, 2);
  const auto b = joint_flip(with_still, 6, 2);
  BOOST_TEST((a == b));
  BOOST_TEST(a.adjusted[1] == 1.0);
}

BOOST_AUTO_TEST_CASE(row_order_and_turned_scale_leave_the_result_alone) {
  const std::vector<std::int32_t> moves{1, 2, -1, 0, 2, 1, 1, 1, 0, 3, -1, 1};
  std::vector<std::int32_t> rows_turned = moves;
  std::swap_ranges(rows_turned.begin(), rows_turned.begin() + 3, rows_turned.begin() + 9);
  std::vector<std::int32_t> negative = moves;
  for (std::int32_t& move : negative) { move = -move; }
  BOOST_TEST((joint_flip(moves, 4, 3) == joint_flip(rows_turned, 4, 3)));
  BOOST_TEST((joint_flip(moves, 4, 3) == joint_flip(negative, 4, 3)));
}

BOOST_AUTO_TEST_CASE(drawn_patterns_agree_with_all_of_them) {
  std::vector<std::int32_t> moves;
  std::uint32_t state = 11;
  for (std::size_t i = 0; i < 12 * 3; ++i) {
    state = state * 1664525u + 1013904223u;
    moves.push_back(static_cast<std::int32_t>((state >> 16) % 5) - 1);
  }
  const auto exact = joint_flip(moves, 12, 3);
  const auto drawn = joint_flip(moves, 12, 3, {.most_exact_movers = 2});
  BOOST_TEST(!drawn.exact);
  for (std::size_t d = 0; d < 3; ++d) {
    const double error = std::sqrt(exact.adjusted[d] * (1.0 - exact.adjusted[d]) / 99'999.0);
    BOOST_CHECK_SMALL(drawn.adjusted[d] - exact.adjusted[d], 5.0 * error + 2e-5);
  }
  BOOST_TEST((drawn == joint_flip(moves, 12, 3, {.most_exact_movers = 2})));
}

BOOST_AUTO_TEST_CASE(nobody_and_nothing_are_results) {
  BOOST_TEST((joint_flip({}, 0, 0).status == headway::status::no_data));
  const std::vector<std::int32_t> still(6, 0);
  BOOST_TEST((joint_flip(still, 2, 3).status == headway::status::no_variation));
  BOOST_CHECK_THROW((void)joint_flip(still, 2, 2), headway::error);
  BOOST_CHECK_THROW((void)joint_flip(std::vector<std::int32_t>{99}, 1, 1), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
