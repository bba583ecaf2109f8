// Any bytes as an Arrow stream: pointers are sound and buffers as long as the specification demands of the numbers that are used, everything
// else is arbitrary - types, lengths, offsets, bitmaps, positions, views. The reader reads or throws headway::error, and gives everything back.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/core/study_builder.hpp>
#include <headway/io/arrow.hpp>

#include "../support/arrow_maker.hpp"
#include "demand.hpp"

namespace {

using namespace headway;
using namespace headway::test;

/// Takes the input apart, from the front; zeros when it is used up.
class taker {
public:
  taker(const std::uint8_t* data, std::size_t size) : rest_{reinterpret_cast<const char*>(data), size} {}
  std::uint8_t byte() {
    if (rest_.empty()) { return 0; }
    const auto out = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return out;
  }
  std::string bytes(std::size_t n) {
    std::string out{rest_.substr(0, (std::min)(n, rest_.size()))};
    rest_.remove_prefix(out.size());
    out.resize(n);
    return out;
  }
  /// Mostly a small number, now and then any.
  std::int64_t number() {
    const std::uint8_t first = byte();
    if (first < 250) { return first % 32; }
    std::int64_t out = 0;
    const std::string all = bytes(8);
    std::memcpy(&out, all.data(), sizeof out);
    return first < 253 ? out : -(out & 15);
  }
  bool done() const { return rest_.empty(); }

private:
  std::string_view rest_;
};

constexpr const char* formats[] = {"n", "b", "c", "C", "s", "S", "i", "I", "l", "L", "f", "g", "u", "U", "z", "Z", "vu", "vz", "w:3", "w:0", "d:9,2", "d:9,-3,256", "d:4,1,32",
                                   "d:12,5,64", "tdD", "tdm", "tss:", "tsm:+05:30", "tsu:UTC", "tsn:-01:00", "+l", "e", "", "d:", "w:99999999999", "ts:", "+s", "tsn"};

constexpr const char* names[] = {"dimension", "dimension number", "score", "community", "round", "rater", "sector", "date", "mode", "missing reason", "reason", "written", "interval low",
                                 "outcome", "people in room", "notes", "name", "", "caf\xE9"};

/// Whether the whole column can stand behind these numbers without more than a few kilobytes.
bool small(std::int64_t offset, std::int64_t length) { return offset >= 0 && length >= 0 && offset <= 4096 && length <= 4096; }

/// Offsets as the input says, kept from pointing past the bytes: that cannot be told from the array itself.
template <class Offset> exact_bytes offsets_of(taker& in, std::size_t n, std::size_t room) {
  std::vector<Offset> out(n);
  std::int64_t last = 0;
  for (Offset& each : out) {
    const std::uint8_t step = in.byte();
    last = step < 240 ? last + step % 8 : step < 248 ? last - step % 8 : in.number();
    last = (std::max)((std::min)(last, static_cast<std::int64_t>(room)), std::int64_t{-1000});
    each = static_cast<Offset>(last);
  }
  return bytes_of(out);
}

made_array array_of(taker& in, const io::detail::arrow_type& type, std::size_t shortest) {
  using io::detail::arrow_kind;
  made_array out;
  out.length = in.byte() % 16 == 0 ? in.number() : static_cast<std::int64_t>(shortest);
  out.offset = in.byte() % 4 == 0 ? in.number() : 0;
  out.null_count = in.byte() % 16 == 0 ? in.number() : -1;
  if (!small(out.offset, out.length) && out.length >= 0 && out.offset >= 0 && out.offset <= INT64_MAX - out.length) { // buffers would have to be as long
    out.length = static_cast<std::int64_t>(shortest);
    out.offset = 0;
  }
  const std::size_t n = small(out.offset, out.length) ? (std::max)(static_cast<std::size_t>(out.offset + out.length), shortest) : 0;
  const bool some_missing = in.byte() % 2 == 0;
  const exact_bytes validity = some_missing ? exact_bytes{in.bytes((n + 7) / 8)} : exact_bytes{};
  switch (type.kind) {
  case arrow_kind::nothing: break;
  case arrow_kind::boolean: out.buffers = {validity, exact_bytes{in.bytes((n + 7) / 8)}}; break;
  case arrow_kind::text: {
    const std::string bytes = in.bytes(in.byte());
    out.buffers = {validity, type.width == 4 ? offsets_of<std::int32_t>(in, n + 1, bytes.size()) : offsets_of<std::int64_t>(in, n + 1, bytes.size()), exact_bytes{bytes}};
    break;
  }
  case arrow_kind::text_view: {
    std::string views;
    for (std::size_t i = 0; i < n; ++i) {
      const auto length = static_cast<std::int32_t>(in.number());
      const auto buffer = static_cast<std::int32_t>(in.number() % 4);
      const auto offset = static_cast<std::int32_t>(in.number());
      std::string view(16, ' ');
      std::memcpy(view.data(), &length, 4);
      if (length > 12 || length < 0) {
        std::memcpy(view.data() + 8, &buffer, 4);
        std::memcpy(view.data() + 12, &offset, 4);
      } else {
        const std::string inside = in.bytes(static_cast<std::size_t>(length));
        inside.copy(view.data() + 4, inside.size());
      }
      views += view;
    }
    out.buffers = {validity, exact_bytes{views}};
    std::vector<std::int64_t> sizes;
    for (std::size_t k = in.byte() % 3; k > 0; --k) {
      const std::string bytes = in.bytes(in.byte() % 64);
      out.buffers.emplace_back(bytes);
      sizes.push_back(in.byte() % 8 == 0 ? (std::min)(in.number(), static_cast<std::int64_t>(bytes.size())) : static_cast<std::int64_t>(bytes.size()));
    }
    out.buffers.push_back(bytes_of(sizes));
    break;
  }
  case arrow_kind::unsupported: out.buffers = {validity, exact_bytes{in.bytes(in.byte() % 16)}}; break;
  default: out.buffers = {validity, exact_bytes{in.bytes(n * (std::min)(type.width, std::size_t{64}))}}; break;
  }
  if (type.values) { out.dictionary = std::make_shared<made_array>(array_of(in, *type.values, in.byte() % 8)); }
  const std::uint8_t spoilt = in.byte(); // what a careless maker may get wrong
  if (spoilt == 1) { out.n_buffers = in.number() % 4; }
  if (spoilt == 2 && out.buffers.size() > 1) { out.buffers[1] = exact_bytes{}; }
  if (spoilt == 3 && out.buffers.size() > 2) { out.buffers.back() = exact_bytes{}; }
  if (spoilt == 4) { out.dictionary = {}; }
  if (spoilt == 5) { out.released = true; }
  if (spoilt == 6) { out.buffers.clear(); }
  if (out.n_buffers && *out.n_buffers > static_cast<std::int64_t>(out.buffers.size())) { out.buffers.resize(static_cast<std::size_t>(*out.n_buffers)); }
  return out;
}

const rubric<>& sheet() {
  static const rubric<> r = [] {
    rubric_fields fields;
    fields.levels = {{1, "low"}, {2, "middle"}, {3, "high"}};
    fields.missing_codes = {{missing_reason::dont_know, "?"}};
    for (std::int32_t i = 1; i <= 3; ++i) { fields.dimensions.push_back({.number = i, .key = "d" + std::to_string(i), .name = "Dimension " + std::to_string(i)}); }
    return rubric<>{fields};
  }();
  return r;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  taker in{data, size};
  made_stream from;
  io::read_options options;
  const std::uint8_t asked = in.byte();
  if ((asked & 1) != 0) { options.community = "A"; }
  if ((asked & 2) != 0) { options.round = "R1"; }
  if ((asked & 12) == 12) { from.schema_error = asked; }
  if ((asked & 112) == 112) { from.batch_error = asked; }
  if (asked == 128) { from.format = "l"; }
  if (asked == 129) { from.released_schema = true; }
  std::vector<io::detail::arrow_type> types;
  for (std::size_t columns = in.byte() % 8; columns > 0; --columns) {
    made_type type{names[in.byte() % std::size(names)], formats[in.byte() % std::size(formats)]};
    if (in.byte() % 4 == 0) { type.dictionary = std::make_shared<made_type>(made_type{"", formats[in.byte() % std::size(formats)]}); }
    io::detail::arrow_type known = io::detail::arrow_type_of(type.format);
    if (type.dictionary) { known.values = std::make_unique<io::detail::arrow_type>(io::detail::arrow_type_of(type.dictionary->format)); }
    types.push_back(std::move(known));
    from.types.push_back(std::move(type));
  }
  for (std::size_t batches = in.byte() % 4; batches > 0 && !in.done(); --batches) {
    made_array batch;
    batch.length = in.byte() % 32 == 0 ? in.number() : in.byte() % 16;
    batch.offset = in.byte() % 8 == 0 ? in.number() : 0;
    batch.null_count = in.byte() % 16 == 0 ? in.number() : -1;
    const std::size_t n = small(batch.offset, batch.length) ? static_cast<std::size_t>(batch.offset + batch.length) : 0;
    batch.buffers = {in.byte() % 4 == 0 ? exact_bytes{in.bytes((n + 7) / 8)} : exact_bytes{}};
    for (const io::detail::arrow_type& type : types) { batch.children.push_back(array_of(in, type, n)); }
    const std::uint8_t spoilt = in.byte();
    if (spoilt == 1 && !batch.children.empty()) { batch.children.pop_back(); }
    if (spoilt == 2) { batch.buffers.clear(); }
    from.batches.push_back(std::move(batch));
  }

  ArrowArrayStream stream = open(from);
  try {
    reading read = io::read_arrow(&stream, sheet(), options);
    for (const problem& p : read.problems.kept()) {
      demand(!text::first_invalid_utf8(p.value) && !text::first_invalid_utf8(p.message) && !text::first_invalid_utf8(p.column_name), "a problem is valid UTF-8");
    }
    const study<> s = study_builder<>{sheet()}.add(std::move(read)).build(); // whatever is read is sound
    for (const std::string& each : s->raters()) { demand(!text::first_invalid_utf8(each), "a name is valid UTF-8"); }
  } catch (const error& e) {
    demand(e.category() != error_category::internal && !text::first_invalid_utf8(e.message()), "a refusal is the input's fault, in valid UTF-8");
  }
  demand(from.out == 0 && stream.release == nullptr, "everything is given back");
  return 0;
}
