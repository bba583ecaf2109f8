#pragma once

/// \file
/// A rubric as a JSON file, in and out. The format is described in docs/rubrics.md.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/error.hpp>
#include <headway/base/text.hpp>
#include <headway/core/rubric.hpp>
#include <headway/io/detail/json.hpp>
#include <headway/io/detail/mapped_file.hpp>
#include <headway/version.hpp>

namespace headway::io {

/// How a rubric file is read.
struct read_rubric_options {
  std::size_t most_bytes = std::size_t{4} << 20; ///< a longer text is refused; the largest rubrics are a few hundred kilobytes
};

namespace detail {

/// Reads one rubric. Everything that can be wrong with a file is found here, where its line and column are still known.
class rubric_parser {
public:
  rubric_parser(std::string_view text, std::string source) : in_{text, "io::read_rubric", std::move(source)} {}

  [[nodiscard]] rubric<> parse() {
    block("a rubric", {{"schema", true, [&] { schema(); }},
                       {"version", true, [&] { version(); }},
                       {"id", true, [&] { fields_.id = label("\"id\""); }},
                       {"edition", true, [&] { fields_.edition = label("\"edition\""); }},
                       {"title", true, [&] { fields_.title = words("\"title\"", true); }},
                       {"language", true, [&] { language(); }},
                       {"source", false, [&] { fields_.source = words("\"source\"", false); }},
                       {"levels", true, [&] { levels(); }},
                       {"missing_codes", false, [&] { missing_codes(); }},
                       {"groups", false, [&] { groups(); }},
                       {"dimensions", true, [&] { dimensions(); }}});
    in_.finish();
    place_groups();
    place_descriptors();
    compare_codes_with_levels();
    return rubric<>{std::move(fields_)};
  }

private:
  /// A field of a block: its name, whether it must be there, and what takes its value.
  struct field {
    std::string_view name;
    bool needed;
    std::function<void()> take;
  };
  /// A text of the file and where it stands.
  struct placed {
    std::string text;
    std::size_t at{};
  };
  struct descriptor {
    placed level;
    std::string text;
  };
  struct group {
    std::string key;
    std::string name;
  };

  /// Takes an object of which every field is known; the order of the fields is free.
  void block(std::string_view what, std::initializer_list<field> fields) {
    const std::size_t first = in_.offset();
    in_.expect(json_kind::object, what);
    std::vector<std::string> names;
    for (const field& each : fields) { names.emplace_back(each.name); }
    std::vector<bool> found(names.size());
    in_.members([&](std::string_view key, std::size_t at) {
      for (std::size_t i = 0; i < names.size(); ++i) {
        if (key == names[i]) {
          found[i] = true;
          return fields.begin()[i].take();
        }
      }
      std::string message = "\"" + text::shown(key) + "\" is not a field of " + std::string{what};
      if (const auto near = text::nearest(key, names)) {
        message += "; did you mean \"" + names[*near] + "\"?";
      } else {
        message += ", which has " + list(names);
      }
      in_.fail(at, message);
    });
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (fields.begin()[i].needed && !found[i]) { in_.fail(first, std::string{what} + " needs the field \"" + names[i] + "\""); }
    }
  }

