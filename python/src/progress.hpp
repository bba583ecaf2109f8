#pragma once

/// \file
/// A caller's progress function as models take it.

#include <cstddef>
#include <functional>

#include <pybind11/pybind11.h>

namespace headway::python {

/// Told a share that grows towards 1, with the interpreter's lock, at every evaluation; a true answer stops the fit, as Ctrl-C does.
/// \param progress a callable or None; outlives the fit
inline std::function<bool(std::size_t, double)> progress_of(const pybind11::object& progress) {
  return [progress = progress.ptr()](std::size_t evaluations, double) {
    namespace py = pybind11;
    const py::gil_scoped_acquire lock;
    if (PyErr_CheckSignals() != 0) { throw py::error_already_set{}; }
    return progress != Py_None && py::cast<bool>(py::bool_(py::reinterpret_borrow<py::object>(progress)(1.0 - 20.0 / (20.0 + static_cast<double>(evaluations)))));
  };
}

} // namespace headway::python
