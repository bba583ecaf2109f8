#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/numeric/sobol.hpp>

namespace hn = headway::numeric;
using headway::seed;

BOOST_AUTO_TEST_SUITE(sobol_test)

BOOST_AUTO_TEST_CASE(points_are_those_of_scipy) {
  // scipy.stats.qmc.Sobol(21, scramble=False), point 1000 times 2^32
  constexpr std::array<std::uint32_t, 21> wanted{943718400u,  415236096u, 2227175424u, 2906652672u, 1203765248u, 3896508416u, 197132288u,  3862953984u, 2151677952u, 297795584u,  364904448u,
                                                 1094713344u, 692060160u, 1648361472u, 616562688u,  1589641216u, 3091202048u, 1480589312u, 4257218560u, 3116367872u, 2243952640u};
  const hn::sobol_points points{21, seed{1}};
  for (std::size_t d = 0; d < wanted.size(); ++d) { BOOST_TEST(points.unshifted(1000, d) == wanted[d]); }
}

BOOST_AUTO_TEST_CASE(every_cell_of_every_dimension_has_its_point) {
  const hn::sobol_points points{hn::sobol_points::even_dimensions, seed{7}};
  for (std::size_t d = 0; d < hn::sobol_points::even_dimensions; ++d) {
    std::vector<int> in(256);
    for (std::uint32_t i = 0; i < 256; ++i) { ++in[static_cast<std::size_t>(points.at(i, d) * 256.0)]; }
    BOOST_TEST(std::all_of(in.begin(), in.end(), [](int n) { return n == 1; }));
  }
}

BOOST_AUTO_TEST_CASE(averages_are_nearer_than_those_of_random_points) {
  // a smooth function of eight dimensions with mean 1; the error of 1024 random points is 0.03
  double worst = 0.0;
  for (std::uint64_t from = 1; from <= 8; ++from) {
    const hn::sobol_points points{8, seed{from}};
    double sum = 0.0;
    for (std::uint32_t i = 0; i < 1024; ++i) {
      double product = 1.0;
      for (std::size_t d = 0; d < 8; ++d) { product *= 1.0 + (points.at(i, d) - 0.5); }
      sum += product / 1024.0;
    }
    worst = (std::max)(worst, std::fabs(sum - 1.0));
  }
  BOOST_TEST(worst < 0.01);
}

BOOST_AUTO_TEST_CASE(dimensions_beyond_are_random_and_a_seed_gives_its_own_points) {
  const hn::sobol_points points{30, seed{3}};
  const hn::sobol_points again{30, seed{3}};
  const hn::sobol_points other{30, seed{4}};
  double sum = 0.0;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const double x = points.at(i, 25);
    BOOST_REQUIRE(x > 0.0);
    BOOST_REQUIRE(x < 1.0);
    sum += x;
  }
  BOOST_TEST(std::fabs(sum / 1000.0 - 0.5) < 0.04);
  for (const std::size_t d : {std::size_t{0}, std::size_t{20}, std::size_t{21}, std::size_t{29}}) {
    BOOST_TEST(points.at(17, d) == again.at(17, d));
    BOOST_TEST(points.at(17, d) != other.at(17, d));
  }
}

BOOST_AUTO_TEST_SUITE_END()
