#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/resample/bootstrap.hpp>

#include "support/reference.hpp"

namespace hr = headway::resample;
using headway::confidence_level;
using headway::status;

namespace {

using counts = std::vector<std::uint32_t>;
using table = std::span<const std::uint32_t>;
using indices = std::span<const std::uint32_t>;

std::vector<double> column(const reference::reference_case& from, const std::string& data, const std::string& name) {
  std::vector<double> out;
  for (const auto& row : from.rows(data)) { out.push_back(std::stod(row.at(name))); }
  return out;
}

double mean(table c) {
  double n = 0.0;
  double sum = 0.0;
  for (std::size_t k = 0; k < c.size(); ++k) {
    n += c[k];
    sum += static_cast<double>(k) * c[k];
  }
  return sum / n;
}

/// Chance of every resample of a few people, gone through one by one: the law of a figure without random numbers.
std::vector<double> every_resample(const std::vector<std::size_t>& people, std::size_t levels, double (*figure)(table)) {
  std::vector<double> out;
  std::vector<std::size_t> pick(people.size());
  for (;;) {
    counts c(levels);
    for (const std::size_t i : pick) { ++c[people[i]]; }
    out.push_back(figure(c));
    std::size_t at = 0;
    while (at < pick.size() && ++pick[at] == people.size()) { pick[at++] = 0; }
    if (at == pick.size()) { break; }
  }
  std::sort(out.begin(), out.end());
  return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(bootstrap_test)

BOOST_AUTO_TEST_CASE(reference_case_a23) {
  if (!reference::available("a23_bootstrap_bca")) { return; }
  const auto from = reference::read("a23_bootstrap_bca");
  const std::vector<double> spatial = column(from, "spatial", "a");
  const std::vector<double> lsat = column(from, "law", "lsat");
  const std::vector<double> gpa = column(from, "law", "gpa");
  const auto variance = [&](indices index) {
    const auto n = static_cast<double>(index.size());
    double sum = 0.0;
    for (const std::uint32_t i : index) { sum += spatial[i]; }
    double squares = 0.0;
    for (const std::uint32_t i : index) { squares += (spatial[i] - sum / n) * (spatial[i] - sum / n); }
    return squares / n;
  };
  const auto correlation = [&](indices index) -> std::optional<double> {
    const auto n = static_cast<double>(index.size());
    double mx = 0.0;
    double my = 0.0;
    for (const std::uint32_t i : index) {
      mx += lsat[i] / n;
      my += gpa[i] / n;
    }
    double xx = 0.0;
    double yy = 0.0;
    double xy = 0.0;
    for (const std::uint32_t i : index) {
      xx += (lsat[i] - mx) * (lsat[i] - mx);
      yy += (gpa[i] - my) * (gpa[i] - my);
      xy += (lsat[i] - mx) * (gpa[i] - my);
    }
    if (!(xx > 1e-9 && yy > 1e-9)) { return std::nullopt; } // fifteen times the same school
    return xy / std::sqrt(xx * yy);
  };
  const hr::bootstrap_options options{.confidence = confidence_level{0.9}, .replicates = 100'000, .random_seed = headway::seed{42}};
  const auto of_variance = hr::bootstrap_indices(spatial.size(), variance, options);
  const auto of_correlation = hr::bootstrap_indices(lsat.size(), correlation, options);
  BOOST_TEST((of_variance.status == status::ok && of_correlation.status == status::ok));
  std::size_t checked = 0;
  const auto close = [&](double value, const reference::expected& e, double wanted, const std::string& key) {
    BOOST_TEST(std::abs(value - wanted) <= e.tolerance(key), e.id << " " << key << ": " << value);
  };
  for (const auto& e : from.values) {
    const auto& result = e.data == "spatial" ? of_variance : of_correlation;
    if (e.quantity == "plug_in_variance" || e.quantity == "pearson_r") {
      close(result.estimate.value(), e, e.value.number(), {});
    } else if (e.quantity == "bca_acceleration") {
      close(result.bca.acceleration.value(), e, e.value.number(), {});
    } else if (e.quantity == "bca_interval") {
      close(result.bca.range->lower, e, e.value.at("low").number(), "low");
      close(result.bca.range->upper, e, e.value.at("high").number(), "high");
      close(result.bca.bias.value(), e, e.value.at("z0").number(), "z0");
    } else if (e.quantity == "percentile_interval") {
      close(result.percentile.range->lower, e, e.value.at("low").number(), {});
      close(result.percentile.range->upper, e, e.value.at("high").number(), {});
    } else {
      continue; // bca_from_replicates is in bootstrap_ends_test
    }
    ++checked;
  }
  BOOST_TEST(checked == 8u);
}

BOOST_AUTO_TEST_CASE(counts_give_the_law_of_all_resamples) {
  const std::vector<double> law = every_resample({0, 0, 1, 1, 2, 3, 3}, 4, mean); // 7^7 resamples
  const auto result = hr::bootstrap_counts(counts{2, 2, 1, 2}, 4, mean, {.replicates = 100'000});
  double law_mean = 0.0;
  for (const double value : law) { law_mean += value / static_cast<double>(law.size()); }
  double law_variance = 0.0;
  for (const double value : law) { law_variance += (value - law_mean) * (value - law_mean) / static_cast<double>(law.size()); }
  BOOST_TEST(std::abs(result.standard_error.value() / std::sqrt(law_variance) - 1.0) < 0.01);
  const auto quantile = [&](double p) { return law[static_cast<std::size_t>(p * static_cast<double>(law.size()))]; };
  BOOST_TEST(std::abs(result.percentile.range->lower - quantile(0.025)) < 1e-9); // both on the lattice of sevenths
  BOOST_TEST(std::abs(result.percentile.range->upper - quantile(0.975)) < 1e-9);
  BOOST_TEST((result.replicates == 100'000 && result.without_figure == 0));
}

BOOST_AUTO_TEST_CASE(any_number_of_threads_gives_the_same_bits) {
  const counts c{5, 9, 3, 2, 1, 1, 2, 8, 8, 4};
  const auto difference = [](table rows) { return mean(rows.last(5)) - mean(rows.first(5)); };
  const auto one = hr::bootstrap_counts(c, 5, difference, {.replicates = 2'000, .threads = 1});
  for (const std::size_t threads : {2u, 3u, 7u}) { BOOST_TEST((hr::bootstrap_counts(c, 5, difference, {.replicates = 2'000, .threads = threads}) == one)); }
  BOOST_TEST(!(hr::bootstrap_counts(c, 5, difference, {.replicates = 2'000, .random_seed = headway::seed{2}}) == one));
  const auto first = [](indices index) { return static_cast<double>(index.front()) + 0.5 * static_cast<double>(index.back()); };
  const auto by_index = hr::bootstrap_indices(40, first, {.replicates = 2'000, .threads = 1});
  BOOST_TEST((hr::bootstrap_indices(40, first, {.replicates = 2'000, .threads = 4}) == by_index));
}

BOOST_AUTO_TEST_CASE(indices_are_equally_likely) {
  counts seen(7);
  (void)hr::bootstrap_indices(7, [&](indices index) {
    for (const std::uint32_t i : index) { ++seen[i]; }
    return static_cast<double>(index[0]);
  }, {.replicates = 20'000});
  // 20,000 resamples, the sample and its leave-one-out samples
  for (const std::uint32_t times : seen) { BOOST_TEST(std::abs(static_cast<double>(times) - 20'007.0) < 5.0 * std::sqrt(20'000.0)); }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_said_says_why) {
  const auto same = hr::bootstrap_counts(counts{0, 9, 0}, 3, mean);
  BOOST_TEST((same.status == status::no_variation && same.estimate == 1.0 && !same.percentile.range && same.bca.status == status::no_variation && same.standard_error == 0.0));
  const auto never = hr::bootstrap_counts(counts{1, 9, 0}, 3, [](table) { return std::optional<double>{}; });
  BOOST_TEST((never.status == status::no_data && !never.estimate && never.replicates == 0));
  const auto nobody = hr::bootstrap_indices(0, [](indices) { return 1.0; });
  BOOST_TEST((nobody.status == status::no_data));
  // there only while somebody is at the top: missing in some resamples, and without that one person
  const auto seldom = hr::bootstrap_counts(counts{8, 1}, 2, [](table c) { return c[1] > 0 ? std::optional{mean(c)} : std::nullopt; });
  BOOST_TEST((seldom.status == status::ok && seldom.without_figure > 0 && seldom.replicates + seldom.without_figure == 9'999));
  BOOST_TEST((seldom.bca.status == status::too_few_raters && !seldom.bca.range));
  // the high median of nine marks does not move when one person goes
  const auto high_median = [](table c) {
    std::uint32_t n = c[0] + c[1] + c[2];
    return n / 2 < c[0] ? 0.0 : n / 2 < c[0] + c[1] ? 1.0 : 2.0;
  };
  const auto lattice = hr::bootstrap_counts(counts{2, 5, 2}, 3, high_median);
  BOOST_TEST((lattice.bca.status == status::flat_jackknife && lattice.percentile.status == status::ok));
}

BOOST_AUTO_TEST_CASE(misuse_throws) {
  BOOST_CHECK_THROW((void)hr::bootstrap_counts(counts{1, 2, 3}, 2, mean), headway::error);
  BOOST_CHECK_THROW((void)hr::bootstrap_counts(counts{1, 2}, 2, mean, {.replicates = 99}), headway::error);
  BOOST_CHECK_THROW((void)hr::bootstrap_indices(4, [](indices) { return 1.0; }, {.replicates = 0}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
