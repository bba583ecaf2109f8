#include <boost/test/unit_test.hpp>

#include <headway/core/study_builder.hpp>
#include <headway/io/columns.hpp>
#include <headway/io/csv.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "support/samples.hpp"

using namespace headway;
using namespace headway::test;

namespace {

using texts = std::vector<std::string_view>;

std::string codes(const reading& r) {
  std::string out;
  for (const problem& p : r.problems.kept()) { out += (out.empty() ? "" : " ") + std::to_string(p.line) + ":" + std::to_string(p.column) + ":" + p.code; }
  return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(columns_test)

BOOST_AUTO_TEST_CASE(texts_are_read_as_a_file_is) {
  // the rows of the dirty sample that have the right width, as columns
  const std::string text = file_bytes(sample_path("scores_long_dirty.csv"));
  std::vector<std::vector<std::string>> rows;
  io::detail::csv_scanner scanner{',', 1 << 20};
  scanner.feed(text, true, [&](const io::detail::csv_record& r) {
    if (r.fields.size() == 10) { rows.emplace_back(r.fields.begin(), r.fields.end()); }
  });
  std::vector<texts> columns(10);
  std::string again;
  const auto quoted = [](const std::string& field) {
    std::string out = "\"";
    for (const char c : field) { out += c == '"' ? std::string{"\"\""} : std::string{c}; }
    return out + "\"";
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t k = 0; k < 10; ++k) {
      if (i > 0) { columns[k].push_back(rows[i][k]); }
      again += (k ? "," : "") + quoted(rows[i][k]);
    }
    again += "\n";
  }
  std::vector<io::input_column> input;
  for (std::size_t k = 0; k < 10; ++k) { input.push_back({rows[0][k], std::span<const std::string_view>{columns[k]}, {}}); }
  const reading a = io::read_columns(std::span<const io::input_column>{input}, sample_rubric());
  const reading b = io::read_ratings_text(again, "text", sample_rubric());
  BOOST_TEST(a.rows_read == b.rows_read);
  BOOST_TEST(a.rows_left_out == b.rows_left_out);
  std::vector<std::string> of_a, of_b;
  for (const problem& p : a.problems.kept()) { of_a.push_back(p.column_name + p.code + (p.column == 0 ? "" : p.value)); }
  for (const problem& p : b.problems.kept()) {
    if (p.code != "embedded_newline") { of_b.push_back(p.column_name + p.code + (p.column == 0 ? "" : p.value)); }
  }
  BOOST_TEST(of_a == of_b, boost::test_tools::per_element());
  BOOST_TEST((study_builder<>{sample_rubric()}.add(a).build()->same_data(study_builder<>{sample_rubric()}.add(b).build().data())));
}

BOOST_AUTO_TEST_CASE(numbers_are_marks_only_when_they_are_whole) {
  const texts community(6, "A"), round(6, "R1");
  const texts rater{"a", "b", "c", "d", "e", "f"};
  const std::vector<std::int64_t> number{1, 1, 1, 2, 2, 10};
  const std::vector<double> score{3.0, 2.5, std::numeric_limits<double>::quiet_NaN(), 6.0, std::numeric_limits<double>::infinity(), 3.0};
  const std::vector<io::input_column> columns{{"community", std::span<const std::string_view>{community}, {}}, {"round", std::span<const std::string_view>{round}, {}},
                                              {"rater", std::span<const std::string_view>{rater}, {}}, {"dimension_no", std::span<const std::int64_t>{number}, {}},
                                              {"score", std::span<const double>{score}, {}}};
  const reading r = io::read_columns(std::span<const io::input_column>{columns}, sample_rubric(), {}, "frame");
  BOOST_TEST(codes(r) == "2:5:not_whole 4:5:out_of_range 5:5:not_a_number 6:4:unknown_dimension");
  BOOST_TEST(r.source == "frame");
  BOOST_TEST(r.ratings.score.at(0) == 2);
  BOOST_TEST(r.ratings.off_scale.at(0).mark.text == "2.5");
  BOOST_TEST((score::from_code(r.ratings.score.at(2)) == score::missing(missing_reason::blank)));
  BOOST_TEST(r.rows_left_out == 1u);
}

BOOST_AUTO_TEST_CASE(values_that_are_not_there_and_batches) {
  const texts community{"A", "A"}, round{"R1", "R1"}, rater{"a", "b"}, dimension{"Vision", "Vision"};
  const std::vector<std::int64_t> score{9, 4};
  const std::vector<std::uint8_t> valid{0, 1};
  const std::vector<io::input_column> columns{{"community", std::span<const std::string_view>{community}, {}}, {"round", std::span<const std::string_view>{round}, {}},
                                              {"rater", std::span<const std::string_view>{rater}, {}}, {"dimension", std::span<const std::string_view>{dimension}, {}},
                                              {"score", std::span<const std::int64_t>{score}, valid}};
  io::columns_reader reader{sample_rubric()};
  reader.add(columns);
  reader.add(columns);
  const reading r = reader.finish();
  BOOST_TEST(r.problems.total() == 0u);
  const std::vector<std::int8_t> expected{-1, 3, -1, 3};
  BOOST_TEST(r.ratings.score == expected, boost::test_tools::per_element());
  BOOST_TEST(r.ratings.line.at(3) == 4u);
}

BOOST_AUTO_TEST_CASE(misuse) {
  const texts one{"A"}, two{"A", "B"};
  const auto read = [](const std::vector<io::input_column>& columns) { static_cast<void>(io::read_columns(std::span<const io::input_column>{columns}, sample_rubric())); };
  BOOST_CHECK_THROW(read({}), error);
  BOOST_CHECK_THROW(read({{"community", std::span<const std::string_view>{one}, {}}, {"score", std::span<const std::string_view>{two}, {}}}), error);
  BOOST_CHECK_THROW(read({{"community", std::span<const std::string_view>{one}, {}}}), error);
  const texts bad{"A\xFF"};
  const std::vector<io::input_column> columns{{"community", std::span<const std::string_view>{bad}, {}}, {"round", std::span<const std::string_view>{one}, {}},
                                              {"dimension_no", std::span<const std::string_view>{one}, {}}, {"score", std::span<const std::string_view>{one}, {}}};
  const reading r = io::read_columns(std::span<const io::input_column>{columns}, sample_rubric());
  BOOST_TEST(codes(r) == "1:1:invalid_utf8 1:3:unknown_dimension 1:4:not_a_number");
}

BOOST_AUTO_TEST_SUITE_END()
