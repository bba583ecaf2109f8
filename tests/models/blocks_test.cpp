#include <cstddef>
#include <random>

#include <boost/test/unit_test.hpp>

#include <headway/models/blocks.hpp>

#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>

#include "support/gradients.hpp"
#include "support/room_maker.hpp"
#include "support/samples.hpp"

BOOST_AUTO_TEST_SUITE(blocks_test)

namespace {

namespace hm = headway::models;

headway::study<> sample_study() {
  return headway::study_builder{headway::test::sample_rubric()}.add(headway::io::read_ratings(headway::test::sample_path("scores_long.csv"), headway::test::sample_rubric())).build();
}

} // namespace

BOOST_AUTO_TEST_CASE(gradients_of_every_block_equal_differences) {
  std::mt19937_64 random{11};
  headway::test::made_room room{.dimensions = 3, .people = 5, .rounds = 3};
  headway::test::study_maker made;
  for (const char* where : {"A", "B"}) {
    const headway::test::study_maker one = room.marks(random, 2, where);
    const auto& from = one.input().ratings;
    for (std::size_t i = 0; i < from.score.size(); ++i) {
      made.add(where, from.rounds[from.round[i]], where + from.raters[from.rater[i]], from.sectors[from.sector[i]], from.dimension[i], int{from.score[i]});
    }
  }
  const auto study = made.build(headway::test::plain_rubric(room.dimensions, 5));
  for (std::size_t k = 0; k < hm::block_kinds; ++k) {
    const auto kind = static_cast<hm::block_kind>(k);
    hm::study_model model;
    model.blocks = {kind};
    model.thresholds_by_dimension = k % 2 == 1;
    const hm::study_rows rows = hm::make_rows(study, model);
    BOOST_TEST_CONTEXT(name(kind)) {
      BOOST_TEST(rows.effects[0].size() > 1u);
      headway::test::differentiates(rows.rows, {.threshold_prior = 1.0, .deviation_rate = 2.0, .coefficient_deviation = 5.0}, static_cast<unsigned>(k));
    }
  }
  hm::study_model all; // and of all of them at once
  for (std::size_t k = 0; k < hm::block_kinds; ++k) { all.blocks.push_back(static_cast<hm::block_kind>(k)); }
  headway::test::differentiates(hm::make_rows(study, all).rows, {.deviation_rate = 2.0}, 99);
}

BOOST_AUTO_TEST_CASE(steps_grow_with_time) {
  const auto study = sample_study();
  hm::study_model model;
  model.blocks = {hm::block_kind::community_change};
  const hm::study_rows rows = hm::make_rows(study, model);
  const hm::random_term& term = rows.rows.random[0];
  for (std::size_t i = 0; i + 1 < term.start.size(); ++i) { BOOST_TEST_REQUIRE(term.start[i + 1] - term.start[i] <= 2u); }
  for (const double c : term.coefficient) { BOOST_TEST_REQUIRE((c > 0.8 && c < 1.5)); } // 12 to 40 months
  model.blocks.push_back(hm::block_kind::community_change);
  BOOST_CHECK_THROW((void)hm::make_rows(study, model), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
