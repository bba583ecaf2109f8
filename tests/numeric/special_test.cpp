#include <headway/numeric/special.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdint>
#include <limits>

namespace tt = boost::test_tools;
namespace hn = headway::numeric;

BOOST_AUTO_TEST_SUITE(special_test)

// Values below were computed with mpmath 1.3 at 30 to 40 digits (betainc, gammainc, hyp2f1 with bisection, erfinv).

BOOST_AUTO_TEST_CASE(beta_cdf_equals_many_digit_values) {
  const double expected[][4] = {{0.5, 2, 3, 0.6875},
                                {0.1, 0.5, 0.5, 0.20483276469913346},
                                {0.9, 0.5, 0.5, 0.79516723530086657},
                                {0.001, 20, 30, 2.7506876658559931e-47},
                                {0.3, 5.2, 0.8, 0.0012318831899004378},
                                {0.999, 0.2, 4.8, 0.99999999999999976},
                                {0.02, 1, 20, 0.33239202824490551},
                                {0.6, 100, 80, 0.885574044073776},
                                {0.5, 1000, 1010, 0.58826982754372753},
                                {1e-10, 0.01, 100, 0.83646878083229173},
                                {0.25, 0.001, 0.002, 0.66593623007914973}};
  for (const auto& [x, a, b, value] : expected) { BOOST_TEST(hn::beta_cdf(x, a, b) == value, tt::tolerance(1e-12)); }
}

BOOST_AUTO_TEST_CASE(beta_quantile_equals_many_digit_values) {
  const double expected[][4] = {{0.025, 1, 5, 0.0050507633794680568},     {0.975, 6, 15, 0.4910458717079575},
                                {0.025, 0.2, 5.8, 1.1784916713876062e-9}, {0.975, 0.8, 0.2, 0.99999998636968296},
                                {0.5, 3, 3, 0.5},                         {1e-6, 12, 7, 0.150173966448122},
                                {0.999999, 12, 7, 0.9669170031254375},    {0.025, 0.05, 40, 1.3448502178810639e-34},
                                {0.025, 500, 700, 0.38892100163929499},   {0.975, 2e4, 3e4, 0.40429779229739353},
                                {0.1, 0.1, 0.1, 8.8692800119345845e-8}};
  for (const auto& [p, a, b, value] : expected) { BOOST_TEST(hn::beta_quantile(p, a, b) == value, tt::tolerance(1e-12)); }
}

