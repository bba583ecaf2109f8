#pragma once

// Arrow arrays made by hand, as another library would hand them over: buffers of exact size, and a count of what is still out.

#include <headway/io/arrow_abi.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::test {

/// Bytes of exactly their size, so that a sanitizer sees one too many; none at all is a NULL pointer.
class exact_bytes {
public:
  exact_bytes() = default;
  explicit exact_bytes(std::string_view bytes) : size_{bytes.size()}, bytes_{new char[bytes.size()]} {
    if (!bytes.empty()) { std::memcpy(bytes_.get(), bytes.data(), bytes.size()); }
  }
  [[nodiscard]] const void* data() const noexcept { return bytes_.get(); }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
  std::size_t size_{};
  std::shared_ptr<char[]> bytes_{};
};

template <class Value> exact_bytes bytes_of(const std::vector<Value>& values) { return exact_bytes{{reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value)}}; }

/// The bits of a bitmap, lowest first.
inline exact_bytes bits_of(const std::vector<int>& bits) {
  std::string out((bits.size() + 7) / 8, '\0');
  for (std::size_t i = 0; i < bits.size(); ++i) { out[i / 8] = static_cast<char>(out[i / 8] | (bits[i] != 0 ? 1 << (i % 8) : 0)); }
  return exact_bytes{out};
}

/// One array: what its structure says, which need not be true.
struct made_array {
  std::int64_t length{};
  std::int64_t null_count{};
  std::int64_t offset{};
  std::vector<exact_bytes> buffers{};
  std::shared_ptr<made_array> dictionary{};
  std::optional<std::int64_t> n_buffers{};  ///< where it is not the number of buffers
  std::optional<std::int64_t> n_children{};
  std::vector<made_array> children{};
  bool released{};                          ///< handed over with a NULL release
};

/// One column: its type and name.
struct made_type {
  std::string name{};
  std::string format{};
  std::shared_ptr<made_type> dictionary{};
  bool no_name{};
};

/// Everything a stream of batches gives, and how often its pieces were asked for and given back.
struct made_stream {
  std::string format{"+s"};
  std::vector<made_type> types{};
  std::vector<made_array> batches{};        ///< structure arrays whose children are the columns
  int schema_error{};
  int batch_error{};                        ///< given after the last batch
  const char* last_error{};
  bool released_schema{};
  int out{};                                ///< structures handed over and not given back yet; a child counts for itself
  int handed_over{};
};

namespace made_detail {

template <class Arrow> struct box {
  made_stream* of{};
  std::vector<const void*> buffers{};
  std::vector<std::unique_ptr<Arrow>> children{};
  std::vector<Arrow*> pointers{};
  std::unique_ptr<Arrow> dictionary{};
  std::string format{};
  std::string name{};
};

template <class Arrow> void give_back(Arrow* given) {
  auto* held = static_cast<box<Arrow>*>(given->private_data);
  made_stream& of = *held->of;
  --of.out;
  for (Arrow* child : held->pointers) {
    if (child != nullptr && child->release != nullptr) { child->release(child); }
  }
  if (held->dictionary && held->dictionary->release != nullptr) { held->dictionary->release(held->dictionary.get()); }
  delete held;
  given->release = nullptr;
}

template <class Arrow> box<Arrow>* hand_over(made_stream& of, Arrow& out) {
  auto* held = new box<Arrow>{};
  held->of = &of;
  out = Arrow{};
  out.private_data = held;
  out.release = &give_back<Arrow>;
  ++of.out;
  ++of.handed_over;
  return held;
}

inline void fill(made_stream& of, const made_type& from, ArrowSchema& out) {
  auto* held = hand_over(of, out);
  held->format = from.format;
  held->name = from.name;
  out.format = held->format.c_str();
  out.name = from.no_name ? nullptr : held->name.c_str();
  if (from.dictionary) {
    held->dictionary = std::make_unique<ArrowSchema>();
    fill(of, *from.dictionary, *held->dictionary);
    out.dictionary = held->dictionary.get();
  }
}

inline void fill(made_stream& of, const made_array& from, ArrowArray& out) {
  auto* held = hand_over(of, out);
  out.length = from.length;
  out.null_count = from.null_count;
  out.offset = from.offset;
  for (const exact_bytes& each : from.buffers) { held->buffers.push_back(each.data()); }
  out.n_buffers = from.n_buffers.value_or(static_cast<std::int64_t>(from.buffers.size()));
  out.buffers = held->buffers.empty() ? nullptr : held->buffers.data();
  for (const made_array& each : from.children) {
    held->children.push_back(std::make_unique<ArrowArray>());
    fill(of, each, *held->children.back());
    held->pointers.push_back(held->children.back().get());
  }
  out.n_children = from.n_children.value_or(static_cast<std::int64_t>(from.children.size()));
  out.children = held->pointers.empty() ? nullptr : held->pointers.data();
  if (from.dictionary) {
    held->dictionary = std::make_unique<ArrowArray>();
    fill(of, *from.dictionary, *held->dictionary);
    out.dictionary = held->dictionary.get();
  }
  if (from.released) { out.release(&out); }
}

struct stream_state {
  made_stream* of{};
  std::size_t next{};
};

} // namespace made_detail

