#include "bind.hpp"
#include "marks.hpp"

#include <pybind11/stl.h>

#include <headway/agreement/krippendorff.hpp>

namespace headway::python {

namespace {

/// Units x raters.
mark_array units_by_raters(const py::array& marks, const std::vector<double>& levels, const char* function) {
  if (marks.ndim() != 2) {
    throw error{error_category::invalid_argument, function, "ratings", "has " + std::to_string(marks.ndim()) + " dimensions; it must have 2, units x raters"};
  }
  return marks_of(marks, levels, function, "ratings");
}

} // namespace

void bind_agreement(py::module_& module) {
  module.def("krippendorff_alpha", [](const py::array& ratings, const std::vector<double>& levels, std::int32_t metric) {
    const mark_array marks = units_by_raters(ratings, levels, "krippendorff_alpha");
    return share(unlocked([&] {
      return to_table(agreement::krippendorff_alpha(marks.level, marks.shape[0], marks.shape[1], levels.size(), static_cast<agreement::alpha_metric>(metric), levels));
    }));
  }, py::arg("ratings"), py::arg("levels"), py::arg("metric"), "Krippendorff's alpha.");
}

} // namespace headway::python
