#include "bind.hpp"

#include <cstdint>
#include <vector>

#include <pybind11/stl.h>

#include <headway/base/error.hpp>
#include <headway/base/status.hpp>

namespace headway::python {

namespace {

/// A run of numbers inside a table, offered through the buffer protocol: no copy, read only, the table stays alive.
struct column_buffer {
  shared_table owner;
  const void* data;
  std::size_t size;
  py::ssize_t item_size;
  const char* format;
};

py::buffer_info describe_buffer(const column_buffer& buffer) {
  static constexpr std::int64_t nothing = 0; // an empty vector has no address to give
  const void* data = buffer.size == 0 ? static_cast<const void*>(&nothing) : buffer.data;
  return py::buffer_info(const_cast<void*>(data), buffer.item_size, buffer.format, 1, {static_cast<py::ssize_t>(buffer.size)}, {buffer.item_size}, true);
}

const table_column& column_of(const table& from, std::size_t position) {
  if (position >= from.columns().size()) { throw py::index_error("no such column"); }
  return from[position];
}

/// The cell as Python has it; None where there is no value.
py::object cell(const table_column& column, std::size_t row) {
  if (column.valid()[row] == 0) { return py::none(); }
  switch (column.type()) {
  case column_type::integer: return py::int_(column.integers()[row]);
  case column_type::boolean: return py::bool_(column.integers()[row] != 0);
  case column_type::real: return py::float_(column.reals()[row]);
  case column_type::text: return to_str(column.texts()[row]);
  }
  return py::none();
}

py::list cells(const table_column& column) {
  py::list out(column.size());
  for (std::size_t row = 0; row < column.size(); ++row) { out[row] = cell(column, row); }
  return out;
}

const char* type_name(column_type type) {
  switch (type) {
  case column_type::integer: return "integer";
  case column_type::real: return "real";
  case column_type::text: return "text";
  case column_type::boolean: return "boolean";
  }
  return "";
}

/// The place of a column by name.
/// \throws error not_found with the nearest name
std::size_t find_column(const table& from, const std::string& name) {
  if (const auto found = from.find(name)) { return *found; }
  std::vector<std::string> names;
  for (const table_column& column : from.columns()) { names.push_back(column.name()); }
  std::string message = "\"" + text::shown(name) + "\" is not a column of this table";
  if (const auto near = text::nearest(name, names)) {
    message += "; did you mean \"" + names[*near] + "\"?";
  } else {
    message += "; it has ";
    for (std::size_t i = 0; i < names.size(); ++i) { message += (i == 0 ? "" : ", ") + names[i]; }
  }
  throw error{error_category::not_found, "Table", "name", message};
}

py::list rows_as_dicts(const table& from, std::size_t first, std::size_t last) {
  std::vector<py::str> names;
  for (const table_column& column : from.columns()) { names.push_back(to_str(column.name())); }
  py::list out;
  for (std::size_t row = first; row < (std::min)(last, from.rows()); ++row) {
    py::dict each;
    for (std::size_t i = 0; i < names.size(); ++i) { each[names[i]] = cell(from[i], row); }
    out.append(std::move(each));
  }
  return out;
}

/// A table from columns of Python values: what unpickling and selecting rows need.
shared_table table_from_columns(const std::vector<std::tuple<std::string, std::string, py::list>>& columns) {
  table out;
  for (const auto& [name, type, values] : columns) {
    const column_type kind = type == "integer"   ? column_type::integer
                             : type == "real"    ? column_type::real
                             : type == "boolean" ? column_type::boolean
                                                 : column_type::text;
    table_column& column = out[out.add(name, kind)];
    for (const py::handle value : values) {
      if (value.is_none()) {
        column.push_missing();
      } else if (kind == column_type::integer) {
        column.push(value.cast<std::int64_t>());
      } else if (kind == column_type::real) {
        column.push(value.cast<double>());
      } else if (kind == column_type::boolean) {
        column.push(value.cast<bool>());
      } else {
        column.push(std::string_view{value.cast<std::string>()});
      }
    }
    if (column.size() != out.rows()) { throw py::value_error("the columns have different lengths"); }
  }
  return share(std::move(out));
}

py::list table_state(const table& from) {
  py::list out;
  for (const table_column& column : from.columns()) { out.append(py::make_tuple(to_str(column.name()), type_name(column.type()), cells(column))); }
  return out;
}

void bind_error() {
  py::register_local_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) { std::rethrow_exception(thrown); }
    } catch (const error& e) {
      const py::object type = py::module_::import("headway._errors").attr("Error");
      const py::object row = e.row() == error::no_row ? py::object{py::none()} : py::object{py::int_(e.row())};
      const py::object value = type(to_str(e.message()), py::arg("category") = name(e.category()), py::arg("function") = to_str(e.function()),
                                    py::arg("argument") = to_str(e.argument()), py::arg("row") = row);
      PyErr_SetObject(type.ptr(), value.ptr());
    }
  });
}

