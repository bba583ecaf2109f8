#include <boost/test/unit_test.hpp>

#include <headway/agreement/decision_rules.hpp>
#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>
#include <headway/rubrics/rubrics.hpp>

#include "support/samples.hpp"
#include "support/study_maker.hpp"

#include <array>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

namespace {

using namespace headway;
using namespace headway::test;
using agreement::decision_rule;
using agreement::predict;

const study<9, 5>& sample() {
  static const study<9, 5> s = [] {
    const auto rubric = rubrics::system_maturity();
    return study_builder{rubric}.add(io::read_ratings(sample_path("scores_long.csv"), rubric)).add(io::read_consensus(sample_path("consensus_with_reasons.csv"), rubric)).build();
  }();
  return s;
}

agreement::decision_rules_result rules_of(const selection& wanted, const agreement::decision_rules_options& options = {}) {
  return agreement::decision_rules(agreement::consensus_against(sample(), wanted), options);
}

/// A study in which the first person has a role.
study<> with_role(const std::string& role) {
  study_maker m;
  for (std::size_t d = 0; d < 4; ++d) {
    m.add("Alder", "R1", "ann", "council", d, 4);
    for (int p = 0; p < 4; ++p) { m.add("Alder", "R1", "p" + std::to_string(p), "health", d, static_cast<int>(d) % 3); }
    m.agreed("Alder", "R1", d, 4);
  }
  reading input = m.input();
  input.ratings.roles.assign(input.ratings.raters.size(), "");
  input.ratings.roles[0] = role;
  return study_builder<>{rubric<>{plain_rubric(4, 5)}}.add(input).build();
}

BOOST_AUTO_TEST_SUITE(decision_rules_test)

BOOST_AUTO_TEST_CASE(predictions) {
  const auto levels = [](decision_rule rule, std::vector<std::uint32_t> counts) {
    const auto q = predict(rule, counts);
    return std::vector<double>(q.begin(), q.begin() + static_cast<std::ptrdiff_t>(counts.size()));
  };
  const std::vector<std::uint32_t> counts{2, 1, 0, 2, 1}; // 0 0 1 3 3 4
  BOOST_TEST(levels(decision_rule::median, counts) == (std::vector<double>{0, 0.5, 0, 0.5, 0}), boost::test_tools::per_element());
  BOOST_TEST(levels(decision_rule::mode, counts) == (std::vector<double>{0.5, 0, 0, 0.5, 0}), boost::test_tools::per_element());
  BOOST_TEST(levels(decision_rule::rounded_mean, counts) == (std::vector<double>{0, 0, 1, 0, 0}), boost::test_tools::per_element()); // 11 / 6
  BOOST_TEST(levels(decision_rule::rounded_mean, {1, 1}) == (std::vector<double>{0.5, 0.5}), boost::test_tools::per_element());
  BOOST_TEST(levels(decision_rule::rounded_mean, {0, 0, 3}) == (std::vector<double>{0, 0, 1}), boost::test_tools::per_element());
  BOOST_TEST(levels(decision_rule::highest, counts) == (std::vector<double>{0, 0, 0, 0, 1}), boost::test_tools::per_element());
  BOOST_TEST(levels(decision_rule::lowest, counts) == (std::vector<double>{1, 0, 0, 0, 0}), boost::test_tools::per_element());
  BOOST_TEST(levels(decision_rule::majority, counts) == (std::vector<double>{0.25, 0.25, 0, 0.25, 0.25}), boost::test_tools::per_element());
  BOOST_TEST(levels(decision_rule::majority, {3, 2}) == (std::vector<double>{1, 0}), boost::test_tools::per_element());
  BOOST_TEST(levels(decision_rule::median, {0, 0}) == (std::vector<double>{0, 0}), boost::test_tools::per_element());
  BOOST_CHECK_THROW((void)predict(decision_rule::convenor, counts), error);
  BOOST_CHECK_THROW((void)predict(static_cast<decision_rule>(0), counts), error);
  BOOST_CHECK_THROW((void)predict(decision_rule::mode, std::vector<std::uint32_t>{1}), error);
}

// Expected values: an independent program in Python 3.11 with fractions for the predictions and Gauss-Legendre quadrature of 400 nodes (numpy 2).
BOOST_AUTO_TEST_CASE(the_sample_by_quadrature) {
  const auto all = rules_of({});
  BOOST_TEST(all.marks == 140u);
  BOOST_TEST(all.telling == 139u);
  const std::array<double, 6> hits{103.5, 98.5, 95.0, 18.0, 24.0, 68.88333333333334};
  const std::array<double, 6> likelihood{-124.66512960776441, -134.84453368706687, -147.2795516885649, -229.35116224879502, -228.77039676394233, -156.11292157929054};
  const std::array<double, 6> weight{0.9999620574750719, 3.794237401460374e-05, 1.5089150850884837e-10, 3.4309723104815606e-46, 6.132540972307115e-46, 2.199788869050868e-14};
  for (std::size_t r = 0; r < 6; ++r) {
    BOOST_TEST(all.rules[r].hits == hits[r], boost::test_tools::tolerance(1e-12));
    BOOST_TEST(all.rules[r].log_likelihood == likelihood[r], boost::test_tools::tolerance(1e-12));
    BOOST_TEST(all.rules[r].weight == weight[r], boost::test_tools::tolerance(1e-9));
  }
  const auto brackenmoor = rules_of({"BRA", "R2"});
  const std::array<double, 6> there{0.048401958834178485, 0.743312422065338, 0.00936146562258243, 5.788385890718649e-05, 0.00037759597917956576, 0.19848867363981426};
  for (std::size_t r = 0; r < 6; ++r) { BOOST_TEST(brackenmoor.rules[r].weight == there[r], boost::test_tools::tolerance(1e-10)); }
  const auto alderwick = rules_of({"ALD", "R3"});
  BOOST_TEST(alderwick.rules[0].log_likelihood == -3.4100257412006596, boost::test_tools::tolerance(1e-11));
  BOOST_TEST(alderwick.rules[0].weight == 0.9020125309064098, boost::test_tools::tolerance(1e-10));
  BOOST_TEST((alderwick.rules[6].status == status::no_data)); // nobody's role is known
}

BOOST_AUTO_TEST_CASE(a_convenor_whose_mark_becomes_the_rooms) {
  for (const char* role : {"Convenor", "chair", "facilitator"}) {
    const auto fit = agreement::decision_rules(agreement::consensus_against(with_role(role), {})).rules[6];
    BOOST_TEST((fit.status == status::ok));
    BOOST_TEST(fit.hits == 4.0);
    // integral of (1 - e + e / 5)^4 over e is (1 - 0.2^5) / 4
    BOOST_TEST(fit.log_likelihood == std::log((1.0 - std::pow(0.2, 5)) / 4.0), boost::test_tools::tolerance(1e-13));
  }
  const auto s = with_role("front line lead");
  BOOST_TEST((agreement::decision_rules(agreement::consensus_against(s, {})).rules[6].status == status::no_data));
  const auto named = agreement::decision_rules(agreement::consensus_against(s, {}), {.convenor = "Front Line Lead"});
  BOOST_TEST((named.rules[6].status == status::ok));
  double sum = 0.0;
  for (const auto& fit : named.rules) { sum += fit.weight; }
  BOOST_TEST(sum == 1.0, boost::test_tools::tolerance(1e-14));
  // the highest mark is the convenor's here, so both rules say the same
  BOOST_TEST(named.rules[6].weight == named.rules[3].weight);
  const auto without = agreement::decision_rules(agreement::consensus_against(s, {}), {.convenor = "Front Line Lead", .use_convenor = false});
  BOOST_TEST((without.rules[6].status == status::hidden));
  BOOST_TEST(without.rules[6].weight == 0.0);
  const table t = to_table(without);
  BOOST_TEST(!has(t, "hits", 6));
  BOOST_TEST(text_at(t, "hidden_reason", 6) == "one person's marks could be told");
  BOOST_TEST(text_at(to_table(named), "words", 6) == "4 of 4 agreed marks are as if the room took the convenor's mark.");
}

BOOST_AUTO_TEST_CASE(ranges_count_with_all_their_levels) {
  study_maker m;
  m.people("Alder", "R1", "p", "", {1, 1, 3});
  reading input = m.input();
  consensus_record c;
  c.score = score::missing(missing_reason::off_scale);
  c.written = {"2-3", true, 2.0, 3.0};
  input.ratings.consensus.push_back(c);
  const auto s = study_builder<>{rubric<>{plain_rubric(1, 5)}}.add(input).build();
  const auto r = agreement::decision_rules(agreement::consensus_against(s, {}));
  BOOST_TEST(r.rules[0].hits == 1.0);
  BOOST_TEST(r.rules[3].hits == 0.0);
  BOOST_TEST(r.rules[0].log_likelihood == std::log(0.5 * (1.0 + 0.4)), boost::test_tools::tolerance(1e-14)); // the range is 2 of 5 levels
  BOOST_TEST(r.rules[3].log_likelihood == std::log(0.2), boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(nothing_to_compare) {
  const auto s = study_maker{}.people("Alder", "R1", "p", "", {1}).agreed("Alder", "R1", 0, 2).build(plain_rubric(1, 5)); // one person
  const auto r = agreement::decision_rules(agreement::consensus_against(s, {}));
  BOOST_TEST((r.status == status::no_data));
  BOOST_TEST(r.rules.size() == 7u);
  const table t = to_table(r);
  BOOST_TEST(text_at(t, "rule", 2) == "rounded_mean");
  BOOST_TEST(text_at(t, "status", 0) == "no_data");
  BOOST_TEST(!has(t, "weight", 0));
  BOOST_TEST(text_at(t, "words", 0) == "No agreed mark can be set against people's own.");
  BOOST_TEST(name(static_cast<decision_rule>(9)) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