  static std::string list(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) { out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i]; }
    return out;
  }

  /// Words for people: line breaks and tabs may stand in them, other control characters may not.
  std::string words(std::string_view what, bool needed) {
    const std::size_t at = in_.offset();
    in_.expect(json_kind::string, what);
    std::string value = in_.string();
    for (const char c : value) {
      if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F) {
        in_.fail(at, std::string{what} + " holds the control character " + text::shown(std::string_view{&c, 1}) + "; take it out");
      }
    }
    if (needed && text::trim(value).empty()) { in_.fail(at, std::string{what} + " is empty; write a word or two"); }
    return value;
  }

  /// A short name that files and programs compare: nothing in it may be invisible.
  std::string label(std::string_view what) {
    const std::size_t at = in_.offset();
    std::string value = words(what, true);
    if (text::trim(value) != value || text::shown(value, value.size()) != value) {
      in_.fail(at, std::string{what} + " is \"" + text::shown(value) + "\"; write it without blanks at its ends, line breaks and invisible characters");
    }
    return value;
  }

  std::int32_t whole(std::string_view what) {
    const std::size_t at = in_.offset();
    in_.expect(json_kind::number, what);
    const std::string_view written = in_.number();
    const auto value = whole_number(written);
    if (!value || *value < (std::numeric_limits<std::int32_t>::min)() || *value > (std::numeric_limits<std::int32_t>::max)()) {
      in_.fail(at, std::string{what} + " is " + text::shown(written) + "; it must be a whole number from -2147483648 to 2147483647, written without a point or exponent");
    }
    return static_cast<std::int32_t>(*value);
  }

  void schema() {
    const std::size_t at = in_.offset();
    const std::string value = words("\"schema\"", false);
    if (value != "headway-rubric" && value != "headway-sample-rubric") {
      in_.fail(at, "\"schema\" is \"" + text::shown(value) + "\"; a rubric file says \"headway-rubric\"");
    }
  }

  void version() {
    const std::size_t at = in_.offset();
    const std::int32_t value = whole("\"version\"");
    if (value != 1) { in_.fail(at, "\"version\" is " + std::to_string(value) + "; headway " HEADWAY_VERSION " reads version 1 of the format"); }
  }

  void language() {
    const std::size_t at = in_.offset();
    fields_.language = label("\"language\"");
    std::size_t length = 0;
    bool good = true;
    for (const char c : fields_.language + "-") {
      if (c == '-') {
        good = good && length >= 1 && length <= 8;
        length = 0;
      } else {
        good = good && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
        ++length;
      }
    }
    if (!good) { in_.fail(at, "\"language\" is \"" + text::shown(fields_.language) + "\"; write a language tag such as \"en\", \"en-GB\" or \"cy\""); }
  }

  void levels() {
    const std::size_t first = in_.offset();
    in_.expect(json_kind::array, "\"levels\"");
    in_.items([&](std::size_t i) {
      const std::size_t at = in_.offset();
      if (i == most_levels) { in_.fail(at, "\"levels\" has more than 16 levels; a scale has 2 to 16"); }
      level next;
      std::size_t value_at = at;
      block("a level", {{"value", true, [&] { value_at = in_.offset(); next.value = whole("\"value\""); }},
                        {"label", true, [&] { next.label = words("\"label\"", false); }}});
      if (i > 0 && next.value <= fields_.levels.back().value) {
        in_.fail(value_at, "the level " + std::to_string(next.value) + " follows " + std::to_string(fields_.levels.back().value) +
                               "; list the levels from lowest to highest, each value once");
      }
      fields_.levels.push_back(std::move(next));
    });
    if (fields_.levels.size() < fewest_levels) {
      in_.fail(first, "\"levels\" has " + std::to_string(fields_.levels.size()) + (fields_.levels.size() == 1 ? " level" : " levels") + "; a scale has 2 to 16");
    }
  }

  void missing_codes() {
    std::set<std::string> labels;
    in_.expect(json_kind::array, "\"missing_codes\"");
    in_.items([&](std::size_t) {
      missing_code next;
      std::size_t label_at = in_.offset();
      block("a missing code", {{"code", true, [&] { next.reason = reason(); }},
                               {"label", true, [&] { label_at = in_.offset(); next.label = words("\"label\"", true); }}});
      if (!labels.insert(headway::detail::comparable(next.label)).second) {
        in_.fail(label_at, "another missing code has the label \"" + text::shown(next.label) + "\" too; one text can only mean one thing");
      }
      code_labels_.push_back(label_at);
      fields_.missing_codes.push_back(std::move(next));
    });
  }

  missing_reason reason() {
    const std::size_t at = in_.offset();
    const std::string code = words("\"code\"", false);
    std::vector<std::string> codes;
    for (const missing_reason each : {missing_reason::blank, missing_reason::dont_know, missing_reason::not_applicable, missing_reason::not_asked, missing_reason::refused}) {
      if (code == name(each)) { return each; }
      codes.emplace_back(name(each));
    }
    const auto near = text::nearest(code, codes);
    in_.fail(at, "\"" + text::shown(code) + "\" is not a missing code" + (near ? "; did you mean \"" + codes[*near] + "\"?" : "; the codes are " + list(codes)));
  }

  void groups() {
    std::set<std::string> keys;
    std::set<std::string> names;
    in_.expect(json_kind::array, "\"groups\"");
    in_.items([&](std::size_t) {
      group next;
      std::size_t key_at = in_.offset();
      std::size_t name_at = key_at;
      block("a group", {{"key", true, [&] { key_at = in_.offset(); next.key = label("\"key\""); }},
                        {"name", true, [&] { name_at = in_.offset(); next.name = words("\"name\"", true); }}});
      if (!keys.insert(next.key).second) { in_.fail(key_at, "another group has the key \"" + text::shown(next.key) + "\" too"); }
      if (!names.insert(next.name).second) { in_.fail(name_at, "another group has the name \"" + text::shown(next.name) + "\" too"); }
      groups_.push_back(std::move(next));
    });
  }

  void dimensions() {
    const std::size_t first = in_.offset();
    std::set<std::int32_t> numbers;
    std::set<std::string> keys;
    std::set<std::string> names;
    in_.expect(json_kind::array, "\"dimensions\"");
    in_.items([&](std::size_t) {
      dimension next;
      placed in_group;
      std::vector<descriptor> told;
      const std::size_t at = in_.offset();
      std::size_t number_at = at;
      std::size_t key_at = at;
      std::size_t name_at = at;
      block("a dimension", {{"number", true, [&] { number_at = in_.offset(); next.number = whole("\"number\""); }},
                            {"key", true, [&] { key_at = in_.offset(); next.key = label("\"key\""); }},
                            {"name", true, [&] { name_at = in_.offset(); next.name = words("\"name\"", true); }},
                            {"group", false, [&] { in_group.at = in_.offset(); in_group.text = label("\"group\""); }},
                            {"question", false, [&] { next.question = words("\"question\"", false); }},
                            {"helps", false, [&] { next.helps = words("\"helps\"", false); }},
                            {"hinders", false, [&] { next.hinders = words("\"hinders\"", false); }},
                            {"descriptors", false, [&] { told = descriptors(); }}});
      if (fields_.dimensions.size() == most_dimensions) { in_.fail(at, "\"dimensions\" has more than " + std::to_string(most_dimensions) + " entries"); }
      if (!numbers.insert(next.number).second) { in_.fail(number_at, "another dimension has the number " + std::to_string(next.number) + " too"); }
      if (!keys.insert(next.key).second) { in_.fail(key_at, "another dimension has the key \"" + text::shown(next.key) + "\" too"); }
      if (!names.insert(text::fold(next.name)).second) {
        in_.fail(name_at, "another dimension has the name \"" + text::shown(next.name) + "\" too, apart from capitals and spacing");
      }
      starts_.push_back(at);
      group_keys_.push_back(std::move(in_group));
      descriptors_.push_back(std::move(told));
      fields_.dimensions.push_back(std::move(next));
    });
    if (fields_.dimensions.empty()) { in_.fail(first, "\"dimensions\" is empty; a rubric needs at least one"); }
  }

  std::vector<descriptor> descriptors() {
    std::vector<descriptor> out;
    const std::size_t first = in_.offset();
    in_.expect(json_kind::object, "\"descriptors\"");
    in_.members([&](std::string_view key, std::size_t at) {
      if (out.size() == most_levels) { in_.fail(at, "\"descriptors\" has more than 16 entries; there is one for each level"); }
      out.push_back({{std::string{key}, at}, {}});
      out.back().text = words("a descriptor", true);
    });
    if (out.empty()) { in_.fail(first, "\"descriptors\" is empty; give one for each level, or leave the field out"); }
    return out;
  }

  /// Groups may stand after the dimensions that name them, so keys become names when all is read.
  void place_groups() {
    for (std::size_t i = 0; i < group_keys_.size(); ++i) {
      const placed& wanted = group_keys_[i];
      if (wanted.text.empty()) { continue; }
      std::vector<std::string> keys;
      bool found = false;
      for (const group& each : groups_) {
        if (each.key == wanted.text) {
          fields_.dimensions[i].group = each.name;
          found = true;
        }
        keys.push_back(each.key);
      }
      if (found) { continue; }
      const auto near = text::nearest(wanted.text, keys);
      in_.fail(wanted.at, "\"" + text::shown(wanted.text) + "\" is not the key of a group" +
                              (near ? "; did you mean \"" + keys[*near] + "\"?" : keys.empty() ? "; list it in \"groups\"" : "; the keys are " + list(keys)));
    }
  }

  /// Levels may stand after the dimensions, so descriptors go to their levels when all is read.
  void place_descriptors() {
    for (std::size_t i = 0; i < descriptors_.size(); ++i) {
      if (descriptors_[i].empty()) { continue; }
      std::vector<std::string>& sentences = fields_.dimensions[i].descriptors;
      sentences.resize(fields_.levels.size());
      for (descriptor& each : descriptors_[i]) {
        std::size_t l = 0;
        while (l < fields_.levels.size() && std::to_string(fields_.levels[l].value) != each.level.text) { ++l; }
        if (l == fields_.levels.size()) { in_.fail(each.level.at, "\"" + text::shown(each.level.text) + "\" is not the value of a level"); }
        sentences[l] = std::move(each.text);
      }
      for (std::size_t l = 0; l < sentences.size(); ++l) {
        if (sentences[l].empty()) {
          in_.fail(starts_[i], "the dimension \"" + text::shown(fields_.dimensions[i].name) + "\" has no descriptor for the level " +
                                   std::to_string(fields_.levels[l].value) + "; give one for each level, or leave \"descriptors\" out");
        }
      }
    }
  }

  /// A text that stands for a missing mark cannot be a mark as well.
  void compare_codes_with_levels() {
    for (std::size_t i = 0; i < code_labels_.size(); ++i) {
      const std::string& label = fields_.missing_codes[i].label;
      if (headway::detail::is_level(label, fields_.levels)) {
        in_.fail(code_labels_[i], "\"" + text::shown(label) + "\" is a level as well; one text can only mean one thing");
      }
    }
  }

  json_reader in_;
  rubric_fields fields_;
  std::vector<group> groups_;
  std::vector<std::size_t> code_labels_;          ///< where the label of each missing code stands
  std::vector<std::size_t> starts_;               ///< where each dimension begins
  std::vector<placed> group_keys_;                ///< by dimension
  std::vector<std::vector<descriptor>> descriptors_; ///< by dimension
};

