// Counts: exact integers that merge in any order, or not at all.

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include <headway/core/counts.hpp>

using namespace headway;

namespace {

constexpr counts_shape shape{3, 2, 4, 2};

score random_score(std::mt19937& draw, std::size_t levels) {
  const auto n = draw() % (levels + 6);
  return n < levels ? score::at_level(n) : score::missing(static_cast<missing_reason>(n - levels + 1));
}

counts<> random_counts(std::mt19937& draw, std::size_t levels) {
  counts<> out{shape, levels};
  for (auto n = draw() % 500; n > 0; --n) { out.add(draw() % out.cells(), random_score(draw, levels)); }
  return out;
}

counts<> sum(counts<> a, const counts<>& b) { return a.merge(b); }

} // namespace

BOOST_AUTO_TEST_SUITE(counts_test)

BOOST_AUTO_TEST_CASE(every_cell_counts_its_own) {
  counts<5> c{shape};
  BOOST_TEST(c.levels() == 5u);
  BOOST_TEST(c.cells() == 48u);
  std::vector<bool> seen(c.cells());
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t r = 0; r < 2; ++r) {
      for (std::size_t d = 0; d < 4; ++d) {
        for (std::size_t s = 0; s < 2; ++s) { seen[c.cell(i, r, d, s)] = true; }
      }
    }
  }
  BOOST_TEST(std::count(seen.begin(), seen.end(), true) == 48);
  c.add(c.cell(2, 1, 3, 1), score::at_level(4));
  c.add(c.cell(2, 1, 3, 1), score::at_level(0));
  c.add(c.cell(2, 1, 3, 1), score::at_level(0));
  c.add(c.cell(2, 1, 3, 1), score::missing(missing_reason::dont_know));
  const cell_counts<5> cell = c[c.cell(2, 1, 3, 1)];
  BOOST_TEST(cell.n() == 3u);
  BOOST_TEST(cell.n_missing() == 1u);
  BOOST_TEST(cell.levels()[0] == 2u);
  BOOST_TEST(cell.levels()[4] == 1u);
  BOOST_TEST(cell.missing[1] == 1u);
  BOOST_TEST(c[0].n() == 0u);
  BOOST_TEST(std::count(c.by_level().begin(), c.by_level().end(), 0u) == 48 * 5 - 2);
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_count_alike) {
  std::mt19937 draw{7};
  for (int i = 0; i < 200; ++i) {
    counts<5> fixed{shape};
    counts<> loose{shape, 5};
    cell_counts<5> one;
    cell_counts<> other;
    other.size = 5;
    for (int k = 0; k < 100; ++k) {
      const score s = random_score(draw, 5);
      const std::size_t cell = draw() % fixed.cells();
      fixed.add(cell, s);
      loose.add(cell, s);
      one.add(s);
      other.add(s);
    }
    BOOST_REQUIRE(std::equal(fixed.by_level().begin(), fixed.by_level().end(), loose.by_level().begin(), loose.by_level().end()));
    BOOST_REQUIRE(std::equal(fixed.by_reason().begin(), fixed.by_reason().end(), loose.by_reason().begin(), loose.by_reason().end()));
    BOOST_REQUIRE(std::equal(one.levels().begin(), one.levels().end(), other.levels().begin(), other.levels().end()));
    for (std::size_t cell = 0; cell < fixed.cells(); ++cell) {
      const auto a = fixed[cell];
      const auto b = loose[cell];
      BOOST_REQUIRE(std::equal(a.levels().begin(), a.levels().end(), b.levels().begin(), b.levels().end()));
      BOOST_REQUIRE(a.missing == b.missing);
      BOOST_REQUIRE(a.n() == b.n());
    }
  }
}

BOOST_AUTO_TEST_CASE(merging_is_associative_and_commutative_with_a_neutral_one) {
  std::mt19937 draw{8};
  for (const std::size_t levels : {2u, 5u, 16u}) {
    for (int i = 0; i < 300; ++i) {
      const counts<> a = random_counts(draw, levels);
      const counts<> b = random_counts(draw, levels);
      const counts<> c = random_counts(draw, levels);
      BOOST_REQUIRE(sum(a, b) == sum(b, a));
      BOOST_REQUIRE(sum(sum(a, b), c) == sum(a, sum(b, c)));
      BOOST_REQUIRE(sum(a, counts<>(shape, levels)) == a);
    }
  }
}

BOOST_AUTO_TEST_CASE(however_rows_are_cut_up_the_sum_is_the_same) {
  std::mt19937 draw{9};
  counts<> whole{shape, 5};
  std::vector<counts<>> parts(7, counts<>{shape, 5});
  for (int i = 0; i < 20'000; ++i) {
    const std::size_t cell = draw() % whole.cells();
    const score s = random_score(draw, 5);
    whole.add(cell, s);
    parts[draw() % parts.size()].add(cell, s);
  }
  std::shuffle(parts.begin(), parts.end(), draw);
  counts<> joined{shape, 5};
  for (const counts<>& part : parts) { joined.merge(part); }
  BOOST_TEST((joined == whole));
}

