#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <headway/agreement/coefficient.hpp>
#include <headway/agreement/detail/intervals.hpp>
#include <headway/agreement/detail/mark_counting.hpp>
#include <headway/agreement/weights.hpp>
#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/exact/transitions.hpp>
#include <headway/resample/count_sampler.hpp>

namespace headway::agreement {

namespace detail {

/// A square table of two raters as numbers that can be taken from and drawn.
struct square_cells {
  std::size_t levels{};
  std::array<double, most_levels * most_levels> cell{};
  double n{};

  square_cells() = default;
  explicit square_cells(const exact::transitions& table) : levels{table.levels()}, n{static_cast<double>(table.n())} {
    for (std::size_t i = 0; i < levels; ++i) {
      for (std::size_t j = 0; j < levels; ++j) { cell[i * levels + j] = table.people(i, j); }
    }
  }
};

/// Cohen's kappa of such a table, with what its standard errors need.
struct cohen_parts {
  headway::status status{status::no_data};
  double value{};
  double observed{}; ///< disagreement
  double expected{}; ///< disagreement by chance
  std::array<double, most_levels> first{};  ///< shares of the first rater
  std::array<double, most_levels> second{}; ///< and of the second

  cohen_parts(const square_cells& t, const weight_matrix& w) noexcept {
    status = status::too_few_raters;
    if (!(t.n > 0.5)) { return; }
    double apart = 0.0;
    for (std::size_t i = 0; i < t.levels; ++i) {
      for (std::size_t j = 0; j < t.levels; ++j) {
        const double people = t.cell[i * t.levels + j];
        first[i] += people;
        second[j] += people;
        apart += people * (1.0 - w(i, j));
      }
    }
    for (std::size_t i = 0; i < t.levels; ++i) {
      first[i] /= t.n;
      second[i] /= t.n;
    }
    observed = apart / t.n;
    for (std::size_t i = 0; i < t.levels; ++i) {
      for (std::size_t j = 0; j < t.levels; ++j) { expected += first[i] * second[j] * (1.0 - w(i, j)); }
    }
    status = expected > 0.0 ? status::ok : status::no_variation;
    if (status == status::ok) { value = 1.0 - observed / expected; }
  }
  [[nodiscard]] std::optional<double> number() const noexcept { return status == status::ok ? std::optional{value} : std::nullopt; }

  /// Disagreement by chance of a first mark i with any second one, and of a second mark j with any first one, together.
  [[nodiscard]] double by_chance(const weight_matrix& w, std::size_t i, std::size_t j) const noexcept {
    double out = 0.0;
    for (std::size_t k = 0; k < w.levels(); ++k) { out += (1.0 - w(i, k)) * second[k] + (1.0 - w(k, j)) * first[k]; }
    return out;
  }
};

class cohen_source final : public interval_source {
public:
  cohen_source(const square_cells& table, const weight_matrix& weights) : table_{table}, weights_{weights}, whole_{table, weights} {
    raters_known = true;
    raters = 2;
    units = static_cast<std::uint64_t>(table.n);
  }
  [[nodiscard]] const cohen_parts& whole() const noexcept { return whole_; }

