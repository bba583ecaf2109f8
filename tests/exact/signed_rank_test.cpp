#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/signed_rank.hpp>
#include <headway/numeric/random.hpp>

#include "reference_pairs.hpp"

BOOST_AUTO_TEST_SUITE(signed_rank_test)

namespace {

namespace hx = headway::exact;
using headway::status;
using marks = std::vector<std::int8_t>;

/// The test by the definition: midranks by counting, every pattern of signs, averages of all pairs sorted.
struct by_hand {
  double w_plus{};
  double p_up{};
  double p_down{};
  double point{};
  double all_pairs{};
};

double median_of_averages(std::vector<double> d) {
  std::vector<double> averages;
  for (std::size_t i = 0; i < d.size(); ++i) {
    for (std::size_t j = i; j < d.size(); ++j) { averages.push_back(0.5 * (d[i] + d[j])); }
  }
  std::sort(averages.begin(), averages.end());
  return 0.5 * (averages[(averages.size() - 1) / 2] + averages[averages.size() / 2]);
}

by_hand enumerated(const std::vector<double>& differences, bool pratt) {
  std::vector<double> ranks;
  std::vector<bool> up;
  for (const double d : differences) {
    if (std::fabs(d) <= 0.0) { continue; }
    double rank = 0.5;
    for (const double e : differences) {
      if (std::fabs(e) <= 0.0 && !pratt) { continue; }
      rank += std::fabs(e) < std::fabs(d) ? 1.0 : std::fabs(e) > std::fabs(d) ? 0.0 : 0.5;
    }
    ranks.push_back(rank);
    up.push_back(d > 0.0);
  }
  by_hand out;
  for (std::size_t i = 0; i < ranks.size(); ++i) { out.w_plus += up[i] ? ranks[i] : 0.0; }
  const double each = std::ldexp(1.0, -static_cast<int>(ranks.size()));
  for (std::uint32_t pattern = 0; pattern < (1u << ranks.size()); ++pattern) {
    double w = 0.0;
    for (std::size_t i = 0; i < ranks.size(); ++i) { w += ((pattern >> i) & 1u) != 0 ? ranks[i] : 0.0; }
    out.p_up += w >= out.w_plus ? each : 0.0;
    out.p_down += w <= out.w_plus ? each : 0.0;
    out.point += std::fabs(w - out.w_plus) < 0.1 ? each : 0.0;
  }
  out.all_pairs = median_of_averages(differences);
  return out;
}

hx::zero_rule rule_of(const reference::expected& wanted) { return wanted.args.at("zeros").text == "pratt" ? hx::zero_rule::pratt : hx::zero_rule::wilcoxon; }

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a10) {
  const auto published = reference::read("a10_wilcoxon_signed_rank");
  std::size_t checked = 0;
  const auto result_of = [&](const reference::expected& wanted, bool named) {
    return hx::signed_rank(reference_pairs::differences(published, wanted.data), {.zeros = named ? rule_of(wanted) : hx::zero_rule::wilcoxon});
  };
  for (const reference::expected& wanted : published.of("wilcoxon_signed_rank_exact")) {
    const auto r = result_of(wanted, true);
    const auto value = [&](const char* key) { return wanted.value.at(key).number(); };
    BOOST_CHECK_SMALL(r.w_plus - value("w_plus"), wanted.tolerance());
    BOOST_CHECK_SMALL(r.w_minus - value("w_minus"), wanted.tolerance());
    BOOST_CHECK_SMALL(static_cast<double>(r.up + r.down) - value("n_used"), wanted.tolerance());
    BOOST_CHECK_SMALL(static_cast<double>(r.held) - value("n_zero"), wanted.tolerance());
    BOOST_CHECK_SMALL(r.p_two_sided - value("p_two_sided"), wanted.tolerance());
    BOOST_CHECK_SMALL(r.p_up - value("p_greater"), wanted.tolerance());
    BOOST_CHECK_SMALL(r.p_down - value("p_less"), wanted.tolerance());
    BOOST_TEST((r.method == hx::p_method::exact));
    ++checked;
  }
  for (const reference::expected& wanted : published.of("wilcoxon_signed_rank_normal")) {
    const auto r = result_of(wanted, true);
    BOOST_CHECK_SMALL(*r.z - wanted.value.at("z").number(), wanted.tolerance());
    BOOST_CHECK_SMALL(*r.p_normal - wanted.value.at("p_two_sided").number(), wanted.tolerance());
    BOOST_CHECK_SMALL(*r.p_normal_continuity - wanted.value.at("p_two_sided_continuity").number(), wanted.tolerance());
    ++checked;
  }
  for (const reference::expected& wanted : published.of("matched_rank_biserial")) {
    BOOST_CHECK_SMALL(*result_of(wanted, true).rank_biserial - wanted.value.number(), wanted.tolerance());
    ++checked;
  }
  for (const reference::expected& wanted : published.of("hodges_lehmann_paired")) {
    const auto r = result_of(wanted, false);
    const bool movers = wanted.args.at("definition").text.find("dropped") != std::string::npos;
    BOOST_CHECK_SMALL((movers ? *r.hodges_lehmann_movers : *r.hodges_lehmann) - wanted.value.number(), wanted.tolerance());
    ++checked;
  }
  BOOST_TEST(checked == 16u); // and the two sign tests, in sign_test_test
}

