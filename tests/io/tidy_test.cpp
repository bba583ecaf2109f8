#include <boost/test/unit_test.hpp>

#include <headway/core/study_builder.hpp>
#include <headway/io/csv.hpp>
#include <headway/io/tidy.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "support/samples.hpp"

using namespace headway;
using namespace headway::test;

namespace {

study<> build(const std::vector<std::string>& files) {
  study_builder<> builder{sample_rubric()};
  for (const std::string& file : files) { builder.add(io::read_ratings(sample_path(file), sample_rubric())); }
  return builder.build();
}
study<> again(const std::string& text) { return study_builder<>{sample_rubric()}.add(io::read_ratings_text(text, "again", sample_rubric())).build(); }

} // namespace

BOOST_AUTO_TEST_SUITE(tidy_test)

BOOST_AUTO_TEST_CASE(read_write_read_gives_the_same_study) {
  for (const std::vector<std::string>& files : std::vector<std::vector<std::string>>{{"scores_long.csv"},
                                                                                     {"scores_long_dirty.csv"},
                                                                                     {"scores_long_dirty_broken.csv"},
                                                                                     {"scores_long_dirty_semicolon_bom_crlf.csv"},
                                                                                     {"consensus_with_reasons.csv"},
                                                                                     {"consensus_with_reasons_dirty.csv"},
                                                                                     {"then_test_long.csv"},
                                                                                     {"scores_long.csv", "consensus_with_reasons.csv", "then_test_long.csv"}}) {
    const study<> first = build(files);
    const std::string text = io::write_tidy(first);
    const study<> second = again(text);
    BOOST_TEST(first->same_data(second.data()), files.front());
    BOOST_TEST(io::write_tidy(second) == text, files.front());
  }
}

BOOST_AUTO_TEST_CASE(the_order_of_the_written_rows_does_not_matter) {
  const study<> first = build({"scores_long.csv", "then_test_long.csv"});
  std::vector<std::string> lines = lines_of(io::write_tidy(first));
  std::reverse(lines.begin() + 1, lines.end());
  std::string text;
  for (const std::string& line : lines) { text += line + "\n"; }
  BOOST_TEST(first->same_data(again(text).data()));
}

BOOST_AUTO_TEST_CASE(clean_data_is_written_without_a_problem) {
  BOOST_TEST(again(io::write_tidy(build({"scores_long.csv"})))->problems().total() == 0u);
  BOOST_TEST(again(io::write_tidy(build({"then_test_long.csv"})))->problems().total() == 0u);
}

BOOST_AUTO_TEST_CASE(no_text_is_left_that_a_spreadsheet_would_run) {
  std::vector<std::string> payloads{"=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://example.org\",\"click\")", " =1", "\xC2\xA0=1", "\xEF\xBC\x9D""1", "a\n=1", "a\r\n  =1", "'=1", "''=1", "'", "'plain", "it's"};
  for (const char* lead : {"=", "+", "-", "@", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"}) {
    for (const char* before : {"", " ", "\t", "\n", "text\n", "\"", "',"}) { payloads.push_back(std::string{before} + lead + "cmd|' /C calc'!A0"); }
  }
  std::string text = "community,round,rater,sector,dimension,score,reason\n";
  const auto quoted = [](const std::string& field) {
    std::string out = "\"";
    for (const char c : field) { out += c == '"' ? std::string{"\"\""} : std::string{c}; }
    return out + "\"";
  };
  for (std::size_t i = 0; i < payloads.size(); ++i) {
    const std::string p = quoted(payloads[i]);
    text += quoted("A" + std::to_string(i)) + ",R1," + p + "," + p + ",1,3," + p + "\n";
  }
  const study<> first = again(text);
  const std::string tidy = io::write_tidy(first);
  std::size_t fields = 0;
  io::detail::csv_scanner scanner{',', 1 << 20};
  scanner.feed(tidy, true, [&](const io::detail::csv_record& r) {
    for (const std::string_view field : r.fields) {
      ++fields;
      bool start = true; // as a spreadsheet sees it: the first character of the field, of a line inside it, or after blanks
      bool guarded = field.starts_with('\'');
      for (std::size_t i = 0; i < field.size() && !guarded; ++i) {
        const std::string_view rest = field.substr(i);
        const bool runs = rest[0] == '=' || rest[0] == '+' || rest[0] == '-' || rest[0] == '@' || rest.starts_with("\xEF\xBC\x9D") || rest.starts_with("\xEF\xBC\x8B") || rest.starts_with("\xEF\xBC\x8D") ||
                          rest.starts_with("\xEF\xBC\xA0");
        BOOST_TEST(!(start && runs), "field " << std::string{field});
        start = rest[0] == '\n' || rest[0] == '\r' || (start && (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\xC2' || rest[0] == '\xA0'));
      }
    }
  });
  BOOST_TEST(fields > 18 * payloads.size());
  BOOST_TEST(first->same_data(again(tidy).data()));
}

BOOST_AUTO_TEST_CASE(guarding_is_undone_exactly) {
  for (const std::string text : {"", "=", "'=", "''=", "'", "''", "plain", "'plain", "-1", "'-1", " =x", "' =x", "a\n=b", "'a\n=b", "\t", "'\t"}) {
    const std::string safe = io::detail::guarded(text);
    BOOST_TEST(std::string{io::detail::unguarded(safe)} == text);
    BOOST_TEST((!io::detail::is_formula_start(safe)  || safe.starts_with('\'')));
  }
}

BOOST_AUTO_TEST_SUITE_END()
