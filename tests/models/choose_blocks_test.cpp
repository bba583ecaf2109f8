#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/models/choose_blocks.hpp>
#include <headway/models/laplace.hpp>

#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>

#include "support/samples.hpp"

BOOST_AUTO_TEST_SUITE(choose_blocks_test)

namespace {

namespace hm = headway::models;

headway::study<> sample_study() {
  return headway::study_builder{headway::test::sample_rubric()}.add(headway::io::read_ratings(headway::test::sample_path("scores_long.csv"), headway::test::sample_rubric())).build();
}

bool has(const hm::study_model& model, hm::block_kind kind) { return std::find(model.blocks.begin(), model.blocks.end(), kind) != model.blocks.end(); }
std::string why(const hm::chosen_model& chosen, hm::block_kind kind) { return chosen.blocks[static_cast<std::size_t>(kind)].why; }

} // namespace

BOOST_AUTO_TEST_CASE(the_sample_study_has_every_block) {
  const auto study = sample_study();
  const hm::chosen_model chosen = hm::choose_blocks(study.data());
  const hm::study_model& model = chosen.model;
  for (const auto kind : {hm::block_kind::community, hm::block_kind::dimension, hm::block_kind::rater, hm::block_kind::rater_dimension, hm::block_kind::rater_round, hm::block_kind::sector_dimension,
                          hm::block_kind::community_dimension_change}) {
    BOOST_TEST(has(model, kind), name(kind));
  }
  BOOST_TEST_REQUIRE(chosen.blocks.size() == hm::block_kinds);
  for (std::size_t i = 0; i < hm::block_kinds; ++i) { // each kind once, and in the model when it says so
    BOOST_TEST((chosen.blocks[i].kind == static_cast<hm::block_kind>(i)));
    BOOST_TEST(chosen.blocks[i].kept == has(model, chosen.blocks[i].kind));
    BOOST_TEST(!chosen.blocks[i].why.empty());
  }
  BOOST_TEST(why(chosen, hm::block_kind::community_dimension) == "6 communities and 9 dimensions");
  const hm::study_rows rows = hm::make_rows(study, model);
  BOOST_TEST(rows.rows.random.size() == model.blocks.size());
  BOOST_TEST(rows.effects[0].size() == 6u);
  BOOST_TEST(rows.fixed_rounds.size() == 2u);
  const hm::packed_rows packed{rows.rows};
  hm::laplace fit{packed, {}};
  BOOST_TEST(fit.evaluate(fit.start()).has_value());
}

BOOST_AUTO_TEST_CASE(one_community_leaves_out_what_cannot_be_told_apart) {
  const auto study = sample_study();
  const hm::chosen_model chosen = hm::choose_blocks(study.data(), study->find_community("Eskhollow"));
  BOOST_TEST(!has(chosen.model, hm::block_kind::community));
  BOOST_TEST(why(chosen, hm::block_kind::community) == "one community, so there is none to compare it with");
  BOOST_TEST(has(chosen.model, hm::block_kind::dimension));
  BOOST_TEST(has(chosen.model, hm::block_kind::rater));
}

BOOST_AUTO_TEST_SUITE_END()
