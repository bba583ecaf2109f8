// headway_models_*: ordinal models of plain columns. headway_fit_*: what they found.

#include "arrays.hpp"
#include "codes.hpp"
#include "guard.hpp"
#include "handle.hpp"
#include "model_options.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <headway/models/compare_fits.hpp>
#include <headway/models/cumulative_link.hpp>
#include <headway/models/linking.hpp>
#include <headway/models/many_facet.hpp>

using namespace headway::capi;

namespace {

namespace models = headway::models;

static_assert(is(models::link_kind::logit, HEADWAY_LINK_LOGIT) && is(models::link_kind::probit, HEADWAY_LINK_PROBIT) && is(models::link_kind::cloglog, HEADWAY_LINK_CLOGLOG) &&
              is(models::link_kind::adjacent_category, HEADWAY_LINK_ADJACENT_CATEGORY) && is(models::link_kind::loglog, HEADWAY_LINK_LOGLOG));
static_assert(is(models::threshold_structure::flexible, HEADWAY_THRESHOLDS_FLEXIBLE) && is(models::threshold_structure::equidistant, HEADWAY_THRESHOLDS_EQUIDISTANT) &&
              is(models::threshold_structure::symmetric, HEADWAY_THRESHOLDS_SYMMETRIC) && is(models::threshold_structure::symmetric_zero, HEADWAY_THRESHOLDS_SYMMETRIC_ZERO));
static_assert(models::random_term::none == HEADWAY_NO_EFFECT);

/// Sizes of the structs in 0.1, their first version.
constexpr std::size_t first_rows = 8 + 13 * sizeof(void*);
constexpr std::size_t first_facets = 8 + 9 * sizeof(void*);
constexpr std::size_t first_options = 32 + 4 * sizeof(void*);

template <class Value> std::vector<Value> copied(const Value* values, std::size_t rows, std::size_t columns, std::string_view argument) {
  const auto all = matrix_of(values, rows, columns, argument);
  return {all.begin(), all.end()};
}
template <class Value> std::vector<Value> optional_column(const Value* values, std::size_t rows) { return values == nullptr ? std::vector<Value>{} : std::vector<Value>(values, values + rows); }

/// Fills what all models are told. \param facets whether it is a many-facet model, whose link is its own
void read(const headway_model_options* options, bool facets, models::fit_options& out, headway::confidence_level& confidence) {
  const auto given = sized(options, first_options, "options");
  if (facets) {
    unused(given.link == 0, "link");
  } else {
    out.model.link = static_cast<models::link_kind>(code_of(given.link, 4, "link"));
  }
  out.model.thresholds = static_cast<models::threshold_structure>(code_of(given.thresholds, 3, "thresholds"));
  if (!(given.threshold_prior >= 0.0 && given.threshold_prior <= 1000.0)) { fail(headway::error_category::out_of_range, "threshold_prior", "must be a number from 0 to 1000"); }
  out.model.threshold_prior = given.threshold_prior;
  if (given.threads != 0) { out.model.threads = given.threads; }
  if (given.quadrature != 0) { out.model.quadrature = given.quadrature; }
  if (given.iterations != 0) { out.search.iterations = given.iterations; }
  confidence = confidence_of(given.confidence);
  out.progress = progress_of(given);
}

/// Throws for more effects than their numbers can tell apart.
std::size_t numbered(std::size_t count, std::string_view argument) {
  if (count >= HEADWAY_NO_EFFECT) { fail(headway::error_category::limit, argument, std::to_string(count) + " is too many; the most is 4294967294"); }
  return count;
}

/// Tables in the order of the HEADWAY_FIT_ codes.
template <class... Tables> std::vector<std::shared_ptr<const headway::table>> shared(Tables... tables) { return {std::make_shared<const headway::table>(std::move(tables))...}; }

/// The facets of columns, whose elements are numbered.
std::vector<models::facet> facets_of(const headway_model_facets& given) {
  const auto elements = array_of(given.elements, given.facets, "elements");
  const auto columns = array_of(given.element, given.facets, "element");
  const auto flag = [&](const std::int32_t* flags, std::size_t f, bool otherwise, std::string_view field) {
    if (flags == nullptr) { return otherwise; }
    if (flags[f] != 0 && flags[f] != 1) { fail(headway::error_category::out_of_range, field, std::to_string(flags[f]) + " is not allowed; it must be 0 or 1"); }
    return flags[f] == 1;
  };
  std::vector<models::facet> out;
  for (std::size_t f = 0; f < given.facets; ++f) {
    models::facet one{"facet " + std::to_string(f), {}, copied(columns[f], given.rows, 1, "element"),
                      flag(given.fixed, f, false, "fixed") ? models::facet_kind::fixed : models::facet_kind::drawn, flag(given.raises, f, f == 0, "raises")};
    for (std::size_t e = 0; e < numbered(elements[f], "elements"); ++e) { one.labels.push_back(std::to_string(e)); }
    out.push_back(std::move(one));
  }
  return out;
}

} // namespace

