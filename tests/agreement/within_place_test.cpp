#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/within_place.hpp>

namespace ha = headway::agreement;
using headway::status;

namespace {

using counts = std::vector<std::uint32_t>;

} // namespace

BOOST_AUTO_TEST_SUITE(within_place_test)

BOOST_AUTO_TEST_CASE(every_figure_is_that_of_its_own_function) {
  const counts c{2, 2, 6, 3, 1};
  const auto r = ha::within_place(c);
  BOOST_TEST((r.status == status::ok && r.n == 14 && r.levels_used == 5));
  BOOST_TEST((r.median_low == 3.0 && r.median_high == 3.0));
  BOOST_TEST(r.two_or_more_away == 3u);
  BOOST_TEST((r.pairs_apart == ha::pairs_apart(c)));
  BOOST_TEST((r.dispersion.value == ha::dispersion_of(c).value && r.dispersion.range == ha::dispersion_of(c).range));
  BOOST_TEST((r.shape == ha::shape_of(c)));
  BOOST_TEST((r.kind == ha::shape_kind_of(c)));
  BOOST_TEST((r.leik == ha::leik(c) && r.blair_lacy_l == ha::blair_lacy_l(c) && r.blair_lacy_l2 == ha::blair_lacy_l2(c)));
  BOOST_TEST((r.berry_mielke_iov == ha::berry_mielke_iov(c) && r.kvalseth_cov == ha::kvalseth_cov(c)));
  BOOST_TEST((r.consensus_tastle_wierman == ha::consensus_tastle_wierman(c) && r.polarization == ha::van_der_eijk_polarization(c)));
  BOOST_TEST((r.r_wg == ha::r_wg(c) && r.a_wg == ha::a_wg(c)));
  BOOST_TEST(r.headline == ha::headline(c));
}

BOOST_AUTO_TEST_CASE(options_reach_their_figures) {
  const counts c{2, 2, 6, 3, 1};
  ha::within_place_options options{.confidence = headway::confidence_level{0.8}, .null = ha::null_distribution::normal, .own_null = {}, .values = {-2, -1, 0, 1, 2}, .labels = {"a", "b", "c", "d", "e"}};
  const auto r = ha::within_place(c, options);
  BOOST_TEST((r.dispersion.range == ha::dispersion_of(c, {.confidence = headway::confidence_level{0.8}}).range));
  BOOST_TEST(r.r_wg.null_variance == 1.04);
  BOOST_TEST((r.r_wg_null == ha::null_distribution::normal));
  BOOST_TEST((r.median_low == 0.0));
  BOOST_TEST(r.headline == "3 of 14 people are two or more levels from the middle, c.");
  options.null = ha::null_distribution::own;
  options.own_null = {1, 1, 1, 1, 1};
  BOOST_TEST(std::abs(ha::within_place(c, options).r_wg.null_variance - 2.0) < 1e-14);
}

BOOST_AUTO_TEST_CASE(values_are_written_without_decimals_they_do_not_have) {
  ha::within_place_options options;
  options.values = {-2, -0.5, 0, 0.125, 2};
  BOOST_TEST(ha::within_place(counts{7, 0, 0, 0, 0}, options).headline == "All 7 people marked it at -2.");
  BOOST_TEST(ha::within_place(counts{0, 7, 0, 0, 0}, options).headline == "All 7 people marked it at -0.5.");
  BOOST_TEST(ha::within_place(counts{0, 0, 7, 0, 0}, options).headline == "All 7 people marked it at 0.");
  BOOST_TEST(ha::within_place(counts{0, 0, 0, 7, 0}, options).headline == "All 7 people marked it at 0.125.");
  options.values = {1e300, 2e300};
  BOOST_TEST(ha::within_place(counts{7, 0}, options).headline.size() > 20u);
  options.values = {1.0, std::numeric_limits<double>::infinity()};
  BOOST_CHECK_THROW((void)ha::within_place(counts{7, 0}, options), headway::error);
}

