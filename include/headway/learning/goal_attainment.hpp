#pragma once

/// \file
/// Goal attainment scaling: several goals of one person, or of one community, as one number, with how much of it rests on an assumption.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <headway/base/check.hpp>
#include <headway/base/status.hpp>
#include <headway/core/table.hpp>

namespace headway::learning {

/// Options of `goal_attainment`.
struct goal_attainment_options {
  double rho{0.3};      ///< correlation between goals that the score assumes, 0 to 1
  double rho_low{0.0};  ///< the band shows what the score would be with these two instead
  double rho_high{0.6};
};

/// A goal attainment score. Since 0.1.
struct goal_attainment_result {
  headway::status status{};             ///< no_data: no goal with a weight; ok otherwise
  std::uint64_t goals{};                ///< goals with a weight above 0
  std::optional<double> t_score{};      ///< T: 50 when every goal came out as expected
  std::optional<double> band_low{};     ///< the smaller and
  std::optional<double> band_high{};    ///< the larger of T with rho_low and with rho_high
  std::optional<double> mean_attainment{}; ///< weighted mean of attainment: no assumption in it
  std::uint64_t reached{};              ///< goals reached as expected or better
  friend bool operator==(const goal_attainment_result&, const goal_attainment_result&) = default;
};

/// The goal attainment score of one person's goals.
/// Definition: T = 50 + 10 sum w x / sqrt((1 - rho) sum w^2 + rho (sum w)^2), x from -2 (much less than expected) over 0 (as expected) to 2 (much more). The
/// correlation rho between goals is assumed, not measured, and moves T: the band is T with rho_low and rho_high. It is no interval of confidence.
/// Missing and edge cases: leave out a goal that was not judged. A weight of 0 takes a goal out. No goal: status no_data.
/// Choose the number of goals reached to talk with the people whose goals they are; T only where readers ask for it. Never compare people by it: each set
/// their own goals.
/// Why numbers can differ: gasr and most tables take rho = 0.3.
/// \param attainment one value a goal, -3 to 3 (-3 where falling below the start is noted apart) \param weights 0 or more, one a goal; empty: all alike
/// \throws error out_of_range, with the goal in the row, for a value or weight outside its range, or for rho; invalid_argument for unequal lengths
/// Cost: O(goals). Threads: safe. Since 0.1. Reference: Kiresuk & Sherman 1968. Checked by `goal_attainment_test`.
[[nodiscard]] inline goal_attainment_result goal_attainment(std::span<const double> attainment, std::span<const double> weights = {},
                                                            const goal_attainment_options& options = {}) {
  const auto share = [](double value, const char* argument) {
    if (!(value >= 0.0 && value <= 1.0)) {
      throw error{error_category::out_of_range, "goal_attainment", argument, std::to_string(value) + " is not allowed; it must be 0 to 1"};
    }
  };
  share(options.rho, "rho");
  share(options.rho_low, "rho_low");
  share(options.rho_high, "rho_high");
  check::that(options.rho_low <= options.rho_high, "goal_attainment", "rho_low", "must not be above rho_high");
  if (!weights.empty()) { check::same_length(weights.size(), attainment.size(), "goal_attainment", "weights"); }

  goal_attainment_result out;
  double sum = 0.0;
  double squares = 0.0;
  double weighted = 0.0;
  for (std::size_t i = 0; i < attainment.size(); ++i) {
    const double weight = weights.empty() ? 1.0 : weights[i];
    if (!(attainment[i] >= -3.0 && attainment[i] <= 3.0)) {
      throw error{error_category::out_of_range, "goal_attainment", "attainment", std::to_string(attainment[i]) + " is not allowed; it must be -3 to 3",
                  static_cast<std::int64_t>(i)};
    }
    if (!(weight >= 0.0 && weight <= 1e6)) {
      throw error{error_category::out_of_range, "goal_attainment", "weights", std::to_string(weight) + " is not allowed; it must be 0 to 1000000", static_cast<std::int64_t>(i)};
    }
    if (!(weight > 0.0)) { continue; }
    ++out.goals;
    out.reached += attainment[i] >= 0.0 ? 1u : 0u;
    sum += weight;
    squares += weight * weight;
    weighted += weight * attainment[i];
  }
  if (out.goals == 0 || !(squares > 0.0)) {
    out.status = status::no_data;
    out.goals = 0;
    out.reached = 0;
    return out;
  }
  const auto t_with = [&](double rho) { return 50.0 + 10.0 * weighted / std::sqrt((1.0 - rho) * squares + rho * sum * sum); };
  out.t_score = t_with(options.rho);
  const double first = t_with(options.rho_low);
  const double second = t_with(options.rho_high);
  out.band_low = first < second ? first : second;
  out.band_high = first < second ? second : first;
  out.mean_attainment = weighted / sum;
  return out;
}

/// The result as a table of one row: t_score, band_low, band_high, mean_attainment, goals, reached, status.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `goal_attainment_test`.
[[nodiscard]] inline table to_table(const goal_attainment_result& r) {
  table out;
  for (const char* column : {"t_score", "band_low", "band_high", "mean_attainment"}) { out.add(column, column_type::real); }
  for (const char* column : {"goals", "reached"}) { out.add(column, column_type::integer); }
  out.add("status", column_type::text);
  out.push_row(r.t_score, r.band_low, r.band_high, r.mean_attainment, r.goals, r.reached, name(r.status));
  return out;
}

} // namespace headway::learning
