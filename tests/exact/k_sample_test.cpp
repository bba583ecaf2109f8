#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/dispersion.hpp>
#include <headway/exact/k_sample.hpp>

#include "support/reference.hpp"

BOOST_AUTO_TEST_SUITE(k_sample_test)

namespace {

namespace he = headway::exact;
using he::p_method;
using counts = std::vector<std::uint32_t>;

/// People, each with a level and a group, as naive code sees them.
struct people {
  std::vector<int> level{};
  std::vector<int> group{};
  int groups{};
};

people people_of(const counts& table, std::size_t groups, std::size_t levels) {
  people out;
  out.groups = static_cast<int>(groups);
  for (std::size_t s = 0; s < groups; ++s) {
    for (std::size_t k = 0; k < levels; ++k) {
      for (std::uint32_t i = 0; i < table[s * levels + k]; ++i) {
        out.level.push_back(static_cast<int>(k));
        out.group.push_back(static_cast<int>(s));
      }
    }
  }
  return out;
}

double pairs_in_order(const people& p) {
  double sum = 0.0;
  for (std::size_t i = 0; i < p.level.size(); ++i) {
    for (std::size_t j = 0; j < p.level.size(); ++j) {
      if (p.group[i] < p.group[j]) { sum += p.level[i] < p.level[j] ? 1.0 : p.level[i] == p.level[j] ? 0.5 : 0.0; }
    }
  }
  return sum;
}

double rank_of(const people& p, std::size_t i) {
  double rank = 0.5;
  for (const int other : p.level) { rank += other < p.level[i] ? 1.0 : other == p.level[i] ? 0.5 : 0.0; }
  return rank;
}

double kruskal(const people& p) {
  const auto n = static_cast<double>(p.level.size());
  double between = 0.0;
  double total = 0.0;
  for (std::size_t i = 0; i < p.level.size(); ++i) { total += (rank_of(p, i) - 0.5 * (n + 1.0)) * (rank_of(p, i) - 0.5 * (n + 1.0)); }
  for (int s = 0; s < p.groups; ++s) {
    double sum = 0.0;
    double size = 0.0;
    for (std::size_t i = 0; i < p.level.size(); ++i) {
      if (p.group[i] != s) { continue; }
      sum += rank_of(p, i) - 0.5 * (n + 1.0);
      size += 1.0;
    }
    if (size > 0.0) { between += sum * sum / size; }
  }
  return (n - 1.0) * between / total;
}

/// The between-group share by the definition, over all cuts of the scale.
double share(const people& p, int levels, bool equal) {
  double total = 0.0;
  double between = 0.0;
  for (int cut = 0; cut + 1 < levels; ++cut) {
    std::vector<double> at_most(static_cast<std::size_t>(p.groups));
    std::vector<double> size(static_cast<std::size_t>(p.groups));
    for (std::size_t i = 0; i < p.level.size(); ++i) {
      size[static_cast<std::size_t>(p.group[i])] += 1.0;
      at_most[static_cast<std::size_t>(p.group[i])] += p.level[i] <= cut ? 1.0 : 0.0;
    }
    const double occupied = static_cast<double>(std::count_if(size.begin(), size.end(), [](double n) { return n > 0.0; }));
    double pooled = 0.0;
    const auto weight = [&](std::size_t s) { return size[s] > 0.0 ? (equal ? 1.0 / occupied : size[s] / static_cast<double>(p.level.size())) : 0.0; };
    for (std::size_t s = 0; s < size.size(); ++s) { pooled += size[s] > 0.0 ? weight(s) * at_most[s] / size[s] : 0.0; }
    for (std::size_t s = 0; s < size.size(); ++s) {
      const double off = size[s] > 0.0 ? at_most[s] / size[s] - pooled : 0.0;
      between += weight(s) * off * off;
    }
    total += pooled * (1.0 - pooled);
  }
  return between / total;
}

/// P(statistic >= observed), P(<=), and the share of assignments at the largest value, over all ways to give out the group labels.
template <class Function> std::array<double, 3> all_assignments(people p, Function statistic) {
  const double observed = statistic(p);
  std::sort(p.group.begin(), p.group.end());
  std::array<double, 3> out{};
  double all = 0.0;
  double largest = -1e300;
  do {
    const double value = statistic(p);
    const double near = 1e-9 * (std::max)(1.0, std::fabs(observed));
    all += 1.0;
    if (value >= observed - near) { out[0] += 1.0; }
    if (value <= observed + near) { out[1] += 1.0; }
    if (value > largest + near) {
      largest = value;
      out[2] = 0.0;
    }
    if (value >= largest - near) { out[2] += 1.0; }
  } while (std::next_permutation(p.group.begin(), p.group.end()));
  for (double& each : out) { each /= all; }
  return out;
}

/// Small tables, invented: all kinds of shapes.
std::vector<std::pair<counts, std::size_t>> small_tables(std::size_t levels) {
  std::vector<std::pair<counts, std::size_t>> out;
  std::uint32_t state = 7;
  const auto draw = [&](std::uint32_t below) { return ((state = state * 1664525u + 1013904223u) >> 16) % below; };
  while (out.size() < 25) {
    const std::size_t groups = 2 + draw(3);
    counts table(groups * levels);
    const std::uint32_t n = 4 + draw(5);
    for (std::uint32_t i = 0; i < n; ++i) { ++table[draw(static_cast<std::uint32_t>(groups)) * levels + draw(static_cast<std::uint32_t>(levels))]; }
    out.emplace_back(table, groups);
  }
  return out;
}

std::size_t occupied_groups(const counts& table, std::size_t groups, std::size_t levels) {
  std::size_t out = 0;
  for (std::size_t s = 0; s < groups; ++s) {
    out += std::any_of(table.begin() + static_cast<std::ptrdiff_t>(s * levels), table.begin() + static_cast<std::ptrdiff_t>((s + 1) * levels), [](std::uint32_t c) { return c != 0; }) ? 1u : 0u;
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(every_p_value_equals_the_enumeration_of_all_assignments) {
  std::size_t checked = 0;
  for (const std::size_t levels : {2u, 3u, 5u, 16u}) {
    for (const auto& [table, groups] : small_tables(levels)) {
      if (occupied_groups(table, groups, levels) < 2) { continue; }
      const people p = people_of(table, groups, levels);
      if (std::set<int>(p.level.begin(), p.level.end()).size() < 2) { continue; }
      const auto r = he::k_sample(table, groups, levels);
      BOOST_REQUIRE((r.method == p_method::exact));
      const auto h = all_assignments(p, kruskal);
      BOOST_CHECK_SMALL(r.p - h[0], 1e-12);
      BOOST_CHECK_SMALL(r.p_min - h[2], 1e-12);
      BOOST_CHECK_SMALL(*r.kruskal_wallis - kruskal(p), 1e-10);
      for (const bool equal : {false, true}) {
        const auto of_share = [&](const people& each) { return share(each, static_cast<int>(levels), equal); };
        const auto b = he::between_share(table, groups, levels, {.weights = equal ? he::group_weights::equal : he::group_weights::people});
        const auto expected = all_assignments(p, of_share);
        BOOST_CHECK_SMALL(*b.share - of_share(p), 1e-12);
        BOOST_CHECK_SMALL(b.p - expected[0], 1e-12);
        BOOST_CHECK_SMALL(b.p_min - expected[2], 1e-12);
        BOOST_CHECK_SMALL(*b.within + *b.between - *b.dispersion, 1e-14);
        if (!equal) { BOOST_TEST((b == r.between)); }
      }
      const auto j = he::jonckheere(table, groups, levels);
      const auto order = all_assignments(p, pairs_in_order);
      BOOST_TEST(*j.statistic == pairs_in_order(p));
      BOOST_CHECK_SMALL(j.p_increasing - order[0], 1e-12);
      BOOST_CHECK_SMALL(j.p_decreasing - order[1], 1e-12);
      const auto distance = all_assignments(p, [&](const people& each) { return std::fabs(pairs_in_order(each) - *j.mean); });
      BOOST_CHECK_SMALL(j.p_two_sided_distance - distance[0], 1e-12);
      const auto reversed = all_assignments(p, [&](const people& each) { return -pairs_in_order(each); });
      BOOST_CHECK_SMALL(j.p_min - (std::min)(1.0, 2.0 * (std::min)(order[2], reversed[2])), 1e-12);
      ++checked;
    }
  }
  BOOST_TEST(checked > 60u);
}

BOOST_AUTO_TEST_CASE(equals_reference_case_a13) {
  const auto published = reference::read("a13_ordered_alternatives");
  std::size_t checked = 0;
  for (const std::string data : {"jonckheere", "rounds"}) {
    // levels are the distinct values in order
    const auto rows = published.rows(data);
    const std::string group = data == "rounds" ? "treatment" : "group";
    std::map<double, std::size_t> level;
    for (const auto& row : rows) { level[std::stod(row.at("value"))]; }
    std::size_t levels = 0;
    for (auto& [value, at] : level) { at = levels++; }
    counts table(4 * levels);
    for (const auto& row : rows) { ++table[(static_cast<std::size_t>(std::stoi(row.at(group))) - 1) * levels + level.at(std::stod(row.at("value")))]; }

    for (const auto& wanted : published.of("jonckheere_terpstra")) {
      if (wanted.data != data) { continue; }
      const auto r = he::jonckheere(table, 4, levels, {.most_tables = data == "rounds" ? 0u : 2'000'000u, .draws = 999});
      const std::map<std::string, double> ours{{"j", *r.statistic},
                                               {"mean", *r.mean},
                                               {"var_tie_corrected", *r.variance},
                                               {"var_no_tie_term", *r.variance_no_tie_term},
                                               {"z_tie_corrected", *r.z},
                                               {"p_increasing_normal", *r.p_increasing_normal},
                                               {"p_two_sided_normal", *r.p_two_sided_normal},
                                               {"p_increasing_exact", r.p_increasing}};
      for (const auto& [key, value] : wanted.value.parts) {
        BOOST_CHECK_SMALL(ours.at(key) - value.number(), wanted.tolerance(key));
        ++checked;
      }
    }
    for (const auto& wanted : published.of("kruskal_wallis")) {
      if (wanted.data != data) { continue; }
      const auto r = he::k_sample(table, 4, levels, {.draws = 999});
      const std::map<std::string, double> ours{{"chi2", *r.kruskal_wallis}, {"df", static_cast<double>(r.df)}, {"p", *r.p_asymptotic}};
      for (const auto& [key, value] : wanted.value.parts) {
        BOOST_CHECK_SMALL(ours.at(key) - value.number(), wanted.tolerance(key));
        ++checked;
      }
    }
  }
  BOOST_TEST(checked == 21u);
}

BOOST_AUTO_TEST_CASE(measured_numbers_are_their_own_levels) {
  const std::vector<double> values{2.5, 1.0, -3.0, std::nan(""), 2.5, 7.25, 1.0, 0.0, -0.0};
  const std::vector<std::uint32_t> group{0, 0, 1, 2, 2, 2, 1, 0, 1};
  // different values: -3, 0, 1, 2.5, 7.25
  const counts table{0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1};
  BOOST_TEST((he::k_sample(values, group, 3) == he::k_sample(table, 3, 5)));
  BOOST_TEST((he::jonckheere(values, group, 3) == he::jonckheere(table, 3, 5)));
  BOOST_CHECK_THROW((void)he::k_sample(values, group, 2), headway::error);
  BOOST_CHECK_THROW((void)he::jonckheere(values, std::vector<std::uint32_t>{0}, 3), headway::error);
  // 30 people without ties in three groups: the law of independent wins, no draws
  std::vector<double> many;
  std::vector<std::uint32_t> thirds;
  for (std::uint32_t i = 0; i < 30; ++i) {
    many.push_back(std::sqrt(static_cast<double>((i * 7) % 30)));
    thirds.push_back(i / 10);
  }
  BOOST_TEST((he::jonckheere(many, thirds, 3).method == p_method::exact));
  const auto kruskal_wallis = he::k_sample(many, thirds, 3, {.draws = 999});
  BOOST_TEST((kruskal_wallis.method == p_method::drawn));
  BOOST_TEST(*kruskal_wallis.kruskal_wallis == *kruskal_wallis.kruskal_wallis_no_tie_term);
  BOOST_CHECK_THROW((void)he::k_sample(many, thirds, 3, {.weights = he::group_weights::equal}), headway::error);
  BOOST_TEST((he::k_sample(std::vector<double>{std::nan("")}, std::vector<std::uint32_t>{0}, 1).status == headway::status::no_data));
}

BOOST_AUTO_TEST_CASE(dispersion_is_the_same_as_in_one_group) {
  const counts table{3, 1, 0, 2, 0, 0, 4, 1, 1, 2, 1, 0, 0, 0, 5};
  const auto r = he::between_share(table, 3, 5);
  counts pooled(5);
  for (std::size_t i = 0; i < table.size(); ++i) { pooled[i % 5] += table[i]; }
  BOOST_CHECK_SMALL(*r.dispersion - headway::agreement::dispersion_of(pooled).value, 1e-14);
  // an unused level inside the scale counts with its two cuts
  const auto gap = he::between_share(counts{4, 0, 1, 1, 0, 4}, 2, 3);
  BOOST_CHECK_SMALL(*gap.share - share(people_of({4, 0, 1, 1, 0, 4}, 2, 3), 3, false), 1e-14);
}

BOOST_AUTO_TEST_CASE(order_of_groups_and_of_the_scale_do_not_matter_where_they_should_not) {
  const counts table{3, 1, 0, 2, 0, 0, 2, 1, 1, 2, 1, 0, 0, 0, 4};
  const counts moved{1, 0, 0, 0, 4, 3, 1, 0, 2, 0, 0, 2, 1, 1, 2};
  counts turned(table.size());
  for (std::size_t s = 0; s < 3; ++s) {
    for (std::size_t k = 0; k < 5; ++k) { turned[s * 5 + k] = table[s * 5 + 4 - k]; }
  }
  const counts with_nobody{3, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2, 1, 1, 2, 1, 0, 0, 0, 4};
  const auto r = he::k_sample(table, 3, 5);
  for (const auto& other : {he::k_sample(moved, 3, 5), he::k_sample(turned, 3, 5), he::k_sample(with_nobody, 4, 5)}) {
    BOOST_CHECK_SMALL(*other.kruskal_wallis - *r.kruskal_wallis, 1e-12);
    BOOST_CHECK_SMALL(other.p - r.p, 1e-13);
    BOOST_CHECK_SMALL(*other.between.share - *r.between.share, 1e-13);
    BOOST_CHECK_SMALL(other.between.p - r.between.p, 1e-13);
    BOOST_TEST(other.tables == r.tables);
  }
  const auto up = he::jonckheere(table, 3, 5);
  const auto down = he::jonckheere(turned, 3, 5);
  BOOST_CHECK_SMALL(up.p_increasing - down.p_decreasing, 1e-13);
  BOOST_CHECK_SMALL(*up.z + *down.z, 1e-12);
}

BOOST_AUTO_TEST_CASE(draws_come_near_the_law_and_do_not_depend_on_threads) {
  const counts table{3, 2, 0, 1, 0, 0, 2, 3, 1, 1, 1, 0, 1, 2, 3};
  const auto exact = he::k_sample(table, 3, 5);
  const auto one = he::k_sample(table, 3, 5, {.most_tables = 0, .draws = 50'000});
  const auto three = he::k_sample(table, 3, 5, {.most_tables = 0, .draws = 50'000, .threads = 3});
  BOOST_TEST((one == three));
  BOOST_TEST((one.method == p_method::drawn));
  BOOST_TEST(one.draws == 50'000u);
  BOOST_CHECK_SMALL(one.p - exact.p, 5.0 * std::sqrt(exact.p * (1.0 - exact.p) / 50'000.0));
  BOOST_CHECK_SMALL(one.between.p - exact.between.p, 5.0 * std::sqrt(exact.between.p * (1.0 - exact.between.p) / 50'000.0));
  BOOST_TEST(he::k_sample(table, 3, 5, {.most_tables = 0, .draws = 50'000, .random_seed = headway::seed{2}}).p != one.p);
  const auto order = he::jonckheere(table, 3, 5);
  const auto drawn = he::jonckheere(table, 3, 5, {.most_tables = 0, .draws = 50'000, .threads = 2});
  BOOST_TEST((drawn == he::jonckheere(table, 3, 5, {.most_tables = 0, .draws = 50'000})));
  BOOST_CHECK_SMALL(drawn.p_increasing - order.p_increasing, 5.0 * std::sqrt(order.p_increasing / 50'000.0));
}

BOOST_AUTO_TEST_CASE(the_critical_share_is_the_smallest_significant_one) {
  const counts table{3, 2, 0, 1, 0, 0, 2, 3, 1, 1, 1, 0, 1, 2, 3};
  const people observed = people_of(table, 3, 5);
  const auto r = he::between_share(table, 3, 5);
  BOOST_REQUIRE(r.detectable.has_value());
  // the law of the share by assigning people at random
  std::vector<double> values;
  std::uint32_t state = 3;
  people p = observed;
  for (int i = 0; i < 40000; ++i) {
    for (std::size_t j = p.group.size(); j > 1; --j) {
      state = state * 1664525u + 1013904223u;
      std::swap(p.group[j - 1], p.group[(state >> 8) % j]);
    }
    values.push_back(share(p, 5, false));
  }
  const auto at_least = [&](double t) { return static_cast<double>(std::count_if(values.begin(), values.end(), [&](double v) { return v >= t - 1e-9; })) / 40000.0; };
  BOOST_TEST(at_least(*r.detectable) < 0.055);
  BOOST_TEST(at_least(*r.detectable - 0.02) > 0.045);
}

BOOST_AUTO_TEST_CASE(undefined_is_a_status_and_never_a_number) {
  const auto nobody = he::k_sample(counts(15), 3, 5);
  BOOST_TEST((nobody.status == headway::status::no_data));
  BOOST_TEST(!nobody.between.dispersion.has_value());
  const auto one_group = he::k_sample(counts{0, 0, 0, 1, 2, 2}, 2, 3);
  BOOST_TEST((one_group.status == headway::status::not_comparable));
  BOOST_TEST(one_group.between.dispersion.has_value());
  BOOST_TEST(!one_group.between.share.has_value());
  const auto same = he::k_sample(counts{0, 3, 0, 0, 4, 0}, 2, 3);
  BOOST_TEST((same.status == headway::status::no_variation));
  BOOST_TEST(same.p == 1.0);
  BOOST_TEST(!same.kruskal_wallis.has_value());
  BOOST_TEST(*same.between.dispersion == 0.0);
  const auto flat = he::jonckheere(counts{0, 3, 0, 0, 4, 0}, 2, 3);
  BOOST_TEST((flat.status == headway::status::no_variation));
  BOOST_TEST(*flat.superiority == 0.5);
  BOOST_TEST(!flat.z.has_value());
  BOOST_TEST(flat.p_two_sided_doubled == 1.0);
  // two people: whatever they mark shows nothing
  const auto two = he::k_sample(counts{1, 0, 0, 1}, 2, 2);
  BOOST_TEST((two.status == headway::status::could_not_show));
  BOOST_TEST(two.p == 1.0);
  BOOST_TEST((he::jonckheere(counts{1, 0, 0, 1}, 2, 2).status == headway::status::could_not_show));
  BOOST_TEST(!he::jonckheere(counts{1, 0, 0, 1}, 2, 2).detectable.has_value());
  for (const auto& result : {nobody, one_group, same, two}) { BOOST_TEST(he::to_table(result).rows() == 1u); }
  BOOST_TEST(he::to_table(flat).rows() == 1u);
  BOOST_TEST(he::to_table(nobody.between).rows() == 1u);
}

BOOST_AUTO_TEST_CASE(a_detectable_rise_grows_as_groups_shrink) {
  const auto small = he::jonckheere(counts{2, 2, 1, 0, 0, 1, 2, 1, 1, 0, 0, 1, 2, 1, 1}, 3, 5);
  const auto large = he::jonckheere(counts{4, 4, 2, 0, 0, 2, 4, 2, 2, 0, 0, 2, 4, 2, 2}, 3, 5);
  BOOST_REQUIRE(small.detectable.has_value());
  BOOST_REQUIRE(large.detectable.has_value());
  BOOST_TEST(*small.detectable > *large.detectable);
  BOOST_TEST(*large.detectable > 0.5);
  BOOST_TEST(*small.detectable < 1.0);
}

BOOST_AUTO_TEST_CASE(many_people_in_uneven_groups_stay_inside_whole_numbers) {
  // sizes without a common multiple below 2^62
  counts table;
  for (const std::uint32_t n : {10007u, 10009u, 10037u, 10039u, 9973u}) {
    for (const std::uint32_t share : {2u, 3u, 5u}) { table.push_back(n * share / 10); }
  }
  const auto r = he::k_sample(table, 5, 3, {.draws = 199});
  BOOST_TEST((r.method == p_method::drawn));
  BOOST_TEST(*r.kruskal_wallis < 0.1);
  BOOST_TEST(r.p > 0.9);
  BOOST_TEST(r.between.p > 0.9);
  table[0] += 900;
  const auto off = he::k_sample(table, 5, 3, {.draws = 199});
  BOOST_TEST(off.p == 1.0 / 200.0);
  BOOST_TEST(off.between.p == 1.0 / 200.0);
}

BOOST_AUTO_TEST_CASE(marks_are_counted_and_misuse_names_the_row) {
  const std::vector<std::int8_t> marks{0, 2, -1, 1, 2};
  const std::vector<std::uint32_t> group{0, 1, 1, 0, 1};
  BOOST_TEST((he::count_groups(marks, group, 2, 3) == counts{1, 1, 0, 0, 0, 2}));
  const auto row_of = [](auto call) {
    try {
      (void)call();
    } catch (const headway::error& e) { return e.row(); }
    return std::int64_t{-2};
  };
  BOOST_TEST(row_of([&] { return he::count_groups(marks, std::vector<std::uint32_t>{0, 1, 1, 2, 1}, 2, 3); }) == 3);
  BOOST_TEST(row_of([&] { return he::count_groups(marks, group, 2, 2); }) == 1);
  BOOST_CHECK_THROW((void)he::count_groups(marks, std::vector<std::uint32_t>{0}, 2, 3), headway::error);
  BOOST_CHECK_THROW((void)he::k_sample(counts(6), 2, 2), headway::error);
  BOOST_CHECK_THROW((void)he::k_sample(counts(34), 2, 17), headway::error);
  BOOST_CHECK_THROW((void)he::k_sample(counts(0), 0, 5), headway::error);
  BOOST_CHECK_THROW((void)he::k_sample(counts(6), 2, 3, {.draws = 5}), headway::error);
  BOOST_CHECK_THROW((void)he::k_sample(counts(6), 2, 3, {.weights = static_cast<he::group_weights>(7)}), headway::error);
  BOOST_CHECK_THROW((void)he::jonckheere(counts(6), 2, 3, {.power = 1.0}), headway::error);
  BOOST_CHECK_THROW((void)he::k_sample(counts{4'000'000'000u, 4'000'000'000u, 1, 1}, 2, 2), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
