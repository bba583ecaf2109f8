#include <algorithm>
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/thresholds.hpp>

BOOST_AUTO_TEST_SUITE(thresholds_test)

namespace {

namespace hm = headway::models;
using structure = hm::threshold_structure;

std::vector<double> expanded(const hm::threshold_map& map, const std::vector<double>& working) {
  std::vector<double> tau(map.thresholds());
  map.expand(working, tau);
  return tau;
}

} // namespace

BOOST_AUTO_TEST_CASE(structures_are_what_they_say) {
  for (std::size_t levels = 2; levels <= 8; ++levels) {
    for (const structure s : {structure::flexible, structure::equidistant, structure::symmetric, structure::symmetric_zero}) {
      const hm::threshold_map map{s, levels, false};
      std::vector<double> working(map.parameters());
      for (std::size_t i = 0; i < working.size(); ++i) { working[i] = 0.3 * static_cast<double>(i) - 0.4; }
      const std::vector<double> tau = expanded(map, working);
      BOOST_TEST_CONTEXT(name(s) << " " << levels) {
        BOOST_TEST(tau.size() == levels - 1);
        BOOST_TEST(std::is_sorted(tau.begin(), tau.end()));
        for (std::size_t k = 1; k + 1 < tau.size() && s == structure::equidistant; ++k) { BOOST_CHECK_SMALL(tau[k + 1] - tau[k] - (tau[1] - tau[0]), 1e-12); }
        if (s == structure::symmetric || s == structure::symmetric_zero) {
          const double centre = s == structure::symmetric ? working[0] : 0.0;
          for (std::size_t k = 0; k < tau.size(); ++k) { BOOST_CHECK_SMALL(tau[k] + tau[tau.size() - 1 - k] - 2.0 * centre, 1e-12); }
        }
      }
    }
  }
  BOOST_TEST((hm::threshold_map{structure::flexible, 5, false}.parameters() == 4u));
  BOOST_TEST((hm::threshold_map{structure::equidistant, 5, false}.parameters() == 2u));
  BOOST_TEST((hm::threshold_map{structure::symmetric, 5, false}.parameters() == 3u));
  BOOST_TEST((hm::threshold_map{structure::symmetric_zero, 5, false}.parameters() == 2u));
}

BOOST_AUTO_TEST_CASE(adjacent_categories_need_no_order) {
  const hm::threshold_map map{structure::flexible, 4, true};
  BOOST_TEST(expanded(map, {0.5, -1.0, 0.2}) == (std::vector<double>{0.5, -1.0, 0.2}));
}

BOOST_AUTO_TEST_CASE(a_start_gives_the_shares_back) {
  const hm::threshold_map map{structure::flexible, 4, false};
  const std::vector<double> counts{9.5, 19.5, 29.5, 39.5}; // with a half each: a tenth, two, three and four tenths
  std::vector<double> working(map.parameters());
  map.start(counts, hm::link_kind::logit, working);
  const std::vector<double> tau = expanded(map, working);
  const std::vector<double> wanted{std::log(0.1 / 0.9), std::log(0.3 / 0.7), std::log(0.6 / 0.4)};
  for (std::size_t k = 0; k < 3; ++k) { BOOST_CHECK_SMALL(tau[k] - wanted[k], 1e-12); }
}

BOOST_AUTO_TEST_CASE(misuse) {
  BOOST_CHECK_THROW((hm::threshold_map{structure::flexible, 1, false}), headway::error);
  BOOST_CHECK_THROW((hm::threshold_map{structure::flexible, 17, false}), headway::error);
  BOOST_CHECK_THROW((hm::threshold_map{static_cast<structure>(9), 5, false}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
