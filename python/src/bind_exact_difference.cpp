#include "bind.hpp"

#include <pybind11/stl.h>

#include <headway/exact/difference_interval.hpp>

namespace headway::python {

void bind_exact_difference(py::module_& module) {
  using counts = std::vector<std::uint32_t>;
  module.def("mean_difference_interval", [](const counts& first, const counts& second, double confidence, bool below, bool drawn, std::uint32_t replicates, std::uint64_t random_seed,
                                            std::size_t threads) {
    return share(unlocked([&] {
      return to_table(exact::mean_difference_interval(first, second, {.confidence = confidence_level{confidence},
                                                                      .bias = below ? resample::bias_rule::below : resample::bias_rule::half_of_ties,
                                                                      .resampling = drawn ? exact::resampling::drawn : exact::resampling::ideal,
                                                                      .replicates = replicates,
                                                                      .random_seed = seed{random_seed},
                                                                      .threads = threads}));
    }));
  }, py::arg("first"), py::arg("second"), py::arg("confidence"), py::arg("below"), py::arg("drawn"), py::arg("replicates"), py::arg("seed"), py::arg("threads"),
     "The difference of two means with bootstrap intervals.");
  module.def("median_difference_interval", [](const counts& first, const counts& second, double confidence, bool below) {
    exact::difference_interval_options options;
    options.confidence = confidence_level{confidence};
    options.bias = below ? resample::bias_rule::below : resample::bias_rule::half_of_ties;
    return share(unlocked([&] { return to_table(exact::median_difference_interval(first, second, options)); }));
  }, py::arg("first"), py::arg("second"), py::arg("confidence"), py::arg("below"), "The difference of two medians with bootstrap intervals.");
}

} // namespace headway::python
