// Rubrics as files: the documented example, round trips, and every mistake at its line and column.

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>

#include <headway/io/rubric_file.hpp>
#include <headway/rubrics/rubrics.hpp>

using namespace headway;

namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  BOOST_REQUIRE_MESSAGE(file, path);
  return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

/// The example of docs/rubrics.md, as it stands there.
std::string documented() {
  const std::string page = bytes_of(HEADWAY_TEST_DATA "/../../docs/rubrics.md");
  const std::size_t first = page.find("```json\n") + 8;
  return page.substr(first, page.find("```", first) - first);
}

/// The smallest rubric that fits in a line or two; `{...}` lines are numbered from 1.
constexpr std::string_view small = R"({"schema": "headway-rubric", "version": 1,
"id": "a", "edition": "1", "title": "T", "language": "en",
"levels": [{"value": 1, "label": "low"}, {"value": 2, "label": "high"}],
"missing_codes": [{"code": "dont_know", "label": "?"}],
"groups": [{"key": "g", "name": "G"}],
"dimensions": [
{"number": 1, "key": "one", "name": "One", "group": "g", "descriptors": {"1": "Little.", "2": "Much."}},
{"number": 2, "key": "two", "name": "Two"}]}
)";

/// `small` with one piece put in the place of another, which must be there.
std::string with(std::string_view from, std::string_view to) {
  std::string text{small};
  const std::size_t at = text.find(from);
  BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

std::string error_of(std::string_view text, const io::read_rubric_options& options = {}) {
  try {
    (void)io::read_rubric_text(text, "mine.json", options);
  } catch (const error& e) {
    BOOST_TEST((e.category() == error_category::parse));
    BOOST_TEST(e.function() == "io::read_rubric");
    BOOST_TEST(e.argument() == "mine.json");
    return e.message();
  }
  return "read";
}

rubric_fields two_levels() {
  rubric_fields fields;
  fields.id = "a";
  fields.edition = "1";
  fields.language = "en";
  fields.title = "T";
  fields.levels = {{1, "low"}, {2, "high"}};
  fields.dimensions.push_back({.number = 1, .key = "one", .name = "One"});
  return fields;
}

} // namespace

BOOST_AUTO_TEST_SUITE(rubric_file_test)

BOOST_AUTO_TEST_CASE(the_documented_example_is_read) {
  const rubric<> r = io::read_rubric_text(documented(), "docs/rubrics.md");
  BOOST_TEST(r.id() == "street-forum");
  BOOST_TEST(r.edition() == "2026-a");
  BOOST_TEST(r.language() == "en-GB");
  BOOST_TEST(r.title() == "How is our street forum doing?");
  BOOST_TEST(r.source() == "Invented for headway's documentation.");
  BOOST_REQUIRE(r.levels() == 3u);
  BOOST_TEST(r.scale().value(2) == 3);
  BOOST_TEST(r.scale().label(2) == "Mostly");
  BOOST_REQUIRE(r.missing_codes().size() == 2u);
  BOOST_TEST((r.missing_codes()[1] == missing_code{missing_reason::not_applicable, "Does not apply to me"}));
  BOOST_REQUIRE(r.size() == 2u);
  const dimension& welcome = r.dimensions()[0];
  BOOST_TEST(welcome.number == 1);
  BOOST_TEST(welcome.key == "welcome");
  BOOST_TEST(welcome.name == "A warm welcome");
  BOOST_TEST(welcome.group == "When we meet");
  BOOST_TEST(welcome.question == "Do new people feel at home?");
  BOOST_TEST(welcome.helps == "Somebody at the door; tea before the talking starts.");
  BOOST_TEST(welcome.hinders == "In-jokes; chairs in rows.");
  BOOST_REQUIRE(welcome.descriptors.size() == 3u);
  BOOST_TEST(welcome.descriptors[1] == "New people are greeted, but mostly listen.");
  BOOST_TEST(r.dimensions()[1].group == "What we get done");
  BOOST_TEST(r.dimensions()[1].descriptors.empty());
}

