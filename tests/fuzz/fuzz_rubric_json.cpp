// Any bytes as a rubric file: they are read, or refused with the place; what is read can be written, and reads back as the same rubric.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <headway/io/rubric_file.hpp>

namespace {

[[noreturn]] void wrong() { std::abort(); }

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace headway;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  try {
    const rubric<> read = io::read_rubric_text(text, "fuzz", {.most_bytes = std::size_t{1} << 16});
    const std::string written = io::write_rubric(read);
    if (io::read_rubric_text(written) != read || io::write_rubric(io::read_rubric_text(written)) != written) { wrong(); }
  } catch (const error& e) {
    if (e.category() != error_category::parse && e.category() != error_category::limit) { wrong(); }
    if (headway::text::first_invalid_utf8(e.message()) || e.message().find('\n') != std::string::npos) { wrong(); } // one line that can be shown
  }
  return 0;
}