BOOST_AUTO_TEST_CASE(marks_transitions_and_differences_give_the_same) {
  const auto published = reference::read("a10_wilcoxon_signed_rank");
  const auto rubric = reference_pairs::marks(published, "rubric");
  for (const auto zeros : {hx::zero_rule::wilcoxon, hx::zero_rule::pratt}) {
    auto by_marks = hx::signed_rank(rubric[0], rubric[1], 5, {.zeros = zeros});
    BOOST_TEST(by_marks.detectable.has_value()); // known in levels only
    by_marks.detectable.reset();
    BOOST_TEST((by_marks == hx::signed_rank(reference_pairs::differences(published, "rubric"), {.zeros = zeros})));
  }
}

BOOST_AUTO_TEST_CASE(equals_enumeration_for_every_table_of_a_few_people) {
  std::size_t tables = 0;
  for (const auto& size : std::vector<std::pair<std::size_t, std::size_t>>{{2, 6}, {3, 4}, {4, 3}}) {
    const std::size_t levels = size.first;
    const std::size_t people = size.second;
    reference_pairs::every_table(levels, people, [&](const hx::transitions& t) {
      std::vector<double> differences;
      for (const int move : reference_pairs::moves_of(t)) { differences.push_back(move); }
      differences.insert(differences.end(), t.held(), 0.0);
      for (const bool pratt : {false, true}) {
        const auto r = hx::signed_rank(t, {.zeros = pratt ? hx::zero_rule::pratt : hx::zero_rule::wilcoxon});
        BOOST_CHECK_CLOSE_FRACTION(*r.hodges_lehmann + 1.0, median_of_averages(differences) + 1.0, 1e-15);
        if (t.held() == people) {
          BOOST_TEST((r.status == status::no_variation));
          continue;
        }
        const by_hand expected = enumerated(differences, pratt);
        BOOST_TEST(r.w_plus == expected.w_plus);
        BOOST_CHECK_CLOSE_FRACTION(r.p_up, expected.p_up, 1e-14);
        BOOST_CHECK_CLOSE_FRACTION(r.p_down, expected.p_down, 1e-14);
        BOOST_CHECK_CLOSE_FRACTION(r.p_two_sided, (std::min)(1.0, 2.0 * (std::min)(expected.p_up, expected.p_down)), 1e-14);
        BOOST_CHECK_SMALL(r.p_mid - (std::min)(1.0, 2.0 * (std::min)(expected.p_up, expected.p_down) - expected.point), 1e-14);
        BOOST_TEST(r.p_two_sided >= r.p_min);
      }
      ++tables;
    });
  }
  BOOST_TEST(tables == 84u + 495u + 816u);
}

BOOST_AUTO_TEST_CASE(equals_enumeration_for_measured_differences) {
  headway::numeric::random_stream random{headway::seed{5}};
  for (int repeat = 0; repeat < 40; ++repeat) {
    std::vector<double> differences(static_cast<std::size_t>(1 + repeat % 11));
    for (double& d : differences) { d = std::round(4.0 * headway::numeric::draw_normal(random) + 1.0) * (repeat % 2 == 0 ? 1.0 : 0.37); }
    if (std::all_of(differences.begin(), differences.end(), [](double d) { return std::fabs(d) <= 0.0; })) { continue; }
    for (const bool pratt : {false, true}) {
      const by_hand expected = enumerated(differences, pratt);
      const auto r = hx::signed_rank(differences, {.zeros = pratt ? hx::zero_rule::pratt : hx::zero_rule::wilcoxon});
      BOOST_CHECK_CLOSE_FRACTION(r.p_up, expected.p_up, 1e-13);
      BOOST_CHECK_CLOSE_FRACTION(r.p_down, expected.p_down, 1e-13);
      BOOST_CHECK_SMALL(*r.hodges_lehmann - expected.all_pairs, 1e-14);
    }
  }
}

