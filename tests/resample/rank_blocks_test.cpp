#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/resample/rank_blocks.hpp>

BOOST_AUTO_TEST_SUITE(rank_blocks_test)

namespace {

namespace hr = headway::resample;
namespace tt = boost::test_tools;
using scores = std::vector<std::int32_t>;

std::int64_t squares_of(const scores& table, std::size_t blocks, std::size_t columns) {
  std::int64_t out = 0;
  for (std::size_t i = 0; i < columns; ++i) {
    std::int64_t sum = 0;
    for (std::size_t b = 0; b < blocks; ++b) { sum += table[b * columns + i]; }
    out += sum * sum;
  }
  return out;
}

/// The tail by going through every order of every block, equal scores told apart.
double by_every_order(const scores& table, std::size_t blocks, std::size_t columns) {
  const std::int64_t observed = squares_of(table, blocks, columns);
  std::vector<std::size_t> first(columns);
  for (std::size_t i = 0; i < columns; ++i) { first[i] = i; }
  std::vector<std::vector<std::size_t>> order(blocks, first);
  double all = 0.0;
  double at_least = 0.0;
  for (;;) {
    scores arranged(table.size());
    for (std::size_t b = 0; b < blocks; ++b) {
      for (std::size_t i = 0; i < columns; ++i) { arranged[b * columns + i] = table[b * columns + order[b][i]]; }
    }
    all += 1.0;
    at_least += squares_of(arranged, blocks, columns) >= observed ? 1.0 : 0.0;
    std::size_t b = 0;
    while (b < blocks && !std::next_permutation(order[b].begin(), order[b].end())) { ++b; }
    if (b == blocks) { return at_least / all; }
  }
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_going_through_every_order) {
  std::uint32_t state = 1;
  const auto draw = [&](std::uint32_t below) { return static_cast<std::int32_t>(((state = state * 1664525u + 1013904223u) >> 16) % below); };
  std::size_t checked = 0;
  for (const auto& [blocks, columns] : {std::pair<std::size_t, std::size_t>{2, 2}, {2, 5}, {3, 3}, {3, 4}, {4, 3}, {5, 2}, {5, 3}, {2, 6}}) {
    for (const std::uint32_t levels : {2u, 3u, 9u}) {
      for (int repeat = 0; repeat < 3; ++repeat) {
        scores table;
        for (std::size_t c = 0; c < blocks * columns; ++c) { table.push_back(draw(levels) - 2); }
        const hr::rank_block_law law = hr::rank_block_tail(table, blocks, columns);
        BOOST_TEST_REQUIRE(law.exact);
        BOOST_TEST(*law.p == by_every_order(table, blocks, columns), tt::tolerance(1e-12));
        scores aligned = table;
        for (std::size_t b = 0; b < blocks; ++b) {
          const auto begin = aligned.begin() + static_cast<std::ptrdiff_t>(b * columns);
          std::sort(begin, begin + static_cast<std::ptrdiff_t>(columns));
        }
        BOOST_TEST(*law.p_min == by_every_order(aligned, blocks, columns), tt::tolerance(1e-12));
        ++checked;
      }
    }
  }
  BOOST_TEST(checked == 72u);
}

BOOST_AUTO_TEST_CASE(the_order_of_blocks_and_columns_does_not_matter) {
  const scores table{-3, -1, 1, 3, -3, 1, -1, 3, 2, 2, -3, -1, 0, 0, 0, 0};
  const scores moved{2, -1, 2, -3, 0, 0, 0, 0, -3, 3, -1, 1, -3, 3, 1, -1};
  BOOST_TEST((hr::rank_block_tail(moved, 4, 4) == hr::rank_block_tail(table, 4, 4)));
}

BOOST_AUTO_TEST_CASE(drawing_comes_near_the_count_whatever_the_threads) {
  const scores table{-4, -2, 0, 2, 4, -4, 0, -2, 4, 2, -2, -4, 2, 0, 4, 0, -4, -2, 2, 4};
  const hr::rank_block_law exact = hr::rank_block_tail(table, 4, 5, {.most_steps = 10'000'000});
  BOOST_TEST(exact.exact);
  const hr::rank_block_law drawn = hr::rank_block_tail(table, 4, 5, {.most_steps = 0, .draws = 99'999});
  BOOST_TEST(!drawn.exact);
  BOOST_TEST(std::fabs(*drawn.p - *exact.p) < 4.0 * std::sqrt(*exact.p / 1e5));
  BOOST_TEST(*drawn.p_min == 1e-5, tt::tolerance(1e-12));
  for (const std::size_t threads : {2u, 3u, 7u}) {
    BOOST_TEST((hr::rank_block_tail(table, 4, 5, {.most_steps = 0, .draws = 99'999, .threads = threads}) == drawn));
  }
  BOOST_TEST(!hr::rank_block_tail(table, 4, 5, {.most_steps = 3, .draws = 0}).p.has_value());
}

BOOST_AUTO_TEST_CASE(many_ties_stay_countable) {
  // twelve columns at two levels: 924 arrangements a block
  scores table;
  for (std::size_t b = 0; b < 3; ++b) {
    for (std::int32_t i = 0; i < 12; ++i) { table.push_back(((i + static_cast<std::int32_t>(b)) % 12) < 6 ? -1 : 1); }
  }
  const hr::rank_block_law law = hr::rank_block_tail(table, 3, 12);
  BOOST_TEST(law.exact);
  BOOST_TEST(*law.p_min == 1.0 / (924.0 * 924.0), tt::tolerance(1e-12)); // all three the same
}

BOOST_AUTO_TEST_CASE(one_block_or_one_column_says_nothing) {
  BOOST_TEST(*hr::rank_block_tail(scores{1, 2, 3}, 1, 3).p == 1.0);
  BOOST_TEST(*hr::rank_block_tail(scores{1, 2, 3}, 3, 1).p == 1.0);
  BOOST_TEST(*hr::rank_block_tail(scores{}, 0, 0).p == 1.0);
}

BOOST_AUTO_TEST_CASE(misuse_is_said) {
  BOOST_CHECK_THROW((void)hr::rank_block_tail(scores{1, 2, 3}, 2, 2), headway::error);
  BOOST_CHECK_THROW((void)hr::rank_block_tail(scores{1, 2, 3, 4}, 2, 2, {.draws = 5}), headway::error);
  BOOST_CHECK_THROW((void)hr::rank_block_tail(scores{1, 2, 3, 2'000'000}, 2, 2), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
