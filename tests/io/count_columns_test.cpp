#include <boost/test/unit_test.hpp>

#include <headway/io/count_columns.hpp>

#include <cstdint>
#include <random>
#include <vector>

using namespace headway;

namespace {

struct invented {
  std::vector<std::uint32_t> community, round, dimension, sector;
  std::vector<std::int32_t> code; // as score::code()
};

invented rows(std::size_t n, unsigned seed, const counts_shape& shape, std::size_t levels, bool missing) {
  std::mt19937 random{seed};
  invented out;
  const auto below = [&](std::size_t k) { return static_cast<std::uint32_t>(random() % k); };
  for (std::size_t i = 0; i < n; ++i) {
    out.community.push_back(below(shape.communities));
    out.round.push_back(below(shape.rounds));
    out.dimension.push_back(below(shape.dimensions));
    out.sector.push_back(below(shape.sectors));
    out.code.push_back(missing && random() % 5 == 0 ? -1 - static_cast<std::int32_t>(below(missing_reasons)) : static_cast<std::int32_t>(below(levels)));
  }
  return out;
}

counts<> plain(const invented& in, const counts_shape& shape, std::size_t levels, bool by_sector) {
  counts<> out{shape, levels};
  for (std::size_t i = 0; i < in.code.size(); ++i) {
    out.add(out.cell(in.community[i], in.round[i], in.dimension[i], by_sector ? in.sector[i] : 0), score::from_code(static_cast<std::int8_t>(in.code[i])));
  }
  return out;
}

template <class Code, class From>
std::vector<Code> as(const std::vector<From>& from) {
  std::vector<Code> out;
  for (const From v : from) { out.push_back(static_cast<Code>(v)); }
  return out;
}

template <class Code, class Score>
void check_types() {
  const counts_shape shape{30, 3, 4, 2};
  const invented in = rows(5000, 3, shape, 5, true);
  const auto c = as<Code>(in.community), r = as<Code>(in.round), d = as<Code>(in.dimension), s = as<Code>(in.sector);
  const auto score = as<Score>(in.code);
  for (const bool by_sector : {false, true}) {
    counts<> out{shape, 5};
    io::count_columns(out, io::code_column<Code>{c}, io::code_column<Code>{r}, io::code_column<Code>{d}, std::span<const Score>{score}, io::score_values::codes(5),
                      by_sector ? io::code_column<Code>{s} : io::code_column<Code>{});
    BOOST_TEST((out == plain(in, shape, 5, by_sector)));
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(count_columns_test)

BOOST_AUTO_TEST_CASE(every_type_of_code) {
  check_types<std::uint8_t, std::int8_t>();
  check_types<std::int8_t, std::int16_t>();
  check_types<std::uint16_t, std::int32_t>();
  check_types<std::int16_t, std::int64_t>();
  check_types<std::uint32_t, std::int8_t>();
  check_types<std::int32_t, std::int8_t>();
  check_types<std::uint64_t, std::int64_t>();
  check_types<std::int64_t, std::int8_t>();
}

BOOST_AUTO_TEST_CASE(counters_that_turn_over) {
  const counts_shape shape{2, 1, 1, 1};
  const invented in = rows(20'000, 5, shape, 2, true); // thousands of rows in each counter of one byte
  counts<2> out{shape, 2};
  const auto score = as<std::int8_t>(in.code);
  for (int times = 1; times <= 2; ++times) {
    io::count_columns(out, io::code_column<std::uint32_t>{in.community}, io::code_column<std::uint32_t>{in.round}, io::code_column<std::uint32_t>{in.dimension},
                      std::span<const std::int8_t>{score}, io::score_values::codes(2));
    const counts<> expected = plain(in, shape, 2, false);
    for (std::size_t i = 0; i < expected.by_level().size(); ++i) { BOOST_TEST(out.by_level()[i] == expected.by_level()[i] * static_cast<unsigned>(times)); }
    for (std::size_t i = 0; i < expected.by_reason().size(); ++i) { BOOST_TEST(out.by_reason()[i] == expected.by_reason()[i] * static_cast<unsigned>(times)); }
  }
}

BOOST_AUTO_TEST_CASE(codes_of_another_numbering_and_values_of_a_scale) {
  const std::vector<std::uint8_t> community{2, 0, 1};
  const std::vector<std::uint32_t> positions{1, 0, 1}; // three codes for two communities
  const std::vector<std::uint8_t> none{0, 0, 0};
  const std::vector<std::int64_t> marks{-2, 0, 2};
  counts<> out{{2, 1, 1, 1}, 5};
  io::count_columns(out, io::code_column<std::uint8_t>{community, positions}, io::code_column<std::uint8_t>{none}, io::code_column<std::uint8_t>{none}, std::span<const std::int64_t>{marks},
                    io::score_values::of(scale<>::numbered(5, -2)));
  BOOST_TEST(out.by_level()[0 * 5 + 4] == 1u);
  BOOST_TEST(out.by_level()[1 * 5 + 0] == 1u);
  BOOST_TEST(out.by_level()[1 * 5 + 2] == 1u);
}

BOOST_AUTO_TEST_CASE(a_wrong_code_names_its_row_and_changes_nothing) {
  const counts_shape shape{4, 2, 3, 2};
  for (const std::size_t bad_row : {std::size_t{0}, std::size_t{700}, std::size_t{1999}}) {
    for (const char* column : {"community", "round", "dimension", "sector", "score"}) {
      invented in = rows(2000, 7, shape, 5, false);
      const std::string name = column;
      (name == "community" ? in.community : name == "round" ? in.round : name == "dimension" ? in.dimension : in.sector)[bad_row] = name == "score" ? 0u : name == "dimension" ? 3u : 200u;
      if (name == "score") { in.code[bad_row] = 5; }
      counts<> out{shape, 5};
      const auto run = [&]<class Code>(Code) {
        const auto c = as<Code>(in.community), r = as<Code>(in.round), d = as<Code>(in.dimension), s = as<Code>(in.sector);
        io::count_columns(out, io::code_column<Code>{c}, io::code_column<Code>{r}, io::code_column<Code>{d}, std::span<const std::int32_t>{in.code}, io::score_values::codes(5), io::code_column<Code>{s});
      };
      const auto said = [&](const error& e) { return e.category() == error_category::out_of_range && e.argument() == name && e.row() == static_cast<std::int64_t>(bad_row); };
      BOOST_CHECK_EXCEPTION(run(std::uint8_t{}), error, said);
      BOOST_CHECK_EXCEPTION(run(std::int8_t{}), error, said);
      BOOST_CHECK_EXCEPTION(run(std::int64_t{}), error, said);
      BOOST_TEST((out == counts<>{shape, 5}));
    }
  }
}

BOOST_AUTO_TEST_CASE(bytes_without_missing_marks_and_strides_of_every_width) {
  // a cell's stride beyond 16 bits and below, whole blocks and a rest
  for (const counts_shape& shape : {counts_shape{4, 3, 5, 1}, counts_shape{3, 200, 250, 1}}) {
    const invented in = rows(4321, 7, shape, 5, false);
    const auto c = as<std::uint16_t>(in.community);
    const auto r = as<std::uint8_t>(in.round), d = as<std::uint8_t>(in.dimension);
    const auto score = as<std::int8_t>(in.code);
    io::score_values values = io::score_values::codes(5);
    values.has_missing = false;
    counts<> out{shape, 5};
    io::count_columns(out, io::code_column<std::uint16_t>{c}, io::code_column<std::uint8_t>{r}, io::code_column<std::uint8_t>{d}, std::span<const std::int8_t>{score}, values);
    BOOST_TEST((out == plain(in, shape, 5, false)));
  }
}

BOOST_AUTO_TEST_CASE(a_byte_is_never_taken_for_another_number) {
  // -2 and 254 are the same byte, 156 and -100 too
  const std::vector<std::uint8_t> none{0};
  io::score_values values = io::score_values::codes(5);
  values.has_missing = false;
  for (std::size_t k = 0; k < 5; ++k) { values.value[k] = static_cast<std::int32_t>(k) - 2; }
  const io::code_column<std::uint8_t> zero{none};
  counts<> out{counts_shape{1, 1, 1, 1}, 5};
  const std::vector<std::int8_t> below{-2};
  io::count_columns(out, zero, zero, zero, std::span<const std::int8_t>{below}, values);
  BOOST_TEST(out.by_level()[0] == 1u);
  const std::vector<std::uint8_t> above{254};
  BOOST_CHECK_THROW(io::count_columns(out, zero, zero, zero, std::span<const std::uint8_t>{above}, values), error);
  const std::vector<std::int8_t> code{-100};
  counts<> wide{counts_shape{200, 1, 1, 1}, 5};
  BOOST_CHECK_THROW(io::count_columns(wide, io::code_column<std::int8_t>{code}, zero, zero, std::span<const std::int8_t>{below}, values), error);
}

BOOST_AUTO_TEST_CASE(misuse) {
  const std::vector<std::uint8_t> three{0, 0, 0}, two{0, 0};
  const std::vector<std::int8_t> marks{0, 1, 2};
  counts<> out{{1, 1, 1, 1}, 3};
  const auto run = [&](const std::vector<std::uint8_t>& c, const io::score_values& values) {
    io::count_columns(out, io::code_column<std::uint8_t>{c}, io::code_column<std::uint8_t>{three}, io::code_column<std::uint8_t>{three}, std::span<const std::int8_t>{marks}, values);
  };
  BOOST_CHECK_THROW(run(two, io::score_values::codes(3)), error);
  BOOST_CHECK_THROW(run(three, io::score_values::codes(5)), error);
  BOOST_CHECK_THROW(static_cast<void>(io::score_values::codes(1)), error);
  run(three, io::score_values::codes(3));
  BOOST_TEST(out[0].n() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
