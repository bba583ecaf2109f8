// headway_exact_*_difference_interval: bootstrap intervals of differences, on plain arrays.

#include "arrays.hpp"
#include "guard.hpp"
#include "handle.hpp"

#include <string>

#include <headway/exact/difference_interval.hpp>

using namespace headway::capi;

namespace {

namespace exact = headway::exact;
namespace resample = headway::resample;

static_assert(static_cast<std::int32_t>(exact::resampling::ideal) == HEADWAY_RESAMPLING_IDEAL && static_cast<std::int32_t>(exact::resampling::drawn) == HEADWAY_RESAMPLING_DRAWN);
static_assert(static_cast<std::int32_t>(resample::bias_rule::half_of_ties) == HEADWAY_BIAS_HALF_OF_TIES &&
              static_cast<std::int32_t>(resample::bias_rule::below) == HEADWAY_BIAS_BELOW);

/// Size of `headway_bootstrap_options` in 0.1, its first version.
constexpr std::size_t first_exact_difference_size = 40;

headway_bootstrap_options options_of(const headway_bootstrap_options* options) {
  const auto given = sized(options, first_exact_difference_size, "options");
  unused(given.reserved == 0, "reserved");
  const auto one_of_two = [](std::int32_t code, const char* field) {
    if (code != 0 && code != 1) { fail(headway::error_category::out_of_range, field, std::to_string(code) + " is not allowed; it is 0 or 1"); }
  };
  one_of_two(given.resampling, "resampling");
  one_of_two(given.bias, "bias");
  return given;
}

exact::difference_interval_options converted(const headway_bootstrap_options& given) {
  exact::difference_interval_options out;
  out.confidence = confidence_of(given.confidence);
  out.bias = static_cast<resample::bias_rule>(given.bias);
  out.resampling = static_cast<exact::resampling>(given.resampling);
  if (given.replicates != 0) { out.replicates = given.replicates; }
  if (given.seed != 0) { out.random_seed = headway::seed{given.seed}; }
  if (given.threads != 0) { out.threads = given.threads; }
  return out;
}

} // namespace

extern "C" {

void headway_bootstrap_options_init(headway_bootstrap_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_exact_mean_difference_interval(const int8_t* first, size_t first_people, const int8_t* second, size_t second_people, size_t levels,
                                                      const headway_bootstrap_options* options, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const headway_bootstrap_options given = options_of(options);
    give_table(table, to_table(exact::mean_difference_interval(array_of(first, first_people, "first"), array_of(second, second_people, "second"), levels, converted(given))));
  });
}

headway_status headway_exact_median_difference_interval(const int8_t* first, size_t first_people, const int8_t* second, size_t second_people, size_t levels,
                                                        const headway_bootstrap_options* options, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const headway_bootstrap_options given = options_of(options);
    unused(given.resampling == HEADWAY_RESAMPLING_IDEAL, "resampling");
    unused(given.seed == 0, "seed");
    unused(given.replicates == 0, "replicates");
    unused(given.threads == 0, "threads");
    give_table(table, to_table(exact::median_difference_interval(array_of(first, first_people, "first"), array_of(second, second_people, "second"), levels, converted(given))));
  });
}

} // extern "C"