BOOST_AUTO_TEST_CASE(marks_give_what_their_counts_give) {
  const std::vector<std::int8_t> marks{4, -1, 2, 2, 0, 3, 3, 0, 2, 2, 1, 1, 2, 3, 2, -2};
  const auto a = to_table(ha::within_place(marks, 5));
  const auto b = to_table(ha::within_place(counts{2, 2, 6, 3, 1}));
  BOOST_TEST((a == b));
}

BOOST_AUTO_TEST_CASE(the_table_has_one_row_and_no_figure_that_means_nothing) {
  const std::vector<std::string> expected{"n", "levels_used", "median_low", "median_high", "two_or_more_away", "pairs_apart", "dispersion", "dispersion_unbiased", "dispersion_low",
                                          "dispersion_high", "dispersion_status", "van_der_eijk_a", "van_der_eijk_polarization", "two_camps", "shape", "shape_words", "leik",
                                          "blair_lacy_l", "blair_lacy_l2", "berry_mielke_iov", "kvalseth_cov", "consensus_tastle_wierman", "r_wg", "r_wg_null", "a_wg", "headline",
                                          "status"};
  for (const counts& c : {counts{2, 2, 6, 3, 1}, counts{0, 0, 0}, counts{0, 1, 0}, counts{0, 9, 0}, counts{1, 0, 1}, counts{7, 0, 0, 7}, counts{3, 4}}) {
    const auto table = to_table(ha::within_place(c));
    BOOST_TEST(table.rows() == 1u);
    std::vector<std::string> names;
    for (const auto& column : table.columns()) { names.push_back(column.name()); }
    BOOST_TEST(names == expected, boost::test_tools::per_element());
    const std::uint64_t n = headway::numeric::total(c);
    for (const char* one : {"dispersion", "van_der_eijk_a", "leik", "blair_lacy_l2", "consensus_tastle_wierman", "median_low", "two_or_more_away"}) { BOOST_TEST((table.at(one).valid()[0] == 1) == (n > 0)); }
    for (const char* two : {"dispersion_low", "dispersion_unbiased", "pairs_apart", "berry_mielke_iov", "r_wg", "a_wg"}) { BOOST_TEST((table.at(two).valid()[0] == 1) == (n > 1)); }
  }
  BOOST_TEST(to_table(ha::within_place(counts{0, 9, 0})).at("status").texts()[0] == "ok");
  BOOST_TEST(to_table(ha::within_place(counts{0, 9, 0})).at("shape").texts()[0] == "all_equal");
  BOOST_TEST(to_table(ha::within_place(counts{0, 1, 0})).at("status").texts()[0] == "value_only");
  BOOST_TEST(to_table(ha::within_place(counts{0, 0, 0})).at("status").texts()[0] == "no_data");
  BOOST_TEST(to_table(ha::within_place(counts{7, 0, 0, 7})).at("shape_words").texts()[0] == "two camps at the ends");
}

BOOST_AUTO_TEST_CASE(every_scale_and_misuse) {
  for (std::size_t levels = 2; levels <= 16; ++levels) { BOOST_TEST(to_table(ha::within_place(counts(levels, 3u))).rows() == 1u); }
  BOOST_CHECK_THROW((void)ha::within_place(counts{3}), headway::error);
  BOOST_CHECK_THROW((void)ha::within_place(counts{3, 4}, {.confidence = headway::confidence_level{0.95}, .null = {}, .own_null = {}, .values = {1}, .labels = {}}), headway::error);
  BOOST_CHECK_THROW((void)ha::within_place(counts{3, 4}, {.confidence = headway::confidence_level{0.95}, .null = {}, .own_null = {}, .values = {}, .labels = {"a"}}), headway::error);
  BOOST_CHECK_THROW((void)ha::within_place(std::vector<std::int8_t>{0, 5}, 5), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
