#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/fit_rows.hpp>

#include "support/reference.hpp"

BOOST_AUTO_TEST_SUITE(fit_rows_test)

namespace {

namespace hm = headway::models;
using table = std::vector<std::map<std::string, std::string>>;

/// A 0/1 column for every wanted label of a column.
void add_fixed(hm::model_rows& rows, const table& data, const std::vector<std::vector<std::pair<std::string, std::string>>>& terms) {
  rows.fixed_terms = terms.size();
  for (const auto& row : data) {
    for (const auto& term : terms) {
      bool on = true;
      for (const auto& [column, label] : term) { on = on && row.at(column) == label; }
      rows.fixed.push_back(on ? 1.0 : 0.0);
    }
  }
}

hm::random_term grouped(const table& data, const std::string& column) {
  std::vector<std::string> labels;
  for (const auto& row : data) { labels.push_back(row.at(column)); }
  std::sort(labels.begin(), labels.end(), [](const std::string& a, const std::string& b) { return std::stoi(a) < std::stoi(b); });
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  hm::random_term out{column, labels.size(), {}, {}, {}};
  for (const auto& row : data) { out.effect.push_back(static_cast<std::uint32_t>(std::find(labels.begin(), labels.end(), row.at(column)) - labels.begin())); }
  return out;
}

hm::model_rows answers(const table& data, const std::string& column) {
  hm::model_rows out;
  out.levels = 5;
  for (const auto& row : data) { out.answer.push_back(static_cast<std::int8_t>(std::stoi(row.at(column)) - 1)); }
  return out;
}

void near(double value, double wanted, double within, const std::string& what) { BOOST_TEST_CONTEXT(what) { BOOST_CHECK_SMALL(value - wanted, within); } }

const std::vector<std::vector<std::pair<std::string, std::string>>> temp_and_contact{{{"temp", "warm"}}, {{"contact", "yes"}}};

hm::link_kind link_of(const std::string& name) {
  for (const auto link : {hm::link_kind::logit, hm::link_kind::probit, hm::link_kind::cloglog, hm::link_kind::loglog}) {
    if (hm::name(link) == name) { return link; }
  }
  BOOST_FAIL("no link " << name);
  return hm::link_kind::logit;
}

} // namespace

