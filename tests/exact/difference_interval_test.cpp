#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/difference_interval.hpp>

namespace he = headway::exact;
using headway::confidence_level;
using headway::status;
using headway::resample::bias_rule;

namespace {

using counts = std::vector<std::uint32_t>;

double mean(const std::vector<double>& marks) {
  double sum = 0.0;
  for (const double mark : marks) { sum += mark; }
  return sum / static_cast<double>(marks.size());
}

double median(const std::vector<double>& unsorted) {
  std::vector<double> marks = unsorted;
  std::sort(marks.begin(), marks.end());
  const std::size_t n = marks.size();
  return 0.5 * (marks[(n - 1) / 2] + marks[n / 2]);
}

std::vector<double> people(const counts& c) {
  std::vector<double> out;
  for (std::size_t k = 0; k < c.size(); ++k) { out.insert(out.end(), c[k], static_cast<double>(k)); }
  return out;
}

using figure = double (*)(const std::vector<double>&);

/// Chance of every value of a figure over all resamples, one by one; values as whole multiples of 1e-9 so that equal ones meet.
std::map<std::int64_t, double> all_resamples(const std::vector<double>& marks, figure of) {
  std::map<std::int64_t, double> out;
  std::vector<std::size_t> pick(marks.size());
  double resamples = 0.0;
  for (;;) {
    std::vector<double> resample;
    for (const std::size_t i : pick) { resample.push_back(marks[i]); }
    out[std::llround(1e9 * of(resample))] += 1.0;
    resamples += 1.0;
    std::size_t at = 0;
    while (at < pick.size() && ++pick[at] == marks.size()) { pick[at++] = 0; }
    if (at == pick.size()) { break; }
  }
  for (auto& [value, times] : out) { times /= resamples; }
  return out;
}

struct brute {
  double low{};
  double high{};
  std::optional<double> bca_low{};
  std::optional<double> bca_high{};
  double standard_error{};
  std::optional<double> acceleration{};
};

double normal(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }
double normal_inverse(double p) {
  double low = -40.0;
  double high = 40.0;
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (low + high);
    (normal(middle) < p ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

/// Everything by going through all resamples of both groups.
brute by_enumeration(const counts& first, const counts& second, figure of, double confidence, bool ties) {
  const std::vector<double> x = people(first);
  const std::vector<double> y = people(second);
  std::map<std::int64_t, double> law;
  for (const auto& [a, p] : all_resamples(x, of)) {
    for (const auto& [b, q] : all_resamples(y, of)) { law[(b - a + (b >= a ? 50 : -50)) / 100] += p * q; } // units of 1e-7
  }
  const auto low_end = [&](double tail) {
    double sum = 0.0;
    for (const auto& [value, p] : law) {
      sum += p;
      if (sum >= tail * (1.0 - 1e-9)) { return 1e-7 * static_cast<double>(value); }
    }
    return 1e-7 * static_cast<double>(law.rbegin()->first);
  };
  const auto high_end = [&](double tail) {
    double sum = 0.0;
    for (auto at = law.rbegin(); at != law.rend(); ++at) {
      sum += at->second;
      if (sum >= tail * (1.0 - 1e-9)) { return 1e-7 * static_cast<double>(at->first); }
    }
    return 1e-7 * static_cast<double>(law.begin()->first);
  };
  brute out;
  const double tail = 0.5 * (1.0 - confidence);
  out.low = low_end(tail);
  out.high = high_end(tail);
  const double estimate = of(y) - of(x);
  double below = 0.0;
  double equal = 0.0;
  double m = 0.0;
  for (const auto& [value, p] : law) { m += p * 1e-7 * static_cast<double>(value); }
  double v = 0.0;
  for (const auto& [value, p] : law) {
    const double t = 1e-7 * static_cast<double>(value);
    v += p * (t - m) * (t - m);
    below += t < estimate - 1e-6 ? p : 0.0;
    equal += std::abs(t - estimate) <= 1e-6 ? p : 0.0;
  }
  out.standard_error = std::sqrt(v);
  double variance = 0.0;
  double skewness = 0.0;
  for (const auto* group : {&x, &y}) {
    std::vector<double> values;
    for (std::size_t i = 0; i < group->size(); ++i) {
      std::vector<double> without = *group;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      values.push_back(group == &x ? of(y) - of(without) : of(without) - of(x));
    }
    const double n = static_cast<double>(values.size());
    for (const double value : values) {
      const double u = (n - 1.0) * (mean(values) - value) / n;
      variance += u * u;
      skewness += u * u * u;
    }
  }
  if (!(variance > 1e-20)) { return out; }
  const double a = skewness / (6.0 * std::pow(variance, 1.5));
  out.acceleration = a;
  const double share = below + (ties ? 0.5 * equal : 0.0);
  if (!(share > 0.0 && share < 1.0)) { return out; }
  const double z0 = normal_inverse(share);
  const double z = normal_inverse(1.0 - tail);
  out.bca_low = low_end(normal(z0 + (z0 - z) / (1.0 - a * (z0 - z))));
  out.bca_high = high_end(normal(-(z0 + (z0 + z) / (1.0 - a * (z0 + z)))));
  return out;
}

const std::vector<std::pair<counts, counts>> small{{{1, 2, 1}, {0, 1, 3}},       {{2, 0, 0, 3}, {1, 1, 2, 1}}, {{1, 1, 1, 1, 1}, {0, 0, 2, 2, 2}},
                                                  {{3, 0, 2}, {0, 4, 0}},       {{2, 2}, {1, 4}},             {{0, 3, 3, 0}, {2, 1, 1, 2}},
                                                  {{1, 0, 0, 0, 0, 0, 3}, {1, 1, 1, 0, 0, 0, 1}}, {{5, 1}, {1, 5}}, {{2, 1, 0, 1}, {1, 0, 0, 2}}};

void check(const he::difference_interval_result& r, const brute& wanted) {
  BOOST_TEST((r.status == status::ok && r.percentile.status == status::ok));
  BOOST_TEST(std::abs(r.percentile.range->lower - wanted.low) < 1e-6);
  BOOST_TEST(std::abs(r.percentile.range->upper - wanted.high) < 1e-6);
  BOOST_TEST(std::abs(r.standard_error.value() - wanted.standard_error) < 1e-6);
  BOOST_TEST_REQUIRE((r.bca.range.has_value() == wanted.bca_low.has_value()));
  BOOST_TEST((r.bca.acceleration.has_value() == wanted.acceleration.has_value()));
  if (wanted.acceleration) { BOOST_TEST(std::abs(*r.bca.acceleration - *wanted.acceleration) < 1e-9); }
  if (wanted.bca_low) {
    BOOST_TEST(std::abs(r.bca.range->lower - *wanted.bca_low) < 1e-6);
    BOOST_TEST(std::abs(r.bca.range->upper - *wanted.bca_high) < 1e-6);
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(difference_interval_test)

BOOST_AUTO_TEST_CASE(means_equal_the_enumeration_of_all_resamples) {
  for (const auto& [first, second] : small) {
    for (const double confidence : {0.5, 0.8, 0.95}) {
      for (const bool ties : {false, true}) {
        const he::difference_interval_options options{.confidence = confidence_level{confidence}, .bias = ties ? bias_rule::half_of_ties : bias_rule::below};
        check(he::mean_difference_interval(first, second, options), by_enumeration(first, second, mean, confidence, ties));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(medians_equal_the_enumeration_of_all_resamples) {
  for (const auto& [first, second] : small) {
    for (const double confidence : {0.5, 0.8, 0.95}) {
      for (const bool ties : {false, true}) {
        const he::difference_interval_options options{.confidence = confidence_level{confidence}, .bias = ties ? bias_rule::half_of_ties : bias_rule::below};
        const auto r = he::median_difference_interval(first, second, options);
        check(r, by_enumeration(first, second, median, confidence, ties));
        BOOST_TEST(std::abs(r.difference.value() - (median(people(second)) - median(people(first)))) < 1e-15);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(the_interval_to_use_is_widened_for_small_groups) {
  // first 1 1 2 3, second 2 3 3 5 5: variances 11/12 and 9/5 with n - 1; by hand
  const counts first{2, 1, 1, 0, 0};
  const counts second{0, 1, 2, 0, 2};
  const double v1 = (1 + 1 + 4 + 9 - 7.0 * 7.0 / 4.0) / 3.0 / 4.0;
  const double v2 = (4 + 9 + 9 + 25 + 25 - 18.0 * 18.0 / 5.0) / 4.0 / 5.0;
  const double df = (v1 + v2) * (v1 + v2) / (v1 * v1 / 3.0 + v2 * v2 / 4.0);
  const double t = headway::numeric::student_t_quantile(0.975, df);
  const double tail = normal(-t * std::sqrt((v1 + v2) / (v1 * 3.0 / 4.0 + v2 * 4.0 / 5.0)));
  const auto r = he::mean_difference_interval(first, second);
  BOOST_TEST((r.interval.status == status::ok));
  // the percentile interval at that confidence, by going through all resamples
  const brute wanted = by_enumeration(first, second, mean, 1.0 - 2.0 * tail, true);
  BOOST_TEST(std::abs(r.interval.range->lower - wanted.low) < 1e-6);
  BOOST_TEST(std::abs(r.interval.range->upper - wanted.high) < 1e-6);
  BOOST_TEST(r.interval.range->width() > r.percentile.range->width());
  // with many people nothing is left of it, and a median's is the percentile interval
  const auto large = he::mean_difference_interval(counts{20'000, 30'000, 50'000}, counts{30'000, 30'000, 40'000});
  BOOST_TEST(std::abs(large.interval.range->lower - large.percentile.range->lower) < 1e-3 * large.percentile.range->width());
  const auto medians = he::median_difference_interval(first, second);
  BOOST_TEST((medians.interval == medians.percentile));
  // drawn: the same within chance; so far out that replicates do not reach it is said
  const auto drawn = he::mean_difference_interval(counts{5, 9, 3}, counts{2, 9, 8}, {.resampling = he::resampling::drawn, .replicates = 100'000});
  const auto ideal = he::mean_difference_interval(counts{5, 9, 3}, counts{2, 9, 8});
  BOOST_TEST(std::abs(drawn.interval.range->lower - ideal.interval.range->lower) < 0.02);
  BOOST_TEST(std::abs(drawn.interval.range->upper - ideal.interval.range->upper) < 0.02);
  const auto tiny = he::mean_difference_interval(counts{1, 1}, counts{1, 1}, {.confidence = confidence_level{0.99}, .resampling = he::resampling::drawn, .replicates = 1'000});
  BOOST_TEST((tiny.interval.status == status::beyond_replicates && !tiny.interval.range));
}

BOOST_AUTO_TEST_CASE(near_the_bootstrap_of_scipy) {
  // scipy 1.12.0 stats.bootstrap((x, y), mean difference, n_resamples=400000, random_state=1): percentile, BCa, standard error
  struct peer {
    counts first;
    counts second;
    double values[5];
  };
  for (const auto& [first, second, values] :
       {peer{{3, 6, 7, 3, 1}, {1, 3, 6, 7, 4}, {0.15238095238095273, 1.4714285714285715, 0.1428571428571428, 1.461904761904762, 0.3379795993438692}},
        peer{{9, 5, 2, 1, 0, 0, 1}, {1, 1, 2, 3, 6, 0, 0}, {0.8888888888888888, 2.8290598290598297, 0.7179487179487181, 2.730769230769231, 0.4977526947471616}},
        peer{{20, 30, 25, 15, 10}, {10, 15, 25, 30, 20}, {0.36, 1.04, 0.35, 1.04, 0.17483018678494827}}}) {
    const auto r = he::mean_difference_interval(first, second);
    const double close = 0.02 * (values[1] - values[0]); // its Monte Carlo error and its way to interpolate
    BOOST_TEST(std::abs(r.percentile.range->lower - values[0]) < close);
    BOOST_TEST(std::abs(r.percentile.range->upper - values[1]) < close);
    BOOST_TEST(std::abs(r.bca.range->lower - values[2]) < close);
    BOOST_TEST(std::abs(r.bca.range->upper - values[3]) < close);
    BOOST_TEST(std::abs(r.standard_error.value() / values[4] - 1.0) < 0.005);
  }
}

BOOST_AUTO_TEST_CASE(drawn_resamples_tend_to_the_ideal_and_do_not_depend_on_threads) {
  const counts first{20, 30, 25, 15, 10};
  const counts second{40, 15, 25, 30, 20};
  const auto ideal = he::mean_difference_interval(first, second);
  he::difference_interval_options options{.resampling = he::resampling::drawn, .replicates = 100'000};
  const auto drawn = he::mean_difference_interval(first, second, options);
  const double close = 0.02 * ideal.percentile.range->width();
  BOOST_TEST(std::abs(ideal.percentile.range->lower - drawn.percentile.range->lower) < close);
  BOOST_TEST(std::abs(ideal.percentile.range->upper - drawn.percentile.range->upper) < close);
  BOOST_TEST(std::abs(ideal.bca.range->lower - drawn.bca.range->lower) < close);
  BOOST_TEST(std::abs(ideal.bca.range->upper - drawn.bca.range->upper) < close);
  BOOST_TEST(std::abs(ideal.bca.bias.value() - drawn.bca.bias.value()) < 0.015);
  BOOST_TEST(std::abs(ideal.bca.acceleration.value() - drawn.bca.acceleration.value()) < 1e-12);
  BOOST_TEST(std::abs(ideal.standard_error.value() / drawn.standard_error.value() - 1.0) < 0.01);
  BOOST_TEST((drawn.replicates == 100'000 && ideal.replicates == 0));
  options.threads = 3;
  BOOST_TEST((he::mean_difference_interval(first, second, options) == drawn));
}

BOOST_AUTO_TEST_CASE(large_groups) {
  // by the central limit theorem the percentile interval of 2 x 100,000 is difference -+ 1.96 standard errors
  counts first{20'000, 30'000, 25'000, 15'000, 10'000};
  counts second{10'000, 15'000, 25'000, 30'000, 20'001};
  const auto r = he::mean_difference_interval(first, second);
  BOOST_TEST(std::abs(r.percentile.range->lower - (r.difference.value() - 1.959963984540054 * r.standard_error.value())) < 1e-4 * r.standard_error.value() + 1.1e-5);
  BOOST_TEST(std::abs(r.bca.range->upper - (r.difference.value() + 1.959963984540054 * r.standard_error.value())) < 1e-2 * r.standard_error.value());
  first[0] = 20'000'000;
  BOOST_CHECK_THROW((void)he::mean_difference_interval(first, second), headway::error);
  const auto drawn = he::mean_difference_interval(first, second, {.resampling = he::resampling::drawn, .replicates = 1'000});
  BOOST_TEST((drawn.status == status::ok));
  const auto medians = he::median_difference_interval(first, second); // any number of people
  BOOST_TEST((medians.status == status::ok && medians.difference == 3.0));
  const auto even = he::median_difference_interval(counts{500'000, 0, 500'000}, counts{250'000, 500'000, 250'000});
  BOOST_TEST((even.difference == 0.0 && even.percentile.range->lower == -1.0 && even.percentile.range->upper == 1.0));
}

BOOST_AUTO_TEST_CASE(groups_change_places_and_scales_are_reversed) {
  for (const auto& [first, second] : small) {
    for (const bool medians : {false, true}) {
      const auto run = [&](const counts& a, const counts& b) { return medians ? he::median_difference_interval(a, b) : he::mean_difference_interval(a, b); };
      const auto there = run(first, second);
      const auto back = run(second, first);
      const auto turned = run(counts(first.rbegin(), first.rend()), counts(second.rbegin(), second.rend()));
      for (const auto& other : {back, turned}) {
        BOOST_TEST(std::abs(there.percentile.range->lower + other.percentile.range->upper) < 1e-12);
        BOOST_TEST(std::abs(there.percentile.range->upper + other.percentile.range->lower) < 1e-12);
        BOOST_TEST((there.bca.status == other.bca.status));
        if (there.bca.range) { BOOST_TEST(std::abs(there.bca.range->lower + other.bca.range->upper) < 1e-12); }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(what_fails_elsewhere_has_a_value_or_a_reason) {
  // the median difference of ordinal marks: nan in scipy whenever nobody moves the median alone
  const auto lattice = he::median_difference_interval(counts{1, 2, 9, 2, 1}, counts{1, 2, 3, 9, 2});
  BOOST_TEST((lattice.status == status::ok && lattice.bca.status == status::flat_jackknife && !lattice.bca.range && lattice.percentile.range.has_value()));
  // constant samples
  for (const bool medians : {false, true}) {
    const auto run = [&](const counts& a, const counts& b) { return medians ? he::median_difference_interval(a, b) : he::mean_difference_interval(a, b); };
    const auto same = run({0, 7, 0}, {0, 0, 5});
    BOOST_TEST((same.status == status::no_variation && same.difference == 1.0 && !same.percentile.range && !same.bca.range && same.bca.status == status::no_variation));
    BOOST_TEST((run({0, 0, 0}, {0, 3, 2}).status == status::no_data && !run({0, 0, 0}, {0, 3, 2}).difference));
    BOOST_TEST((run({0, 1, 0}, {0, 3, 2}).status == status::too_few_raters));
    BOOST_TEST(run({0, 1, 0}, {0, 3, 2}).difference.has_value());
    BOOST_TEST((run({0, 4, 0}, {1, 3, 2}).status == status::ok)); // one of the two varies
    const auto drawn = he::mean_difference_interval(counts{0, 7, 0}, counts{0, 0, 5}, {.resampling = he::resampling::drawn});
    BOOST_TEST((drawn.status == status::no_variation));
  }
}

BOOST_AUTO_TEST_CASE(marks_give_what_their_counts_give) {
  const std::vector<std::int8_t> first{0, 2, 2, -1, 1, 3};
  const std::vector<std::int8_t> second{3, 3, 2, 4, -2};
  BOOST_TEST((he::mean_difference_interval(first, second, 5) == he::mean_difference_interval(counts{1, 1, 2, 1, 0}, counts{0, 0, 1, 2, 1})));
  BOOST_TEST((he::median_difference_interval(first, second, 5) == he::median_difference_interval(counts{1, 1, 2, 1, 0}, counts{0, 0, 1, 2, 1})));
  try {
    (void)he::mean_difference_interval(first, second, 4);
    BOOST_FAIL("no error");
  } catch (const headway::error& e) {
    BOOST_TEST((e.row() == 3 && e.argument() == "second"));
  }
}

BOOST_AUTO_TEST_CASE(misuse_throws) {
  BOOST_CHECK_THROW((void)he::mean_difference_interval(counts{1, 2}, counts{1, 2, 3}), headway::error);
  BOOST_CHECK_THROW((void)he::mean_difference_interval(counts{1}, counts{1}), headway::error);
  BOOST_CHECK_THROW((void)he::median_difference_interval(counts{1, 2}, counts{1, 2, 3}), headway::error);
  BOOST_CHECK_THROW((void)he::mean_difference_interval(counts{1, 2}, counts{1, 2}, {.replicates = 5}), headway::error);
}

BOOST_AUTO_TEST_CASE(a_table_of_one_row) {
  const std::vector<std::string> expected{"n_first", "n_second", "first", "second", "difference", "standard_error", "low", "high", "interval_status", "percentile_low", "percentile_high", "percentile_status", "bca_low",
                                          "bca_high", "bca_status", "bias", "acceleration", "resampling", "replicates", "status"};
  for (const auto& r : {he::mean_difference_interval(counts{3, 6, 7}, counts{1, 3, 6}), he::median_difference_interval(counts{3, 6, 7}, counts{1, 3, 6}),
                        he::mean_difference_interval(counts{0, 0}, counts{0, 0}), he::mean_difference_interval(counts{0, 5}, counts{4, 0})}) {
    const auto table = to_table(r);
    BOOST_TEST(table.rows() == 1u);
    std::vector<std::string> names;
    for (const auto& column : table.columns()) { names.push_back(column.name()); }
    BOOST_TEST(names == expected, boost::test_tools::per_element());
  }
  BOOST_TEST(to_table(he::mean_difference_interval(counts{3, 6, 7}, counts{1, 3, 6})).at("first").reals()[0] == 2.25);
  BOOST_TEST(name(he::resampling::drawn) == "drawn");
  BOOST_TEST(name(static_cast<he::resampling>(7)) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()
