#include "bind.hpp"
#include "marks.hpp"

#include <pybind11/stl.h>

#include <headway/exact/paired_change.hpp>

namespace headway::python {

namespace {

exact::tail_rule tail_of(bool all_of_it) { return all_of_it ? exact::tail_rule::exact : exact::tail_rule::mid_p; }

} // namespace

void bind_exact(py::module_& module) {
  module.def("paired_change", [](const py::array& before, const py::array& after, const std::vector<double>& levels, double confidence, bool exact_tail, double power) {
    const mark_array first = marks_of(before, levels, "paired_change", "before");
    const mark_array second = marks_of(after, levels, "paired_change", "after");
    return share(unlocked([&] {
      return to_table(exact::paired_change(std::span<const std::int8_t>{first.level}, second.level, levels.size(), {confidence_level{confidence}, tail_of(exact_tail), power}));
    }));
  }, py::arg("before"), py::arg("after"), py::arg("levels"), py::arg("confidence"), py::arg("exact_tail"), py::arg("power"), "Change between two marks of the same people.");
}

} // namespace headway::python
