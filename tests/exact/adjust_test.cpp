#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/adjust.hpp>

#include "support/reference.hpp"

BOOST_AUTO_TEST_SUITE(adjust_test)

namespace {

using headway::exact::adjust_p;
using headway::exact::adjustment;

// Benjamini & Hochberg (1995), J. R. Statist. Soc. B 57, 289-300, section 4; adjusted values by R 4.2.2 p.adjust and statsmodels
const std::vector<double> published{1e-04, 4e-04, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1};

void check(adjustment method, const std::vector<double>& expected) {
  const std::vector<double> result = adjust_p(published, method);
  BOOST_REQUIRE_EQUAL(result.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) { BOOST_CHECK_SMALL(result[i] - expected[i], 1e-12); }
}

} // namespace

BOOST_AUTO_TEST_CASE(equals_the_published_example) {
  check(adjustment::bonferroni, {0.0015, 0.006, 0.0285, 0.1425, 0.3015, 0.417, 0.447, 0.516, 0.6885, 1, 1, 1, 1, 1, 1});
  check(adjustment::holm, {0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1, 1, 1, 1, 1, 1});
  check(adjustment::hochberg, {0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.2682, 0.2682, 0.2752, 0.3213, 1, 1, 1, 1, 1, 1});
  check(adjustment::hommel, {0.0015, 0.0056, 0.0247, 0.095, 0.1608, 0.1946, 0.2086, 0.2408, 0.3213, 1, 1, 1, 1, 1, 1});
  check(adjustment::benjamini_hochberg, {0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.0638571428571429, 0.0638571428571429, 0.0645, 0.0765, 0.486, 0.581181818181818,
                                         0.714875, 0.753230769230769, 0.813214285714286, 1});
  check(adjustment::benjamini_yekutieli, {0.00497734348984349, 0.00995468697968698, 0.0315231754356754, 0.118211907883783, 0.200089208291708, 0.211892622853337, 0.211892622853337,
                                          0.21402577006327, 0.253844517982018, 1, 1, 1, 1, 1, 1});
  check(adjustment::holm_sidak, {0.00149895045486353, 0.00558546327039489, 0.0244203723878353, 0.108228151303786, 0.200166970916858, 0.24567905399395, 0.24567905399395,
                                 0.24567905399395, 0.280290440954513, 0.904571043338318, 0.937798233366616, 0.966412250050448, 0.966412250050448, 0.966412250050448, 1});
}

BOOST_AUTO_TEST_CASE(equals_reference_case_a14) {
  const auto published_case = reference::read("a14_p_adjust");
  std::vector<double> p;
  for (const auto& row : published_case.rows("main")) { p.push_back(std::stod(row.at("p"))); }
  const std::map<std::string, adjustment> methods{{"bonferroni", adjustment::bonferroni}, {"holm", adjustment::holm},
                                                  {"hochberg", adjustment::hochberg},     {"hommel", adjustment::hommel},
                                                  {"BH", adjustment::benjamini_hochberg}, {"BY", adjustment::benjamini_yekutieli},
                                                  {"holm-sidak", adjustment::holm_sidak}};
  std::size_t checked = 0;
  for (const reference::expected& wanted : published_case.of("p_adjust")) {
    const std::vector<double> values = wanted.value.numbers();
    const std::vector<double> result = adjust_p(p, methods.at(wanted.args.at("method").text));
    BOOST_REQUIRE(result.size() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i) { BOOST_CHECK_SMALL(result[i] - values[i], wanted.tolerance()); }
    ++checked;
  }
  BOOST_TEST(checked == 7u);
}

BOOST_AUTO_TEST_CASE(every_rule_has_a_function_and_a_name_of_its_own) {
  namespace hx = headway::exact;
  BOOST_TEST((hx::bonferroni(published) == adjust_p(published, adjustment::bonferroni)));
  BOOST_TEST((hx::holm(published) == adjust_p(published, adjustment::holm)));
  BOOST_TEST((hx::hochberg(published) == adjust_p(published, adjustment::hochberg)));
  BOOST_TEST((hx::hommel(published) == adjust_p(published, adjustment::hommel)));
  BOOST_TEST((hx::holm_sidak(published) == adjust_p(published, adjustment::holm_sidak)));
  BOOST_TEST((hx::benjamini_hochberg(published) == adjust_p(published, adjustment::benjamini_hochberg)));
  BOOST_TEST((hx::benjamini_yekutieli(published) == adjust_p(published, adjustment::benjamini_yekutieli)));
  const headway::table table = hx::adjusted_table(published, adjustment::holm);
  BOOST_TEST(table.rows() == published.size());
  BOOST_TEST(table.at("test").integers()[14] == 15);
  BOOST_TEST(table.at("p").reals()[2] == 0.0019);
  BOOST_CHECK_CLOSE_FRACTION(table.at("p_adjusted").reals()[2], 0.0247, 1e-12);
  BOOST_TEST(table.at("method").texts()[0] == "holm");
  for (int i = 1; i <= 7; ++i) { BOOST_TEST(name(static_cast<adjustment>(i)) != "unknown"); }
  BOOST_TEST(name(static_cast<adjustment>(0)) == "unknown");
}

BOOST_AUTO_TEST_CASE(stronger_rules_are_never_weaker) {
  const auto weakest = headway::exact::bonferroni(published);
  const auto step_down = headway::exact::holm(published);
  const auto step_up = headway::exact::hochberg(published);
  const auto closed = headway::exact::hommel(published);
  for (std::size_t i = 0; i < published.size(); ++i) {
    BOOST_TEST(step_down[i] <= weakest[i]);
    BOOST_TEST(step_up[i] <= step_down[i]);
    BOOST_TEST(closed[i] <= step_up[i] * (1.0 + 1e-12));
    BOOST_TEST(closed[i] >= published[i]);
  }
}

BOOST_AUTO_TEST_CASE(the_order_given_does_not_matter) {
  const std::vector<double> turned(published.rbegin(), published.rend());
  for (const adjustment method : {adjustment::holm, adjustment::hommel, adjustment::benjamini_hochberg}) {
    const auto there = adjust_p(published, method);
    const auto back = adjust_p(turned, method);
    for (std::size_t i = 0; i < there.size(); ++i) { BOOST_TEST(there[i] == back[back.size() - 1 - i]); }
  }
}

BOOST_AUTO_TEST_CASE(none_and_one_are_left_alone) {
  BOOST_TEST(adjust_p(std::vector<double>{}, adjustment::hommel).empty());
  BOOST_TEST(adjust_p(std::vector<double>{0.03}, adjustment::hommel)[0] == 0.03);
}

BOOST_AUTO_TEST_CASE(misuse_names_the_row) {
  try {
    (void)adjust_p(std::array{0.5, 1.5}, adjustment::holm);
    BOOST_FAIL("no error");
  } catch (const headway::error& e) {
    BOOST_TEST(e.row() == 1);
  }
  BOOST_CHECK_THROW((void)adjust_p(published, static_cast<adjustment>(99)), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
