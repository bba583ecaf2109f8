#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/compare_fits.hpp>

#include "support/reference.hpp"

BOOST_AUTO_TEST_SUITE(compare_fits_test)

namespace {

namespace hm = headway::models;

/// A fit of 72 rows on 5 levels with one set of thresholds.
hm::compared_fit fit(std::size_t parameters, double log_likelihood, std::vector<std::string> terms, std::size_t blocks = 0) {
  hm::compared_fit out;
  out.status = "ok";
  out.link = "logit";
  out.thresholds = "flexible";
  out.levels = 5;
  out.rows = 72;
  out.weight = 72.0;
  out.parameters = parameters;
  out.log_likelihood = log_likelihood;
  out.threshold_values = 4;
  out.blocks = blocks;
  out.terms = std::move(terms);
  return out;
}

headway::table pair(const hm::compared_fit& one, const hm::compared_fit& other) { return hm::comparison_table(std::array{one, other}); }

double real(const headway::table& t, const char* column, std::size_t row) {
  BOOST_TEST_REQUIRE(t.at(column).valid()[row] == 1);
  return t.at(column).reals()[row];
}

bool has(const headway::table& t, const char* column, std::size_t row) { return t.at(column).valid()[row] == 1; }

bool incompatible(const headway::error& error) { return error.category() == headway::error_category::incompatible; }

} // namespace

BOOST_AUTO_TEST_CASE(wines_with_and_without_judges) { // R ordinal: clm(rating ~ temp + contact, wine) has -86.49192, clmm with (1 | judge) -81.56541
  const auto data = reference::read("a16_clmm_wine").rows("main");
  hm::model_rows rows;
  rows.levels = 5;
  rows.fixed_terms = 2;
  rows.fixed_names = {"warm", "contact"};
  rows.random = {{"judge", 9, {}, {}, {}}};
  for (const auto& row : data) {
    rows.answer.push_back(static_cast<std::int8_t>(std::stoi(row.at("rating")) - 1));
    rows.fixed.push_back(row.at("temp") == "warm" ? 1.0 : 0.0);
    rows.fixed.push_back(row.at("contact") == "yes" ? 1.0 : 0.0);
    rows.random[0].effect.push_back(static_cast<std::uint32_t>(std::stoi(row.at("judge")) - 1));
  }
  hm::model_rows plain = rows;
  plain.random.clear();
  const auto out = pair(hm::compared(hm::cumulative_link(rows)), hm::compared(hm::cumulative_link(plain)));
  BOOST_TEST_REQUIRE(out.rows() == 2u);
  BOOST_TEST(out.at("model").integers()[0] == 2); // the smaller first
  BOOST_TEST(out.at("against").integers()[1] == 2);
  BOOST_TEST(out.at("more").integers()[1] == 1);
  BOOST_TEST(!has(out, "against", 0));
  BOOST_CHECK_SMALL(real(out, "log_likelihood", 0) + 86.49192, 1e-5);
  BOOST_CHECK_SMALL(real(out, "ratio", 1) - 2.0 * (86.49192 - 81.56541), 3e-5);
  BOOST_TEST(out.at("law").texts()[1] == "half_and_half");
  BOOST_CHECK_SMALL(real(out, "p", 1) - 0.5 * headway::numeric::chi_square_upper(real(out, "ratio", 1), 1.0), 1e-15);
  BOOST_TEST(real(out, "aic_difference", 1) == 0.0);
  BOOST_CHECK_SMALL(real(out, "aic_difference", 0) - (184.98384 - 177.13083), 3e-5);
}

