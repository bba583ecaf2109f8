#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/resample/jackknife.hpp>

namespace hr = headway::resample;

namespace {

using counts = std::vector<std::uint32_t>;
using table = std::span<const std::uint32_t>;

double mean(table c) {
  double n = 0.0;
  double sum = 0.0;
  for (std::size_t k = 0; k < c.size(); ++k) {
    n += c[k];
    sum += static_cast<double>(k) * c[k];
  }
  return sum / n;
}

double mean_difference(table c) { return mean(c.last(c.size() / 2)) - mean(c.first(c.size() / 2)); }

double variance(table c) {
  const double m = mean(c);
  double n = 0.0;
  double sum = 0.0;
  for (std::size_t k = 0; k < c.size(); ++k) {
    n += c[k];
    sum += c[k] * std::pow(static_cast<double>(k) - m, 2);
  }
  return sum / n;
}

} // namespace

BOOST_AUTO_TEST_SUITE(jackknife_test)

BOOST_AUTO_TEST_CASE(one_value_for_all_people_at_a_level) {
  const counts c{2, 0, 3, 1, 0, 4};
  const auto values = hr::jackknife_counts(c, 3, mean_difference);
  BOOST_TEST_REQUIRE(values.size() == 4u); // levels 0 and 2 of the first group, 0 and 2 of the second
  BOOST_TEST((values[0].group == 0 && values[0].level == 0 && values[0].people == 2));
  BOOST_TEST((values[3].group == 1 && values[3].level == 2 && values[3].people == 4));
  BOOST_TEST(values[0].value.value() == mean_difference(counts{1, 0, 3, 1, 0, 4}));
  BOOST_TEST(values[3].value.value() == mean_difference(counts{2, 0, 3, 1, 0, 3}));
}

BOOST_AUTO_TEST_CASE(the_acceleration_of_a_mean_is_a_sixth_of_its_skewness) {
  const counts c{2, 5, 1, 3};
  const double m = mean(c);
  double squares = 0.0;
  double cubes = 0.0;
  for (std::size_t k = 0; k < c.size(); ++k) {
    squares += c[k] * std::pow(static_cast<double>(k) - m, 2);
    cubes += c[k] * std::pow(static_cast<double>(k) - m, 3);
  }
  BOOST_TEST(std::abs(hr::acceleration(hr::jackknife_counts(c, 4, mean)).value() - cubes / (6.0 * std::pow(squares, 1.5))) < 1e-14);
}

BOOST_AUTO_TEST_CASE(two_groups_have_their_own_weights) {
  // sum of (x - mean)^3 / n^3, the second group's with its own sign
  const counts c{2, 5, 1, 3, 6, 0, 1, 1};
  double variance_sum = 0.0;
  double skewness = 0.0;
  for (std::size_t g = 0; g < 2; ++g) {
    const table row = table{c}.subspan(4 * g, 4);
    const double n = static_cast<double>(row[0] + row[1] + row[2] + row[3]);
    for (std::size_t k = 0; k < 4; ++k) {
      const double away = static_cast<double>(k) - mean(row);
      variance_sum += row[k] * away * away / (n * n);
      skewness += (g == 0 ? -1.0 : 1.0) * row[k] * std::pow(away, 3) / std::pow(n, 3);
    }
  }
  const auto values = hr::jackknife_counts(c, 4, mean_difference);
  BOOST_TEST(std::abs(hr::acceleration(values).value() - skewness / (6.0 * std::pow(variance_sum, 1.5))) < 1e-14);
  // and the standard error of a difference of means is the textbook one
  const double textbook = std::sqrt(variance(table{c}.first(4)) / 10.0 + variance(table{c}.last(4)) / 7.0);
  BOOST_TEST(std::abs(hr::jackknife_standard_error(values).value() - textbook) < 1e-14);
}

BOOST_AUTO_TEST_CASE(indices_and_counts_agree) {
  const std::vector<int> people{0, 0, 1, 1, 1, 3, 3, 2, 1};
  const auto by_index = hr::jackknife_indices(people.size(), [&](std::span<const std::uint32_t> index) {
    counts c(4);
    for (const std::uint32_t i : index) { ++c[static_cast<std::size_t>(people[i])]; }
    return variance(c);
  });
  std::vector<double> plain;
  for (const auto& value : by_index) { plain.push_back(value.value()); }
  const auto by_count = hr::jackknife_counts(counts{2, 4, 1, 2}, 4, variance);
  BOOST_TEST(std::abs(hr::acceleration(plain).value() - hr::acceleration(by_count).value()) < 1e-14);
  for (std::size_t i = 0; i < people.size(); ++i) {
    for (const auto& each : by_count) {
      if (each.level == static_cast<std::size_t>(people[i])) { BOOST_TEST(by_index[i].value() == each.value.value()); }
    }
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_had_has_no_value) {
  const auto median_like = [](table) { return 2.0; };
  const auto flat = hr::jackknife_counts(counts{2, 5, 1, 3}, 4, median_like);
  BOOST_TEST(!hr::acceleration(flat).has_value());
  BOOST_TEST(hr::jackknife_standard_error(flat).value() == 0.0);
  const auto gaps = hr::jackknife_counts(counts{2, 1}, 2, [](table c) { return c[1] > 0 ? std::optional{1.0 * c[0]} : std::nullopt; });
  BOOST_TEST(!hr::acceleration(gaps).has_value());
  BOOST_TEST(!hr::jackknife_standard_error(gaps).has_value());
  BOOST_TEST(hr::jackknife_counts(counts{0, 1, 0}, 3, mean).empty()); // nobody would be left
  BOOST_TEST(!hr::jackknife_standard_error({}).has_value());
  BOOST_TEST(hr::jackknife_indices(1, [](auto) { return 1.0; }).empty());
  BOOST_TEST(hr::jackknife_indices(0, [](auto) { return 1.0; }).empty());
  BOOST_CHECK_THROW((void)hr::jackknife_counts(counts{1, 2, 3}, 2, mean), headway::error);
  BOOST_CHECK_THROW((void)hr::jackknife_counts(counts{}, 0, mean), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