/// What `write_rubric` puts down: the layout of the documentation, one line for what is short.
class rubric_writer {
public:
  [[nodiscard]] std::string write(const rubric_fields& fields) {
    for (const dimension& d : fields.dimensions) { add_group(d.group); }
    out_ = "{\n  \"schema\": \"headway-rubric\",\n  \"version\": 1";
    text(2, "id", fields.id);
    text(2, "edition", fields.edition);
    text(2, "language", fields.language);
    text(2, "title", fields.title);
    if (!fields.source.empty()) { text(2, "source", fields.source); }
    list("levels", fields.levels, [](const level& l) { return "\"value\": " + std::to_string(l.value) + ", \"label\": " + json_quoted(l.label); });
    if (!fields.missing_codes.empty()) {
      list("missing_codes", fields.missing_codes, [](const missing_code& m) { return "\"code\": " + json_quoted(name(m.reason)) + ", \"label\": " + json_quoted(m.label); });
    }
    if (!groups_.empty()) {
      list("groups", groups_, [](const group& g) { return "\"key\": " + json_quoted(g.key) + ", \"name\": " + json_quoted(g.name); });
    }
    out_ += ",\n  \"dimensions\": [";
    for (std::size_t i = 0; i < fields.dimensions.size(); ++i) { dimension_block(fields.dimensions[i], fields.levels, i == 0); }
    out_ += "\n  ]\n}\n";
    return std::move(out_);
  }

private:
  struct group {
    std::string key;
    std::string name;
  };

