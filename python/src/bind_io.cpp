#include "reading_options.hpp"

#include <deque>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include <pybind11/stl.h>

#include <headway/base/text.hpp>
#include <headway/io/columns.hpp>
#include <headway/io/csv.hpp>
#include <headway/io/problem_codes.hpp>
#include <headway/io/rubric_file.hpp>
#include <headway/io/tidy.hpp>

namespace headway::python {

namespace {

/// The bytes of an object with the buffer protocol; valid as long as `held`.
std::string_view bytes_of(const py::buffer_info& held) {
  return {static_cast<const char*>(held.ptr), static_cast<std::size_t>(held.size * held.itemsize)};
}

/// The encoding was found by looking at the bytes, which the reader below cannot know.
void note_guess(reading& into, const std::string& encoding, const std::optional<std::pair<std::uint64_t, std::string>>& guessed_at) {
  if (!encoding.empty()) { into.encoding = encoding; }
  if (!guessed_at) { return; }
  problem p;
  p.source = into.source;
  p.line = guessed_at->first;
  p.code = io::codes::encoding_guessed.code;
  p.severity = io::codes::encoding_guessed.severity;
  p.value = guessed_at->second;
  p.message = "the file is not UTF-8 and does not say what it is; here is the first sign of it";
  p.what_was_done = "read as " + encoding.substr(0, encoding.find(" (")) + "; name the encoding if that is wrong";
  problem_list all;
  all.add(std::move(p));
  all.append(into.problems);
  into.problems = std::move(all);
}

/// Columns of Python objects as views for the reader. Arrays of int64 and float64 and the texts of strings are looked at where they are.
class borrowed_columns {
public:
  /// \param values an array of int64 or float64, or a list of str and None \param valid an array of one byte a row, or None
  void add(const std::string& name, const py::object& values, const py::object& valid) {
    io::input_column out;
    out.name = name;
    if (py::isinstance<py::list>(values)) {
      texts_.emplace_back();
      valid_.emplace_back();
      std::vector<std::string_view>& views = texts_.back();
      std::vector<std::uint8_t>& known = valid_.back();
      for (const py::handle each : values) {
        known.push_back(each.is_none() ? std::uint8_t{0} : std::uint8_t{1});
        views.push_back(each.is_none() ? std::string_view{} : text_of(each));
      }
      held_.push_back(values);
      out.values = std::span<const std::string_view>{views};
      out.valid = known;
    } else {
      const py::buffer_info& held = hold(values);
      if (held.ndim != 1 || (held.size > 1 && held.strides[0] != held.itemsize)) { throw py::type_error("a column must be one contiguous run"); }
      const auto size = static_cast<std::size_t>(held.size);
      if (held.item_type_is_equivalent_to<std::int64_t>()) {
        out.values = std::span{static_cast<const std::int64_t*>(held.ptr), size};
      } else if (held.item_type_is_equivalent_to<double>()) {
        out.values = std::span{static_cast<const double*>(held.ptr), size};
      } else {
        throw py::type_error("a column of numbers must be int64 or float64");
      }
      if (!valid.is_none()) {
        const py::buffer_info& mask = hold(valid);
        out.valid = std::span{static_cast<const std::uint8_t*>(mask.ptr), static_cast<std::size_t>(mask.size)};
      }
    }
    columns_.push_back(std::move(out));
  }
  [[nodiscard]] std::span<const io::input_column> columns() const noexcept { return columns_; }

private:
  const py::buffer_info& hold(const py::object& array) {
    buffers_.push_back(py::cast<py::buffer>(array).request());
    return buffers_.back();
  }
  /// The UTF-8 of a string, which Python keeps beside it. Half characters are handed on as the bytes they are, and reported by the reader.
  std::string_view text_of(const py::handle text) {
    Py_ssize_t size = 0;
    if (const char* utf8 = PyUnicode_AsUTF8AndSize(text.ptr(), &size)) { return {utf8, static_cast<std::size_t>(size)}; }
    PyErr_Clear();
    PyObject* bytes = PyUnicode_AsEncodedString(text.ptr(), "utf-8", "surrogatepass");
    if (bytes == nullptr) { throw py::error_already_set{}; }
    held_.push_back(py::reinterpret_steal<py::object>(bytes));
    return std::string_view{PyBytes_AS_STRING(bytes), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes))};
  }

