#pragma once

#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>
#include <headway/rubrics/rubrics.hpp>

#include <string>

namespace headway::test {

/// The invented sample with the then-test of Carrow Sands: six communities, up to three rounds, nine dimensions.
inline const study<9, 5>& sample_with_then_test() {
  static const study<9, 5> made = [] {
    const std::string samples = HEADWAY_TEST_DATA "/samples/";
    const auto rubric = rubrics::system_maturity();
    return study_builder{rubric}
        .add(io::read_ratings(samples + "scores_long.csv", rubric))
        .add(io::read_consensus(samples + "consensus_with_reasons.csv", rubric))
        .add(io::read_ratings(samples + "then_test_long.csv", rubric))
        .build();
  }();
  return made;
}

} // namespace headway::test
