// Tables from and for other programs: every type a mark can come in, every broken array, and everything given back once.

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <headway/core/study_builder.hpp>
#include <headway/io/arrow.hpp>
#include <support/arrow_maker.hpp>
#include <support/study_maker.hpp>

using namespace headway;
using namespace headway::test;

namespace {

const rubric<>& sheet() {
  static const rubric<> r{plain_rubric(3, 5)};
  return r;
}

io::read_options one_place() {
  io::read_options options;
  options.community = "Alderwick";
  options.round = "R1";
  return options;
}

/// Reads the stream and sees that everything came back.
reading read(made_stream& from, const io::read_options& options = one_place()) {
  ArrowArrayStream stream = open(from);
  std::optional<reading> out;
  try {
    out = io::read_arrow(&stream, sheet(), options);
  } catch (...) {
    BOOST_TEST(stream.release == nullptr);
    BOOST_TEST(from.out == 0);
    throw;
  }
  BOOST_TEST(stream.release == nullptr);
  BOOST_TEST(from.out == 0);
  BOOST_TEST(from.handed_over > 0);
  return *out;
}

/// What is said of a stream that cannot be read.
struct refusal {
  error_category category{};
  std::string message{};
  std::int64_t row{};
};

refusal refused(made_stream& from, const io::read_options& options = one_place()) {
  try {
    (void)read(from, options);
  } catch (const error& e) {
    return {e.category(), e.message(), e.row()};
  }
  return {{}, "read", 0};
}

/// A stream of one batch: dimension numbers 1, 2, 3, 1, ..., raters of their own, and the marks.
made_stream with_marks(made_type type, made_array marks) {
  made_stream out;
  std::vector<std::int64_t> dimensions;
  std::vector<std::string> raters;
  for (std::int64_t i = 0; i < marks.length; ++i) {
    dimensions.push_back(1 + i % 3);
    raters.push_back("p" + std::to_string(i / 3));
  }
  type.name = "score";
  out.types = {{"dimension_number", "l"}, {"rater", "u"}, std::move(type)};
  const std::int64_t length = marks.length;
  out.batches = {batch_of(length, {numbers(dimensions), texts<std::int32_t>(raters), std::move(marks)})};
  return out;
}

/// The marks of the rows as "2", "missing reason", or the text off the scale in quotes.
std::vector<std::string> marks_of(const reading& r) {
  std::vector<std::string> out;
  std::size_t mark = 0;
  for (std::size_t i = 0; i < r.ratings.size(); ++i) {
    const score s = score::from_code(r.ratings.score[i]);
    if (s.has_level()) {
      out.push_back(std::to_string(sheet().scale().value(s.level())));
    } else if (mark < r.ratings.off_scale.size() && r.ratings.off_scale[mark].row == i) {
      out.push_back("\"" + r.ratings.off_scale[mark++].mark.text + "\"");
    } else {
      out.emplace_back(name(s.reason()));
    }
  }
  return out;
}

using marks = std::vector<std::string>;

template <class Value> void reads_numbers(const char* format) {
  made_stream from = with_marks({"", format}, numbers<Value>({1, 5, 3, 0, 2}, {1, 1, 0, 1, 1}));
  BOOST_TEST_CONTEXT(format) { BOOST_TEST(marks_of(read(from)) == (marks{"1", "5", "blank", "\"0\"", "2"}), boost::test_tools::per_element()); }
}

/// Applies a change to a sound stream of int32 marks and says how it is answered.
refusal broken(const std::function<void(made_stream&)>& spoil) {
  made_stream from = with_marks({"", "i"}, numbers<std::int32_t>({1, 5, 3}));
  spoil(from);
  return refused(from);
}
refusal broken_marks(made_type type, made_array sound, const std::function<void(made_array&)>& spoil) {
  made_stream from = with_marks(std::move(type), std::move(sound));
  BOOST_TEST(refused(from).message == "read");
  spoil(from.batches[0].children[2]);
  return refused(from);
}

} // namespace

BOOST_AUTO_TEST_SUITE(arrow_test)

BOOST_AUTO_TEST_CASE(whole_numbers_of_every_width) {
  reads_numbers<std::int8_t>("c");
  reads_numbers<std::uint8_t>("C");
  reads_numbers<std::int16_t>("s");
  reads_numbers<std::uint16_t>("S");
  reads_numbers<std::int32_t>("i");
  reads_numbers<std::uint32_t>("I");
  reads_numbers<std::int64_t>("l");
  reads_numbers<std::uint64_t>("L");
  reads_numbers<float>("f");
  reads_numbers<double>("g");
}

