// headway_rubric_*: what is asked.

#include "guard.hpp"
#include "handle.hpp"

#include <cstring>
#include <vector>

#include <headway/io/rubric_file.hpp>
#include <headway/rubrics/rubrics.hpp>

using namespace headway::capi;

namespace {

using headway::dimension;
using rubric_type = headway::rubric<>;

const rubric_type& of(const headway_rubric* rubric) { return *needed(rubric, "rubric").value; }

const dimension& dimension_of(const rubric_type& rubric, std::size_t position) {
  return rubric.dimensions()[position_of(position, rubric.size(), "dimension")];
}

void give_rubric(headway_rubric** out, rubric_type rubric) { give(out, std::make_shared<const rubric_type>(std::move(rubric))); }

/// Runs an accessor that finds a text in a rubric.
template <class Find>
headway_status text_in(const char* function, const headway_rubric* rubric, const char** text, size_t* length, headway_error* err, Find find) noexcept {
  return guarded(function, err, [&] {
    const rubric_type& object = of(rubric);
    needed(text, "text");
    needed(length, "length");
    const std::string_view found = find(object);
    *text = found.data();
    *length = found.size();
  });
}

} // namespace

extern "C" {

headway_status headway_rubric_builtin(const char* id, size_t id_length, headway_rubric** rubric, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(rubric, "rubric");
    give_rubric(rubric, headway::rubrics::find(text_of(id, id_length, "id")));
  });
}

headway_status headway_rubric_read_json(const char* path, size_t path_length, headway_rubric** rubric, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(rubric, "rubric");
    give_rubric(rubric, headway::io::read_rubric(path_text(path, path_length, "path")));
  });
}

headway_status headway_rubric_from_json(const char* text, size_t text_length, const char* source, size_t source_length, headway_rubric** rubric,
                                        headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    needed(rubric, "rubric");
    const std::string_view from = text_of(source, source_length, "source");
    give_rubric(rubric, headway::io::read_rubric_text(text_of(text, text_length, "text"), std::string{from.empty() ? "text" : from}));
  });
}

headway_status headway_rubric_to_json(const headway_rubric* rubric, char* buffer, size_t capacity, size_t* length, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const rubric_type& object = of(rubric);
    buffer_of(buffer, capacity, "buffer");
    needed(length, "length");
    const std::string json = headway::io::write_rubric(object);
    if (capacity != 0) {
      if (capacity < json.size()) {
        fail(headway::error_category::limit, "capacity", std::to_string(capacity) + " is too small for " + std::to_string(json.size()) + " bytes");
      }
      std::memcpy(buffer, json.data(), json.size());
    }
    *length = json.size();
  });
}

void headway_rubric_destroy(headway_rubric* rubric) noexcept { delete rubric; }

headway_status headway_rubric_id(const headway_rubric* rubric, const char** text, size_t* length, headway_error* err) noexcept {
  return text_in(__func__, rubric, text, length, err, [](const rubric_type& r) -> std::string_view { return r.id(); });
}
headway_status headway_rubric_edition(const headway_rubric* rubric, const char** text, size_t* length, headway_error* err) noexcept {
  return text_in(__func__, rubric, text, length, err, [](const rubric_type& r) -> std::string_view { return r.edition(); });
}
headway_status headway_rubric_language(const headway_rubric* rubric, const char** text, size_t* length, headway_error* err) noexcept {
  return text_in(__func__, rubric, text, length, err, [](const rubric_type& r) -> std::string_view { return r.language(); });
}
headway_status headway_rubric_title(const headway_rubric* rubric, const char** text, size_t* length, headway_error* err) noexcept {
  return text_in(__func__, rubric, text, length, err, [](const rubric_type& r) -> std::string_view { return r.title(); });
}
headway_status headway_rubric_source(const headway_rubric* rubric, const char** text, size_t* length, headway_error* err) noexcept {
  return text_in(__func__, rubric, text, length, err, [](const rubric_type& r) -> std::string_view { return r.source(); });
}

