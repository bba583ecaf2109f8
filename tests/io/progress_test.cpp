#include <boost/test/unit_test.hpp>

#include <headway/core/study_builder.hpp>
#include <headway/io/counts.hpp>
#include <headway/io/csv.hpp>
#include <headway/rubrics/rubrics.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace {

using namespace headway;

/// A text of several pieces whose rows, quotes and characters of two bytes stand across every cut sooner or later.
std::string long_text(bool quotes) {
  std::string out = "community,round,rater,dimension,score,comment\n";
  for (int i = 0; i < 90'000; ++i) {
    out += "Pentre \xC5\xB4yn,R" + std::to_string(i % 3 + 1) + ",p" + std::to_string(i / 9) + "," + std::to_string(i % 9 + 1) + "," + std::to_string(i % 7) + ",";
    out += quotes && i % 5 == 0 ? "\"seen, and said\nso \xC3\xA9\"\n" : "plain\n";
  }
  return out;
}

const auto maturity = rubrics::system_maturity();

bool same(const reading& a, const reading& b) {
  return a.problems.kept() == b.problems.kept() && a.rows_read == b.rows_read && a.line_end == b.line_end &&
         study_builder{maturity}.add(a).build()->same_data(study_builder{maturity}.add(b).build().data());
}

} // namespace

BOOST_AUTO_TEST_SUITE(progress_test)

BOOST_AUTO_TEST_CASE(listening_changes_nothing) {
  for (const bool quotes : {false, true}) {
    const std::string text = long_text(quotes);
    std::vector<double> heard;
    const io::read_options listening{.progress = [&](double done) {
      heard.push_back(done);
      return true;
    }};
    BOOST_TEST(same(io::read_ratings_text(text, "t", maturity), io::read_ratings_text(text, "t", maturity, listening)));
    BOOST_TEST(heard.size() >= 3u);
    BOOST_TEST(heard.front() < 1e-12);
    for (std::size_t i = 1; i < heard.size(); ++i) { BOOST_TEST((heard[i - 1] < heard[i] && heard[i] < 1.0)); }
    heard.clear();
    const auto alone = io::count_ratings_text(text, "t", maturity);
    const auto told = io::count_ratings_text(text, "t", maturity, {.read = listening, .threads = 2});
    BOOST_TEST((alone.counts == told.counts));
    BOOST_TEST((alone.problems.kept() == told.problems.kept()));
    BOOST_TEST(alone.rows_read == told.rows_read);
    BOOST_TEST(heard.size() >= 3u);
  }
}

BOOST_AUTO_TEST_CASE(the_caller_can_stop_at_every_piece) {
  const std::string text = long_text(true);
  for (int stop = 1; stop <= 3; ++stop) {
    int times = 0;
    const io::read_options stopping{.progress = [&](double) { return ++times < stop; }};
    const auto cancelled = [](const error& e) { return e.category() == error_category::cancelled && e.argument() == "progress"; };
    BOOST_CHECK_EXCEPTION((void)io::read_ratings_text(text, "t", maturity, stopping), error, cancelled);
    BOOST_TEST(times == stop);
    times = 0;
    BOOST_CHECK_EXCEPTION((void)io::count_ratings_text(text, "t", maturity, {.read = stopping}), error, cancelled);
    BOOST_TEST(times == stop);
  }
}

BOOST_AUTO_TEST_CASE(a_short_text_is_told_once) {
  int times = 0;
  const io::read_options listening{.progress = [&](double done) {
    BOOST_TEST(done < 1e-12);
    return ++times > 0;
  }};
  (void)io::read_ratings_text("community,round,rater,dimension,score\nA,R1,a,1,3\n", "t", maturity, listening);
  BOOST_TEST(times == 1);
  BOOST_CHECK_THROW((void)io::read_ratings_text("", "t", maturity, listening), error);
}

BOOST_AUTO_TEST_SUITE_END()
