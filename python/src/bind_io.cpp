#include "bind.hpp"

#include <optional>
#include <vector>

#include <pybind11/stl.h>

#include <headway/base/text.hpp>
#include <headway/io/csv.hpp>
#include <headway/io/rubric_file.hpp>

namespace headway::python {

namespace {

/// The bytes of an object with the buffer protocol; valid as long as `held`.
std::string_view bytes_of(const py::buffer_info& held) {
  return {static_cast<const char*>(held.ptr), static_cast<std::size_t>(held.size * held.itemsize)};
}

io::read_options options_of(const std::string& community, const std::string& round, const std::vector<std::pair<std::string, std::string>>& mapping, bool consensus) {
  io::read_options out;
  out.community = community;
  out.round = round;
  for (const auto& [header, role] : mapping) { out.mapping.push_back({header, role}); }
  if (consensus) { out.mode = score_mode::consensus; }
  return out;
}

/// The encoding was found by looking at the bytes, which the reader below cannot know.
void note_guess(reading& into, const std::string& encoding, const std::optional<std::pair<std::uint64_t, std::string>>& guessed_at) {
  if (!encoding.empty()) { into.encoding = encoding; }
  if (!guessed_at) { return; }
  problem p;
  p.source = into.source;
  p.line = guessed_at->first;
  p.code = "encoding_guessed";
  p.severity = severity::warning;
  p.value = guessed_at->second;
  p.message = "the file is not UTF-8 and does not say what it is; here is the first sign of it";
  p.what_was_done = "read as " + encoding.substr(0, encoding.find(" (")) + "; name the encoding if that is wrong";
  problem_list all;
  all.add(std::move(p));
  all.append(into.problems);
  into.problems = std::move(all);
}

} // namespace

void bind_io(py::module_& module) {
  module.def("find_invalid_utf8", [](const py::buffer& data) -> py::object {
    const py::buffer_info held = data.request();
    const std::string_view bytes = bytes_of(held);
    const auto found = unlocked([&] { return text::first_invalid_utf8(bytes); });
    return found ? py::object{py::int_(*found)} : py::object{py::none()};
  }, py::arg("data"), "The offset of the first byte that is not UTF-8, or None.");
  module.def("read_text", [](const py::buffer& data, const std::string& source, const any_rubric& rubric, bool consensus, const std::string& encoding,
                             const std::optional<std::pair<std::uint64_t, std::string>>& guessed_at, const std::string& community, const std::string& round,
                             const std::vector<std::pair<std::string, std::string>>& mapping) {
    const py::buffer_info held = data.request();
    const std::string_view bytes = bytes_of(held);
    const io::read_options options = options_of(community, round, mapping, consensus);
    return std::make_shared<reading>(unlocked([&] {
      reading out = consensus ? io::read_consensus_text(bytes, source, rubric, options) : io::read_ratings_text(bytes, source, rubric, options);
      note_guess(out, encoding, guessed_at);
      return out;
    }));
  }, py::arg("data"), py::arg("source"), py::arg("rubric"), py::arg("consensus"), py::arg("encoding"), py::arg("guessed_at"), py::arg("community"), py::arg("round"),
     py::arg("mapping"), "Marks, or agreed marks, from UTF-8 text.");
  module.def("read_rubric_text", [](const py::buffer& data, const std::string& source) {
    const py::buffer_info held = data.request();
    const std::string_view bytes = bytes_of(held);
    return unlocked([&] { return io::read_rubric_text(bytes, source); });
  }, py::arg("data"), py::arg("source"), "A rubric from a JSON text.");
  module.def("write_rubric", [](const any_rubric& rubric) { return to_str(unlocked([&] { return io::write_rubric(rubric); })); }, py::arg("rubric"),
             "A rubric as a JSON text.");
}

} // namespace headway::python
