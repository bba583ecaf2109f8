#include "reading_options.hpp"

#include <utility>

#include <pybind11/stl.h>

#include <headway/io/arrow.hpp>

namespace headway::python {

namespace {

/// A structure of the Arrow C interface in a capsule, which releases what nobody took over.
template <class Arrow> py::capsule in_capsule(Arrow filled, const char* name) {
  auto* held = new Arrow{filled};
  PyObject* made = PyCapsule_New(held, name, [](PyObject* capsule) {
    auto* inside = static_cast<Arrow*>(PyCapsule_GetPointer(capsule, PyCapsule_GetName(capsule)));
    if (inside->release != nullptr) { inside->release(inside); }
    delete inside;
  });
  if (made == nullptr) {
    held->release(held);
    delete held;
    throw py::error_already_set{};
  }
  return py::reinterpret_steal<py::capsule>(made);
}

std::pair<py::capsule, py::capsule> arrow_array(const shared_table& from) {
  ArrowSchema schema{};
  ArrowArray array{};
  io::export_table(from, &schema, &array);
  py::capsule told = in_capsule(schema, "arrow_schema");
  return {std::move(told), in_capsule(array, "arrow_array")};
}

} // namespace

void bind_arrow(py::module_& module) {
  module.def("arrow_stream", [](const shared_table& from) {
    ArrowArrayStream stream{};
    io::export_table(from, &stream);
    return in_capsule(stream, "arrow_array_stream");
  }, py::arg("table"), "A table as a new Arrow stream.");
  module.def("arrow_array", &arrow_array, py::arg("table"), "A table as (schema, array) of the Arrow C data interface.");
  module.def("read_arrow", [](const py::capsule& capsule, const std::string& source, const any_rubric& rubric, const std::string& mode, const std::string& community,
                              const std::string& round, const std::vector<std::pair<std::string, std::string>>& mapping) {
    auto* stream = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(capsule.ptr(), "arrow_array_stream"));
    if (stream == nullptr) { throw py::error_already_set{}; }
    const io::read_options options = read_options_of(community, round, mapping, mode);
    return interruptible([&] { return std::make_shared<reading>(unlocked([&] { return io::read_arrow(stream, rubric, options, source); })); });
  }, py::arg("capsule"), py::arg("source"), py::arg("rubric"), py::arg("mode"), py::arg("community"), py::arg("round"), py::arg("mapping"),
     "Marks, or agreed marks, from an Arrow stream.");
}

} // namespace headway::python