extern "C" {

void headway_model_options_init(headway_model_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_models_cumulative_link(const headway_model_rows* rows, const headway_model_options* options, headway_fit** fit, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(fit, "fit");
    needed(rows, "rows");
    const auto given = sized(rows, first_rows, "rows");
    models::model_rows in;
    in.levels = given.levels;
    in.answer = copied(given.answer, given.rows, 1, "answer");
    in.weight = optional_column(given.weight, given.rows);
    in.fixed_terms = given.terms;
    in.fixed = copied(given.term, given.rows, given.terms, "term");
    in.scale_terms = given.scale_terms;
    in.scale = copied(given.scale_term, given.rows, given.scale_terms, "scale_term");
    in.threshold_sets = given.threshold_sets == 0 ? 1 : given.threshold_sets;
    in.threshold_set = optional_column(given.threshold_set, given.rows);
    const auto groups = array_of(given.group, given.groups, "group");
    const auto effects = array_of(given.group_effects, given.groups, "group_effects");
    for (std::size_t g = 0; g < given.groups; ++g) {
      in.random.push_back({"group " + std::to_string(g), numbered(effects[g], "group_effects"), copied(groups[g], given.rows, 1, "group"), {}, {}});
    }
    models::cumulative_link_options told;
    read(options, false, told.fit, told.confidence);
    const auto found = models::cumulative_link(in, told);
    give(fit, shared(models::summary_table(found), models::coefficients_table(found), models::effects_table(found)));
  });
}

headway_status headway_models_many_facet(const headway_model_facets* facets, const headway_model_options* options, headway_fit** fit, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(fit, "fit");
    needed(facets, "facets");
    const auto given = sized(facets, first_facets, "facets");
    models::many_facet_options told;
    read(options, true, told.fit, told.confidence);
    const auto found = models::many_facet(copied(given.answer, given.rows, 1, "answer"), given.levels, facets_of(given), optional_column(given.weight, given.rows), told);
    give(fit, shared(models::summary_table(found.fit), models::coefficients_table(found.fit), models::effects_table(found.fit), models::measures_table(found),
                     models::facets_table(found), models::steps_table(found)));
  });
}

headway_status headway_models_compare(const headway_fit* const* fits, size_t count, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    std::vector<models::compared_fit> in;
    for (const headway_fit* fit : array_of(fits, count, "fits")) {
      const auto& tables = needed(fit, "fits").tables;
      if (tables.empty()) { fail(headway::error_category::incompatible, "fits", "has a fit of a study; only fits of columns are compared"); }
      in.push_back(models::compared(*tables[HEADWAY_FIT_SUMMARY], *tables[HEADWAY_FIT_PARAMETERS]));
    }
    give_table(table, models::comparison_table(in));
  });
}

headway_status headway_models_linking_columns(const headway_model_facets* facets, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(table, "table");
    needed(facets, "facets");
    const auto in = facets_of(sized(facets, first_facets, "facets"));
    give_table(table, models::linking_table(in));
  });
}

headway_status headway_fit_table(const headway_fit* fit, int32_t which, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const auto& tables = needed(fit, "fit").tables;
    needed(table, "table");
    if (tables.empty()) { fail(headway::error_category::not_found, "fit", "is of a study; its tables come from headway_fit_study_table"); }
    if (which < 0 || static_cast<std::size_t>(which) >= tables.size()) {
      fail(headway::error_category::not_found, "which", std::to_string(which) + " is not a table of this fit; it has 0 to " + std::to_string(tables.size() - 1));
    }
    give(table, tables[static_cast<std::size_t>(which)]);
  });
}

void headway_fit_destroy(headway_fit* fit) noexcept { delete fit; }

} // extern "C"