BOOST_AUTO_TEST_CASE(the_sample_rubric_is_read) {
  const rubric<> r = io::read_rubric(HEADWAY_TEST_DATA "/samples/rubric.json");
  BOOST_TEST(r.id() == "example-system-maturity");
  BOOST_TEST(r.size() == 9u);
  BOOST_TEST(r.levels() == 5u);
  BOOST_TEST(r.dimensions()[0].key == "vision");
  for (const dimension& d : r.dimensions()) { BOOST_TEST(d.descriptors.size() == 5u); }
}

BOOST_AUTO_TEST_CASE(what_is_written_reads_back_equal) {
  const auto same = [](const auto& rubric) {
    const std::string text = io::write_rubric(rubric);
    BOOST_TEST((io::read_rubric_text(text) == rubric.to_dynamic()));
    BOOST_TEST(io::write_rubric(io::read_rubric_text(text)) == text);
  };
  same(rubrics::system_maturity());
  same(rubrics::system_behaviours());
  same(rubrics::conditions_for_change());
  same(io::read_rubric_text(documented()));
  same(rubric<>{two_levels()});
  same(rubric<1, 2>{two_levels()});

  rubric_fields odd = two_levels();
  odd.title = "\"Quotes\" \\ slashes / tabs\t lines\r\n \x7F\xC5\xB4 \xF0\x9F\x98\x80";
  odd.title.erase(odd.title.find('\x7F'), 1);
  odd.levels.clear();
  for (int i = 0; i < 16; ++i) { odd.levels.push_back({i * 1000 - 8000, ""}); }
  odd.levels.back().value = INT32_MAX;
  odd.levels.front().value = INT32_MIN;
  odd.missing_codes = {{missing_reason::refused, "-"}, {missing_reason::refused, "..."}, {missing_reason::blank, "?"}};
  odd.dimensions.clear();
  for (const char* group : {"When we meet", "", "when we MEET", "!?", "Gr\xC3\xBC\xC3\x9F", "group"}) { // keys are made that do not collide
    const auto i = static_cast<std::int32_t>(odd.dimensions.size());
    odd.dimensions.push_back({.number = -i, .key = "k" + std::to_string(i), .name = "N" + std::to_string(i), .group = group});
  }
  odd.dimensions[2].descriptors.assign(16, "The same sentence.");
  same(rubric<>{odd});
}

BOOST_AUTO_TEST_CASE(two_to_sixteen_levels_and_any_number_of_dimensions) {
  for (std::size_t levels = 2; levels <= 16; ++levels) {
    rubric_fields fields = two_levels();
    fields.levels.clear();
    for (std::size_t l = 0; l < levels; ++l) { fields.levels.push_back({static_cast<std::int32_t>(l), ""}); }
    BOOST_TEST(io::read_rubric_text(io::write_rubric(rubric<>{fields})).levels() == levels);
  }
  rubric_fields fields = two_levels();
  for (std::int32_t i = 2; i <= 5000; ++i) { fields.dimensions.push_back({.number = i, .key = "k" + std::to_string(i), .name = "N" + std::to_string(i)}); }
  BOOST_TEST(io::read_rubric_text(io::write_rubric(rubric<>{fields})).size() == 5000u);
}

BOOST_AUTO_TEST_CASE(the_order_of_fields_is_free) {
  const rubric<> r = io::read_rubric_text(R"({"dimensions": [{"descriptors": {"2": "Much.", "1": "Little."}, "group": "g", "name": "One", "key": "one", "number": 1}],
    "groups": [{"name": "G", "key": "g"}], "missing_codes": [{"label": "?", "code": "blank"}], "levels": [{"label": "low", "value": 1}, {"label": "high", "value": 2}],
    "source": "S", "language": "cy", "title": "T", "edition": "1", "id": "a", "version": 1, "schema": "headway-sample-rubric"})");
  BOOST_TEST(r.dimensions()[0].group == "G");
  BOOST_TEST(r.dimensions()[0].descriptors[0] == "Little.");
  BOOST_TEST(r.dimensions()[0].descriptors[1] == "Much.");
}

