#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/many_facet.hpp>

BOOST_AUTO_TEST_SUITE(many_facet_test)

namespace {

namespace hm = headway::models;

/// Marks of some places by all raters on all items, drawn from the model.
struct simulated {
  std::vector<std::int8_t> answer{};
  std::vector<hm::facet> facets{};
  std::vector<double> place{};
  std::vector<double> severity{};
  std::vector<double> item{};
};

simulated simulate(std::size_t places, std::size_t raters, std::vector<double> items, unsigned seed) {
  const std::vector<double> steps{-2.0, -0.5, 0.7, 1.8};
  std::mt19937_64 random{seed};
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  simulated out;
  for (std::size_t p = 0; p < places; ++p) { out.place.push_back(1.2 * normal(random)); }
  for (std::size_t r = 0; r < raters; ++r) { out.severity.push_back(0.6 * normal(random)); }
  out.item = std::move(items);
  const auto named = [](const std::string& name, std::size_t count, hm::facet_kind kind, bool raises) {
    hm::facet f{name, {}, {}, kind, raises};
    for (std::size_t i = 0; i < count; ++i) { f.labels.push_back(name.substr(0, 1) + std::to_string(i)); }
    return f;
  };
  out.facets = {named("place", places, hm::facet_kind::drawn, true), named("rater", raters, hm::facet_kind::drawn, false),
                named("item", out.item.size(), hm::facet_kind::fixed, false)};
  for (std::uint32_t p = 0; p < places; ++p) {
    for (std::uint32_t r = 0; r < raters; ++r) {
      for (std::uint32_t i = 0; i < out.item.size(); ++i) {
        const double eta = out.place[p] - out.severity[r] - out.item[i];
        std::vector<double> weight{1.0};
        double running = 0.0;
        double sum = 1.0;
        for (const double step : steps) { sum += weight.emplace_back(std::exp(running += eta - step)); }
        double u = uniform(random) * sum;
        std::int8_t y = 0;
        while (y < 4 && u > weight[static_cast<std::size_t>(y)]) { u -= weight[static_cast<std::size_t>(y++)]; }
        out.answer.push_back(y);
        out.facets[0].element.push_back(p);
        out.facets[1].element.push_back(r);
        out.facets[2].element.push_back(i);
      }
    }
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(what_was_put_in_comes_out) {
  const simulated s = simulate(150, 12, {-0.8, 0.0, 0.8}, 7);
  const auto fit = hm::many_facet(s.answer, 5, s.facets);
  BOOST_TEST((fit.fit.found.status == headway::status::ok));
  BOOST_CHECK_SMALL(fit.summaries[0].spread - 1.2, 0.2);
  BOOST_CHECK_SMALL(fit.summaries[1].spread - 0.6, 0.25);
  double sum = 0.0;
  for (std::size_t i = 0; i < 3; ++i) {
    BOOST_CHECK_SMALL(fit.measures[2][i].value - s.item[i], 4.0 * fit.measures[2][i].standard_error.value());
    sum += fit.measures[2][i].value;
  }
  BOOST_CHECK_SMALL(sum, 1e-12);
  const double wanted[] = {-2.0, -0.5, 0.7, 1.8};
  for (std::size_t k = 0; k < 4; ++k) { BOOST_CHECK_SMALL(fit.fit.found.thresholds[k] - wanted[k], 5.0 * fit.fit.found.standard_errors[k]); }
  std::size_t inside = 0;
  for (std::size_t p = 0; p < 150; ++p) { inside += std::fabs(fit.measures[0][p].value - s.place[p]) < 1.96 * fit.measures[0][p].standard_error.value() ? 1u : 0u; }
  BOOST_TEST(inside >= 132u); // 95 % of 150, four standard errors down
  BOOST_TEST(fit.n[1][0] == 450u);
  BOOST_TEST(fit.summaries[0].reliability.value() > 0.9);
  BOOST_CHECK_CLOSE(fit.summaries[0].separation.value(), std::sqrt(fit.summaries[0].reliability.value() / (1.0 - fit.summaries[0].reliability.value())), 1e-9);
  BOOST_TEST(hm::measures_table(fit).rows() == 165u);
  BOOST_TEST(hm::facets_table(fit).rows() == 3u);
  BOOST_TEST(hm::steps_table(fit).rows() == 4u);
}

BOOST_AUTO_TEST_CASE(the_last_element_is_as_good_as_the_first) {
  simulated s = simulate(40, 6, {-0.5, 0.2, 0.3}, 3);
  const auto one = hm::many_facet(s.answer, 5, s.facets);
  for (std::uint32_t& e : s.facets[2].element) { e = 2 - e; } // labels turned round
  const auto turned = hm::many_facet(s.answer, 5, s.facets);
  BOOST_CHECK_SMALL(one.fit.found.log_likelihood - turned.fit.found.log_likelihood, 1e-8);
  for (std::size_t i = 0; i < 3; ++i) {
    BOOST_CHECK_SMALL(one.measures[2][i].value - turned.measures[2][2 - i].value, 1e-6);
    BOOST_CHECK_SMALL(one.measures[2][i].standard_error.value() - turned.measures[2][2 - i].standard_error.value(), 1e-6);
  }
  for (auto& f : s.facets) { f.raises = !f.raises; } // measures turn their sign, nothing else
  const auto mirrored = hm::many_facet(s.answer, 5, s.facets);
  BOOST_CHECK_SMALL(mirrored.fit.found.log_likelihood - turned.fit.found.log_likelihood, 1e-8);
  BOOST_CHECK_SMALL(mirrored.measures[0][0].value + turned.measures[0][0].value, 1e-6);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said) {
  simulated s = simulate(4, 3, {0.0, 0.1}, 1);
  BOOST_CHECK_THROW((void)hm::many_facet(s.answer, 5, {}), headway::error);
  auto past = s.facets;
  past[1].element[5] = 3;
  BOOST_CHECK_EXCEPTION((void)hm::many_facet(s.answer, 5, past), headway::error, [](const headway::error& e) { return e.row() == 5; });
  auto twice = s.facets;
  twice[1].name = "place";
  BOOST_CHECK_THROW((void)hm::many_facet(s.answer, 5, twice), headway::error);
  for (auto& y : s.answer) { y = -1; }
  const auto empty = hm::many_facet(s.answer, 5, s.facets);
  BOOST_TEST((empty.fit.found.status == headway::status::no_data));
  BOOST_TEST(hm::measures_table(empty).rows() == 0u);
  BOOST_TEST(hm::facets_table(empty).rows() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
