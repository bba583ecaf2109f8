#include "bind.hpp"

#include <tuple>
#include <vector>

#include <pybind11/stl.h>

#include <headway/core/study_builder.hpp>
#include <headway/core/study_tables.hpp>

namespace headway::python {

namespace {

template <class Value> py::bytes bytes_of(const std::vector<Value>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value)};
}

template <class Value> std::vector<Value> values_of(const py::handle bytes) {
  const std::string_view held = bytes.cast<py::bytes>();
  std::vector<Value> out(held.size() / sizeof(Value));
  if (!out.empty()) { std::memcpy(out.data(), held.data(), out.size() * sizeof(Value)); }
  return out;
}

py::list texts(const std::vector<std::string>& from) {
  py::list out;
  for (const std::string& each : from) { out.append(to_str(each)); }
  return out;
}

py::tuple mark_state(const written_mark& mark) { return py::make_tuple(to_str(mark.text), mark.has_interval, mark.lower, mark.upper); }

written_mark mark_from(const py::handle state) {
  const auto parts = state.cast<std::tuple<std::string, bool, double, double>>();
  return {std::get<0>(parts), std::get<1>(parts), std::get<2>(parts), std::get<3>(parts)};
}

py::tuple consensus_state(const consensus_record& c) {
  return py::make_tuple(c.community, c.round, c.dimension, static_cast<int>(c.mode), static_cast<int>(c.outcome), static_cast<int>(c.score.code()), mark_state(c.written),
                        c.people_in_room, c.day.has_value(), c.day.has_value() ? c.day.days() : 0, to_str(c.reason), to_str(c.evidence), to_str(c.minority_view), c.line);
}

consensus_record consensus_from(const py::tuple& state) {
  consensus_record c;
  c.community = state[0].cast<std::uint32_t>();
  c.round = state[1].cast<std::uint16_t>();
  c.dimension = state[2].cast<std::uint16_t>();
  c.mode = static_cast<score_mode>(state[3].cast<int>());
  c.outcome = static_cast<consensus_outcome>(state[4].cast<int>());
  c.score = score::from_code(static_cast<std::int8_t>(state[5].cast<int>()));
  c.written = mark_from(state[6]);
  c.people_in_room = state[7].cast<std::int32_t>();
  if (state[8].cast<bool>()) { c.day = date{state[9].cast<std::int32_t>()}; }
  c.reason = state[10].cast<std::string>();
  c.evidence = state[11].cast<std::string>();
  c.minority_view = state[12].cast<std::string>();
  c.line = state[13].cast<std::uint64_t>();
  return c;
}

problem problem_from(const py::handle state) {
  const auto t = state.cast<py::tuple>();
  return {t[0].cast<std::string>(), t[1].cast<std::uint64_t>(), t[2].cast<std::uint32_t>(), t[3].cast<std::string>(), t[4].cast<std::string>(),
          static_cast<severity>(t[5].cast<int>()), t[6].cast<std::string>(), t[7].cast<std::string>(), t[8].cast<std::string>()};
}

py::tuple problem_state(const problem& p) {
  return py::make_tuple(to_str(p.source), p.line, p.column, to_str(p.column_name), to_str(p.code), static_cast<int>(p.severity), to_str(p.value), to_str(p.message),
                        to_str(p.what_was_done));
}