BOOST_AUTO_TEST_CASE(clm_wine) {
  const auto c = reference::read("a15_clm_wine");
  const table data = c.rows("main");
  std::size_t checked = 0;
  for (const auto& wanted : c.of("clm_fit")) {
    const std::string formula = wanted.args.at("formula").text;
    if (wanted.data != "main" || wanted.args.at("link").text == "cauchit") { continue; } // cauchit is not log-concave, so it is not offered
    hm::model_rows rows = answers(data, "rating");
    auto terms = temp_and_contact;
    if (formula == "rating ~ 1") { terms.clear(); }
    if (formula == "rating ~ temp * contact") { terms.push_back({{"temp", "warm"}, {"contact", "yes"}}); }
    if (formula == "rating ~ temp") { terms.pop_back(); }
    add_fixed(rows, data, terms);
    if (wanted.args.find("scale") != nullptr) {
      rows.scale_terms = 1;
      for (const auto& row : data) { rows.scale.push_back(row.at("temp") == "warm" ? 1.0 : 0.0); }
    }
    if (wanted.args.find("nominal") != nullptr) {
      rows.threshold_sets = 2;
      for (const auto& row : data) { rows.threshold_set.push_back(row.at("contact") == "yes" ? 1 : 0); }
    }
    hm::fit_options options;
    options.model.link = link_of(wanted.args.at("link").text);
    const std::string threshold = wanted.args.at("threshold").text;
    options.model.thresholds = threshold == "equidistant" ? hm::threshold_structure::equidistant : threshold == "symmetric" ? hm::threshold_structure::symmetric : hm::threshold_structure::flexible;
    const hm::row_fit fit = hm::fit_rows(hm::packed_rows{rows}, options);
    BOOST_TEST_CONTEXT(wanted.id) {
      BOOST_TEST((fit.status == headway::status::ok));
      near(fit.log_likelihood, wanted.value.at("loglik").number(), wanted.tolerance(), "log likelihood");
      if (const auto* beta = wanted.value.find("beta")) {
        for (std::size_t i = 0; i < beta->parts.size(); ++i) {
          near(fit.coefficients[i], beta->parts[i].second.number(), wanted.tolerance(), beta->parts[i].first);
          near(fit.standard_errors[fit.thresholds.size() + i], wanted.value.at("se").at(beta->parts[i].first).number(), wanted.tolerance(), "error of " + beta->parts[i].first);
        }
      }
      if (threshold == "flexible" && rows.threshold_sets == 1) {
        for (std::size_t k = 0; k < 4; ++k) {
          near(fit.thresholds[k], wanted.value.at("thresholds").parts[k].second.number(), wanted.tolerance(), "threshold");
          near(fit.standard_errors[k], wanted.value.at("se").at(wanted.value.at("thresholds").parts[k].first).number(), wanted.tolerance(), "its error");
        }
      }
      if (threshold == "equidistant") {
        near(fit.thresholds[0], wanted.value.at("thresholds").at("threshold.1").number(), wanted.tolerance(), "first");
        near(fit.thresholds[3] - fit.thresholds[2], wanted.value.at("thresholds").at("spacing").number(), wanted.tolerance(), "spacing");
      }
      if (threshold == "symmetric") {
        near(fit.thresholds[1], wanted.value.at("thresholds").at("central.1").number(), wanted.tolerance(), "central.1");
        near(fit.thresholds[2], wanted.value.at("thresholds").at("central.2").number(), wanted.tolerance(), "central.2");
        near(fit.thresholds[3] - fit.thresholds[2], wanted.value.at("thresholds").at("spacing.1").number(), wanted.tolerance(), "spacing");
      }
      if (rows.scale_terms > 0) { near(fit.log_scale[0], wanted.value.at("log_scale").at("tempwarm").number(), wanted.tolerance(), "log scale"); }
      if (rows.threshold_sets == 2) { // effects on the thresholds turn the sign of those on the predictor
        for (std::size_t k = 0; k < 4; ++k) {
          near(fit.thresholds[k], wanted.value.at("thresholds").parts[k].second.number(), wanted.tolerance(), "threshold");
          near(fit.thresholds[4 + k] - fit.thresholds[k], wanted.value.at("thresholds").parts[4 + k].second.number(), wanted.tolerance(), "contact");
        }
      }
    }
    ++checked;
  }
  BOOST_TEST(checked == 10u);
}

BOOST_AUTO_TEST_CASE(clm_housing_with_weights) {
  const auto c = reference::read("a15_clm_wine");
  const auto wanted = c.of("clm_fit").back();
  BOOST_TEST_REQUIRE(wanted.data == "housing");
  const table data = c.rows("housing");
  hm::model_rows rows;
  rows.levels = 3;
  for (const auto& row : data) {
    rows.answer.push_back(row.at("sat") == "Low" ? 0 : row.at("sat") == "Medium" ? 1 : 2);
    rows.weight.push_back(std::stod(row.at("freq")));
  }
  add_fixed(rows, data, {{{"infl", "Medium"}}, {{"infl", "High"}}, {{"type", "Apartment"}}, {{"type", "Atrium"}}, {{"type", "Terrace"}}, {{"cont", "High"}}});
  const hm::row_fit fit = hm::fit_rows(hm::packed_rows{rows});
  near(fit.log_likelihood, wanted.value.at("loglik").number(), wanted.tolerance(), "log likelihood");
  const auto& beta = wanted.value.at("beta").parts;
  for (std::size_t i = 0; i < beta.size(); ++i) {
    near(fit.coefficients[i], beta[i].second.number(), wanted.tolerance(), beta[i].first);
    near(fit.standard_errors[2 + i], wanted.value.at("se").at(beta[i].first).number(), wanted.tolerance(), "error");
  }
}

