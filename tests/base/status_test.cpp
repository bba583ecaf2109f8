// Statuses: numbers, codes and sentences.

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <iterator>
#include <set>
#include <string_view>

#include <headway/base/status.hpp>

using headway::status;

BOOST_AUTO_TEST_SUITE(status_test)

namespace {

// the number of a status is its place in this list
constexpr std::string_view codes[] = {"ok", "no_data", "too_few_raters", "no_variation", "mostly_prior", "hidden", "not_assessed", "not_comparable", "value_only",
                                      "could_not_show", "flat_jackknife", "beyond_replicates", "too_few_units", "no_residual", "not_identified", "on_boundary", "not_converged",
                                      "separated", "unbounded"};
constexpr auto count = static_cast<std::int32_t>(std::size(codes));

} // namespace

BOOST_AUTO_TEST_CASE(statuses_have_numbers_and_codes_that_do_not_change) {
  for (std::int32_t i = 0; i < count; ++i) { BOOST_TEST(name(static_cast<status>(i)) == codes[i]); }
  BOOST_TEST(name(static_cast<status>(count)) == "unknown");
  BOOST_TEST(name(static_cast<status>(-1)) == "unknown");
}

BOOST_AUTO_TEST_CASE(every_status_has_a_sentence_of_its_own) {
  std::set<std::string_view> said;
  for (std::int32_t i = 0; i < count; ++i) {
    BOOST_TEST(!describe(static_cast<status>(i)).empty());
    said.insert(describe(static_cast<status>(i)));
  }
  BOOST_TEST(said.size() == std::size(codes));
  BOOST_TEST(describe(static_cast<status>(count)).empty());
}

BOOST_AUTO_TEST_SUITE_END()
