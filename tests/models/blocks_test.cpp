#include <boost/test/unit_test.hpp>

#include <headway/models/blocks.hpp>

#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>

#include "support/samples.hpp"

BOOST_AUTO_TEST_SUITE(blocks_test)

namespace {

namespace hm = headway::models;

headway::study<> sample_study() {
  return headway::study_builder{headway::test::sample_rubric()}.add(headway::io::read_ratings(headway::test::sample_path("scores_long.csv"), headway::test::sample_rubric())).build();
}

} // namespace

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
