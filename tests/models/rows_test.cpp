#include <algorithm>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/rows.hpp>

BOOST_AUTO_TEST_SUITE(rows_test)

namespace {

namespace hm = headway::models;

hm::model_rows small() {
  hm::model_rows rows;
  rows.levels = 3;
  rows.answer = {0, 1, 1, 2, -1, 1};
  rows.fixed_terms = 1;
  rows.fixed = {0.0, 1.0, 1.0, 0.0, 1.0, 1.0};
  rows.random = {{"rater", 2, {0, 1, 1, 0, 0, 1}, {}, {}}};
  return rows;
}

} // namespace

BOOST_AUTO_TEST_CASE(equal_rows_are_one_with_a_weight) {
  const hm::packed_rows packed{small()};
  BOOST_TEST(packed.patterns() == 2u);
  BOOST_TEST(packed.rows().size() == 3u); // the three of rater 1 are one, the one without an answer is none
  BOOST_TEST(packed.total_weight() == 5.0);
  BOOST_TEST(packed.rows().back().weight == 3.0);
  BOOST_TEST(packed.fixed_rows() == 2u);
  BOOST_TEST(packed.level_weight(0)[1] == 3.0);
}

BOOST_AUTO_TEST_CASE(effects_named_twice_in_a_row_add_up) {
  hm::model_rows rows;
  rows.levels = 2;
  rows.answer = {0};
  rows.random = {{"walk", 2, {1, 0, 1}, {0.5, 1.0, 0.25}, {0, 3}}};
  const hm::packed_rows packed{rows};
  BOOST_TEST(packed.entry_effect().size() == 2u);
  BOOST_TEST(packed.entry_coefficient()[1] == 0.75);
}

BOOST_AUTO_TEST_CASE(some_of_the_patterns_are_rows_too) {
  hm::model_rows rows = small();
  rows.random.push_back({"place", 3, {2, 0, 2, 1, 1, 0}, {}, {}});
  const hm::packed_rows packed{rows};
  BOOST_TEST_REQUIRE(packed.patterns() == 4u); // rater and place: 0 1, 0 2, 1 0, 1 2
  const hm::packed_rows part{packed, std::vector<std::uint32_t>{2, 3}};
  rows.answer = {-1, 1, 1, -1, -1, 1}; // those of rater 1, with the effects they have
  rows.random[0] = {"rater", 1, {0, 0, 0, 0, 0, 0}, {}, {}};
  rows.random[1] = {"place", 2, {1, 0, 1, 0, 0, 0}, {}, {}};
  const hm::packed_rows wanted{rows};
  BOOST_TEST((std::ranges::equal(part.entry_start(), wanted.entry_start()) && std::ranges::equal(part.entry_effect(), wanted.entry_effect())));
  BOOST_TEST((std::ranges::equal(part.block_first(), wanted.block_first()) && std::ranges::equal(part.row_start(), wanted.row_start())));
  BOOST_TEST((std::ranges::equal(part.level_weight(0), wanted.level_weight(0)) && std::ranges::equal(part.entry_coefficient(), wanted.entry_coefficient())));
  BOOST_TEST(part.total_weight() == 3.0);
  BOOST_TEST(part.rows().size() == wanted.rows().size());
  BOOST_CHECK_THROW((hm::packed_rows{packed, std::vector<std::uint32_t>{4}}), headway::error);
}

BOOST_AUTO_TEST_CASE(misuse_names_the_row) {
  const auto refuses = [](auto change, std::int64_t row) {
    hm::model_rows rows = small();
    change(rows);
    try {
      const hm::packed_rows packed{rows};
      BOOST_ERROR("nothing was refused");
    } catch (const headway::error& e) { BOOST_TEST(e.row() == row); }
  };
  refuses([](auto& rows) { rows.answer[3] = 3; }, 3);
  refuses([](auto& rows) { rows.fixed[2] = 1e300; }, 2);
  refuses([](auto& rows) { rows.weight = {1, 1, 0, 1, 1, 1}; }, 2);
  refuses([](auto& rows) { rows.random[0].effect[5] = 2; }, 5);
  refuses([](auto& rows) { rows.fixed.pop_back(); }, headway::error::no_row);
  refuses([](auto& rows) { rows.levels = 1; }, headway::error::no_row);
  refuses([](auto& rows) { rows.random[0].start = {0, 1}; }, headway::error::no_row);
}

BOOST_AUTO_TEST_SUITE_END()