BOOST_AUTO_TEST_CASE(the_small_rubric_of_these_tests_is_right) {
  BOOST_TEST(error_of(small) == "read");
  BOOST_TEST(error_of("\xEF\xBB\xBF" + std::string{small}) == "read");
  BOOST_TEST(error_of(with("\"groups\": [{\"key\": \"g\", \"name\": \"G\"}],", "\"groups\": [{\"key\": \"g\", \"name\": \"G\"}, {\"key\": \"h\", \"name\": \"H\"}],")) == "read");
}

BOOST_AUTO_TEST_CASE(fields_that_are_not_known_or_not_there) {
  BOOST_TEST(error_of(with("\"language\"", "\"langauge\"")) == "line 2, column 42: \"langauge\" is not a field of a rubric; did you mean \"language\"?");
  BOOST_TEST(error_of(with("\"id\"", "\"target\": 4, \"id\"")) ==
             "line 2, column 1: \"target\" is not a field of a rubric, which has schema, version, id, edition, title, language, source, levels, missing_codes, groups and dimensions");
  BOOST_TEST(error_of(with("\"name\": \"Two\"", "\"nmae\": \"Two\"")) == "line 8, column 29: \"nmae\" is not a field of a dimension; did you mean \"name\"?");
  BOOST_TEST(error_of(with("\"key\": \"two\"", "\"key\": \"two\", \"helpss\": \"\"")) == "line 8, column 29: \"helpss\" is not a field of a dimension; did you mean \"helps\"?");
  BOOST_TEST(error_of(with("{\"value\": 1,", "{\"values\": 1,")) == "line 3, column 13: \"values\" is not a field of a level; did you mean \"value\"?");
  BOOST_TEST(error_of(with("\"label\": \"?\"", "\"label\": \"?\", \"x\": 1")) == "line 4, column 55: \"x\" is not a field of a missing code, which has code and label");
  BOOST_TEST(error_of(with("\"name\": \"G\"", "\"name\": \"G\", \"x\": 1")) == "line 5, column 38: \"x\" is not a field of a group, which has key and name");
  BOOST_TEST(error_of(with("\"id\": \"a\", ", "")) == "line 1, column 1: a rubric needs the field \"id\"");
  BOOST_TEST(error_of(with("\"edition\": \"1\", ", "")) == "line 1, column 1: a rubric needs the field \"edition\"");
  BOOST_TEST(error_of(with(", \"language\": \"en\"", "")) == "line 1, column 1: a rubric needs the field \"language\"");
  BOOST_TEST(error_of(with("\"schema\": \"headway-rubric\", ", "")) == "line 1, column 1: a rubric needs the field \"schema\"");
  BOOST_TEST(error_of(with("\"number\": 2, ", "")) == "line 8, column 1: a dimension needs the field \"number\"");
  BOOST_TEST(error_of(with(", \"label\": \"high\"", "")) == "line 3, column 42: a level needs the field \"label\"");
  BOOST_TEST(error_of(with("\"id\": \"a\"", "\"id\": \"a\", \"id\": \"a\"")) == "line 2, column 12: the field \"id\" is there twice; keep one of them");
}