BOOST_AUTO_TEST_CASE(clmm_by_laplace) {
  for (const char* name : {"a16_clmm_wine", "a17_clmm_crossed"}) {
    const auto c = reference::read(name);
    for (const auto& wanted : c.of("clmm_fit")) {
      if (wanted.args.at("method").text != "Laplace") { continue; }
      const bool wine = std::string{name} == "a16_clmm_wine";
      const table data = c.rows(wanted.data);
      hm::model_rows rows = answers(data, wine ? "rating" : "score");
      add_fixed(rows, data, wine ? temp_and_contact : std::vector<std::vector<std::pair<std::string, std::string>>>{{{"phase", "late"}}});
      if (wine) {
        rows.random = {grouped(data, "judge")};
      } else {
        rows.random = {grouped(data, "unit"), grouped(data, "rater")};
      }
      hm::fit_options options;
      options.model.link = link_of(wanted.args.at("link").text);
      const hm::row_fit fit = hm::fit_rows(hm::packed_rows{rows}, options);
      BOOST_TEST_CONTEXT(wanted.id) {
        BOOST_TEST((fit.status == headway::status::ok));
        near(fit.log_likelihood, wanted.value.at("loglik").number(), wanted.tolerance("loglik"), "log likelihood");
        for (std::size_t k = 0; k < 4; ++k) {
          near(fit.thresholds[k], wanted.value.at("thresholds").parts[k].second.number(), wanted.tolerance("par"), "threshold");
          near(fit.standard_errors[k], wanted.value.at("se").parts[k].second.number(), wanted.tolerance("se"), "error");
        }
        const auto& beta = wanted.value.at("beta").parts;
        for (std::size_t i = 0; i < beta.size(); ++i) {
          near(fit.coefficients[i], beta[i].second.number(), wanted.tolerance("par"), beta[i].first);
          near(fit.standard_errors[4 + i], wanted.value.at("se").at(beta[i].first).number(), wanted.tolerance("se"), "error");
        }
        std::size_t effect = 0;
        for (std::size_t b = 0; b < rows.random.size(); ++b) {
          near(fit.deviations[b], wanted.value.at("random_sd").at(rows.random[b].name).number(), wanted.tolerance("par"), "deviation");
          for (const auto& [label, mode] : wanted.value.at("conditional_modes").at(rows.random[b].name).parts) { near(fit.effects[effect++], mode.number(), wanted.tolerance("modes"), label); }
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_block_without_variance_is_on_the_boundary) {
  const auto c = reference::read("a17_clmm_crossed");
  const auto wanted = c.of("clmm_fit_boundary").at(0);
  const table data = c.rows("wine");
  hm::model_rows rows = answers(data, "rating");
  add_fixed(rows, data, temp_and_contact);
  rows.random = {grouped(data, "judge"), grouped(data, "bottle")};
  const hm::row_fit fit = hm::fit_rows(hm::packed_rows{rows});
  BOOST_TEST((fit.status == headway::status::on_boundary));
  BOOST_TEST(fit.at_zero == (std::vector<bool>{false, true}));
  near(fit.log_likelihood, wanted.value.at("loglik").number(), wanted.tolerance(), "log likelihood");
  near(fit.coefficients[0], wanted.value.at("tempwarm").number(), wanted.tolerance(), "temp");
  near(fit.deviations[0] * fit.deviations[0], wanted.value.at("judge_variance").number(), wanted.tolerance(), "variance");
  BOOST_TEST(fit.standard_errors.size() == 8u);
}

namespace {

/// Places of six people each who mark four things that are the same everywhere.
hm::model_rows places_and_people(std::size_t places) {
  hm::model_rows rows;
  rows.levels = 4;
  rows.random = {{"place", places, {}, {}, {}}, {"person", places * 6, {}, {}, {}}, {"thing", 4, {}, {}, {}}};
  std::mt19937 random{5};
  const auto uniform = [&] { return (static_cast<double>(random()) + 0.5) / 4294967296.0; };
  const auto logistic = [&] { const double u = uniform(); return std::log(u / (1.0 - u)); };
  for (std::uint32_t place = 0; place < places; ++place) {
    const double level = 0.4 * logistic();
    for (std::uint32_t person = 6 * place; person < 6 * place + 6; ++person) {
      const double severity = 0.5 * logistic();
      for (std::uint32_t thing = 0; thing < 4; ++thing) {
        const double eta = level - severity + 0.5 * thing + logistic();
        rows.answer.push_back(static_cast<std::int8_t>((eta > -1.0 ? 1 : 0) + (eta > 0.5 ? 1 : 0) + (eta > 2.0 ? 1 : 0)));
        rows.random[0].effect.push_back(place);
        rows.random[1].effect.push_back(person);
        rows.random[2].effect.push_back(thing);
      }
    }
  }
  return rows;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_search_that_begins_with_some_of_the_places_ends_where_others_do) {
  const hm::packed_rows rows{places_and_people(60)};
  hm::fit_options options;
  options.standard_errors = false;
  const hm::row_fit plain = hm::fit_rows(rows, options);
  std::size_t evaluations = 0;
  options.part = 450; // of 1,440 rows
  options.progress = [&](std::size_t, double) { return ++evaluations == 0; };
  const hm::row_fit begun = hm::fit_rows(rows, options);
  near(begun.log_likelihood, plain.log_likelihood, 1e-8, "log likelihood");
  for (std::size_t b = 0; b < 3; ++b) { near(begun.deviations[b], plain.deviations[b], 1e-5, "deviation"); }
  BOOST_TEST(evaluations > begun.search.evaluations + 3); // those of the part
  BOOST_TEST(begun.search.evaluations < plain.search.evaluations);
  options.model.threads = 2;
  const hm::row_fit again = hm::fit_rows(rows, options);
  BOOST_TEST((again.search.at == begun.search.at));
}

BOOST_AUTO_TEST_CASE(the_curvature_guessed_is_about_that_of_the_minimum) {
  const hm::packed_rows rows{places_and_people(40)};
  const hm::row_fit fit = hm::fit_rows(rows, {.standard_errors = false});
  hm::laplace model{rows, {}};
  const auto evaluate = [&](std::span<const double> at, std::span<double> gradient) { return model.evaluate(at, gradient); };
  const auto wanted = hm::detail::curvature_at(fit.search.at, evaluate);
  BOOST_TEST_REQUIRE(wanted.has_value());
  (void)model.evaluate(fit.search.at);
  const std::vector<double> found = model.rough_curvature(fit.search.at);
  const std::size_t n = fit.search.at.size();
  for (std::size_t i = 0; i < n; ++i) { BOOST_TEST(std::fabs(found[i * (n + 1)] / (*wanted)[i * (n + 1)] - 1.0) < 0.2); }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_fitted_is_said) {
  hm::model_rows rows;
  rows.levels = 5;
  BOOST_TEST((hm::fit_rows(hm::packed_rows{rows}).status == headway::status::no_data));
  rows.answer.assign(10, 2); // one level used: without a prior the thresholds run away, with one they stay
  hm::fit_options held;
  held.model.threshold_prior = 1.0;
  const hm::row_fit fit = hm::fit_rows(hm::packed_rows{rows}, held);
  BOOST_TEST((fit.status == headway::status::ok));
  for (const double t : fit.thresholds) { BOOST_TEST(std::fabs(t) < 10.0); }
  const hm::row_fit free = hm::fit_rows(hm::packed_rows{rows});
  for (const double t : free.thresholds) { BOOST_TEST(std::isfinite(t)); }
  BOOST_TEST((free.status == headway::status::not_identified));

  rows.answer = {0, 1, 2, 3, 4, 0, 1, 2, 3, 4};
  rows.fixed_terms = 2; // the same term twice
  for (int i = 0; i < 10; ++i) { rows.fixed.insert(rows.fixed.end(), {static_cast<double>(i % 2), static_cast<double>(i % 2)}); }
  BOOST_TEST((hm::fit_rows(hm::packed_rows{rows}).status == headway::status::not_identified));

  hm::fit_options stopped;
  stopped.progress = [](std::size_t evaluations, double) { return evaluations > 2; };
  BOOST_CHECK_THROW((void)hm::fit_rows(hm::packed_rows{rows}, stopped), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
