#include <string>

#include <boost/test/unit_test.hpp>

#include <headway/agreement/coefficient.hpp>

BOOST_AUTO_TEST_SUITE(coefficient_test)

namespace {

namespace ha = headway::agreement;
using headway::status;

} // namespace

BOOST_AUTO_TEST_CASE(a_value_and_its_interval_stand_in_one_row) {
  ha::coefficient c;
  c.status = status::ok;
  c.value = 0.5;
  c.range = headway::numeric::interval{0.25, 0.75};
  c.range_status = status::ok;
  c.method = ha::interval_method::unit_jackknife;
  c.units = 12;
  const headway::table table = to_table(c);
  BOOST_TEST(table.rows() == 1u);
  BOOST_TEST(table.at("value").reals()[0] == 0.5);
  BOOST_TEST(table.at("low").reals()[0] == 0.25);
  BOOST_TEST(table.at("high").reals()[0] == 0.75);
  BOOST_TEST(table.at("units").integers()[0] == 12);
  BOOST_TEST(table.at("interval_method").texts()[0] == "unit_jackknife");
  BOOST_TEST(table.at("status").texts()[0] == "ok");
  BOOST_TEST(int{table.at("standard_error").valid()[0]} == 0);
}

BOOST_AUTO_TEST_CASE(what_has_no_value_says_why) {
  ha::coefficient c;
  c.status = status::no_variation;
  const headway::table table = to_table(c);
  for (const char* column : {"value", "standard_error", "low", "high", "observed", "expected"}) { BOOST_TEST(int{table.at(column).valid()[0]} == 0); }
  BOOST_TEST(table.at("status").texts()[0] == "no_variation");
  BOOST_TEST(table.at("interval_status").texts()[0] == "no_data");
}

BOOST_AUTO_TEST_CASE(every_method_has_a_name) {
  for (int i = 0; i <= 7; ++i) { BOOST_TEST(name(static_cast<ha::interval_method>(i)) != "unknown"); }
  BOOST_TEST(name(static_cast<ha::interval_method>(8)) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()
