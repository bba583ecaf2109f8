#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/group_icc.hpp>

#include "rwg_case.hpp"

namespace ha = headway::agreement;
using headway::status;

namespace {

using counts = std::vector<std::uint32_t>;

} // namespace

BOOST_AUTO_TEST_SUITE(group_icc_test)

BOOST_AUTO_TEST_CASE(reference_case_a09_from_counts_and_from_marks) {
  const auto from = reference::read("a09_rwg");
  const auto groups = reference::rwg_groups(from);
  std::size_t checked = 0;
  for (const char* quantity : {"icc1_groups", "icc2_groups"}) {
    for (const auto& e : from.of(quantity)) {
      const auto& names = reference::rwg_items();
      const auto item = static_cast<std::size_t>(std::find(names.begin(), names.end(), e.args.at("item").text) - names.begin());
      counts table;
      std::vector<std::int8_t> marks;
      std::vector<std::uint32_t> group;
      std::uint32_t g = 0;
      for (const auto& [name, each] : groups) {
        table.insert(table.end(), each.counts.begin() + static_cast<std::ptrdiff_t>(item * 5), each.counts.begin() + static_cast<std::ptrdiff_t>(item * 5 + 5));
        for (std::size_t i = item; i < each.marks.size(); i += 4) {
          marks.push_back(each.marks[i]);
          group.push_back(g);
        }
        ++g;
      }
      const bool first = e.quantity == "icc1_groups";
      for (const auto& r : {ha::group_icc(table, groups.size(), 5), ha::group_icc(marks, group, groups.size(), 5)}) {
        BOOST_TEST((r.status == status::ok));
        BOOST_TEST(std::abs((first ? r.icc1 : r.icc2).value() - e.value.number()) <= e.tolerance(), e.id);
      }
      ++checked;
    }
  }
  BOOST_TEST(checked == 8u);
}

BOOST_AUTO_TEST_CASE(by_hand) {
  // groups {1, 2}, {3, 5}, {5, 5, 4}: means 1.5, 4, 14/3
  const std::vector<std::int8_t> marks{0, 1, 2, 4, 4, 4, 3, -1};
  const std::vector<std::uint32_t> group{0, 0, 1, 1, 2, 2, 2, 0};
  const double grand = 25.0 / 7.0;
  const double between = (2 * std::pow(1.5 - grand, 2) + 2 * std::pow(4 - grand, 2) + 3 * std::pow(14.0 / 3 - grand, 2)) / 2.0;
  const double within = (0.5 + 2.0 + 2.0 / 3.0) / 4.0;
  const ha::group_icc_result r = ha::group_icc(marks, group, 3, 5);
  BOOST_TEST(std::abs(r.ms_between.value() - between) < 1e-14);
  BOOST_TEST(std::abs(r.ms_within.value() - within) < 1e-14);
  BOOST_TEST(std::abs(r.size.value() - 7.0 / 3.0) < 1e-15);
  BOOST_TEST(std::abs(r.icc1.value() - (between - within) / (between + (7.0 / 3.0 - 1.0) * within)) < 1e-14);
  BOOST_TEST(std::abs(r.icc2.value() - (between - within) / between) < 1e-14);
  const ha::group_icc_result weighted = ha::group_icc(marks, group, 3, 5, {.size = ha::group_size_rule::weighted});
  BOOST_TEST(std::abs(weighted.size.value() - (7.0 - 17.0 / 7.0) / 2.0) < 1e-15);
  BOOST_TEST((r.n == 7 && r.groups == 3 && r.groups_used == 3));
}

BOOST_AUTO_TEST_CASE(order_of_groups_and_a_reversed_scale_do_not_matter) {
  const counts table{3, 1, 0, 2, 0, 0, 0, 0, 0, 5, 2, 1};
  const auto there = ha::group_icc(table, 3, 4);
  const counts turned{0, 5, 2, 1, 3, 1, 0, 2, 0, 0, 0, 0};
  const counts wrong_order{1, 2, 5, 0, 2, 0, 1, 3, 0, 0, 0, 0}; // turned, with the scale reversed
  const auto other = ha::group_icc(turned, 3, 4);
  BOOST_TEST((there.groups_used == 2 && other.groups_used == 2));
  BOOST_TEST(std::abs(there.icc1.value() - other.icc1.value()) < 1e-14);
  BOOST_TEST(std::abs(there.icc1.value() - ha::group_icc(wrong_order, 3, 4).icc1.value()) < 1e-14);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_said_says_why) {
  BOOST_TEST((ha::group_icc(counts{}, 0, 5).status == status::no_data));
  BOOST_TEST((ha::group_icc(counts(10), 2, 5).status == status::no_data));
  BOOST_TEST((ha::group_icc(counts{2, 3, 0, 0}, 2, 2).status == status::too_few_raters));
  BOOST_TEST((ha::group_icc(counts{1, 0, 0, 1}, 2, 2).status == status::too_few_raters)); // one person each
  const auto same = ha::group_icc(counts{0, 4, 0, 3}, 2, 2);
  BOOST_TEST((same.status == status::no_variation && !same.icc1 && !same.icc2));
  // equal means: nothing between
  const auto level = ha::group_icc(counts{2, 2, 3, 3}, 2, 2);
  BOOST_TEST((level.status == status::ok && !level.icc2.has_value()));
  BOOST_TEST(std::abs(level.icc1.value() + 1.0 / (5.0 - 1.0)) < 1e-15);
  // nothing within
  const auto apart = ha::group_icc(counts{4, 0, 0, 3}, 2, 2);
  BOOST_TEST((apart.icc1 == 1.0 && apart.icc2 == 1.0));
  const std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
  BOOST_TEST((ha::group_icc(counts{0, 0, most, 0, 0, most - 1}, 2, 3).status == status::no_variation));
}

BOOST_AUTO_TEST_CASE(misuse_names_the_person) {
  BOOST_CHECK_THROW((void)ha::group_icc(counts{1, 2, 3}, 2, 2), headway::error);
  BOOST_CHECK_THROW((void)ha::group_icc(counts{1}, 1, 1), headway::error);
  const std::vector<std::int8_t> marks{0, 1, 2};
  BOOST_CHECK_THROW((void)ha::group_icc(marks, std::vector<std::uint32_t>{0, 1}, 2, 3), headway::error);
  for (const auto& [group, levels] : std::vector<std::pair<std::vector<std::uint32_t>, std::size_t>>{{{0, 1, 2}, 3}, {{0, 1, 1}, 2}}) {
    try {
      (void)ha::group_icc(marks, group, 2, levels);
      BOOST_FAIL("no error");
    } catch (const headway::error& e) {
      BOOST_TEST(e.row() == 2);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_table_of_one_row) {
  const auto table = to_table(ha::group_icc(counts{4, 1, 1, 3}, 2, 2));
  BOOST_TEST((table.rows() == 1 && table.at("icc1").valid()[0] == 1 && table.at("size").reals()[0] == 4.5 && table.at("status").texts()[0] == "ok"));
  BOOST_TEST(to_table(ha::group_icc(counts(4), 2, 2)).at("size").valid()[0] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
