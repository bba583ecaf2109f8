#include <boost/test/unit_test.hpp>

#include <headway/io/detail/dictionary.hpp>
#include <headway/io/detail/lane.hpp>

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace headway::io::detail;

namespace {

constexpr std::uint32_t many = 200'000;

/// Labels somebody might choose to make a table slow: runs, multiples of powers of two, texts that differ in one place only, equal ends.
std::vector<std::function<std::string(std::uint32_t)>> chosen() {
  const auto bytes = [](std::uint64_t v, int n) {
    std::string out;
    for (int k = 0; k < n; ++k) { out += static_cast<char>('A' + ((v >> (4 * k)) & 15)); }
    return out;
  };
  return {[](std::uint32_t i) { return std::to_string(i); },
          [](std::uint32_t i) { return std::to_string(std::uint64_t{i} << 32); },
          [=](std::uint32_t i) { return bytes(i, 8); },
          [=](std::uint32_t i) { return bytes(std::uint64_t{i} << 8, 8); },
          [=](std::uint32_t i) { return bytes(i, 8) + "same end"; },
          [=](std::uint32_t i) { return "same beg" + bytes(i, 8); },
          [=](std::uint32_t i) { return bytes(i, 6) + std::string(40, 'x') + bytes(i, 6); },
          [=](std::uint32_t i) { return std::string(100, 'x') + bytes(i, 8); }};
}

std::vector<std::string> random_labels() {
  std::mt19937_64 random{3};
  std::vector<std::string> out;
  for (std::uint32_t i = 0; i < many; ++i) {
    std::string label;
    for (std::uint64_t v = random(); v != 0; v >>= 5) { label += static_cast<char>('a' + (v & 15)); }
    out.push_back(label);
  }
  return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(dictionary_test)

BOOST_AUTO_TEST_CASE(numbers_follow_first_appearance) {
  text_dictionary d;
  BOOST_TEST(d.add("b").first == 0u);
  BOOST_TEST(d.add("a").first == 1u);
  BOOST_TEST(!d.add("b").second);
  BOOST_TEST(d.add("").first == 2u);
  BOOST_TEST(d.add(std::string_view{"b\0", 2}).first == 3u);
  BOOST_TEST(d[3].size() == 2u);
  BOOST_TEST(d.find("a") == 1u);
  BOOST_TEST(d.find("c") == text_dictionary::absent);
  pair_dictionary p;
  BOOST_TEST(p.add(1, 2).first == 0u);
  BOOST_TEST(p.add(2, 1).first == 1u);
  BOOST_TEST(p.add(1, 2).first == 0u);
}

BOOST_AUTO_TEST_CASE(no_choice_of_labels_makes_a_table_slow) {
  text_dictionary usual;
  lane_column usual_lane;
  std::uint32_t n = 0;
  for (const std::string& label : random_labels()) {
    usual.add(label);
    usual_lane.learn(label.substr(0, 8), n++);
  }
  BOOST_TEST(usual.steps_away() > 0u);
  for (const auto& label : chosen()) {
    text_dictionary table;
    lane_column lane;
    for (std::uint32_t i = 0; i < many; ++i) {
      const std::string text = label(i);
      BOOST_TEST_REQUIRE(table.add(text).first == i);
      lane.learn(text, i);
    }
    BOOST_TEST(table.steps_away() <= 2 * usual.steps_away(), label(1));
    BOOST_TEST(lane.steps_away() <= 2 * usual.steps_away(), label(1));
  }
}

BOOST_AUTO_TEST_CASE(portable_product_is_the_product) {
  // against the schoolbook sum in base 2^16
  std::mt19937_64 random{5};
  for (int k = 0; k < 1000; ++k) {
    const std::uint64_t a = random();
    const std::uint64_t b = random();
    std::uint64_t digits[9] = {};
    for (int i = 0; i < 4; ++i) {
      for (int j = 0; j < 4; ++j) {
        std::uint64_t carry = ((a >> (16 * i)) & 0xFFFF) * ((b >> (16 * j)) & 0xFFFF);
        for (int at = i + j; carry != 0; ++at) {
          carry += digits[at];
          digits[at] = carry & 0xFFFF;
          carry >>= 16;
        }
      }
    }
    const std::uint64_t low = digits[0] | digits[1] << 16 | digits[2] << 32 | digits[3] << 48;
    const std::uint64_t high = digits[4] | digits[5] << 16 | digits[6] << 32 | digits[7] << 48;
    BOOST_TEST(folded_product(a, b) == (low ^ high));
  }
}

BOOST_AUTO_TEST_SUITE_END()
