// headway_models_fit_ordinal: one model of a whole study. headway_fit_study_table, headway_fit_simulate: what it found. headway_models_linking: what its marks link.
// headway_design_*: how many people to ask next time, and what this panel could have shown. Here, so that the model's headers are compiled once.

#include "arrays.hpp"
#include "guard.hpp"
#include "handle.hpp"
#include "model_options.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/design/shared_design.hpp>
#include <headway/models/linking.hpp>
#include <headway/models/shared_fit.hpp>

using namespace headway::capi;

namespace {

namespace models = headway::models;
namespace disclosure = headway::disclosure;
using models::block_kind;

template <class Enum> constexpr bool is(Enum value, std::int64_t code) { return static_cast<std::int64_t>(value) == code; }

static_assert(is(block_kind::community, HEADWAY_BLOCK_COMMUNITY) && is(block_kind::dimension, HEADWAY_BLOCK_DIMENSION) &&
              is(block_kind::community_dimension, HEADWAY_BLOCK_COMMUNITY_DIMENSION) && is(block_kind::rater, HEADWAY_BLOCK_RATER) &&
              is(block_kind::rater_dimension, HEADWAY_BLOCK_RATER_DIMENSION) && is(block_kind::rater_round, HEADWAY_BLOCK_RATER_ROUND) &&
              is(block_kind::sector, HEADWAY_BLOCK_SECTOR) && is(block_kind::sector_dimension, HEADWAY_BLOCK_SECTOR_DIMENSION) &&
              is(block_kind::community_sector_dimension, HEADWAY_BLOCK_COMMUNITY_SECTOR_DIMENSION) &&
              is(block_kind::sector_dimension_round, HEADWAY_BLOCK_SECTOR_DIMENSION_ROUND) && is(block_kind::dimension_change, HEADWAY_BLOCK_DIMENSION_CHANGE) &&
              is(block_kind::community_change, HEADWAY_BLOCK_COMMUNITY_CHANGE) && is(block_kind::community_dimension_change, HEADWAY_BLOCK_COMMUNITY_DIMENSION_CHANGE));
static_assert(is(models::draw_method::automatic, HEADWAY_DRAWS_AUTOMATIC) && is(models::draw_method::integrated, HEADWAY_DRAWS_INTEGRATED) &&
              is(models::draw_method::normal, HEADWAY_DRAWS_NORMAL));

/// Size of the struct in 0.1, its first version.
constexpr std::size_t first_fit_options = 32 + 8 * sizeof(void*);

models::ordinal_options read(const headway_ordinal_options* options) {
  const auto given = sized(options, first_fit_options, "options");
  models::ordinal_options out;
  out.link = static_cast<models::link_kind>(code_of(given.link, HEADWAY_LINK_LOGLOG, "link"));
  out.method = static_cast<models::draw_method>(code_of(given.method, HEADWAY_DRAWS_NORMAL, "method"));
  out.thresholds_by_dimension = code_of(given.thresholds_by_dimension, 1, "thresholds_by_dimension") == 1;
  out.confidence = confidence_of(given.confidence);
  if (given.seed != 0) { out.random_seed = {given.seed}; }
  out.community = text_of(given.community, given.community_length, "community");
  if (given.blocks != nullptr) {
    out.blocks.emplace();
    for (std::size_t i = 0; i < given.block_count; ++i) { out.blocks->push_back(static_cast<block_kind>(code_of(given.blocks[i], HEADWAY_BLOCK_COMMUNITY_DIMENSION_CHANGE, "blocks"))); }
  } else {
    unused(given.block_count == 0, "block_count");
  }
  out.draws = given.draws;
  if (given.threads != 0) { out.threads = given.threads; }
  out.progress = progress_of(given);
  return out;
}

/// The fit of a study behind a handle.
const models::ordinal_fit& of_study(const headway_fit* fit) {
  const auto& found = needed(fit, "fit").of_study;
  if (found == nullptr) { fail(headway::error_category::not_found, "fit", "is of columns; its tables come from headway_fit_table"); }
  return *found;
}

headway::table table_of(const models::ordinal_fit& fit, std::int32_t which, disclosure::audience who) {
  const disclosure::rules rules = disclosure::rules_for(who);
  const auto room_only = [&](std::string_view what) {
    if (who != disclosure::audience::room) { fail(headway::error_category::invalid_argument, "audience", std::string{what} + " for nobody but the room"); }
  };
  switch (which) {
  case HEADWAY_FIT_BLOCKS: return models::shared_blocks(fit, rules);
  case HEADWAY_FIT_LEVELS: return models::shared_levels(fit, rules);
  case HEADWAY_FIT_CHANGE: return models::shared_change(fit, rules);
  case HEADWAY_FIT_SEVERITY: return models::shared_severity(fit, rules);
  case HEADWAY_FIT_SEVERITY_NAMED:
    room_only("people are named");
    return models::severity_table(fit, models::people_shown::named);
  case HEADWAY_FIT_DIAGNOSTICS: return models::diagnostics_table(fit);
  case HEADWAY_FIT_MISFIT: return models::shared_misfit(fit, rules);
  case HEADWAY_FIT_MISFIT_NAMED:
    room_only("people are named");
    return models::misfit_table(fit, models::people_shown::named);
  case HEADWAY_FIT_SECTOR_USE: return models::shared_sector_use(fit, rules);
  case HEADWAY_FIT_PANEL: return models::shared_panel(fit, rules);
  case HEADWAY_FIT_CLAIMS: return models::shared_claims(fit, rules);
  case HEADWAY_FIT_TURNS: return models::shared_turns(fit, rules);
  case HEADWAY_FIT_STAYERS: return models::shared_stayers(fit, rules);
  case HEADWAY_FIT_LEFT_OUT: return models::shared_left_out(fit, rules);
  case HEADWAY_FIT_DRAWS: room_only("draws hold single people's effects and are"); return models::draws_table(fit);
  default:
    fail(headway::error_category::not_found, "which",
         std::to_string(which) + " is not a table of a study's fit; it has " + std::to_string(HEADWAY_FIT_BLOCKS) + " to " + std::to_string(HEADWAY_FIT_LEFT_OUT));
  }
}

/// Size of the struct in 0.1, its first version.
constexpr std::size_t first_design_options = 32 + 4 * sizeof(void*);

headway::design::design_options read_design(const headway_design_options* options) {
  const auto given = sized(options, first_design_options, "options");
  headway::design::design_options out;
  const auto is_given = [](double value) { return value < 0.0 || value > 0.0 || !(value <= 0.0); };
  if (given.people != nullptr) {
    out.people.assign(given.people, given.people + given.people_count);
  } else {
    unused(given.people_count == 0, "people_count");
  }
  if (is_given(given.change)) { out.change = given.change; }
  if (is_given(given.wanted)) { out.wanted = given.wanted; }
  if (given.panels != 0) { out.panels = given.panels; }
  if (given.seed != 0) { out.random_seed = {given.seed}; }
  if (given.choose != 0) { out.choose = given.choose; }
  if (given.threads != 0) { out.threads = given.threads; }
  return out;
}

using design_question = headway::table (*)(const models::ordinal_fit&, const disclosure::rules&, const headway::design::design_options&);

void give_design(design_question asked, const headway_fit* fit, const headway_design_options* options, std::int32_t audience, headway_table** table) {
  const models::ordinal_fit& found = of_study(fit);
  needed(table, "table");
  give_table(table, asked(found, disclosure::rules_for(static_cast<disclosure::audience>(code_of(audience, HEADWAY_AUDIENCE_PUBLIC, "audience"))), read_design(options)));
}

} // namespace