  /// The key of a group is its name as people would type it in a hurry, with a number where that is taken.
  void add_group(const std::string& name) {
    if (name.empty()) { return; }
    for (const group& each : groups_) {
      if (each.name == name) { return; }
    }
    std::string key = text::fold(name);
    for (char& c : key) { c = c == ' ' ? '_' : c; }
    if (key.empty() || text::shown(key, key.size()) != key) { key = "group"; }
    const auto taken = [&](const std::string& wanted) {
      for (const group& each : groups_) {
        if (each.key == wanted) { return true; }
      }
      return false;
    };
    std::string free = key;
    for (std::size_t i = 2; taken(free); ++i) { free = key + "_" + std::to_string(i); }
    groups_.push_back({std::move(free), name});
  }

  void text(std::size_t indent, std::string_view key, std::string_view value) {
    out_ += ",\n" + std::string(indent, ' ') + json_quoted(key) + ": " + json_quoted(value);
  }

  template <class Values, class Inside> void list(std::string_view key, const Values& values, Inside inside) {
    out_ += ",\n  " + json_quoted(key) + ": [";
    bool first = true;
    for (const auto& each : values) {
      out_ += std::string{first ? "" : ","} + "\n    {" + inside(each) + "}";
      first = false;
    }
    out_ += "\n  ]";
  }

