#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/numeric/optimize.hpp>

BOOST_AUTO_TEST_SUITE(optimize_test)

namespace {

namespace hn = headway::numeric;

/// Rosenbrock's valley: minimum 0 at (1, 1).
std::optional<double> valley(std::span<const double> x, std::span<double> gradient) {
  const double a = 1.0 - x[0];
  const double b = x[1] - x[0] * x[0];
  gradient[0] = -2.0 * a - 400.0 * x[0] * b;
  gradient[1] = 200.0 * b;
  return a * a + 100.0 * b * b;
}

} // namespace

BOOST_AUTO_TEST_CASE(finds_the_end_of_a_bent_valley) {
  const hn::minimum found = hn::minimize(std::vector<double>{-1.2, 1.0}, {}, valley);
  BOOST_TEST((found.reason == hn::termination::gradient || found.reason == hn::termination::precision));
  BOOST_CHECK_SMALL(found.at[0] - 1.0, 1e-5);
  BOOST_CHECK_SMALL(found.at[1] - 1.0, 1e-5);
  BOOST_TEST(found.evaluations < 100u);
}

BOOST_AUTO_TEST_CASE(a_right_guess_of_the_curvature_takes_one_step) {
  const auto bowl = [](std::span<const double> x, std::span<double> gradient) -> std::optional<double> {
    gradient[0] = 4.0 * x[0] + x[1] - 3.0;
    gradient[1] = x[0] + 2.0 * x[1] - 1.0;
    return 2.0 * x[0] * x[0] + x[0] * x[1] + x[1] * x[1] - 3.0 * x[0] - x[1];
  };
  const hn::minimum found = hn::minimize(std::vector<double>{0.3, 0.2}, std::vector<double>{4.0, 1.0, 1.0, 2.0}, bowl);
  BOOST_TEST(found.evaluations <= 3u);
  BOOST_CHECK_SMALL(found.at[0] - 5.0 / 7.0, 1e-9);
  BOOST_CHECK_SMALL(found.at[1] - 1.0 / 7.0, 1e-9);
}

BOOST_AUTO_TEST_CASE(a_curvature_that_can_be_had_anywhere_makes_steps_of_newton) {
  const auto bowl = [](std::span<const double> x, std::span<double> gradient) -> std::optional<double> { // e^x - 1000 x + 500 y^2
    gradient[0] = std::exp(x[0]) - 1000.0;
    gradient[1] = 1000.0 * x[1];
    return std::exp(x[0]) - 1000.0 * x[0] + 500.0 * x[1] * x[1];
  };
  std::size_t asked = 0;
  const auto curvature = [&](std::span<const double> x) {
    ++asked;
    return std::vector<double>{std::exp(x[0]), 3e3, 3e3, 1000.0}; // the pair is too large for a curvature
  };
  const hn::minimum found = hn::minimize(std::vector<double>{9.0, 1.0}, curvature, bowl);
  BOOST_CHECK_SMALL(found.at[0] - std::log(1000.0), 1e-7);
  BOOST_CHECK_SMALL(found.at[1], 1e-7);
  BOOST_TEST(asked > 2u);
  BOOST_TEST(asked < found.evaluations); // near the minimum what was met is enough
  const hn::minimum once = hn::minimize(std::vector<double>{9.0, 1.0}, std::vector<double>{std::exp(9.0), 0.0, 0.0, 1000.0}, bowl);
  const hn::minimum often = hn::minimize(std::vector<double>{9.0, 1.0}, [](std::span<const double> x) { return std::vector<double>{std::exp(x[0]), 0.0, 0.0, 1000.0}; }, bowl);
  BOOST_TEST(often.evaluations <= once.evaluations);
  BOOST_CHECK_THROW((void)hn::minimize(std::vector<double>{9.0, 1.0}, std::vector<double>{1.0}, bowl), headway::error);
}

BOOST_AUTO_TEST_CASE(stays_where_the_function_has_a_value) {
  const auto barrier = [](std::span<const double> x, std::span<double> gradient) -> std::optional<double> { // x - log x: minimum at 1, nothing from 0 down
    if (!(x[0] > 0.0)) { return std::nullopt; }
    gradient[0] = 1.0 - 1.0 / x[0];
    return x[0] - std::log(x[0]);
  };
  const hn::minimum found = hn::minimize(std::vector<double>{9.0}, {}, barrier, {.first_step = 100.0});
  BOOST_CHECK_SMALL(found.at[0] - 1.0, 1e-6);
  BOOST_TEST((hn::minimize(std::vector<double>{-1.0}, {}, barrier).reason == hn::termination::no_value));
}

BOOST_AUTO_TEST_CASE(the_log_of_what_is_0_is_found_in_a_few_steps) {
  // (x - 1)^2 + a s^2 - b s^4 / 2 with s = e^y: at s = 0 for a > 0
  std::size_t evaluations = 0;
  const auto valley_to_nothing = [&](std::span<const double> x, std::span<double> gradient) -> std::optional<double> {
    ++evaluations;
    const double s = std::exp(x[1]);
    gradient[0] = 2.0 * (x[0] - 1.0);
    gradient[1] = 6.0 * s * s;
    return (x[0] - 1.0) * (x[0] - 1.0) + 3.0 * s * s;
  };
  const hn::minimum found = hn::minimize(std::vector<double>{0.0, -0.7}, {}, valley_to_nothing, {.logs_from = 1});
  BOOST_CHECK_SMALL(found.at[0] - 1.0, 1e-6);
  BOOST_TEST(found.at[1] == hn::log_of_nothing);
  const std::size_t held = evaluations;
  evaluations = 0;
  (void)hn::minimize(std::vector<double>{0.0, -0.7}, {}, valley_to_nothing);
  BOOST_TEST(held < evaluations);
  BOOST_TEST(held < 20u);
}

BOOST_AUTO_TEST_CASE(a_log_that_was_taken_for_nothing_comes_back) {
  // s^4 - 2 (0.005 s)^2 with s = e^y is lowest at s = 0.005, and at s = 0 lower than from s = 0.0071 up
  const auto near_nothing = [](std::span<const double> x, std::span<double> gradient) -> std::optional<double> {
    const double t = std::exp(2.0 * x[0]) / 25e-6; // (s / 0.005)^2
    gradient[0] = 4.0 * t * (t - 1.0);
    return t * t - 2.0 * t;
  };
  const hn::minimum found = hn::minimize(std::vector<double>{-4.6}, {}, near_nothing, {.logs_from = 0});
  BOOST_CHECK_SMALL(found.at[0] - std::log(0.005), 1e-5);
}

BOOST_AUTO_TEST_CASE(ends_by_its_limits) {
  BOOST_TEST((hn::minimize(std::vector<double>{-1.2, 1.0}, {}, valley, {.iterations = 3}).reason == hn::termination::iterations));
  for (int i = 0; i <= 4; ++i) { BOOST_TEST(name(static_cast<hn::termination>(i)) != "unknown"); }
  BOOST_TEST(name(static_cast<hn::termination>(5)) == "unknown");
  BOOST_CHECK_THROW((void)hn::minimize(std::vector<double>{0.0, 0.0}, std::vector<double>{1.0}, valley), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