BOOST_AUTO_TEST_CASE(order_does_not_matter_and_turning_exchanges_up_and_down) {
  const marks before{0, 1, 1, 2, 4, 3, 0, 2, 2};
  const marks after{1, 1, 3, 1, 4, 4, 2, 3, 0};
  const hx::transitions t = hx::count_transitions(before, after, 5);
  const marks before_turned(before.rbegin(), before.rend());
  const marks after_turned(after.rbegin(), after.rend());
  BOOST_TEST((hx::signed_rank(before_turned, after_turned, 5) == hx::signed_rank(t)));
  for (const auto zeros : {hx::zero_rule::wilcoxon, hx::zero_rule::pratt}) {
    const auto there = hx::signed_rank(t, {.zeros = zeros});
    const auto back = hx::signed_rank(reference_pairs::scale_turned(t), {.zeros = zeros});
    BOOST_TEST((back == hx::signed_rank(reference_pairs::time_turned(t), {.zeros = zeros})));
    BOOST_TEST(there.w_plus == back.w_minus);
    BOOST_CHECK_CLOSE_FRACTION(there.p_up, back.p_down, 1e-14);
    BOOST_CHECK_CLOSE_FRACTION(there.p_two_sided, back.p_two_sided, 1e-14);
    BOOST_TEST(*there.rank_biserial == -*back.rank_biserial);
    BOOST_TEST(*there.hodges_lehmann == -*back.hodges_lehmann);
    BOOST_TEST((there.detectable == back.detectable));
  }
}

BOOST_AUTO_TEST_CASE(every_number_of_levels_and_a_recoding_that_keeps_steps_give_the_same) {
  const auto five = hx::signed_rank(marks{0, 1, 2, 1, 0, 1, 2}, marks{1, 2, 1, 2, 2, 2, 2}, 5);
  for (std::size_t levels = 3; levels <= 16; ++levels) {
    BOOST_TEST((hx::signed_rank(marks{0, 1, 2, 1, 0, 1, 2}, marks{1, 2, 1, 2, 2, 2, 2}, levels) == five));
  }
  const auto two = hx::signed_rank(marks{0, 0, 0, 1, 0, 0, 1}, marks{1, 1, 1, 0, 1, 1, 1}, 2);
  BOOST_TEST(two.p_two_sided == 14.0 / 64.0); // on two levels it is the sign test: 5 up, 1 down
}

BOOST_AUTO_TEST_CASE(the_detectable_change_has_the_power_it_states) {
  const marks before{0, 1, 1, 2, 1, 3, 0, 2};
  const marks after{1, 2, 3, 1, 2, 4, 2, 3};
  const auto r = hx::signed_rank(before, after, 5);
  BOOST_REQUIRE(r.detectable.has_value());
  const std::vector<double> sizes{1, 1, 2, 1, 1, 1, 2, 1};
  const std::vector<double> ranks{3.5, 3.5, 7.5, 3.5, 3.5, 3.5, 7.5, 3.5};
  double null_at[37] = {};
  std::vector<double> chance_of(256);
  std::vector<double> rank_sum(256);
  for (std::uint32_t pattern = 0; pattern < 256; ++pattern) {
    double chance = 1.0;
    double w = 0.0;
    for (std::size_t i = 0; i < 8; ++i) {
      const bool up = ((pattern >> i) & 1u) != 0;
      chance *= 1.0 / (1.0 + std::exp((up ? -1.0 : 1.0) * *r.detectable * sizes[i]));
      w += up ? ranks[i] : 0.0;
    }
    chance_of[pattern] = chance;
    rank_sum[pattern] = w;
    for (int at = 0; at <= 36; ++at) { null_at[at] += w >= at ? 1.0 / 256.0 : 0.0; }
  }
  int critical = 36;
  while (critical > 0 && 2.0 * null_at[critical - 1] <= 0.05) { --critical; }
  double power = 0.0;
  for (std::uint32_t pattern = 0; pattern < 256; ++pattern) { power += rank_sum[pattern] >= critical ? chance_of[pattern] : 0.0; }
  BOOST_CHECK_CLOSE_FRACTION(power, 0.8, 1e-9);
}

