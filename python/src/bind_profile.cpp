#include "audience.hpp"
#include "bind.hpp"

#include <headway/profile/shared.hpp>

namespace headway::python {

void bind_profile(py::module_& module) {
  module.def("profile", [](const any_study& study, const std::string& community, const std::string& round, bool by_sector, const std::string& audience) {
    return share(unlocked([&] { return profile::shared_profile(study, {community, round}, rules_of(audience), {.by_sector = by_sector}); }));
  }, py::arg("study"), py::arg("community"), py::arg("round"), py::arg("by_sector"), py::arg("audience"), "The profile of one community's round.");
  module.def("profile_all", [](const any_study& study, bool by_sector, const std::string& audience) {
    return share(unlocked([&] { return profile::shared_profile_all(study, rules_of(audience), {.by_sector = by_sector}); }));
  }, py::arg("study"), py::arg("by_sector"), py::arg("audience"), "The profiles of every community's rounds.");
  module.def("cumulative", [](const any_study& study, const std::string& community, const std::string& round, const std::string& audience) {
    return share(unlocked([&] { return profile::shared_cumulative(study, {community, round}, rules_of(audience)); }));
  }, py::arg("study"), py::arg("community"), py::arg("round"), py::arg("audience"), "The shares of people at each level or above.");
  module.def("consensus", [](const any_study& study, const std::string& community, const std::string& round, const std::string& audience) {
    return share(unlocked([&] { return profile::shared_consensus(study, {community, round}, rules_of(audience)); }));
  }, py::arg("study"), py::arg("community"), py::arg("round"), py::arg("audience"), "The agreed marks.");
  module.def("agenda", [](const any_study& study, const std::string& community, const std::string& round, const std::string& audience) {
    return share(unlocked([&] { return profile::shared_agenda(study, {community, round}, rules_of(audience)); }));
  }, py::arg("study"), py::arg("community"), py::arg("round"), py::arg("audience"), "What to talk about first, and why.");
  module.def("side_by_side", [](const any_study& study, const std::string& community, const std::string& from, const std::string& to, const std::string& audience) {
    return share(unlocked([&] { return profile::shared_rounds(study, {community, from, to}, rules_of(audience)); }));
  }, py::arg("study"), py::arg("community"), py::arg("from_round"), py::arg("to_round"), py::arg("audience"), "Two rounds side by side.");
  module.def("turnover", [](const any_study& study, const std::string& community, const std::string& audience) {
    return share(unlocked([&] { return profile::shared_turnover(study, community, rules_of(audience)); }));
  }, py::arg("study"), py::arg("community"), py::arg("audience"), "Who stayed, left and joined.");
  module.def("coverage", [](const any_study& study, const std::string& community, const std::string& audience) {
    return share(unlocked([&] { return profile::shared_coverage(study, community, rules_of(audience)); }));
  }, py::arg("study"), py::arg("community"), py::arg("audience"), "Who said what, and who said nothing.");
}

} // namespace headway::python
