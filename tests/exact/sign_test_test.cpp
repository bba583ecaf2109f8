#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/sign_test.hpp>

#include "reference_pairs.hpp"

BOOST_AUTO_TEST_SUITE(sign_test_test)

namespace {

namespace hx = headway::exact;
using headway::status;
using marks = std::vector<std::int8_t>;

/// P(at least `up` of m) by adding binomial coefficients.
double at_least(std::uint64_t up, std::uint64_t m, double share) {
  double sum = 0.0;
  for (std::uint64_t x = up; x <= m; ++x) {
    double term = 1.0;
    for (std::uint64_t i = 0; i < x; ++i) { term *= static_cast<double>(m - i) / static_cast<double>(i + 1); }
    sum += term * std::pow(share, static_cast<double>(x)) * std::pow(1.0 - share, static_cast<double>(m - x));
  }
  return sum;
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a10) {
  const auto published = reference::read("a10_wilcoxon_signed_rank");
  std::size_t checked = 0;
  for (const reference::expected& wanted : published.of("sign_test")) {
    const auto r = hx::sign_test(reference_pairs::differences(published, wanted.data));
    BOOST_TEST(static_cast<double>(r.up) == wanted.value.at("n_pos").number());
    BOOST_TEST(static_cast<double>(r.down) == wanted.value.at("n_neg").number());
    BOOST_TEST(static_cast<double>(r.held) == wanted.value.at("n_zero").number());
    BOOST_CHECK_SMALL(r.p_two_sided - wanted.value.at("p_two_sided").number(), wanted.tolerance());
    BOOST_CHECK_SMALL(r.p_up - wanted.value.at("p_greater").number(), wanted.tolerance());
    ++checked;
  }
  BOOST_TEST(checked == 2u);
  const auto rubric = reference_pairs::marks(published, "rubric");
  BOOST_TEST((hx::sign_test(rubric[0], rubric[1], 5) == hx::sign_test(reference_pairs::differences(published, "rubric"))));
}

BOOST_AUTO_TEST_CASE(equals_the_sum_of_binomial_terms_for_every_small_case) {
  for (std::uint64_t up = 0; up <= 14; ++up) {
    for (std::uint64_t down = 0; down <= 14; ++down) {
      if (up + down == 0) { continue; }
      const std::uint64_t m = up + down;
      const auto r = hx::sign_test(up, 3, down);
      BOOST_CHECK_CLOSE_FRACTION(r.p_up, at_least(up, m, 0.5), 1e-12);
      BOOST_CHECK_CLOSE_FRACTION(r.p_down, at_least(down, m, 0.5), 1e-12);
      BOOST_CHECK_CLOSE_FRACTION(r.p_two_sided, (std::min)(1.0, 2.0 * (std::min)(r.p_up, r.p_down)), 1e-15);
      const double point = at_least(up, m, 0.5) - at_least(up + 1, m, 0.5);
      BOOST_CHECK_CLOSE_FRACTION(r.p_mid, (std::min)(1.0, 2.0 * (std::min)(r.p_up, r.p_down) - point), 1e-12);
      BOOST_TEST(r.p_min == std::ldexp(1.0, 1 - static_cast<int>(m)));
      BOOST_TEST(r.p_two_sided >= r.p_min * (1.0 - 1e-12));
      BOOST_TEST((r.status == (r.p_min > 0.05 ? status::could_not_show : status::ok)));
      BOOST_TEST(r.detectable.has_value() == (r.status == status::ok));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_detectable_share_has_the_power_it_states) {
  for (std::uint64_t m = 6; m <= 40; ++m) {
    const auto r = hx::sign_test(m, 0, 0);
    BOOST_REQUIRE(r.detectable.has_value());
    std::uint64_t critical = m;
    while (2.0 * at_least(critical - 1, m, 0.5) <= 0.05) { --critical; }
    BOOST_CHECK_CLOSE_FRACTION(at_least(critical, m, *r.detectable), 0.8, 1e-10);
  }
}

BOOST_AUTO_TEST_CASE(turning_the_scale_or_time_round_exchanges_up_and_down) {
  const hx::transitions t = hx::count_transitions(marks{0, 1, 1, 2, 4, 3, 0}, marks{1, 1, 3, 1, 4, 4, 2}, 5);
  const auto there = hx::sign_test(t);
  const auto back = hx::sign_test(reference_pairs::time_turned(t));
  BOOST_TEST((hx::sign_test(reference_pairs::scale_turned(t)) == back));
  BOOST_TEST(there.up == back.down);
  BOOST_TEST(there.p_up == back.p_down);
  BOOST_TEST(there.p_two_sided == back.p_two_sided);
  BOOST_TEST((there.detectable == back.detectable));
  BOOST_CHECK_CLOSE_FRACTION(*there.share_up_low, 1.0 - *back.share_up_high, 1e-12);
}

BOOST_AUTO_TEST_CASE(five_movers_could_not_have_shown_it_and_the_result_says_so) {
  const auto r = hx::sign_test(5, 20, 0);
  BOOST_TEST((r.status == status::could_not_show));
  BOOST_TEST(r.p_two_sided == 0.0625);
  BOOST_TEST(!r.detectable.has_value());
  BOOST_TEST(r.share_up.value() == 1.0);
  BOOST_TEST((hx::sign_test(5, 20, 0, {.confidence = headway::confidence_level{0.9}}).status == status::ok));
  BOOST_TEST(headway::describe(r.status) == "this panel could not have shown it");
}

BOOST_AUTO_TEST_CASE(nobody_and_no_movers_are_results) {
  BOOST_TEST((hx::sign_test(0, 0, 0).status == status::no_data));
  const double none = std::numeric_limits<double>::quiet_NaN();
  BOOST_TEST((hx::sign_test(std::vector<double>{none, 1.5, -0.0, none, -2.0, 0.5}) == hx::sign_test(2, 1, 1)));
  const auto still = hx::sign_test(0, 7, 0);
  BOOST_TEST((still.status == status::no_variation));
  BOOST_TEST(still.p_two_sided == 1.0);
  BOOST_TEST(!still.share_up.has_value());
  const headway::table table = to_table(still);
  BOOST_TEST(table.rows() == 1u);
  BOOST_TEST(table.at("status").texts()[0] == "no_variation");
  BOOST_TEST(int{table.at("share_up").valid()[0]} == 0);
  BOOST_TEST(table.at("held").integers()[0] == 7);
}

BOOST_AUTO_TEST_CASE(many_people_stay_exact_and_finite) {
  const auto r = hx::sign_test(300'000, 1, 299'000);
  BOOST_TEST(r.p_two_sided > 0.1);
  BOOST_TEST(r.p_two_sided < 0.3);
  BOOST_TEST(r.detectable.value() > 0.5);
  BOOST_TEST(r.detectable.value() < 0.51);
}

BOOST_AUTO_TEST_CASE(misuse_says_what_is_wrong) {
  BOOST_CHECK_THROW((void)hx::sign_test(1, 1, 1, {.power = 1.0}), headway::error);
  BOOST_CHECK_THROW((void)hx::sign_test(std::uint64_t{1} << 60, 1, 1), headway::error);
  BOOST_CHECK_THROW((void)hx::sign_test(marks{1}, marks{1, 2}, 5), headway::error);
  const std::vector<double> bad{1.0, std::numeric_limits<double>::infinity()};
  BOOST_CHECK_EXCEPTION((void)hx::sign_test(bad), headway::error, [](const headway::error& e) { return e.row() == 1; });
}

BOOST_AUTO_TEST_SUITE_END()