BOOST_AUTO_TEST_CASE(values_of_the_wrong_kind_or_form) {
  BOOST_TEST(error_of("[]") == "line 1, column 1: a rubric must be a block in { }, but a list in [ ] stands here");
  BOOST_TEST(error_of(with("headway-rubric", "headway-study")) == "line 1, column 12: \"schema\" is \"headway-study\"; a rubric file says \"headway-rubric\"");
  BOOST_TEST(error_of(with("\"version\": 1", "\"version\": 2")) == "line 1, column 41: \"version\" is 2; headway " HEADWAY_VERSION " reads version 1 of the format");
  BOOST_TEST(error_of(with("\"version\": 1", "\"version\": \"1\"")) == "line 1, column 41: \"version\" must be a number, but a text in quotes stands here");
  BOOST_TEST(error_of(with("\"title\": \"T\"", "\"title\": null")) == "line 2, column 37: \"title\" must be a text in quotes, but null stands here");
  BOOST_TEST(error_of(with("\"title\": \"T\"", "\"title\": \" \"")) == "line 2, column 37: \"title\" is empty; write a word or two");
  BOOST_TEST(error_of(with("\"id\": \"a\"", "\"id\": \"a \"")) == "line 2, column 7: \"id\" is \"a \"; write it without blanks at its ends, line breaks and invisible characters");
  BOOST_TEST(error_of(with("\"key\": \"one\"", "\"key\": \"o\xE2\x80\x8Bne\"")) ==
             "line 7, column 22: \"key\" is \"o\\xE2\\x80\\x8Bne\"; write it without blanks at its ends, line breaks and invisible characters");
  BOOST_TEST(error_of(with("\"title\": \"T\"", "\"title\": \"a\\u0000b\"")) == "line 2, column 37: \"title\" holds the control character \\x00; take it out");
  BOOST_TEST(error_of(with("\"title\": \"T\"", "\"title\": \"a\\u007fb\"")) == "line 2, column 37: \"title\" holds the control character \\x7F; take it out");
  for (const std::string_view tag : {"", "English please", "-en", "en-", "en--GB", "en_GB", "abcdefghi", "\xC3\xA9"}) {
    BOOST_TEST_CONTEXT(tag) { BOOST_TEST(error_of(with("\"language\": \"en\"", "\"language\": \"" + std::string{tag} + "\"")).starts_with("line 2, column 54: \"language\" is ")); }
  }
  for (const std::string_view tag : {"cy", "en-GB", "zh-Hant-TW", "x-invented", "sr-Latn-RS"}) {
    BOOST_TEST_CONTEXT(tag) { BOOST_TEST(error_of(with("\"language\": \"en\"", "\"language\": \"" + std::string{tag} + "\"")) == "read"); }
  }
}

BOOST_AUTO_TEST_CASE(levels_are_two_to_sixteen_whole_numbers_going_up) {
  BOOST_TEST(error_of(with("{\"value\": 1, \"label\": \"low\"}, ", "")) == "line 3, column 11: \"levels\" has 1 level; a scale has 2 to 16");
  BOOST_TEST(error_of(with("[{\"value\": 1, \"label\": \"low\"}, {\"value\": 2, \"label\": \"high\"}]", "[]")) == "line 3, column 11: \"levels\" has 0 levels; a scale has 2 to 16");
  BOOST_TEST(error_of(with("\"value\": 2", "\"value\": 1")) == "line 3, column 52: the level 1 follows 1; list the levels from lowest to highest, each value once");
  BOOST_TEST(error_of(with("\"value\": 2", "\"value\": -2")) == "line 3, column 52: the level -2 follows 1; list the levels from lowest to highest, each value once");
  std::string many;
  for (int i = 1; i <= 17; ++i) { many += (i == 1 ? "" : ",\n") + std::string{"{\"value\": "} + std::to_string(i) + ", \"label\": \"\"}"; }
  BOOST_TEST(error_of(with("{\"value\": 1, \"label\": \"low\"}, {\"value\": 2, \"label\": \"high\"}", many)) == "line 19, column 1: \"levels\" has more than 16 levels; a scale has 2 to 16");
  for (const std::string_view number : {"1.0", "1.5", "1e0", "2147483648", "-2147483649", "99999999999999999999"}) {
    BOOST_TEST(error_of(with("\"value\": 1", "\"value\": " + std::string{number})) ==
               "line 3, column 22: \"value\" is " + std::string{number} + "; it must be a whole number from -2147483648 to 2147483647, written without a point or exponent");
  }
}

