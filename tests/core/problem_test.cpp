// Problems: words, and lists that stay of bounded size and forget no number.

#include <boost/test/unit_test.hpp>

#include <headway/core/problem.hpp>

using namespace headway;

BOOST_AUTO_TEST_SUITE(problem_test)

BOOST_AUTO_TEST_CASE(severities_have_words) {
  BOOST_TEST(name(severity::note) == "note");
  BOOST_TEST(name(severity::warning) == "warning");
  BOOST_TEST(name(severity::error) == "error");
  BOOST_TEST(name(static_cast<severity>(3)) == "");
}

BOOST_AUTO_TEST_CASE(a_list_keeps_so_many_and_counts_the_rest) {
  problem_list list;
  for (std::size_t i = 0; i < problem_list::most_kept + 5; ++i) { list.add({.line = i, .code = "x"}); }
  BOOST_TEST(list.kept().size() == problem_list::most_kept);
  BOOST_TEST(list.total() == problem_list::most_kept + 5);
  BOOST_TEST(list.kept().back().line == problem_list::most_kept - 1);
}

BOOST_AUTO_TEST_CASE(appended_lists_bring_what_they_only_counted) {
  problem_list few;
  few.add({.code = "a"});
  few.add({.code = "b"});
  problem_list many;
  for (std::size_t i = 0; i < problem_list::most_kept + 7; ++i) { many.add({.code = "c"}); }
  problem_list all = few;
  all.append(many);
  BOOST_TEST(all.total() == problem_list::most_kept + 9);
  BOOST_TEST(all.kept().size() == problem_list::most_kept);
  BOOST_TEST(all.kept()[0].code == "a");
  BOOST_TEST(all.kept()[2].code == "c");
  few.append(few);
  BOOST_TEST(few.total() == 4u);
  BOOST_TEST(few.kept()[3].code == "b");
}

BOOST_AUTO_TEST_SUITE_END()
