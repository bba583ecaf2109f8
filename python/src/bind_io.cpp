#include "bind.hpp"

#include <headway/base/text.hpp>
#include <headway/io/rubric_file.hpp>

namespace headway::python {

namespace {

/// The bytes of an object with the buffer protocol; valid as long as `held`.
std::string_view bytes_of(const py::buffer_info& held) {
  return {static_cast<const char*>(held.ptr), static_cast<std::size_t>(held.size * held.itemsize)};
}

} // namespace

void bind_io(py::module_& module) {
  module.def("find_invalid_utf8", [](const py::buffer& data) -> py::object {
    const py::buffer_info held = data.request();
    const std::string_view bytes = bytes_of(held);
    const auto found = unlocked([&] { return text::first_invalid_utf8(bytes); });
    return found ? py::object{py::int_(*found)} : py::object{py::none()};
  }, py::arg("data"), "The offset of the first byte that is not UTF-8, or None.");
  module.def("read_rubric_text", [](const py::buffer& data, const std::string& source) {
    const py::buffer_info held = data.request();
    const std::string_view bytes = bytes_of(held);
    return unlocked([&] { return io::read_rubric_text(bytes, source); });
  }, py::arg("data"), py::arg("source"), "A rubric from a JSON text.");
  module.def("write_rubric", [](const any_rubric& rubric) { return to_str(unlocked([&] { return io::write_rubric(rubric); })); }, py::arg("rubric"),
             "A rubric as a JSON text.");
}

} // namespace headway::python
