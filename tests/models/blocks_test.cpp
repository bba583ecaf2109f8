#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/blocks.hpp>
#include <headway/models/fit_rows.hpp>

#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>

#include "support/samples.hpp"

BOOST_AUTO_TEST_SUITE(blocks_test)

namespace {

namespace hm = headway::models;

headway::study<> sample_study() {
  return headway::study_builder{headway::test::sample_rubric()}.add(headway::io::read_ratings(headway::test::sample_path("scores_long.csv"), headway::test::sample_rubric())).build();
}

bool has(const hm::study_model& model, hm::block_kind kind) { return std::find(model.blocks.begin(), model.blocks.end(), kind) != model.blocks.end(); }

} // namespace

BOOST_AUTO_TEST_CASE(the_sample_study_has_every_block) {
  const auto study = sample_study();
  const hm::study_model model = hm::choose_model(study.data(), study.rubric().size());
  for (const auto kind : {hm::block_kind::community, hm::block_kind::dimension, hm::block_kind::rater, hm::block_kind::rater_dimension, hm::block_kind::rater_round, hm::block_kind::sector_dimension,
                          hm::block_kind::community_dimension_change}) {
    BOOST_TEST(has(model, kind), name(kind));
  }
  const hm::study_rows rows = hm::make_rows(study, model);
  BOOST_TEST(rows.rows.random.size() == model.blocks.size());
  BOOST_TEST(rows.effects[0].size() == 6u);
  BOOST_TEST(rows.fixed_rounds.size() == 2u);
  const hm::packed_rows packed{rows.rows};
  hm::laplace fit{packed, {}};
  BOOST_TEST(fit.evaluate(fit.start()).has_value());
}

BOOST_AUTO_TEST_CASE(one_room_and_one_round_leave_out_what_cannot_be_told_apart) {
  const auto study = sample_study();
  const hm::study_model model = hm::choose_model(study.data(), study.rubric().size(), study->find_community("Eskhollow"));
  BOOST_TEST(!has(model, hm::block_kind::community));
  BOOST_TEST(has(model, hm::block_kind::dimension));
  BOOST_TEST(has(model, hm::block_kind::rater));
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
