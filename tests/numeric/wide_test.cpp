#include <headway/numeric/wide.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>

BOOST_AUTO_TEST_SUITE(wide_test)

using headway::numeric::wide;

BOOST_AUTO_TEST_CASE(products_sums_and_differences_are_exact) {
  constexpr std::uint64_t most = ~std::uint64_t{0};
  BOOST_TEST((wide::product(most, most) == wide{most - 1, 1}));
  BOOST_TEST((wide::product(std::uint64_t{1} << 32, std::uint64_t{1} << 32) == wide{1, 0}));
  BOOST_TEST((wide::product(0x123456789ABCDEFu, 0xFEDCBA987654321u) == wide{0x121FA00AD77D74u, 0x22236D88FE5618CFu})); // by Python's integers
  BOOST_TEST((wide{0, most} + wide{0, 1} == wide{1, 0}));
  BOOST_TEST((wide{1, 0} - wide{0, 1} == wide{0, most}));
  BOOST_TEST((wide::product(most, 3) - wide::product(most, 2) == wide{0, most}));
}

BOOST_AUTO_TEST_CASE(the_difference_of_near_products_keeps_its_digits) {
  const std::uint64_t a = 4000000001u;
  BOOST_TEST((wide::product(a, a) - wide::product(a - 1, a + 1)).value() == 1.0);
  BOOST_TEST((wide{1, 0}).value() == 18446744073709551616.0);
}

BOOST_AUTO_TEST_SUITE_END()
