// headway_exact_*: exact tests on plain arrays.

#include "arrays.hpp"
#include "guard.hpp"
#include "handle.hpp"

#include <string>

#include <headway/exact/paired_change.hpp>

using namespace headway::capi;

namespace {

namespace exact = headway::exact;

/// Size of `headway_exact_options` in 0.1, its first version.
constexpr std::size_t first_size = 40;

headway_exact_options options_of(const headway_exact_options* options) {
  const auto given = sized(options, first_size, "options");
  unused(given.reserved == 0, "reserved");
  return given;
}

exact::tail_rule tail_of(std::int32_t code) {
  if (code != HEADWAY_TAIL_MID_P && code != HEADWAY_TAIL_EXACT) {
    fail(headway::error_category::out_of_range, "interval", std::to_string(code) + " is not allowed; it is 0 (mid-P) or 1 (exact)");
  }
  return static_cast<exact::tail_rule>(code);
}

/// Power of a figure that could have been shown; 0 for 0.8.
double power_of(double given) { return given < 0.0 || given > 0.0 || !(given <= 0.0) ? given : 0.8; }

} // namespace

extern "C" {

void headway_exact_options_init(headway_exact_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_exact_paired_change(const int8_t* before, const int8_t* after, size_t people, size_t levels, const headway_exact_options* options,
                                           headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const headway_exact_options given = options_of(options);
    unused(given.seed == 0, "seed");
    unused(given.draws == 0, "draws");
    give_table(table, to_table(exact::paired_change(array_of(before, people, "before"), array_of(after, people, "after"), levels,
                                                    {confidence_of(given.confidence), tail_of(given.interval), power_of(given.power)})));
  });
}

} // extern "C"