extern "C" {

void headway_ordinal_options_init(headway_ordinal_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_models_fit_ordinal(const headway_study* study, const headway_ordinal_options* options, headway_fit** fit, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(fit, "fit");
    const headway::study<>& of = needed(study, "study").value;
    auto found = std::make_shared<const models::ordinal_fit>(models::fit_ordinal(of, read(options)));
    give(fit, std::vector<std::shared_ptr<const headway::table>>{}, std::move(found));
  });
}

headway_status headway_models_linking(const headway_study* study, int32_t audience, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const headway::study<>& of = needed(study, "study").value;
    needed(table, "table");
    give_table(table, models::linking_table(of, disclosure::rules_for(static_cast<disclosure::audience>(code_of(audience, HEADWAY_AUDIENCE_PUBLIC, "audience")))));
  });
}

headway_status headway_fit_study_table(const headway_fit* fit, int32_t which, int32_t audience, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const models::ordinal_fit& found = of_study(fit);
    needed(table, "table");
    give_table(table, table_of(found, which, static_cast<disclosure::audience>(code_of(audience, HEADWAY_AUDIENCE_PUBLIC, "audience"))));
  });
}

headway_status headway_fit_simulate(const headway_fit* fit, uint64_t seed, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const models::ordinal_fit& found = of_study(fit);
    needed(table, "table");
    give_table(table, models::simulated_table(found, headway::seed{seed}));
  });
}

void headway_design_options_init(headway_design_options* options, size_t struct_size) noexcept { initialise(options, struct_size); }

headway_status headway_design_next_panel(const headway_fit* fit, const headway_design_options* options, int32_t audience, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] { give_design(&headway::design::shared_next_panel, fit, options, audience, table); });
}

headway_status headway_design_people_needed(const headway_fit* fit, const headway_design_options* options, int32_t audience, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] { give_design(&headway::design::shared_people_needed, fit, options, audience, table); });
}

headway_status headway_design_could_have_shown(const headway_fit* fit, const headway_design_options* options, int32_t audience, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] { give_design(&headway::design::shared_could_have_shown, fit, options, audience, table); });
}

headway_status headway_design_generalizability(const headway_fit* fit, const headway_design_options* options, int32_t audience, headway_table** table, headway_error* err) noexcept {
  return guarded(__func__, err, [&] { give_design(&headway::design::shared_generalizability, fit, options, audience, table); });
}

} // extern "C"
