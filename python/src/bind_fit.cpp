#include "audience.hpp"
#include "bind.hpp"
#include "progress.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/stl.h>

#include <headway/design/shared_design.hpp>
#include <headway/models/linking.hpp>
#include <headway/models/shared_fit.hpp>

namespace headway::python {

void bind_fit(py::module_& module) {
  using models::ordinal_fit;
  py::class_<ordinal_fit, std::shared_ptr<ordinal_fit>> fit{module, "OrdinalFit"};
  const auto shared = [&](const char* name, auto make, const char* doc) {
    fit.def(name, [make](const ordinal_fit& self, const std::string& audience) { return share(unlocked([&] { return make(self, rules_of(audience)); })); }, py::arg("audience"), doc);
  };
  shared("blocks", &models::shared_blocks, "The blocks, kept and left out.");
  shared("levels", &models::shared_levels, "Where communities stand.");
  shared("change", &models::shared_change, "What changed.");
  shared("severity", &models::shared_severity, "How severe people and sectors are; nobody is named.");
  shared("misfit", &models::shared_misfit, "How well the model foresees marks; nobody is named.");
  shared("sector_use", &models::shared_sector_use, "Where sectors see dimensions differently.");
  shared("panel", &models::shared_panel, "How much a panel is worth.");
  shared("claims", &models::shared_claims, "How many announced changes are expected to be false.");
  shared("stayers", &models::shared_stayers, "How much of a change is known from people who came back.");
  shared("left_out", &models::shared_left_out, "How well the model foresees each community from the others.");
  shared("turns", &models::shared_turns, "Where the direction turned.");
  const auto named = [&](const char* name, auto make, const char* doc) {
    fit.def(name, [make](const ordinal_fit& self) { return share(unlocked([&] { return make(self, models::people_shown::named); })); }, doc);
  };
  named("severity_named", &models::severity_table, "How severe people and sectors are, with people's labels.");
  named("misfit_named", &models::misfit_table, "How well the model foresees marks, with people's labels.");
  fit.def("diagnostics", [](const ordinal_fit& self) { return share(unlocked([&] { return models::diagnostics_table(self); })); }, "How it was found.");
  fit.def("draws", [](const ordinal_fit& self, bool names) {
    return share(unlocked([&] { return models::draws_table(self, names ? models::people_shown::named : models::people_shown::numbered); }));
  }, py::arg("names"), "The joint draws, a row each.");
  fit.def("simulate", [](const ordinal_fit& self, std::uint64_t from) { return share(unlocked([&] { return models::simulated_table(self, seed{from}); })); }, py::arg("seed"),
          "Marks the model might have seen.");
  const auto designed = [&](const char* name, auto make, const char* doc) {
    fit.def(name, [make](const ordinal_fit& self, const std::string& audience, std::vector<std::uint32_t> people, double change, std::size_t choose, double wanted, std::size_t panels, std::uint64_t from, std::size_t threads) {
      const design::design_options options{std::move(people), change, choose, wanted, panels, seed{from}, threads};
      return share(unlocked([&] { return make(self, rules_of(audience), options); }));
    }, py::arg("audience"), py::arg("people"), py::arg("change"), py::arg("choose"), py::arg("wanted"), py::arg("panels"), py::arg("seed"), py::arg("threads"), doc);
  };
  designed("next_panel", &design::shared_next_panel, "What panels of several sizes would show.");
  designed("people_needed", &design::shared_people_needed, "How many people to ask next time.");
  designed("could_have_shown", &design::shared_could_have_shown, "What this panel could have shown.");
  designed("generalizability", &design::shared_generalizability, "G and D study figures.");
  module.def("linking", [](const any_study& study, const std::string& audience) { return share(unlocked([&] { return models::linking_table(study, rules_of(audience)); })); }, py::arg("study"),
             py::arg("audience"), "What marks link.");
  module.def(
      "fit_ordinal",
      [](const any_study& study, std::int32_t link, const std::string& community, const std::optional<std::vector<std::int32_t>>& blocks, bool thresholds_by_dimension, std::int32_t method,
         std::size_t draws, double confidence, std::uint64_t from, std::size_t threads, const py::object& progress) {
        models::ordinal_options options;
        options.link = static_cast<models::link_kind>(link);
        options.community = community;
        if (blocks) {
          options.blocks.emplace();
          for (const std::int32_t block : *blocks) { options.blocks->push_back(static_cast<models::block_kind>(block)); }
        }
        options.thresholds_by_dimension = thresholds_by_dimension;
        options.method = static_cast<models::draw_method>(method);
        options.draws = draws;
        options.confidence = confidence_level{confidence};
        options.random_seed = {from};
        options.threads = threads;
        options.progress = progress_of(progress);
        return unlocked([&] { return std::make_shared<ordinal_fit>(models::fit_ordinal(study, options)); });
      },
      py::arg("study"), py::arg("link"), py::arg("community"), py::arg("blocks"), py::arg("thresholds_by_dimension"), py::arg("method"), py::arg("draws"), py::arg("confidence"),
      py::arg("seed"), py::arg("threads"), py::arg("progress"), "One model of a whole study.");
}

} // namespace headway::python
