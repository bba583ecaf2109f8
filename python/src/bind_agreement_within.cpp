#include "bind.hpp"
#include "marks.hpp"

#include <pybind11/stl.h>

#include <headway/agreement/group_icc.hpp>
#include <headway/agreement/shared_place_agreement.hpp>
#include <headway/agreement/within_place.hpp>

namespace headway::python {

namespace {

using counts = std::vector<std::uint32_t>;
using measure = agreement::within_measure (*)(std::span<const std::uint32_t>);

agreement::r_wg_options r_wg_of(std::int32_t null, const std::vector<double>& own_null, bool negative_as_zero) {
  return {.null = static_cast<agreement::null_distribution>(null), .own_null = own_null, .negative_as_zero = negative_as_zero};
}

} // namespace

void bind_agreement_within(py::module_& module) {
  module.def("count_levels", [](const py::array& marks, const std::vector<double>& levels, const char* function, const char* argument) {
    const mark_array given = marks_of(marks, levels, function, argument);
    if (given.shape.size() != 1) {
      throw error{error_category::invalid_argument, function, argument, "has " + std::to_string(given.shape.size()) + " dimensions; it must have 1, one mark a person"};
    }
    return numeric::count_marks(given.level, levels.size(), function, argument);
  }, py::arg("marks"), py::arg("levels"), py::arg("function"), py::arg("argument"), "People per level of a list of marks.");
  module.def("count_columns", [](const py::array& marks, const std::vector<double>& levels, const char* function, const char* argument) {
    const mark_array given = marks_of(marks, levels, function, argument);
    if (given.shape.size() != 2) {
      throw error{error_category::invalid_argument, function, argument, "has " + std::to_string(given.shape.size()) + " dimensions; it must have 2, people x questions"};
    }
    counts out(given.shape[1] * levels.size());
    for (std::size_t i = 0; i < given.level.size(); ++i) {
      if (given.level[i] >= 0) { ++out[i % given.shape[1] * levels.size() + static_cast<std::size_t>(given.level[i])]; }
    }
    return std::pair{out, given.shape[1]};
  }, py::arg("marks"), py::arg("levels"), py::arg("function"), py::arg("argument"), "People per question and level of a table of marks, and the questions.");
  module.def("check_counts", [](const py::array& given, const char* function, const char* argument) {
    return counts_of(given, function, argument);
  }, py::arg("counts"), py::arg("function"), py::arg("argument"), "Whole numbers of 0 or more.");

  for (const auto& [name, of] : {std::pair<const char*, measure>{"leik", agreement::leik}, {"blair_lacy_l", agreement::blair_lacy_l}, {"blair_lacy_l2", agreement::blair_lacy_l2},
                                 {"berry_mielke_iov", agreement::berry_mielke_iov}, {"kvalseth_cov", agreement::kvalseth_cov},
                                 {"consensus_tastle_wierman", agreement::consensus_tastle_wierman}, {"van_der_eijk_a", agreement::van_der_eijk_a},
                                 {"van_der_eijk_polarization", agreement::van_der_eijk_polarization}}) {
    module.def(name, [of = of](const counts& people) { return share(to_table(of(people))); }, py::arg("counts"), "A measure of the marks of one group.");
  }
  module.def("a_wg", [](const counts& people) { return share(to_table(agreement::a_wg(people))); }, py::arg("counts"), "a_wg of one group.");
  module.def("dispersion", [](const counts& people, double confidence) {
    return share(to_table(agreement::dispersion_of(people, {.confidence = confidence_level{confidence}})));
  }, py::arg("counts"), py::arg("confidence"), "Ordinal dispersion of one group.");
  module.def("r_wg", [](const counts& people, std::int32_t null, const std::vector<double>& own_null, bool negative_as_zero) {
    return share(to_table(agreement::r_wg(people, r_wg_of(null, own_null, negative_as_zero))));
  }, py::arg("counts"), py::arg("null"), py::arg("own_null"), py::arg("negative_as_zero"), "r_wg of one group.");
  module.def("r_wg_j", [](const counts& people, std::size_t items, std::size_t levels, std::int32_t null, const std::vector<double>& own_null, bool negative_as_zero) {
    return share(to_table(agreement::r_wg_j(people, items, levels, r_wg_of(null, own_null, negative_as_zero))));
  }, py::arg("counts"), py::arg("items"), py::arg("levels"), py::arg("null"), py::arg("own_null"), py::arg("negative_as_zero"), "r_wg(j) of one group.");
  module.def("group_icc", [](const py::array& marks, const py::array& group, std::size_t groups, const std::vector<double>& levels, bool weighted) {
    const mark_array given = marks_of(marks, levels, "group_icc", "marks");
    const counts codes = counts_of(group, "group_icc", "groups");
    return share(unlocked([&] {
      return to_table(agreement::group_icc(given.level, codes, groups, levels.size(), {.size = weighted ? agreement::group_size_rule::weighted : agreement::group_size_rule::mean}));
    }));
  }, py::arg("marks"), py::arg("group"), py::arg("groups"), py::arg("levels"), py::arg("weighted"), "ICC(1) and ICC(2) of groups.");
  module.def("group_icc_counts", [](const counts& people, std::size_t groups, std::size_t levels, bool weighted) {
    return share(to_table(agreement::group_icc(people, groups, levels, {.size = weighted ? agreement::group_size_rule::weighted : agreement::group_size_rule::mean})));
  }, py::arg("counts"), py::arg("groups"), py::arg("levels"), py::arg("weighted"), "ICC(1) and ICC(2) of groups, from people per group and level.");
  module.def("place_agreement", [](const any_study& study, const std::string& community, const std::string& round, const std::string& audience) {
    return share(unlocked([&] { return agreement::shared_place_agreement(study, {community, round}, disclosure::rules_for(disclosure::find_audience(audience))); }));
  }, py::arg("study"), py::arg("community"), py::arg("round"), py::arg("audience"), "How far the people of one community agreed, by dimension.");
  module.def("within_place", [](const counts& people, double confidence, std::int32_t null, const std::vector<double>& own_null, const std::vector<double>& values,
                                const std::vector<std::string>& labels) {
    return share(to_table(agreement::within_place(
        people, {.confidence = confidence_level{confidence}, .null = static_cast<agreement::null_distribution>(null), .own_null = own_null, .values = values, .labels = labels})));
  }, py::arg("counts"), py::arg("confidence"), py::arg("null"), py::arg("own_null"), py::arg("values"), py::arg("labels"), "Every measure of one group.");
}

} // namespace headway::python