/// Everything a reading holds, for pickling.
py::dict reading_state(const reading& from) {
  const ratings& r = from.ratings;
  py::dict out;
  py::list communities, marks, reasons, agreed, problems, columns;
  for (const community& c : r.communities) { communities.append(py::make_tuple(to_str(c.key), to_str(c.name))); }
  for (const row_mark& m : r.off_scale) { marks.append(py::make_tuple(m.row, mark_state(m.mark))); }
  for (const row_text& t : r.reasons) { reasons.append(py::make_tuple(t.row, to_str(t.text))); }
  for (const consensus_record& c : r.consensus) { agreed.append(consensus_state(c)); }
  for (const problem& p : from.problems.kept()) { problems.append(problem_state(p)); }
  for (const auto& [header, taken_for] : from.columns) { columns.append(py::make_tuple(to_str(header), to_str(taken_for))); }
  out["source"] = to_str(from.source);
  out["communities"] = communities;
  out["rounds"] = texts(r.rounds);
  out["raters"] = texts(r.raters);
  out["sectors"] = texts(r.sectors);
  out["roles"] = texts(r.roles);
  out["community"] = bytes_of(r.community);
  out["round"] = bytes_of(r.round);
  out["rater"] = bytes_of(r.rater);
  out["sector"] = bytes_of(r.sector);
  out["dimension"] = bytes_of(r.dimension);
  out["score"] = bytes_of(r.score);
  out["mode"] = bytes_of(r.mode);
  out["asked_at"] = bytes_of(r.asked_at);
  out["day"] = bytes_of(r.day);
  out["line"] = bytes_of(r.line);
  out["off_scale"] = marks;
  out["reasons"] = reasons;
  out["consensus"] = agreed;
  out["problems"] = problems;
  out["problems_total"] = from.problems.total();
  out["rows_read"] = from.rows_read;
  out["rows_left_out"] = from.rows_left_out;
  out["columns"] = columns;
  out["separator"] = to_str(from.separator);
  out["encoding"] = to_str(from.encoding);
  out["line_end"] = to_str(from.line_end);
  return out;
}

reading reading_from(const py::dict& state) {
  reading out;
  ratings& r = out.ratings;
  out.source = state["source"].cast<std::string>();
  for (const auto& [key, name] : state["communities"].cast<std::vector<std::pair<std::string, std::string>>>()) { r.communities.push_back({key, name}); }
  r.rounds = state["rounds"].cast<std::vector<std::string>>();
  r.raters = state["raters"].cast<std::vector<std::string>>();
  r.sectors = state["sectors"].cast<std::vector<std::string>>();
  r.roles = state["roles"].cast<std::vector<std::string>>();
  r.community = values_of<std::uint32_t>(state["community"]);
  r.round = values_of<std::uint16_t>(state["round"]);
  r.rater = values_of<std::uint32_t>(state["rater"]);
  r.sector = values_of<std::uint16_t>(state["sector"]);
  r.dimension = values_of<std::uint16_t>(state["dimension"]);
  r.score = values_of<std::int8_t>(state["score"]);
  r.mode = values_of<std::uint8_t>(state["mode"]);
  r.asked_at = values_of<std::uint16_t>(state["asked_at"]);
  r.day = values_of<std::int32_t>(state["day"]);
  r.line = values_of<std::uint64_t>(state["line"]);
  for (const py::handle each : state["off_scale"]) {
    const auto parts = each.cast<py::tuple>();
    r.off_scale.push_back({parts[0].cast<std::uint64_t>(), mark_from(parts[1])});
  }
  for (const auto& [row, text] : state["reasons"].cast<std::vector<std::pair<std::uint64_t, std::string>>>()) { r.reasons.push_back({row, text}); }
  for (const py::handle each : state["consensus"]) { r.consensus.push_back(consensus_from(each.cast<py::tuple>())); }
  for (const py::handle each : state["problems"]) { out.problems.add(problem_from(each)); }
  const auto total = state["problems_total"].cast<std::uint64_t>();
  while (out.problems.kept().size() == problem_list::most_kept && out.problems.total() < total) { out.problems.add(problem{}); }
  out.rows_read = state["rows_read"].cast<std::uint64_t>();
  out.rows_left_out = state["rows_left_out"].cast<std::uint64_t>();
  for (const auto& [header, taken_for] : state["columns"].cast<std::vector<std::pair<std::string, std::string>>>()) { out.columns.push_back({header, taken_for}); }
  out.separator = state["separator"].cast<std::string>();
  out.encoding = state["encoding"].cast<std::string>();
  out.line_end = state["line_end"].cast<std::string>();
  return out;
}

