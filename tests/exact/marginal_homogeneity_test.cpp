#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/marginal_homogeneity.hpp>
#include <headway/exact/paired_change.hpp>

#include "reference_pairs.hpp"

BOOST_AUTO_TEST_SUITE(marginal_homogeneity_test)

namespace {

namespace hx = headway::exact;
using headway::status;
using marks = std::vector<std::int8_t>;

} // namespace

BOOST_AUTO_TEST_CASE(equals_reference_case_a12) {
  const auto published = reference::read("a12_stuart_maxwell_bowker");
  const reference::expected wanted = published.of("marginal_homogeneity_ordinal_scores").at(0);
  hx::transitions t{4};
  for (const auto& row : published.rows("main")) {
    t.add(static_cast<std::size_t>(std::stoi(row.at("row")) - 1), static_cast<std::size_t>(std::stoi(row.at("col")) - 1), static_cast<std::uint32_t>(std::stoi(row.at("count"))));
  }
  std::vector<std::int64_t> scores;
  for (const double score : wanted.args.at("scores").numbers()) { scores.push_back(static_cast<std::int64_t>(score)); }
  const auto r = hx::marginal_homogeneity(t, scores);
  BOOST_CHECK_SMALL(*r.z - wanted.value.at("z").number(), wanted.tolerance());
  BOOST_CHECK_SMALL(*r.chi_square - wanted.value.at("chi2").number(), wanted.tolerance());
  BOOST_CHECK_SMALL(*r.p_asymptotic - wanted.value.at("p").number(), wanted.tolerance());
  BOOST_TEST((r.method == hx::p_method::exact)); // 2181 movers
  BOOST_CHECK_CLOSE_FRACTION(r.p_two_sided, *r.p_asymptotic, 0.05);
  BOOST_TEST((hx::marginal_homogeneity(t) == r));
}

BOOST_AUTO_TEST_CASE(with_whole_steps_it_is_the_p_of_paired_change) {
  for (const auto& size : std::vector<std::pair<std::size_t, std::size_t>>{{2, 6}, {3, 5}, {4, 3}}) {
    const std::size_t levels = size.first;
    const std::size_t people = size.second;
    reference_pairs::every_table(levels, people, [&](const hx::transitions& t) {
      const auto change = hx::paired_change(t);
      const auto r = hx::marginal_homogeneity(t);
      BOOST_TEST((r.status == change.status));
      BOOST_TEST(r.score_moved == change.levels_moved);
      BOOST_CHECK_CLOSE_FRACTION(r.p_two_sided, change.p_two_sided, 1e-14);
      BOOST_CHECK_CLOSE_FRACTION(r.p_up, change.p_up, 1e-14);
      BOOST_CHECK_CLOSE_FRACTION(r.p_down, change.p_down, 1e-14);
      BOOST_CHECK_SMALL(r.p_mid - change.p_mid, 1e-14);
      BOOST_CHECK_CLOSE_FRACTION(r.p_min, change.p_min, 1e-14);
    });
  }
}

BOOST_AUTO_TEST_CASE(scores_of_ones_own_equal_enumeration) {
  const marks before{0, 1, 1, 2, 3, 3, 0, 2, 1, 2};
  const marks after{1, 2, 3, 1, 4, 4, 2, 1, 0, 2};
  const std::vector<std::int64_t> scores{0, 10, 15, 15, 40};
  const auto r = hx::marginal_homogeneity(before, after, 5, scores);
  std::vector<std::int64_t> sizes;
  std::int64_t sum = 0;
  double squares = 0.0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const std::int64_t move = scores[static_cast<std::size_t>(after[i])] - scores[static_cast<std::size_t>(before[i])];
    sum += move;
    squares += static_cast<double>(move * move);
    if (move != 0) { sizes.push_back(std::abs(move)); }
  }
  BOOST_TEST(r.score_moved == sum);
  BOOST_TEST(r.up + r.down == sizes.size());
  double up = 0.0;
  double down = 0.0;
  const double each = std::ldexp(1.0, -static_cast<int>(sizes.size()));
  for (std::uint32_t pattern = 0; pattern < (1u << sizes.size()); ++pattern) {
    std::int64_t total = 0;
    for (std::size_t i = 0; i < sizes.size(); ++i) { total += ((pattern >> i) & 1u) != 0 ? sizes[i] : -sizes[i]; }
    up += total >= sum ? each : 0.0;
    down += total <= sum ? each : 0.0;
  }
  BOOST_CHECK_CLOSE_FRACTION(r.p_up, up, 1e-13);
  BOOST_CHECK_CLOSE_FRACTION(r.p_down, down, 1e-13);
  BOOST_CHECK_CLOSE_FRACTION(*r.z, static_cast<double>(sum) / std::sqrt(squares), 1e-14);
  const auto back = hx::marginal_homogeneity(after, before, 5, scores);
  BOOST_TEST(*back.z == -*r.z);
  BOOST_CHECK_CLOSE_FRACTION(back.p_down, r.p_up, 1e-13);
}

BOOST_AUTO_TEST_CASE(nobody_no_movers_and_misuse) {
  BOOST_TEST((hx::marginal_homogeneity(hx::transitions{5}).status == status::no_data));
  const std::vector<std::int64_t> level{7, 7, 9};
  BOOST_TEST((hx::marginal_homogeneity(marks{0, 1}, marks{1, 0}, 3, level).status == status::no_variation));
  const auto few = hx::marginal_homogeneity(marks{0, 0}, marks{1, 2}, 3);
  BOOST_TEST((few.status == status::could_not_show));
  const headway::table table = to_table(few);
  BOOST_TEST(table.rows() == 1u);
  BOOST_TEST(table.at("score_moved").integers()[0] == 3);
  BOOST_TEST(table.at("p_min").reals()[0] == 0.5);
  const std::vector<std::int64_t> short_list{1, 2};
  const std::vector<std::int64_t> falling{1, 3, 2};
  const std::vector<std::int64_t> huge{1, 3, 2'000'000};
  BOOST_CHECK_THROW((void)hx::marginal_homogeneity(marks{0}, marks{1}, 3, short_list), headway::error);
  BOOST_CHECK_THROW((void)hx::marginal_homogeneity(marks{0}, marks{1}, 3, falling), headway::error);
  BOOST_CHECK_THROW((void)hx::marginal_homogeneity(marks{0}, marks{1}, 3, huge), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