  [[nodiscard]] left_out_values units_left_out() const override {
    left_out_values out;
    square_cells rest = table_;
    rest.n -= 1.0;
    for (double& each : std::span<double>{rest.cell}.first(rest.levels * rest.levels)) {
      if (!(each > 0.5)) { continue; }
      each -= 1.0;
      out.add(cohen_parts{rest, weights_}.number(), static_cast<std::uint64_t>(each + 1.0));
      each += 1.0;
    }
    return out;
  }
  [[nodiscard]] left_out_values raters_left_out(double*) const override { return {{}, false}; } // with two raters there is nobody left to compare
  [[nodiscard]] replicate_values replicates(drawn, const coefficient_options& options) const override {
    std::vector<std::uint64_t> people;
    std::vector<std::size_t> place;
    for (std::size_t i = 0; i < table_.levels * table_.levels; ++i) {
      if (!(table_.cell[i] > 0.5)) { continue; }
      people.push_back(static_cast<std::uint64_t>(table_.cell[i]));
      place.push_back(i);
    }
    const resample::count_sampler sampler{people};
    return replicates_of(options, [&] {
      return [this, &sampler, &place, drawn_people = people, cells = table_](numeric::quick_stream& random) mutable {
        sampler.draw(random, drawn_people);
        for (std::size_t i = 0; i < place.size(); ++i) { cells.cell[place[i]] = static_cast<double>(drawn_people[i]); }
        return cohen_parts{cells, weights_}.number();
      };
    });
  }
  [[nodiscard]] std::optional<double> linearised_error() const override {
    double squares = 0.0;
    for (std::size_t i = 0; i < table_.levels; ++i) {
      for (std::size_t j = 0; j < table_.levels; ++j) {
        const double share = table_.cell[i * table_.levels + j] / table_.n;
        const double off = (1.0 - weights_(i, j) - whole_.observed) - (1.0 - whole_.value) * (whole_.by_chance(weights_, i, j) - 2.0 * whole_.expected);
        squares += share * off * off;
      }
    }
    return std::sqrt(squares / table_.n) / whole_.expected;
  }
  /// The standard error where the two raters are independent.
  [[nodiscard]] double null_error() const noexcept {
    double squares = 0.0;
    for (std::size_t i = 0; i < table_.levels; ++i) {
      for (std::size_t j = 0; j < table_.levels; ++j) {
        const double off = whole_.expected + (1.0 - weights_(i, j)) - whole_.by_chance(weights_, i, j);
        squares += whole_.first[i] * whole_.second[j] * off * off;
      }
    }
    return std::sqrt(squares / table_.n) / whole_.expected;
  }

private:
  const square_cells& table_;
  const weight_matrix& weights_;
  cohen_parts whole_;
};

} // namespace detail

/// Cohen's kappa of two raters, weighted or not.
/// Definition: (po - pe) / (1 - pe), po = sum_ij w_ij p_ij and pe = sum_ij w_ij p_i. p_.j over units both marked. Analytic standard error: the large-sample one of Fleiss, Cohen
/// and Everitt, a t law with n - 1 degrees of freedom; null standard error: theirs for independent raters, value / null_standard_error is their z.
/// Missing: a unit counts only when both raters marked it. No such unit: too_few_raters; both raters at one level: no_variation, never 0 or 1. Two raters stand for nobody else:
/// the two-way jackknife is that over units, and intervals over raters have too_few_raters.
/// Choose it over Fleiss's kappa for two particular people; it forgives that they use the levels unequally often. With more raters: `conger_kappa`, `light_kappa`.
/// Why numbers can differ: R irr's z is value / null error, vcd and scikit-learn give other errors or none; quadratic weights of other programs are the same, linear ones too.
/// \param table how often the first rater's level met the second one's \param weights how near levels are \param options see `coefficient_options`
/// \throws error invalid_argument or out_of_range for weights or options
/// Cost: O(levels^2) and for a jackknife O(levels^4); a bootstrap O(levels^2) a replicate. Threads: the same bits for any number. Since 0.1.
/// Reference: Cohen 1960, 1968; Fleiss, Cohen & Everitt 1969. Checked by `cohen_test` (reference case a04).
[[nodiscard]] inline coefficient cohen_kappa(const exact::transitions& table, const agreement_weights& weights = {}, const coefficient_options& options = {}) {
  detail::check_options(options, "cohen_kappa");
  const weight_matrix w = weights.of(table.levels());
  const detail::square_cells cells{table};
  detail::cohen_source source{cells, w};
  source.lowest = -1.0;
  coefficient out;
  out.units = out.units_used = table.n();
  out.raters = 2;
  out.marks = 2 * out.units;
  const detail::cohen_parts& whole = source.whole();
  out.status = whole.status;
  if (out.status == status::ok) {
    out.value = whole.value;
    out.observed = 1.0 - whole.observed;
    out.expected = 1.0 - whole.expected;
    out.null_standard_error = source.null_error();
  }
  detail::add_interval(out, source, options);
  return out;
}

/// The same from a table of marks of two raters.
/// \param marks units x 2, row by row: 0-based levels, negative where there is none \param units,raters extents; raters must be 2 \param levels 2 to 16
/// \throws error also invalid_argument for another number of raters or when marks is not units x raters; out_of_range, with the unit as row, for a level past the scale
/// Cost: about a nanosecond a unit more. Threads: the same bits for any number. Since 0.1. Checked by `cohen_test`.
[[nodiscard]] inline coefficient cohen_kappa(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels, const agreement_weights& weights = {},
                                             const coefficient_options& options = {}) {
  if (raters != 2) {
    throw error{error_category::invalid_argument, "cohen_kappa", "raters",
                std::to_string(raters) + " raters are not allowed; it compares 2 (for more: conger_kappa or light_kappa)"};
  }
  detail::check_table(marks, units, raters, levels, "cohen_kappa");
  coefficient out = cohen_kappa(exact::count_rater_transitions(marks, units, raters, levels, 0, 1), weights, options);
  out.units = units;
  if (std::all_of(marks.begin(), marks.end(), [](std::int8_t mark) { return mark < 0; })) { out.status = out.range_status = status::no_data; }
  return out;
}

/// Light's kappa: the mean of Cohen's kappa over all pairs of raters.
/// Definition: the mean of `cohen_kappa` over pairs of raters who share at least one unit, each pair alike whatever number of units it shares.
/// Missing: a pair counts with the units both marked. No pair: too_few_raters, or no_data without marks; a pair that gave one level only: no_variation.
/// Choose `conger_kappa` over it unless the mean of pairs is what is asked for: a pair of few units weighs as much as one of many here. Value alone, no interval.
/// Why numbers can differ: other programs drop units with a missing mark first.
/// \param marks units x raters, row by row: 0-based levels, negative where there is none \param units,raters extents \param levels 2 to 16 \param weights how near levels are
/// \throws error as `cohen_kappa`
/// Cost: O(units x raters^2). Threads: safe. Since 0.1. Reference: Light 1971; Conger 1980. Checked by `cohen_test` (reference case a03).
[[nodiscard]] inline coefficient light_kappa(std::span<const std::int8_t> marks, std::size_t units, std::size_t raters, std::size_t levels, const agreement_weights& weights = {}) {
  detail::check_table(marks, units, raters, levels, "light_kappa");
  const weight_matrix w = weights.of(levels);
  coefficient out;
  out.units = units;
  std::vector<unsigned char> rated(raters);
  for (std::size_t u = 0; u < units; ++u) {
    std::size_t m = 0;
    for (std::size_t r = 0; r < raters; ++r) {
      if (marks[u * raters + r] < 0) { continue; }
      ++m;
      rated[r] = 1;
    }
    out.units_used += m >= 2 ? 1 : 0;
    out.marks += m;
  }
  out.raters = static_cast<std::uint64_t>(std::count(rated.begin(), rated.end(), static_cast<unsigned char>(1)));
  out.status = out.marks == 0 ? status::no_data : out.units_used == 0 ? status::too_few_raters : status::ok;
  double sum = 0.0;
  double pairs = 0.0;
  for (std::size_t a = 0; a < raters && out.status == status::ok; ++a) {
    for (std::size_t b = a + 1; b < raters; ++b) {
      const exact::transitions table = exact::count_rater_transitions(marks, units, raters, levels, a, b);
      if (table.n() == 0) { continue; }
      const detail::cohen_parts kappa{detail::square_cells{table}, w};
      if (kappa.status != status::ok) {
        out.status = kappa.status;
        break;
      }
      sum += kappa.value;
      pairs += 1.0;
    }
  }
  if (out.status == status::ok) {
    out.value = sum / pairs;
  } else {
    out.range_status = out.status;
  }
  return out;
}

} // namespace headway::agreement