BOOST_AUTO_TEST_CASE(many_people_are_exact_as_long_as_it_pays_and_then_say_how_they_were_got) {
  headway::numeric::random_stream random{headway::seed{9}};
  std::vector<double> differences(1500);
  for (double& d : differences) { d = headway::numeric::draw_normal(random) + 0.05; }
  const auto exact = hx::signed_rank(differences);
  BOOST_TEST((exact.method == hx::p_method::exact));
  BOOST_CHECK_SMALL(exact.p_two_sided - *exact.p_normal_continuity, 1e-4);
  BOOST_CHECK_SMALL(*exact.hodges_lehmann - median_of_averages(differences), 1e-15);
  for (int i = 0; i < 2500; ++i) { differences.push_back(headway::numeric::draw_normal(random)); }
  const auto normal = hx::signed_rank(differences);
  BOOST_TEST((normal.method == hx::p_method::approximate));
  BOOST_TEST(normal.p_two_sided == *normal.p_normal_continuity);
  BOOST_CHECK_CLOSE_FRACTION(normal.p_up + normal.p_down, 1.0, 1e-3);
  hx::transitions t{5};
  t.add(0, 1, 40'000);
  t.add(1, 0, 39'000);
  t.add(0, 2, 15);
  BOOST_TEST((hx::signed_rank(t).method == hx::p_method::exact)); // nearly all of one size
}

BOOST_AUTO_TEST_CASE(nobody_no_movers_and_too_few_are_results) {
  BOOST_TEST((hx::signed_rank(marks{}, marks{}, 5).status == status::no_data));
  const double none = std::numeric_limits<double>::quiet_NaN();
  BOOST_TEST((hx::signed_rank(std::vector<double>{none, 1.5, -0.0, none, -2.0}) == hx::signed_rank(std::vector<double>{-2.0, 0.0, 1.5})));
  const auto still = hx::signed_rank(marks{1, 2}, marks{1, 2}, 5);
  BOOST_TEST((still.status == status::no_variation));
  BOOST_TEST(still.p_two_sided == 1.0);
  BOOST_TEST(*still.hodges_lehmann == 0.0);
  BOOST_TEST(!still.hodges_lehmann_movers.has_value());
  BOOST_TEST(!still.z.has_value());
  const auto few = hx::signed_rank(marks{0, 0, 0, 0, 0}, marks{1, 2, 1, 3, 1}, 5);
  BOOST_TEST((few.status == status::could_not_show));
  BOOST_TEST(few.p_two_sided == 0.0625);
  BOOST_TEST(few.p_min == 0.0625);
  BOOST_TEST(!few.detectable.has_value());
  const headway::table table = to_table(few);
  BOOST_TEST(table.rows() == 1u);
  BOOST_TEST(table.at("w_plus").reals()[0] == 15.0);
  BOOST_TEST(table.at("method").texts()[0] == "exact");
  BOOST_TEST(table.at("status").texts()[0] == "could_not_show");
  BOOST_TEST(int{table.at("detectable").valid()[0]} == 0);
}

BOOST_AUTO_TEST_CASE(misuse_says_what_is_wrong) {
  const marks one{1};
  BOOST_CHECK_THROW((void)hx::signed_rank(one, one, 5, {.zeros = static_cast<hx::zero_rule>(3)}), headway::error);
  BOOST_CHECK_THROW((void)hx::signed_rank(one, one, 5, {.power = 0.0}), headway::error);
  BOOST_CHECK_THROW((void)hx::signed_rank(one, marks{1, 2}, 5), headway::error);
  const auto at_row_one = [](const headway::error& e) { return e.row() == 1; };
  BOOST_CHECK_EXCEPTION((void)hx::signed_rank(std::vector<double>{1.0, std::numeric_limits<double>::infinity()}), headway::error, at_row_one);
  BOOST_CHECK_EXCEPTION((void)hx::signed_rank(std::vector<double>{1.0, 1e200}), headway::error, at_row_one);
}

BOOST_AUTO_TEST_SUITE_END()
