// headway_agreement_*: agreement across units, on plain arrays.

#include "arrays.hpp"
#include "guard.hpp"
#include "handle.hpp"

#include <headway/agreement/coefficient.hpp>
#include <headway/agreement/krippendorff.hpp>

using namespace headway::capi;

namespace {

namespace agreement = headway::agreement;

template <class Enum> constexpr bool is(Enum value, std::int32_t code) { return static_cast<std::int32_t>(value) == code; }

static_assert(is(agreement::alpha_metric::nominal, HEADWAY_METRIC_NOMINAL) && is(agreement::alpha_metric::ordinal, HEADWAY_METRIC_ORDINAL) &&
              is(agreement::alpha_metric::interval, HEADWAY_METRIC_INTERVAL) && is(agreement::alpha_metric::ratio, HEADWAY_METRIC_RATIO) &&
              is(agreement::alpha_metric::circular, HEADWAY_METRIC_CIRCULAR) && is(agreement::alpha_metric::bipolar, HEADWAY_METRIC_BIPOLAR));
static_assert(is(agreement::interval_method::two_way_jackknife, HEADWAY_INTERVAL_TWO_WAY_JACKKNIFE) && is(agreement::interval_method::none, HEADWAY_INTERVAL_NONE) &&
              is(agreement::interval_method::analytic, HEADWAY_INTERVAL_ANALYTIC) && is(agreement::bootstrap_ends::bca, HEADWAY_ENDS_BCA));

/// Size of `headway_agreement_options` in 0.1, its first version.
constexpr std::size_t first_size = 40 + 5 * sizeof(void*);

/// The metric a caller asked for; 0 for ordinal.
agreement::alpha_metric metric_of(std::int32_t code) { return code == 0 ? agreement::alpha_metric::ordinal : static_cast<agreement::alpha_metric>(code); }

} // namespace

extern "C" {

void headway_agreement_options_init(headway_agreement_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_agreement_krippendorff_alpha(const int8_t* marks, size_t units, size_t raters, size_t levels, const headway_agreement_options* options,
                                                    headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    const auto given = sized(options, first_size, "options");
    give_table(table, to_table(agreement::krippendorff_alpha(matrix_of(marks, units, raters, "marks"), units, raters, levels, metric_of(given.metric),
                                                             array_of(given.values, given.values_count, "values"))));
  });
}

} // extern "C"
