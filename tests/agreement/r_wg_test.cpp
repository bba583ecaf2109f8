#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/r_wg.hpp>

#include "rwg_case.hpp"

namespace ha = headway::agreement;
using headway::status;

namespace {

using counts = std::vector<std::uint32_t>;
using null = ha::null_distribution;

std::size_t item_of(const reference::expected& e) {
  const auto& names = reference::rwg_items();
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), e.args.at("item").text) - names.begin());
}

/// The marks of one question.
std::vector<std::int8_t> column(const reference::rwg_group& group, std::size_t item) {
  std::vector<std::int8_t> out;
  for (std::size_t i = item; i < group.marks.size(); i += 4) { out.push_back(group.marks[i]); }
  return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(r_wg_test)

BOOST_AUTO_TEST_CASE(reference_case_a09_from_counts_and_from_marks) {
  const auto from = reference::read("a09_rwg");
  const auto groups = reference::rwg_groups(from);
  std::size_t checked = 0;
  const auto equal = [&](const reference::expected& e, auto value) {
    BOOST_TEST(e.value.parts.size() == groups.size());
    for (const auto& [group, wanted] : e.value.parts) {
      for (const double got : value(groups.at(group))) { BOOST_TEST(std::abs(got - wanted.number()) <= e.tolerance(), e.id << " group " << group << ": " << got); }
    }
    ++checked;
  };
  for (const auto& e : from.of("r_wg")) {
    const ha::r_wg_options options{.null = null::uniform, .own_null = {}, .negative_as_zero = e.args.at("negative").text == "set to 0"};
    const std::size_t item = item_of(e);
    equal(e, [&](const reference::rwg_group& g) {
      return std::vector<double>{ha::r_wg(std::span{g.counts}.subspan(item * 5, 5), options).value.value(), ha::r_wg(column(g, item), 5, options).value.value()};
    });
  }
  for (const auto& e : from.of("a_wg")) {
    const std::size_t item = item_of(e);
    equal(e, [&](const reference::rwg_group& g) {
      return std::vector<double>{ha::a_wg(std::span{g.counts}.subspan(item * 5, 5)).value.value(), ha::a_wg(column(g, item), 5).value.value()};
    });
  }
  for (const auto& e : from.of("r_wg_j")) {
    equal(e, [&](const reference::rwg_group& g) {
      return std::vector<double>{ha::r_wg_j(g.counts, 4, 5).r_wg_j.value(), ha::r_wg_j(g.marks, g.people, 4, 5).r_wg_j.value()};
    });
  }
  for (const auto& e : from.of("r_star_wg_j")) {
    equal(e, [&](const reference::rwg_group& g) {
      return std::vector<double>{ha::r_wg_j(g.counts, 4, 5).r_star_wg_j.value(), ha::r_wg_j(g.marks, g.people, 4, 5).r_star_wg_j.value()};
    });
  }
  BOOST_TEST(checked == 14u); // with the 8 of group_icc_test the 22 of the case
}

BOOST_AUTO_TEST_CASE(variances_of_null_distributions) {
  BOOST_TEST(ha::null_variance(null::uniform, 5) == 2.0);
  BOOST_TEST(ha::null_variance(null::uniform, 2) == 0.25);
  BOOST_TEST(ha::null_variance(null::half_at_each_end, 5) == 4.0);
  // LeBreton and Senter's distributions on five levels, from which their variances follow
  const auto own = [](const std::vector<double>& shares) { return ha::null_variance(null::own, 5, shares); };
  BOOST_TEST(std::abs(own({0.05, 0.15, 0.20, 0.35, 0.25}) - ha::null_variance(null::slightly_skewed, 5)) < 1e-12);
  BOOST_TEST(std::abs(own({0.0, 0.10, 0.15, 0.40, 0.35}) - ha::null_variance(null::moderately_skewed, 5)) < 1e-12);
  BOOST_TEST(std::abs(own({0.0, 0.0, 0.10, 0.40, 0.50}) - ha::null_variance(null::heavily_skewed, 5)) < 1e-12);
  BOOST_TEST(std::abs(own({0.11, 0.22, 0.34, 0.22, 0.11}) - ha::null_variance(null::triangular, 5)) < 1e-12);
  BOOST_TEST(std::abs(own({0.07, 0.24, 0.38, 0.24, 0.07}) - ha::null_variance(null::normal, 5)) < 1e-12);
  // the same tables's figures for seven and eleven levels
  BOOST_TEST(ha::null_variance(null::slightly_skewed, 7) == 2.90);
  BOOST_TEST(ha::null_variance(null::moderately_skewed, 7) == 2.14);
  BOOST_TEST(ha::null_variance(null::heavily_skewed, 7) == 1.39);
  BOOST_TEST(ha::null_variance(null::triangular, 7) == 2.10);
  BOOST_TEST(ha::null_variance(null::normal, 7) == 1.40);
  BOOST_TEST(ha::null_variance(null::normal, 11) == 1.40);
  BOOST_TEST(own({2.0, 0.0, 0.0, 0.0, 2.0}) == 4.0); // shares need not sum to 1
  for (const null each : {null::slightly_skewed, null::moderately_skewed, null::heavily_skewed, null::triangular, null::normal}) {
    BOOST_CHECK_THROW((void)ha::null_variance(each, 4), headway::error);
    BOOST_CHECK_THROW((void)ha::null_variance(each, 12), headway::error);
  }
  BOOST_CHECK_THROW((void)own({1.0, 1.0}), headway::error);
  BOOST_CHECK_THROW((void)own({0.0, 0.0, 0.0, 0.0, 0.0}), headway::error);
  BOOST_CHECK_THROW((void)own({0.0, 0.0, 1.0, 0.0, 0.0}), headway::error);
  BOOST_CHECK_THROW((void)own({1.0, -1.0, 1.0, 0.0, 1.0}), headway::error);
  BOOST_CHECK_THROW((void)own({1.0, std::numeric_limits<double>::quiet_NaN(), 1.0, 0.0, 1.0}), headway::error);
  BOOST_CHECK_THROW((void)ha::null_variance(null::uniform, 2, std::vector<double>{1.0, 1.0}), headway::error);
  BOOST_CHECK_THROW((void)ha::null_variance(static_cast<null>(99), 5), headway::error);
}

BOOST_AUTO_TEST_CASE(r_wg_by_hand) {
  // 2, 4, 4, 5: mean 3.75, sum of squares 4.75, variance 4.75 / 3
  const ha::r_wg_result r = ha::r_wg(counts{0, 1, 0, 2, 1});
  BOOST_TEST(std::abs(r.variance.value() - 4.75 / 3.0) < 1e-15);
  BOOST_TEST(std::abs(r.value.value() - (1.0 - 4.75 / 6.0)) < 1e-15);
  BOOST_TEST(ha::r_wg(counts{5, 0, 0, 0, 5}).value.value() < 0.0);
  BOOST_TEST(ha::r_wg(counts{5, 0, 0, 0, 5}, {.null = null::uniform, .own_null = {}, .negative_as_zero = true}).value.value() == 0.0);
  const ha::r_wg_result own = ha::r_wg(counts{0, 1, 0, 2, 1}, {.null = null::own, .own_null = {1, 0, 0, 0, 1}, .negative_as_zero = false});
  BOOST_TEST(std::abs(own.value.value() - (1.0 - 4.75 / 12.0)) < 1e-15);
}

BOOST_AUTO_TEST_CASE(a_wg_by_hand) {
  // mean 3.75 of 1..5: (5 - 3.75) * (3.75 - 1) * 4 / 3
  const ha::a_wg_result a = ha::a_wg(counts{0, 1, 0, 2, 1});
  BOOST_TEST(std::abs(a.largest_variance.value() - 1.25 * 2.75 * 4.0 / 3.0) < 1e-15);
  BOOST_TEST(std::abs(a.value.value() - (1.0 - 2.0 * 4.75 / 3.0 / (1.25 * 2.75 * 4.0 / 3.0))) < 1e-15);
  BOOST_TEST(ha::a_wg(counts{3, 0, 0, 0, 5}).value.value() == -1.0); // only at the ends
  BOOST_TEST(ha::a_wg(counts{9, 0, 0, 0, 0}).value.value() == 1.0);
  BOOST_TEST(ha::a_wg(counts{0, 0, 0, 0, 9}).value.value() == 1.0);
  BOOST_TEST(ha::a_wg(counts{9, 0, 0, 0, 0}).largest_variance.value() == 0.0);
}

BOOST_AUTO_TEST_CASE(more_questions_raise_r_wg_j_but_not_r_star) {
  const counts one{1, 2, 4, 2, 1};
  counts three = one;
  three.insert(three.end(), one.begin(), one.end());
  three.insert(three.end(), one.begin(), one.end());
  const auto a = ha::r_wg_j(one, 1, 5);
  const auto b = ha::r_wg_j(three, 3, 5);
  BOOST_TEST(std::abs(a.r_wg_j.value() - ha::r_wg(one).value.value()) < 1e-15);
  BOOST_TEST(b.r_wg_j.value() > a.r_wg_j.value());
  BOOST_TEST(std::abs(a.r_star_wg_j.value() - b.r_star_wg_j.value()) < 1e-15);
  BOOST_TEST(std::abs(a.a_wg_j.value() - b.a_wg_j.value()) < 1e-15);
  // as divided as can be: q = 10/9 * 4 / 2 > 1
  const counts apart{5, 0, 0, 0, 5};
  const auto c = ha::r_wg_j(apart, 1, 5);
  BOOST_TEST(c.r_wg_j.value() == 0.0);
  BOOST_TEST(c.r_star_wg_j.value() < 0.0);
  BOOST_TEST(ha::r_wg_j(apart, 1, 5, {.null = null::uniform, .own_null = {}, .negative_as_zero = true}).r_star_wg_j.value() == 0.0);
}

BOOST_AUTO_TEST_CASE(questions_with_fewer_than_two_raters_are_left_out) {
  const counts three{1, 2, 4, 2, 1, 0, 1, 0, 0, 0, 0, 3, 0, 0, 1};
  const auto r = ha::r_wg_j(three, 3, 5);
  BOOST_TEST((r.items == 3 && r.items_used == 2 && r.fewest == 4 && r.most == 10));
  const double first = ha::r_wg(std::span{three}.first(5)).variance.value();
  const double last = ha::r_wg(std::span{three}.last(5)).variance.value();
  BOOST_TEST(std::abs(r.mean_variance.value() - 0.5 * (first + last)) < 1e-15);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_said_says_why) {
  BOOST_TEST((ha::r_wg(counts{0, 0, 0}).status == status::no_data));
  BOOST_TEST((ha::r_wg(counts{0, 1, 0}).status == status::too_few_raters && !ha::r_wg(counts{0, 1, 0}).value));
  BOOST_TEST((ha::a_wg(counts{0, 0, 0}).status == status::no_data));
  BOOST_TEST((ha::a_wg(counts{0, 1, 0}).status == status::too_few_raters));
  BOOST_TEST((ha::r_wg(counts{0, 7, 0}).value == 1.0));
  BOOST_TEST((ha::r_wg_j(counts{}, 0, 5).status == status::no_data));
  BOOST_TEST((ha::r_wg_j(counts(10), 2, 5).status == status::no_data));
  BOOST_TEST((ha::r_wg_j(counts{1, 0, 0, 0, 0, 0, 1, 0, 0, 0}, 2, 5).status == status::too_few_raters));
}

BOOST_AUTO_TEST_CASE(a_reversed_scale_and_the_largest_counts) {
  for (const counts& c : {counts{2, 5, 1, 3}, counts{1, 0, 2, 0, 4}, counts{0, 9, 1}}) {
    const counts back(c.rbegin(), c.rend());
    BOOST_TEST(std::abs(ha::r_wg(c).value.value() - ha::r_wg(back).value.value()) < 1e-14);
    BOOST_TEST(std::abs(ha::a_wg(c).value.value() - ha::a_wg(back).value.value()) < 1e-14);
  }
  const std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
  BOOST_TEST(ha::a_wg(counts{0, 0, 0, 0, most}).value.value() == 1.0);
  BOOST_TEST(ha::r_wg(counts{0, 0, most, 0, 0}).value.value() == 1.0);
  BOOST_TEST(std::abs(ha::a_wg(counts{most, 0, 0, 0, most}).value.value() + 1.0) < 1e-12);
}

BOOST_AUTO_TEST_CASE(misuse_names_the_person) {
  BOOST_CHECK_THROW((void)ha::r_wg(counts{1}), headway::error);
  BOOST_CHECK_THROW((void)ha::r_wg_j(counts{1, 2, 3}, 1, 5), headway::error);
  BOOST_CHECK_THROW((void)ha::r_wg_j(std::vector<std::int8_t>(7), 2, 4, 5), headway::error);
  try {
    (void)ha::r_wg_j(std::vector<std::int8_t>{0, 1, 2, 3, 4, 5}, 3, 2, 5);
    BOOST_FAIL("no error");
  } catch (const headway::error& e) {
    BOOST_TEST(e.row() == 2);
  }
}

BOOST_AUTO_TEST_CASE(tables_of_one_row_and_names) {
  const auto one = to_table(ha::r_wg(counts{0, 1, 0, 2, 1}));
  BOOST_TEST((one.rows() == 1 && one.at("null_variance").reals()[0] == 2.0 && one.at("n").integers()[0] == 4 && one.at("status").texts()[0] == "ok"));
  BOOST_TEST(to_table(ha::a_wg(counts{0, 1, 0, 2, 1})).at("largest_variance").valid()[0] == 1);
  const auto j = to_table(ha::r_wg_j(counts{0, 1, 0, 2, 1}, 1, 5));
  BOOST_TEST((j.rows() == 1 && j.at("items_used").integers()[0] == 1 && j.at("r_star_wg_j").valid()[0] == 1 && j.at("a_wg_j").valid()[0] == 1));
  BOOST_TEST(to_table(ha::r_wg(counts{0, 0})).at("value").valid()[0] == 0);
  for (int i = 0; i < 8; ++i) { BOOST_TEST(name(static_cast<null>(i)) != "unknown"); }
  BOOST_TEST(name(static_cast<null>(8)) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()
