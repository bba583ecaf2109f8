#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/krippendorff.hpp>

#include "support/reference.hpp"

BOOST_AUTO_TEST_SUITE(krippendorff_test)

namespace {

using headway::agreement::alpha_metric;
using headway::agreement::krippendorff_alpha;
using headway::agreement::pair_sums;
using headway::agreement::sum_pairs;

// Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: 12 units, 4 observers, values 1 to 5 (here 0 to 4), -1 missing
const std::vector<std::int8_t> published{
    0, 0, -1, 0,  //
    1, 1, 2, 1,  //
    2, 2, 2, 2,  //
    2, 2, 2, 2,  //
    1, 1, 1, 1,  //
    0, 1, 2, 3,  //
    3, 3, 3, 3,  //
    0, 0, 1, 0,  //
    1, 1, 1, 1,  //
    -1, 4, 4, 4,  //
    -1, -1, 0, 0,  //
    -1, 2, -1, -1};

} // namespace

BOOST_AUTO_TEST_CASE(equals_the_published_example) {
  // values by the definition, confirmed by krippendorff and irrCAC; printed .743, .815, .849, .797
  const std::vector<std::pair<alpha_metric, double>> expected{{alpha_metric::nominal, 0.743421052631579},
                                                              {alpha_metric::ordinal, 0.815387503754881},
                                                              {alpha_metric::interval, 0.849107142857143},
                                                              {alpha_metric::ratio, 0.797402774711612}};
  for (const auto& [metric, value] : expected) {
    const auto result = krippendorff_alpha(published, 12, 4, 5, metric);
    BOOST_REQUIRE(result.alpha.has_value());
    BOOST_CHECK_SMALL(*result.alpha - value, 1e-12);
    BOOST_TEST(result.units == 12u);
    BOOST_TEST(result.paired_units == 11u);
    BOOST_TEST(result.pairable_marks == 40u);
  }
}

BOOST_AUTO_TEST_CASE(equals_reference_case_a01) {
  const auto published_case = reference::read("a01_krippendorff_canonical");
  const auto marks = reference::marks_of(published_case.rows("main"), "unit", "observer", "value");
  const std::vector<std::pair<std::string, alpha_metric>> metrics{
      {"nominal", alpha_metric::nominal}, {"ordinal", alpha_metric::ordinal}, {"interval", alpha_metric::interval}, {"ratio", alpha_metric::ratio}};
  std::size_t checked = 0;
  for (const reference::expected& wanted : published_case.of("krippendorff_alpha")) {
    for (const auto& [name, metric] : metrics) {
      if (wanted.args.at("metric").text != name) { continue; }
      BOOST_CHECK_SMALL(*krippendorff_alpha(marks.level, marks.units, marks.raters, 5, metric).alpha - wanted.value.number(), wanted.tolerance());
      ++checked;
    }
  }
  BOOST_TEST(checked == 4u);
}

BOOST_AUTO_TEST_CASE(one_vote_off_gives_zero_although_everybody_agrees) {
  std::vector<std::int8_t> marks(9 * 8, 1);
  marks[5] = 2;
  const auto result = krippendorff_alpha(marks, 9, 8, 5);
  BOOST_CHECK_SMALL(*result.alpha, 1e-3);
}

BOOST_AUTO_TEST_CASE(undefined_is_a_status_and_never_a_number) {
  const std::vector<std::int8_t> equal(12, 2);
  const auto all_equal = krippendorff_alpha(equal, 4, 3, 5);
  BOOST_TEST((all_equal.status == headway::status::no_variation));
  BOOST_TEST(!all_equal.alpha.has_value());
  const std::vector<std::int8_t> alone{1, 2, 3};
  BOOST_TEST((krippendorff_alpha(alone, 3, 1, 5).status == headway::status::too_few_raters));
  BOOST_TEST((krippendorff_alpha({}, 0, 0, 5).status == headway::status::too_few_raters));
  const std::vector<std::int8_t> nothing(6, -1);
  BOOST_TEST((krippendorff_alpha(nothing, 2, 3, 5).status == headway::status::too_few_raters));
}

BOOST_AUTO_TEST_CASE(merged_parts_give_the_bits_of_the_whole) {
  std::vector<std::int8_t> marks;
  std::uint32_t state = 5;
  const std::size_t units = 60;
  const std::size_t raters = 7;
  for (std::size_t i = 0; i < units * raters; ++i) {
    state = state * 1664525u + 1013904223u;
    marks.push_back(static_cast<std::int8_t>(static_cast<int>((state >> 16) % 6) - 1));
  }
  const std::span<const std::int8_t> all{marks};
  pair_sums first = sum_pairs(all.first(20 * raters), 20, raters, 5);
  const pair_sums second = sum_pairs(all.subspan(20 * raters), 40, raters, 5);
  pair_sums other_way = second;
  other_way.merge(first);
  first.merge(second);
  const auto whole = krippendorff_alpha(all, units, raters, 5);
  BOOST_TEST((krippendorff_alpha(first) == whole));
  BOOST_TEST((krippendorff_alpha(other_way) == whole));
}

BOOST_AUTO_TEST_CASE(turning_the_scale_or_moving_raters_leaves_alpha_alone) {
  std::vector<std::int8_t> turned = published;
  for (std::int8_t& mark : turned) { mark = mark < 0 ? mark : static_cast<std::int8_t>(4 - mark); }
  std::vector<std::int8_t> moved;
  for (std::size_t u = 0; u < 12; ++u) {
    for (const std::size_t r : {2, 0, 3, 1}) { moved.push_back(published[u * 4 + r]); }
  }
  BOOST_CHECK_SMALL(*krippendorff_alpha(turned, 12, 4, 5).alpha - *krippendorff_alpha(published, 12, 4, 5).alpha, 1e-14);
  BOOST_TEST((krippendorff_alpha(moved, 12, 4, 5) == krippendorff_alpha(published, 12, 4, 5)));
}

BOOST_AUTO_TEST_CASE(sixteen_levels_and_many_raters_count_right) {
  // 300 raters pass the 255 that one byte holds
  std::vector<std::int8_t> marks;
  for (std::size_t i = 0; i < 2 * 300; ++i) { marks.push_back(static_cast<std::int8_t>(i % 16)); }
  const pair_sums sums = sum_pairs(marks, 2, 300, 16);
  std::uint64_t total = 0;
  for (const std::uint64_t n : sums.pairable()) { total += n; }
  BOOST_TEST(total == 600u);
  BOOST_TEST(sums.pairable()[0] == 38u);
  BOOST_TEST(sums.pairable()[15] == 37u);
}

BOOST_AUTO_TEST_CASE(misuse_names_what_is_wrong) {
  const std::vector<std::int8_t> marks{1, 9};
  try {
    (void)krippendorff_alpha(marks, 2, 1, 5);
    BOOST_FAIL("no error");
  } catch (const headway::error& e) {
    BOOST_TEST(e.row() == 1);
  }
  BOOST_CHECK_THROW((void)krippendorff_alpha(published, 12, 3, 5), headway::error);
  BOOST_CHECK_THROW((void)krippendorff_alpha(published, 12, 4, 17), headway::error);
  const std::vector<double> falling{5, 4, 3, 2, 1};
  BOOST_CHECK_THROW((void)krippendorff_alpha(published, 12, 4, 5, alpha_metric::interval, falling), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
