// Days of the calendar, against the standard library's, and the order of round labels.

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <headway/core/round.hpp>

using namespace headway;

BOOST_AUTO_TEST_SUITE(round_test)

BOOST_AUTO_TEST_CASE(every_day_of_ten_thousand_years_agrees_with_the_standard_library) {
  std::size_t wrong = 0;
  std::int32_t expected = date::first_days;
  for (int year = 1; year <= 9999; ++year) {
    for (unsigned month = 1; month <= 12; ++month) {
      for (unsigned day = 1; day <= 31; ++day) {
        const std::chrono::year_month_day civil{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
        const auto found = date::from_civil(year, month, day);
        wrong += found.has_value() != civil.ok();
        if (!found || !civil.ok()) { continue; }
        wrong += found->days() != std::chrono::sys_days{civil}.time_since_epoch().count();
        wrong += found->days() != expected++;
      }
    }
  }
  BOOST_TEST(wrong == 0u);
  BOOST_TEST(expected == date::last_days + 1);
}

BOOST_AUTO_TEST_CASE(every_day_is_written_as_its_own_text) {
  std::size_t wrong = 0;
  const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  for (std::int32_t days = date::first_days; days <= date::last_days; days += days % 5 == 0 ? 1 : 3) {
    const std::chrono::year_month_day civil{std::chrono::sys_days{std::chrono::days{days}}};
    std::string year = std::to_string(static_cast<int>(civil.year()));
    year.insert(0, 4 - year.size(), '0');
    wrong += date{days}.to_string() != year + "-" + two(static_cast<unsigned>(civil.month())) + "-" + two(static_cast<unsigned>(civil.day()));
  }
  BOOST_TEST(wrong == 0u);
  BOOST_TEST(date{0}.to_string() == "1970-01-01");
  BOOST_TEST(date{-1}.to_string() == "1969-12-31");
  BOOST_TEST(date{date::first_days}.to_string() == "0001-01-01");
  BOOST_TEST(date{date::last_days}.to_string() == "9999-12-31");
  BOOST_TEST(date{date::first_days - 1}.to_string() == "");
  BOOST_TEST(date{date::last_days + 1}.to_string() == "");
  BOOST_TEST(date{INT32_MAX}.to_string() == "");
  BOOST_TEST(date{}.to_string() == "");
}

BOOST_AUTO_TEST_CASE(there_is_no_31_february) {
  BOOST_TEST(!date::from_civil(2023, 2, 31));
  BOOST_TEST(!date::from_civil(2023, 2, 29));
  BOOST_TEST(date::from_civil(2024, 2, 29).has_value());
  BOOST_TEST(!date::from_civil(1900, 2, 29));
  BOOST_TEST(date::from_civil(2000, 2, 29).has_value());
  BOOST_TEST(!date::from_civil(2023, 0, 1));
  BOOST_TEST(!date::from_civil(2023, 13, 1));
  BOOST_TEST(!date::from_civil(2023, 4, 31));
  BOOST_TEST(!date::from_civil(2023, 4, 0));
  BOOST_TEST(!date::from_civil(0, 4, 1));
  BOOST_TEST(!date::from_civil(10000, 4, 1));
  BOOST_TEST(!date::from_civil(2023, 257, 1)); // not January by wrapping round
  BOOST_TEST(!date::from_civil(2023, 1, 257));
  BOOST_TEST(!date::from_civil(65537 + 2023, 1, 1));
}

BOOST_AUTO_TEST_CASE(no_day_is_before_every_day) {
  BOOST_TEST(!date{}.has_value());
  BOOST_TEST(date{0}.has_value());
  BOOST_TEST((date{} < date{date::first_days}));
  BOOST_TEST((date{1} < date{2}));
  BOOST_TEST((headway::round{"R1", date{1}} == headway::round{"R1", date{1}}));
}

BOOST_AUTO_TEST_CASE(runs_of_digits_count_as_numbers) {
  const std::vector<std::string> ordered{"", "2021", "2021 autumn", "2022", "R", "R0", "R00", "R1", "R01", "R1b", "R2a", "R02b", "R9", "R10", "R10a", "R11", "R99999999999999999999", "R100000000000000000000",
                                         "Ra", "r1"};
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    for (std::size_t j = 0; j < ordered.size(); ++j) {
      const std::string& a = ordered[i];
      const std::string& b = ordered[j];
      if ((a == "R1" && b == "R01") || (a == "R01" && b == "R1")) { continue; } // equal numbers: by bytes
      BOOST_TEST_CONTEXT(a << " and " << b) { BOOST_TEST(natural_less(a, b) == (i < j)); }
    }
  }
  BOOST_TEST(natural_less("R01", "R1"));
  BOOST_TEST(!natural_less("R1", "R01"));
}

BOOST_AUTO_TEST_CASE(natural_order_is_a_total_order) {
  std::mt19937 draw{6};
  std::vector<std::string> names;
  for (int i = 0; i < 220; ++i) {
    std::string name;
    for (auto n = draw() % 6; n > 0; --n) { name += "0012a-\xC5"[draw() % 7]; }
    names.push_back(name);
  }
  std::size_t wrong = 0;
  for (const auto& a : names) {
    wrong += natural_less(a, a);
    for (const auto& b : names) {
      wrong += natural_less(a, b) && natural_less(b, a);
      wrong += a != b && !natural_less(a, b) && !natural_less(b, a);
      if (!natural_less(a, b)) { continue; }
      for (const auto& c : names) { wrong += natural_less(b, c) && !natural_less(a, c); }
    }
  }
  BOOST_TEST(wrong == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
