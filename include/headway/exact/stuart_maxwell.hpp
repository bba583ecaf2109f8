#pragma once

#include <algorithm>
#include <array>
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
#include <headway/exact/bowker.hpp>
#include <headway/exact/detail/pair_flips.hpp>
#include <headway/exact/rules.hpp>
#include <headway/exact/transitions.hpp>
#include <headway/numeric/special.hpp>
#include <headway/resample/binomial_law.hpp>

namespace headway::exact {

/// Whether the people as a whole stand at the same levels twice. Since 0.1.
struct stuart_maxwell_result {
  headway::status status{};         ///< no_data; no_variation: nobody moved; could_not_show: p_min is above 1 - confidence; ok otherwise
  std::uint64_t n{};                ///< people with both marks
  std::uint64_t movers{};           ///< of them, moved
  std::optional<double> chi_square{}; ///< none when nobody moved
  std::uint32_t df{};               ///< levels - 1 where moves link all levels; less where nobody moved to or from some of them
  std::optional<double> p_asymptotic{}; ///< P(chi-square with df > chi_square)
  double p{1.0};                    ///< P(chi_square at least this large, if every move were as likely one way as the other)
  double p_min{1.0};                ///< floor: the chance of the largest chi_square, or 1 / (draws + 1) where outcomes were drawn
  p_method method{p_method::exact}; ///< of p and p_min: exact or drawn
  std::uint32_t draws{};            ///< outcomes drawn, where not exact
  std::optional<double> bhapkar{};  ///< chi_square / (1 - chi_square / n), with the same df; none where that is not defined
  std::optional<double> p_bhapkar{}; ///< P(chi-square with df > bhapkar)
  friend bool operator==(const stuart_maxwell_result&, const stuart_maxwell_result&) = default;
};

namespace detail {

/// The quadratic form of Stuart and Maxwell. Its matrix is the Laplacian of the graph of levels with the people who moved between two of them as the
/// weight of an edge, so its rank is the number of levels less the number of connected parts, and one level of every part can be left out.
class margin_form {
public:
  margin_form(const std::vector<level_pair>& pairs, std::size_t levels) {
    std::array<std::size_t, most_levels> part{};
    std::iota(part.begin(), part.end(), std::size_t{0});
    for (std::size_t pass = 0; pass < levels; ++pass) {
      for (const level_pair& pair : pairs) { part[pair.low] = part[pair.high] = (std::min)(part[pair.low], part[pair.high]); }
    }
    for (std::size_t level = 0; level < levels; ++level) {
      place_[level] = part[level] == level ? none : kept_++;
    }
    // Gauss-Jordan on a positive definite matrix needs no exchange of rows
    std::vector<double> a(kept_ * kept_, 0.0);
    for (const level_pair& pair : pairs) {
      const std::size_t i = place_[pair.low];
      const std::size_t j = place_[pair.high];
      if (i != none) { a[i * kept_ + i] += pair.total; }
      if (j != none) { a[j * kept_ + j] += pair.total; }
      if (i != none && j != none) {
        a[i * kept_ + j] -= pair.total;
        a[j * kept_ + i] -= pair.total;
      }
    }
    inverse_.assign(kept_ * kept_, 0.0);
    for (std::size_t i = 0; i < kept_; ++i) { inverse_[i * kept_ + i] = 1.0; }
    for (std::size_t column = 0; column < kept_; ++column) {
      const double pivot = 1.0 / a[column * kept_ + column];
      for (std::size_t k = 0; k < kept_; ++k) {
        a[column * kept_ + k] *= pivot;
        inverse_[column * kept_ + k] *= pivot;
      }
      for (std::size_t row = 0; row < kept_; ++row) {
        const double factor = row == column ? 0.0 : a[row * kept_ + column];
        if (!(factor > 0.0) && !(factor < 0.0)) { continue; }
        for (std::size_t k = 0; k < kept_; ++k) {
          a[row * kept_ + k] -= factor * a[column * kept_ + k];
          inverse_[row * kept_ + k] -= factor * inverse_[column * kept_ + k];
        }
      }
    }
  }

  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  /// Levels left in: the degrees of freedom.
  [[nodiscard]] std::size_t kept() const noexcept { return kept_; }
  /// Position of a level among those, or `none`.
  [[nodiscard]] std::size_t place(std::size_t level) const noexcept { return place_[level]; }
  /// The form of people before less people after, at the levels left in.
  [[nodiscard]] double value(std::span<const double> off) const noexcept {
    double sum = 0.0;
    for (std::size_t i = 0; i < kept_; ++i) {
      double row = 0.0;
      for (std::size_t j = 0; j < kept_; ++j) { row += inverse_[i * kept_ + j] * off[j]; }
      sum += off[i] * row;
    }
    return sum;
  }

private:
  std::size_t kept_{};
  std::array<std::size_t, most_levels> place_{};
  std::vector<double> inverse_;
};

/// P(form at least as large as observed) and P(form at its largest), counted out; none where that takes too many states.
struct form_tails {
  double upper{};
  double at_largest{};
};
inline std::optional<form_tails> stuart_maxwell_exact(const std::vector<level_pair>& pairs, const margin_form& form, double observed, std::uint32_t most_states) {
  if (most_states == 0) { return std::nullopt; }
  // an outcome is known by how many left each level that is left in: one number in mixed radix
  const std::size_t kept = form.kept();
  std::array<std::uint64_t, most_levels> movers{};
  for (const level_pair& pair : pairs) {
    for (const std::size_t level : {pair.low, pair.high}) {
      if (form.place(level) != margin_form::none) { movers[form.place(level)] += pair.total; }
    }
  }
  std::array<std::uint64_t, most_levels> stride{};
  std::uint64_t size = 1;
  for (std::size_t i = 0; i < kept; ++i) {
    stride[i] = size;
    if (movers[i] + 1 > (std::uint64_t{1} << 62) / size) { return std::nullopt; }
    size *= movers[i] + 1;
  }
  const auto stride_of = [&](std::size_t level) { return form.place(level) == margin_form::none ? std::uint64_t{0} : stride[form.place(level)]; };
  using state = std::pair<std::uint64_t, double>;
  std::vector<state> now{{0, 1.0}};
  std::vector<state> next;
  std::vector<level_pair> ordered = pairs;
  std::stable_sort(ordered.begin(), ordered.end(), [](const level_pair& a, const level_pair& b) { return a.total < b.total; });
  for (const level_pair& pair : ordered) {
    const std::vector<double> law = resample::binomial_law(pair.total, 0.5, 0.5);
    if (now.size() * law.size() > std::size_t{8} * most_states) { return std::nullopt; }
    next.clear();
    for (std::uint64_t up = 0; up <= pair.total; ++up) {
      const std::uint64_t more = up * stride_of(pair.low) + (pair.total - up) * stride_of(pair.high);
      for (const auto& [key, weight] : now) { next.emplace_back(key + more, weight * law[up]); }
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
  std::array<double, most_levels> off{};
  std::vector<double> values;
  double largest = 0.0;
  for (const state& each : now) {
    for (std::size_t i = 0; i < kept; ++i) {
      const std::uint64_t left = each.first / stride[i] % (movers[i] + 1);
      off[i] = 2.0 * static_cast<double>(left) - static_cast<double>(movers[i]);
    }
    values.push_back(form.value({off.data(), kept}));
    largest = (std::max)(largest, values.back());
  }
  form_tails out;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (values[i] >= observed * (1.0 - 1e-9)) { out.upper += now[i].second; }
    if (values[i] >= largest * (1.0 - 1e-9)) { out.at_largest += now[i].second; }
  }
  return out;
}

} // namespace detail

/// The Stuart-Maxwell test of equal margins: whether as many people stand at each level after as before.
/// Definition: chi_square = d' V^- d with d_i = people at level i before less after, V_ii the people who moved to or from level i, V_ij = -(n_ij + n_ji). V is the
/// Laplacian of the graph of moves, so its rank, the degrees of freedom, is known exactly: levels less the number of parts that moves do not
/// link. Given how many moved between two levels, each went one way or the other with chance 1/2; p counts out all such tables whose
/// chi_square is at least as large, or draws them where there are too many. Bhapkar's statistic is chi_square / (1 - chi_square / n).
/// Missing and edge cases: a level that nobody moved to or from takes one degree of freedom away. Nobody moved: p = 1, status no_variation.
/// Choose `paired_change` where levels are ordered: this asks for any difference and so sees a rise less well. Choose this over `bowker` when
/// only where people stand matters, not who went where.
/// Why numbers can differ: R irr leaves out levels with equal margins before it computes; here, in coin and in statsmodels they stay.
/// \param of who went from which level to which \throws error out_of_range for options
/// Cost: about 0.1 ms for 30 people on 5 levels; drawn: about 100 ms. Threads: safe. Determinism: drawn p depends on seed and table only. Since 0.1.
/// Reference: Stuart 1955; Maxwell 1970; Bhapkar 1966. Checked by `stuart_maxwell_test`.
[[nodiscard]] inline stuart_maxwell_result stuart_maxwell(const transitions& of, const table_test_options& options = {}) {
  detail::table_test_checks(options, "stuart_maxwell");
  stuart_maxwell_result out;
  out.n = of.n();
  out.movers = of.up() + std::uint64_t{of.down()};
  if (out.n == 0) {
    out.status = status::no_data;
    return out;
  }
  const std::vector<detail::level_pair> pairs = detail::pairs_of(of);
  if (pairs.empty()) {
    out.status = status::no_variation;
    return out;
  }
  const detail::margin_form form{pairs, of.levels()};
  out.df = static_cast<std::uint32_t>(form.kept());
  std::array<double, most_levels> off{};
  const std::span<const double> kept{off.data(), form.kept()};
  const auto add = [&](const detail::level_pair& pair, std::uint32_t up) {
    const double more = 2.0 * up - pair.total; // people who left the lower level less those who came to it
    if (form.place(pair.low) != detail::margin_form::none) { off[form.place(pair.low)] += more; }
    if (form.place(pair.high) != detail::margin_form::none) { off[form.place(pair.high)] -= more; }
  };
  for (const detail::level_pair& pair : pairs) { add(pair, pair.up); }
  const double chi_square = (std::max)(0.0, form.value(kept));
  out.chi_square = chi_square;
  out.p_asymptotic = numeric::chi_square_upper(chi_square, out.df);
  const double left = 1.0 - chi_square / static_cast<double>(out.n);
  if (left > 1e-12) {
    out.bhapkar = chi_square / left;
    out.p_bhapkar = numeric::chi_square_upper(*out.bhapkar, out.df);
  }

  const std::optional<detail::form_tails> counted = detail::stuart_maxwell_exact(pairs, form, chi_square, options.most_states);
  if (counted) {
    out.p_min = (std::min)(1.0, counted->at_largest);
    out.p = (std::max)(out.p_min, (std::min)(1.0, counted->upper));
  } else {
    out.method = p_method::drawn;
    out.draws = options.draws;
    numeric::random_stream random{options.random_seed};
    std::uint64_t reached = 0;
    for (std::uint32_t draw = 0; draw < options.draws; ++draw) {
      off.fill(0.0);
      for (const detail::level_pair& pair : pairs) { add(pair, detail::draw_half(random, pair.total)); }
      reached += form.value(kept) >= chi_square * (1.0 - 1e-9) ? 1u : 0u;
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
/// Cost: O(pairs) and the first. Threads: safe. Since 0.1. Checked by `stuart_maxwell_test`.
[[nodiscard]] inline stuart_maxwell_result stuart_maxwell(std::span<const std::int8_t> before, std::span<const std::int8_t> after, std::size_t levels,
                                                          const table_test_options& options = {}) {
  return stuart_maxwell(detail::transitions_of(before, after, levels, "stuart_maxwell"), options);
}

/// The result as a table of one row; an empty cell has no value, and `status` says why.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `stuart_maxwell_test`.
[[nodiscard]] inline table to_table(const stuart_maxwell_result& r) {
  table out;
  for (const char* column : {"n", "movers"}) { out.add(column, column_type::integer); }
  out.add("chi_square", column_type::real);
  out.add("df", column_type::integer);
  for (const char* column : {"p_asymptotic", "p", "p_min"}) { out.add(column, column_type::real); }
  out.add("method", column_type::text);
  out.add("draws", column_type::integer);
  for (const char* column : {"bhapkar", "p_bhapkar"}) { out.add(column, column_type::real); }
  out.add("status", column_type::text);
  out.push_row(r.n, r.movers, r.chi_square, r.df, r.p_asymptotic, r.p, r.p_min, name(r.method), r.draws, r.bhapkar, r.p_bhapkar, name(r.status));
  return out;
}

} // namespace headway::exact
