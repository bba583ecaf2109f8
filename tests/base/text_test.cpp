// Text: what is UTF-8, what counts as a blank, which names are alike, and what is safe to show.

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <headway/base/text.hpp>

using namespace headway;

namespace {

/// A decoder that knows nothing of the one under test: takes lead bits as they are and then looks at the number.
std::optional<std::size_t> first_invalid_by_decoding(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    std::size_t more = 0;
    std::uint32_t code = lead;
    if (lead >= 0x80) {
      if ((lead & 0xE0) == 0xC0) { more = 1, code = lead & 0x1Fu; }
      else if ((lead & 0xF0) == 0xE0) { more = 2, code = lead & 0x0Fu; }
      else if ((lead & 0xF8) == 0xF0) { more = 3, code = lead & 0x07u; }
      else { return i; }
    }
    for (std::size_t k = 1; k <= more; ++k) {
      if (i + k >= bytes.size()) { return i; }
      const auto next = static_cast<unsigned char>(bytes[i + k]);
      if ((next & 0xC0) != 0x80) { return i; }
      code = code << 6 | (next & 0x3Fu);
    }
    constexpr std::uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    if (code < smallest[more] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) { return i; }
    i += more + 1;
  }
  return std::nullopt;
}

/// Optimal string alignment by its definition.
std::size_t distance_by_recursion(std::string_view a, std::string_view b) {
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> known;
  const auto d = [&](auto self, std::size_t i, std::size_t j) -> std::size_t {
    if (i == 0 || j == 0) { return i + j; }
    if (const auto at = known.find({i, j}); at != known.end()) { return at->second; }
    std::size_t best = (std::min)({self(self, i - 1, j) + 1, self(self, i, j - 1) + 1, self(self, i - 1, j - 1) + (a[i - 1] == b[j - 1] ? 0u : 1u)});
    if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) { best = (std::min)(best, self(self, i - 2, j - 2) + 1); }
    known[{i, j}] = best;
    return best;
  };
  return d(d, a.size(), b.size());
}

