#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/concentration.hpp>
#include <headway/agreement/dispersion.hpp>

#include "support/reference.hpp"

namespace ha = headway::agreement;
using headway::status;

namespace {

using counts = std::vector<std::uint32_t>;
using measure = ha::within_measure (*)(std::span<const std::uint32_t>);
using measure_of_marks = ha::within_measure (*)(std::span<const std::int8_t>, std::size_t);

struct named {
  measure from_counts;
  measure_of_marks from_marks;
};

/// Every measure, by the name its values have in reference case a08 where they stand there.
const std::map<std::string, named> all{{"leik_ordinal_dispersion", {ha::leik, ha::leik}},
                                       {"blair_lacy_l2", {ha::blair_lacy_l2, ha::blair_lacy_l2}},
                                       {"blair_lacy_l", {ha::blair_lacy_l, ha::blair_lacy_l}},
                                       {"berry_mielke_iov", {ha::berry_mielke_iov, ha::berry_mielke_iov}},
                                       {"kvalseth_cov", {ha::kvalseth_cov, ha::kvalseth_cov}},
                                       {"tastle_wierman_consensus", {ha::consensus_tastle_wierman, ha::consensus_tastle_wierman}},
                                       {"van_der_eijk_a", {ha::van_der_eijk_a, ha::van_der_eijk_a}},
                                       {"van_der_eijk_polarization", {ha::van_der_eijk_polarization, ha::van_der_eijk_polarization}}};

/// One mark a person, in an order that is not the scale's, and some people without one.
std::vector<std::int8_t> marks_of(counts c) {
  std::vector<std::int8_t> out{-1};
  for (bool any = true; any;) {
    any = false;
    for (std::size_t k = c.size(); k-- > 0;) {
      if (c[k] == 0) { continue; }
      --c[k];
      out.push_back(static_cast<std::int8_t>(k));
      any = true;
    }
  }
  out.push_back(-3);
  return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(concentration_test)

BOOST_AUTO_TEST_CASE(every_value_of_reference_case_a08_from_counts_and_from_marks) {
  const auto from = reference::read("a08_ordinal_concentration");
  std::map<std::string, counts> distributions;
  for (const auto& row : from.rows("main")) { distributions[row.at("distribution")].push_back(static_cast<std::uint32_t>(std::stoul(row.at("count")))); }
  std::size_t checked = 0;
  for (const auto& e : from.values) {
    const counts& c = distributions.at(e.args.at("distribution").text);
    BOOST_TEST_CONTEXT(e.id << " " << e.quantity) {
      const double value = all.at(e.quantity).from_counts(c).value.value();
      BOOST_TEST(std::abs(value - e.value.number()) <= e.tolerance());
      BOOST_TEST((all.at(e.quantity).from_marks(marks_of(c), c.size()).value == value));
    }
    ++checked;
  }
  BOOST_TEST(checked == 60u);
}

BOOST_AUTO_TEST_CASE(l_and_cov_are_roots) {
  for (const counts& c : {counts{30, 40, 210, 130, 530, 50, 10}, counts{2, 5, 1}, counts{1, 1}, counts{3, 0, 0, 1}}) {
    BOOST_TEST(std::abs(std::pow(ha::blair_lacy_l(c).value.value(), 2) - ha::blair_lacy_l2(c).value.value()) < 1e-15);
    BOOST_TEST(std::abs(std::pow(1.0 - ha::kvalseth_cov(c).value.value(), 2) - (1.0 - ha::berry_mielke_iov(c).value.value())) < 1e-15);
    BOOST_TEST(std::abs(ha::blair_lacy_l2(c).value.value() - (1.0 - ha::dispersion_of(c).value)) < 1e-15);
  }
}

BOOST_AUTO_TEST_CASE(the_index_of_ordinal_variation_is_the_sum_over_pairs) {
  for (const counts& c : {counts{2, 5, 1, 3}, counts{1, 0, 2, 0, 4}, counts{1, 1, 1}, counts{4, 0, 0, 4}, counts{4, 0, 0, 5}}) {
    double sum = 0.0;
    double n = 0.0;
    for (std::size_t i = 0; i < c.size(); ++i) {
      n += c[i];
      for (std::size_t j = i + 1; j < c.size(); ++j) { sum += static_cast<double>(c[i]) * c[j] * static_cast<double>(j - i); }
    }
    // the most divided: half at each end, as evenly as n allows
    const double half = std::floor(n / 2.0);
    const double most = half * (n - half) * static_cast<double>(c.size() - 1);
    BOOST_TEST(std::abs(ha::berry_mielke_iov(c).value.value() - sum / most) < 1e-15);
  }
  BOOST_TEST(ha::berry_mielke_iov(counts{4, 0, 0, 5}).value.value() == 1.0);
}

BOOST_AUTO_TEST_CASE(ends_of_the_range_on_every_scale) {
  for (std::size_t levels = 2; levels <= 16; ++levels) {
    for (std::size_t at = 0; at < levels; ++at) {
      counts together(levels);
      together[at] = 7;
      for (const char* agreement : {"blair_lacy_l2", "blair_lacy_l", "tastle_wierman_consensus", "van_der_eijk_a"}) { BOOST_TEST(all.at(agreement).from_counts(together).value.value() == 1.0); }
      for (const char* dissent : {"leik_ordinal_dispersion", "berry_mielke_iov", "kvalseth_cov", "van_der_eijk_polarization"}) { BOOST_TEST(all.at(dissent).from_counts(together).value.value() == 0.0); }
    }
    counts apart(levels);
    apart.front() = apart.back() = 6;
    BOOST_TEST(ha::leik(apart).value.value() == 1.0);
    BOOST_TEST(ha::blair_lacy_l2(apart).value.value() == 0.0);
    BOOST_TEST(ha::berry_mielke_iov(apart).value.value() == 1.0);
    BOOST_TEST(ha::kvalseth_cov(apart).value.value() == 1.0);
    BOOST_TEST(ha::consensus_tastle_wierman(apart).value.value() == 0.0);
  }
}

BOOST_AUTO_TEST_CASE(a_reversed_scale_changes_nothing_and_all_stay_in_range) {
  std::uint32_t state = 7;
  for (int repeat = 0; repeat < 500; ++repeat) {
    counts c(2 + static_cast<std::size_t>(repeat) % 15);
    for (auto& count : c) {
      state = state * 1664525u + 1013904223u;
      count = (state >> 16) % 6u;
    }
    for (const auto& [name, each] : all) {
      const auto there = each.from_counts(c);
      const auto back = each.from_counts(counts(c.rbegin(), c.rend()));
      BOOST_TEST_REQUIRE((there.status == back.status && there.n == back.n && there.value.has_value() == back.value.has_value()));
      if (!there.value) { continue; }
      BOOST_TEST_REQUIRE(std::abs(*there.value - *back.value) < 1e-14, name);
      BOOST_TEST_REQUIRE((*there.value >= (name == "van_der_eijk_a" ? -1.0 : 0.0) && *there.value <= 1.0), name << " " << *there.value);
    }
  }
}

BOOST_AUTO_TEST_CASE(nobody_and_one_person) {
  for (const auto& [name, each] : all) {
    const auto nobody = each.from_counts(counts{0, 0, 0});
    BOOST_TEST((nobody.status == status::no_data && !nobody.value && nobody.n == 0), name);
    const auto one = each.from_counts(counts{0, 1, 0});
    const bool pairs = name == "berry_mielke_iov" || name == "kvalseth_cov";
    BOOST_TEST((one.status == (pairs ? status::too_few_raters : status::value_only) && one.value.has_value() == !pairs && one.n == 1), name);
  }
}

BOOST_AUTO_TEST_CASE(misuse_names_the_function) {
  for (const auto& [name, each] : all) {
    BOOST_CHECK_THROW((void)each.from_counts(counts{3}), headway::error);
    BOOST_CHECK_THROW((void)each.from_counts(counts(17, 1u)), headway::error);
    try {
      (void)each.from_marks(std::vector<std::int8_t>{0, 1, 3}, 3);
      BOOST_FAIL("no error");
    } catch (const headway::error& e) {
      BOOST_TEST((e.row() == 2 && e.category() == headway::error_category::out_of_range));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_table_of_one_row) {
  const headway::table table = to_table(ha::leik(counts{1, 2, 3, 4}));
  BOOST_TEST(table.rows() == 1u);
  BOOST_TEST(table.at("value").reals()[0] == ha::leik(counts{1, 2, 3, 4}).value.value());
  BOOST_TEST(table.at("n").integers()[0] == 10);
  BOOST_TEST(table.at("status").texts()[0] == "ok");
  BOOST_TEST(to_table(ha::leik(counts{0, 0})).at("value").valid()[0] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
