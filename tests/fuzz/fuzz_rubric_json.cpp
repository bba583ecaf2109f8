// Any bytes as a rubric file: they are read, or refused with the place; what is read can be written, and reads back as the same rubric.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <headway/io/rubric_file.hpp>

#include "demand.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace headway;
  using test::demand;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  try {
    const rubric<> read = io::read_rubric_text(text, "fuzz", {.most_bytes = std::size_t{1} << 16});
    const std::string written = io::write_rubric(read);
    demand(io::read_rubric_text(written) == read, "written and read again it is the same rubric");
    demand(io::write_rubric(io::read_rubric_text(written)) == written, "written again it is the same text");
  } catch (const error& e) {
    demand(e.category() == error_category::parse || e.category() == error_category::limit, "a refusal is the file's fault");
    demand(!text::first_invalid_utf8(e.message()) && e.message().find('\n') == std::string::npos, "a refusal is one line that can be shown");
  }
  return 0;
}
