// Runs a fuzz target over every file of a folder, so that any compiler can replay the corpus: replay fuzz_csv corpus/fuzz_csv
// All targets are one file here: they share most of what they include, and instrumented code takes long to compile.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#define LLVMFuzzerTestOneInput fuzz_arrow
#include "fuzz_arrow.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_csv
#include "fuzz_csv.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput fuzz_rubric_json
#include "fuzz_rubric_json.cpp"
#undef LLVMFuzzerTestOneInput

namespace {

using fuzz_target = int (*)(const std::uint8_t*, std::size_t);

struct named_target {
  const char* name;
  fuzz_target target;
};

constexpr named_target fuzz_targets[] = {{"fuzz_arrow", fuzz_arrow}, {"fuzz_csv", fuzz_csv}, {"fuzz_rubric_json", fuzz_rubric_json}};

bool replay(fuzz_target target, const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  const std::vector<char> bytes{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
  if (file.bad()) { return false; }
  const std::vector<std::uint8_t> exact(bytes.begin(), bytes.end()); // of exact size, so that a sanitizer sees one byte too many
  return target(exact.data(), exact.size()) == 0;
}

} // namespace

int main(int argc, char* argv[]) {
  fuzz_target target = nullptr;
  for (const named_target& each : fuzz_targets) {
    if (argc == 3 && std::strcmp(argv[1], each.name) == 0) { target = each.target; }
  }
  if (target == nullptr) {
    std::fprintf(stderr, "usage: replay fuzz_arrow|fuzz_csv|fuzz_rubric_json folder\n");
    return 2;
  }
  std::size_t inputs = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{argv[2]}) {
    if (!entry.is_regular_file()) { continue; }
    if (!replay(target, entry.path())) {
      std::fprintf(stderr, "failed on %s\n", entry.path().string().c_str());
      return 1;
    }
    ++inputs;
  }
  std::printf("%zu inputs replayed\n", inputs);
  return inputs == 0 ? 1 : 0;
}
