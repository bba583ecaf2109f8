// Hostile bytes to the separated-text readers. Whatever comes in: nothing but headway::error is thrown, a study written as tidy text reads back as the
// same study, counting agrees with reading, and the records do not depend on where blocks are cut.

#include <headway/core/study_builder.hpp>
#include <headway/io/counts.hpp>
#include <headway/io/csv.hpp>
#include <headway/io/tidy.hpp>

#include <cstdint>
#include <string>
#include <string_view>

#include "demand.hpp"

namespace {

using namespace headway;
using test::demand;

rubric<> make_rubric() {
  rubric_fields fields;
  fields.id = "fuzz";
  fields.edition = "1";
  fields.language = "en";
  for (int i = 1; i <= 5; ++i) { fields.levels.push_back({i, "level " + std::to_string(i)}); }
  const char* called[] = {"Vision", "Collaboration", "Learning, evaluation and improvement"};
  for (int i = 1; i <= 3; ++i) {
    dimension d;
    d.number = i;
    d.key = "d" + std::to_string(i);
    d.name = called[i - 1];
    fields.dimensions.push_back(d);
  }
  return rubric<>{fields};
}

void written_text_reads_back(const rubric<>& r, const reading& input) {
  const auto first = study_builder<>{r}.add(input).build();
  const std::string text = io::write_tidy(first);
  const auto second = study_builder<>{r}.add(io::read_ratings_text(text, "again", r)).build();
  demand(first->same_data(second.data()), "written and read again it is the same study");
  demand(io::write_tidy(second) == text, "written again it is the same text");
}

/// People's own marks of a reading, per level and reason, all cells together.
void totals(const reading& input, std::uint64_t (&out)[32]) {
  for (std::size_t i = 0; i < input.ratings.size(); ++i) {
    if (static_cast<score_mode>(input.ratings.mode[i]) == score_mode::individual) { ++out[input.ratings.score[i] + 16]; }
  }
}

template <class Work>
bool guarded(Work&& work) {
  try {
    work();
    return true;
  } catch (const error&) { return false; }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const rubric<> r = make_rubric();
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  io::read_options options;
  options.field_limit = 4096;
  options.community = "Here";
  options.round = "R1";

  reading read;
  const bool understood = guarded([&] { read = io::read_ratings_text(text, "fuzz", r, options); });
  if (understood) {
    demand(read.rows_read == read.rows_left_out + read.ratings.size() + read.ratings.consensus.size(), "every row is kept or left out");
    demand(read.rows_left_out <= read.problems.total(), "every row left out has a problem");
    written_text_reads_back(r, read);
  }
  guarded([&] { written_text_reads_back(r, io::read_consensus_text(text, "fuzz", r, options)); });

  io::count_options counting;
  counting.read = options;
  counting.by_sector = size % 2 == 0;
  counting.cell_limit = 1 << 20;
  bool limited = false;
  const bool counted = guarded([&] {
    try {
      const auto found = io::count_ratings_text(text, "fuzz", r, counting);
      std::uint64_t expected[32] = {};
      std::uint64_t got[32] = {};
      totals(read, expected);
      for (std::size_t i = 0; i < found.counts.by_level().size(); ++i) { got[i % 5 + 16] += found.counts.by_level()[i]; }
      for (std::size_t i = 0; i < found.counts.by_reason().size(); ++i) { got[16 - 1 - i % missing_reasons] += found.counts.by_reason()[i]; }
      for (int k = 0; understood && k < 32; ++k) { demand(expected[k] == got[k], "counts are those of the rows"); }
      demand(!understood || found.rows_read == read.rows_read, "counting sees the same rows");
    } catch (const error& e) {
      limited = e.category() == error_category::limit;
      throw;
    }
  });
  demand(counted == understood || limited, "counting and reading refuse alike");

  // the same records from blocks cut anywhere
  const io::detail::rubric_words words{r};
  guarded([&] {
    io::detail::csv_reading pieces{words, options, "fuzz", "io::read_ratings_text"};
    const std::size_t block = 1 + size % 13;
    for (std::size_t i = 0; i < size; i += block) { pieces.take(text.substr(i, block), false); }
    pieces.take({}, true);
    const reading again = pieces.finish();
    demand(understood, "pieces are refused where the whole is");
    demand(again.problems.kept() == read.problems.kept(), "pieces give the same problems");
    demand(again.ratings.score == read.ratings.score, "pieces give the same marks");
    demand(again.ratings.line == read.ratings.line, "pieces give the same lines");
  });
  return 0;
}
