// Tables for other programs: what a reader that only knows the interface finds, and who keeps what alive.

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <headway/io/arrow.hpp>

using namespace headway;

namespace {

table one_of_each() {
  table t;
  t.add("n", column_type::integer);
  t.add("share", column_type::real);
  t.add("name", column_type::text);
  t.add("hidden", column_type::boolean);
  t.push_row(INT64_MAX, 0.25, "Pentre \xC5\xB4yn", true);
  t.push_row(std::nullopt, std::nullopt, std::nullopt, std::nullopt);
  t.push_row(INT64_MIN, -1e300, "", false);
  for (int i = 3; i < 11; ++i) { t.push_row(i, i / 2.0, std::to_string(i), i % 3 == 0); }
  return t;
}

bool bit(const void* bits, std::size_t i) { return bits == nullptr || (static_cast<const std::uint8_t*>(bits)[i / 8] >> (i % 8) & 1) != 0; }

template <class Value> Value at(const void* buffer, std::size_t i) {
  Value out;
  std::memcpy(&out, static_cast<const char*>(buffer) + i * sizeof(Value), sizeof(Value));
  return out;
}

/// A table again, from the structures; knows the interface and nothing of headway's side of it.
table consumed(const ArrowSchema& schema, const ArrowArray& array) {
  table out;
  BOOST_TEST(schema.format == std::string_view{"+s"});
  BOOST_TEST(schema.n_children == array.n_children);
  BOOST_TEST(array.n_buffers == 1);
  BOOST_TEST(array.buffers[0] == static_cast<const void*>(nullptr));
  for (std::int64_t c = 0; c < schema.n_children; ++c) {
    const ArrowSchema& type = *schema.children[c];
    const ArrowArray& values = *array.children[c];
    const std::string_view format{type.format};
    BOOST_TEST(type.flags == ARROW_FLAG_NULLABLE);
    BOOST_TEST((type.dictionary == nullptr && type.metadata == nullptr && type.n_children == 0));
    BOOST_TEST(values.length == array.length);
    BOOST_TEST(values.offset == 0);
    BOOST_TEST(values.n_buffers == (format == "u" || format == "U" ? 3 : 2));
    for (std::int64_t b = 1; b < values.n_buffers; ++b) { BOOST_TEST((values.buffers[b] != nullptr)); }
    table_column& column = out[out.add(type.name, format == "l" ? column_type::integer : format == "g" ? column_type::real : format == "b" ? column_type::boolean : column_type::text)];
    std::int64_t missing = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(values.length); ++i) {
      if (!bit(values.buffers[0], i)) {
        ++missing;
        column.push_missing();
      } else if (format == "l") {
        column.push(at<std::int64_t>(values.buffers[1], i));
      } else if (format == "g") {
        column.push(at<double>(values.buffers[1], i));
      } else if (format == "b") {
        column.push((static_cast<const std::uint8_t*>(values.buffers[1])[i / 8] >> (i % 8) & 1) != 0);
      } else if (format == "u") {
        const auto begin = at<std::int32_t>(values.buffers[1], i);
        column.push(std::string_view{static_cast<const char*>(values.buffers[2]) + begin, static_cast<std::size_t>(at<std::int32_t>(values.buffers[1], i + 1) - begin)});
      } else {
        BOOST_TEST(format == "U");
        const auto begin = at<std::int64_t>(values.buffers[1], i);
        column.push(std::string_view{static_cast<const char*>(values.buffers[2]) + begin, static_cast<std::size_t>(at<std::int64_t>(values.buffers[1], i + 1) - begin)});
      }
    }
    BOOST_TEST(missing == values.null_count);
  }
  return out;
}

