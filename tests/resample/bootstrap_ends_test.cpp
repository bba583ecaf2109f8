#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/resample/bootstrap_ends.hpp>

#include "support/reference.hpp"

BOOST_AUTO_TEST_SUITE(bootstrap_ends_test)

namespace {

using headway::confidence_level;
using headway::status;
using namespace headway::resample;

const confidence_level ninety_five{0.95};

std::vector<double> column(const reference::reference_case& from, const std::string& data, const std::string& name) {
  std::vector<double> out;
  for (const auto& row : from.rows(data)) { out.push_back(std::stod(row.at(name))); }
  return out;
}

double pearson(const std::vector<double>& x, const std::vector<double>& y, std::optional<std::size_t> without = std::nullopt) {
  double n = 0.0;
  double mx = 0.0;
  double my = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (i == without) { continue; }
    n += 1.0;
    mx += x[i];
    my += y[i];
  }
  mx /= n;
  my /= n;
  double xx = 0.0;
  double yy = 0.0;
  double xy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (i == without) { continue; }
    xx += (x[i] - mx) * (x[i] - mx);
    yy += (y[i] - my) * (y[i] - my);
    xy += (x[i] - mx) * (y[i] - my);
  }
  return xy / std::sqrt(xx * yy);
}

std::vector<double> one_to(std::size_t n) {
  std::vector<double> out;
  for (std::size_t i = 1; i <= n; ++i) { out.push_back(static_cast<double>(i)); }
  return out;
}

void close(std::optional<double> value, const reference::expected& e, const std::string& key) {
  BOOST_TEST_REQUIRE(value.has_value(), e.id << " " << key);
  BOOST_TEST(std::abs(*value - e.value.at(key).number()) <= e.tolerance(key), e.id << " " << key << ": " << *value);
}

} // namespace

BOOST_AUTO_TEST_CASE(reference_case_a23_replicates_of_the_law_school_correlation) {
  if (!reference::available("a23_bootstrap_bca")) { return; }
  const auto from = reference::read("a23_bootstrap_bca");
  const std::vector<double> lsat = column(from, "law", "lsat");
  const std::vector<double> gpa = column(from, "law", "gpa");
  const double r = pearson(lsat, gpa);
  std::vector<double> without;
  for (std::size_t i = 0; i < lsat.size(); ++i) { without.push_back(pearson(lsat, gpa, i)); }
  std::size_t checked = 0;
  for (const auto& e : from.of("bca_acceleration")) {
    if (e.data != "law") { continue; }
    BOOST_TEST(std::abs(acceleration(without).value() - e.value.number()) <= e.tolerance());
    ++checked;
  }
  for (const auto& e : from.of("bca_from_replicates")) {
    const std::vector<double> replicates = column(from, "replicates", "value");
    const std::optional<double> a = acceleration(without, r); // R boot's centre
    const interval_ends at90 = bca_ends(replicates, r, a, confidence_level{0.9});
    const interval_ends at95 = bca_ends(replicates, r, a, ninety_five);
    BOOST_TEST((at90.status == status::ok && at95.status == status::ok));
    close(r, e, "t0");
    close(at90.bias, e, "z0");
    close(at90.acceleration, e, "a");
    close(at90.range->lower, e, "low90");
    close(at90.range->upper, e, "high90");
    close(at95.range->lower, e, "low95");
    close(at95.range->upper, e, "high95");
    close(at90.low_rank, e, "rank_low90");
    close(at90.high_rank, e, "rank_high90");
    ++checked;
  }
  BOOST_TEST(checked == 2u);
}

