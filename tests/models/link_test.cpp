#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/link.hpp>

BOOST_AUTO_TEST_SUITE(link_test)

namespace {

namespace hm = headway::models;

/// Slope by central differences with one step of extrapolation.
double slope(const std::function<double(double)>& f, double at) {
  const double h = 1e-3;
  const auto wide = (f(at + h) - f(at - h)) / (2.0 * h);
  const auto narrow = (f(at + 0.5 * h) - f(at - 0.5 * h)) / h;
  return (4.0 * narrow - wide) / 3.0;
}

void close(double value, double wanted, double within = 1e-8) { BOOST_CHECK_SMALL(value - wanted, within * (1.0 + std::fabs(wanted))); }

template <class Law> void differentiates() {
  for (const double lower : {-2.5, -0.3, 1.1}) {
    for (const double gap : {0.2, 1.0, 3.0}) {
      for (const double eta : {-4.0, -1.0, 0.0, 0.7, 2.5}) {
        for (int ends = 0; ends < 3; ++ends) {
          const bool has_lower = ends != 1;
          const bool has_upper = ends != 2;
          const auto at = [&](double a, double c, double e) { return hm::cumulative_cell<Law>(a, c, has_lower, has_upper, e); };
          const double upper = lower + gap;
          const hm::cell here = at(lower, upper, eta);
          BOOST_TEST_CONTEXT(lower << " " << upper << " " << eta << " " << ends) {
            close(here.score, slope([&](double e) { return at(lower, upper, e).log_probability; }, eta));
            close(here.weight, -slope([&](double e) { return at(lower, upper, e).score; }, eta));
            close(here.weight_slope, slope([&](double e) { return at(lower, upper, e).weight; }, eta));
            close(here.by_lower, has_lower ? slope([&](double a) { return at(a, upper, eta).log_probability; }, lower) : 0.0);
            close(here.by_upper, has_upper ? slope([&](double c) { return at(lower, c, eta).log_probability; }, upper) : 0.0);
            close(here.score_by_lower, has_lower ? slope([&](double a) { return at(a, upper, eta).score; }, lower) : 0.0);
            close(here.score_by_upper, has_upper ? slope([&](double c) { return at(lower, c, eta).score; }, upper) : 0.0);
            close(here.weight_by_lower, has_lower ? slope([&](double a) { return at(a, upper, eta).weight; }, lower) : 0.0);
            close(here.weight_by_upper, has_upper ? slope([&](double c) { return at(lower, c, eta).weight; }, upper) : 0.0);
          }
        }
      }
    }
  }
}

template <class Law> void sums_to_one() {
  const std::array<double, 4> thresholds{-1.5, -0.2, 0.9, 2.2};
  for (const double eta : {-30.0, -3.0, 0.0, 4.0, 30.0}) {
    double sum = 0.0;
    for (int y = 0; y < 5; ++y) {
      const double lower = y > 0 ? thresholds[static_cast<std::size_t>(y - 1)] : 0.0;
      const double upper = y < 4 ? thresholds[static_cast<std::size_t>(y)] : 0.0;
      sum += std::exp(hm::cumulative_cell<Law>(lower, upper, y > 0, y < 4, eta).log_probability);
    }
    close(sum, 1.0, 1e-13);
  }
}

} // namespace

BOOST_AUTO_TEST_CASE(derivatives_equal_differences) {
  differentiates<hm::logit>();
  differentiates<hm::probit>();
  differentiates<hm::cloglog>();
}

BOOST_AUTO_TEST_CASE(the_levels_share_one_probability) {
  sums_to_one<hm::logit>();
  sums_to_one<hm::probit>();
  sums_to_one<hm::cloglog>();
}

BOOST_AUTO_TEST_CASE(tails_keep_their_digits) {
  // Python: math.log(math.e - 1) - 40 and so on; scipy.stats.norm.logcdf(-40)
  close(hm::cumulative_cell<hm::logit>(0.0, 1.0, true, true, 40.0).log_probability, -39.458675145387082, 1e-14);   // log((e - 1)) - 40
  close(hm::cumulative_cell<hm::logit>(0.0, 1.0, true, true, -40.0).log_probability, -40.458675145387082, 1e-14);  // log(1 - 1/e) - 40
  close(hm::cumulative_cell<hm::probit>(0.0, 1.0, false, true, 41.0).log_probability, -804.6084420137539, 1e-13);  // log Phi(-40)
  for (const double eta : {-700.0, -40.0, 40.0, 700.0}) {
    for (const bool has_lower : {false, true}) {
      for (const auto& c : {hm::cumulative_cell<hm::logit>(0.0, 1.0, has_lower, true, eta), hm::cumulative_cell<hm::probit>(0.0, 1.0, has_lower, true, eta),
                            hm::cumulative_cell<hm::cloglog>(0.0, 1.0, has_lower, true, eta)}) {
        for (const double value : {c.log_probability, c.score, c.weight, c.weight_slope, c.by_lower, c.by_upper, c.weight_by_lower, c.weight_by_upper}) {
          BOOST_TEST(std::isfinite(value));
        }
        BOOST_TEST(c.weight >= 0.0);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(adjacent_categories) {
  const std::vector<double> thresholds{-0.5, 0.8, 0.3, 1.9}; // out of order on purpose
  for (const double eta : {-3.0, 0.0, 1.3, 6.0}) {
    double sum = 0.0;
    for (std::size_t y = 0; y < 5; ++y) {
      const auto at = [&](double e, const std::vector<double>& t) { return hm::adjacent_category_cell(t, y, e); };
      const hm::adjacent_cell here = at(eta, thresholds);
      sum += std::exp(here.log_probability);
      if (y > 0) { close(here.log_probability - hm::adjacent_category_cell(thresholds, y - 1, eta).log_probability, eta - thresholds[y - 1], 1e-12); }
      close(here.score, slope([&](double e) { return at(e, thresholds).log_probability; }, eta));
      close(here.weight, -slope([&](double e) { return at(e, thresholds).score; }, eta));
      close(here.weight_slope, slope([&](double e) { return at(e, thresholds).weight; }, eta));
      for (std::size_t j = 0; j < 4; ++j) {
        const auto moved = [&](double t) {
          std::vector<double> out = thresholds;
          out[j] = t;
          return out;
        };
        close(here.by_threshold[j], slope([&](double t) { return at(eta, moved(t)).log_probability; }, thresholds[j]));
        close(here.score_by_threshold[j], slope([&](double t) { return at(eta, moved(t)).score; }, thresholds[j]));
        close(here.weight_by_threshold[j], slope([&](double t) { return at(eta, moved(t)).weight; }, thresholds[j]));
      }
    }
    close(sum, 1.0, 1e-14);
  }
  BOOST_TEST(std::isfinite(hm::adjacent_category_cell(thresholds, 0, 800.0).log_probability));
}

BOOST_AUTO_TEST_CASE(links_have_names) {
  BOOST_TEST(name(hm::link_kind::logit) == "logit");
  BOOST_TEST(name(hm::link_kind::adjacent_category) == "adjacent_category");
  BOOST_TEST(name(static_cast<hm::link_kind>(9)) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()