BOOST_AUTO_TEST_CASE(missing_codes_mean_one_thing_each) {
  BOOST_TEST(error_of(with("dont_know", "dontknow")) == "line 4, column 28: \"dontknow\" is not a missing code; did you mean \"dont_know\"?");
  BOOST_TEST(error_of(with("dont_know", "off_scale")) == "line 4, column 28: \"off_scale\" is not a missing code; the codes are blank, dont_know, not_applicable, not_asked and refused");
  BOOST_TEST(error_of(with("{\"code\": \"dont_know\", \"label\": \"?\"}", "{\"code\": \"dont_know\", \"label\": \"N/A\"}, {\"code\": \"refused\", \"label\": \"n a\"}")) ==
             "line 4, column 87: another missing code has the label \"n a\" too; one text can only mean one thing");
  BOOST_TEST(error_of(with("{\"code\": \"dont_know\", \"label\": \"?\"}", "{\"code\": \"dont_know\", \"label\": \"?\"}, {\"code\": \"refused\", \"label\": \"-\"}")) == "read");
  BOOST_TEST(error_of(with("\"label\": \"?\"", "\"label\": \"2\"")) == "line 4, column 50: \"2\" is a level as well; one text can only mean one thing");
  BOOST_TEST(error_of(with("\"label\": \"?\"", "\"label\": \"HIGH\"")) == "line 4, column 50: \"HIGH\" is a level as well; one text can only mean one thing");
  BOOST_TEST(error_of(with("\"label\": \"?\"", "\"label\": \"\"")) == "line 4, column 50: \"label\" is empty; write a word or two");
}

BOOST_AUTO_TEST_CASE(groups_are_named_by_key) {
  BOOST_TEST(error_of(with("\"group\": \"g\"", "\"group\": \"elsewhere\"")) == "line 7, column 53: \"elsewhere\" is not the key of a group; the keys are g");
  BOOST_TEST(error_of(with("\"groups\": [{\"key\": \"g\", \"name\": \"G\"}],\n", "")) == "line 6, column 53: \"g\" is not the key of a group; list it in \"groups\"");
  BOOST_TEST(error_of(with("{\"key\": \"g\", \"name\": \"G\"}", "{\"key\": \"g\", \"name\": \"G\"}, {\"key\": \"g\", \"name\": \"H\"}")) == "line 5, column 47: another group has the key \"g\" too");
  BOOST_TEST(error_of(with("{\"key\": \"g\", \"name\": \"G\"}", "{\"key\": \"g\", \"name\": \"G\"}, {\"key\": \"h\", \"name\": \"G\"}")) == "line 5, column 60: another group has the name \"G\" too");
}

BOOST_AUTO_TEST_CASE(dimensions_share_nothing) {
  BOOST_TEST(error_of(with("\"number\": 2", "\"number\": 1")) == "line 8, column 12: another dimension has the number 1 too");
  BOOST_TEST(error_of(with("\"key\": \"two\"", "\"key\": \"one\"")) == "line 8, column 22: another dimension has the key \"one\" too");
  BOOST_TEST(error_of(with("\"name\": \"Two\"", "\"name\": \" ONE\"")) == "line 8, column 37: another dimension has the name \" ONE\" too, apart from capitals and spacing");
  BOOST_TEST(error_of(with("\"dimensions\": [\n{\"number\": 1, \"key\": \"one\", \"name\": \"One\", \"group\": \"g\", \"descriptors\": {\"1\": \"Little.\", \"2\": \"Much.\"}},\n{\"number\": 2, \"key\": \"two\", \"name\": \"Two\"}]", "\"dimensions\": []")) ==
             "line 6, column 15: \"dimensions\" is empty; a rubric needs at least one");
}

