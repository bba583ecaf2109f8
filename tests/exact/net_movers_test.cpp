#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/exact/net_movers.hpp>

#include "reference_pairs.hpp"

BOOST_AUTO_TEST_SUITE(net_movers_test)

namespace {

namespace hx = headway::exact;
using headway::status;
using hx::tail_rule;
using marks = std::vector<std::int8_t>;

double power(double x, int n) {
  double out = 1.0;
  for (int i = 0; i < n; ++i) { out *= x; }
  return out;
}

double ways(int n, int up, int down) {
  double out = 1.0;
  for (int i = 1; i <= n; ++i) { out *= i; }
  for (const int part : {up, down, n - up - down}) {
    for (int i = 1; i <= part; ++i) { out /= i; }
  }
  return out;
}

double probability(int n, int up, int down, double net, double moving) {
  return ways(n, up, down) * power((std::max)(0.0, 0.5 * (moving + net)), up) * power((std::max)(0.0, 0.5 * (moving - net)), down) * power(1.0 - moving, n - up - down);
}

/// The most likely share of people who move when the net share is given: golden section on the likelihood, which has one peak.
double most_likely_moving(int n, int up, int down, double net) {
  const auto log_likelihood = [&](double moving) {
    const double p[] = {0.5 * (moving + net), 0.5 * (moving - net), 1.0 - moving};
    const int k[] = {up, down, n - up - down};
    double sum = 0.0;
    for (int i = 0; i < 3; ++i) { sum += k[i] == 0 ? 0.0 : p[i] > 0.0 ? k[i] * std::log(p[i]) : -1e9; }
    return sum;
  };
  double low = std::fabs(net);
  double high = 1.0;
  for (int i = 0; i < 200; ++i) {
    const double left = low + 0.381966011250105 * (high - low);
    const double right = low + 0.618033988749895 * (high - low);
    (log_likelihood(left) > log_likelihood(right) ? high : low) = log_likelihood(left) > log_likelihood(right) ? right : left;
  }
  return 0.5 * (low + high);
}

/// The statistic by its definition.
double score(int n, int up, int down, double net) {
  const double variance = n * (most_likely_moving(n, up, down, net) - net * net);
  const double off = up - down - n * net;
  return variance > 1e-9 ? off / std::sqrt(variance) : off > 1e-6 ? 1e9 : off < -1e-6 ? -1e9 : 0.0;
}

/// The chance of an outcome that speaks at least as much for more net movers, by going through all outcomes.
double chance(int n, int up, int down, double net, tail_rule rule) {
  const double observed = score(n, up, down, net);
  const auto sum_at = [&](double moving) {
    double sum = 0.0;
    for (int u = 0; u <= n; ++u) {
      for (int d = 0; d + u <= n; ++d) {
        const double z = score(n, u, d, net);
        const bool equal = std::fabs(z - observed) <= 1e-5 * (std::max)(1.0, std::fabs(observed));
        if (equal || z > observed) { sum += (equal && rule == tail_rule::mid_p ? 0.5 : 1.0) * probability(n, u, d, net, moving); }
      }
    }
    return sum;
  };
  if (rule == tail_rule::mid_p) { return sum_at(most_likely_moving(n, up, down, net)); }
  double largest = 0.0;
  for (int i = 0; i <= 60; ++i) { largest = (std::max)(largest, sum_at(std::fabs(net) + (1.0 - std::fabs(net)) * i / 60.0)); }
  return largest;
}

} // namespace