void bind_table(py::module_& module) {
  py::class_<column_buffer>(module, "Buffer", py::buffer_protocol(), "The numbers of one column, for the buffer protocol; read only.").def_buffer(&describe_buffer);

  py::class_<table, shared_table>(module, "Table", "Named columns of equal length.")
    .def("__len__", &table::rows)
    .def_property_readonly("names", [](const table& self) {
      py::list out;
      for (const table_column& column : self.columns()) { out.append(to_str(column.name())); }
      return out;
    })
    .def_property_readonly("types", [](const table& self) {
      py::list out;
      for (const table_column& column : self.columns()) { out.append(type_name(column.type())); }
      return out;
    })
    .def("find", &find_column, py::arg("name"), "The position of a column.")
    .def("values", [](const shared_table& self, std::size_t position) {
      const table_column& column = column_of(*self, position);
      if (column.type() == column_type::text) { throw py::type_error("a text column has no buffer"); }
      if (column.type() == column_type::real) { return column_buffer{self, column.reals().data(), column.size(), sizeof(double), "d"}; }
      return column_buffer{self, column.integers().data(), column.size(), sizeof(std::int64_t), "q"};
    }, py::arg("position"), "The values of a column of numbers; 0 where there is none.")
    .def("valid", [](const shared_table& self, std::size_t position) {
      const table_column& column = column_of(*self, position);
      return column_buffer{self, column.valid().data(), column.size(), 1, "?"};
    }, py::arg("position"), "Where a column has values.")
    .def("cells", [](const table& self, std::size_t position) { return cells(column_of(self, position)); }, py::arg("position"),
         "A column as Python values; None where there is none.")
    .def("dicts", &rows_as_dicts, py::arg("first"), py::arg("last"), "Rows as dictionaries.")
    .def("__eq__", [](const table& self, const table& other) { return unlocked([&] { return self == other; }); }, py::is_operator())
    .def("columns", &table_state, "Everything: (name, type, values) of each column.")
    .def_static("from_columns", &table_from_columns, py::arg("columns"), "A table from (name, type, values).");
}

py::tuple dimension_parts(const dimension& d) {
  py::list descriptors;
  for (const std::string& each : d.descriptors) { descriptors.append(to_str(each)); }
  return py::make_tuple(d.number, to_str(d.key), to_str(d.name), to_str(d.group), to_str(d.question), to_str(d.helps), to_str(d.hinders), py::tuple(descriptors));
}

void bind_rubric(py::module_& module) {
  py::class_<any_rubric>(module, "Rubric", "A checked rubric.")
    .def_property_readonly("id", [](const any_rubric& self) { return to_str(self.id()); })
    .def_property_readonly("edition", [](const any_rubric& self) { return to_str(self.edition()); })
    .def_property_readonly("language", [](const any_rubric& self) { return to_str(self.language()); })
    .def_property_readonly("title", [](const any_rubric& self) { return to_str(self.title()); })
    .def_property_readonly("source", [](const any_rubric& self) { return to_str(self.source()); })
    .def("levels", [](const any_rubric& self) {
      py::list out;
      for (std::size_t i = 0; i < self.levels(); ++i) { out.append(py::make_tuple(self.scale().value(i), to_str(self.scale().label(i)))); }
      return out;
    }, "(value, label), lowest first.")
    .def("missing_codes", [](const any_rubric& self) {
      py::list out;
      for (const missing_code& each : self.missing_codes()) { out.append(py::make_tuple(name(each.reason), to_str(each.label))); }
      return out;
    }, "(code, label).")
    .def("dimensions", [](const any_rubric& self) {
      py::list out;
      for (const dimension& each : self.dimensions()) { out.append(dimension_parts(each)); }
      return out;
    }, "(number, key, name, group, question, helps, hinders, descriptors).")
    .def("find", [](const any_rubric& self, const std::string& text) -> py::object {
      if (const auto found = self.find(text)) { return py::int_(found->value); }
      return py::none();
    }, py::arg("text"), "The position of a dimension, or None.")
    .def("__eq__", [](const any_rubric& self, const any_rubric& other) { return self == other; }, py::is_operator());
}

} // namespace

void bind_core(py::module_& module) {
  module.def("statuses", [] {
    py::list out;
    for (std::int32_t i = 0; name(static_cast<status>(i)) != "unknown"; ++i) { out.append(py::make_tuple(name(static_cast<status>(i)), describe(static_cast<status>(i)))); }
    return out;
  }, "(code, sentence) of every status.");
  bind_error();
  bind_table(module);
  bind_rubric(module);
}

} // namespace headway::python
