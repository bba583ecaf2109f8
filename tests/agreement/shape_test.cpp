#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/shape.hpp>

#include "reference_counts.hpp"

namespace tt = boost::test_tools;
namespace ha = headway::agreement;
using headway::status;

namespace {

using counts = std::vector<std::uint32_t>;

/// A by the definition, triple by triple.
double by_definition(counts c) {
  double n = 0.0;
  for (const auto each : c) { n += each; }
  const auto levels = c.size();
  double sum = 0.0;
  for (;;) {
    std::uint32_t smallest = 0;
    for (const auto each : c) { smallest = each > 0 && (smallest == 0 || each < smallest) ? each : smallest; }
    if (smallest == 0) { return sum / n; }
    std::vector<bool> on(levels);
    double s = 0.0;
    for (std::size_t k = 0; k < levels; ++k) {
      on[k] = c[k] > 0;
      s += on[k];
      c[k] -= on[k] ? smallest : 0u;
    }
    double tu = 0.0;
    double tdu = 0.0;
    for (std::size_t i = 0; i < levels; ++i) {
      for (std::size_t j = i + 1; j < levels; ++j) {
        for (std::size_t k = j + 1; k < levels; ++k) {
          tu += (on[i] && on[j] && !on[k]) || (!on[i] && on[j] && on[k]);
          tdu += on[i] && !on[j] && on[k];
        }
      }
    }
    const auto k = static_cast<double>(levels);
    const double a = s == 1.0 ? 1.0 : s == k ? 0.0 : ((k - 2) * tu - (k - 1) * tdu) / ((k - 2) * (tu + tdu)) * (1 - (s - 1) / (k - 1));
    sum += smallest * s * a;
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(shape_test)

BOOST_AUTO_TEST_CASE(agreement_equals_reference_case_a08) {
  const auto wanted = concentration_case::expected("van_der_eijk_a");
  BOOST_TEST(wanted.size() == 10u);
  for (const auto& [name, c] : concentration_case::distributions()) {
    BOOST_TEST_CONTEXT(name) { BOOST_TEST(std::fabs(ha::shape_of(c).agreement - wanted.at(name)) < 1e-9); }
  }
}

BOOST_AUTO_TEST_CASE(agreement_of_the_published_example) {
  // R agrmt manual, example of agreement(): 0.6113333
  BOOST_TEST(ha::shape_of(counts{30, 40, 210, 130, 530, 50, 10}).agreement == 0.6113333, tt::tolerance(1e-7));
}

BOOST_AUTO_TEST_CASE(agreement_equals_the_definition_for_every_pattern) {
  for (const std::uint32_t levels : {3u, 4u, 5u, 8u}) {
    for (std::uint32_t pattern = 1; pattern < (1u << levels); ++pattern) {
      counts c(levels);
      for (std::uint32_t k = 0; k < levels; ++k) { c[k] = ((pattern >> k) & 1u) * (1 + (k * 7 + pattern) % 5); }
      BOOST_TEST_REQUIRE(std::fabs(ha::shape_of(c).agreement - by_definition(c)) < 1e-13);
    }
  }
}

BOOST_AUTO_TEST_CASE(ends_of_the_range) {
  BOOST_TEST(ha::shape_of(counts{0, 0, 7, 0, 0}).agreement == 1.0);
  BOOST_TEST(ha::shape_of(counts{4, 4, 4, 4, 4}).agreement == 0.0);
  BOOST_TEST(ha::shape_of(counts{6, 0, 0, 0, 6}).agreement == -1.0);
  BOOST_TEST(ha::shape_of(counts(16, 3u)).agreement == 0.0);
  counts ends(16);
  ends.front() = ends.back() = 5;
  BOOST_TEST(ha::shape_of(ends).agreement == -1.0);
}

BOOST_AUTO_TEST_CASE(two_levels) {
  BOOST_TEST(ha::shape_of(counts{3, 1}).agreement == 0.5); // |3 - 1| / 4
  const ha::shape even = ha::shape_of(counts{10, 10});
  BOOST_TEST((even.agreement == 0.0 && !even.two_camps));
}

BOOST_AUTO_TEST_CASE(reversing_the_scale_changes_nothing) {
  for (const counts& c : {counts{30, 40, 210, 130, 530, 50, 10}, counts{9, 4, 1, 0, 2, 6, 8}, counts{1, 2, 5, 9, 3}, counts{7, 0, 2}}) {
    BOOST_TEST((ha::shape_of(c) == ha::shape_of(counts{c.rbegin(), c.rend()})));
  }
}

BOOST_AUTO_TEST_CASE(two_camps_need_both_ends_and_a_gap) {
  BOOST_TEST(ha::shape_of(counts{9, 4, 1, 0, 2, 6, 8}).two_camps);
  BOOST_TEST(ha::shape_of(counts{5, 1, 0, 1, 4}).two_camps);
  BOOST_TEST(ha::shape_of(counts{2, 0, 0, 0, 2}).two_camps);
  BOOST_TEST(!ha::shape_of(counts{1, 0, 0, 0, 1}).two_camps);  // one person is no camp
  BOOST_TEST(!ha::shape_of(counts{19, 0, 0, 0, 1}).two_camps); // nor is a twentieth
  BOOST_TEST(!ha::shape_of(counts{0, 5, 6, 5, 0}).two_camps);  // one peak
  BOOST_TEST(!ha::shape_of(counts{4, 4, 4, 4, 4}).two_camps);  // A = 0 but for rounding
  for (const counts& even : {counts{5, 4, 4, 5, 4}, counts{2, 2, 1, 2, 2}, counts{25, 20, 15, 20, 25}}) {
    BOOST_TEST(ha::shape_of(even).agreement < 0.0);
    BOOST_TEST(!ha::shape_of(even).two_camps); // evenly spread but for chance
  }
  BOOST_TEST(ha::shape_of(counts{3, 2, 1, 2, 3}).two_camps);
  // 11 raters: a fifth is 2.2, so three are needed at either end
  const ha::shape two = ha::shape_of(counts{9, 0, 0, 0, 2});
  BOOST_TEST(!two.two_camps);
  const ha::shape three = ha::shape_of(counts{8, 0, 0, 0, 3});
  BOOST_TEST(three.agreement < 0.0);
  BOOST_TEST(three.two_camps);
}

BOOST_AUTO_TEST_CASE(levels_used_and_status) {
  const ha::shape nobody = ha::shape_of(counts{0, 0, 0});
  BOOST_TEST((nobody.status == status::no_data && nobody.n == 0 && nobody.levels_used == 0 && !nobody.two_camps));
  const ha::shape one = ha::shape_of(counts{0, 1, 0});
  BOOST_TEST((one.status == status::value_only && one.agreement == 1.0 && one.levels_used == 1));
  const ha::shape two = ha::shape_of(counts{1, 0, 1});
  BOOST_TEST((two.status == status::ok && two.levels_used == 2));
}

BOOST_AUTO_TEST_CASE(usable_in_constant_expressions) {
  static constexpr std::array<std::uint32_t, 5> c{3, 0, 0, 0, 3};
  static_assert(ha::shape_of(c).two_camps);
  BOOST_TEST(true);
}

BOOST_AUTO_TEST_CASE(a_scale_has_2_to_16_levels) {
  BOOST_CHECK_THROW((void)ha::shape_of(counts{4}), headway::error);
  BOOST_CHECK_THROW((void)ha::shape_of(counts(17, 1u)), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
