#include "audience.hpp"
#include "bind.hpp"
#include "marks.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <pybind11/stl.h>

#include <headway/change/panel_split.hpp>
#include <headway/change/same_people.hpp>
#include <headway/change/shared_bounds.hpp>
#include <headway/change/shared_change.hpp>
#include <headway/change/shared_panel.hpp>
#include <headway/change/shared_path.hpp>
#include <headway/change/shared_response_shift.hpp>

namespace headway::python {

namespace {

/// What is asked of the same people, as Python hands it over: confidence, exact tail, power, together, draws, seed.
using asked = std::tuple<double, bool, double, bool, std::uint32_t, std::uint64_t>;

change::same_people_options test_of(const asked& given) {
  const auto& [confidence, exact_tail, power, together, draws, seed_value] = given;
  change::same_people_options out;
  out.confidence = confidence_level{confidence};
  out.interval = exact_tail ? exact::tail_rule::exact : exact::tail_rule::mid_p;
  out.power = power;
  out.together = together;
  out.draws = draws;
  out.random_seed = seed{seed_value};
  return out;
}

std::vector<std::uint16_t> groups_of(const std::vector<std::uint32_t>& given, const char* argument) {
  std::vector<std::uint16_t> out;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] > 65535) { throw error{error_category::limit, "panel_split", argument, "there are more than 65536 groups", static_cast<std::int64_t>(i)}; }
    out.push_back(static_cast<std::uint16_t>(given[i]));
  }
  return out;
}

} // namespace

void bind_change(py::module_& module) {
  module.def("change", [](const any_study& study, const std::string& community, const std::string& from, const std::string& to, const std::string& audience, const asked& test) {
    return share(unlocked([&] { return change::shared_change(study, {community, from, to}, rules_of(audience), {.test = test_of(test)}); }));
  }, py::arg("study"), py::arg("community"), py::arg("from_round"), py::arg("to_round"), py::arg("audience"), py::arg("test"), "What changed between two rounds.");
  module.def("panel", [](const any_study& study, const std::string& community, const std::string& from, const std::string& to, const std::string& audience, double confidence) {
    change::shared_options options;
    options.test.confidence = confidence_level{confidence};
    return share(unlocked([&] { return change::shared_panel(study, {community, from, to}, rules_of(audience), options); }));
  }, py::arg("study"), py::arg("community"), py::arg("from_round"), py::arg("to_round"), py::arg("audience"), py::arg("confidence"), "What a change is made of.");
  module.def("bounds", [](const any_study& study, const std::string& community, const std::string& from, const std::string& to, const std::string& audience) {
    return share(unlocked([&] { return change::shared_bounds(study, {community, from, to}, rules_of(audience)); }));
  }, py::arg("study"), py::arg("community"), py::arg("from_round"), py::arg("to_round"), py::arg("audience"), "What the unseen could have done.");
  module.def("response_shift", [](const any_study& study, const std::string& community, const std::string& from, const std::string& to, const std::string& audience,
                                  const asked& test) {
    return share(unlocked([&] { return change::shared_response_shift(study, {community, from, to}, rules_of(audience), {.test = test_of(test)}); }));
  }, py::arg("study"), py::arg("community"), py::arg("from_round"), py::arg("to_round"), py::arg("audience"), py::arg("test"), "Whether the yardstick moved.");
  module.def("path", [](const any_study& study, const std::string& community, const std::string& audience, const asked& test) {
    return share(unlocked([&] { return change::shared_path(study, community, rules_of(audience), {.test = test_of(test)}); }));
  }, py::arg("study"), py::arg("community"), py::arg("audience"), py::arg("test"), "Every round of one community.");
  module.def("same_people", [](const py::array& before, const py::array& after, const std::vector<double>& levels, const asked& test) {
    if (before.ndim() != 2 || after.ndim() != 2) {
      throw error{error_category::invalid_argument, "same_people", before.ndim() != 2 ? "before" : "after", "must have 2 dimensions, people x dimensions"};
    }
    const mark_array first = marks_of(before, levels, "same_people", "before");
    const mark_array second = marks_of(after, levels, "same_people", "after");
    if (first.shape != second.shape) { throw error{error_category::invalid_argument, "same_people", "after", "is of another shape than before"}; }
    return share(unlocked([&] { return to_table(change::same_people(first.level, second.level, first.shape[0], first.shape[1], levels.size(), test_of(test))); }));
  }, py::arg("before"), py::arg("after"), py::arg("levels"), py::arg("test"), "The same people on several dimensions.");
  module.def("panel_split", [](const py::array& before, const py::array& after, const std::vector<double>& levels, const std::vector<std::uint32_t>& group_before,
                               const std::vector<std::uint32_t>& group_after, std::size_t at_least, double confidence) {
    const mark_array first = marks_of(before, levels, "panel_split", "before");
    const mark_array second = marks_of(after, levels, "panel_split", "after");
    const std::vector<std::uint16_t> earlier = groups_of(group_before, "sector_before");
    const std::vector<std::uint16_t> later = groups_of(group_after, "sector_after");
    return share(unlocked([&] {
      return to_table(change::panel_split(first.level, second.level, earlier, later, levels.size(), change::mark_summary{at_least}, {confidence_level{confidence}}));
    }));
  }, py::arg("before"), py::arg("after"), py::arg("levels"), py::arg("group_before"), py::arg("group_after"), py::arg("at_least"), py::arg("confidence"),
     "What the change of everybody's marks is made of.");
}

} // namespace headway::python
