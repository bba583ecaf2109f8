// Runs a fuzz target over every file of the folders (or files) named on the command line, so that any compiler can replay the corpus.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

bool replay(std::filesystem::path const& path)
{
    std::ifstream file{path, std::ios::binary};
    std::vector<char> const bytes{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
    if (file.bad())
        return false;
    // A copy of exact size, so that a sanitizer sees one byte too many.
    std::vector<std::uint8_t> const exact(bytes.begin(), bytes.end());
    return LLVMFuzzerTestOneInput(exact.data(), exact.size()) == 0;
}

} // namespace

int main(int argc, char* argv[])
{
    std::size_t inputs = 0;
    for (int i = 1; i < argc; ++i) {
        std::filesystem::path const path{argv[i]};
        std::vector<std::filesystem::path> files;
        if (std::filesystem::is_directory(path))
            for (auto const& entry : std::filesystem::recursive_directory_iterator{path})
                if (entry.is_regular_file())
                    files.push_back(entry.path());
        if (std::filesystem::is_regular_file(path))
            files.push_back(path);
        for (auto const& file : files) {
            if (!replay(file)) {
                std::fprintf(stderr, "failed on %s\n", file.string().c_str());
                return 1;
            }
            ++inputs;
        }
    }
    std::printf("%zu inputs replayed\n", inputs);
    return inputs == 0 ? 1 : 0;
}