table consumed(ArrowArrayStream& stream) {
  ArrowSchema schema{};
  ArrowArray array{};
  ArrowArray end{};
  BOOST_TEST(stream.get_schema(&stream, &schema) == 0);
  BOOST_TEST(stream.get_next(&stream, &array) == 0);
  BOOST_TEST(stream.get_next(&stream, &end) == 0);
  BOOST_TEST((end.release == nullptr));
  BOOST_TEST((stream.get_last_error(&stream) == nullptr));
  table out = consumed(schema, array);
  stream.release(&stream);
  array.release(&array);
  schema.release(&schema);
  BOOST_TEST((stream.release == nullptr && array.release == nullptr && schema.release == nullptr));
  return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(arrow_export_test)

BOOST_AUTO_TEST_CASE(what_is_handed_out_is_the_table) {
  const table t = one_of_each();
  ArrowArrayStream stream{};
  io::export_table(t, &stream);
  BOOST_TEST((consumed(stream) == t));
  ArrowSchema schema{};
  ArrowArray array{};
  io::export_table(std::make_shared<const table>(t), &schema, &array);
  BOOST_TEST((consumed(schema, array) == t));
  schema.release(&schema);
  BOOST_TEST((array.children[2]->length == 11)); // the array does not need the schema
  array.release(&array);
}

BOOST_AUTO_TEST_CASE(a_table_is_handed_out_as_often_as_asked) {
  const auto t = std::make_shared<const table>(one_of_each());
  ArrowArrayStream one{};
  ArrowArrayStream two{};
  io::export_table(t, &one);
  io::export_table(t, &two);
  ArrowSchema first{};
  ArrowSchema second{};
  BOOST_TEST(one.get_schema(&one, &first) == 0);
  BOOST_TEST(one.get_schema(&one, &second) == 0); // the schema may be asked for again
  first.release(&first);
  BOOST_TEST((consumed(one) == *t));
  BOOST_TEST(second.children[3]->name == std::string_view{"hidden"});
  second.release(&second);
  BOOST_TEST((consumed(two) == *t));
  BOOST_TEST(t.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(numbers_are_lent_not_copied_and_live_as_long_as_needed) {
  auto t = std::make_shared<const table>(one_of_each());
  const std::weak_ptr<const table> watch = t;
  const void* numbers_at = t->at("n").integers().data();
  ArrowArrayStream stream{};
  io::export_table(t, &stream);
  t.reset();
  ArrowArray array{};
  ArrowSchema schema{};
  BOOST_TEST(stream.get_schema(&stream, &schema) == 0);
  BOOST_TEST(stream.get_next(&stream, &array) == 0);
  stream.release(&stream);
  BOOST_TEST(array.children[0]->buffers[1] == numbers_at);
  // a child that is taken over outlives the rest
  ArrowArray kept = *array.children[2];
  array.children[2]->release = nullptr;
  ArrowSchema kept_type = *schema.children[2];
  schema.children[2]->release = nullptr;
  array.release(&array);
  schema.release(&schema);
  BOOST_TEST(!watch.expired());
  BOOST_TEST(kept_type.name == std::string_view{"name"});
  const std::int32_t end = at<std::int32_t>(kept.buffers[1], 1);
  BOOST_TEST((std::string_view{static_cast<const char*>(kept.buffers[2]), static_cast<std::size_t>(end)} == "Pentre \xC5\xB4yn"));
  kept.release(&kept);
  kept_type.release(&kept_type);
  BOOST_TEST(watch.expired());
}

BOOST_AUTO_TEST_CASE(texts_past_the_short_offsets_get_long_ones) {
  const auto t = std::make_shared<const table>(one_of_each());
  for (const std::size_t longest : {20u, 1000u}) { // "Pentre \xC5\xB4yn" has 11 bytes, 3 to 10 have 9 together
    const auto ready = io::detail::make_arrow_table(t, longest);
    ArrowSchema schema{};
    ArrowArray array{};
    io::detail::fill_schema(ready, 4, schema);
    io::detail::fill_array(ready, 4, array);
    BOOST_TEST(schema.children[2]->format == std::string_view{"u"});
    BOOST_TEST((consumed(schema, array) == *t));
    schema.release(&schema);
    array.release(&array);
  }
  const auto ready = io::detail::make_arrow_table(t, 19);
  ArrowSchema schema{};
  ArrowArray array{};
  io::detail::fill_schema(ready, 4, schema);
  io::detail::fill_array(ready, 4, array);
  BOOST_TEST(schema.children[2]->format == std::string_view{"U"});
  BOOST_TEST((consumed(schema, array) == *t));
  schema.release(&schema);
  array.release(&array);
}

BOOST_AUTO_TEST_CASE(tables_without_rows_or_columns_and_texts_that_are_not_utf8) {
  table empty;
  empty.add("n", column_type::integer);
  empty.add("share", column_type::real);
  empty.add("name", column_type::text);
  empty.add("hidden", column_type::boolean);
  ArrowArrayStream stream{};
  io::export_table(empty, &stream);
  BOOST_TEST((consumed(stream) == empty));
  io::export_table(table{}, &stream);
  BOOST_TEST((consumed(stream) == table{}));
  table damaged;
  damaged.add("name", column_type::text);
  damaged.push_row("caf\xE9");
  io::export_table(damaged, &stream);
  BOOST_TEST(consumed(stream).at("name").texts()[0] == "caf\\xE9");
}

BOOST_AUTO_TEST_CASE(misuse_leaves_the_target_alone) {
  table ragged = one_of_each();
  ragged[0].push(7);
  ArrowArrayStream stream{};
  const auto misuse = [](const error& e) { return e.category() == error_category::invalid_argument; };
  BOOST_CHECK_EXCEPTION(io::export_table(ragged, &stream), error, misuse);
  BOOST_TEST((stream.release == nullptr));
  BOOST_CHECK_EXCEPTION(io::export_table(one_of_each(), nullptr), error, misuse);
  BOOST_CHECK_EXCEPTION(io::export_table(std::shared_ptr<const table>{}, &stream), error, misuse);
  ArrowSchema schema{};
  ArrowArray array{};
  const auto t = std::make_shared<const table>(one_of_each());
  BOOST_CHECK_EXCEPTION(io::export_table(t, &schema, nullptr), error, misuse);
  BOOST_CHECK_EXCEPTION(io::export_table(t, nullptr, &array), error, misuse);
  BOOST_TEST((schema.release == nullptr && array.release == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()
