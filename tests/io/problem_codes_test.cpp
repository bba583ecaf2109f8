#include <boost/test/unit_test.hpp>

#include <headway/io/problem_codes.hpp>

#include <set>
#include <string>

#include "support/samples.hpp"

using namespace headway;
using namespace headway::test;

BOOST_AUTO_TEST_SUITE(problem_codes_test)

BOOST_AUTO_TEST_CASE(the_documented_list_is_the_real_one) {
  std::set<std::string> documented;
  for (const std::string& line : lines_of(file_bytes(std::string{HEADWAY_TEST_DATA} + "/../../docs/problems.md"))) {
    if (line.starts_with("| `")) { documented.insert(line); }
  }
  std::set<std::string> real;
  for (const io::problem_kind& kind : io::problem_kinds) {
    real.insert("| `" + std::string{kind.code} + "` | " + std::string{name(kind.severity)} + " | " + std::string{kind.meaning} + " | " + std::string{kind.what_is_done} + " |");
  }
  BOOST_TEST(real.size() == io::problem_kinds.size());
  BOOST_TEST(real == documented, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(codes_are_different_words) {
  std::set<std::string_view> codes;
  for (const io::problem_kind& kind : io::problem_kinds) {
    BOOST_TEST(codes.insert(kind.code).second, std::string{kind.code});
    BOOST_TEST(kind.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_8") == std::string_view::npos);
    BOOST_TEST(!kind.meaning.empty());
    BOOST_TEST(!kind.what_is_done.empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()
