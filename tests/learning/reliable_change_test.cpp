#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/learning/reliable_change.hpp>

#include "support/reference.hpp"

BOOST_AUTO_TEST_SUITE(reliable_change_test)

namespace {

namespace hl = headway::learning;
using headway::status;

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a22) {
  const auto published = reference::read("a22_rci_gas");
  const reference::expected wanted = published.of("reliable_change_index").at(0);
  const auto argument = [](const reference::expected& e, const char* key) { return e.args.at(key).number(); };
  const auto r = hl::reliable_change(argument(wanted, "pre"), argument(wanted, "post"), argument(wanted, "sd"), argument(wanted, "reliability"));
  BOOST_CHECK_SMALL(r.sem - wanted.value.at("sem").number(), wanted.tolerance());
  BOOST_CHECK_SMALL(r.s_diff - wanted.value.at("s_diff").number(), wanted.tolerance());
  BOOST_CHECK_SMALL(*r.rc - wanted.value.at("rc").number(), wanted.tolerance());
  BOOST_TEST((r.verdict == hl::reliable::rose));
  BOOST_CHECK_CLOSE_FRACTION(r.smallest, 1.959963984540054 * r.s_diff, 1e-14);

  const reference::expected cutoffs = published.of("clinical_cutoffs").at(0);
  const auto c = hl::clinical_cutoffs(argument(cutoffs, "mean_dysfunctional"), argument(cutoffs, "sd_dysfunctional"), argument(cutoffs, "mean_functional"),
                                      argument(cutoffs, "sd_functional"));
  BOOST_CHECK_SMALL(c.a - cutoffs.value.at("a").number(), cutoffs.tolerance());
  BOOST_CHECK_SMALL(c.b - cutoffs.value.at("b").number(), cutoffs.tolerance());
  BOOST_CHECK_SMALL(*c.c - cutoffs.value.at("c").number(), cutoffs.tolerance());
}

BOOST_AUTO_TEST_CASE(a_change_is_reliable_when_it_is_past_what_measuring_twice_explains) {
  const auto up = hl::reliable_change(10.0, 19.0, 7.5, 0.8);
  BOOST_TEST((up.verdict == hl::reliable::not_reliable)); // 9 is below 9.30
  BOOST_TEST((hl::reliable_change(10.0, 19.3, 7.5, 0.8).verdict == hl::reliable::rose));
  BOOST_TEST((hl::reliable_change(19.3, 10.0, 7.5, 0.8).verdict == hl::reliable::fell));
  BOOST_TEST((hl::reliable_change(10.0, 19.0, 7.5, 0.8, {headway::confidence_level{0.9}}).verdict == hl::reliable::rose));
  BOOST_TEST(*hl::reliable_change(19.0, 10.0, 7.5, 0.8).rc == -*up.rc);
}

BOOST_AUTO_TEST_CASE(several_people_are_a_row_each) {
  const std::vector<double> before{32.5, 40.0, 47.5};
  const std::vector<double> after{47.5, 41.0, 32.5};
  const auto results = hl::reliable_change(before, after, 7.5, 0.8);
  BOOST_REQUIRE(results.size() == 3u);
  BOOST_TEST((results[0] == hl::reliable_change(32.5, 47.5, 7.5, 0.8)));
  const headway::table table = to_table(std::span<const hl::reliable_change_result>{results});
  BOOST_TEST(table.rows() == 3u);
  BOOST_TEST(table.at("verdict").texts()[0] == "rose");
  BOOST_TEST(table.at("verdict").texts()[1] == "not_reliable");
  BOOST_TEST(table.at("verdict").texts()[2] == "fell");
  BOOST_TEST(table.at("change").reals()[1] == 1.0);
}

BOOST_AUTO_TEST_CASE(no_error_of_measurement_gives_no_index) {
  for (const auto& r : {hl::reliable_change(1.0, 2.0, 0.0, 0.8), hl::reliable_change(1.0, 2.0, 3.0, 1.0)}) {
    BOOST_TEST((r.status == status::no_variation));
    BOOST_TEST(!r.rc.has_value());
    const headway::table table = to_table(r);
    BOOST_TEST(int{table.at("rc").valid()[0]} == 0);
    BOOST_TEST(int{table.at("verdict").valid()[0]} == 0);
    BOOST_TEST(table.at("status").texts()[0] == "no_variation");
  }
}

BOOST_AUTO_TEST_CASE(cutoffs_turn_with_the_better_side) {
  const auto down = hl::clinical_cutoffs(60.0, 5.0, 40.0, 10.0);
  BOOST_TEST(down.a == 50.0);
  BOOST_TEST(down.b == 60.0);
  BOOST_CHECK_CLOSE_FRACTION(*down.c, (10.0 * 60.0 + 5.0 * 40.0) / 15.0, 1e-14);
  const auto flat = hl::clinical_cutoffs(60.0, 0.0, 40.0, 0.0);
  BOOST_TEST((flat.status == status::no_variation));
  BOOST_TEST(!flat.c.has_value());
  BOOST_TEST(to_table(down).rows() == 1u);
}

BOOST_AUTO_TEST_CASE(every_verdict_has_a_name) {
  BOOST_TEST(name(hl::reliable::rose) == "rose");
  BOOST_TEST(name(hl::reliable::fell) == "fell");
  BOOST_TEST(name(hl::reliable::not_reliable) == "not_reliable");
  BOOST_TEST(name(static_cast<hl::reliable>(9)) == "unknown");
}

BOOST_AUTO_TEST_CASE(misuse_says_what_is_wrong) {
  BOOST_CHECK_THROW((void)hl::reliable_change(1.0, 2.0, -1.0, 0.8), headway::error);
  BOOST_CHECK_THROW((void)hl::reliable_change(1.0, 2.0, 1.0, 1.2), headway::error);
  BOOST_CHECK_THROW((void)hl::reliable_change(std::numeric_limits<double>::infinity(), 2.0, 1.0, 0.8), headway::error);
  BOOST_CHECK_THROW((void)hl::clinical_cutoffs(1.0, 1.0, 2.0, -1.0), headway::error);
  const std::vector<double> before{1.0, std::numeric_limits<double>::quiet_NaN()};
  const std::vector<double> after{1.0, 2.0};
  BOOST_CHECK_EXCEPTION((void)hl::reliable_change(before, after, 1.0, 0.8), headway::error, [](const headway::error& e) { return e.row() == 1; });
  BOOST_CHECK_THROW((void)hl::reliable_change(before, std::vector<double>{1.0}, 1.0, 0.8), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