BOOST_AUTO_TEST_CASE(a_merge_that_would_overflow_changes_nothing) {
  const auto overflow = [](const error& e) { return e.category() == error_category::out_of_range; };
  constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
  std::mt19937 draw{10};
  for (const bool in_reasons : {false, true}) {
    counts<> a = random_counts(draw, 5);
    counts<> b = random_counts(draw, 5);
    auto& place = in_reasons ? a.by_reason()[17] : a.by_level()[17];
    auto& other = in_reasons ? b.by_reason()[17] : b.by_level()[17];
    place = most - 3;
    other = 4;
    const counts<> before = a;
    BOOST_CHECK_EXCEPTION(a.merge(b), error, overflow);
    BOOST_TEST((a == before));
    other = 3;
    a.merge(b);
    BOOST_TEST(place == most);

    counts<> twice = before; // with itself
    BOOST_CHECK_EXCEPTION(twice.merge(twice), error, overflow);
    BOOST_TEST((twice == before));
  }
  counts<> c = random_counts(draw, 5);
  const counts<> before = c;
  c.merge(c);
  BOOST_TEST((c == sum(before, before)));
}

BOOST_AUTO_TEST_CASE(only_equal_shapes_merge) {
  const auto misfit = [](const error& e) { return e.category() == error_category::incompatible; };
  counts<> c{shape, 5};
  BOOST_CHECK_EXCEPTION(c.merge(counts<>(shape, 4)), error, misfit);
  BOOST_CHECK_EXCEPTION(c.merge(counts<>({3, 2, 2, 4}, 5)), error, misfit);
  BOOST_CHECK_EXCEPTION(counts<5>(shape, 4), error, misfit);
}

BOOST_AUTO_TEST_CASE(grown_counts_keep_every_cell) {
  std::mt19937 draw{11};
  const counts_shape larger{5, 3, 4, 3};
  for (int i = 0; i < 50; ++i) {
    const counts<> from = random_counts(draw, 5);
    const counts<> to = from.grown(larger);
    std::uint64_t n = 0;
    for (std::size_t c = 0; c < 5; ++c) {
      for (std::size_t r = 0; r < 3; ++r) {
        for (std::size_t d = 0; d < 4; ++d) {
          for (std::size_t s = 0; s < 3; ++s) {
            const auto cell = to[to.cell(c, r, d, s)];
            const bool old = c < 3 && r < 2 && s < 2;
            BOOST_REQUIRE((old ? cell == from[from.cell(c, r, d, s)] : cell.n() + cell.n_missing() == 0));
            n += cell.n();
          }
        }
      }
    }
    std::uint64_t expected = 0;
    for (const std::uint32_t each : from.by_level()) { expected += each; }
    BOOST_REQUIRE(n == expected);
    const counts<> other = random_counts(draw, 5);
    BOOST_REQUIRE(sum(from, other).grown(larger) == sum(from.grown(larger), other.grown(larger)));
  }
  const auto misfit = [](const error& e) { return e.category() == error_category::incompatible; };
  const counts<> c{shape, 5};
  BOOST_CHECK_EXCEPTION((void)c.grown({2, 2, 4, 2}), error, misfit);
  BOOST_CHECK_EXCEPTION((void)c.grown({3, 1, 4, 2}), error, misfit);
  BOOST_CHECK_EXCEPTION((void)c.grown({3, 2, 4, 1}), error, misfit);
  BOOST_CHECK_EXCEPTION((void)c.grown({3, 2, 5, 2}), error, misfit);
  BOOST_TEST((c.grown(shape) == c));
}

BOOST_AUTO_TEST_CASE(sizes_are_checked) {
  const auto range = [](const error& e) { return e.category() == error_category::out_of_range; };
  BOOST_CHECK_EXCEPTION(counts<>(shape, 1), error, range);
  BOOST_CHECK_EXCEPTION(counts<>(shape, 17), error, range);
  BOOST_CHECK_EXCEPTION(counts<>{shape}, error, range); // a dynamic scale needs its number of levels
  BOOST_CHECK_EXCEPTION(counts<>({std::size_t{1} << 40, 1, 1, 1}, 5), error, range);
  BOOST_CHECK_EXCEPTION(counts<>({std::size_t{1} << 20, std::size_t{1} << 20, std::size_t{1} << 30, 1}, 5), error, range);
  BOOST_TEST((counts<>({0, 4, 9, 1}, 5).cells() == 0u));
}

BOOST_AUTO_TEST_SUITE_END()