BOOST_AUTO_TEST_CASE(numbers_are_never_narrowed) {
  made_stream far = with_marks({"", "l"}, numbers<std::int64_t>({4294967298, -9223372036854775807 - 1, 2}));
  BOOST_TEST(marks_of(read(far)) == (marks{"\"4294967298\"", "\"-9223372036854775808\"", "2"}), boost::test_tools::per_element());
  made_stream past = with_marks({"", "L"}, numbers<std::uint64_t>({18446744073709551615u, 2, 7, 9223372036854775808u}, {1, 1, 0, 0}));
  BOOST_TEST(marks_of(read(past)) == (marks{"\"18446744073709551615\"", "2", "blank", "blank"}), boost::test_tools::per_element());
  made_stream real = with_marks({"", "g"}, numbers<double>({2.5, 3.0, 1e300, -0.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}));
  const reading r = read(real);
  BOOST_TEST(marks_of(r) == (marks{"\"2.5\"", "3", "\"1e+300\"", "\"0\"", "\"infinite\"", "blank"}), boost::test_tools::per_element());
  BOOST_TEST(r.problems.kept()[0].code == "not_whole");
  BOOST_TEST(r.problems.kept()[0].line == 1u);
  BOOST_TEST(r.problems.kept()[0].column == 3u);
  BOOST_TEST(r.problems.kept()[0].column_name == "score");
  made_stream shorter = with_marks({"", "f"}, numbers<float>({2.1f, 3.0f, 16777216.0f, std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}));
  BOOST_TEST(marks_of(read(shorter)) == (marks{"\"2.1\"", "3", "\"16777216\"", "blank", "\"-infinite\""}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(decimals_keep_every_digit) {
  const auto of = [](const char* format, std::size_t width, std::vector<std::int64_t> values) {
    std::string bytes;
    for (const std::int64_t value : values) {
      std::string one(width, value < 0 ? '\xFF' : '\0');
      std::memcpy(one.data(), &value, (std::min)(width, sizeof value));
      bytes += one;
    }
    made_array array;
    array.length = static_cast<std::int64_t>(values.size());
    array.buffers = {exact_bytes{}, exact_bytes{bytes}};
    made_stream from = with_marks({"", format}, array);
    return marks_of(read(from));
  };
  BOOST_TEST(of("d:10,2", 16, {300, 250, -5, 0, 100000000000}) == (marks{"3", "\"2.5\"", "\"-0.05\"", "\"0\"", "\"1000000000\""}), boost::test_tools::per_element());
  BOOST_TEST(of("d:38,0", 16, {4, -4}) == (marks{"4", "\"-4\""}), boost::test_tools::per_element());
  BOOST_TEST(of("d:5,-2,256", 32, {1, 0, -12}) == (marks{"\"100\"", "\"0\"", "\"-1200\""}), boost::test_tools::per_element());
  BOOST_TEST(of("d:9,1,32", 4, {20, 21}) == (marks{"2", "\"2.1\""}), boost::test_tools::per_element());
  BOOST_TEST(of("d:18,3,64", 8, {5000, 5001}) == (marks{"5", "\"5.001\""}), boost::test_tools::per_element());
  made_array most;
  most.length = 1;
  most.buffers = {exact_bytes{}, exact_bytes{std::string(15, '\xFF') + '\x7F'}};
  made_stream from = with_marks({"", "d:38,0"}, most);
  BOOST_TEST(marks_of(read(from))[0] == "\"170141183460469231731687303715884105727\"");
}

BOOST_AUTO_TEST_CASE(texts_in_every_layout) {
  const std::vector<std::string> written{"3", "", "2-3", "a text of more than twelve bytes", "don't know", "5"};
  const std::vector<int> valid{1, 1, 1, 1, 1, 0};
  const marks expected{"3", "blank", "\"2-3\"", "\"a text of more than twelve bytes\"", "dont_know", "blank"};
  for (const char* format : {"u", "z"}) {
    made_stream from = with_marks({"", format}, texts<std::int32_t>(written, valid));
    BOOST_TEST(marks_of(read(from)) == expected, boost::test_tools::per_element());
  }
  for (const char* format : {"U", "Z"}) {
    made_stream from = with_marks({"", format}, texts<std::int64_t>(written, valid));
    BOOST_TEST(marks_of(read(from)) == expected, boost::test_tools::per_element());
  }
  for (const char* format : {"vu", "vz"}) {
    for (const std::size_t buffers : {1u, 2u, 3u}) {
      made_stream from = with_marks({"", format}, views(written, buffers, valid));
      BOOST_TEST(marks_of(read(from)) == expected, boost::test_tools::per_element());
    }
  }
  made_stream only_short = with_marks({"", "vu"}, views({"1", "2", "twelve bytes"}, 0));
  BOOST_TEST(marks_of(read(only_short)) == (marks{"1", "2", "\"twelve bytes\""}), boost::test_tools::per_element());
  made_array fixed;
  fixed.length = 3;
  fixed.buffers = {exact_bytes{}, exact_bytes{"1 2-35 "}};
  fixed.buffers[1] = exact_bytes{"1  2-35  "};
  made_stream wide = with_marks({"", "w:3"}, fixed);
  BOOST_TEST(marks_of(read(wide)) == (marks{"1", "\"2-3\"", "5"}), boost::test_tools::per_element());
  fixed.buffers = {exact_bytes{}, exact_bytes{}};
  made_stream narrow = with_marks({"", "w:0"}, fixed);
  BOOST_TEST(marks_of(read(narrow)) == (marks{"blank", "blank", "blank"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_value_at_all_and_true_or_false) {
  made_array nothing;
  nothing.length = 2;
  nothing.null_count = 2;
  made_stream from = with_marks({"", "n"}, nothing);
  BOOST_TEST(marks_of(read(from)) == (marks{"blank", "blank"}), boost::test_tools::per_element());
  made_array flags;
  flags.length = 3;
  flags.null_count = 1;
  flags.buffers = {bits_of({1, 1, 0}), bits_of({1, 0, 1})};
  made_stream yes_no = with_marks({"", "b"}, flags);
  BOOST_TEST(marks_of(read(yes_no)) == (marks{"\"true\"", "\"false\"", "blank"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(dictionaries_of_every_kind) {
  const auto coded = [](const char* index_format, made_array positions, const char* value_format, made_array values) {
    made_type type{"", index_format, std::make_shared<made_type>(made_type{"", value_format})};
    positions.dictionary = std::make_shared<made_array>(std::move(values));
    return with_marks(type, std::move(positions));
  };
  const marks expected{"3", "\"2-3\"", "blank", "blank", "3"};
  const std::vector<int> valid{1, 1, 0, 1, 1};
  const made_array words = texts<std::int32_t>({"2-3", "unused", "3", "gone"}, {1, 1, 1, 0});
  made_stream small = coded("c", numbers<std::int8_t>({2, 0, 99, 3, 2}, valid), "u", words);
  BOOST_TEST(marks_of(read(small)) == expected, boost::test_tools::per_element());
  made_stream unsigned_wide = coded("I", numbers<std::uint32_t>({2, 0, 4000000000u, 3, 2}, valid), "u", words);
  BOOST_TEST(marks_of(read(unsigned_wide)) == expected, boost::test_tools::per_element());
  made_stream wide = coded("l", numbers<std::int64_t>({2, 0, -7, 3, 2}, valid), "U", texts<std::int64_t>({"2-3", "unused", "3", "gone"}, {1, 1, 1, 0}));
  BOOST_TEST(marks_of(read(wide)) == expected, boost::test_tools::per_element());
  made_stream viewed = coded("L", numbers<std::uint64_t>({2, 0, 18446744073709551615u, 3, 2}, valid), "vu", views({"2-3", "unused", "3", "gone"}, 1, {1, 1, 1, 0}));
  BOOST_TEST(marks_of(read(viewed)) == expected, boost::test_tools::per_element());
  made_stream of_numbers = coded("s", numbers<std::int16_t>({1, 0, 2}), "g", numbers<double>({2.5, 4.0, 1.0}));
  BOOST_TEST(marks_of(read(of_numbers)) == (marks{"4", "\"2.5\"", "1"}), boost::test_tools::per_element());
  made_stream of_integers = coded("S", numbers<std::uint16_t>({1, 0, 1}), "C", numbers<std::uint8_t>({5, 9}));
  BOOST_TEST(marks_of(read(of_integers)) == (marks{"\"9\"", "5", "\"9\""}), boost::test_tools::per_element());
  made_stream empty = coded("i", numbers<std::int32_t>({0, 0}, {0, 0}), "u", texts<std::int32_t>({}));
  BOOST_TEST(marks_of(read(empty)) == (marks{"blank", "blank"}), boost::test_tools::per_element());

  for (const std::int32_t position : {4, -1, INT32_MAX, INT32_MIN}) {
    made_stream outside = coded("i", numbers<std::int32_t>({2, position, 0}), "u", words);
    const refusal r = refused(outside);
    BOOST_TEST((r.category == error_category::parse));
    BOOST_TEST(r.message == "the column \"score\" is broken: position " + std::to_string(position) + " is outside the dictionary, which has 4 values");
    BOOST_TEST(r.row == 1);
  }
  made_stream past = coded("L", numbers<std::uint64_t>({18446744073709551615u}), "u", words);
  BOOST_TEST(refused(past).message == "the column \"score\" is broken: a position is outside its dictionary");
}

BOOST_AUTO_TEST_CASE(days_and_times_give_their_day) {
  const auto days = [](const char* format, made_array values) {
    made_stream from = with_marks({"", "i"}, numbers<std::int32_t>(std::vector<std::int32_t>(static_cast<std::size_t>(values.length), 3)));
    from.types.push_back({"date", format});
    from.batches[0].children.push_back(std::move(values));
    const reading r = read(from);
    std::vector<std::string> out;
    for (const std::int32_t day : r.ratings.day) { out.push_back(date{day}.to_string()); }
    return out;
  };
  using texts_type = std::vector<std::string>;
  constexpr std::int64_t day = 86400;
  BOOST_TEST(days("tdD", numbers<std::int32_t>({19619, 0, -1, 5}, {1, 1, 1, 0})) == (texts_type{"2023-09-19", "1970-01-01", "1969-12-31", ""}), boost::test_tools::per_element());
  BOOST_TEST(days("tdm", numbers<std::int64_t>({19619 * day * 1000, -1})) == (texts_type{"2023-09-19", "1969-12-31"}), boost::test_tools::per_element());
  BOOST_TEST(days("tss:", numbers<std::int64_t>({19619 * day + 86399, -1})) == (texts_type{"2023-09-19", "1969-12-31"}), boost::test_tools::per_element());
  BOOST_TEST(days("tsm:", numbers<std::int64_t>({19619 * day * 1000})) == (texts_type{"2023-09-19"}), boost::test_tools::per_element());
  BOOST_TEST(days("tsu:UTC", numbers<std::int64_t>({19619 * day * 1'000'000})) == (texts_type{"2023-09-19"}), boost::test_tools::per_element());
  BOOST_TEST(days("tsn:Europe/London", numbers<std::int64_t>({19619 * day * 1'000'000'000})) == (texts_type{"2023-09-19"}), boost::test_tools::per_element());
  BOOST_TEST(days("tss:+05:30", numbers<std::int64_t>({19619 * day - 19800, 19619 * day - 19801})) == (texts_type{"2023-09-19", "2023-09-18"}), boost::test_tools::per_element());
  BOOST_TEST(days("tss:-01:00", numbers<std::int64_t>({19619 * day + 3600, 19619 * day + 3599})) == (texts_type{"2023-09-19", "2023-09-18"}), boost::test_tools::per_element());

  made_stream outside = with_marks({"", "i"}, numbers<std::int32_t>({3, 3, 3, 3}));
  outside.types.push_back({"date", "tdm"});
  outside.batches[0].children.push_back(numbers<std::int64_t>({INT64_MAX, INT64_MIN, std::int64_t{86'400'000} * 2932897, 0}));
  const reading r = read(outside);
  for (std::size_t i = 0; i < 3; ++i) { BOOST_TEST(!date{r.ratings.day[i]}.has_value()); }
  BOOST_TEST(date{r.ratings.day[3]}.to_string() == "1970-01-01");
  BOOST_TEST(marks_of(r) == (marks{"3", "3", "3", "3"}), boost::test_tools::per_element());
  BOOST_TEST(r.problems.total() == 3u);
  BOOST_TEST(r.problems.kept()[0].code == "bad_date");
  made_stream far = with_marks({"", "i"}, numbers<std::int32_t>({3}));
  far.types.push_back({"date", "tdD"});
  far.batches[0].children.push_back(numbers<std::int32_t>({INT32_MAX}));
  BOOST_TEST(read(far).problems.kept()[0].code == "bad_date");
}

BOOST_AUTO_TEST_CASE(slices_are_read_where_they_begin) {
  made_array sliced = numbers<std::int32_t>({9, 9, 9, 1, 2, 3, 4, 9}, {1, 1, 1, 1, 0, 1, 1, 1});
  sliced.offset = 3;
  sliced.length = 4;
  made_stream of_numbers = with_marks({"", "i"}, sliced);
  BOOST_TEST(marks_of(read(of_numbers)) == (marks{"1", "blank", "3", "4"}), boost::test_tools::per_element());
  made_array words = texts<std::int32_t>({"x", "1", "", "3", "y"}, {1, 1, 0, 1, 1});
  words.offset = 1;
  words.length = 3;
  made_stream of_texts = with_marks({"", "u"}, words);
  BOOST_TEST(marks_of(read(of_texts)) == (marks{"1", "blank", "3"}), boost::test_tools::per_element());
  made_array flags;
  flags.length = 3;
  flags.offset = 7;
  flags.buffers = {exact_bytes{}, bits_of({0, 0, 0, 0, 0, 0, 0, 1, 0, 1})};
  made_stream of_flags = with_marks({"", "b"}, flags);
  BOOST_TEST(marks_of(read(of_flags)) == (marks{"\"true\"", "\"false\"", "\"true\""}), boost::test_tools::per_element());

  // a slice of the whole table, on top of one of a column, with rows that are missing as a whole
  made_stream from = with_marks({"", "i"}, numbers<std::int32_t>({9, 1, 2, 3, 4, 5}));
  made_array& batch = from.batches[0];
  batch.children[2].offset = 1;
  batch.children[2].length = 5;
  batch.children[0].length = 5;
  batch.children[1].length = 5;
  batch.offset = 2;
  batch.length = 3;
  batch.null_count = 1;
  batch.buffers = {bits_of({1, 1, 1, 0, 1})};
  const reading r = read(from);
  BOOST_TEST(marks_of(r) == (marks{"3", "5"}), boost::test_tools::per_element());
  BOOST_TEST(r.problems.kept()[0].code == "empty_row");
  BOOST_TEST(r.problems.kept()[0].line == 2u);
}

BOOST_AUTO_TEST_CASE(buffers_need_not_be_aligned) {
  const std::string bytes = std::string("x") + std::string(static_cast<const char*>(numbers<std::int64_t>({4, 2, 5}).buffers[1].data()), 24);
  const exact_bytes shifted{bytes};
  made_stream from = with_marks({"", "l"}, numbers<std::int64_t>({1, 1, 1}));
  ArrowArrayStream stream = open(from);
  // the address of the data buffer is moved by one byte behind the maker's back
  static const void* odd = nullptr;
  odd = static_cast<const char*>(shifted.data()) + 1;
  static int (*honest)(ArrowArrayStream*, ArrowArray*) = nullptr;
  honest = stream.get_next;
  stream.get_next = [](ArrowArrayStream* s, ArrowArray* out) {
    const int code = honest(s, out);
    if (out->release != nullptr) { out->children[2]->buffers[1] = odd; }
    return code;
  };
  BOOST_TEST(marks_of(io::read_arrow(&stream, sheet(), one_place())) == (marks{"4", "2", "5"}), boost::test_tools::per_element());
  BOOST_TEST(from.out == 0);
}

BOOST_AUTO_TEST_CASE(many_batches_are_one_table) {
  made_stream from;
  from.types = {{"dimension", "u"}, {"rater", "u"}, {"score", "i"}};
  const auto batch = [&](const std::vector<std::string>& raters, const std::vector<std::int32_t>& values) {
    from.batches.push_back(batch_of(static_cast<std::int64_t>(values.size()), {texts<std::int32_t>(std::vector<std::string>(values.size(), "Dimension 1")), texts<std::int32_t>(raters), numbers(values)}));
  };
  batch({"a", "b"}, {1, 2});
  batch({}, {});
  batch({"c"}, {7});
  batch({"d", "a"}, {4, 3});
  const reading r = read(from);
  BOOST_TEST(r.rows_read == 5u);
  BOOST_TEST(marks_of(r) == (marks{"1", "2", "\"7\"", "4", "3"}), boost::test_tools::per_element());
  BOOST_TEST(r.ratings.raters == (std::vector<std::string>{"a", "b", "c", "d"}), boost::test_tools::per_element());
  BOOST_REQUIRE(r.problems.kept().size() == 1u);
  BOOST_TEST(r.problems.kept()[0].line == 3u); // rows are counted over all batches
  BOOST_TEST(r.source == "arrow");
}

BOOST_AUTO_TEST_CASE(large_batches_are_taken_in_pieces) {
  constexpr std::int32_t rows = 200'001;
  std::vector<std::int32_t> values(rows);
  std::vector<std::int32_t> valid_every(rows, 1);
  for (std::int32_t i = 0; i < rows; ++i) { values[static_cast<std::size_t>(i)] = 1 + i % 5; }
  values[150'000] = 77;
  valid_every[65'536] = 0;
  made_stream from = with_marks({"", "i"}, numbers(values, std::vector<int>(valid_every.begin(), valid_every.end())));
  int asked = 0;
  io::read_options options = one_place();
  options.progress = [&](double done) {
    BOOST_TEST(done == -1.0);
    return ++asked < 100;
  };
  const reading r = read(from, options);
  BOOST_TEST(asked == 4);
  BOOST_TEST(r.rows_read == 200'001u);
  BOOST_TEST(r.ratings.score[199'999] == (199'999 % 5));
  BOOST_TEST(r.ratings.score[65'536] == -1);
  BOOST_REQUIRE(r.problems.kept().size() == 1u);
  BOOST_TEST(r.problems.kept()[0].line == 150'001u);
  options.progress = [](double) { return false; };
  BOOST_TEST((refused(from, options).category == error_category::cancelled));
}

BOOST_AUTO_TEST_CASE(no_rows_are_no_marks) {
  made_stream no_batch = with_marks({"", "i"}, numbers<std::int32_t>({}));
  BOOST_TEST(read(no_batch).ratings.size() == 0u);
  no_batch.batches.clear();
  const reading r = read(no_batch);
  BOOST_TEST(r.ratings.size() == 0u);
  BOOST_TEST(r.columns.size() == 3u);
  BOOST_TEST(r.problems.kept()[0].code == "no_data_rows");
  // empty arrays may come without any buffer behind their pointers
  made_stream bare = with_marks({"", "u"}, texts<std::int32_t>({}));
  for (made_array& column : bare.batches[0].children) {
    for (exact_bytes& buffer : column.buffers) { buffer = exact_bytes{}; }
  }
  BOOST_TEST(read(bare).ratings.size() == 0u);
}

BOOST_AUTO_TEST_CASE(the_same_table_is_the_same_reading_however_it_comes) {
  const std::vector<std::string> places{"ALD", "ALD", "BRA", "ald ", "BRA", ""};
  const std::vector<std::string> rounds{"R1", "R2", "R1", "R1", "R2", "R1"};
  const std::vector<std::string> people{"p1", "p2", "p3", "p1", "", "p9"};
  const std::vector<std::string> asked{"1", "Dimension 2", "d3", "2", "4", "1"};
  const std::vector<std::string> said{"4", "2-3", "don't know", "3.0", "2", "6"};
  made_stream from;
  from.types = {{"community", "u"}, {"round", "U"}, {"person code", "vu"}, {"dimension", "u"}, {"score", "i", std::make_shared<made_type>(made_type{"", "u"})}};
  made_array coded = numbers<std::int32_t>({5, 4, 3, 2, 1, 0});
  coded.dictionary = std::make_shared<made_array>(texts<std::int32_t>({said[5], said[4], said[3], said[2], said[1], said[0]}));
  from.batches = {batch_of(6, {texts<std::int32_t>(places), texts<std::int64_t>(rounds), views(people), texts<std::int32_t>(asked), coded})};
  const reading by_arrow = read(from, {});

  std::vector<std::vector<std::string_view>> views_of;
  for (const auto* column : {&places, &rounds, &people, &asked, &said}) { views_of.emplace_back(column->begin(), column->end()); }
  std::vector<io::input_column> columns;
  const char* names[] = {"community", "round", "person code", "dimension", "score"};
  for (std::size_t i = 0; i < 5; ++i) { columns.push_back({names[i], std::span<const std::string_view>{views_of[i]}, {}}); }
  const reading by_columns = io::read_columns(columns, sheet(), {}, "arrow");
  BOOST_TEST((by_arrow.problems.kept() == by_columns.problems.kept()));
  BOOST_TEST(by_arrow.problems.total() > 4u);
  BOOST_TEST(by_arrow.rows_left_out == by_columns.rows_left_out);
  const auto study_of = [](reading r) { return study_builder<>{sheet()}.add(std::move(r)).build(); };
  BOOST_TEST(study_of(by_arrow)->same_data(study_of(by_columns).data()));
  BOOST_TEST(study_of(by_arrow)->rows().size() > 0u);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_are_a_problem_of_their_row) {
  made_stream from = with_marks({"", "u"}, texts<std::int32_t>({"3", "caf\xE9", std::string{"2\0", 2}}));
  const reading r = read(from);
  BOOST_TEST(marks_of(r)[0] == "3");
  BOOST_TEST(marks_of(r)[1] == "\"caf\\xE9\"");
  BOOST_TEST(r.problems.kept()[0].code == "invalid_utf8");
  BOOST_TEST(r.problems.kept()[0].line == 2u);
  made_stream names = with_marks({"", "i"}, numbers<std::int32_t>({3}));
  names.types.push_back({"caf\xE9\n", "i"});
  names.types.push_back({"", "i", {}, true});
  names.batches[0].children.push_back(numbers<std::int32_t>({1}));
  names.batches[0].children.push_back(numbers<std::int32_t>({1}));
  BOOST_TEST(read(names).columns[3].header == "caf\\xE9");
}

BOOST_AUTO_TEST_CASE(other_types_stand_where_they_are_not_needed) {
  made_stream from = with_marks({"", "i"}, numbers<std::int32_t>({3, 4}));
  made_array list;
  list.length = 2;
  list.null_count = 0;
  list.buffers = {exact_bytes{}, exact_bytes{}};
  for (const char* format : {"+l", "+s", "+us:0,1", "tDm", "tiM", "e", "tts", "d:10", "d:10,2,17", "w:-1", "w:x", "ts:", "tsx:", "", "what"}) {
    made_stream other = from;
    other.types.push_back({"tags", format});
    other.batches[0].children.push_back(list);
    BOOST_TEST_CONTEXT(format) { BOOST_TEST(marks_of(read(other)) == (marks{"3", "4"}), boost::test_tools::per_element()); }
    other.types[3].name = "sector";
    const refusal r = refused(other);
    BOOST_TEST((r.category == error_category::incompatible));
    BOOST_TEST(r.message == "the column \"sector\" is the sector, but its type \"" + std::string{format} + "\" is none of text, whole number, real number, decimal, date, true or false; change its type before");
  }
  // a dictionary of lists, or of a dictionary
  made_stream nested = from;
  nested.types.push_back({"tags", "i", std::make_shared<made_type>(made_type{"", "u", std::make_shared<made_type>(made_type{"", "u"})})});
  made_array coded = numbers<std::int32_t>({0, 0});
  coded.dictionary = std::make_shared<made_array>(numbers<std::int32_t>({0}));
  nested.batches[0].children.push_back(coded);
  BOOST_TEST(marks_of(read(nested)) == (marks{"3", "4"}), boost::test_tools::per_element());
  nested.types[3].name = "sector";
  BOOST_TEST((refused(nested).category == error_category::incompatible));
}

BOOST_AUTO_TEST_CASE(streams_that_fail_say_why) {
  made_stream from = with_marks({"", "i"}, numbers<std::int32_t>({3}));
  from.schema_error = 5;
  from.last_error = "the disk\nis gone";
  refusal r = refused(from);
  BOOST_TEST((r.category == error_category::io));
  BOOST_TEST(r.message == "it could not give its columns (error 5): the disk\\x0Ais gone");
  from.schema_error = 0;
  from.batch_error = 12; // ENOMEM
  from.last_error = nullptr;
  r = refused(from);
  BOOST_TEST((r.category == error_category::out_of_memory));
  BOOST_TEST(r.message == "it could not give its rows (error 12)");
  from.batch_error = 0;
  from.released_schema = true;
  BOOST_TEST(refused(from).message == "it has no columns to tell");
  made_stream single = with_marks({"", "i"}, numbers<std::int32_t>({3}));
  single.format = "l";
  r = refused(single);
  BOOST_TEST((r.category == error_category::incompatible));
  BOOST_TEST(r.message == "it holds single values of the type \"l\", not a table");
}

BOOST_AUTO_TEST_CASE(released_streams_and_null_are_misuse) {
  made_stream from = with_marks({"", "i"}, numbers<std::int32_t>({3}));
  ArrowArrayStream stream = open(from);
  (void)io::read_arrow(&stream, sheet(), one_place());
  const auto misuse = [](const error& e) { return e.category() == error_category::invalid_argument && e.argument() == "stream"; };
  BOOST_CHECK_EXCEPTION((void)io::read_arrow(&stream, sheet(), one_place()), error, misuse);
  BOOST_CHECK_EXCEPTION((void)io::read_arrow(nullptr, sheet(), one_place()), error, misuse);
  ArrowArrayStream hollow{};
  hollow.release = [](ArrowArrayStream* s) { s->release = nullptr; };
  BOOST_CHECK_EXCEPTION((void)io::read_arrow(&hollow, sheet(), one_place()), error, [](const error& e) { return e.message() == "it cannot tell its columns"; });
}

BOOST_AUTO_TEST_CASE(missing_columns_are_named_and_everything_is_given_back) {
  made_stream from = with_marks({"", "i"}, numbers<std::int32_t>({3}));
  from.types[2].name = "scoer";
  const refusal r = refused(from);
  BOOST_TEST((r.category == error_category::not_found));
  BOOST_TEST((r.message.find("nearest is \"scoer\"") != std::string::npos));
  made_stream nothing;
  BOOST_TEST((refused(nothing).category == error_category::not_found));
}

BOOST_AUTO_TEST_CASE(broken_batches_are_refused) {
  const auto misfit = [](const refusal& r) { return r.category == error_category::parse && r.message == "a batch does not fit the columns that were told"; };
  BOOST_TEST(broken([](made_stream&) {}).message == "read");
  BOOST_TEST(misfit(broken([](made_stream& s) { s.batches[0].length = -1; })));
  BOOST_TEST(misfit(broken([](made_stream& s) { s.batches[0].offset = -1; })));
  BOOST_TEST(misfit(broken([](made_stream& s) { s.batches[0].offset = INT64_MAX; })));
  BOOST_TEST(misfit(broken([](made_stream& s) { s.batches[0].n_buffers = 0; })));
  BOOST_TEST(misfit(broken([](made_stream& s) { s.batches[0].buffers.clear(), s.batches[0].n_buffers = 1; })));
  BOOST_TEST(misfit(broken([](made_stream& s) { s.batches[0].null_count = 1; })));
  BOOST_TEST(misfit(broken([](made_stream& s) { s.batches[0].null_count = -2; })));
  BOOST_TEST(misfit(broken([](made_stream& s) { s.batches[0].children.pop_back(); })));
  BOOST_TEST(misfit(broken([](made_stream& s) { s.batches[0].n_children = 4; })));
  BOOST_TEST(misfit(broken([](made_stream& s) { s.batches[0].n_children = -1; })));
  BOOST_TEST(misfit(broken([](made_stream& s) { s.batches[0].dictionary = std::make_shared<made_array>(); })));
  BOOST_TEST(broken([](made_stream& s) { s.batches[0].children[1].released = true; }).message == "the column \"rater\" is broken: it is not in the batch");
  BOOST_TEST(broken([](made_stream& s) { s.batches[0].children[2].length = 2; }).message == "the column \"score\" is broken: it is shorter than its batch");
  BOOST_TEST(broken([](made_stream& s) { s.batches[0].offset = 1; }).message == "the column \"dimension_number\" is broken: it is shorter than its batch");
}

BOOST_AUTO_TEST_CASE(broken_columns_are_refused_by_name) {
  const auto score = [](const std::function<void(made_array&)>& spoil) {
    const refusal r = broken([&](made_stream& s) { spoil(s.batches[0].children[2]); });
    BOOST_TEST((r.category == error_category::parse));
    BOOST_TEST(r.message.starts_with("the column \"score\" is broken: "));
    return r.message.substr(std::string_view{"the column \"score\" is broken: "}.size());
  };
  BOOST_TEST(score([](made_array& a) { a.length = -1; }) == "its length or offset cannot be");
  BOOST_TEST(score([](made_array& a) { a.offset = -1; }) == "its length or offset cannot be");
  BOOST_TEST(score([](made_array& a) { a.offset = INT64_MAX - 1; }) == "its length or offset cannot be");
  BOOST_TEST(score([](made_array& a) { a.null_count = -2; }) == "its number of missing values cannot be");
  BOOST_TEST(score([](made_array& a) { a.null_count = 4; }) == "its number of missing values cannot be");
  BOOST_TEST(score([](made_array& a) { a.null_count = 1; }) == "it says that values are missing but not which");
  BOOST_TEST(score([](made_array& a) { a.n_buffers = 1; }) == "its number of buffers does not fit its type");
  BOOST_TEST(score([](made_array& a) { a.n_buffers = 3; }) == "its number of buffers does not fit its type");
  BOOST_TEST(score([](made_array& a) { a.buffers.clear(), a.n_buffers = 2; }) == "it has no buffers");
  BOOST_TEST(score([](made_array& a) { a.buffers[1] = exact_bytes{}; }) == "a buffer is missing");
  BOOST_TEST(score([](made_array& a) { a.dictionary = std::make_shared<made_array>(); }) == "it has a dictionary its type does not know of");
  BOOST_TEST(broken([](made_stream& s) { s.types[2].dictionary = std::make_shared<made_type>(made_type{"", "u"}); }).message == "the column \"score\" is broken: it has no dictionary");
}

BOOST_AUTO_TEST_CASE(broken_texts_are_refused_by_row) {
  const auto of = [](std::vector<std::int32_t> offsets) {
    return broken_marks({"", "u"}, texts<std::int32_t>({"1", "2", "3"}), [&](made_array& a) { a.buffers[1] = bytes_of(offsets); });
  };
  BOOST_TEST(of({-1, 1, 2, 3}).message == "the column \"score\" is broken: an offset is negative");
  const refusal down = of({0, 2, 1, 3});
  BOOST_TEST(down.message == "the column \"score\" is broken: its offsets do not go up");
  BOOST_TEST(down.row == 1);
  BOOST_TEST(of({0, 1, 2, -3}).row == 2);
  BOOST_TEST(of({0, 1, 2, INT32_MIN}).message == "the column \"score\" is broken: its offsets do not go up");
  const refusal bare = broken_marks({"", "u"}, texts<std::int32_t>({"1", "2", "3"}), [](made_array& a) { a.buffers[2] = exact_bytes{}; });
  BOOST_TEST(bare.message == "the column \"score\" is broken: its bytes are missing");
  const refusal wide = broken_marks({"", "U"}, texts<std::int64_t>({"1", "2", "3"}), [](made_array& a) { a.buffers[1] = bytes_of<std::int64_t>({0, 1, INT64_MIN, 3}); });
  BOOST_TEST(wide.row == 1);
}

BOOST_AUTO_TEST_CASE(broken_views_are_refused_by_row) {
  const std::string text = "a text of more than twelve bytes";
  const auto of = [&](std::int32_t length, std::int32_t buffer, std::int32_t offset) {
    return broken_marks({"", "vu"}, views({"1", text, "3"}, 1), [&](made_array& a) {
      std::string bytes(static_cast<const char*>(a.buffers[1].data()), 48);
      std::memcpy(bytes.data() + 16, &length, 4);
      std::memcpy(bytes.data() + 24, &buffer, 4);
      std::memcpy(bytes.data() + 28, &offset, 4);
      a.buffers[1] = exact_bytes{bytes};
    });
  };
  BOOST_TEST(of(32, 0, 0).message == "read");
  for (const refusal& r : {of(-1, 0, 0), of(INT32_MIN, 0, 0)}) {
    BOOST_TEST(r.message == "the column \"score\" is broken: a text has a negative length");
    BOOST_TEST(r.row == 1);
  }
  for (const refusal& r : {of(32, 1, 0), of(32, -1, 0), of(32, INT32_MAX, 0)}) { BOOST_TEST(r.message == "the column \"score\" is broken: a text stands in a buffer that is not there"); }
  for (const refusal& r : {of(33, 0, 0), of(32, 0, 1), of(32, 0, -1), of(INT32_MAX, 0, INT32_MAX), of(13, 0, INT32_MAX)}) {
    BOOST_TEST(r.message == "the column \"score\" is broken: a text goes past the end of its buffer");
  }
  const refusal no_sizes = broken_marks({"", "vu"}, views({"1", text, "3"}, 1), [](made_array& a) { a.buffers.back() = exact_bytes{}; });
  BOOST_TEST(no_sizes.message == "the column \"score\" is broken: the sizes of its buffers are missing");
  const refusal no_bytes = broken_marks({"", "vu"}, views({"1", text, "3"}, 1), [](made_array& a) { a.buffers[2] = exact_bytes{}; });
  BOOST_TEST(no_bytes.message == "the column \"score\" is broken: a text goes past the end of its buffer");
  const refusal few = broken_marks({"", "vu"}, views({"1", text, "3"}, 1), [](made_array& a) { a.n_buffers = 2; });
  BOOST_TEST(few.message == "the column \"score\" is broken: its number of buffers does not fit its type");
}

BOOST_AUTO_TEST_CASE(what_goes_out_comes_back_as_marks) {
  table t;
  t.add("community", column_type::text);
  t.add("round", column_type::text);
  t.add("dimension_number", column_type::integer);
  t.add("score", column_type::real);
  t.push_row("Alderwick", "R1", 1, 4.0);
  t.push_row("Alderwick", "R1", 2, 2.5);
  t.push_row("Alderwick", "R1", 3, std::nullopt);
  ArrowArrayStream stream{};
  io::export_table(t, &stream);
  const reading r = io::read_arrow(&stream, sheet());
  BOOST_TEST(marks_of(r) == (marks{"4", "\"2.5\"", "blank"}), boost::test_tools::per_element());
  const rubric<3, 5> fixed{plain_rubric(3, 5)};
  io::export_table(t, &stream);
  BOOST_TEST((io::read_arrow(&stream, fixed).ratings.score == r.ratings.score));
}

BOOST_AUTO_TEST_SUITE_END()