/// Joins readings to a study; the readings stay as they are.
any_study build_study(const any_rubric& rubric, const std::vector<std::shared_ptr<reading>>& readings) {
  return unlocked([&] {
    study_builder<dynamic, dynamic> builder{rubric};
    for (const auto& each : readings) { builder.add(*each); }
    return builder.build();
  });
}

py::object day_or_none(date day) { return day.has_value() ? py::object{to_str(day.to_string())} : py::object{py::none()}; }

void bind_reading(py::module_& module) {
  py::class_<reading, std::shared_ptr<reading>>(module, "Reading", "What a reader understood of one input.")
    .def_property_readonly("source", [](const reading& self) { return to_str(self.source); })
    .def_property_readonly("rows", [](const reading& self) { return self.ratings.size(); })
    .def_property_readonly("rows_read", [](const reading& self) { return self.rows_read; })
    .def_property_readonly("rows_left_out", [](const reading& self) { return self.rows_left_out; })
    .def_property_readonly("agreed", [](const reading& self) { return self.ratings.consensus.size(); })
    .def_property_readonly("columns", [](const reading& self) {
      py::list out;
      for (const auto& [header, taken_for] : self.columns) { out.append(py::make_tuple(to_str(header), to_str(taken_for))); }
      return out;
    })
    .def_property_readonly("separator", [](const reading& self) { return to_str(self.separator); })
    .def_property_readonly("encoding", [](const reading& self) { return to_str(self.encoding); })
    .def_property_readonly("line_end", [](const reading& self) { return to_str(self.line_end); })
    .def_property_readonly("problems_total", [](const reading& self) { return self.problems.total(); })
    .def("problems", [](const reading& self) { return share(to_table(self.problems)); }, "The problems of this input.")
    .def("state", &reading_state, "Everything, for pickling.")
    .def_static("from_state", &reading_from, py::arg("state"), "A reading from its state.");
}

} // namespace

void bind_study(py::module_& module) {
  bind_reading(module);

  py::class_<any_study>(module, "Study", "A rubric, and who marked what, when.")
    .def_static("build", &build_study, py::arg("rubric"), py::arg("readings"), "A study from readings.")
    .def_property_readonly("communities", [](const any_study& self) {
      py::list out;
      for (const community& each : self->communities()) { out.append(py::make_tuple(to_str(each.key), to_str(each.name))); }
      return out;
    })
    .def_property_readonly("rounds", [](const any_study& self) {
      py::list out;
      for (const round& each : self->rounds()) { out.append(py::make_tuple(to_str(each.label), day_or_none(each.first_day))); }
      return out;
    })
    .def_property_readonly("sectors", [](const any_study& self) {
      py::list out;
      for (const std::string& each : self->sectors()) { out.append(to_str(each)); }
      return out;
    })
    .def_property_readonly("rows", [](const any_study& self) { return self->rows().size(); })
    .def_property_readonly("problems_total", [](const any_study& self) { return self->problems().total(); })
    .def("assessments", [](const any_study& self) {
      py::list out;
      for (const assessment& a : self->assessments()) {
        out.append(py::make_tuple(a.community.value, a.round.value, day_or_none(a.day), a.people, a.has_individuals, a.has_consensus));
      }
      return out;
    }, "(community, round, day, people, has_individuals, has_consensus).")
    .def("find_community", [](const any_study& self, const std::string& text) { return self->find_community(text).value; }, py::arg("text"), "The position of a community.")
    .def("find_round", [](const any_study& self, const std::string& text) { return self->find_round(text).value; }, py::arg("text"), "The position of a round.")
    .def("problems", [](const any_study& self) { return share(unlocked([&] { return to_table(self->problems()); })); }, "Everything that was not as expected.")
    .def("ratings", [](const any_study& self) { return share(unlocked([&] { return ratings_table(self); })); }, "Every row.")
    .def("same_data", [](const any_study& self, const any_study& other) {
      return unlocked([&] { return self.rubric() == other.rubric() && self->same_data(other.data()); });
    }, py::arg("other"), "Whether two studies hold the same marks under the same rubric.");
}

} // namespace headway::python