BOOST_AUTO_TEST_CASE(laws_of_the_ratio) { // quantiles of chi-square as printed in every table
  const auto plain = pair(fit(4, -100.0, {}), fit(6, -100.0 + 5.991464547 / 2.0, {"coefficient a", "coefficient b"}));
  BOOST_TEST(plain.at("law").texts()[1] == "chi_square");
  BOOST_CHECK_SMALL(real(plain, "p", 1) - 0.05, 1e-9);

  const auto one = pair(fit(4, -100.0, {}), fit(5, -100.0 + 2.705543454 / 2.0, {"standard_deviation g"}, 1));
  BOOST_CHECK_SMALL(real(one, "p", 1) - 0.05, 1e-9); // half of 0.10
  BOOST_TEST(one.at("words").texts()[1].find("cannot be less") != std::string::npos);

  const auto nothing = pair(fit(4, -100.0, {}), fit(5, -100.0, {"standard_deviation g"}, 1));
  BOOST_TEST(real(nothing, "ratio", 1) == 0.0);
  BOOST_TEST(real(nothing, "p", 1) == 1.0);

  const auto beside = pair(fit(4, -100.0, {}), fit(6, -98.0, {"coefficient a", "standard_deviation g"}, 1));
  BOOST_TEST(beside.at("law").texts()[1] == "half_and_half");
  BOOST_CHECK_SMALL(real(beside, "p", 1) - 0.5 * (0.0455002638963584 + 0.1353352832366127), 1e-12); // 2 Phi(-2) and exp(-2)

  const auto several = pair(fit(4, -100.0, {}), fit(6, -98.0, {"standard_deviation g", "standard_deviation h"}, 2));
  BOOST_TEST(several.at("law").texts()[1] == "at_most");
  BOOST_CHECK_SMALL(real(several, "p", 1) - 0.1353352832366127, 1e-12);
}

BOOST_AUTO_TEST_CASE(no_ratio_where_there_is_none) {
  const auto apart = pair(fit(5, -100.0, {"coefficient a"}), fit(6, -98.0, {"coefficient b", "coefficient c"}));
  BOOST_TEST(!has(apart, "ratio", 1));
  BOOST_TEST(!has(apart, "law", 1));
  BOOST_TEST(apart.at("words").texts()[1].find("go by AIC") != std::string::npos);
  BOOST_TEST(real(apart, "aic_difference", 0) == 2.0);

  hm::compared_fit large = fit(6, -98.0, {"coefficient a", "coefficient b"});
  large.link = "probit";
  BOOST_TEST(!has(pair(fit(5, -100.0, {"coefficient a"}), large), "ratio", 1));
  large.link = "logit";
  large.thresholds = "equidistant";
  BOOST_TEST(!has(pair(fit(5, -100.0, {"coefficient a"}), large), "ratio", 1));
  large.thresholds = "symmetric";
  hm::compared_fit small = fit(3, -100.0, {"coefficient a"});
  small.thresholds = "equidistant";
  BOOST_TEST(has(pair(small, large), "ratio", 1));
  large.threshold_values = 8; // two sets of thresholds hold one
  BOOST_TEST(has(pair(small, large), "ratio", 1));
  small.threshold_values = 12;
  BOOST_TEST(!has(pair(small, large), "ratio", 1));

  large = fit(6, -98.0, {"coefficient a", "coefficient b"});
  large.threshold_prior = 1.0;
  BOOST_TEST(has(pair(fit(5, -100.0, {"coefficient a"}), large), "ratio", 1));
  BOOST_TEST(!has(pair(fit(5, -100.0, {"coefficient a"}), large), "p", 1));
  large.threshold_prior = 0.0;
  large.status = "not_converged";
  BOOST_TEST(!has(pair(fit(5, -100.0, {"coefficient a"}), large), "ratio", 1));
  large.status = "on_boundary";
  BOOST_TEST(has(pair(fit(5, -100.0, {"coefficient a"}), large), "ratio", 1));
  large.log_likelihood = -101.0;
  BOOST_TEST(pair(fit(5, -100.0, {"coefficient a"}), large).at("words").texts()[1].find("fits worse") != std::string::npos);
  large.log_likelihood.reset();
  BOOST_TEST(!has(pair(fit(5, -100.0, {"coefficient a"}), large), "aic", 1));
}

BOOST_AUTO_TEST_CASE(other_rows_are_refused) {
  const hm::compared_fit one = fit(5, -100.0, {"standard_deviation g"}, 1);
  BOOST_CHECK_THROW(static_cast<void>(hm::comparison_table(std::array{one})), headway::error);
  hm::compared_fit other = one;
  other.rows = 71;
  BOOST_CHECK_EXCEPTION(static_cast<void>(pair(one, other)), headway::error, incompatible);
  other = one;
  other.levels = 4;
  BOOST_CHECK_EXCEPTION(static_cast<void>(pair(one, other)), headway::error, incompatible);
  other = one;
  other.weight = 72.1;
  BOOST_CHECK_EXCEPTION(static_cast<void>(pair(one, other)), headway::error, incompatible);
  other = one;
  other.quadrature = 7;
  BOOST_CHECK_EXCEPTION(static_cast<void>(pair(one, other)), headway::error, incompatible);
  other.blocks = 0; // without effects there is nothing to integrate
  BOOST_TEST(pair(one, other).rows() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