std::string random_text(std::mt19937& draw, std::string_view letters, std::size_t longest) {
  std::string out;
  for (std::size_t n = draw() % (longest + 1); n > 0; --n) { out += letters[draw() % letters.size()]; }
  return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(text_test)

BOOST_AUTO_TEST_CASE(every_class_of_invalid_utf8_is_found) {
  const auto at = [](std::string_view bytes) { return text::first_invalid_utf8(bytes); };
  BOOST_TEST(!at(""));
  BOOST_TEST(!at("plain"));
  BOOST_TEST(!at(std::string_view{"a\0b", 3}));
  BOOST_TEST(!at("\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"));
  for (const std::string_view bad : {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF",
                                     "\xED\xA0\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF", "\xC2", "\xE2\x82", "\xF0\x9F\x98",
                                     "\xC2" "a", "\xE2\x82" "a", "\xE2" "a\x82", "\xF0\x9F\x98" "a", "\xC2\xC2\x80"}) {
    BOOST_TEST_CONTEXT(text::shown(bad)) {
      BOOST_TEST(at(bad).value() == 0u);
      BOOST_TEST(at("ok " + std::string{bad} + " ok").value() == 3u);
      BOOST_TEST(at("\xE2\x82\xAC" + std::string{bad}).value() == 3u);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_short_byte_sequence_is_judged_as_by_decoding) {
  std::size_t differ = 0;
  for (std::uint32_t bytes = 0; bytes < 0x1000000; bytes += bytes < 0x20000 ? 1 : 7) { // all of one and two bytes, a share of three
    const char text[] = {static_cast<char>(bytes & 0xFF), static_cast<char>(bytes >> 8 & 0xFF), static_cast<char>(bytes >> 16)};
    differ += text::first_invalid_utf8({text, 3}) != first_invalid_by_decoding({text, 3});
  }
  BOOST_TEST(differ == 0u);
  std::mt19937 draw{1};
  constexpr std::string_view edges = "a\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0\xC1\xC2\xDF\xE0\xED\xEE\xEF\xF0\xF4\xF5\xFF";
  for (int i = 0; i < 200'000; ++i) {
    const std::string text = random_text(draw, edges, 9);
    differ += text::first_invalid_utf8(text) != first_invalid_by_decoding(text);
  }
  BOOST_TEST(differ == 0u);
}

BOOST_AUTO_TEST_CASE(blanks_at_the_ends_are_cut) {
  BOOST_TEST(text::trim("") == "");
  BOOST_TEST(text::trim(" \t\r\n\v\f") == "");
  BOOST_TEST(text::trim("  a b  ") == "a b");
  BOOST_TEST(text::trim("\xEF\xBB\xBF \xC2\xA0" "community\xE2\x80\xAF\xC2\xA0") == "community");
  BOOST_TEST(text::trim("\xC3\xA0") == "\xC3\xA0");       // ends with the byte of a no-break space, and is none
  BOOST_TEST(text::trim("\xE2\x80\xAE" "a") == "\xE2\x80\xAE" "a");
  BOOST_TEST(text::trim("\xA0") == "\xA0");
  std::mt19937 draw{2};
  for (int i = 0; i < 20'000; ++i) {
    const std::string bytes = random_text(draw, " \t\n\xC2\xA0\xE2\x80\xAF\xEF\xBB\xBF" "ab", 8);
    const std::string_view cut = text::trim(bytes);
    BOOST_REQUIRE(text::trim(cut) == cut);
    BOOST_REQUIRE((cut.data() >= bytes.data() && cut.data() + cut.size() <= bytes.data() + bytes.size()));
    BOOST_REQUIRE((cut.size() == 0) == (text::trim(" " + bytes + "\xC2\xA0").size() == 0));
  }
}

BOOST_AUTO_TEST_CASE(names_as_people_type_them_fold_alike) {
  for (const std::string_view alike : {"Service delivery", "service_delivery", " SERVICE  DELIVERY ", "service-delivery", "Service/Delivery", "service\xC2\xA0" "delivery", "service \xE2\x80\x93 delivery",
                                       "(service) delivery!"}) {
    BOOST_TEST(text::fold(alike) == "service delivery");
  }
  BOOST_TEST(text::fold("Don't know") == "dont know");
  BOOST_TEST(text::fold("Don\xE2\x80\x99t know") == "dont know");
  BOOST_TEST(text::fold("Health & care") == "health and care");
  BOOST_TEST(text::fold("Health&care") == "health and care");
  BOOST_TEST(text::fold("Pentre \xC5\xB4yn") == "pentre \xC5\xB4yn");
  BOOST_TEST(text::fold("?!") == "");
  BOOST_TEST(text::fold("") == "");
  BOOST_TEST(text::fold("R2") != text::fold("R 2"));
  std::mt19937 draw{3};
  constexpr std::string_view pieces[] = {" ", "_", "-", "/", "&", "'", "A", "z", "0", "\xC3\xA9", "\xC2\xA0", "\xE2\x80\x99", "\xE2\x80\x93", "\xE2\x82\xAC"};
  for (int i = 0; i < 20'000; ++i) {
    std::string name;
    for (std::size_t n = draw() % 12; n > 0; --n) { name += pieces[draw() % std::size(pieces)]; }
    const std::string once = text::fold(name);
    BOOST_REQUIRE(text::fold(once) == once);
    BOOST_REQUIRE((once.empty() || (once.front() != ' ' && once.back() != ' ')));
    BOOST_REQUIRE(once.find("  ") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(edit_distance_is_optimal_string_alignment_up_to_its_limit) {
  BOOST_TEST(text::edit_distance("", "", 0) == 0u);
  BOOST_TEST(text::edit_distance("vision", "vision", 2) == 0u);
  BOOST_TEST(text::edit_distance("vision", "vison", 2) == 1u);
  BOOST_TEST(text::edit_distance("vision", "vsiion", 2) == 1u);  // neighbours swapped
  BOOST_TEST(text::edit_distance("ca", "abc", 5) == 3u);         // no edit inside a swap
  BOOST_TEST(text::edit_distance("kitten", "sitting", 9) == 3u);
  BOOST_TEST(text::edit_distance("kitten", "sitting", 2) == 3u);
  BOOST_TEST(text::edit_distance("kitten", "sitting", 1) == 2u); // limit + 1
  BOOST_TEST(text::edit_distance("", "abcdef", 2) == 3u);
  std::mt19937 draw{4};
  for (int i = 0; i < 20'000; ++i) {
    const std::string a = random_text(draw, "abc", 8);
    const std::string b = random_text(draw, "abc", 8);
    const std::size_t limit = draw() % 6;
    const std::size_t expected = (std::min)(distance_by_recursion(a, b), limit + 1);
    BOOST_REQUIRE(text::edit_distance(a, b, limit) == expected);
    BOOST_REQUIRE(text::edit_distance(b, a, limit) == expected);
  }
}

BOOST_AUTO_TEST_CASE(the_nearest_name_is_offered_only_for_a_slip) {
  const std::vector<std::string> names{"Vision", "Collaboration", "Finance", "Fun"};
  const auto near = [&](std::string_view typed) { return text::nearest(typed, names); };
  BOOST_TEST(near("vison").value() == 0u);
  BOOST_TEST(near("VISION ").value() == 0u);
  BOOST_TEST(near("colaboratoin").value() == 1u);
  BOOST_TEST(!near("colaboratns"));  // more than two slips
  BOOST_TEST(near("fun").value() == 3u);
  BOOST_TEST(!near("fa"));           // two letters are too few to tell a slip from another word
  BOOST_TEST(!near("Vsiom x"));
  BOOST_TEST(!near(""));
  BOOST_TEST(!text::nearest("vision", {}));
  const std::vector<std::string> twice{"abcx", "abcy"};
  BOOST_TEST(text::nearest("abcz", twice).value() == 0u); // the first of equals
}

BOOST_AUTO_TEST_CASE(what_is_shown_is_one_visible_line) {
  BOOST_TEST(text::shown("Pentre \xC5\xB4yn") == "Pentre \xC5\xB4yn");
  BOOST_TEST(text::shown("a\nb\tc\x7F") == "a\\x0Ab\\x09c\\x7F");
  BOOST_TEST(text::shown(std::string_view{"a\0b", 3}) == "a\\x00b");
  BOOST_TEST(text::shown("caf\xE9") == "caf\\xE9");
  BOOST_TEST(text::shown("\xE9" "ab") == "\\xE9" "ab");                   // the bytes after a wrong one are not swallowed
  BOOST_TEST(text::shown("\x80\xBF") == "\\x80\\xBF");
  BOOST_TEST(text::shown("a\xE2\x80\x8B" "b") == "a\\xE2\\x80\\x8B" "b"); // zero-width space
  BOOST_TEST(text::shown("\xE2\x80\xAE" "x") == "\\xE2\\x80\\xAE" "x");   // right-to-left override
  BOOST_TEST(text::shown("\xE2\x81\xA6") == "\\xE2\\x81\\xA6");           // left-to-right isolate
  BOOST_TEST(text::shown("\xD8\x9C") == "\\xD8\\x9C");                    // Arabic letter mark
  BOOST_TEST(text::shown("\xEF\xBB\xBF" "a") == "\\xEF\\xBB\\xBF" "a");   // byte-order mark
  BOOST_TEST(text::shown("\xC2\xAD") == "\\xC2\\xAD");                    // soft hyphen
  BOOST_TEST(text::shown("\xC2\x85") == "\\xC2\\x85");                    // next line
  BOOST_TEST(text::shown("\xE2\x80\xA8") == "\\xE2\\x80\\xA8");           // line separator
  BOOST_TEST(text::shown("\xE2\x80\x93\xE2\x80\x99\xC2\xA3") == "\xE2\x80\x93\xE2\x80\x99\xC2\xA3");
}

BOOST_AUTO_TEST_CASE(what_is_shown_is_cut_between_characters) {
  BOOST_TEST(text::shown("abcdef", 6) == "abcdef");
  BOOST_TEST(text::shown("abcdefg", 6) == "abcdef...");
  BOOST_TEST(text::shown("abcde\xC5\xB4", 6) == "abcde...");
  BOOST_TEST(text::shown("abcde\xC5", 6) == "abcde\\xC5"); // a wrong byte at the end is shown when it fits
  BOOST_TEST(text::shown("a", 0) == "...");
  BOOST_TEST(text::shown("", 0) == "");
  BOOST_TEST(text::shown(std::string(1000, 'x')).size() == 63u);
  std::mt19937 draw{5};
  for (int i = 0; i < 50'000; ++i) {
    const std::string shown = text::shown(random_text(draw, "a\x01\x80\xAE\xC2\xD8\xE2\xEF\xBB\xBF\xF0\x9F\x98", 12), 8);
    BOOST_REQUIRE(!text::first_invalid_utf8(shown));
    BOOST_REQUIRE(text::shown(shown, 100) == shown);
  }
}

BOOST_AUTO_TEST_SUITE_END()
