#include "audience.hpp"
#include "bind.hpp"
#include "marks.hpp"

#include <optional>

#include <pybind11/stl.h>

#include <headway/agreement/group_gaps.hpp>
#include <headway/agreement/pooled_effect.hpp>
#include <headway/agreement/shared_agreement.hpp>
#include <headway/profile/influence.hpp>

namespace headway::python {

namespace {

agreement::shared_agreement_options seeded(std::uint64_t from) {
  agreement::shared_agreement_options out;
  out.regroup.random_seed = seed{from};
  out.split.random_seed = seed{from};
  return out;
}

/// People x dimensions.
mark_array people_by_dimensions(const py::array& marks, const std::vector<double>& levels, const char* function) {
  if (marks.ndim() != 2) {
    throw error{error_category::invalid_argument, function, "marks", "has " + std::to_string(marks.ndim()) + " dimensions; it must have 2, people x dimensions"};
  }
  return marks_of(marks, levels, function, "marks");
}

} // namespace

void bind_sectors(py::module_& module) {
  const auto of_round = [&](const char* name, auto shared, const char* doc) {
    module.def(name, [shared](const any_study& study, const std::string& community, const std::string& round, const std::string& audience, std::uint64_t from) {
      return share(unlocked([&] { return shared(study, selection{community, round}, rules_of(audience), seeded(from)); }));
    }, py::arg("study"), py::arg("community"), py::arg("round"), py::arg("audience"), py::arg("seed"), doc);
  };
  of_round("sectors", [](const auto&... given) { return agreement::shared_sectors(given...); }, "Every sector against the rest.");
  of_round("sector_split", [](const auto&... given) { return agreement::shared_sector_split(given...); }, "How much of the differences lies between sectors.");
  of_round("sector_pairs", [](const auto&... given) { return agreement::shared_sector_pairs(given...); }, "Every two sectors side by side.");
  module.def("influence", [](const any_study& study, const std::string& community, const std::string& round, const std::string& audience) {
    return share(unlocked([&] { return profile::shared_influence(study, {community, round}, rules_of(audience)); }));
  }, py::arg("study"), py::arg("community"), py::arg("round"), py::arg("audience"), "The picture without each sector.");
  module.def("consensus_against", [](const any_study& study, const std::string& community, const std::string& round, const std::string& audience) {
    return share(unlocked([&] { return agreement::shared_consensus_against(study, {community, round}, rules_of(audience)); }));
  }, py::arg("study"), py::arg("community"), py::arg("round"), py::arg("audience"), "The agreed marks against the individual ones.");
  module.def("consensus_shift", [](const any_study& study, const std::string& community, const std::string& round, const std::string& audience) {
    return share(unlocked([&] { return agreement::shared_consensus_shift(study, {community, round}, rules_of(audience)); }));
  }, py::arg("study"), py::arg("community"), py::arg("round"), py::arg("audience"), "Whether rooms agree upwards.");
  module.def("decision_rules", [](const any_study& study, const std::string& community, const std::string& round, const std::string& convenor, const std::string& audience) {
    return share(unlocked([&] { return agreement::shared_decision_rules(study, {community, round}, rules_of(audience), convenor); }));
  }, py::arg("study"), py::arg("community"), py::arg("round"), py::arg("convenor"), py::arg("audience"), "Which rule predicts the agreed marks.");
  module.def("prompts", [](const any_study& study, const std::string& community, const std::string& round, std::optional<std::int32_t> line, const std::string& audience) {
    return share(unlocked([&] { return agreement::shared_prompts(study, {community, round}, rules_of(audience), line); }));
  }, py::arg("study"), py::arg("community"), py::arg("round"), py::arg("line"), py::arg("audience"), "Questions about what does not fit together.");

  module.def("group_gaps", [](const py::array& marks, const std::vector<std::uint16_t>& groups, const std::vector<double>& levels, double confidence, std::uint64_t from) {
    const mark_array given = people_by_dimensions(marks, levels, "group_gaps");
    return share(unlocked([&] {
      agreement::group_gaps_options how{.confidence = confidence_level{confidence}};
      how.regroup.random_seed = seed{from};
      return to_table(agreement::group_gaps(given.level, given.shape[0], given.shape[1], levels.size(), groups, {}, how));
    }));
  }, py::arg("marks"), py::arg("groups"), py::arg("levels"), py::arg("confidence"), py::arg("seed"), "Every group against the groups together.");
  module.def("pooled_effect", [](const py::array& marks, const std::vector<std::uint16_t>& groups, const std::vector<double>& levels, double confidence, std::uint64_t from) {
    const mark_array given = people_by_dimensions(marks, levels, "pooled_effect");
    return share(unlocked([&] {
      agreement::pooled_effect_options how{.confidence = confidence_level{confidence}};
      how.regroup.random_seed = seed{from};
      return to_table(agreement::pooled_effect(given.level, given.shape[0], given.shape[1], levels.size(), groups, how));
    }));
  }, py::arg("marks"), py::arg("groups"), py::arg("levels"), py::arg("confidence"), py::arg("seed"), "Which of two groups marks higher over all dimensions.");
}

} // namespace headway::python