  void dimension_block(const dimension& d, const std::vector<level>& levels, bool first) {
    out_ += std::string{first ? "" : ","} + "\n    {\n      \"number\": " + std::to_string(d.number);
    text(6, "key", d.key);
    text(6, "name", d.name);
    for (const group& each : groups_) {
      if (each.name == d.group) { text(6, "group", each.key); }
    }
    if (!d.question.empty()) { text(6, "question", d.question); }
    if (!d.helps.empty()) { text(6, "helps", d.helps); }
    if (!d.hinders.empty()) { text(6, "hinders", d.hinders); }
    if (!d.descriptors.empty()) {
      out_ += ",\n      \"descriptors\": {";
      for (std::size_t i = 0; i < d.descriptors.size(); ++i) {
        out_ += std::string{i == 0 ? "" : ","} + "\n        " + json_quoted(std::to_string(levels[i].value)) + ": " + json_quoted(d.descriptors[i]);
      }
      out_ += "\n      }";
    }
    out_ += "\n    }";
  }

  std::string out_;
  std::vector<group> groups_;
};

} // namespace detail

/// Reads a rubric from a JSON text: the format of docs/rubrics.md, any number of dimensions, 2 to 16 levels.
/// Definition: the text is strict JSON (RFC 8259) in UTF-8, with or without a byte-order mark; a field that is not known, a field written twice,
/// and descriptors for only some of the levels are errors. Nothing is filled in by guessing. Groups become their names.
/// \param text the whole file \param source what errors call it, e.g. the file name \param options the limit on its length
/// \return the rubric, with dynamic extents
/// \throws error parse with the source, the line and the column (both from 1; columns count characters), what was found, what is allowed and the
/// nearest name that would have fitted; limit when the text is longer than `options.most_bytes`
/// Cost: O(bytes). Threads: safe. Since 0.1. Checked by `rubric_file_test` and the fuzz target `fuzz_rubric_json`.
[[nodiscard]] inline rubric<> read_rubric_text(std::string_view text, std::string source = "rubric", const read_rubric_options& options = {}) {
  if (text.size() > options.most_bytes) {
    throw error{error_category::limit, "io::read_rubric", std::move(source),
                "the text is longer than the " + std::to_string(options.most_bytes) + " bytes that are allowed"};
  }
  return detail::rubric_parser{text, std::move(source)}.parse();
}

/// Reads a rubric from a JSON file: `read_rubric_text` of its bytes.
/// \param path the file, in UTF-8 \param options the limit on its length
/// \return the rubric, with dynamic extents
/// \throws error io when the file cannot be opened or read; otherwise as `read_rubric_text`, with the path as the source
/// Cost: O(bytes). Threads: safe. Since 0.1. Checked by `rubric_file_test`.
[[nodiscard]] inline rubric<> read_rubric(const std::string& path, const read_rubric_options& options = {}) {
  detail::block_file file{path, "io::read_rubric"};
  std::string text;
  std::array<char, 4096> block;
  while (const std::size_t n = file.read(block.data(), block.size())) {
    text.append(block.data(), n);
    if (text.size() > options.most_bytes) { break; }
  }
  return read_rubric_text(text, path, options);
}

/// Writes a rubric as the JSON text of docs/rubrics.md, in UTF-8 with LF line ends.
/// Definition: reading the text again gives an equal rubric. The keys of groups are made from their names.
/// \param rubric static or dynamic \return the whole text
/// \throws error invalid_argument when the rubric holds what a file may not: an empty id, edition, language, title or descriptor, control characters,
/// or bytes that are not UTF-8
/// Cost: O(bytes); the text is read once to make sure. Threads: safe. Since 0.1. Checked by `rubric_file_test`.
template <std::size_t Dimensions, std::size_t Levels>
[[nodiscard]] std::string write_rubric(const rubric<Dimensions, Levels>& rubric) {
  const rubric_fields fields = rubric.fields();
  std::string text = detail::rubric_writer{}.write(fields);
  try {
    if (detail::rubric_parser{text, {}}.parse().fields() == fields) { return text; }
  } catch (const error& unreadable) {
    throw error{error_category::invalid_argument, "io::write_rubric", "rubric", "it could not be read again: " + unreadable.message()};
  }
  throw error{error_category::internal, "io::write_rubric", "rubric", "the text does not read as the same rubric"};
}

} // namespace headway::io
