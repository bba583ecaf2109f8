#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/detail/rater_sums.hpp>
#include <headway/agreement/detail/unit_resampler.hpp>
#include <headway/agreement/pair_sums.hpp>
#include <headway/agreement/unit_counts.hpp>

#include "agreement/made_marks.hpp"

BOOST_AUTO_TEST_SUITE(pair_sums_test)

namespace {

namespace ha = headway::agreement;
using ha::pair_sums;
using ha::sum_pairs;
using made::made_marks;

/// The sums by their definition: one unit after another.
pair_sums by_hand(const std::vector<std::int8_t>& marks, std::size_t units, std::size_t raters, std::size_t levels) {
  pair_sums out{levels};
  for (std::size_t u = 0; u < units; ++u) {
    std::vector<std::uint32_t> counts(levels);
    for (std::size_t r = 0; r < raters; ++r) {
      const int mark = marks[u * raters + r];
      if (mark >= 0) { ++counts[static_cast<std::size_t>(mark)]; }
    }
    out.add(counts);
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(sums_are_those_of_the_definition) {
  pair_sums two{3};
  two.add(std::vector<std::uint32_t>{2, 1, 3});
  two.add(std::vector<std::uint32_t>{0, 4, 2}, 5);
  two.add(std::vector<std::uint32_t>{0, 0, 0});
  BOOST_TEST(two.units() == 7u);
  BOOST_TEST(two.units_with(1) == 6u);
  BOOST_TEST(two.marks_with(2) == 36u);
  int sizes = 0;
  two.each_size([&](std::uint64_t m, std::uint64_t units, std::span<const std::uint64_t> sums) {
    ++sizes;
    BOOST_TEST(m == 6u);
    BOOST_TEST(units == 6u);
    const std::vector<std::uint64_t> expected{2, 1 + 20, 3 + 10, 2, 6, 3 + 40};
    BOOST_TEST(std::vector<std::uint64_t>(sums.begin(), sums.end()) == expected, boost::test_tools::per_element());
  });
  BOOST_TEST(sizes == 1);
}

BOOST_AUTO_TEST_CASE(a_table_of_marks_for_any_number_of_levels_and_raters) {
  for (const std::size_t levels : {2u, 3u, 4u, 5u, 6u, 7u, 8u, 9u, 16u}) {
    for (const std::size_t raters : {1u, 2u, 5u, 17u, 90u, 91u, 255u, 256u, 300u, 700u}) {
      const std::size_t units = raters > 90 ? 40 : 400; // of 90 marks, more units than a packed lane holds
      const auto marks = made_marks(units, raters, levels, 0.1, static_cast<std::uint32_t>(levels * 1000 + raters));
      const pair_sums expected = by_hand(marks, units, raters, levels);
      BOOST_TEST((sum_pairs(marks, units, raters, levels) == expected));
      BOOST_TEST((ha::count_units(marks, units, raters, levels).sums() == expected));
    }
  }
}

BOOST_AUTO_TEST_CASE(one_level_alone_fills_a_lane_to_its_edge) {
  // every product and every count as large as it gets, more often than a lane has room
  for (const std::size_t raters : {10u, 64u, 90u}) {
    const std::size_t units = 70000 / raters;
    std::vector<std::int8_t> marks;
    for (std::size_t u = 0; u < units; ++u) {
      for (std::size_t r = 0; r < raters; ++r) { marks.push_back(static_cast<std::int8_t>(r % 2 == 0 ? 3 : 4)); }
    }
    BOOST_TEST((sum_pairs(marks, units, raters, 5) == by_hand(marks, units, raters, 5)));
  }
}

BOOST_AUTO_TEST_CASE(merged_parts_give_the_whole_in_any_order) {
  const auto marks = made_marks(500, 7, 5, 0.3, 4);
  const std::span<const std::int8_t> all{marks};
  const pair_sums whole = sum_pairs(all, 500, 7, 5);
  pair_sums one{5};
  one.merge(sum_pairs(all.subspan(200 * 7), 300, 7, 5));
  one.merge(sum_pairs(all.first(200 * 7), 200, 7, 5));
  BOOST_TEST((one == whole));
  BOOST_CHECK_THROW(one.merge(pair_sums{4}), headway::error);
}

BOOST_AUTO_TEST_CASE(leaving_a_rater_out_is_taking_the_column_away) {
  for (const std::size_t levels : {2u, 4u, 5u, 8u, 9u}) {
    for (const std::size_t raters : {2u, 3u, 8u, 60u, 95u}) {
      for (const double missing : {0.0, 0.2, 0.8}) {
        const std::size_t units = raters == 8 ? 5000 : 150; // more than a packed lane has room for
        const auto marks = made_marks(units, raters, levels, missing, static_cast<std::uint32_t>(raters));
        std::size_t seen = 0;
        ha::detail::each_rater_left_out(marks, units, raters, sum_pairs(marks, units, raters, levels), [&](std::size_t g, const pair_sums& left) {
          std::vector<std::int8_t> others = marks;
          for (std::size_t u = 0; u < units; ++u) { others[u * raters + g] = -1; }
          const pair_sums expected = by_hand(others, units, raters, levels);
          const auto flat = [](const pair_sums& s) {
            std::vector<std::uint64_t> out;
            s.each_size([&](std::uint64_t m, std::uint64_t of_size, std::span<const std::uint64_t> sums) {
              out.push_back(m);
              out.push_back(of_size);
              out.insert(out.end(), sums.begin(), sums.end());
            });
            return out;
          };
          BOOST_TEST((flat(left) == flat(expected)));
          ++seen;
        });
        BOOST_TEST(seen == raters);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_rater_without_marks_is_not_left_out) {
  auto marks = made_marks(20, 4, 5, 0.0, 1);
  for (std::size_t u = 0; u < 20; ++u) { marks[u * 4 + 2] = -1; }
  std::vector<std::size_t> seen;
  ha::detail::each_rater_left_out(marks, 20, 4, sum_pairs(marks, 20, 4, 5), [&](std::size_t g, const pair_sums&) { seen.push_back(g); });
  BOOST_TEST(seen == (std::vector<std::size_t>{0, 1, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(resampled_units_are_as_many_and_of_their_kinds) {
  // each kind of unit has a panel size of its own, so the sums of a replicate say how often it was drawn
  ha::unit_counts units{3};
  std::vector<std::uint32_t> rows;
  const std::vector<std::uint64_t> times{3, 40, 1, 8};
  for (std::uint32_t kind = 0; kind < 4; ++kind) {
    for (std::uint64_t t = 0; t < times[kind]; ++t) { rows.insert(rows.end(), {kind + 1, 2, kind % 2}); }
  }
  units.merge(ha::units_of_counts(rows, 52, 3));
  const ha::detail::unit_resampler resampler{units, 2};
  ha::detail::unit_resampler::workspace work{resampler};
  std::vector<double> sum(4);
  std::vector<double> square(4);
  constexpr int replicates = 8000;
  for (std::uint64_t b = 0; b < replicates; ++b) {
    headway::numeric::quick_stream random{headway::seed{8}, b};
    std::uint64_t drawn = 0;
    resampler.draw(random, work, [&](std::uint64_t m, std::uint64_t of_size, std::span<const std::uint64_t> sums) {
      const std::size_t kind = m == 3 ? 0 : m == 5 ? (sums[2] > 0 ? 1 : 2) : 3; // sizes 3, 5, 5, 7
      drawn += of_size;
      BOOST_REQUIRE_EQUAL(sums[0] + sums[1] + sums[2], m * of_size);
      if (m == 5) { // two kinds of one size: (2, 2, 1) and (3, 2, 0), told apart by the highest level
        const std::uint64_t second = sums[2];
        sum[1] += static_cast<double>(second);
        square[1] += static_cast<double>(second * second);
        sum[2] += static_cast<double>(of_size - second);
        BOOST_REQUIRE_EQUAL(sums[3], 4 * second + 6 * (of_size - second));
        BOOST_REQUIRE_EQUAL(sums[4], 2 * second);
        BOOST_REQUIRE_EQUAL(sums[5], 2 * second);
        return;
      }
      sum[kind] += static_cast<double>(of_size);
      square[kind] += static_cast<double>(of_size * of_size);
    });
    BOOST_REQUIRE_EQUAL(drawn, 52u);
  }
  for (std::size_t kind = 0; kind < 4; ++kind) {
    const double mean = sum[kind] / replicates;
    const double p = static_cast<double>(times[kind]) / 52.0;
    BOOST_TEST(std::abs(mean - 52.0 * p) < 5.0 * std::sqrt(52.0 * p * (1.0 - p) / replicates));
    if (kind != 2) {
      const double variance = square[kind] / replicates - mean * mean;
      BOOST_TEST(std::abs(variance / (52.0 * p * (1.0 - p)) - 1.0) < 0.06);
    }
  }
}

BOOST_AUTO_TEST_CASE(large_pools_and_many_levels_are_resampled_alike) {
  // the mean of what is drawn is the whole, whichever way units are drawn: packed or not, from few or many
  for (const auto& [units, raters, levels] : {std::array<std::size_t, 3>{300, 6, 2}, {300, 8, 5}, {400, 5, 8}, {9500, 20, 8}, {200, 100, 5}, {200, 6, 12}}) {
    const bool large = units > 8192; // more units of one size, most of them of a kind of their own, than pairs of draws are made from
    const auto marks = made_marks(units, raters, levels, large ? 0.0 : 0.1, 77);
    const ha::unit_counts counts = ha::count_units(marks, units, raters, levels);
    const std::uint64_t with_marks = counts.sums().units_with(1);
    if (large) {
      std::uint64_t single = 0;
      for (std::size_t i = 0; i < counts.kinds(); ++i) { single += counts.times(i) < 6 ? counts.times(i) : 0; }
      BOOST_TEST_REQUIRE(single > 8192u);
    }
    const ha::detail::unit_resampler resampler{counts, 1};
    ha::detail::unit_resampler::workspace work{resampler};
    std::vector<double> drawn(ha::detail::lane_count(levels));
    const int replicates = large ? 30 : 400;
    for (int b = 0; b < replicates; ++b) {
      headway::numeric::quick_stream random{headway::seed{2}, static_cast<std::uint64_t>(b)};
      std::uint64_t total = 0;
      resampler.draw(random, work, [&](std::uint64_t, std::uint64_t of_size, std::span<const std::uint64_t> sums) {
        total += of_size;
        for (std::size_t i = 0; i < drawn.size(); ++i) { drawn[i] += static_cast<double>(sums[i]); }
      });
      BOOST_REQUIRE_EQUAL(total, with_marks);
    }
    std::vector<double> whole(drawn.size());
    std::vector<double> squares(drawn.size());
    for (std::size_t i = 0; i < counts.kinds(); ++i) {
      pair_sums one{levels};
      one.add(counts.counts(i));
      one.each_size([&](std::uint64_t, std::uint64_t, std::span<const std::uint64_t> sums) {
        for (std::size_t lane = 0; lane < whole.size(); ++lane) {
          const auto value = static_cast<double>(sums[lane]);
          whole[lane] += static_cast<double>(counts.times(i)) * value;
          squares[lane] += static_cast<double>(counts.times(i)) * value * value;
        }
      });
    }
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      BOOST_TEST(std::abs(drawn[i] / replicates - whole[i]) <= 5.0 * std::sqrt(squares[i] / replicates));
    }
  }
}

BOOST_AUTO_TEST_CASE(misuse_says_what_is_wrong) {
  BOOST_CHECK_THROW(pair_sums{1}, headway::error);
  BOOST_CHECK_THROW(pair_sums{17}, headway::error);
  pair_sums sums{3};
  BOOST_CHECK_THROW(sums.add(std::vector<std::uint32_t>{1, 2}), headway::error);
  BOOST_CHECK_THROW(sums.add(std::vector<std::uint32_t>{1000000, 1, 0}), headway::error);
  for (std::size_t at = 0; at < 40; ++at) { // wherever the wrong mark stands
    std::vector<std::int8_t> marks(40, 4);
    marks[at] = static_cast<std::int8_t>(at % 2 == 0 ? 5 : 127);
    try {
      (void)sum_pairs(marks, 8, 5, 5);
      BOOST_FAIL("no error");
    } catch (const headway::error& e) {
      BOOST_TEST(e.row() == static_cast<std::int64_t>(at / 5));
    }
  }
  for (int value = -128; value < 5; ++value) {
    const std::vector<std::int8_t> marks(16, static_cast<std::int8_t>(value));
    BOOST_CHECK_NO_THROW((void)sum_pairs(marks, 2, 8, 5));
  }
  BOOST_CHECK_THROW((void)sum_pairs(std::vector<std::int8_t>(6), 2, 4, 5), headway::error);
  BOOST_CHECK_THROW((void)sum_pairs(std::vector<std::int8_t>(6), SIZE_MAX / 2 + 4, 2, 5), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
