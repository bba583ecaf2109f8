#include "bind.hpp"
#include "numbers.hpp"

#include <headway/learning/goal_attainment.hpp>
#include <headway/learning/reliable_change.hpp>

namespace headway::python {

void bind_learning(py::module_& module) {
  module.def("reliable_change", [](const number_array& before, const number_array& after, double sd, double reliability, double confidence) {
    return share(unlocked([&] {
      const auto results = learning::reliable_change(numbers_of(before), numbers_of(after), sd, reliability, {confidence_level{confidence}});
      return to_table(std::span<const learning::reliable_change_result>{results});
    }));
  }, py::arg("before"), py::arg("after"), py::arg("sd"), py::arg("reliability"), py::arg("confidence"), "The reliable change index, a row a person.");
  module.def("clinical_cutoffs", [](double mean_dysfunctional, double sd_dysfunctional, double mean_functional, double sd_functional) {
    return share(to_table(learning::clinical_cutoffs(mean_dysfunctional, sd_dysfunctional, mean_functional, sd_functional)));
  }, py::arg("mean_dysfunctional"), py::arg("sd_dysfunctional"), py::arg("mean_functional"), py::arg("sd_functional"), "The cutoffs of clinical significance.");
  module.def("goal_attainment", [](const number_array& attainment, const number_array& weights, double rho, double rho_low, double rho_high) {
    return share(to_table(learning::goal_attainment(numbers_of(attainment), numbers_of(weights), {.rho = rho, .rho_low = rho_low, .rho_high = rho_high})));
  }, py::arg("attainment"), py::arg("weights"), py::arg("rho"), py::arg("rho_low"), py::arg("rho_high"), "The goal attainment score.");
}

} // namespace headway::python
