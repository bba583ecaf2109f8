#include "bind.hpp"

#include <headway/version.hpp>

// Everything bound is immutable once made, and nothing is kept between calls, so no lock is needed.
PYBIND11_MODULE(_core, module, pybind11::mod_gil_not_used(), pybind11::multiple_interpreters::per_interpreter_gil()) {
  module.doc() = "The C++ part of headway. Use the package headway, which gives these names, docstrings and types.";
  module.attr("__version__") = HEADWAY_VERSION;
  headway::python::bind_core(module);
  headway::python::bind_study(module);
  headway::python::bind_rubrics(module);
  headway::python::bind_io(module);
  headway::python::bind_arrow(module);
  headway::python::bind_profile(module);
  headway::python::bind_change(module);
  headway::python::bind_exact(module);
  headway::python::bind_exact_difference(module);
  headway::python::bind_agreement(module);
  headway::python::bind_numbers(module);
  headway::python::bind_learning(module);
  headway::python::bind_models(module);
  headway::python::bind_fit(module);
  headway::python::bind_agreement_within(module);
  headway::python::bind_sectors(module);
  headway::python::bind_words(module);
}