/// Hands over a stream that gives what `of` says; `of` must outlive it.
inline ArrowArrayStream open(made_stream& of) {
  using made_detail::stream_state;
  ArrowArrayStream out{};
  out.private_data = new stream_state{&of, 0};
  ++of.out;
  ++of.handed_over;
  out.get_schema = [](ArrowArrayStream* stream, ArrowSchema* schema) {
    made_stream& from = *static_cast<stream_state*>(stream->private_data)->of;
    if (from.schema_error != 0) {
      std::memset(static_cast<void*>(schema), 0x5A, sizeof *schema); // what stands in it after an error means nothing
      return from.schema_error;
    }
    auto* held = made_detail::hand_over(from, *schema);
    held->format = from.format;
    schema->format = held->format.c_str();
    schema->name = "";
    for (const made_type& each : from.types) {
      held->children.push_back(std::make_unique<ArrowSchema>());
      made_detail::fill(from, each, *held->children.back());
      held->pointers.push_back(held->children.back().get());
    }
    schema->n_children = static_cast<std::int64_t>(held->pointers.size());
    schema->children = held->pointers.empty() ? nullptr : held->pointers.data();
    if (from.released_schema) { schema->release(schema); }
    return 0;
  };
  out.get_next = [](ArrowArrayStream* stream, ArrowArray* array) {
    auto& state = *static_cast<stream_state*>(stream->private_data);
    made_stream& from = *state.of;
    if (state.next == from.batches.size()) {
      if (from.batch_error != 0) { std::memset(static_cast<void*>(array), 0x5A, sizeof *array); }
      else { array->release = nullptr; }
      return from.batch_error;
    }
    made_detail::fill(from, from.batches[state.next++], *array);
    return 0;
  };
  out.get_last_error = [](ArrowArrayStream* stream) { return static_cast<stream_state*>(stream->private_data)->of->last_error; };
  out.release = [](ArrowArrayStream* stream) {
    auto* state = static_cast<stream_state*>(stream->private_data);
    --state->of->out;
    delete state;
    stream->release = nullptr;
  };
  return out;
}

/// A batch of columns of one length.
inline made_array batch_of(std::int64_t length, std::vector<made_array> columns) {
  made_array out;
  out.length = length;
  out.buffers = {exact_bytes{}};
  out.children = std::move(columns);
  return out;
}

/// Numbers as they stand in memory; no missing ones unless `valid` says so.
template <class Value> made_array numbers(const std::vector<Value>& values, const std::vector<int>& valid = {}) {
  made_array out;
  out.length = static_cast<std::int64_t>(values.size());
  out.null_count = valid.empty() ? 0 : -1;
  out.buffers = {valid.empty() ? exact_bytes{} : bits_of(valid), bytes_of(values)};
  return out;
}

/// Texts with offsets of one width.
template <class Offset> made_array texts(const std::vector<std::string>& values, const std::vector<int>& valid = {}) {
  std::vector<Offset> offsets{0};
  std::string bytes;
  for (const std::string& each : values) {
    bytes += each;
    offsets.push_back(static_cast<Offset>(bytes.size()));
  }
  made_array out = numbers(offsets, valid);
  out.length = static_cast<std::int64_t>(values.size());
  out.buffers.push_back(exact_bytes{bytes});
  return out;
}

/// Texts as views; long ones go to buffers in turn.
inline made_array views(const std::vector<std::string>& values, std::size_t buffers = 2, const std::vector<int>& valid = {}) {
  std::string all;
  std::vector<std::string> data(buffers);
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::string view(16, '\0');
    const auto length = static_cast<std::int32_t>(values[i].size());
    std::memcpy(view.data(), &length, 4);
    if (values[i].size() <= 12) {
      values[i].copy(view.data() + 4, 12);
    } else {
      std::string& to = data[i % buffers];
      const auto which = static_cast<std::int32_t>(i % buffers);
      const auto offset = static_cast<std::int32_t>(to.size());
      values[i].copy(view.data() + 4, 4);
      std::memcpy(view.data() + 8, &which, 4);
      std::memcpy(view.data() + 12, &offset, 4);
      to += values[i];
    }
    all += view;
  }
  made_array out;
  out.length = static_cast<std::int64_t>(values.size());
  out.null_count = valid.empty() ? 0 : -1;
  out.buffers = {valid.empty() ? exact_bytes{} : bits_of(valid), exact_bytes{all}};
  std::vector<std::int64_t> sizes;
  for (const std::string& each : data) {
    out.buffers.emplace_back(each);
    sizes.push_back(static_cast<std::int64_t>(each.size()));
  }
  out.buffers.push_back(bytes_of(sizes));
  return out;
}

} // namespace headway::test
