#pragma once

/// \file
/// What the binding files share. Every `bind_<module>` puts the functions of one module into `headway._core`; the Python package above it
/// gives them names, docstrings and types. The extension keeps no state of its own.

#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <pybind11/pybind11.h>

#include <headway/core/ratings.hpp>
#include <headway/core/rubric.hpp>
#include <headway/core/study.hpp>
#include <headway/core/table.hpp>

namespace headway::python {

namespace py = pybind11;

using any_rubric = headway::rubric<dynamic, dynamic>;
using any_study = headway::study<dynamic, dynamic>;

/// A result on its way to Python: shared, so that an array over one of its columns keeps the whole alive.
using shared_table = std::shared_ptr<table>;

inline shared_table share(table value) { return std::make_shared<table>(std::move(value)); }

/// Calls `work` without the interpreter's lock. `work` touches no Python object.
template <class Work> auto unlocked(Work&& work) {
  const py::gil_scoped_release release;
  return std::forward<Work>(work)();
}

/// Text that came from C++ as a Python string. It is UTF-8; a byte that is not would be a defect, and is shown rather than lost.
inline py::str to_str(std::string_view text) {
  PyObject* made = PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "backslashreplace");
  if (made == nullptr) { throw py::error_already_set{}; }
  return py::reinterpret_steal<py::str>(made);
}

void bind_core(py::module_& module);
void bind_rubrics(py::module_& module);
void bind_study(py::module_& module);
void bind_io(py::module_& module);
void bind_arrow(py::module_& module);
void bind_profile(py::module_& module);
void bind_change(py::module_& module);
void bind_exact(py::module_& module);
void bind_exact_difference(py::module_& module);
void bind_agreement(py::module_& module);
void bind_numbers(py::module_& module);
void bind_learning(py::module_& module);
void bind_models(py::module_& module);
void bind_fit(py::module_& module);
void bind_agreement_within(py::module_& module);
void bind_sectors(py::module_& module);
void bind_words(py::module_& module);

} // namespace headway::python
