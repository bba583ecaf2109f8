#include "bind.hpp"

#include <headway/disclosure/audience.hpp>
#include <headway/io/problem_codes.hpp>

namespace headway::python {

/// What a page says about itself: the rules of an audience and what every kind of problem means.
void bind_words(py::module_& module) {
  module.def("audience_rules", [](const std::string& audience) {
    const disclosure::rules rules = disclosure::rules_for(disclosure::find_audience(audience));
    py::dict out;
    out["needed_place"] = rules.needed_place();
    out["needed_group"] = rules.needed_group();
    out["needed_comment"] = rules.min_people_comment;
    out["merge_sectors"] = rules.merge_sectors;
    return out;
  }, py::arg("audience"), "How many people it takes before a round, a group or a minority view is shown to an audience.");
  module.def("problem_kinds", [] {
    py::list out;
    for (const io::problem_kind& kind : io::problem_kinds) { out.append(py::make_tuple(to_str(kind.code), name(kind.severity), to_str(kind.meaning), to_str(kind.what_is_done))); }
    return out;
  }, "(code, severity, meaning, what is done) of every kind of problem.");
}

} // namespace headway::python
