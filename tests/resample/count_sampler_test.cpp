#include <cmath>
#include <cstdint>
#include <map>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/numeric/special.hpp>
#include <headway/resample/count_sampler.hpp>

BOOST_AUTO_TEST_SUITE(count_sampler_test)

namespace {

using headway::numeric::quick_stream;
using headway::resample::alias_table;
using headway::resample::count_sampler;

/// Upper limit of a chi-square statistic that is passed once in a million seeds, by Wilson and Hilferty.
double limit(double degrees) {
  const double root = 1.0 - 2.0 / (9.0 * degrees) + 4.75 * std::sqrt(2.0 / (9.0 * degrees));
  return degrees * root * root * root;
}

} // namespace

BOOST_AUTO_TEST_CASE(numbers_are_drawn_as_often_as_their_weights_say) {
  for (const std::vector<double>& weights : {std::vector<double>{1}, std::vector<double>{1, 1}, std::vector<double>{0, 3, 0, 1}, std::vector<double>{5, 1, 0.25, 2, 8, 0.001, 1}}) {
    const alias_table table{weights};
    quick_stream random{headway::seed{3}};
    double sum = 0.0;
    for (const double w : weights) { sum += w; }
    constexpr int draws = 200000;
    std::vector<double> seen(weights.size());
    for (int i = 0; i < draws; ++i) { seen.at(table.draw(random)) += 1.0; }
    double square = 0.0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const double expected = draws * weights[i] / sum;
      if (!(weights[i] > 0.0)) {
        BOOST_TEST(seen[i] == 0.0);
        continue;
      }
      square += (seen[i] - expected) * (seen[i] - expected) / expected;
    }
    BOOST_TEST(square < limit(static_cast<double>(weights.size())));
  }
}

BOOST_AUTO_TEST_CASE(a_resample_has_as_many_things_as_there_are) {
  const std::vector<std::uint64_t> counts{1, 40, 0, 7, 152, 1, 1, 300};
  const count_sampler sampler{counts};
  BOOST_TEST(sampler.total() == 502u);
  BOOST_TEST(sampler.kinds() == 8u);
  std::vector<std::uint64_t> out(8);
  for (std::uint64_t stream = 0; stream < 2000; ++stream) {
    quick_stream random{headway::seed{9}, stream};
    sampler.draw(random, out);
    std::uint64_t sum = 0;
    for (const std::uint64_t n : out) { sum += n; }
    BOOST_REQUIRE_EQUAL(sum, 502u);
    BOOST_REQUIRE_EQUAL(out[2], 0u);
  }
}

BOOST_AUTO_TEST_CASE(counts_have_the_binomial_law_and_fall_when_others_rise) {
  // one kind of 40 in 502: binomial(502, 40 / 502); correlation of two kinds -sqrt(p q / ((1 - p) (1 - q)))
  const std::vector<std::uint64_t> counts{1, 40, 7, 152, 1, 1, 300};
  const count_sampler sampler{counts};
  std::vector<std::uint64_t> out(counts.size());
  constexpr int draws = 40000;
  std::map<std::uint64_t, double> seen;
  double sum1 = 0, sum2 = 0, square1 = 0, square2 = 0, product = 0;
  for (int i = 0; i < draws; ++i) {
    quick_stream random{headway::seed{11}, static_cast<std::uint64_t>(i)};
    sampler.draw(random, out);
    seen[out[1]] += 1.0;
    const auto x = static_cast<double>(out[3]);
    const auto y = static_cast<double>(out[6]);
    sum1 += x;
    sum2 += y;
    square1 += x * x;
    square2 += y * y;
    product += x * y;
  }
  double square = 0.0;
  double degrees = 0.0;
  const double p = 40.0 / 502.0;
  for (std::uint64_t k = 20; k < 62; ++k) {
    const double expected = draws * (headway::numeric::binomial_cdf(k, 502, p) - headway::numeric::binomial_cdf(k - 1, 502, p));
    if (expected < 10.0) { continue; }
    square += (seen[k] - expected) * (seen[k] - expected) / expected;
    degrees += 1.0;
  }
  BOOST_TEST(square < limit(degrees));
  const double n = draws;
  const double correlation = (product / n - sum1 / n * (sum2 / n)) / std::sqrt((square1 / n - sum1 / n * (sum1 / n)) * (square2 / n - sum2 / n * (sum2 / n)));
  const double expected = -std::sqrt(152.0 * 300.0 / (350.0 * 202.0));
  BOOST_TEST(std::fabs(correlation - expected) < 5.0 * (1.0 - expected * expected) / std::sqrt(n));
}

BOOST_AUTO_TEST_CASE(a_few_things_are_drawn_with_their_exact_chances) {
  // three things of two kinds: 0 to 3 of the second with chances 8, 12, 6, 1 in 27
  const std::vector<std::uint64_t> counts{2, 1};
  const count_sampler sampler{counts};
  std::vector<std::uint64_t> out(2);
  std::vector<double> seen(4);
  constexpr int draws = 54000;
  quick_stream random{headway::seed{4}};
  for (int i = 0; i < draws; ++i) {
    sampler.draw(random, out);
    seen[out[1]] += 1.0;
  }
  double square = 0.0;
  const double expected[] = {8, 12, 6, 1};
  for (std::size_t k = 0; k < 4; ++k) { square += std::pow(seen[k] - draws * expected[k] / 27.0, 2) / (draws * expected[k] / 27.0); }
  BOOST_TEST(square < limit(3.0));
}

BOOST_AUTO_TEST_CASE(misuse_is_refused) {
  const std::vector<double> nothing{0, 0};
  const std::vector<double> negative{1, -1};
  BOOST_CHECK_THROW(alias_table{nothing}, headway::error);
  BOOST_CHECK_THROW(alias_table{negative}, headway::error);
  BOOST_CHECK_THROW(alias_table{std::vector<double>{}}, headway::error);
  const std::vector<std::uint64_t> none{0, 0};
  BOOST_CHECK_THROW(count_sampler{none}, headway::error);
  const std::vector<std::uint64_t> too_many{std::uint64_t{1} << 39, std::uint64_t{1} << 40};
  BOOST_CHECK_THROW(count_sampler{too_many}, headway::error);
  const std::vector<std::uint64_t> two{1, 1};
  std::vector<std::uint64_t> three(3);
  quick_stream random{headway::seed{1}};
  BOOST_CHECK_THROW(count_sampler{two}.draw(random, three), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