BOOST_AUTO_TEST_CASE(ends_are_where_the_counts_begin_to_be_refused) {
  for (const int n : {2, 4, 5}) {
    for (int up = 0; up <= n; ++up) {
      for (int down = 0; down + up <= n; ++down) {
        for (const tail_rule rule : {tail_rule::mid_p, tail_rule::exact}) {
          const auto r = hx::net_movers(static_cast<std::uint64_t>(up), static_cast<std::uint64_t>(n - up - down), static_cast<std::uint64_t>(down),
                                        {headway::confidence_level{0.9}, rule});
          BOOST_TEST(*r.net == (up - down) / static_cast<double>(n));
          BOOST_TEST(*r.net_low <= *r.net);
          BOOST_TEST(*r.net_high >= *r.net);
          if (down == n) {
            BOOST_TEST(*r.net_low == -1.0);
            continue;
          }
          // the grid of this test can miss a little of the largest chance
          BOOST_TEST(chance(n, up, down, *r.net_low - 2e-3, rule) <= 0.05 + 1e-3);
          BOOST_TEST(chance(n, up, down, *r.net_low + 2e-3, rule) > 0.05 - 1e-3);
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(covers_as_it_says_whatever_the_truth) {
  for (const int n : {3, 5, 8, 12}) {
    std::vector<hx::net_movers_result> exact;
    std::vector<hx::net_movers_result> middle;
    for (int up = 0; up <= n; ++up) {
      for (int down = 0; down + up <= n; ++down) {
        const auto of = [&](tail_rule rule) {
          return hx::net_movers(static_cast<std::uint64_t>(up), static_cast<std::uint64_t>(n - up - down), static_cast<std::uint64_t>(down),
                                {headway::confidence_level{0.95}, rule});
        };
        exact.push_back(of(tail_rule::exact));
        middle.push_back(of(tail_rule::mid_p));
      }
    }
    double middle_average = 0.0;
    int truths = 0;
    for (int i = 1; i <= 25; ++i) {
      const double moving = i / 25.0;
      for (int j = -10; j <= 10; ++j) {
        const double net = moving * j / 10.0;
        double by_exact = 0.0;
        double by_middle = 0.0;
        for (std::size_t k = 0; k < exact.size(); ++k) {
          const double p = probability(n, static_cast<int>(exact[k].up), static_cast<int>(exact[k].down), net, moving);
          by_exact += *exact[k].net_low <= net + 1e-9 && net - 1e-9 <= *exact[k].net_high ? p : 0.0;
          by_middle += *middle[k].net_low <= net + 1e-9 && net - 1e-9 <= *middle[k].net_high ? p : 0.0;
        }
        BOOST_TEST(by_exact >= 0.95);
        BOOST_TEST(by_middle >= 0.92);
        middle_average += by_middle;
        ++truths;
      }
    }
    BOOST_TEST(middle_average / truths >= 0.95);
  }
}

BOOST_AUTO_TEST_CASE(turning_the_scale_or_time_round_turns_the_interval_round) {
  const hx::transitions t = hx::count_transitions(marks{0, 1, 1, 2, 4, 3, 0}, marks{1, 1, 3, 1, 4, 4, 2}, 5);
  for (const tail_rule rule : {tail_rule::mid_p, tail_rule::exact}) {
    const auto there = hx::net_movers(t, {headway::confidence_level{0.95}, rule});
    const auto back = hx::net_movers(reference_pairs::scale_turned(t), {headway::confidence_level{0.95}, rule});
    BOOST_TEST((back == hx::net_movers(reference_pairs::time_turned(t), {headway::confidence_level{0.95}, rule})));
    BOOST_TEST(*there.net == -*back.net);
    BOOST_TEST(*there.net_low == -*back.net_high);
    BOOST_TEST(*there.net_high == -*back.net_low);
  }
}

BOOST_AUTO_TEST_CASE(superiority_is_the_same_statement) {
  const auto r = hx::net_movers(6, 4, 2);
  BOOST_TEST(*r.superiority == 8.0 / 12.0);
  BOOST_CHECK_CLOSE_FRACTION(*r.superiority, 0.5 + 0.5 * *r.net, 1e-15);
  BOOST_TEST(*r.superiority_low == 0.5 + 0.5 * *r.net_low);
  BOOST_TEST(*r.superiority_high == 0.5 + 0.5 * *r.net_high);
  const auto exact = hx::net_movers(6, 4, 2, {.interval = tail_rule::exact});
  BOOST_TEST(*exact.net_low <= *r.net_low);
  BOOST_TEST(*exact.net_high >= *r.net_high);
}

BOOST_AUTO_TEST_CASE(those_who_stayed_are_data) {
  // nobody moved: the more people, the less movement is left possible
  double widest = 1.0;
  for (const std::uint64_t n : {2u, 5u, 12u, 30u, 100u, 300u}) {
    const auto r = hx::net_movers(0, n, 0);
    BOOST_TEST((r.status == status::ok));
    BOOST_TEST(*r.net == 0.0);
    BOOST_TEST(*r.net_low == -*r.net_high);
    BOOST_TEST(*r.net_high < widest);
    widest = *r.net_high;
  }
  BOOST_TEST(*hx::net_movers(0, 12, 0).net_high < 0.25);
}

BOOST_AUTO_TEST_CASE(all_one_way_ends_at_one) {
  const auto r = hx::net_movers(9, 0, 0);
  BOOST_TEST(*r.net_high == 1.0);
  BOOST_TEST(*r.net_low > 0.3);
  BOOST_TEST(*hx::net_movers(0, 0, 300).net_low == -1.0);
}

BOOST_AUTO_TEST_CASE(many_people_say_how_their_interval_was_made) {
  const auto exact = hx::net_movers(60, 120, 20);
  const auto score = hx::net_movers(60, 121, 20);
  BOOST_TEST((exact.method == hx::p_method::exact));
  BOOST_TEST((score.method == hx::p_method::approximate));
  BOOST_CHECK_SMALL(*exact.net_low - *score.net_low, 5e-3);
  BOOST_CHECK_SMALL(*exact.net_high - *score.net_high, 5e-3);
  // the score interval is where its own statistic passes the normal quantile
  const double z = hx::detail::score_of(60, 20, 201, *score.net_low).z;
  BOOST_CHECK_SMALL(z - 1.959963984540054, 1e-6);
}

BOOST_AUTO_TEST_CASE(nobody_and_one_person_are_results) {
  BOOST_TEST((hx::net_movers(0, 0, 0).status == status::no_data));
  const auto one = hx::net_movers(1, 0, 0);
  BOOST_TEST((one.status == status::value_only));
  BOOST_TEST(*one.net == 1.0);
  BOOST_TEST(!one.net_low.has_value());
  const headway::table table = to_table(one);
  BOOST_TEST(table.rows() == 1u);
  BOOST_TEST(table.at("superiority").reals()[0] == 1.0);
  BOOST_TEST(int{table.at("net_high").valid()[0]} == 0);
  BOOST_TEST(table.at("status").texts()[0] == "value_only");
  BOOST_CHECK_THROW((void)hx::net_movers(std::uint64_t{1} << 40, 0, 0), headway::error);
  BOOST_CHECK_THROW((void)hx::net_movers(marks{5}, marks{1}, 5), headway::error);
}

BOOST_AUTO_TEST_SUITE_END()
