#include "bind.hpp"

#include <headway/rubrics/rubrics.hpp>

namespace headway::python {

void bind_rubrics(py::module_& module) {
  module.def("find_rubric", [](const std::string& id) { return rubrics::find(id); }, py::arg("id"), "A built-in rubric by its id.");
  module.def("rubric_ids", [] {
    py::list out;
    for (const std::string_view id : rubrics::ids()) { out.append(to_str(id)); }
    return out;
  }, "The ids of the built-in rubrics.");
}

} // namespace headway::python
