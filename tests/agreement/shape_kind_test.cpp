#include <array>
#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/shape_kind.hpp>

namespace ha = headway::agreement;
using kind = ha::shape_kind;

namespace {

using counts = std::vector<std::uint32_t>;

void is(const counts& c, kind wanted) { BOOST_TEST(name(ha::shape_kind_of(c)) == name(wanted)); }

} // namespace

BOOST_AUTO_TEST_SUITE(shape_kind_test)

BOOST_AUTO_TEST_CASE(shapes_have_words) {
  is({0, 0, 0, 0, 0}, kind::nobody);
  is({0, 1, 0, 0, 0}, kind::one_mark);
  is({0, 0, 8, 0, 0}, kind::all_equal);
  is({0, 2, 0, 0, 0}, kind::all_equal);
  is({0, 1, 2, 0, 0}, kind::few);
  is({1, 1, 1, 1, 0}, kind::few);
  is({2, 0, 0, 0, 2}, kind::two_camps); // four people are enough for that
  is({5, 1, 0, 1, 4}, kind::two_camps);
  is({4, 4, 4, 4, 4}, kind::flat);
  is({1, 1, 1, 1, 1}, kind::flat);
  is({5, 4, 4, 5, 4}, kind::flat);
  is({5, 5}, kind::flat);
  is({1, 4, 6, 4, 1}, kind::one_peak);
  is({0, 0, 6, 5, 0}, kind::one_peak);
  is({0, 0, 0, 3, 9}, kind::one_peak);
  is({1, 0, 6, 4, 1}, kind::one_peak); // a dip of one person is none
  is({9, 4, 2, 1, 0}, kind::tail_up);
  is({0, 6, 4, 2, 1}, kind::tail_up);
  is({0, 1, 2, 4, 9}, kind::tail_down);
  is({5, 0, 5, 0, 0}, kind::several_peaks);
  is({0, 6, 2, 6, 1}, kind::several_peaks);
}

BOOST_AUTO_TEST_CASE(a_reversed_scale_gives_the_reversed_word) {
  std::uint32_t state = 99;
  std::set<std::string_view> met;
  for (int repeat = 0; repeat < 3000; ++repeat) {
    counts c(2 + static_cast<std::size_t>(repeat) % 7);
    for (auto& count : c) {
      state = state * 1664525u + 1013904223u;
      count = (state >> 16) % (1u + (state >> 8) % 9u);
    }
    const kind there = ha::shape_kind_of(c);
    const kind back = ha::shape_kind_of(counts(c.rbegin(), c.rend()));
    const kind wanted = there == kind::tail_up ? kind::tail_down : there == kind::tail_down ? kind::tail_up : there;
    BOOST_TEST_REQUIRE((back == wanted));
    met.insert(name(there));
  }
  BOOST_TEST(met.size() == 10u); // every word was met
}

BOOST_AUTO_TEST_CASE(from_marks_too) {
  BOOST_TEST((ha::shape_kind_of(std::vector<std::int8_t>{0, 0, -1, 4, 4, 0}, 5) == kind::two_camps));
  static constexpr std::array<std::uint32_t, 5> constant{1, 4, 6, 4, 1};
  static_assert(ha::shape_kind_of(constant) == kind::one_peak);
}

BOOST_AUTO_TEST_CASE(codes_and_words_are_all_different) {
  std::set<std::string_view> codes;
  std::set<std::string_view> words;
  for (int i = 0; i < 10; ++i) {
    codes.insert(name(static_cast<kind>(i)));
    words.insert(describe(static_cast<kind>(i)));
  }
  BOOST_TEST((codes.size() == 10 && words.size() == 10 && !codes.contains("unknown") && !words.contains("")));
  BOOST_TEST(name(static_cast<kind>(10)) == "unknown");
  BOOST_TEST(describe(static_cast<kind>(10)).empty());
  BOOST_CHECK_THROW((void)ha::shape_kind_of(counts{4}), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
