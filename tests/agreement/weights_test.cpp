#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/weights.hpp>

BOOST_AUTO_TEST_SUITE(weights_test)

namespace {

using headway::agreement::agreement_weights;
using headway::agreement::weight_matrix;
using headway::agreement::weight_set;

constexpr weight_set every_set[] = {weight_set::identity, weight_set::linear, weight_set::quadratic, weight_set::ordinal,  weight_set::radical,
                                    weight_set::ratio,    weight_set::circular, weight_set::bipolar, weight_set::adjacent};

void close(double value, double expected) { BOOST_CHECK_SMALL(value - expected, 1e-14); }

} // namespace

BOOST_AUTO_TEST_CASE(the_usual_sets_on_five_levels) {
  // row of the lowest level, from the formulas by hand: distances 0, 1, 2, 3, 4
  const std::vector<std::pair<weight_set, std::vector<double>>> expected{
      {weight_set::identity, {1, 0, 0, 0, 0}},
      {weight_set::linear, {1, 3.0 / 4, 2.0 / 4, 1.0 / 4, 0}},
      {weight_set::quadratic, {1, 15.0 / 16, 12.0 / 16, 7.0 / 16, 0}},
      {weight_set::ordinal, {1, 1 - 1.0 / 10, 1 - 3.0 / 10, 1 - 6.0 / 10, 0}},
      {weight_set::radical, {1, 1 - std::sqrt(0.25), 1 - std::sqrt(0.5), 1 - std::sqrt(0.75), 0}},
      {weight_set::ratio, {1, 1 - (1.0 / 9) / (4.0 / 9), 1 - (1.0 / 4) / (4.0 / 9), 1 - (9.0 / 25) / (4.0 / 9), 0}},
      {weight_set::bipolar, {1, 1 - 1.0 / 7, 1 - 1.0 / 3, 1 - 9.0 / 15, 0}},
      {weight_set::adjacent, {1, 1, 0, 0, 0}}};
  for (const auto& [set, row] : expected) {
    const weight_matrix w = agreement_weights{set}.of(5);
    for (std::size_t k = 0; k < 5; ++k) { close(w(0, k), row[k]); }
  }
  const weight_matrix circular = agreement_weights{weight_set::circular}.of(5);
  close(circular(0, 4), circular(0, 1)); // the lowest level follows the highest
  close(circular(0, 2), 0.0);
  close(circular(0, 1), 1.0 - std::pow(std::sin(3.14159265358979323846 / 5) / std::sin(2 * 3.14159265358979323846 / 5), 2));
}

BOOST_AUTO_TEST_CASE(every_set_is_symmetric_with_weights_from_0_to_1_for_2_to_16_levels) {
  for (const weight_set set : every_set) {
    for (std::size_t levels = 2; levels <= 16; ++levels) {
      const weight_matrix w = agreement_weights{set}.of(levels);
      BOOST_TEST(w.levels() == levels);
      double sum = 0.0;
      for (std::size_t c = 0; c < levels; ++c) {
        BOOST_TEST(w(c, c) == 1.0);
        for (std::size_t k = 0; k < levels; ++k) {
          BOOST_TEST(w(c, k) == w(k, c));
          BOOST_TEST((w(c, k) >= 0.0 && w(c, k) <= 1.0));
          sum += w(c, k);
        }
      }
      close(w.sum() / sum, 1.0);
      if (levels == 2 && set != weight_set::adjacent) { close(w(0, 1), 0.0); }
    }
    BOOST_TEST(name(set) != "unknown");
  }
  BOOST_TEST(name(static_cast<weight_set>(9)) == "unknown");
}

BOOST_AUTO_TEST_CASE(values_of_levels_count_where_the_set_looks_at_them) {
  const std::vector<double> values{0, 1, 10};
  close(agreement_weights(weight_set::linear, values).of(3)(0, 1), 0.9);
  close(agreement_weights(weight_set::quadratic, values).of(3)(1, 2), 1 - 0.81);
  close(agreement_weights(weight_set::ordinal, values).of(3)(0, 1), 1 - 1.0 / 3);
  const weight_matrix ratio = agreement_weights(weight_set::ratio, values).of(3);
  BOOST_TEST(ratio(0, 0) == 1.0); // 0 and 0 are the same
  close(ratio(0, 1), 0.0);
  close(ratio(1, 2), 1 - 81.0 / 121.0);
}

BOOST_AUTO_TEST_CASE(a_matrix_of_ones_own) {
  const std::vector<double> matrix{1, 0.5, 0.1, 0.5, 1, 0.25, 0.1, 0.25, 1};
  const weight_matrix w = agreement_weights::own(matrix).of(3);
  BOOST_TEST(w(0, 1) == 0.5);
  BOOST_TEST(w(2, 0) == 0.1);
  const agreement_weights own = agreement_weights::own(matrix);
  BOOST_CHECK_THROW((void)own.of(4), headway::error);
  for (const std::vector<double>& bad : {std::vector<double>{1, 0.5, 0.4, 1}, std::vector<double>{1, 2, 2, 1}, std::vector<double>{0.9, 0, 0, 1}, std::vector<double>{1, -0.1,
      -0.1, 1},
                                         std::vector<double>{1, std::nan(""), std::nan(""), 1}}) {
    BOOST_CHECK_THROW((void)agreement_weights::own(bad).of(2), headway::error);
  }
}

BOOST_AUTO_TEST_CASE(misuse_says_what_is_wrong) {
  const std::vector<double> falling{3, 2, 1};
  const std::vector<double> negative{-1, 0, 1};
  const std::vector<double> endless{1, 2, INFINITY};
  BOOST_CHECK_THROW((void)agreement_weights(weight_set::linear, falling).of(3), headway::error);
  BOOST_CHECK_THROW((void)agreement_weights(weight_set::linear, negative).of(4), headway::error);
  BOOST_CHECK_THROW((void)agreement_weights(weight_set::ratio, negative).of(3), headway::error);
  BOOST_CHECK_THROW((void)agreement_weights(weight_set::linear, endless).of(3), headway::error);
  BOOST_CHECK_THROW((void)agreement_weights(static_cast<weight_set>(9)).of(3), headway::error);
  BOOST_CHECK_THROW((void)agreement_weights(weight_set::linear).of(1), headway::error);
  BOOST_CHECK_THROW((void)agreement_weights(weight_set::linear).of(17), headway::error);
  BOOST_CHECK_NO_THROW((void)agreement_weights(weight_set::linear, negative).of(3));
}

BOOST_AUTO_TEST_SUITE_END()