headway_status headway_rubric_levels(const headway_rubric* rubric, size_t* count, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const rubric_type& object = of(rubric);
    needed(count, "count") = object.levels();
  });
}
headway_status headway_rubric_level_value(const headway_rubric* rubric, size_t level, int32_t* value, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const rubric_type& object = of(rubric);
    needed(value, "value") = object.scale().value(position_of(level, object.levels(), "level"));
  });
}
headway_status headway_rubric_level_label(const headway_rubric* rubric, size_t level, const char** text, size_t* length, headway_error* err) noexcept {
  return text_in(__func__, rubric, text, length, err,
                 [&](const rubric_type& r) -> std::string_view { return r.scale().label(position_of(level, r.levels(), "level")); });
}

headway_status headway_rubric_dimensions(const headway_rubric* rubric, size_t* count, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const rubric_type& object = of(rubric);
    needed(count, "count") = object.size();
  });
}
headway_status headway_rubric_find_dimension(const headway_rubric* rubric, const char* name, size_t name_length, size_t* dimension,
                                             headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const rubric_type& object = of(rubric);
    needed(dimension, "dimension");
    const std::string_view wanted = text_of(name, name_length, "name");
    const auto found = object.find(wanted);
    if (!found) {
      std::vector<std::string> names;
      for (const headway::dimension& d : object.dimensions()) { names.push_back(d.name); }
      const auto near = headway::text::nearest(wanted, names);
      fail(headway::error_category::not_found, "name",
           "\"" + headway::text::shown(wanted) + "\" is not a dimension of this rubric" + (near ? "; did you mean \"" + names[*near] + "\"?" : ""));
    }
    *dimension = found->value;
  });
}
headway_status headway_rubric_dimension_number(const headway_rubric* rubric, size_t dimension, int32_t* number, headway_error* err) noexcept {
  return guarded(__func__, err, [&] {
    const rubric_type& object = of(rubric);
    needed(number, "number") = dimension_of(object, dimension).number;
  });
}
headway_status headway_rubric_dimension_key(const headway_rubric* rubric, size_t dimension, const char** text, size_t* length,
                                            headway_error* err) noexcept {
  return text_in(__func__, rubric, text, length, err, [&](const rubric_type& r) -> std::string_view { return dimension_of(r, dimension).key; });
}
headway_status headway_rubric_dimension_name(const headway_rubric* rubric, size_t dimension, const char** text, size_t* length,
                                             headway_error* err) noexcept {
  return text_in(__func__, rubric, text, length, err, [&](const rubric_type& r) -> std::string_view { return dimension_of(r, dimension).name; });
}
headway_status headway_rubric_dimension_group(const headway_rubric* rubric, size_t dimension, const char** text, size_t* length,
                                              headway_error* err) noexcept {
  return text_in(__func__, rubric, text, length, err, [&](const rubric_type& r) -> std::string_view { return dimension_of(r, dimension).group; });
}
headway_status headway_rubric_dimension_question(const headway_rubric* rubric, size_t dimension, const char** text, size_t* length,
                                                 headway_error* err) noexcept {
  return text_in(__func__, rubric, text, length, err, [&](const rubric_type& r) -> std::string_view { return dimension_of(r, dimension).question; });
}
headway_status headway_rubric_dimension_helps(const headway_rubric* rubric, size_t dimension, const char** text, size_t* length,
                                              headway_error* err) noexcept {
  return text_in(__func__, rubric, text, length, err, [&](const rubric_type& r) -> std::string_view { return dimension_of(r, dimension).helps; });
}
headway_status headway_rubric_dimension_hinders(const headway_rubric* rubric, size_t dimension, const char** text, size_t* length,
                                                headway_error* err) noexcept {
  return text_in(__func__, rubric, text, length, err, [&](const rubric_type& r) -> std::string_view { return dimension_of(r, dimension).hinders; });
}
headway_status headway_rubric_descriptor(const headway_rubric* rubric, size_t dimension, size_t level, const char** text, size_t* length,
                                         headway_error* err) noexcept {
  return text_in(__func__, rubric, text, length, err, [&](const rubric_type& r) -> std::string_view {
    const std::size_t at = position_of(level, r.levels(), "level");
    const headway::dimension& d = dimension_of(r, dimension);
    return d.descriptors.empty() ? std::string_view{""} : std::string_view{d.descriptors[at]};
  });
}

} // extern "C"