BOOST_AUTO_TEST_CASE(descriptors_are_all_or_none) {
  BOOST_TEST(error_of(with(", \"2\": \"Much.\"", "")) == "line 7, column 1: the dimension \"One\" has no descriptor for the level 2; give one for each level, or leave \"descriptors\" out");
  BOOST_TEST(error_of(with("\"1\": \"Little.\", \"2\": \"Much.\"", "")) == "line 7, column 73: \"descriptors\" is empty; give one for each level, or leave the field out");
  BOOST_TEST(error_of(with("\"2\": \"Much.\"", "\"2\": \"Much.\", \"3\": \"More.\"")) == "line 7, column 104: \"3\" is not the value of a level");
  BOOST_TEST(error_of(with("\"2\": \"Much.\"", "\"02\": \"Much.\"")) == "line 7, column 90: \"02\" is not the value of a level");
  BOOST_TEST(error_of(with("\"2\": \"Much.\"", "\"2\": \"\"")) == "line 7, column 95: a descriptor is empty; write a word or two");
  BOOST_TEST(error_of(with("\"2\": \"Much.\"", "\"1\": \"Much.\"")) == "line 7, column 90: the field \"1\" is there twice; keep one of them");
  std::string many;
  for (int i = 1; i <= 17; ++i) { many += (i == 1 ? "" : ", ") + std::string{"\""} + std::to_string(i) + "\": \"x\""; }
  BOOST_TEST(error_of(with("\"1\": \"Little.\", \"2\": \"Much.\"", many)).ends_with("\"descriptors\" has more than 16 entries; there is one for each level"));
}

BOOST_AUTO_TEST_CASE(every_beginning_of_a_file_is_an_error_and_no_byte_does_harm) {
  for (std::size_t n = 0; n + 2 < small.size(); ++n) {
    BOOST_TEST_CONTEXT("the first " << n << " bytes") { BOOST_TEST(error_of(small.substr(0, n)) != "read"); }
  }
  std::mt19937 draw{20260101};
  std::size_t read = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text{small};
    for (unsigned k = 0; k <= draw() % 3; ++k) { text[draw() % text.size()] = static_cast<char>(draw() % 256); }
    read += error_of(text) == "read";
  }
  BOOST_TEST(read > 0u);      // some changes fall into a title or a sentence
  BOOST_TEST(read < 10'000u);
}

BOOST_AUTO_TEST_CASE(long_texts_are_refused) {
  const io::read_rubric_options tight{.most_bytes = small.size() - 1};
  BOOST_CHECK_EXCEPTION((void)io::read_rubric_text(small, "mine.json", tight), error, [](const error& e) { return e.category() == error_category::limit; });
  BOOST_TEST((io::read_rubric_text(small, "mine.json", {.most_bytes = small.size()}).size() == 2u));
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_read) {
  const auto category = [](const std::string& path, const io::read_rubric_options& options = {}) {
    try {
      (void)io::read_rubric(path, options);
    } catch (const error& e) {
      BOOST_TEST((std::string_view{e.what()}.find(path) != std::string_view::npos));
      return e.category();
    }
    return error_category{};
  };
  BOOST_TEST((category(HEADWAY_TEST_DATA "/samples/not-here.json") == error_category::io));
  BOOST_TEST((category(HEADWAY_TEST_DATA "/samples") == error_category::io));
  BOOST_TEST((category(HEADWAY_TEST_DATA "/samples/rubric.json", {.most_bytes = 1000}) == error_category::limit));
}

BOOST_AUTO_TEST_CASE(what_a_file_may_not_hold_is_not_written) {
  const auto message = [](const rubric_fields& fields) {
    try {
      (void)io::write_rubric(rubric<>{fields});
    } catch (const error& e) {
      BOOST_TEST((e.category() == error_category::invalid_argument));
      BOOST_TEST(e.function() == "io::write_rubric");
      return e.message();
    }
    return std::string{"written"};
  };
  rubric_fields fields = two_levels();
  BOOST_TEST(message(fields) == "written");
  fields.edition = "";
  BOOST_TEST(message(fields) == "it could not be read again: line 5, column 14: \"edition\" is empty; write a word or two");
  fields = two_levels();
  fields.dimensions[0].question = "caf\xE9";
  BOOST_TEST(message(fields).ends_with("the byte \\xE9 is not UTF-8; save the file again with the encoding UTF-8"));
  fields = two_levels();
  fields.dimensions[0].descriptors = {"Little.", ""};
  BOOST_TEST(message(fields).ends_with("a descriptor is empty; write a word or two"));
}

BOOST_AUTO_TEST_SUITE_END()
