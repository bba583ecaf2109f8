#pragma once

#include <cstdint>
#include <string_view>

namespace headway {

/// Why a result has, or has not, a value. Code branches on this, never on NaN. Values are part of the C ABI and never reused.
enum class status : std::int32_t {
  ok = 0,             ///< there is a value and nothing to add
  no_data = 1,        ///< nobody gave a mark on the scale here
  too_few_raters = 2, ///< fewer raters than the quantity needs
  no_variation = 3,   ///< everybody gave the same mark, and the quantity needs differences
  mostly_prior = 4,   ///< there is a value, but so few raters that the prior decides most of it
  hidden = 5,         ///< there is a value, withheld because the group is too small for this audience
  not_assessed = 6,   ///< this community was not assessed in this round
  not_comparable = 7, ///< the two sides do not share what a comparison needs
  value_only = 8,     ///< one rater: the mark itself is all there is to say
  could_not_show = 9, ///< there is a value, but nothing these people could have marked would have been significant: p_min is above the level asked for
  flat_jackknife = 10, ///< leaving out any one person changes nothing, so the skewness a BCa interval corrects for cannot be judged
  beyond_replicates = 11, ///< an end of the interval lies beyond every resample
  too_few_units = 12, ///< fewer things were marked than the quantity needs
  no_residual = 13, ///< the marks leave no error to measure by: raters differ by a constant at most
  not_identified = 14, ///< the data fit many values equally well
  on_boundary = 15,    ///< there is a value, at the edge of what is possible: a variance of 0, say
  not_converged = 16,  ///< the search for the value ended before it was found
  separated = 17,      ///< every mark of one group is above every mark of the other, and the quantity needs them to overlap
  unbounded = 18       ///< there is a value, and no end to its interval on one side
};

/// The code of a status as written in tables: "ok", "no_data", "too_few_raters", ...
/// \param value any value; an unknown one gives "unknown".
/// Cost: constant. Threads: safe. Since 0.1. Checked by `status_test`.
[[nodiscard]] constexpr std::string_view name(status value) noexcept {
  switch (value) {
  case status::ok: return "ok";
  case status::no_data: return "no_data";
  case status::too_few_raters: return "too_few_raters";
  case status::no_variation: return "no_variation";
  case status::mostly_prior: return "mostly_prior";
  case status::hidden: return "hidden";
  case status::not_assessed: return "not_assessed";
  case status::not_comparable: return "not_comparable";
  case status::value_only: return "value_only";
  case status::could_not_show: return "could_not_show";
  case status::flat_jackknife: return "flat_jackknife";
  case status::beyond_replicates: return "beyond_replicates";
  case status::too_few_units: return "too_few_units";
  case status::no_residual: return "no_residual";
  case status::not_identified: return "not_identified";
  case status::on_boundary: return "on_boundary";
  case status::not_converged: return "not_converged";
  case status::separated: return "separated";
  case status::unbounded: return "unbounded";
  }
  return "unknown";
}

/// One sentence in plain words for a status, for a page or a console.
/// \param value any value; an unknown one gives an empty text.
/// Cost: constant. Threads: safe. Since 0.1. Checked by `status_test`.
[[nodiscard]] constexpr std::string_view describe(status value) noexcept {
  switch (value) {
  case status::ok: return "computed";
  case status::no_data: return "nobody gave a mark on the scale";
  case status::too_few_raters: return "too few people for this figure";
  case status::no_variation: return "everybody gave the same mark";
  case status::mostly_prior: return "so few people that the range is mostly assumption";
  case status::hidden: return "withheld because the group is small";
  case status::not_assessed: return "not assessed in this round";
  case status::not_comparable: return "the two sides cannot be compared";
  case status::value_only: return "one person: only the mark itself can be shown";
  case status::could_not_show: return "this panel could not have shown it";
  case status::flat_jackknife: return "leaving out any one person changes nothing, so this range cannot be corrected for skewness";
  case status::beyond_replicates: return "an end of the range lies beyond all resamples";
  case status::too_few_units: return "too few things were marked for this figure";
  case status::no_residual: return "no differences are left to judge chance by";
  case status::not_identified: return "the marks fit many values equally well";
  case status::on_boundary: return "the value lies at the edge of what is possible";
  case status::not_converged: return "the value could not be found";
  case status::separated: return "every mark of one group is above every mark of the other";
  case status::unbounded: return "the range has no end on one side";
  }
  return "";
}

} // namespace headway
