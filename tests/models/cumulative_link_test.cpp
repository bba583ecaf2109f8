#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/cumulative_link.hpp>

#include "support/reference.hpp"

BOOST_AUTO_TEST_SUITE(cumulative_link_test)

namespace {

namespace hm = headway::models;

/// The bitterness of wines (reference case a16): temperature and contact, nine judges.
hm::model_rows wine(std::vector<std::string>& judges) {
  const auto data = reference::read("a16_clmm_wine").rows("main");
  hm::model_rows rows;
  rows.levels = 5;
  rows.fixed_terms = 2;
  rows.fixed_names = {"warm", "contact"};
  for (int j = 1; j <= 9; ++j) { judges.push_back(std::to_string(j)); }
  rows.random = {{"judge", 9, {}, {}, {}}};
  for (const auto& row : data) {
    rows.answer.push_back(static_cast<std::int8_t>(std::stoi(row.at("rating")) - 1));
    rows.fixed.push_back(row.at("temp") == "warm" ? 1.0 : 0.0);
    rows.fixed.push_back(row.at("contact") == "yes" ? 1.0 : 0.0);
    rows.random[0].effect.push_back(static_cast<std::uint32_t>(std::stoi(row.at("judge")) - 1));
  }
  return rows;
}

double real(const headway::table& t, const char* column, std::size_t row) {
  BOOST_TEST_REQUIRE(t.at(column).valid()[row] == 1);
  return t.at(column).reals()[row];
}

} // namespace

BOOST_AUTO_TEST_CASE(tables_say_what_clmm_says) { // R ordinal: clmm(rating ~ temp + contact + (1 | judge), wine)
  std::vector<std::string> judges;
  hm::model_rows rows = wine(judges);
  rows.answer.push_back(-1); // one without an answer
  rows.fixed.insert(rows.fixed.end(), {0.0, 0.0});
  rows.random[0].effect.push_back(0);
  hm::cumulative_link_options options;
  options.labels = {judges};
  const auto fit = hm::cumulative_link(rows, options);
  const auto summary = hm::summary_table(fit);
  BOOST_TEST(summary.at("status").texts()[0] == "ok");
  BOOST_TEST(summary.at("termination").texts()[0] == "gradient");
  BOOST_TEST(summary.at("words").texts()[0].starts_with("The search ended at a maximum"));
  BOOST_TEST(summary.at("n").integers()[0] == 72);
  BOOST_TEST(summary.at("left_out").integers()[0] == 1);
  BOOST_TEST(summary.at("parameters").integers()[0] == 7);
  BOOST_CHECK_SMALL(real(summary, "log_likelihood", 0) + 81.565413, 1e-5);
  BOOST_CHECK_SMALL(real(summary, "aic", 0) - 177.13083, 2e-5);
  BOOST_TEST(real(summary, "gradient", 0) < 1e-5);

  const auto parameters = hm::coefficients_table(fit);
  BOOST_TEST_REQUIRE(parameters.rows() == 7u);
  BOOST_TEST(parameters.at("term").texts()[0] == "1|2");
  BOOST_TEST(parameters.at("kind").texts()[4] == "coefficient");
  BOOST_TEST(parameters.at("term").texts()[4] == "warm");
  BOOST_CHECK_SMALL(real(parameters, "value", 4) - 3.0630, 1e-4);
  BOOST_CHECK_SMALL(real(parameters, "low", 4) - (real(parameters, "value", 4) - 1.959963985 * real(parameters, "standard_error", 4)), 1e-8);
  BOOST_TEST(real(parameters, "p_two_sided", 4) < 1e-5);
  BOOST_TEST(parameters.at("p_two_sided").valid()[0] == 0);
  BOOST_TEST(parameters.at("kind").texts()[6] == "standard_deviation");
  BOOST_CHECK_SMALL(real(parameters, "value", 6) - 1.1311, 1e-4);
  BOOST_TEST(real(parameters, "low", 6) > 0.0);

  const auto effects = hm::effects_table(fit);
  BOOST_TEST_REQUIRE(effects.rows() == 9u);
  BOOST_TEST(effects.at("label").texts()[8] == "9");
  BOOST_TEST(effects.at("n").integers()[0] == 8);
  BOOST_TEST(real(effects, "high", 0) > real(effects, "value", 0));
}

BOOST_AUTO_TEST_CASE(order_of_rows_and_threads_never_matter) {
  std::vector<std::string> judges;
  const hm::model_rows rows = wine(judges);
  hm::model_rows turned = rows;
  const std::size_t n = rows.answer.size();
  for (std::size_t i = 0; i < n; ++i) {
    turned.answer[i] = rows.answer[n - 1 - i];
    turned.fixed[2 * i] = rows.fixed[2 * (n - 1 - i)];
    turned.fixed[2 * i + 1] = rows.fixed[2 * (n - 1 - i) + 1];
    turned.random[0].effect[i] = rows.random[0].effect[n - 1 - i];
  }
  hm::cumulative_link_options threads;
  threads.fit.model.threads = 3;
  const auto one = hm::cumulative_link(rows);
  BOOST_TEST((hm::coefficients_table(one) == hm::coefficients_table(hm::cumulative_link(turned))));
  BOOST_TEST((hm::coefficients_table(one) == hm::coefficients_table(hm::cumulative_link(rows, threads))));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_used_is_said) {
  hm::model_rows rows;
  rows.levels = 3;
  const auto none = hm::summary_table(hm::cumulative_link(rows));
  BOOST_TEST(none.at("status").texts()[0] == "no_data");
  BOOST_TEST(none.at("log_likelihood").valid()[0] == 0);
  BOOST_TEST(none.at("termination").valid()[0] == 0);

  rows.answer = {0, 1, 2, 0, 1, 2};
  rows.fixed_terms = 2; // the same term twice
  for (int i = 0; i < 6; ++i) { rows.fixed.insert(rows.fixed.end(), {static_cast<double>(i % 2), static_cast<double>(i % 2)}); }
  const auto same = hm::cumulative_link(rows);
  BOOST_TEST((same.found.status == headway::status::not_identified));
  BOOST_TEST(hm::coefficients_table(same).at("standard_error").valid()[2] == 0);
  BOOST_TEST(hm::coefficients_table(same).at("term").texts()[3] == "term 1");

  rows.fixed_terms = 1; // the term tells the answers apart without error
  rows.fixed = {0, 1, 2, 0, 1, 2};
  BOOST_TEST((hm::cumulative_link(rows).found.status == headway::status::not_identified));

  rows.fixed_terms = 0;
  rows.fixed.clear();
  rows.random = {{"pair", 3, {0, 1, 2, 1, 2, 0}, {}, {}}}; // nobody differs from anybody
  const auto zero = hm::cumulative_link(rows);
  BOOST_TEST((zero.found.status == headway::status::on_boundary));
  BOOST_TEST(hm::describe(zero).find("differences within pair") != std::string::npos);
  const auto parameters = hm::coefficients_table(zero);
  BOOST_TEST(parameters.at("value").reals()[2] == 0.0);
  BOOST_TEST(parameters.at("standard_error").valid()[2] == 0);

  hm::cumulative_link_options options;
  options.labels = {{"a", "b"}};
  BOOST_CHECK_THROW((void)hm::cumulative_link(rows, options), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
