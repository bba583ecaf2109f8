// headway_learning_*: measures of one person or one community.

#include "arrays.hpp"
#include "guard.hpp"
#include "handle.hpp"

#include <span>

#include <headway/learning/goal_attainment.hpp>
#include <headway/learning/reliable_change.hpp>

using namespace headway::capi;

namespace learning = headway::learning;

extern "C" {

headway_status headway_learning_reliable_change(const double* before, const double* after, size_t people, double sd, double reliability, double confidence,
                                                headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const auto results =
        learning::reliable_change(array_of(before, people, "before"), array_of(after, people, "after"), sd, reliability, {confidence_of(confidence)});
    give_table(table, to_table(std::span<const learning::reliable_change_result>{results}));
  });
}

headway_status headway_learning_clinical_cutoffs(double mean_dysfunctional, double sd_dysfunctional, double mean_functional, double sd_functional, headway_table** table,
                                                 headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    give_table(table, to_table(learning::clinical_cutoffs(mean_dysfunctional, sd_dysfunctional, mean_functional, sd_functional)));
  });
}

headway_status headway_learning_goal_attainment(const double* attainment, const double* weights, size_t goals, double rho, double rho_low, double rho_high,
                                                headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const std::span<const double> own = weights == nullptr ? std::span<const double>{} : std::span<const double>{weights, goals};
    give_table(table, to_table(learning::goal_attainment(array_of(attainment, goals, "attainment"), own, {.rho = rho, .rho_low = rho_low, .rho_high = rho_high})));
  });
}

} // extern "C"