  std::vector<io::input_column> columns_;
  std::deque<std::vector<std::string_view>> texts_;
  std::deque<std::vector<std::uint8_t>> valid_;
  std::deque<py::buffer_info> buffers_;
  std::vector<py::object> held_;
};

} // namespace

void bind_io(py::module_& module) {
  module.def("find_invalid_utf8", [](const py::buffer& data) -> py::object {
    const py::buffer_info held = data.request();
    const std::string_view bytes = bytes_of(held);
    const auto found = unlocked([&] { return text::first_invalid_utf8(bytes); });
    return found ? py::object{py::int_(*found)} : py::object{py::none()};
  }, py::arg("data"), "The offset of the first byte that is not UTF-8, or None.");
  module.def("read_text", [](const py::buffer& data, const std::string& source, const any_rubric& rubric, const std::string& mode, const std::string& encoding,
                             const std::optional<std::pair<std::uint64_t, std::string>>& guessed_at, const std::string& community, const std::string& round,
                             const std::vector<std::pair<std::string, std::string>>& mapping, std::optional<std::size_t> field_limit) {
    const py::buffer_info held = data.request();
    const std::string_view bytes = bytes_of(held);
    io::read_options options = read_options_of(community, round, mapping, mode);
    if (field_limit) { options.field_limit = *field_limit; }
    return interruptible([&] {
      return std::make_shared<reading>(unlocked([&] {
        reading out = options.mode == score_mode::consensus ? io::read_consensus_text(bytes, source, rubric, options) : io::read_ratings_text(bytes, source, rubric, options);
        note_guess(out, encoding, guessed_at);
        return out;
      }));
    });
  }, py::arg("data"), py::arg("source"), py::arg("rubric"), py::arg("mode"), py::arg("encoding"), py::arg("guessed_at"), py::arg("community"), py::arg("round"),
     py::arg("mapping"), py::arg("field_limit"), "Marks from UTF-8 text.");
  module.def("read_columns", [](const std::vector<std::tuple<std::string, py::object, py::object>>& columns, const std::string& source, const any_rubric& rubric, const std::string& mode,
                                const std::string& community, const std::string& round, const std::vector<std::pair<std::string, std::string>>& mapping) {
    borrowed_columns held;
    for (const auto& [name, values, valid] : columns) { held.add(name, values, valid); }
    const io::read_options options = read_options_of(community, round, mapping, mode);
    return std::make_shared<reading>(unlocked([&] { return io::read_columns(held.columns(), rubric, options, source); }));
  }, py::arg("columns"), py::arg("source"), py::arg("rubric"), py::arg("mode"), py::arg("community"), py::arg("round"), py::arg("mapping"),
     "Marks from columns: (name, values, valid), the values an array of int64 or float64 or a list of str and None.");
  module.def("write_tidy", [](const any_study& study) { return py::bytes(unlocked([&] { return io::write_tidy(study); })); }, py::arg("study"), "A study as tidy CSV.");
  module.def("read_rubric_text", [](const py::buffer& data, const std::string& source) {
    const py::buffer_info held = data.request();
    const std::string_view bytes = bytes_of(held);
    return unlocked([&] { return io::read_rubric_text(bytes, source); });
  }, py::arg("data"), py::arg("source"), "A rubric from a JSON text.");
  module.def("write_rubric", [](const any_rubric& rubric) { return to_str(unlocked([&] { return io::write_rubric(rubric); })); }, py::arg("rubric"),
             "A rubric as a JSON text.");
}

} // namespace headway::python
