#include <boost/test/unit_test.hpp>

#include <headway/change/path.hpp>

#include "support/study_maker.hpp"
#include "sample_change.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using change::direction;

struct expected_row {
  std::uint32_t n;
  double friedman, friedman_p, page, page_p;
};

BOOST_AUTO_TEST_SUITE(path_test)

// From the sample file: scipy.stats.rankdata for ranks within a person, and the law of the rank sums of three rounds by adding every order of every person's ranks
// (numpy 2.x); page_p is twice the smaller tail of L.
void check_sample(const char* key, const std::array<expected_row, 9>& expected) {
  const auto r = change::path(sample_with_then_test(), key);
  BOOST_TEST_REQUIRE(r.rows.size() == 9u);
  for (std::size_t d = 0; d < 9; ++d) {
    const change::path_row& row = r.rows[d];
    BOOST_TEST(row.n == expected[d].n);
    BOOST_TEST(std::abs(*row.differ.chi_square - expected[d].friedman) < 1e-9);
    BOOST_TEST(std::abs(row.differ.p - expected[d].friedman_p) < 1e-9);
    BOOST_TEST(std::abs(*row.rise.statistic - expected[d].page) < 1e-9);
    BOOST_TEST(std::abs(row.rise.p_two_sided - expected[d].page_p) < 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(the_sample_paths_have_the_known_figures) {
  check_sample("ALD", {{{7, 6.1, 0.0473251029, 91.0, 0.0294924554}, {6, 9.0, 0.0030864198, 81.0, 0.0010288066}, {6, 2.9523809524, 0.2530864198, 77.5, 0.1083676269},
                        {6, 10.5714285714, 0.0010288066, 82.5, 0.0003429355}, {5, 3.6470588235, 0.1728395062, 65.5, 0.0699588477}, {6, 3.9, 0.1748971193, 78.0, 0.0747599451},
                        {4, 7.5384615385, 0.037037037, 54.5, 0.012345679}, {5, 6.6153846154, 0.037037037, 66.5, 0.012345679}, {5, 2.0, 0.7777777778, 63.0, 0.2962962963}}});
  check_sample("CAR", {{{5, 4.3529411765, 0.1728395062, 65.5, 0.0699588477}, {4, 5.6363636364, 0.0555555556, 50.0, 0.4259259259}, {4, 7.5384615385, 0.037037037, 53.5, 0.037037037},
                        {5, 9.5, 0.012345679, 67.0, 0.012345679}, {4, 4.5, 0.2222222222, 52.5, 0.1234567901}, {4, 3.8181818182, 0.2222222222, 51.0, 0.2592592593},
                        {4, 0.5, 1.0, 49.5, 0.7654320988}, {4, 7.5384615385, 0.037037037, 53.5, 0.037037037}, {4, 5.6, 0.1111111111, 53.0, 0.037037037}}});
}

BOOST_AUTO_TEST_CASE(words_and_the_table) {
  const auto r = change::path(sample_with_then_test(), "ALD");
  BOOST_TEST(r.rounds.size() == 3u);
  BOOST_TEST(r.steps.size() == 18u);
  BOOST_TEST((r.rows[3].way == direction::moved));
  BOOST_TEST(r.rows[3].says == "6 people marked it in every round (R1, 18 months later R2, 18 months later R3). Their marks rise from round to round, more than chance would do.");
  BOOST_TEST((r.rows[2].way == direction::cannot_tell));
  BOOST_TEST(r.rows[2].says.ends_with("Chance alone could well order their marks so."));
  const table t = to_table(r);
  BOOST_TEST(t.rows() == 27u);
  BOOST_TEST(text_at(t, "part", 9) == "all_rounds");
  BOOST_TEST(text_at(t, "from_round", 9) == "R1");
  BOOST_TEST(text_at(t, "to_round", 9) == "R3");
  BOOST_TEST(integer(t, "months", 9) == 36);
  BOOST_TEST(integer(t, "rounds", 9) == 3);
  BOOST_TEST(integer(t, "n", 9) == 6);
  BOOST_TEST(!has(t, "up", 9));
  BOOST_TEST(text_at(t, "direction", 9) == "moved");
  BOOST_TEST(text_at(t, "friedman_method", 9) == "exact");
  BOOST_TEST(text_at(t, "part", 10) == "step");
  BOOST_TEST(integer(t, "months", 10) == 18);
  BOOST_TEST(integer(t, "n", 10) == 7);
  BOOST_TEST(integer(t, "up", 10) == 5); // R1 to R2, as in the change of these two rounds
  BOOST_TEST(!has(t, "page_p", 10));
  BOOST_TEST(has(t, "p_adjusted", 10));
}

BOOST_AUTO_TEST_CASE(gaps_are_stated_and_agreed_marks_alone_are_no_round) {
  study_maker m;
  for (int i = 0; i < 6; ++i) {
    const std::string who = "p" + std::to_string(i);
    m.add("Alder", "R1", who, "", 0, 0).add("Alder", "R2", who, "", 0, 1).add("Alder", "R4", who, "", 0, 3);
  }
  m.agreed("Alder", "R3", 0, 2);
  reading input = m.input();
  const auto day = [&](std::size_t row) { return std::array{*date::from_civil(2020, 1, 1), *date::from_civil(2020, 2, 1), *date::from_civil(2022, 8, 1)}[row % 3].days(); };
  for (std::size_t row = 0; row < input.ratings.size(); ++row) { input.ratings.day.push_back(day(row)); }
  const auto s = study_builder<>{rubric<>{plain_rubric(1, 5)}}.add(input).build();
  const auto r = change::path(s, "");
  BOOST_TEST(r.rounds.size() == 3u);
  BOOST_TEST((r.rows[0].way == direction::moved)); // all six rise each time: 2 / 6^6
  BOOST_TEST(std::abs(r.rows[0].rise.p_two_sided - 2.0 / 46656.0) < 1e-12);
  BOOST_TEST(r.rows[0].says == "6 people marked it in every round (R1, 1 month later R2, 30 months later R4). Their marks rise from round to round, more than chance would do.");
  const table t = to_table(r);
  BOOST_TEST(integer(t, "months", 1) == 1);
  BOOST_TEST(integer(t, "months", 2) == 30);
}

BOOST_AUTO_TEST_CASE(what_is_not_there_and_what_is_withheld_are_states) {
  study_maker m;
  m.person("A", "R1", "p", "", {1, 1}).person("A", "R2", "p", "", {1, 2}).person("A", "R3", "p", "", {1, 3});
  m.person("A", "R1", "q", "", {1, 1}).person("A", "R2", "q", "", {1, missing_reason::blank}).person("A", "R3", "q", "", {1, 3});
  m.person("B", "R1", "x", "", {1, 1}).person("B", "R2", "y", "", {1, 1}).person("C", "R1", "z", "", {1, 1});
  const auto s = m.build(plain_rubric(2, 5));
  const auto a = change::path(s, "A");
  BOOST_TEST((a.rows[0].status == status::no_variation));
  BOOST_TEST(a.rows[0].says.ends_with("Each wrote the same every time."));
  BOOST_TEST(a.rows[1].n == 1u);
  BOOST_TEST((a.rows[1].status == status::could_not_show));
  const table b = to_table(change::path(s, "B"));
  BOOST_TEST(text_at(b, "status", 0) == "no_data");
  BOOST_TEST(integer(b, "n", 0) == 0);
  BOOST_TEST(text_at(b, "status", 1) == "not_comparable");
  const table c = to_table(change::path(s, "C"));
  BOOST_TEST(c.rows() == 2u);
  BOOST_TEST(text_at(c, "status", 0) == "not_assessed");
  BOOST_TEST(integer(c, "rounds", 0) == 1);
  BOOST_TEST(!has(c, "from_round", 0));
  BOOST_CHECK_THROW((void)change::path(s, ""), error);
  BOOST_CHECK_THROW((void)change::path(s, "Nowhere"), error);
  BOOST_CHECK_THROW((void)change::path(s, "A", {.withheld = {"x"}}), error);
  BOOST_CHECK_THROW((void)change::path(s, "A", {.withheld_steps = {{"x", ""}}}), error);
  const table hidden = to_table(change::path(s, "A", {.withheld = {"few came every time", ""}, .withheld_steps = {{"few", ""}, {"", ""}}}));
  BOOST_TEST(text_at(hidden, "status", 0) == "hidden");
  BOOST_TEST(text_at(hidden, "hidden_reason", 0) == "few came every time");
  BOOST_TEST(!has(hidden, "n", 0));
  BOOST_TEST(text_at(hidden, "status", 1) == "hidden");
  BOOST_TEST(!has(hidden, "n", 1));
  BOOST_TEST(!has(hidden, "says", 1));
  BOOST_TEST(text_at(hidden, "status", 2) != "hidden");
}

BOOST_AUTO_TEST_CASE(static_and_dynamic_give_the_same_bits) {
  const auto& s = sample_with_then_test();
  BOOST_TEST((to_table(change::path(s, "DUN")) == to_table(change::path(s.to_dynamic(), "DUN"))));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