BOOST_AUTO_TEST_CASE(ends_stand_at_their_ranks) {
  // 999 replicates 1..999: rank 25 and 975 are whole
  const interval_ends ends = percentile_ends(one_to(999), ninety_five);
  BOOST_TEST((ends.status == status::ok));
  BOOST_TEST(std::abs(ends.range->lower - 25.0) < 1e-6);
  BOOST_TEST(std::abs(ends.range->upper - 975.0) < 1e-6);
  // between ranks 2 and 3 of 99: qnorm(.025) = -1.959963984540054, qnorm(.02) = -2.053748910631823, qnorm(.03) = -1.880793608151251
  const interval_ends few = percentile_ends(one_to(99), ninety_five);
  const double weight = (-1.959963984540054 + 2.053748910631823) / (-1.880793608151251 + 2.053748910631823);
  BOOST_TEST(std::abs(few.range->lower - (2.0 + weight)) < 1e-12);
  BOOST_TEST(std::abs(few.range->upper - (98.0 - weight)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(without_bias_and_skewness_bca_is_the_percentile_interval) {
  const std::vector<double> values = one_to(999);
  const interval_ends plain = percentile_ends(values, ninety_five);
  const interval_ends corrected = bca_ends(values, 500.0, 0.0, ninety_five, bias_rule::half_of_ties);
  BOOST_TEST(std::abs(corrected.bias.value()) < 1e-15);
  BOOST_TEST(std::abs(corrected.range->lower - plain.range->lower) < 1e-6);
  BOOST_TEST(std::abs(corrected.range->upper - plain.range->upper) < 1e-6);
}

BOOST_AUTO_TEST_CASE(the_order_of_the_replicates_does_not_matter_and_a_turned_scale_turns_the_ends) {
  std::vector<double> values;
  for (int i = 0; i < 500; ++i) { values.push_back(std::exp(std::sin(7.0 * i)) + 0.001 * i); }
  const std::vector<double> jackknife{0.9, 1.1, 1.3, 1.0, 0.4};
  const interval_ends there = bca_ends(values, 1.2, jackknife, ninety_five, bias_rule::half_of_ties);
  std::reverse(values.begin(), values.end());
  std::rotate(values.begin(), values.begin() + 123, values.end());
  BOOST_TEST((bca_ends(values, 1.2, jackknife, ninety_five, bias_rule::half_of_ties) == there));
  std::vector<double> turned = values;
  for (double& value : turned) { value = -value; }
  std::vector<double> turned_jackknife = jackknife;
  for (double& value : turned_jackknife) { value = -value; }
  const interval_ends back = bca_ends(turned, -1.2, turned_jackknife, ninety_five, bias_rule::half_of_ties);
  BOOST_TEST(std::abs(back.range->lower + there.range->upper) < 1e-9);
  BOOST_TEST(std::abs(back.range->upper + there.range->lower) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_tie_that_rounding_would_break_is_a_tie) {
  std::vector<double> values = one_to(100);
  const double third = 1.0 / 3.0;
  values[0] = third + 1e-16;
  values[1] = third - 1e-16;
  const interval_ends ends = bca_ends(values, third, 0.0, confidence_level{0.5}, bias_rule::half_of_ties);
  BOOST_TEST(ends.bias.value() == headway::numeric::normal_quantile(0.01));
  BOOST_TEST((bca_ends(values, third, 0.0, confidence_level{0.5}).status == status::beyond_replicates)); // none is below
}

BOOST_AUTO_TEST_CASE(what_cannot_have_ends_says_why) {
  const std::vector<double> none;
  const std::vector<double> same(999, 0.1);
  const std::vector<double> flat(20, 3.0);
  const std::vector<double> values = one_to(999);
  BOOST_TEST((percentile_ends(none, ninety_five).status == status::no_data));
  BOOST_TEST((bca_ends(none, 0.0, 0.0, ninety_five).status == status::no_data));
  BOOST_TEST((percentile_ends(same, ninety_five).status == status::no_variation));
  BOOST_TEST((bca_ends(same, 0.1, flat, ninety_five).status == status::no_variation));
  BOOST_TEST((bca_ends(values, 500.0, flat, ninety_five).status == status::flat_jackknife));
  BOOST_TEST((bca_ends(values, 0.0, 0.0, ninety_five).status == status::beyond_replicates));    // all above the estimate
  BOOST_TEST((bca_ends(values, 2000.0, 0.0, ninety_five).status == status::beyond_replicates)); // all below
  BOOST_TEST((percentile_ends(one_to(30), ninety_five).status == status::beyond_replicates));   // rank 0.775
  BOOST_TEST((bca_ends(values, 500.0, 0.6, ninety_five).status == status::beyond_replicates));  // 1 - a z below 0
  for (const auto& ends : {percentile_ends(same, ninety_five), bca_ends(values, 500.0, flat, ninety_five), percentile_ends(one_to(30), ninety_five)}) { BOOST_TEST(!ends.range.has_value()); }
}

BOOST_AUTO_TEST_CASE(acceleration_needs_differences) {
  BOOST_TEST(!acceleration(std::vector<double>{}).has_value());
  BOOST_TEST(!acceleration(std::vector<double>{1.0}).has_value());
  BOOST_TEST(!acceleration(std::vector<double>(9, 2.5)).has_value());
  BOOST_TEST(acceleration(std::vector<double>{1.0, 2.0, 3.0}).value() == 0.0);
  // u = (2, -1, -1): 6 / (6 * 6^1.5)
  BOOST_TEST(std::abs(acceleration(std::vector<double>{0.0, 3.0, 3.0}).value() - 1.0 / std::pow(6.0, 1.5)) < 1e-15);
  BOOST_TEST(std::abs(acceleration(std::vector<double>{0.0, 3e-200, 3e-200}).value() - 1.0 / std::pow(6.0, 1.5)) < 1e-15);
}

BOOST_AUTO_TEST_CASE(misuse_names_the_row) {
  std::vector<double> values = one_to(9);
  values[4] = std::numeric_limits<double>::quiet_NaN();
  try {
    (void)percentile_ends(values, ninety_five);
    BOOST_FAIL("no error");
  } catch (const headway::error& e) {
    BOOST_TEST(e.row() == 4);
  }
  BOOST_CHECK_THROW((void)bca_ends(values, 1.0, 0.0, ninety_five), headway::error);
  BOOST_CHECK_THROW((void)acceleration(values), headway::error);
  BOOST_CHECK_THROW((void)bca_ends(one_to(9), std::numeric_limits<double>::infinity(), 0.0, ninety_five), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