BOOST_AUTO_TEST_CASE(beta_quantile_undoes_beta_cdf_over_all_shapes) {
  for (double log_a = -2.0; log_a <= 6.0; log_a += 0.5) {
    for (double log_b = -2.0; log_b <= 6.0; log_b += 0.5) {
      const double a = std::pow(10.0, log_a);
      const double b = std::pow(10.0, log_b);
      for (const double p : {1e-12, 0.005, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9999}) {
        const double x = hn::beta_quantile(p, a, b);
        BOOST_TEST_REQUIRE((x >= 0.0 && x <= 1.0));
        if (x < 1e-290 || x > 0.999) { continue; } // there x or 1 - x has too few digits to come back
        BOOST_TEST(hn::beta_cdf(x, a, b) == p, tt::tolerance(1e-9));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(beta_is_mirrored_when_shapes_are_exchanged) {
  for (const double x : {0.0, 0.125, 0.25, 0.5, 0.875, 1.0}) {
    BOOST_TEST(hn::beta_cdf(x, 2.5, 7.0) + hn::beta_cdf(1.0 - x, 7.0, 2.5) == 1.0, tt::tolerance(1e-14));
  }
  BOOST_TEST(hn::beta_quantile(0.125, 2.5, 7.0) == 1.0 - hn::beta_quantile(0.875, 7.0, 2.5), tt::tolerance(1e-13));
}

BOOST_AUTO_TEST_CASE(beta_at_and_beyond_the_ends) {
  BOOST_TEST(hn::beta_cdf(-1.0, 2.0, 3.0) == 0.0);
  BOOST_TEST(hn::beta_cdf(0.0, 2.0, 3.0) == 0.0);
  BOOST_TEST(hn::beta_cdf(1.0, 2.0, 3.0) == 1.0);
  BOOST_TEST(hn::beta_cdf(7.0, 2.0, 3.0) == 1.0);
  BOOST_TEST(hn::beta_quantile(0.0, 2.0, 3.0) == 0.0);
  BOOST_TEST(hn::beta_quantile(1.0, 2.0, 3.0) == 1.0);
  BOOST_TEST(hn::beta_quantile(0.025, 1e-5, 3.0) == 0.0); // the quantile is about 10^-160000
}

BOOST_AUTO_TEST_CASE(beta_with_huge_shapes_is_a_narrow_normal) {
  const double a = 4e8;
  const double b = 6e8;
  const double sd = std::sqrt(0.4 * 0.6 / (a + b));
  BOOST_TEST((hn::beta_quantile(0.025, a, b) - 0.4) / sd == -1.959963984540054, tt::tolerance(1e-4));
  BOOST_TEST(hn::beta_cdf(0.4 + sd, a, b) == 0.8413447460685429, tt::tolerance(1e-4));
}

BOOST_AUTO_TEST_CASE(binomial_cdf_equals_the_sum) {
  for (const std::uint64_t n : {1u, 2u, 7u, 20u, 50u}) {
    for (const double share : {0.01, 0.2, 0.5, 0.93}) {
      double term = std::pow(1.0 - share, static_cast<double>(n));
      double sum = 0.0;
      for (std::uint64_t x = 0; x < n; ++x) {
        sum += term;
        BOOST_TEST(hn::binomial_cdf(x, n, share) == sum, tt::tolerance(1e-12));
        term *= static_cast<double>(n - x) / static_cast<double>(x + 1) * share / (1.0 - share);
      }
      BOOST_TEST(hn::binomial_cdf(n, n, share) == 1.0);
    }
  }
  BOOST_TEST(hn::binomial_cdf(3, 5, 0.0) == 1.0);
  BOOST_TEST(hn::binomial_cdf(3, 5, 1.0) == 0.0);
}

BOOST_AUTO_TEST_CASE(normal_equals_many_digit_values) {
  const double expected[][2] = {{0.975, 1.9599639845400539}, {0.025, -1.9599639845400542},   {1e-10, -6.3613409024040562},
                                {0.7, 0.52440051270804066},  {0.99999, 4.2648907939238408}, {1e-300, -37.047096299361199}};
  for (const auto& [p, z] : expected) {
    BOOST_TEST(hn::normal_quantile(p) == z, tt::tolerance(1e-14));
    BOOST_TEST(hn::normal_cdf(z) == p, tt::tolerance(1e-12));
  }
  BOOST_TEST(std::fabs(hn::normal_quantile(0.5)) < 1e-16);
}

BOOST_AUTO_TEST_CASE(student_t_equals_many_digit_values) {
  const double expected[][3] = {{-1, 1, 0.25},
                                {-2.5, 4, 0.033383272405994073},
                                {-40, 3, 1.7190340394579264e-5},
                                {-0.001, 7.5, 0.49961409933732778},
                                {1.3, 10, 0.88861709139657772},
                                {-3.1, 23.4, 0.0024908053327810505},
                                {-6, 1000, 1.3776845866887346e-9},
                                {-30, 30, 3.125895815304444e-24},
                                {-2, 1e6, 0.022750266925659604},
                                {-1e5, 2, 4.99999999925e-11}};
  for (const auto& [t, df, value] : expected) { BOOST_TEST(hn::student_t_cdf(t, df) == value, tt::tolerance(1e-12)); }
  BOOST_TEST(hn::student_t_cdf(0.0, 3.0) == 0.5);
  BOOST_TEST(hn::student_t_cdf(-1e200, 3.0) == 0.0);
  BOOST_TEST(hn::student_t_cdf(1e200, 3.0) == 1.0);
}

BOOST_AUTO_TEST_CASE(student_t_quantile_equals_many_digit_values) {
  const double expected[][3] = {{0.975, 1, 12.706204736174693},      {0.975, 4, 2.7764451051977935},   {0.025, 7.3, -2.3450667365477036},
                                {0.6, 2, 0.28867513459481282},       {1e-10, 5, -156.82559270889432},  {0.995, 30, 2.749995653567225},
                                {0.975, 13, 2.160368656462792},      {0.975, 2000, 1.9611508260994377}, {0.001, 0.7, -3637.0146301057378}};
  for (const auto& [p, df, t] : expected) { BOOST_TEST(hn::student_t_quantile(p, df) == t, tt::tolerance(1e-12)); }
  BOOST_TEST(hn::student_t_quantile(0.5, 9.0) == 0.0);
  BOOST_CHECK_SMALL(hn::student_t_quantile(0.5000001, 3.0) - 2.7206990449193157e-7, 1e-15);
  for (const double df : {0.5, 1.0, 2.5, 8.0, 40.0, 1e4, 1e7}) {
    for (const double p : {1e-9, 0.004, 0.3, 0.4999, 0.75, 0.975}) {
      BOOST_TEST(hn::student_t_cdf(hn::student_t_quantile(p, df), df) == p, tt::tolerance(1e-11));
      BOOST_TEST(hn::student_t_quantile(0.25, df) == -hn::student_t_quantile(0.75, df), tt::tolerance(1e-15));
    }
  }
}

BOOST_AUTO_TEST_CASE(chi_square_equals_many_digit_values) {
  const double expected[][3] = {{3.841458820694124, 1, 0.050000000000000057}, {0.1, 1, 0.75182963404584928},     {11.142857142857142, 2, 0.0038050407755113628},
                                {100, 3, 1.5541594313896049e-21},             {1e-6, 5, 0.99999999999999995},    {20, 15, 0.17193268937660093},
                                {5, 15, 0.99212641134451901},                 {1000, 900, 0.010994608942135848}, {900, 1000, 0.98928276190871026},
                                {2.5, 0.5, 0.047246701143909356},             {300, 4, 1.083439491947826e-63},   {50, 50, 0.47339846855634936}};
  for (const auto& [x, df, value] : expected) { BOOST_TEST(hn::chi_square_upper(x, df) == value, tt::tolerance(1e-12)); }
  BOOST_TEST(hn::chi_square_upper(0.0, 3.0) == 1.0);
  BOOST_TEST(hn::chi_square_upper(-1.0, 3.0) == 1.0);
  // two degrees of freedom: an exponential law
  for (const double x : {0.01, 0.5, 1.9, 2.1, 7.0, 50.0}) { BOOST_TEST(hn::chi_square_upper(x, 2.0) == std::exp(-0.5 * x), tt::tolerance(1e-13)); }
}

BOOST_AUTO_TEST_CASE(f_law_equals_many_digit_values) {
  const double tails[][5] = {{1.79467849223947, 5, 18, 0.83523119165536075, 0.16476880834463925},
                             {11.0272479564033, 5, 15, 0.99986543348351567, 0.00013456651648433479},
                             {0.001, 2, 9, 0.00099938918300501889, 0.99900061081699498},
                             {250, 3, 7, 0.99999982361483033, 1.7638516966949899e-7},
                             {1.02, 9999, 90000, 0.90919547492654748, 0.090804525073452522},
                             {4.5, 0.7, 3.3, 0.88554360503131771, 0.11445639496868229},
                             {1e-06, 19, 133, 3.0659125879395525e-54, 1.0},
                             {100000.0, 1, 1.5, 0.99986588849291585, 0.00013411150708415327},
                             {3, 1, 1000000.0, 0.91673517497578999, 0.083264825024210009}};
  for (const auto& [x, df1, df2, lower, upper] : tails) {
    BOOST_TEST(hn::f_cdf(x, df1, df2) == lower, tt::tolerance(1e-11));
    BOOST_TEST(hn::f_upper(x, df1, df2) == upper, tt::tolerance(1e-11));
  }
  const double quantiles[][4] = {{0.975, 5, 18, 3.3819678058752421},    {0.975, 18, 5, 6.3618832046543513},     {0.975, 5, 3.2718, 12.738188088548594},
                                 {0.95, 1, 10, 4.964602743730712},      {0.999999, 2, 4, 1997.9999999712443},   {1e-09, 3, 8, 7.60774815241054e-7},
                                 {0.975, 0.3, 0.8, 1251.0846458090072}, {0.5, 7, 7, 1.0},                       {0.975, 29, 0.9, 2099.9940474051362}};
  for (const auto& [p, df1, df2, x] : quantiles) { BOOST_TEST(hn::f_quantile(p, df1, df2) == x, tt::tolerance(1e-11)); }
}

BOOST_AUTO_TEST_CASE(chi_square_law_equals_many_digit_values) {
  const double tails[][4] = {{30.7604419293991, 19, 0.95711652687305227, 0.042883473126947732},
                             {29.760396039604, 19, 0.94507192300744607, 0.054928076992553932},
                             {3.841458820694124, 1, 0.94999999999999994, 0.050000000000000057},
                             {0.0001, 1, 0.0079787126292632076, 0.99202128737073679},
                             {400, 20, 1.0, 2.044095593580732e-72},
                             {1e-10, 0.2, 0.098074550532305741, 0.90192544946769426},
                             {1050, 1000, 0.86752594317852292, 0.13247405682147708},
                             {0.5, 50, 4.5027259788787869e-41, 1.0},
                             {13, 5.5, 0.96786320219687763, 0.032136797803122369}};
  for (const auto& [x, df, lower, upper] : tails) {
    BOOST_TEST(hn::chi_square_cdf(x, df) == lower, tt::tolerance(1e-11));
    BOOST_TEST(hn::chi_square_upper(x, df) == upper, tt::tolerance(1e-11));
  }
  const double quantiles[][3] = {{0.95, 19, 30.143527205646156},       {0.95, 1, 3.8414588206941245},       {0.025, 1, 0.00098206911717525602},
                                 {1e-10, 3, 5.2093976214344803e-7},    {0.999999999, 3, 44.841275388361258}, {0.5, 0.1, 1.1147756881492495e-6},
                                 {0.025, 1000, 914.25715379925894},    {0.01, 0.05, 1.1459648104518504e-80}, {0.999, 0.05, 4.3520039300281055},
                                 {0.3, 2, 0.71334988787746473}};
  for (const auto& [p, df, x] : quantiles) { BOOST_TEST(hn::chi_square_quantile(p, df) == x, tt::tolerance(1e-11)); }
}

BOOST_AUTO_TEST_CASE(quantiles_of_tests_undo_their_laws_over_all_degrees_of_freedom) {
  for (double log_df = -1.0; log_df <= 6.0; log_df += 0.5) {
    const double df = std::pow(10.0, log_df);
    for (const double p : {1e-9, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9999}) {
      BOOST_TEST(hn::chi_square_cdf(hn::chi_square_quantile(p, df), df) == p, tt::tolerance(1e-9));
      for (double log_df2 = -1.0; log_df2 <= 6.0; log_df2 += 0.5) {
        const double df2 = std::pow(10.0, log_df2);
        const double x = hn::f_quantile(p, df, df2);
        BOOST_TEST(hn::f_cdf(x, df, df2) == p, tt::tolerance(1e-9));
        BOOST_TEST(hn::f_upper(x, df, df2) == 1.0 - p, tt::tolerance(1e-9));
        BOOST_TEST(hn::f_upper(1.0 / x, df2, df) == p, tt::tolerance(1e-9));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(laws_of_tests_agree_with_one_another) {
  for (const double t : {0.01, 0.7, 2.0, 9.0}) {
    for (const double df : {1.0, 4.0, 33.3}) { BOOST_TEST(hn::f_upper(t * t, 1.0, df) == 2.0 * hn::student_t_cdf(-t, df), tt::tolerance(1e-13)); }
    BOOST_TEST(hn::chi_square_upper(t * t, 1.0) == 2.0 * hn::normal_cdf(-t), tt::tolerance(1e-12));
    BOOST_TEST(hn::chi_square_upper(t, 2.0) == std::exp(-0.5 * t), tt::tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_CASE(laws_of_tests_at_and_beyond_the_ends) {
  BOOST_TEST(hn::f_cdf(0.0, 2.0, 3.0) == 0.0);
  BOOST_TEST(hn::f_upper(-1.0, 2.0, 3.0) == 1.0);
  BOOST_TEST(hn::f_upper((std::numeric_limits<double>::max)(), 2.0, 3.0) == 0.0);
  BOOST_TEST(hn::f_cdf(1e-300, 1e-3, 3.0) > 0.0);
  BOOST_TEST(hn::f_quantile(0.0, 2.0, 3.0) == 0.0);
  BOOST_TEST(hn::f_quantile(0.975, 3.0, 1e-3) < (std::numeric_limits<double>::max)()); // the quantile is about 10^3200
  BOOST_TEST(hn::chi_square_cdf(-1.0, 2.0) == 0.0);
  BOOST_TEST(hn::chi_square_upper(0.0, 2.0) == 1.0);
  BOOST_TEST(hn::chi_square_upper((std::numeric_limits<double>::max)(), 2.0) == 0.0);
  BOOST_TEST(hn::chi_square_quantile(0.0, 2.0) == 0.0);
  BOOST_TEST(hn::chi_square_quantile(1e-9, 1e-4) < 1e-300); // the quantile is about 10^-180000
}

BOOST_AUTO_TEST_CASE(misuse_throws_and_names_the_argument) {
  const auto about = [](const char* argument) {
    return [argument](const headway::error& e) { return e.category() == headway::error_category::out_of_range && e.argument() == argument; };
  };
  BOOST_CHECK_EXCEPTION((void)hn::beta_cdf(0.5, 0.0, 1.0), headway::error, about("a"));
  BOOST_CHECK_EXCEPTION((void)hn::beta_cdf(0.5, 1.0, -2.0), headway::error, about("b"));
  BOOST_CHECK_EXCEPTION((void)hn::beta_quantile(1.5, 1.0, 2.0), headway::error, about("p"));
  BOOST_CHECK_EXCEPTION((void)hn::beta_quantile(0.5, (std::numeric_limits<double>::max)(), 2.0), headway::error, about("a"));
  BOOST_CHECK_EXCEPTION((void)hn::normal_quantile(0.0), headway::error, about("p"));
  BOOST_CHECK_EXCEPTION((void)hn::normal_quantile(1.0), headway::error, about("p"));
  BOOST_CHECK_EXCEPTION((void)hn::student_t_cdf(0.5, 0.0), headway::error, about("df"));
  BOOST_CHECK_EXCEPTION((void)hn::student_t_quantile(0.5, -1.0), headway::error, about("df"));
  BOOST_CHECK_EXCEPTION((void)hn::student_t_quantile(1.0, 3.0), headway::error, about("p"));
  BOOST_CHECK_EXCEPTION((void)hn::chi_square_upper(1.0, 0.0), headway::error, about("df"));
  BOOST_CHECK_EXCEPTION((void)hn::binomial_cdf(1, 2, -0.1), headway::error, about("share"));
  BOOST_CHECK_EXCEPTION((void)hn::f_cdf(1.0, 0.0, 2.0), headway::error, about("df1"));
  BOOST_CHECK_EXCEPTION((void)hn::f_upper(1.0, 2.0, -1.0), headway::error, about("df2"));
  BOOST_CHECK_EXCEPTION((void)hn::f_quantile(1.0, 2.0, 2.0), headway::error, about("p"));
  BOOST_CHECK_EXCEPTION((void)hn::chi_square_quantile(1.0, 2.0), headway::error, about("p"));
  BOOST_CHECK_EXCEPTION((void)hn::chi_square_cdf(1.0, 0.0), headway::error, about("df"));
}

BOOST_AUTO_TEST_SUITE_END()
