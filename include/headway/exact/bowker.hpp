#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/base/types.hpp>
#include <headway/core/table.hpp>
#include <headway/exact/detail/pair_flips.hpp>
#include <headway/exact/rules.hpp>
#include <headway/exact/transitions.hpp>
#include <headway/numeric/special.hpp>
#include <headway/resample/binomial_law.hpp>

namespace headway::exact {

/// Options of `bowker` and `stuart_maxwell`.
struct table_test_options {
  confidence_level confidence{0.95};     ///< 1 less this is the level of could_not_show
  std::uint32_t most_states{500'000};    ///< outcomes kept at once when counting out; more, and outcomes are drawn; 0 draws at once
  std::uint32_t draws{99'999};           ///< outcomes drawn, at least 99
  seed random_seed{1};                   ///< of those draws
};

/// Whether as many went from each level to each other as came back. Since 0.1.
struct bowker_result {
  headway::status status{};         ///< no_data; no_variation: nobody moved; could_not_show: p_min is above 1 - confidence; ok otherwise
  std::uint64_t n{};                ///< people with both marks
  std::uint64_t movers{};           ///< of them, moved
  std::uint32_t pairs{};            ///< pairs of levels between which somebody moved
  std::optional<double> chi_square{}; ///< none when nobody moved
  std::uint32_t df{};               ///< levels (levels - 1) / 2, pairs without anybody among them
  std::optional<double> p_asymptotic{}; ///< P(chi-square with df > chi_square)
  double p{1.0};                    ///< P(chi_square at least this large, if every move were as likely one way as the other)
  double p_min{1.0};                ///< floor: 2^(pairs - movers), or 1 / (draws + 1) where outcomes were drawn
  p_method method{p_method::exact}; ///< of p and p_min: exact or drawn
  std::uint32_t draws{};            ///< outcomes drawn, where not exact
  friend bool operator==(const bowker_result&, const bowker_result&) = default;
};

namespace detail {

inline void table_test_checks(const table_test_options& options, const char* function) {
  check::bounded(options.most_states, 0, 20'000'000, function, "most_states");
  check::bounded(options.draws, 99, 100'000'000, function, "draws");
}

/// P(chi-square at least as large as observed), counted out in whole numbers; none where that takes too many states.
inline std::optional<double> bowker_exact(const std::vector<level_pair>& given, std::uint32_t most_states) {
  if (most_states == 0) { return std::nullopt; }
  // every term (2 a - t)^2 / t over one common denominator
  std::int64_t common = 1;
  double largest = 0.0;
  for (const level_pair& pair : given) {
    const std::int64_t factor = pair.total / std::gcd(common, std::int64_t{pair.total});
    largest += pair.total;
    if (static_cast<double>(common) * static_cast<double>(factor) * largest > 0x1p61) { return std::nullopt; }
    common *= factor;
  }
  if (static_cast<double>(common) * largest > 0x1p61) { return std::nullopt; }
  std::vector<level_pair> pairs = given;
  std::sort(pairs.begin(), pairs.end(), [](const level_pair& a, const level_pair& b) { return a.total < b.total; });
  const auto term = [&](const level_pair& pair, std::uint32_t up) {
    const std::int64_t off = 2 * std::int64_t{up} - std::int64_t{pair.total};
    return off * off * (common / pair.total);
  };
  std::int64_t observed = 0;
  std::int64_t still = 0; // the most that pairs not yet looked at can add
  for (const level_pair& pair : pairs) {
    observed += term(pair, pair.up);
    still += term(pair, 0);
  }
  using state = std::pair<std::int64_t, double>;
  std::vector<state> now{{0, 1.0}};
  std::vector<state> next;
  double reached = 0.0; // chance of the states that have what is needed whatever follows
  for (const level_pair& pair : pairs) {
    const std::vector<double> law = resample::binomial_law(pair.total, 0.5, 0.5);
    still -= term(pair, 0);
    if (now.size() * (pair.total / 2 + std::size_t{1}) > std::size_t{8} * most_states) { return std::nullopt; }
    next.clear();
    for (std::uint32_t up = 0; 2 * up <= pair.total; ++up) {
      const std::int64_t more = term(pair, up);
      const double chance = 2 * up == pair.total ? law[up] : 2.0 * law[up];
      for (const auto& [sum, weight] : now) {
        if (sum + more >= observed) {
          reached += weight * chance;
        } else if (sum + more + still >= observed) {
          next.emplace_back(sum + more, weight * chance);
        }
      }
    }
    std::sort(next.begin(), next.end(), [](const state& a, const state& b) { return a.first < b.first; });
    now.clear();
    for (const state& each : next) {
      if (!now.empty() && now.back().first == each.first) {
        now.back().second += each.second;
      } else {
        now.push_back(each);
      }
    }
    if (now.size() > most_states) { return std::nullopt; }
  }
  return (std::min)(1.0, reached);
}

} // namespace detail

/// Bowker's test of symmetry: whether as many went from each level to each other as came back.
/// Definition: chi_square = sum over i < j of (n_ij - n_ji)^2 / (n_ij + n_ji). Given how many moved between two levels, each went one way or the other with
/// chance 1/2 under symmetry; p counts out all such tables whose chi_square is at least as large, or draws them where there are too many. On two levels
/// this is McNemar's test.
/// Missing and edge cases: pairs of levels between which nobody moved add nothing to chi_square and are counted in df, as in statsmodels; programs that
/// leave them out have `pairs` as df. Nobody moved: p = 1, status no_variation.
/// Choose `paired_change` to ask about a rise or a fall: symmetry also fails when people merely move towards the middle.
/// Why numbers can differ: R mcnemar.test gives NaN when a pair is empty; its correction for continuity is not made here.
/// \param of who went from which level to which \throws error out_of_range for options
/// Cost: some microseconds for 30 people on 5 levels; drawn: about 50 ms. Threads: safe. Determinism: drawn p depends on seed and table only. Since 0.1.
/// Reference: Bowker 1948; McNemar 1947. Checked by `bowker_test`.
[[nodiscard]] inline bowker_result bowker(const transitions& of, const table_test_options& options = {}) {
  detail::table_test_checks(options, "bowker");
  bowker_result out;
  out.n = of.n();
  out.movers = of.up() + std::uint64_t{of.down()};
  out.df = static_cast<std::uint32_t>(of.levels() * (of.levels() - 1) / 2);
  if (out.n == 0) {
    out.status = status::no_data;
    return out;
  }
  const std::vector<detail::level_pair> pairs = detail::pairs_of(of);
  out.pairs = static_cast<std::uint32_t>(pairs.size());
  if (pairs.empty()) {
    out.status = status::no_variation;
    return out;
  }
  const auto term = [](std::uint32_t up, std::uint32_t total) {
    const double off = 2.0 * up - total;
    return off * off / total;
  };
  double chi_square = 0.0;
  for (const detail::level_pair& pair : pairs) { chi_square += term(pair.up, pair.total); }
  out.chi_square = chi_square;
  out.p_asymptotic = numeric::chi_square_upper(chi_square, out.df);
  const std::optional<double> counted = detail::bowker_exact(pairs, options.most_states);
  if (counted) {
    out.p_min = (std::min)(1.0, floor_of_flips(out.movers - out.pairs + 1));
    out.p = (std::max)(out.p_min, *counted);
  } else {
    out.method = p_method::drawn;
    out.draws = options.draws;
    numeric::random_stream random{options.random_seed};
    std::uint64_t reached = 0;
    for (std::uint32_t draw = 0; draw < options.draws; ++draw) {
      double sum = 0.0;
      for (const detail::level_pair& pair : pairs) { sum += term(detail::draw_half(random, pair.total), pair.total); }
      reached += sum >= chi_square * (1.0 - 1e-9) ? 1u : 0u;
    }
    out.p = (static_cast<double>(reached) + 1.0) / (static_cast<double>(options.draws) + 1.0);
    out.p_min = 1.0 / (static_cast<double>(options.draws) + 1.0);
  }
  if (out.p_min > 1.0 - options.confidence.value()) { out.status = status::could_not_show; }
  return out;
}

/// The same from two lists of marks, one pair a person.
/// \param before,after 0-based levels, or a negative number where there is none; equally long \param levels 2 to 16
/// \throws error invalid_argument for unequal lengths; out_of_range for levels or options, or with the row for a mark past the scale
/// Cost: O(pairs) and the first. Threads: safe. Since 0.1. Checked by `bowker_test`.
[[nodiscard]] inline bowker_result bowker(std::span<const std::int8_t> before, std::span<const std::int8_t> after, std::size_t levels,
                                          const table_test_options& options = {}) {
  return bowker(detail::transitions_of(before, after, levels, "bowker"), options);
}

/// The result as a table of one row; an empty cell has no value, and `status` says why.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `bowker_test`.
[[nodiscard]] inline table to_table(const bowker_result& r) {
  table out;
  for (const char* column : {"n", "movers", "pairs"}) { out.add(column, column_type::integer); }
  out.add("chi_square", column_type::real);
  out.add("df", column_type::integer);
  for (const char* column : {"p_asymptotic", "p", "p_min"}) { out.add(column, column_type::real); }
  out.add("method", column_type::text);
  out.add("draws", column_type::integer);
  out.add("status", column_type::text);
  out.push_row(r.n, r.movers, r.pairs, r.chi_square, r.df, r.p_asymptotic, r.p, r.p_min, name(r.method), r.draws, name(r.status));
  return out;
}

} // namespace headway::exact
