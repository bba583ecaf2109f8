// Tables: typed columns, cells without values, and whole rows or none.

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include <headway/core/table.hpp>

using namespace headway;

namespace {

table one_of_each() {
  table t;
  t.add("n", column_type::integer);
  t.add("share", column_type::real);
  t.add("name", column_type::text);
  t.add("hidden", column_type::boolean);
  return t;
}

bool refused(const error& e) { return e.category() == error_category::invalid_argument; }

} // namespace

BOOST_AUTO_TEST_SUITE(table_test)

BOOST_AUTO_TEST_CASE(rows_hold_values_and_cells_without_one) {
  table t = one_of_each();
  t.push_row(3, 0.5, "a", true);
  t.push_row(std::nullopt, std::optional<double>{}, std::nullopt, std::nullopt);
  t.push_row(std::uint8_t{7}, std::optional{2.0}, std::string{"b"}, false);
  BOOST_TEST(t.rows() == 3u);
  BOOST_TEST(t.at("n").integers()[0] == 3);
  BOOST_TEST(t.at("n").valid()[0] == 1);
  BOOST_TEST(t.at("n").valid()[1] == 0);
  BOOST_TEST(t.at("n").integers()[1] == 0);
  BOOST_TEST(t.at("share").reals()[2] == 2.0);
  BOOST_TEST(t.at("name").texts()[2] == "b");
  BOOST_TEST(t.at("name").valid()[1] == 0);
  BOOST_TEST(t.at("hidden").integers()[0] == 1);
  BOOST_TEST(t.at("hidden").integers()[2] == 0);
  BOOST_TEST(t.at("hidden").valid()[2] == 1);
  BOOST_TEST((t[1].type() == column_type::real));
  BOOST_TEST(t.columns().size() == 4u);
}

BOOST_AUTO_TEST_CASE(columns_have_names_of_their_own) {
  table t = one_of_each();
  BOOST_TEST(t.find("name").value() == 2u);
  BOOST_TEST(!t.find("Name"));
  BOOST_CHECK_EXCEPTION(t.add("n", column_type::text), error, refused);
  BOOST_TEST(t.columns().size() == 4u);
  BOOST_CHECK_EXCEPTION((void)t.at("nowhere"), error, [](const error& e) { return e.category() == error_category::not_found; });
  BOOST_TEST(table{}.rows() == 0u);
}

BOOST_AUTO_TEST_CASE(a_row_that_does_not_fit_leaves_the_table_as_it_was) {
  table t = one_of_each();
  t.push_row(3, 0.5, "a", true);
  const table before = t;
  BOOST_CHECK_EXCEPTION(t.push_row(3, 0.5, "a"), error, refused);
  BOOST_CHECK_EXCEPTION(t.push_row(3, 0.5, "a", 1), error, refused);
  BOOST_CHECK_EXCEPTION(t.push_row(3, 0.5, 7, true), error, refused);
  BOOST_CHECK_EXCEPTION(t.push_row(3, 1, "a", true), error, refused);
  BOOST_CHECK_EXCEPTION(t.push_row(3.0, 0.5, "a", true), error, refused);
  BOOST_CHECK_EXCEPTION(t.push_row(3, std::numeric_limits<double>::quiet_NaN(), "a", true), error, refused);
  BOOST_TEST((t == before));
  t.push_row(4, 0.25, "b", false);
  for (const table_column& column : t.columns()) { BOOST_TEST(column.size() == 2u); }
}

BOOST_AUTO_TEST_CASE(numbers_are_finite_and_fit) {
  table_column real{"x", column_type::real};
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                           -std::numeric_limits<double>::infinity(), std::numeric_limits<double>::signaling_NaN()}) {
    BOOST_CHECK_EXCEPTION(real.push(bad), error, refused);
  }
  real.push((std::numeric_limits<double>::max)());
  real.push(std::numeric_limits<double>::denorm_min());
  real.push(-0.0);
  BOOST_TEST(real.size() == 3u);
  table_column integer{"n", column_type::integer};
  integer.push(std::uint64_t{INT64_MAX});
  integer.push(INT64_MIN);
  BOOST_CHECK_EXCEPTION(integer.push(std::uint64_t{INT64_MAX} + 1), error, refused);
  BOOST_TEST(integer.integers()[0] == INT64_MAX);
  BOOST_TEST(integer.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
