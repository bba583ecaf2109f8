// The strict JSON reader: every form of RFC 8259 that it takes, every error with its line and column.

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

#include <headway/io/detail/json.hpp>

using namespace headway;
using io::detail::json_kind;
using io::detail::json_reader;
using io::detail::place_of;
using io::detail::text_place;

namespace {

/// The whole text as one line without blanks: "{a:1,b:[x]}", texts resolved.
void walk(json_reader& in, std::string& out) {
  switch (in.next()) {
  case json_kind::object:
    out += '{';
    in.members([&](std::string_view key, std::size_t) {
      out += std::string{key} + ':';
      walk(in, out);
      out += ',';
    });
    out += '}';
    break;
  case json_kind::array:
    out += '[';
    in.items([&](std::size_t position) {
      out += std::to_string(position) + '=';
      walk(in, out);
      out += ',';
    });
    out += ']';
    break;
  case json_kind::string: out += in.string(); break;
  default: out += in.number(); break;
  }
}

std::string walked(std::string_view text) {
  json_reader in{text, "read", "file.json"};
  std::string out;
  walk(in, out);
  in.finish();
  return out;
}

std::string error_of(std::string_view text) {
  try {
    return "read as " + walked(text);
  } catch (const error& e) {
    BOOST_TEST((e.category() == error_category::parse));
    BOOST_TEST(e.function() == "read");
    BOOST_TEST(e.argument() == "file.json");
    return e.message();
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(json_test)

BOOST_AUTO_TEST_CASE(what_is_json_is_read) {
  BOOST_TEST(walked("{}") == "{}");
  BOOST_TEST(walked(" [ ] \r\n\t") == "[]");
  BOOST_TEST(walked(R"({"a": 1, "b": ["x", {"c": ""}]})") == "{a:1,b:[0=x,1={c:,},],}");
  BOOST_TEST(walked("\xEF\xBB\xBF\"after a byte-order mark\"") == "after a byte-order mark");
  for (const std::string_view number : {"0", "-0", "7", "-12", "0.5", "1e3", "1E+30", "12.75e-2", "123456789012345678901234567890"}) {
    BOOST_TEST(walked(number) == number);
  }
}

BOOST_AUTO_TEST_CASE(escapes_are_resolved) {
  BOOST_TEST(walked(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
  BOOST_TEST(walked(R"("\u0041\u00e9\u20AC")") == "A\xC3\xA9\xE2\x82\xAC");
  BOOST_TEST(walked(R"("\uD83D\uDE00")") == "\xF0\x9F\x98\x80");
  BOOST_TEST(walked(R"("\uD800\uDC00\uDBFF\uDFFF")") == "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
  BOOST_TEST(walked(R"("\u0000")") == (std::string(1, '\0')));
  BOOST_TEST(walked("\"Pentre \xC5\xB4yn\"") == "Pentre \xC5\xB4yn");
  BOOST_TEST(error_of(R"("a\uDC00")") == "line 1, column 3: the second half of a character stands alone");
  BOOST_TEST(error_of(R"("\uD83D")") == "line 1, column 2: the first half of a character stands alone");
  BOOST_TEST(error_of(R"("\uD83Dx")") == "line 1, column 2: the first half of a character stands alone");
  BOOST_TEST(error_of(R"("\uD83D\n")") == "line 1, column 2: the first half of a character stands alone");
  BOOST_TEST(error_of(R"("\uD83D\u0041")") == "line 1, column 2: the first half of a character stands alone");
  BOOST_TEST(error_of(R"("\uD83D\uD83D")") == "line 1, column 2: the first half of a character stands alone");
  for (const std::string_view bad : {R"("\u12")", R"("\u12G4")", R"("\u-123")", R"("\u+123")", R"("\u 123")", R"("\u)", R"("\u00)"}) {
    BOOST_TEST(error_of(bad) == "line 1, column 2: \\u needs four hexadecimal digits, e.g. \\u00e9");
  }
  BOOST_TEST(error_of(R"("C:\data")").starts_with("line 1, column 4: a backslash must be doubled"));
  BOOST_TEST(error_of("\"\\").starts_with("line 1, column 2: a backslash must be doubled"));
  BOOST_TEST(error_of(std::string_view{"\"\\\0\"", 4}).starts_with("line 1, column 2: a backslash must be doubled"));
}

BOOST_AUTO_TEST_CASE(lines_and_columns_count_from_one_in_characters) {
  BOOST_TEST((place_of("", 0) == text_place{1, 1}));
  BOOST_TEST((place_of("ab\ncd", 4) == text_place{2, 2}));
  BOOST_TEST((place_of("ab\r\ncd", 5) == text_place{2, 2}));
  BOOST_TEST((place_of("ab\rcd", 4) == text_place{2, 2}));
  BOOST_TEST((place_of("a\r\r\n\nb", 5) == text_place{4, 1}));
  BOOST_TEST((place_of("\xC5\xB4\xF0\x9F\x98\x80x", 6) == text_place{1, 3}));
  BOOST_TEST(error_of("{\n  \"\xC5\xB4\": oops}") == "line 2, column 8: \"oops\" is not a value; a text stands in double quotes");
  BOOST_TEST(error_of("\xEF\xBB\xBF oops") == "line 1, column 2: \"oops\" is not a value; a text stands in double quotes");
}

BOOST_AUTO_TEST_CASE(slips_are_named) {
  BOOST_TEST(error_of("") == "line 1, column 1: the text is empty");
  BOOST_TEST(error_of(" \n ") == "line 2, column 2: the text is empty");
  BOOST_TEST(error_of("\xEF\xBB\xBF") == "line 1, column 1: the text is empty");
  BOOST_TEST(error_of("{\"a\": 1,}") == "line 1, column 8: a comma stands before the closing }; take it out");
  BOOST_TEST(error_of("[1, 2,\n]") == "line 1, column 6: a comma stands before the closing ]; take it out");
  BOOST_TEST(error_of("[1 2]") == "line 1, column 4: a comma or ] is missing; 2 stands here");
  BOOST_TEST(error_of("{\"a\": 1 \"b\": 2}") == "line 1, column 9: a comma or } is missing; \" stands here");
  BOOST_TEST(error_of("{\"a\" 1}") == "line 1, column 6: a colon is missing between the field \"a\" and its value; 1 stands here");
  BOOST_TEST(error_of("{\"a\"") == "line 1, column 5: a colon is missing between the field \"a\" and its value; the text ends here");
  BOOST_TEST(error_of("{a: 1}") == "line 1, column 2: the name of a field stands in straight double quotes, \" and \"");
  BOOST_TEST(error_of("{\xE2\x80\x9C" "a\xE2\x80\x9D: 1}") == "line 1, column 2: the name of a field stands in straight double quotes, \" and \"");
  BOOST_TEST(error_of("{\"a\": \xE2\x80\x9Cyes\xE2\x80\x9D}") == "line 1, column 7: texts stand in straight double quotes, \" and \"");
  BOOST_TEST(error_of("['a']") == "line 1, column 2: texts stand in straight double quotes, \" and \"");
  BOOST_TEST(error_of("[1, // one\n2]") == "line 1, column 5: a comment cannot stand in a JSON file; take it out");
  BOOST_TEST(error_of("{ # one\n}") == "line 1, column 3: a comment cannot stand in a JSON file; take it out");
  BOOST_TEST(error_of("[None]") == "line 1, column 2: \"None\" is written null in JSON");
  BOOST_TEST(error_of("[True]") == "line 1, column 2: \"True\" is written true in JSON");
  BOOST_TEST(error_of("{\"a\": }") == "line 1, column 7: a value is missing; } stands here");
  BOOST_TEST(error_of("{\"a\": [1, 2") == "line 1, column 12: the text ends here in the middle; a } or ] is missing, or part of the file was lost");
  BOOST_TEST(error_of("{\"a\": 1,") == "line 1, column 9: the text ends here in the middle; a } or ] is missing, or part of the file was lost");
  BOOST_TEST(error_of("{\"a\":") == "line 1, column 6: the text ends here in the middle; a } or ] is missing, or part of the file was lost");
  BOOST_TEST(error_of("[\"a") == "line 1, column 2: the text that begins here has no closing quote");
  BOOST_TEST(error_of("[\"a\nb\"]") == "line 1, column 4: a line ends inside a text; close the quote, or write \\n for a line break");
  BOOST_TEST(error_of(std::string_view{"[\"a\0b\"]", 7}) == "line 1, column 4: the character \\x00 cannot stand in a text");
  BOOST_TEST(error_of(std::string_view{"[\0]", 3}) == "line 1, column 2: a value is missing; \\x00 stands here");
  BOOST_TEST(error_of("{} {}") == "line 1, column 4: the text goes on after its end; { stands here; take out what is left over, or a { or [ is missing before");
  BOOST_TEST(error_of("{\"a\": 1}}").starts_with("line 1, column 9: the text goes on after its end"));
  BOOST_TEST(error_of("{\"a\": 1, \"b\": 2, \"a\": 3}") == "line 1, column 18: the field \"a\" is there twice; keep one of them");
  BOOST_TEST(error_of("{\"a\": 1, \"\\u0061\": 3}") == "line 1, column 10: the field \"a\" is there twice; keep one of them");
}

BOOST_AUTO_TEST_CASE(numbers_are_json_numbers) {
  for (const std::string_view bad : {"-", "-x", "1.", "1.e3", ".5", "+1", "1e", "1e+", "0x10", "1_000", "1.2.3", "--1", "NaN", "Infinity", "-Infinity", "1a"}) {
    BOOST_TEST_CONTEXT(bad) { BOOST_TEST(error_of(bad).starts_with("line 1, column 1: ")); }
  }
  BOOST_TEST(error_of("[01]") == "line 1, column 2: \"01\" begins with a zero too many");
  BOOST_TEST(error_of("-007") == "line 1, column 1: \"-007\" begins with a zero too many");
  BOOST_TEST(error_of("[1,5]") == "read as [0=1,1=5,]"); // a decimal comma separates two numbers; whoever wants one value finds two
  BOOST_TEST(io::detail::whole_number("-9223372036854775808").value() == INT64_MIN);
  BOOST_TEST(!io::detail::whole_number("9223372036854775808"));
  BOOST_TEST(!io::detail::whole_number("1.0"));
  BOOST_TEST(!io::detail::whole_number("1e0"));
  BOOST_TEST(!io::detail::whole_number(""));
}

BOOST_AUTO_TEST_CASE(other_encodings_are_named) {
  BOOST_TEST(error_of(std::string_view{"\xFF\xFE{\0}\0", 6}) == "the text is in UTF-16; save the file again with the encoding UTF-8");
  BOOST_TEST(error_of(std::string_view{"\xFE\xFF\0{\0}", 6}) == "the text is in UTF-16; save the file again with the encoding UTF-8");
  BOOST_TEST(error_of("[\"caf\xE9\"]") == "line 1, column 6: the byte \\xE9 is not UTF-8; save the file again with the encoding UTF-8");
  BOOST_TEST(error_of("[\"\xED\xA0\x80\"]").starts_with("line 1, column 3: the byte \\xED is not UTF-8")); // a surrogate
  BOOST_TEST(error_of("[\"\xC0\x80\"]").starts_with("line 1, column 3: the byte \\xC0 is not UTF-8"));     // overlong
}

BOOST_AUTO_TEST_CASE(depth_is_bounded) {
  const auto nested = [](std::size_t n) { return std::string(n, '[') + std::string(n, ']'); };
  BOOST_TEST(walked(nested(64)).size() == 64u + 64u + 63u * 3u);
  BOOST_TEST(error_of(nested(65)) == "line 1, column 65: more than 64 levels of brackets");
  BOOST_TEST(error_of(std::string(1'000'000, '[')) == "line 1, column 65: more than 64 levels of brackets");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) { objects += "{\"a\":"; }
  BOOST_TEST(error_of(objects) == "line 1, column 321: more than 64 levels of brackets");
}

BOOST_AUTO_TEST_CASE(many_fields_are_compared_without_comparing_all_pairs) {
  std::string text = "{";
  for (int i = 0; i < 200'000; ++i) { text += "\"field" + std::to_string(i) + "\": " + std::to_string(i) + ",\n"; }
  BOOST_TEST(error_of(text + "\"field7\": 0}") == "line 200001, column 1: the field \"field7\" is there twice; keep one of them");
}

BOOST_AUTO_TEST_CASE(the_wrong_kind_is_named) {
  json_reader in{"{\"title\": 3}", "read", "file.json"};
  BOOST_CHECK_EXCEPTION((void)in.string(), error, [](const error& e) { return e.message() == "line 1, column 1: expected a text in quotes, but a block in { } stands here"; });
  in.members([&](std::string_view, std::size_t) {
    BOOST_CHECK_EXCEPTION(in.expect(json_kind::string, "\"title\""), error,
                          [](const error& e) { return e.message() == "line 1, column 11: \"title\" must be a text in quotes, but a number stands here"; });
    (void)in.number();
  });
}

BOOST_AUTO_TEST_CASE(what_is_quoted_reads_back) {
  std::string all;
  for (int c = 0; c < 0x80; ++c) { all += static_cast<char>(c); }
  all += "\xC5\xB4\xE2\x80\x8B\xF0\x9F\x98\x80";
  BOOST_TEST(walked(io::detail::json_quoted(all)) == all);
  BOOST_TEST(io::detail::json_quoted("a\"\\\n\t\x01") == R"("a\"\\\n\t\u0001")");
}

BOOST_AUTO_TEST_SUITE_END()
